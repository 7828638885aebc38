//! Any bytes as a Word file, and as the `document.xml` within one: what is made of them is read as a document.
#![no_main]

mod holds;

use dafu::import::{document_xml_to_markdown, docx_to_markdown};
use dafu::parse::{Format, Links, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: Vec<u8>| {
    let inner = document_xml_to_markdown(&bytes);
    for text in [docx_to_markdown(bytes), inner].into_iter().flatten() {
        let parsed = parse(&text, Format::Markdown, Links::default());
        assert!(
            !parsed.diagnostics.iter().any(|d| d.code.starts_with("front-matter") && d.code != "front-matter-differs"),
            "front matter that cannot be read:\n{text}"
        );
        holds::document(&text, &parsed);
    }
});
