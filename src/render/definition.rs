//! A declaration as a link, a title and a place, for every feature that shows one.
use crate::config::words::Words;
use crate::piece::Definition;
use crate::render::html::{Element, link};
use crate::render::markdown;

/// A link to the declaration. Its `title` says what the definition card says, for readers without script.
pub fn anchor(definition: &Definition, words: &Words) -> Element {
    link(&definition.href)
        .class("codex-symbol")
        .attr("data-codex-ref", &definition.reference)
        .attr("title", &title(definition, words))
}

/// The declaration's short name as a link in monospace.
pub fn named(definition: &Definition, words: &Words) -> Element {
    anchor(definition, words).child(super::html::el("code").text(name(definition)))
}

/// `func · runtime/proc.go lines 457–475 · go1.27.3`.
pub fn title(definition: &Definition, words: &Words) -> String {
    let parts = [definition.kind.clone(), place(definition, words), definition.release.clone()];
    joined(parts, " · ")
}

/// `runtime/proc.go lines 457–475`.
pub fn place(definition: &Definition, words: &Words) -> String {
    joined([definition.file.clone(), words.lines(definition.lines)], " ")
}

/// `runtime/proc.go · L457–L475`, and the release where it is another one than the book's.
pub fn short_place_and_release(definition: &Definition) -> String {
    joined([short_place(definition), other_release(definition).to_string()], " · ")
}

/// `L457–L475`, and the release where it is another one than the book's.
pub fn lines_and_release(definition: &Definition) -> String {
    joined([short_lines(definition.lines), other_release(definition).to_string()], " · ")
}

/// `runtime/proc.go · L457–L475`.
pub fn short_place(definition: &Definition) -> String {
    joined([definition.file.clone(), short_lines(definition.lines)], " · ")
}

/// The release, where it is another one than the book's: two releases of one symbol are told apart by it alone.
pub fn other_release(definition: &Definition) -> &str {
    let behind = definition.reference.split_once('@').map_or("", |(_, behind)| behind);
    behind.split(['?', '#']).next().unwrap_or_default()
}

/// `L457`, `L457–L475`, as hosts of source write it; nothing for a whole file.
pub fn short_lines((first, last): (usize, usize)) -> String {
    match (first, last) {
        (0, _) => String::new(),
        _ if last <= first => format!("L{first}"),
        _ => format!("L{first}–L{last}"),
    }
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
            let definition = Definition { kind, release, file, lines, ..Default::default() };
            assert_eq!(title(&definition, &Words::default()), expected);
        };
        check("runtime/proc.go", (457, 475), "func · runtime/proc.go lines 457–475 · go1.27.3");
        check("runtime/proc.go", (457, 457), "func · runtime/proc.go line 457 · go1.27.3");
        check("runtime/proc.go", (0, 0), "func · runtime/proc.go · go1.27.3");
        check("", (0, 0), "func · go1.27.3");
    }
}
