//! Pages → the output folder. All output is written here.
//!
//! A build writes into a folder beside the target and is swapped in whole by renaming, so that a reader never sees
//! half a portal and a failed build leaves the last one as it was. A file whose bytes did not change is linked (or
//! copied) from the last portal and keeps its time. Where the last build left a twin of the portal, the changes are made in
//! it instead ([`left`]). Nothing is ever written outside the target, but for what is remembered of it.

mod left;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use rustc_hash::{FxHashMap, FxHashSet};

use rayon::prelude::*;

use crate::catalog::is_reserved;
use crate::changes::{Change, Changes};
use crate::digest;
use crate::error::{AtPath, Error, Result};
use crate::held::held;
use crate::messages::tell;
use crate::swap::{self, Workshop};
use left::{Last, LookAt, Memory, Record, Sum, Turn};

/// Is shown every file that is new or not as it was, as it is written, but for those that are written bit by bit or copied.
pub trait Look: std::fmt::Debug + Send + Sync {
    /// A file by its path below the portal's folder, and all its bytes.
    fn look(&self, path: &str, bytes: &[u8]);
}

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
    /// Of the files that are not as they were, those which the last portal has at another address.
    moved: Mutex<BTreeSet<String>>,
    /// Folders of the twin that have another name now: the former, and that.
    renamed: Mutex<Vec<(String, String)>>,
    parts: AtomicU64,
    memory: Option<Remembered>,
    look: Option<Arc<dyn Look>>,
    /// Whether nothing is written any more.
    ended: AtomicBool,
    /// Whether all of it is in place.
    done: bool,
}

/// What is remembered of a portal from build to build.
#[derive(Debug)]
struct Remembered {
    memory: Memory,
    last: Option<Last>,
    /// Of each file that is not as `last` knows it.
    notes: Mutex<BufWriter<fs::File>>,
}

/// What a file was made of: half of a BLAKE3 hash, which differs if anything differs that its bytes depend on.
pub type MadeOf = [u8; 16];

/// Where the notes are in a workshop.
const NOTES: &str = "notes";
/// Where in it large files wait for their removal.
const TRASH: &str = "trash";

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

/// A file that is as the last build left it, and was looked at.
#[derive(Clone, Copy, Debug)]
pub struct LeftFile<'l>(Record<'l>);

impl LeftFile<'_> {
    /// 64 bits of the BLAKE3 hash of its bytes.
    #[must_use]
    pub fn sum(&self) -> u64 {
        half(&self.0.sum)
    }

    /// What it was made of.
    #[must_use]
    pub fn made_of(&self) -> &MadeOf {
        &self.0.made_of
    }
}

/// The first half of a sum.
fn half(sum: &Sum) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|at| sum[at]))
}

/// What a portal in the making has of the last one, and what not.
#[derive(Debug)]
pub struct Since {
    /// The files whose bytes are not those of any file of the last portal, as far as that is known.
    pub fresh: BTreeSet<String>,
    /// Those that are in the last portal at another address.
    pub moved: BTreeSet<String>,
    /// Of the fresh ones that are zips or lines, where the last portal has what it had at that address, if it is as it was left.
    pub before: BTreeMap<String, PathBuf>,
    /// Of those that are as they were, as far as they were asked for, half of their BLAKE3 hashes, as far as they are known.
    pub kept: FxHashSet<[u8; 16]>,
}

impl OutputFolder {
    /// Begins a build for `target`.
    ///
    /// # Errors
    /// If `target` is a link, a file, or a folder with anything in it that dafu did not write; or if the disk
    /// refuses.
    pub fn begin(target: &Path) -> Result<OutputFolder> {
        OutputFolder::begin_with(target, None)
    }

    /// The same; what is left is remembered in `work`, the site's own folder, for the next build by the same program.
    ///
    /// # Errors
    /// As [`OutputFolder::begin`].
    pub fn begin_with(target: &Path, work: Option<(&Path, [u8; 32])>) -> Result<OutputFolder> {
        let target = std::path::absolute(target).at_path("find", target)?;
        let (Some(parent), Some(name)) = (
            target.parent().map(Path::to_owned),
            target
                .file_name()
                .and_then(|n| n.to_str())
                .map(str::to_owned),
        ) else {
            return Err(Error::Refused(tell!(
                "error-output",
                path = target.display()
            )));
        };
        fs::create_dir_all(&parent).at_path("create", &parent)?;
        let prefix = format!(".{name}.dafu-");
        swap::recover(&target, &parent, &prefix, |old| old.join(MARKER).exists())?;
        let mut empty = true;
        match fs::symlink_metadata(&target) {
            Ok(meta) if meta.is_symlink() || !meta.is_dir() => {
                return Err(Error::Refused(tell!(
                    "error-output-link",
                    path = target.display()
                )));
            }
            Ok(_) => {
                empty = fs::read_dir(&target)
                    .at_path("read", &target)?
                    .next()
                    .is_none();
                if !empty && !target.join(MARKER).exists() {
                    return Err(Error::Refused(tell!(
                        "error-output-foreign",
                        path = target.display()
                    )));
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).at_path("read", &target),
        }
        let workshop = Workshop::begin(&parent, &prefix)?;
        let memory = match work {
            Some((work, program)) => {
                let memory = Memory::of(work, &target, program);
                let notes = workshop.path().join(NOTES);
                let notes = fs::File::create(&notes).at_path("create", &notes)?;
                Some(Remembered {
                    last: memory.take(),
                    memory,
                    notes: Mutex::new(BufWriter::new(notes)),
                })
            }
            None => None,
        };
        let twin = (memory.as_ref())
            .filter(|memory| memory.last.as_ref().is_some_and(|last| last.twin))
            .map(|memory| memory.memory.twin());
        let staging = if let Some(twin) = twin {
            twin
        } else {
            // Inside the workshop, so that it has the ordinary permissions of a new folder.
            let staging = workshop.path().join("portal");
            fs::create_dir(&staging).at_path("create", &staging)?;
            staging
        };
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
            moved: Mutex::default(),
            renamed: Mutex::default(),
            parts: AtomicU64::new(0),
            memory,
            look: None,
            ended: AtomicBool::new(false),
            done: false,
        };
        folder.write(MARKER, MARKER_TEXT.as_bytes())?;
        // A change of it is not told, so a twin may have another than the portal.
        let marker = folder.staging.join(MARKER);
        if !same_bytes(&marker, MARKER_TEXT.as_bytes()) {
            let _ = fs::remove_file(&marker);
            fs::write(&marker, MARKER_TEXT).at_path("write", &marker)?;
        }
        // No server needs it.
        if let Some(mut changes) = folder.changes() {
            changes.0.clear();
        }
        folder.files.store(0, Ordering::Relaxed);
        folder.bytes.store(0, Ordering::Relaxed);
        folder.unchanged.store(0, Ordering::Relaxed);
        Ok(folder)
    }

    /// Shows from now on to `look` what is written.
    pub fn show_to(&mut self, look: Arc<dyn Look>) {
        self.look = Some(look);
    }

    /// Whether it is known what the last build left, and that by the same program.
    #[must_use]
    pub fn has_last(&self) -> bool {
        self.known().is_some()
    }

    /// What the last build left, if that is known.
    fn known(&self) -> Option<&Last> {
        self.memory.as_ref()?.last.as_ref()
    }

    /// Whether changes are made in a twin of the last portal.
    fn in_twin(&self) -> bool {
        self.known().is_some_and(|last| last.twin)
    }

    /// Writes one file; `path` is relative, with `/`.
    ///
    /// # Errors
    /// If the path is not acceptable (see [`check_path`]), another file took it, or the disk refuses.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        self.write_made(path, bytes, &MadeOf::default())
    }

    /// The same, and remembers what it was made of: [`OutputFolder::again`] takes it over.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn write_made(&self, path: &str, bytes: &[u8], made_of: &MadeOf) -> Result<()> {
        check_path(path)?;
        let record = self.take(path)?;
        let (old, file) = (self.target.join(path), self.staging.join(path));
        let sum = self.memory.as_ref().map(|_| digest::first(bytes));
        let as_left =
            record.is_some_and(|record| Some(record.sum) == sum && self.is_as_left(&record));
        if (as_left || same_bytes(&old, bytes)) && self.bring(&old, &file, record.is_some())? {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            if as_left && record.is_some_and(|record| record.made_of == *made_of) {
                self.count(bytes.len() as u64);
                return Ok(());
            }
        } else {
            self.put(&file, record.is_some(), |file| fs::write(file, bytes))?;
            self.changed(path, &old);
            if let Some(look) = &self.look {
                look.look(path, bytes);
            }
        }
        self.count(bytes.len() as u64);
        self.note(path, &sum.unwrap_or_default(), made_of)
    }

    /// Takes files over that the last build made of the same, if all are as they were left; whether they are.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn again(&self, paths: &[&str], made_of: &MadeOf) -> Result<bool> {
        let left = |path: &&str| {
            let record = self.known()?.find(path)?;
            (record.made_of == *made_of).then_some(record)
        };
        match paths.iter().map(left).collect::<Option<Vec<_>>>() {
            Some(records) => self.keep_left(&records),
            None => Ok(false),
        }
    }

    /// Takes files over if all are as they were left; whether they are.
    fn keep_left(&self, records: &[Record<'_>]) -> Result<bool> {
        if !records.iter().all(|record| self.is_as_left(record)) {
            return Ok(false);
        }
        for record in records {
            self.keep_record(record)?;
        }
        Ok(true)
    }

    /// Takes a file over that is as it was left.
    fn keep_record(&self, record: &Record<'_>) -> Result<()> {
        if self.in_twin() && self.known().is_some_and(|last| last.take_record(record)) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            self.count(record.state.length);
            Ok(())
        } else {
            self.keep(record.path)
        }
    }

    /// The file that the last build left at a path; `None` if it is not as it was left, or that is not known.
    #[must_use]
    pub fn left(&self, path: &str) -> Option<LeftFile<'_>> {
        let record = self.known()?.find(path)?;
        self.is_as_left(&record).then_some(LeftFile(record))
    }

    /// Takes such a file over.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn keep_found(&self, file: &LeftFile<'_>) -> Result<()> {
        self.keep_record(&file.0)
    }

    /// Takes a file over whose address says what it holds, if it is as the last build left it; whether it is.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn keep_made(&self, path: &str, made_of: &MadeOf) -> Result<bool> {
        let Some(record) = self.known().and_then(|last| last.find(path)) else {
            return Ok(false);
        };
        if !self.is_as_left(&record) {
            return Ok(false);
        }
        self.keep(path)?;
        if record.made_of != *made_of {
            self.note(path, &record.sum, made_of)?;
        }
        Ok(true)
    }

    /// Takes all files over that the last build made of the same, if there are any and all are as they were left; whether they are. All that is made of it
    /// must have been made together.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn all_again(&self, made_of: &MadeOf) -> Result<bool> {
        let made = self
            .known()
            .map_or(Vec::new(), |last| last.made_of(made_of));
        Ok(!made.is_empty() && self.keep_left(&made)?)
    }

    /// Whether a file of the last portal was made of the same, and is as it was left.
    #[must_use]
    pub fn is_made_of(&self, path: &str, made_of: &MadeOf) -> bool {
        let record = self.known().and_then(|last| last.find(path));
        record.is_some_and(|record| record.made_of == *made_of && self.is_as_left(&record))
    }

    /// Takes a file of the last portal over, at another address.
    ///
    /// # Errors
    /// As [`OutputFolder::keep`].
    pub fn keep_as(&self, from: &str, path: &str, made_of: &MadeOf) -> Result<()> {
        if from == path {
            return self.keep(path);
        }
        check_path(path)?;
        let record = self.take(path)?;
        let (old, file) = (self.target.join(from), self.staging.join(path));
        self.put(&file, record.is_some(), |file| {
            fs::hard_link(&old, file).or_else(|_| fs::copy(&old, file).map(|_| ()))
        })?;
        let meta = fs::metadata(&old).at_path("read", &old)?;
        self.count(meta.len());
        let known = self.known().and_then(|last| last.find(from));
        let sum = known.map(|record| record.sum).unwrap_or_default();
        self.note_moved(path, &sum, made_of)
    }

    /// Takes files of the last portal over at other addresses, all from one folder, by their paths in it, to one that is new; every other file of
    /// that folder must be written anew. In a twin the folder gets another name, which is one step for all.
    ///
    /// # Errors
    /// As [`OutputFolder::keep`].
    pub fn keep_folder_as(
        &self,
        [from, to]: [&str; 2],
        files: &[String],
        made_of: &MadeOf,
    ) -> Result<()> {
        let at = |file: &String| [from, to].map(|folder| format!("{folder}/{file}"));
        let find = |file: &String| {
            let [from, to] = at(file);
            Some((self.left(&from)?, to))
        };
        let found: Option<Vec<_>> = files.par_iter().map(find).collect();
        let (old, new) = (self.staging.join(from), self.staging.join(to));
        let rename = || -> Result<bool> {
            self.ensure_folder(&new)?;
            Ok(fs::rename(&old, &new).is_ok())
        };
        match found {
            Some(found) if from != to && self.in_twin() && !new.exists() && rename()? => {
                self.renamed().push((from.to_owned(), to.to_owned()));
                for (LeftFile(record), path) in found {
                    check_path(&path)?;
                    self.take(&path)?;
                    self.count(record.state.length);
                    self.note_moved(&path, &record.sum, made_of)?;
                }
                Ok(())
            }
            _ => files.par_iter().try_for_each(|file| {
                let [from, to] = at(file);
                self.keep_as(&from, &to, made_of)
            }),
        }
    }

    /// Notes a file that the last portal has at another address.
    fn note_moved(&self, path: &str, sum: &Sum, made_of: &MadeOf) -> Result<()> {
        self.changed(path, &self.target.join(path));
        held(&self.moved).insert(path.to_owned());
        self.note(path, sum, made_of)
    }

    /// Where a folder of the last portal is, or would be.
    #[must_use]
    pub fn last_folder(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// 64 bits of the BLAKE3 hash of a file of the last portal; `None` if it is not there, or a folder.
    #[must_use]
    pub fn last_sum(&self, path: &str) -> Option<u64> {
        let known = self.known().and_then(|last| last.find(path));
        let known = known.filter(|record| record.sum != Sum::default() && self.is_as_left(record));
        let sum = match known {
            Some(record) => record.sum,
            None => digest::first(&fs::read(self.target.join(path)).ok()?),
        };
        Some(half(&sum))
    }

    /// How long a file is that this build took over as the last one left it; `None` if it did not, or nothing is known of it.
    #[must_use]
    pub fn kept(&self, path: &str) -> Option<u64> {
        let record = self.known()?.kept_at(path)?;
        Some(record.state.length)
    }

    /// What a file of the last portal says, if it is known to be as it was left.
    #[must_use]
    pub fn last_bytes(&self, path: &str) -> Option<Vec<u8>> {
        let record = self.known()?.find(path)?;
        let bytes = fs::read(self.target.join(path)).ok()?;
        (digest::first(&bytes) == record.sum).then_some(bytes)
    }

    /// Where a file of the last portal is, if it is as it was left.
    #[must_use]
    pub fn last(&self, path: &str) -> Option<PathBuf> {
        let record = self.known()?.find(path)?;
        let is_left = self.is_as_left(&record);
        is_left.then(|| self.target.join(path))
    }

    fn is_as_left(&self, record: &Record<'_>) -> bool {
        self.known().is_some_and(|last| last.is_as_left(record))
    }

    /// Takes over a file of the last portal as it is.
    ///
    /// # Errors
    /// As [`OutputFolder::write`]; or if there is no such file.
    pub fn keep(&self, path: &str) -> Result<()> {
        check_path(path)?;
        let record = self.take(path)?;
        let (old, file) = (self.target.join(path), self.staging.join(path));
        if !self.bring(&old, &file, record.is_some())? {
            self.put(&file, record.is_some(), |file| fs::copy(&old, file))?;
        }
        self.unchanged.fetch_add(1, Ordering::Relaxed);
        if let Some(record) = record.filter(|record| self.is_as_left(record)) {
            self.count(record.state.length);
            return Ok(());
        }
        let meta = fs::metadata(&old).at_path("read", &old)?;
        self.count(meta.len());
        self.note(path, &Sum::default(), &MadeOf::default())
    }

    /// Brings an unchanged file over; in a twin, it is there. Whether it could be done.
    fn bring(&self, old: &Path, file: &Path, known: bool) -> Result<bool> {
        if known && self.in_twin() {
            return Ok(true);
        }
        self.ensure_folder(file)?;
        Ok(keep(old, file))
    }

    /// Puts a new file in its place; `known` says that the last build had one there. What is in a twin is in the last portal, too, and must
    /// not be written to.
    fn put<T>(
        &self,
        file: &Path,
        known: bool,
        put: impl FnOnce(&Path) -> std::io::Result<T>,
    ) -> Result<()> {
        if self.in_twin() {
            remove(file)?;
        }
        if !(known && self.in_twin()) {
            self.ensure_folder(file)?;
        }
        put(file).at_path("write", file)?;
        Ok(())
    }

    fn count(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Notes for the next build what is not as the last one left it.
    fn note(&self, path: &str, sum: &Sum, made_of: &MadeOf) -> Result<()> {
        let Some(memory) = &self.memory else {
            return Ok(());
        };
        if let Some(last) = &memory.last {
            last.replace(path);
        }
        let mut notes = held(&memory.notes);
        left::note(&mut *notes, path, sum, made_of)
            .at_path("write", &self.workshop.path().join(NOTES))
    }

    /// Begins a file of any size; [`FileWriter::finish`] ends it.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn writer(&self, path: &str) -> Result<FileWriter<'_>> {
        self.writer_made(path, &MadeOf::default())
    }

    /// The same, and remembers what it was made of.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn writer_made(&self, path: &str, made_of: &MadeOf) -> Result<FileWriter<'_>> {
        check_path(path)?;
        let record = self.take(path)?;
        let part = self.parts.fetch_add(1, Ordering::Relaxed);
        let part = self.workshop.path().join(format!("part-{part}"));
        let open = fs::File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&part)
            .at_path("write", &part)?;
        Ok(FileWriter {
            folder: self,
            path: path.to_owned(),
            made_of: *made_of,
            record,
            inner: BufWriter::with_capacity(64 * 1024, open),
            sum: None,
            part,
        })
    }

    /// The same for a file that is written from its beginning to its end and not sought in: its hash is remembered, so that
    /// [`OutputFolder::last_bytes`] gives it to the next build.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn writer_summed(&self, path: &str, made_of: &MadeOf) -> Result<FileWriter<'_>> {
        let writer = self.writer_made(path, made_of)?;
        Ok(FileWriter {
            sum: Some(Box::default()),
            ..writer
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
            return Err(Error::Refused(tell!(
                "error-copied-changes",
                path = from.display()
            )));
        }
        writer.finish()
    }

    /// What is not as it was in the last portal; `None` if there was none. Of what is as it was, hashes are wanted of what is below `again`.
    #[must_use]
    pub fn since(&self, again: &str) -> Option<Since> {
        let moved = held(&self.moved);
        let changes = self.changes()?;
        let here = |path: &&String| changes.0.get(*path) != Some(&Change::Removed);
        let kept = self.known().into_iter().flat_map(Last::kept);
        let kept = kept.filter(|record| record.path.starts_with(again));
        let fresh: BTreeSet<String> = (changes.0.keys().filter(here))
            .filter(|path| !moved.contains(*path))
            .cloned()
            .collect();
        let before = (fresh.iter().filter(|path| is_large(path)))
            .filter_map(|path| Some((path.clone(), self.last(path)?)))
            .collect();
        Some(Since {
            fresh,
            before,
            kept: kept.map(|record| record.sum).collect(),
            moved: moved.clone(),
        })
    }

    fn changes(&self) -> Option<std::sync::MutexGuard<'_, Changes>> {
        let changes = self.changes.as_ref()?;
        Some(held(changes))
    }

    /// Notes that a file is not as it was.
    fn changed(&self, path: &str, old: &Path) {
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

    /// Gives an address away; gives what the last build left there.
    fn take(&self, path: &str) -> Result<Option<Record<'_>>> {
        let lower = left::lower(path);
        let turn = self
            .known()
            .map_or(Turn::Unknown, |last| last.take(path, &lower));
        match turn {
            Turn::Now(record) => return Ok(Some(record)),
            Turn::Taken => {}
            Turn::Other(other) => {
                // Where upper and lower case are one, it would be the new file that is removed in the end.
                if self.in_twin() {
                    remove(&self.staging.join(other))?;
                }
                if let Some(mut changes) = self.changes() {
                    changes.0.insert(other.to_owned(), Change::Removed);
                }
                return Ok(None);
            }
            Turn::Unknown => {
                let before = held(&self.taken).insert(
                    digest::first(lower.as_bytes()),
                    digest::first(path.as_bytes()),
                );
                if before.is_none() {
                    return Ok(None);
                }
            }
        }
        let before = below(&self.staging).find(|known| known.to_lowercase() == lower);
        Err(Error::Refused(tell!(
            "error-address-twice",
            other = before.unwrap_or(lower.into_owned()),
            path
        )))
    }

    fn ensure_folder(&self, file: &Path) -> Result<()> {
        let Some(folder) = file.parent() else {
            return Ok(());
        };
        let mut folders = held(&self.folders);
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

    /// Ends the writing: from now on the portal in the making holds what it will hold, and nothing of the last one besides.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn finish(&self) -> Result<()> {
        if self.ended.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let removed = if self.target.exists() {
            self.removed()
        } else {
            Vec::new()
        };
        if self.in_twin() {
            (removed.par_iter()).try_for_each(|path| remove(&self.staging.join(path)))?;
            prune(&self.staging, removed.iter());
        }
        if let Some(mut changes) = self.changes() {
            let gone = removed.into_iter().map(|path| (path, Change::Removed));
            changes.0.extend(gone);
        }
        Ok(())
    }

    /// Swaps the new portal in.
    ///
    /// # Errors
    /// If the disk refuses; the last portal is then still in place, unless it is only the archive that cannot be put beside the new one.
    pub fn commit(self) -> Result<Written> {
        let (written, ()) = self.commit_and(|| Ok(()))?;
        Ok(written)
    }

    /// The same; `then` is done when the new portal is in place, while what is known of it is noted, which is for the most part waiting.
    ///
    /// # Errors
    /// As [`OutputFolder::commit`], and those of `then`.
    pub fn commit_and<T: Send>(
        mut self,
        then: impl FnOnce() -> Result<T> + Send,
    ) -> Result<(Written, T)> {
        self.finish()?;
        self.workshop.put(&self.staging, &self.target)?;
        self.done = true;
        let archive = self.staged_archive();
        if archive.exists() {
            let place = self.archive();
            fs::rename(archive, &place).at_path("put the archive in place at", &place)?;
        }
        let ((), then) = rayon::join(|| self.remember(), then);
        let number = |of: &AtomicU64| of.load(Ordering::Relaxed);
        let mut written = Written {
            files: number(&self.files),
            bytes: number(&self.bytes),
            unchanged: number(&self.unchanged),
            removed: 0,
            changes: None,
        };
        if let Some(mut changes) = self.changes() {
            let changes = std::mem::take(&mut *changes);
            let gone = changes
                .0
                .values()
                .filter(|change| **change == Change::Removed);
            written.removed = gone.count() as u64;
            written.changes = Some(changes);
        }
        Ok((written, then?))
    }

    /// Leaves a twin of the portal that is in place now, and what is known of its files. If that cannot be done, the next build looks for itself.
    fn remember(&self) {
        let Some(Remembered {
            memory,
            last,
            notes,
        }) = &self.memory
        else {
            return;
        };
        let mut notes = held(notes);
        let notes = &mut *notes;
        let mut last = last.as_ref();
        let twin = if self.in_twin() {
            self.follow(&memory.twin()).is_ok()
        } else {
            // What the former portal still links to would have another state when it goes with the workshop.
            for old in [&self.staging, &self.workshop.path().join(swap::OLD)] {
                let _ = fs::remove_dir_all(old);
            }
            // Each file has one more link now, and so another state.
            let mut kept = last.take().into_iter().flat_map(Last::kept);
            let noted = kept.try_for_each(|record| {
                left::note(notes, record.path, &record.sum, &record.made_of)
            });
            noted.is_ok() && notes.flush().is_ok() && memory.link(&self.workshop.path().join(NOTES))
        };
        let look_at = last.map_or(LookAt::Portal, |last| last.look_at.exchanged());
        // What cannot be removed now goes with the workshop.
        let clear = || drop(fs::remove_dir_all(self.workshop.path().join(TRASH)));
        let write = || {
            notes.flush().is_ok()
                && memory
                    .write(
                        last,
                        &self.workshop.path().join(NOTES),
                        twin.then_some(look_at),
                    )
                    .is_ok()
        };
        let (written, ()) = rayon::join(write, clear);
        if !(twin && written) {
            let _ = fs::remove_dir_all(memory.twin());
        }
        if !written {
            memory.forget();
        }
    }

    /// Makes the former portal a twin of the new one.
    fn follow(&self, twin: &Path) -> std::io::Result<()> {
        if !twin.exists() {
            // Where two folders cannot be exchanged.
            fs::rename(self.workshop.path().join(swap::OLD), twin)?;
        }
        let Some(mut changes) = self.changes().map(|changes| changes.clone()) else {
            return Ok(());
        };
        let moved = held(&self.moved);
        for (from, to) in self.renamed().iter() {
            fs::rename(twin.join(from), twin.join(to))?;
            let folder = format!("{to}/");
            let there = moved.range(folder.clone()..);
            for path in there.take_while(|path| path.starts_with(&folder)) {
                changes.0.remove(path);
            }
        }
        let trash = self.workshop.path().join(TRASH);
        fs::create_dir(&trash)?;
        relink(twin, &self.target, &changes, Change::Removed, Some(&trash))
    }

    fn renamed(&self) -> std::sync::MutexGuard<'_, Vec<(String, String)>> {
        held(&self.renamed)
    }

    /// The files of the last portal that this build has none for.
    fn removed(&self) -> Vec<String> {
        if self.in_twin() {
            return self.known().map(Last::left).unwrap_or_default();
        }
        let taken = held(&self.taken);
        let kept = |path: &String| {
            taken.get(&digest::first(path.to_lowercase().as_bytes()))
                == Some(&digest::first(path.as_bytes()))
                || self.known().is_some_and(|last| last.is_taken(path))
        };
        below(&self.target).filter(|path| !kept(path)).collect()
    }
}

impl Drop for OutputFolder {
    /// A build that failed leaves the twin as it was.
    fn drop(&mut self) {
        if self.done || !self.in_twin() {
            return;
        }
        let Some(Remembered {
            memory,
            last: Some(last),
            ..
        }) = &self.memory
        else {
            return;
        };
        let mut changes = (self.changes()).map_or_else(Changes::default, |changes| changes.clone());
        let (twin, notes) = (memory.twin(), self.workshop.path().join("undone"));
        for (from, to) in self.renamed().iter() {
            // What cannot be removed is noticed by the next build.
            let _ = fs::remove_dir_all(twin.join(to));
            let before = last.below(from);
            changes
                .0
                .extend(before.map(|path| (path.to_owned(), Change::Changed)));
        }
        let back = || -> std::io::Result<bool> {
            let mut out = BufWriter::new(fs::File::create(&notes)?);
            relink(&twin, &self.target, &changes, Change::Added, None)?;
            for record in last.restore(changes.0.keys()) {
                left::note(&mut out, record.path, &record.sum, &record.made_of)?;
            }
            out.flush()?;
            Ok(memory.write(Some(last), &notes, Some(last.look_at)).is_ok())
        };
        if !back().unwrap_or(false) {
            memory.forget();
        }
    }
}

/// Gives a twin what a portal has of some changed files; those that are `gone` are removed. What is large goes into the `trash`: to give its room back
/// takes a while, and nothing waits for that.
fn relink(
    twin: &Path,
    portal: &Path,
    changes: &Changes,
    gone: Change,
    trash: Option<&Path>,
) -> std::io::Result<()> {
    let throw = |path: &String| {
        let name = format!("{:016x}", digest::short(path.as_bytes()));
        trash.is_some_and(|trash| {
            is_large(path) && fs::rename(twin.join(path), trash.join(name)).is_ok()
        })
    };
    // Removed first: where case does not count, a new name may be an old one.
    changes.0.par_iter().try_for_each(|(path, _)| {
        if throw(path) {
            return Ok(());
        }
        match fs::remove_file(twin.join(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    })?;
    let here = changes.0.par_iter().filter(|(_, change)| **change != gone);
    here.try_for_each(|(path, _)| {
        let (from, file) = (portal.join(path), twin.join(path));
        fs::hard_link(&from, &file).or_else(|_| {
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::hard_link(&from, &file)
        })
    })?;
    let gone = changes.0.iter().filter(|(_, change)| **change == gone);
    prune(twin, gone.map(|(path, _)| path));
    Ok(())
}

/// Whether a file holds what many replies say, by its name.
fn is_large(path: &str) -> bool {
    let end = Path::new(path).extension();
    end.is_some_and(|end| end == "zip" || end == "jsonl")
}

/// Removes the folders of these files that hold nothing any more.
fn prune<'p>(tree: &Path, gone: impl Iterator<Item = &'p String>) {
    let folders: HashSet<&Path> = gone.filter_map(|path| Path::new(path).parent()).collect();
    for folder in folders {
        for folder in folder
            .ancestors()
            .take_while(|folder| *folder != Path::new(""))
        {
            // A folder that holds something stays.
            if fs::remove_dir(tree.join(folder)).is_err() {
                break;
            }
        }
    }
}

/// Forgets what is remembered in `work`, a site's own folder, of its portals.
///
/// # Errors
/// If the disk refuses.
pub fn forget(work: &Path) -> Result<()> {
    let portals = work.join(left::PORTALS);
    match fs::remove_dir_all(&portals) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).at_path("remove", &portals),
        _ => Ok(()),
    }
}

/// Removes a file, if there is one.
fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).at_path("remove", file),
        _ => Ok(()),
    }
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
    made_of: MadeOf,
    record: Option<Record<'f>>,
    inner: BufWriter<fs::File>,
    /// Hashes what is written, if that is wanted.
    sum: Option<Box<blake3::Hasher>>,
    part: PathBuf,
}

impl FileWriter<'_> {
    /// Where it will be.
    #[must_use]
    pub fn place(&self) -> PathBuf {
        self.folder.staging.join(&self.path)
    }

    /// Ends the file; if it is as it was in the last portal, it is that one.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn finish(mut self) -> Result<()> {
        let (folder, part, known) = (self.folder, &self.part, self.record.is_some());
        self.inner.flush().at_path("write", part)?;
        let length = self.inner.get_ref().metadata().at_path("read", part)?.len();
        drop(self.inner);
        let (old, file) = (
            folder.target.join(&self.path),
            folder.staging.join(&self.path),
        );
        folder.count(length);
        let as_left = self
            .record
            .is_some_and(|record| record.made_of == self.made_of && folder.is_as_left(&record));
        if same_files(&old, part) && folder.bring(&old, &file, known)? {
            fs::remove_file(part).at_path("remove", part)?;
            folder.unchanged.fetch_add(1, Ordering::Relaxed);
            if as_left {
                return Ok(());
            }
        } else {
            folder.put(&file, known, |file| fs::rename(part, file))?;
            folder.changed(&self.path, &old);
        }
        let sum = (self.sum).map_or_else(Sum::default, |hasher| digest::head(&hasher.finalize()));
        folder.note(&self.path, &sum, &self.made_of)
    }
}

impl Write for FileWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        if let Some(hasher) = &mut self.sum {
            hasher.update(&bytes[..written]);
        }
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl Seek for FileWriter<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        // What is written twice has no hash of what passed.
        self.sum = None;
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
    let refuse = |why: String| {
        Err(Error::Refused(tell!(
            "error-address",
            path = path.escape_debug().to_string(),
            why
        )))
    };
    if path.is_empty() || path.starts_with('/') {
        return refuse(tell!("error-address-relative"));
    }
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return refuse(tell!("error-address-parts"));
        }
        if part.len() > PART_MOST {
            return refuse(tell!("error-address-long"));
        }
        if part
            .chars()
            .any(|c| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*'))
        {
            return refuse(tell!("error-address-character"));
        }
        if part.ends_with(['.', ' ']) {
            return refuse(tell!("error-address-end"));
        }
        if is_reserved(part.split('.').next().unwrap_or(part)) {
            return refuse(tell!("error-address-reserved"));
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

    const PROGRAM: [u8; 32] = [3; 32];

    /// Builds with what the last build left; whether it worked in a twin.
    fn build_again(place: &Path, files: &[(&str, &str)]) -> (Written, bool) {
        let work = place.join("work");
        let folder =
            OutputFolder::begin_with(&place.join("public"), Some((&work, PROGRAM))).unwrap();
        let twin = folder.in_twin();
        for (path, text) in files {
            folder.write(path, text.as_bytes()).unwrap();
        }
        (folder.commit().unwrap(), twin)
    }

    /// Path → text, of all files in a folder but the marker.
    fn texts(folder: &Path) -> Vec<(String, String)> {
        let mut texts: Vec<_> = below(folder)
            .filter(|path| path != MARKER)
            .map(|path| (path.clone(), fs::read_to_string(folder.join(path)).unwrap()))
            .collect();
        texts.sort();
        texts
    }

    fn twin_of(place: &Path) -> PathBuf {
        let portals = fs::read_dir(place.join("work").join(left::PORTALS)).unwrap();
        let mut portals: Vec<_> = portals.flatten().map(|entry| entry.path()).collect();
        assert_eq!(portals.len(), 1);
        portals.remove(0).join("twin")
    }

    /// What stands in the portal and in its twin is this and nothing else.
    fn holds(place: &Path, files: &[(&str, &str)]) {
        let mut wanted: Vec<_> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        wanted.sort();
        assert_eq!(texts(&place.join("public")), wanted);
        assert_eq!(texts(&twin_of(place)), wanted);
    }

    #[test]
    fn the_next_build_makes_its_changes_in_a_twin() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        let first = [("a.html", "1"), ("b/c.html", "2"), ("b/d.html", "3")];
        assert!(!build_again(place, &first).1);
        holds(place, &first);
        let (written, twin) = build_again(place, &first);
        assert!(twin);
        assert_eq!((written.files, written.unchanged, written.bytes), (3, 3, 3));
        assert_eq!(written.changes, Some(Changes::default()));
        let second = [("a.html", "1"), ("b/c.html", "22"), ("e/f.html", "4")];
        let (written, twin) = build_again(place, &second);
        assert!(twin);
        assert_eq!((written.unchanged, written.removed), (1, 1));
        holds(place, &second);
        assert!(build_again(place, &first).1);
        holds(place, &first);
        assert!(!place.join("public/e").exists());
    }

    #[test]
    fn what_somebody_did_to_a_portal_is_seen() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        let files = [("a.html", "1"), ("b/c.html", "2")];
        let public = |path: &str| place.join("public").join(path);
        let twin = || build_again(place, &files).1;
        assert!(!twin());
        // As long, and through the link in the twin, too.
        fs::write(public("a.html"), "9").unwrap();
        assert!(twin());
        holds(place, &files);
        for _ in 0..3 {
            fs::write(public(MARKER), "9").unwrap();
            assert!(twin());
            assert_eq!(fs::read_to_string(public(MARKER)).unwrap(), MARKER_TEXT);
            assert!(twin());
            assert_eq!(fs::read_to_string(public(MARKER)).unwrap(), MARKER_TEXT);
        }
        fs::write(public("note.txt"), "9").unwrap();
        assert!(!twin());
        holds(place, &files);
        fs::remove_file(public("b/c.html")).unwrap();
        assert!(!twin());
        holds(place, &files);
        fs::write(twin_of(place).join("b/x.html"), "9").unwrap();
        assert!(!twin());
        holds(place, &files);
        fs::remove_dir_all(place.join("public")).unwrap();
        assert!(!twin());
        holds(place, &files);
        assert!(twin());
    }

    #[test]
    fn a_build_that_failed_leaves_the_twin_as_it_was() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        let files = [("a.html", "1"), ("b/c.html", "2"), ("d.html", "3")];
        build_again(place, &files);
        let failing =
            OutputFolder::begin_with(&place.join("public"), Some((&place.join("work"), PROGRAM)))
                .unwrap();
        assert!(failing.in_twin());
        for (path, text) in [("a.html", "11"), ("b/C.html", "2"), ("x/y.html", "4")] {
            failing.write(path, text.as_bytes()).unwrap();
        }
        drop(failing);
        holds(place, &files);
        let (written, twin) = build_again(place, &files);
        assert!(twin);
        assert_eq!(written.unchanged, 3);
    }

    #[test]
    fn a_folder_gets_another_name_with_the_files_that_stay() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        let before = [("s/1/0/a", "1"), ("s/1/0/b", "2"), ("s/1/1/c", "3")];
        let after = [("s/2/0/a", "1"), ("s/2/0/b", "22"), ("s/2/1/c", "3")];
        build_again(place, &before);
        let begun = |[from, to]: [&str; 2], text: &str| {
            let work = place.join("work");
            let folder =
                OutputFolder::begin_with(&place.join("public"), Some((&work, PROGRAM))).unwrap();
            assert!(folder.in_twin());
            let files = ["0/a", "1/c"].map(str::to_owned);
            folder.keep_folder_as([from, to], &files, &[4; 16]).unwrap();
            folder.write(&format!("{to}/0/b"), text.as_bytes()).unwrap();
            folder
        };
        for late in [false, true] {
            let failing = begun(["s/1", "s/2"], "22");
            if late {
                failing.finish().unwrap();
            }
            drop(failing);
            holds(place, &before);
        }
        let written = begun(["s/1", "s/2"], "22").commit().unwrap();
        holds(place, &after);
        let changes = [(before, Change::Removed), (after, Change::Added)];
        let changes = changes
            .into_iter()
            .flat_map(|(files, change)| files.map(|(path, _)| (path.to_owned(), change)));
        assert_eq!(written.changes, Some(Changes(changes.collect())));
        assert_eq!((written.files, written.bytes), (3, 4));
        assert!(!place.join("public/s/1").exists());
        // Back, and as it was.
        begun(["s/2", "s/1"], "2").commit().unwrap();
        holds(place, &before);
        let written = begun(["s/1", "s/1"], "2").commit().unwrap();
        assert_eq!(written.changes, Some(Changes::default()));
        holds(place, &before);
        // What somebody did to one of them is seen.
        fs::write(place.join("public/s/1/1/c"), "9").unwrap();
        let (written, twin) = build_again(place, &after);
        assert!(twin && written.unchanged == 0);
        holds(place, &after);
    }

    #[test]
    fn a_file_whose_name_changes_in_case_alone_stands_once() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        build_again(place, &[("a.html", "1"), ("b.html", "2")]);
        let (written, twin) = build_again(place, &[("A.html", "1"), ("b.html", "2")]);
        assert!(twin);
        let changes = [("A.html", Change::Added), ("a.html", Change::Removed)];
        let changes = changes.map(|(path, change)| (path.to_owned(), change));
        assert_eq!(written.changes, Some(Changes(changes.into())));
        holds(place, &[("A.html", "1"), ("b.html", "2")]);
    }

    #[test]
    fn a_damaged_or_foreign_table_is_as_if_there_were_none() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        let files = [("a.html", "1"), ("b/c.html", "2")];
        build_again(place, &files);
        let table = twin_of(place).with_file_name("files");
        let whole = fs::read(&table).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            let memory = Memory::of(&place.join("work"), &place.join("public"), PROGRAM);
            fs::create_dir_all(table.parent().unwrap()).unwrap();
            fs::write(&table, &damaged).unwrap();
            assert!(memory.take().is_none(), "byte {at}");
        }
        assert!(!build_again(place, &files).1, "its twin is gone");
        let memory = Memory::of(&place.join("work"), &place.join("public"), [4; 32]);
        assert!(memory.take().is_none(), "another program's");
        assert!(!build_again(place, &files).1);
        // A process died in the twin.
        fs::remove_file(&table).unwrap();
        fs::write(twin_of(place).join("half.html"), "9").unwrap();
        assert!(!build_again(place, &files).1);
        holds(place, &files);
    }

    #[test]
    fn a_portal_that_had_no_twin_is_known_after_one_build() {
        let place = tempfile::tempdir().unwrap();
        let (public, work) = (place.path().join("public"), place.path().join("work"));
        let made_of = &[1; 16];
        for (memory, known) in [
            (None, false),
            (Some((&*work, PROGRAM)), false),
            (Some((&*work, PROGRAM)), true),
        ] {
            let folder = OutputFolder::begin_with(&public, memory).unwrap();
            assert_eq!(folder.again(&["a.html"], made_of).unwrap(), known);
            if !known {
                folder.write_made("a.html", b"1", made_of).unwrap();
            }
            folder.commit().unwrap();
        }
    }

    #[test]
    fn a_file_whose_hash_is_wanted_can_be_had_by_the_next_build() {
        let place = tempfile::tempdir().unwrap();
        let (work, public) = (place.path().join("work"), place.path().join("public"));
        let begin = || OutputFolder::begin_with(&public, Some((&work, PROGRAM))).unwrap();
        let folder = begin();
        let mut summed = folder.writer_summed("a.txt", &[1; 16]).unwrap();
        summed.write_all(b"one ").unwrap();
        summed.write_all(b"two").unwrap();
        summed.finish().unwrap();
        let mut sought = folder.writer_summed("b.txt", &[1; 16]).unwrap();
        sought.write_all(b"one").unwrap();
        sought.rewind().unwrap();
        sought.write_all(b"two").unwrap();
        sought.finish().unwrap();
        folder.commit().unwrap();
        let folder = begin();
        assert_eq!(folder.last_bytes("a.txt").as_deref(), Some(&b"one two"[..]));
        assert_eq!(
            folder.last_bytes("b.txt"),
            None,
            "what passed is not what stands there"
        );
    }

    #[test]
    fn what_was_made_of_the_same_is_taken_over() {
        let place = tempfile::tempdir().unwrap();
        let work = place.path().join("work");
        let public = place.path().join("public");
        let begin = || OutputFolder::begin_with(&public, Some((&work, PROGRAM))).unwrap();
        let folder = begin();
        for path in ["a/1.html", "a/2.html"] {
            assert!(!folder.again(&[path], &[1; 16]).unwrap());
            folder.write_made(path, b"1", &[1; 16]).unwrap();
        }
        folder.write_made("b.html", b"2", &[2; 16]).unwrap();
        folder.commit().unwrap();
        let folder = begin();
        assert!(
            !folder.again(&["a/1.html"], &[2; 16]).unwrap(),
            "of another"
        );
        assert!(
            !folder.all_again(&[3; 16]).unwrap(),
            "of what was not there"
        );
        assert!(folder.all_again(&[1; 16]).unwrap());
        assert!(folder.keep_made("b.html", &[3; 16]).unwrap());
        folder.keep_as("b.html", "c.html", &[4; 16]).unwrap();
        let since = folder.since("").unwrap();
        assert!(since.fresh.is_empty());
        assert!(since.moved.iter().eq(["c.html"]));
        let written = folder.commit().unwrap();
        assert_eq!((written.files, written.unchanged), (4, 3));
        fs::write(public.join("a/2.html"), "9").unwrap();
        let folder = begin();
        assert!(
            !folder.all_again(&[1; 16]).unwrap(),
            "somebody has changed one"
        );
        assert!(folder.again(&["b.html"], &[3; 16]).unwrap());
        assert!(folder.again(&["c.html"], &[4; 16]).unwrap());
    }
}
