//! `dafu build [SITE] [--output DIR] [--archive] [--changed FILE]`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use indicatif::HumanBytes;

use super::progress::Bar;
use super::{Done, report};
use crate::changes::Changes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{AtPath, Error, Result};
use crate::site::{self, Options, Report};
use crate::source::Encoding;

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub struct Arguments {
    #[arg(default_value = ".")]
    site: PathBuf,
    #[arg(short, long)]
    output: Option<PathBuf>,
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
            ..options(&self.site, self.output.as_deref())
        }
    }
}

/// The output is `public/` in the site unless another is named.
pub fn options(site: &Path, output: Option<&Path>) -> Options {
    Options {
        site: site.to_owned(),
        output: output.map_or_else(|| site.join("public"), Path::to_owned),
        archive: false,
        remember: false,
    }
}

pub fn run(arguments: &Arguments) -> Done {
    let options = arguments.options();
    let mut changes = match &arguments.changed {
        Some(file) => load(file, &options.output)?,
        None => Changes::default(),
    };
    let bar = Bar::new(arguments.quiet);
    let built = site::build(&options, &bar);
    bar.finish();
    let built = built?;
    if arguments.json {
        say!("{:#}", to_json(&built, &options.output));
    } else if !arguments.quiet {
        warnings(&built.diagnostics, arguments.verbose);
        summary(&built, &options.output);
    }
    let told = arguments.json || arguments.quiet;
    if let Some(file) = &arguments.changed {
        let changed = built.written.changes;
        changes.then(changed.unwrap_or_else(|| Changes::all(&options.output)));
        changes.save(file)?;
        if !told {
            say!(
                "  to be uploaded: {} files, see {}",
                changes.0.len(),
                file.display()
            );
        }
    }
    if told {
        return Ok(());
    }
    let site = if arguments.site == Path::new(".") {
        String::new()
    } else {
        format!(" {}", arguments.site.display())
    };
    say!(
        "\nLook at it: dafu serve{site}   or open {}",
        options.output.join("index.html").display()
    );
    Ok(())
}

/// What earlier builds changed and nobody has uploaded yet.
fn load(file: &Path, output: &Path) -> Result<Changes> {
    let absolute = |path: &Path| std::path::absolute(path).at_path("find", path);
    if absolute(file)?.starts_with(absolute(output)?) {
        return Err(Error::Refused(format!(
            "{}: a build replaces all of the output folder; name a file outside of it",
            file.display()
        )));
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
    say!(
        "{} documents read, {} replies, {} files ({}) written to {} in {seconds:.2} s",
        report.documents,
        report.replies,
        written.files,
        HumanBytes(written.bytes),
        output.display(),
    );
    if written.unchanged > 0 || written.removed > 0 {
        say!(
            "  {} files unchanged, {} removed",
            written.unchanged,
            written.removed
        );
    }
    if let Some((path, archived)) = &report.archive {
        say!(
            "  archive: {} ({}; unpacked {} files, {}): unpack it, then open index.html",
            path.display(),
            HumanBytes(archived.bytes),
            archived.files,
            HumanBytes(archived.unpacked),
        );
    }
    let others: Vec<String> = report
        .encodings
        .iter()
        .filter(|(encoding, _)| **encoding != Encoding::Utf8)
        .map(|(encoding, count)| format!("{count} in {}", encoding.name()))
        .collect();
    if !others.is_empty() {
        say!("  encodings: {}, the rest UTF-8", others.join(", "));
    }
    if let Some(remembered) = report.remembered.filter(|one| one.made) {
        say!(
            "  {} was made: it remembers the {} addresses published here, and their paragraphs; keep it with the content (git add {0})",
            crate::lock::NAME,
            remembered.added
        );
    }
    if report.withheld > 0 {
        say!(
            "  {} not published: 依申请公开 or 不予公开",
            report.withheld
        );
    }
    if report.withdrawn > 0 {
        say!(
            "  {} withdrawn: a notice stands at their address",
            report.withdrawn
        );
    }
    if report.access_assumed > 0 {
        say!(
            "  {} do not say 公开属性 and are taken as 主动公开",
            report.access_assumed
        );
    }
    if report.ids_derived > 0 {
        say!(
            "  {} have their id from their path: renaming such a file changes its address (give `id` to fix it)",
            report.ids_derived
        );
    }
    if report.no_sitemap {
        say!("  no sitemap.xml: it needs `base_url` in dafu.toml");
    }
    if report::counts(&report.diagnostics).is_some() {
        say!("  every one with its line: dafu build --verbose");
    }
}
