//! Which addresses the portal has: those of today, those that lead on from where something was, and the notices.

use std::collections::hash_map::Entry::Vacant;
use std::collections::{BTreeMap, HashSet};

use rustc_hash::FxHashMap;

use super::gather::Gathering;
use crate::catalog::{
    Catalog, FacetName, Moved, Value, flat, is_id, list_base, list_path, reply_path, spread,
};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::lock::{Anchors, Form, Lock, Present, Published};
use crate::messages::tell;
use crate::output::check_path;
use crate::render::Portal;

/// An earlier address as a document names it.
pub(super) struct Alias {
    /// As written.
    pub text: String,
    /// The document that names it, relative to the site's folder.
    pub document: String,
    /// The page that it is to lead to.
    pub to: String,
    /// What that is called; empty for a withdrawn reply.
    pub title: String,
}

/// The addresses besides those of replies, lists and pages.
#[derive(Default)]
pub(super) struct Addresses {
    /// Pages that lead on, by their address.
    pub moved: Vec<Moved>,
    /// Lists that are remembered and have no reply.
    pub empty: Vec<String>,
    /// Files that are remembered and went with the replies that were withdrawn.
    pub withdrawn_files: Vec<String>,
}

/// The path of an alias: `old-id` stands for the page of that name beside the one that it leads to, anything else is a path.
fn path_of(alias: &Alias) -> Result<String, String> {
    let text = alias.text.trim().trim_start_matches('/');
    let path = if text.contains(['/', '.']) {
        if text.ends_with('/') {
            format!("{text}index.html")
        } else {
            text.to_owned()
        }
    } else if !is_id(text) {
        return Err(tell!("alias-id"));
    } else if alias.to.starts_with("replies/") {
        reply_path(text, "html")
    } else {
        format!("{text}.html")
    };
    check_path(&path).map_err(|error| error.to_string())?;
    if ![".html", ".htm", ".shtml"]
        .iter()
        .any(|end| path.ends_with(end))
    {
        return Err(tell!("alias-page"));
    }
    Ok(path)
}

/// Sorts out aliases and renamed offices; what cannot be is a finding.
pub(super) fn settle(
    gathering: &Gathering<'_>,
    catalog: &Catalog,
    config: &Config,
    lock: Option<&Lock>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Addresses {
    let mut taken = Taken::default();
    own(gathering, catalog, |path, document, _| {
        taken.insert(lower(path), document.map(|at| place(gathering, at)));
    });
    for path in ["index.html", "404.html", "offline.html"] {
        taken.insert(path.to_owned(), None);
    }
    let mut moved = Vec::new();
    for alias in &gathering.aliases {
        let placed = |finding: Diagnostic| {
            let finding = finding.in_file(alias.document.clone());
            gathering.at_word_of(&alias.document, finding, &[&alias.text])
        };
        let from = match path_of(alias) {
            Ok(path) => path,
            Err(why) => {
                let message = tell!("alias", alias = alias.text, why);
                let finding = Diagnostic::error("alias", message).hint(tell!("alias.hint"));
                diagnostics.push(placed(finding));
                continue;
            }
        };
        let owner = taken.insert(lower(from.clone()), Some(alias.document.clone()));
        if let Some(owner) = owner {
            let owner = owner.unwrap_or_else(|| tell!("page-of-portal"));
            let finding = Diagnostic::error("alias-taken", tell!("alias-taken", from, owner))
                .hint(tell!("alias-taken.hint"));
            diagnostics.push(placed(finding));
            continue;
        }
        moved.push(Moved {
            from,
            to: alias.to.clone(),
            title: alias.title.clone(),
        });
    }
    for old in config.renamed.keys() {
        let Some(now) = config.present_name(old) else {
            continue;
        };
        let groups = &catalog.facet(FacetName::Agency).groups;
        let value = Value::Agency(now.to_owned());
        let from = list_path(FacetName::Agency, &Value::Agency(old.clone()));
        if groups.iter().any(|group| group.value == value) && !taken.contains_key(&from) {
            taken.insert(from.clone(), Some("dafu.toml".to_owned()));
            moved.push(Moved {
                from,
                to: list_path(FacetName::Agency, &value),
                title: now.to_owned(),
            });
        }
    }
    lead_on(catalog, lock, &mut taken, &mut moved);
    moved.sort_by(|a, b| a.from.cmp(&b.from));
    let empty = (lock.iter())
        .flat_map(|lock| lock.lists())
        .filter(|list| !taken.contains_key(*list))
        .map(ToOwned::to_owned)
        .collect();
    let withdrawn_files = (gathering.withdrawn_files.iter())
        .filter(|path| !gathering.files.contains_key(*path))
        .map(|path| format!("files/{path}"))
        .collect();
    Addresses {
        moved,
        empty,
        withdrawn_files,
    }
}

/// The lists that had feeds once, without extension: those whose feeds the lock knows, those that it remembers from when every list
/// had them (and stood beside all others), and what became of either.
pub(super) fn kept_feeds(lock: Option<&Lock>, addresses: &Addresses) -> HashSet<String> {
    let mut kept = HashSet::new();
    for address in lock.iter().flat_map(|lock| lock.addresses()) {
        if let Some(list) = address.strip_suffix(".xml").filter(|_| is_feed(address)) {
            kept.insert(list.to_owned());
        } else if let Some(list) = address.strip_suffix(".html")
            && let Some((folder, slug)) = list.split_once('/')
            && !slug.contains('/')
            && is_unbounded(folder)
        {
            kept.insert(list.to_owned());
            kept.insert(format!("{folder}/{}", spread(slug)));
        }
    }
    for Moved { from, to, .. } in &addresses.moved {
        if kept.contains(from.trim_end_matches(".html")) {
            kept.insert(to.trim_end_matches(".html").to_owned());
        }
    }
    kept
}

/// Adds the feeds of lists that may have none: one address for both forms of each. What a list had that became empty or moved is not
/// missed.
pub(super) fn remember_feeds(portal: &Portal<'_>, lock: Option<&Lock>, pages: &mut Published) {
    for facet in portal
        .catalog
        .facets
        .iter()
        .filter(|f| f.name.is_unbounded())
    {
        for group in &facet.groups {
            if group.value != Value::Unknown && portal.has_feeds(facet.name, group) {
                let feed = format!("{}.xml", list_base(facet.name, &group.slug));
                pages.insert(feed, Present::default());
            }
        }
    }
    for address in lock.iter().flat_map(|lock| lock.addresses()) {
        if is_feed(address) {
            pages.entry(address.to_owned()).or_insert_with(notice);
        }
    }
}

/// What stood beside all others before pages were [spread] leads on, where the lock remembers it there: replies,
/// lists, and what leads on itself.
fn lead_on(catalog: &Catalog, lock: Option<&Lock>, taken: &mut Taken, moved: &mut Vec<Moved>) {
    let Some(lock) = lock else {
        return;
    };
    let mut former = Vec::new();
    let mut add = |now: String, to: String, title: &str| {
        if let Some(from) = flat(&now).filter(|from| lock.knows(from)) {
            let title = title.to_owned();
            former.push(Moved { from, to, title });
        }
    };
    for entry in &catalog.entries {
        let reply = &entry.reply;
        let path = reply_path(&reply.id, "html");
        add(path.clone(), path, &reply.title);
    }
    for withdrawn in &catalog.withdrawn {
        let path = reply_path(&withdrawn.id, "html");
        add(path.clone(), path, "");
    }
    for facet in catalog.facets.iter().filter(|f| f.name.is_unbounded()) {
        for group in &facet.groups {
            let title = match &group.value {
                Value::Agency(name) | Value::Member(_, name) | Value::Topic(name) => name,
                _ => "",
            };
            let path = list_path(facet.name, &group.value);
            add(path.clone(), path, title);
        }
    }
    let spread = moved.iter().filter(|moved| {
        let place = moved.from.split_once('/').map(|(_, place)| place);
        let place = place.and_then(|place| place.strip_suffix(".html"));
        place.is_some_and(|place| {
            place
                .split_once('/')
                .is_some_and(|(_, name)| place == spread(name))
        })
    });
    for Moved { from, to, title } in spread {
        add(from.clone(), to.clone(), title);
    }
    for one in former {
        if let Vacant(place) = taken.entry(lower(one.from.clone())) {
            place.insert(None);
            moved.push(one);
        }
    }
}

/// Whether pages in this folder are spread.
fn is_unbounded(folder: &str) -> bool {
    (FacetName::ALL.iter()).any(|name| name.is_unbounded() && name.folder() == folder)
}

fn is_feed(address: &str) -> bool {
    let list = address
        .strip_suffix(".xml")
        .and_then(|list| list.split_once('/'));
    list.is_some_and(|(folder, _)| is_unbounded(folder))
}

fn notice() -> Present {
    Present {
        form: Form::Notice,
        ..Present::default()
    }
}

/// Lower-case path → the document that has it, by name, or nothing if it is a page of the portal: on some systems upper and lower case are one.
type Taken = FxHashMap<String, Option<String>>;

/// A path in lower case.
fn lower(mut path: String) -> String {
    if path.is_ascii() {
        path.make_ascii_lowercase();
        path
    } else {
        path.to_lowercase()
    }
}

/// How findings call a document.
fn place(gathering: &Gathering<'_>, document: usize) -> String {
    format!("content/{}", gathering.documents[document].path)
}

/// Calls `each` with the address of every page and file that the portal has of its own accord, the document that it is made of, and the place of its reply in the
/// catalogue.
fn own(
    gathering: &Gathering<'_>,
    catalog: &Catalog,
    mut each: impl FnMut(String, Option<usize>, Option<usize>),
) {
    for (at, entry) in catalog.entries.iter().enumerate() {
        let path = crate::render::reply::path(&entry.reply);
        each(path, Some(entry.document), Some(at));
    }
    for withdrawn in &catalog.withdrawn {
        each(reply_path(&withdrawn.id, "html"), None, None);
    }
    for page in gathering.further_pages() {
        each(format!("{}.html", page.name), Some(page.document), None);
    }
    for path in gathering.files.keys() {
        each(format!("files/{path}"), None, None);
    }
    for facet in &catalog.facets {
        for group in &facet.groups {
            // That nobody says something is nothing to cite, and to be told of when it ends.
            if group.value != Value::Unknown {
                let path = format!("{}.html", list_base(facet.name, &group.slug));
                each(path, None, None);
            }
        }
        if !facet.groups.is_empty() {
            each(format!("{}/index.html", facet.name.folder()), None, None);
        }
        if facet.name == FacetName::Agency && !facet.groups.is_empty() {
            each("agencies/index-a-z.html".to_owned(), None, None);
        }
    }
}

/// All addresses that are worth remembering but feeds. `anchors` are those of the replies, in the catalogue's order (empty if they do not
/// matter).
pub(super) fn published(
    gathering: &Gathering<'_>,
    catalog: &Catalog,
    addresses: &Addresses,
    anchors: &[Anchors],
) -> Published {
    let mut pages: Published = BTreeMap::new();
    own(gathering, catalog, |path, document, reply| {
        let present = Present {
            anchors: reply
                .and_then(|at| anchors.get(at).cloned())
                .unwrap_or_default(),
            document: document.map_or_else(String::new, |at| place(gathering, at)),
            form: Form::Page,
            number: reply.map(|at| catalog.number(at)),
        };
        pages.insert(path, present);
    });
    for withdrawn in &catalog.withdrawn {
        pages.insert(reply_path(&withdrawn.id, "html"), notice());
    }
    for moved in &addresses.moved {
        let form = Form::Moved(moved.to.clone());
        pages.insert(
            moved.from.clone(),
            Present {
                form,
                ..Present::default()
            },
        );
    }
    for list in addresses.empty.iter().chain(&addresses.withdrawn_files) {
        pages.insert(list.clone(), notice());
    }
    pages
}
