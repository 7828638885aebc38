//! Pages at addresses that are no longer anybody's own: those that lead on, and the notice where a list became empty.
//!
//! A page that leads on works without scripts (a refresh within `<noscript>`, and a link to be followed by hand). A refresh drops
//! the fragment of the address; so with scripts it is `moved.js` that goes on, and takes the fragment along. A
//! copy of the whole text at the old address would have kept it without scripts too, but one text would have two pages, and the
//! correction of the one would be forgotten in the other.

use std::collections::HashMap;

use super::context::MetaTag;
use super::{Frame, Page, Portal};
use crate::catalog::{FacetName, Group, Moved, list_base};
use crate::error::Result;

impl Portal<'_> {
    /// The page at an old address.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn moved_page(&self, moved: &Moved) -> Result<Page> {
        let depth = moved.from.matches('/').count();
        let mut context = tera::Context::new();
        let to = crate::parse::encode_path(&moved.to);
        context.insert("to", &format!("{}{to}", "../".repeat(depth)));
        // What is canonical is the new address.
        let canonical = if self.config.base_url.is_empty() {
            String::new()
        } else {
            self.address(&to)
        };
        context.insert("canonical", &canonical);
        context.insert("title", &moved.title);
        let heading = self.strings().get("moved_heading");
        self.aside("moved.html", &moved.from, heading, context)
    }

    /// The notice at the address of a list that no reply is in any longer.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn gone_page(&self, path: &str) -> Result<Page> {
        let heading = self.strings().get("gone_heading");
        self.aside("gone.html", path, heading, tera::Context::new())
    }

    /// A page that no other leads to and that no robot is to remember.
    fn aside(
        &self,
        template: &str,
        path: &str,
        title: &str,
        context: tera::Context,
    ) -> Result<Page> {
        let mut meta = self.site_meta();
        meta.push(MetaTag {
            name: "robots",
            content: "noindex".to_owned(),
        });
        let frame = Frame {
            path,
            title,
            description: "",
            section: None,
            meta,
        };
        self.page(template, frame, context)
    }

    /// The lists that have another address now: where each was, without extension.
    #[must_use]
    pub fn moved_lists<'m>(&self, moved: &'m [Moved]) -> Vec<(&'m str, FacetName, &Group)> {
        let mut places: HashMap<&str, Vec<&'m str>> = HashMap::new();
        for Moved { from, to, .. } in moved {
            if let (Some(from), Some(to)) = (from.strip_suffix(".html"), to.strip_suffix(".html")) {
                places.entry(to).or_default().push(from);
            }
        }
        if places.is_empty() {
            return Vec::new();
        }
        let mut lists = Vec::new();
        for facet in self.catalog.facets.iter().filter(|f| f.name.is_unbounded()) {
            for group in &facet.groups {
                let now = list_base(facet.name, &group.slug);
                let places = places.get(now.as_str()).into_iter().flatten();
                lists.extend(places.map(|place| (*place, facet.name, group)));
            }
        }
        lists
    }
}
