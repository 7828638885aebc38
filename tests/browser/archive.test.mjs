// `dafu build --archive`: the portal from a disk, without a server, in a folder whose name has spaces and Chinese in it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";

import { DESK, PHONE, dafu, folder, sample, sampleSite, served, withPage } from "./portal.mjs";
import { watch } from "./looks.mjs";

/** The folder that the archive unpacks to. */
let disk = "";
/** The portal that it was made of. */
let output = "";
before(() => {
  output = join(folder(), "stick");
  execFileSync(dafu(), ["build", sampleSite(), "--output", output, "--archive"], { stdio: ["ignore", "ignore", "pipe"] });
  const place = join(folder(), "移动 硬盘 #1");
  mkdirSync(place);
  unzip(readFileSync(output + ".zip"), place);
  disk = join(place, readdirSync(place)[0]);
});

/** Unpacks as an old program does: by the list at the end, names as they are. */
function unzip(zip, to) {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06"));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)];
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const path = zip.toString("utf8", at + 46, at + 46 + name);
    assert.equal(Boolean(flags & 0x800), /[^ -~]/.test(path), `${path} says that it is UTF-8`);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), method === 8 ? inflateRawSync(bytes) : bytes);
    at += 46 + name + extra + comment;
  }
}

const file = (path, query = "") => pathToFileURL(join(disk, path)).href + query;
const search = (query) => file("search/index.html", "?" + new URLSearchParams(query));
const results = (page) => page.locator(".results li");

/** Opens a page from the disk and says what went wrong on it. */
async function open(page, url) {
  const watched = watch(page, url);
  await page.goto(url);
  return watched;
}

/** Whoever leaves a page early leaves its icon behind. */
const matters = (trouble) => !/^failed: .*icon\.svg$/.test(trouble);

/** What a search page shows, once it shows something. */
async function answer(page) {
  await page.waitForFunction(() => /^\S/.test(document.querySelector("#search-count")?.textContent ?? "") && !/正在检索/.test(document.querySelector("#search-count")?.textContent ?? ""));
  return page.evaluate(() => ({
    count: document.querySelector("#search-count")?.textContent,
    notes: document.querySelector("#search-notes")?.textContent,
    results: [...document.querySelectorAll(".results li")].map((li) => [li.innerHTML]),
  }));
}

test("a phrase is found, narrowed by a filter, followed to its paragraph and marked there", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    const { troubles } = await open(page, file("index.html"));
    await page.locator("#q").fill("“加装电梯”");
    await page.keyboard.press("Enter");
    await results(page).first().waitFor();
    assert.equal(new URL(page.url()).searchParams.get("q"), "“加装电梯”");
    assert.equal(await page.locator(".results mark").first().textContent(), "加装电梯");
    const all = await results(page).count();
    const box = page.locator("#search-facets label").last().locator("input");
    await box.check();
    await page.locator("#search-chosen button").waitFor();
    const some = await results(page).count();
    assert.ok(some >= 1 && some <= all, `${some} of ${all}`);
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector("#search-chosen button"));
    await page.locator(".results a").first().click();
    await page.locator(".text mark").first().waitFor();
    assert.equal(await page.locator(".text mark").first().textContent(), "加装电梯");
    assert.ok(page.url().startsWith(file("replies/")), page.url());
    await page.locator(".hits").waitFor();
    await page.goBack();
    await results(page).first().waitFor();
    assert.equal(await page.locator("#q").inputValue(), "“加装电梯”");
    assert.deepEqual(troubles.filter(matters), []);
  });
});

test("offers come while one types in the search page's box", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    const { troubles } = await open(page, search({}));
    await page.locator("#q").click();
    await page.keyboard.type("教育");
    await page.locator("#q-offers [role=option]").first().waitFor();
    assert.deepEqual(troubles.filter(matters), []);
  });
});

const QUERIES = [
  "养老", "工作", "老旧小区 改造", "“加装电梯”", "加装电梯 -噪音", "教育 OR 医疗", "年:2024", "年:2021-2023 建设", "单位:住建局", "委员:王",
  "残疾人就业", "電梯", "学校食堂安全怎么办", "“不存在的话语”", "没有这样的词语组合哈哈", "2024", "文号:1号", "案号:27", "水", "“的”",
];

test("twenty queries are answered as over HTTP", async () => {
  assert.equal(QUERIES.length, 20);
  const portal = await served(await sample());
  const there = new Map();
  await withPage({ ...DESK, once: true }, async (page) => {
    for (const q of QUERIES) {
      await page.goto(portal.url("search/index.html?" + new URLSearchParams({ q })));
      there.set(q, await answer(page));
    }
  });
  await withPage({ ...DESK, once: true }, async (page) => {
    const { troubles } = await open(page, search({ q: "" }));
    let found = 0;
    for (const q of QUERIES) {
      await page.goto(search({ q }));
      const here = await answer(page);
      assert.deepEqual(here, there.get(q), q);
      found += here.results.length;
    }
    assert.deepEqual(troubles.filter(matters), []);
    assert.ok(found > 60, `${found} results in all`);
  });
});

test("every link, style, script and picture of its pages is in the archive, and nothing needs a server", () => {
  const pages = readdirSync(disk, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".html"))
    .map((entry) => join(entry.parentPath, entry.name));
  assert.ok(pages.length > 60, `${pages.length} pages`);
  for (const page of pages) {
    const html = readFileSync(page, "utf8");
    assert.doesNotMatch(html, /type="module"/, page);
    const here = pathToFileURL(page);
    const addresses = [...html.matchAll(/<(?:a|img|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g), ...html.matchAll(/<link rel="(?:icon|stylesheet)"[^>]*href="([^"]*)"/g)];
    for (const [, address] of addresses) {
      const to = new URL(address.replaceAll("&amp;", "&"), here);
      if (to.protocol !== "file:") continue;
      to.search = to.hash = "";
      const path = relative(disk, fileURLToPath(to));
      assert.ok(existsSync(join(disk, path)) || !existsSync(join(output, path)), `${page} leads to ${address}, which the portal has`);
      assert.ok(!to.pathname.endsWith("/"), `${page} leads to the folder ${address}, which a disk would list`);
    }
  }
  for (const gone of ["sw.js", "404.html", "robots.txt", "sitemap.xml", "search/bundle", "search/page.js", ".dafu-portal"]) {
    assert.ok(!existsSync(join(disk, gone)), gone);
  }
});

test("a reader without a mouse on a small screen searches too, and the page says what to do when files were lost", async () => {
  await withPage({ ...PHONE, once: true }, async (page) => {
    await page.goto(search({ q: "养老" }));
    await results(page).first().waitFor();
    rmSync(join(disk, "search/packs"), { recursive: true });
    await page.goto(search({ q: "就业" }));
    await page.waitForFunction(() => /解压/.test(document.querySelector("#search-count")?.textContent ?? ""));
    assert.equal(await results(page).count(), 0);
  });
});

test("the portal itself, opened from a disk, says at once why it does not search, and keeps what was typed", async () => {
  await withPage(PHONE, async (page) => {
    await page.goto(pathToFileURL(join((await sample()).folder, "search/index.html")).href + "?q=" + encodeURIComponent("电梯"));
    const off = page.locator("#search-off");
    assert.match(await off.locator("p").first().textContent(), /从磁盘打开时不能检索/);
    assert.ok(await off.isVisible());
    assert.equal(await page.locator("#q").inputValue(), "电梯");
    await off.locator("a").last().click();
    await page.waitForURL(/all\/index\.html$/);
  });
});
