//! The reply's own title out of the lines above the letter: doubled, split over lines, cut off, with a site's tail.

use std::sync::LazyLock;

use regex::Regex;

use super::names::is_body;
use super::number::pattern;

static DIGIT_SPACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(\p{Han})[ \u{3000}\u{a0}]+([0-9０-９])|([0-9０-９])[ \u{3000}\u{a0}]+(\p{Han})")
});
static SITE_TAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(.+?)\s*(?:_|｜|\||\s[-–—]{1,2}\s*|\s*[-–]{1,2}\s+|--)\s*(.+)$"));
static HYPHEN_TAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(.+?(?:答复|复函|函|提案|建议|意见))[-–—]{1,2}([^-–—]{2,30})$"));
static NUMBER_TAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s*[（(【\[][^（()）【】\[\]]{0,40}[)）】\]]\s*$"));

/// One candidate for the title: one or more joined lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The title, spaces around digits and a site's tail gone.
    pub text: String,
    /// Byte offset of its first line.
    pub offset: usize,
    /// Bytes of its first line.
    pub length: usize,
    /// Lines that were joined.
    pub lines: usize,
    /// Where the lines are among the units.
    pub first: usize,
    /// Whether a label (标题：) named it.
    pub labelled: bool,
}

/// Removes a site's tail (`_建议公开_重庆市发展和改革委员会`, ` - X网站`) from a title.
#[must_use]
pub fn strip_site_tail(text: &str) -> &str {
    let text = strip_columns(undouble(text));
    if !text.contains(['_', '|', '｜', '-', '–', '—']) {
        return text;
    }
    if let Some(found) = SITE_TAIL.captures(text) {
        let (left, right) = (
            found.get(1).map_or("", |m| m.as_str()),
            found.get(2).map_or("", |m| m.as_str()),
        );
        if !is_title_part(right) && (is_complete(left) || is_truncated(left) || is_site(right)) {
            return left.trim_end();
        }
    }
    if let Some(found) = HYPHEN_TAIL.captures(text) {
        let (left, right) = (
            found.get(1).map_or("", |m| m.as_str()),
            found.get(2).map_or("", |m| m.as_str()),
        );
        if !is_title_part(right) && (is_site(right) || is_body(right)) {
            return left.trim_end();
        }
    }
    text
}

/// A title that stands twice without a break, once.
fn undouble(text: &str) -> &str {
    let middle = text.floor_char_boundary(text.len() / 2);
    let (first, second) = text.split_at(middle);
    let (first, second) = (first.trim_end(), second.trim_start());
    if first == second && first.chars().count() >= 10 && is_complete(first) {
        first
    } else {
        text
    }
}

/// Removes names of columns and of the site, one after another (` - 提案答复 - 某局`), and an office before the title
/// (`某局-关于…`).
fn strip_columns(text: &str) -> &str {
    const COLUMNS: [&str; 9] = [
        "提案", "建议", "公开", "办理", "政务", "答复", "专栏", "详情", "网",
    ];
    let separators = ['_', '|', '｜', '-', '–'];
    let mut left = text;
    while let Some(at) = left.rfind(separators) {
        let right = left[at..].trim_start_matches(separators).trim();
        let column = (2..=12).contains(&right.chars().count())
            && !right.contains("关于")
            && !right.contains(['号', '届', '《', '“'])
            && !right.contains(|c: char| c.is_ascii_digit())
            && COLUMNS.iter().any(|word| right.contains(word));
        if right.is_empty() || !column && !is_site(right) {
            break;
        }
        left = left[..at].trim_end_matches(separators).trim_end();
    }
    let text = if is_complete(left) || is_truncated(left) {
        left
    } else {
        text
    };
    match text.split_once(['-', '_', '|', '｜']) {
        Some((office, rest))
            if is_body(office.trim())
                && (rest.trim_start().starts_with("关于")
                    || rest.trim_start().starts_with('对'))
                && is_complete(rest) =>
        {
            rest.trim_start()
        }
        _ => text,
    }
}

fn is_site(text: &str) -> bool {
    ["网站", "网", "门户", "政府", "平台"]
        .iter()
        .any(|end| text.trim_end().ends_with(end))
        || is_body(text.trim())
}

fn is_title_part(text: &str) -> bool {
    text.contains("关于") || text.contains("答复") || text.contains("复函") || text.contains('号')
}

/// Spaces around digits go: 第 768 号 is 第768号.
#[must_use]
pub fn squeeze_digits(text: &str) -> String {
    let mut text = text.trim().to_owned();
    // Overlapping matches (号 7 月) need a second pass.
    for _ in 0..2 {
        if !text.contains([' ', '\u{3000}', '\u{a0}']) {
            break;
        }
        text = DIGIT_SPACE.replace_all(&text, "$1$3$2$4").into_owned();
    }
    text
}

/// Whether the source cut the title off.
#[must_use]
pub fn is_truncated(text: &str) -> bool {
    text.trim_end().ends_with("...") || text.trim_end().ends_with('…')
}

/// Whether a text ends as titles of replies and proposals do.
#[must_use]
pub fn is_complete(text: &str) -> bool {
    const ENDINGS: [&str; 19] = [
        "答复",
        "复函",
        "函",
        "提案",
        "建议",
        "议案",
        "回复",
        "意见",
        "办理情况",
        "答复意见",
        "报告",
        "提议",
        "批复",
        "情况说明",
        "函复",
        "答复函",
        "办理结果",
        "答复稿",
        "复文",
    ];
    let mut text = text.trim_end();
    while text.ends_with(['）', ')', '】', ']'])
        && let Some(found) = NUMBER_TAIL.find(text)
    {
        if found.start() == 0 {
            break;
        }
        text = &text[..found.start()];
    }
    let text = text.trim_end_matches(['”', '》', '"', '。', ' ']);
    ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// Whether a line may begin a title whose rest stands on the next line.
fn may_continue(text: &str) -> bool {
    text.starts_with("关于") || text.starts_with('对') || text.contains('届') || is_body(text)
}

/// Joins the lines of split titles. `lines` are (text, offset, unit index), in order.
#[must_use]
pub fn join_lines(lines: &[(String, usize, usize)]) -> Vec<Candidate> {
    let mut done: Vec<Candidate> = Vec::new();
    let mut open: Option<(Candidate, usize)> = None;
    for (raw, offset, index) in lines {
        let text = strip_site_tail(raw.trim());
        let continues = ["的", "答复", "办理", "复函", "（第", "(第", "第"]
            .iter()
            .any(|s| text.starts_with(s));
        if let Some((candidate, last)) = open.as_mut() {
            let adjacent = *index == *last + 1;
            let complete = is_complete(&candidate.text) || is_truncated(&candidate.text);
            let office_before = is_body(&candidate.text) && !complete;
            let join = adjacent
                && candidate.lines < 4
                && if office_before {
                    text.starts_with("关于") || text.starts_with('对')
                } else if complete {
                    continues && !is_truncated(&candidate.text) && !text.starts_with("办理情况公开")
                } else {
                    may_continue(&candidate.text)
                };
            if join {
                candidate.text.push_str(text);
                candidate.lines += 1;
                *last = *index;
                continue;
            }
            done.extend(open.take().map(|(candidate, _)| candidate));
        }
        let candidate = Candidate {
            text: text.to_owned(),
            offset: *offset,
            length: raw.len(),
            lines: 1,
            first: *index,
            labelled: false,
        };
        open = Some((candidate, *index));
    }
    done.extend(open.map(|(candidate, _)| candidate));
    for candidate in &mut done {
        candidate.text = squeeze_digits(&candidate.text);
    }
    done
}

/// How much a candidate looks like the title of a reply; 0 or less: not at all.
#[must_use]
pub fn score(candidate: &Candidate) -> i32 {
    let text = candidate.text.as_str();
    let mut score = 0;
    if [
        "答复",
        "复函",
        "复文",
        "回复",
        "函复",
        "协办意见",
        "会办意见",
        "办理情况",
        "办理意见",
    ]
    .iter()
    .any(|word| text.contains(word))
        || text.ends_with('函')
    {
        score += 30;
    }
    if ["提案", "建议", "议案", "提议"]
        .iter()
        .any(|word| text.contains(word))
    {
        score += 20;
    }
    if is_complete(text) {
        score += 10;
    }
    if text.contains("关于") || text.starts_with('对') {
        score += 10;
    }
    if text.contains('第') && text.contains('号') {
        score += 5;
    }
    if is_truncated(text) {
        score -= 8;
    }
    if is_site(text) && !is_complete(text) || text.contains("公开专栏") || text.ends_with("公开")
    {
        score -= 40;
    }
    if is_body(text) {
        score -= 60;
    }
    if text.chars().count() < 6 {
        score -= 20;
    }
    score + i32::from(candidate.labelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails() {
        assert_eq!(
            strip_site_tail("澜汀市教育局关于第0216号建议的答复函_建议公开_澜汀市教育局"),
            "澜汀市教育局关于第0216号建议的答复函"
        );
        assert_eq!(
            strip_site_tail("关于第1号提案的答复 - 澜汀市人民政府网"),
            "关于第1号提案的答复"
        );
        assert_eq!(
            strip_site_tail("关于第1号提案的答复-澜汀市民政局"),
            "关于第1号提案的答复"
        );
        let whole =
            "“关于推动A 打造B的提案”——某省能源局关于省政协十三届二次会议第2024257号提案答复的函";
        assert_eq!(strip_site_tail(whole), whole);
        let whole = "关于2020-2025年规划的建议";
        assert_eq!(strip_site_tail(whole), whole);
    }

    #[test]
    fn split_titles_are_joined() {
        let lines: Vec<(String, usize, usize)> = [
            "关于打造基地的建议",
            "对省人大十三届二次会议",
            "第 768 号建议的答复",
        ]
        .iter()
        .enumerate()
        .map(|(at, text)| ((*text).to_owned(), at, at))
        .collect();
        let joined: Vec<String> = join_lines(&lines).into_iter().map(|c| c.text).collect();
        assert_eq!(
            joined,
            [
                "关于打造基地的建议",
                "对省人大十三届二次会议第768号建议的答复"
            ]
        );
    }
}
