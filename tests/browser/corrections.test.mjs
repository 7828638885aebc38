// What was published stays: the stories of the design that are of corrections, withdrawals, renamed offices and old addresses.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { spread } from "../../themes/default/search/bundle.js";
import { tooWide } from "./looks.mjs";
import { DESK, PHONE, dafu, folder, served, withPage } from "./portal.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const OLD = "去年全市接待游客四十二万人次，同比增长百分之六，其中过夜游客九万人次。";
const NEW = "去年全市接待游客三十四万人次，同比增长百分之六，其中过夜游客九万人次。";

/** A reply as an office writes it. */
function reply(id, { office = "澜汀市旅游局", date = "2024-05-06", matter = "发展旅游", paragraph = OLD, front = "" } = {}) {
  const [year, month, day] = date.split("-").map(Number);
  return `+++\nid = "${id}"\nissued = ${date}\n${front}\n+++\n关于${matter}提案的答复\n\n王平委员：\n\n您提出的《关于${matter}的提案》收悉。现答复如下：\n\n一、基本情况\n\n${paragraph}\n\n二、今后安排\n\n下一步将会同有关部门，继续做好${matter}的各项工作。\n\n${office}\n\n${year}年${month}月${day}日\n`;
}

/** A site in a folder of its own; `write` changes it, `build` gives its portal. */
function site(name) {
  const root = join(folder(), name);
  const write = (files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  const build = (output = "public") => {
    execFileSync(dafu(), ["build", root, "--output", join(root, output)], { stdio: ["ignore", "ignore", "pipe"] });
    return { folder: join(root, output), read: (path) => readFileSync(join(root, output, path), "utf8") };
  };
  const check = () => spawnSync(dafu(), ["check", root, "--against", join(root, "dafu.lock")], { encoding: "utf8" });
  return { root, write, build, check };
}

/** What stands highlighted, and whether it is in the window. */
function target() {
  const found = document.querySelector(":target");
  const box = found?.getBoundingClientRect();
  return found && box && {
    text: found.textContent,
    inView: box.top >= 0 && box.top < innerHeight,
    set: getComputedStyle(found).backgroundColor !== getComputedStyle(document.body).backgroundColor,
  };
}

/** What axe finds on a page, which must be one with scripts. */
async function faults(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => (await globalThis.axe.run()).violations.map((one) => `${one.id}: ${one.nodes[0].html}`));
}

test("story 5: a journalist cites a paragraph, the reply is corrected, and the old link says so and shows both texts", async () => {
  const { write, build, check } = site("story-5");
  write({ "dafu.toml": `base_url = "https://dafu.example/"\n`, "content/a.md": reply("tourism") });
  const server = await served(build(), "/");
  let cited = "";
  await withPage({ ...DESK, once: true }, async (page) => {
    await page.goto(server.url("replies/8h/tourism.html"));
    const link = page.locator(".text p", { hasText: OLD }).locator("a.plink");
    cited = (await link.getAttribute("href")) ?? "";
    assert.match(cited, /^#p[0-9a-z]{8}$/);
  });

  // Who corrects the text and says nothing of it is stopped.
  write({ "content/a.md": reply("tourism", { paragraph: NEW }) });
  const stopped = check();
  assert.equal(stopped.status, 1);
  assert.ok(stopped.stderr.includes("anchor-gone") && stopped.stderr.includes(cited.slice(0, 6)), stopped.stderr);

  const front = `aliases = ["older"]\n[[revisions]]\ndate = 2024-07-01\nreason = "原文误将两个数字写颠倒，经核对后更正。"\nbefore = "${OLD}"`;
  write({ "content/a.md": reply("tourism", { paragraph: NEW, front }) });
  build();
  assert.equal(check().status, 0);

  for (const kind of [{ ...PHONE, javaScriptEnabled: false }, DESK]) {
    await withPage({ ...kind, once: true }, async (page) => {
      await page.goto(server.url(`replies/8h/tourism.html${cited}`));
      const found = await page.evaluate(target);
      assert.ok(found?.inView && found.set, `the old link leads to something that is seen: ${JSON.stringify(found)}`);
      for (const words of ["2024年7月1日更正", "原文误将两个数字写颠倒", "更正前", "更正后"]) assert.ok(found.text.includes(words), `it says “${words}”`);
      const pair = page.locator(".pair:target");
      const spoken = await pair.ariaSnapshot();
      for (const words of ["deletion: 删去 四十二", "insertion: 增加 三十四"]) assert.ok(spoken.includes(words), `“${words}” is heard in\n${spoken}`);
      const [was, is] = await pair.locator("dd").evaluateAll((sides) => sides.map((side) => {
        const copy = side.cloneNode(true);
        copy.querySelectorAll(".offscreen, a").forEach((part) => part.remove());
        return copy.textContent.trim();
      }));
      assert.deepEqual([was, is], [OLD, NEW], "both texts are whole");
      assert.deepEqual(await page.evaluate(tooWide), []);

      // From there to the text as it is, and back.
      await pair.getByRole("link", { name: "见正文" }).click();
      const now = await page.evaluate(target);
      assert.ok(now?.inView && now.text.startsWith(NEW), JSON.stringify(now));
      const note = page.locator(":target + .revised");
      assert.equal((await note.innerText()).trim(), "2024年7月1日更正");
      await note.getByRole("link").click();
      assert.equal(new URL(page.url()).hash, cited);
    });
  }

  await withPage({ ...DESK, once: true }, async (page) => {
    await page.goto(server.url(`replies/8h/tourism.html${cited}`));
    assert.deepEqual(await faults(page), []);
    // Counted as in the document: the notes are no paragraphs.
    const label = await page.locator(".text p", { hasText: NEW }).locator("a.plink").getAttribute("aria-label");
    assert.match(label ?? "", /第 3 段/);
    await page.emulateMedia({ media: "print" });
    for (const side of await page.locator(".pair dd").all()) assert.ok(await side.isVisible(), "both are printed");
    // The order of reading: date and reason, then what was, then what is.
    const order = await page.locator(".pair").innerText();
    assert.ok(order.indexOf("更正前") > order.indexOf("原文误将") && order.indexOf("更正后") > order.indexOf("更正前"), order);
  });
});

test("the old link holds through a change of the address too, with scripts to the paragraph, without them to the page", async () => {
  const { write, build } = site("story-5-moved");
  const front = `aliases = ["older", "art/2021/3/5/art_123.html"]`;
  write({ "content/a.md": reply("tourism", { front }) });
  const server = await served(build());
  const anchor = await withPage({ ...DESK, once: true }, async (page) => {
    await page.goto(server.url("replies/8h/tourism.html"));
    return (await page.locator(".text p", { hasText: OLD }).getAttribute("id")) ?? "";
  });
  for (const old of ["replies/4s/older.html", "art/2021/3/5/art_123.html"]) {
    await withPage({ ...DESK, once: true }, async (page) => {
      await page.goto(server.url(`${old}#${anchor}`));
      await page.waitForURL(`**/replies/8h/tourism.html#${anchor}`);
      assert.ok((await page.evaluate(target))?.inView);
      // Back leads to where one came from, not to the page that leads on.
      assert.equal(await page.evaluate(() => history.length), 2);
    });
    await withPage({ ...PHONE, javaScriptEnabled: false, once: true }, async (page) => {
      await page.goto(server.url(`${old}#${anchor}`));
      await page.waitForURL("**/replies/8h/tourism.html");
      assert.match(await page.locator("h1").innerText(), /发展旅游/);
    });
  }
  // The page itself, where nothing leads on from it.
  await withPage({ ...PHONE, once: true }, async (page) => {
    await page.route("**/moved.js", (route) => route.abort());
    await page.goto(server.url("replies/4s/older.html"));
    assert.deepEqual(await faults(page), []);
  });
  // Where neither scripts nor refreshes work there is a link.
  await withPage({ ...PHONE, javaScriptEnabled: false, once: true }, async (page) => {
    const html = readFileSync(join(folder(), "story-5-moved/public/replies/4s/older.html"), "utf8").replace(/<noscript>.*<\/noscript>/, "");
    await page.route("**/older.html", (route) => route.fulfill({ body: html, contentType: "text/html" }));
    await page.goto(server.url("replies/4s/older.html"));
    assert.deepEqual(await page.evaluate(tooWide), []);
    await page.getByRole("link").click();
    await page.waitForURL("**/replies/8h/tourism.html");
  });
});

test("story 10: a reply is withdrawn, an office renamed and the site moved below a path: old links work or show a notice, the rest stays", async () => {
  const { write, build, check } = site("story-10");
  const settings = (base, more = "") => `title = "澜汀答复"\nbase_url = "${base}"\n[site]\nid_code = "1234567890"\n${more}`;
  const before = "https://dafu.example/";
  const after = "https://dafu.example/a/b/";
  write({
    "dafu.toml": settings(before),
    "content/withdrawn.md": reply("withdrawn", { office: "澜汀市教育局", date: "2024-09-01", matter: "校车安全", paragraph: "全市现有校车一百二十辆。" }),
    "content/between.md": reply("between", { office: "澜汀市教育局", date: "2023-09-01", matter: "课后托管", paragraph: "全市已有八十所学校开展。" }),
    "content/tourism.md": reply("tourism", { date: "2022-05-06" }),
    "content/steady.md": reply("steady", { office: "澜汀市水务局", date: "2021-05-06", matter: "饮水安全", paragraph: "全市供水管网更新六十公里。" }),
    "content/oldest.md": reply("oldest", { office: "澜汀市水务局", date: "2020-05-06", matter: "河道治理", paragraph: "治理河道三条。" }),
  });
  const first = build("first");
  const firstServer = await served(first, "/");
  /** What people have linked to. */
  let links = [];
  await withPage({ ...DESK, once: true }, async (page) => {
    for (const [index, name] of [["agencies/index.html", "澜汀市旅游局"], ["agencies/index.html", "澜汀市教育局"], ["years/index.html", "2024 年"]]) {
      await page.goto(firstServer.url(index));
      await page.locator("main").getByRole("link", { name, exact: true }).click();
      links.push({ name, path: new URL(page.url()).pathname.slice(1) });
    }
    for (const id of ["withdrawn", "tourism", "steady"]) {
      await page.goto(firstServer.url(`replies/${spread(id)}.html`));
      const hash = await page.locator(".text p a.plink").nth(2).getAttribute("href");
      links.push({ name: id, path: `replies/${spread(id)}.html${hash}` });
    }
  });

  write({
    "dafu.toml": settings(after, `[renamed]\n"澜汀市旅游局" = "澜汀市文化和旅游局"\n`),
    "content/withdrawn.md": reply("withdrawn", { front: `status = "withdrawn"\nwithdrawn = { date = 2024-10-01, reason = "含有不宜公开的信息" }` }),
  });
  const second = build("second");
  assert.equal(check().status, 0, check().stderr);
  const server = await served(second, "/a/b/");
  for (const scripts of [true, false]) {
    await withPage({ ...DESK, javaScriptEnabled: scripts, once: true }, async (page) => {
      const shown = {};
      for (const { name, path } of links) {
        const answer = await page.goto(server.url(path));
        assert.equal(answer?.status(), 200, path);
        if (name === "澜汀市旅游局") await page.waitForURL((url) => !url.pathname.endsWith(path));
        if (scripts) assert.deepEqual(await faults(page), [], path);
        shown[name] = { text: await page.locator("main").innerText(), target: await page.evaluate(target) };
      }
      assert.match(shown["澜汀市旅游局"].text, /澜汀市文化和旅游局[\s\S]*含更名前的澜汀市旅游局[\s\S]*发展旅游/);
      assert.match(shown["澜汀市教育局"].text, /课后托管/);
      assert.match(shown["2024 年"].text, /这个列表现在没有答复/);
      assert.match(shown.withdrawn.text, /2024年10月1日撤回[\s\S]*含有不宜公开的信息/);
      assert.doesNotMatch(shown.withdrawn.text, /校车/);
      assert.match(shown.tourism.text, /澜汀市旅游局（现澜汀市文化和旅游局）/);
      for (const id of ["tourism", "steady"]) assert.ok(shown[id].target?.inView, `the paragraph of ${id} is found`);
    });
  }
  // What nothing of this touches is the same, but for the prefix.
  for (const path of ["replies/c4/steady.html", "replies/kc/oldest.html", "replies/c4/steady.json", "replies/c4/steady.md"]) {
    assert.equal(first.read(path).replaceAll(before, after), second.read(path), path);
  }
});
