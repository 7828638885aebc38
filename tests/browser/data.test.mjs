// Taking data away, over HTTP as a researcher does it; and the page that says how.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { DESK, PHONE, ROOT, atEnd, dafu, folder, sample, served, withPage } from "./portal.mjs";
import { serve } from "./server.mjs";

const sha256 = (/** @type {Buffer} */ bytes) => createHash("sha256").update(bytes).digest("hex");
const lines = (/** @type {Buffer} */ bytes) => bytes.toString("utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

test("story 7: a researcher downloads all replies as JSON Lines and CSV; later only what changed, withdrawn ones included; hashes match", async () => {
  const site = join(folder(), "research");
  const output = join(folder(), "research-portal");
  mkdirSync(site);
  for (const part of ["content", "dafu.toml"]) cpSync(join(ROOT, part), join(site, part), { recursive: true });
  // Not in the way of the server, which closes idle connections meanwhile.
  const build = () => promisify(execFile)(dafu(), ["build", site, "--output", output]);
  await build();
  const server = await serve(output, "/a/b/");
  atEnd(() => server.close());
  let fetched = /** @type {string[]} */ ([]);
  const download = async (/** @type {string} */ path) => {
    fetched.push(path);
    const response = await fetch(server.url(path));
    assert.equal(response.status, 200, path);
    return Buffer.from(await response.arrayBuffer());
  };

  // Everything, checked against what the manifest and sha256sums.txt say.
  const manifest = JSON.parse((await download("data/manifest.json")).toString());
  const sums = new Map((await download("data/sha256sums.txt")).toString().trim().split("\n").map((line) => line.split("  ").reverse()));
  for (const file of manifest.files) {
    const bytes = await download(`data/${file.path}`);
    assert.equal(bytes.length, file.bytes, file.path);
    assert.equal(sha256(bytes), file.sha256, file.path);
    assert.equal(sums.get(file.path), file.sha256, file.path);
  }
  const place = join(output, "data");
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", "sha256sums.txt"], { cwd: place, stdio: "pipe" });
  const kept = new Map();
  const changes = lines(await download("data/changes.jsonl"));
  const all = (await download("data/replies.jsonl")).toString().split(/(?<=\n)/);
  assert.equal(all.length, changes.length);
  changes.forEach((change, at) => kept.set(change.id, { line: all[at], sha256: change.sha256 }));
  const table = (await download("data/replies.csv")).toString();
  assert.equal(table.split("\r\n").length - 2, manifest.replies, "a row for each reply and one for the head");
  assert.ok(manifest.replies > 20, "the sample has replies");

  // One is corrected, one withdrawn, one new.
  const documents = readdirSync(join(site, "content"), { recursive: true }).map(String).filter((path) => /^\d{4}\/.*\.md$/.test(path)).sort();
  const [corrected, withdrawn] = documents.map((path) => join(site, "content", path));
  const idOf = (/** @type {string} */ path) => /^id\s*[=:]\s*"?([a-z0-9-]+)/m.exec(readFileSync(path, "utf8"))?.[1] ?? "";
  const ids = [idOf(corrected), idOf(withdrawn)];
  assert.ok(ids.every((id) => kept.has(id)), String(ids));
  const before = readFileSync(corrected, "utf8");
  const toml = before.startsWith("+++");
  const revision = toml ? '[[revisions]]\ndate = 2026-01-05\nreason = "数字有误"\n+++\n' : 'revisions:\n  - date: 2026-01-05\n    reason: 数字有误\n---\n';
  const end = before.indexOf(toml ? "\n+++\n" : "\n---\n", 3);
  writeFileSync(corrected, before.slice(0, end + 1) + revision + before.slice(end + 5));
  writeFileSync(withdrawn, `+++\nid = "${ids[1]}"\nstatus = "withdrawn"\nwithdrawn = { date = 2026-01-06, reason = "涉及个人隐私" }\n+++\n`);
  writeFileSync(join(site, "content/new.md"), '+++\nid = "a-new-one"\nagency = "澜汀市教育局"\n+++\n# 关于一件新提案的答复\n\n收悉。现答复如下：\n\n已经照办。\n\n2026年1月7日\n');
  await build();

  // Yesterday's file and today's changes are enough to know what to fetch.
  fetched = [];
  const now = lines(await download("data/changes.jsonl"));
  const different = now.filter((change) => kept.get(change.id)?.sha256 !== change.sha256);
  assert.deepEqual(
    different.map((change) => `${change.id} ${change.status} ${change.date}`).sort(),
    [`${ids[0]} corrected 2026-01-05`, `${ids[1]} withdrawn 2026-01-06`, "a-new-one published 2026-01-07"].sort(),
  );
  for (const change of different) {
    const bytes = await download(change.path);
    assert.equal(sha256(bytes), change.sha256, change.path);
    kept.set(change.id, { line: bytes.toString(), sha256: change.sha256 });
  }
  assert.equal(fetched.length, 4, "the changes and three replies, and nothing else");
  const gone = JSON.parse(kept.get(ids[1]).line);
  assert.deepEqual(gone.withdrawn, { date: "2026-01-06", reason: "涉及个人隐私" });
  assert.equal(gone.title, undefined, "nothing of it is left");
  const joined = now.map((change) => kept.get(change.id).line).join("");
  const today = JSON.parse((await download("data/manifest.json")).toString());
  assert.equal(sha256(Buffer.from(joined)), today.files.find((file) => file.path === "replies.jsonl").sha256, "what was put together is today's file");
});

/** What of `value` breaks the schema: the few words of JSON Schema that the portal's schema uses; another word is an error. */
function faults(root, schema, value, at = "") {
  const found = [];
  const kind = (one) => (one === null ? "null" : Array.isArray(one) ? "array" : Number.isInteger(one) ? "integer" : typeof one);
  for (const [word, wants] of Object.entries(schema)) {
    const say = (good) => good || found.push(`${at}: ${word} ${JSON.stringify(wants)}: ${JSON.stringify(value).slice(0, 60)}`);
    const text = typeof value === "string";
    const whole = kind(value) === "object";
    if (["$schema", "$defs", "title", "description", "$comment"].includes(word)) continue;
    else if (word === "$ref") found.push(...faults(root, wants.slice(2).split("/").reduce((part, name) => part[name], root), value, at));
    else if (word === "anyOf") say(wants.some((one) => faults(root, one, value, at).length === 0));
    else if (word === "oneOf") say(wants.filter((one) => faults(root, one, value, at).length === 0).length === 1);
    else if (word === "type") say([wants].flat().some((one) => one === kind(value) || (one === "number" && kind(value) === "integer")));
    else if (word === "const") say(value === wants);
    else if (word === "enum") say(wants.includes(value));
    else if (word === "required") say(!whole || wants.every((key) => key in value));
    else if (word === "properties") {
      if (whole) for (const [key, one] of Object.entries(wants)) if (key in value) found.push(...faults(root, one, value[key], `${at}/${key}`));
    } else if (word === "items") {
      if (Array.isArray(value)) value.forEach((one, n) => found.push(...faults(root, wants, one, `${at}/${n}`)));
    } else if (word === "pattern") say(!text || new RegExp(wants, "u").test(value));
    else if (word === "format") say(!text || wants !== "date" || /^\d{4}-\d{2}-\d{2}$/.test(value));
    else if (word === "minimum") say(typeof value !== "number" || value >= wants);
    else if (word === "maximum") say(typeof value !== "number" || value <= wants);
    else if (word === "minLength") say(!text || [...value].length >= wants);
    else if (word === "maxLength") say(!text || [...value].length <= wants);
    else throw new Error(`the schema says “${word}”, which this test does not know`);
  }
  return found;
}

test("every line of the JSON Lines is as the schema says, and the schema refuses what is not", () => {
  const portal = sample();
  const schema = JSON.parse(portal.read("data/schema.json"));
  assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
  const records = portal.read("data/replies.jsonl").trim().split("\n").map((line) => JSON.parse(line));
  for (const record of records) assert.deepEqual(faults(schema, schema, record), [], record.id);
  const [first] = records;
  for (const wrong of [{ ...first, issued: "2024年5月6日" }, { ...first, kind: "letter" }, { ...first, body: [{}] }, { id: first.id }, { ...first, access: "依申请公开" }]) {
    assert.notDeepEqual(faults(schema, schema, wrong), []);
  }
});

test("the catalogue of data names files that are there, with their hashes", () => {
  const portal = sample();
  const catalog = JSON.parse(portal.read("data/catalog.jsonld"));
  assert.equal(catalog["@type"], "dcat:Catalog");
  const files = new Map(JSON.parse(portal.read("data/manifest.json")).files.map((file) => [`${portal.baseUrl}data/${file.path}`, file]));
  let distributions = 0;
  for (const dataset of catalog["dcat:dataset"]) {
    for (const one of dataset["dcat:distribution"]) {
      const file = files.get(one["dcat:downloadURL"]["@id"]);
      assert.ok(file, one["dcat:downloadURL"]["@id"]);
      assert.equal(one["spdx:checksum"]["spdx:checksumValue"]["@value"], file.sha256);
      assert.equal(one["dcat:byteSize"]["@value"], String(file.bytes));
      distributions += 1;
    }
  }
  assert.ok(distributions >= 4);
});

test("a reader without JavaScript takes the table from the data page, on a phone and on a desk", async () => {
  const server = await served(sample());
  for (const window of [PHONE, DESK]) {
    await withPage({ ...window, javaScriptEnabled: false, acceptDownloads: true }, async (page) => {
      await page.goto(server.url("data/index.html"));
      const link = page.locator("main").getByRole("link", { name: "replies.csv", exact: true });
      const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
      assert.equal(download.suggestedFilename(), "replies.csv");
      const hash = page.locator("main details", { hasText: "SHA-256" }).first();
      await hash.locator("summary").click();
      assert.match(await hash.locator("code").innerText(), /^[0-9a-f]{64}$/);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing scrolls sideways");
    });
  }
});

test("each reply is also a text, a Markdown and a JSON file of the same words", () => {
  const portal = sample();
  const replies = portal.files.filter((path) => /^replies\/.*\.html$/.test(path));
  for (const page of replies) {
    const [text, markdown, json] = ["txt", "md", "json"].map((end) => portal.read(page.replace(/html$/, end)));
    const record = JSON.parse(json);
    for (const part of [record.title, record.body[0].text, record.body.at(-1).text]) assert.ok(text.includes(part), `${page}: ${part}`);
    assert.ok(text.startsWith("\ufeff"), "a server that does not say the encoding does not garble it");
    assert.ok(markdown.startsWith(`+++\nid = "${record.id}"\n`));
  }
});
