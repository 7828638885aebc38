//! The one rule of normalisation and tokenisation, shared by the index and by queries.
//!
//! `themes/default/search/normalise.js` is its twin in the browser, and `bundle/FORMAT.md` states the rule for both. It
//! works character by character, so that a substring of a text normalises to a substring of the normalised text:
//! conversions that look at whole words (as 乾隆 and 乾净 would want) are deliberately absent.

use std::sync::{LazyLock, Mutex, OnceLock};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use jieba_rs::Jieba;
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use crate::digest;
use crate::held::held;

/// Stands between two segments of a reply's searchable text; no query holds it.
pub const SEPARATOR: char = '\n';
/// Characters of a word that enters the index as one term, at most.
pub const WORD_MOST: usize = 12;

/// What becomes of a character.
#[derive(Clone, Copy)]
enum Fold {
    Drop,
    Space,
    One(char),
    Many,
}

/// Code points below this are looked up in a table.
const TABLE_END: u32 = 0x1_0000;

static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else {
        // The dictionary is compiled in: this arm cannot be reached, and an empty table is harmless.
        return FxHashMap::default();
    };
    let han = ('\u{3400}'..='\u{9fff}').chain('\u{20000}'..='\u{2fa1f}');
    han.filter_map(|c| {
        let mut buffer = [0; 4];
        let converted = converter.convert(c.encode_utf8(&mut buffer));
        let mut chars = converted.chars();
        let simplified = chars.next()?;
        (chars.next().is_none() && simplified != c).then_some((c, simplified))
    })
    .collect()
});

static TABLE: LazyLock<Vec<Fold>> = LazyLock::new(|| {
    (0..TABLE_END)
        .map(|code| char::from_u32(code).map_or(Fold::Drop, |c| fold_slowly(c, &mut Vec::new())))
        .collect()
});

/// The dictionary, until somebody takes it: it is large, and each segmenter adds words of its own.
static JIEBA: Mutex<Option<Jieba>> = Mutex::new(None);

/// Loads dictionary and tables, which takes a while, on a thread of its own: whoever needs them later finds them ready.
pub fn warm() {
    std::thread::spawn(|| {
        // Locked while it loads, so that who comes first waits and does not load another.
        let mut jieba = held(&JIEBA);
        jieba.get_or_insert_with(Jieba::new);
        drop(jieba);
        LazyLock::force(&TABLE);
    });
}

fn dictionary() -> Jieba {
    let warm = held(&JIEBA).take();
    warm.unwrap_or_default()
}

fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    ) || (c.is_control() && !c.is_whitespace())
}

/// Whether white space beside this (normalised) character means nothing.
fn is_joining(c: char) -> bool {
    c == '\u{b7}' || matches!(c, '\u{2010}'..='\u{2027}') || c >= '\u{2e80}'
}

fn fold_slowly(c: char, many: &mut Vec<char>) -> Fold {
    if is_dropped(c) {
        return Fold::Drop;
    }
    if c.is_whitespace() {
        return Fold::Space;
    }
    many.clear();
    many.extend(
        std::iter::once(c)
            .nfkc()
            .flat_map(char::to_lowercase)
            .map(simplified),
    );
    match many[..] {
        [] => Fold::Drop,
        [one] if one.is_whitespace() => Fold::Space,
        [one] => Fold::One(one),
        _ => Fold::Many,
    }
}

/// The simplified form of a character, or itself.
#[must_use]
pub fn simplified(c: char) -> char {
    if c < '\u{3400}' {
        return c;
    }
    SIMPLIFIED.get(&c).copied().unwrap_or(c)
}

/// All traditional characters and their simplified forms, by code point.
#[must_use]
pub fn traditional() -> Vec<(char, char)> {
    let mut pairs: Vec<(char, char)> = SIMPLIFIED.iter().map(|(t, s)| (*t, *s)).collect();
    pairs.sort_unstable();
    pairs
}

/// Normalises one segment: see `bundle/FORMAT.md`, “One rule for text”.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    normalise_into(text, &mut out);
    out
}

/// As [`normalise`], at the end of `out`, which is not looked at.
pub fn normalise_into(text: &str, out: &mut String) {
    fold_each(text, |c, _| out.push(c));
}

/// As [`normalise`], and for each character of the result the byte of `text` that it comes from.
#[must_use]
pub fn normalise_mapped(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut map = Vec::with_capacity(text.len() / 3);
    fold_each(text, |c, at| {
        out.push(c);
        map.push(at);
    });
    (out, map)
}

fn fold_each(text: &str, mut each: impl FnMut(char, usize)) {
    let mut last: Option<char> = None;
    let mut space: Option<usize> = None;
    let mut many = Vec::new();
    let mut push = |c: char, at: usize, space: &mut Option<usize>| {
        if c.is_whitespace() {
            *space = Some(at);
            return;
        }
        if let Some(place) = space.take()
            && let Some(last) = last
            && !is_joining(last)
            && !is_joining(c)
        {
            each(' ', place);
        }
        each(c, at);
        last = Some(c);
    };
    for (at, c) in text.char_indices() {
        let fold = match TABLE.get(c as usize) {
            Some(fold) => *fold,
            None => fold_slowly(c, &mut many),
        };
        match fold {
            Fold::Drop => {}
            Fold::Space => space = Some(at),
            Fold::One(c) => push(c, at, &mut space),
            Fold::Many => {
                fold_slowly(c, &mut many);
                for c in &many {
                    push(*c, at, &mut space);
                }
            }
        }
    }
}

/// The look-up key of a 文号: 舞建提字〔2021〕19号, 舞建提字(2021)第19号 and 舞建提字2021-19 are one.
#[must_use]
pub fn document_key(text: &str) -> String {
    let mut key: String = normalise(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !"()[]{}〔〕【】〈〉《》〖〗<>第号".contains(*c))
        .collect();
    // What parts year and number says nothing: letters, four digits, a mark, digits.
    let digits = key.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits < key.len()
        && let Some(mark @ ('-' | '年' | '.' | '/')) = key[..digits].chars().next_back()
    {
        let year = digits - mark.len_utf8();
        let letters = key[..year]
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .len();
        let century = key[letters..year].get(..2);
        if year - letters == 4
            && matches!(century, Some("19" | "20"))
            && letters > 0
            && key[..letters].chars().all(char::is_alphabetic)
        {
            key.remove(year);
        }
    }
    key
}

/// The look-up key of a 案号: without leading zeros, 第 and 号.
#[must_use]
pub fn case_key(text: &str) -> String {
    normalise(text)
        .trim_start_matches('第')
        .trim_end_matches('号')
        .trim_start_matches('0')
        .to_owned()
}

/// Whether a character is a letter or digit. Of the characters of most texts that is told without the tables.
#[must_use]
pub fn is_alphanumeric(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// Whether a character is Han, as words of the dictionary are.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Knows the words: jieba's dictionary, the site's own, and which pairs of characters more than half of the replies have.
#[derive(Debug)]
pub struct Segmenter {
    jieba: Jieba,
    /// The dictionary without the site's own words, whose number and frequencies move what [`Jieba::cut`] finds likely. Loaded when it is
    /// first asked, which in a first build is after the export, where memory is highest.
    plain: OnceLock<Jieba>,
    frequent: FxHashSet<[char; 2]>,
    words: [u8; 32],
    pairs: [u8; 32],
}

impl Segmenter {
    /// `words` join jieba's dictionary (normalised; those that are not 2–12 Han characters do not). Grams are made of the
    /// pairs of `frequent` and a neighbour.
    #[must_use]
    pub fn new<'w>(
        words: impl IntoIterator<Item = &'w str>,
        frequent: FxHashSet<[char; 2]>,
    ) -> Segmenter {
        Segmenter::of(dictionary(), OnceLock::new(), words, frequent)
    }

    /// The same for somebody who will soon ask what the dictionary holds by itself: to copy it takes half as long as to load it once more.
    #[must_use]
    pub fn with_plain<'w>(
        words: impl IntoIterator<Item = &'w str>,
        frequent: FxHashSet<[char; 2]>,
    ) -> Segmenter {
        let plain = dictionary();
        Segmenter::of(plain.clone(), plain.into(), words, frequent)
    }

    fn of<'w>(
        mut jieba: Jieba,
        plain: OnceLock<Jieba>,
        words: impl IntoIterator<Item = &'w str>,
        frequent: FxHashSet<[char; 2]>,
    ) -> Segmenter {
        let words = words.into_iter().filter(|word| is_site_word(word));
        let words = stamp(words.inspect(|word| {
            jieba.add_word(word, Some(1000), None);
        }));
        let mut pairs: Vec<String> = frequent.iter().map(|pair| pair.iter().collect()).collect();
        pairs.sort_unstable();
        Segmenter {
            jieba,
            plain,
            frequent,
            words,
            pairs: stamp(pairs.iter().map(String::as_str)),
        }
    }

    /// Differs if the site's own words do. A text in which none of those stands that are new or gone is cut as before.
    #[must_use]
    pub fn words_stamp(&self) -> [u8; 32] {
        self.words
    }

    /// Differs if the frequent pairs do.
    #[must_use]
    pub fn pairs_stamp(&self) -> [u8; 32] {
        self.pairs
    }

    /// Whether a term is one unit of a query, and carries scores: a word of the dictionary, or ASCII letters or digits.
    #[must_use]
    pub fn is_word(&self, term: &str) -> bool {
        if term.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return term.len() > 1;
        }
        let mut count = 0;
        for c in term.chars() {
            count += 1;
            if !is_han(c) || count > WORD_MOST {
                return false;
            }
        }
        count > 1 && self.jieba.has_word(term)
    }

    /// Whether the dictionary holds a word, whatever the site says.
    #[must_use]
    pub fn is_common(&self, word: &str) -> bool {
        self.plain().has_word(word)
    }

    fn plain(&self) -> &Jieba {
        self.plain.get_or_init(Jieba::new)
    }

    /// A text as a reader would cut it: no two words overlap.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<String> {
        let words = self.jieba.cut(text, false);
        words.into_iter().map(|word| word.word.to_owned()).collect()
    }

    /// Whether words begin and end where a part of a text does, as far as the characters around it tell: in 十二所学校 所学 is a
    /// word of the dictionary, and is not one there. Nor is a part of one of `names` whole where the name stands. The site's
    /// other words do not matter: what is whole in a text is so whatever else there is.
    #[must_use]
    pub fn is_whole<'n>(
        &self,
        text: &str,
        part: std::ops::Range<usize>,
        names: impl IntoIterator<Item = &'n str>,
    ) -> bool {
        const AROUND: usize = 4;
        let cuts = |name: &str| {
            let mut places = text.match_indices(name).map(|(at, _)| at..at + name.len());
            places.any(|place| {
                let apart = place.end <= part.start || part.end <= place.start;
                let within = part.start <= place.start && place.end <= part.end;
                !apart && !within
            })
        };
        if names.into_iter().any(cuts) {
            return false;
        }
        let before = text[..part.start].char_indices().rev().take(AROUND);
        let from = before.last().map_or(part.start, |(at, _)| at);
        let mut after = text[part.end..].char_indices().skip(AROUND);
        let to = after.next().map_or(text.len(), |(at, _)| part.end + at);
        let mut at = from;
        let (mut begins, mut ends) = (false, false);
        for word in self.plain().cut(&text[from..to], false) {
            begins |= at == part.start;
            at += word.word.len();
            ends |= at == part.end;
        }
        begins && ends
    }

    /// The two characters that decide in which shard of the lexicon a term is: its first two; but the last two of a gram
    /// whose first two are frequent, lest all that follows a frequent pair is in one shard.
    #[must_use]
    pub fn shard_pair(&self, term: &str) -> [char; 2] {
        let mut chars = term.chars();
        let (a, b) = (chars.next(), chars.next());
        let (third, end) = (chars.next(), chars.next());
        let pair = [a.unwrap_or(SEPARATOR), b.unwrap_or(SEPARATOR)];
        match (third, end) {
            (Some(third), None) if self.frequent.contains(&pair) => {
                let last = [pair[1], third];
                if self.frequent.contains(&last) || self.is_word(term) {
                    pair
                } else {
                    last
                }
            }
            _ => pair,
        }
    }

    /// Calls `each` with every term of a normalised text: its first character, as a number, its bytes, and whether it
    /// is a word in the sense of [`Segmenter::is_word`]. The places of one term come in ascending order.
    pub fn terms<'t>(&self, text: &'t str, mut each: impl FnMut(u32, &'t str, bool)) {
        let chars: Vec<(usize, char)> = text
            .char_indices()
            .chain(std::iter::once((text.len(), SEPARATOR)))
            .collect();
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let slice = |from: usize, to: usize| &text[chars[from].0..chars[to].0];
        // Where words of two and of three characters begin: the first are pairs, the second may be grams too.
        let mut words = vec![(false, false); chars.len()];
        for token in self.jieba.cut_all(text) {
            let length = token.word.chars().take(WORD_MOST + 1).count();
            if (2..=WORD_MOST).contains(&length) && token.word.chars().all(is_han) {
                words[token.start].0 |= length == 2;
                words[token.start].1 |= length == 3;
                if length > 2 {
                    each(number(token.start), token.word, true);
                }
            }
        }
        // How many Han characters, ASCII letters and digits, and digits, end here.
        let (mut han, mut latin, mut digits) = (0, 0, 0);
        let mut last_frequent = false;
        for at in 0..chars.len() - 1 {
            let c = chars[at].1;
            let run = |length: usize, goes_on: bool| if goes_on { length + 1 } else { 0 };
            han = run(han, is_han(c));
            latin = run(latin, c.is_ascii_alphanumeric());
            digits = run(digits, c.is_ascii_digit());
            if at == 0 || c == SEPARATOR || chars[at - 1].1 == SEPARATOR {
                last_frequent = false;
                continue;
            }
            let word = latin > 1 || words[at - 1].0;
            each(number(at - 1), slice(at - 1, at + 1), word);
            if latin > 2 {
                each(number(at - 2), slice(at - 2, at + 1), true);
            }
            if digits > 3 {
                each(number(at - 3), slice(at - 3, at + 1), true);
            }
            let frequent = han > 1 && self.frequent.contains(&[chars[at - 1].1, c]);
            // A phrase that begins or ends with a frequent pair is decided by the gram, not by all places of the pair.
            if at > 1 && (frequent || last_frequent) && !words[at - 2].1 {
                let other = if frequent { chars[at - 2].1 } else { c };
                let tells = is_alphanumeric(other) && !crate::query::is_stop_character(other);
                if tells || (frequent && last_frequent) {
                    each(number(at - 2), slice(at - 2, at + 1), false);
                }
            }
            last_frequent = frequent;
        }
    }
}

/// What [`Segmenter::words_stamp`] is with these words.
#[must_use]
pub fn words_stamp(words: &[String]) -> [u8; 32] {
    let words = words.iter().map(String::as_str);
    stamp(words.filter(|word| is_site_word(word)))
}

fn stamp<'w>(words: impl Iterator<Item = &'w str>) -> [u8; 32] {
    digest::Pieces::of(words).whole()
}

/// Whether a word of the site's own can join the dictionary.
#[must_use]
pub fn is_site_word(word: &str) -> bool {
    (2..=WORD_MOST).contains(&word.chars().count()) && word.chars().all(is_han)
}

/// Counts in how many texts each pair of neighbouring characters stands.
#[derive(Debug, Default)]
pub struct PairCounter {
    texts: usize,
    counts: FxHashMap<[char; 2], (u32, u32)>,
}

impl PairCounter {
    /// Share of the texts beyond which a pair is frequent.
    const FREQUENT: f64 = 0.5;

    /// Counts one normalised text.
    pub fn add(&mut self, text: &str) {
        self.texts += 1;
        let stamp = u32::try_from(self.texts).unwrap_or(u32::MAX);
        let mut last = SEPARATOR;
        for c in text.chars() {
            if is_han(last) && is_han(c) {
                let (count, seen) = self.counts.entry([last, c]).or_default();
                if *seen != stamp {
                    *seen = stamp;
                    *count += 1;
                }
            }
            last = c;
        }
    }

    /// The frequent pairs.
    #[must_use]
    pub fn frequent(self) -> FxHashSet<[char; 2]> {
        #[allow(clippy::cast_precision_loss)]
        let least = self.texts as f64 * Self::FREQUENT;
        self.counts
            .into_iter()
            .filter(|(_, (count, _))| f64::from(*count) > least)
            .map(|(pair, _)| pair)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_form_for_all_spellings() {
        for (written, expected) in [
            ("ＰＰＰ　项目", "ppp项目"),
            ("加裝電梯", "加装电梯"),
            ("the  plan\nof 2021 年", "the plan of 2021年"),
            ("第１９号（试行）", "第19号(试行)"),
            (" \u{feff}残\u{200b}疾 人 ", "残疾人"),
            ("㎡", "m2"),
            ("“十四五” 规划", "“十四五”规划"),
            ("Ali · Aynur", "ali·aynur"),
            ("“a” b — c", "“a”b—c"),
            ("a , b", "a , b"),
        ] {
            assert_eq!(normalise(written), expected, "{written}");
        }
    }

    #[test]
    fn a_document_number_is_known_in_any_spelling() {
        let key = document_key("舞建提字〔2021〕19号");
        for spelling in [
            "舞建提字[2021]19号",
            "舞建提字（2021）第19号",
            "舞建提字 2021 19",
            "舞建提字【２０２１】１９號",
        ] {
            assert_eq!(document_key(spelling), key, "{spelling}");
        }
    }

    #[test]
    fn a_letter_is_told_as_the_tables_tell_it() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c}");
        }
    }

    proptest! {
        /// What is said of a term where it stands is said of it anywhere, and its places ascend: the index asks once, and does not sort them.
        #[test]
        fn a_term_is_a_word_wherever_it_stands(
            text in prop::collection::vec(prop::sample::select(vec![
                "加装", "电梯", "人大", "代表", "大会", "社会主义", "发展", "十二", "所学", "学校", "甲", "的", "a", "B2", "2024", "5", "，", "\n", " ", "澜汀", "市",
            ]), 0..40),
            with_own in any::<bool>(),
        ) {
            static BOTH: LazyLock<[Segmenter; 2]> = LazyLock::new(|| {
                let frequent = || FxHashSet::from_iter([['发', '展'], ['大', '会'], ['电', '梯']]);
                [
                    Segmenter::new([], frequent()),
                    Segmenter::new(["澜汀", "澜汀市", "会社", "装电", "的发展"], frequent()),
                ]
            });
            let segmenter = &BOTH[usize::from(with_own)];
            let text = normalise(&text.concat());
            let mut told = Vec::new();
            segmenter.terms(&text, |at, term, word| told.push((at, term.to_owned(), word)));
            let mut last = FxHashMap::default();
            for (at, term, word) in told {
                let before = last.insert(term.clone(), at);
                prop_assert!(before.is_none_or(|before| before < at), "{} in {}", term, &text);
                let long = term.chars().count() > 3;
                prop_assert_eq!(word, segmenter.is_word(&term), "{} in {}", term, &text);
                prop_assert!(word || !long, "{} in {}", term, &text);
            }
        }
    }

    #[test]
    fn grams_are_made_beside_a_frequent_pair_within_its_segment() {
        let segmenter = Segmenter::new([], FxHashSet::from_iter([['发', '展']]));
        let mut found = Vec::new();
        segmenter.terms("业发展的\n的水p发展，发展", |at, term, word| {
            if term.chars().count() == 3 && !word {
                found.push((at, term.to_owned()));
            }
        });
        assert_eq!(found, [(0, "业发展".to_owned()), (7, "p发展".to_owned())]);
        assert_eq!(segmenter.shard_pair("业发展"), ['业', '发']);
        assert_eq!(segmenter.shard_pair("发展业"), ['展', '业']);
    }

    #[test]
    fn words_stand_at_every_place() {
        let segmenter = Segmenter::new(["刘文军"], FxHashSet::default());
        let mut found = Vec::new();
        segmenter.terms(
            "刘文军谈残疾人就业2021\n业主",
            |at, term, word| {
                if word {
                    found.push((at, term.to_owned()));
                }
            },
        );
        for wanted in [
            (0, "刘文军"),
            (4, "残疾人"),
            (7, "就业"),
            (9, "2021"),
            (14, "业主"),
        ] {
            assert!(
                found.contains(&(wanted.0, wanted.1.to_owned())),
                "{wanted:?} in {found:?}"
            );
        }
    }

    #[test]
    fn every_term_of_a_text_is_told_once_with_its_place() {
        let segmenter = Segmenter::new([], FxHashSet::from_iter([['发', '展']]));
        let mut found = Vec::new();
        segmenter.terms("残疾人发展ab12,2021x\n2年", |at, term, word| {
            found.push((at, term.to_owned(), word));
        });
        found.sort();
        let wanted = [
            (0, "残疾", true),
            (0, "残疾人", true),
            (1, "疾人", false),
            (2, "人发", false),
            (2, "人发展", false),
            (3, "发展", true),
            (3, "发展a", false),
            (4, "展a", false),
            (5, "ab", true),
            (5, "ab1", true),
            (6, "b1", true),
            (6, "b12", true),
            (7, "12", true),
            (8, "2,", false),
            (9, ",2", false),
            (10, "20", true),
            (10, "202", true),
            (10, "2021", true),
            (11, "02", true),
            (11, "021", true),
            (12, "21", true),
            (12, "21x", true),
            (13, "1x", true),
            (16, "2年", false),
        ];
        let wanted = wanted.map(|(at, term, word)| (at, term.to_owned(), word));
        assert_eq!(found, wanted);
    }

    #[test]
    fn words_of_a_query() {
        let segmenter = Segmenter::new(["一网通办"], FxHashSet::default());
        for word in ["电梯", "残疾人", "一网通办", "ab", "a1", "2021"] {
            assert!(segmenter.is_word(word), "{word}");
        }
        for word in [
            "梯",
            "a",
            "1",
            "疾人",
            "电梯a",
            "发，展",
            "中华人民共和国全国人民代表大会",
        ] {
            assert!(!segmenter.is_word(word), "{word}");
        }
        assert!(segmenter.is_common("电梯") && !segmenter.is_common("一网通办"));
        assert_eq!(segmenter.words("加装电梯"), ["加装", "电梯"]);
        assert!(is_site_word("一网") && !is_site_word("网") && !is_site_word("网a"));
        let longest = "字".repeat(WORD_MOST);
        assert!(is_site_word(&longest) && !is_site_word(&format!("{longest}字")));
    }

    #[test]
    fn a_part_is_whole_where_words_begin_and_end() {
        let segmenter = Segmenter::new([], FxHashSet::default());
        let whole = |text: &str, part: &str, names: &[&str]| {
            let at = text.find(part).unwrap_or_default();
            segmenter.is_whole(text, at..at + part.len(), names.iter().copied())
        };
        for (text, part) in [
            ("加装电梯", "电梯"),
            ("电梯", "电梯"),
            ("我们要为老旧小区加装电梯并且做好后续管理工作", "电梯"),
            ("全市共有十二所学校", "学校"),
        ] {
            assert!(whole(text, part, &[]), "{text}: {part}");
        }
        for (text, part) in [
            ("十二所学校", "所学"),
            ("十二所学校", "二所学校"),
            ("加装电梯", "装电"),
            ("加装电梯", "装电梯"),
            ("加装电梯", "加装电"),
        ] {
            assert!(!whole(text, part, &[]), "{text}: {part}");
        }
        // A name of the site is cut by nothing that begins or ends within it.
        let text = "水利电梯局的电梯";
        assert!(!whole(text, "电梯", &["水利电梯局"]));
        assert!(!whole(text, "电梯局的", &["水利电梯局"]));
        assert!(whole(text, "水利电梯局的电梯", &["水利电梯局"]));
        assert!(whole("水利局的电梯", "电梯", &["水利局"]));
    }

    #[test]
    fn pairs_in_more_than_half_of_the_texts_are_frequent() {
        let mut counter = PairCounter::default();
        for text in ["发展发展", "发展，业主", "业a主业主", "建设"] {
            counter.add(text);
        }
        assert!(counter.frequent().is_empty(), "half is not more than half");
        let mut counter = PairCounter::default();
        for text in ["发展发展", "发展，业主", "a发展b"] {
            counter.add(text);
        }
        assert_eq!(counter.frequent(), FxHashSet::from_iter([['发', '展']]));
    }

    #[test]
    fn stamps_differ_where_words_or_pairs_do() {
        let plain = Segmenter::new([], FxHashSet::default());
        let words = Segmenter::new(["一网通办"], FxHashSet::default());
        let pairs = Segmenter::new([], FxHashSet::from_iter([['发', '展']]));
        assert_ne!(plain.words_stamp(), words.words_stamp());
        assert_eq!(plain.words_stamp(), pairs.words_stamp());
        assert_ne!(plain.pairs_stamp(), pairs.pairs_stamp());
        assert_eq!(plain.pairs_stamp(), words.pairs_stamp());
        assert_eq!(
            words.words_stamp(),
            words_stamp(&["一网通办".to_owned(), "网".to_owned()])
        );
    }

    #[test]
    fn a_year_in_a_document_number_needs_no_mark() {
        for (written, key) in [
            ("舞建提字〔2021〕19号", "舞建提字202119"),
            ("建字2021年19号", "建字202119"),
            ("2021年19号", "2021年19"),
            ("建1821年19号", "建1821年19"),
        ] {
            assert_eq!(document_key(written), key, "{written}");
        }
    }
}
