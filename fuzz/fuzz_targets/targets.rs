//! What each fuzz target does with any bytes. `tests/fuzz.rs` runs the same over kept seeds and some thousand changes of them.

#[path = "holds.rs"]
mod holds;

use dafu::diagnostic::Severity;
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
        assert!(!tag.starts_with("script"), "{text}");
    }
}
