// Sets of replies as ascending arrays of numbers.

/** @typedef {import("./bundle.js").Docs} Docs */

/** @param {Docs} a @param {Docs} b @returns {Docs} */
export function both(a, b) {
  if (a.length > b.length) [a, b] = [b, a];
  const out = new Uint32Array(a.length);
  let n = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      out[n++] = a[i++];
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return out.subarray(0, n);
}

/** @param {Docs} a @param {Docs} b @returns {Docs} */
export function either(a, b) {
  if (!a.length || !b.length) return a.length ? a : b;
  const out = new Uint32Array(a.length + b.length);
  let n = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const next = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    if (a[i] === next) i++;
    if (b[j] === next) j++;
    out[n++] = next;
  }
  return out.subarray(0, n);
}

/** @param {Docs} a @param {Docs} b @returns {Docs} */
export function without(a, b) {
  let j = 0;
  return a.filter(doc => {
    while (j < b.length && b[j] < doc) j++;
    return b[j] !== doc;
  });
}

/** @typedef {{docs: Docs, masks: ArrayLike<number>}} Having  replies that hold something, and which passages of each: bit 0 is the first */

/** Passages by reply. @param {Docs} passages @returns {Having} */
export function fold(passages) {
  const docs = new Uint32Array(passages.length), masks = new Uint8Array(passages.length);
  let n = 0;
  for (const passage of passages) {
    if (!n || docs[n - 1] !== passage >>> 2) docs[n++] = passage >>> 2;
    masks[n - 1] |= 1 << passage % 4;
  }
  return {docs: docs.subarray(0, n), masks};
}

/** @param {Docs} a @param {number} doc @returns {number} its place, or -1 */
export function place(a, doc) {
  let low = 0, high = a.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (a[middle] < doc) low = middle + 1;
    else high = middle;
  }
  return a[low] === doc ? low : -1;
}

/** @param {number} from @param {number} to @returns {Docs} */
export function span(from, to) {
  const out = new Uint32Array(Math.max(0, to - from));
  for (let i = 0; i < out.length; i++) out[i] = from + i;
  return out;
}
