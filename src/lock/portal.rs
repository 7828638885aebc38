//! A portal's folder → the addresses and anchors that its pages have.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::{Anchors, Lock, is_list};
use crate::error::{AtPath, Error, Result};
use crate::messages::tell;

/// Pages that every portal has, or that are made of the others: nobody cites them, and they come and go with the settings.
const OWN: [&str; 8] = [
    "404.html",
    "offline.html",
    "search/",
    "data/",
    "missing/",
    "overview/",
    "all/",
    "index.html",
];

/// Anchors as dafu writes them: of paragraphs and unnumbered headings, of numbered headings, of corrections.
static ANCHOR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#" id="([ph][0-9a-z]{8}(?:-\d+)?|s\d[\dx-]*|r\d+-\d+)""#).ok());

/// Reads the pages and files of a portal.
pub(super) fn read(folder: &Path) -> Result<Lock> {
    if !folder.join(".dafu-portal").exists() {
        return Err(Error::Refused(tell!(
            "error-lock-portal",
            path = folder.display()
        )));
    }
    let mut lock = Lock::default();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Error::Io {
            action: "read",
            path: folder.to_owned(),
            source: error.into(),
        })?;
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = (path.components())
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let address = parts.join("/");
        let page = [".html", ".htm", ".shtml"]
            .iter()
            .any(|end| address.ends_with(end));
        let wanted = (page || address.starts_with("files/"))
            && !OWN
                .iter()
                .any(|own| address == *own || (own.ends_with('/') && address.starts_with(own)));
        if !entry.file_type().is_file() || !wanted {
            continue;
        }
        let mut anchors = Anchors::default();
        if page && !address.starts_with("files/") && !is_list(&address) {
            let text = std::fs::read_to_string(entry.path()).at_path("read", entry.path())?;
            let found = ANCHOR
                .iter()
                .flat_map(|pattern| pattern.captures_iter(&text));
            let ids: Vec<&str> = found
                .filter_map(|captures| Some(captures.get(1)?.as_str()))
                .collect();
            anchors = Anchors::of(ids);
        }
        lock.pages.insert(
            address,
            super::Known {
                anchors,
                ..super::Known::default()
            },
        );
    }
    // The second and further pages of a list come and go with its length; the list of replies that do not say is no list to cite.
    let further: Vec<String> = (lock.pages.keys())
        .filter(|address| {
            is_list(address) && (is_further(address, &lock) || address.ends_with("/unknown.html"))
        })
        .cloned()
        .collect();
    for address in further {
        lock.pages.remove(&address);
    }
    Ok(lock)
}

/// `agencies/0a/a-2.html` or `agencies/0a/a-100/137.html`, if there is `agencies/0a/a.html`.
fn is_further(address: &str, lock: &Lock) -> bool {
    let stem = address.trim_end_matches(".html");
    let further = |stem: &str| {
        stem.rsplit_once('-').is_some_and(|(base, number)| {
            number.parse::<usize>().is_ok() && lock.pages.contains_key(&format!("{base}.html"))
        })
    };
    further(stem)
        || stem
            .rsplit_once('/')
            .is_some_and(|(folder, _)| further(folder))
}
