//! `mdbook-codex check`: every problem of the book, and nothing written.
use super::embedded::{self, Options};
use super::preprocess::{Done, json, text};
use super::{Console, Exit, Settings, counted};
use crate::problem::{Problem, Severity, Strict, fails, print};
use crate::{Report, config, disk};
use anyhow::{Error, Result};
use mdbook_html::HtmlHandlebars;
use std::path::Path;

mod watching;

pub use watching::watch;

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
    let done = done(root, settings)?;
    tell(&done, format, settings, console)
}

fn tell(done: &[Done], format: Format, settings: &Settings, console: &mut Console) -> Result<Exit> {
    let mut failed = false;
    for done in done {
        let problems = &done.report.problems;
        match format {
            Format::Text => write!(console.out, "{}", text(done, problems, console.styled))?,
            Format::Json => write!(console.out, "{}", json(done, problems))?,
        }
        if print::count(problems).is_none() {
            writeln!(console.err, "no problems in {}", counted(done.report.count, "page"))?;
        }
        let strict = if done.config.strict == Strict::Never { Strict::Never } else { Strict::Always };
        failed |= fails(problems, strict, settings.in_ci);
    }
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

fn done(root: &Path, settings: &Settings) -> Result<Vec<Done>> {
    let options = Options { dry: true, ..Options::default() };
    match embedded::load(root, &options, settings) {
        Ok(embedded) => {
            embedded.book.preprocess_book(&HtmlHandlebars::new())?;
            Ok(embedded.take())
        }
        Err(error) => match missing_chapter(root, &error) {
            Some(done) => Ok(vec![done]),
            None => Err(error),
        },
    }
}

/// A chapter that SUMMARY.md names and that is not there: a build would write it, and a check may not.
fn missing_chapter(root: &Path, error: &Error) -> Option<Done> {
    let mut said = error.chain().map(ToString::to_string);
    let path = said.find_map(|said| {
        Some(said.strip_prefix("failed to read chapter `")?.split('`').next()?.to_string())
    })?;
    let config = embedded::config(root).ok()?;
    // One that is there and cannot be read is the machine's fault, not the author's.
    if root.join(&config.book.src).join(&path).exists() {
        return None;
    }
    let summary = config.book.src.join("SUMMARY.md");
    let span = disk::read(&root.join(&summary)).ok()?.find(&path).map(|at| at..at + path.len());
    let message = format!("SUMMARY.md names a chapter that cannot be read: `{path}`");
    let problem = Problem::in_file("unreadable-chapter", summary, span, message).severity(Severity::Error);
    let report = Report { problems: vec![problem], ..Report::default() };
    let context = embedded::context(root, "html", &config).ok()?;
    Some(Done { report, config: config::read(&context, None).0 })
}
