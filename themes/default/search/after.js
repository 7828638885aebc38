// What can be done with results once they are there: take them away as a table or on paper, keep the search, step from a reply to the next
// one; and what there is to say of a query.

import {drop, isKept, keep, remember} from "./saved.js";

/** @typedef {{request: any, total: number}} Answered */
/** @typedef {{$: (id: string) => any, written: (date: string) => string, element: (name: string, properties?: any, ...children: (Node | string)[]) => any, say: (key: string, values?: any) => string, label: (facet: string, key: string) => string, engine: () => Promise<import("./client.js").Client>, asked: () => URLSearchParams, manifest: any, FACETS: string[], sought: boolean}} Page */

/** What a search is called: its words, then what is chosen. @param {Answered} answered @param {Page} page */
const nameOf = ({request}, {label, FACETS}) => [request.q, ...FACETS.map(facet => request.filters[facet].map((/** @type {string} */ key) => label(facet, key))).flat()].filter(Boolean).join(" · ");

/** The address that a search is kept by: without the order. @param {URLSearchParams} asked */
function queryOf(asked) {
  const query = new URLSearchParams(asked);
  query.delete("sort");
  return String(query);
}

/** A lone `-` is a character to look for, and seldom meant so: before a word it leaves that out, at the end it is not finished. @param {string} q */
const meant = q => /["“”＂「『]/.test(q) ? q : q.replace(/(^|\s)([-－−])\s+(?=[^\s\d０-９|｜])/g, "$1$2").replace(/(^|\s)[-－−]$/, "");

/**
 * What is to be said of a query: what was not understood or is not there, what may have been meant, where else to look.
 * @param {any} answer
 * @param {string} q
 * @param {Pick<Page, "$" | "element" | "say" | "asked">} page
 * @returns {Node[]}
 */
export function remarks(answer, q, {$, element, say, asked}) {
  const suggested = (/** @type {string} */ before, /** @type {string} */ whole, shown = whole) => {
    const query = asked();
    query.set("q", whole);
    return element("li", {}, before, element("a", {href: "?" + query}, shown));
  };
  const near = answer.notes.filter((/** @type {any} */ note) => note.near && note.near.length);
  const lines = near.length > 1 ? [suggested(say("near"), near.reduce((/** @type {string} */ q, /** @type {any} */ note) => q.replace(note.raw, () => note.near[0]), q))] : [];
  for (const note of answer.notes) {
    // Quotation marks in quotation marks cannot be read.
    const marks = note.kind === "ignored" && /^[-－−]?["＂“”「『]([\s"＂“”」』]*)$/.exec(note.text);
    const line = element("li", {}, marks ? say(marks[1] ? "quote_empty" : "quote_alone") : say(note.kind.replace("-", "_"), note));
    (note.near || []).forEach((/** @type {string} */ near, /** @type {number} */ i) =>
      line.append(...suggested(i ? " " : " " + say("near"), q.replace(note.raw, () => near), near).childNodes));
    lines.push(line);
  }
  const so = meant(q);
  if (so && so !== q && !answer.total.number) lines.push(suggested(say("minus") + say("near"), so));
  // Where the page without JavaScript leads to.
  if (!(answer.total.words + answer.total.partial) && !answer.filtered) lines.push(element("li", {}, ...$("off").lastElementChild.cloneNode(true).childNodes));
  return lines;
}

/** The page's address as people read it. @param {Page} page */
const address = ({asked}) => location.href.split(/[?#]/)[0] + decodeURI("?" + asked());

/** The reader's own day. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
}

/** What follows the results. @param {Answered} answered @param {Page} page */
export function tool(answered, page) {
  const {$, say, element} = page, query = queryOf(page.asked()), at = page.manifest.pairs[0] + page.manifest.rows;
  if (page.sought && answered.request.q) remember(answered.request.q);
  passOn();
  $("printed").textContent = [answered.request.q, address(page), page.written(today())].filter(Boolean).join(" · ");
  const said = element("span", {className: "said"});
  said.setAttribute("role", "status");
  const failed = () => (said.textContent = say("error_network"));

  const taking = element("button", {type: "button", hidden: !answered.total}, say("export", {n: answered.total.toLocaleString("en")}));
  taking.onclick = async () => {
    const {save, stop} = await import("./export.js"), before = taking.textContent;
    if (taking.dataset.busy) {
      stop();
      return;
    }
    taking.dataset.busy = "1";
    taking.textContent = say("export_stop");
    try {
      if (!await save(await page.engine(), answered.request, answered.total, say, text => (said.textContent = text))) said.textContent = say("export_stopped");
    } catch (e) {
      failed();
    }
    delete taking.dataset.busy;
    taking.textContent = before;
  };

  const keeping = element("button", {type: "button"});
  const name = () => {
    keeping.textContent = say(isKept(query) ? "keep_not" : "keep");
    keeping.setAttribute("aria-pressed", String(isKept(query)));
  };
  name();
  keeping.onclick = async () => {
    try {
      if (isKept(query)) drop(query);
      else await keep(query, nameOf(answered, page), await page.engine(), at);
      name();
      said.textContent = say(isKept(query) ? "keep_done" : "keep_dropped");
    } catch (e) {
      failed();
    }
  };
  // Who looks at a kept search has seen what is new in it.
  if (isKept(query)) page.engine().then(client => keep(query, nameOf(answered, page), client, at)).catch(() => {});
  $("tools").replaceChildren(taking, " ", keeping, " ", said);
}

/** Leaves the list for the replies' pages, which step through it (`assets/hits.js`). */
function passOn() {
  const links = Array.from(document.querySelectorAll("#search-results .row-title"), link => [/** @type {HTMLAnchorElement} */ (link).href, link.textContent]);
  try {
    sessionStorage.setItem("dafu.results", JSON.stringify({from: location.href, links}));
  } catch (e) {
    // Then a reply's page does not know where it was come from.
  }
}
