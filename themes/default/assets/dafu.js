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

  // 从检索结果来：标出检索的词。全角半角、大小写、空白不论。
  var wanted = new URLSearchParams(location.search).get("mark");
  var text = document.querySelector(".text");
  if (wanted && text) {
    mark_words(text, wanted.split(" ").filter(Boolean));
    load("assets/hits.js");
  }

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

  /**
   * @param {Element} root
   * @param {string[]} words
   */
  function mark_words(root, words) {
    root.querySelectorAll("p, h2, h3, h4, h5, li, td, th, pre").forEach(function (block) {
      if (block.querySelector("p, li, td")) return;
      var walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      /** @type {{ node: Text, at: number }[]} */
      var from = [];
      var plain = "";
      for (var node = walker.nextNode(); node; node = walker.nextNode()) {
        var data = /** @type {Text} */ (node).data;
        for (var i = 0; i < data.length; i++) {
          var form = data[i].normalize("NFKC").toLowerCase().replace(/\s/g, "");
          for (var j = 0; j < form.length; j++) from.push({ node: /** @type {Text} */ (node), at: i });
          plain += form;
        }
      }
      /** @type {boolean[]} */
      var hit = [];
      words.forEach(function (word) {
        var bare = word.replace(/\s/g, "");
        for (var at = plain.indexOf(bare); bare && at >= 0; at = plain.indexOf(bare, at + 1)) {
          for (var k = 0; k < bare.length; k++) hit[at + k] = true;
        }
      });
      // 从后往前包，前面的位置不变。
      for (var end = plain.length - 1; end >= 0; end--) {
        if (!hit[end]) continue;
        var start = end;
        while (start > 0 && hit[start - 1] && from[start - 1].node === from[end].node) start--;
        var range = document.createRange();
        range.setStart(from[start].node, from[start].at);
        range.setEnd(from[end].node, from[end].at + 1);
        range.surroundContents(document.createElement("mark"));
        end = start;
      }
    });
  }

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

  // 刚按下的一项，或网址所指的一节：页面没有再滚动以前，标的就是它，哪怕它到不了视野上部。
  /** @type {HTMLElement | null} */
  var aimed = null;
  var stood = 0;
  function aim() {
    aimed = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    stood = scrollY;
    mark();
  }

  function reading() {
    if (aimed && Math.abs(scrollY - stood) > 8) aimed = null;
    var own = entries.filter(function (entry) { return entry.heading === aimed; });
    if (own.length) return own[0].link;
    // 跳转之后标题所在的高度再往下一点：比它低的还没有读到。
    var passed = entries.filter(function (entry) {
      return entry.heading.getBoundingClientRect().top <= parseFloat(getComputedStyle(entry.heading).scrollMarginTop) + 8;
    });
    if (!passed.length) return null;
    // 最后一节已经全在视野里，就是在读它。
    var last = entries[entries.length - 1];
    var end = text ? text.getBoundingClientRect().bottom : Infinity;
    return end <= innerHeight && last.heading.getBoundingClientRect().top >= 0 ? last.link : passed[passed.length - 1].link;
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

  // 一帧之内滚动多次，只看一次。
  var waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () {
      waiting = false;
      mark();
    });
  }
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  addEventListener("hashchange", aim);
  contents.addEventListener("click", function () { setTimeout(aim); });
  aim();
})();
