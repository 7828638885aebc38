//! `dafu doctor [SITE]`: what a bug report wants to know.

use unicode_width::UnicodeWidthStr;

use super::Done;
use super::place::Place;
use crate::doctor;
use crate::error::Error;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Done {
    let options = arguments.place.options();
    let all = doctor::examine(&options.site, &options.output);
    if arguments.json {
        let json = serde_json::to_string_pretty(&all)
            .map_err(|error| Error::Refused(error.to_string()))?;
        say!("{json}");
        return Ok(());
    }
    let width = all.iter().map(|one| one.what.width()).max().unwrap_or(0);
    for one in &all {
        // Chinese characters are two columns wide.
        let gap = width - one.what.width();
        say!("{}{:gap$}  {}", one.what, "", one.seen);
        if let Some(todo) = &one.todo {
            say!("{:width$}  → {todo}", "");
        }
    }
    Ok(())
}
