//! What signature and footer say: who signs and when, whom to ask, what is attached.

use std::ops::Range;

use super::Reader;
use super::lines::{
    ACCESS_LINE, agencies_of, date_in_line, is_contact, is_person_and_phone, strip_stamp,
};
use super::pieced::Pieced;
use super::tail::{Tail, TailRole};
use crate::diagnostic::Severity;
use crate::messages::tell;
use crate::parse::header::{self, Field, Found};
use crate::parse::number::{self, DateReading};
use crate::parse::units::Unit;

/// Of what a line below the signature speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    /// Of the letter, or of its page.
    Letter,
    /// It follows a line that names attachments: the page's footer, or what the attachment says.
    Attachments,
    /// A text has begun that is the attachment's own.
    Annex,
}

impl Below {
    /// Of what a line speaks, after what the lines above it spoke of.
    fn then(self, role: TailRole, text: &str, signed: bool) -> Self {
        let begins = ["附件", "附 件", "附：", "附:", "附表", "附录", "另附"]
            .iter()
            .any(|word| text.starts_with(word));
        match (self, role) {
            // Attachments are named above the signature too: what signs ends their list.
            (Self::Attachments, TailRole::Agency | TailRole::AgencyAndDate(_) | TailRole::Date)
                if !signed =>
            {
                Self::Letter
            }
            (Self::Letter | Self::Attachments, TailRole::Attachment) => Self::Attachments,
            (Self::Letter | Self::Attachments, TailRole::Note) if begins => Self::Attachments,
            (Self::Letter, TailRole::Fields) if text.starts_with("相关附件") => {
                Self::Attachments
            }
            (
                Self::Attachments,
                TailRole::Note | TailRole::Agency | TailRole::AgencyAndDate(_) | TailRole::Date,
            ) => Self::Annex,
            (before, _) => before,
        }
    }

    /// Whether a field is a fact of the reply. `page` says that its line bears a label that only pages use.
    fn speaks(self, found: &Found, page: bool) -> bool {
        let of_letter = matches!(
            found.field,
            Field::ContactName
                | Field::ContactPhone
                | Field::ContactBoth
                | Field::CopiedTo
                | Field::Access
                | Field::Outcome
                | Field::Attachment
        );
        match self {
            Self::Letter => true,
            Self::Attachments => page || !header::is_ambiguous(found),
            Self::Annex => page || of_letter,
        }
    }
}

impl Reader<'_> {
    pub(super) fn read_tail(&mut self, units: &[Unit], tail: &Tail) {
        let mut offices: Vec<(String, Range<usize>)> = Vec::new();
        let mut signed = false;
        let mut below = Below::Letter;
        let mut copies = false;
        for (at, role) in tail.roles.iter().enumerate() {
            let unit = &units[tail.body_end + at];
            let text = unit.text();
            let place = unit.offset..unit.offset + unit.length;
            below = below.then(*role, text, signed);
            copies &= *role == TailRole::Value;
            if signed
                && below == Below::Letter
                && let Some(date) = signed_again(&units[tail.body_end + at..], &tail.roles[at..])
            {
                // 甲局 / 2024年5月6日 / 乙局 / 2024年5月6日: both sign. What signs another day may be another letter.
                if self.letter.reply.issued == Some(date) {
                    let office = text.split(|c: char| c.is_ascii_digit()).next();
                    let list = agencies_of(office.unwrap_or(text)).unwrap_or_default();
                    offices.extend(list.into_iter().map(|office| (office, place.clone())));
                } else if let Some(before) = self.letter.reply.issued
                    && !tail.roles[..at].contains(&TailRole::Note)
                {
                    self.warn(
                        "dates-differ",
                        tell!("dates-differ-again", date, before),
                        &place,
                    );
                }
            }
            match role {
                // The office below the date, if there is none above it.
                TailRole::Agency
                    if !signed
                        || offices.is_empty() && at > 0 && tail.roles[at - 1] == TailRole::Date =>
                {
                    let list =
                        agencies_of(text).unwrap_or_else(|| vec![strip_stamp(text).to_owned()]);
                    offices.extend(list.into_iter().map(|office| (office, place.clone())));
                }
                TailRole::AgencyRest => {
                    if let Some((office, _)) = offices.last_mut() {
                        office.push_str(strip_stamp(text));
                    }
                }
                TailRole::AgencyAndDate(date) if !signed => {
                    let office = strip_stamp(&text[..*date]);
                    let line = Pieced::of(text, unit.offset);
                    let place = line.place(self.source, 0..*date);
                    offices.extend(
                        agencies_of(office)
                            .unwrap_or_default()
                            .into_iter()
                            .map(|office| (office, place.clone())),
                    );
                    self.set_signed(text, *date, unit.offset);
                    signed = true;
                }
                TailRole::Date if !signed => {
                    self.set_signed(text, 0, unit.offset);
                    signed = true;
                }
                TailRole::Fields if is_person_and_phone(text) => {
                    self.set_contact(
                        Field::ContactBoth,
                        text.trim_matches(['（', '）', '(', ')']),
                        place,
                    );
                }
                TailRole::Fields => {
                    let bare = text.trim_end_matches([':', '：']);
                    if header::field_of(bare).is_none() {
                        let mut leader = false;
                        let fields = header::fields_of_line(text);
                        // Labels of one footer stand beside or below each other.
                        let near = match below {
                            Below::Attachments => at.saturating_sub(1)..at + 2,
                            Below::Letter | Below::Annex => at..at + 1,
                        };
                        let page = near
                            .filter(|near| tail.roles.get(*near) == Some(&TailRole::Fields))
                            .flat_map(|near| {
                                header::fields_of_line(units[tail.body_end + near].text())
                            })
                            .any(|found| header::is_of_page(&found));
                        for mut found in fields {
                            if !below.speaks(&found, page) {
                                continue;
                            }
                            if found.field == Field::ContactPhone && leader {
                                found.field = Field::Other;
                            }
                            leader = found.label.starts_with("主办")
                                || found.field == Field::Other
                                    && ["领导", "负责人", "责任人"]
                                        .iter()
                                        .any(|who| found.label.contains(who));
                            copies = found.field == Field::CopiedTo;
                            self.apply_tail_field(found, unit.offset);
                        }
                    } else if let Some(TailRole::Value) = tail.roles.get(at + 1) {
                        let value = &units[tail.body_end + at + 1];
                        let field = header::field_of(bare).unwrap_or(Field::Other);
                        let found = Found {
                            field,
                            label: bare.to_owned(),
                            value: value.text().to_owned(),
                            offset: 0,
                        };
                        copies = field == Field::CopiedTo;
                        if !copies && below.speaks(&found, header::is_of_page(&found)) {
                            self.apply_tail_field(found, value.offset);
                        }
                    }
                }
                // The list of the line above goes on.
                TailRole::Value if copies => self.apply_tail_field(
                    Found {
                        field: Field::CopiedTo,
                        label: String::new(),
                        value: text.to_owned(),
                        offset: 0,
                    },
                    unit.offset,
                ),
                TailRole::Attachment => {
                    let value = text.trim_start_matches(['附', '件', ' ', '：', ':']);
                    self.add_attachment(value, place);
                }
                TailRole::Access => self.set_access(text, place),
                TailRole::Outcome => self.set_outcome(text, place),
                TailRole::Furniture => self.leave_out(place),
                _ => {}
            }
        }
        if let Some(((first, place), rest)) = offices.split_first() {
            self.letter.reply.agency = Some(first.clone());
            self.origin("agency", place.clone());
            if !rest.is_empty() {
                self.letter.reply.co_agencies =
                    rest.iter().map(|(office, _)| office.clone()).collect();
                self.origin("co_agencies", rest[0].1.clone());
            }
        } else if let Some(place) = self.letter.origins.get("header_agency").cloned() {
            self.note(
                "agency-from-header",
                Severity::Advice,
                tell!("agency-from-header"),
                &place,
            );
        }
    }

    /// The signed date that stands from byte `from` of a line on, and what stands behind it; the line begins at `offset`.
    fn set_signed(&mut self, text: &str, from: usize, offset: usize) {
        let range = date_in_line(&text[from..]).unwrap_or(0..text.len() - from);
        let (start, end) = (from + range.start, from + range.end);
        let line = Pieced::of(text, offset);
        let date = line.place(self.source, start..end);
        self.set_issued(text[start..end].trim(), date, true);
        let rest = text[end..].trim();
        if rest.is_empty() {
            return;
        }
        let at = line.place(self.source, end..text.len());
        if header::outcome_letter(rest).is_some() {
            self.set_outcome(rest, at);
        } else if ACCESS_LINE.is_match(rest) {
            self.set_access(rest, at);
        } else if is_contact(rest) {
            self.apply_line(rest, at.start);
        }
    }

    fn apply_tail_field(&mut self, found: Found, offset: usize) {
        // Dates and offices below a letter belong to the page; the signature has spoken.
        if matches!(found.field, Field::Title | Field::Agency if self.letter.reply.agency.is_some())
        {
            return;
        }
        self.apply_field(found, offset);
    }
}

/// The date that an office signs where these units begin: on the same line, or on the next.
fn signed_again(units: &[Unit], roles: &[TailRole]) -> Option<jiff::civil::Date> {
    let date = match roles {
        [TailRole::Agency, TailRole::Date, ..] => units[1].text(),
        [TailRole::AgencyAndDate(from), ..] => &units[0].text()[*from..],
        _ => return None,
    };
    match number::read_date_line(date) {
        Some(DateReading::Certain(date)) => Some(date),
        _ => match number::find_date(date)?.0 {
            DateReading::Certain(date) => Some(date),
            _ => None,
        },
    }
}
