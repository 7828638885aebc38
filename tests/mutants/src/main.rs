//! Which changes of dafu's code no test notices: `bash tests/mutants.sh [FILE…]`.
//!
//! `cargo mutants --list` says which changes there are. Built one by one they take twenty seconds each; here all of them are built
//! at once, each behind a question whether it is the one that is on (`weave`), and an environment variable says which one is. Each
//! test is run once to see which changes it comes by (`Suite::trace`), and a change is tried on those tests alone.

mod suite;
mod weave;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use suite::{Outcome, Suite};
use weave::Mutant;

/// What goes wrong here is told and ends the run: nobody but dafu's own contributors calls this.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(tree), Some(list), Some(out)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        eprintln!("Call it by tests/mutants.sh.");
        return ExitCode::from(2);
    };
    match run(
        Path::new(&tree),
        Path::new(&list),
        Path::new(&out),
        &arguments.collect::<Vec<_>>(),
    ) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// `tree`: a checkout that may be changed; `list`: what `cargo mutants --list --json` printed there; `out`: where results go;
/// `files`: the beginnings of the paths to try, all if none.
fn run(tree: &Path, list: &Path, out: &Path, files: &[String]) -> Result<()> {
    let mut mutants: Vec<Mutant> = serde_json::from_slice(&std::fs::read(list)?)?;
    mutants.retain(|mutant| mutant.file != "src/main.rs");
    for (id, mutant) in mutants.iter_mut().enumerate() {
        mutant.id = u32::try_from(id)? + 1;
    }
    // The script removes what is kept when there is another commit.
    let woven_file = out.join("woven.json");
    let kept = std::fs::read(&woven_file)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let (woven, suite): (BTreeSet<u32>, Suite) = match (kept, Suite::kept(tree, out)) {
        (Some(woven), Some(suite)) => (woven, suite),
        _ => {
            let woven = weave::weave(tree, &mutants)?;
            println!("{} of {} changes are built in", woven.len(), mutants.len());
            let suite = Suite::build(tree, out, mutants.len() + 1)?;
            suite.keep()?;
            std::fs::write(&woven_file, serde_json::to_vec(&woven)?)?;
            (woven, suite)
        }
    };
    let all: Duration = suite.tests.iter().map(|test| test.took).sum();
    println!(
        "{} tests, each run once: {} s",
        suite.tests.len(),
        all.as_secs()
    );

    let again = match std::env::var("AGAIN") {
        Ok(file) => Some(std::fs::read_to_string(file)?),
        Err(_) => None,
    };
    let again: Option<BTreeSet<String>> =
        again.map(|names| names.lines().map(without_place).collect());
    let is_again = |mutant: &Mutant| {
        let again = again.as_ref();
        again.is_none_or(|again| again.contains(&without_place(&mutant.name)))
    };
    let wanted: Vec<&Mutant> = mutants
        .iter()
        .filter(|mutant| woven.contains(&mutant.id) && is_wanted(mutant, files))
        .filter(|mutant| is_again(mutant))
        .collect();
    let from: usize = std::env::var("FROM")
        .ok()
        .and_then(|from| from.parse().ok())
        .unwrap_or(0);
    let wanted = wanted.get(from..).unwrap_or_default();
    let outcomes = try_all(&suite, wanted);
    report(&mutants, &woven, wanted, &outcomes, files, out)
}

/// What a change is, without the line and column where it was: they are others in another commit.
fn without_place(name: &str) -> String {
    let name = name.trim_end_matches(" (no test comes by)");
    let mut parts = name.splitn(4, ':');
    let file = parts.next().unwrap_or_default();
    format!("{file}:{}", parts.nth(2).unwrap_or_default())
}

/// Whether it is one of those to try: in one of the files, and one of a quarter of them by `EVERY=4`.
fn is_wanted(mutant: &Mutant, files: &[String]) -> bool {
    let every = std::env::var("EVERY")
        .ok()
        .and_then(|every| every.parse().ok());
    mutant.id.is_multiple_of(every.unwrap_or(1))
        && (files.is_empty()
            || files
                .iter()
                .any(|file| mutant.file.starts_with(file.as_str())))
}

fn try_all(suite: &Suite, wanted: &[&Mutant]) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(vec![Outcome::Unreached; wanted.len()]);
    std::thread::scope(|scope| {
        for worker in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let (next, outcomes) = (&next, &outcomes);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutant) = wanted.get(at) else { break };
                    let outcome = suite.try_one(mutant.id, &mutant.file, worker);
                    if matches!(outcome, Outcome::Missed | Outcome::Unreached) {
                        println!("{outcome:?}: {}", mutant.name);
                    }
                    if at % 100 == 99 {
                        println!("… {} of {}", at + 1, wanted.len());
                    }
                    if let Ok(mut outcomes) = outcomes.lock() {
                        outcomes[at] = outcome;
                    }
                }
            });
        }
    });
    outcomes.into_inner().unwrap_or_default()
}

/// One row of a table per file, and the names of what no test noticed in `missed.txt`.
fn report(
    all: &[Mutant],
    woven: &BTreeSet<u32>,
    wanted: &[&Mutant],
    outcomes: &[Outcome],
    files: &[String],
    out: &Path,
) -> Result<()> {
    let mut table: BTreeMap<PathBuf, [usize; 5]> = BTreeMap::new();
    let mut missed = String::new();
    for (mutant, outcome) in wanted.iter().zip(outcomes) {
        let column = match outcome {
            Outcome::Caught => 0,
            Outcome::Timeout => 1,
            Outcome::Missed => 2,
            Outcome::Unreached => 3,
        };
        table.entry(PathBuf::from(&mutant.file)).or_default()[column] += 1;
        if matches!(outcome, Outcome::Missed | Outcome::Unreached) {
            missed.push_str(&format!(
                "{}{}\n",
                mutant.name,
                if column == 3 {
                    " (no test comes by)"
                } else {
                    ""
                }
            ));
        }
    }
    for mutant in all.iter().filter(|mutant| !woven.contains(&mutant.id)) {
        if is_wanted(mutant, files) {
            table.entry(PathBuf::from(&mutant.file)).or_default()[4] += 1;
        }
    }
    println!(
        "{:40} {:>7} {:>7} {:>7} {:>9} {:>9}",
        "file", "caught", "endless", "missed", "unreached", "not built"
    );
    let mut sum = [0; 5];
    for (file, row) in &table {
        let [caught, endless, missed, unreached, unviable] = row;
        println!(
            "{:40} {caught:7} {endless:7} {missed:7} {unreached:9} {unviable:9}",
            file.display()
        );
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
    let [caught, endless, unnoticed, unreached, unviable] = sum;
    println!(
        "{:40} {caught:7} {endless:7} {unnoticed:7} {unreached:9} {unviable:9}",
        "all"
    );
    std::fs::write(out.join("missed.txt"), missed)?;
    Ok(())
}
