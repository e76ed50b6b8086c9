//! Paths of chapters that mdBook would take at their word: it writes a page wherever a path leads, and the path itself
//! into the page's script and markup. Whatever the book's settings, these are told.
use crate::config::{Config, Output};
use crate::problem::{Problem, Severity};
use crate::read::{Page, slashed};
use std::borrow::Cow;

/// What is wrong with the paths of the pages.
pub fn problems(pages: &[Page], cfg: &Config) -> Vec<Problem> {
    if cfg.output == Output::Test {
        return Vec::new();
    }
    let paths = pages.iter().filter_map(|page| Some((page, page.path.map(slashed)?)));
    let summary = format!("{}/SUMMARY.md", slashed(&cfg.src));
    let problem = |(page, path): (&Page, Cow<str>)| {
        let leaves = leads_out(&path).then(|| outside(page, &path, &summary));
        leaves.or_else(|| {
            markup(&path).filter(|_| cfg.output == Output::Html).map(|c| spelled(&path, c, &summary))
        })
    };
    paths.filter_map(problem).collect()
}

/// Whether a path is absolute, of any system, or climbs above the folder that it starts in.
fn leads_out(path: &str) -> bool {
    let mut depth = 0_usize;
    let climbs = path.split('/').any(|segment| match segment {
        "" | "." => false,
        ".." => depth.checked_sub(1).map(|above| depth = above).is_none(),
        _ => {
            depth += 1;
            false
        }
    });
    let has_drive = path.get(1..3) == Some(":/") && path.starts_with(|c: char| c.is_ascii_alphabetic());
    climbs || has_drive || path.starts_with('/')
}

/// What an author writes in SUMMARY.md is what mdBook was asked for; of another preprocessor nobody asked it.
fn outside(page: &Page, path: &str, summary: &str) -> Problem {
    let message = format!("mdBook writes the page of `{path}` outside of its output");
    let (severity, help) = match page.source_path.map(slashed) {
        Some(source) if source == path => {
            (Severity::Warning, "move the file below `src`, or include it there")
        }
        _ => (Severity::Error, "another preprocessor made this chapter"),
    };
    Problem::in_file("path-outside", summary, None, message).severity(severity).help(help)
}

/// The first character of a path that mdBook's sidebar does not escape.
fn markup(path: &str) -> Option<char> {
    path.chars().find(|c| matches!(c, '\'' | '"' | '<' | '>') || c.is_control())
}

fn spelled(path: &str, c: char, summary: &str) -> Problem {
    let what = match c {
        '\'' | '"' => "quote".to_string(),
        c if c.is_control() => "control character".to_string(),
        c => format!("`{c}`"),
    };
    let message = format!("mdBook's sidebar breaks on the {what} in the path `{}`", path.escape_debug());
    let problem = Problem::in_file("quote-in-path", summary, None, message);
    problem.severity(Severity::Error).help("rename the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_where_it_starts() {
        let check = |path: &str, expected: bool| assert_eq!(leads_out(path), expected, "{path}");
        for fine in ["a.md", "a/b.md", "a/../b.md", "./a.md", "..a.md", "a..b/c.md", "a:b.md"] {
            check(fine, false);
        }
        for wrong in ["../a.md", "a/../../b.md", "/a.md", "./../a.md", "C:/a.md", ".."] {
            check(wrong, true);
        }
    }

    #[test]
    fn what_the_sidebar_takes_for_code_is_named() {
        assert_eq!(markup("it's.md"), Some('\''));
        assert_eq!(markup("a\"b.md"), Some('"'));
        assert_eq!(markup("a\nb.md"), Some('\n'));
        assert_eq!(markup("größe & more (1).md"), None);
    }
}
