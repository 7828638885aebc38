//! What was written from what: `.import.json` in the folder that documents were imported into.
//!
//! It is hidden, so that the build passes over it, and holds no path of this machine and no time, so that it can lie in a
//! repository beside the documents.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{AtPath, Error, Result};
use crate::messages::tell;

/// Name of the file.
pub const NAME: &str = ".import.json";

/// All that was imported into a folder.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// Version of this form.
    pub version: u32,
    /// By the document's path below the folder, with `/`.
    pub documents: BTreeMap<String, Entry>,
}

/// One document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Folder and name of the file that it was read from.
    pub from: String,
    /// BLAKE3 of that file's bytes.
    pub source: String,
    /// BLAKE3 of what was written.
    pub text: String,
    /// Files beside it: path below the folder → BLAKE3 of what was written.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads it; an empty one if there is none.
    ///
    /// # Errors
    /// If it cannot be read, or was damaged: then nobody knows what was edited.
    pub fn load(folder: &Path) -> Result<Manifest> {
        let path = folder.join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Manifest {
                    version: 1,
                    ..Manifest::default()
                });
            }
            Err(error) => return Err(error).at_path("read", &path),
        };
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| {
            Error::Refused(tell!("error-import-manifest", file = path.display(), error))
        })?;
        if manifest.version != 1 {
            return Err(Error::Refused(tell!(
                "error-import-manifest-version",
                file = path.display()
            )));
        }
        Ok(manifest)
    }

    /// Its text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
