//! What was written, byte by byte → whether anything that was masked stands in it.
//!
//! Nothing is trusted here: every file of the portal in the making and its name, the archive, zips within, the search bundle unpacked and its
//! lexicons spelled out, the index that stays on this disk. Each is spelled in the one way of [`project`], once as it stands and once as a
//! browser or a program would understand it (entities, escapes, per cent signs, tags), and all secrets are looked for at once.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::detect::{project, project_char};
use super::{files, view};
use crate::bundle::{self, read::Bundle};
use crate::error::{AtPath, Error, Result};
use crate::index::Opened;
use crate::source::decode::decode;

/// Text that is spelled at once; what is longer is taken in pieces that overlap.
const PIECE: usize = 1 << 20;
/// A file beyond this many bytes is read piece by piece.
const LARGE: u64 = 64 << 20;
/// More than any secret takes in any spelling.
const OVERLAP: usize = 16 << 10;

/// Looks for secrets.
#[derive(Debug)]
pub struct Proof {
    automaton: AhoCorasick,
    shown: Vec<String>,
}

impl Proof {
    /// For what was masked (see `Guard::secrets`); `None` if that is nothing.
    ///
    /// # Errors
    /// If there are more secrets than can be looked for at once.
    pub fn of(secrets: &BTreeMap<String, String>) -> Result<Option<Proof>> {
        if secrets.is_empty() {
            return Ok(None);
        }
        let automaton = AhoCorasick::new(secrets.keys())
            .map_err(|error| Error::Refused(format!("there is too much to mask: {error}")))?;
        Ok(Some(Proof {
            automaton,
            shown: secrets.values().cloned().collect(),
        }))
    }

    /// Holds a portal in the making to it: the folder with everything below it, the archive beside it if there is one, the index.
    ///
    /// # Errors
    /// [`Error::Leak`] names the first file, by path, that holds a secret; or the disk refuses.
    pub fn check(&self, portal: &Path, archive: &Path, index: &Opened) -> Result<()> {
        let mut paths = Vec::new();
        for entry in WalkDir::new(portal).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                Error::Refused(format!("the portal cannot be read back: {error}"))
            })?;
            if entry.file_type().is_file() {
                paths.push(entry.into_path());
            }
        }
        let name = |path: &Path| {
            let inside = path.strip_prefix(portal).unwrap_or(path);
            inside
                .components()
                .map(|c| c.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/")
        };
        let leaks: Vec<(String, &str)> = paths
            .par_iter()
            .map(|path| {
                let name = name(path);
                Ok(self.on_disk(&name, path)?.map(|shown| (name, shown)))
            })
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect();
        if let Some((file, shown)) = leaks.into_iter().next() {
            return Err(self.leak(file, shown));
        }
        self.lexicons(&portal.join(bundle::FOLDER))?;
        self.index(index)?;
        if archive.exists()
            && let Some(shown) = self.on_disk("the archive", archive)?
        {
            return Err(self.leak("the archive".to_owned(), shown));
        }
        Ok(())
    }

    /// A file of any size.
    fn on_disk(&self, name: &str, path: &Path) -> Result<Option<&str>> {
        let mut file = File::open(path).at_path("read", path)?;
        let length = file.metadata().at_path("read", path)?.len();
        let mut start = [0; 4];
        let packed = length > 4 && {
            file.read_exact(&mut start).at_path("read", path)?;
            file.rewind().at_path("read", path)?;
            start == *b"PK\x03\x04"
        };
        if packed && !name.starts_with("files/") {
            let archive = zip::ZipArchive::new(BufReader::new(file));
            let archive = archive
                .map_err(std::io::Error::other)
                .at_path("read", path)?;
            return Ok(self.text(name).or_else(|| self.zip(archive, 0)));
        }
        if length > LARGE {
            let found = self.stream(&mut file).at_path("read", path)?;
            return Ok(self.text(name).or(found));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        file.read_to_end(&mut bytes).at_path("read", path)?;
        Ok(self.file(name, &bytes, 0))
    }

    /// The terms of the search bundle, each spelled out: a shard holds only where a term differs from the one before.
    fn lexicons(&self, folder: &Path) -> Result<()> {
        if !folder.join("manifest.json").exists() {
            return Ok(());
        }
        let bundle = Bundle::open(folder.to_owned()).map_err(Error::Bundle)?;
        let mut found = None;
        bundle
            .each_term(|path, term| {
                if found.is_none()
                    && let Some(shown) = self.text(term)
                {
                    found = Some((path.to_owned(), shown));
                }
            })
            .map_err(Error::Bundle)?;
        match found {
            Some((path, shown)) => Err(self.leak(format!("{}/{path}", bundle::FOLDER), shown)),
            None => Ok(()),
        }
    }

    /// What tantivy keeps: it is not published, and stays when the portal moves on.
    fn index(&self, index: &Opened) -> Result<()> {
        let leak = |shown| Err(self.leak("the index in .dafu".to_owned(), shown));
        for reply in 0..index.replies() {
            for payload in index.payloads(reply)? {
                if let Some(shown) = self.bytes(&payload) {
                    return leak(shown);
                }
            }
        }
        let found = Cell::new(None);
        let look = |term: &str| {
            if found.get().is_none() {
                found.set(self.text(term));
            }
            false
        };
        index.walk_terms(usize::MAX, look, |_| Ok(()))?;
        index.walk_exact(|data| {
            look(&data.term);
            Ok(())
        })?;
        match found.get() {
            Some(shown) => leak(shown),
            None => Ok(()),
        }
    }

    fn leak(&self, file: String, shown: &str) -> Error {
        // The name itself may be what leaks.
        let file = if self.text(&file).is_some() {
            file.chars()
                .map(|c| if c.is_ascii_digit() { '*' } else { c })
                .collect()
        } else {
            file
        };
        Error::Leak {
            file,
            shown: shown.to_owned(),
        }
    }

    /// A file: its name, its bytes, and what is packed in them.
    fn file(&self, name: &str, bytes: &[u8], depth: u8) -> Option<&str> {
        if let Some(shown) = self.text(name) {
            return Some(shown);
        }
        if let Some(payload) = bundle::open(bytes) {
            return self.bytes(&payload);
        }
        // What cannot be opened is an attachment that is damaged, and was said to be.
        if bytes.starts_with(b"PK\x03\x04")
            && depth < 3
            && let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes))
            && let Some(shown) = self.zip(archive, depth)
        {
            return Some(shown);
        }
        if let Some(shown) = self.bytes(bytes) {
            return Some(shown);
        }
        if name.starts_with("files/") || depth > 0 {
            let read = files::read(name, bytes);
            return read
                .parts
                .iter()
                .find_map(|part| self.bytes(part.text.as_bytes()));
        }
        None
    }

    fn zip(&self, mut archive: zip::ZipArchive<impl Read + Seek>, depth: u8) -> Option<&str> {
        if let Some(shown) = self.bytes(archive.comment()) {
            return Some(shown);
        }
        for index in 0..archive.len() {
            let Ok(mut member) = archive.by_index(index) else {
                continue;
            };
            let name = decode(member.name_raw().to_vec()).text;
            let found = if member.size() > LARGE {
                self.text(&name)
                    .or_else(|| self.stream(&mut member).ok().flatten())
            } else {
                let mut unpacked = Vec::new();
                // What an attachment's packer got wrong, its reader gets no further with either.
                let _ = member.take(LARGE).read_to_end(&mut unpacked);
                self.file(&name, &unpacked, depth + 1)
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A text of any length, in pieces that overlap.
    fn stream(&self, file: &mut dyn Read) -> std::io::Result<Option<&str>> {
        let mut piece = Vec::with_capacity(PIECE + OVERLAP);
        loop {
            let read = file.take(PIECE as u64).read_to_end(&mut piece)?;
            if read == 0 {
                return Ok(None);
            }
            if let Some(shown) = self.text(&String::from_utf8_lossy(&piece)) {
                return Ok(Some(shown));
            }
            let kept = piece.len().saturating_sub(OVERLAP);
            piece.drain(..kept);
        }
    }

    /// Bytes as the text that they may be.
    fn bytes(&self, mut bytes: &[u8]) -> Option<&str> {
        // A slice does not refuse to be read.
        self.stream(&mut bytes).ok().flatten()
    }

    /// How the secret is shown that a text holds, if it holds one.
    fn text(&self, text: &str) -> Option<&str> {
        let mut projection = String::with_capacity(text.len());
        project(text, &mut projection);
        let mut found = self.automaton.find(&projection);
        // Attributes are understood too, and a text goes on over its tags.
        for tags in [true, false] {
            let wanted = if tags {
                &['&', '\\', '%'][..]
            } else {
                &['<'][..]
            };
            if found.is_none() && text.contains(wanted) {
                understood(text, tags, &mut projection);
                found = self.automaton.find(&projection);
            }
        }
        let found = found?;
        self.shown
            .get(found.pattern().as_usize())
            .map(String::as_str)
    }
}

/// The projection of a text as a browser or a program understands it, with what stands in tags or without.
fn understood(text: &str, tags: bool, out: &mut String) {
    out.clear();
    let mut separators = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (c, length) = match rest.as_bytes()[0] {
            b'<' if !tags => {
                let end = rest.as_bytes().iter().take(2048).position(|b| *b == b'>');
                match end {
                    Some(end) => {
                        at += end + 1;
                        continue;
                    }
                    None => ('<', 1),
                }
            }
            b'&' => view::entity(rest).unwrap_or(('&', 1)),
            b'%' => view::percent(rest).unwrap_or(('%', 1)),
            b'\\' => escape(rest),
            _ => {
                let c = rest.chars().next().unwrap_or(' ');
                (c, c.len_utf8())
            }
        };
        project_char(c, &mut separators, out);
        at += length;
    }
}

/// `\n`, `\u0031`, `\31 `: of JSON, JavaScript and CSS.
fn escape(text: &str) -> (char, usize) {
    match text.as_bytes().get(1) {
        Some(b'n' | b'r' | b't') => (' ', 2),
        Some(b'u') => {
            let code = text
                .get(2..6)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok());
            code.and_then(char::from_u32).map_or(('\\', 1), |c| (c, 6))
        }
        _ => ('-', 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof() -> Proof {
        let secrets = [
            ("13800138000", "138****8000"),
            ("zhangsan@qqcom", "z*******@qq.com"),
            ("阳光小区3号楼2单元502室", "阳光小区*号楼*单元***室"),
        ];
        let secrets = secrets.map(|(secret, shown)| (secret.to_owned(), shown.to_owned()));
        Proof::of(&secrets.into()).unwrap().unwrap()
    }

    #[test]
    fn a_secret_is_found_in_any_spelling() {
        let proof = proof();
        let long = format!("{}13800138000", "字".repeat(PIECE / 3));
        for text in [
            "电话13800138000",
            "1380013\n8000",
            "<td>138</td>\n<td>0013-8000</td>",
            "138<b class=\"x\">0013</b>8000",
            "\"phone\":\"138\\n00138000\"",
            "\\u0031\\u00338 0013 8000",
            "&#49;3800138000",
            "tel:%31%33800138000",
            "１３８００１３８０００",
            "一三八〇〇一三八〇〇〇",
            "50%13800138000",
            "ZhangSan@QQ.com",
            "zhangsan%40qq.com",
            "<a href=\"mailto:zhangsan%40qq.com\">",
            "<b title=\"138&#48;0138000\">",
            "阳光小区三号楼二单元 502 室",
            "9913800138000",
            long.as_str(),
        ] {
            assert!(
                proof.bytes(text.as_bytes()).is_some(),
                "{}",
                &text[..text.len().min(60)]
            );
        }
        for text in [
            "138****8000",
            "13800,138000",
            "1380013年8000",
            "z*******@qq.com",
        ] {
            assert!(proof.bytes(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn a_secret_is_found_where_it_is_packed() {
        let proof = proof();
        let sealed = bundle::seal("{\"b\":[[\"p1\",0,\"13800138000\"]]}".as_bytes());
        assert!(proof.file("a.bin", &sealed, 0).is_some());
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file("inner.bin", options).unwrap();
        std::io::Write::write_all(&mut writer, &sealed).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(
            proof.file("data/replies.zip", &bytes, 0),
            Some("138****8000")
        );
        assert!(proof.file("replies/13800138000.html", b"", 0).is_some());
        assert!(proof.file("replies/a.html", b"138****8000", 0).is_none());
    }
}
