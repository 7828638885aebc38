//! What each fuzz target does with any bytes. `tests/fuzz.rs` runs the same over kept seeds and some thousand changes of them.

#[path = "holds.rs"]
mod holds;

use dafu::bundle::read::Bundle;
use dafu::diagnostic::Severity;
use dafu::import::{document_xml_to_markdown, docx_to_markdown, html_to_markdown};
use dafu::parse::{Format, Links, parse};
use dafu::source::{active, decode::decode};

/// Any bytes, decoded and read as plain text.
pub fn parse_text(bytes: &[u8]) {
    let text = decode(bytes.to_vec()).text;
    let parsed = parse(&text, Format::Text, Links::default());
    holds::document(&text, &parsed);
}

/// Any text, read as Markdown in a folder: what it refers to stays in `content/`.
pub fn parse_markdown(bytes: &[u8]) {
    let text = decode(bytes.to_vec()).text;
    let links = Links {
        folder: "2024",
        prefix: "../files/",
    };
    let parsed = parse(&text, Format::Markdown, links);
    for file in &parsed.files {
        assert!(
            !file.path.starts_with('/') && !file.path.split('/').any(|part| part == ".."),
            "{} leads out of content/",
            file.path
        );
    }
    holds::document(&text, &parsed);
}

/// Any front matter, TOML or YAML, before a short text: the text is shown whatever stands before it.
pub fn front_matter(bytes: &[u8]) {
    let front = decode(bytes.to_vec()).text;
    for fence in ["+++", "---"] {
        // A fence within ends the front matter, and what follows is text like any other.
        if front.contains(fence) {
            continue;
        }
        let text =
            format!("{fence}\n{front}\n{fence}\n关于加装电梯的提案的答复\n\n已经加装三百部。\n");
        let parsed = parse(&text, Format::Text, Links::default());
        holds::document(&text, &parsed);
        if parsed.reply.withdrawn.is_some() {
            assert!(parsed.body.blocks.is_empty(), "{parsed:#?}");
            continue;
        }
        let shown = parsed.body.blocks.iter();
        assert!(
            shown
                .map(|block| block.content.text())
                .any(|words| words.contains("已经加装三百部")),
            "the text is lost: {parsed:#?}"
        );
        let refused = parsed
            .diagnostics
            .iter()
            .any(|found| found.severity == Severity::Error);
        assert!(
            refused || parsed.page.is_some() || !parsed.reply.title.is_empty(),
            "{parsed:#?}"
        );
    }
}

/// Any bytes as an SVG: what passes holds no script and no handler, whatever a browser makes of it.
pub fn active_xml(bytes: &[u8]) {
    if active::in_xml(bytes).is_some() {
        return;
    }
    let text = decode(bytes.to_vec()).text.to_ascii_lowercase();
    // Comments and CDATA hold anything.
    if text.contains("<!") {
        return;
    }
    for tag in text.split('<').skip(1) {
        let mut parts = tag.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
        assert_ne!(parts.next(), Some("script"), "{text}");
    }
}

/// What an import made of something is read as a document, front matter included.
fn imported(text: &str) {
    let parsed = parse(text, Format::Markdown, Links::default());
    let unread = |code: &str| code.starts_with("front-matter") && code != "front-matter-differs";
    assert!(
        !parsed.diagnostics.iter().any(|found| unread(found.code)),
        "front matter that cannot be read:\n{text}"
    );
    holds::document(text, &parsed);
}

/// Any bytes as a Word file, and as the `document.xml` within one.
pub fn import_docx(bytes: &[u8]) {
    let inner = document_xml_to_markdown(bytes);
    for text in [docx_to_markdown(bytes.to_vec()), inner]
        .into_iter()
        .flatten()
    {
        imported(&text);
    }
}

/// Any bytes as a saved web page.
pub fn import_html(bytes: &[u8]) {
    if let Some(text) = html_to_markdown(bytes) {
        imported(&text);
    }
}

/// Any bytes as a shard of the search bundle's lexicon, and as the lists and positions that it names: an error or an answer, and
/// never more replies than there are.
pub fn bundle_shard(bytes: &[u8]) {
    let (head, rest) = bytes.split_at(bytes.len().min(2));
    let replies = u32::from(head.first().copied().unwrap_or(1)) + 1;
    let bundle = Bundle::of_payload(replies, rest.to_vec());
    let mut entries = Vec::new();
    let _ = bundle.each_entry(&mut |_, entry| entries.push(entry));
    for entry in &entries {
        let Ok(list) = bundle.list(entry) else {
            continue;
        };
        assert!(list.documents.len() <= replies as usize);
        assert!(list.documents.iter().all(|document| *document < replies));
        if let Ok(Some(positions)) = bundle.positions(entry, &list) {
            assert!(positions.len() <= 4 * list.documents.len());
        }
    }
}
