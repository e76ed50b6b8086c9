//! The nearest right names for one that is not known.

/// How many names are suggested at most.
const MOST: usize = 3;

/// The known names most like `word`, best first: equal but for case, else within a third of its length in edits.
pub fn several<'a, I>(word: &str, known: I) -> Vec<&'a str>
where
    I: IntoIterator<Item = &'a str>,
{
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    let limit = (length / 3).max(1);
    // Most names are too long or too short to be near, and counting is quick.
    let similar = known.into_iter().filter(|name| name.chars().count().abs_diff(length) <= limit);
    let mut near: Vec<(usize, &str)> = similar
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// The known name most like `word`.
pub fn nearest<'a, I>(word: &str, known: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a str>,
{
    several(word, known).first().copied()
}

/// `did you mean …?`, where some known name is near.
pub fn did_you_mean<'a, I>(word: &str, known: I) -> Option<String>
where
    I: IntoIterator<Item = &'a str>,
{
    nearest(word, known).map(|name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_near() {
        let known = ["description", "tags", "title", "needs"];
        let check = |word, expected| assert_eq!(nearest(word, known), expected, "{word}");
        check("Tags", Some("tags"));
        check("tag", Some("tags"));
        check("desciption", Some("description"));
        check("author", None);
        check("", None);
    }

    #[test]
    fn case_comes_first_then_edits() {
        let check = |word, known: &[&str], expected: &[&str]| {
            assert_eq!(several(word, known.iter().copied()), expected);
        };
        check("goPark", &["goparkunlock", "gopark", "gpark", "goready"], &["gopark", "gpark"]);
        check("gopakr", &["gopark", "goready"], &["gopark"]);
        check("x", &["y", "xyz", "y"], &["y"]);
        check("mallocgc", &["free"], &[]);
    }
}
