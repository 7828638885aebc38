//! Every code that a finding can have, with what `dafu explain CODE` says of it.
//!
//! A code is stable: it stands in `dafu.toml`, in scripts and in other tools' reports. `tests/codes.rs` holds the table against
//! the source: each code that is used is here, and each that is here is used.

mod addresses;
mod import;
mod ledger;
mod privacy;
mod reading;
mod review;

use super::Severity;

/// One kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name, kebab-case.
    pub code: &'static str,
    /// How grave it is unless `dafu.toml` says otherwise.
    pub severity: Severity,
    /// One line: what was found.
    pub title: &'static str,
    /// Why it matters and what to do; paragraphs are separated by an empty line.
    pub text: &'static str,
}

impl Code {
    /// Why `dafu.toml` cannot change its severity; `None` if it can.
    #[must_use]
    pub fn fixed(&self) -> Option<&'static str> {
        if self.code.starts_with("private-") && self.severity == Severity::Error {
            return Some(
                "a private number would become public; `privacy` in dafu.toml can mask it or allow it",
            );
        }
        let known = FIXED.iter().find(|(code, _)| *code == self.code);
        known.map(|(_, why)| *why)
    }
}

/// Codes whose severity no setting changes, each with the reason: without the document that has it a build cannot go on, or would
/// leave it out in silence, or would publish what must not be published.
pub const FIXED: &[(&str, &str)] = &[
    (
        "config",
        "dafu does not know what to do without its settings",
    ),
    ("file-name", "no address can carry the file"),
    ("symbolic-link", "the file is not read"),
    ("file-source", "what must stay private might be published"),
    ("file-special", "the file cannot be read"),
    ("file-active", "it would run in readers' browsers"),
    ("document-too-long", "the document is not read"),
    ("page-name", "the page cannot be written"),
    ("id", "the reply would have no address"),
    ("id-twice", "one of the two replies would be lost"),
    ("encoding", "characters would be lost in public"),
    (
        "front-matter",
        "nothing of the front matter counts, 公开属性 included",
    ),
    (
        "front-matter-open",
        "nothing of the front matter counts, 公开属性 included",
    ),
    ("title-missing", "a page needs a name"),
    ("body-empty", "there is nothing to publish"),
    ("too-deep", "the document is not read as it was meant"),
    ("html-too-long", "the piece is not shown"),
    ("file-missing", "the page would lead nowhere"),
    ("ledger", "nothing of the ledger counts, 公开属性 included"),
    ("ledger-access", "what must stay private might be published"),
];

/// Codes that are looked for only if `dafu.toml` gives them a severity, or an option asks for them.
pub const ON_REQUEST: &[&str] = &["attachment-missing"];

/// All codes, by area.
pub const ALL: &[&[Code]] = &[
    reading::CODES,
    review::CODES,
    privacy::CODES,
    ledger::CODES,
    import::CODES,
    addresses::CODES,
];

/// All codes in one row.
pub fn all() -> impl Iterator<Item = &'static Code> {
    ALL.iter().flat_map(|area| area.iter())
}

/// The code of a name.
#[must_use]
pub fn find(code: &str) -> Option<&'static Code> {
    all().find(|known| known.code == code)
}

/// The code most like a word that is none.
#[must_use]
pub fn nearest(word: &str) -> Option<&'static str> {
    let known: Vec<&'static str> = all().map(|known| known.code).collect();
    crate::suggest::nearest(word, &known)
}
