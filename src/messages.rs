//! What dafu says on the command line, in the language of whoever reads it.
//!
//! All wording stands in two catalogues, `messages/en.ftl` and `messages/zh-CN.ftl`, in the syntax of Mozilla's Fluent; the code
//! asks for it by name with `tell!`. The language is chosen once for the process, by the command line; a program that uses
//! the library and chooses none is told everything in English.
//!
//! Words of the portal are not here: they are the theme's, and follow the site's setting and never the language of the clerk who builds it.

pub mod syntax;

use std::borrow::Cow;
use std::io;
use std::sync::{LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A message of the catalogue with its values: `tell!("report-more-alike", count = hidden)`; a variable of the value's own name is
/// enough, `tell!("link-dead", target, why)`. An attribute stands behind a dot: `tell!("link-dead.hint")`. Values are whatever
/// has a [`Value`].
macro_rules! tell {
    (@value $name:ident) => {
        $crate::messages::Value::value(&$name)
    };
    (@value $name:ident $value:expr) => {
        $crate::messages::Value::value(&$value)
    };
    ($id:expr $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::messages::told($id, &[$((stringify!($name), $crate::messages::tell!(@value $name $($value)?))),*])
    };
}
pub(crate) use tell;

/// A language of the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 2] = [Language::English, Language::Chinese];

    /// The language of a locale's name: whatever begins with `zh` (`zh_CN.UTF-8`, `zh-Hans`) is Chinese, all else English.
    #[must_use]
    pub fn of_locale(name: &str) -> Language {
        let chinese = name
            .get(..2)
            .is_some_and(|begin| begin.eq_ignore_ascii_case("zh"));
        if chinese {
            Language::Chinese
        } else {
            Language::English
        }
    }

    /// The language that a process is to speak by its environment: that of the first variable of `DAFU_LANG`, `LC_ALL`,
    /// `LC_MESSAGES` and `LANG` that says anything; if none does, that of the system.
    #[must_use]
    pub fn of_environment() -> Language {
        let named = ["DAFU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(std::env::var_os)
            .find(|value| !value.is_empty())
            .map(|value| value.to_string_lossy().into_owned())
            .or_else(sys_locale::get_locale);
        named.map_or_else(Language::default, |name| Language::of_locale(&name))
    }

    /// Its name by BCP 47: `en`, `zh-CN`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-CN",
        }
    }
}

static CHOSEN: OnceLock<Language> = OnceLock::new();

/// Chooses the language of the process, unless it is chosen already.
pub fn choose(language: Language) {
    // Whoever chose first is right: what was said until now was said in that language.
    let _ = CHOSEN.set(language);
}

/// The language of the process: English until somebody chooses.
#[must_use]
pub fn language() -> Language {
    CHOSEN.get().copied().unwrap_or_default()
}

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> =
    LazyLock::new(|| bundle(Language::English, include_str!("messages/en.ftl")));
static CHINESE: LazyLock<Bundle> =
    LazyLock::new(|| bundle(Language::Chinese, include_str!("messages/zh-CN.ftl")));

/// A catalogue made ready. What is wrong in one is found by `tests/messages.rs`; here the rest of it counts.
fn bundle(language: Language, catalogue: &str) -> Bundle {
    let resource = FluentResource::try_new(catalogue.to_owned()).unwrap_or_else(|(part, _)| part);
    let mut bundle = Bundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
    // No marks around values: they would stand in files that are compared and in what is copied from a terminal.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// A message with its values; `error-site.hint` is the attribute `hint` of the message `error-site`. Asked for by `tell!`.
#[must_use]
pub fn told(id: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    told_in(language(), id, values)
}

/// A message in a language of one's own choice.
#[must_use]
pub fn told_in(language: Language, id: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    find_in(language, id, values).unwrap_or_else(|| id.to_owned())
}

/// A message that may not be there: a command without a longer help.
#[must_use]
pub fn find_in(language: Language, id: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
    let bundle = match language {
        Language::English => &ENGLISH,
        Language::Chinese => &CHINESE,
    };
    let (name, attribute) = match id.split_once('.') {
        Some((name, attribute)) => (name, Some(attribute)),
        None => (id, None),
    };
    let message = bundle.get_message(name)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let values: FluentArgs<'_> = values
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
        .collect();
    // A value that is missing is drawn by its name; the tests see to it that none is.
    let text = bundle.format_pattern(pattern, Some(&values), &mut Vec::new());
    Some(text.into_owned())
}

/// What the system says of a failure: in Chinese where it is one of those that clerks meet, else in its own words.
#[must_use]
pub fn of_system(error: &io::Error) -> String {
    let kind = match error.kind() {
        _ if language() == Language::English => None,
        io::ErrorKind::NotFound => Some("system-not-found"),
        io::ErrorKind::PermissionDenied => Some("system-permission-denied"),
        io::ErrorKind::AlreadyExists => Some("system-already-exists"),
        io::ErrorKind::AddrInUse => Some("system-address-in-use"),
        io::ErrorKind::StorageFull => Some("system-storage-full"),
        io::ErrorKind::ReadOnlyFilesystem => Some("system-read-only"),
        io::ErrorKind::IsADirectory => Some("system-is-a-directory"),
        io::ErrorKind::NotADirectory => Some("system-not-a-directory"),
        io::ErrorKind::InvalidData => Some("system-invalid-data"),
        io::ErrorKind::InvalidFilename => Some("system-invalid-filename"),
        _ => None,
    };
    // A text of our own within the error (`io::Error::other`) says more than its kind.
    match kind.filter(|_| error.raw_os_error().is_some()) {
        Some(kind) => told(kind, &[]),
        None => error.to_string(),
    }
}

/// What completes the sentence “cannot …”: `read`, `create a file in`.
#[must_use]
pub fn action(english: &str) -> String {
    let id = format!("action-{}", english.replace([' ', '.'], "-"));
    find_in(language(), &id, &[]).unwrap_or_else(|| english.to_owned())
}

/// What the reader of TOML, YAML or JSON says of a text: in Chinese as far as its common complaints go, else in its own words.
/// What is Chinese already is our own.
#[must_use]
pub fn of_parser(message: &str) -> String {
    if language() == Language::English || message.chars().any(crate::text::is_han) {
        return message.to_owned();
    }
    let named = |begin: &str| {
        let rest = message.split_once(begin)?.1;
        Some(rest.split_once('`').map_or(rest, |(name, _)| name))
    };
    let typed = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "));
    if let Some(field) = named("unknown field `") {
        tell!("parser-unknown-field", field)
    } else if let Some(value) = named("unknown variant `") {
        tell!("parser-unknown-value", value)
    } else if let Some((found, wanted)) = typed {
        // `integer `3``, `a string`, `usize`: the kind by its first word that says one.
        let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
        let found = [kind_of(kind), value.to_owned()].join(" ");
        let wanted = kind_of(wanted.trim_start_matches("a "));
        tell!(
            "parser-wrong-type",
            found = found.trim_end(),
            wanted = wanted
        )
    } else if let Some(field) = named("missing field `") {
        tell!("parser-missing-field", field)
    } else if let Some(field) = named("duplicate field `") {
        tell!("parser-twice", field)
    } else {
        tell!("parser-other", message)
    }
}

/// A kind of value as a parser calls it, in the language of the process.
fn kind_of(word: &str) -> String {
    let id = match word {
        "string" => "parser-kind-text",
        "integer" | "usize" | "u8" | "u16" | "u32" | "u64" | "i64" => "parser-kind-number",
        "boolean" => "parser-kind-boolean",
        "sequence" => "parser-kind-list",
        "map" => "parser-kind-table",
        _ if word.starts_with("struct ") => "parser-kind-table",
        _ => return word.to_owned(),
    };
    told(id, &[])
}

/// Some words in a row: “a, b” or “a，b”.
#[must_use]
pub fn list(words: &[String]) -> String {
    words.join(match language() {
        Language::English => ", ",
        Language::Chinese => "，",
    })
}

/// Some names in a row: “a, b” or “a、b”.
#[must_use]
pub fn names(names: &[impl std::borrow::Borrow<str>]) -> String {
    names.join(match language() {
        Language::English => ", ",
        Language::Chinese => "、",
    })
}

/// A fact of a reply by its key in front matter, as one reads it: `成文日期（issued）`.
#[must_use]
pub fn fact(key: &str) -> String {
    find_in(language(), &format!("fact-{key}"), &[]).unwrap_or_else(|| key.to_owned())
}

/// Some facts in a row.
#[must_use]
pub fn facts(keys: &[&str]) -> String {
    names(&keys.iter().map(|key| fact(key)).collect::<Vec<_>>())
}

/// What a message can say as one of its values: texts and numbers.
pub trait Value {
    /// The value as Fluent takes it: a number can choose a plural.
    fn value(&self) -> FluentValue<'_>;
}

impl<T: Value + ?Sized> Value for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

impl Value for str {
    fn value(&self) -> FluentValue<'_> {
        self.into()
    }
}

impl Value for String {
    fn value(&self) -> FluentValue<'_> {
        self.into()
    }
}

impl Value for Cow<'_, str> {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(&**self)
    }
}

impl Value for io::Error {
    fn value(&self) -> FluentValue<'_> {
        of_system(self).into()
    }
}

/// Numbers, which may choose a plural.
macro_rules! numbers {
    ($($kind:ty)*) => {$(
        impl Value for $kind {
            fn value(&self) -> FluentValue<'_> {
                self.into()
            }
        }
    )*};
}
numbers!(u8 u16 u32 u64 usize i32 i64);

/// What is shown as it shows itself.
macro_rules! shown {
    ($($kind:ty)*) => {$(
        impl Value for $kind {
            fn value(&self) -> FluentValue<'_> {
                self.to_string().into()
            }
        }
    )*};
}
shown!(char jiff::civil::Date std::path::Display<'_> dyn std::fmt::Display + '_ toml::Value serde_json::Error walkdir::Error);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_that_begins_with_zh_is_chinese() {
        for name in ["zh", "zh_CN.UTF-8", "zh-Hans-CN", "ZH_cn", "zh_TW"] {
            assert_eq!(Language::of_locale(name), Language::Chinese, "{name}");
        }
        for name in ["", "C", "POSIX", "en_GB.UTF-8", "de", "中文", "z"] {
            assert_eq!(Language::of_locale(name), Language::English, "{name}");
        }
    }
}
