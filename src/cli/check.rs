//! `dafu check [SITE]`: every finding of a build and a careful clerk's, and nothing written.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::progress::Bar;
use super::{place, report};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::error::{Error, Result};
use crate::messages::tell;
use crate::parse::encode_path;
use crate::site::{self, CheckOptions, Checked};

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub struct Arguments {
    #[arg(default_value = ".")]
    site: PathBuf,
    #[arg(short, long)]
    verbose: bool,
    #[arg(short, long, conflicts_with_all = ["verbose", "json", "sarif"])]
    quiet: bool,
    #[arg(long)]
    links: bool,
    #[arg(long, value_name = "PORTAL_OR_LOCK")]
    against: Option<PathBuf>,
    #[arg(long)]
    deny_warnings: bool,
    #[arg(long, conflicts_with = "sarif")]
    json: bool,
    #[arg(long)]
    sarif: bool,
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
}

/// In words of our own where it is none: the calendar says it in English.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| tell!("misuse-day"))
}

/// Findings of one kind that are drawn before the rest is only counted.
const DRAWN_MOST: usize = 3;

pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    place::must_be_site(&arguments.site, "check")?;
    let options = CheckOptions {
        site: arguments.site.clone(),
        attachments: arguments.links,
        today: arguments.today,
        against: arguments.against.clone(),
    };
    let bar = Bar::new(arguments.quiet);
    let checked = site::check(&options, &bar);
    bar.finish();
    let (checked, failure) = match checked {
        // Settings that cannot be read are a finding like others, with a file, a line and a hint; but no document was looked at.
        Err(Error::Config(diagnostic)) => {
            let checked = Checked {
                documents: 0,
                replies: 0,
                diagnostics: vec![*diagnostic],
            };
            (checked, Some(tell!("report-checked-nothing")))
        }
        other => (other?, None),
    };
    if arguments.json {
        let mut json = to_json(&checked);
        if let Some(failure) = failure {
            json["error"] = failure.into();
        }
        print(&json)?;
    } else if arguments.sarif {
        print(&to_sarif(&checked.diagnostics))?;
    } else if arguments.quiet {
        for diagnostic in &checked.diagnostics {
            if diagnostic.severity == Severity::Error {
                eprint!("{}", report::drawn(diagnostic));
            }
        }
    } else {
        draw(&checked, failure, arguments.verbose);
    }
    let worst = checked.diagnostics.iter().map(|d| d.severity).min();
    Ok(ExitCode::from(match worst {
        Some(Severity::Error) => 1,
        Some(Severity::Warning) if arguments.deny_warnings => 1,
        Some(Severity::Warning) => 3,
        Some(Severity::Advice) | None => 0,
    }))
}

fn print(value: &Value) -> Result<()> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Error::Refused(error.to_string()))?;
    say!("{text}");
    Ok(())
}

/// Draws the findings and sums them up: all of them file by file, some of them the gravest first. A failure stands in the place of
/// figures that would say nothing.
fn draw(checked: &Checked, failure: Option<String>, verbose: bool) {
    let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
    let mut hidden = 0;
    let mut findings: Vec<&Diagnostic> = checked.diagnostics.iter().collect();
    if !verbose {
        findings.sort_by_key(|diagnostic| diagnostic.severity);
    }
    for diagnostic in findings {
        let count = drawn.entry(diagnostic.code).or_default();
        *count += 1;
        // Whatever fails a build is always drawn.
        if verbose || diagnostic.severity == Severity::Error || *count <= DRAWN_MOST {
            eprint!("{}", report::drawn(diagnostic));
        } else {
            hidden += 1;
        }
    }
    let count = |severity| {
        checked
            .diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count()
    };
    let counted = || {
        tell!(
            "report-checked",
            documents = checked.documents,
            replies = checked.replies,
            errors = count(Severity::Error),
            warnings = count(Severity::Warning),
            advice = count(Severity::Advice),
        )
    };
    say!("{}", failure.unwrap_or_else(counted));
    let gravest = report::counts(&checked.diagnostics);
    if hidden > 0 {
        say!("  {}", tell!("report-more-alike", count = hidden));
    }
    if let Some(gravest) = gravest {
        say!("  {}", tell!("report-what-it-means", code = gravest));
    }
}

/// `{ version, documents, replies, findings, counts, codes }`, and `error` where nothing was looked at; lines and columns from 1, in
/// characters, `end` behind the last.
fn to_json(checked: &Checked) -> Value {
    let findings: Vec<Value> = checked.diagnostics.iter().map(report::to_json).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        counts.insert(name(severity), 0);
    }
    for diagnostic in &checked.diagnostics {
        *counts.entry(name(diagnostic.severity)).or_default() += 1;
        *codes.entry(diagnostic.code).or_default() += 1;
    }
    json!({
        "version": 1,
        "documents": checked.documents,
        "replies": checked.replies,
        "findings": findings,
        "counts": counts,
        "codes": codes,
    })
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

/// SARIF's word for a severity.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// A log as the OASIS standard of 2020 has it: one run, a rule for each code, columns in characters.
fn to_sarif(diagnostics: &[Diagnostic]) -> Value {
    let rules: Vec<Value> = codes::all()
        .map(|code| {
            json!({
                "id": code.code,
                "shortDescription": { "text": code.title() },
                "fullDescription": { "text": code.text() },
                "defaultConfiguration": { "level": level(code.severity) },
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics.iter().map(result).collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "dafu",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(diagnostic: &Diagnostic) -> Value {
    let message = match &diagnostic.hint {
        Some(hint) => format!("{}\n{hint}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut physical = json!({ "artifactLocation": { "uri": encode_path(&diagnostic.path) } });
    if let Some(place) = &diagnostic.place {
        physical["region"] = json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + place.width,
        });
    }
    let mut result = json!({
        "ruleId": diagnostic.code,
        "level": level(diagnostic.severity),
        "message": { "text": message },
    });
    if let Some(index) = codes::all().position(|code| code.code == diagnostic.code) {
        result["ruleIndex"] = json!(index);
    }
    if !diagnostic.path.is_empty() {
        result["locations"] = json!([{ "physicalLocation": physical }]);
    }
    result
}
