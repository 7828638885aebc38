// Raw DEFLATE (RFC 1951) and CRC-32, for browsers without DecompressionStream and so that every reader does the same.
// Whatever is not a whole, valid stream throws.

/** @typedef {{fast: Uint16Array, count: Uint16Array, symbol: Uint16Array}} Codes */

const FAST = 9;
const LENGTH = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** @type {[Codes, Codes] | undefined} */
let fixed;
/** @type {Int32Array | undefined} */
let table;

/** @returns {never} */
function bad() {
  throw new RangeError("not a valid stream");
}

/** @param {ArrayLike<number>} lengths @returns {Codes} */
function codes(lengths) {
  const count = new Uint16Array(16), at = new Uint16Array(17), symbol = new Uint16Array(lengths.length), fast = new Uint16Array(1 << FAST);
  for (let i = 0; i < lengths.length; i++) count[lengths[i]]++;
  const used = lengths.length - count[0];
  count[0] = 0;
  let left = 1;
  for (let bits = 1; bits < 16; bits++) {
    left = left * 2 - count[bits];
    if (left < 0) bad();
    at[bits + 1] = at[bits] + count[bits];
  }
  if (left > 0 && used > 1) bad();
  for (let i = 0; i < lengths.length; i++) if (lengths[i]) symbol[at[lengths[i]]++] = i;
  for (let bits = 1, code = 0, i = 0; bits <= FAST; bits++, code <<= 1) {
    for (let n = count[bits]; n > 0; n--, code++, i++) {
      let back = 0;
      for (let b = 0; b < bits; b++) back |= (code >> b & 1) << (bits - 1 - b);
      for (; back < 1 << FAST; back += 1 << bits) fast[back] = symbol[i] << 4 | bits;
    }
  }
  return {fast, count, symbol};
}

/**
 * @param {Uint8Array} from
 * @param {number} at where the stream begins
 * @param {number} end where it ends, exactly
 * @returns {Uint8Array}
 */
export function inflate(from, at, end) {
  let out = new Uint8Array((end - at) * 4 + 256), n = 0, hold = 0, held = 0;

  /** @param {number} count */
  const bits = count => {
    while (held < count) {
      if (at >= end) bad();
      hold |= from[at++] << held;
      held += 8;
    }
    const value = hold & (1 << count) - 1;
    hold >>>= count;
    held -= count;
    return value;
  };
  /** @param {Codes} table */
  const decode = table => {
    while (held < 15 && at < end) {
      hold |= from[at++] << held;
      held += 8;
    }
    const hit = table.fast[hold & (1 << FAST) - 1];
    let size = hit & 15, found = hit >> 4;
    if (!size) {
      let code = 0, first = 0, index = 0;
      for (;;) {
        if (++size > 15) bad();
        code |= hold >> size - 1 & 1;
        const count = table.count[size];
        if (code - count < first) {
          found = table.symbol[index + code - first];
          break;
        }
        index += count;
        first = first + count << 1;
        code <<= 1;
      }
    }
    if (size > held) bad();
    hold >>>= size;
    held -= size;
    return found;
  };
  /** @param {number} more */
  const grow = more => {
    if (n + more > out.length) {
      const bigger = new Uint8Array(Math.max(out.length * 2, n + more));
      bigger.set(out);
      out = bigger;
    }
  };

  for (let last = 0; !last;) {
    last = bits(1);
    const type = bits(2);
    /** @type {Codes} */
    let literals, distances;
    if (type === 0) {
      bits(held & 7);
      const size = bits(16);
      if (bits(16) !== (size ^ 0xffff)) bad();
      at -= held >> 3;
      hold = held = 0;
      if (at + size > end) bad();
      grow(size);
      out.set(from.subarray(at, at + size), n);
      at += size;
      n += size;
      continue;
    } else if (type === 1) {
      if (!fixed) {
        const all = new Uint8Array(288);
        all.fill(8).fill(9, 144, 256).fill(7, 256, 280);
        fixed = [codes(all), codes(new Uint8Array(32).fill(5))];
      }
      [literals, distances] = fixed;
    } else if (type === 2) {
      const nl = bits(5) + 257, nd = bits(5) + 1, nc = bits(4) + 4, lengths = new Uint8Array(320), first = new Uint8Array(19);
      if (nl > 286 || nd > 30) bad();
      for (let i = 0; i < nc; i++) first[ORDER[i]] = bits(3);
      const meta = codes(first);
      for (let i = 0; i < nl + nd;) {
        const symbol = decode(meta);
        if (symbol < 16) {
          lengths[i++] = symbol;
          continue;
        }
        if (symbol === 16 && !i) bad();
        const value = symbol === 16 ? lengths[i - 1] : 0;
        const repeat = symbol === 16 ? 3 + bits(2) : symbol === 17 ? 3 + bits(3) : 11 + bits(7);
        if (i + repeat > nl + nd) bad();
        lengths.fill(value, i, i += repeat);
      }
      if (!lengths[256]) bad();
      literals = codes(lengths.subarray(0, nl));
      distances = codes(lengths.subarray(nl, nl + nd));
    } else bad();
    for (;;) {
      const symbol = decode(literals);
      if (symbol < 256) {
        if (n === out.length) grow(1);
        out[n++] = symbol;
      } else if (symbol === 256) break;
      else {
        if (symbol > 285) bad();
        const size = LENGTH[symbol - 257] + bits(LENGTH_BITS[symbol - 257]), code = decode(distances);
        if (code > 29) bad();
        const extra = code < 4 ? 0 : (code >> 1) - 1;
        const distance = (code < 4 ? code : (2 + (code & 1)) << extra) + 1 + bits(extra);
        if (distance > n) bad();
        grow(size);
        for (let i = 0; i < size; i++, n++) out[n] = out[n - distance];
      }
    }
  }
  // Nothing may follow, and the last byte is filled up with zeros.
  if ((end - at) * 8 + held >= 8 || hold) bad();
  return out.subarray(0, n);
}

/** CRC-32 (IEEE). @param {Uint8Array} bytes @returns {number} */
export function crc32(bytes) {
  if (!table) {
    table = new Int32Array(256);
    for (let i = 0; i < 256; i++) {
      let c = i;
      for (let k = 0; k < 8; k++) c = c & 1 ? c >>> 1 ^ 0xedb88320 : c >>> 1;
      table[i] = c;
    }
  }
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = crc >>> 8 ^ table[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}
