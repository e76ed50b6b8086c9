//! Prints a list of problems: as rustc prints its own, or as one JSON object a line.
//!
//! In: problems in any order and what their places are looked up in. Out: text, in page order, then files, then the book.
use super::locate::{Locator, Sources, Spot};
use super::mark::Mark;
use super::{Place, Problem, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;

/// Columns of a terminal that a long line is cut to.
const WIDTH: usize = 120;

/// So many problems of one page are printed; a page with more has one cause for most of them.
const MOST: usize = 1000;

/// Problems as rustc prints them, with their count in a last line; empty for no problems.
pub fn text(problems: &[Problem], sources: Sources, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut locator = Locator::new(sources);
    let mut out = String::new();
    let ordered = in_order(problems);
    let shown = not_too_many(&ordered);
    for problem in &shown {
        let spot = locator.spot(problem);
        out.push_str(&renderer.render(&[group(problem, spot.as_ref())]));
        out.push_str("\n\n");
    }
    if shown.len() < ordered.len() {
        let more = format!("{} more are told by `check --format json`", ordered.len() - shown.len());
        out.push_str(&renderer.render(&[Group::with_title(Level::NOTE.primary_title(more))]));
        out.push_str("\n\n");
    }
    if let Some(count) = count(problems) {
        let level = level(worst(problems)).primary_title(count);
        out.push_str(&renderer.render(&[Group::with_title(level)]));
        out.push('\n');
    }
    out
}

/// Problems as JSON, one object a line.
pub fn json(problems: &[Problem], sources: Sources) -> String {
    let mut locator = Locator::new(sources);
    let mut out = String::new();
    for problem in in_order(problems) {
        let line = Line::new(problem, locator.spot(problem));
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// `1 error and 3 warnings in 2 chapters`; none for no problems.
pub fn count(problems: &[Problem]) -> Option<String> {
    let problems = in_order(problems);
    let of = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let kinds = [
        counted(of(Severity::Error), "error"),
        counted(of(Severity::Warning), "warning"),
        counted(of(Severity::Note), "note"),
    ];
    let (mut pages, mut files) = (BTreeSet::new(), BTreeSet::new());
    for problem in &problems {
        match &problem.place {
            Place::Page { page, .. } => drop(pages.insert(page)),
            Place::File { path, .. } => drop(files.insert(path)),
            Place::Book => {}
        }
    }
    let places = joined([counted(pages.len(), "chapter"), counted(files.len(), "file")]);
    let kinds = joined(kinds)?;
    Some(places.map_or(kinds.clone(), |places| format!("{kinds} in {places}")))
}

/// All but what follows the first thousand of a page.
fn not_too_many<'p>(ordered: &[&'p Problem]) -> Vec<&'p Problem> {
    let mut on_page = (None, 0);
    let is_shown = |problem: &&&Problem| {
        let Place::Page { page, .. } = problem.place else { return true };
        on_page = if on_page.0 == Some(page) { (on_page.0, on_page.1 + 1) } else { (Some(page), 1) };
        on_page.1 <= MOST
    };
    ordered.iter().filter(is_shown).copied().collect()
}

/// In page order, then by file, then the book's own; the same problem once.
fn in_order(problems: &[Problem]) -> Vec<&Problem> {
    let mut order: Vec<&Problem> = problems.iter().collect();
    order.sort_by(|a, b| by_place(&a.place, &b.place));
    order.dedup();
    order
}

fn by_place(a: &Place, b: &Place) -> Ordering {
    match (a, b) {
        (Place::Page { page, span }, Place::Page { page: other, span: over }) => {
            (page, span.start, span.end).cmp(&(other, over.start, over.end))
        }
        (Place::File { path, span }, Place::File { path: other, span: over }) => {
            let start = |span: &Option<std::ops::Range<usize>>| span.as_ref().map(|span| span.start);
            (path, start(span)).cmp(&(other, start(over)))
        }
        (a, b) => rank(a).cmp(&rank(b)),
    }
}

fn rank(place: &Place) -> u8 {
    match place {
        Place::Page { .. } => 0,
        Place::File { .. } => 1,
        Place::Book => 2,
    }
}

fn group<'a>(problem: &'a Problem, spot: Option<&'a Spot>) -> Group<'a> {
    let title = level(problem.severity).primary_title(problem.message.as_str()).id(problem.code);
    let mut group = Group::with_title(title);
    if let Some(spot) = spot {
        group = match &spot.mark {
            Some(mark) => group.element(snippet(&spot.path, mark)),
            None => group.element(Origin::path(shown(&spot.path))),
        };
    }
    match &problem.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

fn snippet<'a>(path: &Path, mark: &'a Mark) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(mark.text.as_str())
        .line_start(mark.line)
        .path(shown(path))
        .annotation(AnnotationKind::Primary.span(mark.span.clone()))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

fn worst(problems: &[Problem]) -> Severity {
    problems.iter().map(|problem| problem.severity).max().unwrap_or(Severity::Note)
}

/// A path as it is printed on every system.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn counted(count: usize, noun: &str) -> Option<String> {
    let ending = if count == 1 { "" } else { "s" };
    (count > 0).then(|| format!("{count} {noun}{ending}"))
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let (last, rest) = parts.split_last()?;
    Some(if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) })
}

/// One line of JSON; a place that is not known is null.
#[derive(Serialize)]
struct Line<'a> {
    severity: &'static str,
    code: &'static str,
    path: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn new(problem: &'a Problem, spot: Option<Spot>) -> Self {
        let path = spot.as_ref().map(|spot| shown(&spot.path));
        let mark = spot.and_then(|spot| spot.mark);
        Line {
            severity: match problem.severity {
                Severity::Note => "note",
                Severity::Warning => "warning",
                Severity::Error => "error",
            },
            code: problem.code,
            path,
            line: mark.as_ref().map(|mark| mark.line),
            column: mark.as_ref().map(|mark| mark.column),
            end_line: mark.as_ref().map(|mark| mark.end_line),
            end_column: mark.as_ref().map(|mark| mark.end_column),
            message: &problem.message,
            help: problem.help.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::PageSource;

    fn printed(problems: &[Problem], texts: &[(&str, &str)], as_json: bool) -> String {
        let page = |(name, text): &(&str, &str)| PageSource {
            name: name.to_string(),
            source_path: Some(format!("{name}.md").into()),
            text: text.to_string(),
        };
        let pages: Vec<PageSource> = texts.iter().map(page).collect();
        let read = |path: &Path| {
            let name = path.file_stem()?.to_str()?;
            texts.iter().find(|(known, _)| *known == name).map(|(_, text)| text.to_string())
        };
        let sources = Sources { pages: &pages, src: Path::new("src"), read: &read };
        if as_json { json(problems, sources) } else { text(problems, sources, false) }
    }

    #[test]
    fn no_page_fills_the_terminal() {
        let problems: Vec<Problem> =
            (0..MOST + 7).map(|at| Problem::on_page("x", 0, at..at + 1, "m")).collect();
        let said = printed(&problems, &[("a", &"a".repeat(MOST + 7))], false);
        assert_eq!(said.matches("warning[x]: m\n").count(), MOST);
        assert!(said.ends_with(
            "note: 7 more are told by `check --format json`\n\nwarning: 1007 warnings in 1 chapter\n"
        ));
        assert_eq!(printed(&problems, &[("a", "")], true).lines().count(), MOST + 7);
    }

    #[test]
    fn problems_are_printed_as_rustc_prints_its_own() {
        let problems = [
            Problem::in_file("config", "book.toml", Some(4..7), "unknown key `new`"),
            Problem::on_page("later", 0, 15..16, "tab and wide characters count as one"),
            Problem { place: Place::Book, ..Problem::on_page("book", 0, 0..0, "the book has no chapters") }
                .severity(Severity::Note),
            Problem::on_page("unknown-symbol", 0, 2..5, "no `b.c` in go1.27.3").help("did you mean `b.d`?"),
        ];
        let texts = [("a", "a b.c d\n\té中 x\n"), ("book", "old new\n")];
        let expected = "\
warning[unknown-symbol]: no `b.c` in go1.27.3
 --> src/a.md:1:3
  |
1 | a b.c d
  |   ^^^
  |
  = help: did you mean `b.d`?

warning[later]: tab and wide characters count as one
 --> src/a.md:2:5
  |
2 |     é中 x
  |         ^

warning[config]: unknown key `new`
 --> book.toml:1:5
  |
1 | old new
  |     ^^^

note[book]: the book has no chapters

warning: 3 warnings and 1 note in 1 chapter and 1 file
";
        assert_eq!(printed(&problems, &texts, false), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let line = format!("{} here {}", "w ".repeat(5_000), "v ".repeat(50_000));
        let said = printed(&[Problem::on_page("x", 0, 10_001..10_005, "m")], &[("a", &line)], false);
        assert!(
            said.contains(" here ") && said.contains("^^^^") && said.contains("src/a.md:1:10002"),
            "{said}"
        );
        assert!(said.lines().all(|line| line.len() < 200), "{said}");
    }

    #[test]
    fn a_problem_is_a_line_of_json() {
        let problems = [
            Problem::on_page("x", 0, 2..5, "m").help("h").severity(Severity::Error),
            Problem { place: Place::Book, ..Problem::on_page("y", 0, 0..0, "all \"of\" it") },
        ];
        let expected = concat!(
            r#"{"severity":"error","code":"x","path":"src/a.md","line":1,"column":3,"end_line":2,"end_column":2,"message":"m","help":"h"}"#,
            "\n",
            r#"{"severity":"warning","code":"y","path":null,"line":null,"column":null,"end_line":null,"end_column":null,"message":"all \"of\" it","help":null}"#,
            "\n"
        );
        assert_eq!(printed(&problems, &[("a", "a b\nc\n")], true), expected);
    }

    #[test]
    fn the_last_line_counts() {
        let check = |problems: &[Problem], expected: Option<&str>| {
            assert_eq!(count(problems).as_deref(), expected);
        };
        let warning = |page, at| Problem::on_page("x", page, at..at, "m");
        check(&[], None);
        check(&[warning(0, 1)], Some("1 warning in 1 chapter"));
        check(&[warning(0, 1), warning(0, 1), warning(1, 1)], Some("2 warnings in 2 chapters"));
        check(
            &[warning(0, 1).severity(Severity::Error), warning(1, 1), warning(1, 2)],
            Some("1 error and 2 warnings in 2 chapters"),
        );
    }
}
