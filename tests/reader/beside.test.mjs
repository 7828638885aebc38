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
  const years = await engine.more("counts", {q: SOME, filters: {}}, "year");
  assert.equal(years.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.count, 0), total.words);
  for (const {key, count} of years) assert.equal((await engine.evaluate({q: SOME, filters: {year: [key]}})).total.words, count, key);
  // What is chosen is left aside in its own column.
  assert.deepEqual(await engine.more("counts", {q: SOME, filters: {year: [years[0].key]}}, "year"), years);
  assert.equal((await engine.more("rows", {q: SOME}, 0, 1000)).length, total.words);
});

test("where no reply holds all the words, the numbers are of those that hold some", async () => {
  const q = SOME + " 龘龘", {total} = await engine.evaluate({q});
  assert.equal(total.words, 0);
  const years = await engine.more("counts", {q, filters: {}}, "year");
  assert.equal(years.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.count, 0), total.partial);
});

test("rows of a table name a session as the filter beside them does", async () => {
  const q = "答复", rows = await engine.more("rows", {q}, 0, 1000);
  const labels = new Set((await engine.more("counts", {q, filters: {}}, "session")).map((/** @type {any} */ one) => one.label));
  const said = rows.map((/** @type {string[]} */ row) => row[6]).filter(Boolean);
  assert.ok(said.length > 0);
  for (const session of said) assert.ok(labels.has(session), session);
});
