// The search page: what is typed and chosen ↔ the address ↔ the results. It shows what the engine answers, and says
// plainly what it cannot.

import {connect} from "./client.js";

/** @param {string} id @returns {any} */
const $ = id => document.getElementById("search-" + id);
/** @param {string} id */
const json = id => JSON.parse($(id).textContent || "{}");
/** @type {Record<string, string>} */
const words = json("strings");
const manifest = json("manifest");
const FACETS = ["agency", "year", "kind", "session", "outcome", "member"];
/** Facets whose values are Chinese whatever the language of the page. */
const CHINESE = ["agency", "outcome", "member"];
const SHOWN = 10, FIRST_VALUES = 8, TITLE = document.title;

/** @param {string} key @param {Record<string, string | number>} [values] */
const say = (key, values = {}) => (words[key] || key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/**
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {any}
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const key in attributes) {
    if (key in made) /** @type {any} */ (made)[key] = attributes[key];
    else made.setAttribute(key, attributes[key]);
  }
  made.append(...children);
  return made;
}

/** Old browsers have no replaceChildren. @param {any} place @param {(Node | string)[]} children */
function fill(place, ...children) {
  place.textContent = "";
  place.append(...children);
}

/** @param {string} name @param {any} attributes @param {string} text @param {[number, number][]} marks */
function marked(name, attributes, text, marks) {
  const made = element(name, attributes);
  let at = 0;
  for (const [from, to] of marks) {
    made.append(text.slice(at, from), element("mark", {}, text.slice(from, to)));
    at = to;
  }
  made.append(text.slice(at));
  return made;
}

const form = $("form"), box = form.elements.q, count = $("count"), sorts = $("sort"), filters = $("filters"), picked = $("chosen"), remarks = $("notes"),
  list = $("results"), more = $("more");
/** @type {Promise<import("./client.js").Client> | undefined} */
let client;
/** Counts searches, so that an answer that comes late is dropped. */
let turn = 0;
let shown = SHOWN;
/** What a facet's values are called, as far as they were seen. @type {Record<string, string>} */
const labels = {};

const engine = () => client || (client = connect(manifest, new URL("bundle/", location.href).href));

function state() {
  const query = new URLSearchParams(location.search);
  /** @type {Record<string, string[]>} */
  const filters = {};
  for (const facet of FACETS) filters[facet] = query.getAll(facet).filter(Boolean);
  return {q: (query.get("q") || "").trim(), filters, sort: /** @type {"relevance" | "date"} */ (query.get("sort") === "date" ? "date" : "relevance")};
}

/** @param {{q: string, filters: Record<string, string[]>, sort: string}} next @param {boolean} push */
function go(next, push) {
  const query = new URLSearchParams();
  if (next.q) query.set("q", next.q);
  for (const facet of FACETS) for (const value of next.filters[facet]) query.append(facet, value);
  if (next.sort === "date") query.set("sort", "date");
  const address = location.pathname + (query.toString() ? "?" + query : "");
  if (push && address !== location.pathname + location.search) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  shown = SHOWN;
  resume = null;
  run();
}

/** @param {number} kept how many results stay, where only more are wanted */
async function run(kept = 0) {
  const now = state(), mine = ++turn;
  const filtered = FACETS.some(facet => now.filters[facet].length), empty = !now.q && !filtered;
  $("answer").hidden = empty;
  $("hint").hidden = !empty;
  document.title = (now.q ? now.q + " - " : "") + TITLE;
  if (empty) return clear();
  const slow = setTimeout(() => mine === turn && status(say("loading")), 300);
  try {
    const used = await engine();
    const [answer] = await Promise.all([used.search({...now, from: 0, count: shown}), learn(used, now)]);
    if (mine !== turn) return;
    render(answer, now, filtered, kept);
    if (resume) scrollTo(0, resume.y || 0);
    resume = null;
    setTimeout(() => mine === turn && facets());
  } catch (error) {
    if (mine === turn) fail(/** @type {any} */ (error).code);
  } finally {
    clearTimeout(slow);
  }
}

/** Says a thing once: what is there already is not read again. @param {string} text */
function status(text) {
  if (count.textContent !== text) count.textContent = text;
}

function clear() {
  for (const part of [count, remarks, picked, list]) fill(part);
  filters.hidden = more.hidden = true;
  sorts.style.visibility = "hidden";
}

/** @param {string} code */
function fail(code) {
  const again = !/missing|damaged|version/.test(code);
  client = undefined;
  clear();
  fill(count, say("error_" + (again && code !== "html" ? "network" : code)) + " ", element("button", {onclick: () => again ? run() : location.reload()}, say(again ? "retry" : "reload")));
}

/** @param {any} answer @param {ReturnType<typeof state>} now @param {boolean} filtered @param {number} kept */
function render(answer, now, filtered, kept) {
  const {literal, words: all, partial} = answer.total, q = now.q.replace(/^["“]([^"“”]*)["”]$/, "$1"), total = all + partial;
  const plain = q && !/["“”＂「『:：|]|(^|\s)[-－−]|\sOR\s/.test(q);
  const number = /** @param {number} n */ n => n.toLocaleString("en");
  const values = {q, literal: number(plain ? literal : all), rest: number(all - literal), n: number(partial)};
  status(say(!total ? filtered ? "none_filtered" : "none" : !all ? "partial"
    : !plain ? "exact" : !literal ? "words" : all > literal ? "both" : "literal", values) + (partial && all ? say("and_partial", values) : ""));
  chosen(now);
  fill(remarks, ...answer.notes.map((/** @type {any} */ note) => remark(note, now.q)));
  if (!kept) fill(list);
  list.append(...answer.results.slice(kept).map(result));
  more.hidden = total <= answer.results.length;
  filters.hidden = !total && !filtered;
  sorts.style.visibility = total < 2 ? "hidden" : "";
  for (const button of sorts.children) button.setAttribute("aria-pressed", button.value === now.sort);
}

/** @param {any} note @param {string} q */
function remark(note, q) {
  const line = element("li", {}, note.kind === "absent" ? say("absent", {word: note.text}) : note.kind === "ignored" ? say("ignored", {text: note.text})
    : say("field_unknown", {value: note.value}));
  (note.near || []).forEach((/** @type {string} */ near, /** @type {number} */ i) => {
    const query = new URLSearchParams(location.search);
    query.set("q", q.replace(note.text || note.value, () => near));
    line.append(i ? " " : " " + say("near"), element("a", {href: "?" + query}, near));
  });
  return line;
}

/** @param {any} one */
function result(one) {
  const mark = one.words.length ? "?mark=" + encodeURIComponent(one.words.join(" ")) : "";
  const address = "../" + one.url + mark + (one.anchor ? "#" + one.anchor : "");
  const meta = element("p", {className: "row-meta"});
  for (const text of [one.agency || say("agency_unknown"), one.date || say("date_unknown"), one.number, one.section && say("section", one)]) {
    if (text) meta.append(element("span", {}, text), " ");
  }
  const item = element("li", {}, marked("a", {className: "row-title", href: address}, one.title, one.titleMarks), meta);
  if (one.excerpt) item.append(marked("p", {className: "excerpt"}, one.excerpt, one.marks));
  if (one.lacks.length) item.append(element("p", {className: "lacks"}, say("lacks", {words: one.lacks.join("、")})));
  return item;
}

/** @param {string} facet @param {string} key */
const label = (facet, key) => facet === "year" ? key === "unknown" ? say("year_unknown") : say("year", {year: key}) : labels[facet + key] || key;

/** @param {string} facet @param {{key: string, label: string}[]} values */
function name(facet, values) {
  for (const {key, label} of values) labels[facet + key] = label;
}

/** A link from elsewhere holds the keys of what is chosen, not what they are called. @param {import("./client.js").Client} used @param {ReturnType<typeof state>} now */
const learn = (used, {filters, sort}) => Promise.all(FACETS.map(async facet => {
  const keys = filters[facet];
  if (facet !== "year" && keys.some(key => !labels[facet + key])) name(facet, await used.counts({q: "", filters: {[facet]: keys}, sort, from: 0, count: 0}, facet));
}));

/** @param {ReturnType<typeof state>} now */
function chosen(now) {
  const had = picked.contains(document.activeElement);
  fill(picked);
  for (const facet of FACETS) {
    for (const key of now.filters[facet]) {
      const text = label(facet, key);
      picked.append(element("li", {}, element("button", {"aria-label": say("remove", {label: text}), onclick: () => choose(facet, key, false)}, text)));
    }
  }
  if (had) (picked.querySelector("button") || filters.firstElementChild).focus();
}

/** @param {string} facet @param {string} key @param {boolean} on */
function choose(facet, key, on) {
  const now = state();
  now.filters[facet] = now.filters[facet].filter(value => value !== key).concat(on ? [key] : []);
  go(now, true);
}

/** Facets to list: all but members, who are many and are fetched when someone asks. */
const listed = new Set(FACETS.slice(0, -1));
/** Facets of which all values are shown. @type {Set<string>} */
const whole = new Set();
/** The query that the groups below the filters are for. */
let grouped = "";

async function facets() {
  if (!filters.open || filters.hidden) return;
  const mine = turn, now = state(), place = $("facets");
  try {
    const used = await engine();
    const columns = await Promise.all(FACETS.map(facet => listed.has(facet) || now.filters[facet].length ? used.counts({...now, from: 0, count: 0}, facet) : null));
    if (mine !== turn) return;
    const active = /** @type {HTMLElement} */ (document.activeElement), own = active.closest("fieldset"), groups = Array.from(place.children), at = groups.indexOf(own);
    // While one filters, no group gets lower: what stands below it stays under the pointer.
    const heights = now.q === grouped ? groups.map(group => group.offsetHeight) : [];
    grouped = now.q;
    fill(place, ...FACETS.map((facet, i) => group(facet, columns[i], now)));
    heights.forEach((height, i) => (place.children[i].style.minHeight = height + "px"));
    if (at < 0) return;
    const inputs = place.children[at].querySelectorAll("input");
    (document.getElementById(active.id) || inputs[FIRST_VALUES] || inputs[0] || box).focus({preventScroll: true});
  } catch (error) {
    if (mine === turn) fail(/** @type {any} */ (error).code);
  }
}

/** @param {string} facet @param {any[] | null} values @param {ReturnType<typeof state>} now */
function group(facet, values, now) {
  if (values && !values.length) return element("fieldset");
  const field = element("fieldset", {}, element("legend", {}, say("facet_" + facet)));
  /** @param {Set<string>} set @param {string} text */
  const press = (set, text) => field.append(element("button", {onclick: () => {
    set.add(facet);
    facets();
  }}, text));
  if (!values) {
    press(listed, say("facet_show"));
    return field;
  }
  name(facet, values);
  const some = whole.has(facet) ? values : values.filter((value, i) => i < FIRST_VALUES || now.filters[facet].includes(value.key));
  for (const {key, count} of some) {
    field.append(element("label", {}, element("input", {type: "checkbox", id: facet + "-" + key, checked: now.filters[facet].includes(key),
      onchange: (/** @type {any} */ event) => choose(facet, key, event.target.checked)}),
    element("span", CHINESE.includes(facet) && key !== "unknown" ? {lang: "zh-CN"} : {}, label(facet, key)), element("span", {className: "count"}, "" + count)));
  }
  if (some.length < values.length) press(whole, say("facet_more", {n: values.length}));
  return field;
}

/** Where a reader who comes back was. */
let resume = /** @type {any} */ (history.state);
addEventListener("pagehide", () => history.replaceState({y: scrollY, shown}, ""));
addEventListener("popstate", event => {
  clearTimeout(typing);
  resume = event.state;
  shown = resume && resume.shown || SHOWN;
  box.value = state().q;
  run();
});

/** Each visit to the box leaves one entry in the history, however much is typed. */
let typing = 0, composing = false, fresh = true;
function typed() {
  clearTimeout(typing);
  if (composing) return;
  const q = box.value.trim();
  engine().then(used => used.prefetch(q), () => {});
  typing = setTimeout(() => {
    if (q === state().q) return;
    go({...state(), q}, fresh);
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
  fresh = true;
  go({...state(), q: box.value.trim()}, true);
  // The keyboard of a phone would cover what was found.
  if (!pointed) box.blur();
});
sorts.addEventListener("click", (/** @type {any} */ event) => event.target.value && go({...state(), sort: event.target.value}, true));
more.addEventListener("click", async () => {
  const before = list.children.length, mine = turn + 1;
  shown = before + SHOWN;
  await run(before);
  const next = list.children[before];
  if (mine === turn && next) next.firstChild.focus({preventScroll: true});
});
filters.addEventListener("toggle", facets);

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const stops = Array.from(list.querySelectorAll(".row-title")).concat(more.hidden ? [] : more), active = document.activeElement, at = stops.indexOf(active);
  const inBox = active === box;
  if (event.key === "Escape" && at >= 0) box.focus();
  else if (event.key === "Escape" && inBox && box.value) {
    box.value = "";
    typed();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (inBox || at >= 0)) {
    const next = at + (event.key === "ArrowDown" ? 1 : -1), target = next < 0 ? box : stops[next];
    if (!target) return;
    target.focus();
  } else return;
  event.preventDefault();
});

const pointed = matchMedia("(hover: hover)").matches;
box.value = state().q;
$("off").hidden = true;
filters.open = matchMedia("(min-width: 64em)").matches;
if (resume) shown = resume.shown || SHOWN;
if (!state().q && pointed) box.focus();
run();
