//! What the file system says of a file, by which it is known whether the file is as it was.
//!
//! A file that was changed within the last grain of its clock before it was looked at may have been changed after it, too: nothing is known of
//! such a file then (Git calls it racily clean).

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// How long before a look a change must be, in nanoseconds, that no other can have come after it unseen: a tick of the kernel's clock, and more.
pub(crate) const GRAIN: u64 = 50_000_000;
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

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// Nanoseconds since 1970.
pub(crate) fn now() -> u64 {
    nanoseconds(SystemTime::now())
}
