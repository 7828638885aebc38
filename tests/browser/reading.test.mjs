// Reading without anything but HTML and CSS: no script, no server, no screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { DESK, PHONE, address, edge, pageTypes, sample, served, withPage } from "./portal.mjs";

/** The office by which the resident finds a reply. */
const OFFICE = "澜汀市住房和城乡建设局";

test("a resident on a phone without JavaScript finds a reply by its office and sees who, when and what", async () => {
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
    await page.waitForURL("**/replies/*.html");

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

test("every kind of page says the same with and without JavaScript", async () => {
  const words = async (javaScriptEnabled) => {
    const said = {};
    await withPage({ ...PHONE, javaScriptEnabled }, async (page) => {
      for (const type of pageTypes()) {
        if (type.alike) continue;
        await page.goto(await address(type), { waitUntil: "load" });
        said[`${type.portal.name} ${type.path}`] = await page.locator("body").innerText();
      }
    });
    return said;
  };
  const without = await words(false);
  assert.deepEqual(without, await words(true));
  for (const [path, text] of Object.entries(without)) assert.ok(text.length > 100, `${path} is empty`);
});

test("the portal opens from a disk: home, offices, office, reply, and back", async () => {
  const { folder } = sample();
  const root = pathToFileURL(folder).href;
  await withPage({ ...DESK, once: true }, async (page) => {
    const asked = [];
    const errors = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("requestfailed", (request) => errors.push(request.url()));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(error.message));

    await page.goto(pathToFileURL(join(folder, "index.html")).href);
    const styled = () => page.evaluate(() => getComputedStyle(document.querySelector(".sitenav")).borderTopStyle);
    assert.equal(await styled(), "solid", "the style sheet is found");
    await page.getByRole("navigation").getByRole("link", { name: "单位", exact: true }).click();
    await page.locator("main").getByRole("link", { name: OFFICE, exact: true }).click();
    await page.locator("a.row-title").first().click();
    assert.ok(page.url().startsWith(`${root}/replies/`), page.url());
    assert.equal(await styled(), "solid", "the style sheet is found from a folder below");
    assert.ok(await page.locator(".text p").first().isVisible());
    await page.locator(".brand a").click();
    assert.equal(page.url(), `${root}/index.html`);

    assert.deepEqual(errors, []);
    assert.deepEqual(asked.filter((url) => !url.startsWith(`${root}/`)), [], "nothing outside the folder");
  });
});

test("contents lead to every heading of a reply, in order and by its words", async () => {
  let checked = 0;
  await withPage(DESK, async (page) => {
    for (const portal of [sample(), edge()]) {
      const server = await served(portal);
      await page.goto(server.url(""));
      const replies = portal.files.filter((file) => file.startsWith("replies/") && portal.read(file).includes('class="contents"'));
      for (const path of replies) {
        const { links, headings } = await page.evaluate(async (path) => {
          const parsed = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
          const plain = (element) => (element.textContent ?? "").replace(/[\s：:。.]+$/u, "").replace(/\s+/g, "");
          const all = (selector) => [...parsed.querySelectorAll(selector)];
          return {
            links: all("nav.contents a").map((link) => [link.getAttribute("href").slice(1), plain(link)]),
            headings: all(".text :is(h2, h3, h4, h5, [role=heading])").map((heading) => [heading.id, plain(heading)]),
          };
        }, path);
        assert.deepEqual(links, headings, path);
        assert.ok(links.length > 0, path);
        checked += 1;
      }
    }
  });
  assert.ok(checked > 10, `${checked} replies with contents`);
});

/** Whether a place begins within the window. */
function inView(place) {
  return place.evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  });
}
