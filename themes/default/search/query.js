// What a query means: text → items in groups (src/bundle/FORMAT.md), and a text's units.

import {isSpace, normalise} from "./normalise.js";

/**
 * @typedef {object} Item
 * @property {"text" | "phrase" | "field"} kind
 * @property {string} raw as typed
 * @property {string} text normalised
 * @property {boolean} not
 * @property {string} field letter of the key, `y` for years, "" if none
 * @property {[number, number]} [years]
 */
/** @typedef {{kind: "ignored", text: string, why: "or" | "empty" | "year" | "value"}} Ignored */
/** @typedef {{groups: Item[][], not: Item[], notes: Ignored[]}} Query */

/** Opening quote → what may close it. */
const QUOTES = new Map([["\"", "\"＂"], ["＂", "\"＂"], ["“", "”“"], ["”", "”“"], ["「", "」"], ["『", "』"]]);
const FIELDS = new Map(("委员m 代表m 提案人m 建议人m memberm 单位a 主办单位a agencya 年y yeary 文号d 案号c 届次s").split(" ")
  .map(x => /** @type {[string, string]} */ ([x.slice(0, -1), x.slice(-1)])));
const STOP = new Set([
  ..."的了在是和与及对将等为也就都而着或以被把从由向于之其此该各并还吗呢吧啊我你他们这那有请问很要会能可不没什么怎哪谁几多个到上中下里给让又再更最已所如何因但",
  ...("关于 有关 以及 进行 我们 你们 他们 这个 那个 什么 怎么 怎样 如何 哪些 哪里 哪个 为什么 是否 可以 能否 请问 没有 因为 所以 但是 如果 目前 现在 " +
    "就是 还是 一个 一些 这些 那些 时候 已经").split(" ")]);

/** @param {string} q */
export const mayHoldNumbers = q => /\p{N}|[届屆]/u.test(q);

/** Whether a unit is a function word. @param {string} unit */
export const isStop = unit => STOP.has(unit);

/**
 * @param {string} q
 * @param {Map<string, string>} [t2s]
 * @param {typeof import("./numbers.js")} [numbers] if there may be some in it, see `mayHoldNumbers`
 * @returns {Query}
 */
export function parse(q, t2s, numbers) {
  /** @type {Query} */
  const query = {groups: [], not: [], notes: []};
  /** @param {string} text @param {Ignored["why"]} why */
  const ignore = (text, why) => query.notes.push({kind: "ignored", text, why});
  // `or`: the word that joins the next item to the last group; `after`: whether the token before was an item.
  let or = "", after = false;
  for (let i = 0; i < q.length;) {
    if (isSpace(q.charCodeAt(i))) {
      i++;
      continue;
    }
    const start = i, not = "-－−".includes(q[i]) && i + 1 < q.length && !isSpace(q.charCodeAt(i + 1));
    if (not) i++;
    const quoted = () => {
      const from = i + 1, ends = /** @type {string} */ (QUOTES.get(q[i]));
      let end = from;
      while (end < q.length && !ends.includes(q[end])) end++;
      i = Math.min(end + 1, q.length);
      return q.slice(from, end);
    };
    /** @type {Item["kind"]} */
    let kind = "text";
    let written, field = "";
    if (QUOTES.has(q[i])) {
      kind = "phrase";
      written = quoted();
    } else {
      const from = i;
      while (i < q.length && !isSpace(q.charCodeAt(i)) && !QUOTES.has(q[i])) i++;
      written = q.slice(from, i);
      if (!not && (written === "OR" || written === "|" || written === "｜")) {
        if (after) or = written;
        else ignore(written, "or");
        after = false;
        continue;
      }
      const colon = written.search(/[:：]/);
      field = colon > 0 && FIELDS.get(normalise(written.slice(0, colon), t2s)) || "";
      if (field) {
        kind = "field";
        written = written.slice(colon + 1);
        // A value may stand behind a space, and a 文号 go on behind one: 舞建提字 〔2021〕 19号.
        const chunk = () => (/^\p{White_Space}*([^\p{White_Space}"＂“”「『]*)/u.exec(q.slice(i)) || [""]);
        if (!written) {
          const next = chunk();
          i += next[0].length;
          written = next[1] || (QUOTES.has(q[i]) ? quoted() : "");
        }
        for (let next; field === "d" && numbers && !numbers.DOCUMENT.test(numbers.numberKey(normalise(written, t2s))) &&
          (next = chunk()) && numbers.MORE.test(normalise(next[1], t2s)); i += next[0].length) written += next[1];
      }
    }
    const raw = q.slice(start, i).trim();
    let text = normalise(written, t2s);
    if (numbers && field === "d") text = numbers.numberKey(text);
    if (numbers && field === "c") text = numbers.caseKey(text);
    if (field === "s") text = numbers && (/^s(.*)/.exec(numbers.keyOf(text)) || "")[1] || "";
    /** @type {Item} */
    const item = {kind, raw, text, not, field};
    const years = field === "y" ? /^(\d{4})(?:(?:-|\.\.|—|——|至|到|~|–)(\d{4}))?$/.exec(text.replace(/年/g, "")) : null;
    if (years) item.years = [Math.min(+years[1], +(years[2] || years[1])), Math.max(+years[1], +(years[2] || years[1]))];
    if (!text || (field === "y" && !years)) {
      ignore(raw, text ? "year" : field ? "value" : "empty");
      after = false;
      continue;
    }
    if (not) {
      if (or) ignore(or, "or");
      query.not.push(item);
    } else if (or) query.groups[query.groups.length - 1].push(item);
    else query.groups.push([item]);
    or = "";
    after = !not;
  }
  if (or) ignore(or, "or");
  return query;
}

/**
 * The units of a normalised text, function words among them.
 * @param {string} text
 * @param {number} replies
 * @param {(word: string) => {df: number, scale: number} | undefined} find looks a term up
 * @returns {string[]}
 */
export function units(text, replies, find) {
  /** @type {string[]} */
  const out = [];
  for (const part of text.match(/[a-z0-9]+|(?:(?![a-z0-9])[\p{L}\p{N}\p{M}])+/gu) || []) {
    if (/^[a-z0-9]/.test(part)) {
      // Letters and digits part, unless one of them would stand alone: covid19 is two units, 5g is one.
      const pieces = part.match(/[a-z]+|[0-9]+/g) || [];
      if (pieces.some(piece => piece.length === 1)) out.push(part);
      else out.push(...pieces);
      continue;
    }
    const chars = Array.from(part), n = chars.length, best = [0], from = [0];
    for (let end = 1; end <= n; end++) {
      best[end] = Infinity;
      for (let start = Math.max(0, end - 12); start < end; start++) {
        const word = chars.slice(start, end).join(""), single = end - start === 1;
        let cost = STOP.has(word) ? 96 : single ? 400 : Infinity;
        const term = single ? undefined : find(word);
        if (term && term.scale) cost = Math.min(cost, Math.floor(16 * Math.log2((replies + 1) / term.df)) + 96);
        if (best[start] + cost < best[end]) {
          best[end] = best[start] + cost;
          from[end] = start;
        }
      }
    }
    /** @type {string[]} */
    const cut = [];
    for (let end = n; end > 0; end = from[end]) cut.unshift(chars.slice(from[end], end).join(""));
    let open = false;
    for (const unit of cut) {
      const single = Array.from(unit).length === 1 && !STOP.has(unit);
      if (single && open) out[out.length - 1] += unit;
      else out.push(unit);
      open = single;
    }
  }
  return out;
}
