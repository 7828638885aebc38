// How a reader likes to read, and what a page costs before it is read: bytes, movement, waiting.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { audit, carryAxe, COLOUR_RULES, PLAIN, tooWide } from "./looks.mjs";
import { DESK, PHONE, ROOT, address, builtFrom, edge, pageTypes, sample, withPage } from "./portal.mjs";

const type = (what) => pageTypes().find((type) => type.what === what);
const LONG = "a long reply with contents";

/** Chooses by the controls, as a reader does. */
async function choose(page, wanted) {
  const box = page.locator("#settings");
  if (!(await box.evaluate((box) => /** @type {HTMLDetailsElement} */ (box).open))) await box.locator("summary").click();
  for (const [name, value] of Object.entries(wanted)) await box.locator(`[name=${name}][value="${value}"]`).check();
}

const looks = (page) =>
  page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement);
    const text = document.querySelector(".text p") ?? document.querySelector("main");
    return { paper: backgroundColor, ink: color, size: parseFloat(getComputedStyle(text).fontSize), width: Math.round(text.getBoundingClientRect().width) };
  });

test("size, colours, contrast and width are changed by a press and remembered on every page", async () => {
  await withPage({ ...DESK, viewport: { width: 1920, height: 1000 }, colorScheme: "light", once: true }, async (page) => {
    await page.goto(await address(type(LONG)));
    const before = await looks(page);
    await choose(page, { size: "4", scheme: "dark", contrast: "high", width: "narrow" });
    const after = await looks(page);
    assert.equal(after.size, before.size * 1.5);
    assert.deepEqual([after.paper, after.ink], ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    assert.ok(after.width / after.size < before.width / before.size - 5, "fewer characters a line");
    for (const what of ["the home page", "the index of offices", "a page of the site's own", "a short reply without contents"]) {
      await page.goto(await address(type(what)));
      await page.waitForFunction(() => !document.getElementById("settings").hidden);
      assert.equal((await looks(page)).paper, "rgb(0, 0, 0)", what);
      assert.ok(await page.locator('#settings [name=size][value="4"]').isChecked(), what);
    }
    await choose(page, { size: "", scheme: "", contrast: "", width: "" });
    await page.goto(await address(type(LONG)));
    assert.deepEqual(await looks(page), before, "and forgotten again");
  });
});

test("what the reader chooses goes before what the system prefers", async () => {
  for (const [colorScheme, scheme, paper] of [["dark", "light", "rgb(253, 252, 249)"], ["light", "dark", "rgb(24, 23, 20)"]]) {
    await withPage({ ...DESK, colorScheme, once: true }, async (page) => {
      await page.goto(await address(type(LONG)));
      await choose(page, { scheme });
      assert.equal((await looks(page)).paper, paper);
      await page.emulateMedia({ colorScheme, contrast: "more" });
      await choose(page, { scheme });
      assert.equal((await looks(page)).paper, scheme === "dark" ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)", "in high contrast too");
    });
  }
});

test("where nothing can be kept, the settings still work on the page", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get: () => { throw new Error("refused"); } }));
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(await address(type(LONG)));
    const before = await looks(page);
    await choose(page, { size: "3" });
    assert.equal((await looks(page)).size, before.size * 1.25);
    assert.deepEqual(errors, []);
  });
});

test("at the largest size every kind of page fits the narrowest phone, and its colours stay legible", async () => {
  await withPage({ viewport: { width: 320, height: 640 }, once: true }, async (page) => {
    await carryAxe(page);
    await page.addInitScript(() => localStorage.setItem("dafu-reading", JSON.stringify({ size: "4", scheme: "dark", contrast: "high" })));
    for (const type of pageTypes().filter(({ alike }) => !alike)) {
      await page.goto(await address(type));
      await page.waitForFunction(() => !document.getElementById("settings").hidden);
      await page.locator("#settings summary").click();
      assert.deepEqual(await page.evaluate(tooWide), [], type.what);
      await page.emulateMedia(PLAIN);
      assert.deepEqual(await audit(page, COLOUR_RULES), [], type.what);
    }
  });
});

test("nothing moves while a page loads, with settings or without", async () => {
  for (const [options, kept] of [[DESK, {}], [PHONE, {}], [DESK, { scheme: "dark" }]]) {
    await withPage({ ...options, once: true }, async (page) => {
      await page.addInitScript((kept) => {
        localStorage.setItem("dafu-reading", kept);
        // @ts-ignore
        window.moved = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.moved.push(entry.value);
        }).observe({ type: "layout-shift", buffered: true });
      }, JSON.stringify(kept));
      for (const type of pageTypes().filter(({ alike }) => !alike)) {
        await page.goto(await address(type), { waitUntil: "load" });
        await page.waitForFunction(() => !document.getElementById("settings").hidden);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        // @ts-ignore
        assert.deepEqual(await page.evaluate(() => window.moved), [], type.what);
      }
    });
  }
});

test("a page is painted while its scripts are still on their way", async () => {
  await withPage({ ...PHONE, once: true }, async (page) => {
    let held = 0;
    // Never answered.
    await page.route("**/*.js", () => void held++);
    for (const what of ["the home page", LONG, "the index of offices"]) {
      await page.goto(await address(type(what)), { waitUntil: "commit" });
      await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
      await page.locator("main h1, .brand").first().waitFor();
    }
    assert.ok(held >= 6, `${held} scripts were held`);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
});

/** What a reader's browser gets to show a page: the page, its style sheet and its scripts. */
function weight(portal, file) {
  const html = portal.read(file);
  const names = [...html.matchAll(/<(?:script[^>]* src|link rel="(?:stylesheet|modulepreload)"[^>]* href)="([^"]+)"/g)].map(([, name]) => name);
  const parts = [html, ...names.map((name) => portal.read(join(file, "..", name)))];
  return parts.reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
}

test("what a first search needs of the reader is at most 20 KB compressed", () => {
  const portal = sample();
  const names = [...portal.read("search/index.html").matchAll(/<link rel="modulepreload" href="([^"]+)"|<script type="module" src="([^"]+)"/g)].map(([, early, page]) => early ?? page);
  assert.ok(names.includes("page.js") && names.includes("engine.js") && names.includes("worker.js"), names.join(" "));
  const bytes = names.map((name) => gzipSync(portal.read(`search/${name}`), { level: 9 }).length).reduce((a, b) => a + b);
  assert.ok(bytes <= 20 * 1024, `${bytes} bytes`);
});

test("a reply's page weighs at most 30 KB compressed, with its style sheet and all its scripts", () => {
  const real = join(ROOT, "../shared/data/replies");
  const portals = [sample(), ...(existsSync(real) ? [builtFrom(real, "real")] : [])];
  for (const portal of portals) {
    const replies = portal.files.filter((file) => /^replies\/.*\.html$/.test(file));
    assert.ok(replies.length > 10);
    const heavy = replies.map((file) => ({ file, bytes: weight(portal, file) })).filter(({ bytes }) => bytes > 30 * 1024);
    assert.deepEqual(heavy, [], portal.name);
  }
});
