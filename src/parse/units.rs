//! A document as units, before anyone asks what they mean: one line of a text file, one block of Markdown.

use std::ops::Range;

use crate::model::{Inline, Mark, Style};

/// One line or block, white space around it gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it says.
    pub inline: Inline,
    /// Byte offset in the decoded source.
    pub offset: usize,
    /// Bytes that it takes there.
    pub length: usize,
    /// What it is.
    pub form: Form,
}

impl Unit {
    /// Its plain text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.inline.text
    }
}

/// What a unit is, as far as the file format says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A line or paragraph.
    Line,
    /// A Markdown heading, 1–6.
    Heading(u8),
    /// A block that is shown as it is: table, list, code, cleaned HTML.
    Html(String),
}

/// Characters that count as white space around a line, beside those of Unicode.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\0'
        )
}

/// Splits a plain text into its lines; `base` is the byte offset of `text` in the source.
/// Runs of pipe lines with a delimiter row become one table.
#[must_use]
pub fn from_text(text: &str, base: usize) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut at = 0;
    for line in text
        .split(['\n', '\u{2028}', '\u{2029}', '\u{85}'])
        .flat_map(|line| line.split('\r'))
    {
        let start = at;
        at += line.len()
            + text[start + line.len()..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
        let trimmed = line.trim_matches(is_blank);
        if trimmed.is_empty() {
            continue;
        }
        let trimmed = without_leftovers(trimmed);
        let offset = base + (trimmed.as_ptr() as usize - text.as_ptr() as usize);
        // Left-over Markdown headings: # 标题, ## 一、现状.
        let depth = trimmed.bytes().take_while(|b| *b == b'#').count();
        let words = trimmed[depth..].trim_start();
        let (form, words) = match u8::try_from(depth) {
            Ok(depth @ 1..=6)
                if trimmed[usize::from(depth)..].starts_with(' ') && !words.is_empty() =>
            {
                (Form::Heading(depth), words)
            }
            _ => (Form::Line, trimmed),
        };
        units.push(Unit {
            inline: leftover_emphasis(words),
            offset,
            length: trimmed.len(),
            form,
        });
    }
    units
}

/// A line without the `> ` of a quotation, or the `- ` before a heading's number, that a conversion left behind.
fn without_leftovers(line: &str) -> &str {
    let mut rest = line;
    while let Some(inner) = rest
        .strip_prefix('>')
        .and_then(|r| r.strip_prefix([' ', '\u{3000}']))
    {
        if inner.contains('>') && !inner.starts_with('>') {
            break;
        }
        rest = inner.trim_start_matches(is_blank);
    }
    if let Some(inner) = ["- ", "* ", "+ "]
        .iter()
        .find_map(|bullet| rest.strip_prefix(bullet))
    {
        let inner = inner.trim_start_matches(is_blank);
        if super::number::read_marker(inner).is_some() {
            rest = inner;
        }
    }
    if rest.is_empty() { line } else { rest }
}

/// Reads left-over Markdown emphasis (`**一是**`, `** 一、注重规划衔接**`) as emphasis; all else stays as written.
#[must_use]
pub fn leftover_emphasis(text: &str) -> Inline {
    if !text.contains("**") {
        return Inline {
            text: text.to_owned(),
            marks: Vec::new(),
        };
    }
    let mut inline = Inline::default();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("**") {
        inline.text.push_str(before);
        // Closed on the same line, not empty, not a row of asterisks.
        let Some((strong, tail)) = after
            .split_once("**")
            .filter(|(s, t)| !s.trim().is_empty() && !s.starts_with('*') && !t.starts_with('*'))
        else {
            inline.text.push_str("**");
            rest = after;
            continue;
        };
        let start = inline.text.len();
        inline.text.push_str(strong.trim());
        inline.marks.push(Mark {
            range: start..inline.text.len(),
            style: Style::Strong,
        });
        rest = tail;
    }
    inline.text.push_str(rest);
    inline
}

/// Joins two pieces of a broken line: nothing between Han characters and marks, a space between Latin words.
pub fn append(first: &mut Inline, second: Inline) {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if word(first.text.chars().next_back()) && word(second.text.chars().next()) {
        first.text.push(' ');
    }
    let shift = first.text.len();
    first.text.push_str(&second.text);
    first
        .marks
        .extend(second.marks.into_iter().map(|mark| Mark {
            range: shifted(mark.range, shift),
            ..mark
        }));
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers() {
        let inline = leftover_emphasis("能力。**一是**统筹；**二是**推进。");
        assert_eq!(inline.text, "能力。一是统筹；二是推进。");
        assert_eq!(
            inline
                .marks
                .iter()
                .map(|m| &inline.text[m.range.clone()])
                .collect::<Vec<_>>(),
            ["一是", "二是"]
        );
        assert_eq!(
            leftover_emphasis("** 一、注重规划衔接**").text,
            "一、注重规划衔接"
        );
        assert_eq!(leftover_emphasis("2**3").text, "2**3");
        assert_eq!(leftover_emphasis("****").text, "****");
    }

    #[test]
    fn lines_keep_their_offsets() {
        let text = "甲\r\n\r\n　　乙 \n丙";
        let units = from_text(text, 0);
        assert_eq!(
            units
                .iter()
                .map(|u| (u.text(), u.offset))
                .collect::<Vec<_>>(),
            [
                ("甲", 0),
                ("乙", text.find('乙').unwrap()),
                ("丙", text.find('丙').unwrap())
            ]
        );
    }
}
