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
mod import;
mod inspect;
mod new;
mod progress;
mod report;
mod schema;
mod search;
mod serve;
mod shell;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::error::Error;

/// Turns official replies into a portal that any web server can host.
#[derive(Debug, Parser)]
#[command(
    name = "dafu",
    version,
    about,
    max_term_width = 100,
    after_help = "Examples:
  dafu new mysite                a site to start from
  dafu serve mysite              look at it while you write
  dafu check mysite              what a careful clerk would find
  dafu build mysite              the portal, in mysite/public

Exit status:
  0  done
  1  an error: nothing was written, or a check found errors
  2  wrong usage
  3  a check found warnings alone"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
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

/// The command line as a description: its commands, their options and what is said of them.
#[must_use]
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the command line; the exit code is 0 on success, 1 on errors, 2 on wrong usage, 3 if a check found warnings alone.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Import(arguments) => return finish(import::run(&arguments)),
        Command::Build(arguments) => build::run(&arguments),
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
