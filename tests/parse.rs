//! The parser's corpus: every seed's whole reading as a snapshot, and small cases with the warnings they earn.

use dafu::parse::{self, Format, Links};

/// What was read of a document, as text: facts, blocks, what was left out, findings.
fn reading(bytes: Vec<u8>, format: Format) -> String {
    use std::fmt::Write;
    let decoded = dafu::source::decode::decode(bytes);
    let parsed = parse::parse(&decoded.text, format, Links::default());
    let mut out = format!("encoding: {}\n", decoded.encoding.name());
    let _ = writeln!(out, "{:#?}\n", parsed.reply);
    for block in &parsed.body.blocks {
        let _ = writeln!(out, "{:?}: {}", block.role, block.content.text());
    }
    for range in &parsed.left_out {
        let _ = writeln!(out, "left out: {}", &decoded.text[range.clone()]);
    }
    for finding in &parsed.diagnostics {
        let place = finding
            .place
            .as_ref()
            .map(|place| format!("{}:{}", place.line, place.column))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "{:?} {} at {place}: {}",
            finding.severity, finding.code, finding.message
        );
    }
    out
}

#[test]
fn seeds() {
    each_text("seeds", |path| {
        insta::assert_snapshot!(
            "seeds",
            reading(
                std::fs::read(path).expect("a seed can be read"),
                Format::Text
            )
        );
    });
}

/// Hands each .txt file of a folder to `look`, whose snapshot bears its name: `seeds@cut-title.txt.snap`.
fn each_text(folder: &str, look: impl Fn(&std::path::Path)) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("a folder of texts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    assert!(files.len() > 5, "{} texts", files.len());
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "parse", snapshot_suffix => name }, {
            look(&path);
        });
    }
}

/// The facts that were found and the blocks, a line each: what a small case is about.
fn brief(text: &str) -> String {
    use std::fmt::Write;
    let parsed = parse::parse(text, Format::Text, Links::default());
    let r = &parsed.reply;
    let mut out = String::new();
    let facts = [
        ("title", Some(r.title.clone())),
        ("proposal title", r.proposal_title.clone()),
        ("kind", r.kind.map(|kind| kind.key().to_owned())),
        (
            "session",
            r.session.map(|s| format!("{}-{}", s.congress, s.meeting)),
        ),
        ("case number", r.case_number.clone()),
        (
            "askers",
            (!r.askers.is_empty()).then(|| {
                format!(
                    "{}{}",
                    r.askers.join("、"),
                    if r.askers_more { "等" } else { "" }
                )
            }),
        ),
        ("addressee", r.addressee_agency.clone()),
        ("document number", r.document_number.clone()),
        ("signatory", r.signatory.clone()),
        ("agency", r.agency.clone()),
        ("header agency", r.header_agency.clone()),
        ("issued", r.issued.map(|date| date.to_string())),
        ("published", r.published.map(|date| date.to_string())),
        ("source", r.source.clone()),
        ("outcome", r.outcome.map(String::from)),
        (
            "access",
            r.access.map(|access| access.as_written().to_owned()),
        ),
        (
            "copied to",
            (!r.copied_to.is_empty()).then(|| r.copied_to.join("、")),
        ),
        ("contact", r.contact.name.clone()),
        ("phone", r.contact.phone.clone()),
        (
            "co-agencies",
            (!r.co_agencies.is_empty()).then(|| r.co_agencies.join("、")),
        ),
        (
            "attachments",
            (!r.attachments.is_empty()).then(|| {
                let titles = r.attachments.iter().map(|one| one.title.as_str());
                titles.collect::<Vec<_>>().join("、")
            }),
        ),
        ("thanks", r.closing_thanks.then(|| "yes".to_owned())),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {value}");
        }
    }
    for (label, value) in &r.other {
        let _ = writeln!(out, "other: {label} = {value}");
    }
    for (level, words) in parsed.outline() {
        let _ = writeln!(out, "heading {level}: {words}");
    }
    for block in &parsed.body.blocks {
        let role = format!("{:?}", block.role);
        let role = role.split([' ', '(']).next().unwrap_or_default();
        let _ = writeln!(out, "{role}: {}", block.content.text());
    }
    for range in &parsed.left_out {
        let _ = writeln!(out, "left out: {}", &text[range.clone()]);
    }
    for (field, range) in &parsed.origins {
        let there = text[range.clone()].replace('\n', "⏎");
        let _ = writeln!(out, "{field} is at: {there}");
    }
    for finding in &parsed.diagnostics {
        let line = finding.place.as_ref().map_or(0, |place| place.line);
        let _ = writeln!(out, "line {line}: {}", finding.code);
    }
    out
}

/// One small invented letter for each way of writing that was once misread.
#[test]
fn cases() {
    each_text("tests/parse", |path| {
        insta::assert_snapshot!(
            "cases",
            brief(&std::fs::read_to_string(path).expect("a case can be read"))
        );
    });
}

/// A paragraph of very many soft-broken lines is one paragraph.
#[test]
fn very_many_soft_breaks_are_joined() {
    let line = "我市加快推进各项工作";
    let text = format!(
        "关于第027号提案的答复\n\n王平委员：\n\n{}\n",
        vec![line; 20_000].join("\n")
    );
    let parsed = parse::parse(&text, Format::Markdown, Links::default());
    let last = parsed.body.blocks.last().expect("it has a text");
    assert_eq!(last.content.text(), line.repeat(20_000));
}

/// The codes of the findings, in order, with their lines.
#[track_caller]
fn check(text: &str, format: Format, expected: &[(&str, u32)]) {
    let parsed = parse::parse(text, format, Links::default());
    let found: Vec<(&str, u32)> = parsed
        .diagnostics
        .iter()
        .map(|d| (d.code, d.place.as_ref().map_or(0, |place| place.line)))
        .collect();
    assert_eq!(found, expected, "{:#?}", parsed.diagnostics);
}

const LETTER: &str = "王平委员：\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n我市已经加装三百部。\n澜汀市住房和城乡建设局\n";

#[test]
fn a_whole_letter_earns_no_warning() {
    check(
        &format!("关于第027号提案的答复\n{LETTER}2024年5月6日\n"),
        Format::Text,
        &[],
    );
}

#[test]
fn what_is_uncertain_is_said_with_its_line() {
    let title = "关于第027号提案的答复\n";
    check(
        &format!("{title}{LETTER}202456\n"),
        Format::Text,
        &[("date-stripped", 6)],
    );
    check(
        &format!("{title}{LETTER}2022115\n"),
        Format::Text,
        &[("date-unreadable", 6)],
    );
    check(
        &format!("{title}{LETTER}2024年2月30日\n"),
        Format::Text,
        &[("date-unreadable", 6)],
    );
    check(
        &format!("{title}{LETTER}"),
        Format::Text,
        &[("field-missing", 5)],
    );
    check(
        &format!("{title}文号：澜建提字2024第27\n{LETTER}2024年5月6日\n"),
        Format::Text,
        &[("document-number-damaged", 2)],
    );
    check(
        &format!("关于第027号提案的答 ...\n{LETTER}2024年5月6日\n"),
        Format::Text,
        &[("title-truncated", 1)],
    );
}

#[test]
fn a_date_is_never_invented() {
    for date in [
        "2022115",
        "2024年2月30日",
        "2024年5月",
        "二〇二四年十三月一日",
    ] {
        let parsed = parse::parse(
            &format!("关于第027号提案的答复\n{LETTER}{date}\n"),
            Format::Text,
            Links::default(),
        );
        assert_eq!(parsed.reply.issued, None, "{date}");
    }
}

#[test]
fn a_cited_number_is_not_the_replys_own() {
    let text = format!(
        "关于第027号提案的答复\n{}2024年5月6日\n",
        LETTER.replace("我市", "按照《意见》（澜发改能源〔2022〕209号），我市")
    );
    assert_eq!(
        parse::parse(&text, Format::Text, Links::default())
            .reply
            .document_number,
        None
    );
}

#[test]
fn a_sentence_that_counts_is_no_signature() {
    for sentence in ["明年再装一百部。", "全市建成学校35所"] {
        let text = format!(
            "关于第027号提案的答复\n王平委员：\n您提出的提案收悉。现答复如下：\n一、打算\n{sentence}\n澜汀市教育局\n2024年5月6日\n"
        );
        let reply = parse::parse(&text, Format::Text, Links::default()).reply;
        assert_eq!(reply.agency.as_deref(), Some("澜汀市教育局"), "{sentence}");
        assert!(reply.co_agencies.is_empty(), "{sentence}");
    }
}

#[test]
fn a_members_own_telephone_is_not_the_offices() {
    let form = "办理情况征询意见表\n委员姓名\n王平\n联系电话：0888-2219999\n";
    let text = format!("关于第027号提案的答复\n{LETTER}2024年5月6日\n{form}");
    assert_eq!(
        parse::parse(&text, Format::Text, Links::default())
            .reply
            .contact
            .phone,
        None
    );
}

#[test]
fn front_matter_wins_and_the_disagreement_is_named() {
    let text = format!(
        "+++\nagency = \"澜汀市教育局\"\n+++\n关于第027号提案的答复\n\n{}\n2024年5月6日\n",
        LETTER.replace('\n', "\n\n")
    );
    check(&text, Format::Markdown, &[("front-matter-differs", 2)]);
    assert_eq!(
        parse::parse(&text, Format::Markdown, Links::default())
            .reply
            .agency
            .as_deref(),
        Some("澜汀市教育局")
    );
}

/// What front matter says beside a letter that says the same, the same cut short, or something else.
#[test]
fn front_matter_agrees_or_is_said_to_differ() {
    let cut = format!("关于第027号提案的答 ...\n{LETTER}2024年5月6日\n");
    let whole = format!("关于第027号提案的答复\n{LETTER}2024年5月6日\n");
    let many = whole.replacen("王平委员：", "王平、李四等委员：", 1);
    let undated = format!("关于第027号提案的答复\n{LETTER}");
    let damaged = whole.replacen("王平委员：", "文号：澜建提字2024第27\n王平委员：", 1);
    let differs = &["front-matter-differs"][..];
    for (front, letter, codes) in [
        ("title = \"关于第027号提案的答复\"", &whole, &[][..]),
        ("title = \"关于第027号提案的答复\"", &cut, &[]),
        ("title = \"关于第027号提案的答复函\"", &whole, differs),
        ("title = \"关于第028号提案的答复\"", &cut, differs),
        (
            "title = \"关于第027号提案的答 ...\"",
            &cut,
            &["title-truncated"],
        ),
        ("askers = [\"王平\"]", &whole, &[]),
        ("askers = [\"李四\"]", &whole, differs),
        ("askers = [\"王平\", \"李四\"]", &whole, differs),
        ("askers = [\"王平\", \"李四\", \"赵五\"]", &many, &[]),
        ("askers = [\"王平\", \"赵五\"]", &many, differs),
        ("co_agencies = [\"澜汀市财政局\"]", &whole, &[]),
        ("issued = 2024-05-06", &whole, &[]),
        ("issued = 2024-05-07", &whole, differs),
        ("issued = 2024-05-06", &undated, &[]),
        (
            "agency = \"澜汀市住房和城乡建设局\"",
            &undated,
            &["field-missing"],
        ),
        (
            "document_number = \"澜建提字〔2024〕27号\"",
            &damaged,
            differs,
        ),
        ("outcome = \"A\"", &damaged, &["document-number-damaged"]),
    ] {
        let text = format!("+++\n{front}\n+++\n{letter}");
        let parsed = parse::parse(&text, Format::Text, Links::default());
        let mut found: Vec<&str> = parsed.diagnostics.iter().map(|d| d.code).collect();
        found.sort_unstable();
        assert_eq!(found, codes, "{front}\n{letter}{:#?}", parsed.diagnostics);
    }
}

#[test]
fn a_page_of_the_sites_own_has_one_title() {
    let read = |front: &str| {
        let text = format!(
            "+++\npage = \"about\"\n{front}+++\n# 说明\n\n引子。\n\n# 又一\n\n## 用法\n\n照办。\n"
        );
        let parsed = parse::parse(&text, Format::Markdown, Links::default());
        let blocks: Vec<String> = (parsed.body.blocks.iter())
            .map(|block| block.content.text().to_owned())
            .collect();
        (parsed.reply.title, blocks.join("|"))
    };
    let all = |title: &str, blocks: &str| (title.to_owned(), blocks.to_owned());
    assert_eq!(read(""), all("说明", "引子。|又一|用法|照办。"));
    assert_eq!(
        read("title = \"关于本站\"\n"),
        all("关于本站", "说明|引子。|又一|用法|照办。")
    );
}

#[test]
fn unknown_keys_of_front_matter_are_refused_with_the_nearest() {
    for text in [
        "+++\nagencey = \"x\"\n+++\n标题的答复\n\n正文。\n",
        "---\nagencey: x\n---\n标题的答复\n\n正文。\n",
    ] {
        let parsed = parse::parse(text, Format::Markdown, Links::default());
        let finding = parsed
            .diagnostics
            .iter()
            .find(|d| d.code == "front-matter")
            .expect("refused");
        assert_eq!(
            finding.place.as_ref().map(|place| place.line),
            Some(2),
            "{finding:?}"
        );
        assert!(
            finding
                .hint
                .as_deref()
                .is_some_and(|hint| hint.contains("`agency`")),
            "{finding:?}"
        );
    }
}

#[test]
fn dates_and_letters_of_front_matter_are_checked() {
    for (line, wrong) in [
        ("issued = 2024-02-30", "date"),
        ("issued = \"2024-02-30\"", "date"),
        ("outcome = \"E\"", "letter"),
        ("session = \"十届\"", "session"),
        ("access = \"公开\"", "主动公开"),
    ] {
        let parsed = parse::parse(
            &format!("+++\n{line}\n+++\n标题的答复\n\n正文。\n"),
            Format::Markdown,
            Links::default(),
        );
        assert!(
            parsed
                .diagnostics
                .iter()
                .any(|d| d.code == "front-matter" && d.message.contains(wrong)),
            "{line}: {:?}",
            parsed.diagnostics
        );
    }
}
