//! Which terms are not as they were in the last index.
//!
//! Parts that were taken over have none. In a part that was made anew, the replies whose keys differ are known, and those in which a word stands
//! that is new or gone. What each of their terms says of these replies is read from the old part and from the new one and compared. Which terms of the
//! text these are, their texts say, which the parts keep: the dictionary of a part holds those of all its replies.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::collector::DocSetCollector;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

use super::document::texts_of;
use super::walk::floored;
use super::{Kept, Lengths, Opened, OpenedPart, PASSAGES, failed, kept_in, open_part, passages_of};
use crate::error::Result;

/// The terms that another index may hold otherwise.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    /// Of the text.
    pub terms: BTreeSet<String>,
    /// Characters, and keys with U+0001 before them.
    pub exact: BTreeSet<String>,
    /// The replies that are not as they were, by number; what all terms say of all others is.
    pub replies: BTreeSet<u32>,
}

/// One in so many replies may differ, that it is worth while to look for their terms.
const SHARE: usize = 16;

/// One of the two parts that are compared.
struct Side {
    part: OpenedPart,
    /// Of each of tantivy's documents, `PASSAGES · reply + place`.
    passages: Vec<u32>,
}

/// What a term says of the replies that are compared: of each passage how often it stands there, and where.
type Said = BTreeMap<String, Vec<(u32, u32, Vec<u32>)>>;

impl Opened {
    /// The terms of this index that are not as they were in the last one; `None` if too much is not. Where a term stands counts if more than
    /// `offsets_from` passages hold it.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn changed(&self, offsets_from: usize) -> Result<Option<Changed>> {
        let Some((last, words)) = &self.before else {
            return Ok(None);
        };
        let mut found = Changed::default();
        let mut moved = BTreeSet::new();
        // The first reply of a part.
        let mut first = 0;
        let most = (self.lengths.len() / SHARE).max(1);
        for number in 0.. {
            let mut kept = [kept_in(last, number), kept_in(&self.folder, number)];
            if kept.iter().all(Option::is_none) {
                break;
            }
            let here = first;
            let [before, now] = &kept;
            first += now
                .as_ref()
                .or(before.as_ref())
                .map_or(0, |kept| super::number(kept.replies.len()));
            if self.again.get(number).copied().unwrap_or(false) {
                continue;
            }
            // It may have been made anew because it is damaged: what it says then counts for nothing.
            if kept[0]
                .as_mut()
                .is_some_and(|kept| !kept.holds_in(last, number))
            {
                return Ok(None);
            }
            let mut sides = Vec::with_capacity(2);
            for (folder, kept) in [last, &self.folder].into_iter().zip(&kept) {
                let part = match kept {
                    Some(_) => open_part(folder, number, 0)?,
                    None => None,
                };
                let lengths = kept.as_ref().map_or(&[][..], |kept| &kept.lengths);
                sides.push(part.map(|part| Side {
                    part,
                    passages: passages_of(lengths),
                }));
            }
            let mut differ = differing(&kept);
            for side in sides.iter().flatten() {
                for word in words {
                    differ.extend(self.standing(side, word)?);
                }
            }
            found
                .replies
                .extend(differ.iter().map(|reply| here + reply));
            if found.replies.len() > most {
                return Ok(None);
            }
            let reweighed: BTreeSet<u32> = (differ.iter().copied())
                .filter(|reply| {
                    let lengths = |kept: &Option<Kept>| {
                        let lengths: &Lengths = kept.as_ref()?.lengths.get(*reply as usize)?;
                        Some([lengths[0], lengths[1]].map(floored))
                    };
                    lengths(&kept[0]) != lengths(&kept[1])
                })
                .collect();
            self.compare(&sides, words, &differ, &reweighed, &mut found, &mut moved)?;
        }
        found.terms.extend(words.iter().cloned());
        // What was touched of the index's files counts as memory as long as they are open.
        let opened = self.opened_again()?;
        let terms = opened.terms()?;
        for term in moved {
            if !found.terms.contains(&term) && terms.is_in_more(&term, offsets_from)? {
                found.terms.insert(term);
            }
        }
        Ok(Some(found))
    }

    /// Compares what the terms of two parts say of some replies; `words` are new or gone. Words of those that are `reweighed` count as changed. Terms
    /// that have only moved are told apart.
    fn compare(
        &self,
        sides: &[Option<Side>],
        words: &[String],
        replies: &BTreeSet<u32>,
        reweighed: &BTreeSet<u32>,
        found: &mut Changed,
        moved: &mut BTreeSet<String>,
    ) -> Result<()> {
        let fields = self.fields;
        let both = |field, option, among: Option<&BTreeSet<String>>| -> Result<[Said; 2]> {
            let said = |side: usize| {
                let side = sides.get(side).and_then(Option::as_ref);
                self.said(side, replies, field, option, among)
            };
            let (one, other) = rayon::join(|| said(0), || said(1));
            Ok([one?, other?])
        };
        let own = self.own_terms(sides, replies, words)?;
        let option = IndexRecordOption::WithFreqsAndPositions;
        let [old, new] = both(fields.text, option, own.as_ref())?;
        let often = |said: &Vec<(u32, u32, Vec<u32>)>| -> Vec<(u32, u32)> {
            said.iter()
                .map(|(passage, often, _)| (*passage, *often))
                .collect()
        };
        for (term, said) in old.iter().chain(&new) {
            let before = old.get(term);
            let now = new.get(term);
            let weighs = || {
                self.segmenter.is_word(term)
                    && said
                        .iter()
                        .any(|(passage, ..)| reweighed.contains(&(passage / PASSAGES)))
            };
            if before.map(often) != now.map(often) || weighs() {
                found.terms.insert(term.clone());
            } else if before != now {
                moved.insert(term.clone());
            }
        }
        let [old, new] = both(fields.title, IndexRecordOption::WithFreqs, None)?;
        found.terms.extend(differing_terms(&old, &new, ""));
        for (field, prefix) in [(fields.keys, "\u{1}"), (fields.characters, "")] {
            let [old, new] = both(field, IndexRecordOption::Basic, None)?;
            found.exact.extend(differing_terms(&old, &new, prefix));
        }
        Ok(())
    }

    /// The replies of a part in which a word stands.
    fn standing(&self, side: &Side, word: &str) -> Result<BTreeSet<u32>> {
        let Some(query) = OpenedPart::standing(self.fields.text, word) else {
            return Ok(BTreeSet::new());
        };
        let documents = side.part.searcher.search(&*query, &DocSetCollector);
        let documents = documents.map_err(failed(&self.folder))?;
        let reply = |document: u32| side.passages[document as usize] / PASSAGES;
        Ok(documents.iter().map(|at| reply(at.doc_id)).collect())
    }

    /// All terms that stand in the texts of some replies, in one part or the other, and perhaps some that do not; `None` if a part does not say.
    /// Words that are new or gone are no words to one of them.
    fn own_terms(
        &self,
        sides: &[Option<Side>],
        replies: &BTreeSet<u32>,
        words: &[String],
    ) -> Result<Option<BTreeSet<String>>> {
        let mut own: BTreeSet<String> = words.iter().cloned().collect();
        for Side { part, passages } in sides.iter().flatten() {
            for (document, passage) in (0u32..).zip(passages) {
                if !replies.contains(&(passage / PASSAGES)) {
                    continue;
                }
                let Ok(texts) = texts_of(&self.payload_in(part, document)?) else {
                    return Ok(None);
                };
                for text in texts {
                    self.segmenter.terms(&text, |_, term, _| {
                        if !own.contains(term) {
                            own.insert(term.to_owned());
                        }
                    });
                }
            }
        }
        Ok(Some(own))
    }

    /// What the terms of a field say of some replies: those `among` these, or all.
    fn said(
        &self,
        side: Option<&Side>,
        replies: &BTreeSet<u32>,
        field: Field,
        option: IndexRecordOption,
        among: Option<&BTreeSet<String>>,
    ) -> Result<Said> {
        let mut said = Said::new();
        let Some(Side { part, passages }) = side else {
            return Ok(said);
        };
        let wanted: Vec<bool> = (passages.iter())
            .map(|passage| replies.contains(&(passage / PASSAGES)))
            .collect();
        let io = |error: std::io::Error| failed(&self.folder)(error.into());
        let index = part.segment().inverted_index(field);
        let index = index.map_err(failed(&self.folder))?;
        let mut add = |term: &str, info: &TermInfo| -> std::io::Result<()> {
            let read = |option| index.read_postings_from_terminfo(info, option);
            let mut postings = read(IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED && !wanted[postings.doc() as usize] {
                postings.advance();
            }
            let first = postings.doc();
            if first == TERMINATED {
                return Ok(());
            }
            let mut postings = read(option)?;
            postings.seek(first);
            let mut rows = Vec::new();
            while postings.doc() != TERMINATED {
                let document = postings.doc() as usize;
                if wanted[document] {
                    let mut places = Vec::new();
                    if option.has_positions() {
                        postings.positions(&mut places);
                    }
                    rows.push((passages[document], postings.term_freq(), places));
                }
                postings.advance();
            }
            said.insert(term.to_owned(), rows);
            Ok(())
        };
        if let Some(among) = among {
            for term in among {
                let info = index.terms().get(term.as_bytes()).map_err(io)?;
                if let Some(info) = info {
                    add(term, &info).map_err(io)?;
                }
            }
        } else {
            let mut terms = index.terms().stream().map_err(io)?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    add(term, terms.value()).map_err(io)?;
                }
            }
        }
        Ok(said)
    }
}

/// The terms that do not say the same.
fn differing_terms<'t>(
    old: &'t Said,
    new: &'t Said,
    prefix: &'t str,
) -> impl Iterator<Item = String> + 't {
    let terms = old.keys().chain(new.keys());
    terms
        .filter(|term| old.get(*term) != new.get(*term))
        .map(move |term| format!("{prefix}{term}"))
}

/// The replies of a part that are not the same in both.
fn differing([one, other]: &[Option<Kept>; 2]) -> BTreeSet<u32> {
    let keys = |kept: &Option<Kept>| {
        kept.as_ref()
            .map_or(Vec::new(), |kept| kept.replies.clone())
    };
    let (one, other) = (keys(one), keys(other));
    (0..one.len().max(other.len()))
        .filter(|at| one.get(*at) != other.get(*at))
        .map(super::number)
        .collect()
}
