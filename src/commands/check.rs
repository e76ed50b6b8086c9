//! `mdbook-codex check`: every problem of the book, and nothing written.
use super::embedded::{self, Options};
use super::preprocess::{json, text};
use super::{Console, Exit, Settings};
use crate::problem::{Strict, fails, print};
use anyhow::Result;
use mdbook_html::HtmlHandlebars;
use std::path::Path;

/// The form in which problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As rustc prints its own.
    Text,
    /// One JSON object a line.
    Json,
}

/// Checks the book at `root` as it is built for HTML. Warnings fail a check, unless `strict` is `never`.
pub fn run(root: &Path, format: Format, settings: &Settings, console: &mut Console) -> Result<Exit> {
    let options = Options { dry: true, ..Options::default() };
    let embedded = embedded::load(root, &options, settings)?;
    embedded.book.preprocess_book(&HtmlHandlebars::new())?;
    let mut failed = false;
    for done in embedded.take() {
        let problems = &done.report.problems;
        match format {
            Format::Text => write!(console.out, "{}", text(&done, problems, console.styled))?,
            Format::Json => write!(console.out, "{}", json(&done, problems))?,
        }
        if print::count(problems).is_none() {
            writeln!(console.err, "no problems in {} pages", done.report.count)?;
        }
        let strict = if done.strict() == Strict::Never { Strict::Never } else { Strict::Always };
        failed |= fails(problems, strict, settings.in_ci);
    }
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}
