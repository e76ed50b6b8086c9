//! Tags as chips, for every feature that shows them.
use crate::config::words::Words;
use crate::piece::Chip;
use crate::render::html::{Element, el, link};
use crate::render::markdown;

/// A list of chips; nothing where there are none.
pub fn list(chips: &[Chip], words: &Words) -> Option<Element> {
    let item = |chip: &Chip| el("li").class("codex-chips__item").child(chip_link(chip));
    let list = el("ul").class("codex-chips").attr("role", "list").attr("aria-label", &words.tags);
    (!chips.is_empty()).then(|| list.children(chips.iter().map(item)))
}

/// A chip, leading to its tag's entry.
pub fn chip_link(chip: &Chip) -> Element {
    let outer = match &chip.href {
        Some(href) => link(href),
        None => el("span"),
    };
    outer.class("codex-chip").attr("data-codex-tag", &chip.slug).text(&chip.label)
}

/// A chip with how many chapters carry it.
pub fn counted(chip: &Chip) -> Element {
    chip_link(chip).text(" ").child(el("span").class("codex-chip__count").text(&chip.count.to_string()))
}

/// `hchan, select`, for a list in Markdown.
pub fn to_markdown(chips: &[Chip]) -> String {
    let labels: Vec<String> = chips.iter().map(|chip| markdown::text(&chip.label)).collect();
    labels.join(", ")
}
