//! What a page is made of, as a hash: the next build renders only pages that are made of something else.
//!
//! A page depends on the program, the settings, the theme and what every page shows (together the base), and on replies: on all
//! that is known of its own, on the facts of those that it lists, on the titles of its neighbours. Whatever a template
//! can show must be in the hash; `tests/incremental.rs` holds every build against one that makes all anew.

use rayon::prelude::*;

use crate::catalog::{Entry, FacetName, Group, list_base};
use crate::digest::Pieces;
use crate::index::related::Alike;
use crate::output::MadeOf;
use crate::render::Portal;

/// The hashes of one build.
pub(crate) struct Made {
    base: Pieces,
    /// Of the facts of all, and of what is said of those that are gone.
    all_facts: MadeOf,
    /// Of each reply, in the order of the catalogue: its facts.
    facts: Vec<MadeOf>,
    /// The same with its text.
    replies: Vec<MadeOf>,
    /// Of what is said of replies that are gone.
    withdrawn: MadeOf,
}

impl Made {
    /// `settings` differs if the program or its settings do, and `document` adds what a document is.
    pub fn of(
        portal: &Portal<'_>,
        settings: &[u8; 32],
        document: impl Fn(usize, &mut Pieces) + Sync,
    ) -> Made {
        let mut base = Pieces::default();
        base.add(settings).add(&portal.theme.stamp);
        for facet in &portal.catalog.facets {
            base.add(&[u8::from(facet.groups.is_empty())]);
        }
        base.add(&[u8::from(portal.catalog.entries.is_empty())]);
        for (name, title) in &portal.pages {
            base.add(name.as_bytes()).add(title.as_bytes());
        }
        let of = |entry: &Entry| -> (MadeOf, MadeOf) {
            let mut key = base.clone();
            // A reply is strings, numbers and dates, which do not fail to serialise.
            key.add(&postcard::to_stdvec(&entry.reply).unwrap_or_default());
            let facts = key.first();
            document(entry.document, &mut key);
            (facts, key.first())
        };
        let (facts, replies): (Vec<_>, Vec<_>) = portal.catalog.entries.par_iter().map(of).unzip();
        let mut withdrawn = Pieces::default();
        for one in &portal.catalog.withdrawn {
            let date = one.withdrawal.date.map(|date| date.to_string());
            withdrawn
                .add(one.id.as_bytes())
                .add(one.withdrawal.reason.as_bytes())
                .add(date.unwrap_or_default().as_bytes());
        }
        let withdrawn = withdrawn.first();
        let mut all_facts = base.clone();
        all_facts.add(&withdrawn);
        all_facts.add(facts.as_flattened());
        Made {
            all_facts: all_facts.first(),
            withdrawn,
            base,
            facts,
            replies,
        }
    }

    /// Of a reply's text, Markdown and JSON.
    pub fn files(&self, index: usize) -> &MadeOf {
        &self.replies[index]
    }

    /// Of a reply's page. `same_matter` says of related replies whether they are on the same matter.
    pub fn page(
        &self,
        portal: &Portal<'_>,
        index: usize,
        related: &[(usize, bool, Alike<'_>)],
    ) -> MadeOf {
        let mut key = Pieces::default();
        key.add(&self.replies[index]);
        for neighbour in [Some(index + 1), index.checked_sub(1)] {
            match neighbour.and_then(|at| portal.catalog.entries.get(at)) {
                Some(entry) => {
                    key.add(entry.reply.id.as_bytes());
                    key.add(entry.reply.title.as_bytes());
                }
                None => {
                    key.add(&[]);
                }
            }
        }
        for (entry, same_matter, alike) in related {
            key.add(&self.replies[*entry]);
            // They are shown in the order of the catalogue, too, and the reply itself among them.
            let others = related.iter().map(|(other, ..)| *other);
            let before = others.chain([index]).filter(|other| other < entry).count();
            key.add(&[
                u8::from(*same_matter),
                u8::try_from(before).unwrap_or(u8::MAX),
                u8::try_from(alike.passage).unwrap_or(u8::MAX),
            ]);
            key.add(&(alike.terms.len() as u64).to_le_bytes());
            for term in &alike.terms {
                key.add(term.as_bytes());
            }
        }
        key.first()
    }

    /// Of what holds the texts of some replies, in this order, and of replies that are gone what is said of them.
    pub fn texts(&self, what: &str, entries: &[u32]) -> MadeOf {
        let mut key = self.base.clone();
        key.add(what.as_bytes());
        for entry in entries {
            key.add(&self.replies[*entry as usize]);
        }
        key.add(&self.withdrawn);
        key.first()
    }

    /// Of what shows the facts of all replies, and what is said of those that are gone; `what` it is, and what else it depends on.
    pub fn facts(&self, what: &str, besides: &[&[u8]]) -> MadeOf {
        let mut key = Pieces::default();
        key.add(what.as_bytes()).add(&self.all_facts);
        for besides in besides {
            key.add(besides);
        }
        key.first()
    }

    /// Of what shows the facts of some replies, in this order, and besides them how many there are in all.
    pub fn rows(
        &self,
        what: impl AsRef<[u8]>,
        all: usize,
        entries: impl Iterator<Item = usize>,
    ) -> MadeOf {
        let mut key = self.base.clone();
        key.add(what.as_ref()).add(&(all as u64).to_le_bytes());
        // At once: a hash of much is made faster than that of many pieces.
        let facts: Vec<MadeOf> = entries.map(|entry| self.facts[entry]).collect();
        key.add(facts.as_flattened());
        key.first()
    }

    /// Of all that lists one value's replies: its pages and feeds.
    pub fn group(&self, portal: &Portal<'_>, name: FacetName, group: &Group) -> MadeOf {
        let what = (
            list_base(name, &group.slug),
            &group.value,
            portal.has_feeds(name, group),
        );
        // Strings and numbers do not fail to serialise.
        let what = postcard::to_stdvec(&what).unwrap_or_default();
        let entries = group.entries.iter().map(|entry| *entry as usize);
        self.rows(&what, group.entries.len(), entries)
    }
}
