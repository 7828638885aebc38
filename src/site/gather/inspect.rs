//! One document as a build would take it: masked if the site masks, and completed by the ledger.

use std::path::{Path, PathBuf};

use super::{Guard, Look, Reader, apply};
use crate::config::Config;
use crate::error::Result;
use crate::ledger;
use crate::model::Reply;
use crate::parse::Parsed;
use crate::site::{self, Silent};
use crate::source::{self, Decoded, DocumentFile};

/// What is read of one document.
#[derive(Debug)]
pub struct Inspected {
    /// The document's text.
    pub source: Decoded,
    /// What would be published of it.
    pub parsed: Parsed,
    /// Its facts before any was masked.
    pub unmasked: Reply,
    /// Its facts before the ledger completed them.
    pub own: Reply,
    /// Lines that are no part of the letter, masked like the rest.
    pub left_out: Vec<String>,
    /// The ledger, and the row (from 1) that is about this document.
    pub row: Option<(String, u32)>,
}

/// Reads one document, in the light of the site that it belongs to. A file below no site's `content/` is read as it stands.
///
/// # Errors
/// If the disk or the configuration refuses.
pub fn inspect(file: &Path) -> Result<Inspected> {
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    let mut document = DocumentFile {
        path: String::new(),
        file: file.to_owned(),
        markdown: ["md", "markdown"].contains(&extension.to_ascii_lowercase().as_str()),
    };
    let site = site_of(file);
    if let Some((_, path)) = &site {
        document.path.clone_from(path);
    }
    let (source, raw) = Reader::parse(&document, "")?;
    let left_out = raw.left_out.iter();
    let left_out = left_out.map(|range| source.text.get(range.clone()).unwrap_or("").to_owned());
    let mut inspected = Inspected {
        left_out: left_out.collect(),
        unmasked: raw.reply.clone(),
        own: raw.reply.clone(),
        parsed: raw,
        source,
        row: None,
    };
    if let Some((site, path)) = site {
        inspected.complete(&site, &document, &path)?;
    }
    for diagnostic in &mut inspected.parsed.diagnostics {
        diagnostic.path = file.display().to_string();
    }
    Ok(inspected)
}

impl Inspected {
    /// Does to the document what its site does.
    fn complete(&mut self, site: &Path, document: &DocumentFile, path: &str) -> Result<()> {
        let config = Config::load(site)?;
        let content = site.join("content");
        let mut aside = Vec::new();
        let ledger = ledger::load(&content, &config, &mut aside)?;
        let reader = Reader {
            config: &config,
            guard: Guard::new(&config, ledger.is_some()),
        };
        (self.source, self.parsed) = reader.read(document, "", None)?;
        self.own = self.parsed.reply.clone();
        reader.guard.clean(&mut self.parsed.diagnostics);
        for text in &mut self.left_out {
            reader.guard.clean_text(text);
        }
        let Some(ledger) = ledger else {
            return Ok(());
        };
        // Which row is about it depends on all the others.
        let documents = source::list(&content)?.documents;
        let Ok(at) = documents.binary_search_by(|known| known.path.as_str().cmp(path)) else {
            return Ok(());
        };
        let settings = site::settings(&config, false, None);
        let known = documents.iter().map(|d| d.path.as_str()).collect();
        let look = Look {
            settings: &settings,
            documents: &known,
            ledger: true,
            readings: None,
        };
        let mut read = reader.read_all(&documents, look, &Silent)?;
        let rows = apply(
            &ledger,
            &reader.guard,
            &mut read,
            &documents,
            &settings,
            &mut aside,
        );
        self.row = rows[at].map(|row| (ledger.path.clone(), row));
        self.parsed.reply = read.swap_remove(at).read.reply;
        Ok(())
    }
}

/// The site that a file belongs to, and its path below that site's `content/`.
fn site_of(file: &Path) -> Option<(PathBuf, String)> {
    let file = std::path::absolute(file).ok()?;
    let content = file.ancestors().find(|folder| {
        folder.file_name().is_some_and(|name| name == "content")
            && (folder.parent()).is_some_and(|site| site.join("dafu.toml").is_file())
    })?;
    let path = file.strip_prefix(content).ok()?;
    let parts = path.components().map(|part| part.as_os_str().to_str());
    let path = parts.collect::<Option<Vec<_>>>()?.join("/");
    Some((content.parent()?.to_owned(), path))
}
