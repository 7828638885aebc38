//! One official reply: from its lines to its facts and its text.
//!
//! The order of the work is the order of the letter: find the salutation and the opening; read what stands above
//! them (title, header fields); find the signature and read what stands around it; heal broken lines and find the
//! headings of what is left; then ask title, opening and header for number, session and kind.
//!
//! Every line ends up in exactly one place: the text, a field, or [`Letter::left_out`]. Nothing here can fail.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::header::{self, Field, Found};
use super::names::{self, MemberRole, Salutation};
use super::number::{self, DateReading};
use super::outline;
use super::proposal;
use super::title::{self, Candidate};
use super::units::{self, Form, Unit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::messages::{self, tell};
use crate::model::{
    Access, Attachment, Block, Body, Content, Heading, Inline, Kind, Mark, Reply, Role,
};

/// Where each field was read: byte range of the decoded source.
pub type Origins = BTreeMap<&'static str, Range<usize>>;

/// What was read from one document.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// The facts.
    pub reply: Reply,
    /// The text.
    pub body: Body,
    /// Where each fact was read.
    pub origins: Origins,
    /// Lines that are not part of the letter: page furniture, a repeated title. Byte ranges of the source.
    pub left_out: Vec<Range<usize>>,
    /// What is uncertain.
    pub diagnostics: Vec<Diagnostic>,
}

/// How far down the salutation or opening is looked for, in units.
const HEAD_MOST: usize = 80;

/// Reads a letter from its units. `source` is the decoded document that the units' offsets refer to.
#[must_use]
pub fn read_letter(source: &str, units: Vec<Unit>) -> Letter {
    let units = cut_signature_off(units);
    let mut reader = Reader {
        source,
        letter: Letter::default(),
        header_text: String::new(),
        titles: Vec::new(),
    };
    let head = find_head(&units);
    let body_start = head.start;
    let tail = find_tail(&units, head.first_body);
    let signer = tail
        .roles
        .iter()
        .position(|role| *role == TailRole::Agency)
        .and_then(|at| agencies_of(units[tail.body_end + at].text()))
        .and_then(|offices| offices.into_iter().next());
    let preamble_notes = reader.read_preamble(&units[..body_start], signer.as_deref());
    reader.read_tail(&units, &tail);
    reader.read_head(&units, &head);
    reader.read_facts(&units, &head);
    reader.build_body(units, &head, &tail, preamble_notes);
    reader.finish()
}

/// Cuts the signature off a paragraph that it was glued to: `…支持！　　某局　2024年5月6日`.
fn cut_signature_off(mut units: Vec<Unit>) -> Vec<Unit> {
    for at in (units.len().saturating_sub(6)..units.len()).rev() {
        let unit = &units[at];
        let text = unit.text();
        if unit.form != Form::Line || !unit.inline.marks.is_empty() {
            continue;
        }
        let Some((stop, c)) = text
            .char_indices()
            .rev()
            .take(120)
            .find(|(_, c)| matches!(c, '。' | '！' | '!'))
        else {
            continue;
        };
        let cut = stop + c.len_utf8();
        let rest = &text[cut..];
        let sign = rest.trim();
        let gap = rest.chars().take_while(|c| c.is_whitespace()).count();
        let signs = gap > 0 && agency_and_date(sign).is_some()
            || gap > 0 && sign.contains('年') && number::read_date_line(sign).is_some()
            || gap > 1 && sign.chars().count() > 3 && agencies_of(sign).is_some();
        if sign.is_empty() || cut == 0 || !signs {
            continue;
        }
        let start = cut + (rest.len() - rest.trim_start().len());
        let shift = if unit.length == text.len() { start } else { 0 };
        let signature = Unit {
            inline: Inline {
                text: sign.to_owned(),
                marks: Vec::new(),
            },
            offset: unit.offset + shift,
            length: unit.length - shift,
            form: Form::Line,
        };
        let whole = &mut units[at];
        whole.inline.text.truncate(cut);
        if shift > 0 {
            whole.length = cut;
        }
        units.insert(at + 1, signature);
        break;
    }
    units
}

/// Lines above the opening that may be its beginning, or the salutation's.
const WRAPPED_MOST: usize = 6;

/// The opening's text, the lines above it joined where it was wrapped; the first unit of it.
fn opening_of(units: &[Unit], head: &Head) -> Option<(usize, String)> {
    let at = head.opening?;
    let lowest = head.salutation.as_ref().map_or(at, |(range, found)| {
        if found.length < units[range.end - 1].text().len() {
            range.end - 1
        } else {
            range.end
        }
    });
    let mut first = at;
    while first > lowest
        && at - first < WRAPPED_MOST
        && units[first - 1].form == Form::Line
        && !units[first - 1]
            .text()
            .ends_with(['。', '！', '？', '：', ':', '；', '!'])
        && units[first - 1].text().chars().count() >= 8
    {
        first -= 1;
    }
    let text = units[first..=at].iter().map(Unit::text).collect();
    Some((first, text))
}

/// The salutation and the opening.
struct Head {
    salutation: Option<(Range<usize>, Salutation)>,
    opening: Option<usize>,
    /// First unit that is part of the letter.
    start: usize,
    /// First unit after salutation and opening.
    first_body: usize,
}

fn is_opening(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "收悉",
        "现答复如下",
        "答复如下",
        "回复如下",
        "函复如下",
        "复函如下",
        "意见如下",
        "协办意见送上",
        "会办意见送上",
        "报告如下",
        "函告如下",
        "情况如下",
        "说明如下",
        "汇报如下",
        "作答如下",
        "反馈如下",
        "告知如下",
        "予以答复",
        "现答复",
        "现将办理",
        "复函。",
        "办理答复",
    ];
    let head_end = text
        .char_indices()
        .nth(400)
        .map_or(text.len(), |(at, _)| at);
    let head = &text[..head_end];
    let received =
        head.contains("已收到") && head.contains(['您', '你']) && head.contains(['《', '“', '案']);
    (received || WORDS.iter().any(|word| head.contains(word)))
        && [
            "提案", "建议", "议案", "提议", "意见", "收悉", "您", "你", "来函", "来信",
        ]
        .iter()
        .any(|word| head.contains(word))
        && (!title::is_complete(text) || text.contains(['，', '。']))
        && (text.chars().count() >= 12 || text.ends_with(['：', ':', '。']))
        && !head.starts_with("答复内容")
}

fn find_head(units: &[Unit]) -> Head {
    let limit = units.len().min(HEAD_MOST);
    let line = |at: usize| {
        matches!(units[at].form, Form::Line | Form::Heading(_)).then(|| units[at].text())
    };
    let opening = (0..limit).find(|&at| {
        line(at).is_some_and(|text| {
            is_opening(text)
                && !header::starts_with_field(text)
                && number::read_marker(text).is_none()
        })
    });
    // The very words that tell it were wrapped: …的建议”收 / 悉，现答复如下：
    let opening = opening.or_else(|| {
        (1..limit).find(|&at| {
            let (Some(above), Some(below)) = (line(at - 1), line(at)) else {
                return false;
            };
            above.chars().count() >= 8
                && above.contains(['您', '你', '《', '“'])
                && !above.ends_with(['。', '！', '？', '：', ':', '；'])
                && !header::starts_with_field(above)
                && !title::is_complete(above)
                && number::read_marker(above).is_none()
                && number::read_marker(below).is_none()
                && is_opening(&format!("{above}{below}"))
        })
    });
    let salutation_at = |at: usize| {
        let text = line(at)?;
        if header::starts_with_field(text)
            || text.starts_with("关于")
            || header::field_of(text).is_some()
        {
            return None;
        }
        names::read_salutation(text)
    };
    let mut salutation = match opening {
        Some(opening) => salutation_at(opening)
            .filter(|found| {
                found.length < units[opening].text().len() && (found.role.is_some() || found.bare)
            })
            .map(|found| (opening, found))
            .or_else(|| {
                (opening.saturating_sub(WRAPPED_MOST)..opening)
                    .rev()
                    .find_map(|at| Some((at, salutation_at(at)?)))
                    // Far above, it names whom it speaks to.
                    .filter(|(at, found)| opening - at <= 3 || found.role.is_some())
            }),
        None => (0..limit).find_map(|at| {
            Some((
                at,
                salutation_at(at)
                    .filter(|found| !found.bare && (found.role.is_some() || at > 0))?,
            ))
        }),
    };
    // Names that were wrapped: 甲、乙、 / 丙、丁代表：
    let mut first = salutation.as_ref().map(|(at, _)| *at);
    if let (Some((_, found)), Some(at)) = (salutation.as_mut(), first.as_mut()) {
        while *at > 0 && found.role.is_some() {
            let above = units[*at - 1].text();
            let above = ["尊敬的", "敬爱的"]
                .iter()
                .find_map(|honour| above.strip_prefix(honour))
                .unwrap_or(above);
            let names = names::split_names(above);
            let list = above.ends_with(['、', '，', ',']) && above.chars().count() < 200;
            if !list || names.is_empty() || !names.iter().all(|name| names::is_person(name)) {
                break;
            }
            found.names.splice(0..0, names);
            *at -= 1;
        }
    }
    let salutation = salutation.map(|(last, found)| (first.unwrap_or(last)..last + 1, found));
    let start = match (&salutation, opening) {
        (Some((range, _)), _) => range.start,
        (None, Some(opening)) => opening,
        (None, None) => first_of_text(&units[..limit]),
    };
    let after_salutation = salutation.as_ref().map_or(start, |(range, found)| {
        // Text that runs on after the salutation is the text.
        if found.length < units[range.end - 1].text().len() {
            range.end - 1
        } else {
            range.end
        }
    });
    let first_body = opening.map_or(after_salutation, |at| at.max(after_salutation));
    Head {
        salutation,
        opening,
        start,
        first_body,
    }
}

/// Without salutation and opening: the first unit that is no title, field or furniture.
fn first_of_text(units: &[Unit]) -> usize {
    let mut seen_title = false;
    for (at, unit) in units.iter().enumerate() {
        let text = unit.text();
        // Whoever writes ## means a heading of the text.
        if seen_title && matches!(unit.form, Form::Heading(2..)) {
            return at;
        }
        let field = header::starts_with_field(text)
            || header::fields_of_row(text).is_some()
            || header::is_furniture(text);
        if field || !matches!(unit.form, Form::Line | Form::Heading(_)) {
            continue;
        }
        let long = text.chars().count() > 60
            || (text.ends_with(['。', '！']) && text.chars().count() > 15);
        if seen_title && (long || number::read_marker(text).is_some() || !title::is_complete(text))
            || long && !title::is_complete(text)
        {
            return at;
        }
        seen_title = true;
    }
    units.len()
}

/// The signature and what stands around it.
#[derive(Debug, Default)]
struct Tail {
    /// First unit after the text.
    body_end: usize,
    /// Role of each unit from `body_end` on; `None` is left out.
    roles: Vec<TailRole>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TailRole {
    Agency,
    /// The second line of an office's name.
    AgencyRest,
    /// Office and date on one line; byte where the date begins.
    AgencyAndDate(usize),
    Date,
    Fields,
    /// The value of the label on the line above.
    Value,
    Attachment,
    Access,
    Outcome,
    Furniture,
    Note,
}

static ACCESS_LINE: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"^[（(]?\s*(?:此件|此文|本件|本文|该件)?\s*(?:主动公开|公开发布|依申请公开|不予公开|删减后公开|公开)\s*[）)]?$",
    )
});
/// A 文号: 机关代字〔年〕序号.
const DOCUMENT_NUMBER_FORM: &str = r"[\p{Han}（）()]{2,24}?\s*(?:[〔\[［（(【﹝]\s*(?:19|20)?[0-9０-９]{2}\s*[〕\]］）)】﹞]\s*\p{Han}{0,2}\s*[A-Z]?[0-9０-９]{1,6}(?:[-－][0-9]{1,3})?\s*号|(?:19|20)[0-9]{2}\s*[〔\[［【﹝]\s*[0-9]{1,6}\s*[〕\]］】﹞]\s*号)";
static DOCUMENT_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(&format!(
        r"^[（(]?\s*(?P<n>{DOCUMENT_NUMBER_FORM})\s*[）)]?(?:\s+签发人\s*[:：]\s*(?P<s>\S.*))?$"
    ))
});
/// A 文号 that stands apart in a line with other things.
static DOCUMENT_NUMBER_APART: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(&format!(
        r"(?:^|[\s:：])(?P<n>{DOCUMENT_NUMBER_FORM})(?:$|[\s（(【])"
    ))
});
/// A 文号 in brackets at the end of a title.
static DOCUMENT_NUMBER_LAST: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(&format!(
        r"(?:答复|复函|回复|函|函复|报告|意见|情况)\s*[（(【]\s*(?P<n>{DOCUMENT_NUMBER_FORM})\s*[）)】]$"
    ))
});
static OUTCOME_LAST: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"(?:答复|复函|回复|函|函复|报告|意见|情况)\s*[（(【]\s*([A-DＡ-Ｄ]\s*类?)\s*[）)】]$",
    )
});
static SPACED_FIGURES: LazyLock<Regex> = LazyLock::new(|| number::pattern(r"\s*([0-9０-９]+)\s*"));
/// 单位（盖章）：, 承办单位： before the office that signs.
static SIGNING_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"^(?:(?:承办|主办|答复|办理|复文|落款|办复)?单位|答复机关)\s*(?:[（(](?:盖章|公章|章|签章|印章)[）)])?\s*[:：]\s*",
    )
});
/// 日期： before the date that is signed.
static DATE_LABEL: LazyLock<Regex> =
    LazyLock::new(|| number::pattern(r"^(?:(?:落款|签发|成文)?(?:日\s*期|时间)\s*[:：]|公历)\s*"));
static WEEKDAY: LazyLock<Regex> =
    LazyLock::new(|| number::pattern(r"^[（(]?(?:星期|周)[一二三四五六日天][）)]?$"));
/// （王平，0888-2213456）
static PERSON_AND_PHONE: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"^[（(]\s*(\p{Han}[\p{Han} 　]{1,4}?)\s*[，,、：:；\s]\s*((?:0[0-9]{2,3}[-－—–]?)?[0-9]{7,8})\s*[）)]$",
    )
});
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"(?:[（(]?[0０][0-9０-９]{2,3}[）)]?\s*[-－—–]?\s*)?[0-9０-９]{7,8}(?:\s*[-转]\s*[0-9]{1,5})?|1[3-9][0-9]{9}|1[3-9][0-9][*＊xX×]{4}[0-9]{4}|[0-9]{3,4}[-—][0-9]{3,4}[-—]?[0-9]{3,4}",
    )
});

fn is_tail_field(text: &str) -> bool {
    header::starts_with_field(text)
        && !header::is_labelled_prose(text)
        && header::fields_of_line(text).first().is_some_and(|f| {
            !matches!(
                f.field,
                Field::Title | Field::ProposalTitle | Field::LetterBegins | Field::Topics
            ) && text.chars().count() < 160
        })
}

/// What a unit near the end is, taken alone; `None` for text.
fn tail_role(text: &str) -> Option<TailRole> {
    // Nearly every line is a paragraph of the text: say so before anything that costs more.
    if text.len() > 600
        || (text.len() > 60
            && text.ends_with(['。', '；', '：'])
            && !text[..text.floor_char_boundary(60)].contains([':', '：'])
            && !text.starts_with(['（', '(']))
    {
        return None;
    }
    let dated = text.contains(|c: char| matches!(c, '0'..='9' | '０'..='９' | '〇' | '○' | '年'));
    if dated && date_in_line(text).is_some() {
        return Some(TailRole::Date);
    }
    if dated && let Some(at) = agency_and_date(text) {
        return Some(TailRole::AgencyAndDate(at));
    }
    if ACCESS_LINE.is_match(text) {
        return Some(TailRole::Access);
    }
    if header::outcome_letter(text).is_some() {
        return Some(TailRole::Outcome);
    }
    if is_attachment_label(text) {
        return Some(TailRole::Attachment);
    }
    if is_tail_field(text) || is_person_and_phone(text) {
        return Some(TailRole::Fields);
    }
    if header::is_furniture(text) {
        return Some(TailRole::Furniture);
    }
    if agencies_of(text).is_some() {
        return Some(TailRole::Agency);
    }
    header::field_of(text.trim_end_matches([':', '：'])).map(|_| TailRole::Fields)
}

/// （王平，0888-2213456）: whom to ask, without a label.
fn is_person_and_phone(text: &str) -> bool {
    text.starts_with(['（', '('])
        && PERSON_AND_PHONE.captures(text).is_some_and(|found| {
            let name: String = found[1].split_whitespace().collect();
            names::is_surnamed(&name)
        })
}

fn is_attachment_label(text: &str) -> bool {
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

/// Where the date of a line stands that is a signed date: a label may stand before it (日期：), and after it what
/// else is written beside dates (a weekday, （此件公开发布）, （A类）, fields).
fn date_in_line(text: &str) -> Option<Range<usize>> {
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
fn agencies_of(text: &str) -> Option<Vec<String>> {
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

fn strip_stamp(text: &str) -> &str {
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
fn agency_and_date(text: &str) -> Option<usize> {
    let (_, range) = number::find_date(text)?;
    let office = strip_stamp(&text[..range.start]);
    let alone = date_in_line(&text[range.start..]).is_some();
    (alone && agencies_of(office).is_some()).then_some(range.start)
}

/// Offices that sign one letter, each on a line of its own.
const OFFICES_MOST: usize = 12;

fn find_tail(units: &[Unit], first_body: usize) -> Tail {
    let from = (first_body + 1).min(units.len());
    let mut roles: Vec<Option<TailRole>> = units[from..]
        .iter()
        .map(|unit| {
            matches!(unit.form, Form::Line)
                .then(|| tail_role(unit.text()))
                .flatten()
        })
        .collect();
    label_signatures(&units[from..], &mut roles);
    let roles = roles;
    let is = |at: usize, role: TailRole| roles.get(at).copied().flatten() == Some(role);
    let signs = |at: usize| {
        matches!(roles[at], Some(TailRole::AgencyAndDate(_)))
            || is(at, TailRole::Date) && at > 0 && is(at - 1, TailRole::Agency)
    };
    // A date on a line of its own in the middle of the text signs nothing: sentences follow, and no annex.
    let text_follows = |at: usize| {
        for next in at + 1..roles.len() {
            let text = units[from + next].text();
            if is(next, TailRole::Attachment) || text.starts_with('附') || text.ends_with('表') {
                return false;
            }
            if roles[next].is_none() && text.ends_with('。') && text.chars().count() >= 12 {
                return true;
            }
        }
        false
    };
    // An office over its date, between which and the next there are sentences alone: what is quoted was signed there.
    let quoted = |at: usize| {
        let Some(next) = (at + 1..roles.len()).find(|&next| signs(next)) else {
            return false;
        };
        text_follows(at)
            && (at + 1..next)
                .filter(|between| roles[*between].is_none())
                .all(|between| units[from + between].text().ends_with(['。', '！']))
    };
    // An office over its date; else the last date alone; else the last office in what is left of the end.
    let own = (0..roles.len()).find(|&at| signs(at) && !quoted(at));
    let date = own.or_else(|| {
        (0..roles.len())
            .rev()
            .find(|&at| is(at, TailRole::Date) && !text_follows(at))
    });
    let sign = date.or_else(|| {
        let mut at = roles.len();
        while at > 0
            && (roles[at - 1].is_some()
                || roles.len() - at < 8
                    && at > 1
                    && units[from + at - 1].text().chars().count() < 20)
        {
            at -= 1;
        }
        (at..roles.len()).find(|&at| is(at, TailRole::Agency))
    });
    let mut forced: BTreeMap<usize, TailRole> = BTreeMap::new();
    let mut start = match sign {
        Some(sign) => {
            let mut start = sign;
            let mut offices = 0;
            while start > 0
                && offices < OFFICES_MOST
                && is(start - 1, TailRole::Agency)
                && !matches!(roles[sign], Some(TailRole::AgencyAndDate(_)))
            {
                start -= 1;
                offices += 1;
            }
            // The office's name was wrapped: 中共澜汀市委机构编制 / 委员会办公室.
            if offices == 1 && start > 0 && roles[start - 1].is_none() {
                let (above, below) = (units[from + start - 1].text(), units[from + start].text());
                if ["委员会", "办公室", "领导小组", "管理局", "管理委员会"]
                    .iter()
                    .any(|part| below.starts_with(part))
                    && (5..=25).contains(&above.chars().count())
                    && above.chars().all(names::is_han)
                {
                    start -= 1;
                    forced.insert(start, TailRole::Agency);
                    forced.insert(start + 1, TailRole::AgencyRest);
                }
            }
            // Office, contact line, date.
            if offices == 0 && is(sign, TailRole::Date) {
                let mut at = sign;
                while at > 0
                    && sign - at < 3
                    && matches!(
                        roles[at - 1],
                        Some(TailRole::Fields | TailRole::Access | TailRole::Outcome)
                    )
                {
                    at -= 1;
                }
                if at < sign && at > 0 && is(at - 1, TailRole::Agency) {
                    start = at - 1;
                    offices = 1;
                }
            }
            // A short line right above the date is the office, even if its name has no usual ending.
            if offices == 0 && start > 0 && is(sign, TailRole::Date) && roles[start - 1].is_none() {
                let above = strip_stamp(units[from + start - 1].text());
                let formula = ["特此", "此复", "专此", "感谢", "谢谢", "附"]
                    .iter()
                    .any(|word| above.starts_with(word));
                if (3..=25).contains(&above.chars().count())
                    && above.chars().all(names::is_han)
                    && !formula
                    && number::read_marker(above).is_none()
                {
                    start -= 1;
                    forced.insert(start, TailRole::Agency);
                }
            }
            start
        }
        None => roles.len(),
    };
    // Fields between the text and the signature; 附件：1.… with its further lines.
    loop {
        let before = start;
        while start > 0
            && matches!(
                roles[start - 1],
                Some(
                    TailRole::Fields
                        | TailRole::Attachment
                        | TailRole::Access
                        | TailRole::Outcome
                        | TailRole::Furniture
                )
            )
        {
            start -= 1;
        }
        let mut list = start;
        while list > 0
            && start - list < 12
            && is_attachment_item(units[from + list - 1].text())
            && !is(list - 1, TailRole::Attachment)
        {
            list -= 1;
        }
        if list > 0 && list < start && is(list - 1, TailRole::Attachment) {
            for at in list..start {
                forced.insert(at, TailRole::Attachment);
            }
            start = list - 1;
        }
        if start == before {
            break;
        }
    }
    let mut tail = Tail {
        body_end: from + start,
        roles: Vec::new(),
    };
    let mut after_attachment = false;
    let mut label_waits = false;
    let mut copies = false;
    let mut form = false;
    for at in start..roles.len() {
        let text = units[from + at].text();
        let mut role = forced
            .get(&at)
            .copied()
            .or(roles[at])
            .unwrap_or(TailRole::Note);
        if after_attachment && role == TailRole::Note && is_attachment_item(text) {
            role = TailRole::Attachment;
        }
        if label_waits && role == TailRole::Note
            || copies && matches!(role, TailRole::Note | TailRole::Agency)
        {
            role = TailRole::Value;
        }
        // A form for the member's opinion (征询意见表) follows the letter: its name and telephone are the member's.
        form |= role == TailRole::Note
            && ["意见表", "反馈表", "评价表", "回执"]
                .iter()
                .any(|word| text.contains(word))
            && text.chars().count() <= 40;
        if form && role != TailRole::Furniture {
            role = TailRole::Note;
        }
        after_attachment = role == TailRole::Attachment;
        label_waits = role == TailRole::Fields
            && header::field_of(text.trim_end_matches([':', '：']))
                .is_some_and(|f| f != Field::Furniture);
        // 抄送：市政府办公室、 / 市政协提案委。
        let list = header::field_of(text.trim_end_matches([':', '：'])) == Some(Field::CopiedTo)
            || text.ends_with(['、', '，', ','])
                && header::fields_of_line(text)
                    .last()
                    .is_some_and(|found| found.field == Field::CopiedTo);
        copies = role == TailRole::Fields && list
            || role == TailRole::Value && copies && text.ends_with(['、', '，', ',']);
        tail.roles.push(role);
    }
    tail
}

/// 单位（盖章）：X and 日期：X sign where they stand together, and are fields of the page elsewhere.
fn label_signatures(units: &[Unit], roles: &mut [Option<TailRole>]) {
    for at in 0..roles.len() {
        let role = |at: usize| roles.get(at).copied().flatten();
        let text = units[at].text();
        if role(at) == Some(TailRole::Fields) || role(at).is_none() && SIGNING_LABEL.is_match(text)
        {
            let dated = role(at + 1) == Some(TailRole::Date)
                || at > 0 && role(at - 1) == Some(TailRole::Date);
            if dated && SIGNING_LABEL.is_match(text) && agencies_of(text).is_some() {
                roles[at] = Some(TailRole::Agency);
            }
        }
    }
    for at in 0..roles.len() {
        if roles[at] == Some(TailRole::Date)
            && DATE_LABEL
                .find(units[at].text())
                .is_some_and(|label| label.as_str().contains([':', '：']))
        {
            let signed = at > 0 && roles[at - 1] == Some(TailRole::Agency);
            if !signed || !units[at].text().contains('年') {
                roles[at] = Some(TailRole::Fields);
            }
        }
    }
}

/// The date that an office signs where these units begin: on the same line, or on the next.
fn signed_again(units: &[Unit], roles: &[TailRole]) -> Option<jiff::civil::Date> {
    let date = match roles {
        [TailRole::Agency, TailRole::Date, ..] => units[1].text(),
        [TailRole::AgencyAndDate(from), ..] => &units[0].text()[*from..],
        _ => return None,
    };
    match number::read_date_line(date) {
        Some(DateReading::Certain(date)) => Some(date),
        _ => match number::find_date(date)?.0 {
            DateReading::Certain(date) => Some(date),
            _ => None,
        },
    }
}

fn is_attachment_item(text: &str) -> bool {
    number::read_marker(text).is_some_and(|marker| marker.level >= 3)
        && text.chars().count() < 80
        && text.strip_suffix('。').is_none_or(|name| {
            // The last one of a list: 3.办理流程图。
            name.chars().count() < 30 && !name.contains(['，', '。', '；', '：'])
        })
}

/// Of what a line below the signature speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    /// Of the letter, or of its page.
    Letter,
    /// It follows a line that names attachments: the page's footer, or what the attachment says.
    Attachments,
    /// A text has begun that is the attachment's own.
    Annex,
}

impl Below {
    /// Of what a line speaks, after what the lines above it spoke of.
    fn then(self, role: TailRole, text: &str, signed: bool) -> Self {
        let begins = ["附件", "附 件", "附：", "附:", "附表", "附录", "另附"]
            .iter()
            .any(|word| text.starts_with(word));
        match (self, role) {
            // Attachments are named above the signature too: what signs ends their list.
            (Self::Attachments, TailRole::Agency | TailRole::AgencyAndDate(_) | TailRole::Date)
                if !signed =>
            {
                Self::Letter
            }
            (Self::Letter | Self::Attachments, TailRole::Attachment) => Self::Attachments,
            (Self::Letter | Self::Attachments, TailRole::Note) if begins => Self::Attachments,
            (Self::Letter, TailRole::Fields) if text.starts_with("相关附件") => {
                Self::Attachments
            }
            (
                Self::Attachments,
                TailRole::Note | TailRole::Agency | TailRole::AgencyAndDate(_) | TailRole::Date,
            ) => Self::Annex,
            (before, _) => before,
        }
    }

    /// Whether a field is a fact of the reply. `page` says that its line bears a label that only pages use.
    fn speaks(self, found: &Found, page: bool) -> bool {
        let of_letter = matches!(
            found.field,
            Field::ContactName
                | Field::ContactPhone
                | Field::ContactBoth
                | Field::CopiedTo
                | Field::Access
                | Field::Outcome
                | Field::Attachment
        );
        match self {
            Self::Letter => true,
            Self::Attachments => page || !header::is_ambiguous(found),
            Self::Annex => page || of_letter,
        }
    }
}

struct Reader<'s> {
    source: &'s str,
    letter: Letter,
    /// What the header says besides the title, for kind and session.
    header_text: String,
    titles: Vec<Candidate>,
}

impl Reader<'_> {
    fn warn(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        at: &Range<usize>,
    ) -> &mut Diagnostic {
        self.note(code, Severity::Warning, message, at)
    }

    fn note(
        &mut self,
        code: &'static str,
        severity: Severity,
        message: impl Into<String>,
        at: &Range<usize>,
    ) -> &mut Diagnostic {
        let diagnostic =
            Diagnostic::new(code, severity, message).at(self.source, at.start, at.len());
        self.letter.diagnostics.push(diagnostic);
        let last = self.letter.diagnostics.len() - 1;
        &mut self.letter.diagnostics[last]
    }

    fn origin(&mut self, field: &'static str, at: Range<usize>) {
        self.letter.origins.entry(field).or_insert(at);
    }

    // ---- above the letter ----

    /// Reads title and header; returns the units that are part of the text although they stand above it.
    fn read_preamble(&mut self, units: &[Unit], signer: Option<&str>) -> Vec<usize> {
        let mut lines: Vec<(String, usize, usize)> = Vec::new();
        let mut waiting: Option<Found> = None;
        let mut notes: Vec<usize> = Vec::new();
        let mut values_below = false;
        for (index, unit) in units.iter().enumerate() {
            let text = unit.text();
            let at = unit.offset..unit.offset + unit.length;
            if matches!(unit.form, Form::Html(_)) {
                notes.push(index);
                continue;
            }
            if let Some(row) = header::fields_of_row(text) {
                for found in row {
                    self.apply_field(found, unit.offset);
                }
                continue;
            }
            let bare = text.trim_end_matches([':', '：']).trim_end();
            if let Some(field) = header::field_of(bare).filter(|_| !header::is_furniture(text)) {
                // A label over its value; 来源： with nothing after it is empty, unless its neighbours have theirs
                // on the next line.
                let colon = bare.len() < text.len();
                let next = units.get(index + 1).map_or("", Unit::text);
                let waits = !colon || suits(field, next, values_below);
                waiting = (waits && field != Field::LetterBegins).then(|| Found {
                    field,
                    label: bare.to_owned(),
                    value: String::new(),
                    offset: 0,
                });
                values_below |= colon && waits;
                continue;
            }
            if let Some(mut found) = waiting.take() {
                text.clone_into(&mut found.value);
                self.apply_field(found, unit.offset);
                continue;
            }
            if let Some(pieces) = pieces_of(text) {
                for piece in pieces {
                    self.read_piece(
                        piece,
                        unit.offset + (piece.as_ptr() as usize - text.as_ptr() as usize),
                    );
                }
                continue;
            }
            if (header::starts_with_field(text) || header::holds_fields(text))
                && !header::is_labelled_prose(text)
            {
                self.apply_line(text, unit.offset);
                if let Some(date) = header::unlabelled_date(text)
                    && number::read_published(date).is_some()
                {
                    self.set_published(date, at);
                }
                continue;
            }
            // The site's name, a government's, above a title that an office of it signs.
            let site = text.ends_with("人民政府")
                && names::is_body(text)
                && signer.is_some_and(|office| !office.ends_with("政府"))
                && units
                    .get(index + 1)
                    .is_some_and(|next| title::is_complete(next.text()));
            if header::is_furniture(text) || site {
                self.letter.left_out.push(at);
            } else if let Some((number, title)) = number_and_title(text) {
                self.set_document_number(number, unit.offset);
                let start = title.as_ptr() as usize - text.as_ptr() as usize;
                lines.push((title.to_owned(), unit.offset + start, index));
            } else if let Some(found) = DOCUMENT_NUMBER.captures(text)
                && !is_cited(text)
            {
                if let Some(number) = found.name("n") {
                    self.set_document_number(number.as_str(), unit.offset + number.start());
                }
                if let Some(signatory) = found.name("s") {
                    self.letter
                        .reply
                        .signatory
                        .get_or_insert_with(|| signatory.as_str().trim().to_owned());
                }
            } else if header::outcome_letter(text).is_some() {
                self.set_outcome(text, at);
            } else if ACCESS_LINE.is_match(text) {
                self.set_access(text, at);
            } else if number::read_date_line(text).is_some()
                || text.len() < 40 && number::find_date(text).is_some_and(|(_, r)| r.start == 0)
            {
                // （2024年5月6日） below a title is the document's own date.
                if text.starts_with(['（', '(']) && text.contains('年') {
                    self.set_issued(text, at, false);
                } else {
                    self.set_published(text, at);
                }
            } else if let Some(date) = header::unlabelled_date(text)
                && number::read_published(date).is_some()
            {
                self.set_published(date, at);
            } else {
                lines.push((text.to_owned(), unit.offset, index));
            }
        }
        let mut candidates = title::join_lines(&lines);
        candidates.append(&mut self.titles);
        self.choose_title(&candidates, units, &mut notes);
        notes.sort_unstable();
        notes
    }

    /// Chooses the title; lines above the letter that nothing else claims are added to `notes`.
    /// The fields of a line, in order; a telephone after 分管领导 is the leader's.
    fn apply_line(&mut self, text: &str, offset: usize) {
        let mut leader = false;
        for mut found in header::fields_of_line(text) {
            if found.field == Field::ContactPhone && leader {
                found.field = Field::Other;
            }
            leader = found.label.starts_with("主办")
                || found.field == Field::Other
                    && (found.label.contains("领导")
                        || found.label.contains("负责人")
                        || found.label.contains("责任人"));
            self.apply_field(found, offset);
        }
    }

    /// A piece of a line above the letter: （A类）, 签发人：…, a document number.
    fn read_piece(&mut self, piece: &str, offset: usize) {
        let at = offset..offset + piece.len();
        if let Some(number) = DOCUMENT_NUMBER
            .captures(piece)
            .and_then(|found| found.name("n"))
        {
            self.set_document_number(number.as_str(), offset + number.start());
        } else if header::outcome_letter(piece).is_some() {
            self.set_outcome(piece, at);
        } else if ACCESS_LINE.is_match(piece) {
            self.set_access(piece, at);
        } else if number::read_date_line(piece).is_some() {
            self.set_issued(piece, at, false);
        } else {
            self.apply_line(piece, offset);
        }
    }

    fn choose_title(&mut self, candidates: &[Candidate], units: &[Unit], notes: &mut Vec<usize>) {
        let best = candidates
            .iter()
            .enumerate()
            // Among equals the one nearest to the letter: what stands above it is the page's title.
            .max_by_key(|(at, candidate)| (title::score(candidate), *at))
            .filter(|(_, candidate)| {
                !names::is_body(&candidate.text)
                    && (title::score(candidate) > -20 || candidates.len() == 1)
            })
            .map(|(at, _)| at);
        if let Some(best) = best {
            let chosen = &candidates[best];
            let at = chosen.offset..chosen.offset + chosen.length;
            self.letter.reply.title.clone_from(&chosen.text);
            self.letter.reply.title_truncated = title::is_truncated(&chosen.text);
            let lines = chosen.lines;
            self.origin("title", at.clone());
            // …的答复（澜建函〔2024〕27号）, …的答复（A类）
            if let Some(number) = DOCUMENT_NUMBER_LAST
                .captures(&chosen.text)
                .and_then(|found| found.name("n"))
            {
                self.set_document_number(number.as_str(), at.start);
            }
            if let Some(letter) = OUTCOME_LAST
                .captures(&chosen.text)
                .and_then(|found| found.get(1))
            {
                self.set_outcome(letter.as_str(), at.clone());
            }
            if lines > 1 {
                self.note(
                    "title-split",
                    Severity::Advice,
                    tell!("title-split", lines),
                    &at,
                );
            }
            if self.letter.reply.title_truncated {
                self.warn("title-truncated", tell!("title-truncated"), &at)
                    .hint = Some(tell!("title-truncated.hint"));
            }
        }
        let title_text = self.letter.reply.title.clone();
        for (at, candidate) in candidates.iter().enumerate() {
            if Some(at) == best {
                continue;
            }
            let place = candidate.offset..candidate.offset + candidate.length;
            let text = candidate.text.as_str();
            self.header_text.push_str(text);
            self.header_text.push('\n');
            let stem = text.trim_end_matches(['.', '…', ' ']);
            if text == title_text || (!stem.is_empty() && title_text.starts_with(stem)) {
                self.note(
                    "title-repeated",
                    Severity::Advice,
                    tell!("title-repeated"),
                    &place,
                );
                self.letter.left_out.push(place);
            } else if title::is_complete(text)
                && title::score(candidate) >= 30
                && !is_proposal_name(text)
            {
                self.note(
                    "title-differs",
                    Severity::Advice,
                    tell!("title-differs"),
                    &place,
                );
                self.letter.left_out.push(place);
            } else if is_proposal_name(text) {
                self.offer_proposal_title(text, place);
            } else if names::is_body(text)
                || text.ends_with("文件")
                || text.ends_with("网站")
                || text.ends_with("公开")
                || candidate.labelled
            {
                self.letter.left_out.push(place);
            } else {
                self.warn(
                    "header-unread",
                    tell!("header-unread", text = shorten(text)),
                    &place,
                );
                for index in candidate.first..(candidate.first + candidate.lines).min(units.len()) {
                    notes.push(index);
                }
            }
        }
    }

    fn offer_proposal_title(&mut self, text: &str, at: Range<usize>) {
        if self.letter.reply.proposal_title.is_none() {
            let name = unquote(text);
            self.letter.reply.proposal_title = Some(name.to_owned());
            self.origin("proposal_title", at);
        }
    }

    // ---- fields ----

    fn apply_field(&mut self, found: Found, unit_offset: usize) {
        let at = unit_offset + found.offset..unit_offset + found.offset + found.value.len();
        let value = found.value.trim();
        if value.is_empty() || matches!(value, "无" | "/" | "-" | "—") {
            return;
        }
        match found.field {
            Field::Title => {
                let stripped = title::strip_site_tail(value);
                let text = title::squeeze_digits(stripped);
                self.titles.push(Candidate {
                    text,
                    offset: at.start,
                    length: value.len(),
                    lines: 1,
                    first: 0,
                    labelled: true,
                });
            }
            Field::ProposalTitle => self.offer_proposal_title(value, at),
            Field::DocumentNumber => self.set_document_number(value, at.start),
            Field::Issued => self.set_issued(value, at, false),
            Field::Published => self.set_published(value, at),
            Field::Session => {
                if let Some((session, _)) = number::find_session(value) {
                    self.letter.reply.session.get_or_insert(session);
                    self.origin("session", at);
                }
                self.header_text.push_str(value);
                self.header_text.push('\n');
            }
            Field::CaseNumber if DOCUMENT_NUMBER.is_match(value) => {
                self.set_document_number(value, at.start);
            }
            Field::CaseNumber => {
                let digits = value.trim_start_matches('第').trim_end_matches('号').trim();
                // 编号：LT-24 numbers something else.
                let foreign = digits.contains(['-', '－'])
                    && digits.contains(|c: char| c.is_ascii_alphabetic())
                    && found.label == "编号";
                if !foreign
                    && digits.chars().any(|c| number::digit_value(c).is_some())
                    && digits.chars().count() <= 16
                    && !digits.contains(['〔', '/', '['])
                {
                    self.letter
                        .reply
                        .case_number
                        .get_or_insert_with(|| digits.to_owned());
                    self.origin("case_number", at);
                } else {
                    self.letter
                        .reply
                        .other
                        .push((found.label, value.to_owned()));
                }
            }
            Field::Askers => {
                if self.letter.reply.askers.is_empty() {
                    let (value, more) = match value.find('等') {
                        Some(cut) => (&value[..cut], true),
                        None => (value, false),
                    };
                    self.letter.reply.askers = names::split_names(value);
                    self.letter.reply.askers_more = more;
                    self.origin("askers", at);
                }
                if found.label.contains("代表") {
                    self.header_text.push_str("代表建议\n");
                }
            }
            Field::Agency => {
                // 发布机构 and 承办单位 speak only where nobody signs.
                if !self.letter.origins.contains_key("header_agency") {
                    let offices = split_offices(value);
                    if let Some(first) = offices.first() {
                        self.letter.reply.header_agency = Some(first.clone());
                        self.origin("header_agency", at);
                    }
                }
            }
            Field::CoAgencies => {
                self.letter.reply.co_agencies = split_offices(value);
                self.origin("co_agencies", at);
            }
            Field::Source => {
                let cut = header::unlabelled_date(value)
                    .map_or(value.len(), |date| value.len() - date.len());
                let value = value[..cut].trim_end();
                self.letter
                    .reply
                    .source
                    .get_or_insert_with(|| value.to_owned());
                self.origin("source", at);
            }
            Field::Signatory => {
                self.letter
                    .reply
                    .signatory
                    .get_or_insert_with(|| value.to_owned());
                self.origin("signatory", at);
            }
            Field::Outcome => match header::read_outcome(value) {
                header::Outcome::Letter(_) => self.set_outcome(value, at),
                reading => {
                    if reading == header::Outcome::Unclear {
                        self.warn(
                            "outcome-missing",
                            tell!(
                                "outcome-unticked",
                                label = found.label.as_str(),
                                value = shorten(value)
                            ),
                            &at,
                        )
                        .hint = Some(tell!("outcome-missing.hint", label = found.label.as_str()));
                    }
                    self.letter
                        .reply
                        .other
                        .push((found.label, value.to_owned()));
                }
            },
            Field::Access => self.set_access(value, at),
            Field::ContactName | Field::ContactPhone | Field::ContactBoth => {
                self.set_contact(found.field, value, at);
            }
            Field::CopiedTo => {
                let value = value.trim_end_matches('。');
                let list = value
                    .split(['，', ',', '、', '；', ';'])
                    .map(|part| part.trim().to_owned())
                    .filter(|part| !part.is_empty());
                self.letter.reply.copied_to.extend(list);
                self.origin("copied_to", at);
            }
            Field::Attachment => self.add_attachment(value, at),
            Field::Topics => {
                let list = value
                    .split(['，', ',', '、', '；', ';', ' ', '　'])
                    .map(|part| part.trim().to_owned())
                    .filter(|part| !part.is_empty());
                self.letter.reply.topics.extend(list);
                self.origin("topics", at);
            }
            Field::Other => self.letter.reply.other.push((
                found.label.chars().filter(|c| !c.is_whitespace()).collect(),
                value.to_owned(),
            )),
            Field::LetterBegins | Field::Furniture => {}
        }
    }

    fn set_document_number(&mut self, value: &str, offset: usize) {
        let at = offset..offset + value.len();
        if let Some(before) = self.letter.reply.document_number.clone() {
            if DOCUMENT_NUMBER.is_match(value)
                && !is_cited(value)
                && crate::text::document_key(&before) != crate::text::document_key(value)
            {
                self.contradicts("document_number", &before, value, &at);
            }
            return;
        }
        // 字号：【大 中 小】 is about the size of the letters.
        if !value.contains(|c| number::digit_value(c).is_some()) {
            return;
        }
        // 文号：澜建函〔2023〕5号 （A类）
        if let Some(found) = DOCUMENT_NUMBER_APART
            .captures(value)
            .and_then(|found| found.name("n"))
            && found.start() == 0
            && pieces_of(value).is_some()
        {
            let rest = value[found.end()..].trim();
            if header::outcome_letter(rest).is_some() {
                self.set_outcome(rest, at.clone());
            }
            return self.set_document_number(found.as_str(), offset);
        }
        if DOCUMENT_NUMBER
            .captures(value)
            .is_none_or(|found| found.get(0).map_or("", |m| m.as_str()) != value)
        {
            self.warn(
                "document-number-damaged",
                tell!("document-number-damaged", value),
                &at,
            )
            .hint = Some(tell!("document-number-damaged.hint"));
        }
        let value = SPACED_FIGURES.replace_all(value.trim(), "$1").into_owned();
        self.letter.reply.document_number = Some(value);
        self.origin("document_number", at);
    }

    fn set_issued(&mut self, value: &str, at: Range<usize>, signed: bool) {
        let reading = if signed {
            number::read_date_line(value)
        } else {
            number::find_date(value)
                .map(|(reading, _)| reading)
                .or_else(|| number::read_date_line(value))
        };
        let date = match reading {
            Some(DateReading::Certain(date)) => date,
            Some(DateReading::Stripped(date)) => {
                self.warn("date-stripped", tell!("date-stripped", value, date), &at)
                    .hint = Some(tell!("date-stripped.hint"));
                date
            }
            _ => {
                self.warn(
                    "date-unreadable",
                    tell!("date-unreadable", date = shorten(value)),
                    &at,
                )
                .hint = Some(tell!("date-unreadable.hint"));
                return;
            }
        };
        match self.letter.reply.issued {
            Some(before) if before != date && signed => {
                self.warn("dates-differ", tell!("dates-differ", date, before), &at);
                self.letter.origins.remove("issued");
            }
            Some(_) if !signed => return,
            _ => {}
        }
        self.letter.reply.issued = Some(date);
        self.origin("issued", at);
    }

    fn set_published(&mut self, value: &str, at: Range<usize>) {
        if self.letter.reply.published.is_some() {
            return;
        }
        match number::read_published(value) {
            Some(published) => {
                self.letter.reply.published = Some(published);
                self.origin("published", at);
            }
            None => {
                self.warn(
                    "date-unreadable",
                    tell!("date-unreadable", date = shorten(value)),
                    &at,
                )
                .hint = Some(tell!("date-unreadable-published.hint"));
            }
        }
    }

    fn set_outcome(&mut self, value: &str, at: Range<usize>) {
        let letter = header::outcome_letter(value).or_else(|| header::outcome_value(value));
        if let Some(letter) = letter {
            match self.letter.reply.outcome {
                Some(before) if before != letter => {
                    self.contradicts("outcome", &before.to_string(), &letter.to_string(), &at);
                }
                _ => self.letter.reply.outcome = Some(letter),
            }
            self.origin("outcome", at);
        }
    }

    fn set_access(&mut self, value: &str, at: Range<usize>) {
        if let Some(access) = Access::read(value) {
            self.letter.reply.access.get_or_insert(access);
            self.origin("access", at);
        }
    }

    fn set_contact(&mut self, field: Field, value: &str, at: Range<usize>) {
        let phone = PHONE.find(value);
        let value_phone = match (field, phone) {
            (Field::ContactPhone, Some(found))
                if value[..found.start()].chars().any(names::is_han) =>
            {
                Some(value[found.start()..].trim_end_matches(['。', '）', ')', '；', ' ']))
            }
            (Field::ContactPhone, Some(_)) => Some(value.trim_end_matches(['。', '）', ')', '；'])),
            (_, Some(found)) => {
                Some(value[found.start()..].trim_end_matches(['。', '）', ')', '；', ' ']))
            }
            // 12345
            (Field::ContactPhone, None)
                if value.len() == 5
                    && value.bytes().all(|b| b.is_ascii_digit())
                    && value.starts_with(['1', '9']) =>
            {
                Some(value)
            }
            _ => None,
        };
        if let Some(phone) = value_phone.map(without_words) {
            self.letter
                .reply
                .contact
                .phone
                .get_or_insert_with(|| phone.to_owned());
            self.origin("contact_phone", at.clone());
        }
        let name = phone.map_or(value, |found| &value[..found.start()]);
        // 联系方式：王平 2213456
        let stray = field == Field::ContactPhone
            && names::contact_person(
                name.trim_end_matches(['，', ',', '：', ':', ' ', '　', '（', '(']),
            )
            .is_some();
        if field != Field::ContactPhone || stray {
            let name = name.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '，' | ','
                            | '、'
                            | '：'
                            | ':'
                            | '；'
                            | '（'
                            | '('
                            | '）'
                            | ')'
                            | '。'
                            | '电'
                            | '话'
                    )
            });
            let whole: String = name.chars().filter(|c| !c.is_whitespace()).collect();
            let persons = names::split_names(name);
            // 办公室 is whom to ask for, and no one's name.
            let is_name = |person: &&String| names::is_person(person) && !names::is_body(person);
            // 市卫生健康委医政处 章海波
            let after_office = persons.len() > 1
                && persons[..persons.len() - 1]
                    .iter()
                    .all(|part| names::is_body(part))
                && persons.last().is_some_and(|last| is_name(&last));
            if after_office
                || !whole.is_empty()
                    && !persons.is_empty()
                    && persons.iter().all(|person| is_name(&person))
            {
                let shown = match persons.last() {
                    Some(last) if after_office || persons.len() == 1 => last.clone(),
                    _ => name.to_owned(),
                };
                let shown = names::contact_person(&shown).map_or(shown.clone(), str::to_owned);
                self.letter.reply.contact.name.get_or_insert(shown);
                self.origin("contact_name", at);
            } else if let Some(person) = names::contact_person(name) {
                let shown = person.to_owned();
                self.letter.reply.contact.name.get_or_insert(shown);
                self.origin("contact_name", at);
            }
        }
    }

    fn add_attachment(&mut self, value: &str, at: Range<usize>) {
        let marker = number::read_marker(value).map_or(0, |marker| marker.length);
        let title = value[marker..].trim().trim_end_matches(['。', '；', ';']);
        if !title.is_empty() {
            self.letter.reply.attachments.push(Attachment {
                title: title.to_owned(),
                file: None,
            });
            self.origin("attachments", at);
        }
    }

    // ---- the end ----

    fn read_tail(&mut self, units: &[Unit], tail: &Tail) {
        let mut offices: Vec<(String, Range<usize>)> = Vec::new();
        let mut signed = false;
        let mut below = Below::Letter;
        let mut copies = false;
        for (at, role) in tail.roles.iter().enumerate() {
            let unit = &units[tail.body_end + at];
            let text = unit.text();
            let place = unit.offset..unit.offset + unit.length;
            below = below.then(*role, text, signed);
            copies &= *role == TailRole::Value;
            if signed
                && below == Below::Letter
                && let Some(date) = signed_again(&units[tail.body_end + at..], &tail.roles[at..])
            {
                // 甲局 / 2024年5月6日 / 乙局 / 2024年5月6日: both sign. What signs another day may be another letter.
                if self.letter.reply.issued == Some(date) {
                    let office = text.split(|c: char| c.is_ascii_digit()).next();
                    let list = agencies_of(office.unwrap_or(text)).unwrap_or_default();
                    offices.extend(list.into_iter().map(|office| (office, place.clone())));
                } else if let Some(before) = self.letter.reply.issued
                    && !tail.roles[..at].contains(&TailRole::Note)
                {
                    self.warn(
                        "dates-differ",
                        tell!("dates-differ-again", date, before),
                        &place,
                    );
                }
            }
            match role {
                // The office below the date, if there is none above it.
                TailRole::Agency
                    if !signed
                        || offices.is_empty() && at > 0 && tail.roles[at - 1] == TailRole::Date =>
                {
                    let list =
                        agencies_of(text).unwrap_or_else(|| vec![strip_stamp(text).to_owned()]);
                    offices.extend(list.into_iter().map(|office| (office, place.clone())));
                }
                TailRole::AgencyRest => {
                    if let Some((office, _)) = offices.last_mut() {
                        office.push_str(strip_stamp(text));
                    }
                }
                TailRole::AgencyAndDate(date) if !signed => {
                    let office = strip_stamp(&text[..*date]);
                    offices.extend(
                        agencies_of(office)
                            .unwrap_or_default()
                            .into_iter()
                            .map(|office| (office, place.clone())),
                    );
                    self.set_signed(text, *date, &place);
                    signed = true;
                }
                TailRole::Date if !signed => {
                    self.set_signed(text, 0, &place);
                    signed = true;
                }
                TailRole::Fields if is_person_and_phone(text) => {
                    self.set_contact(
                        Field::ContactBoth,
                        text.trim_matches(['（', '）', '(', ')']),
                        place,
                    );
                }
                TailRole::Fields => {
                    let bare = text.trim_end_matches([':', '：']);
                    if header::field_of(bare).is_none() {
                        let mut leader = false;
                        let fields = header::fields_of_line(text);
                        // Labels of one footer stand beside or below each other.
                        let near = match below {
                            Below::Attachments => at.saturating_sub(1)..at + 2,
                            Below::Letter | Below::Annex => at..at + 1,
                        };
                        let page = near
                            .filter(|near| tail.roles.get(*near) == Some(&TailRole::Fields))
                            .flat_map(|near| {
                                header::fields_of_line(units[tail.body_end + near].text())
                            })
                            .any(|found| header::is_of_page(&found));
                        for mut found in fields {
                            if !below.speaks(&found, page) {
                                continue;
                            }
                            if found.field == Field::ContactPhone && leader {
                                found.field = Field::Other;
                            }
                            leader = found.label.starts_with("主办")
                                || found.field == Field::Other
                                    && ["领导", "负责人", "责任人"]
                                        .iter()
                                        .any(|who| found.label.contains(who));
                            copies = found.field == Field::CopiedTo;
                            self.apply_tail_field(found, unit.offset);
                        }
                    } else if let Some(TailRole::Value) = tail.roles.get(at + 1) {
                        let value = &units[tail.body_end + at + 1];
                        let field = header::field_of(bare).unwrap_or(Field::Other);
                        let found = Found {
                            field,
                            label: bare.to_owned(),
                            value: value.text().to_owned(),
                            offset: 0,
                        };
                        copies = field == Field::CopiedTo;
                        if !copies && below.speaks(&found, header::is_of_page(&found)) {
                            self.apply_tail_field(found, value.offset);
                        }
                    }
                }
                // The list of the line above goes on.
                TailRole::Value if copies => self.apply_tail_field(
                    Found {
                        field: Field::CopiedTo,
                        label: String::new(),
                        value: text.to_owned(),
                        offset: 0,
                    },
                    unit.offset,
                ),
                TailRole::Attachment => {
                    let value = text.trim_start_matches(['附', '件', ' ', '：', ':']);
                    self.add_attachment(value, place);
                }
                TailRole::Access => self.set_access(text, place),
                TailRole::Outcome => self.set_outcome(text, place),
                TailRole::Furniture => self.letter.left_out.push(place),
                _ => {}
            }
        }
        if let Some(((first, place), rest)) = offices.split_first() {
            self.letter.reply.agency = Some(first.clone());
            self.origin("agency", place.clone());
            if !rest.is_empty() {
                self.letter.reply.co_agencies =
                    rest.iter().map(|(office, _)| office.clone()).collect();
                self.origin("co_agencies", rest[0].1.clone());
            }
        } else if let Some(place) = self.letter.origins.get("header_agency").cloned() {
            self.note(
                "agency-from-header",
                Severity::Advice,
                tell!("agency-from-header"),
                &place,
            );
        }
    }

    /// The signed date that stands from byte `from` of a line on, and what stands behind it.
    fn set_signed(&mut self, text: &str, from: usize, place: &Range<usize>) {
        let range = date_in_line(&text[from..]).unwrap_or(0..text.len() - from);
        let (start, end) = (from + range.start, from + range.end);
        self.set_issued(
            text[start..end].trim(),
            place.start + start..place.end,
            true,
        );
        let rest = text[end..].trim();
        if rest.is_empty() {
            return;
        }
        if header::outcome_letter(rest).is_some() {
            self.set_outcome(rest, place.clone());
        } else if ACCESS_LINE.is_match(rest) {
            self.set_access(rest, place.clone());
        } else if is_contact(rest) {
            self.apply_line(rest, place.start);
        }
    }

    fn apply_tail_field(&mut self, found: Found, offset: usize) {
        // Dates and offices below a letter belong to the page; the signature has spoken.
        if matches!(found.field, Field::Title | Field::Agency if self.letter.reply.agency.is_some())
        {
            return;
        }
        self.apply_field(found, offset);
    }

    // ---- salutation, opening and what they say together with title and header ----

    fn read_head(&mut self, units: &[Unit], head: &Head) {
        let Some((range, found)) = &head.salutation else {
            return;
        };
        let first = &units[range.start];
        let last = &units[range.end - 1];
        let at = first.offset..last.offset + found.length.min(last.length);
        if let Some(case) = &found.case_number {
            self.letter
                .reply
                .case_number
                .get_or_insert_with(|| case.clone());
            self.origin("case_number", at.clone());
        }
        let opening = opening_of(units, head).map_or_else(String::new, |(_, text)| text);
        let opening = opening.as_str();
        let group = found.bare
            || found.role.is_none()
                && found
                    .names
                    .iter()
                    .all(|name| names::is_group(name) || !names::is_office(name));
        let opinion = proposal::find_kind(&self.letter.reply.title, opening, "", found.role)
            == Some(Kind::Opinion);
        if found.role.is_none()
            && (opinion
                || !group
                    && self.letter.reply.askers.is_empty()
                    && !opening.contains("您提出")
                    && !opening.contains("你们提出")
                    && !opening.contains("贵"))
        {
            self.letter.reply.addressee_agency = Some(found.names.join("、"));
            self.origin("addressee_agency", at);
        } else {
            // Of a list that cannot be taken apart, the header may know more.
            if found.names.is_empty() {
                return;
            }
            self.letter.reply.askers.clone_from(&found.names);
            self.letter.reply.askers_more = found.more;
            self.letter.origins.remove("askers");
            self.origin("askers", at);
        }
    }

    /// Warns where title, opening and header do not give one 案号. Each is a text and the byte where it stands.
    fn compare_numbers(&mut self, title: (&str, usize), opening: (&str, usize)) {
        let of = |(text, at): (&str, usize)| {
            proposal::find_case_number(text).map(|range| {
                (
                    text[range.clone()].to_owned(),
                    at + range.start..at + range.end,
                )
            })
        };
        let (titled, opened) = (of(title), of(opening));
        if let (Some((one, _)), Some((other, at))) = (&titled, &opened)
            && proposal::numbers_differ(one, other)
            && !title.0.contains(other.as_str())
            && !opening.0.contains(one.as_str())
        {
            self.warn(
                "proposal-differs",
                tell!("proposal-differs-number", other, one),
                at,
            )
            .hint = Some(tell!("proposal-differs-number.hint"));
        }
        let labelled = self.letter.reply.case_number.clone();
        if let Some((header, (number, at))) = labelled.zip(opened.or(titled))
            && proposal::numbers_differ(&header, &number)
            && !title.0.contains(&header)
            && !opening.0.contains(&header)
        {
            self.contradicts("case_number", &header, &number, &at);
        }
    }

    /// A field was read before, and something else now.
    fn contradicts(&mut self, field: &'static str, before: &str, now: &str, at: &Range<usize>) {
        let line = self
            .letter
            .origins
            .get(field)
            .map(|range| crate::diagnostic::Place::of(self.source, range.start, 0).line);
        let whence = line.map_or_else(
            || tell!("field-contradicts-elsewhere"),
            |line| tell!("field-contradicts-line", line),
        );
        self.warn(
            "field-contradicts",
            tell!(
                "field-contradicts",
                field = messages::fact(field),
                now,
                before,
                whence
            ),
            at,
        )
        .hint = Some(tell!("field-contradicts.hint", field));
    }

    fn read_facts(&mut self, units: &[Unit], head: &Head) {
        let opening = opening_of(units, head);
        let opening_unit = opening.as_ref().map(|(first, _)| &units[*first]);
        let opening_first = opening.as_ref().map(|(first, _)| *first);
        let opening = opening.as_ref().map_or("", |(_, text)| text.as_str());
        let salutation = head.salutation.as_ref().map(|(_, found)| found);
        // Where the salutation and the opening share a line, only the rest is the opening.
        let shift = match (&head.salutation, opening_first) {
            (Some((range, found)), Some(at)) if range.end - 1 == at => found.length,
            _ => 0,
        };
        let opening_rest = opening.get(shift..).unwrap_or(opening);
        let opening_at = opening_unit.map_or(0, |unit| unit.offset) + shift;
        let title = self.letter.reply.title.clone();
        let title_at = self
            .letter
            .origins
            .get("title")
            .map_or(0, |range| range.start);
        let header = std::mem::take(&mut self.header_text);
        self.compare_numbers((&title, title_at), (opening_rest, opening_at));

        if let Some(range) = proposal::find_in_opening(opening_rest) {
            let name = opening_rest[range.clone()].to_owned();
            let titled = (!self.letter.reply.title_truncated)
                .then(|| proposal::find_in_title(&title))
                .flatten();
            let labelled = self.letter.reply.proposal_title.clone();
            for (other, place) in [
                (
                    titled.map(|range| title[range].to_owned()),
                    tell!("proposal-differs-title"),
                ),
                (labelled, tell!("proposal-differs-header")),
            ] {
                if let Some(other) = other.filter(|other| proposal::differ(other, &name)) {
                    let at = opening_at + range.start..opening_at + range.end;
                    self.warn(
                        "proposal-differs",
                        tell!(
                            "proposal-differs-name",
                            name = shorten(&name),
                            place,
                            other = shorten(&other)
                        ),
                        &at,
                    )
                    .hint = Some(tell!("proposal-differs-name.hint"));
                    break;
                }
            }
            self.letter.origins.remove("proposal_title");
            self.letter.reply.proposal_title = Some(name);
            self.origin(
                "proposal_title",
                opening_at + range.start..opening_at + range.end,
            );
        } else if !self.letter.reply.title_truncated
            && let Some(range) = proposal::find_in_title(&title)
            && self.letter.reply.proposal_title.is_none()
        {
            self.letter.reply.proposal_title = Some(title[range].to_owned());
            self.origin(
                "proposal_title",
                title_at..title_at + title.len().min(self.source.len().saturating_sub(title_at)),
            );
        } else if self.letter.reply.proposal_title.is_none() {
            // 标题：关于…的提案 beside the reply's own title.
            let labelled = header
                .lines()
                .find(|line| is_proposal_name(line))
                .map(str::to_owned);
            self.letter.reply.proposal_title = labelled;
        }

        if self.letter.reply.case_number.is_none() {
            for (text, offset) in [
                (title.as_str(), title_at),
                (opening_rest, opening_at),
                (header.as_str(), title_at),
            ] {
                if let Some(range) = proposal::find_case_number(text) {
                    self.letter.reply.case_number = Some(text[range.clone()].to_owned());
                    self.origin("case_number", offset + range.start..offset + range.end);
                    break;
                }
            }
        }
        for (text, offset) in [
            (title.as_str(), title_at),
            (opening_rest, opening_at),
            (header.as_str(), title_at),
        ] {
            if let Some((session, range)) = number::find_session(text) {
                match self.letter.reply.session {
                    None => {
                        self.letter.reply.session = Some(session);
                        self.origin("session", offset + range.start..offset + range.end);
                    }
                    Some(before) if before != session => {
                        let at = offset + range.start..offset + range.end;
                        self.warn(
                            "sessions-differ",
                            tell!(
                                "sessions-differ",
                                congress = session.congress,
                                meeting = session.meeting,
                                other_congress = before.congress,
                                other_meeting = before.meeting
                            ),
                            &at,
                        );
                    }
                    Some(_) => {}
                }
            }
        }
        let role = salutation.and_then(|found| found.role);
        self.letter.reply.kind = proposal::find_kind(&title, opening_rest, &header, role);
        if role == Some(MemberRole::Committee) && self.letter.reply.kind == Some(Kind::Suggestion)
            || role == Some(MemberRole::Deputy) && self.letter.reply.kind == Some(Kind::Proposal)
        {
            let at = self.letter.origins.get("askers").cloned().unwrap_or(0..0);
            self.warn("kind-uncertain", tell!("kind-uncertain"), &at);
        }
    }

    // ---- the text ----

    fn build_body(
        &mut self,
        units: Vec<Unit>,
        head: &Head,
        tail: &Tail,
        preamble_notes: Vec<usize>,
    ) {
        let mut blocks: Vec<Block> = Vec::with_capacity(units.len());
        let salutation = head
            .salutation
            .as_ref()
            .map_or(0..0, |(range, _)| range.clone());
        let whole_salutation = head
            .salutation
            .as_ref()
            .is_some_and(|(range, found)| found.length >= units[range.end - 1].text().len());
        let body_end = tail.body_end;
        let mut last_line_open: Option<(usize, usize)> = None;
        let mut healed: Option<usize> = None;
        for (index, unit) in units.into_iter().enumerate() {
            let at = unit.offset..unit.offset + unit.length;
            if index < head.start {
                if preamble_notes.binary_search(&index).is_ok() {
                    blocks.push(Block {
                        role: Role::Note,
                        content: Content::Text(unit.inline),
                        offset: unit.offset,
                    });
                }
                continue;
            }
            if index >= body_end {
                let role = match tail.roles[index - body_end] {
                    TailRole::Agency | TailRole::AgencyRest | TailRole::AgencyAndDate(_) => {
                        Role::Signature
                    }
                    TailRole::Date => Role::Date,
                    TailRole::Fields if is_contact(unit.text()) => Role::Contact,
                    TailRole::Fields if header::only_furniture(unit.text()) => {
                        self.letter.left_out.push(at);
                        continue;
                    }
                    TailRole::Fields
                    | TailRole::Value
                    | TailRole::Access
                    | TailRole::Outcome
                    | TailRole::Note => Role::Note,
                    TailRole::Attachment => Role::Attachment,
                    TailRole::Furniture => continue,
                };
                blocks.push(Block {
                    role,
                    content: content_of(unit.form, unit.inline),
                    offset: unit.offset,
                });
                continue;
            }
            let in_salutation =
                salutation.contains(&index) && (whole_salutation || index + 1 < salutation.end);
            if in_salutation {
                blocks.push(Block {
                    role: Role::Salutation,
                    content: Content::Text(unit.inline),
                    offset: unit.offset,
                });
                continue;
            }
            let content = match unit.form {
                Form::Line => Content::Text(unit.inline),
                Form::Heading(level) => {
                    let (heading, text) = markdown_heading(level, unit.inline);
                    blocks.push(Block {
                        role: Role::Heading(heading),
                        content: Content::Text(text),
                        offset: unit.offset,
                    });
                    continue;
                }
                Form::Html(html) => {
                    blocks.push(Block {
                        role: Role::Paragraph,
                        content: Content::Html {
                            html,
                            text: unit.inline.text,
                        },
                        offset: unit.offset,
                    });
                    continue;
                }
            };
            let Content::Text(inline) = content else {
                continue;
            };
            // A line broken in the middle of a sentence is healed.
            if let Some((position, last)) = last_line_open
                && position + 1 == blocks.len()
                && last + 1 == index
                && let Some(Block {
                    content: Content::Text(first),
                    role: Role::Paragraph,
                    ..
                }) = blocks.last_mut()
                && !has_image(first)
                && !has_image(&inline)
                && is_broken(&first.text, &inline.text)
            {
                units::append(first, inline);
                // Said once for a paragraph.
                if healed != Some(position) {
                    self.note(
                        "line-healed",
                        Severity::Advice,
                        tell!("line-healed"),
                        &(at.start..at.start + 1),
                    );
                }
                healed = Some(position);
                last_line_open = Some((position, index));
                continue;
            }
            if !inline.marks.is_empty()
                && inline
                    .marks
                    .iter()
                    .any(|m| m.style == crate::model::Style::Strong)
                && self
                    .source
                    .get(at.clone())
                    .is_some_and(|t| t.contains("**"))
            {
                self.note(
                    "emphasis-leftover",
                    Severity::Advice,
                    tell!("emphasis-leftover"),
                    &at,
                );
            }
            last_line_open = Some((blocks.len(), index));
            blocks.push(Block {
                role: Role::Paragraph,
                content: Content::Text(inline),
                offset: unit.offset,
            });
        }
        join_tables(&mut blocks);
        self.find_headings(&mut blocks, head);
        self.find_closing(&mut blocks);
        self.letter.body = Body { blocks };
    }

    fn find_headings(&mut self, blocks: &mut [Block], head: &Head) {
        let opening = head.opening.is_some();
        let mut before_opening = opening;
        let mut numbered_first = false;
        let mut candidates: Vec<(usize, outline::Numbered)> = Vec::new();
        for (at, block) in blocks
            .iter_mut()
            .enumerate()
            .filter(|(_, block)| block.role == Role::Paragraph)
        {
            let Content::Text(inline) = &block.content else {
                continue;
            };
            if std::mem::take(&mut before_opening) && is_opening(&inline.text) {
                continue;
            }
            if let Some(found) = outline::numbered(&inline.text) {
                candidates.push((at, found));
            } else if let [
                Mark {
                    range,
                    style: crate::model::Style::Strong,
                },
            ] = inline.marks.as_slice()
                && *range == (0..inline.text.len())
                && inline.text.chars().count() <= outline::RUN_IN_MOST
                && !inline.text.contains(['，', '；'])
            {
                // A short paragraph that is bold as a whole is a heading without a number.
                block.role = Role::Heading(Heading {
                    level: 1,
                    marker: 0,
                    end: inline.text.len(),
                    number: None,
                });
            }
        }
        let numbered: Vec<outline::Numbered> =
            candidates.iter().map(|(_, found)| found.clone()).collect();
        for ((at, found), chosen) in candidates.into_iter().zip(outline::choose(&numbered)) {
            if !chosen {
                continue;
            }
            numbered_first |= found.heading.level == 1;
            if found.damaged {
                let offset = blocks[at].offset;
                self.warn(
                    "marker-damaged",
                    tell!("marker-damaged"),
                    &(offset..offset + found.heading.marker),
                );
            }
            blocks[at].role = Role::Heading(found.heading);
        }
        if numbered_first {
            return;
        }
        // Unnumbered 关于X。: parallel openings of at least two paragraphs.
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            if block.role == Role::Paragraph
                && let Content::Text(inline) = &block.content
                && !is_opening(&inline.text)
                && let Some(end) = outline::about_heading(&inline.text)
            {
                found.push((at, end));
            }
        }
        if found.len() >= 2 {
            for (at, end) in found {
                blocks[at].role = Role::Heading(Heading {
                    level: 1,
                    marker: 0,
                    end,
                    number: None,
                });
            }
        }
    }

    fn find_closing(&mut self, blocks: &mut [Block]) {
        let thanks = |text: &str| {
            text.contains("感谢")
                || text.contains("谢谢")
                || text.contains("致谢")
                || text.contains("谢意")
        };
        let formula = |text: &str| {
            text.chars().count() <= 12
                && !thanks(text)
                && ["特此", "此复", "专此", "以上答复"]
                    .iter()
                    .any(|word| text.starts_with(word))
        };
        let paragraphs: Vec<usize> = blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| match (&block.role, &block.content) {
                (Role::Paragraph, Content::Text(inline)) => !formula(&inline.text),
                (Role::Heading(heading), Content::Text(inline)) => heading.end < inline.text.len(),
                _ => false,
            })
            .map(|(at, _)| at)
            .collect();
        let Some((&only, rest)) = paragraphs.split_first() else {
            return;
        };
        if rest.is_empty() {
            // The whole letter in one paragraph thanks in its last sentences.
            let text = blocks[only].content.text();
            let last = text.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
            self.letter.reply.closing_thanks = last > 120 && thanks(&text[last..]);
        }
        for &at in rest.iter().rev().take(2) {
            let text = blocks[at].content.text();
            if thanks(text) && !text.starts_with("首先") && !is_opening(text) {
                self.letter.reply.closing_thanks = true;
                let starts = [
                    "最后",
                    "再次",
                    "感谢",
                    "衷心",
                    "专此",
                    "特此",
                    "诚挚",
                    "谢谢",
                    "非常感谢",
                    "再次感谢",
                    "此复",
                    "真诚",
                    "在此",
                ];
                if blocks[at].role == Role::Paragraph
                    && starts.iter().any(|start| text.starts_with(start))
                {
                    blocks[at].role = Role::Closing;
                }
            }
        }
    }

    fn finish(self) -> Letter {
        self.letter
    }
}

/// Rows of the longest table that is drawn as one; longer runs of pipe lines stay lines.
const TABLE_MOST: usize = 2000;

/// Lines of a pipe table (`| 甲 | 乙 |` over `|---|---|`) become one table; pipe lines that are none stay lines.
fn join_tables(blocks: &mut Vec<Block>) {
    let is_row = |block: &Block| {
        block.role == Role::Paragraph
            && matches!(&block.content, Content::Text(inline) if inline.text.starts_with('|') && inline.text.ends_with('|'))
    };
    let mut at = 0;
    while at < blocks.len() {
        let end = at
            + blocks[at..]
                .iter()
                .take_while(|block| is_row(block))
                .count();
        let has_delimiter = end >= at + 2
            && blocks[at + 1]
                .content
                .text()
                .chars()
                .all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if has_delimiter && end - at <= TABLE_MOST {
            let lines: Vec<&str> = blocks[at..end]
                .iter()
                .map(|block| block.content.text())
                .collect();
            if let Some((html, text)) = super::markdown::table(&lines.join("\n")) {
                let offset = blocks[at].offset;
                let table = Block {
                    role: Role::Paragraph,
                    content: Content::Html { html, text },
                    offset,
                };
                blocks.splice(at..end, [table]);
            }
        }
        at = end.max(at + 1);
    }
}

fn content_of(form: Form, inline: Inline) -> Content {
    match form {
        Form::Html(html) => Content::Html {
            html,
            text: inline.text,
        },
        Form::Line | Form::Heading(_) => Content::Text(inline),
    }
}

/// A Markdown heading: its level comes from its 一、 if it has one, else from its #s (## is the first below the title).
fn markdown_heading(depth: u8, inline: Inline) -> (Heading, Inline) {
    let end = inline.text.len();
    let heading = match number::read_marker(&inline.text) {
        Some(marker) => Heading {
            level: marker.level,
            marker: marker.length,
            end,
            number: Some(marker.number),
        },
        None => Heading {
            level: depth.saturating_sub(1).clamp(1, 4),
            marker: 0,
            end,
            number: None,
        },
    };
    (heading, inline)
}

fn has_image(inline: &Inline) -> bool {
    inline
        .marks
        .iter()
        .any(|mark| matches!(mark.style, crate::model::Style::Image(_)))
}

/// Whether the line break between two lines stands inside a sentence.
fn is_broken(first: &str, second: &str) -> bool {
    // Not counted to its end: a paragraph of very many lines is healed one by one.
    let count = first.chars().take(41).count();
    let Some(last) = first.chars().next_back() else {
        return false;
    };
    if count < 15 || first.ends_with(['。', '！', '？', '；', '：', '!', '?', ';', ':', '…', '.'])
    {
        return false;
    }
    let open_end = matches!(last, '，' | '、' | ',');
    let has_clauses = first.contains(['，', '。', '、', ',', '；']);
    let closing_quote = matches!(last, '”' | '》' | '）' | ')' | '’');
    let second_count = second.chars().count();
    let starts_block = number::read_marker(second).is_some()
        || tail_role(second).is_some()
        || [
            "下一步",
            "一是",
            "二是",
            "三是",
            "四是",
            "五是",
            "六是",
            "感谢",
            "最后",
            "再次",
            "此外",
            "同时",
            "关于",
            "目前",
            "近年来",
            "首先",
            "其次",
        ]
        .iter()
        .any(|s| second.starts_with(s));
    let second_is_prose =
        second.contains(['。', '；', '！']) || second_count >= 15 && second.contains(['，', '、']);
    let first_is_marked = first.len() < 600
        && outline::numbered(first).is_some_and(|found| {
            found.sureness == outline::Sureness::Heading && found.heading.end == first.len()
        });
    !starts_block
        && !first_is_marked
        && second_is_prose
        && (open_end
            || (has_clauses && count >= 25 && !closing_quote)
            || (has_clauses && count >= 40))
}

/// Whether the line below a label with nothing after its colon is the label's value.
fn suits(field: Field, next: &str, values_below: bool) -> bool {
    let length = next.chars().count();
    if next.is_empty()
        || length > 40
        || header::starts_with_field(next)
        || header::field_of(next.trim_end_matches([':', '：'])).is_some()
        || title::is_complete(next)
        || next.starts_with("关于")
    {
        return false;
    }
    match field {
        Field::Published | Field::Issued => number::read_published(next).is_some(),
        Field::DocumentNumber => DOCUMENT_NUMBER.is_match(next),
        Field::Outcome => header::outcome_letter(next).is_some(),
        Field::Access => ACCESS_LINE.is_match(next),
        Field::Furniture | Field::LetterBegins => false,
        _ => values_below || !next.chars().any(names::is_han),
    }
}

/// `澜建函〔2023〕5号 关于…的答复`: a document number and a title on one line.
fn number_and_title(text: &str) -> Option<(&str, &str)> {
    let number = DOCUMENT_NUMBER_APART.captures(text)?.name("n")?;
    let title = text[number.end()..].trim_start();
    (number.start() == 0
        && !is_cited(number.as_str())
        && (title.starts_with("关于") || title.starts_with('对'))
        && title::is_complete(title))
    .then(|| (number.as_str(), title))
}

/// The pieces of a line such as `（A类）    签发人：王平` or `澜建提字〔2024〕27号 A`; `None` if it is no such line,
/// or one thing only.
fn pieces_of(text: &str) -> Option<Vec<&str>> {
    if text.len() > 200 {
        return None;
    }
    let mut pieces = Vec::new();
    (split_pieces(text, &mut pieces) && pieces.len() > 1).then_some(pieces)
}

/// 根据澜政发〔2020〕3号, 转发…: another document's number.
fn is_cited(number: &str) -> bool {
    [
        "根据", "按照", "依据", "转发", "参照", "依照", "贯彻", "落实", "关于", "印发",
    ]
    .iter()
    .any(|word| number.starts_with(word))
}

fn split_pieces<'t>(text: &'t str, pieces: &mut Vec<&'t str>) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return true;
    }
    let known = |piece: &str| {
        header::outcome_letter(piece).is_some()
            || DOCUMENT_NUMBER.is_match(piece)
            || ACCESS_LINE.is_match(piece)
            || piece.contains('年') && number::read_date_line(piece).is_some()
    };
    if known(text) && !(DOCUMENT_NUMBER.is_match(text) && text.contains("签发人")) {
        pieces.push(text);
        return true;
    }
    // A 文号 apart, behind nothing or behind a label that may have it beside its value.
    if let Some(number) = DOCUMENT_NUMBER_APART
        .captures(text)
        .and_then(|found| found.name("n"))
    {
        let before = text[..number.start()].trim();
        let own = header::fields_of_line(before).last().map_or(
            split_pieces(before, &mut Vec::new()),
            |last| match last.field {
                Field::DocumentNumber | Field::CaseNumber => last.value.is_empty(),
                Field::Signatory | Field::Outcome | Field::Access => !last.value.is_empty(),
                _ => false,
            },
        );
        if !own || is_cited(number.as_str()) {
            return false;
        }
        let label_only = header::fields_of_line(before)
            .last()
            .is_some_and(|last| last.value.is_empty());
        if !before.is_empty() && !label_only && !split_pieces(before, pieces) {
            return false;
        }
        pieces.push(number.as_str());
        return split_pieces(&text[number.end()..], pieces);
    }
    if header::starts_with_field(text) {
        pieces.push(text);
        return true;
    }
    if let Some((first, rest)) = text.split_once(char::is_whitespace)
        && known(first)
    {
        pieces.push(first);
        return split_pieces(rest, pieces);
    }
    false
}

fn is_contact(text: &str) -> bool {
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

/// The telephones that a text begins with, up to the first word: 转 and 分机 belong to a number, 市财政局王某 does not.
fn without_words(text: &str) -> &str {
    let mut end = text.len();
    for (at, c) in text.char_indices().filter(|(_, c)| names::is_han(*c)) {
        let rest = &text[at..];
        let extension = c == '转'
            || rest.starts_with("分机")
            || c == '机' && text[..at].ends_with('分')
            || c == '号' && text[..at].ends_with("分机");
        if !extension {
            end = at;
            break;
        }
    }
    let cut = text[..end].trim();
    if end == text.len() {
        return cut;
    }
    cut.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '，' | ','
                    | '、'
                    | '；'
                    | ';'
                    | '/'
                    | '（'
                    | '('
                    | '【'
                    | '['
                    | '：'
                    | ':'
                    | '。'
                    | '“'
            )
    })
}

/// Whether a line is the name of a proposal and not of a reply to one.
fn is_proposal_name(text: &str) -> bool {
    let inner = unquote(text);
    let ends = ["提案", "建议", "议案", "提议"]
        .iter()
        .any(|end| inner.ends_with(end));
    ends && !inner.contains("答复")
        && (inner.contains("关于") || inner.contains('的'))
        && !inner.contains('届')
}

fn unquote(text: &str) -> &str {
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

fn split_offices(value: &str) -> Vec<String> {
    value
        .split(['、', '，', ',', '；', ';', ' ', '　'])
        .map(|part| strip_stamp(part).to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// The first 24 characters of a text, for a message.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(24) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_holds_no_words() {
        for (text, phone) in [
            ("0888-2213456，市财政局王某", "0888-2213456"),
            ("0888-2213456、2213457", "0888-2213456、2213457"),
            ("0888-2213456转8012", "0888-2213456转8012"),
            ("0888-2213456分机8012", "0888-2213456分机8012"),
            ("0888-2213456（办公室", "0888-2213456"),
            ("（0888）2213456", "（0888）2213456"),
            ("2213456；手机：13900000000", "2213456"),
        ] {
            assert_eq!(without_words(text), phone, "{text}");
        }
    }
}
