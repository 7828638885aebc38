//! Every code that a finding can have; what `dafu explain CODE` says of it is the message `code-CODE`.
//!
//! A code is stable: it stands in `dafu.toml`, in scripts and in other tools' reports. `tests/codes.rs` holds the table against
//! the source: each code that is used is here, and each that is here is used.

use super::Severity;
use crate::messages::{self, Language, told_in};

/// One kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name, kebab-case.
    pub code: &'static str,
    /// How grave it is unless `dafu.toml` says otherwise.
    pub severity: Severity,
}

impl Code {
    /// One line: what was found, in the language of the process.
    #[must_use]
    pub fn title(&self) -> String {
        self.title_in(messages::language())
    }

    /// One line: what was found.
    #[must_use]
    pub fn title_in(&self, language: Language) -> String {
        told_in(language, &format!("code-{}", self.code), &[])
    }

    /// Why it matters and what to do, in the language of the process; paragraphs are separated by an empty line.
    #[must_use]
    pub fn text(&self) -> String {
        self.text_in(messages::language())
    }

    /// Why it matters and what to do; paragraphs are separated by an empty line.
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        told_in(language, &format!("code-{}.text", self.code), &[])
    }

    /// Why `dafu.toml` cannot change its severity, in the language of the process; `None` if it can.
    #[must_use]
    pub fn fixed(&self) -> Option<String> {
        self.fixed_in(messages::language())
    }

    /// Why `dafu.toml` cannot change its severity; `None` if it can.
    #[must_use]
    pub fn fixed_in(&self, language: Language) -> Option<String> {
        if self.code.starts_with("private-") && self.severity == Severity::Error {
            return Some(told_in(language, "fixed-private", &[]));
        }
        (FIXED.contains(&self.code))
            .then(|| told_in(language, &format!("fixed-{}", self.code), &[]))
    }
}

const fn error(code: &'static str) -> Code {
    let severity = Severity::Error;
    Code { code, severity }
}

const fn warning(code: &'static str) -> Code {
    let severity = Severity::Warning;
    Code { code, severity }
}

const fn advice(code: &'static str) -> Code {
    let severity = Severity::Advice;
    Code { code, severity }
}

/// Reading documents, settings and files: whatever every build finds.
const READING: &[Code] = &[
    error("config"),
    error("symbolic-link"),
    error("file-name"),
    error("encoding"),
    error("front-matter"),
    error("front-matter-open"),
    warning("front-matter-differs"),
    error("too-deep"),
    error("html-too-long"),
    advice("html-cleaned"),
    warning("link-unsafe"),
    warning("link-outside"),
    warning("image-external"),
    error("title-missing"),
    error("body-empty"),
    advice("title-split"),
    warning("title-truncated"),
    advice("title-repeated"),
    advice("title-differs"),
    warning("header-unread"),
    warning("document-number-damaged"),
    warning("date-stripped"),
    warning("date-unreadable"),
    warning("dates-differ"),
    advice("agency-from-header"),
    warning("sessions-differ"),
    warning("kind-uncertain"),
    advice("line-healed"),
    advice("emphasis-leftover"),
    warning("marker-damaged"),
    warning("field-missing"),
    error("page-name"),
    error("id"),
    error("id-twice"),
    error("file-missing"),
    error("file-special"),
    warning("file-unused"),
    error("file-active"),
    error("document-too-long"),
    warning("characters-unfit"),
    error("file-source"),
];

/// What `dafu check` finds besides: slips that a careful clerk would see.
pub const REVIEW: &[Code] = &[
    warning("outcome-missing"),
    warning("field-contradicts"),
    warning("proposal-differs"),
    warning("numbering-jump"),
    warning("numbering-repeated"),
    warning("date-future"),
    warning("date-order"),
    advice("near-duplicate"),
    advice("unbalanced-quote"),
    advice("unbalanced-bracket"),
    warning("mojibake"),
    warning("markdown-leftover"),
    warning("link-dead"),
    advice("attachment-missing"),
    warning("image-without-text"),
];

/// Private numbers and addresses.
const PRIVACY: &[Code] = &[
    error("private-mobile"),
    error("private-identity"),
    error("private-bank-card"),
    error("private-email"),
    error("private-address"),
    error("private-plate"),
    error("private-name"),
    error("private-position"),
    warning("private-unread"),
];

/// The ledger (台账) beside the documents.
const LEDGER: &[Code] = &[
    error("ledger"),
    error("ledger-access"),
    warning("ledger-value"),
    advice("ledger-column"),
    warning("ledger-differs"),
    warning("ledger-ambiguous"),
    warning("ledger-row-alone"),
    warning("ledger-row-twice"),
    advice("ledger-document-alone"),
    advice("ledger-hidden"),
];

/// `dafu import`: other formats → documents.
const IMPORT: &[Code] = &[
    error("import-unreadable"),
    error("import-encrypted"),
    error("import-too-large"),
    error("import-convert"),
    error("import-scanned"),
    error("import-name-taken"),
    error("import-no-ledger"),
    warning("import-edited"),
    advice("import-kept"),
    warning("import-twin"),
    warning("import-id"),
    warning("import-title"),
    warning("import-review"),
    warning("import-page-empty"),
    warning("import-changes"),
    warning("import-hidden"),
    warning("import-struck"),
    warning("import-text-box"),
    warning("import-date-field"),
    warning("import-field"),
    warning("import-object"),
    warning("import-picture"),
    warning("import-picture-text"),
    warning("import-seal"),
    warning("import-link"),
    warning("import-remote"),
    warning("import-heading"),
    warning("import-table"),
    warning("import-formula"),
    warning("import-symbol"),
    advice("import-left-out"),
    advice("import-extension"),
    advice("import-converted"),
    advice("import-ledger"),
];

/// Addresses that were published: lock file, aliases, redirects, corrections.
const ADDRESSES: &[Code] = &[
    error("address-gone"),
    error("alias"),
    error("alias-taken"),
    error("anchor-gone"),
    warning("revision-unplaced"),
];

/// Codes whose severity no setting changes, for a reason that is the message `fixed-CODE`: without the document that has it a build
/// cannot go on, or would leave it out in silence, or would publish what must not be published.
pub const FIXED: &[&str] = &[
    "config",
    "file-name",
    "symbolic-link",
    "file-source",
    "file-special",
    "file-active",
    "document-too-long",
    "page-name",
    "id",
    "id-twice",
    "encoding",
    "front-matter",
    "front-matter-open",
    "title-missing",
    "body-empty",
    "too-deep",
    "html-too-long",
    "file-missing",
    "ledger",
    "ledger-access",
];

/// Codes that are looked for only if `dafu.toml` gives them a severity, or an option asks for them.
pub const ON_REQUEST: &[&str] = &["attachment-missing"];

/// All codes, by area.
pub const ALL: &[&[Code]] = &[READING, REVIEW, PRIVACY, LEDGER, IMPORT, ADDRESSES];

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
