//! Random replies → the search bundle → the decoder: every term's replies, passages and places are those of a plain scan.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use dafu::bundle::read::Bundle;
use dafu::site::{Options, Silent, build};
use dafu::text::normalise;
use proptest::prelude::*;

/// Few characters, so that terms meet, overlap and repeat; some change when they are normalised.
const ALPHABET: &str = "电梯加装业主发展產業的，。Ａb12 ";

fn paragraph() -> impl Strategy<Value = String> {
    let alphabet: Vec<char> = ALPHABET.chars().collect();
    let text = proptest::collection::vec(proptest::sample::select(alphabet), 1..60);
    // Now and then a paragraph that is long enough for passages of its own.
    (text, prop_oneof![4 => Just(1), 1 => Just(30)])
        .prop_map(|(chars, times)| chars.into_iter().collect::<String>().repeat(times))
}

/// All passages of a bundle: their numbers and searchable texts.
fn passages(bundle: &Bundle) -> BTreeMap<u32, String> {
    let mut all = BTreeMap::new();
    for reply in 0..bundle.manifest.replies {
        let mut of = 1;
        let mut passage = 0;
        while passage < of {
            let json = bundle.text(reply, passage as usize).unwrap();
            let text: serde_json::Value = serde_json::from_slice(&json).unwrap();
            of = u32::try_from(text["of"].as_u64().unwrap()).unwrap();
            let mut segments: Vec<&str> = Vec::new();
            if passage == 0 {
                segments.push(text["t"].as_str().unwrap());
                for fact in text["f"].as_array().into_iter().flatten() {
                    segments.push(fact[1].as_str().unwrap());
                }
            }
            for block in text["b"].as_array().into_iter().flatten() {
                segments.push(block[2].as_str().unwrap());
            }
            let segments: Vec<String> = segments.into_iter().map(normalise).collect();
            all.insert(reply * 4 + passage, segments.join("\n"));
            passage += 1;
        }
    }
    all
}

/// Where a term stands: passage → offsets of characters.
fn scan(passages: &BTreeMap<u32, String>, term: &str) -> BTreeMap<u32, Vec<u32>> {
    let wanted: Vec<char> = term.chars().collect();
    let mut found: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, text) in passages {
        let chars: Vec<char> = text.chars().collect();
        for (at, window) in chars.windows(wanted.len()).enumerate() {
            if window == wanted {
                let at = u32::try_from(at).unwrap();
                found.entry(*number).or_default().push(at);
            }
        }
    }
    found
}

fn compare(bundle: &Bundle, term: &str, expected: &BTreeMap<u32, Vec<u32>>) {
    let lone = term.chars().count() == 1;
    let entry = if lone {
        bundle.exact(term)
    } else {
        bundle.term(term)
    };
    let entry = entry
        .unwrap()
        .unwrap_or_else(|| panic!("“{term}” is missing"));
    let list = bundle.list(&entry).unwrap();
    let replies: BTreeSet<u32> = expected.keys().map(|passage| passage / 4).collect();
    assert_eq!(
        list.documents,
        replies.into_iter().collect::<Vec<_>>(),
        "“{term}”"
    );
    let mut found = Vec::new();
    for (reply, mask) in list.documents.iter().zip(&list.masks) {
        found.extend((0..4).filter(|p| mask >> p & 1 == 1).map(|p| reply * 4 + p));
    }
    if lone {
        assert!(
            found.iter().all(|passage| expected.contains_key(passage)),
            "“{term}”"
        );
        return;
    }
    assert_eq!(
        found,
        expected.keys().copied().collect::<Vec<_>>(),
        "“{term}”"
    );
    let places = bundle.positions(&entry, &list).unwrap();
    assert_eq!(places.is_some(), found.len() > 12, "“{term}”");
    if let Some(places) = places {
        assert_eq!(
            places,
            expected.values().cloned().collect::<Vec<_>>(),
            "“{term}”"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 40, ..support::tries(12) })]

    #[test]
    fn what_is_written_is_read_back(
        replies in proptest::collection::vec(proptest::collection::vec(paragraph(), 1..8), 1..40),
    ) {
        let site = tempfile::tempdir().unwrap();
        let content = site.path().join("content");
        fs::create_dir(&content).unwrap();
        for (number, paragraphs) in replies.iter().enumerate() {
            let body = paragraphs.join("\n\n");
            fs::write(
                content.join(format!("r{number}.txt")),
                format!("关于第{number}号提案的答复\n\n张三委员：\n\n{body}\n\n市住建局\n2021年5月1日\n"),
            )
            .unwrap();
        }
        let options = Options { site: site.path().to_owned(), output: site.path().join("public"), archive: false, remember: false };
        let report = build(&options, &Silent).unwrap();
        prop_assert_eq!(report.replies, replies.len());

        let bundle = Bundle::open(site.path().join("public/search/bundle")).unwrap();
        let passages = passages(&bundle);
        prop_assert!(passages.len() >= replies.len());
        let mut terms: BTreeSet<String> = BTreeSet::new();
        for text in passages.values() {
            let chars: Vec<char> = text.chars().collect();
            for window in chars.windows(2).filter(|window| !window.contains(&'\n')) {
                terms.insert(window.iter().collect());
                terms.extend(window.iter().filter(|c| **c != ' ').map(char::to_string));
            }
        }
        for term in &terms {
            compare(&bundle, term, &scan(&passages, term));
        }
        for absent in ["没有", "无此", "梯梯梯电", "zz"] {
            if !passages.values().any(|text| text.contains(absent)) {
                prop_assert!(bundle.term(absent).unwrap().is_none());
            }
        }
    }
}

/// The ids of all replies, in the order of their numbers.
fn numbered(bundle: &Bundle) -> Vec<String> {
    (0..bundle.manifest.replies)
        .map(|number| {
            let json = bundle.text(number, 0).unwrap();
            let text: serde_json::Value = serde_json::from_slice(&json).unwrap();
            text["id"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn a_reply_keeps_its_number_whatever_comes_later_and_whoever_goes() {
    let site = tempfile::tempdir().unwrap();
    let content = site.path().join("content");
    fs::create_dir(&content).unwrap();
    fs::write(site.path().join("dafu.toml"), "title = \"序号\"\n").unwrap();
    let write = |id: &str, year: i32| {
        let text = format!(
            "+++\nid = \"{id}\"\nissued = {year}-05-06\n+++\n关于第{year}号提案的答复\n\n感谢您的关心，{id}。\n"
        );
        fs::write(content.join(format!("{id}.md")), text).unwrap();
    };
    let build = || {
        let output = site.path().join("public");
        let options = Options {
            site: site.path().to_owned(),
            output: output.clone(),
            archive: false,
            remember: true,
        };
        build(&options, &Silent).unwrap();
        Bundle::open(output.join("search/bundle")).unwrap()
    };
    for (id, year) in [("a", 2020), ("c", 2022), ("d", 2023), ("e", 2024)] {
        write(id, year);
    }
    let bundle = build();
    assert_eq!(numbered(&bundle), ["a", "c", "d", "e"]);
    assert_eq!(bundle.manifest.late, []);

    write("b", 2021);
    let bundle = build();
    assert_eq!(numbered(&bundle), ["a", "c", "d", "e", "b"]);
    assert_eq!(bundle.manifest.late, [(4, 1, 2021)]);
    assert_eq!(
        bundle.manifest.years,
        [(2020, 0), (2021, 1), (2022, 1), (2023, 2), (2024, 3)]
    );

    fs::remove_file(content.join("c.md")).unwrap();
    let bundle = build();
    assert_eq!(numbered(&bundle), ["a", "b", "d", "e"]);
    assert_eq!(bundle.manifest.late, []);

    // A date that is corrected moves nobody.
    write("a", 2025);
    let bundle = build();
    assert_eq!(numbered(&bundle), ["a", "b", "d", "e"]);
    assert_eq!(bundle.manifest.late, [(0, 4, 2025)]);
}

/// A portal of sixteen replies, of which one says something else: its index and its bundle.
struct Portal(tempfile::TempDir);

impl Portal {
    const LETTER: &str = "湿地公园的绿化工程已经完成，市民可以前往。";

    /// `other`: a reply's number and its words.
    fn of(replies: usize, other: Option<(usize, &str)>) -> Portal {
        let site = tempfile::tempdir().unwrap();
        let content = site.path().join("content");
        fs::create_dir(&content).unwrap();
        fs::write(site.path().join("dafu.toml"), "title = \"校验\"\n").unwrap();
        for number in 0..replies {
            let (words, date) = match other {
                Some((at, words)) if at == number => (words, number + 1),
                _ => (Portal::LETTER, number + 1),
            };
            let text = format!(
                "+++\nid = \"r{number}\"\nissued = 2024-05-{date:02}\n+++\n关于工程的答复\n\n{words}\n"
            );
            fs::write(content.join(format!("{number:02}.md")), text).unwrap();
        }
        let options = Options {
            site: site.path().to_owned(),
            output: site.path().join("public"),
            archive: false,
            remember: true,
        };
        build(&options, &Silent).unwrap();
        Portal(site)
    }

    /// What the check says of this bundle beside the index of another portal.
    fn beside(&self, other: &Portal, term: &str) -> Result<(), String> {
        let (index, _) = dafu::index::Opened::open(other.0.path()).unwrap();
        let folder = self.0.path().join("public/search/bundle");
        let terms = BTreeSet::from([normalise(term)]);
        dafu::bundle::check::check(&folder, &index, &terms).map_err(|error| error.to_string())
    }
}

/// What `bundle::check` is for: a bundle that does not answer as the index does is never published.
#[test]
fn a_bundle_that_answers_otherwise_than_the_index_is_refused() {
    const SAME: &str = Portal::LETTER;
    let plain = Portal::of(16, None);
    assert_eq!(plain.beside(&plain, "绿化"), Ok(()));
    assert_eq!(plain.beside(&plain, "梧桐"), Ok(()), "neither holds it");

    let other = |words: &str| Portal::of(16, Some((5, words)));
    let refused = |one: &Portal, beside: &Portal, term: &str, why: &str| {
        let told = one.beside(beside, term).unwrap_err();
        assert!(told.contains(why), "{term}: {told}");
    };
    let fewer = Portal::of(15, None);
    refused(&fewer, &plain, "绿化", "another number of replies");
    let first = Portal::of(16, Some((0, "湿地公园的绿化工程已经停工，市民可以前往。")));
    refused(&first, &plain, "绿化", "the text of reply 0 differs");

    let added = other(&format!("{SAME}路边种了梧桐。"));
    refused(&added, &plain, "梧桐", "no reply contains it any more");
    refused(&plain, &added, "梧桐", "it is missing");
    let gone = other(&SAME.replace("绿化", "美化"));
    refused(&gone, &plain, "绿化", "its replies or passages differ");
    let twice = other(&SAME.replace("市民可以", "绿化可以"));
    refused(&twice, &plain, "绿化", "its scores differ");
    let moved = other(&SAME.replace("公园的绿化", "绿化的公园"));
    refused(&moved, &plain, "绿化", "its places differ");
}

/// Replies enough for several shards, always the same.
fn made_up() -> tempfile::TempDir {
    const WHO: [&str; 6] = ["王平", "李淑芬", "欧阳建国", "赵琳", "陈卓、孙毅", "周南"];
    const OFFICE: [&str; 4] = [
        "澜汀市教育局",
        "澜汀市住房和城乡建设局",
        "澜汀市水利局",
        "澜汀市交通运输局",
    ];
    const MATTER: [&str; 8] = [
        "加装电梯",
        "学前教育普惠发展",
        "农村饮水安全",
        "共享单车停放",
        "校园周边交通",
        "湿地公园保护",
        "残疾人就业",
        "老旧小区改造",
    ];
    const SENTENCE: [&str; 12] = [
        "我局高度重视，会同有关部门开展了调研。",
        "2023年共投入资金1.25亿元，受益群众３万余人。",
        "目前该项工作已列入《“十四五”规划》（澜政发〔2021〕8号）。",
        "由于历史原因，部分业主意见不统一，協調難度較大。",
        "下一步，将完善APP预约功能，实现“一网通办”。",
        "感谢您对我市发展的关心和支持。",
        "已建成标准化停车点126处，整改率达98.6%。",
        "对违规行为，依据《条例》第三十二条予以处罚。",
        "县区之间发展不平衡，偏远村屯管网老化。",
        "力争明年6月底前全部完成，并接受社会监督。",
        "引导社会力量参与，鼓励党员干部带头。",
        "经研究，您的建议已采纳，正在抓紧落实。",
    ];
    let site = tempfile::tempdir().unwrap();
    let content = site.path().join("content");
    fs::create_dir(&content).unwrap();
    let config = "title = \"不变\"\n[search]\nwords = [\"一网通办\"]\n";
    fs::write(site.path().join("dafu.toml"), config).unwrap();
    let mut state = 12_345_u64;
    let mut of = |most: usize| {
        // Knuth's MMIX.
        state = state.wrapping_mul(6_364_136_223_846_793_005);
        state = state.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % most
    };
    for number in 0..400 {
        let (who, office, matter) = (WHO[of(6)], OFFICE[of(4)], MATTER[of(8)]);
        let mut body = String::new();
        for heading in ["一、基本情况", "二、存在的困难", "三、下一步打算"] {
            body += heading;
            body += "\n";
            for _ in 0..=of(3) {
                for _ in 0..=of(4) {
                    body += SENTENCE[of(12)];
                }
                let _ = writeln!(body, "涉及{}{}个。", MATTER[of(8)], of(900));
            }
        }
        let date = format!("{}年{}月{}日", 2019 + of(6), 1 + of(12), 1 + of(28));
        let text = format!(
            "关于市政协第{number}号提案的答复\n{who}委员：\n您提出的《关于{matter}的提案》收悉。现答复如下：\n{body}{office}\n{date}\n"
        );
        fs::write(content.join(format!("{number}.txt")), text).unwrap();
    }
    site
}

/// A bundle is fetched by readers that were written for its format: the same replies give the same bytes, before compression, or
/// `FORMAT` is another. Files are named by what they hold, so that their names are enough.
#[test]
fn the_same_replies_give_the_same_bundle() {
    let site = made_up();
    let output = site.path().join("public");
    let options = Options {
        site: site.path().to_owned(),
        output: output.clone(),
        archive: false,
        remember: false,
    };
    build(&options, &Silent).unwrap();
    let folder = output.join("search/bundle");
    let mut kinds: BTreeMap<String, (usize, usize, blake3::Hasher)> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if !entry.file_type().is_file() {
            continue;
        }
        let name = entry.path().strip_prefix(&folder).unwrap();
        // It holds words of the interface, and names data files that are looked at.
        if name.as_os_str() == "suggest.json" {
            continue;
        }
        let bytes = fs::read(entry.path()).unwrap();
        let payload = dafu::bundle::open(&bytes).unwrap_or(bytes);
        let kind = name.iter().next().unwrap().to_string_lossy().into_owned();
        let (files, length, hasher) = kinds.entry(kind).or_default();
        *files += 1;
        *length += payload.len();
        hasher
            .update(name.to_string_lossy().as_bytes())
            .update(&payload);
    }
    let shown: Vec<String> = (kinds.into_iter())
        .map(|(kind, (files, length, hasher))| {
            let hash = hasher.finalize().to_hex();
            format!("{kind}: {files} files, {length} bytes, {}", &hash[..16])
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    data: 230 files, 888274 bytes, 2c15e3216df08943
    exact: 32 files, 9379 bytes, 02d14491f6ef61aa
    facets: 20 files, 4989 bytes, 9350c9cfd8c68d24
    manifest.json: 1 files, 447 bytes, a9ad507e8d35e7b8
    pairs: 16 files, 49815 bytes, f5649a52c2f09585
    rows: 3 files, 51315 bytes, dc1e89c76e144cd8
    t2s-df7559e9eb.bin: 1 files, 26104 bytes, c90c45f39a424773
    texts: 400 files, 745412 bytes, 8ca5cb9534a464fc
    ");
}
