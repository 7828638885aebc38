// The search page, on the plainest server: under a path, without Range or compression, with a strict policy.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DESK, PHONE, sample, served, withPage } from "./portal.mjs";

const results = (page) => page.locator(".results li");
const count = (page) => page.locator("#search-count");

async function search(page, query) {
  const portal = await served(await sample());
  await page.goto(portal.url("search/index.html?" + new URLSearchParams(query)));
  return portal;
}

/** A word that at least three replies of the sample hold. */
const COMMON = "工作";

test("a word is found, marked, counted and linked to its paragraph, which marks it too", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: COMMON });
    await results(page).first().waitFor();
    assert.match(await count(page).textContent(), new RegExp(`^\\d+ 篇原样包含“${COMMON}”`));
    assert.equal(await page.locator(".excerpt mark").first().textContent(), COMMON);
    await page.locator(".results a").first().click();
    await page.waitForURL(/replies\/.*mark=.*#/);
    await page.locator(".text mark").first().waitFor();
    assert.equal(await page.locator(".text mark").first().textContent(), COMMON);
    await page.goBack();
    await results(page).first().waitFor();
    assert.equal(await page.locator("#q").inputValue(), COMMON);
  });
});

test("a quotation finds only the replies that hold it", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: COMMON });
    await results(page).first().waitFor();
    const excerpt = await page.locator(".excerpt").first().textContent();
    const phrase = /[\u4e00-\u9fff]{6}/.exec(excerpt)[0];
    await page.locator("#q").fill(`“${phrase}”`);
    await page.waitForFunction((q) => new URLSearchParams(location.search).get("q") === q && document.querySelector(".results mark"), `“${phrase}”`);
    await page.waitForFunction((phrase) => [...document.querySelectorAll(".results li")].every((li) => [...li.querySelectorAll("mark")].some((mark) => mark.textContent === phrase)), phrase);
  });
});

test("filters narrow the results, are said above them, and can be taken away", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: COMMON });
    const box = page.locator("#search-facets input").first();
    await box.waitFor();
    const all = await results(page).count();
    const own = Number(await page.locator("#search-facets label .count").first().textContent());
    await box.check();
    await page.locator("#search-chosen button").waitFor();
    await page.waitForFunction((n) => document.querySelectorAll(".results li").length === n, Math.min(own, 10));
    await page.locator("#search-chosen button").click();
    await page.waitForFunction((n) => document.querySelectorAll(".results li").length === n, all);
    await page.goBack();
    await page.locator("#search-chosen button").waitFor();
  });
});

test("by keyboard: / to the box, arrows through the results, Enter opens, Esc returns", async () => {
  await withPage(DESK, async (page) => {
    const portal = await served(await sample());
    await page.goto(portal.url("index.html"));
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.type(COMMON);
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\/index\.html\?q=/);
    await results(page).first().waitFor();
    await page.locator("#q").focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.className), "row-title");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/replies\//);
  });
});

test("nothing but the portal's own server is asked, and nothing that it does not have", async () => {
  await withPage(PHONE, async (page) => {
    const hosts = new Set();
    page.on("request", (request) => hosts.add(new URL(request.url()).origin));
    const portal = await search(page, { q: COMMON });
    await results(page).first().waitFor();
    assert.deepEqual([...hosts], [portal.origin]);
    assert.deepEqual(portal.requests.filter((request) => ![200, 304].includes(request.status) && !/favicon/.test(request.path)), []);
  });
});

test("without JavaScript the page says so and leads to the lists", async () => {
  await withPage({ ...PHONE, javaScriptEnabled: false }, async (page) => {
    await search(page, { q: COMMON });
    assert.ok(await page.locator("#search-off").isVisible());
    assert.ok((await page.locator("#search-off a").count()) > 3);
  });
});

for (const [what, script] of [
  ["Worker", "delete window.Worker"],
  ["workers that are modules", "window.Worker = class { constructor() { throw new TypeError('no modules here'); } }"],
  ["DecompressionStream", "delete window.DecompressionStream"],
]) {
  test(`a browser without ${what} searches all the same`, async () => {
    await withPage({ ...PHONE, once: true }, async (page) => {
      await page.addInitScript(script);
      await search(page, { q: COMMON });
      await results(page).first().waitFor();
    });
  });
}

for (const [what, answer, words] of [
  ["is not there", { status: 404, body: "" }, "刚刚更新"],
  ["is a web page", { status: 200, contentType: "text/html", body: "<!DOCTYPE html><title>登录</title>" }, "给了一个网页"],
  ["is cut off", { status: 200, body: Buffer.from("daf\u0001") }, "不完整"],
]) {
  test(`when a file of the bundle ${what}, the page says what to do and shows no result`, async () => {
    await withPage({ ...PHONE, once: true }, async (page) => {
      await page.addInitScript("delete window.Worker");
      await page.route(/bundle\/texts\//, (route) => route.fulfill(answer));
      await search(page, { q: COMMON });
      await page.waitForFunction((words) => document.querySelector("#search-count").textContent.includes(words), words);
      assert.equal(await results(page).count(), 0);
    });
  });
}

test("a word that no reply holds is named, and what is not found is said with what to do", async () => {
  await withPage(PHONE, async (page) => {
    const portal = await search(page, { q: "龘龘龘" });
    await page.waitForFunction(() => document.querySelector("#search-count")?.textContent.startsWith("没有找到"));
    assert.match(await page.locator("#search-notes").textContent(), /龘龘龘/);
    assert.doesNotMatch(await count(page).textContent(), /少写/, "of one word there are no fewer");
    await page.locator("#search-notes a").first().waitFor();
    const ways = await page.locator("#search-notes li").last().locator("a").evaluateAll((links) => links.map((link) => link.href));
    assert.ok(ways.length > 3);
    for (const way of ways) assert.equal((await page.request.get(way)).status(), 200, way);
    assert.ok(ways.includes(portal.url("all/index.html")));
    await search(page, { q: "龘龘龘 龘龘龘龘" });
    await page.waitForFunction(() => /少写几个词/.test(document.querySelector("#search-count")?.textContent));
  });
});

test("of a number that no reply holds nothing is shown, though replies hold two figures of it", async () => {
  await withPage(PHONE, async (page) => {
    await search(page, { q: "13812345678" });
    await page.waitForFunction(() => document.querySelector("#search-count")?.textContent.startsWith("没有找到"));
    assert.match(await page.locator("#search-notes").textContent(), /13812345678/);
    assert.equal(await results(page).count(), 0);
  });
});

test("a minus that is not finished is not looked for, and one that stands alone is said to be, with what was meant", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: COMMON });
    await results(page).first().waitFor();
    const all = await count(page).textContent();
    await page.locator("#q").fill(`${COMMON} -`);
    await page.waitForTimeout(500);
    assert.equal(await count(page).textContent(), all);
    assert.equal(await page.locator("#q").inputValue(), `${COMMON} -`);
    for (const [q, meant] of [[`${COMMON} -`, COMMON], [`${COMMON} - 养老`, `${COMMON} -养老`]]) {
      await search(page, { q });
      await page.locator("#search-notes a").waitFor();
      assert.match(await page.locator("#search-notes").textContent(), /单独的“-”按普通的字检索/);
      assert.equal(await page.locator("#search-notes a").textContent(), meant);
    }
    await search(page, { q: `${COMMON} -养老` });
    await results(page).first().waitFor();
    assert.equal(await page.locator("#search-notes li").count(), 0);
  });
});

test("a quotation mark without its other half is told in words", async () => {
  await withPage(DESK, async (page) => {
    for (const [q, said] of [[`${COMMON}”`, "有一个引号没有成对，没有计入。"], [`${COMMON} ""`, "引号里没有字，没有计入。"]]) {
      await search(page, { q });
      await results(page).first().waitFor();
      assert.equal(await page.locator("#search-notes").textContent(), said);
    }
  });
});

test("the hint breaks no line within an example", async () => {
  for (const options of [PHONE, DESK]) {
    await withPage(options, async (page) => {
      await search(page, {});
      const lines = await page.locator("#search-hint .example").evaluateAll((examples) => examples.map((example) => example.getClientRects().length));
      assert.ok(lines.length > 5);
      assert.deepEqual(lines.filter((n) => n !== 1), []);
      assert.doesNotMatch(await page.locator("#search-hint").textContent(), /`|:[、。]/);
    });
  }
});
