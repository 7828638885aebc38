import {frame, root} from "../site.js";

export const data = {permalink: "/404.html"};

export function render({page}) {
  const main = `<h1>没有这个页面</h1>
<p class="intro">网址可能有误，或者页面已经移走。</p>
<p class="intro"><a href="${root}/">回到首页</a></p>`;
  return frame({url: page.url, heading: "没有这个页面", main});
}
