//! The command line: raw arguments → validated options → the library. The only place that prints.

/// As `println!`; but where nobody reads on (`dafu explain | head`) dafu ends quietly.
macro_rules! say {
    ($($part:tt)*) => {
        $crate::cli::print_line(format_args!($($part)*))
    };
}

mod build;
mod check;
mod config;
mod doctor;
mod explain;
mod help;
mod import;
mod inspect;
mod misuse;
mod new;
mod place;
mod progress;
mod report;
mod schema;
mod search;
mod serve;
mod shell;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::error::Error;
use crate::messages::{self, Language};

#[derive(Debug, Parser)]
#[command(name = "dafu", version, max_term_width = 100)]
struct Arguments {
    /// Read before all else by [`asked`], for the help is in that language too; here so that clap knows it.
    #[arg(
        long,
        global = true,
        display_order = 900,
        value_name = "LANG",
        value_enum
    )]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Lang {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Arguments),
    Import(import::Arguments),
    Check(check::Arguments),
    Build(build::Arguments),
    Serve(serve::Arguments),
    Search(search::Arguments),
    Inspect(inspect::Arguments),
    Explain(explain::Arguments),
    Config(config::Arguments),
    Doctor(doctor::Arguments),
    Schema(schema::Arguments),
    Completions(shell::Completions),
    Man(shell::Man),
}

/// The command line as a description: its commands, their options and what is said of them, in the language of the process.
#[must_use]
pub fn command() -> clap::Command {
    command_in(messages::language())
}

/// The same in a language of one's own choice.
#[must_use]
pub fn command_in(language: Language) -> clap::Command {
    help::in_language(Arguments::command(), language)
}

/// The language that a command line asks for by `--lang`, wherever it stands.
fn asked(arguments: impl Iterator<Item = std::ffi::OsString>) -> Option<Language> {
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next().filter(|argument| argument != "--") {
        let value = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(value) = value {
            return Some(Language::of_locale(&value));
        }
    }
    None
}

/// Runs the command line; the exit code is 0 on success, 1 on errors, 2 on wrong usage, 3 if a check found warnings alone.
#[must_use]
pub fn run() -> ExitCode {
    messages::choose(asked(std::env::args_os()).unwrap_or_else(Language::of_environment));
    let arguments = (command().try_get_matches())
        .and_then(|matches| Arguments::from_arg_matches(&matches))
        .unwrap_or_else(|error| misuse::exit(error));
    let done = match arguments.command {
        Command::Import(arguments) => return finish(import::run(&arguments)),
        Command::Build(arguments) => return finish(build::run(&arguments)),
        Command::Check(arguments) => match check::run(&arguments) {
            Ok(code) => return code,
            Err(error) => Err(error),
        },
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => {
            shell::completions(&arguments);
            Ok(())
        }
        Command::Man(arguments) => shell::man(&arguments),
    };
    finish(done.map(|()| ExitCode::SUCCESS))
}

fn finish(done: Result<ExitCode, Error>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(error) => {
            report::error(&error);
            ExitCode::FAILURE
        }
    }
}

/// What every command returns.
type Done = Result<(), Error>;

fn print_line(line: std::fmt::Arguments<'_>) {
    print(format!("{line}\n").as_bytes());
}

fn print(bytes: &[u8]) {
    use std::io::Write;
    let printed = std::io::stdout().lock().write_all(bytes);
    if printed.is_err_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe) {
        std::process::exit(0);
    }
}
