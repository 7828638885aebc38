//! What goes wrong in the world around dafu (disk, configuration, theme), as opposed to documents.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};

/// A failure that ends a command.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk refused something.
    #[error("{}: cannot {action}: {source}", path.display())]
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
    #[error("the configuration cannot be read")]
    Config(Box<Diagnostic>),
    /// A template that is wrong or misses a value.
    #[error("template error while writing {page}:\n{message}")]
    Template {
        /// The page that was being written.
        page: String,
        /// tera's report: template, line, the place drawn.
        message: String,
    },
    /// The search index cannot be written or read.
    #[error("{}: the search index: {message}", path.display())]
    Index {
        /// Its folder.
        path: PathBuf,
        /// What tantivy says.
        message: String,
    },
    /// What was written of the search bundle does not read back as it should.
    #[error("the search bundle does not answer as the index does, so nothing was published: {0}")]
    Bundle(String),
    /// What the last build left of the search bundle cannot be read, though nobody has touched it.
    #[error(
        "the search bundle of the last build is damaged: {0}.\nBuild again: all of it is made anew."
    )]
    LastBundle(String),
    /// What was masked stands in what was written all the same.
    #[error(
        "{file} still holds what was masked ({shown}), so nothing was published.\nThe theme, a script, an attachment or a text in which it is not recognised says it: remove it there, or name it in `allow` of [privacy] in dafu.toml"
    )]
    Leak {
        /// Which file of the portal.
        file: String,
        /// The value, masked.
        shown: String,
    },
    /// The documents have errors; nothing was written. Holds all findings, errors first.
    #[error("{} {} in the documents: nothing was written, the last portal is untouched", errors(.0), if errors(.0) == 1 { "error" } else { "errors" })]
    Documents(Vec<Diagnostic>),
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
