//! The letter's text: broken lines healed, headings, tables and the closing found.

use super::Reader;
use super::head::{Head, is_opening};
use super::lines::is_contact;
use super::tail::{Tail, TailRole, tail_role};
use crate::diagnostic::Severity;
use crate::messages::tell;
use crate::model::{Block, Body, Content, Heading, Inline, Mark, Role};
use crate::parse::header;
use crate::parse::markdown;
use crate::parse::number;
use crate::parse::outline;
use crate::parse::units::{self, Form, Unit};

/// Rows of the longest table that is drawn as one; longer runs of pipe lines stay lines.
const TABLE_MOST: usize = 2000;

impl Reader<'_> {
    pub(super) fn build_body(
        &mut self,
        units: Vec<Unit>,
        head: &Head,
        tail: &Tail,
        preamble_notes: Vec<usize>,
    ) {
        let mut blocks: Vec<Block> = Vec::with_capacity(units.len());
        let salutation = head
            .salutation
            .as_ref()
            .map_or(0..0, |(range, _)| range.clone());
        let whole_salutation = head
            .salutation
            .as_ref()
            .is_some_and(|(range, found)| found.length >= units[range.end - 1].text().len());
        let body_end = tail.body_end;
        let mut last_line_open: Option<(usize, usize)> = None;
        let mut healed: Option<usize> = None;
        for (index, unit) in units.into_iter().enumerate() {
            let at = unit.offset..unit.offset + unit.length;
            if index < head.start {
                if preamble_notes.binary_search(&index).is_ok() {
                    blocks.push(Block {
                        role: Role::Note,
                        content: Content::Text(unit.inline),
                        offset: unit.offset,
                    });
                }
                continue;
            }
            if index >= body_end {
                let role = match tail.roles[index - body_end] {
                    TailRole::Agency | TailRole::AgencyRest | TailRole::AgencyAndDate(_) => {
                        Role::Signature
                    }
                    TailRole::Date => Role::Date,
                    TailRole::Fields if is_contact(unit.text()) => Role::Contact,
                    TailRole::Fields if header::only_furniture(unit.text()) => {
                        self.leave_out(at);
                        continue;
                    }
                    TailRole::Fields
                    | TailRole::Value
                    | TailRole::Access
                    | TailRole::Outcome
                    | TailRole::Note => Role::Note,
                    TailRole::Attachment => Role::Attachment,
                    TailRole::Furniture => continue,
                };
                blocks.push(Block {
                    role,
                    content: content_of(unit.form, unit.inline),
                    offset: unit.offset,
                });
                continue;
            }
            let in_salutation =
                salutation.contains(&index) && (whole_salutation || index + 1 < salutation.end);
            if in_salutation {
                blocks.push(Block {
                    role: Role::Salutation,
                    content: Content::Text(unit.inline),
                    offset: unit.offset,
                });
                continue;
            }
            let content = match unit.form {
                Form::Line => Content::Text(unit.inline),
                Form::Heading(level) => {
                    let (heading, text) = markdown_heading(level, unit.inline);
                    blocks.push(Block {
                        role: Role::Heading(heading),
                        content: Content::Text(text),
                        offset: unit.offset,
                    });
                    continue;
                }
                Form::Html(html) => {
                    blocks.push(Block {
                        role: Role::Paragraph,
                        content: Content::Html {
                            html,
                            text: unit.inline.text,
                        },
                        offset: unit.offset,
                    });
                    continue;
                }
            };
            let Content::Text(inline) = content else {
                continue;
            };
            // A line broken in the middle of a sentence is healed.
            if let Some((position, last)) = last_line_open
                && position + 1 == blocks.len()
                && last + 1 == index
                && let Some(Block {
                    content: Content::Text(first),
                    role: Role::Paragraph,
                    ..
                }) = blocks.last_mut()
                && !has_image(first)
                && !has_image(&inline)
                && is_broken(&first.text, &inline.text)
            {
                units::append(first, inline);
                // Said once for a paragraph.
                if healed != Some(position) {
                    self.note(
                        "line-healed",
                        Severity::Advice,
                        tell!("line-healed"),
                        &(at.start..at.start + 1),
                    );
                }
                healed = Some(position);
                last_line_open = Some((position, index));
                continue;
            }
            if !inline.marks.is_empty()
                && inline
                    .marks
                    .iter()
                    .any(|m| m.style == crate::model::Style::Strong)
                && self
                    .source
                    .get(at.clone())
                    .is_some_and(|t| t.contains("**"))
            {
                self.note(
                    "emphasis-leftover",
                    Severity::Advice,
                    tell!("emphasis-leftover"),
                    &at,
                );
            }
            last_line_open = Some((blocks.len(), index));
            blocks.push(Block {
                role: Role::Paragraph,
                content: Content::Text(inline),
                offset: unit.offset,
            });
        }
        join_tables(&mut blocks);
        self.find_headings(&mut blocks, head);
        self.find_closing(&mut blocks);
        self.letter.body = Body { blocks };
    }

    fn find_headings(&mut self, blocks: &mut [Block], head: &Head) {
        let opening = head.opening.is_some();
        let mut before_opening = opening;
        let mut numbered_first = false;
        let mut candidates: Vec<(usize, outline::Numbered)> = Vec::new();
        for (at, block) in blocks
            .iter_mut()
            .enumerate()
            .filter(|(_, block)| block.role == Role::Paragraph)
        {
            let Content::Text(inline) = &block.content else {
                continue;
            };
            if std::mem::take(&mut before_opening) && is_opening(&inline.text) {
                continue;
            }
            if let Some(found) = outline::numbered(&inline.text) {
                candidates.push((at, found));
            } else if let [
                Mark {
                    range,
                    style: crate::model::Style::Strong,
                },
            ] = inline.marks.as_slice()
                && *range == (0..inline.text.len())
                && inline.text.chars().count() <= outline::RUN_IN_MOST
                && !inline.text.contains(['，', '；'])
            {
                // A short paragraph that is bold as a whole is a heading without a number.
                block.role = Role::Heading(Heading {
                    level: 1,
                    marker: 0,
                    end: inline.text.len(),
                    number: None,
                });
            }
        }
        let numbered: Vec<outline::Numbered> =
            candidates.iter().map(|(_, found)| found.clone()).collect();
        for ((at, found), chosen) in candidates.into_iter().zip(outline::choose(&numbered)) {
            if !chosen {
                continue;
            }
            numbered_first |= found.heading.level == 1;
            if found.damaged {
                let offset = blocks[at].offset;
                self.warn(
                    "marker-damaged",
                    tell!("marker-damaged"),
                    &(offset..offset + found.heading.marker),
                );
            }
            blocks[at].role = Role::Heading(found.heading);
        }
        if numbered_first {
            return;
        }
        // Unnumbered 关于X。: parallel openings of at least two paragraphs.
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            if block.role == Role::Paragraph
                && let Content::Text(inline) = &block.content
                && !is_opening(&inline.text)
                && let Some(end) = outline::about_heading(&inline.text)
            {
                found.push((at, end));
            }
        }
        if found.len() >= 2 {
            for (at, end) in found {
                blocks[at].role = Role::Heading(Heading {
                    level: 1,
                    marker: 0,
                    end,
                    number: None,
                });
            }
        }
    }

    fn find_closing(&mut self, blocks: &mut [Block]) {
        let thanks = |text: &str| {
            text.contains("感谢")
                || text.contains("谢谢")
                || text.contains("致谢")
                || text.contains("谢意")
        };
        let formula = |text: &str| {
            text.chars().count() <= 12
                && !thanks(text)
                && ["特此", "此复", "专此", "以上答复"]
                    .iter()
                    .any(|word| text.starts_with(word))
        };
        let paragraphs: Vec<usize> = blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| match (&block.role, &block.content) {
                (Role::Paragraph, Content::Text(inline)) => !formula(&inline.text),
                (Role::Heading(heading), Content::Text(inline)) => heading.end < inline.text.len(),
                _ => false,
            })
            .map(|(at, _)| at)
            .collect();
        let Some((&only, rest)) = paragraphs.split_first() else {
            return;
        };
        if rest.is_empty() {
            // The whole letter in one paragraph thanks in its last sentences.
            let text = blocks[only].content.text();
            let last = text.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
            self.letter.reply.closing_thanks = last > 120 && thanks(&text[last..]);
        }
        for &at in rest.iter().rev().take(2) {
            let text = blocks[at].content.text();
            if thanks(text) && !text.starts_with("首先") && !is_opening(text) {
                self.letter.reply.closing_thanks = true;
                let starts = [
                    "最后",
                    "再次",
                    "感谢",
                    "衷心",
                    "专此",
                    "特此",
                    "诚挚",
                    "谢谢",
                    "非常感谢",
                    "再次感谢",
                    "此复",
                    "真诚",
                    "在此",
                ];
                if blocks[at].role == Role::Paragraph
                    && starts.iter().any(|start| text.starts_with(start))
                {
                    blocks[at].role = Role::Closing;
                }
            }
        }
    }
}

/// Lines of a pipe table (`| 甲 | 乙 |` over `|---|---|`) become one table; pipe lines that are none stay lines.
fn join_tables(blocks: &mut Vec<Block>) {
    let is_row = |block: &Block| {
        block.role == Role::Paragraph
            && matches!(&block.content, Content::Text(inline) if inline.text.starts_with('|') && inline.text.ends_with('|'))
    };
    let mut at = 0;
    while at < blocks.len() {
        let end = at
            + blocks[at..]
                .iter()
                .take_while(|block| is_row(block))
                .count();
        let has_delimiter = end >= at + 2
            && blocks[at + 1]
                .content
                .text()
                .chars()
                .all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if has_delimiter && end - at <= TABLE_MOST {
            let lines: Vec<&str> = blocks[at..end]
                .iter()
                .map(|block| block.content.text())
                .collect();
            if let Some((html, text)) = markdown::table(&lines.join("\n")) {
                let offset = blocks[at].offset;
                let table = Block {
                    role: Role::Paragraph,
                    content: Content::Html { html, text },
                    offset,
                };
                blocks.splice(at..end, [table]);
            }
        }
        at = end.max(at + 1);
    }
}

fn content_of(form: Form, inline: Inline) -> Content {
    match form {
        Form::Html(html) => Content::Html {
            html,
            text: inline.text,
        },
        Form::Line | Form::Heading(_) => Content::Text(inline),
    }
}

/// A Markdown heading: its level comes from its 一、 if it has one, else from its #s (## is the first below the title).
fn markdown_heading(depth: u8, inline: Inline) -> (Heading, Inline) {
    let end = inline.text.len();
    let heading = match number::read_marker(&inline.text) {
        Some(marker) => Heading {
            level: marker.level,
            marker: marker.length,
            end,
            number: Some(marker.number),
        },
        None => Heading {
            level: depth.saturating_sub(1).clamp(1, 4),
            marker: 0,
            end,
            number: None,
        },
    };
    (heading, inline)
}

fn has_image(inline: &Inline) -> bool {
    inline
        .marks
        .iter()
        .any(|mark| matches!(mark.style, crate::model::Style::Image(_)))
}

/// Whether the line break between two lines stands inside a sentence.
fn is_broken(first: &str, second: &str) -> bool {
    // Not counted to its end: a paragraph of very many lines is healed one by one.
    let count = first.chars().take(41).count();
    let Some(last) = first.chars().next_back() else {
        return false;
    };
    if count < 15 || first.ends_with(['。', '！', '？', '；', '：', '!', '?', ';', ':', '…', '.'])
    {
        return false;
    }
    let open_end = matches!(last, '，' | '、' | ',');
    let has_clauses = first.contains(['，', '。', '、', ',', '；']);
    let closing_quote = matches!(last, '”' | '》' | '）' | ')' | '’');
    let second_count = second.chars().count();
    let starts_block = number::read_marker(second).is_some()
        || tail_role(second).is_some()
        || [
            "下一步",
            "一是",
            "二是",
            "三是",
            "四是",
            "五是",
            "六是",
            "感谢",
            "最后",
            "再次",
            "此外",
            "同时",
            "关于",
            "目前",
            "近年来",
            "首先",
            "其次",
        ]
        .iter()
        .any(|s| second.starts_with(s));
    let second_is_prose =
        second.contains(['。', '；', '！']) || second_count >= 15 && second.contains(['，', '、']);
    let first_is_marked = first.len() < 600
        && outline::numbered(first).is_some_and(|found| {
            found.sureness == outline::Sureness::Heading && found.heading.end == first.len()
        });
    !starts_block
        && !first_is_marked
        && second_is_prose
        && (open_end
            || (has_clauses && count >= 25 && !closing_quote)
            || (has_clauses && count >= 40))
}
