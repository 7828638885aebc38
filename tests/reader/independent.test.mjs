// The specification of the bundle, held to what it promises: a reader that was written from it alone decodes every file, and answers as `dafu search`
// does and as the texts themselves say. SEED, DRAWN (queries) and NOTED (with their notes) choose others.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {after, test} from "node:test";
import {Bundle, crc32, hash32, normalise, pairsOf, passageString} from "./independent/bundle.mjs";
import {build, dafu} from "./portal.mjs";

const DRAWN = Number(process.env.DRAWN ?? 260);
const NOTED = Number(process.env.NOTED ?? 40);
/** Of exact scores, those in integers are so many times as large. */
const EXACT = 255e6;

const portal = build(300);
after(() => portal.close());
const bundle = new Bundle(join(portal.public, "search/bundle"));
const {files} = bundle;
const {manifest} = files;
const passages = [];
for (let reply = 0; reply < manifest.replies; reply++) {
  for (let p = 0, of = 1; p < of; p++) {
    const text = files.text(reply, p);
    of = text.of;
    passages.push(text);
  }
}
const table = files.simplified();
const strings = passages.map(text => passageString(text, table));

/** A number below `limit`, the same in every run. */
const draw = (seed => limit => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
})(Number(process.env.SEED ?? 20));
const pick = list => list[draw(list.length)];
/** A piece of a text of the portal as it is written. */
function piece(length) {
  for (;;) {
    const characters = [...(pick(pick(passages).b)?.[2] ?? "").replace(/["“”＂「」『』\s]/g, " ")];
    if (characters.length < length) continue;
    const from = draw(characters.length - length + 1);
    const text = characters
      .slice(from, from + length)
      .join("")
      .trim();
    if (text) return text;
  }
}

function native(queries, options = []) {
  const out = execFileSync(dafu, ["search", "--site", portal.site, "--all", ...options, "--queries", "-"], {input: `${queries.join("\n")}\n`, maxBuffer: 1 << 30});
  return out
    .toString()
    .trim()
    .split("\n")
    .map(line => JSON.parse(line));
}
const nativeNotes = query => JSON.parse(execFileSync(dafu, ["search", "--site", portal.site, "--all", "--json", "--", query], {maxBuffer: 1 << 30}).toString());

/** How far a score in integers may be from the exact one: q, scale, w and v are rounded. */
function rounding({units, rare}) {
  const of = unit => {
    const entry = [...unit].length > 1 ? bundle.term([...unit]) : null;
    return entry && {...entry, weight: entry.scale / 1000, idf: bundle.idf(entry.df)};
  };
  let sum = 1e-6;
  for (const unit of units) {
    const e = of(unit);
    sum += e?.word ? 0.0005 * e.weight + (e.idf * e.weight) / 510 + 0.0005 * e.idf : 0.0005;
  }
  for (const pair of rare) {
    const e = of(pair);
    sum += 0.0006 * Math.max(e.weight, 1.2) + (0.05 * e.idf ** 2 * e.weight) / 510 + 0.0005 * e.idf;
  }
  return sum;
}

/** Compares an answer with the native one: sets, tiers, totals, scores and order as far as rounding allows. */
function compare(query, theirs) {
  const ours = bundle.search(query);
  const label = JSON.stringify(query);
  const tiers = results => results.map(({id, tier}) => `${id} ${tier}`).sort();
  assert.deepEqual(tiers(ours.replies), tiers(theirs.results), `${label}: replies and tiers`);
  assert.deepEqual(ours.total, theirs.total, `${label}: totals`);
  const bound = rounding(ours);
  const scores = new Map(theirs.results.map(({id, score}) => [id, score]));
  let before = null;
  for (const reply of ours.replies) {
    const exact = scores.get(reply.id);
    assert.ok(Math.abs(reply.score / EXACT - exact) <= bound, `${label}: score of ${reply.id}: ${reply.score / EXACT}, exactly ${exact}`);
    if (before?.tier === reply.tier) assert.ok(before.exact >= exact - 2 * bound, `${label}: order at ${reply.id}`);
    before = {tier: reply.tier, exact};
  }
  return ours.replies.map(({id}) => id).join() === theirs.results.map(({id}) => id).join();
}

const row = () => files.row(draw(manifest.replies));
const someRow = fits => {
  for (let i = 0; i < 5000; i++) {
    const found = row();
    if (fits(found)) return found;
  }
  return row();
};
const traditional = new Map([...table].filter(([from]) => !manifest.t2s[1].includes(from)).map(([from, to]) => [to, from]));
const inTraditional = text => [...text].map(c => traditional.get(c) ?? c).join("");

/** Queries of many kinds, drawn from the portal itself. */
function drawn(count) {
  const kinds = [
    () => `"${piece(1 + draw(12))}"`,
    () => `“${piece(2 + draw(11))}”`,
    () => `「${piece(2 + draw(11))}」`,
    () => piece(2),
    () => piece(3 + draw(3)),
    () => piece(6 + draw(12)),
    () => `${piece(2)} ${piece(2 + draw(3))}`,
    () => `${piece(3)} -${piece(2)}`,
    () => `-${piece(2)} -"${piece(3)}"`,
    () => `${piece(2)} OR ${piece(3)} OR "${piece(4)}"`,
    () => `${piece(2)} ｜ ${piece(2)} ${piece(2)}`,
    () => `如何${piece(4)}？`,
    () => `为什么${piece(3)}${piece(3)}`,
    () => `请问${piece(2)}怎么办`,
    () => `委员:${pick((row()[2] || "无名").split("、"))} ${piece(2)}`,
    () => `代表：${pick((row()[2] || "无名").split("、"))} OR ${piece(2)}`,
    () => `单位:${row()[3] || "无名"} ${piece(2)}`,
    () => `-单位：${row()[3] || "无名"}`,
    () => `单位:${(row()[3] || "住房和城乡").slice(draw(3), 3 + draw(4))} ${piece(2)}`,
    () => `年:${2012 + draw(16)} ${piece(2)}`,
    () => `年：${2012 + draw(8)}—${2018 + draw(9)} ${piece(4)}`,
    () => `-年:${2012 + draw(16)}至${2018 + draw(9)} ${piece(3)}`,
    () => someRow(r => r[8])[8],
    () => `文号:${someRow(r => r[8])[8]}`,
    () =>
      someRow(r => r[8])[8]
        .replace(/[〔（([]/, " ")
        .replace(/[〕）)\]]/, "-"),
    () => `案号:${someRow(r => r[7])[7]}`,
    () => `第${someRow(r => r[7])[7]}号`,
    () => `${someRow(r => r[7])[7]}号提案 ${piece(2)}`,
    () => someRow(r => r[6])[6],
    () => `市政协${someRow(r => r[6])[6]}会议`,
    () => `届次:${someRow(r => r[6])[6]} ${piece(2)}`,
    () => {
      const r = someRow(r => r[6] && r[7]);
      return `关于${r[6]}会议第${r[7]}号${pick(["提案", "建议"])}的答复`;
    },
    () => {
      const r = someRow(r => r[6] && r[7]);
      return `${r[6]} 第${r[7]}号 ${piece(2)}`;
    },
    () => inTraditional(piece(4)),
    () => `"${inTraditional(piece(6))}"`,
    () => `${piece(2)}、${piece(2)}。`,
    () => `${piece(2)}火星探测${piece(2)}`,
    () =>
      pick(["电梯", "covid19", "5G", "ABC公司", "ＷＩＦＩ", "12345", "2021", "35%", "3.2万元", "e-mail", "①", "㎡", "，", '"。"', "的", "怎么", "的了"]) +
      pick(["", ` ${piece(2)}`, `${piece(2)}`]),
  ];
  return Array.from({length: count}, (_, i) =>
    kinds[i % kinds.length]()
      .replace(/[\r\n]/g, " ")
      .trim(),
  ).filter(Boolean);
}

const FIXED = `单位:住房|单位:教育 OR 电梯|-单位:市|单位:局 年:2021|单位:未载明|单位:卫生健康
5-4|5－4|5—4|10-5|10-5 113|5-4-047|5-4-第047号|5-4 第047号|5-4,047|第五届四次会议|十届五次|第10届第5次会议|市政协第10届委员会第5次会议第110号提案
五届四次会议，第047号提案的答复|五 届 四 次|5届 4次|五届四次全体会议|五届四次会议提案|018|18|第18|018提案|018号议案|第 018 号 提案|第0 18号|1 8|018号提案的答复|第2020号
委员:冉启澄|委員：冉啟澄|MEMBER:冉启澄|ｍember: "冉 启澄"|委员:|委员:"" 电梯|委员: -电梯|年:2021年-2023年|年:2023至2021|年:2021——2023|年:2021到2023|年:2021 - 2023|年:abc OR 电梯|年:"2021 至 2023"
案号:000|案号:第018号|届次:五届四次第047号|届次:100-1|届次:0-1|文号:第|文号:澜建提字 〔2022〕 7 号 电梯|文号:澜建提字2022年7号|澜建提字2022/7 -电梯|澜建提字〔2022〕7号 火星
"" OR 电梯|电梯 OR "" OR 停车|电梯 OR OR 停车|电梯 年:x OR 停车|电梯 OR -停车|-电梯 OR 停车|OR|电梯 OR|"电梯"OR"停车"|电梯 ＯＲ 停车|电梯 or 停车|-OR 电梯|-|- 电梯|-- 电梯|-"" 电梯|电梯-停车|-电梯-停车|−电梯|－"电梯
”电梯“ 停车|"电梯” 停车|“电梯" 停车|＂电梯" 停车|「电梯』 停车|电梯“停车”小区|电梯”|」停车|"停车「小区」"|"委员:冉启澄"|"委员":冉启澄|foo:电梯|:电梯|电梯 ：停车
老旧小区加装电梯|停车电梯住宅小区|"加装" "电梯" 小区 补助 住宅|"老旧小区" 加装电梯|火星电梯 OR "停车"|火星 OR "停车"|"停车火星" 电梯|火星探测电梯 年:2021|的 火星|的 OR 火星|"的" 电梯|"。"|。|电梯 。。|电梯 🙂
a1b2 12ab34|covid19a|火a星|½x|电　梯|"电 梯"|"2019 年"|2019 年|\u200b|电\u00ad梯|"ab c"|一二三四五六七八九十|二〇二一年`
  .split(/[|\n]/)
  .map(query => query.replace("\\u200b", "\u200b").replace("\\u00ad", "\u00ad"));

test("every file is reached, valid and what its name says", () => {
  const reached = new Set(["manifest.json", "suggest.json", `t2s-${manifest.t2s[0]}.bin`]);
  const reach = name => {
    files.data(name);
    reached.add(`data/${name.slice(0, 2)}/${name}.bin`);
  };
  for (const lexicon of ["pairs", "exact"]) {
    for (let shard = 0; shard < manifest[lexicon][1]; shard++) {
      reached.add(`${lexicon}/${manifest[lexicon][0]}/${(shard % 64).toString(16)}/${shard.toString(16)}.bin`);
      const {terms, lists, places} = files.shard(lexicon, shard);
      for (const slices of [lists, places]) {
        slices.names.forEach(reach);
        assert.equal(slices.file, slices.names.length - 1, "every name of a shard is used");
        if (slices.names.length) assert.equal(slices.end, files.data(slices.names.at(-1)).length, "nothing follows the last list of a data file");
      }
      for (const [term, entry] of terms) {
        const found = lexicon === "pairs" ? bundle.term([...term]) : bundle.exact(term);
        assert.equal(found, entry, `${term} is found where it is looked for`);
        const size = bundle.passages(entry).size;
        if (lexicon === "pairs") assert.equal(entry.positioned, size > 12, `${term}: positions above twelve passages`);
        else assert.equal(entry.positioned, false);
      }
    }
  }
  const [root, count] = manifest.near;
  reach(root);
  for (let i = 0; i < count; i++) files.near(i);
  for (let at = 0; at < 7 * count; at += 7)
    reach(
      files
        .data(root)
        .subarray(at, at + 7)
        .toString("hex"),
    );
  const walk = (node, start) => {
    if (node.s > 128) node.n.forEach(reach);
    files.shardsOf(node).forEach((name, number) => {
      reach(name);
      for (const [character, group] of Object.entries(JSON.parse(files.data(name).toString("utf8")))) {
        assert.equal(hash32(character) & (node.s - 1), number, `suggestions of ${start}${character}`);
        for (const [key] of group.p ?? group.t) assert.ok(key.startsWith(start + character));
        if (group.n) walk(group, start + character);
      }
    });
  };
  walk(files.suggestions(), "");
  for (const [name, hash] of Object.entries(manifest.facets)) {
    const {values} = files.facet(name);
    const blocks = Array.from({length: Math.ceil(values.length / 256)}, (_, block) => block.toString(16));
    for (const part of ["first", "labels", "replies", ...blocks]) reached.add(`facets/${hash}/${part}.bin`);
  }
  for (let block = 0; block * 256 < manifest.replies; block++) reached.add(`rows/${manifest.rows}/${block.toString(16)}.bin`);
  for (let block = 0; block * 1024 < manifest.replies; block++) reached.add(`rows/${manifest.rows}/ids-${block.toString(16)}.bin`);
  for (const {n, p} of passages) reached.add(`texts/${manifest.texts.blocks[Math.floor(n / 256)]}/${n % 256}-${p}.bin`);
  const there = readdirSync(files.folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(files.folder.length + 1));
  assert.deepEqual(there.sort(), [...reached].sort());
  const page = readFileSync(join(portal.public, "search/index.html"), "utf8");
  const inlined = /<script[^>]*id="?search-manifest"?[^>]*>(.*?)<\/script>/s.exec(page);
  assert.deepEqual(JSON.parse(inlined[1]), manifest);
  assert.equal(crc32(Buffer.from("123456789")), 0xcbf43926);
});

test("texts, rows, ids, facets, years and keys agree with each other", () => {
  const yearsOf = [...bundle.years(1, 9999)];
  passages.forEach((text, i) => {
    assert.equal(passageString(text, pairsOf(text.t2s ?? "")), strings[i], "t2s of the passage is enough");
    if (text.p) return;
    const [id, title, , agency, date, , , number, document] = files.row(text.n);
    assert.deepEqual([text.id, text.t, text.a ?? "", text.d ?? "", text.o ?? ""], [id, title, agency, date, document]);
    assert.equal(files.ids(text.n >> 10)[text.n & 1023], hash32(id));
    assert.equal(bundle.years(Number(date.slice(0, 4)), Number(date.slice(0, 4))).has(text.n), Boolean(date));
    const facts = label => (text.f ?? []).filter(([key]) => key === label).map(([, value]) => normalise(value, table));
    for (const name of facts("askers")) assert.ok(bundle.key("m", name).has(text.n), name);
    for (const name of [...facts("agency"), ...facts("co_agencies")]) assert.ok(bundle.key("a", name).has(text.n), name);
    // A number of zeros alone is none.
    if (/[^0]/.test(number)) assert.ok(bundle.fact("case", normalise(number, table)).has(text.n));
    if (document) assert.ok(bundle.fact("document", normalise(document, table)).has(text.n));
  });
  for (const name of Object.keys(manifest.facets)) {
    const {values, replies} = files.facet(name);
    values.forEach(({key}, at) => {
      const own = replies.flatMap((values, number) => (values.includes(at) ? [number] : []));
      assert.deepEqual([...bundle.key("f", `${name}=${key}`)].sort((a, b) => a - b), own, `${name}=${key}`);
    });
  }
  assert.equal(yearsOf.length, passages.filter(text => !text.p && text.d).length);
  for (const c of table.keys()) assert.equal(bundle.normal(c), table.get(c), "the table is read where it is needed");
});

test("lists name every passage that has the term, positions every place", () => {
  const places = new Map();
  passages.forEach((text, i) => {
    const passage = 4 * text.n + text.p;
    const characters = [...strings[i]];
    characters.slice(1).forEach((second, at) => {
      const pair = characters[at] + second;
      if (pair.includes("\n")) return;
      if (!places.has(pair)) places.set(pair, new Map());
      const found = places.get(pair);
      if (!found.has(passage)) found.set(passage, []);
      found.get(passage).push(at);
    });
  });
  let pairs = 0;
  for (let shard = 0; shard < manifest.pairs[1]; shard++) {
    for (const [term, entry] of files.shard("pairs", shard).terms) {
      if ([...term].length !== 2) continue;
      pairs++;
      const found = places.get(term);
      assert.deepEqual([...bundle.passages(entry)], [...found.keys()], term);
      if (entry.positioned && (pairs % 8 === 0 || manifest.replies < 100)) assert.deepEqual([...files.positions(entry)], [...found], term);
    }
  }
  assert.equal(pairs, places.size);
});

test("phrases: a plain scan finds the same replies", () => {
  let most = 0;
  for (let i = 0; i < 240; i++) {
    const phrase = piece(1 + (i % 12));
    const wanted = normalise(phrase, table);
    const scan = new Set(passages.filter((_, k) => strings[k].includes(wanted)).map(({n}) => n));
    most = Math.max(most, scan.size);
    assert.deepEqual(
      bundle
        .search(`"${phrase}"`)
        .replies.map(({number}) => number)
        .sort((a, b) => a - b),
      [...scan].sort((a, b) => a - b),
      phrase,
    );
  }
});

test("queries: the native program gives the same replies", t => {
  const queries = [...FIXED, ...drawn(DRAWN)].filter(query => query.trim());
  const answers = native(queries);
  assert.equal(answers.length, queries.length);
  const wrong = [];
  let same = 0;
  queries.forEach((query, i) => {
    try {
      if (compare(query, answers[i])) same++;
    } catch (error) {
      wrong.push(error.message);
    }
  });
  t.diagnostic(
    `${queries.length - wrong.length} of ${queries.length} agree in replies, tiers, totals and (within rounding) scores; ${same} in the very same order`,
  );
  assert.deepEqual(wrong, []);
});

test("queries: notes and what is lacking", () => {
  const queries = [...FIXED.filter((_, i) => i % 2 === 0), ...drawn(37)].slice(0, NOTED);
  for (const query of queries.filter(query => query.trim())) {
    const theirs = nativeNotes(query);
    const ours = bundle.search(query);
    assert.deepEqual(ours.notes, {ignored: theirs.ignored, absent: theirs.absent}, query);
    const lacks = new Map(ours.replies.map(({id, lacks}) => [id, lacks]));
    for (const {id, lacks: expected} of theirs.results) assert.deepEqual(lacks.get(id), expected, `${query} ${id}`);
  }
});
