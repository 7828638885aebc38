//! What stands in one part's texts → its dictionary and postings, by sorting.
//!
//! tantivy's own writer looks every occurrence of a term up in a table of all terms. With pairs of characters there are so many terms that nearly
//! every look misses the processor's caches, and indexing took two fifths of a build. Here an occurrence is one number – term, passage,
//! position, whether it is a word – and a sort brings what belongs together side by side (sort-based inversion: Witten, Moffat and Bell, Managing
//! Gigabytes, 1999, §5.2). They come in the order of their places, so it sorts by terms alone, character by character ([`by_terms`]). The files are
//! tantivy's, written by tantivy's serialiser.

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::index::Segment;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};

use super::words::Words;
use super::{Fields, number};
use crate::text::Segmenter;

/// Into so many pieces the texts of a part are cut.
const PIECES: usize = 2;
/// Characters of the longest term that an occurrence's number holds itself.
const SHORT: usize = 3;

/// What a part holds that is to be found, by the number of the passage.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Of each passage.
    pub texts: Vec<String>,
    /// Of each reply's first passage.
    pub titles: Vec<(u32, String)>,
    /// Each with the passages that have it, ascending.
    pub keys: BTreeMap<String, Vec<u32>>,
    /// Each with the passages in which a reply has it first, ascending.
    pub characters: FxHashMap<char, Vec<u32>>,
}

/// Words of titles, ascending by bytes, each with where it stands: in which passage, the reply's first, and where in the title.
pub(super) type Titles = Vec<(String, Vec<Place>)>;

/// Where a term stands: passage and position.
pub(super) type Place = (u32, u32);

impl Contents {
    /// The words of the titles.
    pub fn title_words(&self, segmenter: &Segmenter) -> Titles {
        let mut titles: FxHashMap<&str, Vec<Place>> = FxHashMap::default();
        for (passage, title) in &self.titles {
            segmenter.terms(title, |position, term, word| {
                if word {
                    titles.entry(term).or_default().push((*passage, position));
                }
            });
        }
        let titles = titles.into_iter();
        let mut titles: Titles = titles
            .map(|(term, places)| (term.to_owned(), places))
            .collect();
        titles.sort_unstable();
        titles
    }

    /// Writes dictionary, postings and positions of a segment that has none yet.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn write(
        self,
        segment: &Segment,
        fields: Fields,
        segmenter: &Segmenter,
        titles: &Titles,
        words: &mut Words<'_>,
    ) -> tantivy::Result<()> {
        let mut files = InvertedIndexSerializer::open(segment)?;
        let mut field = files.new_field(fields.text, 0, None)?;
        let mut writer = Writer::new(&mut field, Kept::Positions);
        writer.words = Some(words);
        Occurrences::of(&self.texts, segmenter).write(&mut writer)?;
        field.close()?;
        drop(self.texts);

        let mut field = files.new_field(fields.title, 0, None)?;
        let mut writer = Writer::new(&mut field, Kept::Frequencies);
        for (term, places) in titles {
            writer.term(term, true, places)?;
        }
        field.close()?;

        let mut buffer = [0; 4];
        let mut field = files.new_field(fields.characters, 0, None)?;
        let mut writer = Writer::new(&mut field, Kept::Passages);
        // Code points ascend as the bytes of UTF-8 do.
        let mut characters: Vec<(char, Vec<u32>)> = self.characters.into_iter().collect();
        characters.sort_unstable();
        for (c, passages) in &characters {
            let term = c.encode_utf8(&mut buffer);
            words.add_exact(term);
            writer.passages(term, passages)?;
        }
        field.close()?;
        let mut field = files.new_field(fields.keys, 0, None)?;
        let mut writer = Writer::new(&mut field, Kept::Passages);
        for (key, passages) in &self.keys {
            words.add_exact(key);
            writer.passages(key, passages)?;
        }
        field.close()?;
        files.close()?;
        Ok(())
    }
}

/// What is kept of a field's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    Passages,
    Frequencies,
    Positions,
}

/// Writes one field, term by term, ascending by bytes.
struct Writer<'f, 's, 'w> {
    field: &'f mut FieldSerializer<'s>,
    words: Option<&'f mut Words<'w>>,
    kept: Kept,
    gaps: Vec<u32>,
    places: Vec<Place>,
}

impl<'f, 's> Writer<'f, 's, '_> {
    fn new(field: &'f mut FieldSerializer<'s>, kept: Kept) -> Self {
        Writer {
            field,
            words: None,
            kept,
            gaps: Vec::new(),
            places: Vec::new(),
        }
    }

    /// A term, whether it is a word, and where it stands, ascending.
    fn term(&mut self, term: &str, word: bool, places: &[Place]) -> io::Result<()> {
        let in_passages = || places.chunk_by(|one, next| one.0 == next.0);
        let frequencies = self.kept != Kept::Passages;
        self.field
            .new_term(term.as_bytes(), number(in_passages().count()), frequencies)?;
        for places in in_passages() {
            let mut last = 0;
            self.gaps.clear();
            if self.kept == Kept::Positions {
                self.gaps.extend(places.iter().map(|(_, position)| {
                    let gap = position - last;
                    last = *position;
                    gap
                }));
            }
            self.field
                .write_doc(places[0].0, number(places.len()), &self.gaps);
        }
        if let Some(words) = &mut self.words {
            words.add(term, word, places);
        }
        self.field.close_term()
    }

    /// A term and the passages that have it.
    fn passages(&mut self, term: &str, passages: &[u32]) -> io::Result<()> {
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        places.extend(passages.iter().map(|passage| (*passage, 0)));
        self.term(term, false, &places)?;
        self.places = places;
        Ok(())
    }
}

/// The characters of a part. The number of each, from 1, is its place among them, so that numbers are in the order of code points, which
/// is that of UTF-8's bytes.
struct Alphabet {
    characters: Vec<char>,
    /// By code point; 0 for those that do not occur.
    numbers: Vec<u32>,
}

impl Alphabet {
    fn of(texts: &[String]) -> Alphabet {
        let mut numbers: Vec<u32> = Vec::new();
        for c in texts.iter().flat_map(|text| text.chars()) {
            let code = c as usize;
            if code >= numbers.len() {
                numbers.resize(code + 1, 0);
            }
            numbers[code] = 1;
        }
        let mut characters = Vec::new();
        for (code, entry) in (0u32..).zip(&mut numbers) {
            if let (1, Some(c)) = (*entry, char::from_u32(code)) {
                characters.push(c);
                *entry = number(characters.len());
            }
        }
        Alphabet {
            characters,
            numbers,
        }
    }

    /// The numbers of up to [`SHORT`] characters in one, so that they sort as the characters do; `None` if there are more.
    fn key(&self, term: &str, width: u32) -> Option<u64> {
        let mut key = 0;
        let mut left = SHORT;
        for c in term.chars() {
            left = left.checked_sub(1)?;
            key = key << width | u64::from(self.numbers[c as usize]);
        }
        Some(key << (width * number(left)))
    }

    /// The characters of a key.
    fn spell(&self, key: u64, width: u32, term: &mut String) {
        term.clear();
        for place in (0..number(SHORT)).rev() {
            let number = key >> (width * place) & ((1 << width) - 1);
            let at = usize::try_from(number).unwrap_or(0);
            if let Some(c) = at.checked_sub(1).and_then(|at| self.characters.get(at)) {
                term.push(*c);
            }
        }
    }
}

/// How many bits each part of an occurrence's number takes.
#[derive(Clone, Copy, Debug)]
struct Widths {
    character: u32,
    passage: u32,
    position: u32,
}

impl Widths {
    fn all(self) -> u32 {
        self.character * number(SHORT) + self.passage + self.position + 1
    }
}

/// A term of up to [`SHORT`] characters by its key, where it stands, and whether it is a word.
type Occurrence = (u64, Place, bool);

/// An occurrence as a number: the key of its term, then passage, position, word.
trait Packed: Copy + Default + Send {
    fn pack(occurrence: Occurrence, widths: Widths) -> Self;
    fn unpack(self, widths: Widths) -> Occurrence;
    /// The number of one of the term's characters, from the last.
    fn character(self, from_last: u32, widths: Widths) -> usize;
}

macro_rules! packed {
    ($kind:ty) => {
        impl Packed for $kind {
            fn pack((key, (passage, position), word): Occurrence, widths: Widths) -> Self {
                let key = <$kind>::from(key) << widths.passage | <$kind>::from(passage);
                let place = key << widths.position | <$kind>::from(position);
                place << 1 | <$kind>::from(word)
            }

            // Each part is cut to its width before.
            #[allow(clippy::cast_possible_truncation, clippy::unnecessary_cast)]
            fn unpack(self, widths: Widths) -> Occurrence {
                let place = self >> 1;
                let position = (place & ((1 << widths.position) - 1)) as u32;
                let place = place >> widths.position;
                let passage = (place & ((1 << widths.passage) - 1)) as u32;
                let key = (place >> widths.passage) as u64;
                (key, (passage, position), self & 1 == 1)
            }

            #[inline]
            #[allow(clippy::cast_possible_truncation)]
            fn character(self, from_last: u32, widths: Widths) -> usize {
                let below = widths.passage + widths.position + 1 + widths.character * from_last;
                (self >> below) as usize & ((1 << widths.character) - 1)
            }
        }
    };
}

packed!(u64);
packed!(u128);

/// Occurrences in the order of their terms; those of one term stay in the order in which they are. A counting sort by each character, the last first (radix
/// sort: Knuth, The Art of Computer Programming, volume 3, §5.2.5): sorting by comparison took a tenth of a build.
fn by_terms<P: Packed>(mut found: Vec<P>, widths: Widths) -> Vec<P> {
    let mut sorted = vec![P::default(); found.len()];
    for from_last in 0..number(SHORT) {
        // Of each character, where those begin that have it.
        let mut starts = vec![0; 1 << widths.character];
        for one in &found {
            starts[one.character(from_last, widths)] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        for one in &found {
            let start = &mut starts[one.character(from_last, widths)];
            sorted[*start] = *one;
            *start += 1;
        }
        std::mem::swap(&mut found, &mut sorted);
    }
    found
}

/// Longer terms: each has a number, in the order in which they were met.
#[derive(Default)]
struct Long<'t> {
    numbers: FxHashMap<&'t str, u32>,
    found: Vec<(u32, Place)>,
}

impl<'t> Long<'t> {
    fn add(&mut self, term: &'t str, place: Place) {
        let next = number(self.numbers.len());
        let number = *self.numbers.entry(term).or_insert(next);
        self.found.push((number, place));
    }

    /// The terms, ascending, and the places of each, ascending too.
    fn sorted(mut self) -> (Vec<&'t str>, Vec<(u32, Place)>) {
        let mut terms: Vec<(&str, u32)> = self.numbers.into_iter().collect();
        terms.sort_unstable();
        let mut ranks = vec![0; terms.len()];
        for (rank, (_, number)) in (0..).zip(&terms) {
            ranks[*number as usize] = rank;
        }
        for (number, _) in &mut self.found {
            *number = ranks[*number as usize];
        }
        self.found.sort_unstable();
        let terms = terms.into_iter().map(|(term, _)| term).collect();
        (terms, self.found)
    }
}

/// All that stands in the texts of a part.
enum Occurrences<'t> {
    Narrow(Found<'t, u64>),
    Wide(Found<'t, u128>),
}

impl<'t> Occurrences<'t> {
    fn of(texts: &'t [String], segmenter: &Segmenter) -> Occurrences<'t> {
        let alphabet = Alphabet::of(texts);
        let width = |most: usize| usize::BITS - most.leading_zeros();
        let longest = texts.iter().map(|text| text.chars().count()).max();
        let widths = Widths {
            character: width(alphabet.characters.len()),
            passage: width(texts.len()),
            position: width(longest.unwrap_or(0)),
        };
        if widths.all() <= u64::BITS {
            Occurrences::Narrow(Found::in_texts(texts, segmenter, alphabet, widths))
        } else {
            Occurrences::Wide(Found::in_texts(texts, segmenter, alphabet, widths))
        }
    }

    fn write(self, writer: &mut Writer<'_, '_, '_>) -> io::Result<()> {
        match self {
            Occurrences::Narrow(found) => found.write(writer),
            Occurrences::Wide(found) => found.write(writer),
        }
    }
}

struct Found<'t, P> {
    alphabet: Alphabet,
    widths: Widths,
    short: Vec<P>,
    long: Long<'t>,
}

impl<'t, P: Packed> Found<'t, P> {
    fn in_texts(
        texts: &'t [String],
        segmenter: &Segmenter,
        alphabet: Alphabet,
        widths: Widths,
    ) -> Self {
        // Texts of one part side by side, where other processors have nothing to do.
        let piece = texts.len().div_ceil(PIECES).max(1);
        type Piece<'t, P> = (Vec<P>, Vec<(&'t str, Place)>);
        let pieces: Vec<Piece<'t, P>> = (texts.par_chunks(piece).enumerate())
            .map(|(number, texts)| {
                let bytes: usize = texts.iter().map(String::len).sum();
                // A Chinese character takes three bytes and begins a pair, and every third one a word or gram besides.
                let mut short = Vec::with_capacity(bytes / 2);
                let mut long = Vec::new();
                for (passage, text) in (super::number(number * piece)..).zip(texts) {
                    segmenter.terms(text, |position, term, word| {
                        let place = (passage, position);
                        match alphabet.key(term, widths.character) {
                            Some(key) => short.push(P::pack((key, place, word), widths)),
                            // All that are so long are words.
                            None => long.push((term, place)),
                        }
                    });
                }
                (short, long)
            })
            .collect();
        let mut short = Vec::with_capacity(pieces.iter().map(|(short, _)| short.len()).sum());
        let mut long = Long::default();
        for (some, others) in pieces {
            short.extend(some);
            for (term, place) in others {
                long.add(term, place);
            }
        }
        Found {
            alphabet,
            widths,
            short: by_terms(short, widths),
            long,
        }
    }

    fn write(self, writer: &mut Writer<'_, '_, '_>) -> io::Result<()> {
        let Found {
            alphabet,
            widths,
            short,
            long,
        } = self;
        let (long_terms, long_found) = long.sorted();
        let mut long_found = long_found
            .chunk_by(|one, next| one.0 == next.0)
            .zip(long_terms)
            .peekable();
        let mut term = String::new();
        let mut places: Vec<Place> = Vec::new();
        let mut long_places: Vec<Place> = Vec::new();
        let mut write_long = |until: Option<&str>, writer: &mut Writer<'_, '_, '_>| {
            let is_before = |long: &str| until.is_none_or(|until| long < until);
            while let Some((found, long)) = long_found.next_if(|(_, long)| is_before(long)) {
                long_places.clear();
                long_places.extend(found.iter().map(|(_, place)| *place));
                writer.term(long, true, &long_places)?;
            }
            Ok::<(), io::Error>(())
        };
        let mut rest = &short[..];
        while let Some(first) = rest.first() {
            let (key, _, word) = first.unpack(widths);
            places.clear();
            for one in rest {
                let (next, place, _) = one.unpack(widths);
                if next != key {
                    break;
                }
                places.push(place);
            }
            rest = &rest[places.len()..];
            alphabet.spell(key, widths.character, &mut term);
            write_long(Some(&term), writer)?;
            writer.term(&term, word, &places)?;
        }
        write_long(None, writer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted<P: Packed>(found: &[Occurrence], widths: Widths) -> Vec<Occurrence> {
        let packed = found.iter().map(|one| P::pack(*one, widths));
        let sorted = by_terms(packed.collect(), widths);
        sorted.into_iter().map(|one| one.unpack(widths)).collect()
    }

    proptest! {
        #[test]
        fn occurrences_stand_by_terms_and_then_as_they_came(
            keys in prop::collection::vec((0..32_u64, 0..32_u64, 0..32_u64, any::<bool>()), 0..200),
        ) {
            let widths = Widths { character: 5, passage: 6, position: 8 };
            let found: Vec<Occurrence> = (0..)
                .zip(keys)
                .map(|(at, (one, two, three, word))| (one << 10 | two << 5 | three, (at / 4, at), word))
                .collect();
            let mut wanted = found.clone();
            wanted.sort_by_key(|(key, place, _)| (*key, *place));
            prop_assert_eq!(sorted::<u64>(&found, widths), &wanted[..]);
            prop_assert_eq!(sorted::<u128>(&found, widths), wanted);
        }
    }
}
