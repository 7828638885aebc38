//! The command line: its examples are understood, its completions and man pages know every command, and it says where a setting is from.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use support::{Site, text};

impl Site {
    /// What `dafu new` makes.
    fn started() -> Site {
        let site = Site::new();
        site.succeeds(&["new", "."]);
        site
    }

    /// Runs dafu, which must succeed, and gives what it printed.
    #[track_caller]
    fn succeeds(&self, arguments: &[&str]) -> String {
        let ran = self.dafu(arguments);
        assert!(ran.status.success(), "dafu {arguments:?}: {}", text(&ran));
        String::from_utf8(ran.stdout).expect("UTF-8")
    }
}

fn names() -> Vec<String> {
    let command = dafu::cli::command();
    let names = command
        .get_subcommands()
        .map(|one| one.get_name().to_owned());
    names.filter(|name| name != "help").collect()
}

/// The words of a command line as a shell would see them, as far as examples need it: quotes, and nothing behind `>`, `|` or a column
/// of explanation.
fn words(line: &str) -> Vec<String> {
    let line = line.split("  ").next().unwrap_or(line);
    let line = line.split(['>', '|']).next().unwrap_or(line);
    let mut words = Vec::new();
    let (mut word, mut quoted) = (String::new(), false);
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    assert!(!quoted, "{line}");
    words
}

#[test]
fn every_command_has_examples_that_are_understood() {
    let site = Site::new();
    for name in names() {
        for asked in ["-h", "--help"] {
            let help = site.succeeds(&[&name, asked]);
            let (_, examples) = help.split_once("Examples:\n").expect(&help);
            let examples = examples.split("\n\n").next().unwrap_or(examples);
            let lines: Vec<&str> = examples
                .lines()
                .filter(|line| line.starts_with("  "))
                .collect();
            assert!(!lines.is_empty(), "{help}");
            for line in lines {
                let words = words(line.trim());
                assert_eq!(words[..2], ["dafu".to_owned(), name.clone()], "{line}");
                let understood = dafu::cli::command().try_get_matches_from(&words);
                assert!(understood.is_ok(), "{line}: {understood:?}");
                assert!(line.chars().count() <= 100, "{line}");
            }
        }
    }
}

#[test]
fn completions_know_every_command() {
    let site = Site::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = site.succeeds(&["completions", shell]);
        for name in names() {
            assert!(script.contains(&name), "{shell} does not know {name}");
        }
        assert!(script.contains("changed"), "{shell}");
        if shell == "bash" {
            let file = site.path("dafu.bash");
            fs::write(&file, &script).expect("a file");
            // What bash itself would offer after `dafu che`.
            let ask = format!(
                "source '{}' && COMP_WORDS=(dafu che) COMP_CWORD=1 && _dafu dafu che dafu && echo \"${{COMPREPLY[@]}}\"",
                file.display()
            );
            let ran = Command::new("bash")
                .args(["-c", &ask])
                .output()
                .expect("bash");
            assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), "check");
        }
    }
}

#[test]
fn every_command_has_a_man_page() {
    let site = Site::new();
    site.succeeds(&["man", "--output", "man1"]);
    let pages: BTreeSet<String> = fs::read_dir(site.path("man1"))
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert!(pages.contains("dafu.1"), "{pages:?}");
    for name in names() {
        assert!(
            pages.contains(&format!("dafu-{name}.1")),
            "{name}: {pages:?}"
        );
    }
    let first = site.succeeds(&["man"]);
    assert!(first.contains(".TH dafu 1"), "{first}");
    assert_eq!(
        first.as_bytes(),
        fs::read(site.path("man1/dafu.1")).expect("a page")
    );
}

#[test]
fn a_setting_is_shown_with_where_it_is_from() {
    let site = Site::started();
    let settings = "title = \"甲\"\n\n[data]\noffice_from = 3\n";
    site.write("dafu.toml", settings);
    let shown = site.succeeds(&["config"]);
    let line = |start: &str| {
        let mut lines = shown.lines();
        let found = lines.find(|line| line.starts_with(start));
        found.unwrap_or_else(|| panic!("no {start} in {shown}"))
    };
    assert!(line("title = \"甲\"").ends_with("# dafu.toml:1"));
    assert!(line("office_from = 3").ends_with("# dafu.toml:4"));
    assert!(line("page_size = 50").ends_with("# default"));

    // What is shown is a dafu.toml, and all of it was said there.
    site.write("dafu.toml", &shown);
    let again = site.succeeds(&["config"]);
    let values = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .map(|line| line.rsplit_once(" # ").map_or(line, |(value, _)| value));
        lines.map(|line| line.trim_end().to_owned()).collect()
    };
    assert_eq!(values(&shown), values(&again));
    let said = again.lines().filter(|line| line.contains(" = "));
    assert!(
        said.clone().count() >= 20 && !said.clone().any(|line| line.ends_with("# default")),
        "{again}"
    );

    let json = site.succeeds(&["config", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(
        json.as_array()
            .is_some_and(|all| all.iter().any(|one| one["key"] == "office_from"
                && one["table"] == "data"
                && one["value"] == "3"))
    );
}

#[test]
fn a_wrong_setting_ends_every_command_that_reads_them_alike() {
    let site = Site::started();
    site.write("dafu.toml", "page_sise = 20\n");
    for command in ["config", "check", "build"] {
        let ran = site.dafu(&[command]);
        let said = text(&ran);
        assert_eq!(ran.status.code(), Some(1), "{said}");
        assert!(said.contains("did you mean `page_size`"), "{said}");
    }
}

#[test]
fn a_check_that_cannot_read_the_settings_says_that_it_looked_at_nothing() {
    let site = Site::started();
    let nothing = "dafu.toml could not be read, so nothing was looked at";
    let json = |site: &Site| -> serde_json::Value {
        serde_json::from_slice(&site.dafu(&["check", "--json"]).stdout).expect("JSON")
    };
    let keys = |json: &serde_json::Value| -> BTreeSet<String> {
        let all = json.as_object().expect("an object");
        all.keys().cloned().collect()
    };
    let whole = json(&site);
    assert_eq!(whole["error"], serde_json::Value::Null, "{whole}");

    site.write("dafu.toml", "page_sise = 20\n");
    let said = text(&site.dafu(&["check"]));
    assert!(
        said.contains(nothing) && !said.contains("0 documents"),
        "{said}"
    );
    let said = text(&site.dafu(&["check", "--lang", "zh"]));
    assert!(
        said.contains("dafu.toml 读不出来，所以什么都没有检查"),
        "{said}"
    );
    assert!(!said.contains("0 份文件"), "{said}");
    let quiet = text(&site.dafu(&["check", "--quiet"]));
    assert!(
        quiet.contains("page_sise") && !quiet.contains(nothing),
        "{quiet}"
    );

    // What a program knew to read is there as before.
    let broken = json(&site);
    assert_eq!(broken["error"], nothing, "{broken}");
    assert_eq!(
        (&broken["documents"], &broken["counts"]["error"]),
        (&0.into(), &1.into())
    );
    assert_eq!(broken["findings"][0]["code"], "config", "{broken}");
    let mut known = keys(&whole);
    known.insert("error".to_owned());
    assert_eq!(keys(&broken), known);
}

#[test]
fn a_build_tells_programs_what_it_did_and_says_nothing_if_asked() {
    let site = Site::started();
    let json = site.succeeds(&["build", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON and nothing else");
    assert_eq!(
        (&json["version"], &json["replies"]),
        (&1.into(), &2.into()),
        "{json}"
    );
    assert!(
        json["files"].as_u64().is_some_and(|files| files > 50),
        "{json}"
    );
    let index = json["output"]
        .as_str()
        .map(|output| site.path(output).join("index.html"));
    assert!(index.is_some_and(|index| index.is_file()), "{json}");

    for command in ["build", "check"] {
        let ran = site.dafu(&[command, "--quiet"]);
        assert!(
            ran.stdout.is_empty() && ran.stderr.is_empty(),
            "{command}: {ran:?}"
        );
    }
    site.write("content/bad.md", "+++\nnonsense = 1\n+++\n标题\n\n正文。\n");
    for command in ["build", "check"] {
        let ran = site.dafu(&[command, "--quiet"]);
        assert_eq!(ran.status.code(), Some(1));
        let said = text(&ran);
        assert!(
            said.contains("bad.md") && said.contains("nonsense"),
            "{command}: {said}"
        );
    }
    // A program is told of a failure as of a success: on standard output, and in JSON alone.
    let ran = site.dafu(&["build", "--json"]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(ran.stderr.is_empty(), "{}", text(&ran));
    let json: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    assert_eq!(json["findings"][0]["file"], "content/bad.md", "{json}");
    assert!(
        json["error"]
            .as_str()
            .is_some_and(|error| error.contains("nothing was written"))
    );
}

/// `dafu serve`, which goes with the test; what it says comes line by line.
struct Serving {
    child: Child,
    out: mpsc::Receiver<String>,
    err: mpsc::Receiver<String>,
}

impl Serving {
    fn new(site: &Site, arguments: &[&str]) -> Serving {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dafu"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(site.folder())
            .envs([("DAFU_LANG", "en"), ("NO_COLOR", "1")])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("dafu serve");
        let out = lines(child.stdout.take().expect("a pipe"));
        let err = lines(child.stderr.take().expect("a pipe"));
        Serving { child, out, err }
    }

    /// All that it has said, once it is ended.
    fn end(mut self) -> (Vec<String>, Vec<String>) {
        self.child.kill().expect("an end");
        self.child.wait().expect("an end");
        (self.out.iter().collect(), self.err.iter().collect())
    }
}

/// What comes out of a pipe.
fn lines(pipe: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    receiver
}

/// The lines to the one that holds some words; that this takes for ever is no way to fail.
#[track_caller]
fn until(lines: &mpsc::Receiver<String>, words: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    while !all.last().is_some_and(|line| line.contains(words)) {
        match lines.recv_timeout(Duration::from_mins(2)) {
            Ok(line) => all.push(line),
            Err(error) => panic!("no {words} ({error}) in {all:#?}"),
        }
    }
    all
}

/// Three replies that say one thing that is worth a warning, and one that is worth advice.
fn with_warnings() -> Site {
    let site = Site::new().file("dafu.toml", "title = \"答复\"\n");
    for name in ["a", "b", "c"] {
        site.write(
            &format!("content/{name}.txt"),
            format!("关于第{name}号提案的答复\n\n王平委员：\n\n现答复如下：\n\n一、加快推进\n\n三、继续努力\n\n某某市教育局\n2024年5月6日\n"),
        );
    }
    site
}

#[test]
fn serve_says_as_much_as_build_does_if_asked_in_the_same_words() {
    let site = with_warnings();
    let drawn = |lines: &[String]| {
        let code = "numbering-jump";
        lines.iter().filter(|line| line.contains(code)).count()
    };
    let said = |arguments: &[&str]| {
        let serving = Serving::new(&site, arguments);
        let mut out = until(&serving.out, "Serving on");
        let (rest, err) = serving.end();
        out.extend(rest);
        assert!(out.iter().any(|line| line.contains("documents read")));
        drawn(&err)
    };
    assert_eq!((said(&[]), said(&["--verbose"])), (2, 3));
    let both = site.dafu(&["serve", "--verbose", "--quiet"]);
    assert_eq!(both.status.code(), Some(2), "{}", text(&both));
}

#[test]
fn serve_and_new_say_nothing_but_errors_if_asked() {
    let site = with_warnings();
    let serving = Serving::new(&site, &["--quiet"]);
    let started = std::time::Instant::now();
    while !site.path("public/index.html").is_file() {
        assert!(started.elapsed() < Duration::from_mins(2), "no portal");
        std::thread::sleep(Duration::from_millis(50));
    }
    site.write("content/bad.md", "+++\nnonsense = 1\n+++\n标题\n\n正文。\n");
    let said = until(&serving.err, "nothing was written");
    let (out, rest) = serving.end();
    assert!(out.is_empty() && rest.is_empty(), "{out:#?}{rest:#?}");
    let said = said.join("\n");
    assert!(
        said.contains("bad.md:2:1") && !said.contains("numbering-jump"),
        "{said}"
    );

    let ran = site.dafu(&["new", "--quiet", "more"]);
    assert!(
        ran.status.success() && text(&ran).is_empty(),
        "{}",
        text(&ran)
    );
    assert!(site.path("more/dafu.toml").is_file());
    let again = site.dafu(&["new", "-q", "more"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again).contains("error: more"), "{}", text(&again));
}

/// A line of arguments; in each language what is said of it, and what is said beneath.
type Misuse<'t> = (&'t [&'t str], [&'t [&'t str]; 2]);

#[test]
fn wrong_usage_is_told_in_both_languages() {
    let misuses: &[Misuse<'_>] = &[
        (
            &["build", "--quite"],
            [
                &[
                    "there is no option `--quite`",
                    "  tip: did you mean `--quiet`?",
                    "Usage: dafu build ",
                ],
                &[
                    "没有 `--quite` 这个选项",
                    "  改法：是不是 `--quiet`？",
                    "用法：dafu build [选项] [SITE]",
                ],
            ],
        ),
        (
            &["new", "a", "b"],
            [
                &["`b` is one too many", "Usage: dafu new "],
                &["多了 `b`，这里用不着", "用法：dafu new [选项] <FOLDER>"],
            ],
        ),
        (
            &["search", "-噪音"],
            [
                &[
                    "there is no option `-噪`",
                    "  tip: if `-噪` is no option but what you mean, write `-- -噪`",
                ],
                &[
                    "没有 `-噪` 这个选项",
                    "  改法：如果 `-噪` 不是选项，就是要写的内容，请写成 `-- -噪`",
                ],
            ],
        ),
        (
            &["--quiet", "build"],
            [
                &[
                    "there is no option `--quiet`",
                    "  tip: did you mean `build --quiet`?",
                ],
                &[
                    "没有 `--quiet` 这个选项",
                    "  改法：是不是 `build --quiet`？",
                ],
            ],
        ),
        (
            &["--", "build"],
            [
                &[
                    "`build` is one too many",
                    "  tip: leave out the `--` before `build`",
                ],
                &[
                    "多了 `build`，这里用不着",
                    "  改法：请去掉 `build` 前面的 `--`",
                ],
            ],
        ),
        (
            &["biuld"],
            [
                &[
                    "there is no command `biuld`",
                    "  tip: did you mean `build`?",
                    "Usage: dafu [OPTIONS] <COMMAND>",
                ],
                &[
                    "没有 `biuld` 这条命令",
                    "  改法：是不是 `build`？",
                    "用法：dafu [选项] <命令>",
                ],
            ],
        ),
        (
            &["chekc"],
            [
                &["  tip: did you mean `check`, `schema`?"],
                &["  改法：是不是 `check`、`schema`？"],
            ],
        ),
        (
            &["help", "biuld"],
            [&["there is no command `biuld`"], &["没有 `biuld` 这条命令"]],
        ),
        (
            &[],
            [
                &[
                    "`dafu` wants one of these commands:",
                    "  build",
                    "Usage: dafu",
                ],
                &["`dafu` 后面请写一条命令：", "  build", "用法：dafu"],
            ],
        ),
        (
            &["new"],
            [
                &["this is missing:", "  <FOLDER>", "Usage: dafu new "],
                &["还缺：", "  <FOLDER>", "用法：dafu new [选项] <FOLDER>"],
            ],
        ),
        (
            &["build", "--quiet", "--verbose"],
            [
                &["`--quiet` cannot go with `--verbose`"],
                &["`--quiet` 和 `--verbose` 不能同时用"],
            ],
        ),
        (
            &["build", "--json", "--quiet", "--verbose"],
            [
                &["`--json` cannot go with these:", "  --verbose", "  --quiet"],
                &[
                    "`--json` 不能和下面这些同时用：",
                    "  --verbose",
                    "  --quiet",
                ],
            ],
        ),
        (
            &["build", "-o", "a", "-o", "b"],
            [
                &["`--output <OUTPUT>` can be given only once"],
                &["`--output <OUTPUT>` 只能写一次"],
            ],
        ),
        (
            &["build", "--archive=yes"],
            [
                &["`--archive` takes no value: leave out `yes`"],
                &["`--archive` 后面不带值，请去掉 `yes`"],
            ],
        ),
        (
            &["build", "--output"],
            [
                &["`--output <OUTPUT>` wants a value"],
                &["`--output <OUTPUT>` 后面还缺一个值"],
            ],
        ),
        (
            &["schema", "stie"],
            [
                &[
                    "`<OF>` cannot be `stie`",
                    "  [possible values: site, reply]",
                    "  tip: did you mean `site`?",
                ],
                &[
                    "`<OF>` 不能是 `stie`",
                    "  [可选：site, reply]",
                    "  改法：是不是 `site`？",
                ],
            ],
        ),
        (
            &["serve", "--port", "70000"],
            [
                &["`--port <PORT>` cannot be `70000`: give a whole number from 0 to 65535"],
                &["`--port <PORT>` 不能是 `70000`：请写 0 到 65535 之间的整数"],
            ],
        ),
        (
            &["check", "--today", "2024-13-01"],
            [
                &["`--today <DATE>` cannot be `2024-13-01`: give a day like 2026-11-25"],
                &["`--today <DATE>` 不能是 `2024-13-01`：请写一个日期，例如 2026-11-25"],
            ],
        ),
    ];
    let site = Site::new();
    for (arguments, told) in misuses {
        for ((language, start, more), told) in [
            ("en", "error: ", "try `--help` for more, with examples"),
            ("zh", "错误：", "加 `--help` 可以看详细用法和例子"),
        ]
        .into_iter()
        .zip(told)
        {
            let mut all = vec!["--lang", language];
            all.extend_from_slice(arguments);
            let ran = site.dafu(&all);
            assert_eq!(ran.status.code(), Some(2), "{all:?}");
            assert!(ran.stdout.is_empty(), "{all:?}");
            let said = text(&ran);
            assert!(said.starts_with(start), "{said}");
            assert!(said.ends_with(&format!("\n\n{more}\n")), "{said}");
            for words in *told {
                let there = said
                    .lines()
                    .any(|line| line.strip_prefix(start).unwrap_or(line).starts_with(words));
                assert!(there, "{all:?}: no {words} in {said}");
            }
            for words in ["unexpected", "similar", "For more", "Usage"] {
                assert!(
                    language == "en" && words == "Usage" || !said.contains(words),
                    "{said}"
                );
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_utf_8_is_told_in_both_languages() {
    use std::os::unix::ffi::OsStrExt;
    for (language, told) in [("en", "not UTF-8"), ("zh", "不是 UTF-8 编码的文字")] {
        let ran = Command::new(env!("CARGO_BIN_EXE_dafu"))
            .args(["--lang", language, "search"])
            .arg(std::ffi::OsStr::from_bytes(b"\xd6\xd0"))
            .output()
            .expect("dafu");
        assert_eq!(ran.status.code(), Some(2));
        assert!(text(&ran).contains(told), "{}", text(&ran));
    }
}

#[test]
fn wrong_usage_is_in_colour_on_a_terminal_alone() {
    let told = |forced: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dafu"));
        command
            .args(["--lang", "zh", "biuld"])
            .env_remove("NO_COLOR");
        command.env_remove("CLICOLOR_FORCE");
        if forced {
            command.env("CLICOLOR_FORCE", "1");
        }
        text(&command.output().expect("dafu"))
    };
    let (plain, coloured) = (told(false), told(true));
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let style = regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern");
    assert!(style.is_match(&coloured), "{coloured}");
    assert_eq!(style.replace_all(&coloured, ""), plain);
}

#[test]
fn a_folder_that_is_no_site_is_refused_and_the_site_beside_it_named() {
    let around = Site::new();
    for command in ["build", "check", "serve", "config"] {
        let ran = around.dafu(&[command]);
        assert_eq!(ran.status.code(), Some(1), "{command}: {}", text(&ran));
        assert!(text(&ran).contains("this is no site"), "{}", text(&ran));
    }
    around.succeeds(&["new", "mysite"]);
    for command in ["build", "check", "serve", "config"] {
        let ran = around.dafu(&[command]);
        let wanted = format!("mysite is one: dafu {command} mysite");
        assert_eq!(ran.status.code(), Some(1), "{command}: {}", text(&ran));
        assert!(text(&ran).contains(&wanted), "{}", text(&ran));
    }
    let ran = around.dafu(&["build", "mysite/content"]);
    assert!(text(&ran).contains("dafu build mysite\n"), "{}", text(&ran));
    let ran = Command::new(env!("CARGO_BIN_EXE_dafu"))
        .args(["--lang", "zh", "build"])
        .current_dir(around.path("mysite/content"))
        .output()
        .expect("dafu runs");
    assert!(text(&ran).contains("这里不是站点") && text(&ran).contains(".. 是：dafu build .."));
    around.succeeds(&["new", "other"]);
    let ran = around.dafu(&["build"]);
    assert!(
        text(&ran).contains("These are: mysite, other"),
        "{}",
        text(&ran)
    );
    let ran = around.dafu(&["build", "nowhere"]);
    assert!(text(&ran).contains("no such folder"), "{}", text(&ran));
    for folder in [".", "mysite", "mysite/content"] {
        for left in [".dafu", "public"] {
            assert!(!around.path(folder).join(left).exists(), "{folder}/{left}");
        }
    }
    // Settings without documents: nothing is made either.
    let bare = Site::new().file("dafu.toml", "");
    let ran = bare.dafu(&["build"]);
    assert!(text(&ran).contains("no content folder"), "{}", text(&ran));
    assert!(!bare.path(".dafu").exists());
}

#[test]
fn settings_under_another_name_or_in_another_encoding_are_told_how_to_be_saved() {
    let said = |site: &Site, words: &[&str]| {
        for command in ["build", "check", "config"] {
            let ran = site.dafu(&[command]);
            assert_eq!(ran.status.code(), Some(1), "{command}: {}", text(&ran));
            for word in words {
                assert!(text(&ran).contains(word), "{word}: {}", text(&ran));
            }
        }
    };
    let site = Site::new().file("content/a.txt", "关于甲的答复\n\n王平委员：\n\n已办理。\n");
    site.write("dafu.toml.txt", "title = \"甲\"\n");
    said(&site, &["dafu.toml.txt", "rename it"]);
    let settings = "# 网站名称\ntitle = \"澜汀市建议提案答复公开\"\n";
    let (bytes, _, _) = encoding_rs::GBK.encode(settings);
    site.write("dafu.toml", &bytes);
    said(&site, &["dafu.toml is in GB18030", "Save as"]);
    site.write("dafu.toml", format!("\u{feff}{settings}"));
    site.succeeds(&["build"]);
}

#[test]
fn what_is_no_document_is_not_inspected() {
    let site = Site::new();
    for (file, bytes, says) in [
        ("a.docx", &b"PK\x03\x04"[..], "Word file"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.csv", "案号,文号\n".as_bytes(), "ledger is no document"),
        ("a.xlsx", b"PK\x03\x04", "ledger is no document"),
        ("a.html", b"<p>", "web page"),
        ("a.txt", b"PK\x03\x04\x14", "no text"),
    ] {
        site.write(file, bytes);
        let ran = site.dafu(&["inspect", file]);
        assert_eq!(ran.status.code(), Some(1), "{file}: {}", text(&ran));
        assert!(text(&ran).contains(says), "{file}: {}", text(&ran));
        assert!(ran.stdout.is_empty(), "{file}");
    }
}
