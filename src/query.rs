//! What a reader typed → what is searched for. `bundle/FORMAT.md`, “What a query means”, is the rule, and
//! `themes/default/search/query.js` its twin in the browser.
//!
//! Nothing is looked up here but which words exist: [`Lexicon`] says so for the index and for tests.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use crate::text::{WORD_MOST, case_key, document_key, normalise};

/// Says which words exist.
pub trait Lexicon {
    /// How many replies there are.
    fn replies(&self) -> u32;
    /// In how many replies a term is that is a word (carries scores); `None` for all other terms.
    fn word(&self, term: &str) -> Option<u32>;
}

/// A query: every group is required, any of its items satisfies a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Groups of items.
    pub groups: Vec<Vec<Item>>,
    /// Items that must not match.
    pub excluded: Vec<Item>,
    /// What was not understood, as written.
    pub ignored: Vec<String>,
}

/// One item of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Words; normalised.
    Text(String),
    /// A quotation; normalised.
    Phrase(String),
    /// A field.
    Field(Field),
}

/// A field and the value that it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// 委员: normalised name.
    Member(String),
    /// 单位: normalised name.
    Agency(String),
    /// 年: first and last, both included.
    Year(i32, i32),
    /// 文号: document key.
    Document(String),
    /// 案号: case key.
    Case(String),
    /// 届次: `10-5`.
    Session(String),
}

/// The closing quote that belongs to an opening one.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '＂' => Some(&['"', '＂']),
        '“' | '”' => Some(&['”', '“']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

fn year(value: &str) -> Option<(i32, i32)> {
    let value = normalise(value).replace('年', "");
    let parts: Vec<&str> = value
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let between: String = value.chars().filter(|c| !c.is_ascii_digit()).collect();
    let number = |part: &str| {
        (part.len() == 4)
            .then(|| part.parse::<i32>().ok())
            .flatten()
    };
    match parts[..] {
        [one] if between.is_empty() => number(one).map(|year| (year, year)),
        [from, to]
            if matches!(
                between.as_str(),
                "-" | ".." | "—" | "——" | "至" | "到" | "~" | "–"
            ) =>
        {
            let (from, to) = (number(from)?, number(to)?);
            Some((from.min(to), from.max(to)))
        }
        _ => None,
    }
}

/// `None` for a name that is no field; else the item, or `Err` where the value is none.
fn field(name: &str, value: &str) -> Option<Result<Item, ()>> {
    let text = |value: String| if value.is_empty() { Err(()) } else { Ok(value) };
    let field = match normalise(name).as_str() {
        "委员" | "代表" | "提案人" | "建议人" | "member" => {
            text(normalise(value)).map(Field::Member)
        }
        "单位" | "主办单位" | "agency" => text(normalise(value)).map(Field::Agency),
        "年" | "year" => year(value)
            .map(|(from, to)| Field::Year(from, to))
            .ok_or(()),
        "文号" => text(document_key(value)).map(Field::Document),
        "案号" => text(case_key(value)).map(Field::Case),
        "届次" => match number(&normalise(value)) {
            Some(Number::Session(key)) => Ok(Field::Session(key)),
            _ => Err(()),
        },
        _ => return None,
    };
    Some(field.map(Item::Field))
}

/// Whether a name is a field's.
fn is_field(name: &str) -> bool {
    field(name, "2021").is_some()
}

/// Reads a query. It cannot fail: what is not understood is in [`Query::ignored`].
#[must_use]
pub fn parse(typed: &str) -> Query {
    let mut query = Query::default();
    let chars: Vec<char> = typed.chars().collect();
    let mut at = 0;
    // Whether the next item joins the last group.
    let mut joins = false;
    let mut pending_or: Option<String> = None;
    let mut last_was_item = false;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let start = at;
        let goes_on = chars.get(at + 1).is_some_and(|c| !c.is_whitespace());
        let excluded = matches!(chars[at], '-' | '－' | '−') && goes_on;
        if excluded {
            at += 1;
        }
        let read = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
        let quoted = |at: &mut usize| -> Option<String> {
            let ends = closing(*chars.get(*at)?)?;
            let from = *at + 1;
            let to = (from..chars.len())
                .find(|place| ends.contains(&chars[*place]))
                .unwrap_or(chars.len());
            *at = (to + 1).min(chars.len());
            Some(read(from, to))
        };
        let item = if let Some(phrase) = quoted(&mut at) {
            let phrase = normalise(&phrase);
            if phrase.is_empty() {
                Err(())
            } else {
                Ok(Item::Phrase(phrase))
            }
        } else {
            let from = at;
            while at < chars.len() && !chars[at].is_whitespace() && closing(chars[at]).is_none() {
                at += 1;
            }
            let chunk = read(from, at);
            if matches!(chunk.as_str(), "OR" | "｜" | "|") && !excluded {
                if last_was_item {
                    joins = true;
                    pending_or = Some(chunk);
                } else {
                    query.ignored.push(chunk);
                }
                last_was_item = false;
                continue;
            }
            let split = chunk
                .char_indices()
                .find(|(_, c)| matches!(c, ':' | '：'))
                .map(|(place, c)| {
                    (
                        chunk[..place].to_owned(),
                        chunk[place + c.len_utf8()..].to_owned(),
                    )
                });
            let as_field = split.and_then(|(name, mut value)| {
                // Only a known field takes a quotation or what stands behind a space as its value.
                if !is_field(&name) {
                    return None;
                }
                let chunk = |from: usize| {
                    let begin = (from..chars.len()).find(|at| !chars[*at].is_whitespace())?;
                    let end = (begin..chars.len())
                        .find(|at| chars[*at].is_whitespace() || closing(chars[*at]).is_some())
                        .unwrap_or(chars.len());
                    Some((begin, end))
                };
                if value.is_empty() {
                    let next = chunk(at);
                    if let Some((begin, end)) = next {
                        at = begin;
                        if begin == end {
                            value = quoted(&mut at).unwrap_or_default();
                        } else {
                            at = end;
                            value = read(begin, end);
                        }
                    }
                }
                // A 文号 goes on behind a space: 舞建提字 〔2021〕 19号.
                let numeric = |c: &char| c.is_numeric() || matches!(c, '届' | '屆');
                if normalise(&name) == "文号" && chars.iter().any(numeric) {
                    while as_document_number(&value).is_none()
                        && let Some((begin, end)) = chunk(at)
                        && DIGITS_AND_BRACKETS.is_match(&normalise(&read(begin, end)))
                    {
                        value.push_str(&read(begin, end));
                        at = end;
                    }
                }
                field(&name, &value)
            });
            as_field.unwrap_or_else(|| {
                let text = normalise(&chunk);
                if text.is_empty() {
                    Err(())
                } else {
                    Ok(Item::Text(text))
                }
            })
        };
        let Ok(item) = item else {
            query.ignored.push(read(start, at));
            last_was_item = false;
            continue;
        };
        if excluded {
            if let Some(or) = pending_or.take() {
                query.ignored.push(or);
            }
            joins = false;
            last_was_item = false;
            query.excluded.push(item);
            continue;
        }
        pending_or = None;
        match query.groups.last_mut() {
            Some(group) if joins => group.push(item),
            _ => query.groups.push(vec![item]),
        }
        joins = false;
        last_was_item = true;
    }
    query.ignored.extend(pending_or);
    query
}

/// The document key of a text that has the form of a 文号 without its brackets: 舞建提字202119.
#[must_use]
pub fn as_document_number(text: &str) -> Option<String> {
    let key = document_key(text);
    DOCUMENT.is_match(&key).then_some(key)
}

fn pattern(source: &str) -> Regex {
    Regex::new(source).unwrap_or_else(|_| unreachable!())
}

static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\p{L}+(?:19|20)[0-9]{3,}$"));
static DIGITS_AND_BRACKETS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[0-9第号年()\[\]{}〔〕【】〈〉《》〖〗<>-]+$"));
/// 十届五次, 市政协第10届委员会第5次会议第110号提案.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\p{L}{0,16}?第? ?([0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?届 ?\p{L}{0,16}?",
        r"第? ?([0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?次 ?(?:会议|全会|大会)?的?",
        r"(?: ?[-–—−,、]? ?第? ?0*([0-9]{1,8}) ?号?)?(?:委员|代表)?(?:提案|建议|议案|案)?(?:的?(?:答复|复函|回复))?$"
    ))
});
/// 10-5, 10-5-110, 10-5 第110号.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([0-9]{1,2}) ?[-–—−] ?([0-9]{1,2})(?:(?: ?[-–—−,、第] ?第? ?| )0*([0-9]{1,8}) ?号?)?(?:提案|建议|议案|案)?$",
    )
});
/// 第110号, 0630.
static CASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:第 ?0*([0-9]{1,8}) ?号?|0*([0-9]{1,8}) ?号)(?:提案|建议|议案|案)?$|^([0-9]{1,8})$",
    )
});

/// What a text names that has the form of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// 文号: its document key.
    Document(String),
    /// 届次 and 案号: `10-5-110`.
    Reply(String),
    /// 届次: `10-5`.
    Session(String),
    /// 案号: its case key.
    Case(String),
}

impl Number {
    /// The key that it is found by, see “Terms” in `bundle/FORMAT.md`.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Number::Document(value) => format!("d{value}"),
            Number::Reply(value) => format!("n{value}"),
            Number::Session(value) => format!("s{value}"),
            Number::Case(value) => format!("c{value}"),
        }
    }

    /// Whether it names one reply (of each body), which then stands first whatever else was typed.
    #[must_use]
    pub fn names_a_reply(&self) -> bool {
        matches!(self, Number::Document(_) | Number::Reply(_))
    }
}

/// The value of 1–99 in digits, 十二 or 二十.
fn count(text: &str) -> u32 {
    if let Ok(value) = text.parse() {
        return value;
    }
    let (mut tens, mut ones) = (0, 0);
    for c in text.chars() {
        if let Some(at) = "一二三四五六七八九".chars().position(|digit| digit == c) {
            ones = u32::try_from(at).unwrap_or(0) + 1;
        } else {
            (tens, ones) = (ones.max(1), 0);
        }
    }
    10 * tens + ones
}

/// Reads a normalised text as a number, if it has the form of one.
#[must_use]
pub fn number(text: &str) -> Option<Number> {
    if let Some(key) = as_document_number(text) {
        return Some(Number::Document(key));
    }
    if let Some(found) = WRITTEN.captures(text).or_else(|| SHORT.captures(text)) {
        let session = format!("{}-{}", count(&found[1]), count(&found[2]));
        return Some(match found.get(3) {
            Some(case) => Number::Reply(format!("{session}-{}", case.as_str())),
            None => Number::Session(session),
        });
    }
    let found = CASE.captures(text)?;
    let bare = found.get(3).map(|digits| digits.as_str());
    // Four digits alone are rather a year.
    let year = |digits: &str| digits.len() == 4 && matches!(&digits[..2], "19" | "20");
    if bare.is_some_and(year) {
        return None;
    }
    let digits = found.get(1).or(found.get(2)).or(found.get(3))?;
    let key = case_key(digits.as_str());
    (!key.is_empty()).then_some(Number::Case(key))
}

/// A number in a query: groups `from..to`, each of one text, which together have its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// First group.
    pub from: usize,
    /// Behind the last group.
    pub to: usize,
    /// What they say.
    pub number: Number,
}

/// A number may be written in so many parts: 舞建提字 〔2021〕 19 号.
const PARTS: usize = 4;

/// The numbers that a query may hold: from the left, the longest first.
#[must_use]
pub fn numbers(query: &Query) -> Vec<Numbered> {
    let text = |group: &Vec<Item>| match group.as_slice() {
        [Item::Text(text)] => Some(text.clone()),
        _ => None,
    };
    let texts: Vec<Option<String>> = query.groups.iter().map(text).collect();
    let mut found = Vec::new();
    for from in 0..texts.len() {
        for to in (from + 1..=texts.len().min(from + PARTS)).rev() {
            let parts: Option<Vec<&str>> = texts[from..to].iter().map(Option::as_deref).collect();
            if let Some(number) = parts.and_then(|parts| number(&parts.join(" "))) {
                found.push(Numbered { from, to, number });
            }
        }
    }
    found
}

const STOP_CHARACTERS: &str = "的了在是和与及对将等为也就都而着或以被把从由向于之其此该各并还吗呢吧啊我你他们这那有请问很要会能可不没什么怎哪谁几多个到上中下里给让又再更最已所如何因但";
const STOP_WORDS: &[&str] = &[
    "关于",
    "有关",
    "以及",
    "进行",
    "我们",
    "你们",
    "他们",
    "这个",
    "那个",
    "什么",
    "怎么",
    "怎样",
    "如何",
    "哪些",
    "哪里",
    "哪个",
    "为什么",
    "是否",
    "可以",
    "能否",
    "请问",
    "没有",
    "因为",
    "所以",
    "但是",
    "如果",
    "目前",
    "现在",
    "就是",
    "还是",
    "一个",
    "一些",
    "这些",
    "那些",
    "时候",
    "已经",
];

/// Whether a character says nothing of its own.
#[must_use]
pub fn is_stop_character(c: char) -> bool {
    // An index asks it beside each frequent pair.
    static SET: LazyLock<FxHashSet<char>> = LazyLock::new(|| STOP_CHARACTERS.chars().collect());
    SET.contains(&c)
}

/// Whether a unit says nothing of its own.
#[must_use]
pub fn is_stop(unit: &str) -> bool {
    let mut chars = unit.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) => is_stop_character(one),
        _ => STOP_WORDS.contains(&unit),
    }
}

/// Units from which on a query is a question: its best matches follow those that have all its words.
pub const QUESTION: usize = 3;

/// The pairs of neighbouring Han characters of a normalised text: what sharpens the order. Letters and digits are none: two figures
/// of a telephone number say nothing of whoever holds them.
pub fn pairs(text: &str) -> impl Iterator<Item = String> {
    let kept = crate::text::is_han;
    text.chars()
        .zip(text.chars().skip(1))
        .filter(move |(a, b)| kept(*a) && kept(*b))
        .map(|(a, b)| [a, b].iter().collect())
}

/// What an edge costs beside how rare its word is: 6 bits, in sixteenths.
const EDGE: u32 = 96;
/// What one character costs where no word is.
const LONELY: u32 = 400;

/// Cuts a normalised text into units: see “Text item” in `bundle/FORMAT.md`. Stop words are among them.
#[must_use]
pub fn segment(text: &str, lexicon: &impl Lexicon) -> Vec<String> {
    let mut units = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    let kept = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let latin = |c: char| c.is_ascii_alphanumeric();
        if latin(chars[at]) {
            while at < chars.len() && latin(chars[at]) {
                at += 1;
            }
            latin_units(&chars[start..at], &mut units);
        } else if kept(chars[at]) {
            while at < chars.len() && kept(chars[at]) && !latin(chars[at]) {
                at += 1;
            }
            word_units(&chars[start..at], lexicon, &mut units);
        } else {
            at += 1;
        }
    }
    units
}

/// Letters and digits part, unless one of them would stand alone: covid19 is two units, 5g is one.
fn latin_units(run: &[char], units: &mut Vec<String>) {
    let mut pieces: Vec<String> = Vec::new();
    for c in run {
        match pieces.last_mut() {
            Some(piece)
                if piece.ends_with(|last: char| last.is_ascii_digit() == c.is_ascii_digit()) =>
            {
                piece.push(*c);
            }
            _ => pieces.push(c.to_string()),
        }
    }
    if pieces.iter().any(|piece| piece.len() == 1) {
        units.push(run.iter().collect());
    } else {
        units.append(&mut pieces);
    }
}

/// The most probable path through the words that exist.
fn word_units(run: &[char], lexicon: &impl Lexicon, units: &mut Vec<String>) {
    let count = run.len();
    let mut best: Vec<(u32, usize)> = vec![(0, 0); count + 1];
    for end in 1..=count {
        best[end] = (u32::MAX, 0);
        // The longest last edge first: among equals it stays.
        for length in (1..=WORD_MOST.min(end)).rev() {
            let from = end - length;
            let term: String = run[from..end].iter().collect();
            let cost = if length == 1 {
                Some(if is_stop(&term) { EDGE } else { LONELY })
            } else if STOP_WORDS.contains(&term.as_str()) {
                Some(EDGE)
            } else {
                lexicon
                    .word(&term)
                    .map(|df| edge_cost(lexicon.replies(), df))
            };
            if let Some(cost) = cost
                && best[from].0 + cost < best[end].0
            {
                best[end] = (best[from].0 + cost, length);
            }
        }
    }
    let mut edges = Vec::new();
    let mut end = count;
    while end > 0 {
        edges.push((end - best[end].1, end));
        end -= best[end].1;
    }
    edges.reverse();
    let mut open = false;
    for (from, to) in edges {
        let term: String = run[from..to].iter().collect();
        let lonely = to - from == 1 && !is_stop(&term);
        match units.last_mut() {
            Some(last) if lonely && open => last.push_str(&term),
            _ => units.push(term),
        }
        open = lonely;
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn edge_cost(replies: u32, df: u32) -> u32 {
    let share = (f64::from(replies) + 1.0) / f64::from(df.max(1));
    (16.0 * share.log2()).floor() as u32 + EDGE
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words(&'static [(&'static str, u32)]);

    impl Lexicon for Words {
        fn replies(&self) -> u32 {
            1000
        }
        fn word(&self, term: &str) -> Option<u32> {
            self.0
                .iter()
                .find(|(word, _)| *word == term)
                .map(|(_, df)| *df)
        }
    }

    #[test]
    fn a_query_is_read_as_it_is_meant() {
        let text = |t: &str| Item::Text(t.to_owned());
        let phrase = |t: &str| Item::Phrase(t.to_owned());
        let query = parse("加裝電梯 “老旧 小区” -噪音 年：2021-2023 学校 OR 医院 单位:\"住建局\"");
        assert_eq!(
            query.groups,
            vec![
                vec![text("加装电梯")],
                vec![phrase("老旧小区")],
                vec![Item::Field(Field::Year(2021, 2023))],
                vec![text("学校"), text("医院")],
                vec![Item::Field(Field::Agency("住建局".to_owned()))],
            ]
        );
        assert_eq!(query.excluded, vec![text("噪音")]);
        assert!(query.ignored.is_empty());
        assert_eq!(parse("OR 年:明年 OR").ignored, ["OR", "年:明年", "OR"]);
        assert_eq!(parse("时间:2021").groups, vec![vec![text("时间:2021")]]);
        assert_eq!(parse("\"未完").groups, vec![vec![phrase("未完")]]);
        assert_eq!(
            parse("单位: 教育局 文号：舞建提字 [2021] 19号 届次:第十届第五次会议").groups,
            vec![
                vec![Item::Field(Field::Agency("教育局".to_owned()))],
                vec![Item::Field(Field::Document("舞建提字202119".to_owned()))],
                vec![Item::Field(Field::Session("10-5".to_owned()))],
            ]
        );
    }

    #[test]
    fn any_pair_of_quotation_marks_quotes() {
        let phrase = vec![vec![Item::Phrase("加装电梯".to_owned())]];
        for quoted in [
            "\"加装 电梯\"",
            "＂加装电梯＂",
            "\"加装电梯＂",
            "“加装电梯”",
            "”加装电梯“",
            "”加装电梯”",
            "“加装电梯“",
            "「加装电梯」",
            "『加装电梯』",
            "「加装电梯",
        ] {
            assert_eq!(parse(quoted).groups, phrase, "{quoted}");
        }
        // One kind does not close another.
        for open in [
            "「加装』电梯」",
            "『加装」电梯』",
            "\"加装」电梯\"",
            "“加装\"电梯”",
        ] {
            let groups = parse(open).groups;
            assert!(
                matches!(&groups[..], [group] if matches!(&group[..], [Item::Phrase(_)])),
                "{open}: {groups:?}"
            );
        }
    }

    #[test]
    fn words_are_cut_by_what_exists() {
        let words = Words(&[
            ("加装", 30),
            ("电梯", 60),
            ("残疾人", 20),
            ("残疾", 25),
            ("就业", 90),
            ("保障金", 5),
            ("保障", 300),
        ]);
        assert_eq!(segment("加装电梯", &words), ["加装", "电梯"]);
        assert_eq!(
            segment("残疾人就业保障金", &words),
            ["残疾人", "就业", "保障金"]
        );
        assert_eq!(segment("刘文军的电梯", &words), ["刘文军", "的", "电梯"]);
        assert_eq!(
            segment("5g基站,covid19", &words),
            ["5g", "基站", "covid", "19"]
        );
    }

    /// Sixteenths of the bits that a word tells (`FORMAT.md`), and what every word costs.
    #[test]
    fn a_rare_word_costs_more() {
        assert_eq!(edge_cost(1023, 1), EDGE + 160);
        assert_eq!(edge_cost(1023, 1024), EDGE);
        assert_eq!(edge_cost(1023, 512), EDGE + 16);
        assert_eq!(edge_cost(99, 3), EDGE + 80);
        assert_eq!(edge_cost(99, 0), edge_cost(99, 1));
    }

    #[test]
    fn two_figures_of_a_number_are_no_pair() {
        let found: Vec<String> = pairs("梯13812345678电梯5g").collect();
        assert_eq!(found, ["电梯"]);
    }

    #[test]
    fn a_document_number_needs_no_brackets() {
        assert_eq!(
            as_document_number("舞建提字202119号"),
            Some("舞建提字202119".to_owned())
        );
        assert_eq!(as_document_number("2021年"), None);
        assert_eq!(as_document_number("电梯"), None);
    }

    #[test]
    fn a_number_is_known_in_any_spelling() {
        for (typed, key) in [
            ("舞建提字〔2021〕19号", "d舞建提字202119"),
            ("舞建提字 （２０２１） 第 １９ 號", "d舞建提字202119"),
            ("舞建提字《2021》19", "d舞建提字202119"),
            ("舞建提字2021年19号", "d舞建提字202119"),
            ("舞建提字2021-19", "d舞建提字202119"),
            ("十届五次", "s10-5"),
            ("第十屆第五次會議", "s10-5"),
            ("市政协第10届委员会第5次会议", "s10-5"),
            ("10-5", "s10-5"),
            ("二十二届三次", "s22-3"),
            ("十届五次会议第110号", "n10-5-110"),
            ("10届5次110号", "n10-5-110"),
            ("十届五次 0110", "n10-5-110"),
            ("10-5-110", "n10-5-110"),
            ("10-5 第110号提案", "n10-5-110"),
            ("第110号", "c110"),
            ("0630", "c630"),
            ("630", "c630"),
            ("第2021号", "c2021"),
        ] {
            let parsed = parse(typed);
            let found = numbers(&parsed);
            let whole = found.first().map(|found| found.number.key());
            assert_eq!(whole.as_deref(), Some(key), "{typed}");
        }
        for typed in ["2021", "十届五次会议精神", "3.15", "5g", "电梯 2021", "0"] {
            assert_eq!(numbers(&parse(typed)), [], "{typed}");
        }
    }
}
