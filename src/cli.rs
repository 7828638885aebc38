//! The command line: raw arguments → validated options → the library. The only place that prints.

/// As `println!`; but where nobody reads on (`dafu explain | head`) dafu ends quietly.
macro_rules! say {
    ($($part:tt)*) => {
        $crate::cli::print_line(format_args!($($part)*))
    };
}

mod build;
mod check;
mod explain;
mod import;
mod inspect;
mod new;
mod progress;
mod report;
mod search;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;

/// Turns official replies into a portal that any web server can host.
#[derive(Debug, Parser)]
#[command(name = "dafu", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Arguments),
    Check(check::Arguments),
    Explain(explain::Arguments),
    Serve(serve::Arguments),
    New(new::Arguments),
    Inspect(inspect::Arguments),
    Search(search::Arguments),
    Import(import::Arguments),
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
    use std::io::Write;
    let printed = writeln!(std::io::stdout().lock(), "{line}");
    if printed.is_err_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe) {
        std::process::exit(0);
    }
}
