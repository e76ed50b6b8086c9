//! A declaration as a link, a title and a place, for every feature that shows one.
use crate::piece::Definition;
use crate::render::html::{Element, link};
use crate::render::{markdown, words};

/// A link to the declaration. Its `title` says what the definition card says, for readers without script.
pub fn anchor(definition: &Definition) -> Element {
    link(&definition.href)
        .class("codex-symbol")
        .attr("data-codex-ref", &definition.reference)
        .attr("title", &title(definition))
}

/// The declaration's short name as a link in monospace.
pub fn named(definition: &Definition) -> Element {
    anchor(definition).child(super::html::el("code").text(name(definition)))
}

/// `func · runtime/proc.go lines 457–475 · go1.27.3`.
pub fn title(definition: &Definition) -> String {
    let parts = [definition.kind.clone(), place(definition), definition.release.clone()];
    joined(parts, " · ")
}

/// `runtime/proc.go lines 457–475`.
pub fn place(definition: &Definition) -> String {
    joined([definition.file.clone(), words::lines(definition.lines)], " ")
}

/// `runtime/proc.go · L457–L475`.
pub fn short_place(definition: &Definition) -> String {
    joined([definition.file.clone(), words::short_lines(definition.lines)], " · ")
}

/// The reference without its release and its part, which stand beside it as release and lines.
pub fn name(definition: &Definition) -> &str {
    definition.reference.split(['@', '#']).next().unwrap_or_default()
}

/// The declaration's name as a Markdown link.
pub fn markdown_link(definition: &Definition) -> String {
    markdown::link(&markdown::code(name(definition)), &definition.href)
}

/// The parts that say something.
fn joined<const N: usize>(parts: [String; N], between: &str) -> String {
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_is_known() {
        let check = |file: &str, lines, expected: &str| {
            let (kind, release, file) = ("func".to_string(), "go1.27.3".to_string(), file.to_string());
            assert_eq!(title(&Definition { kind, release, file, lines, ..Default::default() }), expected);
        };
        check("runtime/proc.go", (457, 475), "func · runtime/proc.go lines 457–475 · go1.27.3");
        check("runtime/proc.go", (457, 457), "func · runtime/proc.go line 457 · go1.27.3");
        check("runtime/proc.go", (0, 0), "func · runtime/proc.go · go1.27.3");
        check("", (0, 0), "func · go1.27.3");
    }
}
