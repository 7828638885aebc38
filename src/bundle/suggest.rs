//! What is offered while one types: shards of names by how they begin, cut so that each is a few KB however many there
//! are. The format is in `FORMAT.md`, “Suggestions”.

use std::collections::BTreeMap;

use pinyin::ToPinyin;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{FOLDER, data_name, data_path, digits, hash32, seal_prose};
use crate::error::Result;
use crate::output::{MadeOf, OutputFolder};
use crate::reading;
use crate::text::document_key;

/// What can be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 单位: begins anywhere in its name, or in its pinyin.
    Agency,
    /// 委员、代表.
    Member,
    /// 主题.
    Topic,
    /// 文号.
    Number,
    /// A reply's title.
    Title,
}

impl Kind {
    fn letter(self) -> &'static str {
        match self {
            Kind::Agency => "a",
            Kind::Member => "m",
            Kind::Topic => "o",
            Kind::Number => "d",
            Kind::Title => "t",
        }
    }
}

/// One name that can be offered.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// What it is.
    pub kind: Kind,
    /// As it is shown.
    pub label: String,
    /// Name of its page, without folder and extension; of a topic empty.
    pub target: String,
    /// How many replies it leads to.
    pub replies: usize,
}

/// A key is told apart by so many characters.
const KEY: usize = 24;
/// Offered at once, at most.
const TOP: usize = 8;
/// Bytes of JSON beyond which what begins alike is cut by the next character.
const GROUP: usize = 6 << 10;
/// A shard is to hold about so many.
const SHARD: usize = 12 << 10;

/// How a name may begin when it is typed.
fn keys(suggestion: &Suggestion) -> Vec<String> {
    let whole = document_key(&suggestion.label);
    let chars: Vec<char> = whole.chars().collect();
    let mut keys: Vec<String> = Vec::new();
    let person = suggestion.kind == Kind::Member;
    let mut add = |chars: &[char], spelled: bool| {
        keys.push(chars.iter().take(KEY).collect());
        if !spelled {
            return;
        }
        let plain: Vec<&str> = chars
            .iter()
            .map_while(|c| c.to_pinyin().map(pinyin::Pinyin::plain))
            .collect();
        // 重庆 is typed as it is read, or as its characters alone are.
        let spoken: String = chars[..plain.len()].iter().collect();
        let spoken = reading::typed(&spoken, person).filter(|spoken| *spoken != plain);
        for syllables in std::iter::once(plain).chain(spoken) {
            if syllables.len() > 1 {
                keys.push(syllables.concat().chars().take(KEY).collect());
                let initials = syllables.iter().filter_map(|s| s.chars().next());
                keys.push(initials.take(KEY).collect());
            }
        }
    };
    match suggestion.kind {
        Kind::Agency => {
            for from in 0..chars.len().saturating_sub(1) {
                add(&chars[from..], true);
            }
        }
        Kind::Member => add(&chars, true),
        Kind::Topic | Kind::Number => add(&chars, false),
        Kind::Title => {
            let about = ['关', '于'];
            add(chars.strip_prefix(&about).unwrap_or(&chars), false);
        }
    }
    keys
}

struct Writer<'w> {
    all: &'w [Suggestion],
    /// Payloads by name. Equal ones are one.
    files: BTreeMap<[u8; 7], Vec<u8>>,
}

/// Names of shards beyond which they are in files of their own.
const TABLE: usize = 128;

/// A key's characters, and whose it is.
type Key = (Vec<char>, usize);

impl Writer<'_> {
    fn row(&self, key: &[char], of: usize) -> Value {
        let one = &self.all[of];
        json!([
            key.iter().collect::<String>(),
            one.kind.letter(),
            one.label,
            one.target,
            one.replies
        ])
    }

    /// What begins with the same `depth` characters.
    fn group(&mut self, keys: &[Key], depth: usize) -> Value {
        let size: usize = keys
            .iter()
            .map(|(key, of)| {
                let one = &self.all[*of];
                3 * key.len() + one.label.len() + one.target.len() + 16
            })
            .sum();
        if size <= GROUP {
            let rows: Vec<Value> = keys.iter().map(|(key, of)| self.row(key, *of)).collect();
            return json!({ "p": rows });
        }
        let mut best: Vec<&Key> = keys.iter().collect();
        best.sort_by(|a, b| {
            let of = |key: &Key| {
                let one = &self.all[key.1];
                (std::cmp::Reverse(one.replies), one.kind, key.0.len(), key.1)
            };
            of(a).cmp(&of(b))
        });
        let mut seen = std::collections::BTreeSet::new();
        best.retain(|key| seen.insert(key.1));
        let top: Vec<Value> = best
            .iter()
            .take(TOP)
            .map(|(key, of)| self.row(key, *of))
            .collect();
        let mut group = self.shards(keys, depth, size);
        group["t"] = top.into();
        group
    }

    /// Makes the shards of what begins with the same `depth` characters, by the next one; gives what finds them.
    fn shards(&mut self, keys: &[Key], depth: usize, size: usize) -> Value {
        let count = (size / SHARD).max(1).next_power_of_two();
        let mut shards: Vec<serde_json::Map<String, Value>> = vec![serde_json::Map::new(); count];
        for group in keys.chunk_by(|a, b| a.0.get(depth) == b.0.get(depth)) {
            let Some(next) = group[0].0.get(depth) else {
                continue;
            };
            let value = self.group(group, depth + 1);
            let shard = hash32(std::iter::once(*next)) as usize & (count - 1);
            shards[shard].insert(next.to_string(), value);
        }
        let mut names: Vec<[u8; 7]> = (shards.into_iter())
            .map(|groups| self.file(Value::from(groups).to_string().into_bytes()))
            .collect();
        if count > TABLE {
            names = (names.chunks(TABLE))
                .map(|names| self.file(names.concat()))
                .collect();
        }
        let names: Vec<String> = names.into_iter().map(digits).collect();
        json!({ "s": count, "n": names })
    }

    fn file(&mut self, payload: Vec<u8>) -> [u8; 7] {
        let name = data_name(&payload);
        self.files.insert(name, payload);
        name
    }
}

/// What `suggest.json` holds beside what finds the suggestions: pages other than the search page hold neither manifest nor words.
pub struct Finder<'f> {
    /// The words to show suggestions with.
    pub words: BTreeMap<&'f str, &'f str>,
    /// Those for stepping through what was found in a reply.
    pub hits: BTreeMap<&'f str, &'f str>,
    /// As in the manifest: where the table of traditional characters is, and which of them GB 2312 has.
    pub t2s: &'f (String, String),
}

/// Writes the suggestions, and `suggest.json`, which finds them; all of it is made of `made_of`.
///
/// # Errors
/// If the disk refuses.
pub fn write(
    all: &[Suggestion],
    beside: &Finder<'_>,
    made_of: &MadeOf,
    output: &OutputFolder,
) -> Result<()> {
    let mut spelled: Vec<Key> = all
        .par_iter()
        .enumerate()
        .flat_map_iter(|(of, one)| {
            keys(one)
                .into_iter()
                .map(move |key| (key.chars().collect(), of))
        })
        .filter(|(key, _): &Key| !key.is_empty())
        .collect();
    spelled.par_sort_unstable();
    spelled.dedup();
    let size = spelled
        .chunk_by(|a, b| a.0.first() == b.0.first())
        .map(|group| (group.len() * 80).min(GROUP))
        .sum();
    let mut writer = Writer {
        all,
        files: BTreeMap::new(),
    };
    let shards = writer.shards(&spelled, 0, size);
    writer.files.par_iter().try_for_each(|(name, payload)| {
        let path = format!("{FOLDER}/{}", data_path(*name));
        if output.keep_made(&path, made_of)? {
            return Ok(());
        }
        output.write_made(&path, &seal_prose(payload), made_of)
    })?;
    let Finder { words, hits, t2s } = beside;
    let finder = json!({ "suggest": shards, "words": words, "hits": hits, "t2s": t2s });
    output.write_made(
        &format!("{FOLDER}/suggest.json"),
        finder.to_string().as_bytes(),
        made_of,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_offered_by_any_part_of_its_name_and_by_pinyin() {
        let office = Suggestion {
            kind: Kind::Agency,
            label: "舞钢市教育局".to_owned(),
            target: String::new(),
            replies: 1,
        };
        let keys = keys(&office);
        for typed in [
            "舞钢",
            "教育局",
            "wugang",
            "wg",
            "wgsjyj",
            "jiaoyuju",
            "jyj",
        ] {
            assert!(keys.iter().any(|key| key.starts_with(typed)), "{typed}");
        }
    }

    #[test]
    fn names_of_several_readings_are_offered_by_each() {
        for (kind, label, typed) in [
            (Kind::Agency, "重庆市经济和信息化委员会", "chongqing"),
            (Kind::Agency, "重庆市经济和信息化委员会", "cqs"),
            (Kind::Agency, "重庆市经济和信息化委员会", "zhongqing"),
            (Kind::Agency, "吉林省长春市教育局", "changchun"),
            (Kind::Agency, "吉林省长春市教育局", "jilinshengchangchun"),
            (Kind::Agency, "厦门市教育局", "xiamen"),
            (Kind::Member, "曾立平", "zengliping"),
            (Kind::Member, "曾立平", "zlp"),
        ] {
            let suggestion = Suggestion {
                kind,
                label: label.to_owned(),
                target: String::new(),
                replies: 1,
            };
            let found = keys(&suggestion).iter().any(|key| key.starts_with(typed));
            assert!(found, "{label}: {typed}");
        }
    }
}
