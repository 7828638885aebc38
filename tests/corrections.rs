//! What was published stays: corrections, withdrawals, aliases, renamed offices, and the lock that remembers it all. Through
//! the real binary.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::Path;

use dafu::catalog::{FacetName, Value as FacetValue, list_path};
use dafu::render::body::paragraph_anchor;
use serde_json::Value;
use support::{Site, text};

/// A site of two replies of two offices.
fn two_offices() -> Site {
    Site::new()
        .file(
            "dafu.toml",
            "title = \"澜汀答复\"\nbase_url = \"https://dafu.example/\"\n[site]\nid_code = \"1\"\n",
        )
        .file("content/a.txt", reply("a", "", "澜汀市旅游局", OLD))
        .file(
            "content/b.txt",
            reply("b", "", "澜汀市教育局", "校车已经开通十二条线路。"),
        )
}

impl Site {
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.dafu(arguments);
        (output.status.code(), text(&output))
    }

    #[track_caller]
    fn build(&self) -> String {
        let (code, text) = self.run(&["build", "--verbose"]);
        assert_eq!(code, Some(0), "{text}");
        text
    }

    #[track_caller]
    fn fails(&self, arguments: &[&str], words: &[&str]) {
        let (code, text) = self.run(arguments);
        assert_eq!(code, Some(1), "{text}");
        // Drawn findings are wrapped.
        let flat: String = text
            .split_whitespace()
            .filter(|word| *word != "│")
            .collect();
        for word in words {
            let word: String = word.split_whitespace().collect();
            assert!(flat.contains(&word), "“{word}” is not in:\n{text}");
        }
    }

    /// Whether a check against the lock finds everything in its place.
    #[track_caller]
    fn holds(&self) {
        let (code, text) = self.run(&["check", "--against", "dafu.lock"]);
        assert!(matches!(code, Some(0 | 3)), "{text}");
        assert!(!text.contains("-gone"), "{text}");
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.page(path)).unwrap()
    }

    fn has(&self, path: &str) -> bool {
        self.path("public").join(path).exists()
    }

    fn lock(&self) -> String {
        fs::read_to_string(self.path("dafu.lock")).unwrap()
    }
}

const OLD: &str = "去年接待游客四十二万人次，同比增长百分之六。";
const NEW: &str = "去年接待游客三十四万人次，同比增长百分之六。";
const OTHER: &str = "下一步将增开旅游专线，方便市民出行。";

fn reply(id: &str, front: &str, office: &str, paragraph: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\nissued = 2024-05-06\npublished = 2024-05-20\n{front}\n+++\n关于第12号提案的答复\n王平委员：\n您提出的《关于发展旅游的提案》收悉。现答复如下：\n一、现状\n{paragraph}\n{OTHER}\n{office}\n2024年5月6日\n"
    )
}

fn corrected() -> String {
    let front =
        format!("[[revisions]]\ndate = 2024-07-01\nreason = \"数字有误\"\nbefore = \"{OLD}\"");
    reply("a", &front, "澜汀市旅游局", NEW)
}

/// Every file of a folder that holds these bytes somewhere, zipped ones read.
fn holders(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if !entry.file_type().is_file() {
            continue;
        }
        let mut bytes = fs::read(entry.path()).unwrap();
        if let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())) {
            for at in 0..archive.len() {
                std::io::copy(&mut archive.by_index(at).unwrap(), &mut bytes).unwrap();
            }
        }
        let name = entry.path().display().to_string();
        if memchr::memmem::find(&bytes, words.as_bytes()).is_some() || name.contains(words) {
            found.push(name);
        }
    }
    found
}

#[test]
fn an_old_anchor_leads_to_both_texts_and_the_paragraph_says_that_it_was_corrected() {
    let site = two_offices();
    site.build();
    let old = paragraph_anchor(OLD);
    assert!(
        site.page("replies/9m/a.html")
            .contains(&format!("<p id=\"{old}\">"))
    );
    site.write("content/a.txt", corrected());
    site.build();
    site.holds();
    let page = site.page("replies/9m/a.html");
    let (text, rest) = page.split_once("<section class=\"revisions\"").unwrap();
    let (revisions, _) = rest.split_once("</section>").unwrap();
    assert_eq!(page.matches(&format!("id=\"{old}\"")).count(), 1);
    assert!(
        revisions.contains(&format!("<div class=\"pair\" id=\"{old}\">")),
        "{revisions}"
    );
    assert!(
        revisions.contains("2024年7月1日更正：数字有误"),
        "{revisions}"
    );
    let was = "<del><span class=\"offscreen\">删去</span>四十二</del>";
    let is = "<ins><span class=\"offscreen\">增加</span>三十四</ins>";
    assert!(
        revisions.contains(was) && revisions.contains(is),
        "{revisions}"
    );
    assert!(
        revisions.contains(&format!("href=\"#{}\"", paragraph_anchor(NEW))),
        "{revisions}"
    );
    assert!(
        text.contains(&format!("<a href=\"#{old}\">2024年7月1日更正</a>")),
        "{text}"
    );
    assert!(!text.contains("四十二万"), "the text is as it is now");
}

#[test]
fn a_correction_is_in_every_form_and_the_old_words_are_not_found() {
    let site = two_offices();
    site.build();
    site.write("content/a.txt", corrected());
    site.build();
    let record = site.json("replies/9m/a.json");
    assert_eq!(record["status"], "corrected");
    assert_eq!(record["revisions"][0]["before"], OLD);
    assert_eq!(record["revisions"][0]["date"], "2024-07-01");
    let changes = site.page("data/changes.jsonl");
    let line: Value = (changes.lines())
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|line| line["id"] == "a")
        .unwrap();
    assert_eq!(line["status"], "corrected");
    assert_eq!(line["date"], "2024-07-01");
    let text = site.page("replies/9m/a.txt");
    let (before, after) = text.split_once("----").unwrap();
    assert!(before.contains(NEW) && !before.contains(OLD), "{text}");
    assert!(
        after.contains("更正前的文字：") && after.contains(OLD),
        "{text}"
    );
    assert!(site.page("replies/9m/a.md").contains(OLD));
    assert!(
        site.page("all/feed.xml")
            .contains("<updated>2024-07-01T00:00:00+08:00</updated>")
    );
    // Search is of the text as it is.
    let (code, found) = site.run(&["search", "“四十二万人次”"]);
    assert_eq!(code, Some(0), "{found}");
    assert!(!found.contains("replies/9m/a.html"), "{found}");
    let (_, found) = site.run(&["search", "“三十四万人次”"]);
    assert!(found.contains("replies/9m/a.html"), "{found}");
    assert_eq!(holders(&site.path("public/search"), "四十二万"), [""; 0]);
}

#[test]
fn a_changed_paragraph_without_a_revision_fails_the_check_and_warns_the_build() {
    let site = two_offices();
    let said = site.build();
    assert!(said.contains("dafu.lock was made"), "{said}");
    site.holds();
    let lock = site.lock();
    let front = "";
    site.write("content/a.txt", reply("a", front, "澜汀市旅游局", NEW));
    let short = &paragraph_anchor(OLD)[..5];
    site.fails(
        &["check", "--against", "dafu.lock"],
        &[
            "anchor-gone",
            "content/a.txt:11:1",
            &format!("#{short}…"),
            "`before`",
        ],
    );
    site.fails(
        &["check", "--against", "public"],
        &["anchor-gone", &format!("#{short}…")],
    );
    assert_eq!(site.lock(), lock, "a check writes nothing");
    let said = site.build();
    assert!(said.contains("anchor-gone"), "{said}");
    let grown = site.lock();
    for old in lock
        .lines()
        .filter(|line| !line.starts_with("replies/9m/a"))
    {
        assert!(grown.contains(old), "{old} is remembered");
    }
    site.fails(&["check", "--against", "dafu.lock"], &["anchor-gone"]);
    site.write("content/a.txt", corrected());
    site.holds();
}

#[test]
fn a_link_to_the_anchor_of_a_corrected_paragraph_is_not_dead() {
    let site = two_offices();
    site.build();
    let pages = walkdir::WalkDir::new(site.path("public/replies")).into_iter();
    let page = pages
        .flatten()
        .find(|entry| entry.file_name() == "a.html")
        .unwrap();
    let address = page
        .path()
        .strip_prefix(site.path("public"))
        .unwrap()
        .display();
    let link = |anchor: &str| {
        let words = format!("详见[旅游答复](https://dafu.example/{address}#{anchor})。");
        reply("c", "", "澜汀市教育局", &words).replace('\n', "\n\n")
    };
    site.write("content/c.md", link(&paragraph_anchor(OLD)));
    let dead = |site: &Site| site.run(&["check", "--verbose"]).1.contains("link-dead");
    assert!(!dead(&site), "the paragraph stands there");
    site.write("content/a.txt", reply("a", "", "澜汀市旅游局", NEW));
    assert!(dead(&site), "it was changed, and nobody says so");
    site.write("content/a.txt", corrected());
    assert!(!dead(&site), "the correction has the anchor");
    site.write("content/c.md", link("p00000000"));
    assert!(dead(&site), "nothing ever had this one");
}

#[test]
fn part_of_a_paragraph_and_struck_out_ones_keep_their_anchors_too() {
    let site = two_offices();
    site.build();
    let front = "[[revisions]]\ndate = 2024-07-01\nreason = \"数字有误\"\nbefore = \"四十二万\"\nafter = \"三十四万\"\n[[revisions]]\ndate = 2024-08-01\nreason = \"删去\"\nbefore = \"下一步将增开旅游专线，方便市民出行。\"\nafter = \"\"";
    let text = reply("a", front, "澜汀市旅游局", NEW);
    let (head, rest) = text.split_once("一、现状").unwrap();
    site.write(
        "content/a.txt",
        format!("{head}一、现状{}", rest.replace(OTHER, "")),
    );
    site.build();
    site.holds();
    let page = site.page("replies/9m/a.html");
    for old in [OLD, OTHER] {
        assert!(
            page.contains(&format!("id=\"{}\"", paragraph_anchor(old))),
            "{old}"
        );
    }
    assert!(page.contains("删去此段"));
}

#[test]
fn a_revision_that_matches_nothing_is_a_finding_with_what_to_do() {
    let site = two_offices();
    let front = "[[revisions]]\ndate = 2024-07-01\nreason = \"数字有误\"\nbefore = \"四十二万\"";
    site.write("content/a.txt", reply("a", front, "澜汀市旅游局", NEW));
    let said = site.build();
    assert!(
        said.contains("revision-unplaced")
            && said.contains("content/a.txt:5:1")
            && said.contains("四十二万"),
        "{said}"
    );
    assert!(
        site.page("replies/9m/a.html").contains("四十二万"),
        "what stood there is shown all the same"
    );
}

#[test]
fn an_address_that_would_die_is_named_and_an_alias_keeps_it() {
    let site = two_offices();
    site.build();
    let renamed = reply("new-a", "", "澜汀市旅游局", OLD);
    site.write("content/a.txt", &renamed);
    site.fails(
        &["check", "--against", "dafu.lock"],
        &[
            "address-gone",
            "replies/9m/a.html",
            "content/a.txt has 6 of its 6 paragraphs",
            "aliases = [\"a\"]",
        ],
    );
    let with = reply(
        "new-a",
        "aliases = [\"a\", \"art/2021/3/5/art_123.html\"]",
        "澜汀市旅游局",
        OLD,
    );
    site.write("content/a.txt", with);
    site.build();
    site.holds();
    let page = site.page("replies/9m/a.html");
    assert!(page.contains("<noscript><meta http-equiv=\"refresh\" content=\"0; url=../../replies/8j/new-a.html\"></noscript>"), "{page}");
    assert!(page.contains("content=\"noindex\""), "{page}");
    assert!(
        page.contains(
            "<link rel=\"canonical\" href=\"https://dafu.example/replies/8j/new-a.html\">"
        ),
        "{page}"
    );
    assert!(
        site.page("art/2021/3/5/art_123.html")
            .contains("href=\"../../../../replies/8j/new-a.html\"")
    );
    assert_eq!(site.json("replies/8j/new-a.json")["aliases"][0], "a");
    assert!(!site.page("sitemap.xml").contains("replies/9m/a.html"));
    // Whoever takes the alias away again is told.
    site.write("content/a.txt", &renamed);
    site.fails(
        &["check", "--against", "dafu.lock"],
        &[
            "address-gone",
            "replies/9m/a.html",
            "art/2021/3/5/art_123.html",
        ],
    );
}

#[test]
fn what_a_site_published_before_pages_stood_in_folders_leads_on_from_there() {
    let site = Site::new();
    let front = "topics = [\"旅游\"]\naliases = [\"older\"]";
    site.write("content/a.txt", reply("a", front, "澜汀市旅游局", OLD));
    site.write(
        "content/c.txt",
        reply("c", "status = \"withdrawn\"", "", ""),
    );
    let list = |name: FacetName, value: FacetValue| {
        let now = list_path(name, &value);
        (dafu::catalog::flat(&now).unwrap(), now)
    };
    let (office, office_now) = list(
        FacetName::Agency,
        FacetValue::Agency("澜汀市旅游局".to_owned()),
    );
    let (topic, topic_now) = list(FacetName::Topic, FacetValue::Topic("旅游".to_owned()));
    let anchor = &paragraph_anchor(OLD)[1..5];
    site.write(
        "dafu.lock",
        format!("dafu.lock 1\n{office}\nreplies/a.html\t{anchor}\nreplies/c.html\nreplies/older.html\n{topic}\n"),
    );
    let said = site.build();
    assert!(!said.contains("gone"), "{said}");
    site.holds();
    for (old, now) in [
        ("replies/a.html", "replies/9m/a.html"),
        ("replies/older.html", "replies/9m/a.html"),
        ("replies/c.html", "replies/2a/c.html"),
        (&office, &office_now),
        (&topic, &topic_now),
    ] {
        let page = site.page(old);
        assert!(page.contains(&format!("url=../{now}\"")), "{page}");
        assert!(site.has(now));
    }
    // The same feed, each with links from where it is.
    let feed = |page: &str| site.page(&page.replace(".html", ".xml"));
    assert_eq!(
        feed(&office).replace("\"../", "\"../../"),
        feed(&office_now),
        "programs follow no page"
    );
    // What was never there does not come up.
    assert!(!site.has("replies/b.html"));
    let lock = site.lock();
    site.write(
        "dafu.toml",
        "title = \"答复\"\nbase_url = \"https://dafu.example/\"\n",
    );
    site.build();
    assert_eq!(site.lock(), lock);
    assert_eq!(feed(&office), feed(&office_now));
    let addresses = site.page("sitemap.xml");
    assert!(
        addresses.contains("/replies/9m/a.html") && !addresses.contains("/replies/a.html"),
        "{addresses}"
    );
}

#[test]
fn aliases_that_cannot_be_are_refused_with_both_files() {
    for (alias, words) in [
        ("b", ["alias-taken", "content/a.txt", "content/b.txt"]),
        (
            "years/2024.html",
            ["alias-taken", "years/2024.html", "the portal"],
        ),
        ("index.html", ["alias-taken", "index.html", "the portal"]),
        ("../x.html", ["alias", "../x.html", "leads elsewhere"]),
        ("show.html?id=3", ["alias", "show.html?id=3", "Windows"]),
        ("old.pdf", ["alias", "old.pdf", "only a page"]),
    ] {
        let site = two_offices();
        site.write(
            "content/a.txt",
            reply(
                "a",
                &format!("aliases = [\"{alias}\"]"),
                "澜汀市旅游局",
                OLD,
            ),
        );
        site.fails(&["build"], &words);
        site.fails(&["build"], &["content/a.txt:5:"]);
        assert!(
            !site.has("index.html") && !site.path("dafu.lock").exists(),
            "{alias}: nothing was written"
        );
    }
}

#[test]
fn a_page_of_the_sites_own_has_aliases_too() {
    let site = two_offices().file(
        "content/about.md",
        "---\npage: about\ntitle: 关于\naliases: [gywm, old/about.html]\n---\n\n本站。\n",
    );
    site.build();
    assert!(site.page("gywm.html").contains("href=\"about.html\""));
    assert!(
        site.page("old/about.html")
            .contains("href=\"../about.html\"")
    );
}

#[test]
fn a_renamed_offices_list_leads_to_the_new_one_which_has_the_old_replies() {
    let site = two_offices();
    site.write(
        "content/c.txt",
        reply("c", "", "澜汀市文化和旅游局", "博物馆延长开放两小时。"),
    );
    let settings = fs::read_to_string(site.path("dafu.toml")).unwrap();
    site.write("dafu.toml", format!("{settings}[data]\noffice_from = 1\n"));
    site.build();
    let list = |name: &str| {
        let path = list_path(FacetName::Agency, &FacetValue::Agency(name.to_owned()));
        path.trim_end_matches(".html").to_owned()
    };
    let (old, new) = (list("澜汀市旅游局"), list("澜汀市文化和旅游局"));
    assert!(site.has(&format!("{old}.html")));
    site.write(
        "dafu.toml",
        format!("{settings}[data]\noffice_from = 1\n[renamed]\n\"澜汀市旅游局\" = \"澜汀市文化旅游局\"\n\"澜汀市文化旅游局\" = \"澜汀市文化和旅游局\"\n"),
    );
    site.build();
    site.holds();
    let page = site.page(&format!("{old}.html"));
    assert!(page.contains(&format!("url=../../{new}.html")), "{page}");
    let page = site.page(&format!("{new}.html"));
    assert!(
        page.contains("../../replies/9m/a.html") && page.contains("../../replies/2a/c.html"),
        "{page}"
    );
    assert!(page.contains("含更名前的"), "{page}");
    // What the reply says stays as it is.
    let reply = site.page("replies/9m/a.html");
    assert!(
        reply.contains("澜汀市旅游局（现澜汀市文化和旅游局）"),
        "{reply}"
    );
    let record = site.json("replies/9m/a.json");
    assert_eq!(record["agency"], "澜汀市旅游局");
    assert_eq!(record["agency_now"], "澜汀市文化和旅游局");
    for end in ["xml", "json"] {
        assert_eq!(
            site.page(&format!("{old}.{end}")),
            site.page(&format!("{new}.{end}"))
        );
    }
    for end in ["jsonl", "csv"] {
        assert_eq!(
            site.page(&format!("data/{old}.{end}")),
            site.page(&format!("data/{new}.{end}"))
        );
    }
    for name in ["澜汀市旅游局", "澜汀市文化和旅游局"] {
        let (_, found) = site.run(&["search", &format!("单位:{name}")]);
        assert!(found.contains("replies/9m/a.html"), "{name}: {found}");
    }
}

#[test]
fn names_that_lead_in_a_circle_are_refused_with_their_line() {
    let site = two_offices();
    site.write(
        "dafu.toml",
        "[renamed]\n\"甲局\" = \"乙局\"\n\"乙局\" = \"甲局\"\n",
    );
    site.fails(&["build"], &["dafu.toml:2:1", "renamed", "甲局"]);
}

#[test]
fn a_list_that_became_empty_keeps_a_notice() {
    let site = two_offices();
    site.build();
    let list = list_path(
        FacetName::Agency,
        &FacetValue::Agency("澜汀市旅游局".to_owned()),
    );
    site.write(
        "content/a.txt",
        reply("a", "status = \"withdrawn\"", "澜汀市旅游局", OLD),
    );
    site.build();
    site.holds();
    let page = site.page(&list);
    assert!(
        page.contains("这个列表现在没有答复") && page.contains("noindex"),
        "{page}"
    );
    assert!(
        !site.page("agencies/index.html").contains(&list),
        "nothing leads there"
    );
    assert!(!site.page("sitemap.xml").contains(&list));
}

#[test]
fn a_withdrawn_reply_leaves_its_notice_and_its_aliases() {
    let site = two_offices();
    site.build();
    let front = "status = \"withdrawn\"\naliases = [\"older\"]\nwithdrawn = { date = 2024-09-01, reason = \"来信人要求\" }";
    site.write("content/a.txt", reply("a", front, "澜汀市旅游局", OLD));
    site.build();
    site.holds();
    assert!(site.page("replies/9m/a.html").contains("来信人要求"));
    assert!(
        site.page("replies/4s/older.html")
            .contains("url=../../replies/9m/a.html")
    );
    for words in [OLD, "四十二万人次"] {
        assert_eq!(holders(&site.path("public"), words), [""; 0], "{words}");
    }
}

#[test]
fn what_a_withdrawn_reply_showed_goes_with_it_and_is_not_missed() {
    let attached = "attachments = [{ title = \"附件\", file = \"plan.pdf\" }]";
    let text = |front: &str| {
        let text = reply("d", &format!("{front}\n{attached}"), "丁局", "如图所示。");
        text.replace("如图所示。", "\n如图所示。![图](map.png)\n")
    };
    let site = two_offices()
        .file("content/plan.pdf", "附件的文字")
        .file("content/map.png", "图")
        .file("content/d.md", text(""));
    site.build();
    assert!(site.has("files/plan.pdf") && site.has("files/map.png"));
    assert!(site.lock().contains("files/plan.pdf"));
    site.write("content/d.md", text("status = \"withdrawn\""));
    site.build();
    site.holds();
    assert!(!site.has("files/plan.pdf") && !site.has("files/map.png"));
    // Whoever empties the document takes away what says so.
    site.write(
        "content/d.md",
        "+++\nid = \"d\"\nstatus = \"withdrawn\"\n+++\n",
    );
    site.fails(
        &["check", "--against", "dafu.lock"],
        &["address-gone", "files/plan.pdf"],
    );
}

#[test]
fn what_is_not_public_reaches_no_output_and_no_lock() {
    for access in ["依申请公开", "不予公开"] {
        let secret = format!(
            "access = \"{access}\"\naliases = [\"secret-alias\"]\ntopics = [\"秘密主题\"]\nattachments = [{{ title = \"秘密附件\", file = \"secret.pdf\" }}]\n[[revisions]]\ndate = 2024-07-01\nreason = \"秘密理由\"\nbefore = \"秘密原文\""
        );
        let site = two_offices()
            .file("content/secret.pdf", "秘密文件")
            .file("content/secret.png", "秘密图片")
            .file(
                "content/secret-reply.md",
                reply(
                    "secret-id",
                    &secret,
                    "秘密局",
                    "秘密正文。![图](secret.png)",
                ),
            );
        site.build();
        site.run(&["build", "--archive"]);
        for words in ["秘密", "secret"] {
            for folder in ["public", ".dafu", "dafu.lock", "public.zip"] {
                assert_eq!(
                    holders(&site.path(folder), words),
                    [""; 0],
                    "{access}: {words} in {folder}"
                );
            }
        }
        // One that was public before has an address that somebody knows.
        site.write(
            "content/a.txt",
            reply("a", &format!("access = \"{access}\""), "澜汀市旅游局", OLD),
        );
        site.fails(
            &["check", "--against", "dafu.lock"],
            &[
                "address-gone",
                "replies/9m/a.html",
                "status = \"withdrawn\"",
            ],
        );
    }
}

#[test]
fn a_damaged_or_foreign_lock_is_never_overwritten() {
    for (text, words) in [
        (
            "dafu.lock 9\nreplies/9m/a.html\n",
            ["dafu.lock:1", "another dafu"],
        ),
        ("dafu.lock 1\n<<<<<<< HEAD\n", ["dafu.lock:2", "merge"]),
        ("", ["dafu.lock:1", "begins with"]),
    ] {
        let site = two_offices().file("dafu.lock", text);
        site.fails(&["build"], &words);
        assert_eq!(site.lock(), text);
        assert!(!site.has("index.html"), "and nothing was published");
    }
}

#[test]
fn a_lock_depends_on_what_is_published_and_on_nothing_else() {
    let site = two_offices();
    site.build();
    let lock = site.lock();
    let time = fs::metadata(site.path("dafu.lock"))
        .unwrap()
        .modified()
        .unwrap();
    site.write(
        "dafu.toml",
        "title = \"澜汀答复\"\nbase_url = \"https://other.example/sub/\"\n",
    );
    let (code, said) = site.run(&["build", "--output", "elsewhere"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("dafu.lock was made"), "{said}");
    assert_eq!(site.lock(), lock);
    assert_eq!(
        fs::metadata(site.path("dafu.lock"))
            .unwrap()
            .modified()
            .unwrap(),
        time,
        "it was not written"
    );
    // A build with errors adds nothing.
    site.write("content/c.txt", reply("Not An Id", "", "丙局", "内容。"));
    site.fails(&["build"], &["id"]);
    assert_eq!(site.lock(), lock);
}

#[test]
fn a_site_may_want_no_lock() {
    let site = two_offices();
    site.write("dafu.toml", "[addresses]\nlock = false\n");
    site.build();
    assert!(!site.path("dafu.lock").exists());
}

#[test]
fn what_the_site_assumes_is_named_and_is_not_the_replys_own() {
    let site = two_offices();
    site.write(
        "dafu.toml",
        "base_url = \"https://dafu.example/\"\n[topics]\n\"文化旅游\" = [\"旅游\"]\n[defaults]\nkind = \"proposal\"\n",
    );
    site.build();
    let record = site.json("replies/9m/a.json");
    assert_eq!(record["topics"][0], "文化旅游");
    let assumed: Vec<&str> = (record["assumed"].as_array().unwrap().iter())
        .map(|fact| fact.as_str().unwrap())
        .collect();
    assert!(
        assumed.contains(&"topics") && assumed.contains(&"access"),
        "{assumed:?}"
    );
    let markdown = site.page("replies/9m/a.md");
    assert!(
        !markdown.contains("文化旅游") && !markdown.contains("access"),
        "{markdown}"
    );
    let page = site.page("replies/9m/a.html");
    assert!(!page.contains("DC.subject") && !page.contains("\"keywords\""));
    assert!(page.contains("文化旅游"), "the page says it, as the site's");
    assert!(!site.page("all/feed.xml").contains("<category"));
}

#[test]
fn a_sub_path_changes_the_prefix_and_nothing_else() {
    let site = two_offices();
    site.build();
    let prefix = "https://dafu.example/";
    let moved = "https://dafu.example/a/b/";
    let settings = fs::read_to_string(site.path("dafu.toml")).unwrap();
    site.write("dafu.toml", settings.replace(prefix, moved));
    let (code, said) = site.run(&["build", "--output", "moved"]);
    assert_eq!(code, Some(0), "{said}");
    let mut pages = 0;
    for entry in walkdir::WalkDir::new(site.path("public")) {
        let entry = entry.unwrap();
        let path = entry
            .path()
            .strip_prefix(site.path("public"))
            .unwrap()
            .to_owned();
        // The data page gives the sizes and hashes of files that hold addresses; the 404 page knows its own place.
        let own = path.starts_with("data") || path == Path::new("404.html");
        let kind = path.extension().and_then(|end| end.to_str());
        if own
            || !matches!(kind, Some("html" | "xml" | "json"))
            || path == Path::new("search/opensearch.xml")
        {
            continue;
        }
        let (one, other) = (
            fs::read_to_string(entry.path()).unwrap(),
            fs::read_to_string(site.path("moved").join(&path)).unwrap(),
        );
        assert_eq!(one.replace(prefix, moved), other, "{}", path.display());
        pages += 1;
    }
    assert!(pages > 20, "{pages}");
}
