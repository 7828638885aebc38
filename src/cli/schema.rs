//! `dafu schema WHAT`: what editors complete and check settings and front matter by.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Done;
use crate::config::schema;
use crate::error::Error;
use crate::messages::{Language, told_in};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[arg(value_enum)]
    of: Of,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Of {
    Site,
    Reply,
}

/// The words for what there is a schema of, with what they mean in a language.
pub fn values(language: Language) -> impl TypedValueParser<Value = Of> {
    let values = Of::value_variants()
        .iter()
        .filter_map(Of::to_possible_value)
        .map(move |value| {
            let id = format!("help-schema-of.{}", value.get_name());
            value.help(told_in(language, &id, &[]))
        });
    PossibleValuesParser::new(values).try_map(|name| Of::from_str(&name, false))
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
