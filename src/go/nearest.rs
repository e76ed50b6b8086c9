//! Which names were probably meant.

/// How many names are suggested at most.
const MOST: usize = 3;

/// The names nearest to `word`, best first: those that differ in case only, then those a few edits away.
pub fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let lower: Vec<char> = word.to_lowercase().chars().collect();
    // A third of a word may be wrong; beyond that another word was meant.
    let limit = (lower.len() / 3).max(1);
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut row = Vec::new();
    for name in names {
        let other: Vec<char> = name.to_lowercase().chars().collect();
        if other.len().abs_diff(lower.len()) > limit {
            continue;
        }
        let distance = distance(&lower, &other, &mut row);
        if distance <= limit {
            found.push((distance, name));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

/// How many letters have to be put in, taken out, changed, or swapped with their neighbour.
fn distance(one: &[char], other: &[char], rows: &mut Vec<[usize; 3]>) -> usize {
    // Column by column: the one at hand and the two before it, which a swap looks back to.
    rows.clear();
    rows.extend((0..=one.len()).map(|at| [at, 0, 0]));
    for (column, letter) in other.iter().enumerate() {
        for row in rows.iter_mut() {
            *row = [column + 1, row[0], row[1]];
        }
        for at in 0..one.len() {
            let same = usize::from(one[at] != *letter);
            let mut least = (rows[at][0] + 1).min(rows[at + 1][1] + 1).min(rows[at][1] + same);
            let swapped = at > 0 && column > 0 && one[at] == other[column - 1] && one[at - 1] == *letter;
            if swapped {
                least = least.min(rows[at - 1][2] + 1);
            }
            rows[at + 1][0] = least;
        }
    }
    rows.last().map_or(0, |row| row[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, names: &[&str], expected: &[&str]) {
        assert_eq!(nearest(word, names.iter().copied()), expected);
    }

    #[test]
    fn case_comes_first_then_edits() {
        check("goPark", &["goparkunlock", "gopark", "gpark", "goready"], &["gopark", "gpark"]);
        check("gopakr", &["gopark", "goready"], &["gopark"]);
        check("x", &["y", "xyz"], &["y"]);
        check("mallocgc", &["free"], &[]);
        check("", &["a", "ab"], &["a"]);
    }

    #[test]
    fn distances_count_edits() {
        let distance = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|word| word.chars().collect::<Vec<_>>());
            super::distance(&one, &other, &mut Vec::new())
        };
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("abcd", "abdc"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
    }
}
