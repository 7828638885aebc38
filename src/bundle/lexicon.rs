//! The lexicons of the search bundle, with their lists and positions: all of them, or those shards alone that hold a term which is not as it was.
//!
//! All: the terms are streamed once, and each of some takers reads the postings of those whose shards are its own and writes these.
//! Data files leave memory as soon as they are full; only the lexicon stays until its address, which is made of all of it, is known.
//!
//! Those alone: what the last export made is noted in the index's folder. A shard in which a term has changed is read back from the last portal and put
//! together again, the changed terms with what the new parts of the index say (`patch`), or from the whole of it where that does not tell; all other shards, and what belongs
//! to them, are taken over. Where all replies that have changed are in a shard's tail, none of its data files is read or written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::patch::{Anew, Kind, Patched, Untouched, put_passage};
use super::read::{Bundle, Entry, Place, Raw, ReadShard};
use super::{
    FOLDER, NO_POSITIONS, Sharded, bitmap_bytes, data_name, data_path, hash_of, hash32, put_varint,
    seal, seal_cut, shard_file, shard_path, tail_most, tail_of,
};
use crate::digest;
use crate::error::{AtPath, Error, Result};
use crate::held::held;
use crate::index::Opened;
use crate::index::differ::Changed;
use crate::index::walk::{ExactTerms, TermData, Terms};
use crate::output::{LeftFile, MadeOf, OutputFolder};
use crate::text::Segmenter;

/// Lists up to this many bytes stand in the lexicon itself: all those that sharpen a question (`index::search::RARE`),
/// among up to 16,384 replies.
const INLINE: usize = 84;
/// A list file is closed when it holds this many bytes.
const LIST_FILE: usize = 3 << 10;
/// A position file is closed when it holds this many bytes.
const POSITION_FILE: usize = 4 << 10;
/// So many bytes of one kind are compressed by themselves: their own codes gain more than it takes to write these.
const CUT: usize = 300;
/// Positions of one term are cut into pieces of this many bytes.
const PIECE: usize = 8 << 10;
/// From so many replies before the tail on it stands apart which of their passages hold a word.
const APART: usize = 4096;
/// What stands in a file of its own, however short it is.
const ALONE: usize = 1;
/// Bytes of lexicon that a shard should hold before compression, about: a reader fetches one for each pair of characters.
const SHARD: usize = 3 << 10;
/// Among so many replies half of that: what a term takes grows with them, and so many files more are few beside all others there.
const MANY: u32 = 1 << 15;
/// Bytes of lexicon that a term of the text takes, about.
const TERM: usize = 26;
/// Bytes of lexicon that a character or key takes, about.
const EXACT_TERM: usize = 20;
/// Bytes that a shard of characters and keys should hold before compression, about.
const EXACT_SHARD: usize = 1 << 9;

/// One kind of data of one shard: lists, or positions.
#[derive(Default)]
struct Data {
    buffer: Vec<u8>,
    /// Where bytes of another kind begin.
    cuts: Vec<usize>,
    names: Vec<[u8; 7]>,
    /// How many bytes each of the named files has, where that is known of all.
    lengths: Vec<usize>,
    /// How many bytes the terms say that stand in each file.
    said: Vec<usize>,
    open: bool,
}

impl Data {
    /// Notes what a term says: so many bytes more, in a file that begins or in the one before.
    fn say(&mut self, begins: bool, length: usize) {
        match self.said.last_mut() {
            Some(said) if !begins => *said += length,
            _ => self.said.push(length),
        }
    }

    /// Whether the terms say of each file what it holds.
    fn is_sound(&self) -> bool {
        let known = self.lengths.len() == self.names.len();
        self.said.len() == self.names.len() && (!known || self.said == self.lengths)
    }

    /// Appends one piece of bytes of several kinds; says whether it begins a file.
    fn push(&mut self, kinds: &[&[u8]], full: usize, files: &Files<'_>) -> Result<bool> {
        // What fills a file by itself stands alone, so that nobody else's reader fetches it.
        if self.open && kinds.iter().map(|kind| kind.len()).sum::<usize>() >= full {
            self.close(files)?;
        }
        let begins = !self.open;
        self.open = true;
        for bytes in kinds {
            let last = self.cuts.last().copied().unwrap_or(0);
            if bytes.len() >= CUT && self.buffer.len() - last >= CUT / 2 {
                self.cuts.push(self.buffer.len());
            }
            self.buffer.extend_from_slice(bytes);
            if bytes.len() >= CUT {
                self.cuts.push(self.buffer.len());
            }
        }
        if self.buffer.len() >= full {
            self.close(files)?;
        }
        Ok(begins)
    }

    fn close(&mut self, files: &Files<'_>) -> Result<()> {
        if self.open {
            self.cuts.retain(|cut| *cut < self.buffer.len());
            self.names.push(files.write_cut(&self.buffer, &self.cuts)?);
            self.lengths.push(self.buffer.len());
            self.buffer.clear();
            self.cuts.clear();
            self.open = false;
        }
        Ok(())
    }
}

/// One shard of a lexicon that is whole.
struct Finished {
    number: u32,
    noted: Noted,
    /// `None` if it is as it was in the last portal.
    payload: Option<Vec<u8>>,
}

/// What is noted of a shard for the next export.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Noted {
    /// Half of the BLAKE3 hash of its payload.
    sum: [u8; 16],
    /// The data files that it names.
    data: Vec<[u8; 7]>,
}

/// What is noted of a lexicon.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Lexicon {
    address: String,
    shards: Vec<Noted>,
}

/// What is noted of an export for the next one.
#[derive(Debug, Serialize, Deserialize)]
struct Exported {
    /// The program, its settings, and which pairs are frequent.
    key: [u8; 32],
    replies: u32,
    /// Of the lengths of texts and titles.
    averages: [u64; 2],
    /// Of pairs, words and grams; of characters and keys.
    lexicons: [Lexicon; 2],
}

/// Where that is in the index's folder.
const EXPORTED: &str = "exported";

impl Exported {
    fn load(index: &Path) -> Option<Exported> {
        digest::record(&fs::read(index.join(EXPORTED)).ok()?)
    }

    fn save(&self, index: &Path) -> Result<()> {
        let file = index.join(EXPORTED);
        fs::write(&file, digest::sealed(self)).at_path("write", &file)
    }
}

/// One shard of a lexicon in the making.
#[derive(Default)]
struct Shard {
    number: u32,
    /// The first number of the tail.
    from: u32,
    terms: Vec<u8>,
    count: u64,
    last: String,
    lists: Data,
    positions: Data,
}

/// Where data files go; equal ones are written once.
pub(super) struct Files<'o> {
    output: &'o OutputFolder,
    /// What a file is made of besides its content: how it is packed.
    made_of: MadeOf,
    written: Mutex<FxHashSet<[u8; 7]>>,
    /// Those of the last portal, once they were looked at.
    left: OnceLock<FxHashMap<[u8; 7], LeftFile<'o>>>,
}

impl<'o> Files<'o> {
    pub fn new(output: &'o OutputFolder, made_of: MadeOf) -> Self {
        Files {
            output,
            made_of,
            written: Mutex::default(),
            left: OnceLock::new(),
        }
    }

    /// Whether nobody has asked for a file of this name.
    fn is_new(&self, name: [u8; 7]) -> bool {
        let mut written = held(&self.written);
        written.insert(name)
    }

    pub fn write_data(&self, payload: &[u8]) -> Result<[u8; 7]> {
        self.write_cut(payload, &[])
    }

    fn write_cut(&self, payload: &[u8], cuts: &[usize]) -> Result<[u8; 7]> {
        let name = data_name(payload);
        if self.is_new(name) {
            let path = format!("{FOLDER}/{}", data_path(name));
            // It is named by its content.
            if !self.output.keep_made(&path, &self.made_of)? {
                (self.output).write_made(&path, &seal_cut(payload, cuts), &self.made_of)?;
            }
        }
        Ok(name)
    }

    /// Takes a file of the last portal over.
    fn keep_data(&self, name: [u8; 7]) -> Result<()> {
        if !self.is_new(name) {
            return Ok(());
        }
        match self.left.get().and_then(|left| left.get(&name)) {
            Some(file) => self.output.keep_found(file),
            None => self.output.keep(&format!("{FOLDER}/{}", data_path(name))),
        }
    }

    /// What the last portal has at a path, if it is as it was left and packed as files are now.
    fn left_at(&self, path: &str) -> Option<LeftFile<'o>> {
        let file = self.output.left(path)?;
        (*file.made_of() == self.made_of).then_some(file)
    }

    /// Looks at files of the last portal, by their names, so that they can be taken over; whether all are as they were left.
    fn look_at(&self, mut names: Vec<[u8; 7]>) -> bool {
        names.par_sort_unstable();
        names.dedup();
        let look = |name: &[u8; 7]| {
            let file = self.left_at(&format!("{FOLDER}/{}", data_path(*name)))?;
            Some((*name, file))
        };
        let left: Option<Vec<_>> = names.par_iter().map(look).collect();
        let Some(left) = left else {
            return false;
        };
        self.left.set(left.into_iter().collect()).is_ok()
    }
}

/// A term's list and positions before they are packed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// Ascending.
    pub replies: Vec<u32>,
    /// For each reply, which of its passages: bit 0 is the first.
    pub masks: Vec<u8>,
    /// Of words, the largest weight × 1000.
    pub scale: Option<u64>,
    /// Of words, each reply's weight as a share of the largest.
    pub weights: Vec<u8>,
    /// Offsets, passage after passage; nothing if there are to be no positions.
    pub positions: Vec<u8>,
    /// Where in them each passage ends.
    pub ends: Vec<usize>,
}

impl Listed {
    fn clear(&mut self) {
        self.replies.clear();
        self.masks.clear();
        self.scale = None;
        self.weights.clear();
        self.positions.clear();
        self.ends.clear();
    }

    /// What the index says of a term.
    pub(super) fn take(&mut self, data: &TermData) {
        self.clear();
        self.replies.extend_from_slice(&data.documents);
        self.masks.extend_from_slice(&data.masks);
        if !data.weights.is_empty() {
            let scale = scale_of(data.weights.iter().copied());
            self.scale = Some(scale);
            let step = step_of(data.documents.len());
            let shares = (data.weights.iter()).map(|weight| quantised(*weight, scale, step));
            self.weights.extend(shares);
        }
        let mut at = 0;
        for count in &data.counts {
            let end = at + *count as usize;
            put_passage(&mut self.positions, &data.offsets[at..end]);
            self.ends.push(self.positions.len());
            at = end;
        }
    }

    /// As a shard takes it whose tail begins with that number.
    pub(super) fn encoded<'e>(
        &'e self,
        term: &'e str,
        from: u32,
        Packed {
            list,
            masks,
            tail,
            pieces,
        }: &'e mut Packed,
    ) -> Encoded<'e> {
        let before = self.replies.partition_point(|reply| *reply < from);
        list.clear();
        put_gaps(list, &self.replies[..before], 0);
        let bits = bitmap_bytes(from);
        let bitmap = bits < list.len();
        if bitmap {
            list.clear();
            list.resize(bits, 0);
            for reply in &self.replies[..before] {
                list[*reply as usize >> 3] |= 1 << (reply & 7);
            }
        }
        // Without positions there are no ends.
        let positioned = !self.ends.is_empty();
        let apart = is_apart(self.scale.is_some(), positioned, before);
        masks.clear();
        self.put_masks(if apart { masks } else { list }, 0..before);
        self.put_weights(list, 0..before);
        tail.clear();
        if before < self.replies.len() {
            put_varint(tail, (self.replies.len() - before) as u64);
            put_gaps(tail, &self.replies[before..], from);
            self.put_masks(tail, before..self.replies.len());
            self.put_weights(tail, before..self.replies.len());
        }
        let passages = self.masks[..before].iter();
        let passages: usize = passages.map(|mask| mask.count_ones() as usize).sum();
        let cut = passages.min(self.ends.len());
        pieces.clear();
        let (mut passages, mut begin) = (0, 0);
        for (left, end) in (0..cut).rev().zip(&self.ends) {
            passages += 1;
            if end - begin >= PIECE || left == 0 {
                pieces.push((passages, begin..*end));
                begin = *end;
                passages = 0;
            }
        }
        Encoded {
            term,
            count: self.replies.len() as u64,
            before,
            bitmap,
            positioned,
            scale: self.scale,
            list: Stored::New(list),
            masks: apart.then_some(Stored::New(masks)),
            pieces: (pieces.iter())
                .map(|(passages, range)| (*passages, Stored::New(&self.positions[range.clone()])))
                .collect(),
            tail,
            tail_positions: &self.positions[begin..],
        }
    }

    /// Which passages of some replies.
    fn put_masks(&self, list: &mut Vec<u8>, replies: Range<usize>) {
        list.extend(self.masks[replies].chunks(2).map(|two| match two {
            [one, other] => one | other << 4,
            _ => two[0],
        }));
    }

    /// The weights of some replies, if it is a word.
    fn put_weights(&self, list: &mut Vec<u8>, replies: Range<usize>) {
        if self.scale.is_some() {
            list.extend_from_slice(&self.weights[replies]);
        }
    }
}

fn put_gaps(list: &mut Vec<u8>, replies: &[u32], from: u32) {
    let mut next = from;
    for reply in replies {
        put_varint(list, u64::from(reply - next));
        next = reply + 1;
    }
}

/// The largest of some weights × 1000, at least 1.
pub(super) fn scale_of(weights: impl IntoIterator<Item = f32>) -> u64 {
    let largest = weights.into_iter().fold(0.0_f32, f32::max);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let scale = (largest * 1000.0).round() as u64;
    scale.max(1)
}

/// Buffers of one thread.
#[derive(Default)]
struct Scratch {
    listed: Listed,
    packed: Packed,
}

/// What a list and positions are packed into.
#[derive(Default)]
pub(super) struct Packed {
    list: Vec<u8>,
    /// Which passages, if that stands apart.
    masks: Vec<u8>,
    tail: Vec<u8>,
    /// Passages and bytes of each piece of positions.
    pieces: Vec<(u64, Range<usize>)>,
}

/// One term as a shard takes it.
pub(super) struct Encoded<'e> {
    pub term: &'e str,
    /// Of all replies.
    pub count: u64,
    /// Of those before the tail.
    pub before: usize,
    /// Whether the replies before the tail are one.
    pub bitmap: bool,
    pub positioned: bool,
    /// The largest weight × 1000, of a word.
    pub scale: Option<u64>,
    pub list: Stored<'e>,
    /// Which passages of the replies before the tail, where that does not stand in the list (see [`is_apart`]).
    pub masks: Option<Stored<'e>>,
    /// Passages and bytes of each piece of positions.
    pub pieces: Vec<(u64, Stored<'e>)>,
    /// How many replies of the tail, and their list; nothing if there are none.
    pub tail: &'e [u8],
    pub tail_positions: &'e [u8],
}

/// A list or a piece of positions.
pub(super) enum Stored<'e> {
    New(&'e [u8]),
    /// In a file of the last bundle, which stays.
    Kept {
        begins: bool,
        length: usize,
    },
}

impl<'e> Encoded<'e> {
    /// A term of which nothing is said.
    fn none(term: &'e str) -> Self {
        Encoded {
            term,
            count: 0,
            before: 0,
            bitmap: false,
            positioned: false,
            scale: None,
            list: Stored::New(&[]),
            masks: None,
            pieces: Vec::new(),
            tail: &[],
            tail_positions: &[],
        }
    }

    /// As it is in the last bundle, with all files.
    fn kept(term: &'e str, entry: &'e Entry) -> Self {
        Encoded {
            term,
            count: u64::from(entry.count),
            before: (entry.count - entry.tail.count) as usize,
            bitmap: entry.bitmap,
            positioned: entry.positioned,
            scale: entry.scale,
            list: Stored::kept(&entry.list),
            masks: entry.masks.as_ref().map(Stored::kept),
            pieces: (entry.pieces.iter())
                .map(|(passages, place)| (u64::from(*passages), Stored::kept(place)))
                .collect(),
            tail: &entry.tail.list,
            tail_positions: &entry.tail.positions,
        }
    }
}

impl<'e> Stored<'e> {
    fn kept(place: &'e Place) -> Self {
        match place {
            Place::Inline(bytes) => Stored::New(bytes),
            Place::File { at, length, .. } => Stored::Kept {
                begins: *at == 0,
                length: *length,
            },
        }
    }
}

impl Shard {
    /// The one with that number, among so many replies.
    fn new(number: u32, replies: u32) -> Self {
        Shard {
            number,
            from: tail_of(number, replies),
            ..Shard::default()
        }
    }

    /// Encodes a term of the index and adds it.
    fn add(&mut self, data: &TermData, scratch: &mut Scratch, files: &Files<'_>) -> Result<()> {
        scratch.listed.take(data);
        let listed = &scratch.listed;
        self.put(
            &listed.encoded(&data.term, self.from, &mut scratch.packed),
            files,
        )
    }

    /// Adds a term, after all before it.
    fn put(&mut self, encoded: &Encoded<'_>, files: &Files<'_>) -> Result<()> {
        let (last, term) = (self.last.as_bytes(), encoded.term.as_bytes());
        let shared = last.iter().zip(term).take_while(|(a, b)| a == b).count();
        put_varint(&mut self.terms, shared as u64);
        put_varint(&mut self.terms, (term.len() - shared) as u64);
        self.terms.extend_from_slice(&term[shared..]);
        self.last.clear();
        self.last.push_str(encoded.term);
        self.count += 1;

        let head = encoded.count << 3
            | u64::from(encoded.bitmap) << 2
            | u64::from(encoded.positioned) << 1
            | u64::from(encoded.scale.is_some());
        put_varint(&mut self.terms, head);
        if let Some(scale) = encoded.scale {
            put_varint(&mut self.terms, scale);
        }
        let tailed = !encoded.tail.is_empty();
        let (begins, length) = match encoded.list {
            Stored::New(list) if list.len() <= INLINE => {
                let n = (list.len() as u64) << 2 | u64::from(tailed) << 1 | 1;
                put_varint(&mut self.terms, n);
                self.terms.extend_from_slice(list);
                (false, None)
            }
            Stored::New(list) => {
                // Numbers, passages and weights.
                let weights = encoded.scale.map_or(0, |_| encoded.before);
                let (rest, weights) = list.split_at(list.len().saturating_sub(weights));
                let masks = (encoded.masks.as_ref()).map_or(encoded.before.div_ceil(2), |_| 0);
                let (numbers, masks) = rest.split_at(rest.len().saturating_sub(masks));
                let kinds = [numbers, masks, weights];
                let begins = self.lists.push(&kinds, LIST_FILE, files)?;
                (begins, Some(list.len()))
            }
            Stored::Kept { begins, length } => (begins, Some(length)),
        };
        if let Some(length) = length {
            self.lists.say(begins, length);
            let n = (length as u64) << 3 | u64::from(tailed) << 2 | u64::from(begins) << 1;
            put_varint(&mut self.terms, n);
        }
        self.terms.extend_from_slice(encoded.tail);
        if encoded.positioned {
            if let Some(masks) = &encoded.masks {
                let n = self.put_piece(masks, ALONE, files)?;
                put_varint(&mut self.terms, n);
            }
            put_varint(&mut self.terms, encoded.pieces.len() as u64);
            for (passages, piece) in &encoded.pieces {
                let n = self.put_piece(piece, POSITION_FILE, files)?;
                if encoded.pieces.len() > 1 {
                    put_varint(&mut self.terms, *passages);
                }
                put_varint(&mut self.terms, n);
            }
            if tailed {
                put_varint(&mut self.terms, encoded.tail_positions.len() as u64);
                self.terms.extend_from_slice(encoded.tail_positions);
            }
        }
        Ok(())
    }

    /// Adds to the position files, of which one is full with so many bytes; gives what the lexicon says of it.
    fn put_piece(&mut self, piece: &Stored<'_>, full: usize, files: &Files<'_>) -> Result<u64> {
        let (begins, length) = match piece {
            Stored::New(piece) => (self.positions.push(&[piece], full, files)?, piece.len()),
            Stored::Kept { begins, length } => (*begins, *length),
        };
        self.positions.say(begins, length);
        Ok((length as u64) << 1 | u64::from(begins))
    }

    fn finish(mut self, files: &Files<'_>) -> Result<Finished> {
        self.lists.close(files)?;
        self.positions.close(files)?;
        // Whatever was taken over: better all anew than an answer from another term's file.
        if !(self.lists.is_sound() && self.positions.is_sound()) {
            let why = format!("the files of shard {} are not in order", self.number);
            return Err(Error::LastBundle(why));
        }
        let mut payload = Vec::with_capacity(self.terms.len() + 64);
        put_varint(&mut payload, u64::from(self.number));
        put_varint(&mut payload, u64::from(self.from));
        for names in [&self.lists.names, &self.positions.names] {
            put_varint(&mut payload, names.len() as u64);
            for name in names {
                payload.extend_from_slice(name);
            }
        }
        put_varint(&mut payload, self.count);
        payload.append(&mut self.terms);
        let mut data = self.lists.names;
        data.append(&mut self.positions.names);
        Ok(Finished {
            number: self.number,
            noted: Noted {
                sum: digest::first(&payload),
                data,
            },
            payload: Some(payload),
        })
    }
}

/// Whether it stands apart, first among its positions, which passages of the replies before the tail hold a term: that of a frequent word is a third of
/// its list, and seldom wanted.
pub(super) fn is_apart(word: bool, positioned: bool, before: usize) -> bool {
    word && positioned && before >= APART
}

/// How finely the weights of a word are told that so many replies hold: √replies / 32, rounded down to a power of two, from 1 to 8. The more replies hold
/// a word, the less each of its weights counts (its idf), and the more bytes they take.
pub(super) fn step_of(replies: usize) -> u8 {
    let doublings = replies.max(1).ilog2().saturating_sub(10) / 2;
    1 << doublings.min(3)
}

/// A weight as a share of the term's largest, 1–255: below 112 the middle of one of the stretches of `step` shares (see [`step_of`]), below 160 of a quarter of
/// that.
#[must_use]
pub fn quantised(weight: f32, scale: u64, step: u8) -> u8 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    let q = (f64::from(weight) * 255_000.0 / scale as f64).round() as u64;
    let share = u8::try_from(q.clamp(1, 255)).unwrap_or(255);
    // What weighs much comes first, and few replies do.
    let stretch = match share {
        0..112 => step,
        112..160 => (step / 4).max(1),
        _ => 1,
    };
    share / stretch * stretch + stretch / 2
}

/// Shards so that one holds about `size` bytes: the nearest power of two.
pub(super) fn shards(terms: usize, each: usize, size: usize) -> u32 {
    let wanted = (terms * each * 2 / size / 3).max(1);
    u32::try_from(wanted.next_power_of_two()).unwrap_or(1 << 16)
}

/// The names of the two lexicons.
const PAIRS: &str = "pairs";
const EXACT: &str = "exact";

/// Where a shard is in the portal.
fn in_portal(name: &str, address: &str, number: u32) -> String {
    format!("{FOLDER}/{}", shard_path(name, address, number))
}

fn count_of(shards: usize) -> u32 {
    u32::try_from(shards).unwrap_or(u32::MAX)
}

/// Writes the shards of a lexicon that are new, and takes over those that are not: they were at the address `last`.
fn write_lexicon(
    name: &str,
    last: Option<&str>,
    mut shards: Vec<Finished>,
    files: &Files<'_>,
) -> Result<Lexicon> {
    shards.sort_unstable_by_key(|shard| shard.number);
    let address = hash_of(shards.iter().map(|shard| &shard.noted.sum[..]));
    if let Some(last) = last {
        let kept = shards.iter().filter(|shard| shard.payload.is_none());
        let kept: Vec<String> = kept.map(|shard| shard_file(shard.number)).collect();
        let folders = [last, &address].map(|address| format!("{FOLDER}/{name}/{address}"));
        let [from, to] = &folders;
        (files.output).keep_folder_as([from, to], &kept, &files.made_of)?;
    }
    shards.par_iter().try_for_each(|shard| {
        let Some(payload) = &shard.payload else {
            return Ok(());
        };
        let path = in_portal(name, &address, shard.number);
        (files.output).write_made(&path, &seal(payload), &files.made_of)
    })?;
    Ok(Lexicon {
        address,
        shards: shards.into_iter().map(|shard| shard.noted).collect(),
    })
}

/// Writes the lexicons of pairs, words and grams, and of characters and keys, with their lists and positions. Gives where they are, and terms
/// that were written: a sample, or those that have changed.
///
/// # Errors
/// If the disk refuses.
pub(super) fn write_lexicons(
    index: &Opened,
    key: &[u8; 32],
    files: &Files<'_>,
) -> Result<([Sharded; 2], BTreeSet<String>)> {
    let sample = index.sample()?;
    let size = if index.replies() < MANY {
        SHARD
    } else {
        SHARD / 2
    };
    let counts = [
        shards(sample.all_terms, TERM, size),
        shards(sample.all_exact, EXACT_TERM, EXACT_SHARD),
    ];
    let (lexicons, written) = match update(index, key, counts, files)? {
        Some((lexicons, changed)) => (lexicons, changed.terms),
        None => (write_all(index, counts, files)?, sample.terms),
    };
    let sharded = [0, 1].map(|at: usize| (lexicons[at].address.clone(), counts[at]));
    Exported {
        key: *key,
        replies: index.replies(),
        averages: index.averages(),
        lexicons,
    }
    .save(index.folder())?;
    Ok((sharded, written))
}

fn write_all(index: &Opened, [pairs, exact]: [u32; 2], files: &Files<'_>) -> Result<[Lexicon; 2]> {
    let replies = index.replies();
    let segmenter = index.segmenter();
    let write_pairs = || {
        // More than threads, so that none waits long for another.
        let takers = (4 * count_of(rayon::current_num_threads())).clamp(1, pairs);
        let mut shards: Vec<Vec<Shard>> = (0..takers)
            .map(|taker| {
                let own = (taker..pairs).step_by(takers as usize);
                own.map(|number| Shard::new(number, replies)).collect()
            })
            .collect();
        index.walk_terms(
            NO_POSITIONS,
            &mut shards,
            |term| hash32(segmenter.shard_pair(term).into_iter()) & (pairs - 1),
            |own, scratch, number, data| own[(number / takers) as usize].add(data, scratch, files),
        )?;
        write_lexicon(
            PAIRS,
            None,
            finish(shards.into_iter().flatten().collect(), files)?,
            files,
        )
    };
    let write_exact = || {
        let mut shards: Vec<Shard> = (0..exact)
            .map(|number| Shard::new(number, replies))
            .collect();
        let mut scratch = Scratch::default();
        index.walk_exact(|data| {
            let number = exact_shard(&data.term, exact);
            shards[number as usize].add(data, &mut scratch, files)
        })?;
        write_lexicon(EXACT, None, finish(shards, files)?, files)
    };
    let (pairs, exact) = rayon::join(write_pairs, write_exact);
    Ok([pairs?, exact?])
}

fn finish(shards: Vec<Shard>, files: &Files<'_>) -> Result<Vec<Finished>> {
    (shards.into_par_iter().map(|shard| shard.finish(files))).collect()
}

fn exact_shard(term: &str, count: u32) -> u32 {
    hash32(term.chars()) & (count - 1)
}

/// Shards that are put together, or terms that are looked up, before the index is opened anew: fewer where there are more replies, whose lists are
/// longer.
pub(super) fn at_once(replies: u32) -> usize {
    (1_280_000 / replies.max(1) as usize).clamp(8, 256)
}

/// The changed terms of each shard that may hold any.
type ByShard<'c> = BTreeMap<u32, BTreeSet<&'c str>>;

/// Puts those shards together again that hold a changed term; `None` if there is nothing to go by, or too much to do.
fn update(
    index: &Opened,
    key: &[u8; 32],
    counts: [u32; 2],
    files: &Files<'_>,
) -> Result<Option<([Lexicon; 2], Changed)>> {
    let Some(last) = index.last_folder().and_then(Exported::load) else {
        return Ok(None);
    };
    let replies = index.replies();
    let same = last.key == *key
        && last.averages == index.averages()
        && tail_most(last.replies) == tail_most(replies)
        && [0, 1].map(|at: usize| count_of(last.lexicons[at].shards.len())) == counts;
    if !same {
        return Ok(None);
    }
    let Some(changed) = index.changed(NO_POSITIONS)? else {
        return Ok(None);
    };
    let [mut pairs, mut exact] = [ByShard::new(), ByShard::new()];
    for term in &changed.terms {
        // A gram may be in the shard of its last two characters, and a word may have been one.
        let chars: Vec<char> = term.chars().collect();
        for pair in [
            Some(&chars[..]),
            chars.get(1..).filter(|_| chars.len() == 3),
        ] {
            let pair = pair.unwrap_or_default().iter().copied().take(2);
            if pair.len() == 2 {
                let shard = hash32(pair) & (counts[0] - 1);
                pairs.entry(shard).or_default().insert(term);
            }
        }
    }
    for term in &changed.exact {
        exact
            .entry(exact_shard(term, counts[1]))
            .or_default()
            .insert(term);
    }
    for (of, count) in [(&mut pairs, counts[0]), (&mut exact, counts[1])] {
        for number in 0..count {
            if tail_of(number, last.replies) != tail_of(number, replies) {
                of.entry(number).or_default();
            }
        }
    }
    let Ok(bundle) = Bundle::open(files.output.last_folder(FOLDER)) else {
        return Ok(None);
    };
    for (name, lexicon) in [(PAIRS, &last.lexicons[0]), (EXACT, &last.lexicons[1])] {
        let whole = (0..count_of(lexicon.shards.len()))
            .into_par_iter()
            .all(|number| {
                let path = in_portal(name, &lexicon.address, number);
                files.left_at(&path).is_some()
            });
        if !whole {
            return Ok(None);
        }
    }
    let shards = last.lexicons.iter().flat_map(|lexicon| &lexicon.shards);
    let data = shards.flat_map(|shard| &shard.data).copied();
    if !files.look_at(data.collect()) {
        return Ok(None);
    }
    // From here on files are written.
    let again = Again {
        last: &last,
        bundle: &bundle,
        anew: Anew {
            changed: &changed.replies,
            replies,
        },
        segmenter: index.segmenter(),
        fresh: (index.terms_anew()?, index.exact_terms_anew()?),
        files,
    };
    let mut shards: [Vec<Finished>; 2] = Default::default();
    for (which, of) in [pairs, exact].iter().enumerate() {
        let made = (of.par_iter())
            .map(|(number, changed)| again.shard(which, *number, changed, None))
            .collect::<Result<Vec<_>>>()?;
        let mut left = Vec::new();
        for (made, affected) in made.into_iter().zip(of) {
            match made {
                Some(made) => shards[which].push(made),
                None => left.push(affected),
            }
        }
        for some in left.chunks(at_once(replies)) {
            // What was touched of the index's files counts as memory as long as they are open.
            let opened = index.opened_again()?;
            let whole = (opened.terms()?, opened.exact_terms()?);
            let made = some.par_iter().map(|(number, changed)| {
                let made = again.shard(which, **number, changed, Some(&whole))?;
                Ok(made.into_iter().collect::<Vec<_>>())
            });
            shards[which].extend(made.collect::<Result<Vec<_>>>()?.into_iter().flatten());
        }
    }
    let [pairs, exact] = shards;
    let mut lexicons = Vec::with_capacity(2);
    for (name, lexicon, mut shards) in [
        (PAIRS, &last.lexicons[0], pairs),
        (EXACT, &last.lexicons[1], exact),
    ] {
        let anew: HashSet<u32> = shards.iter().map(|shard| shard.number).collect();
        let rest = (0u32..).zip(&lexicon.shards);
        let rest: Vec<_> = rest.filter(|(number, _)| !anew.contains(number)).collect();
        rest.par_iter().try_for_each(|(_, noted)| {
            (noted.data.iter()).try_for_each(|data| files.keep_data(*data))
        })?;
        shards.extend(rest.into_iter().map(|(number, noted)| Finished {
            number,
            noted: noted.clone(),
            payload: None,
        }));
        lexicons.push(write_lexicon(name, Some(&lexicon.address), shards, files)?);
    }
    let Ok(lexicons) = lexicons.try_into() else {
        return Ok(None);
    };
    Ok(Some((lexicons, changed)))
}

/// Which data files of a shard stay as they are, of lists or of positions: those that hold nothing of a changed term, and begin and end where they did.
struct Stays {
    /// A file is closed when it holds this many bytes.
    full: usize,
    /// How many bytes each has.
    lengths: HashMap<[u8; 7], usize>,
    /// Those that do not.
    touched: HashSet<[u8; 7]>,
    /// The one in which what was last asked for stands, if it stays.
    within: Option<[u8; 7]>,
}

impl Stays {
    /// `places` are those of an entry.
    fn of<'e>(
        entries: &'e [(String, Entry)],
        changed: &BTreeSet<&str>,
        full: usize,
        places: impl Fn(&'e Entry) -> Vec<&'e Place>,
    ) -> Stays {
        let in_files = |entry| {
            (places(entry).into_iter()).filter_map(|place| match place {
                Place::File { name, at, length } => Some((*name, *at, at + length)),
                Place::Inline(_) => None,
            })
        };
        let all = entries.iter().flat_map(|(_, entry)| in_files(entry));
        // A later piece ends later.
        let lengths: HashMap<[u8; 7], usize> = all.map(|(name, _, end)| (name, end)).collect();
        let mut touched = HashSet::new();
        let mut before = None;
        // What is not full ends where it does because of what follows.
        let touch_end = |before: Option<[u8; 7]>, touched: &mut HashSet<[u8; 7]>| {
            touched.extend(before.filter(|name| lengths[name] < full));
        };
        // Whether a changed term stands between that and what comes next.
        let mut between = false;
        let mut left = changed.iter().peekable();
        for (term, entry) in entries {
            while left.next_if(|left| **left < term.as_str()).is_some() {
                between = true;
            }
            let is_changed = left.next_if(|left| **left == term.as_str()).is_some();
            between |= is_changed;
            for (name, at, _) in in_files(entry) {
                if between {
                    touch_end(before, &mut touched);
                    if is_changed || at > 0 {
                        touched.insert(name);
                    }
                    between = is_changed;
                }
                before = Some(name);
            }
        }
        if between || left.next().is_some() {
            touch_end(before, &mut touched);
        }
        Stays {
            full,
            lengths,
            touched,
            within: None,
        }
    }

    /// What an unchanged term has next: its bytes, or nothing if the file in which they are stays.
    fn next(
        &mut self,
        place: &Place,
        data: &mut Data,
        last: &mut ReadShard<'_>,
        files: &Files<'_>,
    ) -> Result<Option<Vec<u8>>> {
        let Place::File { name, at, length } = place else {
            return Ok(None);
        };
        if *at > 0 && self.within == Some(*name) {
            return Ok(None);
        }
        let begins = *at == 0 && (!data.open || *length >= self.full);
        if begins && !self.touched.contains(name) {
            let length = self.lengths.get(name).copied().unwrap_or(0);
            self.keep(*name, length, data, files)?;
            return Ok(None);
        }
        self.read(place, last).map(Some)
    }

    /// The bytes of what an unchanged term has next, wherever they are.
    fn read(&mut self, place: &Place, last: &mut ReadShard<'_>) -> Result<Vec<u8>> {
        self.within = None;
        last.bytes(place).map_err(Error::LastBundle)
    }

    /// Takes a file of so many bytes over behind what stands in `data`.
    fn keep(
        &mut self,
        name: [u8; 7],
        length: usize,
        data: &mut Data,
        files: &Files<'_>,
    ) -> Result<()> {
        data.close(files)?;
        data.names.push(name);
        data.lengths.push(length);
        files.keep_data(name)?;
        self.within = Some(name);
        Ok(())
    }
}

/// What reads the terms of the text, and characters and keys.
type Readers<'i> = (Terms<'i>, ExactTerms<'i>);

/// Puts shards together again.
struct Again<'a, 'o> {
    last: &'a Exported,
    bundle: &'a Bundle,
    anew: Anew<'a>,
    segmenter: &'a Segmenter,
    /// Of the parts of the index that were made anew.
    fresh: Readers<'a>,
    files: &'a Files<'o>,
}

impl Again<'_, '_> {
    /// A shard of the first or second lexicon: the terms that it had and that have not changed, and those that have as they are now. `None` if one of
    /// them has to be read from the `whole` index.
    fn shard(
        &self,
        which: usize,
        number: u32,
        changed: &BTreeSet<&str>,
        whole: Option<&Readers<'_>>,
    ) -> Result<Option<Finished>> {
        let address = &self.last.lexicons[which].address;
        let last = self.bundle.shard([PAIRS, EXACT][which], address, number);
        // Files that are as they were left and yet damaged: a fault of the disk.
        let mut last = last.map_err(Error::LastBundle)?;
        let entries = std::mem::take(&mut last.entries);
        let mut shard = Shard::new(number, self.anew.replies);
        let is_cut_anew = shard.from != last.from;
        if !is_cut_anew && self.anew.is_from(last.from) {
            let made = self.tails(which, &last, &entries, changed, shard)?;
            if made.is_some() {
                return Ok(made);
            }
            shard = Shard::new(number, self.anew.replies);
        }
        let known: HashMap<&str, &Entry> = (entries.iter())
            .filter(|(term, _)| changed.contains(term.as_str()))
            .map(|(term, entry)| (term.as_str(), entry))
            .collect();
        let mut now: Vec<(&str, Listed)> = Vec::with_capacity(changed.len());
        for term in changed {
            let raw = known.get(term).map(|entry| last.whole(entry)).transpose();
            let raw = raw.map_err(Error::LastBundle)?;
            match (
                self.term(which, number, term, raw, Untouched::default())?,
                whole,
            ) {
                (Patched::Listed(listed), _) => now.push((term, listed)),
                (Patched::Gone, _) => {}
                (Patched::Unknown, None) => return Ok(None),
                (Patched::Unknown, Some((terms, exact))) => {
                    let data = match which {
                        0 => terms.get(term, NO_POSITIONS)?,
                        _ => exact.get(term)?,
                    };
                    if let Some(data) = data {
                        let mut listed = Listed::default();
                        listed.take(&data);
                        now.push((term, listed));
                    }
                }
            }
        }
        let mut now = now.into_iter().peekable();
        let mut packed = Packed::default();
        let mut add_until = |until: Option<&str>, shard: &mut Shard| {
            let before = |(term, _): &(&str, Listed)| until.is_none_or(|until| *term < until);
            while let Some((term, listed)) = now.next_if(before) {
                let encoded = listed.encoded(term, shard.from, &mut packed);
                shard.put(&encoded, self.files)?;
            }
            Ok::<(), Error>(())
        };
        let mut again = Packed::default();
        let mut lists = Stays::of(&entries, changed, LIST_FILE, |entry| vec![&entry.list]);
        let mut positions = Stays::of(&entries, changed, POSITION_FILE, |entry| {
            entry.pieces.iter().map(|(_, place)| place).collect()
        });
        for (term, entry) in &entries {
            if changed.contains(term.as_str()) {
                continue;
            }
            add_until(Some(term), &mut shard)?;
            if is_cut_anew {
                let listed = last.whole(entry).ok().and_then(Listed::of);
                let Some(listed) = listed else {
                    return Err(Error::LastBundle(format!("“{term}” is damaged")));
                };
                let encoded = listed.encoded(term, shard.from, &mut again);
                shard.put(&encoded, self.files)?;
                continue;
            }
            let list = lists.next(&entry.list, &mut shard.lists, &mut last, self.files)?;
            if let Some(Place::File { name, length, .. }) = &entry.masks {
                // Alone in its file.
                positions.keep(*name, *length, &mut shard.positions, self.files)?;
            }
            let mut pieces: Vec<Option<Vec<u8>>> = Vec::with_capacity(entry.pieces.len());
            for (_, place) in &entry.pieces {
                // What is read back is not written yet: no file can stay behind it.
                pieces.push(if pieces.iter().any(Option::is_some) {
                    Some(positions.read(place, &mut last)?)
                } else {
                    positions.next(place, &mut shard.positions, &mut last, self.files)?
                });
            }
            let mut encoded = Encoded::kept(term, entry);
            if let Some(list) = &list {
                encoded.list = Stored::New(list);
            }
            for ((_, piece), bytes) in encoded.pieces.iter_mut().zip(&pieces) {
                if let Some(bytes) = bytes {
                    *piece = Stored::New(bytes);
                }
            }
            shard.put(&encoded, self.files)?;
        }
        add_until(None, &mut shard)?;
        shard.finish(self.files).map(Some)
    }

    /// The same where all replies that have changed are in the tail: nothing is read but the lexicon, and all data files stay. `None` if that does not do.
    fn tails(
        &self,
        which: usize,
        last: &ReadShard<'_>,
        entries: &[(String, Entry)],
        changed: &BTreeSet<&str>,
        mut shard: Shard,
    ) -> Result<Option<Finished>> {
        let [lists, positions] = &last.names;
        shard.lists.names.clone_from(lists);
        shard.positions.names.clone_from(positions);
        let mut packed = Packed::default();
        let mut left = changed.iter().peekable();
        let mut entries = entries.iter().peekable();
        loop {
            // Both are in order.
            let (term, entry) = match (left.peek(), entries.peek()) {
                (Some(term), Some((known, _))) if **term < known.as_str() => (**term, None),
                (Some(term), None) => (**term, None),
                (_, Some((term, entry))) => (term.as_str(), Some(entry)),
                (None, None) => break,
            };
            if entry.is_some() {
                entries.next();
            }
            let is_changed = left.next_if(|left| **left == term).is_some();
            if let (false, Some(entry)) = (is_changed, entry) {
                shard.put(&Encoded::kept(term, entry), self.files)?;
                continue;
            }
            let raw = entry.map(|entry| last.tail(entry)).transpose();
            let untouched = entry.map_or(Some(Untouched::default()), Untouched::of);
            let (Ok(raw), Some(untouched)) = (raw, untouched) else {
                return Ok(None);
            };
            match self.term(which, shard.number, term, raw, untouched)? {
                Patched::Listed(listed) => {
                    let tail = listed.encoded(term, shard.from, &mut packed);
                    let encoded = Encoded {
                        count: tail.count + u64::from(untouched.replies),
                        positioned: tail.positioned || entry.is_some_and(|e| !e.pieces.is_empty()),
                        scale: tail.scale,
                        tail: tail.tail,
                        tail_positions: tail.tail_positions,
                        ..entry.map_or(Encoded::none(term), |entry| Encoded::kept(term, entry))
                    };
                    shard.put(&encoded, self.files)?;
                }
                Patched::Gone if untouched.replies == 0 => {}
                Patched::Gone | Patched::Unknown => return Ok(None),
            }
        }
        for name in lists.iter().chain(positions) {
            self.files.keep_data(*name)?;
        }
        shard.finish(self.files).map(Some)
    }

    /// A changed term as it is now; `raw` is what it was in this shard, but for what stays `untouched`.
    fn term(
        &self,
        which: usize,
        number: u32,
        term: &str,
        raw: Option<Raw>,
        untouched: Untouched,
    ) -> Result<Patched> {
        let (terms, exact) = &self.fresh;
        if which == 0 {
            let count = count_of(self.last.lexicons[0].shards.len());
            let shard = hash32(self.segmenter.shard_pair(term).into_iter()) & (count - 1);
            if shard != number {
                return Ok(Patched::Gone);
            }
        }
        let text = which == 0;
        let kind = Kind {
            word: text && self.segmenter.is_word(term),
            text,
        };
        let now = if text {
            terms.get(term, 0)?
        } else {
            exact.get(term)?
        };
        Ok(self.anew.patched(raw, now.as_ref(), kind, untouched))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sound_where_the_terms_say_of_each_what_it_holds() {
        let data = |lengths: &[usize], said: &[(bool, usize)]| {
            let mut data = Data {
                names: vec![[0; 7]; 2],
                lengths: lengths.to_vec(),
                ..Data::default()
            };
            for (begins, length) in said {
                data.say(*begins, *length);
            }
            data.is_sound()
        };
        let said = [(true, 8192), (true, 5), (false, 3)];
        assert!(data(&[8192, 8], &said));
        assert!(data(&[], &said), "nothing is known of them");
        assert!(!data(&[8, 8192], &said), "in another order");
        assert!(!data(&[8192, 8], &said[..2]), "one says less");
        assert!(!data(&[], &said[..1]), "one file is nobody's");
    }

    /// Terms whose lists stand in files of so many bytes, one behind the other: the name of each, and the lists in it.
    fn listed(files: &[(u8, &[(&str, usize)])]) -> Vec<(String, Entry)> {
        let mut entries = Vec::new();
        for (name, lists) in files {
            let mut at = 0;
            for (term, length) in *lists {
                let mut entry = Entry::default();
                entry.list = Place::File {
                    name: [*name; 7],
                    at,
                    length: *length,
                };
                entries.push(((*term).to_owned(), entry));
                at += length;
            }
        }
        entries
    }

    #[test]
    fn a_file_stays_unless_a_changed_term_is_in_it_or_would_be() {
        let entries = listed(&[
            (1, &[("b", 2000), ("d", 1200)]),
            (2, &[("f", 1000), ("h", 2100)]),
            (3, &[("j", 4000)]),
            (4, &[("l", 500)]),
        ]);
        for (changed, touched) in [
            (&[][..], &[][..]),
            (&["b"], &[1]),
            (&["d"], &[1]),
            (&["h"], &[2]),
            (&["j"], &[3]),
            (&["l"], &[4]),
            (&["b", "h"], &[1, 2]),
            // New ones: within a file, between two that are full, and behind one that is not.
            (&["c"], &[1]),
            (&["e"], &[]),
            (&["a"], &[]),
            (&["g", "i"], &[2]),
            (&["m"], &[4]),
        ] {
            let changed = changed.iter().copied().collect();
            let stays = Stays::of(&entries, &changed, LIST_FILE, |entry| vec![&entry.list]);
            let mut found: Vec<u8> = stays.touched.iter().map(|name| name[0]).collect();
            found.sort_unstable();
            assert_eq!(found, touched, "{changed:?}");
        }
        // What ended because something followed that stands alone ends otherwise without it.
        let entries = listed(&[(1, &[("b", 500)]), (2, &[("d", 4000)])]);
        for (changed, touched) in [("d", vec![1, 2]), ("c", vec![1]), ("e", vec![])] {
            let changed = BTreeSet::from([changed]);
            let stays = Stays::of(&entries, &changed, LIST_FILE, |entry| vec![&entry.list]);
            let mut found: Vec<u8> = stays.touched.iter().map(|name| name[0]).collect();
            found.sort_unstable();
            assert_eq!(found, touched, "{changed:?}");
        }
    }

    #[test]
    fn the_more_replies_hold_a_word_the_less_finely_it_weighs() {
        let steps = [
            0,
            1,
            1023,
            1024,
            4095,
            4096,
            16_384,
            65_535,
            65_536,
            1 << 30,
        ]
        .map(step_of);
        assert_eq!(steps, [1, 1, 1, 1, 1, 2, 4, 4, 8, 8]);
    }

    #[test]
    fn a_weight_is_told_as_finely_as_its_step() {
        let scale = 2000;
        for step in [1, 2, 4, 8] {
            let mut told = std::collections::BTreeSet::new();
            for thousandth in 4..=2000_u16 {
                let share = f64::from(thousandth) * 255.0 / 2000.0;
                let q = quantised(f32::from(thousandth) / 1000.0, scale, step);
                let off = (f64::from(q) - share).abs();
                let fine = (step / 4).max(1);
                let stretch = [step, fine, 1][usize::from(q >= 112) + usize::from(q >= 160)];
                assert!(
                    off <= f64::from(stretch / 2) + 0.51,
                    "{thousandth} {step} {q}"
                );
                assert_eq!(q == 255, share.round() >= 255.0, "{thousandth} {step}");
                told.insert(q);
            }
            // The first stretch begins with 0, which is no weight.
            let low = 112 / usize::from(step) - usize::from(step == 1);
            assert_eq!(
                told.len(),
                low + 48 / usize::from((step / 4).max(1)) + 96,
                "{step}"
            );
        }
    }
}
