// What is offered while one types, on the box of any page: offices, members, topics, numbers and titles, and in an empty box what was
// looked for of late. A combobox as the ARIA patterns have it: Enter searches for what is typed unless one has gone to an offer.

import {Files, codePoints, hash32, pairsOf, pathOf, spread} from "./bundle.js";
import {fetcher} from "./fetch.js";
import {needsTable, normalise} from "./normalise.js";
import {numberKey} from "./numbers.js";
import {forget, recent} from "./saved.js";

/** @typedef {[string, "a" | "m" | "o" | "d" | "t", string, string, number]} Offer  key, kind, label, target, replies */

/** What finds shards: how many there are, and their names or those of the files that hold 128 names each. @typedef {{s: number, n: string[]}} Node */

/** @param {string} name */
const path = name => "data/" + name.slice(0, 2) + "/" + name + ".bin";

/** @param {Files} files @param {Node} node @param {number} at */
async function pathIn(files, {s, n}, at) {
  if (n.length === s) return path(n[at]);
  const names = await files.load(path(n[at >> 7]), r => r.take(r.bytes.length)), from = (at & 127) * 7;
  return pathOf(names.subarray(from, from + 7));
}

/**
 * What begins as a text does, best first.
 * @param {Files} files
 * @param {Node} node
 * @param {string} key normalised, without what a document key leaves out
 * @returns {Promise<Offer[]>}
 */
async function offers(files, node, key) {
  const points = Array.from(key).slice(0, 24);
  for (let depth = 0; depth < points.length; depth++) {
    const shard = await files.load(await pathIn(files, node, hash32(codePoints(points[depth])) & node.s - 1), r => JSON.parse(r.whole()));
    const group = shard[points[depth]];
    if (!group) return [];
    if (group.p || depth + 1 === points.length) {
      const typed = points.join("");
      /** @type {Set<string>} */
      const seen = new Set();
      return /** @type {Offer[]} */ (group.p || group.t).filter((/** @type {Offer} */ row) => row[0].startsWith(typed))
        .sort((/** @type {Offer} */ a, /** @type {Offer} */ b) => b[4] - a[4] || a[0].length - b[0].length)
        .filter((/** @type {Offer} */ [, kind, label, target]) => !seen.has(kind + label + target) && seen.add(kind + label + target)).slice(0, 8);
    }
    node = group;
  }
  return [];
}

const base = new URL("bundle/", import.meta.url).href, root = new URL("../", import.meta.url).href;
/** What finds the shards, the words to say, and what finds the table of traditional characters. @type {Promise<{suggest: Node, words: Record<string, string>, t2s: [string, string]}>} */
const found = fetcher(base)("suggest.json").then(bytes => JSON.parse(new TextDecoder().decode(bytes)));
const files = new Files(fetcher(base));
const FOLDERS = {a: "agencies/", m: "members/", d: "replies/", t: "replies/"};

const box = /** @type {HTMLInputElement} */ (document.getElementById("q")), form = /** @type {HTMLFormElement} */ (box.form);
const list = document.createElement("ul"), heard = document.createElement("p");
list.id = "q-offers";
list.className = "offers";
list.setAttribute("role", "listbox");
list.hidden = true;
heard.className = "offscreen";
heard.setAttribute("role", "status");
form.append(list, heard);
box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("aria-expanded", "false");

/** What each option does. @type {(() => void)[]} */
let acts = [];
let active = -1, turn = 0;

function close() {
  turn++;
  list.hidden = true;
  acts = [];
  box.setAttribute("aria-expanded", "false");
  go(-1);
}

/** @param {number} to */
function go(to) {
  active = to;
  Array.from(list.children).forEach((option, at) => option.setAttribute("aria-selected", String(at === to)));
  if (to < 0) box.removeAttribute("aria-activedescendant");
  else {
    box.setAttribute("aria-activedescendant", list.children[to].id);
    list.children[to].scrollIntoView({block: "nearest"});
  }
}

/**
 * @param {{label: string, note: string, act: () => void}[]} items
 * @param {Record<string, string>} words
 */
function open(items, words) {
  if (!items.length || document.activeElement !== box) return close();
  list.setAttribute("aria-label", words.label);
  list.replaceChildren(...items.map(({label, note}, at) => {
    const option = document.createElement("li"), small = document.createElement("span");
    option.id = "q-offer-" + at;
    option.setAttribute("role", "option");
    option.dir = "auto";
    small.textContent = note;
    option.append(label + " ", small);
    return option;
  }));
  acts = items.map(item => item.act);
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  go(-1);
  heard.textContent = words.heard.replace("{n}", String(items.length));
}

/** @param {string} q */
const search = q => {
  location.href = root + "search/index.html?" + new URLSearchParams({q});
};

async function offer() {
  const mine = ++turn, q = box.value.trim();
  try {
    const {suggest, words, t2s: [hash, chars]} = await found;
    if (!q) {
      const before = recent();
      const items = before.map(q => ({label: q, note: "", act: () => search(q)}));
      if (items.length) items.push({label: words.clear, note: "", act: () => {
        forget();
        close();
      }});
      if (mine === turn) open(items, words);
      return;
    }
    const t2s = needsTable(q, chars) ? await files.load("t2s-" + hash + ".bin", r => pairsOf(new TextDecoder().decode(r.take(r.bytes.length)))) : undefined;
    const key = numberKey(normalise(q, t2s));
    const some = key ? await offers(files, suggest, key) : [];
    if (mine !== turn) return;
    open(some.map(([, kind, label, target, replies]) => ({
      label,
      note: words["kind_" + kind] + (replies ? " " + words.replies.replace("{n}", String(replies)) : ""),
      act: () => {
        if (kind === "o") search(target || label);
        else location.href = root + FOLDERS[kind] + spread(target) + ".html";
      },
    })), words);
  } catch (e) {
    // Offers are a comfort: without them one searches all the same.
    close();
  }
}

let composing = false;
box.addEventListener("compositionstart", () => (composing = true));
box.addEventListener("compositionend", () => {
  composing = false;
  offer();
});
box.addEventListener("input", () => composing || offer());
box.addEventListener("focus", () => box.value || offer());
box.addEventListener("blur", close);
form.addEventListener("submit", close);
list.addEventListener("pointerdown", event => event.preventDefault());
list.addEventListener("click", event => {
  const option = /** @type {Element} */ (event.target).closest("[role=option]"), act = option && acts[Array.from(list.children).indexOf(option)];
  if (act) act();
});
box.addEventListener("keydown", event => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const {key} = event, step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  if (step && !list.hidden) go(next(step));
  else if (step && !box.value && recent().length) offer();
  else if (key === "Escape" && !list.hidden) close();
  else if (key === "Enter" && active >= 0) acts[active]();
  else return;
  event.preventDefault();
  event.stopPropagation();
});

/** The option after or before the active one; -1 is the box itself. @param {number} step */
function next(step) {
  const to = active + step;
  return to >= acts.length ? -1 : to < -1 ? acts.length - 1 : to;
}

if (document.activeElement === box) offer();
