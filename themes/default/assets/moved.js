// 移走的网页：去往新的网址，带着地址里 # 之后的部分；没有脚本时由网页自己跳转，或者点链接。
(function () {
  "use strict";
  var link = /** @type {HTMLAnchorElement} */ (document.getElementById("moved"));
  location.replace(link.href + location.hash);
})();
