//! What mdBook breaks without a word: links to README.md and to nowhere, moving links into Go trees, includes that
//! failed, a wrong order of preprocessors, a dropped `[output.html]`.
use super::{Part, Whole, links};
use crate::config::{Output, Places};
use crate::find::{Found, Target, What};
use crate::nearest::did_you_mean;
use crate::piece::Piece;
use crate::problem::Problem;
use crate::read::slashed;
use std::ops::Range;
use std::path::Path;

const README: &str = "readme.md";

pub mod paths;

/// A link that mdBook would break, mended: `README.md` is written as the `index.md` that mdBook makes of it
/// (rust-lang/mdBook#984).
pub fn mended(whole: &Whole, page: usize, found: &Found, target: &Target) -> Piece {
    let shown = &whole.pages[page];
    let text = &shown.text[found.span.clone()];
    let (path, _) = split(&target.dest);
    let name = path.rsplit('/').next().filter(|name| name.len() == README.len());
    let readme = name.filter(|name| name.eq_ignore_ascii_case(README));
    let (Some(name), Some(from)) = (readme, shown.path) else { return Piece::Keep };
    let meant = links::resolve(from, path).and_then(|path| whole.page_at(&path));
    let became_index = |at: usize| whole.pages[at].path.is_some_and(|path| is_index(&slashed(path)));
    match (meant.filter(|at| became_index(*at)), text.rfind(name)) {
        (Some(_), Some(at)) => {
            Piece::Verbatim(format!("{}index.md{}", &text[..at], &text[at + name.len()..]))
        }
        _ => Piece::Keep,
    }
}

fn is_index(path: &str) -> bool {
    path == "index.md" || path.ends_with("/index.md")
}

/// What is wrong with the links and includes of a page.
pub fn page(whole: &Whole, page: usize) -> Vec<Problem> {
    if !whole.cfg.runs(Part::Traps) {
        return Vec::new();
    }
    let found = &whole.findings[page].found;
    let links = found.iter().filter_map(|found| match &found.what {
        What::Link(target) => link(whole, page, &found.span, target),
        _ => None,
    });
    links.chain(failed_includes(whole, page)).collect()
}

fn link(whole: &Whole, page: usize, span: &Range<usize>, target: &Target) -> Option<Problem> {
    // Most links are the path of a chapter and nothing else.
    let is_path = !target.dest.bytes().any(|byte| matches!(byte, b'#' | b'?' | b':'));
    if is_path && beside(whole, page, &target.dest).is_some() {
        return None;
    }
    let leaves = target.dest.contains("://");
    if leaves && is_moving(&target.dest) {
        let message = "this link into a Go tree moves with its branch";
        let help = "write a reference such as `[words](go:runtime.gopark)`, or `mdbook-codex adopt` does it";
        return Some(Problem::on_page("moving-link", page, span.clone(), message).help(help));
    }
    let (path, fragment) = split(&target.dest);
    if leaves || target.image || path.starts_with('/') || has_scheme(path) {
        return None;
    }
    let to = if path.is_empty() { Some(page) } else { chapter(whole, page, path)? };
    match to {
        Some(to) => missing_heading(whole, page, span, to, fragment),
        None => Some(missing_chapter(whole, page, span, path)),
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

fn missing_chapter(whole: &Whole, page: usize, span: &Range<usize>, path: &str) -> Problem {
    let message = format!("this link leads to no chapter of the book: `{path}`");
    let known: Vec<String> = whole.pages.iter().filter_map(|page| page.path).map(slashed).collect();
    let help = did_you_mean(path, known.iter().map(String::as_str))
        .unwrap_or_else(|| "mdBook writes pages only for the chapters of SUMMARY.md".to_string());
    Problem::on_page("missing-chapter", page, span.clone(), message).help(help)
}

fn missing_heading(
    whole: &Whole,
    page: usize,
    span: &Range<usize>,
    to: usize,
    fragment: &str,
) -> Option<Problem> {
    let headings = &whole.findings[to].shape.headings;
    let text = whole.pages[to].text;
    let known = |id: &str| {
        headings.iter().any(|heading| heading.id == id)
            || [format!("id=\"{id}\""), format!("id='{id}'"), format!("name=\"{id}\"")]
                .iter()
                .any(|raw| text.contains(raw.as_str()))
    };
    // Fragments of ours, of footnotes and of text searches are not headings.
    let other =
        fragment.starts_with("fn-") || fragment.starts_with("fr-") || fragment.contains(['=', '~', '%']);
    if fragment.is_empty() || other || known(fragment) {
        return None;
    }
    let message = format!("“{}” has no heading `#{fragment}`", whole.pages[to].title);
    let problem = Problem::on_page("missing-heading", page, span.clone(), message);
    let help = did_you_mean(fragment, headings.iter().map(|heading| heading.id.as_str()));
    Some(help.map_or(problem.clone(), |help| problem.help(help)))
}

fn split(dest: &str) -> (&str, &str) {
    let Some(end) = dest.bytes().position(|byte| matches!(byte, b'#' | b'?')) else { return (dest, "") };
    let fragment = dest[end..].split_once('#').map_or("", |(_, fragment)| fragment);
    (&dest[..end], fragment)
}

fn has_scheme(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Whether a link leads to a file of Go's tree at a branch rather than at a release.
fn is_moving(dest: &str) -> bool {
    let branches = ["master", "main", "HEAD", "refs/heads/master"];
    let hosts = ["github.com/golang/go/blob/", "go.googlesource.com/go/+/", "cs.opensource.google/go/go/+/"];
    hosts.iter().any(|host| {
        dest.split_once(host).is_some_and(|(_, rest)| {
            branches
                .iter()
                .any(|branch| rest.strip_prefix(branch).is_some_and(|rest| rest.starts_with(['/', ':', ';'])))
        })
    })
}

/// An include that is still there after `links` ran is one that failed; mdBook only logs it.
fn failed_includes(whole: &Whole, page: usize) -> Vec<Problem> {
    let text = whole.pages[page].text;
    let ran_links = whole.cfg.table.after.iter().any(|name| name == "links");
    if !ran_links || !text.contains("{{#") {
        return Vec::new();
    }
    let code = |at: usize| text[..at].ends_with('\\') || text[..at].ends_with('`');
    let directives = ["{{#include ", "{{#rustdoc_include ", "{{#playground "];
    let starts = directives.iter().flat_map(|directive| text.match_indices(directive));
    let mut starts: Vec<usize> = starts.map(|(at, _)| at).filter(|at| !code(*at)).collect();
    starts.sort_unstable();
    let problem = |at: usize| {
        let end = text[at..].find("}}").map_or(at + 3, |end| at + end + 2);
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
    order(whole, places)
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
