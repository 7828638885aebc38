//! What a reply *is*: the facts of one reply and its text, as every other part of dafu sees them.
//!
//! Names follow the terms of the field (案号 is `case_number`, 文号 is `document_number`, …) and are the
//! same in code, front matter, templates and JSON. Nothing here reads, writes or imports anything of ours.

use std::fmt;
use std::ops::Range;

use jiff::civil::{Date, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The facts of one reply. What is not known is `None` or empty, and is never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// ASCII slug that names the reply for ever: `wugang-cppcc-10-5-110`. Part of its address.
    pub id: String,
    /// Title as written, a repetition and a site's tail left out, lines of a split title joined.
    pub title: String,
    /// Whether the source itself cut the title off (`…的建议 ...`).
    pub title_truncated: bool,
    /// Name of the proposal or suggestion, without its outer quotes.
    pub proposal_title: Option<String>,
    /// 提案, 建议 or 协办意见.
    pub kind: Option<Kind>,
    /// 届次.
    pub session: Option<Session>,
    /// 案号 as written, leading zeros kept: `0630`.
    pub case_number: Option<String>,
    /// Persons or groups who asked, in the order in which they are addressed.
    pub askers: Vec<String>,
    /// Whether the reply says 等, so that `askers` is not the whole list.
    pub askers_more: bool,
    /// For an opinion (协办意见): the office that it is sent to.
    pub addressee_agency: Option<String>,
    /// 主办单位: the office that answers.
    pub agency: Option<String>,
    /// What that office is called today, if it was renamed since: `[renamed]` of `dafu.toml`. Lists go by this name.
    pub agency_now: Option<String>,
    /// The office that the page's header names (发文单位, 承办单位): what the portal shows where nobody signs.
    pub header_agency: Option<String>,
    /// 协办单位, or the further offices of a joint signature.
    pub co_agencies: Vec<String>,
    /// 文号 of this reply; never a number that its text cites.
    pub document_number: Option<String>,
    /// 签发人.
    pub signatory: Option<String>,
    /// 办理结果: the letter alone; what it means is the issuer's to say (see `config::Outcomes`).
    pub outcome: Option<char>,
    /// What the letter means, in the words of the office that issued it; `None` where the site does not know.
    pub outcome_meaning: Option<String>,
    /// 公开属性; `None` where the document says nothing.
    pub access: Option<Access>,
    /// 成文日期, never the build's or the file's date.
    pub issued: Option<Date>,
    /// 发布日期.
    pub published: Option<Published>,
    /// 来源: text or URL.
    pub source: Option<String>,
    /// 联系人 and 联系电话, as written.
    pub contact: Contact,
    /// 附件.
    pub attachments: Vec<Attachment>,
    /// 抄送.
    pub copied_to: Vec<String>,
    /// 主题.
    pub topics: Vec<String>,
    /// Which facts above the reply does not state itself: the site's settings, or the file's path, gave them.
    pub assumed: Vec<Assumption>,
    /// 更正, oldest first.
    pub revisions: Vec<Revision>,
    /// Earlier addresses of the reply: ids, or whole paths of the site that it stood in before.
    pub aliases: Vec<String>,
    /// Header fields outside this table (索引号, …): label and value as written.
    pub other: Vec<(String, String)>,
    /// Set if the reply was withdrawn: then nothing but its id is known of it.
    pub withdrawn: Option<Withdrawal>,
    /// Whether the last paragraphs thank the asker.
    pub closing_thanks: bool,
}

impl Reply {
    /// The topics that the reply itself names; those that the site sorted it by are not its own.
    #[must_use]
    pub fn own_topics(&self) -> &[String] {
        if self.assumed.contains(&Assumption::Topics) {
            &[]
        } else {
            &self.topics
        }
    }

    /// Whether the reply states this fact itself.
    #[must_use]
    pub fn states(&self, fact: Assumption) -> bool {
        !self.assumed.contains(&fact)
    }
}

/// A fact that a reply does not state itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Assumption {
    /// The id was made from the file's path.
    Id,
    /// 主办单位: the site's default.
    Agency,
    /// 类型: the site's default.
    Kind,
    /// 公开属性: taken as 主动公开.
    Access,
    /// 主题: sorted by the words of `[topics]`.
    Topics,
}

/// 类型.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 提案, made by members of a 政协 (CPPCC committee).
    Proposal,
    /// 建议, made by deputies of a 人大 (people's congress).
    Suggestion,
    /// 协办意见, sent by a co-handling office to the lead office.
    Opinion,
}

impl Kind {
    /// All kinds, in the order in which the portal lists them.
    pub const ALL: [Kind; 3] = [Kind::Proposal, Kind::Suggestion, Kind::Opinion];

    /// The name in front matter, JSON and addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Kind::Proposal => "proposal",
            Kind::Suggestion => "suggestion",
            Kind::Opinion => "opinion",
        }
    }
}

/// 届次: 十届五次 is congress 10, meeting 5. Both 1 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Session {
    /// 届.
    pub congress: u16,
    /// 次.
    pub meeting: u16,
}

/// 公开属性. Only `Public` is ever written to the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// 主动公开.
    Public,
    /// 依申请公开.
    OnRequest,
    /// 不予公开.
    Withheld,
}

impl Access {
    /// As it is written in documents.
    #[must_use]
    pub fn as_written(self) -> &'static str {
        match self {
            Access::Public => "主动公开",
            Access::OnRequest => "依申请公开",
            Access::Withheld => "不予公开",
        }
    }

    /// Reads what documents and front matter write, `None` for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Access> {
        match text.trim() {
            t if t.contains("不予公开") || t.contains("不公开") => Some(Access::Withheld),
            t if t.contains("依申请") => Some(Access::OnRequest),
            t if t.contains("公开") => Some(Access::Public),
            _ => None,
        }
    }
}

/// 发布日期: a date, with the time of day where the page gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Published {
    /// Civil date, no time zone: official pages give none.
    pub date: Date,
    /// Hour and minute, if given.
    pub time: Option<Time>,
}

impl fmt::Display for Published {
    /// `2026-07-19`, or `2026-07-19 07:16` (the form of the `PubDate` meta tag).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time {
            Some(time) => write!(f, " {:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

/// 联系: whom to call at the office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// 联系人.
    pub name: Option<String>,
    /// 联系电话 as written.
    pub phone: Option<String>,
}

/// 附件.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// What it is called.
    pub title: String,
    /// Path of the file, relative to the document; empty if it is only named.
    #[serde(default)]
    pub file: Option<String>,
}

/// 更正: what was changed after publication, with the text as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// When.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// What stood there before: whole paragraphs, one a line; or, with `after`, any part of one.
    pub before: Option<String>,
    /// What stands there since; empty if it was struck out. Needed only where `before` is part of a paragraph.
    pub after: Option<String>,
}

/// 撤回: the reply is no longer published, and its address says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// When; `None` where nobody says.
    pub date: Option<Date>,
    /// Why; may be empty.
    pub reason: String,
}

/// The text of a reply, in reading order. Every character of it was written in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Paragraphs, headings, tables, …
    pub blocks: Vec<Block>,
}

/// One paragraph, heading or other unit of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The part it plays.
    pub role: Role,
    /// What it says.
    pub content: Content,
    /// Byte offset of its first character in the decoded source.
    pub offset: usize,
}

/// The part that a block plays in an official reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// 程彦辉、张涛委员：
    Salutation,
    /// An ordinary paragraph.
    Paragraph,
    /// A heading, alone in its paragraph or run in with text after it.
    Heading(Heading),
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
    /// Another line around the letter: 抄送, a remark.
    Note,
}

/// A heading of an official text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 一、 2 （一） 3 1. 4 （1）.
    pub level: u8,
    /// Bytes of the block's text that are its marker: `一、`. 0 if it has none.
    pub marker: usize,
    /// Bytes of the block's text, from the start, that belong to the heading (marker and final 。 included);
    /// shorter than the text where the heading runs into its paragraph.
    pub end: usize,
    /// Value of the marker; `None` for an unnumbered heading.
    pub number: Option<u32>,
}

impl Heading {
    /// The heading's words: no number, no marker, no final stop.
    #[must_use]
    pub fn words<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.marker..self.end)
            .unwrap_or(text)
            .trim()
            .trim_end_matches(['。', '：', ':'])
            .trim_end()
    }
}

/// What a block says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// Running text with marks.
    Text(Inline),
    /// A table, list, quotation, code or cleaned HTML: safe HTML, and its text alone.
    Html {
        /// Cleaned; may be written to a page as it is.
        html: String,
        /// What a reader sees of it, white space folded.
        text: String,
    },
}

impl Content {
    /// The text that a reader sees.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Content::Text(inline) => &inline.text,
            Content::Html { text, .. } => text,
        }
    }
}

/// Running text and the marks over it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// Plain text.
    pub text: String,
    /// Properly nested, by start, the outer before the inner.
    pub marks: Vec<Mark>,
}

/// One mark over a range of bytes of an [`Inline`]'s text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Byte range of the text.
    pub range: Range<usize>,
    /// What it means.
    pub style: Style,
}

/// What a mark means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// `**…**`
    Strong,
    /// `*…*`
    Emphasis,
    /// `~~…~~`
    Strike,
    /// `` `…` ``
    Code,
    /// Superscript.
    Superscript,
    /// Subscript.
    Subscript,
    /// A link to a safe address.
    Link(String),
    /// An image; the range is its alternative text, which is shown in its place where images are off.
    Image(String),
    /// A line break that the source asks for; the range is empty.
    LineBreak,
}
