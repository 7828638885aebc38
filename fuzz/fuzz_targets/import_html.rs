//! Any bytes as a saved web page: what is made of them is read as a document.
#![no_main]

mod holds;

use dafu::import::html_to_markdown;
use dafu::parse::{Format, Links, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: Vec<u8>| {
    let Some(text) = html_to_markdown(&bytes) else {
        return;
    };
    let parsed = parse(&text, Format::Markdown, Links::default());
    assert!(
        !parsed.diagnostics.iter().any(|d| d.code.starts_with("front-matter") && d.code != "front-matter-differs"),
        "front matter that cannot be read:\n{text}"
    );
    holds::document(&text, &parsed);
});
