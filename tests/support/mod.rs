//! A site in a folder of its own, and dafu to run over it: what the tests of the real binary share. What one of them asks of a
//! site beside this, it adds by an `impl Site` of its own.

#![allow(dead_code, reason = "no test file uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
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

/// A PDF of one page; with a text layer in a font that names its characters, or a picture of nothing.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut stream = String::from("BT /F1 12 Tf 72 760 Td 16 TL\n");
    for line in lines {
        stream.push('<');
        for unit in line.encode_utf16() {
            let _ = write!(stream, "{unit:04X}");
        }
        stream.push_str("> Tj T*\n");
    }
    stream += "ET";
    let mut units: Vec<u16> = lines.iter().flat_map(|line| line.encode_utf16()).collect();
    units.sort_unstable();
    units.dedup();
    let mut to_unicode = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /A def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for some in units.chunks(100) {
        let _ = writeln!(to_unicode, "{} beginbfchar", some.len());
        for unit in some {
            let _ = writeln!(to_unicode, "<{unit:04X}> <{unit:04X}>");
        }
        to_unicode += "endbfchar\n";
    }
    to_unicode += "endcmap\nend\nend";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>\nstream\n{stream}\nendstream", stream.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 8 0 R>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 7 0 R>>".to_owned(),
        "<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>".to_owned(),
        format!("<</Length {}>>\nstream\n{to_unicode}\nendstream", to_unicode.len()),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let xref = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(out, "{offset:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF",
        objects.len() + 1
    );
    out.into_bytes()
}
