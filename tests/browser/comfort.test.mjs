// Searching comfortably: numbers in any spelling, the result as a table, offers while typing, kept searches, the way from a reply to
// the next.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { audit, carryAxe, tooWide } from "./looks.mjs";
import { DESK, PHONE, sample, served, withPage } from "./portal.mjs";

const results = (page) => page.locator("#search-results > li");
const said = async (page) => parseInt((await page.locator("#search-count").textContent()).replace(/,/g, ""), 10);

async function search(page, query) {
  const portal = await served(await sample());
  await page.goto(portal.url("search/index.html?" + new URLSearchParams(query)));
  await page.waitForFunction(() => document.querySelector("#search-results > li") || /^(没有|在所选)/.test(document.querySelector("#search-count").textContent));
  return portal;
}

/** A CSV file as rows of cells. */
function table(text) {
  assert.equal(text[0], "\ufeff", "a spreadsheet takes it for UTF-8");
  const rows = text.slice(1).split("\r\n");
  assert.equal(rows.pop(), "");
  return rows.map((row) => row.slice(1, -1).split('","').map((cell) => cell.replace(/""/g, '"')));
}

/** Presses the button that saves the table, and reads it. */
async function saved(page) {
  const button = page.locator("#search-tools button").first();
  await button.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return table(readFileSync(await download.path(), "utf8"));
}

test("story 4: a journalist filters 住建局, 2021–2023, outcome C, and exports a CSV: its rows equal the count shown, both end years included", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: "单位:住房和城乡建设局" });
    const whole = (await saved(page)).slice(1).map((row) => row[3]);
    assert.equal(whole.length, await said(page), "before anything is chosen");
    await page.locator("#years-from").selectOption("2021");
    await page.waitForFunction(() => /year=2021/.test(location.search));
    await page.locator("#years-to").selectOption("2023");
    await page.waitForFunction(() => /year=2021-2023/.test(location.search));
    await page.waitForFunction(() => /2021–2023/.test(document.querySelector("#search-chosen").textContent));
    const years = await saved(page);
    assert.equal(years.length - 1, await said(page));
    const between = (from, to) => whole.filter((date) => date.slice(0, 4) >= from && date.slice(0, 4) <= to).sort();
    assert.deepEqual(years.slice(1).map((row) => row[3]).sort(), between("2021", "2023"));
    // Years that have replies at either end: both are in.
    await page.locator("#years-from").selectOption("2022");
    await page.waitForFunction(() => /2022–2023/.test(document.querySelector("#search-chosen").textContent));
    const ends = [...new Set(between("2022", "2023").map((date) => date.slice(0, 4)))];
    assert.deepEqual(ends, ["2022", "2023"]);
    await page.waitForFunction((n) => document.querySelector("#search-tools button")?.textContent.includes(`，${n} 篇`), between("2022", "2023").length);
    assert.deepEqual((await saved(page)).slice(1).map((row) => row[3]).sort(), between("2022", "2023"));
    await page.locator("#years-from").selectOption("2021");
    await page.waitForFunction(() => /2021–2023/.test(document.querySelector("#search-chosen").textContent));
    await page.waitForFunction((n) => document.querySelector("#search-tools button")?.textContent.includes(`，${n} 篇`), years.length - 1);
    const outcome = page.locator('#search-facets label:has(input[id^="outcome-c"])').first();
    const expected = Number(await outcome.locator(".count").textContent());
    assert.ok(expected > 0 && expected < years.length - 1);
    await outcome.locator("input").check();
    await page.waitForFunction((n) => parseInt(document.querySelector("#search-count").textContent, 10) === n, expected);
    await page.waitForFunction((n) => document.querySelector("#search-tools button")?.textContent.includes(String(n)), expected);
    const rows = await saved(page);
    assert.equal(rows.length - 1, expected);
    assert.equal(rows.length - 1, await said(page));
    assert.deepEqual(rows[0].slice(0, 4), ["标题", "提出人", "主办单位", "成文日期（没有的为发布日期）"]);
    for (const row of rows.slice(1)) assert.match(row[6], /^(第.+号)?$/, "a number keeps its zeros in a spreadsheet");
    for (const row of rows.slice(1)) {
      assert.match(row[2], /住房和城乡建设局/);
      assert.match(row[3], /^202[123]-/);
      assert.match(row[8], /^C：./, "the outcome as its issuer defines it");
      assert.equal((await page.request.get(row[9])).status(), 200, row[9]);
    }
  });
});

test("partial results are in the table only where there are no others, and say what they lack", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: "养老 龘龘" });
    const rows = await saved(page);
    assert.equal(rows.length - 1, Number(/(\d+) 篇/.exec(await page.locator("#search-count").textContent())[1]));
    for (const row of rows.slice(1)) assert.match(row[10], /缺：.*龘龘/);
  });
});

test("a cell that a spreadsheet would take for a formula is text, and quotes are doubled", async () => {
  // Only Node and the browser agree on what a module is: it is asked from a page.
  await withPage(DESK, async (page) => {
    const portal = await search(page, { q: "养老" });
    const text = await page.evaluate(async (address) => {
      const { csv } = await import(address);
      return csv([["id", '=HYPERLINK("x")', "+1", "-1", "@a", "\ta", "\ra", "0630", "a,b", "", "literal", ""], ["id", "", "", "", "", "", "", "乙12", "", "", "literal", ""]], (key, { number } = {}) => key + (number || ""), "/");
    }, portal.url("search/export.js"));
    const [, row, other] = table(text);
    assert.deepEqual(row, ['\'=HYPERLINK("x")', "'+1", "'-1", "'@a", "'\ta", "'\ra", "case0630", "a,b", "", "/replies/4g/id.html", "match_literal"]);
    assert.equal(other[6], "乙12", "what no spreadsheet takes for a number stays as it is");
  });
});

const NUMBERED = { id: "2024-zjj-cppcc-5-3-027", title: "第027号" };

test("story 6: a 文号, 案号 or 届次 in any spelling leads to the right reply first", async () => {
  await withPage(DESK, async (page) => {
    for (const q of ["澜建提字〔2024〕27号", "澜建提字[2024]27", "澜建提字 （２０２４） 第 ２７ 號", "瀾建提字【2024】27號", "文号: 澜建提字 [2024] 27号", "澜建提字2024-27",
      "五届三次会议第027号", "第五届第三次会议第27号", "5-3-27", "５届３次２７號", "五屆三次 027"]) {
      await search(page, { q });
      assert.match(await results(page).first().locator("a").getAttribute("href"), new RegExp(NUMBERED.id), q);
      assert.equal(await page.locator("#search-notes li").count(), 0, q);
    }
    for (const q of ["第27号", "027", "案号:27"]) {
      await search(page, { q });
      assert.ok((await results(page).locator("a").allTextContents()).every((title) => title), q);
      const hrefs = await results(page).locator("a.row-title").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      assert.ok(hrefs.some((href) => href.includes(NUMBERED.id)), q);
    }
    await search(page, { q: "五届三次" });
    const alone = await page.locator("#search-count").textContent();
    await search(page, { q: "届次:5-3" });
    assert.equal(parseInt(alone, 10), await said(page), "a session alone finds all its replies");
  });
});

test("names are offered while one types, by pinyin too, and Enter searches for what was typed", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    await carryAxe(page);
    const portal = await served(await sample());
    await page.goto(portal.url("index.html"));
    const box = page.locator("#q");
    await box.focus();
    await page.waitForFunction(() => document.querySelector("#q")?.getAttribute("role") === "combobox");
    for (const typed of ["教育局", "瀾汀市教育", "jiaoyuj", "jyj", "ltsjyj"]) {
      await box.fill("");
      await box.pressSequentially(typed);
      await page.waitForFunction(() => /教育局/.test(document.querySelector("#q-offers:not([hidden])")?.textContent ?? ""));
    }
    assert.deepEqual(await audit(page), []);
    await box.fill("");
    await box.pressSequentially("jyj");
    await page.waitForFunction(() => document.querySelectorAll("#q-offers:not([hidden]) li").length > 0);
    await box.press("ArrowDown");
    const active = await box.getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
    await box.press("Escape");
    assert.ok(await page.locator("#q-offers").isHidden());
    assert.equal(await box.inputValue(), "jyj");
    await box.press("Enter");
    await page.waitForURL(/search\/index\.html\?q=jyj/);
    await page.goto(portal.url("index.html"));
    await box.focus();
    await page.waitForFunction(() => document.querySelector("#q")?.getAttribute("role") === "combobox");
    await box.pressSequentially("jyj");
    await page.waitForFunction(() => document.querySelectorAll("#q-offers:not([hidden]) li").length > 0);
    await box.press("ArrowDown");
    await box.press("Enter");
    await page.waitForURL(/agencies\//);
  });
});

test("what was looked for is offered in the empty box, and can be forgotten", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    await search(page, { q: "养老" });
    await page.waitForFunction(() => localStorage.getItem("dafu.recent"));
    const box = page.locator("#q");
    await box.fill("");
    await page.waitForFunction(() => /养老/.test(document.querySelector("#q-offers:not([hidden])")?.textContent ?? ""));
    await page.locator("#q-offers li").last().click();
    assert.equal(await page.evaluate(() => localStorage.getItem("dafu.recent")), null);
  });
});

test("a kept search says how many replies are new, on the search page and on the home page, and can be let go", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    const portal = await search(page, { q: "养老" });
    const n = await said(page);
    await page.locator("#search-tools button").nth(1).click();
    await page.waitForFunction(() => localStorage.getItem("dafu.kept"));
    // As it was before the last two replies came.
    await page.evaluate(() => {
      const [one] = JSON.parse(localStorage.getItem("dafu.kept"));
      localStorage.setItem("dafu.kept", JSON.stringify([{ ...one, seen: one.seen.split(",").slice(2).join(","), at: "before" }]));
    });
    assert.ok(n > 2);
    for (const path of ["search/index.html", "index.html"]) {
      await page.goto(portal.url(path));
      await page.waitForFunction(() => /2 篇是新的/.test(document.querySelector(".kept")?.textContent ?? ""));
    }
    await page.locator(".kept a").click();
    await page.waitForFunction(() => JSON.parse(localStorage.getItem("dafu.kept"))[0].at !== "before");
    await page.goto(portal.url("search/index.html"));
    await page.waitForFunction(() => /没有新的/.test(document.querySelector(".kept")?.textContent ?? ""));
    await page.locator(".kept button").click();
    assert.ok(await page.locator("#search-kept").isHidden());
    assert.equal(await page.evaluate(() => localStorage.getItem("dafu.kept")), null);
  });
});

test("a near miss is met by what sounds alike first, in a field too", async () => {
  await withPage(DESK, async (page) => {
    await search(page, { q: "电悌" });
    assert.equal(await page.locator("#search-notes a").first().textContent(), "电梯");
    await search(page, { q: "单位:教育厅" });
    assert.match(await page.locator("#search-notes a").first().textContent(), /教育局/);
    await page.locator("#search-notes a").first().click();
    await results(page).first().waitFor();
  });
});

test("a reply steps through its matches and through the results, by button and by key, and leads back", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    await carryAxe(page);
    await search(page, { q: "养老" });
    await page.waitForFunction(() => sessionStorage.getItem("dafu.results"));
    const from = page.url();
    const titles = await results(page).locator(".row-title").allTextContents();
    await results(page).first().locator("a").click();
    await page.locator(".hits").waitFor();
    // Each press does what its label says, the first one too.
    const place = () => page.locator(".hits output").textContent();
    const total = Number(/^共 (\d+) 处$/.exec(await place())[1]);
    assert.ok(total > 2);
    assert.equal(await page.locator("mark.now").count(), 0);
    await page.keyboard.press("n");
    const first = Number(new RegExp(`^第 (\\d+) / ${total} 处$`).exec(await place())[1]);
    assert.ok(await page.locator("mark.now").evaluate((mark) => mark.getBoundingClientRect().top > 0 && mark.getBoundingClientRect().bottom < innerHeight));
    await page.locator(".hits button").last().click();
    assert.equal(await place(), `第 ${(first % total) + 1} / ${total} 处`);
    await page.keyboard.press("p");
    assert.equal(await place(), `第 ${first} / ${total} 处`);
    assert.equal(await page.locator("mark.now").count(), 1);
    assert.deepEqual(await audit(page), []);
    await page.locator(".hits a").first().click();
    await page.waitForFunction((title) => document.querySelector("h1").textContent === title, titles[1]);
    await page.locator(".hits").waitFor();
    await page.keyboard.press("Shift+P");
    await page.waitForFunction((title) => document.querySelector("h1").textContent === title, titles[0]);
    await page.locator(".hits").waitFor();
    await page.locator(".hits a").last().click();
    await page.waitForURL(from);
    await results(page).first().waitFor();
  });
});

test("where a reply holds the words once, there is no match before or after it", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    const portal = await search(page, { q: "养老" });
    const address = portal.url((await results(page).first().locator("a").getAttribute("href")).replace("../", "").replace(/[?#].*/, ""));
    await page.goto(address);
    const once = await page.evaluate(() => {
      const text = document.querySelector(".text").textContent;
      return [...text.matchAll(/[\u4e00-\u9fff]{4}/g)].map(([word]) => word).find((word) => text.split(word).length === 2);
    });
    await page.goto(`${address}?mark=${encodeURIComponent(once)}`);
    await page.locator(".hits").waitFor();
    assert.equal(await page.locator(".hits output").textContent(), "共 1 处");
    assert.equal(await page.locator(".hits button").count(), 0);
  });
});

test("after Back or a reload all results that were shown are shown again", async () => {
  await withPage({ ...DESK, once: true }, async (page) => {
    await search(page, { q: "答复" });
    await page.locator("#search-more").click();
    await page.waitForFunction(() => document.querySelectorAll("#search-results > li").length > 10);
    const shown = await results(page).count();
    await results(page).nth(12).locator("a").click();
    await page.waitForURL(/replies\//);
    const all = () => page.waitForFunction((n) => document.querySelectorAll("#search-results > li").length === n, shown);
    await page.goBack();
    await all();
    await page.reload();
    await all();
  });
});

test("a browser can search the portal from its own box", async () => {
  const portal = sample();
  const xml = portal.read("search/opensearch.xml");
  assert.match(xml, new RegExp(`template="${portal.baseUrl}search/index.html\\?q=\\{searchTerms\\}"`));
  assert.ok(/<ShortName>(.{1,16})<\/ShortName>/u.test(xml));
  assert.match(portal.read("search/index.html"), /<link rel="search" type="application\/opensearchdescription\+xml"/);
});

test("offers, tools and years stay within 320 px", async () => {
  await withPage({ ...PHONE, viewport: { width: 320, height: 640 }, once: true }, async (page) => {
    await search(page, { q: "养老" });
    await page.locator("#search-filters summary").click();
    await page.locator("#years-from").waitFor();
    await page.locator("#q").fill("教育");
    await page.waitForFunction(() => document.querySelector("#q-offers:not([hidden])"));
    assert.deepEqual(await page.evaluate(tooWide), []);
  });
});
