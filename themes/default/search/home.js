// Kept searches on the home page, for a reader who has some: how many replies are new, from the search page's own data.

import {connect} from "./client.js";
import {showKept} from "./saved.js";

const search = new URL("index.html", import.meta.url).href, main = document.getElementById("main");
if (main) {
  fetch(search, {credentials: "same-origin"}).then(response => response.text()).then(html => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const [manifest, words] = ["manifest", "strings"].map(id => JSON.parse(/** @type {Element} */ (page.getElementById("search-" + id)).textContent || ""));
    const place = document.createElement("section");
    place.className = "kept";
    /** @type {Promise<import("./client.js").Client> | undefined} */
    let client;
    showKept(place, search, (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => values[name]),
      () => client || (client = connect(manifest, new URL("bundle/", import.meta.url).href)), manifest.pairs[0] + manifest.rows);
    main.append(place);
  }).catch(() => {});
}
