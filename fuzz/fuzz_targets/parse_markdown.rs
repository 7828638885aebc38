//! Any text, read as Markdown in a folder.
#![no_main]

mod holds;

use dafu::parse::{Format, Links, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let links = Links {
        folder: "2024",
        prefix: "../files/",
    };
    let parsed = parse(text, Format::Markdown, links);
    for file in &parsed.files {
        assert!(
            !file.path.starts_with('/') && !file.path.split('/').any(|part| part == ".."),
            "{} leads out of content/",
            file.path
        );
    }
    holds::document(text, &parsed);
});
