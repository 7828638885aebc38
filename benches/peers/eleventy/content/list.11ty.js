import {frame, pagination, row} from "../site.js";

export const data = {pagination: {data: "collections.lists", size: 1, alias: "list"}, permalink: ({list}) => list.url};

export function render({list, page}) {
  const {name, count, items, at, urls} = list, where = at ? ` (第 ${at + 1} 页，共 ${urls.length} 页)` : "";
  const main = `<h1>${name}的答复</h1>
<p class="intro">${count} 篇</p>
<ol class="rows">
${items.map(row).join("")}</ol>
${pagination(list)}`;
  return frame({url: page.url, heading: `${name}的答复${where}`, main});
}
