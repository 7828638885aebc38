//! What a mutex holds, whoever panicked with it: a panic ends the build, which puts nothing in place, so that nobody reads what was left half done.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Waits for a mutex and locks it.
pub(crate) fn held<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
