// The results as a table: CSV that opens in a spreadsheet as it is, one row for each reply that the page counts.

import {spread} from "./bundle.js";

/** At a time, so that one sees how far it is, and can stop it. */
const STEP = 500;
let stopped = false;

/** A cell: quoted, and nothing that a spreadsheet would take for a formula. @param {string} text */
const cell = text => "\"" + (/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, "\"\"") + "\"";

/** Stops what is under way. */
export const stop = () => (stopped = true);

/**
 * @param {string[][]} rows as `more.js` gives them
 * @param {(key: string, values?: any) => string} say
 * @param {string} root the portal's address
 */
export function csv(rows, say, root) {
  const head = ["title", "askers", "agency", "date", "kind", "session", "case_number", "document_number", "outcome", "address", "match"].map(name => say("column_" + name));
  const lines = [head, ...rows.map(([id, ...facts]) => {
    const lacks = facts.pop(), tier = facts.pop(), number = facts[6];
    // Bare, it would lose the zeros before it.
    if (/^[\x01-\x7f]+$/.test(number || "")) facts[6] = say("case", {number});
    return [...facts, root + "replies/" + spread(id) + ".html", say("match_" + tier, {words: lacks})];
  })];
  return "\ufeff" + lines.map(line => line.map(cell).join(",") + "\r\n").join("");
}

/**
 * Fetches the facts of all results and hands them over as a file; false if it was stopped.
 * @param {import("./client.js").Client} client
 * @param {any} request
 * @param {number} total
 * @param {(key: string, values?: any) => string} say
 * @param {(text: string) => void} tell
 */
export async function save(client, request, total, say, tell) {
  stopped = false;
  /** @type {string[][]} */
  const rows = [];
  while (rows.length < total && !stopped) {
    if (total > STEP) tell(say("export_progress", {n: rows.length, total}));
    const some = await client.more("rows", request, rows.length, STEP);
    if (!some.length) throw Object.assign(new Error("rows"), {code: "damaged"});
    rows.push(...some);
  }
  if (stopped) return false;
  const text = csv(rows, say, new URL("../", location.href).href), link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "text/csv;charset=utf-8"}));
  link.download = say("export_file", {q: request.q.replace(/[\\/:*?"<>|\s]+/g, " ").trim().slice(0, 40), n: total}) + ".csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  tell(say("export_done", {n: total}));
  return true;
}
