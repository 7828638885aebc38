//! `dafu config [SITE]`: every setting with its value, and where that is from.

use std::path::PathBuf;

use unicode_width::UnicodeWidthStr;

use super::{Done, place};
use crate::config::{Config, values};
use crate::error::Error;
use crate::messages::tell;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[arg(default_value = ".")]
    site: PathBuf,
    #[arg(long)]
    json: bool,
}

/// Where the notes begin, if the value leaves room.
const NOTES: usize = 44;

pub fn run(arguments: &Arguments) -> Done {
    place::must_be_site(&arguments.site, "config")?;
    let text = Config::text(&arguments.site)?.unwrap_or_default();
    let settings = values::settings(&text)?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&settings)
            .map_err(|error| Error::Refused(error.to_string()))?;
        say!("{json}");
        return Ok(());
    }
    let mut table = "";
    for setting in &settings {
        if setting.table != table {
            table = &setting.table;
            say!("\n[{table}]");
        }
        let from = match setting.line {
            Some(line) => format!("dafu.toml:{line}"),
            None => tell!("report-config-default"),
        };
        let shown = match &setting.value {
            Some(value) => format!("{} = {value}", setting.key),
            // A comment, since nothing in TOML says that there is nothing.
            None => format!(
                "# {}",
                tell!("report-config-not-set", key = setting.key.as_str())
            ),
        };
        // Chinese characters are two columns wide.
        let gap = NOTES.saturating_sub(shown.width());
        say!("{shown}{:gap$} # {from}", "");
    }
    Ok(())
}
