// The results page as readers meet it: to the eye, the ear and the hand, while they type, filter, go on and come back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PLAIN, SCHEMES, COLOUR_RULES, audit, carryAxe, colours, otherHues, outline, outlineFaults, tooWide, unfilledWords } from "./looks.mjs";
import { DESK, PHONE, atEnd, sample, served, withPage } from "./portal.mjs";

/** Words of the sample: almost every reply holds the first, half of them the second, none the last. */
const MANY = "答复", FEWER = "提案", NONE = "龘龘";

const results = (page) => page.locator("#search-results > li");
const chosen = (page) => page.locator("#search-chosen button");
const boxes = (page, facet) => page.locator(`#search-facets input[id^="${facet}-"]`);

async function open(page, query = {}) {
  const portal = await served(await sample());
  await page.goto(portal.url("search/index.html?" + new URLSearchParams(query)));
  return portal;
}

/** Waits until the page answers what its address asks, filters and all. */
async function answered(page, query) {
  await page.waitForFunction((query) => {
    const asked = Object.fromEntries(new URLSearchParams(location.search));
    const same = Object.keys({ ...asked, ...query }).every((name) => asked[name] === query[name]);
    const count = document.querySelector("#search-count").textContent;
    const listed = document.querySelector("#search-results > li") || /^(没有|在所选)/.test(count);
    const filters = /** @type {HTMLDetailsElement} */ (document.querySelector("#search-filters"));
    const folded = !filters.open || filters.hidden;
    return same && listed && !/^正在/.test(count) && (folded || document.querySelector("#search-facets input"));
  }, query);
}

/** Waits until the list is this one: what was listed before stays until the next answer is there. */
async function lists(page, texts) {
  const same = (texts) => JSON.stringify([...document.querySelectorAll("#search-results > li")].map((one) => one.textContent)) === JSON.stringify(texts);
  // If it never is, the difference says more than that time ran out.
  await page.waitForFunction(same, texts).catch(() => {});
  assert.deepEqual(await results(page).allTextContents(), texts);
}

/** Waits until the filters have been as they are for a while. */
async function still(page) {
  await page.waitForFunction(() => {
    const first = document.querySelector("#search-facets fieldset");
    if (window["before"]?.first !== first) window["before"] = { first, since: performance.now() };
    return performance.now() - window["before"].since > 400;
  });
}

/** Does something that has the filters counted anew, and waits for it. */
async function recounted(page, act) {
  const before = await page.locator("#search-facets fieldset").first().elementHandle();
  await act();
  await page.waitForFunction((before) => !before.isConnected, before);
}

async function search(page, query) {
  await open(page, query);
  await answered(page, query);
}

/** The number that the count begins with. */
const said = async (page) => parseInt((await page.locator("#search-count").textContent()).replace(/,/g, ""), 10);

/** Asks for more until there is no more. */
async function all(page) {
  const more = page.locator("#search-more");
  while (await more.isVisible()) {
    const before = await results(page).count();
    await more.click();
    await page.waitForFunction((before) => document.querySelectorAll("#search-results > li").length > before, before);
  }
  return results(page).count();
}

for (const [where, options] of [["on a phone", PHONE], ["on a desk", DESK]]) {
  test(`results ${where} break no rule of accessibility, in light, in dark and in the system's own colours`, async () => {
    await withPage(options, async (page) => {
      await carryAxe(page);
      await search(page, { q: `${MANY} ${NONE}`, year: "2022" });
      if (options === PHONE) await page.locator("#search-filters summary").click();
      await boxes(page, "agency").first().waitFor();
      assert.equal(await chosen(page).count(), 1);
      assert.deepEqual(await audit(page), []);
      assert.deepEqual(outlineFaults(await outline(page)), []);
      assert.deepEqual(await page.evaluate(unfilledWords), []);
      for (const [, media] of SCHEMES) {
        await page.emulateMedia(media);
        assert.deepEqual(await audit(page, COLOUR_RULES), [], JSON.stringify(media));
      }
      for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        await page.emulateMedia({ ...PLAIN, colorScheme });
        assert.deepEqual(otherHues(await page.evaluate(colours)), [], colorScheme);
      }
    });
  });
}

test("in the system's own colours a found word is told from the rest, and a chosen order from the other", async () => {
  await withPage(DESK, async (page) => {
    await page.emulateMedia({ ...PLAIN, forcedColors: "active" });
    await search(page, { q: MANY });
    const look = await page.evaluate(() => {
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      return {
        mark: style(".excerpt mark").backgroundColor,
        text: style(".excerpt").backgroundColor,
        on: style('#search-sort [aria-pressed="true"]').textDecorationLine,
        off: style('#search-sort [aria-pressed="false"]').textDecorationLine,
      };
    });
    assert.notEqual(look.mark, look.text);
    assert.notEqual(look.on, look.off);
  });
});

test("results, filters and chosen words stay within 320 px, and within a desk at 200 %", async () => {
  for (const options of [{ ...PHONE, viewport: { width: 320, height: 640 } }, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }]) {
    await withPage(options, async (page) => {
      await search(page, { q: `${MANY} ${NONE}`, year: "2022" });
      await page.locator("#search-filters summary").click();
      await boxes(page, "agency").first().waitFor();
      assert.deepEqual(await page.evaluate(tooWide), []);
    });
  }
});

for (const [where, options] of [["on a phone", PHONE], ["on a desk", DESK]]) {
  test(`nothing moves ${where} while results come, go and are filtered`, async () => {
    await withPage({ ...options, once: true }, async (page) => {
      await page.addInitScript(() => {
        window["moved"] = [];
        const note = (list) => list.getEntries().forEach((entry) => window["moved"].push(...entry.sources.map(({ node, previousRect, currentRect }) => `${node?.id || node?.className || node?.nodeName}: ${previousRect.top} → ${currentRect.top}`)));
        new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
      });
      /** What moved since this was last asked: a frame is drawn first, and the observer has been told of it. */
      const moved = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window["moved"].splice(0)))))));
      const type = async (q, query = {}) => {
        await page.locator("#q").fill(q);
        await answered(page, { q, ...query });
      };
      await open(page);
      await type(MANY);
      await type(`${MANY} ${NONE}`);
      await type(NONE);
      await type(FEWER);
      assert.deepEqual(await moved(), [], "while typing");
      if (options === PHONE) {
        await page.locator("#search-filters summary").click();
        await boxes(page, "year").first().waitFor();
        await moved();
      }
      await still(page);
      const year = boxes(page, "year").nth(1);
      const key = (await year.getAttribute("id")).slice(5);
      const top = () => page.locator(`#year-${key}`).evaluate((input) => input.getBoundingClientRect().top);
      await year.scrollIntoViewIfNeeded();
      const before = await top();
      await recounted(page, () => year.check());
      assert.equal(await top(), before, "the filter stays under the pointer, though there are fewer offices above it");
      await recounted(page, () => page.locator("#search-sort button").last().click());
      await recounted(page, () => chosen(page).click());
      assert.deepEqual(await moved(), [], "while filtering");

      await open(page, { q: FEWER, year: key, kind: "proposal" });
      await answered(page, { q: FEWER, year: key, kind: "proposal" });
      assert.deepEqual(await moved(), [], "at the arrival from a link with filters");
      // The measure itself works.
      await page.evaluate(() => document.querySelector("#search-count").prepend(Object.assign(document.createElement("p"), { textContent: "!" })));
      assert.notDeepEqual(await moved(), []);
    });
  });
}

test("a journalist filters by office and years: as many are listed as the page says, and every one is of that office and those years", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: MANY });
    const whole = await said(page);
    assert.equal(await all(page), whole, "before anything is chosen");
    // The office with most replies, and two of its years.
    const office = await boxes(page, "agency").first().evaluate((input) => input.nextElementSibling.textContent);
    const years = [];
    await recounted(page, () => boxes(page, "agency").first().check());
    for (const at of [0, 1]) {
      const before = await said(page);
      const row = page.locator('#search-facets label:has(input[id^="year-"])').nth(at);
      const expected = Number(await row.locator(".count").textContent());
      years.push((await row.textContent()).slice(0, 4));
      await recounted(page, () => row.locator("input").check());
      assert.equal(await said(page), at ? before + expected : expected, "the count beside a year is what it adds");
    }
    assert.equal(await all(page), await said(page));
    for (const meta of await page.locator("#search-results .row-meta").allTextContents()) {
      assert.ok(meta.includes(office) && years.some((year) => meta.includes(year)), `${meta} is of ${office} and of ${years}`);
    }
    assert.deepEqual(await chosen(page).allTextContents(), [office, ...years.map((year) => `${year} 年`)]);
  });
});

test("the browser's back button takes back a filter, an order, a word and the way to a reply, and a shared address shows the same", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: MANY });
    const first = await results(page).allTextContents();
    const count = await page.locator("#search-count").textContent();
    await boxes(page, "kind").first().check();
    await chosen(page).waitFor();
    await page.locator("#search-sort button").last().click();
    await page.locator('#search-sort button:last-child[aria-pressed="true"]').waitFor();
    const last = await results(page).allTextContents();
    const words = await chosen(page).allTextContents();
    const address = page.url();
    await page.locator("#search-results a").first().click();
    await page.waitForURL(/replies\//);
    await page.goBack();
    await results(page).first().waitFor();
    await lists(page, last);
    await page.goBack();
    await page.locator('#search-sort button:first-child[aria-pressed="true"]').waitFor();
    await page.goBack();
    await chosen(page).waitFor({ state: "detached" });
    await lists(page, first);
    assert.equal(await page.locator("#search-count").textContent(), count);

    await page.locator("#q").fill(FEWER);
    await answered(page, { q: FEWER });
    await page.goBack();
    await answered(page, { q: MANY });
    assert.equal(await page.locator("#q").inputValue(), MANY);
    await lists(page, first);
    // On a phone too, where the filters that say what the keys mean are folded.
    await withPage(PHONE, async (phone) => {
      await phone.goto(address);
      await results(phone).first().waitFor();
      assert.deepEqual(await chosen(phone).allTextContents(), words);
      await lists(phone, last);
    });
  });
});

test("the focus stays where one works: on the order, among the filters and the chosen words, at the first of ten more", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: MANY });
    const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
    const order = page.locator("#search-sort button").last();
    await order.press("Enter");
    await page.locator('#search-sort button:last-child[aria-pressed="true"]').waitFor();
    assert.equal(await focus(), await order.textContent());
    await page.locator("#search-more").press("Enter");
    await page.waitForFunction(() => document.activeElement === document.querySelectorAll(".row-title")[10]);
    for (const n of [1, 2]) {
      const box = boxes(page, "year").nth(n);
      const id = await box.getAttribute("id");
      await recounted(page, () => box.press("Space"));
      assert.equal(await focus(), id);
      assert.equal(await chosen(page).count(), n);
    }
    const second = await chosen(page).last().textContent();
    await chosen(page).first().press("Enter");
    await page.waitForFunction((second) => document.activeElement.closest("#search-chosen") && document.activeElement.textContent === second, second);
    await chosen(page).first().press("Enter");
    await page.waitForFunction(() => document.activeElement.matches("#search-filters summary"));
    const listed = page.locator("#search-facets fieldset").last();
    await listed.locator("button").press("Enter");
    await page.waitForFunction(() => document.activeElement.id.startsWith("member-"));
  });
});

test("“/” leads to the box from every page and from a filter, and lets one type it where one types", async () => {
  await withPage(DESK, async (page) => {
    const portal = await served(await sample());
    const paths = ["index.html", "all/index.html", sample().files.find((file) => /^replies\/.*\.html$/.test(file)), "search/index.html?q=" + MANY];
    for (const path of paths) {
      await page.goto(portal.url(path));
      if (path.startsWith("search")) await boxes(page, "year").first().focus();
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q", path);
    }
    await page.keyboard.press("/");
    assert.equal(await page.locator("#q").inputValue(), "/", "what was there is selected, and typed over");
  });
});

test("an answer that comes late is dropped, and a word that an input method has not finished is not searched for", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    // Without a worker, so that the browser's driver can hold the files back.
    await page.addInitScript(() => {
      delete window["Worker"];
      window["counts"] = [];
      addEventListener("DOMContentLoaded", () => {
        const count = document.querySelector("#search-count");
        new MutationObserver(() => window["counts"].push(count.textContent)).observe(count, { childList: true });
      });
    });
    await page.clock.install();
    let release = () => {};
    const held = new Promise((done) => (release = () => done(undefined)));
    atEnd(() => release());
    await page.route(/bundle\/texts\//, async (route) => {
      await held;
      await route.continue();
    });
    await open(page);
    for (const word of [MANY, FEWER]) {
      const asked = page.waitForRequest(/bundle\/texts\//);
      await page.locator("#q").fill(word);
      await page.clock.runFor(250);
      if (word === MANY) await asked;
      assert.equal(new URL(page.url()).searchParams.get("q"), word);
    }
    release();
    await results(page).first().waitFor();
    const driver = await page.context().newCDPSession(page);
    await page.locator("#q").fill("");
    await driver.send("Input.imeSetComposition", { text: "tian", selectionStart: 4, selectionEnd: 4 });
    await page.clock.runFor(1000);
    assert.notEqual(new URL(page.url()).searchParams.get("q"), "tian");
    await driver.send("Input.insertText", { text: MANY });
    await page.clock.runFor(1000);
    await page.waitForFunction((word) => document.querySelector("#search-count").textContent.includes(`“${word}”`), MANY);
    const counts = (await page.evaluate(() => window["counts"])).filter((text) => /^\d/.test(text));
    assert.deepEqual(counts.map((text) => /“(.*?)”/.exec(text)[1]), [FEWER, MANY], "each answer is said once");
  });
});

test("results are printed without what only a screen can use, and whole", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: MANY, year: "2022" });
    await page.setViewportSize({ width: 597, height: 842 });
    await page.emulateMedia({ media: "print" });
    for (const what of ["form", "summary", "#search-sort", "#search-more", ".sitenav ul"]) assert.equal(await page.locator(`${what}:visible`).count(), 0, what);
    assert.ok(await page.locator("#search-count").isVisible());
    assert.ok(await chosen(page).isVisible());
    await page.waitForFunction(() => document.querySelector("#search-printed").textContent);
    const today = await page.evaluate(() => new Intl.DateTimeFormat("zh-CN", { dateStyle: "long" }).format(new Date()));
    assert.equal(await page.locator("#search-printed:visible").textContent(), `${MANY} · ${decodeURI(page.url())} · ${today}`);
    for (const excerpt of await page.locator(".excerpt").all()) assert.ok(await excerpt.evaluate((p) => p.scrollHeight <= p.clientHeight + 1));
    assert.deepEqual(await page.evaluate(tooWide), []);
  });
});
