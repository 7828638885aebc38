//! The manual in `docs/`: its reference says what the code says, what it shows works, its two languages hold the same pages, and both
//! are portals without a fault.
//!
//! `DAFU_MANUAL=write cargo test --test manual` writes the reference anew after a change of the code.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "manual/reference.rs"]
mod reference;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dafu::diagnostic::codes::Code;
use reference::{Reference, Words};
use support::{Site, text};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A language of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `docs/en`.
    English,
    /// `docs/zh`.
    Chinese,
}

impl Language {
    const ALL: [Language; 2] = [Language::English, Language::Chinese];

    fn folder(self) -> PathBuf {
        root().join(match self {
            Language::English => "docs/en",
            Language::Chinese => "docs/zh",
        })
    }

    /// The same for dafu's own messages.
    fn of_messages(self) -> dafu::messages::Language {
        match self {
            Language::English => dafu::messages::Language::English,
            Language::Chinese => dafu::messages::Language::Chinese,
        }
    }

    fn commands(self) -> clap::Command {
        dafu::cli::command_in(self.of_messages())
    }

    /// The title, the text and why its weight is fixed, of a code.
    fn explained(self, code: &Code) -> (String, String, Option<String>) {
        let language = self.of_messages();
        (
            code.title_in(language),
            code.text_in(language),
            code.fixed_in(language),
        )
    }
}

/// The pages of a manual but its reference: path below `content/` → text.
fn pages(language: Language) -> BTreeMap<String, String> {
    let content = language.folder().join("content");
    walkdir::WalkDir::new(&content)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .map(|path| {
            let name = path.strip_prefix(&content).unwrap().to_str().unwrap();
            (name.to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

#[test]
fn the_reference_says_what_the_code_says() {
    let words = Words::read();
    let write = std::env::var_os("DAFU_MANUAL").is_some_and(|value| value == "write");
    let mut left_over: Option<BTreeSet<String>> = None;
    for language in Language::ALL {
        let mut reference = Reference::new(language, &words);
        let folder = language.folder().join("content/reference");
        for (name, page) in reference.pages() {
            let file = folder.join(name);
            if write {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&file, &page).unwrap();
            }
            let known = fs::read_to_string(&file).unwrap_or_default();
            assert!(
                known == page,
                "{}: the code says something else now; write it anew: DAFU_MANUAL=write cargo test --test manual",
                file.display()
            );
        }
        let missing = &reference.missing;
        assert!(missing.is_empty(), "docs/words.toml lacks {missing:#?}");
        let unused: BTreeSet<String> = reference.left_over().into_iter().cloned().collect();
        left_over = Some(match left_over {
            Some(before) => before.intersection(&unused).cloned().collect(),
            None => unused,
        });
    }
    let left_over = left_over.unwrap();
    assert!(
        left_over.is_empty(),
        "nothing wants {left_over:#?} of docs/words.toml"
    );
}

#[test]
fn both_languages_have_the_same_pages_and_the_home_page_leads_to_each() {
    let names = |language| pages(language).into_keys().collect::<BTreeSet<_>>();
    assert_eq!(names(Language::English), names(Language::Chinese));
    for language in Language::ALL {
        let all = pages(language);
        let home = &all["index.md"];
        for name in all.keys().filter(|name| *name != "index.md") {
            assert!(
                home.contains(&format!("]({name})")),
                "{language:?}: {name} is not on the home page"
            );
        }
    }
}

/// A copy of a manual, so that its portal stands elsewhere.
fn copy(language: Language) -> Site {
    let site = Site::new();
    let folder = language.folder();
    for entry in walkdir::WalkDir::new(&folder) {
        let entry = entry.unwrap();
        let name = entry
            .path()
            .strip_prefix(&folder)
            .unwrap()
            .to_str()
            .unwrap();
        if entry.file_type().is_file() && !name.starts_with("public") && !name.starts_with(".dafu")
        {
            site.write(name, fs::read(entry.path()).unwrap());
        }
    }
    site
}

#[test]
fn both_manuals_are_built_without_a_finding_and_searched() {
    for (language, query) in [
        (Language::English, "\"dafu.lock\""),
        (Language::Chinese, "“一字不差”"),
    ] {
        let site = copy(language);
        let built = site.dafu(&["check"]);
        assert!(built.status.success(), "{language:?}: {}", text(&built));
        let built = site.dafu(&["build"]);
        assert!(built.status.success(), "{language:?}: {}", text(&built));
        let found = site.dafu(&["search", query, "--json"]);
        let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
        assert!(
            !found["results"].as_array().unwrap().is_empty(),
            "{language:?}: {found}"
        );
        let home = site.page("index.html");
        assert!(home.contains("manual.css") && home.contains("home-text"));
    }
}

/// The fenced blocks of a page: language and text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some((language.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence that does not end");
    blocks
}

/// The pages that people wrote, with their blocks.
fn shown() -> Vec<(String, Vec<(String, String)>)> {
    let mut shown = Vec::new();
    for language in Language::ALL {
        for (name, page) in pages(language) {
            if !name.starts_with("reference/") {
                shown.push((format!("{language:?} {name}"), blocks(&page)));
            }
        }
    }
    shown
}

fn copy_into(site: &Site, from: &Path, to: &str) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(from).unwrap().to_str().unwrap();
            site.write(&format!("{to}/{name}"), fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn every_command_shown_runs() {
    let mut ran = 0;
    for (page, blocks) in shown() {
        let commands: Vec<&str> = (blocks.iter())
            .filter(|(language, _)| language == "sh")
            .flat_map(|(_, text)| text.lines())
            .map(|line| line.split(" #").next().unwrap_or(line).trim())
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        if commands.is_empty() {
            continue;
        }
        let site = Site::new();
        copy_into(&site, &root().join("content"), "content");
        copy_into(&site, &root().join("docs/inbox"), "inbox");
        site.write("dafu.toml", fs::read(root().join("dafu.toml")).unwrap());
        let mut folder = site.folder().to_owned();
        for command in commands {
            assert!(
                !command.contains(['|', '>', '"', '\'', '$', '&', ';']),
                "{page}: `{command}` needs a shell"
            );
            let words: Vec<&str> = command.split_whitespace().collect();
            let program = match words[0] {
                "cd" => {
                    folder.push(words[1]);
                    assert!(folder.is_dir(), "{page}: `{command}`");
                    continue;
                }
                "dafu" => env!("CARGO_BIN_EXE_dafu"),
                "mkdir" | "cp" | "rm" => words[0],
                other => panic!("{page}: `{other}` is not run here: show it as console"),
            };
            let output = Command::new(program)
                .args(&words[1..])
                .current_dir(&folder)
                .env("NO_COLOR", "1")
                .env("LC_ALL", "C.UTF-8")
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{page}: `{command}`\n{}",
                text(&output)
            );
            ran += 1;
        }
    }
    assert!(ran > 20, "only {ran} commands");
}

#[test]
fn every_setting_and_template_shown_is_accepted() {
    let (mut settings, mut fronts, mut templates) = (0, 0, 0);
    for (page, blocks) in shown() {
        for (language, shown) in &blocks {
            match &**language {
                "toml" if shown.starts_with("+++") => {
                    let document = format!("{}\n# 关于某事的答复\n\n已办理。\n", shown.trim_end());
                    let parsed = dafu::parse::parse(
                        &document,
                        dafu::parse::Format::Markdown,
                        dafu::parse::Links::default(),
                    );
                    let wrong = parsed
                        .diagnostics
                        .iter()
                        .find(|one| one.code.starts_with("front-matter"));
                    assert!(wrong.is_none(), "{page}: {shown}\n{wrong:?}");
                    fronts += 1;
                }
                "toml" => {
                    let site = Site::new().file("dafu.toml", shown);
                    let output = site.dafu(&["config"]);
                    assert!(
                        output.status.success(),
                        "{page}: {shown}\n{}",
                        text(&output)
                    );
                    settings += 1;
                }
                "html" => {
                    let site = Site::new()
                        .file("dafu.toml", "theme = \"own\"\n")
                        .file("themes/own/templates/shown.html", shown)
                        .file("content/a.txt", "关于甲的答复\n\n王平委员：\n\n已办理。\n");
                    let output = site.dafu(&["build"]);
                    assert!(
                        output.status.success(),
                        "{page}: {shown}\n{}",
                        text(&output)
                    );
                    templates += 1;
                }
                _ => {}
            }
        }
    }
    assert!(
        settings > 5 && fronts > 3 && templates > 1,
        "{settings} {fronts} {templates}"
    );
}

#[test]
fn servers_are_configured_as_the_tests_run_them() {
    let mut compared = 0;
    for (page, blocks) in shown() {
        for (language, shown) in &blocks {
            let file = match &**language {
                "nginx" => "nginx.conf",
                "apache" => "apache.conf",
                "xml" => "web.config",
                "sh" | "console" | "toml" | "text" | "html" | "json" | "js" | "rust" | "python"
                | "css" => continue,
                other => panic!("{page}: nothing tests a block of “{other}”"),
            };
            let ours = fs::read_to_string(root().join("hosting").join(file)).unwrap();
            assert!(
                ours.contains(&**shown),
                "{page}: this is not in hosting/{file}:\n{shown}"
            );
            compared += 1;
        }
    }
    assert!(compared > 2, "only {compared}");
}
