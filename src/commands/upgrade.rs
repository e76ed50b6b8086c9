//! `mdbook-codex upgrade`: what another release of Go does to a book, and the step to it.
//!
//! The step changes two files, `codex.lock` and `book.toml`, and no file system changes two at once. So it is three
//! writes, each whole or not at all: first a lock that answers for both releases, then the pin in `book.toml`, then the
//! lock of the new release alone. Wherever that ends, the pin on disk is one that the lock on disk answers for, and the
//! next `upgrade` goes on from there.
use super::{Console, Exit, book_toml, embedded};
use crate::answer::{self, LOCK, Told};
use crate::config::{self, Config, Places};
use crate::drift::report::{self, Report};
use crate::go::release::Release;
use crate::go::roots;
use crate::lock::{self, Lock, Review};
use crate::{disk, find_all, read, resolve};
use anyhow::{Result, anyhow, bail};
use collect::{Sides, names_of};
use std::path::{Path, PathBuf};

mod collect;
mod pending;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The release to go to.
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
    let release: Release = options.release.parse().map_err(|error| anyhow!("{error}"))?;
    let release = release.to_string();
    let (context, book) = embedded::read(root)?;
    let toml = disk::read_if_there(&root.join("book.toml"))?;
    let places = Places::of(toml.as_deref());
    let (cfg, _) = config::read(&context, toml.as_deref());
    let (pages, _) = read::read(&book, &cfg, &places);
    let findings = find_all(&pages, &cfg);
    let asked = resolve::asked(&pages, &findings, &cfg);
    let known = known(root)?;
    let old = answer::told(&asked, &cfg, &places, &known)?;
    let Some(pin) = old.origins.pin.clone() else { bail!("the book cites no Go, or names no release of it") };
    let new_cfg = at_release(&cfg, &release, options.root.as_deref());
    if pin != release {
        at_hand(&release, options.root.as_deref())?;
    }
    let new = answer::told(&asked, &new_cfg, &places, &known)?;
    let sides = Sides { pages: &pages, findings: &findings, cfg: &cfg, old: &old, new: &new };
    let mut report = match pin == release {
        true => pending::report(&sides, &release),
        false => collect::report(&sides, &pin, &release)?,
    };
    accept(&mut report, &options.accept, &old)?;
    write!(console.out, "{}", print(&report, options.format))?;
    if !options.dry_run {
        let lock = Lock { reviews: reviews(&report), ..new.fresh.written() };
        for (path, text) in steps(&known, &lock, toml.as_deref().unwrap_or_default(), &release)? {
            disk::write_if_changed(&root.join(path), text.as_bytes())?;
        }
        told(&report, &cfg, console)?;
    }
    Ok(if report.is_clean() { Exit::Fine } else { Exit::Failed })
}

/// The writes that take a book to a release, in their order.
pub fn steps(known: &Lock, lock: &Lock, toml: &str, release: &str) -> Result<[(&'static str, String); 3]> {
    let both = lock::write(&known.clone().with(lock));
    let toml = book_toml::with_release(toml, release)?;
    Ok([(LOCK, both), ("book.toml", toml), (LOCK, lock::write(lock))])
}

fn known(root: &Path) -> Result<Lock> {
    let text = disk::read_if_there(&root.join(LOCK))?;
    Ok(text.map(|text| lock::read(&text).0).unwrap_or_default())
}

/// The book as it is at another release; the tree that `book.toml` names is one of the pinned release.
fn at_release(cfg: &Config, release: &str, root: Option<&Path>) -> Config {
    let mut cfg = cfg.clone();
    if cfg.table.go.as_deref() != Some(release) || root.is_some() {
        cfg.table.root = root.map(|root| root.to_string_lossy().into_owned());
    }
    cfg.table.go = Some(release.to_string());
    cfg
}

fn at_hand(release: &str, root: Option<&Path>) -> Result<()> {
    match (roots::go_tree(release, root), root) {
        (Some(_), _) => Ok(()),
        (None, Some(root)) => {
            bail!("`{}` is not the source tree of {release}, and no other one is at hand", root.display())
        }
        (None, None) => bail!(
            "no source tree of {release} is at hand: name one with --root, or let the go command fetch it with \
             `GOTOOLCHAIN={release} go env GOROOT`"
        ),
    }
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

fn told(report: &Report, cfg: &Config, console: &mut Console) -> Result<()> {
    if report.from != report.to {
        writeln!(console.err, "book.toml and {LOCK} are at {} now", report.to)?;
        if let Some(root) = &cfg.table.root {
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
