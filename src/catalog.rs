//! All replies → the order, addresses and lists that are derived over them.
//!
//! The catalogue holds facts and no text, so that its size follows the number of replies and not their length.
//! Replies stand newest first. Nothing is written or rendered here.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use jiff::civil::Date;
use pinyin::ToPinyin;
use rayon::prelude::*;

use crate::digest;
use crate::model::{Kind, Reply, Session, Withdrawal};
use crate::numbering::{Age, Numbering};
use crate::reading::{self, Reading};

/// One reply of the catalogue.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its facts.
    pub reply: Reply,
    /// Which document it was read from: index into the list of documents.
    pub document: usize,
}

/// All replies that may be published, newest first, and the lists over them.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// Newest first; among equal dates by id.
    pub entries: Vec<Entry>,
    /// The lists, in the order of [`FacetName::ALL`].
    pub facets: Vec<Facet>,
    /// Replies that were withdrawn, by id; they are in no list.
    pub withdrawn: Vec<Withdrawn>,
    /// Which number each entry has in the index and the search bundle.
    pub numbering: Numbering,
}

/// What is left of a reply that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Its id.
    pub id: String,
    /// When and why.
    pub withdrawal: Withdrawal,
}

/// An address that something had before, and the one that it has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The old path below the portal's root.
    pub from: String,
    /// The new one.
    pub to: String,
    /// What is there; empty if that is not to be said.
    pub title: String,
}

/// What replies are listed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FacetName {
    /// 单位.
    Agency,
    /// 年份.
    Year,
    /// 届次.
    Session,
    /// 类型.
    Kind,
    /// 委员、代表.
    Member,
    /// 主题.
    Topic,
    /// 办理结果.
    Outcome,
}

impl FacetName {
    /// In the order of declaration.
    pub const ALL: [FacetName; 7] = [
        FacetName::Agency,
        FacetName::Year,
        FacetName::Session,
        FacetName::Kind,
        FacetName::Member,
        FacetName::Topic,
        FacetName::Outcome,
    ];

    /// Its folder in the output.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            FacetName::Agency => "agencies",
            FacetName::Year => "years",
            FacetName::Session => "sessions",
            FacetName::Kind => "kinds",
            FacetName::Member => "members",
            FacetName::Topic => "topics",
            FacetName::Outcome => "outcomes",
        }
    }

    /// What the search bundle calls it; nothing where it has none of it: a year follows from a reply's number.
    #[must_use]
    pub fn key(self) -> Option<&'static str> {
        match self {
            FacetName::Agency => Some("agency"),
            FacetName::Year => None,
            FacetName::Session => Some("session"),
            FacetName::Kind => Some("kind"),
            FacetName::Member => Some("member"),
            FacetName::Topic => Some("topic"),
            FacetName::Outcome => Some("outcome"),
        }
    }

    /// Whether its values grow with the replies, so that their pages are [spread] over folders. Outcomes do: a letter that nobody defines is
    /// each office's own.
    #[must_use]
    pub fn is_unbounded(self) -> bool {
        matches!(
            self,
            FacetName::Agency | FacetName::Member | FacetName::Topic | FacetName::Outcome
        )
    }
}

/// One way to list the replies.
#[derive(Clone, Debug)]
pub struct Facet {
    /// By what.
    pub name: FacetName,
    /// Its values; none is empty.
    pub groups: Vec<Group>,
}

impl Facet {
    /// How many values are stated: what no reply states is no office.
    #[must_use]
    pub fn stated(&self) -> usize {
        let stated = |group: &&Group| group.value != Value::Unknown;
        self.groups.iter().filter(stated).count()
    }
}

/// All replies with one value of a facet.
#[derive(Clone, Debug)]
pub struct Group {
    /// The value.
    pub value: Value,
    /// Name of its page, without folder and extension; made from the value alone.
    pub slug: String,
    /// Indices into [`Catalog::entries`], ascending (newest first).
    pub entries: Vec<u32>,
}

impl Group {
    /// Its place in an index by pinyin; what is unknown stands last. A name that begins with `place` is read without it:
    /// a city's offices all begin with the city's name.
    #[must_use]
    pub fn reading(&self, place: &str) -> Reading {
        match &self.value {
            Value::Agency(name) | Value::Topic(name) => {
                let rest = name.strip_prefix(place).filter(|rest| !rest.is_empty());
                reading::of_place(rest.unwrap_or(name))
            }
            Value::Member(_, name) => reading::of_person(name),
            _ => Reading::default(),
        }
    }
}

/// One facet as the reader's browser takes it: its values, and for each reply which of them it has.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct FacetColumn {
    /// Key and label of each value, ascending by key.
    pub values: Vec<(String, String)>,
    /// For each reply, **in the order of their numbers**, indices into `values`.
    pub replies: Vec<Vec<u32>>,
}

/// A facet's value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Value {
    /// An office.
    Agency(String),
    /// A year.
    Year(i16),
    /// A session of one body. Sessions of 政协 and 人大 with equal numbers are different ones.
    Session(Body, Session),
    /// A kind.
    Kind(Kind),
    /// A person or group of one body. Namesakes of different bodies are different people.
    Member(Body, String),
    /// A topic.
    Topic(String),
    /// An outcome: equal letters are one value only where they mean the same.
    Outcome(char, Meaning),
    /// Replies that do not say.
    Unknown,
}

/// What the letter of an outcome means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Meaning {
    /// In the words of those who issued it.
    Defined(String),
    /// This office's, who does not say.
    Undefined(String),
    /// Nobody knows whose.
    Unknown,
}

/// Which body a session or member belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Body {
    /// 政协.
    Committee,
    /// 人大.
    Congress,
    /// The replies do not say.
    Unknown,
}

impl Body {
    /// By the kind; an opinion or a reply of unknown kind may name the body in its title.
    fn of(reply: &Reply) -> Body {
        match reply.kind {
            Some(Kind::Proposal) => Body::Committee,
            Some(Kind::Suggestion) => Body::Congress,
            Some(Kind::Opinion) | None if reply.title.contains("政协") => Body::Committee,
            Some(Kind::Opinion) | None if reply.title.contains("人大") => Body::Congress,
            Some(Kind::Opinion) | None => Body::Unknown,
        }
    }

    /// Its part of an address.
    fn key(self) -> &'static str {
        match self {
            Body::Committee => "cppcc",
            Body::Congress => "npc",
            Body::Unknown => "x",
        }
    }
}

/// The date that orders a reply: signed, else published.
#[must_use]
pub fn date_of(reply: &Reply) -> Option<Date> {
    reply
        .issued
        .or(reply.published.map(|published| published.date))
}

impl Catalog {
    /// Orders the replies and makes the lists; `remembered` says which number a reply had.
    #[must_use]
    pub fn new(
        mut entries: Vec<Entry>,
        remembered: impl Fn(&Reply) -> Option<u32> + Sync,
    ) -> Catalog {
        entries.par_sort_by(|a, b| {
            date_of(&b.reply)
                .cmp(&date_of(&a.reply))
                .then_with(|| a.reply.id.cmp(&b.reply.id))
        });
        let facets = || {
            (FacetName::ALL.into_par_iter())
                .map(|name| Facet {
                    name,
                    groups: groups(name, &entries),
                })
                .collect()
        };
        let numbering = || {
            let replies = || entries.par_iter().map(|entry| &entry.reply);
            let ages: Vec<Age> = replies().map(date_of).collect();
            let remembered: Vec<Option<u32>> = replies().map(&remembered).collect();
            Numbering::new(&ages, &remembered)
        };
        let (facets, numbering) = rayon::join(facets, numbering);
        Catalog {
            numbering,
            entries,
            facets,
            withdrawn: Vec::new(),
        }
    }

    /// The number of the entry at `index` in the index and the search bundle.
    #[must_use]
    pub fn number(&self, index: usize) -> u32 {
        self.numbering.number(index)
    }

    /// The place in the catalogue of the reply with a number: the other way round of [`Catalog::number`].
    #[must_use]
    pub fn index(&self, number: u32) -> usize {
        self.numbering.place(number)
    }

    /// The entries in the order of their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = &Entry> {
        (self.numbering.places().iter()).filter_map(|place| self.entries.get(*place as usize))
    }

    /// The replies to each case that more than one office answers: 政协五届一次 第056号 by its lead office and by those that
    /// help. Only where session and case number are known.
    #[must_use]
    pub fn cases(&self) -> HashMap<(Body, Session, String), Vec<usize>> {
        let mut cases: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            cases.entry(case_of(&entry.reply)).or_default().push(index);
        }
        cases
            .into_iter()
            .filter_map(|(case, replies)| Some((case?, replies)))
            .filter(|(_, replies)| replies.len() > 1)
            .collect()
    }

    /// The years that replies have, ascending.
    #[must_use]
    pub fn years(&self) -> Vec<i16> {
        let years = &self.numbering.ages.years;
        years.iter().map(|(year, _)| *year).collect()
    }

    /// The lists by one facet.
    #[must_use]
    pub fn facet(&self, name: FacetName) -> &Facet {
        &self.facets[name as usize]
    }
}

/// The case that a reply answers, zeros before its number left out.
#[must_use]
pub fn case_of(reply: &Reply) -> Option<(Body, Session, String)> {
    let number = reply.case_number.as_ref()?.trim_start_matches('0');
    Some((Body::of(reply), reply.session?, number.to_owned()))
}

/// What the office that answers is called today.
#[must_use]
pub fn present_agency(reply: &Reply) -> Option<&str> {
    reply.agency_now.as_deref().or(reply.agency.as_deref())
}

/// The values of a reply in one facet; [`Value::Unknown`] where it does not say (members and topics are just none).
#[must_use]
pub fn values(name: FacetName, reply: &Reply) -> Vec<Value> {
    let one = |value: Option<Value>| vec![value.unwrap_or(Value::Unknown)];
    match name {
        FacetName::Agency => one(present_agency(reply).map(|name| Value::Agency(name.to_owned()))),
        FacetName::Year => one(date_of(reply).map(|date| Value::Year(date.year()))),
        FacetName::Session => one(reply
            .session
            .map(|session| Value::Session(Body::of(reply), session))),
        FacetName::Kind => one(reply.kind.map(Value::Kind)),
        FacetName::Member => reply
            .askers
            .iter()
            .map(|asker| Value::Member(Body::of(reply), asker.clone()))
            .collect(),
        FacetName::Topic => reply.topics.iter().cloned().map(Value::Topic).collect(),
        FacetName::Outcome => one(reply.outcome.map(|letter| {
            let meaning = match (&reply.outcome_meaning, &reply.agency) {
                (Some(meaning), _) => Meaning::Defined(meaning.clone()),
                (None, Some(agency)) => Meaning::Undefined(agency.clone()),
                (None, None) => Meaning::Unknown,
            };
            Value::Outcome(letter, meaning)
        })),
    }
}

/// What a reply can be chosen by in a search: `agency=jiao-yu-ju-0a1b2c`, for each value of each facet.
pub fn choices(reply: &Reply) -> impl Iterator<Item = String> + '_ {
    let named = FacetName::ALL.into_iter();
    (named.filter_map(|name| Some((name, name.key()?)))).flat_map(move |(name, key)| {
        let values = values(name, reply).into_iter();
        values.map(move |value| format!("{key}={}", slug_of(&value)))
    })
}

fn groups(name: FacetName, entries: &[Entry]) -> Vec<Group> {
    let mut by_value: BTreeMap<Value, Vec<u32>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        for value in values(name, &entry.reply) {
            let list = by_value.entry(value).or_default();
            // A name written twice in one reply counts once.
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
    }
    let mut groups: Vec<Group> = by_value
        .into_iter()
        .map(|(value, entries)| Group {
            slug: slug_of(&value),
            value,
            entries,
        })
        .collect();
    match name {
        // Newest first; what is unknown last.
        FacetName::Year | FacetName::Session => groups.sort_by(|a, b| {
            (a.value == Value::Unknown)
                .cmp(&(b.value == Value::Unknown))
                .then_with(|| session_order(&b.value).cmp(&session_order(&a.value)))
        }),
        // By letter, and the commonest meaning first.
        FacetName::Outcome => groups.sort_by(|a, b| {
            let letter = |group: &Group| match group.value {
                Value::Outcome(letter, _) => letter,
                _ => char::MAX,
            };
            letter(a)
                .cmp(&letter(b))
                .then(b.entries.len().cmp(&a.entries.len()))
                .then_with(|| a.slug.cmp(&b.slug))
        }),
        FacetName::Agency | FacetName::Topic => groups.sort_by(|a, b| {
            (a.value == Value::Unknown)
                .cmp(&(b.value == Value::Unknown))
                .then(b.entries.len().cmp(&a.entries.len()))
                .then_with(|| a.slug.cmp(&b.slug))
        }),
        FacetName::Member => {
            groups.sort_by_cached_key(|group| (group.reading(""), group.slug.clone()));
        }
        FacetName::Kind => {}
    }
    groups
}

fn session_order(value: &Value) -> (u16, i16, u16, Option<Body>) {
    match value {
        Value::Year(year) => (0, *year, 0, None),
        Value::Session(body, session) => (
            session.congress,
            i16::try_from(session.meeting).unwrap_or(i16::MAX),
            0,
            Some(*body),
        ),
        _ => (0, 0, 0, None),
    }
}

/// The place that more than half of all offices name first: `澜汀市`; empty where there is none.
#[must_use]
pub fn common_place(groups: &[Group]) -> &str {
    let names: Vec<&str> = groups
        .iter()
        .filter_map(|group| match &group.value {
            Value::Agency(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &names {
        for (at, c) in name.char_indices().take(8) {
            if matches!(c, '省' | '市' | '州' | '盟' | '县' | '区' | '旗') && at > 0 {
                *places.entry(&name[..at + c.len_utf8()]).or_default() += 1;
            }
        }
    }
    places
        .into_iter()
        .filter(|(_, count)| names.len() > 2 && 2 * count > names.len())
        .max_by_key(|(place, _)| place.len())
        .map_or("", |(place, _)| place)
}

/// How `dafu.toml` calls a session: `cppcc-5-3`.
#[must_use]
pub fn session_key(value: &Value) -> Option<String> {
    matches!(value, Value::Session(..)).then(|| slug_of(value))
}

/// The first page of a value's list, from the value alone: `agencies/a5/jiao-yu-ju-0a1b2c.html`.
#[must_use]
pub fn list_path(name: FacetName, value: &Value) -> String {
    format!("{}.html", list_base(name, &slug_of(value)))
}

/// Where a value's files are, without extension; `years/2024`, and `agencies/a5/jiao-yu-ju-0a1b2c` where values are many.
#[must_use]
pub fn list_base(name: FacetName, slug: &str) -> String {
    let folder = name.folder();
    if name.is_unbounded() {
        format!("{folder}/{}", spread(slug))
    } else {
        format!("{folder}/{slug}")
    }
}

/// Where a file of a reply is: `replies/4d/zjj-2023-104.html`; `end` is `html`, `txt`, `md` or `json`.
#[must_use]
pub fn reply_path(id: &str, end: &str) -> String {
    format!("replies/{}.{end}", spread(id))
}

/// The id of the reply whose page has this address.
#[must_use]
pub fn reply_at(path: &str) -> Option<&str> {
    let place = path.strip_prefix("replies/")?.strip_suffix(".html")?;
    let (_, id) = place.split_once('/')?;
    (place == spread(id)).then_some(id)
}

/// Where the page of a reply or of a list stood before pages were spread: `replies/zjj-2023-104.html`. `None` where that has not
/// changed.
#[must_use]
pub fn flat(path: &str) -> Option<String> {
    let (folder, rest) = path.split_once('/')?;
    let (_, name) = rest.split_once('/')?;
    Some(format!("{folder}/{name}"))
}

/// The alphabet of [`spread`]: no i, l, o, u.
const FOLDERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A name below its folder, `4d/zjj-2023-104`. There are 1,024 folders, so that each holds some hundred entries where there are 100,000 of
/// a kind. The folder is made of the name alone and at every size of a portal, lest an address changes because others came.
///
/// It is the last ten bits of `h ^ h >> 15`, five for each character, where `h` is FNV-1a with 32 bits over the name's bytes. The reader has the
/// twin (`spread` in `bundle.js`). FNV's first bits are nearly the same for names that differ at their end.
#[must_use]
pub fn spread(name: &str) -> String {
    let mut hash = 2_166_136_261_u32;
    for byte in name.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
    }
    hash ^= hash >> 15;
    let [first, second] = [hash >> 5, hash].map(|bits| char::from(FOLDERS[bits as usize % 32]));
    format!("{first}{second}/{name}")
}

fn slug_of(value: &Value) -> String {
    match value {
        Value::Agency(name) => slug(name),
        Value::Year(year) => year.to_string(),
        Value::Session(Body::Unknown, session) => {
            format!("{}-{}", session.congress, session.meeting)
        }
        Value::Session(body, session) => {
            format!("{}-{}-{}", body.key(), session.congress, session.meeting)
        }
        Value::Kind(kind) => kind.key().to_owned(),
        Value::Member(body, name) => format!("{}-{}", slug(name), body.key()),
        Value::Topic(name) => slug(name),
        Value::Outcome(letter, meaning) => match meaning {
            Meaning::Defined(meaning) => slug(&format!("{letter}：{meaning}")),
            Meaning::Undefined(agency) => slug(&format!("{letter}（{agency}）")),
            Meaning::Unknown => slug(&letter.to_string()),
        },
        Value::Unknown => "unknown".to_owned(),
    }
}

/// Longest readable part of a slug, in bytes.
const SLUG_MOST: usize = 48;

/// An ASCII name for any text, made from the text alone: Han characters by pinyin, and, since pinyin is not
/// one-to-one, six characters of a hash wherever something was changed. `教育局` → `jiao-yu-ju-0a1b2c`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    let mut exact = true;
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => {
                // Addresses must not differ in case alone.
                out.push(c.to_ascii_lowercase());
                exact = false;
            }
            '-' | '/' | '_' | '.' | ' ' => {
                exact &= c == '-' || c == '/';
                if !out.is_empty() && !out.ends_with('-') {
                    out.push('-');
                }
            }
            _ => {
                exact = false;
                if let Some(syllable) = c.to_pinyin() {
                    if !out.is_empty() && !out.ends_with('-') {
                        out.push('-');
                    }
                    let plain = syllable.plain();
                    out.extend(
                        plain
                            .chars()
                            .map(|c| if c == 'ü' { 'v' } else { c })
                            .filter(char::is_ascii_alphanumeric),
                    );
                    out.push('-');
                }
            }
        }
    }
    let mut out = out.trim_matches('-').to_owned();
    if out.len() > SLUG_MOST {
        exact = false;
        let cut = out[..SLUG_MOST].rfind('-').unwrap_or(SLUG_MOST);
        out.truncate(cut);
    }
    if exact && !out.is_empty() {
        return out;
    }
    if !out.is_empty() {
        out.push('-');
    }
    for byte in digest::first::<3>(text.as_bytes()) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The id of a reply whose front matter gives none: from its path below the content folder, extension left out.
#[must_use]
pub fn id_from_path(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let id = slug(stem);
    // Windows keeps these names for devices, with any extension.
    if is_reserved(&id) {
        format!("{id}-reply")
    } else {
        id
    }
}

/// Whether Windows reserves a file name (without extension): con, nul, com1, …
#[must_use]
pub fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text may be an id: lower-case ASCII letters, digits and single hyphens, at most 80, not reserved.
#[must_use]
pub fn is_id(text: &str) -> bool {
    (1..=80).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !is_reserved(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slug("2024/zjj-027"), "2024-zjj-027");
        assert!(slug("教育局").starts_with("jiao-yu-ju-"));
        assert_ne!(slug("李明"), slug("黎明"), "homophones");
        assert_ne!(slug("A"), slug("a"));
        for text in [
            "",
            "。。",
            "../..",
            "a".repeat(500).as_str(),
            "关于".repeat(100).as_str(),
            "con",
            "女",
        ] {
            let id = id_from_path(&format!("{text}.txt"));
            assert!(is_id(&id), "{text}: {id}");
        }
    }

    #[test]
    fn a_names_folder_is_for_ever_and_a_thousand_names_are_many_folders() {
        // `tests/reader/spread.test.mjs` has the same.
        assert_eq!(spread("a"), "9m/a");
        assert_eq!(spread("zjj-2023-104"), "4d/zjj-2023-104");
        assert_eq!(reply_at("replies/9m/a.html"), Some("a"));
        assert_eq!(reply_at("replies/9n/a.html"), None, "there is no such page");
        assert_eq!(flat("replies/9m/a.html").as_deref(), Some("replies/a.html"));
        assert_eq!(flat("years/2024.html"), None);
        let mut folders: BTreeMap<String, usize> = BTreeMap::new();
        for number in 0..10_000 {
            let place = spread(&format!("2024-zjj-{number:05}"));
            *folders.entry(place[..2].to_owned()).or_default() += 1;
        }
        assert_eq!(folders.len(), 1024);
        assert!(folders.values().all(|names| *names < 30), "{folders:?}");
    }

    fn entry(id: &str, kind: Kind, askers: &[&str], date: Option<Date>) -> Entry {
        let reply = Reply {
            id: id.into(),
            kind: Some(kind),
            askers: askers.iter().map(|a| (*a).to_owned()).collect(),
            issued: date,
            ..Reply::default()
        };
        Entry { reply, document: 0 }
    }

    #[test]
    fn a_citys_offices_are_not_read_by_the_citys_name() {
        let groups = |names: &[&str]| -> Vec<Group> {
            let group = |name: &&str| Group {
                value: Value::Agency((*name).to_owned()),
                slug: slug(name),
                entries: vec![0],
            };
            names.iter().map(group).collect()
        };
        let city = groups(&["澜汀市教育局", "澜汀市水利局", "青圩县人民政府"]);
        let place = common_place(&city);
        assert_eq!(place, "澜汀市");
        let letters: Vec<char> = city
            .iter()
            .map(|g| g.reading(place).letter.shown())
            .collect();
        assert_eq!(letters, ['J', 'S', 'Q']);
        assert_eq!(
            common_place(&groups(&["重庆市教育局", "舞钢市教育局", "民政局"])),
            ""
        );
        assert_eq!(
            common_place(&groups(&[
                "江苏省南京市民政局",
                "江苏省南京市教育局",
                "江苏省苏州市教育局"
            ])),
            "江苏省南京市"
        );
        assert_eq!(
            common_place(&groups(&["区划办", "区划办", "市场局"])),
            "",
            "a first character is no place"
        );
    }

    #[test]
    fn outcomes_that_mean_different_things_are_different_values() {
        let reply = |id: &str, agency: &str, meaning: Option<&str>| {
            let reply = Reply {
                id: id.into(),
                agency: Some(agency.into()),
                outcome: Some('A'),
                outcome_meaning: meaning.map(str::to_owned),
                ..Reply::default()
            };
            Entry { reply, document: 0 }
        };
        let catalog = Catalog::new(
            vec![
                reply("a", "甲局", Some("已经解决")),
                reply("b", "乙局", Some("已经解决")),
                reply("c", "丙局", Some("一年内解决")),
                reply("d", "丁局", None),
                reply("e", "戊局", None),
            ],
            |_| None,
        );
        let groups = &catalog.facet(FacetName::Outcome).groups;
        let counts: Vec<usize> = groups.iter().map(|group| group.entries.len()).collect();
        assert_eq!(counts, [2, 1, 1, 1], "{groups:?}");
    }

    #[test]
    fn newest_first_and_unknown_last() {
        let day = |d| Some(Date::constant(2024, 1, d));
        let catalog = Catalog::new(
            vec![
                entry("a", Kind::Proposal, &["甲乙"], day(1)),
                entry("b", Kind::Proposal, &["甲乙", "甲乙"], None),
                entry("c", Kind::Suggestion, &["甲乙"], day(3)),
            ],
            |_| None,
        );
        assert_eq!(
            catalog
                .entries
                .iter()
                .map(|e| e.reply.id.as_str())
                .collect::<Vec<_>>(),
            ["c", "a", "b"]
        );
        let members = &catalog.facet(FacetName::Member).groups;
        assert_eq!(members.len(), 2, "namesakes of different bodies stay apart");
        assert_eq!(
            members[0].entries,
            [1, 2],
            "a name written twice in one reply counts once"
        );
        assert_eq!(
            catalog
                .facet(FacetName::Year)
                .groups
                .last()
                .map(|g| &g.value),
            Some(&Value::Unknown)
        );
    }
}
