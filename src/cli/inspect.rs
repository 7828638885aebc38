//! `dafu inspect FILE`: what was read from one document, and where; as its site would publish it.

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::{Done, report};
use crate::diagnostic::Place;
use crate::error::Error;
use crate::messages::tell;
use crate::model::{Reply, Role};
use crate::site::{self, Inspected};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    file: PathBuf,
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Done {
    must_be_text(&arguments.file)?;
    let inspected = site::inspect(&arguments.file)?;
    if arguments.json {
        let value = to_json(&inspected);
        let text = serde_json::to_string_pretty(&value)
            .map_err(|error| Error::Refused(error.to_string()))?;
        say!("{text}");
    } else {
        print_text(&inspected);
    }
    Ok(())
}

/// Refuses what is no document yet, or never one: read as text it would be nonsense.
fn must_be_text(file: &Path) -> Done {
    let ending = file.extension().and_then(|end| end.to_str());
    let ending = ending.unwrap_or("").to_ascii_lowercase();
    let shown = file.display();
    let refusal = match ending.as_str() {
        _ if !file.is_file() => return Ok(()),
        "doc" | "docx" | "docm" | "wps" | "rtf" | "odt" => {
            tell!("error-inspect-word", file = shown)
        }
        "pdf" => tell!("error-inspect-pdf", file = shown),
        "htm" | "html" | "mht" => tell!("error-inspect-web", file = shown),
        "xls" | "xlsx" | "xlsm" | "et" | "ods" | "csv" => {
            tell!("error-inspect-table", file = shown)
        }
        _ => {
            let mut start = Vec::new();
            let read = File::open(file).and_then(|file| file.take(8).read_to_end(&mut start));
            let packed = [
                &b"PK\x03\x04"[..],
                b"%PDF",
                b"\xd0\xcf\x11\xe0",
                b"\x89PNG",
                b"\xff\xd8\xff",
            ];
            if read.is_err() || !packed.iter().any(|mark| start.starts_with(mark)) {
                return Ok(());
            }
            tell!("error-inspect-other", file = shown)
        }
    };
    Err(Error::Refused(refusal))
}

/// The names of the facts that differ.
fn different(one: &Reply, other: &Reply) -> Vec<&'static str> {
    (facts(one).into_iter().zip(facts(other)))
        .filter(|((_, one), (_, other))| one != other)
        .map(|((name, _), _)| name)
        .collect()
}

/// The facts under their names of the data model.
fn facts(reply: &Reply) -> Vec<(&'static str, Value)> {
    vec![
        (
            "title",
            if reply.title.is_empty() {
                Value::Null
            } else {
                json!(reply.title)
            },
        ),
        ("title_truncated", json!(reply.title_truncated)),
        ("proposal_title", json!(reply.proposal_title)),
        ("kind", json!(reply.kind)),
        ("session", json!(reply.session)),
        ("case_number", json!(reply.case_number)),
        ("askers", json!(reply.askers)),
        ("askers_more", json!(reply.askers_more)),
        ("addressee_agency", json!(reply.addressee_agency)),
        ("agency", json!(reply.agency)),
        ("header_agency", json!(reply.header_agency)),
        ("co_agencies", json!(reply.co_agencies)),
        ("document_number", json!(reply.document_number)),
        ("signatory", json!(reply.signatory)),
        ("outcome", json!(reply.outcome)),
        (
            "access",
            json!(reply.access.map(crate::model::Access::as_written)),
        ),
        ("issued", json!(reply.issued.map(|date| date.to_string()))),
        (
            "published",
            json!(reply.published.map(|published| published.to_string())),
        ),
        ("source", json!(reply.source)),
        ("contact_name", json!(reply.contact.name)),
        ("contact_phone", json!(reply.contact.phone)),
        ("attachments", json!(reply.attachments)),
        ("copied_to", json!(reply.copied_to)),
        ("topics", json!(reply.topics)),
        ("closing_thanks", json!(reply.closing_thanks)),
    ]
}

fn line_and_column(text: &str, range: &Range<usize>) -> (u32, u32) {
    let place = Place::of(text, range.start, range.len());
    (place.line, place.column)
}

fn to_json(inspected: &Inspected) -> Value {
    let Inspected { source, parsed, .. } = inspected;
    let (reply, text) = (&parsed.reply, &source.text);
    let mut out = Map::new();
    out.insert(
        "id".into(),
        if reply.id.is_empty() {
            Value::Null
        } else {
            json!(reply.id)
        },
    );
    for (name, value) in facts(reply) {
        out.insert(name.into(), value);
    }
    out.insert("contact".into(), json!(reply.contact));
    out.insert(
        "revisions".into(),
        reply
            .revisions
            .iter()
            .map(|r| json!({ "date": r.date.to_string(), "reason": r.reason, "before": r.before }))
            .collect(),
    );
    out.insert(
        "other".into(),
        reply
            .other
            .iter()
            .map(|(label, value)| json!({ "label": label, "value": value }))
            .collect(),
    );
    out.insert(
        "outline".into(),
        parsed
            .outline()
            .map(|(level, words)| json!([level, words]))
            .collect(),
    );
    out.insert(
        "body".into(),
        parsed
            .body
            .blocks
            .iter()
            .map(|block| json!({ "role": role_name(&block.role), "text": block.content.text() }))
            .collect(),
    );
    out.insert("encoding".into(), json!(source.encoding.name()));
    let mut origins: Map<String, Value> = parsed
        .origins
        .iter()
        .map(|(field, range)| {
            let (line, column) = line_and_column(text, range);
            (
                (*field).to_owned(),
                json!({ "line": line, "column": column }),
            )
        })
        .collect();
    if let Some((ledger, row)) = &inspected.row {
        for name in different(&inspected.own, reply) {
            origins.insert(name.into(), json!({ "file": ledger, "row": row }));
        }
    }
    out.insert("origins".into(), Value::Object(origins));
    out.insert(
        "masked".into(),
        json!(different(&inspected.unmasked, &inspected.own)),
    );
    out.insert(
        "left_out".into(),
        parsed
            .left_out
            .iter()
            .zip(&inspected.left_out)
            .map(|(range, words)| {
                let (line, column) = line_and_column(text, range);
                json!({ "line": line, "column": column, "text": words })
            })
            .collect(),
    );
    out.insert("diagnostics".into(), json!(parsed.diagnostics));
    Value::Object(out)
}

/// The name of a role in JSON.
fn role_name(role: &Role) -> &'static str {
    match role {
        Role::Salutation => "salutation",
        Role::Paragraph => "paragraph",
        Role::Heading(_) => "heading",
        Role::Closing => "closing",
        Role::Signature => "signature",
        Role::Date => "date",
        Role::Contact => "contact",
        Role::Attachment => "attachment",
        Role::Note => "note",
    }
}

fn print_text(inspected: &Inspected) {
    let Inspected { source, parsed, .. } = inspected;
    let text = &source.text;
    let masked = different(&inspected.unmasked, &inspected.own);
    let completed = different(&inspected.own, &parsed.reply);
    let encoding = source.encoding.name();
    say!("{}", tell!("report-inspect-encoding", encoding));
    for (name, value) in facts(&parsed.reply) {
        let shown = match &value {
            Value::Null => continue,
            Value::Array(list) if list.is_empty() => continue,
            Value::String(text) => text.clone(),
            Value::Array(list) => list
                .iter()
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join("、"),
            Value::Object(map) if map.contains_key("congress") => {
                format!("{}届{}次", map["congress"], map["meeting"])
            }
            Value::Bool(false) => continue,
            other => other.to_string(),
        };
        let whence = match (&inspected.row, parsed.origins.get(name)) {
            (Some((ledger, row)), _) if completed.contains(&name) => {
                let origin = tell!("report-inspect-row", ledger = ledger.as_str(), row = *row,);
                format!("  {origin}")
            }
            (_, Some(range)) => {
                let (line, column) = line_and_column(text, range);
                format!("  [{line}:{column}]")
            }
            _ => String::new(),
        };
        let word = if masked.contains(&name) {
            format!("  {}", tell!("report-inspect-masked"))
        } else {
            String::new()
        };
        say!("{name}: {shown}{whence}{word}");
    }
    for (label, value) in &parsed.reply.other {
        say!("{label}: {value}");
    }
    say!("{}", tell!("report-inspect-outline"));
    for (level, words) in parsed.outline() {
        say!("{}{words}", "  ".repeat(usize::from(level)));
    }
    for (range, words) in parsed.left_out.iter().zip(&inspected.left_out) {
        let (line, _) = line_and_column(text, range);
        let words = words.as_str();
        say!("{}", tell!("report-inspect-left-out", line, words));
    }
    for diagnostic in &parsed.diagnostics {
        print!("{}", report::drawn(diagnostic));
    }
}
