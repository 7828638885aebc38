//! What the last build left: of each file of a portal its hash, what it was made of, and what the file system said of it; and a twin of the
//! portal, a folder of hard links to the same files.
//!
//! The next build need not read a file to know that it is as it would write it, and makes its changes in the twin, which then takes the
//! portal's place: what is the same costs a look each, and no link, no removal. The former portal gets the same changes and is the twin of the
//! new one. A look at one is a look at the other, since both name the same files. The two change places with each build, so that builds look by turns
//! at the portal and at its twin: at the same folder always, whose names the system then has in memory.
//!
//! In the site's own folder, one for each portal: `portals/<hash of its place>/files`, the table, and `portals/<…>/twin/`. The table is gone while
//! a build works in the twin, so that a twin without a table is one that a build died in; it is removed. A twin is used if no folder in it, and
//! none of the portal, was changed since the table was written.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::BuildHasher;
use std::io::{BufReader, BufWriter, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::digest;
use crate::error::{AtPath, Result};
use crate::state::{GRAIN, State, Tree, now};

/// Where they are, in the site's own folder.
pub(super) const PORTALS: &str = "portals";
const TABLE: &str = "files";
const TWIN: &str = "twin";
const BEGIN: &[u8] = b"dafu portal 3\n";
/// Files whose links and states are taken at a time.
const CHUNK: usize = 1 << 14;

/// Half of a BLAKE3 hash: of a file's bytes, or of what it was made of. All zeros: not known.
pub(super) type Sum = [u8; 16];

/// What was looked at, and what became of it in this build.
const LEFT: u8 = 0;
const KEPT: u8 = 1;
const ANEW: u8 = 2;

/// One file as the last build left it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'l> {
    /// Its number among all.
    at: usize,
    pub path: &'l str,
    pub sum: Sum,
    pub made_of: Sum,
    pub state: State,
}

/// One file of this build, as it is noted while it runs.
struct Note {
    sum: Sum,
    made_of: Sum,
    path: String,
}

/// Where the table and the twin of a portal are.
#[derive(Debug)]
pub(super) struct Memory {
    folder: PathBuf,
    target: PathBuf,
    program: [u8; 32],
}

impl Memory {
    /// Of the portal in `target`, which is absolute. `work` is the site's own folder; what it remembers of portals that are gone is removed.
    pub fn of(work: &Path, target: &Path, program: [u8; 32]) -> Memory {
        let portals = work.join(PORTALS);
        for entry in fs::read_dir(&portals).into_iter().flatten().flatten() {
            let table = entry.path().join(TABLE);
            let known = File::open(&table).ok().and_then(|file| {
                let mut reader = BufReader::new(file);
                head(&mut reader).map(|head| head.target)
            });
            if !known.is_some_and(|target| target.is_dir()) {
                // What cannot be removed now is tried again by the next build.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let name: [u8; 8] = digest::first(target.to_string_lossy().as_bytes());
        Memory {
            folder: portals.join(format!("{:016x}", u64::from_be_bytes(name))),
            target: target.to_owned(),
            program,
        }
    }

    pub fn twin(&self) -> PathBuf {
        self.folder.join(TWIN)
    }

    /// Reads the table and removes it; a twin that is not as it was left is removed, too.
    pub fn take(&self) -> Option<Last> {
        let file = self.folder.join(TABLE);
        let last = fs::read(&file)
            .ok()
            .and_then(|bytes| Last::read(bytes, self));
        let _ = fs::remove_file(&file);
        if !last.as_ref().is_some_and(|last| last.twin) {
            let _ = fs::remove_dir_all(self.twin());
        }
        last
    }

    /// Forgets all.
    pub fn forget(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }

    /// Makes a twin of a portal that has none, of the files that are noted; whether it could be made.
    pub fn link(&self, notes: &Path) -> bool {
        let twin = self.twin();
        let mut made = BTreeSet::new();
        let linked = each_chunk(notes, |chunk| {
            for note in chunk {
                let file = twin.join(&note.path);
                if let Some(folder) = file.parent()
                    && !made.contains(folder)
                {
                    fs::create_dir_all(folder)?;
                    made.insert(folder.to_owned());
                }
            }
            chunk.par_iter().try_for_each(|note| {
                fs::hard_link(self.target.join(&note.path), twin.join(&note.path))
            })
        });
        if linked.is_err() {
            let _ = fs::remove_dir_all(&twin);
        }
        linked.is_ok()
    }

    /// Writes the table of the portal that is in place: the files that `last` knows and this build kept, and those that are noted. `twin` says
    /// which of both the next build is to look at; `None` if there is no twin.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn write(&self, last: Option<&Last>, notes: &Path, twin: Option<LookAt>) -> Result<()> {
        let file = self.folder.join(TABLE);
        fs::create_dir_all(&self.folder).at_path("create", &self.folder)?;
        let mut table = tempfile::NamedTempFile::new_in(&self.folder)
            .at_path("create a file in", &self.folder)?;
        let written = self.write_to(table.as_file_mut(), last, notes, twin);
        written.at_path("write", &file)?;
        table
            .persist(&file)
            .map_err(|error| error.error)
            .at_path("write", &file)?;
        Ok(())
    }

    fn write_to(
        &self,
        file: &mut File,
        last: Option<&Last>,
        notes: &Path,
        twin: Option<LookAt>,
    ) -> std::io::Result<()> {
        let hashing = Hashing {
            hasher: blake3::Hasher::new(),
            inner: file,
        };
        // Much at a time: that is hashed several times as fast.
        let mut out = BufWriter::with_capacity(1 << 18, hashing);
        out.write_all(BEGIN)?;
        out.write_all(&self.program)?;
        // Whatever is looked at from then on is known to be settled.
        let settled = now() + GRAIN + GRAIN / 4;
        out.write_all(&settled.to_le_bytes())?;
        out.write_all(&[u8::from(twin == Some(LookAt::Twin))])?;
        write_path(&mut out, &self.target.to_string_lossy())?;
        let mut folders: FxHashSet<String> = FxHashSet::from_iter([String::new()]);
        let mut parent = |path: &str| {
            let mut at = path.len();
            while let Some(slash) = path[..at].rfind('/') {
                at = slash;
                if folders.contains(&path[..at]) {
                    break;
                }
                folders.insert(path[..at].to_owned());
            }
        };
        if let Some(last) = last {
            for at in last.turned(KEPT) {
                if let Some((record, range)) = last.record_at(at) {
                    parent(record.path);
                    out.write_all(&[1])?;
                    out.write_all(&last.bytes[range])?;
                }
            }
        }
        // A clock that was set back in the meantime makes nobody wait longer.
        let left = settled.saturating_sub(now()).min(GRAIN + GRAIN / 4);
        std::thread::sleep(Duration::from_nanos(left));
        each_chunk(notes, |chunk| {
            let states: Vec<std::io::Result<State>> = chunk
                .par_iter()
                .map(|note| {
                    Ok(State::of(&fs::symlink_metadata(
                        self.target.join(&note.path),
                    )?))
                })
                .collect();
            for (note, state) in chunk.iter().zip(states) {
                parent(&note.path);
                out.write_all(&[1])?;
                out.write_all(&note.sum)?;
                out.write_all(&note.made_of)?;
                write_state(&mut out, &state?)?;
                write_path(&mut out, &note.path)?;
            }
            Ok(())
        })?;
        if twin.is_some() {
            let twin = self.twin();
            let mut folders: Vec<&String> = folders.iter().collect();
            folders.sort_unstable();
            for folder in folders {
                out.write_all(&[2])?;
                for tree in [&self.target, &twin] {
                    let meta = fs::symlink_metadata(tree.join(folder))?;
                    write_state(&mut out, &State::of(&meta))?;
                }
                write_path(&mut out, folder)?;
            }
        }
        out.write_all(&[0])?;
        out.flush()?;
        let Hashing { hasher, inner } = out.get_mut();
        inner.write_all(hasher.finalize().as_bytes())
    }
}

/// Hashes what passes.
struct Hashing<W> {
    hasher: blake3::Hasher,
    inner: W,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

fn write_path(out: &mut impl Write, path: &str) -> std::io::Result<()> {
    let length = u16::try_from(path.len()).map_err(|_| std::io::ErrorKind::InvalidInput)?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(path.as_bytes())
}

fn write_state(out: &mut impl Write, state: &State) -> std::io::Result<()> {
    for part in [state.length, state.modified, state.changed, state.inode] {
        out.write_all(&part.to_le_bytes())?;
    }
    Ok(())
}

/// Takes what was written off the front of some bytes; `None` if they end too soon.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take()?))
    }

    fn state(&mut self) -> Option<State> {
        Some(State {
            length: self.number()?,
            modified: self.number()?,
            changed: self.number()?,
            inode: self.number()?,
        })
    }

    fn path(&mut self) -> Option<&'b str> {
        let length = u16::from_le_bytes(self.take()?);
        let (path, rest) = self.0.split_at_checked(length.into())?;
        self.0 = rest;
        std::str::from_utf8(path).ok()
    }
}

/// What a table says of itself.
struct Head {
    program: [u8; 32],
    looked: u64,
    look_at: LookAt,
    target: PathBuf,
}

fn head(reader: &mut impl Read) -> Option<Head> {
    let mut begin = [0; BEGIN.len() + 43];
    reader.read_exact(&mut begin).ok()?;
    let (magic, rest) = begin.split_at(BEGIN.len());
    let (program, rest) = rest.split_first_chunk::<32>()?;
    let (looked, rest) = rest.split_first_chunk::<8>()?;
    let ([twin], length) = rest.split_first_chunk::<1>()?;
    if magic != BEGIN {
        return None;
    }
    let mut target = vec![0; usize::from(u16::from_le_bytes(*length.first_chunk()?))];
    reader.read_exact(&mut target).ok()?;
    Some(Head {
        program: *program,
        looked: u64::from_le_bytes(*looked),
        look_at: if *twin == 0 {
            LookAt::Portal
        } else {
            LookAt::Twin
        },
        target: PathBuf::from(String::from_utf8(target).ok()?),
    })
}

/// Calls `each` with the noted files, some at a time.
fn each_chunk(
    notes: &Path,
    mut each: impl FnMut(&[Note]) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut reader = BufReader::with_capacity(1 << 18, File::open(notes)?);
    let mut chunk = Vec::new();
    loop {
        let mut head = [0; 34];
        match reader.read_exact(&mut head) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                return if chunk.is_empty() {
                    Ok(())
                } else {
                    each(&chunk)
                };
            }
            Err(error) => return Err(error),
        }
        let mut path = vec![0; usize::from(u16::from_le_bytes([head[32], head[33]]))];
        reader.read_exact(&mut path)?;
        let half = |at: usize| std::array::from_fn(|i| head[at + i]);
        chunk.push(Note {
            sum: half(0),
            made_of: half(16),
            path: String::from_utf8(path).map_err(|_| std::io::ErrorKind::InvalidData)?,
        });
        if chunk.len() == CHUNK {
            each(&chunk)?;
            chunk.clear();
        }
    }
}

/// A path in lower case.
pub(super) fn lower(path: &str) -> Cow<'_, str> {
    // Most are.
    if path
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(path.to_lowercase())
    }
}

/// Of a path in lower case. It is looked for among those of one table, and compared.
fn hash_of(lower: &str) -> u64 {
    FxBuildHasher.hash_one(lower)
}

/// Notes a file.
pub(super) fn note(
    out: &mut impl Write,
    path: &str,
    sum: &Sum,
    made_of: &Sum,
) -> std::io::Result<()> {
    out.write_all(sum)?;
    out.write_all(made_of)?;
    write_path(out, path)
}

/// Which of the two folders that name the same files is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LookAt {
    Portal,
    Twin,
}

impl LookAt {
    /// The same folder when both have changed places.
    pub fn exchanged(self) -> LookAt {
        match self {
            LookAt::Portal => LookAt::Twin,
            LookAt::Twin => LookAt::Portal,
        }
    }
}

/// What the last build left.
#[derive(Debug)]
pub(super) struct Last {
    tree: Tree,
    /// What the tree is.
    pub look_at: LookAt,
    bytes: Vec<u8>,
    /// Hash of the path in lower case → where its record is; ascending.
    places: Vec<(u64, u32)>,
    /// By the first bits of a hash, where in `places` those begin that have them; and where the last end.
    starts: Vec<u32>,
    /// Of each, what became of it.
    taken: Vec<AtomicU8>,
    /// Of each, whether the file was looked at and is as it was left.
    seen: Vec<AtomicBool>,
    looked: u64,
    /// The numbers of records, by what their files were made of; ascending. Made when it is first asked for.
    by_made: OnceLock<Vec<(u64, usize)>>,
    /// Whether there is a twin, and neither it nor the portal has a folder that was changed since.
    pub twin: bool,
}

/// Whether an address can be given away.
pub(super) enum Turn<'l> {
    /// It could, and this is what the last build left there.
    Now(Record<'l>),
    /// It could; the last build left a file whose name differs in case alone.
    Other(&'l str),
    /// The last build left nothing there.
    Unknown,
    /// Another file of this build has it.
    Taken,
}

/// The first bits of a hash, of which a table of so many starts has one each, and one more at its end.
fn first_bits(hash: u64, starts: usize) -> usize {
    let bits = (starts - 1).ilog2();
    usize::try_from(hash.checked_shr(u64::BITS - bits).unwrap_or(0)).unwrap_or(usize::MAX)
}

/// Where those begin that have the same first bits: one or two each.
fn starts(places: &[(u64, u32)]) -> Vec<u32> {
    let all = places.len().next_power_of_two() + 1;
    let mut starts = vec![0; all];
    for (hash, _) in places {
        starts[first_bits(*hash, all) + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

impl Last {
    fn read(bytes: Vec<u8>, memory: &Memory) -> Option<Last> {
        let body = digest::unsealed(&bytes)?;
        let mut rest = body;
        let head = head(&mut rest)?;
        if head.target != memory.target || head.program != memory.program {
            return None;
        }
        let looked = head.looked;
        let mut reader = Reader(rest);
        let mut places = Vec::new();
        let mut folders: Vec<(&str, [State; 2])> = Vec::new();
        loop {
            let at = body.len() - reader.0.len();
            match reader.take::<1>()? {
                [0] => break,
                [1] => {
                    let place = at + 1;
                    reader.take::<64>()?;
                    let hash = hash_of(&lower(reader.path()?));
                    places.push((hash, u32::try_from(place).ok()?));
                }
                _ => {
                    let states = [reader.state()?, reader.state()?];
                    folders.push((reader.path()?, states));
                }
            }
        }
        let trees = [&memory.target, &memory.twin()];
        let twin = !folders.is_empty()
            && (folders.par_iter()).all(|(folder, states)| {
                trees.iter().zip(states).all(|(tree, state)| {
                    fs::symlink_metadata(tree.join(folder)).is_ok_and(|meta| {
                        meta.is_dir() && State::of(&meta) == *state && state.is_settled(looked)
                    })
                })
            });
        places.par_sort_unstable();
        let look_at = if twin { head.look_at } else { LookAt::Portal };
        Some(Last {
            tree: Tree::open(match look_at {
                LookAt::Portal => trees[0],
                LookAt::Twin => trees[1],
            })
            .ok()?,
            look_at,
            starts: starts(&places),
            taken: places.iter().map(|_| AtomicU8::new(LEFT)).collect(),
            seen: places.iter().map(|_| AtomicBool::new(false)).collect(),
            places,
            looked,
            by_made: OnceLock::new(),
            twin,
            bytes,
        })
    }

    /// A record, where it begins and where it ends.
    fn record_at(&self, at: usize) -> Option<(Record<'_>, Range<usize>)> {
        let place = self.places.get(at)?.1 as usize;
        let bytes = self.bytes.get(place..)?;
        let mut reader = Reader(bytes);
        let record = Record {
            at,
            sum: reader.take()?,
            made_of: reader.take()?,
            state: reader.state()?,
            path: reader.path()?,
        };
        Some((record, place..self.bytes.len() - reader.0.len()))
    }

    fn record(&self, at: usize) -> Option<Record<'_>> {
        Some(self.record_at(at)?.0)
    }

    /// Those whose paths are the same in lower case.
    fn same<'l>(&'l self, lower: &'l str) -> impl Iterator<Item = Record<'l>> {
        let hash = hash_of(lower);
        let begin = self.starts[first_bits(hash, self.starts.len())] as usize;
        let before = (self.places[begin..].iter()).take_while(|(known, _)| *known < hash);
        let first = begin + before.count();
        let all = self.places[first..].iter().zip(first..);
        all.take_while(move |((known, _), _)| *known == hash)
            .filter_map(|(_, at)| self.record(at))
            .filter(move |record| record.path == lower || record.path.to_lowercase() == lower)
    }

    /// The numbers of the records of which this became in this build.
    fn turned(&self, turn: u8) -> impl Iterator<Item = usize> {
        let taken = self.taken.iter().enumerate();
        taken
            .filter(move |(_, taken)| taken.load(Ordering::Relaxed) == turn)
            .map(|(at, _)| at)
    }

    /// What was left at a path.
    pub fn find(&self, path: &str) -> Option<Record<'_>> {
        let at = (self.same(&lower(path)))
            .find(|record| record.path == path)?
            .at;
        self.record(at)
    }

    /// Gives the address of a record away; whether it could.
    pub fn take_record(&self, record: &Record<'_>) -> bool {
        self.taken[record.at].swap(KEPT, Ordering::Relaxed) == LEFT
    }

    /// The files that were made of the same.
    pub fn made_of(&self, made_of: &Sum) -> Vec<Record<'_>> {
        let start = |made_of: &Sum| u64::from_le_bytes(std::array::from_fn(|at| made_of[at]));
        let by_made = self.by_made.get_or_init(|| {
            let records = (0..self.places.len()).into_par_iter();
            let mut by_made: Vec<(u64, usize)> = records
                .filter_map(|at| self.record(at))
                .filter(|record| record.made_of != Sum::default())
                .map(|record| (start(&record.made_of), record.at))
                .collect();
            by_made.par_sort_unstable();
            by_made
        });
        let first = by_made.partition_point(|(known, _)| *known < start(made_of));
        let all = by_made[first..].iter();
        all.take_while(|(known, _)| *known == start(made_of))
            .filter_map(|(_, at)| self.record(*at))
            .filter(|record| record.made_of == *made_of)
            .collect()
    }

    /// Gives an address away.
    pub fn take(&self, path: &str, lower: &str) -> Turn<'_> {
        let at = self.same(lower).next().map(|record| record.at);
        let Some(record) = at.and_then(|at| self.record(at)) else {
            return Turn::Unknown;
        };
        let now = if record.path == path { KEPT } else { ANEW };
        match self.taken[record.at].swap(now, Ordering::Relaxed) {
            LEFT if now == KEPT => Turn::Now(record),
            LEFT => Turn::Other(record.path),
            _ => Turn::Taken,
        }
    }

    /// Notes that the record of a file which was taken is not true of it any more.
    pub fn replace(&self, path: &str) {
        if let Some(record) = self.same(&lower(path)).next() {
            self.taken[record.at].store(ANEW, Ordering::Relaxed);
        }
    }

    /// Whether this build has a file at a path that the last one had.
    pub fn is_taken(&self, path: &str) -> bool {
        self.find(path)
            .is_some_and(|record| self.taken[record.at].load(Ordering::Relaxed) != LEFT)
    }

    /// Whether a file of the portal is as it was left. Before this build has something else there.
    pub fn is_as_left(&self, record: &Record<'_>) -> bool {
        let seen = &self.seen[record.at];
        // Nobody changes the last portal while a build runs, and whoever does is as late as the moment after.
        if !seen.load(Ordering::Relaxed) {
            let same = record.state.is_settled(self.looked)
                && self.tree.file(record.path) == Some(record.state);
            seen.store(same, Ordering::Relaxed);
        }
        seen.load(Ordering::Relaxed)
    }

    /// As if nothing had been taken. The records of files that will have been linked anew are in the way: `changed` names them.
    pub fn restore<'c>(&self, changed: impl Iterator<Item = &'c String>) -> Vec<Record<'_>> {
        for taken in &self.taken {
            taken.store(KEPT, Ordering::Relaxed);
        }
        let changed: Vec<_> = changed.filter_map(|path| self.find(path)).collect();
        for record in &changed {
            self.replace(record.path);
        }
        changed
    }

    /// The files that this build has none for.
    pub fn left(&self) -> Vec<String> {
        let left = self.turned(LEFT).filter_map(|at| self.record(at));
        left.map(|record| record.path.to_owned()).collect()
    }

    /// What was left at a path, if this build took it over as it was.
    pub fn kept_at(&self, path: &str) -> Option<Record<'_>> {
        self.find(path)
            .filter(|record| self.taken[record.at].load(Ordering::Relaxed) == KEPT)
    }

    /// All that the last build left in a folder and those in it.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let all = (0..self.places.len()).filter_map(|at| Some(self.record(at)?.path));
        all.filter(move |path| {
            (path.strip_prefix(folder)).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// The files that this build took over as they were.
    pub fn kept(&self) -> impl Iterator<Item = Record<'_>> {
        self.turned(KEPT).filter_map(|at| self.record(at))
    }
}
