//! Keys that stand where they mean nothing, in tables whose keys are the site's own and in others: a setting of the whole site
//! below a `[…]`, as it comes about where a line is added at the end of the file; an outcome that is no letter.

use std::ops::Range;
use std::sync::LazyLock;

use toml::de::{DeTable, DeValue};

use super::Config;
use crate::diagnostic::codes;
use crate::ledger::Column;
use crate::messages::tell;

/// A key that cannot stand where it stands.
pub(super) struct Misplaced {
    pub message: String,
    pub hint: String,
    /// The key in the text.
    pub place: Range<usize>,
}

/// The names of the settings that stand at the top.
pub(super) fn top_names() -> &'static [String] {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        toml::Table::try_from(Config::default())
            .map(|table| table.keys().cloned().collect())
            .unwrap_or_default()
    });
    &NAMES
}

fn is_top(key: &str) -> bool {
    top_names().iter().any(|name| name == key)
}

/// Whether a key can be an outcome: 办理结果 are letters from A to D.
fn is_outcome(key: &str) -> bool {
    matches!(key, "A" | "B" | "C" | "D")
}

/// The first key that cannot stand where it stands. What is no TOML has none: whoever reads it says so.
pub(super) fn first(text: &str) -> Option<Misplaced> {
    let written = DeTable::parse(text).ok()?;
    let site = Site {
        text,
        top: written.get_ref(),
    };
    let mut found = Vec::new();
    for (name, value) in site.top {
        let DeValue::Table(table) = value.get_ref() else {
            continue;
        };
        let name: &str = name.get_ref();
        for (key, value) in table {
            let (place, key, value) = (key.span(), key.get_ref(), value.get_ref());
            match (name, value) {
                ("outcomes", DeValue::Table(letters)) => {
                    for (letter, _) in letters {
                        let (place, letter) = (letter.span(), letter.get_ref());
                        let table = format!("outcomes.{}", toml::Value::from(&**key));
                        if is_top(letter) {
                            found.push(site.misplaced(&table, letter, place));
                        } else if !is_outcome(letter) {
                            found.push(Misplaced {
                                message: tell!("config-outcome", table, letter),
                                hint: tell!("config-outcome.hint"),
                                place,
                            });
                        }
                    }
                }
                ("ledger", DeValue::Table(columns)) if key == "columns" => {
                    for (column, _) in columns {
                        let (place, column) = (column.span(), column.get_ref());
                        let known = Column::ALL.iter().any(|one| one.key() == column);
                        if is_top(column) && !known {
                            found.push(site.misplaced("ledger.columns", column, place));
                        }
                    }
                }
                // A topic may be called so, and a code is.
                ("topics", DeValue::Array(_)) => {}
                ("checks", _) if codes::find(key).is_some() => {}
                _ if is_top(key) => found.push(site.misplaced(name, key, place)),
                _ => {}
            }
        }
    }
    found.into_iter().min_by_key(|one| one.place.start)
}

struct Site<'s> {
    text: &'s str,
    top: &'s DeTable<'s>,
}

impl Site<'_> {
    /// A setting of the whole site within a table.
    fn misplaced(&self, table: &str, key: &str, place: Range<usize>) -> Misplaced {
        let there = self.top.iter().find(|(name, _)| name.get_ref() == key);
        let hint = match there {
            None => tell!("config-misplaced.hint"),
            Some((name, value)) => {
                let before = &self.text.as_bytes()[..name.span().start.min(self.text.len())];
                // A number of its own, not a count.
                let line = (1 + memchr::memchr_iter(b'\n', before).count()).to_string();
                if key == "privacy" && matches!(value.get_ref(), DeValue::Table(_)) {
                    tell!("config-misplaced-privacy", line)
                } else {
                    tell!("config-misplaced-there", key, line)
                }
            }
        };
        Misplaced {
            message: tell!("config-misplaced", table, key),
            hint,
            place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_the_whole_site_below_a_table_is_refused() {
        let seed = include_str!("../../seeds/new/dafu.toml");
        let outcomes = seed.find("[outcomes").unwrap();
        assert!(first(seed).is_none());
        for (text, says) in [
            (
                format!("{seed}\nprivacy = \"mask\"\n"),
                "before the first line that begins with [",
            ),
            (format!("{seed}\ntheme = \"own\"\n"), "in line 17 already"),
            (
                format!(
                    "[privacy]\nallow = []\n{}\nprivacy = \"mask\"",
                    &seed[outcomes..]
                ),
                "in line 1 already: write `mode = \"mask\"` below it",
            ),
            (
                "[privacy]\nprivacy = \"mask\"".to_owned(),
                "write `mode = \"mask\"` below it",
            ),
            (
                "[outcomes.'*']\nE = 'x'".to_owned(),
                "one of the letters A, B, C and D",
            ),
            (
                "[outcomes]\nprivacy = \"mask\"".to_owned(),
                "before the first",
            ),
            ("[renamed]\ntheme = 'x'".to_owned(), "before the first"),
            (
                "[site]\norganizer = ''\nbase_url = 'x'".to_owned(),
                "before the first",
            ),
            ("[topics]\ntitle = 'x'".to_owned(), "before the first"),
            (
                "[ledger.columns]\ntheme = 'x'".to_owned(),
                "before the first",
            ),
        ] {
            let found = first(&text).unwrap_or_else(|| panic!("accepted: {text}"));
            assert!(found.hint.contains(says), "{text}: {}", found.hint);
            assert!(Config::read(&text).is_err(), "{text}");
        }
        for text in [
            "[topics]\ndata = ['数据']",
            "[checks]\nledger = 'error'",
            "[ledger.columns]\ntopics = ['主题']",
            "[outcomes.'theme']\nA = 'x'",
        ] {
            assert!(
                first(text).is_none() && Config::read(text).is_ok(),
                "{text}"
            );
        }
    }

    #[test]
    fn no_table_has_a_key_that_is_called_as_a_setting_of_the_whole_site() {
        let schema = crate::config::schema::site();
        for (table, below) in schema["properties"].as_object().unwrap() {
            assert!(is_top(table), "{table}");
            if matches!(&**table, "checks" | "topics") {
                continue;
            }
            for key in below["properties"].as_object().into_iter().flatten() {
                assert!(!is_top(key.0), "{table}.{}", key.0);
            }
        }
    }
}
