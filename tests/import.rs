//! Files of other formats through the real binary: `dafu import`, then `dafu build`, then what the page says.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(
    clippy::format_collect,
    reason = "a fixture reads best as the pieces that it is made of"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dafu::catalog::reply_path;
use serde_json::Value;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// A site with no documents, an inbox beside it, and dafu to run over both.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(desk.path("site/content")).unwrap();
        fs::write(desk.path("site/dafu.toml"), "title = \"澜汀市提案答复\"\n").unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file into the inbox.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path("inbox").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn dafu(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dafu"))
            .env("DAFU_LANG", "en")
            .args(arguments)
            .current_dir(self.path("site"))
            .env("NO_COLOR", "1")
            .env("SOFFICE", "/nowhere/soffice")
            .output()
            .unwrap()
    }

    /// Imports names of the inbox; the report, and whether all went well.
    fn import(&self, names: &[&str]) -> Report {
        let paths: Vec<String> = names
            .iter()
            .map(|name| format!("../inbox/{name}"))
            .collect();
        let mut arguments = vec!["import", "--json"];
        arguments.extend(paths.iter().map(String::as_str));
        let output = self.dafu(&arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!errors.contains("panicked"), "{errors}");
        let value: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!(
                "{error}: {}{errors}",
                String::from_utf8_lossy(&output.stdout)
            )
        });
        Report {
            code: output.status.code().unwrap(),
            items: value["items"].as_array().unwrap().clone(),
        }
    }

    #[track_caller]
    fn builds(&self) {
        let output = self.dafu(&["build"]);
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn content(&self, name: &str) -> String {
        let path = self.path("site/content").join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn page(&self, id: &str) -> String {
        let path = self.path("site/public").join(reply_path(id, "html"));
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

struct Report {
    code: i32,
    items: Vec<Value>,
}

impl Report {
    #[track_caller]
    fn one(&self) -> &Value {
        assert_eq!(self.items.len(), 1, "{:#?}", self.items);
        &self.items[0]
    }

    #[track_caller]
    fn of(&self, name: &str) -> &Value {
        self.items
            .iter()
            .find(|item| item["source"].as_str().unwrap().ends_with(name))
            .unwrap_or_else(|| panic!("{name} is not in {:#?}", self.items))
    }
}

fn became(item: &Value) -> &str {
    item["became"].as_str().unwrap()
}

fn codes(item: &Value) -> Vec<&str> {
    item["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect()
}

#[track_caller]
fn finding<'v>(item: &'v Value, code: &str) -> &'v str {
    item["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["code"] == code)
        .unwrap_or_else(|| panic!("no {code} in {item:#}"))["message"]
        .as_str()
        .unwrap()
}

#[track_caller]
fn has(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "“{word}” is not in:\n{text}");
    }
}

#[track_caller]
fn has_not(text: &str, words: &[&str]) {
    for word in words {
        assert!(!text.contains(word), "“{word}” is in:\n{text}");
    }
}

/// Every file of a folder: its bytes and the time it was written.
fn state(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let time = entry.metadata().unwrap().modified().unwrap();
            let bytes = fs::read(entry.path()).unwrap();
            (entry.into_path(), (bytes, time))
        })
        .collect()
}

// ---- Word files, written by hand ----

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office""#;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A Word file in the making.
#[derive(Default)]
struct Word {
    body: String,
    parts: Vec<(String, Vec<u8>)>,
    relations: String,
    numbering: Option<String>,
}

impl Word {
    fn new(body: &str) -> Self {
        Word {
            body: body.to_owned(),
            ..Word::default()
        }
    }

    fn part(mut self, id: &str, kind: &str, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let _ = write!(
            self.relations,
            r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{name}"/>"#
        );
        self.parts
            .push((format!("word/{name}"), bytes.as_ref().to_vec()));
        self
    }

    fn link(mut self, id: &str, target: &str) -> Self {
        let _ = write!(
            self.relations,
            r#"<Relationship Id="{id}" Type="{RELATIONS}/hyperlink" Target="{target}" TargetMode="External"/>"#
        );
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        let mut put = |name: &str, bytes: &[u8]| {
            zip.start_file(name, options).unwrap();
            zip.write_all(bytes).unwrap();
        };
        put(
            "[Content_Types].xml",
            br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        );
        put(
            "_rels/.rels",
            format!(r#"<Relationships><Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>"#).as_bytes(),
        );
        put(
            "word/document.xml",
            format!(
                r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMES}><w:body>{}<w:sectPr/></w:body></w:document>"#,
                self.body
            )
            .as_bytes(),
        );
        put(
            "word/_rels/document.xml.rels",
            format!("<Relationships>{}</Relationships>", self.relations).as_bytes(),
        );
        for (name, bytes) in &self.parts {
            put(name, bytes);
        }
        if let Some(numbering) = &self.numbering {
            put("word/numbering.xml", numbering.as_bytes());
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A paragraph of one run.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn bold(text: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
}

/// A paragraph that numbering puts a label before.
fn numbered(level: usize, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn cell(text: &str) -> String {
    format!("<w:tc>{}</w:tc>", p(text))
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| cell(text)).collect();
    format!("<w:tr>{cells}</w:tr>")
}

const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num></w:numbering>"#;

/// A PNG of one pixel; `seed` makes another of it.
fn png(seed: u8) -> Vec<u8> {
    let mut bytes = vec![0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
    bytes.extend([seed; 64]);
    bytes
}

fn picture(id: &str, words: &str, place: &str) -> String {
    format!(
        r#"<w:r><w:drawing><wp:{place}><wp:docPr id="1" name="图片 1" descr="{words}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="{id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:{place}></w:drawing></w:r>"#
    )
}

/// A letter with everything that Word can do to one.
fn letter() -> Word {
    let mut body = String::new();
    body += r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:color w:val="FF0000"/><w:sz w:val="72"/></w:rPr><w:t>澜汀市住房和城乡建设局文件</w:t></w:r></w:p>"#;
    let _ = write!(
        body,
        "<w:tbl>{}{}</w:tbl>",
        row(&["文　号", "澜建提字〔2024〕27号", "签发人", "石望川"]),
        row(&["办理结果", "A", "联系人及电话", "仇雨桐 0888-2251106"])
    );
    body += r"<w:p><w:r><w:t>澜汀市住房和城乡建设局</w:t><w:br/><w:t>关于市政协五届三次会议第027号提案的答复</w:t></w:r></w:p>";
    body += &p("冉启澄委员：");
    body += r#"<w:p><w:r><w:t xml:space="preserve">　　您提出的《关于健全既有住宅加装电梯全周期治理的提案》（第027号）收悉。</w:t></w:r>
<w:del w:id="1" w:author="某人"><w:r><w:delText>此处为内部意见，不得公开。</w:delText></w:r></w:del>
<w:ins w:id="2" w:author="某人"><w:r><w:t>经与市财政局共同研究，</w:t></w:r></w:ins>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的批示</w:t></w:r>
<w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>现答复如下：</w:t></w:r></w:p>"#;
    body += &numbered(0, "五年来的总体情况");
    body += &numbered(1, "建成数量和分布");
    body += &p("　　到今年5月底，全市累计建成交付加装电梯486部。详见下表。");
    body += r#"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>区县</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>部数</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>望澜区</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>建成</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>241</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>在建</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>60</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#;
    body += &numbered(1, "面积与依据");
    body += r#"<w:p><w:r><w:t>平均每部占地6m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>，依据</w:t></w:r><w:hyperlink r:id="rLink"><w:r><w:t>《管理办法》</w:t></w:r></w:hyperlink><w:r><w:t>和</w:t></w:r><w:hyperlink r:id="rLocal"><w:r><w:t>内部台账</w:t></w:r></w:hyperlink><w:r><w:t>执行。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let _ = write!(
        body,
        "<w:p>{}</w:p>",
        picture("rChart", "柱状图：加装电梯由47部增加到486部", "inline")
    );
    body += &numbered(0, "下一步打算");
    body += &p("　　一是完善机制；二是加强监管。");
    // A text box, said twice: for new and for old programs.
    body += r#"<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="9" name="文本框 1"/><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>咨询窗口设在市政务服务中心二楼。</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>咨询窗口设在市政务服务中心二楼。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>感谢您对住房城乡建设工作的关心和支持。</w:t></w:r></w:p>"#;
    body += r#"<w:p><w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>"#;
    let _ = write!(
        body,
        r#"<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>澜汀市住房和城乡建设局</w:t></w:r>{}</w:p>"#,
        picture("rSeal", "", "anchor")
    );
    body += &p("2024年5月6日");
    body += r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#;
    Word::new(&body)
        .part("rNum", "numbering", "numbering.xml", NUMBERING)
        .part(
            "rNotes",
            "footnotes",
            "footnotes.xml",
            format!(r#"<w:footnotes {NAMES}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>面积按水平投影计算。</w:t></w:r></w:p></w:footnote></w:footnotes>"#),
        )
        .part(
            "rComments",
            "comments",
            "comments.xml",
            format!(r#"<w:comments {NAMES}><w:comment w:id="0"><w:p><w:r><w:t>领导批注</w:t></w:r></w:p></w:comment></w:comments>"#),
        )
        .part(
            "rFoot",
            "footer",
            "footer1.xml",
            format!("<w:ftr {NAMES}>{}{}</w:ftr>", p("— 1 —"), p("澜建办2024年印")),
        )
        .part("rChart", "image", "media/image1.png", png(1))
        .part("rSeal", "image", "media/image2.png", png(2))
        .link("rLink", "https://www.example.gov.cn/a.html")
        .link("rLocal", "file:///C:/Users/clerk/台账.xlsx")
}

const NAME: &str = "市住建局关于市政协五届三次会议第027号提案的答复";

#[test]
fn a_word_file_with_everything_becomes_a_page() {
    let desk = Desk::new();
    desk.file(&format!("{NAME}.docx"), letter().bytes());
    let report = desk.import(&[&format!("{NAME}.docx")]);
    let item = report.one();
    assert_eq!((report.code, became(item)), (0, "written"), "{item:#}");
    has(
        finding(item, "import-changes"),
        &["此处为内部意见", "1 inserted"],
    );
    has(finding(item, "import-text-box"), &["咨询窗口"]);
    has(finding(item, "import-link"), &["C:/Users"]);
    has(finding(item, "import-object"), &["Excel.Sheet.12"]);
    has(finding(item, "import-left-out"), &["澜建办2024年印"]);
    finding(item, "import-seal");
    let hidden: Vec<&str> = codes(item)
        .into_iter()
        .filter(|c| *c == "import-hidden")
        .collect();
    assert_eq!(hidden.len(), 2, "hidden text and a comment: {item:#}");

    let text = desk.content(&format!("{NAME}.md"));
    has(
        &text,
        &[
            "id = \"cppcc-5-3-027\"",
            "# 待核 / to review",
            "一、五年来的总体情况",
            "（一）建成数量和分布",
            "（二）面积与依据",
            "二、下一步打算",
        ],
    );
    let body = text.rsplit("+++\n").next().unwrap();
    has_not(body, &["内部意见", "隐藏的批示", "领导批注", "C:/Users"]);

    desk.builds();
    let page = desk.page("cppcc-5-3-027");
    has(
        &page,
        &[
            "关于市政协五届三次会议第027号提案的答复",
            "冉启澄",
            "澜建提字〔2024〕27号",
            "石望川",
            "2024-05-06",
            "<h2 id=\"s1\">",
            "<h3 id=\"s1-1\">",
            "<h3 id=\"s1-2\">",
            "<h2 id=\"s2\">",
            "colspan=\"2\"",
            "rowspan=\"2\"",
            "<sup>2</sup>",
            "<sup>[1]</sup>",
            "面积按水平投影计算。",
            "https://www.example.gov.cn/a.html",
            "柱状图：加装电梯由47部增加到486部",
            "咨询窗口设在市政务服务中心二楼。",
            "经与市财政局共同研究，",
        ],
    );
    has_not(&page, &["内部意见", "隐藏的批示", "领导批注", "C:/Users"]);
    assert_eq!(page.matches("咨询窗口设在市政务服务中心二楼").count(), 1);
    // One picture: the seal is not published.
    let pictures = walkdir::WalkDir::new(desk.path("site/public/files"))
        .into_iter()
        .filter(|entry| entry.as_ref().unwrap().file_type().is_file())
        .count();
    assert_eq!(pictures, 1);
}

#[test]
fn a_second_run_changes_nothing() {
    let desk = Desk::new();
    desk.file(&format!("{NAME}.docx"), letter().bytes())
        .file("b.txt", TEXT)
        .file("台账.csv", LEDGER);
    desk.import(&[""]);
    let before = state(&desk.path("site/content"));
    let report = desk.import(&[""]);
    assert!(
        report.items.iter().all(|item| became(item) == "unchanged"),
        "{:#?}",
        report.items
    );
    assert_eq!(report.code, 0);
    assert!(
        before == state(&desk.path("site/content")),
        "a file or its time changed"
    );
    assert_eq!(
        before.len(),
        5,
        "two documents, a picture, the ledger, the manifest"
    );
}

const TEXT: &str = "澜汀市教育局关于市八届人大三次会议第0042号建议的答复\n池宛南代表：\n您提出的《关于办好老年助餐服务的建议》收悉。现答复如下：\n一、现状\n我市已有助餐点236处。\n澜汀市教育局\n2024年6月18日\n";

const LEDGER: &str = "案号,提案人,承办单位,办理结果\n027,冉启澄,澜汀市住房和城乡建设局,A\n";

/// The same letter with one word changed.
fn revised() -> Vec<u8> {
    let mut word = letter();
    word.body = word.body.replace("486部。详见", "487部。详见");
    word.bytes()
}

#[test]
fn a_changed_file_updates_its_document() {
    let desk = Desk::new();
    desk.file("a.docx", letter().bytes());
    desk.import(&["a.docx"]);
    desk.file("a.docx", revised());
    let report = desk.import(&["a.docx"]);
    assert_eq!(became(report.one()), "updated");
    has(&desk.content("a.md"), &["487部"]);
}

#[test]
fn an_edited_document_is_left_as_it_is() {
    let desk = Desk::new();
    desk.file("a.docx", letter().bytes());
    desk.import(&["a.docx"]);
    let edited = desk
        .content("a.md")
        .replace("交付加装电梯", "交付使用加装电梯");
    fs::write(desk.path("site/content/a.md"), &edited).unwrap();

    let report = desk.import(&["a.docx"]);
    assert_eq!(became(report.one()), "kept");
    finding(report.one(), "import-kept");

    desk.file("a.docx", revised());
    for _ in 0..2 {
        let report = desk.import(&["a.docx"]);
        assert_eq!((report.code, became(report.one())), (0, "kept"));
        has(finding(report.one(), "import-edited"), &["487部"]);
        assert_eq!(desk.content("a.md"), edited);
    }
    has(&desk.content(".import-newer/a.md"), &["487部"]);
    // The new text is no second reply.
    desk.builds();
    assert_eq!(
        walkdir::WalkDir::new(desk.path("site/public/replies"))
            .into_iter()
            .filter(|entry| {
                let path = entry.as_ref().unwrap().path();
                path.extension().is_some_and(|x| x == "html")
            })
            .count(),
        1
    );
}

#[test]
fn what_was_written_by_hand_is_never_overwritten() {
    let desk = Desk::new();
    fs::write(desk.path("site/content/a.md"), "手写的答复\n").unwrap();
    desk.file("a.docx", letter().bytes());
    let report = desk.import(&["a.docx"]);
    assert_eq!((report.code, became(report.one())), (1, "failed"));
    has(
        finding(report.one(), "import-name-taken"),
        &["was not imported"],
    );
    assert_eq!(desk.content("a.md"), "手写的答复\n");
}

#[test]
fn two_files_of_one_name() {
    let desk = Desk::new();
    desk.file("2023/a.docx", letter().bytes())
        .file("2024/a.docx", revised())
        .file("2024/a.txt", TEXT);
    // Folders keep them apart, and a text beside a Word file says the same.
    let report = desk.import(&[""]);
    assert_eq!(report.code, 0);
    assert_eq!(became(report.of("2023/a.docx")), "written");
    assert_eq!(became(report.of("2024/a.docx")), "written");
    assert_eq!(became(report.of("2024/a.txt")), "skipped");
    finding(report.of("2024/a.txt"), "import-twin");
    // One id cannot name two replies.
    finding(report.of("2024/a.docx"), "import-id");
    has_not(&desk.content("2024/a.md"), &["id = \"cppcc-5-3-027\""]);

    // Named one by one they would be one document.
    let desk = Desk::new();
    desk.file("2023/a.docx", letter().bytes())
        .file("2024/a.docx", revised());
    let report = desk.import(&["2023/a.docx", "2024/a.docx"]);
    assert_eq!(report.code, 1);
    assert_eq!(became(report.of("2023/a.docx")), "written");
    finding(report.of("2024/a.docx"), "import-name-taken");
    // Nor does the one overwrite the other in a later run.
    let report = desk.import(&["2024/a.docx"]);
    has(finding(report.one(), "import-name-taken"), &["2023/a.docx"]);
    has(&desk.content("a.md"), &["486部"]);
}

// ---- what cannot be read ----

/// A compound file's beginning and the names of its streams, as a locked or old Office file has them.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..64 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn zip_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let whole = letter().bytes();
    let entities = format!(
        "<!DOCTYPE a [<!ENTITY a \"{}\"><!ENTITY b \"&a;&a;&a;\">]><w:document><w:body><w:p>&b;</w:p></w:body></w:document>",
        "哈".repeat(100)
    );
    let deep = format!(
        "<w:document><w:body>{}{}</w:body></w:document>",
        "<w:sdt><w:sdtContent>".repeat(5000),
        "</w:sdtContent></w:sdt>".repeat(5000)
    );
    let cases: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("空.docx", Vec::new(), "import-unreadable", "empty"),
        (
            "locked.docx",
            compound("EncryptedPackage"),
            "import-encrypted",
            "password",
        ),
        (
            "locked.xlsx",
            compound("EncryptedPackage"),
            "import-encrypted",
            "password",
        ),
        (
            "old.doc",
            compound("WordDocument"),
            "import-convert",
            "LibreOffice",
        ),
        (
            "old.wps",
            compound("WordDocument"),
            "import-convert",
            "LibreOffice",
        ),
        ("old.xls", compound("Workbook"), "import-convert", ".xls"),
        (
            "cut.docx",
            whole[..whole.len() / 2].to_vec(),
            "import-unreadable",
            "cut off or damaged",
        ),
        ("bomb.docx", bomb(), "import-too-large", "zip bomb"),
        (
            "entities.docx",
            zip_of("word/document.xml", entities.as_bytes()),
            "import-too-large",
            "entities",
        ),
        (
            "deep.docx",
            zip_of("word/document.xml", deep.as_bytes()),
            "import-too-large",
            "200 elements",
        ),
        (
            "broken.docx",
            zip_of("word/document.xml", b"<w:document><w:body><w:p>"),
            "import-unreadable",
            "damaged",
        ),
        (
            "nobody.docx",
            zip_of("word/document.xml", b"<w:document/>"),
            "import-unreadable",
            "no body",
        ),
        (
            "other.docx",
            zip_of("a.txt", b"hello"),
            "import-unreadable",
            "only named so",
        ),
        (
            "packed.zip",
            zip_of("a.txt", b"hello"),
            "import-unreadable",
            "archive",
        ),
        (
            "slides.docx",
            zip_of("ppt/presentation.xml", b"<p/>"),
            "import-unreadable",
            "presentation",
        ),
        ("scan.png", png(0), "import-unreadable", "picture"),
        (
            "really-rtf.docx",
            b"{\\rtf1 hello}".to_vec(),
            "import-convert",
            "RTF",
        ),
        (
            "torn.pdf",
            b"%PDF-1.7\n1 0 obj\n<<".to_vec(),
            "import-unreadable",
            "PDF",
        ),
        (
            "noise.txt",
            (0..4000u32).map(|n| (n * 7919 % 32) as u8).collect(),
            "import-unreadable",
            "encoding",
        ),
        (
            "deep.html",
            format!("<html><body>{}", "<div>".repeat(100_000)).into_bytes(),
            "import-too-large",
            "nests",
        ),
        (
            "styles.html",
            format!(
                "<html><body>{}{}",
                (0..900)
                    .map(|n| format!("<font color={n}>"))
                    .collect::<String>(),
                "<p>".repeat(100_000)
            )
            .into_bytes(),
            "import-too-large",
            "nests",
        ),
        (
            "script.html",
            b"<html><body><script>x()</script></body></html>".to_vec(),
            "import-unreadable",
            "no article",
        ),
        (
            "table.csv",
            "名称,数量\n铅笔,3\n".into(),
            "import-no-ledger",
            "案号",
        ),
    ];
    let desk = Desk::new();
    for (name, bytes, _, _) in &cases {
        desk.file(name, bytes);
    }
    desk.file("good.txt", TEXT);
    let mut names: Vec<&str> = cases.iter().map(|case| case.0).collect();
    names.extend(["good.txt", "nothere.docx"]);
    let report = desk.import(&names);
    assert_eq!(report.code, 1);
    assert_eq!(became(report.of("good.txt")), "written");
    for (name, _, code, words) in &cases {
        let item = report.of(name);
        assert_eq!(became(item), "failed", "{name}: {item:#}");
        has(finding(item, code), &[words]);
        let hint = item["findings"][0]["hint"].as_str().unwrap_or("");
        assert!(
            hint.chars().count() > 10,
            "{name} says nothing of what to do: {item:#}"
        );
    }
    has(
        finding(report.of("nothere.docx"), "import-unreadable"),
        &["no such file"],
    );
    // Nothing of them was written.
    let written = state(&desk.path("site/content"));
    assert_eq!(written.len(), 2, "{:?}", written.keys());
}

#[test]
fn a_huge_file_is_refused_unread() {
    let desk = Desk::new();
    desk.file("huge.docx", b"PK\x03\x04");
    fs::OpenOptions::new()
        .write(true)
        .open(desk.path("inbox/huge.docx"))
        .unwrap()
        .set_len(300 << 20)
        .unwrap();
    let report = desk.import(&["huge.docx"]);
    has(finding(report.one(), "import-too-large"), &["300 MB"]);
}

#[test]
fn a_long_text_is_read() {
    let desk = Desk::new();
    let line = "我市持续推进加装电梯工作，进一步健全长效管理机制。\n";
    let body = line.repeat((2 << 20) / line.len());
    desk.file("long.txt", TEXT.replace("我市已有助餐点236处。\n", &body));
    let report = desk.import(&["long.txt"]);
    assert_eq!(became(report.one()), "written");
    assert!(desk.content("long.md").len() > 2 << 20);
}

#[test]
fn names_that_would_lead_elsewhere_do_not() {
    let desk = Desk::new();
    // A picture's path within the file that climbs out of it.
    let word = Word::new(&format!(
        "{}{}<w:p>{}</w:p>{}{}",
        p("关于市政协五届三次会议第027号提案的答复"),
        p("冉启澄委员："),
        picture("r1", "图", "inline"),
        p("您提出的提案收悉。现答复如下：我市已经加装三百部。"),
        p("2024年5月6日")
    ));
    let mut bytes = word.bytes();
    desk.file("plain.docx", &bytes);
    bytes = word
        .part("r1", "image", "../../../../outside.png", png(3))
        .bytes();
    desk.file("CON.docx", &bytes);
    let report = desk.import(&["CON.docx", "plain.docx"]);
    assert_eq!(
        became(report.of("CON.docx")),
        "written",
        "{:#}",
        report.of("CON.docx")
    );
    assert_eq!(report.of("CON.docx")["document"], "content/_CON.md");
    assert!(!desk.path("outside.png").exists() && !desk.path("site/outside.png").exists());
    desk.builds();
}

#[test]
fn a_folder_is_walked_with_what_lies_in_it() {
    let desk = Desk::new();
    desk.file("答复_files/a.txt", TEXT)
        .file("~$a.docx", "lock")
        .file(".DS_Store", "x")
        .file("照片.jpg", [0xff, 0xd8, 0xff, 0xe0])
        .file("page.html", PAGE)
        .file("page_files/list.txt", "不是答复");
    let report = desk.import(&[""]);
    assert_eq!(report.code, 0, "{:#?}", report.items);
    let names: Vec<(&str, &str)> = report
        .items
        .iter()
        .map(|item| {
            (
                item["source"].as_str().unwrap().rsplit('/').next().unwrap(),
                became(item),
            )
        })
        .collect();
    // The folder of a saved page belongs to that; one that is only named so does not.
    assert_eq!(
        names,
        [
            ("page.html", "written"),
            ("照片.jpg", "skipped"),
            ("a.txt", "written")
        ]
    );
    assert!(desk.path("site/content/答复_files/a.md").is_file());
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_not_written_through() {
    let desk = Desk::new();
    fs::write(desk.path("precious"), "mine").unwrap();
    std::os::unix::fs::symlink(desk.path("precious"), desk.path("site/content/b.md")).unwrap();
    desk.file("b.txt", TEXT);
    let report = desk.import(&["b.txt"]);
    has(
        finding(report.one(), "import-name-taken"),
        &["symbolic link"],
    );
    assert_eq!(fs::read_to_string(desk.path("precious")).unwrap(), "mine");
}

// ---- Word, single things ----

/// A letter around some paragraphs.
fn around(inner: &str) -> Word {
    Word::new(&format!(
        "{}{}{}{inner}{}{}",
        p("澜汀市教育局关于市政协五届三次会议第101号提案的答复"),
        p("王平委员："),
        p("您提出的《关于办好学校食堂的提案》收悉。现答复如下："),
        p("澜汀市教育局"),
        p("2024年5月6日")
    ))
}

#[track_caller]
fn imported(word: &Word) -> (String, Value) {
    let desk = Desk::new();
    desk.file("a.docx", word.bytes());
    let report = desk.import(&["a.docx"]);
    assert_eq!(became(report.one()), "written", "{:#}", report.one());
    (desk.content("a.md"), report.one().clone())
}

#[test]
fn a_date_that_renews_itself_is_left_out() {
    let field = r#"<w:p><w:r><w:t>印发时间：</w:t></w:r><w:fldSimple w:instr=" DATE \@ &quot;yyyy年M月d日&quot; "><w:r><w:t>2031年1月1日</w:t></w:r></w:fldSimple></w:p>"#;
    let (text, item) = imported(&around(field));
    has(finding(&item, "import-date-field"), &["2031年1月1日"]);
    has_not(text.rsplit("+++\n").next().unwrap(), &["2031"]);
}

#[test]
fn a_field_that_is_never_closed_swallows_nothing() {
    let open = r#"<w:p><w:r><w:t>第</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>"#;
    let (text, item) = imported(&around(&(open.to_owned() + &p("学校食堂已经改造。"))));
    finding(&item, "import-field");
    has(&text, &["学校食堂已经改造。", "2024年5月6日"]);
}

#[test]
fn bold_lines_are_headings_where_none_has_a_number() {
    let (text, item) = imported(&around(
        &(bold("工作进展") + &p("已经完成改造。") + &bold("下一步") + &p("继续推进。")),
    ));
    has(&text, &["\n## 工作进展\n", "\n## 下一步\n"]);
    finding(&item, "import-heading");
    // Where some have numbers, numbers say what is a heading, and bold is bold.
    let (text, _) = imported(&around(
        &(bold("一、工作进展") + &p("已经完成改造。") + &bold("请监督")),
    ));
    has(&text, &["\n一、工作进展\n", "**请监督**"]);
}

#[test]
fn a_deleted_paragraph_mark_joins_what_it_parted() {
    let (text, _) = imported(&around(
        r#"<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>我市持续推进</w:t></w:r></w:p><w:p><w:r><w:t>食堂改造。</w:t></w:r></w:p>"#,
    ));
    has(&text, &["我市持续推进食堂改造。"]);
}

#[test]
fn what_looks_like_markdown_is_text() {
    let desk = Desk::new();
    let lines = [
        "# 号线路延伸。",
        "3*5米与a_b_c。",
        "见[附表](第2页)。",
        "&lt;b&gt;粗&lt;/b&gt;体。",
        "- 零下5度。",
    ];
    let inner: String = lines.iter().map(|line| p(line)).collect();
    desk.file("a.docx", around(&inner).bytes());
    desk.import(&["a.docx"]);
    desk.builds();
    let page = desk.page("cppcc-5-3-101");
    has(
        &page,
        &[
            "# 号线路延伸。",
            "3*5米与a_b_c。",
            "见[附表](第2页)。",
            "&lt;b&gt;粗&lt;/b&gt;体。",
            "- 零下5度。",
        ],
    );
}

#[test]
fn numbering_of_a_style() {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H1a"><w:name w:val="own"/><w:basedOn w:val="H1"/></w:style></w:styles>"#;
    let styled = |style: &str, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let word = around(
        &(styled("H1", "工作进展")
            + &p("已经完成。")
            + &styled("H1a", "下一步打算")
            + &p("继续推进。")),
    )
    .part("rS", "styles", "styles.xml", styles)
    .part("rN", "numbering", "numbering.xml", NUMBERING);
    let (text, _) = imported(&word);
    has(&text, &["\n## 一、工作进展\n", "\n## 二、下一步打算\n"]);
}

// ---- other formats ----

const PAGE: &str = r#"<!DOCTYPE html>
<!-- saved from url=(0042)https://jyj.example.gov.cn/jyta/2024/1.html -->
<html><head><meta charset="gb2312"><title>关于市政协五届三次会议第101号提案的答复_澜汀市教育局</title>
<meta name="ArticleTitle" content="关于市政协五届三次会议第101号提案的答复"><meta name="PubDate" content="2024-06-01 09:30"><meta name="ContentSource" content="澜汀市教育局"></head>
<body><div class="header"><a href="/">网站首页</a><a href="/xxgk">政务公开</a></div>
<div class="location">您的位置：首页 &gt; 提案答复</div>
<table class="xxgk"><tr><td>索 引 号</td><td>LT-2024-101</td><td>文　　号</td><td>澜教提〔2024〕12号</td></tr><tr><td>办理结果</td><td>A</td></tr></table>
<h1>关于市政协五届三次会议第101号提案的答复</h1>
<div class="TRS_Editor"><p>王平委员：</p><p>&nbsp;&nbsp;&nbsp;&nbsp;您提出的《关于办好学校食堂的提案》收悉。现答复如下：</p>
<p><strong>一、工作进展</strong><br>　　全市学校食堂已经改造一百二十个，
面积共3万m<sup>2</sup>。</p><p style="display:none">内部备注</p>
<p><img src="a_files/photo.png" alt="改造后的食堂"><img src="https://other.example/x.png"></p>
<table><tr><td>区县</td><td>数量</td></tr><tr><td>望澜区</td><td>80</td></tr></table>
<p>附件：<a href="a_files/list.pdf">食堂名单.pdf</a>　<a href="missing.doc">缺的.doc</a></p>
<p style="text-align:right">澜汀市教育局</p><p>2024年5月6日</p></div>
<div class="share">分享到：</div><div>扫一扫在手机上查看当前页面</div><div class="footer">主办：澜汀市人民政府</div><script>alert(1)</script></body></html>"#;

#[test]
fn a_saved_page_becomes_a_document() {
    let desk = Desk::new();
    desk.file("a.html", encoding_rs::GBK.encode(PAGE).0)
        .file("a_files/photo.png", png(5))
        .file("a_files/list.pdf", b"%PDF-1.4 list");
    let report = desk.import(&[""]);
    assert_eq!(
        (report.code, report.items.len()),
        (0, 1),
        "{:#?}",
        report.items
    );
    let item = report.one();
    has(
        finding(item, "import-remote"),
        &["https://other.example/x.png"],
    );
    has(&item.to_string(), &["missing.doc"]);
    has(finding(item, "import-hidden"), &["hidden"]);
    let text = desk.content("a.md");
    has(
        &text,
        &[
            "published = \"2024-06-01 09:30\"",
            "source = \"澜汀市教育局\"",
        ],
    );
    let body = text.rsplit("+++\n").next().unwrap();
    has_not(
        body,
        &[
            "网站首页",
            "您的位置",
            "分享",
            "扫一扫",
            "主办：",
            "alert",
            "内部备注",
        ],
    );
    desk.builds();
    let page = desk.page("cppcc-5-3-101");
    has(
        &page,
        &[
            "澜教提〔2024〕12号",
            "<h2 id=\"s1\">",
            "m<sup>2</sup>",
            "改造后的食堂",
            "<th>区县</th>",
            "2024-06-01",
            "files/a/list.pdf",
            "已经改造一百二十个，面积",
        ],
    );
}

#[test]
fn a_page_without_any_mark_is_read_by_its_sentences() {
    let desk = Desk::new();
    let links: String = (0..40)
        .map(|n| format!("<li><a href='/{n}.html'>关于做好某某工作的通知{n}</a></li>"))
        .collect();
    let letter: String = TEXT.lines().map(|line| format!("<p>{line}</p>")).collect();
    desk.file(
        "b.htm",
        format!("<html><body><div><ul>{links}</ul></div><div><div class='x1'>{letter}<p>我市将继续完善老年助餐服务网络，加强监督检查，确保食品安全。</p></div></div></body></html>"),
    );
    desk.import(&["b.htm"]);
    let text = desk.content("b.md");
    has(
        &text,
        &["池宛南代表：", "助餐点236处", "id = \"npc-8-3-0042\""],
    );
    has_not(&text, &["某某工作"]);
}

#[test]
fn a_text_of_any_encoding() {
    let desk = Desk::new();
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(TEXT.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    desk.file("gb.txt", encoding_rs::GB18030.encode(TEXT).0)
        .file("wide.txt", utf16)
        .file("bom.txt", [b"\xef\xbb\xbf", TEXT.as_bytes()].concat());
    desk.import(&["gb.txt", "wide.txt", "bom.txt"]);
    for name in ["gb.md", "wide.md", "bom.md"] {
        has(&desk.content(name), &["\n池宛南代表：\n", "\n一、现状\n"]);
    }
}

/// Rows of facts are read as facts; any other table stays a table, and a text in which bytes are no characters is looked through.
#[test]
fn tables_and_damage_in_a_text() {
    let desk = Desk::new();
    let facts = "| 索引号： | 77/2021 | 发布日期： | 2024-06-19 |\n|---|---|---|---|\n";
    let table = "| 年份 | 餐点 |\n| :-- | --: |\n| 2023年 | 236 |\n";
    let body = TEXT.replace(
        "我市已有助餐点236处。\n",
        &format!("我市已有助餐点236处。\n{table}"),
    );
    desk.file("a.txt", format!("{facts}{body}"));
    let mut damaged = TEXT.as_bytes().to_vec();
    let at = TEXT.find("236").unwrap();
    damaged[at] = 0xff;
    desk.file("b.txt", damaged);
    let report = desk.import(&["a.txt", "b.txt"]);
    has(
        &desk.content("a.md"),
        &[
            "索引号：77/2021",
            "发布日期：2024-06-19",
            "\n| 年份 | 餐点 |\n| :-- | --: |\n| 2023年 | 236 |\n",
        ],
    );
    finding(report.of("b.txt"), "import-review");
    has(&desk.content("b.md"), &["有些字节不是文字", "\u{fffd}36处"]);
}

#[test]
fn front_matter_of_a_text_is_kept() {
    let desk = Desk::new();
    desk.file(
        "a.md",
        format!("---\nid: own-id\noutcome: B\n---\n\n{TEXT}"),
    );
    desk.import(&["a.md"]);
    let text = desk.content("a.md");
    assert!(
        text.starts_with("---\nid: own-id\noutcome: B\n---\n"),
        "{text}"
    );
    assert!(!text.contains("+++"));
}

#[test]
fn a_title_comes_from_the_name_if_the_text_has_none() {
    let desk = Desk::new();
    let text = TEXT.lines().skip(1).collect::<Vec<_>>().join("\n");
    desk.file("市教育局关于市八届人大三次会议第0042号建议的答复.txt", text);
    let report = desk.import(&[""]);
    finding(report.one(), "import-title");
    let text = desk.content("市教育局关于市八届人大三次会议第0042号建议的答复.md");
    has(
        &text,
        &[
            "id = \"npc-8-3-0042\"",
            "+++\n\n市教育局关于市八届人大三次会议第0042号建议的答复\n",
        ],
    );
}

#[test]
fn a_ledger_goes_where_the_build_looks() {
    let desk = Desk::new();
    desk.file("台账.csv", encoding_rs::GB18030.encode(LEDGER).0);
    let report = desk.import(&["台账.csv"]);
    assert_eq!(became(report.one()), "ledger");
    assert_eq!(desk.content("ledger.csv"), LEDGER);
    // Another does not replace it.
    desk.file("台账.csv", LEDGER.replace("冉启澄", "王平"));
    let report = desk.import(&["台账.csv"]);
    assert_eq!(report.code, 1);
    finding(report.one(), "import-name-taken");
    assert_eq!(desk.content("ledger.csv"), LEDGER);
}

/// A workbook of one sheet, as little of it as Excel would open.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::new();
    for (at, row) in rows.iter().enumerate() {
        let _ = write!(sheet, "<row r=\"{}\">", at + 1);
        for (column, text) in row.iter().enumerate() {
            let letter = char::from(b'A' + u8::try_from(column).unwrap());
            let _ = write!(
                sheet,
                "<c r=\"{letter}{}\" t=\"inlineStr\"><is><t>{text}</t></is></c>",
                at + 1
            );
        }
        sheet += "</row>";
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                .to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>"),
        ),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_ledger_in_excel() {
    let desk = Desk::new();
    let ledger = workbook(&[
        &["澜汀市2024年提案办理台账"],
        &["案号", "提案人", "承办单位", "办理结果"],
        &["027", "冉启澄", "市住建局", "A"],
    ]);
    desk.file("台账.xlsx", &ledger)
        .file("花名册.xlsx", workbook(&[&["姓名", "工资"], &["甲", "1"]]));
    let report = desk.import(&["台账.xlsx", "花名册.xlsx"]);
    assert_eq!(
        became(report.of("台账.xlsx")),
        "ledger",
        "{:#?}",
        report.items
    );
    finding(report.of("花名册.xlsx"), "import-no-ledger");
    assert_eq!(
        fs::read(desk.path("site/content/ledger.xlsx")).unwrap(),
        ledger
    );
}

#[test]
fn a_pdf_with_text_is_marked_for_review() {
    let desk = Desk::new();
    let lines: Vec<&str> = TEXT.lines().collect();
    desk.file("a.pdf", support::pdf(&lines))
        .file("scan.pdf", support::pdf(&[]));
    let report = desk.import(&["a.pdf", "scan.pdf"]);
    assert_eq!(became(report.of("a.pdf")), "written", "{:#?}", report.items);
    finding(report.of("a.pdf"), "import-review");
    finding(report.of("scan.pdf"), "import-scanned");
    has(
        &desk.content("a.md"),
        &[
            "# 待核",
            "逐字核对",
            "\n池宛南代表：\n",
            "\n一、现状\n",
            "2024年6月18日",
        ],
    );
}

/// Something that takes `LibreOffice`'s arguments and gives back a file made before.
#[cfg(unix)]
#[test]
fn an_old_file_goes_by_way_of_libreoffice() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.file("letter.docx", letter().bytes())
        .file("old.doc", compound("WordDocument"));
    let program = desk.path("soffice");
    // It converts nothing that says “locked”, as LibreOffice does of a file with a password.
    fs::write(
        &program,
        format!(
            "#!/bin/sh\nfor last; do :; done\nwhile [ \"$1\" != --outdir ]; do shift; done\nmkdir -p \"$2\"\ncmp -s \"$last\" '{}' || cp '{}' \"$2/input.docx\"\n",
            desk.path("inbox/locked.doc").display(),
            desk.path("inbox/letter.docx").display()
        ),
    )
    .unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let mut locked = compound("WordDocument");
    locked[600] = 1;
    desk.file("locked.doc", locked);
    let output = Command::new(env!("CARGO_BIN_EXE_dafu"))
        .env("DAFU_LANG", "en")
        .args([
            "import",
            "--json",
            "../inbox/old.doc",
            "../inbox/locked.doc",
        ])
        .current_dir(desk.path("site"))
        .env("SOFFICE", &program)
        .output()
        .unwrap();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let items = value["items"].as_array().unwrap();
    has(finding(&items[0], "import-convert"), &["password"]);
    assert_eq!(became(&items[1]), "written", "{:#}", items[1]);
    finding(&items[1], "import-converted");
    has(&desk.content("old.md"), &["一、五年来的总体情况"]);
}

/// What the fuzzers hold every document to.
#[path = "../fuzz/fuzz_targets/holds.rs"]
mod holds;

mod hostile {
    use super::*;
    use dafu::import::{document_xml_to_markdown, docx_to_markdown, html_to_markdown};
    use dafu::parse::{Format, Links, parse};
    use proptest::prelude::*;

    /// What comes out of any input is a document whose front matter can be read.
    fn holds(text: Option<String>) {
        let Some(text) = text else { return };
        let parsed = parse(&text, Format::Markdown, Links::default());
        super::holds::document(&text, &parsed);
        for diagnostic in parsed.diagnostics {
            assert!(
                !matches!(diagnostic.code, "front-matter" | "front-matter-open"),
                "{}\n{text}",
                diagnostic.message
            );
        }
    }

    /// Pieces of a text shuffled, doubled and cut.
    fn shuffled(text: &str, cuts: &[(usize, usize, u8)]) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        for (from, to, how) in cuts {
            let length = bytes.len().max(1);
            let (from, to) = (from % length, to % length);
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 400));
            match how % 3 {
                0 => drop(bytes.drain(from..to)),
                1 => {
                    let piece = bytes[from..to].to_vec();
                    bytes.splice(from..from, piece);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(from) {
                        *byte = byte.wrapping_add(*how);
                    }
                }
            }
        }
        bytes
    }

    /// Whole elements of a Word body, doubled and left out: it stays well-formed.
    fn rearranged(body: &str, order: &[usize]) -> String {
        let pieces: Vec<&str> = body.split_inclusive("</w:p>").collect();
        let chosen: String = order.iter().map(|at| pieces[at % pieces.len()]).collect();
        format!("<w:document {NAMES}><w:body>{chosen}</w:body></w:document>")
    }

    proptest! {
        #![proptest_config(super::support::tries(64))]

        #[test]
        fn any_cut_of_a_page(cuts in prop::collection::vec((any::<usize>(), any::<usize>(), any::<u8>()), 1..12)) {
            holds(html_to_markdown(&shuffled(PAGE, &cuts)));
        }

        #[test]
        fn any_cut_of_a_word_file(cuts in prop::collection::vec((any::<usize>(), any::<usize>(), any::<u8>()), 1..6), order in prop::collection::vec(any::<usize>(), 1..30)) {
            let word = letter();
            let whole = rearranged(&word.body, &order);
            holds(document_xml_to_markdown(whole.as_bytes()));
            holds(document_xml_to_markdown(&shuffled(&whole, &cuts)));
            let bytes: Vec<u8> = word.bytes();
            let mut torn = bytes.clone();
            for (from, _, how) in &cuts {
                let at = from % torn.len();
                torn[at] = torn[at].wrapping_add(*how);
            }
            holds(docx_to_markdown(torn));
        }

        #[test]
        fn any_words_stay_words(words in "[\\PC\n]{1,60}") {
            let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
            holds(document_xml_to_markdown(format!("<w:document {NAMES}><w:body>{}{}</w:body></w:document>", p("标题的答复"), p(&escaped)).as_bytes()));
        }
    }
}

#[test]
fn the_clerk_is_told_in_lines() {
    let desk = Desk::new();
    desk.file("a.docx", letter().bytes()).file("b.docx", b"");
    let output = desk.dafu(&["import", "../inbox/a.docx", "../inbox/b.docx"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    has(
        &text,
        &[
            "new         ../inbox/a.docx -> content/a.md",
            "FAILED      ../inbox/b.docx",
            "error: the file is empty",
            "review: ",
            "2 files: 1 new, 1 failed; 1 to review",
        ],
    );
    assert!(output.stderr.is_empty(), "nothing moves in a pipe");
    // Without a site there is nowhere to put it.
    let output = Command::new(env!("CARGO_BIN_EXE_dafu"))
        .env("DAFU_LANG", "en")
        .args(["import", "a.docx"])
        .current_dir(desk.path("inbox"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    has(
        &String::from_utf8_lossy(&output.stderr),
        &["no site in this folder", "--into"],
    );
}
