//! Files as offices have them (Word, saved web pages, text, PDF, ledgers) → documents below `content/`.
//!
//! Each file is read by what it is, not by how it is named, into a [`draft::Draft`]; [`compose`] writes that as Markdown and
//! lets dafu's own parser read it; then it is put in its place. Nothing that somebody edited is ever overwritten, and a second
//! run over the same files changes nothing, not even times: [`manifest`] knows what was written from what.
//!
//! A file that cannot be read is a finding and the others go on. Reading runs in a thread of its own, so that a panic or an
//! endless loop in one of the libraries that it leans on costs one file.

pub mod compose;
mod detect;
mod docx;
pub mod draft;
mod html;
mod ledger;
pub(crate) mod legacy;
mod manifest;
mod numbering;
mod package;
mod pdf;
mod place;
mod plain;
mod styles;
mod xml;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use serde::Serialize;
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{AtPath, Error, Result};
use crate::messages::tell;
use detect::Kind;
use draft::Draft;

/// Bytes of the largest file that is read.
const FILE_MOST: u64 = 200 << 20;
/// How long reading one file may take.
const PATIENCE: Duration = Duration::from_mins(3);
/// Stack of the thread that it runs in: deep nesting ends in an error sooner than in a crash. Only what is used of it counts.
const STACK: usize = 256 << 20;

/// What to import, and where to.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files and folders.
    pub files: Vec<PathBuf>,
    /// The folder that documents go to; made if it is not there.
    pub into: PathBuf,
    /// The site's content folder, in which ids must be unique and the ledger lies; `into` or a folder around it.
    pub content: PathBuf,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// A new document.
    Written,
    /// The file changed since, and the document with it.
    Updated,
    /// The document is as it was.
    Unchanged,
    /// The document was edited since: it is left as it is.
    Kept,
    /// It is a ledger, and was copied to where the build looks for it.
    Ledger,
    /// It is passed over: another file says the same, or it is no document.
    Skipped,
    /// It could not be read or written; the findings say why.
    Failed,
}

/// One file and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// The file, as it was named.
    pub source: String,
    /// What became of it.
    pub became: Became,
    /// The document that was written or left.
    pub document: Option<String>,
    /// What the clerk should know, the gravest first.
    pub findings: Vec<Diagnostic>,
}

/// All files, in the order of their paths.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// One for each file.
    pub items: Vec<Item>,
}

impl Report {
    /// Whether a file could not be imported.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.items.iter().any(|item| item.became == Became::Failed)
    }
}

/// A finding that ends the reading of one file.
pub type Fault = Box<Diagnostic>;

fn fault(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Fault {
    Box::new(Diagnostic::error(code, message).hint(hint))
}

/// A text cut to what a message can show.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// A file to read, and the document that it becomes.
#[derive(Clone, Debug)]
struct Source {
    file: PathBuf,
    /// As it was named, with `/`.
    shown: String,
    /// Folder below `into`, with `/` at its end; empty at the top.
    folder: String,
    /// Whether it was named itself, and not found in a folder.
    named: bool,
}

impl Source {
    fn name(&self) -> String {
        self.file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    /// Its name and its folder's: enough to know it again, and not where the machine keeps it.
    fn origin(&self) -> String {
        let folder = self
            .file
            .parent()
            .and_then(|parent| parent.canonicalize().ok())
            .and_then(|parent| parent.file_name().map(|n| n.to_string_lossy().into_owned()))
            .unwrap_or_default();
        format!("{folder}/{}", self.name())
    }
}

/// Imports files; `advance` is told how many of how many are done.
///
/// # Errors
/// If the target cannot be made or written. What is wrong with a file is in the report.
pub fn import(options: &Options, advance: &mut dyn FnMut(usize, usize)) -> Result<Report> {
    fs::create_dir_all(&options.into).at_path("create", &options.into)?;
    let mut report = Report::default();
    let sources = collect(options, &mut report);
    let mut target = place::Target::open(&options.into, &options.content)?;
    let total = sources.len();
    let mut claimed: BTreeMap<String, Source> = BTreeMap::new();
    // Word before web page before text before PDF: of a letter's several files the one that says most.
    let mut order: Vec<&Source> = sources.iter().collect();
    order.sort_by_key(|source| (rank(&source.name()), source.shown.clone()));
    for (done, source) in order.into_iter().enumerate() {
        advance(done, total);
        let mut item = Item {
            source: source.shown.clone(),
            became: Became::Failed,
            document: None,
            findings: Vec::new(),
        };
        match one(source, &mut target, &mut claimed, &mut item) {
            Ok(became) => item.became = became,
            Err(Stop::Fault(fault)) => item.findings.push(*fault),
            Err(Stop::World(error)) => return Err(error),
        }
        for finding in &mut item.findings {
            if finding.path.is_empty() {
                finding.path.clone_from(&source.shown);
            }
        }
        item.findings
            .sort_by_key(|finding| (finding.severity, finding.place.clone()));
        report.items.push(item);
    }
    advance(total, total);
    target.close()?;
    report.items.sort_by(|a, b| a.source.cmp(&b.source));
    Ok(report)
}

/// Why a file is not imported.
enum Stop {
    Fault(Fault),
    World(Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::World(error)
    }
}

fn rank(name: &str) -> u8 {
    match detect::extension(name).as_str() {
        "md" | "markdown" => 0,
        "docx" => 1,
        "doc" | "wps" | "odt" | "rtf" => 2,
        "html" | "htm" | "mhtml" => 3,
        "txt" => 4,
        "pdf" => 5,
        _ => 6,
    }
}

/// Lists the files, sorted; folders are walked, what dafu itself keeps and what belongs to a saved page is passed over.
fn collect(options: &Options, report: &mut Report) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    let into = options.into.canonicalize().ok();
    for path in &options.files {
        if path.is_file() {
            sources.push(Source {
                shown: shown(path),
                file: path.clone(),
                folder: String::new(),
                named: true,
            });
            continue;
        }
        if !path.is_dir() {
            report.items.push(Item {
                source: shown(path),
                became: Became::Failed,
                document: None,
                findings: vec![
                    Diagnostic::error("import-unreadable", tell!("import-no-file"))
                        .in_file(shown(path))
                        .hint(tell!("import-no-file.hint")),
                ],
            });
            continue;
        }
        let walk = WalkDir::new(path)
            .follow_links(false)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                let name = entry.file_name().to_string_lossy();
                entry.depth() == 0
                    || !(name.starts_with('.')
                        || name.starts_with("~$")
                        || entry.file_type().is_dir()
                            && (is_page_folder(entry.path())
                                || entry.path().canonicalize().ok() == into))
            });
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let at = error.path().unwrap_or(path).to_owned();
                    let finding = Diagnostic::error(
                        "import-unreadable",
                        tell!("import-folder", error = error.to_string()),
                    )
                    .hint(tell!("import-folder.hint"));
                    report.items.push(passed_over(&at, Became::Failed, finding));
                    continue;
                }
            };
            if entry.file_type().is_symlink() {
                let finding = Diagnostic::advice("import-left-out", tell!("import-symbolic-link"))
                    .hint(tell!("import-symbolic-link.hint"));
                report
                    .items
                    .push(passed_over(entry.path(), Became::Skipped, finding));
                continue;
            }
            if !entry.file_type().is_file() {
                continue;
            }
            let below = entry.path().strip_prefix(path).unwrap_or(entry.path());
            let mut folder = String::new();
            for part in below.parent().into_iter().flat_map(Path::components) {
                folder.push_str(&place::safe_name(&part.as_os_str().to_string_lossy()));
                folder.push('/');
            }
            sources.push(Source {
                shown: shown(entry.path()),
                file: entry.path().to_owned(),
                folder,
                named: false,
            });
        }
    }
    sources.sort_by(|a, b| a.shown.cmp(&b.shown));
    sources.dedup_by(|a, b| a.file == b.file);
    sources
}

/// The folder in which a browser keeps the pictures of a saved page: the page lies beside it.
fn is_page_folder(folder: &Path) -> bool {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    ["_files", ".files", "_file"].iter().any(|end| {
        name.strip_suffix(end).is_some_and(|stem| {
            ["html", "htm"]
                .iter()
                .any(|page| folder.with_file_name(format!("{stem}.{page}")).is_file())
        })
    })
}

/// A file of a folder that is not read, and why.
fn passed_over(path: &Path, became: Became, finding: Diagnostic) -> Item {
    Item {
        source: shown(path),
        became,
        document: None,
        findings: vec![finding.in_file(shown(path))],
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn one(
    source: &Source,
    target: &mut place::Target,
    claimed: &mut BTreeMap<String, Source>,
    item: &mut Item,
) -> std::result::Result<Became, Stop> {
    let name = source.name();
    let length = fs::metadata(&source.file)
        .map_err(|error| unreadable(&error))?
        .len();
    if length > FILE_MOST {
        return Err(fault(
            "import-too-large",
            tell!("import-file-too-large", size = length >> 20),
            tell!("import-file-too-large.hint"),
        )
        .into());
    }
    if !source.named && detect::is_foreign(&name) {
        item.findings.push(Diagnostic::advice(
            "import-left-out",
            tell!("import-foreign"),
        ));
        return Ok(Became::Skipped);
    }
    let bytes = fs::read(&source.file).map_err(|error| unreadable(&error))?;
    // Archives and pages are opened by other hands from here on.
    let named = name.clone();
    let (kind, bytes) = guarded(tell!("import-kind"), move || {
        detect::detect(&named, &bytes).map(|kind| (kind, bytes))
    })?;
    let meant = detect::extension(&name);
    if !kind.extensions().contains(&meant.as_str()) {
        item.findings.push(
            Diagnostic::advice(
                "import-extension",
                tell!("import-extension", meant, kind = kind.name()),
            )
            .hint(tell!("import-extension.hint")),
        );
    }
    if matches!(kind, Kind::Xlsx | Kind::Xls | Kind::Csv) {
        let (became, path) = ledger::bring(&name, kind, bytes, target, &mut item.findings)?;
        item.document = Some(path);
        return Ok(became);
    }
    let stem = place::safe_name(
        name.rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem),
    );
    let document = format!("{}{stem}.md", source.folder);
    let key = document.to_lowercase();
    if let Some(other) = claimed.get(&key) {
        let same = fs::read(&other.file).is_ok_and(|other| other == bytes);
        if same || rank(&other.name()) != rank(&name) {
            item.findings.push(
                Diagnostic::warning("import-twin", tell!("import-twin", other = other.shown))
                    .hint(tell!("import-twin.hint")),
            );
            return Ok(Became::Skipped);
        }
        return Err(fault(
            "import-name-taken",
            tell!("import-name-twice", document, other = other.shown),
            tell!("import-name-twice.hint"),
        )
        .into());
    }
    let hash = blake3::hash(&bytes);
    let file = source.file.clone();
    let mut draft = guarded(kind.name(), move || read(kind, bytes, &file))?;
    claimed.insert(key, source.clone());
    let origin = place::Origin {
        name: &name,
        from: &source.origin(),
        hash: hash.to_hex().to_string(),
    };
    let written = target.put(&document, &stem, &origin, &mut draft, &mut item.findings)?;
    item.document = Some(target.shown(&document));
    Ok(written)
}

fn unreadable(error: &std::io::Error) -> Fault {
    fault(
        "import-unreadable",
        tell!("import-unreadable", error),
        tell!("import-unreadable.hint"),
    )
}

/// Reads a file of any kind of document.
fn read(kind: Kind, bytes: Vec<u8>, file: &Path) -> Result<Draft, Fault> {
    match kind {
        Kind::Docx => docx(bytes),
        Kind::Html => html::read(&bytes, file.parent()),
        Kind::Text => plain::read(bytes, false),
        Kind::Markdown => plain::read(bytes, true),
        Kind::Pdf => pdf::read(bytes),
        Kind::Legacy(_) => {
            let what = kind.name();
            let converted = legacy::to_docx(&bytes, &what)?;
            let mut draft = docx(converted)?;
            draft.findings.push(
                Diagnostic::advice("import-converted", tell!("import-converted", what))
                    .hint(tell!("import-converted.hint")),
            );
            Ok(draft)
        }
        Kind::Xlsx | Kind::Xls | Kind::Csv => Ok(Draft::default()),
    }
}

fn docx(bytes: Vec<u8>) -> Result<Draft, Fault> {
    let mut package = package::Package::open(bytes)?;
    docx::read(&mut package)
}

/// Reads any bytes as a Word file and composes the document: for fuzzing.
#[doc(hidden)]
#[must_use]
pub fn docx_to_markdown(bytes: Vec<u8>) -> Option<String> {
    docx(bytes).ok().map(|draft| composed(&draft))
}

/// Reads a part of a Word file, its `document.xml`, as if it were all of one: for fuzzing.
#[doc(hidden)]
#[must_use]
pub fn document_xml_to_markdown(xml: &[u8]) -> Option<String> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("word/document.xml", stored).ok()?;
    zip.write_all(xml).ok()?;
    docx_to_markdown(zip.finish().ok()?.into_inner())
}

/// Reads any bytes as a saved web page and composes the document: for fuzzing.
#[doc(hidden)]
#[must_use]
pub fn html_to_markdown(bytes: &[u8]) -> Option<String> {
    html::read(bytes, None).ok().map(|draft| composed(&draft))
}

fn composed(draft: &Draft) -> String {
    let files: Vec<String> = draft.files.iter().map(|file| file.name.clone()).collect();
    let place = compose::Place {
        source: "a.docx",
        stem: "a",
        files: &files,
    };
    compose::compose(draft, place, &mut |_| true).text
}

/// Runs another hand's reader in a thread of its own: a panic or an endless loop becomes a finding.
fn guarded<T: Send + 'static>(
    what: String,
    read: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    const NAME: &str = "import-reader";
    static QUIET: std::sync::Once = std::sync::Once::new();
    // What such a thread says of its panic is told in other words below.
    QUIET.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() != Some(NAME) {
                hook(panic);
            }
        }));
    });
    let failed = |why: String| {
        fault(
            "import-unreadable",
            tell!("import-reading", what, why),
            tell!("import-reading.hint"),
        )
    };
    let (send, receive) = mpsc::channel();
    let thread = std::thread::Builder::new()
        .name(NAME.into())
        .stack_size(STACK)
        .spawn(move || {
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
            let _ = send.send(result);
        });
    if thread.is_err() {
        return Err(failed(tell!("import-reading-memory")));
    }
    match receive.recv_timeout(PATIENCE) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(failed(tell!("import-reading-failed"))),
        Err(_) => Err(failed(tell!("import-reading-slow"))),
    }
}

/// Whether any finding is more than advice.
#[must_use]
pub fn needs_review(item: &Item) -> bool {
    item.findings
        .iter()
        .any(|finding| finding.severity != Severity::Advice)
}
