//! `[preprocessor.codex]` of book.toml: as written ([`table`]), then as used ([`Config`]).
//!
//! In: the context of the run and, for the places of problems, the text of book.toml. Out: a [`Config`] in which every
//! choice is made, and a problem for each key that does not fit; what does not fit falls back to its default.
use crate::lenient;
use crate::problem::{Problem, Strict};
use crate::wire::Context;
use mdbook_markdown::MarkdownOptions;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

mod choices;
pub mod language;
mod part;
mod places;
pub mod schema;
mod site;
pub mod table;
pub mod words;

pub use part::Part;
pub use places::Places;

use choices::Choices;
use language::Language;
use table::{SourceTable, Table};
use words::Words;

/// Every choice of a run, made.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The book's root folder.
    pub root: PathBuf,
    /// The folder of the chapters, below the root.
    pub src: PathBuf,
    /// The form of the fragments.
    pub output: Output,
    /// The parts that run.
    pub parts: Vec<Part>,
    /// How mdBook will read the Markdown.
    pub markdown: Markdown,
    /// When problems fail a build.
    pub strict: Strict,
    /// Whether a build keeps the installed theme current.
    pub auto_assets: bool,
    /// Which code spans become source links.
    pub auto_link: AutoLink,
    /// Whether this is a live build.
    pub live: bool,
    /// Whether mdBook's own `links` and `index` run.
    pub default_preprocessors: bool,
    /// The book's title.
    pub title: String,
    /// The language that counts are written in.
    pub language: Language,
    /// What book.toml says the book is.
    pub description: Option<String>,
    /// The book's language as book.toml has it: `en`.
    pub language_tag: String,
    /// Where the book is published, with a slash at its end.
    pub site: Option<String>,
    /// The rest, as written, with its defaults.
    pub table: Table,
}

/// What kind of fragments a renderer wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// HTML as in the theme.
    Html,
    /// Plain Markdown: lists, tables, links.
    Markdown,
    /// The same for mdbook-epub: its pages are named, and have ids, as nothing in the book knows.
    Epub,
    /// `mdbook test`: the author's own code, front matter stripped.
    Test,
}

/// Which code spans become source links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutoLink {
    /// The first mention of a symbol in a section.
    First,
    /// Every mention.
    All,
    /// None.
    Off,
}

/// The book's choices among mdBook's Markdown extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Markdown {
    /// Curly quotes and dashes.
    pub smart_punctuation: bool,
    /// Definition lists.
    pub definition_lists: bool,
    /// GitHub's alerts.
    pub admonitions: bool,
}

impl Markdown {
    /// The same choices as mdBook's parser takes them.
    pub fn options(self) -> MarkdownOptions {
        let mut options = MarkdownOptions::default();
        options.smart_punctuation = self.smart_punctuation;
        options.definition_lists = self.definition_lists;
        options.admonitions = self.admonitions;
        options
    }
}

impl Config {
    /// Whether a part runs.
    pub fn runs(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// The words on the pages.
    pub fn words(&self) -> &Words {
        &self.table.words
    }

    /// What the book is about, if that is a module: `bbolt v1.3.6`.
    pub fn about(&self) -> Option<String> {
        let name = self.table.about.as_ref()?;
        Some(format!("{name} {}", self.table.source.get(name)?.pin))
    }

    /// The other modules, by name.
    pub fn sources(&self) -> &BTreeMap<String, SourceTable> {
        &self.table.source
    }
}

/// Reads the configuration; `text` is book.toml as it stands on disk, for the places of problems.
pub fn read(context: &Context, text: Option<&str>) -> (Config, Vec<Problem>) {
    read_at(context, &Places::of(text))
}

/// The same, where the places are known.
pub fn read_at(context: &Context, places: &Places) -> (Config, Vec<Problem>) {
    let written = context.config.pointer("/preprocessor/codex").cloned().unwrap_or_default();
    let mut written = if written.is_object() { written } else { Value::Object(Default::default()) };
    let language = Language::of(setting(context, "/book/language").unwrap_or("en"));
    let values = written.get("words").map(words::values::unknown).unwrap_or_default();
    language.put_words(&mut written);
    let (table, misfits) = lenient::take::<Table>(written);
    let mut problems: Vec<Problem> =
        misfits.into_iter().chain(values).map(|misfit| places.problem(misfit)).collect();
    let mut choices = Choices { places, problems: &mut problems };
    if let Some(about) = table.about.as_ref().filter(|name| !table.source.contains_key(*name)) {
        choices.unknown("about", about, table.source.keys().map(String::as_str));
    }
    let config = Config {
        root: context.root.clone(),
        src: setting(context, "/book/src").unwrap_or("src").into(),
        output: output(&context.renderer),
        parts: part::parts(&table, &mut choices),
        markdown: markdown(context),
        strict: choices.one("strict", &table.strict, &STRICT),
        auto_assets: choices.one("assets", &table.assets, &ASSETS),
        auto_link: choices.one("auto-link", &table.auto_link, &AUTO_LINK),
        live: setting(context, "/output/html/live-reload-endpoint").is_some(),
        default_preprocessors: context
            .config
            .pointer("/build/use-default-preprocessors")
            .and_then(Value::as_bool)
            .unwrap_or(true),
        title: setting(context, "/book/title").unwrap_or_default().to_string(),
        language,
        description: setting(context, "/book/description").map(String::from),
        language_tag: setting(context, "/book/language").unwrap_or("en").to_string(),
        site: site::read(&table, choices.places, choices.problems),
        table,
    };
    (config, problems)
}

// Of each the first is the default.
const STRICT: [(&str, Strict); 3] =
    [("ci", Strict::Ci), ("always", Strict::Always), ("never", Strict::Never)];
const ASSETS: [(&str, bool); 2] = [("manual", false), ("auto", true)];
const AUTO_LINK: [(&str, AutoLink); 3] =
    [("first", AutoLink::First), ("all", AutoLink::All), ("off", AutoLink::Off)];

fn output(renderer: &str) -> Output {
    match renderer {
        "html" => Output::Html,
        "epub" => Output::Epub,
        "test" => Output::Test,
        _ => Output::Markdown,
    }
}

fn markdown(context: &Context) -> Markdown {
    let on = |key: &str| context.config.pointer(key).and_then(Value::as_bool);
    Markdown {
        smart_punctuation: on("/output/html/smart-punctuation").unwrap_or(true),
        definition_lists: on("/output/html/definition-lists").unwrap_or(true),
        admonitions: on("/output/html/admonitions").unwrap_or(true),
    }
}

fn setting<'a>(context: &'a Context, pointer: &str) -> Option<&'a str> {
    context.config.pointer(pointer).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Place;

    fn read_toml(toml: &str) -> (Config, Vec<(String, String)>) {
        let value: Value = toml_edit::de::from_str(toml).unwrap();
        let context = Context {
            root: "/b".into(),
            renderer: "html".into(),
            mdbook_version: "0.5.4".into(),
            config: value,
        };
        let (config, problems) = read(&context, Some(toml));
        let told = problems.into_iter().map(|problem| {
            let place = match problem.place {
                Place::File { span: Some(span), .. } => toml[span].to_string(),
                other => format!("{other:?}"),
            };
            (place, format!("{}; {}", problem.message, problem.help.unwrap_or_default()))
        });
        (config, told.collect())
    }

    #[test]
    fn an_empty_table_is_all_defaults() {
        let (config, told) = read_toml("[book]\nsrc = \"text\"\n");
        assert_eq!(told, []);
        assert_eq!(config.src, PathBuf::from("text"));
        assert_eq!(config.parts.len(), Part::ALL.len());
        assert_eq!((config.strict, config.auto_link), (Strict::Ci, AutoLink::First));
    }

    #[test]
    fn each_key_that_does_not_fit_is_told_in_its_place() {
        let (config, told) = read_toml(
            "[preprocessor.codex]\nafter = [\"links\"]\nstrickt = \"ci\"\nauto-link = \"frist\"\ntrail = \"x\"\n\
             [preprocessor.codex.tags]\nenabel = false\n[preprocessor.codex.cards]\nenable = false\n",
        );
        let check = |place: &str, words: &str| {
            assert!(
                told.iter().any(|(p, w)| p == place && w.contains(words)),
                "{place}: {words} in {told:?}"
            );
        };
        check("strickt", "unknown key `strickt`; did you mean `strict`?");
        check("auto-link", "`auto-link` cannot be `frist`; did you mean `first`?");
        check("trail", "wrong type; found string \"x\", expected a list");
        check("enabel", "did you mean `enable`?");
        assert_eq!(told.len(), 4);
        assert!(!config.runs(Part::Cards) && config.runs(Part::Tags));
    }

    #[test]
    fn a_book_may_be_about_a_module() {
        let toml = |about: &str| {
            format!(
                "[preprocessor.codex]\nabout = \"{about}\"\n[preprocessor.codex.source.bbolt]\n\
                 module = \"go.etcd.io/bbolt\"\npin = \"v1.3.6\"\n"
            )
        };
        let (config, told) = read_toml(&toml("bbolt"));
        assert_eq!((config.about().as_deref(), told.len()), (Some("bbolt v1.3.6"), 0));
        let (config, told) = read_toml(&toml("bolt"));
        assert_eq!(config.about(), None);
        assert_eq!(told[0].1, "`about` cannot be `bolt`; did you mean `bbolt`?");
    }

    #[test]
    fn only_names_parts() {
        let (config, told) = read_toml("[preprocessor.codex]\nonly = [\"cards\", \"tag\"]\n");
        assert_eq!(config.parts, [Part::Cards]);
        assert_eq!(told[0].1, "`only` cannot be `tag`; did you mean `tags`?");
    }
}
