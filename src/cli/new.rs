//! `dafu new DIR`: a site to start from.

use std::fs;
use std::path::PathBuf;

use super::Done;
use crate::error::{AtPath, Error};
use crate::messages::tell;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    folder: PathBuf,
    #[arg(short, long)]
    quiet: bool,
}

/// What a new site holds.
const FILES: [(&str, &str); 4] = [
    ("dafu.toml", include_str!("../../seeds/new/dafu.toml")),
    ("content/about.md", include_str!("../../seeds/new/about.md")),
    (
        "content/first-reply.txt",
        include_str!("../../seeds/new/first-reply.txt"),
    ),
    (
        "content/second-reply.md",
        include_str!("../../seeds/new/second-reply.md"),
    ),
];

pub fn run(arguments: &Arguments) -> Done {
    let folder = &arguments.folder;
    if folder.exists() {
        let empty = folder.is_dir()
            && fs::read_dir(folder)
                .at_path("read", folder)?
                .next()
                .is_none();
        if !empty {
            let folder = folder.display().to_string();
            return Err(Error::Refused(tell!("report-new-taken", folder)));
        }
    }
    for (name, text) in FILES {
        let file = folder.join(name);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).at_path("create", parent)?;
        }
        fs::write(&file, text).at_path("write", &file)?;
    }
    if arguments.quiet {
        return Ok(());
    }
    let content = folder.join("content").display().to_string();
    let folder = folder.display().to_string();
    say!("{}", tell!("report-new", folder = folder.as_str()));
    for (name, _) in FILES {
        say!("  {name}");
    }
    say!("\n{}", tell!("report-new-next", content, folder));
    Ok(())
}
