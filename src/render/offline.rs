//! What is read without a server: the files that an archive has of its own, and the page for what was not visited while there was a network.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::strings::date;
use super::{Frame, Page, Portal};
use crate::archive::join::join;
use crate::error::{Error, Result};
use crate::messages::tell;

/// The script of an archive's search page, beside it.
const SCRIPT: &str = "archive.js";

impl Portal<'_> {
    /// The files that an archive has instead of the portal's, or besides them: the search page, its script, the words for stepping through hits
    /// (`words`: the bundle's `suggest.json`, which no page can fetch there), and a text that says how to begin.
    ///
    /// # Errors
    /// If a template is wrong or does not load the script, or if the modules cannot be joined.
    pub fn archive_files(
        &self,
        manifest: &str,
        words: &str,
        packs: &[&str],
    ) -> Result<BTreeMap<String, Vec<u8>>> {
        let page = self.archived_search_page(manifest, packs)?;
        let loads = format!("src=\"{SCRIPT}\"");
        if !String::from_utf8_lossy(&page.html).contains(&loads) {
            return Err(Error::Refused(tell!(
                "error-archive-search",
                theme = self.config.theme,
                loads
            )));
        }
        let mut modules: BTreeMap<String, Cow<'static, [u8]>> = self.theme.search.clone();
        modules.extend(self.theme.archive.clone());
        let script = join(&modules, "page.js")?;
        let readme = self.strings().get("archive_readme_name").to_owned();
        Ok(BTreeMap::from([
            (page.path, page.html),
            (format!("search/{SCRIPT}"), script.into_bytes()),
            (
                "search/words.js".to_owned(),
                format!("dafuWords={words};\n").into_bytes(),
            ),
            (readme, self.archive_readme().into_bytes()),
        ]))
    }

    /// What whoever is handed the archive reads first. With a byte order mark and the line ends of Windows, whose oldest editors need both.
    fn archive_readme(&self) -> String {
        let strings = self.strings();
        let newest = self
            .catalog
            .entries
            .iter()
            .filter_map(|entry| entry.reply.issued)
            .max();
        let count = strings.count(self.catalog.entries.len());
        let holds = match newest {
            Some(newest) => strings.fill(
                "archive_holds",
                &[
                    ("count", &count),
                    ("date", &date(newest, self.config.language)),
                ],
            ),
            None => strings.fill("archive_holds_undated", &[("count", &count)]),
        };
        let mut lines = vec![
            self.config.title.clone(),
            String::new(),
            holds,
            String::new(),
            strings.get("archive_how").trim().to_owned(),
        ];
        let about = [
            (strings.get("organizer_label"), &self.config.site.organizer),
            (strings.get("archive_online"), &self.config.base_url),
        ];
        for (label, value) in about.into_iter().filter(|(_, value)| !value.is_empty()) {
            lines.push(String::new());
            lines.push(format!("{label}{value}"));
        }
        let text = lines.join("\n").replace("\r\n", "\n").replace('\n', "\r\n");
        format!("\u{feff}{text}\r\n")
    }

    /// Renders `offline.html`; the service worker puts what was visited in the place of a comment in it.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn offline_page(&self) -> Result<Page> {
        let title = self.strings().get("offline_heading").to_owned();
        let frame = Frame {
            path: "offline.html",
            title: &title,
            description: "",
            section: None,
            meta: Vec::new(),
        };
        self.page("offline.html", frame, tera::Context::new())
    }
}
