// `offline = "remove"`: takes the place of the service worker that a portal once had, forgets what it kept, and itself.

(function () {
  "use strict";

  /** @type {any} */
  const worker = self;
  const SCOPE = worker.registration.scope;

  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("dafu ") && name.endsWith(" " + SCOPE)) await caches.delete(name);
    }
    await worker.registration.unregister();
  })()));
})();
