// What the engine is asked for after the first results, or seldom: counts beside filters, words near an absent one, the facts of all
// results. It is loaded then (src/bundle/FORMAT.md says what the files are).

import {codePoints, hash32, pathOf} from "./bundle.js";
import {marksIn, normalise} from "./normalise.js";
import {place, span} from "./sets.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./engine.js").Request} Request */

/** The results that the page counts: those that hold some of the words alone are among them if nothing else is. @param {import("./engine.js").Found} found */
const counted = ({hits, total}) => total.words ? hits.filter(hit => hit.tier !== "partial") : hits;

/** @param {import("./bundle.js").Files} files @param {string} path @returns {Promise<any>} */
const json = (files, path) => files.load(path, r => JSON.parse(r.whole()));

/** Values of a facet in one file, and those that are shown first. */
const VALUES = 256, FIRST = 8;

/**
 * How many of the present results have each value of a facet, its own choice left aside: the most frequent first, and what is chosen, or all; and how many there are in all.
 * @param {Engine} engine
 * @param {Request} request
 * @param {string} facet
 * @param {boolean} [whole]
 * @returns {Promise<{values: {key: string, label: string, count: number}[], all: number}>}
 */
export async function counts(engine, request, facet, whole) {
  const filters = Object.assign({}, request.filters), chosen = filters[facet] || [];
  filters[facet] = [];
  const last = engine.last, hits = counted(chosen.length ? await engine.work(Object.assign({}, request, {filters})) : await engine.evaluate(request));
  if (chosen.length) engine.last = last;
  if (facet === "year") {
    /** @type {Map<string, number>} */
    const years = new Map(chosen.filter(key => !key.includes("-")).map(key => [key, 0]));
    for (const {doc} of hits) years.set(engine.yearOf(doc), (years.get(engine.yearOf(doc)) || 0) + 1);
    const values = Array.from(years, ([key, count]) => ({key, label: key, count}));
    values.sort((a, b) => (a.key === "unknown" ? 1 : 0) - (b.key === "unknown" ? 1 : 0) || (a.key < b.key ? 1 : -1));
    return {values, all: values.length};
  }
  const {bundle} = engine;
  if (!bundle.manifest.facets[facet]) return {values: [], all: 0};
  const [{size, from, values}, own] = await Promise.all([column(bundle, facet), Promise.all(chosen.map(key => valueOf(bundle, facet, key)))]);
  const counts = new Uint32Array(size), wanted = new Set(own.map(one => one.at));
  for (const {doc} of hits) for (let i = from[doc]; i < from[doc + 1]; i++) counts[values[i]]++;
  const found = Array.from(counts.keys()).filter(at => counts[at] || wanted.has(at)).sort((a, b) => counts[b] - counts[a] || a - b);
  const shown = await Promise.all(found.filter((at, i) => whole || i < FIRST || wanted.has(at)).map(async at => {
    const [key, label] = (await block(bundle, facet, Math.floor(at / VALUES)))[at % VALUES];
    return {key, label, count: counts[at]};
  }));
  // What no reply has.
  const none = own.filter(one => one.at < 0).map(({key}) => ({key, label: key, count: 0}));
  return {values: shown.concat(none), all: found.length + none.length};
}

/** Some of a facet's values: key and label. @param {import("./bundle.js").Bundle} bundle @param {string} name @param {number} at @returns {Promise<[string, string][]>} */
const block = (bundle, name, at) => json(bundle, folder(bundle, name) + at.toString(16) + ".bin");

/** @param {import("./bundle.js").Bundle} bundle @param {string} name */
const folder = (bundle, name) => "facets/" + bundle.manifest.facets[name] + "/";

/**
 * A value by its key: where it stands among all, which is nowhere if there is none, and what it is called.
 * @param {import("./bundle.js").Bundle} bundle
 * @param {string} name
 * @param {string} key
 */
async function valueOf(bundle, name, key) {
  const first = /** @type {string[]} */ (await json(bundle, folder(bundle, name) + "first.bin")), number = first.filter(other => other <= key).length - 1;
  const some = number < 0 ? [] : await block(bundle, name, number), at = some.findIndex(([other]) => other === key);
  return at < 0 ? {key, at, label: key} : {key, at: number * VALUES + at, label: some[at][1]};
}

/** What chosen values are called. @param {Engine} engine @param {string} facet @param {string[]} keys @returns {Promise<string[]>} */
export const called = ({bundle}, facet, keys) => Promise.all(keys.map(async key => bundle.manifest.facets[facet] ? (await valueOf(bundle, facet, key)).label : key));

/** @typedef {{size: number, from: Uint32Array, values: Uint32Array}} Column  of reply d the values from[d]…from[d + 1] - 1, each less than `size` */

/**
 * Which values of a facet each reply has.
 * @param {import("./bundle.js").Bundle} bundle
 * @param {string} name
 * @returns {Promise<Column>}
 */
const column = (bundle, name) => bundle.load(folder(bundle, name) + "replies.bin", r => {
  const size = r.varint(), N = bundle.manifest.replies, from = new Uint32Array(N + 1);
  for (let doc = 0; doc < N; doc++) from[doc + 1] = from[doc] + r.varint();
  const values = new Uint32Array(from[N]);
  for (let shift = 0, left = size - 1; !shift || left; shift += 8, left >>>= 8) r.take(from[N]).forEach((byte, i) => (values[i] += byte * 2 ** shift));
  if (r.at < r.bytes.length || values.some(value => value >= size)) throw new RangeError();
  return {size, from, values};
});

/**
 * What all values of a facet are called.
 * @param {import("./bundle.js").Bundle} bundle
 * @param {string} name
 */
async function labelsOf(bundle, name) {
  /** @type {string[]} */
  let last = [];
  return /** @type {string[]} */ (await json(bundle, folder(bundle, name) + "labels.bin")).map(label => {
    last = last.slice(0, label.charCodeAt(0) - 65).concat(Array.from(label.slice(1)));
    return last.join("");
  });
}

/**
 * A facet's column, and what its values are called.
 * @param {import("./bundle.js").Bundle} bundle
 * @param {string} name
 * @returns {Promise<[Column, string[]]>}
 */
async function labelled(bundle, name) {
  const [found, labels] = await Promise.all([column(bundle, name), labelsOf(bundle, name)]);
  bundle.guard(folder(bundle, name), () => {
    if (labels.length !== found.size) throw new RangeError();
  });
  return [found, labels];
}

/** The replies of all offices whose name holds a text. @param {Engine} engine @param {string} text @returns {Promise<import("./sets.js").Docs>} */
export async function officesLike(engine, text) {
  const [{from, values}, labels] = await labelled(engine.bundle, "agency"), wanted = labels.map(label => marksIn(label, undefined, [text]).length > 0);
  return span(0, engine.N).filter(doc => {
    for (let i = from[doc]; i < from[doc + 1]; i++) if (wanted[values[i]]) return true;
    return false;
  });
}

/**
 * Which passages hold the rarest frequent word of some replies of which nothing else tells which to show.
 * @param {Engine} engine
 * @param {import("./engine.js").Found} found
 * @param {import("./engine.js").Hit[]} hits
 */
export function locate(engine, {frequent, known, having}, hits) {
  const wanted = new Set(hits.map(({doc}) => frequent.find(({text}) => place(having(text).docs, doc) >= 0)));
  return Promise.all(frequent.map(async term => wanted.has(term) && known.set(term.text, await engine.bundle.list(term, true))));
}

/**
 * What is near to what was not found, and how it stands in the query.
 * @param {Engine} engine
 * @param {any[]} notes
 * @param {string} q
 * @param {Map<string, string>} [t2s]
 */
export function explain(engine, notes, q, t2s) {
  return Promise.all(notes.map(async note => {
    if (note.kind === "ignored") return;
    const [place] = marksIn(q, t2s, [note.text]);
    note.raw = place ? q.slice(place[0], place[1]) : note.text;
    note.near = note.field ? await nearName(engine, note.field, note.text) : await near(engine, note.text);
  }));
}

/**
 * What filters let through, of which at least one has a value.
 * @param {Engine} engine
 * @param {Record<string, string[]>} filters
 * @returns {Promise<(doc: number) => boolean>}
 */
export async function allowed(engine, filters) {
  const used = Object.keys(filters).filter(name => filters[name].length);
  const tests = await Promise.all(used.map(async name => {
    const values = filters[name];
    if (name === "year") {
      const ranges = values.map(value => value === "unknown" ? null : value.split("-").map(Number));
      return (/** @type {number} */ doc) => {
        const year = engine.yearOf(doc);
        return ranges.some(range => range ? +year >= range[0] && +year <= range[range.length - 1] : year === "unknown");
      };
    }
    // A value is a key of the lexicon, so no column is wanted.
    const some = new Uint8Array(engine.N);
    for (const {docs} of await Promise.all(values.map(value => engine.exact("\u0001f" + name + "=" + value)))) for (const doc of docs) some[doc] = 1;
    return (/** @type {number} */ doc) => some[doc] > 0;
  }));
  return doc => tests.every(test => test(doc));
}

/**
 * Words that have a character in first or second place, and how it and others of its shard sound.
 * @param {import("./bundle.js").Bundle} bundle
 * @param {number} c code point
 */
async function words(bundle, c) {
  const [name, shards] = bundle.manifest.near, at = hash32([c]) & shards - 1;
  const names = await bundle.load("data/" + name.slice(0, 2) + "/" + name + ".bin", r => r.take(7 * shards));
  return bundle.load(pathOf(names.subarray(7 * at, 7 * at + 7)), r => {
    if (r.varint() !== at) throw new RangeError();
    const words = Array.from({length: r.varint()}, () => ({word: r.str(), df: r.varint(), sound: r.str()}));
    /** @type {Map<string, string>} */
    const sounds = new Map();
    while (r.at < r.bytes.length) {
      const one = r.str();
      sounds.set(one[0], one.slice(1));
    }
    return {words, sounds};
  });
}

/**
 * Words that exist and differ by one character from one that no reply holds: those that sound alike first, then those that begin alike, then
 * the more frequent. Of two characters either makes the word: one that only begins or ends alike is another (电池 is no 电梯).
 * @param {Engine} engine
 * @param {string} unit
 * @returns {Promise<string[]>}
 */
export async function near(engine, unit) {
  const points = codePoints(unit);
  if (points.length < 2) return [];
  // One of the first two characters is right, whichever is wrong; the others say how they sound.
  const shards = await Promise.all(points.slice(0, 4).map(c => words(engine.bundle, c)));
  const sounds = points.map((c, i) => shards[i] && shards[i].sounds.get(String.fromCodePoint(c)));
  /** @type {Map<string, number[]>} */
  const alike = new Map();
  for (const {word, df, sound} of shards.slice(0, 2).map(shard => shard.words).flat()) {
    const other = codePoints(word), wrong = other.map((c, i) => c === points[i] ? -1 : i).filter(i => i >= 0);
    if (other.length !== points.length || wrong.length !== 1) continue;
    const own = sound.split(" ")[wrong[0]], typed = sounds[wrong[0]], sounding = own && own === typed;
    if (sounding || points.length > 2) alike.set(word, [sounding ? 0 : 1, -wrong[0], -df]);
  }
  return Array.from(alike).sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([word]) => word).slice(0, 5);
}

/**
 * Names that exist and are like one that does not: of offices those that hold it but for one character, of people words near it.
 * @param {Engine} engine
 * @param {string} field
 * @param {string} name normalised
 * @returns {Promise<string[]>}
 */
export async function nearName(engine, field, name) {
  if (field === "m") return near(engine, name);
  if (field !== "a") return [];
  const [{values}, labels] = await labelled(engine.bundle, "agency"), points = Array.from(name), replies = new Uint32Array(labels.length);
  for (const value of values) replies[value]++;
  /** @type {[string, number, number][]} */
  const found = [];
  labels.forEach((label, at) => {
    const own = Array.from(normalise(label));
    let best = 0;
    for (let from = 0; from + points.length <= own.length; from++) best = Math.max(best, points.filter((c, i) => own[from + i] === c).length);
    // Characters in order, others between them: 住建局 in 住房和城乡建设局.
    let next = 0;
    for (const c of own) if (c === points[next]) next++;
    if (next === points.length || (points.length > 2 && best >= points.length - 1)) found.push([label, next === points.length ? 0 : 1, replies[at]]);
  });
  return found.sort((a, b) => a[1] - b[1] || b[2] - a[2] || (a[0] < b[0] ? -1 : 1)).slice(0, 4).map(([label]) => label);
}

/** Replies in one file of facts, and in one of ids. */
const ROWS = 256, IDS = 1024;

/**
 * The facts of some results, in their order: id, title, askers, agency, date, kind, session, case number, document number, outcome; at last
 * how it answers, and which words it lacks.
 * @param {Engine} engine
 * @param {Request} request
 * @param {number} from
 * @param {number} count
 * @returns {Promise<string[][]>}
 */
export async function rows(engine, request, from, count) {
  const found = await engine.evaluate(request), {units, having} = found, {bundle} = engine;
  // A session alone does not say whose it is; its label does.
  const [sessions, labels = []] = bundle.manifest.facets.session ? await labelled(bundle, "session") : [];
  return Promise.all(counted(found).slice(from, from + count).map(async ({doc, tier}) => {
    const block = await json(bundle, "rows/" + bundle.manifest.rows + "/" + Math.floor(doc / ROWS).toString(16) + ".bin");
    const lacks = tier === "partial" ? units.filter(unit => place(having(unit).docs, doc) < 0) : [], row = block[doc % ROWS].slice();
    if (row[6] && sessions && sessions.from[doc] < sessions.from[doc + 1]) row[6] = labels[sessions.values[sessions.from[doc]]];
    return [...row, tier, lacks.join("、")];
  }));
}

/**
 * A hash of the id of each result: what has been seen is known again by it, whatever came before or between.
 * @param {Engine} engine
 * @param {Request} request
 * @returns {Promise<number[]>}
 */
export async function ids(engine, request) {
  const {hits, total} = await engine.evaluate(request), {bundle} = engine;
  const all = total.words ? hits.filter(hit => hit.tier !== "partial") : [];
  return Promise.all(all.map(async ({doc}) => {
    const bytes = await bundle.load("rows/" + bundle.manifest.rows + "/ids-" + Math.floor(doc / IDS).toString(16) + ".bin", r => r.take(r.bytes.length));
    const at = doc % IDS * 4;
    return (bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24) >>> 0;
  }));
}
