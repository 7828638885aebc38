//! Replies whose texts are almost the same, found without comparing each with each.
//!
//! A text becomes the set of its runs of eight characters; of that set a sketch is kept, the least hash in each of 128 bins
//! (one-permutation `MinHash`: Li, Owen, Zhang 2012), so that the share of equal bins estimates the share of common runs (Broder 1997).
//! Replies that agree in one of 16 bands of eight bins are compared: of two texts with nine tenths in common, all but one pair in
//! ten thousand are found, and of two with half in common one in sixteen is looked at.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::text::is_alphanumeric;

/// Characters of a run.
const RUN: usize = 8;
/// Bins of a sketch.
const BINS: usize = 128;
/// Bins of a band.
const BAND: usize = 8;
/// Characters below which a text is too short to be told from another.
const SHORTEST: usize = 200;
/// From this share of equal bins on, two texts are almost the same.
const ALIKE: f32 = 0.9;
/// Replies of one band that each further one is compared with.
const COMPARED: usize = 8;

/// What is kept of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch(Box<[u16; BINS]>);

/// Two texts that are almost the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The earlier one.
    pub first: usize,
    /// The later one.
    pub second: usize,
    /// Estimated share of common runs, 0–1.
    pub share: f32,
}

impl Sketch {
    /// The sketch of a text given in parts; `None` if it is too short.
    #[must_use]
    pub fn of<'t>(parts: impl Iterator<Item = &'t str>) -> Option<Sketch> {
        const BASE: u64 = 0x0000_0100_0000_01b3;
        let power = (1..RUN).fold(1u64, |power, _| power.wrapping_mul(BASE));
        let mut window = [0u64; RUN];
        let mut rolling = 0u64;
        let mut count = 0;
        let mut bins = [u64::MAX; BINS];
        let letters = parts.flat_map(str::chars);
        for c in letters.filter(|c| is_alphanumeric(*c)) {
            let code = u64::from(u32::from(c)) + 1;
            let slot = &mut window[count % RUN];
            rolling = rolling
                .wrapping_sub(slot.wrapping_mul(power))
                .wrapping_mul(BASE)
                .wrapping_add(code);
            *slot = code;
            count += 1;
            if count >= RUN {
                let hash = mixed(rolling);
                let bin = (hash >> 57) as usize;
                bins[bin] = bins[bin].min(hash);
            }
        }
        if count < SHORTEST {
            return None;
        }
        // The bin is the upper seven bits: what tells hashes of one bin apart lies below.
        let mut sketch = Box::new([0u16; BINS]);
        for (kept, hash) in sketch.iter_mut().zip(bins) {
            *kept = u16::try_from(mixed(hash) & 0xffff).unwrap_or(0);
        }
        Some(Sketch(sketch))
    }

    /// Its bins, two bytes each, little endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|bin| bin.to_le_bytes()).collect()
    }

    /// What [`Sketch::to_bytes`] gave.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Sketch> {
        let bins = bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|two| u16::from_le_bytes(*two));
        let bins: Box<[u16]> = bins.collect();
        Some(Sketch(bins.try_into().ok()?))
    }

    /// The share of equal bins.
    fn share(&self, other: &Sketch) -> f32 {
        let equal = self.0.iter().zip(other.0.iter()).filter(|(a, b)| a == b);
        f32::from(u16::try_from(equal.count()).unwrap_or(0)) / 128.0
    }
}

/// The finaliser of `MurmurHash3`, which lets every bit matter.
fn mixed(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Of each text the earlier one that is most like it, if one is almost the same; in the order of the later ones.
#[must_use]
pub fn pairs(sketches: &[Option<Sketch>]) -> Vec<Pair> {
    let found: Vec<Vec<Pair>> = (0..BINS / BAND)
        .into_par_iter()
        .map(|band| pairs_by(band, sketches))
        .collect();
    let mut best: BTreeMap<usize, Pair> = BTreeMap::new();
    for pair in found.into_iter().flatten() {
        let best = best.entry(pair.second).or_insert(pair);
        if pair.share > best.share {
            *best = pair;
        }
    }
    best.into_values().collect()
}

/// Those texts that agree in a band, each with the first ones of its kind, and are almost the same.
fn pairs_by(band: usize, sketches: &[Option<Sketch>]) -> Vec<Pair> {
    let key = |sketch: &Sketch| sketch.0.as_chunks::<BAND>().0[band];
    let mut order: Vec<([u16; BAND], usize)> = (sketches.iter().enumerate())
        .filter_map(|(at, sketch)| Some((key(sketch.as_ref()?), at)))
        .collect();
    order.sort_unstable();
    let mut pairs = Vec::new();
    for same in order.chunk_by(|(one, _), (other, _)| one == other) {
        for (place, (_, second)) in same.iter().enumerate().skip(1) {
            let shares = same[..place.min(COMPARED)].iter().filter_map(|(_, first)| {
                let [one, other] = [*first, *second].map(|at| sketches[at].as_ref());
                Some(Pair {
                    first: *first,
                    second: *second,
                    share: one?.share(other?),
                })
            });
            pairs.extend(shares.filter(|pair| pair.share >= ALIKE));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seed: u64, length: usize) -> String {
        let mut state = seed;
        (0..length)
            .map(|_| {
                state = mixed(state.wrapping_add(0x9e37_79b9_7f4a_7c15));
                char::from_u32(0x4e00 + u32::try_from(state % 3000).unwrap_or(0)).unwrap_or('一')
            })
            .collect()
    }

    fn sketch(text: &str) -> Option<Sketch> {
        Sketch::of(std::iter::once(text))
    }

    #[test]
    fn a_word_changed_is_almost_the_same_and_half_is_not() {
        let one = text(1, 1000);
        let changed = one.replacen(&one[300..306], "委员", 1);
        let half: String = one.chars().take(500).chain(text(2, 500).chars()).collect();
        let sketches = [
            sketch(&one),
            sketch(&text(3, 1000)),
            sketch(&changed),
            sketch(&half),
        ];
        let found = pairs(&sketches);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].first, found[0].second), (0, 2));
        assert_eq!(sketch(&text(1, 150)), None, "too short to tell");
    }
}
