//! The help of dafu and its commands, from the catalogue of messages.
//!
//! The derived commands say what there is and how it is read; what is said of each is the message `help-COMMAND`, of an argument
//! `help-COMMAND-ARGUMENT`. In English the frame around that (headings, `--help`, default values) is clap's own; in another
//! language it is put in its place here, for clap has no catalogue. What is said of wrong usage stands in [`super::misuse`].

use std::fmt::Write;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, ArgAction, Command};

use crate::messages::{Language, find_in, told_in};

/// The same command with its texts in a language.
pub fn in_language(command: Command, language: Language) -> Command {
    let command = with_texts(command, "help", language);
    if language == Language::English {
        return command;
    }
    let mut command = command;
    command.build();
    framed(command, language)
}

/// What is said of a command, its arguments and its commands.
fn with_texts(mut command: Command, id: &str, language: Language) -> Command {
    let say = |id: &str| find_in(language, id, &[]);
    command = command
        .about(told_in(language, id, &[]))
        .after_help(told_in(language, &format!("{id}.after"), &[]));
    if let Some(long) = say(&format!("{id}.long")) {
        command = command.long_about(long);
    }
    command = command.mut_args(|argument| {
        let id = format!("{id}-{}", argument.get_id().as_str().replace('_', "-"));
        let argument = argument.help(told_in(language, &id, &[]));
        if id == "help-schema-of" {
            argument.value_parser(super::schema::values(language))
        } else {
            argument
        }
    });
    command.mut_subcommands(|command| {
        let id = format!("{id}-{}", command.get_name());
        with_texts(command, &id, language)
    })
}

/// A built command in a frame of the language: headings, usage, `--help`, `--version` and `help`.
fn framed(mut command: Command, language: Language) -> Command {
    let say = |id: &str| told_in(language, id, &[]);
    let usage = command.render_usage().to_string();
    let usage = in_words(usage.trim_start_matches("Usage:").trim(), language);
    let more = command.get_long_about().is_some()
        || command
            .get_arguments()
            .any(|argument| argument.get_long_help().is_some() || has_told_values(argument));
    command = command.override_usage(usage).mut_args(|argument| {
        match argument.get_id().as_str() {
            "help" if more => argument
                .help(say("help-help-more"))
                .long_help(say("help-help-less")),
            "help" => argument.help(say("help-help")),
            "version" => argument.help(say("help-version")),
            // Of `dafu help`.
            "subcommand" => argument.help(say("help-help-command-of")),
            _ => with_values(argument, language),
        }
    });
    command = command.mut_subcommands(|sub| {
        if sub.get_name() != "help" {
            return framed(sub, language);
        }
        // It holds a copy of every command, whose pages nobody reaches but by completion.
        sub.about(say("help-help-command"))
            .mut_subcommands(|copy| match copy.get_name() {
                "help" => copy.about(say("help-help-command")),
                _ => copy,
            })
    });
    let template = template(&command, language);
    command.help_template(template)
}

/// A line of usage, with what clap calls options and commands in the words of a language.
pub fn in_words(usage: &str, language: Language) -> String {
    let say = |id: &str| told_in(language, id, &[]);
    usage
        .replace("[OPTIONS]", &say("help-usage-options"))
        .replace("COMMAND", &say("help-usage-command"))
}

/// Default and possible values behind the help of an argument, where clap would put them in English.
fn with_values(argument: Arg, language: Language) -> Arg {
    let takes = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    let Some(help) = argument
        .get_help()
        .filter(|_| takes)
        .map(StyledStr::to_string)
    else {
        return argument;
    };
    let values = argument.get_possible_values();
    let mut short = help.clone();
    let mut long = None;
    let defaults: Vec<_> = (argument.get_default_values().iter())
        .map(|value| value.to_string_lossy())
        .collect();
    if !defaults.is_empty() {
        let value = defaults.join(" ");
        short += " ";
        short += &told_in(language, "help-default", &[("value", value.into())]);
    }
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let names = names.join(", ");
        short += " ";
        short += &told_in(language, "help-possible", &[("values", names.into())]);
    }
    if has_told_values(&argument) {
        let mut text = format!("{help}\n\n{}", told_in(language, "help-possible-long", &[]));
        for value in &values {
            let told = value.get_help().map(StyledStr::to_string);
            let _ = write!(
                text,
                "\n- {}：{}",
                value.get_name(),
                told.unwrap_or_default()
            );
        }
        long = Some(text);
    }
    let argument = argument
        .hide_default_value(true)
        .hide_possible_values(true)
        .help(short);
    match long {
        Some(long) => argument.long_help(long),
        None => argument,
    }
}

/// Whether something is said of single values.
fn has_told_values(argument: &Arg) -> bool {
    (argument.get_possible_values().iter()).any(|value| value.get_help().is_some())
}

/// The order of a help page, with headings only over what there is.
fn template(command: &Command, language: Language) -> StyledStr {
    let style = *command.get_styles().get_header();
    let heading = |id: &str| format!("{style}{}{style:#}", told_in(language, id, &[]));
    let mut page = format!(
        "{{before-help}}{{about-with-newline}}\n{}{{usage}}",
        heading("help-usage")
    );
    let visible = |argument: &&Arg| !argument.is_hide_set();
    for (there, id, part) in [
        (
            command.get_subcommands().next().is_some(),
            "help-commands",
            "{subcommands}",
        ),
        (
            command.get_positionals().filter(visible).count() > 0,
            "help-arguments",
            "{positionals}",
        ),
        (
            command.get_opts().next().is_some() || command.get_arguments().count() > 0,
            "help-options",
            "{options}",
        ),
    ] {
        if there {
            let _ = write!(page, "\n\n{}\n{part}", heading(id));
        }
    }
    page += "{after-help}";
    page.into()
}
