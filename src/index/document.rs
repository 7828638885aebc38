//! A reply and its text → what the index and the bundle's text file hold of it.

use serde::Serialize;

use super::related::Facts;
use super::{Document, PASSAGES, Passage};
use crate::catalog;
use crate::model::{Body, Content, Reply, Role, Session};
use crate::text::{
    SEPARATOR, Segmenter, case_key, document_key, normalise, normalise_into, simplified,
};

/// The bundle's text of one passage; its keys are explained in `bundle/FORMAT.md`.
#[derive(Debug, Serialize)]
struct Payload<'r> {
    n: u32,
    p: usize,
    of: usize,
    id: &'r str,
    t: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    a: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    d: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    k: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    o: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    h: &'r str,
    #[serde(skip_serializing_if = "String::is_empty")]
    t2s: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    f: &'r [(&'r str, &'r str)],
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
    // An office that was renamed is found by either name.
    let agencies = reply.agency.iter().chain(&reply.agency_now);
    for agency in agencies.chain(&reply.co_agencies) {
        keys.push(format!("a{}", normalise(agency)));
    }
    if let Some(number) = &reply.document_number {
        keys.push(format!("d{}", document_key(number)));
    }
    // Nothing but zeros is no number.
    let case = reply.case_number.as_deref().map(case_key);
    let case = case.filter(|case| !case.is_empty());
    if let Some(case) = &case {
        keys.push(format!("c{case}"));
    }
    if let Some(Session { congress, meeting }) = reply.session {
        keys.push(format!("s{congress}-{meeting}"));
        if let Some(case) = &case {
            keys.push(format!("n{congress}-{meeting}-{case}"));
        }
    }
    keys.extend(catalog::choices(reply).map(|choice| format!("f{choice}")));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A passage is about so many characters long, where there is text for more than one.
const PASSAGE: usize = 1000;

/// Where a reply is cut: the first block of each passage after the first. `before` says of each block how many
/// characters stand before it, and at last how many there are in all.
fn cuts(before: &[usize]) -> Vec<usize> {
    let (Some(all), blocks) = (before.last(), before.len().saturating_sub(1)) else {
        return Vec::new();
    };
    let wanted = (all + PASSAGE / 2) / PASSAGE;
    let wanted = wanted.clamp(1, PASSAGES as usize);
    let mut cuts = Vec::new();
    for (block, before) in before.iter().enumerate().take(blocks).skip(1) {
        let passages = cuts.len() + 1;
        if passages < wanted && before * wanted >= passages * all {
            cuts.push(block);
        }
    }
    cuts
}

/// The segments of a passage by its payload, normalised, and in each the title first.
///
/// # Errors
/// If it is not what [`document`] made.
pub(super) fn texts_of(payload: &[u8]) -> serde_json::Result<Vec<String>> {
    #[derive(serde::Deserialize)]
    struct Texts {
        t: String,
        #[serde(default)]
        f: Vec<(String, String)>,
        b: Vec<Vec<serde_json::Value>>,
    }
    let Texts { t, f, b } = serde_json::from_slice(payload)?;
    let blocks = (b.iter()).map(|block| block.get(2).and_then(serde_json::Value::as_str));
    let texts = std::iter::once(Some(t.as_str()))
        .chain(f.iter().map(|(_, value)| Some(value.as_str())))
        .chain(blocks);
    texts
        .map(|text| {
            text.map(normalise)
                .ok_or_else(|| serde::de::Error::custom("a block without a text"))
        })
        .collect()
}

/// What the index takes of reply `number`; `anchors` are those of its blocks.
#[must_use]
pub fn document(number: u32, reply: &Reply, body: &Body, anchors: &[String]) -> Document {
    let facts = facts(reply);
    let title = normalise(&reply.title);
    let date = crate::catalog::date_of(reply).map_or_else(String::new, |date| date.to_string());

    let mut head = title.clone();
    for (_, value) in &facts {
        head.push(SEPARATOR);
        normalise_into(value, &mut head);
    }
    let blocks: Vec<(&crate::model::Block, &String, String)> = body
        .blocks
        .iter()
        .zip(anchors)
        .map(|(block, anchor)| (block, anchor, normalise(block.content.text())))
        .collect();
    let mut before = vec![head.chars().count()];
    for (_, _, text) in &blocks {
        before.push(before[before.len() - 1] + 1 + text.chars().count());
    }
    let cuts = cuts(&before);
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain(std::iter::once(blocks.len()));
    let of = cuts.len() + 1;

    let mut heading = "";
    let passages = starts
        .zip(ends)
        .enumerate()
        .map(|(p, (start, end))| {
            let h = if p == 0 { "" } else { heading };
            let f = if p == 0 { facts.as_slice() } else { &[] };
            let mut text = if p == 0 { head.clone() } else { String::new() };
            let mut changed: Vec<char> = Vec::new();
            let mut note = |written: &str| {
                changed.extend(written.chars().filter(|c| simplified(*c) != *c));
            };
            note(&reply.title);
            for (_, value) in f {
                note(value);
            }
            let mut b = Vec::with_capacity(end - start);
            for (block, anchor, normal) in &blocks[start..end] {
                let written = block.content.text();
                note(written);
                if p == 0 || !b.is_empty() {
                    text.push(SEPARATOR);
                }
                text.push_str(normal);
                b.push(match (&block.role, &block.content) {
                    (Role::Heading(found), Content::Text(_)) if found.end < written.len() => {
                        heading = &written[..found.end];
                        Block::RunIn(anchor, 2, written, heading.encode_utf16().count())
                    }
                    (Role::Heading(_), Content::Text(_)) => {
                        heading = written;
                        Block::Plain(anchor, 1, written)
                    }
                    _ => Block::Plain(anchor, 0, written),
                });
            }
            changed.sort_unstable();
            changed.dedup();
            let payload = Payload {
                n: number,
                p,
                of,
                id: &reply.id,
                t: &reply.title,
                a: reply.agency.as_deref().unwrap_or(""),
                d: &date,
                k: reply.kind.map_or("", crate::model::Kind::key),
                o: reply.document_number.as_deref().unwrap_or(""),
                h,
                t2s: changed
                    .into_iter()
                    .flat_map(|c| [c, simplified(c)])
                    .collect(),
                f,
                b,
            };
            Passage {
                text,
                // A structure of strings and numbers does not fail to serialise.
                payload: serde_json::to_vec(&payload).unwrap_or_default(),
            }
        })
        .collect();
    Document {
        title,
        keys: keys(reply),
        passages,
    }
}

/// The people and offices of a reply.
pub fn people(reply: &Reply) -> impl Iterator<Item = &str> {
    reply
        .askers
        .iter()
        .chain(&reply.agency)
        .chain(&reply.co_agencies)
        .map(String::as_str)
}

/// What it takes of a reply to tell which others are like it.
#[must_use]
pub fn facts_of(reply: &Reply, segmenter: &Segmenter) -> Facts {
    let names: Vec<&str> = people(reply).collect();
    let title = reply.proposal_title.as_ref().unwrap_or(&reply.title);
    let topics = reply.topics.iter();
    Facts {
        names: normalise(&names.join("\n")),
        subject: std::iter::once(title)
            .chain(topics)
            .flat_map(|text| segmenter.words(&normalise(text)))
            .collect(),
    }
}

/// All names in a reply that are words of their own: people, offices, topics.
pub fn names(reply: &Reply) -> impl Iterator<Item = &str> {
    people(reply).chain(reply.topics.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_gives_back_its_segments() {
        let payload = r#"{"n":7,"p":0,"id":"a","t":"電梯","f":[["agency","住建局"]],"b":[["p1",0,"Ａ 座"],["s1",2,"一、加裝。",5]]}"#;
        let texts = texts_of(payload.as_bytes()).unwrap();
        assert_eq!(
            texts,
            ["电梯", "住建局", "a座", "一、加装。"].map(normalise)
        );
        let further = r#"{"n":7,"p":1,"t":"电梯","b":[["p2",0,"完"]]}"#;
        assert_eq!(texts_of(further.as_bytes()).unwrap(), ["电梯", "完"]);
        for damaged in [r#"{"t":"电梯","b":[["p1",0]]}"#, r#"{"t":"电梯"}"#, ""] {
            assert!(texts_of(damaged.as_bytes()).is_err(), "{damaged}");
        }
    }
}
