// 段落的链接，引用，分享，以及打印时附上用过的段落。没有脚本时，链接照常跳转，引文可以手工复制。
(function () {
  "use strict";
  var status = /** @type {HTMLElement | null} */ (document.querySelector(".status"));
  var timer = 0;

  /** @param {string | undefined} text */
  function say(text) {
    if (!status || !text) return;
    var line = status;
    clearTimeout(timer);
    line.textContent = "";
    // 隔一帧再写入，连按两次也会再读一遍。
    requestAnimationFrame(function () { line.textContent = text; });
    timer = setTimeout(function () { line.textContent = ""; }, 4000);
  }

  // 旧浏览器，以及不加密的网站上没有剪贴板接口时用。
  /** @param {string} text */
  function copyByHand(text) {
    var box = document.createElement("textarea");
    var before = document.activeElement;
    box.value = text;
    box.readOnly = true;
    box.className = "offscreen";
    document.body.appendChild(box);
    box.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (e) { /* 未能复制 */ }
    box.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    return done;
  }

  /**
   * @param {string} text
   * @param {(ok: boolean) => void} done
   */
  function copy(text, done) {
    if (!navigator.clipboard) return done(copyByHand(text));
    navigator.clipboard.writeText(text).then(
      function () { done(true); },
      function () { done(copyByHand(text)); }
    );
  }

  // 引文由页面上的几部分拼成，中间填入段落和读者引用的日期。
  var cite = document.getElementById("cite");
  var cited = cite ? cite.querySelectorAll(".cited") : [];
  /** @param {number} at */
  function parts(at) {
    return Array.from(cited[at].querySelectorAll("span")).map(function (part) { return part.textContent || ""; });
  }
  var national = cite ? parts(0) : [];
  var plain = cite ? parts(1) : [];

  function today() {
    var now = new Date();
    /** @param {number} n */
    function two(n) { return (n < 10 ? "0" : "") + n; }
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  // 读者所在的网址，去掉检索留下的词；从磁盘打开时，用网站的网址。
  /** @param {string} hash */
  function here(hash) {
    var own = cite && cite.dataset.address;
    if (location.protocol === "file:" && own) return own + hash;
    return location.href.split(/[?#]/)[0] + hash;
  }

  /**
   * @param {string} kind
   * @param {string} place 第几段，可空
   * @param {string} hash
   */
  function citation(kind, place, hash) {
    var data = cite ? cite.dataset : {};
    var address = data.address ? data.address + hash : location.protocol === "file:" ? "" : here(hash);
    var comma = data.comma || "";
    if (kind === "plain") return plain[0] + (place && comma + place) + (address && comma + address);
    return national[0] + place + national[1] + "[" + today() + "]." + (address && " " + address + ".");
  }

  // 一段的次序与其链接的名称一致；标题以其文字为准。
  /** @param {Element} block */
  function placeOf(block) {
    var data = cite ? cite.dataset : {};
    if (block.matches("p")) {
      var all = Array.from(document.querySelectorAll(".text > p"));
      return (data.place || "").replace("{n}", String(all.indexOf(block) + 1));
    }
    return (data.section || "").split("{title}").join((block.textContent || "").trim());
  }

  // 用过的段落：打开过的，复制过的。打印时列在文末。
  var used = /** @type {HTMLTemplateElement | null} */ (document.getElementById("used"));
  /** @type {string[]} */
  var seen = [];
  /** @param {string} hash */
  function use(hash) {
    var block = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    if (!used || !block || !block.closest(".text") || seen.indexOf(hash) >= 0) return;
    seen.push(hash);
    var section = document.querySelector(".used");
    if (!section) {
      /** @type {Element} */ (document.querySelector(".reply-foot")).appendChild(used.content.cloneNode(true));
      section = /** @type {Element} */ (document.querySelector(".used"));
    }
    var list = /** @type {HTMLElement} */ (section.querySelector("ol"));
    var item = document.createElement("li");
    var data = cite ? cite.dataset : {};
    var address = data.address ? data.address + hash : here(hash);
    item.textContent = placeOf(block.closest("p, h2, h3, h4, h5") || block) + (data.comma || "") + address
      + (list.dataset.date || "").replace("{date}", today());
    list.appendChild(item);
  }

  var shares = /** @type {{ share?: (data: { title: string, url: string }) => Promise<void> }} */ (navigator);

  // 按下一段的链接之后，窗口下边出现一行：复制引文、分享。不占正文的位置；Esc、“关闭”或点别处即收起。
  var template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("tools"));
  /** @type {HTMLElement | null} */
  var tools = null;
  function shut() {
    if (!tools) return;
    var back = tools.contains(document.activeElement) && tools.previousElementSibling;
    tools.remove();
    tools = null;
    if (status) status.style.bottom = "";
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  }
  /** @param {HTMLElement} link */
  function offer(link) {
    var block = link.parentElement;
    if (!template || !block) return;
    if (tools && tools.previousElementSibling === link) return;
    shut();
    var place = placeOf(block);
    link.after(template.content.cloneNode(true));
    tools = /** @type {HTMLElement} */ (link.nextElementSibling);
    tools.setAttribute("aria-label", place);
    /** @type {Element} */ (tools.firstElementChild).textContent = place;
    if (!shares.share) /** @type {Element} */ (tools.querySelector("[data-do=share]")).remove();
    // 已复制等话说在这一行之上。
    if (status) status.style.bottom = innerHeight - tools.getBoundingClientRect().top + 8 + "px";
  }

  document.addEventListener("keydown", function (event) { if (event.key === "Escape") shut(); });
  addEventListener("hashchange", function () { use(location.hash); });

  document.addEventListener("click", function (event) {
    if (!(event.target instanceof Element)) return;
    var link = /** @type {HTMLAnchorElement | null} */ (event.target.closest("a.plink"));
    var button = /** @type {HTMLElement | null} */ (event.target.closest("[data-do]"));
    if (link) {
      // 照常跳转，并把完整网址放进剪贴板。
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      use(link.hash);
      offer(link);
      // 跳转会带走焦点；放回来，按 Tab 就到那一行。
      var pressed = link;
      setTimeout(function () { pressed.focus({ preventScroll: true }); });
      copy(here(link.hash), tell("copied"));
    } else if (button) {
      press(button);
    } else if (!tools || !tools.contains(event.target)) {
      shut();
    }
  });

  /** @param {string} what @returns {(ok: boolean) => void} */
  function tell(what) {
    return function (ok) { if (status) say(ok ? status.dataset[what] : status.dataset.failed); };
  }

  /** @param {HTMLElement} button */
  function press(button) {
    var bar = button.closest(".tools");
    var block = bar && bar.parentElement;
    var hash = block ? "#" + block.id : "";
    var kind = button.dataset.do || "";
    if (kind === "close") shut();
    else if (kind === "link") copy(here(""), tell("copied"));
    else if (kind === "share" && shares.share) shares.share({ title: document.title, url: here(hash) }).catch(function () { /* 读者取消 */ });
    else if (cite) copy(citation(kind, (bar && bar.getAttribute("aria-label")) || "", hash), tell("cited"));
  }

  if (cite) {
    cited[0].textContent = citation("national", "", "");
    cited[1].textContent = citation("plain", "", "");
    cite.querySelectorAll("button").forEach(function (button) { button.hidden = false; });
    document.documentElement.classList.add("cites");
    if (shares.share) document.documentElement.classList.add("shares");
  }
  use(location.hash);

  // 印在正文之后。
  var from = document.getElementById("from");
  if (from && location.protocol !== "file:") from.textContent = here("");
})();
