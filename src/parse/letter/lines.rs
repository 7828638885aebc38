//! What a line of a letter is, taken alone: a date, the office that signs, a document number, whom to ask.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::parse::header::{self, Field};
use crate::parse::names;
use crate::parse::number;

pub(super) static ACCESS_LINE: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"^[（(]?\s*(?:此件|此文|本件|本文|该件)?\s*(?:主动公开|公开发布|依申请公开|不予公开|删减后公开|公开)\s*[）)]?$",
    )
});

/// A 文号: 机关代字〔年〕序号.
pub(super) const DOCUMENT_NUMBER_FORM: &str = r"[\p{Han}（）()]{2,24}?\s*(?:[〔\[［（(【﹝]\s*(?:19|20)?[0-9０-９]{2}\s*[〕\]］）)】﹞]\s*\p{Han}{0,2}\s*[A-Z]?[0-9０-９]{1,6}(?:[-－][0-9]{1,3})?\s*号|(?:19|20)[0-9]{2}\s*[〔\[［【﹝]\s*[0-9]{1,6}\s*[〕\]］】﹞]\s*号)";

pub(super) static DOCUMENT_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(&format!(
        r"^[（(]?\s*(?P<n>{DOCUMENT_NUMBER_FORM})\s*[）)]?(?:\s+签发人\s*[:：]\s*(?P<s>\S.*))?$"
    ))
});

/// A 文号 that stands apart in a line with other things.
pub(super) static DOCUMENT_NUMBER_APART: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(&format!(
        r"(?:^|[\s:：])(?P<n>{DOCUMENT_NUMBER_FORM})(?:$|[\s（(【])"
    ))
});

/// 单位（盖章）：, 承办单位： before the office that signs.
pub(super) static SIGNING_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"^(?:(?:承办|主办|答复|办理|复文|落款|办复)?单位|答复机关)\s*(?:[（(](?:盖章|公章|章|签章|印章)[）)])?\s*[:：]\s*",
    )
});

/// 日期： before the date that is signed.
pub(super) static DATE_LABEL: LazyLock<Regex> =
    LazyLock::new(|| number::pattern(r"^(?:(?:落款|签发|成文)?(?:日\s*期|时间)\s*[:：]|公历)\s*"));

static WEEKDAY: LazyLock<Regex> =
    LazyLock::new(|| number::pattern(r"^[（(]?(?:星期|周)[一二三四五六日天][）)]?$"));

/// （王平，0888-2213456）
static PERSON_AND_PHONE: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"^[（(]\s*(\p{Han}[\p{Han} 　]{1,4}?)\s*[，,、：:；\s]\s*((?:0[0-9]{2,3}[-－—–]?)?[0-9]{7,8})\s*[）)]$",
    )
});

/// （王平，0888-2213456）: whom to ask, without a label.
pub(super) fn is_person_and_phone(text: &str) -> bool {
    text.starts_with(['（', '('])
        && PERSON_AND_PHONE.captures(text).is_some_and(|found| {
            let name: String = found[1].split_whitespace().collect();
            names::is_surnamed(&name)
        })
}

pub(super) fn is_attachment_label(text: &str) -> bool {
    if !text.starts_with('附') {
        return false;
    }
    let Some(rest) = text
        .strip_prefix("附件")
        .or_else(|| text.strip_prefix("附 件"))
        .or_else(|| text.strip_prefix("附：").map(|_| "："))
    else {
        return false;
    };
    let rest = rest
        .trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.starts_with(['：', ':', '.', '．']) && !rest.trim_matches(['：', ':', ' ']).is_empty()
}

pub(super) fn is_attachment_item(text: &str) -> bool {
    number::read_marker(text).is_some_and(|marker| marker.level >= 3)
        && text.chars().count() < 80
        && text.strip_suffix('。').is_none_or(|name| {
            // The last one of a list: 3.办理流程图。
            name.chars().count() < 30 && !name.contains(['，', '。', '；', '：'])
        })
}

pub(super) fn is_contact(text: &str) -> bool {
    header::fields_of_line(text).iter().any(|f| {
        matches!(
            f.field,
            Field::ContactName | Field::ContactPhone | Field::ContactBoth
        )
    }) || is_person_and_phone(text)
        || ["邮政编码", "邮编", "联系", "传真", "地址"]
            .iter()
            .any(|word| text.starts_with(word))
}

/// Where the date of a line stands that is a signed date: a label may stand before it (日期：), and after it what
/// else is written beside dates (a weekday, （此件公开发布）, （A类）, fields).
pub(super) fn date_in_line(text: &str) -> Option<Range<usize>> {
    if text.len() > 200 {
        return None;
    }
    let label = DATE_LABEL.find(text).map_or(0, |found| found.end());
    if number::read_date_line(&text[label..]).is_some() {
        return Some(label..text.len());
    }
    let (_, range) = number::find_date(&text[label..])?;
    let (start, end) = (label + range.start, label + range.end);
    let after = &text[end..];
    let apart = after.starts_with(|c: char| c.is_whitespace() || matches!(c, '（' | '('));
    let rest = after.trim();
    let known = WEEKDAY.is_match(rest)
        || ACCESS_LINE.is_match(rest)
        || header::outcome_letter(rest).is_some()
        || header::starts_with_field(rest) && is_contact(rest);
    (range.start == 0 && apart && known && text[start..end].contains('年')).then_some(start..end)
}

/// The offices of a signature line, stamps gone: several where they stand beside each other.
pub(super) fn agencies_of(text: &str) -> Option<Vec<String>> {
    if text.len() > 300 {
        return None;
    }
    let text = &text[SIGNING_LABEL.find(text).map_or(0, |label| label.end())..];
    let text = strip_stamp(text);
    let text = text
        .strip_suffix('。')
        .filter(|office| names::is_body(office) && office.chars().count() >= 4)
        .unwrap_or(text);
    if text.chars().count() > 90 || text.contains(['。', '，', ',', '；', '：', ':']) {
        return None;
    }
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == '、')
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    // 澜 汀 市 民 政 局, 澜汀市民 政局: one name, set apart.
    let joined = parts.concat();
    let length = joined.chars().count();
    let set_apart = parts.len() > 3 && parts.iter().all(|part| part.chars().count() == 1)
        || parts.len() == 2
            && !parts
                .iter()
                .any(|part| names::is_body(part) && part.chars().count() > 3);
    if set_apart
        && (5..=25).contains(&length)
        && joined.ends_with(['局', '厅', '府', '委', '会', '院', '办'])
        && names::is_body(&joined)
    {
        return Some(vec![joined]);
    }
    let whole = !parts.is_empty()
        && parts
            .iter()
            .all(|part| names::is_body(part) && part.chars().count() >= 3);
    let verbs = [
        "感谢",
        "特此",
        "此复",
        "专此",
        "下一步",
        "推进",
        "加强",
        "关于",
    ];
    // 我市已经加装三百部 ends like an office, and tells of what was done; 明年再建一百所 of what will be.
    let counted = |part: &&str| {
        let before = part.chars().rev().nth(1);
        before.is_some_and(|c| {
            c.is_ascii_digit() || "〇零一二三四五六七八九十百千万亿两余多几".contains(c)
        })
    };
    (whole
        && !text.contains('已')
        && !parts.iter().any(counted)
        && !verbs.iter().any(|verb| text.starts_with(verb))
        && number::read_marker(text).is_none())
    .then(|| parts.into_iter().map(str::to_owned).collect())
}

pub(super) fn strip_stamp(text: &str) -> &str {
    let mut text = text.trim();
    for stamp in [
        "（盖章）",
        "(盖章)",
        "（公章）",
        "(公章)",
        "（印章）",
        "（签章）",
    ] {
        text = text.strip_prefix(stamp).unwrap_or(text).trim_start();
    }
    for stamp in [
        "（盖章）",
        "(盖章)",
        "（公章）",
        "(公章)",
        "（章）",
        "(章)",
        "（印章）",
        "（签章）",
        "（代章）",
    ] {
        text = text.strip_suffix(stamp).unwrap_or(text).trim_end();
    }
    text
}

/// Byte where the date of a line `office date` begins.
pub(super) fn agency_and_date(text: &str) -> Option<usize> {
    let (_, range) = number::find_date(text)?;
    let office = strip_stamp(&text[..range.start]);
    let alone = date_in_line(&text[range.start..]).is_some();
    (alone && agencies_of(office).is_some()).then_some(range.start)
}

/// 根据澜政发〔2020〕3号, 转发…: another document's number.
pub(super) fn is_cited(number: &str) -> bool {
    [
        "根据", "按照", "依据", "转发", "参照", "依照", "贯彻", "落实", "关于", "印发",
    ]
    .iter()
    .any(|word| number.starts_with(word))
}

pub(super) fn unquote(text: &str) -> &str {
    let text = text.trim();
    for (open, close) in [('《', '》'), ('“', '”')] {
        if let Some(inner) = text.strip_prefix(open).and_then(|t| t.strip_suffix(close))
            && !inner.contains(open)
        {
            return inner;
        }
    }
    text
}
