//! Numbers, dates, sessions and section markers as official Chinese writes them.

use jiff::civil::{Date, Time};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

use crate::model::{Published, Session};

/// Compiles a pattern written in this crate.
pub(crate) fn pattern(source: &str) -> Regex {
    Regex::new(source)
        .unwrap_or_else(|error| unreachable!("a pattern of dafu's own is wrong: {error}"))
}

/// Value of a Chinese, half-width or full-width number from 0 to 9999: 十五, 二十, 〇, 15, １５, 二〇二三.
#[must_use]
pub fn read_number(text: &str) -> Option<u32> {
    let mut total = 0u32;
    let mut digit: Option<u32> = None;
    let mut plain = true;
    if text.is_empty() || text.chars().count() > 9 {
        return None;
    }
    for c in text.chars() {
        if let Some(value) = digit_value(c) {
            digit = Some(match digit {
                Some(before) if plain => before.checked_mul(10)?.checked_add(value)?,
                // 一百零三, but not 一百二三.
                Some(1..) => return None,
                _ => value,
            });
        } else {
            let unit = match c {
                '十' => 10,
                '百' => 100,
                '千' => 1000,
                _ => return None,
            };
            plain = false;
            total += digit.take().unwrap_or(1) * unit;
        }
    }
    let value = total + digit.unwrap_or(0);
    (value <= 9999).then_some(value)
}

/// Value of one digit: 〇, 零, 一…九, 两, 0…9, ０…９.
#[must_use]
pub fn digit_value(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .position(|d| d == c)
        .and_then(|at| u32::try_from(at).ok())
        .or(match c {
            '零' | 'Ｏ' | '○' => Some(0),
            '两' => Some(2),
            '0'..='9' => c.to_digit(10),
            '０'..='９' => Some(c as u32 - '０' as u32),
            _ => None,
        })
}

/// What a text says of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// A date that exists.
    Certain(Date),
    /// A date whose 年月日 were lost and which can be read in one way only: 202285.
    Stripped(Date),
    /// Something date-shaped that is no date, incomplete, or can be read in several ways.
    Unreadable,
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<y>(?:19|20)\d{2}|[12１２][0-9０-９OＯ〇○]{3}|[一二][〇零○ＯOoΟοО0九一二三四五六七八]{3})\s*
        (?: 年\s*(?P<m>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*月(?:\s*(?P<d>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])?
          | \s*[-－/.．]\s*(?P<m2>\d{1,2})\s*[-－/.．]\s*(?P<d2>\d{1,2})
        )",
    )
});
static STRIPPED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<y>(?:19|20)\d{2})(?P<rest>\d{2,4})$"));
static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])(?:\s|$)")
});
static TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\sT]*(?P<h>\d{1,2})[:：](?P<m>\d{2})(?:[:：]\d{2})?"));

fn small(text: &str) -> Option<i8> {
    read_number(text).and_then(|n| i8::try_from(n).ok())
}

/// The first date in a text, and where it stands.
#[must_use]
pub fn find_date(text: &str) -> Option<(DateReading, Range<usize>)> {
    if !text.contains(['年', '-', '/', '.', '－', '．']) {
        return None;
    }
    let found = DATE.captures(text)?;
    let whole = found.get(0)?.range();
    // 二O二三 with a Latin, Greek or Cyrillic letter for its 〇.
    let year = found
        .name("y")?
        .as_str()
        .replace(['O', 'o', 'Ο', 'ο', 'О'], "〇");
    let year = read_number(&year).and_then(|n| i16::try_from(n).ok());
    let month = found
        .name("m")
        .or_else(|| found.name("m2"))
        .and_then(|m| small(m.as_str()));
    let day = found
        .name("d")
        .or_else(|| found.name("d2"))
        .and_then(|d| small(d.as_str()));
    let reading = match (year, month, day) {
        (Some(y), Some(m), Some(d)) => {
            Date::new(y, m, d).map_or(DateReading::Unreadable, DateReading::Certain)
        }
        _ => DateReading::Unreadable,
    };
    Some((reading, whole))
}

/// Reads a line that is a date and nothing else (a final stop or brackets aside).
#[must_use]
pub fn read_date_line(text: &str) -> Option<DateReading> {
    let text = text
        .trim()
        .trim_matches(['（', '）', '(', ')', '。', ' ', '　']);
    if text.len() > 60 {
        return None;
    }
    // 2 0 2 3 年 6 月: figures set apart.
    let squeezed: String;
    let text = if text.contains(char::is_whitespace)
        && text.contains('年')
        && text.chars().all(|c| {
            c.is_whitespace() || matches!(c, '年' | '月' | '日' | '号') || c.is_ascii_digit()
        }) {
        squeezed = text.split_whitespace().collect();
        squeezed.as_str()
    } else {
        text
    };
    if let Some(found) = STRIPPED.captures(text) {
        let year: i16 = found["y"].parse().ok()?;
        let rest = &found["rest"];
        let mut readings = (1..rest.len()).filter_map(|cut| {
            let (m, d) = rest.split_at(cut);
            // A month or day stripped of its 月 or 日 keeps no leading zero unless both were padded.
            if m.len() > 2
                || d.len() > 2
                || (rest.len() < 4 && (m.starts_with('0') || d.starts_with('0')))
            {
                return None;
            }
            Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()
        });
        return Some(match (readings.next(), readings.next()) {
            (Some(date), None) => DateReading::Stripped(date),
            _ => DateReading::Unreadable,
        });
    }
    let (reading, range) = find_date(text)?;
    (range.start == 0 && text[range.end..].trim().is_empty()).then_some(reading)
}

/// Reads the value of a date field: a date, perhaps with a time of day after it.
#[must_use]
pub fn read_published(text: &str) -> Option<Published> {
    if let Some(found) = COMPACT.captures(text) {
        let date = Date::new(
            found["y"].parse().ok()?,
            found["m"].parse().ok()?,
            found["d"].parse().ok()?,
        )
        .ok()?;
        return Some(Published { date, time: None });
    }
    let (reading, range) = find_date(text)?;
    let DateReading::Certain(date) = reading else {
        return None;
    };
    let time = TIME
        .captures(&text[range.end..])
        .and_then(|found| Time::new(found["h"].parse().ok()?, found["m"].parse().ok()?, 0, 0).ok());
    Some(Published { date, time })
}

static SESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<j>[0-9０-９]{1,2}|[〇零一二三四五六七八九十]{1,3})\s*届(?:[^，。；、：:,;《“]{0,18}?)第?\s*(?P<c>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*次",
    )
});
static SESSION_KEY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(\d{1,2})\s*[-－—]\s*(\d{1,2})\s*$"));

/// The first 届次 in a text (市政协十届五次会议, 人大十三届二次会议, 第十四届…第二次会议), and where it stands.
#[must_use]
pub fn find_session(text: &str) -> Option<(Session, Range<usize>)> {
    if !text.contains('届') {
        return None;
    }
    let found = SESSION.captures(text)?;
    let congress = read_number(&found["j"]).filter(|n| *n > 0)?;
    let meeting = read_number(&found["c"]).filter(|n| *n > 0)?;
    let session = Session {
        congress: u16::try_from(congress).ok()?,
        meeting: u16::try_from(meeting).ok()?,
    };
    Some((session, found.get(0)?.range()))
}

/// A 届次 written as a setting: 十届五次, 10-5.
#[must_use]
pub fn read_session(text: &str) -> Option<Session> {
    if let Some(found) = SESSION_KEY.captures(text) {
        return Some(Session {
            congress: found[1].parse().ok()?,
            meeting: found[2].parse().ok()?,
        });
    }
    find_session(text).map(|(session, _)| session)
}

/// A section marker at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// 1 一、 2 （一） 3 1. 4 （1）.
    pub level: u8,
    /// The number it shows.
    pub number: u32,
    /// Its length in bytes, white space after it included.
    pub length: usize,
    /// Whether one of its brackets is missing: 一）.
    pub damaged: bool,
}

/// A marker of one character: ㈠, ⒈, ⑴.
fn enclosed_marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let (level, base) = match first {
        '㈠'..='㈩' => (2, '㈠'),
        '⒈'..='⒛' => (3, '⒈'),
        '⑴'..='⒇' => (4, '⑴'),
        _ => return None,
    };
    let rest =
        text[first.len_utf8()..].trim_start_matches(|c: char| c == '、' || c.is_whitespace());
    (!rest.is_empty()).then_some(Marker {
        level,
        number: u32::from(first) - u32::from(base) + 1,
        length: text.len() - rest.len(),
        damaged: false,
    })
}

/// Reads the section marker that a line starts with, half or full width.
#[must_use]
pub fn read_marker(text: &str) -> Option<Marker> {
    if let Some(marker) = enclosed_marker(text) {
        return Some(marker);
    }
    let mut rest = text;
    let mut take = |set: &[char]| -> bool {
        match rest.chars().next() {
            Some(c) if set.contains(&c) => {
                rest = &rest[c.len_utf8()..];
                true
            }
            _ => false,
        }
    };
    let opened = take(&['（', '(']);
    take(&[' ', '　']);
    let (digits, chinese) = {
        let chinese = rest
            .find(|c: char| !"一二三四五六七八九十".contains(c))
            .unwrap_or(rest.len());
        let arabic = rest
            .find(|c: char| !matches!(c, '0'..='9' | '０'..='９'))
            .unwrap_or(rest.len());
        if chinese > 0 {
            (chinese, true)
        } else {
            (arabic, false)
        }
    };
    let number_text = &rest[..digits];
    if digits == 0 || number_text.chars().count() > 3 {
        return None;
    }
    let number = read_number(number_text).filter(|n| (1..=99).contains(n))?;
    rest = &rest[digits..];
    let mut take = |set: &[char]| -> bool {
        match rest.chars().next() {
            Some(c) if set.contains(&c) => {
                rest = &rest[c.len_utf8()..];
                true
            }
            _ => false,
        }
    };
    take(&[' ', '　']);
    let closed = take(&['）', ')']);
    let (level, damaged) = match (opened, closed, chinese) {
        (true, true, true) => (2, false),
        (true, true, false) => (4, false),
        (false, true, true) => (2, true),
        (false, true, false) => (4, false),
        (true, false, true) => {
            if !take(&['、']) {
                return None;
            }
            (2, true)
        }
        (true, false, false) => return None,
        (false, false, true) => {
            if !take(&['、', '．', '.', '，', '：', ':']) {
                return None;
            }
            (1, false)
        }
        (false, false, false) => {
            let dotted = take(&['.', '．', '、', '，']);
            if !dotted
                || rest.starts_with(|c: char| {
                    digit_value(c).is_some_and(|_| !"一二三四五六七八九两".contains(c))
                })
            {
                return None;
            }
            (3, false)
        }
    };
    if level == 2 || level == 4 {
        // （一）、 is a slip that occurs.
        if let Some(after) = rest.strip_prefix('、') {
            rest = after;
        }
    }
    rest = rest.trim_start();
    if rest.is_empty() {
        return None;
    }
    Some(Marker {
        level,
        number,
        length: text.len() - rest.len(),
        damaged,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, value) in [
            ("十", 10),
            ("十五", 15),
            ("二十", 20),
            ("二十一", 21),
            ("一百零三", 103),
            ("〇", 0),
            ("15", 15),
            ("１５", 15),
            ("二〇二三", 2023),
            ("三千零五十二", 3052),
            ("九千九百九十九", 9999),
            ("000002023", 2023),
        ] {
            assert_eq!(read_number(text), Some(value), "{text}");
        }
        for text in ["十五届", "一百二三", "0000002023", "10000", "万"] {
            assert_eq!(read_number(text), None, "{text}");
        }
        assert_eq!(read_number(""), None);
    }

    #[test]
    fn dates() {
        let certain = |y, m, d| Some(DateReading::Certain(Date::constant(y, m, d)));
        assert_eq!(read_date_line("2022年4月29日"), certain(2022, 4, 29));
        assert_eq!(read_date_line("二〇二三年五月十六日"), certain(2023, 5, 16));
        assert_eq!(
            read_date_line("二○二三年十月三十一日"),
            certain(2023, 10, 31)
        );
        assert_eq!(read_date_line("2022 年 4 月 29 日"), certain(2022, 4, 29));
        assert_eq!(read_date_line("2022.4.29"), certain(2022, 4, 29));
        assert_eq!(read_date_line("2022-04-29"), certain(2022, 4, 29));
        assert_eq!(read_date_line("２０２２年４月２９日"), certain(2022, 4, 29));
        assert_eq!(
            read_date_line("2022年2月30日"),
            Some(DateReading::Unreadable)
        );
        assert_eq!(read_date_line("2022年4月"), Some(DateReading::Unreadable));
        assert_eq!(
            read_date_line("202285"),
            Some(DateReading::Stripped(Date::constant(2022, 8, 5)))
        );
        assert_eq!(
            read_date_line("2022115"),
            Some(DateReading::Unreadable),
            "1/15 or 11/5"
        );
        assert_eq!(read_date_line("2022年4月29日，我局"), None);
    }

    #[test]
    fn sessions() {
        for text in [
            "市六届人大四次会议",
            "省人大十三届二次会议",
            "自治区十四届人大一次会议",
            "政协第十五届济南市委员会第四次会议",
            "十届五次",
        ] {
            assert!(find_session(text).is_some(), "{text}");
        }
        assert_eq!(
            read_session("10-5"),
            Some(Session {
                congress: 10,
                meeting: 5
            })
        );
        assert_eq!(find_session("第十三届全运会，第二次"), None);
    }

    #[test]
    fn markers() {
        let level = |text| read_marker(text).map(|m| (m.level, m.number));
        assert_eq!(level("一、强化"), Some((1, 1)));
        assert_eq!(level("（十二）强化"), Some((2, 12)));
        assert_eq!(level("(一)强化"), Some((2, 1)));
        assert_eq!(level("3．强化"), Some((3, 3)));
        assert_eq!(level("３、强化"), Some((3, 3)));
        assert_eq!(level("（4）强化"), Some((4, 4)));
        assert_eq!(level("1.5万个"), None);
        assert_eq!(level("2023年"), None);
        assert_eq!(level("一是强化"), None);
        assert_eq!(level("一）强化"), Some((2, 1)));
        assert!(read_marker("一）强化").is_some_and(|m| m.damaged));
    }
}
