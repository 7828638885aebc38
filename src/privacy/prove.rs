//! What was written, byte by byte → whether anything that was masked stands in it.
//!
//! Nothing is trusted here: every file of the portal in the making and its name, the archive, zips within, the search bundle unpacked and its
//! lexicons spelled out, the index that stays on this disk. What is written at one go is looked through as it goes to the disk; whatever else there is in the
//! folder is read. Each is spelled in the one way of [`project`], once as it stands and once as a
//! browser or a program would understand it (entities, escapes, per cent signs, tags), and all secrets are looked for at once.

mod sieve;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use zip::{CompressionMethod, ZipArchive};

use super::detect::{project, project_char};
use super::{files, view};
use crate::archive;
use crate::bundle::{self, read::Bundle};
use crate::digest;
use crate::error::{AtPath, Error, Result};
use crate::held::held;
use crate::index::Opened;
use crate::messages::tell;
use crate::output::{Look, Since};
use crate::shared_file::{SharedFile, read_exact_at};
use crate::source::decode::decode;
use sieve::Sieve;

/// Text that is spelled at once; what is longer is taken in pieces that overlap.
const PIECE: usize = 1 << 20;
/// A file beyond this many bytes is read piece by piece.
const LARGE: u64 = 64 << 20;
/// More than any secret takes in any spelling.
const OVERLAP: usize = 16 << 10;
/// Bytes of the longest tag.
const TAG: usize = 2048;
/// Where replies and their own files are in a portal.
const REPLIES: &str = "replies/";
/// Where the search bundle has its passages, within it.
const PASSAGES: &str = "/texts/";
/// Where attachments and pictures are in a portal.
const ATTACHED: &str = "files/";
/// Files of many lines, each of which is the whole of a file that stands by itself.
const LINES: &str = ".jsonl";
/// Files that such files are packed in.
const ZIPPED: &str = ".zip";
/// Bytes on either side of a line's end that are looked at together.
const JOINT: usize = 256;
/// Bytes of two files that are compared at a time.
const STEP: usize = 1 << 18;

/// The files of a portal below one of its folders that are wanted, by their paths. Folders are read side by side.
fn walked(
    portal: &Path,
    below: &str,
    wanted: &(impl Fn(&str) -> bool + Sync),
) -> Result<Vec<String>> {
    let folder = portal.join(below);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let (mut names, mut folders) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(&folder).at_path("read", &folder)? {
        let entry = entry.at_path("read", &folder)?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().at_path("read", &folder)?;
        if kind.is_dir() {
            folders.push(name + "/");
        } else if kind.is_file() && wanted(&name) {
            names.push(name);
        }
    }
    let walk = |below: &String| walked(portal, below, wanted);
    let inside: Vec<Vec<String>> = folders.par_iter().map(walk).collect::<Result<_>>()?;
    names.extend(inside.into_iter().flatten());
    Ok(names)
}

/// How a zip begins.
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// Looks for secrets.
#[derive(Debug)]
pub struct Proof {
    sieve: Sieve,
    automaton: AhoCorasick,
    shown: Vec<String>,
    /// Characters of the shortest secret: what has not even so many bytes holds none.
    shortest: usize,
    /// Halves of the BLAKE3 hashes of what was looked through and stands elsewhere again: replies' own files, of which data files are made, and passages, which the
    /// index keeps.
    known: Mutex<FxHashSet<[u8; 16]>>,
    /// 64 bits of the BLAKE3 hashes of the paths of files that were looked through when they were written.
    seen: Mutex<FxHashSet<u64>>,
}

impl Look for Proof {
    /// One that holds a secret is not noted, and so found again by [`Proof::check`], which names the first by path.
    fn look(&self, path: &str, bytes: &[u8]) {
        let by_itself = bytes.len() as u64 <= LARGE
            && !path.starts_with(ATTACHED)
            && !path.ends_with(LINES)
            && !bytes.starts_with(&ZIP);
        if by_itself && self.whole(path, bytes, false).is_none() {
            held(&self.seen).insert(digest::short(path.as_bytes()));
        }
    }
}

impl Proof {
    /// For what was masked (see `Guard::secrets`); `None` if that is nothing.
    ///
    /// # Errors
    /// If there are more secrets than can be looked for at once.
    pub fn of(secrets: &BTreeMap<String, String>) -> Result<Option<Proof>> {
        if secrets.is_empty() {
            return Ok(None);
        }
        let automaton = AhoCorasick::new(secrets.keys()).map_err(|error| {
            Error::Refused(tell!("error-too-much-to-mask", error = error.to_string()))
        })?;
        Ok(Some(Proof {
            sieve: Sieve::of(secrets.keys().map(String::as_str)),
            automaton,
            shown: secrets.values().cloned().collect(),
            shortest: secrets
                .keys()
                .map(|key| key.chars().count())
                .min()
                .unwrap_or(0),
            known: Mutex::default(),
            seen: Mutex::default(),
        }))
    }

    /// Holds a portal in the making to it: the folder with everything below it that was not looked through when it was written, the archive beside it if there is one, the index. If the last
    /// portal and index held to the same proof, `since` says what is not as it was there: the others, but for attachments,
    /// and what the index took over, hold to it still.
    ///
    /// # Errors
    /// [`Error::Leak`] names the first file, by path, that holds a secret; or the disk refuses.
    pub fn check(
        &self,
        portal: &Path,
        archive: &Path,
        index: &Opened,
        mut since: Option<Since>,
    ) -> Result<()> {
        let seen = std::mem::take(&mut *held(&self.seen));
        let unseen = |name: &str| !seen.contains(&digest::short(name.as_bytes()));
        let mut names = match &mut since {
            Some(since) => {
                if let Some((name, shown)) =
                    (since.moved.iter()).find_map(|name| Some((name, self.text(name)?)))
                {
                    return Err(self.leak(name.clone(), shown));
                }
                // What stands in data files and in an archive once more is known, too.
                held(&self.known).extend(std::mem::take(&mut since.kept));
                let mut names = walked(portal, ATTACHED, &unseen)?;
                names.extend(since.fresh.iter().filter(|name| unseen(name)).cloned());
                names
            }
            None => walked(portal, "", &unseen)?,
        };
        names.sort_unstable();
        names.dedup();
        // What is made of replies' own files comes after them.
        let (made, single): (Vec<_>, Vec<_>) =
            (names.into_iter()).partition(|name| name.ends_with(LINES) || name.ends_with(ZIPPED));
        let portal_read = || {
            let look = |name: &String| {
                // The last portal held to the same proof.
                let last = since.as_ref().and_then(|since| since.before.get(name));
                let shown = self.on_disk(name, &portal.join(name), last.map(PathBuf::as_path))?;
                Ok(shown.map(|shown| (name.clone(), shown)))
            };
            for names in [&single, &made] {
                if let Some((file, shown)) = first(names.par_iter().map(look))? {
                    return Err(self.leak(file, shown));
                }
            }
            Ok(())
        };
        let archive_read = || {
            if archive.exists()
                && let Some(shown) = self.on_disk("the archive", archive, None)?
            {
                return Err(self.leak(tell!("error-leak-archive"), shown));
            }
            Ok(())
        };
        let since = since.as_ref();
        let folder = portal.join(bundle::FOLDER);
        let portal_read = || {
            let (portal, lexicons) = rayon::join(portal_read, || self.lexicons(&folder, since));
            portal.and(lexicons)
        };
        let index_read = || self.index(index, since.is_some());
        if since.is_some() {
            // Little of the index is new, and not worth waiting until its passages are known.
            let (portal, index) = rayon::join(portal_read, index_read);
            portal.and(index)?;
            return archive_read();
        }
        portal_read()?;
        let (index, archive) = rayon::join(index_read, archive_read);
        index.and(archive)
    }

    /// A file of any size; `last` is one that holds no secret and may be much like it.
    fn on_disk(&self, name: &str, path: &Path, last: Option<&Path>) -> Result<Option<&str>> {
        let mut file = File::open(path).at_path("read", path)?;
        let length = file.metadata().at_path("read", path)?.len();
        let mut start = [0; 4];
        let packed = length > 4 && {
            file.read_exact(&mut start).at_path("read", path)?;
            file.rewind().at_path("read", path)?;
            start == ZIP
        };
        let attached = name.starts_with(ATTACHED);
        if packed && !attached {
            let found = self.own_zip(path, last).at_path("read", path)?;
            return Ok(self.text(name).or(found));
        }
        if name.ends_with(LINES) && !attached {
            let last = last.and_then(|last| File::open(last).ok());
            let stretch = match last {
                Some(last) => unlike(&file, &last).at_path("read", path)?,
                None => 0..length,
            };
            // Whatever begins or ends within it.
            let from = stretch.start.saturating_sub(OVERLAP as u64);
            let to = length.min(stretch.end + OVERLAP as u64);
            file.seek(SeekFrom::Start(from)).at_path("read", path)?;
            let stretch = BufReader::with_capacity(1 << 18, file.take(to - from));
            let found = self.lines(stretch).at_path("read", path)?;
            return Ok(self.text(name).or(found));
        }
        if length > LARGE {
            let found = self.stream(&mut file).at_path("read", path)?;
            return Ok(self.text(name).or(found));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        file.read_to_end(&mut bytes).at_path("read", path)?;
        Ok(self.whole(name, &bytes, attached))
    }

    /// All of a file that is neither lines nor a zip.
    fn whole(&self, name: &str, bytes: &[u8], attached: bool) -> Option<&str> {
        let found = self.file(name, bytes, 0, attached);
        if found.is_none() && name.starts_with(REPLIES) {
            self.know(bytes);
        }
        found
    }

    /// Remembers the whole of something that holds no secret.
    fn know(&self, bytes: &[u8]) {
        // Not within the lock.
        let hash = digest::first(bytes);
        held(&self.known).insert(hash);
    }

    /// Whether these bytes are all of a file that holds no secret.
    fn is_known(&self, bytes: &[u8]) -> bool {
        let hash = digest::first(bytes);
        held(&self.known).contains(&hash)
    }

    /// As [`Proof::bytes`], but what is known is not looked through again.
    fn unless_known(&self, bytes: &[u8]) -> Option<&str> {
        if self.is_known(bytes) {
            None
        } else {
            self.bytes(bytes)
        }
    }

    /// A file of lines, and what stands around the end of each.
    fn lines(&self, mut file: impl BufRead) -> std::io::Result<Option<&str>> {
        let (mut line, mut joint) = (Vec::new(), Vec::new());
        loop {
            line.clear();
            if file.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            joint.extend_from_slice(&line[..line.len().min(JOINT)]);
            let found = self.piece(&joint).or_else(|| self.unless_known(&line));
            if found.is_some() {
                return Ok(found);
            }
            joint.clear();
            joint.extend_from_slice(&line[line.len().saturating_sub(JOINT)..]);
        }
    }

    /// A zip that the build made, of any size: each thread unpacks a stretch of its files. What is packed as it is in the `last` one need not be unpacked.
    fn own_zip(&self, path: &Path, last: Option<&Path>) -> std::io::Result<Option<&str>> {
        let archive = open_zip(path)?;
        if let Some(shown) = self.bytes(archive.comment()) {
            return Ok(Some(shown));
        }
        // What cannot be read there is looked through.
        let last = last.and_then(|last| open_zip(last).ok());
        let look = |(archive, last): &mut (ZipArchive<_>, Option<ZipArchive<_>>), at| {
            let name = last
                .as_mut()
                .and_then(|last| packed_in_both(archive, last, at));
            Ok(match name {
                Some(name) => self.text(&name),
                None => self.member(archive, at, 0, false),
            })
        };
        let both = || (archive.clone(), last.clone());
        first(in_stretches(archive.len()).map_init(both, look))
    }

    /// The terms of the search bundle, each spelled out: a shard holds only where a term differs from the one before.
    fn lexicons(&self, folder: &Path, since: Option<&Since>) -> Result<()> {
        if !folder.join("manifest.json").exists() {
            return Ok(());
        }
        let bundle = Bundle::open(folder.to_owned()).map_err(Error::Bundle)?;
        let mut found = None;
        let is_fresh = |path: &str| {
            since.is_none_or(|since| since.fresh.contains(&format!("{}/{path}", bundle::FOLDER)))
        };
        bundle
            .each_term(is_fresh, |path, term| {
                if found.is_none()
                    && let Some(shown) = self.text(term)
                {
                    found = Some((path.to_owned(), shown));
                }
            })
            .map_err(Error::Bundle)?;
        match found {
            Some((path, shown)) => Err(self.leak(format!("{}/{path}", bundle::FOLDER), shown)),
            None => Ok(()),
        }
    }

    /// What tantivy keeps: it is not published, and stays when the portal moves on.
    fn index(&self, index: &Opened, fresh: bool) -> Result<()> {
        let in_payload = |payload: &[u8]| self.unless_known(payload);
        match index.find(fresh, in_payload, |term| self.text(term))? {
            Some(shown) => Err(self.leak(tell!("error-leak-index"), shown)),
            None => Ok(()),
        }
    }

    fn leak(&self, file: String, shown: &str) -> Error {
        // The name itself may be what leaks.
        let file = if self.text(&file).is_some() {
            file.chars()
                .map(|c| if c.is_ascii_digit() { '*' } else { c })
                .collect()
        } else {
            file
        };
        Error::Leak {
            file,
            shown: shown.to_owned(),
            places: Vec::new(),
        }
    }

    /// The lines of a text, from 1, in which stands what is shown like this.
    pub fn lines_with<'t>(
        &'t self,
        text: &'t str,
        shown: &'t str,
    ) -> impl Iterator<Item = u32> + 't {
        let holds = move |line: &str| self.text(line) == Some(shown);
        (1..)
            .zip(text.lines())
            .filter_map(move |(number, line)| holds(line).then_some(number))
    }

    /// A file: its name, its bytes, and what is packed in them. An attachment, or what is packed in one, is read as its reader would too.
    fn file(&self, name: &str, bytes: &[u8], depth: u8, attached: bool) -> Option<&str> {
        if let Some(shown) = self.text(name) {
            return Some(shown);
        }
        if let Some(payload) = bundle::open(bytes) {
            let found = self.bytes(&payload);
            let inside = name.strip_prefix(bundle::FOLDER);
            if found.is_none() && inside.is_some_and(|inside| inside.starts_with(PASSAGES)) {
                self.know(&payload);
            }
            return found;
        }
        if let Some(files) = archive::unpack(bytes) {
            let mut files = files.iter();
            return files.find_map(|(name, bytes)| self.file(name, bytes, depth, attached));
        }
        // What cannot be opened is an attachment that is damaged, and was said to be.
        if bytes.starts_with(&ZIP)
            && depth < 3
            && let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes))
        {
            let mut members = 0..archive.len();
            let found = self
                .bytes(archive.comment())
                .or_else(|| members.find_map(|at| self.member(&mut archive, at, depth, attached)));
            if found.is_some() {
                return found;
            }
        }
        if let Some(shown) = self.bytes(bytes) {
            return Some(shown);
        }
        if attached {
            let read = files::read(name, bytes);
            return read
                .parts
                .iter()
                .find_map(|part| self.bytes(part.text.as_bytes()));
        }
        None
    }

    /// One file of a zip.
    fn member(
        &self,
        archive: &mut ZipArchive<impl Read + Seek>,
        at: usize,
        depth: u8,
        attached: bool,
    ) -> Option<&str> {
        // What is packed as what was looked through already need not be unpacked.
        let packed = (depth == 0 && !attached)
            .then(|| packed(archive, at))
            .flatten()
            .filter(|(name, _)| !within_archive(name).starts_with(ATTACHED));
        if let Some((name, packed)) = &packed
            && self.is_known(packed)
        {
            return self.text(name);
        }
        let found = self.unpacked(archive, at, depth, attached);
        if found.is_none()
            && let Some((_, packed)) = packed
        {
            self.know(&packed);
        }
        found
    }

    /// One file of a zip, unpacked.
    fn unpacked(
        &self,
        archive: &mut ZipArchive<impl Read + Seek>,
        at: usize,
        depth: u8,
        attached: bool,
    ) -> Option<&str> {
        let mut member = archive.by_index(at).ok()?;
        let name = decode(member.name_raw().to_vec()).text;
        if member.size() > LARGE {
            let found = self.text(&name);
            return found.or_else(|| self.stream(&mut member).ok().flatten());
        }
        let mut unpacked = Vec::new();
        // What an attachment's packer got wrong, its reader gets no further with either.
        let _ = member.take(LARGE).read_to_end(&mut unpacked);
        let attached = attached || within_archive(&name).starts_with(ATTACHED);
        if !attached && self.is_known(&unpacked) {
            return self.text(&name);
        }
        self.file(&name, &unpacked, depth + 1, attached)
    }

    /// A text of any length, in pieces that overlap.
    fn stream(&self, file: &mut dyn Read) -> std::io::Result<Option<&str>> {
        let mut piece = Vec::with_capacity(PIECE + OVERLAP);
        loop {
            let read = file.take(PIECE as u64).read_to_end(&mut piece)?;
            if read == 0 {
                return Ok(None);
            }
            if let Some(shown) = self.piece(&piece) {
                return Ok(Some(shown));
            }
            let kept = piece.len().saturating_sub(OVERLAP);
            piece.drain(..kept);
        }
    }

    /// How the secret is shown that bytes hold as the text that they may be, if they hold one; what is packed in them is not opened.
    #[must_use]
    pub fn bytes(&self, bytes: &[u8]) -> Option<&str> {
        let mut start = 0;
        let mut end = PIECE.min(bytes.len());
        loop {
            if let Some(shown) = self.piece(&bytes[start..end]) {
                return Some(shown);
            }
            if end == bytes.len() {
                return None;
            }
            start = end.saturating_sub(OVERLAP);
            end = (end + PIECE).min(bytes.len());
        }
    }

    /// What is no UTF-8 parts what is.
    fn piece(&self, bytes: &[u8]) -> Option<&str> {
        // Nearly everything is; this tells it several times as fast.
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            return self.text(text);
        }
        bytes
            .utf8_chunks()
            .map(|chunk| chunk.valid())
            .filter(|text| text.len() >= self.shortest)
            .find_map(|text| self.text(text))
    }

    /// How the secret is shown that a text holds, if it holds one.
    fn text(&self, text: &str) -> Option<&str> {
        if self.sieve.passes(text) {
            self.held(text)
        } else {
            None
        }
    }

    /// The full look: the text spelled anew, and all secrets looked for in that.
    fn held(&self, text: &str) -> Option<&str> {
        let mut projection = String::with_capacity(text.len());
        project(text, &mut projection);
        let mut found = self.automaton.find(&projection);
        // Attributes are understood too, and a text goes on over its tags.
        for tags in [true, false] {
            let wanted = if tags {
                &['&', '\\', '%'][..]
            } else {
                &['<'][..]
            };
            if found.is_none() && text.contains(wanted) {
                understood(text, tags, &mut projection);
                found = self.automaton.find(&projection);
            }
        }
        let found = found?;
        self.shown
            .get(found.pattern().as_usize())
            .map(String::as_str)
    }
}

/// A zip on this disk.
fn open_zip(path: &Path) -> std::io::Result<ZipArchive<SharedFile>> {
    Ok(ZipArchive::new(SharedFile::of(File::open(path)?)?)?)
}

/// The numbers of so many files, a stretch for each thread: they are read one after another.
fn in_stretches(files: usize) -> impl IndexedParallelIterator<Item = usize> {
    let stretch = files.div_ceil(rayon::current_num_threads()).max(1);
    (0..files).into_par_iter().with_min_len(stretch)
}

/// The path of a file in the archive below the one folder at its top.
fn within_archive(name: &str) -> &str {
    name.split_once('/').map_or("", |(_, inside)| inside)
}

/// The name of a file of a zip, and its bytes as they are packed; `None` if that is much.
fn packed(archive: &mut ZipArchive<impl Read + Seek>, at: usize) -> Option<(String, Vec<u8>)> {
    let mut member = archive.by_index_raw(at).ok()?;
    if member.compressed_size() > PIECE as u64 {
        return None;
    }
    // One byte for how it is packed: stored, it would be another text.
    let mut bytes = vec![u8::from(member.compression() == CompressionMethod::Stored)];
    member.read_to_end(&mut bytes).ok()?;
    Some((decode(member.name_raw().to_vec()).text, bytes))
}

/// The name of a file of a zip if another zip has one of that name with the same bytes, packed in the same way; attachments are none of these.
fn packed_in_both(
    archive: &mut ZipArchive<impl Read + Seek>,
    last: &mut ZipArchive<impl Read + Seek>,
    at: usize,
) -> Option<String> {
    let (name, bytes) = packed(archive, at)?;
    let known = last.index_for_name(&name)?;
    let (_, before) = packed(last, known)?;
    let is_attached = within_archive(&name).starts_with(ATTACHED);
    (bytes == before && !is_attached).then_some(name)
}

/// The stretch of a file that another has not, before which and behind which both are alike.
fn unlike(file: &File, other: &File) -> std::io::Result<Range<u64>> {
    let [length, others] = [file.metadata()?.len(), other.metadata()?.len()];
    let both = length.min(others);
    let [mut one, mut two] = [vec![0; STEP], vec![0; STEP]];
    // How many bytes are alike at two places, from the front or from the back.
    let mut alike = |at: [u64; 2], bytes: usize, back: bool| -> std::io::Result<usize> {
        let (one, two) = (&mut one[..bytes], &mut two[..bytes]);
        read_exact_at(file, one, at[0])?;
        read_exact_at(other, two, at[1])?;
        if one == two {
            return Ok(bytes);
        }
        let pairs = one.iter().zip(two.iter());
        Ok(if back {
            pairs.rev().take_while(|(one, two)| one == two).count()
        } else {
            pairs.take_while(|(one, two)| one == two).count()
        })
    };
    let step = |left: u64| usize::try_from(left).unwrap_or(STEP).min(STEP);
    let (mut before, mut behind) = (0, 0);
    while before < both {
        let bytes = step(both - before);
        let found = alike([before, before], bytes, false)?;
        before += found as u64;
        if found < bytes {
            break;
        }
    }
    while behind < both - before {
        let bytes = step(both - before - behind);
        let from = behind + bytes as u64;
        let found = alike([length - from, others - from], bytes, true)?;
        behind += found as u64;
        if found < bytes {
            break;
        }
    }
    Ok(before..length - behind)
}

/// The first that is found, or could not be read, in the order of what was looked through.
fn first<T: Send, E: Send>(
    found: impl IndexedParallelIterator<Item = Result<Option<T>, E>>,
) -> Result<Option<T>, E> {
    found
        .find_first(|found| !matches!(found, Ok(None)))
        .unwrap_or(Ok(None))
}

/// The projection of a text as a browser or a program understands it, with what stands in tags or without.
fn understood(text: &str, tags: bool, out: &mut String) {
    out.clear();
    let mut separators = 0;
    let mut at = 0;
    while at < text.len() {
        let (c, length) = meant(text, at, tags);
        if let Some(c) = c {
            project_char(c, &mut separators, out);
        }
        at += length;
    }
}

/// The character that is meant by what stands at a place of a text, and how many bytes say it; `None` for a tag that is passed over.
fn meant(text: &str, at: usize, tags: bool) -> (Option<char>, usize) {
    let rest = &text[at..];
    let (c, length) = match rest.as_bytes()[0] {
        b'<' if !tags => {
            let within = &rest.as_bytes()[..rest.len().min(TAG)];
            if let Some(end) = memchr::memchr(b'>', within) {
                return (None, end + 1);
            }
            ('<', 1)
        }
        b'&' => view::entity(rest).unwrap_or(('&', 1)),
        b'%' => view::percent(rest).unwrap_or(('%', 1)),
        b'\\' => escape(rest),
        _ => {
            let c = rest.chars().next().unwrap_or(' ');
            (c, c.len_utf8())
        }
    };
    (Some(c), length)
}

/// `\n`, `\u0031`, `\31 `: of JSON, JavaScript and CSS.
fn escape(text: &str) -> (char, usize) {
    match text.as_bytes().get(1) {
        Some(b'n' | b'r' | b't') => (' ', 2),
        Some(b'u') => {
            let code = text
                .get(2..6)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok());
            code.and_then(char::from_u32).map_or(('\\', 1), |c| (c, 6))
        }
        _ => ('-', 1),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;

    fn proof_of(secrets: &[&str]) -> Proof {
        let secrets = secrets.iter().map(|s| ((*s).to_owned(), format!("*{s}")));
        Proof::of(&secrets.collect()).unwrap().unwrap()
    }

    fn proof() -> Proof {
        proof_of(&["13800138000", "zhangsan@qqcom", "阳光小区3号楼2单元502室"])
    }

    #[test]
    fn a_secret_is_found_in_any_spelling() {
        let proof = proof();
        let long = format!("{}13800138000", "字".repeat(PIECE / 3));
        for text in [
            "电话13800138000",
            "1380013\n8000",
            "<td>138</td>\n<td>0013-8000</td>",
            "138<b class=\"x\">0013</b>8000",
            "\"phone\":\"138\\n00138000\"",
            "\\u0031\\u00338 0013 8000",
            "&#49;3800138000",
            "tel:%31%33800138000",
            "１３８００１３８０００",
            "一三八〇〇一三八〇〇〇",
            "50%13800138000",
            "ZhangSan@QQ.com",
            "zhangsan%40qq.com",
            "<a href=\"mailto:zhangsan%40qq.com\">",
            "<b title=\"138&#48;0138000\">",
            "阳光小区三号楼二单元 502 室",
            "9913800138000",
            long.as_str(),
        ] {
            assert!(
                proof.bytes(text.as_bytes()).is_some(),
                "{}",
                &text[..text.len().min(60)]
            );
        }
        for text in [
            "138****8000",
            "13800,138000",
            "1380013年8000",
            "z*******@qq.com",
        ] {
            assert!(proof.bytes(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn lines_that_are_known_are_passed_over_and_their_ends_are_not() {
        let proof = proof();
        let lines = |text: &str| proof.lines(text.as_bytes()).unwrap().is_some();
        assert!(!lines("{\"a\":\"1\"}\n{\"b\":\"2\"}\n"));
        assert!(lines("{\"a\":\"1\"}\n{\"b\":\"13800138000\"}\n"));
        assert!(lines("电话138001\n38000"));
        let known = format!("{0}13800138000{0}\n", "x".repeat(JOINT));
        assert!(lines(&known));
        proof.know(known.as_bytes());
        assert!(!lines(&known));
        assert!(lines(&format!(" {known}")));
    }

    fn files<const N: usize>(texts: [&[u8]; N]) -> (tempfile::TempDir, [PathBuf; N]) {
        let folder = tempfile::tempdir().unwrap();
        let mut number = 0;
        let paths = texts.map(|text| {
            number += 1;
            let path = folder.path().join(number.to_string());
            std::fs::write(&path, text).unwrap();
            path
        });
        (folder, paths)
    }

    #[test]
    fn two_files_differ_between_what_they_share_at_both_ends() {
        let long = "答复".repeat(STEP / 4);
        for (other, text, stretch) in [
            ("", "", 0..0),
            ("", "ab", 0..2),
            ("ab", "", 0..0),
            ("ab", "ab", 2..2),
            ("ab", "ac", 1..2),
            ("aab", "aaab", 2..3),
            ("aaab", "aab", 2..2),
            ("abcd", "axxcd", 1..3),
            (&long, &format!("{long}b"), long.len()..long.len() + 1),
            (&long, &format!("b{long}"), 0..1),
            (&format!("b{long}c"), &format!("{long}c"), 0..0),
            (
                &format!("{long}b{long}"),
                &format!("{long}cd{long}"),
                long.len()..long.len() + 2,
            ),
        ] {
            let (_folder, paths) = files([text.as_bytes(), other.as_bytes()]);
            let [one, two] = paths.map(|path| File::open(path).unwrap());
            let stretch = stretch.start as u64..stretch.end as u64;
            assert_eq!(unlike(&one, &two).unwrap(), stretch);
        }
    }

    #[test]
    fn what_a_file_shares_with_one_that_held_is_passed_over_and_its_ends_are_not() {
        let proof = proof();
        let line = format!("{{\"a\":\"{}\"}}\n", "字".repeat(100));
        let around = line.repeat(OVERLAP / line.len() + 2);
        let shown = |last: &str, text: &str| {
            let (_folder, [text, last]) = files([text.as_bytes(), last.as_bytes()]);
            let shown = proof.on_disk("data/replies.jsonl", &text, Some(&last));
            shown.unwrap().is_some()
        };
        let last = format!("{around}电话1380013\n{around}");
        assert!(!shown(&last, &last));
        assert!(shown(&last, &last.replace("1380013", "13800138000")));
        assert!(shown(&last, &last.replace("1380013\n", "1380013\n8000")));
        assert!(shown(&last, &format!("13800138000{last}")));
        assert!(shown(&last, &format!("{last}13800138000")));
        assert!(!shown(&last, &format!("{around}{last}{around}")));
        let leaked = format!("13800138000\n{around}{around}");
        assert!(
            !shown(&leaked, &format!("{leaked}1")),
            "it was looked through then"
        );
    }

    #[test]
    fn what_is_packed_as_in_a_zip_that_held_is_passed_over() {
        let proof = proof();
        let zip = |texts: &[(&str, &str)]| {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for (name, text) in texts {
                let options = zip::write::SimpleFileOptions::default();
                writer.start_file(*name, options).unwrap();
                std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
            }
            writer.finish().unwrap().into_inner()
        };
        let shown = |last: &[(&str, &str)], texts: &[(&str, &str)]| {
            let (_folder, [texts, last]) = files([&zip(texts), &zip(last)]);
            let shown = proof.on_disk("data/texts.zip", &texts, Some(&last));
            shown.unwrap().is_some()
        };
        let (plain, secret) = ("电话138****8000", "电话13800138000");
        assert!(!shown(
            &[("a.txt", plain)],
            &[("b.txt", plain), ("a.txt", plain)]
        ));
        assert!(shown(&[("a.txt", plain)], &[("a.txt", secret)]));
        assert!(shown(
            &[("a.txt", secret)],
            &[("a.txt", plain), ("b.txt", secret)]
        ));
        assert!(shown(&[("a.txt", plain)], &[("13800138000.txt", plain)]));
        assert!(
            !shown(&[("a.txt", secret)], &[("a.txt", secret)]),
            "it was looked through then"
        );
    }

    #[test]
    fn a_secret_is_found_where_it_is_packed() {
        let proof = proof();
        let sealed = bundle::seal("{\"b\":[[\"p1\",0,\"13800138000\"]]}".as_bytes());
        assert!(proof.file("a.bin", &sealed, 0, false).is_some());
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file("inner.bin", options).unwrap();
        std::io::Write::write_all(&mut writer, &sealed).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(
            proof.file("data/replies.zip", &bytes, 0, false),
            Some("*13800138000")
        );
        let pack = format!(
            "dafu(0,{{\"exact/0.bin\":\"\",\"texts/0.bin\":\"{}\"}});\n",
            STANDARD.encode(&sealed)
        );
        assert!(
            proof
                .file("search/packs/0.js", pack.as_bytes(), 1, false)
                .is_some()
        );
        let pack = pack.replace("texts/0", "texts/13800138000");
        assert!(
            proof
                .file("search/packs/0.js", pack.as_bytes(), 1, false)
                .is_some()
        );
        assert!(
            proof
                .file("replies/13800138000.html", b"", 0, false)
                .is_some()
        );
        assert!(
            proof
                .file("replies/a.html", b"138****8000", 0, false)
                .is_none()
        );
    }

    /// What masking remembers: of every kind, and of every length from four characters on.
    const SECRETS: [&str; 16] = [
        "13800138000",
        "13900139000",
        "11010519491231002x",
        "110105194912310021",
        "6222021234567890128",
        "zhangsan@qqcom",
        "li@qqcom",
        "zhangsan qqcom",
        "a1@b",
        "桂a12345",
        "粤bd12345",
        "阳光小区3号楼2单元502室",
        "大同村3组12号",
        "区人民路12号",
        "路12号",
        "138 00138000",
    ];

    /// One character of a projection as somebody may have written it; `style` chooses how.
    fn spelled(c: char, style: u32) -> String {
        let digit = |from: u32| {
            let value = c.to_digit(10)?;
            char::from_u32(from + value)
        };
        let other = match (c, style % 12) {
            ('@', 0) => Some('＠'),
            (' ', 0) => Some(','),
            (' ', 1) => Some('%'),
            (_, 0) => digit(0xff10),
            (_, 1) => c
                .to_digit(10)
                .and_then(|value| "〇一二三四五六七八九".chars().nth(value as usize)),
            (_, 2) => digit(0x1d7ce),
            (_, 3) => Some(c.to_ascii_uppercase()),
            _ => None,
        };
        let c = other.unwrap_or(c);
        let code = u32::from(c);
        match style % 12 {
            5 => format!("&#{code};"),
            6 => format!("&#x{code:X};"),
            7 if code < 0x10000 => format!("\\u{code:04x}"),
            8 => c
                .to_string()
                .bytes()
                .fold(String::new(), |out, byte| format!("{out}%{byte:02X}")),
            _ => c.to_string(),
        }
    }

    /// What may stand between two characters of a number that is still one.
    fn joint() -> impl Strategy<Value = String> {
        prop_oneof![
            8 => Just(String::new()),
            1 => "[ \n.()_~-]{1,3}",
            1 => "[ ]{20,26}",
            1 => prop::sample::select(vec![
                "\u{200b}", "—", "·", "\u{3000}", "（", "&nbsp;", "&shy;", "&#8203;", "%20", "\\n", "\\u00a0", "\\", "<b>", "</b>", "<b class=\"x\">",
                "</td>\n<td>", "<!-- -->", "<a href=\"%4e&amp;\">", "&nbsp;<i>&nbsp;",
            ]).prop_map(str::to_owned),
        ]
    }

    fn secret() -> impl Strategy<Value = String> {
        let style = prop_oneof![Just(0u32), Just(1), Just(4), any::<u32>()];
        let one = (prop::sample::select(&SECRETS[..]), style, any::<bool>());
        (one, prop::collection::vec((joint(), any::<u32>()), 20)).prop_map(
            |((secret, style, mixed), parts)| {
                let mut out = String::new();
                for (c, (joint, own)) in secret.chars().zip(parts) {
                    out.push_str(&spelled(c, if mixed { own } else { style }));
                    out.push_str(&joint);
                }
                out
            },
        )
    }

    /// What stands around, and what comes near to a secret, or breaks how one is read.
    fn around() -> impl Strategy<Value = String> {
        prop_oneof![
            prop::sample::select(vec![
                "138****8000",
                "1380013",
                "13800138",
                "8000",
                "@qq.com",
                "san",
                "桂A",
                "小区3号楼",
                "2024年5月10日",
                "<",
                ">",
                "&",
                "&#",
                ";",
                "%",
                "%e4%b8",
                "\\",
                "\\u",
                "<p id=\"p",
                "\">",
                "</p>",
                "<!--",
                "\u{fffd}",
                "十",
                "\u{10ffff}",
                "字",
            ])
            .prop_map(str::to_owned),
            "[ .,()0-9a-z<>&;%\\\\-]{0,6}",
            any::<char>().prop_map(String::from),
            Just("x".repeat(TAG)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        /// The full look is the reference: the quick one before it never changes an answer.
        #[test]
        fn the_sieve_lets_pass_whatever_the_full_look_finds(
            parts in prop::collection::vec(prop_oneof![secret(), around()], 0..12),
            secrets in prop::sample::subsequence(&SECRETS[..], 1..=SECRETS.len()),
        ) {
            let text = parts.concat();
            let proof = proof_of(&secrets);
            prop_assert_eq!(proof.text(&text), proof.held(&text), "{:?}", text);
        }

        #[test]
        fn a_number_that_is_joined_in_any_way_is_found(
            joints in prop::collection::vec(joint().prop_filter("", |joint| joint.len() < 20 || joint.contains('<')), 11),
            style in prop::sample::select(&[0u32, 1, 2, 4, 5, 6, 7, 8][..]),
        ) {
            // Separators that stand in a row join as far as 24 of them.
            let mut text = "电话".to_owned();
            for (c, joint) in "13800138000".chars().zip(joints) {
                text.push_str(&spelled(c, style));
                text.push_str(&joint);
            }
            prop_assert!(proof().text(&text).is_some(), "{:?}", text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]

        /// Bytes in memory are read in the pieces in which a file is read.
        #[test]
        fn a_secret_is_found_wherever_pieces_meet(before in PIECE - 40..PIECE + 10, secret in secret()) {
            let text = format!("{}{secret}", "x".repeat(before));
            let proof = proof_of(&SECRETS);
            let streamed = proof.stream(&mut text.as_bytes()).unwrap();
            prop_assert_eq!(proof.bytes(text.as_bytes()), streamed);
            prop_assert_eq!(streamed.is_some(), proof.held(&text).is_some(), "{:?}", secret);
        }
    }
}
