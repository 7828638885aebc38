//! `dafu import FILES… [--into DIR] [--json]`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use unicode_width::UnicodeWidthStr;

use super::{progress, report};
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::import::{self, Became, Item, Options, Report};
use crate::messages::{self, tell};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    #[arg(long)]
    json: bool,
    #[arg(short, long)]
    verbose: bool,
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
}

pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let into = match &arguments.into {
        Some(into) => into.clone(),
        None if Path::new("dafu.toml").is_file() || Path::new("content").is_dir() => {
            PathBuf::from("content")
        }
        None => {
            return Err(Error::Refused(tell!("report-import-no-site")));
        }
    };
    let options = Options {
        files: arguments.files.clone(),
        content: content_of(&into),
        into,
    };
    let bar = progress::bar("{msg} {bar:40} {pos}/{len}", arguments.quiet);
    bar.set_message(tell!("progress-import"));
    let done = import::import(&options, &mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let done = done?;
    if arguments.json {
        let text = serde_json::to_string_pretty(&done)
            .map_err(|error| Error::Refused(error.to_string()))?;
        say!("{text}");
    } else {
        print(&done, arguments.verbose, arguments.quiet);
    }
    Ok(if done.has_failures() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The content folder around a target: that of the nearest folder with a `dafu.toml`; the target itself if there is none.
fn content_of(into: &Path) -> PathBuf {
    let mut at = into;
    loop {
        let parent = at.parent().unwrap_or(Path::new(""));
        let parent = if parent.as_os_str().is_empty() {
            Path::new(".")
        } else {
            parent
        };
        if at.file_name().is_some_and(|name| name == "content")
            && parent.join("dafu.toml").is_file()
        {
            return at.to_owned();
        }
        match at.parent() {
            Some(above) if !above.as_os_str().is_empty() => at = above,
            _ => return into.to_owned(),
        }
    }
}

fn print(done: &Report, verbose: bool, quiet: bool) {
    for item in &done.items {
        if quiet && item.became != Became::Failed {
            continue;
        }
        say!("{}", line(item));
        for finding in &item.findings {
            if verbose {
                print!("{}", report::drawn(finding));
            } else if finding.severity != Severity::Advice {
                let message = finding.message.as_str();
                let marked = if finding.severity == Severity::Error {
                    tell!("report-import-error", message)
                } else {
                    tell!("report-import-review", message)
                };
                let place = finding.place.as_ref().map_or(String::new(), |place| {
                    format!(" {}", tell!("report-import-line", line = place.line))
                });
                say!("    {marked}{place}");
                if let Some(hint) = finding
                    .hint
                    .as_deref()
                    .filter(|_| finding.code.starts_with("import-"))
                {
                    say!("      {hint}");
                }
            }
        }
    }
    if quiet {
        return;
    }
    let count = |became: Became| {
        done.items
            .iter()
            .filter(|item| item.became == became)
            .count()
    };
    let review = done
        .items
        .iter()
        .filter(|item| item.became != Became::Failed && import::needs_review(item))
        .count();
    let counts: Vec<String> = [
        (Became::Written, "report-import-count-written"),
        (Became::Updated, "report-import-count-updated"),
        (Became::Unchanged, "report-import-count-unchanged"),
        (Became::Kept, "report-import-count-kept"),
        (Became::Ledger, "report-import-count-ledger"),
        (Became::Skipped, "report-import-count-skipped"),
        (Became::Failed, "report-import-count-failed"),
    ]
    .into_iter()
    .map(|(became, id)| (count(became), id))
    .filter(|(count, _)| *count > 0)
    .map(|(count, id)| tell!(id, count))
    .collect();
    let imported = tell!(
        "report-imported",
        files = done.items.len(),
        counts = if counts.is_empty() {
            tell!("report-import-nothing")
        } else {
            messages::list(&counts)
        },
        review,
    );
    say!("\n{imported}");
    if review > 0 && !verbose {
        say!("{}", tell!("report-import-verbose"));
    }
}

fn line(item: &Item) -> String {
    let became = match item.became {
        Became::Written => "report-import-written",
        Became::Updated => "report-import-updated",
        Became::Unchanged => "report-import-unchanged",
        Became::Kept => "report-import-kept",
        Became::Ledger => "report-import-ledger",
        Became::Skipped => "report-import-skipped",
        Became::Failed => "report-import-failed",
    };
    let became = tell!(became);
    // Chinese characters are two columns wide.
    let gap = 11_usize.saturating_sub(became.width());
    match &item.document {
        Some(document) => format!("{became}{:gap$} {} -> {document}", "", item.source),
        None => format!("{became}{:gap$} {}", "", item.source),
    }
}
