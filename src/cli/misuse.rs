//! What is said of a command line that is not understood, from the catalogue of messages.
//!
//! clap finds what is wrong, and gives it by its kind and the names in it; it would say it in English alone. A kind that no command of
//! dafu's brings forth, or that clap gives in another shape than it does today, is left to clap's own words.

use std::fmt::Write;

use clap::builder::StyledStr;
use clap::builder::styling::{Style, Styles};
use clap::error::{ContextKind as Part, ContextValue, Error, ErrorFormatter, ErrorKind};

use super::help;
use crate::messages::{self, Language, tell};

/// Says what is wrong and ends the process with status 2. Help and version are errors to clap too: those are printed, and it ends with 0.
pub fn exit(error: clap::Error) -> ! {
    if page(&error).is_some() {
        error.apply::<Catalogue>().exit();
    }
    error.exit()
}

/// clap prints what this gives it, without its colours where nobody looks on.
struct Catalogue;

impl ErrorFormatter for Catalogue {
    fn format_error(error: &Error<Self>) -> StyledStr {
        page(error).unwrap_or_default().into()
    }
}

/// All that is said of a misuse: what is wrong, what may have been meant, how the command is used.
fn page<F: ErrorFormatter>(error: &Error<F>) -> Option<String> {
    let styles = Styles::styled();
    let labelled = |id: &str, style: &Style, what: String| {
        let (open, close) = (style.render(), style.render_reset());
        messages::told(
            id,
            &[
                ("open", open.to_string().into()),
                ("close", close.to_string().into()),
                ("what", what.into()),
            ],
        )
    };
    let what = what(error, &styles)?;
    let mut page = labelled("misuse", styles.get_error(), what);
    let mut gap = "\n\n";
    for hint in hints(error, &styles) {
        let hint = labelled("misuse-hint", styles.get_valid(), hint);
        let _ = write!(page, "{gap}  {hint}");
        gap = "\n";
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(Part::Usage) {
        let _ = write!(page, "\n\n{}", usage_of(usage));
    }
    let option = painted(styles.get_literal(), "--help");
    let _ = writeln!(page, "\n\n{}", tell!("misuse-more", option));
    Some(page)
}

fn painted(style: &Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

fn text<F: ErrorFormatter>(error: &Error<F>, part: Part) -> Option<&str> {
    match error.get(part)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

/// The one or the many that clap gives.
fn texts<F: ErrorFormatter>(error: &Error<F>, part: Part) -> Option<&[String]> {
    match error.get(part)? {
        ContextValue::String(text) => Some(std::slice::from_ref(text)),
        ContextValue::Strings(texts) => Some(texts),
        _ => None,
    }
}

/// What is wrong; none, where clap is to say it.
fn what<F: ErrorFormatter>(error: &Error<F>, styles: &Styles) -> Option<String> {
    let named = |part| text(error, part).map(|text| painted(styles.get_literal(), text));
    let wrong = |part| text(error, part).map(|text| painted(styles.get_invalid(), text));
    let lines = |style: &Style, texts: &[String]| -> String {
        let lines = texts.iter().map(|text| painted(style, text));
        lines.flat_map(|line| ["\n  ".to_owned(), line]).collect()
    };
    Some(match error.kind() {
        ErrorKind::UnknownArgument => {
            let argument = wrong(Part::InvalidArg)?;
            if text(error, Part::InvalidArg)?.starts_with('-') {
                tell!("misuse-option", argument)
            } else {
                tell!("misuse-too-much", argument)
            }
        }
        ErrorKind::InvalidSubcommand => {
            let command = wrong(Part::InvalidSubcommand)?;
            tell!("misuse-command", command)
        }
        ErrorKind::MissingSubcommand => {
            let command = named(Part::InvalidSubcommand)?;
            let commands = texts(error, Part::ValidSubcommand)?;
            tell!("misuse-no-command", command) + &lines(styles.get_valid(), commands)
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(error, Part::InvalidArg)?;
            tell!("misuse-missing") + &lines(styles.get_valid(), missing)
        }
        ErrorKind::ArgumentConflict => {
            let argument = wrong(Part::InvalidArg)?;
            match texts(error, Part::PriorArg)? {
                [one] if Some(one.as_str()) == text(error, Part::InvalidArg) => {
                    tell!("misuse-twice", argument)
                }
                [one] => {
                    let other = painted(styles.get_invalid(), one);
                    tell!("misuse-conflict", argument, other)
                }
                others => {
                    tell!("misuse-conflicts", argument) + &lines(styles.get_invalid(), others)
                }
            }
        }
        // An option that takes no value; dafu has none that takes so many and no more.
        ErrorKind::TooManyValues if !text(error, Part::InvalidArg)?.contains(' ') => {
            let argument = named(Part::InvalidArg)?;
            let value = wrong(Part::InvalidValue)?;
            tell!("misuse-takes-none", argument, value)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let argument = named(Part::InvalidArg)?;
            let value = wrong(Part::InvalidValue)?;
            let mut what = if text(error, Part::InvalidValue)?.is_empty() {
                tell!("misuse-no-value", argument)
            } else {
                tell!("misuse-value", argument, value)
            };
            if let Some(why) = std::error::Error::source(error) {
                what = tell!("misuse-value-why", what, why = why.to_string());
            }
            let values = texts(error, Part::ValidValue).unwrap_or_default();
            if !values.is_empty() {
                let values = (values.iter())
                    .map(|value| painted(styles.get_valid(), value))
                    .collect::<Vec<_>>()
                    .join(", ");
                let _ = write!(what, "\n  {}", tell!("help-possible", values));
            }
            what
        }
        ErrorKind::InvalidUtf8 => tell!("misuse-utf8"),
        _ => return None,
    })
}

/// What may have been meant.
fn hints<F: ErrorFormatter>(error: &Error<F>, styles: &Styles) -> Vec<String> {
    let good = |text: &str| painted(styles.get_valid(), text);
    let near = |texts: &[String]| {
        // clap gives the nearest last.
        let names: Vec<String> = (texts.iter().rev())
            .map(|text| format!("`{}`", good(text)))
            .collect();
        tell!("misuse-near", names = messages::names(&names))
    };
    let mut hints: Vec<String> = [
        Part::SuggestedSubcommand,
        Part::SuggestedArg,
        Part::SuggestedValue,
    ]
    .into_iter()
    .filter_map(|part| texts(error, part).filter(|texts| !texts.is_empty()))
    .map(near)
    .collect();
    if let Some(ContextValue::StyledStrs(sentences)) = error.get(Part::Suggested) {
        hints.extend(sentences.iter().map(|sentence| {
            // What is not among the parts above, clap gives as a sentence: these are the three that it has.
            let sentence = sentence.to_string();
            match sentence.split('\'').collect::<Vec<_>>()[..] {
                ["to pass ", value, " as a value, use ", form, ""] => {
                    let value = painted(styles.get_invalid(), value);
                    tell!("misuse-as-value", value, form = good(form))
                }
                ["", form, " exists"] => near(&[form.to_owned()]),
                [
                    "subcommand ",
                    command,
                    " exists; to use it, remove the ",
                    _,
                    " before it",
                ] => tell!("misuse-dashes", command = good(command)),
                _ => sentence,
            }
        }));
    }
    hints
}

/// clap's line of usage, in the words of the help.
fn usage_of(usage: &StyledStr) -> String {
    let usage = usage.ansi().to_string();
    let language = messages::language();
    match usage.split_once("Usage:") {
        Some((before, after)) if language != Language::English => {
            let heading = tell!("help-usage");
            let after = help::in_words(&after.replacen(' ', "", 1), language);
            format!("{before}{heading}{after}")
        }
        _ => usage,
    }
}
