// dafu's search beside Pagefind's, over the same pages: node benches/pagefind.mjs SITE [--pagefind FOLDER] [--queries FILE] [--json FILE]
//
// Builds SITE with dafu and indexes its reply pages with Pagefind, then asks both every query in Chromium, each with nothing
// fetched before. What it measures, and what is equal and what is not, is in README.md here.

import {execFileSync, spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {dirname, extname, join, normalize, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {gunzipSync, gzipSync} from "node:zlib";
import {spread} from "../themes/default/search/bundle.js";
import {openFolder} from "../themes/default/search/files.js";

const here = dirname(fileURLToPath(import.meta.url)), root = dirname(here);
const {values: options, positionals: [site]} = parseArgs({allowPositionals: true, options: {
  pagefind: {type: "string"}, queries: {type: "string", default: join(here, "queries.txt")}, json: {type: "string"},
  latency: {type: "string", default: "60"}, dafu: {type: "string", default: join(root, "target/release/dafu")}}});
if (!site) {
  console.error("usage: node benches/pagefind.mjs SITE [--pagefind FOLDER] [--queries FILE] [--json FILE] [--latency MS] [--dafu FILE]");
  process.exit(2);
}
const {chromium} = createRequire(join(root, "tests/browser/package.json"))("playwright-core");
const latency = Number(options.latency), work = mkdtempSync(join(tmpdir(), "dafu-pagefind-"));
const say = text => console.error(text);

/** Runs a program to its end: seconds of wall and processor time, MB of its largest resident set. */
function measured(program, args) {
  const script = "import json,os,sys,time\nt=time.time();p=os.posix_spawnp(sys.argv[1],sys.argv[1:],os.environ)\n_,s,u=os.wait4(p,0)\nprint(json.dumps({'status':s,'wall':time.time()-t,'cpu':u.ru_utime+u.ru_stime,'mb':u.ru_maxrss/1024}))";
  const done = spawnSync("python3", ["-c", script, program, ...args], {encoding: "utf8", maxBuffer: 1 << 28});
  const figures = JSON.parse(done.stdout.trim().split("\n").pop());
  if (figures.status) throw new Error(`${program} failed:\n${done.stdout}${done.stderr}`);
  return figures;
}

function size(folder) {
  let files = 0, bytes = 0;
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    if (entry.isFile()) files++, bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return {files, bytes};
}

// ---- both indexes
let peer = options.pagefind;
if (!peer) {
  say("installing Pagefind from the npm registry");
  execFileSync("npm", ["install", "--silent", "--prefix", work, "pagefind@latest"], {stdio: "inherit"});
  peer = join(work, "node_modules/pagefind");
}
const version = JSON.parse(readFileSync(join(peer, "package.json"), "utf8")).version;
const runner = readdirSync(join(peer, "..", "@pagefind")).map(name => join(peer, "..", "@pagefind", name, "bin")).flatMap(bin => {
  try { return readdirSync(bin).filter(name => /^pagefind(_extended)?(\.exe)?$/.test(name)).map(name => join(bin, name)); } catch { return []; }
}).sort().pop();
const portal = join(work, "public"), bundle = join(work, "pagefind");
say("dafu builds");
const ours = measured(resolve(options.dafu), ["build", resolve(site), "--output", portal]);
say("Pagefind indexes");
const theirs = measured(runner, ["--site", portal, "--glob", "replies/**/*.html", "--root-selector", "main", "--exclude-selectors", "nav, .reply-foot", "--force-language", "zh-cn", "--output-path", bundle]);
const [oursSize, theirsSize] = [size(join(portal, "search")), size(bundle)];

// ---- the plain scan: every paragraph of every page, white space taken out
const squeeze = text => text.replace(/\s+/g, "").toLowerCase();
const entities = {amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0"};
const plain = html => html.replace(/<[^>]*>/g, "").replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : entities[name] ?? all);
const pages = new Map();
for (const name of readdirSync(join(portal, "replies"), {recursive: true})) {
  if (!name.endsWith(".html")) continue;
  const main = readFileSync(join(portal, "replies", name), "utf8").replace(/^[\s\S]*?<main\b/, "<main").replace(/<\/main>[\s\S]*$/, "").replace(/<nav\b[\s\S]*?<\/nav>/g, "").replace(/<footer class="reply-foot">[\s\S]*?<\/footer>/, "");
  pages.set("replies/" + name.replaceAll("\\", "/"), main.split(/<\/(?:p|h\d|li|dd|dt|td|th|tr|div|section|a|summary|figcaption|blockquote|time)>|<br\s*\/?>/).map(part => squeeze(plain(part))).filter(Boolean));
}
const truth = q => {
  const parts = (/^["“]/.test(q) ? [q.slice(1, -1)] : q.split(/\s+/)).map(squeeze);
  return new Set([...pages].filter(([, blocks]) => parts.every(part => blocks.some(block => block.includes(part)))).map(([url]) => url));
};
const addresses = new Map(readdirSync(join(bundle, "fragment")).map(name => {
  const text = gunzipSync(readFileSync(join(bundle, "fragment", name))).toString("utf8");
  return [name.replace(/\.pf_fragment$/, ""), /"url":"\/?([^"]*)"/.exec(text)?.[1]];
}));

// ---- a server that writes down what it sends
const types = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".css": "text/css"};
let sent = [], delay = 0;
const server = createServer((request, response) => {
  const at = performance.now(), path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  const send = () => {
    let body = Buffer.from('<!doctype html><link rel="icon" href="data:,">');
    const type = path === "/" ? types[".html"] : types[extname(path)];
    try {
      if (path.startsWith("/pagefind/")) body = readFileSync(join(bundle, normalize(path.slice(10))));
      else if (path !== "/") body = readFileSync(join(portal, normalize(path)));
    } catch {
      response.writeHead(404).end();
      return;
    }
    if (type) body = gzipSync(body);
    response.writeHead(200, {"content-type": type ?? "application/octet-stream", ...(type && {"content-encoding": "gzip"}), "content-length": body.length, "cache-control": "max-age=3600"});
    response.end(body);
    sent.push({path, bytes: body.length, at});
  };
  if (delay) setTimeout(send, delay);
  else send();
});
await new Promise(ready => server.listen(0, "127.0.0.1", ready));
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]});

const ask = {
  dafu: ({q}) => (async () => {
    const start = performance.now();
    if (!window.client) {
      const page = new DOMParser().parseFromString(await (await fetch("/search/index.html")).text(), "text/html");
      // As the browser does when it opens the page.
      for (const link of page.querySelectorAll("link[rel=modulepreload]")) {
        document.head.append(Object.assign(document.createElement("link"), {rel: "modulepreload", href: "/search/" + link.getAttribute("href")}));
      }
      const {connect} = await import("/search/client.js");
      window.client = await connect(JSON.parse(page.querySelector("#search-manifest").textContent), new URL("/search/bundle/", location.href).href);
    }
    const answer = await window.client.search({q, filters: {}, sort: "relevance", from: 0, count: 10});
    return {ms: performance.now() - start, urls: answer.results.map(result => result.url), total: answer.total};
  })(),
  pagefind: ({q}) => (async () => {
    const start = performance.now();
    window.pf ??= await import("/pagefind/pagefind.js");
    const found = await window.pf.search(q);
    await Promise.all(found.results.slice(0, 10).map(result => result.data()));
    return {ms: performance.now() - start, ids: found.results.map(result => result.id)};
  })(),
};
const reader = (await openFolder(portal)).fresh(false), known = new Map();
async function address(doc) {
  if (!known.has(doc)) known.set(doc, `replies/${spread((await reader.bundle.text(doc, 0)).id)}.html`);
  return known.get(doc);
}
const levels = log => {
  let count = 0, last = -Infinity;
  for (const {at} of log.slice().sort((a, b) => a.at - b.at)) {
    if (at - last > latency * 0.6) count++, last = at;
  }
  return count;
};
const total = log => log.reduce((sum, one) => sum + one.bytes, 0);

async function once(tool, q) {
  const context = await browser.newContext(), page = await context.newPage();
  const fresh = async milliseconds => {
    delay = 0;
    await page.goto(base + "/");
    delay = milliseconds;
    sent = [];
  };
  await fresh(latency);
  await page.evaluate(ask[tool], {q});
  const cold = {bytes: total(sent), requests: sent.length, trips: levels(sent), fixed: total(sent.filter(one => /\.(js|html|json|css|pf_meta)$|wasm/.test(one.path)))};
  sent = [];
  await page.evaluate(ask[tool], {q: "交通 医院"});
  const warm = {bytes: total(sent), requests: sent.length};
  await context.close();
  const quick = await browser.newContext(), second = await quick.newPage();
  delay = 0;
  await second.goto(base + "/");
  const answer = await second.evaluate(ask[tool], {q});
  // The set, apart from what is measured: dafu gives results in tens (all of them by its own code in Node), Pagefind all their ids at once.
  let urls;
  if (tool === "dafu") {
    const {total, hits} = await reader.evaluate({q});
    urls = await Promise.all(hits.slice(0, total.words || hits.length).map(hit => address(hit.doc)));
  } else urls = answer.ids.map(id => addresses.get(id));
  await quick.close();
  return {cold, warm, ms: answer.ms, urls};
}

const rows = [];
for (const q of readFileSync(options.queries, "utf8").split("\n").filter(Boolean)) {
  if (/[:：]| OR | -/.test(q)) continue; // operators that Pagefind has no words for
  const wanted = truth(q), row = {q, wanted: wanted.size};
  for (const tool of ["dafu", "pagefind"]) {
    const {urls, ...rest} = await once(tool, q.replace(/[“”]/g, '"'));
    const right = urls.filter(url => wanted.has(url)).length, first = urls.slice(0, 10);
    row[tool] = {...rest, found: urls.length, recall: wanted.size ? right / wanted.size : null, precision: urls.length && wanted.size ? right / urls.length : null,
      first: wanted.size ? first.filter(url => wanted.has(url)).length / Math.min(10, wanted.size) : null};
  }
  rows.push(row);
  const show = one => `${(one.cold.bytes / 1024).toFixed(0)} KB ${one.cold.requests} req ${one.cold.trips} trips ${one.ms.toFixed(0)} ms R=${one.recall?.toFixed(2) ?? "-"} P=${one.precision?.toFixed(2) ?? "-"}`;
  say(`${q}  (${row.wanted})  dafu ${show(row.dafu)} | Pagefind ${show(row.pagefind)}`);
}
await browser.close();
server.close();

// ---- the table
const median = list => list.slice().sort((a, b) => a - b)[list.length >> 1], mean = list => list.reduce((a, b) => a + b, 0) / list.length;
const quoted = rows.filter(row => /^["“]/.test(row.q) && row.wanted), all = rows.filter(row => row.wanted);
const kb = n => (n / 1024).toFixed(1) + " KB", percent = n => (100 * n).toFixed(1) + " %";
const of = (list, get, by, form = n => n.toFixed(0)) => ["dafu", "pagefind"].map(tool => by(list.map(row => get(row[tool])))).map(form);
const ratio = (a, b) => (a / b).toFixed(2);
const table = [
  ["", "dafu", `Pagefind ${version}`, "ratio"],
  ["wall time (dafu: pages and index)", ours.wall.toFixed(1) + " s", theirs.wall.toFixed(1) + " s", ratio(ours.wall, theirs.wall)],
  ["processor time", ours.cpu.toFixed(1) + " s", theirs.cpu.toFixed(1) + " s", ratio(ours.cpu, theirs.cpu)],
  ["peak memory", ours.mb.toFixed(0) + " MB", theirs.mb.toFixed(0) + " MB", ratio(ours.mb, theirs.mb)],
  ["index", `${(oursSize.bytes / 1e6).toFixed(1)} MB in ${oursSize.files} files`, `${(theirsSize.bytes / 1e6).toFixed(1)} MB in ${theirsSize.files} files`, ratio(oursSize.bytes, theirsSize.bytes)],
  ...[["first search, all bytes, median", r => r.cold.bytes, median, kb], ["first search, worst", r => r.cold.bytes, list => Math.max(...list), kb],
    ["of it the program and its start, median", r => r.cold.fixed, median, kb], ["second search, median", r => r.warm.bytes, median, kb],
    ["requests of a first search, median", r => r.cold.requests, median], ["trips one after another, median", r => r.cold.trips, median],
    ["to ten results without latency, median", r => r.ms, median, n => n.toFixed(0) + " ms"]].map(([name, get, by, form]) => {
    const numbers = ["dafu", "pagefind"].map(tool => by(rows.map(row => get(row[tool]))));
    return [name, ...of(rows, get, by, form), ratio(...numbers)];
  }),
  ["quoted phrases: recall", ...of(quoted, r => r.recall, mean, percent), ""],
  ["quoted phrases: precision", ...of(quoted, r => r.precision ?? 0, mean, percent), ""],
  ["all queries: replies that hold it literally, found", ...of(all, r => r.recall, mean, percent), ""],
  ["all queries: first ten that hold it literally", ...of(all, r => r.first, mean, percent), ""],
];
console.log(`${rows.length} queries over ${pages.size} replies`);
console.log(table.map((row, at) => `| ${row.join(" | ")} |${at ? "" : "\n|---|---|---|---|"}`).join("\n"));
if (options.json) writeFileSync(options.json, JSON.stringify({version, ours, theirs, oursSize, theirsSize, rows}, null, 1));
rmSync(work, {recursive: true, force: true});
