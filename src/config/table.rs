//! `[preprocessor.codex]` as it is written.
use super::schema;
use super::words::Words;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The whole table; every key is optional.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    /// mdBook's: the program to run.
    #[schemars(with = "Option<String>")]
    pub command: Option<Value>,
    /// mdBook's: preprocessors that run later.
    #[schemars(with = "Option<Vec<String>>")]
    pub before: Option<Value>,
    /// mdBook's: preprocessors that run earlier; `["links", "index"]`.
    pub after: Vec<String>,
    /// mdBook's: whether a missing program is only warned of.
    #[schemars(with = "Option<bool>")]
    pub optional: Option<Value>,
    /// mdBook's: the renderers to run for.
    #[schemars(with = "Option<Vec<String>>")]
    pub renderers: Option<Value>,
    /// Run these parts alone.
    #[schemars(schema_with = "schema::parts")]
    pub only: Option<Vec<String>>,
    /// The Go release that the book is about: `go1.27.3`.
    pub go: Option<String>,
    /// The module that the book is about, by its name in `source`: its version stands where the pages name the release.
    pub about: Option<String>,
    /// A Go source tree of that release, relative to the book's root; it may lie anywhere, and nothing outside of it is
    /// read.
    pub root: Option<String>,
    /// `linux/amd64`: the target whose files are meant.
    #[schemars(regex(pattern = "/"))]
    pub target: Option<String>,
    /// Whether a difference between the lock and the tree fails the build.
    pub locked: bool,
    /// `ci`, `always` or `never`: when problems fail a build.
    #[schemars(schema_with = "schema::strict", extend("default" = "ci"))]
    pub strict: Option<String>,
    /// `manual` or `auto`: whether a build keeps the installed theme current.
    #[schemars(schema_with = "schema::assets", extend("default" = "manual"))]
    pub assets: Option<String>,
    /// The words before a page's title in its trail.
    pub trail: Vec<String>,
    /// The line above the landing page's title.
    pub eyebrow: Option<String>,
    /// Which code spans become source links: `first`, `all` or `off`.
    #[schemars(schema_with = "schema::auto_link", extend("default" = "first"))]
    pub auto_link: Option<String>,
    /// Unqualified names that become source links too, with what they mean: `gopark = "runtime.gopark"`.
    pub names: BTreeMap<String, String>,
    /// Short names for packages: `atomic = "sync/atomic"`.
    pub packages: BTreeMap<String, String>,
    /// A preset's name or a template: where source links lead.
    pub url: Option<String>,
    /// A template for links into the author's own editor, under `serve`: `vscode://file/{path}:{line}`.
    pub editor: Option<String>,
    /// The sections that answer a chapter's questions.
    pub questions: Vec<QuestionTable>,
    /// Metadata for chapters that are kept bare, by their path below `src`.
    #[schemars(with = "BTreeMap<String, MetaTable>")]
    pub chapters: BTreeMap<String, Value>,
    /// The grid of cards.
    pub cards: CardsTable,
    /// Tags and their page.
    pub tags: TagsTable,
    /// Counts in the text.
    pub counts: PartTable,
    /// Trail, position, reading time, previous and next.
    pub read: ReadTable,
    /// Source links.
    pub symbols: SymbolsTable,
    /// Excerpts of source.
    pub excerpts: PartTable,
    /// Struct layouts.
    pub layouts: LayoutsTable,
    /// Call paths.
    pub calls: PartTable,
    /// Runnable examples.
    pub examples: ExamplesTable,
    /// The page of changes by release.
    pub changes: ChangesTable,
    /// Sections that every chapter must have.
    pub outline: OutlineTable,
    /// Links and settings that mdBook breaks without a word.
    pub traps: PartTable,
    /// What is made of a built book: descriptions, addresses, lists for other programs.
    pub finish: FinishTable,
    /// Other modules than Go's own tree, by name.
    pub source: BTreeMap<String, SourceTable>,
    /// The words on the pages.
    pub words: Words,
}

/// A part with nothing to say but whether it runs.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PartTable {
    /// Whether it runs.
    pub enable: bool,
}

/// A section that answers a question.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct QuestionTable {
    /// The heading of the section.
    pub section: String,
    /// What the strip calls it; the heading where absent.
    pub label: Option<String>,
}

/// The grid of cards.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CardsTable {
    /// Whether it runs.
    pub enable: bool,
    /// How many chips the filter shows; 0 for no filter.
    pub filter: usize,
}

/// Tags and their page.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TagsTable {
    /// Whether it runs.
    pub enable: bool,
    /// Whether a tags page is added where no page holds the block.
    pub page: bool,
    /// The tags the book knows; empty for any.
    pub vocabulary: BTreeMap<String, TagTable>,
}

/// One tag of the vocabulary.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TagTable {
    /// What the reader sees, if not the key.
    pub label: Option<String>,
    /// One line for the tags page, in Markdown.
    pub description: Option<String>,
    /// Other spellings.
    pub alias: Vec<String>,
}

/// Trail, position, reading time, previous and next.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReadTable {
    /// Whether it runs.
    pub enable: bool,
    /// Whether reading times are shown.
    pub time: bool,
    /// Words of prose a minute; words of code are counted at half of it.
    pub words_per_minute: usize,
}

/// Source links.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SymbolsTable {
    /// Whether it runs.
    pub enable: bool,
    /// Whether a source index is added where no page holds the block.
    pub page: bool,
    /// Whether a page's sources are listed at its foot.
    pub cited: bool,
}

/// Struct layouts.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LayoutsTable {
    /// Whether it runs.
    pub enable: bool,
    /// Bytes of a cache line, as the figures mark them.
    pub cache_line: u64,
}

/// Runnable examples.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExamplesTable {
    /// Whether it runs.
    pub enable: bool,
    /// Seconds an example may run.
    pub time_limit: u64,
    /// MiB of memory an example may use, 0 for any; held to by Linux's `prlimit`, and not with `race`.
    pub memory_limit: u64,
}

/// The page of changes by release.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangesTable {
    /// Whether it runs.
    pub enable: bool,
    /// The section of each chapter whose list is taken.
    pub section: String,
}

/// Sections that every chapter must have.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OutlineTable {
    /// Whether it runs.
    pub enable: bool,
    /// The headings, as written.
    pub sections: Vec<String>,
}

/// What is made of a built book.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FinishTable {
    /// Whether `mdbook-codex build` finishes what it built.
    pub enable: bool,
    /// Where the book is published: `https://example.org/book/`.
    #[schemars(regex(pattern = r#"^[Hh][Tt][Tt][Pp][Ss]?://[^/\s?#\\<>"'`{}][^\s?#\\<>"'`{}]*$"#))]
    pub site: Option<String>,
}

/// Another module than Go's own tree.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SourceTable {
    /// Its module path: `go.etcd.io/bbolt`.
    pub module: String,
    /// Its version: `v1.4.0`.
    pub pin: String,
    /// Where its tree is, relative to the book's root; it may lie anywhere. Else the module cache is asked.
    pub root: Option<String>,
    /// A preset's name or a template.
    pub url: Option<String>,
}

/// The keys of a page's front matter, and of its table in `[preprocessor.codex.chapters]`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MetaTable {
    /// The title on cards, in the sidebar and in Read links.
    pub title: Option<String>,
    /// One or two sentences, in Markdown.
    pub description: Option<String>,
    /// The page's tags.
    pub tags: Option<Vec<String>>,
    /// Chapters to read first, by their path.
    pub needs: Option<Vec<String>>,
    /// False: no card.
    pub card: Option<bool>,
    /// The line above the title.
    pub eyebrow: Option<String>,
    /// Another release for this chapter's references.
    pub go: Option<String>,
    /// False: not held to the required sections.
    pub outline: Option<bool>,
}

impl Default for PartTable {
    fn default() -> Self {
        PartTable { enable: true }
    }
}

impl Default for CardsTable {
    fn default() -> Self {
        CardsTable { enable: true, filter: 6 }
    }
}

impl Default for TagsTable {
    fn default() -> Self {
        TagsTable { enable: true, page: true, vocabulary: BTreeMap::new() }
    }
}

impl Default for ReadTable {
    fn default() -> Self {
        ReadTable { enable: true, time: true, words_per_minute: 220 }
    }
}

impl Default for SymbolsTable {
    fn default() -> Self {
        SymbolsTable { enable: true, page: true, cited: true }
    }
}

impl Default for LayoutsTable {
    fn default() -> Self {
        LayoutsTable { enable: true, cache_line: 64 }
    }
}

impl Default for ExamplesTable {
    fn default() -> Self {
        ExamplesTable { enable: true, time_limit: 60, memory_limit: 2048 }
    }
}

impl Default for ChangesTable {
    fn default() -> Self {
        ChangesTable { enable: true, section: "What changed".to_string() }
    }
}

impl Default for FinishTable {
    fn default() -> Self {
        FinishTable { enable: true, site: None }
    }
}

impl Default for OutlineTable {
    fn default() -> Self {
        OutlineTable { enable: true, sections: Vec::new() }
    }
}
