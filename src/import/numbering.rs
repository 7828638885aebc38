//! Automatic numbering: the labels (`一、`, `（一）`, `1.`) that Word draws before paragraphs and keeps out of their text.
//!
//! Source of the rules: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (`ST_NumberFormat`). Counters belong to the abstract
//! numbering, so that two lists made from one go on counting, as Word does, unless an instance says `startOverride`.

use std::collections::{HashMap, HashSet};

use super::xml::Element;

/// Levels of a list.
const LEVELS: usize = 9;

/// A level of a list, as it is defined.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`, `（%2）`.
    text: String,
    /// What stands after the label: `tab`, `space`, `nothing`.
    suffix: String,
    /// `isLgl`: the numbers of all levels in Arabic figures.
    legal: bool,
    /// After which level (from 1) it begins anew; 0 is never.
    restart: Option<usize>,
    /// The paragraph style that brings this level along.
    style: Option<String>,
    /// Whether the label is hidden text.
    hidden: bool,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            start: 1,
            format: "decimal".into(),
            text: String::new(),
            suffix: "tab".into(),
            legal: false,
            restart: None,
            style: None,
            hidden: false,
        }
    }
}

#[derive(Debug, Default)]
struct Instance {
    base: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The numbering of a document, and how far it has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    bases: HashMap<String, Vec<Level>>,
    instances: HashMap<String, Instance>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    /// Instances whose `startOverride` has been obeyed, by level.
    begun: HashSet<(String, usize)>,
}

/// What stands before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A bullet, whatever it looks like.
    Bullet,
    /// Words, what stands after them included: `一、`, `1. `.
    Words(String),
}

impl Numbering {
    /// Reads `numbering.xml`; `style_number` says which instance a numbering style uses.
    #[must_use]
    pub fn read(tree: &Element, style_number: impl Fn(&str) -> Option<String>) -> Numbering {
        let mut numbering = Numbering::default();
        let mut links = Vec::new();
        for element in tree.elements().filter(|e| e.name == "abstractNum") {
            let Some(id) = element.get("abstractNumId") else {
                continue;
            };
            let mut levels = vec![Level::default(); LEVELS];
            for level in element.elements().filter(|e| e.name == "lvl") {
                if let Some(at) = index(level) {
                    levels[at] = read_level(level);
                }
            }
            if let Some(style) = element.value("numStyleLink") {
                links.push((id.to_owned(), style.to_owned()));
            }
            numbering.bases.insert(id.to_owned(), levels);
        }
        for element in tree.elements().filter(|e| e.name == "num") {
            let (Some(id), Some(base)) = (element.get("numId"), element.value("abstractNumId"))
            else {
                continue;
            };
            let mut instance = Instance {
                base: base.to_owned(),
                ..Instance::default()
            };
            for change in element.elements().filter(|e| e.name == "lvlOverride") {
                let Some(at) = index(change) else { continue };
                if let Some(start) = change.value("startOverride").and_then(|v| v.parse().ok()) {
                    instance.starts.insert(at, start);
                }
                if let Some(level) = change.child("lvl") {
                    instance.levels.insert(at, read_level(level));
                }
            }
            numbering.instances.insert(id.to_owned(), instance);
        }
        for (id, style) in links {
            let linked = style_number(&style)
                .and_then(|number| numbering.instances.get(&number))
                .and_then(|instance| numbering.bases.get(&instance.base))
                .cloned();
            if let Some(levels) = linked {
                numbering.bases.insert(id, levels);
            }
        }
        numbering
    }

    /// The level that a paragraph style stands for in an instance.
    #[must_use]
    pub fn level_of_style(&self, number: &str, style: &str) -> Option<usize> {
        let base = self.bases.get(&self.instances.get(number)?.base)?;
        base.iter()
            .position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts one paragraph and gives its label; `None` if it has none.
    pub fn label(&mut self, number: &str, level: usize) -> Option<Label> {
        let instance = self.instances.get(number)?;
        let levels = self.bases.get(&instance.base)?;
        let level = level.min(LEVELS - 1);
        let of = |at: usize| instance.levels.get(&at).unwrap_or(&levels[at]);
        let counters = self.counters.entry(instance.base.clone()).or_default();
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let anew = match of(deeper).restart {
                Some(0) => false,
                Some(after) => level < after,
                None => true,
            };
            if anew {
                *counter = None;
            }
        }
        let start_of = |at: usize| instance.starts.get(&at).copied().unwrap_or(of(at).start);
        if instance.starts.contains_key(&level) && self.begun.insert((number.to_owned(), level)) {
            counters[level] = None;
        }
        let own = of(level);
        counters[level] =
            Some(counters[level].map_or_else(|| start_of(level), |count| count.saturating_add(1)));
        for (at, counter) in counters.iter_mut().enumerate().take(level) {
            counter.get_or_insert_with(|| start_of(at));
        }
        if own.hidden {
            return None;
        }
        if own.format == "bullet" {
            return Some(Label::Bullet);
        }
        let mut label = String::new();
        let mut rest = own.text.as_str();
        while let Some(at) = rest.find('%') {
            label.push_str(&rest[..at]);
            let digit = rest[at + 1..].chars().next().and_then(|c| c.to_digit(10));
            if let Some(digit @ 1..=9) = digit {
                let which = digit as usize - 1;
                let count = counters[which].unwrap_or(1);
                let format = if own.legal && which != level {
                    "decimal"
                } else {
                    &of(which).format
                };
                label.push_str(&number_as(format, count));
                rest = &rest[at + 2..];
            } else {
                label.push('%');
                rest = &rest[at + 1..];
            }
        }
        label.push_str(rest);
        let label = label.trim();
        if label.is_empty() {
            return None;
        }
        let ascii = label.ends_with(|c: char| c.is_ascii());
        let gap = if ascii && own.suffix != "nothing" {
            " "
        } else {
            ""
        };
        Some(Label::Words(format!("{label}{gap}")))
    }
}

fn index(element: &Element) -> Option<usize> {
    let at: usize = element.get("ilvl")?.parse().ok()?;
    (at < LEVELS).then_some(at)
}

fn read_level(element: &Element) -> Level {
    let format = element.find("numFmt");
    Level {
        start: element
            .value("start")
            .and_then(|v| v.parse().ok())
            .unwrap_or(1),
        format: format
            .and_then(|f| f.get("val"))
            .unwrap_or("decimal")
            .to_owned(),
        text: element.value("lvlText").unwrap_or("").to_owned(),
        suffix: element.value("suff").unwrap_or("tab").to_owned(),
        legal: element.switch("isLgl") == Some(true),
        restart: element.value("lvlRestart").and_then(|v| v.parse().ok()),
        style: element.value("pStyle").map(str::to_owned),
        hidden: element.child("rPr").and_then(|r| r.switch("vanish")) == Some(true),
    }
}

/// A number in a format of `ST_NumberFormat`; one that is not known, in Arabic figures.
#[must_use]
pub fn number_as(format: &str, number: u32) -> String {
    let row = |characters: &str| {
        (number as usize)
            .checked_sub(1)
            .and_then(|at| characters.chars().nth(at))
            .map(String::from)
    };
    let decimal = || number.to_string();
    match format {
        "none" => String::new(),
        "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => counting(number),
        // Beyond 99 these write digits: 一○一.
        "chineseCounting" | "taiwaneseCounting" => {
            if number < 100 {
                counting(number)
            } else {
                digits(number, "○一二三四五六七八九")
            }
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            digits(number, "〇一二三四五六七八九")
        }
        "chineseLegalSimplified" => grand(number, "零壹贰叁肆伍陆柒捌玖"),
        "ideographLegalTraditional" => grand(number, "零壹貳參肆伍陸柒捌玖"),
        "ideographTraditional" => row("甲乙丙丁戊己庚辛壬癸").unwrap_or_else(decimal),
        "ideographZodiac" => row("子丑寅卯辰巳午未申酉戌亥").unwrap_or_else(decimal),
        "ideographEnclosedCircle" => row("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉").unwrap_or_else(decimal),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            row("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿")
                .unwrap_or_else(decimal)
        }
        "decimalEnclosedParen" => row("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇").unwrap_or_else(decimal),
        "decimalEnclosedFullstop" => row("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛").unwrap_or_else(decimal),
        "decimalFullWidth" | "decimalFullWidth2" => digits(number, "０１２３４５６７８９"),
        "decimalZero" => format!("{number:02}"),
        "numberInDash" => format!("- {number} -"),
        "lowerLetter" => letters(number, 'a'),
        "upperLetter" => letters(number, 'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        _ => decimal(),
    }
}

fn digits(number: u32, of: &str) -> String {
    number
        .to_string()
        .chars()
        .filter_map(|c| of.chars().nth(c.to_digit(10)? as usize))
        .collect()
}

/// 一, 十, 十一, 二十, 一百, 一百零一, 一百一十, 一千零一.
fn counting(number: u32) -> String {
    let words = in_words(number, "零一二三四五六七八九", ['十', '百', '千', '万']);
    if (10..20).contains(&number) {
        words.trim_start_matches('一').to_owned()
    } else {
        words
    }
}

/// 壹拾壹.
fn grand(number: u32, of: &str) -> String {
    in_words(number, of, ['拾', '佰', '仟', '萬'])
}

fn in_words(number: u32, of: &str, units: [char; 4]) -> String {
    if number == 0 || number > 99_999 {
        return number.to_string();
    }
    let digit = |n: u32| of.chars().nth(n as usize).unwrap_or('零');
    let mut out = String::new();
    let mut zero = false;
    for place in (0..5u32).rev() {
        let n = number / 10u32.pow(place) % 10;
        if n == 0 {
            zero = !out.is_empty();
            continue;
        }
        if zero {
            out.push(digit(0));
            zero = false;
        }
        out.push(digit(n));
        if place > 0 {
            out.push(units[place as usize - 1]);
        }
    }
    out
}

/// a … z, aa, bb …: Word repeats the letter.
fn letters(number: u32, first: char) -> String {
    let Some(at) = number.checked_sub(1) else {
        return number.to_string();
    };
    let letter = char::from(first as u8 + u8::try_from(at % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (at / 26 + 1).min(30) as usize).collect()
}

fn roman(mut number: u32) -> String {
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, letters) in PARTS {
        while number >= value {
            out.push_str(letters);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::xml;
    use super::*;

    #[test]
    fn formats() {
        for (format, number, expected) in [
            ("chineseCounting", 1, "一"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 12, "十二"),
            ("chineseCounting", 20, "二十"),
            ("chineseCounting", 101, "一○一"),
            ("chineseCountingThousand", 101, "一百零一"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1001, "一千零一"),
            ("japaneseCounting", 15, "十五"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalFullWidth", 12, "１２"),
            ("chineseLegalSimplified", 11, "壹拾壹"),
            ("lowerLetter", 28, "bb"),
            ("upperRoman", 14, "XIV"),
            ("decimalZero", 7, "07"),
            ("thaiLetters", 7, "7"),
            ("decimalEnclosedCircle", 0, "0"),
        ] {
            assert_eq!(number_as(format, number), expected, "{format} {number}");
        }
    }

    const LIST: &str = r#"<w:numbering xmlns:w="w">
      <w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
        <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl>
      </w:abstractNum>
      <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
      <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
      <w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
    </w:numbering>"#;

    #[test]
    fn levels_count_and_begin_anew() {
        let tree = xml::parse("numbering.xml", LIST.as_bytes().to_vec()).expect("well-formed");
        let mut numbering = Numbering::read(&tree, |_| None);
        let mut labels = |row: &[(&str, usize)]| {
            row.iter()
                .map(|(number, level)| match numbering.label(number, *level) {
                    Some(Label::Words(words)) => words,
                    Some(Label::Bullet) => "•".into(),
                    None => "-".into(),
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(
            labels(&[
                ("1", 0),
                ("1", 1),
                ("1", 1),
                ("1", 2),
                ("1", 0),
                ("1", 1),
                ("1", 3)
            ]),
            ["一、", "（一）", "（二）", "1. ", "二、", "（一）", "2.1 "]
        );
        assert_eq!(
            labels(&[("2", 0), ("2", 0), ("3", 0), ("9", 0)]),
            ["五、", "六、", "•", "-"]
        );
    }
}
