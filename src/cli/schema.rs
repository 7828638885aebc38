//! `dafu schema WHAT`: what editors complete and check settings and front matter by.

use super::Done;
use crate::config::schema;
use crate::error::Error;

/// Print the JSON Schema of dafu.toml or of front matter, by which an editor completes and checks them.
///
/// Editors with Taplo or Even Better TOML take it from the first line of dafu.toml: `#:schema ./dafu.schema.json`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dafu schema site > dafu.schema.json
  dafu schema reply > reply.schema.json")]
pub struct Arguments {
    /// Of what.
    #[arg(value_enum)]
    of: Of,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Of {
    /// dafu.toml.
    Site,
    /// The front matter of a document.
    Reply,
}

pub fn run(arguments: &Arguments) -> Done {
    let schema = match arguments.of {
        Of::Site => schema::site(),
        Of::Reply => schema::reply(),
    };
    let json =
        serde_json::to_string_pretty(&schema).map_err(|error| Error::Refused(error.to_string()))?;
    say!("{json}");
    Ok(())
}
