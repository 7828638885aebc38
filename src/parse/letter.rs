//! One official reply: from its lines to its facts and its text.
//!
//! The order of the work is the order of the letter: find the salutation and the opening; read what stands above
//! them (title, header fields); find the signature and read what stands around it; heal broken lines and find the
//! headings of what is left; then ask title, opening and header for number, session and kind.
//!
//! Every line ends up in exactly one place: the text, a field, or [`Letter::left_out`]. Nothing here can fail.

mod fields;
mod head;
mod lines;
mod opening;
mod pieced;
mod preamble;
mod signature;
mod tail;
mod text;

use std::collections::BTreeMap;
use std::ops::Range;

use super::title::Candidate;
use super::units::Unit;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Body, Reply};
use head::find_head;
use lines::agencies_of;
use pieced::Pieced;
use tail::{TailRole, cut_signature_off, find_tail};

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

/// Reads a letter from its units. `source` is the decoded document that the units' offsets refer to.
#[must_use]
pub fn read_letter(source: &str, units: Vec<Unit>) -> Letter {
    let units = cut_signature_off(units);
    let mut reader = Reader {
        source,
        letter: Letter::default(),
        header: Pieced::default(),
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
    reader.letter
}

/// A letter in the making.
struct Reader<'s> {
    source: &'s str,
    letter: Letter,
    /// What the header says besides the title, for kind and session.
    header: Pieced,
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
        let at = self.within(at);
        self.letter.origins.entry(field).or_insert(at);
    }

    fn leave_out(&mut self, at: Range<usize>) {
        let at = self.within(at);
        self.letter.left_out.push(at);
    }

    /// A range of whole characters: where markup was dropped, a unit's own offset and length say only about where a part of it stands.
    fn within(&self, at: Range<usize>) -> Range<usize> {
        let boundary = |at: usize| self.source.floor_char_boundary(at);
        let start = boundary(at.start);
        start..boundary(at.end).max(start)
    }
}

/// The first 24 characters of a text, for a message.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(24) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
