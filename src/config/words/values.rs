//! The values in an author's words: `{n}`, `{release}` and the like stand only where English has them too.
use super::english;
use crate::lenient::Misfit;
use serde_json::Value;

/// Values that nothing stands for, in the words that book.toml gives; they would be shown as they are written.
pub fn unknown(own: &Value) -> Vec<Misfit> {
    let Some(own) = own.as_object() else { return Vec::new() };
    let english = serde_json::to_value(english::words()).unwrap_or_default();
    let mut misfits = Vec::new();
    for (key, written) in own {
        let (Some(written), Some(known)) = (written.as_str(), english[key].as_str()) else { continue };
        let known = distinct(known);
        for value in values(written).filter(|value| !known.contains(value)) {
            let help = (!known.is_empty()).then(|| format!("what can stand there: {}", known.join(", ")));
            let message = format!("nothing stands for `{value}` in `{key}`");
            misfits.push(Misfit { path: vec!["words".to_owned(), key.clone()], message, help });
        }
    }
    misfits
}

/// The same as a pattern of JSON Schema: what a word of the author's must not hold where English has this.
pub fn others(english: &str) -> String {
    let known: Vec<&str> = distinct(english).iter().map(|value| value.trim_matches(['{', '}'])).collect();
    match known.is_empty() {
        true => r"\{[A-Za-z0-9]*\}".to_owned(),
        false => format!(r"\{{(?!(?:{})\}})[A-Za-z0-9]*\}}", known.join("|")),
    }
}

/// The same, each once: both forms of `{n} tag|{n} tags` have it.
fn distinct(words: &str) -> Vec<&str> {
    let mut distinct = Vec::new();
    for value in values(words) {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct
}

/// `{count}` and `{total}` of `{count} of {total} shown`.
fn values(words: &str) -> impl Iterator<Item = &str> {
    words.match_indices('{').filter_map(|(at, _)| {
        let end = words[at..].find('}')?;
        let value = &words[at..=at + end];
        value[1..value.len() - 1].chars().all(|c| c.is_ascii_alphanumeric()).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::language::Language;
    use serde_json::json;

    #[test]
    fn a_value_that_english_lacks_is_told() {
        let check = |own: Value, expected: &[&str]| {
            let told = unknown(&own).into_iter();
            let told: Vec<String> = told
                .map(|misfit| format!("{}; {}", misfit.message, misfit.help.unwrap_or_default()))
                .collect();
            assert_eq!(told, expected);
        };
        check(json!({"minutes-read": "{n} Min", "read": "{ }", "reed": "{x}", "all": 5}), &[]);
        check(
            json!({"minutes": "{x}"}),
            &["nothing stands for `{x}` in `minutes`; what can stand there: {n}"],
        );
        check(
            json!({"shown": "{coun}"}),
            &["nothing stands for `{coun}` in `shown`; what can stand there: {count}, {total}"],
        );
        check(json!({"chapters": "{n} a|{n} b"}), &["nothing stands for `{n}` in `chapters`; "; 2]);
    }

    #[test]
    fn every_language_has_the_values_of_english() {
        for (tag, language) in Language::ALL {
            let told = unknown(&serde_json::to_value(language.words()).unwrap_or_default());
            assert!(told.is_empty(), "{tag}: {told:?}");
        }
    }
}
