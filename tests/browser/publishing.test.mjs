// What a clerk goes through before a portal can be published: story 9 of the design.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { gunzipSync, inflateRawSync } from "node:zlib";

import { DESK, dafu, folder, own, served, withPage } from "./portal.mjs";

const MOBILE = "13812345678";
/** Of nobody: the place and the day are invented, and its last figure is the check of the others. */
const IDENTITY = "110101199003078451";

/** @param {{number?: string, outcome?: string, last?: string}} parts */
const letter = ({ number = "澜建提字〔2024〕27号", outcome = "办理结果：B", last = "" } = {}) =>
  `关于市政协五届三次会议第0110号提案的答复
${number}
${outcome}
王平委员：
您提出的《关于加装电梯的提案》收悉。现答复如下：
一、现状
我市已加装三百部。${last}
二、打算
明年再装一百部。
澜汀市住房和城乡建设局
2024年5月6日
`;

/** A site with the documents given, and dafu run over it. */
function site(name, documents, settings = "") {
  const path = join(folder(), name);
  const write = (file, text) => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  };
  write("dafu.toml", settings);
  const put = (documents) => Object.entries(documents).forEach(([file, text]) => write(`content/${file}`, text));
  put(documents);
  const run = (...command) => {
    const done = spawnSync(dafu(), [...command, path], { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    return { status: done.status, said: done.stdout + done.stderr };
  };
  return { path, put, run, portal: join(path, "public") };
}

/** Whether dafu knows a code. */
const knows = (code) => spawnSync(dafu(), ["explain", code]).status === 0;

/** The place of a finding, as it is drawn, stands before the next finding. */
function names(said, code, place) {
  const findings = said.split(/\n(?=[a-z]+(?:-[a-z]+)*\n)/);
  return findings.some((finding) => finding.startsWith(code) && finding.includes(place));
}

/** Every text that a portal holds, packed ones unpacked. */
function* texts(directory) {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    yield [path, path + bytes.toString("utf8")];
    for (const unpack of [gunzipSync, inflateRawSync]) {
      // A bundle's file is packed as a whole, or holds packed pieces anywhere.
      for (let at = 0; at < Math.min(bytes.length, 64); at++) {
        try {
          yield [path, unpack(bytes.subarray(at), { finishFlush: 2 }).toString("utf8")];
        } catch {
          // Not packed so, or not from here.
        }
      }
    }
  }
}

test("story 9: a damaged 文号 and a missing outcome are named with their lines, and mended they are gone", () => {
  const strict = "[checks]\ndocument-number-damaged = \"error\"\noutcome-missing = \"error\"\n";
  const it = site("slips", { "a.txt": letter({ number: "澜建提字〔2024)27号", outcome: "办理结果：" }) }, strict);
  const failed = it.run("build");
  assert.equal(failed.status, 1, failed.said);
  assert.ok(names(failed.said, "document-number-damaged", "content/a.txt:2:"), failed.said);
  assert.ok(names(failed.said, "outcome-missing", "content/a.txt:3:"), failed.said);
  assert.match(failed.said, /2 errors in the documents/);
  const checked = it.run("check");
  assert.equal(checked.status, 1);
  assert.ok(names(checked.said, "document-number-damaged", "content/a.txt:2:"), checked.said);
  assert.ok(names(checked.said, "outcome-missing", "content/a.txt:3:"), checked.said);

  it.put({ "a.txt": letter() });
  assert.equal(it.run("check").status, 0);
  assert.equal(it.run("build").status, 0);
  const page = readFileSync(join(it.portal, "replies/9m/a.html"), "utf8");
  assert.ok(page.includes("澜建提字〔2024〕27号"));
});

test(
  "story 9: beside a mobile number and an identity number, all four slips are named in one run; mended, the numbers are nowhere",
  { skip: !knows("private-mobile") && "this dafu does not know private numbers" },
  async () => {
    const wrong = {
      "a.txt": letter({ number: "澜建提字〔2024)27号", outcome: "办理结果：" }),
      "b.txt": letter({ last: `请拨打${MOBILE}。` }),
      "c.txt": letter({ last: `其身份证号为${IDENTITY}。` }),
    };
    const it = site("private", wrong);
    const failed = it.run("build");
    assert.equal(failed.status, 1, failed.said);
    for (const [code, place] of [
      ["private-mobile", "content/b.txt:7:"],
      ["private-identity", "content/c.txt:7:"],
      ["document-number-damaged", "content/a.txt:2:"],
      ["outcome-missing", "content/a.txt:3:"],
    ]) assert.ok(names(failed.said, code, place), `${code} ${place} is not in:\n${failed.said}`);
    assert.throws(() => readdirSync(it.portal), "nothing was written");

    const mended = { "a.txt": letter(), "b.txt": letter({ last: "请拨打0888-2200100。" }), "c.txt": letter() };
    it.put(mended);
    const built = it.run("build");
    assert.equal(built.status, 0, built.said);
    let looked = 0;
    for (const [path, text] of texts(it.portal)) {
      looked += 1;
      for (const number of [MOBILE, IDENTITY]) assert.ok(!text.includes(number), `${number} is in ${path}`);
    }
    assert.ok(looked > 20, "the portal has files");

    const files = Object.fromEntries(Object.entries(mended).map(([name, text]) => [`content/${name}`, text]));
    const server = await served(own("mended", files));
    await withPage(DESK, async (page) => {
      for (const number of [MOBILE, IDENTITY]) {
        await page.goto(server.url(`search/index.html?q=${number}`));
        await page.waitForFunction(() => (document.querySelector("#search-count")?.textContent ?? "") !== "");
        // What is only near may be shown: not one of them says the number.
        const shown = (await page.locator("#search-results a, #search-results .excerpt, #search-results mark").allInnerTexts()).join("\n");
        assert.ok(!shown.includes(number), `${number} is found: ${shown}`);
      }
      await page.goto(server.url("search/index.html?q=加装"));
      await page.locator("#search-results > li").first().waitFor();
    });
  },
);

test("warnings fail no build, and stand beside the errors of one that fails", () => {
  const it = site("beside", { "a.txt": letter({ number: "澜建提字〔2024)27号" }), "b.txt": `+++\nid = "A B"\n+++\n${letter()}` });
  const failed = it.run("build");
  assert.equal(failed.status, 1);
  assert.ok(names(failed.said, "id", "content/b.txt"), failed.said);
  assert.ok(names(failed.said, "document-number-damaged", "content/a.txt:2:"), failed.said);
  assert.ok(failed.said.indexOf("A B") < failed.said.indexOf("document-number-damaged"), "errors first");
  it.put({ "b.txt": letter() });
  assert.equal(it.run("build").status, 0);
  assert.equal(execFileSync(dafu(), ["explain", "document-number-damaged"], { encoding: "utf8" }).split(":")[0], "document-number-damaged");
});
