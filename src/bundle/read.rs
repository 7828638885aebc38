//! The files of the search bundle → what they say: the decoder that the build checks its own work with.
//!
//! It answers look-ups of single terms, and phrases by their pairs. What is damaged, missing or contradictory is an
//! error, never an empty answer.

use std::path::PathBuf;

use super::{Manifest, data_path, hash32, open};

/// What is wrong with a file, in words.
pub type Fault = String;

/// One term as the lexicon has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Replies that contain it.
    pub count: u32,
    /// The largest weight × 1000, for words.
    pub scale: Option<u64>,
    bitmap: bool,
    list: Place,
    /// Passages in each piece of its positions; 0 if there is but one piece.
    pieces: Vec<(u32, Place)>,
}

/// Where bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
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

/// One term with the bytes of its list and of each piece of its positions.
pub(super) struct Raw {
    pub term: String,
    /// How many replies, whether they are a bitmap, whether there are positions, whether it is a word.
    pub head: u64,
    pub scale: Option<u64>,
    pub list: Vec<u8>,
    /// Passages in each piece; 0 if there is but one.
    pub pieces: Vec<(u64, Vec<u8>)>,
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
                let path = format!("{lexicon}/{hash}/{shard:x}.bin");
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
        self.scan(&mut Cursor { bytes: &payload }, None, each)
    }

    /// All that a shard of a lexicon holds.
    ///
    /// # Errors
    /// If the shard or one of its data files is damaged.
    pub(super) fn shard(&self, lexicon: &str, hash: &str, number: u32) -> Result<Vec<Raw>, Fault> {
        let payload = self.read(&format!("{lexicon}/{hash}/{number:x}.bin"))?;
        let mut entries = Vec::new();
        let mut cursor = Cursor { bytes: &payload };
        self.scan(&mut cursor, Some(number), |term, entry| {
            entries.push((String::from_utf8_lossy(term).into_owned(), entry));
        })?;
        // Those of one kind stand one after another, and one file takes several.
        let mut open: [([u8; 7], Vec<u8>); 2] = Default::default();
        let mut bytes = |kind: usize, place: &Place| match place {
            Place::Inline(bytes) => Ok(bytes.clone()),
            Place::File { name, at, length } => {
                let (of, payload) = &mut open[kind];
                if of != name {
                    (*of, *payload) = (*name, self.read(&data_path(*name))?);
                }
                payload
                    .get(*at..at.saturating_add(*length))
                    .map(<[u8]>::to_vec)
                    .ok_or_else(|| format!("{} ends too early", data_path(*name)))
            }
        };
        entries
            .into_iter()
            .map(|(term, entry)| {
                Ok(Raw {
                    term,
                    head: u64::from(entry.count) << 3
                        | u64::from(entry.bitmap) << 2
                        | u64::from(!entry.pieces.is_empty()) << 1
                        | u64::from(entry.scale.is_some()),
                    scale: entry.scale,
                    list: bytes(0, &entry.list)?,
                    pieces: (entry.pieces.iter())
                        .map(|(passages, place)| Ok((u64::from(*passages), bytes(1, place)?)))
                        .collect::<Result<_, Fault>>()?,
                })
            })
            .collect()
    }

    fn look_up(
        &self,
        lexicon: &str,
        hash: &str,
        shard: u32,
        wanted: &str,
    ) -> Result<Option<Entry>, Fault> {
        let path = format!("{lexicon}/{hash}/{shard:x}.bin");
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

    fn scan(
        &self,
        cursor: &mut Cursor<'_>,
        shard: Option<u32>,
        mut each: impl FnMut(&[u8], Entry),
    ) -> Result<(), Fault> {
        let number = cursor.small()?;
        if shard.is_some_and(|shard| shard != number) {
            return Err("it is another shard".to_owned());
        }
        let mut followers = Vec::with_capacity(2);
        for _ in 0..2 {
            let count = cursor.number()?;
            let mut names = Vec::new();
            for _ in 0..count {
                let mut name = [0; 7];
                name.copy_from_slice(cursor.take(7)?);
                names.push(name);
            }
            followers.push(Follower {
                names,
                next: 0,
                at: 0,
            });
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
            let head = cursor.varint()?;
            let mut entry = Entry {
                count: u32::try_from(head >> 3).map_err(|_| "a count is too large")?,
                bitmap: head & 4 != 0,
                ..Entry::default()
            };
            if entry.count == 0 || entry.count > self.manifest.replies {
                return Err("a term is in more replies than there are, or in none".to_owned());
            }
            if head & 1 != 0 {
                entry.scale = Some(cursor.varint()?);
            }
            let n = cursor.number()?;
            entry.list = if n & 1 == 1 {
                Place::Inline(cursor.take(n >> 1)?.to_vec())
            } else {
                followers[0].place(n & 2 != 0, n >> 2)?
            };
            if head & 2 != 0 {
                let pieces = cursor.number()?;
                for _ in 0..pieces {
                    let passages = if pieces > 1 { cursor.small()? } else { 0 };
                    let n = cursor.number()?;
                    entry
                        .pieces
                        .push((passages, followers[1].place(n & 1 == 1, n >> 1)?));
                }
            }
            each(&term, entry);
        }
        if cursor.bytes.is_empty() {
            Ok(())
        } else {
            Err("something follows its end".to_owned())
        }
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
        let bytes = self.bytes(&entry.list)?;
        let mut cursor = Cursor { bytes: &bytes };
        let mut list = List::default();
        if entry.bitmap {
            let bits = cursor.take(self.manifest.replies.div_ceil(8) as usize)?;
            list.documents = (0..self.manifest.replies)
                .filter(|d| bits[*d as usize >> 3] >> (d & 7) & 1 == 1)
                .collect();
        } else {
            let mut next = 0u32;
            for _ in 0..entry.count {
                let document = next
                    .checked_add(cursor.small()?)
                    .filter(|document| *document < self.manifest.replies)
                    .ok_or("a list names a reply that is not there")?;
                list.documents.push(document);
                next = document + 1;
            }
        }
        if list.documents.len() != entry.count as usize {
            return Err("a list is not as long as the lexicon says".to_owned());
        }
        let nibbles = cursor.take(list.documents.len().div_ceil(2))?;
        list.masks = nibbles
            .iter()
            .flat_map(|two| [two & 15, two >> 4])
            .collect();
        let spare = list.masks.split_off(list.documents.len());
        if list.masks.contains(&0) || spare.iter().any(|mask| *mask != 0) {
            return Err("a list names a reply and none of its passages".to_owned());
        }
        if entry.scale.is_some() {
            list.weights = cursor.take(entry.count as usize)?.to_vec();
        }
        if cursor.bytes.is_empty() {
            Ok(list)
        } else {
            Err("a list is longer than the lexicon says".to_owned())
        }
    }

    /// The offsets of an entry, for each passage of `list`; `None` if it has none.
    ///
    /// # Errors
    /// If they are damaged.
    pub fn positions(&self, entry: &Entry, list: &List) -> Result<Option<Vec<Vec<u32>>>, Fault> {
        if entry.pieces.is_empty() {
            return Ok(None);
        }
        let passages: u32 = list.masks.iter().map(|mask| mask.count_ones()).sum();
        let mut all = Vec::with_capacity(passages as usize);
        for (count, place) in &entry.pieces {
            let bytes = self.bytes(place)?;
            let mut cursor = Cursor { bytes: &bytes };
            let count = if entry.pieces.len() > 1 {
                *count
            } else {
                passages
            };
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
            if !cursor.bytes.is_empty() {
                return Err("positions are longer than the lexicon says".to_owned());
            }
        }
        if all.len() == passages as usize {
            Ok(Some(all))
        } else {
            Err("there are not positions for every passage".to_owned())
        }
    }
}
