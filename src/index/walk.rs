//! Walks the index's dictionary and postings, term by term, for the exporter.

use std::path::Path;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use tantivy::InvertedIndexReader;
use tantivy::directory::OwnedBytes;
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermMerger;

use super::{Opened, OpenedPart, PASSAGES, failed, open_parts};
use crate::error::Result;
use crate::held::held;
use crate::text::Segmenter;

/// BM25: how soon a further occurrence counts less.
const K1: f32 = 1.2;
/// BM25: how much the length counts.
const B: f32 = 0.75;
/// How much more a word in the title counts.
pub const TITLE: f32 = 2.0;

/// One term and all that is known of it. Reused from term to term.
#[derive(Clone, Debug, Default)]
pub struct TermData {
    /// The term.
    pub term: String,
    /// Replies that contain it, ascending.
    pub documents: Vec<u32>,
    /// For each reply, which of its passages contain it: bit 0 is the first.
    pub masks: Vec<u8>,
    /// For each reply, its weight (term frequency part of BM25, title included); empty if the term is no word.
    pub weights: Vec<f32>,
    /// For each passage that contains it, how many of `offsets` are its; empty if none were asked for.
    pub counts: Vec<u32>,
    /// Offsets within the passage, passage after passage, each ascending.
    pub offsets: Vec<u32>,
    /// Occurrences, while a reply's passages are gathered.
    pub(super) frequencies: Vec<u32>,
}

impl TermData {
    pub(super) fn clear(&mut self) {
        self.term.clear();
        self.documents.clear();
        self.masks.clear();
        self.weights.clear();
        self.counts.clear();
        self.offsets.clear();
        self.frequencies.clear();
    }

    /// Adds a passage of a reply, after all before it.
    fn push(&mut self, passage: u32, frequency: u32) {
        let (document, bit) = (passage / PASSAGES, 1 << (passage % PASSAGES));
        if self.documents.last() == Some(&document) {
            if let (Some(mask), Some(sum)) = (self.masks.last_mut(), self.frequencies.last_mut()) {
                *mask |= bit;
                *sum += frequency;
            }
        } else {
            self.documents.push(document);
            self.masks.push(bit);
            self.frequencies.push(frequency);
        }
    }
}

/// The term frequency part of BM25, for the texts or for the titles of all replies.
pub(super) struct Factors {
    /// For each reply, `k1 · (1 − b + b · length / average)`; lengths are of characters.
    norms: Vec<f32>,
}

/// A number of three binary digits, so that one reply more hardly ever changes what an average is taken for: all weights would change
/// with it, and every list of the bundle.
pub(super) fn rounded(average: u64) -> u64 {
    let step = 1 << average.max(1).ilog2().saturating_sub(2);
    (average.max(1) + step / 2) / step * step
}

/// A length of four binary digits, so that a letter more hardly ever changes what all words of a reply weigh. tantivy and Lucene keep a length in one
/// byte, in the same steps (Lucene's `SmallFloat`).
pub(super) fn floored(length: u32) -> u32 {
    let step = 1 << length.max(1).ilog2().saturating_sub(3);
    length / step * step
}

fn average(lengths: impl Iterator<Item = u32> + Clone) -> u64 {
    let count = lengths.clone().count().max(1);
    let sum: u64 = lengths.map(u64::from).sum();
    rounded(sum / count as u64)
}

impl Factors {
    fn new(lengths: impl Iterator<Item = u32> + Clone) -> Factors {
        #[allow(clippy::cast_precision_loss)]
        let average = average(lengths.clone()) as f32;
        #[allow(clippy::cast_precision_loss)]
        let norms = lengths
            .map(|length| K1 * (1.0 - B + B * floored(length) as f32 / average))
            .collect();
        Factors { norms }
    }

    /// `(k1 + 1) · tf / (tf + k1 · (1 − b + b · length / average))`
    pub(super) fn weight(&self, document: u32, frequency: u32) -> f32 {
        #[allow(clippy::cast_precision_loss)]
        let frequency = frequency as f32;
        let norm = self.norms.get(document as usize).copied().unwrap_or(K1);
        (1.0 + K1) * frequency / (frequency + norm)
    }
}

/// Reads terms of the text, over all parts.
pub struct Terms<'i> {
    folder: &'i Path,
    parts: Vec<PartTerms>,
    text: Factors,
    title: Factors,
    passages: &'i [u32],
    segmenter: &'i Segmenter,
}

/// One part's share of them.
struct PartTerms {
    base: u32,
    text: Arc<InvertedIndexReader>,
    title: Arc<InvertedIndexReader>,
    /// Positions of the text.
    positions: OwnedBytes,
}

/// Where the postings of one term after another are unpacked: a block of them has a kilobyte, and most terms have a few passages.
struct Cursor {
    option: IndexRecordOption,
    postings: Option<BlockSegmentPostings>,
}

impl Cursor {
    /// For one field, or for fields of which the same is kept.
    fn new(option: IndexRecordOption) -> Cursor {
        Cursor {
            option,
            postings: None,
        }
    }

    /// Calls `each` with all of tantivy's documents that have a term, ascending, and how often: once, if that is not kept or not wanted.
    fn read(
        &mut self,
        index: &InvertedIndexReader,
        info: &TermInfo,
        mut each: impl FnMut(u32, u32),
    ) -> std::io::Result<()> {
        let postings = match &mut self.postings {
            Some(postings) => {
                index.reset_block_postings_from_terminfo(info, postings)?;
                postings
            }
            none => none.insert(index.read_block_postings_from_terminfo(info, self.option)?),
        };
        let mut left = info.doc_freq as usize;
        while left > 0 {
            let documents = postings.docs().iter();
            if self.option == IndexRecordOption::Basic {
                documents.for_each(|document| each(*document, 1));
            } else {
                (documents.zip(postings.freqs()))
                    .for_each(|(document, times)| each(*document, *times));
            }
            left = left.saturating_sub(postings.block_len().max(1));
            if left > 0 {
                postings.advance();
            }
        }
        Ok(())
    }
}

/// What terms are read with, one after another.
struct Cursors {
    /// Passages, and how often each has the term.
    counted: Cursor,
    /// Passages alone.
    bare: Cursor,
    title: Cursor,
}

impl Default for Cursors {
    fn default() -> Cursors {
        Cursors {
            counted: Cursor::new(IndexRecordOption::WithFreqs),
            bare: Cursor::new(IndexRecordOption::Basic),
            title: Cursor::new(IndexRecordOption::WithFreqs),
        }
    }
}

impl Terms<'_> {
    /// All that is known of a term; `None` if no reply contains it. Where it stands is read if more than `offsets_from` passages hold it.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn get(&self, term: &str, offsets_from: usize) -> Result<Option<TermData>> {
        let look = || -> std::io::Result<Option<TermData>> {
            let mut infos = Vec::new();
            for (at, part) in self.parts.iter().enumerate() {
                let info = part.text.terms().get(term.as_bytes())?;
                infos.extend(info.map(|info| (at, info)));
            }
            if infos.is_empty() {
                return Ok(None);
            }
            let mut data = TermData::default();
            self.read(
                term,
                &infos,
                offsets_from,
                &mut data,
                &mut Cursors::default(),
            )?;
            Ok(Some(data))
        };
        look().map_err(|error| failed(self.folder)(error.into()))
    }

    /// Whether more than so many passages hold a term.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn is_in_more(&self, term: &str, than: usize) -> Result<bool> {
        let mut count = 0;
        for part in &self.parts {
            let info = part.text.terms().get(term.as_bytes());
            let info = info.map_err(|error| failed(self.folder)(error.into()))?;
            count += info.map_or(0, |info| info.doc_freq as usize);
            if count > than {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn read(
        &self,
        term: &str,
        infos: &[(usize, TermInfo)],
        offsets_from: usize,
        data: &mut TermData,
        cursors: &mut Cursors,
    ) -> std::io::Result<()> {
        data.clear();
        data.term.push_str(term);
        let word = self.segmenter.is_word(term);
        let count: usize = infos.iter().map(|(_, info)| info.doc_freq as usize).sum();
        let offsets = count > offsets_from;
        let cursor = if offsets || word {
            &mut cursors.counted
        } else {
            &mut cursors.bare
        };
        for (at, info) in infos {
            let part = &self.parts[*at];
            let passages = &self.passages[part.base as usize..];
            let (first, mut sum) = (data.counts.len(), 0);
            cursor.read(&part.text, info, |document, times| {
                data.push(passages[document as usize], times);
                if offsets {
                    data.counts.push(times);
                    sum += times as usize;
                }
            })?;
            if offsets {
                let packed = part.positions.slice(info.positions_range.clone());
                let from = data.offsets.len();
                data.offsets.resize(from + sum, 0);
                let mut gaps = &mut data.offsets[from..];
                PositionReader::open(packed)?.read(0, gaps);
                // Each is said by its distance from the one before in its passage.
                for count in &data.counts[first..] {
                    let (passage, rest) = gaps.split_at_mut(*count as usize);
                    let mut offset = 0;
                    for gap in passage {
                        offset += *gap;
                        *gap = offset;
                    }
                    gaps = rest;
                }
            }
        }
        if word {
            for (document, frequency) in data.documents.iter().zip(&data.frequencies) {
                data.weights.push(self.text.weight(*document, *frequency));
            }
            for (at, _) in infos {
                self.add_title(&self.parts[*at], data, &mut cursors.title)?;
            }
        }
        Ok(())
    }

    /// Adds to each reply's weight what the word in its title is worth.
    fn add_title(
        &self,
        part: &PartTerms,
        data: &mut TermData,
        cursor: &mut Cursor,
    ) -> std::io::Result<()> {
        let Some(info) = part.title.terms().get(data.term.as_bytes())? else {
            return Ok(());
        };
        cursor.read(&part.title, &info, |document, times| {
            let reply = self.passages[(part.base + document) as usize] / PASSAGES;
            if let Ok(at) = data.documents.binary_search(&reply) {
                data.weights[at] += TITLE * self.title.weight(reply, times);
            }
        })
    }
}

/// Reads characters and keys, over all parts.
pub struct ExactTerms<'i> {
    index: &'i Opened,
    /// Of each part, its first passage, its keys and its characters.
    parts: Vec<(u32, [Arc<InvertedIndexReader>; 2])>,
}

impl ExactTerms<'_> {
    /// The replies that hold a character, or a key with U+0001 before it; `None` if there are none.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn get(&self, term: &str) -> Result<Option<TermData>> {
        let fail = |error: std::io::Error| failed(&self.index.folder)(error.into());
        let (field, bare) = match term.strip_prefix('\u{1}') {
            Some(key) => (0, key),
            None => (1, term),
        };
        let mut data = TermData::default();
        let mut cursor = Cursor::new(IndexRecordOption::Basic);
        for (base, fields) in &self.parts {
            let index = &fields[field];
            if let Some(info) = index.terms().get(bare.as_bytes()).map_err(fail)? {
                self.index
                    .read_exact(index, &info, *base, &mut data, &mut cursor)
                    .map_err(fail)?;
            }
        }
        data.term.push_str(term);
        Ok((!data.documents.is_empty()).then_some(data))
    }
}

/// Bytes of the index, about, that are walked before its files are opened anew: what a walk has touched of them counts as memory as long
/// as they are open.
const AT_ONCE: usize = 128 << 20;
/// Bytes that a term takes in a part's dictionary, about.
const TERM: usize = 16;
/// Places in the parts of the index that are looked up ahead.
const STRETCH: usize = 1 << 14;

/// What a taker works in: its own room, a term, and what that is read with.
type Room<R> = (R, TermData, Cursors);

/// Some terms in their order, and where each part has them.
#[derive(Default)]
struct Stretch {
    /// The terms, one behind the other.
    text: String,
    /// Of each its number, and where it ends in `text` and in `infos`.
    heads: Vec<(u32, usize, usize)>,
    infos: Vec<(usize, TermInfo)>,
}

impl Stretch {
    fn clear(&mut self) {
        self.text.clear();
        self.heads.clear();
        self.infos.clear();
    }

    /// Takes the next terms; gives how many bytes of the index they are, about.
    fn fill(&mut self, merger: &mut TermMerger<'_>, number: impl Fn(&str) -> u32) -> usize {
        let mut bytes = 0;
        while self.infos.len() < STRETCH && merger.advance() {
            let Ok(term) = std::str::from_utf8(merger.key()) else {
                continue;
            };
            self.text.push_str(term);
            let begin = self.infos.len();
            self.infos
                .extend(merger.current_segment_ords_and_term_infos());
            let own = self.infos[begin..].iter();
            let own = own.map(|(_, info)| info.postings_range.len() + info.positions_range.len());
            bytes += own.map(|own| TERM + own).sum::<usize>();
            self.heads
                .push((number(term), self.text.len(), self.infos.len()));
        }
        bytes
    }

    /// The terms, each with its number and where the parts have it.
    fn terms(&self) -> impl Iterator<Item = (u32, &str, &[(usize, TermInfo)])> {
        let begins = std::iter::once((0, 0));
        let begins = begins.chain(self.heads.iter().map(|(_, text, infos)| (*text, *infos)));
        let all = self.heads.iter().zip(begins);
        all.map(|((number, text_end, infos_end), (text, infos))| {
            let term = &self.text[text..*text_end];
            (*number, term, &self.infos[infos..*infos_end])
        })
    }

    fn last(&self) -> Option<&str> {
        Some(self.terms().last()?.1)
    }
}

impl Opened {
    /// What reads the terms of the text.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn terms(&self) -> Result<Terms<'_>> {
        self.terms_of(self.parts.iter())
    }

    /// What reads the terms of the text in those parts alone that were made anew.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn terms_anew(&self) -> Result<Terms<'_>> {
        self.terms_of(self.parts_anew())
    }

    fn parts_anew(&self) -> impl Iterator<Item = &OpenedPart> {
        let again = self.again.iter().copied().chain(std::iter::repeat(false));
        let parts = self.parts.iter().zip(again);
        parts.filter(|(_, again)| !again).map(|(part, _)| part)
    }

    fn terms_of<'p>(&self, parts: impl Iterator<Item = &'p OpenedPart>) -> Result<Terms<'_>> {
        let fail = failed(&self.folder);
        let inverted =
            |part: &OpenedPart, field| part.segment().inverted_index(field).map_err(&fail);
        let parts = parts
            .map(|part| {
                Ok(PartTerms {
                    base: part.base,
                    text: inverted(part, self.fields.text)?,
                    title: inverted(part, self.fields.title)?,
                    positions: part.positions(self.fields.text).map_err(&fail)?,
                })
            })
            .collect::<Result<_>>()?;
        let [text, title] = self.factors();
        Ok(Terms {
            folder: &self.folder,
            parts,
            text,
            title,
            passages: &self.passages,
            segmenter: &self.segmenter,
        })
    }

    /// Of the texts, and of the titles.
    pub(super) fn factors(&self) -> [Factors; 2] {
        [0, 1].map(|of| Factors::new(self.lengths.iter().map(move |lengths| lengths[of])))
    }

    /// What reads characters and keys.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn exact_terms(&self) -> Result<ExactTerms<'_>> {
        self.exact_terms_of(self.parts.iter())
    }

    /// What reads characters and keys in those parts alone that were made anew.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn exact_terms_anew(&self) -> Result<ExactTerms<'_>> {
        self.exact_terms_of(self.parts_anew())
    }

    fn exact_terms_of<'p>(
        &self,
        parts: impl Iterator<Item = &'p OpenedPart>,
    ) -> Result<ExactTerms<'_>> {
        let fail = failed(&self.folder);
        let inverted =
            |part: &OpenedPart, field| part.segment().inverted_index(field).map_err(&fail);
        let parts = parts
            .map(|part| {
                let keys = inverted(part, self.fields.keys)?;
                Ok((part.base, [keys, inverted(part, self.fields.characters)?]))
            })
            .collect::<Result<_>>()?;
        Ok(ExactTerms { index: self, parts })
    }

    /// The lengths that the texts and the titles are taken to have on average.
    #[must_use]
    pub fn averages(&self) -> [u64; 2] {
        [0, 1].map(|of| {
            average(
                self.lengths
                    .iter()
                    .map(|lengths: &super::Lengths| lengths[of]),
            )
        })
    }

    /// A field's dictionary and postings in each part.
    fn inverted(
        &self,
        parts: &[OpenedPart],
        field: Field,
    ) -> Result<Vec<Arc<InvertedIndexReader>>> {
        let inverted = |part: &OpenedPart| part.segment().inverted_index(field);
        (parts.iter())
            .map(|part| inverted(part).map_err(failed(&self.folder)))
            .collect()
    }

    /// The terms of all parts behind one, ascending by bytes.
    fn merged<'i>(
        &self,
        indices: impl Iterator<Item = &'i Arc<InvertedIndexReader>>,
        behind: Option<&[u8]>,
    ) -> Result<TermMerger<'i>> {
        let streams = indices
            .map(|index| match behind {
                Some(term) => index.terms().range().gt(term).into_stream(),
                None => index.terms().stream(),
            })
            .collect::<std::io::Result<Vec<_>>>();
        let streams = streams.map_err(|error| failed(&self.folder)(error.into()))?;
        Ok(TermMerger::new(streams))
    }

    /// Walks over the terms of the text, ascending by bytes. `number` gives each a number, and taker `number % takers.len()` takes it, with room of type
    /// `R` to work in that is somebody else's later. The takers work side by side, and meanwhile the next terms are looked up: all parts' dictionaries are merged once.
    /// Offsets are read where more than `offsets_from` passages hold the term.
    ///
    /// # Errors
    /// If the disk refuses, or `take` does.
    pub fn walk_terms<T: Send, R: Default + Send>(
        &self,
        offsets_from: usize,
        takers: &mut [T],
        number: impl Fn(&str) -> u32 + Sync,
        take: impl Fn(&mut T, &mut R, u32, &TermData) -> Result<()> + Sync,
    ) -> Result<()> {
        let io = |error: std::io::Error| failed(&self.folder)(error.into());
        let count = u32::try_from(takers.len()).unwrap_or(u32::MAX).max(1);
        let rooms: Mutex<Vec<Room<R>>> = Mutex::default();
        let [mut now, mut next] = [Stretch::default(), Stretch::default()];
        let mut behind: Option<Vec<u8>> = None;
        loop {
            let (parts, _) = open_parts(&self.folder)?;
            let terms = self.terms_of(parts.iter())?;
            let texts = terms.parts.iter().map(|part| &part.text);
            let mut merger = self.merged(texts, behind.as_deref())?;
            let mut touched = 0;
            let mut fill = |stretch: &mut Stretch| {
                stretch.clear();
                if touched < AT_ONCE {
                    touched += stretch.fill(&mut merger, &number);
                }
            };
            fill(&mut now);
            while !now.heads.is_empty() {
                let work = |(of, taker): (u32, &mut T)| {
                    let mut room = held(&rooms).pop().unwrap_or_default();
                    let (own, data, cursors) = &mut room;
                    for (number, term, infos) in now.terms() {
                        if number % count == of {
                            let read = terms.read(term, infos, offsets_from, data, cursors);
                            read.map_err(io)?;
                            take(taker, own, number, data)?;
                        }
                    }
                    held(&rooms).push(room);
                    Ok(())
                };
                let all = takers.par_iter_mut().enumerate();
                let all = all.map(|(of, taker)| (super::number(of), taker));
                let mut worked = Ok(());
                rayon::in_place_scope(|scope| {
                    scope.spawn(|_| worked = all.try_for_each(work));
                    fill(&mut next);
                });
                worked?;
                behind = now.last().map(|term| term.as_bytes().to_vec());
                std::mem::swap(&mut now, &mut next);
            }
            if touched < AT_ONCE {
                return Ok(());
            }
            // They hold on to the files of what they have read last.
            for (_, _, cursors) in &mut *held(&rooms) {
                *cursors = Cursors::default();
            }
        }
    }

    fn read_exact(
        &self,
        index: &InvertedIndexReader,
        info: &TermInfo,
        base: u32,
        data: &mut TermData,
        cursor: &mut Cursor,
    ) -> std::io::Result<()> {
        cursor.read(index, info, |document, times| {
            data.push(self.passages[(base + document) as usize], times);
        })
    }

    /// Calls `each` for every key (with U+0001 before it), then for every single character.
    ///
    /// # Errors
    /// If the disk refuses, or `each` does.
    pub fn walk_exact(&self, mut each: impl FnMut(&TermData) -> Result<()>) -> Result<()> {
        let fail = failed(&self.folder);
        let io = |error: std::io::Error| fail(error.into());
        let mut data = TermData::default();
        let mut cursor = Cursor::new(IndexRecordOption::Basic);
        for (field, prefix) in [(self.fields.keys, "\u{1}"), (self.fields.characters, "")] {
            let (parts, _) = open_parts(&self.folder)?;
            let indices = self.inverted(&parts, field)?;
            let mut merger = self.merged(indices.iter(), None)?;
            while merger.advance() {
                let Ok(term) = std::str::from_utf8(merger.key()) else {
                    continue;
                };
                data.clear();
                data.term.push_str(prefix);
                data.term.push_str(term);
                for (at, info) in merger.current_segment_ords_and_term_infos() {
                    let base = self.parts[at].base;
                    self.read_exact(&indices[at], &info, base, &mut data, &mut cursor)
                        .map_err(io)?;
                }
                each(&data)?;
            }
        }
        Ok(())
    }
}
