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
