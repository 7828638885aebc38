//! Runs of digits, mail addresses and licence plates: what can be told by its own characters and the words beside it.

use std::ops::Range;

use jiff::civil::Date;

use super::{Class, Finding, Kind, SEPARATORS_MOST, fold, projected};
use crate::text::is_han;

/// One run of digits in groups.
#[derive(Default)]
pub(super) struct Scratch {
    values: Vec<u8>,
    places: Vec<Range<usize>>,
    /// The first digit of each group.
    groups: Vec<usize>,
    /// What stands before each group but the first.
    separators: Vec<Separator>,
}

/// What stands between two groups of digits.
#[derive(Clone, Copy, Default)]
struct Separator {
    /// A bit for each class of [`Class::SPACE`] and following.
    classes: u8,
    characters: usize,
    marks: usize,
}

const LINE: u8 = 1 << 1;
const HYPHEN: u8 = 1 << 3;
const DOT: u8 = 1 << 4;
const BRACKET: u8 = 1 << 5;
const COMMA: u8 = 1 << 6;

impl Separator {
    /// How closely it binds what is beside a number whose own separators are of these classes. A comma or a bracket parts numbers, unless it
    /// is what the number's own groups have between them; so does the full stop with a space behind it, of a list's label.
    fn binds_outside(self, inside: u8) -> u8 {
        let marks = self.classes & (HYPHEN | DOT | BRACKET | COMMA);
        let parts = marks & HYPHEN == 0
            && marks & (COMMA | BRACKET) & inside == 0
            && (marks & DOT == 0 || self.characters > 1);
        if marks != 0 && parts { 0 } else { self.binds() }
    }

    /// How closely it binds: a line's end least, a mark most.
    fn binds(self) -> u8 {
        if self.classes & (HYPHEN | DOT | BRACKET | COMMA) != 0 {
            2
        } else {
            u8::from(self.classes & LINE == 0)
        }
    }
}

/// Some groups in a row, as one number.
struct Window<'r> {
    text: &'r str,
    values: &'r [u8],
    places: &'r [Range<usize>],
    /// Digits in each group.
    sizes: Vec<usize>,
    inside: &'r [Separator],
    /// What binds it to another group before or behind, if any.
    left: Option<(Separator, usize)>,
    right: Option<(Separator, usize)>,
    /// Whether the group before is 86 or 0086.
    country: bool,
}

/// Reads the run of digits that begins at `start`; gives the end of its last digit.
pub(super) fn run(
    text: &str,
    start: usize,
    scratch: &mut Scratch,
    found: &mut Vec<Finding>,
) -> usize {
    scratch.values.clear();
    scratch.places.clear();
    scratch.groups.clear();
    scratch.separators.clear();
    let mut style = None;
    let mut between = Separator::default();
    let mut end = start;
    for (at, c) in text[start..].char_indices() {
        let at = start + at;
        let class = Class::of(c);
        if (1..=30).contains(&class) {
            let own = (class - 1) / 10;
            if *style.get_or_insert(own) != own {
                break;
            }
            if scratch.groups.is_empty() || between.classes != 0 {
                if !scratch.groups.is_empty() {
                    scratch.separators.push(between);
                }
                scratch.groups.push(scratch.values.len());
            }
            between = Separator::default();
            scratch.values.push((class - 1) % 10);
            scratch.places.push(at..at + c.len_utf8());
            end = at + c.len_utf8();
        } else if (Class::SPACE..=Class::COMMA).contains(&class) {
            between.characters += 1;
            if class != Class::NO_WIDTH {
                between.classes |= 1 << (class - Class::SPACE);
                between.marks += usize::from(class >= Class::HYPHEN);
            }
            if between.marks > 2 || between.characters > SEPARATORS_MOST {
                break;
            }
        } else {
            break;
        }
    }
    if scratch.values.len() >= 11 {
        windows(text, scratch, found);
    }
    end
}

/// Digits that a number has at most, prefixes included.
const DIGITS_MOST: usize = 20;

fn windows(text: &str, run: &Scratch, found: &mut Vec<Finding>) {
    let count = run.groups.len();
    let start_of = |group: usize| run.groups.get(group).copied().unwrap_or(run.values.len());
    let size_of = |group: usize| start_of(group + 1) - start_of(group);
    let mut first = 0;
    while first < count {
        let mut best: Option<(u8, usize, Vec<Finding>)> = None;
        let mut last = first;
        while last < count {
            let digits = start_of(first)..start_of(last + 1);
            let one = first == last;
            if digits.len() > DIGITS_MOST && !(one && glued(&run.values[digits.clone()])) {
                break;
            }
            if one && digits.len() > DIGITS_MOST || may_be(&run.values[digits.clone()]) {
                let country = first > 0
                    && matches!(
                        run.values[start_of(first - 1)..start_of(first)],
                        [8, 6] | [0, 0, 8, 6]
                    );
                let left = (first > 0 && !country)
                    .then(|| (run.separators[first - 1], size_of(first - 1)));
                let right = (last + 1 < count).then(|| (run.separators[last], size_of(last + 1)));
                let window = Window {
                    text,
                    values: &run.values[digits.clone()],
                    places: &run.places[digits],
                    sizes: (first..=last).map(size_of).collect(),
                    inside: &run.separators[first..last],
                    left,
                    right,
                    country,
                };
                if let Some((rank, findings)) = window.read()
                    && best.as_ref().is_none_or(|(known, ..)| rank >= *known)
                {
                    best = Some((rank, last, findings));
                }
            }
            last += 1;
        }
        if let Some((_, last, findings)) = best {
            found.extend(findings);
            first = last + 1;
        } else {
            first += 1;
        }
    }
}

/// Whether so many digits that begin so may be anything; most may not.
fn may_be(digits: &[u8]) -> bool {
    match digits.len() {
        11 => digits[0] == 1 && digits[1] >= 3,
        12 => digits.starts_with(&[0, 1]),
        13 => digits.starts_with(&[8, 6, 1]),
        15 => is_region(digits) || digits.starts_with(&[0, 0, 8, 6, 1]),
        16..=19 => {
            digits[0] != 1 && digits[0] != 0 && digits[0] != 7
                || (digits.len() < 19 && digits.len() > 16 && is_region(digits))
        }
        _ => false,
    }
}

/// Whether these are mobile numbers that have lost what stood between them.
fn glued(digits: &[u8]) -> bool {
    (digits.len() == 22 || digits.len() == 33) && digits.chunks(11).all(is_in_use)
}

/// Prefixes that carriers have: 13x, 145–149, 150–153, 155–159, 162, 165–167, 170–178, 18x, 190–193, 195–199.
fn is_in_use(digits: &[u8]) -> bool {
    let [1, second, third, ..] = digits else {
        return false;
    };
    match second {
        3 | 8 => true,
        4 => *third >= 5,
        5 => *third != 4,
        6 => matches!(third, 2 | 5..=7),
        7 => *third <= 8,
        9 => *third != 4,
        _ => false,
    }
}

impl Window<'_> {
    /// What the number is: its rank (the higher, the surer) and the findings.
    fn read(&self) -> Option<(u8, Vec<Finding>)> {
        if let Some(finding) = self.identity() {
            return Some((3, vec![finding]));
        }
        if self.is_code() {
            return None;
        }
        if let Some(finding) = self.card() {
            return Some((2, vec![finding]));
        }
        if self.sizes.len() == 1 && glued(self.values) {
            let each = self.places.chunks(11).zip(self.values.chunks(11));
            return Some((1, each.map(|(p, v)| mobile(p, v)).collect()));
        }
        let skipped = self.mobile_after()?;
        Some((
            1,
            vec![mobile(&self.places[skipped..], &self.values[skipped..])],
        ))
    }

    fn start(&self) -> usize {
        self.places[0].start
    }

    fn end(&self) -> usize {
        self.places[self.places.len() - 1].end
    }

    /// Letters right before and behind make it part of a code, unless they are one word: `wx13800138000`.
    fn is_code(&self) -> bool {
        let bytes = self.text.as_bytes();
        let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
        let before = bytes[..self.start()]
            .iter()
            .rev()
            .take(40)
            .take_while(|b| word(b));
        let before: Vec<u8> = before.copied().collect();
        let after = bytes[self.end()..].iter().take(40).take_while(|b| word(b));
        let after: Vec<u8> = after.copied().collect();
        let plain = |part: &[u8]| !part.iter().any(u8::is_ascii_digit);
        let is_page = || {
            let tail = &self.text[self.end()..];
            [".htm", ".shtml", ".jhtml", ".jsp", ".asp"]
                .iter()
                .any(|ending| tail.starts_with(ending))
        };
        !plain(&before)
            || !plain(&after)
            || (!before.is_empty() && !after.is_empty() && after != b"_" && !self.is_called(&PHONE))
            || is_page()
    }

    /// Whether words of a kind stand before it, not far.
    fn is_called(&self, words: &[&str]) -> bool {
        let from = self
            .text
            .floor_char_boundary(self.start().saturating_sub(54));
        let before = self.text[from..self.start()].to_ascii_lowercase();
        words.iter().any(|word| before.contains(word))
    }

    /// Whether one of the words stands right before it.
    fn is_labelled(&self, words: &[&str]) -> bool {
        let from = self
            .text
            .floor_char_boundary(self.start().saturating_sub(40));
        let before = self.text[from..self.start()]
            .trim_end_matches(|c: char| c.is_whitespace() || "：:为是“\"（(【[".contains(c));
        words.iter().any(|word| before.ends_with(word))
    }

    /// How freely it stands among other groups: 2 by itself, 1 in a row with others, 0 part of something closer.
    fn freedom(&self) -> u8 {
        let classes = self.inside.iter().fold(0, |all, s| all | s.classes);
        let inside = self.inside.iter().map(|s| s.binds()).min().unwrap_or(3);
        let outside = [self.left, self.right];
        let outside = (outside.iter().flatten())
            .map(|(s, _)| s.binds_outside(classes))
            .max();
        match outside {
            None => 2,
            Some(outside) if outside < inside => 2,
            Some(outside) if outside == inside => 1,
            Some(_) => 0,
        }
    }

    /// Digits before the mobile number that it holds (`86`, `0`), if it is one.
    fn mobile_after(&self) -> Option<usize> {
        let skipped = match (self.values.len(), self.values) {
            (11, _) => 0,
            (12, [0, ..]) => 1,
            (13, [8, 6, ..]) => 2,
            (15, [0, 0, 8, 6, ..]) => 4,
            _ => return None,
        };
        let number = &self.values[skipped..];
        if !matches!(number, [1, 3..=9, ..]) || self.sizes[0] < skipped {
            return None;
        }
        let mut sizes = self.sizes.clone();
        sizes[0] -= skipped;
        if sizes[0] == 0 {
            sizes.remove(0);
        }
        let called = self.is_called(&PHONE);
        if self.is_counted() || self.is_numbered(called) {
            return None;
        }
        // 0731—8313299 with a slip in its area code: a landline is written so, a mobile number is not.
        let dashed =
            sizes == [4, 7] && !self.text[self.start()..self.end()].contains(['-', ' ', '\n']);
        if dashed && self.inside[0].classes == HYPHEN {
            return None;
        }
        if !called && self.is_labelled(&CODE) {
            return None;
        }
        let real = is_in_use(number);
        let classes = self.inside.iter().fold(0, |all, s| all | s.classes);
        let free = if self.country { 2 } else { self.freedom() };
        let accepted = if sizes.len() == 1 {
            called || !self.is_decimal()
        } else if called && free > 0 {
            real || classes & (DOT | COMMA) == 0
        } else if sizes == [3, 4, 4] {
            free > 0 && (real || free == 2)
        } else {
            let whole = free == 2 && real && classes & (DOT | COMMA) == 0;
            match sizes.len() {
                _ if sizes.iter().all(|size| *size == 1) => free == 2 && classes & COMMA == 0,
                2 => {
                    !(is_year(number, sizes[0]) || is_day(number, sizes[0]))
                        && (whole
                            || (real
                                && free == 1
                                && classes & (DOT | COMMA) == 0
                                && matches!(sizes[0], 3 | 7)))
                }
                // Three figures of a table may come to eleven digits; 138 and 0013 are groups that people make.
                3 => {
                    let cut = sizes[0] == 3 || sizes[2] == 4 || sizes == [4, 4, 3];
                    whole && !is_year(number, sizes[0]) && (cut || classes & HYPHEN != 0)
                }
                _ => whole && refines(&sizes),
            }
        };
        accepted.then_some(skipped)
    }

    /// 元, 万吨, %: whatever it is, it is an amount. Behind a space 元 and 株 begin the names of places, too: 元谋, 株洲.
    fn is_counted(&self) -> bool {
        let tail = &self.text[self.end()..];
        let after = tail.trim_start_matches([' ', '\u{a0}', '\u{3000}', '余', '多']);
        let spaced = tail.starts_with([' ', '\u{a0}', '\u{3000}']);
        let before = self.text[..self.start()].trim_end_matches(' ');
        let is_unit = |unit: &str| {
            let behind = after.strip_prefix(unit);
            behind.is_some_and(|behind| !(spaced && behind.starts_with(is_han)))
        };
        COUNTED.iter().any(|unit| is_unit(unit)) || before.ends_with(['¥', '￥', '$', '€'])
    }

    /// 第…号, 〔2023〕…号. What is called a telephone may stand behind any other bracket: （手机）…号.
    fn is_numbered(&self, called: bool) -> bool {
        let before = self.text[..self.start()].trim_end();
        let year = before.strip_suffix(['）', ')', '】']);
        self.text[self.end()..].trim_start().starts_with('号')
            && (before.ends_with(['第', '〕', ']', '］', '字'])
                || year.is_some_and(|year| !called || year.ends_with(|c: char| c.is_ascii_digit())))
    }

    /// Part of a decimal: 22.13812345678, 13800138000.5.
    fn is_decimal(&self) -> bool {
        let dot = |s: Separator| s.classes == DOT && s.characters == 1;
        let left = self.left.is_some_and(|(separator, size)| {
            let zero = self.text[..self.start()].ends_with("0.");
            dot(separator) && (size > 1 || zero) && size < 5
        });
        let right = self
            .right
            .is_some_and(|(separator, size)| dot(separator) && size < 7);
        let thousands = |s: Separator| s.classes == COMMA && s.characters == 1;
        let grouped = self
            .right
            .is_some_and(|(s, size)| thousands(s) && size == 3);
        left || right || grouped
    }

    /// GB 11643-1999: region, date of birth, order, check digit; 15 digits before 1999.
    fn identity(&self) -> Option<Finding> {
        let called = || self.is_called(&IDENTITY);
        match self.values.len() {
            17 | 18 => {
                let mut places = self.places.to_vec();
                let mut value: String = digits(self.values);
                let last = if self.values.len() == 18 {
                    u32::from(self.values[17])
                } else {
                    places.push(self.check_letter()?);
                    value.push('x');
                    10
                };
                let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
                let sum: u32 = (self.values.iter().zip(weights))
                    .map(|(digit, weight)| u32::from(*digit) * weight)
                    .sum();
                let checked = (12 - sum % 11) % 11 == last;
                let year = self.values[6..10]
                    .iter()
                    .fold(0i16, |n, d| n * 10 + i16::from(*d));
                let valid = is_region(self.values)
                    && (1850..=2100).contains(&year)
                    && is_date(year, &self.values[10..14]);
                let free = self.sizes.len() < 3 || self.freedom() > 0;
                // A slip of the pen in an identity number is one still, if it is called so.
                let accepted = valid && free && (checked || (self.sizes.len() < 4 && called()));
                // Region, date and check digit do not come about by chance: what is glued behind them is another word.
                let end = places[places.len() - 1].end;
                (accepted && (!self.is_word_code(end) || (checked && !self.is_behind_word())))
                    .then(|| finding(Kind::Identity, value, &places, 4..places.len()))
            }
            15 => {
                let year = 1900 + i16::from(self.values[6]) * 10 + i16::from(self.values[7]);
                let shape =
                    self.sizes.len() == 1 || (self.sizes == [6, 6, 3] && self.freedom() == 2);
                let dated = is_region(self.values) && is_date(year, &self.values[8..12]);
                let called = dated && called();
                let accepted = dated
                    && (called || (shape && !self.is_called(&CODE_NEAR)))
                    && (called || !(self.is_word_code(self.end()) || self.is_behind_word()))
                    && !self.is_counted();
                accepted.then(|| finding(Kind::Identity, digits(self.values), self.places, 4..15))
            }
            _ => None,
        }
    }

    /// Whether a letter or a digit stands directly behind it: part of a longer code.
    fn is_word_code(&self, end: usize) -> bool {
        let after = self.text.as_bytes().get(end);
        after.is_some_and(u8::is_ascii_alphanumeric)
    }

    /// Whether a letter or a digit stands directly before it.
    fn is_behind_word(&self) -> bool {
        let bytes = self.text.as_bytes();
        let before = self.start().checked_sub(1).map(|at| bytes[at]);
        before.is_some_and(|b| b.is_ascii_alphanumeric())
    }

    /// The X that stands for ten, behind at most a few separators.
    fn check_letter(&self) -> Option<Range<usize>> {
        let from = self.end();
        let tail = self.text[from..].char_indices();
        let mut tail = tail.skip_while(|(at, c)| {
            *at < 24 && (Class::SPACE..=Class::HYPHEN).contains(&Class::of(*c))
        });
        let (at, c) = tail.next()?;
        matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | 'Χ' | 'Х' | 'х')
            .then(|| from + at..from + at + c.len_utf8())
    }

    /// Issuer's prefix and Luhn's digit.
    fn card(&self) -> Option<Finding> {
        let length = self.values.len();
        let issued = match self.values {
            [6, 2, ..] => (16..=19).contains(&length),
            [8, 1, ..] | [3, 5, ..] | [4, ..] | [5, 1..=5, ..] if length == 16 => true,
            [2, 2, 2..=9, ..] | [2, 3..=6, ..] | [2, 7, 0..=2, ..] if length == 16 => true,
            // Cards that banks issued before 62 was theirs.
            [4, 3, 6, 7, ..] | [4, 5, 6, 3, ..] | [6, 0, 1, 3, ..] | [9, 5, 5, 8 | 9, ..] => {
                length == 19
            }
            _ => false,
        };
        if !issued {
            return None;
        }
        let called = self.is_called(&CARD);
        let sum: u32 = (self.values.iter().rev().enumerate())
            .map(|(at, digit)| match (at % 2, u32::from(*digit)) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            })
            .sum();
        let classes = self.inside.iter().fold(0, |all, s| all | s.classes);
        let shaped = self.sizes.iter().rev().skip(1).all(|size| *size == 4);
        let free = match self.freedom() {
            2 => true,
            1 => shaped && (self.values[0] == 6 || classes & HYPHEN != 0),
            _ => false,
        };
        let accepted = called
            || (sum.is_multiple_of(10)
                && free
                && !(self.sizes.len() > 1 && self.is_labelled(&["电话", "热线", "传真"]))
                && classes & (DOT | COMMA) == 0
                && !self.is_labelled(&CODE)
                && !self.is_counted());
        accepted.then(|| {
            finding(
                Kind::BankCard,
                digits(self.values),
                self.places,
                0..length - 4,
            )
        })
    }
}

/// 1998 or the like as the first group: a year, beside something else.
fn is_year(number: &[u8], size: usize) -> bool {
    size == 4 && number.starts_with(&[1, 9])
}

/// 19980312 as the first group.
fn is_day(number: &[u8], size: usize) -> bool {
    let year = 1900 + i16::from(number[2]) * 10 + i16::from(number[3]);
    size == 8 && number.starts_with(&[1, 9]) && is_date(year, &number[4..8])
}

/// Whether groups are those of 138 0013 8000, some cut once more.
fn refines(sizes: &[usize]) -> bool {
    let mut sum = 0;
    let ends: Vec<usize> = (sizes.iter())
        .map(|size| {
            sum += size;
            sum
        })
        .collect();
    let pairs = sizes.iter().filter(|size| **size == 2).count();
    (sizes.len() <= 5 && ends.contains(&3) && ends.contains(&7))
        || (sizes.len() <= 6 && pairs + 1 >= sizes.len())
}

/// The first two digits of GB/T 2260, and those of residents from Hong Kong, Macao and Taiwan.
fn is_region(digits: &[u8]) -> bool {
    let [first, second, ..] = digits else {
        return false;
    };
    match first {
        1 | 6 => (1..=5).contains(second),
        2 | 8 => (1..=3).contains(second),
        3 => (1..=7).contains(second),
        4 => (1..=6).contains(second),
        5 => *second <= 4,
        7 => *second == 1,
        _ => false,
    }
}

fn is_date(year: i16, digits: &[u8]) -> bool {
    let two = |at: usize| i8::try_from(digits[at] * 10 + digits[at + 1]).unwrap_or(0);
    Date::new(year, two(0), two(2)).is_ok()
}

fn digits(values: &[u8]) -> String {
    values
        .iter()
        .map(|value| char::from(b'0' + value))
        .collect()
}

fn mobile(places: &[Range<usize>], values: &[u8]) -> Finding {
    finding(Kind::Mobile, digits(values), places, 3..7)
}

fn finding(kind: Kind, value: String, places: &[Range<usize>], hidden: Range<usize>) -> Finding {
    Finding {
        kind,
        range: places[0].start..places[places.len() - 1].end,
        value,
        hidden: places[hidden].to_vec(),
    }
}

const PHONE: [&str; 18] = [
    "电话",
    "電話",
    "手机",
    "手機",
    "联系",
    "聯繫",
    "致电",
    "拨打",
    "热线",
    "微信",
    "短信",
    "机主",
    "手机号",
    "tel",
    "mobile",
    "phone",
    "传真",
    "联络",
];
const IDENTITY: [&str; 6] = ["身份证", "身份證", "身份号", "证件号", "公民身份", "身分证"];
const CARD: [&str; 6] = ["银行卡", "卡号", "卡號", "储蓄卡", "借记卡", "信用卡"];
/// What a number is called that is nobody's.
const CODE: [&str; 30] = [
    "编号",
    "編號",
    "代码",
    "单号",
    "订单号",
    "订单",
    "受理号",
    "备案号",
    "登记号",
    "许可证号",
    "注册号",
    "流水号",
    "条码",
    "条形码",
    "文号",
    "案号",
    "件号",
    "批号",
    "合同号",
    "发票号",
    "档号",
    "索引号",
    "图号",
    "标准号",
    "工单",
    "工单号",
    "证书号",
    "批准号",
    "编码",
    "序号",
];
/// The same, for numbers that are doubtful by themselves.
const CODE_NEAR: [&str; 16] = [
    "编号",
    "代码",
    "账号",
    "帐号",
    "税号",
    "注册号",
    "登记",
    "单号",
    "许可证",
    "备案",
    "流水",
    "条码",
    "编码",
    "开户",
    "账户",
    "项目",
];
const COUNTED: [&str; 29] = [
    "元", "万元", "亿", "万吨", "万人", "万平", "万千", "万立", "万户", "吨", "公斤", "千克",
    "平方", "立方", "公里", "亩", "公顷", "千瓦", "人次", "株", "%", "％", "‰", "美元", "m²", "㎡",
    "合计", "总计", "小计",
];

/// What is written for @ within brackets, `(at)`: its length.
pub(super) fn spelled_at(text: &str, at: usize) -> Option<usize> {
    [
        "(at)", "[at]", "（at）", "【at】", "(AT)", "[AT]", "(@)", "[@]", "（@）", "【@】",
    ]
    .iter()
    .find(|form| text[at..].starts_with(**form))
    .map(|form| form.len())
}

/// Characters of a mail address's first part, at most.
const LOCAL_MOST: usize = 64;
const PROVIDERS: [&str; 22] = [
    "qq.com",
    "163.com",
    "126.com",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "139.com",
    "189.cn",
    "gmail.com",
    "foxmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "yahoo.cn",
    "yeah.net",
    "aliyun.com",
    "icloud.com",
    "21cn.com",
    "tom.com",
    "263.net",
    "wo.cn",
    "live.cn",
];
const TOP: [&str; 16] = [
    "com", "cn", "net", "org", "edu", "gov", "cc", "me", "io", "hk", "tw", "info", "vip", "top",
    "xyz", "tv",
];

/// A mail address around the `width` bytes at `at` that mean @; `doubtful`: only with a provider that everybody knows.
pub(super) fn email(text: &str, at: usize, width: usize, doubtful: bool, found: &mut Vec<Finding>) {
    let Some((local, places)) = local_part(text, at) else {
        return;
    };
    let Some((domain, end)) = domain(text, at + width) else {
        return;
    };
    if (doubtful && !PROVIDERS.contains(&domain.as_str()))
        || domain == "gov.cn"
        || domain.ends_with(".gov.cn")
    {
        return;
    }
    // Of a name of one letter, that letter: a mask in the place of `%` or `_` alone would say what they do.
    let mut further = local.chars().skip(1);
    let hidden = usize::from(further.any(|c| c.is_ascii_alphanumeric()));
    found.push(Finding {
        kind: Kind::Email,
        range: places[0].start..end,
        value: projected(&format!("{local}@{domain}")),
        hidden: places[hidden..].to_vec(),
    });
}

fn local_part(text: &str, at: usize) -> Option<(String, Vec<Range<usize>>)> {
    let mut local = Vec::new();
    let mut places = Vec::new();
    let mut spaces = 0;
    let mut joined = false;
    let from = text.floor_char_boundary(at.saturating_sub(4 * LOCAL_MOST));
    let mut before = text[from..at].char_indices().rev().peekable();
    while let Some((offset, c)) = before.next() {
        let class = Class::of(c);
        let folded = fold(c);
        if class == Class::NO_WIDTH {
            continue;
        }
        if folded.is_ascii_alphanumeric() || "._%+-".contains(folded) {
            if spaces > 0 && !local.is_empty() {
                // A line ended within it.
                joined = true;
            }
            spaces = 0;
            let place = from + offset;
            local.push(folded);
            places.push(place..place + c.len_utf8());
            if local.len() > LOCAL_MOST {
                // The line of a form that is filled in: ____zhangsan@qq.com.
                break;
            }
            continue;
        }
        let separates = class == Class::LINE || class == Class::SPACE;
        if local.is_empty() && separates && spaces < 4 {
            spaces += 1;
            continue;
        }
        // zhang⏎san@qq.com: the line's end stands right behind a letter, and only once.
        let glued = before
            .peek()
            .is_some_and(|(_, c)| *c == '\r' || fold(*c).is_ascii_alphanumeric());
        if class == Class::LINE && !joined && spaces < 2 && glued {
            spaces += 1;
            continue;
        }
        break;
    }
    local.reverse();
    places.reverse();
    let lead = local
        .iter()
        .take_while(|c| !c.is_ascii_alphanumeric())
        .count();
    local.drain(..lead);
    places.drain(..lead);
    (!local.is_empty()).then(|| (local.into_iter().collect(), places))
}

/// The domain that begins at `from`, after white space at most, and its end.
fn domain(text: &str, from: usize) -> Option<(String, usize)> {
    let to = text.floor_char_boundary((from + 300).min(text.len()));
    let chars: Vec<(usize, char)> = text[from..to]
        .char_indices()
        .map(|(at, c)| (from + at + c.len_utf8(), c))
        .filter(|(_, c)| Class::of(*c) != Class::NO_WIDTH)
        .take_while(|(_, c)| {
            let class = Class::of(*c);
            let space = class == Class::SPACE || class == Class::LINE;
            fold(*c).is_ascii_alphanumeric()
                || space
                || matches!(class, Class::HYPHEN | Class::DOT)
                || *c == '。'
        })
        .collect();
    let space = |at: usize| {
        let c = chars.get(at).map_or('x', |(_, c)| *c);
        matches!(Class::of(c), Class::SPACE | Class::LINE)
    };
    let skip = |mut at: usize| {
        let first = at;
        while space(at) && at < first + 4 {
            at += 1;
        }
        at
    };
    let is_label = |c: char| fold(c).is_ascii_alphanumeric() || matches!(c, '-' | '－');
    let mut at = skip(0);
    let mut labels: Vec<String> = Vec::new();
    // Where the characters of each label end.
    let mut stops: Vec<Vec<usize>> = Vec::new();
    loop {
        let mut label = String::new();
        let mut own = Vec::new();
        while let Some((stop, c)) = chars.get(at) {
            if is_label(*c) {
                label.push(fold(*c));
                own.push(*stop);
                at += 1;
            } else if matches!(Class::of(*c), Class::LINE)
                && !label.is_empty()
                && (labels.is_empty() || !TOP.contains(&label.as_str()))
                && chars.get(skip(at)).is_some_and(|(_, c)| is_label(*c))
            {
                at = skip(at);
            } else {
                break;
            }
        }
        if label.is_empty() || label.len() > 63 {
            break;
        }
        let complete = !labels.is_empty() && TOP.contains(&label.as_str());
        labels.push(label);
        stops.push(own);
        // The next label, behind a dot of any kind; behind white space only while the address is not complete.
        let dot = if complete { at } else { skip(at) };
        let is_dot = chars
            .get(dot)
            .is_some_and(|(_, c)| Class::of(*c) == Class::DOT || (*c == '。' && !complete));
        let next = if complete { dot + 1 } else { skip(dot + 1) };
        if is_dot && chars.get(next).is_some_and(|(_, c)| is_label(*c)) {
            at = next;
        } else {
            break;
        }
    }
    // The last label that may be a top one; what stands glued behind it (`qq.com2024年`, `qq.com-李某`, `qq.com.2`) is no part of it.
    for last in (1..labels.len()).rev() {
        let label = &labels[last];
        let letters = label.bytes().take_while(u8::is_ascii_alphabetic).count();
        let whole = letters == label.len() && (2..=10).contains(&letters);
        if whole || TOP.contains(&&label[..letters]) {
            let end = stops[last][letters - 1];
            labels.truncate(last + 1);
            labels[last].truncate(letters);
            return Some((labels.join("."), end));
        }
    }
    None
}

/// GA 36: province, letter, five characters; six for new energy. `at`: the province.
pub(super) fn plate(text: &str, at: usize, width: usize, found: &mut Vec<Finding>) {
    let to = text.floor_char_boundary((at + 80).min(text.len()));
    let mut tail = text[at + width..to]
        .char_indices()
        .map(|(offset, c)| (at + width + offset, c))
        .filter(|(_, c)| Class::of(*c) != Class::NO_WIDTH)
        .peekable();
    let separates = |c: char| {
        matches!(
            Class::of(c),
            Class::SPACE | Class::LINE | Class::HYPHEN | Class::DOT
        ) && c != '_'
    };
    let skip = |tail: &mut dyn Iterator<Item = (usize, char)>, most: usize| {
        let mut next = tail.next();
        for _ in 0..most {
            match next {
                Some((_, c)) if separates(c) => next = tail.next(),
                _ => break,
            }
        }
        next
    };
    let Some((_, letter)) = skip(&mut tail, 1).filter(|(_, c)| fold(*c).is_ascii_alphabetic())
    else {
        return;
    };
    if matches!(fold(letter), 'i' | 'o') {
        return;
    }
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut serial = String::new();
    let mut lower = false;
    let mut groups = 0;
    let mut next = skip(&mut tail, 3);
    loop {
        let before = serial.chars().count();
        while let Some((place, c)) = next {
            let digit = Class::digit(c).filter(|_| Class::of(c) < Class::HAN_DIGIT);
            let folded = digit.map_or_else(|| fold(c), |value| char::from(b'0' + value));
            if folded.is_ascii_alphanumeric() && serial.len() < 8 {
                lower |= c.is_ascii_lowercase();
                serial.push(folded);
            } else if serial.len() == 4 && "学警挂港澳领使".contains(c) {
                serial.push(c);
            } else {
                break;
            }
            places.push(place..place + c.len_utf8());
            next = tail.next();
        }
        groups += 1;
        let count = serial.chars().count();
        if count >= 5 || count == before || groups == 3 {
            break;
        }
        // 桂A123 45: separated once more, and not by a line's end and more.
        match next {
            Some((_, c)) if separates(c) => next = tail.next(),
            _ => break,
        }
    }
    let mut chars: Vec<char> = serial.chars().collect();
    // 车牌桂A12345SUV: what is called a plate ends where a plate does.
    if chars.len() > 6 && is_called_plate(&text[..at]) {
        for length in [6, 5] {
            if is_serial(&chars[..length], groups) {
                chars.truncate(length);
                places.truncate(length);
                serial = chars.iter().collect();
                break;
            }
        }
    }
    if !is_serial(&chars, groups) || next.is_some_and(|(_, c)| c == '_') {
        return;
    }
    let province = &text[at..at + width];
    let from = text.floor_char_boundary(at.saturating_sub(30));
    let before = &text[from..at];
    let called = is_called_plate(before);
    let many = chars.iter().filter(|c| c.is_ascii_digit()).count() > 3;
    let word = match province {
        "云" => ["阿里", "腾讯", "华为", "上", "政务", "天翼"]
            .iter()
            .any(|w| before.ends_with(w)),
        "新" => ["更", "创", "最", "革", "高", "全", "翻", "刷"]
            .iter()
            .any(|w| before.ends_with(w)),
        _ => false,
    };
    let letters = before.ends_with(|c: char| c.is_ascii_alphanumeric());
    if !called && (word || letters || (lower && !many)) {
        return;
    }
    let end = places[places.len() - 1].end;
    found.push(Finding {
        kind: Kind::Plate,
        range: at..end,
        value: projected(&format!("{province}{}{serial}", fold(letter))),
        hidden: places,
    });
}

/// Whether what stands before says that a plate follows.
fn is_called_plate(before: &str) -> bool {
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(30))..];
    ["车", "牌", "驾驶", "司机"]
        .iter()
        .any(|word| near.contains(word))
}

fn is_serial(serial: &[char], groups: usize) -> bool {
    let digits = serial.iter().filter(|c| c.is_ascii_digit()).count();
    let known = serial.iter().all(|c| !matches!(c, 'i' | 'o'));
    match serial.len() {
        5 => known && digits >= if groups > 1 { 3 } else { 2 },
        6 => {
            let energy = |c: char| matches!(c, 'a'..='k') && c != 'i';
            known && digits >= 4 && (energy(serial[0]) || (digits == 5 && energy(serial[5])))
        }
        _ => false,
    }
}
