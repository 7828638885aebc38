// The overview and what is missing: pictures that agree with the lists, for the eye and for the ear.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PLAIN } from "./looks.mjs";
import { DESK, own, sample, served, withPage } from "./portal.mjs";

/** Every table of numbers on a page: caption, heads, rows. */
const tables = (page) =>
  page.locator("table.numbers").evaluateAll((tables) =>
    tables.map((table) => ({
      caption: table.parentElement.getAttribute("aria-label").replace(/^表格：/, ""),
      heads: [...table.querySelectorAll("thead th")].map((cell) => cell.textContent),
      rows: [...table.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
      links: [...table.querySelectorAll("a")].map((link) => link.href),
    })),
  );

/** The number of replies that a list says it has, and the number that it shows. */
async function counted(page, url) {
  await page.goto(url);
  const said = Number(/(\d+) 篇/.exec(await page.locator(".intro").first().textContent())?.[1]);
  let shown = 0;
  for (let next = url; next; ) {
    await page.goto(next);
    shown += await page.locator("main .rows > li, main .brief > li").count();
    next = (await page.locator('main a[rel="next"]').evaluateAll((links) => links.map((link) => link.href)))[0];
  }
  return [said, shown];
}

test("replies by year and by office add up to all replies, and every number is that of the list that it leads to", async () => {
  const portal = sample();
  const server = await served(portal);
  const all = portal.files.filter((file) => /^replies\/.*\.html$/.test(file)).length;
  await withPage(DESK, async (page) => {
    await page.goto(server.url("overview/index.html"));
    const found = await tables(page);
    const years = found.find(({ caption }) => caption === "各年的答复");
    assert.equal(years.rows.reduce((sum, [, n]) => sum + Number(n), 0), all);
    for (const [at, [year, n]] of years.rows.entries()) {
      assert.deepEqual(await counted(page, years.links[at]), [Number(n), Number(n)], year);
    }
    const offices = found.find(({ caption }) => caption === "各单位逐年的答复");
    assert.equal(offices.rows.reduce((sum, row) => sum + Number(row.at(-1)), 0), all, "what is not drawn is in the table");
    for (const row of offices.rows) {
      assert.equal(row.slice(1, -1).reduce((sum, n) => sum + Number(n), 0), Number(row.at(-1)), row[0]);
    }
  });
});

test("outcomes of offices that define them differently stand in pictures apart", async () => {
  const server = await served(sample());
  await withPage(DESK, async (page) => {
    await page.goto(server.url("overview/index.html"));
    const charts = await page.locator('figure[id^="chart-outcome-"]').evaluateAll((charts) =>
      charts.map((chart) => ({ title: chart.querySelector("figcaption").textContent, words: chart.querySelector("desc").textContent })),
    );
    const of = (office) => charts.filter(({ title }) => title === office);
    assert.equal(of("澜汀市教育局").length, 1);
    assert.equal(of("澜汀市住房和城乡建设局").length, 1);
    const letters = charts.map(({ words }) => words.split("；").map((part) => part.split("：").slice(0, -1).join("：")).filter((label) => label !== "未载明"));
    for (const labels of letters) {
      assert.equal(new Set(labels.map((label) => label[0])).size, labels.length, `no letter has two meanings in one picture: ${labels}`);
      for (const label of labels) assert.match(label, /^[A-Z]：.{4,}/, "no letter is bare");
    }
  });
});

/** Replies of one session, opened on 1 January 2024, `days` later; one before it, one without a date, one of another. */
const timed = () => {
  const reply = (at, issued, session = "五届三次") =>
    `---\nkind: proposal\nsession: ${session}\naskers: [王平]\nagency: 澜汀市民政局\n${issued ? `issued: ${issued}\n` : ""}---\n# 关于第${at}件事的答复\n\n已经照办。\n`;
  const files = { "dafu.toml": "[sessions]\ncppcc-5-3 = 2024-01-01\n" };
  for (const [at, issued] of ["2024-01-11", "2024-01-21", "2024-01-31", "2024-02-10", "2024-03-01", "2023-12-31", ""].entries()) files[`content/${at}.md`] = reply(at, issued);
  files["content/other.md"] = reply("other", "2023-05-01", "五届二次");
  return own("timed", files);
};

test("the days from a session to its replies are counted from its day, and what is not counted is said", async () => {
  const server = await served(timed());
  await withPage(DESK, async (page) => {
    await page.goto(server.url("overview/index.html"));
    const found = (await tables(page)).find(({ caption }) => /天数/.test(caption));
    assert.deepEqual(found.rows, [["政协五届三次", "2024年1月1日", "5", "10", "20", "30", "40", "60"]]);
    const notes = (await page.locator('section[aria-labelledby="time"] .part-note').allTextContents()).join("\n");
    for (const words of [/没有给出会议日期.*1 篇/, /没有成文日期的，1 篇/, /早于会议的，1 篇/]) assert.match(notes, words);
  });
});

test("without the day of a session nothing is said of the time to the reply", async () => {
  const server = await served(own("undated-sessions", { "content/a.md": "---\nkind: proposal\nsession: 五届三次\nissued: 2024-05-06\n---\n# 关于一件事的答复\n\n已经照办。\n" }));
  await withPage(DESK, async (page) => {
    await page.goto(server.url("overview/index.html"));
    assert.equal(await page.locator("#time").count(), 0);
  });
});

test("every picture has a name and its numbers in words, and a table behind it, one press away", async () => {
  const portal = sample();
  const server = await served(portal);
  const pages = portal.files.filter((file) => file.endsWith(".html") && portal.read(file).includes('class="chart"'));
  assert.ok(pages.length > 5, `${pages.length} pages have pictures`);
  await withPage({ ...DESK, javaScriptEnabled: false }, async (page) => {
    for (const path of pages) {
      await page.goto(server.url(path));
      const pictures = page.locator("main svg[role=img]");
      for (const picture of await pictures.all()) {
        const { name, words } = await picture.evaluate((svg) => ({ name: svg.querySelector("title").textContent, words: svg.querySelector("desc").textContent }));
        assert.ok(name.length > 2, path);
        assert.match(words, /\d/, `${path}: ${name}`);
      }
      for (const fold of await page.locator("main .chart .fold summary").all()) {
        const table = fold.locator("xpath=ancestor::*[contains(@class,'chart')][1]").locator("table");
        assert.equal(await table.isVisible(), false, path);
        await fold.click();
        assert.equal(await table.isVisible(), true, path);
      }
    }
  });
});

test("pictures take the page's own colours in every scheme, and carry no style of their own", async () => {
  const server = await served(sample());
  await withPage(DESK, async (page) => {
    await page.goto(server.url("overview/index.html"));
    assert.equal(await page.locator("main [style], main svg [fill], main svg style").count(), 0);
    const bars = new Set();
    for (const media of [PLAIN, { ...PLAIN, colorScheme: "dark" }, { ...PLAIN, contrast: "more" }]) {
      await page.emulateMedia(media);
      const { bar, text, link, ink } = await page.evaluate(() => {
        const colour = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
        return { bar: colour(".chart .bar", "fill"), text: colour(".chart .label", "fill"), link: colour("main .part-way a", "color"), ink: colour("html", "color") };
      });
      assert.equal(bar, link);
      assert.equal(text, ink);
      bars.add(bar);
    }
    assert.equal(bars.size, 3);
  });
});

test("at 320 px the words of a picture keep their size, stay inside and do not overlap", async () => {
  const portal = sample();
  const server = await served(portal);
  const pages = portal.files.filter((file) => file.endsWith(".html") && portal.read(file).includes('class="chart"'));
  await withPage({ viewport: { width: 320, height: 700 } }, async (page) => {
    for (const path of pages) {
      await page.goto(server.url(path));
      const faults = await page.evaluate(() =>
        [...document.querySelectorAll("main svg[role=img]")].flatMap((svg) => {
          const edge = svg.getBoundingClientRect();
          const words = [...svg.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect(), size: parseFloat(getComputedStyle(text).fontSize) }));
          return words.flatMap(({ text, box, size }, at) => {
            const faults = [];
            if (size < 14) faults.push(`“${text}” is ${size} px high`);
            if (box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 4) faults.push(`“${text}” leaves its picture`);
            for (const other of words.slice(at + 1)) {
              const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
              const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
              // Lines stand close: their boxes may touch by the leading.
              if (across > 1 && down > size * 0.4) faults.push(`“${text}” lies over “${other.text}”`);
            }
            return faults;
          });
        }),
      );
      assert.deepEqual(faults, [], path);
    }
  });
});

test("what is missing: each count is that of its list, by office, and what is assumed is said", async () => {
  const portal = sample();
  const server = await served(portal);
  await withPage(DESK, async (page) => {
    await page.goto(server.url("missing/index.html"));
    const [{ rows, links }] = await tables(page);
    assert.ok(rows.length > 4);
    assert.equal(links.length, rows.length);
    for (const [at, [field, n]] of rows.entries()) {
      if (/\/all\/index\.html$/.test(links[at])) continue;
      assert.deepEqual(await counted(page, links[at]), [Number(n), Number(n)], field);
      const offices = await page.locator("main .group h2").allTextContents();
      assert.equal(new Set(offices).size, offices.length, `${field}: an office stands there once`);
    }
    const assumed = new Map(rows.map(([field, n, , note]) => [field, note]));
    assert.match(assumed.get("公开属性"), /按主动公开处理/);
    await page.goto(server.url("missing/index.html"));
    assert.match(await page.locator("main").textContent(), /以下各项没有缺的：标题/);
  });
});

test("no list is written of a fact that every reply states", async () => {
  const whole = `---
id: whole
kind: proposal
session: 五届三次
case_number: "7"
askers: [王平]
agency: 澜汀市民政局
document_number: 澜民复〔2024〕7号
signatory: 李静
outcome: A
access: 主动公开
issued: 2024-05-06
published: 2024-05-08
contact: { name: 张三, phone: 0596-1234567 }
topics: [养老]
---
# 关于一件事的答复

已经照办。
`;
  const portal = own("whole", { "content/a.md": whole });
  assert.deepEqual(portal.files.filter((file) => file.startsWith("missing/")), ["missing/index.html"]);
  const server = await served(portal);
  await withPage(DESK, async (page) => {
    await page.goto(server.url("missing/index.html"));
    assert.equal(await page.locator("table, svg").count(), 0);
    assert.match(await page.locator("main").textContent(), /没有缺的：标题、标识、类型、届次、案号/);
  });
});
