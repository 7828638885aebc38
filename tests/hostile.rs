//! Documents and settings that mean harm, through the real binary: nothing runs, nothing leaves the folder, nothing is lost
//! without a word. What a browser makes of them is tested in `tests/browser/hostile.test.mjs`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{Site, text};

fn holding(files: &[(&str, &str)]) -> Site {
    let site = Site::new();
    for (path, text) in files {
        site.write(path, text);
    }
    site
}

impl Site {
    /// Builds; whether it succeeded, and what was said.
    fn build(&self) -> (bool, String) {
        let output = self.dafu(&["build", "--verbose"]);
        let text = text(&output);
        assert!(
            matches!(output.status.code(), Some(0 | 1)) && !text.contains("panicked"),
            "{text}"
        );
        (output.status.success(), text)
    }

    #[track_caller]
    fn builds(&self) -> String {
        let (well, text) = self.build();
        assert!(well, "{text}");
        text
    }

    #[track_caller]
    fn refuses(&self, words: &[&str]) {
        let (well, text) = self.build();
        assert!(!well, "{text}");
        for word in words {
            assert!(text.contains(word), "“{word}” is not in:\n{text}");
        }
        assert!(!self.path("public").exists());
    }

    /// All files of the portal that end so.
    fn pages(&self, ending: &str) -> Vec<(String, String)> {
        walkdir::WalkDir::new(self.path("public"))
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.path().to_string_lossy().ends_with(ending))
            .map(|entry| {
                let text = fs::read_to_string(entry.path()).unwrap();
                (entry.path().display().to_string(), text)
            })
            .collect()
    }
}

/// What would run if it were taken for HTML, in every place where words of a document go.
const CODE: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>";

fn letter(title: &str, asker: &str, words: &str) -> String {
    format!(
        "{title}\n{asker}委员：\n您提出的提案收悉。现答复如下：\n一、{words}\n{words}\n澜汀市教育局\n2024年5月6日\n"
    )
}

/// The tags of a page that no template of the default theme writes with words of a document in them.
fn live(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .map(|tag| tag.split('>').next().unwrap_or(tag))
        .filter(|tag| {
            let lower = tag.to_ascii_lowercase();
            let name = lower.split([' ', '/', '\n']).next().unwrap_or("");
            let handler = lower.split('"').step_by(2).any(|part| part.contains(" on"));
            matches!(name, "iframe" | "object" | "embed" | "base" | "style")
                || (name == "script"
                    && !lower.contains("src=")
                    && !lower.contains("type=\"application/"))
                || name == "img" && lower.contains("onerror")
                || handler
                || name != "meta" && lower.contains("=\"javascript:")
                || lower.contains("=\"data:text")
        })
        .collect()
}

#[test]
fn words_are_words_wherever_they_stand() {
    let front = format!(
        "+++\nid = \"a\"\ntitle = '''{CODE}'''\nproposal_title = '''{CODE}'''\nagency = '''局{CODE}'''\naskers = ['''人{CODE}''']\ntopics = ['''题{CODE}''']\n\
         document_number = '''{CODE}'''\ncase_number = '''{CODE}'''\nsignatory = '''{CODE}'''\nsource = '''javascript:{CODE}'''\ncontact = {{ name = '''{CODE}''', phone = '''{CODE}''' }}\n\
         copied_to = ['''{CODE}''']\nattachments = [{{ title = '''{CODE}''' }}]\nrevisions = [{{ date = 2024-05-07, reason = '''{CODE}''', before = '''{CODE}''' }}]\noutcome = \"A\"\nissued = 2024-05-06\n+++\n\n"
    );
    let raw = "# 标题\n\n<script>alert(1)</script>\n\n<p onclick=\"alert(1)\" style=\"position:fixed\">段<iframe src=\"https://example.com\"></iframe></p>\n\n\
        [一](javascript:alert(1)) [二](JaVaScRiPt&colon;alert(1)) [三](data:text/html,x) [四](vbscript:x) ![五](javascript:x) <https://example.com>\n\n\
        <a href=\"java&#10;script:alert(1)\">六</a>\n\n<form action=\"https://example.com\"><input name=\"q\"></form>\n\n<svg><script>alert(1)</script></svg>\n\n\
        <math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>\n\n正文。\n";
    let site = holding(&[
        ("content/a.md", &format!("{front}{raw}")),
        (
            "content/b.txt",
            &letter(&format!("关于{CODE}的答复"), "王平", CODE),
        ),
        (
            "content/about.md",
            &format!("+++\npage = \"about\"\ntitle = '''{CODE}'''\n+++\n\n{CODE}\n\n{raw}"),
        ),
        (
            "dafu.toml",
            &format!(
                "title = '''{CODE}'''\ndescription = '''{CODE}'''\nbase_url = \"https://example.gov.cn/\"\n[site]\norganizer = '''{CODE}'''\nicp = '''{CODE}'''\npolice = '''{CODE}'''\nid_code = '''{CODE}'''\n[data]\nlicence = '''{CODE}'''\n[outcomes.'*']\nA = '''{CODE}'''\n"
            ),
        ),
    ]);
    site.builds();
    for (path, html) in site.pages(".html") {
        let live = live(&html);
        assert!(live.is_empty(), "{path}: {live:?}");
        // A script's JSON cannot be ended from within.
        for part in html.split("<script type=\"application/").skip(1) {
            let json = part.split_once('>').unwrap().1;
            let json = json.split("</script>").next().unwrap();
            assert!(!json.contains('<'), "{path}: {json}");
        }
    }
    for ending in [".atom", ".xml"] {
        for (path, xml) in site.pages(ending) {
            let mut reader = quick_xml::Reader::from_str(&xml);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{path}: {error}"),
                }
            }
        }
    }
    for (path, json) in site.pages(".json") {
        serde_json::from_str::<serde_json::Value>(&json)
            .unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

#[test]
fn what_looks_like_a_template_is_text() {
    let words = "{{ config.title }} {% include \"page.html\" %} {# 注 #} {{ 7 * 7 }}";
    let site = holding(&[
        (
            "content/a.txt",
            &letter(&format!("关于{words}的答复"), "王平", words),
        ),
        ("dafu.toml", &format!("title = '{words}'\n")),
    ]);
    site.builds();
    let page = site.page("replies/9m/a.html");
    assert!(
        page.contains("{{ 7 * 7 }}") && !page.contains("49"),
        "{page}"
    );
    assert!(site.page("index.html").contains("{{ 7 * 7 }}"));
}

#[test]
fn a_bomb_of_front_matter_is_refused() {
    let mut yaml =
        String::from("---\na: &a [\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\"]\n");
    for (name, before) in ('b'..='z').zip('a'..) {
        let nine = vec![format!("*{before}"); 9].join(",");
        yaml.extend([format!("{name}: &{name} [{nine}]\n")]);
    }
    yaml.push_str("topics: *z\n---\n关于甲的答复\n\n正文。\n");
    let nested = format!(
        "---\ntopics: {}1{}\n---\n关于甲的答复\n\n正文。\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let toml = format!(
        "+++\ntopics = {}1{}\n+++\n关于甲的答复\n\n正文。\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let itself = "---\ntopics: &a [*a]\n---\n关于甲的答复\n\n正文。\n";
    for text in [yaml.as_str(), nested.as_str(), toml.as_str(), itself] {
        holding(&[("content/a.md", text)]).refuses(&["front-matter", "content/a.md"]);
    }
}

#[test]
fn what_turns_the_order_of_writing_round_is_left_out_and_said() {
    let site = holding(&[(
        "content/a.txt",
        &letter(
            "关于\u{202e}电梯\u{2066}的答复",
            "王\u{200b}平",
            "加装\u{8}三百部\u{0}。",
        ),
    )]);
    let said = site.builds();
    assert!(said.contains("characters-unfit"), "{said}");
    for ending in [".html", ".json", ".atom", ".txt", ".md", ".csv"] {
        for (path, text) in site.pages(ending) {
            assert!(
                !text.contains(['\u{202e}', '\u{2066}', '\u{8}', '\u{0}']),
                "{path}"
            );
        }
    }
    assert!(site.page("replies/9m/a.html").contains("关于电梯的答复"));
}

#[test]
fn an_attachment_that_would_run_is_refused() {
    let linked = |file: &str| format!("关于甲的答复\n\n正文。[件]({file}) ![图](图.svg)\n");
    let harmless = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><rect/></svg>";
    for (file, bytes, why) in [
        ("a.html", &b"<p>x"[..], ".html files"),
        ("a.svg", b"<svg onload='alert(1)'/>", "onload"),
        ("setup.exe", b"MZ", ".exe files"),
        (
            "a.xml",
            b"<?xml-stylesheet href='a.xsl'?><a/>",
            "xml-stylesheet",
        ),
    ] {
        let site = holding(&[("content/a.md", &linked(file))]);
        site.write("content/图.svg", harmless);
        site.write(&format!("content/{file}"), bytes);
        site.refuses(&["file-active", file, why, "content/a.md"]);
    }
    let site = holding(&[("content/a.md", &linked("a.pdf"))]);
    site.write("content/图.svg", harmless);
    site.write("content/a.pdf", b"%PDF-1.4");
    site.builds();
    assert_eq!(
        fs::read(site.path("public/files/图.svg")).unwrap(),
        harmless
    );
}

#[test]
fn attachments_stay_in_the_folder() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.pdf"), "secret").unwrap();
    for file in [
        "../secret.pdf",
        "../../secret.pdf",
        "/etc/passwd",
        "..\\secret.pdf",
        "%2e%2e/secret.pdf",
        "%2e%2e%2fsecret.pdf",
        "a/../../secret.pdf",
        "file:///etc/passwd",
    ] {
        let text = format!(
            "+++\nattachments = [{{ title = \"件\", file = '{file}' }}]\n+++\n关于甲的答复\n\n正文。![图]({file})\n"
        );
        let site = holding(&[("site/content/a.md", &text), ("secret.pdf", "secret")]);
        site.dafu(&["build", "site"]);
        let holds = |folder: &Path| {
            walkdir::WalkDir::new(folder)
                .into_iter()
                .flatten()
                .filter(|entry| entry.file_type().is_file())
                .any(|entry| {
                    let bytes = fs::read(entry.path()).unwrap();
                    bytes.starts_with(b"secret") || bytes.starts_with(b"root:")
                })
        };
        let public = site.path("site/public");
        assert!(!public.exists() || !holds(&public), "{file}");
    }
}

#[test]
fn what_is_kept_beside_the_replies_is_not_handed_on() {
    for file in ["密.md", "ledger.csv", ".import.json", ".import-newer/a.md"] {
        let site = holding(&[
            (
                "content/a.md",
                &format!("关于甲的答复\n\n正文。[件]({file})\n"),
            ),
            (
                "content/密.md",
                "+++\naccess = \"不予公开\"\n+++\n关于乙的答复\n\n不可见。\n",
            ),
            ("content/ledger.csv", "文件名,办理结果\na.md,A\n"),
            ("content/.import.json", "{}"),
            ("content/.import-newer/a.md", "新稿。"),
        ]);
        site.refuses(&["file-source", file, "content/a.md:3"]);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_document() {
    let site = holding(&[("content/a.txt", &letter("关于甲的答复", "王平", "正文。"))]);
    let made = Command::new("mkfifo")
        .arg(site.path("content/b.txt"))
        .status();
    if made.is_ok_and(|status| status.success()) {
        site.refuses(&["file-special", "content/b.txt"]);
    }
}

/// Long and deep documents: each is read to its end, in one test run. How time grows with length is measured by
/// `benches/hostile.py`, for a test that looks at the clock fails on a busy machine.
#[test]
fn long_and_deep_documents_are_read_to_their_end() {
    const N: usize = 20_000;
    let nested: String = (0..N)
        .flat_map(|n| [" ".repeat(n % 60), "- 甲\n".to_owned()])
        .collect();
    let wide = format!(
        "| {} |\n|{}\n| {} |",
        "甲 | ".repeat(N),
        "---|".repeat(N + 1),
        "乙 | ".repeat(N)
    );
    for (name, body) in [
        ("headings", "一、甲\n".repeat(N)),
        ("hashes", "# 甲\n\n".repeat(N)),
        ("one-line", "加装电梯".repeat(N * 4)),
        ("stars", "*甲**乙".repeat(N)),
        ("brackets", "[".repeat(N)),
        ("images", "![".repeat(N)),
        ("links", "[甲](乙 ".repeat(N)),
        ("ticks", "`甲``".repeat(N)),
        ("quotes", "> ".repeat(N)),
        ("entities", "&#x4e00;".repeat(N)),
        ("lists", nested),
        ("tables", wide),
        ("tags", "<b>甲".repeat(5_000)),
        ("comments", "<!--甲".repeat(N)),
        ("escapes", "\\".repeat(N)),
        ("spaces", format!("甲{}乙", " ".repeat(N * 10))),
        ("breaks", "甲  \n".repeat(N)),
        ("digits", "1".repeat(N * 10)),
        ("marks", "“（《".repeat(N)),
    ] {
        let text = format!("关于{name}的答复\n\n{body}\n\n末段在此。\n");
        for ending in ["md", "txt"] {
            let site = holding(&[(&format!("content/a.{ending}"), &text)]);
            let (well, said) = site.build();
            assert!(
                well || said.contains("content/a."),
                "{name}.{ending}: {said}"
            );
            if well && ending == "txt" {
                assert!(
                    site.page("replies/9m/a.html").contains("末段在此。"),
                    "{name}"
                );
            }
        }
    }
}
