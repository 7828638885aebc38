//! The ledger (台账): read from Excel and CSV, matched with the documents, and held against them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use dafu::catalog::reply_path;
use serde_json::Value;
use support::Site;
use zip::write::SimpleFileOptions;

/// A cell of a workbook.
#[derive(Clone, Copy)]
enum Is<'t> {
    Text(&'t str),
    Number(f64),
    /// A number with the format 0000.
    Padded(f64),
    /// A day of Excel's calendar with a date's format.
    Day(f64),
    /// A formula and the value that it had when the workbook was saved.
    Formula(&'t str, &'t str),
    Empty,
}

use Is::{Day, Empty, Formula, Number, Padded, Text};

/// A workbook with the sheets given: name, whether it is hidden, rows, merged areas.
struct Sheet<'t> {
    name: &'t str,
    hidden: bool,
    rows: &'t [&'t [Is<'t>]],
    merged: &'t [&'t str],
}

fn letters(column: usize) -> char {
    char::from(b'A' + u8::try_from(column).unwrap())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn sheet_xml(sheet: &Sheet<'_>) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>".to_owned();
    for (number, row) in sheet.rows.iter().enumerate() {
        let number = number + 1;
        write!(xml, "<row r=\"{number}\">").unwrap();
        for (column, cell) in row.iter().enumerate() {
            let at = format!("{}{number}", letters(column));
            match cell {
                Text(text) => write!(
                    xml,
                    "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>",
                    escaped(text)
                ),
                Number(value) => write!(xml, "<c r=\"{at}\"><v>{value}</v></c>"),
                Padded(value) => write!(xml, "<c r=\"{at}\" s=\"2\"><v>{value}</v></c>"),
                Day(value) => write!(xml, "<c r=\"{at}\" s=\"1\"><v>{value}</v></c>"),
                Formula(formula, value) => write!(
                    xml,
                    "<c r=\"{at}\" t=\"str\"><f>{formula}</f><v>{}</v></c>",
                    escaped(value)
                ),
                Empty => Ok(()),
            }
            .unwrap();
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData>");
    if !sheet.merged.is_empty() {
        write!(xml, "<mergeCells count=\"{}\">", sheet.merged.len()).unwrap();
        for area in sheet.merged {
            write!(xml, "<mergeCell ref=\"{area}\"/>").unwrap();
        }
        xml.push_str("</mergeCells>");
    }
    xml.push_str("</worksheet>");
    xml
}

fn zipped(files: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>".to_owned();
    let mut book = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets>"
    );
    let mut links = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">".to_owned();
    let mut files = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let id = at + 1;
        let state = if sheet.hidden {
            " state=\"hidden\""
        } else {
            ""
        };
        write!(
            book,
            "<sheet name=\"{}\" sheetId=\"{id}\"{state} r:id=\"rId{id}\"/>",
            sheet.name
        )
        .unwrap();
        write!(links, "<Relationship Id=\"rId{id}\" Type=\"{REL}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>").unwrap();
        files.push((format!("xl/worksheets/sheet{id}.xml"), sheet_xml(sheet)));
    }
    write!(
        links,
        "<Relationship Id=\"rId99\" Type=\"{REL}/styles\" Target=\"styles.xml\"/></Relationships>"
    )
    .unwrap();
    book.push_str("</sheets></workbook>");
    let styles = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0000\"/></numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let root = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{REL}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let mut all = vec![
        ("[Content_Types].xml", std::mem::take(&mut types)),
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/styles.xml", styles),
    ];
    all.extend(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.clone())),
    );
    zipped(&all)
}

fn one_sheet(rows: &[&[Is<'_>]]) -> Vec<u8> {
    workbook(&[Sheet {
        name: "台账",
        hidden: false,
        rows,
        merged: &[],
    }])
}

impl Site {
    fn json(&self) -> Value {
        let output = self.dafu(&["check", "--json"]);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// `code file:line: message` of each finding.
    fn found(&self) -> Vec<String> {
        let json = self.json();
        (json["findings"].as_array().unwrap().iter())
            .map(|f| {
                let text = |key: &str| f[key].as_str().unwrap_or("").to_owned();
                let line = f["line"]
                    .as_u64()
                    .map_or(String::new(), |line| format!(":{line}"));
                format!(
                    "{} {}{line}: {}",
                    text("code"),
                    text("file"),
                    text("message")
                )
            })
            .collect()
    }

    /// The reply's record as it is published.
    fn record(&self, id: &str) -> Value {
        let output = self.dafu(&["build"]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let path = self.path("public").join(reply_path(id, "json"));
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_str(&text).unwrap()
    }

    fn is_published(&self, id: &str) -> bool {
        let output = self.dafu(&["build"]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let page = reply_path(id, "html");
        self.path("public").join(page).exists()
    }
}

/// A letter that says its number and little else.
fn letter(number: &str) -> String {
    format!(
        "关于市政协五届三次会议第{number}号提案的答复\n王平委员：\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n一、现状\n我市已经加装三百部。\n澜汀市住房和城乡建设局\n2024年5月6日\n"
    )
}

#[track_caller]
fn has(found: &[String], parts: &[&str]) {
    assert!(
        found
            .iter()
            .any(|one| parts.iter().all(|part| one.contains(part))),
        "{parts:?} is not in {found:#?}"
    );
}

#[track_caller]
fn lacks(found: &[String], code: &str) {
    assert!(!found.iter().any(|one| one.starts_with(code)), "{found:#?}");
}

const CSV: &str = "案号,办理结果,签发人,发布日期\n0110,B,赵敏,2024-05-20\n";

#[test]
fn a_workbook_completes_what_the_documents_do_not_say() {
    let book = one_sheet(&[
        &[Text("澜汀市建议提案办理台账")],
        &[Empty, Text("制表：办公室")],
        &[
            Text("序号"),
            Text("提案编号"),
            Text("届次"),
            Text("文 号"),
            Text("办理结果"),
            Text("签发人"),
            Text("发布日期"),
            Text("协办单位（会办）"),
            Text("主题"),
        ],
        &[
            Number(1.0),
            Padded(110.0),
            Text("五届三次"),
            Text("澜建提字〔2024〕27号"),
            Formula("UPPER(\"b\")", "B"),
            Text("赵敏"),
            Day(45432.0),
            Text("市财政局、市民政局"),
            Text("住房"),
        ],
        &[
            Number(2.0),
            Number(111.0),
            Empty,
            Empty,
            Text("A类"),
            Empty,
            Text("2024.5.21"),
        ],
    ]);
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/b.txt", letter("0111"))
        .file("content/ledger.xlsx", book);
    let found = site.found();
    assert!(found.is_empty(), "{found:#?}");
    let a = site.record("a");
    assert_eq!(a["document_number"], "澜建提字〔2024〕27号");
    assert_eq!(a["case_number"], "0110", "the document's own spelling");
    assert_eq!(
        a["outcome"]["letter"].as_str().or(a["outcome"].as_str()),
        Some("B"),
        "{a:#}"
    );
    assert_eq!(a["signatory"], "赵敏");
    assert_eq!(a["published"], "2024-05-20");
    assert_eq!(
        a["co_agencies"],
        serde_json::json!(["市财政局", "市民政局"])
    );
    assert_eq!(site.record("b")["published"], "2024-05-21");
}

#[test]
fn csv_is_read_in_whatever_encoding_and_with_whatever_mark() {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let many = "案号,办理结果,签发人,发布日期\n0110,B,赵敏,2024-05-20\n";
    for bytes in [
        many.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", many.as_bytes()].concat(),
        gbk(many),
        many.replace(',', ";").into_bytes(),
        many.replace(',', "\t").into_bytes(),
        many.replace('\n', "\r\n").into_bytes(),
        many.replace("赵敏", "\"赵敏\"").into_bytes(),
    ] {
        let site = Site::new()
            .file("content/a.txt", letter("0110"))
            .file("content/ledger.csv", &bytes);
        let record = site.record("a");
        assert_eq!(
            record["signatory"],
            "赵敏",
            "{}",
            String::from_utf8_lossy(&bytes)
        );
        assert_eq!(record["published"], "2024-05-20");
        assert!(site.found().is_empty(), "{:?}", site.found());
    }
}

#[test]
fn rows_find_their_documents_by_file_number_or_case() {
    for row in [
        "文件名,签发人\na.txt,赵敏\n",
        "文件名,签发人\na,赵敏\n",
        "文件名,签发人\n2024\\A.TXT,赵敏\n",
        "文号,签发人\n澜建提字[2024]第27号,赵敏\n",
        "案号,签发人\n第110号,赵敏\n",
        "编号,届次,签发人\n110,10-5,甲\n110,5-3,赵敏\n",
    ] {
        let text = letter("0110").replacen("王平", "澜建提字〔2024〕27号\n王平", 1);
        let site = Site::new()
            .file("content/2024/a.txt", text)
            .file("content/ledger.csv", row);
        assert_eq!(site.record("2024-a")["signatory"], "赵敏", "{row}");
    }
}

#[test]
fn front_matter_wins_over_the_ledger_and_the_ledger_over_the_text() {
    let front = "+++\nissued = \"2024-05-07\"\n+++\n";
    let text = letter("0110").replace("2024年5月6日\n", "");
    let ledger = "案号,成文日期,提案人\n0110,2024-05-08,李华\n";
    let site = Site::new()
        .file("content/a.txt", format!("{front}{text}"))
        .file("content/ledger.csv", ledger);
    let found = site.found();
    has(
        &found,
        &[
            "ledger-differs content/ledger.csv:2",
            "issued",
            "2024-05-08",
            "content/a.txt:2",
            "2024-05-07",
            "front matter wins",
        ],
    );
    has(
        &found,
        &[
            "ledger-differs content/ledger.csv:2",
            "askers",
            "李华",
            "content/a.txt:5",
            "王平",
            "the ledger wins",
        ],
    );
    let record = site.record("a");
    assert_eq!(record["issued"], "2024-05-07");
    assert_eq!(record["askers"], serde_json::json!(["李华"]));
}

#[test]
fn what_says_the_same_in_other_words_is_no_disagreement() {
    let ledger = "案号,主办单位,提案标题,成文日期,提案人,类型,届次\n0110,市住建局,《加装电梯》,2024年5月6日,王平,政协提案,五届三次会议\n";
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/ledger.csv", ledger);
    let found = site.found();
    assert!(found.is_empty(), "{found:#?}");
    let record = site.record("a");
    assert_eq!(record["agency"], "澜汀市住房和城乡建设局");
    assert_eq!(record["proposal_title"], "关于加装电梯的提案");
}

#[test]
fn rows_and_documents_that_are_alone_are_named() {
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/b.txt", letter("0112"))
        .file(
            "content/ledger.csv",
            format!("{CSV}0999,A,钱进,\n0110,C,钱进,\n"),
        );
    let found = site.found();
    has(&found, &["ledger-row-alone content/ledger.csv:3", "0999"]);
    has(
        &found,
        &["ledger-row-twice content/ledger.csv:4", "content/a.txt"],
    );
    has(&found, &["ledger-document-alone content/b.txt"]);
    assert_eq!(
        site.record("a")["signatory"],
        "赵敏",
        "the first row counts"
    );
}

#[test]
fn a_row_that_fits_several_documents_is_not_guessed_at() {
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/b.txt", letter("0110"));
    let site = site.file("content/ledger.csv", CSV);
    has(
        &site.found(),
        &[
            "ledger-ambiguous content/ledger.csv:2",
            "content/a.txt",
            "content/b.txt",
        ],
    );
    assert!(site.record("a")["signatory"].is_null());
    let site = site.file("content/ledger.csv", "案号,是否公开\n0110,否\n");
    has(
        &site.found(),
        &["ledger-access content/ledger.csv:2", "content/a.txt"],
    );
    assert_eq!(
        site.dafu(&["build"]).status.code(),
        Some(1),
        "what may be private is not published"
    );
}

#[test]
fn a_value_that_cannot_be_read_is_named_with_its_cell() {
    let site = Site::new().file("content/a.txt", letter("0110")).file(
        "content/ledger.csv",
        "案号,办理结果,发布日期,届次,类型\n0110,满意,2024-02-30,去年,其他\n",
    );
    let json = site.json();
    let values: Vec<&Value> = (json["findings"].as_array().unwrap().iter())
        .filter(|f| f["code"] == "ledger-value")
        .collect();
    assert_eq!(values.len(), 4, "{json:#}");
    assert_eq!(
        (
            values[0]["line"].as_u64(),
            values[0]["column"].as_u64(),
            values[0]["end"].as_u64()
        ),
        (Some(2), Some(6), Some(8))
    );
    let book = one_sheet(&[
        &[Text("案号"), Text("办理结果")],
        &[Text("0110"), Text("满意")],
    ]);
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/ledger.xlsx", book);
    has(
        &site.found(),
        &["ledger-value content/ledger.xlsx", "台账!B2", "满意"],
    );
}

#[test]
fn access_in_the_ledger_withholds() {
    let site = |text: &str, word: &str| {
        Site::new()
            .file("content/a.txt", text)
            .file("content/b.txt", letter("0111"))
            .file(
                "content/ledger.csv",
                format!("案号,是否公开\n0110,{word}\n0111,是\n"),
            )
    };
    let plain = letter("0110");
    for word in ["否", "不公开", "不予公开", "依申请公开"] {
        let site = site(&plain, word);
        assert!(!site.is_published("a"), "{word}");
        assert!(site.is_published("b"), "{word}");
    }
    for word in ["是", "公开", "主动公开"] {
        assert!(site(&plain, word).is_published("a"), "{word}");
    }
    // The stricter of text and ledger, whichever it is.
    let private = plain.replacen("王平", "公开属性：不予公开\n王平", 1);
    let open = plain.replacen("王平", "公开属性：主动公开\n王平", 1);
    assert!(!site(&private, "是").is_published("a"));
    assert!(!site(&open, "否").is_published("a"));
    has(&site(&open, "否").found(), &["ledger-differs", "access"]);
    // Front matter was written for the portal.
    let front = format!("+++\naccess = \"主动公开\"\n+++\n{plain}");
    assert!(site(&front, "否").is_published("a"));
    has(
        &site(&front, "否").found(),
        &["ledger-differs", "front matter wins"],
    );
    // What is neither yes nor no is not published on a guess.
    let unclear = site(&plain, "部分公开");
    has(
        &unclear.found(),
        &["ledger-access content/ledger.csv:2", "部分公开"],
    );
    assert_eq!(unclear.dafu(&["build"]).status.code(), Some(1));
}

#[test]
fn columns_are_mapped_ignored_or_named() {
    let ledger = "提案序列,签批,备注,督办\n0110,赵敏,好,是\n";
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/ledger.csv", ledger);
    has(
        &site.found(),
        &["ledger content/ledger.csv: no row of the ledger names its columns"],
    );
    let site = site.file("dafu.toml", "[ledger]\ncolumns = { case_number = [\"提案序列\"], signatory = [\"签批\"] }\nignore = [\"备注\"]\n");
    let found = site.found();
    has(&found, &["ledger-column content/ledger.csv:1", "督办"]);
    assert!(!found.iter().any(|one| one.contains("备注")), "{found:?}");
    assert_eq!(site.record("a")["signatory"], "赵敏");
    for (settings, word) in [
        (
            "[ledger]\ncolumns = { agencey = [\"x\"] }\n",
            "did you mean `agency`",
        ),
        ("[ledger]\nfiel = \"x\"\n", "did you mean `file`"),
    ] {
        let output = Site::new()
            .file("content/a.txt", letter("0110"))
            .file("dafu.toml", settings)
            .dafu(&["check"]);
        assert!(
            String::from_utf8_lossy(&output.stderr).contains(word),
            "{settings}"
        );
    }
    let named = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/lists/2024.csv", CSV)
        .file("dafu.toml", "[ledger]\nfile = \"lists/2024.csv\"\n");
    assert_eq!(named.record("a")["signatory"], "赵敏");
    let missing = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("dafu.toml", "[ledger]\nfile = \"../secret.csv\"\n");
    has(&missing.found(), &["ledger content/../secret.csv"]);
}

#[test]
fn merged_cells_and_hidden_sheets() {
    let rows: &[&[Is<'_>]] = &[
        &[Text("案号"), Text("签发人")],
        &[Text("0110"), Text("赵敏")],
        &[Text("0111"), Empty],
    ];
    let notes: &[&[Is<'_>]] = &[
        &[Text("案号"), Text("签发人")],
        &[Text("0110"), Text("别人")],
    ];
    let book = workbook(&[
        Sheet {
            name: "旧表",
            hidden: true,
            rows: notes,
            merged: &[],
        },
        Sheet {
            name: "说明",
            hidden: false,
            rows: &[&[Text("本表由办公室填写")]],
            merged: &[],
        },
        Sheet {
            name: "台账",
            hidden: false,
            rows,
            merged: &["B2:B3", "A1:A1"],
        },
    ]);
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/b.txt", letter("0111"))
        .file("content/ledger.xlsx", book);
    has(
        &site.found(),
        &["ledger-hidden content/ledger.xlsx", "旧表"],
    );
    assert_eq!(site.record("a")["signatory"], "赵敏");
    assert_eq!(
        site.record("b")["signatory"],
        "赵敏",
        "merged over both rows"
    );
}

#[test]
fn rows_that_a_filter_hides_are_read_and_said() {
    let book = one_sheet(&[
        &[Text("案号"), Text("签发人")],
        &[Text("0110"), Text("赵敏")],
        &[Text("0111"), Text("钱进")],
    ]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let names: Vec<String> = (archive.file_names())
        .map(|name| name.unwrap().into_owned())
        .collect();
    let files: Vec<(String, String)> = names
        .into_iter()
        .map(|name| {
            let text = std::io::read_to_string(archive.by_name(&name).unwrap()).unwrap();
            (
                name,
                text.replace("<row r=\"3\">", "<row r=\"3\" hidden=\"1\">"),
            )
        })
        .collect();
    let files: Vec<(&str, String)> = (files.iter())
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/b.txt", letter("0111"))
        .file("content/ledger.xlsx", zipped(&files));
    has(
        &site.found(),
        &[
            "ledger-hidden content/ledger.xlsx",
            "台账",
            "the first is 3",
        ],
    );
    assert_eq!(site.record("b")["signatory"], "钱进");
}

#[test]
fn what_is_missing_is_counted_after_the_ledger() {
    let text = letter("0110").replace("澜汀市住房和城乡建设局\n2024年5月6日\n", "");
    let alone = Site::new().file("content/a.txt", &text);
    has(&alone.found(), &["field-missing", "agency, issued"]);
    let half = alone.file(
        "content/ledger.csv",
        "案号,主办单位\n0110,澜汀市住房和城乡建设局\n",
    );
    has(&half.found(), &["field-missing", "document: issued"]);
    let whole = half.file(
        "content/ledger.csv",
        "案号,主办单位,成文日期\n0110,澜汀市住房和城乡建设局,45418\n",
    );
    lacks(&whole.found(), "field-missing");
    assert_eq!(
        whole.record("a")["issued"],
        "2024-05-06",
        "Excel's number of the day"
    );
    let late = whole.file(
        "content/ledger.csv",
        "案号,主办单位,成文日期\n0110,澜汀市住房和城乡建设局,2042-05-06\n",
    );
    has(
        &late.found(),
        &["date-future content/ledger.csv:2", "2042-05-06"],
    );
}

#[test]
fn a_ledger_that_cannot_be_read_is_an_error_that_says_why() {
    let sheet = one_sheet(&[
        &[Text("案号"), Text("签发人")],
        &[Text("0110"), Text("赵敏")],
    ]);
    let bomb = zipped(&[("xl/workbook.xml", " ".repeat(600 << 20))]);
    assert!(bomb.len() < 8 << 20, "{}", bomb.len());
    for (bytes, word) in [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 encrypted".to_vec(),
            "encrypted",
        ),
        (b"not a workbook".to_vec(), "no workbook"),
        (sheet[..sheet.len() / 2].to_vec(), "no workbook"),
        (zipped(&[("a.xml", "<a/>".to_owned())]), "cannot be read"),
        (bomb, "unpacks to more than"),
        (one_sheet(&[]), "names its columns"),
    ] {
        let site = Site::new()
            .file("content/a.txt", letter("0110"))
            .file("content/ledger.xlsx", &bytes);
        has(&site.found(), &["ledger content/ledger.xlsx", word]);
        assert_eq!(site.dafu(&["build"]).status.code(), Some(1));
    }
    let both = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/ledger.xlsx", &sheet)
        .file("content/ledger.csv", CSV);
    has(&both.found(), &["ledger content/ledger.xlsx", "both there"]);
}

#[test]
fn a_million_empty_rows_cost_nothing() {
    // Formats painted to the end of a sheet leave a cell in its last row.
    let mut rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>案号</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>签发人</t></is></c></row><row r=\"2\"><c r=\"A2\"><v>110</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>赵敏</t></is></c></row>".to_owned();
    rows.push_str(
        "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t> </t></is></c></row>",
    );
    let book = one_sheet(&[&[Text("x")]]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let files: Vec<(String, String)> = names
        .into_iter()
        .map(|name| {
            let text = std::io::read_to_string(archive.by_name(&name).unwrap()).unwrap();
            let text = if name.ends_with("sheet1.xml") {
                format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData></worksheet>")
            } else {
                text
            };
            (name, text)
        })
        .collect();
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    let site = Site::new()
        .file("content/a.txt", letter("0110"))
        .file("content/ledger.xlsx", zipped(&files));
    assert_eq!(site.record("a")["signatory"], "赵敏");
}

#[test]
fn the_same_ledger_makes_the_same_portal() {
    let files = || {
        let site = Site::new()
            .file("content/a.txt", letter("0110"))
            .file("content/ledger.csv", CSV);
        site.record("a");
        let root = site.path("public");
        let mut all: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                (
                    entry
                        .path()
                        .strip_prefix(&root)
                        .unwrap()
                        .to_string_lossy()
                        .into_owned(),
                    fs::read(entry.path()).unwrap(),
                )
            })
            .collect();
        all.sort();
        all
    };
    let (one, other) = (files(), files());
    assert!(one == other);
    assert!(
        !one.iter().any(|(name, _)| name.contains("ledger")),
        "the ledger itself is not published"
    );
}

/// What a table of another name says, 不公开 above all, is not passed over in silence; nor is a Word file.
#[test]
fn a_ledger_under_another_name_is_an_error_and_unread_files_are_named() {
    let letter = "关于第1号提案的答复\n\n王平委员：\n您提出的提案收悉。现答复如下：\n我们会努力。\n\n澜汀市教育局\n2024年5月6日\n";
    let site = Site::new().file("content/1.txt", letter).file(
        "content/台账.csv",
        "文件名,公开属性,办理结果\n1.txt,不予公开,A\n",
    );
    let told = support::text(&site.dafu(&["build"]));
    assert!(
        told.contains("content/台账.csv") && told.contains("rename it to ledger.csv"),
        "{told}"
    );
    assert!(!site.path("public").exists());
    fs::rename(
        site.path("content/台账.csv"),
        site.path("content/ledger.csv"),
    )
    .unwrap();
    let told = site.dafu(&["build"]);
    assert!(told.status.success(), "{}", support::text(&told));

    let site = Site::new()
        .file("content/1.md", format!("{letter}\n[名单](名单.csv)\n"))
        .file("content/名单.csv", "姓名,餐点\n王,1\n")
        .file("content/other.csv", "甲,乙\n1,2\n")
        .file("content/2.docx", "PK")
        .file("content/~$2.docx", "PK");
    let checked = site.dafu(&["check", "--json"]);
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let unused: Vec<(&str, &str)> = (checked["findings"].as_array().unwrap().iter())
        .filter(|found| found["code"] == "file-unused")
        .map(|found| {
            (
                found["file"].as_str().unwrap(),
                found["severity"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        unused,
        [
            ("content/2.docx", "warning"),
            ("content/other.csv", "advice")
        ]
    );
}

/// A cell that closes its quotes early reads as no part of the file does; the cells after it have
/// places all the same, and none within a character.
#[test]
fn a_cell_that_closes_its_quotes_early_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = "案号,文号,发布日期,办理结果\n\"号\"a号,函,2024年1月2日,好\n";
    fs::write(folder.path().join("ledger.csv"), text).unwrap();
    let mut found = Vec::new();
    let config = dafu::config::Config::default();
    dafu::ledger::load(folder.path(), &config, &mut found).unwrap();
}

proptest::proptest! {
    #![proptest_config(support::tries(200))]

    /// Whatever stands in a ledger, reading it ends, and ends without a panic.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400), cut in 0usize..3000, workbook in proptest::prelude::any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let name = if workbook { "ledger.xlsx" } else { "ledger.csv" };
        // A workbook with some of its bytes overwritten, or a CSV file of anything below its header.
        let mut all = if workbook {
            one_sheet(&[&[Text("案号"), Text("签发人")], &[Text("0110"), Padded(7.0)]])
        } else {
            "案号,文号,发布日期,办理结果\n".as_bytes().to_vec()
        };
        if workbook {
            let at = cut % all.len();
            let end = (at + bytes.len() / 40).min(all.len());
            all[at..end].copy_from_slice(&bytes[..end - at]);
        } else {
            all.extend(bytes);
        }
        fs::write(folder.path().join(name), all).unwrap();
        let mut found = Vec::new();
        dafu::ledger::load(folder.path(), &dafu::config::Config::default(), &mut found).unwrap();
    }
}
