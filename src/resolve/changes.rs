//! The page of changes: what every chapter's own section tells, by release, so that the two cannot disagree.
use super::Whole;
use crate::piece::{PageLink, Phrase, Piece, Release};
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::path::Path;

/// Where a release stands among the others: the newest one its name speaks of, and how many it speaks of.
type Order = (std::cmp::Reverse<u32>, usize, String);

/// All changes of the book, newest first.
pub fn releases(whole: &Whole, from: &Path) -> Piece {
    let mut by_release: BTreeMap<Order, Release> = BTreeMap::new();
    for page in 0..whole.pages.len() {
        for (name, text) in told(whole, page) {
            let Some(link) = section(whole, page, from) else { continue };
            let new = || Release { name: name.clone(), changes: Vec::new() };
            by_release.entry(order(&name)).or_insert_with(new).changes.push((link, text));
        }
    }
    Piece::Changes(by_release.into_values().collect())
}

/// The items of a page's section, each as its release and the rest.
fn told(whole: &Whole, page: usize) -> Vec<(String, Phrase)> {
    let shape = &whole.findings[page].shape;
    let wanted = &whole.cfg.table.changes.section;
    let Some(at) = shape.headings.iter().position(|heading| heading.text == *wanted) else {
        return Vec::new();
    };
    let heading = &shape.headings[at];
    let next = shape.headings[at + 1..].iter().find(|next| next.level <= heading.level);
    let end = next.map_or(whole.pages[page].text.len(), |next| next.span.start);
    let items = shape.items.iter().filter(|item| item.start >= heading.span.end && item.start < end);
    let parse = |item: &std::ops::Range<usize>| {
        Phrase::parse(&whole.pages[page].text[item.clone()], whole.cfg.markdown)
    };
    items.filter_map(|item| split(parse(item))).collect()
}

/// `**Go 1.27.** The rest`: nothing for an item that begins otherwise.
fn split(phrase: Phrase) -> Option<(String, Phrase)> {
    let mut events = phrase.0.iter().cloned();
    if events.next()? != Event::Start(Tag::Strong) {
        return None;
    }
    let mut name = String::new();
    for event in events.by_ref() {
        match event {
            Event::End(TagEnd::Strong) => break,
            Event::Text(text) | Event::Code(text) => name.push_str(&text),
            _ => {}
        }
    }
    let name = name.trim().trim_end_matches(['.', ':']).to_string();
    let mut rest: Vec<Event<'static>> = events.collect();
    if let Some(Event::Text(first)) = rest.first_mut() {
        *first = first.trim_start().to_string().into();
    }
    (!numbers(&name).is_empty()).then_some((name, Phrase(rest.into())))
}

fn order(name: &str) -> Order {
    let numbers = numbers(name);
    (std::cmp::Reverse(numbers.iter().copied().max().unwrap_or(0)), numbers.len(), name.to_string())
}

/// The minor versions that a name speaks of: 27 of `Go 1.27`.
fn numbers(name: &str) -> Vec<u32> {
    let words = name.split(|c: char| !c.is_ascii_digit() && c != '.');
    words.filter_map(|word| word.trim_matches('.').split('.').nth(1)?.parse().ok()).collect()
}

fn section(whole: &Whole, page: usize, from: &Path) -> Option<PageLink> {
    let headings = &whole.findings[page].shape.headings;
    let heading = headings.iter().find(|heading| heading.text == whole.cfg.table.changes.section)?;
    let href = format!("{}#{}", whole.link(from, page)?, heading.id);
    Some(PageLink { text: whole.pages[page].title.clone(), href })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_stand_newest_first() {
        let mut names =
            ["Go 1.9", "Between Go 1.24 and Go 1.26", "Go 1.27", "Go 1.26", "Go 1.26.6"].map(String::from);
        names.sort_by_key(|name| order(name));
        let expected = ["Go 1.27", "Go 1.26", "Go 1.26.6", "Between Go 1.24 and Go 1.26", "Go 1.9"];
        assert_eq!(names, expected);
        assert!(numbers("since the beginning").is_empty());
    }
}
