//! The lexicons of the search bundle, with their lists and positions: all of them, or those shards alone that hold a term which is not as it was.
//!
//! All: each thread walks the whole dictionary and writes the shards that are its own: streaming the terms is cheap, reading
//! their postings is not. Data files leave memory as soon as they are full; only the lexicon stays until its address,
//! which is made of all of it, is known.
//!
//! Those alone: what the last export made is noted in the index's folder. A shard in which a term has changed is read back from the last portal and put
//! together again, the changed terms with what the new parts of the index say (`patch`), or from the whole of it where that does not tell; all other shards, and what belongs
//! to them, are taken over.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::patch::{Anew, Kind, Patched, put_passage};
use super::read::{Bundle, Raw};
use super::{
    FOLDER, NO_POSITIONS, Sharded, bitmap_bytes, data_name, data_path, hash_of, hash32, put_varint,
    seal,
};
use crate::digest;
use crate::error::{AtPath, Error, Result};
use crate::index::Opened;
use crate::index::differ::Changed;
use crate::index::walk::{ExactTerms, TermData, Terms};
use crate::output::{MadeOf, OutputFolder};
use crate::text::Segmenter;

/// Lists up to this many bytes stand in the lexicon itself: all those that sharpen a question (`index::search::RARE`),
/// among up to 16,384 replies.
const INLINE: usize = 84;
/// A list file is closed when it holds this many bytes.
const LIST_FILE: usize = 3 << 10;
/// A position file is closed when it holds this many bytes.
const POSITION_FILE: usize = 4 << 10;
/// Positions of one term are cut into pieces of this many bytes.
const PIECE: usize = 8 << 10;
/// Bytes of lexicon that a shard should hold before compression, about.
const SHARD: usize = 3 << 10;
/// Bytes of lexicon that a term of the text takes, about.
const TERM: usize = 26;
/// Bytes of lexicon that a character or key takes, about.
const EXACT_TERM: usize = 20;
/// Bytes that a shard of characters and keys should hold before compression, about.
const EXACT_SHARD: usize = 1 << 10;

/// One kind of data of one shard: lists, or positions.
#[derive(Default)]
struct Data {
    buffer: Vec<u8>,
    names: Vec<[u8; 7]>,
    open: bool,
}

impl Data {
    /// Appends one piece; says whether it begins a file.
    fn push(&mut self, bytes: &[u8], full: usize, files: &Files<'_>) -> Result<bool> {
        // What fills a file by itself stands alone, so that nobody else's reader fetches it.
        if self.open && bytes.len() >= full {
            self.close(files)?;
        }
        let begins = !self.open;
        self.open = true;
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= full {
            self.close(files)?;
        }
        Ok(begins)
    }

    fn close(&mut self, files: &Files<'_>) -> Result<()> {
        if self.open {
            self.names.push(files.write_data(&self.buffer)?);
            self.buffer.clear();
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
    written: Mutex<HashSet<[u8; 7]>>,
}

impl<'o> Files<'o> {
    pub fn new(output: &'o OutputFolder, made_of: MadeOf) -> Self {
        Files {
            output,
            made_of,
            written: Mutex::default(),
        }
    }

    /// Whether nobody has asked for a file of this name.
    fn is_new(&self, name: [u8; 7]) -> bool {
        let mut written = (self.written.lock()).unwrap_or_else(std::sync::PoisonError::into_inner);
        written.insert(name)
    }

    pub fn write_data(&self, payload: &[u8]) -> Result<[u8; 7]> {
        let name = data_name(payload);
        if self.is_new(name) {
            let path = format!("{FOLDER}/{}", data_path(name));
            // It is named by its content.
            if !self.output.keep_made(&path, &self.made_of)? {
                (self.output).write_made(&path, &seal(payload), &self.made_of)?;
            }
        }
        Ok(name)
    }

    /// Takes a file of the last portal over.
    fn keep_data(&self, name: [u8; 7]) -> Result<()> {
        if self.is_new(name) {
            self.output.keep(&format!("{FOLDER}/{}", data_path(name)))?;
        }
        Ok(())
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
            let scale = scale_of(&data.weights);
            self.scale = Some(scale);
            let shares = data.weights.iter().map(|weight| quantised(*weight, scale));
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

    /// As a shard takes it.
    pub(super) fn encoded<'e>(
        &'e self,
        term: &'e str,
        replies: u32,
        Packed { list, pieces }: &'e mut Packed,
    ) -> Encoded<'e> {
        list.clear();
        let mut next = 0;
        for reply in &self.replies {
            put_varint(list, u64::from(reply - next));
            next = reply + 1;
        }
        let bits = bitmap_bytes(replies);
        let bitmap = bits < list.len();
        if bitmap {
            list.clear();
            list.resize(bits, 0);
            for reply in &self.replies {
                list[*reply as usize >> 3] |= 1 << (reply & 7);
            }
        }
        let head = (self.replies.len() as u64) << 3
            | u64::from(bitmap) << 2
            | u64::from(!self.ends.is_empty()) << 1
            | u64::from(self.scale.is_some());
        list.extend(self.masks.chunks(2).map(|two| match two {
            [one, other] => one | other << 4,
            _ => two[0],
        }));
        list.extend_from_slice(&self.weights);
        pieces.clear();
        let (mut passages, mut begin) = (0, 0);
        for (left, end) in (0..self.ends.len()).rev().zip(&self.ends) {
            passages += 1;
            if end - begin >= PIECE || left == 0 {
                pieces.push((passages, begin..*end));
                begin = *end;
                passages = 0;
            }
        }
        Encoded {
            term,
            head,
            scale: self.scale,
            list,
            pieces: (pieces.iter())
                .map(|(passages, range)| (*passages, &self.positions[range.clone()]))
                .collect(),
        }
    }
}

/// The largest of some weights × 1000, at least 1.
pub(super) fn scale_of(weights: &[f32]) -> u64 {
    let largest = weights.iter().copied().fold(0.0_f32, f32::max);
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
    /// Passages and bytes of each piece of positions.
    pieces: Vec<(u64, std::ops::Range<usize>)>,
}

/// One term as a shard takes it.
pub(super) struct Encoded<'e> {
    pub term: &'e str,
    /// How many replies, whether they are a bitmap, whether there are positions, whether it is a word.
    pub head: u64,
    /// The largest weight × 1000, of a word.
    pub scale: Option<u64>,
    pub list: &'e [u8],
    /// Passages and bytes of each piece of positions.
    pub pieces: Vec<(u64, &'e [u8])>,
}

impl Shard {
    /// Encodes a term of the index and adds it.
    fn add(
        &mut self,
        data: &TermData,
        replies: u32,
        scratch: &mut Scratch,
        files: &Files<'_>,
    ) -> Result<()> {
        scratch.listed.take(data);
        let listed = &scratch.listed;
        self.put(
            &listed.encoded(&data.term, replies, &mut scratch.packed),
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

        put_varint(&mut self.terms, encoded.head);
        if let Some(scale) = encoded.scale {
            put_varint(&mut self.terms, scale);
        }
        let list = encoded.list;
        if list.len() <= INLINE {
            put_varint(&mut self.terms, (list.len() as u64) << 1 | 1);
            self.terms.extend_from_slice(list);
        } else {
            let begins = self.lists.push(list, LIST_FILE, files)?;
            put_varint(
                &mut self.terms,
                (list.len() as u64) << 2 | u64::from(begins) << 1,
            );
        }
        if encoded.head & 2 != 0 {
            put_varint(&mut self.terms, encoded.pieces.len() as u64);
            for (passages, piece) in &encoded.pieces {
                let begins = self.positions.push(piece, POSITION_FILE, files)?;
                if encoded.pieces.len() > 1 {
                    put_varint(&mut self.terms, *passages);
                }
                put_varint(
                    &mut self.terms,
                    (piece.len() as u64) << 1 | u64::from(begins),
                );
            }
        }
        Ok(())
    }

    fn finish(mut self, number: u32, files: &Files<'_>) -> Result<Finished> {
        self.lists.close(files)?;
        self.positions.close(files)?;
        let mut payload = Vec::with_capacity(self.terms.len() + 64);
        put_varint(&mut payload, u64::from(number));
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
            number,
            noted: Noted {
                sum: digest::first(&payload),
                data,
            },
            payload: Some(payload),
        })
    }
}

/// A weight as a share of the term's largest, 1–255.
#[must_use]
pub fn quantised(weight: f32, scale: u64) -> u8 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    let q = (f64::from(weight) * 255_000.0 / scale as f64).round() as u64;
    u8::try_from(q.clamp(1, 255)).unwrap_or(255)
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
fn shard_path(name: &str, address: &str, number: u32) -> String {
    format!("{FOLDER}/{name}/{address}/{number:x}.bin")
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
    shards.par_iter().try_for_each(|shard| {
        let path = shard_path(name, &address, shard.number);
        match (&shard.payload, last) {
            (None, Some(last)) => {
                let old = shard_path(name, last, shard.number);
                files.output.keep_as(&old, &path, &files.made_of)
            }
            (payload, _) => {
                let sealed = seal(payload.as_deref().unwrap_or_default());
                files.output.write_made(&path, &sealed, &files.made_of)
            }
        }
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
    let counts = [
        shards(sample.all_terms, TERM, SHARD),
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
    let shard_of = |term: &str| hash32(segmenter.shard_pair(term).into_iter()) & (pairs - 1);
    let threads = count_of(rayon::current_num_threads()).max(1);
    let mine: Vec<Vec<Finished>> = (0..threads)
        .into_par_iter()
        .map(|thread| {
            let mut own: BTreeMap<u32, Shard> = (0..pairs)
                .filter(|number| number % threads == thread)
                .map(|number| (number, Shard::default()))
                .collect();
            let mut scratch = Scratch::default();
            index.walk_terms(
                NO_POSITIONS,
                |term| shard_of(term) % threads == thread,
                |data| {
                    let shard = own.entry(shard_of(&data.term)).or_default();
                    shard.add(data, replies, &mut scratch, files)
                },
            )?;
            finish(own, files)
        })
        .collect::<Result<_>>()?;
    let shards = mine.into_iter().flatten().collect();
    let pairs = write_lexicon(PAIRS, None, shards, files)?;

    let mut own: BTreeMap<u32, Shard> = (0..exact)
        .map(|number| (number, Shard::default()))
        .collect();
    let mut scratch = Scratch::default();
    index.walk_exact(|data| {
        let shard = own.entry(exact_shard(&data.term, exact)).or_default();
        shard.add(data, replies, &mut scratch, files)
    })?;
    let exact = write_lexicon(EXACT, None, finish(own, files)?, files)?;
    Ok([pairs, exact])
}

fn finish(own: BTreeMap<u32, Shard>, files: &Files<'_>) -> Result<Vec<Finished>> {
    own.into_iter()
        .map(|(number, shard)| shard.finish(number, files))
        .collect()
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
        && bitmap_bytes(last.replies) == bitmap_bytes(replies)
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
    let Ok(bundle) = Bundle::open(files.output.last_folder(FOLDER)) else {
        return Ok(None);
    };
    for (name, lexicon) in [(PAIRS, &last.lexicons[0]), (EXACT, &last.lexicons[1])] {
        let whole = (0u32..).zip(&lexicon.shards).collect::<Vec<_>>();
        let whole = whole.par_iter().all(|(number, shard)| {
            let is_whole = |path: &str| files.output.is_made_of(path, &files.made_of);
            is_whole(&shard_path(name, &lexicon.address, *number))
                && (shard.data.iter())
                    .all(|data| is_whole(&format!("{FOLDER}/{}", data_path(*data))))
        });
        if !whole {
            return Ok(None);
        }
    }
    // From here on files are written.
    let again = Again {
        last: &last,
        bundle: &bundle,
        anew: Anew {
            ranges: index.anew(),
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

/// What a shard of the last portal holds.
fn last_shard(bundle: &Bundle, name: &str, lexicon: &Lexicon, number: u32) -> Result<Vec<Raw>> {
    let shard = bundle.shard(name, &lexicon.address, number);
    // Files that are as they were left and yet damaged: a fault of the disk.
    shard.map_err(Error::LastBundle)
}

/// What reads the terms of the text, and characters and keys.
type Readers<'i> = (Terms<'i>, ExactTerms<'i>);

/// Puts shards together again.
struct Again<'a> {
    last: &'a Exported,
    bundle: &'a Bundle,
    anew: Anew,
    segmenter: &'a Segmenter,
    /// Of the parts of the index that were made anew.
    fresh: Readers<'a>,
    files: &'a Files<'a>,
}

impl Again<'_> {
    /// A shard of the first or second lexicon: the terms that it had and that have not changed, and those that have as they are now. `None` if one of
    /// them has to be read from the `whole` index.
    fn shard(
        &self,
        which: usize,
        number: u32,
        changed: &BTreeSet<&str>,
        whole: Option<&Readers<'_>>,
    ) -> Result<Option<Finished>> {
        let lexicon = &self.last.lexicons[which];
        let raw = last_shard(self.bundle, [PAIRS, EXACT][which], lexicon, number)?;
        let known: HashMap<&str, &Raw> = (raw.iter())
            .filter(|raw| changed.contains(raw.term.as_str()))
            .map(|raw| (raw.term.as_str(), raw))
            .collect();
        let mut now: Vec<(&str, Listed)> = Vec::with_capacity(changed.len());
        for term in changed {
            let raw = known.get(term).copied();
            match (self.term(which, number, term, raw)?, whole) {
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
        let (mut shard, mut packed) = (Shard::default(), Packed::default());
        let mut add_until = |until: Option<&str>, shard: &mut Shard| {
            let before = |(term, _): &(&str, Listed)| until.is_none_or(|until| *term < until);
            while let Some((term, listed)) = now.next_if(before) {
                let encoded = listed.encoded(term, self.anew.replies, &mut packed);
                shard.put(&encoded, self.files)?;
            }
            Ok::<(), Error>(())
        };
        let same = (raw.iter()).filter(|raw| !changed.contains(raw.term.as_str()));
        for raw in same {
            add_until(Some(&raw.term), &mut shard)?;
            let encoded = Encoded {
                term: &raw.term,
                head: raw.head,
                scale: raw.scale,
                list: &raw.list,
                pieces: (raw.pieces.iter())
                    .map(|(passages, piece)| (*passages, &piece[..]))
                    .collect(),
            };
            shard.put(&encoded, self.files)?;
        }
        add_until(None, &mut shard)?;
        shard.finish(number, self.files).map(Some)
    }

    /// A changed term as it is now; `raw` is what it was in this shard.
    fn term(&self, which: usize, number: u32, term: &str, raw: Option<&Raw>) -> Result<Patched> {
        let (terms, exact) = &self.fresh;
        if which == 0 {
            let count = count_of(self.last.lexicons[0].shards.len());
            let shard = hash32(self.segmenter.shard_pair(term).into_iter()) & (count - 1);
            if shard != number {
                return Ok(Patched::Gone);
            }
        }
        let Some(raw) = raw else {
            return Ok(Patched::Unknown);
        };
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
        Ok(self.anew.patched(raw, now.as_ref(), kind))
    }
}
