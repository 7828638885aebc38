// Documents, settings and queries that mean harm, in a browser without any policy: nothing runs, and nothing is fetched from
// elsewhere.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DESK, own, served, withPage } from "./portal.mjs";

const CODE = `<script>alert(1)</script><img src=x onerror=alert(1)>"'><svg/onload=alert(1)>`;

const quoted = (/** @type {string} */ text) => `'''${text}'''`;

const FRONT = `+++
id = "a"
title = ${quoted(`关于${CODE}的答复`)}
proposal_title = ${quoted(CODE)}
agency = ${quoted(`局${CODE}`)}
askers = [${quoted(`人${CODE}`)}]
topics = [${quoted(`题${CODE}`)}]
document_number = ${quoted(CODE)}
case_number = ${quoted(CODE)}
signatory = ${quoted(CODE)}
source = ${quoted("javascript:alert(1)")}
contact = { name = ${quoted(CODE)}, phone = ${quoted(CODE)} }
copied_to = [${quoted(CODE)}]
attachments = [{ title = ${quoted(CODE)} }]
revisions = [{ date = 2024-05-07, reason = ${quoted(CODE)}, before = ${quoted(CODE)} }]
outcome = "A"
issued = 2024-05-06
session = "五届三次"
kind = "proposal"
+++

`;

const RAW = `## 一、${CODE}

<script>alert(1)</script>

<p onclick="alert(1)" onmouseover="alert(1)" style="position:fixed;inset:0">段<iframe src="https://example.com"></iframe></p>

[一](javascript:alert(1)) [二](JaVaScRiPt&colon;alert(1)) [三](data:text/html,<script>alert(1)</script>) ![五](javascript:alert(1))
![六](https://example.com/a.png)

<a href="java&#10;script:alert(1)">七</a>

<form action="https://example.com"><input name="q" autofocus onfocus="alert(1)"></form>

<svg><script>alert(1)</script><animate onbegin="alert(1)" attributeName="x" dur="1s"/></svg>

<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>

<video src="https://example.com/a.mp4" autoplay></video><link rel="stylesheet" href="https://example.com/a.css">

| ${CODE} | b |
|---|---|
| ${CODE} | 加装电梯 |

加装电梯的补贴已经发放。
`;

const portal = () => {
  /** @type {Record<string, string>} */
  const files = {
    "content/a.md": FRONT + RAW,
    "content/about.md": `+++\npage = "about"\ntitle = ${quoted(CODE)}\n+++\n\n${RAW}`,
    "dafu.toml": `title = ${quoted(CODE)}\ndescription = ${quoted(CODE)}\n[site]\norganizer = ${quoted(CODE)}\nicp = ${quoted(CODE)}\npolice = ${quoted(CODE)}\n[outcomes."*"]\nA = ${quoted(CODE)}\n[search]\nwords = []\n`,
  };
  for (let n = 0; n < 6; n++) {
    files[`content/b${n}.txt`] = `关于${CODE}第${n}号的答复\n王${n}委员：\n您提出的提案收悉。现答复如下：\n一、${CODE}\n加装电梯${CODE}。\n澜汀市教育局\n2024年5月${n + 1}日\n`;
  }
  return own("hostile", files);
};

/** Hands `look` a page that notes what runs and what is asked for, and checks at the end that nothing was. */
async function watched(look) {
  await withPage({ ...DESK, bypassCSP: true, once: true }, async (page) => {
    const server = await served(portal());
    /** @type {string[]} */
    const outside = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(server.origin) && !/^(data|blob|about):/.test(request.url())) outside.push(request.url());
    });
    await page.addInitScript(() => {
      window.alert = () => {
        sessionStorage.setItem("ran", `${sessionStorage.getItem("ran") ?? ""} ${location.href}`);
      };
    });
    await look(page, server);
    assert.equal(await page.evaluate(() => sessionStorage.getItem("ran")), null);
    assert.deepEqual(outside, []);
  });
}

test("no page of a hostile document runs anything of it or asks another host for anything", async () => {
  await watched(async (page, server) => {
    const pages = portal().files.filter((file) => file.endsWith(".html"));
    assert.ok(pages.length > 15, `${pages.length} pages`);
    for (const path of pages) {
      await page.goto(server.url(path));
      const found = await page.evaluate(() =>
        [...document.querySelectorAll("*")].filter(
          (element) =>
            [...element.attributes].some((attribute) => attribute.name.startsWith("on") || (element.tagName !== "META" && /^\s*(javascript|vbscript|data:text)/i.test(attribute.value))) ||
            /^(IFRAME|OBJECT|EMBED|VIDEO|AUDIO|MATH|STYLE)$/i.test(element.tagName),
        ).map((element) => element.outerHTML.slice(0, 200)),
      );
      assert.deepEqual(found, [], path);
      for (const element of await page.locator("main p, main a, main summary").all()) {
        if (await element.isVisible()) await element.hover({ force: true, timeout: 1000 }).catch(() => {});
        if (path !== "replies/9m/a.html") break;
      }
    }
  });
});

test("a query that means harm is words", async () => {
  await watched(async (page, server) => {
    for (const query of [`q=${encodeURIComponent(CODE)}`, `q=${encodeURIComponent(`加装电梯 -${CODE}`)}`, `q=电梯&agency=${encodeURIComponent(CODE)}&year=${encodeURIComponent(CODE)}&sort=${encodeURIComponent(CODE)}`, `q=${encodeURIComponent("“加装电梯<script>”")}`]) {
      await page.goto(`${server.url("search/index.html")}?${query}`);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.locator("main script:not([src]):not([type])").count(), 0, query);
    }
  });
});

test("results, excerpts, suggestions and steps through hits show hostile words as words", async () => {
  await watched(async (page, server) => {
    await page.goto(`${server.url("search/index.html")}?q=${encodeURIComponent("加装电梯")}`);
    await page.locator(".results a").first().waitFor();
    assert.match(await page.locator("main").innerText(), /<script>alert\(1\)<\/script>/);
    const box = page.locator("#q");
    for (const typed of ["局", "人", "题", "<scr", "关于<"]) {
      await box.fill(typed);
      await page.waitForTimeout(300);
    }
    await page.goto(`${server.url("search/index.html")}?q=${encodeURIComponent("加装电梯")}`);
    await page.locator(".results a").first().click();
    await page.waitForLoadState("networkidle");
    await page.keyboard.press("n");
    await page.goBack();
    await page.waitForLoadState("networkidle");
  });
});
