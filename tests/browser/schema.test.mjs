// What `dafu schema` prints is a JSON Schema that takes what dafu takes and refuses what dafu refuses: editors check by it as one types.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { TomlDate, parse } from "smol-toml";

import { ROOT, dafu } from "./portal.mjs";

/** The schema, ready to check what is written in TOML. Strict: a keyword that means nothing is an error. */
function schema(of) {
  const json = JSON.parse(execFileSync(dafu(), ["schema", of], { encoding: "utf8" }));
  assert.equal(json.$schema, "https://json-schema.org/draft/2020-12/schema");
  const ajv = new Ajv({ strict: true, allErrors: true });
  // Formats that Rust's types bring along.
  for (const name of ["uint", "uint16"]) ajv.addFormat(name, { type: "number", validate: (n) => Number.isInteger(n) && n >= 0 });
  formats(ajv);
  const check = ajv.compile(json);
  const plain = (value) => {
    if (value instanceof TomlDate) return value.toISOString();
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
    return value;
  };
  return {
    json,
    /** What is wrong with a text in TOML, in one line. */
    wrong: (toml) => (check(plain(parse(toml))) ? "" : check.errors.map((one) => `${one.instancePath} ${one.message}`).join("; ")),
  };
}

/** The fenced blocks of a Markdown file in a language. */
const blocks = (file, language) =>
  [...readFileSync(join(ROOT, file), "utf8").matchAll(/^```(\w*)\n(.*?)^```$/gms)].filter((block) => block[1] === language).map((block) => block[2]);

test("settings: what dafu takes, the schema takes; what it refuses, the schema refuses", () => {
  const site = schema("site");
  const shown = blocks("README.md", "toml").filter((text) => !text.startsWith("+++"));
  assert.ok(shown.length >= 1);
  for (const text of [...shown, readFileSync(join(ROOT, "dafu.toml"), "utf8"), readFileSync(join(ROOT, "seeds/new/dafu.toml"), "utf8"), ""]) {
    assert.equal(site.wrong(text), "", text);
  }
  for (const text of [
    'privacy = "mask"',
    'privacy = { mode = "mask", allow = ["13800138000"] }',
    'offline = "remove"',
    "[sessions]\ncppcc-5-3 = 2024-01-15",
    '[checks]\nnumbering-jump = "off"',
    '[ledger]\ncolumns = { agency = ["责任单位"] }',
    '[outcomes."*"]\nA = "办结"',
    '[renamed]\n"旅游局" = "文旅局"',
    '[topics]\ndata = ["数据"]',
    '[defaults]\nkind = "proposal"\naccess = "依申请公开"',
  ]) {
    assert.equal(site.wrong(text), "", text);
  }
  for (const text of [
    'titel = "x"',
    "page_size = 5",
    'page_size = "50"',
    'privacy = "off"',
    'privacy = { mood = "mask" }',
    "offline = 1",
    "[sessions]\ncppcc-5 = 2024-01-15",
    '[checks]\nnumbering-jmup = "off"',
    '[checks]\nprivate-mobile = "off"',
    '[ledger]\ncolumns = { agencey = ["责任单位"] }',
    '[defaults]\naccess = "公开"',
    'base_url = "www.example.gov.cn"',
    "[data]\noffice_form = 3",
    '[outcomes."*"]\nprivacy = "mask"',
    '[outcomes."*"]\nE = "办结"',
    '[renamed]\ntheme = "own"',
    '[topics]\ntitle = "x"',
    '[site]\ntheme = "own"',
  ]) {
    assert.notEqual(site.wrong(text), "", text);
  }
});

test("settings: each says what it is, and its default", () => {
  const { json } = schema("site");
  const walk = (at, node) => {
    for (const [key, value] of Object.entries(node.properties ?? {})) {
      assert.ok(value.description?.length > 3, `${at}${key}`);
      walk(`${at}${key}.`, value);
    }
  };
  walk("", json);
  assert.equal(json.properties.page_size.default, 50);
  assert.equal(json.properties.language.default, "zh-CN");
  assert.ok(!JSON.stringify(json).includes("null"), "TOML has no null");
});

test("front matter: what dafu takes, the schema takes; what it refuses, the schema refuses", () => {
  const reply = schema("reply");
  const shown = blocks("README.md", "toml").filter((text) => text.startsWith("+++"));
  assert.ok(shown.length >= 1);
  for (const text of shown) assert.equal(reply.wrong(text.replaceAll("+++\n", "")), "");
  for (const text of [
    'session = { congress = 5, meeting = 3 }\nkind = "提案"',
    'issued = "2024年5月6日"',
    'published = 2024-05-06T09:30:00',
    'status = "withdrawn"\nwithdrawn = { date = 2024-08-01, reason = "…" }',
    'page = "about"',
  ]) {
    assert.equal(reply.wrong(text), "", text);
  }
  for (const text of [
    "titel = '标题'",
    'outcome = "E"',
    'access = "公开"',
    "askers = '王平'",
    "session = { congress = 5 }",
    'status = "gone"',
    'revisions = [{ reason = "…" }]',
    'attachments = [{ file = "a.pdf" }]',
  ]) {
    assert.notEqual(reply.wrong(text), "", text);
  }
});
