// How well the reader ranks: MRR@10 over a set of questions with known answers.
//
//   node benches/relevance.mjs FOLDER [--most 2000] [--queries queries.tsv]
//
// FOLDER holds docs.tsv (id, text), queries.tsv (id, question) and qrels.tsv (question, document, 1). Each document is made
// a reply of its own, dafu builds the portal, and the questions go through the reader as they stand.

import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {openFolder} from "../themes/default/search/files.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const dafu = process.env.DAFU || join(root, "target/release/dafu");
const given = process.argv.slice(2), option = (name, otherwise) => given.includes(name) ? given[given.indexOf(name) + 1] : otherwise;
const folder = given[0], most = Number(option("--most", "2000"));
if (!folder) {
  console.error("usage: node benches/relevance.mjs FOLDER [--most 2000] [--queries queries.tsv]");
  process.exit(2);
}
const rows = name => readFileSync(join(folder, name), "utf8").trim().split("\n").map(line => line.split("\t"));
const site = mkdtempSync(join(tmpdir(), "dafu-relevance-"));
mkdirSync(join(site, "content"));
// Messages of citizens hold addresses; none of the questions is about one.
writeFileSync(join(site, "dafu.toml"), 'privacy = "mask"\n');
const ids = new Map();
rows("docs.tsv").forEach(([id, text], i) => {
  ids.set("d" + i, id);
  writeFileSync(join(site, "content", `d${i}.txt`), `第${i}篇\n\n${text}\n`);
});
execFileSync(dafu, ["build", site], {stdio: ["ignore", "ignore", "pipe"]});
const portal = await openFolder(join(site, "public")), engine = portal.fresh(false);
const names = [];
for (let doc = 0; doc < portal.manifest.replies; doc++) names.push(ids.get((await engine.bundle.text(doc, 0)).id));
const right = new Map();
for (const [query, doc] of rows("qrels.tsv")) right.set(query, (right.get(query) || new Set()).add(doc));
let sum = 0, asked = 0, empty = 0, first = 0;
for (const [id, q] of rows(option("--queries", "queries.tsv")).slice(0, most)) {
  const found = await engine.evaluate({q});
  const at = found.hits.slice(0, 10).findIndex(hit => right.get(id).has(names[hit.doc]));
  asked++;
  if (!found.hits.length) empty++;
  if (at >= 0) sum += 1 / (at + 1);
  if (at === 0) first++;
}
console.log(JSON.stringify({folder, asked, "MRR@10": +(sum / asked).toFixed(4), first: +(first / asked).toFixed(4), empty}));
rmSync(site, {recursive: true, force: true});
