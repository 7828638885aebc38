//! Reads back what was written, and holds it against the index: a bundle that does not answer as tantivy does is not
//! published.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use super::lexicon::{at_once, quantised, step_of};
use super::read::{Bundle, Entry};
use crate::error::{Error, Result};
use crate::index::Opened;
use crate::index::walk::TermData;

/// Terms that are looked up again, about; at least half of that.
const SAMPLE: usize = 200;
fn differs(term: &str, what: &str) -> Error {
    Error::Bundle(format!("“{term}”: {what}"))
}

/// Looks up some of the terms that were `written`, evenly over them, and the text of the first, middle and last reply.
///
/// # Errors
/// [`Error::Bundle`] names a term that is answered differently, or the file that cannot be read.
pub fn check(folder: &Path, index: &Opened, written: &BTreeSet<String>) -> Result<()> {
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
    let step = written.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<&String> = written.iter().step_by(step).collect();
    sample.par_chunks(at_once(replies)).try_for_each(|some| {
        // What was touched of the index's files counts as memory as long as they are open.
        let opened = index.opened_again()?;
        let terms = opened.terms()?;
        for term in some {
            let entry = bundle.term(term).map_err(fault)?;
            match (entry, terms.get(term, super::NO_POSITIONS)?) {
                (Some(entry), Some(data)) => compare(&bundle, &entry, &data)?,
                (None, None) => {}
                (Some(_), None) => return Err(differs(term, "no reply contains it any more")),
                (None, Some(_)) => return Err(differs(term, "it is missing")),
            }
        }
        Ok(())
    })
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
            .map(|weight| quantised(*weight, scale, step_of(data.documents.len())))
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
