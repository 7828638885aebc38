//! What the replies do not say: for each fact of the data model how many lack it, and which they are. What the site
//! assumes in its place is named as an assumption.

use std::collections::HashMap;

use serde::Serialize;

use super::charts::{self, Bar, Cell, Chart, Table};
use super::context::Row;
use super::lists::numbered;
use super::{Frame, Page, Portal};
use crate::catalog::{FacetName, Value, list_path, present_agency};
use crate::error::Result;
use crate::model::{Assumption, Kind, Reply};

/// Its path.
pub const PATH: &str = "missing/index.html";
/// Replies on one page of a list.
const SIZE: usize = 200;

/// A fact, and the replies that do not say it.
pub struct MissingField {
    /// Its name in the data model, with hyphens.
    key: &'static str,
    /// The string that names it.
    label: &'static str,
    /// Replies that could say it.
    of: usize,
    /// Those that do not: indices into the catalogue, ascending.
    entries: Vec<u32>,
    /// How many of them show something that the site assumes.
    assumed: usize,
    /// The string that says what is assumed.
    assumption: &'static str,
}

impl MissingField {
    /// The first page of its list; `None` where no reply lacks it, or every one does.
    pub(super) fn list_path(&self) -> Option<String> {
        let some = !self.entries.is_empty() && self.entries.len() < self.of;
        some.then(|| format!("missing/{}.html", self.key))
    }
}

/// Name, string, whether a reply could say it, whether it does not.
type Fact = (
    &'static str,
    &'static str,
    fn(&Reply) -> bool,
    fn(&Reply) -> bool,
);

/// Facts that every reply of the kind should say.
const FACTS: [Fact; 16] = [
    ("title", "missing_title", any, |r| r.title.is_empty()),
    ("id", "missing_id", any, |r| {
        r.assumed.contains(&Assumption::Id)
    }),
    ("kind", "fact_kind", any, |r| {
        r.kind.is_none() || r.assumed.contains(&Assumption::Kind)
    }),
    ("session", "fact_session", any, |r| r.session.is_none()),
    ("case-number", "fact_case_number", any, |r| {
        r.case_number.is_none()
    }),
    (
        "askers",
        "fact_askers",
        |r| r.kind != Some(Kind::Opinion),
        |r| r.askers.is_empty(),
    ),
    (
        "addressee-agency",
        "fact_addressee_agency",
        |r| r.kind == Some(Kind::Opinion),
        |r| r.addressee_agency.is_none(),
    ),
    ("agency", "fact_agency", any, |r| {
        r.agency.is_none() || r.assumed.contains(&Assumption::Agency)
    }),
    ("document-number", "fact_document_number", any, |r| {
        r.document_number.is_none()
    }),
    ("signatory", "fact_signatory", any, |r| {
        r.signatory.is_none()
    }),
    ("outcome", "fact_outcome", any, |r| r.outcome.is_none()),
    ("access", "fact_access", any, |r| {
        r.assumed.contains(&Assumption::Access)
    }),
    ("issued", "fact_issued", any, |r| r.issued.is_none()),
    ("published", "fact_published", any, |r| {
        r.published.is_none()
    }),
    ("contact", "fact_contact", any, |r| {
        r.contact.name.is_none() && r.contact.phone.is_none()
    }),
    ("topics", "fact_topics", any, |r| {
        r.topics.is_empty() || r.assumed.contains(&Assumption::Topics)
    }),
];

/// Whether a reply states a fact.
type Stated = fn(&Reply) -> bool;

/// Facts that many a reply rightly has not: only those that have them are counted.
const OPTIONAL: [(&str, Stated); 6] = [
    ("fact_proposal_title", |r| r.proposal_title.is_some()),
    ("fact_co_agencies", |r| !r.co_agencies.is_empty()),
    ("fact_source", |r| r.source.is_some()),
    ("fact_attachments", |r| !r.attachments.is_empty()),
    ("fact_copied_to", |r| !r.copied_to.is_empty()),
    ("revisions", |r| !r.revisions.is_empty()),
];

fn any(_: &Reply) -> bool {
    true
}

/// What stands in the place of a fact that is not said: the assumption, and the string that tells of it.
fn assumption(key: &str) -> Option<(Assumption, &'static str)> {
    Some(match key {
        "id" => (Assumption::Id, "assumed_id"),
        "agency" => (Assumption::Agency, "assumed_agency"),
        "kind" => (Assumption::Kind, "assumed_kind"),
        "access" => (Assumption::Access, "assumed_access"),
        "topics" => (Assumption::Topics, "assumed_topics"),
        _ => return None,
    })
}

/// One of `groups` of a list: the replies of one office.
#[derive(Serialize)]
struct OfficeGroup<'a> {
    title: &'a str,
    href: String,
    rows: Vec<Row<'a>>,
}

impl Portal<'_> {
    /// Every fact, and which replies lack it.
    #[must_use]
    pub fn missing_fields(&self) -> Vec<MissingField> {
        FACTS
            .into_iter()
            .map(|(key, label, applies, lacks)| {
                let replies = (0u32..).zip(&self.catalog.entries);
                let assumed = assumption(key);
                let mut field = MissingField {
                    key,
                    label,
                    of: 0,
                    entries: Vec::new(),
                    assumed: 0,
                    assumption: assumed.map_or("", |(_, words)| words),
                };
                for (at, entry) in replies.filter(|(_, entry)| applies(&entry.reply)) {
                    field.of += 1;
                    if lacks(&entry.reply) {
                        field.entries.push(at);
                        field.assumed += usize::from(
                            assumed.is_some_and(|(which, _)| entry.reply.assumed.contains(&which)),
                        );
                    }
                }
                field
            })
            .collect()
    }

    /// The pages that list the replies without one fact, by office; none where no reply lacks it, or every one does.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn missing_list_pages(&self, field: &MissingField) -> Result<Vec<Page>> {
        if field.list_path().is_none() {
            return Ok(Vec::new());
        }
        let facet = self.catalog.facet(FacetName::Agency);
        let mut offices: Vec<_> = facet.groups.iter().collect();
        offices.sort_by_cached_key(|group| (group.reading(""), group.slug.clone()));
        let places: HashMap<&Value, usize> = offices
            .iter()
            .enumerate()
            .map(|(place, group)| (&group.value, place))
            .collect();
        let place = |at: &u32| {
            let agency = present_agency(&self.catalog.entries[*at as usize].reply);
            let value = agency.map_or(Value::Unknown, |name| Value::Agency(name.to_owned()));
            places.get(&value).copied().unwrap_or(usize::MAX)
        };
        let mut entries = field.entries.clone();
        entries.sort_by_cached_key(|at| (place(at), *at));
        let total = entries.len().div_ceil(SIZE);
        (1..)
            .zip(entries.chunks(SIZE))
            .map(|(number, chunk)| self.missing_list(field, number, total, chunk))
            .collect()
    }

    /// `missing/index.html`.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn missing_page(&self, fields: &[MissingField]) -> Result<Page> {
        let strings = self.strings();
        let all = self.catalog.entries.len();
        let mut lacking: Vec<&MissingField> =
            fields.iter().filter(|f| !f.entries.is_empty()).collect();
        lacking.sort_by_key(|field| std::cmp::Reverse(field.entries.len()));
        let href = |field: &MissingField| {
            field
                .list_path()
                .unwrap_or_else(|| "all/index.html".to_owned())
        };
        let bars: Vec<Bar> = lacking
            .iter()
            .map(|field| {
                let n = field.entries.len();
                let value = strings.fill(
                    "count_share",
                    &[("n", &n.to_string()), ("share", &share(n, field.of))],
                );
                Bar {
                    value,
                    ..Bar::new(strings.get(field.label).to_owned(), n, href(field))
                }
            })
            .collect();
        let title = strings.get("chart_missing").to_owned();
        let heads = [strings.get("field_head"), strings.get("missing_head")];
        let mut chart = charts::bars("chart-missing", title, heads, &bars, strings);
        let heads = ["field_head", "missing_head", "share_head", "assumed_head"];
        let table = Table {
            caption: strings.get("chart_missing").to_owned(),
            heads: heads.map(|key| strings.get(key).to_owned()).to_vec(),
            rows: lacking
                .iter()
                .map(|field| self.missing_row(field, href(field)))
                .collect(),
        };
        chart.table = Table::default();
        let charts: Vec<Chart> = if bars.is_empty() { vec![] } else { vec![chart] };
        let never: Vec<String> = fields
            .iter()
            .filter(|field| field.entries.is_empty() && field.of > 0)
            .map(|field| {
                let name = strings.get(field.label);
                // 提出人 of a reply that answers an office is not to be had.
                if field.of == all {
                    name.to_owned()
                } else {
                    let n = field.of.to_string();
                    strings.fill("missing_never_of", &[("name", name), ("n", &n)])
                }
            })
            .collect();
        let optional: Vec<String> = OPTIONAL
            .iter()
            .map(|(label, has)| {
                let n = self
                    .catalog
                    .entries
                    .iter()
                    .filter(|e| has(&e.reply))
                    .count();
                strings.fill(
                    "topic_count",
                    &[("name", strings.get(label)), ("n", &n.to_string())],
                )
            })
            .collect();
        let title = strings.get("nav_missing").to_owned();
        let intro = strings.fill("missing_intro", &[("n", &all.to_string())]);
        let separator = strings.get("list_separator");
        let mut context = tera::Context::new();
        context.insert("heading", &title);
        context.insert("intro_text", &intro);
        context.insert("charts", &charts);
        context.insert("table", &table);
        context.insert("never", &never.join(separator));
        context.insert("optional", &optional.join(separator));
        let frame = Frame {
            path: PATH,
            title: &title,
            description: &intro,
            section: Some("missing"),
            meta: self.column_meta(&title, &intro),
        };
        self.page("missing.html", frame, context)
    }

    fn missing_row(&self, field: &MissingField, href: String) -> Vec<Cell> {
        let strings = self.strings();
        let n = field.entries.len();
        let note = if field.assumed == 0 {
            String::new()
        } else {
            strings.fill(field.assumption, &[("n", &field.assumed.to_string())])
        };
        vec![
            Cell {
                text: strings.get(field.label).to_owned(),
                href,
            },
            Cell::plain(n),
            Cell::plain(share(n, field.of)),
            Cell::plain(note),
        ]
    }

    fn missing_list(
        &self,
        field: &MissingField,
        number: usize,
        total: usize,
        entries: &[u32],
    ) -> Result<Page> {
        let strings = self.strings();
        let label = strings.get(field.label);
        let heading = strings.fill("missing_list", &[("name", label)]);
        let n = field.entries.len();
        let intro = strings.fill(
            "count_share",
            &[("n", &n.to_string()), ("share", &share(n, field.of))],
        );
        let mut groups: Vec<OfficeGroup<'_>> = Vec::new();
        for &at in entries {
            let entry = &self.catalog.entries[at as usize];
            let agency = present_agency(&entry.reply);
            let title = agency.unwrap_or_else(|| strings.get("agency_unknown"));
            let row = self.row(entry);
            match groups.last_mut() {
                Some(last) if last.title == title => last.rows.push(row),
                _ => groups.push(OfficeGroup {
                    title,
                    href: agency
                        .map(|name| list_path(FacetName::Agency, &Value::Agency(name.to_owned())))
                        .unwrap_or_default(),
                    rows: vec![row],
                }),
            }
        }
        let base = format!("missing/{}", field.key);
        let mut context = tera::Context::new();
        context.insert("heading", &heading);
        context.insert("intro_text", &intro);
        context.insert("groups", &groups);
        context.insert("missing_href", PATH);
        context.insert("pagination", &self.pagination(&base, number, total));
        let title = self.page_title(&heading, number, total);
        let frame = Frame {
            path: &numbered(&base, number),
            title: &title,
            description: &intro,
            section: Some("missing"),
            meta: self.column_meta(&heading, &intro),
        };
        self.page("missing-list.html", frame, context)
    }
}

/// A share in whole per cent; what is little is not nothing, and what is nearly all is not all.
fn share(part: usize, whole: usize) -> String {
    match (part, whole) {
        (0, _) | (_, 0) => "0%".to_owned(),
        (part, whole) if part == whole => "100%".to_owned(),
        (part, whole) => match (part * 200 + whole) / (2 * whole) {
            0 => "<1%".to_owned(),
            100 => ">99%".to_owned(),
            percent => format!("{percent}%"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn little_is_not_nothing_and_nearly_all_is_not_all() {
        let shares = [(0, 9), (1, 1000), (1, 3), (1, 2), (999, 1000), (9, 9)];
        assert_eq!(
            shares.map(|(part, whole)| share(part, whole)),
            ["0%", "<1%", "33%", "50%", ">99%", "100%"]
        );
    }
}
