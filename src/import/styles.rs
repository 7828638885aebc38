//! Styles of a Word document: what a paragraph or run takes from the style that it names, and from the one that this is based on.

use std::collections::HashMap;

use super::xml::Element;

/// Longest chain of styles based on styles.
const CHAIN_MOST: usize = 20;

/// One style, as it is defined.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
    bold: Option<bool>,
    hidden: Option<bool>,
}

/// All styles.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    default_paragraph: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    #[must_use]
    pub fn read(tree: &Element) -> Styles {
        let mut styles = Styles::default();
        for element in tree.elements().filter(|e| e.name == "style") {
            let Some(id) = element.get("styleId") else {
                continue;
            };
            let paragraph = element.child("pPr");
            let run = element.child("rPr");
            let numbers = paragraph.and_then(|p| p.child("numPr"));
            if element.get("type") == Some("paragraph")
                && matches!(element.get("default"), Some("1" | "true"))
            {
                styles.default_paragraph = Some(id.to_owned());
            }
            styles.by_id.insert(
                id.to_owned(),
                Style {
                    name: element.value("name").unwrap_or("").to_lowercase(),
                    based_on: element.value("basedOn").map(str::to_owned),
                    number: numbers.and_then(|n| n.value("numId")).map(str::to_owned),
                    level: numbers
                        .and_then(|n| n.value("ilvl"))
                        .and_then(|v| v.parse().ok()),
                    outline: paragraph
                        .and_then(|p| p.value("outlineLvl"))
                        .and_then(|v| v.parse().ok()),
                    bold: run.and_then(|r| r.switch("b")),
                    hidden: run.and_then(|r| r.switch("vanish")),
                },
            );
        }
        styles
    }

    fn first<T>(&self, id: Option<&str>, get: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut at = id;
        for _ in 0..CHAIN_MOST {
            let style = self.by_id.get(at?)?;
            if let Some(found) = get(style) {
                return Some(found);
            }
            at = style.based_on.as_deref();
        }
        None
    }

    /// The style of a paragraph that names none.
    #[must_use]
    pub fn or_default<'s>(&'s self, id: Option<&'s str>) -> Option<&'s str> {
        id.or(self.default_paragraph.as_deref())
    }

    /// The instance of numbering that a style brings.
    #[must_use]
    pub fn number(&self, id: Option<&str>) -> Option<String> {
        self.first(id, |style| style.number.clone())
    }

    /// The level of numbering that a style brings.
    #[must_use]
    pub fn level(&self, id: Option<&str>) -> Option<usize> {
        self.first(id, |style| style.level)
    }

    /// The level of heading that a style is, from 1; by its name (`heading 1`, 标题 1) or its outline level.
    #[must_use]
    pub fn heading(&self, id: Option<&str>) -> Option<u8> {
        self.first(id, |style| {
            let name = style.name.trim();
            let digits = name
                .strip_prefix("heading")
                .or_else(|| name.strip_prefix("标题"))
                .map(str::trim);
            digits.and_then(|digits| digits.parse().ok()).or(style
                .outline
                .filter(|level| *level < 9)
                .map(|level| level + 1))
        })
    }

    /// Whether a style is the document's title.
    #[must_use]
    pub fn is_title(&self, id: Option<&str>) -> bool {
        self.first(id, |style| {
            matches!(style.name.as_str(), "title" | "标题").then_some(())
        })
        .is_some()
    }

    /// Whether a style is bold.
    #[must_use]
    pub fn bold(&self, id: Option<&str>) -> Option<bool> {
        self.first(id, |style| style.bold)
    }

    /// Whether a style is hidden text.
    #[must_use]
    pub fn hidden(&self, id: Option<&str>) -> Option<bool> {
        self.first(id, |style| style.hidden)
    }
}
