//! Taking data away, through the real binary: what is written is complete, says the same everywhere, and leaks nothing.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a portal's names are lower case"
)]
#![allow(clippy::format_collect, reason = "a hash in hex reads best so")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use dafu::catalog::reply_path;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A site built in a folder of its own.
struct Built {
    folder: tempfile::TempDir,
}

const SETTINGS: &str = "title = \"澜汀市\"\nbase_url = \"https://dafu.example/a/\"\n[outcomes.\"*\"]\nA = \"已经解决\"\n[data]\noffice_from = 2\nlicence = \"注明出处即可使用\"\n[site]\nid_code = \"3588000001\"\n";

fn build(settings: &str, documents: &[(&str, &str)]) -> Built {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("dafu.toml"), settings).unwrap();
    for (name, text) in documents {
        let path = folder.path().join("content").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let built = Built { folder };
    built.build();
    built
}

impl Built {
    fn build(&self) {
        let ran = Command::new(env!("CARGO_BIN_EXE_dafu"))
            .env("DAFU_LANG", "en")
            .arg("build")
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join("public").join(path)
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn lines(&self, path: &str) -> Vec<Value> {
        let text = self.text(path);
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn rows(&self, path: &str) -> Vec<Vec<String>> {
        let bytes = self.bytes(path);
        let text = bytes
            .strip_prefix("\u{feff}".as_bytes())
            .expect("the mark of UTF-8");
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text)
            .records()
            .map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect())
            .collect()
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let root = self.at("");
        walkdir::WalkDir::new(&root)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                (
                    relative(entry.path(), &root),
                    fs::read(entry.path()).unwrap(),
                )
            })
            .collect()
    }
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root)
        .unwrap()
        .to_string_lossy()
        .replace('\\', "/")
}

/// Name and bytes of each file of an archive.
fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = Vec::new();
            file.read_to_end(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

const PLAIN: &str = "+++\nid = \"plain\"\nkind = \"proposal\"\nsession = \"10-5\"\ncase_number = \"0630\"\naskers = [\"王平\"]\nagency = \"教育局\"\noutcome = \"A\"\ndocument_number = \"舞建提字〔2024〕19号\"\npublished = \"2024-06-01 09:30\"\n+++\n# 关于甲的答复\n\n王平委员：\n\n收悉。现答复如下：\n\n## 一、现状\n\n已经**办好**。\n\n教育局\n\n2024年5月6日\n";
const CORRECTED: &str = "+++\nid = \"corrected\"\naskers = [\"李“四”,五\"]\nagency = \"教育局\"\nproposal_title = \"=cmd|' /C calc'!A0\"\n[[revisions]]\ndate = 2024-09-01\nreason = \"数字有误\"\nbefore = \"三百部\"\n+++\n# 关于乙的答复\n\n收悉。现答复如下：\n\n| 年 | 部 |\n|---|---|\n| 2023 | 301 |\n\n教育局\n\n2023年5月6日\n";
const UNDATED: &str = "+++\nid = \"undated\"\nagency = \"民政局\"\n+++\n# 关于丙的答复\n\n收悉。现答复如下：\n\n已经办好。\n";
const WITHDRAWN: &str = "+++\nid = \"gone\"\nstatus = \"withdrawn\"\n[withdrawn]\ndate = 2024-10-01\nreason = \"涉及隐私\"\n+++\n# 关于丁的秘密题目\n\n秘密正文。\n";
const ON_REQUEST: &str = "+++\nid = \"on-request\"\naccess = \"依申请公开\"\nagency = \"教育局\"\n[[revisions]]\ndate = 2024-09-01\nreason = \"秘密理由\"\n+++\n# 关于戊的秘密题目\n\n秘密正文。\n";

fn site() -> Built {
    build(
        SETTINGS,
        &[
            ("a.md", PLAIN),
            ("b.md", CORRECTED),
            ("c.md", UNDATED),
            ("d.md", WITHDRAWN),
            ("e.md", ON_REQUEST),
        ],
    )
}

#[test]
fn all_data_files_count_the_same_replies_and_have_the_hashes_that_are_said() {
    let site = site();
    let lines = site.lines("data/replies.jsonl");
    let ids: Vec<&str> = lines
        .iter()
        .map(|line| line["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        ["plain", "corrected", "undated", "gone"],
        "newest first, withdrawn last"
    );
    let of_csv: Vec<String> = site
        .rows("data/replies.csv")
        .into_iter()
        .skip(1)
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(of_csv, &ids[..3]);
    let of_zip: Vec<String> = unzip(&site.bytes("data/texts.zip"))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(of_zip, ["plain.txt", "corrected.txt", "undated.txt"]);

    let manifest = site.json("data/manifest.json");
    assert_eq!(manifest["replies"], 3);
    assert_eq!(manifest["withdrawn"], 1);
    assert_eq!(
        manifest["modified"], "2024-10-01",
        "no date but the replies' own"
    );
    let mut described = BTreeSet::new();
    for file in manifest["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        let bytes = site.bytes(&format!("data/{path}"));
        assert_eq!(file["bytes"], bytes.len(), "{path}");
        assert_eq!(file["sha256"], sha256(&bytes), "{path}");
        assert!(!file["holds"].as_str().unwrap().is_empty());
        described.insert(path.to_owned());
    }
    for line in site.text("data/sha256sums.txt").lines() {
        let (hash, path) = line.split_once("  ").unwrap();
        assert_eq!(hash, sha256(&site.bytes(&format!("data/{path}"))), "{path}");
        described.remove(path);
    }
    assert!(
        described.is_empty(),
        "in the manifest and not in sha256sums.txt: {described:?}"
    );

    let office = lines[0]["agency"].as_str().unwrap();
    let own: Vec<&str> = described_of(&manifest, office);
    assert_eq!(own.len(), 3, "an office of two replies has its own files");
    assert!(
        described_of(&manifest, "民政局").is_empty(),
        "an office of one has not"
    );
    for path in own {
        let file = format!("data/{path}");
        match path.rsplit_once('.').unwrap().1 {
            "jsonl" => assert_eq!(site.lines(&file), &lines[..2]),
            "csv" => assert_eq!(site.rows(&file).len(), 3),
            _ => assert_eq!(unzip(&site.bytes(&file)).len(), 2),
        }
    }
}

fn described_of<'m>(manifest: &'m Value, label: &str) -> Vec<&'m str> {
    let files = manifest["files"].as_array().unwrap().iter();
    files
        .filter(|file| file["holds"].as_str().unwrap().ends_with(label))
        .map(|file| file["path"].as_str().unwrap())
        .collect()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn the_json_files_one_after_another_are_the_json_lines() {
    let site = site();
    let mut joined = Vec::new();
    for change in site.lines("data/changes.jsonl") {
        let bytes = site.bytes(change["path"].as_str().unwrap());
        assert_eq!(change["sha256"], sha256(&bytes));
        assert_eq!(change["bytes"], bytes.len());
        joined.extend(bytes);
    }
    assert_eq!(joined, site.bytes("data/replies.jsonl"));
    let said: Vec<(Value, Value)> = site
        .lines("data/changes.jsonl")
        .into_iter()
        .map(|change| (change["status"].clone(), change["date"].clone()))
        .collect();
    assert_eq!(
        said,
        [
            ("published".into(), "2024-06-01".into()),
            ("corrected".into(), "2024-09-01".into()),
            ("published".into(), Value::Null),
            ("withdrawn".into(), "2024-10-01".into()),
        ]
    );
}

#[test]
fn a_line_says_what_is_known_and_what_is_not() {
    let site = site();
    let lines = site.lines("data/replies.jsonl");
    let plain = &lines[0];
    assert_eq!(
        plain["session"],
        serde_json::json!({"congress": 10, "meeting": 5})
    );
    assert_eq!(plain["case_number"], "0630");
    assert_eq!(
        plain["outcome"],
        serde_json::json!({"letter": "A", "meaning": "已经解决"})
    );
    assert_eq!(plain["published"], "2024-06-01 09:30");
    assert_eq!(
        plain["address"],
        "https://dafu.example/a/replies/0v/plain.html"
    );
    assert_eq!(lines[2]["issued"], Value::Null);
    assert_eq!(lines[2]["askers"], Value::Array(Vec::new()));
    let keys = |line: &Value| {
        line.as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(plain), keys(&lines[2]), "every line has every key");
    let page = site.text("replies/0v/plain.html");
    for block in plain["body"].as_array().unwrap() {
        let anchor = block["anchor"].as_str().unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    let heading = plain["body"]
        .as_array()
        .unwrap()
        .iter()
        .find(|block| block["role"] == "heading");
    assert_eq!(heading.unwrap()["level"], 1);
    let table = lines[1]["body"]
        .as_array()
        .unwrap()
        .iter()
        .find(|block| !block["html"].is_null());
    assert!(
        table.unwrap()["html"]
            .as_str()
            .unwrap()
            .starts_with("<table")
    );
}

#[test]
fn a_spreadsheet_opens_the_csv_right_and_runs_nothing() {
    let site = site();
    let text = site.text("data/replies.csv");
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let rows = site.rows("data/replies.csv");
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    let plain = &rows[1];
    assert_eq!(
        plain[column("案号")],
        "第0630号",
        "a zero that a spreadsheet would drop"
    );
    assert_eq!(plain[column("届次")], "政协十届五次");
    assert_eq!(plain[column("办理结果的含义")], "已经解决");
    assert_eq!(
        plain[column("网址")],
        "https://dafu.example/a/replies/0v/plain.html"
    );
    let corrected = &rows[2];
    assert_eq!(corrected[column("提出人")], "李“四”,五");
    assert_eq!(corrected[column("更正日期")], "2024-09-01");
    assert_eq!(corrected[column("答复事项")], "'=cmd|' /C calc'!A0");
}

#[test]
fn a_reply_in_markdown_reads_back_to_the_same_facts_and_the_same_text() {
    let first = site();
    let mut documents = Vec::new();
    for id in ["plain", "corrected", "undated", "gone"] {
        documents.push((reply_path(id, "md"), first.text(&reply_path(id, "md"))));
    }
    let documents: Vec<(&str, &str)> = documents
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let second = build(SETTINGS, &documents);
    assert_eq!(
        first.text("data/replies.jsonl"),
        second.text("data/replies.jsonl")
    );
}

#[test]
fn the_sample_site_is_rebuilt_from_its_own_markdown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = tempfile::tempdir().unwrap();
    let run = |site: &Path, output: &Path| {
        let ran = Command::new(env!("CARGO_BIN_EXE_dafu"))
            .env("DAFU_LANG", "en")
            .args([
                "build".as_ref(),
                site.as_os_str(),
                "--output".as_ref(),
                output.as_os_str(),
            ])
            .output()
            .unwrap();
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
    };
    let first = place.path().join("first");
    let site = place.path().join("site");
    fs::create_dir(&site).unwrap();
    fs::create_dir(site.join("content")).unwrap();
    for entry in walkdir::WalkDir::new(root.join("content")) {
        let entry = entry.unwrap();
        let to = site.join(relative(entry.path(), root));
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    fs::copy(root.join("dafu.toml"), site.join("dafu.toml")).unwrap();
    run(&site, &first);
    let content = place.path().join("again/content");
    fs::create_dir_all(content.join("replies")).unwrap();
    fs::copy(root.join("dafu.toml"), place.path().join("again/dafu.toml")).unwrap();
    for entry in walkdir::WalkDir::new(&first) {
        let entry = entry.unwrap();
        let path = relative(entry.path(), &first);
        let wanted =
            (path.starts_with("replies/") && path.ends_with(".md")) || path.starts_with("files/");
        if wanted && entry.file_type().is_file() {
            let to = content.join(&path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(entry.path(), to).unwrap();
        }
    }
    let second = place.path().join("second");
    run(&place.path().join("again"), &second);
    // The Markdown states the id that the file's path gave: its address is made of it.
    let lines = |folder: &Path| {
        let lines = fs::read_to_string(folder.join("data/replies.jsonl")).unwrap();
        let first = lines.replace("\"assumed\":[\"id\",", "\"assumed\":[");
        first.replace("\"assumed\":[\"id\"]", "\"assumed\":[]")
    };
    let moved = lines(&second).replace("files/files/", "files/");
    for (one, other) in lines(&first).lines().zip(moved.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(lines(&first).len(), moved.len());
}

#[test]
fn nothing_that_is_not_public_is_in_any_byte() {
    let site = site();
    let mut looked_into = 0;
    for (path, bytes) in site.files() {
        let parts = if path.ends_with(".zip") {
            unzip(&bytes)
        } else {
            vec![(path.clone(), bytes)]
        };
        for (name, bytes) in parts {
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains("秘密") && !text.contains("on-request"),
                "{path} {name}"
            );
            looked_into += 1;
        }
    }
    assert!(looked_into > 40);
}

#[test]
fn a_withdrawn_reply_leaves_a_notice_in_every_form() {
    let site = site();
    let json = site.json("replies/3b/gone.json");
    assert_eq!(json["status"], "withdrawn");
    assert_eq!(
        json["withdrawn"],
        serde_json::json!({"date": "2024-10-01", "reason": "涉及隐私"})
    );
    assert!(site.text("replies/3b/gone.txt").contains("2024年10月1日"));
    let feed = site.text("all/feed.xml");
    assert!(feed.contains("这篇答复已经撤回") && feed.contains("涉及隐私"));
    assert_eq!(
        site.json("all/feed.json")["items"][0]["title"],
        "这篇答复已经撤回"
    );
}

#[test]
fn data_and_feeds_are_the_same_bytes_from_the_same_replies() {
    let first = site();
    let second = site();
    assert_eq!(first.files(), second.files());
    let time = |path: &str| fs::metadata(first.at(path)).unwrap().modified().unwrap();
    let before = (time("data/texts.zip"), time("data/replies.jsonl"));
    first.build();
    assert_eq!(
        before,
        (time("data/texts.zip"), time("data/replies.jsonl")),
        "unchanged files stay"
    );
}

/// The children of an element that RFC 4287 wants once, and the text of each.
#[derive(Default)]
struct Element {
    children: BTreeMap<String, Vec<String>>,
    links: Vec<(String, String)>,
}

/// Reads an Atom feed by the rules of RFC 4287: the feed and its entries.
fn atom(text: &str) -> (Element, Vec<Element>) {
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let (mut feed, mut entries) = (Element::default(), Vec::<Element>::new());
    loop {
        let event = reader.read_event().unwrap();
        let (start, closed) = match &event {
            Event::Start(start) => (Some(start), false),
            Event::Empty(start) => (Some(start), true),
            _ => (None, false),
        };
        if let Some(start) = start {
            let name = start.name().as_ref().to_owned();
            if path.is_empty() {
                let space = start.try_get_attribute("xmlns").unwrap().unwrap();
                assert_eq!(space.value.as_ref(), "http://www.w3.org/2005/Atom");
                assert_eq!(name, "feed");
            } else if path.len() == 1 && name == "entry" {
                entries.push(Element::default());
            } else {
                let of = if path.get(1).is_some_and(|one| one == "entry") {
                    entries.last_mut().unwrap()
                } else {
                    &mut feed
                };
                if name == "link" {
                    let value = |key: &str| {
                        start
                            .try_get_attribute(key)
                            .unwrap()
                            .map(|a| a.value.into_owned())
                    };
                    of.links
                        .push((value("rel").unwrap(), value("href").unwrap()));
                }
                of.children
                    .entry(name.clone())
                    .or_default()
                    .push(String::new());
            }
            if !closed {
                path.push(name);
            }
        }
        match event {
            Event::End(_) => {
                path.pop();
            }
            Event::Text(words) if path.len() > 1 => {
                let of = if path[1] == "entry" {
                    entries.last_mut()
                } else {
                    Some(&mut feed)
                };
                let name = path.last().unwrap();
                if let Some(last) = of
                    .and_then(|of| of.children.get_mut(name))
                    .and_then(|all| all.last_mut())
                {
                    last.push_str(&words);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    (feed, entries)
}

#[test]
fn feeds_are_valid_and_a_correction_comes_up_again() {
    for base in ["https://dafu.example/a/", ""] {
        let settings = SETTINGS.replace("https://dafu.example/a/", base);
        let site = build(
            &settings,
            &[
                ("a.md", PLAIN),
                ("b.md", CORRECTED),
                ("c.md", UNDATED),
                ("d.md", WITHDRAWN),
            ],
        );
        let mut feeds = 0;
        for (path, bytes) in site.files() {
            if !path.ends_with(".xml") || path.contains("sitemap") || path.contains("opensearch") {
                continue;
            }
            feeds += 1;
            let (feed, entries) = atom(&String::from_utf8(bytes).unwrap());
            for one in std::iter::once(&feed).chain(&entries) {
                for name in ["id", "title", "updated"] {
                    assert_eq!(one.children[name].len(), 1, "{path}: {name}");
                }
                assert!(one.children["id"][0].starts_with("urn:uuid:"));
                let date = &one.children["updated"][0];
                assert!(date.len() == 25 && date.ends_with("+08:00"), "{date}");
                assert!(
                    one.links.iter().any(|(rel, _)| rel == "alternate"),
                    "RFC 4287, 4.1.2"
                );
                for (_, href) in &one.links {
                    let place = match base {
                        "" => site.at(&path).parent().unwrap().join(href),
                        _ => site.at(href.strip_prefix(base).unwrap()),
                    };
                    assert!(place.is_file(), "{path}: {href}");
                }
            }
            assert_eq!(feed.children["author"].len(), 1);
            assert_eq!(
                feed.links.iter().filter(|(rel, _)| rel == "self").count(),
                1
            );
            let newest = entries
                .iter()
                .map(|entry| &entry.children["updated"][0])
                .max();
            assert_eq!(newest, feed.children["updated"].first());
            let ids: BTreeSet<&String> = entries
                .iter()
                .map(|entry| &entry.children["id"][0])
                .collect();
            assert_eq!(ids.len(), entries.len(), "ids are unique");

            let json = site.json(&path.replace(".xml", ".json"));
            assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
            let items = json["items"].as_array().unwrap();
            assert_eq!(items.len(), entries.len());
            for (item, entry) in items.iter().zip(&entries) {
                assert_eq!(item["id"], entry.children["id"][0].as_str());
                assert_eq!(item["date_modified"], entry.children["updated"][0].as_str());
                assert!(item["content_text"].is_string() && item["url"].is_string());
            }
        }
        assert!(feeds > 5, "{feeds}");
        let all = site.json("all/feed.json");
        let dates: Vec<&str> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["date_modified"].as_str().unwrap())
            .collect();
        assert_eq!(
            dates,
            [
                "2024-10-01T00:00:00+08:00",
                "2024-09-01T00:00:00+08:00",
                "2024-06-01T09:30:00+08:00"
            ]
        );
        assert!(
            all["description"].as_str().unwrap().contains("1 篇"),
            "one reply has no date, and the feed says so"
        );
        assert!(
            all["items"][1]["content_text"]
                .as_str()
                .unwrap()
                .contains("数字有误")
        );
    }
}

#[test]
fn members_have_no_feeds_where_the_site_wants_none() {
    let site = |feeds: &str| {
        build(
            &format!("{SETTINGS}[feeds]\nfrom = 1\n{feeds}"),
            &[("a.md", PLAIN)],
        )
    };
    let (with, without) = (site(""), site("members = false\n"));
    let feeds = |site: &Built| {
        site.files()
            .keys()
            .filter(|path| path.starts_with("members/") && path.ends_with(".xml"))
            .count()
    };
    assert_eq!((feeds(&with), feeds(&without)), (1, 0));
}

#[test]
fn a_portal_without_replies_has_neither_data_nor_feeds() {
    let page = "+++\npage = \"about\"\ntitle = \"关于\"\n+++\n正文。\n";
    let site = build(SETTINGS, &[("about.md", page)]);
    let files = site.files();
    let mut taken = files
        .keys()
        .filter(|path| path.starts_with("data/") || path.starts_with("all/"));
    assert_eq!(taken.next(), None);
}
