//! Rows → documents: which row is about which, and what it adds.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::{Cell, Column, Ledger, Row, values};
use crate::diagnostic::Diagnostic;
use crate::messages::{self, tell};
use crate::model::{Access, Published, Reply};
use crate::parse::{self, DateReading};
use crate::text::{case_key, document_key, normalise};

/// Where a document says a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Line, from 1.
    pub line: u32,
    /// Whether it is front matter, which wins over the ledger.
    pub front: bool,
}

/// Where a document says its facts, by their names.
pub type Known = BTreeMap<&'static str, Origin>;

/// A document as the ledger sees it.
#[derive(Debug)]
pub struct Record<'d> {
    /// Its path below `content/`.
    pub path: &'d str,
    /// Its facts.
    pub reply: &'d mut Reply,
    /// Where it says them.
    pub origins: &'d Known,
    /// Findings about it.
    pub diagnostics: &'d mut Vec<Diagnostic>,
}

/// Rows and documents that a message names, at most.
const NAMED_MOST: usize = 5;

impl Ledger {
    /// Completes the facts of all documents; what is found on the way is added to `found`. Gives the row of each, from 1.
    pub fn complete(
        &self,
        records: &mut [Record<'_>],
        today: Date,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Option<u32>> {
        let index = Index::new(records);
        let mut row_of: Vec<Option<usize>> = vec![None; records.len()];
        for (number, row) in self.rows.iter().enumerate() {
            let Some((_, first)) = row.cells.first() else {
                continue;
            };
            let cell = row.key().unwrap_or(first);
            match index.find(row, records).as_slice() {
                [] => found.push(
                    self.at(
                        Diagnostic::warning(
                            "ledger-row-alone",
                            match row.key() {
                                Some(key) => tell!(
                                    "ledger-row-alone",
                                    column = row.key_name(),
                                    value = key.text
                                ),
                                None => tell!("ledger-row-unnamed"),
                            },
                        )
                        .hint(tell!("ledger-row-alone.hint")),
                        cell,
                    ),
                ),
                [one] => match row_of[*one] {
                    None => row_of[*one] = Some(number),
                    Some(before) => {
                        let other = self.rows[before].cells.first();
                        let other = other.map_or(0, |(_, cell)| cell.row + 1);
                        found.push(
                            self.at(
                                Diagnostic::warning(
                                    "ledger-row-twice",
                                    tell!("ledger-row-twice", path = records[*one].path, other),
                                )
                                .hint(tell!("ledger-row-twice.hint")),
                                cell,
                            ),
                        );
                        // The stricter of two rows holds: what must not be published is not.
                        self.access(row, &mut records[*one], found);
                    }
                },
                several => self.complain_of_several(row, cell, several, records, found),
            }
        }
        for (record, number) in records.iter_mut().zip(&row_of) {
            match number {
                Some(number) => self.merge(&self.rows[*number], record, today, found),
                None if record.reply.withdrawn.is_none() && !self.rows.is_empty() => {
                    record.diagnostics.push(
                        Diagnostic::advice(
                            "ledger-document-alone",
                            tell!("ledger-document-alone", ledger = self.path),
                        )
                        .in_file(format!("content/{}", record.path))
                        .hint(tell!("ledger-document-alone.hint")),
                    );
                }
                None => {}
            }
        }
        let in_file = |row: &usize| self.rows[*row].cells.first().map(|(_, cell)| cell.row + 1);
        row_of
            .iter()
            .map(|row| row.as_ref().and_then(in_file))
            .collect()
    }

    fn complain_of_several(
        &self,
        row: &Row,
        cell: &Cell,
        several: &[usize],
        records: &[Record<'_>],
        found: &mut Vec<Diagnostic>,
    ) {
        let mut names: Vec<String> = several
            .iter()
            .take(NAMED_MOST)
            .map(|at| format!("content/{}", records[*at].path))
            .collect();
        if several.len() > NAMED_MOST {
            names.push(tell!("ledger-more", count = several.len() - NAMED_MOST));
        }
        let names = messages::names(&names);
        let access = row.get(Column::Access);
        let private = access.filter(|access| values::access(&access.text) != Some(Access::Public));
        found.push(match private {
            Some(access) => self.at(
                Diagnostic::error(
                    "ledger-access",
                    tell!("ledger-access-several", access = access.text, names),
                )
                .hint(tell!("ledger-access-several.hint")),
                access,
            ),
            None => self.at(
                Diagnostic::warning("ledger-ambiguous", tell!("ledger-ambiguous", names))
                    .hint(tell!("ledger-ambiguous.hint")),
                cell,
            ),
        });
    }

    fn merge(&self, row: &Row, record: &mut Record<'_>, today: Date, found: &mut Vec<Diagnostic>) {
        self.access(row, record, found);
        if record.reply.withdrawn.is_some() {
            return;
        }
        let dates = (record.reply.issued, record.reply.published);
        for (column, cell) in &row.cells {
            let text = cell.text.as_str();
            if matches!(text, "/" | "-" | "—" | "——" | "无") {
                continue;
            }
            let mut merge = Merge {
                ledger: self,
                record,
                cell,
                found,
            };
            match column {
                Column::File | Column::Access => {}
                Column::CaseNumber => merge.text_by(
                    "case_number",
                    values::case_number(text),
                    |r| &mut r.case_number,
                    case_key,
                ),
                Column::DocumentNumber => merge.text_by(
                    "document_number",
                    text.to_owned(),
                    |r| &mut r.document_number,
                    document_key,
                ),
                Column::ProposalTitle => merge.text_by(
                    "proposal_title",
                    unquoted(text),
                    |r| &mut r.proposal_title,
                    bare_title,
                ),
                Column::Agency => merge.agency(text),
                Column::Signatory => merge.text_by(
                    "signatory",
                    text.to_owned(),
                    |r| &mut r.signatory,
                    normalise,
                ),
                Column::ContactName => merge.text_by(
                    "contact_name",
                    text.to_owned(),
                    |r| &mut r.contact.name,
                    normalise,
                ),
                Column::ContactPhone => merge.text_by(
                    "contact_phone",
                    text.to_owned(),
                    |r| &mut r.contact.phone,
                    figures,
                ),
                Column::Source => {
                    merge.text_by("source", text.to_owned(), |r| &mut r.source, normalise);
                }
                Column::Title => {
                    let before = std::mem::take(&mut merge.record.reply.title);
                    let mut slot = (!before.is_empty()).then_some(before);
                    if merge.wins("title", slot.as_deref(), text, |a, b| {
                        bare_title(a) == bare_title(b)
                    }) {
                        slot = Some(text.to_owned());
                    }
                    merge.record.reply.title = slot.unwrap_or_default();
                }
                Column::Session => match parse::read_session(text) {
                    Some(session) => merge.value(
                        "session",
                        session,
                        |r| &mut r.session,
                        |s| format!("{}届{}次", s.congress, s.meeting),
                    ),
                    None => merge.unreadable(tell!("ledger-value-session")),
                },
                Column::Kind => match values::kind(text) {
                    Some(kind) => {
                        merge.value("kind", kind, |r| &mut r.kind, |kind| kind.key().to_owned());
                    }
                    None => merge.unreadable(tell!("ledger-value-kind")),
                },
                Column::Outcome => match values::outcome(text) {
                    Some(letter) => {
                        merge.value("outcome", letter, |r| &mut r.outcome, char::to_string);
                    }
                    None => merge.unreadable(tell!("ledger-value-outcome")),
                },
                Column::Issued => match values::date(text) {
                    Some(date) => {
                        merge.value("issued", date.date, |r| &mut r.issued, ToString::to_string);
                    }
                    None => merge.unreadable_date(),
                },
                Column::Published => match values::date(text) {
                    Some(date) => merge.published(date),
                    None => merge.unreadable_date(),
                },
                Column::Askers => {
                    let (names, more) = values::askers(text);
                    merge.askers(names, more);
                }
                Column::CoAgencies => {
                    merge.list("co_agencies", values::list(text), |r| &mut r.co_agencies);
                }
                Column::Topics => merge.list("topics", values::list(text), |r| &mut r.topics),
            }
        }
        self.look_again(row, record, dates, today, found);
    }

    /// 公开属性. Of ledger and text the stricter holds; front matter, which was written for the portal, wins over both.
    fn access(&self, row: &Row, record: &mut Record<'_>, found: &mut Vec<Diagnostic>) {
        let Some(cell) = row.get(Column::Access) else {
            return;
        };
        let Some(said) = values::access(&cell.text) else {
            found.push(
                self.at(
                    Diagnostic::error(
                        "ledger-access",
                        tell!("ledger-access", access = cell.text, path = record.path),
                    )
                    .hint(tell!("ledger-access.hint")),
                    cell,
                ),
            );
            return;
        };
        let front = record
            .origins
            .get("access")
            .is_some_and(|origin| origin.front);
        match record.reply.access {
            Some(before) if before != said => {
                let strict = |access: Access| access != Access::Public;
                let keeps = front || strict(before) && !strict(said);
                let whence = Self::whence(record, "access");
                let holds = if front {
                    tell!("ledger-holds-front")
                } else if keeps {
                    tell!("ledger-holds-stricter")
                } else {
                    tell!("ledger-holds-ledger")
                };
                found.push(
                    self.at(
                        Diagnostic::warning(
                            "ledger-differs",
                            tell!(
                                "ledger-differs-access",
                                now = cell.text,
                                whence,
                                before = before.as_written(),
                                holds
                            ),
                        )
                        .hint(tell!("ledger-differs-access.hint")),
                        cell,
                    ),
                );
                if !keeps {
                    record.reply.access = Some(said);
                }
            }
            _ => record.reply.access = Some(said),
        }
    }

    /// `content/a.txt:12`.
    fn whence(record: &Record<'_>, field: &str) -> String {
        match record.origins.get(field) {
            Some(origin) => format!("content/{}:{}", record.path, origin.line),
            None => format!("content/{}", record.path),
        }
    }

    /// Findings about what the ledger has changed are made anew.
    fn look_again(
        &self,
        row: &Row,
        record: &mut Record<'_>,
        before: (Option<Date>, Option<Published>),
        today: Date,
        found: &mut Vec<Diagnostic>,
    ) {
        let reply = &mut *record.reply;
        let diagnostics = &mut *record.diagnostics;
        if reply.outcome.is_some() {
            diagnostics.retain(|known| known.code != "outcome-missing");
        }
        if !reply.title.is_empty() {
            diagnostics.retain(|known| known.code != "title-missing");
        }
        parse::missing_again(reply, diagnostics);
        if before == (reply.issued, reply.published) {
            return;
        }
        diagnostics.retain(|known| !matches!(known.code, "date-future" | "date-order"));
        for (field, diagnostic) in crate::review::dates(reply, today) {
            let column = if field == "issued" {
                Column::Issued
            } else {
                Column::Published
            };
            let cell = row
                .get(column)
                .or_else(|| row.get(Column::Issued))
                .or_else(|| row.get(Column::Published));
            match cell {
                Some(cell) => found.push(self.at(diagnostic, cell)),
                None => diagnostics.push(diagnostic.in_file(format!("content/{}", record.path))),
            }
        }
    }
}

/// One cell and the document that it is about.
struct Merge<'m, 'd> {
    ledger: &'m Ledger,
    record: &'m mut Record<'d>,
    cell: &'m Cell,
    found: &'m mut Vec<Diagnostic>,
}

impl Merge<'_, '_> {
    /// Whether the ledger's value takes the place of the document's. A disagreement is a warning.
    fn wins(
        &mut self,
        field: &'static str,
        before: Option<&str>,
        now: &str,
        same: impl Fn(&str, &str) -> bool,
    ) -> bool {
        let Some(before) = before else { return true };
        if same(before, now) {
            // The document's own spelling stays.
            return false;
        }
        let front = self
            .record
            .origins
            .get(field)
            .is_some_and(|origin| origin.front);
        self.differs(field, before, now, front);
        !front
    }

    fn differs(&mut self, field: &'static str, before: &str, now: &str, front: bool) {
        let whence = Ledger::whence(self.record, field);
        let holds = if front {
            tell!("ledger-holds-front")
        } else {
            tell!("ledger-holds-ledger")
        };
        self.found.push(
            self.ledger.at(
                Diagnostic::warning(
                    "ledger-differs",
                    tell!(
                        "ledger-differs",
                        field = messages::fact(field),
                        now,
                        whence,
                        before,
                        holds
                    ),
                )
                .hint(tell!("ledger-differs.hint")),
                self.cell,
            ),
        );
    }

    fn text_by(
        &mut self,
        field: &'static str,
        value: String,
        slot: fn(&mut Reply) -> &mut Option<String>,
        key: fn(&str) -> String,
    ) {
        let before = slot(self.record.reply).clone();
        if self.wins(field, before.as_deref(), &value, |a, b| key(a) == key(b)) {
            *slot(self.record.reply) = Some(value);
        }
    }

    fn value<T: PartialEq>(
        &mut self,
        field: &'static str,
        value: T,
        slot: fn(&mut Reply) -> &mut Option<T>,
        show: fn(&T) -> String,
    ) {
        let before = slot(self.record.reply).as_ref().map(show);
        if self.wins(field, before.as_deref(), &show(&value), |a, b| a == b) {
            *slot(self.record.reply) = Some(value);
        }
    }

    /// 住建局 in the ledger and 澜汀市住房和城乡建设局 under the letter are one office, and the full name is shown.
    fn agency(&mut self, text: &str) {
        // The ledger names several: the first leads.
        let mut offices = values::list(text).into_iter();
        let Some(office) = offices.next() else { return };
        let reply = &*self.record.reply;
        let before = reply.agency.clone().or_else(|| reply.header_agency.clone());
        let field = if reply.agency.is_some() {
            "agency"
        } else {
            "header_agency"
        };
        if self.wins(field, before.as_deref(), &office, is_short_for) {
            self.record.reply.agency = Some(office);
        }
        let others: Vec<String> = offices.collect();
        if !others.is_empty() && self.record.reply.co_agencies.is_empty() {
            self.record.reply.co_agencies = others;
        }
    }

    /// A page's time of day stays where the ledger names the day alone.
    fn published(&mut self, value: Published) {
        let before = self.record.reply.published;
        let shown = before.map(|before| before.date.to_string());
        let now = value.date.to_string();
        if self.wins("published", shown.as_deref(), &now, |a, b| a == b) {
            self.record.reply.published = Some(value);
        }
    }

    fn askers(&mut self, names: Vec<String>, more: bool) {
        let reply = &*self.record.reply;
        if names.is_empty() {
            return;
        }
        let before = &reply.askers;
        let within = |one: &[String], other: &[String]| one.iter().all(|name| other.contains(name));
        // A ledger names the first of several, a letter with 等 some of them: the longer list is the whole one.
        if within(&names, before) {
            return;
        }
        let front = self
            .record
            .origins
            .get("askers")
            .is_some_and(|origin| origin.front);
        if !before.is_empty() && (front || !within(before, &names)) {
            let (before, now) = (before.join("、"), names.join("、"));
            self.differs("askers", &before, &now, front);
            if front {
                return;
            }
        }
        self.record.reply.askers_more = more;
        self.record.reply.askers = names;
    }

    fn list(
        &mut self,
        field: &'static str,
        value: Vec<String>,
        slot: fn(&mut Reply) -> &mut Vec<String>,
    ) {
        if value.is_empty() {
            return;
        }
        let before = slot(self.record.reply).join("、");
        let now = value.join("、");
        let before = (!before.is_empty()).then_some(before);
        let sorted = |text: &str| {
            let mut parts: Vec<&str> = text.split('、').collect();
            parts.sort_unstable();
            parts.join("、")
        };
        if self.wins(field, before.as_deref(), &now, |a, b| {
            sorted(a) == sorted(b)
        }) {
            *slot(self.record.reply) = value;
        }
    }

    fn unreadable(&mut self, wanted: String) {
        let text = &self.cell.text;
        self.found.push(
            self.ledger.at(
                Diagnostic::warning("ledger-value", tell!("ledger-value", text, wanted))
                    .hint(tell!("ledger-value.hint")),
                self.cell,
            ),
        );
    }

    fn unreadable_date(&mut self) {
        let impossible = matches!(
            parse::read_date_line(&self.cell.text),
            Some(DateReading::Unreadable)
        );
        self.unreadable(if impossible {
            tell!("ledger-value-date-exists")
        } else {
            tell!("ledger-value-date")
        });
    }
}

/// Whether one name is the other or leaves some of its characters out: 住建局 for 澜汀市住房和城乡建设局.
fn is_short_for(one: &str, other: &str) -> bool {
    let (one, other) = (normalise(one), normalise(other));
    let (short, long) = if one.chars().count() <= other.chars().count() {
        (one, other)
    } else {
        (other, one)
    };
    let mut rest = long.chars();
    short.chars().count() >= 2
        && short.chars().all(|c| rest.any(|other| other == c))
        && short.chars().next_back() == long.chars().next_back()
}

fn unquoted(text: &str) -> String {
    let inner = text
        .trim()
        .strip_prefix('《')
        .and_then(|text| text.strip_suffix('》'));
    inner.unwrap_or(text.trim()).to_owned()
}

/// A title without marks, 关于 and 的提案.
fn bare_title(text: &str) -> String {
    let bare: String = normalise(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let bare = bare.strip_prefix("关于").unwrap_or(&bare);
    ["的提案", "的建议", "的议案"]
        .iter()
        .find_map(|end| bare.strip_suffix(end))
        .unwrap_or(bare)
        .to_owned()
}

fn figures(text: &str) -> String {
    normalise(text)
        .chars()
        .filter(char::is_ascii_digit)
        .collect()
}

impl Row {
    /// The cell by which the row is told from others.
    fn key(&self) -> Option<&Cell> {
        self.get(Column::File)
            .or_else(|| self.get(Column::DocumentNumber))
            .or_else(|| self.get(Column::CaseNumber))
    }

    fn key_name(&self) -> &'static str {
        if self.get(Column::File).is_some() {
            "文件名"
        } else if self.get(Column::DocumentNumber).is_some() {
            "文号"
        } else {
            "案号"
        }
    }
}

/// The documents by what a row may call them.
struct Index {
    files: HashMap<String, Vec<usize>>,
    numbers: HashMap<String, Vec<usize>>,
    cases: HashMap<String, Vec<usize>>,
}

impl Index {
    fn new(records: &[Record<'_>]) -> Index {
        let mut index = Index {
            files: HashMap::new(),
            numbers: HashMap::new(),
            cases: HashMap::new(),
        };
        for (at, record) in records.iter().enumerate() {
            let path = record.path.to_lowercase();
            let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
            let stem = |name: &str| name.rsplit_once('.').map(|(stem, _)| stem.to_owned());
            let mut names = vec![stem(&path), stem(&name), Some(name), Some(path)];
            names.sort_unstable();
            names.dedup();
            for name in names.into_iter().flatten() {
                index.files.entry(name).or_default().push(at);
            }
            if let Some(number) = &record.reply.document_number {
                index
                    .numbers
                    .entry(document_key(number))
                    .or_default()
                    .push(at);
            }
            if let Some(number) = &record.reply.case_number {
                index.cases.entry(case_key(number)).or_default().push(at);
            }
        }
        index
    }

    /// The documents that a row may be about.
    fn find(&self, row: &Row, records: &[Record<'_>]) -> Vec<usize> {
        let of = |map: &HashMap<String, Vec<usize>>, key: &str| {
            map.get(key).cloned().unwrap_or_default()
        };
        if let Some(cell) = row.get(Column::File) {
            let name = cell.text.replace('\\', "/").to_lowercase();
            let name = name.strip_prefix("content/").unwrap_or(&name);
            return of(&self.files, name);
        }
        let mut found = Vec::new();
        if let Some(cell) = row.get(Column::DocumentNumber) {
            found = of(&self.numbers, &document_key(&cell.text));
        }
        if found.is_empty()
            && let Some(cell) = row.get(Column::CaseNumber)
        {
            found = of(&self.cases, &case_key(&values::case_number(&cell.text)));
            // A number of another session, or of the other body, is another proposal's.
            let session = row
                .get(Column::Session)
                .and_then(|cell| parse::read_session(&cell.text));
            let kind = row
                .get(Column::Kind)
                .and_then(|cell| values::kind(&cell.text));
            found.retain(|at| {
                let reply = &records[*at].reply;
                agrees(session, reply.session) && agrees(kind, reply.kind)
            });
        }
        // Several offices answer one proposal; a letter is the row's whose office signs it.
        if found.len() > 1
            && let Some(cell) = row.get(Column::Agency)
        {
            let own: Vec<usize> = found
                .iter()
                .copied()
                .filter(|at| {
                    let reply = &records[*at].reply;
                    let agency = reply.agency.as_ref().or(reply.header_agency.as_ref());
                    agency.is_some_and(|agency| is_short_for(agency, &cell.text))
                })
                .collect();
            if own.len() == 1 {
                return own;
            }
        }
        found
    }
}

/// Whether two facts are the same, or one is unknown.
fn agrees<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_of_offices() {
        assert!(is_short_for("住建局", "澜汀市住房和城乡建设局"));
        assert!(is_short_for("澜汀市民政局", "市民政局"));
        assert!(!is_short_for("教育局", "澜汀市民政局"));
        assert!(!is_short_for("局", "澜汀市民政局"));
    }
}
