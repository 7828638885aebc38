// node themes/default/search/node.js PUBLIC QUERY [--all] [--json] [--sort date] [--filter agency=KEY]…
// What the reader's browser would find in a portal, and what it would fetch for it.

import {openFolder} from "./files.js";

const USAGE = "usage: node node.js PUBLIC QUERY [--all] [--json] [--sort date|relevance] [--filter NAME=KEY]";

/** @param {string[]} given */
async function main(given) {
  /** @type {string[]} */
  const plain = [];
  /** @type {Record<string, string[]>} */
  const filters = {};
  let all = false, json = false, sort = "relevance";
  for (let i = 0; i < given.length; i++) {
    const one = given[i];
    if (one === "--all") all = true;
    else if (one === "--json") json = true;
    else if (one === "--sort" && /^(date|relevance)$/.test(given[i + 1])) sort = given[++i];
    else if (one === "--filter" && /^\w+=./.test(given[i + 1] || "")) {
      const [name, ...value] = given[++i].split("=");
      (filters[name] = filters[name] || []).push(value.join("="));
    } else if (one.startsWith("--")) plain.length = 9;
    else plain.push(one);
  }
  if (plain.length !== 2) {
    console.error(USAGE);
    return 2;
  }
  let answer, folder;
  try {
    folder = await openFolder(plain[0]);
    answer = await folder.fresh().search({q: plain[1], filters, sort: /** @type {any} */ (sort), from: 0, count: all ? Infinity : 10});
  } catch (error) {
    console.error("error: " + /** @type {Error} */ (error).message);
    return 1;
  }
  if (json) {
    console.log(JSON.stringify({total: {literal: answer.total.literal, words: answer.total.words}, partial: answer.total.partial,
      notes: answer.notes, results: answer.results, requests: folder.requests}));
    return 0;
  }
  const {literal, words, partial} = answer.total;
  console.log(partial ? `none has all the words; ${partial} have some` : `${literal} as it stands, ${words} with all the words`);
  for (const note of answer.notes) console.log(note.kind + ": " + (note.text || note.value) + (note.near && note.near.length ? " (near: " + note.near.join(", ") + ")" : ""));
  for (const one of answer.results) {
    console.log("\n" + one.title + "\n  " + [one.agency, one.date, one.number].filter(Boolean).join(" · ") + (one.section ? "\n  " + one.section : "") +
      "\n  " + one.excerpt + "\n  " + one.url + (one.anchor ? "#" + one.anchor : ""));
  }
  const sum = folder.requests.reduce((bytes, one) => bytes + one.bytes, 0);
  console.log(`\n${folder.requests.length} requests, ${sum} bytes, ${Math.max(...folder.requests.map(one => one.trip))} trips after the page`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
