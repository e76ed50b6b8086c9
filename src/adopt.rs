//! Old links into Go's repository become references: `…/blob/go1.21.13/src/runtime/proc.go#L381` → `go:runtime.gopark`.
//!
//! In: a page's text ([`links`] finds its links and their words), the trees of the releases they name, and the release
//! that the page is about. Out: for each link a reference, or the reason why there is none. A reference is offered only
//! where the tree of the link's own release has that declaration around the very line.
use crate::go::index::Index;
use crate::go::reference::Reference;
use std::collections::BTreeMap;
use url::{Old, Rev};

mod assembly;
mod carry;
pub mod links;
mod moving;
mod place;
pub mod url;

/// What there is to know of the trees.
pub struct Trees<'t> {
    /// Those at hand, by release.
    pub by_release: &'t BTreeMap<String, Index>,
    /// The release that the page is about.
    pub pin: &'t str,
    /// Whether a link that can only be guessed is changed too.
    pub all: bool,
}

/// The reference that says what an old link meant; an error is the reason why there is none.
pub fn reference(link: &links::Link, trees: &Trees) -> Result<Reference, String> {
    if let Some(bar) = link.bar {
        return Err(bar.to_owned());
    }
    let old = url::read(&link.href).ok_or("it leads to no file of Go's")?;
    let Some(file) = old.path.strip_prefix("src/") else {
        return Err(format!("`{}` is not below `src`", old.path));
    };
    let pinned = trees.get(trees.pin)?;
    match &old.rev {
        Rev::Release(release) => {
            of_release(&old, file, link, (trees.get(release)?, release), (pinned, trees))
        }
        Rev::Other(name) => moving::reference(pinned, (name, file, old.lines), &link.words, trees.all),
    }
}

fn of_release(
    old: &Old,
    file: &str,
    link: &links::Link,
    (tree, release): (&Index, &str),
    (pinned, trees): (&Index, &Trees),
) -> Result<Reference, String> {
    let spot = match old.lines {
        None => place::whole(tree, file),
        Some(lines) => place::around(tree, file, lines, &link.words),
    };
    let spot = match (spot, old.lines) {
        (Ok(spot), _) => spot,
        (Err(_), Some(lines)) if trees.all => place::raw(tree, file, lines)?,
        (Err(reason), _) => return Err(format!("{reason} in {release}")),
    };
    carry::carried(&spot, (tree, release), (pinned, trees.pin))
}

impl Trees<'_> {
    fn get(&self, release: &str) -> Result<&Index, String> {
        let missing = || format!("no tree of {release} is at hand; CODEX_ROOTS may name one");
        self.by_release.get(release).ok_or_else(missing)
    }
}

/// Whether words name something: the name stands among them as a word of its own.
fn names(words: &[String], name: &str) -> bool {
    let has = |said: &String| said.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
    !words.is_empty() && words.iter().all(has)
}

/// The last element of a path.
fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
