import {escape, frame, href, names, root, row, terms, title} from "../site.js";

export const data = {permalink: "/index.html"};

export function render({collections, page}) {
  const replies = collections.replies;
  const box = (folder, sort) => {
    const all = collections.facets.find(facet => facet.folder === folder).terms, first = all.slice().sort(sort).slice(0, 8);
    return `<section class="facet">
<h2>${names[folder]}</h2>
<ul>
${first.map(({name, replies}) => `<li><a href="${href(terms(folder, name) + ".html")}">${escape(name)}</a> <span class="count">${replies.length}</span></li>\n`).join("")}<li class="more"><a href="${root}/${folder}/index.html">全部 ${all.length} 项</a></li>
</ul>
</section>
`;
  };
  const byCount = (a, b) => b.replies.length - a.replies.length;
  const main = `<p class="intro">${replies.length} 篇</p>
<div class="facets">
${box("agencies", byCount)}${box("years", (a, b) => (a.name < b.name ? 1 : -1))}${box("sessions", (a, b) => (a.name < b.name ? -1 : 1))}${box("kinds", byCount)}</div>
<h2 class="lead">最新答复</h2>
<ol class="rows">
${replies.slice(0, 10).map(row).join("")}</ol>`;
  const meta = `<meta name="SiteName" content="${title}">
<meta name="SiteDomain" content="replies.example">
<meta name="ColumnName" content="建议提案答复">
`;
  return frame({url: page.url, heading: "", main, meta, brand: `<h1 class="brand brand-home">${title}</h1>`});
}
