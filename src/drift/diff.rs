//! What changed inside a declaration, as a unified diff.
use super::grade::{Cited, Grade, Trees, at};
use crate::go::index::{Index, Symbol};
use crate::go::reference::{Place, Reference};
use similar::TextDiff;

/// The diff of a reference between both trees; nothing where one is not at hand, or both texts are equal.
///
/// A function whose Go text is the same and whose code in assembly is not is shown by its code.
pub fn diff(cited: &Cited, grade: &Grade, trees: Trees) -> Option<String> {
    let old = trees.old?;
    let before = old.lookup(&cited.reference).ok()?;
    let now = match &grade.successor {
        Some(successor) => trees.new.lookup(&successor.reference.parse().ok()?).ok()?,
        None => {
            let part = trees.new.lookup(&cited.reference);
            part.or_else(|_| trees.new.lookup(&Reference::to(cited.reference.place.clone()))).ok()?
        }
    };
    let text =
        unified(&source(old, &before)?, &source(trees.new, &now)?, &at(old, &before), &at(trees.new, &now));
    text.or_else(|| {
        let (before, now) = (code(old, &before)?, code(trees.new, &now)?);
        unified(&source(old, &before)?, &source(trees.new, &now)?, &at(old, &before), &at(trees.new, &now))
    })
}

fn source(index: &Index, symbol: &Symbol) -> Option<String> {
    let parts = index.source_of(symbol).ok()?;
    Some(parts.into_iter().map(|part| part.text).collect())
}

/// The code of a function that is written elsewhere.
fn code(index: &Index, symbol: &Symbol) -> Option<Symbol> {
    let place = Place::Dotted(symbol.dotted());
    let mut reference = Reference::to(place);
    reference.options.body = true;
    symbol.body.as_ref()?;
    index.lookup(&reference).ok()
}

/// Nobody reads a longer diff, and a table of the compiler's has a hundred thousand lines.
const MOST: usize = 400;
/// So many lines are compared at most.
const LONGEST: usize = 4000;

fn unified(old: &str, new: &str, old_at: &str, new_at: &str) -> Option<String> {
    if old == new {
        return None;
    }
    let header = format!("--- {old_at}\n+++ {new_at}\n");
    if old.lines().count().max(new.lines().count()) > LONGEST {
        return Some(format!("{header}@@ too long to be compared @@\n"));
    }
    let diff = TextDiff::from_lines(old, new).unified_diff().context_radius(3).to_string();
    let count = diff.lines().count();
    let mut shown: String = diff.split_inclusive('\n').take(MOST).collect();
    if count > MOST {
        shown.push_str(&format!("@@ {} more lines @@\n", count - MOST));
    }
    Some(header + &shown)
}
