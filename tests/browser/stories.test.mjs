// What people come for, from their first step to their last: the stories of the design, by their numbers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { printFaults, tooWide } from "./looks.mjs";
import { DESK, PHONE, sample, served, withPage } from "./portal.mjs";

/** The office by which the resident finds a reply. */
const OFFICE = "澜汀市住房和城乡建设局";

test("story 1: a resident on a phone without JavaScript finds a reply by its office and sees who, when and what", async () => {
  const server = await served(sample());
  const before = server.requests.length;
  await withPage({ ...PHONE, javaScriptEnabled: false }, async (page) => {
    const main = page.locator("main");
    const fact = (label) => main.locator("dl > div", { has: page.getByText(label, { exact: true }) }).locator("dd");

    await page.goto(server.url(""));
    await page.getByRole("navigation").getByRole("link", { name: "单位", exact: true }).tap();
    await page.waitForURL("**/agencies/index.html");
    await main.getByRole("link", { name: OFFICE, exact: true }).tap();
    await page.waitForURL(/\/agencies\/(?!index)/);
    assert.match(await main.getByRole("heading", { level: 1 }).innerText(), new RegExp(OFFICE));

    const row = main.getByRole("listitem").filter({ hasText: OFFICE }).first();
    const link = row.locator("a.row-title");
    const title = await link.innerText();
    const [asker] = (await row.locator(".row-meta span").first().innerText()).split("、");
    const date = await row.locator("time").innerText();
    await link.tap();
    await page.waitForURL("**/replies/*/*.html");

    assert.equal(await main.getByRole("heading", { level: 1 }).innerText(), title);
    assert.ok((await fact("提出人").innerText()).includes(asker), "who asked");
    assert.equal(await fact("主办单位").innerText(), OFFICE, "who answered");
    assert.equal(await fact("成文日期").innerText(), date, "when");
    assert.match(await fact("办理结果").innerText(), /^[A-D]：.{4,}/, "the outcome, and what its letter means");
    for (const label of ["提出人", "主办单位", "办理结果", "成文日期"]) assert.ok(await fact(label).isVisible(), `${label} is shown at once`);

    for (const label of ["发布日期", "文号", "届次"]) assert.ok(!(await fact(label).isVisible()), `${label} is folded`);
    await main.locator("summary", { hasText: "全部办理信息" }).tap();
    for (const label of ["发布日期", "文号", "届次"]) assert.ok(await fact(label).isVisible(), `${label} unfolds`);

    const contents = main.getByRole("navigation", { name: "目录" });
    if (await contents.count()) {
      assert.ok(!(await contents.getByRole("link").first().isVisible()), "the contents are folded");
      await contents.locator("summary").tap();
      await contents.getByRole("link").last().tap();
      const heading = page.locator(new URL(page.url()).hash);
      await assert.doesNotReject(() => heading.waitFor({ state: "visible" }));
      assert.ok(await inView(heading), "the last section of the contents is in view");
    }
  });
  const bytes = server.requests.slice(before).reduce((sum, request) => sum + request.bytes, 0);
  assert.ok(bytes < 300_000, `four pages and all they need weigh ${bytes} bytes`);
  assert.deepEqual(server.requests.slice(before).filter((request) => request.path.endsWith(".js")), [], "no script was asked for");
});


test("story 2: an older reader at 200 % zoom, by keyboard alone, searches, filters and prints, and nothing scrolls sideways", async () => {
  const server = await served(sample());
  // Half the width at twice the density is a desk at 200 %.
  await withPage({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, once: true }, async (page) => {
    const { keyboard } = page;
    /** Goes on by Tab until the focus is on what is wanted. */
    const tabTo = async (selector) => {
      for (let step = 0; step < 120; step++) {
        if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
        await keyboard.press("Tab");
      }
      assert.fail(`Tab does not come to ${selector}`);
    };
    const fits = async (what) => assert.deepEqual(await page.evaluate(tooWide), [], what);

    await page.goto(server.url(""));
    await fits("the home page");
    // The largest text on top of the zoom, chosen by the arrows.
    await tabTo("#settings summary");
    await keyboard.press("Enter");
    await tabTo("[name=size]");
    for (let step = 0; step < 3; step++) await keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.documentElement.dataset.size === "4");
    await fits("the home page with the largest text");

    await tabTo("#q");
    await keyboard.type("养老");
    await keyboard.press("Enter");
    await page.waitForURL(/search\/.*q=/);
    await page.locator("#search-results > li").first().waitFor();
    const before = await page.locator("#search-results > li").count();
    await fits("the results");

    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
    await tabTo("#search-filters summary");
    await keyboard.press("Enter");
    await page.locator("#search-facets input").first().waitFor();
    await tabTo("#search-facets input");
    await keyboard.press("Space");
    await page.locator("#search-chosen button").first().waitFor();
    assert.ok((await page.locator("#search-results > li").count()) <= before, "the filter narrows");
    await fits("the filtered results");

    await tabTo("#search-results a");
    await keyboard.press("Enter");
    await page.waitForURL(/replies\//);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.size), "4", "the text is as large on the next page");
    await fits("the reply");

    await page.emulateMedia({ media: "print" });
    assert.deepEqual(await page.evaluate(printFaults), []);
    await fits("the print");
    assert.equal((await page.pdf({ format: "A4" })).subarray(0, 5).toString(), "%PDF-");
  });
});

test("story 3: a screen reader hears 一、（一）1. as nested headings, and is told when the number of results changes", async () => {
  const portal = sample();
  const server = await served(portal);
  await withPage({ ...DESK, once: true }, async (page) => {
    const session = await page.context().newCDPSession(page);
    /** What a screen reader is given, in order. */
    const heard = async () => {
      const { nodes } = await session.send("Accessibility.getFullAXTree");
      return nodes.filter((node) => !node.ignored);
    };
    const property = (node, name) => node.properties?.find((property) => property.name === name)?.value.value;

    const deep = portal.files.filter((file) => /^replies\/.*\.html$/.test(file) && /class="l3"/.test(portal.read(file)));
    assert.ok(deep.length > 0, "a reply with three levels");
    await page.goto(server.url(deep[0]));
    const headings = (await heard()).filter((node) => node.role?.value === "heading");
    const levels = { "^[一二三四五六七八九十]+、": 2, "^（[一二三四五六七八九十]+）": 3, "^\\d+[.．]": 4 };
    const seen = new Set();
    for (const node of headings) {
      for (const [marker, level] of Object.entries(levels)) {
        if (!new RegExp(marker).test(node.name?.value ?? "")) continue;
        assert.equal(property(node, "level"), level, node.name?.value);
        seen.add(level);
      }
    }
    assert.deepEqual([...seen].sort(), [2, 3, 4], "all three are heard");

    await page.goto(server.url("search/index.html?q=工作"));
    await page.locator("#search-results > li").first().waitFor();
    const region = await page.locator("#search-count").elementHandle();
    const status = async () => (await heard()).filter((node) => node.role?.value === "status" && /\d/.test(JSON.stringify(node.name ?? "") + "1"));
    assert.ok((await status()).length > 0, "the count is a live region");
    assert.ok((await status()).every((node) => ["polite", undefined].includes(property(node, "live"))), "and polite");
    const before = await region.textContent();
    await page.locator("#search-facets input").first().check();
    await page.waitForFunction((before) => ![before, ""].includes(document.querySelector("#search-count").textContent), before);
    assert.match(await region.textContent(), /\d/, "the number is said");
    assert.ok(await region.evaluate((element) => element.isConnected), "by the same region, so that the change is heard");
  });
});

test("story 6: a 文号 with wrong brackets, spaces, full-width digits or in traditional characters brings the right reply first", async () => {
  const portal = sample();
  const server = await served(portal);
  const known = portal.files.flatMap((file) => {
    const number = /^replies\/.*\.html$/.test(file) && /class="f-document_number"><dt>[^<]*<\/dt><dd><span>([^<]+〔\d{4}〕[^<]+)<\/span>/.exec(portal.read(file));
    return number ? [{ file, number: number[1] }] : [];
  });
  assert.ok(known.length >= 10, `${known.length} replies have a number`);
  const wide = (text) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const old = { 澜: "瀾", 发: "發", 办: "辦", 农: "農", 号: "號", 财: "財", 环: "環", 复: "復", 书: "書", 教: "教" };
  const ways = {
    "as it is": (number) => number,
    "with square brackets": (number) => number.replace("〔", "[").replace("〕", "]"),
    "with round brackets": (number) => number.replace("〔", "（").replace("〕", "）"),
    "with one space": (number) => number.replace("〕", "] ").replace("〔", "["),
    "with spaces": (number) => number.replace("〔", " 〔 ").replace("〕", " 〕 "),
    "without brackets": (number) => number.replace(/[〔〕]/g, ""),
    "with full-width digits": wide,
    "in traditional characters": (number) => [...number].map((c) => old[c] ?? c).join(""),
  };
  await withPage({ ...DESK, once: true }, async (page) => {
    for (const [at, [way, write]] of Object.entries(ways).entries()) {
      for (const { file, number } of [known[at % known.length], known[(at + 5) % known.length]]) {
        const q = write(number);
        await page.goto(server.url(`search/index.html?${new URLSearchParams({ q })}`));
        const first = page.locator("#search-results > li a.row-title").first();
        await first.waitFor();
        assert.ok((await first.getAttribute("href")).startsWith(`../${file}`), `${q} (${way}) leads to ${await first.getAttribute("href")}, not to ${file}`);
        // Apart in five pieces it is found by its words.
        if (way !== "with spaces") assert.ok((await page.locator("#search-count").textContent()).includes(`“${q.trim()}”`), `${q} (${way}) is named as it was typed`);
      }
    }
  });
});

/** Whether a place begins within the window. */
function inView(place) {
  return place.evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  });
}
