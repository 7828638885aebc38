//! What machines read of a reply: JSON-LD after schema.org, and Dublin Core. What is not known is not there.

use serde_json::{Map, Value, json};

use super::context::MetaTag;
use super::{Portal, in_script, reply::path};
use crate::model::Reply;

impl Portal<'_> {
    /// A reply as JSON-LD that may stand in a `<script>`: a `Report` about a `Question`.
    ///
    /// Who asked has no type: whether a name is a person's or a group's is not said in the document.
    #[must_use]
    pub fn json_ld(&self, reply: &Reply) -> String {
        let base = &self.config.base_url;
        let office = |name: &str| json!({"@type": "GovernmentOrganization", "name": name});
        let mut report = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                report.insert(key.to_owned(), value);
            }
        };
        put("@context", Some(json!("https://schema.org")));
        put("@type", Some(json!("Report")));
        if !base.is_empty() {
            let address = format!("{base}{}", path(reply));
            put("@id", Some(json!(address)));
            put("url", Some(json!(address)));
        }
        put("name", Some(json!(reply.title)));
        put("inLanguage", Some(json!(self.strings().get("texts_lang"))));
        put(
            "reportNumber",
            reply.document_number.clone().map(Value::from),
        );
        put("author", reply.agency.as_deref().map(office));
        let others: Vec<Value> = reply.co_agencies.iter().map(|name| office(name)).collect();
        put("contributor", some(others));
        let publisher = &self.config.site.organizer;
        put(
            "publisher",
            (!publisher.is_empty()).then(|| office(publisher)),
        );
        put(
            "dateCreated",
            reply.issued.map(|date| json!(date.to_string())),
        );
        put(
            "datePublished",
            reply
                .published
                .map(|at| json!(at.to_string().replace(' ', "T"))),
        );
        let corrected = reply.revisions.iter().map(|revision| revision.date).max();
        put(
            "dateModified",
            corrected.map(|date| json!(date.to_string())),
        );
        let corrections = reply.revisions.iter().map(|revision| {
            json!({"@type": "CorrectionComment", "datePublished": revision.date.to_string(), "text": revision.reason})
        });
        put("correction", some(corrections.collect()));
        put(
            "keywords",
            some(
                reply
                    .own_topics()
                    .iter()
                    .map(|topic| json!(topic))
                    .collect(),
            ),
        );
        put("about", question(reply));
        let mut portal = Map::new();
        portal.insert("@type".into(), json!("WebSite"));
        portal.insert("name".into(), json!(self.config.title));
        if !base.is_empty() {
            portal.insert("url".into(), json!(base));
        }
        put("isPartOf", Some(Value::Object(portal)));
        in_script(&Value::Object(report).to_string())
    }

    /// Dublin Core.
    pub(super) fn dublin_core(&self, reply: &Reply) -> Vec<MetaTag> {
        let mut tags = Vec::new();
        let mut put = |name: &'static str, content: Option<String>| {
            tags.extend(
                content
                    .filter(|content| !content.is_empty())
                    .map(|content| MetaTag { name, content }),
            );
        };
        put("DC.title", Some(reply.title.clone()));
        put("DC.creator", reply.agency.clone());
        for office in &reply.co_agencies {
            put("DC.contributor", Some(office.clone()));
        }
        put("DC.publisher", Some(self.config.site.organizer.clone()));
        let published = reply.published.map(|published| published.date);
        put(
            "DC.date",
            published.or(reply.issued).map(|date| date.to_string()),
        );
        put("DC.identifier", reply.document_number.clone());
        put(
            "DC.language",
            Some(self.strings().get("texts_lang").to_owned()),
        );
        for topic in reply.own_topics() {
            put("DC.subject", Some(topic.clone()));
        }
        tags
    }
}

/// What was asked, as far as the reply says it.
fn question(reply: &Reply) -> Option<Value> {
    let askers: Vec<Value> = reply
        .askers
        .iter()
        .map(|name| json!({"name": name}))
        .collect();
    if reply.proposal_title.is_none() && reply.case_number.is_none() && askers.is_empty() {
        return None;
    }
    let mut question = Map::new();
    question.insert("@type".into(), json!("Question"));
    if let Some(title) = &reply.proposal_title {
        question.insert("name".into(), json!(title));
    }
    if let Some(number) = &reply.case_number {
        question.insert("identifier".into(), json!(number));
    }
    if let Some(askers) = some(askers) {
        question.insert("author".into(), askers);
    }
    Some(Value::Object(question))
}

fn some(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::Array(values))
}
