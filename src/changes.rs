//! What a build changed in the portal, as a list of what is still to be uploaded.
//!
//! ```text
//! + replies/2k/zjj-2024-12.html
//! ~ index.html
//! - members/07/zhang-san-1f2e3d.html
//! ```
//!
//! One line a file, below the portal's folder: added, changed, removed. The order is that in which they can be copied while the portal is
//! read: what others lead to stands before them, and what goes stands last.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{AtPath, Error, Result};
use crate::messages::tell;
use crate::output::{MARKER, below, check_path};

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there.
    Added,
    /// It was there with other bytes.
    Changed,
    /// It is there no longer.
    Removed,
}

impl Change {
    fn sign(self) -> char {
        match self {
            Change::Added => '+',
            Change::Changed => '~',
            Change::Removed => '-',
        }
    }
}

/// Path below the portal's folder → what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(pub BTreeMap<String, Change>);

impl Changes {
    /// Reads a list; there is nothing in one that does not exist.
    ///
    /// # Errors
    /// [`Error::Refused`] with file and line if it is no such list; if the disk refuses.
    pub fn load(path: &Path) -> Result<Changes> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Changes::default()),
            Err(error) => return Err(error).at_path("read", path),
        };
        let mut changes = Changes::default();
        for (line, number) in text.lines().zip(1..) {
            let change = [Change::Added, Change::Changed, Change::Removed]
                .into_iter()
                .find(|change| line.starts_with(change.sign()));
            let file = line.get(1..).and_then(|rest| rest.strip_prefix(' '));
            match (change, file) {
                (Some(change), Some(file)) if check_path(file).is_ok() => {
                    changes.0.insert(file.to_owned(), change);
                }
                _ => {
                    return Err(Error::Refused(tell!(
                        "error-changed-line",
                        file = path.display(),
                        number,
                        line
                    )));
                }
            }
        }
        Ok(changes)
    }

    /// All files of a portal that is new.
    #[must_use]
    pub fn all(portal: &Path) -> Changes {
        let files = below(portal).filter(|path| path != MARKER);
        Changes(files.map(|path| (path, Change::Added)).collect())
    }

    /// Adds what a later build changed: what was added and is gone again needs nobody's care.
    pub fn then(&mut self, later: Changes) {
        for (path, change) in later.0 {
            let both = match (self.0.get(&path), change) {
                (Some(Change::Added), Change::Removed) => {
                    self.0.remove(&path);
                    continue;
                }
                (Some(Change::Added), _) => Change::Added,
                (Some(Change::Removed), Change::Added) => Change::Changed,
                (_, change) => change,
            };
            self.0.insert(path, both);
        }
    }

    /// Writes the list in the place of the last one.
    ///
    /// # Errors
    /// If the disk refuses; the last one is whole then.
    pub fn save(&self, path: &Path) -> Result<()> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut file =
            tempfile::NamedTempFile::new_in(folder).at_path("create a file in", folder)?;
        file.write_all(self.text().as_bytes())
            .at_path("write", path)?;
        file.persist(path)
            .map_err(|error| error.error)
            .at_path("write", path)?;
        Ok(())
    }

    fn text(&self) -> String {
        let mut lines: Vec<(u8, &str, Change)> = (self.0.iter())
            .map(|(path, change)| (turn(path, *change), path.as_str(), *change))
            .collect();
        lines.sort_unstable_by_key(|(turn, path, _)| (*turn, *path));
        let mut text = String::new();
        for (_, path, change) in lines {
            text.push(change.sign());
            text.push(' ');
            text.push_str(path);
            text.push('\n');
        }
        text
    }
}

/// What builds changed in one portal since a list of it was last kept, by those that kept none (`dafu serve`, a build without `--changed`):
/// the next list takes it over, or whoever uploads by lists would miss it. It stands in the site's own folder, `untold/<hash of the
/// portal's place>`, and only once somebody keeps lists.
pub struct Untold(PathBuf);

impl Untold {
    /// That of the portal at `output`, of the site at `site`.
    ///
    /// # Errors
    /// If the present folder is not known.
    pub fn of(site: &Path, output: &Path) -> Result<Untold> {
        let place = std::path::absolute(output).at_path("find", output)?;
        let hash = blake3::hash(place.as_os_str().as_encoded_bytes()).to_hex();
        let folder = site.join(crate::index::FOLDER).join("untold");
        Ok(Untold(folder.join(&hash[..16])))
    }

    /// What nobody was told of.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn changes(&self) -> Result<Changes> {
        Changes::load(&self.0)
    }

    /// Adds what a build changed that keeps no list; nothing where nobody keeps lists.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn add(&self, changes: impl FnOnce() -> Changes) -> Result<()> {
        if !self.0.exists() {
            return Ok(());
        }
        let mut all = self.changes()?;
        all.then(changes());
        all.save(&self.0)
    }

    /// All is told, and from here on what is not is kept.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn told(&self) -> Result<()> {
        let folder = self.0.parent().unwrap_or(&self.0);
        std::fs::create_dir_all(folder).at_path("create", folder)?;
        Changes::default().save(&self.0)
    }
}

/// When a file's turn comes: what only others lead to, then pages, then what leads into the search bundle, then what goes.
fn turn(path: &str, change: Change) -> u8 {
    let kind = Path::new(path).extension().and_then(|kind| kind.to_str());
    match path.split('/').next() {
        _ if change == Change::Removed => 3,
        Some("search") if matches!(kind, Some("json" | "html")) => 2,
        Some("assets" | "search" | "files") => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn changes(lines: &[(&str, Change)]) -> Changes {
        Changes(
            (lines.iter())
                .map(|(path, change)| ((*path).to_owned(), *change))
                .collect(),
        )
    }

    #[test]
    fn a_list_reads_back_in_the_order_of_uploading() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("changed.txt");
        let all = changes(&[
            ("replies/00/a.html", Change::Added),
            ("replies/00/b.html", Change::Removed),
            ("search/bundle/data/00/00.bin", Change::Added),
            ("search/bundle/manifest.json", Change::Changed),
            ("search/index.html", Change::Changed),
        ]);
        all.save(&file).unwrap();
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            "+ search/bundle/data/00/00.bin\n+ replies/00/a.html\n~ search/bundle/manifest.json\n~ search/index.html\n- replies/00/b.html\n"
        );
        assert_eq!(Changes::load(&file).unwrap(), all);
        assert_eq!(
            Changes::load(&folder.path().join("none")).unwrap(),
            Changes::default()
        );
    }

    #[test]
    fn what_is_no_list_is_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("changed.txt");
        for text in [
            "+ a.html\nnotes\n",
            "+ a.html\n- ../b\n",
            "+ a.html\n+\n",
            "~ a\n期 b\n",
        ] {
            std::fs::write(&file, text).unwrap();
            let error = Changes::load(&file).unwrap_err().to_string();
            assert!(error.contains("changed.txt:2: "), "{error}");
        }
    }

    #[test]
    fn builds_between_two_uploads_add_up() {
        use Change::{Added, Changed, Removed};
        let mut first = changes(&[
            ("a", Added),
            ("b", Added),
            ("c", Changed),
            ("d", Removed),
            ("e", Removed),
        ]);
        first.then(changes(&[
            ("a", Removed),
            ("b", Changed),
            ("c", Removed),
            ("d", Added),
            ("f", Changed),
        ]));
        let sum = changes(&[
            ("b", Added),
            ("c", Removed),
            ("d", Changed),
            ("e", Removed),
            ("f", Changed),
        ]);
        assert_eq!(first, sum);
    }
}
