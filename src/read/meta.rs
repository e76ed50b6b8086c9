//! What a chapter's metadata names has to be there: a release of Go, other chapters.
use super::{Page, chapter_keys};
use crate::config::{Config, Places};
use crate::go::release::Release;
use crate::nearest::did_you_mean;
use crate::problem::Problem;
use std::collections::BTreeSet;

/// Tells of releases and paths that are none; a page whose release is none keeps to the book's.
pub fn settle(pages: &mut [Page], cfg: &Config, places: &Places) -> Vec<Problem> {
    // The paths of a large book are not put together for nobody.
    let is_named = pages.iter().any(|page| page.meta.needs.is_some());
    let known: BTreeSet<String> = pages.iter().filter(|_| is_named).flat_map(chapter_keys).collect();
    let mut problems = Vec::new();
    for (index, page) in pages.iter_mut().enumerate() {
        if let Some(Err(error)) = page.meta.go.as_deref().map(str::parse::<Release>) {
            let problem = problem(page, index, &["go"], error.message, cfg, places);
            let meant = error.meant.map(|meant| format!("did you mean `{meant}`?"));
            problems.push(meant.map_or(problem.clone(), |help| problem.help(help)));
            page.meta.go = None;
        }
        for (at, path) in page.meta.needs.iter().flatten().enumerate() {
            if known.contains(path) {
                continue;
            }
            let message = format!("no chapter has the path `{path}`");
            let problem = problem(page, index, &["needs", &at.to_string()], message, cfg, places);
            let help = did_you_mean(path, known.iter().map(String::as_str));
            problems.push(help.map_or(problem.clone(), |help| problem.help(help)));
        }
    }
    problems
}

/// A problem where the author wrote the key: in front matter, or in the chapter's table of book.toml.
fn problem(
    page: &Page,
    index: usize,
    path: &[&str],
    message: String,
    cfg: &Config,
    places: &Places,
) -> Problem {
    let written = page.front_matter.as_ref().filter(|found| found.value.get(path[0]).is_some());
    if let Some(found) = written {
        let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
        return Problem::on_page("front-matter", index, found.span(&path), message);
    }
    let key = chapter_keys(page).find(|key| cfg.table.chapters.contains_key(key)).unwrap_or_default();
    let path = ["chapters", &key].into_iter().chain(path.iter().copied());
    Problem::in_file("config", "book.toml", places.span(path), message)
}
