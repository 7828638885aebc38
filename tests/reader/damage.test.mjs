// Damaged, missing or foreign files: a clear error with the right code, and never an answer.

import assert from "node:assert/strict";
import {mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {execFileSync} from "node:child_process";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {BundleError, open} from "../../themes/default/search/engine.js";
import {dafu} from "./portal.mjs";

/** @type {string} */
let site;
/** @type {any} */
let manifest;
const SENTENCES = ["老旧小区加装电梯的资金由住户分摊。", "加装电梯须经业主表决同意。", "电梯加装工程已列入计划。", "残疾人就业保障金按季缴纳。"];

before(() => {
  site = mkdtempSync(join(tmpdir(), "dafu-damage-"));
  mkdirSync(join(site, "content"));
  // More replies than are verified by text alone, so that positions are read as well.
  for (let i = 0; i < 40; i++) {
    writeFileSync(join(site, "content", `r${i}.txt`), `关于第${i}号提案的答复\n\n张三委员：\n\n${SENTENCES.slice(0, 1 + i % 4).join("\n\n")}\n\n市住建局\n2021年5月${1 + i % 28}日\n`);
  }
  execFileSync(dafu, ["build", site], {stdio: "ignore"});
  manifest = JSON.parse(readFileSync(join(site, "public/search/bundle/manifest.json"), "utf8"));
});
after(() => rmSync(site, {recursive: true, force: true}));

const QUERY = "\"小区加装电梯的资金\"";
const file = (/** @type {string} */ path) => new Uint8Array(readFileSync(join(site, "public/search/bundle", path)));

/** What a query reads, in order. */
async function asked() {
  /** @type {string[]} */
  const paths = [];
  const answer = await open(manifest, async path => {
    paths.push(path);
    return file(path);
  }).search({q: QUERY});
  return {paths: [...new Set(paths)], answer};
}

/** @param {string} path @param {(bytes: Uint8Array) => Uint8Array} change */
async function withChange(path, change) {
  try {
    const answer = await open(manifest, async asked => asked === path ? change(file(asked)) : file(asked)).search({q: QUERY});
    return {answer};
  } catch (error) {
    return {error};
  }
}

test("whatever byte of whatever file is wrong, there is an error and no answer", async () => {
  const {paths, answer} = await asked();
  assert.equal(answer.total.literal, 40);
  assert.ok(paths.some(path => path.startsWith("data/")), "positions were read");
  assert.ok(paths.some(path => path.startsWith("texts/")), "texts were read");
  let tried = 0, idle = 0;
  for (const path of paths) {
    const size = file(path).length;
    for (let at = 0; at < size; at += Math.max(1, Math.floor(size / 60))) {
      const {error, answer: other} = await withChange(path, bytes => {
        bytes[at] ^= 1 << at % 8;
        return bytes;
      });
      tried++;
      // A bit that compression makes no use of changes nothing.
      if (other && JSON.stringify(other) === JSON.stringify(answer)) {
        idle++;
        continue;
      }
      assert.ok(error instanceof BundleError && ["damaged", "version"].includes(error.code), `${path}, byte ${at}: ${error}`);
    }
    for (const part of [0, 3, 9, size >> 1, size - 1]) {
      const {error} = await withChange(path, bytes => bytes.subarray(0, part));
      assert.ok(error instanceof BundleError && error.code === "damaged", `${path} cut at ${part}: ${error}`);
    }
  }
  assert.ok(tried > 500 && idle < tried / 50, `${idle} of ${tried} changes changed nothing`);
});

test("a page in the place of a file is known as one", async () => {
  for (const path of (await asked()).paths) {
    const {error} = await withChange(path, () => new TextEncoder().encode("<!DOCTYPE html><title>404</title>"));
    assert.equal(/** @type {any} */ (error).code, "html", path);
  }
});

test("a file that is not there means that the portal was updated", async () => {
  for (const path of (await asked()).paths) {
    const {error} = await withChange(path, () => {
      throw Object.assign(new Error(path), {status: 404});
    });
    assert.equal(/** @type {any} */ (error).code, "missing", path);
  }
});

test("another file of the same bundle in the place of one is no answer", async () => {
  const {paths} = await asked();
  for (const path of paths) {
    const other = paths.find(one => one !== path && one.split("/")[0] === path.split("/")[0]);
    if (!other) continue;
    const {error} = await withChange(path, () => file(other));
    assert.ok(error instanceof BundleError, `${other} for ${path}`);
  }
});

test("what failed once is asked for again", async () => {
  let broken = true;
  const engine = open(manifest, async path => {
    if (broken) throw new Error("offline");
    return file(path);
  });
  await assert.rejects(engine.search({q: QUERY}), {code: "network"});
  broken = false;
  assert.equal((await engine.search({q: QUERY})).total.literal, 40);
});

test("a word that no reply holds brings those that differ by one character", async () => {
  const engine = open(manifest, async path => file(path));
  for (const [q, raw, near] of [["加装电悌", "电悌", "电梯"], ["電悌 加装", "電悌", "电梯"], ["\"页主\"", "页主", "业主"]]) {
    const [note] = (await engine.search({q})).notes;
    assert.equal(note && note.kind, "absent", q);
    assert.equal(note.raw, raw);
    assert.ok(note.near.includes(near), `${q}: ${note.near}`);
  }
});

test("of two characters one that does not sound alike is another word, whether it begins or ends so", async () => {
  const engine = open(manifest, async path => file(path));
  assert.ok((await engine.search({q: "电梯"})).total.literal > 0);
  for (const q of ["水梯", "电锯"]) {
    const [note] = (await engine.search({q})).notes;
    assert.equal(note.kind, "absent", q);
    assert.deepEqual(note.near, [], q);
  }
});

test("a manifest of another format is refused", () => {
  assert.throws(() => open(Object.assign({}, manifest, {format: 99}), async path => file(path)), {code: "version"});
});
