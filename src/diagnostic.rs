//! Findings about documents, as data: severity, place, message and what to do.
//!
//! A bad document is never an `Err`: whatever reads it gathers `Diagnostic`s, and the build reports them all.
//! This module does not print; drawing is `cli::report`'s.

pub mod codes;

use serde::{Deserialize, Serialize};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The build fails.
    Error,
    /// Something is uncertain or lost; the page is made.
    Warning,
    /// Something was done that one may want to know of.
    Advice,
}

/// One finding about one document (or setting).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable name of the kind of finding, kebab-case: `date-impossible`.
    pub code: &'static str,
    /// How grave.
    pub severity: Severity,
    /// What was found, naming the value.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The file, relative to the site's folder, with `/`; empty where the reader of one text knows none.
    pub path: String,
    /// Where in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A place in a text, with the line that it is in, so that it can be drawn without the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Characters, at least 1.
    pub width: u32,
    /// The line, or the part of a very long line around the place.
    #[serde(skip)]
    pub excerpt: Excerpt,
}

/// Part of a line that shows a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Excerpt {
    /// At most about 160 characters.
    pub text: String,
    /// Byte range of the place within `text`.
    pub start: usize,
    /// End of that range.
    pub end: usize,
}

impl Diagnostic {
    /// A finding without a place.
    #[must_use]
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            hint: None,
            path: String::new(),
            place: None,
        }
    }

    /// Shorthand for an error.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// Shorthand for a warning.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// Shorthand for advice.
    #[must_use]
    pub fn advice(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Advice, message)
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says which file.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Says where: `length` bytes at byte `offset` of `text`.
    #[must_use]
    pub fn at(mut self, text: &(impl Lined + ?Sized), offset: usize, length: usize) -> Self {
        self.place = Some(Place::of(text, offset, length));
        self
    }
}

/// A text that can tell in which line something stands.
pub trait Lined {
    /// The text.
    fn text(&self) -> &str;

    /// How many lines end before a byte.
    fn lines_before(&self, offset: usize) -> usize {
        memchr::memchr_iter(b'\n', &self.text().as_bytes()[..offset]).count()
    }
}

impl Lined for str {
    fn text(&self) -> &str {
        self
    }
}

impl Lined for String {
    fn text(&self) -> &str {
        self
    }
}

/// A text of which many places are asked: where its lines end is found once, and only when the first is asked.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    ends: std::cell::OnceCell<Vec<usize>>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            ends: std::cell::OnceCell::new(),
        }
    }

    fn ends(&self) -> &[usize] {
        self.ends
            .get_or_init(|| memchr::memchr_iter(b'\n', self.text.as_bytes()).collect())
    }

    /// The byte at which a line begins; lines count from 1.
    #[must_use]
    pub fn start(&self, line: u32) -> Option<usize> {
        match line.checked_sub(2) {
            None => (line == 1).then_some(0),
            Some(before) => self.ends().get(before as usize).map(|end| end + 1),
        }
    }
}

impl std::ops::Deref for Lines<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

impl Lined for Lines<'_> {
    fn text(&self) -> &str {
        self.text
    }

    fn lines_before(&self, offset: usize) -> usize {
        self.ends().partition_point(|end| *end < offset)
    }
}

impl Place {
    const MOST_BEFORE: usize = 60;
    const MOST_AFTER: usize = 100;

    /// The place of `length` bytes at byte `offset` of `text`; offsets beyond the text or inside a character
    /// are moved to the nearest boundary before.
    #[must_use]
    pub fn of(lined: &(impl Lined + ?Sized), offset: usize, length: usize) -> Place {
        let text = lined.text();
        let offset = floor_boundary(text, offset);
        let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[offset..]
            .find('\n')
            .map_or(text.len(), |at| offset + at);
        let end = floor_boundary(text, (offset + length).min(line_end)).max(offset);
        let line = lined.lines_before(offset);
        let before = &text[line_start..offset];
        let column = before.chars().count();
        let from = line_start
            + before
                .char_indices()
                .rev()
                .nth(Self::MOST_BEFORE - 1)
                .map_or(0, |(at, _)| at);
        let after = &text[offset..line_end];
        let to = offset
            + after
                .char_indices()
                .nth(Self::MOST_AFTER)
                .map_or(after.len(), |(at, _)| at);
        let excerpt = text[from..to.max(from)].trim_end_matches('\r').to_owned();
        let start = (offset - from).min(excerpt.len());
        let stop = (end - from).clamp(start, excerpt.len());
        Place {
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
            width: u32::try_from(text[offset..end].chars().count().max(1)).unwrap_or(u32::MAX),
            excerpt: Excerpt {
                text: excerpt,
                start,
                end: stop,
            },
        }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}
