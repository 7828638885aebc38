//! Text → the private numbers and addresses in it. Pure, linear in the length of the text, and cannot fail.
//!
//! One pass looks at each character's class in a table; only where a class could begin or end something private does it look
//! closer. Digits are taken in whatever way they are written (ASCII, full-width, 一三八, ①③⑧) and over spaces, line breaks,
//! hyphens and characters without width between them, in groups; what separates groups decides how freely they may be
//! joined, because figures in a table stand side by side too. Numbers that can be checked are checked: identity numbers by
//! region, date and check digit (GB 11643-1999), cards by issuer and Luhn's digit (GB/T 2659's successor ISO/IEC 7812), mobile
//! numbers by the prefixes in use. What a number is called before it (电话, 编号) or counted in behind it (万元) decides the rest.
//!
//! What is no private matter and passes: office landlines, 400 numbers and hotlines, addresses of offices, 文号 and 案号, 统一社会信用代码,
//! amounts, dates, project codes, standards, coordinates, mail addresses below `gov.cn`.

mod address;
mod number;

use crate::messages::tell;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) use address::warm;

/// What kind of private matter was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 手机号码.
    Mobile,
    /// 公民身份号码, of 18 or 15 digits.
    Identity,
    /// 银行卡号.
    BankCard,
    /// An e-mail address that is no office's.
    Email,
    /// A dwelling, below the level of the street.
    Address,
    /// 机动车号牌.
    Plate,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] = [
        Kind::Mobile,
        Kind::Identity,
        Kind::BankCard,
        Kind::Email,
        Kind::Address,
        Kind::Plate,
    ];

    /// The code of a finding of this kind.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::Mobile => "private-mobile",
            Kind::Identity => "private-identity",
            Kind::BankCard => "private-bank-card",
            Kind::Email => "private-email",
            Kind::Address => "private-address",
            Kind::Plate => "private-plate",
        }
    }

    /// What it is called in a message.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Kind::Mobile => tell!("private-kind-mobile"),
            Kind::Identity => tell!("private-kind-identity"),
            Kind::BankCard => tell!("private-kind-bank-card"),
            Kind::Email => tell!("private-kind-email"),
            Kind::Address => tell!("private-kind-address"),
            Kind::Plate => tell!("private-kind-plate"),
        }
    }
}

/// Something private in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where it is, in bytes of the text; separators inside included.
    pub range: Range<usize>,
    /// What it says, spelled in one way (see [`project`]): two spellings of one number have one value.
    pub value: String,
    /// Byte ranges of the characters that must not be read, within `range`.
    pub hidden: Vec<Range<usize>>,
}

/// Everything private in a text, by place; findings do not overlap.
#[must_use]
pub fn detect(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let classes = &**CLASSES;
    let mut scratch = number::Scratch::default();
    let mut at = 0;
    // Where the last dwelling ended, so that its other parts do not find it again.
    let mut dwelling = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let (class, length) = if byte < 0x80 {
            (classes[usize::from(byte)], 1)
        } else if byte < 0xe0 {
            (classes[two(bytes, at)], 2)
        } else if byte < 0xf0 {
            (classes[three(bytes, at)], 3)
        } else {
            (class_of_rare(text, at), 4)
        };
        if class < Class::SPACE {
            if class == Class::OTHER {
                at += length;
                continue;
            }
            at = number::run(text, at, &mut scratch, &mut found);
            continue;
        }
        match class {
            Class::AT => number::email(text, at, length, false, &mut found),
            Class::SHARP => number::email(text, at, length, true, &mut found),
            Class::BRACKET => {
                if let Some(width) = number::spelled_at(text, at) {
                    number::email(text, at, width, false, &mut found);
                }
            }
            Class::PROVINCE => number::plate(text, at, length, &mut found),
            Class::DWELLING if at >= dwelling => {
                if let Some(finding) = address::dwelling(text, at) {
                    dwelling = finding.range.end;
                    found.push(finding);
                }
            }
            _ => {}
        }
        at += length;
    }
    settle(text, found)
}

/// Orders findings and drops what lies within or over a graver one.
fn settle(text: &str, mut found: Vec<Finding>) -> Vec<Finding> {
    if found.len() < 2 {
        return found;
    }
    found.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut settled: Vec<Finding> = Vec::with_capacity(found.len());
    for finding in found {
        match settled.last_mut() {
            Some(last) if finding.range.start < last.range.end => {
                // Nothing of either may be read, and no digit of what runs into each other.
                last.range.end = last.range.end.max(finding.range.end);
                last.hidden.extend(finding.hidden);
                let start = last.range.start;
                let digits = text[last.range.clone()].char_indices();
                last.hidden.extend(
                    digits
                        .filter(|(_, c)| Class::digit(*c).is_some())
                        .map(|(at, c)| start + at..start + at + c.len_utf8()),
                );
                last.hidden.sort_by_key(|range| (range.start, range.end));
                last.hidden.dedup();
            }
            _ => settled.push(finding),
        }
    }
    settled
}

fn two(bytes: &[u8], at: usize) -> usize {
    usize::from(bytes[at] & 0x1f) << 6 | usize::from(bytes[at + 1] & 0x3f)
}

fn three(bytes: &[u8], at: usize) -> usize {
    usize::from(bytes[at] & 0x0f) << 12
        | usize::from(bytes[at + 1] & 0x3f) << 6
        | usize::from(bytes[at + 2] & 0x3f)
}

/// Beyond the table: mathematical digits, and tags that have no width.
fn class_of_rare(text: &str, at: usize) -> u8 {
    match text[at..].chars().next().map_or(0, u32::from) {
        c @ 0x1d7ce..=0x1d7ff => Class::DIGIT + u8::try_from((c - 0x1d7ce) % 10).unwrap_or(0),
        0xe0001..=0xe01ef => Class::NO_WIDTH,
        _ => Class::OTHER,
    }
}

/// The classes of characters, one byte each.
pub(super) struct Class;

impl Class {
    /// Of no interest.
    pub const OTHER: u8 = 0;
    /// 1–10: digits 0–9.
    pub const DIGIT: u8 = 1;
    /// 11–20: 〇–九.
    pub const HAN_DIGIT: u8 = 11;
    /// 21–30: ⓪–⑨.
    pub const CIRCLED: u8 = 21;
    /// White space within a line.
    pub const SPACE: u8 = 31;
    /// A line's end.
    pub const LINE: u8 = 32;
    /// Nothing that is seen.
    pub const NO_WIDTH: u8 = 33;
    /// All hyphens and dashes.
    pub const HYPHEN: u8 = 34;
    /// Stops and middle dots.
    pub const DOT: u8 = 35;
    /// Brackets.
    pub const BRACKET: u8 = 36;
    /// Commas.
    pub const COMMA: u8 = 37;
    /// @.
    pub const AT: u8 = 38;
    /// #, which is written for @ at times.
    pub const SHARP: u8 = 39;
    /// The first character of a licence plate.
    pub const PROVINCE: u8 = 40;
    /// Characters that stand in the address of a dwelling.
    pub const DWELLING: u8 = 41;

    /// The class of a character.
    pub fn of(c: char) -> u8 {
        match u32::from(c) {
            code @ 0..=0xffff => CLASSES[code as usize],
            code @ 0x1d7ce..=0x1d7ff => {
                Class::DIGIT + u8::try_from((code - 0x1d7ce) % 10).unwrap_or(0)
            }
            0xe0001..=0xe01ef => Class::NO_WIDTH,
            _ => Class::OTHER,
        }
    }

    /// The value of a digit in whatever way it is written.
    pub fn digit(c: char) -> Option<u8> {
        let class = Class::of(c);
        (1..=30).contains(&class).then(|| (class - 1) % 10)
    }
}

/// 〇–九 in all their forms.
const HAN_DIGITS: [&str; 10] = [
    "〇零○",
    "一壹幺弌",
    "二贰貳",
    "三叁參叄",
    "四肆",
    "五伍",
    "六陆陸",
    "七柒",
    "八捌",
    "九玖",
];
const PROVINCES: &str =
    "京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊";

static CLASSES: LazyLock<Box<[u8; 0x10000]>> = LazyLock::new(|| {
    let mut table = Box::new([Class::OTHER; 0x10000]);
    let mut set = |codes: Range<u32>, class: u8| {
        for code in codes {
            table[code as usize] = class;
        }
    };
    for (start, class) in [(0x30u32, Class::DIGIT), (0xff10, Class::DIGIT)] {
        for value in 0..10u8 {
            set(
                start + u32::from(value)..start + u32::from(value) + 1,
                class + value,
            );
        }
    }
    // ①, ⑴, ⒈, ❶, ➀, ➊, ⓵ and their zeros.
    for start in [0x2460u32, 0x2474, 0x2488, 0x2776, 0x2780, 0x278a, 0x24f5] {
        for value in 0..9u8 {
            let code = start + u32::from(value);
            set(code..code + 1, Class::CIRCLED + 1 + value);
        }
    }
    for zero in [0x24ea_u32, 0x24ff] {
        set(zero..zero + 1, Class::CIRCLED);
    }
    for code in 0..0x10000u32 {
        let Some(c) = char::from_u32(code) else {
            continue;
        };
        let class = match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::LINE,
            '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{20e3}' => Class::NO_WIDTH,
            '-'
            | '‐'..='―'
            | '−'
            | '﹘'
            | '﹣'
            | '－'
            | '─'
            | '━'
            | 'ー'
            | '~'
            | '～'
            | '_'
            | '＿' => Class::HYPHEN,
            '.' | '．' | '·' | '•' | '・' | '･' | '‧' | '∙' | '⋅' | '｡' => {
                Class::DOT
            }
            '(' | ')' | '（' | '）' | '[' | ']' | '［' | '］' | '【' | '】' | '「' | '」' => {
                Class::BRACKET
            }
            ',' | '，' => Class::COMMA,
            '@' | '＠' | '﹫' => Class::AT,
            '#' | '＃' | '★' | '☆' => Class::SHARP,
            '室' | '栋' | '棟' | '幢' | '单' | '單' | '住' | '籍' | '组' | '組' | '社' | '队'
            | '隊' | '座' | '户' | '戶' => Class::DWELLING,
            c if c.is_whitespace() => Class::SPACE,
            _ => continue,
        };
        set(code..code + 1, class);
    }
    for (value, forms) in (0u8..).zip(HAN_DIGITS) {
        for c in forms.chars() {
            set(u32::from(c)..u32::from(c) + 1, Class::HAN_DIGIT + value);
        }
    }
    for c in PROVINCES.chars() {
        set(u32::from(c)..u32::from(c) + 1, Class::PROVINCE);
    }
    table
});

/// A full-width letter or mark as its ASCII twin, in lower case.
pub(super) fn fold(c: char) -> char {
    match c {
        '！'..='～' => {
            let twin = u32::from(c) - 0xfee0;
            char::from_u32(twin).map_or(c, |twin| twin.to_ascii_lowercase())
        }
        _ => c.to_ascii_lowercase(),
    }
}

/// Separators in a row that still join.
pub(super) const SEPARATORS_MOST: usize = 24;

/// One spelling for all: digits as ASCII, letters folded, separators (white space, hyphens, dots, brackets, what has no width) dropped, and
/// anything else as one space. Appends to `out`.
///
/// The same is done to what must not be published and to what is published, so a projection that is contained in the other is the
/// same number, in whatever way either is spelled.
pub fn project(text: &str, out: &mut String) {
    let mut separators = 0;
    for c in text.chars() {
        project_char(c, &mut separators, out);
    }
}

/// One character of [`project`]; `separators` counts those in a row.
pub(super) fn project_char(c: char, separators: &mut usize, out: &mut String) {
    let class = Class::of(c);
    if (1..=30).contains(&class) {
        out.push(char::from(b'0' + (class - 1) % 10));
        *separators = 0;
    } else if (Class::SPACE..=Class::BRACKET).contains(&class) {
        *separators += 1;
        if *separators == SEPARATORS_MOST {
            out.push(' ');
        }
    } else {
        *separators = 0;
        let c = fold(c);
        // 38,000 and 138,0013,8000: no comma joins unless the detector said so.
        out.push(if c.is_alphanumeric() || class == Class::AT {
            c
        } else {
            ' '
        });
    }
}

/// [`project`] of one text.
#[must_use]
pub fn projected(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    project(text, &mut out);
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(text: &str, kind: Kind, value: &str) {
        let found = detect(text);
        assert!(
            found.iter().any(|f| f.kind == kind && f.value == value),
            "{text:?}: {found:?}"
        );
    }

    #[track_caller]
    fn passes(text: &str) {
        let found = detect(text);
        assert!(found.is_empty(), "{text:?}: {found:?}");
    }

    #[test]
    fn mobile_numbers_however_they_are_written() {
        for text in [
            "联系电话13800138000。",
            "１３８００１３８０００",
            "138 0013 8000",
            "138-0013-8000",
            "138\u{3000}0013\u{3000}8000",
            "138—0013—8000",
            "138.0013.8000",
            "138·0013·8000",
            "1380013\n8000",
            "手机：1380\n\n　　0138000",
            "1 3 8 0 0 1 3 8 0 0 0",
            "13\u{200b}800\u{ad}138000",
            "+86 138 0013 8000",
            "+8613800138000",
            "0086-138-0013-8000",
            "(86)13800138000",
            "一三八零零一三八零零零",
            "一三八〇〇一三八〇〇〇",
            "①③⑧⓪⓪①③⑧⓪⓪⓪",
            "第二13800138000",
            "电话：138（0013）8000",
            "013800138000",
            "微信wx13800138000",
            "李某13800138000、13900139000",
            "12 138 0013 8000",
            "tel:13800138000",
        ] {
            finds(text, Kind::Mobile, "13800138000");
        }
    }

    #[test]
    fn numbers_that_are_nobodys() {
        for text in [
            "〔2023〕156号",
            "共投资13800138000元",
            "13800138000.50元",
            "第13812345678号",
            "0771-1234567",
            "0771—1234567转13",
            "010-13812345",
            "400-138-0013",
            "12345热线",
            "GB/T 18380.33-2022",
            "139.196.123.45",
            "1 3 5 7 9 11 13 15",
            "1523 12345 67",
            "项目代码2019-330100-13-03-001234",
            "工单编号：13812345678",
            "91450100MA5N12345X",
            "114501000077123456",
            "ISBN 978-7-5117-1234-5",
            "108.13812345678,22.81380013800",
            "2023年5月13日 8001234567",
            "19980312-001",
            "content_13812345678.html",
            "a3f13800138000bc",
            "13,800,138,000元",
            "138****8000",
        ] {
            passes(text);
        }
    }

    #[test]
    fn identity_numbers() {
        for text in [
            "11010519491231002X",
            "身份证号：11010519491231002x",
            "110105 19491231 002X",
            "110105-19491231-002X",
            "1101 0519 4912 3100 2X",
            "１１０１０５１９４９１２３１００２Ｘ",
            "1101051949\n1231002X",
        ] {
            finds(text, Kind::Identity, "11010519491231002x");
        }
        passes("110105194912310021");
        finds(
            "身份证号110105194912310021",
            Kind::Identity,
            "110105194912310021",
        );
        finds(
            "居民身份证 110105491231002",
            Kind::Identity,
            "110105491231002",
        );
        passes("注册号：110105491231002");
    }

    #[test]
    fn cards() {
        finds("6222021234567890128", Kind::BankCard, "6222021234567890128");
        finds("4111 1111 1111 1111", Kind::BankCard, "4111111111111111");
        finds(
            "6222-0212-3456-7890-128",
            Kind::BankCard,
            "6222021234567890128",
        );
        passes("4111 1111 1111 1112");
    }

    #[test]
    fn mail() {
        for text in [
            "邮箱：zhangsan@qq.com。",
            "zhangsan＠qq．com",
            "zhangsan @ qq.com",
            "zhangsan@\nqq.com",
            "zhang\nsan@qq.com",
            "zhangsan#qq.com",
            "zhangsan(at)qq.com",
            "mailto:ZhangSan@QQ.com",
        ] {
            finds(text, Kind::Email, "zhangsan@qqcom");
        }
        for text in ["zjj@nanning.gov.cn", "a@b", "@平安北京", "5#楼.cn"] {
            passes(text);
        }
    }

    #[test]
    fn plates() {
        for text in [
            "桂A12345",
            "桂A·12345",
            "桂 A 12345",
            "桂Ａ１２３４５",
            "桂A-12345",
            "桂A\n12345",
        ] {
            finds(text, Kind::Plate, "桂a12345");
        }
        finds("新能源车桂AD12345", Kind::Plate, "桂ad12345");
        for text in [
            "新G3012线",
            "京ICP备12345678号",
            "鲁B2-20050107",
            "更新A12345",
            "新A2023001",
        ] {
            passes(text);
        }
    }

    #[test]
    fn dwellings() {
        for (text, value) in [
            ("家住阳光小区3号楼2单元502室", "阳光小区3号楼2单元502室"),
            ("住址：人民路12号3栋402室", "人民路12号3栋402室"),
            ("家庭住址：城东区人民路12号", "区人民路12号"),
            ("大同村3组12号村民李某", "大同村3组12号"),
        ] {
            let found = detect(text);
            assert!(
                found
                    .iter()
                    .any(|f| f.kind == Kind::Address && f.value == value),
                "{text}: {found:?}"
            );
        }
        for text in [
            "办公地址：人民路1号",
            "市民中心3号楼",
            "地址：民族大道100号A座1203室",
            "3号楼2单元加装电梯",
            "居住在3号楼的居民",
            "大同村3组12号机井",
            "市住房和城乡建设局517室，电话0771-1234567",
            "该小区3单元12户居民",
        ] {
            passes(text);
        }
    }

    #[test]
    fn what_is_hidden_lies_within() {
        let text = "电话138-0013-8000";
        let found = detect(text);
        let hidden: Vec<&str> = found[0].hidden.iter().map(|r| &text[r.clone()]).collect();
        assert_eq!(hidden.concat(), "0013");
        assert_eq!(&text[found[0].range.clone()], "138-0013-8000");
    }
}
