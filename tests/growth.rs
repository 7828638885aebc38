//! A portal that grows has more pages, and no longer ones; its folders stay small; what it once had stays where it was.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use dafu::catalog::{Body, FacetName, Value, list_path};
use tempfile::TempDir;

/// A name of three characters for a number below 1,000.
fn name(number: usize) -> String {
    const TEN: [char; 10] = ['安', '白', '程', '丁', '方', '高', '何', '江', '康', '林'];
    [number / 100, number / 10 % 10, number % 10]
        .map(|digit| TEN[digit])
        .iter()
        .collect()
}

/// A reply to a member of an office, on a day of its own month.
fn reply(id: &str, member: &str, office: &str, month: usize) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"关于修桥的答复\"\nkind = \"proposal\"\naskers = [\"{member}\"]\nagency = \"{office}\"\ntopics = [\"{member}之事\"]\nissued = 2024-{month:02}-02\naccess = \"主动公开\"\n+++\n各位委员：\n\n桥已经修好。\n"
    )
}

/// Replies that share nothing but their words: each has an office, a member and a topic of its own.
fn grown(replies: usize) -> TempDir {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir(site.path().join("content")).unwrap();
    let settings =
        "title = \"答复\"\nbase_url = \"https://dafu.example/\"\n[data]\noffice_from = 1\n";
    fs::write(site.path().join("dafu.toml"), settings).unwrap();
    for number in 0..replies {
        let text = reply(
            &format!("r{number}"),
            &name(number),
            &format!("{}局", name(number)),
            number % 12 + 1,
        );
        fs::write(site.path().join(format!("content/{number}.md")), text).unwrap();
    }
    build(site.path());
    site
}

fn build(site: &Path) {
    let ran = Command::new(env!("CARGO_BIN_EXE_dafu"))
        .env("DAFU_LANG", "en")
        .arg("build")
        .current_dir(site)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && !said.contains("gone"), "{said}");
}

/// The longest page or feed of each folder of the portal's root, and the most entries that any folder below it holds. The search bundle and
/// what is made to be read by programs whole is left out.
fn measure(site: &Path) -> BTreeMap<String, (u64, usize)> {
    let portal = site.join("public");
    let mut found: BTreeMap<String, (u64, usize)> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&portal).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&portal).unwrap();
        let top = path.iter().next().unwrap().to_str().unwrap().to_owned();
        let whole = ["jsonl", "csv", "zip", "jsonld", "txt"];
        let ends = path
            .extension()
            .is_some_and(|end| whole.iter().any(|w| end == *w));
        if matches!(top.as_str(), "search" | "sitemap.xml")
            || ends
            || path.ends_with("manifest.json")
        {
            continue;
        }
        let known = found.entry(top).or_default();
        if entry.file_type().is_dir() {
            known.1 = known.1.max(fs::read_dir(entry.path()).unwrap().count());
        } else {
            known.0 = known.0.max(entry.metadata().unwrap().len());
        }
    }
    found
}

#[test]
fn no_page_and_no_folder_grows_with_the_portal() {
    // The longest list of values has 300 on a page: both portals fill it.
    let (some, many) = (grown(310), grown(620));
    let (before, after) = (measure(some.path()), measure(many.path()));
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    let mut said = String::new();
    for (top, (bytes, entries)) in &after {
        let (bytes_before, entries_before) = before[top];
        // Counts have more digits, and there are links to further pages.
        if *bytes > bytes_before + bytes_before / 20 + 1000 {
            let _ = writeln!(
                said,
                "{top}: a page of {bytes_before} bytes became one of {bytes}"
            );
        }
        // At most 1,024 folders of values, and pages of indexes, which are 300 times fewer.
        if *entries > entries_before.max(1024) + 10 {
            let _ = writeln!(
                said,
                "{top}: a folder of {entries_before} entries has {entries} now"
            );
        }
        assert!(*bytes < 200_000, "{top}: a page of {bytes} bytes");
    }
    assert!(said.is_empty(), "{said}");
    // Beside a reply there are those few whose ids fall together with its own, with four files each.
    for folder in fs::read_dir(many.path().join("public/replies")).unwrap() {
        let entries = fs::read_dir(folder.unwrap().path()).unwrap().count();
        assert!(entries <= 4 * 8, "{entries}");
    }
}

#[test]
fn a_list_has_feeds_from_its_second_reply_on_and_keeps_them() {
    let site = tempfile::tempdir().unwrap();
    let at = |path: &str| site.path().join(path);
    fs::create_dir(at("content")).unwrap();
    fs::write(at("dafu.toml"), "title = \"答复\"\n").unwrap();
    let put = |id: &str, member: &str| {
        let text = reply(id, member, "交通局", 5);
        fs::write(at(&format!("content/{id}.md")), text).unwrap();
    };
    let list = |member: &str| {
        let value = Value::Member(Body::Committee, member.to_owned());
        list_path(FacetName::Member, &value)
    };
    let feeds = |list: &str| {
        let page = fs::read_to_string(at("public").join(list)).unwrap();
        let base = list.trim_end_matches(".html");
        let there = ["xml", "json"].map(|end| {
            let feed = format!("{base}.{end}");
            let exists = at("public").join(&feed).exists();
            assert_eq!(
                page.contains(&format!("href=\"../../{feed}\"")),
                exists,
                "{page}"
            );
            exists
        });
        assert_eq!(there[0], there[1]);
        there[0]
    };
    put("a", "王平");
    put("b", "李红");
    put("c", "李红");
    build(site.path());
    let (single, twice) = (list("王平"), list("李红"));
    assert_eq!((feeds(&single), feeds(&twice)), (false, true));
    // The second of the two turns out to be another's.
    put("c", "王平");
    build(site.path());
    assert_eq!((feeds(&single), feeds(&twice)), (true, true));
    // A site may want more replies in a feed; whoever reads one already is not left without.
    fs::write(at("dafu.toml"), "title = \"答复\"\n[feeds]\nfrom = 4\n").unwrap();
    build(site.path());
    assert_eq!((feeds(&single), feeds(&twice)), (true, true));
    fs::remove_file(at("dafu.lock")).unwrap();
    build(site.path());
    assert_eq!((feeds(&single), feeds(&twice)), (false, false));
}
