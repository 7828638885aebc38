//! A reply or a list → the HTML of a page, through the theme's templates. Nothing is read or written here.
//!
//! Templates get small typed contexts (the structs below, documented in README) and no logic of ours; the HTML of a
//! reply's text comes from [`body`].

pub mod body;
pub mod charts;
pub mod citation;
pub mod context;
pub mod data;
pub mod facets;
pub mod feeds;
pub mod lists;
pub mod metadata;
pub mod missing;
pub mod offline;
pub mod overview;
pub mod redirects;
pub mod related;
pub mod reply;
pub mod revisions;
pub mod search;
pub mod strings;
pub mod theme;

use std::collections::HashSet;

pub use related::Related;
pub use strings::Strings;
pub use theme::Theme;

use crate::catalog::{Body, Catalog, FacetName, Meaning, Value};
use crate::config::Config;
use crate::error::Result;
use context::{MetaTag, NavItem, PageInfo};

/// What every page of one build is rendered with.
pub struct Portal<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Templates, assets and strings.
    pub theme: &'a Theme,
    /// All replies.
    pub catalog: &'a Catalog,
    /// The site's own pages: name and title, in the order of the navigation.
    pub pages: Vec<(String, String)>,
    /// Lists that had feeds once, without extension: they keep them.
    pub kept_feeds: HashSet<String>,
}

/// A page: where it goes, and its bytes.
pub struct Page {
    /// Below the output folder, with `/`.
    pub path: String,
    /// HTML, UTF-8.
    pub html: Vec<u8>,
}

/// What the frame of a page says of it.
struct Frame<'p> {
    path: &'p str,
    title: &'p str,
    description: &'p str,
    /// Which entry of the navigation it belongs to.
    section: Option<&'p str>,
    meta: Vec<MetaTag>,
}

impl Portal<'_> {
    fn strings(&self) -> &Strings {
        &self.theme.strings
    }

    /// Name of the column that lists belong to, for the government `<meta>` tags.
    fn column(&self) -> &str {
        self.strings().get("column_name")
    }

    fn site_meta(&self) -> Vec<MetaTag> {
        let mut meta = Vec::new();
        let mut push = |name: &'static str, content: &str| {
            if !content.is_empty() {
                meta.push(MetaTag {
                    name,
                    content: content.to_owned(),
                });
            }
        };
        push("SiteName", &self.config.title);
        push("SiteDomain", self.config.domain());
        push("SiteIDCode", &self.config.site.id_code);
        meta
    }

    fn column_meta(&self, name: &str, description: &str) -> Vec<MetaTag> {
        let mut meta = self.site_meta();
        meta.push(MetaTag {
            name: "ColumnName",
            content: name.to_owned(),
        });
        meta.push(MetaTag {
            name: "ColumnType",
            content: self.column().to_owned(),
        });
        if !description.is_empty() {
            meta.push(MetaTag {
                name: "ColumnDescription",
                content: description.to_owned(),
            });
        }
        meta.push(MetaTag {
            name: "ColumnKeywords",
            content: format!("{},{name}", self.strings().get("column_keywords")),
        });
        meta
    }

    /// At most seven entries, so that they stand on one line: the ways that most people look for. Sessions, kinds and
    /// outcomes are reached from the overview, which is current on their pages; the site's own pages from the foot.
    fn navigation(&self, section: Option<&str>) -> Vec<NavItem> {
        let section = match section {
            Some("sessions" | "kinds" | "outcomes" | "missing") => Some("overview"),
            other => other,
        };
        let entry = |key: &'static str, href: String, own: &str| NavItem {
            label: self.strings().get(key).to_owned(),
            href,
            current: section == Some(own),
        };
        let mut nav = vec![entry("nav_home", "index.html".to_owned(), "home")];
        for name in [
            FacetName::Agency,
            FacetName::Member,
            FacetName::Year,
            FacetName::Topic,
        ] {
            let folder = name.folder();
            if !self.catalog.facet(name).groups.is_empty() {
                nav.push(entry(nav_key(name), format!("{folder}/index.html"), folder));
            }
        }
        if self.all_pages() > 0 {
            nav.push(entry("nav_overview", overview::PATH.to_owned(), "overview"));
            nav.push(entry("nav_data", "data/index.html".to_owned(), "data"));
        }
        nav
    }

    /// The site's own pages, for the foot of every page.
    fn own_pages(&self, section: Option<&str>) -> Vec<NavItem> {
        self.pages
            .iter()
            .map(|(name, title)| NavItem {
                label: title.clone(),
                href: format!("{name}.html"),
                current: section == Some(name.as_str()),
            })
            .collect()
    }

    /// Renders a template within the frame that all pages share.
    fn page(&self, template: &str, frame: Frame<'_>, mut context: tera::Context) -> Result<Page> {
        let depth = frame.path.matches('/').count();
        // A server shows the 404 page at any depth: its links begin at the portal's own path, where that is known.
        let root = match self.config.base_path().filter(|_| frame.path == "404.html") {
            Some(path) => path.to_owned(),
            None => "../".repeat(depth),
        };
        let canonical = if self.config.base_url.is_empty() || frame.path == "404.html" {
            String::new()
        } else {
            let path = if frame.path == "index.html" {
                ""
            } else {
                frame.path
            };
            format!("{}{path}", self.config.base_url)
        };
        context.insert("root", &root);
        context.insert(
            "page",
            &PageInfo {
                title: frame.title,
                description: frame.description,
                canonical: &canonical,
                path: frame.path,
            },
        );
        // Feeds, overview and data are of replies; a browser's own search box wants a whole address.
        context.insert("has_replies", &!self.catalog.entries.is_empty());
        context.insert("has_address", &!self.config.base_url.is_empty());
        context.insert("nav", &self.navigation(frame.section));
        context.insert("own_pages", &self.own_pages(frame.section));
        context.insert("meta", &frame.meta);
        let html = self.theme.render(template, frame.path, &context)?;
        Ok(Page {
            path: frame.path.to_owned(),
            html,
        })
    }

    /// How a facet's value is called on pages.
    fn value_label(&self, value: &Value) -> String {
        let strings = self.strings();
        match value {
            Value::Agency(name) | Value::Member(_, name) | Value::Topic(name) => name.clone(),
            Value::Year(year) => strings.fill("year_label", &[("year", &year.to_string())]),
            Value::Session(body, session) => {
                let label = strings.session(*session, self.config.language);
                match body {
                    Body::Committee => format!("{}{label}", strings.get("session_cppcc")),
                    Body::Congress => format!("{}{label}", strings.get("session_npc")),
                    Body::Unknown => label,
                }
            }
            Value::Kind(kind) => strings.kind(*kind).to_owned(),
            Value::Outcome(letter, meaning) => {
                let letter = letter.to_string();
                match meaning {
                    Meaning::Defined(meaning) => {
                        format!("{letter}{}{meaning}", strings.get("colon"))
                    }
                    Meaning::Undefined(agency) => strings.fill(
                        "outcome_undefined_by",
                        &[("letter", &letter), ("agency", agency)],
                    ),
                    Meaning::Unknown => strings.fill("outcome_undefined", &[("letter", &letter)]),
                }
            }
            Value::Unknown => strings.get("unknown").to_owned(),
        }
    }
}

/// JSON that may stand in a `<script>`: nothing in it can end the element.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

fn nav_key(name: FacetName) -> &'static str {
    match name {
        FacetName::Agency => "nav_agencies",
        FacetName::Year => "nav_years",
        FacetName::Session => "nav_sessions",
        FacetName::Kind => "nav_kinds",
        FacetName::Member => "nav_members",
        FacetName::Topic => "nav_topics",
        FacetName::Outcome => "nav_outcomes",
    }
}
