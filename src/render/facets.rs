//! The filters of the search page: which values there are, what they are called, and which reply has which.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::Portal;
use crate::catalog::{FacetColumn, FacetName, Group, Value, values};
use crate::model::Reply;

impl Portal<'_> {
    /// The columns of the facets that a reader filters by, by name. A year needs none: numbers tell it
    /// ([`crate::numbering::Ages`]).
    #[must_use]
    pub fn facet_columns(&self) -> BTreeMap<String, FacetColumn> {
        (FacetName::ALL.into_par_iter())
            // Where nobody has a value there is nothing to choose.
            .filter(|name| !self.catalog.facet(*name).groups.is_empty())
            .filter_map(|name| Some((name.key()?.to_owned(), self.column_of(name))))
            .collect()
    }

    fn column_of(&self, name: FacetName) -> FacetColumn {
        let catalog = self.catalog;
        let mut column = FacetColumn {
            values: Vec::new(),
            replies: vec![Vec::new(); catalog.entries.len()],
        };
        let mut namesakes: HashMap<&str, usize> = HashMap::new();
        let mut groups: Vec<&Group> = catalog.facet(name).groups.iter().collect();
        groups.sort_by(|a, b| a.slug.cmp(&b.slug));
        for group in &groups {
            if let Value::Member(_, name) = &group.value {
                *namesakes.entry(name).or_default() += 1;
            }
        }
        for (at, group) in (0u32..).zip(groups) {
            let label = match &group.value {
                Value::Member(body, name) if namesakes.get(name.as_str()) > Some(&1) => {
                    let body = match body {
                        crate::catalog::Body::Committee => self.strings().get("session_cppcc"),
                        crate::catalog::Body::Congress => self.strings().get("session_npc"),
                        crate::catalog::Body::Unknown => self.strings().get("unknown"),
                    };
                    format!("{name}（{body}）")
                }
                value => self.value_label(value),
            };
            column.values.push((group.slug.clone(), label));
            for entry in &group.entries {
                column.replies[catalog.number(*entry as usize) as usize].push(at);
            }
        }
        column
    }

    /// What a reply's outcome is called, as its issuer defines it; `None` where there is none.
    pub(super) fn outcome_label(&self, reply: &Reply) -> Option<String> {
        reply.outcome?;
        let value = values(FacetName::Outcome, reply).into_iter().next()?;
        Some(self.value_label(&value))
    }
}
