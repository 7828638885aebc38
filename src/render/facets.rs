//! The filters of the search page: which values there are, what they are called, and which reply has which.

use std::collections::{BTreeMap, HashMap};

use super::Portal;
use crate::catalog::{FacetColumn, FacetName, Value, slug};
use crate::model::Reply;

impl Portal<'_> {
    /// The columns of the facets that a reader filters by, by name. A year needs none: replies are numbered by date.
    #[must_use]
    pub fn facet_columns(&self) -> BTreeMap<String, FacetColumn> {
        let mut columns = BTreeMap::new();
        for (name, key) in [
            (FacetName::Agency, "agency"),
            (FacetName::Kind, "kind"),
            (FacetName::Session, "session"),
            (FacetName::Member, "member"),
        ] {
            columns.insert(key.to_owned(), self.column_of(name));
        }
        columns.insert("outcome".to_owned(), self.outcome_column());
        columns
    }

    fn column_of(&self, name: FacetName) -> FacetColumn {
        let catalog = self.catalog;
        let mut column = FacetColumn {
            values: Vec::new(),
            replies: vec![Vec::new(); catalog.entries.len()],
        };
        let mut namesakes: HashMap<&str, usize> = HashMap::new();
        let groups = &catalog.facet(name).groups;
        for group in groups {
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

    /// Letters mean what their issuer says: two issuers' equal letters are one value only where they mean the same.
    fn outcome_column(&self) -> FacetColumn {
        let mut column = FacetColumn::default();
        let mut known: HashMap<String, u32> = HashMap::new();
        for entry in self.catalog.entries.iter().rev() {
            let reply = &entry.reply;
            let label = self.outcome_label(reply);
            let label = label.unwrap_or_else(|| self.strings().get("unknown").to_owned());
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let at = *known.entry(label).or_insert_with_key(|label| {
                let key = if reply.outcome.is_some() {
                    slug(label)
                } else {
                    "unknown".to_owned()
                };
                column.values.push((key, label.clone()));
                next
            });
            column.replies.push(vec![at]);
        }
        column
    }

    /// What a reply's outcome means, as its issuer defines it; `None` where there is none.
    pub(super) fn outcome_label(&self, reply: &Reply) -> Option<String> {
        let letter = reply.outcome?;
        let agency = reply.agency.as_deref();
        Some(match (self.config.outcome(agency, letter), agency) {
            (Some(meaning), _) => format!("{letter}{}{meaning}", self.strings().get("colon")),
            (None, Some(agency)) => format!("{letter}（{agency}）"),
            (None, None) => self
                .strings()
                .fill("outcome_undefined", &[("letter", &letter.to_string())]),
        })
    }
}
