//! One reply as data: a line of `data/replies.jsonl`, which is the reply's own `.json` byte for byte.
//!
//! Every key is in every line, null or empty where a fact is not known, so that what is missing can be counted. The
//! schema in `data/schema.json` is made from these types: what the comments say here is what it says there.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::catalog::Withdrawn;
use crate::config::Config;
use crate::model::{self, Content, Role};
use crate::parse::encode_path;

/// A line of the JSON Lines files: a reply, or what is left of one that was withdrawn.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Line<'r> {
    /// A reply.
    Reply(Box<Reply<'r>>),
    /// A reply that was withdrawn.
    Withdrawn(Tombstone<'r>),
}

/// A reply: its facts and its text. What is not known is null or empty, and is never guessed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reply<'r> {
    /// 标识: names the reply for ever.
    id: &'r str,
    /// `corrected` if it was corrected after publication (see `revisions`).
    status: Status,
    /// 标题, as the office wrote it.
    title: &'r str,
    /// Whether the source itself cut the title off.
    title_truncated: bool,
    /// 提案标题: what the proposal or suggestion is called.
    proposal_title: Option<&'r str>,
    /// 类型: 提案, 建议, 协办意见.
    #[schemars(extend("enum" = ["proposal", "suggestion", "opinion", null]))]
    kind: Option<&'static str>,
    /// 届次: 十届五次 is congress 10, meeting 5.
    session: Option<Session>,
    /// 案号, leading zeros kept.
    case_number: Option<&'r str>,
    /// 提案人: persons and groups who asked, in the order in which they are addressed.
    askers: &'r [String],
    /// Whether the reply says 等, so that `askers` is not the whole list.
    askers_more: bool,
    /// 主送单位: the office that an opinion (协办意见) is sent to.
    addressee_agency: Option<&'r str>,
    /// 主办单位: the office that answers, by the name that it had then.
    agency: Option<&'r str>,
    /// What that office is called today; null if it was not renamed.
    agency_now: Option<&'r str>,
    /// 协办单位.
    co_agencies: &'r [String],
    /// 文号.
    document_number: Option<&'r str>,
    /// 签发人.
    signatory: Option<&'r str>,
    /// 办理结果: a letter means what its issuer says; two issuers' letters cannot be compared.
    outcome: Option<Outcome<'r>>,
    /// 公开属性: always 主动公开, for nothing else is published.
    #[schemars(extend("const" = "主动公开"))]
    access: &'static str,
    /// 成文日期.
    #[schemars(extend("format" = "date"))]
    issued: Option<String>,
    /// 发布日期: a date, with hour and minute where the office gives them.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$"))]
    published: Option<String>,
    /// 来源: a text or an address.
    source: Option<&'r str>,
    /// 联系: whom to call at the office.
    contact: Contact<'r>,
    /// 附件.
    attachments: Vec<Attachment<'r>>,
    /// 抄送.
    copied_to: &'r [String],
    /// 主题.
    topics: &'r [String],
    /// Names of the facts above that the reply does not state itself: the site's settings, its vocabulary or the file's path gave
    /// them.
    assumed: Vec<Fact>,
    /// 更正, oldest first.
    revisions: Vec<Revision<'r>>,
    /// Earlier ids of the reply, or addresses that it had; a copy under one of them is a copy of this.
    aliases: &'r [String],
    /// Further fields of the document's head (索引号, …): label and value as written.
    other: Vec<Field<'r>>,
    /// Where the reply is read: a whole address if the portal knows its own, else a path below the portal's root.
    address: String,
    /// 正文, block by block.
    body: Vec<Block<'r>>,
}

/// Whether a reply stands as it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As it was published.
    Published,
    /// Corrected after publication.
    Corrected,
}

/// A fact that a reply may not state itself.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Fact {
    /// 标识: made from the file's path.
    Id,
    /// 主办单位: the site's default.
    Agency,
    /// 类型: the site's default.
    Kind,
    /// 公开属性: taken as 主动公开.
    Access,
    /// 主题: sorted by the words of the site's vocabulary.
    Topics,
}

impl Fact {
    fn of(assumption: model::Assumption) -> Fact {
        match assumption {
            model::Assumption::Id => Fact::Id,
            model::Assumption::Agency => Fact::Agency,
            model::Assumption::Kind => Fact::Kind,
            model::Assumption::Access => Fact::Access,
            model::Assumption::Topics => Fact::Topics,
        }
    }
}

/// 届次.
#[derive(Debug, Serialize, JsonSchema)]
struct Session {
    /// 届.
    #[schemars(range(min = 1))]
    congress: u16,
    /// 次.
    #[schemars(range(min = 1))]
    meeting: u16,
}

/// 办理结果.
#[derive(Debug, Serialize, JsonSchema)]
struct Outcome<'r> {
    /// A to D.
    letter: char,
    /// What the issuer says the letter means; null if the portal was not told.
    meaning: Option<&'r str>,
}

/// 联系.
#[derive(Debug, Serialize, JsonSchema)]
struct Contact<'r> {
    /// 联系人.
    name: Option<&'r str>,
    /// 联系电话.
    phone: Option<&'r str>,
}

/// 附件.
#[derive(Debug, Serialize, JsonSchema)]
struct Attachment<'r> {
    /// What it is called.
    title: &'r str,
    /// Its path below the portal's root, as an address is written; null if it is only named.
    path: Option<String>,
}

/// 更正.
#[derive(Debug, Serialize, JsonSchema)]
struct Revision<'r> {
    /// When.
    #[schemars(extend("format" = "date"))]
    date: String,
    /// Why.
    reason: &'r str,
    /// The passage as it stood before; not part of the text any longer.
    before: Option<&'r str>,
    /// What stands there since, where that is said; empty if the passage was struck out.
    after: Option<&'r str>,
}

/// A field of the document's head.
#[derive(Debug, Serialize, JsonSchema)]
struct Field<'r> {
    /// Its label, as written.
    label: &'r str,
    /// Its value, as written.
    value: &'r str,
}

/// One paragraph, heading, table, … of the text. What most of them have not is left out: a null each would be a tenth of the file.
#[derive(Debug, Serialize, JsonSchema)]
struct Block<'r> {
    /// Its place on the page: `address#anchor`. It changes only when the block's own words do.
    anchor: String,
    /// The part that it plays.
    role: RoleName,
    /// Only of a heading: 1 一、 2 （一） 3 1. 4 （1）.
    #[schemars(extend("minimum" = 1, "maximum" = 4))]
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    /// Only of a heading that runs into its paragraph: how many characters (Unicode code points) of `text` are the heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    heading_length: Option<usize>,
    /// Its words.
    text: &'r str,
    /// Only of a table, list or quotation: cleaned HTML, its addresses relative to the reply's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<&'r str>,
}

/// The part that a block plays.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum RoleName {
    /// 程彦辉、张涛委员：
    Salutation,
    /// An ordinary paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// The thanks at the end.
    Closing,
    /// The office that signs.
    Signature,
    /// The date under the signature.
    Date,
    /// 联系人、联系电话.
    Contact,
    /// 附件.
    Attachment,
    /// Another line around the letter.
    Note,
}

/// What is left of a reply that was withdrawn: copies of it should go too.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Tombstone<'r> {
    /// 标识 of the reply that was withdrawn.
    id: &'r str,
    /// Always `withdrawn`.
    #[schemars(extend("const" = "withdrawn"))]
    status: &'static str,
    /// When and why.
    withdrawn: Withdrawal<'r>,
    /// Where the notice is read.
    address: String,
}

/// 撤回.
#[derive(Debug, Serialize, JsonSchema)]
struct Withdrawal<'r> {
    /// When; null where nobody says.
    #[schemars(extend("format" = "date"))]
    date: Option<String>,
    /// Why; may be empty.
    reason: &'r str,
}

/// A reply as data. `anchors` are those of its blocks.
#[must_use]
pub fn reply<'r>(
    reply: &'r model::Reply,
    body: &'r model::Body,
    anchors: Vec<String>,
    address: String,
    config: &'r Config,
) -> Line<'r> {
    let outcome = reply.outcome.map(|letter| Outcome {
        letter,
        meaning: config.outcome(reply.agency.as_deref(), letter),
    });
    let attachments = reply.attachments.iter().map(|attachment| Attachment {
        title: &attachment.title,
        path: (attachment.file.as_ref()).map(|file| format!("files/{}", encode_path(file))),
    });
    let revisions = reply.revisions.iter().map(|revision| Revision {
        date: revision.date.to_string(),
        reason: &revision.reason,
        before: revision.before.as_deref(),
        after: revision.after.as_deref(),
    });
    let mut assumed = reply.assumed.clone();
    assumed.sort_unstable();
    let other = (reply.other.iter()).map(|(label, value)| Field { label, value });
    Line::Reply(Box::new(Reply {
        id: &reply.id,
        status: status(reply),
        title: &reply.title,
        title_truncated: reply.title_truncated,
        proposal_title: reply.proposal_title.as_deref(),
        kind: reply.kind.map(model::Kind::key),
        session: reply.session.map(|session| Session {
            congress: session.congress,
            meeting: session.meeting,
        }),
        case_number: reply.case_number.as_deref(),
        askers: &reply.askers,
        askers_more: reply.askers_more,
        addressee_agency: reply.addressee_agency.as_deref(),
        agency: reply.agency.as_deref(),
        agency_now: reply.agency_now.as_deref(),
        co_agencies: &reply.co_agencies,
        document_number: reply.document_number.as_deref(),
        signatory: reply.signatory.as_deref(),
        outcome,
        access: model::Access::Public.as_written(),
        issued: reply.issued.map(|date| date.to_string()),
        published: reply.published.map(|published| published.to_string()),
        source: reply.source.as_deref(),
        contact: Contact {
            name: reply.contact.name.as_deref(),
            phone: reply.contact.phone.as_deref(),
        },
        attachments: attachments.collect(),
        copied_to: &reply.copied_to,
        topics: &reply.topics,
        assumed: assumed.into_iter().map(Fact::of).collect(),
        revisions: revisions.collect(),
        aliases: &reply.aliases,
        other: other.collect(),
        address,
        body: (body.blocks.iter().zip(anchors))
            .map(|(one, anchor)| block(one, anchor))
            .collect(),
    }))
}

fn block(block: &model::Block, anchor: String) -> Block<'_> {
    let text = block.content.text();
    let (role, level, heading_length) = match &block.role {
        Role::Heading(heading) => {
            let runs_in = text
                .get(..heading.end)
                .filter(|part| part.len() < text.len());
            let length = runs_in.map(|part| part.chars().count());
            (RoleName::Heading, Some(heading.level), length)
        }
        Role::Salutation => (RoleName::Salutation, None, None),
        Role::Paragraph => (RoleName::Paragraph, None, None),
        Role::Closing => (RoleName::Closing, None, None),
        Role::Signature => (RoleName::Signature, None, None),
        Role::Date => (RoleName::Date, None, None),
        Role::Contact => (RoleName::Contact, None, None),
        Role::Attachment => (RoleName::Attachment, None, None),
        Role::Note => (RoleName::Note, None, None),
    };
    let html = match &block.content {
        Content::Html { html, .. } => Some(html.as_str()),
        Content::Text(_) => None,
    };
    Block {
        anchor,
        role,
        level,
        heading_length,
        text,
        html,
    }
}

/// A withdrawn reply as data.
#[must_use]
pub fn tombstone(withdrawn: &Withdrawn, address: String) -> Line<'_> {
    Line::Withdrawn(Tombstone {
        id: &withdrawn.id,
        status: "withdrawn",
        withdrawn: Withdrawal {
            date: withdrawn.withdrawal.date.map(|date| date.to_string()),
            reason: &withdrawn.withdrawal.reason,
        },
        address,
    })
}

/// Whether a reply stands as it was published.
#[must_use]
pub fn status(reply: &model::Reply) -> Status {
    if reply.revisions.is_empty() {
        Status::Published
    } else {
        Status::Corrected
    }
}

impl Line<'_> {
    /// The line, its end included.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        // Nothing in it can fail to be JSON.
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// `data/schema.json`: JSON Schema 2020-12 of a line.
#[must_use]
pub fn schema() -> Vec<u8> {
    let schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Line<'static>>();
    let mut bytes = serde_json::to_vec_pretty(&schema).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
