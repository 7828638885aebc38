// A portal in a folder, for Node: the same engine over files, counting what it reads.

import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {open} from "./engine.js";

/**
 * @typedef {{path: string, bytes: number, trip: number}} Asked  `trip`: 0 is the page, 1 what it asks for, and so on
 */

/**
 * @param {string} folder the portal
 */
export async function openFolder(folder) {
  /** @type {Asked[]} */
  const requests = [];
  const page = await readFile(join(folder, "search/index.html"));
  requests.push({path: "search/index.html", bytes: page.length, trip: 0});
  const found = /<script type="application\/json" id="search-manifest">(.*?)<\/script>/s.exec(page.toString("utf8"));
  if (!found) throw new Error(join(folder, "search/index.html") + " holds no search manifest");
  const manifest = JSON.parse(found[1]);
  // A request waits for whatever had come back when it was made.
  let trip = 0;
  const get = async (/** @type {string} */ path) => {
    const own = trip + 1;
    let bytes;
    try {
      bytes = await readFile(join(folder, "search/bundle", path));
    } catch (error) {
      throw Object.assign(new Error(path), {status: /** @type {any} */ (error).code === "ENOENT" ? 404 : 0});
    }
    requests.push({path: "search/bundle/" + path, bytes: bytes.length, trip: own});
    // All of one trip come back together, as over a line whose delay outweighs all else.
    await settle(own);
    trip = Math.max(trip, own);
    return new Uint8Array(bytes);
  };
  /** @type {Map<number, {timer: any, waiting: (() => void)[]}>} */
  const trips = new Map();
  const settle = (/** @type {number} */ own) => new Promise(done => {
    const one = trips.get(own) || {timer: null, waiting: []};
    trips.set(own, one);
    one.waiting.push(() => done(undefined));
    clearTimeout(one.timer);
    one.timer = setTimeout(() => {
      trips.delete(own);
      one.waiting.forEach(go => go());
    }, 2);
  });
  const fast = async (/** @type {string} */ path) => new Uint8Array(await readFile(join(folder, "search/bundle", path)).catch((/** @type {any} */ error) => {
    throw Object.assign(new Error(path), {status: error.code === "ENOENT" ? 404 : 0});
  }));
  return {
    manifest,
    requests,
    /** An engine that has read nothing yet; `counted`: its requests and trips are recorded. */
    fresh: (counted = true) => {
      trip = 0;
      requests.length = 1;
      return open(manifest, counted ? get : fast);
    },
  };
}
