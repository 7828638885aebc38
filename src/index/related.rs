//! Which replies treat the same matter, from the terms' statistics.
//!
//! Every word is shown once, with the weight that BM25 gives it in each reply. What is kept of a reply are the
//! few words that weigh most in it: rare among all replies, frequent in this one, in its title above all. Two replies are as alike
//! as the cosine of these short vectors (Salton and `McGill` 1983, §4). Memory: about 1 KB a reply, and the words themselves. A word
//! is known by its place in the vocabulary, and sums are taken in that order.
//!
//! What is kept of the replies of one part of the index is kept beside it, too: it changes only with the part and with the rarity of its
//! words, so that of most parts the next build need not walk the words.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Opened;
use super::walk::{Factors, floored, rounded};
use super::words::{InReply, Vocabulary};
use crate::digest::{self, Pieces};
use crate::error::{AtPath, Result};
use crate::held::held;
use crate::text::is_han;

/// Where what is kept of its replies is in a part's folder.
const ALIKE: &str = "alike";

/// Words that are kept of a reply.
const KEPT: usize = 32;
/// Replies that are given for one, at most.
const MOST: usize = 8;
/// From here on, two replies are near enough to name one beside the other.
const LEAST: f32 = 0.18;
/// Words that two replies must share, lest one word in both titles makes them alike.
const SHARED_LEAST: usize = 3;
/// How much more a word of the titles weighs.
const SUBJECT: f32 = 3.0;
/// A word in more replies than this says little, however many replies there are.
const FREQUENT: usize = 2000;

/// One word in one reply.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Slot {
    /// The word's place in the vocabulary; while a part is gathered, among the part's words.
    term: u32,
    weight: f32,
    /// Which passages hold it: bit 0 is the first.
    mask: u8,
}

/// What each word of the vocabulary is worth by its rarity; nothing if two replies are not alike by it.
fn worths(words: &[(String, u32)], replies: u32) -> Vec<Option<f32>> {
    // One reply more hardly ever changes what all words are worth.
    let replies = u32::try_from(rounded(replies.into())).unwrap_or(u32::MAX);
    let most = (replies as usize / 5).clamp(2, FREQUENT);
    let worth = |(word, found): &(String, u32)| {
        let found = *found;
        if found < 2 || found as usize > most {
            return None;
        }
        let mut chars = word.chars();
        if chars.clone().count() < 2 || !chars.all(is_han) || is_count(word) {
            return None;
        }
        // Nor does one that holds a word that is not rare.
        #[allow(clippy::cast_precision_loss)]
        let (all, found) = (replies as f32, floored(found) as f32);
        Some((1.0 + (all - found + 0.5) / (found + 0.5)).ln())
    };
    words.par_iter().map(worth).collect()
}

/// Gathers what weighs most in each reply of a part, out of all words.
#[derive(Debug)]
struct Gatherer<'w> {
    /// Of each of the part's words.
    worths: &'w [Option<f32>],
    slots: Vec<Vec<Slot>>,
    /// Of each reply that has as many as are kept, the least of their weights: most words weigh less.
    least: Vec<f32>,
}

impl<'w> Gatherer<'w> {
    fn new(replies: usize, worths: &'w [Option<f32>]) -> Self {
        Self {
            worths,
            slots: vec![Vec::new(); replies],
            least: vec![0.0; replies],
        }
    }

    fn add(&mut self, word: InReply) {
        let Some(worth) = self.worths[word.word as usize] else {
            return;
        };
        let (reply, weight) = (word.reply as usize, worth * word.weight);
        if weight < self.least[reply] {
            return;
        }
        let slot = Slot {
            term: word.word,
            weight,
            mask: word.mask,
        };
        let slots = &mut self.slots[reply];
        keep(slots, slot);
        if slots.len() == KEPT {
            let weights = slots.iter().map(|slot| slot.weight);
            self.least[reply] = weights.fold(f32::INFINITY, f32::min);
        }
    }
}

/// Whether a word is a number and what it counts: 七届, 三分之二, 第五.
fn is_count(word: &str) -> bool {
    const NUMERALS: &[char] = &[
        '第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '两',
        '几', '分', '之',
    ];
    const COUNTED: &[char] = &[
        '届', '次', '年', '月', '日', '个', '批', '类', '期', '人', '是', '件', '条', '名', '所',
        '处', '项', '种', '大', '家',
    ];
    let rest = word.trim_start_matches(NUMERALS);
    rest.len() < word.len() && rest.trim_start_matches(COUNTED).is_empty()
}

/// Keeps a slot if it weighs more than the least of those that are kept.
fn keep(slots: &mut Vec<Slot>, slot: Slot) {
    if slots.len() < KEPT {
        slots.push(slot);
        return;
    }
    if let Some(least) = slots.iter_mut().min_by(|a, b| lighter(a, b))
        && lighter(least, &slot).is_lt()
    {
        *least = slot;
    }
}

fn lighter(a: &Slot, b: &Slot) -> Ordering {
    a.weight.total_cmp(&b.weight).then(a.term.cmp(&b.term))
}

/// What is known of a reply beside its words, normalised.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its people and offices: who asks and who answers is not what it is about.
    pub names: String,
    /// The words of the proposal's title, else of the reply's: what it is about.
    pub subject: Vec<String>,
}

/// What weighs most in each reply, ready to be compared.
#[derive(Debug, Default)]
pub struct Likeness {
    words: Vec<(String, u32)>,
    /// Of each reply, by term; the weights of one make a vector of length 1.
    slots: Vec<Vec<Slot>>,
    /// Of each reply, those that are most like it, the most alike first.
    near: Vec<Vec<Near>>,
}

/// A reply beside another. The less alike is the greater, of equals the older: a heap gives away what is least wanted.
#[derive(Clone, Copy, Debug)]
struct Near {
    reply: u32,
    score: f32,
}

impl Ord for Near {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.score.total_cmp(&self.score)).then(other.reply.cmp(&self.reply))
    }
}

impl PartialOrd for Near {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Near {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Near {}

/// A reply that is like another.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike<'l> {
    /// Its number.
    pub reply: u32,
    /// How much alike: 0 nothing in common, 1 the same words with the same weights.
    pub score: f32,
    /// Which of its passages holds most of what both share.
    pub passage: usize,
    /// What both share, normalised, the weightiest first.
    pub terms: Vec<&'l str>,
}

/// What the slots of a part are gathered from.
struct Gathering<'g> {
    index: &'g Opened,
    vocabulary: &'g Vocabulary,
    worths: &'g [Option<f32>],
    averages: [u64; 2],
    factors: [Factors; 2],
}

/// What is kept of a part beside it.
#[derive(Debug, Serialize, Deserialize)]
struct KeptSlots {
    /// Of all that they depend on but the part.
    key: [u8; 32],
    /// By the places of words among the part's.
    slots: Vec<Vec<Slot>>,
}

impl Gathering<'_> {
    /// Of each reply of a part what weighs most in it: as the last build has gathered it, if that is so still.
    fn slots_of(&self, part: usize, replies: &Range<u32>) -> Result<Vec<Vec<Slot>>> {
        let (index, words) = (self.index, self.vocabulary.of_part(part));
        let worths: Vec<Option<f32>> = (words.iter())
            .map(|word| self.worths[*word as usize])
            .collect();
        let key = self.key(&worths);
        let file = index.folder.join(part.to_string()).join(ALIKE);
        let mut slots = if let Some(slots) = self.last(part, &key, &file) {
            slots
        } else {
            let mut gatherer = Gatherer::new(replies.len(), &worths);
            let wanted = |word: u32| worths[word as usize].is_some();
            index.walk_words(part, &self.factors, wanted, |word| gatherer.add(word))?;
            let slots = gatherer.slots;
            let kept = KeptSlots { key, slots };
            fs::write(&file, digest::sealed(&kept)).at_path("write", &file)?;
            kept.slots
        };
        for slot in slots.iter_mut().flatten() {
            slot.term = words[slot.term as usize];
        }
        Ok(slots)
    }

    /// Differs if what a word of a part is worth does, or what a length is measured by.
    fn key(&self, worths: &[Option<f32>]) -> [u8; 32] {
        // No worth is that: it would be a number that is none.
        let worth = |worth: &Option<f32>| worth.map_or(u32::MAX, f32::to_bits).to_le_bytes();
        let worths: Vec<[u8; 4]> = worths.iter().map(worth).collect();
        let [text, title] = self.averages.map(u64::to_le_bytes);
        Pieces::of([&text[..], &title, worths.as_flattened()]).whole()
    }

    /// What the last build has kept of a part that was taken over from it; it is put in its place in the new index, `file`.
    fn last(&self, part: usize, key: &[u8; 32], file: &Path) -> Option<Vec<Vec<Slot>>> {
        let index = self.index;
        // Else it is another part.
        if index.again.get(part) != Some(&true) {
            return None;
        }
        let (last, _) = index.before.as_ref()?;
        let last = last.join(part.to_string()).join(ALIKE);
        let kept: KeptSlots = digest::record(&fs::read(&last).ok()?)?;
        if kept.key != *key {
            return None;
        }
        fs::hard_link(&last, file)
            .or_else(|_| fs::copy(&last, file).map(|_| ()))
            .ok()?;
        Some(kept.slots)
    }
}

/// Room that one thread reckons in.
#[derive(Debug, Default)]
struct Scratch {
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl Likeness {
    /// Of an index; `facts` are those of each reply.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn of_index(index: &Opened, vocabulary: Vocabulary, facts: &[Facts]) -> Result<Likeness> {
        let worths = worths(&vocabulary.words, index.replies());
        let gathering = Gathering {
            index,
            vocabulary: &vocabulary,
            worths: &worths,
            averages: index.averages(),
            factors: index.factors(),
        };
        let parts: Vec<_> = index.ranges().enumerate().collect();
        let gathered: Vec<Vec<Vec<Slot>>> = (parts.into_par_iter())
            .map(|(part, replies)| gathering.slots_of(part, &replies))
            .collect::<Result<_>>()?;
        let slots = gathered.into_iter().flatten().collect();
        Ok(Likeness::new(vocabulary.words, slots, facts, LEAST))
    }

    /// Puts together what was gathered; replies are alike from `least` on.
    fn new(
        words: Vec<(String, u32)>,
        mut slots: Vec<Vec<Slot>>,
        facts: &[Facts],
        least: f32,
    ) -> Likeness {
        (slots.par_iter_mut().zip(facts)).for_each(|(slots, facts)| {
            slots.retain_mut(|slot| {
                let term = &words[slot.term as usize].0;
                if facts.subject.iter().any(|word| word == term) {
                    slot.weight *= SUBJECT;
                }
                !facts.names.contains(term)
            });
            slots.sort_unstable_by_key(|slot| slot.term);
            slots.shrink_to_fit();
            let length = slots
                .iter()
                .map(|slot| slot.weight * slot.weight)
                .sum::<f32>()
                .sqrt();
            for slot in slots {
                slot.weight /= length;
            }
        });
        let near = compared(&slots, words.len(), least);
        Likeness { words, slots, near }
    }

    /// The replies most like one; the most alike first, the newer first among equals.
    pub fn of(&self, reply: u32) -> impl Iterator<Item = Alike<'_>> {
        let at = reply as usize;
        let own = self.slots.get(at).map_or(&[][..], Vec::as_slice);
        let near = self.near.get(at).map_or(&[][..], Vec::as_slice);
        near.iter()
            .map(|near| self.alike(own, near.reply, near.score))
            .filter(|alike| alike.terms.len() >= SHARED_LEAST)
            .take(MOST)
    }

    /// Two replies that are on the same matter whatever their words are.
    #[must_use]
    pub fn pair(&self, reply: u32, other: u32) -> Alike<'_> {
        let own = self
            .slots
            .get(reply as usize)
            .map_or(&[][..], Vec::as_slice);
        self.alike(own, other, 1.0)
    }

    fn alike(&self, own: &[Slot], other: u32, score: f32) -> Alike<'_> {
        let theirs = &self.slots[other as usize];
        // Both are in the order of their terms.
        let mut shared: Vec<(f32, &Slot)> = Vec::with_capacity(KEPT);
        let mut left = theirs.iter().peekable();
        for slot in own {
            while left.next_if(|their| their.term < slot.term).is_some() {}
            if let Some(their) = left.next_if(|their| their.term == slot.term) {
                shared.push((slot.weight * their.weight, their));
            }
        }
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.term.cmp(&b.1.term)));
        let mut worth = [0.0_f32; super::PASSAGES as usize];
        for (weight, slot) in &shared {
            for (passage, worth) in worth.iter_mut().enumerate() {
                if slot.mask >> passage & 1 == 1 {
                    *worth += weight;
                }
            }
        }
        // The first of the best.
        let passage = (0..worth.len())
            .rev()
            .max_by(|a, b| worth[*a].total_cmp(&worth[*b]))
            .unwrap_or(0);
        Alike {
            reply: other,
            score,
            passage,
            terms: shared
                .iter()
                .map(|(_, slot)| self.words[slot.term as usize].0.as_str())
                .collect(),
        }
    }
}

/// Of each reply, those that are most like it, from `least` on: each pair is reckoned once, for the later of the two.
fn compared(slots: &[Vec<Slot>], words: usize, least: f32) -> Vec<Vec<Near>> {
    // Of each term, where it is kept: reply and weight.
    let mut holders: Vec<Vec<(u32, f32)>> = vec![Vec::new(); words];
    for (reply, slots) in (0u32..).zip(slots) {
        for slot in slots {
            holders[slot.term as usize].push((reply, slot.weight));
        }
    }
    let best: Vec<Mutex<BinaryHeap<Near>>> = slots.iter().map(|_| Mutex::default()).collect();
    let add = |to: usize, near: Near| {
        let mut best = held(&best[to]);
        if best.len() < 2 * MOST {
            best.push(near);
        } else if let Some(mut worst) = best.peek_mut()
            && near < *worst
        {
            *worst = near;
        }
    };
    let compare = |Scratch { sums, touched }: &mut Scratch, (reply, own): (usize, &Vec<Slot>)| {
        sums.resize(reply.max(sums.len()), 0.0);
        for slot in own {
            let holders = holders[slot.term as usize].iter();
            for (other, weight) in holders.take_while(|(other, _)| (*other as usize) < reply) {
                let sum = &mut sums[*other as usize];
                if *sum == 0.0 {
                    touched.push(*other);
                }
                *sum += weight * slot.weight;
            }
        }
        for other in touched.drain(..) {
            let score = std::mem::take(&mut sums[other as usize]);
            if score >= least {
                let own = super::number(reply);
                add(
                    reply,
                    Near {
                        reply: other,
                        score,
                    },
                );
                add(other as usize, Near { reply: own, score });
            }
        }
    };
    (slots.par_iter().enumerate()).for_each_init(Scratch::default, compare);
    let sorted = |best: Mutex<BinaryHeap<Near>>| {
        let best = best.into_inner().unwrap_or_else(PoisonError::into_inner);
        best.into_sorted_vec()
    };
    best.into_par_iter().map(sorted).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{About, Builder, Document, FOLDER, Passage};
    use super::*;

    /// Terms and the replies that hold each, with a weight of 1 in the first passage.
    fn likeness(replies: u32, terms: &[(&str, &[u32])], names: &str, least: f32) -> Likeness {
        let facts = Facts {
            names: names.to_owned(),
            subject: vec!["加装".to_owned()],
        };
        let facts = vec![facts; replies as usize];
        let words: Vec<(String, u32)> = (terms.iter())
            .map(|(term, holders)| ((*term).to_owned(), u32::try_from(holders.len()).unwrap()))
            .collect();
        let worths = worths(&words, replies);
        let mut gatherer = Gatherer::new(facts.len(), &worths);
        for (word, (_, holders)) in (0..).zip(terms) {
            for reply in *holders {
                gatherer.add(InReply {
                    word,
                    reply: *reply,
                    mask: 1,
                    weight: 1.0,
                });
            }
        }
        let slots = gatherer.slots;
        Likeness::new(words, slots, &facts, least)
    }

    #[test]
    fn replies_are_alike_by_the_rare_words_that_they_share() {
        let likeness = likeness(
            20,
            &[
                ("电梯", &[0, 1]),
                ("加装", &[0, 1]),
                ("楼道", &[0, 1, 2]),
                ("养老", &[0, 2]),
                ("居家", &[0, 2]),
                ("食堂", &[2, 3]),
                ("答复", &[0, 1, 2, 3, 4, 5]),
                ("王平", &[0, 4]),
            ],
            "王平\n澜汀市教育局",
            0.1,
        );
        let alike: Vec<Alike<'_>> = likeness.of(0).collect();
        let found: Vec<u32> = alike.iter().map(|one| one.reply).collect();
        assert_eq!(found, [1, 2], "neither by a frequent word nor by a name");
        assert_eq!(alike[0].terms.len(), 3);
        assert!(alike[0].score > alike[1].score && alike[0].score < 1.0);
    }

    #[test]
    fn what_is_reckoned_for_one_reply_does_not_reach_the_next() {
        let words = ["电梯", "楼道", "加装"].map(|word| (word, &[0, 1][..]));
        let others = ["养老", "居家", "食堂"].map(|word| (word, &[2, 3][..]));
        let likeness = likeness(10, &[words, others].concat(), "", 0.0);
        for (one, other) in [(0, 1), (2, 3)] {
            for (reply, found) in [(one, other), (other, one)] {
                let alike: Vec<u32> = likeness.of(reply).map(|alike| alike.reply).collect();
                assert_eq!(alike, [found]);
            }
        }
        assert_eq!(likeness.of(4).count(), 0);
    }

    /// Makes an index of a part for each list of texts, on the last one in `site`, of which a part is taken over if its texts are the same; gives what
    /// is alike, and of each part the file that says what is kept of it.
    fn indexed(site: &Path, parts: &[&[&str]]) -> (String, Vec<std::time::SystemTime>) {
        let segmenter = crate::text::Segmenter::new([], rustc_hash::FxHashSet::default());
        let builder = Builder::begin(site, std::sync::Arc::new(segmenter), &[]).unwrap();
        let made = parts.iter().enumerate().map(|(number, texts)| {
            let key = Pieces::of(texts.iter()).whole();
            if let Some(kept) = builder.kept(number, &key) {
                return builder.again(number, kept).unwrap();
            }
            let mut part = builder.part(number).unwrap();
            for text in *texts {
                let text = text.replace(' ', &crate::text::SEPARATOR.to_string());
                let passages = vec![Passage {
                    text,
                    payload: b"{}".to_vec(),
                }];
                let document = Document {
                    passages,
                    ..Default::default()
                };
                part.add(document).unwrap();
            }
            let part = part.finish().unwrap();
            builder.keep(number, key, Vec::new(), &[], &part).unwrap();
            part
        });
        let made = made.collect();
        let (index, made) = builder.finish(made, &About::default()).unwrap();
        let facts = vec![Facts::default(); index.replies() as usize];
        let likeness = Likeness::of_index(&index, index.vocabulary().unwrap(), &facts).unwrap();
        let said = format!("{likeness:?}");
        drop(index);
        made.put().unwrap();
        let written = |number: usize| {
            let file = site.join(FOLDER).join("index");
            let file = file.join(number.to_string()).join(ALIKE);
            fs::metadata(file).unwrap().modified().unwrap()
        };
        (said, (0..parts.len()).map(written).collect())
    }

    #[test]
    fn what_is_kept_of_a_part_is_taken_over_as_long_as_its_words_are_worth_the_same() {
        let site = tempfile::tempdir().unwrap();
        let site = site.path();
        let clean = |parts: &[&[&str]]| indexed(tempfile::tempdir().unwrap().path(), parts).0;
        let first: &[&str] = &[
            "加装电梯 楼道改造",
            "加装电梯 社区食堂",
            "居家养老 社区食堂",
        ];
        let others = [
            [
                "居家养老 楼道改造",
                "河道治理 城市绿化",
                "河道治理 垃圾分类",
            ],
            [
                "居家养老 楼道改造",
                "河道治理 城市绿化",
                "垃圾分类 河道治理",
            ],
            [
                "居家养老 楼道改造",
                "河道治理 社区食堂",
                "垃圾分类 河道治理",
            ],
        ];
        let (said, mut before) = indexed(site, &[first, &others[0]]);
        assert_eq!(said, clean(&[first, &others[0]]));
        // The words of the first part are as many as they were; then one is not.
        for (second, same) in [(&others[1], true), (&others[2], false)] {
            let (said, written) = indexed(site, &[first, second]);
            assert_eq!(said, clean(&[first, second]));
            assert_eq!(written[0] == before[0], same);
            assert_ne!(written[1], before[1]);
            before = written;
        }
        // What is damaged is made anew.
        let file = site.join(".dafu/index/0").join(ALIKE);
        let mut bytes = fs::read(&file).unwrap();
        bytes[40] ^= 1;
        fs::write(&file, bytes).unwrap();
        let (said, _) = indexed(site, &[first, &others[2]]);
        assert_eq!(said, clean(&[first, &others[2]]));
    }

    #[test]
    fn the_most_alike_come_first_and_of_equals_the_newer() {
        let all: Vec<u32> = (0..40).collect();
        let words = ["电梯", "楼道", "加装"].map(|word| (word, &all[..]));
        let some = [3, 7, 21];
        let others = ["养老", "居家", "食堂"].map(|word| (word, &some[..]));
        let likeness = likeness(400, &[words, others].concat(), "", 0.1);
        let found = |reply| {
            likeness
                .of(reply)
                .map(|alike| alike.reply)
                .collect::<Vec<_>>()
        };
        assert_eq!(found(7)[..3], [21, 3, 39]);
        assert_eq!(found(39), [38, 37, 36, 35, 34, 33, 32, 31]);
        assert_eq!(found(0)[..2], [39, 38]);
    }
}
