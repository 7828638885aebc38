//! Headings of an official text: 一、 / （一） / 1. / （1）, run in or alone, and unnumbered 关于X。
//!
//! 一是…二是… is an enumeration and stays text. A run-in heading counts when its first sentence reads like a
//! title and is at most [`RUN_IN_MOST`] characters long.

use super::number::read_marker;
use crate::model::Heading;

/// Longest run-in heading, in characters, marker not counted.
pub const RUN_IN_MOST: usize = 40;
/// Longest heading that stands alone, in characters, marker not counted.
const ALONE_MOST: usize = 60;

/// A paragraph with a section marker, before its siblings are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The heading that it would be.
    pub heading: Heading,
    /// How sure that is.
    pub sureness: Sureness,
    /// Whether a bracket of the marker is missing.
    pub damaged: bool,
}

/// How sure it is that a numbered paragraph is or begins with a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// It stands alone without a stop, or its first sentence reads like a title.
    Heading,
    /// It is one short sentence and nothing else.
    Sentence,
    /// Its first sentence is short and reads like a statement.
    Statement,
    /// It is a paragraph with a number.
    Text,
}

/// Reads a paragraph that begins with a section marker.
#[must_use]
pub fn numbered(text: &str) -> Option<Numbered> {
    let marker = read_marker(text)?;
    // （一）是健全机制。 enumerates.
    let words = &text[marker.length..];
    if words.starts_with('是') && !words.starts_with("是否") {
        return None;
    }
    let (end, sureness) = judge(&text[marker.length..]);
    let heading = Heading {
        level: marker.level,
        marker: marker.length,
        end: marker.length + end,
        number: Some(marker.number),
    };
    Some(Numbered {
        heading,
        sureness,
        damaged: marker.damaged,
    })
}

/// The heading that a paragraph surely is or begins with, whatever its siblings are.
#[must_use]
pub fn certain_heading(text: &str) -> Option<Heading> {
    numbered(text)
        .filter(|found| found.sureness == Sureness::Heading)
        .map(|found| found.heading)
}

/// Bytes of a paragraph (marker gone) that would be its heading, its final stop included, and how sure that is.
fn judge(text: &str) -> (usize, Sureness) {
    let stop = find_stop(text);
    let Some(at) = stop else {
        let title = text.trim_end_matches(['：', ':']);
        let length = title.chars().count();
        let fits = length <= ALONE_MOST && !title.is_empty() && !title.contains(['：', ':'])
            || length <= RUN_IN_MOST;
        return (
            text.len(),
            if fits {
                Sureness::Heading
            } else {
                Sureness::Text
            },
        );
    };
    // 一、强化领导；二、… and questions are text.
    if !text[at..].starts_with('。') {
        return (text.len(), Sureness::Text);
    }
    let sentence = &text[..at];
    let end = at + '。'.len_utf8();
    // 优化布局：…。 runs in after a colon.
    if let Some(colon) = sentence.find(['：', ':']) {
        let label = &sentence[..colon];
        let short = (2..=20).contains(&label.chars().count())
            && !label.contains(['，', ','])
            && is_title_like(label);
        let end = colon + sentence[colon..].chars().next().map_or(0, char::len_utf8);
        return (
            end,
            if short {
                Sureness::Heading
            } else {
                Sureness::Text
            },
        );
    }
    let fits = sentence.chars().count() <= RUN_IN_MOST;
    let title_like = is_title_like(sentence);
    let alone = text[end..].trim().is_empty();
    let sureness = match (fits, alone, title_like) {
        (false, _, _) | (true, true, false) => Sureness::Text,
        (true, true, true) if sentence.starts_with("关于") => Sureness::Heading,
        (true, true, true) => Sureness::Sentence,
        (true, false, true) => Sureness::Heading,
        (true, false, false) => Sureness::Statement,
    };
    (end, sureness)
}

/// The first stop that is not inside a quotation: 关于“电梯怎么装？”的问题 has none.
fn find_stop(text: &str) -> Option<usize> {
    let mut quotes: Vec<char> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '“' => quotes.push('”'),
            '《' => quotes.push('》'),
            _ if quotes.last() == Some(&c) => {
                quotes.pop();
            }
            // A quotation that is not closed does not hide the end of the sentence.
            '。' | '；' | ';' => return Some(at),
            '！' | '？' | '!' | '?'
                if quotes.last().is_none_or(|close| {
                    !text[at..]
                        .chars()
                        .take(RUN_IN_MOST)
                        .any(|next| next == *close)
                }) =>
            {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}

/// Which of the numbered paragraphs of a text, in order, are headings: those that surely are, and of the others
/// those whose siblings (same level, same section, rising numbers) are.
#[must_use]
pub fn choose(numbered: &[Numbered]) -> Vec<bool> {
    let mut group_of = vec![0; numbered.len()];
    // Headings and texts of each group.
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut open: Vec<(u8, u32, usize)> = Vec::new();
    for (at, item) in numbered.iter().enumerate() {
        let (level, number) = (item.heading.level, item.heading.number.unwrap_or(0));
        while open.last().is_some_and(|(above, _, _)| *above > level) {
            open.pop();
        }
        let group = match open.last_mut() {
            Some((above, last, group)) if *above == level && number > *last => {
                *last = number;
                *group
            }
            _ => {
                open.retain(|(above, _, _)| *above != level);
                groups.push((0, 0));
                open.push((level, number, groups.len() - 1));
                groups.len() - 1
            }
        };
        group_of[at] = group;
        match item.sureness {
            Sureness::Heading => groups[group].0 += 1,
            Sureness::Text => groups[group].1 += 1,
            Sureness::Sentence | Sureness::Statement => {}
        }
    }
    numbered
        .iter()
        .zip(group_of)
        .map(|(item, group)| {
            let (headings, texts) = groups[group];
            match item.sureness {
                Sureness::Heading => true,
                Sureness::Text => false,
                Sureness::Sentence => headings > 0 || (texts == 0 && item.heading.level <= 2),
                Sureness::Statement => headings > texts,
            }
        })
        .collect()
}

/// Whether a sentence reads like a title and not like a statement.
fn is_title_like(sentence: &str) -> bool {
    let sentence = sentence.trim();
    if sentence.is_empty() {
        return false;
    }
    if sentence.starts_with("关于") {
        return true;
    }
    const TITLE_ENDINGS: [&str; 19] = [
        "现状", "情况", "问题", "方面", "打算", "意见", "建议", "措施", "安排", "计划", "思路",
        "原因", "成效", "做法", "进展", "说明", "困难", "目标", "考虑",
    ];
    if !sentence.contains(['，', ',']) && TITLE_ENDINGS.iter().any(|end| sentence.ends_with(end)) {
        return true;
    }
    const STATEMENT_STARTS: [&str; 26] = [
        "我局",
        "我委",
        "我市",
        "我省",
        "我区",
        "我县",
        "我院",
        "我厅",
        "我办",
        "我单位",
        "我们",
        "您",
        "你",
        "近年来",
        "目前",
        "截至",
        "截止",
        "今年",
        "去年",
        "上述",
        "该",
        "此",
        "经",
        "由于",
        "据",
        "一是",
    ];
    const STATEMENT_WORDS: [&str; 12] = [
        "已经",
        "已于",
        "正在",
        "将于",
        "已完成",
        "已建",
        "了",
        "您",
        "我们",
        "我局",
        "认为",
        "例如",
    ];
    !STATEMENT_STARTS
        .iter()
        .any(|start| sentence.starts_with(start))
        && !STATEMENT_WORDS
            .iter()
            .any(|word| sentence.contains(word) && !(*word == "了" && sentence.contains("了解")))
}

/// The first sentence of an unnumbered 关于X。 or 在X方面。, if it could be a heading: bytes, final stop included.
#[must_use]
pub fn about_heading(text: &str) -> Option<usize> {
    let about = text.starts_with("关于");
    let aspect = text.starts_with('在');
    if !about && !aspect {
        return None;
    }
    let (sentence, end) = match text.find('。') {
        Some(at) => (&text[..at], at + '。'.len_utf8()),
        None => (text.trim_end_matches(['：', ':']), text.len()),
    };
    let count = sentence.chars().count();
    let fits = (4..=RUN_IN_MOST).contains(&count)
        && !sentence.contains(['；', ';', '？', '！', '：', ':', '《']);
    let reads = about && !sentence.contains("，我") && !sentence.contains(",我")
        || aspect && (sentence.ends_with("方面") || sentence.ends_with("上"));
    (fits && reads).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u8, &str)>) {
        let found = numbered(text).filter(|found| choose(std::slice::from_ref(found))[0]);
        let found = found.map(|found| (found.heading.level, found.heading.words(text).to_owned()));
        assert_eq!(
            found,
            expected.map(|(level, words)| (level, words.to_owned())),
            "{text}"
        );
    }

    #[test]
    fn headings() {
        check(
            "一、强化规划编制统筹,优化产业空间布局",
            Some((1, "强化规划编制统筹,优化产业空间布局")),
        );
        check(
            "（一）推动规划编制。为引领推动转型，我市……。",
            Some((2, "推动规划编制")),
        );
        check(
            "一、关于您提出的支持建设储能电站的建议",
            Some((1, "关于您提出的支持建设储能电站的建议")),
        );
        check(
            "一、关于您提出的建议支持新能源布局的建议。",
            Some((1, "关于您提出的建议支持新能源布局的建议")),
        );
        check("1.加强宣传。通过多种形式。", Some((3, "加强宣传")));
        check("（1）加强宣传。通过多种形式。", Some((4, "加强宣传")));
        check(
            "一、我市养老服务的现状。第七次人口普查。",
            Some((1, "我市养老服务的现状")),
        );
        check(
            "一、储能作为能源领域的重要组成部分，对于能源安全保障、促进可再生能源发展、能源转型、碳减排以及电力系统优化具有重要意义和作用。我省积极支持。",
            None,
        );
        check("一是加强宣传。通过多种形式。", None);
        check("一、我局高度重视。成立专班。", None);
    }

    #[test]
    fn siblings_decide_what_is_doubtful() {
        let headings = |lines: &[&str]| {
            choose(
                &lines
                    .iter()
                    .filter_map(|line| numbered(line))
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            headings(&[
                "（一）数量上来了。至四月底建成。",
                "（二）质量提升。全部验收。"
            ]),
            [true, true]
        );
        let long = "（1）业主坚持自行管理的，由街道办事处会同社区居民委员会逐户上门听取意见并如实记录在册，不得以任何理由拒绝或者拖延办理。";
        assert_eq!(headings(&[long, "（2）表决结果公示七日。"]), [false, false]);
    }
}
