//! Home page, lists, indexes of values, the site's own pages, 404, sitemap and robots.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::context::{FacetBox, FacetItem, ItemGroup, PageLink, Pagination, Row};
use super::{Frame, Page, Portal, body, nav_key, reply, strings};
use crate::catalog::{
    Body as MemberBody, Entry, Facet, FacetName, Group, Value, date_of, list_path,
};
use crate::error::Result;
use crate::model::{Body, Kind};

/// Values of a facet on the home page.
const HOME_VALUES: usize = 8;
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
}

impl Portal<'_> {
    /// `index.html`.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn home_page(&self) -> Result<Page> {
        let strings = self.strings();
        let latest: Vec<Row<'_>> = self
            .catalog
            .entries
            .iter()
            .take(HOME_REPLIES)
            .map(|entry| self.row(entry))
            .collect();
        // Members are many and unordered by weight: they have their index.
        let facets: Vec<FacetBox> = self
            .catalog
            .facets
            .iter()
            .filter(|facet| facet.name != FacetName::Member && !facet.groups.is_empty())
            .map(|facet| FacetBox {
                title: strings.get(nav_key(facet.name)).to_owned(),
                href: format!("{}/index.html", facet.name.folder()),
                more_text: strings.fill("more_values", &[("n", &facet.groups.len().to_string())]),
                items: facet
                    .groups
                    .iter()
                    .take(HOME_VALUES)
                    .map(|group| self.item(facet.name, group))
                    .collect(),
            })
            .collect();
        let mut context = tera::Context::new();
        context.insert(
            "total_text",
            &strings.fill(
                "total_replies",
                &[("n", &self.catalog.entries.len().to_string())],
            ),
        );
        context.insert("latest", &latest);
        context.insert("all_href", ALL_PATH);
        context.insert("facets", &facets);
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
        };
        let heading = match (&group.value, name) {
            (Value::Unknown, FacetName::Agency) => strings.get("agency_unknown").to_owned(),
            (Value::Unknown, FacetName::Year) => strings.get("year_unknown").to_owned(),
            (Value::Unknown, FacetName::Session) => strings.get("session_unknown").to_owned(),
            (Value::Unknown, _) => strings.get("kind_unknown").to_owned(),
            _ => strings.fill(key, &[("name", &label)]),
        };
        let body = self.body_note(&group.value);
        let count = strings.count(group.entries.len());
        let intro = if body.is_empty() {
            count
        } else {
            format!("{body} · {count}")
        };
        let base = format!("{}/{}", name.folder(), group.slug);
        let total = group.entries.len().div_ceil(self.config.page_size);
        let list = List {
            base: &base,
            heading: &heading,
            intro: &intro,
            section: Some(name.folder()),
            total,
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

    /// How many pages the list of all replies has; none if there is no reply.
    #[must_use]
    pub fn all_pages(&self) -> usize {
        self.catalog.entries.len().div_ceil(self.config.page_size)
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

    /// The pages that list all values of one facet; none if it has no value.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn index_pages(&self, facet: &Facet) -> Result<Vec<Page>> {
        let strings = self.strings();
        let heading = strings.get(nav_key(facet.name)).to_owned();
        let intro = strings.fill("values_count", &[("n", &facet.groups.len().to_string())]);
        let base = format!("{}/index", facet.name.folder());
        let total = facet.groups.len().div_ceil(INDEX_SIZE);
        let mut pages = Vec::with_capacity(total);
        for (at, chunk) in facet.groups.chunks(INDEX_SIZE).enumerate() {
            let mut groups: Vec<ItemGroup> = Vec::new();
            for group in chunk {
                // Members stand by the first letter of their slug, which is their pinyin.
                let title = match facet.name {
                    FacetName::Member => group
                        .slug
                        .chars()
                        .next()
                        .map(|c| c.to_ascii_uppercase().to_string())
                        .unwrap_or_default(),
                    _ => String::new(),
                };
                match groups.last_mut() {
                    Some(last) if last.title == title => {
                        last.items.push(self.item(facet.name, group));
                    }
                    _ => groups.push(ItemGroup {
                        title,
                        items: vec![self.item(facet.name, group)],
                    }),
                }
            }
            let mut context = tera::Context::new();
            context.insert("heading", &heading);
            context.insert("intro_text", &intro);
            context.insert("groups", &groups);
            context.insert("pagination", &self.pagination(&base, at + 1, total));
            let path = numbered(&base, at + 1);
            let title = self.page_title(&heading, at + 1, total);
            let frame = Frame {
                path: &path,
                title: &title,
                description: &intro,
                section: Some(facet.name.folder()),
                meta: self.column_meta(&heading, &intro),
            };
            pages.push(self.page("index.html", frame, context)?);
        }
        Ok(pages)
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

    fn row<'r>(&'r self, entry: &'r Entry) -> Row<'r> {
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
            href: reply::path(reply),
            agency: reply.agency.as_deref().unwrap_or(""),
            agency_href: reply
                .agency
                .as_ref()
                .map(|name| list_path(FacetName::Agency, &Value::Agency(name.clone())))
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
            href: format!("{}/{}.html", name.folder(), group.slug),
            count: group.entries.len(),
            note: self.body_note(&group.value),
        }
    }

    fn body_note(&self, value: &Value) -> String {
        match value {
            Value::Member(MemberBody::Committee, _) => self.strings().get("body_cppcc").to_owned(),
            Value::Member(MemberBody::Congress, _) => self.strings().get("body_npc").to_owned(),
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
            urls.push((format!("{base}{ALL_PATH}"), None));
            urls.push((format!("{base}data/index.html"), None));
        }
        for facet in self
            .catalog
            .facets
            .iter()
            .filter(|facet| !facet.groups.is_empty())
        {
            urls.push((format!("{base}{}/index.html", facet.name.folder()), None));
            urls.extend(facet.groups.iter().map(|group| {
                (
                    format!("{base}{}/{}.html", facet.name.folder(), group.slug),
                    None,
                )
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

/// `base.html`, `base-2.html`, …
fn numbered(base: &str, page: usize) -> String {
    if page == 1 {
        format!("{base}.html")
    } else {
        format!("{base}-{page}.html")
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
