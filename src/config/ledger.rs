//! `[ledger]`: where the ledger (台账) is, and what its columns are called here.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use crate::ledger::Column;
use crate::messages::tell;

/// Settings of the ledger.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Ledger {
    /// Its path below `content/`; without it `ledger.xlsx` or `ledger.csv`, whichever is there.
    pub file: Option<String>,
    /// Names of columns besides those that are built in: `agency = ["责任单位"]`.
    #[serde(deserialize_with = "columns", serialize_with = "by_key")]
    #[schemars(schema_with = "super::schema::columns")]
    pub columns: BTreeMap<Column, Vec<String>>,
    /// Names of columns that are passed over in silence.
    pub ignore: Vec<String>,
}

fn by_key<S: serde::Serializer>(
    columns: &BTreeMap<Column, Vec<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(columns.iter().map(|(column, names)| (column.key(), names)))
}

fn columns<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Column, Vec<String>>, D::Error> {
    let written = BTreeMap::<String, Vec<String>>::deserialize(deserializer)?;
    let keys: Vec<&str> = Column::ALL.iter().map(|column| column.key()).collect();
    written
        .into_iter()
        .map(|(key, names)| {
            let column = Column::ALL.iter().find(|column| column.key() == key);
            column.map(|column| (*column, names)).ok_or_else(|| {
                let all = keys.join(", ");
                D::Error::custom(match crate::suggest::nearest(&key, &keys) {
                    Some(near) => tell!("config-ledger-near", key, near, all),
                    None => tell!("config-ledger", key, all),
                })
            })
        })
        .collect()
}
