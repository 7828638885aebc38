//! The search page: a form that works as a link's target, and what the reader's script starts from.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::escape::escape;

use super::{Frame, Page, Portal, in_script};
use crate::bundle::suggest::{Kind, Suggestion};
use crate::catalog::{FacetName, Value};
use crate::error::Result;

/// Modules that the first results do without: they come when they are wanted.
const LATER: [&str; 9] = [
    "after.js",
    "export.js",
    "filters.js",
    "home.js",
    "more.js",
    "numbers.js",
    "page.js",
    "saved.js",
    "suggest.js",
];

impl Portal<'_> {
    /// Renders `search/index.html`; `manifest` is the JSON that finds the search bundle.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn search_page(&self, manifest: &str) -> Result<Page> {
        self.search_page_over(manifest, None)
    }

    /// The search page of an archive; `packs`: the first path of every script that the bundle is packed into.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn archived_search_page(&self, manifest: &str, packs: &[&str]) -> Result<Page> {
        self.search_page_over(manifest, Some(packs))
    }

    fn search_page_over(&self, manifest: &str, packs: Option<&[&str]>) -> Result<Page> {
        let strings = self.strings();
        let mut words = self.words("search_");
        if packs.is_some() {
            // No server, no network: whatever fails, a file was lost on the way.
            for error in [
                "error_missing",
                "error_html",
                "error_damaged",
                "error_network",
            ] {
                words.insert(error, strings.get("archive_damaged"));
            }
        }
        let words = serde_json::to_string(&words).unwrap_or_default();
        let mut context = tera::Context::new();
        if let Some(packs) = packs {
            let packs = serde_json::to_string(packs).unwrap_or_default();
            context.insert("packs", &in_script(&packs));
        } else {
            context.insert("packs", "");
        }
        context.insert("manifest", &in_script(manifest));
        context.insert("strings", &in_script(&words));
        let modules: Vec<&str> = self
            .theme
            .search
            .keys()
            .map(String::as_str)
            .filter(|name| !LATER.contains(name))
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

    /// The words of the interface whose key begins so, by the rest of it.
    #[must_use]
    pub fn words(&self, prefix: &str) -> BTreeMap<&str, &str> {
        let all = self.strings().all().iter();
        all.filter_map(|(key, text)| Some((key.strip_prefix(prefix)?, text.as_str())))
            .collect()
    }

    /// The facts of some replies, by their numbers, as JSON: what a table of results has.
    #[must_use]
    pub fn fact_rows(&self, replies: Range<u32>) -> Vec<u8> {
        let strings = self.strings();
        let entries = &self.catalog.entries;
        let rows: Vec<[String; 10]> = replies
            .map(|number| {
                let reply = &entries[self.catalog.index(number)].reply;
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                let mut askers = reply.askers.join(strings.get("list_separator"));
                if reply.askers_more {
                    askers.push_str(strings.get("askers_more"));
                }
                [
                    reply.id.clone(),
                    reply.title.clone(),
                    askers,
                    text(&reply.agency),
                    crate::catalog::date_of(reply)
                        .map_or_else(String::new, |date| date.to_string()),
                    reply.kind.map_or("", |kind| strings.kind(kind)).to_owned(),
                    reply.session.map_or_else(String::new, |session| {
                        strings.session(session, self.config.language)
                    }),
                    text(&reply.case_number),
                    text(&reply.document_number),
                    self.outcome_label(reply).unwrap_or_default(),
                ]
            })
            .collect();
        // Strings do not fail to serialise.
        serde_json::to_vec(&rows).unwrap_or_default()
    }

    /// What the search boxes offer while one types.
    #[must_use]
    pub fn suggestions(&self) -> Vec<Suggestion> {
        let mut all = Vec::new();
        for (name, kind) in [
            (FacetName::Agency, Kind::Agency),
            (FacetName::Member, Kind::Member),
        ] {
            for group in &self.catalog.facet(name).groups {
                let (Value::Agency(label) | Value::Member(_, label)) = &group.value else {
                    continue;
                };
                all.push(Suggestion {
                    kind,
                    label: label.clone(),
                    target: group.slug.clone(),
                    replies: group.entries.len(),
                });
            }
        }
        let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.catalog.entries {
            let reply = &entry.reply;
            for topic in &reply.topics {
                *topics.entry(topic).or_default() += 1;
            }
            let named = [
                (Kind::Number, reply.document_number.as_ref()),
                (
                    Kind::Title,
                    reply.proposal_title.as_ref().or(Some(&reply.title)),
                ),
            ];
            for (kind, label) in named {
                all.extend(label.map(|label| Suggestion {
                    kind,
                    label: label.clone(),
                    target: reply.id.clone(),
                    replies: 0,
                }));
            }
        }
        all.extend(topics.into_iter().map(|(topic, replies)| Suggestion {
            kind: Kind::Topic,
            label: topic.to_owned(),
            target: String::new(),
            replies,
        }));
        all
    }

    /// `search/opensearch.xml`, by which a browser searches the portal from its own box; needs the portal's address.
    #[must_use]
    pub fn opensearch(&self) -> Option<Vec<u8>> {
        let base = self.config.base_url.trim_end_matches('/');
        if base.is_empty() {
            return None;
        }
        let title = &self.config.title;
        // At most 16 characters, as the specification has it.
        let short: String = title.chars().take(16).collect();
        let description = self
            .strings()
            .fill("opensearch_description", &[("title", title)]);
        Some(
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
                <ShortName>{}</ShortName>\n<LongName>{}</LongName>\n<Description>{}</Description>\n\
                <InputEncoding>UTF-8</InputEncoding>\n<Language>{}</Language>\n\
                <Image type=\"image/svg+xml\">{base}/assets/icon.svg</Image>\n\
                <Url type=\"text/html\" template=\"{base}/search/index.html?q={{searchTerms}}\"/>\n\
                </OpenSearchDescription>\n",
                escape(&short),
                escape(title.chars().take(48).collect::<String>()),
                escape(&description),
                self.config.language.tag(),
                base = escape(base),
            )
            .into_bytes(),
        )
    }
}
