//! JSON Schemas of `dafu.toml` and of front matter, for editors that complete and check as one types; made of the types
//! that read them.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::Config;
use crate::diagnostic::codes;
use crate::ledger::Column;
use crate::messages::Language;
use crate::parse::front_matter::FrontMatter;

/// JSON Schema, draft 2020-12, of `dafu.toml`. Each setting has its description, and its default where it has one.
#[must_use]
pub fn site() -> Value {
    of::<Config>("dafu.toml", "Settings of a dafu site.")
}

/// JSON Schema, draft 2020-12, of a document's front matter.
#[must_use]
pub fn reply() -> Value {
    of::<FrontMatter>(
        "front matter",
        "What a document says of its reply before its text. What is not said is read from the text.",
    )
}

fn of<T: JsonSchema>(title: &str, description: &str) -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    let mut schema = schema.to_value();
    without_nothing(&mut schema);
    schema
}

/// In TOML nothing is written by leaving it out: there is no null, as a value or as a default.
fn without_nothing(schema: &mut Value) {
    match schema {
        Value::Array(several) => several.iter_mut().for_each(without_nothing),
        Value::Object(keys) => {
            keys.retain(|_, value| !value.is_null());
            if let Some(Value::Array(types)) = keys.get_mut("type") {
                types.retain(|one| one != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    keys.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(any)) = keys.get_mut("anyOf") {
                any.retain(|one| one != &json!({ "type": "null" }));
                if let [Value::Object(one)] = any.as_slice() {
                    let one = one.clone();
                    keys.remove("anyOf");
                    for (key, value) in one {
                        keys.entry(key).or_insert(value);
                    }
                }
            }
            keys.values_mut().for_each(without_nothing);
        }
        _ => {}
    }
}

pub(super) fn offline(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": [true, false, "remove"] })
}

pub(super) fn privacy(_: &mut SchemaGenerator) -> Schema {
    let mode = json!({
        "enum": ["block", "mask"],
        "description": "Whether the build fails where something private would be published, or masks it.",
    });
    json_schema!({
        "anyOf": [
            mode,
            {
                "type": "object",
                "properties": {
                    "mode": mode,
                    "allow": {
                        "type": "array",
                        "items": { "type": "string" },
                        "description": "Numbers, e-mail addresses, domains, plates and addresses that are meant to be public, in any spelling.",
                    },
                },
                "additionalProperties": false,
            },
        ],
    })
}

pub(super) fn access(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["主动公开", "依申请公开", "不予公开"] })
}

pub(super) fn kind(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["proposal", "suggestion", "opinion"] })
}

pub(super) fn sessions(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": "^((cppcc|npc)-)?[1-9][0-9]*-[1-9][0-9]*$" },
        "additionalProperties": { "type": "string", "format": "date" },
    })
}

pub(super) fn outcomes(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "propertyNames": { "pattern": "^[A-D]$" },
            "additionalProperties": { "type": "string" },
        },
    })
}

pub(super) fn renamed(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "propertyNames": { "not": { "enum": super::misplaced::top_names() } },
        "additionalProperties": { "type": "string" },
    })
}

pub(super) fn checks(_: &mut SchemaGenerator) -> Schema {
    let level = |code: &codes::Code| {
        let levels = match code.fixed() {
            Some(_) => json!(["error"]),
            None => json!(["error", "warning", "advice", "off"]),
        };
        json!({ "enum": levels, "description": code.title_in(Language::English) })
    };
    let properties: Map<String, Value> = codes::all()
        .map(|code| (code.code.to_owned(), level(code)))
        .collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}

pub(super) fn columns(_: &mut SchemaGenerator) -> Schema {
    let names = |column: &Column| {
        json!({
            "type": "array",
            "items": { "type": "string" },
            "description": format!("What the column of `{}` is called here.", column.key()),
        })
    };
    let properties: Map<String, Value> = Column::ALL
        .iter()
        .map(|column| (column.key().to_owned(), names(column)))
        .collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}
