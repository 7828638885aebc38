//! What a reader typed → what is searched for.
