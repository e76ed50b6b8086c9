//! The types that read book.toml and front matter, as JSON Schemas for editors.
//!
//! In: the types themselves; their comments are the descriptions, their `Default` the defaults. Out: schemas of draft 7,
//! the one that every editor reads. What one of them takes and refuses, our own reader takes and refuses too.
use super::table::{MetaTable, Table};
use super::words::values;
use super::{ASSETS, AUTO_LINK, Part, STRICT};
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, json_schema};
use serde_json::{Value, json};

/// A whole book.toml: the keys of Codex, and of others whatever they like.
pub fn book() -> Value {
    let codex = table::<Table>("What mdbook-codex makes of the book.");
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "book.toml of a book with mdbook-codex",
        "type": "object",
        "properties": {
            "preprocessor": { "type": "object", "properties": { "codex": codex.as_value() } },
        },
    })
}

/// The table `[preprocessor.codex]`.
pub fn config() -> Value {
    titled(table::<Table>("What mdbook-codex makes of the book."), "[preprocessor.codex] of book.toml")
}

/// The front matter of a chapter.
pub fn front_matter() -> Value {
    let mut schema = of::<MetaTable>("What the author says of the chapter.");
    RecursiveTransform(without_null_defaults).transform(&mut schema);
    titled(schema, "Front matter of a chapter")
}

/// The schema of a table of TOML, which has no word for nothing.
fn table<T: JsonSchema>(description: &str) -> Schema {
    let mut schema = of::<T>(description);
    RecursiveTransform(without_null_defaults).transform(&mut schema);
    RecursiveTransform(without_null).transform(&mut schema);
    if let Some(words) = schema.pointer_mut("/properties/words/properties").and_then(Value::as_object_mut) {
        words.values_mut().for_each(with_known_values);
    }
    schema
}

/// A word may hold the values that English has, and nothing stands for others.
fn with_known_values(word: &mut Value) {
    let pattern = word["default"].as_str().map(values::others);
    if let (Some(pattern), Some(word)) = (pattern, word.as_object_mut()) {
        word.insert("not".into(), json!({"pattern": pattern}));
    }
}

/// Everything in one piece: editors show what stands at a key, and not all of them follow references for it.
fn of<T: JsonSchema>(description: &str) -> Schema {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    RecursiveTransform(without_format).transform(&mut schema);
    drop_key(&mut schema, "title");
    schema.insert("description".into(), description.into());
    schema
}

fn titled(schema: Schema, title: &str) -> Value {
    let mut titled = json!({"$schema": "http://json-schema.org/draft-07/schema#", "title": title});
    if let (Some(titled), Value::Object(schema)) = (titled.as_object_mut(), schema.to_value()) {
        titled.extend(schema);
    }
    titled
}

/// `uint` and its like are Rust's words, and validators warn of what they do not know.
fn without_format(schema: &mut Schema) {
    drop_key(schema, "format");
}

/// That nothing is there where nothing is written goes without saying.
fn without_null_defaults(schema: &mut Schema) {
    if schema.get("default").is_some_and(Value::is_null) {
        drop_key(schema, "default");
    }
}

/// Takes a key out, the others in their order.
fn drop_key(schema: &mut Schema, key: &str) {
    if let Some(keys) = schema.as_object_mut() {
        keys.shift_remove(key);
    }
}

fn without_null(schema: &mut Schema) {
    let Some(Value::Array(types)) = schema.get_mut("type") else { return };
    types.retain(|name| name != "null");
    if let [only] = &types[..] {
        let only = only.clone();
        schema.insert("type".into(), only);
    }
}

/// `strict`: one word of a few, of which the first is the default.
pub(super) fn strict(_: &mut schemars::SchemaGenerator) -> Schema {
    one_of(&STRICT)
}

/// `assets`.
pub(super) fn assets(_: &mut schemars::SchemaGenerator) -> Schema {
    one_of(&ASSETS)
}

/// `auto-link`.
pub(super) fn auto_link(_: &mut schemars::SchemaGenerator) -> Schema {
    one_of(&AUTO_LINK)
}

fn one_of<T>(known: &[(&str, T)]) -> Schema {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    json_schema!({"type": "string", "enum": names})
}

/// `only`: names of parts.
pub(super) fn parts(_: &mut schemars::SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": one_of(&Part::ALL)})
}
