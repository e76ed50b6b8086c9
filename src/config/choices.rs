//! Settings that are one word of a few, and what is said of any other word.
use super::places::Places;
use crate::nearest::did_you_mean;
use crate::problem::Problem;

/// Reads such settings, and collects the problems with them.
pub(super) struct Choices<'a> {
    pub(super) places: &'a Places,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Choices<'_> {
    /// The choice that a key's word stands for; the first of those known where it is not written, or is none of them.
    pub(super) fn one<T: Copy, const N: usize>(
        &mut self,
        key: &str,
        written: &Option<String>,
        known: &[(&str, T); N],
    ) -> T {
        let (_, default) = known[0];
        let Some(word) = written else { return default };
        match known.iter().find(|(name, _)| name == word) {
            Some((_, choice)) => *choice,
            None => {
                self.unknown(key, word, known.iter().map(|(name, _)| *name));
                default
            }
        }
    }

    /// Tells of a word that is none of those known.
    pub(super) fn unknown<'a>(&mut self, key: &str, word: &str, known: impl Iterator<Item = &'a str>) {
        let known: Vec<&str> = known.collect();
        let help = did_you_mean(word, known.iter().copied())
            .unwrap_or_else(|| format!("expected one of: {}", known.join(", ")));
        let span = self.places.span([key]);
        let message = format!("`{key}` cannot be `{word}`");
        self.problems.push(Problem::in_file("config", "book.toml", span, message).help(help));
    }
}
