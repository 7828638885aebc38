//! Walks the index's dictionary and postings, term by term, for the exporter.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::{Opened, failed};
use crate::error::Result;
use crate::text::Segmenter;

/// tantivy's BM25: how soon a further occurrence counts less.
const K1: f32 = 1.2;
/// tantivy's BM25: how much the length counts.
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
    /// For each reply, its weight (term frequency part of BM25, title included); empty if the term is no word.
    pub weights: Vec<f32>,
    /// For each reply, how many of `offsets` are its.
    pub counts: Vec<u32>,
    /// Offsets, reply after reply, each ascending.
    pub offsets: Vec<u32>,
}

/// The term frequency part of BM25 as tantivy computes it, for every field norm.
struct Factors {
    norms: FieldNormReader,
    cache: [f32; 256],
}

impl Factors {
    fn new(norms: FieldNormReader, tokens: u64, documents: u32) -> Factors {
        #[allow(clippy::cast_precision_loss)]
        let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
        let mut cache = [0.0; 256];
        for (id, slot) in (0..=255u8).zip(&mut cache) {
            #[allow(clippy::cast_precision_loss)]
            let norm = FieldNormReader::id_to_fieldnorm(id) as f32;
            *slot = K1 * (1.0 - B + B * norm / average);
        }
        Factors { norms, cache }
    }

    /// `(k1 + 1) · tf / (tf + k1 · (1 − b + b · length / average))`
    fn weight(&self, document: u32, frequency: u32) -> f32 {
        #[allow(clippy::cast_precision_loss)]
        let frequency = frequency as f32;
        let norm = self.cache[usize::from(self.norms.fieldnorm_id(document))];
        (1.0 + K1) * frequency / (frequency + norm)
    }
}

/// Reads terms of the text.
pub(super) struct Terms<'i> {
    text: Arc<InvertedIndexReader>,
    title: Arc<InvertedIndexReader>,
    text_factors: Factors,
    title_factors: Factors,
    segmenter: &'i Segmenter,
}

impl Terms<'_> {
    /// In how many replies a term is; 0 if in none.
    pub(super) fn count(&self, term: &str) -> std::io::Result<u32> {
        Ok(self
            .text
            .terms()
            .get(term.as_bytes())?
            .map_or(0, |info| info.doc_freq))
    }

    /// All that is known of a term; `None` if no reply contains it.
    pub(super) fn get(&self, term: &str) -> std::io::Result<Option<TermData>> {
        let Some(info) = self.text.terms().get(term.as_bytes())? else {
            return Ok(None);
        };
        let mut data = TermData::default();
        self.read(term, &info, usize::MAX, &mut data, &mut Vec::new())?;
        Ok(Some(data))
    }

    fn read(
        &self,
        term: &str,
        info: &TermInfo,
        offsets_from: usize,
        data: &mut TermData,
        buffer: &mut Vec<u32>,
    ) -> std::io::Result<()> {
        data.term.clear();
        data.term.push_str(term);
        data.documents.clear();
        data.weights.clear();
        data.counts.clear();
        data.offsets.clear();
        let word = self.segmenter.is_word(term);
        let offsets = info.doc_freq as usize > offsets_from;
        let option = match (offsets, word) {
            (true, _) => IndexRecordOption::WithFreqsAndPositions,
            (false, true) => IndexRecordOption::WithFreqs,
            (false, false) => IndexRecordOption::Basic,
        };
        let mut postings = self.text.read_postings_from_terminfo(info, option)?;
        while postings.doc() != TERMINATED {
            let document = postings.doc();
            data.documents.push(document);
            if word {
                data.weights
                    .push(self.text_factors.weight(document, postings.term_freq()));
            }
            if offsets {
                postings.positions(buffer);
                data.counts
                    .push(u32::try_from(buffer.len()).unwrap_or(u32::MAX));
                data.offsets.append(buffer);
            }
            postings.advance();
        }
        if word && let Some(info) = self.title.terms().get(term.as_bytes())? {
            let mut postings = self
                .title
                .read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            let mut at = 0;
            while postings.doc() != TERMINATED {
                let document = postings.doc();
                while data.documents.get(at).is_some_and(|d| *d < document) {
                    at += 1;
                }
                if data.documents.get(at) == Some(&document) {
                    data.weights[at] +=
                        TITLE * self.title_factors.weight(document, postings.term_freq());
                }
                postings.advance();
            }
        }
        Ok(())
    }
}

impl Opened {
    /// What reads the terms of the text; `None` if there is no reply.
    pub(super) fn terms(&self) -> Result<Option<Terms<'_>>> {
        let searcher = self.searcher()?;
        let Some(segment) = searcher.segment_readers().first() else {
            return Ok(None);
        };
        let fail = failed(&self.folder);
        let text = segment.inverted_index(self.fields.text).map_err(&fail)?;
        let title = segment.inverted_index(self.fields.title).map_err(&fail)?;
        let documents = segment.max_doc();
        let norms = |field| segment.get_fieldnorms_reader(field).map_err(&fail);
        Ok(Some(Terms {
            text_factors: Factors::new(
                norms(self.fields.text)?,
                text.total_num_tokens(),
                documents,
            ),
            title_factors: Factors::new(
                norms(self.fields.title)?,
                title.total_num_tokens(),
                documents,
            ),
            text,
            title,
            segmenter: &self.segmenter,
        }))
    }

    /// How many replies the index holds.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn len(&self) -> Result<u32> {
        Ok(self
            .searcher()?
            .segment_readers()
            .iter()
            .map(tantivy::SegmentReader::max_doc)
            .sum())
    }

    /// Whether the index holds no reply.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// How many terms the text, and how many characters and keys there are.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn sizes(&self) -> Result<(usize, usize)> {
        let searcher = self.searcher()?;
        let Some(segment) = searcher.segment_readers().first() else {
            return Ok((0, 0));
        };
        let terms = |field| -> Result<usize> {
            Ok(segment
                .inverted_index(field)
                .map_err(failed(&self.folder))?
                .terms()
                .num_terms())
        };
        Ok((
            terms(self.fields.text)?,
            terms(self.fields.characters)? + terms(self.fields.keys)?,
        ))
    }

    /// Calls `each` for every term of the text that `wanted`, ascending by bytes. Offsets are read where more than
    /// `offsets_from` replies hold the term.
    ///
    /// # Errors
    /// If the disk refuses, or `each` does.
    pub fn walk_terms(
        &self,
        offsets_from: usize,
        wanted: impl Fn(&str) -> bool,
        mut each: impl FnMut(&TermData) -> Result<()>,
    ) -> Result<()> {
        let Some(terms) = self.terms()? else {
            return Ok(());
        };
        let mut data = TermData::default();
        let mut buffer = Vec::new();
        let io = |error: std::io::Error| failed(&self.folder)(error.into());
        let mut stream = terms.text.terms().stream().map_err(io)?;
        while let Some((term, info)) = stream.next() {
            let Ok(term) = std::str::from_utf8(term) else {
                continue;
            };
            if !wanted(term) {
                continue;
            }
            terms
                .read(term, info, offsets_from, &mut data, &mut buffer)
                .map_err(io)?;
            each(&data)?;
        }
        Ok(())
    }

    /// Calls `each` for every single character, then for every key (with U+0001 before it).
    ///
    /// # Errors
    /// If the disk refuses, or `each` does.
    pub fn walk_exact(&self, mut each: impl FnMut(&TermData) -> Result<()>) -> Result<()> {
        let searcher = self.searcher()?;
        let Some(segment) = searcher.segment_readers().first() else {
            return Ok(());
        };
        let fail = failed(&self.folder);
        let io = |error: std::io::Error| fail(error.into());
        let mut data = TermData::default();
        for (field, prefix) in [(self.fields.keys, "\u{1}"), (self.fields.characters, "")] {
            let index = segment.inverted_index(field).map_err(&fail)?;
            let mut stream = index.terms().stream().map_err(io)?;
            while let Some((term, info)) = stream.next() {
                let Ok(term) = std::str::from_utf8(term) else {
                    continue;
                };
                data.term.clear();
                data.term.push_str(prefix);
                data.term.push_str(term);
                data.documents.clear();
                let mut postings = index
                    .read_postings_from_terminfo(info, IndexRecordOption::Basic)
                    .map_err(io)?;
                while postings.doc() != TERMINATED {
                    data.documents.push(postings.doc());
                    postings.advance();
                }
                each(&data)?;
            }
        }
        Ok(())
    }
}
