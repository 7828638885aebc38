//! Replies → a tantivy index in `.dafu/index`. tantivy is used here alone.
//!
//! What tantivy counts as a document is a passage: a quarter of a reply, or so. A word's list thus says where in a reply it
//! stands, well enough to fetch that passage alone; positions count within it.
//!
//! Parts of the catalogue are indexed side by side, each by one thread into an index of one segment, and stay apart:
//! whoever reads walks them in order, so that a reply's number is its number in the search bundle.
//! Merging them into one took a quarter of a build and gained nothing. The index is written beside the last one and
//! takes its place when it is whole.

pub mod differ;
pub mod document;
mod invert;
pub mod related;
pub mod search;
pub mod walk;
mod words;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use invert::Contents;
use rayon::prelude::*;
use words::Words;

use crate::digest;
use crate::error::{AtPath, Error, Result};
use crate::messages::tell;
use crate::state::{State, now};
use crate::swap::{self, Workshop};
use crate::text::{SEPARATOR, Segmenter, words_stamp};
use tantivy::collector::Count;
use tantivy::directory::{CompositeFile, MmapDirectory, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::query::{PhraseQuery, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::{Index, SingleSegmentIndexWriter, TantivyDocument, Term};

/// The folder in a site that dafu keeps its index in.
pub const FOLDER: &str = ".dafu";
/// The index in it.
const INDEX: &str = "index";
/// How the folders begin in which an index is made.
const WORKSHOP: &str = "index-";

/// Passages of a reply, at most.
pub const PASSAGES: u32 = 4;

/// One reply as the index takes it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The title, normalised.
    pub title: String,
    /// Look-up keys: a letter and a value, see `bundle/FORMAT.md`.
    pub keys: Vec<String>,
    /// The text, cut between segments; one to [`PASSAGES`].
    pub passages: Vec<Passage>,
}

/// Some of a reply's segments, in order.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// The segments, normalised, joined by the separator.
    pub text: String,
    /// What the bundle's text file says, as JSON.
    pub payload: Vec<u8>,
}

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Pairs, words and grams of the passage, with positions.
    pub text: Field,
    /// Words of the title, in a reply's first passage.
    pub title: Field,
    /// Single characters, each where the reply first has it.
    pub characters: Field,
    /// Look-up keys, in a reply's first passage.
    pub keys: Field,
    /// The stored payload.
    pub payload: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // Lengths are kept beside the index: with them in it, tantivy works out for every term what its queries would want. Its tokenizers see
    // nothing: `invert` writes the terms.
    let indexed = |option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(option)
                .set_fieldnorms(false),
        )
    };
    let fields = Fields {
        text: builder.add_text_field("text", indexed(IndexRecordOption::WithFreqsAndPositions)),
        title: builder.add_text_field("title", indexed(IndexRecordOption::WithFreqs)),
        characters: builder.add_text_field("characters", indexed(IndexRecordOption::Basic)),
        keys: builder.add_text_field("keys", indexed(IndexRecordOption::Basic)),
        payload: builder.add_bytes_field("payload", STORED),
    };
    (builder.build(), fields)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn failed(folder: &Path) -> impl Fn(tantivy::TantivyError) -> Error + '_ {
    move |error| Error::Index {
        path: folder.to_owned(),
        message: error.to_string(),
    }
}

/// An index in the making.
#[derive(Debug)]
pub struct Builder {
    made: Made,
    segmenter: Arc<Segmenter>,
    before: Option<Before>,
}

/// The site's words when the last index was made.
#[derive(Debug)]
struct Before {
    stamp: [u8; 32],
    /// Those that are new since then, and those that are gone. What the dictionary holds by itself is a word with them and without.
    changed: Vec<String>,
}

/// Words that are looked for in a part of the last index; if more have changed, each part is made anew.
const WORDS_MOST: usize = 200;

impl Before {
    /// From the last index, if it says so.
    fn of(index: &Path, words: &[String], segmenter: &Segmenter) -> Option<Before> {
        let about: About = serde_json::from_slice(&fs::read(index.join(ABOUT)).ok()?).ok()?;
        let [old, new] = [&about.words, words].map(|words| words.iter().collect::<HashSet<_>>());
        let changed: Vec<String> = old
            .symmetric_difference(&new)
            .filter(|word| !segmenter.is_common(word))
            .map(|word| (*word).clone())
            .collect();
        (changed.len() <= WORDS_MOST).then(|| Before {
            stamp: words_stamp(&about.words),
            changed,
        })
    }
}

/// An index that is whole, and not yet where the last one is.
#[derive(Debug)]
pub struct Made {
    /// Removed when dropped.
    workshop: Workshop,
    target: PathBuf,
}

impl Made {
    fn folder(&self) -> PathBuf {
        self.workshop.path().join(INDEX)
    }

    /// Puts the index where the last one was. Nobody may have it open: some systems move no open file.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn put(self) -> Result<()> {
        self.workshop.put(&self.folder(), &self.target)
    }
}

/// One part of an index in the making: one thread's.
pub struct Part {
    writer: SingleSegmentIndexWriter,
    fields: Fields,
    folder: PathBuf,
    segmenter: Arc<Segmenter>,
    contents: Contents,
    lengths: Vec<Lengths>,
    seen: Seen,
}

/// Characters of one reply after another.
#[derive(Default)]
struct Seen {
    /// The number of the reply.
    reply: u32,
    /// By code point, the last reply that has it.
    last: Vec<u32>,
}

impl Seen {
    /// Begins the next reply, of which these count as seen.
    fn begin(&mut self, seen: [char; 2]) {
        self.reply += 1;
        for c in seen {
            self.insert(c);
        }
    }

    /// Whether the reply did not have it yet.
    fn insert(&mut self, c: char) -> bool {
        let code = c as usize;
        if code >= self.last.len() {
            self.last.resize(code + 1, 0);
        }
        std::mem::replace(&mut self.last[code], self.reply) != self.reply
    }
}

/// Characters of a reply's text, and of its title, and how many passages it has.
type Lengths = [u32; 3];

/// A part that is whole: what [`Builder::finish`] wants one of for each part.
pub struct Finished {
    lengths: Vec<Lengths>,
    again: bool,
}

/// What the next build must know of a part to take it over.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Kept {
    /// What the part was made of.
    key: [u8; 32],
    /// Stamp of the site's words, or of others that would have made the same of it.
    words: [u8; 32],
    lengths: Vec<Lengths>,
    /// What each reply was made of.
    replies: Vec<ReplyKey>,
    texts: Vec<BlockTexts>,
    /// The names of its files, the BLAKE3 hash of each, and what the file system said of it.
    files: Vec<(String, [u8; 32], State)>,
    /// When the file system was asked.
    looked: u64,
}

/// The passages of one block of replies, as the search bundle has them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BlockTexts {
    /// Where they are.
    pub address: String,
    /// Of each file in turn, 64 bits of the BLAKE3 hash.
    pub sums: Vec<u64>,
    /// The same of what is packed in it.
    pub payloads: Vec<u64>,
    /// Of each reply, how many files it has.
    pub passages: Vec<u32>,
}

impl Kept {
    fn write(&self, folder: &Path) -> Result<()> {
        let file = folder.join(KEPT);
        fs::write(&file, digest::sealed(self)).at_path("write", &file)
    }

    /// Whether the part's files are as they were left. A file is read only if the file system does not say so; what it says is noted.
    fn holds_in(&mut self, index: &Path, number: usize) -> bool {
        let (before, folder) = (self.looked, index.join(number.to_string()));
        self.looked = now();
        self.files.iter_mut().all(|(name, hash, known)| {
            let file = folder.join(name);
            let Some(state) = state_of(&file) else {
                return false;
            };
            let sure = state == *known && state.is_settled(before);
            *known = state;
            sure || fs::read(&file).is_ok_and(|bytes| blake3::hash(&bytes) == *hash)
        })
    }

    /// The passages of its blocks.
    #[must_use]
    pub fn texts(&self) -> &[BlockTexts] {
        &self.texts
    }
}

/// What the file system says of a part's file. Not when that was last said anew: a file is linked into each new index and loses its old name, and
/// both is noted there.
fn state_of(file: &Path) -> Option<State> {
    let meta = fs::symlink_metadata(file)
        .ok()
        .filter(fs::Metadata::is_file)?;
    Some(State {
        changed: 0,
        ..State::of(&meta)
    })
}

/// What a reply was made of, as a hash.
pub type ReplyKey = [u8; 16];

/// Where [`Kept`] is in a part's folder.
const KEPT: &str = "kept";

/// Bytes that tantivy sizes a part's table of terms by, which stays empty.
const PART_MEMORY: usize = 1 << 20;

impl Builder {
    /// Begins an index for the site in `site`, whose own words are `words`.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn begin(site: &Path, segmenter: Arc<Segmenter>, words: &[String]) -> Result<Builder> {
        let folder = site.join(FOLDER);
        fs::create_dir_all(&folder).at_path("create", &folder)?;
        let target = folder.join(INDEX);
        swap::recover(&target, &folder, WORKSHOP, |old| old.join(ABOUT).exists())?;
        let made = Made {
            workshop: Workshop::begin(&folder, WORKSHOP)?,
            target,
        };
        let folder = made.folder();
        fs::create_dir(&folder).at_path("create", &folder)?;
        let before = Before::of(&made.target, words, &segmenter);
        Ok(Builder {
            made,
            segmenter,
            before,
        })
    }

    /// Whether there is a last index, of which parts may be taken over.
    #[must_use]
    pub fn has_last(&self) -> bool {
        self.before.is_some()
    }

    /// Begins a part.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn part(&self, number: usize) -> Result<Part> {
        let folder = self.made.folder().join(number.to_string());
        fs::create_dir(&folder).at_path("create", &folder)?;
        let (schema, fields) = schema();
        let directory =
            MmapDirectory::open(&folder).map_err(|error| failed(&folder)(error.into()))?;
        let writer = Index::builder()
            .schema(schema)
            .single_segment_index_writer(directory, PART_MEMORY)
            .map_err(failed(&folder))?;
        Ok(Part {
            writer,
            fields,
            folder,
            segmenter: Arc::clone(&self.segmenter),
            contents: Contents::default(),
            lengths: Vec::new(),
            seen: Seen::default(),
        })
    }

    /// Which terms are words.
    #[must_use]
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// A part of the last index, if it was made of what `key` says and is whole.
    #[must_use]
    pub fn kept(&self, number: usize, key: &[u8; 32]) -> Option<Kept> {
        let kept = whole(&self.made.target, number, key)?;
        let same = kept.words == self.segmenter.words_stamp();
        (same || self.is_cut_as_before(number, &kept)).then_some(kept)
    }

    /// Whether none of the words that are new or gone stands in a part of the last index.
    fn is_cut_as_before(&self, number: usize, kept: &Kept) -> bool {
        let Some(before) = self
            .before
            .as_ref()
            .filter(|before| before.stamp == kept.words)
        else {
            return false;
        };
        let Ok(Some(part)) = open_part(&self.made.target, number, 0) else {
            return false;
        };
        let (_, fields) = schema();
        let stands = |word: &String| part.holds(fields.text, word).unwrap_or(true);
        !before.changed.iter().any(stands)
    }

    /// The passages that a part of the last index had in the bundle, block after block; none if that is not known.
    #[must_use]
    pub fn last_texts(&self, number: usize) -> Vec<BlockTexts> {
        kept_in(&self.made.target, number).map_or(Vec::new(), |kept| kept.texts)
    }

    /// Takes such a part over.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn again(&self, number: usize, kept: Kept) -> Result<Finished> {
        let old = self.made.target.join(number.to_string());
        let folder = self.made.folder().join(number.to_string());
        fs::create_dir(&folder).at_path("create", &folder)?;
        for (name, ..) in &kept.files {
            let (from, to) = (old.join(name), folder.join(name));
            if fs::hard_link(&from, &to).is_err() {
                fs::copy(&from, &to).at_path("copy", &from)?;
            }
        }
        let kept = Kept {
            words: self.segmenter.words_stamp(),
            ..kept
        };
        kept.write(&folder)?;
        Ok(Finished {
            lengths: kept.lengths,
            again: true,
        })
    }

    /// Notes what a part was made of, so that the next build can take it over.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn keep(
        &self,
        number: usize,
        key: [u8; 32],
        replies: Vec<ReplyKey>,
        texts: &[BlockTexts],
        part: &Finished,
    ) -> Result<()> {
        let folder = self.made.folder().join(number.to_string());
        let (looked, mut files) = (now(), Vec::new());
        for entry in fs::read_dir(&folder).at_path("read", &folder)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // tantivy's locks are nobody's any more.
            if Path::new(&name)
                .extension()
                .is_some_and(|end| end == "lock")
            {
                continue;
            }
            let file = entry.path();
            let state = state_of(&file).unwrap_or_default();
            let bytes = fs::read(&file).at_path("read", &file)?;
            files.push((name, blake3::hash(&bytes).into(), state));
        }
        files.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        Kept {
            key,
            words: self.segmenter.words_stamp(),
            lengths: part.lengths.clone(),
            replies,
            texts: texts.to_vec(),
            files,
            looked,
        }
        .write(&folder)
    }

    /// Puts the parts together, in their order. The last index stays until [`Made::put`].
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn finish(self, parts: Vec<Finished>, about: &About) -> Result<(Opened, Made)> {
        let index = self.made.folder();
        let file = index.join(LENGTHS);
        let again: Vec<bool> = parts.iter().map(|part| part.again).collect();
        let mut next = 0;
        let bases = (parts.iter())
            .map(|part| {
                let base = next;
                next += number(part.lengths.len());
                base
            })
            .collect();
        let lengths: Vec<u8> = parts
            .into_iter()
            .flat_map(|part| part.lengths)
            .flatten()
            .flat_map(u32::to_le_bytes)
            .collect();
        fs::write(&file, lengths).at_path("write", &file)?;
        let file = index.join(ABOUT);
        let (written, opened) = rayon::join(
            // A structure of strings and numbers does not fail to serialise.
            || fs::write(&file, serde_json::to_vec(about).unwrap_or_default()),
            || Opened::open_with(&index, self.segmenter),
        );
        written.at_path("write", &file)?;
        let mut opened = opened?;
        opened.again = again;
        opened.bases = bases;
        let target = self.made.target.clone();
        opened.before = self.before.map(|before| (target, before.changed));
        Ok((opened, self.made))
    }
}

impl Part {
    /// Adds the next reply, and gives back the payloads of its passages.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn add(&mut self, document: Document) -> Result<Vec<Vec<u8>>> {
        let mut length = 0;
        let mut payloads = Vec::with_capacity(document.passages.len());
        self.seen.begin([SEPARATOR, ' ']);
        let first = number(self.contents.texts.len());
        for (passage, content) in (first..).zip(document.passages) {
            for c in content.text.chars() {
                length += 1;
                if self.seen.insert(c) {
                    let passages = self.contents.characters.entry(c).or_default();
                    passages.push(passage);
                }
            }
            self.contents.texts.push(content.text);
            let mut row = TantivyDocument::default();
            row.add_bytes(self.fields.payload, &content.payload);
            payloads.push(content.payload);
            self.writer
                .add_document(row)
                .map_err(failed(&self.folder))?;
        }
        if !payloads.is_empty() {
            for key in document.keys {
                self.contents.keys.entry(key).or_default().push(first);
            }
        }
        let title = document.title.chars().count();
        self.lengths
            .push([number(length), number(title), number(payloads.len())]);
        self.contents.titles.push((first, document.title));
        Ok(payloads)
    }

    /// Ends the part.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn finish(self) -> Result<Finished> {
        let folder = &self.folder;
        let index = self.writer.finalize().map_err(failed(folder))?;
        let metas = index.searchable_segment_metas().map_err(failed(folder))?;
        if let Some(meta) = metas.into_iter().next() {
            let segment = index.segment(meta);
            for empty in [
                SegmentComponent::Terms,
                SegmentComponent::Postings,
                SegmentComponent::Positions,
            ] {
                let file = folder.join(segment.relative_path(empty));
                fs::remove_file(&file).at_path("remove", &file)?;
            }
            let titles = self.contents.title_words(&self.segmenter);
            let passages = passages_of(&self.lengths);
            let mut words = Words::new(&titles, passages);
            self.contents
                .write(&segment, self.fields, &self.segmenter, &titles, &mut words)
                .map_err(failed(folder))?;
            words.write(folder)?;
        }
        Ok(Finished {
            lengths: self.lengths,
            again: false,
        })
    }
}

/// Of each passage, in order, `PASSAGES · reply + place`.
fn passages_of(lengths: &[Lengths]) -> Vec<u32> {
    (0u32..)
        .zip(lengths)
        .flat_map(|(reply, lengths)| {
            (0..lengths[2].min(PASSAGES)).map(move |place| reply * PASSAGES + place)
        })
        .collect()
}

/// What is known of a part of an index.
fn kept_in(index: &Path, number: usize) -> Option<Kept> {
    digest::record(&fs::read(index.join(number.to_string()).join(KEPT)).ok()?)
}

/// What is known of an old part, if it was made of what `key` says and all of it is as it was left.
fn whole(index: &Path, number: usize, key: &[u8; 32]) -> Option<Kept> {
    let mut kept = kept_in(index, number)?;
    (kept.key == *key && kept.holds_in(index, number)).then_some(kept)
}

/// An index that can be searched and walked.
pub struct Opened {
    folder: PathBuf,
    fields: Fields,
    parts: Vec<OpenedPart>,
    /// Of each part, whether it was taken over from the last index; empty if that is not known.
    again: Vec<bool>,
    /// Of each part, the number of its first reply; empty if that is not known.
    bases: Vec<u32>,
    /// Where the last index is, and the site's words that are new or gone since; if it can be told what has changed.
    before: Option<(PathBuf, Vec<String>)>,
    /// Of each reply.
    lengths: Vec<Lengths>,
    /// Of each of tantivy's documents, over all parts: its passage, which is `PASSAGES · reply + place`.
    passages: Vec<u32>,
    segmenter: Arc<Segmenter>,
}

/// One part of an opened index: tantivy's consecutive documents from `base` on.
struct OpenedPart {
    searcher: tantivy::Searcher,
    base: u32,
}

impl OpenedPart {
    /// What finds the texts in which a word of two characters or more stands: all its pairs, one after another. `None` for shorter words.
    fn standing(field: Field, word: &str) -> Option<Box<dyn Query>> {
        let chars: Vec<char> = word.chars().collect();
        let pairs = chars
            .windows(2)
            .map(|pair| Term::from_field_text(field, &pair.iter().collect::<String>()));
        let mut pairs: Vec<(usize, Term)> = pairs.enumerate().collect();
        if pairs.len() > 1 {
            return Some(Box::new(PhraseQuery::new_with_offset(pairs)));
        }
        let (_, pair) = pairs.pop()?;
        Some(Box::new(TermQuery::new(pair, IndexRecordOption::Basic)))
    }

    /// Whether such a word stands in a text; a shorter one may.
    fn holds(&self, field: Field, word: &str) -> tantivy::Result<bool> {
        match OpenedPart::standing(field, word) {
            Some(query) => Ok(self.searcher.search(&*query, &Count)? > 0),
            None => Ok(true),
        }
    }

    /// Its only segment.
    fn segment(&self) -> &tantivy::SegmentReader {
        self.searcher.segment_reader(0)
    }

    /// Where the terms of a field stand, as tantivy packs that.
    fn positions(&self, field: Field) -> tantivy::Result<OwnedBytes> {
        let file = self.segment().open_read(SegmentComponent::Positions)?;
        match CompositeFile::open(&file)?.open_read(field) {
            Some(positions) => Ok(positions.read_bytes()?),
            None => Ok(OwnedBytes::empty()),
        }
    }
}

/// Where the lengths are in the index's folder: three numbers of four bytes, little endian, for each reply.
const LENGTHS: &str = "lengths";
/// Where [`About`] is in the index's folder.
const ABOUT: &str = "dafu.json";

/// What a search needs beside the index.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct About {
    /// The site's own words, normalised.
    pub words: Vec<String>,
    /// When replies were given.
    pub ages: crate::numbering::Ages,
    /// What replies can be filtered by.
    pub facets: std::collections::BTreeMap<String, crate::catalog::FacetColumn>,
}

/// Opens all parts; gives them, and how many documents of tantivy's they have together.
fn open_parts(folder: &Path) -> Result<(Vec<OpenedPart>, u32)> {
    let mut parts = Vec::new();
    let mut base = 0;
    while let Some(part) = open_part(folder, parts.len(), base)? {
        base += part.segment().max_doc();
        parts.push(part);
    }
    Ok((parts, base))
}

/// Opens one part; `None` if there are not so many.
fn open_part(folder: &Path, number: usize, base: u32) -> Result<Option<OpenedPart>> {
    let part = folder.join(number.to_string());
    if !part.exists() {
        return Ok(None);
    }
    let index = Index::open_in_dir(&part).map_err(failed(&part))?;
    let reader: tantivy::IndexReader = index
        .reader_builder()
        .reload_policy(tantivy::ReloadPolicy::Manual)
        .try_into()
        .map_err(failed(&part))?;
    let searcher = reader.searcher();
    let whole = searcher.segment_readers().len() == 1;
    Ok(whole.then_some(OpenedPart { searcher, base }))
}

/// Forgets the index of the site in `site`.
///
/// # Errors
/// If the disk refuses.
pub fn forget(site: &Path) -> Result<()> {
    let folder = site.join(FOLDER).join(INDEX);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).at_path("remove", &folder)
        }
        _ => Ok(()),
    }
}

impl Opened {
    /// Opens the index of the site in `site`.
    ///
    /// # Errors
    /// If there is none, or the disk refuses.
    pub fn open(site: &Path) -> Result<(Opened, About)> {
        let folder = site.join(FOLDER).join(INDEX);
        let file = folder.join(ABOUT);
        if !file.exists() {
            return Err(Error::Refused(tell!(
                "error-index-none",
                site = site.display()
            )));
        }
        let bytes = fs::read(&file).at_path("read", &file)?;
        let about: About = serde_json::from_slice(&bytes).map_err(|error| Error::Index {
            path: file,
            message: tell!("error-index-again", error),
        })?;
        let words = about.words.iter().map(String::as_str);
        let segmenter = Segmenter::new(words, rustc_hash::FxHashSet::default());
        Ok((Opened::open_with(&folder, Arc::new(segmenter))?, about))
    }

    fn open_with(folder: &Path, segmenter: Arc<Segmenter>) -> Result<Opened> {
        let (_, fields) = schema();
        let (parts, documents) = open_parts(folder)?;
        let file = folder.join(LENGTHS);
        let bytes = fs::read(&file).at_path("read", &file)?;
        let lengths: Vec<Lengths> = bytes
            .as_chunks::<4>()
            .0
            .as_chunks::<3>()
            .0
            .iter()
            .map(|three| three.map(u32::from_le_bytes))
            .collect();
        let passages = passages_of(&lengths);
        if passages.len() != documents as usize {
            return Err(Error::Index {
                path: file,
                message: tell!("error-index-part"),
            });
        }
        Ok(Opened {
            folder: folder.to_owned(),
            fields,
            parts,
            again: Vec::new(),
            bases: Vec::new(),
            before: None,
            lengths,
            passages,
            segmenter,
        })
    }

    /// The same index, its files opened anew.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn opened_again(&self) -> Result<Opened> {
        Opened::open_with(&self.folder, Arc::clone(&self.segmenter))
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the last one is, if it can be told what has changed since.
    #[must_use]
    pub fn last_folder(&self) -> Option<&Path> {
        Some(&self.before.as_ref()?.0)
    }

    /// Which terms are words.
    #[must_use]
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// How many replies the index holds.
    #[must_use]
    pub fn replies(&self) -> u32 {
        u32::try_from(self.lengths.len()).unwrap_or(u32::MAX)
    }

    /// The stored payloads of a reply's passages, in order; none if there is no such reply.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn payloads(&self, reply: u32) -> Result<Vec<Vec<u8>>> {
        let place = |reply: u32| self.passages.partition_point(|p| p / PASSAGES < reply);
        (place(reply)..place(reply.saturating_add(1)))
            .map(|document| self.payload(u32::try_from(document).unwrap_or(u32::MAX)))
            .collect()
    }

    fn payload(&self, document: u32) -> Result<Vec<u8>> {
        let at = self.parts.partition_point(|part| part.base <= document);
        let Some(part) = at.checked_sub(1).and_then(|at| self.parts.get(at)) else {
            return Ok(Vec::new());
        };
        self.payload_in(part, document - part.base)
    }

    fn payload_in(&self, part: &OpenedPart, document: u32) -> Result<Vec<u8>> {
        let row: TantivyDocument = part
            .searcher
            .doc(tantivy::DocAddress::new(0, document))
            .map_err(failed(&self.folder))?;
        Ok(row
            .get_first(self.fields.payload)
            .and_then(|value| value.as_bytes())
            .unwrap_or_default()
            .to_vec())
    }

    /// The first that is found in the stored payloads, in their order, or in the terms. Files are opened anew for each part, so that no more
    /// of them counts as memory than is looked at. Parts that were taken over from the last index are passed over if `fresh`.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn find<T: Send>(
        &self,
        fresh: bool,
        in_payload: impl Fn(&[u8]) -> Option<T> + Sync,
        in_term: impl Fn(&str) -> Option<T> + Sync,
    ) -> Result<Option<T>> {
        let in_part = |at: usize| {
            let Some(part) = open_part(&self.folder, at, 0)? else {
                return Ok(None);
            };
            for document in 0..part.segment().max_doc() {
                let found = in_payload(&self.payload_in(&part, document)?);
                if found.is_some() {
                    return Ok(found);
                }
            }
            let fields = self.fields;
            for field in [fields.text, fields.title, fields.characters, fields.keys] {
                let index = part.segment().inverted_index(field);
                let index = index.map_err(failed(&self.folder))?;
                let terms = index.terms().stream();
                let mut terms = terms.map_err(|error| failed(&self.folder)(error.into()))?;
                while terms.advance() {
                    let found = std::str::from_utf8(terms.key()).ok().and_then(&in_term);
                    if found.is_some() {
                        return Ok(found);
                    }
                }
            }
            Ok(None)
        };
        let again = |at: usize| self.again.get(at).copied().unwrap_or(false);
        let parts: Vec<usize> = (0..self.parts.len())
            .filter(|at| !(fresh && again(*at)))
            .collect();
        parts
            .into_par_iter()
            .map(in_part)
            .find_first(|found| !matches!(found, Ok(None)))
            .unwrap_or(Ok(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [1; 32];

    /// Makes an index of one part with these words of the site's own; gives whether the part was taken over.
    fn built(site: &Path, words: &[&str]) -> bool {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let segmenter = Segmenter::new(
            words.iter().map(String::as_str),
            rustc_hash::FxHashSet::default(),
        );
        let builder = Builder::begin(site, Arc::new(segmenter), &words).unwrap();
        let kept = builder.kept(0, &KEY);
        let again = kept.is_some();
        let part = if let Some(kept) = kept {
            builder.again(0, kept).unwrap()
        } else {
            let mut part = builder.part(0).unwrap();
            let text = "推进绿茵计划落实\u{1}计划生育".replace('\u{1}', &SEPARATOR.to_string());
            let passage = Passage {
                text,
                payload: b"{}".to_vec(),
            };
            part.add(Document {
                title: "落实".to_owned(),
                keys: Vec::new(),
                passages: vec![passage],
            })
            .unwrap();
            let part = part.finish().unwrap();
            builder.keep(0, KEY, Vec::new(), &[], &part).unwrap();
            part
        };
        let about = About {
            words,
            ..About::default()
        };
        let (opened, made) = builder.finish(vec![part], &about).unwrap();
        let mut takers = [Vec::new(), Vec::new()];
        let take = |terms: &mut Vec<String>, (): &mut (), _, data: &walk::TermData| {
            terms.push(data.term.clone());
            Ok(())
        };
        let number = |term: &str| super::number(term.chars().count());
        opened
            .walk_terms(usize::MAX, &mut takers, number, take)
            .unwrap();
        for (of, terms) in (0..).zip(&takers) {
            assert!(terms.is_sorted());
            assert!(terms.iter().all(|term| number(term) % 2 == of));
        }
        let terms = takers.concat();
        assert_eq!(opened.replies(), 1);
        assert!(terms.contains(&"绿茵".to_owned()));
        let held = |word: &&String| word.chars().count() > 2 && "推进绿茵计划落实".contains(*word);
        for word in about.words.iter().filter(held) {
            assert!(terms.contains(word), "{word} is a word now");
        }
        drop(opened);
        made.put().unwrap();
        again
    }

    #[test]
    fn a_part_is_taken_over_as_long_as_no_word_cuts_it_otherwise() {
        let site = tempfile::tempdir().unwrap();
        assert!(!built(site.path(), &["王平"]));
        assert!(built(site.path(), &["王平"]));
        // None of these stands in the text: not side by side, or over the end of a line.
        for words in [
            &["红茵计划"][..],
            &["绿计"],
            &["落实计划"],
            &["计划落实生"],
            &[],
        ] {
            assert!(built(site.path(), words), "{words:?}");
        }
        for words in [&["绿茵计划"][..], &["王平"], &["茵计划落"], &["绿茵"]] {
            assert!(!built(site.path(), words), "{words:?}");
        }
        assert!(built(site.path(), &["绿茵"]));
    }

    #[test]
    fn a_part_that_is_damaged_is_made_anew() {
        let site = tempfile::tempdir().unwrap();
        assert!(!built(site.path(), &[]));
        let folder = site.path().join(FOLDER).join(INDEX).join("0");
        // Their names are new each time.
        let files = || -> Vec<PathBuf> {
            let listed = fs::read_dir(&folder).unwrap().flatten();
            let mut files: Vec<_> = listed.map(|entry| entry.path()).collect();
            files.retain(|file| fs::metadata(file).unwrap().len() > 0);
            files.sort_by_key(|file| file.extension().map(std::ffi::OsStr::to_owned));
            files
        };
        for number in 0..files().len() {
            let file = &files()[number];
            let mut bytes = fs::read(file).unwrap();
            let at = bytes.len() / 2;
            bytes[at] ^= 1;
            fs::write(file, bytes).unwrap();
            assert!(!built(site.path(), &[]), "{}", file.display());
            assert!(built(site.path(), &[]));
        }
    }
}
