//! How well the letters of a search fit a declaration.
//!
//! In: a pattern, and a declaration's package and path. Out: a [`Fit`], or nothing. Letters that stand together beat
//! letters that stand apart, and what is called exactly so beats what only begins so, whatever the libraries for file
//! names hold for likely: they do not know that `mcache` of `runtime.mcache.refill` is a whole name. (The best kept of
//! them, nucleo, is under the MPL besides.)

/// How well a pattern fits: the smaller the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// The manner.
    pub manner: Manner,
    /// Letters that are left out inside words, and how often a word is left early.
    pub cost: Cost,
    /// Whether letters differ in case though capitals were typed.
    pub against: bool,
    /// Whether letters differ in case.
    pub folded: bool,
}

/// In what manner a pattern fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// It is the name, or the name with what stands before it.
    Whole,
    /// It begins where an element of the path does, and ends in the last one.
    Begins,
    /// It begins where a word inside a name does: the `Park` of `needPark`.
    Word,
    /// It stands anywhere else in the path.
    Inside,
    /// It stands in the package's path alone.
    Package,
    /// Its letters stand apart.
    Apart,
}

/// Letters that are left out, and leaps.
pub type Cost = (usize, usize);

/// A pattern ready to be held against many declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    letters: Vec<u8>,
}

/// Fewer letters than these fit nearly everything once they stand apart.
const FEWEST_APART: usize = 3;

impl Pattern {
    /// Reads a pattern as it was typed; the parentheses and stars of `(*mcache).refill()` do not count.
    pub fn new(text: &str) -> Self {
        let counts = |byte: &u8| !b"()*".contains(byte) && !byte.is_ascii_whitespace();
        Pattern { letters: text.bytes().filter(counts).collect() }
    }

    /// Holds the pattern against a declaration. ASCII letters fit in whatever case.
    ///
    /// Letters that stand apart must come in their order and begin with a word; whole words may be left out between
    /// them, but inside of words at most half as many letters as the pattern has.
    pub fn fit(&self, package: &str, path: &str) -> Option<Fit> {
        let text = [package.as_bytes(), b".", path.as_bytes()].concat();
        if !is_among(&self.letters, &text) {
            return None;
        }
        let path_at = package.len() + 1;
        self.together(&text, path_at).or_else(|| self.apart(&text))
    }

    fn together(&self, text: &[u8], path_at: usize) -> Option<Fit> {
        let length = self.letters.len();
        let name_at = text.iter().rposition(|byte| *byte == b'.').map_or(path_at, |dot| dot + 1);
        let places = (0..(text.len() + 1).saturating_sub(length))
            .filter(|at| text[*at..at + length].eq_ignore_ascii_case(&self.letters));
        let fit = |at: usize| {
            let (end, begins) = (at + length, begins_element(text, at));
            let manner = match () {
                () if begins && end == text.len() => Manner::Whole,
                () if begins && end > name_at => Manner::Begins,
                () if end > path_at && begins_word(text, at) => Manner::Word,
                () if end > path_at => Manner::Inside,
                () => Manner::Package,
            };
            let folded = text[at..end] != *self.letters;
            Fit { manner, cost: (0, 0), against: folded && self.has_capitals(), folded }
        };
        places.map(fit).min()
    }

    /// The cheapest way to find the letters in their order, one letter of the pattern after the other.
    fn apart(&self, text: &[u8]) -> Option<Fit> {
        if self.letters.len() < FEWEST_APART {
            return None;
        }
        let (first, rest) = self.letters.split_first()?;
        let fits = |at: usize, letter: u8| text[at].eq_ignore_ascii_case(&letter);
        let starts = (0..text.len()).map(|at| (fits(at, *first) && begins_word(text, at)).then_some((0, 0)));
        let mut costs: Vec<Option<Cost>> = starts.collect();
        for letter in rest {
            costs = next(&costs, text, |at| fits(at, *letter));
        }
        let cost = costs.into_iter().flatten().min()?;
        let fit = Fit { manner: Manner::Apart, cost, against: false, folded: false };
        (cost.0 <= self.letters.len() / 2).then_some(fit)
    }

    fn has_capitals(&self) -> bool {
        self.letters.iter().any(u8::is_ascii_uppercase)
    }
}

/// From what it costs to end a match at each place to the same with one letter more.
fn next(costs: &[Option<Cost>], text: &[u8], fits: impl Fn(usize) -> bool) -> Vec<Option<Cost>> {
    let mut next = vec![None; costs.len()];
    // The cheapest match that ends before the last letter: once for leaps to a word, once for letters left out.
    let (mut leap, mut skip): (Option<Cost>, Option<Cost>) = (None, None);
    for at in 1..text.len() {
        if fits(at) {
            let leap = leap.filter(|_| begins_word(text, at)).map(|(left, leaps)| (left, leaps + 1));
            let skip = skip.map(|(left, leaps)| (left, leaps + 1));
            next[at] = [costs[at - 1], leap, skip].into_iter().flatten().min();
        }
        let longer = skip.map(|(left, leaps)| (left + 1, leaps));
        let shorter = costs[at - 1].map(|(left, leaps)| (left + 1, leaps));
        skip = longer.into_iter().chain(shorter).min();
        leap = leap.into_iter().chain(costs[at - 1]).min();
    }
    next
}

/// Whether the letters stand in the text in their order, however far apart.
fn is_among(letters: &[u8], text: &[u8]) -> bool {
    let mut text = text.iter();
    letters.iter().all(|letter| text.any(|byte| byte.eq_ignore_ascii_case(letter)))
}

/// Whether an element of the package's path or of the symbol's begins here.
fn begins_element(text: &[u8], at: usize) -> bool {
    at == 0 || matches!(text[at - 1], b'.' | b'/')
}

/// Whether a word begins here: an element, what follows `_`, a hump, the last capital of `HTTPServer`'s first four.
fn begins_word(text: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| text[before]) else { return true };
    let here = text.get(at).copied().unwrap_or_default();
    let is_hump = here.is_ascii_uppercase()
        && (!before.is_ascii_uppercase() || text.get(at + 1).is_some_and(u8::is_ascii_lowercase));
    let is_number = here.is_ascii_digit() && !before.is_ascii_digit();
    !before.is_ascii_alphanumeric() && before.is_ascii() || is_hump || is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(pattern: &str, name: &str) -> Option<Fit> {
        let slash = name.rfind('/').map_or(0, |slash| slash + 1);
        let dot = slash + name[slash..].find('.').unwrap();
        Pattern::new(pattern).fit(&name[..dot], &name[dot + 1..])
    }

    #[track_caller]
    fn check(pattern: &str, name: &str, expected: Option<Manner>) {
        assert_eq!(fit(pattern, name).map(|fit| fit.manner), expected, "{pattern} in {name}");
    }

    #[test]
    fn letters_together() {
        check("gopark", "runtime.gopark", Some(Manner::Whole));
        check("runtime.GoPark()", "runtime.gopark", Some(Manner::Whole));
        check("(*mcache).refill", "runtime.mcache.refill", Some(Manner::Whole));
        check("mcache.re", "runtime.mcache.refill", Some(Manner::Begins));
        check("atomic.Int", "internal/runtime/atomic.Int32", Some(Manner::Begins));
        check("park", "runtime.needPark", Some(Manner::Word));
        check("mcache", "runtime.mcache.refill", Some(Manner::Word));
        check("park", "runtime.gopark", Some(Manner::Inside));
        check("runtime", "runtime.gopark", Some(Manner::Package));
        check("runtime.", "runtime.gopark", Some(Manner::Package));
        check("()", "runtime.gopark", Some(Manner::Inside));
    }

    #[test]
    fn letters_apart() {
        check("nproc", "runtime.newproc", Some(Manner::Apart));
        check("rtgopark", "runtime.gopark", Some(Manner::Apart));
        check("rgopark", "runtime.gopark", Some(Manner::Apart));
        check("hsc", "net/http.HTTPServerConn", Some(Manner::Apart));
        check("mcref", "runtime.mcache.refill", Some(Manner::Apart));
        check("gprk", "runtime.gopark", Some(Manner::Apart));
        check("gk", "runtime.gopark", None);
        check("gok", "runtime.goparkunlock", None);
        check("krap", "runtime.gopark", None);
    }

    #[test]
    fn the_better_fit_comes_first() {
        let check = |pattern: &str, best: &str, other: &str| {
            assert!(fit(pattern, best).unwrap() < fit(pattern, other).unwrap(), "{pattern}: {best}, {other}");
        };
        check("Lock", "sync.Mutex.Lock", "sync.Mutex.lock");
        check("lock", "sync.Mutex.lock", "sync.Mutex.Lock");
        check("mapass", "m.mapassign", "m.makePass");
    }
}
