// The filters beside the results: boxes with counts, and a range of years.

/** @typedef {{element: (name: string, properties?: any, ...children: (Node | string)[]) => any, say: (key: string, values?: any) => string, label: (facet: string, key: string) => string, choose: (facet: string, key: string, on: boolean) => void, go: (name: string, values: string[], push: boolean) => void, run: () => void, opened: Set<string>, whole: Set<string>, FACETS: string[], years: number[], box: any, groups: any}} Page */
/** @typedef {{q: string, filters: Record<string, string[]>}} State */
/** @typedef {{values: {key: string, label: string, count: number}[], all: number} | null} Column */

const FIRST_VALUES = 8;
/** The query that the groups below the filters are for. */
let grouped = "";

/** @param {Column[]} columns @param {State} now @param {Page} page */
export function show(columns, now, page) {
  const {groups, FACETS} = page, active = /** @type {any} */ (document.activeElement), old = Array.from(groups.children), at = old.indexOf(active.closest("fieldset"));
  // While one filters, no group gets lower: what stands below it stays under the pointer.
  const heights = now.q === grouped ? old.map(group => group.getBoundingClientRect().height) : [];
  grouped = now.q;
  groups.textContent = "";
  groups.append(...FACETS.map((facet, i) => group(facet, columns[i], now, page)));
  heights.forEach((height, i) => (groups.children[i].style.minHeight = height + "px"));
  if (at < 0) return;
  const inputs = groups.children[at].querySelectorAll("input");
  (document.getElementById(active.id) || inputs[FIRST_VALUES] || inputs[0] || page.box).focus({preventScroll: true});
}

/** @param {string} facet @param {Column} column @param {State} now @param {Page} page */
function group(facet, column, now, page) {
  const {element, say, whole} = page, values = column && column.values;
  // That all are unknown is no choice.
  if (values && values.every(value => value.key === "unknown") && !now.filters[facet].length) return element("fieldset");
  const field = element("fieldset", {}, element("legend", {}, say("facet_" + facet)));
  /** @param {Set<string>} set @param {string} text */
  const press = (set, text) => field.append(element("button", {type: "button", onclick: () => {
    set.add(facet);
    page.run();
  }}, text));
  if (!column || !values) {
    press(page.opened, say("facet_show"));
    return field;
  }
  const some = whole.has(facet) ? values : values.filter((value, i) => i < FIRST_VALUES || now.filters[facet].includes(value.key));
  for (const {key, count} of some) {
    field.append(element("label", {}, element("input", {type: "checkbox", id: facet + "-" + key, checked: now.filters[facet].includes(key),
      onchange: (/** @type {any} */ event) => page.choose(facet, key, event.target.checked)}),
    element("span", {}, page.label(facet, key)), element("span", {className: "count"}, "" + count)));
  }
  if (some.length < column.all) press(whole, say("facet_more", {n: column.all}));
  if (facet === "year" && page.years.length > 1) field.append(range(now, page));
  return field;
}

/** From one year to another, both included; an open end goes as far as there are replies. @param {State} now @param {Page} page */
function range(now, {element, say, go, years}) {
  const chosen = (now.filters.year.find(value => value.includes("-")) || "").split("-");
  const pick = (/** @type {string} */ end, /** @type {number} */ at) => {
    const select = element("select", {id: "years-" + end, onchange: () => {
      const [from, to] = selects.map(one => one.value), first = from || "" + years[0], last = to || "" + years[years.length - 1];
      go("year", from || to ? [first <= last ? first + "-" + last : last + "-" + first] : [], true);
    }}, element("option", {value: ""}, say("years_any")), ...years.map(year => element("option", {value: "" + year}, say("year", {year}))));
    select.value = chosen[at] || "";
    return select;
  };
  const selects = ["from", "to"].map(pick);
  return element("p", {className: "years"}, ...["from", "to"].map((end, i) => element("label", {}, element("span", {}, say("years_" + end)), selects[i])));
}
