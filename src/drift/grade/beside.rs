//! What took the place of references that lead nowhere.
use super::{Cited, Grade, Trees, at};
use crate::drift::near::near;
use crate::drift::pairs::{How, MAYBE, Pair, Pairs, pairs};
use crate::drift::side::{Decl, Key, Side, side};
use crate::drift::{Class, Successor};
use crate::go::index::{Index, Miss};
use crate::go::reference::{Place, Reference};
use std::collections::BTreeSet;

/// What stands near the declarations that vanished.
pub struct Beside {
    pairs: Pairs,
    new: Side,
}

impl Beside {
    /// Reads what is near in both trees.
    pub fn of(keys: &BTreeSet<Key>, trees: Trees) -> Result<Beside, Miss> {
        let packages: BTreeSet<String> = keys.iter().map(|key| key.package.clone()).collect();
        if packages.is_empty() {
            return Ok(Beside { pairs: Pairs::new(), new: Side::new() });
        }
        let read = |index: &Index| side(index, &near(&index.tree, &packages));
        let new = read(trees.new)?;
        let pairs = match trees.old {
            Some(old) => pairs(&read(old)?, &new),
            None => Pairs::new(),
        };
        Ok(Beside { pairs, new })
    }

    /// The grade of a reference that leads nowhere, by what took its place.
    pub fn grade(&self, cited: &Cited, key: Option<Key>, reason: Option<String>, trees: Trees) -> Grade {
        let gone = Grade { class: Class::Gone, at: None, successor: None, note: reason };
        let Some(key) = key else { return gone };
        let found = match key.path.as_str() {
            "" => self.package(&key),
            _ => self.pairs.get(&key).cloned().or_else(|| self.by_hash(cited, &key, trees)),
        };
        let Some(pair) = found else {
            let holder = key.holder().and_then(|holder| self.pairs.get(&holder));
            let note = holder.map(|pair| format!("what it was part of is now `{}`", pair.new));
            return Grade { note: gone.note.or(note), ..gone };
        };
        let name = if pair.new.path.is_empty() { pair.new.package.clone() } else { pair.new.to_string() };
        let reference = Reference::to(Place::Dotted(name.clone()));
        let symbol = trees.new.lookup(&reference).ok();
        Grade {
            class: match pair.how {
                How::MovedPackage => Class::MovedPackage,
                How::Renamed => Class::Renamed,
                How::Likely => Class::Likely,
                How::Maybe => Class::Maybe,
            },
            at: symbol.map(|symbol| at(trees.new, &symbol)),
            successor: Some(Successor {
                reference: name,
                likeness: Some(pair.likeness).filter(|likeness| *likeness >= MAYBE),
            }),
            note: None,
        }
    }

    /// The package that most of the symbols of a vanished one went to.
    fn package(&self, key: &Key) -> Option<Pair> {
        let moved = self
            .pairs
            .iter()
            .filter(|(old, pair)| old.package == key.package && pair.how == How::MovedPackage);
        let went: Vec<&str> = moved.map(|(_, pair)| pair.new.package.as_str()).collect();
        let count = |package: &str| went.iter().filter(|one| **one == package).count();
        let most = went.iter().max_by_key(|package| (count(package), **package))?;
        // How alike two packages are is not measured.
        Some(Pair { new: Key::new(most, ""), how: How::MovedPackage, likeness: 0.0 })
    }

    /// Without the older tree: equal tokens in another package, or an equal name but for case and underscores.
    fn by_hash(&self, cited: &Cited, key: &Key, trees: Trees) -> Option<Pair> {
        if trees.old.is_some() {
            return None;
        }
        let folded = |path: &str| path.replace('_', "").to_lowercase();
        let has_tokens = |new: &Key| {
            let symbol = trees.new.lookup(&Reference::to(Place::Dotted(new.to_string())));
            symbol.is_ok_and(|symbol| symbol.token_hash == cited.entry.tokens)
        };
        let sole = |found: Vec<&Key>| if let [only] = found[..] { Some(only.clone()) } else { None };
        let of_path = |new: &&Key| new.path == key.path && has_tokens(new);
        if let Some(new) = sole(self.new.keys().filter(of_path).collect()) {
            return Some(Pair { new, how: How::MovedPackage, likeness: 1.0 });
        }
        let alike = |(new, decl): &(&Key, &Decl)| {
            let same_kind = decl.kind.word() == cited.entry.kind;
            new.package == key.package && same_kind && folded(&new.path) == folded(&key.path)
        };
        let named = self.new.iter().filter(alike).map(|(new, _)| new);
        sole(named.collect()).map(|new| Pair { new, how: How::Likely, likeness: 0.0 })
    }
}
