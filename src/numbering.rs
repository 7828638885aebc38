//! Which number a reply has in the index and the search bundle.
//!
//! At first they are numbered from the oldest to the newest. From then on each keeps its number, which `dafu.lock` remembers, and a
//! new one takes the next: were they counted anew, one reply more would change every list of the bundle, and all of it would have to
//! be published again. So a few stand out of the order of their dates; when they become many, all are numbered anew.

use std::collections::{BTreeMap, HashMap};

/// Fewer than this may always stand out of order.
const LATE: usize = 32;
/// One in so many may.
const LATE_SHARE: usize = 64;

/// A reply that stands out of the order of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Late {
    /// Its number.
    pub number: u32,
    /// By its date it stands right before the reply with this number (which is not late itself), or after all others.
    pub before: u32,
    /// Its year; 0 if it has no date.
    pub year: i16,
    /// Its place among all that are late, from the oldest.
    pub rank: u32,
}

/// When replies were given, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ages {
    /// The first number of each year, ascending, among those that are not late; those before the first have no date. A year that late replies
    /// alone have begins where they would stand.
    pub years: Vec<(i16, u32)>,
    /// Those out of order, by number.
    pub late: Vec<Late>,
}

impl Ages {
    fn late(&self, number: u32) -> Option<&Late> {
        let at = (self.late).binary_search_by_key(&number, |late| late.number);
        at.ok().and_then(|at| self.late.get(at))
    }

    /// Where a reply stands by its date: of two replies the one with the larger key is the newer.
    #[must_use]
    pub fn key(&self, number: u32) -> (u32, bool, u32) {
        match self.late(number) {
            Some(late) => (late.before, false, late.rank),
            None => (number, true, 0),
        }
    }

    /// Those that are late from the oldest: number, the one that each stands before, year.
    #[must_use]
    pub fn late_by_date(&self) -> Vec<(u32, u32, i16)> {
        let mut late: Vec<&Late> = self.late.iter().collect();
        late.sort_unstable_by_key(|late| late.rank);
        (late.into_iter())
            .map(|late| (late.number, late.before, late.year))
            .collect()
    }

    /// The year of a reply; `None` if it has no date.
    #[must_use]
    pub fn year(&self, number: u32) -> Option<i16> {
        if let Some(late) = self.late(number) {
            return (late.year != 0).then_some(late.year);
        }
        let year = self.years.iter().rev().find(|(_, first)| *first <= number);
        year.map(|(year, _)| *year)
    }
}

/// A reply as it is numbered. The smaller is the older; those without a date come first.
pub type Age = Option<jiff::civil::Date>;

/// Which number each reply has.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    /// Place in the catalogue → number.
    numbers: Vec<u32>,
    /// Number → place in the catalogue.
    places: Vec<u32>,
    /// When each was given.
    pub ages: Ages,
}

impl Numbering {
    /// Numbers replies that are given newest first; `remembered` says which number each had.
    #[must_use]
    pub fn new(ages: &[Age], remembered: &[Option<u32>]) -> Numbering {
        let count = ages.len();
        let by_date: Vec<u32> = (0..count).rev().map(place_of).collect();
        let kept = if remembered.iter().any(Option::is_some) {
            keep(count, remembered)
        } else {
            by_date.clone()
        };
        let late = late(&kept, ages);
        let (places, late) = if late.len() > LATE.max(count / LATE_SHARE) {
            (by_date, Vec::new())
        } else {
            (kept, late)
        };
        let mut numbers = vec![0; count];
        for (number, place) in (0u32..).zip(&places) {
            numbers[*place as usize] = number;
        }
        let ages = ages_of(&places, ages, late);
        Numbering {
            numbers,
            places,
            ages,
        }
    }

    /// The number of the reply at a place of the catalogue.
    #[must_use]
    pub fn number(&self, place: usize) -> u32 {
        self.numbers.get(place).copied().unwrap_or(u32::MAX)
    }

    /// The place in the catalogue of the reply with a number.
    #[must_use]
    pub fn place(&self, number: u32) -> usize {
        self.places
            .get(number as usize)
            .map_or(usize::MAX, |place| *place as usize)
    }

    /// The places in the catalogue, in the order of numbers.
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.places
    }
}

fn place_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Everybody keeps the number that is remembered, as long as it is below their count and nobody has it already; the others take those
/// that are free, from the smallest: first those that had one, then the new ones from the oldest. So there is no gap, and who leaves one
/// moves one other.
fn keep(count: usize, remembered: &[Option<u32>]) -> Vec<u32> {
    let mut places: Vec<Option<u32>> = vec![None; count];
    let mut moved: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    // From the oldest: the catalogue has the newest first.
    for place in (0..count).rev() {
        let number = remembered.get(place).copied().flatten();
        let slot = number.and_then(|number| places.get_mut(number as usize));
        if let Some(slot @ None) = slot {
            *slot = Some(place_of(place));
        } else {
            let age = place_of(count - place);
            moved.insert((number.unwrap_or(u32::MAX), age), place_of(place));
        }
    }
    let mut moved = moved.into_values();
    // As many are moved as there are gaps.
    (places.into_iter())
        .filter_map(|slot| slot.or_else(|| moved.next()))
        .collect()
}

/// The fewest replies without which the others are in the order of their dates.
fn late(places: &[u32], ages: &[Age]) -> Vec<u32> {
    let age = |number: u32| ages[places[number as usize] as usize];
    // The longest sequence that does not fall: `ends[n]` is where the one of n + 1 members ends that ends oldest.
    let mut ends: Vec<u32> = Vec::new();
    let mut before: Vec<u32> = Vec::with_capacity(places.len());
    for number in (0u32..).take(places.len()) {
        let at = ends.partition_point(|end| age(*end) <= age(number));
        before.push(at.checked_sub(1).map_or(u32::MAX, |last| ends[last]));
        if at == ends.len() {
            ends.push(number);
        } else {
            ends[at] = number;
        }
    }
    let mut in_order = vec![false; places.len()];
    let mut at = ends.last().copied();
    while let Some(number) = at {
        in_order[number as usize] = true;
        at = Some(before[number as usize]).filter(|number| *number != u32::MAX);
    }
    (0u32..)
        .zip(in_order)
        .filter_map(|(number, in_order)| (!in_order).then_some(number))
        .collect()
}

fn ages_of(places: &[u32], ages: &[Age], late: Vec<u32>) -> Ages {
    let age = |number: u32| ages[places[number as usize] as usize];
    let count = place_of(places.len());
    let in_order: Vec<u32> = (0..count)
        .filter(|number| late.binary_search(number).is_err())
        .collect();
    let mut late = late;
    late.sort_by_key(|number| (age(*number), *number));
    let mut late: Vec<Late> = (0u32..)
        .zip(late)
        .map(|(rank, number)| {
            let next = in_order.partition_point(|other| age(*other) <= age(number));
            Late {
                number,
                before: in_order.get(next).copied().unwrap_or(count),
                year: age(number).map_or(0, jiff::civil::Date::year),
                rank,
            }
        })
        .collect();
    late.sort_unstable_by_key(|late| late.number);
    let mut years: HashMap<i16, u32> = HashMap::new();
    let firsts = (in_order.iter().map(|number| (*number, age(*number))))
        .chain(late.iter().map(|late| (late.before, age(late.number))));
    for (number, age) in firsts {
        if let Some(date) = age {
            // Whoever is in order comes before all that is late.
            years.entry(date.year()).or_insert(number);
        }
    }
    let mut years: Vec<(i16, u32)> = years.into_iter().collect();
    years.sort_unstable();
    Ages { years, late }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// Newest first, as a catalogue has them.
    fn catalogue(mut ages: Vec<Age>) -> Vec<Age> {
        ages.sort_unstable_by(|a, b| b.cmp(a));
        ages
    }

    #[test]
    fn the_oldest_is_the_first() {
        let ages = [
            Some(date(2024, 5, 6)),
            Some(date(2022, 1, 1)),
            Some(date(2022, 1, 1)),
            None,
        ];
        let numbering = Numbering::new(&ages, &[None; 4]);
        assert_eq!(numbering.places(), [3, 2, 1, 0]);
        assert_eq!(numbering.number(0), 3);
        assert_eq!(numbering.ages.years, [(2022, 1), (2024, 3)]);
        assert_eq!(numbering.ages.late, []);
        assert_eq!(numbering.ages.year(0), None);
        assert_eq!(numbering.ages.year(2), Some(2022));
    }

    #[test]
    fn a_new_one_takes_the_next_number_whatever_its_date() {
        let ages = [
            Some(date(2025, 1, 1)),
            Some(date(2024, 5, 6)),
            Some(date(2023, 3, 3)),
            Some(date(2022, 1, 1)),
        ];
        let numbering = Numbering::new(&ages, &[Some(2), Some(1), None, Some(0)]);
        assert_eq!(numbering.places(), [3, 1, 0, 2]);
        let ages = &numbering.ages;
        let late = Late {
            number: 3,
            before: 1,
            year: 2023,
            rank: 0,
        };
        assert_eq!(ages.late, [late]);
        assert_eq!(ages.years, [(2022, 0), (2023, 1), (2024, 1), (2025, 2)]);
        assert!(ages.key(0) < ages.key(3) && ages.key(3) < ages.key(1));
        assert_eq!(
            [0, 1, 2, 3].map(|number| ages.year(number)),
            [Some(2022), Some(2024), Some(2025), Some(2023)]
        );
    }

    #[test]
    fn who_leaves_a_gap_moves_the_last() {
        let ages = [
            Some(date(2024, 5, 6)),
            Some(date(2023, 3, 3)),
            Some(date(2022, 1, 1)),
        ];
        let numbering = Numbering::new(&ages, &[Some(3), Some(2), Some(0)]);
        assert_eq!(numbering.places(), [2, 0, 1]);
    }

    #[test]
    fn when_many_are_out_of_order_all_are_numbered_anew() {
        let ages = catalogue(
            (0..200)
                .map(|day| Some(date(2000 + day % 20, 1, 1)))
                .collect(),
        );
        let remembered: Vec<_> = (0..200).map(Some).collect();
        let numbering = Numbering::new(&ages, &remembered);
        assert_eq!(numbering.ages.late, []);
        assert_eq!(numbering.number(0), 199);
    }

    proptest! {
        #[test]
        fn every_number_is_given_once_and_ages_tell_the_order_of_dates(
            given in proptest::collection::vec((proptest::option::weighted(0.9, 0i16..6), proptest::option::of(0u32..40)), 0..30)
        ) {
            let mut given: Vec<(Age, Option<u32>)> = given
                .into_iter()
                .map(|(year, number)| (year.map(|year| date(2020 + year, 1, 1)), number))
                .collect();
            given.sort_by_key(|(age, _)| std::cmp::Reverse(*age));
            let (ages, remembered): (Vec<_>, Vec<_>) = given.into_iter().unzip();
            let numbering = Numbering::new(&ages, &remembered);
            let mut places = numbering.places().to_vec();
            places.sort_unstable();
            prop_assert!(places.iter().enumerate().all(|(at, place)| at == *place as usize));
            let age = |number: u32| ages[numbering.place(number)];
            let count = u32::try_from(ages.len()).unwrap();
            for one in 0..count {
                prop_assert_eq!(numbering.number(numbering.place(one)), one);
                prop_assert_eq!(numbering.ages.year(one), age(one).map(jiff::civil::Date::year));
                for other in 0..count {
                    if age(one) < age(other) {
                        prop_assert!(numbering.ages.key(one) < numbering.ages.key(other));
                    }
                }
            }
            // Told again what it said, it says the same.
            let said: Vec<_> = (0..ages.len()).map(|place| Some(numbering.number(place))).collect();
            let again = Numbering::new(&ages, &said);
            prop_assert_eq!(again.places(), numbering.places());
        }
    }
}
