//! What a reply's text was before each of its corrections, and where the anchors of then are found now.
//!
//! The corrections are undone one after another, the last first, on the text as it is: so each state that was ever published
//! is rebuilt as far as the revisions tell it, and its anchors are computed as they were computed then. An anchor that the
//! present text no longer has goes to the correction that took it away, which shows both texts.
//!
//! `before` is one or more whole paragraphs, one a line; they are matched to paragraphs of the later text by what they share,
//! in order. With `after` it is any part of a paragraph, and `after` must stand in the later text exactly once.
//! Nothing is guessed: a passage that matches nothing is shown alone.

use std::collections::HashSet;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::body::every_anchor;
use crate::messages::tell;
use crate::model::{Block, Body, Content, Inline, Reply, Revision, Role};
use crate::parse::certain_heading;

/// How alike two paragraphs must be to be the same before and after, in thousandths of [`likeness`].
const ALIKE: u32 = 400;
/// What an unchanged paragraph counts against one that is only alike.
const SAME: u32 = 2_000;
/// Characters between two changes that are not worth being shown as unchanged: 二月三日 → 三月四日 reads better as one change.
const BRIDGE: usize = 1;

/// All corrections of a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// One for each of the reply's revisions, in their order.
    pub corrections: Vec<Correction>,
}

/// What one correction changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Paragraph by paragraph, in reading order.
    pub pairs: Vec<Pair>,
    /// Whether `before` (or `after`) matches nothing in the later text, so that the old passage is shown alone.
    pub unplaced: bool,
}

/// One paragraph before and after a correction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// Anchors that lead here, at least one: those that the old paragraph had and the present text has not, or one that is made
    /// from the correction's place in the list.
    pub ids: Vec<String>,
    /// As it stood; empty if the paragraph was added.
    pub before: Vec<Run>,
    /// What stood there since (until the next correction, if there was one); empty if it was struck out or is not known.
    pub after: Vec<Run>,
    /// Whether it is known that nothing stands there since.
    pub struck: bool,
    /// The block of the present text that it became, by its index.
    pub now: Option<usize>,
}

/// A piece of one side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its words.
    pub text: String,
    /// Whether the other side has them not.
    pub changed: bool,
}

impl History {
    /// Anchors that the page has besides those of the present text.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let pairs = self.corrections.iter().flat_map(|one| &one.pairs);
        pairs.flat_map(|pair| pair.ids.iter().map(String::as_str))
    }
}

/// A block of some state of the text, and the block of the present text that it became.
#[derive(Clone)]
struct Item {
    block: Block,
    now: Option<usize>,
}

/// A pair before its anchors are known.
struct Change {
    /// Index into the earlier state; `None` if the paragraph was added.
    earlier: Option<usize>,
    later: Option<String>,
    now: Option<usize>,
    struck: bool,
}

/// What a reply's corrections changed.
#[must_use]
pub fn history(reply: &Reply, body: &Body) -> History {
    let mut history = History {
        corrections: vec![Correction::default(); reply.revisions.len()],
    };
    if reply.revisions.is_empty() {
        return history;
    }
    let mut state: Vec<Item> = (body.blocks.iter().cloned().enumerate())
        .map(|(at, block)| Item {
            block,
            now: Some(at),
        })
        .collect();
    let mut used: HashSet<String> = every_anchor(body).into_iter().flatten().collect();
    // The last first; of one day, the one that is listed last.
    let mut order: Vec<usize> = (0..reply.revisions.len()).collect();
    order.sort_by_key(|&at| (reply.revisions[at].date, at));
    for at in order.into_iter().rev() {
        let revision = &reply.revisions[at];
        let Some(before) = &revision.before else {
            continue;
        };
        let Some((earlier, changes)) = undo(&state, before, revision.after.as_deref()) else {
            let pair = alone(before, &mut used, at);
            history.corrections[at] = Correction {
                pairs: vec![pair],
                unplaced: true,
            };
            continue;
        };
        let blocks = earlier.iter().map(|item| item.block.clone()).collect();
        let mut anchors = every_anchor(&Body { blocks });
        let correction = &mut history.corrections[at];
        for (place, change) in changes.into_iter().enumerate() {
            let old = (change.earlier).map(|index| earlier[index].block.content.text());
            let (before, after) = match (old, &change.later) {
                (Some(old), Some(new)) => compare(old, new),
                (old, new) => (whole(old), whole(new.as_deref())),
            };
            let mut ids = change
                .earlier
                .map(|index| std::mem::take(&mut anchors[index]))
                .unwrap_or_default();
            ids.retain(|id| used.insert(id.clone()));
            if ids.is_empty() {
                ids.push(format!("r{}-{}", at + 1, place + 1));
            }
            correction.pairs.push(Pair {
                ids,
                before,
                after,
                struck: change.struck,
                now: change.now,
            });
        }
        state = earlier;
    }
    history
}

/// A passage that is not found in the later text: if it was a paragraph, its anchor leads to it.
fn alone(before: &str, used: &mut HashSet<String>, at: usize) -> Pair {
    let mut ids: Vec<String> = lines(before)
        .map(|line| super::body::paragraph_anchor(&line))
        .filter(|id| used.insert(id.clone()))
        .collect();
    if ids.is_empty() {
        ids.push(format!("r{}-1", at + 1));
    }
    Pair {
        ids,
        before: whole(Some(before.trim())),
        ..Pair::default()
    }
}

fn whole(text: Option<&str>) -> Vec<Run> {
    let text = text.filter(|text| !text.is_empty());
    let run = |text: &str| Run {
        text: text.to_owned(),
        changed: false,
    };
    text.map(run).into_iter().collect()
}

/// The paragraphs of a passage, as a page has them: the marks of Markdown left out.
fn lines(passage: &str) -> impl Iterator<Item = String> {
    passage
        .lines()
        .map(|line| line.trim().trim_start_matches('#').replace("**", ""))
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
}

/// The state before a correction, and what it changed; `None` if the passage is not found.
fn undo(state: &[Item], before: &str, after: Option<&str>) -> Option<(Vec<Item>, Vec<Change>)> {
    let old: Vec<String> = lines(before).collect();
    match after {
        None => restore(state, &old),
        Some(after) if after.trim().is_empty() => Some(append(state, &old)),
        Some(after) => {
            let new: Vec<String> = lines(after).collect();
            match paragraphs(state, &new) {
                Some(start) => Some(exchange(state, &old, start..start + new.len())),
                None => replace(state, before.trim(), after.trim()),
            }
        }
    }
}

/// Where these paragraphs stand one after another, if they do so once.
fn paragraphs(state: &[Item], wanted: &[String]) -> Option<usize> {
    let mut found = state
        .windows(wanted.len())
        .enumerate()
        .filter(|(_, window)| {
            (window.iter().zip(wanted)).all(|(item, line)| same(item.block.content.text(), line))
        });
    let (start, _) = found.next()?;
    found.next().is_none().then_some(start)
}

/// Whether two paragraphs have one anchor: white space does not count.
fn same(one: &str, other: &str) -> bool {
    let words = |text: &'_ str| {
        text.split_whitespace()
            .flat_map(str::chars)
            .collect::<Vec<_>>()
    };
    one == other || words(one) == words(other)
}

/// Part of one paragraph was changed.
fn replace(state: &[Item], before: &str, after: &str) -> Option<(Vec<Item>, Vec<Change>)> {
    let mut holders =
        (state.iter().enumerate()).filter(|(_, item)| item.block.content.text().contains(after));
    let (at, item) = holders.next()?;
    let text = item.block.content.text();
    if holders.next().is_some() || text.matches(after).count() != 1 {
        return None;
    }
    let old = text.replacen(after, before, 1);
    let mut earlier = state.to_vec();
    let change = Change {
        earlier: Some(at),
        later: Some(text.to_owned()),
        now: item.now,
        struck: false,
    };
    earlier[at] = Item {
        block: block_of(old, Some(&item.block)),
        now: item.now,
    };
    Some((earlier, vec![change]))
}

/// Paragraphs were struck out, nobody says where.
fn append(state: &[Item], old: &[String]) -> (Vec<Item>, Vec<Change>) {
    exchange(state, old, state.len()..state.len())
}

/// Paragraphs of the later state took the place of others.
fn exchange(
    state: &[Item],
    old: &[String],
    range: std::ops::Range<usize>,
) -> (Vec<Item>, Vec<Change>) {
    let part = &state[range.clone()];
    // As many as before: each took the place of one, whatever its words.
    let matched = if old.len() == part.len() {
        (0..old.len()).map(|at| (at, at)).collect()
    } else {
        matches(old, part)
    };
    let mut earlier = state[..range.start].to_vec();
    let mut changes = Vec::new();
    merge(old, part, &matched, true, &mut earlier, &mut changes);
    earlier.extend_from_slice(&state[range.end..]);
    (earlier, changes)
}

/// Whole paragraphs were changed, and are found by their likeness.
fn restore(state: &[Item], old: &[String]) -> Option<(Vec<Item>, Vec<Change>)> {
    let matched = matches(old, state);
    let (Some(&(_, first)), Some(&(_, last))) = (matched.first(), matched.last()) else {
        return None;
    };
    // Who gives unchanged paragraphs too gives a passage in one piece: what stands between them now was added.
    let span = last + 1 - first;
    let unchanged = matched
        .iter()
        .any(|&(line, at)| same(&old[line], state[at].block.content.text()));
    let in_one_piece = unchanged && 2 * matched.len() >= span;
    let mut earlier = state[..first].to_vec();
    let mut changes = Vec::new();
    let part = &state[first..=last];
    let inner: Vec<(usize, usize)> = (matched.iter())
        .map(|&(line, at)| (line, at - first))
        .collect();
    merge(old, part, &inner, in_one_piece, &mut earlier, &mut changes);
    earlier.extend_from_slice(&state[last + 1..]);
    Some((earlier, changes))
}

/// Writes the earlier state of a part. What is not matched on the one side was struck out, on the other added (if
/// `additions` are told; else it stays).
fn merge(
    old: &[String],
    part: &[Item],
    matched: &[(usize, usize)],
    additions: bool,
    earlier: &mut Vec<Item>,
    changes: &mut Vec<Change>,
) {
    let (mut line, mut at) = (0, 0);
    let ends = std::iter::once((old.len(), part.len()));
    for (next_line, next_at) in matched.iter().copied().chain(ends) {
        for item in &part[at..next_at] {
            if additions {
                changes.push(Change {
                    earlier: None,
                    later: Some(item.block.content.text().to_owned()),
                    now: item.now,
                    struck: false,
                });
            } else {
                earlier.push(item.clone());
            }
        }
        for text in &old[line..next_line] {
            changes.push(Change {
                earlier: Some(earlier.len()),
                later: None,
                now: None,
                struck: true,
            });
            earlier.push(Item {
                block: block_of(text.clone(), None),
                now: None,
            });
        }
        let Some(item) = part.get(next_at) else {
            break;
        };
        let text = item.block.content.text();
        if same(&old[next_line], text) {
            earlier.push(item.clone());
        } else {
            changes.push(Change {
                earlier: Some(earlier.len()),
                later: Some(text.to_owned()),
                now: item.now,
                struck: false,
            });
            earlier.push(Item {
                block: block_of(old[next_line].clone(), Some(&item.block)),
                now: item.now,
            });
        }
        (line, at) = (next_line + 1, next_at + 1);
    }
}

/// An old paragraph; it plays the part that the one plays which took its place.
fn block_of(text: String, later: Option<&Block>) -> Block {
    let role = match (certain_heading(&text), later.map(|block| &block.role)) {
        (Some(heading), None | Some(Role::Paragraph | Role::Heading(_))) => Role::Heading(heading),
        // The heading stayed, what runs on after it changed.
        (None, Some(Role::Heading(heading)))
            if later.is_some_and(|block| {
                let now = block.content.text().get(..heading.end);
                now.is_some_and(|now| text.starts_with(now))
            }) =>
        {
            Role::Heading(heading.clone())
        }
        (_, Some(Role::Heading(_)) | None) => Role::Paragraph,
        (_, Some(role)) => role.clone(),
    };
    Block {
        role,
        content: match later.map(|block| &block.content) {
            Some(Content::Html { .. }) => Content::Html {
                html: String::new(),
                text,
            },
            _ => Content::Text(Inline {
                text,
                marks: Vec::new(),
            }),
        },
        offset: 0,
    }
}

/// Which old paragraph became which, in order on both sides: the pairs with the greatest likeness in all.
fn matches(old: &[String], state: &[Item]) -> Vec<(usize, usize)> {
    let pairs_of: Vec<Vec<[char; 2]>> = old.iter().map(|line| pairs(line)).collect();
    let pairs_in: Vec<Vec<[char; 2]>> = (state.iter())
        .map(|item| pairs(item.block.content.text()))
        .collect();
    let score = |line: usize, at: usize| {
        if same(&old[line], state[at].block.content.text()) {
            return SAME;
        }
        let likeness = likeness(&pairs_of[line], &pairs_in[at]);
        if likeness >= ALIKE { likeness } else { 0 }
    };
    let (rows, columns) = (old.len(), state.len());
    let scores: Vec<Vec<u32>> = (0..rows)
        .map(|line| (0..columns).map(|at| score(line, at)).collect())
        .collect();
    // The longest common subsequence, weighed.
    let mut best = vec![vec![0u32; columns + 1]; rows + 1];
    for line in (0..rows).rev() {
        for at in (0..columns).rev() {
            let taken = match scores[line][at] {
                0 => 0,
                score => score + best[line + 1][at + 1],
            };
            best[line][at] = taken.max(best[line + 1][at]).max(best[line][at + 1]);
        }
    }
    let mut matched = Vec::new();
    let (mut line, mut at) = (0, 0);
    while line < rows && at < columns {
        let score = scores[line][at];
        if score > 0 && best[line][at] == score + best[line + 1][at + 1] {
            matched.push((line, at));
            (line, at) = (line + 1, at + 1);
        } else if best[line][at] == best[line + 1][at] {
            line += 1;
        } else {
            at += 1;
        }
    }
    matched
}

/// Neighbouring characters of a text, sorted; white space left out.
fn pairs(text: &str) -> Vec<[char; 2]> {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut pairs: Vec<[char; 2]> = (characters.windows(2))
        .map(|pair| [pair[0], pair[1]])
        .collect();
    pairs.sort_unstable();
    pairs
}

/// What two texts share of their pairs of characters, in thousandths (Dice's coefficient).
fn likeness(one: &[[char; 2]], other: &[[char; 2]]) -> u32 {
    let (mut a, mut b, mut shared) = (0, 0, 0usize);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                (a, b) = (a + 1, b + 1);
            }
        }
    }
    let all = one.len() + other.len();
    u32::try_from((2_000 * shared).checked_div(all).unwrap_or(0)).unwrap_or(0)
}

/// A text in pieces that change as a whole: a Han character or mark, a number with its point, a word in other letters.
fn pieces(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let goes_on = last.is_some_and(|last| {
            (is_word(last) && is_word(c))
                || (last.is_ascii_digit() && matches!(c, '.' | '%' | ','))
                || (matches!(last, '.' | ',') && c.is_ascii_digit())
        });
        if at > start && !goes_on {
            out.push(&text[start..at]);
            start = at;
        }
        last = Some(c);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !crate::text::is_han(c)
}

/// Both sides of a change, with what differs marked.
fn compare(old: &str, new: &str) -> (Vec<Run>, Vec<Run>) {
    let (a, b) = (pieces(old), pieces(new));
    let operations = capture_diff_slices(Algorithm::Myers, &a, &b);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let last = operations.len().saturating_sub(1);
    for (at, operation) in operations.iter().enumerate() {
        let (tag, from, to) = operation.as_tag_tuple();
        let bridge = at > 0 && at < last && from.len() <= BRIDGE;
        let changed = tag != DiffTag::Equal || bridge;
        push(&mut before, a[from].concat(), changed);
        push(&mut after, b[to].concat(), changed);
    }
    (before, after)
}

fn push(runs: &mut Vec<Run>, text: String, changed: bool) {
    if text.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some(last) if last.changed == changed => last.text.push_str(&text),
        _ => runs.push(Run { text, changed }),
    }
}

/// A finding about a revision that matches nothing.
#[must_use]
pub fn unplaced(revision: &Revision) -> (String, String) {
    let begin = |text: &str| -> String {
        let mut short: String = text.trim().chars().take(20).collect();
        if short.len() < text.trim().len() {
            short.push('…');
        }
        short
    };
    match revision.after.as_deref() {
        Some(after) => (
            tell!(
                "revision-unplaced-after",
                date = revision.date,
                after = begin(after)
            ),
            tell!("revision-unplaced-after.hint"),
        ),
        None => (
            tell!(
                "revision-unplaced-before",
                date = revision.date,
                before = begin(revision.before.as_deref().unwrap_or_default())
            ),
            tell!("revision-unplaced-before.hint"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::render::body::paragraph_anchor;

    fn body(paragraphs: &[&str]) -> Body {
        let blocks = paragraphs
            .iter()
            .map(|text| block_of((*text).to_owned(), None));
        Body {
            blocks: blocks.collect(),
        }
    }

    fn reply(revisions: &[(i8, &str, Option<&str>)]) -> Reply {
        let revision = |&(day, before, after): &(i8, &str, Option<&str>)| Revision {
            date: Date::constant(2024, 7, day),
            reason: "数字有误".to_owned(),
            before: Some(before.to_owned()),
            after: after.map(str::to_owned),
        };
        Reply {
            revisions: revisions.iter().map(revision).collect(),
            ..Reply::default()
        }
    }

    fn text(runs: &[Run]) -> String {
        runs.iter().map(|run| run.text.as_str()).collect()
    }

    fn marked(runs: &[Run]) -> Vec<&str> {
        (runs.iter().filter(|run| run.changed))
            .map(|run| run.text.as_str())
            .collect()
    }

    const NOW: [&str; 4] = [
        "您的提案收悉。",
        "我市已经加装电梯三百部，投资1.34亿元。",
        "下一步继续推进。",
        "感谢您的关心。",
    ];

    #[test]
    fn a_changed_paragraph_keeps_its_old_anchor_and_shows_what_changed() {
        let old = "我市已经加装电梯二百部，投资1.42亿元。";
        let history = history(&reply(&[(1, old, None)]), &body(&NOW));
        let pair = &history.corrections[0].pairs[0];
        assert_eq!(pair.ids, [paragraph_anchor(old)]);
        assert_eq!(
            (text(&pair.before).as_str(), text(&pair.after).as_str()),
            (old, NOW[1])
        );
        assert_eq!(marked(&pair.before), ["二", "1.42"]);
        assert_eq!(marked(&pair.after), ["三", "1.34"]);
        assert_eq!(pair.now, Some(1));
        assert!(!pair.struck);
    }

    #[test]
    fn corrections_of_one_paragraph_are_a_chain() {
        let first = "我市已经加装电梯一百部，投资1.34亿元。";
        let second = "我市已经加装电梯二百部，投资1.34亿元。";
        let history = history(&reply(&[(1, first, None), (9, second, None)]), &body(&NOW));
        let [one, two] = &history.corrections[..] else {
            panic!("two corrections")
        };
        assert_eq!(text(&one.pairs[0].before), first);
        assert_eq!(text(&one.pairs[0].after), second);
        assert_eq!(text(&two.pairs[0].after), NOW[1]);
        assert_eq!(one.pairs[0].now, Some(1));
        let anchors: Vec<&str> = history.anchors().collect();
        assert_eq!(anchors, [paragraph_anchor(first), paragraph_anchor(second)]);
    }

    #[test]
    fn part_of_a_paragraph_needs_what_stands_there_now() {
        let history = history(&reply(&[(1, "二百部", Some("三百部"))]), &body(&NOW));
        let pair = &history.corrections[0].pairs[0];
        let old = NOW[1].replace('三', "二");
        assert_eq!(pair.ids, [paragraph_anchor(&old)]);
        assert_eq!(text(&pair.before), old);
        for after in ["四百部", "。"] {
            let history = super::history(&reply(&[(1, "二百部", Some(after))]), &body(&NOW));
            assert!(
                history.corrections[0].unplaced,
                "“{after}” stands there not once"
            );
        }
    }

    #[test]
    fn a_whole_text_shows_what_was_struck_out_and_added_and_nothing_else() {
        let old = "您的提案收悉。\n我市已经加装电梯三百部，投资1.34亿元。\n三个区没有报送数据。\n感谢您的关心。";
        let history = history(&reply(&[(1, old, None)]), &body(&NOW));
        let pairs = &history.corrections[0].pairs;
        let shown: Vec<(String, String, bool)> = (pairs.iter())
            .map(|pair| (text(&pair.before), text(&pair.after), pair.struck))
            .collect();
        assert_eq!(
            shown,
            [
                (String::new(), NOW[2].to_owned(), false),
                ("三个区没有报送数据。".to_owned(), String::new(), true),
            ]
        );
        assert_eq!(pairs[1].ids, [paragraph_anchor("三个区没有报送数据。")]);
    }

    #[test]
    fn two_changed_paragraphs_do_not_make_those_between_them_new() {
        let old = "您的提案已收悉。\n感谢您的关心和支持。";
        let history = history(&reply(&[(1, old, None)]), &body(&NOW));
        assert_eq!(history.corrections[0].pairs.len(), 2);
    }

    #[test]
    fn a_heading_that_lost_its_number_is_found_by_its_old_anchor() {
        let now = ["一、基本情况", "情况很好。", "二、今后安排", "继续努力。"];
        let old = "二、存在的困难\n资金不足。\n三、今后安排";
        let history = history(&reply(&[(1, old, None)]), &body(&now));
        let anchors: Vec<&str> = history.anchors().collect();
        assert!(anchors.contains(&"s3"), "{anchors:?}");
        assert!(
            anchors.contains(&paragraph_anchor("资金不足。").as_str()),
            "{anchors:?}"
        );
        assert!(!anchors.contains(&"s2"), "it is that of a heading of today");
    }

    #[test]
    fn what_is_like_nothing_stands_alone() {
        let history = history(&reply(&[(1, "完全不同的话", None)]), &body(&NOW));
        assert!(history.corrections[0].unplaced);
        assert_eq!(history.corrections[0].pairs[0].after, []);
        assert!(!history.corrections[0].pairs[0].struck, "nobody says so");
    }

    #[test]
    fn ids_are_never_given_twice() {
        let revisions = [
            (1, NOW[1], None),
            (2, NOW[1], Some(NOW[1])),
            (3, "二百部", Some("三百部")),
        ];
        let history = history(&reply(&revisions), &body(&NOW));
        let mut ids: Vec<&str> = history.anchors().collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(!ids.contains(&paragraph_anchor(NOW[1]).as_str()));
    }
}
