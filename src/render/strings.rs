//! The words of the interface, one TOML file a language, and how a language writes dates and numbers.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::config::Language;
use crate::error::{Error, Result};
use crate::model::{Kind, Session};

/// The strings of one language.
#[derive(Clone, Debug, Default)]
pub struct Strings(BTreeMap<String, String>);

impl Strings {
    /// Reads a file of strings; `name` is for messages.
    ///
    /// # Errors
    /// If it is not a flat TOML table of texts.
    pub fn read(text: &str, name: &str) -> Result<Strings> {
        toml::from_str(text)
            .map(Strings)
            .map_err(|error| Error::Refused(format!("{name}: {error}")))
    }

    /// Lays a theme's own strings over these.
    pub fn overlay(&mut self, over: Strings) {
        self.0.extend(over.0);
    }

    /// All of them, for templates.
    #[must_use]
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// One string; its key where a theme lacks it.
    #[must_use]
    pub fn get<'s>(&'s self, key: &'s str) -> &'s str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// One string with its `{placeholders}` filled.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.get(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// 12 篇.
    #[must_use]
    pub fn count(&self, n: usize) -> String {
        let key = if n == 1 && self.0.contains_key("replies_count_one") {
            "replies_count_one"
        } else {
            "replies_count"
        };
        self.fill(key, &[("n", &n.to_string())])
    }

    /// What a kind is called.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> &str {
        self.get(match kind {
            Kind::Proposal => "kind_proposal",
            Kind::Suggestion => "kind_suggestion",
            Kind::Opinion => "kind_opinion",
        })
    }

    /// 五届三次.
    #[must_use]
    pub fn session(&self, session: Session, language: Language) -> String {
        let number = |n: u16| match language {
            Language::Chinese | Language::Traditional => chinese_number(n),
            Language::English => n.to_string(),
        };
        self.fill(
            "session_label",
            &[
                ("congress", &number(session.congress)),
                ("meeting", &number(session.meeting)),
            ],
        )
    }
}

/// 2024年5月6日, 6 May 2024.
#[must_use]
pub fn date(date: Date, language: Language) -> String {
    match language {
        Language::Chinese | Language::Traditional => {
            format!("{}年{}月{}日", date.year(), date.month(), date.day())
        }
        Language::English => date.strftime("%-d %B %Y").to_string(),
    }
}

/// 5月, May. From 1 to 12.
#[must_use]
pub fn month(month: i8, language: Language) -> String {
    match language {
        Language::Chinese | Language::Traditional => format!("{month}月"),
        Language::English => Date::new(2000, month, 1)
            .map(|date| date.strftime("%b").to_string())
            .unwrap_or_default(),
    }
}

/// 1–99 in Chinese; larger numbers in digits.
fn chinese_number(n: u16) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (usize::from(n / 10), usize::from(n % 10));
    match tens {
        _ if n == 0 || n > 99 => n.to_string(),
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

#[cfg(test)]
mod tests {
    use super::chinese_number;

    #[test]
    fn numbers() {
        let words: Vec<String> = [1, 10, 15, 20, 21]
            .into_iter()
            .map(chinese_number)
            .collect();
        assert_eq!(words, ["一", "十", "十五", "二十", "二十一"]);
    }
}
