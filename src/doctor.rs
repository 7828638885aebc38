//! What a bug report wants to know of a machine and a site, and what is wrong with either; nothing of what the documents say.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::config::{Config, values};
use crate::error::Error;
use crate::lock::Lock;
use crate::source::{self, Encoding};
use crate::{import, index};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Observation {
    /// What was looked at.
    pub what: &'static str,
    /// What was seen.
    pub seen: String,
    /// What to do about it; `None` if it is well.
    pub todo: Option<String>,
}

/// Looks at the machine, and at a site if there is one. Writes nothing that stays.
#[must_use]
pub fn examine(site: &Path, output: &Path) -> Vec<Observation> {
    let mut all = machine();
    if site.join("dafu.toml").exists() || site.join("content").is_dir() {
        all.extend(folder(site));
        all.extend(contents(site));
        all.extend(published(site, output));
    } else {
        all.push(amiss(
            "site",
            "none in this folder",
            "name the site's folder: dafu doctor SITE",
        ));
    }
    all
}

fn well(what: &'static str, seen: impl Display) -> Observation {
    Observation {
        what,
        seen: seen.to_string(),
        todo: None,
    }
}

fn amiss(what: &'static str, seen: impl Display, todo: impl Display) -> Observation {
    Observation {
        todo: Some(todo.to_string()),
        ..well(what, seen)
    }
}

fn machine() -> Vec<Observation> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(said);
    let office = import::legacy::find().map_or_else(
        || {
            amiss(
                "LibreOffice",
                "not found",
                "needed only to import .doc, .wps, .rtf and .odt; install it, or save those as .docx",
            )
        },
        |_| well("LibreOffice", "found"),
    );
    vec![
        well("dafu", env!("CARGO_PKG_VERSION")),
        well(
            "system",
            format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH),
        ),
        well("processors", cores),
        well("memory", memory().unwrap_or_else(|| "unknown".to_owned())),
        well("locale", locale.unwrap_or_else(|| "not set".to_owned())),
        office,
    ]
}

/// As Linux tells it.
fn memory() -> Option<String> {
    let told = fs::read_to_string("/proc/meminfo").ok()?;
    let of = |key: &str| -> Option<u64> {
        let line = told.lines().find_map(|line| line.strip_prefix(key))?;
        line.trim().split(' ').next()?.parse().ok()
    };
    let (total, free) = (of("MemTotal:")?, of("MemAvailable:")?);
    Some(format!("{} MB, {} MB free", total / 1024, free / 1024))
}

/// What a build needs of the disk.
fn folder(site: &Path) -> Vec<Observation> {
    let mut all = Vec::new();
    match tempfile::tempdir_in(site) {
        Err(error) => all.push(amiss(
            "writing",
            error,
            "a build writes into the site's folder; give yourself the right to",
        )),
        Ok(folder) => {
            all.push(well("writing", "possible"));
            let (one, other) = (folder.path().join("一"), folder.path().join("二"));
            let linked = fs::write(&one, "x").and_then(|()| fs::hard_link(&one, &other));
            all.push(match linked {
                Ok(()) => well("hard links", "possible"),
                Err(error) => amiss(
                    "hard links",
                    error,
                    "the portal's twin in .dafu takes as much room as the portal itself on such a disk",
                ),
            });
            let (lower, upper) = (folder.path().join("case"), folder.path().join("CASE"));
            let same = fs::write(lower, "x").is_ok() && upper.exists();
            let kind = if same { "ignored" } else { "kept apart" };
            all.push(well("upper and lower case in names", kind));
        }
    }
    all.extend(free(site));
    all
}

/// Bytes below which a build may not find room.
#[cfg(unix)]
const ROOM: u64 = 1 << 30;

#[cfg(unix)]
fn free(site: &Path) -> Option<Observation> {
    let disk = rustix::fs::statvfs(site).ok()?;
    let bytes = disk.f_bavail.saturating_mul(disk.f_frsize);
    let seen = format!("{} MB", bytes >> 20);
    Some(if bytes < ROOM {
        amiss(
            "free on the disk",
            seen,
            "a build writes a second portal beside the first; make room",
        )
    } else {
        well("free on the disk", seen)
    })
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<Observation> {
    None
}

fn contents(site: &Path) -> Vec<Observation> {
    let mut all = vec![settings(site)];
    if let Ok(config) = Config::load(site)
        && config.theme != "default"
    {
        all.push(if site.join("themes").join(&config.theme).is_dir() {
            well("theme", "of the site's own")
        } else {
            amiss(
                "theme",
                "not found",
                "`theme` in dafu.toml names a folder in themes/",
            )
        });
    }
    match source::list(&site.join("content")) {
        Err(error) => all.push(amiss(
            "documents",
            first_line(&error),
            "put the replies into content/",
        )),
        Ok(listing) => {
            let mut encodings: BTreeMap<Encoding, usize> = BTreeMap::new();
            let (mut bytes, mut unread) = (0, 0);
            for document in &listing.documents {
                match source::read(document) {
                    Ok(decoded) => {
                        *encodings.entry(decoded.encoding).or_default() += 1;
                        bytes += decoded.text.len();
                    }
                    Err(_) => unread += 1,
                }
            }
            let encodings: Vec<String> = (encodings.iter())
                .map(|(encoding, count)| format!("{count} in {}", encoding.name()))
                .collect();
            let documents = listing.documents.len();
            all.push(well(
                "documents",
                format!(
                    "{documents}, {} KB of text; {}",
                    bytes >> 10,
                    encodings.join(", ")
                ),
            ));
            let refused = listing.diagnostics.len() + unread;
            if refused > 0 {
                all.push(amiss(
                    "files that are refused",
                    refused,
                    "dafu check says which, and why",
                ));
            }
        }
    }
    all
}

/// Which settings are made, and not what they say.
fn settings(site: &Path) -> Observation {
    let text = fs::read_to_string(site.join("dafu.toml")).unwrap_or_default();
    match values::settings(&text) {
        Err(error) => amiss(
            "settings",
            first_line(&error),
            "dafu check shows the line and what to write",
        ),
        Ok(settings) => {
            let mut made: Vec<String> = (settings.iter())
                .filter(|setting| setting.line.is_some())
                .map(|setting| match setting.table.split('.').next() {
                    Some("") | None => setting.key.clone(),
                    Some(table) => table.to_owned(),
                })
                .collect();
            made.dedup();
            well(
                "settings",
                if made.is_empty() {
                    "all default".to_owned()
                } else {
                    made.join(", ")
                },
            )
        }
    }
}

fn published(site: &Path, output: &Path) -> Vec<Observation> {
    let mut all = Vec::new();
    all.push(match Lock::load(site) {
        Ok(Some(lock)) => well("dafu.lock", format!("remembers {} addresses", lock.len())),
        Ok(None) => well("dafu.lock", "none yet"),
        Err(error) => amiss(
            "dafu.lock",
            first_line(&error),
            "put the last good version back",
        ),
    });
    let kept = site.join(index::FOLDER);
    all.push(if kept.is_dir() {
        match index::Opened::open(site) {
            Ok((opened, _)) => well("index", format!("{} replies", opened.replies())),
            Err(_) => amiss("index", "cannot be read", "the next build makes it anew"),
        }
    } else {
        well("index", "none yet")
    });
    all.push(if output.join(crate::output::MARKER).is_file() {
        well("portal", "there")
    } else if output.is_dir() {
        amiss(
            "portal",
            "a folder that dafu did not make",
            "a build refuses to replace it; move it, or name another with --output",
        )
    } else {
        well("portal", "none yet")
    });
    all
}

/// The first line of an error, which names files and no contents.
fn first_line(error: &Error) -> String {
    error
        .to_string()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen<'o>(all: &'o [Observation], what: &str) -> &'o Observation {
        let found = all.iter().find(|one| one.what == what);
        found.unwrap_or_else(|| panic!("no {what} in {all:#?}"))
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_do_and_no_contents_are() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path();
        let output = site.join("public");
        assert!(seen(&examine(site, &output), "site").todo.is_some());

        fs::create_dir_all(site.join("content")).unwrap();
        fs::write(
            site.join("content/a.txt"),
            "关于加装电梯的答复\n\n王平委员：\n\n正文。\n",
        )
        .unwrap();
        fs::write(
            site.join("dafu.toml"),
            "title = \"秘密\"\n[data]\nlicence = \"x\"\n",
        )
        .unwrap();
        let all = examine(site, &output);
        assert_eq!(seen(&all, "settings").seen, "title, data");
        assert!(
            seen(&all, "documents")
                .seen
                .starts_with("1, 0 KB of text; 1 in UTF-8")
        );
        assert!(
            all.iter().all(|one| one.todo.is_none()
                || one.what == "LibreOffice"
                || one.what == "free on the disk"),
            "{all:#?}"
        );
        let text = format!("{all:?}");
        assert!(!text.contains("秘密") && !text.contains("王平"), "{text}");
        let left: Vec<_> = fs::read_dir(site)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left.len(), 2, "{left:?}");

        fs::write(site.join("dafu.toml"), "titel = \"秘密\"\n").unwrap();
        fs::write(site.join("dafu.lock"), "nonsense").unwrap();
        fs::create_dir_all(&output).unwrap();
        let all = examine(site, &output);
        for what in ["settings", "dafu.lock", "portal"] {
            assert!(seen(&all, what).todo.is_some(), "{what}: {all:#?}");
        }
    }
}
