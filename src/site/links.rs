//! Links from a document to the portal itself: where they lead, and whether that is there.
//!
//! A link to another document (`[…](../2024/zjj-027.txt)`) leads to that one's page, wherever it is in this build. Lists and files are not
//! looked up here.

use std::borrow::Cow;
use std::collections::hash_map::Entry as MapEntry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::gather::{FILES, Gathering, RAW};
use crate::catalog::{Entry, reply_at, reply_path};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::messages::tell;
use crate::model::{Body, Content, Reply, Style};
use crate::parse::{self, encode_path, pattern};
use crate::render::body::every_anchor;
use crate::render::revisions;
use crate::review::InternalLink;

/// A link to the portal, and the document that has it.
pub(super) struct PortalLink {
    pub document: usize,
    pub link: InternalLink,
}

/// Where the links of a document to other documents lead: path below `content/` → page below the portal's root.
pub(super) type Leads = BTreeMap<String, String>;

static HREF: LazyLock<Regex> = LazyLock::new(|| pattern(r##"href="([^"#]*)"##));

/// Turns links to documents into links to their pages. `files` goes before the path of a file in this body: `../../files/`.
pub(super) fn lead(body: &mut Body, leads: &Leads, files: &str) {
    let root = files.trim_end_matches("files/");
    let page = |url: &str| {
        let path = parse::decode_path(url.strip_prefix(files)?);
        Some(format!("{root}{}", encode_path(leads.get(&path)?)))
    };
    for block in &mut body.blocks {
        match &mut block.content {
            Content::Text(inline) => {
                for mark in &mut inline.marks {
                    let Style::Link(url) = &mut mark.style else {
                        continue;
                    };
                    let end = url.find('#').unwrap_or(url.len());
                    if let Some(page) = page(&url[..end]) {
                        url.replace_range(..end, &page);
                    }
                }
            }
            Content::Html { html, .. } => {
                let led = HREF.replace_all(html, |found: &Captures<'_>| match page(&found[1]) {
                    Some(page) => format!("href=\"{page}"),
                    None => found[0].to_owned(),
                });
                if let Cow::Owned(led) = led {
                    *html = led;
                }
            }
        }
    }
}

/// What a link leads to.
enum Target {
    /// A document's page.
    Document(usize),
    /// Nothing: why not.
    Dead(Diagnostic),
    /// What is not looked up.
    Other,
}

impl Gathering<'_> {
    /// Links to the portal itself must lead somewhere. Those to other documents lead to their pages from here on.
    pub(super) fn check_links(&mut self) -> Result<()> {
        let links = std::mem::take(&mut self.links);
        if links.is_empty() {
            return Ok(());
        }
        let replies: HashMap<&str, &Entry> = (self.entries.iter())
            .map(|entry| (&*entry.reply.id, entry))
            .collect();
        let by_document: HashMap<usize, &Reply> = (self.entries.iter())
            .map(|entry| (entry.document, &entry.reply))
            .collect();
        // The anchors of each page that a link with an anchor leads to.
        let mut anchors: HashMap<usize, HashSet<String>> = HashMap::new();
        let mut leads: HashMap<usize, Leads> = HashMap::new();
        let mut found = Vec::new();
        for PortalLink { document, link } in &links {
            let (path, fragment) = match link.target.split_once('#') {
                Some((path, fragment)) => (path, fragment),
                None => (&*link.target, ""),
            };
            let path = path.split('?').next().unwrap_or("");
            let target = if path.is_empty() && link.target.starts_with('#') {
                Target::Document(*document)
            } else if let Some(path) = path.strip_prefix(FILES) {
                let (target, lead) = self.other_document(*document, link, path);
                leads.entry(*document).or_default().extend(lead);
                target
            } else {
                self.page(*document, link, path, &replies)
            };
            let target = match target {
                Target::Document(target) => target,
                Target::Dead(finding) => {
                    found.push(finding);
                    continue;
                }
                Target::Other => continue,
            };
            if fragment.is_empty() {
                continue;
            }
            let anchors = match anchors.entry(target) {
                MapEntry::Occupied(known) => known.into_mut(),
                MapEntry::Vacant(new) => {
                    let body = self.body(target)?;
                    new.insert(anchors_of(&body, by_document.get(&target).copied()))
                }
            };
            let fragment = parse::decode_path(fragment);
            let known = matches!(&*fragment, "top" | "main") || anchors.contains(&fragment);
            if !known {
                let why = tell!("link-dead-anchor");
                found.push(dead(self.path(*document), link, why));
            }
        }
        leads.retain(|_, leads| !leads.is_empty());
        self.leads = leads;
        self.diagnostics.append(&mut found);
        Ok(())
    }

    /// What a link to a file leads to, if that file is a document; and the page in its place.
    fn other_document(
        &self,
        document: usize,
        link: &InternalLink,
        path: &str,
    ) -> (Target, Option<(String, String)>) {
        let path = parse::decode_path(path);
        // What is not there has been said, and who is not shown leads nowhere.
        let Some(target) = self.find(&path).filter(|_| self.has_page(document)) else {
            return (Target::Other, None);
        };
        let Some(page) = self.pages[target].clone() else {
            let mut finding = Diagnostic::error(RAW, tell!("file-source", path))
                .in_file(self.path(document))
                .hint(tell!("file-source.hint"));
            finding.place = Some(link.place.clone());
            return (Target::Dead(finding), None);
        };
        let withdrawn = (self.withdrawn.iter()).any(|one| reply_path(&one.id, "html") == page);
        let kind = if withdrawn {
            Target::Other
        } else {
            Target::Document(target)
        };
        (kind, Some((path, page)))
    }

    /// What an address of the portal leads to.
    fn page(
        &self,
        document: usize,
        link: &InternalLink,
        path: &str,
        replies: &HashMap<&str, &Entry>,
    ) -> Target {
        let dead = |why| dead(self.path(document), link, why);
        if let Some(name) = path
            .strip_prefix("replies/")
            .and_then(|below| below.strip_suffix(".html"))
        {
            // Any page below `replies/` is meant to be a reply's.
            let id = reply_at(path).unwrap_or_default();
            if let Some(entry) = replies.get(id) {
                return Target::Document(entry.document);
            }
            if self.withdrawn.iter().any(|known| known.id == id) {
                return Target::Other;
            }
            let mut finding = dead(tell!("link-dead-reply"));
            let id = name.rsplit('/').next().unwrap_or_default();
            if replies.contains_key(id) {
                // Old links of the site's own may lead on, if its lock knows them.
                finding.message = tell!("link-dead-moved", path, now = reply_path(id, "html"));
            }
            return Target::Dead(finding);
        }
        match path.strip_suffix(".html") {
            Some(name) if !name.contains('/') && !matches!(name, "index" | "404" | "offline") => {
                match self.own_pages.iter().find(|page| page.name == name) {
                    Some(own) => Target::Document(own.document),
                    None => Target::Dead(dead(tell!("link-dead-page"))),
                }
            }
            _ => Target::Other,
        }
    }
}

/// Every anchor of a page: those of its text, and of a reply those of its corrections too.
fn anchors_of(body: &Body, reply: Option<&Reply>) -> HashSet<String> {
    let mut anchors: HashSet<String> = every_anchor(body).into_iter().flatten().collect();
    if let Some(reply) = reply {
        let history = revisions::history(reply, body);
        anchors.extend(history.anchors().map(str::to_owned));
    }
    anchors
}

fn dead(path: String, link: &InternalLink, why: String) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::warning("link-dead", tell!("link-dead", target = link.target, why))
            .in_file(path)
            .hint(tell!("link-dead.hint"));
    diagnostic.place = Some(link.place.clone());
    diagnostic
}
