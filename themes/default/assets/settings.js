// 阅读设置：字号、底色、对比度、行宽。记在读者自己的浏览器里，写在 <html> 的属性上，样式表据此排版。
// 在样式表之前以 async 载入。样式表到了而它未到，页面最多等它十分之一秒（见 style.css），不会先画一遍再跳动，
// 也不会因为它迟迟不来而空着。
(function () {
  "use strict";
  var KEY = "dafu-reading";
  var NAMES = ["size", "scheme", "contrast", "width"];
  var root = document.documentElement;

  function kept() {
    /** @type {Record<string, string>} */
    var found = {};
    try {
      var read = JSON.parse(localStorage.getItem(KEY) || "{}");
      NAMES.forEach(function (name) {
        if (/^[a-z0-9]+$/.test(read[name])) found[name] = read[name];
      });
    } catch (e) { /* 不能存取时用默认值 */ }
    return found;
  }

  /** @param {Record<string, string>} chosen */
  function apply(chosen) {
    NAMES.forEach(function (name) {
      if (chosen[name]) root.setAttribute("data-" + name, chosen[name]);
      else root.removeAttribute("data-" + name);
    });
  }

  function controls() {
    var box = document.getElementById("settings");
    if (!box) return;
    var inputs = box.querySelectorAll("input");
    function show() {
      var chosen = kept();
      apply(chosen);
      inputs.forEach(function (input) { input.checked = input.value === (chosen[input.name] || ""); });
    }
    box.addEventListener("change", function () {
      /** @type {Record<string, string>} */
      var chosen = {};
      inputs.forEach(function (input) {
        if (input.checked && input.value) chosen[input.name] = input.value;
      });
      apply(chosen);
      try { localStorage.setItem(KEY, JSON.stringify(chosen)); } catch (e) { /* 只在本页有效 */ }
    });
    // 另一个窗口改了设置，或从前进后退缓存里回来。
    addEventListener("storage", show);
    addEventListener("pageshow", function (event) { if (event.persisted) show(); });
    show();
    box.hidden = false;
  }

  apply(kept());
  root.classList.add("set");
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", controls);
  else controls();
})();
