//! Links within the portal, and images without words.

use std::sync::LazyLock;

use regex::Regex;

use super::Document;
use crate::diagnostic::{Diagnostic, Excerpt, Place};
use crate::messages::tell;
use crate::model::{Content, Style};
use crate::parse::{decode_path, pattern};
use crate::source::is_document;

/// A link that leads to the portal itself.
#[derive(Clone, Debug)]
pub struct InternalLink {
    /// `#anchor`, what stands after `base_url`, or the whole of a link to another document, as the body has it.
    pub target: String,
    /// Where it stands.
    pub place: Place,
}

static HREF: LazyLock<Regex> = LazyLock::new(|| pattern(r#"<a [^>]*href="([^"]*)""#));
static BARE_IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"<img [^>]*>"));

/// The links of a document that lead to the portal, which stands at `base_url` (empty if unknown), or to another document; `files` goes
/// before the path of a file.
#[must_use]
pub fn internal_links(document: Document<'_>, base_url: &str, files: &str) -> Vec<InternalLink> {
    let mut links = Vec::new();
    if !document.markdown {
        return links;
    }
    for (block, own) in document.blocks() {
        let mut push = |url: &str| {
            let path = url.split('#').next().unwrap_or(url);
            let target = if url.starts_with('#')
                || url.starts_with(files) && is_document(&decode_path(path))
            {
                url
            } else if base_url.is_empty() {
                return;
            } else if let Some(rest) = url.strip_prefix(base_url) {
                rest
            } else {
                return;
            };
            let at = block.offset + own.find(url).unwrap_or(0);
            let mut place = Place::of(document.source, at, url.len());
            // The line may say more than a report should: it is drawn before anything private in it is known.
            place.excerpt = Excerpt {
                text: url.to_owned(),
                start: 0,
                end: url.len(),
            };
            links.push(InternalLink {
                target: target.to_owned(),
                place,
            });
        };
        match &block.content {
            Content::Text(inline) => {
                for mark in &inline.marks {
                    if let Style::Link(url) = &mark.style {
                        push(url);
                    }
                }
            }
            Content::Html { html, .. } => {
                for link in HREF.captures_iter(html) {
                    push(&link[1].replace("&amp;", "&"));
                }
            }
        }
    }
    links
}

/// Images that say nothing to those who do not see them.
pub fn images(document: Document<'_>, found: &mut Vec<Diagnostic>) {
    if !document.markdown {
        return;
    }
    for (block, own) in document.blocks() {
        let without = match &block.content {
            Content::Text(inline) => inline
                .marks
                .iter()
                .filter(|mark| {
                    let words = inline.text.get(mark.range.clone()).unwrap_or("");
                    matches!(mark.style, Style::Image(_)) && words.trim().is_empty()
                })
                .count(),
            Content::Html { html, .. } => BARE_IMAGE
                .find_iter(html)
                .filter(|image| {
                    let tag = image.as_str();
                    !tag.contains("alt=\"") || tag.contains("alt=\"\"")
                })
                .count(),
        };
        if without == 0 {
            continue;
        }
        let at = own
            .find("![](")
            .or_else(|| own.find("![]"))
            .or_else(|| own.find("<img"))
            .unwrap_or(0);
        found.push(
            Diagnostic::warning("image-without-text", tell!("image-without-text"))
                .at(document.source, block.offset + at, 4)
                .hint(tell!("image-without-text.hint")),
        );
    }
}
