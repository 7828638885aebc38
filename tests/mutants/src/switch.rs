//! Says which change is on: woven into dafu's sources by tests/mutants.

use std::os::unix::fs::FileExt;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The change that is on; none is 0, and `u32::MAX` writes down which changes are come by.
static ACTIVE: LazyLock<u32> = LazyLock::new(|| match std::env::var("DAFU_MUTANT") {
    Ok(id) => id.parse().expect("a number"),
    Err(_) if std::env::var_os("DAFU_MUTANT_TRACE").is_some() => u32::MAX,
    Err(_) => 0,
});

/// One byte for each change.
static TRACE: LazyLock<(std::fs::File, Vec<AtomicBool>)> = LazyLock::new(|| {
    let path = std::env::var_os("DAFU_MUTANT_TRACE").expect("a path");
    let file = std::fs::OpenOptions::new().write(true).open(path).expect("a file");
    let size = usize::try_from(file.metadata().expect("its size").len()).expect("a size");
    (file, (0..size).map(|_| AtomicBool::new(false)).collect())
});

pub fn on(id: u32) -> bool {
    let active = *ACTIVE;
    if active == u32::MAX {
        let (file, seen) = &*TRACE;
        if !seen[id as usize].swap(true, Ordering::Relaxed) {
            file.write_at(b"1", u64::from(id)).expect("a byte");
        }
    }
    active == id
}
