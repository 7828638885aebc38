// Browsing: from the home page to a reply, by office, member, year, session, topic and outcome.

import assert from "node:assert/strict";
import { test } from "node:test";

import { tooWide } from "./looks.mjs";
import { DESK, PHONE, edge, own, sample, served, withPage } from "./portal.mjs";

/** The replies that a list shows, over all of its pages. */
async function listed(page, server, path) {
  const found = [];
  for (let next = path; next; ) {
    await page.goto(server.url(next));
    found.push(...(await page.locator("main .rows .row-title").evaluateAll((links) => links.map((link) => link.href.replace(/.*\//, "")))));
    next = await page.locator('main a[rel="next"]').evaluateAll((links, root) => links.map((link) => link.href.slice(root.length))[0], server.url(""));
  }
  return found;
}

const reply = (kind, askers, date, more = "") =>
  `---\nkind: ${kind}\naskers: [${askers}]\nagency: 澜汀市民政局\nissued: ${date}\n${more}---\n# 关于一件事的答复\n\n各位：\n\n已经照办。\n`;

/** 王平 is a committee member who asked twice alone and once with others, and a deputy who asked once. */
const namesakes = () =>
  own("namesakes", {
    "content/a.md": reply("proposal", "王平", "2023-03-01"),
    "content/b.md": reply("proposal", "王平", "2024-03-01"),
    "content/joint.md": reply("proposal", "单立人, 王平, 王平, 李静", "2024-04-01"),
    "content/deputy.md": reply("suggestion", "王平", "2024-05-01"),
    "content/other.md": reply("proposal", "李静", "2024-06-01"),
  });

test("story 8: a member's page lists every proposal; a joint one counts once; namesakes of different bodies stay apart", async () => {
  const server = await served(namesakes());
  await withPage({ ...PHONE, javaScriptEnabled: false }, async (page) => {
    await page.goto(server.url("index.html"));
    await page.getByRole("navigation").getByRole("link", { name: "委员代表", exact: true }).tap();
    await page.waitForURL(/members\/index\.html$/);
    const same = page.locator(".entries li", { hasText: "王平" });
    assert.deepEqual(
      (await same.allTextContents()).map((text) => text.replace(/\s+/g, " ").trim()).sort(),
      ["王平 人大代表 1", "王平 政协委员 3"],
      "the two are told apart, and counted apart",
    );
    const href = (body) => same.filter({ hasText: body }).getByRole("link").evaluate((link, root) => link.href.slice(root.length), server.url(""));
    const [member, deputy] = [await href("政协委员"), await href("人大代表")];
    assert.notEqual(member, deputy);
    assert.deepEqual(await listed(page, server, member), ["joint.html", "b.html", "a.html"], "every proposal, the newest first, the joint one once");
    assert.match(await page.locator(".intro").first().textContent(), /政协委员 · 3 篇/);
    assert.deepEqual(await listed(page, server, deputy), ["deputy.html"]);

    // The joint proposal leads to each who made it, and stands on each one's page.
    await page.goto(server.url("replies/9b/joint.html"));
    const askers = await page.locator(".f-askers a").evaluateAll((links, root) => [...new Set(links.map((link) => link.href.slice(root.length)))], server.url(""));
    assert.equal(askers.length, 3);
    for (const asker of askers) assert.equal((await listed(page, server, asker)).filter((path) => path === "joint.html").length, 1, asker);
  });
});

test("a name stands under the letter that it is read with", async () => {
  const server = await served(namesakes());
  await withPage(DESK, async (page) => {
    await page.goto(server.url("members/index.html"));
    const under = await page.locator("main .group").evaluateAll((groups) =>
      groups.map((group) => [group.querySelector("h2").textContent, [...group.querySelectorAll("li a")].map((link) => link.textContent)]),
    );
    assert.deepEqual(under, [["L", ["李静"]], ["S", ["单立人"]], ["W", ["王平", "王平"]]]);
  });
});

for (const [who, path] of [["members", "members/index.html"], ["offices", "agencies/index-a-z.html"]]) {
  test(`each letter above the ${who} leads to the page and place where it begins`, async () => {
    const server = await served(edge());
    await withPage({ ...DESK, javaScriptEnabled: false }, async (page) => {
      await page.goto(server.url(path));
      const letters = await page.locator(".letters a").evaluateAll((links) => links.map((link) => [link.textContent, link.href]));
      assert.ok(letters.length > 5, `${letters.length} letters`);
      const seen = new Map();
      for (const [letter, href] of letters) {
        await page.goto(href);
        const heading = page.locator(`[id="${new URL(href).hash.slice(1)}"]`);
        assert.equal(await heading.textContent(), letter, href);
        const box = await heading.boundingBox();
        assert.ok(box && box.y >= 0 && box.y < 800, `${letter} is at ${box?.y}`);
        seen.set(letter, new URL(href).pathname);
      }
      const headings = new Set();
      for (const pathname of new Set(seen.values())) {
        await page.goto(new URL(pathname, server.origin).href);
        for (const letter of await page.locator("main .group h2").allTextContents()) headings.add(letter);
      }
      assert.deepEqual([...headings].sort(), [...seen.keys()].sort(), "every heading has its link");
    });
  });
}

test("offices stand by number and, one press away, by letter, without JavaScript; both hold the same", async () => {
  const server = await served(sample());
  await withPage({ ...DESK, javaScriptEnabled: false }, async (page) => {
    const offices = async () => {
      const items = await page.locator(".entries li").evaluateAll((items) => items.map((item) => [item.querySelector("a").textContent, Number(item.querySelector(".count").textContent)]));
      return items.filter(([name]) => name !== "未载明");
    };
    await page.goto(server.url("agencies/index.html"));
    const byNumber = await offices();
    assert.deepEqual(byNumber.map(([, n]) => n), byNumber.map(([, n]) => n).sort((a, b) => b - a));
    await page.getByRole("link", { name: "按拼音" }).click();
    await page.waitForURL(/index-a-z\.html$/);
    const byLetter = await offices();
    assert.deepEqual([...byLetter].sort(), [...byNumber].sort());
    // A city's offices are read without the city's name.
    const collator = new Intl.Collator("zh-CN-u-co-pinyin");
    const rest = (name) => name.replace(/^澜汀市/, "");
    const names = byLetter.map(([name]) => name);
    assert.deepEqual(names, [...names].sort((a, b) => collator.compare(rest(a), rest(b))));
  });
});

test("the navigation has at most seven entries, on one line on a desk, and none of them is dead", async () => {
  const server = await served(sample());
  await withPage(DESK, async (page) => {
    await page.goto(server.url("index.html"));
    const links = page.locator(".sitenav a");
    const entries = await links.evaluateAll((links) => links.map((link) => ({ href: link.href, top: link.getBoundingClientRect().top })));
    assert.ok(entries.length >= 5 && entries.length <= 7, `${entries.length} entries`);
    assert.equal(new Set(entries.map(({ top }) => top)).size, 1);
    for (const { href } of entries) {
      assert.equal((await fetch(href)).status, 200, href);
      await page.goto(href);
      assert.equal(await page.locator(".sitenav [aria-current]").evaluate((link) => link.href), href);
    }
    await page.goto(server.url("sessions/index.html"));
    assert.equal(await page.locator(".sitenav [aria-current]").textContent(), "概览");
    await page.goto(server.url("index.html"));
    await page.locator(".colophon").getByRole("link", { name: "关于" }).click();
    assert.equal(await page.locator("h1").textContent().then((text) => text.length > 0), true);
  });
});

test("what no reply has is offered nowhere", async () => {
  const portal = own("bare", { "content/a.md": "---\nkind: proposal\n---\n# 关于一件事的答复\n\n已经照办。\n" });
  const server = await served(portal);
  for (const folder of ["topics", "members"]) assert.deepEqual(portal.files.filter((file) => file.startsWith(`${folder}/`)), [], folder);
  await withPage(DESK, async (page) => {
    await page.goto(server.url("index.html"));
    assert.deepEqual(await page.locator(".sitenav a").allTextContents(), ["首页", "单位", "年份", "概览", "数据"]);
  });
});

test("an outcome never stands alone: its page says what the letter means and by whose rule", async () => {
  const portal = sample();
  const server = await served(portal);
  await withPage(DESK, async (page) => {
    await page.goto(server.url("outcomes/index.html"));
    const values = await page.locator(".entries li").evaluateAll((items) => items.map((item) => ({ label: item.querySelector("a").textContent, href: item.querySelector("a").href, note: item.querySelector(".entry-note")?.textContent ?? "" })));
    assert.ok(values.length > 4);
    const own = values.filter(({ note }) => note === "澜汀市住房和城乡建设局的规定");
    assert.ok(own.length >= 2, "an office with definitions of its own has pages of its own");
    for (const { label, href, note } of values.filter(({ label }) => label !== "未载明")) {
      assert.match(label, /^[A-Z](：.{4,}|（.+未说明含义）)$/);
      assert.match(note, /的规定$/);
      await page.goto(href);
      assert.ok((await page.locator("h1").textContent()).includes(label));
      assert.ok((await page.locator(".intro").first().textContent()).includes(note));
    }
  });
});

test("a topic that the site sorted by itself is said to be", async () => {
  const server = await served(
    own("topics", {
      "content/a.md": reply("proposal", "王平", "2024-03-01", "topics: [养老]\n"),
      "content/b.md": reply("proposal", "王平", "2024-03-02", 'proposal_title: 关于老年助餐的提案\n'),
      "content/c.md": reply("proposal", "王平", "2024-03-03"),
      "dafu.toml": '[topics]\n"养老" = ["养老", "老年"]\n"住房" = ["电梯"]\n',
    }),
  );
  await withPage(DESK, async (page) => {
    await page.goto(server.url("topics/index.html"));
    assert.deepEqual(await page.locator(".entries a").allTextContents(), ["养老"]);
    assert.deepEqual((await listed(page, server, new URL(await page.locator(".entries a").evaluate((link) => link.href)).pathname.slice("/a/b/".length))), ["b.html", "a.html"]);
    assert.match(await page.locator(".intro").first().textContent(), /2 篇 · 其中 1 篇由本站按标题归类/);
  });
});

test("the home page says what there is and leads everywhere, and its search box works without JavaScript", async () => {
  const server = await served(sample());
  for (const options of [PHONE, DESK]) {
    await withPage({ ...options, javaScriptEnabled: false }, async (page) => {
      await page.goto(server.url("index.html"));
      assert.match(await page.locator(".masthead .intro").textContent(), /^共 \d+ 篇答复，2019—2025 年$/);
      const ways = page.locator(".home-ways");
      for (const name of ["单位", "主题", "年份", "委员代表", "统计"]) assert.equal(await ways.getByRole("heading", { name, exact: true }).count(), 1, name);
      assert.equal(await page.locator(".home-latest .rows > li").count(), 10);
      assert.deepEqual(await page.evaluate(tooWide), []);
      await page.getByRole("searchbox").fill("加装电梯");
      await page.getByRole("searchbox").press("Enter");
      assert.match(page.url(), /search\/index\.html\?q=/);
    });
  }
});
