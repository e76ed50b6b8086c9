//! The keys on the pages are those of the schema, and every example on a page is one that the program takes.
use super::pages::{docs, fences, pages, read, sections};
use super::recorded::Recorded;
use mdbook_codex::config::language::Language;
use mdbook_codex::config::{self, table};
use mdbook_codex::go::release::Release;
use mdbook_codex::permalink::Template;
use mdbook_codex::read::front_matter;
use mdbook_codex::{lenient, wire};
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

type Keys = BTreeSet<String>;

/// The JSON Schema of `[preprocessor.codex]`, which other tests hold to the types.
fn schema() -> Value {
    serde_json::from_str(&read(&docs().join("schema/config.json"))).expect("the schema is JSON")
}

/// The sections of the configuration page, with the table that each is about: where the schema has it, and where the
/// examples have one.
const TABLES: [(&str, &str, &str); 16] = [
    ("The table itself", "", ""),
    ("questions", "/properties/questions/items", "/questions/0"),
    ("chapters", "/properties/chapters/additionalProperties", "/chapters/channels.md"),
    ("cards", "/properties/cards", "/cards"),
    ("tags", "/properties/tags", "/tags"),
    ("vocabulary", "/properties/tags/properties/vocabulary/additionalProperties", "/tags/vocabulary/select"),
    ("read", "/properties/read", "/read"),
    ("symbols", "/properties/symbols", "/symbols"),
    ("layouts", "/properties/layouts", "/layouts"),
    ("examples", "/properties/examples", "/examples"),
    ("changes", "/properties/changes", "/changes"),
    ("outline", "/properties/outline", "/outline"),
    ("Parts with one key", "/properties/traps", "/traps"),
    ("finish", "/properties/finish", "/finish"),
    ("source", "/properties/source/additionalProperties", "/source/bbolt"),
    ("words", "/properties/words", "/words"),
];

/// The keys of a table of the schema, each with what the schema says of it.
fn keys(schema: &Value, pointer: &str) -> BTreeMap<String, Value> {
    let table = schema.pointer(pointer).unwrap_or_else(|| panic!("the schema has no `{pointer}`"));
    let keys = table["properties"].as_object().unwrap_or_else(|| panic!("`{pointer}` is no table"));
    keys.clone().into_iter().collect()
}

/// The rows of the table headed `key`: the key, and the other cells.
fn listed(section: &str) -> BTreeMap<String, Vec<String>> {
    let rows = section
        .lines()
        .skip_while(|line| !line.starts_with("| key |"))
        .take_while(|line| line.starts_with('|'));
    let row = |row: &str| {
        let (key, rest) = row.strip_prefix("| `")?.split_once('`')?;
        let cells = rest.split(" | ").map(|cell| cell.trim_matches(['|', ' ']).to_string());
        Some((key.to_string(), cells.skip(1).collect()))
    };
    rows.filter_map(row).collect()
}

#[test]
fn the_keys_on_the_page_are_those_of_the_schema() {
    let (schema, page) = (schema(), pages().remove("configuration.md").expect("the page is there"));
    let sections = sections(&page);
    let same = |rows: BTreeMap<String, Vec<String>>, keys: BTreeMap<String, Value>, name: &str| {
        let (listed, keys): (Keys, Keys) = (rows.into_keys().collect(), keys.into_keys().collect());
        assert_eq!(listed, keys, "the keys of `{name}`, on the page and in the schema");
    };
    for (name, pointer, _) in TABLES {
        let section =
            sections.get(name).unwrap_or_else(|| panic!("configuration.md has no section `{name}`"));
        same(listed(section), keys(&schema, pointer), name);
    }
    let chapters = &pages()["chapters.md"];
    let front_matter = keys(&schema, "/properties/chapters/additionalProperties");
    same(listed(self::sections(chapters)["The keys"]), front_matter, "chapters.md");
}

#[test]
fn types_and_defaults_on_the_page_are_those_of_the_schema() {
    let (schema, page) = (schema(), pages().remove("configuration.md").expect("the page is there"));
    let sections = sections(&page);
    for (name, pointer, _) in TABLES.into_iter().filter(|(name, ..)| *name != "words") {
        let keys = keys(&schema, pointer);
        for (key, cells) in listed(sections[name]) {
            let [kind, default, ..] = cells.as_slice() else { panic!("`{name}`: `{key}` has too few cells") };
            assert!(types(&keys[&key]).contains(&kind.as_str()), "`{name}`: `{key}` is no {kind}");
            let said = default.strip_prefix('`').and_then(|default| default.strip_suffix('`'));
            match &keys[&key]["default"] {
                Value::Null => {}
                Value::Array(_) | Value::Object(_) => assert_eq!(said, None, "`{name}`: `{key}`"),
                Value::String(text) if text.is_empty() => assert_eq!(default, "empty", "`{name}`: `{key}`"),
                value => assert_eq!(said, Some(value.to_string().as_str()), "`{name}`: `{key}`"),
            }
        }
    }
}

/// What the page may call the type of a key.
fn types(key: &Value) -> &'static [&'static str] {
    match (key["type"].as_str(), key["items"]["type"].as_str()) {
        (Some("string"), _) => &["text", "Markdown"],
        (Some("boolean"), _) => &["boolean"],
        (Some("integer"), _) => &["number"],
        (Some("object"), _) => &["table"],
        (Some("array"), Some("string")) => &["list of texts"],
        (Some("array"), Some("object")) => &["list of tables"],
        _ => &[],
    }
}

/// The tables of words, made from the program's own.
#[test]
fn the_words_on_the_pages_are_those_of_the_tables() {
    let mut recorded = Recorded::default();
    recorded.check("words.txt", &words());
    recorded.check("languages.txt", &languages());
    recorded.finish();
}

/// Every word in English, with what it is for.
fn words() -> String {
    let keys = keys(&schema(), "/properties/words");
    let mut out = String::from("| key | in English | where |\n|---|---|---|\n");
    for (key, word) in table_of(Language::English) {
        let meaning = keys[&key]["description"].as_str().unwrap_or_default().trim_end_matches('.');
        out.push_str(&format!("| `{key}` | {} | {} |\n", cell(&word), lower(meaning)));
    }
    out
}

/// Some words in every language.
fn languages() -> String {
    let tables: Vec<BTreeMap<String, String>> =
        Language::ALL.iter().map(|(_, language)| table_of(*language).into_iter().collect()).collect();
    let names: Vec<String> = Language::ALL.iter().map(|(tag, _)| format!("`{tag}`")).collect();
    let mut out = format!("| {} |\n{}|\n", names.join(" | "), "|---".repeat(names.len()));
    for key in ["read", "previous", "next", "filter", "needs", "minutes-read", "tags", "source-index"] {
        let words: Vec<String> = tables.iter().map(|table| cell(&table[key])).collect();
        out.push_str(&format!("| {} |\n", words.join(" | ")));
    }
    out
}

fn table_of(language: Language) -> Vec<(String, String)> {
    let table = serde_json::to_value(language.words()).unwrap();
    let word = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_string()));
    table.as_object().unwrap().iter().filter_map(word).collect()
}

fn cell(word: &str) -> String {
    word.replace('|', "\\|")
}

fn lower(meaning: &str) -> String {
    let mut letters = meaning.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[test]
fn every_key_has_an_example_on_the_page() {
    let page = pages().remove("configuration.md").expect("the page is there");
    let mut all = Value::Null;
    for fence in fences(&page).iter().filter(|fence| fence.info == "toml") {
        merge(&mut all, toml_edit::de::from_str(&fence.text).unwrap());
    }
    let schema = schema();
    // A single word stands for all of them.
    for (name, pointer, example) in TABLES.into_iter().filter(|(name, ..)| *name != "words") {
        let table = all.pointer(&format!("/preprocessor/codex{example}"));
        let shown: Keys =
            table.and_then(Value::as_object).into_iter().flat_map(|table| table.keys().cloned()).collect();
        let keys: Keys = keys(&schema, pointer).into_keys().collect();
        let missing: Vec<_> = keys.difference(&shown).filter(|key| !is_part(name, key)).collect();
        assert!(missing.is_empty(), "no example of {missing:?} in `{name}`");
    }
}

/// A part that has a table with one key alone, which one of them stands for.
fn is_part(section: &str, key: &str) -> bool {
    section == "The table itself" && ["counts", "excerpts", "calls"].contains(&key)
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

#[test]
fn every_toml_example_is_taken_without_a_problem() {
    let mut count = 0;
    for (page, text) in pages() {
        for fence in fences(&text).iter().filter(|fence| fence.info == "toml") {
            count += 1;
            let value: Value = toml_edit::de::from_str(&fence.text)
                .unwrap_or_else(|error| panic!("{page}: {error}\n{}", fence.text));
            check_toml(&page, &fence.text, value);
        }
    }
    assert!(count > 20, "{count} examples");
}

fn check_toml(page: &str, text: &str, value: Value) {
    let context = wire::Context {
        root: "/b".into(),
        renderer: "html".into(),
        mdbook_version: "0.5.4".into(),
        config: value,
    };
    let (config, problems) = config::read(&context, Some(text));
    assert_eq!(problems, [], "{page}:\n{text}");
    for (path, chapter) in config.table.chapters {
        let (_, misfits) = lenient::take::<table::MetaTable>(chapter);
        assert_eq!(misfits, [], "{page}: {path}");
    }
    let urls = config.table.source.values().filter_map(|source| source.url.as_ref()).chain(&config.table.url);
    urls.for_each(|url| drop(Template::parse(url, None).unwrap_or_else(|error| panic!("{page}: {error}"))));
    if let Some(go) = config.table.go {
        go.parse::<Release>().unwrap_or_else(|error| panic!("{page}: {error}"));
    }
}

#[test]
fn every_yaml_example_is_read() {
    let (mut front, mut files) = (0, 0);
    for (page, text) in pages() {
        for fence in fences(&text).iter().filter(|fence| fence.info == "yaml") {
            match front_matter::split(&fence.text) {
                Some(found) => {
                    front += 1;
                    assert_eq!(found.fault, None, "{page}");
                    assert_eq!(lenient::take::<table::MetaTable>(found.value).1, [], "{page}");
                }
                None => {
                    files += 1;
                    let faults = saphyr_parser::Parser::new_from_str(&fence.text).find_map(Result::err);
                    assert_eq!(faults.map(|fault| fault.to_string()), None, "{page}");
                }
            }
        }
    }
    assert!(front > 2 && files > 2, "{front} and {files}");
}

#[test]
fn every_command_line_is_understood() {
    let line = Regex::new(r#"^(?:\$ |- run: |- )?(mdbook-codex\b[^#>|]*)"#).unwrap();
    let mut lines = BTreeSet::new();
    for (_, text) in pages() {
        for fence in
            fences(&text).iter().filter(|fence| ["sh", "console", "yaml"].contains(&fence.info.as_str()))
        {
            let found = fence.text.lines().filter_map(|text| line.captures(text.trim()));
            lines.extend(found.map(|found| found[1].trim().replace("\"$RELEASE\"", "go1.27.3")));
        }
    }
    assert!(lines.len() > 20, "{lines:?}");
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().skip(1).filter(|word| *word != "--help").collect();
        let said = Command::new(PROGRAM).args(words).arg("--help").output().unwrap();
        assert!(said.status.success(), "{line}: {}", String::from_utf8_lossy(&said.stderr));
    }
}
