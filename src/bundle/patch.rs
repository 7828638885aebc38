//! A term of the last bundle → the same term now, where a few parts of the index were made anew: what it says of the replies of all other parts stays
//! as it is, so that only the new parts are read.

use std::collections::BTreeSet;

use super::lexicon::{Listed, quantised, scale_of, step_of};
use super::read::{Entry, List, Place, Raw};
use super::{NO_POSITIONS, put_varint};
use crate::index::walk::TermData;

/// Below this, the largest of some weights need not be 255 when it is a share of their largest: ½ · 255 / scale.
const SURE: u64 = 256;

/// What has changed, for all terms.
pub(super) struct Anew<'c> {
    /// The replies that are not as they were.
    pub changed: &'c BTreeSet<u32>,
    /// Replies in the bundle, now.
    pub replies: u32,
}

/// What a term is said to be now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// A word, so that its list has weights.
    pub word: bool,
    /// Of the text, so that it has positions if enough passages hold it.
    pub text: bool,
}

/// What stays of a term without being looked at: none of these replies has changed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Untouched {
    pub replies: u32,
    /// At least so many; exactly, if they are too few for positions.
    pub passages: usize,
}

impl Untouched {
    /// The replies before the tail; `None` if the lexicon is damaged.
    pub fn of(entry: &Entry) -> Option<Untouched> {
        Some(Untouched {
            replies: entry.count - entry.tail.count,
            passages: match &entry.list {
                Place::Inline(bytes) => entry.before_tail(bytes, None).ok()?.passages(),
                // A list so long names more of them.
                Place::File { .. } => NO_POSITIONS + 1,
            },
        })
    }
}

/// What became of a term.
#[derive(Debug)]
pub(super) enum Patched {
    Listed(Listed),
    /// No reply holds it any more.
    Gone,
    /// It cannot be told from its parts.
    Unknown,
}

impl Listed {
    /// A term of the last bundle as it is there; `None` for damage.
    pub(super) fn of(raw: Raw) -> Option<Listed> {
        let mut listed = Listed {
            scale: raw.scale,
            ..Listed::default()
        };
        if raw.positioned {
            let mut bytes = Bytes::of(&raw.pieces);
            for _ in 0..raw.list.passages() {
                listed.positions.extend_from_slice(bytes.passage()?);
                listed.ends.push(listed.positions.len());
            }
            if !bytes.rest.is_empty() {
                return None;
            }
        }
        listed.replies = raw.list.documents;
        listed.masks = raw.list.masks;
        listed.weights = raw.list.weights;
        Some(listed)
    }
}

impl Anew<'_> {
    /// The term as it is now, from what the last bundle says (nothing, if it is new) and what the new parts of the index do: in `now` are replies of these, with all
    /// offsets of a term of the text. Of what stays `untouched` neither the bundle's side nor the answer says anything.
    pub fn patched(
        &self,
        raw: Option<Raw>,
        now: Option<&TermData>,
        kind: Kind,
        untouched: Untouched,
    ) -> Patched {
        self.put_together(raw, now, kind, untouched)
            .unwrap_or(Patched::Unknown)
    }

    /// Whether all that has changed has at least that number.
    pub fn is_from(&self, from: u32) -> bool {
        self.changed.first().is_none_or(|first| *first >= from)
    }

    /// Whether the new parts know what is said of a reply, or there is none of that number any more.
    fn is_anew(&self, reply: u32) -> bool {
        reply >= self.replies || self.changed.contains(&reply)
    }

    /// `None` for what cannot be told; and for damage, since the index knows better.
    fn put_together(
        &self,
        raw: Option<Raw>,
        now: Option<&TermData>,
        kind: Kind,
        untouched: Untouched,
    ) -> Option<Patched> {
        let largest = now.map_or(0, |now| self.largest(now));
        let old = raw.unwrap_or_else(|| Raw {
            scale: kind.word.then_some(largest),
            positioned: kind.text,
            ..Raw::default()
        });
        if kind.word != old.scale.is_some() {
            return None;
        }
        let scale = match old.scale {
            Some(scale) => Some(self.scale(scale, &old.list, largest)?),
            None => None,
        };
        let mut out = Listed {
            scale,
            ..Listed::default()
        };
        let stays = |reply: &&u32| !self.is_anew(**reply);
        let kept = untouched.replies as usize + old.list.documents.iter().filter(stays).count();
        let here = now.map_or(0, |now| {
            let changed = now.documents.iter();
            changed.filter(|reply| self.changed.contains(reply)).count()
        });
        let step = step_of(kept + here);
        // What stays is told as finely as before.
        let before = untouched.replies as usize + old.list.documents.len();
        if kind.word && kept > 0 && step_of(before) != step {
            return None;
        }
        let mut bytes = Bytes::of(&old.pieces);
        let mut new = New::of(now, scale.map(|scale| (scale, step)), self.changed);
        for (at, reply) in old.list.documents.iter().enumerate() {
            new.add_until(Some(*reply), &mut out);
            let mask = old.list.masks[at];
            let kept = !self.is_anew(*reply);
            if kept {
                out.replies.push(*reply);
                out.masks.push(mask);
                out.weights.extend(old.list.weights.get(at));
            }
            if old.positioned {
                for _ in 0..mask.count_ones() {
                    let passage = bytes.passage()?;
                    if kept {
                        out.positions.extend_from_slice(passage);
                        out.ends.push(out.positions.len());
                    }
                }
            }
        }
        new.add_until(None, &mut out);
        if !bytes.rest.is_empty() {
            return None;
        }
        if out.replies.is_empty() && untouched.replies == 0 {
            return Some(Patched::Gone);
        }
        let passages = out.masks.iter().map(|mask| mask.count_ones() as usize);
        let passages: usize = passages.sum();
        if kind.text && untouched.passages + passages > NO_POSITIONS {
            if !old.positioned || out.ends.len() != passages {
                return None;
            }
        } else if old.positioned && untouched.replies > 0 {
            return None;
        } else {
            out.positions.clear();
            out.ends.clear();
        }
        Some(Patched::Listed(out))
    }

    /// The largest weight × 1000 among what has changed.
    fn largest(&self, now: &TermData) -> u64 {
        let weights = now.documents.iter().zip(&now.weights);
        let weights = weights.filter(|(reply, _)| self.changed.contains(reply));
        scale_of(weights.map(|(_, weight)| *weight))
    }

    /// The largest weight × 1000 of the term as it is now, where it was `scale` and that of what has changed is `largest`; `None` if that cannot be told from
    /// shares of the largest.
    fn scale(&self, scale: u64, old: &List, largest: u64) -> Option<u64> {
        if largest == scale {
            return Some(scale);
        }
        let mut gone = old.documents.iter().zip(&old.weights);
        let was_largest = gone.any(|(reply, weight)| *weight == u8::MAX && self.is_anew(*reply));
        (scale >= SURE && largest < scale && !was_largest).then_some(scale)
    }
}

/// What the new parts say, reply by reply.
struct New<'n> {
    now: Option<&'n TermData>,
    /// The largest weight, and how finely the others are told.
    scale: Option<(u64, u8)>,
    changed: &'n BTreeSet<u32>,
    /// The next reply, passage and offset.
    reply: usize,
    passage: usize,
    offset: usize,
}

impl<'n> New<'n> {
    fn of(now: Option<&'n TermData>, scale: Option<(u64, u8)>, changed: &'n BTreeSet<u32>) -> Self {
        New {
            now,
            scale,
            changed,
            reply: 0,
            passage: 0,
            offset: 0,
        }
    }

    /// Adds the replies before one, or all that are left.
    fn add_until(&mut self, until: Option<u32>, out: &mut Listed) {
        let Some(now) = self.now else {
            return;
        };
        while let Some(reply) = now.documents.get(self.reply)
            && until.is_none_or(|until| *reply < until)
        {
            let mask = now.masks[self.reply];
            let wanted = self.changed.contains(reply);
            if wanted {
                out.replies.push(*reply);
                out.masks.push(mask);
                if let Some((scale, step)) = self.scale {
                    let weight = quantised(now.weights[self.reply], scale, step);
                    out.weights.push(weight);
                }
            }
            for _ in 0..mask.count_ones() {
                let Some(count) = now.counts.get(self.passage) else {
                    break;
                };
                let end = self.offset + *count as usize;
                if wanted {
                    put_passage(&mut out.positions, &now.offsets[self.offset..end]);
                    out.ends.push(out.positions.len());
                }
                self.passage += 1;
                self.offset = end;
            }
            self.reply += 1;
        }
    }
}

/// The offsets of a passage: gaps, each × 2, and 1 more if another follows.
pub(super) fn put_passage(out: &mut Vec<u8>, offsets: &[u32]) {
    let mut last = 0;
    for (left, offset) in (0..offsets.len()).rev().zip(offsets) {
        put_varint(out, u64::from(offset - last) << 1 | u64::from(left > 0));
        last = *offset;
    }
}

/// The bytes of all pieces, passage by passage.
struct Bytes<'p> {
    rest: Vec<&'p [u8]>,
}

impl<'p> Bytes<'p> {
    fn of(pieces: &'p [Vec<u8>]) -> Self {
        let rest = pieces.iter().rev().map(|piece| &piece[..]);
        Bytes {
            rest: rest.filter(|piece| !piece.is_empty()).collect(),
        }
    }

    /// The next passage; a piece ends with one.
    fn passage(&mut self) -> Option<&'p [u8]> {
        let piece = self.rest.last_mut()?;
        let mut left = *piece;
        // The lowest bit of a number says whether another follows.
        while take_varint(&mut left)? & 1 == 1 {}
        let (passage, left) = piece.split_at(piece.len() - left.len());
        *piece = left;
        if left.is_empty() {
            self.rest.pop();
        }
        Some(passage)
    }
}

fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REPLIES: u32 = 64;

    /// What the index says of one reply: weight in thousandths, offsets of each of its passages.
    type Said = (u16, Vec<(u8, Vec<u32>)>);

    fn said() -> impl Strategy<Value = Said> {
        let offsets = prop::collection::btree_set(0u32..500, 1..4);
        let passages = prop::collection::btree_map(0u8..4, offsets, 1..3);
        (300u16..2200, passages).prop_map(|(weight, passages)| {
            let passages = passages.into_iter();
            let passages = passages.map(|(at, offsets)| (at, offsets.into_iter().collect()));
            (weight / 100 * 100, passages.collect())
        })
    }

    /// As the index says it; without offsets if too few passages hold the term.
    fn data(said: &[(u32, Said)], kind: Kind, always: bool) -> TermData {
        let mut data = TermData::default();
        for (reply, (weight, passages)) in said {
            data.documents.push(*reply);
            data.masks
                .push(passages.iter().fold(0, |mask, (at, _)| mask | 1 << at));
            if kind.word {
                data.weights.push(f32::from(*weight) / 1000.0);
            }
            for (_, offsets) in passages {
                data.counts.push(u32::try_from(offsets.len()).unwrap());
                data.offsets.extend(offsets);
            }
        }
        if !kind.text || !(always || data.counts.len() > NO_POSITIONS) {
            data.counts.clear();
            data.offsets.clear();
        }
        data
    }

    fn listed(data: &TermData) -> Listed {
        let mut listed = Listed::default();
        listed.take(data);
        listed
    }

    /// What a bundle says of it, of the replies from a number on.
    fn raw(listed: &Listed, from: u32) -> Raw {
        let first = listed.replies.partition_point(|reply| *reply < from);
        let before = listed.masks[..first].iter();
        let before: u32 = before.map(|mask| mask.count_ones()).sum();
        let end = |at: usize| at.checked_sub(1).map_or(0, |last| listed.ends[last]);
        let begin = listed
            .ends
            .get(..before as usize)
            .map_or(0, |_| end(before as usize));
        Raw {
            scale: listed.scale,
            positioned: !listed.ends.is_empty(),
            list: List {
                documents: listed.replies[first..].to_vec(),
                masks: listed.masks[first..].to_vec(),
                weights: listed.weights.get(first..).unwrap_or_default().to_vec(),
            },
            pieces: vec![listed.positions[begin..].to_vec()],
        }
    }

    /// What is left of it from a number on.
    fn rest(listed: &Listed, from: u32) -> Listed {
        Listed::of(raw(listed, from)).unwrap()
    }

    proptest! {
        #[test]
        fn a_term_is_what_the_whole_index_says_it_is(
            before in prop::collection::btree_map(0u32..REPLIES, said(), 0..40),
            fresh in prop::collection::btree_map(0u32..REPLIES, said(), 0..20),
            parts in prop::collection::btree_set(0u32..8, 1..4),
            gone in 0u32..3,
            tail in prop::option::of(0u32..REPLIES),
            (word, text) in (any::<bool>(), any::<bool>()),
        ) {
            let kind = Kind { word: word && text, text };
            let replies = REPLIES - gone;
            // Where all that changes is in the tail, what is before it may stay untouched.
            let from = tail.unwrap_or(0);
            let all = parts.iter().flat_map(|part| part * 8..part * 8 + 8).chain(replies..REPLIES);
            let changed: BTreeSet<u32> = all.filter(|reply| *reply >= from).collect();
            let anew = Anew { changed: &changed, replies };
            prop_assert!(anew.is_from(from));
            let (now, kept) = (fresh.iter().filter(|(r, _)| changed.contains(*r) && **r < replies), before.iter().filter(|(r, _)| !changed.contains(*r)));
            let now: Vec<_> = now.map(|(r, said)| (*r, said.clone())).collect();
            let mut all: Vec<_> = kept.map(|(r, said)| (*r, said.clone())).chain(now.iter().cloned()).collect();
            all.sort_by_key(|(reply, _)| *reply);
            // The parts that were made anew say the same as before of what has not changed.
            let parts: Vec<_> = all.iter().filter(|(r, _)| parts.contains(&(r / 8))).cloned().collect();
            let before: Vec<_> = before.into_iter().collect();

            let old = listed(&data(&before, kind, false));
            let stay = old.replies.partition_point(|reply| *reply < from);
            let passages: u32 = old.masks[..stay].iter().map(|mask| mask.count_ones()).sum();
            let untouched = Untouched {
                replies: u32::try_from(stay).unwrap(),
                passages: (passages as usize).min(NO_POSITIONS + 1),
            };
            let new = data(&parts, kind, true);
            let last = (!before.is_empty()).then(|| raw(&old, from));
            let patched = anew.patched(last, (!parts.is_empty()).then_some(&new), kind, untouched);
            let whole = listed(&data(&all, kind, false));
            match patched {
                Patched::Unknown => prop_assert!(kind.text && !before.is_empty()),
                Patched::Gone => prop_assert!(all.is_empty()),
                Patched::Listed(found) => {
                    prop_assert_eq!(found, rest(&whole, from));
                    if stay > 0 {
                        prop_assert_eq!(raw(&old, 0).positioned, raw(&whole, 0).positioned);
                        prop_assert_eq!(old.scale, whole.scale);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_told_less_finely_than_before_is_asked_anew() {
        let kind = Kind {
            word: true,
            text: true,
        };
        let said = |reply: u32| -> (u32, Said) {
            let weight = if reply == 0 { 2000 } else { 1000 };
            (reply, (weight, vec![(0, vec![1])]))
        };
        // So many replies before, and one more now.
        let patched = |before: u32, untouched: Untouched| {
            let old = listed(&data(
                &(0..before).map(said).collect::<Vec<_>>(),
                kind,
                false,
            ));
            let changed = BTreeSet::from([before]);
            let anew = Anew {
                changed: &changed,
                replies: before + 1,
            };
            let now = data(&[said(before)], kind, true);
            let last = raw(&old, untouched.replies);
            anew.patched(Some(last), Some(&now), kind, untouched)
        };
        for replies in [0, 500] {
            let untouched = Untouched {
                replies,
                passages: NO_POSITIONS + 1,
            };
            assert!(matches!(patched(4094, untouched), Patched::Listed(_)));
            assert!(matches!(patched(4095, untouched), Patched::Unknown));
            assert!(matches!(patched(4096, untouched), Patched::Listed(_)));
        }
    }

    #[test]
    fn it_is_seldom_unknown() {
        let kind = Kind {
            word: true,
            text: true,
        };
        let said = |weight| (weight, vec![(0, vec![1, 5])]);
        let before: Vec<(u32, Said)> = (0..REPLIES).map(|reply| (reply, said(1000))).collect();
        let last = || raw(&listed(&data(&before, kind, false)), 0);
        let changed = (8..16).collect();
        let anew = Anew {
            changed: &changed,
            replies: REPLIES,
        };
        let now = |weight| {
            (8..12)
                .map(|reply| (reply, said(weight)))
                .collect::<Vec<_>>()
        };
        let patched = |last, weight| {
            let now = data(&now(weight), kind, true);
            anew.patched(last, Some(&now), kind, Untouched::default())
        };
        assert!(matches!(patched(Some(last()), 1000), Patched::Listed(_)));
        assert!(matches!(patched(None, 1000), Patched::Listed(_)));
        // What weighed most is among what is gone, and whether something else weighs as much is not known.
        assert!(matches!(patched(Some(last()), 900), Patched::Unknown));
        assert!(matches!(patched(Some(last()), 1100), Patched::Unknown));
        let damaged = Raw {
            pieces: vec![vec![0xff; 3]],
            ..last()
        };
        assert!(matches!(patched(Some(damaged), 1000), Patched::Unknown));
    }
}
