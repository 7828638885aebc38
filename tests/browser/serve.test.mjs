// `dafu serve`: what is changed is seen in the open page, and so is what is wrong.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { DESK, ROOT, atEnd, dafu, folder, withPage } from "./portal.mjs";

/** Whoever waits for a page that never comes waits this long. */
const PATIENCE = 60_000;

/** A copy of the sample site without themes of its own, with these settings before its own, and dafu serving it on a free port. */
async function start(name, settings = "") {
  const site = join(folder(), name);
  for (const part of ["content", "dafu.toml"]) cpSync(join(ROOT, part), join(site, part), { recursive: true });
  if (settings) writeFileSync(join(site, "dafu.toml"), `${settings}\n${readFileSync(join(site, "dafu.toml"), "utf8")}`);
  const child = spawn(dafu(), ["serve", site, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  const ended = once(child, "exit");
  atEnd(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  });
  let said = "";
  const url = await new Promise((found, fail) => {
    const listen = (chunk) => {
      said += chunk;
      const address = said.match(/Serving on (http:\S+)/);
      if (address) found(address[1]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    ended.then(() => fail(new Error(`dafu serve ended: ${said}`)));
  });
  const file = (path) => join(site, path);
  return {
    url,
    child,
    ended,
    read: (path) => readFileSync(file(path), "utf8"),
    write(path, text) {
      mkdirSync(dirname(file(path)), { recursive: true });
      writeFileSync(file(path), text);
    },
    move: (from, to) => renameSync(file(from), file(to)),
  };
}

/** Waits until the page shows these words: it must load itself anew, for nobody else does. */
async function shows(page, words) {
  const began = performance.now();
  await page.waitForFunction((words) => document.body?.innerText.includes(words), words, { timeout: PATIENCE, polling: 20 });
  return Math.round(performance.now() - began);
}

/** A reply of the sample site in plain text, with front matter before it where a test wants some. */
const REPLY = "content/2024/zjj-cppcc-5-3-027.txt";

test("an open page follows every change: new text, errors with file and line, and back", async (t) => {
  const { url, read, write, move } = await start("serve-site");
  const original = read(REPLY);
  const settings = read("dafu.toml");
  await withPage({ ...DESK, once: true }, async (page) => {
    await page.goto(`${url}replies/jc/2024-zjj-cppcc-5-3-027.html`);
    const paragraph = (await page.locator(".text > p").nth(1).innerText()).slice(0, 12);
    assert.ok(original.includes(paragraph), `“${paragraph}” is in the document`);
    const address = page.url();

    await t.test("an edited text", async (t) => {
      write(REPLY, original.replace(paragraph, `刚刚改过的文字。${paragraph}`));
      t.diagnostic(`the edit was seen after ${await shows(page, "刚刚改过的文字")} ms`);
      assert.equal(page.url(), address);
      write(REPLY, original);
      await page.waitForFunction(() => !document.body.innerText.includes("刚刚改过的文字"), null, { timeout: PATIENCE });
    });

    await t.test("an unknown key in front matter, and its mending", async (t) => {
      write(REPLY, `+++\nkind = "proposal"\nagancy = "澜汀市住房和城乡建设局"\n+++\n${original}`);
      t.diagnostic(`the error was seen after ${await shows(page, "The build failed")} ms`);
      const said = await page.locator("pre").innerText();
      assert.match(said, new RegExp(`${REPLY.replaceAll(".", "\\.")}:3:1`), "file, line and column");
      assert.match(said, /agancy/);
      assert.match(said, /did you mean `agency`/);
      assert.equal((await fetch(address)).status, 500);
      assert.equal((await fetch(`${url}assets/style.css`)).status, 200, "what is no page is as it was");
      write(REPLY, original);
      t.diagnostic(`the mended page was seen after ${await shows(page, paragraph)} ms`);
      assert.equal(page.url(), address);
    });

    await t.test("an unknown key in dafu.toml, and its mending", async (t) => {
      const broken = settings.replace(/^organizer/m, "organiser");
      assert.notEqual(broken, settings);
      const line = broken.split("\n").findIndex((line) => line.startsWith("organiser")) + 1;
      write("dafu.toml", broken);
      t.diagnostic(`the error was seen after ${await shows(page, "The build failed")} ms`);
      const said = await page.locator("pre").innerText();
      assert.match(said, new RegExp(`dafu\\.toml:${line}:1`), "file, line and column");
      assert.match(said, /did you mean `organizer`/);
      write("dafu.toml", settings.replace(/^title = "[^"]*"/m, 'title = "换了名字的网站"'));
      t.diagnostic(`the mended page was seen after ${await shows(page, "换了名字的网站")} ms`);
      await shows(page, paragraph);
    });

    await t.test("a theme whose folder was not there at the start", async () => {
      write("themes/own/i18n/zh-CN.toml", 'nav_home = "起点"\n');
      write("dafu.toml", settings.replace(/^theme = .*$/m, 'theme = "own"'));
      await shows(page, "起点");
      write("themes/own/i18n/zh-CN.toml", 'nav_home = "大门"\n');
      await shows(page, "大门");
      write("dafu.toml", settings);
      await shows(page, "首页");
    });

    await t.test("a content folder that was taken away and put back", async () => {
      move("content", "aside");
      await shows(page, "The build failed");
      move("aside", "content");
      await shows(page, paragraph);
      write(REPLY, original.replace(paragraph, `又改过的文字。${paragraph}`));
      await shows(page, "又改过的文字");
    });

    await t.test("what is not there is the portal's own page for it", async () => {
      const response = await fetch(`${url}no/such/page.html`);
      assert.equal(response.status, 404);
      assert.match(await response.text(), /没有这个页面/);
      assert.equal(response.headers.get("cache-control"), "no-store");
    });
  });
});

test("Ctrl-C ends it while a page is open, and the port is refused while it is taken", async () => {
  const { url, child, ended } = await start("serve-end");
  await withPage({ ...DESK, once: true }, async (page) => {
    await page.goto(url);
    // The page holds a stream by which it hears of changes.
    await page.waitForFunction(() => document.readyState === "complete");
    const port = new URL(url).port;
    const second = spawn(dafu(), ["serve", join(folder(), "serve-end"), "--port", port], { stdio: ["ignore", "ignore", "pipe"] });
    atEnd(() => second.exitCode === null && second.kill("SIGKILL"));
    let said = "";
    second.stderr.on("data", (chunk) => (said += chunk));
    assert.deepEqual(await once(second, "close"), [1, null]);
    assert.match(said, new RegExp(`cannot serve on port ${port}[^]*--port`));

    child.kill("SIGINT");
    assert.deepEqual(await ended, [0, null]);
  });
});

test("a site that may be read offline is served without its service worker: whoever writes sees what is", async () => {
  const { url } = await start("serve-offline", "offline = true");
  await withPage({ ...DESK, once: true }, async (page) => {
    await page.goto(url);
    assert.equal(await page.locator("script[src$='offline.js']").count(), 1);
    assert.equal((await fetch(`${url}sw.js`)).status, 404);
    await page.reload({ waitUntil: "load" });
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  });
});
