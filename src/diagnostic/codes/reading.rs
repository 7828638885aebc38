//! Reading documents, settings and files: whatever every build finds.

use super::Code;

/// The codes.
pub(super) const CODES: &[Code] = &[];
