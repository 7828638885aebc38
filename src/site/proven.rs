//! Which portal was last proven to hold nothing that was masked: what a build takes over from it need not be looked through again.
//!
//! The note in `.dafu/proven` names the program, the secrets and the portal: its folder, by its place and by what the file system says of
//! it. It is removed before a portal is put in place, and written when all is. Whatever does not agree means that everything is looked through.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::digest::Pieces;
use crate::error::{AtPath, Result};

/// Where the note is, in the site's own folder.
const NOTE: &str = "proven";

/// The note, before and after a build.
#[derive(Debug)]
pub struct Proven {
    note: PathBuf,
    portal: PathBuf,
    secrets: [u8; 32],
    /// Whether the last portal was proven to hold none of the same secrets, by the same program.
    pub still: bool,
}

impl Proven {
    /// What is known of the portal in `portal` before it is replaced. `work` is the site's own folder.
    pub fn before(work: &Path, portal: &Path, secrets: &BTreeMap<String, String>) -> Proven {
        let mut pieces = Pieces::of([super::program()]);
        for (secret, shown) in secrets {
            pieces.add(secret.as_bytes()).add(shown.as_bytes());
        }
        let mut proven = Proven {
            note: work.join(NOTE),
            portal: std::path::absolute(portal).unwrap_or_else(|_| portal.to_owned()),
            secrets: pieces.whole(),
            still: false,
        };
        let noted = fs::read_to_string(&proven.note).ok();
        proven.still = noted.is_some() && noted == proven.now();
        proven
    }

    /// The note that is true of the portal as it is now.
    fn now(&self) -> Option<String> {
        let state = crate::state::State::of(&fs::metadata(&self.portal).ok()?);
        let mut pieces = Pieces::of([self.secrets]);
        pieces
            .add(self.portal.as_os_str().as_encoded_bytes())
            .add(format!("{state:?}").as_bytes());
        Some(pieces.digits())
    }

    /// Removes the note.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn forget(&self) -> Result<()> {
        match fs::remove_file(&self.note) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).at_path("remove", &self.note)
            }
            _ => Ok(()),
        }
    }

    /// Notes that the portal that is in place now is proven.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn note(&self) -> Result<()> {
        match self.now() {
            Some(note) => fs::write(&self.note, note).at_path("write", &self.note),
            None => Ok(()),
        }
    }
}
