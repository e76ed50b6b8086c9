//! The ids that mdBook gives to headings.
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The ids given so far on one page.
#[derive(Debug, Default)]
pub struct Ids {
    given: HashMap<String, usize>,
}

impl Ids {
    /// The id of a heading: the author's own `{#id}`, else made from its words; a repeat gets `-1`, `-2`.
    pub fn give(&mut self, own: Option<String>, text: &str) -> String {
        let id = own.unwrap_or_else(|| id_of(text));
        match self.given.entry(id) {
            Entry::Occupied(mut given) => {
                *given.get_mut() += 1;
                format!("{}-{}", given.key(), given.get())
            }
            Entry::Vacant(free) => {
                let id = free.key().clone();
                free.insert(0);
                id
            }
        }
    }
}

/// An id made from words, as mdBook 0.5 makes it: lower case, spaces to hyphens, other punctuation dropped.
pub fn id_of(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            _ if c.is_ascii_alphanumeric() || c == '_' || c == '-' => id.push(c.to_ascii_lowercase()),
            _ if c.is_alphanumeric() => id.extend(c.to_lowercase()),
            _ if c.is_whitespace() => id.push('-'),
            _ => {}
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_mdbooks() {
        let check = |text: &str, expected: &str| assert_eq!(id_of(text), expected);
        check("The data structure", "the-data-structure");
        check("What's `select`?", "whats-select");
        check("M:P:G — Größe", "mpg--größe");
        let mut ids = Ids::default();
        assert_eq!(ids.give(None, "A b"), "a-b");
        assert_eq!(ids.give(None, "A b"), "a-b-1");
        assert_eq!(ids.give(Some("own".into()), "A b"), "own");
    }
}
