//! Dwellings: 3号楼2单元502室, 大同村3组12号, and what is called somebody's home.
//!
//! An office has a street, a number and a room too. So a room is a dwelling where a stairwell (单元) leads to it, where it is in an
//! estate and no office is named before it, or where the text says that somebody lives there. Buildings and stairwells without a room
//! are what replies about lifts are full of, and nobody's home.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Class, Finding, Kind, fold};

/// Characters that are read before and behind the character that called for a look.
const BEFORE: usize = 44;
const BEHIND: usize = 44;

/// Characters of the name before the numbers that tell one dwelling from another.
const NAMED: usize = 4;

/// A stretch of text without white space, digits as ASCII, and where each character stood.
struct Stretch {
    text: String,
    /// For each byte of `text`.
    places: Vec<u32>,
    ends: Vec<u32>,
}

impl Stretch {
    fn around(text: &str, at: usize) -> Stretch {
        let stops = |c: char| matches!(c, '。' | '；' | ';' | '！' | '？' | '\u{1}');
        let mut start = at;
        for (offset, c) in text[..at].char_indices().rev().take(BEFORE) {
            if stops(c) {
                break;
            }
            start = offset;
        }
        let mut stretch = Stretch {
            text: String::new(),
            places: Vec::new(),
            ends: Vec::new(),
        };
        let mut behind = 0;
        for (offset, c) in text[start..].char_indices() {
            let place = start + offset;
            behind += usize::from(place > at);
            if behind > BEHIND || (place > at && stops(c)) {
                break;
            }
            let class = Class::of(c);
            if (Class::SPACE..=Class::NO_WIDTH).contains(&class) {
                continue;
            }
            let c = match class {
                1..=30 => char::from(b'0' + (class - 1) % 10),
                Class::HYPHEN => '-',
                _ => fold(c),
            };
            stretch.text.push(c);
            for _ in 0..c.len_utf8() {
                stretch
                    .places
                    .push(u32::try_from(place).unwrap_or(u32::MAX));
                let end = place + text[place..].chars().next().map_or(1, char::len_utf8);
                stretch.ends.push(u32::try_from(end).unwrap_or(u32::MAX));
            }
        }
        stretch
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.places[range.start] as usize..self.ends[range.end - 1] as usize
    }
}

macro_rules! pattern {
    ($name:ident, $($part:expr),+) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| {
            #[allow(clippy::expect_used, reason = "the patterns are constants, and the tests compile each")]
            Regex::new(concat!($($part),+)).expect("a pattern of this file is wrong")
        });
    };
}

// A number as houses have it: 12, 12-3, 3a, 十二, 甲12.
macro_rules! number {
    () => {
        r"[甲乙丙丁东南西北附]?(?:[0-9]{1,4}[a-z]?|[a-z][0-9]{0,4}|[0-9]?[十百][0-9]?)(?:[-#/之][0-9]{1,4}[a-z]?)*"
    };
}
macro_rules! building {
    () => {
        concat!("(?:", number!(), "(?:号楼|栋|棟|幢|座|#楼?|号院|弄|楼))")
    };
}

// 单元 and a room behind it.
pattern!(
    STAIRWELL,
    "(?P<chain>(?:",
    building!(),
    "|",
    number!(),
    "[号-])?",
    number!(),
    "(?:单元|單元)(?:",
    number!(),
    "(?:层|楼))?(?:[0-9a-z十百-]{1,6}(?:室|号房|号)|[1-9][0-9]{0,1}0[0-9](?:户|戶)?|[1-9][0-9]{2,3}))(?P<tail>.?.?)"
);
// An estate, a building, a room.
pattern!(
    ESTATE,
    "(?:小区|花园|花苑|公寓|新村|家园|宿舍|家属院|家属区|家属楼|公租房|廉租房|安置房|安置点|周转房|华府|名都|佳苑|雅苑|嘉园|[城里坊庭府湾园居郡苑邸墅村庄])",
    r"(?:[一二三四五六0-9a-z东南西北]{1,2}(?:期|区|组团|园))?",
    "(?P<chain>(?:",
    number!(),
    "号)?",
    building!(),
    "(?:",
    number!(),
    "(?:层|楼))?(?:",
    "[0-9十百-]{1,6}(?:室|号房|房)|[1-9][0-9]{2,3})|[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?:室)?)(?P<tail>.?.?)"
);
// A house of a village's group.
pattern!(
    VILLAGE,
    "(?P<place>[\\p{Han}]{1,10}?(?:村|屯|寨|庄|社区|镇|乡|营|湾|坪|圩)(?:委会)?)(?P<chain>(?:[\\p{Han}]{0,4}?",
    number!(),
    "(?:组|組|社|队|隊))(?:",
    number!(),
    "号|附[0-9]+号))(?P<tail>.?.?)"
);
// What is called a home.
pattern!(
    LEAD,
    "(?:家庭住址|家庭地址|户籍地址|户籍所在地|户籍住址|户籍地|户口所在地|现住址|常住地址|居住地址|身份证地址|身份证住址|住宅地址|现居住于|现居住在|现居住地|现居住|",
    "经常居住地|居住地|居住于|居住在|租住于|租住在|租住|暂住地|暂住在|暂住|家住|住址|住在|住所地|住所|家在|现住)(?:[:：为是在于,，]){0,2}"
);
// A house, behind the name of its street or village.
pattern!(
    HOUSE,
    "(?P<chain>(?:",
    building!(),
    "|",
    number!(),
    "(?:单元|组|社|队|层|巷|弄|号)|",
    number!(),
    "-)*",
    number!(),
    "(?:室|号房|户|号))(?P<tail>.?.?)"
);
/// Characters of the name between what is called a home and the house.
const PLACE_MOST: usize = 28;

/// Compiles the patterns before threads want them.
pub(in crate::privacy) fn warm() {
    for pattern in [&STAIRWELL, &ESTATE, &VILLAGE, &LEAD, &HOUSE] {
        LazyLock::force(pattern);
    }
}

/// Whose rooms are no dwellings.
const OFFICES: [&str; 26] = [
    "办公",
    "局",
    "大厦",
    "写字楼",
    "公司",
    "窗口",
    "大厅",
    "政府",
    "学校",
    "医院",
    "法院",
    "检察院",
    "委员会",
    "党委",
    "机关",
    "服务中心",
    "政务",
    "商务",
    "市民中心",
    "受理点",
    "科技园",
    "产业园",
    "工业园",
    "创业园",
    "孵化",
    "教室",
];

/// The dwelling that the character at `at` is part of, if any.
pub(super) fn dwelling(text: &str, at: usize) -> Option<Finding> {
    let c = text[at..].chars().next()?;
    let width = c.len_utf8();
    let digit_before = || {
        text[..at]
            .chars()
            .rev()
            .filter(|c| !(Class::SPACE..=Class::NO_WIDTH).contains(&Class::of(*c)))
            .take(1)
            .any(|c| {
                Class::digit(c).is_some() || matches!(c, '十' | '百') || c.is_ascii_alphabetic()
            })
    };
    // Most of these characters stand in 办公室, 单位, 居住, 组织 …: settled by their neighbours.
    let home = match c {
        '住' => {
            let next = text[at + width..].chars().next();
            let before = text[..at].chars().next_back();
            matches!(next, Some('在' | '址' | '所' | '于' | '地' | '宅'))
                || matches!(before, Some('家' | '现' | '居' | '租' | '暂' | '常'))
        }
        '籍' => text[..at].ends_with('户'),
        _ => false,
    };
    if !home && !digit_before() {
        return None;
    }
    let stretch = Stretch::around(text, at);
    let whole = &stretch.text;
    if home || c == '室' || c == '户' {
        if let Some(found) = stretch.home() {
            return Some(found);
        }
        if home {
            return None;
        }
    }
    if let Some(found) = STAIRWELL.captures(whole) {
        let counted = is_counted(&found["chain"], &found["tail"]);
        if !counted
            && !is_office(
                &whole[..found.get(0).map_or(0, |m| m.start())],
                &found["tail"],
            )
        {
            let start = found.name("chain").map_or(0, |m| m.start());
            return stretch.finding(&found, Some(name_start(whole, start)));
        }
    }
    if matches!(c, '室' | '栋' | '棟' | '幢' | '座')
        && let Some(found) = ESTATE.captures(whole)
    {
        let chain = found.name("chain").map_or(0, |m| m.start());
        if !is_counted(&found["chain"], &found["tail"])
            && !is_office(&whole[..chain], &found["tail"])
        {
            return stretch.finding(&found, Some(name_start(whole, chain)));
        }
    }
    if matches!(c, '组' | '組' | '社' | '队' | '隊')
        && let Some(found) = VILLAGE.captures(whole)
    {
        let tail = found["tail"].chars().next();
        let thing = tail.is_some_and(|c| {
            "地宗机井线路杆点楼文桥坝台变公池泵站矿塘煤水车信仓大道渠闸管沟田林山洞屋工项"
                .contains(c)
        });
        if !thing {
            return stretch.finding(&found, found.name("place").map(|m| m.start()));
        }
    }
    None
}

/// 城东区人民路, and not 住建局 or 我旁边的.
fn is_place(place: &str) -> bool {
    let named = |c| "省市区县旗乡镇街路巷道弄里村屯组园苑城府庄坊湾坪庭楼居寨厂栋号".contains(c);
    !place.starts_with(['建', '户', '房', '宅', '院'])
        && !place.contains(['的', '有'])
        && !place.contains("单位")
        && (place.contains(named) || place.chars().count() < 2)
}

/// 502户居民, 120套: a count, no room.
fn is_counted(chain: &str, tail: &str) -> bool {
    let counts = [
        "居民", "家", "业主", "住户", "套", "平", "个", "米", "间", "元", "人", "多", "余", "年",
        "月", "%", "万",
    ];
    let counted = counts.iter().any(|unit| tail.starts_with(unit));
    let number = chain.ends_with(|c: char| c.is_ascii_digit());
    let families = chain.ends_with(['户', '戶']);
    (number && (counted || tail.starts_with(['户', '栋', '号', '-', '楼'])))
        || (families && counted && !chain.contains("单元"))
}

fn is_office(before: &str, tail: &str) -> bool {
    let from = before.char_indices().rev().nth(19).map_or(0, |(at, _)| at);
    let near = &before[from..];
    OFFICES.iter().any(|word| near.contains(word))
        || tail.starts_with("办公")
        || tail.starts_with("会议")
}

/// Where the name before the numbers begins: 阳光小区 of 家住阳光小区3号楼.
fn name_start(text: &str, chain: usize) -> usize {
    let mut start = chain;
    for (at, c) in text[..chain].char_indices().rev().take(12) {
        let stops = "的在住于址:：,，、()是为由和与及即如反向".contains(c) || !c.is_alphanumeric();
        if stops {
            break;
        }
        start = at;
    }
    start
}

impl Stretch {
    /// The house that the text says somebody lives in.
    fn home(&self) -> Option<Finding> {
        LEAD.find_iter(&self.text).take(4).find_map(|lead| {
            let start = lead.end();
            let tail = &self.text[start..];
            let most = tail.char_indices().nth(PLACE_MOST + 16);
            let tail = &tail[..most.map_or(tail.len(), |(at, _)| at)];
            let found = HOUSE.captures(tail)?;
            let chain = found.name("chain")?.range();
            let place = &tail[..chain.start];
            let wanted = place.chars().count() <= PLACE_MOST
                && !place.contains(['。', '；', '、', '?', '？'])
                && is_place(place)
                // 住在3号楼 is no house by itself.
                && !(found["tail"].starts_with('楼') && found["chain"].matches('号').count() < 2)
                && !is_counted(&found["chain"], &found["tail"]);
            wanted.then(|| self.found(start, start + chain.start..start + chain.end))
        })
    }

    fn finding(&self, found: &regex::Captures<'_>, start: Option<usize>) -> Option<Finding> {
        let chain = found.name("chain")?.range();
        Some(self.found(start?, chain))
    }

    /// The numbers at `chain`, of a name that begins at `start`.
    fn found(&self, start: usize, chain: Range<usize>) -> Finding {
        let whole = start..chain.end;
        // What stands farther before is as often a sentence as a name.
        let named = self.text[start..chain.start].char_indices().rev();
        let named = named.take(NAMED).last().map_or(0, |(at, _)| at);
        let hidden = self.text[chain.clone()]
            .char_indices()
            .filter(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '十' | '百'))
            .map(|(at, c)| self.place(&(chain.start + at..chain.start + at + c.len_utf8())))
            .collect();
        Finding {
            kind: Kind::Address,
            range: self.place(&whole),
            value: super::projected(&self.text[start + named..chain.end]),
            hidden,
        }
    }
}
