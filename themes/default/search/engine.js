// Answers queries from the bundle: sets, scores and order as src/bundle/FORMAT.md has them. Whatever can be fetched side by
// side is; nothing is shown that was not checked.

import {Bundle, BundleError, codePoints, pairsOf, spread} from "./bundle.js";
import {excerptOf} from "./excerpt.js";
import {marksIn, needsTable} from "./normalise.js";
import {Phrase} from "./phrase.js";
import {isStop, mayHoldNumbers, parse, units} from "./query.js";
import {both, either, fold, place, span, without} from "./sets.js";

export {BundleError};

/** @typedef {import("./bundle.js").Manifest} Manifest */
/** @typedef {import("./bundle.js").Term} Term */
/** @typedef {import("./query.js").Item} Item */
/** @typedef {import("./sets.js").Docs} Docs */
/** @typedef {import("./sets.js").Having} Having */
/** @typedef {{q: string, filters?: Record<string, string[]>, sort?: "relevance" | "date", from?: number, count?: number}} Request */
/** @typedef {"number" | "literal" | "words" | "partial"} Tier */
/** @typedef {{doc: number, tier: Tier, score: number}} Hit */
/** @typedef {{total: {literal: number, words: number, partial: number, number: number}, hits: Hit[], literals: string[], units: string[], having: (text: string) => Having, notes: any[], near?: Promise<any>, frequent: Term[], known: Map<string, Having>}} Found  `frequent`: words whose passages stand apart, the rarest first; `known`: what `having` gives */
/** @typedef {Omit<Found, "frequent" | "known">} Answer */

/** @type {Docs} */
const NONE = new Uint32Array(0);
/** @type {Having} */
const NOWHERE = {docs: NONE, masks: NONE};
/** Texts of up to this many characters have each of them looked up at once: it may stand alone. */
const SHORT = 10;
/** From so many units on a query is a question: its best matches follow those that have all its words. Pairs in few replies sharpen every order. */
const QUESTION = 3, RARE = 24, SHARP = 0.05;
/** @type {Tier[]} */
const TIERS = ["number", "literal", "words", "partial"];

/**
 * The passage of a reply that shows best why it was found; undefined if nothing tells. One after the first is preferred among equals: what the first holds may be
 * its title, or the facts.
 * @param {Answer} found
 * @param {number} doc
 */
function passageOf({literals, units, having}, doc) {
  const worth = [0, 0, 0, 0];
  literals.concat(units).forEach((text, i) => {
    const {docs, masks} = having(text), at = place(docs, doc);
    for (let p = 0; p < 4; p++) if (at >= 0 && masks[at] >> p & 1) worth[p] += i < literals.length ? units.length + 1 : 1;
  });
  const most = Math.max(...worth), later = worth.indexOf(most, 1);
  return most ? Math.max(later, 0) : undefined;
}

/**
 * @param {Manifest} manifest
 * @param {import("./bundle.js").Get} get
 */
export const open = (manifest, get) => new Engine(manifest, get);

export class Engine {
  /**
   * @param {Manifest} manifest
   * @param {import("./bundle.js").Get} get
   */
  constructor(manifest, get) {
    this.bundle = new Bundle(manifest, get);
    this.N = manifest.replies;
    /** Shards that are here. @type {Map<string, Map<string, Term>>} */
    this.shards = new Map();
    /** @type {{key: string, found: Promise<Found>} | null} */
    this.last = null;
  }

  /** @param {Set<string>} paths */
  async fetchShards(paths) {
    await Promise.all(Array.from(paths, async path => {
      if (!this.shards.has(path)) this.shards.set(path, await this.bundle.shard(path));
    }));
  }

  /** A term of the lexicon, its shards being here. @param {string} text @returns {Term | undefined} */
  find(text) {
    const points = codePoints(text);
    const look = (/** @type {number} */ from) => {
      const shard = this.shards.get(this.bundle.shardOf("pairs", points.slice(from, from + 2)));
      return shard && shard.get(text);
    };
    return look(0) || (points.length === 3 ? look(1) : undefined);
  }

  /** A character or key; its shard is fetched if need be. @param {string} text @returns {Promise<Having>} */
  async exact(text) {
    const term = (await this.bundle.shard(this.bundle.shardOf("exact", codePoints(text)))).get(text);
    return term ? this.bundle.list(term) : NOWHERE;
  }

  /** Reads a query and fetches what its words are in. @param {string} q */
  async prepare(q) {
    const t2s = needsTable(q, this.bundle.manifest.t2s[1]) ? await this.bundle.t2s() : undefined;
    const numbers = mayHoldNumbers(q) ? await import("./numbers.js") : undefined;
    const query = parse(q, t2s, numbers), paths = new Set();
    const keyed = (/** @type {string} */ key) => paths.add(this.bundle.shardOf("exact", codePoints(key)));
    for (const item of query.groups.flat().concat(query.not)) {
      const points = codePoints(item.text);
      if (item.kind === "field") {
        if (item.field !== "y") keyed("\u0001" + item.field + item.text);
        continue;
      }
      for (let i = 0; i + 1 < points.length; i++) paths.add(this.bundle.shardOf("pairs", points.slice(i, i + 2)));
      if (points.length === 1 || (item.kind === "text" && points.length <= SHORT && !item.not)) {
        for (const c of points) if (c > 0x2e7f || points.length === 1) paths.add(this.bundle.shardOf("exact", [c]));
      }
    }
    const may = numbers ? numbers.numbersOf(query) : [];
    for (const {key} of may) keyed("\u0001" + key);
    await this.fetchShards(paths);
    return {query, t2s, may};
  }

  /** @param {string} text */
  prefetch(text) {
    this.prepare(text).catch(() => {});
  }

  /**
   * @param {Request} request
   * @returns {Promise<Found>}
   */
  evaluate(request) {
    const key = JSON.stringify([request.q, request.filters, request.sort]);
    if (!this.last || this.last.key !== key) {
      const found = this.work(request), last = this.last = {key, found};
      found.catch(() => {
        if (this.last === last) this.last = null;
      });
    }
    return this.last.found;
  }

  /**
   * @param {Request} request
   * @returns {Promise<Found>}
   */
  async work(request) {
    const N = this.N, filters = request.filters || {}, filtered = Object.values(filters).some(values => values.length);
    const [{query, t2s, may}, allow] = await Promise.all([this.prepare(request.q), filtered ? this.more("allowed", filters) : null]);
    const find = (/** @type {string} */ text) => this.find(text);
    const items = query.groups.flat();
    // The units of every text; function words go unless nothing else is left.
    /** @type {Map<string, string[]>} */
    const parts = new Map();
    for (const item of items) {
      const list = item.kind === "text" ? units(item.text, N, find) : [];
      // Punctuation alone is looked for as it stands.
      if (item.kind === "text") parts.set(item.text, list.length ? list : [item.text]);
    }
    if (Array.from(parts.values()).some(list => list.some(unit => !isStop(unit)))) {
      parts.forEach((list, text) => parts.set(text, list.filter(unit => !isStop(unit))));
    }
    /** @type {Set<string>} */
    const scored = new Set(), literals = new Set();
    for (const item of items) {
      if (item.kind === "field") continue;
      literals.add(item.text);
      const own = item.kind === "text" ? parts.get(item.text) : units(item.text, N, find).filter(unit => !isStop(unit));
      for (const unit of own || []) scored.add(unit);
    }

    // Sets of replies that contain a string; phrases are narrowed first and settled later.
    /** @type {Map<string, Promise<Having>>} */
    const exact = new Map();
    /** @type {Map<string, Phrase>} */
    const phrases = new Map();
    /** @type {any[]} */
    const narrowing = [];
    /** @param {string} text @param {Promise<Docs> | null} within */
    const need = (text, within) => {
      if (exact.has(text) || phrases.has(text)) return;
      const term = find(text);
      if (codePoints(text).length < 2) exact.set(text, this.exact(text));
      else if (term) exact.set(text, this.bundle.list(term));
      else {
        const phrase = new Phrase(this.bundle, text, find);
        phrases.set(text, phrase);
        narrowing.push(phrase.narrow(within));
      }
    };
    /** @type {Set<string>} */
    const sharp = new Set();
    if (scored.size) {
      parts.forEach((_, text) => Array.from(text).forEach((c, i, all) => {
        const pair = c + all[i + 1], term = /^[\u3400-\u9fff\u{20000}-\u{3ffff}]{2}$/u.test(pair) && !scored.has(pair) && find(pair);
        if (term && term.df <= RARE) sharp.add(pair);
      }));
      sharp.forEach(pair => need(pair, null));
    }
    // What is not awaited at once must not be taken for unhandled.
    const quiet = (/** @type {Promise<any>} */ promise) => {
      promise.catch(() => {});
      return promise;
    };
    // Which passages hold a frequent word stands apart. Where all are frequent, that of the rarest tells what to show.
    const frequent = /** @type {Term[]} */ (Array.from(scored, find).filter(term => term && term.apart)).sort((a, b) => a.df - b.df);
    if (frequent[0] && frequent.length === scored.size) exact.set(frequent[0].text, this.bundle.list(frequent[0], true));
    scored.forEach(unit => need(unit, null));
    /** @type {Map<Item, Promise<Docs>>} */
    const fields = new Map();
    for (const item of items.concat(query.not)) if (item.kind === "field") fields.set(item, quiet(this.field(item)));
    // What must be so of every result narrows what a phrase is looked for in.
    const firm = /** @type {Promise<Docs>[]} */ (query.groups.map(group => group.length === 1 && fields.get(group[0])).filter(Boolean));
    if (allow) firm.push(Promise.resolve(span(0, N).filter(allow)));
    for (const item of items.concat(query.not)) {
      if (item.kind === "field") continue;
      const own = item.kind === "text" && !item.not ? parts.get(item.text) || [] : [];
      const known = own.filter(unit => exact.has(unit)).map(async unit => (await /** @type {Promise<Having>} */ (exact.get(unit))).docs).concat(firm);
      need(item.text, known.length ? quiet(Promise.all(known).then(lists => lists.reduce(both))) : null);
    }
    const numbers = quiet(Promise.all(may.map(async number => ({...number, docs: (await this.exact("\u0001" + number.key)).docs}))));
    exact.forEach(quiet);
    await Promise.all(narrowing);
    /** @type {Map<string, Having>} */
    const known = new Map();
    await Promise.all(Array.from(exact, async ([text, having]) => known.set(text, await having)));
    /** @type {Map<Item, Docs>} */
    const fielded = new Map();
    await Promise.all(Array.from(fields, async ([item, docs]) => fielded.set(item, await docs)));
    // None inside another.
    let behind = 0;
    const numbered = /** @type {{from: number, to: number, key: string, docs: Docs}[]} */ (await numbers).filter(({from, to, docs}) => docs.length && from >= behind && (behind = to));

    const finish = () => this.answer(request, query, parts, scored, sharp, literals, text => known.get(text) || NOWHERE, item => fielded.get(item) || NONE, numbered, allow);
    phrases.forEach(phrase => known.set(phrase.text, fold(phrase.found || phrase.candidates || NONE)));
    const open = Array.from(phrases.values()).filter(phrase => !phrase.found);
    if (open.length) {
      // What will most likely be shown is fetched while phrases are settled.
      const guess = finish(), {from = 0, count = 10} = request, likely = guess.hits.slice(from, from + Math.min(count, 10));
      const settled = Promise.all(open.map(async phrase => known.set(phrase.text, fold(await phrase.settle()))));
      for (const {doc} of likely) quiet(this.bundle.text(doc, passageOf(guess, doc) || 0));
      await settled;
    }
    const found = Object.assign(finish(), {frequent, known});
    for (const item of items) {
      if (item.kind === "field" && item.field !== "y" && !(fielded.get(item) || NONE).length) {
        found.notes.push({kind: "field-unknown", field: item.field, text: item.text});
      }
    }
    // What is near is looked for while texts are fetched.
    if (found.notes.length) found.near = quiet(this.more("explain", found.notes, request.q, t2s));
    return found;
  }

  /**
   * Puts the sets together.
   * @param {Request} request
   * @param {import("./query.js").Query} query
   * @param {Map<string, string[]>} parts
   * @param {Set<string>} scored
   * @param {Set<string>} sharp
   * @param {Set<string>} literals
   * @param {(text: string) => Having} having
   * @param {(item: Item) => Docs} field
   * @param {{from: number, to: number, key: string, docs: Docs}[]} numbered
   * @param {((doc: number) => boolean) | null} allow
   * @returns {Answer}
   */
  answer(request, query, parts, scored, sharp, literals, having, field, numbered, allow) {
    const N = this.N, all = span(0, N), asTyped = (/** @type {Item} */ item) => item.kind === "field" ? field(item) : having(item.text).docs;
    const byWords = (/** @type {Item} */ item) => item.kind === "text"
      ? (parts.get(item.text) || []).reduce((/** @type {Docs | null} */ set, unit) => set ? both(set, having(unit).docs) : having(unit).docs, null) || all : asTyped(item);
    /** @type {Docs} */
    let out = NONE;
    for (const item of query.not) out = either(out, asTyped(item));
    const allowed = (/** @type {Docs} */ set) => {
      const rest = without(set, out);
      return allow ? rest.filter(allow) : rest;
    };
    const nothing = !query.groups.length && !query.not.length && !Object.values(request.filters || {}).some(values => values.length);
    /** @type {Docs} */
    let literal = nothing ? NONE : all;
    let words = literal, firm = all, named = NONE;
    /** @type {Docs | null} */
    let limited = null;
    // Replies that are named stand first whatever else was typed; sessions and case numbers limit like words.
    for (let at = 0; at < query.groups.length;) {
      const found = numbered.find(({from}) => from === at), groups = query.groups.slice(at, found ? found.to : at + 1);
      let [typed, apart] = [asTyped, byWords].map(of => groups.map(group => group.map(of).reduce(either)).reduce(both));
      for (const group of groups) if (!group.some(item => item.kind === "text")) firm = both(firm, typed);
      if (found) {
        typed = either(typed, found.docs);
        apart = either(apart, found.docs);
        if (/^[dn]/.test(found.key)) named = either(named, found.docs);
        else limited = limited ? both(limited, found.docs) : found.docs;
      }
      literal = both(literal, typed);
      words = both(words, apart);
      at += groups.length;
    }
    const number = allowed(limited ? either(named, both(literal, limited)) : named);
    literal = either(allowed(literal), number);
    words = either(allowed(words), literal);

    const score = new Float64Array(N), notes = /** @type {any[]} */ (query.notes.slice());
    /** @param {string} unit @param {number} weight @param {number} plain what one counts that has no scores, × 255 000 */
    const add = (unit, weight, plain) => {
      const term = codePoints(unit).length > 1 && this.find(unit);
      having(unit).docs.forEach((doc, i) => (score[doc] += weight * (term && term.scale && term.q ? term.q[i] * term.scale : plain)));
    };
    const idf = (/** @type {number} */ df) => Math.log(1 + (N - df + 0.5) / (df + 0.5));
    scored.forEach(unit => {
      const {docs} = having(unit);
      add(unit, Math.round(1000 * idf(docs.length)), 255e3);
      // The parts of a number that was found are no words to miss.
      if (!docs.length && !number.length) notes.push({kind: "absent", text: unit});
    });
    sharp.forEach(pair => add(pair, Math.round(1000 * SHARP * idf(having(pair).docs.length) ** 2), 306e3));

    /** @type {Docs} */
    let partial = NONE;
    if ((!words.length || scored.size >= QUESTION) && !number.length && !nothing) {
      /** @type {Docs} */
      let any = NONE;
      parts.forEach(list => list.forEach(unit => (any = either(any, having(unit).docs))));
      sharp.forEach(pair => (any = either(any, having(pair).docs)));
      partial = without(allowed(both(firm, any)), words);
    }
    /** @param {number} doc @returns {Tier} */
    const tier = doc => place(words, doc) < 0 ? "partial" : place(number, doc) >= 0 ? "number" : place(literal, doc) >= 0 ? "literal" : "words";
    const newer = (/** @type {Hit} */ a, /** @type {Hit} */ b) => this.age(b.doc) - this.age(a.doc) || b.doc - a.doc;
    /** @type {Hit[]} */
    const hits = Array.from(either(words, partial), doc => ({doc, tier: tier(doc), score: score[doc]}));
    if (request.sort === "date") hits.sort((a, b) => +(a.tier === "partial") - +(b.tier === "partial") || newer(a, b));
    else hits.sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || b.score - a.score || newer(a, b));
    return {total: {literal: literal.length, words: words.length, partial: partial.length, number: number.length}, hits,
      literals: Array.from(literals), units: Array.from(new Set(Array.from(parts.values()).flat())), having, notes};
  }

  /** @param {Item} item @returns {Promise<Docs>} */
  async field(item) {
    if (item.years) {
      const [first, last] = item.years;
      return span(0, this.N).filter(doc => +this.yearOf(doc) >= first && +this.yearOf(doc) <= last);
    }
    const office = item.field === "a", [{docs}] = await Promise.all([this.exact("\u0001" + item.field + item.text), office && import("./more.js").catch(() => {})]);
    return !office || docs.length ? docs : this.more("officesLike", item.text);
  }

  /** Where a reply stands by its date: the newer, the larger. @param {number} doc */
  age(doc) {
    const late = this.bundle.late.get(doc);
    return late ? late[0] : doc;
  }

  /** The year of a reply; "unknown" if it has none. @param {number} doc */
  yearOf(doc) {
    const late = this.bundle.late.get(doc);
    let year = late && late[1];
    if (!late) for (const [y, first] of this.bundle.manifest.years) if (first <= doc) year = y;
    return year ? "" + year : "unknown";
  }

  /** What is wanted later, or seldom. @param {string} what @param {any[]} given @returns {Promise<any>} */
  async more(what, ...given) {
    const later = /** @type {any} */ (await import("./more.js"));
    return later[what](this, ...given);
  }

  /** @param {Request} request */
  async search(request) {
    const {from = 0, count = 10} = request;
    const found = await this.evaluate(request), hits = found.hits.slice(from, from + count);
    const unknown = hits.filter(({doc}) => passageOf(found, doc) === undefined);
    if (unknown[0] && found.frequent[0]) await this.more("locate", found, unknown);
    const shown = Promise.all(hits.map(async hit => {
      const text = await this.bundle.text(hit.doc, passageOf(found, hit.doc) || 0), t2s = text.t2s ? pairsOf(text.t2s) : undefined;
      const lacks = hit.tier === "partial" ? found.units.filter(unit => place(found.having(unit).docs, hit.doc) < 0) : [];
      const titleMarks = marksIn(text.t, t2s, found.literals.concat(found.units));
      const excerpt = excerptOf(text, t2s, found.literals, found.units);
      return Object.assign({doc: hit.doc, id: text.id, title: text.t, url: "replies/" + spread(text.id) + ".html", agency: text.a || "", date: text.d || "", kind: text.k || "",
        number: text.o || "", tier: hit.tier, score: hit.score, lacks, titleMarks}, excerpt);
    }));
    const [results] = await Promise.all([shown, found.near]);
    return {total: found.total, results, notes: found.notes, filtered: Object.values(request.filters || {}).some(values => values.length)};
  }
}
