//! What templates are given: small, typed, and the same for every theme.
//!
//! Every `href` is relative to the portal's root; templates put `root` before it.

use serde::Serialize;

/// `page`: the page itself.
#[derive(Serialize)]
pub struct PageInfo<'a> {
    /// Its title, without the portal's name.
    pub title: &'a str,
    /// One sentence; may be empty.
    pub description: &'a str,
    /// Its full address; empty where `base_url` is not set.
    pub canonical: &'a str,
    /// Its path below the root.
    pub path: &'a str,
}

/// One of `nav`.
#[derive(Serialize)]
pub struct NavItem {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// One of `meta`: a `<meta>` tag that official sites carry.
#[derive(Serialize)]
pub struct MetaTag {
    /// `ArticleTitle`, …
    pub name: &'static str,
    /// Never empty.
    pub content: String,
}

/// `site`: whose portal it is. Empty where it is not set.
#[derive(Serialize)]
pub struct SiteInfo<'a> {
    /// Name of the portal.
    pub title: &'a str,
    /// One sentence.
    pub description: &'a str,
    /// 主办单位.
    pub organizer: &'a str,
    /// 政府网站标识码.
    pub id_code: &'a str,
    /// ICP 备案号.
    pub icp: &'a str,
    /// 公安备案号.
    pub police: &'a str,
}

/// One of `rows`: a reply in a list.
#[derive(Serialize)]
pub struct Row<'a> {
    /// Its title.
    pub title: &'a str,
    /// The proposal's title, where its own does not hold it; may be empty.
    pub matter: &'a str,
    /// Its page.
    pub href: String,
    /// Its office; may be empty.
    pub agency: &'a str,
    /// The office's list; may be empty.
    pub agency_href: String,
    /// `2024-05-10`, may be empty.
    pub issued: String,
    /// The same as the language writes dates.
    pub issued_text: String,
    /// 文号, may be empty.
    pub document_number: &'a str,
    /// Who asked, joined.
    pub askers_text: String,
    /// 提案, 建议, …
    pub kind_label: &'a str,
    /// 五届三次 第027号; may be empty.
    pub case_text: String,
}

/// `pagination`.
#[derive(Serialize)]
pub struct Pagination {
    /// This page, from 1.
    pub current: usize,
    /// How many.
    pub total: usize,
    /// Empty on the first.
    pub previous_href: String,
    /// Empty on the last.
    pub next_href: String,
    /// The pages to offer.
    pub pages: Vec<PageLink>,
    /// 第 2 页，共 9 页.
    pub page_text: String,
}

/// One page of a pagination.
#[derive(Serialize)]
pub struct PageLink {
    /// Its number.
    pub number: usize,
    /// Its address.
    pub href: String,
    /// Whether it is this one.
    pub current: bool,
    /// Whether it stands for pages left out (then it has no address).
    pub gap: bool,
}

/// One of `facets` on the home page.
#[derive(Serialize)]
pub struct FacetBox {
    /// Its heading.
    pub title: String,
    /// The page with all values.
    pub href: String,
    /// Words of the link to it where more remain; else empty.
    pub more_text: String,
    /// Whether its values are so short that several stand on a line.
    pub short: bool,
    /// The first values.
    pub items: Vec<FacetItem>,
}

/// One value of a facet.
#[derive(Serialize)]
pub struct FacetItem {
    /// Its words.
    pub label: String,
    /// Its list.
    pub href: String,
    /// Replies in it.
    pub count: usize,
    /// A remark that tells namesakes apart; may be empty.
    pub note: String,
}

/// One of `groups` in an index of values.
#[derive(Serialize)]
pub struct ItemGroup {
    /// Its heading; may be empty.
    pub title: String,
    /// Its anchor; empty where it has no heading.
    pub anchor: String,
    /// Its values.
    pub items: Vec<FacetItem>,
}

/// One of `letters` above an index from A to Z.
#[derive(Serialize)]
pub struct LetterLink {
    /// A–Z, #.
    pub letter: char,
    /// The page and place where it begins; empty if nothing begins with it.
    pub href: String,
}

/// One of `orders` of an index, or of `ways` to further pages.
#[derive(Serialize)]
pub struct Way {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
}

/// `reply`.
#[derive(Serialize)]
pub struct ReplyInfo<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where its files are, without extension.
    pub base: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Whether the source cut the title off.
    pub title_truncated: bool,
    /// 提案, 建议, …; may be empty.
    pub kind_label: &'a str,
}

/// One of `facts`.
#[derive(Serialize)]
pub struct Fact {
    /// Its label.
    pub label: String,
    /// Its name in the data model.
    pub key: &'static str,
    /// What is known.
    pub items: Vec<FactItem>,
    /// Whether it is not known (then `items` holds the words that say so).
    pub unknown: bool,
    /// Whether it is one of the few that a phone shows first.
    pub main: bool,
}

/// One value of a fact.
#[derive(Serialize)]
pub struct FactItem {
    /// Its words.
    pub text: String,
    /// Where it leads; may be empty.
    pub href: String,
}

/// One of `contents`.
#[derive(Debug, Serialize)]
pub struct ContentsItem {
    /// 1–4.
    pub level: u8,
    /// `一、`, may be empty.
    pub number: String,
    /// The heading's words.
    pub text: String,
    /// Its anchor, without `#`.
    pub anchor: String,
}

/// One of `revisions`.
#[derive(Serialize)]
pub struct RevisionInfo<'a> {
    /// When: `2024年7月1日更正`.
    pub on_text: String,
    /// Why.
    pub reason: &'a str,
    /// What changed, paragraph by paragraph; empty if nobody says.
    pub pairs: Vec<PairInfo>,
}

/// One of a revision's `pairs`: a paragraph before and after.
#[derive(Serialize)]
pub struct PairInfo {
    /// Its anchor.
    pub id: String,
    /// Further anchors that lead to it.
    pub others: Vec<String>,
    /// As it stood; empty if it was added.
    pub before: Vec<RunInfo>,
    /// What stands there since; empty if it was struck out or is not known.
    pub after: Vec<RunInfo>,
    /// Whether it was struck out.
    pub struck: bool,
    /// The anchor of the paragraph that it is today; may be empty.
    pub now: String,
}

/// A piece of one side of a comparison.
#[derive(Serialize)]
pub struct RunInfo {
    /// Its words.
    pub text: String,
    /// Whether the other side has them not.
    pub changed: bool,
}

/// `previous` or `next`.
#[derive(Serialize)]
pub struct Neighbour<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub href: String,
}
