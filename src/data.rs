//! The portal's data files: all replies as JSON Lines, CSV and plain texts, the same per office and year, and what
//! says of them what they hold, how long they are and what changed.
//!
//! No text is held: the lines are the replies' staged `.json` one after another, in the catalogue's order and the
//! withdrawn ones after them; an office's or year's file is cut from that file. Texts are compressed once, side by side, and the
//! smaller archives take over what was compressed. What a piece looks like is `render::data`'s to say.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Read, Write};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use zip::write::{PreparedZipFile, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::catalog::{FacetName, Group, list_base, list_path, reply_path};
use crate::error::{AtPath, Error, Result};
use crate::made::Made;
use crate::model::Reply;
use crate::output::{FileWriter, MadeOf, OutputFolder};
use crate::render::Portal;
use crate::render::data::record::{self, Status};
use crate::render::data::{DataFile, DataGroup, is_address};
use crate::shared_file::SharedFile;

/// Replies that are read, hashed or compressed at a time.
const CHUNK: usize = 512;

const SUMS: &str = "data/sha256sums.txt";
const REPLIES: &str = "data/replies.jsonl";
const CHANGES: &str = "data/changes.jsonl";
const TABLE: &str = "data/replies.csv";
const TEXTS: &str = "data/texts.zip";

const LINES: &str = "application/jsonl";
const CSV: &str = "text/csv";
const ZIP: &str = "application/zip";
const JSON: &str = "application/json";

/// A file in the making: where it goes and what it is.
struct Planned<'g> {
    /// Below `data/`.
    path: String,
    media_type: &'static str,
    holds: String,
    /// Of one office or year, else of all.
    group: Option<(FacetName, &'g Group)>,
    replies: usize,
}

/// Writes all data files and the pages that lead to them. The replies' own files are staged already.
///
/// # Errors
/// If the disk refuses, or a template is wrong.
pub(crate) fn write(portal: &Portal<'_>, made: &Made, output: &OutputFolder) -> Result<()> {
    let groups: Vec<(FacetName, &Group)> = [FacetName::Year, FacetName::Agency]
        .into_iter()
        .flat_map(|name| {
            let groups = portal.catalog.facet(name).groups.iter();
            groups.map(move |group| (name, group))
        })
        .filter(|(name, group)| portal.has_data(*name, group))
        .collect();

    let mut sums = Sums::of_last(output);
    let all: Vec<u32> = (0u32..).take(portal.catalog.entries.len()).collect();
    let all_of = made.texts("data", &all);
    // Those that are not made of the same as before.
    let mut anew: Vec<Anew<'_>> = Vec::new();
    for (name, group) in &groups {
        let base = format!("data/{}", list_base(*name, &group.slug));
        let paths = ["jsonl", "csv", "zip"].map(|end| format!("{base}.{end}"));
        let made_of = made.texts("data", &group.entries);
        if !output.again(&paths.each_ref().map(String::as_str), &made_of)? {
            anew.push(Anew {
                group,
                paths,
                made_of,
            });
        }
    }
    let whole = [REPLIES, CHANGES, TABLE, TEXTS];
    if !(anew.is_empty() && output.again(&whole, &all_of)?) {
        // What is cut from the lines and what is zipped do not meet.
        let cut = |lines: &Lines| {
            anew.par_iter().try_for_each(|anew| {
                let [lines_path, csv, _] = &anew.paths;
                let file = output.writer_made(lines_path, &anew.made_of)?;
                cut_lines(lines, &anew.group.entries, file)?;
                let file = output.writer_made(csv, &anew.made_of)?;
                write_csv(portal, &anew.group.entries, file)
            })?;
            let file = output.writer_made(TABLE, &all_of)?;
            write_csv(portal, &all, file)
        };
        let (lines, texts) = rayon::join(
            || {
                let (lines, measured) = write_lines(portal, &all_of, output)?;
                cut(&lines)?;
                Ok(measured)
            },
            || {
                write_texts(portal, &all_of, output)?;
                let copy = || copy_texts(portal, &anew, output);
                let (copied, measured) = rayon::join(copy, || measure(output, TEXTS));
                copied.and(measured)
            },
        );
        sums.measured = HashMap::from([(REPLIES, lines?), (TEXTS, texts?)]);
    }
    output.write("data/schema.json", &record::schema())?;

    let planned = plan(portal, &groups);
    let files = planned
        .into_par_iter()
        .map(|file| {
            let (bytes, sha256) = sums.measure(output, &file.path)?;
            let described = DataFile {
                path: file.path,
                bytes,
                sha256,
                replies: file.replies,
                media_type: file.media_type,
                holds: file.holds,
            };
            Ok((described, file.group))
        })
        .collect::<Result<Vec<_>>>()?;
    let (whole, parts): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, of)| of.is_none());
    let whole: Vec<DataFile> = whole.into_iter().map(|(file, _)| file).collect();
    let mut shown: Vec<DataGroup> = Vec::with_capacity(groups.len());
    let mut parts = parts.into_iter().map(|(file, _)| file);
    for (name, group) in &groups {
        shown.push(DataGroup {
            facet: *name,
            label: portal.group_label(group),
            href: list_path(*name, &group.value),
            replies: group.entries.len(),
            files: parts.by_ref().take(3).collect(),
        });
    }
    let all: Vec<&DataFile> = (whole.iter())
        .chain(shown.iter().flat_map(|group| &group.files))
        .collect();
    write_manifest(portal, &all, output)?;
    write_catalog(portal, &whole, &shown, output)?;
    write_sums(&all, output)?;
    for page in portal.data_pages(&whole, &shown)? {
        output.write(&page.path, &page.html)?;
    }
    Ok(())
}

/// The files of an office or year that are to be made.
struct Anew<'g> {
    group: &'g Group,
    /// JSON Lines, CSV, zip.
    paths: [String; 3],
    made_of: MadeOf,
}

/// How long a file is, and its SHA-256.
type Measure = (u64, String);

/// What is known of data files.
struct Sums {
    /// Path below `data/` → SHA-256, in the last portal.
    last: HashMap<String, String>,
    /// Of some files of this one, by their whole path.
    measured: HashMap<&'static str, Measure>,
}

impl Sums {
    fn of_last(output: &OutputFolder) -> Sums {
        let text = output.last_bytes(SUMS).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines = text.lines().filter_map(|line| line.split_once("  "));
        Sums {
            last: lines
                .map(|(sum, path)| (path.to_owned(), sum.to_owned()))
                .collect(),
            measured: HashMap::new(),
        }
    }

    /// How long a staged file is, and its SHA-256.
    fn measure(&self, output: &OutputFolder, path: &str) -> Result<Measure> {
        let full = format!("data/{path}");
        if let Some(measured) = self.measured.get(full.as_str()) {
            return Ok(measured.clone());
        }
        match (output.kept(&full), self.last.get(path)) {
            (Some(bytes), Some(sum)) => Ok((bytes, sum.clone())),
            _ => measure(output, &full),
        }
    }
}

/// Where each reply's line begins in `data/replies.jsonl`, and at last where the withdrawn ones begin.
struct Lines {
    file: std::path::PathBuf,
    starts: Vec<u64>,
}

/// The lines of the last portal: what this build took over need not be opened file by file, nor hashed again.
struct LastLines {
    source: BufReader<File>,
    at: u64,
    /// By id: where the line begins, how long it is, its SHA-256.
    places: HashMap<String, (u64, usize, String)>,
}

impl LastLines {
    /// `None` if they are not as they were left.
    fn of(output: &OutputFolder) -> Option<LastLines> {
        let open = File::open(output.last(REPLIES)?).ok()?;
        let changes = output.last_bytes(CHANGES)?;
        let mut next = 0;
        let mut places = HashMap::new();
        for line in changes.split(|byte| *byte == b'\n') {
            if line.is_empty() {
                continue;
            }
            let change: LastChange = serde_json::from_slice(line).ok()?;
            places.insert(change.id, (next, change.bytes, change.sha256));
            next += change.bytes as u64;
        }
        Some(LastLines {
            source: BufReader::with_capacity(1 << 18, open),
            at: 0,
            places,
        })
    }

    /// The line of a reply whose file was taken over as it was left, and its SHA-256.
    fn take(&mut self, output: &OutputFolder, id: &str) -> Option<(Vec<u8>, String)> {
        let (start, bytes, _) = self.places.get(id)?;
        let kept = output.kept(&reply_path(id, "json"))?;
        if kept != *bytes as u64 {
            return None;
        }
        // Most stand in the same order.
        let forward = start.cast_signed().checked_sub(self.at.cast_signed())?;
        let mut line = vec![0; *bytes];
        let read =
            (self.source.seek_relative(forward)).and_then(|()| self.source.read_exact(&mut line));
        if read.is_err() {
            // Where it is now is not known any more.
            self.places.clear();
            return None;
        }
        self.at = start + kept;
        let (_, _, sha256) = self.places.remove(id)?;
        Some((line, sha256))
    }
}

/// What is read of a line of the last `data/changes.jsonl`.
#[derive(serde::Deserialize)]
struct LastChange {
    id: String,
    bytes: usize,
    sha256: String,
}

/// `data/replies.jsonl` and `data/changes.jsonl`; how long the first is, and its SHA-256.
fn write_lines(
    portal: &Portal<'_>,
    made_of: &MadeOf,
    output: &OutputFolder,
) -> Result<(Lines, Measure)> {
    let catalog = portal.catalog;
    let mut last = LastLines::of(output);
    let mut lines = output.writer_made(REPLIES, made_of)?;
    let mut changes = output.writer_summed(CHANGES, made_of)?;
    let mut starts = Vec::with_capacity(catalog.entries.len() + 1);
    let (mut at, mut hasher) = (0u64, Sha256::new());
    for chunk in catalog.entries.chunks(CHUNK) {
        let known: Vec<_> = (chunk.iter())
            .map(|entry| last.as_mut()?.take(output, &entry.reply.id))
            .collect();
        let read: Vec<(Vec<u8>, String)> = (chunk.par_iter().zip(known))
            .map(|(entry, known)| known.map_or_else(|| hashed(output, &entry.reply.id), Ok))
            .collect::<Result<_>>()?;
        for (entry, (bytes, sha256)) in chunk.iter().zip(read) {
            starts.push(at);
            at += bytes.len() as u64;
            hasher.update(&bytes);
            put(&mut lines, &bytes)?;
            let reply = &entry.reply;
            let status = match record::status(reply) {
                Status::Published => "published",
                Status::Corrected => "corrected",
            };
            let date = newest(reply).map(|date| date.to_string());
            let change = Change {
                id: &reply.id,
                status,
                date,
                path: reply_path(&reply.id, "json"),
                bytes: bytes.len(),
                sha256: &sha256,
            };
            put(&mut changes, &change.line())?;
        }
    }
    starts.push(at);
    let mut length = at;
    for withdrawn in &catalog.withdrawn {
        let (bytes, sha256) = hashed(output, &withdrawn.id)?;
        length += bytes.len() as u64;
        hasher.update(&bytes);
        put(&mut lines, &bytes)?;
        let date = withdrawn.withdrawal.date.map(|date| date.to_string());
        let change = Change {
            id: &withdrawn.id,
            status: "withdrawn",
            date,
            path: reply_path(&withdrawn.id, "json"),
            bytes: bytes.len(),
            sha256: &sha256,
        };
        put(&mut changes, &change.line())?;
    }
    lines.finish()?;
    changes.finish()?;
    let file = output.staged(REPLIES);
    let measured = (length, hexadecimal(&hasher.finalize()));
    Ok((Lines { file, starts }, measured))
}

/// The date of a reply's own that a copy of it is as new as: of its last correction, else of publication, else of signature.
fn newest(reply: &Reply) -> Option<jiff::civil::Date> {
    (reply.revisions.iter().map(|revision| revision.date).max())
        .or(reply.published.map(|published| published.date))
        .or(reply.issued)
}

/// A line of `data/changes.jsonl`.
#[derive(Serialize)]
struct Change<'c> {
    id: &'c str,
    status: &'static str,
    /// Of its last correction, else of publication, else of signature; or of withdrawal.
    date: Option<String>,
    /// Below the portal's root.
    path: String,
    bytes: usize,
    sha256: &'c str,
}

impl Change<'_> {
    fn line(&self) -> Vec<u8> {
        // Nothing in it can fail to be JSON.
        let mut line = serde_json::to_vec(self).unwrap_or_default();
        line.push(b'\n');
        line
    }
}

/// The staged line of a reply, and its SHA-256.
fn hashed(output: &OutputFolder, id: &str) -> Result<(Vec<u8>, String)> {
    let file = output.staged(&reply_path(id, "json"));
    let bytes = std::fs::read(&file).at_path("read", &file)?;
    let hash = hexadecimal(&Sha256::digest(&bytes));
    Ok((bytes, hash))
}

/// The lines of one office or year.
fn cut_lines(lines: &Lines, entries: &[u32], mut out: FileWriter<'_>) -> Result<()> {
    let open = File::open(&lines.file).at_path("read", &lines.file)?;
    let mut source = BufReader::with_capacity(64 * 1024, open);
    let mut at = 0u64;
    let mut line = Vec::new();
    for &entry in entries {
        let (start, end) = (
            lines.starts[entry as usize],
            lines.starts[entry as usize + 1],
        );
        // Entries ascend, and most stand close by.
        let forward = i64::try_from(start - at).unwrap_or(i64::MAX);
        source.seek_relative(forward).at_path("read", &lines.file)?;
        line.resize(usize::try_from(end - start).unwrap_or(0), 0);
        source.read_exact(&mut line).at_path("read", &lines.file)?;
        at = end;
        put(&mut out, &line)?;
    }
    out.finish()
}

/// Facts as a table that Excel opens right: UTF-8 with its mark, lines ended as Windows does.
fn write_csv(portal: &Portal<'_>, entries: &[u32], mut file: FileWriter<'_>) -> Result<()> {
    let path = file.place();
    let failed = |error: csv::Error| Error::Io {
        action: "write",
        path: path.clone(),
        source: error.into(),
    };
    put(&mut file, "\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(file);
    table.write_record(portal.csv_head()).map_err(failed)?;
    for &entry in entries {
        let reply = &portal.catalog.entries[entry as usize].reply;
        table.write_record(portal.csv_row(reply)).map_err(failed)?;
    }
    let file = (table.into_inner()).map_err(|error| failed(error.into_error().into()))?;
    file.finish()
}

/// Every archive is made alike: no time but the first that a zip can say, no system's permissions but plain ones.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // On these texts zlib takes two fifths less time for it than for the usual 6, and 2.8 % more bytes.
        .compression_level(Some(2))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

/// `data/texts.zip`. What is compressed in the last one is taken over.
fn write_texts(portal: &Portal<'_>, made_of: &MadeOf, output: &OutputFolder) -> Result<()> {
    let failed = |error| zip_error(output, TEXTS, error);
    let last = output.last(TEXTS).and_then(|last| File::open(last).ok());
    let mut last = last.and_then(|last| ZipArchive::new(SharedFile::of(last).ok()?).ok());
    let mut archive = ZipWriter::new(output.writer_made(TEXTS, made_of)?);
    for chunk in portal.catalog.entries.chunks(CHUNK) {
        let prepared: Vec<Option<PreparedZipFile>> = chunk
            .par_iter()
            .map(|entry| {
                let path = reply_path(&entry.reply.id, "txt");
                if last.is_some() && output.kept(&path).is_some() {
                    return Ok(None);
                }
                prepared(&entry.reply.id, output).map(Some)
            })
            .collect::<Result<_>>()?;
        for (entry, prepared) in chunk.iter().zip(prepared) {
            let id = &entry.reply.id;
            let known = match (&prepared, &mut last) {
                (None, Some(last)) => last.by_name(&format!("{id}.txt")).ok(),
                _ => None,
            };
            match (prepared, known) {
                (None, Some(text)) => archive.raw_copy_file(text).map_err(failed)?,
                (prepared, _) => {
                    let prepared = prepared.map_or_else(|| self::prepared(id, output), Ok)?;
                    archive.add_prepared_files([prepared]).map_err(failed)?;
                }
            }
        }
    }
    archive.finish().map_err(failed)?.finish()
}

/// The text of a reply, compressed.
fn prepared(id: &str, output: &OutputFolder) -> Result<PreparedZipFile> {
    let file = output.staged(&reply_path(id, "txt"));
    let bytes = std::fs::read(&file).at_path("read", &file)?;
    PreparedZipFile::from_data(format!("{id}.txt"), options(), &bytes)
        .map_err(|error| zip_error(output, TEXTS, error))
}

/// The archives of offices and years, from what is compressed in `data/texts.zip`.
fn copy_texts(portal: &Portal<'_>, anew: &[Anew<'_>], output: &OutputFolder) -> Result<()> {
    let whole = output.staged(TEXTS);
    let open = File::open(&whole).at_path("read", &whole)?;
    let open = SharedFile::of(open).at_path("read", &whole)?;
    let mut source = ZipArchive::new(open).map_err(|error| zip_error(output, TEXTS, error))?;
    for anew in anew {
        let path = &anew.paths[2];
        let failed = |error| zip_error(output, path, error);
        let mut archive = ZipWriter::new(output.writer_made(path, &anew.made_of)?);
        for &entry in &anew.group.entries {
            let id = &portal.catalog.entries[entry as usize].reply.id;
            let text = source.by_name(&format!("{id}.txt")).map_err(failed)?;
            archive.raw_copy_file(text).map_err(failed)?;
        }
        archive.finish().map_err(failed)?.finish()?;
    }
    Ok(())
}

fn zip_error(output: &OutputFolder, path: &str, error: zip::result::ZipError) -> Error {
    Error::Io {
        action: "write",
        path: output.staged(path),
        source: error.into(),
    }
}

fn put(file: &mut FileWriter<'_>, bytes: &[u8]) -> Result<()> {
    file.write_all(bytes).at_path("write", &file.place())
}

/// All data files but the manifest and what is made from it: those of the whole, then three of each group in order.
fn plan<'g>(portal: &Portal<'_>, groups: &[(FacetName, &'g Group)]) -> Vec<Planned<'g>> {
    let count = portal.catalog.entries.len();
    let whole = |path: &str, media_type, holds: &str| Planned {
        path: path.to_owned(),
        media_type,
        holds: portal.word(holds),
        group: None,
        replies: count,
    };
    let mut planned = vec![
        whole("replies.jsonl", LINES, "data_holds_jsonl"),
        whole("replies.csv", CSV, "data_holds_csv"),
        whole("texts.zip", ZIP, "data_holds_zip"),
        whole("changes.jsonl", LINES, "data_holds_changes"),
        Planned {
            replies: 0,
            ..whole("schema.json", JSON, "data_holds_schema")
        },
    ];
    for &(name, group) in groups {
        let label = portal.group_label(group);
        for (end, media_type, holds) in [
            ("jsonl", LINES, "data_holds_jsonl"),
            ("csv", CSV, "data_holds_csv"),
            ("zip", ZIP, "data_holds_zip"),
        ] {
            planned.push(Planned {
                path: format!("{}.{end}", list_base(name, &group.slug)),
                media_type,
                holds: format!("{}{}{label}", portal.word(holds), portal.word("colon")),
                group: Some((name, group)),
                replies: group.entries.len(),
            });
        }
    }
    planned
}

/// How long a staged file is, and its SHA-256.
fn measure(output: &OutputFolder, path: &str) -> Result<Measure> {
    let file = output.staged(path);
    let mut open = File::open(&file).at_path("read", &file)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0u8; 64 * 1024];
    let mut bytes = 0u64;
    loop {
        let n = open.read(&mut buffer).at_path("read", &file)?;
        if n == 0 {
            return Ok((bytes, hexadecimal(&hasher.finalize())));
        }
        bytes += n as u64;
        hasher.update(&buffer[..n]);
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The newest date of the replies' own: the data are as new as that.
fn modified(portal: &Portal<'_>) -> Option<String> {
    let catalog = portal.catalog;
    let replies = catalog
        .entries
        .iter()
        .filter_map(|entry| newest(&entry.reply));
    let withdrawn = (catalog.withdrawn.iter()).filter_map(|withdrawn| withdrawn.withdrawal.date);
    replies.chain(withdrawn).max().map(|date| date.to_string())
}

/// `data/manifest.json`: paths are relative to it.
fn write_manifest(portal: &Portal<'_>, files: &[&DataFile], output: &OutputFolder) -> Result<()> {
    let described: Vec<Json> = files
        .iter()
        .map(|file| {
            json!({
                "path": file.path,
                "bytes": file.bytes,
                "sha256": file.sha256,
                "replies": file.replies,
                "media_type": file.media_type,
                "holds": file.holds,
            })
        })
        .collect();
    let manifest = json!({
        "title": portal.config.title,
        "publisher": portal.config.site.organizer,
        "address": portal.config.base_url,
        "licence": portal.config.data.licence,
        "modified": modified(portal),
        "replies": portal.catalog.entries.len(),
        "withdrawn": portal.catalog.withdrawn.len(),
        "schema": "schema.json",
        "files": described,
    });
    output.write("data/manifest.json", &pretty(&manifest))
}

/// `data/catalog.jsonld`: DCAT 3. The whole is one dataset; each office and year is one that is part of it.
fn write_catalog(
    portal: &Portal<'_>,
    whole: &[DataFile],
    groups: &[DataGroup],
    output: &OutputFolder,
) -> Result<()> {
    let config = portal.config;
    let language = config.language.tag();
    let words = |text: &str| json!({ "@value": text, "@language": language });
    let link = |path: &str| json!({ "@id": portal.data_address(path) });
    let distributions = |files: &[DataFile]| -> Vec<Json> {
        (files.iter())
            .filter(|file| file.path != "schema.json")
            .map(|file| {
                let mut one = json!({
                    "@type": "dcat:Distribution",
                    "dct:title": words(&file.holds),
                    "dcat:downloadURL": link(&file.path),
                    "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{}", file.media_type) },
                    "dcat:byteSize": { "@value": file.bytes.to_string(), "@type": "xsd:nonNegativeInteger" },
                    "spdx:checksum": {
                        "@type": "spdx:Checksum",
                        "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
                        "spdx:checksumValue": { "@value": file.sha256, "@type": "xsd:hexBinary" },
                    },
                });
                if file.media_type == LINES && file.path != "changes.jsonl" {
                    one["dct:conformsTo"] = link("schema.json");
                }
                one
            })
            .collect()
    };
    let publisher = json!({ "@type": "foaf:Agent", "foaf:name": words(portal.publisher_name()) });
    let mut dataset = json!({
        "@id": portal.data_address("index.html"),
        "@type": "dcat:Dataset",
        "dct:title": words(&config.title),
        "dct:publisher": publisher,
        "dct:language": "zh-CN",
        "dcat:landingPage": link("index.html"),
        "dcat:distribution": distributions(whole),
    });
    let newest = modified(portal);
    if let Some(date) = &newest {
        dataset["dct:modified"] = json!({ "@value": date, "@type": "xsd:date" });
    }
    if !config.description.is_empty() {
        dataset["dct:description"] = words(&config.description);
    }
    let licence = config.data.licence.as_str();
    if is_address(licence) {
        dataset["dct:license"] = json!({ "@id": licence });
    } else if !licence.is_empty() {
        dataset["dct:rights"] =
            json!({ "@type": "dct:RightsStatement", "rdfs:label": words(licence) });
    }
    let mut datasets = vec![dataset];
    for group in groups {
        datasets.push(json!({
            "@id": portal.data_address(&group.files.first().map_or("", |file| &file.path).replace(".jsonl", "")),
            "@type": "dcat:Dataset",
            "dct:title": words(&format!("{}{}{}", config.title, portal.word("colon"), group.label)),
            "dct:isPartOf": link("index.html"),
            "dcat:landingPage": { "@id": portal.data_address(&format!("../{}", group.href)) },
            "dcat:distribution": distributions(&group.files),
        }));
    }
    let catalog = json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": portal.data_address("catalog.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": words(&config.title),
        "dct:publisher": { "@type": "foaf:Agent", "foaf:name": words(portal.publisher_name()) },
        "dcat:dataset": datasets,
    });
    output.write("data/catalog.jsonld", &pretty(&catalog))
}

/// `data/sha256sums.txt`, as `sha256sum -c` reads it in that folder.
fn write_sums(files: &[&DataFile], output: &OutputFolder) -> Result<()> {
    let mut sums: Vec<(String, String)> = files
        .iter()
        .map(|file| (file.path.clone(), file.sha256.clone()))
        .collect();
    for name in ["catalog.jsonld", "manifest.json"] {
        let (_, sha256) = measure(output, &format!("data/{name}"))?;
        sums.push((name.to_owned(), sha256));
    }
    sums.sort_unstable();
    let mut text = String::new();
    for (path, sha256) in &sums {
        let _ = writeln!(text, "{sha256}  {path}");
    }
    output.write(SUMS, text.as_bytes())
}

fn pretty(json: &Json) -> Vec<u8> {
    // A JSON value is always JSON.
    let mut bytes = serde_json::to_vec_pretty(json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
