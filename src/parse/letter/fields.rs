//! One field of a letter: from the words behind its label to a fact.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lines::{DOCUMENT_NUMBER, DOCUMENT_NUMBER_APART, is_cited, strip_stamp, unquote};
use super::preamble::pieces_of;
use super::{Reader, shorten};
use crate::messages::tell;
use crate::model::{Access, Attachment};
use crate::parse::header::{self, Field, Found};
use crate::parse::names;
use crate::parse::number::{self, DateReading};
use crate::parse::title::{self, Candidate};

static SPACED_FIGURES: LazyLock<Regex> = LazyLock::new(|| number::pattern(r"\s*([0-9０-９]+)\s*"));

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    number::pattern(
        r"(?:[（(]?[0０][0-9０-９]{2,3}[）)]?\s*[-－—–]?\s*)?[0-9０-９]{7,8}(?:\s*[-转]\s*[0-9]{1,5})?|1[3-9][0-9]{9}|1[3-9][0-9][*＊xX×]{4}[0-9]{4}|[0-9]{3,4}[-—][0-9]{3,4}[-—]?[0-9]{3,4}",
    )
});

impl Reader<'_> {
    /// Chooses the title; lines above the letter that nothing else claims are added to `notes`.
    /// The fields of a line, in order; a telephone after 分管领导 is the leader's.
    pub(super) fn apply_line(&mut self, text: &str, offset: usize) {
        let mut leader = false;
        for mut found in header::fields_of_line(text) {
            if found.field == Field::ContactPhone && leader {
                found.field = Field::Other;
            }
            leader = found.label.starts_with("主办")
                || found.field == Field::Other
                    && (found.label.contains("领导")
                        || found.label.contains("负责人")
                        || found.label.contains("责任人"));
            self.apply_field(found, offset);
        }
    }

    pub(super) fn apply_field(&mut self, found: Found, unit_offset: usize) {
        let at = unit_offset + found.offset..unit_offset + found.offset + found.value.len();
        let value = found.value.trim();
        if value.is_empty() || matches!(value, "无" | "/" | "-" | "—") {
            return;
        }
        let begins = at.start;
        match found.field {
            Field::Title => {
                let stripped = title::strip_site_tail(value);
                let text = title::squeeze_digits(stripped);
                self.titles.push(Candidate {
                    text,
                    offset: at.start,
                    length: value.len(),
                    lines: 1,
                    first: 0,
                    labelled: true,
                });
            }
            Field::ProposalTitle => self.offer_proposal_title(value, at),
            Field::DocumentNumber => self.set_document_number(value, at.start),
            Field::Issued => self.set_issued(value, at, false),
            Field::Published => self.set_published(value, at),
            Field::Session => {
                if let Some((session, _)) = number::find_session(value) {
                    self.letter.reply.session.get_or_insert(session);
                    self.origin("session", at);
                }
                self.header.push(&format!("{value}\n"), begins);
            }
            Field::CaseNumber if DOCUMENT_NUMBER.is_match(value) => {
                self.set_document_number(value, at.start);
            }
            Field::CaseNumber => {
                let digits = value.trim_start_matches('第').trim_end_matches('号').trim();
                // 编号：LT-24 numbers something else.
                let foreign = digits.contains(['-', '－'])
                    && digits.contains(|c: char| c.is_ascii_alphabetic())
                    && found.label == "编号";
                if !foreign
                    && digits.chars().any(|c| number::digit_value(c).is_some())
                    && digits.chars().count() <= 16
                    && !digits.contains(['〔', '/', '['])
                {
                    self.letter
                        .reply
                        .case_number
                        .get_or_insert_with(|| digits.to_owned());
                    self.origin("case_number", at);
                } else {
                    self.letter
                        .reply
                        .other
                        .push((found.label, value.to_owned()));
                }
            }
            Field::Askers => {
                if self.letter.reply.askers.is_empty() {
                    let (value, more) = match value.find('等') {
                        Some(cut) => (&value[..cut], true),
                        None => (value, false),
                    };
                    self.letter.reply.askers = names::split_names(value);
                    self.letter.reply.askers_more = more;
                    self.origin("askers", at);
                }
                if found.label.contains("代表") {
                    self.header.push("代表建议\n", begins);
                }
            }
            Field::Agency => {
                // 发布机构 and 承办单位 speak only where nobody signs.
                if !self.letter.origins.contains_key("header_agency") {
                    let offices = split_offices(value);
                    if let Some(first) = offices.first() {
                        self.letter.reply.header_agency = Some(first.clone());
                        self.origin("header_agency", at);
                    }
                }
            }
            Field::CoAgencies => {
                self.letter.reply.co_agencies = split_offices(value);
                self.origin("co_agencies", at);
            }
            Field::Source => {
                let cut = header::unlabelled_date(value)
                    .map_or(value.len(), |date| value.len() - date.len());
                let value = value[..cut].trim_end();
                self.letter
                    .reply
                    .source
                    .get_or_insert_with(|| value.to_owned());
                self.origin("source", at);
            }
            Field::Signatory => {
                self.letter
                    .reply
                    .signatory
                    .get_or_insert_with(|| value.to_owned());
                self.origin("signatory", at);
            }
            Field::Outcome => match header::read_outcome(value) {
                header::Outcome::Letter(_) => self.set_outcome(value, at),
                reading => {
                    if reading == header::Outcome::Unclear {
                        self.warn(
                            "outcome-missing",
                            tell!(
                                "outcome-unticked",
                                label = found.label.as_str(),
                                value = shorten(value)
                            ),
                            &at,
                        )
                        .hint = Some(tell!("outcome-missing.hint", label = found.label.as_str()));
                    }
                    self.letter
                        .reply
                        .other
                        .push((found.label, value.to_owned()));
                }
            },
            Field::Access => self.set_access(value, at),
            Field::ContactName | Field::ContactPhone | Field::ContactBoth => {
                self.set_contact(found.field, value, at);
            }
            Field::CopiedTo => {
                let value = value.trim_end_matches('。');
                let list = value
                    .split(['，', ',', '、', '；', ';'])
                    .map(|part| part.trim().to_owned())
                    .filter(|part| !part.is_empty());
                self.letter.reply.copied_to.extend(list);
                self.origin("copied_to", at);
            }
            Field::Attachment => self.add_attachment(value, at),
            Field::Topics => {
                let list = value
                    .split(['，', ',', '、', '；', ';', ' ', '　'])
                    .map(|part| part.trim().to_owned())
                    .filter(|part| !part.is_empty());
                self.letter.reply.topics.extend(list);
                self.origin("topics", at);
            }
            Field::Other => self.letter.reply.other.push((
                found.label.chars().filter(|c| !c.is_whitespace()).collect(),
                value.to_owned(),
            )),
            Field::LetterBegins | Field::Furniture => {}
        }
    }

    pub(super) fn offer_proposal_title(&mut self, text: &str, at: Range<usize>) {
        if self.letter.reply.proposal_title.is_none() {
            let name = unquote(text);
            self.letter.reply.proposal_title = Some(name.to_owned());
            self.origin("proposal_title", at);
        }
    }

    pub(super) fn set_document_number(&mut self, value: &str, offset: usize) {
        let at = offset..offset + value.len();
        if let Some(before) = self.letter.reply.document_number.clone() {
            if DOCUMENT_NUMBER.is_match(value)
                && !is_cited(value)
                && crate::text::document_key(&before) != crate::text::document_key(value)
            {
                self.contradicts("document_number", &before, value, &at);
            }
            return;
        }
        // 字号：【大 中 小】 is about the size of the letters.
        if !value.contains(|c| number::digit_value(c).is_some()) {
            return;
        }
        // 文号：澜建函〔2023〕5号 （A类）
        if let Some(found) = DOCUMENT_NUMBER_APART
            .captures(value)
            .and_then(|found| found.name("n"))
            && found.start() == 0
            && pieces_of(value).is_some()
        {
            let rest = value[found.end()..].trim();
            if header::outcome_letter(rest).is_some() {
                self.set_outcome(rest, at.clone());
            }
            return self.set_document_number(found.as_str(), offset);
        }
        if DOCUMENT_NUMBER
            .captures(value)
            .is_none_or(|found| found.get(0).map_or("", |m| m.as_str()) != value)
        {
            self.warn(
                "document-number-damaged",
                tell!("document-number-damaged", value),
                &at,
            )
            .hint = Some(tell!("document-number-damaged.hint"));
        }
        let value = SPACED_FIGURES.replace_all(value.trim(), "$1").into_owned();
        self.letter.reply.document_number = Some(value);
        self.origin("document_number", at);
    }

    pub(super) fn set_issued(&mut self, value: &str, at: Range<usize>, signed: bool) {
        let reading = if signed {
            number::read_date_line(value)
        } else {
            number::find_date(value)
                .map(|(reading, _)| reading)
                .or_else(|| number::read_date_line(value))
        };
        let date = match reading {
            Some(DateReading::Certain(date)) => date,
            Some(DateReading::Stripped(date)) => {
                self.warn("date-stripped", tell!("date-stripped", value, date), &at)
                    .hint = Some(tell!("date-stripped.hint"));
                date
            }
            _ => {
                self.warn(
                    "date-unreadable",
                    tell!("date-unreadable", date = shorten(value)),
                    &at,
                )
                .hint = Some(tell!("date-unreadable.hint"));
                return;
            }
        };
        match self.letter.reply.issued {
            Some(before) if before != date && signed => {
                self.warn("dates-differ", tell!("dates-differ", date, before), &at);
                self.letter.origins.remove("issued");
            }
            Some(_) if !signed => return,
            _ => {}
        }
        self.letter.reply.issued = Some(date);
        self.origin("issued", at);
    }

    pub(super) fn set_published(&mut self, value: &str, at: Range<usize>) {
        if self.letter.reply.published.is_some() {
            return;
        }
        match number::read_published(value) {
            Some(published) => {
                self.letter.reply.published = Some(published);
                self.origin("published", at);
            }
            None => {
                self.warn(
                    "date-unreadable",
                    tell!("date-unreadable", date = shorten(value)),
                    &at,
                )
                .hint = Some(tell!("date-unreadable-published.hint"));
            }
        }
    }

    pub(super) fn set_outcome(&mut self, value: &str, at: Range<usize>) {
        let letter = header::outcome_letter(value).or_else(|| header::outcome_value(value));
        if let Some(letter) = letter {
            match self.letter.reply.outcome {
                Some(before) if before != letter => {
                    self.contradicts("outcome", &before.to_string(), &letter.to_string(), &at);
                }
                _ => self.letter.reply.outcome = Some(letter),
            }
            self.origin("outcome", at);
        }
    }

    pub(super) fn set_access(&mut self, value: &str, at: Range<usize>) {
        if let Some(access) = Access::read(value) {
            self.letter.reply.access.get_or_insert(access);
            self.origin("access", at);
        }
    }

    pub(super) fn set_contact(&mut self, field: Field, value: &str, at: Range<usize>) {
        let phone = PHONE.find(value);
        let value_phone = match (field, phone) {
            (Field::ContactPhone, Some(found))
                if value[..found.start()].chars().any(names::is_han) =>
            {
                Some(value[found.start()..].trim_end_matches(['。', '）', ')', '；', ' ']))
            }
            (Field::ContactPhone, Some(_)) => Some(value.trim_end_matches(['。', '）', ')', '；'])),
            (_, Some(found)) => {
                Some(value[found.start()..].trim_end_matches(['。', '）', ')', '；', ' ']))
            }
            // 12345
            (Field::ContactPhone, None)
                if value.len() == 5
                    && value.bytes().all(|b| b.is_ascii_digit())
                    && value.starts_with(['1', '9']) =>
            {
                Some(value)
            }
            _ => None,
        };
        if let Some(phone) = value_phone.map(without_words) {
            self.letter
                .reply
                .contact
                .phone
                .get_or_insert_with(|| phone.to_owned());
            self.origin("contact_phone", at.clone());
        }
        let name = phone.map_or(value, |found| &value[..found.start()]);
        // 联系方式：王平 2213456
        let stray = field == Field::ContactPhone
            && names::contact_person(
                name.trim_end_matches(['，', ',', '：', ':', ' ', '　', '（', '(']),
            )
            .is_some();
        if field != Field::ContactPhone || stray {
            let name = name.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '，' | ','
                            | '、'
                            | '：'
                            | ':'
                            | '；'
                            | '（'
                            | '('
                            | '）'
                            | ')'
                            | '。'
                            | '电'
                            | '话'
                    )
            });
            let whole: String = name.chars().filter(|c| !c.is_whitespace()).collect();
            let persons = names::split_names(name);
            // 办公室 is whom to ask for, and no one's name.
            let is_name = |person: &&String| names::is_person(person) && !names::is_body(person);
            // 市卫生健康委医政处 章海波
            let after_office = persons.len() > 1
                && persons[..persons.len() - 1]
                    .iter()
                    .all(|part| names::is_body(part))
                && persons.last().is_some_and(|last| is_name(&last));
            if after_office
                || !whole.is_empty()
                    && !persons.is_empty()
                    && persons.iter().all(|person| is_name(&person))
            {
                let shown = match persons.last() {
                    Some(last) if after_office || persons.len() == 1 => last.clone(),
                    _ => name.to_owned(),
                };
                let shown = names::contact_person(&shown).map_or(shown.clone(), str::to_owned);
                self.letter.reply.contact.name.get_or_insert(shown);
                self.origin("contact_name", at);
            } else if let Some(person) = names::contact_person(name) {
                let shown = person.to_owned();
                self.letter.reply.contact.name.get_or_insert(shown);
                self.origin("contact_name", at);
            }
        }
    }

    pub(super) fn add_attachment(&mut self, value: &str, at: Range<usize>) {
        let marker = number::read_marker(value).map_or(0, |marker| marker.length);
        let title = value[marker..].trim().trim_end_matches(['。', '；', ';']);
        if !title.is_empty() {
            self.letter.reply.attachments.push(Attachment {
                title: title.to_owned(),
                file: None,
            });
            self.origin("attachments", at);
        }
    }
}

/// The telephones that a text begins with, up to the first word: 转 and 分机 belong to a number, 市财政局王某 does not.
fn without_words(text: &str) -> &str {
    let mut end = text.len();
    for (at, c) in text.char_indices().filter(|(_, c)| names::is_han(*c)) {
        let rest = &text[at..];
        let extension = c == '转'
            || rest.starts_with("分机")
            || c == '机' && text[..at].ends_with('分')
            || c == '号' && text[..at].ends_with("分机");
        if !extension {
            end = at;
            break;
        }
    }
    let cut = text[..end].trim();
    if end == text.len() {
        return cut;
    }
    cut.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '，' | ','
                    | '、'
                    | '；'
                    | ';'
                    | '/'
                    | '（'
                    | '('
                    | '【'
                    | '['
                    | '：'
                    | ':'
                    | '。'
                    | '“'
            )
    })
}

fn split_offices(value: &str) -> Vec<String> {
    value
        .split(['、', '，', ',', '；', ';', ' ', '　'])
        .map(|part| strip_stamp(part).to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_holds_no_words() {
        for (text, phone) in [
            ("0888-2213456，市财政局王某", "0888-2213456"),
            ("0888-2213456、2213457", "0888-2213456、2213457"),
            ("0888-2213456转8012", "0888-2213456转8012"),
            ("0888-2213456分机8012", "0888-2213456分机8012"),
            ("0888-2213456（办公室", "0888-2213456"),
            ("（0888）2213456", "（0888）2213456"),
            ("2213456；手机：13900000000", "2213456"),
        ] {
            assert_eq!(without_words(text), phone, "{text}");
        }
    }
}
