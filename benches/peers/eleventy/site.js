// What all templates share.

export const title = "建议提案答复公开", base = "https://replies.example", root = "/portal";
export const folders = ["agencies", "years", "sessions", "kinds", "members"];
export const names = {agencies: "单位", years: "年份", sessions: "届次", kinds: "类型", members: "委员代表"};

/** As the language orders names: by pinyin. */
export const order = new Intl.Collator("zh-CN").compare;
/** The address of a list, without its end. */
export const terms = (folder, name) => `/${folder}/${name}`;
export const href = url => root + encodeURI(url);
export const escape = text => String(text).replace(/[&<>"]/g, c => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})[c]);
export const date = issued => issued.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");
const unknown = '<span class="unknown">未载明</span>';
export const text = value => (value ? `<span>${escape(value)}</span>` : unknown);
export const links = (folder, values) => values.map(name => `<a href="${href(terms(folder, name) + ".html")}">${escape(name)}</a>`).join("、") || unknown;

const rows = new Map();
/** A reply in a list; made once. */
export function row(reply) {
  let made = rows.get(reply.url);
  if (!made) {
    const {title, members, agencies, issued, params} = reply.data;
    const offices = agencies.map(name => ` <span><a href="${href(terms("agencies", name) + ".html")}">${escape(name)}</a></span>`).join("");
    const day = issued ? `<time datetime="${issued}">${date(issued)}</time>` : "日期未载明";
    made = `<li><a class="row-title" href="${href(reply.url)}">${escape(title)}</a>
<p class="row-meta"><span>${escape(members.join("、"))}</span>${offices} <span>${day}</span>${params.case ? ` <span>第${escape(params.case)}号</span>` : ""}</p></li>
`;
    rows.set(reply.url, made);
  }
  return made;
}

export function pagination({urls, at}) {
  const total = urls.length;
  if (total < 2) return "";
  const from = Math.max(0, at - 3), item = n => `<li><a href="${href(urls[n])}"${n === at ? ' aria-current="page"' : ""}>${n + 1}</a></li>\n`;
  const gap = '<li class="gap" aria-hidden="true">…</li>\n';
  const near = urls.slice(from, from + 5).map((_, n) => item(from + n)).join("");
  return `<nav class="pagination" aria-label="分页">
<ul>
${at ? `<li class="step"><a rel="prev" href="${href(urls[at - 1])}">上一页</a></li>\n` : ""}${from > 0 ? item(0) : ""}${from > 1 ? gap : ""}${near}${from + 6 < total ? gap : ""}${from + 5 < total ? item(total - 1) : ""}${at + 1 < total ? `<li class="step"><a rel="next" href="${href(urls[at + 1])}">下一页</a></li>\n` : ""}</ul>
<p>第 ${at + 1} 页，共 ${total} 页</p>
</nav>
`;
}

const nav = folder => `<nav class="sitenav" aria-label="主导航">
<ul>
<li><a href="${root}/">首页</a></li>
${folders.map(name => `<li><a href="${root}/${name}/index.html"${name === folder ? ' aria-current="page"' : ""}>${names[name]}</a></li>`).join("\n")}
</ul>
</nav>
`;
const navs = new Map();

/** The frame of every page. */
export function frame({url, heading, main, folder = "", brand = `<p class="brand"><a href="${root}/">${title}</a></p>`, meta}) {
  if (!navs.has(folder)) navs.set(folder, nav(folder));
  const own = `<meta name="SiteName" content="${title}">
<meta name="SiteDomain" content="replies.example">
`;
  meta ??= `${own}<meta name="ColumnName" content="${escape(heading)}">
<meta name="ColumnType" content="建议提案答复">
<meta name="ColumnKeywords" content="建议,提案,答复,${escape(heading)}">
`;
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${heading ? `${escape(heading)} - ` : ""}${title}</title>
${meta}<link rel="canonical" href="${base}${href(url)}">
<link rel="icon" type="image/svg+xml" href="${root}/assets/icon.svg">
<link rel="stylesheet" href="${root}/assets/style.css">
<script src="${root}/assets/dafu.js" defer></script>
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header class="masthead">
${brand}
${navs.get(folder)}</header>
<main id="main" tabindex="-1">
${main}
</main>
<footer class="colophon">
<p class="print-only">本页网址：${base}${href(url)}</p>
<p><span>主办单位：示例市人民政府办公室</span></p>
<p>由 Eleventy 生成</p>
</footer>
</body>
</html>
`;
}
