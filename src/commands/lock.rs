//! `mdbook-codex lock`: what every reference resolves to, written down.
use super::embedded::{self, Options};
use super::preprocess::tell;
use super::{Console, Exit, Settings, counted};
use crate::answer::LOCK;
use crate::problem::Strict;
use crate::{disk, lock};
use anyhow::{Result, bail};
use mdbook_html::HtmlHandlebars;
use std::path::Path;

/// Writes the lock of the book at `root`, whole or not at all; with `check` only says whether it would change.
///
/// A reference that nothing answers is a problem and fails the run: what it had in the old lock is kept.
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
        if done.config.strict != Strict::Never {
            done.config.strict = Strict::Always;
        }
        let has = |codes: &[&str]| done.report.problems.iter().any(|problem| codes.contains(&problem.code));
        if !check && has(&["lock"]) && has(&["not-locked", "not-asked"]) {
            bail!(
                "{LOCK} is damaged (`mdbook-codex check` shows where), and no Go tree is at hand to write it anew: \
                 it stays as it is"
            );
        }
        exit = tell(&done, settings, console)?;
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
