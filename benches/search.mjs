// What a first search costs a reader: node benches/search.mjs PUBLIC [QUERIES]
//
// PUBLIC is a portal that dafu built; QUERIES a file with one query a line (benches/queries.txt). Every query starts with
// nothing fetched. The page and its modules are counted apart: they are the same for all.

import {readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {gzipSync} from "node:zlib";
import {readdirSync} from "node:fs";
import {openFolder} from "../themes/default/search/files.js";

const [folder, file = join(dirname(fileURLToPath(import.meta.url)), "queries.txt")] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node benches/search.mjs PUBLIC [QUERIES]");
  process.exit(2);
}
const portal = await openFolder(folder), rows = [];
for (const q of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
  const engine = portal.fresh(), start = performance.now(), {total, results} = await engine.search({q, from: 0, count: 10});
  const asked = portal.requests.slice(1), sum = of => asked.filter(one => one.path.includes(of)).reduce((n, one) => n + one.bytes, 0);
  rows.push({q, literal: total.literal, words: total.words, shown: results.length, requests: asked.length, trips: Math.max(0, ...asked.map(one => one.trip)),
    bytes: asked.reduce((n, one) => n + one.bytes, 0), lexicon: sum("/pairs/") + sum("/exact/"), data: sum("/data/"), texts: sum("/texts/"), ms: performance.now() - start});
}
const kb = n => (n / 1024).toFixed(1).padStart(7), median = list => list.slice().sort((a, b) => a - b)[list.length >> 1];
for (const r of rows) console.log(`${kb(r.bytes)} KB = ${kb(r.lexicon)} lexicon ${kb(r.data)} lists ${kb(r.texts)} texts ${String(r.requests).padStart(4)} requests ${r.trips} trips  ${r.literal}/${r.words}  ${r.q}`);
const quoted = rows.filter(r => /^["“]/.test(r.q));
const modules = readdirSync(join(folder, "search")).filter(name => name.endsWith(".js")).map(name => readFileSync(join(folder, "search", name)));
console.log(`${rows.length} queries over ${portal.manifest.replies} replies: median ${kb(median(rows.map(r => r.bytes)))} KB, worst ${kb(Math.max(...rows.map(r => r.bytes)))} KB; quoted, median ${kb(median(quoted.map(r => r.bytes)))} KB`);
console.log(`trips after the page: median ${median(rows.map(r => r.trips))}, worst ${Math.max(...rows.map(r => r.trips))}; requests: median ${median(rows.map(r => r.requests))}`);
console.log(`modules: ${kb(modules.reduce((n, m) => n + m.length, 0))} KB, compressed ${kb(modules.reduce((n, m) => n + gzipSync(m, {level: 9}).length, 0))} KB; page ${kb(portal.requests[0].bytes)} KB`);
