//! The nearest right name for one that is not known.

/// The known name most like `word`: equal but for case, else within a third of its length in edits.
pub fn nearest<'a, I>(word: &str, known: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a str>,
{
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
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
}
