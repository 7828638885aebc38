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

/// Reads the numbered heading that a paragraph is or starts with; also says whether its bracket is damaged.
#[must_use]
pub fn numbered_heading(text: &str) -> Option<(Heading, bool)> {
    let marker = read_marker(text)?;
    let rest = &text[marker.length..];
    let end = heading_end(rest)?;
    let heading = Heading {
        level: marker.level,
        marker: marker.length,
        end: marker.length + end,
        number: Some(marker.number),
    };
    Some((heading, marker.damaged))
}

/// Bytes of a paragraph (marker gone) that are its heading, its final stop included; `None` if it has none.
fn heading_end(text: &str) -> Option<usize> {
    let stop = text.find(['。', '！', '？', '；', '!', '?', ';']);
    let (sentence, end, alone) = match stop {
        Some(at) => {
            let after = at + text[at..].chars().next().map_or(0, char::len_utf8);
            (&text[..at], after, text[after..].trim().is_empty())
        }
        None => (text, text.len(), true),
    };
    // 一、强化领导；二、… and questions are text.
    if stop.is_some_and(|at| !text[at..].starts_with('。')) {
        return None;
    }
    let length = sentence.chars().count();
    if alone && stop.is_none() {
        let title = sentence.trim_end_matches(['：', ':']);
        return (length <= ALONE_MOST && !title.is_empty() && !title.contains(['：', ':']) || length <= RUN_IN_MOST).then_some(text.len());
    }
    // 优化布局：…。 runs in after a colon.
    if let Some(at) = sentence.find(['：', ':']) {
        let label = &sentence[..at];
        let short = (2..=20).contains(&label.chars().count()) && !label.contains(['，', ',']) && is_title_like(label);
        return short.then_some(at + sentence[at..].chars().next().map_or(0, char::len_utf8));
    }
    (length <= RUN_IN_MOST && is_title_like(sentence)).then_some(end)
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
    const STATEMENT_STARTS: [&str; 26] = [
        "我局", "我委", "我市", "我省", "我区", "我县", "我院", "我厅", "我办", "我单位", "我们", "您", "你", "近年来", "目前", "截至", "截止", "今年", "去年", "上述", "该", "此", "经", "由于", "据", "一是",
    ];
    const STATEMENT_WORDS: [&str; 12] = ["已经", "已于", "正在", "将于", "已完成", "已建", "了", "您", "我们", "我局", "认为", "例如"];
    !STATEMENT_STARTS.iter().any(|start| sentence.starts_with(start))
        && !STATEMENT_WORDS.iter().any(|word| sentence.contains(word) && !(*word == "了" && sentence.contains("了解")))
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
    let fits = (4..=RUN_IN_MOST).contains(&count) && !sentence.contains(['；', ';', '？', '！', '：', ':', '《']);
    let reads = about && !sentence.contains("，我") && !sentence.contains(",我") || aspect && (sentence.ends_with("方面") || sentence.ends_with("上"));
    (fits && reads).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u8, &str)>) {
        let found = numbered_heading(text).map(|(heading, _)| (heading.level, heading.words(text).to_owned()));
        assert_eq!(found, expected.map(|(level, words)| (level, words.to_owned())), "{text}");
    }

    #[test]
    fn headings() {
        check("一、强化规划编制统筹,优化产业空间布局", Some((1, "强化规划编制统筹,优化产业空间布局")));
        check("（一）推动规划编制。为引领推动转型，我市……。", Some((2, "推动规划编制")));
        check("一、关于您提出的支持建设储能电站的建议", Some((1, "关于您提出的支持建设储能电站的建议")));
        check("一、关于您提出的建议支持新能源布局的建议。", Some((1, "关于您提出的建议支持新能源布局的建议")));
        check("1.加强宣传。通过多种形式。", Some((3, "加强宣传")));
        check("（1）加强宣传。通过多种形式。", Some((4, "加强宣传")));
        check("一、储能作为能源领域的重要组成部分，对于能源安全保障、促进可再生能源发展、能源转型、碳减排以及电力系统优化具有重要意义和作用。我省积极支持。", None);
        check("一是加强宣传。通过多种形式。", None);
        check("一、我局高度重视。成立专班。", None);
    }
}
