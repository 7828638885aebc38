//! Front matter: TOML between `+++` lines or YAML between `---` lines, typed; unknown keys are refused.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::number;
use crate::diagnostic::Diagnostic;
use crate::messages::{self, syntax, tell};
use crate::model::{Access, Attachment, Contact, Kind, Published, Revision, Session, Withdrawal};
use crate::suggest;

/// What front matter may say; every key is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrontMatter {
    /// Makes the document a page of its own and no reply: its address.
    pub page: Option<String>,
    /// 标识.
    pub id: Option<String>,
    /// 标题.
    pub title: Option<String>,
    /// 提案标题.
    pub proposal_title: Option<String>,
    /// 类型.
    pub kind: Option<KindText>,
    /// 届次: `"十届五次"`, `"10-5"` or `{ congress = 10, meeting = 5 }`.
    pub session: Option<SessionText>,
    /// 案号.
    pub case_number: Option<String>,
    /// 提案人.
    pub askers: Option<Vec<String>>,
    /// 主办单位.
    pub agency: Option<String>,
    /// For an opinion: the office that it is sent to.
    pub addressee_agency: Option<String>,
    /// 协办单位.
    pub co_agencies: Option<Vec<String>>,
    /// 文号.
    pub document_number: Option<String>,
    /// 签发人.
    pub signatory: Option<String>,
    /// 办理结果: a letter, A–D.
    pub outcome: Option<OutcomeText>,
    /// 公开属性.
    pub access: Option<AccessText>,
    /// 成文日期.
    pub issued: Option<DateText>,
    /// 发布日期, a time of day may follow.
    pub published: Option<PublishedText>,
    /// 来源.
    pub source: Option<String>,
    /// 联系.
    pub contact: Option<Contact>,
    /// 附件.
    pub attachments: Option<Vec<Attachment>>,
    /// 抄送.
    pub copied_to: Option<Vec<String>>,
    /// 主题.
    pub topics: Option<Vec<String>>,
    /// 更正.
    pub revisions: Option<Vec<RevisionText>>,
    /// Earlier ids or paths: a page at each of them leads here.
    pub aliases: Option<Vec<String>>,
    /// `published` (what it is without this key) or `withdrawn`.
    pub status: Option<StatusText>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<WithdrawnText>,
}

/// A withdrawal as front matter writes it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WithdrawnText {
    /// When; empty if unknown.
    date: Option<DateText>,
    /// Why; shown to readers.
    reason: String,
}

impl FrontMatter {
    /// Whether the reply was withdrawn, when and why.
    pub fn withdrawal(&self) -> Option<Withdrawal> {
        let withdrawn = self.status.as_ref().is_some_and(|status| status.0);
        let said = self
            .withdrawn
            .clone()
            .filter(|_| withdrawn || self.status.is_none());
        match said {
            Some(said) => Some(Withdrawal {
                date: said.date.map(|date| date.0),
                reason: said.reason,
            }),
            None => withdrawn.then(Withdrawal::default),
        }
    }
}

/// A revision as front matter writes it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevisionText {
    /// When.
    date: DateText,
    /// Why.
    reason: String,
    /// The paragraphs as they stood, or a part of one.
    #[serde(default)]
    before: Option<String>,
    /// What stands there now, if `before` is only a part of a paragraph; empty if it was struck out.
    #[serde(default)]
    after: Option<String>,
}

impl From<RevisionText> for Revision {
    fn from(text: RevisionText) -> Self {
        Revision {
            date: text.date.0,
            reason: text.reason,
            before: text.before,
            after: text.after,
        }
    }
}

macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident($inner:ty), $unfit:literal, $schema:tt, $read:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub $inner);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Text::deserialize(deserializer)?.0;
                let read: fn(&str) -> Option<$inner> = $read;
                read(&text).map($name).ok_or_else(|| de::Error::custom(tell!($unfit, text)))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

text_value!(
    /// 提案, 建议, 协办意见, or the English key.
    KindText(Kind), "front-matter-kind",
    { "enum": ["proposal", "suggestion", "opinion", "提案", "建议", "协办意见", "协办"] },
    |text| match text {
        "proposal" | "提案" => Some(Kind::Proposal),
        "suggestion" | "建议" => Some(Kind::Suggestion),
        "opinion" | "协办意见" | "协办" => Some(Kind::Opinion),
        _ => None,
    }
);
text_value!(
    /// One letter.
    OutcomeText(char), "front-matter-outcome",
    { "enum": ["A", "B", "C", "D"] },
    |text| match text.as_bytes() { [letter @ b'A'..=b'D'] => Some(char::from(*letter)), _ => None }
);
text_value!(
    /// 主动公开, 依申请公开 or 不予公开.
    AccessText(Access), "front-matter-access",
    { "enum": ["主动公开", "依申请公开", "不予公开"] },
    |text| matches!(text, "主动公开" | "依申请公开" | "不予公开").then(|| Access::read(text)).flatten()
);
text_value!(
    /// Whether the reply was withdrawn.
    StatusText(bool), "front-matter-status",
    { "enum": ["published", "withdrawn"] },
    |text| match text { "published" => Some(false), "withdrawn" => Some(true), _ => None }
);
text_value!(
    /// A date that exists.
    DateText(Date), "front-matter-date",
    { "type": "string", "examples": ["2024-05-06", "2024年5月6日"] },
    |text| match number::read_date_line(text)? { number::DateReading::Certain(date) => Some(date), _ => None }
);
text_value!(
    /// A date, a time of day may follow.
    PublishedText(Published), "front-matter-published",
    { "type": "string", "examples": ["2024-05-06", "2024-05-06 09:30"] },
    |text| number::read_published(text)
);

/// A text, or a TOML date read as text.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&tell!("front-matter-text-expected"))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.trim().to_owned()))
            }
            // TOML hands over a date as a map with one private key.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((key, value)) if key.contains("datetime") => Ok(Text(value)),
                    _ => Err(de::Error::custom(tell!("front-matter-text"))),
                }
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}

/// 届次 as text or table.
#[derive(Clone, Debug)]
pub struct SessionText(pub Session);

impl JsonSchema for SessionText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Session".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "string", "examples": ["十届五次", "10-5"] },
                {
                    "type": "object",
                    "properties": {
                        "congress": { "type": "integer", "minimum": 1, "maximum": 65535, "description": "届: 10 of 十届五次." },
                        "meeting": { "type": "integer", "minimum": 1, "maximum": 65535, "description": "次: 5 of 十届五次." }
                    },
                    "required": ["congress", "meeting"],
                    "additionalProperties": false
                }
            ]
        })
    }
}

impl<'de> Deserialize<'de> for SessionText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SessionVisitor;
        impl<'de> Visitor<'de> for SessionVisitor {
            type Value = SessionText;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&tell!("front-matter-session-expected"))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<SessionText, E> {
                let session = number::read_session(text);
                session
                    .map(SessionText)
                    .ok_or_else(|| E::custom(tell!("front-matter-session", text)))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SessionText, A::Error> {
                let (mut congress, mut meeting) = (0u16, 0u16);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "congress" => congress = map.next_value()?,
                        "meeting" => meeting = map.next_value()?,
                        other => {
                            return Err(de::Error::unknown_field(other, &["congress", "meeting"]));
                        }
                    }
                }
                if congress == 0 || meeting == 0 {
                    return Err(de::Error::custom(tell!("front-matter-session-parts")));
                }
                Ok(SessionText(Session { congress, meeting }))
            }
        }
        deserializer.deserialize_any(SessionVisitor)
    }
}

/// Front matter split from a document.
#[derive(Debug, Default)]
pub struct Split {
    /// What it says; all empty if there is none or it cannot be read.
    pub front: FrontMatter,
    /// Byte range of its text, between the fence lines.
    pub range: Range<usize>,
    /// Byte where the document's text begins.
    pub body: usize,
}

/// Splits the front matter from `source` and reads it; what is wrong with it is added to `diagnostics`.
pub fn split(source: &str, diagnostics: &mut Vec<Diagnostic>) -> Split {
    // Empty lines above it make nothing public that it withholds.
    let top = source.len()
        - source
            .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
            .len();
    let first_line = source[top..]
        .find('\n')
        .map_or(source.len(), |at| top + at + 1);
    let Some(fence) = fence_of(&source[top..first_line]) else {
        if is_setting(&source[top..first_line]) {
            diagnostics.push(
                Diagnostic::error("front-matter-open", tell!("front-matter-unopened"))
                    .at(source, top, source[top..first_line].trim_end().len())
                    .hint(tell!("front-matter-unopened.hint")),
            );
        }
        return Split::default();
    };
    let mut at = first_line;
    let closing = source[first_line..].split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        (fence_of(line) == Some(fence)).then_some((start, at))
    });
    let Some((end, body)) = closing else {
        // A text that begins with a rule is no front matter.
        if fence == "+++" {
            diagnostics.push(
                Diagnostic::error("front-matter-open", tell!("front-matter-open"))
                    .at(source, top, 3)
                    .hint(tell!("front-matter-open.hint")),
            );
        }
        return Split::default();
    };
    let text = &source[first_line..end];
    let range = first_line..end;
    if text.trim().is_empty() {
        return Split {
            front: FrontMatter::default(),
            range,
            body,
        };
    }
    let read = if fence == "+++" {
        toml::from_str(text).map_err(|error| (error.message().to_owned(), error.span()))
    } else {
        serde_saphyr::from_str(text).map_err(|error| {
            let span = error.location().map(|location| {
                let line = usize::try_from(location.line())
                    .unwrap_or(1)
                    .saturating_sub(1);
                let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
                let column = usize::try_from(location.column())
                    .unwrap_or(1)
                    .saturating_sub(1);
                let at = text[start..]
                    .char_indices()
                    .nth(column)
                    .map_or(start, |(at, _)| start + at);
                at..at + 1
            });
            (yaml_message(&error), span)
        })
    };
    let front =
        read.unwrap_or_else(|(message, span): (String, Option<Range<usize>>)| {
            let span = span.unwrap_or(0..1);
            let told = (fence == "+++").then(|| {
                // Empty lines in the place of those above, so that a line has the number that it has in the document.
                let above = source[..first_line].matches('\n').count();
                let whole = "\n".repeat(above) + text;
                let span = span.start + above..span.end + above;
                syntax::of_toml(&whole, first_line_of(&message), &span)
            });
            let (message, hint) = match told.flatten() {
                Some((message, hint)) => (message, Some(hint)),
                None => (
                    messages::of_parser(first_line_of(&message)),
                    suggest::for_unknown_key(&message),
                ),
            };
            let mut diagnostic = Diagnostic::error("front-matter", tell!("front-matter", message))
                .at(source, first_line + span.start, span.len());
            diagnostic.hint = hint;
            diagnostics.push(diagnostic);
            FrontMatter::default()
        });
    Split { front, range, body }
}

/// The fence that a line is: `+++`, in full-width signs too, or `---`.
fn fence_of(line: &str) -> Option<&'static str> {
    match line.trim_end() {
        "---" => Some("---"),
        line if line.chars().count() == 3 && line.chars().all(|c| matches!(c, '+' | '＋')) => {
            Some("+++")
        }
        _ => None,
    }
}

/// Whether a document's first line sets something (`access = "…"`), as no letter begins: front matter whose opening line was lost.
fn is_setting(line: &str) -> bool {
    let name = line.trim_start_matches('[').trim_start();
    let end = name
        .find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
        .unwrap_or(0);
    let behind = name[end..].trim();
    end > 1 && (behind.starts_with(['=', '＝']) || (line.starts_with("[[") && behind == "]]"))
}

fn yaml_message(error: &serde_saphyr::Error) -> String {
    let message = error.to_string();
    // Its message ends with a drawing of the place, which dafu draws itself.
    let line = message.lines().map(str::trim).find(|line| !line.is_empty());
    let Some(line) = line else {
        return tell!("front-matter-unread");
    };
    let line = line.trim_start_matches("error: ");
    // “line 1 column 1: …”: the place is dafu's to say, counted from the top of the file.
    match line.split_once(": ") {
        Some((place, rest)) if place.starts_with("line ") => rest.to_owned(),
        _ => line.to_owned(),
    }
}

fn first_line_of(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}

impl Split {
    /// Where a key stands, for a diagnostic; the whole front matter if it is not found.
    #[must_use]
    pub fn place_of(&self, source: &str, key: &str) -> Range<usize> {
        let text = &source[self.range.clone()];
        let mut at = self.range.start;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim_start();
            if trimmed
                .strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with(['=', ':', '.']))
            {
                let start = at + (line.len() - trimmed.len());
                return start..start + trimmed.trim_end().len();
            }
            at += line.len();
        }
        self.range.start..self.range.start
    }

    /// Where the revision of this number, from 0, stands: `[[revisions]]`, or the item of a YAML list; the key `revisions` where they are
    /// written on one line.
    #[must_use]
    pub fn place_of_revision(&self, source: &str, number: usize) -> Range<usize> {
        let text = &source[self.range.clone()];
        let mut at = self.range.start;
        let (mut tables, mut items) = (Vec::new(), Vec::new());
        // The indentation of the items of `revisions:`, as soon as the first is seen.
        let (mut within, mut indentation) = (false, None);
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim_start();
            let indented = line.len() - trimmed.len();
            let start = at + indented;
            let place = start..start + trimmed.trim_end().len();
            at += line.len();
            if trimmed.starts_with("[[")
                && trimmed.trim_matches(['[', ']', ' ', '\n', '\r']) == "revisions"
            {
                tables.push(place);
            } else if line.starts_with("revisions:") {
                within = true;
            } else if within
                && trimmed.starts_with("- ")
                && indented == *indentation.get_or_insert(indented)
            {
                items.push(place);
            } else if within && indented == 0 && !trimmed.is_empty() {
                within = false;
            }
        }
        let found = if tables.is_empty() { items } else { tables };
        (found.into_iter().nth(number)).unwrap_or_else(|| self.place_of(source, "revisions"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slip above the front matter does not publish what it withholds.
    #[test]
    fn front_matter_is_found_behind_a_slip() {
        for source in [
            "+++\naccess = \"不予公开\"\n+++\n标题\n",
            "\n+++\naccess = \"不予公开\"\n+++\n标题\n",
            "\u{feff}\n \u{3000}\r\n+++\r\naccess = \"不予公开\"\r\n+++\r\n标题\r\n",
            "＋＋＋\naccess = \"不予公开\"\n＋＋+\n标题\n",
            "\n---\naccess: 不予公开\n---\n标题\n",
        ] {
            let mut diagnostics = Vec::new();
            let split = split(source, &mut diagnostics);
            assert!(diagnostics.is_empty(), "{source:?}: {diagnostics:?}");
            assert!(split.front.access.is_some(), "{source:?}");
            assert_eq!(source[split.body..].trim(), "标题");
        }
        for source in [
            "access = \"不予公开\"\n+++\n标题\n",
            "\n[[revisions]]\n标题\n",
            "status ＝ x\n",
        ] {
            let mut diagnostics = Vec::new();
            split(source, &mut diagnostics);
            assert_eq!(diagnostics[0].code, "front-matter-open", "{source:?}");
        }
        for source in [
            "标题\n+++\n",
            "OA = 办公系统\n",
            "a = b\n",
            "---\n标题\n",
            "\n\n",
            "",
        ] {
            let mut diagnostics = Vec::new();
            let split = split(source, &mut diagnostics);
            assert!(diagnostics.is_empty() && split.body == 0, "{source:?}");
        }
    }

    #[test]
    fn what_is_no_toml_is_told_with_a_hint() {
        for (line, hinted) in [
            ("published = 2025-5-20", "2025-05-20"),
            ("title = “标题”", "\""),
            ("id = \"a\"\nid = \"b\"", "2"),
        ] {
            let mut diagnostics = Vec::new();
            split(&format!("+++\n{line}\n+++\n标题\n"), &mut diagnostics);
            let [found] = diagnostics.as_slice() else {
                panic!("{line}: {diagnostics:?}");
            };
            let hint = found.hint.as_deref().unwrap_or("");
            assert!(
                format!("{} {hint}", found.message).contains(hinted),
                "{line}: {} {hint}",
                found.message
            );
            assert!(found.place.as_ref().is_some_and(|place| place.line > 1));
        }
    }

    #[test]
    fn a_revision_is_found_by_its_number() {
        let toml = "+++\nid = \"a\"\n[[revisions]]\ndate = 2024-07-01\nreason = \"\"\n[[ revisions ]]\ndate = 2024-08-01\nreason = \"\"\n+++\n";
        let yaml = "---\nrevisions:\n  - date: 2024-07-01\n    reason: \"\"\n    before: |\n      - 甲\n  - date: 2024-08-01\n    reason: \"\"\ntopics:\n  - 乙\n---\n";
        let line = "+++\nrevisions = [{ date = 2024-07-01, reason = \"\" }, { date = 2024-08-01, reason = \"\" }]\n+++\n";
        for (source, expected) in [
            (toml, ["[[revisions]]", "[[ revisions ]]"]),
            (yaml, ["- date: 2024-07-01", "- date: 2024-08-01"]),
        ] {
            let split = split(source, &mut Vec::new());
            assert_eq!(split.front.revisions.as_ref().map(Vec::len), Some(2));
            let found = [0, 1].map(|number| &source[split.place_of_revision(source, number)]);
            assert_eq!(found, expected);
        }
        let split = split(line, &mut Vec::new());
        assert!(line[split.place_of_revision(line, 1)].starts_with("revisions ="));
    }
}
