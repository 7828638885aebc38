//! What `dafu check` finds besides: slips that a careful clerk would see.

use super::Code;

/// The codes.
pub(super) const CODES: &[Code] = &[];
