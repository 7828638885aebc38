//! A reply's text → HTML with anchors.
//!
//! Headings are anchored by their numbering (`#s1`, `#s1-2`), paragraphs by their words: the address of a paragraph
//! changes only when the paragraph itself does, whatever is edited around it.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::context::ContentsItem;
use super::strings::Strings;
use crate::model::{Block, Body, Content, Heading, Inline, Mark, Role, Style};

/// The HTML of a text, and its list of contents.
#[derive(Debug, Default)]
pub struct BodyHtml {
    /// Safe HTML.
    pub html: String,
    /// Headings in order.
    pub contents: Vec<ContentsItem>,
}

/// Where a block is found on its page.
struct Anchor {
    /// Of a heading its own; of a paragraph with a heading run in, the paragraph's.
    id: String,
    /// Of a heading: its own anchor, and how many sections it stands in.
    heading: Option<(String, usize)>,
}

/// Characters in a paragraph's anchor after its `p`: 40 bits.
const ANCHOR_LENGTH: usize = 8;

/// The anchor of a paragraph, from its words; white space does not count.
#[must_use]
pub fn paragraph_anchor(text: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut hasher = blake3::Hasher::new();
    for part in text.split_whitespace() {
        hasher.update(part.as_bytes());
    }
    let hash = hasher.finalize();
    let mut bits = 0u64;
    for byte in &hash.as_bytes()[..5] {
        bits = bits << 8 | u64::from(*byte);
    }
    let digit = |at: usize| char::from(ALPHABET[(bits >> (5 * at) & 31) as usize]);
    std::iter::once('p')
        .chain((0..ANCHOR_LENGTH).map(digit))
        .collect()
}

/// Gives each anchor once; a second use gets `-2`, a third `-3`.
#[derive(Default)]
struct Anchors {
    used: HashSet<String>,
    /// The number to try next for an anchor that is wanted again: a million equal headings must not each begin at 2.
    next: HashMap<String, usize>,
    /// The numbering of the open sections, by level.
    path: Vec<(u8, u32)>,
}

impl Anchors {
    fn unique(&mut self, wanted: String) -> String {
        if self.used.insert(wanted.clone()) {
            return wanted;
        }
        let next = self.next.entry(wanted.clone()).or_insert(2);
        loop {
            let candidate = format!("{wanted}-x{next}");
            *next += 1;
            if self.used.insert(candidate.clone()) {
                return candidate;
            }
        }
    }

    /// The anchor of a heading, and how many sections it stands in.
    fn heading(&mut self, heading: &Heading, words: &str) -> (String, usize) {
        while self
            .path
            .last()
            .is_some_and(|(level, _)| *level >= heading.level)
        {
            self.path.pop();
        }
        let depth = self.path.len();
        self.path.push((heading.level, heading.number.unwrap_or(0)));
        let anchor = match heading.number {
            Some(_) => {
                let mut anchor = String::from("s");
                for (at, (_, number)) in self.path.iter().enumerate() {
                    let _ = write!(anchor, "{}{number}", if at == 0 { "" } else { "-" });
                }
                anchor
            }
            None => paragraph_anchor(words).replacen('p', "h", 1),
        };
        (self.unique(anchor), depth)
    }
}

/// The anchor of each block, in order: of a heading its own, of a paragraph with a heading run in the paragraph's.
#[must_use]
pub fn anchors(body: &Body) -> Vec<String> {
    found(body).into_iter().map(|anchor| anchor.id).collect()
}

/// Every anchor of each block, in order: of a paragraph with a heading run in the paragraph's and the heading's.
#[must_use]
pub fn every_anchor(body: &Body) -> Vec<Vec<String>> {
    found(body)
        .into_iter()
        .map(|anchor| {
            let heading = anchor.heading.map(|(heading, _)| heading);
            let heading = heading.filter(|heading| *heading != anchor.id);
            std::iter::once(anchor.id).chain(heading).collect()
        })
        .collect()
}

fn found(body: &Body) -> Vec<Anchor> {
    let mut anchors = Anchors::default();
    let mut repeated: HashMap<String, usize> = HashMap::new();
    let mut paragraph = |text: &str| unique_paragraph(&mut repeated, paragraph_anchor(text));
    let of = |block: &Block| match (&block.content, &block.role) {
        (Content::Text(inline), Role::Heading(heading)) => {
            let (anchor, depth) = anchors.heading(heading, heading.words(&inline.text));
            let id = if heading.end < inline.text.len() {
                paragraph(&inline.text)
            } else {
                anchor.clone()
            };
            Anchor {
                id,
                heading: Some((anchor, depth)),
            }
        }
        (content, _) => Anchor {
            id: paragraph(content.text()),
            heading: None,
        },
    };
    body.blocks.iter().map(of).collect()
}

/// Renders a text without corrections.
#[must_use]
pub fn render(body: &Body, strings: &Strings) -> BodyHtml {
    render_corrected(body, &[], "", strings)
}

/// A word below a block that was corrected.
#[derive(Clone, Debug)]
pub struct Note {
    /// The block, by its index.
    pub block: usize,
    /// Where the correction is shown: an anchor of the same page.
    pub anchor: String,
    /// `2024年7月1日更正`, in the portal's language.
    pub text: String,
}

/// Renders a text; below each block that a correction changed stands a link to that correction, in the language of the
/// interface, whose tag is `language`.
#[must_use]
pub fn render_corrected(
    body: &Body,
    notes: &[Note],
    language: &str,
    strings: &Strings,
) -> BodyHtml {
    let mut out = BodyHtml::default();
    let (mut number, mut tables) = (0usize, 0usize);
    let paragraph_label = Label::new(strings, "paragraph_link", "{n}");
    let section_label = Label::new(strings, "section_link", "{title}");
    for (at, (block, Anchor { id, heading })) in body.blocks.iter().zip(found(body)).enumerate() {
        let html = &mut out.html;
        match (&block.content, &block.role) {
            (Content::Html { html: inner, .. }, _) => {
                if inner.starts_with("<table") {
                    let _ = write!(
                        html,
                        "<div class=\"table\" id=\"{id}\" tabindex=\"0\" role=\"region\" aria-label=\""
                    );
                    let _ = escape_html(&mut *html, strings.get("table"));
                    tables += 1;
                    // Who hears the page tells one from another.
                    if tables > 1 {
                        let _ = write!(html, " {tables}");
                    }
                    let _ = writeln!(html, "\">{inner}</div>");
                } else {
                    let _ = writeln!(html, "<div class=\"block\" id=\"{id}\">{inner}</div>");
                }
            }
            (Content::Text(inline), Role::Heading(found)) => {
                let words = found.words(&inline.text);
                let (anchor, depth) = heading.unwrap_or_default();
                let marker = inline.text[..found.marker].trim_end();
                let level = depth + 2;
                out.contents.push(ContentsItem {
                    level: u8::try_from(depth + 1).unwrap_or(4),
                    number: marker.to_owned(),
                    text: words.to_owned(),
                    anchor: anchor.clone(),
                });
                let runs_in = found.end < inline.text.len();
                let numbered = |html: &mut String| {
                    if found.marker > 0 {
                        html.push_str("<span class=\"num\">");
                        inline_html(html, inline, 0..found.marker);
                        html.push_str("</span>");
                    }
                    inline_html(html, inline, found.marker..found.end);
                };
                if runs_in {
                    number += 1;
                    let _ = write!(
                        html,
                        "<p id=\"{id}\"><strong class=\"run-in\" id=\"{anchor}\" role=\"heading\" aria-level=\"{level}\">"
                    );
                    numbered(html);
                    html.push_str("</strong>");
                    inline_html(html, inline, found.end..inline.text.len());
                    paragraph_label.link(html, &id, &number.to_string());
                    html.push_str("</p>\n");
                } else {
                    let _ = write!(html, "<h{level} id=\"{anchor}\">");
                    numbered(html);
                    section_label.link(html, &anchor, words);
                    let _ = writeln!(html, "</h{level}>");
                }
            }
            (Content::Text(inline), role) => {
                number += 1;
                let class = match role {
                    Role::Salutation => " class=\"salutation\"",
                    Role::Closing => " class=\"closing\"",
                    Role::Signature => " class=\"signature\"",
                    Role::Date => " class=\"date\"",
                    Role::Contact => " class=\"contact\"",
                    Role::Attachment => " class=\"attachment\"",
                    Role::Note => " class=\"note\"",
                    Role::Paragraph | Role::Heading(_) => "",
                };
                let _ = write!(html, "<p{class} id=\"{id}\">");
                inline_html(html, inline, 0..inline.text.len());
                paragraph_label.link(html, &id, &number.to_string());
                html.push_str("</p>\n");
            }
        }
        note_html(
            &mut out.html,
            notes.iter().filter(|note| note.block == at),
            language,
        );
    }
    out
}

/// No paragraph, so that the paragraphs of the text stay those of the document, and are counted so.
fn note_html<'n>(html: &mut String, notes: impl Iterator<Item = &'n Note>, language: &str) {
    let mut notes = notes.peekable();
    if notes.peek().is_none() {
        return;
    }
    let _ = write!(html, "<div class=\"revised\" lang=\"{language}\">");
    for note in notes {
        let _ = write!(html, "<a href=\"#{}\">", note.anchor);
        let _ = escape_html_body_text(&mut *html, &note.text);
        html.push_str("</a> ");
    }
    html.truncate(html.trim_end().len());
    html.push_str("</div>\n");
}

/// The same words twice in one reply get one anchor each.
fn unique_paragraph(repeated: &mut HashMap<String, usize>, anchor: String) -> String {
    let count = repeated.entry(anchor.clone()).or_insert(0);
    *count += 1;
    if *count == 1 {
        anchor
    } else {
        format!("{anchor}-{count}")
    }
}

/// The words of a copy-link, split at their placeholder once.
struct Label<'s> {
    before: &'s str,
    after: &'s str,
}

impl<'s> Label<'s> {
    fn new(strings: &'s Strings, key: &'s str, placeholder: &str) -> Self {
        let (before, after) = strings
            .get(key)
            .split_once(placeholder)
            .unwrap_or((strings.get(key), ""));
        Self { before, after }
    }

    fn link(&self, html: &mut String, anchor: &str, value: &str) {
        let _ = write!(html, "<a class=\"plink\" href=\"#{anchor}\" aria-label=\"");
        for part in [self.before, value, self.after] {
            let _ = escape_html(&mut *html, part);
        }
        html.push_str("\"></a>");
    }
}

/// The HTML of a part of a running text; marks that cross its ends are closed and opened there.
fn inline_html(html: &mut String, inline: &Inline, part: Range<usize>) {
    let text = inline.text.as_str();
    if inline.marks.is_empty() {
        let _ = escape_html_body_text(html, &text[part]);
        return;
    }
    let mut open: Vec<&Mark> = Vec::new();
    let mut at = part.start;
    let close_until = |html: &mut String, open: &mut Vec<&Mark>, at: &mut usize, limit: usize| {
        while let Some(mark) = open
            .last()
            .filter(|mark| mark.range.end.min(part.end) <= limit)
        {
            let end = mark.range.end.min(part.end);
            let _ = escape_html_body_text(&mut *html, &text[*at..end.max(*at)]);
            *at = end.max(*at);
            html.push_str(closing(&mark.style));
            open.pop();
        }
    };
    for mark in &inline.marks {
        let start = mark.range.start.max(part.start);
        let end = mark.range.end.min(part.end);
        let empty = mark.range.is_empty();
        if (empty && !(part.start..part.end.max(part.start + 1)).contains(&mark.range.start))
            || (!empty && start >= end)
        {
            continue;
        }
        close_until(html, &mut open, &mut at, start);
        // Marks that cross instead of nest are cut at the outer one's end.
        if open
            .last()
            .is_some_and(|outer| outer.range.end.min(part.end) < end)
        {
            continue;
        }
        if start > at {
            let _ = escape_html_body_text(&mut *html, &text[at..start]);
            at = start;
        }
        match &mark.style {
            Style::LineBreak => html.push_str("<br>"),
            Style::Image(url) => {
                html.push_str("<img src=\"");
                let _ = escape_href(&mut *html, url);
                html.push_str("\" alt=\"");
                let _ = escape_html(&mut *html, &text[start..end]);
                html.push_str("\">");
                at = at.max(end);
            }
            style => {
                opening(html, style);
                open.push(mark);
            }
        }
    }
    close_until(html, &mut open, &mut at, part.end);
    let _ = escape_html_body_text(html, &text[at..part.end]);
}

fn opening(html: &mut String, style: &Style) {
    match style {
        Style::Strong => html.push_str("<strong>"),
        Style::Emphasis => html.push_str("<em>"),
        Style::Strike => html.push_str("<del>"),
        Style::Code => html.push_str("<code>"),
        Style::Superscript => html.push_str("<sup>"),
        Style::Subscript => html.push_str("<sub>"),
        Style::Link(url) => {
            html.push_str("<a href=\"");
            let _ = escape_href(&mut *html, url);
            html.push_str(if url.contains("://") {
                "\" rel=\"noopener noreferrer\">"
            } else {
                "\">"
            });
        }
        Style::Image(_) | Style::LineBreak => {}
    }
}

fn closing(style: &Style) -> &'static str {
    match style {
        Style::Strong => "</strong>",
        Style::Emphasis => "</em>",
        Style::Strike => "</del>",
        Style::Code => "</code>",
        Style::Superscript => "</sup>",
        Style::Subscript => "</sub>",
        Style::Link(_) => "</a>",
        Style::Image(_) | Style::LineBreak => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(level: u8, marker: &str, words: &str, number: u32) -> Block {
        let text = format!("{marker}{words}");
        let heading = Heading {
            level,
            marker: marker.len(),
            end: text.len(),
            number: Some(number),
        };
        Block {
            role: Role::Heading(heading),
            content: Content::Text(Inline {
                text,
                marks: vec![],
            }),
            offset: 0,
        }
    }

    #[test]
    fn anchors_follow_the_numbering() {
        let body = Body {
            blocks: vec![
                heading(1, "一、", "甲", 1),
                heading(2, "（一）", "乙", 1),
                heading(2, "（二）", "丙", 2),
                heading(1, "二、", "丁", 2),
                heading(3, "1.", "戊", 1),
                heading(1, "二、", "己", 2),
            ],
        };
        let rendered = render(&body, &Strings::default());
        let anchors: Vec<_> = rendered
            .contents
            .iter()
            .map(|c| (c.anchor.as_str(), c.level))
            .collect();
        assert_eq!(
            anchors,
            [
                ("s1", 1),
                ("s1-1", 2),
                ("s1-2", 2),
                ("s2", 1),
                ("s2-1", 2),
                ("s2-x2", 1)
            ]
        );
        assert!(
            rendered.html.contains("<h3 id=\"s2-1\">"),
            "levels are not skipped"
        );
    }

    #[test]
    fn a_paragraphs_anchor_is_its_words() {
        assert_eq!(paragraph_anchor("甲 乙"), paragraph_anchor("甲乙"));
        assert_ne!(paragraph_anchor("甲乙"), paragraph_anchor("乙甲"));
        assert_eq!(paragraph_anchor("甲乙").len(), 9);
    }

    #[test]
    fn marks_are_cut_at_the_heading() {
        let text = "一、甲。乙丙".to_owned();
        let split = "一、甲。".len();
        let inline = Inline {
            marks: vec![Mark {
                range: "一、".len().."一、甲。乙".len(),
                style: Style::Strong,
            }],
            text,
        };
        let mut html = String::new();
        inline_html(&mut html, &inline, 0..split);
        html.push('|');
        inline_html(&mut html, &inline, split..inline.text.len());
        assert_eq!(html, "一、<strong>甲。</strong>|<strong>乙</strong>丙");
    }

    #[test]
    fn text_is_escaped() {
        let inline = Inline {
            text: "a<b>&".into(),
            marks: vec![],
        };
        let mut html = String::new();
        inline_html(&mut html, &inline, 0..inline.text.len());
        assert_eq!(html, "a&lt;b&gt;&amp;");
    }
}
