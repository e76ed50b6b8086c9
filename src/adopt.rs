//! Old links into source become references: `…/blob/go1.21.13/src/runtime/proc.go#L381` → `go:runtime.gopark`.
//!
//! In: a page's text ([`links`] finds its links into the repositories that are known, each a [`home`]), the trees of the
//! releases they name, and the release that the page is about. Out: for each link a reference, or the reason why there
//! is none. A reference is offered only where the tree of the link's own release has that declaration around the very
//! line.
use crate::go::index::Index;
use crate::go::reference::Reference;
use home::Home;
use std::collections::BTreeMap;
use url::{Old, Rev};

mod assembly;
mod carry;
pub mod home;
pub mod links;
mod moving;
mod place;
pub mod url;

/// What there is to know of the trees.
pub struct Trees<'t> {
    /// Those at hand, by name: `go1.27.3`, `go.etcd.io/bbolt@v1.3.6`.
    pub by_name: &'t BTreeMap<String, Index>,
    /// The repositories that are known, Go's among them.
    pub homes: &'t [Home],
    /// The release of Go that the page is about; none where no link leads to Go.
    pub pin: Option<&'t str>,
    /// Whether a link that can only be guessed is changed too.
    pub all: bool,
}

/// The reference that says what an old link meant; an error is the reason why there is none.
pub fn reference(link: &links::Link, trees: &Trees) -> Result<Reference, String> {
    let links::Link { old, written } = link;
    if let Some(bar) = written.bar {
        return Err(bar.to_owned());
    }
    let home = trees.home(old).ok_or("its repository is not known")?;
    let file = match &old.module {
        Some(_) => &old.path,
        None => old.path.strip_prefix("src/").ok_or_else(|| format!("`{}` is not below `src`", old.path))?,
    };
    let pin = home.pin(trees.pin).ok_or("the release of the page is not known")?;
    let pinned = trees.get(home, pin)?;
    let reference = match &old.rev {
        Rev::Release(release) => {
            let spot = spot(old, file, &written.words, (trees.get(home, release)?, release), trees.all)?;
            carry::carried(&spot, (trees.get(home, release)?, release), (pinned, pin))
        }
        Rev::Other(name) => moving::reference(pinned, (name, file, old.lines), &written.words, trees.all),
    };
    reference.map(|reference| home.short(reference))
}

/// What stands at the place of a link in the tree of its own release.
fn spot(
    old: &Old,
    file: &str,
    words: &[String],
    (tree, release): (&Index, &str),
    all: bool,
) -> Result<Reference, String> {
    let spot = match old.lines {
        None => place::whole(tree, file),
        Some(lines) => place::around(tree, file, lines, words),
    };
    match (spot, old.lines) {
        (Err(_), Some(lines)) if all => place::raw(tree, file, lines),
        (spot, _) => spot.map_err(|reason| format!("{reason} in {release}")),
    }
}

impl Trees<'_> {
    /// The repository that an address leads into.
    pub fn home(&self, old: &Old) -> Option<&Home> {
        self.homes.iter().find(|home| home.path() == old.module.as_deref())
    }

    fn get(&self, home: &Home, release: &str) -> Result<&Index, String> {
        let name = home.tree(release);
        let help = match home.path() {
            None => "CODEX_ROOTS may name one".to_owned(),
            Some(_) => format!("`go mod download {name}` fetches it"),
        };
        self.by_name.get(&name).ok_or_else(|| format!("no tree of {name} is at hand; {help}"))
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
