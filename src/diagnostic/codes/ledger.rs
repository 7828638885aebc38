//! The ledger (台账) beside the documents.

use super::Code;

/// The codes.
pub(super) const CODES: &[Code] = &[];
