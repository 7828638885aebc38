//! What the file system says of a file, by which it is known whether the file is as it was.
//!
//! A file that was changed within the last grain of its clock before it was looked at may have been changed after it, too: nothing is known of
//! such a file then (Git calls it racily clean).

use std::fs::Metadata;
use std::path::Path;
#[cfg(unix)]
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

#[cfg(unix)]
use crate::held::held;

/// How long before a look a change must be, in nanoseconds, that no other can have come after it unseen: more than a tick of the clock that files get
/// their times from, which is 10 ms at most on Linux and 15.6 ms on Windows.
pub(crate) const GRAIN: u64 = 20_000_000;
/// The same where the file system counts whole seconds, or two of them.
const COARSE_GRAIN: u64 = 2_000_000_000;

/// What the file system says of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    /// Bytes.
    pub length: u64,
    /// Nanoseconds since 1970.
    pub modified: u64,
    /// The same of the last change of the file or of what is said of it; 0 where the system does not tell.
    pub changed: u64,
    /// Its number on its disk; 0 where the system does not tell.
    pub inode: u64,
}

impl State {
    /// From what was asked.
    pub fn of(meta: &Metadata) -> State {
        let modified = meta.modified().map_or(0, nanoseconds);
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            let changed = meta.ctime().saturating_mul(1_000_000_000) + meta.ctime_nsec();
            (u64::try_from(changed).unwrap_or(0), meta.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (0, 0);
        State {
            length: meta.len(),
            modified,
            changed,
            inode,
        }
    }

    /// Whether a look at this time, in nanoseconds since 1970, saw all changes until then.
    pub fn is_settled(&self, looked: u64) -> bool {
        [self.modified, self.changed].iter().all(|time| {
            let coarse = time % 1_000_000_000 == 0;
            time + if coarse { COARSE_GRAIN } else { GRAIN } < looked
        })
    }
}

/// A folder below which files are looked at. It is found once, so that no look goes the whole way from the root; and where one thread looks at file after
/// file of one folder, that one is found once, too.
#[derive(Debug)]
pub(crate) struct Tree {
    #[cfg(unix)]
    folder: std::fs::File,
    /// Of each thread.
    #[cfg(unix)]
    nearer: Vec<Mutex<Nearer>>,
    #[cfg(not(unix))]
    folder: std::path::PathBuf,
}

/// The folder that a thread has last looked into.
#[cfg(unix)]
#[derive(Debug, Default)]
struct Nearer {
    path: String,
    /// How many files of it were looked at, one after another.
    looks: u32,
    folder: Option<std::fs::File>,
}

/// After so many looks into a folder it is worth the while to open it.
#[cfg(unix)]
const LOOKS: u32 = 4;

#[cfg(unix)]
impl Nearer {
    /// Notes a look into a folder; gives it, if it is open.
    fn look(&mut self, path: &str, tree: &std::fs::File) -> Option<&std::fs::File> {
        use rustix::fs::{Mode, OFlags, openat};
        if self.path != path {
            path.clone_into(&mut self.path);
            (self.looks, self.folder) = (0, None);
        }
        self.looks += 1;
        if self.looks == LOOKS {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            let folder = openat(tree, path, flags, Mode::empty());
            self.folder = folder.ok().map(Into::into);
        }
        self.folder.as_ref()
    }
}

impl Tree {
    /// Finds a folder.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn open(folder: &Path) -> std::io::Result<Tree> {
        #[cfg(unix)]
        return Ok(Tree {
            folder: std::fs::File::open(folder)?,
            nearer: (0..rayon::current_num_threads())
                .map(|_| Mutex::default())
                .collect(),
        });
        #[cfg(not(unix))]
        return Ok(Tree {
            folder: folder.to_owned(),
        });
    }

    /// What the file system says of a file at a path below the folder; `None` if there is none, or a link, or a folder.
    #[cfg(unix)]
    pub fn file(&self, path: &str) -> Option<State> {
        let own = rayon::current_thread_index().and_then(|thread| self.nearer.get(thread));
        if let Some((own, (folder, name))) = own.zip(path.rsplit_once('/')) {
            let mut own = held(own);
            if let Some(folder) = own.look(folder, &self.folder) {
                return state_at(folder, name);
            }
        }
        state_at(&self.folder, path)
    }

    /// What the file system says of a file at a path below the folder; `None` if there is none, or a link, or a folder.
    #[cfg(not(unix))]
    pub fn file(&self, path: &str) -> Option<State> {
        let meta = std::fs::symlink_metadata(self.folder.join(path)).ok()?;
        meta.is_file().then(|| State::of(&meta))
    }
}

/// What the file system says of a file at a path below a folder; `None` if there is none, or a link, or a folder.
#[cfg(unix)]
fn state_at(folder: &std::fs::File, path: &str) -> Option<State> {
    use rustix::fs::{AtFlags, FileType, statat};
    fn number(of: impl TryInto<u64>) -> u64 {
        of.try_into().unwrap_or(0)
    }
    let stat = statat(folder, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
    FileType::from_raw_mode(stat.st_mode)
        .is_file()
        .then(|| State {
            length: number(stat.st_size),
            modified: number(stat.st_mtime) * 1_000_000_000 + number(stat.st_mtime_nsec),
            changed: number(stat.st_ctime) * 1_000_000_000 + number(stat.st_ctime_nsec),
            inode: number(stat.st_ino),
        })
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// Nanoseconds since 1970.
pub(crate) fn now() -> u64 {
    nanoseconds(SystemTime::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_said_to_be_the_same_from_the_root_and_from_its_tree() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("答复")).unwrap();
        let file = folder.path().join("答复/一.txt");
        std::fs::write(&file, "已装三百部。").unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let of = || State::of(&std::fs::metadata(&file).unwrap());
        assert_eq!(tree.file("答复/一.txt"), Some(of()));
        let past = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
        let open = std::fs::File::options().write(true).open(&file).unwrap();
        open.set_modified(past).unwrap();
        assert_eq!(tree.file("答复/一.txt"), Some(of()));
        assert_eq!(of().modified, 1_000_000_000_123_456_789);
        // Often, so that the folder itself is opened.
        let looks = || (0..9).map(|_| tree.file("答复/一.txt"));
        let looks = || rayon::join(|| looks().collect::<Vec<_>>(), || ()).0;
        assert!(looks().into_iter().all(|state| state == Some(of())));
        assert_eq!(tree.file("答复"), None);
        assert_eq!(tree.file("答复/二.txt"), None);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&file, folder.path().join("link")).unwrap();
            assert_eq!(tree.file("link"), None);
        }
    }
}
