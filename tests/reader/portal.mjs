// Portals that the reader's tests search: real-looking replies where they are at hand, else replies made here.

import {execFileSync, spawnSync} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
// What dafu says is looked at in English, whatever the machine speaks.
process.env.DAFU_LANG = "en";
export const dafu = process.env.DAFU || join(root, "target/release/dafu");

/** Numbers that look random and are the same in every run. @param {number} seed */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SUBJECTS = "老旧小区加装电梯 残疾人就业保障金 农村生活污水治理 养老服务体系建设 乡村振兴产业发展 中小学校课后服务 新能源汽车充电桩 城市道路停车难 医疗保险异地结算 文化遗产保护传承 网络安全和信息化 优化营商环境".split(" ");
const ACTS = "进一步完善 加快推进 统筹安排 严格落实 积极争取 认真研究 持续加大 规范有序开展 联合印发 逐步建立健全".split(" ");
const THINGS = "资金保障 政策措施 工作机制 实施方案 监督检查 宣传引导 人才队伍 基础设施 部门协作 长效管理 群众满意度 项目库PPP 5G网络 2023年计划".split(" ");
const NAMES = "刘文军 张伟 王小红 程彦辉 卢慧敏 欧阳明 买买提·艾力 陈鹏 孙立 周敏 吴桂英 郑重".split(" ");
const OFFICES = "市住房和城乡建设局 市民政局 市教育局 市残疾人联合会 县农业农村局".split(" ");

/** @param {string} content @param {number} count */
function invent(content, count) {
  const next = random(7), one = (/** @type {any} */ list) => list[Math.floor(next() * list.length)];
  for (let i = 0; i < count; i++) {
    const subject = one(SUBJECTS), year = 2015 + Math.floor(next() * 10), lines = [];
    lines.push(`对市政协十届${1 + Math.floor(next() * 5)}次会议第${String(i).padStart(4, "0")}号提案的答复`, "", `${one(NAMES)}委员：`, "", `您提出的《关于${subject}的提案》收悉，现答复如下：`);
    for (const mark of "一二三四五".slice(0, 2 + Math.floor(next() * 4))) {
      lines.push("", `${mark}、${one(ACTS)}${one(SUBJECTS)}`);
      for (let n = 1 + Math.floor(next() * 4); n > 0; n--) {
        let text = "";
        for (let k = 3 + Math.floor(next() * 8); k > 0; k--) text += `${one(ACTS)}${one(SUBJECTS)}${one(["，", "，", "的", "和", "；", " "])}${one(THINGS)}${one(["，", "。", "、"])}`;
        lines.push("", text + "截至" + year + "年共" + Math.floor(next() * 9000) + "户。");
      }
    }
    lines.push("", "感谢您对我们工作的关心和支持。", "", one(OFFICES), `${year}年${1 + Math.floor(next() * 12)}月${1 + Math.floor(next() * 28)}日`);
    writeFileSync(join(content, `r${String(i).padStart(5, "0")}.txt`), lines.join("\n"));
  }
}

/** Documents that a build refuses: real paragraphs hold a car's number or somebody's home now and then. @param {string} site */
function unfit(site) {
  const {stdout} = spawnSync(dafu, ["check", site, "--json"], {encoding: "utf8", maxBuffer: 1 << 28});
  const errors = JSON.parse(stdout).findings.filter((/** @type {any} */ finding) => finding.severity === "error");
  return new Set(errors.map((/** @type {any} */ finding) => finding.file));
}

/** Replies that are added to a portal that is there, about. */
const LATE = 24;

/**
 * Builds a portal of `count` replies; `close` removes it.
 * @param {number} count
 */
export function build(count) {
  const site = mkdtempSync(join(tmpdir(), "dafu-reader-")), content = join(site, "content"), pool = join(site, "pool");
  mkdirSync(content);
  const corpus = resolve(root, "../shared/corpus/pool.tar.xz");
  let real = false;
  if (existsSync(corpus)) {
    try {
      mkdirSync(pool);
      execFileSync("tar", ["-xJf", corpus, "-C", pool]);
      execFileSync("python3", [join(pool, "build.py"), String(count), content, "--pool", pool, "--seed", "1"]);
      rmSync(join(content, "meta.tsv"), {force: true});
      real = true;
    } catch {
      rmSync(content, {recursive: true});
      mkdirSync(content);
    }
    rmSync(pool, {recursive: true, force: true});
  }
  if (!real) invent(content, count);
  for (const file of unfit(site)) rmSync(join(site, file));
  // Some are published later than their dates say, and stand out of order from then on.
  const late = readdirSync(content, {recursive: true, encoding: "utf8"}).filter(name => name.endsWith(".txt")).sort().filter((_, at, all) => at % Math.ceil(all.length / LATE) === 1);
  const [aside, run] = [join(site, "aside"), () => execFileSync(dafu, ["build", site], {stdio: ["ignore", "ignore", "pipe"]})];
  mkdirSync(aside);
  late.forEach((name, at) => renameSync(join(content, name), join(aside, String(at))));
  run();
  late.forEach((name, at) => renameSync(join(aside, String(at)), join(content, name)));
  run();
  return {site, public: join(site, "public"), real, close: () => rmSync(site, {recursive: true, force: true})};
}
