// What this browser remembers for its reader: searches of late, and searches kept, with what has been seen of each. Nothing of it
// leaves the browser; where it may not store anything, nothing is remembered.

const RECENT = "dafu.recent", KEPT = "dafu.kept", MOST = 8, MOST_KEPT = 20, MOST_SEEN = 5000;

/** @param {string} key @returns {any[]} */
function read(key) {
  try {
    const value = JSON.parse(localStorage.getItem(key) || "[]");
    return Array.isArray(value) ? value : [];
  } catch (e) {
    return [];
  }
}

/** @param {string} key @param {any[]} value */
function write(key, value) {
  try {
    if (value.length) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
  } catch (e) {
    // It is not remembered.
  }
}

/** Searches of late, the last one first. @returns {string[]} */
export const recent = () => read(RECENT).filter(q => typeof q === "string");

/** @param {string} q */
export const remember = q => write(RECENT, [q, ...recent().filter(other => other !== q)].slice(0, MOST));

export const forget = () => write(RECENT, []);

/** @typedef {{query: string, label: string, seen: string, at: string}} Kept  `query`: as in the address; `seen`: hashes of ids, base 36; `at`: the bundle it was seen in */

/** @returns {Kept[]} */
export const kept = () => read(KEPT).filter(one => one && [one.query, one.label, one.seen, one.at].every(x => typeof x === "string"));

/** @param {string} query */
export const isKept = query => kept().some(one => one.query === query);

/** @param {string} query */
export const drop = query => write(KEPT, kept().filter(one => one.query !== query));

/** @param {string} query @returns {any} */
export function requestOf(query) {
  const given = new URLSearchParams(query), filters = /** @type {Record<string, string[]>} */ ({});
  for (const name of new Set(given.keys())) if (name !== "q" && name !== "sort") filters[name] = given.getAll(name);
  return {q: given.get("q") || "", filters, sort: ""};
}

/**
 * Keeps a search, or what has been seen of it now.
 * @param {string} query
 * @param {string} label
 * @param {import("./client.js").Client} client
 * @param {string} at
 */
export async function keep(query, label, client, at) {
  const ids = /** @type {number[]} */ (await client.more("ids", requestOf(query)));
  const one = {query, label, seen: ids.slice(0, MOST_SEEN).map(id => id.toString(36)).join(","), at};
  write(KEPT, [one, ...kept().filter(other => other.query !== query)].slice(0, MOST_KEPT));
}

/**
 * How many replies a kept search finds that it had not found when it was seen last: an older reply that was put in counts, one that was
 * there does not, whatever its number is now.
 * @param {Kept} one
 * @param {import("./client.js").Client} client
 * @param {string} at
 */
export async function news({query, seen, at: before}, client, at) {
  if (at === before) return 0;
  const known = new Set(seen.split(",")), ids = /** @type {number[]} */ (await client.more("ids", requestOf(query)));
  return ids.slice(0, MOST_SEEN).filter(id => !known.has(id.toString(36))).length;
}

/**
 * The list of kept searches, in `place`; how many are new comes when it is known.
 * @param {HTMLElement} place
 * @param {string} root address of the search page
 * @param {(key: string, values?: any) => string} say
 * @param {() => Promise<import("./client.js").Client>} client
 * @param {string} at
 */
export function showKept(place, root, say, client, at) {
  const all = kept();
  place.hidden = !all.length;
  place.replaceChildren();
  if (!all.length) return;
  const heading = document.createElement("h2"), list = document.createElement("ul");
  heading.textContent = say("kept");
  for (const one of all) {
    const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span"), button = document.createElement("button");
    link.href = root + "?" + one.query;
    link.textContent = one.label;
    note.className = "count";
    button.type = "button";
    button.textContent = say("kept_drop");
    button.setAttribute("aria-label", say("kept_drop_one", {label: one.label}));
    button.onclick = () => {
      drop(one.query);
      showKept(place, root, say, client, at);
      const next = place.querySelector("button") || document.getElementById("q");
      if (next) next.focus();
    };
    item.append(link, " ", note, " ", button);
    list.append(item);
    if (one.at !== at) client().then(used => news(one, used, at)).then(n => (note.textContent = say(n ? "kept_new" : "kept_none", {n})), () => {});
    else note.textContent = say("kept_none");
  }
  place.append(heading, list);
}
