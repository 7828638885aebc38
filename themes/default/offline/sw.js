// What was read stays readable without a network. This worker stands between the portal's pages and the server.
//
// A page comes from the server if that answers in time, else from what was kept; then its scripts and styles come from the same side, lest a
// page of one build runs the modules of another. The search page holds the manifest, and the bundle's files are named after their content:
// a page that was kept finds the files of its own build, kept or on the server, or none, and never another build's.

(function () {
  "use strict";

  /** @type {any} */
  const worker = self;
  /** @type {string} */
  const SCOPE = worker.registration.scope;
  // A new number, and what older workers kept is gone. Other portals on this host have other scopes.
  const NAME = (/** @type {string} */ what) => "dafu 1 " + what + " " + SCOPE;
  const [PAGES, PARTS, BUNDLE] = ["pages", "parts", "bundle"].map(NAME);
  /** How many are kept of each; the oldest go first. */
  const MOST = {[PAGES]: 200, [PARTS]: 200, [BUNDLE]: 2000};
  /** Milliseconds that a page is waited for when an older copy is there. */
  const PATIENCE = 3000;
  /** Milliseconds between two questions whether this worker is still wanted. */
  const ASKING = 600000;

  /** Whether the last page came from what was kept. */
  let kept = false;
  /** When this worker last asked if it is still wanted, and the answer to come. */
  let asked = 0, answer = Promise.resolve(true);
  /** Whether it was told that it is not wanted, and what was being kept at that time. */
  let gone = false;
  const keeping = /** @type {Set<Promise<void>>} */ (new Set());

  /** An address without its query: the pages are files, and only scripts read queries. @param {string} url */
  const bare = url => url.replace(/[?#].*$/, "");
  /** @param {Response} response */
  const isPage = response => response.status === 200 && !response.redirected && /^text\/html/.test(response.headers.get("Content-Type") || "");

  /** Looks without opening: that would make again what was just forgotten. @param {string} name @param {string} url */
  const find = (name, url) => caches.match(url, {cacheName: name});

  /** Keeps a file as the newest of its kind, if this worker knows that it is wanted: after its end a page may start it once more. @param {string} name @param {string} url @param {Response} response */
  async function keep(name, url, response) {
    if (!await wanted() || gone) return;
    const work = put(name, url, response);
    keeping.add(work);
    await work.finally(() => keeping.delete(work));
  }

  /** @param {string} name @param {string} url @param {Response} response */
  async function put(name, url, response) {
    const cache = await caches.open(name);
    await cache.delete(url);
    await cache.put(url, response);
    const all = await cache.keys();
    for (const old of all.slice(0, Math.max(0, all.length - MOST[name]))) await cache.delete(old);
  }

  /** @param {string} url */
  const forget = async url => {
    if (await find(PAGES, url)) await (await caches.open(PAGES)).delete(url);
  };

  /** A page that is open already, and what it is drawn with. @param {string} url @param {RequestInit} [how] */
  async function keepWhole(url, how) {
    const response = await fetch(url, how);
    if (!isPage(response)) return;
    const html = await response.clone().text();
    await keep(PAGES, url, response);
    for (const [, path] of html.matchAll(/(?:href|src)="([^"?#:]+\.(?:css|js|svg))"/g)) {
      const part = new URL(path, url).href;
      if (!isPart(part) || await find(PARTS, part)) continue;
      const response = await fetch(part);
      if (response.ok) await keep(PARTS, part, response);
    }
  }

  /** Scripts, styles, pictures, and what finds the suggestions, whose name never changes. @param {string} url */
  const isPart = url => url.startsWith(SCOPE + "assets/") || url.startsWith(SCOPE + "files/") && /\.(svg|png|jpe?g|gif|webp)$/i.test(url) ||
    url.startsWith(SCOPE + "search/") && url.endsWith(".js") || url === SCOPE + "search/bundle/suggest.json";

  worker.addEventListener("install", (/** @type {any} */ event) => {
    worker.skipWaiting();
    event.waitUntil(Promise.all(["index.html", "offline.html"].map(path => keepWhole(SCOPE + path, {cache: "no-cache"}))));
  });

  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("dafu ") && name.endsWith(" " + SCOPE) && !(name in MOST)) await caches.delete(name);
    }
    await worker.clients.claim();
    // The page that brought this worker came without it.
    for (const client of await worker.clients.matchAll({type: "window"})) {
      if (client.url.startsWith(SCOPE)) await keepWhole(bare(client.url)).catch(() => {});
    }
  })()));

  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const request = event.request, url = bare(request.url);
    if (request.method !== "GET" || !url.startsWith(SCOPE) || request.headers.has("Range")) return;
    if (request.mode === "navigate") event.respondWith(page(event, url));
    else if (url.startsWith(SCOPE + "search/bundle/") && url.endsWith(".bin")) event.respondWith(bundle(event, url));
    else if (isPart(url)) event.respondWith(part(event, url));
  });

  /** @param {any} event @param {string} url */
  async function page(event, url) {
    const fresh = fetch(event.request).then(async response => {
      // Something else than a page is a download, and not kept; a page that is gone is forgotten.
      if (isPage(response)) event.waitUntil(keep(PAGES, url, response.clone()));
      else if (response.status === 404 || response.status === 410) event.waitUntil(forget(url));
      event.waitUntil(wanted());
      return response;
    });
    event.waitUntil(fresh.catch(() => {}));
    const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
    const old = await find(PAGES, url);
    try {
      const response = await (old ? Promise.race([fresh, late]) : fresh);
      kept = false;
      return response;
    } catch (error) {
      kept = true;
      return old || notVisited(event.request.url);
    }
  }

  /** A file of the bundle never changes: its name is made from what it holds. @param {any} event @param {string} url */
  async function bundle(event, url) {
    const old = await find(BUNDLE, url);
    if (old) return old;
    const response = await fetch(event.request);
    if (response.status === 200) event.waitUntil(keepChecked(url, response.clone()));
    return response;
  }

  /** Some servers answer every address with a page: what does not begin as the bundle's files do is not kept. @param {string} url @param {Response} response */
  async function keepChecked(url, response) {
    const start = new Uint8Array(await response.clone().arrayBuffer());
    if (start.length > 9 && start[0] === 0x64 && start[1] === 0x61 && start[2] === 0x66) await keep(BUNDLE, url, response);
  }

  /** @param {any} event @param {string} url */
  async function part(event, url) {
    const old = await find(PARTS, url);
    if (old && kept) return old;
    try {
      const response = await fetch(event.request);
      if (response.status === 200) event.waitUntil(keep(PARTS, url, response.clone()));
      return response;
    } catch (error) {
      if (old) return old;
      throw error;
    }
  }

  /** The page that says so, with links to what is there. It is shown at any address, so its own links begin at the portal's. @param {string} wanted */
  async function notVisited(wanted) {
    const response = await find(PAGES, SCOPE + "offline.html");
    if (!response) return Response.error();
    const escape = (/** @type {string} */ text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
    let html = await response.text();
    const [, site = ""] = /data-site="([^"]*)"/.exec(html) || [];
    const cache = await caches.open(PAGES), list = /** @type {string[]} */ ([]);
    for (const {url} of [...await cache.keys()].reverse()) {
      const visited = url !== SCOPE + "offline.html" && await cache.match(url);
      const [, title = ""] = visited && /<title>([^<]*)/.exec(await visited.text()) || [];
      const suffix = " - " + site;
      if (title) list.push(`<li><a class="row-title" href="${escape(url)}">${title.endsWith(suffix) ? title.slice(0, -suffix.length) : title}</a></li>`);
    }
    html = html.replace(/(href|src|action)="(?![a-z]+:|[/#])([^"]*)"/g, (_, name, path) => `${name}="${escape(SCOPE + path)}"`)
      .replace(/href="[^"]*" data-again/, () => `href="${escape(wanted)}" data-again`)
      .replace("<!--visited-->", () => list.join("\n"));
    if (list.length) html = html.replace(/(class="visited"[^>]*) hidden/, "$1");
    return new Response(html, {status: 503, headers: response.headers});
  }

  /** Asks now and then, and the first time always. */
  function wanted() {
    if (Date.now() - asked > ASKING) {
      asked = Date.now();
      answer = ask();
    }
    return answer;
  }

  /** A portal that no longer offers this worker has no file for it: then it goes, and what it kept. */
  async function ask() {
    const response = await fetch(SCOPE + "sw.js", {method: "HEAD", cache: "no-store"}).catch(() => null);
    if (!response) return true;
    if (response.status !== 404 && response.status !== 410) {
      // Not left to the browser's own time: what takes this worker's place may be there to remove it.
      worker.registration.update().catch(() => {});
      return true;
    }
    gone = true;
    await Promise.allSettled(keeping);
    for (const name of [PAGES, PARTS, BUNDLE]) await caches.delete(name);
    await worker.registration.unregister();
    return false;
  }
})();
