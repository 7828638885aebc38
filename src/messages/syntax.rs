//! What is wrong with a text that is no TOML, in words of our own, and what to do about it: the mistakes of those who meet TOML for the
//! first time in `dafu.toml` or in front matter. The parser says what it expected; the line itself tells what was meant.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::tell;

/// A message and a hint for what the parser said of a place of `text`; `None` if it is no mistake that is known here. The hint never repeats
/// a value, but for a date: it may be a private number.
#[must_use]
pub fn of_toml(text: &str, said: &str, place: &Range<usize>) -> Option<(String, String)> {
    let start = text.floor_char_boundary(place.start.min(text.len()));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    // What ends too early is found missing where the line ends, or the text.
    let (before, line) = match text[line_start..].lines().next() {
        Some(line) if !line.trim().is_empty() => (&text[..line_start], line),
        _ => {
            let before = text[..line_start].trim_end();
            let at = before.rfind('\n').map_or(0, |at| at + 1);
            (&text[..at], &before[at..])
        }
    };
    let line = line.trim();
    if said.starts_with("duplicate key") {
        let end = text.floor_char_boundary(place.end.min(text.len()));
        return Some(twice(before, line, text.get(start..end)?));
    }
    if !is_syntax(text) {
        return None;
    }
    if let Some(header) = line.strip_prefix('[') {
        return of_name(header.trim_start_matches('['));
    }
    let wide = line.find('＝');
    let Some((key, value)) = line
        .split_once('=')
        .filter(|(key, _)| wide.is_none_or(|at| at >= key.len()))
    else {
        // A line of a list that goes over several, or of a long text.
        if line.starts_with(['"', '\'', ']', '}', '“']) && wide.is_none() {
            return None;
        }
        return Some((tell!("toml-equals"), tell!("toml-equals.hint")));
    };
    let (key, value) = (key.trim(), value.trim());
    of_name(key).or_else(|| of_value(key, value))
}

/// Whether it is no TOML at all, whatever it is meant to say.
fn is_syntax(text: &str) -> bool {
    toml::de::DeTable::parse(text).is_err()
}

fn is_chinese_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '＂' | '＇' | '「' | '」')
}

fn chinese_quotes() -> (String, String) {
    (tell!("toml-quotes"), tell!("toml-quotes.hint"))
}

/// What is wrong with a key, or with the name of a table.
fn of_name(name: &str) -> Option<(String, String)> {
    let bare: String = name.split(['"', '\'']).step_by(2).collect();
    if bare.contains(is_chinese_quote) {
        return Some(chinese_quotes());
    }
    (bare.contains(|c: char| c == '*' || crate::text::is_han(c)))
        .then(|| (tell!("toml-name"), tell!("toml-name.hint")))
}

fn of_value(key: &str, value: &str) -> Option<(String, String)> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*(?:#.*)?$",
        )
        .unwrap_or_else(|_| unreachable!())
    });
    if value.starts_with(is_chinese_quote) {
        return Some(chinese_quotes());
    }
    if let Some(found) = DATE.captures(value) {
        let number = |group: usize| found[group].parse::<u8>().unwrap_or(0);
        let date = format!("{}-{:02}-{:02}", &found[1], number(2), number(3));
        // A day that is none, however it is written, is another mistake.
        date.parse::<jiff::civil::Date>().ok()?;
        let shown = found[0].split('#').next().unwrap_or_default().trim();
        return Some((
            tell!("toml-date", value = shown),
            tell!("toml-date.hint", key, date),
        ));
    }
    if value.starts_with("\"\"\"") || value.starts_with("'''") {
        return None;
    }
    if let Some(within) = value.strip_prefix('"') {
        return of_quoted(within);
    }
    let begins = value.chars().next();
    let unquoted = match begins {
        None => return Some((tell!("toml-nothing", key), tell!("toml-nothing.hint", key))),
        Some('[') => value[1..]
            .split([',', '，', '、', '['])
            .map(str::trim_start)
            .any(|entry| {
                entry.starts_with(|c: char| crate::text::is_han(c) || is_chinese_quote(c))
            }),
        Some('\'' | '{') => false,
        Some(c) if c.is_ascii_digit() || matches!(c, '+' | '-') => {
            value.contains(|c: char| crate::text::is_han(c) || c.is_ascii_alphabetic())
        }
        Some(_) => !matches!(value, "true" | "false"),
    };
    unquoted.then(|| (tell!("toml-unquoted"), tell!("toml-unquoted.hint", key)))
}

/// What is wrong within a text, after the mark that begins it.
fn of_quoted(within: &str) -> Option<(String, String)> {
    let (mut ends, mut backslash) = (0, false);
    let mut characters = within.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('b' | 't' | 'n' | 'f' | 'r' | 'e' | '\\') => {}
                // `"C:\网站\"`: what was to end the text is part of it.
                Some('"') if characters.peek().is_some() => {}
                Some('u' | 'U' | 'x') if characters.peek().is_some_and(char::is_ascii_hexdigit) => {
                }
                _ => backslash = true,
            },
            '"' => ends += 1,
            '#' if ends % 2 == 1 => break,
            _ => {}
        }
    }
    if backslash {
        return Some((tell!("toml-backslash"), tell!("toml-backslash.hint")));
    }
    match ends {
        0 if within.contains(is_chinese_quote) => Some(chinese_quotes()),
        0 => Some((tell!("toml-open"), tell!("toml-open.hint"))),
        1 => None,
        _ => Some((tell!("toml-within"), tell!("toml-within.hint"))),
    }
}

/// A key or a table that was there already.
fn twice(before: &str, line: &str, key: &str) -> (String, String) {
    let name = |line: &str| {
        let line = line.trim();
        let header = line
            .strip_prefix('[')
            .and_then(|rest| rest.split(']').next());
        header.map(|name| name.trim().to_owned())
    };
    let is_key = |line: &str, key: &str| {
        let rest = line.trim_start().strip_prefix(key).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(['=', '.']))
    };
    let mut lines: Vec<(usize, &str)> = before.lines().enumerate().collect();
    let earlier = if let Some(table) = name(line) {
        (lines.iter())
            .find(|(_, line)| name(line).as_deref() == Some(&*table))
            .or_else(|| lines.iter().find(|(_, line)| is_key(line, &table)))
    } else {
        let from = lines.iter().rposition(|(_, line)| name(line).is_some());
        lines.drain(..from.unwrap_or(0));
        lines.iter().find(|(_, line)| is_key(line, key))
    };
    let field = key.trim();
    let hint = match field {
        "privacy" => tell!("toml-twice-privacy"),
        _ => tell!("toml-twice.hint"),
    };
    let message = match earlier {
        // A number of its own, not a count.
        Some((at, _)) => tell!("toml-twice", key = field, line = (at + 1).to_string()),
        None => tell!("parser-twice", field),
    };
    (message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<(String, String)> {
        let error = toml::from_str::<toml::Table>(text).unwrap_err();
        let first = error.message().lines().next().unwrap_or_default();
        of_toml(text, first, &error.span().unwrap_or(0..0))
    }

    #[test]
    fn common_mistakes_are_told_by_their_lines() {
        for (text, message, hint) in [
            ("a = 1\nday = 2025-5-20\n", "no date", "`day = 2025-05-20`"),
            ("day = 2025年5月20日\n", "no date", "`day = 2025-05-20`"),
            ("day = 2025/05/20 # x\n", "no date", "`day = 2025-05-20`"),
            ("title = 澜汀市\n", "quotation marks", "`title = \"…\"`"),
            ("title = abc", "quotation marks", "`title = \"…\"`"),
            ("words = [养老, 老年]\n", "quotation marks", "\"…\""),
            ("title = “澜汀市”\n", "Chinese quotation marks", "\""),
            (
                "title = \"澜汀市”\nx = 1\n",
                "Chinese quotation marks",
                "\"",
            ),
            ("[outcomes.“*”]\n", "Chinese quotation marks", "\""),
            ("title = \"澜汀市\n", "not end", "\""),
            ("title = \"关于\"甲\"的答复\"\n", "within", "“…”"),
            ("a = 1\nb = 2\na = 3\n", "in line 1 already", "keep one"),
            (
                "[s]\na = 1\n[t]\n[s]\nb = 1\n",
                "in line 1 already",
                "keep one",
            ),
            (
                "privacy = \"mask\"\n[privacy]\nallow = []\n",
                "in line 1 already",
                "mode",
            ),
            ("title ＝ \"甲\"\n", "=", "＝"),
            ("title：\"甲\"\n", "=", "＝"),
            ("file = \"C:\\网站\"\n", "\\", "/"),
            ("file = \"C:\\网站\\\"\n", "\\", "/"),
            ("养老 = [\"养老\"]\n", "a name stands", "\"养老\""),
            ("[outcomes.*]\nA = \"x\"\n", "a name stands", "outcomes"),
            ("title =\n", "nothing", "`title = \"…\"`"),
        ] {
            let Some(told) = said(text) else {
                panic!("{text}: {:?}", toml::from_str::<toml::Table>(text));
            };
            assert!(told.0.contains(message), "{text}: {told:?}");
            assert!(told.1.contains(hint), "{text}: {told:?}");
        }
    }

    #[test]
    fn what_is_toml_has_no_such_mistake() {
        for text in ["title = 1\n", "day = 2025-05-20\n"] {
            assert_eq!(of_toml(text, "invalid type: integer", &(8..9)), None);
        }
        for text in ["a = [\n  \"x\"\n  \"y\"\n]\n", "a = {", "a = 1.2.3"] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
