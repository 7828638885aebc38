// By keyboard alone, and with the links of paragraphs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DESK, PHONE, address, pageTypes, sample, served, withPage } from "./portal.mjs";

const type = (what) => {
  const found = pageTypes().find((type) => type.what === what);
  if (!found) throw new Error(`no type of page is “${what}”`);
  return found;
};

for (const [what, options] of [
  ["the home page", DESK],
  ["the second page of a list", DESK],
  ["a reply with a table", DESK],
  ["a reply with a correction", DESK],
  ["a reply with a correction", PHONE],
  ["the page for what is not found", DESK],
]) {
  const where = options === PHONE ? "on a phone" : "on a desk";
  test(`Tab walks ${what} ${where} from its first link to its last, in order, and always shows where it is`, async () => {
    await withPage(options, async (page) => {
      await page.goto(await address(type(what)));
      // A phone's folds are opened so that what is in them is walked too.
      await page.waitForFunction(() => !document.getElementById("settings").hidden);
      for (const fold of await page.locator("summary:visible").all()) await fold.click();
      await page.evaluate(() => {
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute("tabindex");
        scrollTo(0, 0);
      });
      const expected = await page.evaluate(mark);
      assert.ok(expected.length > 5, `${expected.length} stops`);
      assert.match(expected[0], /a\.skip /, "the skip link is first");

      const walked = [];
      const faults = [];
      for (let at = 0; at <= expected.length + 1; at++) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(focused);
        // Some browsers go round instead of out.
        if (!stop || (walked.length === expected.length && stop.name === expected[0])) break;
        walked.push(stop.name);
        if (!stop.visible) faults.push(`${stop.name}: ${stop.why}`);
      }
      assert.deepEqual(walked, expected, "every stop once, in the order of the page, and then out of it");
      assert.deepEqual(faults, []);
    });
  });
}

test("the focus can be seen, not only computed, on every kind of stop", async () => {
  const seen = new Set();
  await withPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    for (const what of ["a reply with a table", "a reply with a correction", "the second page of a list", "the home page", "the index of offices"]) {
      await page.goto(await address(type(what)));
      const kinds = (await page.evaluate(mark)).map((name) => name.replace(/^\d+ /, "").replace(/ “.*/s, ""));
      for (const [at, kind] of kinds.entries()) {
        if (seen.has(kind)) continue;
        seen.add(kind);
        // By script, but as the keyboard would: with the ring that is shown to those who use it.
        const [x, y, width, height] = await page.evaluate((at) => {
          const element = /** @type {HTMLElement} */ (document.querySelector(`[data-stop="${at}"]`));
          element.focus(/** @type {any} */ ({ focusVisible: true }));
          const box = element.getBoundingClientRect();
          return [box.x, box.y, box.width, box.height];
        }, at);
        const clip = { x: Math.max(0, x - 8), y: Math.max(0, y - 8), width: Math.min(390, width + 16), height: Math.min(120, height + 16) };
        const on = await page.screenshot({ clip });
        await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
        const off = await page.screenshot({ clip });
        assert.notEqual(Buffer.compare(on, off), 0, `${what}: ${kind} looks the same with and without focus`);
      }
    }
  });
  assert.ok(seen.size >= 12, [...seen].join(", "));
});

test("Shift+Tab leads back out: there is no trap in either direction", async () => {
  await withPage(DESK, async (page) => {
    await page.goto(await address(type("a reply with a table")));
    const expected = await page.evaluate(mark);
    await page.evaluate((last) => /** @type {HTMLElement} */ (document.querySelector(`[data-stop="${last}"]`)).focus(), expected.length - 1);
    const walked = [];
    for (let stop = await page.evaluate(focused); stop && walked.length <= expected.length; stop = await page.evaluate(focused)) {
      // Some browsers go round instead of out.
      if (walked.length === expected.length && stop.name === walked[0]) break;
      walked.push(stop.name);
      await page.keyboard.press("Shift+Tab");
    }
    assert.deepEqual(walked, expected.toReversed());
  });
});

test("the skip link comes into sight with the focus and leads past the navigation", async () => {
  await withPage(DESK, async (page) => {
    await page.goto(await address(type("a long reply with contents")));
    const skip = page.locator("a.skip");
    const clipped = () => skip.evaluate((element) => getComputedStyle(element).clipPath !== "none");
    assert.ok(await clipped(), "out of sight before");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
    const { x, y, width, height } = (await skip.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    assert.ok(!(await clipped()) && width > 40 && height > 20 && x >= 0 && y >= 0, `in sight with the focus: ${[x, y, width, height]}`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.activeElement?.closest("main") !== null && document.activeElement === document.querySelector("main a, main summary, main [tabindex='0']"));
    assert.ok(inside, "the next stop is the first of the text");
  });
});

test("folds open and close by keyboard, without JavaScript too", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await withPage({ ...PHONE, javaScriptEnabled }, async (page) => {
      await page.goto(await address(type("a long reply with contents")));
      for (const name of [".sheet", ".contents"]) {
        const fold = page.locator(`${name} summary`);
        const folded = page.locator(`${name} .folded`);
        assert.equal(await folded.isVisible(), false, `${name} is folded`);
        await fold.focus();
        await page.keyboard.press("Enter");
        assert.equal(await folded.isVisible(), true, `${name} opens`);
        await page.keyboard.press("Space");
        assert.equal(await folded.isVisible(), false, `${name} closes`);
      }
    });
  }
});

test("a paragraph's link copies its full address, by mouse and by keyboard, and says so", async () => {
  await withPage({ ...DESK, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    const url = await address(type("a long reply with contents"));
    await page.goto(url);
    const links = page.locator(".text p > a.plink");
    const status = page.getByRole("status");
    const region = await status.elementHandle();
    assert.equal(await status.textContent(), "", "the live region is there, and silent, before anything is copied");
    for (const [at, press] of [[2, (link) => link.click()], [5, (link) => link.press("Enter")]]) {
      const link = links.nth(at);
      const anchor = await link.evaluate((element) => element.closest("p")?.id);
      await press(link);
      await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent !== "");
      assert.equal(await status.textContent(), "链接已复制");
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${url}#${anchor}`);
      assert.equal(page.url(), `${url}#${anchor}`, "the address bar has it too");
      await page.evaluate(() => navigator.clipboard.writeText("something else"));
      await page.evaluate(() => (document.querySelector("[role=status]").textContent = ""));
    }
    assert.ok(await region.evaluate((element) => element.isConnected), "the live region is the same all the time");
  });
});

test("where there is no clipboard, a paragraph's link says that it could not copy, and still leads there", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    await page.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined });
      document.execCommand = () => false;
    });
    const url = await address(type("a long reply with contents"));
    await page.goto(url);
    const link = page.locator(".text p > a.plink").nth(3);
    await link.click();
    await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent !== "");
    assert.equal(await page.getByRole("status").textContent(), "未能自动复制，请从地址栏复制链接");
    assert.equal(page.url(), url + (await link.getAttribute("href")));
  });
});

test("every paragraph and heading has an anchor of its own and a link that names it", async () => {
  const portal = sample();
  const server = await served(portal);
  const replies = portal.files.filter((file) => /^replies\/.*\.html$/.test(file));
  await withPage(DESK, async (page) => {
    await page.goto(server.url(""));
    const faults = await page.evaluate(async (replies) => {
      const faults = [];
      for (const reply of replies) {
        const text = await (await fetch(reply)).text();
        const parsed = new DOMParser().parseFromString(text, "text/html");
        const ids = [...parsed.querySelectorAll("[id]")].map((element) => element.id);
        for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push(`${reply}: #${id} is there twice`);
        const blocks = [...parsed.querySelectorAll(".text > :is(p, h2, h3, h4, h5)")];
        if (blocks.length === 0) faults.push(`${reply}: no text`);
        const labels = new Set();
        for (const block of blocks) {
          const link = block.querySelector(":scope > a.plink");
          if (!block.id) faults.push(`${reply}: no anchor: ${block.textContent}`);
          if (link?.getAttribute("href") !== `#${block.id}`) faults.push(`${reply}: no link: ${block.textContent}`);
          labels.add(link?.getAttribute("aria-label"));
        }
        if (labels.size !== blocks.length) faults.push(`${reply}: ${blocks.length} links have ${labels.size} names`);
      }
      return faults;
    }, replies);
    assert.deepEqual(faults, []);
  });
});

test("an address that ends with a paragraph's anchor shows the paragraph, marked, with and without JavaScript", async () => {
  const url = await address(type("a long reply with contents"));
  for (const javaScriptEnabled of [true, false]) {
    for (const options of [DESK, PHONE]) {
      await withPage({ ...options, javaScriptEnabled }, async (page) => {
        await page.goto(url);
        const paragraphs = page.locator(".text > p[id]");
        for (const at of [Math.floor((await paragraphs.count()) / 2), (await paragraphs.count()) - 3]) {
          const paragraph = paragraphs.nth(at);
          const id = await paragraph.getAttribute("id");
          await page.goto("about:blank");
          await page.goto(`${url}#${id}`, { waitUntil: "load" });
          const { top, bottom, height, marked, plain } = await paragraph.evaluate((element) => {
            const { top, bottom } = element.getBoundingClientRect();
            const other = document.querySelector(".text > p:not(:target)");
            return { top, bottom, height: innerHeight, marked: getComputedStyle(element).backgroundColor, plain: getComputedStyle(other).backgroundColor };
          });
          assert.ok(top >= 0 && Math.min(bottom, top + 40) <= height, `#${id} is at ${top}–${bottom} of ${height}`);
          assert.notEqual(marked, plain, "the paragraph is marked");
        }
      });
    }
  }
});

test("on a desk the contents stay in sight and mark the section that is read", async () => {
  await withPage(DESK, async (page) => {
    await page.goto(await address(type("a long reply with contents")));
    const last = page.locator(".contents a").last();
    await page.evaluate((hash) => document.querySelector(hash)?.scrollIntoView(), await last.evaluate((link) => link.hash));
    await page.waitForFunction(() => document.querySelector('.contents [aria-current="location"]') !== null);
    const box = await page.locator(".contents").boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= 800, `the contents are at ${JSON.stringify(box)}`);
    const marked = page.locator('.contents [aria-current="location"]');
    assert.equal(await marked.count(), 1);
    const inside = await marked.boundingBox();
    assert.ok(inside && inside.y >= box.y && inside.y + inside.height <= box.y + box.height + 1, "the marked section is in sight");
  });
});

test("what is chosen in the contents is marked there, wherever the page can scroll to, and the last section at the end of the text", async () => {
  await withPage(DESK, async (page) => {
    await page.goto(await address(type("a long reply with contents")));
    const links = page.locator(".contents a");
    const marked = page.locator('.contents [aria-current="location"]');
    for (const link of await links.all()) {
      await link.click();
      await page.waitForFunction(() => document.querySelector(".contents [aria-current]")?.hash === location.hash);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      assert.equal(await marked.getAttribute("href"), await link.getAttribute("href"));
    }
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => !document.querySelector(".contents [aria-current]"));
    await page.evaluate(() => scrollTo(0, document.querySelector(".text").getBoundingClientRect().bottom - innerHeight + 1));
    await page.waitForFunction(() => document.querySelector(".contents li:last-child [aria-current]"));
  });
});

test("a link behind the facts leads past the text, to how it is cited", async () => {
  await withPage(DESK, async (page) => {
    await page.goto(await address(type("a long reply with contents")));
    await page.locator(".pass").focus();
    const box = await page.locator(".pass").boundingBox();
    assert.ok(box.width > 100 && box.height > 20, "it comes into sight");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.matches("#cite summary")));
  });
});

/** Numbers every stop of the keyboard in the order of the page, and names them. */
function mark() {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    (element) => /** @type {HTMLElement} */ (element).tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }) &&
      // Of radio buttons the chosen one is the stop; arrows lead to the others.
      (!element.matches("[type=radio]") || /** @type {HTMLInputElement} */ (element).checked),
  );
  return stops.map((element, at) => {
    element.setAttribute("data-stop", String(at));
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim();
    const around = element.parentElement?.closest("[class]")?.className ?? "";
    const name = `${at} ${around} ${element.tagName.toLowerCase()}.${element.className} “${words}”`;
    element.setAttribute("data-name", name);
    return name;
  });
}

/** Where the focus is, and whether one can see it; null if it has left the page. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inWindow = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const why = [outlined ? "" : `outline ${style.outlineStyle} ${style.outlineWidth}`, inWindow ? "" : `at ${[box.left, box.top, box.right, box.bottom].map(Math.round)}`];
  return {
    name: element.getAttribute("data-name") ?? `${element.tagName} that was not there before`,
    visible: outlined && inWindow,
    why: why.filter(Boolean).join(", "),
    box: [box.x, box.y, box.width, box.height],
  };
}
