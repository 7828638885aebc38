//! Where the processor time of a build goes: `cargo bench --bench phases -- SITE OUTPUT` builds SITE into OUTPUT and prints, as one line of JSON, seconds
//! of wall and of processor time for each step, and beside them what the machine itself needs: jieba alone over the same texts, and the
//! writing of the same bytes alone. `run.py` puts it into its table. Linux, whose `/proc` tells the processor time of all threads.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use dafu::parse::{Format, Links, parse};
use dafu::site::{self, Observer, Options, Step};
use dafu::source;
use dafu::text::normalise;
use jieba_rs::Jieba;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A point in time, for the clock and for the processor.
#[derive(Clone, Copy)]
struct Moment {
    wall: Instant,
    processor: f64,
}

impl Moment {
    fn now() -> Moment {
        Moment {
            wall: Instant::now(),
            processor: processor_seconds(),
        }
    }

    /// Seconds since then: of the clock, of the processor.
    fn elapsed(self) -> [f64; 2] {
        [
            self.wall.elapsed().as_secs_f64(),
            processor_seconds() - self.processor,
        ]
    }
}

/// User and system time of all threads so far, in steps of a hundredth of a second (proc(5): `stat`).
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// Adds up what passes from the beginning of a step to that of the next.
struct Stopwatch(Mutex<(&'static str, Moment, Times)>);

type Times = BTreeMap<&'static str, [f64; 2]>;

impl Stopwatch {
    fn turn(&self, name: &'static str) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (step, since, times) = &mut *state;
        let passed = since.elapsed();
        let sum = times.entry(*step).or_default();
        *sum = [sum[0] + passed[0], sum[1] + passed[1]];
        (*step, *since) = (name, Moment::now());
    }
}

impl Observer for Stopwatch {
    fn begin(&self, step: Step, _: usize) {
        self.turn(match step {
            Step::Read => "read",
            Step::Index => "index",
            Step::Search => "export",
            Step::Render => "replies",
            // And all that is made after them: feeds, data files, what the proof reads back.
            Step::List => "lists",
            Step::Archive => "archive",
        });
    }

    fn advance(&self) {}
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .filter(|argument| !argument.to_string_lossy().starts_with("--"))
        .map(PathBuf::from)
        .collect();
    let [site, output] = &arguments[..] else {
        println!("cargo bench --bench phases -- SITE OUTPUT");
        return Ok(());
    };
    let watch = Stopwatch(Mutex::new(("start", Moment::now(), Times::new())));
    let options = Options {
        site: site.clone(),
        output: output.clone(),
        archive: false,
        remember: false,
    };
    let report = site::build(&options, &watch)?;
    watch.turn("end");
    let state = watch.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    let figures = serde_json::json!({
        "replies": report.replies,
        "steps": state.2,
        "jieba": segment(site)?,
        "writing": write_again(output)?,
    });
    println!("{figures}");
    Ok(())
}

/// Adds what a piece of work takes, which is done by this thread alone (proc(5): `schedstat`, in nanoseconds).
fn add(sum: &mut [f64; 2], work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let processor = || {
        let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let own = times.split_whitespace().next();
        own.and_then(|own| own.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
    };
    let (wall, before) = (Instant::now(), processor());
    work()?;
    *sum = [
        sum[0] + wall.elapsed().as_secs_f64(),
        sum[1] + processor() - before,
    ];
    Ok(())
}

/// jieba alone over the texts that are searched, each once, as the index needs it.
fn segment(site: &Path) -> Result<[f64; 2], Box<dyn Error>> {
    let jieba = Jieba::new();
    let mut sum = [0.0; 2];
    for document in source::list(&site.join("content"))?.documents {
        let text = source::read(&document)?.text;
        let format = if document.markdown {
            Format::Markdown
        } else {
            Format::Text
        };
        let parsed = parse(&text, format, Links::default());
        let blocks = parsed.body.blocks.iter();
        let texts: Vec<String> = blocks
            .map(|block| normalise(block.content.text()))
            .collect();
        add(&mut sum, || {
            for text in &texts {
                std::hint::black_box(jieba.cut_all(text));
            }
            Ok(())
        })?;
    }
    Ok(sum)
}

/// The same files once more, in folders that are there already.
fn write_again(portal: &Path) -> Result<[f64; 2], Box<dyn Error>> {
    let copy = portal.with_extension("copy");
    let mut sum = [0.0; 2];
    for entry in walkdir::WalkDir::new(portal) {
        let entry = entry?;
        let target = copy.join(entry.path().strip_prefix(portal)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            let bytes = fs::read(entry.path())?;
            add(&mut sum, || fs::write(&target, bytes))?;
        }
    }
    Ok(sum)
}
