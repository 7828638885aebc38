//! The parser against what a careful clerk reads: our own seeds always, the real replies where their folder is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Keys of a golden reading that are not fields.
const NOT_FIELDS: [&str; 3] = ["file", "notes", "ambiguous"];

fn inspect(file: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_dafu"))
        .env("DAFU_LANG", "en")
        .args(["inspect", "--json"])
        .arg(file)
        .output()
        .expect("dafu runs");
    assert!(
        output.status.success(),
        "{}: {}",
        file.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("inspect prints JSON")
}

/// What was read, in the form that golden readings have.
fn comparable(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("kind", Value::String(kind)) => Value::from(match kind.as_str() {
            "proposal" => "提案",
            "suggestion" => "建议",
            "opinion" => "协办",
            other => other,
        }),
        // The golden date has no time of day.
        ("published", Value::String(text)) => Value::from(&text[..10]),
        ("contact_phone", Value::String(text)) => Value::from(
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>(),
        ),
        _ => value.clone(),
    }
}

/// Scores one document; returns right fields, all fields, and a line for each wrong one.
fn score(file: &Path, golden: &Value) -> (usize, usize, Vec<String>) {
    let read = inspect(file);
    let empty = Vec::new();
    let ambiguous: Vec<&str> = golden["ambiguous"]
        .as_array()
        .unwrap_or(&empty)
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for (key, expected) in golden.as_object().expect("a golden reading is an object") {
        if NOT_FIELDS.contains(&key.as_str()) || ambiguous.contains(&key.as_str()) {
            continue;
        }
        all += 1;
        let (got, expected) = (comparable(key, &read[key]), comparable(key, expected));
        if got == expected {
            right += 1;
        } else {
            wrong.push(format!(
                "{}: {key}\n  expected {expected}\n  read     {got}",
                file.display()
            ));
        }
    }
    (right, all, wrong)
}

fn total(name: &str, readings: impl IntoIterator<Item = (PathBuf, Value)>) {
    let (mut right, mut all, mut documents, mut wrong) = (0, 0, 0, Vec::new());
    for (file, golden) in readings {
        let (r, a, mut w) = score(&file, &golden);
        right += r;
        all += a;
        documents += 1;
        wrong.append(&mut w);
    }
    println!("golden score, {name}: {right} of {all} fields right in {documents} documents");
    assert!(documents > 0, "{name}: no golden reading was found");
    assert!(
        wrong.is_empty(),
        "{} fields are wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_seeds_are_read_as_a_clerk_reads_them() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let files: BTreeMap<String, PathBuf> = std::fs::read_dir(&seeds)
        .expect("seeds/ is there")
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .collect();
    let readings = files.into_iter().map(|(stem, path)| {
        let golden = seeds.join("expected").join(format!("{stem}.json"));
        let text = std::fs::read_to_string(&golden)
            .unwrap_or_else(|e| panic!("{}: every seed needs its reading: {e}", golden.display()));
        (
            path,
            serde_json::from_str(&text).expect("a golden reading is JSON"),
        )
    });
    total("seeds", readings);
}

#[test]
fn the_real_replies_are_read_as_a_clerk_reads_them() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let Ok(lines) = std::fs::read_to_string(data.join("golden-dev.jsonl")) else {
        println!(
            "golden score: not taken, for ../shared/data is not there (it holds the real replies)"
        );
        return;
    };
    let readings = lines.lines().map(|line| {
        let golden: Value = serde_json::from_str(line).expect("a golden reading is JSON");
        let name = golden["file"]
            .as_str()
            .expect("it names its file")
            .to_owned();
        let file = ["replies", "seed"]
            .iter()
            .map(|folder| data.join(folder).join(&name))
            .find(|file| file.exists());
        (
            file.unwrap_or_else(|| panic!("{name} is not there")),
            golden,
        )
    });
    total("real replies", readings);
}
