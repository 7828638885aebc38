//! Plain text and Markdown, in any encoding → [`Draft`]. A line of a text is a paragraph, as everywhere in dafu.

use super::draft::{Block, Draft, Paragraph};
use super::{Fault, fault};
use crate::diagnostic::Diagnostic;
use crate::messages::tell;
use crate::parse;
use crate::source::decode::decode;

/// Bytes of the longest text: a letter has some thousands.
const TEXT_MOST: usize = 64 << 20;

/// Reads a text; Markdown is kept as it is.
///
/// # Errors
/// If it is longer than 64 MB.
pub fn read(bytes: Vec<u8>, markdown: bool) -> Result<Draft, Fault> {
    if bytes.len() > TEXT_MOST {
        return Err(fault(
            "import-too-large",
            tell!("import-text-too-large", size = bytes.len() >> 20),
            tell!("import-text-too-large.hint"),
        ));
    }
    let decoded = decode(bytes);
    let mut draft = Draft::default();
    if decoded.damaged {
        draft.findings.push(
            Diagnostic::warning(
                "import-review",
                tell!("import-bytes", encoding = decoded.encoding.name()),
            )
            .hint(tell!("import-bytes.hint")),
        );
        draft
            .review
            .push("有些字节不是文字，已用 \u{fffd} 代替，请逐处改正".into());
    }
    let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let (front, body) = split(&text);
    draft.front_matter = front.map(str::to_owned);
    if markdown {
        draft.blocks.push(Block::Verbatim(body.trim().to_owned()));
        return Ok(draft);
    }
    let lines: Vec<&str> = body.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        // A pipe table stays one; rows of facts become lines of facts.
        if trimmed.starts_with('|') && lines.get(at).is_some_and(|next| is_delimiter(next)) {
            let start = at - 1;
            while lines
                .get(at)
                .is_some_and(|next| next.trim().starts_with('|'))
            {
                at += 1;
            }
            let rows: Vec<&str> = lines[start..at].iter().map(|row| row.trim()).collect();
            match facts(&rows) {
                Some(facts) => draft.blocks.extend(
                    facts
                        .iter()
                        .map(|fact| Block::Paragraph(Paragraph::of(fact))),
                ),
                None => draft.blocks.push(Block::Verbatim(rows.join("\n"))),
            }
            continue;
        }
        draft.blocks.push(Block::Paragraph(Paragraph::of(trimmed)));
    }
    Ok(draft)
}

/// Front matter with its fences and the empty lines after it, and the rest.
fn split(text: &str) -> (Option<&str>, &str) {
    let fence = ["+++", "---"].into_iter().find(|fence| {
        text.lines()
            .next()
            .is_some_and(|line| line.trim_end() == *fence)
    });
    let Some(fence) = fence else {
        return (None, text);
    };
    let mut at = text.find('\n').map_or(text.len(), |at| at + 1);
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        if text[at..end].trim_end() == fence {
            let body = text[end..].trim_start_matches(['\n', ' ']);
            return (Some(&text[..text.len() - body.len()]), body);
        }
        at = end;
    }
    (None, text)
}

fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn facts(rows: &[&str]) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for row in rows.iter().filter(|row| !is_delimiter(row)) {
        let cells: Vec<&str> = row
            .split('|')
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        for pair in cells.chunks(2) {
            match pair {
                [label, value] if parse::is_label(label) && !parse::is_label(value) => {
                    lines.push(format!("{}：{value}", label.trim_end_matches([':', '：'])));
                }
                [label] if parse::is_label(label) => {}
                _ => return None,
            }
        }
    }
    (!lines.is_empty()).then_some(lines)
}
