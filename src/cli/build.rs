//! `dafu build [SITE] [--output DIR] [--archive] [--changed FILE]`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::HumanBytes;

use super::place::{self, Place};
use super::progress::Bar;
use super::{Done, report};
use crate::changes::{Changes, Untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{AtPath, Error, Result};
use crate::messages::{self, tell};
use crate::site::{self, Options, Report};
use crate::source::Encoding;

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    archive: bool,
    #[arg(long, value_name = "FILE")]
    changed: Option<PathBuf>,
    #[arg(short, long)]
    verbose: bool,
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    #[arg(long, conflicts_with_all = ["verbose", "quiet"])]
    json: bool,
}

impl Arguments {
    /// What the library is to build.
    pub fn options(&self) -> Options {
        Options {
            archive: self.archive,
            remember: true,
            ..self.place.options()
        }
    }
}

pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    match build(arguments) {
        Err(error) if arguments.json => {
            say!("{:#}", failure_to_json(&error));
            Ok(ExitCode::FAILURE)
        }
        Err(error) if arguments.quiet => Err(report::of_errors(error)),
        done => done.map(|()| ExitCode::SUCCESS),
    }
}

fn build(arguments: &Arguments) -> Done {
    place::must_be_site(&arguments.place.site, "build")?;
    let options = arguments.options();
    let mut changes = match &arguments.changed {
        Some(file) => load(file, &options.output)?,
        None => Changes::default(),
    };
    let bar = Bar::new(arguments.quiet);
    let built = site::build(&options, &bar);
    bar.finish();
    let mut built = built?;
    let untold = Untold::of(&options.site, &options.output)?;
    let mut made = || changed(&mut built, &options.output);
    if let Some(file) = &arguments.changed {
        changes.then(untold.changes()?);
        changes.then(made());
        changes.save(file)?;
        untold.told()?;
    } else {
        untold.add(made)?;
    }
    if arguments.json {
        say!("{:#}", to_json(&built, &options.output));
    }
    if arguments.json || arguments.quiet {
        return Ok(());
    }
    warnings(&built.diagnostics, arguments.verbose);
    summary(&built, &options.output);
    if let Some(file) = &arguments.changed {
        let count = changes.0.len();
        let file = file.display().to_string();
        say!("  {}", tell!("report-to-upload", count, file));
    }
    let site = if arguments.place.site == Path::new(".") {
        String::new()
    } else {
        format!(" {}", arguments.place.site.display())
    };
    let command = format!("dafu serve{site}");
    let page = options.output.join("index.html").display().to_string();
    say!("\n{}", tell!("report-look", command, page));
    Ok(())
}

/// What a build changed in the portal: all of it, if there was none before.
pub fn changed(built: &mut Report, output: &Path) -> Changes {
    (built.written.changes.take()).unwrap_or_else(|| Changes::all(output))
}

/// `{ version, error, findings }`: why nothing was written.
fn failure_to_json(error: &Error) -> serde_json::Value {
    let findings: Vec<_> = match error {
        Error::Documents(findings) => findings.iter().map(report::to_json).collect(),
        Error::Config(finding) => vec![report::to_json(finding)],
        _ => Vec::new(),
    };
    serde_json::json!({ "version": 1, "error": error.to_string(), "findings": findings })
}

/// What earlier builds changed and nobody has uploaded yet.
fn load(file: &Path, output: &Path) -> Result<Changes> {
    let absolute = |path: &Path| std::path::absolute(path).at_path("find", path);
    if absolute(file)?.starts_with(absolute(output)?) {
        let file = file.display().to_string();
        return Err(Error::Refused(tell!("error-changed-inside", file)));
    }
    Changes::load(file)
}

/// Findings of one kind that are drawn before the rest is only counted.
const DRAWN_MOST: usize = 2;

/// Draws warnings (and, if `verbose`, advice) to standard error.
pub fn warnings(diagnostics: &[Diagnostic], verbose: bool) {
    let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let count = drawn.entry(diagnostic.code).or_default();
        *count += 1;
        if verbose || (*count <= DRAWN_MOST && diagnostic.severity == Severity::Warning) {
            eprint!("{}", report::drawn(diagnostic));
        }
    }
}

/// `{ version, documents, replies, withheld, withdrawn, output, files, bytes, unchanged, removed, archive, seconds, findings }`.
fn to_json(built: &Report, output: &Path) -> serde_json::Value {
    let written = &built.written;
    let findings: Vec<_> = built.diagnostics.iter().map(report::to_json).collect();
    serde_json::json!({
        "version": 1,
        "documents": built.documents,
        "replies": built.replies,
        "withheld": built.withheld,
        "withdrawn": built.withdrawn,
        "output": output,
        "files": written.files,
        "bytes": written.bytes,
        "unchanged": written.unchanged,
        "removed": written.removed,
        "archive": built.archive.as_ref().map(|(path, _)| path),
        "seconds": built.time.as_secs_f64(),
        "findings": findings,
    })
}

/// Prints what a build did.
pub fn summary(report: &Report, output: &Path) {
    let written = &report.written;
    let seconds = report.time.as_secs_f64();
    let built = tell!(
        "report-built",
        documents = report.documents,
        replies = report.replies,
        files = written.files,
        size = HumanBytes(written.bytes).to_string(),
        output = output.display().to_string(),
        seconds = format!("{seconds:.2}"),
    );
    say!("{built}");
    let note = |note: String| say!("  {note}");
    if written.unchanged > 0 || written.removed > 0 {
        note(tell!(
            "report-unchanged",
            unchanged = written.unchanged,
            removed = written.removed,
        ));
    }
    if let Some((path, archived)) = &report.archive {
        note(tell!(
            "report-archive",
            path = path.display().to_string(),
            size = HumanBytes(archived.bytes).to_string(),
            files = archived.files,
            unpacked = HumanBytes(archived.unpacked).to_string(),
        ));
    }
    let others: Vec<String> = report
        .encodings
        .iter()
        .filter(|(encoding, _)| **encoding != Encoding::Utf8)
        .map(|(encoding, count)| {
            tell!(
                "report-encoding",
                count = *count,
                encoding = encoding.name()
            )
        })
        .collect();
    if !others.is_empty() {
        note(tell!("report-encodings", list = messages::list(&others)));
    }
    if let Some(remembered) = report.remembered.filter(|one| one.made) {
        note(tell!(
            "report-lock-made",
            file = crate::lock::NAME,
            addresses = remembered.added,
        ));
    }
    if report.withheld > 0 {
        note(tell!("report-withheld", count = report.withheld));
    }
    if report.withdrawn > 0 {
        note(tell!("report-withdrawn", count = report.withdrawn));
    }
    if report.access_assumed > 0 {
        note(tell!(
            "report-access-assumed",
            count = report.access_assumed
        ));
    }
    if report.ids_derived > 0 {
        note(tell!("report-ids-derived", count = report.ids_derived));
    }
    if report.no_sitemap {
        note(tell!("report-no-sitemap"));
    }
    if report::counts(&report.diagnostics).is_some() {
        note(tell!("report-every-one"));
    }
}
