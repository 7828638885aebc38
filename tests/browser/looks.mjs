// What tests look for on a page, whatever page it is.

import axe from "axe-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The rules that colours alone decide: the others find the same in every scheme. */
export const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
export const PLAIN = { colorScheme: "light", contrast: "no-preference", forcedColors: "none" };
export const SCHEMES = [
  ["dark", { ...PLAIN, colorScheme: "dark" }],
  ["high contrast", { ...PLAIN, contrast: "more" }],
  ["dark and high contrast", { ...PLAIN, contrast: "more", colorScheme: "dark" }],
  ["the system's own colours", { ...PLAIN, forcedColors: "active" }],
];

/** Gathers what goes wrong while a page loads. */
export function watch(page, url) {
  const { origin } = new URL(url);
  const troubles = [];
  const listeners = {
    request(request) {
      const to = new URL(request.url());
      if (to.protocol !== "data:" && to.origin !== origin) troubles.push(`asks ${to.href}`);
    },
    response(response) {
      if (response.status() >= 400 && response.url() !== url) troubles.push(`${response.status()} ${response.url()}`);
    },
    requestfailed: (request) => troubles.push(`failed: ${request.url()}`),
    pageerror: (error) => troubles.push(`error: ${error.message}`),
    console(message) {
      // That the page itself came with status 404 is said of the page for what is not found, and is so.
      const itself = message.location().url === url && /status of 404/.test(message.text());
      if (["error", "warning"].includes(message.type()) && !itself) troubles.push(`${message.type()}: ${message.text()}`);
    },
  };
  for (const [event, listener] of Object.entries(listeners)) page.on(event, listener);
  return {
    troubles,
    stop() {
      for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
    },
  };
}

const carrying = new WeakSet();

/** Lays axe into every document that a page opens; the pages' own policy lets nothing in that asks to be loaded. */
export async function carryAxe(page) {
  if (carrying.has(page)) return;
  carrying.add(page);
  await page.addInitScript({ content: axe.source });
}

/** What breaks which rule. */
export async function audit(page, rules) {
  const found = await page.evaluate(
    ([tags, rules]) =>
      // @ts-ignore: see carryAxe
      window.axe.run(document, {
        runOnly: rules ? { type: "rule", values: rules } : { type: "tag", values: tags },
        rules: rules ? {} : { "target-size": { enabled: true } },
        resultTypes: ["violations"],
      }),
    [TAGS, rules],
  );
  return found.violations.map(({ id, help, nodes }) => ({
    rule: `${id}: ${help}`,
    places: nodes.length,
    first: nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`),
  }));
}

/** The headings in order. */
export function outline(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")].map((heading) => ({
      level: Number(heading.getAttribute("aria-level") ?? heading.tagName[1]),
      words: heading.textContent?.trim() ?? "",
    })),
  );
}

export function outlineFaults(headings) {
  const faults = [];
  const first = headings.filter(({ level }) => level === 1).length;
  if (first !== 1) faults.push(`${first} first-level headings`);
  let last = 0;
  for (const { level, words } of headings) {
    if (!(level >= 1 && level <= 6)) faults.push(`“${words}” has level ${level}`);
    if (level > last + 1) faults.push(`“${words}” has level ${level} after ${last}`);
    if (words === "") faults.push("a heading without words");
    last = level;
  }
  return faults;
}

/** Names of strings (`more_values`) and placeholders (`{n}`) where a reader would see or hear them. */
export function unfilledWords() {
  const seen = [document.title, document.body.innerText];
  for (const element of document.querySelectorAll("[aria-label], [alt], [title], [content], [data-copied], [data-failed]")) {
    for (const name of ["aria-label", "alt", "title", "content", "data-copied", "data-failed"]) seen.push(element.getAttribute(name) ?? "");
  }
  return seen.flatMap((text) => text.match(/(?<![\w/.@-])[a-z]+(?:_[a-z]+)+(?![\w/.@-])|\{\w+\}|\{[{%]/g) ?? []);
}

/** What sticks out of the page. Only the region around a table may scroll, and only within itself. */
export function tooWide() {
  const faults = [];
  const page = document.scrollingElement ?? document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    const edge = page.clientWidth;
    const culprits = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > edge + 0.5 && !element.closest(".table > *"))
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    faults.push(`the page is ${page.scrollWidth} px wide in ${edge} px: ${culprits.slice(0, 5).join(", ")}`);
  }
  for (const element of document.querySelectorAll("body *")) {
    const scrolls = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
    if (!scrolls || element.matches(".table") || element.closest(".table > *")) continue;
    // Words that only a screen reader hears are cut to a point.
    if (getComputedStyle(element).clipPath !== "none") continue;
    if (getComputedStyle(element).overflowX !== "visible") faults.push(`${element.tagName.toLowerCase()}.${element.className} scrolls sideways or cuts off`);
  }
  return faults;
}

/** Every colour that something on the page has, and what has it. */
export function colours() {
  const found = {};
  for (const element of document.querySelectorAll("html, body, body *")) {
    for (const pseudo of [undefined, "::before", "::after", "::marker"]) {
      const style = getComputedStyle(element, pseudo);
      if (pseudo && pseudo !== "::marker" && style.content === "none") continue;
      for (const property of ["color", "backgroundColor", "borderTopColor", "borderRightColor", "borderBottomColor", "borderLeftColor", "outlineColor", "textDecorationColor", "caretColor", "columnRuleColor"]) {
        found[style[property]] ??= `${property} of ${element.tagName.toLowerCase()}.${element.className}${pseudo ?? ""}`;
      }
      for (const shadow of `${style.boxShadow} ${style.textShadow} ${style.backgroundImage}`.match(/rgba?\([^)]*\)/g) ?? []) {
        found[shadow] ??= `a shadow or gradient of ${element.tagName.toLowerCase()}.${element.className}${pseudo ?? ""}`;
      }
    }
  }
  return found;
}

/** Colours that are neither ink nor paper (nearly grey) nor vermilion (a hue from 350° over 0° to 28°). */
export function otherHues(found) {
  return Object.entries(found).flatMap(([colour, where]) => {
    const numbers = colour.match(/^rgba?\((.*)\)$/)?.[1].split(/[\s,/]+/).map(Number);
    if (!numbers) return [`${colour} is not a colour that this test can read: ${where}`];
    const [red, green, blue, alpha = 1] = numbers;
    const most = Math.max(red, green, blue);
    const range = most - Math.min(red, green, blue);
    if (alpha === 0 || range <= 0.25 * most) return [];
    const sixth =
      most === red ? (green - blue) / range : most === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
    const hue = (60 * sixth + 360) % 360;
    return hue >= 350 || hue <= 28 ? [] : [`${colour} (hue ${Math.round(hue)}°): ${where}`];
  });
}

/** What paper would lack, or carry in vain. */
export function printFaults() {
  const faults = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  for (const selector of [".skip", ".sitenav a", "nav.contents", "nav.pagination", "nav.turn", "summary", ".status", ".plink", "form", "button"]) {
    const left = [...document.querySelectorAll(selector)].filter(shown);
    if (left.length > 0) faults.push(`${selector} is printed`);
  }
  for (const selector of ["h1", "main p:not(.status)", "main h2", ".sheet dt", ".sheet dd", "main td", "main li a:not(nav a)", ".print-only"]) {
    const lost = [...document.querySelectorAll(selector)].filter((element) => !shown(element) && !element.closest("nav"));
    if (lost.length > 0) faults.push(`${selector} is not printed: ${lost[0].textContent}`);
  }
  for (const element of document.querySelectorAll("main p, main h1, main h2, main dd, main td")) {
    const [red, green, blue] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
    if (shown(element) && Math.max(red, green, blue) > 110) faults.push(`“${element.textContent}” is printed too pale`);
  }
  for (const element of document.querySelectorAll("main *")) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const hidden = element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2;
    if (shown(element) && hidden && element.clientHeight > 1 && (overflowX !== "visible" || overflowY !== "visible")) {
      faults.push(`${element.tagName.toLowerCase()}.${element.className} is cut off on paper`);
    }
  }
  return faults;
}
