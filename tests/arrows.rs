//! Who sees whom: the arrows that ARCHITECTURE.md draws, held against what each module names.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;

/// The modules that each sees, no more and no fewer, besides [`BY_ALL`]. `site` and `cli` see what they like.
const MAY_SEE: [(&str, &[&str]); 33] = [
    ("archive", &[]),
    ("bundle", &["catalog", "index", "output", "reading", "text"]),
    ("catalog", &["model", "numbering", "reading"]),
    ("changes", &["index", "output"]),
    (
        "config",
        &[
            "diagnostic",
            "ledger",
            "model",
            "parse",
            "privacy",
            "source",
            "text",
        ],
    ),
    (
        "data",
        &[
            "catalog",
            "made",
            "model",
            "output",
            "render",
            "shared_file",
        ],
    ),
    ("diagnostic", &[]),
    ("digest", &[]),
    (
        "doctor",
        &["config", "import", "lock", "output", "render", "source"],
    ),
    ("error", &["diagnostic"]),
    ("excerpt", &["catalog", "text"]),
    ("held", &[]),
    ("import", &["diagnostic", "model", "parse", "source"]),
    (
        "index",
        &[
            "catalog",
            "model",
            "numbering",
            "query",
            "state",
            "swap",
            "text",
        ],
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
    ("lock", &["catalog", "diagnostic", "output"]),
    ("made", &["catalog", "index", "output", "render"]),
    ("messages", &["text"]),
    ("model", &[]),
    ("numbering", &[]),
    ("output", &["catalog", "changes", "state", "swap"]),
    ("parse", &["diagnostic", "model", "text"]),
    (
        "privacy",
        &[
            "archive",
            "bundle",
            "config",
            "diagnostic",
            "index",
            "model",
            "output",
            "parse",
            "shared_file",
            "source",
            "text",
        ],
    ),
    ("query", &["text"]),
    ("reading", &[]),
    (
        "render",
        &[
            "archive", "bundle", "catalog", "config", "excerpt", "model", "parse", "reading",
            "text",
        ],
    ),
    (
        "review",
        &["config", "diagnostic", "model", "parse", "source", "text"],
    ),
    ("shared_file", &[]),
    ("source", &["diagnostic"]),
    ("state", &[]),
    ("suggest", &[]),
    ("swap", &[]),
    ("text", &["query"]),
];

/// What all may see: none of these sees a phase.
const BY_ALL: [&str; 5] = ["digest", "error", "held", "messages", "suggest"];

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
    let mut known: BTreeSet<String> = (MAY_SEE.iter())
        .map(|(name, _)| (*name).to_owned())
        .collect();
    known.extend(["site", "cli"].map(str::to_owned));
    assert_eq!(known, modules(), "a module is missing in MAY_SEE, or gone");
    for (module, may) in MAY_SEE {
        let mut seen = sees(module);
        seen.retain(|one| !BY_ALL.contains(&&**one));
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
