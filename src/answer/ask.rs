//! Asking: each question becomes an entry of the lock, from the tree if it is at hand, else from the lock on disk.
use super::hashes;
use super::origins::{Key, Origin, Origins};
use crate::go::facts::{self, Fact, What};
use crate::go::index::Index;
use crate::go::source::Tree;
use crate::lock::{Entry, Lock, Review, Source};
use crate::resolve::answers::{Ask, Asked, Refusal};
use anyhow::Result;
use scan::{Programs, Scan};
use std::collections::{BTreeMap, BTreeSet};

mod scan;

/// The lock of this run, and what has no entry because it is wrong.
#[derive(Debug, Default)]
pub struct Fresh {
    /// What is known.
    pub lock: Lock,
    /// Why a question has no answer, by the key as written.
    pub refused: BTreeMap<String, Refusal>,
    /// Why a fact or a layout of a known symbol has no answer.
    pub not_measured: BTreeMap<(String, What), Refusal>,
}

impl Fresh {
    /// The lock as it is written.
    pub fn written(&self) -> Lock {
        self.lock.clone()
    }
}

/// What is asked of one key.
#[derive(Debug, Default)]
pub struct Wanted {
    facts: BTreeSet<What>,
    layout: bool,
    is_span: bool,
}

impl Wanted {
    /// Whether an entry holds all of it.
    pub fn is_in(&self, entry: &Entry) -> bool {
        let has = |what: &What| match what {
            What::Value => entry.value.is_some(),
            What::Size => entry.size.is_some(),
            What::Align => entry.align.is_some(),
            What::Offset => entry.offset.is_some(),
        };
        self.facts.iter().all(has) && (!self.layout || !entry.layout.is_empty())
    }
}

/// Answers every question that can be answered.
pub fn ask(asked: &Asked, origins: &Origins, known: &Lock) -> Result<Fresh> {
    let mut fresh = Fresh::default();
    let mut by_origin: BTreeMap<String, BTreeMap<Key, Wanted>> = BTreeMap::new();
    let wanted = wanted(asked, origins);
    fresh.lock.reviews = reviews(wanted.keys(), known);
    for (key, wanted) in wanted {
        by_origin.entry(key.origin.clone()).or_default().insert(key, wanted);
    }
    let mut scanned = Vec::new();
    for (name, keys) in &by_origin {
        let Some(origin) = origins.by_name.get(name) else { continue };
        let arrows = arrows(asked, origins, name);
        let beside: Vec<&String> = origins.beside(name).map(|(name, _)| name).collect();
        match &origin.index {
            Some(index) if !hashes::is_current(name, index, keys, &arrows, &beside, known) => {
                let mut scan = Scan { name, index, origins, programs: Programs::new(), fresh: &mut fresh };
                keys.iter().for_each(|(key, wanted)| scan.key(key, wanted));
                let programs = scan.programs;
                fresh.lock.sources.insert(name.clone(), source(name, origin, index, origins));
                scanned.push((name, index, arrows, programs));
            }
            _ => carry(name, keys.keys(), &arrows, known, &mut fresh.lock),
        }
    }
    // An arrow may lead into another tree, whose names have to be known by then.
    for (name, index, arrows, programs) in scanned {
        let mut scan = Scan { name, index, origins, programs, fresh: &mut fresh };
        arrows.iter().for_each(|(from, to)| scan.arrow(from, to));
        let keys = by_origin.get(name).into_iter().flat_map(BTreeMap::keys);
        keep_refused(name, keys, known, &mut fresh);
    }
    // A layout may have asked a neighbour's tree too.
    let trees = origins.by_name.values().filter_map(|origin| Some(&origin.index.as_ref()?.tree));
    trees.into_iter().try_for_each(Tree::is_whole)?;
    fresh.lock.examples.clone_from(&known.examples);
    Ok(fresh)
}

/// Of what a tree refuses the old entries stay, until the author mends the reference: so a lock never loses them.
fn keep_refused<'k>(name: &str, keys: impl Iterator<Item = &'k Key>, known: &Lock, fresh: &mut Fresh) {
    let refused = |key: &&Key| fresh.refused.contains_key(&key.name());
    let refused: Vec<&Key> = keys.filter(refused).collect();
    carry(name, refused.into_iter(), &[], known, &mut fresh.lock);
}

/// The reviews of what is still cited, whatever its release is by now.
fn reviews<'k>(keys: impl Iterator<Item = &'k Key>, known: &Lock) -> BTreeMap<String, Review> {
    let names = keys.flat_map(|key| [key.reference.to_string(), bare(known, key)]);
    let names: BTreeSet<String> = names.collect();
    let is_cited = |name: &str| name.split_once(' ').is_some_and(|(_, reference)| names.contains(reference));
    known.reviews.iter().filter(|(name, _)| is_cited(name)).map(|(a, b)| (a.clone(), b.clone())).collect()
}

fn source(name: &str, origin: &Origin, index: &Index, origins: &Origins) -> Source {
    let tags = index.context.tool_tags.iter().filter(|tag| tag.starts_with("goexperiment.")).cloned();
    let at_hand = origins.beside(name).filter(|(_, origin)| origin.index.is_some());
    Source {
        rev: origin.rev.clone(),
        target: origin.target.to_string(),
        tags: tags.collect(),
        beside: at_hand.map(|(name, _)| name.clone()).collect(),
    }
}

/// Every key with all that is asked of it.
fn wanted(asked: &Asked, origins: &Origins) -> BTreeMap<Key, Wanted> {
    let mut all: BTreeMap<Key, Wanted> = BTreeMap::new();
    let key = |ask: &Ask| origins.key(ask).ok().flatten();
    for ask in &asked.spans {
        if let Some(key) = key(ask) {
            all.entry(key).or_insert(Wanted { is_span: true, ..Wanted::default() });
        }
    }
    for ask in asked.written.iter().chain(&asked.excerpts).chain(asked.nodes().iter()) {
        if let Some(key) = key(ask) {
            all.entry(key).or_default().is_span = false;
        }
    }
    for ask in &asked.layouts {
        if let Some(key) = key(ask) {
            let wanted = all.entry(key).or_default();
            (wanted.layout, wanted.is_span) = (true, false);
        }
    }
    for (ask, title) in &asked.facts {
        if let (Some(key), Ok(Fact { what, .. })) = (key(ask), facts::checked(title)) {
            all.entry(key).or_default().facts.insert(what);
        }
    }
    all
}

/// The arrows of call paths that begin in one tree, as keys.
pub fn arrows(asked: &Asked, origins: &Origins, name: &str) -> Vec<(Key, Key)> {
    let pairs = asked.arrows().into_iter();
    let keys = pairs.filter_map(|(from, to)| Some((origins.key(&from).ok()??, origins.key(&to).ok()??)));
    keys.filter(|(from, _)| from.origin == name).collect()
}

/// How the lock names an arrow.
pub fn arrow_name(name: &str, from: &str, to: &str) -> String {
    format!("{name} {from} -> {to}")
}

/// Takes over what the lock on disk says.
fn carry<'k>(
    name: &str,
    keys: impl Iterator<Item = &'k Key>,
    arrows: &[(Key, Key)],
    known: &Lock,
    lock: &mut Lock,
) {
    for key in keys {
        let spelled = key.name();
        if let Some(reason) = known.code.get(&spelled) {
            lock.code.insert(spelled.clone(), reason.clone());
        }
        if let Some(canonical) = known.spellings.get(&spelled) {
            lock.spellings.insert(spelled.clone(), canonical.clone());
        }
        let canonical = known.canonical(&spelled);
        if let Some(entry) = known.refs.get(canonical) {
            lock.refs.insert(canonical.to_string(), entry.clone());
            for file in entry.files() {
                let file = format!("{name} {file}");
                if let Some(hash) = known.files.get(&file) {
                    lock.files.insert(file, hash.clone());
                }
            }
        }
    }
    for (from, to) in arrows {
        let arrow = arrow_name(name, &bare(known, from), &bare(known, to));
        if let Some(call) = known.calls.get(&arrow) {
            lock.calls.insert(arrow, call.clone());
        }
    }
    if let Some(source) = known.sources.get(name) {
        lock.sources.insert(name.to_string(), source.clone());
    }
}

/// A key's canonical reference without its tree.
pub fn bare(lock: &Lock, key: &Key) -> String {
    let spelled = key.name();
    let canonical = lock.canonical(&spelled);
    canonical.split_once(' ').map_or(canonical, |(_, reference)| reference).to_string()
}
