//! What the READMEs show is so: every command runs, or is listed here with the reason why this test cannot run it;
//! every setting is accepted and has the default that is said; every front matter parses.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use dafu::config::Config;
use dafu::diagnostic::{Diagnostic, Severity};
use dafu::parse::{self, Format, Links};
use tempfile::TempDir;

const READMES: [&str; 2] = ["README.md", "README.zh.md"];

/// Commands that are shown and not run here, and why.
const NOT_RUN: [(&str, &str); 9] = [
    (
        "cargo run --release -- build",
        "compiles; the same command runs here as `dafu build`",
    ),
    (
        "cargo run --release -- serve",
        "does not end; tests/browser/serve.test.mjs serves",
    ),
    (
        "dafu serve mysite",
        "does not end; tests/browser/serve.test.mjs serves",
    ),
    (
        "cargo install --path .",
        "compiles, and writes outside the test's folder",
    ),
    (
        "dafu import inbox",
        "needs an office's files; tests/import.rs makes some",
    ),
    ("bash tests/all.sh", "runs this test"),
    (
        "cargo bench --bench phases -- SITE OUTPUT",
        "compiles, and measures for a minute",
    ),
    ("python3 benches/next.py 10000", "measures for minutes"),
    (
        "python3 benches/run.py REPLIES",
        "fetches peers, and measures for minutes",
    ),
];

/// How a command begins that a README shows within a line of text: `` `dafu new` ``.
const PROGRAMS: [&str; 4] = ["cargo ", "bash ", "dafu ", "python3 "];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// A fenced block: its language and its lines.
struct Block {
    language: String,
    text: String,
}

/// The fenced blocks of a Markdown text, and the text outside of them.
fn blocks(markdown: &str) -> (Vec<Block>, String) {
    let mut blocks = Vec::new();
    let mut outside = String::new();
    let mut open: Option<Block> = None;
    for line in markdown.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                open = Some(Block {
                    language: language.trim().to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.text.extend([line, "\n"]),
            (None, None) => outside.extend([line, "\n"]),
        }
    }
    assert!(open.is_none(), "a fence that does not end");
    (blocks, outside)
}

/// Every command line that a README shows, in order and without its comment.
fn commands(markdown: &str) -> Vec<String> {
    let (blocks, outside) = blocks(markdown);
    assert!(
        !outside.lines().any(|line| line.starts_with("    ")),
        "indented code: put it between fences, so that this test sees what it is"
    );
    let fenced = blocks
        .iter()
        .filter(|block| block.language == "sh")
        .flat_map(|block| block.text.lines())
        .map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned())
        .filter(|line| !line.is_empty());
    let spans = outside
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|span| PROGRAMS.iter().any(|program| span.starts_with(program)))
        // A command's name alone (`dafu new`) is no command line; the help is asked of every command anyway.
        .filter(|span| span.split(' ').count() > 2)
        .map(str::to_owned);
    fenced.chain(spans).collect()
}

/// A copy of the sample site.
fn sample() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["content", "themes", "docs"] {
        for entry in walkdir::WalkDir::new(repository().join(part)) {
            let entry = entry.expect("a folder that can be listed");
            let below = entry
                .path()
                .strip_prefix(repository())
                .expect("within the repository");
            let to = folder.path().join(below);
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).expect("a folder");
            } else {
                fs::copy(entry.path(), to).expect("a copy");
            }
        }
    }
    fs::copy(
        repository().join("dafu.toml"),
        folder.path().join("dafu.toml"),
    )
    .expect("a copy");
    folder
}

fn dafu(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dafu"))
        .env("DAFU_LANG", "en")
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("dafu runs")
}

#[track_caller]
fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let ran = dafu(folder, arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        ran.status.success(),
        "dafu {}\n{}{}",
        arguments.join(" "),
        text(&ran.stdout),
        text(&ran.stderr)
    );
    text(&ran.stdout)
}

#[test]
fn every_command_shown_runs_or_is_known_not_to() {
    let mut not_shown: BTreeSet<&str> = NOT_RUN.iter().map(|(command, _)| *command).collect();
    for name in READMES {
        let site = sample();
        let commands = commands(&read(name));
        let mut ran = 0;
        for command in &commands {
            if NOT_RUN.iter().any(|(known, _)| known == command) {
                not_shown.remove(command.as_str());
                continue;
            }
            let words: Vec<&str> = command.split_whitespace().collect();
            assert_eq!(
                words[0], "dafu",
                "{name} shows `{command}`: run it here, or list it in NOT_RUN with the reason"
            );
            assert!(
                !command.contains(['|', '>', '"', '\'', '$', '&', ';']),
                "{name}: `{command}` needs a shell"
            );
            let said = succeeds(site.path(), &words[1..]);
            assert!(!said.is_empty(), "{name}: `{command}` says nothing");
            ran += 1;
        }
        assert!(ran >= 4, "{name}: only {ran} commands of {commands:?}");
        assert!(
            site.path().join("mysite/public/index.html").exists(),
            "{name}: “the portal is in mysite/public”"
        );
        succeeds(site.path(), &["build"]);
        assert!(
            site.path().join("public/index.html").exists(),
            "{name}: “into public/”"
        );
    }
    assert!(
        not_shown.is_empty(),
        "no README shows {not_shown:?} any more"
    );
}

#[test]
fn every_command_has_help_and_stands_in_the_readme() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let help = succeeds(folder.path(), &["--help"]);
    let names: Vec<&str> = help
        .split_once("Commands:")
        .and_then(|(_, rest)| rest.split_once("Options:"))
        .expect("commands and options")
        .0
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert_eq!(
        names,
        [
            "new",
            "import",
            "check",
            "build",
            "serve",
            "search",
            "inspect",
            "explain",
            "config",
            "doctor",
            "schema",
            "completions",
            "man"
        ]
    );
    for command in names {
        let help = succeeds(folder.path(), &[command, "--help"]);
        assert!(
            help.contains(&format!("Usage: dafu {command}")) && help.contains("--help"),
            "{help}"
        );
        for name in READMES {
            assert!(
                read(name).contains(&format!("dafu {command} ")),
                "{name} does not show `dafu {command}`"
            );
        }
    }
}

/// The TOML blocks of the READMEs: front matter, and settings.
fn toml_blocks() -> (Vec<String>, Vec<String>) {
    READMES
        .iter()
        .flat_map(|name| blocks(&read(name)).0)
        .filter(|block| block.language == "toml")
        .map(|block| block.text)
        .partition(|text| text.starts_with("+++"))
}

/// The same with every setting switched on that stands behind a `#`: `# agency = "…"`.
fn uncommented(toml: &str) -> String {
    let lines = toml.lines().map(|line| match line.strip_prefix("# ") {
        Some(setting) if setting.contains(" = ") => setting,
        _ => line,
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn every_dafu_toml_shown_is_accepted_and_names_the_defaults() {
    let (_, settings) = toml_blocks();
    assert!(!settings.is_empty());
    for text in &settings {
        let mut config = Config::read(text).unwrap_or_else(|e| panic!("{e}: {e:?}\n{text}"));
        // A table for the outcomes is there to show where it stands; it is empty.
        assert!(
            config
                .outcomes
                .values()
                .all(std::collections::BTreeMap::is_empty)
        );
        config.outcomes.clear();
        assert_eq!(
            format!("{config:#?}"),
            format!("{:#?}", Config::default()),
            "“with its defaults”"
        );
    }
    for text in settings.iter().map(|text| uncommented(text)) {
        // `"…"` stands for a name, which the settings that take one accept.
        let site = sample();
        fs::write(site.path().join("dafu.toml"), &text).expect("a file");
        succeeds(site.path(), &["build"]);
        let config = Config::read(&text).expect("settings");
        assert!(config.defaults.agency.is_some() && config.outcome(None, 'A').is_some());
    }
}

#[test]
fn every_front_matter_shown_parses_and_builds() {
    let (front_matters, _) = toml_blocks();
    assert!(!front_matters.is_empty());
    for (at, front) in front_matters.iter().enumerate() {
        let document = format!("{front}关于加装电梯的提案的答复\n\n正文。\n");
        let parsed = parse::parse(&document, Format::Markdown, Links::default());
        let errors: Vec<&Diagnostic> = parsed
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let reply = &parsed.reply;
        assert!(
            reply.issued.is_some() && reply.session.is_some() && !reply.revisions.is_empty(),
            "{reply:#?}"
        );

        let site = sample();
        fs::write(site.path().join(format!("content/shown-{at}.md")), document).expect("a file");
        for attachment in &reply.attachments {
            let file = attachment.file.as_deref().expect("a file, not a link");
            fs::write(site.path().join("content").join(file), "pdf").expect("a file");
        }
        succeeds(site.path(), &["build"]);
        let page = site.path().join(format!(
            "public/{}",
            dafu::catalog::reply_path(&reply.id, "html")
        ));
        assert!(page.exists(), "{}", page.display());
    }
}

/// “All keys are optional”: then the README must show all of them, or nobody learns of them.
#[test]
fn front_matter_shown_has_every_key() {
    let document = "+++\nnonsense = 1\n+++\n标题的答复\n\n正文。\n";
    let parsed = parse::parse(document, Format::Markdown, Links::default());
    let message = &parsed.diagnostics[0].message;
    let keys: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
    assert!(keys.len() > 20, "{message}");
    let readme = read("README.md");
    for key in keys {
        assert!(
            readme.contains(&format!("\n{key} = ")) || readme.contains(&format!("`{key} = ")),
            "README.md does not show `{key}`"
        );
    }
}
