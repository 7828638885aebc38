// 渐进增强：没有脚本时，页面照常可读。
(function () {
  "use strict";
  var own = /** @type {HTMLScriptElement} */ (document.currentScript);
  var root = own ? own.src.replace(/assets\/[^/]*$/, "") : "";

  // “/” 到检索框；正在填写时不打扰。
  document.addEventListener("keydown", function (event) {
    var at = document.activeElement;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (at && at.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) return;
    var box = /** @type {HTMLInputElement | null} */ (document.getElementById("q"));
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // 从检索结果来：标出检索的词，逐处查看。
  var text = document.querySelector(".text");
  if (text && new URLSearchParams(location.search).get("mark")) load("assets/hits.js");

  // 要用时才取的脚本；旧浏览器不认得模块，也就不取。
  /**
   * @param {string} path
   * @param {boolean} [module]
   */
  function load(path, module) {
    // 从磁盘打开时浏览器不取模块；整站归档的检索页自有一份。
    if (module && location.protocol === "file:") return;
    var script = document.createElement("script");
    if (module) script.type = "module";
    script.src = root + path;
    document.head.appendChild(script);
  }

  // 检索框里的提示，等有人用它才取；检索页自己取。
  var searchbox = document.getElementById("q");
  if (searchbox && !document.getElementById("search-form")) {
    searchbox.addEventListener("focus", function () { load("search/suggest.js", true); }, { once: true });
  }

  // 从磁盘打开的检索页取不到模块：马上说明原因，要找的词留在框里。
  var off = document.getElementById("search-off");
  var disk = off && off.getAttribute("data-disk");
  if (off && disk && location.protocol === "file:") {
    off.classList.remove("script-off");
    off.children[0].textContent = disk;
    /** @type {HTMLInputElement} */ (searchbox).value = new URLSearchParams(location.search).get("q") || "";
  }

  // 收藏过检索的人，首页告诉他有几篇是新的。
  try {
    if (document.querySelector(".brand-home") && localStorage.getItem("dafu.kept")) load("search/home.js", true);
  } catch (e) { /* 不许存取，就当没有 */ }

  // 目录：标出正在读的一节。
  var found = document.querySelector(".contents");
  if (!found) return;
  var contents = found;
  /** @type {{ link: HTMLAnchorElement, heading: HTMLElement }[]} */
  var entries = [];
  contents.querySelectorAll("a").forEach(function (link) {
    var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) entries.push({ link: link, heading: heading });
  });

  // 刚按下的一项：再滚动以前标的就是它，哪怕它到不了视野上部。
  var aimed = "";
  var stood = 0;
  function aim() {
    aimed = location.hash;
    stood = scrollY;
    mark();
  }

  /** @returns {HTMLElement | null} */
  function reading() {
    if (Math.abs(scrollY - stood) > 8) aimed = "";
    // 跳转之后标题所在的高度再往下一点：比它低的还没有读到。
    var line = entries[0] ? parseFloat(getComputedStyle(entries[0].heading).scrollMarginTop) + 8 : 0;
    var now = null;
    for (var i = 0; i < entries.length; i++) {
      var link = entries[i].link;
      if (link.hash === aimed) return link;
      // 最后一节已经全在视野里，就是在读它。
      var whole = now && text && i === entries.length - 1 && text.getBoundingClientRect().bottom <= innerHeight;
      if (whole || entries[i].heading.getBoundingClientRect().top <= line) now = link;
    }
    return now;
  }

  /** @type {HTMLElement | null} */
  var present = null;
  function mark() {
    var now = reading();
    if (now === present) return;
    if (present) present.removeAttribute("aria-current");
    if (now) {
      now.setAttribute("aria-current", "location");
      // 目录自己能滚动时，让当前一项留在视野里。
      var top = now.getBoundingClientRect().top - contents.getBoundingClientRect().top;
      if (top < 0 || top > contents.clientHeight - 48) contents.scrollTop += top - contents.clientHeight / 2;
    }
    present = now;
  }

  addEventListener("scroll", mark, { passive: true });
  addEventListener("resize", mark);
  addEventListener("hashchange", aim);
  contents.addEventListener("click", function () { setTimeout(aim); });
  aim();
})();
