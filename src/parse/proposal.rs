//! What the opening and the title say of the proposal: its name, number and kind.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::names::MemberRole;
use super::number::pattern;
use crate::model::Kind;

static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"提出的?|提交的?|所提的?|提的|转来的?|交办的?|现将|现就|您的|你们的")
});
static UNQUOTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(.{3,160}?(?:建议|提案|议案|提议|意见))(?:[（(，,。；;、：:]|收悉|已收|已经收|均?已|业已|，|现|交|由|办理|的?答复|的?协办|$)",
    )
});
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(关于[^。；、《》“”]{3,100}(?:建议|提案|议案|提议))(?:[（(][^（()）]{1,30}[)）])?(?:均?已经?|业已)?$",
    )
});
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:的)?(?:第?\s*[A-Za-z0-9０-９]+\s*号)?\s*(?:代表|委员)?(?:的)?(?:提案|建议|议案|提议|意见)$",
    )
});
static NUMBER_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:的)?(?:(?:编号|案号|序号)为?)?第?\s*[A-Za-z0-9０-９]+\s*号\s*(?:代表|委员)?(?:提案|建议|议案)?\s*(?:即|，|,|——)?",
    )
});
static AFTER_QUOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:等?的?(?:提案|建议|议案|提议|意见|协办|会办|答复|相关|有关)|[（(【\[〔]|收悉|已收|均?已|业已|后|已经收|，|,|。|；|第|案|现|交|由|——|$)",
    )
});

/// Where the opening sentence ends that says what was received.
fn zone(opening: &str) -> &str {
    // 收到您提出的… does not end it before it says anything.
    let received = opening
        .find("收到")
        .filter(|at| opening[..*at].contains(['》', '”', '案', '议']));
    let end = ["收悉", "如下", "送上"]
        .iter()
        .filter_map(|word| opening.find(word))
        .chain(received)
        .min();
    let limit = opening
        .char_indices()
        .nth(320)
        .map_or(opening.len(), |(at, _)| at);
    &opening[..end.unwrap_or(limit).min(limit)]
}

/// The quoted name that starts at byte `at` of `text`: its inner range and the byte after the closing quote.
/// Quotes of the same form may be nested (“…“四化”…”).
fn quoted(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let open = text[at..].chars().next()?;
    let (close, nests) = match open {
        '《' => ('》', true),
        '“' => ('”', true),
        '「' => ('」', true),
        '『' => ('』', true),
        '〈' => ('〉', true),
        '‘' => ('’', true),
        '"' => ('"', false),
        '＂' => ('＂', false),
        '”' => ('”', false),
        '<' => ('>', false),
        '＜' => ('＞', false),
        _ => return None,
    };
    let start = at + open.len_utf8();
    let mut depth = 1;
    for (offset, c) in text[start..].char_indices() {
        if nests && c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                let end = start + offset;
                return Some((start..end, end + close.len_utf8()));
            }
        }
    }
    // An opening quote too many: the last closing one ends it.
    if let Some(offset) = text[start..].rfind(close) {
        return Some((start..start + offset, start + offset + close.len_utf8()));
    }
    // Closed by a mark of another form (《…〉) or by a second opening one (“…“).
    let family = FAMILIES.iter().find(|family| family.contains(&open))?;
    text[start..]
        .char_indices()
        .filter(|(offset, c)| *offset > 6 && family.contains(c))
        .map(|(offset, c)| (start..start + offset, start + offset + c.len_utf8()))
        .find(|(_, after)| AFTER_QUOTE.is_match(&text[*after..]))
}

/// Quotation marks that are taken for one another.
const FAMILIES: [&[char]; 2] = [
    &['“', '”', '"', '＂', '〝', '〞', '「', '」', '『', '』'],
    &['《', '》', '〈', '〉', '<', '>', '＜', '＞'],
];

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '《' | '“' | '「' | '『' | '"' | '‘' | '＂' | '”' | '<' | '＜'
    )
}

/// The proposal's name in the sentence that says it was received, without its outer quotes; byte range of `opening`.
#[must_use]
pub fn find_in_opening(opening: &str) -> Option<Range<usize>> {
    let zone = zone(opening);
    let from = ASKED.find_iter(zone).last_before_name(zone);
    let rest = &zone[from..];
    // Quoted: 提出的《…》, 提出的关于“…”的提案, 第1123号《…》.
    for (at, c) in rest.char_indices().filter(|(_, c)| is_quote(*c)) {
        let before = rest[..at].trim_end();
        let introduces = before.is_empty()
            || [
                "号", "的", "关于", "提案", "建议", "议案", "号）", "号)", "提出", "：", ":",
                "题为", "收到", "您", "你们",
            ]
            .iter()
            .any(|end| before.ends_with(end));
        if !introduces {
            // 根据《提案办理办法》，您提出的《…》: what was asked is named further on.
            let named = ["提出的《", "提出的“", "提出《", "提出“"]
                .iter()
                .any(|words| rest[at..].contains(words));
            if !named && (c == '《' || before.chars().count() > 2) {
                break;
            }
            continue;
        }
        // The sentence may end inside the quotation only if it is broken: search the whole opening.
        let Some((inner, after)) = quoted(zone, from + at).or_else(|| quoted(opening, from + at))
        else {
            continue;
        };
        let follows = AFTER_QUOTE.is_match(&opening[after..]);
        let name = &opening[inner.clone()];
        if name.chars().count() >= 3
            && (follows || (name.starts_with("关于") && BARE_END.is_match(name)))
        {
            return Some(trim_range(opening, inner));
        }
        break;
    }
    // Unquoted: 提出的关于…的建议收悉.
    let mut start = from;
    let mut rest = &zone[start..];
    if let Some(number) = NUMBER_FIRST.find(rest) {
        start += number.end();
        rest = &zone[start..];
    }
    let rest = rest.trim_start();
    let rest = (rest.strip_prefix('的'))
        .filter(|name| name.starts_with("关于"))
        .unwrap_or(rest);
    let rest = ["您们", "你们", "您", "贵"]
        .iter()
        .find_map(|you| rest.strip_prefix(you))
        .unwrap_or(rest);
    // 《关于…的提案收悉: the closing mark was lost.
    let rest = if rest.contains(['》', '”', '〉']) {
        rest
    } else {
        rest.trim_start_matches(['《', '“'])
    };
    let start = from + (zone[from..].len() - rest.len());
    // 关于采纳专家建议，加强督办的提案收悉: the name goes on to what was received.
    let whole = WHOLE
        .captures(rest)
        .and_then(|found| found.get(1))
        .filter(|name| name.as_str().matches("关于").count() == 1);
    let found = whole.or_else(|| UNQUOTED.captures(rest)?.get(1))?;
    let name = found.as_str();
    if BARE.is_match(name)
        || name.chars().count() < 5
        || !(name.contains('的') || name.starts_with("关于"))
    {
        return None;
    }
    // A mark that is never closed: 《关于《条例》落实的提案.
    let lost = name.matches('《').count() > name.matches('》').count();
    let mark = if lost && name.starts_with('《') {
        '《'.len_utf8()
    } else {
        0
    };
    Some(trim_range(opening, start + mark..start + found.end()))
}

static BARE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:提案|建议|议案|提议)$"));

trait LastBeforeName<'h> {
    fn last_before_name(self, zone: &'h str) -> usize;
}

impl<'h, I: Iterator<Item = regex::Match<'h>>> LastBeforeName<'h> for I {
    /// The byte after the first word that introduces the name: 提出的 rather than 现将 where both occur before it.
    fn last_before_name(self, zone: &'h str) -> usize {
        let limit = zone
            .char_indices()
            .find(|(_, c)| is_quote(*c))
            .map_or(zone.len(), |(at, _)| at);
        let about = zone.find("关于").unwrap_or(zone.len());
        let limit = limit.min(if about == 0 { zone.len() } else { about });
        self.filter(|m| m.start() < limit)
            .last()
            .map_or(0, |m| m.end())
    }
}

fn trim_range(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

static TITLE_ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:次会议|次|^对|^)(?:第[^关]{1,14}号)?(?:的)?[“《]?(关于[^“”《》]{3,120}?的?(?:建议|提案|议案|提议))[”》]?\s*(?:[（(]|的?答复|的?复函|的?函|的?回复|的?办理|——|$)",
    )
});
static TITLE_QUOTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"《([^《》]{3,120})》|“([^“”]{3,120})”"));

/// The proposal's name in the title of the reply: byte range of `title`.
#[must_use]
pub fn find_in_title(title: &str) -> Option<Range<usize>> {
    let answers = ["答复", "复函", "函", "回复", "办理情况", "意见"]
        .iter()
        .any(|word| title.contains(word));
    for found in TITLE_QUOTED.captures_iter(title) {
        let Some(inner) = found.get(1).or_else(|| found.get(2)) else {
            continue;
        };
        let whole = found.get(0).map_or(0..0, |m| m.range());
        let before = &title[..whole.start];
        let after = &title[whole.end..];
        let named = BARE_END.is_match(inner.as_str());
        let proposal_follows = ["的提案", "的建议", "的议案", "提案", "建议"]
            .iter()
            .any(|w| after.starts_with(w));
        if (named && answers)
            || (proposal_follows
                && (before.is_empty()
                    || before.ends_with("关于")
                    || before.ends_with('号')
                    || before.ends_with("会议")))
        {
            return Some(inner.range());
        }
    }
    let found = TITLE_ABOUT.captures(title)?.get(1)?;
    // 关于市政协五届三次会议第27号提案的答复 names a number, not a matter.
    let name = found.as_str();
    if name.contains('届') || (name.contains('第') && name.contains('号')) {
        return None;
    }
    Some(found.range())
}

/// Whether two names are surely those of different proposals. A name that was cut, a word more or less and other marks
/// make no other proposal.
#[must_use]
pub fn differ(one: &str, other: &str) -> bool {
    let bare = |name: &str| -> String {
        let name = crate::text::normalise(name);
        let name = name.trim_start_matches("关于");
        let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        ["的提案", "的建议", "的议案", "提案", "建议", "议案"]
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(&name)
            .to_owned()
    };
    let (one, other) = (bare(one), bare(other));
    let short = one.chars().count().min(other.chars().count());
    short >= 4
        && !one.contains(&other)
        && !other.contains(&one)
        && strsim::normalized_levenshtein(&one, &other) < 0.5
        && strsim::sorensen_dice(&one, &other) < 0.5
}

/// Whether two 案号 are surely different: 2024-0288 and 288 are not.
#[must_use]
pub fn numbers_differ(one: &str, other: &str) -> bool {
    let figures = |number: &str| -> String {
        let figures: String = crate::text::normalise(number)
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        figures.trim_start_matches('0').to_owned()
    };
    let (one, other) = (figures(one), figures(other));
    !one.is_empty() && !other.is_empty() && !one.ends_with(&other) && !other.ends_with(&one)
}

static CASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<a>第)?\s*[\[〔【]?\s*(?P<n>[A-Za-z]{0,3}[-－]?(?:[0-9０-９]{1,8}[-－]){0,3}[0-9０-９]{1,12})\s*[\]〕】]?\s*号\s*(?P<k>(?:代表|委员|重点|党派|集体|界别|政协|人大|会议)?(?:提案|建议|议案|提议))?",
    )
});
static CASE_IN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"第([〇零一二三四五六七八九十百]{1,7})号(?:代表|委员|重点)?(?:提案|建议|议案)")
});
static CASE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:提案|建议|议案)?(?:编号|案号)[:：]?\s*(?:第)?\s*([A-Za-z]{0,2}[0-9０-９]{1,12})\s*号?",
    )
});

/// The proposal's number (案号) in a title or opening: byte range of its digits, leading zeros kept.
///
/// `第0216号建议`, `（第330号）`, `第2023477号代表建议`, `1123号《…》`; never `发改能源〔2022〕209号`.
#[must_use]
pub fn find_case_number(text: &str) -> Option<Range<usize>> {
    if !text.contains('号') {
        return None;
    }
    let mut best: Option<(i32, Range<usize>)> = None;
    // 第0027号、0031号提案: the first of several, which share what stands behind the last.
    let mut several: Option<Range<usize>> = None;
    let mut last_end = 0;
    for found in CASE.captures_iter(text) {
        let (Some(whole), Some(number)) = (found.get(0), found.name("n")) else {
            continue;
        };
        let before = text[..whole.start()].trim_end();
        let after = text[whole.end()..].trim_start();
        let own_year = found.name("a").is_some() && found.name("k").is_some();
        if before.ends_with(['〕', ']', '］', '】', '字', '.', '-'])
            || before.ends_with('年') && !own_year
            || (found.name("a").is_none() && before.ends_with([')', '）']))
        {
            continue;
        }
        if ["令", "公告", "文", "楼", "线", "院", "门", "路", "井"]
            .iter()
            .any(|word| after.starts_with(word))
        {
            continue;
        }
        let linked = last_end > 0
            && last_end <= whole.start()
            && matches!(
                text[last_end..whole.start()].trim(),
                "、" | "，" | "," | "和" | "及" | "与"
            );
        if !linked {
            several = Some(number.range());
        }
        last_end = whole.end();
        let mut score = 0;
        if found.name("k").is_some() {
            score += 4;
        }
        if found.name("a").is_some() {
            score += 2;
        }
        if before.ends_with(['（', '(', '【']) && after.starts_with(['）', ')', '】']) {
            score += 3;
        }
        if after.starts_with(['《', '“', '（', '(', '关']) {
            score += 1;
        }
        if score >= 2 && best.as_ref().is_none_or(|(top, _)| score > *top) {
            let first = several.clone().filter(|_| linked);
            best = Some((score, first.unwrap_or(number.range())));
        }
    }
    best.map(|(_, range)| range)
        .or_else(|| CASE_IN_WORDS.captures(text)?.get(1).map(|m| m.range()))
        .or_else(|| CASE_LABEL.captures(text)?.get(1).map(|m| m.range()))
}

/// Weighs what title, opening, header and salutation say of the kind.
#[must_use]
pub fn find_kind(
    title: &str,
    opening: &str,
    header: &str,
    role: Option<MemberRole>,
) -> Option<Kind> {
    let zone = zone(opening);
    let opinion = |text: &str| {
        [
            "协办意见",
            "会办意见",
            "协办的意见",
            "分办意见",
            "会办的意见",
        ]
        .iter()
        .any(|word| text.contains(word))
    };
    let assists = [
        "协办情况",
        "会办情况",
        "分办情况",
        "协办回复",
        "会办回复",
        "协办答复",
        "会办答复",
    ]
    .iter()
    .any(|word| title.contains(word));
    if opinion(title) || assists && role.is_none() || (opinion(opening) && role.is_none()) {
        return Some(Kind::Opinion);
    }
    let mut proposal = 0;
    let mut suggestion = 0;
    for (text, weight) in [(title, 2), (zone, 2), (header, 1)] {
        if text.contains("政协") {
            proposal += 3 * weight;
        }
        if text.contains("人大") || text.contains("人民代表大会") {
            suggestion += 3 * weight;
        }
        for found in CASE.captures_iter(if text.contains('号') { text } else { "" }) {
            match found.name("k").map(|k| k.as_str()) {
                Some(k) if k.ends_with("提案") => proposal += 4 * weight,
                // 市政协…第27号建议 is a member's.
                Some(k)
                    if (k.ends_with("建议") || k.ends_with("议案"))
                        && (!text.contains("政协") || text.contains("人大")) =>
                {
                    suggestion += 4 * weight;
                }
                _ => {}
            }
        }
        if text.contains("提案") {
            proposal += weight;
        } else if text.contains("建议") || text.contains("议案") {
            suggestion += weight;
        }
    }
    match role {
        Some(MemberRole::Committee) => proposal += 5,
        Some(MemberRole::Deputy) => suggestion += 5,
        None => {}
    }
    match proposal.cmp(&suggestion) {
        std::cmp::Ordering::Greater => Some(Kind::Proposal),
        std::cmp::Ordering::Less => Some(Kind::Suggestion),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn name(opening: &str, expected: Option<&str>) {
        assert_eq!(
            find_in_opening(opening).map(|r| &opening[r]),
            expected,
            "{opening}"
        );
    }

    #[test]
    fn names_in_openings() {
        name(
            "您提出的关于“加快产业集群发展”的提案收悉。现答复如下:",
            Some("加快产业集群发展"),
        );
        name(
            "您提出的《关于建设重点园区的建议》（第0216号）收悉。经研究，现答复如下：",
            Some("关于建设重点园区的建议"),
        );
        name(
            "你们提出的关于支持建设储能中心的建议，由自治区人大常委会办公厅交由我单位办理，现答复如下：",
            Some("关于支持建设储能中心的建议"),
        );
        name(
            "您们提出的“关于打造全国领先的汽车“四化”发展基地的建议”收悉。，经认真研究，现答复如下：",
            Some("关于打造全国领先的汽车“四化”发展基地的建议"),
        );
        name(
            "现将市六届人大四次会议第1123号《关于优化机制的建议》的协办意见送上，供你委答复时参考。",
            Some("关于优化机制的建议"),
        );
        name(
            "您提出的关于充分利用已有技术力量，实现耦合的提案收悉，现答复如下：",
            Some("关于充分利用已有技术力量，实现耦合的提案"),
        );
        name(
            "您在市政协五届三次会议上提出的“关于加装电梯的提案”（第027号）已收悉，现答复如下：",
            Some("关于加装电梯的提案"),
        );
        name(
            "您提出的第123号提案《关于加装电梯的提案》收悉。",
            Some("关于加装电梯的提案"),
        );
        name(
            "您提出的关于“十四五”期间加快发展养老产业的建议收悉，现答复如下：",
            Some("关于“十四五”期间加快发展养老产业的建议"),
        );
        name(
            "您提出的编号为第027号的关于加装电梯的提案收悉，现答复如下：",
            Some("关于加装电梯的提案"),
        );
        name(
            "您提出的案号027号的关于加装电梯的提案收悉，现答复如下：",
            Some("关于加装电梯的提案"),
        );
        name("您提出的建议收悉，现答复如下：", None);
        name("您提出的第0123号建议收悉，现答复如下：", None);
        name(
            "您关于加装电梯的提案收悉，现答复如下：",
            Some("关于加装电梯的提案"),
        );
        name(
            "您《关于加装电梯的提案》收悉，现答复如下：",
            Some("关于加装电梯的提案"),
        );
    }

    #[test]
    fn names_in_titles() {
        let name = |title: &'static str| find_in_title(title).map(|r| &title[r]);
        assert_eq!(
            name("对省十四届人大三次会议关于完善充电装置的建议（第1100号）的答复"),
            Some("关于完善充电装置的建议")
        );
        assert_eq!(
            name("关于“加快产业集群发展”的提案"),
            Some("加快产业集群发展")
        );
        assert_eq!(name("关于市政协五届三次会议第27号提案的答复"), None);
        assert_eq!(name("关于推动转型提案的答复"), Some("关于推动转型提案"));
    }

    #[test]
    fn case_numbers() {
        let number = |text: &'static str| find_case_number(text).map(|r| &text[r]);
        assert_eq!(
            number("关于市五届人大五次会议第0216号建议办理情况的答复函"),
            Some("0216")
        );
        assert_eq!(
            number("对省政协十三届二次会议关于耦合（第330号）提案的答复"),
            Some("330")
        );
        assert_eq!(number("第2023477号代表建议的答复"), Some("2023477"));
        assert_eq!(number("市政协第2023-045号提案的答复"), Some("2023-045"));
        assert_eq!(number("（发改能源〔2022〕209号）"), None);
        assert_eq!(number("对省人大第 768 号建议的答复"), Some("768"));
    }
}
