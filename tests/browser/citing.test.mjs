// Citing a reply and its paragraphs, what is printed of it, and what machines read of the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DESK, PHONE, address, edge, pageTypes, sample, served, withPage } from "./portal.mjs";

const type = (what) => pageTypes().find((type) => type.what === what);
const LONG = "a long reply with contents";
const CLIPBOARD = { ...DESK, permissions: ["clipboard-read", "clipboard-write"] };

/** The reader's own day, as a browser writes it. */
const today = (page) => page.evaluate(() => new Date().toLocaleDateString("sv"));
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
async function said(page, words) {
  await page.waitForFunction((words) => document.querySelector("[role=status]")?.textContent === words, words);
}

test("a reply is cited after GB/T 7714 and plainly, with the reader's own day, by a press", async () => {
  const { path, portal } = type(LONG);
  await withPage({ ...CLIPBOARD, once: true }, async (page) => {
    await page.goto(await address(type(LONG)));
    const fact = (key) => page.locator(`.f-${key} dd`).textContent();
    const [agency, number] = [await fact("agency"), await fact("document_number")];
    const title = await page.locator("h1").textContent();
    const day = await today(page);
    await page.locator("#cite summary").click();
    await page.locator("#cite button").first().click();
    await said(page, "引文已复制");
    const national = await copied(page);
    assert.match(national, /\[A\/OL\]\. (\(\d{4}-\d\d-\d\d\))?\[\d{4}-\d\d-\d\d\]\. https:/);
    assert.ok(national.startsWith(`${agency}. ${title}: ${number}[A/OL]. `), national);
    assert.ok(national.endsWith(`[${day}]. ${portal.baseUrl}${path}.`), national);
    assert.equal(await page.locator(".cited").first().textContent(), national, "what is copied is what is shown");
    await page.locator("#cite button").last().click();
    await page.waitForFunction(async (before) => (await navigator.clipboard.readText()) !== before, national);
    assert.match(await copied(page), new RegExp(`《${title}》（${number}），\\d{4}年.*，${portal.baseUrl}${path}$`));
  });
});

test("without JavaScript a citation stands whole but for the reader's day, to be copied by hand", async () => {
  await withPage({ ...PHONE, javaScriptEnabled: false }, async (page) => {
    await page.goto(await address(type(LONG)));
    await page.locator("#cite summary").tap();
    assert.match(await page.locator(".cited").first().innerText(), /\[A\/OL\]\. \(\d{4}-\d\d-\d\d\)\. https:.*\.html\.$/);
    for (const control of ["#cite button", ".take button", "#settings"]) assert.ok(!(await page.locator(control).first().isVisible()), `${control} does nothing and is not there`);
  });
});

test("a reply that says nothing of itself is cited with what is known, and nothing made up", async () => {
  const about = type("a reply that says nothing of itself");
  await withPage({ ...DESK, javaScriptEnabled: false }, async (page) => {
    await page.goto(await address(about));
    const title = await page.locator("h1").textContent();
    await page.locator("#cite summary").click();
    const [national, plain] = await page.locator(".cited").allInnerTexts();
    assert.equal(national, `${title}[A/OL]. ${about.portal.baseUrl}${about.path}.`);
    assert.equal(plain, `《${title}》，${about.portal.baseUrl}${about.path}`);
  });
});

test("a paragraph's link offers its citation in a row that pushes nothing and goes by Esc", async () => {
  for (const options of [CLIPBOARD, { ...PHONE, permissions: CLIPBOARD.permissions }]) {
    await withPage({ ...options, once: true }, async (page) => {
      await page.goto(await address(type(LONG)));
      const links = page.locator(".text > p > a.plink");
      const link = links.nth(4);
      const n = /\d+/.exec(await link.getAttribute("aria-label"))[0];
      const anchor = await link.getAttribute("href");
      const places = () => page.evaluate(() => [...document.querySelectorAll(".text > *")].map((block) => Math.round(block.getBoundingClientRect().top + scrollY)));
      const before = await places();
      await link.focus();
      await page.keyboard.press("Enter");
      await said(page, "链接已复制");
      assert.deepEqual(await places(), before, "nothing moved");
      const row = page.locator(".tools");
      const [box, status] = [await row.boundingBox(), await page.getByRole("status").boundingBox()];
      assert.ok(status.y + status.height <= box.y, "what is said stands above the row");
      assert.ok(box.x >= 0 && box.x + box.width <= options.viewport.width && box.y + box.height <= options.viewport.height, "the row is in sight");
      // The next stop of the keyboard.
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement.closest(".tools") !== null));
      await page.keyboard.press("Enter");
      await said(page, "引文已复制");
      assert.match(await copied(page), new RegExp(`\\[A/OL\\]\\. 第${n}段.*\\[${await today(page)}\\]\\. https:.*${anchor}\\.$`));
      await page.keyboard.press("Escape");
      assert.equal(await row.count(), 0);
      assert.ok(await link.evaluate((link) => link === document.activeElement), "the focus is back at the paragraph's link");
    });
  }
});

test("a copied link holds no words of the search that led to it", async () => {
  await withPage({ ...CLIPBOARD, once: true }, async (page) => {
    const url = await address(type(LONG));
    await page.goto(`${url}?mark=%E5%B7%A5%E4%BD%9C`);
    const link = page.locator(".text > p > a.plink").nth(2);
    await link.click();
    await said(page, "链接已复制");
    assert.equal(await copied(page), url + (await link.getAttribute("href")));
  });
});

test("print lists the paragraphs that were opened or whose links were copied, with address and day", async () => {
  const { path, portal } = type(LONG);
  await withPage({ ...CLIPBOARD, once: true }, async (page) => {
    const url = await address(type(LONG));
    await page.goto(url);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".used").count(), 0, "nothing where nothing was used");
    await page.emulateMedia({ media: "screen" });
    const ids = await page.locator(".text > p").evaluateAll((all) => [all[1].id, all[5].id]);
    await page.goto(`${url}?again#${ids[0]}`);
    await page.locator(`#${ids[1]} > a.plink`).click();
    await page.locator(`#${ids[1]} > a.plink`).click();
    assert.ok(!(await page.locator(".used").isVisible()), "not on the screen");
    await page.emulateMedia({ media: "print" });
    const lines = await page.locator(".used li").allInnerTexts();
    assert.equal(lines.length, 2, lines.join("\n"));
    for (const [at, id] of ids.entries()) {
      assert.ok(lines[at].includes(`${portal.baseUrl}${path}#${id}`) && lines[at].includes(await today(page)), lines[at]);
    }
    assert.match(lines[0], /^第2段，/);
    const from = await page.locator(".text + .print-only:visible").innerText();
    assert.equal(from.split(/\s+/).join(" "), `澜汀市建议提案答复公开 ${url}`, "right behind the text: the portal's title, and the address without what was searched");
    assert.equal(await page.locator(".colophon .print-only").count(), 0, "once");
    for (const gone of [".made", ".tools", "#cite", ".take", "#settings", ".status"]) assert.ok(!(await page.locator(gone).first().isVisible()), `${gone} is not printed`);
    await page.emulateMedia({ media: null });
  });
});

test("what machines read says what the page says, and nothing where the page says that it is not known", async () => {
  await withPage(DESK, async (page) => {
    let checked = 0;
    for (const portal of [sample(), edge()]) {
      const server = await served(portal);
      await page.goto(server.url(""));
      for (const file of portal.files.filter((file) => /^replies\/.*\.html$/.test(file) && portal.read(file).includes("ld+json"))) {
        const { data, facts, title, meta } = await page.evaluate(async (file) => {
          const parsed = new DOMParser().parseFromString(await (await fetch(file)).text(), "text/html");
          const facts = {};
          for (const row of parsed.querySelectorAll(".sheet dl > div")) {
            const known = !row.querySelector(".unknown");
            facts[row.className.slice(2)] = known ? [...row.querySelectorAll("dd > *")].map((item) => item.textContent) : [];
          }
          const meta = {};
          for (const tag of parsed.querySelectorAll("meta[name], meta[property]")) (meta[tag.getAttribute("name") ?? tag.getAttribute("property")] ??= []).push(tag.getAttribute("content"));
          return { data: JSON.parse(parsed.querySelector('[type="application/ld+json"]').textContent), facts, title: parsed.querySelector("h1").textContent, meta };
        }, file);
        const day = (text) => text?.[0]?.replace(/^(\d+)年(\d+)月(\d+)日.*$/, (_, y, m, d) => `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`);
        assert.equal(data["@type"], "Report", file);
        assert.equal(data.name, title, file);
        assert.equal(data.reportNumber, facts.document_number[0], file);
        assert.equal(data.author?.name, facts.agency[0], file);
        assert.equal(data.dateCreated, day(facts.issued), file);
        assert.equal(data.datePublished?.slice(0, 10), day(facts.published), file);
        assert.equal(data.about?.identifier, facts.case_number[0], file);
        const askers = (facts.askers ?? []).map((name, at, all) => (at === all.length - 1 ? name.replace(/等$/, "") : name));
        assert.deepEqual((data.about?.author ?? []).map((asker) => asker.name), askers, file);
        assert.equal(data.url, portal.baseUrl + file);
        assert.equal(data.isPartOf.url, portal.baseUrl);
        assert.deepEqual(meta["DC.title"], [title]);
        assert.deepEqual(meta["DC.creator"], facts.agency.length ? facts.agency : undefined, file);
        assert.deepEqual(meta["DC.identifier"], facts.document_number.length ? facts.document_number : undefined, file);
        assert.deepEqual(meta["DC.date"], day(facts.published) ?? day(facts.issued) ? [day(facts.published) ?? day(facts.issued)] : undefined, file);
        assert.deepEqual(meta["og:title"], [title]);
        assert.deepEqual(meta["og:url"], [data.url]);
        assert.equal(meta["article:published_time"]?.[0].slice(0, 10), day(facts.published), file);
        checked += 1;
      }
    }
    assert.ok(checked > 30, `${checked} replies`);
  });
});

test("how long a reply is and how long it takes to read is said among its facts", async () => {
  await withPage(DESK, async (page) => {
    await page.goto(await address(type(LONG)));
    const words = await page.locator(".f-length dd").textContent();
    const [, length, minutes] = /^(\d+) 字，约 (\d+) 分钟读完$/.exec(words) ?? [];
    const han = await page.locator(".text").evaluate((text) => (text.textContent.match(/\p{Script=Han}/gu) ?? []).length);
    assert.ok(Math.abs(Number(length) - han) < 0.1 * han, `${length} of ${han}`);
    assert.equal(Number(minutes), Math.ceil(Number(length) / 400));
  });
});
