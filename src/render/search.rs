//! The search page: a form that works as a link's target, and what the reader's script starts from.

use super::{Frame, Page, Portal, in_script};
use crate::error::Result;

impl Portal<'_> {
    /// Renders `search/index.html`; `manifest` is the JSON that finds the search bundle.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn search_page(&self, manifest: &str) -> Result<Page> {
        let strings = self.strings();
        let words: std::collections::BTreeMap<&str, &str> = strings
            .all()
            .iter()
            .filter_map(|(key, text)| Some((key.strip_prefix("search_")?, text.as_str())))
            .collect();
        let words = serde_json::to_string(&words).unwrap_or_default();
        let mut context = tera::Context::new();
        context.insert("manifest", &in_script(manifest));
        context.insert("strings", &in_script(&words));
        let modules: Vec<&str> = self
            .theme
            .search
            .keys()
            .map(String::as_str)
            .filter(|name| *name != "page.js")
            .collect();
        context.insert("modules", &modules);
        let title = strings.get("search_title").to_owned();
        let frame = Frame {
            path: "search/index.html",
            title: &title,
            description: "",
            section: Some("search"),
            meta: self.column_meta(&title, ""),
        };
        self.page("search.html", frame, context)
    }
}
