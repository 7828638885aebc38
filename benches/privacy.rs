//! What is found in a folder of texts, and how fast: `cargo bench --bench privacy -- DIR`. Every finding is printed masked, with the words around it,
//! so that false alarms can be counted by reading.

use std::path::{Path, PathBuf};
use std::time::Instant;

use dafu::privacy::detect::{Finding, detect};

fn main() {
    let Some(folder) = std::env::args()
        .nth(1)
        .filter(|argument| !argument.starts_with("--"))
    else {
        println!("cargo bench --bench privacy -- DIR: a folder of texts to look through");
        return;
    };
    let files: Vec<PathBuf> = walkdir::WalkDir::new(Path::new(&folder))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let read = |file: &PathBuf| {
        String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned()
    };
    let texts: Vec<String> = files.iter().map(read).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let start = Instant::now();
    let found: Vec<Vec<Finding>> = texts.iter().map(|text| detect(text)).collect();
    let seconds = start.elapsed().as_secs_f64();
    for ((file, text), findings) in files.iter().zip(&texts).zip(&found) {
        for finding in findings {
            let from = text.floor_char_boundary(finding.range.start.saturating_sub(60));
            let to = text.floor_char_boundary((finding.range.end + 40).min(text.len()));
            let mut around: Vec<char> = text[from..to].chars().collect();
            for ((at, _), c) in text[from..to].char_indices().zip(&mut around) {
                if finding
                    .hidden
                    .iter()
                    .any(|hidden| hidden.contains(&(from + at)))
                {
                    *c = '*';
                }
            }
            let around: String = around.into_iter().collect();
            println!(
                "{:?}\t{}\t{}",
                finding.kind,
                file.display(),
                around.replace('\n', "⏎")
            );
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "a figure to read")]
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{} texts, {megabytes:.0} MB, {:.0} MB/s; {} texts with {} findings",
        texts.len(),
        megabytes / seconds,
        found.iter().filter(|findings| !findings.is_empty()).count(),
        found.iter().map(Vec::len).sum::<usize>(),
    );
}
