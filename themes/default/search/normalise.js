// The one rule for text that index and query share (src/bundle/FORMAT.md), with a way back to the text as written.

/** @typedef {Map<string, string>} Simplify  traditional character → simplified */

/** White space as Unicode has it. @param {number} c code point */
export const isSpace = c => c === 32 || (c > 8 && c < 14) || (c > 132 && (c === 0x85 || c === 0xa0 || c === 0x1680 ||
  (c >= 0x2000 && c <= 0x200a) || c === 0x2028 || c === 0x2029 || c === 0x202f || c === 0x205f || c === 0x3000));

/** @param {number} c */
const isDropped = c => c < 32 || (c > 126 && c < 160) || c === 0xad || (c >= 0x200b && c <= 0x200f) || c === 0x2060 || c === 0xfeff;

/** @param {number} c */
const isJoining = c => c >= 0x2e80 || c === 0xb7 || (c >= 0x2010 && c <= 0x2027);

/**
 * @param {string} text
 * @param {Simplify} [t2s]
 * @param {number[]} [map] is given, for each UTF-16 unit of what is returned, the offset in `text` of what it came from
 * @returns {string}
 */
export function normalise(text, t2s, map) {
  let out = "", last = 0, space = -1;
  for (let at = 0, next = 0; at < text.length; at = next) {
    const c = /** @type {number} */ (text.codePointAt(at));
    next = at + (c > 0xffff ? 2 : 1);
    if (isSpace(c)) {
      if (space < 0) space = at;
      continue;
    }
    if (isDropped(c)) continue;
    const plain = (c < 127 && (c < 65 || c > 90)) || (c >= 0x4e00 && c < 0x9fa6);
    const chars = plain ? [String.fromCodePoint(c)] : Array.from(Array.from(String.fromCodePoint(c).normalize("NFKC"), x => x.toLowerCase()).join(""));
    for (const char of chars) {
      const as = t2s && t2s.get(char) || char, code = /** @type {number} */ (as.codePointAt(0));
      if (isSpace(code)) {
        if (space < 0) space = at;
        continue;
      }
      if (space >= 0) {
        if (out && !isJoining(last) && !isJoining(code)) {
          out += " ";
          if (map) map.push(space);
        }
        space = -1;
      }
      out += as;
      last = code;
      if (map) for (let i = 0; i < as.length; i++) map.push(at);
    }
  }
  return out;
}

/**
 * All places of `words` in a text, as UTF-16 ranges of the text as written, in order and merged.
 * @param {string} text
 * @param {Simplify | undefined} t2s
 * @param {string[]} words normalised
 * @returns {[number, number][]}
 */
export function marksIn(text, t2s, words) {
  /** @type {number[]} */
  const map = [];
  const plain = normalise(text, t2s, map);
  /** @type {[number, number][]} */
  const found = [], merged = [];
  for (const word of words) {
    for (let at = word ? plain.indexOf(word) : -1; at >= 0; at = plain.indexOf(word, at + 1)) {
      const last = map[at + word.length - 1];
      found.push([map[at], last + (/** @type {number} */ (text.codePointAt(last)) > 0xffff ? 2 : 1)]);
    }
  }
  for (const range of found.sort((a, b) => a[0] - b[0])) {
    const before = merged[merged.length - 1];
    if (before && range[0] <= before[1]) before[1] = Math.max(before[1], range[1]);
    else merged.push(range);
  }
  return merged;
}

/** @type {Set<string> | null | undefined} */
let common;

/** The characters of GB 2312, or null where the decoder does not know them. */
function gb2312() {
  if (common === undefined) {
    const bytes = new Uint8Array(72 * 94 * 2);
    for (let i = 0; i < bytes.length; i += 2) {
      bytes[i] = 0xb0 + Math.floor(i / 188);
      bytes[i + 1] = 0xa1 + (i / 2) % 94;
    }
    try {
      common = new Set(new TextDecoder("gbk").decode(bytes));
    } catch (e) {
      common = null;
    }
  }
  return common;
}

/**
 * Whether a text may hold a character that the table `t2s` changes.
 * @param {string} text
 * @param {string} chars those of GB 2312 that it changes
 */
export function needsTable(text, chars) {
  for (const char of text.normalize("NFKC")) {
    if (/\p{Script=Han}/u.test(char)) {
      const known = gb2312();
      if (!known || !known.has(char) || chars.includes(char)) return true;
    }
  }
  return false;
}
