//! A web page saved from an office's site → [`Draft`]: the article found, furniture dropped, pictures and attachments that lie
//! beside the page brought along. Nothing is fetched: what is only on the web is named for the clerk.
//!
//! The article is found by the marks that Chinese government sites carry (`ContentStart`/`ContentEnd`, `.TRS_Editor`, `#zoom`, …),
//! and else by where the sentences are. htmd was weighed: it makes Markdown of a page whole, and the header tables, merged cells
//! and line breaks that matter here would have to be found again in that.

use std::path::Path;
use std::sync::LazyLock;

use base64::Engine;
use regex::Regex;
use scraper::{ElementRef, Html, Node, Selector};

use super::docx::of_list;
use super::draft::{Block, Cell, Draft, Look, Paragraph, Script, Span, Table, picture_name};
use super::{Fault, fault};
use crate::diagnostic::Diagnostic;
use crate::messages::tell;
use crate::parse;
use crate::source::decode::decode;
use crate::source::picture::Picture;

/// Bytes of the longest page.
const PAGE_MOST: usize = 32 << 20;
/// Elements that are open at once: a tree of nothing but open tags costs their number squared.
const OPEN_MOST: usize = 3000;
/// Depth to which the tree is walked; what lies deeper is read as words.
const DEPTH_MOST: usize = 400;
/// Bytes of the largest file that is brought along.
const FILE_MOST: u64 = 64 << 20;

/// Where articles are, most telling first.
const ARTICLES: [&str; 32] = [
    ".TRS_Editor",
    ".trs_editor_view",
    ".view.TRS_UEDITOR",
    "#UCAP-CONTENT",
    "#zoom",
    "#Zoom",
    "#zoomcon",
    "#ContentRegion",
    "#articleContent",
    "#article-content",
    ".article-content",
    ".article_content",
    ".articleContent",
    ".article-body",
    ".pages_content",
    ".art_con",
    ".xxgk_content",
    ".zwgk_content",
    ".news_content",
    ".news_conent_two_text",
    ".detail-content",
    ".content_text",
    "#content_text",
    "#vsb_content",
    ".v_news_content",
    "[itemprop=articleBody]",
    "article",
    "#article",
    ".article",
    "#content",
    ".content",
    "main",
];

/// Fewest characters of an article.
const ARTICLE_LEAST: usize = 60;

/// Reads a page; `folder` is where it lies.
///
/// # Errors
/// If it is larger or deeper than any page, or has no text.
pub fn read(bytes: &[u8], folder: Option<&Path>) -> Result<Draft, Fault> {
    if bytes.len() > PAGE_MOST {
        return Err(fault(
            "import-too-large",
            tell!("import-page-too-large", size = bytes.len() >> 20),
            tell!("import-page-too-large.hint"),
        ));
    }
    let text = decoded(bytes);
    if nests_too_deep(&text) {
        return Err(fault(
            "import-too-large",
            tell!("import-page-too-deep"),
            tell!("import-page-too-deep.hint"),
        ));
    }
    let page = Html::parse_document(&text);
    let mut walker = Walker {
        draft: Draft::default(),
        folder,
        base: base(&text),
        remote: Vec::new(),
        missing: Vec::new(),
        hidden: Vec::new(),
        embedded: 0,
    };
    walker.outside(&page, &text);
    // Between the marks of the standard for government sites the article is given.
    let marked = between_marks(&text).map(Html::parse_fragment);
    let within = marked
        .as_ref()
        .map(Html::root_element)
        .filter(|root| visible_length(*root) >= ARTICLE_LEAST);
    let article = within.or_else(|| find_article(&page));
    let Some(article) = article else {
        return Err(fault(
            "import-unreadable",
            tell!("import-page-no-article"),
            tell!("import-page-no-article.hint"),
        ));
    };
    let mut blocks = Vec::new();
    walker.children(article, &Look::default(), 0, &mut blocks);
    let blocks = cleaned(blocks);
    if blocks.is_empty() {
        return Err(fault(
            "import-unreadable",
            tell!("import-page-no-text"),
            tell!("import-page-no-text.hint"),
        ));
    }
    let mut head = walker.head(&page, &blocks);
    head.extend(blocks);
    walker.draft.blocks = head;
    walker.say();
    Ok(walker.draft)
}

/// By what the page says of its encoding, unless the bytes are plainly UTF-8 or UTF-16.
fn decoded(bytes: &[u8]) -> String {
    static CHARSET: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?i)charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)"#).ok());
    let plain = std::str::from_utf8(bytes).is_ok()
        || bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff]);
    if !plain {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
        let named = CHARSET
            .as_ref()
            .and_then(|charset| charset.captures(&head))
            .and_then(|found| encoding_rs::Encoding::for_label(found[1].as_bytes()))
            .filter(|encoding| *encoding != encoding_rs::UTF_8);
        if let Some(encoding) = named {
            return encoding.decode(bytes).0.into_owned();
        }
    }
    decode(bytes.to_vec()).text
}

/// Counts tags without building a tree: those that HTML closes by itself do not count. Marks of style that are left open begin
/// anew in every box after them, which makes a small page a large tree: what that would cost is counted too.
fn nests_too_deep(text: &str) -> bool {
    const LIGHT: [&str; 22] = [
        "p", "li", "br", "img", "input", "meta", "link", "hr", "td", "th", "tr", "dt", "dd", "col",
        "option", "area", "base", "embed", "source", "param", "wbr", "!doctype",
    ];
    const STYLES: [&str; 14] = [
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
        "u",
    ];
    const COST_MOST: usize = 5_000_000;
    let bytes = text.as_bytes();
    let mut styles = 0usize;
    let mut cost = 0usize;
    let mut open = 0usize;
    let mut deepest = 0usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        let closes = rest.first() == Some(&b'/');
        let name = &rest[usize::from(closes).min(rest.len())..];
        let end = name
            .iter()
            .position(|b| !b.is_ascii_alphanumeric() && *b != b'!')
            .unwrap_or(name.len());
        let name = name[..end.min(12)].to_ascii_lowercase();
        if name.is_empty() || name.starts_with(b"!") {
            continue;
        }
        let style = STYLES.iter().any(|style| style.as_bytes() == name);
        if style && closes {
            styles = styles.saturating_sub(1);
        } else if style {
            styles += 1;
        } else {
            cost += styles;
        }
        if closes {
            open = open.saturating_sub(1);
        } else if !LIGHT.iter().any(|light| light.as_bytes() == name) {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    deepest > OPEN_MOST || cost > COST_MOST
}

/// The part between `ContentStart` and `ContentEnd`.
fn between_marks(text: &str) -> Option<&str> {
    static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?is)<meta\s+name=["']?ContentStart["']?[^>]*>(.*?)<meta\s+name=["']?ContentEnd["']?|<!--\s*ContentStart\s*-->(.*?)<!--\s*ContentEnd\s*-->"#).ok()
    });
    let found = MARKS.as_ref()?.captures(text)?;
    found
        .get(1)
        .or_else(|| found.get(2))
        .map(|part| part.as_str())
}

fn selector(text: &str) -> Option<Selector> {
    Selector::parse(text).ok()
}

fn find_article(page: &Html) -> Option<ElementRef<'_>> {
    for name in ARTICLES {
        let Some(selector) = selector(name) else {
            continue;
        };
        let best = page
            .select(&selector)
            .map(|element| (visible_length(element), element))
            .max_by_key(|(length, _)| *length);
        if let Some((length, element)) = best
            && length >= ARTICLE_LEAST
        {
            return Some(element);
        }
    }
    // Where the sentences are: the element whose own paragraphs say most.
    let all = selector("body, div, td, section, article, form, center")?;
    page.select(&all)
        .map(|element| (own_length(element), element))
        .filter(|(length, _)| *length >= ARTICLE_LEAST / 2)
        .max_by_key(|(length, _)| *length)
        .map(|(_, element)| element)
        .or_else(|| {
            let body = selector("body")?;
            page.select(&body)
                .next()
                .filter(|body| visible_length(*body) > 0)
        })
}

/// Characters of an element that can be seen and are in no link.
fn visible_length(element: ElementRef<'_>) -> usize {
    length(element, false)
}

/// The same, of paragraphs of its own: not of boxes within.
fn own_length(element: ElementRef<'_>) -> usize {
    length(element, true)
}

fn length(element: ElementRef<'_>, own: bool) -> usize {
    let mut sum = 0;
    let mut open = vec![element];
    while let Some(at) = open.pop() {
        for child in at.children() {
            match child.value() {
                Node::Text(text) => sum += text.chars().filter(|c| !c.is_whitespace()).count(),
                Node::Element(inner) => {
                    let boxed = own
                        && matches!(
                            inner.name(),
                            "div" | "td" | "section" | "article" | "form" | "ul"
                        );
                    if !boxed
                        && inner.name() != "a"
                        && !is_machinery(inner.name())
                        && let Some(child) = ElementRef::wrap(child)
                    {
                        open.push(child);
                    }
                }
                _ => {}
            }
        }
    }
    sum
}

fn is_machinery(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "meta"
            | "link"
            | "button"
            | "select"
            | "input"
            | "textarea"
            | "iframe"
            | "svg"
            | "canvas"
            | "map"
            | "nav"
    )
}

/// Share buttons, print links, QR codes, crumbs, by their class or id.
fn is_furniture(element: &scraper::node::Element) -> bool {
    const WORDS: [&str; 22] = [
        "share",
        "bdshare",
        "social",
        "print",
        "qrcode",
        "ewm",
        "erweima",
        "breadcrumb",
        "crumb",
        "position",
        "location",
        "toolbar",
        "fontsize",
        "font-size",
        "pagenav",
        "related",
        "xgwj",
        "prevnext",
        "hits",
        "copyright",
        "sidebar",
        "player",
    ];
    element
        .attr("class")
        .into_iter()
        .chain(element.attr("id"))
        .flat_map(|value| value.split(|c: char| c.is_whitespace() || c == '_' || c == '-'))
        .map(str::to_ascii_lowercase)
        .any(|token| WORDS.contains(&token.as_str()))
}

fn is_hidden(element: &scraper::node::Element) -> bool {
    let style: String = element
        .attr("style")
        .unwrap_or("")
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    element.attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || style.contains("mso-hide:all")
}

/// The address that the page was saved from.
fn base(text: &str) -> Option<String> {
    static SAVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->").ok()
    });
    SAVED
        .as_ref()
        .and_then(|saved| saved.captures(text))
        .map(|found| found[1].to_owned())
}

struct Walker<'f> {
    draft: Draft,
    folder: Option<&'f Path>,
    base: Option<String>,
    /// Files that are only on the web.
    remote: Vec<String>,
    /// Files that should lie beside the page and do not.
    missing: Vec<String>,
    hidden: Vec<String>,
    embedded: usize,
}

impl Walker<'_> {
    /// What the page's `<meta>` tags say (`ArticleTitle`, `PubDate`, `ContentSource`).
    fn outside(&mut self, page: &Html, text: &str) {
        let Some(metas) = selector("meta[name][content]") else {
            return;
        };
        for meta in page.select(&metas) {
            let (Some(name), Some(content)) =
                (meta.value().attr("name"), meta.value().attr("content"))
            else {
                continue;
            };
            let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
            if content.is_empty() {
                continue;
            }
            let outside = &mut self.draft.outside;
            match name.to_ascii_lowercase().as_str() {
                "articletitle" => outside.title = Some(content),
                "pubdate" => outside.published = parse::read_published(&content),
                "contentsource" => outside.source = Some(content),
                _ => {}
            }
        }
        if self.draft.outside.source.is_none() {
            self.draft.outside.source = base(text);
        }
    }

    /// Title and facts that the page has outside its article.
    fn head(&mut self, page: &Html, article: &[Block]) -> Vec<Block> {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let first: Vec<String> = article
            .iter()
            .take(6)
            .map(|block| match block {
                Block::Paragraph(paragraph) => bare(&paragraph.text()),
                _ => String::new(),
            })
            .collect();
        let mut out = Vec::new();
        let heading = selector("h1")
            .and_then(|h1| page.select(&h1).next())
            .map(|h1| h1.text().collect::<String>())
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|text| text.chars().count() >= 6);
        let named = selector("title")
            .and_then(|title| page.select(&title).next())
            .map(|title| title.text().collect::<String>().trim().to_owned())
            .map(|text| {
                text.split(['_', '|'])
                    .next()
                    .unwrap_or("")
                    .trim()
                    .to_owned()
            })
            .filter(|text| {
                ["答复", "提案", "建议", "意见", "回复"]
                    .iter()
                    .any(|w| text.contains(w))
            });
        let title = self.draft.outside.title.clone().or(heading).or(named);
        if let Some(title) = title {
            let joined: String = first.iter().take(3).map(String::as_str).collect();
            if !joined.contains(&bare(&title)) {
                out.push(Block::Paragraph(Paragraph::of(&title)));
            }
        }
        let whole: String = article
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => bare(&paragraph.text()),
                Block::Table(table) => table
                    .rows
                    .iter()
                    .flatten()
                    .map(|c| bare(&c.text()))
                    .collect(),
                Block::Verbatim(text) => bare(text),
            })
            .collect();
        let mut facts: Vec<String> = Vec::new();
        let Some(places) = selector("table, li, p, div, span, dl") else {
            return out;
        };
        for element in page.select(&places) {
            let line = if element.value().name() == "table" {
                let mut blocks = Vec::new();
                self.table(element, 0, &mut blocks);
                let [Block::Table(table)] = blocks.as_slice() else {
                    continue;
                };
                pairs(table)
            } else {
                let text: String = element.text().collect();
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let lone = text.chars().count() <= 120 && parse::is_fields(&text);
                lone.then(|| vec![text])
            };
            for fact in line.into_iter().flatten() {
                let known = facts.iter().any(|other| bare(other).contains(&bare(&fact)));
                if !known && !whole.contains(&bare(&fact)) && !parse::is_furniture(&fact) {
                    facts.push(fact);
                }
            }
        }
        const FACTS_MOST: usize = 24;
        out.extend(
            facts
                .iter()
                .take(FACTS_MOST)
                .map(|fact| Block::Paragraph(Paragraph::of(fact))),
        );
        out
    }

    fn children(
        &mut self,
        element: ElementRef<'_>,
        look: &Look,
        depth: usize,
        out: &mut Vec<Block>,
    ) {
        let mut line = Paragraph::default();
        self.gather(element, look, depth, &mut line, out);
        finish(&mut line, out);
    }

    /// Reads what is inside an element: words go to the open line, boxes end it.
    fn gather(
        &mut self,
        element: ElementRef<'_>,
        look: &Look,
        depth: usize,
        line: &mut Paragraph,
        out: &mut Vec<Block>,
    ) {
        if depth > DEPTH_MOST {
            let text: String = element.text().collect();
            push_text(line, &text, look);
            return;
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => {
                    // After a line break two blanks begin a paragraph.
                    let indented = text.starts_with(['\u{3000}', '\u{a0}']);
                    if indented && matches!(line.spans.last(), Some(Span::Break)) {
                        finish(line, out);
                    }
                    push_text(line, text, look);
                }
                Node::Element(inner) => {
                    let name = inner.name();
                    let Some(child) = ElementRef::wrap(child) else {
                        continue;
                    };
                    if is_machinery(name) || is_furniture(inner) {
                        continue;
                    }
                    if is_hidden(inner) {
                        let text: String = child.text().collect();
                        if !text.trim().is_empty() {
                            self.hidden.push(text);
                        }
                        continue;
                    }
                    self.element(child, name, look, depth, line, out);
                }
                _ => {}
            }
        }
    }

    fn element(
        &mut self,
        child: ElementRef<'_>,
        name: &str,
        look: &Look,
        depth: usize,
        line: &mut Paragraph,
        out: &mut Vec<Block>,
    ) {
        match name {
            "br" => {
                if matches!(line.spans.last(), Some(Span::Break)) {
                    finish(line, out);
                } else {
                    line.spans.push(Span::Break);
                }
            }
            "hr" => finish(line, out),
            "img" => self.image(child, line),
            "table" => {
                finish(line, out);
                self.table(child, depth, out);
            }
            "a" => self.link(child, look, depth, line, out),
            "video" | "audio" | "object" | "embed" => self.embedded += 1,
            "b" | "strong" | "i" | "em" | "s" | "del" | "strike" | "sup" | "sub" | "span"
            | "font" => {
                let mut inner = look.clone();
                match name {
                    "b" | "strong" => inner.bold = true,
                    "i" | "em" => inner.italic = true,
                    "s" | "del" | "strike" => inner.strike = true,
                    "sup" => inner.script = Script::Super,
                    "sub" => inner.script = Script::Sub,
                    _ => {
                        let style = child
                            .value()
                            .attr("style")
                            .unwrap_or("")
                            .to_ascii_lowercase();
                        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
                        inner.bold |= style.contains("font-weight:bold")
                            || style.contains("font-weight:7")
                            || style.contains("font-weight:6");
                    }
                }
                self.gather(child, &inner, depth + 1, line, out);
            }
            "li" => {
                finish(line, out);
                let ordered = child
                    .parent()
                    .and_then(ElementRef::wrap)
                    .is_some_and(|list| list.value().name() == "ol");
                let from = out.len();
                self.gather(child, look, depth + 1, line, out);
                finish(line, out);
                if let Some(Block::Paragraph(first)) = out.get_mut(from) {
                    if ordered {
                        let number = child
                            .prev_siblings()
                            .filter_map(ElementRef::wrap)
                            .filter(|other| other.value().name() == "li")
                            .count()
                            + 1;
                        first
                            .spans
                            .insert(0, Span::Text(format!("{number}. "), Look::default()));
                    } else if parse::level_of_number(first.text().trim()).is_none() {
                        first.bullet = Some(0);
                    }
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                finish(line, out);
                let from = out.len();
                self.gather(child, look, depth + 1, line, out);
                finish(line, out);
                let level = name[1..].parse::<u8>().unwrap_or(1);
                for block in &mut out[from..] {
                    if let Block::Paragraph(paragraph) = block {
                        paragraph.heading = Some(level.saturating_sub(1).max(1));
                    }
                }
            }
            // Words that go on.
            "u" | "o:p" | "small" | "big" | "code" | "label" | "abbr" | "cite" | "q" | "mark"
            | "ins" | "tt" | "st1:chsdate" | "ucaptitle" | "ucapcontent" => {
                self.gather(child, look, depth + 1, line, out);
            }
            _ => {
                finish(line, out);
                self.gather(child, look, depth + 1, line, out);
                finish(line, out);
            }
        }
    }

    fn link(
        &mut self,
        child: ElementRef<'_>,
        look: &Look,
        depth: usize,
        line: &mut Paragraph,
        out: &mut Vec<Block>,
    ) {
        let address = child.value().attr("href").unwrap_or("").trim().to_owned();
        let words: String = child.text().collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = address.to_ascii_lowercase();
        let scheme = lower.split_once(':').map(|(scheme, _)| scheme.to_owned());
        let web = matches!(scheme.as_deref(), Some("http" | "https"));
        let file = is_attachment(&lower);
        if web || matches!(scheme.as_deref(), Some("mailto" | "tel")) {
            if web && file {
                self.remote.push(address.clone());
            }
            let inner = Look {
                link: Some(address),
                ..look.clone()
            };
            self.gather(child, &inner, depth + 1, line, out);
            return;
        }
        // A letter for a drive (C:) is no scheme of the web, and no place of a reader's either.
        let relative = scheme.is_none() && !address.starts_with(['#', '/']) && !address.is_empty();
        if relative && file {
            if let Some((name, bytes)) = self.beside(&address) {
                let at = self.draft.bring(name.clone(), bytes);
                let words = if words.is_empty() { name } else { words };
                line.spans.push(Span::File(words, at));
                return;
            }
            self.missing.push(address.clone());
        } else if file {
            self.missing.push(address.clone());
        }
        self.gather(child, look, depth + 1, line, out);
    }

    /// A file that lies beside the page or below its folder: name and bytes.
    fn beside(&self, address: &str) -> Option<(String, Vec<u8>)> {
        let folder = self.folder?;
        let path = address.split(['?', '#']).next().unwrap_or("");
        let path = percent_decoded(path);
        let path = path.trim_start_matches("./");
        if path.is_empty() || path.contains(['\\', ':', '\0']) || path.split('/').any(|p| p == "..")
        {
            return None;
        }
        let file = folder.join(path);
        // A link out of the folder, made by whoever packed it, is not followed.
        let real = file.canonicalize().ok()?;
        let root = folder.canonicalize().ok()?;
        let meta = std::fs::metadata(&real).ok()?;
        if !real.starts_with(root) || !meta.is_file() || meta.len() > FILE_MOST {
            return None;
        }
        let name = file.file_name()?.to_string_lossy().into_owned();
        std::fs::read(real).ok().map(|bytes| (name, bytes))
    }

    fn image(&mut self, element: ElementRef<'_>, line: &mut Paragraph) {
        let value = element.value();
        let address = value.attr("src").unwrap_or("").trim().to_owned();
        let shown = value
            .attr("alt")
            .filter(|alt| !is_attachment(&alt.to_ascii_lowercase()))
            .unwrap_or("")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let small = ["width", "height"].iter().any(|side| {
            value
                .attr(side)
                .and_then(|text| text.trim_end_matches("px").parse::<u32>().ok())
                .is_some_and(|pixels| pixels <= 32)
        });
        // Icons of file types and rules are no pictures of the letter.
        if address.is_empty() || small || address.to_ascii_lowercase().contains("icon") {
            return;
        }
        let bytes = if let Some(data) = address.strip_prefix("data:") {
            let encoded = data.split_once(";base64,").map(|(_, encoded)| encoded);
            encoded.and_then(|text| {
                let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                base64::engine::general_purpose::STANDARD.decode(text).ok()
            })
        } else if address.contains("://") || address.starts_with('/') {
            self.remote.push(address.clone());
            return;
        } else {
            self.beside(&address).map(|(_, bytes)| bytes)
        };
        let Some(bytes) = bytes else {
            self.missing.push(if address.starts_with("data:") {
                tell!("import-picture-inside")
            } else {
                address
            });
            return;
        };
        match Picture::of(&bytes).and_then(Picture::shown_as) {
            Some(kind) => {
                let at = self.draft.bring(picture_name(&bytes, kind), bytes);
                line.spans.push(Span::Image(at, shown));
            }
            None => self.missing.push(address.chars().take(80).collect()),
        }
    }

    fn table(&mut self, element: ElementRef<'_>, depth: usize, out: &mut Vec<Block>) {
        let mut rows = Vec::new();
        rows_of(element, &mut rows, 0);
        let mut table = Table::default();
        let mut layout = false;
        for row in rows {
            let mut cells = Vec::new();
            for cell in row
                .children()
                .filter_map(ElementRef::wrap)
                .filter(|cell| matches!(cell.value().name(), "td" | "th"))
            {
                let span = |name: &str| {
                    cell.value()
                        .attr(name)
                        .and_then(|text| text.trim().parse::<usize>().ok())
                        .unwrap_or(1)
                        .clamp(1, 200)
                };
                let mut blocks = Vec::new();
                if depth < DEPTH_MOST {
                    self.children(cell, &Look::default(), depth + 2, &mut blocks);
                }
                layout |=
                    blocks.iter().any(|block| matches!(block, Block::Table(_))) || blocks.len() > 8;
                cells.push((blocks, span("colspan"), span("rowspan")));
            }
            if !cells.is_empty() {
                table.rows.push(
                    cells
                        .iter()
                        .map(|(blocks, columns, rows)| Cell {
                            paragraphs: blocks
                                .iter()
                                .filter_map(|block| match block {
                                    Block::Paragraph(paragraph) => Some(paragraph.clone()),
                                    _ => None,
                                })
                                .collect(),
                            columns: *columns,
                            rows: *rows,
                        })
                        .collect(),
                );
                if layout {
                    // A table that only lays out the page: what is in it, in order.
                    let so_far = table.rows.len() - 1;
                    for row in table.rows.drain(..so_far) {
                        for cell in row {
                            out.extend(cell.paragraphs.into_iter().map(Block::Paragraph));
                        }
                    }
                    table.rows.clear();
                    for (blocks, _, _) in cells {
                        out.extend(blocks);
                    }
                }
            }
        }
        if table.rows.is_empty() {
            return;
        }
        if layout {
            for cell in table.rows.into_iter().flatten() {
                out.extend(cell.paragraphs.into_iter().map(Block::Paragraph));
            }
        } else {
            out.push(Block::Table(table));
        }
    }

    fn say(&mut self) {
        let base = self.base.clone();
        let lists = [
            (
                "import-remote",
                std::mem::take(&mut self.remote),
                tell!("import-remote"),
                tell!("import-remote.hint"),
                false,
            ),
            (
                "import-remote",
                std::mem::take(&mut self.missing),
                tell!("import-beside"),
                tell!("import-beside.hint"),
                true,
            ),
            (
                "import-hidden",
                std::mem::take(&mut self.hidden),
                tell!("import-page-hidden"),
                tell!("import-page-hidden.hint"),
                false,
            ),
        ];
        for (code, items, what, hint, beside) in lists {
            if !items.is_empty() {
                let base = base.as_deref().filter(|_| beside);
                let list = of_list(what, &items);
                let message = match base {
                    Some(base) => tell!("import-page-from", list, base),
                    None => list,
                };
                self.draft
                    .findings
                    .push(Diagnostic::warning(code, message).hint(hint));
            }
        }
        if self.embedded > 0 {
            self.draft.findings.push(
                Diagnostic::warning(
                    "import-object",
                    tell!("import-embedded", count = self.embedded),
                )
                .hint(tell!("import-embedded.hint")),
            );
        }
    }
}

/// The facts of a table of labels and values; `None` if it is another.
fn pairs(table: &Table) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for row in &table.rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| cell.text().split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|text| !text.is_empty())
            .collect();
        let mut at = 0;
        while at < cells.len() {
            let label = parse::is_label(&cells[at]);
            match cells.get(at + 1) {
                Some(value) if label && !parse::is_label(value) => {
                    let label = cells[at].trim_end_matches([':', '：']);
                    lines.push(format!(
                        "{}：{value}",
                        label.split_whitespace().collect::<String>()
                    ));
                    at += 2;
                }
                _ if label => at += 1,
                _ if parse::is_fields(&cells[at]) => {
                    lines.push(cells[at].clone());
                    at += 1;
                }
                _ => return None,
            }
        }
    }
    (!lines.is_empty()).then_some(lines)
}

fn rows_of<'e>(element: ElementRef<'e>, rows: &mut Vec<ElementRef<'e>>, depth: usize) {
    for child in element.children().filter_map(ElementRef::wrap) {
        match child.value().name() {
            "tr" => rows.push(child),
            "tbody" | "thead" | "tfoot" if depth < 4 => rows_of(child, rows, depth + 1),
            _ => {}
        }
    }
}

/// Words of the page: its line ends are blanks, and none stands between two Chinese characters.
fn push_text(line: &mut Paragraph, text: &str, look: &Look) {
    let chinese = |c: char| c as u32 >= 0x2e80;
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    let mut last = match line.spans.last() {
        Some(Span::Text(before, _)) => before.chars().next_back(),
        _ => None,
    };
    for c in text.chars() {
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
            blank = true;
            continue;
        }
        if blank && last.is_some_and(|last| !(chinese(last) && chinese(c)) && last != ' ') {
            out.push(' ');
        }
        blank = false;
        let c = if c == '\u{a0}' { ' ' } else { c };
        out.push(c);
        last = Some(c);
    }
    if blank && last.is_some_and(|last| !chinese(last)) {
        out.push(' ');
    }
    if !out.is_empty() {
        line.spans.push(Span::Text(out, look.clone()));
    }
}

fn finish(line: &mut Paragraph, out: &mut Vec<Block>) {
    let mut done = std::mem::take(line);
    while matches!(done.spans.last(), Some(Span::Break)) {
        done.spans.pop();
    }
    if !done.is_empty() {
        out.push(Block::Paragraph(done));
    }
}

/// Without lines of furniture: 扫一扫, 打印本页, 关闭窗口, 上一篇.
fn cleaned(blocks: Vec<Block>) -> Vec<Block> {
    const WORDS: [&str; 12] = [
        "打印",
        "关闭",
        "打印本页",
        "关闭窗口",
        "【打印】",
        "【关闭】",
        "打印关闭",
        "【打印本页】【关闭窗口】",
        "分享到",
        "分享到：",
        "返回顶部",
        "字体：大中小",
    ];
    blocks
        .into_iter()
        .filter(|block| match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.text();
                let text = text.trim();
                let bare: String = text.split_whitespace().collect();
                let pictures = paragraph
                    .spans
                    .iter()
                    .any(|span| matches!(span, Span::Image(..) | Span::File(..)));
                pictures
                    || !(WORDS.contains(&bare.as_str())
                        || bare.contains("扫一扫在手机") && bare.chars().count() < 24
                        || parse::is_furniture(text))
            }
            _ => true,
        })
        .collect()
}

fn is_attachment(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or("");
    [
        ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".zip", ".rar",
        ".7z", ".txt", ".ofd", ".jpg", ".png",
    ]
    .iter()
    .any(|end| path.ends_with(end))
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
