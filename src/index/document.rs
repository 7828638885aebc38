//! A reply and its text → what the index and the bundle's text file hold of it.

use serde::Serialize;

use super::Document;
use crate::model::{Body, Content, Reply, Role};
use crate::text::{SEPARATOR, case_key, document_key, normalise, normalise_into, simplified};

/// The bundle's text of one reply; its keys are explained in `bundle/FORMAT.md`.
#[derive(Debug, Serialize)]
struct Payload<'r> {
    n: u32,
    id: &'r str,
    t: &'r str,
    u: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    a: &'r str,
    #[serde(skip_serializing_if = "String::is_empty")]
    d: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    k: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    o: &'r str,
    #[serde(skip_serializing_if = "String::is_empty")]
    t2s: String,
    f: Vec<(&'r str, &'r str)>,
    b: Vec<Block<'r>>,
}

/// Anchor, form, text, and the length of a heading run in.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Block<'r> {
    Plain(&'r str, u8, &'r str),
    RunIn(&'r str, u8, &'r str, usize),
}

/// What a reply's page shows of it outside the text, label's key and value.
fn facts(reply: &Reply) -> Vec<(&str, &str)> {
    let mut facts: Vec<(&str, &str)> = Vec::new();
    for asker in &reply.askers {
        facts.push(("askers", asker));
    }
    for (key, value) in [
        ("addressee_agency", &reply.addressee_agency),
        ("agency", &reply.agency),
        ("proposal_title", &reply.proposal_title),
        ("case_number", &reply.case_number),
        ("document_number", &reply.document_number),
        ("signatory", &reply.signatory),
        ("source", &reply.source),
        ("contact", &reply.contact.name),
        ("contact", &reply.contact.phone),
    ] {
        facts.extend(value.as_deref().map(|value| (key, value)));
    }
    for (key, values) in [
        ("co_agencies", &reply.co_agencies),
        ("copied_to", &reply.copied_to),
        ("topics", &reply.topics),
    ] {
        facts.extend(values.iter().map(|value| (key, value.as_str())));
    }
    facts.extend(
        reply
            .attachments
            .iter()
            .map(|attachment| ("attachments", attachment.title.as_str())),
    );
    facts.extend(
        reply
            .other
            .iter()
            .map(|(_, value)| ("other", value.as_str())),
    );
    facts
}

fn keys(reply: &Reply) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for asker in &reply.askers {
        keys.push(format!("m{}", normalise(asker)));
    }
    for agency in reply.agency.iter().chain(&reply.co_agencies) {
        keys.push(format!("a{}", normalise(agency)));
    }
    if let Some(number) = &reply.document_number {
        keys.push(format!("d{}", document_key(number)));
    }
    if let Some(number) = &reply.case_number {
        keys.push(format!("c{}", case_key(number)));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What the index takes of reply `number`; `url` is its page and `anchors` are those of its blocks.
#[must_use]
pub fn document(
    number: u32,
    url: &str,
    reply: &Reply,
    body: &Body,
    anchors: &[String],
) -> Document {
    let facts = facts(reply);
    let title = normalise(&reply.title);
    let mut text = title.clone();
    let mut changed: Vec<char> = Vec::new();
    let mut add = |segment: &str| {
        text.push(SEPARATOR);
        normalise_into(segment, &mut text);
        changed.extend(segment.chars().filter(|c| simplified(*c) != *c));
    };
    for (_, value) in &facts {
        add(value);
    }
    let blocks = body
        .blocks
        .iter()
        .zip(anchors)
        .map(|(block, anchor)| {
            let written = block.content.text();
            add(written);
            match (&block.role, &block.content) {
                (Role::Heading(heading), Content::Text(_)) if heading.end < written.len() => {
                    let length = written[..heading.end].encode_utf16().count();
                    Block::RunIn(anchor, 2, written, length)
                }
                (Role::Heading(_), Content::Text(_)) => Block::Plain(anchor, 1, written),
                _ => Block::Plain(anchor, 0, written),
            }
        })
        .collect();
    changed.extend(reply.title.chars().filter(|c| simplified(*c) != *c));
    changed.sort_unstable();
    changed.dedup();
    let payload = Payload {
        n: number,
        id: &reply.id,
        t: &reply.title,
        u: url,
        a: reply.agency.as_deref().unwrap_or(""),
        d: crate::catalog::date_of(reply).map_or_else(String::new, |date| date.to_string()),
        k: reply.kind.map_or("", crate::model::Kind::key),
        o: reply.document_number.as_deref().unwrap_or(""),
        t2s: changed
            .into_iter()
            .flat_map(|c| [c, simplified(c)])
            .collect(),
        f: facts,
        b: blocks,
    };
    Document {
        text,
        title,
        keys: keys(reply),
        // A structure of strings and numbers does not fail to serialise.
        payload: serde_json::to_vec(&payload).unwrap_or_default(),
    }
}

/// All names in a reply that are words of their own: people, offices, topics.
pub fn names(reply: &Reply) -> impl Iterator<Item = &str> {
    reply
        .askers
        .iter()
        .chain(&reply.agency)
        .chain(&reply.co_agencies)
        .chain(&reply.topics)
        .map(String::as_str)
}
