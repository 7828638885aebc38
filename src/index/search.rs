//! Queries against the index.
