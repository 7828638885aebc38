//! [`Draft`] → the Markdown document: its text, its front matter, and what is to be reviewed.
//!
//! The text is written so that dafu's own parser reads it well, and is read by it here. Front matter holds only what the text
//! does not give: what it repeated would go stale when the text is mended.

use std::fmt::Write;

use super::draft::{Block, Cell, Draft, Look, Paragraph, Script, Span, Table};
use super::shortened;
use crate::diagnostic::{Diagnostic, Severity};
use crate::messages::tell;
use crate::model::{Kind, Reply};
use crate::parse::{self, Format, Links, Parsed};

/// Bytes of the largest table that is written as HTML: the parser cleans none larger than 64 KB.
const HTML_MOST: usize = 60 * 1024;

/// A document, ready to be written.
#[derive(Debug)]
pub struct Composed {
    /// The whole file.
    pub text: String,
    /// Which of the draft's files it shows or links to, by index.
    pub used: Vec<usize>,
    /// What the clerk should know: the reader's findings without file, then the parser's with places in `text`.
    pub findings: Vec<Diagnostic>,
    /// Findings of the parser, with places in `text`.
    pub parsed: Vec<Diagnostic>,
}

/// Where a document goes.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Name of the file that was read: `关于第027号提案的答复.docx`.
    pub source: &'a str,
    /// Stem of the document and name of the folder of its files.
    pub stem: &'a str,
    /// Names of the draft's files in that folder, by index.
    pub files: &'a [String],
}

/// The readable id of a reply, if its body, session and case number are known: `cppcc-5-3-027`.
#[must_use]
pub fn readable_id(reply: &Reply) -> Option<String> {
    let body = match reply.kind? {
        Kind::Proposal => "cppcc",
        Kind::Suggestion => "npc",
        Kind::Opinion => return None,
    };
    let session = reply.session?;
    let number = reply.case_number.as_deref()?;
    let plain = (1..=12).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| format!("{body}-{}-{}-{number}", session.congress, session.meeting))
}

/// Writes a draft; `take_id` says whether an id is free and takes it.
pub fn compose(draft: &Draft, place: Place<'_>, take_id: &mut dyn FnMut(&str) -> bool) -> Composed {
    let mut findings = draft.findings.clone();
    let mut writer = Writer {
        place,
        used: Vec::new(),
        findings: Vec::new(),
        bare_images: 0,
        numbered: draft.blocks.iter().any(|block| {
            matches!(block, Block::Paragraph(p) if parse::level_of_number(p.text().trim()) == Some(1))
        }),
    };
    let blocks = loosened(&draft.blocks);
    let mut body = writer.blocks(&blocks);
    let notes = writer.notes(&draft.notes);
    let mut parsed = read(&body);
    if !notes.is_empty() {
        body = with_notes(&body, &notes, &parsed);
        parsed = read(&body);
    }
    if draft.front_matter.is_none() && parsed.reply.title.is_empty() {
        let stem = without_extension(place.source).trim();
        let reads = ["答复", "提案", "建议", "复函", "意见"]
            .iter()
            .any(|word| stem.contains(word));
        let named = draft.outside.title.as_deref();
        if let Some(title) = named.or(reads.then_some(stem)) {
            body = format!("{}\n\n{body}", escaped_line(title));
            parsed = read(&body);
            if named.is_none() {
                findings.push(
                    Diagnostic::warning(
                        "import-title",
                        tell!("import-title", title = shortened(title)),
                    )
                    .hint(tell!("import-title.hint")),
                );
            }
        }
    }
    if writer.bare_images > 0 {
        writer.findings.push(
            Diagnostic::warning(
                "import-picture-text",
                tell!("import-picture-text", count = writer.bare_images),
            )
            .hint(tell!("import-picture-text.hint")),
        );
    }
    findings.append(&mut writer.findings);
    let keys = keys(draft, &parsed.reply, take_id);
    let text = if let Some(front) = &draft.front_matter {
        format!("{front}{body}")
    } else {
        let review = review(draft, &parsed, &findings);
        front_matter(place.source, &keys, &review) + &body
    };
    let read = read(&text);
    let parsed = read
        .diagnostics
        .into_iter()
        .filter(|d| d.severity != Severity::Advice)
        .collect();
    writer.used.sort_unstable();
    writer.used.dedup();
    Composed {
        text,
        used: writer.used,
        findings,
        parsed,
    }
}

fn read(text: &str) -> Parsed {
    parse::parse(text, Format::Markdown, Links::default())
}

/// What front matter says besides the text.
fn keys(
    draft: &Draft,
    reply: &Reply,
    take_id: &mut dyn FnMut(&str) -> bool,
) -> Vec<(&'static str, String)> {
    let mut keys = Vec::new();
    if draft.front_matter.is_some() {
        return keys;
    }
    if let Some(id) = readable_id(reply).filter(|id| take_id(id)) {
        keys.push(("id", id));
    }
    let outside = &draft.outside;
    if let Some(published) = outside.published
        && reply.published != Some(published)
    {
        keys.push(("published", published.to_string()));
    }
    if let Some(source) = &outside.source
        && reply.source.as_ref() != Some(source)
    {
        keys.push(("source", source.clone()));
    }
    keys
}

/// Chinese lines on what is to be reviewed; the clerk deletes them when it is done.
fn review(draft: &Draft, parsed: &Parsed, findings: &[Diagnostic]) -> Vec<String> {
    let mut lines = draft.review.clone();
    let reply = &parsed.reply;
    let mut missing = Vec::new();
    for (name, key, is_missing) in [
        ("标题", "title", reply.title.is_empty()),
        ("类型", "kind", reply.kind.is_none()),
        ("届次", "session", reply.session.is_none()),
        ("案号", "case_number", reply.case_number.is_none()),
        (
            "提案人",
            "askers",
            reply.askers.is_empty() && reply.kind != Some(Kind::Opinion),
        ),
        (
            "主办单位",
            "agency",
            reply.agency.is_none() && reply.header_agency.is_none(),
        ),
        ("文号", "document_number", reply.document_number.is_none()),
        ("成文日期", "issued", reply.issued.is_none()),
        (
            "发布日期",
            "published",
            reply.published.is_none() && draft.outside.published.is_none(),
        ),
        ("办理结果", "outcome", reply.outcome.is_none()),
    ] {
        if is_missing {
            missing.push(format!("{name} {key}"));
        }
    }
    if !missing.is_empty() {
        lines.push(format!("没有读出：{}", missing.join("、")));
    }
    for finding in findings {
        let line = chinese(finding.code);
        // What was deleted or hidden is told on the screen alone: the document must not carry it.
        let shows = matches!(
            finding.code,
            "import-text-box"
                | "import-heading"
                | "import-title"
                | "import-remote"
                | "import-picture"
        );
        let words = quotations(&finding.message);
        if finding.severity == Severity::Advice || line.is_empty() {
            continue;
        }
        lines.push(if shows && !words.is_empty() {
            format!("{line}：{words}")
        } else {
            line.to_owned()
        });
    }
    lines.dedup();
    lines
}

/// What a message quotes: “甲”“乙”.
fn quotations(message: &str) -> String {
    let quoted: Vec<&str> = message
        .split('“')
        .skip(1)
        .filter_map(|part| part.split_once('”').map(|(words, _)| words))
        .collect();
    if quoted.is_empty() {
        return String::new();
    }
    format!("“{}”", quoted.join("”“"))
}

/// What a finding asks of the clerk who reads the document; empty if the document says it in another way.
fn chinese(code: &str) -> &'static str {
    match code {
        "import-review" | "import-page-empty" => "",
        "import-changes" => "原文件有修订痕迹：已按全部接受处理，请核对是不是签发稿",
        "import-hidden" => "原文件有隐藏文字或批注，没有带入",
        "import-struck" => "有删除线，请确认是否应当删去",
        "import-text-box" => "文本框里的文字，请核对位置",
        "import-date-field" => "原文件的日期会自动更新，没有带入，请填写成文日期",
        "import-object" => "图表或嵌入对象没有带入，请截图补上",
        "import-picture" => "图片没有带入，请另存为 PNG 补上",
        "import-picture-text" => "图片没有文字说明，请写在 ![] 的方括号里",
        "import-link" => "有的链接指向本机文件，已改为文字",
        "import-seal" => "落款处的图片（印章）没有带入",
        "import-table" => "表格有简化，请核对",
        "import-title" => "标题取自文件名，请核对",
        "import-remote" => "网页上的图片或附件没有带入，请另存到文档旁边",
        "import-heading" => "加粗的行当作小标题，请核对",
        "import-formula" => "公式只保留了字符，请核对",
        "import-field" => "有的域已损坏，同段文字可能缺失，请核对",
        "import-symbol" => "有的符号不认识，已写作□，请改正",
        _ => "请核对",
    }
}

fn front_matter(source: &str, keys: &[(&'static str, String)], review: &[String]) -> String {
    let mut out = String::from("+++\n");
    let _ = writeln!(
        out,
        "# 由 dafu import 从“{}”读出；正文里有的，这里不再写。",
        one_line(source)
    );
    for (key, value) in keys {
        let _ = writeln!(out, "{key} = {}", toml::Value::from(value.as_str()));
    }
    if !review.is_empty() {
        out.push_str("# 待核 / to review（核对后删去这几行）：\n");
        for line in review {
            let _ = writeln!(out, "# - {}", one_line(line));
        }
    }
    out.push_str("+++\n\n");
    out
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

fn without_extension(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Tables that are a letter's header become lines of facts, those of one cell or row that only lay out text become text.
fn loosened(blocks: &[Block]) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        let Block::Table(table) = block else {
            out.push(block.clone());
            continue;
        };
        if let Some(lines) = facts(table) {
            out.extend(
                lines
                    .iter()
                    .map(|line| Block::Paragraph(Paragraph::of(line))),
            );
        } else if is_layout(table) {
            for cell in table.rows.iter().flatten() {
                out.extend(cell.paragraphs.iter().cloned().map(Block::Paragraph));
            }
        } else {
            out.push(block.clone());
        }
    }
    out
}

/// One cell, or one row with whole paragraphs or facts in it.
fn is_layout(table: &Table) -> bool {
    match table.rows.as_slice() {
        [row] if row.len() == 1 => true,
        [row] => row.iter().any(|cell| {
            let text = cell.text();
            text.ends_with('。') || text.lines().any(parse::is_fields)
        }),
        _ => false,
    }
}

/// The facts of a table in which labels (文号, 签发人) stand before their values; `None` if it is another table.
fn facts(table: &Table) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    let mut others = 0;
    for row in &table.rows {
        let mut label: Option<String> = None;
        for cell in row {
            let text = cell.text();
            let text: String = text
                .split('\n')
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" ");
            if text.is_empty() {
                continue;
            }
            if let Some(name) = label.take() {
                // Two labels in a row head columns.
                if parse::is_label(&text) {
                    return None;
                }
                lines.push(format!("{name}：{text}"));
            } else if parse::is_label(&text) {
                label = Some(
                    text.trim_end_matches([':', '：'])
                        .split_whitespace()
                        .collect(),
                );
            } else if parse::is_fields(&text) {
                lines.push(text);
            } else {
                others += 1;
            }
        }
    }
    (lines.len() >= 2 && others == 0).then_some(lines)
}

struct Writer<'p> {
    place: Place<'p>,
    used: Vec<usize>,
    findings: Vec<Diagnostic>,
    bare_images: usize,
    /// Whether the text has headings numbered 一、.
    numbered: bool,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut out = String::new();
        let texts: Vec<String> = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.text().trim().to_owned(),
                _ => String::new(),
            })
            .collect();
        // Between the salutation and the date.
        let from = texts
            .iter()
            .position(|t| t.ends_with(['：', ':']) && t.chars().count() < 120)
            .map_or(usize::MAX, |at| at + 1);
        let to = texts
            .iter()
            .rposition(|t| parse::is_date_line(t))
            .unwrap_or(texts.len());
        let mut last_bullet = false;
        for (at, block) in blocks.iter().enumerate() {
            let piece = match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, at >= from && at + 1 < to),
                Block::Table(table) => self.table(table),
                Block::Verbatim(text) => text.clone(),
            };
            if piece.trim().is_empty() {
                continue;
            }
            let bullet = matches!(block, Block::Paragraph(p) if p.bullet.is_some());
            if !out.is_empty() {
                out.push_str(if bullet && last_bullet { "\n" } else { "\n\n" });
            }
            last_bullet = bullet;
            out.push_str(&piece);
        }
        out.push('\n');
        out
    }

    fn paragraph(&mut self, paragraph: &Paragraph, within: bool) -> String {
        if paragraph.is_empty() {
            return String::new();
        }
        let text = paragraph.text();
        let text = text.trim();
        let level = parse::level_of_number(text);
        let mut spans = paragraph.spans.clone();
        let bold = spans.iter().all(|span| match span {
            Span::Text(text, look) => look.bold || text.trim().is_empty(),
            _ => true,
        });
        let short = (2..=40).contains(&text.chars().count())
            && !text.contains('\n')
            && !text.ends_with(['。', '：', ':', '；', '，', '！']);
        let plain = spans.iter().all(|span| matches!(span, Span::Text(..)));
        let heading = match (level, paragraph.heading) {
            (Some(level), Some(_)) if short && within => Some(level),
            (None, Some(level)) if short && within => Some(level),
            // A bold line alone, in a text whose headings have no numbers.
            (None, None)
                if bold
                    && within
                    && short
                    && plain
                    && !self.numbered
                    && paragraph.bullet.is_none() =>
            {
                let shown = shortened(text);
                self.findings.push(
                    Diagnostic::warning("import-heading", tell!("import-heading", shown))
                        .hint(tell!("import-heading.hint")),
                );
                Some(1)
            }
            _ => None,
        };
        // A heading looks like one on the page: that it was bold says nothing more.
        if heading.is_some() || level.is_some() || bold && !within {
            for span in &mut spans {
                match span {
                    Span::Text(text, look) => {
                        if !look.bold && !text.trim().is_empty() {
                            break;
                        }
                        look.bold = false;
                    }
                    _ => break,
                }
            }
        }
        let words = self.inline(&spans, false);
        match (heading, paragraph.bullet) {
            (Some(level), _) => format!("{} {words}", "#".repeat(usize::from(level.min(4)) + 1)),
            (None, Some(depth)) => {
                format!("{}- {words}", "  ".repeat(usize::from(depth.min(4))))
            }
            (None, None) => words,
        }
    }

    /// Words with their marks; within a table of HTML as HTML.
    fn inline(&mut self, spans: &[Span], html: bool) -> String {
        let mut out = String::new();
        let mut at = 0;
        while at < spans.len() {
            match &spans[at] {
                Span::Text(text, look) => {
                    // Word cuts a run wherever a spelling was looked at: equal looks are one.
                    let mut words = text.clone();
                    while let Some(Span::Text(next, other)) = spans.get(at + 1)
                        && other == look
                    {
                        words.push_str(next);
                        at += 1;
                    }
                    out.push_str(&marked(&words, look, html));
                }
                Span::Break => out.push_str(if html { "<br>" } else { "\n" }),
                Span::Image(file, shown) => {
                    if html {
                        // An address in raw HTML is not resolved: the picture goes below the table.
                        self.findings.push(
                            Diagnostic::warning("import-table", tell!("import-table-picture"))
                                .hint(tell!("import-table-picture.hint")),
                        );
                    } else {
                        self.used.push(*file);
                        self.bare_images += usize::from(shown.is_empty());
                        let _ = write!(out, "![{}]({})", escaped(shown), self.address(*file));
                    }
                }
                Span::File(words, file) => {
                    if html {
                        out.push_str(&html_escaped(words));
                    } else {
                        self.used.push(*file);
                        let _ = write!(out, "[{}]({})", escaped(words), self.address(*file));
                    }
                }
                Span::Note(note) => {
                    let _ = write!(out, "<sup>[{}]</sup>", note + 1);
                }
            }
            at += 1;
        }
        if html {
            return out;
        }
        let lines: Vec<String> = out
            .lines()
            .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
            .filter(|line| !line.is_empty())
            .map(line_start_escaped)
            .collect();
        lines.join("\n")
    }

    fn address(&self, file: usize) -> String {
        let name = self.place.files.get(file).map_or("", String::as_str);
        let path = format!("{}/{name}", self.place.stem);
        if path.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '%' | '#' | '?')) {
            let path = path
                .replace('%', "%25")
                .replace('#', "%23")
                .replace('?', "%3F");
            format!("<{path}>")
        } else {
            path
        }
    }

    fn table(&mut self, table: &Table) -> String {
        let width = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.columns).sum::<usize>())
            .max()
            .unwrap_or(0);
        if width == 0 {
            return String::new();
        }
        let merged = table
            .rows
            .iter()
            .flatten()
            .any(|cell| cell.rows > 1 || cell.columns > 1);
        if merged {
            let html = self.html_table(table);
            if html.len() <= HTML_MOST {
                return html;
            }
            self.findings.push(
                Diagnostic::warning("import-table", tell!("import-table-long"))
                    .hint(tell!("import-table-long.hint")),
            );
        }
        let mut out = String::new();
        for (at, row) in table.rows.iter().enumerate() {
            out.push('|');
            let mut columns = 0;
            for cell in row {
                let words = self.cell(cell);
                let _ = write!(out, " {} |", words.replace('|', "\\|"));
                for _ in 1..cell.columns.min(width) {
                    out.push_str("  |");
                }
                columns += cell.columns;
            }
            for _ in columns..width {
                out.push_str("  |");
            }
            out.push('\n');
            if at == 0 {
                out.push('|');
                out.push_str(&"---|".repeat(width));
                out.push('\n');
            }
        }
        out.trim_end().to_owned()
    }

    fn cell(&mut self, cell: &Cell) -> String {
        let lines: Vec<String> = cell
            .paragraphs
            .iter()
            .map(|p| self.inline(&p.spans, false))
            .filter(|line| !line.is_empty())
            .collect();
        lines.join("<br>").replace('\n', "<br>")
    }

    /// Markdown has no merged cells; HTML has. No empty line within: that would end it. In the form that cleaning leaves as it is.
    fn html_table(&mut self, table: &Table) -> String {
        let mut out = String::from("<table>\n<tbody>\n");
        for (at, row) in table.rows.iter().enumerate() {
            let name = if at == 0 { "th" } else { "td" };
            out.push_str("<tr>");
            for cell in row {
                let _ = write!(out, "<{name}");
                if cell.columns > 1 {
                    let _ = write!(out, " colspan=\"{}\"", cell.columns);
                }
                if cell.rows > 1 {
                    let _ = write!(out, " rowspan=\"{}\"", cell.rows);
                }
                let lines: Vec<String> = cell
                    .paragraphs
                    .iter()
                    .map(|p| self.inline(&p.spans, true).trim().to_owned())
                    .filter(|line| !line.is_empty())
                    .collect();
                let _ = write!(out, ">{}</{name}>", lines.join("<br>"));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>");
        out
    }

    fn notes(&mut self, notes: &[Vec<Block>]) -> Vec<String> {
        notes
            .iter()
            .enumerate()
            .map(|(at, blocks)| {
                let mut words = Vec::new();
                for block in blocks {
                    match block {
                        Block::Paragraph(paragraph) => {
                            words.push(self.inline(&paragraph.spans, false).replace('\n', " "));
                        }
                        Block::Table(table) => {
                            words.extend(table.rows.iter().flatten().map(Cell::text));
                        }
                        Block::Verbatim(text) => words.push(text.clone()),
                    }
                }
                words.retain(|word| !word.trim().is_empty());
                format!("<sup>[{}]</sup> {}", at + 1, words.join(" "))
            })
            .collect()
    }
}

/// Notes go to the end of the letter's text, before its signature, so that they stay part of it.
fn with_notes(body: &str, notes: &[String], parsed: &Parsed) -> String {
    use crate::model::Role;
    let signature = parsed
        .body
        .blocks
        .iter()
        .find(|block| matches!(block.role, Role::Signature | Role::Date))
        .map(|block| block.offset);
    let at = signature
        .and_then(|offset| body.get(..offset))
        .map_or(body.len(), |before| {
            before.rfind('\n').map_or(0, |at| at + 1)
        });
    let (before, after) = body.split_at(at);
    let notes = notes.join("\n\n");
    let mut out = format!("{}\n\n{notes}\n", before.trim_end());
    if !after.trim().is_empty() {
        out.push('\n');
        out.push_str(after);
    }
    out
}

/// Words with the marks of their look, white space kept outside the marks.
fn marked(words: &str, look: &Look, html: bool) -> String {
    let inner = words.trim_matches(char::is_whitespace);
    if inner.is_empty() {
        return words.to_owned();
    }
    let start = words.len() - words.trim_start().len();
    let before = &words[..start];
    let after = &words[start + inner.len()..];
    let mut out = if html {
        html_escaped(inner)
    } else {
        escaped(inner)
    };
    let tags: [(bool, [&str; 2], [&str; 2]); 5] = [
        (
            look.script == Script::Super,
            ["<sup>", "</sup>"],
            ["<sup>", "</sup>"],
        ),
        (
            look.script == Script::Sub,
            ["<sub>", "</sub>"],
            ["<sub>", "</sub>"],
        ),
        (look.strike, ["~~", "~~"], ["<s>", "</s>"]),
        (look.italic, ["*", "*"], ["<em>", "</em>"]),
        (look.bold, ["**", "**"], ["<strong>", "</strong>"]),
    ];
    for (on, markdown, tag) in tags {
        if on {
            let [open, close] = if html { tag } else { markdown };
            out = format!("{open}{out}{close}");
        }
    }
    if let Some(link) = look.link.as_deref().filter(|_| !html) {
        let link = link.replace(['<', '>', '\n'], "");
        let address = if link.contains([' ', '(', ')']) {
            format!("<{link}>")
        } else {
            link
        };
        out = format!("[{out}]({address})");
    }
    format!("{before}{out}{after}")
}

/// Text as Markdown that means just that text. Only what would mean something is escaped: the file is read by people.
#[must_use]
pub fn escaped(text: &str) -> String {
    let brackets = ["](", "]:", "]["].iter().any(|mark| text.contains(mark));
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let means = match c {
            '\\' | '*' | '`' => true,
            // Within a word it means nothing: 答复_建议公开.
            '_' => !(next.is_alphanumeric() && out.ends_with(char::is_alphanumeric)),
            '~' => next == '~' || out.ends_with('~'),
            '[' | ']' => brackets,
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
            '&' => next == '#' || next.is_ascii_alphabetic(),
            '!' => next == '[',
            _ => false,
        };
        if means {
            out.push('\\');
        }
        match c {
            // Neither may stand in a document: control signs, and what turns the reading direction.
            '\t' => out.push('\u{3000}'),
            '\n' => out.push('\n'),
            c if c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The same for one line that stands alone.
fn escaped_line(text: &str) -> String {
    line_start_escaped(escaped(&one_line(text)).trim())
}

/// A line whose first sign would make it a heading, list, quotation or rule.
fn line_start_escaped(line: &str) -> String {
    let rest = line.trim_start_matches(['#', '>', '+', '-', '=']);
    let run = line.len() - rest.len();
    let list = run == 1 && line.starts_with(['-', '+']) && !rest.starts_with(' ');
    if run == 0 || list && !rest.is_empty() {
        line.to_owned()
    } else {
        format!("\\{line}")
    }
}

fn html_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("<br>"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_is_escaped() {
        for (text, expected) in [
            ("冀发改办案字[2022]147号", "冀发改办案字[2022]147号"),
            ("[链接](x)", "\\[链接\\](x)"),
            ("3*4_5", "3\\*4_5"),
            ("填写____处", "填写\\_\\_\\_\\_处"),
            ("a<b", "a\\<b"),
            ("1<2", "1<2"),
            ("AT&T & 公司", "AT\\&T & 公司"),
        ] {
            assert_eq!(escaped(text), expected);
        }
        for (line, expected) in [
            ("# 号", "\\# 号"),
            ("-5℃以下", "-5℃以下"),
            ("- 项", "\\- 项"),
            ("---", "\\---"),
            ("一、现状", "一、现状"),
        ] {
            assert_eq!(line_start_escaped(line), expected);
        }
    }

    #[test]
    fn marks_leave_white_space_outside() {
        let look = Look {
            bold: true,
            ..Look::default()
        };
        assert_eq!(marked(" 一是 ", &look, false), " **一是** ");
        assert_eq!(marked("  ", &look, false), "  ");
    }
}
