//! The tests: which there are, which changes each comes by, and whether one of them notices a change.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::Result;

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A test failed.
    Caught,
    /// A test did not come to an end.
    Timeout,
    /// All tests that come by it passed.
    Missed,
    /// No test comes by it.
    Unreached,
}

#[derive(serde::Serialize, serde::Deserialize)]
pub struct Test {
    program: PathBuf,
    name: String,
    /// With nothing changed.
    pub took: Duration,
    /// One character for each change: `1` if the test comes by it.
    seen: String,
}

pub struct Suite {
    tree: PathBuf,
    work: PathBuf,
    pub tests: Vec<Test>,
    /// How often a test noticed a change in a file.
    noticed: Mutex<HashMap<(String, usize), usize>>,
}

/// A test that takes longer than this when nothing is changed is left out.
const LONGEST: Duration = Duration::from_secs(60);
/// Where it is kept which test comes by what.
const KEPT: &str = "tests.json";
/// Tests of one program that are run together take about this long.
const TOGETHER: Duration = Duration::from_secs(1);
/// So many changes of a file are tried on all tests.
const LEARNT: usize = 10;
/// A change that nothing has noticed after so much of tests is missed.
const BUDGET: Duration = Duration::from_secs(10);

impl Suite {
    /// What [`Suite::keep`] has kept in `work`.
    pub fn kept(tree: &Path, work: &Path) -> Option<Self> {
        let tests = serde_json::from_slice(&std::fs::read(work.join(KEPT)).ok()?).ok()?;
        Some(Self {
            tree: tree.to_owned(),
            work: work.to_owned(),
            tests,
            noticed: Mutex::default(),
        })
    }

    /// Keeps which test comes by what.
    pub fn keep(&self) -> Result<()> {
        std::fs::write(self.work.join(KEPT), serde_json::to_vec(&self.tests)?)?;
        Ok(())
    }

    /// Builds the tests of `tree` and runs each once.
    pub fn build(tree: &Path, work: &Path, changes: usize) -> Result<Self> {
        let output = Command::new("cargo")
            .args(["test", "--no-run", "--message-format=json", "--quiet"])
            // The dependencies stay as `cargo test` builds them; dafu's own code runs several times as fast.
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
            .current_dir(tree)
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err("the tests do not build".into());
        }
        let mut names = Vec::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let value: serde_json::Value = serde_json::from_str(line)?;
            let Some(program) = value["executable"]
                .as_str()
                .filter(|_| value["profile"]["test"] == true)
            else {
                continue;
            };
            let listed = Command::new(program)
                .args(["--list", "--format=terse"])
                .current_dir(tree)
                .output()?;
            for line in String::from_utf8_lossy(&listed.stdout).lines() {
                if let Some(name) = line.strip_suffix(": test") {
                    names.push((PathBuf::from(program), name.to_owned()));
                }
            }
        }
        let mut suite = Self {
            tree: tree.to_owned(),
            work: work.to_owned(),
            tests: Vec::new(),
            noticed: Mutex::default(),
        };
        suite.trace(&names, changes)?;
        suite.tests.sort_by_key(|test| test.took);
        Ok(suite)
    }

    fn trace(&mut self, names: &[(PathBuf, String)], changes: usize) -> Result<()> {
        let next = AtomicUsize::new(0);
        let tests = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..std::thread::available_parallelism().map_or(1, usize::from))
                .map(|worker| {
                    let (this, next, tests) = (&*self, &next, &tests);
                    scope.spawn(move || -> Result<()> {
                        while let Some((program, name)) =
                            names.get(next.fetch_add(1, Ordering::Relaxed))
                        {
                            let path = this.work.join(format!("trace-{worker}"));
                            std::fs::write(&path, vec![b'0'; changes])?;
                            let begun = Instant::now();
                            let set = ("DAFU_MUTANT_TRACE", path.to_string_lossy().into_owned());
                            if this.run(program, &[name], set, worker, LONGEST).0 == Ran::Passed {
                                let test = Test {
                                    program: program.clone(),
                                    name: name.clone(),
                                    took: begun.elapsed(),
                                    seen: std::fs::read_to_string(&path)?,
                                };
                                tests.lock().map_err(|_| "a worker ended early")?.push(test);
                            } else {
                                println!("left out: {name}");
                            }
                        }
                        Ok(())
                    })
                })
                .collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().map_err(|_| "a worker ended early")?)
        })?;
        self.tests = tests.into_inner().map_err(|_| "a worker ended early")?;
        Ok(())
    }

    /// Tries a change on the tests that come by it: first on those that noticed most in the same file, then on the quick that come by little else,
    /// until they would take longer than `BUDGET`.
    pub fn try_one(&self, id: u32, file: &str, worker: usize) -> Outcome {
        let mut reached: Vec<usize> = (0..self.tests.len())
            .filter(|test| self.tests[*test].seen.as_bytes().get(id as usize) == Some(&b'1'))
            .collect();
        if reached.is_empty() {
            return Outcome::Unreached;
        }
        let noticed = |test: usize| {
            let noticed = self.noticed.lock().unwrap_or_else(PoisonError::into_inner);
            noticed.get(&(file.to_owned(), test)).copied().unwrap_or(0)
        };
        // A test that comes by little else is about this.
        let wide = |test: usize| {
            self.tests[test]
                .seen
                .bytes()
                .filter(|seen| *seen == b'1')
                .count()
        };
        reached.sort_by_cached_key(|test| {
            let took = self.tests[*test].took.as_millis();
            (Reverse(noticed(*test)), wide(*test) as u128 * (took + 50))
        });
        // Who notices what in a file is learnt first.
        let learnt = self.noticed.lock().map_or(0, |noticed| {
            let own = noticed.iter().filter(|((of, _), _)| of == file);
            own.map(|(_, times)| *times).sum()
        });
        let budget = if learnt < LEARNT { BUDGET * 6 } else { BUDGET };
        let mut usual = Duration::ZERO;
        let mut rest = reached.as_slice();
        while let Some(first) = rest.first() {
            // Those of one program that follow each other are run by one process.
            let program = &self.tests[*first].program;
            let mut names = Vec::new();
            let mut takes = Duration::ZERO;
            while let Some((next, others)) = rest.split_first()
                && self.tests[*next].program == *program
                && (names.is_empty() || takes < TOGETHER)
            {
                names.push(self.tests[*next].name.as_str());
                takes += self.tests[*next].took;
                rest = others;
            }
            if usual > Duration::ZERO && usual + takes > budget {
                break;
            }
            usual += takes;
            let set = ("DAFU_MUTANT", id.to_string());
            match self.run(
                program,
                &names,
                set,
                worker,
                Duration::from_secs(20) + takes * 4,
            ) {
                (Ran::Passed, _) => {}
                (Ran::Failed, by) => {
                    let by = by.and_then(|by| {
                        reached.iter().find(|test| {
                            self.tests[**test].name == by && self.tests[**test].program == *program
                        })
                    });
                    if let Some(by) = by {
                        let mut noticed =
                            self.noticed.lock().unwrap_or_else(PoisonError::into_inner);
                        *noticed.entry((file.to_owned(), *by)).or_default() += 1;
                    }
                    return Outcome::Caught;
                }
                (Ran::Endless, _) => return Outcome::Timeout,
            }
        }
        Outcome::Missed
    }

    fn run<S: AsRef<str>>(
        &self,
        program: &Path,
        names: &[S],
        set: (&str, String),
        worker: usize,
        most: Duration,
    ) -> (Ran, Option<String>) {
        let temp = std::env::temp_dir().join(format!("dafu-mutants-{worker}"));
        let _ = std::fs::remove_dir_all(&temp);
        if std::fs::create_dir_all(&temp).is_err() {
            return (Ran::Failed, None);
        }
        // What takes all memory there is must not take the machine along.
        let child = Command::new("sh")
            .args(["-c", "ulimit -v 12000000; exec \"$0\" \"$@\""])
            .arg(program)
            .args(names.iter().map(AsRef::as_ref))
            .args(["--exact", "--test-threads=1"])
            .current_dir(&self.tree)
            .env(set.0, set.1)
            .envs([
                ("TMPDIR", temp.to_string_lossy().as_ref()),
                ("INSTA_UPDATE", "no"),
                ("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true"),
                ("PROPTEST_MAX_SHRINK_ITERS", "0"),
                ("PROPTEST_RNG_SEED", "7"),
                ("PROPTEST_CASES", "48"),
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        let Ok(mut child) = child else {
            return (Ran::Failed, None);
        };
        // The test that failed.
        let failed: Mutex<Option<String>> = Mutex::default();
        let has_failed = || failed.lock().is_ok_and(|failed| failed.is_some());
        let begun = Instant::now();
        let output = child.stdout.take();
        let group = format!("-{}", child.id());
        let status = std::thread::scope(|scope| {
            if let Some(output) = output {
                let failed = &failed;
                scope.spawn(move || {
                    for line in BufReader::new(output)
                        .split(b'\n')
                        .map_while(std::result::Result::ok)
                    {
                        let line = String::from_utf8_lossy(&line);
                        if let Some(test) = line.strip_suffix(" ... FAILED") {
                            let name = test.strip_prefix("test ").unwrap_or(test);
                            if let Ok(mut failed) = failed.lock() {
                                *failed = Some(name.to_owned());
                            }
                            break;
                        }
                    }
                });
            }
            wait(&mut child, &group, has_failed, begun + most)
        });
        let failed = failed.into_inner().unwrap_or_default();
        match status {
            _ if failed.is_some() => (Ran::Failed, failed),
            None => (Ran::Endless, None),
            Some(true) => (Ran::Passed, None),
            Some(false) => (Ran::Failed, None),
        }
    }
}

#[derive(PartialEq, Eq)]
enum Ran {
    Passed,
    Failed,
    Endless,
}

/// Whether it ended well; none if it had to be ended. Ends it when `failed` says so.
fn wait(child: &mut Child, group: &str, failed: impl Fn() -> bool, until: Instant) -> Option<bool> {
    let mut pause = Duration::from_millis(2);
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status.success());
        }
        if failed() || Instant::now() > until {
            // The group: a test may have started dafu itself.
            let _ = Command::new("kill").args(["-9", "--", group]).status();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
