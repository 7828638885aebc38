//! Which site a command is about and where its portal is; whether it is a site at all, before anything is made; and which folder was meant, if it
//! is none.

use std::path::{Component, Path, PathBuf};

use super::Done;
use crate::error::Error;
use crate::messages::{self, tell};
use crate::site::Options;

/// The site, and where its portal is.
#[derive(Debug, clap::Args)]
pub struct Place {
    #[arg(default_value = ".")]
    pub site: PathBuf,
    #[arg(short, long)]
    pub output: Option<PathBuf>,
}

impl Place {
    /// A build that nobody remembers. The output is `public/` in the site unless another is named.
    pub fn options(&self) -> Options {
        let site = self.site.clone();
        Options {
            output: (self.output.clone()).unwrap_or_else(|| site.join("public")),
            site,
            archive: false,
            remember: false,
        }
    }
}

/// Sites below a folder that are named before the rest is only hinted at.
const NAMED_MOST: usize = 5;

/// Refuses a folder with neither `dafu.toml` nor `content/`, and names the site beside it: that which the folder is within, or those in it.
pub fn must_be_site(site: &Path, command: &str) -> Done {
    if is_site(site) || site.join("dafu.toml.txt").is_file() {
        return Ok(());
    }
    let shown = site.display();
    if !site.is_dir() {
        return Err(Error::Refused(tell!("error-no-folder", site = shown)));
    }
    let meant: Vec<String> = match around(site) {
        Some(around) => vec![around],
        None => within(site),
    }
    .iter()
    .map(|folder| folder.display().to_string())
    .collect();
    let told = match meant.as_slice() {
        [] => tell!("error-no-site", site = shown),
        [one] => {
            let folder = if one.contains(' ') {
                format!("\"{one}\"")
            } else {
                one.clone()
            };
            let command = format!("dafu {command} {folder}");
            tell!("error-no-site-but", site = shown, other = one, command)
        }
        several => {
            let folders = messages::names(&several[..several.len().min(NAMED_MOST)]);
            let command = format!("dafu {command} {}", several[0]);
            tell!("error-no-site-several", site = shown, folders, command)
        }
    };
    Err(Error::Refused(told))
}

fn is_site(folder: &Path) -> bool {
    folder.join("dafu.toml").is_file() || folder.join("content").is_dir()
}

/// The site around a folder, as one writes it from where one is.
fn around(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    let mut written: PathBuf = (folder.components())
        .filter(|part| *part != Component::CurDir)
        .collect();
    for above in absolute.ancestors().skip(1) {
        let named = matches!(written.components().next_back(), Some(Component::Normal(_)));
        if named {
            written.pop();
        } else {
            written.push("..");
        }
        if above.join("dafu.toml").is_file() {
            if written.as_os_str().is_empty() {
                written.push(".");
            }
            return Some(written);
        }
    }
    None
}

/// The sites in a folder, by name.
fn within(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut sites: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| is_site(path))
        // `mysite`, not `./mysite`.
        .map(|path| {
            let bare = path.strip_prefix(".").map(Path::to_owned);
            bare.unwrap_or(path)
        })
        .collect();
    sites.sort();
    sites
}
