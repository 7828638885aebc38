//! `[checks]`: how grave each finding is on this site.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::messages::tell;

/// What a site makes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The build fails.
    Error,
    /// The build says so.
    Warning,
    /// The build counts it.
    Advice,
    /// It is not looked for.
    Off,
}

impl Level {
    /// The severity; `None` for what is off.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Advice => Some(Severity::Advice),
            Level::Off => None,
        }
    }
}

/// Severities that differ from those of the table, by code: `numbering-jump = "error"`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checks(BTreeMap<String, Level>);

impl<'de> Deserialize<'de> for Checks {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let levels = BTreeMap::<String, Level>::deserialize(deserializer)?;
        for (code, level) in &levels {
            let Some(known) = codes::find(code) else {
                let hint = match codes::nearest(code) {
                    Some(near) => tell!("config-checks-near", near),
                    None => tell!("config-checks-all"),
                };
                return Err(D::Error::custom(tell!("config-checks", code, hint)));
            };
            if let Some(why) = known.fixed()
                && level.severity() != Some(known.severity)
            {
                return Err(D::Error::custom(tell!("config-checks-fixed", code, why)));
            }
        }
        Ok(Self(levels))
    }
}

impl Checks {
    /// What the site says of a code, if anything.
    #[must_use]
    pub fn level(&self, code: &str) -> Option<Level> {
        self.0.get(code).copied()
    }

    /// Gives each finding the severity that the site wants, and drops those that are off.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.0.is_empty() {
            return;
        }
        diagnostics.retain_mut(|diagnostic| match self.level(diagnostic.code) {
            None => true,
            Some(level) => level.severity().is_some_and(|severity| {
                diagnostic.severity = severity;
                true
            }),
        });
    }
}
