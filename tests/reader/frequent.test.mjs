// Words that thousands of replies hold: which passages hold them stands apart from their lists, and is fetched when it is wanted.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {BundleError, open} from "../../themes/default/search/engine.js";
import {openFolder} from "../../themes/default/search/files.js";
import {Bundle, passageString} from "./independent/bundle.mjs";
import {dafu, random} from "./portal.mjs";

const REPLIES = 4400;
/** Some are longer than a passage: what is looked for stands in the last one alone. */
const LONG = 40;
/** Many words that nearly all hold stand in each, so that some share a shard of the lexicon. */
const COMMON = "根据工作安排，我局高度重视，会同有关部门认真研究，进一步完善制度，加强监督管理，落实责任，取得明显成效，现将办理情况答复如下。";
/** One of them in each: words that hundreds of replies hold. */
const SUBJECTS = "老旧小区加装电梯 残疾人就业保障金 农村生活污水治理 养老服务体系建设 中小学校课后服务 新能源汽车充电桩 城市道路停车难 医疗保险异地结算 文化遗产保护传承 网络安全和信息化 公共图书馆开放 水库移民后期扶持".split(" ");
const SENTENCES = ["我市推动产业发展。", "产业与发展并重。", "发展农村产业。", "产业园区发展迅速。"];
const FILLING = "按照年度计划逐项落实责任分工并定期通报进度。".repeat(60);

/** @type {string} */
let site;
/** The texts of all replies, by their ids. @type {Map<string, string>} */
const texts = new Map();

before(() => {
  site = mkdtempSync(join(tmpdir(), "dafu-frequent-"));
  mkdirSync(join(site, "content"));
  const next = random(11);
  for (let i = 0; i < REPLIES; i++) {
    const id = `r${i}`, about = `关于${SUBJECTS[i % SUBJECTS.length]}。`, say = SENTENCES[Math.floor(next() * 4)], seldom = next() < 0.02 ? "另见附件说明。" : "";
    // One in fifty holds neither word, so that no list is all replies.
    const lines = i % 50 === 7 ? ["详见政策文件。"] : i % (REPLIES / LONG) === 3 ? [FILLING, FILLING, COMMON, about, say + seldom] : [COMMON, about, say + seldom];
    texts.set(id, lines.join("\n"));
    writeFileSync(join(site, "content", `${id}.md`), `---\nid: ${id}\nagency: 市局\nissued: 2021-05-06\n---\n\n# 第${i}号答复\n\n${lines.join("\n\n")}\n`);
  }
  execFileSync(dafu, ["build", site], {stdio: "ignore"});
});
after(() => rmSync(site, {recursive: true, force: true}));

const holding = (/** @type {string[]} */ ...all) => Array.from(texts).filter(([, text]) => all.every(one => text.includes(one))).map(([id]) => id).sort();
/** @param {any} engine @param {string} q */
async function answer(engine, q) {
  const {total, results} = await engine.search({q, from: 0, count: REPLIES});
  const ids = (/** @type {string[]} */ ...tiers) => results.filter((/** @type {any} */ one) => tiers.includes(one.tier)).map((/** @type {any} */ one) => one.id).sort();
  return {total, results, literal: ids("literal"), words: ids("literal", "words")};
}

test("frequent words and phrases of them find what the texts hold, and nothing else", async () => {
  const portal = await openFolder(join(site, "public"));
  for (const phrase of ["产业", "发展", "产业发展", "推动产业", "产业与发展", "业发", "产业发展农村", "农村产业。", "另见附件", "园区发展迅速。另见"]) {
    const {literal, total} = await answer(portal.fresh(), `"${phrase}"`);
    assert.deepEqual(literal, holding(phrase), phrase);
    assert.equal(total.literal, literal.length, phrase);
  }
  for (const words of [["产业", "发展"], ["产业", "园区"], ["发展", "附件"]]) {
    assert.deepEqual((await answer(portal.fresh(), words.join(" "))).words, holding(...words), words.join(" "));
    assert.deepEqual((await answer(portal.fresh(), words.join(" -"))).literal, holding(words[0]).filter(id => !(/** @type {string} */ (texts.get(id)).includes(words[1]))), words.join(" -"));
  }
});

test("an excerpt shows what was looked for wherever in the reply it stands", async () => {
  const portal = await openFolder(join(site, "public")), long = holding(FILLING);
  assert.equal(long.length, LONG);
  for (const q of ["发展", "产业 发展", "\"产业发展\"", "产业发展", "附件 产业"]) {
    const {results} = await answer(portal.fresh(), q);
    for (const one of results) assert.ok(one.marks.length, `${q} in ${one.id}: ${one.excerpt}`);
    if (!q.startsWith("附件")) assert.ok(results.some((/** @type {any} */ one) => long.includes(one.id)), q);
  }
});

test("passages are fetched for a phrase, and else of the rarest word alone", async () => {
  const portal = await openFolder(join(site, "public")), {files} = new Bundle(join(site, "public/search/bundle"));
  const entry = (/** @type {string} */ term) => {
    for (let shard = 0; shard < files.manifest.pairs[1]; shard++) {
      const found = files.shard("pairs", shard).terms.get(term);
      if (found) return found;
    }
  };
  const apart = (/** @type {string} */ term) => entry(term).apart && `data/${entry(term).apart.file.slice(0, 2)}/${entry(term).apart.file}.bin`;
  assert.ok(apart("产业") && apart("发展"));
  assert.equal(apart("附件"), null);
  const asked = async (/** @type {string} */ q) => {
    const engine = portal.fresh();
    await engine.search({q, from: 0, count: 10});
    const paths = portal.requests.map(one => one.path.replace("search/bundle/", ""));
    return [apart("产业"), apart("发展")].map(path => paths.includes(path));
  };
  const rarest = entry("产业").df <= entry("发展").df ? [true, false] : [false, true];
  assert.deepEqual(await asked("发展"), [false, true]);
  assert.deepEqual(await asked("产业 发展"), rarest);
  assert.deepEqual(await asked("附件 发展"), [false, false]);
  assert.ok((await asked("\"产业与\"")).includes(true));
});

test("the second reader finds the same passages and positions", () => {
  const bundle = new Bundle(join(site, "public/search/bundle")), {files} = bundle;
  const strings = new Map();
  for (let reply = 0; reply < files.manifest.replies; reply++) {
    for (let p = 0, of = 1; p < of; p++) {
      const text = files.text(reply, p);
      of = text.of;
      strings.set(4 * reply + p, passageString(text, files.simplified()));
    }
  }
  for (const term of ["产业", "发展", "附件"]) {
    const found = new Map();
    for (const [passage, string] of strings) {
      const places = Array.from([...string], (_, at) => at).filter(at => [...string].slice(at, at + term.length).join("") === term);
      if (places.length) found.set(passage, places);
    }
    assert.deepEqual(new Map(files.positions(bundle.term([...term]))), found, term);
  }
});

test("a list or passages that are damaged or missing are an error", async () => {
  const {files} = new Bundle(join(site, "public/search/bundle")), folder = join(site, "public/search/bundle");
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  /** @type {string[]} */
  let names = [];
  for (let shard = 0; shard < manifest.pairs[1]; shard++) {
    const found = files.shard("pairs", shard).terms.get("发展");
    if (found) names = [found.list.file, found.apart.file];
  }
  assert.equal(new Set(names).size, 2);
  const flipped = (/** @type {Uint8Array} */ bytes) => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));
  for (const [i, path] of names.map(name => `data/${name.slice(0, 2)}/${name}.bin`).entries()) {
    for (const change of [flipped, () => {
      throw Object.assign(new Error(path), {status: 404});
    }]) {
      const get = async (/** @type {string} */ asked) => {
        const bytes = new Uint8Array(readFileSync(join(folder, asked)));
        return asked === path ? change(bytes) : bytes;
      };
      for (const q of i ? ["发展"] : ["发展", "产业 发展"]) {
        await assert.rejects(open(manifest, get).search({q}), error => error instanceof BundleError && error.path === path, q);
      }
    }
  }
});

test("the next build says the same as one of a fresh copy", () => {
  const bundle = (/** @type {string} */ at) => {
    const folder = join(at, "public/search/bundle");
    return new Map(readdirSync(folder, {recursive: true, withFileTypes: true}).filter(one => one.isFile()).map(one => {
      const path = join(one.parentPath, one.name);
      return [path.slice(folder.length), createHash("sha256").update(readFileSync(path)).digest("hex")];
    }));
  };
  const page = (/** @type {number} */ i) => join(site, "content", `r${i}.md`);
  const changes = [
    () => [1234, 1235, 1236].forEach(i => writeFileSync(page(i), readFileSync(page(i), "utf8").replace(SUBJECTS[i % SUBJECTS.length], SUBJECTS[(i + 5) % SUBJECTS.length]))),
    () => writeFileSync(page(REPLIES), readFileSync(page(77), "utf8").replaceAll("r77\n", `r${REPLIES}\n`)),
    () => rmSync(page(2345)),
  ];
  for (const change of changes) {
    const fresh = mkdtempSync(join(tmpdir(), "dafu-frequent-"));
    try {
      change();
      execFileSync(dafu, ["build", site], {stdio: "ignore"});
      for (const part of ["content", "dafu.lock"]) cpSync(join(site, part), join(fresh, part), {recursive: true});
      execFileSync(dafu, ["build", fresh], {stdio: "ignore"});
      assert.deepEqual(bundle(site), bundle(fresh), String(change));
    } finally {
      rmSync(fresh, {recursive: true, force: true});
    }
  }
});
