//! Pages → the output folder. All output is written here.
//!
//! A build writes into a folder beside the target and is swapped in whole by renaming, so that a reader never sees
//! half a portal and a failed build leaves the last one as it was. A file whose bytes did not change is linked (or
//! copied) from the last portal and keeps its time. Nothing is ever written outside the target.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::catalog::is_reserved;
use crate::changes::{Change, Changes};
use crate::error::{AtPath, Error, Result};
use crate::swap::{self, Workshop};

/// Names the folder as one that dafu wrote and may replace.
pub(crate) const MARKER: &str = ".dafu-portal";
const MARKER_TEXT: &str = "dafu writes this folder and replaces all of it at every build.\n";
/// Bytes in one part of a path; every file system that portals travel over allows 200.
const PART_MOST: usize = 200;

/// An output folder in the making.
#[derive(Debug)]
pub struct OutputFolder {
    target: PathBuf,
    /// Removed when dropped.
    workshop: Workshop,
    staging: PathBuf,
    /// Hash of the lower-case path → hash of the path that took it: a large portal has more than a million.
    taken: Mutex<FxHashMap<[u8; 12], [u8; 8]>>,
    folders: Mutex<HashSet<PathBuf>>,
    files: AtomicU64,
    bytes: AtomicU64,
    unchanged: AtomicU64,
    /// `None` where there was no portal before.
    changes: Option<Mutex<Changes>>,
}

/// What a finished build wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files in the portal.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were as they had been.
    pub unchanged: u64,
    /// Files of the last portal that are gone.
    pub removed: u64,
    /// Which were added, changed, removed; `None` if there was no portal before, so that all were added ([`Changes::all`]).
    pub changes: Option<Changes>,
}

impl OutputFolder {
    /// Begins a build for `target`.
    ///
    /// # Errors
    /// If `target` is a link, a file, or a folder with anything in it that dafu did not write; or if the disk
    /// refuses.
    pub fn begin(target: &Path) -> Result<OutputFolder> {
        let target = std::path::absolute(target).at_path("find", target)?;
        let (Some(parent), Some(name)) = (
            target.parent().map(Path::to_owned),
            target
                .file_name()
                .and_then(|n| n.to_str())
                .map(str::to_owned),
        ) else {
            return Err(Error::Refused(format!(
                "{}: this cannot be an output folder",
                target.display()
            )));
        };
        fs::create_dir_all(&parent).at_path("create", &parent)?;
        let prefix = format!(".{name}.dafu-");
        swap::recover(&target, &parent, &prefix, |old| old.join(MARKER).exists())?;
        let mut empty = true;
        match fs::symlink_metadata(&target) {
            Ok(meta) if meta.is_symlink() || !meta.is_dir() => {
                return Err(Error::Refused(format!(
                    "{}: the output must be a folder, not a link or a file",
                    target.display()
                )));
            }
            Ok(_) => {
                empty = fs::read_dir(&target)
                    .at_path("read", &target)?
                    .next()
                    .is_none();
                if !empty && !target.join(MARKER).exists() {
                    return Err(Error::Refused(format!(
                        "{}: this folder holds files that dafu did not write, and a build would remove them.\nChoose another folder with --output, or empty this one.",
                        target.display()
                    )));
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).at_path("read", &target),
        }
        let workshop = Workshop::begin(&parent, &prefix)?;
        // Inside the workshop, so that it has the ordinary permissions of a new folder.
        let staging = workshop.path().join("portal");
        fs::create_dir(&staging).at_path("create", &staging)?;
        let folder = OutputFolder {
            target,
            workshop,
            staging,
            taken: Mutex::default(),
            folders: Mutex::default(),
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            unchanged: AtomicU64::new(0),
            changes: (!empty).then(Mutex::default),
        };
        folder.write(MARKER, MARKER_TEXT.as_bytes())?;
        // No server needs it.
        if let Some(mut changes) = folder.changes() {
            changes.0.clear();
        }
        folder.files.store(0, Ordering::Relaxed);
        folder.bytes.store(0, Ordering::Relaxed);
        folder.unchanged.store(0, Ordering::Relaxed);
        Ok(folder)
    }

    /// Writes one file; `path` is relative, with `/`.
    ///
    /// # Errors
    /// If the path is not acceptable (see [`check_path`]), another file took it, or the disk refuses.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        check_path(path)?;
        self.take(path)?;
        let file = self.staging.join(path);
        self.ensure_folder(&file)?;
        let old = self.target.join(path);
        if same_bytes(&old, bytes) && keep(&old, &file) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
        } else {
            fs::write(&file, bytes).at_path("write", &file)?;
            self.note(path, &old);
        }
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    /// Where a file of the last portal is, or would be.
    #[must_use]
    pub fn last(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// Takes over a file of the last portal as it is.
    ///
    /// # Errors
    /// As [`OutputFolder::write`]; or if there is no such file.
    pub fn keep(&self, path: &str) -> Result<()> {
        check_path(path)?;
        self.take(path)?;
        let (old, file) = (self.target.join(path), self.staging.join(path));
        self.ensure_folder(&file)?;
        if !keep(&old, &file) {
            fs::copy(&old, &file).at_path("copy", &old)?;
        }
        let length = fs::metadata(&file).at_path("read", &file)?.len();
        self.unchanged.fetch_add(1, Ordering::Relaxed);
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(length, Ordering::Relaxed);
        Ok(())
    }

    /// Begins a file of any size; [`FileWriter::finish`] ends it.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn writer(&self, path: &str) -> Result<FileWriter<'_>> {
        check_path(path)?;
        self.take(path)?;
        let file = self.staging.join(path);
        self.ensure_folder(&file)?;
        let open = fs::File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&file)
            .at_path("write", &file)?;
        Ok(FileWriter {
            folder: self,
            path: path.to_owned(),
            old: self.target.join(path),
            inner: BufWriter::with_capacity(64 * 1024, open),
            file,
        })
    }

    /// Copies a file of any size into the portal.
    ///
    /// # Errors
    /// As [`OutputFolder::write`]; or if the file changes meanwhile.
    pub fn copy(&self, path: &str, from: &Path) -> Result<()> {
        let look = |file: &fs::File| {
            let meta = file.metadata().at_path("read", from)?;
            Ok::<_, Error>((meta.len(), meta.modified().ok()))
        };
        let mut file = fs::File::open(from).at_path("read", from)?;
        let before = look(&file)?;
        let mut writer = self.writer(path)?;
        let copied = std::io::copy(&mut file, &mut writer).at_path("copy", from)?;
        if copied != before.0 || look(&file)? != before {
            return Err(Error::Refused(format!(
                "{}: this file changes while it is copied, so nothing was written.\nBuild again when it is finished.",
                from.display()
            )));
        }
        writer.finish()
    }

    /// The files that are not as they were in the last portal; `None` if there was none.
    #[must_use]
    pub fn fresh(&self) -> Option<HashSet<String>> {
        Some(self.changes()?.0.keys().cloned().collect())
    }

    fn changes(&self) -> Option<std::sync::MutexGuard<'_, Changes>> {
        let changes = self.changes.as_ref()?;
        Some(changes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes that a file is not as it was.
    fn note(&self, path: &str, old: &Path) {
        let Some(mut changes) = self.changes() else {
            return;
        };
        let change = if old.exists() {
            Change::Changed
        } else {
            Change::Added
        };
        changes.0.insert(path.to_owned(), change);
    }

    fn take(&self, path: &str) -> Result<()> {
        let lower = path.to_lowercase();
        let before = (self.taken.lock())
            .unwrap_or_else(PoisonError::into_inner)
            .insert(hash(&lower), hash(path));
        if before.is_none() {
            return Ok(());
        }
        let before = below(&self.staging).find(|known| known.to_lowercase() == lower);
        Err(Error::Refused(format!(
            "two pages want the same address: {} and {path} (on some systems upper and lower case are one)",
            before.unwrap_or(lower)
        )))
    }

    fn ensure_folder(&self, file: &Path) -> Result<()> {
        let Some(folder) = file.parent() else {
            return Ok(());
        };
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if !folders.contains(folder) {
            fs::create_dir_all(folder).at_path("create", folder)?;
            folders.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Where the archive of the portal will be: `public.zip` beside `public/`.
    #[must_use]
    pub fn archive(&self) -> PathBuf {
        let mut name = self.target.file_name().unwrap_or_default().to_owned();
        name.push(".zip");
        self.target.with_file_name(name)
    }

    /// Where the archive is made; [`OutputFolder::commit`] puts it in its place.
    #[must_use]
    pub fn staged_archive(&self) -> PathBuf {
        self.workshop.path().join("archive.zip")
    }

    /// Where a file or folder of the portal in the making is.
    #[must_use]
    pub fn staged(&self, path: &str) -> PathBuf {
        self.staging.join(path)
    }

    /// Swaps the new portal in.
    ///
    /// # Errors
    /// If the disk refuses; the last portal is then still in place, unless it is only the archive that cannot be put beside the new one.
    pub fn commit(self) -> Result<Written> {
        let removed = if self.target.exists() {
            self.removed()
        } else {
            Vec::new()
        };
        let count = removed.len() as u64;
        if let Some(mut changes) = self.changes() {
            let gone = removed.into_iter().map(|path| (path, Change::Removed));
            changes.0.extend(gone);
        }
        self.workshop.put(&self.staging, &self.target)?;
        let archive = self.staged_archive();
        if archive.exists() {
            let place = self.archive();
            fs::rename(archive, &place).at_path("put the archive in place at", &place)?;
        }
        Ok(Written {
            files: self.files.into_inner(),
            bytes: self.bytes.into_inner(),
            unchanged: self.unchanged.into_inner(),
            removed: count,
            changes: (self.changes)
                .map(|changes| changes.into_inner().unwrap_or_else(PoisonError::into_inner)),
        })
    }

    fn removed(&self) -> Vec<String> {
        let taken = (self.taken.lock()).unwrap_or_else(PoisonError::into_inner);
        let kept = |path: &String| taken.get(&hash(&path.to_lowercase())) == Some(&hash(path));
        below(&self.target).filter(|path| !kept(path)).collect()
    }
}

/// So many bytes of a path's BLAKE3 hash.
fn hash<const N: usize>(path: &str) -> [u8; N] {
    let hash = blake3::hash(path.as_bytes());
    std::array::from_fn(|at| hash.as_bytes()[at])
}

/// The files below a folder, as addresses.
pub(crate) fn below(folder: &Path) -> impl Iterator<Item = String> + '_ {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(std::result::Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(move |entry| {
            let path = entry.path().strip_prefix(folder);
            path.unwrap_or(entry.path())
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/")
        })
}

/// A file of the portal in the making that is written piece by piece.
#[derive(Debug)]
pub struct FileWriter<'f> {
    folder: &'f OutputFolder,
    path: String,
    old: PathBuf,
    file: PathBuf,
    inner: BufWriter<fs::File>,
}

impl FileWriter<'_> {
    /// Ends the file; if it is as it was in the last portal, it is that one.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn finish(mut self) -> Result<()> {
        self.inner.flush().at_path("write", &self.file)?;
        let length = (self.inner.get_ref().metadata())
            .at_path("read", &self.file)?
            .len();
        drop(self.inner);
        if same_files(&self.old, &self.file) {
            fs::remove_file(&self.file).at_path("replace", &self.file)?;
            if keep(&self.old, &self.file) {
                self.folder.unchanged.fetch_add(1, Ordering::Relaxed);
            } else {
                fs::copy(&self.old, &self.file).at_path("write", &self.file)?;
            }
        } else {
            self.folder.note(&self.path, &self.old);
        }
        self.folder.files.fetch_add(1, Ordering::Relaxed);
        self.folder.bytes.fetch_add(length, Ordering::Relaxed);
        Ok(())
    }
}

impl Write for FileWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl Seek for FileWriter<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

/// Whether two files exist and hold the same bytes.
fn same_files(one: &Path, other: &Path) -> bool {
    let (Ok(one), Ok(other)) = (fs::File::open(one), fs::File::open(other)) else {
        return false;
    };
    let length = |file: &fs::File| file.metadata().map(|meta| (meta.is_file(), meta.len()));
    if !matches!((length(&one), length(&other)), (Ok(a), Ok(b)) if a == b && a.0) {
        return false;
    }
    let (mut one, mut other) = (BufReader::new(one), BufReader::new(other));
    loop {
        let (Ok(a), Ok(b)) = (one.fill_buf(), other.fill_buf()) else {
            return false;
        };
        let n = a.len().min(b.len());
        if a[..n] != b[..n] {
            return false;
        }
        if n == 0 {
            return a.is_empty() && b.is_empty();
        }
        one.consume(n);
        other.consume(n);
    }
}

/// Whether a file exists and holds exactly these bytes.
fn same_bytes(file: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = fs::File::open(file) else {
        return false;
    };
    if file.metadata().map_or(true, |meta| {
        !meta.is_file() || meta.len() != bytes.len() as u64
    }) {
        return false;
    }
    let mut buffer = [0u8; 16 * 1024];
    let mut rest = bytes;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return rest.is_empty(),
            Ok(n) if rest.len() >= n && buffer[..n] == rest[..n] => rest = &rest[n..],
            _ => return false,
        }
    }
}

/// Brings an unchanged file over with its time: as a link, or as a copy where links cannot be made.
fn keep(old: &Path, new: &Path) -> bool {
    if fs::hard_link(old, new).is_ok() {
        return true;
    }
    let copied = || -> std::io::Result<()> {
        let time = fs::metadata(old)?.modified()?;
        fs::copy(old, new)?;
        fs::File::options()
            .write(true)
            .open(new)?
            .set_modified(time)
    };
    copied().is_ok()
}

/// Refuses a path that could leave the output folder or that some file system or server cannot carry.
///
/// # Errors
/// [`Error::Refused`] names the path and what is wrong with it.
pub fn check_path(path: &str) -> Result<()> {
    let refuse = |why: &str| {
        Err(Error::Refused(format!(
            "“{}” cannot be an address: {why}",
            path.escape_debug()
        )))
    };
    if path.is_empty() || path.starts_with('/') {
        return refuse("it must be relative");
    }
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return refuse("it has an empty part or leads elsewhere");
        }
        if part.len() > PART_MOST {
            return refuse("one of its parts is longer than 200 bytes");
        }
        if part
            .chars()
            .any(|c| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*'))
        {
            return refuse("it has a character that Windows does not allow in file names");
        }
        if part.ends_with(['.', ' ']) {
            return refuse("one of its parts ends with a dot or a space, which Windows drops");
        }
        if is_reserved(part.split('.').next().unwrap_or(part)) {
            return refuse("Windows keeps that name for a device");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for good in [
            "index.html",
            "replies/a-1.html",
            "files/图.svg",
            ".dafu-portal",
        ] {
            assert!(check_path(good).is_ok(), "{good}");
        }
        let long = "a".repeat(201);
        for bad in [
            "",
            "/etc",
            "../x",
            "a/../b",
            "a//b",
            "a\0b",
            "con.html",
            "COM1",
            "a:b",
            "a\\b",
            "a.",
            "a /b",
            long.as_str(),
        ] {
            assert!(check_path(bad).is_err(), "{bad}");
        }
    }

    fn build(target: &Path, files: &[(&str, &str)]) -> Result<Written> {
        let folder = OutputFolder::begin(target)?;
        for (path, text) in files {
            folder.write(path, text.as_bytes())?;
        }
        folder.commit()
    }

    #[test]
    fn a_build_replaces_the_last_one_and_keeps_what_did_not_change() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("public");
        let first = build(&target, &[("a.html", "1"), ("b/c.html", "2")]).unwrap();
        assert_eq!(first.changes, None);
        let all = Changes::all(&target).0;
        assert!(all.into_keys().eq(["a.html", "b/c.html"]));
        let time = fs::metadata(target.join("a.html"))
            .unwrap()
            .modified()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        let written = build(&target, &[("a.html", "1"), ("d.html", "3")]).unwrap();
        assert_eq!(
            written,
            Written {
                files: 2,
                bytes: 2,
                unchanged: 1,
                removed: 1,
                changes: Some(Changes(
                    [
                        ("b/c.html".to_owned(), Change::Removed),
                        ("d.html".to_owned(), Change::Added),
                    ]
                    .into()
                )),
            }
        );
        assert_eq!(
            fs::metadata(target.join("a.html"))
                .unwrap()
                .modified()
                .unwrap(),
            time
        );
        assert!(!target.join("b").exists());
        assert_eq!(
            fs::read_dir(place.path()).unwrap().count(),
            1,
            "nothing is left beside the portal"
        );
    }

    #[test]
    fn a_file_written_piece_by_piece_is_kept_too_if_it_did_not_change() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("public");
        let build = |long: &str, short: &str| {
            let folder = OutputFolder::begin(&target).unwrap();
            for (path, text) in [("a/long", long), ("short", short)] {
                let mut file = folder.writer(path).unwrap();
                for piece in text.as_bytes().chunks(1000) {
                    file.write_all(piece).unwrap();
                }
                file.finish().unwrap();
            }
            assert!(folder.writer("short").is_err(), "the address is taken");
            folder.commit().unwrap()
        };
        let long = "答复".repeat(50_000);
        assert_eq!(build(&long, "1").unchanged, 0);
        let written = build(&long, "2");
        assert_eq!((written.unchanged, written.bytes), (1, 300_001));
        assert_eq!(fs::read_to_string(target.join("a/long")).unwrap(), long);
        assert_eq!(fs::read_to_string(target.join("short")).unwrap(), "2");
        let changed = long.replacen("复答", "答复", 1);
        assert_eq!(build(&changed, "2").unchanged, 1);
        assert_eq!(fs::read_to_string(target.join("a/long")).unwrap(), changed);
    }

    #[test]
    fn a_failed_build_leaves_the_last_one() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("public");
        build(&target, &[("a.html", "1")]).unwrap();
        assert!(
            build(&target, &[("a.html", "2"), ("A.html", "3")]).is_err(),
            "addresses that differ in case alone"
        );
        assert!(build(&target, &[("a.html", "2"), ("../x", "3")]).is_err());
        assert_eq!(fs::read_to_string(target.join("a.html")).unwrap(), "1");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_of_someone_elses_is_not_touched() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("thesis");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("thesis.doc"), "years of work").unwrap();
        assert!(build(&target, &[("a.html", "1")]).is_err());
        assert!(target.join("thesis.doc").exists());
    }

    #[test]
    fn an_interrupted_swap_is_undone() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("public");
        build(&target, &[("a.html", "1")]).unwrap();
        let workshop = place.path().join(".public.dafu-killed");
        fs::create_dir(&workshop).unwrap();
        fs::rename(&target, workshop.join("old")).unwrap();
        let written = build(&target, &[("a.html", "1")]).unwrap();
        assert_eq!(written.unchanged, 1);
    }
}
