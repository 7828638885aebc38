// Every link and every file: over HTTP under a path, and from a disk.

import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { BASE, edge, sample, served } from "./portal.mjs";

for (const portal of [sample(), edge()]) {
  const pages = portal.files.filter((file) => file.endsWith(".html") && file !== "404.html");

  test(`over HTTP under ${BASE}, every link of the ${portal.name} portal resolves and every page is reached from home`, async () => {
    const server = await served(portal);
    const { faults, reached } = await crawl(server.origin + BASE, async (url) => {
      const response = await fetch(url);
      const body = await response.text();
      return response.status === 200 ? { body, html: (response.headers.get("content-type") ?? "").startsWith("text/html") } : null;
    });
    assert.deepEqual(faults, []);
    assert.deepEqual(pages.filter((page) => !reached.has(page)), [], "pages that no link leads to");
  });

  test(`read from a disk, every link of the ${portal.name} portal names a file, and every page is reached from index.html`, async () => {
    const root = "http://disk/portal/";
    const { faults, reached } = await crawl(`${root}index.html`, async (url) => {
      // A disk has no index.html for a folder, and some disks no difference between upper and lower case.
      const file = join(portal.folder, decodeURIComponent(url.slice(root.length)));
      if (!existsSync(file) || !statSync(file).isFile()) return null;
      return { body: readFileSync(file, "utf8"), html: file.endsWith(".html") };
    });
    assert.deepEqual(faults, []);
    assert.deepEqual(pages.filter((page) => !reached.has(page)), [], "pages that no link leads to");
  });

  test(`the links of the ${portal.name} portal's page for what is not found work wherever it is shown`, async () => {
    const server = await served(portal, portal.basePath);
    for (const missing of ["nothing.html", "no/such/folder/", "replies/3b/gone.html"]) {
      const response = await fetch(server.url(missing));
      assert.equal(response.status, 404);
      const links = addresses(await response.text());
      assert.ok(links.length > 5, `${links.length} links`);
      for (const { address } of links) {
        const target = new URL(address, server.url(missing));
        assert.equal(target.origin, server.origin, address);
        assert.ok(target.pathname.startsWith(portal.basePath), `${address} leaves the portal`);
        if (target.pathname !== new URL(server.url(missing)).pathname) assert.equal((await fetch(target)).status, 200, address);
      }
    }
  });

  test(`every address in the ${portal.name} portal's sitemap is a file, and every reply is in it`, () => {
    const locations = sitemapLocations(portal, "sitemap.xml");
    for (const location of locations) {
      assert.ok(location.startsWith(portal.baseUrl), location);
      const path = location.slice(portal.baseUrl.length);
      assert.ok(portal.files.includes(path === "" ? "index.html" : path), `${location} is no file`);
    }
    assert.equal(new Set(locations).size, locations.length, "none is there twice");
    const replies = portal.files.filter((file) => /^replies\/.*\.html$/.test(file));
    assert.deepEqual(replies.filter((file) => !locations.includes(portal.baseUrl + file)), []);
    assert.match(portal.read("robots.txt"), new RegExp(`^Sitemap: ${portal.baseUrl}sitemap\\.xml$`, "m"));
  });

  test(`the ${portal.name} portal's file names are plain on every system and server`, () => {
    const folded = new Map();
    for (const file of portal.files) {
      const lower = file.toLowerCase();
      assert.equal(folded.get(lower), undefined, `${file} and ${folded.get(lower)} differ in case alone`);
      folded.set(lower, file);
      if (!file.startsWith("files/")) assert.match(file, /^[a-z0-9._-]+(\/[a-z0-9._-]+)*$/);
    }
  });

  test(`the ${portal.name} portal's canonical addresses are those of its pages`, () => {
    for (const page of pages) {
      const found = portal.read(page).match(/<link rel="canonical" href="([^"]*)">/);
      assert.equal(found?.[1], portal.baseUrl + (page === "index.html" ? "" : page), page);
    }
  });
}

/**
 * Follows every link from `start`.
 *
 * @param {string} start
 * @param {(url: string) => Promise<{ body: string, html: boolean } | null>} load
 */
async function crawl(start, load) {
  const root = new URL(".", start).href;
  const faults = [];
  const loaded = new Map();
  const reached = new Set();
  const wanted = [{ url: new URL(start), from: "the start" }];
  while (wanted.length > 0) {
    const { url, from } = wanted.shift() ?? assert.fail();
    const anchor = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    if (!url.href.startsWith(root)) {
      faults.push(`${from} leads out of the portal, to ${url.href}`);
      continue;
    }
    const path = decodeURIComponent(url.href.slice(root.length)) || "index.html";
    if (!loaded.has(url.href)) {
      const answer = await load(url.href);
      const links = answer === null ? [] : answer.html ? addresses(answer.body) : path.endsWith(".css") ? styles(answer.body) : [];
      loaded.set(url.href, answer && { ids: new Set(answer.html ? anchors(answer.body) : []) });
      if (answer) reached.add(path);
      for (const { address, outside } of links) {
        if (/^data:/.test(address)) continue;
        if (address === "" || address.startsWith("/")) faults.push(`${path}: “${address}” is not relative to the page`);
        const target = new URL(address, url);
        if (target.origin === url.origin) wanted.push({ url: target, from: path });
        else if (!outside) faults.push(`${path}: ${address} is on another host`);
      }
    }
    const target = loaded.get(url.href);
    if (!target) faults.push(`${from}: ${path} is not there`);
    else if (anchor && !target.ids.has(anchor)) faults.push(`${from}: ${path} has no #${anchor}`);
  }
  return { faults: [...new Set(faults)], reached };
}

/**
 * Every address that a page's tags lead to or load. `outside` marks those that a reader must press to leave by: they
 * may lead to another host. What a page says of itself (canonical) is left out.
 */
function addresses(html) {
  const found = [];
  for (const [tag, name] of html.matchAll(/<([a-z][a-z0-9]*)\s[^>]*>/g)) {
    if (/\srel="canonical"/.test(tag)) continue;
    for (const [, attribute, value] of tag.matchAll(/\s(href|src|action|poster|data|srcset)="([^"]*)"/g)) {
      const text = value.replace(/&#x27;|&#39;/g, "'").replace(/&quot;/g, '"').replace(/&#x2f;/gi, "/").replace(/&amp;/g, "&");
      const parts = attribute === "srcset" ? text.split(",").map((part) => part.trim().split(/\s/)[0]) : [text];
      for (const address of parts) found.push({ address, outside: name === "a" && attribute === "href" });
    }
  }
  return found;
}

/** Every address that a style sheet loads. */
function styles(css) {
  return [...css.matchAll(/url\(\s*["']?([^"')]+)/g), ...css.matchAll(/@import\s+["']([^"']+)/g)].map(([, address]) => ({ address, outside: false }));
}

/** Every anchor of a page. */
function anchors(html) {
  return [...html.matchAll(/<[a-z][^>]*\sid="([^"]*)"/g)].map(([, id]) => id);
}

/** Every address in a sitemap, or in the sitemaps that an index of them names. */
function sitemapLocations(portal, file) {
  const xml = portal.read(file);
  const locations = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, location]) => location.replace(/&amp;/g, "&"));
  if (!xml.includes("<sitemapindex")) return locations;
  return locations.flatMap((location) => sitemapLocations(portal, location.slice(portal.baseUrl.length)));
}
