//! What goes wrong in the world around dafu (disk, configuration, theme), as opposed to documents.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::messages::{self, tell};

/// A failure that ends a command.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk refused something.
    #[error("{}", of_disk(action, path, source))]
    Io {
        /// What was attempted: `read`, `write`, …
        action: &'static str,
        /// On which path.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A path or setting that is not acceptable; the text says why and what to do.
    #[error("{0}")]
    Refused(String),
    /// A configuration file that cannot be read.
    #[error("{}", tell!("error-config"))]
    Config(Box<Diagnostic>),
    /// A template that is wrong or misses a value.
    #[error("{}", tell!("error-template", page, message))]
    Template {
        /// The page that was being written.
        page: String,
        /// tera's report: template, line, the place drawn.
        message: String,
    },
    /// The search index cannot be written or read.
    #[error("{}", tell!("error-index", path = path.display(), message))]
    Index {
        /// Its folder.
        path: PathBuf,
        /// What tantivy says.
        message: String,
    },
    /// What was written of the search bundle does not read back as it should.
    #[error("{}", tell!("error-bundle", what = _0))]
    Bundle(String),
    /// What the last build left of the search bundle cannot be read, though nobody has touched it.
    #[error("{}", tell!("error-last-bundle", what = _0))]
    LastBundle(String),
    /// What was masked stands in what was written all the same.
    #[error("{}", of_leak(file, shown, places))]
    Leak {
        /// Which file of the portal.
        file: String,
        /// The value, masked.
        shown: String,
        /// Lines of documents in which it stands and was not masked: `content/2024/a.txt:12`.
        places: Vec<String>,
    },
    /// The documents have errors; nothing was written. Holds all findings, errors first.
    #[error("{}", tell!("error-documents", count = errors(_0)))]
    Documents(Vec<Diagnostic>),
}

/// What was masked and stands somewhere all the same; where its documents say it, they are named.
fn of_leak(file: &str, shown: &str, places: &[String]) -> String {
    if places.is_empty() {
        tell!("error-leak", file, shown)
    } else {
        tell!(
            "error-leak-said",
            file,
            shown,
            places = places.join("\n    ")
        )
    }
}

/// What could not be done to a file, and why; an action is the message `action-…`.
fn of_disk(action: &str, path: &Path, source: &io::Error) -> String {
    let action = messages::action(action);
    tell!("error-io", path = path.display(), action, source)
}

/// How many of some findings are errors.
fn errors(diagnostics: &[Diagnostic]) -> usize {
    let error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    diagnostics.iter().filter(error).count()
}

/// Shorthand.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Adds the path to an I/O error.
pub trait AtPath<T> {
    /// `action` completes the sentence “cannot …”.
    ///
    /// # Errors
    /// The same error, with its path.
    fn at_path(self, action: &'static str, path: &Path) -> Result<T>;
}

impl<T> AtPath<T> for io::Result<T> {
    fn at_path(self, action: &'static str, path: &Path) -> Result<T> {
        self.map_err(|source| Error::Io {
            action,
            path: path.to_owned(),
            source,
        })
    }
}
