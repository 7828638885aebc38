//! `dafu import`: other formats → documents.

use super::Code;

/// The codes.
pub(super) const CODES: &[Code] = &[];
