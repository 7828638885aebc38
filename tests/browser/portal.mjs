// What all browser tests share: two portals, built once for each run of a test file, and one Chromium.
//
// `sample` is the sample site at the root of this repository, as it is. `edge` is the same site with short lists and
// with the replies of `edge/`, which hold what the sample does not: the longest title, a reply that says nothing of
// itself, a wide table, hundreds of names.
//
//   DAFU         the dafu to test (else target/release/dafu, else target/debug/dafu)
//   CHROMIUM     the browser (else /usr/bin/chromium)
//   DAFU_SERVER  nginx or apache: the portals stand on that, by the examples of `hosting/` (else on `server.mjs`)

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { host } from "./hosting.mjs";
import { serve } from "./server.mjs";

// What dafu says is looked at in English, whatever the machine speaks.
process.env.DAFU_LANG = "en";

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = resolve(HERE, "../..");

/** Where the tests' servers put a portal, unless its 404 page is looked at. */
export const BASE = "/a/b/";

const closing = [];
/** Has `close` called when the tests of the file are over; what came last goes first. */
export const atEnd = (/** @type {() => unknown} */ close) => closing.push(close);
after(async () => {
  for (const close of closing.reverse()) await close();
});

/** Makes a value at its first use and keeps it. */
function once(make) {
  let value;
  return () => (value ??= make());
}

/** A folder for what the tests of a file write; gone when they are over. */
export const folder = once(() => {
  const path = mkdtempSync(join(tmpdir(), "dafu-browser-"));
  closing.unshift(() => rmSync(path, { recursive: true, force: true }));
  return path;
});

/** The dafu to test. */
export function dafu() {
  const candidates = process.env.DAFU
    ? [resolve(process.env.DAFU)]
    : ["release", "debug"].map((profile) => join(ROOT, "target", profile, "dafu"));
  const found = candidates.find(existsSync);
  if (!found) throw new Error(`there is no dafu at ${candidates.join(" or ")}: run \`cargo build --release\` first, or set DAFU`);
  return found;
}

function build(site, name) {
  const output = join(folder(), name);
  execFileSync(dafu(), ["build", site, "--output", output], { stdio: ["ignore", "ignore", "pipe"] });
  return describe(name, output);
}

/**
 * A copy of the sample site, as it is: test files run side by side, and one build at a time has its turn in a site.
 */
export const sampleSite = once(() => {
  const site = join(folder(), "sample-site");
  for (const part of ["content", "themes", "dafu.toml"]) cpSync(join(ROOT, part), join(site, part), { recursive: true });
  return site;
});

/** The portal of the sample site. */
export const sample = once(() => build(sampleSite(), "sample"));

/** The sample site with short lists and the replies of `edge/`. */
export const edge = once(() => {
  const site = join(folder(), "edge-site");
  for (const part of ["content", "themes"]) cpSync(join(ROOT, part), join(site, part), { recursive: true });
  cpSync(join(HERE, "edge"), join(site, "content/edge"), { recursive: true });
  // As many members as need a second page of their index.
  const family = [..."赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦"];
  const given = [..."一二三四五六七八九十百千万甲乙丙丁戊"];
  const names = family.flatMap((first) => given.map((last) => `${first}${last}`));
  const front = `---\nkind: proposal\nagency: 澜汀市城市管理局\nissued: 2025-03-12\naskers: [${names.join(", ")}]\n---\n`;
  writeFileSync(join(site, "content/edge/joint.md"), `${front}# 关于一件联名提案的答复\n\n各位委员：\n\n提案收悉，已经照办。\n`);
  const settings = readFileSync(join(ROOT, "dafu.toml"), "utf8").replace(/^page_size.*$/m, "");
  writeFileSync(join(site, "dafu.toml"), `page_size = 10\n${settings}`);
  return build(site, "edge");
});

/** The portal of a site made of the files given: path → text. */
export function own(name, files) {
  const site = join(folder(), `${name}-site`);
  if (!existsSync(site)) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(site, path)), { recursive: true });
      writeFileSync(join(site, path), text);
    }
    owned.set(name, build(site, name));
  }
  return owned.get(name);
}
const owned = new Map();

/** A portal of a folder's documents, with the sample's settings. */
export function builtFrom(content, name) {
  const site = join(folder(), `${name}-site`);
  cpSync(content, join(site, "content"), { recursive: true });
  cpSync(join(ROOT, "dafu.toml"), join(site, "dafu.toml"));
  return build(site, name);
}

/** What the tests know of a portal: its files and where it is to stand. */
function describe(name, output) {
  const files = list(output).sort();
  const read = (/** @type {string} */ path) => readFileSync(join(output, path), "utf8");
  const about = /base_url = "([^"]*)"/.exec(readFileSync(join(ROOT, "dafu.toml"), "utf8"));
  const baseUrl = about ? about[1] : "";
  const bytes = (/** @type {string} */ path) => readFileSync(join(output, path));
  return { name, folder: output, files, read, bytes, baseUrl, basePath: new URL(baseUrl).pathname };
}

/** @typedef {ReturnType<typeof sample>} Portal */

function list(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    return entry.isDirectory() ? list(folder, path) : [path];
  });
}

/**
 * One page of every type that a portal can hold: what it is, whose, where, and whether another type of the same make is
 * there already, so that what only its looks decide need not be tried again.
 * A type that neither portal holds is an error: a check that meets no page checks nothing.
 */
export const pageTypes = once(() => {
  const types = [];
  const add = (what, portal, path, alike = false) => {
    if (!path) throw new Error(`no page in the ${portal.name} portal is ${what}`);
    types.push({ what, portal, path, alike });
  };
  const whole = sample();
  const odd = edge();
  const fullest = (portal, pattern, measure) => {
    const found = portal.files.filter((file) => pattern.test(file)).map((file) => ({ file, size: measure(portal.read(file)) }));
    found.sort((a, b) => b.size - a.size || (a.file < b.file ? -1 : 1));
    return found[0]?.size > 0 ? found[0].file : undefined;
  };
  const count = (word) => (html) => html.split(word).length - 1;
  const without = (word, measure) => (html) => (html.includes(word) ? 0 : measure(html));

  add("the home page", whole, "index.html");
  for (const [folder, name] of [["agencies", "offices"], ["years", "years"], ["sessions", "sessions"], ["kinds", "kinds"], ["members", "members"], ["topics", "topics"], ["outcomes", "outcomes"]]) {
    // Only members are set apart by their letters, and outcomes by their notes; all lists are of one make.
    add(`the index of ${name}`, whole, `${folder}/index.html`, !["offices", "members", "outcomes"].includes(name));
    add(`a list by ${name}`, whole, fullest(whole, new RegExp(`^${folder}/(?!index).*\\.html$`), count('class="row-title"')), name !== "offices");
  }
  add("the index of offices from A to Z", whole, "agencies/index-a-z.html", true);
  add("a list with pictures", whole, fullest(whole, /^agencies\/(?!index).*\.html$/, count("<svg")));
  add("the overview", whole, "overview/index.html");
  add("what is missing", whole, "missing/index.html");
  add("a list of what is missing", whole, fullest(whole, /^missing\/(?!index).*\.html$/, count("<li>")));
  // Of the same make as the lists by offices.
  add("the list of all replies", whole, "all/index.html", true);
  add("the second page of a list", odd, fullest(odd, /^kinds\/[a-z]+-2\.html$/, count('class="row-title"')));
  add("the second page of an index", odd, "members/index-2.html");
  add("a long reply with contents", whole, fullest(whole, /^replies\/.*\.html$/, without("<table", (html) => (html.includes('class="contents"') ? html.length : 0))));
  add("a short reply without contents", whole, fullest(whole, /^replies\/.*\.html$/, without('class="contents"', (html) => 1e9 - html.length)));
  add("a reply with a table", whole, fullest(whole, /^replies\/.*\.html$/, count("<td")));
  add("a reply with an image", whole, fullest(whole, /^replies\/.*\.html$/, count("<img")));
  add("a reply with a correction", whole, fullest(whole, /^replies\/.*\.html$/, count('id="revisions"')));
  add("an opinion of a co-handling office", whole, fullest(whole, /^replies\/.*\.html$/, count('class="f-addressee_agency"')));
  add("a reply that says nothing of itself", odd, fullest(odd, /^replies\/.*\.html$/, (html) => (count('class="unknown"')(html) >= 8 ? 1 : 0)));
  add("the reply with the longest of everything", odd, "replies/se/edge-longest.html");
  add("a reply to hundreds of members", odd, fullest(odd, /^replies\/.*joint.*\.html$/, () => 1));
  add("the page of data to take away", whole, "data/index.html");
  add("a page of the site's own", whole, "about.html");
  add("the page for what is not found", whole, "404.html");
  return types;
});

/** @typedef {{ what: string, portal: Portal, path: string, alike: boolean }} PageType */

/** One Chromium for all tests of a file. */
export const browser = once(async () => {
  const started = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
      "--disable-dev-shm-usage",
    ],
  });
  closing.push(() => started.close());
  return started;
});

/** One server for each portal and path it stands under. */
const servers = new Map();

/** @returns {ReturnType<typeof serve>} */
export function served(portal, base = BASE) {
  const key = `${portal.folder} ${base}`;
  if (!servers.has(key)) {
    const server = process.env.DAFU_SERVER ? host(process.env.DAFU_SERVER, portal.folder, base) : serve(portal.folder, base);
    servers.set(key, server);
    closing.push(async () => (await server).close());
  }
  return servers.get(key);
}

/** The address of a page of each type; what is not found is asked for two folders down. */
export async function address({ portal, path }) {
  if (path !== "404.html") return (await served(portal)).url(path);
  return (await served(portal, portal.basePath)).url("no/such/page.html");
}

/** One page for each kind of window: a browser that has drawn a page's characters once draws them fast again. */
const pages = new Map();

/**
 * Hands `look` a blank page in a window of this kind. The page is used again for the next who wants the same kind;
 * `{ once: true }` gets one of its own.
 *
 * @param {import("playwright-core").BrowserContextOptions & { once?: boolean }} options
 * @param {(page: import("playwright-core").Page) => Promise<unknown>} look
 */
export async function withPage({ once = false, ...options }, look) {
  const key = JSON.stringify(options);
  const page = (!once && pages.get(key)) || (await open(options));
  if (!once) pages.set(key, page);
  try {
    return await look(page);
  } finally {
    if (once) {
      await page.context().close();
    } else {
      await page.goto("about:blank");
      await page.emulateMedia({ media: null, colorScheme: null, contrast: null, forcedColors: null });
      if (options.viewport) await page.setViewportSize(options.viewport);
    }
  }
}

async function open(options) {
  const context = await (await browser()).newContext(options);
  context.setDefaultTimeout(30_000);
  return context.newPage();
}

/** A phone in the hand, and a desk. */
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const DESK = { viewport: { width: 1280, height: 800 } };
