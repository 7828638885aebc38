//! The fuzz targets over their seeds and some thousand changes of each: no substitute for `cargo fuzz` (see ARCHITECTURE.md),
//! which follows the code that an input reaches, but it runs everywhere and always does the same.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

#[path = "../fuzz/fuzz_targets/targets.rs"]
mod targets;

/// Changes that are made of the seeds of a target.
const CHANGES: usize = 3_000;

/// Marsaglia's xorshift, 64 bits.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap()
    }
}

/// Pieces of official letters, of Markdown, of front matter, of XML, and what no text should hold.
const PIECES: &[&str] = &[
    "一、",
    "（一）",
    "1.",
    "（1）",
    "《",
    "》",
    "“",
    "”",
    "：",
    "。",
    "委员",
    "代表",
    "收悉",
    "现答复如下",
    "2024年5月6日",
    "二〇二四年五月六日",
    "〔2024〕27号",
    "附件：",
    "抄送：",
    "联系电话：0888-2213456",
    "办理结果：A",
    "\n",
    "\r\n",
    "\u{3000}",
    "\t",
    " ",
    "**",
    "*",
    "~~",
    "`",
    "```\n",
    "#",
    "> ",
    "- ",
    "| ",
    "|---|\n",
    "[",
    "](",
    ")",
    "![",
    "<b>",
    "</b>",
    "<script>",
    "<!--",
    "-->",
    "&#x4e00;",
    "&amp;",
    "+++\n",
    "---\n",
    "title = ",
    "\"",
    "'''",
    "[[",
    "]]",
    "{",
    "}",
    "status = \"withdrawn\"",
    "date: 2024-05-06",
    "&a ",
    "*a",
    "<svg",
    " onload=",
    "<![CDATA[",
    "]]>",
    "<?xml",
    "?>",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{0}",
    "\u{e000}",
    "\u{10ffff}",
    "é",
    "𠮷",
    "٣",
    "１２３",
];

fn changed(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(8) {
            0 => bytes.truncate(at),
            1 if !bytes.is_empty() => {
                let at = at % bytes.len();
                bytes[at] ^= 1 << chance.below(8);
            }
            2 => {
                let end = (at + chance.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + chance.below(200)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let times = 1 + chance.below(4);
                for _ in 0..times {
                    bytes.splice(at..at, piece.iter().copied());
                }
            }
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(300)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            5 => {
                let byte = u8::try_from(chance.below(256)).unwrap();
                bytes.insert(at, byte);
            }
            _ => {
                let piece = PIECES[chance.below(PIECES.len())];
                let times = if chance.below(20) == 0 { 50 } else { 1 };
                bytes.splice(at..at, piece.repeat(times).into_bytes());
            }
        }
    }
    bytes
}

/// The files of a folder, sorted; none if there is no such folder.
fn seeds(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    files.retain(|path: &std::path::PathBuf| path.is_file());
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn run(name: &str, target: fn(&[u8]), more: &[&str]) {
    let mut all = seeds(&format!("fuzz/seeds/{name}"));
    for folder in more {
        all.extend(seeds(folder));
    }
    assert!(!all.is_empty(), "{name} has no seeds");
    let mut chance = Chance(0x005e_ed0f_daf0);
    let try_one = |bytes: &[u8]| {
        if catch_unwind(AssertUnwindSafe(|| target(bytes))).is_err() {
            let file = std::env::temp_dir().join(format!("dafu-fuzz-{name}"));
            fs::write(&file, bytes).unwrap();
            panic!(
                "{name} fails on {}: put it into fuzz/seeds/{name}",
                file.display()
            );
        }
    };
    for seed in &all {
        try_one(seed);
    }
    for _ in 0..CHANGES {
        try_one(&changed(&all, &mut chance));
    }
}

#[test]
fn any_bytes_as_a_text() {
    run(
        "parse_text",
        targets::parse_text,
        &["seeds", "content/2024"],
    );
}

#[test]
fn any_text_as_markdown() {
    run(
        "parse_markdown",
        targets::parse_markdown,
        &["seeds", "seeds/new", "content/2024"],
    );
}

#[test]
fn any_front_matter() {
    run("front_matter", targets::front_matter, &[]);
}

#[test]
fn any_bytes_as_an_svg() {
    run("active_xml", targets::active_xml, &[]);
}

#[test]
fn any_bytes_as_a_word_file() {
    run(
        "import_docx",
        targets::import_docx,
        &["fuzz/seeds/active_xml"],
    );
}

#[test]
fn any_bytes_as_a_saved_page() {
    run(
        "import_html",
        targets::import_html,
        &["fuzz/seeds/active_xml", "seeds"],
    );
}

#[test]
fn any_bytes_as_a_shard_of_the_bundle() {
    run("bundle_shard", targets::bundle_shard, &[]);
}
