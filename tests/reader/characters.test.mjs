// Texts are packed in GB 18030 where every decoder reads that alike, and in UTF-8 where not: whatever a reply is written with comes back.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import {openFolder} from "../../themes/default/search/files.js";
import {dafu} from "./portal.mjs";

const READ_ALIKE = 2, AS_IT_IS = 1;

test("whatever characters a reply is written with, its text and its title come back", async () => {
  const site = mkdtempSync(join(tmpdir(), "dafu-reader-")), content = join(site, "content"), Letter = /^[\p{L}\p{S}\p{P}]$/u;
  try {
    mkdirSync(content);
    /** @type {Map<string, string>} */
    const written = new Map();
    // Latin to Han, symbols, Han that came later, and what editions of GB 18030 map otherwise; the last two plain.
    const ranges = [[0xa1, 0x500], [0x2010, 0x2800], [0x3001, 0x3400], [0x3400, 0x3500], [0x4e00, 0x9fa6], [0xff01, 0xff66], [0x20000, 0x20080], [0x9fb0, 0x9fc0], [0xfe10, 0xfe20]];
    ranges.forEach(([from, to], number) => {
      const all = Array.from({length: to - from}, (_, i) => String.fromCodePoint(from + i)).filter(c => Letter.test(c) && c !== "€").join("");
      const paragraphs = all.match(/.{1,60}/gsu) || [];
      writeFileSync(join(content, `r${number}.md`), `+++\ntitle = "用字${[...all][0]}的答复"\n+++\n您提出的问题收悉，所用的字如下。\n\n` + paragraphs.map(text => "所用的字 " + "`" + text.replaceAll("`", "") + "`").join("\n\n") + "\n\n感谢您对我们工作的关心和支持。\n");
      written.set(`r${number}`, all.replaceAll("`", ""));
    });
    execFileSync(dafu, ["build", site], {stdio: ["ignore", "ignore", "pipe"]});
    const {manifest, fresh} = await openFolder(join(site, "public")), {bundle} = fresh(false);
    assert.equal(manifest.replies, ranges.length);
    for (let doc = 0; doc < manifest.replies; doc++) {
      const {of, id, t} = await bundle.text(doc, 0);
      let whole = "";
      for (let p = 0; p < of; p++) whole += (await bundle.text(doc, p)).b.map(block => block[2]).join("");
      const all = written.get(id) || "", there = new Set(whole);
      assert.deepEqual([...all].filter(c => !there.has(c)), [], id);
      assert.ok(t.includes([...all][0]), t);
      const block = join(site, "public/search/bundle/texts", manifest.texts.blocks[0]);
      const ways = readdirSync(block).filter(name => name.startsWith(doc + "-")).map(name => readFileSync(join(block, name))[3]);
      assert.ok(ways.every(way => way === READ_ALIKE || way === AS_IT_IS), `${id}: ${ways}`);
      // Han and full-width forms of everyday; what would not be smaller, or not be read alike, is as it is.
      if (["r4", "r5", "r6"].includes(id)) assert.ok(ways.includes(READ_ALIKE), `${id}: ${ways}`);
      if (["r3", "r7", "r8"].includes(id)) assert.ok(ways.includes(AS_IT_IS), `${id}: ${ways}`);
    }
  } finally {
    rmSync(site, {recursive: true, force: true});
  }
});
