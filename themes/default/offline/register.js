// 登记离线阅读的服务工作线程。页面先画完，再登记；登记不成，一切照旧。
(function () {
  "use strict";
  var own = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!own || !navigator.serviceWorker || !/^https?:$/.test(location.protocol)) return;
  var worker = new URL("../sw.js", own.src);
  addEventListener("load", function () {
    navigator.serviceWorker.register(worker).catch(function () { /* 不加密的网站上不能登记 */ });
  });
})();
