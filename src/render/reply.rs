//! The page of one reply.

use super::body::{Note, every_anchor};
use super::context::{
    Fact, FactItem, MetaTag, Neighbour, PairInfo, ReplyInfo, RevisionInfo, RunInfo,
};
use super::revisions::{History, Run};
use super::{Frame, Page, Portal, Related, body, strings};
use crate::catalog::{FacetName, Withdrawn, list_path, reply_path, values};
use crate::error::Result;
use crate::model::{Access, Assumption, Body, Kind, Reply};
use crate::parse::encode_path;

/// Where a reply's page is.
#[must_use]
pub fn path(reply: &Reply) -> String {
    reply_path(&reply.id, "html")
}

/// 义务教育语文课程标准 asks for 300 characters a minute of easy reading after six years of school and for 500 of an
/// ordinary modern text after nine; an official reply is denser than that, and many of its readers are old.
const CHARACTERS_A_MINUTE: usize = 400;

/// Characters as 字数 counts them: each Han character is one, and so is each word or number in other letters.
fn characters(text: &str) -> usize {
    let mut count = 0;
    let mut within = false;
    for c in text.chars() {
        let han = crate::text::is_han(c);
        let word = !han && c.is_alphanumeric();
        count += usize::from(han || (word && !within));
        within = word;
    }
    count
}

impl Portal<'_> {
    /// Renders the reply at `index` of the catalogue with its text, what was corrected in it, and the replies that are `related`
    /// to it.
    ///
    /// # Errors
    /// If a template is wrong.
    pub fn reply_page(
        &self,
        index: usize,
        text: &Body,
        history: &History,
        related: &[Related],
    ) -> Result<Page> {
        let reply = &self.catalog.entries[index].reply;
        let language = self.config.language;
        let notes = self.notes(reply, history);
        let rendered = body::render_corrected(text, &notes, language.tag(), self.strings());
        let neighbour = |at: Option<usize>| {
            at.and_then(|at| self.catalog.entries.get(at))
                .map(|entry| Neighbour {
                    title: &entry.reply.title,
                    href: path(&entry.reply),
                })
        };
        let revisions = self.revision_infos(reply, text, history);
        let mut context = tera::Context::new();
        context.insert(
            "reply",
            &ReplyInfo {
                id: &reply.id,
                base: path(reply).trim_end_matches(".html"),
                title: &reply.title,
                title_truncated: reply.title_truncated,
                kind_label: reply.kind.map_or("", |kind| self.strings().kind(kind)),
            },
        );
        let mut facts = self.facts(reply);
        facts.push(self.length(text));
        context.insert("facts", &facts);
        context.insert("citation", &self.citation(reply));
        context.insert("json_ld", &self.json_ld(reply));
        let published = reply.published.map(|at| at.to_string().replace(' ', "T"));
        context.insert("published", &published.unwrap_or_default());
        context.insert("contents", &rendered.contents);
        context.insert("body", &rendered.html);
        context.insert("revisions", &revisions);
        // The catalogue is newest first: the previous reply is the older one.
        context.insert("previous", &neighbour(Some(index + 1)));
        context.insert("next", &neighbour(index.checked_sub(1)));
        context.insert("source_note", "");
        context.insert("timeline", &self.timeline(index, related));
        context.insert("related", &self.related_info(related));
        let description = self.description(reply);
        let frame = Frame {
            path: &path(reply),
            title: &reply.title,
            description: &description,
            section: None,
            meta: self.reply_meta(reply),
        };
        self.page("reply.html", frame, context)
    }

    /// Renders the notice at the address of a reply that was withdrawn.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn withdrawn_page(&self, withdrawn: &Withdrawn) -> Result<Page> {
        let strings = self.strings();
        let Withdrawn { id, withdrawal } = withdrawn;
        let date = withdrawal
            .date
            .map(|date| strings::date(date, self.config.language));
        let mut context = tera::Context::new();
        context.insert("id", id);
        context.insert("date_text", &date.unwrap_or_default());
        context.insert("reason", &withdrawal.reason);
        let title = strings.get("withdrawn_heading");
        let mut meta = self.site_meta();
        meta.push(MetaTag {
            name: "robots",
            content: "noindex".to_owned(),
        });
        let frame = Frame {
            path: &reply_path(id, "html"),
            title,
            description: "",
            section: None,
            meta,
        };
        self.page("withdrawn.html", frame, context)
    }

    /// 2024年7月1日更正.
    pub(super) fn revised_on(&self, date: jiff::civil::Date) -> String {
        let date = strings::date(date, self.config.language);
        self.strings().fill("revised_on", &[("date", &date)])
    }

    /// What stands below the paragraphs that were corrected.
    fn notes(&self, reply: &Reply, history: &History) -> Vec<Note> {
        let mut notes = Vec::new();
        for (revision, correction) in reply.revisions.iter().zip(&history.corrections) {
            for pair in &correction.pairs {
                notes.extend(pair.now.map(|block| Note {
                    block,
                    anchor: pair.ids[0].clone(),
                    text: self.revised_on(revision.date),
                }));
            }
        }
        notes
    }

    fn revision_infos<'r>(
        &self,
        reply: &'r Reply,
        text: &Body,
        history: &History,
    ) -> Vec<RevisionInfo<'r>> {
        if reply.revisions.is_empty() {
            return Vec::new();
        }
        let anchors = every_anchor(text);
        let runs = |runs: &[Run]| {
            let info = |run: &Run| RunInfo {
                text: run.text.clone(),
                changed: run.changed,
            };
            runs.iter().map(info).collect()
        };
        let revisions = reply.revisions.iter().zip(&history.corrections);
        revisions
            .map(|(revision, correction)| RevisionInfo {
                on_text: self.revised_on(revision.date),
                reason: &revision.reason,
                pairs: (correction.pairs.iter())
                    .map(|pair| PairInfo {
                        id: pair.ids[0].clone(),
                        others: pair.ids[1..].to_vec(),
                        before: runs(&pair.before),
                        after: runs(&pair.after),
                        struck: pair.struck,
                        now: (pair.now).map_or_else(String::new, |at| anchors[at][0].clone()),
                    })
                    .collect(),
            })
            .collect()
    }

    /// How long the text is, and how long it takes to read.
    fn length(&self, text: &Body) -> Fact {
        let strings = self.strings();
        let n = text
            .blocks
            .iter()
            .map(|block| characters(block.content.text()))
            .sum::<usize>();
        let minutes = n.div_ceil(CHARACTERS_A_MINUTE).max(1);
        let time = if minutes == 1 {
            strings.get("reading_minute").to_owned()
        } else {
            strings.fill("reading_minutes", &[("n", &minutes.to_string())])
        };
        let length = strings.fill("length_characters", &[("n", &n.to_string())]);
        Fact {
            label: strings.get("fact_length").to_owned(),
            key: "length",
            items: vec![FactItem {
                text: format!("{length}{}{time}", strings.get("comma")),
                href: String::new(),
            }],
            unknown: false,
            main: false,
        }
    }

    fn description(&self, reply: &Reply) -> String {
        let date = reply
            .issued
            .map(|date| strings::date(date, self.config.language));
        let parts = [reply.agency.clone(), date, reply.document_number.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn reply_meta(&self, reply: &Reply) -> Vec<MetaTag> {
        let mut meta = self.site_meta();
        meta.push(MetaTag {
            name: "ColumnName",
            content: self.column().to_owned(),
        });
        meta.push(MetaTag {
            name: "ColumnType",
            content: self.column().to_owned(),
        });
        meta.push(MetaTag {
            name: "ArticleTitle",
            content: reply.title.clone(),
        });
        // Never a date that the document does not give.
        if let Some(published) = reply.published {
            meta.push(MetaTag {
                name: "PubDate",
                content: published.to_string(),
            });
        }
        if let Some(source) = reply.source.as_ref().or(reply.agency.as_ref()) {
            meta.push(MetaTag {
                name: "ContentSource",
                content: source.clone(),
            });
        }
        meta.extend(self.dublin_core(reply));
        meta
    }

    /// The summary sheet: what matters is shown as unknown where it is not known, the rest only where it is.
    pub(super) fn facts(&self, reply: &Reply) -> Vec<Fact> {
        let language = self.config.language;
        let strings = self.strings();
        let mut facts: Vec<Fact> = Vec::with_capacity(16);
        let plain = |text: String| FactItem {
            text,
            href: String::new(),
        };
        let mut push =
            |key: &'static str, label: &str, items: Vec<FactItem>, always: bool, main: bool| {
                let unknown = items.is_empty();
                if unknown && !always {
                    return;
                }
                let items = if unknown {
                    vec![plain(strings.get("unknown").to_owned())]
                } else {
                    items
                };
                facts.push(Fact {
                    label: label.to_owned(),
                    key,
                    items,
                    unknown,
                    main,
                });
            };
        let linked = |name: FacetName, text: String| {
            let value = values(name, reply).into_iter().next();
            FactItem {
                text,
                href: value
                    .map(|value| list_path(name, &value))
                    .unwrap_or_default(),
            }
        };

        let members = values(FacetName::Member, reply);
        let mut askers: Vec<FactItem> = reply
            .askers
            .iter()
            .zip(&members)
            .map(|(name, value)| FactItem {
                text: name.clone(),
                href: list_path(FacetName::Member, value),
            })
            .collect();
        if reply.askers_more
            && let Some(last) = askers.last_mut()
        {
            last.text.push_str(strings.get("askers_more"));
        }
        if reply.kind == Some(Kind::Opinion) {
            let office = reply.addressee_agency.iter().cloned().map(plain).collect();
            push(
                "addressee_agency",
                strings.get("fact_addressee_agency"),
                office,
                true,
                true,
            );
            push("askers", strings.get("fact_askers"), askers, false, false);
        } else {
            push("askers", strings.get("fact_askers"), askers, true, true);
        }
        push(
            "agency",
            strings.get("fact_agency"),
            reply
                .agency
                .iter()
                .map(|name| {
                    let now = reply.agency_now.as_ref().map_or_else(String::new, |now| {
                        strings.fill("agency_now", &[("name", now)])
                    });
                    linked(FacetName::Agency, format!("{name}{now}"))
                })
                .collect(),
            true,
            true,
        );
        push(
            "co_agencies",
            strings.get("fact_co_agencies"),
            reply.co_agencies.iter().cloned().map(plain).collect(),
            false,
            false,
        );
        let outcome = reply.outcome.map(|letter| {
            match self.config.outcome(reply.agency.as_deref(), letter) {
                Some(meaning) => plain(format!("{letter}{}{meaning}", strings.get("colon"))),
                None => {
                    plain(strings.fill("outcome_undefined", &[("letter", &letter.to_string())]))
                }
            }
        });
        push(
            "outcome",
            strings.get("fact_outcome"),
            outcome.into_iter().collect(),
            true,
            true,
        );
        push(
            "issued",
            strings.get("fact_issued"),
            reply
                .issued
                .map(|date| plain(strings::date(date, language)))
                .into_iter()
                .collect(),
            true,
            true,
        );
        push(
            "kind",
            strings.get("fact_kind"),
            reply
                .kind
                .map(|kind| linked(FacetName::Kind, strings.kind(kind).to_owned()))
                .into_iter()
                .collect(),
            true,
            false,
        );
        push(
            "proposal_title",
            strings.get("fact_proposal_title"),
            reply.proposal_title.iter().cloned().map(plain).collect(),
            false,
            false,
        );
        let session = values(FacetName::Session, reply)
            .into_iter()
            .next()
            .filter(|_| reply.session.is_some());
        let session = session.map(|value| FactItem {
            text: self.value_label(&value),
            href: list_path(FacetName::Session, &value),
        });
        push(
            "session",
            strings.get("fact_session"),
            session.into_iter().collect(),
            true,
            false,
        );
        push(
            "case_number",
            strings.get("fact_case_number"),
            reply.case_number.iter().cloned().map(plain).collect(),
            true,
            false,
        );
        push(
            "document_number",
            strings.get("fact_document_number"),
            reply.document_number.iter().cloned().map(plain).collect(),
            true,
            false,
        );
        push(
            "signatory",
            strings.get("fact_signatory"),
            reply.signatory.iter().cloned().map(plain).collect(),
            false,
            false,
        );
        let published = reply.published.map(|published| {
            let mut text = strings::date(published.date, language);
            if let Some(time) = published.time {
                text = format!("{text} {:02}:{:02}", time.hour(), time.minute());
            }
            plain(text)
        });
        push(
            "published",
            strings.get("fact_published"),
            published.into_iter().collect(),
            true,
            false,
        );
        // What nobody has said is not shown as if the office had.
        let said = reply.states(Assumption::Access) || self.config.defaults.access.is_some();
        let access = reply.access.filter(|_| said).map(Access::as_written);
        push(
            "access",
            strings.get("fact_access"),
            access
                .map(|access| plain(access.to_owned()))
                .into_iter()
                .collect(),
            true,
            false,
        );
        // An address on another host is shown, not linked: every href of the contract is relative to the root.
        push(
            "source",
            strings.get("fact_source"),
            reply.source.iter().cloned().map(plain).collect(),
            false,
            false,
        );
        let contact: Vec<&str> = [
            reply.contact.name.as_deref(),
            reply.contact.phone.as_deref(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let contact = if contact.is_empty() {
            vec![]
        } else {
            vec![plain(contact.join(" "))]
        };
        push(
            "contact",
            strings.get("fact_contact"),
            contact,
            false,
            false,
        );
        let attachments = reply
            .attachments
            .iter()
            .map(|attachment| FactItem {
                text: attachment.title.clone(),
                href: attachment
                    .file
                    .as_deref()
                    .map(|file| format!("files/{}", encode_path(file)))
                    .unwrap_or_default(),
            })
            .collect();
        push(
            "attachments",
            strings.get("fact_attachments"),
            attachments,
            false,
            false,
        );
        push(
            "copied_to",
            strings.get("fact_copied_to"),
            reply.copied_to.iter().cloned().map(plain).collect(),
            false,
            false,
        );
        // What the site's vocabulary says is not what the reply says.
        let by_site = if reply.assumed.contains(&Assumption::Topics) {
            strings.get("topic_by_site")
        } else {
            ""
        };
        push(
            "topics",
            strings.get("fact_topics"),
            reply
                .topics
                .iter()
                .zip(values(FacetName::Topic, reply))
                .map(|(topic, value)| FactItem {
                    text: format!("{topic}{by_site}"),
                    href: list_path(FacetName::Topic, &value),
                })
                .collect(),
            false,
            false,
        );
        for (label, value) in &reply.other {
            push("other", label, vec![plain(value.clone())], false, false);
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::characters;

    #[test]
    fn length_counts_characters_and_words_and_no_marks() {
        assert_eq!(
            characters("加装电梯12部，GDP增长3.5%。"),
            4 + 1 + 1 + 1 + 2 + 2
        );
        assert_eq!(characters(" 　——"), 0);
    }
}
