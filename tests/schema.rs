//! The schemas that editors read and the reader that decides: they take and refuse the same.
#[path = "support/random.rs"]
mod random;

use jsonschema::Validator;
use mdbook_codex::config::table::MetaTable;
use mdbook_codex::config::{self, schema};
use mdbook_codex::lenient;
use mdbook_codex::read::front_matter;
use mdbook_codex::wire::Context;
use random::Random;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::meta::validate(schema).expect("a schema of draft 7");
    jsonschema::draft7::new(schema).expect("a schema")
}

/// What our own reader says of a whole book.toml, or of what a test makes of one.
fn is_read(book: &Value) -> bool {
    let context = Context {
        root: "/b".into(),
        renderer: "html".into(),
        mdbook_version: "0.5.4".into(),
        config: book.clone(),
    };
    let (config, problems) = config::read(&context, None);
    let target_is = config.table.target.as_ref().is_none_or(|target| target.contains('/'));
    problems.is_empty() && target_is && config.table.chapters.values().all(is_meta)
}

fn is_meta(value: &Value) -> bool {
    lenient::take::<MetaTable>(value.clone()).1.is_empty()
}

/// Every file below the repository's own folders that has this ending.
fn files(ending: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("README.md")];
    let mut folders: Vec<PathBuf> = ["book", "docs", "src", "tests"].map(|name| root.join(name)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let name = entry.file_name();
            match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                true if name == "node_modules" || name == "expected" => {}
                true => folders.push(entry.path()),
                false => found.push(entry.path()),
            }
        }
    }
    found.retain(|path| path.to_string_lossy().ends_with(ending));
    found.sort();
    found
}

fn toml(text: &str) -> Option<Value> {
    toml_edit::de::from_str(text).ok()
}

#[test]
fn every_book_toml_and_every_example_of_one_fits() {
    let book = validator(&schema::book());
    let mut count = (0, 0);
    for path in files("book.toml") {
        let value = toml(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|| panic!("{}", path.display()));
        let errors: Vec<String> = book.iter_errors(&value).map(|error| error.to_string()).collect();
        // Two books are there for their mistakes.
        let is_wrong = ["tests/books/problems", "tests/hostile"]
            .iter()
            .any(|wrong| path.parent().is_some_and(|folder| folder.ends_with(wrong)));
        assert_eq!(errors.is_empty(), !is_wrong, "{}: {errors:?}", path.display());
        assert_eq!(is_read(&value), !is_wrong, "{}", path.display());
        count.0 += 1;
    }
    for path in files(".md") {
        for text in fs::read_to_string(&path).unwrap().split("```toml\n").skip(1) {
            let text = text.split("\n```").next().unwrap_or_default();
            let Some(value) = toml(text).filter(|_| text.contains("[preprocessor")) else { continue };
            let errors: Vec<String> = book.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty() && is_read(&value), "{}: {errors:?}\n{text}", path.display());
            count.1 += 1;
        }
    }
    assert!(count.0 >= 8, "{count:?}");
}

#[test]
fn every_front_matter_is_judged_alike() {
    let front_matter = validator(&schema::front_matter());
    let mut count = [0, 0];
    for path in files(".md") {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let Some(found) = front_matter::split(&text).filter(|found| found.fault.is_none()) else { continue };
        let fits = front_matter.is_valid(&found.value);
        assert_eq!(fits, is_meta(&found.value), "{}: {}", path.display(), found.value);
        count[usize::from(fits)] += 1;
    }
    assert!(count[0] >= 1 && count[1] >= 20, "{count:?}");
}

#[track_caller]
fn check(text: &str, fits: bool) {
    let value = toml(text).expect("TOML");
    assert_eq!((validator(&schema::book()).is_valid(&value), is_read(&value)), (fits, fits), "{text}");
}

#[test]
fn what_is_wrong_is_refused_by_both() {
    check("[preprocessor.codex]\nstrict = \"always\"\n", true);
    check("[preprocessor.codex]\nstrict = \"sometimes\"\n", false);
    check("[preprocessor.codex]\nstrickt = \"ci\"\n", false);
    check("[preprocessor.codex]\nlocked = \"yes\"\n", false);
    check("[preprocessor.codex]\nonly = [\"cards\", \"tag\"]\n", false);
    check("[preprocessor.codex]\ntarget = \"linux\"\n", false);
    check("[preprocessor.codex.read]\nwords-per-minute = -1\n", false);
    check("[preprocessor.codex.read]\nwords_per_minute = 200\n", false);
    check("[preprocessor.codex]\ncards = [true, 6]\n", false);
    check("[preprocessor.codex]\nquestions = [{ section = \"Why\", lable = \"?\" }]\n", false);
    check("[preprocessor.codex.tags.vocabulary.gc]\nalias = \"collector\"\n", false);
    check("[preprocessor.codex.source.bbolt]\nmodule = \"go.etcd.io/bbolt\"\nversion = \"v1\"\n", false);
    check("[preprocessor.codex.chapters.\"a.md\"]\ntags = [\"gc\"]\ncard = false\n", true);
    check("[preprocessor.codex.chapters.\"a.md\"]\ntag = [\"gc\"]\n", false);
    check("[preprocessor.codex.finish]\nsite = \"https://example.org/b\"\n", true);
    check("[preprocessor.codex.finish]\nsite = \"example.org/b\"\n", false);
    check("[preprocessor.other]\nanything = 1\n[output.html]\ncodex = 2\n", true);
}

impl Random {
    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Something that may fit a schema, or may not.
    fn value(&mut self, schema: &Value) -> Value {
        let anything = [
            json!(true),
            json!("word"),
            json!(7),
            json!(-1),
            json!(1.5),
            json!([]),
            json!({}),
            json!(["a", 1]),
        ];
        if self.below(40) == 0 {
            return self.pick(&anything).clone();
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return if self.below(30) == 0 { json!("nothing") } else { self.pick(words).clone() };
        }
        let types =
            schema.get("type").map(|kind| kind.as_array().cloned().unwrap_or_else(|| vec![kind.clone()]));
        match self.pick(&types.expect("a type")).as_str() {
            Some("boolean") => json!(self.below(2) == 0),
            Some("integer") => json!(self.below(1000)),
            Some("string") => {
                json!(self.pick(&["linux/amd64", "a/b", "{n}|x", "ä/", "https://example.org/b/"]))
            }
            Some("null") => Value::Null,
            Some("array") => (0..self.below(4)).map(|_| self.value(&schema["items"])).collect(),
            Some("object") => self.table(schema),
            other => panic!("{other:?} in {schema}"),
        }
    }

    fn table(&mut self, schema: &Value) -> Value {
        let mut table = Map::new();
        let known: Vec<(&String, &Value)> =
            schema.get("properties").and_then(Value::as_object).into_iter().flatten().collect();
        for _ in 0..self.below(5) {
            if known.is_empty() {
                let value = self.value(&schema["additionalProperties"]);
                table.insert(self.pick(&["one", "two.md"]).to_string(), value);
            } else {
                let (key, schema) = *self.pick(&known);
                let value = self.value(schema);
                let key = if self.below(60) == 0 { format!("{key}s") } else { key.clone() };
                table.insert(key, value);
            }
        }
        Value::Object(table)
    }
}

/// Keys that mdBook itself reads, and refuses the book before we see it; and one that names another key.
const OTHERS: [&str; 5] = ["command", "before", "optional", "renderers", "about"];

#[test]
fn made_up_tables_are_judged_alike() {
    let schema = schema::config();
    let (config, book) = (validator(&schema), validator(&schema::book()));
    let (mut random, mut count) = (Random(88_172_645_463_325_252), [0, 0]);
    for _ in 0..20_000 {
        let mut table = random.table(&schema);
        OTHERS.iter().for_each(|key| drop(table.as_object_mut().unwrap().remove(*key)));
        let whole = json!({"preprocessor": {"codex": table}});
        let fits = config.is_valid(&table);
        assert_eq!((fits, fits), (is_read(&whole), book.is_valid(&whole)), "{table}");
        count[usize::from(fits)] += 1;
    }
    assert!(count.iter().all(|count| *count > 2000), "{count:?}");
}

#[test]
fn made_up_front_matter_is_judged_alike() {
    let schema = schema::front_matter();
    let front_matter = validator(&schema);
    let (mut random, mut count) = (Random(362_436_069), [0, 0]);
    for _ in 0..5_000 {
        let table = random.table(&schema);
        let fits = front_matter.is_valid(&table);
        assert_eq!(fits, is_meta(&table), "{table}");
        count[usize::from(fits)] += 1;
    }
    assert!(count.iter().all(|count| *count > 300), "{count:?}");
}
