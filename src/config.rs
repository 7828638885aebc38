//! `dafu.toml` → [`Config`]. Every setting has a default; unknown keys are refused with the nearest known one.

mod checks;
mod ledger;
mod misplaced;
pub mod privacy;
pub mod schema;
pub mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::error::{AtPath, Error, Result};
use crate::messages::{self, syntax, tell};
use crate::model::{Access, Kind};
use crate::source;
use crate::suggest;
pub use privacy::{Mode, Privacy};

pub use checks::{Checks, Level};
pub use ledger::Ledger;

/// Settings of a site, validated.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Name of the portal.
    pub title: String,
    /// One sentence on what it holds.
    pub description: String,
    /// Language of the interface.
    pub language: Language,
    /// Address where the portal will stand, `http(s)://…/`, with a final `/`; empty if unknown.
    /// Needed for the sitemap and canonical links only.
    #[schemars(regex(pattern = r#"^(https?://[^"< ?#]+/)?$"#))]
    pub base_url: String,
    /// Theme: `default`, `manual` for documentation, or the name of a folder in the site's `themes/`.
    pub theme: String,
    /// Replies on one page of a list, 10–500.
    #[schemars(range(min = 10, max = 500))]
    pub page_size: usize,
    /// Whether what was read stays readable without a network.
    #[schemars(schema_with = "schema::offline")]
    pub offline: Offline,
    /// The footer and the government `<meta>` tags.
    pub site: Site,
    /// Used where a reply says nothing.
    pub defaults: Defaults,
    /// What the letters of 办理结果 mean, by issuer; `*` for all others.
    #[schemars(schema_with = "schema::outcomes")]
    pub outcomes: BTreeMap<String, BTreeMap<String, String>>,
    /// Words by which the site sorts replies that name no topic themselves: topic → words of its titles.
    pub topics: BTreeMap<String, Vec<String>>,
    /// The day on which a session opened, by the session's key: `cppcc-5-3` → 2024-01-15. The time from there to the
    /// reply is counted for these sessions only.
    #[serde(deserialize_with = "sessions")]
    #[schemars(schema_with = "schema::sessions")]
    pub sessions: BTreeMap<String, Date>,
    /// Offices that were renamed: the old name → the new one. Replies keep the name that they were signed with; lists go by
    /// the present one, and the old list's address leads there.
    #[schemars(schema_with = "schema::renamed")]
    pub renamed: BTreeMap<String, String>,
    /// What is remembered of published addresses.
    pub addresses: Addresses,
    /// How replies are searched.
    pub search: Search,
    /// What is written for taking away.
    pub data: Data,
    /// Which lists have feeds.
    pub feeds: Feeds,
    /// How grave each finding is.
    #[schemars(schema_with = "schema::checks")]
    pub checks: Checks,
    /// The office's own list of its replies.
    pub ledger: Ledger,
    /// What is done about private numbers and addresses.
    #[schemars(schema_with = "schema::privacy")]
    pub privacy: Privacy,
}

/// What is written for taking away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Data {
    /// How the replies may be used: a sentence, or the address of a licence. Empty if the site says nothing.
    pub licence: String,
    /// Offices with at least so many replies have data files of their own.
    pub office_from: usize,
}

impl Default for Data {
    fn default() -> Self {
        Self {
            licence: String::new(),
            office_from: 10,
        }
    }
}

/// What is remembered of published addresses.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Addresses {
    /// Whether a build keeps `dafu.lock`.
    pub lock: bool,
}

impl Default for Addresses {
    fn default() -> Self {
        Self { lock: true }
    }
}

/// Which lists have feeds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Feeds {
    /// Whether members have feeds; there may be as many members as replies.
    pub members: bool,
    /// Offices, members, topics and outcomes with at least so many replies have feeds.
    pub from: usize,
}

impl Default for Feeds {
    fn default() -> Self {
        Self {
            members: true,
            from: 2,
        }
    }
}

/// How replies are searched.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Search {
    /// Words that the dictionary does not know and that are one word to a reader: local names, programmes, slogans.
    /// 2–12 Han characters each. Names of people, offices and topics are words already.
    pub words: Vec<String>,
}

/// Whether a service worker keeps what was read: `offline = true`, `false` or `"remove"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "toml::Value")]
pub enum Offline {
    /// There is none.
    #[default]
    Off,
    /// There is one.
    On,
    /// There was one: readers' browsers are told to forget it and all that it kept.
    Remove,
}

impl TryFrom<toml::Value> for Offline {
    type Error = String;

    fn try_from(value: toml::Value) -> std::result::Result<Self, String> {
        match &value {
            toml::Value::Boolean(true) => Ok(Offline::On),
            toml::Value::Boolean(false) => Ok(Offline::Off),
            toml::Value::String(word) if word == "remove" => Ok(Offline::Remove),
            _ => Err(tell!("config-offline", value)),
        }
    }
}

impl Serialize for Offline {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Offline::Off => serializer.serialize_bool(false),
            Offline::On => serializer.serialize_bool(true),
            Offline::Remove => serializer.serialize_str("remove"),
        }
    }
}

/// Language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Language {
    /// 简体中文.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// 繁體中文: the interface alone; replies stay as they are written.
    #[serde(rename = "zh-Hant")]
    Traditional,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::Traditional => "zh-Hant",
            Language::English => "en",
        }
    }
}

/// Whose portal it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// 主办单位 of the portal.
    pub organizer: String,
    /// 政府网站标识码.
    pub id_code: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安备案号.
    pub police: String,
}

/// Used where neither front matter nor the document says anything.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// 主办单位 of replies that name none.
    pub agency: Option<String>,
    /// 类型 of replies that do not tell.
    #[schemars(schema_with = "schema::kind")]
    pub kind: Option<Kind>,
    /// 公开属性 of replies that do not say.
    #[serde(deserialize_with = "access", serialize_with = "access_as_written")]
    #[schemars(schema_with = "schema::access")]
    pub access: Option<Access>,
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn access_as_written<S: serde::Serializer>(
    access: &Option<Access>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    access.map(Access::as_written).serialize(serializer)
}

fn access<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<Access>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_str() {
        "主动公开" | "依申请公开" | "不予公开" => Ok(Access::read(&text)),
        _ => Err(serde::de::Error::custom(tell!("config-access", text))),
    }
}

fn sessions<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<BTreeMap<String, Date>, D::Error> {
    let written = BTreeMap::<String, toml::Value>::deserialize(deserializer)?;
    let mut dates = BTreeMap::new();
    for (key, value) in written {
        let wrong = |message: String| Err(serde::de::Error::custom(message));
        if !is_session_key(&key) {
            return wrong(tell!("config-session", key));
        }
        // 2024-01-15, or the same in quotes.
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        match text.parse() {
            Ok(date) if text.len() == 10 => dates.insert(key, date),
            _ => return wrong(tell!("config-session-day", key)),
        };
    }
    Ok(dates)
}

/// `cppcc-5-3`, `npc-8-2`, or `5-3` where the replies do not name the body.
fn is_session_key(key: &str) -> bool {
    let numbers = key
        .strip_prefix("cppcc-")
        .or_else(|| key.strip_prefix("npc-"))
        .unwrap_or(key);
    numbers.split_once('-').is_some_and(|(congress, meeting)| {
        [congress, meeting].iter().all(|number| {
            number
                .parse::<u16>()
                .is_ok_and(|n| n.to_string() == **number && n > 0)
        })
    })
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "建议提案答复公开".to_owned(),
            description: String::new(),
            language: Language::default(),
            base_url: String::new(),
            theme: "default".to_owned(),
            page_size: 50,
            offline: Offline::default(),
            site: Site::default(),
            defaults: Defaults::default(),
            outcomes: BTreeMap::new(),
            topics: BTreeMap::new(),
            sessions: BTreeMap::new(),
            renamed: BTreeMap::new(),
            addresses: Addresses::default(),
            search: Search::default(),
            data: Data::default(),
            feeds: Feeds::default(),
            checks: Checks::default(),
            ledger: Ledger::default(),
            privacy: Privacy::default(),
        }
    }
}

impl Config {
    /// Reads `dafu.toml` of a site; all defaults if there is none.
    ///
    /// # Errors
    /// [`Error::Config`] names file, line, key and the nearest known key; [`Error::Io`] if it cannot be read.
    pub fn load(site: &Path) -> Result<Config> {
        Config::text(site)?.map_or_else(|| Ok(Config::default()), |text| Config::read(&text))
    }

    /// The text of a site's `dafu.toml`; `None` if there is none.
    ///
    /// # Errors
    /// [`Error::Config`] if it is in another encoding than UTF-8, or hidden under another name; [`Error::Io`] if it cannot be read.
    pub fn text(site: &Path) -> Result<Option<String>> {
        let refused = |file: &str, message: String, hint: String| {
            let diagnostic = Diagnostic::error("config", message).in_file(file);
            Err(Error::Config(Box::new(diagnostic.hint(hint))))
        };
        let path: PathBuf = site.join("dafu.toml");
        if !path.exists() {
            // Windows hides the ending that its editor adds.
            let hidden = "dafu.toml.txt";
            if site.join(hidden).exists() {
                let (message, hint) = (tell!("config-hidden"), tell!("config-hidden.hint"));
                return refused(hidden, message, hint);
            }
            return Ok(None);
        }
        let bytes = std::fs::read(&path).at_path("read", &path)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(error) => {
                let encoding = source::decode::decode(error.into_bytes()).encoding.name();
                let (message, hint) = match encoding {
                    // Of which some bytes are none.
                    "UTF-8" => (tell!("config-damaged"), tell!("config-encoding.hint")),
                    _ => (
                        tell!("config-encoding", encoding),
                        tell!("config-encoding.hint"),
                    ),
                };
                refused("dafu.toml", message, hint)
            }
        }
    }

    /// Reads the text of a `dafu.toml`.
    ///
    /// # Errors
    /// [`Error::Config`].
    pub fn read(text: &str) -> Result<Config> {
        let wrong = |message: String, start: usize, length: usize, hint: Option<String>| {
            let mut diagnostic = Diagnostic::error("config", message)
                .in_file("dafu.toml")
                .at(text, start, length);
            diagnostic.hint = hint;
            Error::Config(Box::new(diagnostic))
        };
        if let Some(found) = misplaced::first(text) {
            let (start, length) = (found.place.start, found.place.len());
            return Err(wrong(found.message, start, length, Some(found.hint)));
        }
        let config: Config = toml::from_str(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let message = error
                .message()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            let told = syntax::of_toml(text, &message, &span);
            let (message, hint) = if let Some((message, hint)) = told {
                (message, Some(hint))
            } else {
                let hint = suggest::for_unknown_key(&message);
                (messages::of_parser(&message), hint)
            };
            wrong(message, span.start, span.len(), hint)
        })?;
        let place = |key: &str| text.find(key).unwrap_or(0);
        if !(10..=500).contains(&config.page_size) {
            return Err(wrong(
                tell!("config-page-size", size = config.page_size),
                place("page_size"),
                9,
                None,
            ));
        }
        let url = &config.base_url;
        if !url.is_empty()
            && !((url.starts_with("https://") || url.starts_with("http://"))
                && url.ends_with('/')
                && !url.contains(['"', '<', ' ', '?', '#']))
        {
            let hint = Some(tell!("config-base-url.hint"));
            return Err(wrong(
                tell!("config-base-url", url),
                place("base_url"),
                8,
                hint,
            ));
        }
        for word in &config.search.words {
            if !crate::text::is_site_word(&crate::text::normalise(word)) {
                return Err(wrong(
                    tell!("config-search-word", word),
                    place(&format!("\"{word}\"")),
                    word.len() + 2,
                    Some(tell!("config-search-word.hint")),
                ));
            }
        }
        for (topic, words) in &config.topics {
            if topic.trim().is_empty() || words.iter().any(|word| word.trim().is_empty()) {
                return Err(wrong(
                    tell!("config-topics"),
                    place("[topics]"),
                    8,
                    Some(tell!("config-topics.hint")),
                ));
            }
        }
        for old in config.renamed.keys() {
            if config.present_name(old).is_none() {
                return Err(wrong(
                    tell!("config-renamed", old),
                    place(&format!("\"{old}\"")),
                    old.len() + 2,
                    Some(tell!("config-renamed.hint")),
                ));
            }
        }
        Ok(config)
    }

    /// What an office is called today: itself unless it was renamed, through as many names as it had. `None` if the names lead
    /// round in a circle, which [`Config::read`] refuses, or nowhere.
    #[must_use]
    pub fn present_name<'c>(&'c self, office: &'c str) -> Option<&'c str> {
        let mut name = office;
        for _ in 0..=self.renamed.len() {
            match self.renamed.get(name) {
                None => return Some(name).filter(|name| !name.trim().is_empty()),
                Some(next) => name = next,
            }
        }
        None
    }

    /// The topics whose words stand in one of a reply's titles, in the order of their names.
    #[must_use]
    pub fn topics_of(&self, titles: &[&str]) -> Vec<String> {
        self.topics
            .iter()
            .filter(|(_, words)| {
                words
                    .iter()
                    .any(|word| titles.iter().any(|title| title.contains(word.as_str())))
            })
            .map(|(topic, _)| topic.clone())
            .collect()
    }

    /// What a letter of 办理结果 means at an issuer; `None` if the site does not say.
    #[must_use]
    pub fn outcome(&self, agency: Option<&str>, letter: char) -> Option<&str> {
        let key = letter.to_string();
        let of = |issuer: &str| {
            self.outcomes
                .get(issuer)
                .and_then(|letters| letters.get(&key))
                .map(String::as_str)
        };
        agency.and_then(of).or_else(|| of("*"))
    }

    /// Host of `base_url`, for `SiteDomain`; empty if unknown.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.base_url
            .split_once("://")
            .map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""))
    }

    /// Path of `base_url`, with slashes around: `/lanting/`; `None` if unknown.
    #[must_use]
    pub fn base_path(&self) -> Option<&str> {
        let (_, rest) = self.base_url.split_once("://")?;
        rest.find('/').map(|at| &rest[at..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_refused_with_the_nearest() {
        let Err(Error::Config(diagnostic)) = Config::read("title = \"x\"\nlangauge = \"en\"\n")
        else {
            panic!("accepted")
        };
        assert_eq!(diagnostic.place.as_ref().map(|p| p.line), Some(2));
        assert!(
            diagnostic
                .hint
                .as_deref()
                .is_some_and(|h| h.contains("`language`")),
            "{diagnostic:?}"
        );
    }

    #[test]
    fn sessions_have_days_and_topics_have_words() {
        let config = Config::read(
            "[sessions]\ncppcc-5-3 = 2024-01-15\nnpc-8-2 = \"2023-02-03\"\n[topics]\n'养老' = ['养老', '老年']\n'住房' = ['电梯']",
        )
        .unwrap();
        assert_eq!(config.sessions["cppcc-5-3"], Date::constant(2024, 1, 15));
        assert_eq!(config.sessions["npc-8-2"], Date::constant(2023, 2, 3));
        assert_eq!(config.topics_of(&["关于老年助餐的建议"]), ["养老"]);
        assert!(config.topics_of(&["关于公交的建议"]).is_empty());
        for bad in [
            "[sessions]\ncppcc-5 = 2024-01-15",
            "[sessions]\ncppcc-05-3 = 2024-01-15",
            "[sessions]\ncppcc-5-3 = 2024-01-15T08:00:00",
            "[sessions]\ncppcc-5-3 = \"2024-02-30\"",
            "[topics]\n'养老' = ['']",
        ] {
            let Err(Error::Config(diagnostic)) = Config::read(bad) else {
                panic!("accepted: {bad}")
            };
            assert!(diagnostic.place.is_some(), "{bad}");
        }
    }

    #[test]
    fn offline_is_said_in_one_of_three_ways() {
        for (text, offline) in [
            ("", Offline::Off),
            ("offline = false", Offline::Off),
            ("offline = true", Offline::On),
            ("offline = \"remove\"", Offline::Remove),
        ] {
            assert_eq!(Config::read(text).unwrap().offline, offline, "{text}");
        }
        for text in ["offline = \"yes\"", "offline = 1"] {
            let Err(Error::Config(diagnostic)) = Config::read(text) else {
                panic!("{text} accepted")
            };
            assert!(
                diagnostic.message.contains("true, false or \"remove\""),
                "{diagnostic:?}"
            );
        }
    }

    #[test]
    fn outcomes_are_the_issuers() {
        let config =
            Config::read("[outcomes.'*']\nA = 'general'\n[outcomes.'教育局']\nA = 'own'").unwrap();
        assert_eq!(config.outcome(Some("教育局"), 'A'), Some("own"));
        assert_eq!(config.outcome(Some("民政局"), 'A'), Some("general"));
        assert_eq!(config.outcome(None, 'B'), None);
    }
}
