//! The words of Chinese characters of each part of the index, beside it: which replies hold each, and how often; and a sample of its terms.
//!
//! A part's file begins with the number of bytes of what it has of words (four, little endian); then for each word, ascending by bytes, the word, how many replies
//! hold it and how many bytes its rows take; then the rows of all.
//!
//! What makes replies alike, and which words a mistyped one may have been, is reckoned anew by every build, over all replies: these are
//! a hundredth of the index's terms, and it takes no walk through the index to read them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::BuildHasher;
use std::io::{BufReader, ErrorKind, Read};
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::invert::{Place, Titles};
use super::walk::Factors;
use super::{Opened, PASSAGES, failed};
use crate::error::{AtPath, Result};

/// Where they are in a part's folder.
const WORDS: &str = "words";
/// Where the sample of its terms is.
const SAMPLE: &str = "sample";
/// One in so many terms of the text is in the sample, and one in so many characters and keys.
const IN_SAMPLE: [u64; 2] = [64, 4];

/// Some of a part's terms, chosen by their hashes, so that the sample of all parts is that of their union.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
struct Sample {
    terms: Vec<String>,
    /// Characters and keys.
    exact: Vec<String>,
}

impl Sample {
    fn add(&mut self, term: &str, exact: bool) {
        let among = IN_SAMPLE[usize::from(exact)];
        // The upper bits are the better mixed.
        if FxBuildHasher.hash_one(term) >> 32 & (among - 1) == 0 {
            let sample = if exact {
                &mut self.exact
            } else {
                &mut self.terms
            };
            sample.push(term.to_owned());
        }
    }
}

/// One reply that holds a word: how many replies lie between the one before and it, which of its passages hold the word (bit 0 is the first), how
/// often the text and the title do.
type Row = (u32, u8, u32, u32);

/// The words of a part in the making.
pub(super) struct Words<'w> {
    /// The words of titles from the next term of the text on.
    titles: &'w [(String, Vec<Place>)],
    /// Of each passage, `PASSAGES · reply + place`.
    passages: Vec<u32>,
    /// What the file has of words, and of rows.
    heads: Vec<u8>,
    rows: Vec<u8>,
    sample: Sample,
}

impl<'w> Words<'w> {
    pub fn new(titles: &'w Titles, passages: Vec<u32>) -> Self {
        Words {
            titles,
            passages,
            heads: Vec::new(),
            rows: Vec::new(),
            sample: Sample::default(),
        }
    }

    /// Takes a character or key.
    pub fn add_exact(&mut self, term: &str) {
        self.sample.add(term, true);
    }

    /// Takes the next term of the text, ascending by bytes, whether it is a word, and where it stands, ascending.
    pub fn add(&mut self, term: &str, word: bool, places: &[Place]) {
        self.sample.add(term, false);
        // A word begins with a letter of ASCII or is of Chinese characters alone.
        if term.starts_with(|c: char| c.is_ascii()) || !word {
            return;
        }
        let passages = &self.passages;
        let of = |place: &Place| passages[place.0 as usize];
        // A word of a title that stands in no text before this one stands in none.
        while (self.titles.first()).is_some_and(|(word, _)| word.as_str() < term) {
            self.titles = &self.titles[1..];
        }
        let mut titles = match self.titles.first() {
            Some((word, places)) if word == term => places.as_slice(),
            _ => &[],
        };
        let mut next = 0;
        let (mut replies, begin) = (0_u32, self.rows.len());
        for places in places.chunk_by(|one, other| of(one) / PASSAGES == of(other) / PASSAGES) {
            let reply = of(&places[0]) / PASSAGES;
            let mask = (places.iter()).fold(0, |mask, place| mask | 1 << (of(place) % PASSAGES));
            while titles
                .first()
                .is_some_and(|first| of(first) / PASSAGES < reply)
            {
                titles = &titles[1..];
            }
            let own = titles
                .iter()
                .take_while(|first| of(first) / PASSAGES == reply);
            let (often, in_title) = (super::number(places.len()), super::number(own.count()));
            let row: Row = (reply - next, mask, often, in_title);
            put(&mut self.rows, &row);
            replies += 1;
            next = reply + 1;
        }
        let length = super::number(self.rows.len() - begin);
        put(&mut self.heads, &(term, replies, length));
    }

    /// Writes them into the part's folder.
    pub fn write(self, part: &Path) -> Result<()> {
        let file = part.join(WORDS);
        let length = super::number(self.heads.len()).to_le_bytes();
        let bytes = [&length[..], &self.heads, &self.rows].concat();
        fs::write(&file, bytes).at_path("write", &file)?;
        let file = part.join(SAMPLE);
        // A structure of strings does not fail to serialise.
        let sample = postcard::to_stdvec(&self.sample).unwrap_or_default();
        fs::write(&file, sample).at_path("write", &file)
    }
}

/// Puts one record behind others.
fn put(bytes: &mut Vec<u8>, record: &impl serde::Serialize) {
    // Strings and numbers do not fail to serialise, and memory takes all.
    let _ = postcard::to_io(record, bytes);
}

fn take<'b, T: serde::Deserialize<'b>>(bytes: &'b [u8]) -> std::io::Result<(T, &'b [u8])> {
    postcard::take_from_bytes(bytes).map_err(|_| ErrorKind::InvalidData.into())
}

/// The next row, as [`take`] gives it. Nearly all of its numbers are of one byte.
fn take_row(bytes: &[u8]) -> std::io::Result<(Row, &[u8])> {
    if let [gap, mask, often, in_title, rest @ ..] = bytes
        && (gap | often | in_title) < 0x80
    {
        let row = [gap, often, in_title].map(|byte| u32::from(*byte));
        return Ok(((row[0], *mask, row[1], row[2]), rest));
    }
    take(bytes)
}

/// What a part has of its words.
struct Heads {
    /// Reads the rows behind them.
    rows: BufReader<File>,
    bytes: Vec<u8>,
}

impl Heads {
    fn read(file: &Path) -> std::io::Result<Heads> {
        let mut rows = BufReader::with_capacity(1 << 16, File::open(file)?);
        let mut length = [0; 4];
        rows.read_exact(&mut length)?;
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        rows.read_exact(&mut bytes)?;
        Ok(Heads { rows, bytes })
    }

    /// Calls `each` with every word, how many replies hold it and how many bytes its rows take.
    fn each<'b>(&'b self, mut each: impl FnMut(&'b str, u32, u32)) -> std::io::Result<()> {
        let mut rest = &self.bytes[..];
        while !rest.is_empty() {
            let ((word, replies, length), left) = take::<(&str, u32, u32)>(rest)?;
            rest = left;
            each(word, replies, length);
        }
        Ok(())
    }
}

/// The words of Chinese characters of an index.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Ascending by bytes, each with how many replies hold it.
    pub words: Vec<(String, u32)>,
    /// Of each part, the places of its words among them, in the part's order.
    of_parts: Vec<Vec<u32>>,
}

impl Vocabulary {
    /// The places of a part's words, in the part's order.
    pub(super) fn of_part(&self, part: usize) -> &[u32] {
        &self.of_parts[part]
    }
}

/// A word in a reply.
#[derive(Clone, Copy, Debug)]
pub(super) struct InReply {
    /// The word's place among those of its part.
    pub word: u32,
    /// The reply's place in the part.
    pub reply: u32,
    /// Which of its passages hold the word: bit 0 is the first.
    pub mask: u8,
    /// What BM25 makes of how often text and title do, without the word's rarity.
    pub weight: f32,
}

/// A sample of an index's terms.
#[derive(Clone, Debug, Default)]
pub struct Sampled {
    /// Of the text, ascending.
    pub terms: BTreeSet<String>,
    /// How many there are in all, about.
    pub all_terms: usize,
    /// How many characters and keys there are, about.
    pub all_exact: usize,
}

impl Opened {
    /// Some of the terms of the text, and how many there are, reckoned from a sample.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn sample(&self) -> Result<Sampled> {
        let (mut terms, mut exact) = (BTreeSet::new(), BTreeSet::new());
        for number in 0..self.bases.len() {
            let file = self.folder.join(number.to_string()).join(SAMPLE);
            let bytes = fs::read(&file).at_path("read", &file)?;
            let sample: Sample = postcard::from_bytes(&bytes).map_err(|_| {
                failed(&self.folder)(std::io::Error::from(ErrorKind::InvalidData).into())
            })?;
            terms.extend(sample.terms);
            exact.extend(sample.exact);
        }
        let [every, every_exact] = IN_SAMPLE.map(|every| usize::try_from(every).unwrap_or(1));
        Ok(Sampled {
            all_terms: terms.len() * every,
            all_exact: exact.len() * every_exact,
            terms,
        })
    }

    /// The words of Chinese characters of all parts.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn vocabulary(&self) -> Result<Vocabulary> {
        let heads: Vec<Heads> = (0..self.bases.len())
            .into_par_iter()
            .map(|part| self.heads(part))
            .collect::<Result<_>>()?;
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let mut found: Vec<(&str, u32)> = Vec::new();
        let mut of_parts = Vec::with_capacity(heads.len());
        for heads in &heads {
            let mut own = Vec::new();
            let each = |word, replies, _| {
                let number = *numbers.entry(word).or_insert_with(|| {
                    found.push((word, 0));
                    super::number(found.len() - 1)
                });
                found[number as usize].1 += replies;
                own.push(number);
            };
            heads.each(each).map_err(self.unreadable())?;
            of_parts.push(own);
        }
        let mut order: Vec<u32> = (0..super::number(found.len())).collect();
        order.par_sort_unstable_by_key(|number| found[*number as usize].0);
        let mut places = vec![0; found.len()];
        for (place, number) in (0u32..).zip(&order) {
            places[*number as usize] = place;
        }
        of_parts.par_iter_mut().flatten().for_each(|number| {
            *number = places[*number as usize];
        });
        let words = (order.into_iter())
            .map(|number| {
                let (word, replies) = found[number as usize];
                (word.to_owned(), replies)
            })
            .collect();
        Ok(Vocabulary { words, of_parts })
    }

    /// Calls `each` with every word of a part that is `wanted`, by its place among the part's words, in every reply that holds it.
    ///
    /// # Errors
    /// If the disk refuses.
    pub(super) fn walk_words(
        &self,
        part: usize,
        [text, title]: &[Factors; 2],
        wanted: impl Fn(u32) -> bool,
        mut each: impl FnMut(InReply),
    ) -> Result<()> {
        let mut heads = self.heads(part)?;
        let mut lengths = Vec::new();
        heads
            .each(|_, replies, length| lengths.push((replies, length)))
            .map_err(self.unreadable())?;
        let (base, mut bytes) = (self.bases[part], Vec::new());
        for (word, (replies, length)) in (0u32..).zip(lengths) {
            if !wanted(word) {
                (heads.rows.seek_relative(length.into())).map_err(self.unreadable())?;
                continue;
            }
            bytes.resize(length as usize, 0);
            (heads.rows.read_exact(&mut bytes)).map_err(self.unreadable())?;
            let (mut next, mut rest) = (0, &bytes[..]);
            for _ in 0..replies {
                let (row, left) = take_row(rest).map_err(self.unreadable())?;
                let (gap, mask, often, in_title) = row;
                rest = left;
                let reply = next + gap;
                let mut weight = text.weight(base + reply, often);
                if in_title > 0 {
                    weight += super::walk::TITLE * title.weight(base + reply, in_title);
                }
                each(InReply {
                    word,
                    reply,
                    mask,
                    weight,
                });
                next = reply + 1;
            }
        }
        Ok(())
    }

    /// The replies of each part, by their numbers.
    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<u32>> {
        let ends = self.bases.iter().skip(1).copied().chain([self.replies()]);
        (self.bases.iter().zip(ends)).map(|(base, end)| *base..end)
    }

    fn heads(&self, part: usize) -> Result<Heads> {
        let file = self.folder.join(part.to_string()).join(WORDS);
        Heads::read(&file).at_path("read", &file)
    }

    fn unreadable(&self) -> impl Fn(std::io::Error) -> crate::error::Error {
        let failed = failed(&self.folder);
        move |error| failed(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let numbers = [0, 1, 127, 128, 300, u32::MAX];
        let mut bytes = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        for gap in numbers {
            for often in numbers {
                rows.push((gap, 15, often, gap ^ often));
            }
        }
        for row in &rows {
            put(&mut bytes, row);
        }
        let mut rest = &bytes[..];
        for row in &rows {
            let (read, left) = take_row(rest).unwrap();
            assert_eq!(read, *row);
            rest = left;
        }
        assert!(rest.is_empty());
        for short in [&[][..], &[1], &[1, 2, 3], &[0x80, 1, 1]] {
            assert!(take_row(short).is_err(), "{short:?}");
        }
    }
}
