//! Markdown → units: pulldown-cmark's events, with emphasis and line breaks as Chinese needs them.
//!
//! pulldown-cmark 0.13 follows CommonMark's flanking rules, under which `**“强调”**。` is no emphasis. A private-use
//! character that the document does not contain is put between a run of `*` or `~` and a neighbouring Chinese mark,
//! and taken out of every event again. Ordered lists become paragraphs with their numbers as written, for in an
//! official text `1.` is a heading. Raw HTML is cleaned. Nothing is fetched and nothing is read from disk here.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::names::is_han;
use super::number;
use super::units::{self, Form, Unit};
use crate::diagnostic::Diagnostic;
use crate::messages::tell;
use crate::model::{Inline, Mark, Style};

/// How addresses in a document become addresses on a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Links<'a> {
    /// The document's folder below `content/`, with `/`, empty at the top.
    pub folder: &'a str,
    /// What goes before a file's path on the page: `../../files/`.
    pub prefix: &'a str,
}

/// A file beside the documents that one of them shows or links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReference {
    /// Path below `content/`, with `/`, no `..`.
    pub path: String,
    /// Byte offset in the decoded source.
    pub offset: usize,
    /// Whether words lead to it, so that a page may stand in its place; else it is shown or attached.
    pub link: bool,
}

/// What was read from Markdown.
#[derive(Debug, Default)]
pub struct Markdown {
    /// Its blocks.
    pub units: Vec<Unit>,
    /// Files that it shows or links to.
    pub files: Vec<FileReference>,
    /// What was changed or refused.
    pub diagnostics: Vec<Diagnostic>,
}

/// Bytes of the longest raw HTML that is cleaned; an HTML tree of nothing but open tags costs their number squared.
const HTML_MOST: usize = 64 * 1024;

/// Deepest quotation within quotations that is read as Markdown.
const QUOTES_MOST: usize = 64;

/// Whether a document nests quotations deeper than any letter does.
#[must_use]
pub fn is_too_deep(text: &str) -> bool {
    text.lines().any(|line| {
        line.bytes()
            .take_while(|b| matches!(b, b'>' | b' ' | b'\t'))
            .filter(|b| *b == b'>')
            .count()
            > QUOTES_MOST
    })
}

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Reads `text`, which begins at byte `base` of `source`.
#[must_use]
pub fn from_markdown(source: &str, base: usize, links: Links<'_>) -> Markdown {
    let text = &source[base.min(source.len())..];
    let guarded = Guarded::new(text);
    let mut reader = Reader {
        source,
        base,
        guarded: &guarded,
        links,
        out: Markdown::default(),
    };
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(&guarded.text, OPTIONS)
        .into_offset_iter()
        .collect();
    let mut at = 0;
    while at < events.len() {
        let end = block_end(&events, at);
        reader.block(&events[at..end]);
        at = end;
    }
    reader.out
}

/// A pipe table's HTML and text; `None` if the lines are not one.
#[must_use]
pub fn table(lines: &str) -> Option<(String, String)> {
    let mut events = Parser::new_ext(lines, OPTIONS).peekable();
    matches!(events.peek(), Some(Event::Start(Tag::Table(_)))).then(|| {
        let html = clean(&to_html(events));
        let text = visible_text(&html);
        (html, text)
    })
}

fn block_end(events: &[(Event<'_>, Range<usize>)], start: usize) -> usize {
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    events.len()
}

/// The text with guard characters, and where they were put.
struct Guarded<'t> {
    text: Cow<'t, str>,
    guard: char,
    /// Byte offsets in `text` of the guards, ascending.
    at: Vec<usize>,
}

impl<'t> Guarded<'t> {
    fn new(text: &'t str) -> Self {
        let guard = ('\u{e000}'..='\u{f8ff}')
            .find(|c| !text.contains(*c))
            .unwrap_or('\u{f8ff}');
        if !text.contains(['*', '~']) {
            return Self {
                text: Cow::Borrowed(text),
                guard,
                at: Vec::new(),
            };
        }
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = Vec::new();
        let mut previous: Option<char> = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let starts_run =
                matches!(c, '*' | '~') && previous != Some(c) && previous != Some('\\');
            if starts_run && previous.is_some_and(is_chinese_mark) {
                at.push(out.len());
                out.push(guard);
            }
            out.push(c);
            let ends_run = matches!(c, '*' | '~') && chars.peek() != Some(&c);
            if ends_run && chars.peek().copied().is_some_and(is_chinese_mark) {
                at.push(out.len());
                out.push(guard);
            }
            previous = Some(c);
        }
        Self {
            text: Cow::Owned(out),
            guard,
            at,
        }
    }

    /// The byte offset in the text without guards.
    fn original(&self, offset: usize) -> usize {
        let before = self.at.partition_point(|&guard| guard < offset);
        offset - before * self.guard.len_utf8()
    }

    fn strip<'s>(&self, text: &'s str) -> Cow<'s, str> {
        if self.at.is_empty() || !text.contains(self.guard) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.replace(self.guard, ""))
        }
    }
}

/// Punctuation that CommonMark counts as such and that stands beside Han characters without a space.
fn is_chinese_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '\u{2013}')
}

fn is_cjk(c: char) -> bool {
    is_han(c) || is_chinese_mark(c)
}

struct Reader<'a> {
    source: &'a str,
    base: usize,
    guarded: &'a Guarded<'a>,
    links: Links<'a>,
    out: Markdown,
}

/// A paragraph's line, before soft breaks are judged.
struct Segment {
    inline: Inline,
    offset: usize,
}

impl Reader<'_> {
    fn offset(&self, guarded: usize) -> usize {
        self.base + self.guarded.original(guarded)
    }

    fn block(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let Some((first, range)) = events.first() else {
            return;
        };
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        match first {
            Event::Start(Tag::Paragraph) => self.paragraph(&events[1..events.len() - 1], start),
            Event::Start(Tag::Heading { level, .. }) => {
                let inline = self.join(&events[1..events.len() - 1], start);
                self.push(inline, start, end, Form::Heading(heading_depth(*level)));
            }
            Event::Start(Tag::List(Some(_))) if is_simple_list(events) => self.ordered_list(events),
            Event::Start(Tag::HtmlBlock) | Event::Html(_) => {
                let raw: String = events
                    .iter()
                    .filter_map(|(event, _)| {
                        if let Event::Html(html) = event {
                            Some(html.as_ref())
                        } else {
                            None
                        }
                    })
                    .collect();
                if raw.len() > HTML_MOST {
                    let found = Diagnostic::error("html-too-long", tell!("html-too-long"));
                    self.out
                        .diagnostics
                        .push(
                            found
                                .hint(tell!("html-too-long.hint"))
                                .at(self.source, start, 1),
                        );
                    return;
                }
                let html = clean(&self.guarded.strip(&raw));
                if html.trim() != raw.trim() && !raw.trim_start().starts_with("<!--") {
                    self.out.diagnostics.push(
                        Diagnostic::advice("html-cleaned", tell!("html-cleaned")).at(
                            self.source,
                            start,
                            1,
                        ),
                    );
                }
                self.push_html(html, start, end);
            }
            _ => {
                let mapped: Vec<Event<'_>> = events
                    .iter()
                    .map(|(event, range)| self.resolved(event.clone(), range.start))
                    .collect();
                let html = clean(&to_html(mapped.into_iter()));
                self.push_html(html, start, end);
            }
        }
    }

    fn push(&mut self, inline: Inline, start: usize, end: usize, form: Form) {
        let inline = trim(with_leftovers(inline));
        if !inline.text.is_empty()
            || inline
                .marks
                .iter()
                .any(|mark| matches!(mark.style, Style::Image(_)))
        {
            self.out.units.push(Unit {
                inline,
                offset: start,
                length: end.saturating_sub(start).max(1),
                form,
            });
        }
    }

    fn push_html(&mut self, html: String, start: usize, end: usize) {
        if html.trim().is_empty() {
            return;
        }
        let text = visible_text(&html);
        let inline = Inline {
            text,
            marks: Vec::new(),
        };
        self.out.units.push(Unit {
            inline,
            offset: start,
            length: end.saturating_sub(start).max(1),
            form: Form::Html(html),
        });
    }

    /// One paragraph; its soft breaks are line breaks where the lines are lines of a letter.
    fn paragraph(&mut self, events: &[(Event<'_>, Range<usize>)], start: usize) {
        let segments = self.segments(events, start);
        let mut open: Option<Segment> = None;
        for segment in segments {
            match open.as_mut() {
                Some(before) if !are_separate_lines(&before.inline.text, &segment.inline.text) => {
                    append_soft(&mut before.inline, segment.inline);
                }
                _ => {
                    if let Some(done) = open.replace(segment) {
                        let end = done.offset + done.inline.text.len();
                        self.push(done.inline, done.offset, end, Form::Line);
                    }
                }
            }
        }
        if let Some(done) = open {
            let end = done.offset + done.inline.text.len();
            self.push(done.inline, done.offset, end, Form::Line);
        }
    }

    fn join(&mut self, events: &[(Event<'_>, Range<usize>)], start: usize) -> Inline {
        let mut joined = Inline::default();
        for segment in self.segments(events, start) {
            append_soft(&mut joined, segment.inline);
        }
        joined
    }

    fn ordered_list(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut at = 1;
        while at < events.len() - 1 {
            let end = block_end(events, at);
            let item = &events[at..end];
            let range = &item[0].1;
            let written = &self.guarded.text[range.clone()];
            let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            let marker = written.get(..digits + 1).unwrap_or("").to_owned();
            let start = self.offset(range.start);
            let mut inline = Inline {
                text: format!("{marker} "),
                marks: Vec::new(),
            };
            let inner: Vec<(Event<'_>, Range<usize>)> = item[1..item.len() - 1]
                .iter()
                .filter(|(e, _)| {
                    !matches!(
                        e,
                        Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
                    )
                })
                .cloned()
                .collect();
            let words = self.join(&inner, start);
            units::append(&mut inline, words);
            let end_offset = self.offset(range.end);
            self.push(inline, start, end_offset, Form::Line);
            at = end;
        }
    }

    fn segments(&mut self, events: &[(Event<'_>, Range<usize>)], start: usize) -> Vec<Segment> {
        let mut segments = vec![Segment {
            inline: Inline::default(),
            offset: start,
        }];
        let mut open: Vec<(usize, Style)> = Vec::new();
        let mut fresh = true;
        for (event, range) in events {
            let offset = self.offset(range.start);
            let Some(segment) = segments.last_mut() else {
                break;
            };
            if fresh {
                segment.offset = offset;
                fresh = false;
            }
            let inline = &mut segment.inline;
            match event {
                Event::Text(text) => inline.text.push_str(&self.guarded.strip(text)),
                Event::Code(code) => {
                    let from = inline.text.len();
                    inline.text.push_str(&self.guarded.strip(code));
                    inline.marks.push(Mark {
                        range: from..inline.text.len(),
                        style: Style::Code,
                    });
                }
                Event::SoftBreak if open.is_empty() => {
                    segments.push(Segment {
                        inline: Inline::default(),
                        offset,
                    });
                    fresh = true;
                }
                Event::SoftBreak
                    // Inside a mark the next text joins directly; Latin words keep a space.
                    if inline
                        .text
                        .chars()
                        .next_back()
                        .is_some_and(|c| c.is_ascii_alphanumeric())
                    => {
                        inline.text.push(' ');
                    }
                Event::HardBreak => inline.marks.push(Mark {
                    range: inline.text.len()..inline.text.len(),
                    style: Style::LineBreak,
                }),
                Event::Start(tag) => {
                    let style = match tag {
                        Tag::Strong => Some(Style::Strong),
                        Tag::Emphasis => Some(Style::Emphasis),
                        Tag::Strikethrough => Some(Style::Strike),
                        Tag::Link { dest_url, .. } => {
                            self.address(dest_url, offset, true).map(Style::Link)
                        }
                        Tag::Image { dest_url, .. } => self.image_address(dest_url, offset),
                        _ => None,
                    };
                    // An unsafe address leaves its words, unmarked.
                    open.push((inline.text.len(), style.unwrap_or(Style::LineBreak)));
                }
                Event::End(_) => close(inline, &mut open),
                Event::InlineHtml(html) => inline_html(html, inline, &mut open),
                _ => {}
            }
        }
        for segment in &mut segments {
            segment
                .inline
                .marks
                .sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
        }
        segments
    }

    fn resolved<'e>(&mut self, event: Event<'e>, guarded_offset: usize) -> Event<'e> {
        let offset = self.offset(guarded_offset);
        match event {
            Event::Text(text) => Event::Text(CowStr::from(self.guarded.strip(&text).into_owned())),
            Event::Code(text) => Event::Code(CowStr::from(self.guarded.strip(&text).into_owned())),
            Event::InlineHtml(text) => {
                Event::InlineHtml(CowStr::from(self.guarded.strip(&text).into_owned()))
            }
            Event::Html(text) => Event::Html(CowStr::from(self.guarded.strip(&text).into_owned())),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let dest_url =
                    CowStr::from(self.address(&dest_url, offset, true).unwrap_or_default());
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                })
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let dest_url = match self.image_address(&dest_url, offset) {
                    Some(Style::Image(url)) => CowStr::from(url),
                    _ => CowStr::from(""),
                };
                Event::Start(Tag::Image {
                    link_type,
                    dest_url,
                    title,
                    id,
                })
            }
            other => other,
        }
    }

    /// The address on the page of a link; `None` if it is not safe to follow.
    fn address(&mut self, raw: &str, offset: usize, link: bool) -> Option<String> {
        let raw = self.guarded.strip(raw).trim().to_owned();
        if raw.starts_with('#') {
            return Some(raw);
        }
        if let Some((scheme, _)) = raw
            .split_once(':')
            .filter(|(s, _)| !s.contains('/') && !s.is_empty())
        {
            if matches!(
                scheme.to_ascii_lowercase().as_str(),
                "http" | "https" | "mailto" | "tel"
            ) {
                return Some(raw);
            }
            self.out.diagnostics.push(
                Diagnostic::warning("link-unsafe", tell!("link-unsafe", scheme)).at(
                    self.source,
                    offset,
                    1,
                ),
            );
            return None;
        }
        let (path, fragment) = raw
            .split_once('#')
            .map_or((raw.as_str(), ""), |(p, f)| (p, f));
        if let Some(path) = resolve(self.links.folder, path) {
            let url = format!(
                "{}{}{}{}",
                self.links.prefix,
                encode(&path),
                if fragment.is_empty() { "" } else { "#" },
                fragment
            );
            self.out.files.push(FileReference { path, offset, link });
            Some(url)
        } else {
            self.out.diagnostics.push(
                Diagnostic::warning("link-outside", tell!("link-outside", raw)).at(
                    self.source,
                    offset,
                    1,
                ),
            );
            None
        }
    }

    /// An image beside the document is shown; one on another host becomes a link, for pages ask no other host.
    fn image_address(&mut self, raw: &str, offset: usize) -> Option<Style> {
        let external = raw.contains("://") || raw.starts_with("//");
        if external {
            self.out.diagnostics.push(
                Diagnostic::warning("image-external", tell!("image-external", raw))
                    .hint(tell!("image-external.hint"))
                    .at(self.source, offset, 1),
            );
            return self
                .address(raw.trim_start_matches("//"), offset, true)
                .map(Style::Link);
        }
        self.address(raw, offset, false).map(Style::Image)
    }
}

fn close(inline: &mut Inline, open: &mut Vec<(usize, Style)>) {
    if let Some((from, style)) = open.pop()
        && style != Style::LineBreak
    {
        inline.marks.push(Mark {
            range: from.min(inline.text.len())..inline.text.len(),
            style,
        });
    }
}

/// Inline tags that mean something are kept, all others are dropped and their words stay.
fn inline_html(html: &str, inline: &mut Inline, open: &mut Vec<(usize, Style)>) {
    let name = html
        .trim_matches(['<', '>', '/', ' '])
        .split([' ', '/'])
        .next()
        .unwrap_or("")
        .to_ascii_lowercase();
    let style = match name.as_str() {
        "br" => {
            inline.marks.push(Mark {
                range: inline.text.len()..inline.text.len(),
                style: Style::LineBreak,
            });
            return;
        }
        "b" | "strong" => Style::Strong,
        "i" | "em" => Style::Emphasis,
        "sup" => Style::Superscript,
        "sub" => Style::Subscript,
        "s" | "del" => Style::Strike,
        _ => return,
    };
    if html.starts_with("</") {
        if open.last().is_some_and(|(_, top)| *top == style) {
            close(inline, open);
        }
    } else {
        open.push((inline.text.len(), style));
    }
}

fn heading_depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// A list whose items are one paragraph each.
fn is_simple_list(events: &[(Event<'_>, Range<usize>)]) -> bool {
    let mut paragraphs = 0;
    for (event, _) in &events[1..events.len().saturating_sub(1)] {
        match event {
            Event::Start(Tag::Item) => paragraphs = 0,
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::Start(
                Tag::List(_)
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::Table(_)
                | Tag::Heading { .. }
                | Tag::HtmlBlock,
            )
            | Event::Rule => return false,
            _ => {}
        }
        if paragraphs > 1 {
            return false;
        }
    }
    true
}

/// Whether a soft break separates two lines of a letter rather than wraps one paragraph.
fn are_separate_lines(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim(), after.trim());
    let ends = before.ends_with(['。', '！', '？', '：', ':', '；', '!', '?']);
    // Not counted to its end: a paragraph of very many lines is joined one by one.
    let short = before.chars().nth(30).is_none();
    ends || number::read_date_line(after).is_some()
        || number::read_marker(after).is_some()
        || (short && number::read_date_line(before).is_some())
        || (short && super::header::starts_with_field(after))
}

/// Joins across a soft break: no space between Han characters, one between words.
fn append_soft(first: &mut Inline, second: Inline) {
    let left = first.text.trim_end().len();
    first.text.truncate(left);
    // A code span may end in the space that goes.
    for mark in &mut first.marks {
        mark.range = mark.range.start.min(left)..mark.range.end.min(left);
    }
    let (last, next) = (first.text.chars().next_back(), second.text.chars().next());
    if let (Some(last), Some(next)) = (last, next)
        && !(is_cjk(last) || is_cjk(next))
        && !last.is_whitespace()
    {
        first.text.push(' ');
    }
    let shift = first.text.len();
    first.text.push_str(&second.text);
    first
        .marks
        .extend(second.marks.into_iter().map(|mark| Mark {
            range: mark.range.start + shift..mark.range.end + shift,
            ..mark
        }));
}

/// Markdown that CommonMark left alone (`** 一、…**`) is read as in plain text.
fn with_leftovers(inline: Inline) -> Inline {
    if inline.marks.is_empty() && inline.text.contains("**") {
        units::leftover_emphasis(&inline.text)
    } else {
        inline
    }
}

fn trim(mut inline: Inline) -> Inline {
    let start = inline.text.len() - inline.text.trim_start().len();
    let text = inline.text.trim().to_owned();
    for mark in &mut inline.marks {
        mark.range = mark.range.start.saturating_sub(start).min(text.len())
            ..mark.range.end.saturating_sub(start).min(text.len());
    }
    Inline {
        text,
        marks: inline.marks,
    }
}

/// A path below the content folder: `..` resolved, `None` if it leads outside or is absolute.
pub(super) fn resolve(folder: &str, path: &str) -> Option<String> {
    let path = percent_decode(path);
    if path.is_empty() || path.starts_with('/') || path.contains(['\\', '\0', '?']) {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
/// Reads `%E5` and its like; what is no UTF-8 then stays as it is.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let raw = text.as_bytes();
    let mut at = 0;
    while at < raw.len() {
        let hex = (raw[at] == b'%')
            .then(|| {
                text.get(at + 1..at + 3)
                    .and_then(|h| u8::from_str_radix(h, 16).ok())
            })
            .flatten();
        bytes.push(hex.unwrap_or(raw[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Percent-encodes what may not stand in the path of an address.
#[must_use]
pub fn encode(path: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn to_html<'e>(events: impl Iterator<Item = Event<'e>>) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    html
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags(["input"])
        .rm_tags(["input"])
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(|element, attribute, value| {
            // Pages ask no other host.
            let external = value.contains("://") || value.starts_with("//");
            if element == "img" && attribute == "src" && (external || value.is_empty()) {
                None
            } else {
                Some(value.into())
            }
        });
    builder
});

fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string().trim().to_owned()
}

/// What a reader sees of cleaned HTML.
#[must_use]
pub fn visible_text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            out.push(' ');
            rest = &rest[end..];
        } else {
            let (text, length) = [
                ("&amp;", "&"),
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&quot;", "\""),
                ("&nbsp;", "\u{a0}"),
                ("&#39;", "'"),
            ]
            .iter()
            .find(|(entity, _)| rest.starts_with(entity))
            .map_or(("&", 1), |(entity, text)| (*text, entity.len()));
            out.push_str(text);
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<Unit> {
        from_markdown(
            text,
            0,
            Links {
                folder: "2024",
                prefix: "../files/",
            },
        )
        .units
    }

    fn strong(text: &str) -> Vec<String> {
        let units = units(text);
        let inline = &units[0].inline;
        inline
            .marks
            .iter()
            .filter(|m| m.style == Style::Strong)
            .map(|m| inline.text[m.range.clone()].to_owned())
            .collect()
    }

    #[test]
    fn emphasis_beside_chinese_marks() {
        for (text, expected) in [
            ("实行**“应装尽装”**。", "“应装尽装”"),
            ("**“强调”**。", "“强调”"),
            ("他说：**要求：**加强", "要求："),
            ("依据**《办法》**执行", "《办法》"),
            ("**（一）加强。**我局", "（一）加强。"),
            ("见**下文**", "下文"),
        ] {
            assert_eq!(strong(text), [expected], "{text}");
        }
        assert_eq!(units("实行**“应装尽装”**。")[0].text(), "实行“应装尽装”。");
    }

    #[test]
    fn soft_breaks() {
        assert_eq!(units("我市加快\n建设步伐")[0].text(), "我市加快建设步伐");
        assert_eq!(units("one\ntwo")[0].text(), "one two");
        assert_eq!(
            units("澜汀市教育局\n2024年5月6日")
                .iter()
                .map(Unit::text)
                .collect::<Vec<_>>(),
            ["澜汀市教育局", "2024年5月6日"]
        );
    }

    /// The space at a line's end goes; the code that ended in it ends where it began.
    #[test]
    fn code_that_ends_in_a_line_break() {
        for end in ["丁", "", "）"] {
            let units = units(&format!("查询`甲\n`\n{end}"));
            let inline = &units[0].inline;
            assert_eq!(inline.text, format!("查询甲{end}"));
            assert_eq!(&inline.text[inline.marks[0].range.clone()], "甲");
        }
    }

    #[test]
    fn ordered_lists_keep_their_numbers() {
        assert_eq!(
            units("1. 加强宣传。\n2. 完善制度。")
                .iter()
                .map(Unit::text)
                .collect::<Vec<_>>(),
            ["1. 加强宣传。", "2. 完善制度。"]
        );
    }

    #[test]
    fn html_is_cleaned_and_nothing_leads_outside() {
        let read = from_markdown(
            "<script>alert(1)</script>\n\n<p onclick=x>好</p>\n\n![图](../../../etc/passwd)\n\n[a](javascript:alert(1))\n\n![图](http://h/x.png)\n\n![图](../images/a b.svg)",
            0,
            Links {
                folder: "2024",
                prefix: "../files/",
            },
        );
        let html = format!("{:?}", read.units);
        assert!(
            !html.contains("script")
                && !html.contains("onclick")
                && !html.contains("passwd\"")
                && !html.contains("javascript"),
            "{html}"
        );
    }

    #[test]
    fn files_are_resolved() {
        let read = from_markdown(
            "![图](../images/a.svg)",
            0,
            Links {
                folder: "2024",
                prefix: "../files/",
            },
        );
        assert_eq!(read.files[0].path, "images/a.svg");
        assert_eq!(
            read.units[0].inline.marks[0].style,
            Style::Image("../files/images/a.svg".into())
        );
    }
}
