// The reader against tantivy (dafu search) and against a plain scan of the texts: the same replies, all of them and no other.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {openFolder} from "../../themes/default/search/files.js";
import {normalise} from "../../themes/default/search/normalise.js";
import {wholeOf} from "../../themes/default/search/phrase.js";
import {build, dafu, random} from "./portal.mjs";

const NUMBERED = ["document number", "case", "session", "session and case"];
const REPLIES = 1000, QUERIES = Number(process.env.DAFU_QUERIES || 3600);
/** @type {any} */
let portal;
/** @type {any} */
let folder;
/** @type {{id: string, whole: string, text: any}[]} */
const replies = [];

before(async () => {
  portal = build(REPLIES);
  folder = await openFolder(portal.public);
  const {bundle} = folder.fresh(false);
  for (let doc = 0; doc < folder.manifest.replies; doc++) {
    const text = await bundle.text(doc, 0), parts = [wholeOf(text)];
    for (let passage = 1; passage < text.of; passage++) parts.push(wholeOf(await bundle.text(doc, passage)));
    replies.push({id: text.id, whole: parts.join("\n"), text});
  }
});
after(() => portal && portal.close());

/** Queries of every kind, cut from what the replies say. */
function queries() {
  const next = random(20261124), any = (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)];
  const cut = (/** @type {number} */ least, /** @type {number} */ most) => {
    for (;;) {
      const parts = any(replies).whole.split("\n"), part = Array.from(any(parts));
      const length = least + Math.floor(next() * (most - least + 1));
      if (part.length < length) continue;
      const from = Math.floor(next() * (part.length - length + 1)), text = part.slice(from, from + length).join("");
      if (!/["“”＂「」『』|｜\s]/.test(text) && !/^[-－−]/.test(text) && !/[:：]/.test(text)) return text;
    }
  };
  const fact = (/** @type {string} */ key) => {
    const found = holders(key);
    // Replies made here may have no such fact.
    return found.length ? any(any(found).text.f.filter((/** @type {string[]} */ f) => f[0] === key))[1] : "虚建提字〔2021〕19号";
  };
  const holders = (/** @type {string} */ key) => replies.filter(reply => reply.text.f.some((/** @type {string[]} */ f) => f[0] === key));
  const han = () => {
    for (;;) {
      const text = cut(2, 4);
      if (/^\p{Script=Han}+$/u.test(text)) return text;
    }
  };
  // Numbers as people type them: brackets lost or wrong, spaces, full-width and traditional characters.
  const wide = (/** @type {string} */ text) => text.replace(/\d/g, d => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
  const spelled = (/** @type {string} */ number) => {
    const [open, close] = any(["〔〕", "[]", "（）", "  ", "《》", "【】"]), bare = number.replace(/[〔\[（(]/g, open).replace(/[〕\]）)]/g, close);
    return any([bare, wide(bare), bare.replace("号", "號"), bare.replace(/号$/, ""), bare.replace(/(\d+)号/, " 第 $1 号")]);
  };
  const session = () => {
    const digits = "零一二三四五六七八九十", a = 1 + Math.floor(next() * 14), b = 1 + Math.floor(next() * 6);
    const han = a > 10 ? "十" + digits[a - 10] : digits[a];
    return any([`${a}-${b}`, `${han}届${digits[b]}次`, `第${a}届第${b}次会议`, `市政协${han}屆${digits[b]}次會議`, wide(`${a}届${b}次`)]);
  };
  /** @type {(() => [string, string])[]} */
  const kinds = [
    () => ["phrase", `"${cut(2, 14)}"`],
    () => ["phrase", `“${cut(4, 6)}”`],
    () => ["character", cut(1, 1)],
    () => ["words", han()],
    () => ["words", cut(4, 10)],
    () => ["two words", `${han()} ${han()}`],
    () => ["question", cut(15, 30)],
    () => ["without", `${han()} -${han()}`],
    () => ["without", `-"${cut(2, 3)}" ${han()}`],
    () => ["or", `${han()} OR ${han()} ${han()}`],
    () => ["or", `"${cut(3, 5)}" OR "${cut(3, 5)}"`],
    () => ["mixed", `"${cut(3, 6)}" ${han()}`],
    () => ["name", fact("askers")],
    () => ["member", `委员:${fact("askers")}`],
    () => ["agency", `单位:${fact("agency").slice(0, 2 + Math.floor(next() * 8))} ${han()}`],
    () => ["year", `年:${2014 + Math.floor(next() * 12)}-${2016 + Math.floor(next() * 10)} ${han()}`],
    () => ["absent", han().split("").reverse().join("") + cut(2, 2)],
    () => ["spaced", Array.from(han()).join(" ")],
    () => ["document number", spelled(fact("document_number"))],
    () => ["document number", `${han()} 文号: ${spelled(fact("document_number"))}`],
    () => ["case", any([`第${fact("case_number")}号`, fact("case_number"), `案号:${Number.parseInt(fact("case_number"), 10) || 1}`])],
    () => ["session", any([session(), `届次:${session()}`, `${session()} ${han()}`])],
    // One that no reply holds, like a telephone number, alone and beside a word.
    () => ["no number", `${any(["", han() + " "])}${10 ** 10 + Math.floor(next() * 9e10)}`],
    () => ["session and case", `${session()}${any(["", " ", "第"])}${fact("case_number")}${any(["", "号"])}`],
  ];
  return Array.from({length: QUERIES}, (_, i) => kinds[i % kinds.length]());
}

test("the reader, tantivy and a plain scan find the same replies", async () => {
  const asked = queries().filter(([, q]) => !/[\n\r]/.test(q));
  const file = join(portal.site, "queries.txt");
  writeFileSync(file, asked.map(([, q]) => q).join("\n") + "\n");
  const lines = execFileSync(dafu, ["search", "--site", portal.site, "--all", "--queries", file], {maxBuffer: 1 << 30}).toString().trim().split("\n");
  assert.equal(lines.length, asked.length);
  const engine = folder.fresh(false);
  let overlap = 0, compared = 0, results = 0;
  for (const [i, [kind, q]] of asked.entries()) {
    const native = JSON.parse(lines[i]), found = await engine.evaluate({q});
    const ids = found.hits.map((/** @type {any} */ hit) => replies[hit.doc].id);
    const own = new Map(native.results.map((/** @type {any} */ one) => [one.id, one.tier]));
    const where = `${kind}: ${q}`;
    assert.deepEqual({literal: found.total.literal, words: found.total.words}, native.total, where);
    assert.deepEqual(new Set(ids), new Set(own.keys()), where);
    for (const hit of found.hits) assert.equal(hit.tier, own.get(replies[hit.doc].id), where);
    for (let k = 1; k < found.hits.length; k++) {
      const [a, b] = [found.hits[k - 1], found.hits[k]];
      if (a.tier === b.tier) assert.ok(a.score > b.score || (a.score === b.score && engine.age(a.doc) >= engine.age(b.doc)), where + ": order");
    }
    if (kind === "phrase" || kind === "character") {
      const plain = normalise(q.replace(/["“”]/g, ""));
      const scan = replies.filter(reply => reply.whole.includes(plain)).map(reply => reply.id);
      assert.ok(scan.length > 0, where);
      if (found.total.literal) assert.deepEqual(new Set(ids), new Set(scan), where + ": against the scan");
    }
    if (kind === "no number" && !q.includes(" ")) assert.deepEqual(ids, [], where);
    if (kind === "member") {
      const name = normalise(q.slice(3));
      const scan = replies.filter(reply => reply.text.f.some((/** @type {string[]} */ f) => f[0] === "askers" && normalise(f[1]) === name));
      assert.deepEqual(new Set(ids), new Set(scan.map(reply => reply.id)), where);
    }
    // What a number finds is not ranked by words: its replies are as good as each other.
    if (ids.length && !NUMBERED.includes(kind)) {
      const top = new Set(native.results.slice(0, 10).map((/** @type {any} */ one) => one.id));
      overlap += ids.slice(0, 10).filter((/** @type {string} */ id) => top.has(id)).length / Math.min(10, ids.length) * 10;
      compared++;
    }
    results += ids.length;
  }
  console.log(`${asked.length} queries, ${results} results; of the first ten ${(overlap / compared).toFixed(3)} are tantivy's; corpus: ${portal.real ? "real paragraphs" : "made here"}`);
  // Replies made here are so alike that a byte cannot tell their scores apart.
  assert.ok(overlap / compared >= (portal.real ? 9.8 : 9), `of the first ten only ${overlap / compared} are tantivy's`);
});

test("what was published later than its date says stands among its years, and by date where its date is", async () => {
  const engine = folder.fresh(false), dates = replies.map(reply => reply.text.d || "");
  assert.ok(folder.manifest.late.length > 5, "some are late");
  for (const [doc, date] of dates.entries()) assert.equal(engine.yearOf(doc), date.slice(0, 4) || "unknown", `reply ${doc}`);
  for (const q of ["工作", "养老", "关于"]) {
    const {hits} = await engine.evaluate({q, sort: "date"}), whole = hits.filter((/** @type {any} */ hit) => hit.tier !== "partial");
    assert.ok(whole.length > 20, q);
    for (let k = 1; k < whole.length; k++) assert.ok(dates[whole[k - 1].doc] >= dates[whole[k].doc], `${q}: ${dates[whole[k - 1].doc]} before ${dates[whole[k].doc]}`);
    const found = await engine.evaluate({q: `${q} 年:2018-2020`}), within = whole.filter((/** @type {any} */ hit) => /^20(18|19|20)/.test(dates[hit.doc]));
    assert.ok(within.length > 0, q);
    assert.deepEqual(new Set(found.hits.map((/** @type {any} */ hit) => hit.doc)), new Set(within.map((/** @type {any} */ hit) => hit.doc)), q);
    const filtered = await engine.evaluate({q, filters: {year: ["2018-2020"]}});
    assert.equal(filtered.total.words, found.total.words, q);
  }
});
