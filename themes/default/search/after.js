// What can be done with results once they are there: take them away as a table, keep the search, step from a reply to the next one.

import {drop, isKept, keep, remember} from "./saved.js";

/** @typedef {{request: any, total: number}} Answered */
/** @typedef {{element: (name: string, properties?: any, ...children: (Node | string)[]) => any, say: (key: string, values?: any) => string, label: (facet: string, key: string) => string, tools: any, engine: () => Promise<import("./client.js").Client>, asked: () => URLSearchParams, manifest: any, FACETS: string[], sought: boolean}} Page */

/** What a search is called: its words, then what is chosen. @param {Answered} answered @param {Page} page */
const nameOf = ({request}, {label, FACETS}) => [request.q, ...FACETS.map(facet => request.filters[facet].map((/** @type {string} */ key) => label(facet, key))).flat()].filter(Boolean).join(" · ");

/** The address that a search is kept by: without the order. @param {URLSearchParams} asked */
function queryOf(asked) {
  const query = new URLSearchParams(asked);
  query.delete("sort");
  return String(query);
}

/** @param {Answered} answered @param {Page} page */
export function tool(answered, page) {
  const {say, element, tools} = page, query = queryOf(page.asked()), at = page.manifest.pairs[0] + page.manifest.rows;
  if (page.sought && answered.request.q) remember(answered.request.q);
  passOn();
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
  tools.replaceChildren(taking, " ", keeping, " ", said);
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
