//! Where documents go, and what is there already: nothing that somebody edited is overwritten, and what is unchanged is not touched.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::compose::{Place, compose};
use super::draft::Draft;
use super::manifest::{Entry, Manifest};
use super::{Became, Fault, Stop, fault, shortened};
use crate::diagnostic::Diagnostic;
use crate::error::{AtPath, Error, Result};
use crate::messages::tell;
use crate::source;

/// Bytes of the longest name without extension: the build allows 200.
const STEM_MOST: usize = 150;
/// Folder of new texts of documents that were edited; hidden, so that they are no second replies.
const NEWER: &str = ".import-newer";

/// The folder that documents are imported into.
pub struct Target {
    into: PathBuf,
    content: PathBuf,
    shown: String,
    manifest: Manifest,
    before: Manifest,
    /// Ids that documents have, and which document.
    ids: HashMap<String, PathBuf>,
}

/// Where a document was read from.
pub struct Origin<'a> {
    /// File name.
    pub name: &'a str,
    /// Folder and file name.
    pub from: &'a str,
    /// BLAKE3 of its bytes.
    pub hash: String,
}

impl Target {
    /// Looks at what is there.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn open(into: &Path, content: &Path) -> Result<Target> {
        let manifest = Manifest::load(into)?;
        Ok(Target {
            into: into.to_owned(),
            content: content.to_owned(),
            shown: into.display().to_string().replace('\\', "/"),
            before: Manifest::load(into)?,
            manifest,
            ids: ids(content)?,
        })
    }

    /// A document's path as it is shown.
    #[must_use]
    pub fn shown(&self, path: &str) -> String {
        format!("{}/{path}", self.shown.trim_end_matches('/'))
    }

    /// The site's content folder.
    #[must_use]
    pub fn content(&self) -> &Path {
        &self.content
    }

    /// Writes down what was written, if anything was.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn close(self) -> Result<()> {
        if self.manifest != self.before {
            let path = self.into.join(super::manifest::NAME);
            write(&path, self.manifest.to_json().as_bytes())?;
        }
        Ok(())
    }

    /// Puts a document in its place.
    pub fn put(
        &mut self,
        document: &str,
        stem: &str,
        origin: &Origin<'_>,
        draft: &mut Draft,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Became, Stop> {
        let file = self.into.join(document);
        self.check_folders(document)?;
        let known = self.manifest.documents.get(document).cloned();
        let existing = existing(&file)?;
        let folder = document
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let names = self.names(draft, &folder, stem, known.as_ref());
        let mut taken: Option<(String, PathBuf)> = None;
        let mut new_id: Option<String> = None;
        let ids = &self.ids;
        let composed = compose(
            draft,
            Place {
                source: origin.name,
                stem,
                files: &names,
            },
            &mut |id| match ids.get(id) {
                Some(other) if *other != file => {
                    taken = Some((id.to_owned(), other.clone()));
                    false
                }
                _ => {
                    new_id = Some(id.to_owned());
                    true
                }
            },
        );
        let hash = hash_of(composed.text.as_bytes());
        let edited = match (&existing, &known) {
            (None, _) => false,
            (Some(bytes), _) if *bytes == composed.text.as_bytes() => false,
            (Some(bytes), Some(entry)) if hash_of(bytes) == entry.text => {
                if entry.from != origin.from && entry.source != origin.hash {
                    return Err(fault(
                        "import-name-taken",
                        tell!(
                            "import-name-other",
                            document = self.shown(document),
                            other = entry.from
                        ),
                        tell!("import-name-other.hint"),
                    )
                    .into());
                }
                false
            }
            (Some(_), Some(_)) => true,
            (Some(_), None) => {
                return Err(fault(
                    "import-name-taken",
                    tell!("import-name-taken", document = self.shown(document)),
                    tell!("import-name-taken.hint"),
                )
                .into());
            }
        };
        if edited {
            let entry = known.unwrap_or_default();
            if entry.source == origin.hash {
                findings.push(
                    Diagnostic::advice(
                        "import-kept",
                        tell!("import-kept", document = self.shown(document)),
                    )
                    .hint(tell!("import-kept.hint")),
                );
                return Ok(Became::Kept);
            }
            self.put_newer(document, &composed.text, existing.as_deref(), findings)?;
            return Ok(Became::Kept);
        }
        findings.extend(composed.findings);
        let shown = self.shown(document);
        findings.extend(
            composed
                .parsed
                .into_iter()
                .map(|finding| finding.in_file(shown.clone())),
        );
        if let Some((id, other)) = taken {
            findings.push(
                Diagnostic::warning("import-id", tell!("import-id", other = other.display(), id))
                    .hint(tell!("import-id.hint")),
            );
        }
        let mut files = BTreeMap::new();
        for index in composed.used {
            let (Some(name), Some(brought)) = (names.get(index), draft.files.get(index)) else {
                continue;
            };
            let path = format!("{folder}{stem}/{name}");
            let place = self.into.join(&path);
            self.check_folders(&path)?;
            files.insert(path, hash_of(&brought.bytes));
            match self::existing(&place)? {
                Some(bytes) if bytes == brought.bytes => {}
                // Somebody made the picture smaller: theirs stays.
                Some(_) => {}
                None => {
                    if let Some(parent) = place.parent() {
                        fs::create_dir_all(parent).at_path("create", parent)?;
                    }
                    write(&place, &brought.bytes)?;
                }
            }
        }
        let old = known.map(|entry| entry.files).unwrap_or_default();
        let became = match existing {
            Some(bytes) if bytes == composed.text.as_bytes() => Became::Unchanged,
            Some(_) => Became::Updated,
            None => Became::Written,
        };
        if became != Became::Unchanged {
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent).at_path("create", parent)?;
            }
            write(&file, composed.text.as_bytes())?;
        }
        // Pictures that the last version showed and this does not.
        for (path, hash) in old {
            let place = self.into.join(&path);
            let ours = !files.contains_key(&path)
                && self::existing(&place)?.is_some_and(|bytes| hash_of(&bytes) == hash);
            if ours {
                fs::remove_file(&place).at_path("remove", &place)?;
            }
        }
        if let Some(id) = new_id {
            self.ids.insert(id, file);
        }
        self.manifest.documents.insert(
            document.to_owned(),
            Entry {
                from: origin.from.to_owned(),
                source: origin.hash.clone(),
                text: hash,
                files,
            },
        );
        Ok(became)
    }

    /// The document was edited and its file changed: the new text is put where no build reads it.
    fn put_newer(
        &self,
        document: &str,
        text: &str,
        existing: Option<&[u8]>,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<(), Stop> {
        let path = format!("{NEWER}/{document}");
        let newer = self.into.join(&path);
        if self::existing(&newer)?.as_deref() != Some(text.as_bytes()) {
            if let Some(parent) = newer.parent() {
                fs::create_dir_all(parent).at_path("create", parent)?;
            }
            write(&newer, text.as_bytes())?;
        }
        let old = String::from_utf8_lossy(existing.unwrap_or_default()).into_owned();
        let place = first_difference(&old, text);
        let mut finding = Diagnostic::warning(
            "import-edited",
            match &place {
                Some((_, new)) => tell!("import-edited-new", text = shortened(new)),
                None => tell!("import-edited"),
            },
        )
        .hint(tell!("import-edited.hint", newer = self.shown(&path)))
        .in_file(self.shown(document));
        if let Some((offset, _)) = place {
            let length = old[offset..].lines().next().map_or(0, str::len);
            finding = finding.at(&old, offset, length);
        }
        findings.push(finding);
        Ok(())
    }

    /// Names of the files beside a document: a name that others took gets a part of the hash of its bytes.
    fn names(&self, draft: &Draft, folder: &str, stem: &str, known: Option<&Entry>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for brought in &draft.files {
            let mut name = safe_name(&brought.name);
            let path = format!("{folder}{stem}/{name}");
            let other = fs::read(self.into.join(&path)).is_ok_and(|bytes| bytes != brought.bytes);
            let hash = hash_of(&brought.bytes);
            let ours = known
                .and_then(|entry| entry.files.get(&path))
                .is_some_and(|before| *before == hash);
            if names.contains(&name) || other && !ours {
                let (start, end) = name.rsplit_once('.').unwrap_or((name.as_str(), ""));
                name = format!("{start}-{}.{end}", &hash[..8]);
            }
            names.push(name);
        }
        names
    }

    /// No part of a path below `into` is a symbolic link, and none is a file where a folder must be.
    fn check_folders(&self, path: &str) -> Result<(), Fault> {
        let mut at = self.into.clone();
        for part in path.split('/') {
            at.push(part);
            if fs::symlink_metadata(&at).is_ok_and(|meta| meta.file_type().is_symlink()) {
                return Err(fault(
                    "import-name-taken",
                    tell!("import-name-link", path = at.display()),
                    tell!("import-name-link.hint"),
                ));
            }
        }
        Ok(())
    }
}

/// The bytes of a file; `None` if there is none.
fn existing(file: &Path) -> Result<Option<Vec<u8>>, Stop> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(_) if file.is_dir() => Err(fault(
            "import-name-taken",
            tell!("import-name-folder", path = file.display()),
            tell!("import-name-folder.hint"),
        )
        .into()),
        Err(error) => Err(Error::Io {
            action: "read",
            path: file.to_owned(),
            source: error,
        }
        .into()),
    }
}

/// Where the first line of `old` begins that `new` does not have, and what `new` says there.
fn first_difference(old: &str, new: &str) -> Option<(usize, String)> {
    let mut at = 0;
    let mut new_lines = text_of(new).lines();
    let body = text_of(old);
    let start = old.len() - body.len();
    for line in body.split_inclusive('\n') {
        let other = new_lines.next().unwrap_or("");
        if line.trim_end() != other.trim_end() {
            return Some((start + at, other.to_owned()));
        }
        at += line.len();
    }
    new_lines.next().map(|line| (old.len(), line.to_owned()))
}

/// A document without its front matter: comments on what is to be reviewed differ anyway.
fn text_of(document: &str) -> &str {
    document
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .map_or(document, |(_, body)| body)
}

fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".import-")
        .tempfile_in(folder)
        .at_path("write", path)?;
    file.write_all(bytes).at_path("write", path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A temporary file is its owner's alone; a document is read by whoever keeps the site.
        file.as_file()
            .set_permissions(fs::Permissions::from_mode(0o644))
            .at_path("write", path)?;
    }
    file.persist(path)
        .map_err(|error| error.error)
        .at_path("write", path)?;
    Ok(())
}

/// The ids that documents say they have.
fn ids(content: &Path) -> Result<HashMap<String, PathBuf>> {
    static ID: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?m)^id\s*[:=]\s*["']?([A-Za-z0-9_-]+)"#).ok());
    const HEAD: u64 = 16 << 10;
    let mut ids = HashMap::new();
    if !content.is_dir() {
        return Ok(ids);
    }
    for document in source::list(content)?.documents {
        let mut head = Vec::new();
        let file = fs::File::open(&document.file).at_path("read", &document.file)?;
        file.take(HEAD)
            .read_to_end(&mut head)
            .at_path("read", &document.file)?;
        let head = String::from_utf8_lossy(&head);
        let Some(front) = ["+++", "---"].iter().find_map(|fence| {
            let rest = head.trim_start_matches('\u{feff}').strip_prefix(fence)?;
            Some(
                rest.split_once(&format!("\n{fence}"))
                    .map_or(rest, |(front, _)| front),
            )
        }) else {
            continue;
        };
        if let Some(found) = ID.as_ref().and_then(|id| id.captures(front)) {
            ids.insert(found[1].to_owned(), document.file.clone());
        }
    }
    Ok(ids)
}

/// A name that every file system bears and no address is hurt by: as it was, as far as that goes.
#[must_use]
pub fn safe_name(name: &str) -> String {
    let mut out: String = name
        .nfc()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .map(|c| {
            if c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '\u{fffd}') {
                '-'
            } else {
                c
            }
        })
        .collect();
    out.truncate(out.trim_end_matches(['.', ' ', '\u{3000}']).len());
    let blank = out.len() - out.trim_start_matches(['.', ' ', '~', '\u{3000}']).len();
    out.drain(..blank);
    if out.is_empty() {
        "document".clone_into(&mut out);
    }
    // Windows keeps these for devices, whatever their extension.
    let device = out
        .split('.')
        .next()
        .unwrap_or("")
        .trim_end()
        .to_ascii_uppercase();
    let numbered = device.len() == 4
        && (device.starts_with("COM") || device.starts_with("LPT"))
        && device.ends_with(|c: char| c.is_ascii_digit());
    if numbered || matches!(device.as_str(), "CON" | "PRN" | "AUX" | "NUL") {
        out.insert(0, '_');
    }
    if out.len() > STEM_MOST {
        let hash = hash_of(out.as_bytes());
        let extension = out
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_owned())
            .filter(|extension| extension.len() <= 8 && extension.is_ascii());
        let mut cut = out[..out.floor_char_boundary(STEM_MOST - 20)]
            .trim_end()
            .to_owned();
        cut.push('-');
        cut.push_str(&hash[..6]);
        if let Some(extension) = extension {
            cut.push('.');
            cut.push_str(&extension);
        }
        out = cut;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, expected) in [
            ("关于第027号提案的答复", "关于第027号提案的答复"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("CON", "_CON"),
            ("com1.docx", "_com1.docx"),
            ("a:b?", "a-b-"),
            ("  尾 . ", "尾"),
            ("...", "document"),
            ("e\u{301}", "é"),
        ] {
            assert_eq!(safe_name(name), expected);
        }
        let long = "答".repeat(200);
        let cut = safe_name(&long);
        assert!(cut.len() <= STEM_MOST && cut != safe_name(&"答".repeat(199)));
        for name in ["../../etc/passwd", "CON", "a:b?", long.as_str()] {
            assert!(crate::output::check_path(&safe_name(name)).is_ok());
        }
    }
}
