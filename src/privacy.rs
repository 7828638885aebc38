//! Private numbers and addresses.
pub mod detect;
