//! What a cell says, as the model has it.

use crate::model::{Access, Kind};
use crate::parse;

use super::xlsx::serial_date;

/// 公开属性. Anything but the words that offices write is `None`: 部分公开 may not become public.
pub fn access(text: &str) -> Option<Access> {
    let text: String = text.split_whitespace().collect();
    match text.as_str() {
        "是" | "公开" | "主动公开" | "可公开" | "同意公开" | "可以公开" | "全文公开" | "√"
        | "✓" | "Y" | "y" => Some(Access::Public),
        "依申请公开" | "依申请" => Some(Access::OnRequest),
        "否" | "不公开" | "不予公开" | "不宜公开" | "不同意公开" | "×" | "✗" | "N" | "n" => {
            Some(Access::Withheld)
        }
        _ => None,
    }
}

/// 类型.
pub fn kind(text: &str) -> Option<Kind> {
    match text {
        "proposal" => Some(Kind::Proposal),
        "suggestion" => Some(Kind::Suggestion),
        "opinion" => Some(Kind::Opinion),
        _ if text.contains("协办") || text.contains("会办") => Some(Kind::Opinion),
        _ => match (
            text.contains("提案") || text.contains("政协"),
            text.contains("建议") || text.contains("人大") || text.contains("议案"),
        ) {
            (true, false) => Some(Kind::Proposal),
            (false, true) => Some(Kind::Suggestion),
            _ => None,
        },
    }
}

/// 办理结果: the letter.
pub fn outcome(text: &str) -> Option<char> {
    let letter = text.trim().trim_end_matches(['类', '件']).trim();
    match letter.as_bytes() {
        [letter @ (b'A'..=b'D' | b'a'..=b'd')] => Some(char::from(letter.to_ascii_uppercase())),
        _ => parse::outcome_letter(text).or_else(|| parse::outcome_value(text)),
    }
}

/// A date, perhaps with a time of day: 2024.5.6, 2024年5月6日, or Excel's number of the day.
pub fn date(text: &str) -> Option<crate::model::Published> {
    if let Some(serial) = serial_date(text) {
        return parse::read_published(&serial);
    }
    let read = parse::read_published(text)?;
    Some(read)
}

/// A 案号 without 第 and 号.
pub fn case_number(text: &str) -> String {
    let bare = text.trim().trim_start_matches('第').trim_end_matches('号');
    bare.trim().to_owned()
}

/// Offices or topics of one cell.
pub fn list(text: &str) -> Vec<String> {
    text.split(['、', '，', ',', '；', ';', '\n', '\r', '/'])
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty() && !matches!(part.as_str(), "无" | "-" | "—"))
        .collect()
}

/// Persons of one cell, and whether 等 says that there are more.
pub fn askers(text: &str) -> (Vec<String>, bool) {
    let (names, more) = match text.find('等') {
        Some(cut) => (&text[..cut], true),
        None => (text, false),
    };
    let names = names.replace(['\n', '\r'], "、");
    (parse::split_names(&names), more)
}
