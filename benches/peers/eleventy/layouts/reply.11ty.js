import {date, escape, frame, href, links, text, title as site} from "../site.js";

/** The nested list of a text's headings. */
function contents(html) {
  let out = "", depth = 1;
  for (const [, level, id, words] of html.matchAll(/<h([2-5]) id="([^"]+)">(.*?)<\/h\1>/g)) {
    const wanted = Number(level);
    if (wanted <= depth) out += "</li>\n";
    for (; depth < wanted; depth++) out += "<ol>\n";
    for (; depth > wanted; depth--) out += "</ol>\n</li>\n";
    out += `<li><a href="#${id}">${words}</a>`;
  }
  if (depth > 1) out += "</li>\n";
  for (; depth > 1; depth--) out += depth > 2 ? "</ol>\n</li>\n" : "</ol>\n";
  return out;
}

export default function ({title, agencies, members, kinds, sessions, issued, params, content, page, previous, next}) {
  const listed = contents(content), day = issued && date(issued);
  const meta = `<meta name="description" content="${escape([agencies.join("、"), day, params.number].filter(Boolean).join(" · "))}">
<meta name="SiteName" content="${site}">
<meta name="SiteDomain" content="replies.example">
<meta name="ColumnName" content="建议提案答复">
<meta name="ColumnType" content="建议提案答复">
<meta name="ArticleTitle" content="${escape(title)}">
<meta name="ContentSource" content="${escape(agencies.join("、"))}">
`;
  const turn = (other, rel, words) => (other ? `<p><span>${words}</span><a rel="${rel}" href="${href(other.url)}">${escape(other.data.title)}</a></p>` : "");
  const main = `<article class="reply${listed ? " has-contents" : ""}">
<header class="reply-head">
<h1 lang="zh-CN">${escape(title)}</h1>
<section class="sheet" aria-label="办理信息">
<dl><div class="f-askers"><dt>提出人</dt><dd>${links("members", members)}</dd></div>
<div class="f-agency"><dt>主办单位</dt><dd>${links("agencies", agencies)}</dd></div>
<div class="f-outcome"><dt>办理结果</dt><dd>${text("")}</dd></div>
<div class="f-issued"><dt>成文日期</dt><dd>${text(day)}</dd></div>
</dl>
<details class="fold"><summary>全部办理信息</summary></details>
<dl class="folded"><div class="f-kind"><dt>类型</dt><dd>${links("kinds", kinds)}</dd></div>
<div class="f-session"><dt>届次</dt><dd>${links("sessions", sessions)}</dd></div>
<div class="f-case_number"><dt>案号</dt><dd>${text(params.case)}</dd></div>
<div class="f-document_number"><dt>文号</dt><dd>${text(params.number)}</dd></div>
<div class="f-published"><dt>发布日期</dt><dd>${text("")}</dd></div>
<div class="f-access"><dt>公开属性</dt><dd><span>主动公开</span></dd></div>
${params.contact ? `<div class="f-contact"><dt>联系方式</dt><dd><span>${escape(params.contact)}</span></dd></div>\n` : ""}</dl>
</section>
</header>
${listed ? `<nav class="contents" aria-label="目录">
<details class="fold"><summary>目录</summary></details>
<div class="folded" lang="zh-CN">${listed}</div>
</nav>` : ""}
<div class="text" lang="zh-CN">
${content}
</div>
<footer class="reply-foot">
<nav class="turn" aria-label="前后各篇">
${turn(previous, "prev", "上一篇")}
${turn(next, "next", "下一篇")}
</nav>
</footer>
</article>
<p class="status" role="status" data-copied="链接已复制" data-failed="未能自动复制，请从地址栏复制链接"></p>`;
  return frame({url: page.url, heading: title, main, meta});
}
