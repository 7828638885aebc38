//! Addresses that were published: lock file, aliases, redirects, corrections.

use super::Code;

/// The codes.
pub(super) const CODES: &[Code] = &[];
