//! The entries of the tags page.
use crate::config::words::Words;
use crate::piece::{Card, Chip, TagEntry};
use crate::render::html::{Element, el, heading_words, link};
use crate::render::{cards, chips, phrases};

/// A row of all chips, then an entry for each.
pub fn html(entries: &[TagEntry], words: &Words) -> Element {
    let jump = |entry: &TagEntry| {
        let chip = link(&format!("#{}", Chip::anchor(&entry.chip.slug)))
            .class("codex-chip")
            .attr("data-codex-tag", &entry.chip.slug);
        let count = el("span").class("codex-chip__count").text(&entry.chip.count.to_string());
        el("li").class("codex-chips__item").child(chip.text(&entry.chip.label).text(" ").child(count))
    };
    let row = el("ul").class("codex-chips").attr("role", "list").children(entries.iter().map(jump));
    let jumps = el("nav").class("codex-tags__jumps").attr("aria-label", &words.tags).child(row);
    el("div").class("codex-tags").child(jumps).children(entries.iter().map(|shown| entry(shown, words)))
}

/// A heading, the description and a list for each tag.
pub fn markdown(entries: &[TagEntry]) -> String {
    entries.iter().map(markdown_entry).collect::<Vec<_>>().join("\n\n")
}

fn entry(entry: &TagEntry, words: &Words) -> Element {
    let count = el("span").class("codex-tag__count").text(&entry.count);
    let title = el("h2")
        .class("codex-tag__title")
        .attr("id", &Chip::anchor(&entry.chip.slug))
        .text(&heading_words(&entry.chip.label));
    let description = entry.description.as_ref().filter(|phrase| !phrase.is_empty());
    let description =
        description.map(|phrase| phrases::into(el("p").class("codex-tag__description"), phrase));
    let list = el("ul").class("codex-cards__grid").attr("role", "list");
    let list = list.children(entry.cards.iter().map(|card| cards::compact(card, words)));
    let head = el("div").class("codex-tag__head").child(title).child(count);
    el("section").class("codex-tag").child(head).children(description).child(list)
}

fn markdown_entry(entry: &TagEntry) -> String {
    let description =
        entry.description.as_ref().filter(|phrase| !phrase.is_empty()).map(phrases::to_markdown);
    let bare = |card: &Card| Card { tags: Vec::new(), ..card.clone() };
    let items: Vec<String> = entry.cards.iter().map(|card| cards::list_item("-", &bare(card), "")).collect();
    let parts = [Some(format!("## {}", chips::to_markdown(std::slice::from_ref(&entry.chip)))), description];
    parts.into_iter().flatten().chain([items.join("\n")]).collect::<Vec<_>>().join("\n\n")
}
