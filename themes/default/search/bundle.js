// The files of the search bundle: fetched once, checked to the last byte, decoded (src/bundle/FORMAT.md).

import {crc32, inflate} from "./inflate.js";

/** @typedef {(path: string) => Promise<Uint8Array>} Get  path relative to `search/bundle/`; rejects with an Error that has .status */
/** @typedef {"missing" | "html" | "damaged" | "network" | "version"} Code */
/** @typedef {Uint32Array} Docs  reply numbers, ascending */
/** @typedef {Uint32Array} Passages  ascending: 4 × the reply's number + the passage's */
/** @typedef {{path: string, size: number}} File */
/** @typedef {{file: File, at: number, size: number, count: number, bytes?: Uint8Array}} Piece  `count`: of passages, 0 or less for all but so many; `bytes`: it is here */
/** @typedef {{docs: Docs, masks: Uint8Array, q: Uint8Array}} List  `masks`: for each, which passages: bit 0 is the first; `q`: scores, or none */
/**
 * @typedef {object} Term
 * @property {string} text
 * @property {number} df
 * @property {boolean} bitmap
 * @property {number} scale 0 if it has no scores
 * @property {Piece} list of the replies before the tail
 * @property {Piece | null} apart which of their passages, where that is not in the list
 * @property {number} from where the tail begins
 * @property {List | null} tail
 * @property {Piece[]} pieces of positions
 * @property {Docs} [docs] once its list is loaded
 * @property {Uint8Array} [q]
 * @property {Uint8Array} [masks] once these are
 */
/** @typedef {{n: number, p: number, of: number, id: string, t: string, a?: string, d?: string, k?: string, o?: string, h?: string, t2s?: string, f: [string, string][], b: [string, number, string, number?][]}} Text  one passage */
/**
 * @typedef {object} Manifest
 * @property {number} format
 * @property {number} replies
 * @property {[string, number]} pairs
 * @property {[string, number]} exact
 * @property {[string, number]} near
 * @property {{size: number, blocks: string[]}} texts
 * @property {[number, number][]} years
 * @property {[number, number, number][]} [late]
 * @property {[string, string]} t2s
 * @property {string} rows
 * @property {Record<string, string>} facets
 */

/** From so many replies before the tail on, a word's list does not say which passages. */
const APART = 4096;

/** What any search rejects with. */
export class BundleError extends Error {
  /**
   * @param {Code} code
   * @param {string} path
   */
  constructor(code, path) {
    super(path + ": " + code);
    this.name = "BundleError";
    this.code = code;
    this.path = path;
  }
}

/** @param {number[]} points code points @returns {number} */
export function hash32(points) {
  let h = 2166136261;
  for (const c of points) h = Math.imul(h ^ c, 16777619) >>> 0;
  return (h ^ h >>> 15) >>> 0;
}

/**
 * A name below its folder, one of 1,024: `4d/zjj-2023-104`. The twin of `spread` in src/catalog.rs.
 * @param {string} name ASCII
 */
export function spread(name) {
  const hash = hash32(codePoints(name)), letters = "0123456789abcdefghjkmnpqrstvwxyz";
  return letters[hash >>> 5 & 31] + letters[hash & 31] + "/" + name;
}

/** @param {string} text @returns {number[]} */
export const codePoints = text => Array.from(text, c => /** @type {number} */ (c.codePointAt(0)));

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

/** Reads a payload; anything out of bounds throws. */
class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  /** @returns {number} */
  varint() {
    for (let value = 0, unit = 1; unit < 2 ** 36; unit *= 128) {
      if (this.at >= this.bytes.length) break;
      const byte = this.bytes[this.at++];
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
    throw new RangeError();
  }
  /** @param {number} size */
  take(size) {
    check(size <= this.bytes.length - this.at);
    return this.bytes.subarray(this.at, this.at += size);
  }
  str() {
    return utf8.decode(this.take(this.varint()));
  }
  /** All of it, as a text. */
  whole() {
    return utf8.decode(this.take(this.bytes.length));
  }
  end() {
    check(this.at === this.bytes.length);
  }
}

/** @param {unknown} ok */
function check(ok) {
  if (!ok) throw new RangeError();
}

/**
 * A list of so many replies, numbered from…to - 1.
 * @param {Reader} r
 * @param {number} count
 * @param {number} from
 * @param {number} to
 * @param {boolean} bitmap from 0 on
 * @param {number} scored
 * @param {unknown} [apart] whether it does not say which passages
 * @returns {{docs: Docs, masks?: Uint8Array, q: Uint8Array}}
 */
function listOf(r, count, from, to, bitmap, scored, apart) {
  const docs = new Uint32Array(count);
  let n = 0, doc = from - 1;
  if (bitmap) {
    r.take(Math.ceil(to / 8)).forEach((byte, i) => {
      for (; byte; byte &= byte - 1) docs[n++] = doc = i * 8 + 31 - Math.clz32(byte & -byte);
    });
  } else {
    while (n < count) docs[n++] = doc += r.varint() + 1;
  }
  check(n === count && doc < to);
  const masks = apart ? {} : masksOf(r, count), q = r.take(scored && count);
  check(q.every(q => q > 0));
  return Object.assign({docs, q}, masks);
}

/** Which passages of so many replies. @param {Reader} r @param {number} count */
function masksOf(r, count) {
  const masks = new Uint8Array(count + 1);
  r.take(Math.ceil(count / 2)).forEach((two, i) => {
    masks[2 * i] = two & 15;
    masks[2 * i + 1] = two >> 4;
  });
  check(masks.indexOf(0) === count);
  return {masks: masks.subarray(0, count)};
}

/** Where the file with a name of 7 bytes is. @param {Uint8Array} bytes */
export function pathOf(bytes) {
  const name = Array.from(bytes, b => (b + 256).toString(16).slice(1)).join("");
  return "data/" + name.slice(0, 2) + "/" + name + ".bin";
}

/** Files by path. */
export class Files {
  /** @param {Get} get */
  constructor(get) {
    this.get = get;
    /** @type {Map<string, Promise<any>>} */
    this.cache = new Map();
  }

  /**
   * A file, decoded; only what failed is fetched anew.
   * @template T
   * @param {string} path
   * @param {(payload: Reader) => T} parse
   * @returns {Promise<T>}
   */
  load(path, parse) {
    let found = this.cache.get(path);
    if (!found) {
      found = this.fetch(path).then(payload => this.guard(path, () => {
        const reader = new Reader(payload), value = parse(reader);
        reader.end();
        return value;
      }));
      this.cache.set(path, found);
      found.catch(() => this.cache.delete(path));
    }
    return found;
  }

  /**
   * @template T
   * @param {string} path
   * @param {() => T} run
   * @returns {T}
   */
  guard(path, run) {
    try {
      return run();
    } catch (e) {
      throw new BundleError("damaged", path);
    }
  }

  /** @param {string} path @returns {Promise<Uint8Array>} */
  async fetch(path) {
    let bytes;
    try {
      bytes = await this.get(path);
    } catch (e) {
      if (e instanceof BundleError) throw e;
      const status = e && /** @type {any} */ (e).status;
      throw new BundleError(status === 404 || status === 410 ? "missing" : "network", path);
    }
    const n = bytes.length;
    if (n < 10 || bytes[0] !== 0x64 || bytes[1] !== 0x61 || bytes[2] !== 0x66) {
      const start = String.fromCharCode(...bytes.subarray(0, 64));
      throw new BundleError(/^(\xef\xbb\xbf)?\s*</.test(start) ? "html" : "damaged", path);
    }
    const how = bytes[3];
    if (how !== 1 && how !== 2) throw new BundleError("version", path);
    return this.guard(path, () => {
      let payload = inflate(bytes, 4, n - 4);
      if (how > 1) payload = new TextEncoder().encode(new TextDecoder("gb18030", {fatal: true}).decode(payload));
      const crc = crc32(payload);
      check(crc === (bytes[n - 4] | bytes[n - 3] << 8 | bytes[n - 2] << 16 | bytes[n - 1] << 24) >>> 0);
      if (path.startsWith("data/")) check(parseInt(path.slice(8, 16), 16) === crc);
      return payload;
    });
  }
}

export class Bundle extends Files {
  /**
   * @param {Manifest} manifest
   * @param {Get} get
   */
  constructor(manifest, get) {
    super(get);
    const m = manifest, name = /^[0-9a-z]+$/;
    if (!m || m.format !== 6) throw new BundleError("version", "manifest.json");
    try {
      for (const [hash, shards] of [m.pairs, m.exact, m.near]) check(name.test(hash) && shards > 0 && Math.log2(shards) % 1 === 0);
      check(m.replies >= 0 && m.replies % 1 === 0 && m.texts.size > 0 && m.texts.blocks.length === Math.ceil(m.replies / m.texts.size));
      check([...m.texts.blocks, m.t2s[0], ...Object.values(m.facets)].every(hash => name.test(hash)));
      check(m.years.every(([year, first], i) => first <= m.replies && (!i || (m.years[i - 1][0] < year && m.years[i - 1][1] <= first))));
    } catch (e) {
      throw new BundleError("damaged", "manifest.json");
    }
    this.manifest = manifest;
    /** Replies out of the order of their dates: right before which number each stands, and its year. @type {Map<number, number[]>} */
    this.late = new Map((m.late || []).map(([doc, before, year], rank) => [doc, [before - 1 / (rank + 2), year]]));
  }

  /**
   * @param {"pairs" | "exact"} kind
   * @param {number[]} points those that decide the shard
   * @returns {string}
   */
  shardOf(kind, points) {
    const [hash, shards] = this.manifest[kind], shard = hash32(points) & shards - 1;
    return [kind, hash, (shard & 63).toString(16), shard.toString(16) + ".bin"].join("/");
  }

  /**
   * A shard of the lexicon.
   * @param {string} path of `shardOf`
   * @returns {Promise<Map<string, Term>>}
   */
  shard(path) {
    return this.load(path, r => {
      const N = this.manifest.replies;
      check(r.varint() === parseInt(path.slice(path.lastIndexOf("/") + 1), 16));
      const from = r.varint(), here = {path, size: 0};
      check(from <= N);
      const files = () => {
        /** @type {File[]} */
        const all = [];
        for (let n = r.varint(); n > 0; n--) {
          all.push({path: pathOf(r.take(7)), size: 0});
        }
        return {all, now: -1};
      };
      const lists = files(), places = files();
      /**
       * @param {{all: File[], now: number}} of
       * @param {number} size
       * @param {number} next
       * @param {number} count
       * @returns {Piece}
       */
      const piece = (of, size, next, count) => {
        of.now += next;
        const file = of.all[of.now];
        check(file && size > 0);
        file.size += size;
        return {file, at: file.size - size, size, count};
      };
      /** @type {Map<string, Term>} */
      const terms = new Map();
      let before = new Uint8Array(0);
      for (let left = r.varint(); left > 0; left--) {
        const shared = r.varint(), rest = r.take(r.varint());
        check(shared <= before.length && rest.length && (shared === before.length || rest[0] > before[shared]));
        const bytes = new Uint8Array(shared + rest.length);
        bytes.set(before.subarray(0, shared));
        bytes.set(rest, shared);
        before = bytes;
        const head = r.varint(), df = Math.floor(head / 8), text = utf8.decode(bytes);
        check(df > 0 && df <= N);
        const scale = head & 1 && r.varint(), n = r.varint(), inline = n & 1;
        check(scale || !(head & 1));
        /** @param {number} size @param {number} count @returns {Piece} */
        const inHere = (size, count) => ({file: here, at: 0, size: 0, count, bytes: r.take(size)});
        const list = inline ? inHere(n >> 2, 0) : piece(lists, n >> 3, n >> 1 & 1, 0);
        let tail = null;
        if (n & (inline ? 2 : 4)) {
          const count = r.varint();
          check(count > 0 && count <= df);
          tail = /** @type {List} */ (listOf(r, count, from, N, false, scale));
        }
        /** @type {Term} */
        const term = {text, df, bitmap: (head & 4) > 0, scale, list, apart: null, from, tail, pieces: []};
        if (head & 2) {
          if (scale && df - (tail ? tail.docs.length : 0) >= APART) {
            const size = r.varint();
            term.apart = piece(places, size >> 1, size & 1, 0);
          }
          let after = 0, k = r.varint();
          if (tail) for (let mask of tail.masks) for (; mask; mask &= mask - 1) after++;
          check(k || after);
          for (const many = k > 1; k > 0; k--) {
            const count = many ? r.varint() : -after, size = r.varint();
            check(count || !many);
            term.pieces.push(piece(places, size >> 1, size & 1, count));
          }
          if (tail) term.pieces.push(inHere(r.varint(), after));
        }
        terms.set(text, term);
      }
      for (const {all, now} of [lists, places]) check(now === all.length - 1);
      return terms;
    });
  }

  /** @param {Piece} piece @returns {Promise<Uint8Array>} */
  async data({file, at, size, bytes}) {
    if (bytes) return bytes;
    const payload = await this.load(file.path, r => r.take(r.bytes.length));
    if (payload.length !== file.size) throw new BundleError("damaged", file.path);
    return payload.subarray(at, at + size);
  }

  /**
   * The replies that hold a term; which of their passages, if that is in the list or the term is wanted `whole`.
   * @param {Term} term
   * @param {boolean} [whole]
   * @returns {Promise<import("./sets.js").Having>}
   */
  async list(term, whole) {
    const {list, apart, tail, df, from} = term, count = df - (tail ? tail.docs.length : 0);
    /** @param {Piece} piece @param {(r: Reader) => any} parse */
    const read = async (piece, parse) => {
      const bytes = await this.data(piece);
      this.guard(piece.file.path, () => {
        const r = new Reader(bytes), part = parse(r);
        r.end();
        for (const key in part) /** @type {any} */ (term)[key] = tail ? part[key].constructor.from([...part[key], .../** @type {any} */ (tail)[key]]) : part[key];
      });
    };
    await Promise.all([
      term.docs || read(list, r => listOf(r, count, 0, from, term.bitmap, term.scale, apart)),
      apart && whole && !term.masks && read(apart, r => masksOf(r, count)),
    ]);
    return {docs: /** @type {Docs} */ (term.docs), masks: (!apart || whole) && term.masks || []};
  }

  /** The passages that hold a term. @param {Term} term @returns {Promise<Passages>} */
  async passages(term) {
    const {docs, masks} = await this.list(term, true), out = new Uint32Array(4 * docs.length);
    let n = 0;
    docs.forEach((doc, i) => {
      for (let p = 0; p < 4; p++) if (masks[i] >> p & 1) out[n++] = 4 * doc + p;
    });
    return out.subarray(0, n);
  }

  /**
   * The positions in some passages of one piece.
   * @param {Piece} piece
   * @param {number} count of its passages
   * @param {number[]} wanted which of them, ascending
   * @returns {Promise<number[][]>} one for each that is wanted
   */
  async positions(piece, count, wanted) {
    const bytes = await this.data(piece);
    return this.guard(piece.file.path, () => {
      const r = new Reader(bytes), out = [];
      for (let i = 0, next = 0; i < count; i++) {
        /** @type {number[] | null} */
        const places = i === wanted[next] ? [] : null;
        for (let at = 0, more = 1; more;) {
          const n = r.varint();
          at += Math.floor(n / 2);
          more = n % 2;
          if (places) places.push(at);
        }
        if (places) next = out.push(places);
      }
      r.end();
      return out;
    });
  }

  /** @param {number} doc @param {number} passage @returns {Promise<Text>} */
  text(doc, passage) {
    const {size, blocks} = this.manifest.texts;
    return this.load("texts/" + blocks[Math.floor(doc / size)] + "/" + doc % size + "-" + passage + ".bin", r => {
      const text = JSON.parse(r.whole());
      text.t = text.t || "";
      text.f = text.f || [];
      text.b = text.b || [];
      const said = [text.t, text.id, ...text.f.map((/** @type {any} */ f) => f[1]), ...text.b.map((/** @type {any} */ b) => b[0]), ...text.b.map((/** @type {any} */ b) => b[2])];
      check(text.n === doc && text.p === passage && said.every(x => typeof x === "string"));
      return text;
    });
  }

  /** Traditional → simplified. @returns {Promise<Map<string, string>>} */
  t2s() {
    return this.load("t2s-" + this.manifest.t2s[0] + ".bin", r => pairsOf(r.whole()));
  }
}

/** @param {string} text @returns {Map<string, string>} */
export function pairsOf(text) {
  const chars = Array.from(text), map = new Map();
  check(chars.length % 2 === 0);
  for (let i = 0; i < chars.length; i += 2) map.set(chars[i], chars[i + 1]);
  return map;
}
