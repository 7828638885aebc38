// The peer of dafu's default site in Eleventy: the same pages, addresses and page sizes as in ../hugo. Templates are JavaScript functions, the fastest
// kind that Eleventy has; Markdown is not read as a template first; neighbours and lists are made once, in collections, because the filters
// that Eleventy brings for neighbours look through the whole collection for each page.

import {folders, order, terms} from "./site.js";

const PAGE = 50, INDEX = 300;

/** A list cut into pages, each with its address. */
function paged(items, size, address) {
  const total = Math.max(1, Math.ceil(items.length / size));
  const urls = Array.from({length: total}, (_, at) => address + (at ? `/page/${at + 1}` : "") + ".html");
  return urls.map((url, at) => ({url, urls, at, items: items.slice(at * size, (at + 1) * size)}));
}

/** What goldmark does by itself: `## 一、… {#s1}` has the anchor s1. */
function anchors(markdown) {
  markdown.core.ruler.after("block", "anchors", ({tokens}) => {
    for (let at = 1; at < tokens.length; at++) {
      if (tokens[at - 1].type !== "heading_open") continue;
      tokens[at].content = tokens[at].content.replace(/ \{#([\w-]+)\}$/, (_, id) => {
        tokens[at - 1].attrSet("id", id);
        return "";
      });
    }
  });
}

export default function (eleventy) {
  eleventy.addPassthroughCopy({static: "."});
  eleventy.amendLibrary("md", markdown => markdown.use(anchors));

  eleventy.addCollection("replies", api => {
    const replies = api.getFilteredByGlob("content/replies/**/*.md");
    replies.sort((a, b) => (a.data.issued < b.data.issued ? 1 : a.data.issued > b.data.issued ? -1 : 0));
    replies.forEach((reply, at) => {
      reply.data.previous = replies[at - 1];
      reply.data.next = replies[at + 1];
    });
    return replies;
  });
  let lists;
  const facets = api => {
    if (lists) return lists;
    lists = folders.map(folder => {
      const byName = new Map();
      for (const reply of api.getFilteredByGlob("content/replies/**/*.md")) {
        for (const name of reply.data[folder]) {
          if (!byName.has(name)) byName.set(name, []);
          byName.get(name).push(reply);
        }
      }
      return {folder, terms: [...byName].map(([name, replies]) => ({name, replies})).sort((a, b) => order(a.name, b.name))};
    });
    for (const {terms} of lists) {
      for (const {replies} of terms) replies.sort((a, b) => (a.data.issued < b.data.issued ? 1 : a.data.issued > b.data.issued ? -1 : 0));
    }
    return lists;
  };
  eleventy.on("eleventy.before", () => { lists = undefined; });
  eleventy.addCollection("facets", facets);
  eleventy.addCollection("lists", api =>
    facets(api).flatMap(({folder, terms: all}) => all.flatMap(({name, replies}) => paged(replies, PAGE, terms(folder, name)).map(page => ({...page, name, count: replies.length})))));
  eleventy.addCollection("indexes", api =>
    facets(api).flatMap(({folder, terms}) => paged(terms, INDEX, `/${folder}/index`).map(page => ({...page, folder, count: terms.length}))));

  return {dir: {input: "content", includes: "../layouts", data: "../data"}, markdownTemplateEngine: false, htmlTemplateEngine: false, templateFormats: ["md", "11ty.js"]};
}
