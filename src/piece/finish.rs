//! What the finishing step writes of a whole book.
use serde::Serialize;
use std::path::PathBuf;

/// A book as the finishing step sees it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Finish {
    /// What `codex.json` says.
    pub manifest: Manifest,
    /// What `llms.txt` calls the chapters that stand in no part.
    pub chapters: String,
}

/// The book for other programs: `codex.json` is this value. Addresses are relative to the site's root, and encoded.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Manifest {
    /// The form of this value. A key may be added to a form; what a key means changes only with the number.
    pub schema: u32,
    /// The book's title.
    pub title: String,
    /// What book.toml says the book is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `en`.
    pub language: String,
    /// Where the book is published, with a slash at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The release of Go that the book is about: `go1.27.3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The chapters in reading order, drafts left out, and behind them the pages that Codex adds.
    pub chapters: Vec<Chapter>,
    /// The tags, in the order of their first mention.
    pub tags: Vec<TagLine>,
    /// Every symbol that the book cites, by file and line.
    pub symbols: Vec<Symbol>,
}

/// One page of the book.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Chapter {
    /// Its title.
    pub title: String,
    /// `03`, `02.1`; none for a page without a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title of the part it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// `channels.html`.
    pub page: String,
    /// Its text as Markdown: `channels.md`.
    pub markdown: String,
    /// The author's file below the folder of the chapters; none for a page that was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The one address that it is known by, where the site is known; the first page's is that of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it is about, in plain words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The labels of its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The pages to read first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Reading time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<usize>,
    /// Its own release, where it is not the book's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The references of the symbols it cites, by file and line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub symbols: Vec<String>,
    /// Its path as mdBook has it: `channels.md`.
    #[serde(skip)]
    pub path: PathBuf,
}

/// A tag and who carries it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TagLine {
    /// What the reader sees.
    pub label: String,
    /// Its stable name in URL fragments.
    pub slug: String,
    /// What the vocabulary says of it, in plain words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The pages that carry it, in reading order.
    pub chapters: Vec<String>,
}

/// A symbol and who cites it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Symbol {
    /// Canonical: `runtime.mcache.refill`.
    pub reference: String,
    /// `func`, `method`, `type`, `const`, `var`, `field`, `package`, `file`, `lines`, `assembly`.
    pub kind: String,
    /// `runtime/proc.go`, below the tree's source root; none for a package.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The first line; none for a package or a whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// The last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// `go1.27.3`.
    pub release: String,
    /// The permalink.
    pub href: String,
    /// The pages that cite it, in reading order.
    pub chapters: Vec<String>,
}
