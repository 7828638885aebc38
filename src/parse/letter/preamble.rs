//! What stands above the letter: its title, and the header's fields.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{
    ACCESS_LINE, DOCUMENT_NUMBER, DOCUMENT_NUMBER_APART, DOCUMENT_NUMBER_FORM, is_cited, unquote,
};
use super::{Reader, shorten};
use crate::diagnostic::Severity;
use crate::messages::tell;
use crate::parse::header::{self, Field, Found};
use crate::parse::names;
use crate::parse::number;
use crate::parse::title::{self, Candidate};
use crate::parse::units::{Form, Unit};

/// A 文号 in brackets at the end of a title.
static DOCUMENT_NUMBER_LAST: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(&format!(
        r"(?:答复|复函|回复|函|函复|报告|意见|情况)\s*[（(【]\s*(?P<n>{DOCUMENT_NUMBER_FORM})\s*[）)】]$"
    ))
});

static OUTCOME_LAST: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"(?:答复|复函|回复|函|函复|报告|意见|情况)\s*[（(【]\s*([A-DＡ-Ｄ]\s*类?)\s*[）)】]$",
    )
});

impl Reader<'_> {
    /// Reads title and header; returns the units that are part of the text although they stand above it.
    pub(super) fn read_preamble(&mut self, units: &[Unit], signer: Option<&str>) -> Vec<usize> {
        let mut lines: Vec<(String, usize, usize)> = Vec::new();
        let mut waiting: Option<Found> = None;
        let mut notes: Vec<usize> = Vec::new();
        let mut values_below = false;
        for (index, unit) in units.iter().enumerate() {
            let text = unit.text();
            let at = unit.offset..unit.offset + unit.length;
            if matches!(unit.form, Form::Html(_)) {
                notes.push(index);
                continue;
            }
            if let Some(row) = header::fields_of_row(text) {
                for found in row {
                    self.apply_field(found, unit.offset);
                }
                continue;
            }
            let bare = text.trim_end_matches([':', '：']).trim_end();
            if let Some(field) = header::field_of(bare).filter(|_| !header::is_furniture(text)) {
                // A label over its value; 来源： with nothing after it is empty, unless its neighbours have theirs
                // on the next line.
                let colon = bare.len() < text.len();
                let next = units.get(index + 1).map_or("", Unit::text);
                let waits = !colon || suits(field, next, values_below);
                waiting = (waits && field != Field::LetterBegins).then(|| Found {
                    field,
                    label: bare.to_owned(),
                    value: String::new(),
                    offset: 0,
                });
                values_below |= colon && waits;
                continue;
            }
            if let Some(mut found) = waiting.take() {
                text.clone_into(&mut found.value);
                self.apply_field(found, unit.offset);
                continue;
            }
            if let Some(pieces) = pieces_of(text) {
                for piece in pieces {
                    self.read_piece(
                        piece,
                        unit.offset + (piece.as_ptr() as usize - text.as_ptr() as usize),
                    );
                }
                continue;
            }
            if (header::starts_with_field(text) || header::holds_fields(text))
                && !header::is_labelled_prose(text)
            {
                self.apply_line(text, unit.offset);
                if let Some(date) = header::unlabelled_date(text)
                    && number::read_published(date).is_some()
                {
                    self.set_published(date, at);
                }
                continue;
            }
            // The site's name, a government's, above a title that an office of it signs.
            let site = text.ends_with("人民政府")
                && names::is_body(text)
                && signer.is_some_and(|office| !office.ends_with("政府"))
                && units
                    .get(index + 1)
                    .is_some_and(|next| title::is_complete(next.text()));
            if header::is_furniture(text) || site {
                self.leave_out(at);
            } else if let Some((number, title)) = number_and_title(text) {
                self.set_document_number(number, unit.offset);
                let start = title.as_ptr() as usize - text.as_ptr() as usize;
                lines.push((title.to_owned(), unit.offset + start, index));
            } else if let Some(found) = DOCUMENT_NUMBER.captures(text)
                && !is_cited(text)
            {
                if let Some(number) = found.name("n") {
                    self.set_document_number(number.as_str(), unit.offset + number.start());
                }
                if let Some(signatory) = found.name("s") {
                    self.letter
                        .reply
                        .signatory
                        .get_or_insert_with(|| signatory.as_str().trim().to_owned());
                }
            } else if header::outcome_letter(text).is_some() {
                self.set_outcome(text, at);
            } else if ACCESS_LINE.is_match(text) {
                self.set_access(text, at);
            } else if number::read_date_line(text).is_some()
                || text.len() < 40 && number::find_date(text).is_some_and(|(_, r)| r.start == 0)
            {
                // （2024年5月6日） below a title is the document's own date.
                if text.starts_with(['（', '(']) && text.contains('年') {
                    self.set_issued(text, at, false);
                } else {
                    self.set_published(text, at);
                }
            } else if let Some(date) = header::unlabelled_date(text)
                && number::read_published(date).is_some()
            {
                self.set_published(date, at);
            } else {
                lines.push((text.to_owned(), unit.offset, index));
            }
        }
        let mut candidates = title::join_lines(&lines);
        candidates.append(&mut self.titles);
        self.choose_title(&candidates, units, &mut notes);
        notes.sort_unstable();
        notes
    }

    /// A piece of a line above the letter: （A类）, 签发人：…, a document number.
    fn read_piece(&mut self, piece: &str, offset: usize) {
        let at = offset..offset + piece.len();
        if let Some(number) = DOCUMENT_NUMBER
            .captures(piece)
            .and_then(|found| found.name("n"))
        {
            self.set_document_number(number.as_str(), offset + number.start());
        } else if header::outcome_letter(piece).is_some() {
            self.set_outcome(piece, at);
        } else if ACCESS_LINE.is_match(piece) {
            self.set_access(piece, at);
        } else if number::read_date_line(piece).is_some() {
            self.set_issued(piece, at, false);
        } else {
            self.apply_line(piece, offset);
        }
    }

    fn choose_title(&mut self, candidates: &[Candidate], units: &[Unit], notes: &mut Vec<usize>) {
        let place = |candidate: &Candidate| {
            let last = units.get(candidate.first + candidate.lines - 1);
            let end = match last.filter(|_| !candidate.labelled) {
                Some(last) => last.offset + last.length,
                None => candidate.offset + candidate.length,
            };
            candidate.offset..end
        };
        let best = candidates
            .iter()
            .enumerate()
            // Among equals the one nearest to the letter: what stands above it is the page's title.
            .max_by_key(|(at, candidate)| (title::score(candidate), *at))
            .filter(|(_, candidate)| {
                !names::is_body(&candidate.text)
                    && (title::score(candidate) > -20 || candidates.len() == 1)
            })
            .map(|(at, _)| at);
        if let Some(best) = best {
            let chosen = &candidates[best];
            let at = place(chosen);
            self.letter.reply.title.clone_from(&chosen.text);
            self.letter.reply.title_truncated = title::is_truncated(&chosen.text);
            let lines = chosen.lines;
            self.origin("title", at.clone());
            // …的答复（澜建函〔2024〕27号）, …的答复（A类）
            if let Some(number) = DOCUMENT_NUMBER_LAST
                .captures(&chosen.text)
                .and_then(|found| found.name("n"))
            {
                self.set_document_number(number.as_str(), at.start);
            }
            if let Some(letter) = OUTCOME_LAST
                .captures(&chosen.text)
                .and_then(|found| found.get(1))
            {
                self.set_outcome(letter.as_str(), at.clone());
            }
            if lines > 1 {
                self.note(
                    "title-split",
                    Severity::Advice,
                    tell!("title-split", lines),
                    &at,
                );
            }
            if self.letter.reply.title_truncated {
                self.warn("title-truncated", tell!("title-truncated"), &at)
                    .hint = Some(tell!("title-truncated.hint"));
            }
        }
        let title_text = self.letter.reply.title.clone();
        for (at, candidate) in candidates.iter().enumerate() {
            if Some(at) == best {
                continue;
            }
            let place = place(candidate);
            let text = candidate.text.as_str();
            self.header.push(&format!("{text}\n"), place.start);
            let stem = text.trim_end_matches(['.', '…', ' ']);
            if text == title_text || (!stem.is_empty() && title_text.starts_with(stem)) {
                self.note(
                    "title-repeated",
                    Severity::Advice,
                    tell!("title-repeated"),
                    &place,
                );
                self.leave_out(place);
            } else if title::is_complete(text)
                && title::score(candidate) >= 30
                && !is_proposal_name(text)
            {
                self.note(
                    "title-differs",
                    Severity::Advice,
                    tell!("title-differs"),
                    &place,
                );
                self.leave_out(place);
            } else if is_proposal_name(text) {
                self.offer_proposal_title(text, place);
            } else if names::is_body(text)
                || text.ends_with("文件")
                || text.ends_with("网站")
                || text.ends_with("公开")
                || candidate.labelled
            {
                self.leave_out(place);
            } else {
                self.warn(
                    "header-unread",
                    tell!("header-unread", text = shorten(text)),
                    &place,
                );
                for index in candidate.first..(candidate.first + candidate.lines).min(units.len()) {
                    notes.push(index);
                }
            }
        }
    }
}

/// Whether the line below a label with nothing after its colon is the label's value.
fn suits(field: Field, next: &str, values_below: bool) -> bool {
    let length = next.chars().count();
    if next.is_empty()
        || length > 40
        || header::starts_with_field(next)
        || header::field_of(next.trim_end_matches([':', '：'])).is_some()
        || title::is_complete(next)
        || next.starts_with("关于")
    {
        return false;
    }
    match field {
        Field::Published | Field::Issued => number::read_published(next).is_some(),
        Field::DocumentNumber => DOCUMENT_NUMBER.is_match(next),
        Field::Outcome => header::outcome_letter(next).is_some(),
        Field::Access => ACCESS_LINE.is_match(next),
        Field::Furniture | Field::LetterBegins => false,
        _ => values_below || !next.chars().any(names::is_han),
    }
}

/// `澜建函〔2023〕5号 关于…的答复`: a document number and a title on one line.
fn number_and_title(text: &str) -> Option<(&str, &str)> {
    let number = DOCUMENT_NUMBER_APART.captures(text)?.name("n")?;
    let title = text[number.end()..].trim_start();
    (number.start() == 0
        && !is_cited(number.as_str())
        && (title.starts_with("关于") || title.starts_with('对'))
        && title::is_complete(title))
    .then(|| (number.as_str(), title))
}

/// The pieces of a line such as `（A类）    签发人：王平` or `澜建提字〔2024〕27号 A`; `None` if it is no such line,
/// or one thing only.
pub(super) fn pieces_of(text: &str) -> Option<Vec<&str>> {
    if text.len() > 200 {
        return None;
    }
    let mut pieces = Vec::new();
    (split_pieces(text, &mut pieces) && pieces.len() > 1).then_some(pieces)
}

fn split_pieces<'t>(text: &'t str, pieces: &mut Vec<&'t str>) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return true;
    }
    let known = |piece: &str| {
        header::outcome_letter(piece).is_some()
            || DOCUMENT_NUMBER.is_match(piece)
            || ACCESS_LINE.is_match(piece)
            || piece.contains('年') && number::read_date_line(piece).is_some()
    };
    if known(text) && !(DOCUMENT_NUMBER.is_match(text) && text.contains("签发人")) {
        pieces.push(text);
        return true;
    }
    // A 文号 apart, behind nothing or behind a label that may have it beside its value.
    if let Some(number) = DOCUMENT_NUMBER_APART
        .captures(text)
        .and_then(|found| found.name("n"))
    {
        let before = text[..number.start()].trim();
        let own = header::fields_of_line(before).last().map_or(
            split_pieces(before, &mut Vec::new()),
            |last| match last.field {
                Field::DocumentNumber | Field::CaseNumber => last.value.is_empty(),
                Field::Signatory | Field::Outcome | Field::Access => !last.value.is_empty(),
                _ => false,
            },
        );
        if !own || is_cited(number.as_str()) {
            return false;
        }
        let label_only = header::fields_of_line(before)
            .last()
            .is_some_and(|last| last.value.is_empty());
        if !before.is_empty() && !label_only && !split_pieces(before, pieces) {
            return false;
        }
        pieces.push(number.as_str());
        return split_pieces(&text[number.end()..], pieces);
    }
    if header::starts_with_field(text) {
        pieces.push(text);
        return true;
    }
    if let Some((first, rest)) = text.split_once(char::is_whitespace)
        && known(first)
    {
        pieces.push(first);
        return split_pieces(rest, pieces);
    }
    false
}

/// Whether a line is the name of a proposal and not of a reply to one.
pub(super) fn is_proposal_name(text: &str) -> bool {
    let inner = unquote(text);
    let ends = ["提案", "建议", "议案", "提议"]
        .iter()
        .any(|end| inner.ends_with(end));
    ends && !inner.contains("答复")
        && (inner.contains("关于") || inner.contains('的'))
        && !inner.contains('届')
}
