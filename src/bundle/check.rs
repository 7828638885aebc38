//! Reads back what was written, and holds it against the index: a bundle that does not answer as tantivy does is not
//! published.

use std::path::Path;

use super::read::{Bundle, Entry};
use super::write::quantised;
use crate::error::{Error, Result};
use crate::index::Opened;
use crate::index::walk::TermData;

/// Terms that are looked up again, about; at least half of that.
const SAMPLE: usize = 200;

fn differs(term: &str, what: &str) -> Error {
    Error::Bundle(format!("“{term}”: {what}"))
}

/// Looks up a sample of all terms, evenly over the dictionary, and the text of the first, middle and last reply.
///
/// # Errors
/// [`Error::Bundle`] names the first term that is answered differently, or the file that cannot be read.
pub fn check(folder: &Path, index: &Opened) -> Result<()> {
    let fault = Error::Bundle;
    let bundle = Bundle::open(folder.to_owned()).map_err(fault)?;
    let replies = index.replies();
    if bundle.manifest.replies != replies {
        return Err(Error::Bundle(
            "it holds another number of replies".to_owned(),
        ));
    }
    for number in [0, replies / 2, replies.saturating_sub(1)] {
        if number >= replies {
            continue;
        }
        for (passage, payload) in index.payloads(number)?.into_iter().enumerate() {
            if bundle.text(number, passage).map_err(fault)? != payload {
                return Err(Error::Bundle(format!("the text of reply {number} differs")));
            }
        }
    }
    let terms = bundle.manifest.pairs.1 as usize * super::write::TERMS_IN_SHARD;
    let step = (terms / SAMPLE).max(1);
    let seen = std::cell::Cell::new(0usize);
    index.walk_terms(
        super::NO_POSITIONS,
        |_| {
            seen.set(seen.get() + 1);
            seen.get().is_multiple_of(step)
        },
        |data| {
            let entry = bundle
                .term(&data.term)
                .map_err(fault)?
                .ok_or_else(|| differs(&data.term, "it is missing"))?;
            compare(&bundle, &entry, data)
        },
    )
}

fn compare(bundle: &Bundle, entry: &Entry, data: &TermData) -> Result<()> {
    let term = &data.term;
    let list = bundle.list(entry).map_err(Error::Bundle)?;
    if (&list.documents, &list.masks) != (&data.documents, &data.masks) {
        return Err(differs(term, "its replies or passages differ"));
    }
    let weights: Vec<u8> = entry.scale.map_or_else(Vec::new, |scale| {
        data.weights
            .iter()
            .map(|weight| quantised(*weight, scale))
            .collect()
    });
    if list.weights != weights {
        return Err(differs(term, "its scores differ"));
    }
    let positions = bundle.positions(entry, &list).map_err(Error::Bundle)?;
    let flat: Vec<u32> = positions.unwrap_or_default().concat();
    if flat != data.offsets {
        return Err(differs(term, "its places differ"));
    }
    Ok(())
}
