// The reader's own work, without a network: node benches/reader.mjs PORTAL [--queries FILE] [--rounds 15] [--json FILE]
//
// Over a portal that dafu built, a query's parts one after another: look up (shards are unpacked and read), postings (the lists of its
// pairs of characters), phrase or words (sets, places, scores), excerpts (texts of ten results, and where the words stand in them). Every file is in memory before the
// clock runs, and every round begins with nothing decoded. README.md here says how to read it.

import {readFile, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {open} from "../themes/default/search/engine.js";
import {openFolder} from "../themes/default/search/files.js";

const {values: options, positionals: [portal]} = parseArgs({allowPositionals: true, options: {
  queries: {type: "string", default: join(dirname(fileURLToPath(import.meta.url)), "queries.txt")}, rounds: {type: "string", default: "15"}, json: {type: "string"}}});
if (!portal) {
  console.error("usage: node benches/reader.mjs PORTAL [--queries FILE] [--rounds N] [--json FILE]");
  process.exit(2);
}
const {manifest} = await openFolder(portal), files = new Map();
const get = async path => {
  if (!files.has(path)) files.set(path, new Uint8Array(await readFile(join(portal, "search/bundle", path)).catch(error => {
    throw Object.assign(new Error(path), {status: error.code === "ENOENT" ? 404 : 0});
  })));
  return files.get(path);
};
const queries = (await readFile(options.queries, "utf8")).split("\n").filter(Boolean);
const pairs = text => Array.from(text).map((c, at, all) => c + (all[at + 1] ?? ""));
const median = list => list.slice().sort((a, b) => a - b)[list.length >> 1], worst = list => Math.max(...list);

/** Milliseconds of each part of one query, from nothing decoded. */
async function once(q) {
  const request = {q, from: 0, count: 10}, parts = {};
  const timed = async (name, work) => {
    const start = performance.now(), result = await work();
    parts[name] = performance.now() - start;
    return result;
  };
  const other = open(manifest, get);
  await other.prepare(q);
  await timed("postings", () => Promise.all(pairs(q).map(pair => other.find(pair)).filter(Boolean).map(term => other.bundle.list(term))));
  const engine = open(manifest, get);
  await timed("look up", () => engine.prepare(q));
  await timed(/^["“]/.test(q) ? "phrase" : "words", () => engine.evaluate(request));
  await timed("excerpts", () => engine.search(request));
  return parts;
}

for (let warm = 0; warm < 3; warm++) for (const q of queries) await once(q);
const rows = new Map();
for (const q of queries) {
  const rounds = [];
  for (let n = 0; n < Number(options.rounds); n++) rounds.push(await once(q));
  for (const name of Object.keys(rounds[0])) {
    if (!rows.has(name)) rows.set(name, []);
    rows.get(name).push(median(rounds.map(round => round[name])));
  }
}
const ms = n => n.toFixed(2) + " ms";
console.log(`${queries.length} queries over ${manifest.replies} replies, medians of ${options.rounds} rounds; Node ${process.versions.node}`);
console.log("| part of a query | middle query | worst query |\n|---|---|---|");
for (const [name, list] of rows) console.log(`| ${name} | ${ms(median(list))} | ${ms(worst(list))} |`);
if (options.json) await writeFile(options.json, JSON.stringify({replies: manifest.replies, queries, parts: Object.fromEntries(rows)}, null, 1) + "\n");
