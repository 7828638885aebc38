//! `dafu check`: each slip of a clerk is named with its line, what only looks like it is not, and nothing is written.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dafu::diagnostic::codes;
use serde_json::Value;
use support::{Site, text};

/// A reply with nothing to find fault with.
const LETTER: &str = "关于市政协五届三次会议第0110号提案的答复
澜建提字〔2024〕27号
王平委员：
您提出的《关于加装电梯的提案》（第0110号）收悉。现答复如下：
一、现状
我市已经加装三百部。
二、打算
明年再装一百部，与“十五五”规划（草案）衔接。
三、经费
由市财政安排。
感谢您对我们工作的关心和支持。
澜汀市住房和城乡建设局
2024年5月6日
";

/// The day of all these checks.
const TODAY: &str = "2025-06-01";

impl Site {
    fn json(&self, more: &[&str]) -> Value {
        let mut arguments = vec!["check", "--json", "--today", TODAY];
        arguments.extend(more);
        let output = self.dafu(&arguments);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Code, file and line of each finding.
    fn found(&self, more: &[&str]) -> Vec<(String, String, u64)> {
        let json = self.json(more);
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        (json["findings"].as_array().unwrap().iter())
            .map(|f| {
                (
                    text(&f["code"]),
                    text(&f["file"]),
                    f["line"].as_u64().unwrap_or(0),
                )
            })
            .collect()
    }

    fn status(&self, arguments: &[&str]) -> i32 {
        self.dafu(arguments).status.code().unwrap()
    }
}

/// What is changed in the letter, what it becomes, where the finding stands; and what it may become without one.
struct Case {
    code: &'static str,
    /// `a.txt` or `a.md`.
    file: &'static str,
    part: &'static str,
    wrong: &'static str,
    line: u64,
    right: &'static str,
}

const fn case(
    code: &'static str,
    part: &'static str,
    wrong: &'static str,
    line: u64,
    right: &'static str,
) -> Case {
    Case {
        code,
        file: "a.txt",
        part,
        wrong,
        line,
        right,
    }
}

const fn markdown(
    code: &'static str,
    part: &'static str,
    wrong: &'static str,
    line: u64,
    right: &'static str,
) -> Case {
    Case {
        code,
        file: "a.md",
        part,
        wrong,
        line,
        right,
    }
}

const CASES: &[Case] = &[
    // 文号
    case(
        "document-number-damaged",
        "〔2024〕27号",
        "〔2024)27号",
        2,
        "[2024]27号",
    ),
    case(
        "document-number-damaged",
        "〔2024〕27号",
        "〔202427号",
        2,
        "〔2024〕第27号",
    ),
    case(
        "document-number-damaged",
        "〔2024〕27号",
        "2024〕27号",
        2,
        "（2024）27号",
    ),
    case(
        "document-number-damaged",
        "〔2024〕27号",
        "〔2O24〕27号",
        2,
        "〔２０２４〕27号",
    ),
    case(
        "document-number-damaged",
        "〔2024〕27号",
        "〔2024〕2l号",
        2,
        "〔2024〕B27号",
    ),
    case(
        "document-number-damaged",
        "〔2024〕27号",
        "〔2204〕27号",
        2,
        "〔2023〕27号",
    ),
    case(
        "document-number-damaged",
        "〔2024〕27号",
        "〔2024〕0号",
        2,
        "〔2024〕10号",
    ),
    // One proposal
    case(
        "proposal-differs",
        "（第0110号）",
        "（第0101号）",
        4,
        "（第110号）",
    ),
    case(
        "proposal-differs",
        "关于市政协五届三次会议第0110号提案的答复",
        "对《关于发展茶产业的提案》的答复",
        4,
        "对《关于加装电梯的建议》的答复",
    ),
    case(
        "sessions-differ",
        "提出的《",
        "在市政协五届二次会议上提出的《",
        4,
        "在市政协五届三次会议上提出的《",
    ),
    case(
        "field-contradicts",
        "澜建提字〔2024〕27号\n",
        "澜建提字〔2024〕27号\n案号：0111\n",
        5,
        "澜建提字〔2024〕27号\n案号：110\n",
    ),
    case(
        "field-contradicts",
        "澜建提字〔2024〕27号\n",
        "澜建提字〔2024〕27号\n办理结果：A\n办复类别：B\n",
        4,
        "澜建提字〔2024〕27号\n办理结果：A\n办复类别：A\n",
    ),
    case(
        "field-contradicts",
        "澜建提字〔2024〕27号\n",
        "文号：澜建提字〔2024〕28号\n澜建提字〔2024〕27号\n",
        3,
        "文号：澜建提字[2024]27号\n澜建提字〔2024〕27号\n",
    ),
    // Numbers
    case("numbering-jump", "二、打算", "三、打算", 7, "二、其他打算"),
    case("numbering-jump", "一、现状", "二、现状", 5, "一、近况"),
    case("numbering-jump", "三、经费", "五、经费", 9, "三、费用"),
    case(
        "numbering-jump",
        "二、打算\n",
        "二、打算\n（一）选址\n选在老城。\n（三）施工\n",
        10,
        "二、打算\n（一）选址\n选在老城。\n（二）施工\n",
    ),
    case(
        "numbering-repeated",
        "三、经费",
        "二、经费",
        9,
        "三、经费保障",
    ),
    // Dates
    case(
        "date-future",
        "2024年5月6日",
        "2052年5月6日",
        13,
        "2025年6月1日",
    ),
    case(
        "date-order",
        "澜建提字〔2024〕27号\n",
        "澜建提字〔2024〕27号\n发布日期：2024-04-06\n",
        14,
        "澜建提字〔2024〕27号\n发布日期：2024-05-06\n",
    ),
    // Marks
    case(
        "unbalanced-quote",
        "“十五五”规划",
        "“十五五规划",
        8,
        "“十五五”的‘规划’",
    ),
    case(
        "unbalanced-quote",
        "由市财政安排。",
        "由《办法安排。",
        10,
        "由《〈办法〉解释》安排。",
    ),
    case(
        "unbalanced-quote",
        "由市财政安排。",
        "由\"市财政安排。",
        10,
        "由\"市财政\"安排。",
    ),
    case(
        "unbalanced-quote",
        "由市财政安排。",
        "由市财政”安排。",
        10,
        "由市‘财政’安排，it’s so。",
    ),
    case(
        "unbalanced-quote",
        "我市已经加装三百部。\n",
        "“我市已经加装三百部。\n我市还要加装。\n其他不变。\n如此而已。\n",
        6,
        "“我市已经加装三百部。\n“我市还要加装。”\n",
    ),
    case("unbalanced-bracket", "（草案）", "（草案", 8, "（草案)"),
    case(
        "unbalanced-bracket",
        "（草案）",
        "草案）",
        8,
        "：1）草案；2）正文；a)附件",
    ),
    case(
        "unbalanced-bracket",
        "由市财政安排。",
        "由市财政【安排。",
        10,
        "由市财政（含区（县）财政）\n安排。",
    ),
    case(
        "unbalanced-bracket",
        "由市财政安排。",
        "由市财政（含\n区。\n三。\n四。\n五）安排。",
        10,
        "由市财政（含区\n）安排。",
    ),
    // Encodings
    case(
        "mojibake",
        "由市财政安排。",
        "由锟斤拷锟斤拷安排。",
        10,
        "由锟钢厂安排。",
    ),
    case(
        "mojibake",
        "由市财政安排。",
        "烫烫烫烫烫。",
        10,
        "烫烫的汤。",
    ),
    case(
        "mojibake",
        "由市财政安排。",
        "由\u{fffd}财政安排。",
        10,
        "由口财政安排。",
    ),
    case(
        "mojibake",
        "由市财政安排。",
        "\u{f06c}由市财政安排。",
        10,
        "●由市财政安排。",
    ),
    case(
        "mojibake",
        "由市财政安排。",
        "ä¸\u{ad}å›½ç”±å¸‚å®‰æŽ’。",
        10,
        "由Café安排。",
    ),
    case(
        "mojibake",
        "由市财政安排。",
        "由ÊÐ²ÆÕþ安排。",
        10,
        "由Ångström、±30°、×÷安排。",
    ),
    // What a web page left
    case(
        "markdown-leftover",
        "由市财政安排。",
        "**由市财政安排。",
        10,
        "**由市财政**安排。",
    ),
    case(
        "markdown-leftover",
        "由市财政安排。",
        "由市财政&nbsp;安排。",
        10,
        "由市财政R&D安排。",
    ),
    case(
        "markdown-leftover",
        "由市财政安排。",
        "由市财政<br/>安排。",
        10,
        "由市财政<2000万元>安排。",
    ),
    case(
        "markdown-leftover",
        "由市财政安排。",
        "## 由市财政安排。",
        10,
        "由市财政#1安排。",
    ),
    markdown(
        "markdown-leftover",
        "由市财政安排。",
        "由 ** 市财政安排。",
        10,
        "由**市财政**安排。",
    ),
    // Pages
    markdown(
        "link-dead",
        "由市财政安排。",
        "由[市财政](#no-such-part)安排。",
        10,
        "由[市财政](https://example.com/#part)安排。",
    ),
    markdown(
        "link-dead",
        "由市财政安排。",
        "由[市财政](https://dafu.example/replies/4m/none.html)安排。",
        10,
        "由[市财政](https://dafu.example/replies/9m/a.html)安排。",
    ),
    markdown(
        "link-dead",
        "由市财政安排。",
        "由[市财政](https://dafu.example/replies/a.html)安排。",
        10,
        "由[市财政](https://dafu.example/replies/9m/a.html)安排。",
    ),
    markdown(
        "link-dead",
        "由市财政安排。",
        "由[市财政](https://dafu.example/none.html)安排。",
        10,
        "由[市财政](https://dafu.example/about.html)安排。",
    ),
    markdown(
        "file-source",
        "由市财政安排。",
        "由![市财政](about.md)安排。",
        10,
        "由[市财政](about.md)安排。",
    ),
    markdown(
        "image-without-text",
        "由市财政安排。",
        "![](chart.svg)",
        10,
        "![经费逐年增加](chart.svg)",
    ),
    // Outcomes
    case(
        "outcome-missing",
        "澜建提字〔2024〕27号\n",
        "澜建提字〔2024〕27号\n办理结果：\n",
        3,
        "澜建提字〔2024〕27号\n办理结果：B\n",
    ),
    case(
        "outcome-missing",
        "澜建提字〔2024〕27号\n",
        "澜建提字〔2024〕27号\n办复类别：（  ）\n",
        3,
        "澜建提字〔2024〕27号\n",
    ),
    case(
        "outcome-missing",
        "澜建提字〔2024〕27号\n",
        "澜建提字〔2024〕27号\n办理结果：A类（ ） B类（ ） C类（ ）\n",
        3,
        "澜建提字〔2024〕27号\n办理结果：A类（ ） B类（√） C类（ ）\n",
    ),
];

fn checked(file: &str, letter: &str) -> Vec<(String, String, u64)> {
    // In Markdown each line of the letter is a paragraph, as it is in a text.
    let letter = if file == "a.md" {
        letter.replace('\n', "\n\n")
    } else {
        letter.to_owned()
    };
    Site::new()
        .file(&format!("content/{file}"), letter)
        .file(
            "content/chart.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        )
        .file(
            "content/about.md",
            "+++\npage = \"about\"\ntitle = \"关于本站\"\n+++\n\n本站公开答复。\n",
        )
        .file("dafu.toml", "base_url = \"https://dafu.example/\"\n")
        .found(&[])
}

#[test]
fn the_letter_itself_is_without_fault() {
    for file in ["a.txt", "a.md"] {
        let found = checked(file, LETTER);
        assert!(found.is_empty(), "{file}: {found:?}");
    }
}

#[test]
fn each_slip_is_named_with_its_line_and_what_only_looks_like_it_is_not() {
    let mut faults = Vec::new();
    for Case {
        code,
        file,
        part,
        wrong,
        line,
        right,
    } in CASES
    {
        assert_eq!(
            LETTER.matches(part).count(),
            1,
            "“{part}” is in the letter once"
        );
        let of = |letter: String| -> Vec<u64> {
            (checked(file, &letter).into_iter())
                .filter(|(found, _, _)| found == code)
                .map(|(_, _, line)| line)
                .collect()
        };
        let line = if *file == "a.md" { line * 2 - 1 } else { *line };
        let found = of(LETTER.replace(part, wrong));
        if found != [line] {
            faults.push(format!("{code}: “{wrong}” is at line {line}: {found:?}"));
        }
        let found = of(LETTER.replace(part, right));
        if !found.is_empty() {
            faults.push(format!("{code}: “{right}” is right: {found:?}"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn utf_8_that_was_read_as_gbk_is_named() {
    let words = "由市财政安排，并列入年度预算的项目。";
    let (misread, _) = encoding_rs::GBK.decode_without_bom_handling(words.as_bytes());
    assert_ne!(misread, words);
    let found = checked("a.txt", &LETTER.replace("由市财政安排。", &misread));
    let lines: Vec<_> = found
        .iter()
        .filter(|(code, _, _)| code == "mojibake")
        .collect();
    assert_eq!(lines.len(), 1, "{misread}: {found:?}");
    assert_eq!(lines[0].2, 10);
    let rare = "由市财政安排，涓涓细流、鏖战、锛头。";
    let found = checked("a.txt", &LETTER.replace("由市财政安排。", rare));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn an_anchor_of_the_page_is_no_dead_link() {
    let site = Site::new().file("content/a.md", LETTER.replace('\n', "\n\n"));
    assert_eq!(site.status(&["build"]), 0);
    let page = site.page("replies/9m/a.html");
    let heading = page
        .split("id=\"")
        .find(|part| part.contains(">现状") || part.starts_with("s1"))
        .unwrap();
    let anchor = heading.split('"').next().unwrap();
    let linked = LETTER.replace("由市财政安排。", &format!("见[现状](#{anchor})。"));
    let found = checked("a.md", &linked);
    assert!(found.is_empty(), "#{anchor}: {found:?}");
}

/// A body long enough to be told from others.
fn long(seed: usize) -> String {
    let words = [
        "电梯", "养老", "停车", "托育", "公交", "就业", "医保", "茶园", "古镇", "排涝", "书房",
        "噪声", "食堂",
    ];
    let mut text = String::new();
    for at in 0..60 {
        let word = |step: usize| words[(seed * 7 + at * step + at * at / 3) % words.len()];
        let (one, other, number) = (word(3), word(5), at * seed + 11);
        write!(
            text,
            "第{at}年我市在{one}方面安排{number}项，{other}加快推进。"
        )
        .unwrap();
    }
    text
}

#[test]
fn a_text_that_is_there_twice_is_named_beside_the_other() {
    let letter = |asker: &str, number: &str, seed: usize| {
        LETTER
            .replace("由市财政安排。", &long(seed))
            .replace("王平", asker)
            .replace("0110", number)
    };
    let site = Site::new()
        .file("content/a.txt", letter("王平", "0110", 1))
        .file("content/b.txt", letter("李华", "0111", 1))
        .file("content/c.txt", letter("赵敏", "0112", 2));
    let json = site.json(&[]);
    let same: Vec<&Value> = (json["findings"].as_array().unwrap().iter())
        .filter(|f| f["code"] == "near-duplicate")
        .collect();
    assert_eq!(same.len(), 1, "{json:#}");
    assert_eq!(same[0]["file"], "content/b.txt");
    assert!(
        same[0]["message"]
            .as_str()
            .unwrap()
            .contains("content/a.txt")
    );
    assert_eq!(site.status(&["check"]), 0, "advice is no failure");
}

#[test]
fn attachments_are_looked_for_on_request() {
    let letter = LETTER.replace(
        "澜汀市住房和城乡建设局",
        "附件：电梯加装计划表\n澜汀市住房和城乡建设局",
    );
    let site = Site::new().file("content/a.txt", &letter);
    assert!(site.found(&[]).is_empty());
    let found = site.found(&["--links"]);
    assert!(
        found
            .iter()
            .any(|(code, _, line)| code == "attachment-missing" && *line == 12),
        "{found:?}"
    );
    let site = site.file("dafu.toml", "[checks]\nattachment-missing = \"error\"\n");
    assert_eq!(site.status(&["check"]), 1);
    assert_eq!(site.status(&["build"]), 1, "a build asks the same");
}

#[test]
fn the_exit_status_says_errors_warnings_or_clean() {
    let clean = Site::new().file("content/a.txt", LETTER);
    assert_eq!(clean.status(&["check"]), 0);
    let warned = Site::new().file("content/a.txt", LETTER.replace("二、", "四、"));
    assert_eq!(warned.status(&["check"]), 3);
    assert_eq!(warned.status(&["check", "--deny-warnings"]), 1);
    let wrong = Site::new().file(
        "content/a.txt",
        "+++\nid = \"A B\"\n+++\n".to_owned() + LETTER,
    );
    assert_eq!(wrong.status(&["check"]), 1);
    assert_eq!(clean.status(&["check", "--nonsense"]), 2);
    assert_eq!(clean.status(&["check", "no-such-folder"]), 1);
    let settings = Site::new()
        .file("content/a.txt", LETTER)
        .file("dafu.toml", "titel = \"x\"\n");
    assert_eq!(settings.status(&["check"]), 1);
    assert_eq!(
        settings.found(&[]),
        [("config".into(), "dafu.toml".into(), 1)]
    );
}

#[test]
fn nothing_is_written() {
    let site = Site::new()
        .file("content/a.txt", LETTER)
        .file("content/b.md", LETTER);
    let list = || -> BTreeSet<PathBuf> {
        walkdir::WalkDir::new(site.folder())
            .into_iter()
            .map(|entry| entry.unwrap().into_path())
            .collect()
    };
    let before = list();
    for arguments in [
        &["check"][..],
        &["check", "--json"],
        &["check", "--sarif"],
        &["check", "--links", "--verbose"],
    ] {
        site.dafu(arguments);
    }
    assert_eq!(list(), before);
}

#[test]
fn a_site_decides_how_grave_a_finding_is() {
    let letter = LETTER.replace("二、", "四、").replace("（草案）", "（草案");
    let site = |checks: &str| {
        Site::new()
            .file("content/a.txt", &letter)
            .file("dafu.toml", format!("[checks]\n{checks}\n"))
    };
    assert_eq!(site("numbering-jump = \"error\"").status(&["check"]), 1);
    let built = site("numbering-jump = \"error\"").dafu(&["build"]);
    assert_eq!(built.status.code(), Some(1), "{}", text(&built));
    assert!(text(&built).contains("numbering-jump"), "{}", text(&built));
    assert_eq!(site("numbering-jump = \"advice\"").status(&["check"]), 0);
    let off = site("numbering-jump = \"off\"\nunbalanced-bracket = \"off\"");
    assert!(off.found(&[]).is_empty(), "{:?}", off.found(&[]));
    for (checks, word) in [
        ("numbering-jmp = \"off\"", "did you mean `numbering-jump`"),
        ("numbering-jump = \"loud\"", "loud"),
        ("id = \"warning\"", "always an error"),
        ("encoding = \"off\"", "always an error"),
    ] {
        let output = site(checks).dafu(&["check"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output).contains(word), "{checks}: {}", text(&output));
        assert!(text(&output).contains("dafu.toml"), "{}", text(&output));
    }
}

#[test]
fn a_build_and_a_check_agree_and_errors_hide_no_warnings() {
    let letter = LETTER.replace("〔2024〕27号", "〔2024)27号\n办理结果：");
    let site = Site::new().file("content/a.txt", &letter).file(
        "content/b.txt",
        "+++\nid = \"A B\"\n+++\n".to_owned() + LETTER,
    );
    let output = site.dafu(&["build"]);
    assert_eq!(output.status.code(), Some(1));
    let text = text(&output);
    for part in [
        "content/b.txt",
        "content/a.txt:2",
        "content/a.txt:3",
        "document-number-damaged",
        "outcome-missing",
        "1 error in the documents",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let place = |part: &str| text.find(part).unwrap();
    assert!(
        place("A B") < place("document-number-damaged"),
        "errors come first: {text}"
    );
    assert!(!site.folder().join("public").exists());
}

#[test]
fn what_is_drawn_names_the_line_and_the_way_out() {
    let site = Site::new().file("content/a.txt", LETTER.replace("二、", "四、"));
    let output = site.dafu(&["check"]);
    let text = text(&output);
    for part in [
        "numbering-jump",
        "content/a.txt:7:1",
        "四、打算",
        "help:",
        "1 warning",
        "dafu explain",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn many_of_a_kind_are_counted_and_drawn_on_demand() {
    let mut site = Site::new();
    for number in 0..9 {
        site = site.file(
            &format!("content/{number}.txt"),
            LETTER.replace("二、", "四、"),
        );
    }
    let brief = text(&site.dafu(&["check"]));
    assert_eq!(brief.matches("content/").count(), 3, "{brief}");
    assert!(brief.contains("numbering-jump 9"), "{brief}");
    let whole = text(&site.dafu(&["check", "--verbose"]));
    assert_eq!(whole.matches("help: compare with").count(), 9, "{whole}");
}

#[test]
fn json_holds_everything_a_tool_needs() {
    let site = Site::new().file("content/a.txt", LETTER.replace("（草案）", "（草案"));
    let json = site.json(&[]);
    assert_eq!(json["version"], 1);
    assert_eq!(json["documents"], 1);
    assert_eq!(json["counts"]["advice"], 1);
    assert_eq!(json["counts"]["error"], 0);
    assert_eq!(json["codes"]["unbalanced-bracket"], 1);
    let finding = &json["findings"][0];
    assert_eq!(finding["code"], "unbalanced-bracket");
    assert_eq!(finding["severity"], "advice");
    assert_eq!(finding["file"], "content/a.txt");
    let line = LETTER.lines().nth(7).unwrap();
    let column = line.chars().position(|c| c == '（').unwrap() as u64 + 1;
    assert_eq!(
        (finding["line"].as_u64(), finding["column"].as_u64()),
        (Some(8), Some(column))
    );
    assert_eq!(finding["end"].as_u64(), Some(column + 1));
    assert!(
        finding["hint"]
            .as_str()
            .is_some_and(|hint| hint.contains('）'))
    );
}

#[test]
fn sarif_is_as_the_standard_has_it() {
    let site = Site::new()
        .file("content/甲 乙.txt", LETTER.replace("二、", "四、"))
        .file(
            "content/b.txt",
            "+++\nid = \"A B\"\n+++\n".to_owned() + LETTER,
        );
    let output = site.dafu(&["check", "--sarif"]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), rules.len(), "each rule once");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2, "{log:#}");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains(' '), "{uri}");
    }
    let jump = results
        .iter()
        .find(|result| result["ruleId"] == "numbering-jump")
        .unwrap();
    let place = &jump["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "content/%E7%94%B2%20%E4%B9%99.txt"
    );
    assert_eq!(place["region"]["startLine"], 7);
    assert_eq!(place["region"]["startColumn"], 1);
    assert_eq!(place["region"]["endColumn"], 3);
}

#[test]
fn a_withdrawn_reply_is_not_reviewed() {
    let letter = format!(
        "+++\nstatus = \"withdrawn\"\n+++\n{}",
        LETTER.replace("二、", "四、")
    );
    assert!(
        Site::new()
            .file("content/a.txt", letter)
            .found(&[])
            .is_empty()
    );
}

#[test]
fn the_real_replies_raise_no_false_alarm() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/replies");
    if !data.is_dir() {
        eprintln!("skipped: {} is not there", data.display());
        return;
    }
    let mut site = Site::new();
    for entry in fs::read_dir(data).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        site = site.file(&format!("content/{name}"), fs::read(&path).unwrap());
    }
    let reviewed: Vec<&str> = codes::REVIEW.iter().map(|code| code.code).collect();
    let wrong: Vec<_> = (site.found(&[]).into_iter())
        .filter(|(code, _, _)| reviewed.contains(&code.as_str()) && code != "date-future")
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn explain_knows_every_code_and_the_nearest_to_a_slip() {
    let site = Site::new();
    let list = text(&site.dafu(&["explain"]));
    for code in dafu::diagnostic::codes::all() {
        assert!(
            list.lines().any(|line| line.starts_with(code.code)),
            "{}",
            code.code
        );
        let one = text(&site.dafu(&["explain", code.code]));
        assert!(
            one.contains(&code.title()) && one.contains(&code.text()),
            "{one}"
        );
    }
    let wrong = site.dafu(&["explain", "numbring-jump"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        text(&wrong).contains("did you mean `numbering-jump`"),
        "{}",
        text(&wrong)
    );
    let json: Value =
        serde_json::from_slice(&site.dafu(&["explain", "id", "--json"]).stdout).unwrap();
    assert_eq!(json["severity"], "error");
    assert!(json["fixed"].is_string());
}

proptest::proptest! {
    #![proptest_config(support::tries(400))]

    /// Whatever a document holds, its review ends without a panic, and every place is within the text.
    #[test]
    fn any_text_is_reviewed(parts in proptest::collection::vec(proptest::sample::select(vec![
        "“", "”", "《", "》", "（", ")", "1）", "**", "#", "&nbsp;", "<p>", "\n", "\n\n", "一、", "三、", "（二）", "2.", "锟斤拷", "鐨", "锛", "\u{e001}",
        "文号：澜建〔20O4)0号", "办理结果：", "2024年5月6日", "2052-01-01", "王平委员：", "收悉。现答复如下：", "![](a.png)", "[a](#b)", "\"", "’", "é", "Ã¤Ã¶", "🙂", "a\u{301}",
        "第0110号提案", "市民政局", "……", "\r\n", "\u{feff}", "　",
    ]), 0..60), markdown in proptest::prelude::any::<bool>()) {
        use dafu::parse::{Format, Links, parse};
        use dafu::review::{Document, Settings, review};
        let source: String = parts.concat();
        let format = if markdown { Format::Markdown } else { Format::Text };
        let parsed = parse(&source, format, Links::default());
        let config = dafu::config::Config::default();
        let settings = Settings { config: &config, today: jiff::civil::date(2025, 6, 1), attachments: true };
        let lines = u32::try_from(source.split('\n').count()).unwrap();
        let lined = dafu::diagnostic::Lines::of(&source);
        for found in review(Document { source: &lined, markdown, parsed: &parsed }, &settings) {
            let place = found.place.unwrap();
            proptest::prop_assert!((1..=lines).contains(&place.line), "{}: {place:?}", found.code);
            proptest::prop_assert!(dafu::diagnostic::codes::find(found.code).is_some());
        }
    }
}
