//! `dafu.lock`: every address and anchor that a site has published, so that none dies unnoticed.
//!
//! The file lies beside `dafu.toml` and is meant to be kept under version control with the content. A build adds to it and takes
//! nothing away: whoever wants to let an address go removes its line by hand. It knows addresses below the portal's root only,
//! so it is the same whatever the output folder and wherever the portal stands.
//!
//! ```text
//! dafu.lock 1
//! # Every address that this site has published. …
//! files/2023/plan.pdf
//! replies/4d/zjj-2023-104.html⇥02k7b9x4…⇥s1 s1-1 s2⇥1034
//! ```
//!
//! One line an address, sorted; then, each after a tab, the page's anchors: those of paragraphs cut to 4 of their 8
//! characters and written without anything between them, then all others; then the reply's number in the search bundle
//! ([`crate::numbering`]). With 20 bits a paragraph that was lost among 30 others is
//! overlooked once in 35,000 times, and the file is half as large. Lines that name one address twice (as a merge of two
//! branches leaves them) count together. Of the feeds that a list may have or not (`members/….xml`) it is known that they were there.

mod portal;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::FacetName;
use crate::diagnostic::{Diagnostic, Excerpt, Place};
use crate::error::{AtPath, Error, Result};
use crate::messages::{self, tell};
use crate::output::check_path;

/// Its name in the site's folder.
pub const NAME: &str = "dafu.lock";
/// What its first line says before the version.
const MAGIC: &str = "dafu.lock ";
/// The version that this dafu reads and writes.
const VERSION: &str = "1";
const REMARK: &str = "\
# Every address that this site has published, and the anchors of its pages. dafu build adds to it; keep it with the content.
# To let an address go for good, remove its line.
";
/// Characters of a paragraph's anchor that are kept.
const KEPT: usize = 4;
/// Findings that are given a place, each of which costs the reading of a document; beyond them something else is wrong than a slip.
const PLACED_MOST: usize = 500;

/// The anchors of one page, cut to what the lock keeps of them. Copies share them; most addresses have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors(Option<Arc<Cut>>);

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cut {
    /// The first characters of paragraphs' anchors after their `p`; sorted, each once.
    paragraphs: Box<[[u8; KEPT]]>,
    /// Of headings and repeated paragraphs, a space between them; sorted, each once.
    others: Box<str>,
}

impl Serialize for Anchors {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        self.0.as_deref().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Anchors {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> std::result::Result<Self, D::Error> {
        let cut = Option::<Cut>::deserialize(deserializer)?;
        Ok(Anchors(cut.map(Arc::new)))
    }
}

impl Anchors {
    /// From whole anchors.
    pub fn of<'a>(anchors: impl IntoIterator<Item = &'a str>) -> Anchors {
        let (mut paragraphs, mut others) = (Vec::new(), Vec::new());
        for anchor in anchors {
            let hash = anchor.strip_prefix(['p', 'h']);
            let hash = hash.map(|hash| hash.split_once('-').unwrap_or((hash, "")));
            let Some((hash, repeated)) = hash.filter(|(hash, _)| hash.len() == 8) else {
                others.push(Cow::Borrowed(anchor));
                continue;
            };
            let hash = &hash[..KEPT];
            match (
                anchor.starts_with('p'),
                repeated,
                hash.as_bytes().try_into(),
            ) {
                (true, "", Ok(kept)) => paragraphs.push(kept),
                (_, "", _) => others.push(Cow::Owned(format!("{}{hash}", &anchor[..1]))),
                _ => others.push(Cow::Owned(format!("{}{hash}-{repeated}", &anchor[..1]))),
            }
        }
        Self::sorted(paragraphs, others)
    }

    fn sorted(mut paragraphs: Vec<[u8; KEPT]>, mut others: Vec<Cow<'_, str>>) -> Anchors {
        paragraphs.sort_unstable();
        paragraphs.dedup();
        others.sort_unstable();
        others.dedup();
        let some = !(paragraphs.is_empty() && others.is_empty());
        Anchors(some.then(|| {
            Arc::new(Cut {
                paragraphs: paragraphs.into(),
                others: others.join(" ").into(),
            })
        }))
    }

    fn paragraphs(&self) -> &[[u8; KEPT]] {
        self.0.as_ref().map_or(&[], |cut| &cut.paragraphs)
    }

    fn others(&self) -> impl Iterator<Item = &str> {
        let others = self.0.as_ref().map_or("", |cut| &cut.others);
        others.split(' ').filter(|anchor| !anchor.is_empty())
    }

    /// Adds those of `other`; says whether any was new.
    fn join(&mut self, other: &Anchors) -> bool {
        if other.are_among(self) {
            return false;
        }
        if self.0.is_none() {
            self.clone_from(other);
            return true;
        }
        let paragraphs = [self.paragraphs(), other.paragraphs()].concat();
        let others = self.others().chain(other.others()).map(Cow::Borrowed);
        *self = Self::sorted(paragraphs, others.collect());
        true
    }

    /// Those that `now` has not, as they are named in a finding.
    fn lacking(&self, now: &Anchors) -> Vec<String> {
        let paragraphs = absent(self.paragraphs().iter(), now.paragraphs().iter())
            .map(|kept| format!("#p{}…", String::from_utf8_lossy(kept)));
        let others = absent(self.others(), now.others()).map(|anchor| {
            let cut = if anchor.starts_with(['p', 'h']) {
                "…"
            } else {
                ""
            };
            format!("#{anchor}{cut}")
        });
        paragraphs.chain(others).collect()
    }

    /// Whether `other` has them all.
    #[must_use]
    pub fn are_among(&self, other: &Anchors) -> bool {
        self.0 == other.0
            || absent(self.paragraphs().iter(), other.paragraphs().iter())
                .next()
                .is_none()
                && absent(self.others(), other.others()).next().is_none()
    }

    fn write(&self, out: &mut String) {
        out.push('\t');
        for kept in self.paragraphs() {
            out.extend(kept.iter().map(|&byte| char::from(byte)));
        }
        out.push('\t');
        out.extend(self.0.as_ref().map(|cut| &*cut.others));
    }

    fn read(paragraphs: &str, others: &str) -> Option<Anchors> {
        let sound = |part: &str| {
            part.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let (kept, rest) = paragraphs.as_bytes().as_chunks::<KEPT>();
        if !rest.is_empty() || !sound(paragraphs) {
            return None;
        }
        let others = others.split(' ').filter(|anchor| !anchor.is_empty());
        let others: Vec<Cow<'_, str>> = others.map(Cow::Borrowed).collect();
        if !others.iter().all(|anchor| sound(anchor)) {
            return None;
        }
        Some(Self::sorted(kept.to_vec(), others))
    }
}

/// Those of `ours` that are not among `theirs`; both sorted.
fn absent<T: Ord>(
    ours: impl Iterator<Item = T>,
    theirs: impl Iterator<Item = T>,
) -> impl Iterator<Item = T> {
    let mut theirs = theirs.peekable();
    ours.filter(move |one| {
        while theirs.next_if(|other| other < one).is_some() {}
        theirs.peek() != Some(one)
    })
}

/// What was published once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// By address below the portal's root.
    pages: BTreeMap<String, Known>,
    /// BLAKE3 hash of the file that it was read from; all zeros if it was not.
    sum: [u8; 32],
}

/// What is remembered of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Known {
    anchors: Anchors,
    /// The number of a reply in the search bundle.
    number: Option<u32>,
    /// The line in the file; 0 if it is in none.
    line: u32,
}

/// What an address holds now.
#[derive(Clone, Debug, Default)]
pub struct Present {
    /// The anchors of its page.
    pub anchors: Anchors,
    /// The document that it was made from, relative to the site's folder; empty if it is a list or a file.
    pub document: String,
    /// Whether it is a page, leads to another address, or is a notice that something was there.
    pub form: Form,
    /// The number of a reply in the search bundle.
    pub number: Option<u32>,
}

/// What is found at an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A page or file.
    #[default]
    Page,
    /// A page that leads to this address.
    Moved(String),
    /// The notice of a withdrawal, or of a list that became empty; or nothing, where a file went with the reply that was
    /// withdrawn. What is new to a lock is not added to it.
    Notice,
}

/// All addresses that a build would publish.
pub type Published = BTreeMap<String, Present>;

/// What a build added to the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Whether there was no lock before.
    pub made: bool,
    /// Addresses that are new.
    pub added: usize,
}

impl Lock {
    /// How many addresses it remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether it remembers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Reads the lock of a site; `None` if it has none yet.
    ///
    /// # Errors
    /// [`Error::Refused`] with file and line if it is damaged or of another version; [`Error::Io`].
    pub fn load(site: &Path) -> Result<Option<Lock>> {
        let path = site.join(NAME);
        match std::fs::read_to_string(&path) {
            Ok(text) => Lock::read(&text, &path.display().to_string()).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidData => Err(Error::Refused(tell!(
                "error-lock-text",
                file = path.display()
            ))),
            Err(error) => Err(error).at_path("read", &path),
        }
    }

    /// Whether a file says still what this lock was read from.
    fn is_in(&self, file: &Path) -> bool {
        std::fs::read(file).is_ok_and(|bytes| blake3::hash(&bytes) == self.sum)
    }

    /// Reads a lock file, or what the pages of a portal's folder hold.
    ///
    /// # Errors
    /// As [`Lock::load`]; [`Error::Refused`] if it is neither.
    pub fn of(path: &Path) -> Result<Lock> {
        if path.is_dir() {
            return portal::read(path);
        }
        let text = std::fs::read_to_string(path).at_path("read", path)?;
        Lock::read(&text, &path.display().to_string())
    }

    fn read(text: &str, name: &str) -> Result<Lock> {
        let damaged =
            |line: usize, why: String| Err(Error::Refused(tell!("error-lock", name, line, why)));
        let mut lines = text.lines().map(str::trim_end).zip(1usize..);
        match lines.next() {
            Some((first, _)) if first.strip_prefix(MAGIC) == Some(VERSION) => {}
            Some((first, _)) if first.starts_with(MAGIC) => {
                return damaged(
                    1,
                    tell!(
                        "error-lock-version",
                        first,
                        magic = MAGIC,
                        version = VERSION
                    ),
                );
            }
            _ => {
                return damaged(
                    1,
                    tell!("error-lock-begin", magic = MAGIC, version = VERSION),
                );
            }
        }
        let mut lock = Lock {
            sum: blake3::hash(text.as_bytes()).into(),
            ..Lock::default()
        };
        for (line, number) in lines {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut parts = line.split('\t');
            let address = parts.next().unwrap_or_default();
            let (paragraphs, others) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            let reply = parts.next().map(str::parse);
            if check_path(address).is_err() || parts.next().is_some() {
                return damaged(number, tell!("error-lock-address"));
            }
            let Some(anchors) = Anchors::read(paragraphs, others) else {
                return damaged(number, tell!("error-lock-anchors"));
            };
            let Ok(reply) = reply.transpose() else {
                return damaged(number, tell!("error-lock-number"));
            };
            let known = lock.pages.entry(address.to_owned()).or_default();
            known.anchors.join(&anchors);
            known.number = known.number.or(reply);
            if known.line == 0 {
                known.line = u32::try_from(number).unwrap_or(u32::MAX);
            }
        }
        Ok(lock)
    }

    fn write(&self) -> String {
        let mut text = format!("{MAGIC}{VERSION}\n{REMARK}");
        for (address, known) in &self.pages {
            text.push_str(address);
            known.anchors.write(&mut text);
            text.push('\t');
            if let Some(number) = known.number {
                text.push_str(&number.to_string());
            }
            text.truncate(text.trim_end_matches('\t').len());
            text.push('\n');
        }
        text
    }

    /// Whether an address was published.
    #[must_use]
    pub fn knows(&self, address: &str) -> bool {
        self.pages.contains_key(address)
    }

    /// The number that the reply at an address had in the search bundle.
    #[must_use]
    pub fn number(&self, address: &str) -> Option<u32> {
        self.pages.get(address)?.number
    }

    /// Addresses of lists that were published, `agencies/….html`.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        self.pages
            .keys()
            .map(String::as_str)
            .filter(|address| is_list(address) && address.strip_suffix(".html").is_some())
    }

    /// All addresses that were published.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }

    /// Adds what is published; gives how many addresses are new, or `None` if nothing is.
    fn add(&mut self, published: &Published) -> Option<usize> {
        let (mut added, mut grown) = (0, false);
        for (address, present) in published {
            if present.form == Form::Notice
                && !self.knows(address)
                && !address.starts_with("replies/")
            {
                continue;
            }
            let known = self.pages.entry(address.clone()).or_insert_with(|| {
                added += 1;
                Known::default()
            });
            let number = present.number.or(known.number);
            grown |= known.anchors.join(&present.anchors) || number != known.number;
            known.number = number;
        }
        (grown || added > 0).then_some(added)
    }
}

/// Whether this is the address of a list by a facet, or of the index of its values.
fn is_list(address: &str) -> bool {
    address
        .split_once('/')
        .is_some_and(|(folder, _)| FacetName::ALL.iter().any(|name| name.folder() == folder))
}

/// What a lock will say.
#[derive(Debug)]
pub struct Grown {
    /// `None` if there is nothing new.
    text: Option<String>,
    remembered: Remembered,
}

/// A lock that is written and not yet in its place.
#[derive(Debug)]
pub struct Prepared {
    /// `None` if there is nothing new.
    file: Option<(tempfile::NamedTempFile, PathBuf)>,
    remembered: Remembered,
}

/// Adds what is about to be published to a site's lock, which was `read` before; nothing is written yet. If the file says something else by now, it
/// is read again, so that what was added meanwhile stays.
///
/// # Errors
/// As [`Lock::load`].
pub fn grow(site: &Path, read: Option<Lock>, published: &Published) -> Result<Grown> {
    let old = match read.filter(|lock| lock.is_in(&site.join(NAME))) {
        Some(lock) => Some(lock),
        None => Lock::load(site)?,
    };
    let made = old.is_none();
    let mut lock = old.unwrap_or_default();
    let added = lock.add(published);
    Ok(Grown {
        text: (made || added.is_some()).then(|| lock.write()),
        remembered: Remembered {
            made,
            added: added.unwrap_or(0),
        },
    })
}

impl Grown {
    /// Writes it beside the old one, if something is new: a disk that refuses is noticed before a portal is put in its place.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn prepare(self, site: &Path) -> Result<Prepared> {
        let mut prepared = Prepared {
            file: None,
            remembered: self.remembered,
        };
        if let Some(text) = self.text {
            let path = site.join(NAME);
            let mut file = tempfile::Builder::new()
                .prefix(".dafu.lock-")
                .permissions_of_a_file()
                .tempfile_in(site)
                .at_path("create dafu.lock in", site)?;
            file.write_all(text.as_bytes())
                .and_then(|()| file.as_file().sync_all())
                .at_path("write", &path)?;
            prepared.file = Some((file, path));
        }
        Ok(prepared)
    }
}

impl Prepared {
    /// Puts the lock where the old one was.
    ///
    /// # Errors
    /// If the disk refuses; the old file is whole then.
    pub fn put(self) -> Result<Remembered> {
        if let Some((file, path)) = self.file {
            file.persist(&path)
                .map_err(|error| error.error)
                .at_path("write", &path)?;
        }
        Ok(self.remembered)
    }
}

/// A file like others, not one for its owner alone.
trait FilePermissions {
    fn permissions_of_a_file(&mut self) -> &mut Self;
}

impl FilePermissions for tempfile::Builder<'_, '_> {
    #[cfg(unix)]
    fn permissions_of_a_file(&mut self) -> &mut Self {
        use std::os::unix::fs::PermissionsExt;
        // What the user's mask leaves of it.
        self.permissions(std::fs::Permissions::from_mode(0o666))
    }

    #[cfg(not(unix))]
    fn permissions_of_a_file(&mut self) -> &mut Self {
        self
    }
}

/// Each address and anchor that was published and would be no longer, as an error. `name` is how the lock (or the folder of the
/// portal) is called in findings that no document is to blame for; `place` gives a finding about a document, which had the anchors of
/// the lock once, its line.
#[must_use]
pub fn compare(
    lock: &Lock,
    now: &Published,
    name: &str,
    place: impl Fn(Diagnostic, &Anchors) -> Diagnostic,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut heirs: Option<HashMap<[u8; KEPT], Vec<&str>>> = None;
    for (address, known) in &lock.pages {
        let Known { anchors, line, .. } = known;
        let Some(present) = now.get(address) else {
            let heirs = heirs.get_or_insert_with(|| heirs_of(lock, now));
            findings.push(gone(address, anchors, *line, name, heirs, now));
            continue;
        };
        let target = match &present.form {
            Form::Notice => continue,
            Form::Page => present,
            Form::Moved(to) => match now.get(to) {
                Some(target) if target.form != Form::Notice => target,
                _ => continue,
            },
        };
        let lacking = anchors.lacking(&target.anchors);
        if lacking.is_empty() {
            continue;
        }
        let message = tell!(
            "anchor-gone",
            address,
            anchors = messages::names(&lacking),
            count = lacking.len(),
        );
        let finding = Diagnostic::error("anchor-gone", message).hint(tell!("anchor-gone.hint"));
        findings.push(if target.document.is_empty() {
            finding.in_file(name)
        } else if findings.len() < PLACED_MOST {
            place(finding.in_file(&target.document), anchors)
        } else {
            finding.in_file(&target.document)
        });
    }
    findings
}

/// Pages that the lock does not know, by their paragraphs.
fn heirs_of<'n>(lock: &Lock, now: &'n Published) -> HashMap<[u8; KEPT], Vec<&'n str>> {
    let mut heirs: HashMap<[u8; KEPT], Vec<&str>> = HashMap::new();
    for (address, present) in now {
        if !lock.knows(address) {
            for kept in present.anchors.paragraphs() {
                heirs.entry(*kept).or_default().push(address);
            }
        }
    }
    heirs
}

fn gone(
    address: &str,
    anchors: &Anchors,
    line: u32,
    name: &str,
    heirs: &HashMap<[u8; KEPT], Vec<&str>>,
    now: &Published,
) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::error("address-gone", tell!("address-gone", address)).in_file(name.to_owned());
    if line > 0 {
        let width = address.chars().count();
        diagnostic.place = Some(Place {
            line,
            column: 1,
            width: u32::try_from(width).unwrap_or(u32::MAX),
            excerpt: Excerpt {
                text: address.to_owned(),
                start: 0,
                end: address.len(),
            },
        });
    }
    let stem = address.rsplit('/').next().unwrap_or(address);
    let stem = stem.strip_suffix(".html").unwrap_or(stem);
    // A page that is new and has most of its paragraphs is the same one at another address.
    let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
    for kept in anchors.paragraphs() {
        for heir in heirs.get(kept).into_iter().flatten() {
            *shared.entry(heir).or_default() += 1;
        }
    }
    let heir = (shared.into_iter())
        .filter(|(_, count)| 2 * count > anchors.paragraphs().len())
        .max_by_key(|(heir, count)| (*count, std::cmp::Reverse(*heir)));
    let hint = if let Some((heir, count)) = heir {
        let document = now.get(heir).map_or("", |present| &present.document);
        tell!(
            "address-gone-heir.hint",
            document,
            count,
            of = anchors.paragraphs().len(),
            stem,
        )
    } else if address.starts_with("replies/") {
        tell!("address-gone-reply.hint", stem)
    } else if address.starts_with("files/") {
        tell!("address-gone-file.hint")
    } else if address.starts_with("agencies/") {
        tell!("address-gone-agency.hint")
    } else if is_list(address) {
        tell!("address-gone-list.hint")
    } else {
        tell!("address-gone-page.hint", address)
    };
    diagnostic.hint(hint)
}

/// Addresses and anchors that were published, in a form that can be counted on: for tests and reports.
impl std::fmt::Display for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.write())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn page(anchors: &[&str]) -> Present {
        Present {
            anchors: Anchors::of(anchors.iter().copied()),
            document: "content/a.txt".to_owned(),
            form: Form::Page,
            number: None,
        }
    }

    fn published(pages: &[(&str, Present)]) -> Published {
        (pages.iter().cloned())
            .map(|(address, present)| (address.to_owned(), present))
            .collect()
    }

    fn lock(pages: &[(&str, Present)]) -> Lock {
        let mut lock = Lock::default();
        lock.add(&published(pages));
        lock
    }

    #[test]
    fn a_lock_reads_back_and_grows_only() {
        let mut first = lock(&[
            (
                "replies/a.html",
                page(&["p0123abcd", "s1", "s1-2", "p0123abcd-2", "h89abcdef"]),
            ),
            ("files/图 1.pdf", Present::default()),
        ]);
        let text = first.to_string();
        assert!(
            text.ends_with("files/图 1.pdf\nreplies/a.html\t0123\th89ab p0123-2 s1 s1-2\n"),
            "{text}"
        );
        let read = Lock::read(&text, "dafu.lock").unwrap();
        assert_eq!(read.to_string(), text);
        // On Windows, Git may have changed the ends of lines.
        let read = Lock::read(&text.replace('\n', "\r\n"), "dafu.lock").unwrap();
        assert_eq!(read.to_string(), text);
        assert_eq!(
            first.add(&published(&[("replies/a.html", page(&["pzzzzzzzz"]))])),
            Some(0)
        );
        assert!(first.to_string().contains("replies/a.html\t0123zzzz\t"));
        // What it knows is nothing new: all of it, or some.
        for anchors in [&["pzzzzzzzz", "s1"][..], &["p0123abcd-2"], &[]] {
            let again = published(&[("replies/a.html", page(anchors))]);
            assert_eq!(first.add(&again), None, "{anchors:?}");
        }
        for anchors in [&["pzzzzyyyy", "s2"][..], &["p0123abcd-3"]] {
            let more = published(&[("replies/a.html", page(anchors))]);
            assert_eq!(first.add(&more), Some(0), "{anchors:?}");
        }
    }

    #[test]
    fn a_number_is_remembered_with_and_without_anchors() {
        let numbered = |number, anchors: &[&str]| Present {
            number: Some(number),
            ..page(anchors)
        };
        let lock = lock(&[
            ("replies/a.html", numbered(7, &["p01234567"])),
            ("replies/b.html", numbered(0, &[])),
        ]);
        let text = lock.to_string();
        assert!(
            text.ends_with("replies/a.html\t0123\t\t7\nreplies/b.html\t\t\t0\n"),
            "{text}"
        );
        let mut read = Lock::read(&text, "dafu.lock").unwrap();
        assert_eq!(read.to_string(), text);
        assert_eq!(read.number("replies/b.html"), Some(0));
        assert_eq!(read.number("replies/c.html"), None);
        read.add(&published(&[("replies/a.html", numbered(9, &[]))]));
        assert_eq!(read.number("replies/a.html"), Some(9));
    }

    #[test]
    fn two_branches_merge_line_by_line() {
        let text = "dafu.lock 1\nreplies/a.html\t0123\nreplies/a.html\t4567\ts1\n";
        let read = Lock::read(text, "dafu.lock").unwrap();
        assert!(read.to_string().ends_with("replies/a.html\t01234567\ts1\n"));
    }

    #[test]
    fn what_is_damaged_is_refused_with_its_line() {
        for (text, says) in [
            ("", "dafu.lock:1: a lock begins with"),
            (
                "dafu.lock 2\n",
                "dafu.lock:1: this was written by another dafu",
            ),
            (
                "dafu.lock 1\n\n<<<<<<< HEAD\n",
                "dafu.lock:3: this is no address",
            ),
            (
                "dafu.lock 1\nreplies/a.html\t012\n",
                "dafu.lock:2: what follows",
            ),
            (
                "dafu.lock 1\nreplies/a.html\t0123\tA\n",
                "dafu.lock:2: what follows",
            ),
            (
                "dafu.lock 1\nreplies/a.html\t0123\t\tone\n",
                "dafu.lock:2: the last part of the line is no number",
            ),
            (
                "dafu.lock 1\n../a.html\n",
                "dafu.lock:2: this is no address",
            ),
        ] {
            let error = Lock::read(text, "dafu.lock").unwrap_err().to_string();
            assert!(error.starts_with(says), "{text:?}: {error}");
        }
    }

    #[test]
    fn what_would_die_is_named_with_what_to_do() {
        let lock = lock(&[
            ("about.html", Present::default()),
            ("agencies/a.html", Present::default()),
            ("replies/a.html", page(&["p00000000", "p11111111", "s1"])),
            (
                "replies/b.html",
                page(&["p22222222", "p33333333", "p44444444"]),
            ),
            ("replies/c.html", page(&["p55555555"])),
        ]);
        let now = published(&[
            ("about.html", Present::default()),
            ("replies/a.html", page(&["p00000000"])),
            ("replies/new.html", page(&["p22222222", "p33333333"])),
            (
                "replies/c.html",
                Present {
                    form: Form::Notice,
                    ..Present::default()
                },
            ),
        ]);
        let findings = compare(&lock, &now, "dafu.lock", |finding, _| finding);
        let said: Vec<(&str, &str)> = (findings.iter())
            .map(|found| (found.code, found.message.split(' ').next().unwrap()))
            .collect();
        assert_eq!(
            said,
            [
                ("address-gone", "agencies/a.html"),
                ("anchor-gone", "replies/a.html"),
                ("address-gone", "replies/b.html"),
            ]
        );
        assert!(findings[1].message.contains("#p1111…, #s1"), "{findings:?}");
        let hint = findings[2].hint.as_deref().unwrap();
        assert!(
            hint.contains("aliases = [\"b\"]") && hint.contains("2 of its 3"),
            "{hint}"
        );
    }

    #[test]
    fn who_moved_answers_for_the_anchors_of_the_old_address() {
        let lock = lock(&[("replies/old.html", page(&["p00000000", "p11111111"]))]);
        let moved = Present {
            form: Form::Moved("replies/new.html".to_owned()),
            ..Present::default()
        };
        let mut now = published(&[
            ("replies/old.html", moved),
            ("replies/new.html", page(&["p00000000", "p11111111"])),
        ]);
        assert_eq!(compare(&lock, &now, "dafu.lock", |finding, _| finding), []);
        now.insert("replies/new.html".to_owned(), page(&["p00000000"]));
        assert_eq!(
            compare(&lock, &now, "dafu.lock", |finding, _| finding)[0].code,
            "anchor-gone"
        );
    }
}
