//! `dafu completions SHELL` and `dafu man`: made from the same definitions as the commands.

use std::path::PathBuf;

use clap_complete::Shell;

use super::{Done, command, print};
use crate::error::AtPath;
use crate::messages::tell;

#[derive(Debug, clap::Args)]
pub struct Completions {
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, clap::Args)]
pub struct Man {
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub fn completions(arguments: &Completions) {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "dafu", &mut script);
    print(&script);
}

pub fn man(arguments: &Man) -> Done {
    let command = command();
    let Some(folder) = &arguments.output else {
        let mut page = Vec::new();
        // A vector takes whatever is written to it.
        let _ = clap_mangen::Man::new(command.disable_help_subcommand(true)).render(&mut page);
        print(&page);
        return Ok(());
    };
    std::fs::create_dir_all(folder).at_path("create", folder)?;
    let count = 1 + command.get_subcommands().count();
    clap_mangen::generate_to(command, folder).at_path("write", folder)?;
    let folder = folder.display().to_string();
    say!("{}", tell!("report-man", count, folder));
    Ok(())
}
