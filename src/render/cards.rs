//! A grid of cards with its filter.
use crate::config::words::Words;
use crate::piece::{Card, Cards, Chip, PageLink};
use crate::render::html::{Element, el, heading_words, link};
use crate::render::{chips, markdown as md, phrases};

/// The filter, the line where the script speaks, the grid.
pub fn html(cards: &Cards, words: &Words) -> Element {
    let status = el("p").class("codex-cards__status").attr("role", "status");
    let resume = el("p").class("codex-cards__continue");
    let line = el("div").class("codex-cards__line").child(status).child(resume);
    let items = cards.cards.iter().map(|card| full(card, heading(cards.level), words));
    let grid = el("ul").class("codex-cards__grid").attr("role", "list").children(items);
    el("div")
        .class("codex-cards")
        .attr("data-codex-shown", &words.shown)
        .attr("data-codex-continue", &words.continue_reading)
        .attr("data-codex-was-read", &words.was_read)
        .children(filter(cards, words))
        .child(line)
        .child(grid)
}

/// A numbered list: link, description, tags.
pub fn markdown(cards: &Cards, words: &Words) -> String {
    let item = |(at, card): (usize, &Card)| list_item(&format!("{}.", at + 1), card, &words.planned);
    cards.cards.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
}

/// `- [Title](path.md) - description (tags)`.
pub fn list_item(marker: &str, card: &Card, planned: &str) -> String {
    let title = md::text(&card.title);
    let mut item = match &card.href {
        Some(href) => format!("{marker} {}", md::link(&title, href)),
        None => format!("{marker} {title} ({})", md::text(planned)),
    };
    if let Some(description) = card.description.as_ref().filter(|phrase| !phrase.is_empty()) {
        item.push_str(&format!(" - {}", phrases::to_markdown(description)));
    }
    if !card.tags.is_empty() {
        item.push_str(&format!(" ({})", chips::to_markdown(&card.tags)));
    }
    item
}

/// A card without chips and facts, for lists of them.
pub fn compact(card: &Card, words: &Words) -> Element {
    el("li")
        .class("codex-card")
        .class("codex-card--compact")
        .child(top(card))
        .child(title(el("p"), card))
        .children(description(card))
        .child(foot(card, words))
}

fn full(card: &Card, heading: &'static str, words: &Words) -> Element {
    let outer = el("li").class("codex-card");
    let outer = if card.href.is_none() { outer.class("codex-card--planned") } else { outer };
    // A heading without an id would become a part of its page's name in every search result.
    let heading = el(heading).attr("id", &id(&card.key, &card.label));
    outer
        .child(top(card))
        .child(title(heading, card))
        .children(description(card))
        .children(chips::list(&card.tags, words))
        .child(foot(card, words))
}

fn top(card: &Card) -> Element {
    let number = el("span").class("codex-card__number").text(&card.label);
    let facts = el("span").class("codex-card__facts").text(&card.facts.join(" · "));
    el("p").class("codex-card__top").child(number).text(" ").child(facts)
}

/// The heading holds the card's one link, which a style stretches over the card.
///
/// mdBook's script takes a heading whose first child is a link for one of the author's and lists it in the sidebar.
fn title(outer: Element, card: &Card) -> Element {
    let outer = outer.class("codex-card__title");
    let words = heading_words(&card.title);
    match &card.href {
        Some(href) => outer.child(el("span").child(link(href).class("codex-card__link").text(&words))),
        None => outer.text(&words),
    }
}

fn description(card: &Card) -> Option<Element> {
    let phrase = card.description.as_ref().filter(|phrase| !phrase.is_empty())?;
    Some(phrases::into(el("p").class("codex-card__description"), phrase))
}

/// `Read →`, which for screen readers says what is read; the keyboard reaches the same page by the title.
fn foot(card: &Card, words: &Words) -> Element {
    let outer = el("p").class("codex-card__foot");
    let Some(href) = &card.href else {
        return outer.child(el("span").class("codex-card__planned").text(&words.planned));
    };
    let what = el("span").class("codex-hidden").text(&card.title);
    let arrow = el("span").class("codex-arrow").attr("aria-hidden", "true").text("→");
    let read = link(href).class("codex-card__read").attr("tabindex", "-1").text(&words.read);
    outer.child(read.text(" ").child(what).text(" ").child(arrow))
}

fn filter(cards: &Cards, words: &Words) -> Option<Element> {
    let item = |chip: Element| el("li").class("codex-chips__item").child(chip);
    let label = el("span").class("codex-filter__label").attr("aria-hidden", "true").text(&words.filter);
    let chips = cards.filter.iter().map(|chip: &Chip| chips::counted(chip));
    let chips = std::iter::once(all(cards, words)).chain(chips).chain(cards.all_tags.as_ref().map(all_tags));
    let list = el("ul").class("codex-chips").attr("role", "list").children(chips.map(item));
    let outer = el("nav").class("codex-filter").attr("aria-label", &words.filter);
    (!cards.filter.is_empty()).then(|| outer.child(label).child(list))
}

fn all(cards: &Cards, words: &Words) -> Element {
    let count = el("span").class("codex-chip__count").text(&cards.cards.len().to_string());
    let chip = link("#").class("codex-chip").attr("data-codex-tag", "").attr("aria-current", "true");
    chip.text(&words.all).text(" ").child(count)
}

fn all_tags(page: &PageLink) -> Element {
    link(&page.href).class("codex-chip").class("codex-chip--more").text(&page.text)
}

fn heading(level: u8) -> &'static str {
    match level {
        0..=2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

fn id(key: &str, label: &str) -> String {
    let key = if key.is_empty() { label } else { key };
    let plain = |c: char| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' };
    format!("card-{}", key.chars().map(plain).collect::<String>())
}
