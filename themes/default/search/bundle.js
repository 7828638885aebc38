// The files of the search bundle: fetched once, checked to the last byte, decoded (src/bundle/FORMAT.md).

import {crc32, inflate} from "./inflate.js";

/** @typedef {(path: string) => Promise<Uint8Array>} Get  path relative to `search/bundle/`; rejects with an Error that has .status */
/** @typedef {"missing" | "html" | "damaged" | "network" | "version"} Code */
/** @typedef {Uint32Array} Docs  reply numbers, ascending */
/** @typedef {Uint32Array} Passages  ascending: 4 × the reply's number + the passage's */
/** @typedef {{path: string, size: number}} File */
/** @typedef {{file: File, at: number, size: number, count: number}} Piece  `count`: of passages, 0 for all */
/**
 * @typedef {object} Term
 * @property {string} text
 * @property {number} df
 * @property {boolean} bitmap
 * @property {number} scale 0 if it has no scores
 * @property {Uint8Array | null} inline
 * @property {Piece | null} list
 * @property {Piece[]} pieces of positions
 * @property {Docs} [docs] once its list is loaded
 * @property {Uint8Array} [masks] for each of them, which passages: bit 0 is the first
 * @property {Uint8Array} [q]
 */
/** @typedef {{n: number, p: number, of: number, id: string, t: string, a?: string, d?: string, k?: string, o?: string, h?: string, t2s?: string, f: [string, string][], b: [string, number, string, number?][]}} Text  one passage */
/** @typedef {{keys: string[], labels: string[], from: Uint32Array, values: Uint32Array}} Facet */
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

/** @type {Record<Code, string>} */
const SAYS = {
  missing: "is missing",
  html: "is a web page",
  damaged: "is damaged",
  network: "was not fetched",
  version: "is of another version",
};

/** What any search rejects with. */
export class BundleError extends Error {
  /**
   * @param {Code} code
   * @param {string} path
   */
  constructor(code, path) {
    super(path + " " + SAYS[code]);
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
  end() {
    check(this.at === this.bytes.length);
  }
}

/** @param {unknown} ok */
function check(ok) {
  if (!ok) throw new RangeError();
}

/** Where the file with a name of 7 bytes is. @param {Uint8Array} bytes */
export function pathOf(bytes) {
  const name = Array.from(bytes, b => (b + 256).toString(16).slice(1)).join("");
  return "data/" + name.slice(0, 2) + "/" + name + ".bin";
}

/** A shard's number, as its path says. @param {string} path */
const numberOf = path => parseInt(path.slice(path.lastIndexOf("/") + 1), 16);

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
    if (bytes[3] !== 1) throw new BundleError("version", path);
    return this.guard(path, () => {
      const payload = inflate(bytes, 4, n - 4), crc = crc32(payload);
      check(crc === (bytes[n - 4] | bytes[n - 3] << 8 | bytes[n - 2] << 16 | bytes[n - 1] << 24) >>> 0);
      if (path.startsWith("data/")) check(parseInt(path.slice(8, 16), 16) === crc);
      return payload;
    });
  }

  /** @param {string} path @returns {Promise<any>} */
  json(path) {
    return this.load(path, r => JSON.parse(utf8.decode(r.take(r.bytes.length))));
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
    if (!m || m.format !== 3) throw new BundleError("version", "manifest.json");
    try {
      for (const [hash, shards] of [m.pairs, m.exact, m.near]) check(name.test(hash) && shards > 0 && Math.log2(shards) % 1 === 0);
      check(m.replies >= 0 && m.replies % 1 === 0 && m.texts.size > 0 && m.texts.blocks.length === Math.ceil(m.replies / m.texts.size));
      check([...m.texts.blocks, m.t2s[0], ...Object.keys(m.facets).map(key => m.facets[key])].every(hash => name.test(hash)));
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
    const [hash, shards] = this.manifest[kind];
    return kind + "/" + hash + "/" + (hash32(points) & shards - 1).toString(16) + ".bin";
  }

  /**
   * A shard of the lexicon.
   * @param {string} path of `shardOf`
   * @returns {Promise<Map<string, Term>>}
   */
  shard(path) {
    return this.load(path, r => {
      const N = this.manifest.replies;
      check(r.varint() === numberOf(path));
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
        /** @type {Term} */
        const term = {text, df, bitmap: (head & 4) > 0, scale: 0, inline: null, list: null, pieces: []};
        if (head & 1) check(term.scale = r.varint());
        const n = r.varint();
        if (n % 2) term.inline = r.take((n - 1) / 2);
        else term.list = piece(lists, Math.floor(n / 4), n / 2 % 2, df);
        if (head & 2) {
          let k = r.varint();
          check(k > 0);
          for (const many = k > 1; k > 0; k--) {
            const count = many ? r.varint() : 0, size = r.varint();
            check(count || !many);
            term.pieces.push(piece(places, Math.floor(size / 2), size % 2, count));
          }
        }
        terms.set(text, term);
      }
      for (const {all, now} of [lists, places]) check(now === all.length - 1);
      return terms;
    });
  }

  /** @param {Piece} piece @returns {Promise<Uint8Array>} */
  async data({file, at, size}) {
    const payload = await this.load(file.path, r => r.take(r.bytes.length));
    if (payload.length !== file.size) throw new BundleError("damaged", file.path);
    return payload.subarray(at, at + size);
  }

  /** @param {Term} term @returns {Promise<import("./sets.js").Having>} */
  async list(term) {
    if (!term.docs) {
      const bytes = term.inline || await this.data(/** @type {Piece} */ (term.list));
      this.guard(term.list ? term.list.file.path : "lexicon", () => this.decode(term, bytes));
    }
    return {docs: /** @type {Docs} */ (term.docs), masks: /** @type {Uint8Array} */ (term.masks)};
  }

  /**
   * @param {Term} term
   * @param {Uint8Array} bytes
   */
  decode(term, bytes) {
    const r = new Reader(bytes), N = this.manifest.replies, docs = new Uint32Array(term.df);
    let n = 0, doc = -1;
    if (term.bitmap) {
      r.take(Math.ceil(N / 8)).forEach((byte, i) => {
        for (; byte; byte &= byte - 1) docs[n++] = i * 8 + 31 - Math.clz32(byte & -byte);
      });
      check(n === term.df && docs[n - 1] < N);
    } else {
      for (; n < term.df; n++) docs[n] = doc += r.varint() + 1;
      check(doc < N);
    }
    const masks = new Uint8Array(term.df + 1);
    r.take(Math.ceil(term.df / 2)).forEach((two, i) => {
      masks[2 * i] = two & 15;
      masks[2 * i + 1] = two >> 4;
    });
    check(masks.indexOf(0) === term.df);
    if (term.scale) check((term.q = r.take(term.df)).every(q => q > 0));
    r.end();
    term.docs = docs;
    term.masks = masks;
  }

  /** The passages that hold a term. @param {Term} term @returns {Promise<Passages>} */
  async passages(term) {
    const {docs, masks} = await this.list(term), out = new Uint32Array(4 * docs.length);
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
      const text = JSON.parse(utf8.decode(r.take(r.bytes.length)));
      text.t = text.t || "";
      text.f = text.f || [];
      text.b = text.b || [];
      check(text.n === doc && text.p === passage && [text.t, text.id].every(x => typeof x === "string"));
      for (const f of text.f) check(typeof f[1] === "string");
      for (const b of text.b) check(typeof b[0] === "string" && typeof b[2] === "string");
      return text;
    });
  }

  /** @param {string} name @returns {Promise<Facet>} */
  facet(name) {
    return this.load("facets/" + this.manifest.facets[name] + ".bin", r => {
      const N = this.manifest.replies, from = new Uint32Array(N + 1), keys = [], labels = [], values = [];
      for (let n = r.varint(); n > 0; n--) {
        keys.push(r.str());
        labels.push(r.str());
      }
      for (let doc = 0; doc < N; doc++) {
        for (let n = r.varint(); n > 0; n--) {
          const value = r.varint();
          check(value < keys.length);
          values.push(value);
        }
        from[doc + 1] = values.length;
      }
      return {keys, labels, from, values: Uint32Array.from(values)};
    });
  }

  /** Traditional → simplified. @returns {Promise<Map<string, string>>} */
  t2s() {
    return this.load("t2s-" + this.manifest.t2s[0] + ".bin", r => pairsOf(utf8.decode(r.take(r.bytes.length))));
  }
}

/** @param {string} text @returns {Map<string, string>} */
export function pairsOf(text) {
  const chars = Array.from(text), map = new Map();
  check(chars.length % 2 === 0);
  for (let i = 0; i < chars.length; i += 2) map.set(chars[i], chars[i + 1]);
  return map;
}
