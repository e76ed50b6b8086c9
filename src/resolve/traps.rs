//! What mdBook breaks without a word: links to README.md and to nowhere, links that move with a branch, includes that
//! failed, raw HTML out of balance, paths that collide, a wrong order of preprocessors.
use super::{Part, Whole, links as relative};
use crate::config::{Output, Places};
use crate::find::Link;
use crate::find::raw::Unbalanced;
use crate::problem::Problem;
use crate::read::slashed;

const README: &str = "readme.md";

mod links;
mod moving;
mod pages;
pub mod paths;

pub use links::anchors;

/// For so many broken links of a page the nearest right name is looked for; with more there is one cause for all.
const HELPED: usize = 100;

/// The links that lead to a README.md.
pub fn to_readmes<'l, 'b>(links: &'l [Link<'b>]) -> impl Iterator<Item = &'l Link<'b>> {
    let mut leads = false;
    links.iter().filter(move |link| {
        leads = if link.repeats { leads } else { readme(&link.dest).is_some() };
        leads
    })
}

/// Such a link, which mdBook would break, mended: `README.md` is written as the `index.md` that mdBook makes of it
/// (rust-lang/mdBook#984).
pub fn mended(whole: &Whole, page: usize, link: &Link) -> Option<String> {
    let (shown, name) = (&whole.pages[page], readme(&link.dest)?);
    let meant = relative::resolve(shown.path?, links::split(&link.dest).0)?;
    let at = whole.page_at(&meant)?;
    let text = &shown.text[link.span.clone()];
    let is_index = whole.pages[at].path.is_some_and(|path| is_index(&slashed(path)));
    let name_at = text.rfind(name).filter(|_| is_index)?;
    Some(format!("{}index.md{}", &text[..name_at], &text[name_at + name.len()..]))
}

/// The name of the README.md that an address leads to, as it is written there.
fn readme(dest: &str) -> Option<&str> {
    let (path, _) = links::split(dest);
    let (folder, name) = path.split_at_checked(path.len().checked_sub(README.len())?)?;
    let is_whole = folder.is_empty() || folder.ends_with('/');
    Some(name).filter(|name| is_whole && name.eq_ignore_ascii_case(README))
}

fn is_index(path: &str) -> bool {
    path == "index.md" || path.ends_with("/index.md")
}

/// What is wrong with the links and includes of a page.
pub fn page(whole: &Whole, page: usize) -> Vec<Problem> {
    if !whole.cfg.runs(Part::Traps) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    // A page leads to the same places again and again.
    let mut is_fine = false;
    for link in &whole.findings[page].links {
        if !(is_fine && link.repeats) {
            let problem = links::link(whole, page, link, problems.len() < HELPED);
            is_fine = problem.is_none() && !link.image;
            problems.extend(problem);
        }
    }
    problems.extend(failed_includes(whole, page));
    if whole.cfg.output == Output::Html {
        problems.extend(whole.findings[page].shape.unbalanced.iter().map(|tag| unbalanced(page, tag)));
    }
    problems
}

fn unbalanced(page: usize, tag: &Unbalanced) -> Problem {
    let Unbalanced { span, name, stray } = tag;
    if *stray {
        let message = format!("mdBook drops this: no `<{name}>` is open here");
        return Problem::on_page("stray-end-tag", page, span.clone(), message).help("take it out");
    }
    let message = format!("no `</{name}>` closes this tag where mdBook looks for it");
    Problem::on_page("unclosed-tag", page, span.clone(), message)
        .help("close it before the paragraph, item or quote ends that it begins in")
}

/// An include that is still there after `links` ran is one that failed; mdBook only logs it.
fn failed_includes(whole: &Whole, page: usize) -> Vec<Problem> {
    let text = whole.pages[page].text;
    let ran_links = whole.cfg.table.after.iter().any(|name| name == "links");
    if !ran_links || memchr::memmem::find(text.as_bytes(), b"{{#").is_none() {
        return Vec::new();
    }
    let code = |at: usize| text[..at].ends_with('\\') || text[..at].ends_with('`');
    let directives = ["{{#include ", "{{#rustdoc_include ", "{{#playground "];
    let starts = directives.iter().flat_map(|directive| text.match_indices(directive));
    let mut starts: Vec<usize> = starts.map(|(at, _)| at).filter(|at| !code(*at)).collect();
    starts.sort_unstable();
    let ends: Vec<usize> = text.match_indices("}}").map(|(at, _)| at + 2).collect();
    let problem = |at: usize| {
        let end = ends.get(ends.partition_point(|end| *end <= at)).map_or(at + 3, |end| *end);
        Problem::on_page(
            "failed-include",
            page,
            at..end,
            "this include failed, and its directive is on the page",
        )
        .help("is the path right, as seen from this chapter's own folder?")
    };
    starts.into_iter().map(problem).collect()
}

/// What is wrong with the book's settings.
pub fn book(whole: &Whole, places: &Places) -> Vec<Problem> {
    if !whole.cfg.runs(Part::Traps) || whole.cfg.output == Output::Test {
        return Vec::new();
    }
    let mut problems = order(whole, places);
    problems.extend(pages::problems(whole));
    problems
}

/// Codex must run after `links` and `index`: otherwise includes are not expanded and README paths not rewritten.
fn order(whole: &Whole, places: &Places) -> Vec<Problem> {
    let after = &whole.cfg.table.after;
    let missing: Vec<&str> =
        ["links", "index"].into_iter().filter(|name| !after.iter().any(|known| known == name)).collect();
    if missing.is_empty() || !whole.cfg.default_preprocessors {
        return Vec::new();
    }
    let span = places.span(["after"]);
    let message = format!("codex must run after mdBook's own `{}`", missing.join("` and `"));
    let help =
        "write `after = [\"links\", \"index\"]` in [preprocessor.codex], or run `mdbook-codex install`";
    vec![Problem::in_file("order", "book.toml", span, message).help(help)]
}
