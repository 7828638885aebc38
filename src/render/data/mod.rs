//! The replies as data: one reply as text, Markdown and JSON; the rows of the CSV; the page that says what there is.
//!
//! Nothing is read or written here: `crate::data` streams these pieces into files.

pub mod markdown;
pub mod record;

use std::fmt::Write;

use serde::Serialize;

use super::context::Pagination;
use super::{Frame, Page, Portal, reply};
use crate::catalog::{FacetName, Group, Withdrawn, list_base, reply_path, values};
use crate::error::Result;
use crate::model::{Body, Reply};

/// Files on one page of a list of data files.
const FILES: usize = 100;
/// A table of more rows than this has pages of its own.
const FOLDED: usize = 60;

/// A data file, as the page and the manifest say of it.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Its path below `data/`.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
    /// Replies in it, withdrawn ones not counted.
    pub replies: usize,
    /// `text/csv`, …
    pub media_type: &'static str,
    /// What it holds, in the portal's language.
    pub holds: String,
}

/// The three data files of one office or year.
#[derive(Clone, Debug)]
pub struct DataGroup {
    /// By what.
    pub facet: FacetName,
    /// The office or year.
    pub label: String,
    /// Its list.
    pub href: String,
    /// Replies in it.
    pub replies: usize,
    /// JSON Lines, CSV, zip.
    pub files: Vec<DataFile>,
}

/// What the data page shows of a file.
#[derive(Serialize)]
struct FileRow<'f> {
    /// Below the portal's root.
    href: String,
    name: &'f str,
    holds: &'f str,
    size: String,
    sha256: &'f str,
}

/// What the data page shows of an office or year.
#[derive(Serialize)]
struct GroupRow<'f> {
    label: &'f str,
    href: &'f str,
    count: usize,
    files: Vec<FileLink<'f>>,
}

#[derive(Serialize)]
struct FileLink<'f> {
    href: String,
    /// `CSV`, …
    form: &'static str,
    size: String,
    /// For the ear: which office or year, which form.
    name: &'f str,
}

/// Offices or years on the data page.
#[derive(Serialize)]
struct Table<'f> {
    title: &'f str,
    head: &'f str,
    /// Empty where the rows have a page of their own.
    rows: Vec<GroupRow<'f>>,
    /// That page; empty where the rows are here.
    href: String,
    more_text: String,
}

impl Portal<'_> {
    /// A whole address where the portal knows its own, else the path.
    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.config.base_url)
    }

    /// Where a data file is found: a whole address where the portal knows its own, else relative to `data/`.
    #[must_use]
    pub fn data_address(&self, path: &str) -> String {
        match path.strip_prefix("../") {
            _ if self.config.base_url.is_empty() => path.to_owned(),
            Some(path) => self.address(path),
            None => self.address(&format!("data/{path}")),
        }
    }

    /// Who runs the portal.
    #[must_use]
    pub fn publisher_name(&self) -> &str {
        let organizer = self.config.site.organizer.as_str();
        if organizer.is_empty() {
            &self.config.title
        } else {
            organizer
        }
    }

    /// A word of the portal's language.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        self.strings().get(key).to_owned()
    }

    /// How an office or a year is called.
    #[must_use]
    pub fn group_label(&self, group: &Group) -> String {
        self.value_label(&group.value)
    }

    /// The reply at `index` as JSON, Markdown and plain text; `anchors` are those of its blocks.
    #[must_use]
    pub fn reply_files(&self, index: usize, body: &Body, anchors: Vec<String>) -> [Page; 3] {
        let reply = &self.catalog.entries[index].reply;
        let address = self.address(&reply::path(reply));
        let text = self.reply_text(reply, body, &address);
        let record = record::reply(reply, body, anchors, address, self.config);
        files(
            &reply.id,
            record.bytes(),
            markdown::reply(reply, body),
            &text,
        )
    }

    /// What stands in place of these files when a reply was withdrawn.
    #[must_use]
    pub fn withdrawn_files(&self, withdrawn: &Withdrawn) -> [Page; 3] {
        let strings = self.strings();
        let address = self.address(&reply_path(&withdrawn.id, "html"));
        let mut text = format!("{}\n", self.withdrawn_words(withdrawn));
        let _ = writeln!(text, "\n{}{address}", strings.get("data_address"));
        let record = record::tombstone(withdrawn, address);
        files(
            &withdrawn.id,
            record.bytes(),
            markdown::withdrawn(withdrawn),
            &text,
        )
    }

    /// That a reply was withdrawn, when and why, in one paragraph.
    pub(super) fn withdrawn_words(&self, withdrawn: &Withdrawn) -> String {
        let strings = self.strings();
        let mut words = strings.get("withdrawn_heading").to_owned();
        words.push('\n');
        match withdrawn.withdrawal.date {
            Some(date) => {
                words.push_str(&super::strings::date(date, self.config.language));
                words.push_str(strings.get("withdrawn_on"));
            }
            None => words.push_str(strings.get("withdrawn_undated")),
        }
        if !withdrawn.withdrawal.reason.is_empty() {
            words.push_str(strings.get("withdrawn_reason"));
            words.push_str(&withdrawn.withdrawal.reason);
        }
        words
    }

    /// Title, facts, text, address.
    fn reply_text(&self, reply: &Reply, body: &Body, address: &str) -> String {
        let strings = self.strings();
        let mut out = format!("{}\n\n", reply.title);
        for fact in self.facts(reply) {
            out.push_str(&fact.label);
            out.push_str(strings.get("colon"));
            for (at, item) in fact.items.iter().enumerate() {
                if at > 0 {
                    out.push_str(strings.get("list_separator"));
                }
                out.push_str(&item.text);
            }
            out.push('\n');
        }
        let _ = writeln!(out, "{}{address}", strings.get("data_address"));
        for revision in &reply.revisions {
            let date = super::strings::date(revision.date, self.config.language);
            let _ = writeln!(
                out,
                "{}{colon}{date}{colon}{}",
                strings.get("data_corrected"),
                revision.reason,
                colon = strings.get("colon"),
            );
        }
        for block in &body.blocks {
            out.push('\n');
            out.push_str(block.content.text());
            out.push('\n');
        }
        // What no longer holds stands after the text, apart from it, and says what it is.
        for revision in &reply.revisions {
            let Some(before) = &revision.before else {
                continue;
            };
            let on = self.revised_on(revision.date);
            let _ = write!(
                out,
                "\n----\n{on}{colon}{}\n{}\n{}\n",
                revision.reason,
                strings.get("revised_before"),
                before.trim(),
                colon = strings.get("colon"),
            );
            if let Some(after) = (revision.after.as_deref()).filter(|after| !after.is_empty()) {
                let _ = writeln!(out, "{}\n{}", strings.get("revised_after"), after.trim());
            }
        }
        out
    }

    /// The head of the CSV files.
    #[must_use]
    pub fn csv_head(&self) -> Vec<String> {
        const KEYS: [&str; 22] = [
            "data_id",
            "data_title",
            "fact_proposal_title",
            "fact_kind",
            "fact_session",
            "fact_case_number",
            "fact_askers",
            "fact_addressee_agency",
            "fact_agency",
            "fact_co_agencies",
            "fact_document_number",
            "fact_signatory",
            "fact_outcome",
            "data_outcome_meaning",
            "fact_issued",
            "fact_published",
            "data_corrected",
            "fact_source",
            "fact_contact",
            "fact_topics",
            "fact_attachments",
            "data_address_head",
        ];
        KEYS.iter()
            .map(|key| self.strings().get(key).to_owned())
            .collect()
    }

    /// A reply in the CSV files, in the order of [`Portal::csv_head`]: safe to open in a spreadsheet.
    ///
    /// There is no column for the text: a cell of Excel holds 32,767 characters, and it would cut the rest off
    /// without a word.
    #[must_use]
    pub fn csv_row(&self, reply: &Reply) -> Vec<String> {
        let strings = self.strings();
        let separator = strings.get("list_separator");
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let mut askers = reply.askers.join(separator);
        if reply.askers_more {
            askers.push_str(strings.get("askers_more"));
        }
        let session = values(FacetName::Session, reply)
            .into_iter()
            .next()
            .filter(|_| reply.session.is_some());
        let corrected = reply.revisions.iter().map(|revision| revision.date).max();
        let contact = [&reply.contact.name, &reply.contact.phone];
        let attachments = reply.attachments.iter().map(|file| file.title.as_str());
        let meaning = (reply.outcome)
            .and_then(|letter| self.config.outcome(reply.agency.as_deref(), letter))
            .unwrap_or_default();
        let row = [
            reply.id.clone(),
            reply.title.clone(),
            text(&reply.proposal_title),
            reply.kind.map_or("", |kind| strings.kind(kind)).to_owned(),
            session.map_or_else(String::new, |value| self.value_label(&value)),
            (reply.case_number.as_ref()).map_or_else(String::new, |number| self.case_cell(number)),
            askers,
            text(&reply.addressee_agency),
            text(&reply.agency),
            reply.co_agencies.join(separator),
            text(&reply.document_number),
            text(&reply.signatory),
            reply.outcome.map_or_else(String::new, String::from),
            meaning.to_owned(),
            reply
                .issued
                .map_or_else(String::new, |date| date.to_string()),
            (reply.published).map_or_else(String::new, |published| published.to_string()),
            corrected.map_or_else(String::new, |date| date.to_string()),
            text(&reply.source),
            contact
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" "),
            reply.topics.join(separator),
            attachments.collect::<Vec<_>>().join(separator),
            self.address(&reply::path(reply)),
        ];
        row.into_iter().map(defused).collect()
    }

    /// A case number as a cell: 第0630号, for a spreadsheet takes 0630 for six hundred and thirty and 3-2 for a day.
    fn case_cell(&self, number: &str) -> String {
        if number.is_ascii() {
            self.strings().fill("case_label", &[("number", number)])
        } else {
            number.to_owned()
        }
    }

    /// Whether an office or year has data files of its own.
    #[must_use]
    pub fn has_data(&self, name: FacetName, group: &Group) -> bool {
        match name {
            FacetName::Agency => group.entries.len() >= self.config.data.office_from,
            FacetName::Year => true,
            _ => false,
        }
    }

    /// What can be taken along of a list, or of all replies: the names that `list.html` knows them by, and where they
    /// are below the portal's root; empty where there is none.
    #[must_use]
    pub fn downloads(&self, of: Option<(FacetName, &Group)>) -> [(&'static str, String); 5] {
        let Some((name, group)) = of else {
            return [
                ("feed_atom", "all/feed.xml"),
                ("feed_json", "all/feed.json"),
                ("data_csv", "data/replies.csv"),
                ("data_jsonl", "data/replies.jsonl"),
                ("data_zip", "data/texts.zip"),
            ]
            .map(|(name, href)| (name, href.to_owned()));
        };
        let base = list_base(name, &group.slug);
        let (feeds, data) = (self.has_feeds(name, group), self.has_data(name, group));
        [
            ("feed_atom", feeds, format!("{base}.xml")),
            ("feed_json", feeds, format!("{base}.json")),
            ("data_csv", data, format!("data/{base}.csv")),
            ("data_jsonl", data, format!("data/{base}.jsonl")),
            ("data_zip", data, format!("data/{base}.zip")),
        ]
        .map(|(name, there, href)| (name, if there { href } else { String::new() }))
    }

    /// `data/index.html`, and the pages of offices' or years' files where these are many.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn data_pages(&self, files: &[DataFile], groups: &[DataGroup]) -> Result<Vec<Page>> {
        let strings = self.strings();
        let rows: Vec<FileRow<'_>> = files.iter().map(file_row).collect();
        let mut pages = Vec::new();
        let mut tables = Vec::new();
        for (facet, title, head) in [
            (FacetName::Year, "data_by_year", "nav_years"),
            (FacetName::Agency, "data_by_agency", "nav_agencies"),
        ] {
            let of: Vec<&DataGroup> = groups.iter().filter(|group| group.facet == facet).collect();
            if of.is_empty() {
                continue;
            }
            let (title, head) = (strings.get(title), strings.get(head));
            let mut table = Table {
                title,
                head,
                rows: Vec::new(),
                href: String::new(),
                more_text: strings.fill("more_values", &[("n", &of.len().to_string())]),
            };
            if of.len() > FOLDED {
                let base = format!("data/{}/index", facet.folder());
                table.href = format!("{base}.html");
                let total = of.len().div_ceil(FILES);
                for (at, chunk) in of.chunks(FILES).enumerate() {
                    let pagination = self.pagination(&base, at + 1, total);
                    pages.push(self.data_list(title, head, chunk, &pagination)?);
                }
            } else {
                table.rows = of.into_iter().map(group_row).collect();
            }
            tables.push(table);
        }
        let heading = strings.get("data_heading").to_owned();
        let intro = strings.fill(
            "data_intro",
            &[("n", &self.catalog.entries.len().to_string())],
        );
        let mut context = tera::Context::new();
        context.insert("heading", &heading);
        context.insert("intro_text", &intro);
        context.insert("files", &rows);
        context.insert("tables", &tables);
        context.insert("licence", &self.config.data.licence);
        context.insert("licence_is_address", &is_address(&self.config.data.licence));
        context.insert("pagination", &self.pagination("data/index", 1, 1));
        let frame = Frame {
            path: "data/index.html",
            title: &heading,
            description: &intro,
            section: Some("data"),
            meta: self.column_meta(&heading, &intro),
        };
        pages.push(self.page("data.html", frame, context)?);
        Ok(pages)
    }

    /// One page of offices' or years' files.
    fn data_list(
        &self,
        title: &str,
        head: &str,
        groups: &[&DataGroup],
        pagination: &Pagination,
    ) -> Result<Page> {
        let table = Table {
            title,
            head,
            rows: groups.iter().copied().map(group_row).collect(),
            href: String::new(),
            more_text: String::new(),
        };
        let mut context = tera::Context::new();
        context.insert("heading", title);
        context.insert("table", &table);
        context.insert("pagination", pagination);
        let path = pagination
            .pages
            .iter()
            .find(|page| page.current)
            .map_or_else(String::new, |page| page.href.clone());
        let title = self.page_title(title, pagination.current, pagination.total);
        let frame = Frame {
            path: &path,
            title: &title,
            description: "",
            section: Some("data"),
            meta: self.column_meta(&title, ""),
        };
        self.page("data-list.html", frame, context)
    }
}

/// Whether a licence is named by its address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(' ')
}

fn files(id: &str, json: Vec<u8>, markdown: String, text: &str) -> [Page; 3] {
    // Servers often send plain text without its encoding: the mark at the start says it to browsers and Notepad.
    let text = format!("\u{feff}{text}");
    [
        ("json", json),
        ("md", markdown.into_bytes()),
        ("txt", text.into_bytes()),
    ]
    .map(|(end, html)| Page {
        path: reply_path(id, end),
        html,
    })
}

fn file_row(file: &DataFile) -> FileRow<'_> {
    FileRow {
        href: format!("data/{}", file.path),
        name: &file.path,
        holds: &file.holds,
        size: size(file.bytes),
        sha256: &file.sha256,
    }
}

fn group_row(group: &DataGroup) -> GroupRow<'_> {
    GroupRow {
        label: &group.label,
        href: &group.href,
        count: group.replies,
        files: group
            .files
            .iter()
            .map(|file| FileLink {
                href: format!("data/{}", file.path),
                form: match file.media_type {
                    "text/csv" => "CSV",
                    "application/zip" => "ZIP",
                    _ => "JSONL",
                },
                size: size(file.bytes),
                name: &group.label,
            })
            .collect(),
    }
}

/// 1.4 MB, 36 KB.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = (bytes * 10).div_ceil(unit);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

/// A cell that no spreadsheet takes for a formula (OWASP, “CSV Injection”): an apostrophe before what would begin one.
fn defused(cell: String) -> String {
    const BEGIN: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(BEGIN) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_nothing_else_is() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"] {
            assert_eq!(defused(formula.into()), format!("'{formula}"));
        }
        for text in ["", "关于=的答复", "2024-05-06", "'甲"] {
            assert_eq!(defused(text.into()), text);
        }
    }

    #[test]
    fn sizes_are_rounded_up() {
        let sizes = [0, 999, 1_000, 1_001, 999_999, 1_000_000, 1_400_001];
        assert_eq!(
            sizes.map(size),
            [
                "0 B", "999 B", "1 KB", "2 KB", "1000 KB", "1.0 MB", "1.5 MB"
            ]
        );
    }
}
