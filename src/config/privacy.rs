//! `privacy` in `dafu.toml`: what is done about private numbers and addresses, and which are none.

use serde::{Deserialize, Serialize};

use crate::messages::tell;
use crate::privacy::detect::projected;

/// What is done about private numbers and addresses: `privacy = "mask"`, or a table with `mode` and `allow`.
///
/// There is deliberately no way to switch the search off: what is meant to be public is allowed by its value, one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "toml::Value")]
pub struct Privacy {
    /// Whether the build fails, or masks.
    pub mode: Mode,
    /// Numbers, e-mail addresses, domains, plates and addresses that are meant to be public, in any spelling.
    pub allow: Vec<String>,
}

/// What is done about what is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The build fails and names each.
    #[default]
    Block,
    /// Each is masked wherever it would be published.
    Mask,
}

impl Mode {
    fn read(value: &toml::Value) -> Result<Mode, String> {
        match value.as_str() {
            Some("block") => Ok(Mode::Block),
            Some("mask") => Ok(Mode::Mask),
            _ => Err(tell!("config-privacy", value)),
        }
    }
}

impl TryFrom<toml::Value> for Privacy {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        let table = match value {
            toml::Value::Table(table) => table,
            word => {
                return Ok(Privacy {
                    mode: Mode::read(&word)?,
                    allow: Vec::new(),
                });
            }
        };
        let mut privacy = Privacy::default();
        for (key, value) in table {
            match key.as_str() {
                "mode" => privacy.mode = Mode::read(&value)?,
                "allow" => {
                    let toml::Value::Array(entries) = value else {
                        return Err(tell!("config-privacy-list"));
                    };
                    for entry in entries {
                        let Some(text) = entry.as_str() else {
                            return Err(tell!("config-privacy-quotes", entry));
                        };
                        if !can_be_allowed(text) {
                            return Err(tell!("config-privacy-value", text));
                        }
                        privacy.allow.push(text.to_owned());
                    }
                }
                _ => return Err(format!("unknown field `{key}`, expected `mode` or `allow`")),
            }
        }
        Ok(privacy)
    }
}

/// A whole value: so short an entry as `138` would let through what nobody looked at.
fn can_be_allowed(text: &str) -> bool {
    let value = projected(text);
    let domain = text.trim().trim_start_matches('@');
    let is_domain = domain.contains('.')
        && domain
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        && domain.chars().any(|c| c.is_ascii_alphabetic());
    is_domain
        || text.contains(['@', '＠'])
        || (value.chars().count() >= 7 && value.chars().any(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Site {
        privacy: Privacy,
    }

    #[test]
    fn a_word_or_a_table() {
        let read = |text: &str| toml::from_str::<Site>(text).map(|site| site.privacy);
        assert_eq!(read("privacy = 'mask'").unwrap().mode, Mode::Mask);
        let table =
            read("[privacy]\nallow = ['138 0013 8000', '@example.com', '桂A12345']").unwrap();
        assert_eq!((table.mode, table.allow.len()), (Mode::Block, 3));
        for (bad, says) in [
            ("privacy = 'off'", "`allow`"),
            ("privacy = false", "\"block\" or \"mask\""),
            ("[privacy]\nallow = ['138']", "“138” is no number"),
            ("[privacy]\nallow = [13800138000]", "without quotes"),
            ("[privacy]\nmood = 'mask'", "unknown field `mood`"),
        ] {
            let error = read(bad).unwrap_err().to_string();
            assert!(error.contains(says), "{bad}: {error}");
        }
    }
}
