// In the place of `fetch.js` in an archive: a page from a disk may not fetch, so the bundle comes in scripts. Each holds the files between its
// first path and that of the next.

/** Packs that are kept; the one that came first goes first. A pack is a quarter of a megabyte. */
const KEPT = 64;

/** @typedef {Record<string, string>} Pack  path → base64 of its bytes */

/** @type {string[]} */
const firsts = JSON.parse(/** @type {any} */ (document.getElementById("search-packs")).textContent);
/** @type {Map<number, Promise<Pack>>} */
const packs = new Map();
/** @type {Record<number, Pack>} */
const arrived = {};

/** Every pack calls this. @param {number} number @param {Pack} pack */
const receive = (number, pack) => void (arrived[number] = pack);
Object.assign(window, {dafu: receive});

/** The last pack that begins at or before a path. @param {string} path */
function find(path) {
  let from = 0, to = firsts.length;
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (firsts[middle] <= path) from = middle;
    else to = middle;
  }
  return from;
}

/** @param {number} number @returns {Promise<Pack>} */
function load(number) {
  const known = packs.get(number);
  if (known) return known;
  const pack = /** @type {Promise<Pack>} */ (new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const end = () => {
      script.remove();
      const found = arrived[number];
      delete arrived[number];
      if (found) return resolve(found);
      packs.delete(number);
      reject(new Error("pack " + number));
    };
    script.onload = script.onerror = end;
    script.src = "packs/" + number + ".js";
    document.head.append(script);
  }));
  packs.set(number, pack);
  for (const oldest of packs.keys()) {
    if (packs.size > KEPT) packs.delete(oldest);
  }
  return pack;
}

/** @param {string} path @returns {Promise<Uint8Array>} */
async function get(path) {
  const text = (await load(find(path)))[path];
  // The page and its packs are of one build: what is not there was lost on the way.
  if (!text) throw new Error(path);
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** @returns {(path: string) => Promise<Uint8Array>} */
export const fetcher = () => get;
