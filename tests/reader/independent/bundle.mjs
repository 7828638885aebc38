// A second reader of the search bundle, written from src/bundle/FORMAT.md alone by somebody who had not seen the first: what it does right, the
// specification says. It is slow and plain, and shares nothing with the reader of the portal.

import {readFileSync} from "node:fs";
import {join} from "node:path";
import {inflateRawSync} from "node:zlib";

// ---------------------------------------------------------------- bytes

const MAGIC = "daf";
const CRC_TABLE = Uint32Array.from({length: 256}, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});

/** CRC-32 (IEEE) of bytes. @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Takes a `.bin` file apart and checks it; returns the payload. @param {Buffer} file */
export function unwrap(file) {
  const how = file[3];
  if (file.length < 8 || file.toString("latin1", 0, 3) !== MAGIC || (how !== 1 && how !== 2)) throw new Error("not a data file of this format");
  const packed = inflateRawSync(file.subarray(4, -4));
  const payload = how === 1 ? packed : Buffer.from(new TextDecoder("gb18030", {fatal: true}).decode(packed), "utf8");
  if (crc32(payload) !== file.readUInt32LE(file.length - 4)) throw new Error("checksum differs");
  return payload;
}

/** Reads varints and strings one after another. */
export class Cursor {
  /** @param {Buffer} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  get done() {
    return this.at >= this.bytes.length;
  }
  varint() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      if (this.done) throw new Error("payload ends within a number");
      const byte = this.bytes[this.at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
  take(length) {
    if (this.at + length > this.bytes.length) throw new Error("payload ends within a field");
    return this.bytes.subarray(this.at, (this.at += length));
  }
  str() {
    return this.take(this.varint()).toString("utf8");
  }
  /** Names of data files, 7 bytes each. */
  names(count) {
    return Array.from({length: count}, () => this.take(7).toString("hex"));
  }
}

/** The hash that spreads terms over shards. @param {string} text */
export function hash32(text) {
  let h = 2166136261;
  for (const character of text) h = Math.imul(h ^ character.codePointAt(0), 16777619) >>> 0;
  return (h ^ (h >>> 15)) >>> 0;
}

// ---------------------------------------------------------------- files

/** The files of a bundle, decoded; knows nothing of queries. */
export class Files {
  /** @param {string} folder `search/bundle` of a portal */
  constructor(folder) {
    this.folder = folder;
    this.manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    if (this.manifest.format !== 6) throw new Error(`format ${this.manifest.format} is not known`);
    this.cache = new Map();
  }

  /** What `make` yields, made once for each key. */
  once(key, make) {
    if (!this.cache.has(key)) this.cache.set(key, make());
    return this.cache.get(key);
  }

  payload(path) {
    try {
      return unwrap(readFileSync(join(this.folder, path)));
    } catch (error) {
      throw new Error(`${path}: ${error.message}`);
    }
  }

  /** A content-addressed file: its name begins with the checksum of its payload. */
  data(name) {
    return this.once(`data ${name}`, () => {
      const payload = this.payload(`data/${name.slice(0, 2)}/${name}.bin`);
      if (crc32(payload) !== parseInt(name.slice(0, 8), 16)) throw new Error(`data ${name}: not what its name says`);
      return payload;
    });
  }

  /**
   * A shard of a lexicon: its terms, and the data files that it uses.
   * @param {'pairs'|'exact'} lexicon @param {number} number
   */
  shard(lexicon, number) {
    return this.once(`${lexicon} ${number}`, () => {
      const path = `${lexicon}/${this.manifest[lexicon][0]}/${(number % 64).toString(16)}/${number.toString(16)}.bin`;
      const cursor = new Cursor(this.payload(path));
      if (cursor.varint() !== number) throw new Error(`${path} is another shard`);
      const from = cursor.varint();
      if (from > this.manifest.replies) throw new Error(`${path}: the tail begins behind the last reply`);
      const lists = new Slices(cursor.names(cursor.varint()));
      const places = new Slices(cursor.names(cursor.varint()));
      const terms = new Map();
      let before = Buffer.alloc(0);
      for (let left = cursor.varint(); left > 0; left--) {
        const bytes = Buffer.concat([before.subarray(0, cursor.varint()), cursor.take(cursor.varint())]);
        if (Buffer.compare(before, bytes) >= 0) throw new Error(`${path}: terms are out of order`);
        before = bytes;
        terms.set(bytes.toString("utf8"), readEntry(cursor, from, lists, places));
      }
      if (!cursor.done) throw new Error(`${path}: something follows the terms`);
      return {terms, lists, places};
    });
  }

  /** The replies of a term, ascending, with the passages (bits) and the score q of each. */
  postings(entry) {
    const cursor = new Cursor(entry.inline ?? this.slice(entry.list));
    const apart = entry.apart && new Cursor(this.slice(entry.apart));
    const list = readList(cursor, entry.df - entry.tail.replies.length, 0, entry, apart ?? cursor);
    if (!cursor.done || (apart && !apart.done)) throw new Error("something follows a list");
    if (list.replies.at(-1) >= entry.from) throw new Error("a list names a reply of the tail");
    const {replies, masks, scores} = entry.tail;
    if (replies.at(-1) >= this.manifest.replies) throw new Error("a list names a reply that is not there");
    return {replies: [...list.replies, ...replies], masks: [...list.masks, ...masks], scores: list.scores && [...list.scores, ...scores]};
  }

  /** Where a term stands: passage number (4·reply + passage) → positions. */
  positions(entry) {
    const {replies, masks} = this.postings(entry);
    const passages = replies.flatMap((reply, i) => [0, 1, 2, 3].filter(p => (masks[i] >> p) & 1).map(p => 4 * reply + p));
    const found = new Map();
    let next = 0;
    const behind = entry.tail.masks.reduce((sum, mask) => sum + [0, 1, 2, 3].filter(p => (mask >> p) & 1).length, 0);
    const pieces = entry.pieces.map(piece => ({bytes: this.slice(piece), passages: piece.passages ?? passages.length - behind}));
    pieces.push({bytes: entry.tail.positions, passages: behind});
    for (const piece of pieces) {
      const cursor = new Cursor(piece.bytes);
      for (let end = next + piece.passages; next < end; next++) {
        const places = [];
        for (let place = 0, more = 1; more;) {
          const value = cursor.varint();
          more = value % 2;
          places.push((place += Math.floor(value / 2)));
        }
        found.set(passages[next], places);
      }
      if (!cursor.done) throw new Error("something follows the positions of a piece");
    }
    if (next !== passages.length) throw new Error("positions are missing");
    return found;
  }

  /** @param {{file: string, from: number, length: number}} part of a data file */
  slice({file, from, length}) {
    const payload = this.data(file);
    if (from + length > payload.length) throw new Error(`data ${file} is too short`);
    return payload.subarray(from, from + length);
  }

  /** The text of a passage as it is stored. */
  text(reply, passage) {
    const {size, blocks} = this.manifest.texts;
    return JSON.parse(this.payload(`texts/${blocks[Math.floor(reply / size)]}/${reply % size}-${passage}.bin`).toString("utf8"));
  }

  /** The row of a reply: id, title, askers, agency, date, kind, session, case number, document number, outcome. */
  row(reply) {
    const block = reply >> 8;
    return this.once(`rows ${block}`, () => JSON.parse(this.payload(`rows/${this.manifest.rows}/${block.toString(16)}.bin`).toString("utf8")))[reply & 255];
  }

  /** hash32 of the id of each reply in a block of 1,024. */
  ids(block) {
    const payload = this.payload(`rows/${this.manifest.rows}/ids-${block.toString(16)}.bin`);
    return Array.from({length: payload.length / 4}, (_, i) => payload.readUInt32LE(4 * i));
  }

  /** A facet: its values, and for each reply the indices of those that it has. */
  facet(name) {
    return this.once(`facet ${name}`, () => {
      const folder = `facets/${this.manifest.facets[name]}`;
      const json = part => JSON.parse(this.payload(`${folder}/${part}.bin`).toString("utf8"));
      const first = json("first");
      const values = first.flatMap((key, block) => {
        const some = json(block.toString(16));
        if (some[0][0] !== key || some.length > 256 || (some.length < 256 && block + 1 < first.length)) throw new Error(`facet ${name}: block ${block} is another`);
        return some.map(([key, label]) => ({key, label}));
      });
      if (values.some(({key}, i) => i && key <= values[i - 1].key)) throw new Error(`facet ${name}: its keys are not in order`);
      let before = [];
      const labels = json("labels").map(coded => (before = [...before.slice(0, coded.charCodeAt(0) - 65), ...[...coded].slice(1)]).join(""));
      const cursor = new Cursor(this.payload(`${folder}/replies.bin`));
      const count = cursor.varint();
      if (values.length !== count || labels.length !== count || labels.some((label, i) => label !== values[i].label)) throw new Error(`facet ${name}: its parts differ`);
      const own = Array.from({length: this.manifest.replies}, () => cursor.varint());
      const numbers = Array(own.reduce((sum, n) => sum + n, 0)).fill(0);
      for (let worth = 1; worth === 1 || worth < count; worth *= 256) numbers.forEach((_, i) => (numbers[i] += worth * cursor.take(1)[0]));
      const replies = own.map(n => numbers.splice(0, n));
      if (!cursor.done) throw new Error(`facet ${name}: something follows`);
      return {values, replies};
    });
  }

  /** The table of traditional characters. @returns {Map<string, string>} */
  simplified() {
    return this.once("t2s", () => pairsOf(this.payload(`t2s-${this.manifest.t2s[0]}.bin`).toString("utf8")));
  }

  /** Shards of the words by character. */
  near(number) {
    const [root, count] = this.manifest.near;
    const cursor = new Cursor(this.data(new Cursor(this.data(root)).names(count)[number]));
    if (cursor.varint() !== number) throw new Error(`near ${number} is another shard`);
    const words = Array.from({length: cursor.varint()}, () => ({word: cursor.str(), log2: cursor.varint(), sounds: cursor.str()}));
    const sounds = new Map();
    while (!cursor.done) {
      const [character, ...sound] = cursor.str();
      sounds.set(character, sound.join(""));
    }
    return {words, sounds};
  }

  /** The names of the shards of a NODE of the suggestions. */
  shardsOf(node) {
    if (node.s <= 128) return node.n;
    return node.n.flatMap(name => new Cursor(this.data(name)).names(128));
  }

  /** Suggestions that begin with a key: rows `[key, kind, label, target, replies]`. @param {string} start */
  suggest(start) {
    const characters = [...start];
    let node = this.suggestions();
    for (let depth = 0; ; depth++) {
      if (depth === characters.length) return node.t ?? [];
      const names = this.shardsOf(node);
      const group = JSON.parse(this.data(names[hash32(characters[depth]) & (node.s - 1)]).toString("utf8"))[characters[depth]];
      if (!group) return [];
      if (group.p) return group.p.filter(([key]) => key.startsWith(start));
      node = group;
    }
  }

  /** The NODE of all suggestions. */
  suggestions() {
    return this.once("suggest", () => JSON.parse(readFileSync(join(this.folder, "suggest.json"), "utf8")).suggest);
  }
}

/** Parts of data files, handed out in order. */
class Slices {
  constructor(names) {
    this.names = names;
    this.file = -1;
    this.end = 0;
  }
  take(length, begin) {
    if (begin) {
      this.file++;
      this.end = 0;
    }
    if (this.file < 0 || this.file >= this.names.length) throw new Error("a part of no data file");
    const part = {file: this.names[this.file], from: this.end, length};
    this.end += length;
    return part;
  }
}

/** So many replies, the first counted from `first`; `passages` says which of their passages. */
function readList(cursor, count, first, {bitmap, word, from}, passages = cursor) {
  const replies = [];
  if (bitmap) {
    const bits = cursor.take(Math.ceil(from / 8));
    for (let reply = 0; reply < bits.length * 8; reply++) if ((bits[reply >> 3] >> (reply & 7)) & 1) replies.push(reply);
    if (replies.length !== count) throw new Error("a bitmap has another number of replies than its term");
  } else {
    for (let last = first - 1; replies.length < count;) replies.push((last += cursor.varint() + 1));
  }
  const halves = passages.take(Math.ceil(count / 2));
  const masks = replies.map((_, i) => (halves[i >> 1] >> (i & 1 ? 4 : 0)) & 15);
  return {replies, masks, scores: word ? [...cursor.take(count)] : null};
}

/** What a lexicon says of one term. */
function readEntry(cursor, from, lists, places) {
  const head = cursor.varint();
  const entry = {df: Math.floor(head / 8), bitmap: head & 4, positioned: (head & 2) > 0, word: head & 1, scale: 0, from, inline: null, list: null, apart: null, pieces: []};
  if (entry.word) entry.scale = cursor.varint();
  const n = cursor.varint();
  if (n & 1) entry.inline = cursor.take(n >> 2);
  else entry.list = lists.take(n >> 3, (n >> 1) & 1);
  const hasTail = n & (n & 1 ? 2 : 4);
  entry.tail = hasTail ? readList(cursor, cursor.varint(), from, {...entry, bitmap: 0}) : {replies: [], masks: [], scores: []};
  entry.tail.positions = Buffer.alloc(0);
  if (entry.positioned) {
    if (entry.word && entry.df - entry.tail.replies.length >= 4096) {
      const length = cursor.varint();
      entry.apart = places.take(length >> 1, length & 1);
    }
    for (let count = cursor.varint(), left = count; left > 0; left--) {
      const passages = count > 1 ? cursor.varint() : undefined;
      const length = cursor.varint();
      entry.pieces.push({...places.take(length >> 1, length & 1), passages});
    }
    if (hasTail) entry.tail.positions = cursor.take(cursor.varint());
  }
  return entry;
}

/** `電电樓楼` → 電 → 电, 樓 → 楼. @param {string} text */
export function pairsOf(text) {
  const characters = [...text];
  return new Map(characters.flatMap((from, i) => (i % 2 ? [] : [[from, characters[i + 1]]])));
}

// ---------------------------------------------------------------- text

const DROPPED = /^[\p{Cc}\u00AD\u200B-\u200F\u2060\uFEFF]$/u;
const SPACE = /^\p{White_Space}$/u;
const joins = character => {
  const code = character.codePointAt(0);
  return code === 0xb7 || (code >= 0x2010 && code <= 0x2027) || code >= 0x2e80;
};

/** The one rule for text. @param {string} text @param {Map<string, string>} simplified */
export function normalise(text, simplified) {
  const kept = [];
  let space = false;
  const put = character => {
    if (SPACE.test(character)) {
      space = true;
      return;
    }
    if (space && kept.length && !joins(kept.at(-1)) && !joins(character)) kept.push(" ");
    space = false;
    kept.push(character);
  };
  for (const character of text) {
    if (SPACE.test(character)) put(character);
    else if (!DROPPED.test(character)) {
      for (const one of character.normalize("NFKC")) {
        for (const lower of one.toLowerCase()) put(simplified.get(lower) ?? lower);
      }
    }
  }
  return kept.join("");
}

/** The string of a passage, its segments joined. */
export function passageString(text, simplified) {
  const segments = text.b.map(block => block[2]);
  if (text.p === 0) segments.unshift(text.t, ...(text.f ?? []).map(([, value]) => value));
  return segments.map(segment => normalise(segment, simplified)).join("\n");
}

// ---------------------------------------------------------------- query language

/** What opens a phrase, and what closes it: curly quotes may be the wrong way round. */
const QUOTES = new Map([
  ['"', '"＂'],
  ["＂", '"＂'],
  ["“", "“”"],
  ["”", "“”"],
  ["「", "」"],
  ["『", "』"],
]);
const MINUS = new Set(["-", "－", "−"]);
const OR = new Set(["OR", "|", "｜"]);
const FIELDS = new Map(
  Object.entries({
    委员: "member",
    代表: "member",
    提案人: "member",
    建议人: "member",
    member: "member",
    单位: "agency",
    主办单位: "agency",
    agency: "agency",
    年: "year",
    year: "year",
    文号: "document",
    案号: "case",
    届次: "session",
  }),
);

/**
 * @typedef {{kind: 'text'|'phrase'|'field'|'or', value: string, field?: string, excluded: boolean, raw: string,
 *   normal?: string, has?: Set<number>, units?: string[], empty?: boolean}} Item
 */

/** Cuts a query into items. @param {string} query @returns {Item[]} */
export function parse(query, plain = name => normalise(name, new Map())) {
  const characters = [...query];
  const items = [];
  let at = 0;
  const blank = i => i < characters.length && SPACE.test(characters[i]);
  const skip = () => {
    while (blank(at)) at++;
  };
  const quoted = () => {
    const close = QUOTES.get(characters[at++]);
    const from = at;
    while (at < characters.length && !close.includes(characters[at])) at++;
    return characters.slice(from, at++).join("");
  };
  const word = () => {
    const from = at;
    while (at < characters.length && !blank(at) && !QUOTES.has(characters[at])) at++;
    return characters.slice(from, at).join("");
  };
  /** More of a 文号 may stand behind white space. */
  const documentTail = value => {
    for (;;) {
      if (documentKey(normalise(value, new Map())).form) return value;
      const back = at;
      skip();
      const more = word();
      if (!more || !/^[\p{Nd}第号年\-()[\]{}〔〕【】〈〉《》〖〗<>（）［］｛｝]+$/u.test(more)) {
        at = back;
        return value;
      }
      value += ` ${more}`;
    }
  };
  for (skip(); at < characters.length; skip()) {
    const from = at;
    const raw = () => characters.slice(from, at).join("").trim();
    const excluded = MINUS.has(characters[at]) && at + 1 < characters.length && !blank(at + 1);
    if (excluded) at++;
    if (QUOTES.has(characters[at])) {
      const value = quoted();
      items.push({kind: "phrase", value, excluded, raw: raw()});
      continue;
    }
    const start = at;
    let value = word();
    const colon = [...value].findIndex(c => c === ":" || c === "：");
    const field = FIELDS.get(plain([...value].slice(0, Math.max(colon, 0)).join("")));
    if (field) {
      at = start + colon + 1;
      skip();
      value = QUOTES.has(characters[at]) ? quoted() : word();
      if (field === "document") value = documentTail(value);
      items.push({kind: "field", field, value, excluded, raw: raw()});
    } else if (!excluded && OR.has(value)) {
      items.push({kind: "or", value, excluded, raw: raw()});
    } else {
      items.push({kind: "text", value, excluded, raw: raw()});
    }
  }
  return items;
}

/**
 * The groups that are required, each a list of alternatives, the items that exclude, and what is not understood.
 * @param {Item[]} items
 */
export function grouped(items) {
  const groups = [];
  const excluded = [];
  const ignored = [];
  let before = null;
  let joining = null;
  const drop = () => {
    if (joining) ignored.push(joining.raw);
    joining = null;
  };
  for (const item of items) {
    if (item.kind === "or") {
      if (joining || !before || before.excluded || before.empty) ignored.push(item.raw);
      else joining = item;
      continue;
    }
    before = item;
    if (item.empty) {
      ignored.push(item.raw);
    } else if (item.excluded) {
      drop();
      excluded.push(item);
    } else if (joining) {
      groups.at(-1).push(item);
      joining = null;
    } else {
      groups.push([item]);
    }
  }
  drop();
  return {groups, excluded, ignored};
}

// ---------------------------------------------------------------- numbers

const BRACKETS = /[()[\]{}〔〕【】〈〉《》〖〗<>]/gu;

/** The document key of a normalised text, and whether it has the form of a 文号. */
export function documentKey(normalised) {
  const bare = normalised.replace(/\p{White_Space}|[第号]/gu, "").replace(BRACKETS, "");
  const form = /^(\p{L}+(?:19|20)\d\d)[-年./]?(\d+)$/u.exec(bare);
  return {key: form ? form[1] + form[2] : bare, form: Boolean(form)};
}

/** The case key of a normalised number. */
export const caseKey = normalised => normalised.replace(/^第/u, "").replace(/号$/u, "").replace(/^0+/u, "");

const DIGITS = "零一二三四五六七八九";

/** A count in Arabic or Chinese digits up to 99; not a number if it is none. @param {string} text */
function count(text) {
  if (/^\d/.test(text)) return Number(text);
  const form = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/u.exec(text);
  if (form) return (form[1] ? DIGITS.indexOf(form[1]) : 1) * 10 + (form[2] ? DIGITS.indexOf(form[2]) : 0);
  return text.length === 1 ? DIGITS.indexOf(text) : NaN;
}

const COUNT = "([0-9]{1,2}|[一二三四五六七八九十]{1,3})";
const DASH = "[-–—−]";
const BREAK = "[-–—−,、]";
const NUMBER = "([0-9]{1,8})号?";
/** Without white space, but for what keeps digits apart. */
const tight = text => text.replace(/(?<![0-9]) | (?![0-9])/gu, "");
const NOUN = "(?:提案|建议|议案|案)";
/** `第五届委员会第四次会议第047号提案的答复`, without white space. */
const SESSION = new RegExp(
  `^\\p{L}{0,16}?第?${COUNT}届\\p{L}{0,16}?第?${COUNT}次(?:会议|大会|全会)?的?(?:${BREAK}?第?${NUMBER})?` + `(?:委员|代表)?${NOUN}?(?:的?(?:答复|复函|回复))?$`,
  "u",
);
/** `5-4`, `5-4-047`, `5-4 第047号提案`. */
const SESSION_SHORT = new RegExp(`^([0-9]{1,2}) ?${DASH} ?([0-9]{1,2})(?: ?(?:${BREAK} ?第?| 第?|第) ?${NUMBER})?${NOUN}?$`, "u");
const CASE_ALONE = new RegExp(`^(?:第([0-9]{1,8})号?${NOUN}?|([0-9]{1,8})号${NOUN}?|([0-9]{1,8}))$`, "u");

/** A session, with the number of a case or without. @returns {{session: string, number?: string}|null} */
export function session(normalised) {
  const found = SESSION.exec(tight(normalised)) ?? SESSION_SHORT.exec(normalised);
  if (!found) return null;
  const [first, second] = [count(found[1]), count(found[2])];
  if (Number.isNaN(first + second)) return null;
  return {session: `${first}-${second}`, number: found[3] && caseKey(found[3])};
}

/** The key that a text means, if it has the form of a number: letter and value. @param {string} normalised */
export function numberKey(normalised) {
  const document = documentKey(normalised);
  if (document.form) return `d${document.key}`;
  const meeting = session(normalised);
  if (meeting) return meeting.number ? `n${meeting.session}-${meeting.number}` : `s${meeting.session}`;
  const bare = tight(normalised);
  const alone = CASE_ALONE.exec(bare);
  if (alone && !/^(?:19|20)\d\d$/.test(bare)) return `c${caseKey(alone[1] ?? alone[2] ?? alone[3])}`;
  return null;
}

// ---------------------------------------------------------------- units

const STOP_CHARACTERS = new Set(
  "的了在是和与及对将等为也就都而着或以被把从由向于之其此该各并还吗呢吧啊我你他们这那有请问很要会能可不没什么怎哪谁几多个到上中下里给让又再更最已所如何因但",
);
const STOP_WORDS = new Set(
  "关于 有关 以及 进行 我们 你们 他们 这个 那个 什么 怎么 怎样 如何 哪些 哪里 哪个 为什么 是否 可以 能否 请问 没有 因为 所以 但是 如果 目前 现在 就是 还是 一个 一些 这些 那些 时候 已经".split(
    " ",
  ),
);
const isStop = unit => STOP_WORDS.has(unit) || STOP_CHARACTERS.has(unit);
const HAN = /^\p{Unified_Ideograph}$/u;

/** Cuts a stretch of ASCII letters and digits where they meet. */
function latinUnits(stretch) {
  const pieces = stretch.match(/[a-z]+|[0-9]+/g);
  return pieces.some(piece => piece.length === 1) ? [stretch] : pieces;
}

// ---------------------------------------------------------------- search

const TIERS = ["number", "literal", "words", "partial"];
const YEARS = /^(\d{4})年*(?:(?:-|–|——?|~|至|到|\.\.)(\d{4})年*)?$/;
const WORDLIKE = /[\p{L}\p{N}\p{M}]/u;
const FEW = 12;
const RARE = 24;
/** So many different units are a question: what has only some of them is shown as well. */
const QUESTION = 3;
const union = sets => new Set(sets.flatMap(set => [...set]));
const intersection = sets => sets.reduce((a, b) => new Set([...a].filter(x => b.has(x))));

/** A bundle that answers queries. */
export class Bundle {
  /** @param {string} folder `search/bundle` of a portal */
  constructor(folder) {
    this.files = new Files(folder);
    this.replies = this.files.manifest.replies;
    this.results = new Map();
    this.age = this.ages();
  }

  /** A number for each reply by which they ascend from the oldest to the newest. */
  ages() {
    const order = [];
    const late = this.files.manifest.late ?? [];
    const before = number => {
      for (const [reply, place] of late) if (place === number) order.push(reply);
    };
    const isLate = new Set(late.map(([reply]) => reply));
    for (let reply = 0; reply < this.replies; reply++) {
      if (isLate.has(reply)) continue;
      before(reply);
      order.push(reply);
    }
    before(this.replies);
    const age = new Array(this.replies);
    order.forEach((reply, place) => {
      age[reply] = place;
    });
    return age;
  }

  all() {
    return new Set(Array(this.replies).keys());
  }

  // -------------------------------------------------- terms

  /** A text of the query, normalised; the table is only read where it may matter. */
  normal(text) {
    const odd = new Set(this.files.manifest.t2s[1]);
    const needed = [...text.normalize("NFKC")].some(c => HAN.test(c) && (odd.has(c) || !inGb2312(c)));
    return normalise(text, needed ? this.files.simplified() : new Map());
  }

  /** A term of the lexicon `pairs`. @param {string[]} characters */
  term(characters) {
    const [, shards] = this.files.manifest.pairs;
    const text = characters.join("");
    const homes = [characters.slice(0, 2).join("")];
    if (characters.length === 3) homes.push(characters.slice(1).join(""));
    for (const home of homes) {
      const entry = this.files.shard("pairs", hash32(home) & (shards - 1)).terms.get(text);
      if (entry) return entry;
    }
    return null;
  }

  /** A term of the lexicon `exact`: a character or a key. */
  exact(text) {
    return this.files.shard("exact", hash32(text) & (this.files.manifest.exact[1] - 1)).terms.get(text) ?? null;
  }

  key(letter, value) {
    const entry = this.exact(`\u0001${letter}${value}`);
    return new Set(entry ? this.files.postings(entry).replies : []);
  }

  passages(entry) {
    const {replies, masks} = this.files.postings(entry);
    return new Set(replies.flatMap((reply, i) => [0, 1, 2, 3].filter(p => (masks[i] >> p) & 1).map(p => 4 * reply + p)));
  }

  /** The string of a passage. @param {number} passage */
  string(passage) {
    return this.files.once(`string ${passage}`, () => {
      const text = this.files.text(passage >> 2, passage & 3);
      return passageString(text, pairsOf(text.t2s ?? ""));
    });
  }

  /** Replies that contain a normalised text. @param {string} text @returns {Set<number>} */
  containing(text) {
    if (!this.results.has(text)) this.results.set(text, this.find([...text]));
    return this.results.get(text);
  }

  find(characters) {
    const text = characters.join("");
    if (characters.length < 2) {
      const entry = this.exact(text);
      return new Set(entry ? this.files.postings(entry).replies : []);
    }
    const pairs = characters.slice(1).map((_, i) => this.term(characters.slice(i, i + 2)));
    if (pairs.includes(null)) return new Set();
    const candidates = intersection([...new Set(pairs)].map(entry => this.passages(entry)));
    const holds = characters.length === 2 ? () => true : candidates.size <= FEW ? passage => this.string(passage).includes(text) : this.byPositions(pairs);
    return new Set([...candidates].filter(holds).map(passage => passage >> 2));
  }

  /** Whether the pairs of a phrase stand side by side in a passage. */
  byPositions(pairs) {
    const last = pairs.length - 1;
    const offsets = pairs.map((_, i) => i).filter(i => i % 2 === 0 || i === last);
    const places = offsets.map(i => this.files.positions(pairs[i]));
    return passage => {
      const [first, ...others] = places.map((found, i) => found.get(passage).map(place => place - offsets[i]));
      const sets = others.map(starts => new Set(starts));
      return first.some(start => sets.every(starts => starts.has(start)));
    };
  }

  // -------------------------------------------------- units

  /** The units of a normalised text. @param {string} text @returns {string[]} */
  units(text) {
    const runs = text.match(/[\p{L}\p{N}\p{M}]+/gu);
    if (!runs) return text ? [text] : [];
    return runs
      .flatMap(run => run.match(/[a-z0-9]+|[^a-z0-9]+/g))
      .flatMap(stretch => (/^[a-z0-9]/.test(stretch) ? latinUnits(stretch) : this.segment([...stretch])));
  }

  /** Least cost way through the characters, single ones joined. */
  segment(characters) {
    const best = [{cost: 0, from: 0}];
    for (let end = 1; end <= characters.length; end++) {
      for (let from = Math.max(0, end - 12); from < end; from++) {
        const cost = best[from].cost + this.cost(characters.slice(from, end));
        if (Number.isFinite(cost) && !(best[end]?.cost <= cost)) best[end] = {cost, from};
      }
    }
    const words = [];
    for (let end = characters.length; end > 0; end = best[end].from) words.unshift(characters.slice(best[end].from, end).join(""));
    const units = [];
    let open = false;
    for (const word of words) {
      const single = [...word].length === 1 && !STOP_CHARACTERS.has(word);
      if (single && open) units[units.length - 1] += word;
      else units.push(word);
      open = single;
    }
    return units;
  }

  cost(characters) {
    const text = characters.join("");
    if (characters.length === 1) return STOP_CHARACTERS.has(text) ? 96 : 400;
    if (STOP_WORDS.has(text)) return 96;
    const entry = this.term(characters);
    return entry?.word ? Math.floor(16 * Math.log2((this.replies + 1) / entry.df)) + 96 : Infinity;
  }

  /** What a unit adds to the score of each reply that has it. @returns {Map<number, number>} */
  weights(unit) {
    const entry = [...unit].length > 1 ? this.term([...unit]) : null;
    if (entry?.word) {
      const {replies, scores} = this.files.postings(entry);
      return new Map(replies.map((reply, i) => [reply, scores[i] * entry.scale * this.w(entry.df)]));
    }
    const replies = this.containing(unit);
    return new Map([...replies].map(reply => [reply, 255 * 1000 * this.w(replies.size)]));
  }

  idf(df) {
    return Math.log(1 + (this.replies - df + 0.5) / (df + 0.5));
  }
  w(df) {
    return Math.round(1000 * this.idf(df));
  }

  /** Rare pairs of a text that are no units: what each adds. @returns {Map<string, Map<number, number>>} */
  rarePairs(texts, units) {
    const found = new Map();
    for (const text of texts) {
      const characters = [...text];
      characters.slice(1).forEach((_, i) => {
        const pair = characters.slice(i, i + 2);
        if (!pair.every(c => HAN.test(c)) || units.has(pair.join(""))) return;
        const entry = this.term(pair);
        if (!entry || entry.df > RARE) return;
        const value = Math.round(50 * this.idf(entry.df) ** 2);
        const {replies, scores} = this.files.postings(entry);
        found.set(pair.join(""), new Map(replies.map((reply, k) => [reply, value * (entry.word ? scores[k] * entry.scale : 255 * 1200)])));
      });
    }
    return found;
  }

  // -------------------------------------------------- facts

  /** Replies with a fact. @returns {Set<number>|null} null: the value is none */
  fact(field, normal) {
    if (!normal) return null;
    switch (field) {
      case "member":
        return this.key("m", normal);
      case "agency": {
        const exactly = this.key("a", normal);
        if (exactly.size) return exactly;
        const {values, replies} = this.files.facet("agency");
        const fits = values.map(({label}) => this.normal(label).includes(normal));
        return new Set([...replies.keys()].filter(reply => replies[reply].some(i => fits[i])));
      }
      case "year": {
        const form = YEARS.exec(normal.replace(/ /g, ""));
        const [from, to] = form ? [Number(form[1]), Number(form[2] ?? form[1])] : [];
        return form && this.years(Math.min(from, to), Math.max(from, to));
      }
      case "document": {
        const {key} = documentKey(normal);
        return key ? this.key("d", key) : null;
      }
      case "case": {
        const key = caseKey(normal);
        return key ? this.key("c", key) : null;
      }
      case "session": {
        const found = session(normal);
        return found && !found.number ? this.key("s", found.session) : null;
      }
    }
    throw new Error(`no field ${field}`);
  }

  years(from, to) {
    const {years, late = []} = this.files.manifest;
    const lateYears = new Map(late.map(([reply, , year]) => [reply, year]));
    const yearOf = reply => lateYears.get(reply) ?? years.findLast(([, first]) => first <= reply)?.[0] ?? 0;
    return new Set([...this.all()].filter(reply => yearOf(reply) >= from && yearOf(reply) <= to && yearOf(reply)));
  }

  // -------------------------------------------------- queries

  /**
   * Answers a query.
   * @param {string} query
   * @returns {{replies: {number: number, id: string, tier: string, score: number, lacks: string[]}[],
   *   notes: {ignored: string[], absent: string[]}, total: {literal: number, words: number}, units: string[], rare: string[]}}
   */
  search(query) {
    const items = parse(query, name => this.normal(name));
    for (const item of items) {
      item.normal = this.normal(item.value);
      if (item.kind === "field") item.has = this.fact(item.field, item.normal);
      item.empty = item.kind === "field" ? !item.has : !item.normal;
    }
    const {groups, excluded, ignored} = grouped(items);
    if (!groups.length && !excluded.length) return {replies: [], notes: {ignored, absent: []}, total: {literal: 0, words: 0}, units: [], rare: []};

    const {units, texts} = this.unitsOf(groups.flat());
    const weights = new Map(units.map(unit => [unit, this.weights(unit)]));
    const rare = this.rarePairs(
      texts.map(item => item.normal),
      new Set(units),
    );
    const parts = [...weights.values(), ...rare.values()];

    const sets = this.sets(groups, excluded);
    const asked = !sets[2].size || units.length >= QUESTION;
    if (texts.length && asked && !sets[0].size) {
      const hints = [...texts.flatMap(item => item.units.map(unit => weights.get(unit))), ...rare.values()];
      sets[3] = intersection([sets.allowed, sets.firm, union(hints.map(part => new Set(part.keys())))]);
    }
    const tierOf = reply => sets.findIndex(set => set.has(reply));
    const replies = [...union(sets)].map(number => ({
      number,
      id: this.files.row(number)[0],
      tier: TIERS[tierOf(number)],
      score: parts.reduce((sum, part) => sum + (part.get(number) ?? 0), 0),
      lacks: tierOf(number) === 3 ? units.filter(unit => !weights.get(unit).has(number)) : [],
    }));
    replies.sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || b.score - a.score || this.age[b.number] - this.age[a.number]);
    const absent = sets[0].size ? [] : units.filter(unit => !weights.get(unit).size);
    return {replies, notes: {ignored, absent}, total: {literal: sets[1].size, words: sets[2].size}, units, rare: [...rare.keys()]};
  }

  /** Gives every text and phrase its units; what is not a word of the language of queries is left out. */
  unitsOf(items) {
    const searched = items.filter(item => item.kind !== "field");
    const texts = searched.filter(item => item.kind === "text");
    for (const item of searched) item.units = this.units(item.normal);
    const onlyStops = texts.every(item => item.units.every(isStop));
    for (const item of searched) {
      if (item.kind === "phrase") item.units = item.units.filter(unit => WORDLIKE.test(unit) && !isStop(unit));
      else if (!onlyStops) item.units = item.units.filter(unit => !isStop(unit));
    }
    return {units: [...new Set(searched.flatMap(item => item.units))], texts};
  }

  /**
   * The sets of a query: number, literal, words and an empty one for partial; `allowed` are the replies that are not excluded,
   * `firm` those that satisfy the groups without a text.
   */
  sets(groups, excluded) {
    const literally = item => (item.kind === "field" ? item.has : this.containing(item.normal));
    const byWords = item =>
      item.kind !== "text" ? literally(item) : union([literally(item), intersection([this.all(), ...item.units.map(unit => this.containing(unit))])]);
    const banned = union(excluded.map(literally));
    const allowed = new Set([...this.all()].filter(reply => !banned.has(reply)));

    const numbers = this.numbers(groups);
    const having = letters => numbers.filter(({letter}) => letters.includes(letter)).map(({has}) => has);
    const satisfying = meaning =>
      intersection([
        allowed,
        ...groups.map((group, i) => union([...group.map(meaning), ...numbers.filter(({from, to}) => from <= i && i < to).map(({has}) => has)])),
      ]);

    const strong = intersection([allowed, union(having("dn"))]);
    const literal = union([satisfying(literally), strong]);
    const words = union([satisfying(byWords), literal]);
    const weak = having("sc");
    const number = union([strong, weak.length ? intersection([literal, ...weak]) : new Set()]);
    const firm = intersection([allowed, ...groups.filter(group => group.every(item => item.kind !== "text")).map(group => union(group.map(literally)))]);
    return Object.assign([number, literal, words, new Set()], {allowed, firm});
  }

  /** Numbers among the groups: which groups each one takes, and the replies that have it. */
  numbers(groups) {
    const found = [];
    const single = group => group?.length === 1 && group[0].kind === "text";
    for (let from = 0; from < groups.length; from++) {
      for (let to = Math.min(from + 4, groups.length); to > from; to--) {
        const taken = groups.slice(from, to);
        if (!taken.every(single)) continue;
        const key = numberKey(this.normal(taken.map(([item]) => item.value).join(" ")));
        const has = key && this.key(key[0], key.slice(1));
        if (!has?.size) continue;
        found.push({from, to, letter: key[0], has});
        from = to - 1;
        break;
      }
    }
    return found;
  }
}

const GB2312 = new TextDecoder("gbk");
let gb2312;
/** Whether a Han character is in GB 2312 (bytes B0A1–F7FE of GBK). */
function inGb2312(character) {
  if (!gb2312) {
    gb2312 = new Set();
    for (let high = 0xb0; high <= 0xf7; high++) for (let low = 0xa1; low <= 0xfe; low++) gb2312.add(GB2312.decode(Uint8Array.of(high, low)));
  }
  return gb2312.has(character);
}
