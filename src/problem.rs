//! What the author has to mend: one [`Problem`] a place, collected, in page order, printed as rustc prints.
//!
//! A problem never stops a run and never costs the reader a word: the page keeps the author's own text at that place.
//! What stops a run is an error of the machine, and those are `anyhow`'s.
use std::ops::Range;
use std::path::PathBuf;

pub mod locate;
pub mod mark;
pub mod print;
mod trace;

/// One thing for the author to mend.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Stable and short: `unknown-symbol`, `false-fact`; what a list can be filtered by.
    pub code: &'static str,
    /// How bad it is before `strict` has its say.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// One line in lower case, without a full stop.
    pub message: String,
    /// What was expected, or the nearest right name.
    pub help: Option<String>,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For information: never fails a build.
    Note,
    /// To mend: fails the build where `strict` says so.
    Warning,
    /// Wrong in any setting: always fails a check.
    Error,
}

/// Where a problem stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A chapter's text as the preprocessor got it (includes already expanded).
    Page {
        /// The page, by its place in reading order.
        page: usize,
        /// Bytes of the page's whole text.
        span: Range<usize>,
    },
    /// A file beside the chapters: `book.toml`, `codex.lock`.
    File {
        /// Below the book's root.
        path: PathBuf,
        /// Bytes of that file, where they are known.
        span: Option<Range<usize>>,
    },
    /// The book as a whole.
    Book,
}

impl Problem {
    /// A warning on bytes of a page.
    pub fn on_page(code: &'static str, page: usize, span: Range<usize>, message: impl Into<String>) -> Self {
        let place = Place::Page { page, span };
        Problem { code, severity: Severity::Warning, place, message: message.into(), help: None }
    }

    /// A warning on a file beside the chapters.
    pub fn in_file(
        code: &'static str,
        path: impl Into<PathBuf>,
        span: Option<Range<usize>>,
        message: impl Into<String>,
    ) -> Self {
        let place = Place::File { path: path.into(), span };
        Problem { code, severity: Severity::Warning, place, message: message.into(), help: None }
    }

    /// The same problem with help.
    pub fn help(self, help: impl Into<String>) -> Self {
        Problem { help: Some(help.into()), ..self }
    }

    /// The same problem, another severity.
    pub fn severity(self, severity: Severity) -> Self {
        Problem { severity, ..self }
    }
}

/// When problems fail a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strict {
    /// Where the environment says that this is continuous integration.
    Ci,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A page as the preprocessor got it: what a problem's place is looked up in.
#[derive(Debug, Clone, PartialEq)]
pub struct PageSource {
    /// The chapter's name.
    pub name: String,
    /// Its file below the book's `src`; none for a page that has no file.
    pub source_path: Option<PathBuf>,
    /// Its text, includes expanded.
    pub text: String,
}

/// Whether these problems fail the run; `in_ci` says whether this is continuous integration.
pub fn fails(problems: &[Problem], strict: Strict, in_ci: bool) -> bool {
    let warnings_fail = match strict {
        Strict::Ci => in_ci,
        Strict::Always => true,
        Strict::Never => false,
    };
    problems.iter().any(|problem| match problem.severity {
        Severity::Error => true,
        Severity::Warning => warnings_fail,
        Severity::Note => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_decides_over_warnings_alone() {
        let check = |severity, expected: [bool; 4]| {
            let problems = [Problem::on_page("x", 0, 0..1, "m").severity(severity)];
            let said = [
                fails(&problems, Strict::Ci, false),
                fails(&problems, Strict::Ci, true),
                fails(&problems, Strict::Always, false),
                fails(&problems, Strict::Never, true),
            ];
            assert_eq!(said, expected, "{severity:?}");
        };
        check(Severity::Note, [false; 4]);
        check(Severity::Warning, [false, true, true, false]);
        check(Severity::Error, [true; 4]);
        assert!(!fails(&[], Strict::Always, true));
    }
}
