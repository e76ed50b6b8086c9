//! Asking: each question becomes an entry of the lock, from the tree if it is at hand, else from the lock on disk.
use super::hashes;
use super::origins::{Key, Origin, Origins};
use crate::go::built;
use crate::go::calls::{self, NoArrow};
use crate::go::decls;
use crate::go::facts::{self, Fact, What};
use crate::go::index::{Index, Kind, Miss, Symbol, Variant};
use crate::go::layout;
use crate::go::program::Program;
use crate::go::reference::{Options, Place, Reference};
use crate::go::refuse::{NotUnderstood, Understood};
use crate::go::source::Tree;
use crate::lock::{Call, Entry, Lock, Review, Source};
use crate::resolve::answers::{Ask, Asked, Refusal};
use anyhow::Result;
use std::collections::btree_map;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
                let mut scan = Scan { name, index, origins, programs: HashMap::new(), fresh: &mut fresh };
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

/// One tree being asked.
struct Scan<'s, 'f> {
    name: &'s str,
    index: &'s Index,
    origins: &'s Origins,
    programs: HashMap<Options, Option<Program<'s>>>,
    fresh: &'f mut Fresh,
}

impl<'s> Scan<'s, '_> {
    fn key(&mut self, key: &Key, wanted: &Wanted) {
        let spelled = key.name();
        let symbol = match self.index.lookup(&key.reference) {
            Ok(symbol) => symbol,
            Err(miss) if wanted.is_span => {
                self.fresh.lock.code.insert(spelled, short(&miss).to_string());
                return;
            }
            Err(miss) => {
                self.fresh.refused.insert(spelled, refusal(&miss));
                return;
            }
        };
        let canonical = format!("{} {}", self.name, canonical(&symbol, &key.reference));
        if canonical != spelled {
            self.fresh.lock.spellings.insert(spelled.clone(), canonical.clone());
        }
        let mut entry = self.fresh.lock.refs.remove(&canonical).unwrap_or_else(|| self.entry(&symbol));
        self.measure(&spelled, &symbol, key, wanted, &mut entry);
        self.hash(&entry);
        self.fresh.lock.refs.insert(canonical, entry);
    }

    fn entry(&self, symbol: &Symbol) -> Entry {
        let path = |file: &str| self.index.tree.repository_path(file);
        let at = |file: &str, start: usize, end: usize| format!("{}:{start}-{end}", path(file));
        let body = symbol.body.as_ref();
        Entry {
            kind: symbol.kind.word().to_string(),
            at: if symbol.kind == Kind::File {
                path(&symbol.file)
            } else {
                at(&symbol.file, symbol.start, symbol.end)
            },
            doc: symbol.doc,
            sig: symbol.signature.clone(),
            parts: symbol.parts.iter().map(|(a, b)| format!("{a}-{b}")).collect::<Vec<_>>().join(","),
            body: body.map(|body| at(&body.file, body.start, body.end)).unwrap_or_default(),
            variants: symbol.variants.iter().map(|variant| self.variant(variant)).collect(),
            text: symbol.text_hash.clone(),
            tokens: symbol.token_hash.clone(),
            ..Entry::default()
        }
    }

    fn variant(&self, variant: &Variant) -> String {
        let path = self.index.tree.repository_path(&variant.file);
        let condition = variant.condition.as_deref().unwrap_or("");
        format!("{path}:{} {condition}", variant.start).trim_end().to_string()
    }

    /// Values, sizes and layouts, as far as they are asked for; the value of a constant always.
    fn measure(&mut self, spelled: &str, symbol: &Symbol, key: &Key, wanted: &Wanted, entry: &mut Entry) {
        let mut facts = wanted.facts.clone();
        let is_const = symbol.kind == Kind::Decl(decls::Kind::Const);
        if is_const {
            facts.insert(What::Value);
        }
        for what in facts {
            let (package, path) = (symbol.package.clone(), symbol.path.clone());
            let found = self.with(key, |program| facts::found(program, &package, &path, what));
            match found {
                Ok(value) => put(entry, what, value.to_string()),
                // A constant's value is only a courtesy unless a fact asks for it.
                Err(_) if !wanted.facts.contains(&what) => {}
                Err(refused) => {
                    self.fresh.not_measured.insert((spelled.to_string(), what), not_understood(&refused));
                }
            }
        }
        if wanted.layout {
            match self.with(key, |program| layout::layout(program, &symbol.package, &symbol.path)) {
                Ok(layout) => entry.layout = layout::print_line(&layout),
                Err(refused) => {
                    self.fresh.refused.insert(format!("{spelled} layout"), not_understood(&refused));
                }
            }
        }
    }

    fn with<T>(&mut self, key: &Key, ask: impl FnOnce(&Program) -> Understood<T>) -> Understood<T> {
        let options = Options { body: false, group: false, alias: false, ..key.reference.options.clone() };
        let (index, origins, name) = (self.index, self.origins, self.name);
        let program = self.programs.entry(options.clone()).or_insert_with(|| {
            let beside: Vec<&Index> =
                origins.beside(name).filter_map(|(_, origin)| origin.index.as_ref()).collect();
            built::program(index, &beside, &options)
        });
        match program {
            Some(program) => ask(program),
            None => crate::go::refuse::refuse("this processor", 0),
        }
    }

    fn hash(&mut self, entry: &Entry) {
        for file in entry.files() {
            let key = format!("{} {file}", self.name);
            if let btree_map::Entry::Vacant(place) = self.fresh.lock.files.entry(key)
                && let Some(hash) = hashes::of_file(self.index, file)
            {
                place.insert(hash);
            }
        }
    }

    fn arrow(&mut self, from: &Key, to: &Key) {
        let tree = self.origins.get(to).and_then(|origin| origin.index.as_ref());
        let (caller, callee) = (function(self.index, from), tree.and_then(|tree| function(tree, to)));
        let (Some(caller), Some(callee)) = (caller, callee) else { return };
        let found = self.with(from, |program| Ok(calls::arrow(program, &caller, &callee)));
        let name = arrow_name(self.name, &bare(&self.fresh.lock, from), &bare(&self.fresh.lock, to));
        match found {
            Ok(Ok(arrow)) => {
                let Some(first) = arrow.calls.first() else { return };
                self.fresh.lock.calls.insert(name, Call { note: note(first), line: first.line });
            }
            Ok(Err(no_arrow)) => drop(self.fresh.refused.insert(name, no_call(&caller, &callee, &no_arrow))),
            Err(refused) => drop(self.fresh.refused.insert(name, not_understood(&refused))),
        }
    }
}

fn put(entry: &mut Entry, what: What, value: String) {
    match what {
        What::Value => entry.value = Some(value),
        What::Size => entry.size = value.parse().ok(),
        What::Align => entry.align = value.parse().ok(),
        What::Offset => entry.offset = value.parse().ok(),
    }
}

/// The spelling that one symbol has in every book.
fn canonical(symbol: &Symbol, written: &Reference) -> String {
    let place = match &written.place {
        // A file was named on purpose: to reach assembly, or another target's declaration.
        Place::Symbol { .. } | Place::Lines { .. } => written.place.clone(),
        Place::File(_) if symbol.kind == Kind::File => Place::File(symbol.file.clone()),
        _ => Place::Dotted(symbol.dotted()),
    };
    Reference { place, ..written.clone() }.to_string()
}

fn function(index: &Index, key: &Key) -> Option<calls::Key> {
    let symbol = index.lookup(&key.reference).ok()?;
    Some(calls::Key::new(&symbol.package, &symbol.path))
}

/// What stands on an arrow that is no plain call.
fn note(call: &calls::Call) -> String {
    let via = call.via.as_ref().map(|via| format!("in {}", via.path));
    let word = match call.kind {
        calls::Kind::Calls => None,
        calls::Kind::Goes => Some("go"),
        calls::Kind::Defers => Some("defer"),
        calls::Kind::Passes => Some("passed"),
        calls::Kind::Refers => Some("named"),
    };
    match (word, via) {
        (Some("passed"), _) | (Some(_), None) => word.unwrap_or_default().to_string(),
        (Some(word), Some(via)) => format!("{word}, {via}"),
        (None, via) => via.unwrap_or_default(),
    }
}

fn refusal(miss: &Miss) -> Refusal {
    Refusal { code: short(miss), message: miss.to_string(), help: miss.help() }
}

fn short(miss: &Miss) -> &'static str {
    match miss {
        Miss::Package { .. } => "unknown-package",
        Miss::AmbiguousPackage { .. } => "ambiguous-package",
        Miss::Symbol { .. } => "unknown-symbol",
        Miss::AmbiguousSymbol { .. } => "ambiguous-symbol",
        Miss::OtherTargets { .. } => "other-targets",
        Miss::File { .. } => "unknown-file",
        Miss::Line { .. } => "unknown-line",
        Miss::Lacks { .. } => "lacks",
        Miss::Unreadable { .. } => "unreadable",
    }
}

fn not_understood(refused: &NotUnderstood) -> Refusal {
    Refusal { code: "not-understood", message: refused.to_string(), help: None }
}

fn no_call(caller: &calls::Key, callee: &calls::Key, no_arrow: &NoArrow) -> Refusal {
    let message = format!("`{caller}` does not call `{callee}`");
    Refusal { code: "no-call", message, help: Some(no_arrow.to_string()) }
}
