//! A declaration's tokens without the names that it declares, and how alike two of them are.
use crate::go::lex::{self, Kind};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The tokens of a declaration, each as a number; its own names are numbered by their place in its path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Masked(Vec<u64>);

/// Fewer tokens than these tell nothing: `func f() {}` looks like many others.
pub const FEWEST: usize = 12;

impl Masked {
    /// The tokens of the text of a declaration at `path` inside its package.
    pub fn of(text: &[u8], path: &str) -> Self {
        let names: Vec<&str> = path.rsplit('.').collect();
        let number = |token: &lex::Token| {
            let bytes = token.bytes(text);
            let own = names.iter().position(|name| name.as_bytes() == bytes);
            match (token.kind, own) {
                (Kind::Ident, Some(own)) => number_of(&own),
                // However a statement is ended, it is ended.
                (Kind::Semi, _) => number_of(&";"),
                _ => number_of(&bytes),
            }
        };
        Masked(lex::tokens(text).iter().map(number).collect())
    }

    /// How many tokens there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Every run of three tokens, each once, sorted.
    pub fn trigrams(&self) -> Vec<u64> {
        let mut trigrams: Vec<u64> = self.0.windows(3).map(|three| number_of(&three)).collect();
        trigrams.sort_unstable();
        trigrams.dedup();
        trigrams
    }
}

/// The share of the trigrams of two declarations that both have.
pub fn likeness(one: &[u64], other: &[u64]) -> f64 {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut both = 0_usize;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let order = a.cmp(b);
        both += usize::from(order.is_eq());
        if order.is_le() {
            left.next();
        }
        if order.is_ge() {
            right.next();
        }
    }
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

/// The most that the likeness of two declarations can be, by their sizes alone.
pub fn at_most(one: &[u64], other: &[u64]) -> f64 {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    if long == 0 { 0.0 } else { short as f64 / long as f64 }
}

fn number_of(value: &impl Hash) -> u64 {
    // Its keys are fixed, so every run numbers alike.
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: (&str, &str), other: (&str, &str), expected: bool) {
        let masked = |(path, text): (&str, &str)| Masked::of(text.as_bytes(), path);
        assert_eq!(masked(one) == masked(other), expected, "{one:?} {other:?}");
    }

    #[test]
    fn own_names_do_not_count() {
        check(
            ("f", "func f(n int) int { return f(n-1) }"),
            ("g", "func g(n int) int {return g(n - 1)}"),
            true,
        );
        check(
            ("T.m", "func (t *T) m() *T { return t.m() }"),
            ("U.k", "func (t *U) k() *U { return t.k() }"),
            true,
        );
        check(("T.m", "func (t *T) m() *T { return t }"), ("U.k", "func (t *U) k() *T { return t }"), false);
        check(("f", "func f() { f() }"), ("g", "func g() { h() }"), false);
        // The field is named like the function that uses it.
        check(("fast", "func fast() { mp.fast++ }"), ("cheap", "func cheap() { mp.cheap++ }"), true);
    }

    #[test]
    fn likeness_is_the_share_of_what_both_have() {
        let likeness = |one: &[u64], other: &[u64]| (likeness(one, other), at_most(one, other));
        assert_eq!(likeness(&[1, 2, 3], &[1, 2, 3]), (1.0, 1.0));
        assert_eq!(likeness(&[1, 2, 3, 4], &[3, 4]), (0.5, 0.5));
        assert_eq!(likeness(&[1], &[2]), (0.0, 1.0));
        assert_eq!(likeness(&[], &[]), (0.0, 0.0));
    }
}
