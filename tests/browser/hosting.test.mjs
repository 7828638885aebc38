// The portal on real nginx and real Apache, by the examples of `hosting/`: at the root and under a sub-path, with compression and without.

import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { INSTALLED, host } from "./hosting.mjs";
import { DESK, own, withPage } from "./portal.mjs";
import { POLICY } from "./server.mjs";

/** A request as it goes over the wire: what is compressed stays so. */
function ask(url, headers = {}) {
  return new Promise((done, fail) => {
    const sent = request(url, { headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    sent.on("error", fail);
    sent.end();
  });
}

/** What each ending is served as. */
const TYPES = {
  html: /^text\/html; ?charset=utf-8$/i,
  css: /^text\/css; ?charset=utf-8$/i,
  js: /^(text|application)\/javascript; ?charset=utf-8$/i,
  json: /^application\/json; ?charset=utf-8$/i,
  jsonl: /^application\/jsonl; ?charset=utf-8$/i,
  jsonld: /^application\/ld\+json; ?charset=utf-8$/i,
  xml: /^(text|application)\/xml; ?charset=utf-8$/i,
  txt: /^text\/plain; ?charset=utf-8$/i,
  md: /^text\/markdown; ?charset=utf-8$/i,
  csv: /^text\/csv; ?charset=utf-8$/i,
  svg: /^image\/svg\+xml/,
  bin: /^application\/octet-stream$/,
  zip: /^application\/zip$/,
};

test("a real server is there to try", () => {
  // `tests/all.sh` installs both.
  assert.deepEqual(INSTALLED, ["nginx", "apache"]);
});

for (const name of INSTALLED) {
  for (const base of ["/", "/a/b/"]) {
    for (const compress of [true, false]) {
      const where = `${name}, ${base === "/" ? "at the root" : "under a path"}, ${compress ? "compressed" : "plain"}`;
      test(`${where}: types, caching, compression, policy, what is missing, and a search`, async () => {
        // Its 404 page knows where it stands.
        const settings = `title = "上架"\nbase_url = "https://dafu.example${base}"\n`;
        const reply = "关于加装电梯的提案的答复\n\n王平委员：\n\n您提出的关于加装电梯的提案收悉。我们已经安排补贴，" + "并会同有关部门逐项落实。".repeat(60) + "\n";
        const portal = own(`hosted${base.length}`, { "dafu.toml": settings, "content/lift.txt": reply, "content/bus.txt": reply.replaceAll("加装电梯", "公交线路") });
        const server = await host(name, portal.folder, base, { compress });
        try {
          // One file of each ending, and all that are not of the replies: as they are, with the right name.
          const seen = new Set();
          for (const path of portal.files) {
            const ending = path.split(".").pop();
            if (path.startsWith(".") || (seen.has(ending) && !/^(search\/[^/]+|index\.html)$/.test(path))) continue;
            seen.add(ending);
            const answer = await ask(server.url(path), { "Accept-Encoding": "gzip" });
            assert.equal(answer.status, 200, path);
            assert.match(answer.headers["content-type"], TYPES[ending] ?? /never/, path);
            const packed = answer.headers["content-encoding"] === "gzip";
            const bytes = packed ? gunzipSync(answer.body) : answer.body;
            assert.ok(bytes.equals(Buffer.from(portal.bytes(path))), `${path} is another`);
            const text = /^(html|css|js|json|jsonl|jsonld|xml|txt|md|csv|svg)$/.test(ending ?? "");
            // Of what is short either is right: it fits into one packet.
            if (!compress || !text || bytes.length > 2000) assert.equal(packed, compress && text, `${path} is ${packed ? "" : "not "}compressed`);
            const kept = /^search\/bundle\/.+\.bin$/.test(path);
            assert.equal(answer.headers["cache-control"], kept ? "public, max-age=31536000, immutable" : "no-cache", path);
            assert.equal(answer.headers["content-security-policy"], POLICY, path);
            assert.equal(answer.headers["x-content-type-options"], "nosniff", path);

            // Who has it already is told so, whether it came compressed or not.
            const again = await ask(server.url(path), { "Accept-Encoding": "gzip", "If-None-Match": answer.headers.etag ?? "" });
            assert.equal(again.status, 304, `${path}: ${answer.headers.etag}`);
          }
          for (const ending of ["html", "css", "js", "json", "jsonl", "jsonld", "xml", "txt", "md", "csv", "svg", "bin", "zip"]) {
            assert.ok(seen.has(ending), `no .${ending} was asked for`);
          }

          const missing = await ask(server.url("no/such/page.html"));
          assert.equal(missing.status, 404);
          assert.ok(missing.body.equals(Buffer.from(portal.bytes("404.html"))));
          assert.equal(missing.headers["cache-control"], "no-cache");
          assert.equal(missing.headers["content-security-policy"], POLICY);
          for (const hidden of [".dafu-portal", "search/", "replies/"].map((path) => server.url(path))) {
            const answer = await ask(hidden);
            if (hidden.endsWith("search/")) assert.equal(answer.status, 200, "a folder is its index.html");
            else assert.ok([403, 404].includes(answer.status ?? 0), `${hidden}: ${answer.status}`);
          }
          const folder = await ask(server.url("search"));
          assert.equal(folder.status, 301);
          assert.equal(new URL(folder.headers.location ?? "", server.origin).pathname, `${base}search/`);

          await withPage(DESK, async (page) => {
            const wrong = [];
            const hear = (message) => message.type() === "error" && wrong.push(message.text());
            page.on("console", hear);
            await page.goto(server.url("search/index.html?q=%E5%8A%A0%E8%A3%85%E7%94%B5%E6%A2%AF"));
            await page.locator(".results a").first().waitFor();
            assert.match((await page.locator("main").textContent()) ?? "", /加装电梯/);
            await page.goto(server.url("no/such/page.html"));
            assert.equal(await page.evaluate(() => document.styleSheets.length > 0 && getComputedStyle(document.body).fontFamily !== ""), true);
            await page.locator("a[href]").first().waitFor();
            page.off("console", hear);
            assert.deepEqual(wrong.filter((text) => !/404|favicon/.test(text)), []);
          });
          assert.doesNotMatch(server.log(), /\[(emerg|alert|crit|error)\](?!.*(No such file|is forbidden|client denied|AH01630|AH01276))/);
        } finally {
          await server.close();
        }
      });
    }
  }
}
