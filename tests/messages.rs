//! What dafu says on the command line: both languages say all of it with the same values, every message is used and every one
//! that is used is there, and a Chinese clerk is told in Chinese.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use dafu::messages::Language;
use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use regex::Regex;
use support::{Site, text};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a catalogue says under one name: its words as they are written, the values and the other messages it asks for.
#[derive(Debug, Default)]
struct Said {
    words: String,
    values: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Said {
    fn add(&mut self, pattern: &Pattern<String>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words += value,
                PatternElement::Placeable { expression } => self.ask(expression),
            }
        }
    }

    fn ask(&mut self, expression: &Expression<String>) {
        match expression {
            Expression::Inline(inline) => self.ask_inline(inline),
            Expression::Select { selector, variants } => {
                self.ask_inline(selector);
                for variant in variants {
                    self.add(&variant.value);
                }
            }
        }
    }

    fn ask_inline(&mut self, inline: &InlineExpression<String>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.values.insert(id.name.clone());
            }
            InlineExpression::MessageReference { id, attribute } => {
                let attribute = attribute.as_ref().map(|one| format!(".{}", one.name));
                self.others
                    .insert(format!("{}{}", id.name, attribute.unwrap_or_default()));
            }
            InlineExpression::TermReference { id, .. } => {
                self.others.insert(format!("-{}", id.name));
            }
            InlineExpression::FunctionReference {
                arguments: CallArguments { positional, .. },
                ..
            } => {
                for one in positional {
                    self.ask_inline(one);
                }
            }
            InlineExpression::Placeable { expression } => self.ask(expression),
            InlineExpression::StringLiteral { value } => self.words += value,
            InlineExpression::NumberLiteral { .. } => {}
        }
    }
}

fn catalogue_text(language: Language) -> String {
    fs::read_to_string(root().join(format!("src/messages/{}.ftl", language.tag()))).unwrap()
}

/// All that a catalogue says, by name: `link-unsafe`, `link-unsafe.hint`, `-print-json`.
fn catalogue(language: Language) -> BTreeMap<String, Said> {
    let parsed = fluent_syntax::parser::parse(catalogue_text(language))
        .unwrap_or_else(|(_, errors)| panic!("{}.ftl: {errors:#?}", language.tag()));
    let mut all: BTreeMap<String, Said> = BTreeMap::new();
    let mut put = |name: String, pattern: &Pattern<String>| {
        let mut said = Said::default();
        said.add(pattern);
        let before = all.insert(name.clone(), said);
        assert!(before.is_none(), "{}.ftl: {name} twice", language.tag());
    };
    for entry in &parsed.body {
        let (name, value, attributes) = match entry {
            Entry::Message(one) => (one.id.name.clone(), one.value.as_ref(), &one.attributes),
            Entry::Term(one) => (
                format!("-{}", one.id.name),
                Some(&one.value),
                &one.attributes,
            ),
            Entry::Junk { content } => panic!("{}.ftl: {content}", language.tag()),
            _ => continue,
        };
        for attribute in attributes {
            put(format!("{name}.{}", attribute.id.name), &attribute.value);
        }
        if let Some(value) = value {
            put(name, value);
        }
    }
    all
}

/// Fails with all faults at once, one a line.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn both_languages_say_the_same_with_the_same_values() {
    let (english, chinese) = (catalogue(Language::English), catalogue(Language::Chinese));
    let mut faults = Vec::new();
    for (name, said) in &english {
        match chinese.get(name) {
            None => faults.push(format!("zh-CN.ftl lacks {name}")),
            Some(own) if own.values != said.values => faults.push(format!(
                "{name}: zh-CN.ftl has the values {:?}, en.ftl {:?}",
                own.values, said.values
            )),
            Some(_) => {}
        }
    }
    let extra = chinese.keys().filter(|name| !english.contains_key(*name));
    faults.extend(extra.map(|name| format!("en.ftl lacks {name}")));
    none(&faults);
    // In the same order, so that one is read beside the other.
    let names = |language| -> Vec<String> {
        let name = Regex::new(r"(?m)^(-?[a-z][a-z0-9-]*) =").unwrap();
        name.captures_iter(&catalogue_text(language))
            .map(|found| found[1].to_owned())
            .collect()
    };
    assert_eq!(names(Language::English), names(Language::Chinese));
}

/// Names and values that are the same in every language.
const SAME: &[&str] = &[
    "help-schema-of.site",
    "doctor-libreoffice",
    "file-source-is",
];

#[test]
fn chinese_is_chinese() {
    let mut faults = Vec::new();
    let half = Regex::new(r"\p{Han}[,;?!](?:\s|\p{Han})|\p{Han}\.(?:\s|$)").unwrap();
    let english = catalogue(Language::English);
    for (name, said) in catalogue(Language::Chinese) {
        let letters = said.words.chars().any(char::is_alphabetic);
        let han = said.words.chars().any(dafu::text::is_han);
        if letters && !han && !SAME.contains(&name.as_str()) {
            faults.push(format!("{name} = “{}” is not translated", said.words));
        }
        for mark in ["!", "！"] {
            if said.words.contains(mark) && !english[&name].words.contains(mark) {
                faults.push(format!("{name} = “{}” has {mark}", said.words));
            }
        }
        // Between Han characters a comma or stop is full-width.
        if let Some(found) = half.find(&said.words) {
            faults.push(format!("{name}: half-width “{}”", found.as_str()));
        }
    }
    none(&faults);
}

/// Rust source below `src/` without its unit tests.
fn source() -> String {
    walkdir::WalkDir::new(root().join("src"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .map(|entry| {
            let text = fs::read_to_string(entry.path()).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let comment = Regex::new(r"(?m)^\s*//.*$").unwrap();
            comment.replace_all(code, "").into_owned()
        })
        .collect::<Vec<String>>()
        .join("\n")
}

/// The messages of the help: of every command and argument there is.
fn of_help(command: &clap::Command, id: &str, all: &mut BTreeSet<String>) {
    all.extend([id.to_owned(), format!("{id}.after"), format!("{id}.long")]);
    for argument in command.get_arguments() {
        let id = format!("{id}-{}", argument.get_id().as_str().replace('_', "-"));
        for value in argument.get_possible_values() {
            all.insert(format!("{id}.{}", value.get_name()));
        }
        all.insert(id);
    }
    for sub in command.get_subcommands() {
        of_help(sub, &format!("{id}-{}", sub.get_name()), all);
    }
}

#[test]
fn every_message_is_used_and_every_one_that_is_used_is_there() {
    let known = catalogue(Language::English);
    let source = source();
    let mut faults = Vec::new();
    let told = Regex::new(r#"(?:tell!|tell_more!)\(\s*"([a-zA-Z0-9.-]+)""#).unwrap();
    for found in told.captures_iter(&source) {
        if !known.contains_key(&found[1]) {
            faults.push(format!(
                "the source asks for {}, which is not there",
                &found[1]
            ));
        }
    }
    let literal = Regex::new(r#""([a-z][a-zA-Z0-9._-]*)""#).unwrap();
    let mut used: BTreeSet<String> = literal
        .captures_iter(&source)
        .map(|found| found[1].to_owned())
        .collect();
    for said in known.values() {
        used.extend(said.others.iter().cloned());
    }
    of_help(&dafu::cli::command(), "help", &mut used);
    for code in dafu::diagnostic::codes::all() {
        let name = format!("code-{}", code.code);
        used.extend([format!("{name}.text"), name]);
    }
    for code in dafu::diagnostic::codes::FIXED {
        used.insert(format!("fixed-{code}"));
    }
    let tried = Regex::new(r#"(?:at_path\(\s*|action: )"([a-z .]+)""#).unwrap();
    for found in tried.captures_iter(&source) {
        let name = format!("action-{}", found[1].replace([' ', '.'], "-"));
        if !known.contains_key(&name) {
            faults.push(format!("there is no {name}"));
        }
        used.insert(name);
    }
    for name in known.keys() {
        let fact = name.strip_prefix("fact-");
        if !used.contains(name) && !fact.is_some_and(|key| used.contains(key)) {
            faults.push(format!("{name} is used nowhere"));
        }
    }
    none(&faults);
}

/// The arguments of a call, to the bracket that closes it.
fn arguments(source: &str) -> Vec<&str> {
    let (mut depth, mut from) = (0, 0);
    let mut all = Vec::new();
    for (at, c) in source.char_indices() {
        match c {
            ',' if depth == 0 => {
                all.push(&source[from..at]);
                from = at + 1;
            }
            ')' if depth == 0 => {
                all.push(&source[from..at]);
                break;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    all
}

#[test]
fn every_value_that_is_asked_for_is_given() {
    let known = catalogue(Language::English);
    let mut faults = Vec::new();
    let source = source();
    let told = Regex::new(r#"tell!\(\s*"([a-zA-Z0-9.-]+)""#).unwrap();
    let name = Regex::new(r"^\s*([a-z_]+)\s*(?:=[^=]|$)").unwrap();
    for found in told.captures_iter(&source) {
        let from = found.get(0).unwrap().end();
        let given: BTreeSet<String> = arguments(&source[from..])
            .iter()
            .filter_map(|one| name.captures(one))
            .map(|found| found[1].to_owned())
            .collect();
        let Some(said) = known.get(&found[1]) else {
            continue;
        };
        if said.values != given {
            faults.push(format!(
                "{} asks for {:?} and is given {given:?}",
                &found[1], said.values
            ));
        }
    }
    none(&faults);
}

/// Runs dafu over a site in the environment of a machine that says of its language only what is given.
fn dafu(site: &Site, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dafu"));
    for name in [
        "DAFU_LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "LC_CTYPE",
        "LANG",
        "LANGUAGE",
    ] {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .current_dir(site.folder())
        .env("NO_COLOR", "1")
        .env("SOURCE_DATE_EPOCH", "1748736000")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn the_language_is_the_option_then_the_variable_then_the_system() {
    let site = Site::new();
    let chinese = |variables: &[(&str, &str)], arguments: &[&str]| {
        let said = text(&dafu(&site, variables, arguments));
        assert_ne!(said.contains("用法："), said.contains("Usage:"), "{said}");
        said.contains("用法：")
    };
    let zh = [("LANG", "zh_CN.UTF-8")];
    assert!(chinese(&zh, &["--help"]));
    assert!(chinese(
        &[("LANG", "en_GB.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")],
        &["-h"]
    ));
    assert!(chinese(
        &[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW")],
        &["-h"]
    ));
    assert!(!chinese(&[("LC_ALL", "C"), zh[0]], &["--help"]));
    assert!(!chinese(&[("DAFU_LANG", "en"), zh[0]], &["build", "-h"]));
    assert!(chinese(
        &[("DAFU_LANG", "zh"), ("LC_ALL", "C")],
        &["build", "-h"]
    ));
    assert!(!chinese(&zh, &["--lang", "en", "build", "-h"]));
    assert!(!chinese(&zh, &["build", "--lang=en", "-h"]));
    assert!(chinese(
        &[("LC_ALL", "C")],
        &["build", "-h", "--lang", "zh"]
    ));
    assert!(!chinese(&[("LC_ALL", "de_DE.UTF-8")], &["-h"]));
}

/// A site whose replies have slips: each is told, and none is put into the portal.
fn with_slips() -> Site {
    Site::new()
        .file("dafu.toml", "title = \"答复\"\nprivacy = \"mask\"\n")
        .file(
            "content/a.md",
            "+++\nissued = \"2024-05-07\"\n+++\n# 关于政协十届五次会议第110号提案的答复\n\n王平委员：\n\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n\n一、加快推进\n\n联系电话 13800138000，见[说明](javascript:x)、[那里](#nowhere)。\n\n三、继续努力\n\n感谢您的关心。\n\n某某市住建局\n2024年5月6日\n",
        )
        .file(
            "content/b.txt",
            "关于加装电梯的答复\n\n王平委员：\n\n“您提出的建议收悉。现答复如下：\n\n正文。\n\n某某市教育局\n2024年13月6日\n",
        )
        .file("content/ledger.csv", "案号,承办单位,备注\n999,教育局,无\n")
}

#[test]
fn a_build_that_fails_says_so_in_chinese_with_file_and_line() {
    let site = Site::new().file(
        "content/bad.md",
        "+++\noutcom = \"A\"\n+++\n标题\n\n正文。\n",
    );
    let ran = dafu(&site, &[], &["--lang", "zh", "build"]);
    assert_eq!(ran.status.code(), Some(1));
    let said = text(&ran);
    for words in [
        "content/bad.md:2:1",
        "前置数据：没有 `outcom` 这一项",
        "改法：是不是 `outcome`？",
        "什么都没有写入",
    ] {
        assert!(said.contains(words), "no {words} in {said}");
    }
    assert!(!said.contains("help:"), "{said}");
    // The machine's own language is enough.
    let same = text(&dafu(&site, &[("LANG", "zh_CN.UTF-8")], &["build"]));
    assert_eq!(same, said);
    let missing = text(&dafu(
        &site,
        &[("LANG", "zh_CN.UTF-8")],
        &["build", "nowhere"],
    ));
    assert!(missing.starts_with("错误：nowhere"), "{missing}");
}

#[test]
fn what_is_remembered_between_builds_is_told_in_the_language_of_the_next() {
    let site = with_slips();
    let has_han =
        |said: &str| said.contains("读不出") || said.contains("跳号") || said.contains("之后是");
    for (language, chinese) in [("en", false), ("zh", true), ("en", false)] {
        let said = text(&dafu(
            &site,
            &[("DAFU_LANG", language)],
            &["build", "--verbose"],
        ));
        assert!(said.contains("numbering-jump"), "{said}");
        assert_eq!(has_han(&said), chinese, "{said}");
        assert_eq!(said.contains("is followed by"), !chinese, "{said}");
    }
}

#[test]
fn the_portal_is_the_same_whatever_the_language_of_the_command_line() {
    let portal = |language: &str| -> BTreeMap<String, Vec<u8>> {
        let site = with_slips();
        let ran = dafu(&site, &[], &["build", "--lang", language]);
        assert!(ran.status.success(), "{}", text(&ran));
        let ran = dafu(&site, &[], &["build", "--lang", language, "--archive"]);
        assert!(ran.status.success(), "{}", text(&ran));
        let mut files: BTreeMap<String, Vec<u8>> = walkdir::WalkDir::new(site.path("public"))
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(site.folder()).unwrap();
                (
                    path.to_string_lossy().into_owned(),
                    fs::read(entry.path()).unwrap(),
                )
            })
            .collect();
        files.insert(
            "dafu.lock".to_owned(),
            fs::read(site.path("dafu.lock")).unwrap(),
        );
        files
    };
    let (english, chinese) = (portal("en"), portal("zh"));
    assert!(english.len() > 50);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&english), names(&chinese));
    let differing: Vec<&String> = english
        .iter()
        .filter(|(name, bytes)| chinese[*name] != **bytes)
        .map(|(name, _)| name)
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn what_commands_print_is_in_chinese() {
    let site = with_slips();
    let zh = |arguments: &[&str]| text(&dafu(&site, &[("DAFU_LANG", "zh")], arguments));
    let prose = Regex::new(r"(?m)^.*\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b.*$").unwrap();
    for (arguments, words) in [
        (&["build"][..], &["份文件", "网站", "警告："][..]),
        (&["check"], &["篇答复", "提示", "想知道是什么意思"]),
        (&["check", "--verbose"], &["改法："]),
        (&["search", "电梯"], &["原样包含的"]),
        (&["inspect", "content/a.md"], &["编码：UTF-8", "结构："]),
        (&["explain"], &["错误", "序号跳号"]),
        (
            &["explain", "numbering-jump"],
            &["numbering-jump：序号跳号", "警告，可由 dafu.toml 改变"],
        ),
        (
            &["explain", "numbring"],
            &["没有 `numbring` 这个代码；是不是"],
        ),
        (&["config"], &["默认值"]),
        (&["doctor"], &["处理器", "篇答复"]),
        (&["new", "."], &["错误：.：这里已经有东西了"]),
        (
            &["import", "nothing.docx", "--into", "content"],
            &["失败", "没有这个文件"],
        ),
        (&["man", "--output", "man1"], &["页 man 手册"]),
    ] {
        let said = zh(arguments);
        for word in words {
            assert!(said.contains(word), "{arguments:?}: no {word} in {said}");
        }
        // No line of prose is left in English: three of its words in a row. Codes, paths and samples are none.
        let left: Vec<&str> = prose
            .find_iter(&said)
            .map(|found| found.as_str())
            .filter(|line| !line.chars().any(dafu::text::is_han) && !line.contains("dafu "))
            .collect();
        assert!(left.is_empty(), "{arguments:?}: {left:?}");
    }
}

#[test]
fn every_command_has_its_help_in_both_languages() {
    let site = Site::new();
    let commands = dafu::cli::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    let mut faults = Vec::new();
    for name in names.chain([""]) {
        for asked in ["-h", "--help"] {
            let arguments: Vec<&str> = [name, asked]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect();
            let of = |language| text(&dafu(&site, &[("DAFU_LANG", language)], &arguments));
            let (english, chinese) = (of("en"), of("zh"));
            if !english.contains("Usage: dafu") || !english.contains("Examples:\n") {
                faults.push(english);
            }
            // No line of clap's own, and none of the other catalogue: what is not a sample of a command has Han characters.
            let left = chinese.lines().filter(|line| {
                let line = line.trim_start();
                let sample = ["dafu ", "-", "[", "<"]
                    .iter()
                    .any(|start| line.starts_with(start));
                let words = line.chars().any(char::is_alphabetic);
                words && !sample && !line.chars().any(dafu::text::is_han)
            });
            faults.extend(left.map(|line| format!("dafu {name} {asked}: {line}")));
            for words in [
                "Usage",
                "Options",
                "Print",
                "default:",
                "possible values",
                "See",
            ] {
                if chinese.contains(words) {
                    faults.push(format!("dafu {name} {asked} says “{words}”: {chinese}"));
                }
            }
            if !chinese.contains("用法：dafu") || !chinese.contains("例：\n") {
                faults.push(chinese);
            }
        }
    }
    none(&faults);
}
