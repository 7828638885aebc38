//! What was read of each document, kept in `.dafu/readings`: texts for the later passes of a build, and all of it for the next one.
//!
//! A record holds what a document said, as it would be published: [`Read`] and its [`Body`]. Records are only ever added, to the file that
//! this build began; the table names the record of each document, and what the file system said of it. It is written whole and put in
//! place by renaming, so that a build which dies leaves the last one.
//!
//! A record is taken if nothing has changed that it depends on: this program, the settings, what else there is to read beside the documents
//! (all in the table's key), the document's length, times and inode. A file that was changed within the last grain of its clock before it was
//! looked at may have been changed after it, too: then it is read and compared (Git calls such a file racily clean). Whatever is damaged is as if
//! it were not there.
//!
//! No record is kept of what may not be published: documents that are withheld or withdrawn, and those in which something private was found,
//! be it masked. What was recorded and is not any longer is overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Excerpt, Place, Severity, codes};
use crate::digest;
use crate::error::{AtPath, Result};
use crate::held::held;
use crate::ledger::{Known, Origin};
use crate::lock::Anchors;
use crate::model::{Body, Reply};
use crate::parse::FileReference;
use crate::review::{InternalLink, alike::Sketch};
use crate::shared_file::read_exact_at;
use crate::source::Encoding;
use crate::state::{State, now};

/// Where they are, in the site's own folder.
const FOLDER: &str = "readings";
/// The file that names all records.
const TABLE: &str = "table";
/// Bytes of a sum.
const SUM: usize = 8;
/// Findings that a later day would not make any more; all others are of no day.
const DATED: [&str; 2] = ["date-future", "document-number-damaged"];
/// Files beyond which the smaller ones are put together.
const FILES: usize = 8;
/// What was read of a document, besides its text.
#[derive(Debug)]
pub struct Read {
    /// Its facts.
    pub reply: Reply,
    /// The name of a page of the site's own.
    pub page: Option<String>,
    /// Files that it shows or links to.
    pub files: Vec<FileReference>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// How it is encoded.
    pub encoding: Encoding,
    /// 64 bits that differ if the document differs.
    pub stamp: u64,
    /// Links that lead to the portal itself.
    pub links: Vec<InternalLink>,
    /// What near-duplicates are told by.
    pub sketch: Option<Sketch>,
    /// Those of its text.
    pub anchors: Anchors,
    /// Where its facts stand, if there is a ledger.
    pub origins: Known,
}

/// Where a record is: what was read, and behind it the text, each with its sum.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Slot {
    file: u32,
    at: u64,
    read: u32,
    body: u32,
}

impl Slot {
    fn length(self) -> u64 {
        u64::from(self.read) + u64::from(self.body)
    }
}

/// A line of the table.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Row {
    state: State,
    /// When the file system was asked, before the document was read.
    looked: u64,
    /// Of the document (see [`Read::stamp`]).
    stamp: u64,
    slot: Slot,
}

/// What was looked at before a document was read.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    state: Option<State>,
    looked: u64,
}

/// What the last build has read of a document.
pub struct Found {
    row: Row,
    /// What was read.
    pub read: Read,
    /// Whether the document is surely as it was; else it must have the same stamp.
    pub sure: bool,
}

/// The records of the last build and of this one.
#[derive(Debug)]
pub struct Readings {
    folder: PathBuf,
    key: [u8; 32],
    day: i32,
    before: FxHashMap<String, Row>,
    files: BTreeMap<u32, File>,
    /// Files whose records are to be written again, so that they can go.
    passing: BTreeSet<u32>,
    /// This build's file.
    own: u32,
    writer: Mutex<Option<Writer>>,
    after: Mutex<BTreeMap<String, Row>>,
    /// Records of this build's file that are not to be there.
    dropped: Mutex<Vec<Slot>>,
}

/// The table that the last build has left.
#[derive(Debug)]
pub struct Table {
    key: [u8; 32],
    rows: Vec<(String, Row)>,
}

impl Table {
    /// `None` if there is none, or it is damaged.
    pub fn read(work: &Path) -> Option<Table> {
        let bytes = fs::read(work.join(FOLDER).join(TABLE)).ok()?;
        let (key, rows) = summed(&bytes)?.split_first_chunk::<32>()?;
        let rows = postcard::from_bytes(rows).ok()?;
        Some(Table { key: *key, rows })
    }
}

#[derive(Debug)]
struct Writer {
    file: BufWriter<File>,
    at: u64,
}

impl Readings {
    /// What the last build of the site has left, as far as it is good for this one. `work` is the site's own folder, which is this
    /// process's alone, and `table` is the one in it; `key` tells all that a reading depends on besides its document.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn open(work: &Path, table: Option<Table>, key: [u8; 32], today: Date) -> Result<Readings> {
        let folder = work.join(FOLDER);
        fs::create_dir_all(&folder).at_path("create", &folder)?;
        let mut readings = Readings {
            key,
            day: day(today),
            before: FxHashMap::default(),
            files: BTreeMap::new(),
            passing: BTreeSet::new(),
            own: 0,
            writer: Mutex::default(),
            after: Mutex::default(),
            dropped: Mutex::default(),
            folder,
        };
        readings.own = readings.numbers()?.last().map_or(0, |last| last + 1);
        if let Some(table) = table.filter(|table| table.key == key) {
            readings.load(table);
        }
        Ok(readings)
    }

    /// The numbers of all files of records that are there, in their order.
    fn numbers(&self) -> Result<Vec<u32>> {
        let listed = fs::read_dir(&self.folder).at_path("read", &self.folder)?;
        let names = listed.flatten().map(|entry| entry.file_name());
        let mut numbers: Vec<u32> = names
            .filter_map(|name| name.to_str()?.parse().ok())
            .collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(number.to_string())
    }

    fn load(&mut self, Table { rows, .. }: Table) {
        let mut live: BTreeMap<u32, u64> = BTreeMap::new();
        for (_, row) in &rows {
            *live.entry(row.slot.file).or_default() += row.slot.length();
        }
        for (number, live) in &live {
            let Ok(file) = File::open(self.path(*number)) else {
                continue;
            };
            let length = file.metadata().map_or(0, |meta| meta.len());
            if live * 2 < length {
                self.passing.insert(*number);
            }
            self.files.insert(*number, file);
        }
        if live.len() > FILES {
            let largest = live.iter().max_by_key(|(_, live)| **live);
            let largest = largest.map(|(number, _)| *number);
            let smaller = live.keys().filter(|number| Some(**number) != largest);
            self.passing.extend(smaller);
        }
        self.before = rows.into_iter().collect();
    }

    /// Looks at a document's file: before it is read, so that whatever comes after is seen the next time.
    pub fn look(file: &Path) -> Look {
        Look {
            looked: now(),
            state: fs::metadata(file).ok().map(|meta| State::of(&meta)),
        }
    }

    /// What is known of the document at `path` below `content/`, if that may be so still.
    pub fn find(&self, path: &str, look: &Look) -> Option<Found> {
        let row = *self.before.get(path)?;
        let state = look
            .state
            .filter(|state| state.length == row.state.length)?;
        let stored: Stored = postcard::from_bytes(&self.part(row.slot, false)?).ok()?;
        let dated = || (stored.diagnostics.iter()).any(|one| DATED.contains(&one.code.as_str()));
        if stored.day > self.day || (stored.day < self.day && dated()) {
            return None;
        }
        Some(Found {
            sure: state == row.state && state.is_settled(row.looked),
            read: stored.read(path, row.stamp)?,
            row,
        })
    }

    /// Keeps what was found for one more build.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn keep(&self, path: &str, look: &Look, found: &Found) -> Result<Option<Slot>> {
        let mut row = found.row;
        if !found.sure {
            (row.state, row.looked) = (look.state.unwrap_or(row.state), look.looked);
        }
        if self.passing.contains(&row.slot.file) {
            let (Some(read), Some(body)) = (self.part(row.slot, false), self.part(row.slot, true))
            else {
                return Ok(None);
            };
            row.slot = self.append(&read, &body)?;
        }
        held(&self.after).insert(path.to_owned(), row);
        Ok(Some(row.slot))
    }

    /// Keeps what was read just now.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn add(&self, path: &str, look: &Look, read: &Read, body: &Body) -> Result<Option<Slot>> {
        let Some(state) = look.state else {
            return Ok(None);
        };
        let stored = Stored::of(read, self.day);
        let (Ok(stored), Ok(body)) = (postcard::to_stdvec(&stored), postcard::to_stdvec(body))
        else {
            return Ok(None);
        };
        let row = Row {
            state,
            looked: look.looked,
            stamp: read.stamp,
            slot: self.append(&stored, &body)?,
        };
        held(&self.after).insert(path.to_owned(), row);
        Ok(Some(row.slot))
    }

    fn append(&self, read: &[u8], body: &[u8]) -> Result<Slot> {
        let path = self.path(self.own);
        let length = |bytes: &[u8]| u32::try_from(bytes.len() + SUM).unwrap_or(u32::MAX);
        let (first, second) = (digest::first::<SUM>(read), digest::first::<SUM>(body));
        let mut writer = held(&self.writer);
        if writer.is_none() {
            let file = File::create_new(&path).at_path("write", &path)?;
            *writer = Some(Writer {
                file: BufWriter::with_capacity(1 << 20, file),
                at: 0,
            });
        }
        let Some(writer) = writer.as_mut() else {
            unreachable!("it was made above");
        };
        let slot = Slot {
            file: self.own,
            at: writer.at,
            read: length(read),
            body: length(body),
        };
        for part in [read, &first, body, &second] {
            writer.file.write_all(part).at_path("write", &path)?;
        }
        writer.at += slot.length();
        Ok(slot)
    }

    /// Keeps nothing of a document after all.
    pub fn drop(&self, path: &str) {
        if let Some(row) = held(&self.after).remove(path)
            && row.slot.file == self.own
        {
            held(&self.dropped).push(row.slot);
        }
    }

    /// Puts the new table in place: what was neither kept nor added goes. After that texts can be had.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn finish(&mut self) -> Result<()> {
        let own = self.path(self.own);
        if let Some(writer) = held(&self.writer).as_mut() {
            writer.file.flush().at_path("write", &own)?;
        }
        if own.exists() {
            let file = File::open(&own).at_path("read", &own)?;
            self.files.insert(self.own, file);
        }
        let before = std::mem::take(&mut self.before);
        let rows: Vec<(String, Row)> = std::mem::take(&mut *held(&self.after))
            .into_iter()
            .collect();
        let live: BTreeSet<u32> = rows.iter().map(|(_, row)| row.slot.file).collect();
        let mut bytes = self.key.to_vec();
        bytes.extend(postcard::to_stdvec(&rows).unwrap_or_default());
        let end = digest::first::<SUM>(&bytes);
        bytes.extend(end);
        let (table, new) = (self.folder.join(TABLE), self.folder.join("table.new"));
        fs::write(&new, bytes).at_path("write", &new)?;
        fs::rename(&new, &table).at_path("put in place", &table)?;
        for number in self.numbers()? {
            if !live.contains(&number) {
                let path = self.path(number);
                fs::remove_file(&path).at_path("remove", &path)?;
            }
        }
        let used: BTreeSet<(u32, u64)> = rows
            .iter()
            .map(|(_, row)| (row.slot.file, row.slot.at))
            .collect();
        let dropped = std::mem::take(&mut *held(&self.dropped));
        let gone = before.into_values().map(|row| row.slot).chain(dropped);
        for slot in gone {
            if live.contains(&slot.file) && !used.contains(&(slot.file, slot.at)) {
                self.overwrite(slot)?;
            }
        }
        Ok(())
    }

    /// Puts zeros in the place of a record.
    fn overwrite(&self, slot: Slot) -> Result<()> {
        let path = self.path(slot.file);
        let mut file = File::options()
            .write(true)
            .open(&path)
            .at_path("write", &path)?;
        let zeros = vec![0; usize::try_from(slot.length()).unwrap_or(0)];
        file.seek(SeekFrom::Start(slot.at))
            .at_path("write", &path)?;
        file.write_all(&zeros).at_path("write", &path)
    }

    /// A text; `None` if it is damaged.
    pub fn body(&self, slot: Slot) -> Option<Body> {
        postcard::from_bytes(&self.part(slot, true)?).ok()
    }

    /// The first or second part of a record, if it is whole.
    fn part(&self, slot: Slot, body: bool) -> Option<Vec<u8>> {
        let (at, length) = if body {
            (slot.at + u64::from(slot.read), slot.body)
        } else {
            (slot.at, slot.read)
        };
        let mut bytes = vec![0; length as usize];
        read_exact_at(self.files.get(&slot.file)?, &mut bytes, at).ok()?;
        let whole = summed(&bytes)?.len();
        bytes.truncate(whole);
        Some(bytes)
    }
}

/// What stands before a right sum.
fn summed(bytes: &[u8]) -> Option<&[u8]> {
    let (bytes, end) = bytes.split_last_chunk::<SUM>()?;
    (digest::first(bytes) == *end).then_some(bytes)
}

/// Days since 1970.
fn day(date: Date) -> i32 {
    date.since(jiff::civil::date(1970, 1, 1))
        .map_or(0, |span| span.get_days())
}

/// [`Read`] as it is written.
#[derive(Serialize, Deserialize)]
struct Stored {
    day: i32,
    reply: Reply,
    page: Option<String>,
    files: Vec<(String, usize, bool)>,
    diagnostics: Vec<StoredDiagnostic>,
    encoding: String,
    links: Vec<(String, StoredPlace)>,
    sketch: Option<Vec<u8>>,
    anchors: Anchors,
    origins: Vec<(String, u32, bool)>,
}

#[derive(Serialize, Deserialize)]
struct StoredDiagnostic {
    code: String,
    severity: Severity,
    message: String,
    hint: Option<String>,
    place: Option<StoredPlace>,
}

#[derive(Serialize, Deserialize)]
struct StoredPlace {
    line: u32,
    column: u32,
    width: u32,
    excerpt: String,
    start: usize,
    end: usize,
}

impl StoredPlace {
    fn of(place: &Place) -> StoredPlace {
        StoredPlace {
            line: place.line,
            column: place.column,
            width: place.width,
            excerpt: place.excerpt.text.clone(),
            start: place.excerpt.start,
            end: place.excerpt.end,
        }
    }

    fn place(self) -> Place {
        Place {
            line: self.line,
            column: self.column,
            width: self.width,
            excerpt: Excerpt {
                text: self.excerpt,
                start: self.start,
                end: self.end,
            },
        }
    }
}

impl Stored {
    fn of(read: &Read, day: i32) -> Stored {
        let diagnostic = |one: &Diagnostic| StoredDiagnostic {
            code: one.code.to_owned(),
            severity: one.severity,
            message: one.message.clone(),
            hint: one.hint.clone(),
            place: one.place.as_ref().map(StoredPlace::of),
        };
        let files = read.files.iter();
        let links = read.links.iter();
        let origins = read.origins.iter();
        Stored {
            day,
            reply: read.reply.clone(),
            page: read.page.clone(),
            files: files
                .map(|file| (file.path.clone(), file.offset, file.link))
                .collect(),
            diagnostics: read.diagnostics.iter().map(diagnostic).collect(),
            encoding: read.encoding.name().to_owned(),
            links: links
                .map(|link| (link.target.clone(), StoredPlace::of(&link.place)))
                .collect(),
            sketch: read.sketch.as_ref().map(Sketch::to_bytes),
            anchors: read.anchors.clone(),
            origins: origins
                .map(|(name, origin)| ((*name).to_owned(), origin.line, origin.front))
                .collect(),
        }
    }

    /// `None` if it names what this program does not know.
    fn read(self, path: &str, stamp: u64) -> Option<Read> {
        let diagnostic = |one: StoredDiagnostic| {
            Some(Diagnostic {
                code: codes::find(&one.code)?.code,
                severity: one.severity,
                message: one.message,
                hint: one.hint,
                path: format!("content/{path}"),
                place: one.place.map(StoredPlace::place),
            })
        };
        let files = self.files.into_iter();
        let links = self.links.into_iter();
        Some(Read {
            reply: self.reply,
            page: self.page,
            files: files
                .map(|(path, offset, link)| FileReference { path, offset, link })
                .collect(),
            diagnostics: self
                .diagnostics
                .into_iter()
                .map(diagnostic)
                .collect::<Option<_>>()?,
            encoding: Encoding::of_name(&self.encoding)?,
            stamp,
            links: links
                .map(|(target, place)| InternalLink {
                    target,
                    place: place.place(),
                })
                .collect(),
            sketch: match self.sketch {
                Some(bytes) => Some(Sketch::from_bytes(&bytes)?),
                None => None,
            },
            anchors: self.anchors,
            origins: self
                .origins
                .into_iter()
                .map(|(name, line, front)| {
                    Some((crate::parse::fact(&name)?, Origin { line, front }))
                })
                .collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    use crate::parse::{Format, Links, parse};

    const KEY: [u8; 32] = [7; 32];
    const TODAY: Date = Date::constant(2026, 1, 1);
    const TEXT: &str = "关于加装电梯的答复\n王平委员：\n您提出的提案收悉。现答复如下：\n一、已装三百部。\n澜汀市住房和城乡建设局\n2031年5月6日\n";

    fn reading() -> (Read, Body) {
        let parsed = parse(TEXT, Format::Text, Links::default());
        let origin = |name: &'static str| {
            (
                name,
                Origin {
                    line: 6,
                    front: false,
                },
            )
        };
        let place = Place::of(TEXT, 9, 6);
        let read = Read {
            diagnostics: vec![
                Diagnostic::warning("date-future", "后天")
                    .in_file("content/甲.txt")
                    .hint("改")
                    .at(TEXT, 3, 6),
                Diagnostic::advice("id", "无").in_file("content/甲.txt"),
            ],
            files: vec![FileReference {
                path: "图.png".to_owned(),
                offset: 9,
                link: true,
            }],
            encoding: Encoding::Other("Big5"),
            stamp: 5,
            links: vec![InternalLink {
                target: "#a".to_owned(),
                place,
            }],
            sketch: Sketch::of([&*"加装电梯".repeat(99)].into_iter()),
            anchors: Anchors::of(["p0a1b2c3d", "第一部分"]),
            origins: ["issued", "askers"].map(origin).into(),
            page: None,
            reply: parsed.reply,
        };
        (read, parsed.body)
    }

    /// A document, and what was read of it by a build that is over.
    fn site() -> (tempfile::TempDir, PathBuf) {
        let site = tempfile::tempdir().unwrap();
        let file = site.path().join("甲.txt");
        fs::write(&file, TEXT).unwrap();
        std::thread::sleep(Duration::from_millis(80));
        let mut readings =
            Readings::open(site.path(), Table::read(site.path()), KEY, TODAY).unwrap();
        let (read, body) = reading();
        let look = Readings::look(&file);
        let slot = readings
            .add("甲.txt", &look, &read, &body)
            .unwrap()
            .unwrap();
        readings.finish().unwrap();
        assert_eq!(readings.body(slot), Some(body));
        (site, file)
    }

    fn found(site: &Path, file: &Path, key: [u8; 32], today: Date) -> Option<Found> {
        let readings = Readings::open(site, Table::read(site), key, today).unwrap();
        let found = readings.find("甲.txt", &Readings::look(file))?;
        // What is found can be kept, and its text be had, or it is not found.
        readings.body(
            readings
                .keep("甲.txt", &Readings::look(file), &found)
                .unwrap()?,
        )?;
        Some(found)
    }

    #[test]
    fn what_was_read_is_found_as_it_was() {
        let (site, file) = site();
        let found = found(site.path(), &file, KEY, TODAY).unwrap();
        assert!(found.sure);
        let (read, _) = reading();
        assert_eq!(format!("{:?}", found.read), format!("{read:?}"));
    }

    #[test]
    fn what_may_have_changed_is_not_sure_and_what_has_is_not_found() {
        let (site, file) = site();
        let (day, key) = (TODAY, KEY);
        // Written anew with the same words: the times tell.
        fs::write(&file, TEXT).unwrap();
        assert!(!found(site.path(), &file, key, day).unwrap().sure);
        fs::write(&file, TEXT.replace("三百", "三")).unwrap();
        assert!(found(site.path(), &file, key, day).is_none());
        fs::remove_file(&file).unwrap();
        assert!(found(site.path(), &file, key, day).is_none());
    }

    #[test]
    fn another_program_or_day_finds_nothing_that_hangs_on_it() {
        let (site, file) = site();
        assert!(found(site.path(), &file, [8; 32], TODAY).is_none());
        // It holds a finding that a later day may not make, and an earlier one may make more.
        for days in [-1, 1] {
            let day = TODAY.checked_add(jiff::Span::new().days(days)).unwrap();
            assert!(found(site.path(), &file, KEY, day).is_none());
        }
    }

    #[test]
    fn whatever_is_damaged_is_not_there() {
        let (site, file) = site();
        let names = [TABLE.to_owned(), "0".to_owned()];
        for path in names.map(|name| site.path().join(FOLDER).join(name)) {
            let whole = fs::read(&path).unwrap();
            for at in (0..whole.len()).step_by(1 + whole.len() / 150) {
                let mut damaged = whole.clone();
                damaged[at] ^= 4;
                fs::write(&path, &damaged).unwrap();
                assert!(
                    found(site.path(), &file, KEY, TODAY).is_none(),
                    "{} {at}",
                    path.display()
                );
                fs::write(&path, &whole[..at]).unwrap();
                assert!(found(site.path(), &file, KEY, TODAY).is_none());
            }
            fs::write(&path, &whole).unwrap();
        }
        assert!(found(site.path(), &file, KEY, TODAY).is_some());
    }

    #[test]
    fn what_is_not_kept_is_overwritten() {
        let (site, file) = site();
        let held = || -> bool {
            let files = fs::read_dir(site.path().join(FOLDER)).unwrap().flatten();
            files
                .map(|entry| fs::read(entry.path()).unwrap())
                .any(|bytes| memchr::memmem::find(&bytes, "已装三百部".as_bytes()).is_some())
        };
        assert!(held());
        // Another document keeps the file alive.
        let (read, mut body) = reading();
        body.blocks.clear();
        let mut readings =
            Readings::open(site.path(), Table::read(site.path()), KEY, TODAY).unwrap();
        let found = readings.find("甲.txt", &Readings::look(&file)).unwrap();
        readings
            .keep("甲.txt", &Readings::look(&file), &found)
            .unwrap()
            .unwrap();
        readings
            .add("乙.txt", &Readings::look(&file), &read, &body)
            .unwrap();
        readings.finish().unwrap();
        assert!(held());
        let (_, body) = reading();
        for kept in [true, false] {
            let mut readings =
                Readings::open(site.path(), Table::read(site.path()), KEY, TODAY).unwrap();
            let found = readings.find("乙.txt", &Readings::look(&file)).unwrap();
            readings
                .keep("乙.txt", &Readings::look(&file), &found)
                .unwrap()
                .unwrap();
            readings
                .add("甲.txt", &Readings::look(&file), &read, &body)
                .unwrap();
            if !kept {
                readings.drop("甲.txt");
            }
            readings.finish().unwrap();
            assert_eq!(held(), kept);
        }
    }

    #[test]
    fn files_are_few_and_mostly_used() {
        let (site, file) = site();
        let folder = site.path().join(FOLDER);
        for round in 0..40_u64 {
            let mut readings =
                Readings::open(site.path(), Table::read(site.path()), KEY, TODAY).unwrap();
            let found = readings.find("甲.txt", &Readings::look(&file)).unwrap();
            readings
                .keep("甲.txt", &Readings::look(&file), &found)
                .unwrap()
                .unwrap();
            let (read, body) = reading();
            for name in [round, round / 2] {
                readings
                    .add(&format!("{name}.txt"), &Readings::look(&file), &read, &body)
                    .unwrap();
            }
            readings.finish().unwrap();
            let sizes = fs::read_dir(&folder)
                .unwrap()
                .flatten()
                .map(|entry| entry.metadata().unwrap().len());
            let sizes: Vec<u64> = sizes.collect();
            assert!(sizes.len() <= FILES + 2, "{sizes:?}");
        }
        assert!(found(site.path(), &file, KEY, TODAY).is_some());
    }
}
