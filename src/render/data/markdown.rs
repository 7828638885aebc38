//! One reply as Markdown with front matter: a document that dafu itself reads to the same facts and the same text.
//!
//! The file lies in a folder of `replies/` and refers to `../../files/…`: these two folders of a portal are a `content/` again.

use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;

use crate::catalog::Withdrawn;
use crate::model::{Assumption, Body, Contact, Content, Inline, Kind, Mark, Reply, Role, Style};

/// Front matter, in the order of the data model; what is not known is left out.
#[derive(Serialize)]
struct Front<'r> {
    id: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal_title: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_number: Option<&'r str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    askers: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    addressee_agency: Option<&'r str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    co_agencies: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signatory: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'r str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    copied_to: &'r [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    topics: &'r [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactText<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<AttachmentText<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    revisions: Vec<RevisionText<'r>>,
}

#[derive(Serialize)]
struct ContactText<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'r str>,
}

#[derive(Serialize)]
struct AttachmentText<'r> {
    title: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

#[derive(Serialize)]
struct RevisionText<'r> {
    date: String,
    reason: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'r str>,
}

#[derive(Serialize)]
struct WithdrawnFront<'r> {
    id: &'r str,
    status: &'static str,
    withdrawn: WithdrawnText<'r>,
}

#[derive(Serialize)]
struct WithdrawnText<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    reason: &'r str,
}

/// A reply as Markdown.
#[must_use]
pub fn reply(reply: &Reply, body: &Body) -> String {
    let attachments = reply.attachments.iter().map(|attachment| AttachmentText {
        title: &attachment.title,
        file: (attachment.file.as_ref()).map(|file| format!("../../files/{file}")),
    });
    let revisions = reply.revisions.iter().map(|revision| RevisionText {
        date: revision.date.to_string(),
        reason: &revision.reason,
        before: revision.before.as_deref(),
        after: revision.after.as_deref(),
    });
    // What the reply does not state itself it does not state here. Its id it keeps: its address is made of it.
    let stated = |fact| reply.states(fact);
    let front = Front {
        id: &reply.id,
        title: &reply.title,
        proposal_title: reply.proposal_title.as_deref(),
        kind: (reply.kind.map(Kind::key)).filter(|_| stated(Assumption::Kind)),
        session: reply
            .session
            .map(|session| format!("{}-{}", session.congress, session.meeting)),
        case_number: reply.case_number.as_deref(),
        askers: &reply.askers,
        agency: (reply.agency.as_deref()).filter(|_| stated(Assumption::Agency)),
        addressee_agency: reply.addressee_agency.as_deref(),
        co_agencies: &reply.co_agencies,
        document_number: reply.document_number.as_deref(),
        signatory: reply.signatory.as_deref(),
        outcome: reply.outcome,
        access: (reply.access.map(crate::model::Access::as_written))
            .filter(|_| stated(Assumption::Access)),
        issued: reply.issued.map(|date| date.to_string()),
        published: reply.published.map(|published| published.to_string()),
        source: reply.source.as_deref(),
        copied_to: &reply.copied_to,
        topics: reply.own_topics(),
        aliases: &reply.aliases,
        contact: (reply.contact != Contact::default()).then_some(ContactText {
            name: reply.contact.name.as_deref(),
            phone: reply.contact.phone.as_deref(),
        }),
        attachments: attachments.collect(),
        revisions: revisions.collect(),
    };
    let mut out = fenced(&front);
    // A field that stands in the text is read from there.
    let said = |part: &str| (body.blocks.iter()).any(|block| block.content.text().contains(part));
    let outside = (reply.other.iter()).filter(|(label, value)| !(said(label) && said(value)));
    for (label, value) in outside {
        let _ = write!(out, "\n{}：{}\n", escaped(label), escaped(value));
    }
    let _ = write!(out, "\n# {}\n", escaped(&reply.title));
    for block in &body.blocks {
        out.push('\n');
        match (&block.content, &block.role) {
            // An empty line would end the piece of HTML.
            (Content::Html { html, .. }, _) => {
                let lines = html.lines().filter(|line| !line.trim().is_empty());
                out.extend(lines.flat_map(|line| [line, "\n"]));
            }
            (Content::Text(inline), Role::Heading(heading)) if heading.end >= inline.text.len() => {
                for _ in 0..=heading.level.min(5) {
                    out.push('#');
                }
                out.push(' ');
                running(&mut out, inline);
                out.push('\n');
            }
            (Content::Text(inline), _) => {
                running(&mut out, inline);
                out.push('\n');
            }
        }
    }
    out
}

/// A withdrawn reply as Markdown: front matter that dafu reads as a withdrawal.
#[must_use]
pub fn withdrawn(withdrawn: &Withdrawn) -> String {
    fenced(&WithdrawnFront {
        id: &withdrawn.id,
        status: "withdrawn",
        withdrawn: WithdrawnText {
            date: withdrawn.withdrawal.date.map(|date: Date| date.to_string()),
            reason: &withdrawn.withdrawal.reason,
        },
    })
}

fn fenced(front: &impl Serialize) -> String {
    // Texts, lists and tables of texts are always TOML.
    let toml = toml::to_string(front).unwrap_or_default();
    format!("+++\n{toml}+++\n")
}

/// Running text and its marks.
fn running(out: &mut String, inline: &Inline) {
    let text = inline.text.as_str();
    let mut open: Vec<&Mark> = Vec::new();
    let mut at = 0;
    let mut line_starts = true;
    let mut put = |out: &mut String, part: &str, code: bool| {
        if code {
            out.push_str(part);
        } else {
            escape(out, part, line_starts);
        }
        line_starts &= part.is_empty();
    };
    let mut ends = |out: &mut String, open: &mut Vec<&Mark>, at: &mut usize, limit: usize| {
        while let Some(mark) = open.pop_if(|mark| mark.range.end <= limit) {
            let code = mark.style == Style::Code;
            put(out, &text[*at..mark.range.end.max(*at)], code);
            *at = mark.range.end.max(*at);
            closing(out, &mark.style);
        }
        if limit > *at && limit <= text.len() {
            let code = open.iter().any(|mark| mark.style == Style::Code);
            put(out, &text[*at..limit], code);
            *at = limit;
        }
    };
    for mark in &inline.marks {
        ends(out, &mut open, &mut at, mark.range.start);
        if open
            .last()
            .is_some_and(|outer| outer.range.end < mark.range.end)
        {
            continue;
        }
        if mark.style == Style::LineBreak {
            out.push_str("\\\n");
            continue;
        }
        out.push_str(match &mark.style {
            Style::Strong => "**",
            Style::Emphasis => "*",
            Style::Strike => "~~",
            Style::Code => "`",
            Style::Superscript => "<sup>",
            Style::Subscript => "<sub>",
            Style::Link(_) => "[",
            Style::Image(_) => "![",
            Style::LineBreak => "",
        });
        open.push(mark);
    }
    ends(out, &mut open, &mut at, text.len());
}

fn closing(out: &mut String, style: &Style) {
    match style {
        Style::Strong => out.push_str("**"),
        Style::Emphasis => out.push('*'),
        Style::Strike => out.push_str("~~"),
        Style::Code => out.push('`'),
        Style::Superscript => out.push_str("</sup>"),
        Style::Subscript => out.push_str("</sub>"),
        Style::Link(url) | Style::Image(url) => {
            let _ = write!(out, "](<{}>)", url.replace('<', "%3C").replace('>', "%3E"));
        }
        Style::LineBreak => {}
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text, true);
    out
}

/// Writes a text so that Markdown reads just these characters.
fn escape(out: &mut String, text: &str, line_starts: bool) {
    // `1.` at the start of a line would be a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let starts = line_starts && at == 0;
        let list = line_starts && at == digits && digits > 0 && matches!(c, '.' | ')');
        let marks = matches!(
            c,
            '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '<' | '>' | '&' | '|'
        );
        if marks || list || (starts && matches!(c, '#' | '+' | '-' | '=' | ':')) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
}
