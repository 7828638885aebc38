//! Home page, lists, indexes of values, the site's own pages, 404, sitemap and robots.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::charts::Chart;
use super::context::{FacetBox, FacetItem, ItemGroup, LetterLink, PageLink, Pagination, Row, Way};
use super::{Frame, Page, Portal, body, missing, nav_key, overview, reply, strings};
use crate::catalog::{
    Body as MemberBody, Entry, Facet, FacetName, Group, Value, common_place, date_of, list_base,
    list_path, present_agency,
};
use crate::error::Result;
use crate::model::{Assumption, Body, Kind};
use crate::reading::Letter;

/// Values of a facet on the home page.
const HOME_VALUES: usize = 6;
/// Offices whose own definition of an outcome is named; more are counted.
const ISSUERS: usize = 3;
/// Replies on the home page.
const HOME_REPLIES: usize = 10;
/// Values on one page of an index.
const INDEX_SIZE: usize = 300;
/// URLs in one sitemap; the protocol allows 50,000.
const SITEMAP_SIZE: usize = 40_000;

/// Folder of the list of all replies.
const ALL: &str = "all";
/// Its first page.
const ALL_PATH: &str = "all/index.html";
/// The index of offices from A to Z.
const LETTERS: &str = "agencies/index-a-z";
/// Its first page.
const LETTERS_PATH: &str = "agencies/index-a-z.html";

/// What the pages of one list of replies share.
struct List<'l> {
    /// Path of its first page, without extension.
    base: &'l str,
    heading: &'l str,
    intro: &'l str,
    /// Which entry of the navigation it belongs to.
    section: Option<&'l str>,
    /// How many pages it has.
    total: usize,
    /// Pictures above its first page.
    charts: Vec<Chart>,
    /// What can be taken along of it.
    downloads: [(&'static str, String); 5],
}

impl Portal<'_> {
    /// `index.html`, with the text that the site has for it.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn home_page(&self, text: Option<&Body>) -> Result<Page> {
        let strings = self.strings();
        let latest: Vec<Row<'_>> = self
            .catalog
            .entries
            .iter()
            .take(HOME_REPLIES)
            .map(|entry| self.row(entry))
            .collect();
        let facets: Vec<FacetBox> = [FacetName::Agency, FacetName::Topic, FacetName::Year]
            .into_iter()
            .map(|name| self.catalog.facet(name))
            .filter(|facet| !facet.groups.is_empty())
            .map(|facet| FacetBox {
                title: strings.get(nav_key(facet.name)).to_owned(),
                href: format!("{}/index.html", facet.name.folder()),
                more_text: if facet.groups.len() > HOME_VALUES {
                    strings.fill("more_values", &[("n", &facet.stated().to_string())])
                } else {
                    String::new()
                },
                short: facet.name == FacetName::Year,
                items: facet
                    .groups
                    .iter()
                    .take(HOME_VALUES)
                    .map(|group| self.item(facet.name, group))
                    .collect(),
            })
            .collect();
        let mut context = tera::Context::new();
        context.insert("total_text", &self.total_text());
        let text = text.map(|text| body::render(text, strings).html);
        context.insert("home_text", &text.unwrap_or_default());
        context.insert("latest", &latest);
        context.insert("all_href", ALL_PATH);
        context.insert("facets", &facets);
        // Members are many and unordered by weight: their letters lead into their index.
        let members = self.catalog.facet(FacetName::Member);
        context.insert("letters", &letters(&members.groups, "members/index", ""));
        context.insert("members_href", "members/index.html");
        context.insert("ways", &self.ways());
        let mut meta = self.site_meta();
        meta.push(super::MetaTag {
            name: "ColumnName",
            content: self.column().to_owned(),
        });
        let frame = Frame {
            path: "index.html",
            title: &self.config.title,
            description: &self.config.description,
            section: Some("home"),
            meta,
        };
        self.page("home.html", frame, context)
    }

    /// All pages of one value's list.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn list_pages(&self, name: FacetName, group: &Group) -> Result<Vec<Page>> {
        let strings = self.strings();
        let label = self.value_label(&group.value);
        let key = match name {
            FacetName::Agency => "list_by_agency",
            FacetName::Year => "list_by_year",
            FacetName::Session => "list_by_session",
            FacetName::Kind => "list_by_kind",
            FacetName::Member => "list_by_member",
            FacetName::Topic => "list_by_topic",
            FacetName::Outcome => "list_by_outcome",
        };
        let heading = match (&group.value, name) {
            (Value::Unknown, FacetName::Agency) => strings.get("agency_unknown").to_owned(),
            (Value::Unknown, FacetName::Year) => strings.get("year_unknown").to_owned(),
            (Value::Unknown, FacetName::Session) => strings.get("session_unknown").to_owned(),
            (Value::Unknown, FacetName::Outcome) => strings.get("outcome_unknown").to_owned(),
            (Value::Unknown, _) => strings.get("kind_unknown").to_owned(),
            _ => strings.fill(key, &[("name", &label)]),
        };
        let note = self.note(group);
        let count = strings.count(group.entries.len());
        let mut intro = if note.is_empty() {
            count
        } else {
            format!("{note} · {count}")
        };
        if name == FacetName::Topic {
            let assumed = self.sorted_by_site(group.entries.iter().map(|&at| at as usize));
            if assumed > 0 {
                let text = strings.fill("topics_assumed", &[("n", &assumed.to_string())]);
                intro = format!("{intro} · {text}");
            }
        }
        let base = list_base(name, &group.slug);
        let total = group.entries.len().div_ceil(self.config.page_size);
        let list = List {
            base: &base,
            heading: &heading,
            intro: &intro,
            section: Some(name.folder()),
            total,
            charts: self.list_charts(name, group),
            downloads: self.downloads(Some((name, group))),
        };
        let mut pages = Vec::with_capacity(total);
        for (at, chunk) in group.entries.chunks(self.config.page_size).enumerate() {
            let rows: Vec<Row<'_>> = chunk
                .iter()
                .map(|&entry| self.row(&self.catalog.entries[entry as usize]))
                .collect();
            pages.push(self.list_page(&list, at + 1, &rows)?);
        }
        Ok(pages)
    }

    /// Where these pages are.
    #[must_use]
    pub fn list_paths(&self, name: FacetName, group: &Group) -> Vec<String> {
        let base = list_base(name, &group.slug);
        let total = group.entries.len().div_ceil(self.config.page_size);
        (1..=total).map(|page| numbered(&base, page)).collect()
    }

    /// How many pages the list of all replies has; none if there is no reply.
    #[must_use]
    pub fn all_pages(&self) -> usize {
        self.catalog.entries.len().div_ceil(self.config.page_size)
    }

    /// Where one of them is.
    #[must_use]
    pub fn all_page_path(&self, number: usize) -> String {
        numbered(&format!("{ALL}/index"), number)
    }

    /// One page of the list of all replies, newest first; `number` is from 1 to [`Portal::all_pages`].
    ///
    /// It is the longest of all lists: page by page, so that they can be rendered side by side and none is held.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn all_page(&self, number: usize) -> Result<Page> {
        let list = List {
            base: &format!("{ALL}/index"),
            heading: self.strings().get("all_replies"),
            intro: &self.strings().count(self.catalog.entries.len()),
            section: None,
            total: self.all_pages(),
            charts: Vec::new(),
            downloads: self.downloads(None),
        };
        let rows: Vec<Row<'_>> = self
            .catalog
            .entries
            .iter()
            .skip((number - 1) * self.config.page_size)
            .take(self.config.page_size)
            .map(|entry| self.row(entry))
            .collect();
        self.list_page(&list, number, &rows)
    }

    fn list_page(&self, list: &List<'_>, number: usize, rows: &[Row<'_>]) -> Result<Page> {
        let mut context = tera::Context::new();
        context.insert("heading", list.heading);
        context.insert("intro_text", list.intro);
        context.insert("rows", rows);
        let charts: &[Chart] = if number == 1 { &list.charts } else { &[] };
        context.insert("charts", charts);
        for (name, href) in &list.downloads {
            context.insert(*name, href);
        }
        context.insert(
            "pagination",
            &self.pagination(list.base, number, list.total),
        );
        let frame = Frame {
            path: &numbered(list.base, number),
            title: &self.page_title(list.heading, number, list.total),
            description: list.intro,
            section: list.section,
            meta: self.column_meta(list.heading, list.intro),
        };
        self.page("list.html", frame, context)
    }

    /// The pages that list all values of one facet; none if it has no value. Members stand from A to Z, offices by
    /// count and, on pages of their own, from A to Z.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn index_pages(&self, facet: &Facet) -> Result<Vec<Page>> {
        let strings = self.strings();
        let mut intro = strings.fill("values_count", &[("n", &facet.stated().to_string())]);
        if facet.name == FacetName::Topic {
            let assumed = self.sorted_by_site(0..self.catalog.entries.len());
            if assumed > 0 {
                let text = strings.fill("topics_assumed", &[("n", &assumed.to_string())]);
                intro = format!("{intro} · {text}");
            }
        }
        if facet.name == FacetName::Outcome {
            intro = format!("{intro} · {}", strings.get("outcomes_note"));
        }
        let base = format!("{}/index", facet.name.folder());
        let index = Index {
            facet,
            base: &base,
            intro: &intro,
            by_letter: facet.name == FacetName::Member,
            place: "",
        };
        let groups: Vec<&Group> = facet.groups.iter().collect();
        let mut pages = self.index_of(&index, &groups)?;
        if facet.name == FacetName::Agency {
            let place = common_place(&facet.groups);
            let mut groups = groups;
            groups.sort_by_cached_key(|group| (group.reading(place), group.slug.clone()));
            let without = if place.is_empty() {
                intro.clone()
            } else {
                let without = strings.fill("letters_without", &[("place", place)]);
                format!("{intro} · {without}")
            };
            let index = Index {
                base: LETTERS,
                intro: &without,
                by_letter: true,
                place,
                ..index
            };
            pages.extend(self.index_of(&index, &groups)?);
        }
        Ok(pages)
    }

    fn index_of(&self, index: &Index<'_>, values: &[&Group]) -> Result<Vec<Page>> {
        let strings = self.strings();
        let name = index.facet.name;
        let heading = strings.get(nav_key(name)).to_owned();
        let total = values.len().div_ceil(INDEX_SIZE);
        let orders = match name {
            FacetName::Agency => [
                ("order_by_count", "agencies/index.html", !index.by_letter),
                ("order_by_letter", LETTERS_PATH, index.by_letter),
            ]
            .map(|(key, href, current)| Way {
                label: strings.get(key).to_owned(),
                href: href.to_owned(),
                current,
            })
            .into(),
            _ => Vec::new(),
        };
        let letters = if index.by_letter {
            letters(values.iter().copied(), index.base, index.place)
        } else {
            Vec::new()
        };
        let mut pages = Vec::with_capacity(total);
        for (at, chunk) in values.chunks(INDEX_SIZE).enumerate() {
            let mut groups: Vec<ItemGroup> = Vec::new();
            for group in chunk {
                let letter = index.by_letter.then(|| group.reading(index.place).letter);
                let anchor = letter.map(Letter::anchor).unwrap_or_default();
                match groups.last_mut() {
                    Some(last) if last.anchor == anchor => last.items.push(self.item(name, group)),
                    _ => groups.push(ItemGroup {
                        title: letter.map(|l| l.shown().to_string()).unwrap_or_default(),
                        anchor,
                        items: vec![self.item(name, group)],
                    }),
                }
            }
            let mut context = tera::Context::new();
            context.insert("heading", &heading);
            context.insert("intro_text", index.intro);
            context.insert("groups", &groups);
            context.insert("letters", &letters);
            context.insert("orders", &orders);
            context.insert("pagination", &self.pagination(index.base, at + 1, total));
            let mut title = self.page_title(&heading, at + 1, total);
            if index.by_letter && name == FacetName::Agency {
                title = format!("{title} ({})", strings.get("order_by_letter"));
            }
            let frame = Frame {
                path: &numbered(index.base, at + 1),
                title: &title,
                description: index.intro,
                section: Some(name.folder()),
                meta: self.column_meta(&heading, index.intro),
            };
            pages.push(self.page("index.html", frame, context)?);
        }
        Ok(pages)
    }

    /// 共 36 篇答复，2019—2025 年.
    pub(super) fn total_text(&self) -> String {
        let strings = self.strings();
        let n = self.catalog.entries.len().to_string();
        let years = self.catalog.years();
        match (years.first(), years.last()) {
            (Some(first), Some(last)) if first < last => strings.fill(
                "total_replies_years",
                &[
                    ("n", &n),
                    ("first", &first.to_string()),
                    ("last", &last.to_string()),
                ],
            ),
            _ => strings.fill("total_replies", &[("n", &n)]),
        }
    }

    /// The ways on from the home page and the overview that lead to no single list.
    pub(super) fn ways(&self) -> Vec<Way> {
        let strings = self.strings();
        let way = |key: &'static str, href: &str| Way {
            label: strings.get(key).to_owned(),
            href: href.to_owned(),
            current: false,
        };
        if self.all_pages() == 0 {
            return Vec::new();
        }
        let mut ways = vec![way("nav_overview", overview::PATH)];
        for name in [FacetName::Session, FacetName::Kind, FacetName::Outcome] {
            let groups = &self.catalog.facet(name).groups;
            if groups.iter().any(|group| group.value != Value::Unknown) {
                ways.push(way(nav_key(name), &format!("{}/index.html", name.folder())));
            }
        }
        ways.push(way("nav_missing", missing::PATH));
        ways
    }

    /// How many of these replies have their topics from the site's own vocabulary.
    pub(super) fn sorted_by_site(&self, entries: impl Iterator<Item = usize>) -> usize {
        entries
            .filter(|&at| {
                let assumed = &self.catalog.entries[at].reply.assumed;
                assumed.contains(&Assumption::Topics)
            })
            .count()
    }

    /// A page of the site's own (`about.html`).
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn own_page(&self, name: &str, title: &str, text: &Body) -> Result<Page> {
        let rendered = body::render(text, self.strings());
        let mut context = tera::Context::new();
        context.insert("heading", title);
        context.insert("body", &rendered.html);
        let path = format!("{name}.html");
        let frame = Frame {
            path: &path,
            title,
            description: "",
            section: Some(name),
            meta: self.site_meta(),
        };
        self.page("page.html", frame, context)
    }

    /// `404.html`.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn not_found_page(&self) -> Result<Page> {
        let title = self.strings().get("not_found_heading").to_owned();
        let frame = Frame {
            path: "404.html",
            title: &title,
            description: "",
            section: None,
            meta: Vec::new(),
        };
        self.page("404.html", frame, tera::Context::new())
    }

    pub(super) fn row<'r>(&'r self, entry: &'r Entry) -> Row<'r> {
        let reply = &entry.reply;
        let strings = self.strings();
        let mut askers = reply.askers.join(strings.get("list_separator"));
        if reply.askers_more {
            askers.push_str(strings.get("askers_more"));
        }
        if reply.kind == Some(Kind::Opinion)
            && let Some(office) = &reply.addressee_agency
        {
            askers.clone_from(office);
        }
        let session = reply
            .session
            .map(|session| strings.session(session, self.config.language));
        let number = reply
            .case_number
            .as_ref()
            .map(|number| strings.fill("case_label", &[("number", number)]));
        Row {
            title: &reply.title,
            matter: reply
                .proposal_title
                .as_deref()
                .filter(|matter| !reply.title.contains(matter))
                .unwrap_or(""),
            href: reply::path(reply),
            agency: reply.agency.as_deref().unwrap_or(""),
            agency_href: present_agency(reply)
                .map(|name| list_path(FacetName::Agency, &Value::Agency(name.to_owned())))
                .unwrap_or_default(),
            issued: reply
                .issued
                .map(|date| date.to_string())
                .unwrap_or_default(),
            issued_text: reply
                .issued
                .map(|date| strings::date(date, self.config.language))
                .unwrap_or_default(),
            document_number: reply.document_number.as_deref().unwrap_or(""),
            askers_text: askers,
            kind_label: reply.kind.map_or("", |kind| strings.kind(kind)),
            case_text: [session, number]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    fn item(&self, name: FacetName, group: &Group) -> FacetItem {
        FacetItem {
            label: self.value_label(&group.value),
            href: format!("{}.html", list_base(name, &group.slug)),
            count: group.entries.len(),
            note: self.note(group),
        }
    }

    /// What tells a value apart from others that look like it: the body of a member, the issuers of an outcome.
    fn note(&self, group: &Group) -> String {
        let strings = self.strings();
        match &group.value {
            Value::Member(MemberBody::Committee, _) => strings.get("body_cppcc").to_owned(),
            Value::Member(MemberBody::Congress, _) => strings.get("body_npc").to_owned(),
            Value::Agency(name) => {
                let old = (self.config.renamed.keys())
                    .filter(|old| self.config.present_name(old) == Some(name.as_str()));
                let names: Vec<&str> = old.map(String::as_str).collect();
                if names.is_empty() {
                    return String::new();
                }
                let names = names.join(strings.get("list_separator"));
                strings.fill("formerly", &[("names", &names)])
            }
            Value::Outcome(..) => {
                let issuers: std::collections::BTreeSet<&str> = group
                    .entries
                    .iter()
                    .filter_map(|&at| self.catalog.entries[at as usize].reply.agency.as_deref())
                    .collect();
                let names = if issuers.len() > ISSUERS {
                    strings.fill("offices_count", &[("n", &issuers.len().to_string())])
                } else {
                    let names: Vec<&str> = issuers.into_iter().collect();
                    names.join(strings.get("list_separator"))
                };
                if names.is_empty() {
                    return names;
                }
                strings.fill("outcome_issuers", &[("names", &names)])
            }
            _ => String::new(),
        }
    }

    pub(super) fn page_title(&self, heading: &str, page: usize, total: usize) -> String {
        if page == 1 {
            return heading.to_owned();
        }
        format!("{heading} ({})", self.page_text(page, total))
    }

    fn page_text(&self, page: usize, total: usize) -> String {
        self.strings().fill(
            "page_of",
            &[("page", &page.to_string()), ("pages", &total.to_string())],
        )
    }

    pub(super) fn pagination(&self, base: &str, current: usize, total: usize) -> Pagination {
        let href = |page: usize| numbered(base, page);
        let mut pages = Vec::new();
        let mut last = 0;
        for page in
            (1..=total).filter(|&page| page == 1 || page == total || page.abs_diff(current) <= 2)
        {
            if page > last + 1 {
                pages.push(PageLink {
                    number: 0,
                    href: String::new(),
                    current: false,
                    gap: true,
                });
            }
            pages.push(PageLink {
                number: page,
                href: href(page),
                current: page == current,
                gap: false,
            });
            last = page;
        }
        Pagination {
            current,
            total,
            previous_href: if current > 1 {
                href(current - 1)
            } else {
                String::new()
            },
            next_href: if current < total {
                href(current + 1)
            } else {
                String::new()
            },
            pages,
            page_text: self.page_text(current, total),
        }
    }

    /// `sitemap.xml`, or several and their index; none without `base_url`, for the protocol wants whole addresses.
    /// `lastmod` is the date of the last correction, else of publication, else of signature; never the build's.
    #[must_use]
    pub fn sitemaps(&self) -> Vec<(String, Vec<u8>)> {
        let base = self.config.base_url.as_str();
        if base.is_empty() {
            return Vec::new();
        }
        let mut urls: Vec<(String, Option<String>)> = vec![(base.to_owned(), None)];
        for entry in &self.catalog.entries {
            let reply = &entry.reply;
            let corrected = reply.revisions.iter().map(|revision| revision.date).max();
            let date = corrected
                .or(reply.published.map(|published| published.date))
                .or(date_of(reply));
            urls.push((
                format!("{base}{}", reply::path(reply)),
                date.map(|date| date.to_string()),
            ));
        }
        if self.all_pages() > 0 {
            for path in [ALL_PATH, overview::PATH, missing::PATH, "data/index.html"] {
                urls.push((format!("{base}{path}"), None));
            }
            for field in self.missing_fields() {
                urls.extend(
                    field
                        .list_path()
                        .map(|path| (format!("{base}{path}"), None)),
                );
            }
        }
        if !self.catalog.facet(FacetName::Agency).groups.is_empty() {
            urls.push((format!("{base}{LETTERS_PATH}"), None));
        }
        for facet in self
            .catalog
            .facets
            .iter()
            .filter(|facet| !facet.groups.is_empty())
        {
            urls.push((format!("{base}{}/index.html", facet.name.folder()), None));
            urls.extend(facet.groups.iter().map(|group| {
                let path = list_base(facet.name, &group.slug);
                (format!("{base}{path}.html"), None)
            }));
        }
        urls.extend(
            self.pages
                .iter()
                .map(|(name, _)| (format!("{base}{name}.html"), None)),
        );
        let chunks: Vec<&[(String, Option<String>)]> = urls.chunks(SITEMAP_SIZE).collect();
        if let [only] = chunks.as_slice() {
            return vec![("sitemap.xml".to_owned(), xml("urlset", "url", only))];
        }
        let mut files = Vec::new();
        let mut index = Vec::new();
        for (at, chunk) in chunks.iter().enumerate() {
            let name = format!("sitemap-{}.xml", at + 1);
            index.push((format!("{base}{name}"), None));
            files.push((name, xml("urlset", "url", chunk)));
        }
        files.push((
            "sitemap.xml".to_owned(),
            xml("sitemapindex", "sitemap", &index),
        ));
        files
    }

    /// `robots.txt`.
    #[must_use]
    pub fn robots(&self) -> String {
        let mut text = "User-agent: *\nAllow: /\n".to_owned();
        if !self.config.base_url.is_empty() {
            text.push_str("Sitemap: ");
            text.push_str(&self.config.base_url);
            text.push_str("sitemap.xml\n");
        }
        text
    }
}

/// An index of values.
#[derive(Clone, Copy)]
struct Index<'i> {
    facet: &'i Facet,
    /// Path of its first page, without extension.
    base: &'i str,
    intro: &'i str,
    by_letter: bool,
    /// What names that begin with it are read without.
    place: &'i str,
}

/// The letters above an index from A to Z, each with the page and place where it begins.
fn letters<'g>(
    groups: impl IntoIterator<Item = &'g Group>,
    base: &str,
    place: &str,
) -> Vec<LetterLink> {
    let mut begin: std::collections::BTreeMap<Letter, usize> = std::collections::BTreeMap::new();
    for (at, group) in groups.into_iter().enumerate() {
        begin.entry(group.reading(place).letter).or_insert(at);
    }
    if begin.is_empty() {
        return Vec::new();
    }
    let link = |letter: Letter| LetterLink {
        letter: letter.shown(),
        href: begin
            .get(&letter)
            .map(|at| {
                format!(
                    "{}#{}",
                    numbered(base, at / INDEX_SIZE + 1),
                    letter.anchor()
                )
            })
            .unwrap_or_default(),
    };
    // What begins with no letter is rare: its sign stands there only where it leads somewhere.
    Letter::ALL
        .into_iter()
        .map(link)
        .filter(|link| link.letter != '#' || !link.href.is_empty())
        .collect()
}

/// `base.html`, `base-2.html`, …; from 100 on in folders of a hundred, `base-100/137.html`, so that none holds thousands.
pub(super) fn numbered(base: &str, page: usize) -> String {
    match page {
        1 => format!("{base}.html"),
        2..100 => format!("{base}-{page}.html"),
        _ => format!("{base}-{}/{page}.html", page / 100 * 100),
    }
}

fn xml(root: &str, element: &str, urls: &[(String, Option<String>)]) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 0);
    // Writing to memory cannot fail.
    let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = writer
        .create_element(root)
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|writer| {
            for (address, date) in urls {
                writer
                    .create_element(element)
                    .write_inner_content(|writer| {
                        writer
                            .create_element("loc")
                            .write_text_content(BytesText::new(address))?;
                        if let Some(date) = date {
                            writer
                                .create_element("lastmod")
                                .write_text_content(BytesText::new(date))?;
                        }
                        Ok(())
                    })?;
            }
            Ok(())
        });
    let mut out = writer.into_inner();
    out.push(b'\n');
    out
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn the_pages_of_a_long_list_stand_in_folders_of_a_hundred() {
        let pages = [1, 2, 99, 100, 137, 2000].map(|page| numbered("all/index", page));
        assert_eq!(
            pages,
            [
                "all/index.html",
                "all/index-2.html",
                "all/index-99.html",
                "all/index-100/100.html",
                "all/index-100/137.html",
                "all/index-2000/2000.html"
            ]
        );
    }
}
