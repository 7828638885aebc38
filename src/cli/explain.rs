//! `dafu explain [CODE]`: what a finding means, and what to do about it.

use serde_json::{Value, json};

use unicode_width::UnicodeWidthStr;

use super::{Done, report};
use crate::diagnostic::codes::{self, Code};
use crate::error::Error;
use crate::messages::tell;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    code: Option<String>,
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Done {
    let Some(wanted) = &arguments.code else {
        if arguments.json {
            return print(&codes::all().map(to_json).collect());
        }
        let width = codes::all().map(|code| code.code.len()).max().unwrap_or(0);
        for code in codes::all() {
            let severity = report::severity(code.severity);
            // Chinese characters are two columns wide.
            let gap = 7_usize.saturating_sub(severity.width());
            say!(
                "{:width$}  {severity}{:gap$}  {}",
                code.code,
                "",
                code.title()
            );
        }
        return Ok(());
    };
    let Some(code) = codes::find(wanted.trim()) else {
        let code = wanted.as_str();
        return Err(Error::Refused(match codes::nearest(wanted) {
            Some(near) => tell!("report-explain-near", code, near),
            None => tell!("report-explain-unknown", code),
        }));
    };
    if arguments.json {
        return print(&to_json(code));
    }
    let title = code.title();
    say!("{}", tell!("report-explain-head", code = code.code, title));
    let severity = report::severity(code.severity);
    let grave = if let Some(why) = code.fixed() {
        tell!("report-explain-fixed", severity, why)
    } else if codes::ON_REQUEST.contains(&code.code) {
        tell!("report-explain-on-request", severity)
    } else {
        tell!("report-explain-unless", severity, code = code.code,)
    };
    say!("{grave}\n\n{}", code.text());
    Ok(())
}

fn print(value: &Value) -> Done {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Error::Refused(error.to_string()))?;
    say!("{text}");
    Ok(())
}

fn to_json(code: &Code) -> Value {
    json!({
        "code": code.code,
        "severity": code.severity,
        "fixed": code.fixed(),
        "title": code.title(),
        "text": code.text(),
    })
}
