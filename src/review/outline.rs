//! The numbers of headings: 一、 is followed by 二、.

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::messages::tell;
use crate::model::{Content, Role};

/// Levels of an official text: 一、 （一） 1. （1）.
const LEVELS: usize = 4;

/// Headings whose number does not follow from the one before.
pub fn look(document: Document<'_>, found: &mut Vec<Diagnostic>) {
    let source = document.source;
    // Of each level: the last number in this section, where it stands, and the last number at all.
    let mut last: [Option<(u32, usize)>; LEVELS] = [None; LEVELS];
    let mut ever = [0; LEVELS];
    // Whether that last number is itself out of order: what comes after it is not judged by it.
    let mut doubtful = [false; LEVELS];
    let mut section = document.parsed.begins;
    for block in &document.parsed.body.blocks {
        let (Role::Heading(heading), Content::Text(inline)) = (&block.role, &block.content) else {
            continue;
        };
        let level = usize::from(heading.level.clamp(1, 4)) - 1;
        for deeper in &mut last[level + 1..] {
            *deeper = None;
        }
        let Some(number) = heading.number else {
            last[level] = None;
            section = block.offset;
            continue;
        };
        let before = last[level];
        let since = before.map_or(section, |(_, offset)| offset);
        let expected = before.map_or(1, |(number, _)| number + 1);
        let marker = inline.text.get(..heading.marker).unwrap_or("").trim();
        let place = |diagnostic: Diagnostic| diagnostic.at(source, block.offset, marker.len());
        let doubted = std::mem::take(&mut doubtful[level]);
        if doubted && before.is_some_and(|(before, _)| number <= before) {
            // 一、 四、 三、: one slip, which was named.
        } else if before.is_some_and(|(before, _)| before == number) {
            let line = crate::diagnostic::Place::of(source, since, 0).line;
            found.push(
                place(Diagnostic::warning(
                    "numbering-repeated",
                    tell!("numbering-repeated", marker, line),
                ))
                .hint(tell!(
                    "numbering-repeated.hint",
                    number = written(level, number + 1)
                )),
            );
        } else if number > expected
            // Lower levels may go on counting in the next section.
            && !(before.is_none() && (level >= 2 || number == ever[level] + 1))
            && !(expected..number).all(|missing| stands(&source[since..block.offset], level, missing))
        {
            doubtful[level] = true;
            let missing = written(level, expected);
            let message = match before {
                Some((before, _)) => tell!(
                    "numbering-jump",
                    before = written(level, before),
                    marker,
                    missing
                ),
                None => tell!("numbering-jump-begin", marker, missing),
            };
            found.push(
                place(Diagnostic::warning("numbering-jump", message))
                    .hint(tell!("numbering-jump.hint")),
            );
        } else if let Some((before, _)) = before
            && number < before
            && number > 1
        {
            found.push(
                place(Diagnostic::warning(
                    "numbering-jump",
                    tell!(
                        "numbering-jump-back",
                        before = written(level, before),
                        marker
                    ),
                ))
                .hint(tell!(
                    "numbering-jump-back.hint",
                    number = written(level, expected)
                )),
            );
        }
        last[level] = Some((number, block.offset));
        ever[level] = number;
        section = block.offset;
    }
}

/// A number as the headings of a level write it.
fn written(level: usize, number: u32) -> String {
    let han = han(number);
    match level {
        0 => format!("{han}、"),
        1 => format!("（{han}）"),
        2 => format!("{number}."),
        _ => format!("（{number}）"),
    }
}

/// 1 to 99 in Chinese.
fn han(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((number / 10) as usize, (number % 10) as usize);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens.min(9)], DIGITS[ones]),
    }
}

/// Whether a number stands in a text in some form, though not as a heading.
fn stands(text: &str, level: usize, number: u32) -> bool {
    let han = han(number);
    let forms = match level {
        0 => vec![
            format!("{han}、"),
            format!("{han}是"),
            format!("{han}．"),
            format!("{han}."),
            format!("{han}，"),
        ],
        1 => vec![
            format!("（{han}）"),
            format!("({han})"),
            format!("{han}）"),
            format!("{han})"),
            format!("（{han}"),
            format!("({han}"),
        ],
        2 => vec![
            format!("{number}."),
            format!("{number}．"),
            format!("{number}、"),
            format!("{number}）"),
            format!("{number})"),
            format!("{number}，"),
        ],
        _ => vec![format!("{number}）"), format!("{number})")],
    };
    forms.iter().any(|form| text.contains(form.as_str()))
}
