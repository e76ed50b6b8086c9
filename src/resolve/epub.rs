//! What mdbook-epub leaves undone: its pages end in `.html` while links say `.md`, and its headings have no ids.
use super::{Placed, Whole, links};
use crate::find::Link;
use crate::piece::Piece;
use crate::read::slashed;
use std::path::Path;

/// A place to lead to above each heading.
pub fn anchors(whole: &Whole, page: usize) -> Vec<Placed> {
    let headings = whole.findings[page].shape.headings.iter().filter(|heading| heading.top);
    headings.map(|heading| Placed::at(heading.span.start, Piece::Anchor(heading.id.clone()))).collect()
}

/// A link to a chapter, led to the page that mdbook-epub makes of it.
pub fn link(whole: &Whole, page: usize, link: &Link) -> Option<String> {
    let (from, words) = (whole.pages[page].path?, link.words.as_ref()?);
    let (path, fragment) = link.dest.split_at(link.dest.find('#').unwrap_or(link.dest.len()));
    let href = href(whole, from, path)?;
    let text = whole.pages[page].text;
    let (head, tail) = text[link.span.clone()].split_at(words.end - link.span.start);
    let tail = match tail.starts_with("](") && tail.contains(path) {
        true => tail.replacen(path, &href, 1),
        // The address stands elsewhere on the page, or is spelled in another way.
        false if fragment.contains(|c: char| c.is_whitespace() || "()<>".contains(c)) => return None,
        false => format!("]({href}{fragment})"),
    };
    Some(format!("{head}{tail}"))
}

/// The way to the page of a chapter, or of a page that we add.
fn href(whole: &Whole, from: &Path, path: &str) -> Option<String> {
    let meant = links::resolve(from, path).filter(|_| path.to_ascii_lowercase().ends_with(".md"))?;
    let chapter = whole.page_at(&meant).and_then(|at| whole.pages[at].path);
    let ours = [whole.tags_page.as_deref(), whole.sources_page.as_deref()];
    let ours = || ours.into_iter().flatten().find(|path| slashed(path) == meant);
    Some(links::relative(from, &chapter.or_else(ours)?.with_extension("html")))
}
