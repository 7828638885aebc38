//! A document's text → [`Parsed`]: the reply, where each fact was read, and what is uncertain. Pure; cannot fail.
//!
//! Front matter is read first; then the text becomes units ([`units`], [`markdown`]); then [`letter`] reads them as
//! an official reply. Front matter wins over what the text says, and every disagreement is a warning.

pub(crate) mod front_matter;
mod header;
mod letter;
mod markdown;
mod names;
mod number;
pub(crate) use number::pattern;
mod outline;
mod proposal;
mod title;
mod units;

use std::ops::Range;

pub use front_matter::FrontMatter;
pub use header::{outcome_letter, outcome_value};
pub use letter::Origins;
pub use markdown::{
    FileReference, Links, encode as encode_path, percent_decode as decode_path, visible_text,
};
pub use names::split_names;
pub use number::{DateReading, read_date_line, read_number, read_session};
pub use outline::certain_heading;

use crate::diagnostic::Diagnostic;
use crate::messages::{self, tell};
use crate::model::{Body, Content, Inline, Kind, Reply, Role, Withdrawal};
use front_matter::Split;

/// Whether a text is the name of a fact, and nothing else: 文号, 签 发 人：. White space inside it does not matter.
#[must_use]
pub fn is_label(text: &str) -> bool {
    header::field_of(text.trim().trim_end_matches([':', '：']).trim_end()).is_some()
}

/// Whether a line is nothing but facts: `文号：… 签发人：…`.
#[must_use]
pub fn is_fields(text: &str) -> bool {
    header::starts_with_field(text)
}

/// Whether a line is a page's furniture: navigation, share buttons, a site's footer.
#[must_use]
pub fn is_furniture(text: &str) -> bool {
    header::is_furniture(text)
}

/// The level (1–4) of the heading whose number a text begins with: 一、 （一） 1. （1）.
#[must_use]
pub fn level_of_number(text: &str) -> Option<u8> {
    number::read_marker(text).map(|marker| marker.level)
}

/// Whether a line is a date and nothing else.
#[must_use]
pub fn is_date_line(text: &str) -> bool {
    number::read_date_line(text).is_some()
}

/// A date with or without a time of day, as pages write it: `2026-07-19 07:16`.
#[must_use]
pub fn read_published(text: &str) -> Option<crate::model::Published> {
    number::read_published(text)
}

/// Facts that a document may state: the keys of [`Origins`].
const FACTS: [&str; 24] = [
    "title",
    "proposal_title",
    "kind",
    "session",
    "case_number",
    "askers",
    "agency",
    "header_agency",
    "addressee_agency",
    "co_agencies",
    "document_number",
    "signatory",
    "outcome",
    "access",
    "issued",
    "published",
    "source",
    "contact_name",
    "contact_phone",
    "attachments",
    "copied_to",
    "topics",
    "revisions",
    "id",
];

/// The key of [`Origins`] that is spelled so.
#[must_use]
pub fn fact(name: &str) -> Option<&'static str> {
    FACTS.into_iter().find(|known| *known == name)
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One paragraph a line.
    Text,
    /// Markdown.
    Markdown,
}

/// What was read from one document.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The facts. `id` is empty unless front matter gives one.
    pub reply: Reply,
    /// The text.
    pub body: Body,
    /// Where each fact was read: byte ranges of the source.
    pub origins: Origins,
    /// Byte where the document's text begins, below its front matter.
    pub begins: usize,
    /// Byte ranges of lines that are no part of the letter.
    pub left_out: Vec<Range<usize>>,
    /// Files beside the document that it shows or links to.
    pub files: Vec<FileReference>,
    /// For a page of its own (`page = "about"`): its name.
    pub page: Option<String>,
    /// What is wrong or uncertain, in reading order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a document's front matter has the revision of this number, from 0.
#[must_use]
pub fn place_of_revision(source: &str, number: usize) -> Range<usize> {
    front_matter::split(source, &mut Vec::new()).place_of_revision(source, number)
}

/// Reads one document.
#[must_use]
pub fn parse(source: &str, format: Format, links: Links<'_>) -> Parsed {
    let mut diagnostics = Vec::new();
    let split = front_matter::split(source, &mut diagnostics);
    let mut files = Vec::new();
    let units = match format {
        Format::Text => units::from_text(&source[split.body..], split.body),
        Format::Markdown if markdown::is_too_deep(&source[split.body..]) => {
            diagnostics
                .push(Diagnostic::error("too-deep", tell!("too-deep")).at(source, split.body, 1));
            units::from_text(&source[split.body..], split.body)
        }
        Format::Markdown => {
            let mut read = markdown::from_markdown(source, split.body, links);
            diagnostics.append(&mut read.diagnostics);
            files = read.files;
            read.units
        }
    };
    if let Some(page) = split.front.page.clone() {
        return read_page(page, &split, units, files, diagnostics);
    }
    if let Some(withdrawal) = split.front.withdrawal() {
        return withdrawn(withdrawal, split.front, files, links, diagnostics);
    }
    let mut letter = letter::read_letter(source, units);
    diagnostics.append(&mut letter.diagnostics);
    let mut parsed = Parsed {
        reply: letter.reply,
        body: letter.body,
        begins: split.body,
        origins: letter.origins,
        left_out: letter.left_out,
        files,
        page: None,
        diagnostics,
    };
    apply_front_matter(&mut parsed, split, source);
    let offset = parsed
        .origins
        .get("attachments")
        .map_or(0, |range| range.start);
    for attachment in &mut parsed.reply.attachments {
        let Some(file) = attachment.file.take() else {
            continue;
        };
        match markdown::resolve(links.folder, &file) {
            Some(path) => {
                attachment.file = Some(path.clone());
                parsed.files.push(FileReference {
                    path,
                    offset,
                    link: false,
                });
            }
            None => parsed.diagnostics.push(
                Diagnostic::error("link-outside", tell!("link-outside-attachment", file))
                    .at(source, offset, 1),
            ),
        }
    }
    complain_of_gaps(&mut parsed, source);
    parsed.diagnostics.sort_by_key(|diagnostic| {
        diagnostic
            .place
            .as_ref()
            .map(|place| (place.line, place.column))
    });
    parsed
}

/// A reply that was withdrawn: nothing of what it says goes any further, findings about it neither. Which files it showed is
/// told, so that nobody misses them.
fn withdrawn(
    withdrawal: Withdrawal,
    front: FrontMatter,
    mut files: Vec<FileReference>,
    links: Links<'_>,
    mut diagnostics: Vec<Diagnostic>,
) -> Parsed {
    diagnostics.retain(|diagnostic| diagnostic.code == "front-matter");
    let attached = front.attachments.into_iter().flatten();
    files.extend(
        attached
            .filter_map(|attachment| markdown::resolve(links.folder, &attachment.file?))
            .map(|path| FileReference {
                path,
                offset: 0,
                link: false,
            }),
    );
    Parsed {
        reply: Reply {
            id: front.id.unwrap_or_default(),
            access: front.access.map(|access| access.0),
            aliases: front.aliases.unwrap_or_default(),
            withdrawn: Some(withdrawal),
            ..Reply::default()
        },
        files,
        diagnostics,
        ..Parsed::default()
    }
}

/// A page of the site's own: its units as they are.
fn read_page(
    page: String,
    split: &Split,
    units: Vec<units::Unit>,
    files: Vec<FileReference>,
    diagnostics: Vec<Diagnostic>,
) -> Parsed {
    use crate::model::{Block, Heading};
    let mut reply = Reply {
        title: split.front.title.clone().unwrap_or_default(),
        aliases: split.front.aliases.clone().unwrap_or_default(),
        ..Reply::default()
    };
    let mut blocks = Vec::with_capacity(units.len());
    for unit in units {
        let (role, content) = match unit.form {
            units::Form::Heading(1) if reply.title.is_empty() => {
                reply.title = unit.inline.text;
                continue;
            }
            units::Form::Heading(depth) => {
                let end = unit.inline.text.len();
                let level = depth.saturating_sub(1).clamp(1, 4);
                (
                    Role::Heading(Heading {
                        level,
                        marker: 0,
                        end,
                        number: None,
                    }),
                    Content::Text(unit.inline),
                )
            }
            units::Form::Line => (Role::Paragraph, Content::Text(unit.inline)),
            units::Form::Html(html) => (
                Role::Paragraph,
                Content::Html {
                    html,
                    text: unit.inline.text,
                },
            ),
        };
        blocks.push(Block {
            role,
            content,
            offset: unit.offset,
        });
    }
    Parsed {
        reply,
        body: Body { blocks },
        begins: split.body,
        files,
        page: Some(page),
        diagnostics,
        ..Parsed::default()
    }
}

fn apply_front_matter(parsed: &mut Parsed, split: Split, source: &str) {
    if split.body == 0 {
        return;
    }
    let mut merge = Merge {
        parsed,
        split: &split,
        source,
    };
    let front = split.front.clone();
    let show = |text: &String| text.clone();
    merge.text("title", front.title, |reply| &mut reply.title);
    merge.optional(
        "proposal_title",
        front.proposal_title,
        |r| &mut r.proposal_title,
        show,
    );
    merge.optional(
        "kind",
        front.kind.map(|k| k.0),
        |r| &mut r.kind,
        |kind| kind.key().to_owned(),
    );
    merge.optional(
        "session",
        front.session.map(|s| s.0),
        |r| &mut r.session,
        |s| format!("{}届{}次", s.congress, s.meeting),
    );
    merge.optional(
        "case_number",
        front.case_number,
        |r| &mut r.case_number,
        show,
    );
    merge.list("askers", front.askers, |r| &mut r.askers);
    merge.optional("agency", front.agency, |r| &mut r.agency, show);
    merge.optional(
        "addressee_agency",
        front.addressee_agency,
        |r| &mut r.addressee_agency,
        show,
    );
    merge.list("co_agencies", front.co_agencies, |r| &mut r.co_agencies);
    merge.optional(
        "document_number",
        front.document_number,
        |r| &mut r.document_number,
        show,
    );
    merge.optional("signatory", front.signatory, |r| &mut r.signatory, show);
    merge.optional(
        "outcome",
        front.outcome.map(|o| o.0),
        |r| &mut r.outcome,
        char::to_string,
    );
    merge.optional(
        "access",
        front.access.map(|a| a.0),
        |r| &mut r.access,
        |a| a.as_written().to_owned(),
    );
    merge.optional(
        "issued",
        front.issued.map(|d| d.0),
        |r| &mut r.issued,
        ToString::to_string,
    );
    merge.optional(
        "published",
        front.published.map(|p| p.0),
        |r| &mut r.published,
        ToString::to_string,
    );
    merge.optional("source", front.source, |r| &mut r.source, show);
    if let Some(contact) = front.contact {
        merge.optional("contact_name", contact.name, |r| &mut r.contact.name, show);
        merge.optional(
            "contact_phone",
            contact.phone,
            |r| &mut r.contact.phone,
            show,
        );
    }
    if let Some(attachments) = front.attachments {
        merge.parsed.reply.attachments = attachments;
        merge.place("attachments");
    }
    merge.list("copied_to", front.copied_to, |r| &mut r.copied_to);
    merge.list("topics", front.topics, |r| &mut r.topics);
    if let Some(revisions) = front.revisions {
        merge.parsed.reply.revisions = revisions.into_iter().map(Into::into).collect();
        merge.place("revisions");
    }
    if let Some(aliases) = front.aliases {
        merge.parsed.reply.aliases = aliases;
    }
    if let Some(id) = front.id {
        merge.parsed.reply.id = id;
        merge.place("id");
    }
    if split.front.document_number.is_some() {
        parsed
            .diagnostics
            .retain(|diagnostic| diagnostic.code != "document-number-damaged");
    }
    if split.front.outcome.is_some() {
        parsed
            .diagnostics
            .retain(|diagnostic| diagnostic.code != "outcome-missing");
    }
    if split.front.title.is_some() {
        parsed.reply.title_truncated = title::is_truncated(&parsed.reply.title);
        let whole = !parsed.reply.title_truncated;
        parsed
            .diagnostics
            .retain(|diagnostic| !(whole && diagnostic.code == "title-truncated"));
    }
}

struct Merge<'m> {
    parsed: &'m mut Parsed,
    split: &'m Split,
    source: &'m str,
}

impl Merge<'_> {
    fn place(&mut self, field: &'static str) -> Range<usize> {
        let key = if field.starts_with("contact_") {
            "contact"
        } else {
            field
        };
        let place = self.split.place_of(self.source, key);
        self.parsed.origins.insert(field, place.clone());
        place
    }

    fn differs(&mut self, field: &'static str, front: &str, text: &str) {
        let read = self.parsed.origins.get(field).cloned();
        let place = self.place(field);
        let line = read.map(|range| crate::diagnostic::Place::of(self.source, range.start, 0).line);
        let whence = line.map_or_else(
            || tell!("front-matter-differs-document"),
            |line| tell!("front-matter-differs-line", line),
        );
        self.parsed.diagnostics.push(
            Diagnostic::warning(
                "front-matter-differs",
                tell!(
                    "front-matter-differs",
                    field = messages::fact(field),
                    front = letter::shorten(front),
                    whence,
                    text = letter::shorten(text)
                ),
            )
            .at(self.source, place.start, place.len()),
        );
    }

    fn optional<T: PartialEq>(
        &mut self,
        field: &'static str,
        front: Option<T>,
        slot: fn(&mut Reply) -> &mut Option<T>,
        show: fn(&T) -> String,
    ) {
        let Some(value) = front else { return };
        match slot(&mut self.parsed.reply) {
            Some(text) if *text != value => {
                let (front, text) = (show(&value), show(text));
                self.differs(field, &front, &text);
            }
            _ => {
                self.place(field);
            }
        }
        *slot(&mut self.parsed.reply) = Some(value);
    }

    fn text(
        &mut self,
        field: &'static str,
        front: Option<String>,
        slot: fn(&mut Reply) -> &mut String,
    ) {
        let Some(value) = front else { return };
        let text = slot(&mut self.parsed.reply).clone();
        if text.is_empty()
            || text == value
            || text.trim_end_matches(['.', '…', ' ']).len() < text.len()
                && value.starts_with(text.trim_end_matches(['.', '…', ' ']))
        {
            self.place(field);
        } else {
            self.differs(field, &value, &text);
        }
        *slot(&mut self.parsed.reply) = value;
    }

    fn list(
        &mut self,
        field: &'static str,
        front: Option<Vec<String>>,
        slot: fn(&mut Reply) -> &mut Vec<String>,
    ) {
        let Some(value) = front else { return };
        let text = slot(&mut self.parsed.reply).clone();
        // 等 in the text and the whole list in front matter do not disagree.
        let abridged = self.parsed.reply.askers_more
            && field == "askers"
            && text.iter().all(|name| value.contains(name));
        if text.is_empty() || text == value || abridged {
            self.place(field);
        } else {
            self.differs(field, &value.join("、"), &text.join("、"));
        }
        *slot(&mut self.parsed.reply) = value;
    }
}

/// The facts that a reply should say and does not, by name.
fn missing(reply: &Reply, diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if reply.kind.is_none() {
        missing.push("kind");
    }
    if reply.agency.is_none() && reply.header_agency.is_none() {
        missing.push("agency");
    }
    if reply.issued.is_none() && !diagnostics.iter().any(|d| d.code == "date-unreadable") {
        missing.push("issued");
    }
    if reply.kind != Some(Kind::Opinion) && reply.askers.is_empty() {
        missing.push("askers");
    }
    missing
}

fn missing_message(missing: &[&str]) -> String {
    tell!("field-missing", fields = messages::facts(missing))
}

/// Says anew what is missing, now that `reply` has been completed from elsewhere: the site's defaults, the ledger.
pub fn missing_again(reply: &Reply, diagnostics: &mut Vec<Diagnostic>) {
    let Some(at) = diagnostics.iter().position(|d| d.code == "field-missing") else {
        return;
    };
    let missing = missing(reply, diagnostics);
    if missing.is_empty() {
        diagnostics.remove(at);
    } else {
        diagnostics[at].message = missing_message(&missing);
    }
}

/// Warns of what a reply should say and does not.
fn complain_of_gaps(parsed: &mut Parsed, source: &str) {
    let reply = &parsed.reply;
    let missing = missing(reply, &parsed.diagnostics);
    let mut found = Vec::new();
    if reply.title.is_empty() {
        found.push(
            Diagnostic::error("title-missing", tell!("title-missing"))
                .at(source, 0, 0)
                .hint(tell!("title-missing.hint")),
        );
    }
    if parsed
        .body
        .blocks
        .iter()
        .all(|block| block.content.text().is_empty())
    {
        found.push(
            Diagnostic::error("body-empty", tell!("body-empty"))
                .at(source, 0, 0)
                .hint(tell!("body-empty.hint")),
        );
    } else if !missing.is_empty() {
        let end = source.trim_end().len();
        let last_line = source[..end].rfind('\n').map_or(0, |at| at + 1);
        found.push(
            Diagnostic::warning("field-missing", missing_message(&missing))
                .at(source, last_line, end - last_line)
                .hint(tell!("field-missing.hint")),
        );
    }
    parsed.diagnostics.append(&mut found);
}

impl Parsed {
    /// The headings in order: level and words.
    pub fn outline(&self) -> impl Iterator<Item = (u8, &str)> {
        self.body
            .blocks
            .iter()
            .filter_map(|block| match (&block.role, &block.content) {
                (Role::Heading(heading), Content::Text(Inline { text, .. })) => {
                    Some((heading.level, heading.words(text)))
                }
                _ => None,
            })
    }
}
