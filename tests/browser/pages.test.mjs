// Every type of page: what anyone meets on it, whatever they came for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { COLOUR_RULES, PLAIN, SCHEMES, audit, carryAxe, colours, otherHues, outline, outlineFaults, printFaults, tooWide, unfilledWords, watch } from "./looks.mjs";
import { DESK, address, pageTypes, withPage } from "./portal.mjs";

/** The narrowest phone, a phone, a tablet, a desk, and a desk at 200 %. */
const WIDTHS = [320, 390, 768, 1280];

for (const type of pageTypes()) {
  test(`${type.what} (${type.path})`, async (t) => {
    const url = await address(type);

    await withPage(DESK, async (page) => {
      await carryAxe(page);
      const { troubles, stop } = watch(page, url);
      await page.goto(url, { waitUntil: "load" });

      await t.test("asks no other host for anything, finds all it asks for, and logs no error", () => {
        assert.deepEqual(troubles, []);
      });
      stop();
      await t.test("has one first-level heading and skips no level below it", async () => {
        assert.deepEqual(outlineFaults(await outline(page)), []);
      });
      await t.test("shows words, and not the names of words that the theme lacks", async () => {
        assert.deepEqual(await page.evaluate(unfilledWords), []);
      });
      await t.test("has a title of its own, a language and a canonical address", async () => {
        const head = await page.evaluate(() => ({
          title: document.title,
          language: document.documentElement.lang,
          canonical: document.querySelector('link[rel="canonical"]')?.getAttribute("href") ?? "",
        }));
        assert.ok(head.title.length > 2, head.title);
        assert.equal(head.language, "zh-CN");
        const own = type.path === "index.html" ? "" : type.path;
        assert.equal(head.canonical, type.path === "404.html" ? "" : type.portal.baseUrl + own);
      });
      await t.test("breaks no rule of accessibility on a desk", async () => {
        assert.deepEqual(await audit(page), []);
      });
      for (const [name, media] of type.alike ? [] : SCHEMES) {
        await t.test(`is legible in ${name}`, async () => {
          await page.emulateMedia(media);
          assert.deepEqual(await audit(page, COLOUR_RULES), []);
        });
      }
      await page.emulateMedia(PLAIN);
      await t.test("uses one hue, in light and in dark", async () => {
        for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
          await page.emulateMedia({ ...PLAIN, colorScheme });
          assert.deepEqual(otherHues(await page.evaluate(colours)), [], colorScheme);
        }
      });
      await page.emulateMedia(PLAIN);
      for (const width of WIDTHS) {
        await t.test(`does not scroll sideways at ${width} px`, async () => {
          await page.setViewportSize({ width, height: 800 });
          assert.deepEqual(await page.evaluate(tooWide), []);
        });
      }
      if (!type.alike) {
        await t.test("breaks no rule of accessibility on a phone, folded or unfolded", async () => {
          await page.setViewportSize({ width: 390, height: 844 });
          assert.deepEqual(await audit(page), []);
          const folds = await page.locator("summary:visible").all();
          for (const fold of folds) await fold.click();
          if (folds.length > 0) assert.deepEqual(await audit(page), []);
          assert.deepEqual(await page.evaluate(tooWide), []);
        });
      }
      await t.test("prints: no navigation, no control, all of the text, nothing cut off", async () => {
        // The width of A4 less the theme's margins.
        await page.setViewportSize({ width: 597, height: 842 });
        await page.emulateMedia({ ...PLAIN, media: "print" });
        assert.deepEqual(await page.evaluate(printFaults), []);
        assert.deepEqual(await page.evaluate(tooWide), []);
      });
      if (type.path.startsWith("replies/")) {
        await t.test("becomes a PDF", async () => {
          const pdf = await page.pdf({ format: "A4" });
          assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
        });
      }
    });

    // Half the width at twice the density is a desk at 200 %.
    await withPage({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, async (page) => {
      await page.goto(url);
      await t.test("does not scroll sideways on a desk at 200 %", async () => {
        assert.deepEqual(await page.evaluate(tooWide), []);
      });
    });
  });
}
