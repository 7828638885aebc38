//! `dafu build --archive` and `offline`, through the real binary.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use zip::{CompressionMethod, DateTime, ZipArchive};

/// A site with two replies, a picture and a page of its own.
fn site(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let reply = |number: &str| {
        format!(
            "关于第{number}号提案的答复\n王平委员：\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n一、现状\n我市已经加装三百部。\n澜汀市住房和城乡建设局\n2024年5月6日\n"
        )
    };
    let settings = format!("title = \"澜汀市答复\"\n{settings}");
    for (path, text) in [
        ("dafu.toml", settings.as_str()),
        ("content/027.txt", &reply("027")),
        ("content/028.txt", &reply("028")),
        (
            "content/规划 图.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ),
        (
            "content/about.md",
            "+++\npage = \"about\"\n+++\n# 关于\n\n见图。\n\n![图](<规划 图.svg>)\n",
        ),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn dafu(site: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dafu"))
        .env("DAFU_LANG", "en")
        .arg("build")
        .args(arguments)
        .current_dir(site)
        .env("NO_COLOR", "1")
        .output()
        .expect("dafu runs")
}

#[track_caller]
fn builds(site: &Path, arguments: &[&str]) -> String {
    let output = dafu(site, arguments);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

#[track_caller]
fn refuses(site: &Path, arguments: &[&str], says: &str) {
    let output = dafu(site, arguments);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains(says), "“{says}” is not in:\n{text}");
}

/// Every file of a folder and its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a folder that can be listed"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("inside");
            (
                path.display().to_string().replace('\\', "/"),
                fs::read(entry.path()).expect("a file"),
            )
        })
        .collect()
}

fn open(path: &Path) -> ZipArchive<File> {
    ZipArchive::new(File::open(path).expect("an archive")).expect("a zip")
}

/// Every file of an archive and its bytes, without the folder that all stands in.
fn unpacked(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = open(path);
    (0..zip.len())
        .map(|i| {
            let mut entry = zip.by_index(i).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("its bytes");
            let name = entry.name().expect("a name").into_owned();
            let (top, rest) = name.split_once('/').expect("a folder that all stands in");
            assert!(top.starts_with("lan-ting-shi-da-fu-"), "{top}");
            (rest.to_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_portal_is_the_same_with_an_archive_and_without() {
    let site = site("");
    builds(site.path(), &[]);
    let without = files(&site.path().join("public"));
    fs::remove_dir_all(site.path().join("public")).expect("removed");
    let said = builds(site.path(), &["--archive"]);
    assert!(said.contains("public.zip"), "{said}");
    assert!(said.contains("open index.html"), "{said}");
    assert!(files(&site.path().join("public")) == without);
}

#[test]
fn an_archive_holds_the_portals_pages_as_they_are_and_a_search_of_its_own() {
    let site = site("base_url = \"https://dafu.example/\"");
    builds(site.path(), &["--archive"]);
    let portal = files(&site.path().join("public"));
    let archive = unpacked(&site.path().join("public.zip"));
    for (path, bytes) in &portal {
        let apart = path.starts_with("search/")
            || ["404.html", "robots.txt", "sitemap.xml", ".dafu-portal"].contains(&path.as_str());
        assert_eq!(archive.get(path) == Some(bytes), !apart, "{path}");
        assert_eq!(
            archive.contains_key(path),
            !apart || path == "search/index.html",
            "{path}"
        );
    }
    let own: Vec<&str> = archive
        .keys()
        .map(String::as_str)
        .filter(|path| !portal.contains_key(*path))
        .collect();
    assert_eq!(
        own,
        [
            "search/archive.js",
            "search/packs/0.js",
            "search/words.js",
            "阅读说明.txt"
        ]
    );
    let readme = String::from_utf8(archive["阅读说明.txt"].clone()).expect("UTF-8");
    assert!(readme.starts_with("\u{feff}澜汀市答复\r\n"), "{readme}");
    assert!(
        !readme.replace("\r\n", "").contains('\n'),
        "ends lines as Windows does"
    );
    for words in [
        "2 篇",
        "2024年5月6日",
        "index.html",
        "https://dafu.example/",
    ] {
        assert!(readme.contains(words), "{words}: {readme}");
    }
    assert!(archive.contains_key("files/规划 图.svg"));
}

#[test]
fn the_same_portal_gives_the_same_archive_with_sorted_names_and_no_time() {
    let site = site("");
    let place = site.path().join("public.zip");
    builds(site.path(), &["--archive"]);
    let first = fs::read(&place).expect("an archive");
    fs::remove_dir_all(site.path().join("public")).expect("removed");
    builds(site.path(), &["--archive"]);
    assert!(fs::read(&place).expect("an archive") == first);
    let mut zip = open(&place);
    let mut names = Vec::new();
    for i in 0..zip.len() {
        let entry = zip.by_index(i).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        assert_eq!(entry.last_modified(), Some(DateTime::DEFAULT), "{name}");
        assert_eq!(entry.unix_mode(), Some(0o100_644), "{name}");
        // What is compressed already is not compressed again.
        let whole = std::path::Path::new(&name).extension();
        let method = if whole.is_some_and(|end| end == "zip") {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        assert_eq!(entry.compression(), method, "{name}");
        names.push(name);
    }
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn a_build_that_fails_leaves_the_last_archive_and_nothing_half_made() {
    let site = site("");
    let place = site.path().join("public.zip");
    builds(site.path(), &["--archive"]);
    let first = fs::read(&place).expect("an archive");
    fs::write(
        site.path().join("content/029.md"),
        "+++\nagancy = \"\"\n+++\n# 题\n",
    )
    .expect("a file");
    refuses(site.path(), &["--archive"], "agancy");
    assert!(fs::read(&place).expect("an archive") == first);
    let mut left: Vec<PathBuf> = fs::read_dir(site.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().contains("dafu-"))
        })
        .collect();
    left.sort();
    assert_eq!(left, Vec::<PathBuf>::new());
}

#[test]
fn a_zip_that_dafu_did_not_write_is_not_replaced() {
    let site = site("");
    let place = site.path().join("public.zip");
    fs::write(&place, "mine").expect("a file");
    refuses(site.path(), &["--archive"], "dafu did not write this file");
    assert_eq!(fs::read(&place).expect("a file"), b"mine");
    assert!(
        !site.path().join("public").exists(),
        "said before anything is built"
    );
    builds(site.path(), &["--archive", "--output", "other"]);
    assert!(site.path().join("other.zip").exists());
}

#[test]
fn a_theme_whose_search_page_cannot_stand_in_an_archive_is_told_so() {
    let site = site("theme = \"own\"");
    let templates = site.path().join("themes/own/templates");
    fs::create_dir_all(&templates).expect("folders");
    let page = "{% extends \"base.html\" %}{% block main %}<h1>检索</h1>{% endblock %}\n";
    fs::write(templates.join("search.html"), page).expect("a file");
    builds(site.path(), &[]);
    refuses(site.path(), &["--archive"], "archive.js");
}

#[test]
fn a_module_that_the_archive_cannot_hold_ends_the_build_with_its_name() {
    let site = site("theme = \"own\"");
    let search = site.path().join("themes/own/search");
    fs::create_dir_all(&search).expect("folders");
    fs::write(search.join("sets.js"), "export default 1;\n").expect("a file");
    refuses(
        site.path(),
        &["--archive"],
        "search/sets.js cannot be joined",
    );
}

#[test]
fn a_service_worker_is_there_only_where_the_site_wants_it() {
    let own = ["assets/offline.js", "offline.html", "sw.js"];
    for (settings, written) in [
        ("", &[][..]),
        ("offline = false", &[]),
        ("offline = true", &own),
        ("offline = \"remove\"", &["sw.js"]),
    ] {
        let site = site(settings);
        builds(site.path(), &["--archive"]);
        let portal = files(&site.path().join("public"));
        let found: Vec<&str> = own
            .into_iter()
            .filter(|path| portal.contains_key(*path))
            .collect();
        assert_eq!(found, written, "{settings}");
        let home = String::from_utf8_lossy(&portal["index.html"]);
        assert_eq!(
            home.contains("assets/offline.js"),
            settings == "offline = true",
            "{settings}"
        );
        let archive = unpacked(&site.path().join("public.zip"));
        assert!(
            !archive.contains_key("sw.js") && !archive.contains_key("offline.html"),
            "{settings}"
        );
    }
    let site = site("offline = \"yes\"");
    refuses(site.path(), &[], "true, false or \"remove\"");
}
