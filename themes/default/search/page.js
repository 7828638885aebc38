// The search page: what is typed and chosen ↔ the address ↔ the results. It shows what the engine answers, and says
// plainly what it cannot.

import {connect} from "./client.js";

/** @param {string} id @returns {any} */
const $ = id => document.getElementById(id);
/** @param {string} id */
const json = id => JSON.parse($(id).textContent || "{}");
/** @type {Record<string, string>} */
const words = json("search-strings");
const manifest = json("search-manifest");
const FACETS = ["agency", "year", "kind", "session", "outcome", "member"];
const SHOWN = 10, FIRST_VALUES = 8;

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

/** @param {string} text @param {[number, number][]} marks */
function marked(text, marks) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const [from, to] of marks) {
    out.append(text.slice(at, from), element("mark", {}, text.slice(from, to)));
    at = to;
  }
  out.append(text.slice(at));
  return out;
}

const form = $("search-form"), box = form.elements.q, list = $("search-results"), more = $("search-more");
/** @type {Promise<import("./client.js").Client> | undefined} */
let client;
/** Counts searches, so that an answer that comes late is dropped. */
let turn = 0;
/** @type {any} */
let answer = null;
let shown = SHOWN;
/** What a facet's values are called, as far as they were seen. @type {Record<string, Record<string, string>>} */
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
  run();
}

async function run() {
  const now = state(), mine = ++turn;
  const filtered = FACETS.some(facet => now.filters[facet].length);
  $("search").hidden = !now.q && !filtered;
  $("search-hint").hidden = !$("search").hidden;
  document.title = (now.q ? now.q + " - " : "") + document.title.replace(/^.* - (?=\S+ - )/, "");
  if ($("search").hidden) return;
  chosen(now);
  const slow = setTimeout(() => mine === turn && status(say("loading")), 300);
  try {
    const found = await (await engine()).search({...now, from: 0, count: shown});
    if (mine !== turn) return;
    answer = found;
    render(now, filtered);
    restore();
    later(() => mine === turn && facets(now));
  } catch (error) {
    if (mine === turn) fail(/** @type {any} */ (error).code);
  } finally {
    clearTimeout(slow);
  }
}

/** @param {string} text */
function status(text) {
  if ($("search-count").textContent !== text) $("search-count").textContent = text;
}

/** @param {() => void} work */
const later = work => ("requestIdleCallback" in window ? window.requestIdleCallback(work) : setTimeout(work, 50));

/** @param {string} code */
function fail(code) {
  const known = ["missing", "html", "damaged", "network", "version"].includes(code) ? code : "network";
  client = undefined;
  answer = null;
  list.replaceChildren();
  $("search-notes").replaceChildren();
  $("search-sort").replaceChildren();
  $("search-filters").hidden = more.hidden = true;
  status("");
  $("search-count").append(say("error_" + known) + " ", element("button", {type: "button", onclick: known === "network" || known === "html" ? run : () => location.reload()}, say("retry")));
}

/** @param {ReturnType<typeof state>} now @param {boolean} filtered */
function render(now, filtered) {
  const {literal, words: all, partial} = answer.total, q = now.q.replace(/^["“]|["”]$/g, "");
  const plain = now.q && !/["“”＂「『:：|]|(^|\s)[-－−]|\sOR\s/.test(now.q);
  const count = /** @param {number} n */ n => n.toLocaleString(document.documentElement.lang);
  const values = {q, literal: count(literal), rest: count(all - literal), n: count(partial)};
  status(say(partial && !all ? "partial" : !all ? filtered ? "none_filtered" : "none"
    : !plain ? "exact" : !literal ? "words" : all > literal ? "both" : "literal", plain ? values : {...values, literal: count(all)}) + (partial && all ? say("and_partial", values) : ""));
  notes(now);
  list.replaceChildren(...answer.results.map(result));
  const total = all + partial;
  more.hidden = total <= answer.results.length;
  $("search-filters").hidden = !total && !filtered;
  sorts(now, total);
}

/** @param {ReturnType<typeof state>} now */
function notes(now) {
  const list = $("search-notes");
  list.replaceChildren();
  for (const note of answer.notes) {
    const line = element("li");
    if (note.kind === "absent") line.append(say("absent", {word: note.text}));
    else if (note.kind === "ignored") line.append(say("ignored", {text: note.text}));
    else line.append(say("field_unknown", {value: note.value}));
    if (note.near && note.near.length) {
      line.append(" " + say("near"));
      for (const near of note.near) {
        const query = now.q.replace(note.text || note.value, () => near);
        line.append(" ", element("a", {href: "?q=" + encodeURIComponent(query)}, near));
      }
    }
    list.append(line);
  }
}

/** @param {any} one */
function result(one) {
  const mark = one.words.length ? "?mark=" + encodeURIComponent(one.words.join(" ")) : "";
  const address = "../" + one.url + mark + (one.anchor ? "#" + one.anchor : "");
  const meta = element("p", {className: "row-meta"});
  for (const text of [one.agency || say("agency_unknown"), one.date || say("date_unknown"), one.number]) if (text) meta.append(element("span", {}, text));
  const item = element("li", {lang: "zh-CN"}, element("a", {className: "row-title", href: address}, marked(one.title, one.titleMarks)), meta);
  if (one.section) item.append(element("p", {className: "row-meta"}, say("section", {section: one.section})));
  if (one.excerpt) item.append(element("p", {className: "excerpt"}, marked(one.excerpt, one.marks)));
  if (one.lacks.length) item.append(element("p", {className: "row-meta"}, say("lacks", {words: one.lacks.join("、")})));
  return item;
}

/** @param {ReturnType<typeof state>} now @param {number} total */
function sorts(now, total) {
  const line = $("search-sort");
  line.replaceChildren();
  if (total < 2) return;
  for (const sort of /** @type {("relevance" | "date")[]} */ (["relevance", "date"])) {
    line.append(element("button", {type: "button", "aria-pressed": String(now.sort === sort), onclick: () => go({...state(), sort}, true)}, say("sort_" + sort)), " ");
  }
}

/** @param {string} facet @param {string} key */
function label(facet, key) {
  if (facet === "year") return key === "unknown" ? say("year_unknown") : say("year", {year: key});
  return labels[facet] && labels[facet][key] || key;
}

/** @param {ReturnType<typeof state>} now */
function chosen(now) {
  const list = $("search-chosen");
  list.replaceChildren();
  for (const facet of FACETS) {
    for (const key of now.filters[facet]) {
      const text = label(facet, key);
      list.append(element("li", {}, element("button", {type: "button", "aria-label": say("remove", {label: text}), onclick: () => {
        choose(facet, key, false);
        box.focus();
      }}, text + " ×")));
    }
  }
}

/** @param {string} facet @param {string} key @param {boolean} on */
function choose(facet, key, on) {
  const now = state();
  now.filters[facet] = now.filters[facet].filter(value => value !== key).concat(on ? [key] : []);
  go(now, true);
}

/** Members are many: they are fetched when someone opens them. */
const open = new Set(["agency", "year", "kind", "session", "outcome"]);
/** @type {Set<string>} */
const whole = new Set();

/** @param {ReturnType<typeof state>} now */
async function facets(now) {
  if (!$("search-filters").open || $("search-filters").hidden) return;
  const mine = turn, place = $("search-facets");
  const active = document.activeElement && document.activeElement.id;
  try {
    const request = {...now, from: 0, count: 0}, used = await engine();
    const columns = await Promise.all(FACETS.map(facet => open.has(facet) || now.filters[facet].length ? used.counts(request, facet) : null));
    if (mine !== turn) return;
    place.replaceChildren(...FACETS.map((facet, i) => group(facet, columns[i], now)).filter(Boolean));
    chosen(now);
    if (active && $(active)) $(active).focus();
  } catch (error) {
    if (mine === turn) fail(/** @type {any} */ (error).code);
  }
}

/** @param {string} facet @param {any[] | null} values @param {ReturnType<typeof state>} now */
function group(facet, values, now) {
  const field = element("fieldset", {}, element("legend", {}, say("facet_" + facet)));
  if (!values) {
    field.append(element("button", {type: "button", id: "open-" + facet, onclick: () => {
      open.add(facet);
      facets(state());
    }}, say("facet_show")));
    return field;
  }
  if (!values.length) return null;
  labels[facet] = labels[facet] || {};
  const some = whole.has(facet) ? values : values.filter((value, i) => i < FIRST_VALUES || now.filters[facet].includes(value.key));
  for (const {key, label: text, count} of values) labels[facet][key] = text || String(count);
  for (const {key, count} of some) {
    const id = "f-" + facet + "-" + key;
    field.append(element("label", {htmlFor: id}, element("input", {type: "checkbox", id, checked: now.filters[facet].includes(key),
      onchange: (/** @type {any} */ event) => choose(facet, key, event.target.checked)}), element("span", {}, label(facet, key)), element("span", {className: "count"}, String(count))));
  }
  if (some.length < values.length) {
    field.append(element("button", {type: "button", id: "more-" + facet, onclick: () => {
      whole.add(facet);
      facets(state());
    }}, say("facet_more", {n: values.length})));
  }
  return field;
}

/** Where a reader who comes back was. */
let resume = /** @type {any} */ (history.state);
function restore() {
  if (resume && resume.y) scrollTo(0, resume.y);
  resume = null;
}
addEventListener("pagehide", () => history.replaceState({y: scrollY, shown}, ""));
addEventListener("popstate", event => {
  resume = event.state;
  shown = resume && resume.shown || SHOWN;
  box.value = state().q;
  run();
});

let typing = 0, composing = false;
function typed() {
  clearTimeout(typing);
  if (composing) return;
  const q = box.value.trim();
  engine().then(used => used.prefetch(q), () => {});
  typing = setTimeout(() => q !== state().q && go({...state(), q}, !state().q), 200);
}
box.addEventListener("compositionstart", () => (composing = true));
box.addEventListener("compositionend", () => {
  composing = false;
  typed();
});
box.addEventListener("input", typed);
form.addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  clearTimeout(typing);
  go({...state(), q: box.value.trim()}, true);
});
more.addEventListener("click", async () => {
  const before = list.children.length;
  shown += SHOWN;
  await run();
  const next = list.children[before];
  if (next) next.querySelector("a").focus({preventScroll: true});
});
$("search-filters").addEventListener("toggle", () => facets(state()));

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const links = Array.from(list.querySelectorAll(".row-title")), at = links.indexOf(document.activeElement);
  const inBox = document.activeElement === box;
  if (event.key === "Escape" && at >= 0) box.focus();
  else if (event.key === "Escape" && inBox && box.value) {
    box.value = "";
    typed();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (inBox || at >= 0)) {
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    const target = next < 0 ? box : links[next];
    if (target) target.focus();
    else return;
  } else return;
  event.preventDefault();
});

box.value = state().q;
$("search-off").hidden = true;
$("search-filters").open = matchMedia("(min-width: 64em)").matches;
if (resume) shown = resume.shown || SHOWN;
if (!state().q && matchMedia("(hover: hover)").matches) box.focus();
run();
