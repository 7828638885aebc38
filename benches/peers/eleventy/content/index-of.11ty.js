import {escape, frame, href, names, pagination, terms} from "../site.js";

export const data = {pagination: {data: "collections.indexes", size: 1, alias: "list"}, permalink: ({list}) => list.url};

export function render({list, page}) {
  const {folder, count, items} = list;
  const main = `<h1>${names[folder]}</h1>
<p class="intro">共 ${count} 项</p>
<section class="group">
<ul class="entries">
${items.map(({name, replies}) => `<li><a href="${href(terms(folder, name) + ".html")}">${escape(name)}</a> <span class="count">${replies.length}</span></li>\n`).join("")}</ul>
</section>
${pagination(list)}`;
  return frame({url: page.url, heading: names[folder], folder, main});
}
