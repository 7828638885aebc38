// The few lines of a reply that show why it was found.

import {marksIn, normalise} from "./normalise.js";

/** @typedef {import("./bundle.js").Text} Text */

const LENGTH = 90, BEFORE = 28;
const STOPS = "。；！？;!?，、,：:";

/**
 * @param {Text} text
 * @param {Map<string, string> | undefined} t2s
 * @param {string[]} literals what was typed as it stands
 * @param {string[]} units
 * @returns {{section: string, anchor: string, excerpt: string, marks: [number, number][], words: string[]}}
 */
export function excerptOf(text, t2s, literals, units) {
  let best = -1, value = 0, section = "", heading = text.h || "";
  text.b.forEach((block, i) => {
    const plain = normalise(block[2], t2s);
    if (block[1]) heading = block[1] === 2 ? block[2].slice(0, block[3]) : block[2];
    const worth = literals.filter(x => plain.includes(x)).length * (units.length + 1) + units.filter(x => plain.includes(x)).length;
    if (worth > value) {
      value = worth;
      best = i;
      section = block[1] ? "" : heading;
    }
  });
  const at = best >= 0 ? best : text.b.findIndex(block => !block[1] && block[2].length > 30);
  if (at < 0) return {section: "", anchor: "", excerpt: "", marks: [], words: []};
  const whole = text.b[at][2], plain = normalise(whole, t2s), asTyped = literals.filter(x => plain.includes(x));
  const all = best < 0 ? [] : marksIn(whole, t2s, asTyped.length === literals.length && literals.length ? asTyped : asTyped.concat(units));
  let from = all.length ? Math.max(0, all[0][0] - BEFORE) : 0;
  if (whole.length <= LENGTH + 10) from = 0;
  else if (from) {
    // A cut at punctuation reads better, where there is some nearby.
    for (let i = from; i < all[0][0]; i++) {
      if (STOPS.includes(whole[i])) {
        from = i + 1;
        break;
      }
    }
    if (/[\udc00-\udfff]/.test(whole[from])) from++;
  }
  let to = Math.min(whole.length, from + LENGTH);
  for (const [start, end] of all) if (start < to && end > to) to = end;
  if (/[\udc00-\udfff]/.test(whole[to] || "")) to++;
  const lead = from ? "…" : "", shift = lead.length - from;
  const marks = all.filter(([start, end]) => start >= from && end <= to);
  return {
    section: section.trim(),
    anchor: best < 0 ? "" : text.b[at][0],
    excerpt: lead + whole.slice(from, to) + (to < whole.length ? "…" : ""),
    marks: marks.map(([start, end]) => [start + shift, end + shift]),
    words: Array.from(new Set(marks.map(([start, end]) => whole.slice(start, end)))).slice(0, 8),
  };
}
