//! Private numbers and addresses.

use super::Code;

/// The codes.
pub(super) const CODES: &[Code] = &[];
