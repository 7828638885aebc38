//! The files of the search bundle → what they say: the decoder that the build checks its own work with.
//!
//! It answers look-ups of single terms, and phrases by their pairs. What is damaged, missing or contradictory is an
//! error, never an empty answer.

use std::collections::{HashMap, hash_map};
use std::ops::Range;
use std::path::PathBuf;

use super::lexicon::is_apart;
use super::{Manifest, data_path, hash32, open, shard_path};

/// What is wrong with a file, in words.
pub type Fault = String;

/// One term as the lexicon has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Replies that contain it.
    pub count: u32,
    /// The largest weight × 1000, for words.
    pub scale: Option<u64>,
    /// Whether the passages' positions are told.
    pub positioned: bool,
    /// Of the replies before the tail.
    pub(super) bitmap: bool,
    pub(super) list: Place,
    /// Which passages of these, if that is not in the list.
    pub(super) masks: Option<Place>,
    /// Passages in each piece of the positions of the replies before the tail; 0 if there is but one piece.
    pub(super) pieces: Vec<(u32, Place)>,
    /// The first number of the tail.
    from: u32,
    pub(super) tail: Tail,
}

/// What an entry says of the replies of the tail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    /// How many of them hold the term.
    pub count: u32,
    /// Their number and their list; nothing if there are none.
    pub list: Vec<u8>,
    pub positions: Vec<u8>,
}

/// Where bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Inline(Vec<u8>),
    File {
        name: [u8; 7],
        at: usize,
        length: usize,
    },
}

impl Default for Place {
    fn default() -> Self {
        Place::Inline(Vec::new())
    }
}

/// Data files of lists, and of positions.
pub(super) type Names = [Vec<[u8; 7]>; 2];

/// A shard of a lexicon, without its data files.
pub(super) struct ReadShard<'b> {
    bundle: &'b Bundle,
    /// The first number of the tail.
    pub from: u32,
    /// The names of the files of its lists, and of its positions.
    pub names: Names,
    pub entries: Vec<(String, Entry)>,
    /// Its data files, as far as they were read: one holds several lists.
    open: HashMap<[u8; 7], Vec<u8>>,
}

/// What is said of a term: of all replies that hold it, or of some of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    pub scale: Option<u64>,
    pub positioned: bool,
    pub list: List,
    /// The positions, in pieces that end with a passage.
    pub pieces: Vec<Vec<u8>>,
}

impl ReadShard<'_> {
    /// The bytes of a list, or of positions.
    ///
    /// # Errors
    /// If the file is damaged or missing.
    pub fn bytes(&mut self, place: &Place) -> Result<Vec<u8>, Fault> {
        match place {
            Place::Inline(bytes) => Ok(bytes.clone()),
            Place::File { name, at, length } => {
                let payload = match self.open.entry(*name) {
                    hash_map::Entry::Occupied(open) => open.into_mut(),
                    hash_map::Entry::Vacant(place) => {
                        place.insert(self.bundle.read(&data_path(*name))?)
                    }
                };
                payload
                    .get(*at..at.saturating_add(*length))
                    .map(<[u8]>::to_vec)
                    .ok_or_else(|| format!("{} ends too early", data_path(*name)))
            }
        }
    }

    /// What an entry says of all replies.
    ///
    /// # Errors
    /// If it is damaged, or one of its files.
    pub fn whole(&mut self, entry: &Entry) -> Result<Raw, Fault> {
        let bytes = self.bytes(&entry.list)?;
        let masks = entry.masks.as_ref().map(|place| self.bytes(place));
        let mut list = entry.before_tail(&bytes, masks.transpose()?.as_deref())?;
        list.append(entry.in_tail(self.bundle.manifest.replies)?);
        let pieces = entry.pieces.iter().map(|(_, place)| self.bytes(place));
        let mut pieces = pieces.collect::<Result<Vec<_>, Fault>>()?;
        pieces.push(entry.tail.positions.clone());
        Ok(Raw {
            scale: entry.scale,
            positioned: entry.positioned,
            list,
            pieces,
        })
    }

    /// What an entry says of the replies of the tail; no file is read.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn tail(&self, entry: &Entry) -> Result<Raw, Fault> {
        Ok(Raw {
            scale: entry.scale,
            positioned: entry.positioned,
            list: entry.in_tail(self.bundle.manifest.replies)?,
            pieces: vec![entry.tail.positions.clone()],
        })
    }
}

impl Entry {
    /// What its list says of the replies before the tail; `masks` are those that stand apart.
    ///
    /// # Errors
    /// If it is damaged.
    pub(super) fn before_tail(&self, bytes: &[u8], masks: Option<&[u8]>) -> Result<List, Fault> {
        let mut cursor = Cursor { bytes };
        let mut apart = masks.map(|bytes| Cursor { bytes });
        let count = self.count - self.tail.count;
        let list = List::read(
            &mut cursor,
            apart.as_mut(),
            count,
            0..self.from,
            self.bitmap,
            self.is_word(),
        )?;
        for cursor in apart.iter().chain([&cursor]) {
            cursor.end("a list is longer than the lexicon says")?;
        }
        Ok(list)
    }

    /// What it says of the replies of the tail.
    fn in_tail(&self, replies: u32) -> Result<List, Fault> {
        if self.tail.list.is_empty() {
            return Ok(List::default());
        }
        let mut cursor = Cursor {
            bytes: &self.tail.list,
        };
        let count = cursor.small()?;
        List::read(
            &mut cursor,
            None,
            count,
            self.from..replies,
            false,
            self.is_word(),
        )
    }

    fn is_word(&self) -> bool {
        self.scale.is_some()
    }
}

impl List {
    /// So many replies with these numbers. Which of their passages may stand `apart`.
    fn read(
        cursor: &mut Cursor<'_>,
        apart: Option<&mut Cursor<'_>>,
        count: u32,
        numbers: Range<u32>,
        bitmap: bool,
        weighed: bool,
    ) -> Result<List, Fault> {
        let mut list = List::default();
        if bitmap {
            let bits = cursor.take(super::bitmap_bytes(numbers.end))?;
            list.documents = numbers
                .filter(|d| bits[*d as usize >> 3] >> (d & 7) & 1 == 1)
                .collect();
        } else {
            let mut next = numbers.start;
            for _ in 0..count {
                let document = next
                    .checked_add(cursor.small()?)
                    .filter(|document| *document < numbers.end)
                    .ok_or("a list names a reply that is not there")?;
                list.documents.push(document);
                next = document + 1;
            }
        }
        if list.documents.len() != count as usize {
            return Err("a list is not as long as the lexicon says".to_owned());
        }
        let halves = list.documents.len().div_ceil(2);
        let nibbles = match apart {
            Some(apart) => apart.take(halves)?,
            None => cursor.take(halves)?,
        };
        list.masks = nibbles
            .iter()
            .flat_map(|two| [two & 15, two >> 4])
            .collect();
        let spare = list.masks.split_off(list.documents.len());
        if list.masks.contains(&0) || spare.iter().any(|mask| *mask != 0) {
            return Err("a list names a reply and none of its passages".to_owned());
        }
        if weighed {
            list.weights = cursor.take(count as usize)?.to_vec();
        }
        Ok(list)
    }

    fn append(&mut self, mut other: List) {
        self.documents.append(&mut other.documents);
        self.masks.append(&mut other.masks);
        self.weights.append(&mut other.weights);
    }

    /// How many passages hold the term.
    pub(super) fn passages(&self) -> usize {
        let ones = self.masks.iter().map(|mask| mask.count_ones() as usize);
        ones.sum()
    }
}

/// A list of replies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Ascending.
    pub documents: Vec<u32>,
    /// For each reply, which of its passages: bit 0 is the first.
    pub masks: Vec<u8>,
    /// For words: each reply's weight as a share of the largest, 1–255.
    pub weights: Vec<u8>,
}

/// Reads bytes in order, and knows where they end.
struct Cursor<'b> {
    bytes: &'b [u8],
}

impl<'b> Cursor<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], Fault> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(count)
            .ok_or("it ends too early")?;
        self.bytes = rest;
        Ok(taken)
    }

    fn varint(&mut self) -> Result<u64, Fault> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f)
                .checked_shl(shift)
                .ok_or("a number is too large")?;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err("a number is too long".to_owned())
    }

    fn number(&mut self) -> Result<usize, Fault> {
        usize::try_from(self.varint()?).map_err(|_| "a number is too large".to_owned())
    }

    fn small(&mut self) -> Result<u32, Fault> {
        u32::try_from(self.varint()?).map_err(|_| "a number is too large".to_owned())
    }

    fn end(&self, otherwise: &str) -> Result<(), Fault> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(otherwise.to_owned())
        }
    }
}

/// A bundle in a folder.
#[derive(Clone, Debug)]
pub struct Bundle {
    files: Files,
    /// What finds everything.
    pub manifest: Manifest,
}

/// Where a bundle's files are.
#[derive(Clone, Debug)]
enum Files {
    Folder(PathBuf),
    /// Every file, unsealed, is this one: for trying the decoder on any bytes.
    Same(Vec<u8>),
}

/// Follows the data files of a lexicon shard.
#[derive(Default)]
struct Follower {
    names: Vec<[u8; 7]>,
    next: usize,
    at: usize,
}

impl Follower {
    fn place(&mut self, begins: bool, length: usize) -> Result<Place, Fault> {
        if begins {
            self.next += 1;
            self.at = 0;
        }
        let name = *self
            .next
            .checked_sub(1)
            .and_then(|at| self.names.get(at))
            .ok_or("a list is in a file that is not named")?;
        let at = self.at;
        self.at = at
            .checked_add(length)
            .ok_or("a list is longer than any file")?;
        Ok(Place::File { name, at, length })
    }
}

impl Bundle {
    /// Opens the bundle below `folder`.
    ///
    /// # Errors
    /// If there is no manifest, or none of this format.
    pub fn open(folder: PathBuf) -> Result<Bundle, Fault> {
        let path = folder.join("manifest.json");
        let text = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if manifest.format != super::FORMAT {
            return Err(format!("format {} is not known", manifest.format));
        }
        let files = Files::Folder(folder);
        Ok(Bundle { files, manifest })
    }

    /// A bundle over so many replies, every file of which unpacks to the same bytes.
    #[must_use]
    pub fn of_payload(replies: u32, payload: Vec<u8>) -> Bundle {
        Bundle {
            files: Files::Same(payload),
            manifest: Manifest {
                replies,
                ..Manifest::default()
            },
        }
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Fault> {
        let folder = match &self.files {
            Files::Folder(folder) => folder,
            Files::Same(payload) => return Ok(payload.clone()),
        };
        let file = folder.join(path);
        let bytes = std::fs::read(&file).map_err(|error| format!("{path}: {error}"))?;
        open(&bytes).ok_or_else(|| format!("{path} is damaged"))
    }

    /// The JSON of one passage of a reply.
    ///
    /// # Errors
    /// If it is damaged or missing.
    pub fn text(&self, number: u32, passage: usize) -> Result<Vec<u8>, Fault> {
        let texts = &self.manifest.texts;
        let block = number
            .checked_div(texts.size)
            .ok_or("blocks of no replies")? as usize;
        let hash = texts.blocks.get(block).ok_or("there is no such block")?;
        self.read(&super::text_path(hash, number % texts.size, passage))
    }

    /// Looks up a term of two characters or more; `None` if no reply contains it.
    ///
    /// # Errors
    /// If the lexicon is damaged.
    pub fn term(&self, term: &str) -> Result<Option<Entry>, Fault> {
        let (hash, count) = &self.manifest.pairs;
        let chars: Vec<char> = term.chars().collect();
        let shard = |from: usize| hash32(chars.iter().copied().skip(from).take(2)) & (count - 1);
        let found = self.look_up("pairs", hash, shard(0), term)?;
        if found.is_none() && chars.len() == 3 {
            return self.look_up("pairs", hash, shard(1), term);
        }
        Ok(found)
    }

    /// Looks up a character, or a key with U+0001 before it; `None` if no reply has it.
    ///
    /// # Errors
    /// If the lexicon is damaged.
    pub fn exact(&self, term: &str) -> Result<Option<Entry>, Fault> {
        let (hash, count) = &self.manifest.exact;
        let shard = hash32(term.chars()) & (count - 1);
        self.look_up("exact", hash, shard, term)
    }

    /// Calls `each` with every term of those shards of all lexicons whose paths below the bundle's folder are `wanted`, spelled out, and that path.
    ///
    /// # Errors
    /// If a lexicon is damaged.
    pub fn each_term(
        &self,
        wanted: impl Fn(&str) -> bool,
        mut each: impl FnMut(&str, &str),
    ) -> Result<(), Fault> {
        let Manifest { pairs, exact, .. } = &self.manifest;
        for (lexicon, (hash, count)) in [("pairs", pairs), ("exact", exact)] {
            for shard in 0..*count {
                let path = shard_path(lexicon, hash, shard);
                if !wanted(&path) {
                    continue;
                }
                if matches!(&self.files, Files::Folder(folder) if !folder.join(&path).exists()) {
                    continue;
                }
                let payload = self.read(&path)?;
                let mut cursor = Cursor { bytes: &payload };
                self.scan(&mut cursor, Some(shard), |term, _| {
                    each(&path, &String::from_utf8_lossy(term));
                })
                .map_err(|fault| format!("{path}: {fault}"))?;
            }
        }
        Ok(())
    }

    /// The terms and entries of one shard, whatever its number, as far as it can be read.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn each_entry(&self, each: &mut dyn FnMut(&[u8], Entry)) -> Result<(), Fault> {
        let payload = self.read("")?;
        self.scan(&mut Cursor { bytes: &payload }, None, each)?;
        Ok(())
    }

    /// A shard of a lexicon.
    ///
    /// # Errors
    /// If it is damaged.
    pub(super) fn shard(
        &self,
        lexicon: &str,
        hash: &str,
        number: u32,
    ) -> Result<ReadShard<'_>, Fault> {
        let payload = self.read(&shard_path(lexicon, hash, number))?;
        let mut entries = Vec::new();
        let mut cursor = Cursor { bytes: &payload };
        let (from, names) = self.scan(&mut cursor, Some(number), |term, entry| {
            entries.push((String::from_utf8_lossy(term).into_owned(), entry));
        })?;
        Ok(ReadShard {
            bundle: self,
            from,
            names,
            entries,
            open: HashMap::new(),
        })
    }

    fn look_up(
        &self,
        lexicon: &str,
        hash: &str,
        shard: u32,
        wanted: &str,
    ) -> Result<Option<Entry>, Fault> {
        let path = shard_path(lexicon, hash, shard);
        let payload = self.read(&path)?;
        let fault = |fault: Fault| format!("{path}: {fault}");
        let mut cursor = Cursor { bytes: &payload };
        let mut found = None;
        self.scan(&mut cursor, Some(shard), |term, entry| {
            if term == wanted.as_bytes() {
                found = Some(entry);
            }
        })
        .map_err(fault)?;
        Ok(found)
    }

    /// Where the tail begins, and the names of the files of lists and of positions.
    fn scan(
        &self,
        cursor: &mut Cursor<'_>,
        shard: Option<u32>,
        mut each: impl FnMut(&[u8], Entry),
    ) -> Result<(u32, Names), Fault> {
        let number = cursor.small()?;
        if shard.is_some_and(|shard| shard != number) {
            return Err("it is another shard".to_owned());
        }
        let from = cursor.small()?;
        if from > self.manifest.replies {
            return Err("its tail begins behind the last reply".to_owned());
        }
        let mut followers = [(); 2].map(|()| Follower::default());
        for follower in &mut followers {
            for _ in 0..cursor.number()? {
                let mut name = [0; 7];
                name.copy_from_slice(cursor.take(7)?);
                follower.names.push(name);
            }
        }
        let mut term = Vec::new();
        for _ in 0..cursor.number()? {
            let shared = cursor.number()?;
            if shared > term.len() {
                return Err("a term shares more than there is".to_owned());
            }
            term.truncate(shared);
            let length = cursor.number()?;
            term.extend_from_slice(cursor.take(length)?);
            each(&term, self.entry(cursor, from, &mut followers)?);
        }
        cursor.end("something follows its end")?;
        Ok((from, followers.map(|follower| follower.names)))
    }

    fn entry(
        &self,
        cursor: &mut Cursor<'_>,
        from: u32,
        [lists, places]: &mut [Follower; 2],
    ) -> Result<Entry, Fault> {
        let head = cursor.varint()?;
        let mut entry = Entry {
            count: u32::try_from(head >> 3).map_err(|_| "a count is too large")?,
            positioned: head & 2 != 0,
            bitmap: head & 4 != 0,
            from,
            ..Entry::default()
        };
        if entry.count == 0 || entry.count > self.manifest.replies {
            return Err("a term is in more replies than there are, or in none".to_owned());
        }
        if head & 1 != 0 {
            entry.scale = Some(cursor.varint()?);
        }
        let n = cursor.number()?;
        let tailed = if n & 1 == 1 {
            entry.list = Place::Inline(cursor.take(n >> 2)?.to_vec());
            n & 2 != 0
        } else {
            entry.list = lists.place(n & 2 != 0, n >> 3)?;
            n & 4 != 0
        };
        if tailed {
            let start = cursor.bytes;
            entry.tail.count = cursor.small()?;
            if entry.tail.count == 0 || entry.tail.count > entry.count {
                return Err("a tail is longer than its list, or empty".to_owned());
            }
            let numbers = from..self.manifest.replies;
            let is_word = entry.is_word();
            List::read(cursor, None, entry.tail.count, numbers, false, is_word)?;
            entry.tail.list = start[..start.len() - cursor.bytes.len()].to_vec();
        }
        if entry.positioned {
            let before = (entry.count - entry.tail.count) as usize;
            if is_apart(entry.is_word(), true, before) {
                let n = cursor.number()?;
                entry.masks = Some(places.place(n & 1 == 1, n >> 1)?);
            }
            let pieces = cursor.number()?;
            for _ in 0..pieces {
                let passages = if pieces > 1 { cursor.small()? } else { 0 };
                let n = cursor.number()?;
                let place = places.place(n & 1 == 1, n >> 1)?;
                entry.pieces.push((passages, place));
            }
            if tailed {
                let length = cursor.number()?;
                entry.tail.positions = cursor.take(length)?.to_vec();
            }
        }
        Ok(entry)
    }

    fn bytes(&self, place: &Place) -> Result<Vec<u8>, Fault> {
        match place {
            Place::Inline(bytes) => Ok(bytes.clone()),
            Place::File { name, at, length } => {
                let path = data_path(*name);
                let payload = self.read(&path)?;
                let named = matches!(self.files, Files::Folder(_));
                if named && super::crc(&payload).to_be_bytes() != name[..4] {
                    return Err(format!("{path} is another file"));
                }
                payload
                    .get(*at..at.saturating_add(*length))
                    .map(<[u8]>::to_vec)
                    .ok_or_else(|| format!("{path} ends too early"))
            }
        }
    }

    /// The replies of an entry.
    ///
    /// # Errors
    /// If its list is damaged.
    pub fn list(&self, entry: &Entry) -> Result<List, Fault> {
        let masks = entry.masks.as_ref().map(|place| self.bytes(place));
        let masks = masks.transpose()?;
        let mut list = entry.before_tail(&self.bytes(&entry.list)?, masks.as_deref())?;
        list.append(entry.in_tail(self.manifest.replies)?);
        Ok(list)
    }

    /// The offsets of an entry, for each passage of `list`; `None` if it has none.
    ///
    /// # Errors
    /// If they are damaged.
    pub fn positions(&self, entry: &Entry, list: &List) -> Result<Option<Vec<Vec<u32>>>, Fault> {
        if !entry.positioned {
            return Ok(None);
        }
        let passages = list.passages();
        let in_tail = entry.in_tail(self.manifest.replies)?.passages();
        let mut all = Vec::with_capacity(passages);
        let mut read = |bytes: &[u8], count: usize| -> Result<(), Fault> {
            let mut cursor = Cursor { bytes };
            for _ in 0..count {
                let mut last = 0u32;
                let mut offsets = Vec::new();
                loop {
                    let n = cursor.small()?;
                    last = last.checked_add(n >> 1).ok_or("an offset is too large")?;
                    offsets.push(last);
                    if n & 1 == 0 {
                        break;
                    }
                }
                all.push(offsets);
            }
            cursor.end("positions are longer than the lexicon says")
        };
        for (count, place) in &entry.pieces {
            let count = if entry.pieces.len() > 1 {
                *count as usize
            } else {
                passages.saturating_sub(in_tail)
            };
            read(&self.bytes(place)?, count)?;
        }
        read(&entry.tail.positions, in_tail)?;
        if all.len() == passages {
            Ok(Some(all))
        } else {
            Err("there are not positions for every passage".to_owned())
        }
    }
}
