//! How findings and failures look on a terminal.

use std::collections::BTreeMap;
use std::fmt;
use std::io::IsTerminal;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use crate::diagnostic::{Diagnostic, Excerpt, Severity};
use crate::error::Error;
use crate::messages::{self, Language, tell};

/// Prints a failure to standard error.
pub fn error(error: &Error) {
    match error {
        Error::Config(diagnostic) => eprint!("{}", drawn(diagnostic)),
        Error::Documents(diagnostics) => {
            for diagnostic in of_note(diagnostics) {
                eprint!("{}", drawn(diagnostic));
            }
            eprintln!("{error}");
        }
        _ => eprintln!("{}", tell!("report-failure", error = error.to_string())),
    }
}

/// The same failure without the findings that are no errors, for who asked for errors alone.
pub fn of_errors(error: Error) -> Error {
    match error {
        Error::Documents(mut findings) => {
            findings.retain(|finding| finding.severity == Severity::Error);
            Error::Documents(findings)
        }
        other => other,
    }
}

/// Warnings of one kind that are shown beside errors.
const WARNINGS_MOST: usize = 2;

/// Of the findings of a build that failed: every error, and the first warnings of each kind, for one who mends the errors wants to mend
/// those in the same go.
pub fn of_note(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let mut shown: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    diagnostics
        .iter()
        .filter(move |diagnostic| match diagnostic.severity {
            Severity::Error => true,
            Severity::Advice => false,
            Severity::Warning => {
                let count = shown.entry(diagnostic.code).or_default();
                *count += 1;
                *count <= WARNINGS_MOST
            }
        })
}

/// A finding with its line drawn and the place in it marked.
pub fn drawn(diagnostic: &Diagnostic) -> String {
    draw(
        diagnostic,
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    )
}

/// The same without colour, for a page.
pub fn plain(diagnostic: &Diagnostic) -> String {
    draw(diagnostic, false)
}

fn draw(diagnostic: &Diagnostic, colour: bool) -> String {
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(110)
        .with_links(false)
        // An id is one word, and is copied as such: it is not parted at its hyphens.
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_context_lines(0);
    let mut out = String::new();
    let drawing = Drawing(diagnostic);
    if handler.render_report(&mut out, &drawing).is_err() {
        return format!("{}: {}\n", place(diagnostic), diagnostic.message);
    }
    // miette has one English word; in Chinese it is as wide, so that the lines below it stay where they are.
    match (out.rfind("  help: "), messages::language()) {
        (Some(at), Language::Chinese) if diagnostic.hint.is_some() => {
            out.replace_range(at + 2..at + 8, &tell!("report-help"));
            out
        }
        _ => out,
    }
}

/// A severity as one reads it.
pub fn severity(severity: Severity) -> String {
    match severity {
        Severity::Error => tell!("report-severity-error"),
        Severity::Warning => tell!("report-severity-warning"),
        Severity::Advice => tell!("report-severity-advice"),
    }
}

/// `{ code, severity, file, line, column, end, message, hint }`; lines and columns from 1, in characters, `end` behind the last.
pub fn to_json(diagnostic: &Diagnostic) -> serde_json::Value {
    let place = diagnostic.place.as_ref();
    serde_json::json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": diagnostic.path,
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "end": place.map(|place| place.column + place.width),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    })
}

/// `content/2024/a.txt:3:5`.
pub fn place(diagnostic: &Diagnostic) -> String {
    match &diagnostic.place {
        Some(place) => format!("{}:{}:{}", diagnostic.path, place.line, place.column),
        None => diagnostic.path.clone(),
    }
}

/// Prints how often each code was found, a line for each severity, the gravest first; gives the first code of the gravest.
pub fn counts(diagnostics: &[Diagnostic]) -> Option<&'static str> {
    let mut kinds: BTreeMap<(Severity, &'static str), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *kinds
            .entry((diagnostic.severity, diagnostic.code))
            .or_default() += 1;
    }
    for (severity, title) in [
        (Severity::Error, "report-errors"),
        (Severity::Warning, "report-warnings"),
        (Severity::Advice, "report-advice"),
    ] {
        let list: Vec<String> = kinds
            .iter()
            .filter(|((s, _), _)| *s == severity)
            .map(|((_, code), count)| format!("{code} {count}"))
            .collect();
        if !list.is_empty() {
            let line = tell!(
                "report-of-severity",
                severity = tell!(title),
                list = messages::list(&list),
            );
            say!("  {line}");
        }
    }
    kinds.first_key_value().map(|((_, code), _)| *code)
}

/// miette's view of a [`Diagnostic`].
struct Drawing<'d>(&'d Diagnostic);

impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic { message, .. } = self.0;
        if self.0.place.is_none() && !self.0.path.is_empty() {
            return write!(f, "{}: {message}", self.0.path);
        }
        f.write_str(message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.0.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.0.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.0
            .hint
            .as_ref()
            .map(|hint| Box::new(hint) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.place.as_ref().map(|_| self as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let Excerpt { start, end, .. } = &self.0.place.as_ref()?.excerpt;
        Some(Box::new(std::iter::once(LabeledSpan::new(
            None,
            *start,
            end - start,
        ))))
    }
}

impl SourceCode for Drawing<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let place = self.0.place.as_ref().ok_or(MietteError::OutOfBounds)?;
        let text = place.excerpt.text.as_str();
        if span.offset() + span.len() > text.len() {
            return Err(MietteError::OutOfBounds);
        }
        // A long line is shown from somewhere in its middle: the column that miette prints stays the true one.
        let before = text[..place.excerpt.start].chars().count();
        let column = (place.column as usize).saturating_sub(1 + before);
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.path.clone(),
            text.as_bytes(),
            (0, text.len()).into(),
            place.line as usize - 1,
            column,
            1,
        )))
    }
}
