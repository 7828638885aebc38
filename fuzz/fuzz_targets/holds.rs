//! What holds of every document, whatever is in it. tests/properties.rs holds likely documents to more.

use std::collections::BTreeSet;

use dafu::diagnostic::Place;
use dafu::model::Content;
use dafu::parse::Parsed;
use dafu::render::{Strings, body};

/// Every line that is named is one of the document's, and the page made of it can be pointed into and carries no code.
pub fn document(text: &str, parsed: &Parsed) {
    for range in parsed.origins.values().chain(&parsed.left_out) {
        // A range may miss by the marks that were taken out of a line (`**`, `# `), even past the end of the document:
        // whoever uses it must bear that, as `Place` does.
        assert!(range.start <= range.end, "{range:?}");
        let _ = Place::of(text, range.start, range.len());
    }
    let lines = text.matches('\n').count() + 1;
    for diagnostic in &parsed.diagnostics {
        assert!(!diagnostic.message.is_empty());
        if let Some(place) = &diagnostic.place {
            assert!((1..=lines).contains(&(place.line as usize)), "{place:?}");
            assert!(place.column >= 1 && place.width >= 1, "{place:?}");
        }
    }
    for block in &parsed.body.blocks {
        assert!(block.offset <= text.len());
        if let Content::Text(inline) = &block.content {
            for mark in &inline.marks {
                assert!(
                    inline.text.get(mark.range.clone()).is_some(),
                    "a mark outside its text"
                );
            }
        }
    }
    page(&body::render(&parsed.body, &Strings::default()).html);
}

/// No anchor is there twice, and nothing runs.
fn page(html: &str) {
    let mut anchors = BTreeSet::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or(tag);
        if let Some((_, rest)) = tag.split_once(" id=\"") {
            let anchor = rest.split('"').next().unwrap_or(rest);
            assert!(anchors.insert(anchor), "#{anchor} is there twice:\n{html}");
        }
        let lower = tag.to_ascii_lowercase();
        for code in ["script", "iframe", "object", "embed", "style", "form"] {
            assert!(
                lower.split([' ', '/']).next() != Some(code),
                "<{tag}>:\n{html}"
            );
        }
        for code in ["href=\"javascript:", "src=\"javascript:", "href=\"data:"] {
            assert!(!lower.contains(code), "<{tag}>:\n{html}");
        }
    }
}
