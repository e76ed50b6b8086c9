//! The drift report: what waits for the author, by chapter; as text, Markdown or JSON.
//!
//! In: a [`Report`], complete. Out: its text. What only moved is counted and no more; a generated family is one line.
use super::pairs::{FAMILY, stem};
use super::{Class, Successor};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

mod markdown;
mod text;

pub use markdown::markdown;
pub use text::text;

/// What another release does to a book.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// The release that the book is pinned to, or was.
    pub from: String,
    /// The other release.
    pub to: String,
    /// Whether the tree of the first release was at hand; without it there are no diffs.
    pub has_both_trees: bool,
    /// Everything that is cited, sorted by its reference.
    pub references: Vec<Item>,
    /// The chapters in reading order.
    pub chapters: Vec<Chapter>,
}

/// One reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The canonical reference.
    pub reference: String,
    /// What became of it.
    pub class: Class,
    /// Its kind, as in the lock.
    pub kind: String,
    /// Where it was.
    pub old: String,
    /// Where it is, or its successor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// What took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<Successor>,
    /// What else is worth a clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A unified diff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
    /// The release that the author last knew it at, if that is older than the one the book is at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Whether the author has reviewed it.
    pub is_reviewed: bool,
}

/// One chapter.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Chapter {
    /// Its title.
    pub title: String,
    /// Its file below `src`.
    pub path: String,
    /// What it cites, sorted.
    pub references: Vec<String>,
    /// Those of them that it shows as excerpts or layouts.
    pub shown: Vec<String>,
    /// Facts that held and no longer do.
    pub facts: Vec<Broken>,
    /// Call arrows that held and no longer do.
    pub calls: Vec<Broken>,
}

/// Something that held and no longer does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Broken {
    /// What the author wrote: `runtime.hchan "size = 112"`, `runtime.a -> runtime.b`.
    pub written: String,
    /// What the newer tree says.
    pub message: String,
}

impl Report {
    /// How many references there are of each class that has any.
    pub fn counts(&self) -> Vec<(Class, usize)> {
        let count = |class| self.references.iter().filter(|item| item.class == class).count();
        let counts = Class::ALL.into_iter().map(|class| (class, count(class)));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// The references that wait for the author.
    pub fn waiting(&self) -> impl Iterator<Item = &Item> {
        self.references.iter().filter(|item| item.waits())
    }

    /// How many facts and arrows no longer hold.
    pub fn broken(&self) -> usize {
        self.chapters.iter().map(|chapter| chapter.facts.len() + chapter.calls.len()).sum()
    }

    /// Whether nothing waits for the author.
    pub fn is_clean(&self) -> bool {
        self.waiting().next().is_none() && self.broken() == 0
    }
}

impl Item {
    /// Whether the author still has to look at it.
    pub fn waits(&self) -> bool {
        self.class.waits() && !self.is_reviewed
    }
}

/// The report as one JSON object.
pub fn json(report: &Report) -> String {
    let counts: BTreeMap<&str, usize> =
        report.counts().into_iter().map(|(class, n)| (class.words(), n)).collect();
    let mut value = serde_json::to_value(report).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("counts".to_owned(), serde_json::json!(counts));
        object.insert("is_clean".to_owned(), serde_json::json!(report.is_clean()));
    }
    format!("{value}\n")
}

/// One line of a chapter.
enum Row<'r> {
    One(&'r Item),
    /// A generated family: its stem, its class, and how many of it are cited.
    Family(String, Class, usize),
}

/// What waits in a chapter, the gravest first, generated families as one row each.
fn rows<'r>(report: &'r Report, chapter: &Chapter) -> Vec<Row<'r>> {
    let is_cited = |item: &&Item| item.waits() && chapter.references.binary_search(&item.reference).is_ok();
    let mut items: Vec<&Item> = report.references.iter().filter(is_cited).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.class));
    let family = |item: &Item| Some((item.class, item.kind.clone(), stem(&item.reference)?));
    let mut sizes: BTreeMap<_, usize> = BTreeMap::new();
    for family in items.iter().filter_map(|item| family(item)) {
        *sizes.entry(family).or_default() += 1;
    }
    sizes.retain(|_, size| *size >= FAMILY);
    let mut rows = Vec::new();
    for item in items {
        match family(item).and_then(|family| sizes.contains_key(&family).then_some(family)) {
            None => rows.push(Row::One(item)),
            // The first of a family stands for all of it.
            Some(family) => match sizes.get_mut(&family) {
                Some(size) if *size > 0 => {
                    rows.push(Row::Family(family.2, family.0, std::mem::take(size)));
                }
                _ => {}
            },
        }
    }
    rows
}

/// `runtime/proc.go:457-475`: a place without what all places share.
fn short(at: &str) -> String {
    let at = at.strip_prefix("src/").unwrap_or(at);
    match at.rsplit_once(':').and_then(|(file, lines)| Some((file, lines.split_once('-')?))) {
        Some((file, (first, last))) if first == last => format!("{file}:{first}"),
        _ => at.to_owned(),
    }
}

/// `runtime/proc.go:457-475 → 460-478`: from one place to another.
fn from_to(old: &str, new: &str) -> String {
    let (old, new) = (short(old), short(new));
    match (old.rsplit_once(':'), new.rsplit_once(':')) {
        _ if old == new => new,
        (Some((before, _)), Some((now, lines))) if before == now => format!("{old} → {lines}"),
        _ => format!("{old} → {new}"),
    }
}

/// What became of an item, in a clause.
fn clause(item: &Item) -> String {
    let mut out = String::new();
    match (&item.successor, &item.new) {
        (Some(successor), _) => {
            let _ = write!(out, "now {}", name(&successor.reference));
            match successor.likeness {
                Some(likeness) if likeness < 1.0 => {
                    let _ = write!(out, ", {:.0} % alike", likeness * 100.0);
                }
                Some(_) => out.push_str(", the same code"),
                None => {}
            }
        }
        (None, Some(new)) if !item.old.is_empty() => out.push_str(&from_to(&item.old, new)),
        (None, Some(new)) => out.push_str(&short(new)),
        (None, None) if item.old.is_empty() => {}
        (None, None) => {
            let _ = write!(out, "was {}", short(&item.old));
        }
    }
    let since = item.since.as_ref().map(|since| format!("not reviewed since {since}"));
    for note in item.note.iter().chain(&since) {
        let _ = write!(out, "{}{note}", if out.is_empty() { "" } else { "; " });
    }
    out
}

fn name(reference: &str) -> String {
    format!("`{reference}`")
}

/// `go1.26.6 → go1.27.3`; one release where the book is at it already, and only what waits is told.
fn title(report: &Report) -> String {
    match report.from == report.to {
        true => format!("What waits at {}", report.to),
        false => format!("{} → {}", report.from, report.to),
    }
}

/// `1 reference in 14 chapters`.
fn sizes(report: &Report) -> String {
    let words = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let (references, chapters) = (report.references.len(), report.chapters.len());
    format!("{} in {}", words(references, "reference"), words(chapters, "chapter"))
}

/// `3 changed, 1 gone`.
fn counted(report: &Report) -> String {
    let counts = report.counts();
    let words: Vec<String> =
        counts.iter().map(|(class, count)| format!("{count} {}", class.words())).collect();
    words.join(", ")
}

/// The diffs of what waits, each once.
fn diffs(report: &Report) -> impl Iterator<Item = (&Item, &str)> {
    report.waiting().filter_map(|item| Some((item, item.diff.as_deref()?)))
}

#[cfg(test)]
mod tests;
