// Reading without anything but HTML and CSS: no script, no server, no screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { DESK, PHONE, address, edge, pageTypes, sample, served, withPage } from "./portal.mjs";

/** The office by which a page is looked for. */
const OFFICE = "澜汀市住房和城乡建设局";

test("every kind of page says the same with and without JavaScript", async () => {
  const words = async (javaScriptEnabled) => {
    const said = {};
    await withPage({ ...PHONE, javaScriptEnabled }, async (page) => {
      for (const type of pageTypes()) {
        if (type.alike) continue;
        await page.goto(await address(type), { waitUntil: "load" });
        // How one likes to read, and what is copied by a press, need a script.
        await page.evaluate(() => document.querySelectorAll(".settings, .take button").forEach((element) => element.remove()));
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
    // A click waits for the page to come, and not for its style sheet.
    await page.waitForLoadState();
    assert.equal(await styled(), "solid", "the style sheet is found from a folder below");
    assert.ok(await page.locator(".text p").first().isVisible());
    await page.locator(".brand a").click();
    await page.waitForURL(`${root}/index.html`);

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
      const replies = portal.files.filter((file) => /^replies\/.*\.html$/.test(file) && portal.read(file).includes('class="contents"'));
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
