//! A site in a folder of its own, and dafu to run over it: what the tests of the real binary share. What one of them asks of a
//! site beside this, it adds by an `impl Site` of its own.

#![allow(dead_code, reason = "no test file uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A site, which goes with the test.
pub struct Site(TempDir);

impl Site {
    /// A folder with nothing in it.
    pub fn new() -> Site {
        Site(tempfile::tempdir().unwrap())
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// The same site with this file.
    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Site {
        self.write(name, bytes);
        self
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs dafu in the site's folder, on the 1st of June 2025.
    pub fn dafu(&self, arguments: &[&str]) -> Output {
        let output = Command::new(env!("CARGO_BIN_EXE_dafu"))
            .env("DAFU_LANG", "en")
            .args(arguments)
            .current_dir(self.folder())
            .env("NO_COLOR", "1")
            .env("SOURCE_DATE_EPOCH", "1748736000")
            .output()
            .unwrap();
        let text = text(&output);
        assert!(!text.contains("panicked"), "{text}");
        output
    }

    /// A file of the portal.
    pub fn page(&self, path: &str) -> String {
        let file = self.path("public").join(path);
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// All that was said.
pub fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(out).into_owned() + &String::from_utf8_lossy(err)
}

/// How often a property is tried: `PROPTEST_CASES`, where whoever hunts says so, or this many times. Nothing is written down of a
/// failure; it shows its input, which belongs into a test of its own.
pub fn tries(cases: u32) -> proptest::test_runner::Config {
    let default = proptest::test_runner::Config::default();
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    proptest::test_runner::Config {
        cases: if asked { default.cases } else { cases },
        failure_persistence: None,
        ..default
    }
}
