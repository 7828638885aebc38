//! Feeds: Atom and JSON Feed 1.1 of all replies, and of lists. Nothing is read or written here.
//!
//! Of offices, members, topics and outcomes most have a single reply where there are many, and two files each that nobody can read more of than
//! the list's page: they have feeds from the second reply on. Once a list had feeds it keeps them: `dafu.lock` knows.
//!
//! An entry's date is the reply's own: of its last correction, else of publication, else of signature; so a correction
//! comes up again. A reply without any date is in no feed, and the feed says how many there are. A withdrawn reply stays
//! in the feed of all as an entry of the same id that says so and has no text: readers replace what they kept by it.
//! (RFC 6721 has an element for deletions; few readers know it, and those that do would show nothing.)
//!
//! Ids are UUIDs made from the site's identifier and the reply's id: `tag:` needs a domain, which a portal without
//! `base_url` does not know, and an address would make every entry new when the portal moves. Without `base_url` links
//! are relative to the feed, which Atom allows (RFC 4287, 4.2.7.1) and JSON Feed does not mention.

use std::str::FromStr;

use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text, WriteConfig};
use jiff::civil::{DateTime, Time};
use serde_json::{Map, Value as Json, json};

use super::{Page, Portal, reply, strings};
use crate::catalog::{FacetName, Group, Withdrawn, list_base, reply_path};
use crate::model::Reply;

/// Entries in the feed of all.
const ALL_MOST: usize = 50;
/// Entries in the feed of one value.
const VALUE_MOST: usize = 20;

/// What a feed says of itself.
struct About {
    /// Without extension: `all/feed`.
    base: String,
    /// Where it is written, if its own address is another.
    copy: Option<String>,
    title: String,
    /// The page that shows the same.
    home: String,
    /// Replies that it leaves out because they have no date.
    undated: usize,
}

impl About {
    fn place(&self) -> &str {
        self.copy.as_deref().unwrap_or(&self.base)
    }
}

/// One entry, as both formats need it.
struct Item {
    id: String,
    /// Below the portal's root.
    path: String,
    title: String,
    summary: String,
    author: String,
    published: Option<DateTime>,
    updated: DateTime,
    topics: Vec<String>,
}

/// The date that orders a feed: of the last correction, else of publication, else of signature.
fn updated(reply: &Reply) -> Option<DateTime> {
    let corrected = reply.revisions.iter().map(|revision| revision.date).max();
    (corrected.map(|date| date.to_datetime(Time::midnight()))).or(published(reply))
}

fn published(reply: &Reply) -> Option<DateTime> {
    let published = reply.published;
    published
        .map(|at| at.date.to_datetime(at.time.unwrap_or(Time::midnight())))
        .or(reply.issued.map(|date| date.to_datetime(Time::midnight())))
}

impl Portal<'_> {
    /// Whether a value's list has feeds: of offices, members, topics and outcomes those with enough replies, and those that had feeds before.
    #[must_use]
    pub fn has_feeds(&self, name: FacetName, group: &Group) -> bool {
        let feeds = &self.config.feeds;
        let wanted = !name.is_unbounded()
            || group.entries.len() >= feeds.from
            || self.kept_feeds.contains(&list_base(name, &group.slug));
        (wanted && (name != FacetName::Member || feeds.members))
            && (group.entries.iter())
                .any(|&entry| updated(&self.catalog.entries[entry as usize].reply).is_some())
    }

    /// The feeds of all replies. Every page names them, so they are there even if no reply has a date.
    #[must_use]
    pub fn feeds_of_all(&self) -> Vec<Page> {
        let catalog = self.catalog;
        let mut items = self.newest(0..catalog.entries.len(), ALL_MOST);
        let withdrawn = catalog.withdrawn.iter();
        items.extend(withdrawn.filter_map(|withdrawn| self.withdrawn_item(withdrawn)));
        items.sort_by_key(|item| std::cmp::Reverse(item.updated));
        items.truncate(ALL_MOST);
        let about = About {
            base: "all/feed".to_owned(),
            copy: None,
            title: self.config.title.clone(),
            home: "index.html".to_owned(),
            undated: self.undated(0..catalog.entries.len()),
        };
        self.both(&about, &items)
    }

    /// The feeds of one value; none if none of its replies has a date. `copy` is where to put them, without extension, if it is not
    /// where they are now.
    #[must_use]
    pub fn feeds_of(&self, name: FacetName, group: &Group, copy: Option<&str>) -> Vec<Page> {
        if !self.has_feeds(name, group) {
            return Vec::new();
        }
        let base = list_base(name, &group.slug);
        let entries = || group.entries.iter().map(|&entry| entry as usize);
        let about = About {
            title: self.strings().fill(
                "feed_title",
                &[
                    ("name", &self.value_label(&group.value)),
                    ("site", &self.config.title),
                ],
            ),
            home: format!("{base}.html"),
            undated: self.undated(entries()),
            base,
            copy: copy.map(str::to_owned),
        };
        self.both(&about, &self.newest(entries(), VALUE_MOST))
    }

    /// Where they are, if there are any.
    #[must_use]
    pub fn feed_paths(&self, name: FacetName, group: &Group) -> [String; 2] {
        let base = list_base(name, &group.slug);
        ["xml", "json"].map(|end| format!("{base}.{end}"))
    }

    fn undated(&self, entries: impl Iterator<Item = usize>) -> usize {
        entries
            .filter(|&entry| updated(&self.catalog.entries[entry].reply).is_none())
            .count()
    }

    /// The replies that were published or corrected last.
    fn newest(&self, entries: impl Iterator<Item = usize>, most: usize) -> Vec<Item> {
        let mut dated: Vec<(DateTime, usize)> = entries
            .filter_map(|entry| Some((updated(&self.catalog.entries[entry].reply)?, entry)))
            .collect();
        dated.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        dated.truncate(most);
        dated
            .into_iter()
            .map(|(updated, entry)| self.item_of(&self.catalog.entries[entry].reply, updated))
            .collect()
    }

    fn item_of(&self, reply: &Reply, updated: DateTime) -> Item {
        let strings = self.strings();
        let mut parts: Vec<String> = Vec::with_capacity(4);
        if let Some(last) = reply.revisions.iter().max_by_key(|revision| revision.date) {
            let date = strings::date(last.date, self.config.language);
            parts.push(strings.fill(
                "feed_corrected",
                &[("date", &date), ("reason", &last.reason)],
            ));
        }
        parts.extend(reply.agency.clone());
        parts.extend(
            reply
                .issued
                .map(|date| strings::date(date, self.config.language)),
        );
        parts.extend(reply.document_number.clone());
        let meaning =
            (reply.outcome).and_then(|letter| self.config.outcome(reply.agency.as_deref(), letter));
        parts.extend(meaning.map(ToOwned::to_owned));
        Item {
            id: self.urn(&reply.id),
            path: reply::path(reply),
            title: reply.title.clone(),
            summary: parts.join(" · "),
            author: reply.agency.clone().unwrap_or_default(),
            published: published(reply),
            updated,
            topics: reply.own_topics().to_vec(),
        }
    }

    /// `None` where nobody says when the reply was withdrawn.
    fn withdrawn_item(&self, withdrawn: &Withdrawn) -> Option<Item> {
        let words = self.withdrawn_words(withdrawn);
        let (title, summary) = words.split_once('\n').unwrap_or((&words, ""));
        Some(Item {
            id: self.urn(&withdrawn.id),
            path: reply_path(&withdrawn.id, "html"),
            title: title.to_owned(),
            summary: summary.to_owned(),
            author: String::new(),
            published: None,
            updated: withdrawn.withdrawal.date?.to_datetime(Time::midnight()),
            topics: Vec::new(),
        })
    }

    /// `urn:uuid:` (version 8, RFC 9562) from the site's identifier and a name within the site.
    fn urn(&self, name: &str) -> String {
        let config = self.config;
        let names = [&config.site.id_code, &config.base_url, &config.title];
        let site = names.into_iter().find(|name| !name.is_empty());
        let mut hasher = blake3::Hasher::new();
        hasher.update(site.map_or("", String::as_str).as_bytes());
        hasher.update(b"\n");
        hasher.update(name.as_bytes());
        let mut bits = 0u128;
        for byte in &hasher.finalize().as_bytes()[..16] {
            bits = bits << 8 | u128::from(*byte);
        }
        // The version and the variant have their places.
        bits = bits & !(0xf << 76) | 8 << 76;
        bits = bits & !(0b11 << 62) | 0b10 << 62;
        let hex = format!("{bits:032x}");
        let parts = [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ];
        format!("urn:uuid:{}", parts.join("-"))
    }

    /// A whole address where the portal knows its own, else one relative to the feeds, which lie one folder down.
    fn feed_href(&self, about: &About, path: &str) -> String {
        if self.config.base_url.is_empty() {
            let up = "../".repeat(about.place().matches('/').count());
            format!("{up}{path}")
        } else {
            self.address(path)
        }
    }

    fn both(&self, about: &About, items: &[Item]) -> Vec<Page> {
        vec![
            Page {
                path: format!("{}.xml", about.place()),
                html: self.atom(about, items),
            },
            Page {
                path: format!("{}.json", about.place()),
                html: self.json_feed(about, items),
            },
        ]
    }

    fn undated_note(&self, about: &About) -> Option<String> {
        (about.undated > 0)
            .then(|| (self.strings()).fill("feed_undated", &[("n", &about.undated.to_string())]))
    }

    fn atom(&self, about: &About, items: &[Item]) -> Vec<u8> {
        let publisher = self.publisher_name();
        let newest = items.iter().map(|item| item.updated).max();
        let link = |rel: &str, kind: &str, path: &str| Link {
            href: self.feed_href(about, path),
            rel: rel.to_owned(),
            mime_type: Some(kind.to_owned()),
            ..Link::default()
        };
        let person = |name: &str| Person {
            name: name.to_owned(),
            ..Person::default()
        };
        let entries = items.iter().map(|item| Entry {
            title: Text::plain(item.title.clone()),
            id: item.id.clone(),
            updated: atom_date(item.updated),
            published: item.published.map(atom_date),
            authors: if item.author.is_empty() {
                Vec::new()
            } else {
                vec![person(&item.author)]
            },
            links: vec![link("alternate", "text/html", &item.path)],
            summary: Some(Text::plain(item.summary.clone())),
            categories: item
                .topics
                .iter()
                .map(|topic| atom_syndication::Category {
                    term: topic.clone(),
                    scheme: None,
                    label: None,
                })
                .collect(),
            ..Entry::default()
        });
        let feed = Feed {
            title: Text::plain(about.title.clone()),
            subtitle: self.undated_note(about).map(Text::plain),
            id: self.urn(&format!("feed:{}", about.base)),
            // Atom wants a date; of nothing it is the first that computers count from.
            updated: newest.map(atom_date).unwrap_or_default(),
            authors: vec![person(publisher)],
            generator: Some(Generator {
                value: "dafu".to_owned(),
                uri: None,
                version: None,
            }),
            links: vec![
                link(
                    "self",
                    "application/atom+xml",
                    &format!("{}.xml", about.base),
                ),
                link("alternate", "text/html", &about.home),
            ],
            lang: Some(self.strings().get("texts_lang").to_owned()),
            entries: entries.collect(),
            ..Feed::default()
        };
        let config = WriteConfig {
            write_document_declaration: true,
            indent_size: Some(0),
        };
        // Writing to memory cannot fail.
        let mut bytes = feed
            .write_with_config(Vec::new(), config)
            .unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    fn json_feed(&self, about: &About, items: &[Item]) -> Vec<u8> {
        let items: Vec<Json> = items
            .iter()
            .map(|item| {
                let mut one = Map::new();
                one.insert("id".into(), item.id.clone().into());
                one.insert("url".into(), self.feed_href(about, &item.path).into());
                one.insert("title".into(), item.title.clone().into());
                // The format wants a content; the text itself is a page away.
                one.insert("content_text".into(), item.summary.clone().into());
                if let Some(date) = item.published {
                    one.insert("date_published".into(), rfc3339(date).into());
                }
                one.insert("date_modified".into(), rfc3339(item.updated).into());
                if !item.author.is_empty() {
                    one.insert("authors".into(), json!([{ "name": item.author }]));
                }
                if !item.topics.is_empty() {
                    one.insert("tags".into(), item.topics.clone().into());
                }
                Json::Object(one)
            })
            .collect();
        let mut feed = Map::new();
        feed.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
        feed.insert("title".into(), about.title.clone().into());
        if let Some(note) = self.undated_note(about) {
            feed.insert("description".into(), note.into());
        }
        feed.insert(
            "home_page_url".into(),
            self.feed_href(about, &about.home).into(),
        );
        let own = format!("{}.json", about.base);
        feed.insert("feed_url".into(), self.feed_href(about, &own).into());
        feed.insert("language".into(), self.strings().get("texts_lang").into());
        feed.insert("authors".into(), json!([{ "name": self.publisher_name() }]));
        feed.insert("items".into(), items.into());
        let mut bytes = serde_json::to_vec(&feed).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// Official dates have no zone; China has one.
fn rfc3339(at: DateTime) -> String {
    format!("{}+08:00", at.strftime("%Y-%m-%dT%H:%M:%S"))
}

fn atom_date(at: DateTime) -> FixedDateTime {
    FixedDateTime::from_str(&rfc3339(at)).unwrap_or_default()
}
