// 从检索结果来的答复页：标出检索的词，逐处、逐篇查看，并可回到结果。只在网址带着 mark 时才取。
(function () {
  "use strict";
  var text = document.querySelector(".text");
  var own = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!text || !own) return;
  var body = text;
  // 全角半角、大小写、空白不论。
  mark_words(body, (new URLSearchParams(location.search).get("mark") || "").split(" ").filter(Boolean));
  if (!window.fetch) return;
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

  /** @type {Record<string, string>} */
  var say = {};

  // 一处词可能被别的标记分成几段：前后相接的算一处。
  /** @type {HTMLElement[]} */
  var places = [];
  body.querySelectorAll("mark").forEach(function (mark) {
    var before = mark.previousSibling;
    if (!(before && before.nodeName === "MARK")) places.push(mark);
  });

  /** @type {{ from: string, links: [string, string][] }} */
  var results = { from: "", links: [] };
  try {
    var kept = JSON.parse(sessionStorage.getItem("dafu.results") || "null");
    if (kept && kept.links && kept.from.indexOf(location.origin) === 0) results = kept;
  } catch (e) { /* 不许存取，就只在本页之内逐处查看 */ }
  var bare = function (/** @type {string} */ address) { return address.replace(/[?#].*$/, ""); };
  var here = -1;
  results.links.forEach(function (link, at) { if (bare(link[0]) === bare(location.href)) here = at; });
  if (!places.length && here < 0) return;

  var bar = document.createElement("nav");
  bar.className = "hits";
  var place = document.createElement("output");
  var now = -1;

  /** @param {number} to */
  function go(to) {
    if (places.length < 2) return;
    if (places[now]) places[now].classList.remove("now");
    now = (to + places.length) % places.length;
    places[now].classList.add("now");
    places[now].scrollIntoView({ block: "center" });
    place.textContent = say.place.replace("{n}", String(now + 1)).replace("{total}", String(places.length));
  }

  // 第一下走到网址所指的那一段里的那一处，或它之后最近的一处。
  function first() {
    var target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    for (var i = 0; target && i < places.length; i++) {
      if (target.contains(places[i]) || target.compareDocumentPosition(places[i]) & Node.DOCUMENT_POSITION_FOLLOWING) return i;
    }
    return 0;
  }

  // 还没有走过时，“下一处”就是第一下要到的那一处，“上一处”是它之前的一处。
  /** @param {number} by */
  function step(by) { go(now < 0 ? first() + Math.min(by, 0) : now + by); }

  /**
   * @param {string} label
   * @param {string} key
   * @param {() => void} act
   */
  function button(label, key, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.setAttribute("aria-keyshortcuts", key);
    made.title = label + " (" + key + ")";
    made.addEventListener("click", act);
    bar.appendChild(made);
  }

  /**
   * @param {string} label
   * @param {[string, string] | undefined} to
   * @param {string} key
   */
  function link(label, to, key) {
    if (!to) return;
    var made = document.createElement("a");
    made.href = to[0];
    made.textContent = label;
    made.title = to[1];
    made.setAttribute("aria-keyshortcuts", key);
    bar.appendChild(made);
  }

  function show() {
    bar.setAttribute("aria-label", say.label);
    place.textContent = say.total.replace("{total}", String(places.length));
    // 只有一处，就没有上一处、下一处。
    if (places.length > 1) button(say.previous, "P", function () { step(-1); });
    if (places.length) bar.appendChild(place);
    if (places.length > 1) button(say.next, "N", function () { step(1); });
    if (here >= 0) {
      link(say.before, results.links[here - 1], "Shift+P");
      link(say.after, results.links[here + 1], "Shift+N");
    }
    if (results.from) link(say.back, [results.from, say.back], "Shift+B");
    var main = document.getElementById("main");
    if (main) main.appendChild(bar);
  }

  // 界面的文字与检索框的提示在同一个文件里。从磁盘打开时不能取文件，整站归档里另有一份脚本。
  var search = own.src.replace(/assets\/[^/]*$/, "search/");
  if (location.protocol === "file:") {
    var words = document.createElement("script");
    words.src = search + "words.js";
    words.onload = function () { start(/** @type {any} */ (window).dafuWords); };
    document.head.appendChild(words);
  } else {
    fetch(search + "bundle/suggest.json", { credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(start, function () { /* 没有这一行，照常可读 */ });
  }

  /** @param {any} found */
  function start(found) {
    say = found.hits;
    show();
  }

  document.addEventListener("keydown", function (event) {
    var at = document.activeElement;
    if (!bar.parentNode || event.ctrlKey || event.metaKey || event.altKey || (at && at.matches("input, textarea, select"))) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if ("NPB".indexOf(event.key) >= 0 && event.shiftKey) {
      var to = /** @type {HTMLElement | null} */ (bar.querySelector("[aria-keyshortcuts='Shift+" + event.key + "']"));
      if (!to) return;
      to.click();
    } else return;
    event.preventDefault();
  });
})();
