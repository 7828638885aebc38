//! Sites built through the real binary.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use dafu::catalog::reply_path;
use support::{Site, text};

impl Site {
    fn reply(self, name: &str) -> Self {
        let text = reply(name);
        self.file(&format!("content/{name}.txt"), text)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran(self.dafu(arguments))
    }

    fn build(&self) -> Ran {
        self.run(&["build"])
    }
}

fn reply(name: &str) -> String {
    format!(
        "关于第{name}号提案的答复\n王平委员：\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n一、现状\n我市已经加装三百部。\n澜汀市住房和城乡建设局\n2024年5月6日\n"
    )
}

struct Ran(Output);

impl Ran {
    fn text(&self) -> String {
        text(&self.0)
    }

    #[track_caller]
    fn succeeds(self) -> Self {
        assert!(self.0.status.success(), "{}", self.text());
        self
    }

    #[track_caller]
    fn fails_saying(self, words: &[&str]) -> Self {
        assert_eq!(self.0.status.code(), Some(1), "{}", self.text());
        let text = self.text();
        for word in words {
            assert!(text.contains(word), "“{word}” is not in:\n{text}");
        }
        self
    }

    #[track_caller]
    fn says(self, words: &[&str]) -> Self {
        let text = self.text();
        for word in words {
            assert!(text.contains(word), "“{word}” is not in:\n{text}");
        }
        self
    }
}

/// Every file of a folder and its bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a folder that can be listed"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            (
                entry
                    .path()
                    .strip_prefix(folder)
                    .expect("inside")
                    .display()
                    .to_string(),
                fs::read(entry.path()).expect("a file"),
            )
        })
        .collect()
}

#[test]
fn a_site_of_bare_text_files_builds() {
    let site = Site::new().reply("027").reply("028");
    site.build()
        .succeeds()
        .says(&["2 documents read, 2 replies", "dafu serve", "base_url"]);
    assert!(site.page("replies/xv/027.html").contains("<h2 id=\"s1\">"));
    assert!(site.page("index.html").contains("replies/xv/027.html"));
    for list in [
        "agencies/index.html",
        "years/2024.html",
        "kinds/proposal.html",
        "members/index.html",
        "404.html",
        "robots.txt",
    ] {
        assert!(!site.page(list).is_empty());
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let build = |threads: &str, locale: &str| {
        let site = Site::new();
        for entry in walkdir::WalkDir::new(sample.join("content"))
            .into_iter()
            .flatten()
            .filter(|e| e.file_type().is_file())
        {
            let to = site.path("content").join(
                entry
                    .path()
                    .strip_prefix(sample.join("content"))
                    .expect("inside"),
            );
            fs::create_dir_all(to.parent().expect("a parent")).expect("folders");
            fs::copy(entry.path(), to).expect("a copy");
        }
        fs::copy(sample.join("dafu.toml"), site.path("dafu.toml")).expect("a copy");
        let out = site.path("elsewhere/out");
        let ran = Command::new(env!("CARGO_BIN_EXE_dafu"))
            .env("DAFU_LANG", "en")
            .args(["build", "--output"])
            .arg(&out)
            .current_dir(site.folder())
            .envs([
                ("RAYON_NUM_THREADS", threads),
                ("LC_ALL", locale),
                (
                    "TZ",
                    if threads == "1" {
                        "UTC"
                    } else {
                        "Asia/Shanghai"
                    },
                ),
            ])
            .output()
            .expect("dafu runs");
        Ran(ran).succeeds();
        bytes(&out)
    };
    let (one, four) = (build("1", "C"), build("4", "zh_CN.UTF-8"));
    assert!(one.len() > 100);
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        four.keys().collect::<Vec<_>>()
    );
    for (path, bytes) in &one {
        assert!(four[path] == *bytes, "{path} differs");
    }
}

#[test]
fn a_second_build_touches_nothing_that_did_not_change() {
    let site = Site::new().reply("027").reply("028");
    site.build().succeeds();
    let time = |name: &str| {
        fs::metadata(site.path("public").join(name))
            .expect("a page")
            .modified()
            .expect("a time")
    };
    let before = time("replies/xv/027.html");
    site.build()
        .succeeds()
        .says(&["files unchanged, 0 removed"]);
    assert_eq!(time("replies/xv/027.html"), before);
    fs::remove_file(site.path("content/028.txt")).expect("removed");
    site.build().succeeds();
    assert!(!site.path("public/replies/j6/028.html").exists());
}

#[test]
fn a_failed_build_leaves_the_last_portal() {
    let site = Site::new().reply("027");
    site.build().succeeds();
    let before = bytes(&site.path("public"));
    let site = site.file(
        "content/bad.md",
        "+++\nissued = 2024-02-30\n+++\n标题的答复\n\n正文。\n",
    );
    site.build()
        .fails_saying(&["content/bad.md:2:", "untouched"]);
    assert_eq!(bytes(&site.path("public")), before);
}

#[test]
fn every_error_is_named_at_once() {
    let site = Site::new()
        .file("content/a.md", "+++\ntitel = \"x\"\n+++\n正文。\n")
        .file(
            "content/b.md",
            "+++\noutcome = \"E\"\n+++\n标题的答复\n\n正文。\n",
        )
        .file("content/c.txt", "");
    site.build().fails_saying(&[
        "content/a.md:2:",
        "did you mean `title`",
        "content/b.md:2:",
        "content/c.txt",
        "body-empty",
    ]);
    assert!(!site.path("public").exists());
}

#[test]
fn encodings_are_read_and_reported() {
    let text = reply("027");
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            text.replace("027", "029")
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let site = Site::new()
        .file("content/gb.txt", gb)
        .file("content/wide.txt", utf16);
    site.build()
        .succeeds()
        .says(&["1 in GB18030", "1 in UTF-16"]);
    assert!(
        site.page("replies/9c/gb.html")
            .contains("我市已经加装三百部")
    );
    let site = site.file(
        "content/broken.txt",
        [b"\xb9\xd8\xd3\xda".as_slice(), b"\xff\xff\n"].concat(),
    );
    site.build()
        .fails_saying(&["content/broken.txt:1:", "UTF-8"]);
}

#[test]
fn unknown_settings_are_refused_with_the_nearest() {
    let site = Site::new()
        .reply("027")
        .file("dafu.toml", "[site]\norganiser = \"x\"\n");
    site.build()
        .fails_saying(&["dafu.toml:2:1", "did you mean `organizer`"]);
}

#[test]
fn no_name_leads_out_of_the_portal() {
    let id = |id: &str| format!("+++\nid = {id:?}\n+++\n标题的答复\n\n正文。\n");
    for bad in ["../x", "a/b", "con", "A", "", "a\u{0}b", "文", "-a"] {
        let site = Site::new().file("content/a.md", id(bad));
        if bad.is_empty() {
            site.build().succeeds();
        } else {
            site.build().fails_saying(&["content/a.md"]);
        }
        assert!(!site.path("x.html").exists());
    }
    Site::new()
        .file(
            "content/a.md",
            "标题的答复\n\n正文。[件](../../../../etc/passwd)\n",
        )
        .build()
        .succeeds()
        .says(&["link-outside"]);
    Site::new()
        .file("content/a.txt", reply("1"))
        .file("content/sub/../A.txt", reply("2"))
        .build()
        .fails_saying(&["content/a.txt", "content/A.txt", "case"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused() {
    let site = Site::new().reply("027");
    std::os::unix::fs::symlink("/etc/passwd", site.path("content/secret.txt")).expect("a link");
    site.build()
        .fails_saying(&["content/secret.txt", "symbolic link"]);
    fs::remove_file(site.path("content/secret.txt")).expect("removed");
    std::os::unix::fs::symlink(site.path("content"), site.path("public")).expect("a link");
    site.build().fails_saying(&["must be a folder"]);
}

#[test]
fn a_folder_of_someone_elses_is_not_replaced() {
    let site = Site::new().reply("027").file("public/thesis.doc", "years");
    site.build().fails_saying(&["did not write"]);
    assert!(site.path("public/thesis.doc").exists());
}

#[test]
fn what_may_not_be_published_is_nowhere() {
    let secret = "+++\naccess = \"不予公开\"\n+++\n关于密件的答复\n\n绝不可见的正文。\n";
    let site = Site::new().reply("027").file("content/secret.md", secret);
    site.build().succeeds().says(&["1 not published"]);
    for (path, bytes) in bytes(&site.path("public")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("密件"), "{path}");
        assert!(!path.contains("secret"), "{path}");
    }
}

/// A reply that nobody has called open is published and says of that property only what is known.
#[test]
fn access_is_shown_if_somebody_has_said_it() {
    let shown = |settings: &str, front: &str| {
        let text = format!("+++\nid = \"027\"\n{front}+++\n关于加装电梯的答复\n\n正文。\n");
        let site = Site::new()
            .file("dafu.toml", settings)
            .file("content/a.md", text);
        site.build().succeeds();
        let page = site.page("replies/xv/027.html");
        let fact = page.split_once("公开属性").unwrap().1;
        fact.split_once("</dd>").unwrap().0.contains("主动公开")
    };
    assert!(!shown("", ""));
    assert!(shown("", "access = \"主动公开\"\n"));
    assert!(shown("[defaults]\naccess = \"主动公开\"\n", ""));
}

#[test]
fn a_sites_own_theme_overrides_single_files() {
    let site = Site::new()
        .reply("027")
        .file("dafu.toml", "theme = \"own\"\n")
        .file(
            "themes/own/templates/404.html",
            "{% extends \"base.html\" %}{% block main %}<p>own words</p>{% endblock %}",
        )
        .file("themes/own/assets/extra.css", "p{}")
        .file("themes/own/i18n/zh-CN.toml", "nav_home = \"起点\"\n");
    site.build().succeeds();
    assert!(site.page("404.html").contains("own words"));
    assert!(site.page("index.html").contains("起点"));
    assert_eq!(site.page("assets/extra.css"), "p{}");
    assert!(site.path("public/assets/style.css").exists());
}

#[test]
fn a_site_says_on_its_home_page_what_it_wants() {
    let home =
        "+++\npage = \"index\"\n+++\n## 说明\n\n本站收录[第一号](a.txt)，另见[表](b.csv)。\n";
    let site = Site::new()
        .reply("a")
        .file("content/b.csv", "甲,乙\n")
        .file("content/home.md", home);
    site.build().succeeds();
    let page = site.page("index.html");
    let address = reply_path("a", "html");
    for part in [
        ">说明",
        "本站收录",
        "href=\"files/b.csv\"",
        &format!("href=\"{address}\">第一号"),
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // It is no page of its own, and stands in no list of those.
    assert!(!site.page("all/index.html").contains(">index</a>"));
    site.write("content/more.md", home);
    site.build().fails_saying(&["page-name", "content/more.md"]);
}

#[test]
fn the_theme_for_manuals_shows_pages_and_no_facts() {
    let site = Site::new()
        .reply("a")
        .file("dafu.toml", "theme = \"manual\"\nlanguage = \"en\"\n");
    site.build().succeeds();
    let page = site.page(&reply_path("a", "html"));
    assert!(
        page.contains("lang=\"en\">\n") && !page.contains("lang=\"zh-CN\""),
        "{page}"
    );
    assert!(page.contains("assets/manual.css") && !page.contains("class=\"sheet\""));
    assert!(page.contains("Search the manual"));
    site.run(&["doctor"]).succeeds().says(&["manual"]);
    let seen = site.run(&["doctor"]).text();
    assert!(!seen.contains("names default"), "{seen}");
    // A site's own files are laid over it.
    site.write("themes/manual/i18n/en.toml", "search_label = \"Find it\"\n");
    site.build().succeeds();
    let page = site.page(&reply_path("a", "html"));
    assert!(page.contains("Find it") && page.contains("assets/manual.css"));
    // Of its own words each is one that is known, or shown by a template of its own.
    site.write("themes/manual/i18n/en.toml", "serch_label = \"Find it\"\n");
    site.build()
        .fails_saying(&["themes/manual/i18n/en.toml", "serch_label", "search_label"]);
    site.write("themes/manual/i18n/en.toml", "motto = \"Find it\"\n");
    site.write(
        "themes/manual/templates/extra-head.html",
        "<meta name=\"motto\" content=\"{{ t.motto }}\">\n",
    );
    site.build().succeeds();
    site.write("dafu.toml", "theme = \"manuel\"\n");
    site.build().fails_saying(&["manuel", "default, manual"]);
}

#[test]
fn a_template_error_names_template_line_and_page() {
    let site = Site::new()
        .reply("027")
        .file("dafu.toml", "theme = \"own\"\n")
        .file(
            "themes/own/templates/reply.html",
            "{% extends \"base.html\" %}\n{% block main %}\n{{ reply.nonsense }}\n{% endblock %}",
        );
    site.build()
        .fails_saying(&["replies/xv/027.html", "reply.html:3", "nonsense"]);
}

#[test]
fn the_interface_speaks_english_too() {
    let site = Site::new()
        .reply("027")
        .file("dafu.toml", "language = \"en\"\n");
    site.build().succeeds();
    let page = site.page("replies/xv/027.html");
    assert!(
        page.contains("<html lang=\"en\">") && page.contains("6 May 2024"),
        "{page}"
    );
}

#[test]
fn both_languages_have_the_same_strings() {
    let keys = |language: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("themes/default/i18n/{language}.toml"));
        let text = fs::read_to_string(path).expect("strings");
        text.lines()
            .filter_map(|line| line.split_once(" = ").map(|(key, _)| key.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(keys("zh-CN"), keys("en"));
}

#[test]
fn images_and_attachments_come_along() {
    let text = "+++\nattachments = [{ title = \"图纸\", file = \"图 1.pdf\" }]\n+++\n标题的答复\n\n正文。\n\n![水位图](../images/a.svg)\n";
    let site = Site::new()
        .file("content/2024/a.md", text)
        .file("content/images/a.svg", "<svg/>")
        .file("content/2024/图 1.pdf", "pdf");
    site.build().succeeds();
    assert!(
        site.page("replies/4n/2024-a.html")
            .contains("src=\"../../files/images/a.svg\" alt=\"水位图\"")
    );
    assert!(site.path("public/files/2024/图 1.pdf").exists());
    assert!(
        site.page("replies/4n/2024-a.html")
            .contains("../../files/2024/%E5%9B%BE%201.pdf")
    );
    fs::remove_file(site.path("content/images/a.svg")).expect("removed");
    site.build()
        .fails_saying(&["content/images/a.svg", "is not there"]);
}

#[test]
fn the_sitemap_has_the_documents_dates() {
    let site = Site::new().reply("027").file(
        "dafu.toml",
        "base_url = \"https://www.example.gov.cn/r/\"\n",
    );
    site.build().succeeds();
    let map = site.page("sitemap.xml");
    assert!(
        map.contains("<loc>https://www.example.gov.cn/r/replies/xv/027.html</loc>"),
        "{map}"
    );
    assert_eq!(
        map.matches("<lastmod>").count(),
        1,
        "lists have no date of their own"
    );
    assert!(map.contains("<lastmod>2024-05-06</lastmod>"));
    assert!(
        site.page("robots.txt")
            .contains("Sitemap: https://www.example.gov.cn/r/sitemap.xml")
    );
}

#[test]
fn all_replies_are_listed_newest_first_in_pages() {
    let mut site = Site::new().file(
        "dafu.toml",
        "page_size = 10\nbase_url = \"https://www.example.gov.cn/r/\"\n",
    );
    for day in 1..=21 {
        let text = reply(&format!("{day:03}")).replace("5月6日", &format!("5月{day}日"));
        site = site.file(&format!("content/{day:03}.txt"), text);
    }
    site.build().succeeds();
    let home = site.page("index.html");
    assert!(
        home.contains("<a href=\"all/index.html\">全部答复</a>"),
        "{home}"
    );
    let shown = |page: &str| {
        site.page(page)
            .split("class=\"row-title\" href=\"../replies/")
            .skip(1)
            .map(|rest| rest[3..6].to_owned())
            .collect::<Vec<_>>()
    };
    let found: Vec<String> = ["all/index.html", "all/index-2.html", "all/index-3.html"]
        .into_iter()
        .flat_map(shown)
        .collect();
    let wanted: Vec<String> = (1..=21).rev().map(|day| format!("{day:03}")).collect();
    assert_eq!(found, wanted);
    assert!(!site.path("public/all/index-4.html").exists());
    assert!(site.page("sitemap.xml").contains("/r/all/index.html</loc>"));

    let empty = Site::new().file(
        "content/about.md",
        "+++\npage = \"about\"\ntitle = \"关于\"\n+++\n正文。\n",
    );
    empty.build().succeeds();
    assert!(!empty.path("public/all").exists(), "no list is empty");
    assert!(!empty.page("index.html").contains("all/index.html"));
}

#[test]
fn an_outcome_is_never_shown_bare() {
    let text = reply("027") + "办复类别：B\n";
    let site = Site::new().file("content/a.txt", &text);
    site.build().succeeds();
    assert!(
        site.page("replies/9m/a.html")
            .contains("B（发布单位未说明含义）")
    );
    let site = site.file("dafu.toml", "[outcomes.\"*\"]\nB = \"列入计划\"\n");
    site.build().succeeds();
    assert!(site.page("replies/9m/a.html").contains("B：列入计划"));
}

#[test]
fn a_new_site_builds_at_once() {
    let site = Site::new();
    site.run(&["new", "mine"])
        .succeeds()
        .says(&["dafu serve mine"]);
    site.run(&["build", "mine"]).succeeds().says(&["2 replies"]);
    assert!(site.path("mine/public/index.html").exists());
    site.run(&["new", "mine"])
        .fails_saying(&["something here already"]);
}

#[test]
fn inspect_says_where_each_field_was_read() {
    let site = Site::new().reply("027");
    let ran = site
        .run(&["inspect", "--json", "content/027.txt"])
        .succeeds();
    let json: serde_json::Value = serde_json::from_slice(&ran.0.stdout).expect("JSON");
    assert_eq!(json["issued"], "2024-05-06");
    assert_eq!(
        json["origins"]["issued"],
        serde_json::json!({ "line": 7, "column": 1 })
    );
    assert_eq!(
        json["origins"]["case_number"],
        serde_json::json!({ "line": 1, "column": 4 })
    );
    assert_eq!(json["outline"], serde_json::json!([[1, "现状"]]));
    assert_eq!(json["kind"], "proposal");
    site.run(&["inspect", "content/027.txt"])
        .succeeds()
        .says(&["issued: 2024-05-06  [7:1]"]);
    site.run(&["inspect", "none.txt"])
        .fails_saying(&["none.txt"]);
}

#[test]
fn inspect_shows_what_would_be_published_and_whence() {
    let contact = "联系人：李明\n联系电话：13800138000\n";
    let site = Site::new()
        .file("dafu.toml", "privacy = \"mask\"\n")
        .file(
            "content/027.txt",
            format!("收文电话13900139000\n{}{contact}", reply("027")),
        )
        .file("content/028.txt", reply("028"))
        .file("content/ledger.csv", "案号,签发人\n028,钱敏\n027,赵敏\n");
    let ran = site.run(&["inspect", "content/027.txt"]).succeeds();
    let ran = ran.says(&[
        "contact_phone: 138****8000  [10:6]  (masked)",
        "signatory: 赵敏  [content/ledger.csv, row 3]",
        "contact_name: 李明  [9:5]\n",
    ]);
    let json = site
        .run(&["inspect", "--json", "content/027.txt"])
        .succeeds();
    for said in [ran.text(), json.text()] {
        for number in ["13800138000", "13900139000"] {
            assert!(!said.contains(number), "{said}");
        }
    }
    let json: serde_json::Value = serde_json::from_slice(&json.0.stdout).expect("JSON");
    assert_eq!(json["masked"], serde_json::json!(["contact_phone"]));
    assert_eq!(
        json["origins"]["signatory"],
        serde_json::json!({ "file": "content/ledger.csv", "row": 3 })
    );
}

#[test]
fn of_a_number_that_no_reply_holds_nothing_is_found() {
    let site = Site::new()
        .file("content/a.txt", reply("138"))
        .file("content/b.txt", reply("12345"));
    site.build().succeeds();
    let found = site.run(&["search", "13812345678"]).succeeds();
    let found = found.says(&["no reply holds “13812345678”", "0 with all the words"]);
    assert!(!found.text().contains("replies/"), "{}", found.text());
    // Beside a word it is the one thing that is lacking.
    site.run(&["search", "电梯 13812345678"])
        .says(&["2 have some of them", "lacks: 13812345678"]);
}

#[test]
fn a_withdrawn_reply_leaves_a_notice_and_no_word_of_its_text() {
    let site = Site::new().reply("a").file(
        "content/b.md",
        "---\nid: gone\nstatus: withdrawn\nwithdrawn: { date: 2025-03-01, reason: 数据有误 }\n---\n# 关于泄漏的答复\n\n王平委员：\n\n秘密的文字。\n",
    );
    site.build().succeeds();
    let notice = site.page("replies/3b/gone.html");
    for words in ["2025年3月1日", "数据有误"] {
        assert!(notice.contains(words), "{words}: {notice}");
    }
    for entry in walkdir::WalkDir::new(site.path("public")) {
        let entry = entry.expect("a file");
        if entry.file_type().is_file() {
            let text =
                String::from_utf8_lossy(&fs::read(entry.path()).expect("bytes")).into_owned();
            for secret in ["泄漏", "秘密的文字"] {
                assert!(
                    !text.contains(secret),
                    "{secret} is in {}",
                    entry.path().display()
                );
            }
        }
    }
    assert!(
        !site.page("index.html").contains("replies/3b/gone.html"),
        "no list holds it"
    );
}

/// A reply of one year on one matter, with enough of its words to be known by them.
fn on_matter(year: u16, number: u16, matter: &str, words: &str) -> String {
    format!(
        "关于市政协{}届一次会议第{number:03}号提案的答复\n王平委员：\n您提出的《关于{matter}的提案》收悉。现答复如下：\n一、现状\n{words}\n澜汀市住房和城乡建设局\n{year}年5月6日\n",
        ["三", "四", "五"][usize::from(number % 3)]
    )
}

#[test]
fn replies_on_the_same_matter_name_each_other_and_show_what_they_share() {
    let lifts = "老旧小区加装电梯，低层住户担心采光，楼道狭窄，施工占用绿化。";
    let school = "校车接送学生，早高峰拥堵，校门口停车秩序混乱，家长怨言较多。";
    let mut site = Site::new()
        .file("content/2019.txt", on_matter(2019, 3, "加装电梯", lifts))
        .file(
            "content/2022.txt",
            on_matter(2022, 4, "推进加装电梯", &lifts.replace("狭窄", "昏暗")),
        )
        .file(
            "content/bus.txt",
            on_matter(2021, 5, "整治校门口拥堵", school),
        );
    for (n, words) in [
        "河道清淤",
        "垃圾分类",
        "医保报销",
        "公园绿道",
        "夜间噪声",
        "农村公路",
    ]
    .iter()
    .enumerate()
    {
        let text = on_matter(2020, 6 + u16::try_from(n).expect("few"), words, words);
        site = site.file(&format!("content/other-{n}.txt"), text);
    }
    site.build().succeeds();
    let page = site.page("replies/wd/2022.html");
    let related = page
        .split("class=\"related\"")
        .nth(1)
        .expect("related replies");
    let related = related.split("</section>").next().expect("its end");
    assert!(
        related.contains("replies/yh/2019.html#p"),
        "the paragraph itself: {related}"
    );
    assert!(related.contains("<mark>电梯</mark>"), "{related}");
    assert!(!related.contains("replies/jk/bus.html"), "{related}");
    let timeline = page.split("class=\"timeline\"").nth(1).expect("the years");
    let (first, rest) = timeline.split_once("2019 年").expect("2019");
    assert!(
        rest.contains("2022 年") && !first.contains("2022"),
        "oldest first: {timeline}"
    );
    for name in ["bus", "other-0"] {
        let page = site.page(&reply_path(name, "html"));
        assert!(
            !page.contains("class=\"related\""),
            "{name} has nothing in common with others"
        );
    }
}

/// Among few replies every word is rare: what two have in common by chance is no history of one matter.
#[test]
fn few_replies_have_no_history_in_common_by_chance() {
    let common = "经现场踏勘并征求街道意见，拟分两批实施，预算已列入年度计划，完工后移交管护单位。";
    let seats = "座椅间距约八十米，椅面采用防腐木条，靠背加装扶手。";
    let site = Site::new()
        .file(
            "content/seat.txt",
            on_matter(2019, 3, "增设公共座椅", &format!("{common}{seats}")),
        )
        .file(
            "content/lamp.txt",
            on_matter(2022, 4, "增设夜间照明", &format!("{common}路灯改用暖光。")),
        )
        .file(
            "content/more.txt",
            on_matter(
                2023,
                5,
                "完善公共座椅养护",
                &format!("{seats}每季检修一次。"),
            ),
        );
    site.build().succeeds();
    let history = |id: &str| {
        let page = site.page(&reply_path(id, "html"));
        let timeline = page.split("class=\"timeline\"").nth(1).unwrap_or("");
        timeline.split("</section>").next().unwrap_or("").to_owned()
    };
    assert_eq!(history("lamp"), "");
    assert!(
        history("seat").contains("完善公共座椅养护"),
        "{}",
        history("seat")
    );
    assert!(!history("seat").contains("夜间照明"));
}

/// What is to be on the server: all but what only dafu needs.
fn portal(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let mut files = bytes(&site.path("public"));
    files.remove(".dafu-portal").expect("dafu's mark");
    files
}

/// Does to the files of a server what a list says.
fn upload(site: &Site, server: &mut BTreeMap<String, Vec<u8>>) {
    let list = fs::read_to_string(site.path("changed.txt")).expect("the list");
    for line in list.lines() {
        let (sign, path) = line.split_once(' ').expect("sign and path");
        let before = if sign == "-" {
            server.remove(path)
        } else {
            let bytes = fs::read(site.path("public").join(path)).expect("a file of the portal");
            server.insert(path.to_owned(), bytes)
        };
        assert_eq!(before.is_none(), sign == "+", "{line}");
    }
    fs::remove_file(site.path("changed.txt")).expect("uploaded");
}

#[test]
fn whoever_uploads_what_the_list_names_has_the_portal_on_the_server() {
    let build = |site: &Site| {
        site.run(&["build", "--changed", "changed.txt"]).succeeds();
    };
    let site = Site::new().reply("027");
    let mut server = BTreeMap::new();
    build(&site);
    upload(&site, &mut server);
    assert_eq!(server, portal(&site));

    // Two builds, and only then somebody uploads.
    let site = site.file(
        "content/mistake.txt",
        on_matter(2024, 3, "错的一篇", "错的一篇"),
    );
    build(&site);
    fs::remove_file(site.path("content/mistake.txt")).expect("a mistake");
    let site = site.file(
        "content/new.txt",
        on_matter(2025, 4, "新的一篇", "新的一篇"),
    );
    build(&site);
    let list = fs::read_to_string(site.path("changed.txt")).expect("the list");
    assert!(
        list.contains("+ replies/") && !list.contains("mistake"),
        "{list}"
    );
    upload(&site, &mut server);
    assert_eq!(server, portal(&site));

    // Nothing new, nothing to upload; and what is no list is not written over.
    build(&site);
    assert_eq!(
        fs::read_to_string(site.path("changed.txt")).expect("the list"),
        ""
    );
    let site = site.file("changed.txt", "什么时候开会\n");
    site.run(&["build", "--changed", "changed.txt"])
        .fails_saying(&["changed.txt:1: this is no line", "什么时候开会"]);
    assert_eq!(
        fs::read_to_string(site.path("changed.txt")).expect("as it was"),
        "什么时候开会\n"
    );
    site.run(&["build", "--changed", "public/changed.txt"])
        .fails_saying(&["public/changed.txt", "outside"]);
}

#[test]
fn what_a_build_without_a_list_changed_stands_in_the_next_list() {
    let site = Site::new().reply("a").reply("b");
    site.run(&["build", "--changed", "up.txt"]).succeeds();
    fs::remove_file(site.path("up.txt")).unwrap();
    site.write("content/a.txt", reply("a").replace("三百", "四百"));
    site.build().succeeds();
    // To another folder: none of this portal's changes.
    site.run(&["build", "--output", "other"]).succeeds();
    site.run(&["build", "--changed", "up.txt"]).succeeds();
    let list = fs::read_to_string(site.path("up.txt")).unwrap();
    let page = reply_path("a", "html");
    assert!(list.contains(&format!("~ {page}\n")), "{list}");
    assert!(!list.contains(&reply_path("b", "txt")), "{list}");
    // Told is told.
    fs::remove_file(site.path("up.txt")).unwrap();
    site.run(&["build", "--changed", "up.txt"]).succeeds();
    assert_eq!(fs::read_to_string(site.path("up.txt")).unwrap(), "");
}
