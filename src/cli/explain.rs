//! `dafu explain [CODE]`: what a finding means, and what to do about it.

use serde_json::{Value, json};

use super::Done;
use crate::diagnostic::Severity;
use crate::diagnostic::codes::{self, Code};
use crate::error::Error;

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
            say!(
                "{:width$}  {:7}  {}",
                code.code,
                name(code.severity),
                code.title
            );
        }
        return Ok(());
    };
    let Some(code) = codes::find(wanted.trim()) else {
        let near = codes::nearest(wanted)
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Error::Refused(format!(
            "there is no code `{wanted}`{near}\n`dafu explain` lists all of them."
        )));
    };
    if arguments.json {
        return print(&to_json(code));
    }
    say!("{}: {}", code.code, code.title);
    print!("{}", name(code.severity));
    if let Some(why) = code.fixed() {
        say!(", whatever [checks] in dafu.toml says: {why}");
    } else if codes::ON_REQUEST.contains(&code.code) {
        say!(" when it is asked for: [checks] in dafu.toml, or an option of dafu check");
    } else {
        say!(
            " unless dafu.toml says otherwise: [checks] {} = \"off\"",
            code.code
        );
    }
    say!("\n{}", code.text);
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
        "title": code.title,
        "text": code.text,
    })
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}
