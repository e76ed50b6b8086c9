//! `mdbook-codex upgrade`: what another release of Go, or another version of a module, does to a book, and the step to
//! it.
//!
//! The step changes two files, `codex.lock` and `book.toml`, and no file system changes two at once. So it is three
//! writes, each whole or not at all: first a lock that answers for both releases, then the pin in `book.toml`, then the
//! lock of the new release alone. Wherever that ends, the pin on disk is one that the lock on disk answers for, and the
//! next `upgrade` goes on from there.
use super::{Console, Exit, embedded};
use crate::answer::{self, LOCK, Told};
use crate::config::{self, Places};
use crate::drift::report::{self, Report};
use crate::lock::{self, Lock, Review};
use crate::{disk, find_all, read, resolve};
use anyhow::{Result, bail};
use collect::{Sides, names_of};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Duration;
use step::Step;

mod collect;
mod pending;
mod step;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The release to go to, or a module and its version.
    pub release: String,
    /// Its source tree, where it is not found by itself.
    pub root: Option<PathBuf>,
    /// Whether only the report is wanted.
    pub dry_run: bool,
    /// The form of the report.
    pub format: Format,
    /// References that the author has reviewed.
    pub accept: Vec<String>,
}

/// The form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For an issue or a pull request.
    Markdown,
    /// One JSON object.
    Json,
}

/// Reports on the book at `root`, and takes it to the release unless this is a dry run.
///
/// Fails where something waits for the author: links to what is the same or only moved follow without a word.
pub fn run(root: &Path, options: &Options, console: &mut Console) -> Result<Exit> {
    let progress = progress()?;
    progress.set_message("reading the book");
    let (context, book) = embedded::read(root)?;
    let toml = disk::read_if_there(&root.join("book.toml"))?;
    let places = Places::of(toml.as_deref());
    let (cfg, _) = config::read_at(&context, &places);
    let (pages, _) = read::read(&book, &cfg, &places);
    let findings = find_all(&pages, &cfg);
    let asked = resolve::asked(&pages, &findings, &cfg);
    let known = answer::whole_lock(root)?;
    progress.set_message("asking the release of the book");
    let old = answer::told(&asked, &cfg, &places, &known)?;
    let step = Step::of(&options.release, &cfg, old.origins.pin.as_deref())?;
    if !step.is_cited(&old.origins) {
        bail!("the book cites nothing of {}: change its version in book.toml", step.from)
    }
    if step.from != step.to {
        step.at_hand(options.root.as_deref())?;
    }
    let new_cfg = step.config(&cfg, options.root.as_deref());
    progress.set_message(format!("asking {}", step.to));
    let new = answer::told(&asked, &new_cfg, &places, &known)?;
    progress.set_message(format!("comparing {} and {}", step.from, step.to));
    let sides = Sides { pages: &pages, findings: &findings, cfg: &cfg, old: &old, new: &new };
    let mut report = match step.from == step.to {
        true => pending::report(&sides, &step.to),
        false => collect::report(&sides, &step.from, &step.to)?,
    };
    accept(&mut report, &options.accept, &old)?;
    progress.finish_and_clear();
    write!(console.out, "{}", print(&report, options.format))?;
    if !options.dry_run {
        let lock = Lock { reviews: reviews(&report), ..new.fresh.written() };
        let toml = step.toml(toml.as_deref().unwrap_or_default())?;
        for (path, text) in steps(&known, &lock, toml) {
            disk::write_if_changed(root, Path::new(path), text.as_bytes())?;
        }
        told(&report, step.root(&cfg), console)?;
    }
    Ok(if report.is_clean() { Exit::Fine } else { Exit::Failed })
}

/// What goes on, on a terminal; where stderr is piped there is nothing.
fn progress() -> Result<ProgressBar> {
    let style = ProgressStyle::with_template("{spinner} {msg}, {elapsed}")?;
    let bar = ProgressBar::new_spinner().with_style(style);
    bar.enable_steady_tick(Duration::from_millis(100));
    Ok(bar)
}

/// The writes that take a book to another release, in their order; `toml` is the new book.toml.
pub fn steps(known: &Lock, lock: &Lock, toml: String) -> [(&'static str, String); 3] {
    let both = lock::write(&known.clone().with(lock));
    [(LOCK, both), ("book.toml", toml), (LOCK, lock::write(lock))]
}

/// Marks what the author has reviewed.
fn accept(report: &mut Report, accepted: &[String], told: &Told) -> Result<()> {
    for written in accepted {
        let names = names_of(written, told);
        let found = report.references.iter_mut().find(|item| names.contains(&item.reference));
        match found {
            Some(item) => item.is_reviewed = true,
            None => bail!("`{written}` is no reference that the report lists"),
        }
    }
    Ok(())
}

/// What waits, as the lock keeps it.
fn reviews(report: &Report) -> std::collections::BTreeMap<String, Review> {
    let review = |item: &report::Item| Review {
        since: item.since.clone().unwrap_or_else(|| report.from.clone()),
        class: item.class,
        now: item.successor.as_ref().map(|successor| successor.reference.clone()).unwrap_or_default(),
    };
    report.waiting().map(|item| (format!("{} {}", report.to, item.reference), review(item))).collect()
}

fn print(report: &Report, format: Format) -> String {
    match format {
        Format::Text => report::text(report),
        Format::Markdown => report::markdown(report),
        Format::Json => report::json(report),
    }
}

fn told(report: &Report, root: Option<&String>, console: &mut Console) -> Result<()> {
    if report.from != report.to {
        writeln!(console.err, "book.toml and {LOCK} are at {} now", report.to)?;
        if let Some(root) = root {
            writeln!(
                console.err,
                "note: `root = \"{root}\"` of book.toml still names a tree of {}",
                report.from
            )?;
        }
    }
    let count = report.waiting().count();
    if count > 0 {
        let wait = if count == 1 { "1 reference waits" } else { &format!("{count} references wait") };
        let lists = format!("`mdbook-codex upgrade {}` lists what does", report.to);
        writeln!(console.err, "{wait} for a review: {lists}, `--accept REF` takes one off")?;
    }
    Ok(())
}
