//! A reply or a list → the HTML of a page, through the theme's templates. Nothing is read or written here.
//!
//! Templates get small typed contexts (the structs below, documented in README) and no logic of ours; the HTML of a
//! reply's text comes from [`body`].

pub mod body;
pub mod context;
pub mod data;
pub mod facets;
pub mod feeds;
pub mod lists;
pub mod related;
pub mod reply;
pub mod search;
pub mod strings;
pub mod theme;

pub use related::Related;
pub use strings::Strings;
pub use theme::Theme;

use crate::catalog::{Body, Catalog, FacetName, Value};
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

    fn navigation(&self, section: Option<&str>) -> Vec<NavItem> {
        let mut nav = vec![NavItem {
            label: self.strings().get("nav_home").to_owned(),
            href: "index.html".to_owned(),
            current: section == Some("home"),
        }];
        for facet in &self.catalog.facets {
            if facet.groups.is_empty() {
                continue;
            }
            let folder = facet.name.folder();
            nav.push(NavItem {
                label: self.strings().get(nav_key(facet.name)).to_owned(),
                href: format!("{folder}/index.html"),
                current: section == Some(folder),
            });
        }
        for (name, title) in &self.pages {
            nav.push(NavItem {
                label: title.clone(),
                href: format!("{name}.html"),
                current: section == Some(name.as_str()),
            });
        }
        nav
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
        context.insert("nav", &self.navigation(frame.section));
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
            Value::Agency(name) | Value::Member(_, name) => name.clone(),
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
            Value::Unknown => strings.get("unknown").to_owned(),
        }
    }
}

fn nav_key(name: FacetName) -> &'static str {
    match name {
        FacetName::Agency => "nav_agencies",
        FacetName::Year => "nav_years",
        FacetName::Session => "nav_sessions",
        FacetName::Kind => "nav_kinds",
        FacetName::Member => "nav_members",
    }
}
