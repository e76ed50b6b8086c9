//! Links that lead nowhere, or elsewhere than they say.
use super::super::{Whole, links};
use super::moving::{self, Tree};
use crate::config::Output;
use crate::find::Link;
use crate::nearest::did_you_mean;
use crate::problem::Problem;
use crate::read::slashed;
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

/// What is wrong with a link; `helped` says whether a near name is looked for.
pub fn link(whole: &Whole, page: usize, link: &Link, helped: bool) -> Option<Problem> {
    let Link { span, dest, image, .. } = link;
    // Most links are the path of a chapter and nothing else.
    let is_path = !dest.bytes().any(|byte| matches!(byte, b'#' | b'?' | b':'));
    if is_path && beside(whole, page, dest).is_some() {
        return None;
    }
    let leaves = dest.contains("://");
    if let Some(tree) = moving::tree(whole.cfg, dest).filter(|_| leaves) {
        return Some(moves(page, span, tree));
    }
    if let Some(problem) = rewritten(whole, page, span, dest) {
        return Some(problem);
    }
    let (path, fragment) = split(dest);
    if leaves || *image || path.starts_with('/') || has_scheme(path) {
        return None;
    }
    let to = if path.is_empty() { Some(page) } else { chapter(whole, page, path)? };
    match to {
        Some(to) => missing_heading(whole, page, span, to, fragment, helped),
        None => Some(missing_chapter(whole, page, span, path, helped)),
    }
}

/// The address and the fragment of a link.
pub fn split(dest: &str) -> (&str, &str) {
    let Some(end) = dest.bytes().position(|byte| matches!(byte, b'#' | b'?')) else { return (dest, "") };
    let fragment = dest[end..].split_once('#').map_or("", |(_, fragment)| fragment);
    (&dest[..end], fragment)
}

/// An address that mdBook changes where it should not: it writes `.html` for every `.md` before which no scheme in
/// small letters stands, and drops what follows; its print page takes `//` for one `/`.
fn rewritten(whole: &Whole, page: usize, span: &Range<usize>, dest: &str) -> Option<Problem> {
    let told = |message: String, help: &str| {
        Some(Problem::on_page("rewritten-link", page, span.clone(), message).help(help))
    };
    let scheme = dest.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_kept = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+.-".contains(c);
    let keeps = scheme.starts_with(|c: char| c.is_ascii_lowercase()) && scheme.chars().all(is_kept);
    if whole.cfg.output != Output::Html || keeps || dest.starts_with('#') {
        return None;
    }
    if dest.starts_with("//") {
        return told("mdBook's print page takes a slash off this address".into(), "write `https:` before it");
    }
    let at = dest.rfind(".md")?;
    let behind = &dest[at + ".md".len()..];
    let leaves = dest.contains("://");
    let message = format!("mdBook makes `{}.html` of this address", &dest[..at]);
    match behind.chars().next() {
        _ if leaves => told(message, "write the scheme in small letters"),
        None | Some('#') => None,
        Some('?') => told(message, "leave the query out"),
        Some(_) => told(message, "give the file another name"),
    }
}

/// The chapter of that very path, where it and the page stand in the book's own folder: most do, and are found without
/// making a new text.
fn beside(whole: &Whole, page: usize, path: &str) -> Option<usize> {
    let is_in_folder =
        |path: &Path| path.as_os_str().as_encoded_bytes().iter().any(|byte| b"/\\".contains(byte));
    let is_plain = !path.bytes().any(|byte| matches!(byte, b'/' | b'%'));
    let known = whole.page_at(path).filter(|_| is_plain)?;
    whole.pages[page].path.is_none_or(|path| !is_in_folder(path)).then_some(known)
}

/// The chapter that a path means: none for a file that is no chapter's, `Some(None)` for a chapter that is not there.
fn chapter(whole: &Whole, page: usize, path: &str) -> Option<Option<usize>> {
    let from = whole.pages[page].path?;
    if let Some(known) = beside(whole, page, path) {
        return Some(Some(known));
    }
    let markdown = path.strip_suffix(".html").map(|stem| format!("{stem}.md")).unwrap_or(path.to_string());
    if !markdown.ends_with(".md") {
        return None;
    }
    let meant = links::resolve(from, &markdown);
    let ours = [&whole.tags_page, &whole.sources_page];
    let is_ours =
        |path: &String| ours.iter().any(|page| page.as_deref().is_some_and(|page| slashed(page) == *path));
    match meant {
        Some(meant) if whole.page_at(&meant).is_none() && (is_ours(&meant) || meant == "print.md") => None,
        Some(meant) => Some(whole.page_at(&meant)),
        None => Some(None),
    }
}

fn missing_chapter(whole: &Whole, page: usize, span: &Range<usize>, path: &str, helped: bool) -> Problem {
    let message = format!("this link leads to no chapter of the book: `{path}`");
    let near = || {
        let known: Vec<_> = whole.pages.iter().filter_map(|page| page.path).map(slashed).collect();
        did_you_mean(path, known.iter().map(|path| &**path))
    };
    let near = if helped { near() } else { None };
    let help = near.unwrap_or_else(|| "mdBook writes pages only for the chapters of SUMMARY.md".to_string());
    Problem::on_page("missing-chapter", page, span.clone(), message).help(help)
}

fn missing_heading(
    whole: &Whole,
    page: usize,
    span: &Range<usize>,
    to: usize,
    fragment: &str,
    helped: bool,
) -> Option<Problem> {
    // Fragments of ours, of footnotes and of text searches are not headings.
    let other =
        fragment.starts_with("fn-") || fragment.starts_with("fr-") || fragment.contains(['=', '~', '%']);
    if fragment.is_empty() || other || whole.anchors(to).contains(fragment) {
        return None;
    }
    let message = format!("“{}” has no heading `#{fragment}`", whole.pages[to].title);
    let problem = Problem::on_page("missing-heading", page, span.clone(), message);
    let headings = || whole.findings[to].shape.headings.iter().map(|heading| heading.id.as_str());
    let help = if helped { did_you_mean(fragment, headings()) } else { None };
    Some(help.map_or(problem.clone(), |help| problem.help(help)))
}

fn has_scheme(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

fn moves(page: usize, span: &Range<usize>, tree: Tree) -> Problem {
    let (of, reference) = match tree {
        Tree::Go => ("a Go tree".to_string(), "runtime.gopark".to_string()),
        Tree::Module(name, path) => (format!("`{path}`"), format!("{name}.…")),
    };
    let message = format!("this link into {of} moves with its branch");
    let help =
        format!("write a reference such as `[words](go:{reference})`, or `mdbook-codex adopt` does it");
    Problem::on_page("moving-link", page, span.clone(), message).help(help)
}

/// The ids of a page: those of its headings, and those of raw HTML, wherever they are written.
pub fn anchors<'w>(whole: &Whole<'w>, page: usize) -> HashSet<&'w str> {
    let text = whole.pages[page].text;
    let written = [("id=\"", '"'), ("id='", '\''), ("name=\"", '"')].into_iter().flat_map(|(key, end)| {
        text.match_indices(key)
            .filter_map(move |(at, _)| text[at + key.len()..].split_once(end))
            .map(|(id, _)| id)
    });
    let headings = whole.findings[page].shape.headings.iter();
    headings.map(|heading| heading.id.as_str()).chain(written).collect()
}
