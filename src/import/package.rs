//! An Office file as a zip of parts, unpacked within limits that count the bytes that come out and believe no header.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{self, Element};
use super::{Fault, fault};
use crate::messages::tell;

/// Most parts of a file.
const PARTS_MOST: usize = 20_000;
/// Bytes of one part, unpacked: a letter of 50 MB of pictures has none as large.
const PART_MOST: u64 = 96 << 20;
/// Bytes of all parts that are read, unpacked.
const TOTAL_MOST: u64 = 400 << 20;
/// How much larger a part may become than its file: real XML packs 10 to 60 times.
const RATIO_MOST: u64 = 250;
/// Below this size the ratio does not matter.
const RATIO_FROM: u64 = 4 << 20;

/// An Office file.
pub struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    packed: u64,
    spent: u64,
}

/// A relation of a part: what an `r:id` stands for.
#[derive(Clone, Debug)]
pub struct Relation {
    /// Path of the part within the package, or an address.
    pub target: String,
    /// Whether it is an address.
    pub external: bool,
    /// Last word of its type: `image`, `hyperlink`, `footnotes`.
    pub kind: String,
}

impl Package {
    /// Opens a file that begins as a zip.
    ///
    /// # Errors
    /// If it is no whole zip, or has absurdly many parts.
    pub fn open(bytes: Vec<u8>) -> Result<Package, Fault> {
        let packed = bytes.len() as u64;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if archive.len() > PARTS_MOST {
            return Err(fault(
                "import-too-large",
                tell!("import-parts-many", count = archive.len()),
                tell!("import-parts-many.hint"),
            ));
        }
        Ok(Package {
            archive,
            packed,
            spent: 0,
        })
    }

    /// Whether it has a part.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Names of its parts, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .archive
            .file_names()
            .filter_map(|name| name.ok().map(std::borrow::Cow::into_owned))
            .collect();
        names.sort();
        names
    }

    /// The bytes of a part; `None` if there is none.
    ///
    /// # Errors
    /// If it is damaged, locked, or grows beyond what a letter needs.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let packed = self.packed;
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        let most = PART_MOST.min(TOTAL_MOST - self.spent);
        let mut out = Vec::new();
        let mut limited = file.take(most + 1);
        let mut chunk = vec![0; 64 << 10];
        loop {
            let read = limited.read(&mut chunk).map_err(|error| {
                fault(
                    "import-unreadable",
                    tell!("import-part-damaged", name, error),
                    tell!("import-part-damaged.hint"),
                )
            })?;
            if read == 0 {
                break;
            }
            out.extend_from_slice(&chunk[..read]);
            let length = out.len() as u64;
            if length > most || length > RATIO_FROM && length / packed.max(1) > RATIO_MOST {
                return Err(fault(
                    "import-too-large",
                    tell!(
                        "import-bomb",
                        name,
                        most = length >> 20,
                        size = packed.div_ceil(1024)
                    ),
                    tell!("import-bomb.hint"),
                ));
            }
        }
        self.spent += out.len() as u64;
        Ok(Some(out))
    }

    /// A part as a tree; `None` if there is none.
    ///
    /// # Errors
    /// As [`Package::bytes`], or if it is no XML.
    pub fn tree(&mut self, name: &str) -> Result<Option<Element>, Fault> {
        let bytes = self.bytes(name)?;
        bytes.map(|bytes| xml::parse(name, bytes)).transpose()
    }

    /// The relations of a part, by their ids.
    ///
    /// # Errors
    /// As [`Package::tree`].
    pub fn relations(&mut self, part: &str) -> Result<HashMap<String, Relation>, Fault> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let mut relations = HashMap::new();
        let Some(tree) = self.tree(&name)? else {
            return Ok(relations);
        };
        for relation in tree.elements() {
            let (Some(id), Some(target)) = (relation.get("Id"), relation.get("Target")) else {
                continue;
            };
            let external = relation.get("TargetMode") == Some("External");
            let kind = relation.get("Type").unwrap_or("");
            relations.insert(
                id.to_owned(),
                Relation {
                    target: if external {
                        target.to_owned()
                    } else {
                        resolve(folder, target)
                    },
                    external,
                    kind: kind.rsplit('/').next().unwrap_or(kind).to_owned(),
                },
            );
        }
        Ok(relations)
    }
}

/// A target within the package: it never leads out, for it is only looked up among the package's own names.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn damaged(error: &ZipError) -> Fault {
    match error {
        ZipError::InvalidPassword => fault(
            "import-encrypted",
            tell!("import-locked"),
            tell!("import-locked.hint"),
        ),
        ZipError::UnsupportedArchive(why) if why.contains("assword") => fault(
            "import-encrypted",
            tell!("import-locked"),
            tell!("import-locked.hint"),
        ),
        error => fault(
            "import-unreadable",
            tell!("import-damaged", error = error.to_string()),
            tell!("import-damaged.hint"),
        ),
    }
}
