//! Who sees whom: the arrows that ARCHITECTURE.md draws, held against what each module names.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;

/// The modules that a phase sees, no more and no fewer, besides `error`, `messages` and `suggest`, which see none of ours but words.
const MAY_SEE: [(&str, &[&str]); 16] = [
    ("model", &[]),
    ("error", &["diagnostic"]),
    ("messages", &["text"]),
    ("diagnostic", &[]),
    ("source", &["diagnostic"]),
    ("parse", &["diagnostic", "model", "text"]),
    (
        "config",
        &["diagnostic", "ledger", "model", "parse", "privacy", "text"],
    ),
    (
        "ledger",
        &[
            "config",
            "diagnostic",
            "model",
            "parse",
            "review",
            "source",
            "text",
        ],
    ),
    (
        "review",
        &["config", "diagnostic", "model", "parse", "source", "text"],
    ),
    ("catalog", &["model", "numbering", "reading"]),
    ("text", &["query"]),
    ("query", &["text"]),
    (
        "index",
        &["catalog", "model", "numbering", "query", "swap", "text"],
    ),
    ("bundle", &["catalog", "index", "output", "text"]),
    ("output", &["catalog", "changes", "state", "swap"]),
    ("changes", &["index", "output"]),
];

/// What a module names of the crate, its tests left out.
fn sees(module: &str) -> BTreeSet<String> {
    let names = Regex::new(r"crate::\{?([a-z_]+)").unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = BTreeSet::new();
    for entry in walkdir::WalkDir::new(&source) {
        let path = entry.unwrap().into_path();
        let within = path.strip_prefix(&source).unwrap().to_str().unwrap();
        let first = within.split('/').next().unwrap().trim_end_matches(".rs");
        if first != module || path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let code: String = (code.lines())
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| [line, "\n"])
            .collect();
        seen.extend(names.captures_iter(&code).map(|found| found[1].to_owned()));
    }
    seen.remove(module);
    seen
}

fn modules() -> BTreeSet<String> {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let module = Regex::new(r"(?m)^(?:pub )?mod ([a-z_]+);").unwrap();
    module
        .captures_iter(&lib)
        .map(|found| found[1].to_owned())
        .collect()
}

#[test]
fn phases_see_what_they_speak_in_and_not_each_other() {
    for (module, may) in MAY_SEE {
        let mut seen = sees(module);
        seen.retain(|one| !["error", "messages", "suggest"].contains(&&**one));
        let may: BTreeSet<String> = may.iter().map(|one| (*one).to_owned()).collect();
        assert_eq!(
            seen, may,
            "what {module} sees is not what ARCHITECTURE.md draws"
        );
    }
}

#[test]
fn only_the_command_line_sees_the_flow_and_nobody_sees_the_command_line() {
    let all = modules();
    assert!(
        all.len() > 25 && all.contains("site") && all.contains("cli"),
        "{all:?}"
    );
    for module in &all {
        let seen = sees(module);
        assert!(!seen.contains("cli"), "{module} sees cli");
        assert!(
            module == "cli" || !seen.contains("site"),
            "{module} sees site, which sees everything"
        );
    }
}

#[test]
fn only_the_command_line_prints() {
    let prints = Regex::new(r"\be?print(?:ln)?!|\bdbg!").unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(&source) {
        let path = entry.unwrap().into_path();
        let within = path.strip_prefix(&source).unwrap().to_str().unwrap();
        if within.starts_with("cli") || path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (line, number) in code.lines().zip(1..) {
            assert!(
                !prints.is_match(line),
                "src/{within}:{number} prints: {line}"
            );
        }
    }
}
