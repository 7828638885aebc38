//! Where the letter begins: its salutation and its opening.

use std::ops::Range;

use super::pieced::Pieced;
use crate::parse::header;
use crate::parse::names::{self, Salutation};
use crate::parse::number;
use crate::parse::title;
use crate::parse::units::{Form, Unit};

/// How far down the salutation or opening is looked for, in units.
const HEAD_MOST: usize = 80;

/// Lines above the opening that may be its beginning, or the salutation's.
const WRAPPED_MOST: usize = 6;

/// The salutation and the opening.
pub(super) struct Head {
    pub(super) salutation: Option<(Range<usize>, Salutation)>,
    pub(super) opening: Option<usize>,
    /// First unit that is part of the letter.
    pub(super) start: usize,
    /// First unit after salutation and opening.
    pub(super) first_body: usize,
}

/// The opening, the lines above it joined where it was wrapped; the first unit of it.
pub(super) fn opening_of(units: &[Unit], head: &Head) -> Option<(usize, Pieced)> {
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
    let mut opening = Pieced::default();
    for unit in &units[first..=at] {
        opening.push(unit.text(), unit.offset);
    }
    Some((first, opening))
}

pub(super) fn is_opening(text: &str) -> bool {
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

pub(super) fn find_head(units: &[Unit]) -> Head {
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
