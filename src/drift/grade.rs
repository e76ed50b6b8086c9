//! One reference against the newer tree: its [`Class`], where it is now, and what took its place.
use super::side::Key;
use super::{Class, Successor};
use crate::go::index::{Excerpt, Index, Kind, Miss, Symbol};
use crate::go::reference::{Part, Place, Reference};
use crate::lock::Entry;
use beside::Beside;
use std::collections::BTreeSet;

mod beside;

/// What the book cites, and what was known of it at its release.
#[derive(Debug, Clone, PartialEq)]
pub struct Cited<'c> {
    /// The canonical reference, without a release.
    pub reference: Reference,
    /// What the lock says of it.
    pub entry: &'c Entry,
    /// What the newer tree measures where the lock has a value or a layout.
    pub measured: Option<&'c Entry>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// The class.
    pub class: Class,
    /// Where it is now, or its successor: `src/runtime/proc.go:457-475`.
    pub at: Option<String>,
    /// What took its place.
    pub successor: Option<Successor>,
    /// What else is worth a clause.
    pub note: Option<String>,
}

/// The two trees; the older one only helps.
#[derive(Debug, Clone, Copy)]
pub struct Trees<'t> {
    /// The tree of the pinned release, if it is at hand.
    pub old: Option<&'t Index>,
    /// The tree of the other release.
    pub new: &'t Index,
}

/// Grades every reference, in the order given.
pub fn grade(cited: &[Cited], trees: Trees) -> Result<Vec<Grade>, Miss> {
    let found: Vec<Found> = cited.iter().map(|one| found(one, trees)).collect();
    let vanished = cited.iter().zip(&found).filter(|(_, found)| matches!(found, Found::Vanished(_)));
    let keys: BTreeSet<Key> = vanished.filter_map(|(one, _)| key(one, trees)).collect();
    let beside = Beside::of(&keys, trees)?;
    let grades = cited.iter().zip(found).map(|(one, found)| match found {
        Found::Here(symbol) => here(one, &symbol, trees),
        Found::Elsewhere(symbol) => elsewhere(one, &symbol, trees),
        Found::Cut(symbol, miss) => Grade {
            class: Class::Changed,
            at: Some(at(trees.new, &symbol)),
            successor: None,
            note: shifted(one, &symbol, trees).or(Some(miss.to_string())),
        },
        Found::Vanished(reason) => beside.grade(one, key(one, trees), reason, trees),
    });
    Ok(grades.collect())
}

/// Where a reference leads in the newer tree.
enum Found {
    /// To the same place.
    Here(Box<Symbol>),
    /// To another one, through an alias.
    Elsewhere(Box<Symbol>),
    /// To a declaration that lacks the part which is asked for.
    Cut(Box<Symbol>, Miss),
    /// Nowhere, and why if that is more than its absence.
    Vanished(Option<String>),
}

fn found(cited: &Cited, trees: Trees) -> Found {
    match trees.new.lookup(&cited.reference) {
        Ok(symbol) if left_target(cited, &symbol, trees) => {
            let target = &trees.new.context.target;
            Found::Vanished(Some(format!("{} is not built for {target}", symbol.file)))
        }
        Ok(symbol) => match &cited.reference.place {
            // Behind `?alias` and `?body` it is another declaration by intent.
            Place::Dotted(name) if !follows(cited) && *name != symbol.dotted() => {
                Found::Elsewhere(symbol.into())
            }
            _ => Found::Here(symbol.into()),
        },
        Err(miss @ (Miss::Line { .. } | Miss::Lacks { .. })) => {
            match trees.new.lookup(&Reference::to(cited.reference.place.clone())) {
                Ok(symbol) => Found::Cut(symbol.into(), miss),
                Err(_) => Found::Vanished(None),
            }
        }
        Err(Miss::OtherTargets { target, .. }) => {
            Found::Vanished(Some(format!("no longer built for {target}")))
        }
        Err(miss @ (Miss::AmbiguousSymbol { .. } | Miss::Unreadable { .. })) => {
            Found::Vanished(Some(miss.to_string()))
        }
        Err(_) => Found::Vanished(None),
    }
}

fn follows(cited: &Cited) -> bool {
    cited.reference.options.alias || cited.reference.options.body
}

/// Whether the target built it and no longer does: the name is still there, for others.
fn left_target(cited: &Cited, symbol: &Symbol, trees: Trees) -> bool {
    let was_built = || match trees.old.and_then(|old| old.lookup(&cited.reference).ok()) {
        Some(old) => old.is_built,
        // A file that was cited for another target is cited for it still.
        None => cited.entry.files().next() != Some(&trees.new.tree.repository_path(&symbol.file)),
    };
    matches!(cited.reference.place, Place::Dotted(_)) && !symbol.is_built && was_built()
}

fn here(cited: &Cited, symbol: &Symbol, trees: Trees) -> Grade {
    let now = at(trees.new, symbol);
    let change = measured(cited);
    let class = match (class(cited, symbol, trees), &change) {
        (Class::Same | Class::Moved | Class::CommentsOnly, Some(_)) => Class::Changed,
        (Class::Moved, None) if cited.entry.at == now => Class::Same,
        (class, _) => class,
    };
    let shifted = || shifted(cited, symbol, trees).filter(|_| class.waits());
    let note = change.or_else(|| body(cited, symbol, trees)).or_else(shifted);
    Grade { class, at: Some(now), successor: None, note }
}

fn class(cited: &Cited, symbol: &Symbol, trees: Trees) -> Class {
    let entry = cited.entry;
    let is_excerpt = !cited.reference.parts.is_empty();
    if symbol.kind == Kind::File && !is_excerpt {
        // Whoever links a whole file means what it is there for, not its lines.
        return Class::Moved;
    }
    if entry.text == symbol.text_hash && body(cited, symbol, trees).is_none() {
        return Class::Moved;
    }
    if is_excerpt && parts_are_equal(cited, symbol, trees) {
        return Class::Moved;
    }
    match (entry.tokens == symbol.token_hash, entry.sig == symbol.signature) {
        (true, _) if entry.text != symbol.text_hash => Class::CommentsOnly,
        (false, false) if has_signature(symbol.kind) => Class::SignatureChanged,
        _ => Class::Changed,
    }
}

/// Whether one line says how a declaration is used; that of a constant is the whole of it.
fn has_signature(kind: Kind) -> bool {
    use crate::go::decls::Kind::{Const, Var};
    matches!(kind, Kind::Decl(kind) if !matches!(kind, Const | Var))
}

/// Whether the lines that are cited are the same, whatever became of the lines around.
fn parts_are_equal(cited: &Cited, symbol: &Symbol, trees: Trees) -> bool {
    let texts = |index: &Index, symbol: &Symbol| -> Option<Vec<String>> {
        let parts = index.source_of(symbol).ok()?;
        Some(parts.into_iter().map(|part| part.text).collect())
    };
    let old = trees.old.and_then(|old| texts(old, &old.lookup(&cited.reference).ok()?));
    old.is_some() && old == texts(trees.new, symbol)
}

/// A clause where the lines that are cited stand in the declaration still, under other numbers.
fn shifted(cited: &Cited, symbol: &Symbol, trees: Trees) -> Option<String> {
    let old = trees.old?;
    let parts = &cited.reference.parts;
    if parts.is_empty() || !parts.iter().all(|part| matches!(part, Part::Lines(..))) {
        return None;
    }
    let before = old.lookup(&cited.reference).ok()?;
    let whole = trees.new.lines(&symbol.file, symbol.start, symbol.end).ok()?;
    let whole: Vec<&str> = whole.lines().collect();
    let find = |part: Excerpt| {
        let lines: Vec<&str> = part.text.lines().collect();
        let places = whole.windows(lines.len().max(1)).enumerate().filter(|(_, window)| *window == lines);
        let [at] = places.map(|(at, _)| at).collect::<Vec<_>>()[..] else { return None };
        Some(Part::Lines(at + 1, at + lines.len()).to_string())
    };
    let parts = old.source_of(&before).ok()?.into_iter().map(find).collect::<Option<Vec<String>>>()?;
    Some(format!("the same lines are #{} now", parts.join(",")))
}

/// A clause where the code of a function stands elsewhere and is another one.
fn body(cited: &Cited, symbol: &Symbol, trees: Trees) -> Option<String> {
    let (old, now) = (trees.old?, symbol.body.as_ref()?);
    let before = old.lookup(&cited.reference).ok()?.body?;
    let before = old.lines(&before.file, before.start, before.end).ok()?;
    let lines = trees.new.lines(&now.file, now.start, now.end).ok()?;
    (before != lines).then(|| format!("its code in {} changed", now.file))
}

/// A clause where a constant has another value or a struct another layout.
fn measured(cited: &Cited) -> Option<String> {
    let (old, new) = (cited.entry, cited.measured?);
    match (&old.value, &new.value) {
        (Some(before), Some(now)) if before != now => {
            return Some(format!("its value was {before} and is {now}"));
        }
        _ => {}
    }
    let both = !old.layout.is_empty() && !new.layout.is_empty();
    (both && old.layout != new.layout).then(|| "its layout is another one".to_owned())
}

fn elsewhere(cited: &Cited, symbol: &Symbol, trees: Trees) -> Grade {
    let is_equal = cited.entry.tokens == symbol.token_hash;
    let name = Reference { place: Place::Dotted(symbol.dotted()), ..cited.reference.clone() }.to_string();
    Grade {
        class: if is_equal { Class::MovedPackage } else { Class::Likely },
        at: Some(at(trees.new, symbol)),
        successor: Some(Successor { reference: name, likeness: is_equal.then_some(1.0) }),
        note: Some("an alias leads there".to_owned()),
    }
}

/// The place of a symbol as the lock writes it.
pub fn at(index: &Index, symbol: &Symbol) -> String {
    let path = index.tree.repository_path(&symbol.file);
    match symbol.kind {
        Kind::File => path,
        _ => format!("{path}:{}-{}", symbol.start, symbol.end),
    }
}

/// The package and path of what is cited.
fn key(cited: &Cited, trees: Trees) -> Option<Key> {
    if let Some(symbol) = trees.old.and_then(|old| old.lookup(&cited.reference).ok()) {
        return Some(Key::new(&symbol.package, &symbol.path));
    }
    let Place::Dotted(name) = &cited.reference.place else { return None };
    let last = name.rfind('/').map_or(0, |slash| slash + 1);
    let cut = name[last..].find('.').map_or(name.len(), |dot| last + dot);
    Some(Key::new(&name[..cut], name.get(cut + 1..).unwrap_or_default()))
}

#[cfg(test)]
mod tests;
