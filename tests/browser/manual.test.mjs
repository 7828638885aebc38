// The manual, as somebody uses it who has never seen dafu: from the home page to a page and on, by the search, on a phone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { audit, carryAxe } from "./looks.mjs";
import { DESK, PHONE, ROOT, dafu, folder, served, withPage } from "./portal.mjs";

/** The portal of a manual. */
function manual(language) {
  const site = join(folder(), `manual-${language}`);
  for (const part of ["content", "dafu.toml"]) cpSync(join(ROOT, "docs", language, part), join(site, part), { recursive: true });
  execFileSync(dafu(), ["build", site], { stdio: ["ignore", "ignore", "pipe"] });
  return { folder: join(site, "public") };
}

const manuals = { en: manual("en"), zh: manual("zh") };
const replies = (portal) => readdirSync(join(portal.folder, "replies"), { recursive: true }).map(String).filter((name) => name.endsWith(".html"));

for (const [language, portal] of Object.entries(manuals)) {
  test(`every link of the manual (${language}) leads to a page that is there`, () => {
    let links = 0;
    for (const path of ["index.html", ...replies(portal).map((name) => `replies/${name}`)]) {
      const html = readFileSync(join(portal.folder, path), "utf8");
      const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map((found) => found[1]));
      for (const [, href] of html.matchAll(/<a [^>]*href="([^"]*)"/g)) {
        if (/^https?:/.test(href)) continue;
        const [file, anchor] = href.split("#");
        const target = join(portal.folder, dirname(path), decodeURIComponent(file));
        if (file) assert.ok(existsSync(target), `${path} leads to ${href}`);
        else assert.ok(ids.has(decodeURIComponent(anchor)), `${path} leads to ${href}`);
        links += 1;
      }
    }
    assert.ok(links > 500, `${links} links`);
  });

  for (const [kind, device] of Object.entries({ desk: DESK, phone: PHONE })) {
    test(`at the ${kind}, the manual (${language}) is read without a fault: home, tutorial, reference, search`, async () => {
      const server = await served(portal);
      await withPage({ ...device, once: true }, async (page) => {
        await carryAxe(page);
        const fine = async () => {
          assert.deepEqual(await audit(page), [], page.url());
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
        };
        await page.goto(server.url("index.html"));
        await fine();
        const follow = async (link, name) => {
          await page.locator(link).click();
          await page.waitForURL(new RegExp(`/${name}\\.html`));
        };
        await follow('.home-text a[href*="first-portal"]', "first-portal");
        assert.match(await page.locator("h1").last().innerText(), language === "en" ? /portal/i : /网站/);
        await fine();
        await follow('.text a[href*="host-nginx"]', "host-nginx");
        assert.match(await page.locator("h1").last().innerText(), /nginx/);
        await page.goto(server.url("index.html"));
        await follow('.home-text a[href*="/settings"]', "settings");
        assert.match(await page.locator(".text table").first().innerText(), /base_url/);
        await fine();
      });
    });
  }

  test(`a phrase finds its page in the manual (${language}), which says nothing of offices and dates`, async () => {
    const phrase = language === "en" ? '"Every key of dafu.toml with its default"' : "“一个都不写也行”";
    const server = await served(portal);
    await withPage({ ...DESK, once: true }, async (page) => {
      await page.goto(server.url("index.html"));
      await page.locator("#q").fill(phrase);
      await page.locator("#q").press("Enter");
      const first = page.locator("#search-results .row-title").first();
      await first.waitFor();
      assert.match(await first.innerText(), /dafu\.toml/);
      const said = await page.locator("main").innerText();
      assert.doesNotMatch(said, /未载明|not stated/i);
      await first.click();
      await page.waitForURL(/settings/);
      assert.match(await page.locator("h1").last().innerText(), /dafu\.toml/);
    });
  });
}
