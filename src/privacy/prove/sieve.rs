//! Whether a text may hold a secret, told at about the speed at which it is read.
//!
//! The full look of [`super::Proof`] spells a text anew up to three times, character by character. Here the same three spellings are followed
//! side by side without being written: of each, the last eight characters are kept as eight bytes of a word. From every secret one window
//! of eight such bytes is taken (all of it, if it is shorter). A secret cannot stand in a spelling without its window passing through the word, so
//! what lets no window pass holds no secret, in whatever way it is written. What lets one pass is looked at in full; nothing is decided here.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::meant;
use crate::privacy::detect::{SEPARATORS_MOST, project_char};

/// Characters of the longest window: the bytes of a word.
const WIDEST: usize = 8;

/// Finds texts that may hold a secret.
#[derive(Debug)]
pub(super) struct Sieve {
    /// By their length.
    windows: Vec<Windows>,
    /// Symbols that a window ends with.
    ends: Box<[bool; 256]>,
    symbols: &'static [u8; 0x10000],
}

/// Windows of one length.
#[derive(Debug)]
struct Windows {
    /// Over the bytes of the word that count.
    mask: u64,
    all: FxHashSet<u64>,
    /// A bit for each value of a hash, so that nearly every look ends here.
    bits: Vec<u64>,
    shift: u32,
}

/// One spelling, as far as it has been read.
#[derive(Clone, Copy, Default)]
struct Spelling {
    /// The symbols of the last eight characters; 0 where there was none yet.
    last: u64,
    /// Separators in a row, as `project_char` counts them.
    separators: usize,
    /// Where in the text it goes on: behind an entity, an escape or a tag.
    at: usize,
}

/// What a separator is in the table: nothing.
const SEPARATOR: u8 = 0;
/// What may begin an entity or an escape. In a projection each is a space.
const SIGN: u8 = 1;

/// For each character below U+10000 the symbol of what `project_char` makes of it.
static SYMBOLS: LazyLock<Box<[u8; 0x10000]>> = LazyLock::new(|| {
    let mut table = Box::new([SEPARATOR; 0x10000]);
    for (code, entry) in (0..).zip(table.iter_mut()) {
        *entry = match char::from_u32(code) {
            Some('&' | '%' | '\\') => SIGN,
            Some(c) => projected(c).map_or(SEPARATOR, symbol),
            None => SEPARATOR,
        };
    }
    table
});

/// The symbol of a character beyond the table.
#[cold]
fn rare(c: char) -> u8 {
    projected(c).map_or(SEPARATOR, symbol)
}

/// What `project_char` makes of a character.
fn projected(c: char) -> Option<char> {
    let mut out = String::new();
    project_char(c, &mut 0, &mut out);
    out.chars().next()
}

/// A byte for a character of a projection: ASCII is itself, and digits are nobody else's; all others share the upper half.
fn symbol(projected: char) -> u8 {
    let code = u32::from(projected);
    match u8::try_from(code) {
        Ok(ascii @ 1..0x80) => ascii,
        _ => 0x80 | u8::try_from(code.wrapping_mul(0x9e37_79b1) >> 25).unwrap_or(0),
    }
}

impl Sieve {
    /// For secrets as `project` spells them.
    pub fn of<'s>(secrets: impl Iterator<Item = &'s str>) -> Sieve {
        let mut windows: [FxHashSet<u64>; WIDEST + 1] = Default::default();
        let mut ends = Box::new([false; 256]);
        for secret in secrets {
            let symbols: Vec<u8> = secret.chars().map(symbol).collect();
            let Some(window) = window(&symbols) else {
                continue;
            };
            ends[usize::from(window[window.len() - 1])] = true;
            let word = window.iter().fold(0, |word, s| word << 8 | u64::from(*s));
            windows[window.len()].insert(word);
        }
        let windows = windows.into_iter().enumerate();
        let windows = windows
            .filter(|(_, all)| !all.is_empty())
            .map(|(length, all)| Windows::new(length, all))
            .collect();
        Sieve {
            windows,
            ends,
            symbols: &SYMBOLS,
        }
    }

    /// Whether a text may hold a secret; if not, it holds none.
    pub fn passes(&self, text: &str) -> bool {
        self.with_tags(text)
            || memchr::memchr(b'<', text.as_bytes()).is_some() && self.without_tags(text)
    }

    /// As the text stands, and with what entities and escapes mean.
    fn with_tags(&self, text: &str) -> bool {
        let mut plain = Spelling::default();
        // The other one. Some characters behind an entity the two are alike again, and one is followed for both.
        let mut other = Spelling::default();
        let mut apart = false;
        for (at, c) in text.char_indices() {
            let symbol = self.symbol(c);
            if symbol == SIGN {
                if !apart {
                    (apart, other) = (true, plain);
                }
                if at >= other.at && self.sign(text, at, true, &mut other) {
                    return true;
                }
                plain.push(b' ');
                continue;
            }
            plain.push(symbol);
            if self.passes_with(symbol, &plain) {
                return true;
            }
            if apart && at >= other.at {
                other.push(symbol);
                if self.passes_with(symbol, &other) {
                    return true;
                }
                apart = !other.is_as(&plain);
            }
        }
        false
    }

    /// Without its tags, and with what entities and escapes mean.
    fn without_tags(&self, text: &str) -> bool {
        let mut spelling = Spelling::default();
        while spelling.at < text.len() {
            let from = spelling.at;
            let tag = memchr::memchr(b'<', &text.as_bytes()[from..]);
            let tag = tag.map_or(text.len(), |tag| from + tag);
            for (at, c) in text[from..tag].char_indices() {
                let at = from + at;
                if at < spelling.at {
                    continue;
                }
                let symbol = self.symbol(c);
                if symbol == SIGN {
                    if self.sign(text, at, false, &mut spelling) {
                        return true;
                    }
                    continue;
                }
                spelling.push(symbol);
                if self.passes_with(symbol, &spelling) {
                    return true;
                }
            }
            spelling.at = spelling.at.max(tag);
            if spelling.at == tag && tag < text.len() {
                self.sign(text, tag, false, &mut spelling);
            }
        }
        false
    }

    /// Takes what a sign at a place of the text means, be it an entity or a tag that is passed over; tells whether a window ends there.
    fn sign(&self, text: &str, at: usize, tags: bool, spelling: &mut Spelling) -> bool {
        let (c, length) = meant(text, at, tags);
        spelling.at = at + length;
        let symbol = match c.map(|c| self.symbol(c)) {
            None => return false,
            Some(SIGN) => b' ',
            Some(symbol) => symbol,
        };
        spelling.push(symbol);
        self.passes_with(symbol, spelling)
    }

    /// The symbol of a character of a text.
    fn symbol(&self, c: char) -> u8 {
        match self.symbols.get(c as usize) {
            Some(symbol) => *symbol,
            None => rare(c),
        }
    }

    /// Whether a window ends with this symbol, the last of a spelling.
    #[inline]
    fn passes_with(&self, symbol: u8, spelling: &Spelling) -> bool {
        self.ends[usize::from(symbol)]
            && self
                .windows
                .iter()
                .any(|windows| windows.have(spelling.last))
    }
}

impl Windows {
    fn new(length: usize, all: FxHashSet<u64>) -> Windows {
        // 16 bits for each, so that one in 16 looks of chance goes further.
        let width = (all.len() * 16).next_power_of_two().max(1024).ilog2();
        let mut windows = Windows {
            mask: u64::MAX >> (64 - 8 * length),
            bits: vec![0; 1 << (width - 6)],
            shift: 64 - width,
            all,
        };
        for word in &windows.all {
            let bit = windows.bit(*word);
            windows.bits[bit / 64] |= 1 << (bit % 64);
        }
        windows
    }

    fn bit(&self, word: u64) -> usize {
        usize::try_from(word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift).unwrap_or(0)
    }

    #[inline]
    fn have(&self, last: u64) -> bool {
        let word = last & self.mask;
        let bit = self.bit(word);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1 && self.all.contains(&word)
    }
}

impl Spelling {
    #[inline]
    fn push(&mut self, symbol: u8) {
        if symbol == SEPARATOR {
            self.separators += 1;
            if self.separators == SEPARATORS_MOST {
                self.last = self.last << 8 | u64::from(b' ');
            }
        } else {
            self.separators = 0;
            self.last = self.last << 8 | u64::from(symbol);
        }
    }

    /// Whether two spellings go on alike.
    fn is_as(&self, other: &Spelling) -> bool {
        self.last == other.last && self.separators == other.separators
    }
}

/// The window of a secret: of those that end with a digit the last, for it holds most of what a mask hides, and few characters are digits; else one
/// that ends with @, else the last.
fn window(symbols: &[u8]) -> Option<&[u8]> {
    let width = symbols.len().clamp(1, WIDEST);
    let last = |wanted: fn(u8) -> bool| {
        let mut ends = (width..=symbols.len()).rev();
        let end = ends.find(|end| wanted(symbols[end - 1]))?;
        Some(&symbols[end - width..end])
    };
    last(|symbol| symbol.is_ascii_digit())
        .or_else(|| last(|symbol| symbol == b'@'))
        .or_else(|| last(|symbol| symbol != b' '))
}
