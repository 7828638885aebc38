//! Marks without their partners, characters of a wrong encoding, and what is left of a web page.

use std::sync::LazyLock;

use encoding_rs::GBK;
use regex::Regex;

use super::Document;
use crate::diagnostic::{Diagnostic, Lines};
use crate::messages::tell;
use crate::model::Content;
use crate::parse::pattern;
use crate::text::is_han;

/// Lines, the first included, within which an opened mark may be closed: a sentence that was broken over lines.
const REACH: usize = 3;

/// Kinds of marks that are taken for one another: half and full width, the forms of a square bracket.
const KINDS: [(&str, &str); 8] = [
    ("（(", "）)"),
    ("〔［【〖[", "〕］】〗]"),
    ("“", "”"),
    ("‘", "’"),
    ("《", "》"),
    ("〈", "〉"),
    ("「", "」"),
    ("『", "』"),
];
/// From here on, kinds are quotation marks.
const QUOTES_FROM: usize = 2;

/// A mark that waits for its partner.
struct Open {
    kind: usize,
    mark: char,
    offset: usize,
    line: usize,
}

/// 1）, 一）, a)：marks of a list that have no opening bracket.
static LIST_MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s　。；;，,：:、！？）)])(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-zａ-ｚＡ-Ｚ])$",
    )
});
/// UTF-8 that was read as Latin-1 or Windows-1252: ä¸­å›½.
static LATIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:[ä-é][\u{80}-\u{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}){2,}|(?:[ÂÃ][\u{80}-\u{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]){2,}",
    )
});
static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"&(?:nbsp|ensp|emsp|lt|gt|amp|quot|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot|#\d{2,5}|#x[0-9a-fA-F]{2,5});",
    )
});
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"</?(?:p|br|div|span|font|strong|b|i|u|em|a|img|table|tbody|tr|td|th|ul|ol|li|h[1-6]|o:p|section|style|script|center)(?:\s[^<>]{0,300})?/?>",
    )
});
static HASHES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*#{1,6}\s"));

/// Looks through a document's text, line by line.
pub fn look(document: Document<'_>, found: &mut Vec<Diagnostic>) {
    let Document {
        source,
        markdown,
        parsed,
    } = document;
    let mut left_out: Vec<_> = parsed.left_out.iter().map(|range| range.start).collect();
    left_out.sort_unstable();
    let mut marks = Marks {
        source,
        markdown,
        open: Vec::new(),
        found: Vec::new(),
    };
    let misread = may_be_misread(source);
    let mut fenced = false;
    let mut at = parsed.begins;
    let mut number = 0;
    for line in source[parsed.begins..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let text = line.trim();
        if text.is_empty() {
            continue;
        }
        number += 1;
        let furniture = left_out.partition_point(|place| *place < start);
        if left_out.get(furniture).is_some_and(|place| *place < at) {
            continue;
        }
        damaged(source, line, start, misread, found);
        if markdown {
            let fence = text.starts_with("```") || text.starts_with("~~~");
            fenced ^= fence;
            if fence || fenced {
                continue;
            }
        } else {
            leftovers(source, line, start, found);
        }
        marks.line(line, start, number);
    }
    marks.expire(usize::MAX);
    found.append(&mut marks.found);
    if markdown {
        markdown_leftovers(document, found);
    }
}

struct Marks<'s> {
    source: &'s Lines<'s>,
    markdown: bool,
    open: Vec<Open>,
    found: Vec<Diagnostic>,
}

impl Marks<'_> {
    fn line(&mut self, line: &str, start: usize, number: usize) {
        self.expire(number);
        // Where a quotation goes on over paragraphs, each begins with an opening mark and the last alone is closed.
        if let Some(first) = line.trim_start().chars().next()
            && let Some(kind) = opening(first).filter(|kind| *kind >= QUOTES_FROM)
        {
            self.open
                .retain(|open| open.kind != kind || open.line == number);
        }
        let mut straight = 0;
        let mut last_straight = 0;
        let mut before = '\n';
        for (at, c) in line.char_indices() {
            let apostrophe = c == '’' && before.is_ascii_alphanumeric();
            before = c;
            if c.is_ascii_alphanumeric() || is_han(c) || apostrophe {
                continue;
            }
            if c == '"' {
                straight += 1;
                last_straight = start + at;
            } else if let Some(kind) = opening(c) {
                if !(self.markdown && c == '[') {
                    self.open.push(Open {
                        kind,
                        mark: c,
                        offset: start + at,
                        line: number,
                    });
                }
            } else if let Some(kind) = closing(c)
                && !(self.markdown && c == ']')
            {
                match self.open.iter().rposition(|open| open.kind == kind) {
                    Some(place) => {
                        for open in self.open.split_off(place).into_iter().skip(1) {
                            self.lonely(open.mark, open.kind, open.offset, true);
                        }
                    }
                    None if kind == 0 && LIST_MARK.is_match(&line[..at]) => {}
                    None => self.lonely(c, kind, start + at, false),
                }
            }
        }
        if straight % 2 == 1 && !line.contains('<') {
            self.lonely('"', QUOTES_FROM, last_straight, true);
        }
        // A title that the source cut off has lost what comes after.
        if line.trim_end().ends_with(['…', '.']) && !line.contains('。') {
            self.open.retain(|open| open.line != number);
        }
    }

    /// Marks that were not closed within reach stay without a partner.
    fn expire(&mut self, number: usize) {
        let old = |open: &Open| open.line.saturating_add(REACH) <= number;
        let (gone, kept): (Vec<Open>, Vec<Open>) = self.open.drain(..).partition(old);
        self.open = kept;
        for open in gone {
            self.lonely(open.mark, open.kind, open.offset, true);
        }
    }

    fn lonely(&mut self, mark: char, kind: usize, offset: usize, opened: bool) {
        let code = if kind < QUOTES_FROM {
            "unbalanced-bracket"
        } else {
            "unbalanced-quote"
        };
        let diagnostic = Diagnostic::advice(
            code,
            if mark == '"' {
                tell!("unbalanced-odd")
            } else if opened {
                tell!("unbalanced-opened", mark)
            } else {
                tell!("unbalanced-closed", mark)
            },
        )
        .at(self.source, offset, mark.len_utf8())
        .hint(match partner(mark) {
            Some(partner) => tell!("unbalanced-hint-partner", partner, mark),
            None => tell!("unbalanced-hint", mark),
        });
        // One slip often leaves two marks alone: a line is named once.
        let line = |diagnostic: &Diagnostic| diagnostic.place.as_ref().map(|place| place.line);
        if !self
            .found
            .iter()
            .rev()
            .take(4)
            .any(|other| other.code == code && line(other) == line(&diagnostic))
        {
            self.found.push(diagnostic);
        }
    }
}

/// The kind that a mark opens: its place in [`KINDS`].
fn opening(c: char) -> Option<usize> {
    Some(match c {
        '（' | '(' => 0,
        '〔' | '［' | '【' | '〖' | '[' => 1,
        '“' => 2,
        '‘' => 3,
        '《' => 4,
        '〈' => 5,
        '「' => 6,
        '『' => 7,
        _ => return None,
    })
}

/// The kind that a mark closes.
fn closing(c: char) -> Option<usize> {
    Some(match c {
        '）' | ')' => 0,
        '〕' | '］' | '】' | '〗' | ']' => 1,
        '”' => 2,
        '’' => 3,
        '》' => 4,
        '〉' => 5,
        '」' => 6,
        '』' => 7,
        _ => return None,
    })
}

fn partner(mark: char) -> Option<char> {
    let in_pair = |one: &str, other: &str| {
        let place = one.chars().position(|c| c == mark)?;
        other.chars().nth(place)
    };
    KINDS
        .iter()
        .find_map(|(open, close)| in_pair(open, close).or_else(|| in_pair(close, open)))
}

/// Whether Han characters occur, again and again, that UTF-8 makes when it is read as GBK (的 鐨, ， 锛, 。 銆) and that nobody writes.
fn may_be_misread(source: &str) -> bool {
    source
        .chars()
        .filter(|c| {
            matches!(
                c,
                '鐨' | '锛' | '銆' | '鍏' | '鍜' | '闇' | '鏄' | '绗' | '鎻'
            )
        })
        .take(2)
        .count()
        >= 2
}

/// What a wrong encoding left of a line's characters; named once a line.
fn damaged(
    source: &Lines<'_>,
    line: &str,
    start: usize,
    misread: bool,
    found: &mut Vec<Diagnostic>,
) {
    if line.is_ascii() {
        return;
    }
    let mut place = None;
    for (at, c) in line.char_indices() {
        let rest = &line[at..];
        let length = match c {
            '\u{fffd}' => c.len_utf8(),
            // Characters of a font of its own: the bullets of Wingdings and Symbol, and made-up characters.
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => c.len_utf8(),
            '锟' if rest.starts_with("锟斤拷") => "锟斤拷".len(),
            '烫' if rest.starts_with("烫烫烫") => "烫烫烫".len(),
            '屯' if rest.starts_with("屯屯屯") => "屯屯屯".len(),
            _ => continue,
        };
        place = Some((at, length));
        break;
    }
    if place.is_none() && line.contains(['Â', 'Ã', 'ä', 'å', 'æ', 'ç', 'è', 'é']) {
        place = LATIN.find(line).map(|found| (found.start(), found.len()));
    }
    if place.is_none() && misread {
        place = misread_run(line);
    }
    if place.is_none() {
        place = western_run(line);
    }
    let Some((at, length)) = place else { return };
    let text = &line[at..at + length];
    let private = matches!(
        text.chars().next(),
        Some('\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
    );
    let message = if private {
        let code = text.chars().next().map_or(0, u32::from);
        tell!("mojibake-private", code = format!("{code:04X}"))
    } else {
        tell!("mojibake", text)
    };
    let hint = if private {
        tell!("mojibake-private.hint")
    } else {
        tell!("mojibake.hint")
    };
    found.push(
        Diagnostic::warning("mojibake", message)
            .at(source, start + at, length)
            .hint(hint),
    );
}

/// The first run of a line of four Western letters and more whose bytes are Han characters in GBK: ¸ß¶È is 高度.
fn western_run(line: &str) -> Option<(usize, usize)> {
    let western = |c: char| ('\u{a1}'..='\u{ff}').contains(&c);
    let mut at = line.find(western)?;
    loop {
        let rest = &line[at..];
        let length = rest.find(|c: char| !western(c)).unwrap_or(rest.len());
        let bytes: Vec<u8> = (rest[..length].chars())
            .filter_map(|c| u8::try_from(u32::from(c)).ok())
            .collect();
        let read = GBK.decode_without_bom_handling_and_without_replacement(&bytes);
        if bytes.len() >= 4 && read.is_some_and(|read| read.chars().all(is_han)) {
            return Some((at, length));
        }
        at += length;
        at += line[at..].find(western)?;
    }
}

/// The first run of a line whose GBK bytes are UTF-8: 鍏充簬 is 关于.
fn misread_run(line: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for run in line.split_inclusive(|c: char| c.is_ascii()) {
        let start = at;
        at += run.len();
        let run = run.trim_end_matches(|c: char| c.is_ascii());
        // A character of three bytes may have lost its last to what follows.
        for cut in 0..2 {
            let last = run.char_indices().rev().nth(cut);
            let end = last.map_or(0, |(at, c)| at + c.len_utf8());
            let part = &run[..end];
            if part.chars().count() < 3 {
                continue;
            }
            let (bytes, _, unmappable) = GBK.encode(part);
            if unmappable {
                continue;
            }
            let valid = match std::str::from_utf8(&bytes) {
                Ok(text) => text,
                Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or(""),
            };
            let han = valid.chars().filter(|c| is_han(*c)).count();
            if han >= 2 && valid.len() + 3 >= bytes.len() && han * 2 >= valid.chars().count() {
                return Some((start, part.len()));
            }
        }
    }
    None
}

/// What is left of Markdown or HTML in a line of plain text; each kind once a line.
fn leftovers(source: &Lines<'_>, line: &str, start: usize, found: &mut Vec<Diagnostic>) {
    let mut push = |at: usize, length: usize, message: String, hint: String| {
        found.push(
            Diagnostic::warning("markdown-leftover", message)
                .at(source, start + at, length)
                .hint(hint),
        );
    };
    if line.contains("**") && line.matches("**").count() % 2 == 1 {
        let at = line.rfind("**").unwrap_or(0);
        push(
            at,
            2,
            tell!("markdown-leftover-emphasis"),
            tell!("markdown-leftover-emphasis.hint"),
        );
    }
    if line.contains('#')
        && let Some(hashes) = HASHES.find(line)
    {
        push(
            hashes.start(),
            hashes.len(),
            tell!("markdown-leftover-heading"),
            tell!("markdown-leftover-heading.hint"),
        );
    }
    if line.contains('&')
        && let Some(entity) = ENTITY.find(line)
    {
        push(
            entity.start(),
            entity.len(),
            tell!("markdown-leftover-entity", mark = entity.as_str()),
            tell!("markdown-leftover-entity.hint"),
        );
    }
    if line.contains('<')
        && let Some(tag) = TAG.find(line)
    {
        push(
            tag.start(),
            tag.len(),
            tell!("markdown-leftover-tag"),
            tell!("markdown-leftover-tag.hint"),
        );
    }
}

/// The same in Markdown, where only what is still visible is left over.
fn markdown_leftovers(document: Document<'_>, found: &mut Vec<Diagnostic>) {
    for (block, own) in document.blocks() {
        let Content::Text(inline) = &block.content else {
            continue;
        };
        for (mark, hint) in [
            ("**", tell!("markdown-leftover-mark-emphasis.hint")),
            ("&nbsp;", tell!("markdown-leftover-mark-space.hint")),
        ] {
            if inline.text.contains(mark)
                && let Some(at) = own.find(mark)
            {
                found.push(
                    Diagnostic::warning("markdown-leftover", tell!("markdown-leftover-mark", mark))
                        .at(document.source, block.offset + at, mark.len())
                        .hint(hint),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_of_the_kind_that_the_table_says() {
        for (kind, (open, close)) in KINDS.iter().enumerate() {
            assert!(open.chars().all(|c| opening(c) == Some(kind)), "{open}");
            assert!(close.chars().all(|c| closing(c) == Some(kind)), "{close}");
            assert_eq!(open.chars().count(), close.chars().count());
        }
    }
}
