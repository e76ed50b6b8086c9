//! Tags: which there are, how they are spelled, who carries them.
use super::{Whole, cards, links};
use crate::config::Config;
use crate::config::words::counted;
use crate::nearest::did_you_mean;
use crate::piece::{Chip, Phrase, Piece, TagEntry};
use crate::problem::Problem;
use crate::read::Page;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The tags of the book, in the order of their first mention.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tags {
    /// All of them.
    pub list: Vec<Tag>,
    /// Those of each page by their places in the list, in the order that its author gives.
    of_page: Vec<Vec<usize>>,
    /// By every spelling.
    by_key: HashMap<String, usize>,
}

/// One tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// What the reader sees.
    pub label: String,
    /// Its stable name in ids and URL fragments.
    pub slug: String,
    /// What the vocabulary says of it.
    pub description: Option<Phrase>,
    /// The pages that carry it, in book order.
    pub pages: Vec<usize>,
}

impl Tags {
    /// The tag that a word means.
    pub fn get(&self, word: &str) -> Option<&Tag> {
        self.by_key.get(&key(word)).map(|at| &self.list[*at])
    }

    /// The tags of a page, each once.
    pub fn of(&self, page: usize) -> impl Iterator<Item = &Tag> {
        self.of_page[page].iter().map(|at| &self.list[*at])
    }
}

/// Collects the tags of all pages, and the problems with them.
pub fn collect(pages: &[Page], cfg: &Config) -> (Tags, Vec<Problem>) {
    let known = Vocabulary::of(cfg);
    let (mut tags, mut problems) = (Tags::default(), Vec::new());
    for (index, page) in pages.iter().enumerate() {
        let mut own = Vec::new();
        for (at, word) in page.meta.tags.iter().flatten().enumerate() {
            let key = key(word);
            problems.extend(known.problem(page, index, at, word, &key));
            if key.is_empty() {
                continue;
            }
            let (key, label, description) = known.meant(key, word);
            let tag = *tags.by_key.entry(key).or_insert_with(|| {
                let description = description.map(|text| Phrase::parse(text, cfg.markdown));
                let label = label.trim().to_string();
                tags.list.push(Tag { label, slug: String::new(), description, pages: Vec::new() });
                tags.list.len() - 1
            });
            if !own.contains(&tag) {
                own.push(tag);
                tags.list[tag].pages.push(index);
            }
        }
        tags.of_page.push(own);
    }
    for (spelling, (label, _)) in &known.entries {
        if let Some(tag) = tags.by_key.get(&key(label)).copied() {
            tags.by_key.insert(spelling.clone(), tag);
        }
    }
    give_slugs(&mut tags.list);
    (tags, problems)
}

/// What makes two words one tag: case and white space do not count.
fn key(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    for part in word.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(part);
    }
    if !key.is_ascii() {
        return key.to_lowercase();
    }
    key.make_ascii_lowercase();
    key
}

/// The book's vocabulary: labels and descriptions by every spelling.
struct Vocabulary<'c> {
    entries: BTreeMap<String, (&'c str, Option<&'c str>)>,
}

impl<'c> Vocabulary<'c> {
    fn of(cfg: &'c Config) -> Self {
        let mut entries = BTreeMap::new();
        for (name, table) in &cfg.table.tags.vocabulary {
            let label = table.label.as_deref().unwrap_or(name);
            let spellings = [name.as_str(), label].into_iter().chain(table.alias.iter().map(String::as_str));
            for spelling in spellings {
                entries.insert(key(spelling), (label, table.description.as_deref()));
            }
        }
        Vocabulary { entries }
    }

    /// The tag that a word with this key means: its own key, what the reader sees, and what is said of it.
    fn meant<'a>(&self, key: String, word: &'a str) -> (String, &'a str, Option<&'c str>)
    where
        'c: 'a,
    {
        match self.entries.get(&key) {
            Some((label, _)) => {
                let key = self::key(label);
                let description = self.entries.get(&key).and_then(|(_, description)| *description);
                (key, label, description)
            }
            None => (key, word, None),
        }
    }

    fn problem(&self, page: &Page, index: usize, at: usize, word: &str, key: &str) -> Option<Problem> {
        let place = || match &page.front_matter {
            Some(found) => found.span(&["tags".to_string(), at.to_string()]),
            None => 0..0,
        };
        if key.is_empty() {
            return Some(Problem::on_page("empty-tag", index, place(), "this tag is empty"));
        }
        if self.entries.is_empty() || self.entries.contains_key(key) {
            return None;
        }
        let message = format!("the tag `{}` is not in the vocabulary", word.trim());
        let problem = Problem::on_page("unknown-tag", index, place(), message);
        let labels = self.entries.values().map(|(label, _)| *label);
        let help = did_you_mean(word, labels).unwrap_or_else(|| {
            "add it to [preprocessor.codex.tags.vocabulary], or take one of its tags".to_string()
        });
        Some(problem.help(help))
    }
}

/// Gives every tag a slug of its own; where two would share one, the first by its label keeps it, whatever the order
/// of the book, and the others carry a mark made from their label.
fn give_slugs(tags: &mut [Tag]) {
    let mut order: Vec<usize> = (0..tags.len()).collect();
    order.sort_by(|a, b| tags[*a].label.cmp(&tags[*b].label));
    let mut taken: Vec<String> = Vec::new();
    for at in order {
        let plain = slug(&tags[at].label);
        let slug = if taken.contains(&plain) { format!("{plain}-{}", mark(&tags[at].label)) } else { plain };
        taken.push(slug.clone());
        tags[at].slug = slug;
    }
}

/// A slug of letters, digits and hyphens, in any script.
fn slug(label: &str) -> String {
    let mut out = String::new();
    for c in label.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() => out.push(c),
            '+' => out.push_str("-plus"),
            '#' => out.push_str("-sharp"),
            '&' => out.push_str("-and-"),
            _ => out.push('-'),
        }
    }
    let words: Vec<&str> = out.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { format!("tag-{}", mark(label)) } else { words.join("-") }
}

fn mark(label: &str) -> String {
    Sha256::digest(label.as_bytes())[..3].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A page's chips, with links as seen from the page that shows them.
pub fn chips(whole: &Whole, page: usize, from: &Path) -> Vec<Chip> {
    whole.tags.of(page).map(|tag| chip(whole, tag, from)).collect()
}

/// One tag as a chip on a page.
pub fn chip(whole: &Whole, tag: &Tag, from: &Path) -> Chip {
    let page = whole.tags_page.as_deref().map(|page| links::relative(from, page));
    let href = page.map(|page| format!("{page}#{}", Chip::anchor(&tag.slug)));
    Chip { label: tag.label.clone(), slug: tag.slug.clone(), href, count: tag.pages.len() }
}

/// The tags page.
pub fn entries(whole: &Whole, from: &Path) -> Piece {
    let mut list: Vec<&Tag> = whole.tags.list.iter().collect();
    list.sort_by_key(|tag| tag.label.to_lowercase());
    let words = whole.cfg.words();
    let entry = |tag: &Tag| TagEntry {
        chip: Chip { href: Some(format!("#{}", Chip::anchor(&tag.slug))), ..chip(whole, tag, from) },
        description: tag.description.clone(),
        cards: tag.pages.iter().map(|page| cards::card(whole, *page, from)).collect(),
        count: counted(&words.tagged_chapters, tag.pages.len()),
    };
    Piece::Tags(list.into_iter().map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{self, Places};
    use crate::wire::Context;
    use mdbook_preprocessor::book::{Book, BookItem, Chapter};
    use serde_json::json;

    #[test]
    fn every_spelling_means_the_same_tag() {
        let vocabulary = json!({"gc": {"label": "Garbage  collection", "alias": ["collector"]}});
        let context = Context {
            root: "/nowhere".into(),
            renderer: "html".into(),
            mdbook_version: "0.5.4".into(),
            config: json!({"preprocessor": {"codex": {"tags": {"vocabulary": vocabulary}}}}),
        };
        let (cfg, _) = config::read_at(&context, &Places::of(None));
        let page = |tags: &str| {
            let text = format!("---\ntags: [{tags}]\n---\n");
            BookItem::Chapter(Chapter { content: text, path: Some("a.md".into()), ..Chapter::default() })
        };
        // No page has the label itself.
        let book = Book { items: vec![page("gc, Collector"), page("\" GC\""), page("other")] };
        let (pages, _) = crate::read::read(&book, &cfg, &Places::of(None));
        let (tags, problems) = collect(&pages, &cfg);
        assert_eq!(problems.len(), 1, "{problems:?}");
        let labels = |page: usize| tags.of(page).map(|tag| tag.label.as_str()).collect::<Vec<_>>();
        assert_eq!(
            [labels(0), labels(1), labels(2)],
            [["Garbage  collection"], ["Garbage  collection"], ["other"]]
        );
        for word in ["gc", "COLLECTOR", "garbage collection"] {
            assert_eq!(tags.get(word).map(|tag| tag.pages.as_slice()), Some([0, 1].as_slice()), "{word}");
        }
        assert_eq!(tags.get("none"), None);
    }

    #[test]
    fn slugs_are_safe_and_unique() {
        let check = |labels: &[&str], expected: &[&str]| {
            let tag = |label: &&str| Tag {
                label: label.to_string(),
                slug: String::new(),
                description: None,
                pages: Vec::new(),
            };
            let mut tags: Vec<Tag> = labels.iter().map(tag).collect();
            give_slugs(&mut tags);
            assert_eq!(tags.iter().map(|tag| tag.slug.as_str()).collect::<Vec<_>>(), expected);
        };
        check(&["C", "C++", "C#"], &["c", "c-plus-plus", "c-sharp"]);
        check(
            &["M/P/G", "-gcflags=-m", "Call()", "runtime._type"],
            &["m-p-g", "gcflags-m", "call", "runtime-type"],
        );
        check(&["日本語", "Größe", "<script>"], &["日本語", "größe", "script"]);
        check(&["a/b", "a-b"], &["a-b-c14cdd", "a-b"]);
        check(&["++", "…"], &["plus-plus", "tag-b49358"]);
    }
}
