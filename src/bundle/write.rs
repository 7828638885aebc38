//! The index → the files of the search bundle.
//!
//! Each thread walks the whole dictionary and writes the shards that are its own: streaming the terms is cheap, reading
//! their postings is not. Data files leave memory as soon as they are full; only the lexicon stays until its address,
//! which is made of all of it, is known.

use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;

use pinyin::ToPinyin;
use rayon::prelude::*;

use super::{
    BLOCK, FOLDER, Manifest, NO_POSITIONS, Sharded, Texts, data_name, data_path, digits, hash_of,
    hash32, put_str, put_varint, seal, seal_prose, text_path,
};
use crate::catalog::FacetColumn;
use crate::error::Result;
use crate::index::related::{Facts, Gatherer, Likeness};
use crate::index::walk::TermData;
use crate::index::{BlockTexts, Opened};
use crate::output::OutputFolder;
use crate::text::is_han;

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
/// Terms of the text in a shard, about.
pub(super) const TERMS_IN_SHARD: usize = SHARD / TERM;
/// Bytes of lexicon that a character or key takes, about.
const EXACT_TERM: usize = 20;
/// Bytes that a shard of characters and keys should hold before compression, about.
const EXACT_SHARD: usize = 1 << 10;

/// Bytes that a word by its character takes, about.
const NEAR_WORD: usize = 10;
/// Bytes that a shard of words by their characters should hold before compression, about.
const NEAR_SHARD: usize = 6 << 10;

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
struct Files<'o> {
    output: &'o OutputFolder,
    written: Mutex<HashSet<[u8; 7]>>,
}

impl Files<'_> {
    fn write_data(&self, payload: &[u8]) -> Result<[u8; 7]> {
        let name = data_name(payload);
        let new = self
            .written
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .insert(name);
        if new {
            self.output
                .write(&format!("{FOLDER}/{}", data_path(name)), &seal(payload))?;
        }
        Ok(name)
    }
}

/// Buffers of one thread.
#[derive(Default)]
struct Scratch {
    list: Vec<u8>,
    piece: Vec<u8>,
    pieces: Vec<(u64, bool, usize)>,
}

impl Shard {
    fn add(
        &mut self,
        data: &TermData,
        replies: u32,
        scratch: &mut Scratch,
        files: &Files<'_>,
    ) -> Result<()> {
        let (last, term) = (self.last.as_bytes(), data.term.as_bytes());
        let shared = last.iter().zip(term).take_while(|(a, b)| a == b).count();
        put_varint(&mut self.terms, shared as u64);
        put_varint(&mut self.terms, (term.len() - shared) as u64);
        self.terms.extend_from_slice(&term[shared..]);
        self.last.clear();
        self.last.push_str(&data.term);
        self.count += 1;

        let word = !data.weights.is_empty();
        let positions = !data.counts.is_empty();
        let list = &mut scratch.list;
        list.clear();
        let mut next = 0;
        for document in &data.documents {
            put_varint(list, u64::from(document - next));
            next = document + 1;
        }
        let bits = replies.div_ceil(8) as usize;
        let bitmap = bits < list.len();
        if bitmap {
            list.clear();
            list.resize(bits, 0);
            for document in &data.documents {
                list[*document as usize >> 3] |= 1 << (document & 7);
            }
        }
        let head = (data.documents.len() as u64) << 3
            | u64::from(bitmap) << 2
            | u64::from(positions) << 1
            | u64::from(word);
        put_varint(&mut self.terms, head);
        list.extend(data.masks.chunks(2).map(|two| match two {
            [one, other] => one | other << 4,
            _ => two[0],
        }));
        if word {
            let largest = data.weights.iter().copied().fold(0.0_f32, f32::max);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let scale = ((largest * 1000.0).round() as u64).max(1);
            put_varint(&mut self.terms, scale);
            for weight in &data.weights {
                list.push(quantised(*weight, scale));
            }
        }
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
        if positions {
            let mut at = 0;
            let mut passages = 0;
            scratch.pieces.clear();
            scratch.piece.clear();
            for (index, count) in data.counts.iter().enumerate() {
                let end = at + *count as usize;
                let mut last = 0;
                while at < end {
                    let offset = data.offsets[at];
                    at += 1;
                    let more = u64::from(at < end);
                    put_varint(&mut scratch.piece, u64::from(offset - last) << 1 | more);
                    last = offset;
                }
                passages += 1;
                if scratch.piece.len() >= PIECE || index + 1 == data.counts.len() {
                    let begins = self.positions.push(&scratch.piece, POSITION_FILE, files)?;
                    scratch.pieces.push((passages, begins, scratch.piece.len()));
                    scratch.piece.clear();
                    passages = 0;
                }
            }
            put_varint(&mut self.terms, scratch.pieces.len() as u64);
            for (passages, begins, length) in &scratch.pieces {
                if scratch.pieces.len() > 1 {
                    put_varint(&mut self.terms, *passages);
                }
                put_varint(&mut self.terms, (*length as u64) << 1 | u64::from(*begins));
            }
        }
        Ok(())
    }

    fn finish(mut self, number: u32, files: &Files<'_>) -> Result<Vec<u8>> {
        self.lists.close(files)?;
        self.positions.close(files)?;
        let mut out = Vec::with_capacity(self.terms.len() + 64);
        put_varint(&mut out, u64::from(number));
        for names in [&self.lists.names, &self.positions.names] {
            put_varint(&mut out, names.len() as u64);
            for name in names {
                out.extend_from_slice(name);
            }
        }
        put_varint(&mut out, self.count);
        out.append(&mut self.terms);
        Ok(out)
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
fn shards(terms: usize, each: usize, size: usize) -> u32 {
    let wanted = (terms * each * 2 / size / 3).max(1);
    u32::try_from(wanted.next_power_of_two()).unwrap_or(1 << 16)
}

fn write_lexicon(name: &str, shards: Vec<Vec<u8>>, output: &OutputFolder) -> Result<Sharded> {
    let hash = hash_of(shards.iter().map(Vec::as_slice));
    let count = u32::try_from(shards.len()).unwrap_or(u32::MAX);
    shards
        .par_iter()
        .enumerate()
        .try_for_each(|(number, payload)| {
            output.write(
                &format!("{FOLDER}/{name}/{hash}/{number:x}.bin"),
                &seal(payload),
            )
        })?;
    Ok((hash, count))
}

/// Writes the lexicons of pairs, words and grams, of characters and keys, and of words by character; the first two with
/// their lists and positions. Gives what makes replies alike too, since every term passes here; `facts` are what it
/// takes of each reply for that.
///
/// # Errors
/// If the disk refuses.
pub fn write_terms(
    index: &Opened,
    facts: &[Facts],
    output: &OutputFolder,
) -> Result<([Sharded; 3], Likeness)> {
    let replies = index.replies();
    let (terms, exact_terms) = index.sizes()?;
    let files = Files {
        output,
        written: Mutex::default(),
    };
    let pairs = shards(terms, TERM, SHARD);
    let exact = shards(exact_terms, EXACT_TERM, EXACT_SHARD);
    let segmenter = index.segmenter();
    let shard_of = |term: &str| hash32(segmenter.shard_pair(term).into_iter()) & (pairs - 1);

    let threads = u32::try_from(rayon::current_num_threads())
        .unwrap_or(1)
        .max(1);
    type Mine = (Vec<(u32, Vec<u8>)>, Vec<(String, u64)>, Gatherer);
    let mine: Vec<Mine> = (0..threads)
        .into_par_iter()
        .map(|thread| {
            let mut own: BTreeMap<u32, Shard> = BTreeMap::new();
            let mut words: Vec<(String, u64)> = Vec::new();
            let mut scratch = Scratch::default();
            let mut gatherer = Gatherer::new(replies);
            index.walk_terms(
                NO_POSITIONS,
                |term| shard_of(term) % threads == thread,
                |data| {
                    gatherer.add(data);
                    if !data.weights.is_empty() && data.term.chars().all(is_han) {
                        words.push((data.term.clone(), data.documents.len() as u64));
                    }
                    own.entry(shard_of(&data.term)).or_default().add(
                        data,
                        replies,
                        &mut scratch,
                        &files,
                    )
                },
            )?;
            let shards = own
                .into_iter()
                .map(|(number, shard)| Ok((number, shard.finish(number, &files)?)))
                .collect::<Result<_>>()?;
            Ok((shards, words, gatherer))
        })
        .collect::<Result<_>>()?;
    let mut payloads = empty_shards(pairs);
    let mut words = Vec::new();
    let mut gatherers = Vec::new();
    for (shards, mut some, gatherer) in mine {
        words.append(&mut some);
        gatherers.push(gatherer);
        for (number, payload) in shards {
            payloads[number as usize] = payload;
        }
    }
    let near = write_near(words, &files)?;
    let pairs = write_lexicon("pairs", payloads, output)?;

    let mut own: BTreeMap<u32, Shard> = BTreeMap::new();
    let mut scratch = Scratch::default();
    index.walk_exact(|data| {
        own.entry(hash32(data.term.chars()) & (exact - 1))
            .or_default()
            .add(data, replies, &mut scratch, &files)
    })?;
    let mut payloads = empty_shards(exact);
    for (number, shard) in own {
        payloads[number as usize] = shard.finish(number, &files)?;
    }
    let exact = write_lexicon("exact", payloads, output)?;
    Ok(([pairs, exact, near], Likeness::new(gatherers, facts)))
}

/// Writes words and how many replies have each, twice: by their first and by their second character.
fn write_near(mut words: Vec<(String, u64)>, files: &Files<'_>) -> Result<Sharded> {
    words.sort_unstable();
    let characters = typed_characters();
    let count = shards(words.len(), 2 * NEAR_WORD, NEAR_SHARD);
    let mut own: Vec<(u64, Vec<u8>)> = vec![(0, Vec::new()); count as usize];
    for (word, replies) in &words {
        let mut of = word
            .chars()
            .take(2)
            .map(|c| hash32(std::iter::once(c)) & (count - 1));
        let (first, second) = (of.next(), of.next());
        for shard in first.into_iter().chain(second.filter(|_| first != second)) {
            let (terms, payload) = &mut own[shard as usize];
            *terms += 1;
            put_str(payload, word);
            // Which of two words is the more frequent is told well enough by that, and it hardly ever changes.
            put_varint(payload, u64::from(replies.max(&1).ilog2()));
            put_str(payload, &sounds(word));
        }
    }
    let names = (0u64..)
        .zip(own)
        .map(|(number, (terms, mut payload))| {
            let mut out = Vec::with_capacity(payload.len() + 8);
            put_varint(&mut out, number);
            put_varint(&mut out, terms);
            out.append(&mut payload);
            let own = characters
                .iter()
                .filter(|c| u64::from(hash32(std::iter::once(**c)) & (count - 1)) == number);
            for c in own {
                put_str(&mut out, &format!("{c}{}", sounds(&c.to_string())));
            }
            files.write_data(&out)
        })
        .collect::<Result<Vec<_>>>()?;
    Ok((digits(files.write_data(&names.concat())?), count))
}

/// How a word sounds: toneless pinyin, a space between syllables.
fn sounds(word: &str) -> String {
    word.chars()
        .map(|c| c.to_pinyin().map_or("", pinyin::Pinyin::plain))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The Han characters of GB 2312 that have a sound: what people type.
fn typed_characters() -> Vec<char> {
    ('\u{4e00}'..='\u{9fa5}')
        .filter(|c| in_gb2312(*c) && c.to_pinyin().is_some())
        .collect()
}

fn in_gb2312(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    !unmappable
        && matches!(bytes[..], [first, second] if (0xb0..=0xf7).contains(&first) && second >= 0xa1)
}

fn empty_shards(count: u32) -> Vec<Vec<u8>> {
    (0..count)
        .map(|number| {
            let mut out = Vec::new();
            put_varint(&mut out, u64::from(number));
            out.extend_from_slice(&[0, 0, 0]);
            out
        })
        .collect()
}

/// Writes the texts of one block and tells where they are; `replies` are the JSON of their passages, in order.
///
/// # Errors
/// If the disk refuses.
pub fn write_texts(replies: &[Vec<Vec<u8>>], output: &OutputFolder) -> Result<BlockTexts> {
    let hash = hash_of(replies.iter().flatten().map(Vec::as_slice));
    let mut sums = Vec::new();
    for (place, passages) in (0u32..).zip(replies) {
        for (passage, payload) in passages.iter().enumerate() {
            let path = text_path(&hash, place, passage);
            let sealed = seal_prose(payload);
            output.write(&format!("{FOLDER}/{path}"), &sealed)?;
            sums.push(sum64(&sealed));
        }
    }
    Ok(BlockTexts {
        address: hash,
        sums,
        passages: (replies.iter())
            .map(|passages| u32::try_from(passages.len()).unwrap_or(u32::MAX))
            .collect(),
    })
}

/// Takes the texts of some blocks over from the last portal, or none if any is not as it was written.
///
/// # Errors
/// If the disk refuses to write.
pub fn keep_texts(blocks: &[BlockTexts], output: &OutputFolder) -> Result<bool> {
    let paths = || blocks.iter().flat_map(paths_of);
    let same = |(path, sum): (String, u64)| {
        std::fs::read(output.last(&path)).is_ok_and(|bytes| sum64(&bytes) == sum)
    };
    if !paths().all(same) {
        return Ok(false);
    }
    for (path, _) in paths() {
        output.keep(&path)?;
    }
    Ok(true)
}

/// The files of a block, and the sum of each.
fn paths_of(texts: &BlockTexts) -> impl Iterator<Item = (String, u64)> {
    let passages = (0u32..)
        .zip(&texts.passages)
        .flat_map(|(place, passages)| (0..*passages as usize).map(move |passage| (place, passage)));
    passages.zip(&texts.sums).map(|((place, passage), sum)| {
        let path = text_path(&texts.address, place, passage);
        (format!("{FOLDER}/{path}"), *sum)
    })
}

/// 64 bits of the BLAKE3 hash.
fn sum64(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    u64::from_le_bytes(std::array::from_fn(|at| hash.as_bytes()[at]))
}

/// Writes the facts of all replies, in the order of their numbers, and gives their address; `block` makes the JSON of some.
///
/// # Errors
/// If the disk refuses.
pub fn write_rows(
    replies: u32,
    block: impl Fn(std::ops::Range<u32>) -> Vec<u8> + Sync,
    output: &OutputFolder,
) -> Result<String> {
    let ranges: Vec<_> = (0..replies)
        .step_by(BLOCK as usize)
        .map(|from| from..replies.min(from + BLOCK))
        .collect();
    // Made twice, so that all of it is never held.
    let hashes: Vec<String> = ranges
        .par_iter()
        .map(|range| hash_of([block(range.clone()).as_slice()]))
        .collect();
    let hash = hash_of(hashes.iter().map(String::as_bytes));
    ranges.into_par_iter().try_for_each(|range| {
        let path = format!("{FOLDER}/rows/{hash}/{:x}.bin", range.start / BLOCK);
        output.write(&path, &seal_prose(&block(range)))
    })?;
    Ok(hash)
}

/// Replies whose ids' hashes are in one file.
const IDS: usize = 1024;

/// Writes a hash of each reply's id, in the order of their numbers, beside the facts at `address`: what a kept search has shown is known again by it.
///
/// # Errors
/// If the disk refuses.
pub fn write_ids<'i>(
    address: &str,
    ids: impl Iterator<Item = &'i str>,
    output: &OutputFolder,
) -> Result<()> {
    let hashes: Vec<u32> = ids.map(|id| hash32(id.chars())).collect();
    for (number, some) in hashes.chunks(IDS).enumerate() {
        let payload: Vec<u8> = some.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        let path = format!("{FOLDER}/rows/{address}/ids-{number:x}.bin");
        output.write(&path, &seal(&payload))?;
    }
    Ok(())
}

/// Writes one facet and gives its address.
///
/// # Errors
/// If the disk refuses.
pub fn write_facet(name: &str, column: &FacetColumn, output: &OutputFolder) -> Result<String> {
    let mut payload = Vec::new();
    put_varint(&mut payload, column.values.len() as u64);
    for (key, label) in &column.values {
        put_str(&mut payload, key);
        put_str(&mut payload, label);
    }
    for values in &column.replies {
        put_varint(&mut payload, values.len() as u64);
        for value in values {
            put_varint(&mut payload, u64::from(*value));
        }
    }
    // The name counts, so that two facets that look alike do not want one address.
    let hash = hash_of([name.as_bytes(), payload.as_slice()]);
    output.write(&format!("{FOLDER}/facets/{hash}.bin"), &seal(&payload))?;
    Ok(hash)
}

/// Writes the table of traditional characters; gives its address and those of them that GB 2312 has.
///
/// # Errors
/// If the disk refuses.
pub fn write_traditional(output: &OutputFolder) -> Result<(String, String)> {
    let pairs = crate::text::traditional();
    let payload: String = pairs.iter().flat_map(|(t, s)| [*t, *s]).collect();
    let also = pairs
        .iter()
        .map(|(t, _)| *t)
        .filter(|t| in_gb2312(*t))
        .collect();
    let hash = hash_of([payload.as_bytes()]);
    output.write(
        &format!("{FOLDER}/t2s-{hash}.bin"),
        &seal(payload.as_bytes()),
    )?;
    Ok((hash, also))
}

/// Writes the manifest, and gives it as JSON.
///
/// # Errors
/// If the disk refuses.
pub fn write_manifest(manifest: &Manifest, output: &OutputFolder) -> Result<String> {
    // A structure of strings and numbers does not fail to serialise.
    let json = serde_json::to_string(manifest).unwrap_or_default();
    output.write(&format!("{FOLDER}/manifest.json"), json.as_bytes())?;
    Ok(json)
}

/// The texts' part of a manifest.
#[must_use]
pub fn texts(blocks: Vec<String>) -> Texts {
    Texts {
        size: BLOCK,
        blocks,
    }
}
