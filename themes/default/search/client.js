// The engine, in a worker where the browser can, else on the page itself: whoever asks does not notice.

/**
 * @typedef {{q: string, filters: Record<string, string[]>, sort: "relevance" | "date", from: number, count: number}} Request
 * @typedef {{search: (request: Request) => Promise<any>, more: (what: string, ...given: any[]) => Promise<any>, prefetch: (text: string) => void}} Client
 */

/**
 * @param {object} manifest
 * @param {string} base address of the bundle's folder
 * @returns {Promise<Client>}
 */
export async function connect(manifest, base) {
  try {
    return await inWorker(manifest, base);
  } catch (e) {
    const [{open}, {fetcher}] = await Promise.all([import("./engine.js"), import("./fetch.js")]);
    return open(/** @type {any} */ (manifest), fetcher(base));
  }
}

/** @param {object} manifest @param {string} base @returns {Promise<Client>} */
async function inWorker(manifest, base) {
  const worker = new Worker(new URL("worker.js", import.meta.url), {type: "module"});
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: any) => void}>} */
  const waiting = new Map();
  let last = 0;
  worker.onmessage = event => {
    const {id, value, error} = event.data, one = waiting.get(id);
    waiting.delete(id);
    if (one && error) one.reject(Object.assign(new Error(error.message), {code: error.code}));
    else if (one) one.resolve(value);
  };
  worker.onerror = event => {
    event.preventDefault();
    waiting.forEach(one => one.reject(Object.assign(new Error("worker"), {code: "network"})));
    waiting.clear();
  };
  /** @param {string} method @param {any[]} args @returns {Promise<any>} */
  const call = (method, ...args) => new Promise((resolve, reject) => {
    waiting.set(++last, {resolve, reject});
    worker.postMessage({id: last, method, args});
  });
  await call("open", manifest, base);
  return {
    search: request => call("search", request),
    more: (what, ...given) => call("more", what, ...given),
    prefetch: text => void call("prefetch", text).catch(() => {}),
  };
}
