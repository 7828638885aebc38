//! Queries against the index: what `dafu search` answers, and what the browser's answers are held against.
//!
//! Phrases are tantivy's own phrase queries over pairs of characters; what is required, excluded or ranked by is then
//! put together from sorted lists of replies. Scores are exact here and rounded to a byte in the bundle.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::{PhraseQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::walk::Terms;
use super::{About, Opened, PASSAGES, failed};
use crate::error::Result;
use crate::query::{
    Field, Item, Lexicon, Numbered, QUESTION, Query, is_stop, numbers, pairs, segment,
};
use crate::text::normalise;

/// Pairs in no more replies than this sharpen the order.
const RARE: usize = 24;
/// How much they count, beside the square of their idf. Found on citizens' questions and on encyclopedia questions.
const SHARP: f64 = 0.05;

/// Replies, ascending.
pub type Set = Vec<u32>;

/// What stands before what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Its 文号, 案号 or 届次 was typed.
    Number,
    /// It holds what was typed as it stands.
    Literal,
    /// It holds all the words.
    Words,
    /// It holds some of the words.
    Partial,
}

/// One reply that answers a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its number; higher is newer.
    pub number: u32,
    /// How well it answers.
    pub tier: Tier,
    /// Sum of BM25 over the words; comparable within one query.
    pub score: f64,
    /// Units that it lacks.
    pub lacks: Vec<String>,
}

/// The answer to a query.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Replies that hold what was typed as it stands.
    pub literal: usize,
    /// Replies that hold all the words, those of `literal` included.
    pub words: usize,
    /// All of them in order; where there is none, or a question was asked, then those that hold some of the words.
    pub hits: Vec<Hit>,
    /// Units that no reply holds.
    pub absent: Vec<String>,
    /// What to mark: units and phrases, normalised.
    pub marks: Vec<String>,
}

/// What further narrows an answer.
pub struct Limits<'l> {
    /// Whether a reply may be in the answer.
    pub allowed: &'l dyn Fn(u32) -> bool,
    /// When replies were given, and what they can be filtered by.
    pub about: &'l About,
    /// Newest first, whatever the score.
    pub by_date: bool,
}

struct Known<'t> {
    terms: &'t Terms<'t>,
    replies: u32,
    is_word: &'t dyn Fn(&str) -> bool,
}

impl Lexicon for Known<'_> {
    fn replies(&self) -> u32 {
        self.replies
    }

    fn word(&self, term: &str) -> Option<u32> {
        if !(self.is_word)(term) {
            return None;
        }
        let data = self.terms.get(term, usize::MAX).ok()??;
        u32::try_from(data.documents.len()).ok()
    }
}

/// `ln(1 + (N − df + 0.5) / (df + 0.5))`, as tantivy has it.
#[must_use]
pub fn idf(replies: u32, count: u32) -> f64 {
    let (replies, count) = (f64::from(replies), f64::from(count));
    (1.0 + (replies - count + 0.5) / (count + 0.5)).ln()
}

fn both(a: &[u32], b: &[u32]) -> Set {
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                out.push(a[i]);
                i += 1;
                j += 1;
            }
        }
    }
    out
}

fn either(a: &[u32], b: &[u32]) -> Set {
    let mut out = [a, b].concat();
    out.sort_unstable();
    out.dedup();
    out
}

fn without(a: &[u32], b: &[u32]) -> Set {
    a.iter()
        .copied()
        .filter(|number| b.binary_search(number).is_err())
        .collect()
}

/// One query's work.
struct Search<'o> {
    opened: &'o Opened,
    replies: u32,
    sets: HashMap<String, Set>,
    about: &'o About,
}

impl Search<'_> {
    fn collect(&self, query: &dyn tantivy::query::Query) -> Result<Set> {
        let mut set = Vec::new();
        for part in &self.opened.parts {
            let found = part
                .searcher
                .search(query, &DocSetCollector)
                .map_err(failed(&self.opened.folder))?;
            set.extend(found.into_iter().map(|address| {
                self.opened.passages[(part.base + address.doc_id) as usize] / PASSAGES
            }));
        }
        set.sort_unstable();
        set.dedup();
        Ok(set)
    }

    /// Replies that contain a normalised string.
    fn containing(&mut self, text: &str) -> Result<Set> {
        if let Some(set) = self.sets.get(text) {
            return Ok(set.clone());
        }
        let fields = self.opened.fields;
        let chars: Vec<char> = text.chars().collect();
        let set = if chars.len() < 2 {
            let term = Term::from_field_text(fields.characters, text);
            self.collect(&TermQuery::new(term, IndexRecordOption::Basic))?
        } else {
            let mut tiles: Vec<(usize, Term)> = Vec::new();
            let last = chars.len() - 2;
            for at in (0..last).step_by(2).chain([last]) {
                let pair: String = chars[at..at + 2].iter().collect();
                tiles.push((at, Term::from_field_text(fields.text, &pair)));
            }
            if tiles.len() == 1 {
                self.collect(&TermQuery::new(tiles.remove(0).1, IndexRecordOption::Basic))?
            } else {
                self.collect(&PhraseQuery::new_with_offset(tiles))?
            }
        };
        self.sets.insert(text.to_owned(), set.clone());
        Ok(set)
    }

    fn with_key(&self, key: &str) -> Result<Set> {
        let term = Term::from_field_text(self.opened.fields.keys, key);
        self.collect(&TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// The numbers in a query that replies have: from the left, the longest first, none inside another.
    fn numbers(&self, query: &Query) -> Result<Vec<(Numbered, Set)>> {
        let mut found: Vec<(Numbered, Set)> = Vec::new();
        for numbered in numbers(query) {
            if found
                .last()
                .is_some_and(|(last, _)| last.to > numbered.from)
            {
                continue;
            }
            let set = self.with_key(&numbered.number.key())?;
            if !set.is_empty() {
                found.push((numbered, set));
            }
        }
        Ok(found)
    }

    fn with_field(&self, field: &Field) -> Result<Set> {
        Ok(match field {
            Field::Member(name) => self.with_key(&format!("m{name}"))?,
            Field::Document(key) => self.with_key(&format!("d{key}"))?,
            Field::Case(key) => self.with_key(&format!("c{key}"))?,
            Field::Session(key) => self.with_key(&format!("s{key}"))?,
            Field::Agency(name) => {
                let exact = self.with_key(&format!("a{name}"))?;
                if exact.is_empty() {
                    self.with_agency_like(name)
                } else {
                    exact
                }
            }
            Field::Year(from, to) => {
                let years = *from..=*to;
                let within = |number: &u32| {
                    (self.about.ages.year(*number))
                        .is_some_and(|year| years.contains(&i32::from(year)))
                };
                (0..self.replies).filter(within).collect()
            }
        })
    }

    /// The replies of all offices whose names contain this.
    fn with_agency_like(&self, part: &str) -> Set {
        let Some(agencies) = self.about.facets.get("agency") else {
            return Vec::new();
        };
        let wanted: Vec<bool> = (agencies.values.iter())
            .map(|(_, label)| normalise(label).contains(part))
            .collect();
        let of = |values: &[u32]| values.iter().any(|value| wanted[*value as usize]);
        (0u32..)
            .zip(&agencies.replies)
            .filter(|(_, values)| of(values))
            .map(|(number, _)| number)
            .collect()
    }

    fn item(&mut self, item: &Item, units: Option<&[String]>) -> Result<Set> {
        match (item, units) {
            (Item::Phrase(text), _) | (Item::Text(text), None) => self.containing(text),
            (Item::Text(_), Some(units)) => {
                let mut set: Option<Set> = None;
                for unit in units {
                    let found = self.containing(unit)?;
                    set = Some(match set {
                        Some(set) => both(&set, &found),
                        None => found,
                    });
                }
                Ok(set.unwrap_or_else(|| (0..self.replies).collect()))
            }
            (Item::Field(field), _) => self.with_field(field),
        }
    }
}

impl Opened {
    /// Answers a query.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn search(&self, query: &Query, limits: &Limits<'_>) -> Result<Answer> {
        let terms = self.terms()?;
        let replies = self.replies();
        let is_word = |term: &str| self.segmenter.is_word(term);
        let known = Known {
            terms: &terms,
            replies,
            is_word: &is_word,
        };
        // The units of every text item; stop words go unless nothing else is left.
        let texts = query.groups.iter().flatten().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        });
        let mut units: HashMap<&str, Vec<String>> = texts
            .map(|text| {
                let mut units = segment(text, &known);
                // Punctuation alone is looked for as it stands.
                if units.is_empty() {
                    units.push(text.clone());
                }
                (text.as_str(), units)
            })
            .collect();
        if units.values().flatten().any(|unit| !is_stop(unit)) {
            for units in units.values_mut() {
                units.retain(|unit| !is_stop(unit));
            }
        }
        let mut scored: Vec<String> = Vec::new();
        let mut marks: Vec<String> = Vec::new();
        for item in query.groups.iter().flatten() {
            match item {
                Item::Text(text) => {
                    marks.push(text.clone());
                    scored.extend(units[text.as_str()].iter().cloned());
                    marks.extend(units[text.as_str()].iter().cloned());
                }
                Item::Phrase(text) => {
                    marks.push(text.clone());
                    scored.extend(
                        segment(text, &known)
                            .into_iter()
                            .filter(|unit| !is_stop(unit)),
                    );
                }
                Item::Field(_) => {}
            }
        }
        let mut seen = std::collections::HashSet::new();
        scored.retain(|unit| seen.insert(unit.clone()));
        let mut seen = std::collections::HashSet::new();
        marks.retain(|mark| seen.insert(mark.clone()));

        let mut search = Search {
            opened: self,
            replies,
            sets: HashMap::new(),
            about: limits.about,
        };
        let all: Set = (0..replies).collect();
        let mut excluded: Set = Vec::new();
        for item in &query.excluded {
            excluded = either(&excluded, &search.item(item, None)?);
        }
        let allowed = |set: Set| -> Set {
            without(&set, &excluded)
                .into_iter()
                .filter(|number| (limits.allowed)(*number))
                .collect()
        };
        let no_query = query.groups.is_empty() && query.excluded.is_empty();
        let mut literal = if no_query { Vec::new() } else { all.clone() };
        let mut words = literal.clone();
        // What a partial match must still satisfy.
        let mut firm = all.clone();
        let all_replies = all;
        let numbers = search.numbers(query)?;
        // Replies that are named stand first whatever else was typed; sessions and case numbers limit like words.
        let mut named: Set = Vec::new();
        let mut limited: Option<Set> = None;
        let mut at = 0;
        while at < query.groups.len() {
            let numbered = numbers.iter().find(|(found, _)| found.from == at);
            let to = numbered.map_or(at + 1, |(found, _)| found.to);
            let mut as_typed = all_replies.clone();
            let mut by_words = all_replies.clone();
            for group in &query.groups[at..to] {
                let (mut typed, mut apart) = (Vec::new(), Vec::new());
                for item in group {
                    let own = match item {
                        Item::Text(text) => units.get(text.as_str()).map(Vec::as_slice),
                        _ => None,
                    };
                    typed = either(&typed, &search.item(item, None)?);
                    apart = either(&apart, &search.item(item, own)?);
                }
                as_typed = both(&as_typed, &typed);
                by_words = both(&by_words, &apart);
                if !group.iter().any(|item| matches!(item, Item::Text(_))) {
                    firm = both(&firm, &typed);
                }
            }
            if let Some((found, set)) = numbered {
                as_typed = either(&as_typed, set);
                by_words = either(&by_words, set);
                if found.number.names_a_reply() {
                    named = either(&named, set);
                } else {
                    limited = Some(limited.map_or_else(|| set.clone(), |other| both(&other, set)));
                }
            }
            literal = both(&literal, &as_typed);
            words = both(&words, &by_words);
            at = to;
        }
        let limited = limited.map_or_else(Vec::new, |set| both(&literal, &set));
        let number = allowed(either(&named, &limited));
        let literal = allowed(either(&literal, &number));
        let words = allowed(either(&words, &literal));

        // Scores.
        let mut scores: HashMap<u32, f64> = HashMap::new();
        let mut holds: HashMap<String, Set> = HashMap::new();
        let mut absent = Vec::new();
        for unit in &scored {
            let data = if is_word(unit) {
                terms.get(unit, usize::MAX)?
            } else {
                None
            };
            let set = if let Some(data) = data {
                let count = u32::try_from(data.documents.len()).unwrap_or(u32::MAX);
                let idf = idf(replies, count);
                for (document, weight) in data.documents.iter().zip(&data.weights) {
                    *scores.entry(*document).or_default() += idf * f64::from(*weight);
                }
                data.documents
            } else {
                let set = search.containing(unit)?;
                let count = u32::try_from(set.len()).unwrap_or(u32::MAX);
                let idf = idf(replies, count);
                for document in &set {
                    *scores.entry(*document).or_default() += idf;
                }
                set
            };
            // The parts of a number that was found are no words to miss.
            if set.is_empty() && number.is_empty() {
                absent.push(unit.clone());
            }
            holds.insert(unit.clone(), set);
        }

        let question = scored.len() >= QUESTION;
        let mut near: Set = Vec::new();
        if !scored.is_empty() {
            let mut seen: std::collections::HashSet<String> = scored.iter().cloned().collect();
            for pair in units.keys().flat_map(|text| pairs(text)) {
                if !seen.insert(pair.clone()) {
                    continue;
                }
                let data = terms
                    .get(&pair, usize::MAX)?
                    .filter(|data| data.documents.len() <= RARE);
                let Some(data) = data else { continue };
                let count = u32::try_from(data.documents.len()).unwrap_or(u32::MAX);
                near = either(&near, &data.documents);
                let worth = SHARP * idf(replies, count).powi(2);
                for (at, document) in data.documents.iter().enumerate() {
                    let weight = data
                        .weights
                        .get(at)
                        .map_or(1.2, |weight| f64::from(*weight));
                    *scores.entry(*document).or_default() += worth * weight;
                }
            }
        }

        let mut hits: Vec<Hit> = Vec::new();
        let score = |document: u32| scores.get(&document).copied().unwrap_or(0.0);
        if (words.is_empty() || question) && number.is_empty() && !no_query {
            let any = units.values().flatten().fold(near, |set, unit| {
                either(&set, holds.get(unit).map_or(&[], Vec::as_slice))
            });
            for document in without(&allowed(both(&firm, &any)), &words) {
                let mut lacks: Vec<String> = scored
                    .iter()
                    .filter(|unit| holds[*unit].binary_search(&document).is_err())
                    .cloned()
                    .collect();
                lacks.dedup();
                hits.push(Hit {
                    number: document,
                    tier: Tier::Partial,
                    score: score(document),
                    lacks,
                });
            }
        }
        for document in &words {
            let tier = if number.binary_search(document).is_ok() {
                Tier::Number
            } else if literal.binary_search(document).is_ok() {
                Tier::Literal
            } else {
                Tier::Words
            };
            hits.push(Hit {
                number: *document,
                tier,
                score: score(*document),
                lacks: Vec::new(),
            });
        }
        if limits.by_date {
            hits.sort_by_key(|hit| {
                (
                    hit.tier == Tier::Partial,
                    Reverse(limits.about.ages.key(hit.number)),
                )
            });
        } else {
            hits.sort_by(|a, b| {
                a.tier
                    .cmp(&b.tier)
                    .then(b.score.total_cmp(&a.score))
                    .then_with(|| {
                        limits
                            .about
                            .ages
                            .key(b.number)
                            .cmp(&limits.about.ages.key(a.number))
                    })
            });
        }
        Ok(Answer {
            literal: literal.len(),
            words: words.len(),
            hits,
            absent,
            marks,
        })
    }
}
