//! Any front matter, TOML or YAML, before a short text: the text is shown whatever stands before it.
#![no_main]

mod holds;

use dafu::diagnostic::Severity;
use dafu::parse::{Format, Links, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, &str)| {
    let (toml, front) = input;
    let fence = if toml { "+++" } else { "---" };
    // A fence within ends the front matter, and what follows is text like any other.
    if front.contains(fence) {
        return;
    }
    let text = format!("{fence}\n{front}\n{fence}\n关于加装电梯的提案的答复\n\n已经加装三百部。\n");
    let parsed = parse(&text, Format::Text, Links::default());
    holds::document(&text, &parsed);
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
});
