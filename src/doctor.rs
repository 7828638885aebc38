//! What a bug report wants to know of a machine and a site, and what is wrong with either; nothing of what the documents say.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::config::{Config, values};
use crate::error::Error;
use crate::lock::Lock;
use crate::messages::{self, of_system, tell};
use crate::render::Theme;
use crate::source::{self, Encoding};
use crate::{import, index};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Observation {
    /// What was looked at.
    pub what: String,
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
            tell!("doctor-site"),
            tell!("doctor-site-none"),
            tell!("doctor-site-none.hint"),
        ));
    }
    all
}

fn well(what: impl Into<String>, seen: impl Display) -> Observation {
    Observation {
        what: what.into(),
        seen: seen.to_string(),
        todo: None,
    }
}

fn amiss(what: impl Into<String>, seen: impl Display, todo: impl Display) -> Observation {
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
                tell!("doctor-libreoffice"),
                tell!("doctor-libreoffice-none"),
                tell!("doctor-libreoffice-none.hint"),
            )
        },
        |_| {
            well(
                tell!("doctor-libreoffice"),
                tell!("doctor-libreoffice-found"),
            )
        },
    );
    vec![
        well("dafu", env!("CARGO_PKG_VERSION")),
        well(
            tell!("doctor-system"),
            tell!(
                "doctor-system-on",
                system = std::env::consts::OS,
                machine = std::env::consts::ARCH,
            ),
        ),
        well(tell!("doctor-processors"), cores),
        well(
            tell!("doctor-memory"),
            memory().unwrap_or_else(|| tell!("doctor-memory-unknown")),
        ),
        well(
            tell!("doctor-locale"),
            locale.unwrap_or_else(|| tell!("doctor-locale-none")),
        ),
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
    Some(tell!(
        "doctor-memory-of",
        total = total / 1024,
        free = free / 1024,
    ))
}

/// What a build needs of the disk.
fn folder(site: &Path) -> Vec<Observation> {
    let mut all = Vec::new();
    match tempfile::tempdir_in(site) {
        Err(error) => all.push(amiss(
            tell!("doctor-writing"),
            of_system(&error),
            tell!("doctor-writing.hint"),
        )),
        Ok(folder) => {
            all.push(well(tell!("doctor-writing"), tell!("doctor-possible")));
            let (one, other) = (folder.path().join("一"), folder.path().join("二"));
            let linked = fs::write(&one, "x").and_then(|()| fs::hard_link(&one, &other));
            all.push(match linked {
                Ok(()) => well(tell!("doctor-links"), tell!("doctor-possible")),
                Err(error) => amiss(
                    tell!("doctor-links"),
                    of_system(&error),
                    tell!("doctor-links.hint"),
                ),
            });
            let (lower, upper) = (folder.path().join("case"), folder.path().join("CASE"));
            let same = fs::write(lower, "x").is_ok() && upper.exists();
            let kind = if same {
                tell!("doctor-case-ignored")
            } else {
                tell!("doctor-case-kept")
            };
            all.push(well(tell!("doctor-case"), kind));
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
        amiss(tell!("doctor-free"), seen, tell!("doctor-free.hint"))
    } else {
        well(tell!("doctor-free"), seen)
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
        all.push(match Theme::load(site, &config) {
            Ok(_) => well(tell!("doctor-theme"), config.theme),
            Err(error) => amiss(
                tell!("doctor-theme"),
                first_line(&error),
                tell!("doctor-theme-hint"),
            ),
        });
    }
    match source::list(&site.join("content")) {
        Err(error) => all.push(amiss(
            tell!("doctor-documents"),
            first_line(&error),
            tell!("doctor-documents-hint"),
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
                .map(|(encoding, count)| {
                    tell!(
                        "report-encoding",
                        count = *count,
                        encoding = encoding.name()
                    )
                })
                .collect();
            let documents = listing.documents.len();
            all.push(well(
                tell!("doctor-documents"),
                tell!(
                    "doctor-documents-are",
                    count = documents,
                    size = bytes >> 10,
                    encodings = messages::list(&encodings),
                ),
            ));
            let refused = listing.diagnostics.len() + unread;
            if refused > 0 {
                all.push(amiss(
                    tell!("doctor-refused"),
                    refused,
                    tell!("doctor-refused.hint"),
                ));
            }
        }
    }
    all
}

/// Which settings are made, and not what they say.
fn settings(site: &Path) -> Observation {
    let text = Config::text(site).map(Option::unwrap_or_default);
    match text.and_then(|text| values::settings(&text)) {
        Err(error) => amiss(
            tell!("doctor-settings"),
            first_line(&error),
            tell!("doctor-settings.hint"),
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
                tell!("doctor-settings"),
                if made.is_empty() {
                    tell!("doctor-settings-default")
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
        Ok(Some(lock)) => well(
            "dafu.lock",
            tell!("doctor-lock-remembers", count = lock.len()),
        ),
        Ok(None) => well("dafu.lock", tell!("doctor-none-yet")),
        Err(error) => amiss("dafu.lock", first_line(&error), tell!("doctor-lock-hint")),
    });
    let kept = site.join(index::FOLDER);
    all.push(if kept.is_dir() {
        match index::Opened::open(site) {
            Ok((opened, _)) => well(
                tell!("doctor-index"),
                tell!("doctor-index-of", count = opened.replies()),
            ),
            Err(_) => amiss(
                tell!("doctor-index"),
                tell!("doctor-index-broken"),
                tell!("doctor-index-broken.hint"),
            ),
        }
    } else {
        well(tell!("doctor-index"), tell!("doctor-none-yet"))
    });
    all.push(if output.join(crate::output::MARKER).is_file() {
        well(tell!("doctor-portal"), tell!("doctor-portal-there"))
    } else if output.is_dir() {
        amiss(
            tell!("doctor-portal"),
            tell!("doctor-portal-foreign"),
            tell!("doctor-portal-foreign.hint"),
        )
    } else {
        well(tell!("doctor-portal"), tell!("doctor-none-yet"))
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
