// `offline = true`: what was read stays readable when the server is gone, and what is new is seen when it is back.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { BASE, DESK, PHONE, ROOT, atEnd, dafu, folder, withPage } from "./portal.mjs";
import { PLAIN, SCHEMES, audit, carryAxe, outline, outlineFaults, tooWide, unfilledWords } from "./looks.mjs";
import { serve } from "./server.mjs";

const REPLY = "replies/jc/2024-zjj-cppcc-5-3-027.html";
const OTHER = "replies/zj/2024-zjj-npc-8-3-0115.html";
let sites = 0;

/** A portal of its own, served on a port that it comes back to. */
async function start(offline = "true") {
  const site = join(folder(), `offline-${++sites}`);
  cpSync(join(ROOT, "content"), join(site, "content"), { recursive: true });
  const settings = readFileSync(join(ROOT, "dafu.toml"), "utf8");
  const output = join(site, "public");
  const build = (/** @type {string} */ offline) => {
    writeFileSync(join(site, "dafu.toml"), `offline = ${offline}\n${settings}`);
    execFileSync(dafu(), ["build", site], { stdio: ["ignore", "ignore", "pipe"] });
  };
  build(offline);
  let server = await serve(output, BASE);
  const { port } = server;
  atEnd(() => server.close());
  return {
    site,
    output,
    build,
    url: server.url,
    pace: (/** @type {number} */ delay) => (server.pace.delay = delay),
    cut: () => server.close(),
    async mend() {
      server = await serve(output, BASE, port);
    },
  };
}

/** Opens a page once the worker stands between it and the server. */
async function ready(page, url) {
  await page.goto(url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
  });
}

/** Waits until the worker keeps a page, with these words in it. */
async function keeps(page, url, words = "") {
  for (const end = Date.now() + 30_000; ; await new Promise((done) => setTimeout(done, 50))) {
    const found = await page.evaluate(
      async ([url, words]) => {
        for (const name of await caches.keys()) {
          const page = await (await caches.open(name)).match(url);
          if (page && (await page.text()).includes(words)) return true;
        }
        return false;
      },
      [url, words],
    );
    if (found) return;
    assert.ok(Date.now() < end, `${url} is not kept`);
  }
}

/** Waits until the worker has put away all that was fetched: it answers first, and keeps after that. */
async function settled(page) {
  const count = () => page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().length;
  });
  for (let before = -1, quiet = 0; quiet < 10; ) {
    const now = await count();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await page.waitForTimeout(200);
  }
}

const kept = (page) => page.evaluate(async () => [(await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]);
const results = (page) => page.locator(".results li");
const styled = (page) => page.evaluate(() => getComputedStyle(document.querySelector("h1")).textAlign);
const search = (portal, q) => portal.url("search/index.html?" + new URLSearchParams({ q }));

test("with the server gone, what was visited is readable and searched again; what was not says so and leads to what is there", async () => {
  const portal = await start();
  await withPage({ ...DESK, once: true }, async (page) => {
    await ready(page, portal.url("index.html"));
    await page.goto(portal.url(REPLY));
    const words = await page.locator(".text").innerText();
    await page.goto(search(portal, "“加装电梯”"));
    await results(page).first().waitFor();
    const found = await page.locator("#search-results").innerHTML();
    await keeps(page, portal.url("search/index.html"));
    await settled(page);
    await portal.cut();

    await page.goto(portal.url(REPLY));
    assert.equal(await page.locator(".text").innerText(), words);
    assert.equal(await styled(page), "center");
    await page.reload();
    assert.equal(await page.locator(".text").innerText(), words);
    await page.goto(search(portal, "“加装电梯”"));
    await results(page).first().waitFor();
    assert.equal(await page.locator("#search-results").innerHTML(), found);
    await page.goto(search(portal, "从来没有检索过的渔船"));
    await page.waitForFunction(() => /没有连上服务器/.test(document.querySelector("#search-count")?.textContent ?? ""));
    await page.goto(portal.url("index.html"));
    assert.equal(await styled(page), "center", "the page that brought the worker");

    const response = await page.goto(portal.url(OTHER));
    assert.equal(response.status(), 503);
    assert.equal(page.url(), portal.url(OTHER), "so that trying again asks for the same page");
    assert.equal(await page.locator("h1").innerText(), "现在没有网络");
    assert.equal(await styled(page), "center");
    assert.ok(await page.locator(".visited").isVisible());
    assert.equal(await page.locator(".visited a").count(), 3);
    await page.locator(".visited a", { hasText: "关于" }).first().click();
    assert.equal(page.url(), portal.url(REPLY));
    await page.goBack();
    await portal.mend();
    await page.locator("[data-again]").click();
    await page.locator(".text").waitFor();
    assert.equal(page.url(), portal.url(OTHER));
  });
});

test("a new build is seen as soon as the server is back, and an old search page never reads its files", async () => {
  const portal = await start();
  await withPage({ ...DESK, once: true }, async (page) => {
    await ready(page, portal.url("index.html"));
    await page.goto(search(portal, "加装电梯"));
    await results(page).first().waitFor();
    await settled(page);
    await page.goto(portal.url(REPLY));
    await keeps(page, portal.url(REPLY));
    await settled(page);
    await portal.cut();
    await page.reload();
    await page.locator(".text").waitFor();

    const document = join(portal.site, "content/2024/zjj-cppcc-5-3-027.txt");
    writeFileSync(document, readFileSync(document, "utf8").replace("加装电梯", "加装电梯和无障碍坡道"));
    portal.build("true");
    // Still cut: the old page searches the old files.
    await page.goto(search(portal, "加装电梯"));
    await results(page).first().waitFor();
    assert.doesNotMatch(await page.locator("#search-results").innerText(), /无障碍坡道/);
    await portal.mend();
    await page.goto(portal.url(REPLY));
    assert.match(await page.locator("main").innerText(), /加装电梯和无障碍坡道/);
    await page.goto(search(portal, "“加装电梯和无障碍坡道”"));
    await results(page).first().waitFor();
    // And what is kept now is the new build's.
    await settled(page);
    await portal.cut();
    await page.goto(search(portal, "“加装电梯和无障碍坡道”"));
    await results(page).first().waitFor();
  });
});

test("a server that hardly answers is not waited for long where an older copy is there, and the next visit sees the new one", async () => {
  const portal = await start();
  await withPage({ ...DESK, once: true }, async (page) => {
    await ready(page, portal.url("index.html"));
    await page.goto(portal.url(REPLY));
    await keeps(page, portal.url(REPLY));
    const file = join(portal.output, REPLY);
    writeFileSync(file, readFileSync(file, "utf8").replace(/<h1[^>]*>/, "$&改过的"));
    portal.pace(6000);
    await page.goto(portal.url(REPLY));
    assert.doesNotMatch(await page.locator("h1").innerText(), /改过的/);
    assert.equal(await styled(page), "center", "its style comes from where the page does");
    portal.pace(0);
    await keeps(page, portal.url(REPLY), "改过的");
    await page.reload();
    assert.match(await page.locator("h1").innerText(), /改过的/);
  });
});

for (const [how, setting, asks] of [
  ["`offline = \"remove\"`", '"remove"', false],
  ["without the setting", "false", true],
]) {
  test(`a portal that once had the worker gets rid of it and of what it kept: ${how}`, async () => {
    const portal = await start();
    await withPage({ ...DESK, once: true }, async (page) => {
      await ready(page, portal.url("index.html"));
      await page.goto(portal.url(REPLY));
      await keeps(page, portal.url(REPLY));
      portal.build(setting);
      assert.doesNotMatch(readFileSync(join(portal.output, "index.html"), "utf8"), /offline\.js/);
      const session = await page.context().newCDPSession(page);
      const stop = async () => {
        for (const step of ["enable", "stopAllWorkers", "disable"]) await session.send(`ServiceWorker.${step}`);
        await page.waitForTimeout(500);
      };
      for (let visit = 0; String(await kept(page)) !== "0,0"; visit++) {
        assert.ok(visit < 10, `${await kept(page)} caches and workers are still there`);
        // A worker does not ask often whether it is wanted, and this one has asked: whoever comes back later meets a new one.
        if (asks) await stop();
        await page.goto(portal.url(REPLY));
        // The browser looks for a new worker when the old one has had a second of rest.
        await page.waitForTimeout(4000);
      }
      // The page that is open still speaks through the worker that went, and wakes it: it keeps nothing any more.
      await stop();
      await page.evaluate(() => fetch(document.querySelector('link[rel="stylesheet"]').href));
      await page.waitForTimeout(1000);
      assert.equal(String(await kept(page)), "0,0");
      await portal.cut();
      await assert.rejects(page.goto(portal.url(REPLY)), /ERR_CONNECTION_REFUSED/);
    });
  });
}

test("without the setting there is no worker, and no page speaks of one", async () => {
  const portal = await start("false");
  for (const file of ["sw.js", "offline.html", "assets/offline.js"]) assert.ok(!existsSync(join(portal.output, file)), file);
  await withPage({ ...DESK, once: true }, async (page) => {
    await page.goto(portal.url("index.html"));
    assert.deepEqual(await kept(page), [0, 0]);
  });
});

test("the page for what was not visited is as well made as the others", async () => {
  const portal = await start();
  await withPage({ ...PHONE, once: true }, async (page) => {
    await carryAxe(page);
    await ready(page, portal.url("index.html"));
    await page.goto(portal.url(REPLY));
    await keeps(page, portal.url(REPLY));
    await portal.cut();
    await page.goto(portal.url(OTHER));
    assert.deepEqual(outlineFaults(await outline(page)), []);
    assert.deepEqual(await page.evaluate(unfilledWords), []);
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      assert.deepEqual(await page.evaluate(tooWide), [], `${width} px`);
    }
    for (const [, scheme] of [["light", PLAIN], ...SCHEMES]) {
      await page.emulateMedia(scheme);
      assert.deepEqual(await audit(page), []);
    }
  });
});
