//! Slips that a careful clerk would see in one reply, and over all of them: what was read is held against the text and itself.
//!
//! Every check goes through a document once and looks at its neighbours only through sketches ([`alike`]), so a build of many replies
//! stays linear. What cannot be told from a right text is not reported: a clerk who is warned for nothing reads no warning.

pub mod alike;
mod facts;
mod links;
mod marks;
mod outline;

use jiff::civil::Date;

pub use facts::dates;
pub use links::{InternalLink, internal_links};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Lines};
use crate::model::Block;
use crate::parse::Parsed;

/// One document as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// Its decoded text.
    pub source: &'d Lines<'d>,
    /// Whether it is Markdown.
    pub markdown: bool,
    /// What was read of it.
    pub parsed: &'d Parsed,
}

impl<'d> Document<'d> {
    /// The blocks of its body, each with the text from where it begins to where one further down does.
    fn blocks(self) -> impl Iterator<Item = (&'d Block, &'d str)> {
        let blocks = &self.parsed.body.blocks;
        let (mut next, mut end) = (self.source.len(), self.source.len());
        let mut ends: Vec<_> = (blocks.iter().rev())
            .map(|block| {
                if block.offset < next {
                    end = std::mem::replace(&mut next, block.offset);
                }
                end
            })
            .collect();
        ends.reverse();
        let text: &'d str = self.source;
        (blocks.iter().zip(ends))
            .map(move |(block, end)| (block, text.get(block.offset..end).unwrap_or("")))
    }
}

/// What a review depends on besides the document.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'c> {
    /// The site's settings.
    pub config: &'c Config,
    /// The day on which it is done: only findings depend on it.
    pub today: Date,
    /// Whether attachments must have files.
    pub attachments: bool,
}

/// All findings about one document, in no order; without paths.
#[must_use]
pub fn review(document: Document<'_>, settings: &Settings<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if document.parsed.reply.withdrawn.is_some() {
        return found;
    }
    marks::look(document, &mut found);
    links::images(document, &mut found);
    if document.parsed.page.is_none() {
        facts::look(document, settings, &mut found);
        outline::look(document, &mut found);
    }
    found
}

/// Today in China, which all dates of replies are of: the time of `SOURCE_DATE_EPOCH` where it is set, as tests and builders do.
#[must_use]
pub fn today() -> Date {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let set = epoch
        .and_then(|text| text.trim().parse().ok())
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let now = set.unwrap_or_else(jiff::Timestamp::now);
    jiff::tz::offset(8).to_datetime(now).date()
}
