//! The finished portal → one zip that is read from a disk or stick without a server, search included.
//!
//! A browser that opens a page from a disk (`file://`) gives its scripts no other file: no `fetch`, no modules, no workers. What it still
//! does is load classic scripts. So the archive's search page loads one script that [`join`] makes of the reader's modules, and the
//! search bundle stands in scripts that hand its bytes over ([`Packs`]). Every other page is the portal's own, byte for byte.

pub mod join;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rayon::prelude::*;
use zip::write::{PreparedZipFile, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::error::{AtPath, Error, Result};
use crate::messages::tell;

/// Bytes of the bundle in one script. Small files are packed, because a large stick gives every file 32 to 128 KB; a larger pack would be
/// read for the sake of one file in it.
const PACK: u64 = 192 << 10;
/// Stands in the zip's comment: a file without it is not ours to replace.
const MARK: &str = "dafu";
/// Files of at most this size are read whole and compressed in parallel; a larger one streams through.
const SMALL: u64 = 1 << 20;
/// Small files that are compressed at a time: with them memory is bounded.
const BATCH: usize = 64;
/// Where the packs are in the archive.
const PACKS: &str = "search/packs";

/// What the archive holds besides the portal.
#[derive(Debug)]
pub struct Contents<'c> {
    /// The finished portal.
    pub portal: &'c Path,
    /// The folder that all stands in; ASCII, for old programs that unpack.
    pub top: String,
    /// Files of the archive's own, by path; each takes the place of the portal's file of that path.
    pub own: BTreeMap<String, Vec<u8>>,
    /// The search bundle.
    pub packs: Packs,
    /// Files and folders (which end with `/`) of the portal that stay out.
    pub left_out: Vec<String>,
}

/// A finished archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Archived {
    /// Files in it.
    pub files: u64,
    /// Bytes of the zip.
    pub bytes: u64,
    /// Bytes when it is unpacked.
    pub unpacked: u64,
}

/// The files of the search bundle, gathered into scripts in the order of their paths, so that the first path of every script is all that a
/// reader needs to know to find a file.
#[derive(Debug, Default)]
pub struct Packs {
    /// Paths below the bundle's folder, ascending by bytes.
    files: Vec<String>,
    packs: Vec<Range<usize>>,
}

impl Packs {
    /// Gathers the bundle in a folder.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn gather(bundle: &Path) -> Result<Packs> {
        let mut files = list(bundle)?;
        // The search page holds the manifest.
        files.retain(|(path, _)| path != "manifest.json");
        let mut packs: Vec<Range<usize>> = Vec::new();
        let mut room = 0;
        for (i, (_, size)) in files.iter().enumerate() {
            match packs.last_mut() {
                Some(pack) if *size <= room => pack.end = i + 1,
                _ => {
                    packs.push(i..i + 1);
                    room = PACK;
                }
            }
            room = room.saturating_sub(*size);
        }
        let files = files.into_iter().map(|(path, _)| path).collect();
        Ok(Packs { files, packs })
    }

    /// The first path of every pack, ascending.
    #[must_use]
    pub fn first_paths(&self) -> Vec<&str> {
        self.packs
            .iter()
            .map(|pack| self.files[pack.start].as_str())
            .collect()
    }

    /// A pack as a script: `dafu(number, {path: base64, …})`.
    fn script(&self, number: usize, bundle: &Path) -> Result<Vec<u8>> {
        let mut script = format!("dafu({number},{{");
        for (i, path) in self.files[self.packs[number].clone()].iter().enumerate() {
            let file = bundle.join(path);
            let bytes = fs::read(&file).at_path("read", &file)?;
            if i > 0 {
                script.push(',');
            }
            script.push('"');
            script.push_str(path);
            script.push_str("\":\"");
            STANDARD.encode_string(bytes, &mut script);
            script.push('"');
        }
        script.push_str("});\n");
        Ok(script.into_bytes())
    }
}

/// The files in a pack, by their paths: what [`Packs`] put there. `None` if the bytes are no pack.
#[must_use]
pub fn unpack(script: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let script = str::from_utf8(script.strip_prefix(b"dafu(")?).ok()?;
    let (number, files) = script.strip_suffix("});\n")?.split_once(",{")?;
    number.parse::<usize>().ok()?;
    let file = |file: &str| {
        let (path, bytes) = file.strip_prefix('"')?.split_once("\":\"")?;
        let bytes = STANDARD.decode(bytes.strip_suffix('"')?).ok()?;
        Some((path.to_owned(), bytes))
    };
    files.split(',').map(file).collect()
}

/// Where an entry's bytes come from.
enum Source<'s> {
    Own(&'s [u8]),
    Portal(u64),
    Pack(usize),
}

/// Writes the archive to `to`, which is not there yet. The same portal gives the same bytes: entries by name, without a time.
///
/// # Errors
/// If the disk refuses.
pub fn write(contents: &Contents<'_>, bundle: &Path, to: &Path) -> Result<Archived> {
    let mut entries: BTreeMap<String, Source<'_>> = BTreeMap::new();
    for (path, size) in list(contents.portal)? {
        let left_out = contents
            .left_out
            .iter()
            .any(|out| path == *out || (out.ends_with('/') && path.starts_with(out.as_str())));
        if !left_out {
            entries.insert(path, Source::Portal(size));
        }
    }
    for number in 0..contents.packs.packs.len() {
        entries.insert(format!("{PACKS}/{number}.js"), Source::Pack(number));
    }
    for (path, bytes) in &contents.own {
        entries.insert(path.clone(), Source::Own(bytes));
    }

    let zipped = |error: zip::result::ZipError| Error::Io {
        action: "write",
        path: to.to_owned(),
        source: io::Error::from(error),
    };
    let file = File::create_new(to).at_path("create", to)?;
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1 << 18, file));
    zip.set_comment(MARK).map_err(zipped)?;
    let mut archived = Archived::default();
    let entries: Vec<(String, Source<'_>)> = entries.into_iter().collect();
    for batch in entries.chunks(BATCH) {
        let prepared = batch
            .par_iter()
            .map(|(path, source)| {
                let bytes = match source {
                    Source::Own(bytes) => bytes.to_vec(),
                    Source::Pack(number) => contents.packs.script(*number, bundle)?,
                    Source::Portal(size) if *size > SMALL => return Ok(None),
                    Source::Portal(_) => {
                        let file = contents.portal.join(path);
                        fs::read(&file).at_path("read", &file)?
                    }
                };
                let name = format!("{}/{path}", contents.top);
                let prepared =
                    PreparedZipFile::from_data(name, how(path), &bytes).map_err(zipped)?;
                Ok(Some((prepared, bytes.len() as u64)))
            })
            .collect::<Result<Vec<_>>>()?;
        for ((path, _), prepared) in batch.iter().zip(prepared) {
            if let Some((prepared, size)) = prepared {
                zip.add_prepared_file(prepared).map_err(zipped)?;
                archived.unpacked += size;
            } else {
                let from = contents.portal.join(path);
                let mut file = File::open(&from).at_path("read", &from)?;
                let size = file.metadata().at_path("read", &from)?.len();
                let options = how(path).large_file(size >= u64::from(u32::MAX));
                zip.start_file(format!("{}/{path}", contents.top), options)
                    .map_err(zipped)?;
                archived.unpacked += io::copy(&mut file, &mut zip).at_path("write", to)?;
            }
            archived.files += 1;
        }
    }
    let mut file = zip.finish().map_err(zipped)?;
    file.flush().at_path("write", to)?;
    archived.bytes = fs::metadata(to).at_path("read", to)?.len();
    Ok(archived)
}

/// How an entry is stored: what is compressed already as it is.
fn how(path: &str) -> SimpleFileOptions {
    const COMPRESSED: [&str; 10] = [
        "zip", "png", "jpg", "jpeg", "gif", "webp", "docx", "xlsx", "pptx", "mp4",
    ];
    let end = path.rsplit('.').next().unwrap_or_default();
    let method = if COMPRESSED.contains(&end.to_ascii_lowercase().as_str()) {
        CompressionMethod::Stored
    } else {
        CompressionMethod::Deflated
    };
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
}

/// All files below a folder with their sizes, ascending by the bytes of their paths.
fn list(folder: &Path) -> Result<Vec<(String, u64)>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let refused = |error: walkdir::Error| Error::Io {
            action: "read",
            path: folder.to_owned(),
            source: error.into(),
        };
        let entry = entry.map_err(refused)?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        files.push((parts.join("/"), entry.metadata().map_err(refused)?.len()));
    }
    files.sort_unstable();
    Ok(files)
}

/// Refuses to replace a file that no build of ours made.
///
/// # Errors
/// [`Error::Refused`] names it.
pub fn check_ours(path: &Path) -> Result<()> {
    let ours = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).at_path("read", path),
        Ok(file) => ZipArchive::new(io::BufReader::new(file))
            .is_ok_and(|zip| zip.comment() == MARK.as_bytes()),
    };
    if ours {
        return Ok(());
    }
    Err(Error::Refused(tell!(
        "error-archive-foreign",
        path = path.display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_begins_where_its_first_path_says_and_holds_no_more_than_its_room() {
        let folder = tempfile::tempdir().unwrap();
        let sizes = [
            ("a/1.bin", 100),
            ("a/2.bin", 150 << 10),
            ("b.bin", 150 << 10),
            ("c.bin", 900 << 10),
            ("d.bin", 1),
            ("manifest.json", 9),
        ];
        fs::create_dir(folder.path().join("a")).unwrap();
        for (path, size) in sizes {
            fs::write(folder.path().join(path), vec![7; size]).unwrap();
        }
        let packs = Packs::gather(folder.path()).unwrap();
        assert_eq!(packs.first_paths(), ["a/1.bin", "b.bin", "c.bin", "d.bin"]);
        let script = String::from_utf8(packs.script(3, folder.path()).unwrap()).unwrap();
        assert_eq!(script, "dafu(3,{\"d.bin\":\"Bw==\"});\n");
        let pack = packs.script(0, folder.path()).unwrap();
        assert_eq!(
            unpack(&pack).unwrap(),
            [
                ("a/1.bin".to_owned(), vec![7; 100]),
                ("a/2.bin".to_owned(), vec![7; 150 << 10]),
            ]
        );
        for no_pack in [
            &b"dafu(0,{});\n"[..],
            b"dafu(0,{\"a\":\"Bw==\"})",
            b"dafu(0,{\"a\":\"Bw=\"});\n",
            b"dafu(x,{\"a\":\"Bw==\"});\n",
            b"dafu(0,{\"a\":\"Bw==\",13800138000});\n",
        ] {
            assert_eq!(unpack(no_pack), None);
        }
    }
}
