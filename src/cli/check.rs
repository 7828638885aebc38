//! `dafu check [SITE] --against PORTAL_OR_LOCK`.

use std::path::PathBuf;

use super::{Done, build, report};
use crate::error::Error;
use crate::site;

/// See whether everything that was published would still be there. Writes nothing.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The site's folder.
    #[arg(default_value = ".")]
    site: PathBuf,
    /// A portal's folder, or a dafu.lock: what was published.
    #[arg(long, value_name = "PORTAL_OR_LOCK")]
    against: PathBuf,
}

pub fn run(arguments: &Arguments) -> Done {
    let bar = build::Bar::new();
    let found = site::check_against(&arguments.site, &arguments.against, &bar);
    bar.finish();
    let found = found?;
    for diagnostic in &found {
        eprint!("{}", report::drawn(diagnostic));
    }
    if found.is_empty() {
        println!(
            "Every address and anchor of {} is still there.",
            arguments.against.display()
        );
        return Ok(());
    }
    Err(Error::Refused(format!(
        "{} published {} would be there no longer.",
        found.len(),
        if found.len() == 1 { "page" } else { "pages" }
    )))
}
