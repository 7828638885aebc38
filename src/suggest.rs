//! “Did you mean …”: the nearest of the names that were expected.

use crate::messages::tell;

/// From serde's message for an unknown key, a hint that names the nearest known key and all of them; for an unknown value likewise.
#[must_use]
pub fn for_unknown_key(message: &str) -> Option<String> {
    let key = message.split_once("unknown field `");
    let rest = key.or_else(|| message.split_once("unknown variant `"))?.1;
    let (unknown, rest) = rest.split_once('`')?;
    // toml writes each key between backticks, serde-saphyr without.
    let list = rest
        .split_once("expected one of ")
        .or_else(|| rest.split_once("expected "))
        .map_or("", |(_, list)| list);
    let known: Vec<&str> = list
        .split([',', ' ', '\n'])
        .map(|key| key.trim_matches('`'))
        .filter(|key| !key.is_empty() && *key != "or")
        .collect();
    let all = known.join(", ");
    Some(match (nearest(unknown, &known), key) {
        (Some(near), Some(_)) => tell!("known-keys-near", near, all),
        (None, Some(_)) => tell!("known-keys", all),
        (Some(near), None) => tell!("known-values-near", near, all),
        (None, None) => tell!("known-values", all),
    })
}

/// The candidate most like `word`, if one is like it at all.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    candidates
        .iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), *candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints() {
        let hint = for_unknown_key("unknown field `titel`, expected one of `title`, `kind`")
            .unwrap_or_default();
        assert!(hint.starts_with("did you mean `title`?"), "{hint}");
        let hint = for_unknown_key("unknown field `agencey`, expected one of page, agency")
            .unwrap_or_default();
        assert!(hint.starts_with("did you mean `agency`?"), "{hint}");
        let hint = for_unknown_key("unknown variant `zh`, expected one of `zh-CN`, `en`")
            .unwrap_or_default();
        assert!(hint.contains("zh-CN, en"), "{hint}");
        assert_eq!(for_unknown_key("invalid type"), None);
    }
}
