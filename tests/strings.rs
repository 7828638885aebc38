//! The words of the interface: every language has all of them, none is left over, and none stands anywhere else.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use regex::Regex;

type Strings = BTreeMap<String, String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn strings(language: &str) -> Strings {
    let path = root().join(format!("themes/default/i18n/{language}.toml"));
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The files below a folder that end so, with their texts.
fn files(folder: &str, end: &str) -> Vec<(String, String)> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(root().join(folder))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file() && path.to_string_lossy().ends_with(end))
        .collect();
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy();
            (name.into_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

fn has_han(text: &str) -> bool {
    text.chars().any(dafu::text::is_han)
}

/// Whether a word is the name of a file: manifest.json.
fn is_file_name(word: &str) -> bool {
    pattern(r"^[a-z0-9]+\.[a-z]+$").is_match(word)
}

/// Fails with all faults at once, one a line.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_languages_have_the_same_strings_with_the_same_placeholders() {
    let placeholder = pattern(r"\{\w+\}");
    let placeholders = |text: &str| -> BTreeSet<String> {
        placeholder
            .find_iter(text)
            .map(|found| found.as_str().to_owned())
            .collect()
    };
    let chinese = strings("zh-CN");
    let mut faults = Vec::new();
    for language in ["zh-Hant", "en"] {
        let other = strings(language);
        for (key, text) in &chinese {
            match other.get(key) {
                None => faults.push(format!("{language}.toml lacks {key} = \"{text}\"")),
                Some(own) if placeholders(own) != placeholders(text) => {
                    faults.push(format!(
                        "{language}.toml: {key} = \"{own}\" has other placeholders than \"{text}\""
                    ));
                }
                Some(_) => {}
            }
        }
        // A plural that another language has no use for.
        let extra = other
            .keys()
            .filter(|key| !chinese.contains_key(*key) && !key.ends_with("_one"));
        faults.extend(extra.map(|key| format!("zh-CN.toml lacks {key} of {language}.toml")));
    }
    none(&faults);
}

#[test]
fn no_string_is_left_untranslated() {
    let chinese = strings("zh-CN");
    let mut faults = Vec::new();
    for (key, text) in strings("en") {
        if has_han(&text) && chinese.get(&key) == Some(&text) {
            faults.push(format!("en.toml: {key} = \"{text}\" is Chinese"));
        }
    }
    // Characters that some other character is simplified to, less those that are good traditional writing too.
    let simplify = OpenCC::from_config(BuiltinConfig::T2s).unwrap();
    let both: BTreeSet<char> = "查一上下中丰了云余价体余冲准出别制刮升卷历厂占台叶号合吁后向呆周咸回团困坐坛夸奸姜姊家尸尽布干并广底当征录御志念愿戚才托扎折拐挂斗旋无暗曲最朱术朴机杆杠极松板柜栗核梁欲沈沾注洒涂清游漓火灶炮熏爪琅症皂矩示离私秋种筑签系纤网群肴胡致芸苏苹范茜荐药蒙蔑虫蜡表制谷象踪辟迹适郁酸采里鉴铲闲队面须颠饥馆鬼点杰污策柏才同背局胜舍占仿布只即".chars().collect();
    let simplified: BTreeSet<char> = ('\u{4e00}'..='\u{9fff}')
        .flat_map(|c| {
            simplify
                .convert(&c.to_string())
                .chars()
                .filter(move |to| *to != c)
                .collect::<Vec<_>>()
        })
        .filter(|c| !both.contains(c))
        .collect();
    for (key, text) in strings("zh-Hant") {
        let left: String = text.chars().filter(|c| simplified.contains(c)).collect();
        if !left.is_empty() {
            faults.push(format!(
                "zh-Hant.toml: {key} = \"{text}\" has simplified characters: {left}"
            ));
        }
    }
    none(&faults);
}

#[test]
fn every_string_is_used() {
    let literal = pattern(r#""([A-Za-z0-9_-]+)""#);
    let literals = |sources: &[(String, String)]| -> BTreeSet<String> {
        sources
            .iter()
            .flat_map(|(_, text)| {
                literal
                    .captures_iter(text)
                    .map(|found| found[1].replace('-', "_"))
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    let rust = literals(&files("src", ".rs"));
    let script = literals(&files("themes/default", ".js"));
    let name = pattern(r"\b(?:words|say)\.([a-z0-9_]+)");
    let named: BTreeSet<String> = files("themes/default", ".js")
        .iter()
        .flat_map(|(_, text)| {
            name.captures_iter(text)
                .map(|found| found[1].to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    let in_template = pattern(r"\bt\.([a-z0-9_]+)");
    let template: BTreeSet<String> = files("themes/default/templates", "")
        .iter()
        .flat_map(|(_, text)| {
            in_template
                .captures_iter(text)
                .map(|found| found[1].to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    // Scripts ask for `search_x`, `suggest_x` and `hits_x` as `x`, and for some of them by their first words: "facet_" + facet.
    let by_script = |key: &str| {
        let bare = ["search_", "suggest_", "hits_"]
            .iter()
            .find_map(|of| key.strip_prefix(of));
        bare.is_some_and(|key| {
            script.contains(key)
                || named.contains(key)
                || key
                    .match_indices('_')
                    .any(|(at, _)| script.contains(&key[..=at]))
        })
    };
    let mut faults: Vec<String> = strings("zh-CN")
        .keys()
        .filter(|key| !rust.contains(*key) && !template.contains(*key) && !by_script(key))
        .map(|key| format!("{key} is used nowhere"))
        .collect();
    let known = strings("zh-CN");
    let unknown = template.iter().filter(|key| !known.contains_key(*key));
    faults.extend(unknown.map(|key| format!("a template asks for {key}, which no language has")));
    none(&faults);
}

#[test]
fn words_of_the_interface_stand_in_the_language_files_alone() {
    let mut faults = Vec::new();
    let code = pattern(r"(?s)\{\{.*?\}\}|\{%.*?%\}|<!DOCTYPE html>");
    // Scripts, and what is code in every language.
    let script = pattern(r"(?s)<(script|pre|code)\b.*?</(script|pre|code)>");
    let tag = pattern(r"(?s)<[^>]*>");
    let attribute = pattern(r#"\b(?:aria-label|title|alt|placeholder|data-\w+)="([^"]*)""#);
    // Names that are the same in every language.
    let names = [
        "Markdown",
        "JSON",
        "CSV",
        "Atom",
        "JSON Feed",
        "JSON Lines",
        "dafu",
        "ZIP",
        "RSS",
        "SHA-256",
    ];
    for (name, text) in files("themes/default/templates", ".html") {
        let text = code.replace_all(&text, "");
        let text = script.replace_all(&text, "");
        let said = attribute
            .captures_iter(&text)
            .filter(|found| !found[0].starts_with("data-") || has_han(&found[1]))
            .map(|found| found[1].to_owned());
        let mut words: Vec<String> = said.collect();
        words.extend(tag.replace_all(&text, "\n").lines().map(str::to_owned));
        for word in words {
            let word = word.trim();
            if word.chars().any(char::is_alphabetic)
                && !names.contains(&word)
                && !is_file_name(word)
            {
                faults.push(format!("{name}: “{word}”"));
            }
        }
    }
    let comment = pattern(r"(?s)/\*.*?\*/|(?m)(?:^|\s)//.*$");
    let string = pattern(r#""[^"\n]*"|'[^'\n]*'|`[^`]*`"#);
    let mut sources = files("themes/default", ".js");
    sources.extend(files("src/render", ".rs"));
    for (name, text) in sources {
        // What a query may say (委员:…) is read in any language; Node's is no page.
        if name.ends_with("query.js") || name.ends_with("node.js") {
            continue;
        }
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let text = comment.replace_all(text, "");
        for found in string
            .find_iter(&text)
            .filter(|found| has_han(found.as_str()))
        {
            faults.push(format!("{name}: {}", found.as_str()));
        }
    }
    none(&faults);
}
