//! What follows an example on the page: which release it ran with.
use crate::render::html::{Element, el};
use crate::render::markdown as md;

/// A line with a tick.
pub fn html(note: &str) -> Element {
    let tick = el("span").class("codex-example__tick").attr("aria-hidden", "true").text("✓");
    el("div").class("codex-example").text(note).text(" ").child(tick)
}

/// The line alone.
pub fn markdown(note: &str) -> String {
    md::text(note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_tells_its_release() {
        let expected = concat!(
            r#"<div class="codex-example">ran with x "#,
            r#"<span class="codex-example__tick" aria-hidden="true">✓</span></div>"#,
        );
        assert_eq!(html("ran with x").block(), expected);
        assert_eq!(markdown("ran with x"), "ran with x");
    }
}
