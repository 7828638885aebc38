//! Every setting of a site with its value, and where that is from: a line of `dafu.toml`, or dafu itself.

use std::collections::HashMap;

use serde::Serialize;
use toml::de::{DeTable, DeValue};

use super::{Config, schema};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::messages;

/// A setting of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The table that it stands in, as TOML writes it; empty for the top.
    pub table: String,
    /// Its name, as TOML writes it.
    pub key: String,
    /// Its value as TOML; `None` if it has none.
    pub value: Option<String>,
    /// The line of `dafu.toml` that says so, from 1; `None` if none does, and the value is the default.
    pub line: Option<usize>,
}

/// All settings of a site by name; tables come after what stands at the top, as TOML wants it.
///
/// # Errors
/// As [`Config::read`], which reads the same text.
pub fn settings(text: &str) -> Result<Vec<Setting>> {
    let config = Config::read(text)?;
    let failed = |message: String| {
        Error::Config(Box::new(
            Diagnostic::error("config", message).in_file("dafu.toml"),
        ))
    };
    let mut lines = HashMap::new();
    let written =
        DeTable::parse(text).map_err(|error| failed(messages::of_parser(&error.to_string())))?;
    note_lines(written.get_ref(), &mut Vec::new(), text, &mut lines);
    let values = toml::Table::try_from(&config).map_err(|error| failed(error.to_string()))?;
    let known = schema::site();
    let (mut top, mut tables) = (Vec::new(), Vec::new());
    let parts = Parts {
        values: &values,
        lines: &lines,
    };
    for (key, schema) in properties(&known) {
        // A table whose keys are known is shown key by key; one whose keys are the site's own entry by entry.
        if schema["type"] == "object" {
            let value = values.get(key).and_then(toml::Value::as_table);
            parts.table(&[key], schema, value, &mut tables);
        } else {
            top.push(parts.setting(&[], key));
        }
    }
    top.append(&mut tables);
    Ok(top)
}

fn properties(schema: &serde_json::Value) -> impl Iterator<Item = (&str, &serde_json::Value)> {
    let properties = schema["properties"].as_object();
    (properties.into_iter().flatten()).map(|(key, value)| (key.as_str(), value))
}

struct Parts<'p> {
    values: &'p toml::Table,
    lines: &'p HashMap<Vec<String>, usize>,
}

impl Parts<'_> {
    fn setting(&self, path: &[&str], key: &str) -> Setting {
        let mut full: Vec<&str> = path.to_vec();
        full.push(key);
        let mut value = None;
        let mut table = Some(self.values);
        for (at, step) in full.iter().enumerate() {
            value = table.and_then(|table| table.get(*step));
            if at + 1 < full.len() {
                table = value.and_then(toml::Value::as_table);
            }
        }
        // What was said of a table may stand in several lines: the first counts.
        let line = (self.lines.iter())
            .filter(|(said, _)| {
                said.len() >= full.len() && said.iter().zip(&full).all(|(a, b)| a == b)
            })
            .map(|(_, line)| *line)
            .min();
        Setting {
            table: path
                .iter()
                .map(|step| bare(step))
                .collect::<Vec<_>>()
                .join("."),
            key: bare(key),
            value: value.map(ToString::to_string),
            line,
        }
    }

    fn table(
        &self,
        path: &[&str],
        schema: &serde_json::Value,
        value: Option<&toml::Table>,
        settings: &mut Vec<Setting>,
    ) {
        // Of the codes, and of tables with the site's own keys, only what it says.
        if schema["additionalProperties"].is_object() || path == ["checks"] {
            for (key, below) in value.into_iter().flatten() {
                match below {
                    toml::Value::Table(_) => {
                        let path: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
                        let below = below.as_table();
                        self.table(&path, &schema["additionalProperties"], below, settings);
                    }
                    _ => settings.push(self.setting(path, key)),
                }
            }
            return;
        }
        for (key, _) in properties(schema) {
            settings.push(self.setting(path, key));
        }
    }
}

/// A key as TOML writes it.
fn bare(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(plain) {
        key.to_owned()
    } else {
        toml::Value::String(key.to_owned()).to_string()
    }
}

/// In which line each key of a table stands, by its path.
fn note_lines(
    table: &DeTable<'_>,
    path: &mut Vec<String>,
    text: &str,
    lines: &mut HashMap<Vec<String>, usize>,
) {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        if let DeValue::Table(below) = value.get_ref()
            && !below.is_empty()
        {
            note_lines(below, path, text, lines);
        } else {
            let before = &text.as_bytes()[..key.span().start.min(text.len())];
            let line = 1 + memchr::memchr_iter(b'\n', before).count();
            lines.insert(path.clone(), line);
        }
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find<'s>(settings: &'s [Setting], table: &str, key: &str) -> &'s Setting {
        let mut found = settings.iter();
        let setting = found.find(|setting| setting.table == table && setting.key == key);
        setting.unwrap_or_else(|| panic!("no {table}.{key} in {settings:#?}"))
    }

    #[test]
    fn each_setting_has_its_value_and_its_line() {
        let text = "title = \"甲\"\npage_size = 20\nprivacy = { mode = \"mask\" }\n\n[data]\noffice_from = 3\n\n[outcomes.\"教育局\"]\nA = \"办结\"\n\n[checks]\nnumbering-jump = \"off\"\n";
        let settings = settings(text).unwrap();
        let said = |table: &str, key: &str| {
            let setting = find(&settings, table, key);
            (setting.value.clone().unwrap_or_default(), setting.line)
        };
        assert_eq!(said("", "title"), ("\"甲\"".to_owned(), Some(1)));
        assert_eq!(said("", "page_size"), ("20".to_owned(), Some(2)));
        assert_eq!(said("", "theme"), ("\"default\"".to_owned(), None));
        assert_eq!(said("", "offline"), ("false".to_owned(), None));
        assert_eq!(said("", "privacy").1, Some(3));
        assert_eq!(said("data", "office_from"), ("3".to_owned(), Some(6)));
        assert_eq!(said("data", "licence"), ("\"\"".to_owned(), None));
        assert_eq!(
            said("outcomes.\"教育局\"", "A"),
            ("\"办结\"".to_owned(), Some(9))
        );
        assert_eq!(
            said("checks", "numbering-jump"),
            ("\"off\"".to_owned(), Some(12))
        );
        assert_eq!(find(&settings, "defaults", "agency").value, None);
    }

    /// What is printed is a `dafu.toml` that means the same.
    #[test]
    fn all_values_together_read_as_the_same_settings() {
        let text = "title = \"引号 \\\" 与反斜线 \\\\\"\noffline = \"remove\"\nprivacy = { mode = \"mask\", allow = [\"@example.com\"] }\n[sessions]\ncppcc-5-3 = 2024-01-15\n[ledger]\ncolumns = { agency = [\"责任单位\"] }\n[defaults]\naccess = \"主动公开\"\nkind = \"proposal\"\n[topics]\n\"养老\" = [\"养老\", \"老年\"]\n[renamed]\n\"甲局\" = \"乙局\"\n[outcomes.\"*\"]\nA = \"x\"\n";
        let mut all = String::new();
        let mut table = String::new();
        for setting in settings(text).unwrap() {
            if setting.table != table {
                all.extend(["[", &setting.table, "]\n"]);
                table = setting.table;
            }
            if let Some(value) = setting.value {
                all.extend([setting.key.as_str(), " = ", &value, "\n"]);
            }
        }
        let [first, again] = [text, &all].map(|text| format!("{:?}", Config::read(text).unwrap()));
        assert_eq!(first, again, "{all}");
    }
}
