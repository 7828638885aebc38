//! A PDF with a text layer → [`Draft`], as well as it goes: lines are joined to paragraphs by their length, tables are lines,
//! pictures are left out. Every word is to be compared with the original, and the document says so.

use std::collections::HashMap;

use pdf_oxide::PdfDocument;

use super::draft::{Block, Draft, Paragraph};
use super::{Fault, fault};
use crate::diagnostic::Diagnostic;
use crate::messages::tell;
use crate::parse;

/// Most pages of a letter.
const PAGES_MOST: usize = 300;
/// Bytes of text that are taken from one file.
const TEXT_MOST: usize = 8 << 20;

/// Reads a PDF.
///
/// # Errors
/// If it is damaged or locked, has no text, or is longer than any letter.
pub fn read(bytes: Vec<u8>) -> Result<Draft, Fault> {
    let damaged = |error: String| {
        fault(
            "import-unreadable",
            tell!("import-pdf-damaged", error),
            tell!("import-pdf-damaged.hint"),
        )
    };
    let encrypted = memchr::memmem::find(&bytes, b"/Encrypt").is_some();
    let document = PdfDocument::from_bytes(bytes).map_err(|error| damaged(error.to_string()))?;
    let locked = || {
        fault(
            "import-encrypted",
            tell!("import-pdf-locked"),
            tell!("import-pdf-locked.hint"),
        )
    };
    if document.is_encrypted() && !document.authenticate(b"").unwrap_or(false) {
        return Err(locked());
    }
    let count = document
        .page_count()
        .map_err(|error| damaged(error.to_string()))?;
    if count > PAGES_MOST {
        return Err(fault(
            "import-too-large",
            tell!("import-pdf-long", count, most = PAGES_MOST),
            tell!("import-pdf-long.hint"),
        ));
    }
    let mut pages = Vec::new();
    let mut length = 0;
    for page in 0..count {
        let text = document
            .extract_text(page)
            .map_err(|error| damaged(error.to_string()))?;
        length += text.len();
        if length > TEXT_MOST {
            return Err(fault(
                "import-too-large",
                tell!("import-pdf-text"),
                tell!("import-pdf-text.hint"),
            ));
        }
        let lines: Vec<String> = text
            .lines()
            .map(|line| closed(line.trim()))
            .filter(|line| !line.is_empty())
            .collect();
        pages.push(lines);
    }
    let letters: usize = pages
        .iter()
        .flatten()
        .map(|line| line.chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    if letters < 20 * count.max(1) {
        if encrypted && letters == 0 && document.is_encrypted() {
            return Err(locked());
        }
        return Err(fault(
            "import-scanned",
            tell!("import-scanned", count),
            tell!("import-scanned.hint"),
        ));
    }
    let mut draft = Draft::default();
    let empty: Vec<String> = pages
        .iter()
        .enumerate()
        .filter(|(_, lines)| lines.is_empty())
        .map(|(at, _)| (at + 1).to_string())
        .collect();
    if !empty.is_empty() {
        let pages = empty.join(", ");
        draft.findings.push(
            Diagnostic::warning("import-page-empty", tell!("import-page-empty", pages))
                .hint(tell!("import-page-empty.hint")),
        );
        draft
            .review
            .push(format!("第 {pages} 页没有读出文字，请对照原件补上"));
    }
    let lines = without_edges(pages);
    for paragraph in joined(&lines) {
        draft
            .blocks
            .push(Block::Paragraph(Paragraph::of(&paragraph)));
    }
    draft
        .review
        .push("由 PDF 读出，分段、表格和个别字可能有误，请与原件逐字核对".into());
    draft.findings.push(
        Diagnostic::warning("import-review", tell!("import-review-pdf"))
            .hint(tell!("import-review-pdf.hint")),
    );
    Ok(draft)
}

/// A line without the blanks that come of a change of font: between a Chinese character and a figure, letter or mark. Those
/// between two Chinese characters are kept, for they may be meant (王　平), and so are those between facts.
fn closed(line: &str) -> String {
    if parse::is_fields(line) {
        return line.to_owned();
    }
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let wide = |c: char| c as u32 >= 0x2e80 || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—');
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ' '
            && let (Some(before), Some(after)) = (out.chars().next_back(), chars.peek().copied())
            && (wide(before) || wide(after))
            && !(han(before) && han(after))
            && after != ' '
            && before != '.'
        {
            continue;
        }
        out.push(c);
    }
    out
}

/// Pages without their numbers and without what stands at the edge of most of them.
fn without_edges(pages: Vec<Vec<String>>) -> Vec<String> {
    let mut edges: HashMap<String, usize> = HashMap::new();
    let many = pages.len() >= 3;
    for page in &pages {
        let first = page.first();
        let last = page.last().filter(|_| page.len() > 1);
        for line in first.into_iter().chain(last) {
            *edges.entry(figureless(line)).or_default() += 1;
        }
    }
    let most = pages.len() / 2;
    let mut out = Vec::new();
    for page in pages {
        let end = page.len();
        for (at, line) in page.into_iter().enumerate() {
            let edge = at == 0 || at + 1 == end;
            let recurs = many && edges.get(&figureless(&line)).is_some_and(|n| *n > most);
            if edge && (recurs || is_page_number(&line)) {
                continue;
            }
            out.push(line);
        }
    }
    out
}

fn figureless(line: &str) -> String {
    line.chars()
        .filter(|c| !c.is_numeric() && !c.is_whitespace())
        .collect()
}

/// — 3 —, 第 3 页 共 5 页, 3/5.
fn is_page_number(line: &str) -> bool {
    line.chars()
        .any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
        && line.chars().count() <= 14
        && line
            .chars()
            .all(|c| c.is_numeric() || c.is_whitespace() || "—-–－·第页共/".contains(c))
}

/// Lines joined to paragraphs: a full line that ends within a sentence goes on in the next.
fn joined(lines: &[String]) -> Vec<String> {
    let mut widths: Vec<usize> = lines.iter().map(|line| width(line)).collect();
    widths.sort_unstable();
    // The width of a full line: nearly the longest, one that runs over left aside.
    let full = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    let mut opened = false;
    for line in lines {
        // 冉启澄委员： below a title that fills its line.
        let opening = line.contains("收悉") || line.contains("如下");
        let addressee = !opened && !opening && line.ends_with(['：', ':']);
        opened |= opening;
        let begins = addressee
            || parse::level_of_number(line).is_some()
            || parse::is_date_line(line)
            || parse::is_fields(line);
        match out.last_mut() {
            Some(last) if open && !begins => {
                if last.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && line.starts_with(|c: char| c.is_ascii_alphanumeric())
                {
                    last.push(' ');
                }
                last.push_str(line);
            }
            _ => out.push(line.clone()),
        }
        let ended = line.ends_with(['。', '：', ':', '！', '？']);
        open = width(line) + 6 >= full && !ended && full >= 30;
    }
    out
}

/// A Chinese character is two wide.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_lines_go_on() {
        let lines: Vec<String> = [
            "关于市政协五届三次会议第027号提案的答复",
            "您提出的关于健全既有住宅加装电梯全周期治理的提",
            "案收悉。现答复如下：",
            "一、现状",
            "到今年五月底，全市累计建成交付加装电梯四百八十",
            "六部，惠及住户六千三百一十户，另有一百三十七部",
            "在建。",
        ]
        .map(str::to_owned)
        .to_vec();
        assert_eq!(
            joined(&lines),
            [
                "关于市政协五届三次会议第027号提案的答复",
                "您提出的关于健全既有住宅加装电梯全周期治理的提案收悉。现答复如下：",
                "一、现状",
                "到今年五月底，全市累计建成交付加装电梯四百八十六部，惠及住户六千三百一十户，另有一百三十七部在建。",
            ]
        );
    }

    #[test]
    fn blanks_of_fonts_are_closed() {
        for (line, expected) in [
            (
                "结合5G 试验网，“新能源 + 储能 ”",
                "结合5G试验网，“新能源+储能”",
            ),
            ("王 平委员：", "王 平委员："),
            ("AT 90 kW", "AT 90 kW"),
            ("1. 加强", "1. 加强"),
        ] {
            assert_eq!(closed(line), expected, "{line}");
        }
    }

    #[test]
    fn page_numbers() {
        for (line, expected) in [
            ("— 3 —", true),
            ("第3页 共5页", true),
            ("3", true),
            ("2024年5月6日", false),
            ("一、", false),
        ] {
            assert_eq!(is_page_number(line), expected, "{line}");
        }
    }
}
