// Numbers in any spelling: 文号, 案号, 届次 → the keys that replies are found by (src/bundle/FORMAT.md, “Numbers”). It is loaded for a
// query that may hold one.

/** The key of a document number. @param {string} text normalised */
export const numberKey = text => text.replace(/[\s()[\]{}〔〕【】〈〉《》〖〗<>第号]/g, "").replace(/^(\p{L}+(19|20)\d\d)[-年./](\d+)$/u, "$1$3");

/** The key of a case number. @param {string} text normalised */
export const caseKey = text => text.replace(/^第+|号+$/g, "").replace(/^0+/, "");

/** Whether a document key has the form of one. */
export const DOCUMENT = /^\p{L}+(19|20)\d{3,}$/u;
/** What a 文号 may go on with. */
export const MORE = /^[0-9第号年()[\]{}〔〕【】〈〉《》〖〗<>-]+$/;
const COUNT = "([0-9]{1,2}|[一二三四五六七八九十]{1,3})";
/** 十届五次, 市政协第10届委员会第5次会议第110号提案 */
const WRITTEN = new RegExp("^\\p{L}{0,16}?第? ?" + COUNT + " ?届 ?\\p{L}{0,16}?第? ?" + COUNT +
  " ?次 ?(?:会议|全会|大会)?的?(?: ?[-–—−,、]? ?第? ?0*([0-9]{1,8}) ?号?)?(?:委员|代表)?(?:提案|建议|议案|案)?(?:的?(?:答复|复函|回复))?$", "u");
/** 10-5, 10-5-110, 10-5 第110号 */
const SHORT = /^([0-9]{1,2}) ?[-–—−] ?([0-9]{1,2})(?:(?: ?[-–—−,、第] ?第? ?| )0*([0-9]{1,8}) ?号?)?(?:提案|建议|议案|案)?$/;
/** 第110号, 0630 */
const CASE = /^(?:第 ?0*([0-9]{1,8}) ?号?|0*([0-9]{1,8}) ?号)(?:提案|建议|议案|案)?$|^([0-9]{1,8})$/;

/** The value of 1–99 in digits, 十二 or 二十. @param {string} text */
function count(text) {
  if (+text) return +text;
  let tens = 0, ones = 0;
  for (const c of text) {
    const value = "一二三四五六七八九".indexOf(c) + 1;
    if (!value) tens = ones || 1;
    ones = value;
  }
  return 10 * tens + ones;
}

/** The key that a text names which has the form of a 文号, 届次 or 案号; else "". Four digits alone are rather a year. @param {string} text normalised */
export function keyOf(text) {
  const key = numberKey(text);
  if (DOCUMENT.test(key)) return "d" + key;
  const session = WRITTEN.exec(text) || SHORT.exec(text);
  if (session) return (session[3] ? "n" : "s") + count(session[1]) + "-" + count(session[2]) + (session[3] ? "-" + session[3] : "");
  const found = CASE.exec(text), number = found && !/^(19|20)..$/.test(found[3]) && caseKey(found[1] || found[2] || found[3]);
  return number ? "c" + number : "";
}

/**
 * The numbers that a query may hold: groups `from` to before `to`, of one text each, together have the form; from the left, the longest
 * first.
 * @param {import("./query.js").Query} query
 */
export function numbersOf({groups}) {
  const found = [];
  for (let from = 0; from < groups.length; from++) {
    for (let to = Math.min(groups.length, from + 4); to > from; to--) {
      const some = groups.slice(from, to);
      const key = some.every(group => group.length === 1 && group[0].kind === "text") && keyOf(some.map(group => group[0].text).join(" "));
      if (key) found.push({from, to, key});
    }
  }
  return found;
}
