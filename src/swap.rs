//! Puts a finished folder in the place of the last one, and keeps two builds out of each other's way.
//!
//! A folder in the making stands in a workshop beside its target. Where the system can exchange two folders in one step
//! (Linux, macOS), whoever looks sees the old one or the new one and nothing between; elsewhere there is an instant
//! without any, and [`recover`] mends what a process left that died in it. A workshop is locked as long as its process
//! lives; what is not locked was left behind and goes.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{AtPath, Error, Result};
use crate::messages::tell;

/// Where the last folder is put while the new one takes its place.
pub(crate) const OLD: &str = "old";
/// Held by the process that works in a workshop.
const LOCK: &str = "lock";

/// A folder beside a target in which its successor is made. It goes when dropped.
#[derive(Debug)]
pub struct Workshop {
    folder: TempDir,
    /// Locked until the process ends or the workshop goes.
    _lock: File,
}

impl Workshop {
    /// Makes a workshop in `parent`, and removes those that processes left there which are gone.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn begin(parent: &Path, prefix: &str) -> Result<Workshop> {
        sweep(parent, prefix)?;
        let folder = tempfile::Builder::new()
            .prefix(prefix)
            .tempdir_in(parent)
            .at_path("create a folder in", parent)?;
        let path = folder.path().join(LOCK);
        let lock = File::create(&path).at_path("create", &path)?;
        // Where a file system knows no locks, nothing is swept there either.
        let _ = lock.try_lock();
        Ok(Workshop {
            folder,
            _lock: lock,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts `made`, a folder in this workshop, in the place of `target`; the last one goes with the workshop.
    ///
    /// # Errors
    /// If the disk refuses; the last one is then where it was.
    pub fn put(&self, made: &Path, target: &Path) -> Result<()> {
        if !target.exists() {
            return fs::rename(made, target).at_path("put a new folder in place at", target);
        }
        if exchange(made, target) {
            return Ok(());
        }
        let old = self.path().join(OLD);
        fs::rename(target, &old).at_path("replace", target)?;
        if let Err(error) = fs::rename(made, target) {
            fs::rename(&old, target).at_path("restore", target)?;
            return Err(error).at_path("put a new folder in place at", target);
        }
        Ok(())
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// The workshops in `parent` whose processes are gone.
fn abandoned(parent: &Path, prefix: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(parent).at_path("read", parent)?.flatten() {
        let ours = (entry.file_name().to_str()).is_some_and(|name| name.starts_with(prefix));
        if !ours || !entry.path().is_dir() || entry.path().is_symlink() {
            continue;
        }
        // Without a lock file it is from before there were any, or its process died while it made it.
        let free = match File::open(entry.path().join(LOCK)) {
            Ok(lock) => match lock.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
            },
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        if free {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// A process that died between two renames left the last folder in its workshop: it is put back. `is_ours` says whether a folder
/// is such a one.
///
/// # Errors
/// If the disk refuses.
pub fn recover(
    target: &Path,
    parent: &Path,
    prefix: &str,
    is_ours: impl Fn(&Path) -> bool,
) -> Result<()> {
    if target.exists() {
        return Ok(());
    }
    for workshop in abandoned(parent, prefix)? {
        let old = workshop.join(OLD);
        if is_ours(&old) {
            return fs::rename(&old, target).at_path("restore", target);
        }
    }
    Ok(())
}

/// Removes what processes left behind that are gone.
fn sweep(parent: &Path, prefix: &str) -> Result<()> {
    for workshop in abandoned(parent, prefix)? {
        // What cannot be removed now is tried again by the next build.
        let _ = fs::remove_dir_all(workshop);
    }
    Ok(())
}

/// One build at a time of a site.
#[derive(Debug)]
pub struct Turn {
    _lock: File,
}

impl Turn {
    /// Takes the turn in `folder`, which is made if it is missing.
    ///
    /// # Errors
    /// [`Error::Refused`] if another process has it; or if the disk refuses.
    pub fn take(folder: &Path) -> Result<Turn> {
        fs::create_dir_all(folder).at_path("create", folder)?;
        let path = folder.join("building");
        let mut lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .at_path("write", &path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let who = fs::read_to_string(&path).unwrap_or_default();
                let who = who.trim();
                let path = path.display();
                return Err(Error::Refused(if who.is_empty() {
                    tell!("error-busy", path)
                } else {
                    tell!("error-busy-process", path, process = who)
                }));
            }
            // A file system without locks: builds are then one at a time because a person makes them so.
            Err(TryLockError::Error(_)) => return Ok(Turn { _lock: lock }),
        }
        lock.set_len(0).at_path("write", &path)?;
        write!(lock, "{}", std::process::id()).at_path("write", &path)?;
        Ok(Turn { _lock: lock })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &Path, word: &str) {
        fs::create_dir_all(path).unwrap();
        fs::write(path.join("word"), word).unwrap();
    }

    #[test]
    fn what_is_left_behind_goes_and_what_is_at_work_stays() {
        let place = tempfile::tempdir().unwrap();
        folder(&place.path().join(".public.dafu-dead"), "half a portal");
        folder(&place.path().join(".other.dafu-dead"), "another's");
        let first = Workshop::begin(place.path(), ".public.dafu-").unwrap();
        let second = Workshop::begin(place.path(), ".public.dafu-").unwrap();
        assert!(first.path().exists() && second.path().exists());
        assert!(!place.path().join(".public.dafu-dead").exists());
        assert!(place.path().join(".other.dafu-dead").exists());
    }

    #[test]
    fn a_folder_takes_the_place_of_the_last() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("public");
        for word in ["first", "second"] {
            let workshop = Workshop::begin(place.path(), ".public.dafu-").unwrap();
            let made = workshop.path().join("portal");
            folder(&made, word);
            workshop.put(&made, &target).unwrap();
            assert_eq!(fs::read_to_string(target.join("word")).unwrap(), word);
        }
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn one_takes_its_turn_after_the_other() {
        let place = tempfile::tempdir().unwrap();
        let first = Turn::take(place.path()).unwrap();
        let Err(Error::Refused(words)) = Turn::take(place.path()) else {
            panic!("two at once")
        };
        assert!(
            words.contains(&format!("process {}", std::process::id())),
            "{words}"
        );
        drop(first);
        Turn::take(place.path()).unwrap();
    }
}
