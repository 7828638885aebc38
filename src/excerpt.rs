//! Where in a reply a query's words stand, and the few lines around them.

use std::ops::Range;

use serde::Deserialize;

use crate::text::normalise_mapped;

/// A reply's text as the index stores it, all passages together; its keys are explained in `bundle/FORMAT.md`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Stored {
    /// Number.
    #[serde(rename = "n")]
    pub number: u32,
    /// Id.
    pub id: String,
    /// Title.
    #[serde(rename = "t")]
    pub title: String,
    /// 主办单位, or empty.
    #[serde(rename = "a", default)]
    pub agency: String,
    /// Date, `2021-05-06`, or empty.
    #[serde(rename = "d", default)]
    pub date: String,
    /// 文号, or empty.
    #[serde(rename = "o", default)]
    pub document_number: String,
    /// Facts: label's key and value.
    #[serde(rename = "f", default)]
    pub facts: Vec<(String, String)>,
    /// Blocks: anchor, form (1 heading, 2 heading run in), text, …
    #[serde(rename = "b")]
    pub blocks: Vec<Vec<serde_json::Value>>,
}

impl Stored {
    /// Puts the passages of a reply together again.
    ///
    /// # Errors
    /// If one is no JSON of this form.
    pub fn of(payloads: &[Vec<u8>]) -> serde_json::Result<Stored> {
        let mut passages = payloads.iter().map(|json| serde_json::from_slice(json));
        let mut stored: Stored = passages.next().transpose()?.unwrap_or_default();
        for passage in passages {
            let mut passage: Stored = passage?;
            stored.blocks.append(&mut passage.blocks);
        }
        Ok(stored)
    }

    /// Its page, below the portal.
    #[must_use]
    pub fn url(&self) -> String {
        crate::catalog::reply_path(&self.id, "html")
    }

    fn block(&self, at: usize) -> (&str, u64, &str) {
        let text = |place: usize| {
            self.blocks[at]
                .get(place)
                .and_then(serde_json::Value::as_str)
                .unwrap_or("")
        };
        let form = self.blocks[at]
            .get(1)
            .and_then(serde_json::Value::as_u64)
            .unwrap_or(0);
        (text(0), form, text(2))
    }
}

/// A few lines of a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The anchor of the paragraph; empty if the words stand in the title or the facts alone.
    pub anchor: String,
    /// The text, `…` where it was cut.
    pub text: String,
    /// Bytes of the text to mark, ascending.
    pub marks: Vec<Range<usize>>,
}

/// Characters of an excerpt, about.
const LENGTH: usize = 90;
/// Characters shown before the first mark.
const BEFORE: usize = 24;

/// Bytes of `text` where one of `wanted` (normalised) stands; longer ones first, no two overlap.
#[must_use]
pub fn places(text: &str, wanted: &[impl AsRef<str>]) -> Vec<Range<usize>> {
    let (normal, map) = normalise_mapped(text);
    let starts: Vec<usize> = normal.char_indices().map(|(at, _)| at).collect();
    let original = |byte: usize| -> usize {
        match starts.binary_search(&byte) {
            Ok(at) => map[at],
            Err(_) => text.len(),
        }
    };
    let wanted = wanted.iter().map(AsRef::as_ref);
    let mut order: Vec<&str> = wanted.filter(|word| !word.is_empty()).collect();
    order.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let mut taken: Vec<Range<usize>> = Vec::new();
    for word in order {
        for (at, _) in normal.match_indices(word) {
            let range = at..at + word.len();
            if taken
                .iter()
                .all(|other| other.end <= range.start || range.end <= other.start)
            {
                taken.push(range);
            }
        }
    }
    taken.sort_by_key(|range| range.start);
    taken
        .into_iter()
        .map(|range| {
            let last = normal[..range.end]
                .char_indices()
                .next_back()
                .map_or(0, |(at, _)| at);
            let last = original(last);
            let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
            original(range.start)..end
        })
        .collect()
}

/// The best lines of a reply for a query: those that hold its first mark (what was typed as it stands), else most of them.
#[must_use]
pub fn excerpt(stored: &Stored, marks: &[impl AsRef<str>]) -> Excerpt {
    let mut best: Option<(usize, usize)> = None;
    for at in 0..stored.blocks.len() {
        let (normal, _) = normalise_mapped(stored.block(at).2);
        let held = marks
            .iter()
            .filter(|mark| normal.contains(mark.as_ref()))
            .count();
        let whole = marks
            .first()
            .is_some_and(|mark| normal.contains(mark.as_ref()));
        let value = held + if whole { marks.len() } else { 0 };
        if value > best.map_or(0, |(value, _)| value) {
            best = Some((value, at));
        }
    }
    let fallback = || {
        (0..stored.blocks.len())
            .find(|at| stored.block(*at).1 == 0 && stored.block(*at).2.chars().count() > 30)
    };
    let Some(at) = best.map(|(_, at)| at).or_else(fallback) else {
        return Excerpt::default();
    };
    let (anchor, _, text) = stored.block(at);
    let found = places(text, marks);
    let chars: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let first = found
        .first()
        .map_or(0, |range| chars.binary_search(&range.start).unwrap_or(0));
    let from = if chars.len() <= LENGTH {
        0
    } else {
        first.saturating_sub(BEFORE)
    };
    let to = (from + LENGTH).min(chars.len());
    let from_byte = chars.get(from).copied().unwrap_or(0);
    let to_byte = chars.get(to).copied().unwrap_or(text.len());
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < chars.len() { "…" } else { "" };
    Excerpt {
        anchor: if best.is_some() {
            anchor.to_owned()
        } else {
            String::new()
        },
        marks: found
            .into_iter()
            .filter(|range| range.start >= from_byte && range.end <= to_byte)
            .map(|range| range.start - from_byte + lead.len()..range.end - from_byte + lead.len())
            .collect(),
        text: format!("{lead}{}{tail}", &text[from_byte..to_byte]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_on_what_was_written() {
        let text = "为老旧小区加 裝電梯，ＰＰＰ项目";
        let found = places(
            text,
            &["加装电梯".to_owned(), "ppp".to_owned(), "电梯".to_owned()],
        );
        let marked: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(marked, ["加 裝電梯", "ＰＰＰ"]);
    }
}
