//! The content folder → decoded documents. All input is read here, and nothing is interpreted.
//!
//! Symbolic links are not followed: a content folder says itself what it holds. Hidden files (`.git`, `.DS_Store`)
//! and Office's lock files (`~$…`) are passed over in silence; everything else that is no document can be shown or
//! linked to by one.

pub mod active;
pub mod decode;
pub mod picture;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::error::{AtPath, Error, Result};
use crate::messages::tell;
pub use decode::{Decoded, Encoding};

/// A document below the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFile {
    /// Relative to the content folder, with `/`: `2024/zjj-027.txt`.
    pub path: String,
    /// Where it is.
    pub file: PathBuf,
    /// Whether it is Markdown.
    pub markdown: bool,
}

/// What the content folder holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// Documents, sorted by path.
    pub documents: Vec<DocumentFile>,
    /// Paths of files that hold what may have been meant for a document or a ledger, in a form that a build does not read: Word files, web pages, PDFs, tables.
    pub others: Vec<String>,
    /// Files that were refused.
    pub diagnostics: Vec<Diagnostic>,
}

fn extension(path: &str) -> String {
    let extension = Path::new(path).extension().and_then(|end| end.to_str());
    extension.unwrap_or("").to_ascii_lowercase()
}

fn is_markdown(path: &str) -> bool {
    matches!(&*extension(path), "md" | "markdown")
}

/// Whether a file of this name is a document: official text or Markdown.
#[must_use]
pub fn is_document(path: &str) -> bool {
    is_markdown(path) || extension(path) == "txt"
}

/// What a file that is no document may have been meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// What `dafu import` makes a document of.
    Importable,
    /// A table, as ledgers are.
    Table,
}

/// What a file of this name may have been meant for.
#[must_use]
pub fn form_of(path: &str) -> Option<Form> {
    match &*extension(path) {
        "doc" | "docx" | "wps" | "rtf" | "odt" | "htm" | "html" | "mht" | "pdf" => {
            Some(Form::Importable)
        }
        "csv" | "xls" | "xlsx" | "et" => Some(Form::Table),
        _ => None,
    }
}

/// Bytes of the longest document that is read.
pub const LONGEST: u64 = 100 << 20;

/// Whether a site has a content folder.
///
/// # Errors
/// If there is none.
pub fn must_be_there(content: &Path) -> Result<()> {
    if content.is_dir() {
        return Ok(());
    }
    Err(Error::Refused(tell!(
        "error-no-content",
        site = content.parent().unwrap_or(content).display(),
        content = content.display()
    )))
}

/// Lists the documents of a content folder.
///
/// # Errors
/// If the folder cannot be read.
pub fn list(content: &Path) -> Result<Listing> {
    must_be_there(content)?;
    let mut listing = Listing::default();
    let hidden = |name: &str| name.starts_with('.') || name.starts_with("~$");
    let walk = WalkDir::new(content)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0 || !entry.file_name().to_str().is_some_and(hidden)
        });
    for entry in walk {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(content).to_owned();
            let source = error
                .into_io_error()
                .unwrap_or_else(|| std::io::Error::other(tell!("error-link-loop")));
            Error::Io {
                action: "list",
                path,
                source,
            }
        })?;
        if entry.depth() == 0 || entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(content).unwrap_or(entry.path());
        let shown = relative
            .components()
            .map(|c| c.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        let in_file = format!("content/{shown}");
        if !entry.file_type().is_file() && !entry.file_type().is_symlink() {
            listing.diagnostics.push(
                Diagnostic::error("file-special", tell!("file-special"))
                    .in_file(in_file)
                    .hint(tell!("file-special.hint")),
            );
            continue;
        }
        if entry.file_type().is_symlink() {
            listing.diagnostics.push(
                Diagnostic::error("symbolic-link", tell!("symbolic-link"))
                    .in_file(in_file)
                    .hint(tell!("symbolic-link.hint")),
            );
            continue;
        }
        if relative.to_str().is_none()
            || shown.contains(['\u{fffd}', '\\'])
            || shown.chars().any(char::is_control)
        {
            listing.diagnostics.push(
                Diagnostic::error("file-name", tell!("file-name-characters"))
                    .in_file(in_file)
                    .hint(tell!("file-name-characters.hint")),
            );
            continue;
        }
        let markdown = is_markdown(&shown);
        if markdown || is_document(&shown) {
            let size = entry.metadata().map_or(0, |meta| meta.len());
            if size > LONGEST {
                listing.diagnostics.push(
                    Diagnostic::error(
                        "document-too-long",
                        tell!("document-too-long", size, most = LONGEST),
                    )
                    .in_file(in_file)
                    .hint(tell!("document-too-long.hint")),
                );
                continue;
            }
            listing.documents.push(DocumentFile {
                path: shown,
                file: entry.into_path(),
                markdown,
            });
        } else if form_of(&shown).is_some() {
            listing.others.push(shown);
        }
    }
    listing.documents.sort_by(|a, b| a.path.cmp(&b.path));
    refuse_case_twins(&mut listing);
    Ok(listing)
}

/// Names that differ in upper and lower case alone are one file on Windows and macOS: a copy of the site loses one.
fn refuse_case_twins(listing: &mut Listing) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for document in &listing.documents {
        if let Some(other) = seen.insert(document.path.to_lowercase(), &document.path) {
            listing.diagnostics.push(
                Diagnostic::error("file-name", tell!("file-name-case", other))
                    .in_file(format!("content/{}", document.path))
                    .hint(tell!("file-name-case.hint")),
            );
        }
    }
}

/// Reads and decodes one document.
///
/// # Errors
/// If the file cannot be read, or someone else goes on writing it.
pub fn read(document: &DocumentFile) -> Result<Decoded> {
    Ok(decode::decode(read_whole(&document.file)?))
}

/// How often a file is read that changes meanwhile.
const READINGS: usize = 3;

/// The bytes of a file as it stood at one time: what Word or a copy over the network is still writing is read again.
///
/// # Errors
/// If the file cannot be read, or is never the same before and after.
pub fn read_whole(file: &Path) -> Result<Vec<u8>> {
    let look = || -> Result<_> {
        let meta = std::fs::metadata(file).at_path("read", file)?;
        Ok((meta.len(), meta.modified().ok()))
    };
    let read = || std::fs::read(file).at_path("read", file);
    steady(look, read)?
        .ok_or_else(|| Error::Refused(tell!("error-file-changes", path = file.display())))
}

/// What was read while a look before and one after saw the same; `None` if that never happens.
fn steady<L: PartialEq, T>(
    mut look: impl FnMut() -> Result<L>,
    mut read: impl FnMut() -> Result<T>,
) -> Result<Option<T>> {
    for reading in 0..READINGS {
        if reading > 0 {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        let before = look()?;
        let read = read()?;
        if look()? == before {
            return Ok(Some(read));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_still_written_is_read_again() {
        // Looks before and after each reading: it grows twice, then it stands.
        let mut sizes = [1, 2, 2, 3, 3, 3].into_iter();
        let mut readings = 0;
        let read = steady(
            || Ok(sizes.next()),
            || {
                readings += 1;
                Ok(readings)
            },
        );
        assert_eq!(read.unwrap(), Some(3));
        let mut size = 0;
        let grows = || {
            size += 1;
            Ok(size)
        };
        assert_eq!(steady(grows, || Ok(())).unwrap(), None);
    }
}
