//! A term of the last bundle → the same term now, where a few parts of the index were made anew: what it says of the replies of all other parts stays
//! as it is, so that only the new parts are read.

use std::ops::Range;

use super::lexicon::{Listed, quantised, scale_of};
use super::read::Raw;
use super::{NO_POSITIONS, bitmap_bytes, put_varint};
use crate::index::walk::TermData;

/// Below this, the largest of some weights need not be 255 when it is a share of their largest: ½ · 255 / scale.
const SURE: u64 = 256;

/// What has changed, for all terms.
pub(super) struct Anew {
    /// The replies of the parts that were made anew, ascending.
    pub ranges: Vec<Range<u32>>,
    /// Replies in the bundle, now; a bitmap of the last one has as many bytes.
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

/// What became of a term.
#[derive(Debug)]
pub(super) enum Patched {
    Listed(Listed),
    /// No reply holds it any more.
    Gone,
    /// It cannot be told from its parts.
    Unknown,
}

impl Anew {
    /// The term as it is now, from what the last bundle says and what the new parts do: in `now` are their replies and no others, with all offsets of a term of
    /// the text.
    pub fn patched(&self, raw: &Raw, now: Option<&TermData>, kind: Kind) -> Patched {
        self.put_together(raw, now, kind)
            .unwrap_or(Patched::Unknown)
    }

    /// Whether the new parts know what is said of a reply, or there is none of that number any more.
    fn is_anew(&self, reply: u32) -> bool {
        if reply >= self.replies {
            return true;
        }
        let after = self.ranges.partition_point(|range| range.end <= reply);
        self.ranges
            .get(after)
            .is_some_and(|range| range.contains(&reply))
    }

    /// `None` for what cannot be told; and for damage, since the index knows better.
    fn put_together(&self, raw: &Raw, now: Option<&TermData>, kind: Kind) -> Option<Patched> {
        if kind.word != raw.scale.is_some() {
            return None;
        }
        let old = self.old(raw)?;
        let had_positions = raw.head & 2 != 0;
        let scale = match raw.scale {
            Some(scale) => Some(self.scale(scale, &old, now)?),
            None => None,
        };
        let mut out = Listed {
            scale,
            ..Listed::default()
        };
        let mut bytes = Bytes::of(&raw.pieces);
        let mut new = New::of(now, scale);
        for (at, reply) in old.replies.iter().enumerate() {
            new.add_until(Some(*reply), &mut out);
            let mask = old.masks[at];
            let kept = !self.is_anew(*reply);
            if kept {
                out.replies.push(*reply);
                out.masks.push(mask);
                out.weights.extend(old.weights.get(at));
            }
            if had_positions {
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
        if out.replies.is_empty() {
            return Some(Patched::Gone);
        }
        let passages: u32 = out.masks.iter().map(|mask| mask.count_ones()).sum();
        if kind.text && passages as usize > NO_POSITIONS {
            if !had_positions || out.ends.len() != passages as usize {
                return None;
            }
        } else {
            out.positions.clear();
            out.ends.clear();
        }
        Some(Patched::Listed(out))
    }

    /// The largest weight × 1000 of the term as it is now; `None` if that cannot be told from shares of the largest.
    fn scale(&self, scale: u64, old: &Old, now: Option<&TermData>) -> Option<u64> {
        let largest = now.map_or(0, |now| scale_of(&now.weights));
        if largest == scale {
            return Some(scale);
        }
        let mut gone = old.replies.iter().zip(&old.weights);
        let was_largest = gone.any(|(reply, weight)| *weight == u8::MAX && self.is_anew(*reply));
        (scale >= SURE && largest < scale && !was_largest).then_some(scale)
    }

    /// The list as it was.
    fn old(&self, raw: &Raw) -> Option<Old> {
        let count = usize::try_from(raw.head >> 3).ok()?;
        let mut list = &raw.list[..];
        let mut replies = Vec::with_capacity(count.min(list.len() * 8));
        if raw.head & 4 != 0 {
            let (bits, rest) = list.split_at_checked(bitmap_bytes(self.replies))?;
            list = rest;
            for (byte, at) in bits.iter().zip((0u32..).step_by(8)) {
                replies.extend(
                    (0..8)
                        .filter(|bit| byte >> bit & 1 == 1)
                        .map(|bit| at + bit),
                );
            }
        } else {
            let mut next = 0u32;
            for _ in 0..count {
                let gap = u32::try_from(take_varint(&mut list)?).ok()?;
                let reply = next.checked_add(gap)?;
                replies.push(reply);
                next = reply.checked_add(1)?;
            }
        }
        let (nibbles, weights) = list.split_at_checked(count.div_ceil(2))?;
        let mut masks: Vec<u8> = (nibbles.iter())
            .flat_map(|two| [two & 15, two >> 4])
            .collect();
        masks.truncate(count);
        let weighed = if raw.scale.is_some() { count } else { 0 };
        (replies.len() == count && masks.len() == count && weights.len() == weighed).then(|| Old {
            replies,
            masks,
            weights: weights.to_vec(),
        })
    }
}

/// What a list of the last bundle says.
struct Old {
    replies: Vec<u32>,
    masks: Vec<u8>,
    /// Of words: shares of the largest.
    weights: Vec<u8>,
}

/// What the new parts say, reply by reply.
struct New<'n> {
    now: Option<&'n TermData>,
    scale: Option<u64>,
    /// The next reply, passage and offset.
    reply: usize,
    passage: usize,
    offset: usize,
}

impl<'n> New<'n> {
    fn of(now: Option<&'n TermData>, scale: Option<u64>) -> Self {
        New {
            now,
            scale,
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
            out.replies.push(*reply);
            out.masks.push(mask);
            if let Some(scale) = self.scale {
                out.weights.push(quantised(now.weights[self.reply], scale));
            }
            for _ in 0..mask.count_ones() {
                let Some(count) = now.counts.get(self.passage) else {
                    break;
                };
                let end = self.offset + *count as usize;
                put_passage(&mut out.positions, &now.offsets[self.offset..end]);
                out.ends.push(out.positions.len());
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
    fn of(pieces: &'p [(u64, Vec<u8>)]) -> Self {
        let rest = pieces.iter().rev().map(|(_, piece)| &piece[..]);
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

    use super::super::lexicon::Packed;
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

    fn raw(listed: &Listed, replies: u32) -> Raw {
        let mut packed = Packed::default();
        let encoded = listed.encoded("养老", replies, &mut packed);
        Raw {
            term: encoded.term.to_owned(),
            head: encoded.head,
            scale: encoded.scale,
            list: encoded.list.to_vec(),
            pieces: (encoded.pieces.iter())
                .map(|(passages, piece)| (*passages, piece.to_vec()))
                .collect(),
        }
    }

    proptest! {
        #[test]
        fn a_term_is_what_the_whole_index_says_it_is(
            before in prop::collection::btree_map(0u32..REPLIES, said(), 1..40),
            fresh in prop::collection::btree_map(0u32..REPLIES, said(), 0..20),
            parts in prop::collection::btree_set(0u32..8, 1..4),
            gone in 0u32..3,
            (word, text) in (any::<bool>(), any::<bool>()),
        ) {
            let kind = Kind { word: word && text, text };
            let replies = REPLIES - gone;
            let anew = Anew {
                ranges: parts.iter().map(|part| part * 8..(part * 8 + 8).min(replies)).collect(),
                replies,
            };
            let is_anew = |reply: &u32| *reply >= replies || parts.contains(&(reply / 8));
            let (now, kept) = (fresh.iter().filter(|(r, _)| is_anew(r) && **r < replies), before.iter().filter(|(r, _)| !is_anew(r)));
            let now: Vec<_> = now.map(|(r, said)| (*r, said.clone())).collect();
            let mut all: Vec<_> = kept.map(|(r, said)| (*r, said.clone())).chain(now.iter().cloned()).collect();
            all.sort_by_key(|(reply, _)| *reply);
            let before: Vec<_> = before.into_iter().collect();

            let last = raw(&listed(&data(&before, kind, false)), REPLIES);
            let new = data(&now, kind, true);
            let patched = anew.patched(&last, (!now.is_empty()).then_some(&new), kind);
            let whole = data(&all, kind, false);
            match patched {
                Patched::Unknown => {}
                Patched::Gone => prop_assert!(all.is_empty()),
                Patched::Listed(found) => prop_assert_eq!(found, listed(&whole)),
            }
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
        let last = raw(&listed(&data(&before, kind, false)), REPLIES);
        let anew = Anew {
            ranges: std::iter::once(8..16).collect(),
            replies: REPLIES,
        };
        let now = |weight| {
            (8..12)
                .map(|reply| (reply, said(weight)))
                .collect::<Vec<_>>()
        };
        let patched = |weight| anew.patched(&last, Some(&data(&now(weight), kind, true)), kind);
        assert!(matches!(patched(1000), Patched::Listed(_)));
        // What weighed most is among what is gone, and whether something else weighs as much is not known.
        assert!(matches!(patched(900), Patched::Unknown));
        assert!(matches!(patched(1100), Patched::Unknown));
        let damaged = Raw {
            list: vec![0xff; 3],
            ..raw(&listed(&data(&before, kind, false)), REPLIES)
        };
        assert!(matches!(
            anew.patched(&damaged, None, kind),
            Patched::Unknown
        ));
    }
}
