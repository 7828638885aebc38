//! The table of codes and the source name the same findings, with the same severities.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use dafu::diagnostic::{Severity, codes};
use dafu::messages::Language;
use regex::Regex;

/// Rust source below `src/` without its unit tests and without the table, by path.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    walkdir::WalkDir::new(root.join("src"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let text = fs::read_to_string(entry.path()).unwrap();
            let code = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap()
                .to_owned();
            (path, code)
        })
        .filter(|(path, _)| !path.starts_with("src/diagnostic"))
        .collect()
}

/// Each code that is used, with the severities that it is used with.
fn used() -> BTreeMap<String, BTreeSet<&'static str>> {
    let direct =
        Regex::new(r#"(?:Diagnostic::(error|warning|advice)|self\.(warn))\(\s*"([a-z0-9-]+)""#)
            .unwrap();
    let noted = Regex::new(
        r#"(?:self\.note|Diagnostic::new)\(\s*"([a-z0-9-]+)",\s*Severity::(Error|Warning|Advice)"#,
    )
    .unwrap();
    let mut used: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    let severity = |word: &str| match word.to_ascii_lowercase().as_str() {
        "error" => "error",
        "warning" | "warn" => "warning",
        _ => "advice",
    };
    for text in sources().values() {
        for found in direct.captures_iter(text) {
            let word = found.get(1).or_else(|| found.get(2)).unwrap().as_str();
            used.entry(found[3].to_owned())
                .or_default()
                .insert(severity(word));
        }
        for found in noted.captures_iter(text) {
            used.entry(found[1].to_owned())
                .or_default()
                .insert(severity(&found[2]));
        }
    }
    used
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

#[test]
fn every_code_that_is_used_is_explained_with_its_severity() {
    let mut faults = Vec::new();
    for (code, severities) in used() {
        match codes::find(&code) {
            None => faults.push(format!("{code} is used and not in the table")),
            Some(known) if !severities.contains(word(known.severity)) => {
                faults.push(format!(
                    "{code} is used as {severities:?}, the table says {}",
                    word(known.severity)
                ));
            }
            Some(_) => {}
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_code_that_is_explained_is_used() {
    let sources = sources();
    let unused: Vec<&str> = codes::all()
        .map(|code| code.code)
        .filter(|code| {
            !sources
                .values()
                .any(|text| text.contains(&format!("\"{code}\"")))
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn the_table_is_well_formed() {
    let name = Regex::new(r"^[a-z]+(?:-[a-z]+)*$").unwrap();
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for code in codes::all() {
        let mut say = |fault: &str| faults.push(format!("{}: {fault}", code.code));
        if !seen.insert(code.code) {
            say("stands twice");
        }
        if !name.is_match(code.code) {
            say("is not kebab-case");
        }
        let title = code.title_in(Language::English);
        if title.is_empty() || title.ends_with('.') || title.chars().count() > 80 {
            say("its title is one line without a stop");
        }
        let text = code.text_in(Language::English);
        let paragraphs: Vec<&str> = text.split("\n\n").collect();
        let sentences = text.matches(['.', '?', ':']).count();
        if paragraphs.len() < 2 || sentences < 2 {
            say("says why it matters and, in a paragraph of its own, what to do");
        }
        for paragraph in &paragraphs {
            if paragraph.trim() != *paragraph || paragraph.is_empty() {
                say("has an empty paragraph, or space around one");
            }
            if !paragraph.ends_with(['.', '`', '。']) && !paragraph.ends_with("日") {
                say(&format!("does not end like a sentence: {paragraph}"));
            }
        }
        let chinese = code.text_in(Language::Chinese);
        if chinese.split("\n\n").count() != paragraphs.len() {
            say("has other paragraphs in Chinese");
        }
        if code.title_in(Language::Chinese).chars().count() > 30 {
            say("its title is long in Chinese");
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn what_no_setting_changes_is_an_error_and_known() {
    for code in codes::FIXED {
        let known = codes::find(code).unwrap_or_else(|| panic!("{code}"));
        assert_eq!(known.severity, Severity::Error, "{code}");
        for language in Language::ALL {
            let why = known.fixed_in(language).unwrap_or_default();
            assert!(
                !why.is_empty() && !why.starts_with("fixed-"),
                "{code}: {why}"
            );
        }
    }
    for code in codes::ON_REQUEST {
        assert!(codes::find(code).is_some(), "{code}");
    }
}
