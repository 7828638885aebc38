//! The words of Chinese characters of each part of the index, beside it: which replies hold each, and how often; and a sample of its terms.
//!
//! What makes replies alike, and which words a mistyped one may have been, is reckoned anew by every build, over all replies: these are
//! a hundredth of the index's terms, and it takes no walk through the index to read them.

use std::collections::binary_heap::PeekMut;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::fs::{self, File};
use std::hash::BuildHasher;
use std::io::{BufReader, ErrorKind, Read};
use std::ops::Range;
use std::path::Path;

use rustc_hash::FxBuildHasher;

use super::invert::Place;
use super::walk::TermData;
use super::{Opened, PASSAGES, failed};
use crate::error::{AtPath, Result};
use crate::text::Segmenter;

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
    segmenter: &'w Segmenter,
    /// Each word of titles, with the first passage of the reply for each time.
    titles: &'w BTreeMap<String, Vec<Place>>,
    /// Of each passage, `PASSAGES · reply + place`.
    passages: Vec<u32>,
    rows: Vec<Row>,
    bytes: Vec<u8>,
    sample: Sample,
}

impl<'w> Words<'w> {
    pub fn new(
        segmenter: &'w Segmenter,
        titles: &'w BTreeMap<String, Vec<Place>>,
        passages: Vec<u32>,
    ) -> Self {
        Words {
            segmenter,
            titles,
            passages,
            rows: Vec::new(),
            bytes: Vec::new(),
            sample: Sample::default(),
        }
    }

    /// Takes a character or key.
    pub fn add_exact(&mut self, term: &str) {
        self.sample.add(term, true);
    }

    /// Takes a term of the text, and where it stands, ascending.
    pub fn add(&mut self, term: &str, places: &[Place]) {
        self.sample.add(term, false);
        // A word begins with a letter of ASCII or is of Chinese characters alone.
        if term.starts_with(|c: char| c.is_ascii()) || !self.segmenter.is_word(term) {
            return;
        }
        let passages = &self.passages;
        let of = |place: &Place| passages[place.0 as usize];
        let mut titles = self.titles.get(term).map_or(&[][..], Vec::as_slice);
        let mut next = 0;
        self.rows.clear();
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
            self.rows.push((reply - next, mask, often, in_title));
            next = reply + 1;
        }
        // A structure of strings and numbers does not fail to serialise.
        let record = postcard::to_stdvec(&(term, &self.rows)).unwrap_or_default();
        self.bytes
            .extend_from_slice(&super::number(record.len()).to_le_bytes());
        self.bytes.extend_from_slice(&record);
    }

    /// Writes them into the part's folder.
    pub fn write(self, part: &Path) -> Result<()> {
        let file = part.join(WORDS);
        fs::write(&file, self.bytes).at_path("write", &file)?;
        let file = part.join(SAMPLE);
        // A structure of strings does not fail to serialise.
        let sample = postcard::to_stdvec(&self.sample).unwrap_or_default();
        fs::write(&file, sample).at_path("write", &file)
    }
}

/// The words of one part, one after another: it is at one of them. Those that are at the least word come first, then the part that comes first.
struct PartWords {
    reader: BufReader<File>,
    /// The number of its first reply.
    base: u32,
    /// Its place among the parts.
    number: usize,
    record: Vec<u8>,
    /// Where in the record the word is.
    word: Range<usize>,
}

impl PartWords {
    /// Goes on to the next word; whether there is one.
    fn advance(&mut self) -> std::io::Result<bool> {
        let mut length = [0; 4];
        match self.reader.read_exact(&mut length) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            other => other?,
        }
        self.record.resize(u32::from_le_bytes(length) as usize, 0);
        self.reader.read_exact(&mut self.record)?;
        // A record is a word and its rows, one after another.
        let (word, rest) = take::<&str>(&self.record)?;
        let end = self.record.len() - rest.len();
        self.word = end - word.len()..end;
        Ok(true)
    }

    fn word(&self) -> &[u8] {
        &self.record[self.word.clone()]
    }

    /// Calls `each` for every reply that holds the word: its number, passages, how often the text and the title do.
    fn rows(&self, mut each: impl FnMut(u32, u8, u32, u32)) -> std::io::Result<()> {
        let (count, mut rest) = take::<usize>(&self.record[self.word.end..])?;
        let mut next = self.base;
        for _ in 0..count {
            let ((gap, mask, often, in_title), left) = take::<Row>(rest)?;
            rest = left;
            each(next + gap, mask, often, in_title);
            next += gap + 1;
        }
        Ok(())
    }
}

fn take<'b, T: serde::Deserialize<'b>>(bytes: &'b [u8]) -> std::io::Result<(T, &'b [u8])> {
    postcard::take_from_bytes(bytes).map_err(|_| ErrorKind::InvalidData.into())
}

impl Ord for PartWords {
    /// A heap gives the greatest first.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.word().cmp(self.word())).then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for PartWords {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for PartWords {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for PartWords {}

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

    /// Calls `each` for every word of Chinese characters, ascending by bytes, without places.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn walk_words(&self, mut each: impl FnMut(&TermData)) -> Result<()> {
        let io = |error: std::io::Error| failed(&self.folder)(error.into());
        let [text, title] = self.factors();
        let mut parts = BinaryHeap::new();
        for (number, base) in self.bases.iter().enumerate() {
            let file = self.folder.join(number.to_string()).join(WORDS);
            let open = File::open(&file).at_path("read", &file)?;
            let mut part = PartWords {
                reader: BufReader::with_capacity(1 << 16, open),
                base: *base,
                number,
                record: Vec::new(),
                word: 0..0,
            };
            if part.advance().map_err(io)? {
                parts.push(part);
            }
        }
        let mut data = TermData::default();
        while let Some(first) = parts.peek() {
            data.clear();
            data.term.push_str(&String::from_utf8_lossy(first.word()));
            while let Some(mut part) = parts.peek_mut()
                && part.word() == data.term.as_bytes()
            {
                let row = |document, mask, often, in_title| {
                    data.documents.push(document);
                    data.masks.push(mask);
                    let mut weight = text.weight(document, often);
                    if in_title > 0 {
                        weight += super::walk::TITLE * title.weight(document, in_title);
                    }
                    data.weights.push(weight);
                };
                part.rows(row).map_err(io)?;
                // What changes finds its place among the others anew.
                if !part.advance().map_err(io)? {
                    PeekMut::pop(part);
                }
            }
            each(&data);
        }
        Ok(())
    }
}
