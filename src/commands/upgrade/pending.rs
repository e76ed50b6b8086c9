//! The report of a book that is at the release already: what still waits for a review.
use super::collect::{Sides, chapters};
use crate::answer::origins::Origin;
use crate::drift::Successor;
use crate::drift::diff::diff;
use crate::drift::grade::{Cited, Grade, Trees};
use crate::drift::report::{Item, Report};
use crate::go::index::Index;
use crate::go::roots;
use crate::go::source::Tree;
use crate::lock::{Entry, Review};
use std::collections::BTreeMap;

/// What the lock says that waits.
pub fn report(sides: &Sides, release: &str) -> Report {
    let lock = &sides.old.fresh.lock;
    let prefix = format!("{release} ");
    let origin = sides.old.origins.by_name.get(release);
    let mut older = BTreeMap::new();
    let mut references = Vec::new();
    for (key, review) in &lock.reviews {
        let Some(name) = key.strip_prefix(&prefix) else { continue };
        let entry = lock.refs.get(key);
        let mut item = item(name, review, entry);
        if let Some((origin, new)) = origin.and_then(|origin| Some((origin, origin.index.as_ref()?))) {
            let old = older.entry(review.since.clone()).or_insert_with(|| {
                let tree = tree(&review.since, origin)?;
                Some(Index::new(tree, origin.target.clone()).with_aliases(new.aliases.clone()))
            });
            item.diff = diff_of(&item, Trees { old: old.as_ref(), new });
        }
        references.push(item);
    }
    let has_both_trees = references.iter().any(|item: &Item| item.diff.is_some());
    let (from, to) = (release.to_owned(), release.to_owned());
    Report { from, to, has_both_trees, references, chapters: chapters(sides, release, release) }
}

/// The tree of before, if it is at hand: of a release of Go, or of a module's version.
fn tree(name: &str, origin: &Origin) -> Option<Tree> {
    match &origin.module {
        None => roots::go_tree(name, None),
        Some(module) => roots::module_tree(module, name.strip_prefix(module)?.strip_prefix('@')?, None),
    }
}

/// A review as a line of the report.
pub fn item(name: &str, review: &Review, entry: Option<&Entry>) -> Item {
    let successor =
        (!review.now.is_empty()).then(|| Successor { reference: review.now.clone(), likeness: None });
    Item {
        reference: name.to_owned(),
        class: review.class,
        kind: entry.map(|entry| entry.kind.clone()).unwrap_or_default(),
        old: String::new(),
        new: entry.map(|entry| entry.at.clone()),
        successor,
        note: None,
        diff: None,
        since: Some(review.since.clone()),
        is_reviewed: false,
    }
}

fn diff_of(item: &Item, trees: Trees) -> Option<String> {
    let entry = Entry::default();
    let cited = Cited { reference: item.reference.parse().ok()?, entry: &entry, measured: None };
    let grade = Grade { class: item.class, at: None, successor: item.successor.clone(), note: None };
    diff(&cited, &grade, trees)
}
