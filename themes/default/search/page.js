// The search page: what is typed and chosen ↔ the address ↔ the results. It shows what the engine answers, and says
// plainly what it cannot.

import {connect} from "./client.js";
import {mayHoldNumbers} from "./query.js";

/** @param {string} id @returns {any} */
const $ = id => document.getElementById("search-" + id);
const [manifest, words] = ["manifest", "strings"].map(id => JSON.parse($(id).textContent));
const FACETS = ["agency", "year", "topic", "kind", "session", "outcome", "member"].filter(name => name === "year" || manifest.facets[name]);
const SHOWN = 10, TITLE = document.title;

/** @param {string} key @param {Record<string, string | number>} [values] */
const say = (key, values = {}) => (words[key] || key).replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => values[name]);

/** A date as lists write it. @param {string} date */
const written = date => new Intl.DateTimeFormat(words.locale, {dateStyle: "long", timeZone: "UTC"}).format(new Date(date));

/**
 * @param {string} name
 * @param {Record<string, any>} [properties]
 * @param {(Node | string)[]} children
 * @returns {any}
 */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** One list goes and another comes in its place, so that nothing moves. @param {string} id @param {Node[]} [items] */
function renew(id, items = []) {
  const old = $(id), made = old.cloneNode(false);
  made.append(...items);
  old.replaceWith(made);
}

/** @param {string} name @param {any} properties @param {string} text @param {[number, number][]} marks */
function marked(name, properties, text, marks) {
  const made = element(name, properties);
  let at = 0;
  for (const [from, to] of marks) {
    made.append(text.slice(at, from), element("mark", {}, text.slice(from, to)));
    at = to;
  }
  made.append(text.slice(at));
  return made;
}

const [form, count, sorts, filters, groups, more] = ["form", "count", "sort", "filters", "facets", "more"].map($);
const box = form.elements.q;
/** @type {Promise<import("./client.js").Client> | undefined} */
let client;
/** Counts searches, so that an answer that comes late is dropped. */
let turn = 0;
let shown = SHOWN;
/** The address that the list answers. */
let listed = "";
/** What a facet's values are called, as far as they were seen. @type {Record<string, string>} */
const labels = {};

const engine = () => client || (client = connect(manifest, new URL("bundle/", location.href).href));

const asked = () => new URLSearchParams(location.search);

function state() {
  const query = asked(), filters = /** @type {Record<string, string[]>} */ ({});
  for (const facet of FACETS) filters[facet] = query.getAll(facet).filter(Boolean);
  return {q: (query.get("q") || "").trim(), filters, sort: /** @type {"relevance" | "date"} */ (query.get("sort") || "")};
}

/** @param {string} name @param {string[]} values @param {boolean} push */
function go(name, values, push) {
  const query = asked(), before = "?" + query;
  query.delete(name);
  for (const value of values) if (value) query.append(name, value);
  // The same again is no step to go back to.
  history[push && "?" + query !== before ? "pushState" : "replaceState"](null, "", "?" + query);
  shown = SHOWN;
  resume = null;
  run();
}

async function run() {
  const now = state(), mine = ++turn;
  const filtered = FACETS.some(facet => now.filters[facet].length), empty = !now.q && !filtered;
  $("answer").hidden = empty;
  $("hint").hidden = !empty;
  $("kept").hidden = true;
  document.title = (now.q ? now.q + " - " : "") + TITLE;
  if (empty) {
    clear();
    import("./saved.js").then(({showKept}) => showKept($("kept"), location.pathname, say, engine, manifest.pairs[0] + manifest.rows), () => {});
    return;
  }
  const slow = setTimeout(() => {
    if (mine !== turn) return;
    count.style.minHeight = count.offsetHeight + "px";
    status(say("loading"));
  }, 300);
  try {
    const used = await engine();
    const values = async (/** @type {string} */ facet, /** @type {any} */ request) => {
      const found = await used.more("counts", request, facet, whole.has(facet));
      for (const {key, label} of found.values) labels[facet + key] = label;
      return found;
    };
    // A link from elsewhere holds the keys of what is chosen, not what they are called.
    const [answer] = await Promise.all([used.search({...now, from: 0, count: shown}), ...FACETS.map(async facet => {
      const keys = now.filters[facet].filter(key => !labels[facet + key]);
      if (keys.length) (await used.more("called", facet, keys)).forEach((/** @type {string} */ label, /** @type {number} */ i) => (labels[facet + keys[i]] = label));
    })]);
    const {notes: noted, total} = answer, notes = noted.length || !(total.words + total.partial) || /(^|\s)[-－−](\s|$)/.test(now.q)
      ? await import("./after.js").then(({remarks}) => remarks(answer, now.q, {$, element, say, asked}), () => []) : [];
    clearTimeout(slow);
    if (mine !== turn) return;
    render(answer, now, filtered, notes);
    if (resume) scrollTo(0, resume.y || 0);
    resume = null;
    after(now, answer);
    if (!filters.open || filters.hidden) return;
    const [{show}, ...columns] = await Promise.all([import("./filters.js"), ...FACETS.map(facet => opened.has(facet) || now.filters[facet].length ? values(facet, {...now, count: 0}) : null)]);
    if (mine === turn) show(columns, now, {element, say, label, choose, go, run, opened, whole, FACETS, box, groups, years: manifest.years.map((/** @type {number[]} */ [year]) => year)});
  } catch (error) {
    clearTimeout(slow);
    if (mine === turn) fail(/** @type {any} */ (error).code);
  }
}

/** Says a thing once: what is there already is not read again. @param {string} text */
function status(text) {
  if (count.textContent !== text) count.textContent = text;
}

function clear() {
  for (const id of ["chosen", "notes", "results", "tools"]) renew(id);
  status("");
  filters.hidden = more.hidden = true;
  sorts.style.visibility = "hidden";
}

/** @param {string} code */
function fail(code) {
  const known = words["error_" + code] ? code : "network";
  client = undefined;
  clear();
  count.append(say("error_" + known) + " ", element("button", {onclick: () => known === "network" ? run() : location.reload()}, say("retry")));
}

/** @param {any} answer @param {ReturnType<typeof state>} now @param {boolean} filtered @param {Node[]} notes */
function render(answer, now, filtered, notes) {
  const {literal, words: all, partial, number: named} = answer.total, q = now.q.replace(/^["“]([^"“”]*)["”]$/, "$1"), total = all + partial;
  const plain = q && !/["“”＂「『:：|]|(^|\s)[-－−]|\sOR\s/.test(q);
  const number = /** @param {number} n */ n => n.toLocaleString("en");
  const values = {q: named ? q : q.replace(/\s+/g, "”“"), literal: number(plain ? literal : all), rest: number(all - (named || literal)), n: number(partial), named: number(named)};
  status(say(!total ? filtered ? "none_filtered" : /\s/.test(now.q) ? "none" : "none_single" : !all ? "partial" : named ? all > named ? "number_both" : "number"
    : !plain ? "exact" : !literal ? "words" : all > literal ? "both" : "literal", values) + (partial && all ? say("and_partial", values) : ""));
  count.style.minHeight = "";
  chosen(now);
  renew("notes", notes);
  $("heard").textContent = $("notes").textContent;
  // What is wanted beyond the first ten follows them; another search takes their place.
  if (listed !== location.search) renew("results");
  listed = location.search;
  const list = $("results");
  list.append(...answer.results.slice(list.children.length).map(result));
  more.hidden = total <= list.children.length;
  filters.hidden = !total && !filtered;
  sorts.style.visibility = total < 2 ? "hidden" : "";
  renew("tools");
  for (const button of sorts.children) button.setAttribute("aria-pressed", button.value === now.sort);
}

/** @param {any} one */
function result(one) {
  const mark = one.words.length ? "?mark=" + encodeURIComponent(one.words.join(" ")) : "";
  const address = "../" + one.url + mark + (one.anchor ? "#" + one.anchor : "");
  const meta = element("p", {className: "row-meta"});
  for (const text of [one.agency || say("agency_unknown"), one.date ? written(one.date) : say("date_unknown"), one.number, one.section && say("section", one)]) {
    if (text) meta.append(element("span", {}, text), " ");
  }
  const item = element("li", {}, marked("a", {className: "row-title", href: address}, one.title, one.titleMarks), meta);
  if (one.excerpt) item.append(marked("p", {className: "excerpt"}, one.excerpt, one.marks));
  if (one.lacks.length) item.append(element("p", {className: "lacks"}, say("lacks", {words: one.lacks.join("、")})));
  return item;
}

/** @param {string} facet @param {string} key */
const label = (facet, key) => facet === "year" ? say(key === "unknown" ? "year_unknown" : "year", {year: key.replace("-", "–")}) : labels[facet + key] || key;

/** @param {ReturnType<typeof state>} now */
function chosen(now) {
  const had = $("chosen").contains(document.activeElement), items = [];
  for (const facet of FACETS) {
    for (const key of now.filters[facet]) {
      const text = label(facet, key);
      const button = element("button", {onclick: () => choose(facet, key, false)}, text);
      button.setAttribute("aria-label", say("remove", {label: text}));
      items.push(element("li", {}, button));
    }
  }
  renew("chosen", items);
  if (had) ($("chosen").querySelector("button") || filters.firstElementChild).focus();
}

/** @param {string} facet @param {string} key @param {boolean} on */
const choose = (facet, key, on) => go(facet, state().filters[facet].filter(value => value !== key && !(on && value.includes("-"))).concat(on ? key : []), true);

/** Facets to list: all but members, who are many and are fetched when someone asks. */
const opened = new Set(FACETS.slice(0, -1));
/** Those of which all values are shown. @type {Set<string>} */
const whole = new Set();
/** What comes after the first results: what can be done with them. @param {ReturnType<typeof state>} now @param {any} answer */
function after(now, answer) {
  const mine = turn, page = {$, element, say, label, written, engine, asked, manifest, FACETS, sought};
  const answered = {request: now, total: answer.total.words || answer.total.partial};
  import("./after.js").then(({tool}) => mine === turn && tool(answered, page), () => {});
  sought = false;
}

/** Where a reader who comes back was. @type {any} */
let resume;
/** @param {any} before */
function arrive(before) {
  clearTimeout(typing);
  resume = before;
  shown = before && before.shown || SHOWN;
  box.value = state().q;
  run();
}
addEventListener("pagehide", () => history.replaceState({y: scrollY, shown}, ""));
addEventListener("popstate", event => arrive(event.state));

/** Without a `-` that nothing follows yet. @param {string} q */
const finished = q => q.replace(/(^|\s)[-－−]$/, "");
/** Each visit to the box leaves one entry in the history, however much is typed. */
let typing = 0, composing = false, fresh = true;
/** Whether this search was asked for, and not only typed past. */
let sought = true;
function typed() {
  clearTimeout(typing);
  if (composing) return;
  const q = box.value.trim();
  engine().then(used => used.prefetch(q), () => {});
  typing = setTimeout(() => {
    // Who goes on after a `-` does not want to see what holds one.
    const so = finished(q);
    if (so === state().q) return;
    go("q", [so], fresh);
    fresh = false;
  }, 200);
}
box.addEventListener("focus", () => (fresh = true));
box.addEventListener("compositionstart", () => (composing = true));
box.addEventListener("compositionend", () => {
  composing = false;
  typed();
});
box.addEventListener("input", typed);
form.addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  clearTimeout(typing);
  fresh = sought = true;
  go("q", [box.value.trim()], true);
  // The keyboard of a phone would cover what was found.
  if (!pointed) box.blur();
});
sorts.addEventListener("click", (/** @type {any} */ {target}) => target === sorts || go("sort", [target.value], true));
more.addEventListener("click", async () => {
  const before = $("results").children.length, mine = turn + 1;
  shown = before + SHOWN;
  history.replaceState({y: scrollY, shown}, "");
  await run();
  const next = $("results").children[before];
  if (mine === turn && next) next.firstChild.focus({preventScroll: true});
});
filters.addEventListener("toggle", () => count.textContent && run());

/** Arrows walk from the box through the results; Esc returns to the box, and clears it there. */
addEventListener("keydown", event => {
  const stops = [box, ...document.querySelectorAll(".row-title"), more], at = stops.indexOf(document.activeElement), {key} = event;
  if (at < 0 || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  let to = stops[at + (key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : NaN)];
  if (key === "Escape") {
    to = box;
    if (!at) {
      box.value = "";
      typed();
    }
  }
  if (!to) return;
  to.focus();
  event.preventDefault();
});

// The worker will want it: it comes while the worker starts.
if (mayHoldNumbers(state().q)) import("./numbers.js").catch(() => {});
const pointed = matchMedia("(hover: hover)").matches;
$("off").hidden = true;
filters.open = matchMedia("(min-width: 64em)").matches;
arrive(history.state);
if (!box.value && pointed) box.focus();
for (const event of ["input", "focus", "pointerdown", "keydown"]) box.addEventListener(event, () => import("./suggest.js").catch(() => {}), {once: true});
