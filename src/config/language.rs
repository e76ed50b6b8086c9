//! The languages that Codex speaks by itself.
//!
//! In: `language` of `[book]` in book.toml, a tag as in BCP 47. Out: the language whose table of words is laid below the
//! author's own `[preprocessor.codex.words]`, and whose number words stand for counts. Any other language is written
//! with English words until the author gives others.
use super::words::{Words, chinese, english, french, german, japanese, spanish};
use serde_json::Value;

mod numbers;

/// A language with a table of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Language {
    #[default]
    English,
    German,
    Spanish,
    French,
    Chinese,
    Japanese,
}

impl Language {
    /// Every language with its primary subtag.
    pub const ALL: [(&'static str, Language); 6] = [
        ("en", Language::English),
        ("de", Language::German),
        ("es", Language::Spanish),
        ("fr", Language::French),
        ("zh", Language::Chinese),
        ("ja", Language::Japanese),
    ];

    /// The language of a tag such as `de-AT`; English for one that is not known.
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|(known, _)| *known == primary);
        known.map(|(_, language)| language).unwrap_or_default()
    }

    /// Its table of words.
    pub fn words(self) -> Words {
        match self {
            Language::English => english::words(),
            Language::German => german::words(),
            Language::Spanish => spanish::words(),
            Language::French => french::words(),
            Language::Chinese => chinese::words(),
            Language::Japanese => japanese::words(),
        }
    }

    /// A count in words, where one form of it fits before every noun; none where digits must do.
    pub fn number(self, count: usize) -> Option<String> {
        match self {
            Language::English => numbers::english(count),
            Language::German => numbers::german(count),
            Language::Spanish => numbers::spanish(count),
            Language::French => numbers::french(count),
            Language::Chinese => numbers::chinese(count),
            Language::Japanese => numbers::japanese(count),
        }
    }

    /// Lays the language's words below those that `[preprocessor.codex]` gives; English ones are there by default.
    pub fn put_words(self, table: &mut Value) {
        if self == Language::English {
            return;
        }
        let Some(table) = table.as_object_mut() else { return };
        let Ok(Value::Object(mut words)) = serde_json::to_value(self.words()) else { return };
        match table.remove("words") {
            Some(Value::Object(own)) => words.extend(own),
            Some(other) => return drop(table.insert("words".into(), other)),
            None => {}
        }
        table.insert("words".into(), Value::Object(words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_tag_names_its_language() {
        let check = |tag: &str, language| assert_eq!(Language::of(tag), language, "{tag}");
        check("de", Language::German);
        check("de-AT", Language::German);
        check("zh-Hans-CN", Language::Chinese);
        check("JA", Language::Japanese);
        check("pt_BR", Language::English);
        check("", Language::English);
    }

    #[test]
    fn the_authors_words_lie_above() {
        let check = |mut table: Value, read: &str, next: &str| {
            Language::German.put_words(&mut table);
            let words: Words = serde_json::from_value(table["words"].clone()).unwrap();
            assert_eq!((words.read.as_str(), words.next.as_str()), (read, next));
        };
        check(json!({}), "Lesen", "Weiter");
        check(json!({ "words": { "read": "Los" } }), "Los", "Weiter");
        let mut odd = json!({ "words": 7 });
        Language::German.put_words(&mut odd);
        assert_eq!(odd, json!({ "words": 7 }));
    }

    /// A placeholder that a table forgets would lose a number, a name or a release on every page.
    #[test]
    fn every_table_says_all_that_the_english_one_says() {
        let placeholders = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| Some(rest.split_once('}')?.0.to_string()))
                .collect();
            found.sort();
            found.dedup();
            found
        };
        let english = serde_json::to_value(english::words()).unwrap();
        for (tag, language) in Language::ALL {
            for (key, word) in serde_json::to_value(language.words()).unwrap().as_object().unwrap() {
                let Some(word) = word.as_str() else { continue };
                assert!(!word.is_empty(), "{tag}: {key}");
                let same = english[key].as_str().unwrap();
                assert_eq!(placeholders(word), placeholders(same), "{tag}: {key}");
            }
        }
    }
}
