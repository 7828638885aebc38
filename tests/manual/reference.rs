//! The pages of the manual that say what the code says: commands, settings, front matter, codes, template variables, the format of the
//! bundle. Each is made of what the program itself goes by; words that the code has not stand in `docs/words.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use clap::Command;
use dafu::diagnostic::Severity;
use dafu::diagnostic::codes;
use regex::Regex;
use serde_json::Value;

use crate::support::Site;
use crate::{Language, root};

/// What `docs/words.toml` holds.
#[derive(serde::Deserialize)]
pub struct Words {
    /// What the schemas say, in Chinese.
    sentences: BTreeMap<String, String>,
    /// What a template is given, by its path: English, Chinese.
    variables: BTreeMap<String, [String; 2]>,
}

impl Words {
    pub fn read() -> Words {
        toml::from_str(&fs::read_to_string(root().join("docs/words.toml")).unwrap()).unwrap()
    }
}

/// Makes the pages in one language; notes which words are wanted and not there, and which nobody wants.
pub struct Reference<'w> {
    language: Language,
    words: &'w Words,
    pub missing: BTreeSet<String>,
    pub used: BTreeSet<String>,
}

/// One of two texts.
type Both = [&'static str; 2];

impl<'w> Reference<'w> {
    pub fn new(language: Language, words: &'w Words) -> Self {
        Reference {
            language,
            words,
            missing: BTreeSet::new(),
            used: BTreeSet::new(),
        }
    }

    /// Every page: its name below `reference/`, and its text.
    pub fn pages(&mut self) -> Vec<(&'static str, String)> {
        vec![
            ("commands.md", self.commands()),
            ("settings.md", self.settings()),
            ("front-matter.md", self.front_matter()),
            ("codes.md", self.codes()),
            ("templates.md", self.templates()),
            ("bundle-format.md", self.bundle_format()),
        ]
    }

    fn say(&self, both: Both) -> &'static str {
        both[self.language as usize]
    }

    /// A description of the code's own, in the language of the page.
    fn sentence(&mut self, english: &str) -> String {
        let english = english.replace('\n', " ");
        if english.is_empty() {
            self.missing.insert("a description".to_owned());
        }
        // 主办单位. is one in both.
        if self.language == Language::English || !english.chars().any(|c| c.is_ascii_alphabetic()) {
            return english.trim_end_matches('.').to_owned();
        }
        // `dafu.toml` has a key for each column of a ledger.
        if let Some((_, column)) = english.split_once("column of `") {
            let key = "What the column of `…` is called here.".to_owned();
            let column = column.split('`').next().unwrap();
            let about = self.words.sentences[&key].replace('…', column);
            self.used.insert(key);
            return about;
        }
        self.used.insert(english.clone());
        if let Some(known) = self.words.sentences.get(&english) {
            return known.clone();
        }
        self.missing.insert(english.clone());
        english
    }

    fn head(&self, id: &str, title: Both, intro: Both) -> String {
        let part = self.say(["Reference", "参考"]);
        format!(
            "+++\nid = \"{id}\"\ntopics = [\"{part}\"]\n+++\n\n# {}\n\n{}\n",
            self.say(title),
            self.say(intro)
        )
    }

    fn commands(&mut self) -> String {
        let mut page = self.head(
            "commands",
            ["Commands", "命令"],
            [
                "Every command with its arguments and options, as `dafu help` says them. What dafu leaves behind when it ends: 0 done, 1 an error, 2 wrong usage, 3 a check found warnings alone. Every command takes `--lang zh` or `--lang en`; without it the system's language counts.",
                "全部命令及其参数、选项，与 `dafu help` 所说相同。退出码：0 完成，1 有错误，2 用法不对，3 检查只发现警告。每个命令都可以加 `--lang zh` 或 `--lang en`；不加就按系统的语言。",
            ],
        );
        let mut all = self.language.commands();
        all.build();
        for command in all
            .get_subcommands()
            .filter(|command| command.get_name() != "help")
        {
            self.command(command, &mut page);
        }
        page
    }

    fn command(&self, command: &Command, page: &mut String) {
        let name = command.get_name();
        let about = command.get_long_about().or(command.get_about());
        let usage = command.clone().render_usage().to_string();
        let usage = usage.split_once(": ").map_or(&*usage, |(_, usage)| usage);
        write!(
            page,
            "\n## dafu {name}\n\n{}\n\n```text\n{}\n```\n",
            about.map(ToString::to_string).unwrap_or_default(),
            usage.trim()
        )
        .unwrap();
        let arguments: Vec<_> = (command.get_arguments())
            .filter(|one| !one.is_hide_set() && one.get_id() != "help" && one.get_id() != "lang")
            .collect();
        if !arguments.is_empty() {
            let head = self.say(["| Argument | Meaning |", "| 参数 | 含义 |"]);
            write!(page, "\n{head}\n|---|---|\n").unwrap();
        }
        for argument in arguments {
            let values: Vec<String> = (argument.get_value_names().into_iter().flatten())
                .filter(|_| argument.get_action().takes_values())
                .map(|name| format!("<{name}>"))
                .collect();
            let mut names: Vec<String> = (argument.get_short().map(|short| format!("-{short}")))
                .into_iter()
                .chain(argument.get_long().map(|long| format!("--{long}")))
                .collect();
            if names.is_empty() {
                names.extend(values);
            } else if let Some(last) = names.last_mut() {
                for value in values {
                    write!(last, " {value}").unwrap();
                }
            }
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let mut help = argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            let possible: Vec<String> = (argument.get_possible_values().iter())
                .filter(|_| argument.get_action().takes_values())
                .map(|value| format!("`{}`", value.get_name()))
                .collect();
            if !possible
                .iter()
                .all(|value| help.contains(value.trim_matches('`')))
            {
                write!(help, " [{}]", possible.join(", ")).unwrap();
            }
            writeln!(page, "| {} | {} |", names.join(" "), cell(&help)).unwrap();
        }
        if let Some(examples) = command.get_after_help() {
            write!(page, "\n```text\n{}\n```\n", examples.to_string().trim()).unwrap();
        }
    }

    fn settings(&mut self) -> String {
        let mut page = self.head(
            "settings",
            ["Settings: dafu.toml", "配置：dafu.toml"],
            [
                "Every key of `dafu.toml` with its default; none of them is needed. `dafu config` shows what is in force and where it comes from, `dafu schema site` gives the same as a JSON Schema, by which an editor completes and checks.",
                "`dafu.toml` 的全部键及默认值，一个都不写也行。`dafu config` 显示实际采用的值及其出处；`dafu schema site` 以 JSON Schema 给出同样的内容，编辑器据此补全和检查。",
            ],
        );
        let schema = dafu::config::schema::site();
        let properties = schema["properties"].as_object().unwrap();
        let is_table = |one: &Value| one.get("properties").is_some();
        let top: Vec<_> = (properties.iter())
            .filter(|(_, one)| !is_table(one))
            .collect();
        writeln!(page, "\n## {}\n", self.say(["At the top", "顶层"])).unwrap();
        self.table(top.into_iter(), "", &mut page);
        for (name, table) in properties.iter().filter(|(_, one)| is_table(one)) {
            let about = self.sentence(table["description"].as_str().unwrap());
            write!(page, "\n## [{name}]\n\n{about}\n\n").unwrap();
            if name == "checks" {
                let text = self.say([
                    "`code = \"error\"`, `\"warning\"`, `\"advice\"` or `\"off\"`, for any of the [codes](codes.md) whose weight can be changed.",
                    "`代码 = \"error\"`（错误）、`\"warning\"`（警告）、`\"advice\"`（提示）或 `\"off\"`（不查）；可以改的[代码](codes.md)都行。",
                ]);
                writeln!(page, "{text}").unwrap();
                continue;
            }
            self.table(
                table["properties"].as_object().unwrap().iter(),
                "",
                &mut page,
            );
        }
        page
    }

    fn front_matter(&mut self) -> String {
        let mut page = self.head(
            "front-matter",
            ["Front matter", "前置数据"],
            [
                "Facts that a document says of itself before its text, between two lines of `+++` (TOML) or `---` (YAML). None of them is needed: what is not here is read from the letter. What is here counts before what the letter says.",
                "写在正文之前、两行 `+++`（TOML）或 `---`（YAML）之间的各项。一项都不写也行：没有写的，从正文读取；写了的，以这里为准。",
            ],
        );
        let schema = dafu::config::schema::reply();
        page.push('\n');
        self.table(
            schema["properties"].as_object().unwrap().iter(),
            "",
            &mut page,
        );
        page
    }

    /// Rows for the keys of a schema, those within a key below it.
    fn table<'v>(
        &mut self,
        keys: impl Iterator<Item = (&'v String, &'v Value)>,
        within: &str,
        page: &mut String,
    ) {
        if within.is_empty() {
            let head = self.say(["| Key | Default | Meaning |", "| 键 | 默认值 | 含义 |"]);
            write!(page, "{head}\n|---|---|---|\n").unwrap();
        }
        for (name, one) in keys {
            let path = format!("{within}{name}");
            let mut about = self.sentence(one["description"].as_str().unwrap_or_default());
            let values = values(one);
            if !values.is_empty() {
                write!(about, " [{}]", values.join(", ")).unwrap();
            }
            let default = match one.get("default") {
                Some(Value::Object(empty)) if empty.is_empty() => String::new(),
                Some(Value::Array(empty)) if empty.is_empty() => String::new(),
                Some(value) => format!("`{value}`"),
                None => String::new(),
            };
            writeln!(page, "| `{path}` | {} | {} |", cell(&default), cell(&about)).unwrap();
            let inner = [Some(one), one.get("items")];
            let forms = one
                .get("anyOf")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            for form in inner.into_iter().flatten().chain(forms) {
                if let Some(inner) = form.get("properties").and_then(Value::as_object) {
                    self.table(inner.iter(), &format!("{path}."), page);
                }
            }
        }
    }

    fn codes(&mut self) -> String {
        let mut page = self.head(
            "codes",
            ["What dafu finds", "检查代码"],
            [
                "Every finding has a code. `dafu explain CODE` says the same as this page. In `[checks]` of dafu.toml each can be made graver, lighter, or be turned off, unless it says here that it cannot.",
                "每条发现都有代码，`dafu explain 代码` 说的与本页相同。在 dafu.toml 的 `[checks]` 里可以改变轻重或者不查；不能改的，下面写明。",
            ],
        );
        for (severity, title) in [
            (
                Severity::Error,
                ["Errors: nothing is written", "错误：什么都不写出"],
            ),
            (Severity::Warning, ["Warnings", "警告"]),
            (Severity::Advice, ["Advice", "提示"]),
        ] {
            write!(page, "\n## {}\n", self.say(title)).unwrap();
            let mut found: Vec<_> = codes::all()
                .filter(|one| one.severity == severity)
                .collect();
            found.sort_by_key(|one| one.code);
            for code in found {
                let (title, text, fixed) = self.language.explained(code);
                write!(
                    page,
                    "\n### {}\n\n{}{}\n\n",
                    code.code,
                    escaped(&title),
                    self.say([".", "。"])
                )
                .unwrap();
                for paragraph in text.split("\n\n") {
                    write!(page, "{}\n\n", escaped(&paragraph.replace('\n', " "))).unwrap();
                }
                if let Some(why) = fixed {
                    let cannot = self.say(["It cannot be changed", "不能改变轻重"]);
                    let colon = self.say([": ", "："]);
                    let stop = self.say([".", "。"]);
                    writeln!(page, "{cannot}{colon}{}{stop}", escaped(&why)).unwrap();
                }
            }
        }
        page
    }

    fn bundle_format(&mut self) -> String {
        let page = self.head(
            "bundle-format",
            ["The format of the search bundle", "检索数据格式"],
            [
                "What stands below `search/bundle/` of a portal, byte by byte, so that another program can read it.",
                "门户中 `search/bundle/` 的每一个字节，别的程序据此就能读取。规格只有英文，以免两种文字不一致。",
            ],
        );
        let format = fs::read_to_string(root().join("src/bundle/FORMAT.md")).unwrap();
        let (_, rest) = format.split_once('\n').unwrap();
        format!("{page}\n{}", rest.trim_start())
    }

    fn templates(&mut self) -> String {
        let mut page = self.head(
            "templates",
            ["What templates are given", "模板变量"],
            [
                "A theme is a folder `themes/NAME/`; its `templates/*.html` are [Tera](https://keats.github.io/tera/) templates and take the place of those of the same name in dafu's own theme. This page lists every variable that each is given. An address (`href`) begins at the portal's root: put `{{ root }}` before it. Further: `lang`, the language of the interface; `t`, all words of the interface by their key (see `i18n/` of the theme).",
                "主题就是文件夹 `themes/名称/`，其中 `templates/*.html` 是 [Tera](https://keats.github.io/tera/) 模板，同名的取代 dafu 自带的。本页列出每个模板得到的全部变量。网址（`href`）都从门户的根目录算起，前面要加 `{{ root }}`。此外还有：`lang`，界面语言；`t`，界面上的全部文字，按键取用（见主题的 `i18n/`）。",
            ],
        );
        let given = given();
        let first = |path: &str| path.split(['.', '[']).next().unwrap_or_default().to_owned();
        let roots = |paths: &BTreeMap<String, Kind>| -> BTreeSet<String> {
            paths.keys().map(|path| first(path)).collect()
        };
        let everywhere = (given.values().map(roots))
            .reduce(|all, roots| all.intersection(&roots).cloned().collect())
            .unwrap();
        let common: BTreeMap<&String, &Kind> = (given.values().flatten())
            .filter(|(path, _)| everywhere.contains(&first(path)))
            .collect();
        write!(page, "\n## {}\n\n", self.say(["Every page", "所有网页"])).unwrap();
        self.variables(common.into_iter(), &mut page);
        for (template, paths) in &given {
            let own: Vec<_> = (paths.iter())
                .filter(|(path, _)| !everywhere.contains(&first(path)))
                .collect();
            write!(page, "\n## {template}\n\n").unwrap();
            if own.is_empty() {
                let nothing = self.say(["Nothing further.", "没有别的。"]);
                writeln!(page, "{nothing}").unwrap();
            } else {
                self.variables(own.into_iter(), &mut page);
            }
        }
        page
    }

    fn variables<'p>(
        &mut self,
        paths: impl Iterator<Item = (&'p String, &'p Kind)>,
        page: &mut String,
    ) {
        let head = self.say(["| Variable | Kind | Meaning |", "| 变量 | 类型 | 含义 |"]);
        write!(page, "{head}\n|---|---|---|\n").unwrap();
        for (path, kind) in paths {
            // The longest end of its path that is described: `charts[].title`, else `*.title`.
            let ends =
                std::iter::once(path.clone()).chain(path.match_indices('.').flat_map(|(at, _)| {
                    {
                        let end = &path[at + 1..];
                        [
                            end.contains('.').then(|| end.to_owned()),
                            Some(format!("*.{end}")),
                        ]
                    }
                    .into_iter()
                    .flatten()
                }));
            let known = ends
                .into_iter()
                .find(|end| self.words.variables.contains_key(end));
            let about = if let Some(known) = known {
                let about = self.words.variables[&known][self.language as usize].clone();
                self.used.insert(known);
                about
            } else {
                self.missing.insert(path.clone());
                String::new()
            };
            let kind = self.say(match kind {
                Kind::Text => ["text", "文字"],
                Kind::Number => ["number", "数"],
                Kind::Flag => ["yes or no", "是否"],
                Kind::List => ["list", "列表"],
                Kind::Fields => ["fields", "各项"],
            });
            writeln!(page, "| `{path}` | {kind} | {} |", cell(&about)).unwrap();
        }
    }

    /// Words of `docs/words.toml` that nothing wants any more.
    pub fn left_over(&self) -> Vec<&String> {
        let sentences = self.words.sentences.keys();
        let all = sentences.chain(self.words.variables.keys());
        all.filter(|one| !self.used.contains(*one)).collect()
    }
}

/// The values that a schema allows, if they are few and told.
fn values(schema: &Value) -> Vec<String> {
    let listed = schema.get("enum").and_then(Value::as_array);
    let constants = schema.get("oneOf").and_then(Value::as_array);
    let constants = constants.into_iter().flatten().map(|one| &one["const"]);
    let examples = schema.get("examples").and_then(Value::as_array);
    (listed.into_iter().flatten())
        .chain(constants)
        .chain(examples.into_iter().flatten())
        .filter(|value| !value.is_null())
        .map(|value| format!("`{value}`"))
        .collect()
}

/// A text with what Markdown would take for marks escaped; between backquotes it stays.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        for c in part.chars() {
            if at % 2 == 0 && matches!(c, '*' | '_' | '<' | '>' | '[' | ']' | '\\' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// The same for a cell of a table.
fn cell(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let marks = one_line.split('`').count();
    assert!(marks % 2 == 1, "a backquote without its partner: {text}");
    escaped(&one_line).replace('|', "\\|")
}

/// What a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Flag,
    List,
    Fields,
}

/// Templates that others include: they see what those see.
const PARTS: [&str; 13] = [
    "base.html",
    "chart-table.html",
    "chart.html",
    "contents.html",
    "data-table.html",
    "extra-head.html",
    "fact.html",
    "letters.html",
    "nav.html",
    "number-table.html",
    "pagination.html",
    "reply-row.html",
    "revisions.html",
];

/// What each template is given, as a site shows it whose theme prints just that: template → path → kind.
fn given() -> BTreeMap<String, BTreeMap<String, Kind>> {
    let site = Site::new()
        .file("content/about.md", "+++\npage = \"about\"\n+++\n# 说明\n\n文。\n")
        .file("content/home.md", "+++\npage = \"index\"\n+++\n文。\n")
        .file(
            "content/gone.md",
            "+++\nid = \"gone\"\nwithdrawn = { reason = \"内容有误\" }\naliases = [\"a/b.html\"]\n+++\n文。\n",
        )
        .file("dafu.lock", "");
    let content = root().join("content");
    for entry in walkdir::WalkDir::new(&content) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(&content).unwrap();
            let name = format!("content/{}", name.to_str().unwrap());
            site.write(&name, fs::read(entry.path()).unwrap());
        }
    }
    let settings = fs::read_to_string(root().join("dafu.toml")).unwrap();
    let settings = settings.replace(
        "theme = \"default\"",
        "theme = \"own\"\noffline = true\npage_size = 10",
    ) + "\n[data]\noffice_from = 1\n";
    // So many offices that their data files fill pages of their own.
    for number in 0..70 {
        let front = format!("+++\nagency = \"澜汀市第{number}中学\"\n+++");
        let letter = format!("{front}\n# 关于第{number}件的答复\n\n已办理。\n");
        site.write(&format!("content/school/{number}.md"), letter);
    }
    site.write("dafu.toml", settings);
    let theirs = root().join("themes/default/templates");
    let mut templates = BTreeSet::new();
    for entry in fs::read_dir(theirs).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !PARTS.contains(&&*name) {
            let text = format!("DAFU {name}\n{{{{ __tera_context | safe }}}}");
            site.write(&format!("themes/own/templates/{name}"), text);
            templates.insert(name);
        }
    }
    fs::remove_file(site.path("dafu.lock")).unwrap();
    let built = site.dafu(&["build"]);
    assert!(built.status.success(), "{}", crate::support::text(&built));
    // A list without replies leaves a notice where it was.
    for entry in walkdir::WalkDir::new(site.path("content")) {
        let entry = entry.unwrap();
        let text = fs::read(entry.path()).unwrap_or_default();
        if String::from_utf8_lossy(&text).contains("澜汀市农业农村局") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    let mut given = BTreeMap::new();
    read_given(&site.path("public"), &mut given);
    let built = site.dafu(&["build"]);
    assert!(built.status.success(), "{}", crate::support::text(&built));
    read_given(&site.path("public"), &mut given);
    let seen: BTreeSet<String> = given.keys().cloned().collect();
    assert_eq!(seen, templates, "every template is used by this site");
    given
}

fn read_given(portal: &Path, given: &mut BTreeMap<String, BTreeMap<String, Kind>>) {
    static ESCAPE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\\u\{[0-9a-f]+\}").unwrap());
    for entry in walkdir::WalkDir::new(portal) {
        let entry = entry.unwrap();
        let Some(text) = (entry.file_type().is_file())
            .then(|| fs::read_to_string(entry.path()).ok())
            .flatten()
        else {
            continue;
        };
        let Some((template, dump)) = text
            .strip_prefix("DAFU ")
            .and_then(|rest| rest.split_once('\n'))
        else {
            continue;
        };
        // Tera writes strings as Rust does, and nothing where there is no value.
        let dump = ESCAPE
            .replace_all(dump, "?")
            .replace("\\'", "'")
            .replace("\\0", "?");
        let dump = dump
            .replace("\": ,", "\": null,")
            .replace("\": }", "\": null}");
        let dump: Value = serde_json::from_str(&dump)
            .unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
        let paths = given.entry(template.to_owned()).or_default();
        for (name, value) in dump.as_object().unwrap() {
            // Every word of the interface, and the language.
            if !matches!(&**name, "t" | "lang") {
                walk(name, value, paths);
            }
        }
    }
}

fn walk(path: &str, value: &Value, paths: &mut BTreeMap<String, Kind>) {
    let kind = match value {
        Value::Null => return,
        Value::Bool(_) => Kind::Flag,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::Text,
        Value::Array(items) => {
            for item in items {
                walk(&format!("{path}[]"), item, paths);
            }
            Kind::List
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                walk(&format!("{path}.{name}"), field, paths);
            }
            Kind::Fields
        }
    };
    if !path.ends_with("[]") || kind == Kind::Text {
        paths.insert(path.to_owned(), kind);
    }
}
