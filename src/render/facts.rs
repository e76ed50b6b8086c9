//! What stands above the heading of a grid: counted figures and the section's label.
use crate::piece::{Facts, Figure};
use crate::render::html::{Element, el};
use crate::render::markdown as md;

/// Nothing where nothing was counted and nothing is to be said.
pub fn html(facts: &Facts) -> Option<Element> {
    let figure = |figure: &Figure| {
        let count = el("b").class("codex-facts__count").text(&figure.count.to_string());
        let words = el("span").class("codex-facts__words").text(&figure.words);
        el("li").class("codex-facts__figure").child(count).text(" ").child(words)
    };
    let figures: Vec<Element> = facts.figures.iter().filter(|figure| figure.count > 0).map(figure).collect();
    let row = el("ul").class("codex-facts__row").attr("role", "list");
    let row = (!figures.is_empty()).then(|| row.children(figures));
    let label = facts.label.as_ref().map(|label| el("p").class("codex-eyebrow").text(label));
    let any = row.is_some() || label.is_some();
    any.then(|| el("div").class("codex-facts").children(row).children(label))
}

/// `13 mechanisms · 684 verified source links`.
pub fn markdown(facts: &Facts) -> String {
    let counted = facts.figures.iter().filter(|figure| figure.count > 0);
    let figures: Vec<String> =
        counted.map(|figure| format!("{} {}", figure.count, md::text(&figure.words))).collect();
    figures.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_of_zero_is_left_out() {
        let figure = |count, words: &str| Figure { count, words: words.into() };
        let facts = Facts { figures: vec![figure(13, "mechanisms"), figure(0, "examples run")], label: None };
        let expected = concat!(
            r#"<div class="codex-facts"><ul class="codex-facts__row" role="list"><li class="codex-facts__figure">"#,
            r#"<b class="codex-facts__count">13</b> <span class="codex-facts__words">mechanisms</span></li></ul></div>"#,
        );
        assert_eq!(html(&facts).map(|facts| facts.block()).as_deref(), Some(expected));
        assert_eq!(markdown(&facts), "13 mechanisms");
        assert_eq!(html(&Facts::default()), None);
    }
}
