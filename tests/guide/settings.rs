//! The keys on the pages are those of the types, and every example on a page is one that the program takes.
use super::pages::{docs, fences, pages, read, sections};
use super::recorded::Recorded;
use mdbook_codex::config::language::Language;
use mdbook_codex::config::words::Words;
use mdbook_codex::config::{self, table};
use mdbook_codex::go::release::Release;
use mdbook_codex::permalink::Template;
use mdbook_codex::read::front_matter;
use mdbook_codex::{lenient, wire};
use regex::Regex;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

type Keys = BTreeSet<String>;

/// The keys that a table takes: what it says when it is given another.
fn keys<T: DeserializeOwned + Default>() -> Keys {
    let (_, misfits) = lenient::take::<T>(json!({ "no key is called so": 0 }));
    let help = misfits[0].help.as_deref().expect("an unknown key is helped");
    let known = help.strip_prefix("known keys: ").unwrap_or_else(|| panic!("{help}"));
    known.split(", ").map(String::from).collect()
}

/// The sections of the configuration page, with the keys of the type that each is about and the path of its table.
fn tables() -> BTreeMap<&'static str, (Keys, &'static [&'static str])> {
    BTreeMap::from([
        ("The table itself", (keys::<table::Table>(), &[][..])),
        ("questions", (keys::<table::QuestionTable>(), &["questions", "0"])),
        ("chapters", (keys::<table::MetaTable>(), &["chapters", "channels.md"])),
        ("cards", (keys::<table::CardsTable>(), &["cards"])),
        ("tags", (keys::<table::TagsTable>(), &["tags"])),
        ("vocabulary", (keys::<table::TagTable>(), &["tags", "vocabulary", "select"])),
        ("read", (keys::<table::ReadTable>(), &["read"])),
        ("symbols", (keys::<table::SymbolsTable>(), &["symbols"])),
        ("layouts", (keys::<table::LayoutsTable>(), &["layouts"])),
        ("examples", (keys::<table::ExamplesTable>(), &["examples"])),
        ("changes", (keys::<table::ChangesTable>(), &["changes"])),
        ("outline", (keys::<table::OutlineTable>(), &["outline"])),
        ("Parts with one key", (keys::<table::PartTable>(), &["traps"])),
        ("source", (keys::<table::SourceTable>(), &["source", "bbolt"])),
        ("words", (keys::<Words>(), &["words"])),
    ])
}

/// The keys in the first column of the table headed `key`.
fn listed(section: &str) -> Keys {
    let rows = section
        .lines()
        .skip_while(|line| !line.starts_with("| key |"))
        .take_while(|line| line.starts_with('|'));
    let key = |row: &str| row.strip_prefix("| `")?.split_once('`').map(|(key, _)| key.to_string());
    rows.filter_map(key).collect()
}

#[test]
fn the_keys_on_the_page_are_those_of_the_types() {
    let page = pages().remove("configuration.md").expect("the page is there");
    let sections = sections(&page);
    for (name, (keys, _)) in tables() {
        let section =
            sections.get(name).unwrap_or_else(|| panic!("configuration.md has no section `{name}`"));
        assert_eq!(listed(section), keys, "the keys of `{name}`, on the page and in the type");
    }
    let chapters = &pages()["chapters.md"];
    assert_eq!(listed(self::sections(chapters)["The keys"]), keys::<table::MetaTable>(), "chapters.md");
}

/// The tables of words, made from the program's own.
#[test]
fn the_words_on_the_pages_are_those_of_the_tables() {
    let mut recorded = Recorded::default();
    recorded.check("words.txt", &words());
    recorded.check("languages.txt", &languages());
    recorded.finish();
}

/// Every word in English, with what it is for, as its field says.
fn words() -> String {
    let sources = read(&docs().join("../src/config/words.rs"));
    let field = Regex::new(r"/// (.+)\.\n    pub ([a-z_]+): String,").unwrap();
    let meanings: BTreeMap<String, String> = field
        .captures_iter(&sources)
        .map(|found| (found[2].replace('_', "-"), found[1].to_string()))
        .collect();
    let mut out = String::from("| key | in English | where |\n|---|---|---|\n");
    for (key, word) in table_of(Language::English) {
        let meaning = meanings.get(&key).unwrap_or_else(|| panic!("`{key}` has no meaning"));
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
    for (name, (keys, path)) in tables() {
        let table =
            path.iter().fold(&all["preprocessor"]["codex"], |value, key| match key.parse::<usize>() {
                Ok(at) => &value[at],
                Err(_) => &value[*key],
            });
        let shown: Keys = table.as_object().into_iter().flat_map(|table| table.keys().cloned()).collect();
        let missing: Vec<_> = keys.difference(&shown).filter(|key| !is_part(name, key)).collect();
        assert!(missing.is_empty() || name == "words", "no example of {missing:?} in `{name}`");
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
    urls.for_each(|url| {
        drop(Template::parse(url, "golang/go").unwrap_or_else(|error| panic!("{page}: {error}")))
    });
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
