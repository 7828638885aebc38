// What stands beside the results: numbers at the filters, rows of the table.

import assert from "node:assert/strict";
import {after, test} from "node:test";
import {openFolder} from "../../themes/default/search/files.js";
import {build} from "./portal.mjs";

const portal = build(120);
after(() => portal.close());
const folder = await openFolder(portal.public);
const engine = folder.fresh(false);

/** Words that are together in some of the replies, and a part of them in others: of those that are made here, then of real-looking ones. */
const MANY = ["加装电梯 课后服务 异地结算 停车", "资金 教育 停车", "养老 建设 资金", "农村 资金 学校"];
/** @type {string[]} */
const fit = [];
for (const q of MANY) {
  const {total} = await engine.evaluate({q});
  if (total.words > 1 && total.partial > 1) fit.push(q);
}
const SOME = fit[0];

test("the numbers at a filter are of the replies that the page counts, and say what a press leaves", async () => {
  const {total} = await engine.evaluate({q: SOME});
  assert.ok(SOME, "no words fit these replies");
  const {values: years} = await engine.more("counts", {q: SOME, filters: {}}, "year");
  assert.equal(years.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.count, 0), total.words);
  for (const {key, count} of years) assert.equal((await engine.evaluate({q: SOME, filters: {year: [key]}})).total.words, count, key);
  // What is chosen is left aside in its own column.
  assert.deepEqual((await engine.more("counts", {q: SOME, filters: {year: [years[0].key]}}, "year")).values, years);
  assert.equal((await engine.more("rows", {q: SOME}, 0, 1000)).length, total.words);
});

test("where no reply holds all the words, the numbers are of those that hold some", async () => {
  const q = SOME + " 龘龘", {total} = await engine.evaluate({q});
  assert.equal(total.words, 0);
  const {values: years} = await engine.more("counts", {q, filters: {}}, "year");
  assert.equal(years.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.count, 0), total.partial);
});

test("rows of a table name a session as the filter beside them does", async () => {
  const q = "答复", rows = await engine.more("rows", {q}, 0, 1000);
  const labels = new Set((await engine.more("counts", {q, filters: {}}, "session", true)).values.map((/** @type {any} */ one) => one.label));
  const said = rows.map((/** @type {string[]} */ row) => row[6]).filter(Boolean);
  assert.ok(said.length > 0);
  for (const session of said) assert.ok(labels.has(session), session);
});

test("of a facet the most frequent values are given, what is chosen and how many there are, or all", async () => {
  const q = "答复", request = {q, filters: {}};
  for (const [facet, least] of /** @type {[string, number][]} */ ([["member", 10], ["agency", 3]])) {
    const all = await engine.more("counts", request, facet, true), some = await engine.more("counts", request, facet);
    assert.ok(all.all >= least, facet);
    assert.deepEqual([all.values.length, some.all], [all.all, all.all]);
    assert.deepEqual(some.values, all.values.slice(0, 8));
    all.values.forEach((/** @type {any} */ one, /** @type {number} */ i) => assert.ok(!i || all.values[i - 1].count > one.count || (all.values[i - 1].count === one.count && all.values[i - 1].key < one.key)));
    // Each is as many as a press leaves.
    for (const {key, count, label} of [...some.values, ...all.values.slice(-5)]) {
      const filters = {[facet]: [key]}, left = await engine.evaluate({q, filters});
      assert.equal(left.total.words, count, key);
      assert.deepEqual(await engine.more("called", facet, [key, "nobody-000000"]), [label, "nobody-000000"]);
      const beside = await engine.more("counts", {q, filters}, facet);
      assert.ok(beside.values.some((/** @type {any} */ one) => one.key === key && one.count === count && one.label === label), key);
    }
    const none = await engine.more("counts", {q, filters: {[facet]: ["nobody-000000"]}}, facet);
    assert.deepEqual(none.values[none.values.length - 1], {key: "nobody-000000", label: "nobody-000000", count: 0});
    assert.equal(none.all, all.all + 1);
    assert.equal((await engine.evaluate({q, filters: {[facet]: ["nobody-000000"]}})).total.words, 0);
  }
});

test("a choice fetches a key, and no column", async () => {
  const one = folder.fresh(), before = folder.requests.length;
  const {values} = await engine.more("counts", {q: "答复", filters: {}}, "agency");
  assert.ok((await one.evaluate({q: "答复", filters: {agency: [values[0].key]}})).total.words > 0);
  const asked = folder.requests.slice(before).map((/** @type {any} */ request) => request.path);
  assert.deepEqual(asked.filter((/** @type {string} */ path) => path.includes("/facets/")), []);
});
