//! `mdbook-codex lock`: what every reference resolves to, written down.
use super::embedded::{self, Options};
use super::preprocess::tell;
use super::{Console, Exit, Settings, counted};
use crate::answer::LOCK;
use crate::problem::{Problem, Strict, fails};
use crate::{disk, lock};
use anyhow::{Result, bail};
use mdbook_html::HtmlHandlebars;
use std::path::Path;

/// What may be wrong with a reference, or with the trees that answer: the codes of the guide's sections on both.
const OF_REFERENCES: [&str; 18] = [
    "config",
    "reference",
    "unknown-package",
    "ambiguous-package",
    "unknown-symbol",
    "ambiguous-symbol",
    "other-targets",
    "unknown-file",
    "unknown-line",
    "lacks",
    "unreadable",
    "raw-lines",
    "fact",
    "false-fact",
    "not-understood",
    "no-call",
    "not-locked",
    "lock",
];

/// Writes the lock of the book at `root`, whole or not at all; with `check` only says whether it would change.
///
/// A reference that nothing answers is a problem and fails the run: what it had in the old lock is kept. What is wrong
/// with the book besides is told, and fails a check of the book.
pub fn run(root: &Path, check: bool, settings: &Settings, console: &mut Console) -> Result<Exit> {
    let options = Options { dry: true, ..Options::default() };
    let embedded = embedded::load(root, &options, settings)?;
    embedded.book.preprocess_book(&HtmlHandlebars::new())?;
    let mut exit = Exit::Fine;
    for mut done in embedded.take() {
        let text = lock::write(&done.report.lock);
        let count = counted(done.report.lock.refs.len(), "reference");
        // A checkout may have changed the line ends; the lock says the same.
        let old = disk::read_if_there(&root.join(LOCK))?.map(|old| old.replace("\r\n", "\n"));
        let changes = old.as_deref() != Some(text.as_str());
        // That the lock is stale is what this command is for.
        done.report.problems.retain(|problem| problem.code != "stale-lock");
        let has = |codes: &[&str]| done.report.problems.iter().any(|problem| codes.contains(&problem.code));
        if !check && has(&["lock"]) && has(&["not-locked", "not-asked"]) {
            bail!(
                "{LOCK} is damaged (`mdbook-codex check` shows where), and no Go tree is at hand to write it anew: \
                 it stays as it is"
            );
        }
        tell(&done, settings, console)?;
        exit = if is_refused(&done.report.problems, done.config.strict) { Exit::Failed } else { Exit::Fine };
        match (changes, check) {
            (false, _) => writeln!(console.err, "{LOCK} is current: {count}")?,
            (true, true) => {
                writeln!(console.err, "{LOCK} would change; run `mdbook-codex lock`")?;
                exit = Exit::Failed;
            }
            (true, false) => {
                disk::write_inside(root, Path::new(LOCK), text.as_bytes())?;
                writeln!(console.err, "{LOCK} written: {count}")?;
            }
        }
    }
    Ok(exit)
}

fn is_refused(problems: &[Problem], strict: Strict) -> bool {
    let strict = if strict == Strict::Never { strict } else { Strict::Always };
    let of_references = problems.iter().filter(|problem| OF_REFERENCES.contains(&problem.code));
    fails(&of_references.cloned().collect::<Vec<_>>(), strict, false)
}
