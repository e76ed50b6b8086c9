//! Where Codex stands among the other preprocessors of a book.
//!
//! mdBook runs those that say nothing of their order together with `links` and `index`, by name; one that says
//! `after = ["links"]` may come before Codex or behind it, as its name has it. So the places are written down.
use super::{CODEX, at, parse};
use anyhow::Result;
use toml_edit::Document;

/// They turn their own marks into Markdown or HTML, and Codex shall find the outcome on the page: what stands inside of
/// an admonition, a listing's program, a citation in the paragraph that a card takes over. Formulas come first because
/// a `$` in the assembly that Codex shows is none.
const EARLIER: [&str; 4] = ["admonish", "bib", "katex", "listings"];

/// They read the finished page: a heading that holds a count has other words then, and so another anchor.
const LATER: [&str; 1] = ["toc"];

/// The book's other preprocessors that have to run before Codex, where the author has not said how the two stand.
pub fn earlier(text: &str) -> Result<Vec<&'static str>> {
    let document = parse(text)?;
    Ok(EARLIER.into_iter().filter(|name| is_open(&document, name)).collect())
}

/// Those that have to run after it; not one that the author lets run before one of the others, which would close a
/// circle.
pub fn later(text: &str) -> Result<Vec<&'static str>> {
    let document = parse(text)?;
    let circle = |name: &str| EARLIER.iter().any(|earlier| precedes(&document, name, earlier));
    Ok(LATER.into_iter().filter(|name| is_open(&document, name) && !circle(name)).collect())
}

/// Whether the book runs it, and the author has not said how it stands to Codex.
fn is_open(document: &Document<&str>, name: &str) -> bool {
    at(document, &[CODEX[0], name]).is_some()
        && !precedes(document, name, CODEX[1])
        && !precedes(document, CODEX[1], name)
}

/// Whether the book says of two preprocessors that one runs before the other.
fn precedes(document: &Document<&str>, one: &str, other: &str) -> bool {
    says(document, one, "before", other) || says(document, other, "after", one)
}

fn says(document: &Document<&str>, of: &str, key: &str, name: &str) -> bool {
    let list = at(document, &[CODEX[0], of, key]).and_then(|(_, item)| item.as_array());
    list.is_some_and(|list| list.iter().any(|value| value.as_str() == Some(name)))
}
