//! What took the place of the declarations that one release had and the next has not.
//!
//! One rule after the other is tried on what is left, and each declaration is taken once: the surest rules come first,
//! and types before their members, so that a member is looked for under its type's new name.
use super::mask::{FEWEST, Masked, at_most, likeness};
use super::side::{Decl, Key, Side};
use crate::go::decls::Kind;
use std::collections::{BTreeMap, BTreeSet};

mod fields;

/// Two declarations, the one in the place of the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// What took the place.
    pub new: Key,
    /// How that is known.
    pub how: How,
    /// The share of trigrams that both have, names aside; 1 for equal tokens.
    pub likeness: f64,
}

/// How it is known that one declaration took the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The same path in another package.
    MovedPackage,
    /// Equal tokens once their own names are masked, or a name that differs in case and underscores alone; of a field
    /// also the same type in the same place of the struct, and a name that is alike.
    Renamed,
    /// Most of the text, or a name alone; of a field its type and place.
    Likely,
    /// Half of the text.
    Maybe,
}

/// From this likeness on a successor is likely, without one in its name.
pub const LIKELY: f64 = 0.6;
/// Below this likeness there is no successor.
pub const MAYBE: f64 = 0.5;

/// The successors, by what vanished.
pub type Pairs = BTreeMap<Key, Pair>;

/// Pairs what vanished between two sides with what is new.
pub fn pairs(old: &Side, new: &Side) -> Pairs {
    // A type that becomes an alias has left its text to another one, and the other way round.
    let lost = |side: &Side, key: &Key, decl: &Decl| match side.get(key) {
        None => true,
        Some(other) => is_type(decl) && is_type(other) && decl.kind != other.kind,
    };
    let families = families(old.iter().filter(|(key, decl)| lost(new, key, decl)));
    let side = |own: &Side, other: &Side| {
        let found = own.iter().filter(|(key, decl)| lost(other, key, decl));
        found.map(|(key, decl)| (key.clone(), Shape::of(key, decl))).collect()
    };
    let (gone, fresh) = (side(old, new), side(new, old));
    let mut matching = Matching { gone, fresh, families, pairs: Pairs::new() };
    for kinds in [is_type_kind, is_other_kind] {
        matching.same_path(kinds);
        matching.members(kinds);
        matching.equal_but_names(kinds);
        matching.equal_names(kinds);
        matching.alike(kinds);
    }
    // Once it is known which fields are kept, whatever their type is called now.
    for (old, new, how) in fields::renamed(&matching, old, new) {
        matching.pairs.insert(old, Pair { new, how, likeness: 1.0 });
    }
    matching.pairs
}

/// The members of generated families: at least [`FAMILY`] names of a package that differ in their digits alone.
///
/// Nothing takes the place of one of them; all of them together were replaced, or generated otherwise.
pub fn families<'s>(lost: impl Iterator<Item = (&'s Key, &'s Decl)>) -> BTreeSet<Key> {
    let mut by_stem: BTreeMap<(Key, Kind), Vec<Key>> = BTreeMap::new();
    for (key, decl) in lost.filter(|(_, decl)| decl.is_whole()) {
        if let Some(stem) = stem(&key.path) {
            let stem = Key::new(&key.package, &stem);
            by_stem.entry((stem, decl.kind)).or_default().push(key.clone());
        }
    }
    by_stem.into_values().filter(|keys| keys.len() >= FAMILY).flatten().collect()
}

/// So many names of one stem are a family.
pub const FAMILY: usize = 4;

/// A name with `*` for its digits; nothing where it has none.
pub fn stem(path: &str) -> Option<String> {
    let mut stem = String::new();
    for c in path.chars() {
        match c {
            '0'..='9' if stem.ends_with('*') => {}
            '0'..='9' => stem.push('*'),
            c => stem.push(c),
        }
    }
    stem.contains('*').then_some(stem)
}

/// What two declarations are compared by.
struct Shape {
    kind: Kind,
    is_whole: bool,
    /// The tokens with the names that are declared.
    plain: Masked,
    masked: Masked,
    trigrams: Vec<u64>,
}

impl Shape {
    fn of(key: &Key, decl: &Decl) -> Self {
        let masked = Masked::of(decl.bytes(), &key.path);
        Shape {
            kind: decl.kind,
            is_whole: decl.is_whole(),
            plain: Masked::of(decl.bytes(), ""),
            trigrams: masked.trigrams(),
            masked,
        }
    }
}

/// A name without what a matter of taste changes.
fn folded(path: &str) -> String {
    path.replace('_', "").to_lowercase()
}

fn is_type(decl: &Decl) -> bool {
    is_type_kind(decl.kind)
}

fn is_type_kind(kind: Kind) -> bool {
    matches!(kind, Kind::Type | Kind::Alias)
}

fn is_other_kind(kind: Kind) -> bool {
    !is_type_kind(kind)
}

/// What is left on both sides, and what was paired.
struct Matching {
    gone: BTreeMap<Key, Shape>,
    fresh: BTreeMap<Key, Shape>,
    families: BTreeSet<Key>,
    pairs: Pairs,
}

impl Matching {
    /// Pairs two that are both still free.
    fn pair(&mut self, old: &Key, new: &Key) {
        if let (Some(gone), Some(fresh)) = (self.gone.get(old), self.fresh.get(new)) {
            let likeness = match gone.masked == fresh.masked {
                true => 1.0,
                false => likeness(&gone.trigrams, &fresh.trigrams),
            };
            let how = self.how(old, new, likeness);
            self.pairs.insert(old.clone(), Pair { new: new.clone(), how, likeness });
            self.gone.remove(old);
            self.fresh.remove(new);
        }
    }

    fn how(&self, old: &Key, new: &Key, likeness: f64) -> How {
        // A member keeps its name when its type gets another one.
        let holder =
            |old: Key| self.pairs.get(&old).is_some_and(|pair| Some(&pair.new) == new.holder().as_ref());
        let is_kept = old.holder().is_some_and(holder) && old.name() == new.name();
        let same_name = folded(&old.path) == folded(&new.path) || is_kept;
        match (same_name, old.package == new.package) {
            (true, false) if likeness >= LIKELY => How::MovedPackage,
            (true, true) if likeness >= LIKELY => How::Renamed,
            _ if likeness == 1.0 => How::Renamed,
            (true, _) => How::Likely,
            _ if likeness >= LIKELY => How::Likely,
            _ => How::Maybe,
        }
    }

    /// Pairs what has one partner on either side.
    fn pair_sole(&mut self, found: Vec<(Key, Key)>) {
        let count =
            |key: &Key, of: fn(&(Key, Key)) -> &Key| found.iter().filter(|pair| of(pair) == key).count();
        let is_sole =
            |(old, new): &&(Key, Key)| count(old, |pair| &pair.0) == 1 && count(new, |pair| &pair.1) == 1;
        let sole: Vec<_> = found.iter().filter(is_sole).cloned().collect();
        sole.iter().for_each(|(old, new)| self.pair(old, new));
    }

    /// The same path and equal tokens in another package.
    fn same_path(&mut self, kinds: fn(Kind) -> bool) {
        let found =
            self.both(kinds, |shape| shape.is_whole, |key, shape| (key.path.clone(), shape.plain.clone()));
        self.pair_sole(found);
    }

    /// Members of a type that has a new name, or stands in another package, under its name there.
    fn members(&mut self, kinds: fn(Kind) -> bool) {
        let members = self.gone.iter().filter(|(_, shape)| kinds(shape.kind));
        let found: Vec<_> = members
            .filter_map(|(old, shape)| {
                let holder = &self.pairs.get(&old.holder()?)?.new;
                let new = Key::new(&holder.package, &format!("{}.{}", holder.path, old.name()));
                let is_there = self.fresh.get(&new).is_some_and(|fresh| fresh.kind == shape.kind);
                is_there.then(|| (old.clone(), new))
            })
            .collect();
        found.iter().for_each(|(old, new)| self.pair(old, new));
    }

    /// Equal tokens once the names are masked, where there are enough of them and nothing else is equal.
    fn equal_but_names(&mut self, kinds: fn(Kind) -> bool) {
        let wanted = |shape: &Shape| shape.is_whole && shape.masked.count() >= FEWEST;
        let found = self.both(kinds, wanted, |_, shape| (shape.kind, shape.masked.clone()));
        self.pair_sole(found);
    }

    /// Equal names in the same package, but for case and underscores.
    fn equal_names(&mut self, kinds: fn(Kind) -> bool) {
        let name = |key: &Key, shape: &Shape| (key.package.clone(), shape.kind, folded(&key.path));
        let found = self.both(kinds, |_| true, name);
        self.pair_sole(found);
    }

    /// Alike texts, the most alike first; of equally alike ones those with the more alike names.
    fn alike(&mut self, kinds: fn(Kind) -> bool) {
        let wanted = |(_, shape): &(&Key, &Shape)| {
            kinds(shape.kind) && shape.is_whole && shape.masked.count() >= FEWEST
        };
        let fresh: Vec<_> = self.fresh.iter().filter(wanted).collect();
        let mut found = Vec::new();
        let single = |(key, _): &(&Key, &Shape)| !self.families.contains(*key);
        for (old, gone) in self.gone.iter().filter(wanted).filter(single) {
            for (new, shape) in fresh.iter().filter(|(_, shape)| shape.kind == gone.kind) {
                if at_most(&gone.trigrams, &shape.trigrams) < MAYBE {
                    continue;
                }
                let likeness = likeness(&gone.trigrams, &shape.trigrams);
                if likeness >= MAYBE {
                    let names = strsim::jaro_winkler(&old.path, &new.path);
                    found.push((likeness, names, old.clone(), (*new).clone()));
                }
            }
        }
        found.sort_by(|one, other| {
            let order = other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1));
            order.then_with(|| (&one.2, &one.3).cmp(&(&other.2, &other.3)))
        });
        found.iter().for_each(|(_, _, old, new)| self.pair(old, new));
    }

    /// What is gone together with what is new of the same trait.
    fn both<T: Ord>(
        &self,
        kinds: fn(Kind) -> bool,
        wanted: impl Fn(&Shape) -> bool,
        of: impl Fn(&Key, &Shape) -> T,
    ) -> Vec<(Key, Key)> {
        let mut fresh: BTreeMap<T, Vec<&Key>> = BTreeMap::new();
        for (key, shape) in self.fresh.iter().filter(|(_, shape)| kinds(shape.kind) && wanted(shape)) {
            fresh.entry(of(key, shape)).or_default().push(key);
        }
        let gone = self.gone.iter().filter(|(_, shape)| kinds(shape.kind) && wanted(shape));
        let partners = gone.filter_map(|(key, shape)| Some((key, fresh.get(&of(key, shape))?)));
        partners.flat_map(|(old, all)| all.iter().map(|new| (old.clone(), (*new).clone()))).collect()
    }
}

#[cfg(test)]
mod tests;
