//! `mdbook-codex test`: the book's Go examples, built and run with the pinned Go.
use super::preprocess::with_sources;
use super::{Console, Exit, Settings};
use crate::answer::LOCK;
use crate::config::Config;
use crate::config::table::SourceTable;
use crate::examples::judge::Failure;
use crate::examples::promise::Promise;
use crate::examples::tell::{self, Telling};
use crate::examples::wish::Wish;
use crate::examples::{self, Example, Verdict};
use crate::go::roots;
use crate::go::run::{Go, Limits, Require};
use crate::lock::{self, Lock};
use crate::problem::locate::{Locator, Sources};
use crate::problem::{PageSource, Problem, print};
use crate::{answer, disk, nearest};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

mod collect;
mod update;
mod work;

/// How many bytes of stdout and of stderr an example may print.
const OUTPUT: usize = 1 << 20;

/// What to run, and what to do with it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only chapters whose path or title holds one of these.
    pub only: Vec<String>,
    /// Only what the lock does not record yet.
    pub changed: bool,
    /// Write what is printed over what was promised.
    pub update: bool,
}

/// A book's examples, and what is needed to speak of them.
struct Collected {
    config: Config,
    pages: Vec<PageSource>,
    examples: Vec<Example>,
    lock: Lock,
}

/// What examples are built with: the `go` command of each release, and other modules.
struct Tools {
    releases: BTreeMap<String, Go>,
    modules: Vec<Require>,
}

/// What is to be done for an example: nothing, where its verdict is known before anything is built.
type Plan = Result<(Wish, Promise), Verdict>;

/// Runs the examples of the book at `root`; a failure is told in its place, and what passed is recorded in the lock.
pub fn run(root: &Path, options: &Options, settings: &Settings, console: &mut Console) -> Result<Exit> {
    let book = collect::collect(root, settings)?;
    let chosen = chosen(&book, &options.only)?;
    let plans: Vec<Plan> =
        book.examples.iter().map(|example| plan(example, &book, &chosen, options.changed)).collect();
    let tools = Tools { releases: releases(&book, &plans)?, modules: modules(&book, &plans)? };
    let mut verdicts = work::work(&book, &plans, &tools)?;
    for line in skipped(&book, &verdicts) {
        writeln!(console.out, "{line}")?;
    }
    if options.update {
        update::update(&book, &plans, &mut verdicts, console)?;
    }
    let problems = problems(&book, &verdicts);
    let printed =
        with_sources(&book.pages, &book.config, |sources| print::text(&problems, sources, console.styled));
    write!(console.out, "{printed}")?;
    record(root, &book, &verdicts)?;
    writeln!(console.out, "{}", examples::summary(&book.examples, &verdicts))?;
    Ok(if problems.is_empty() { Exit::Fine } else { Exit::Failed })
}

/// Which pages are asked for, by their path or title; a word that fits none is wrong use.
fn chosen(book: &Collected, only: &[String]) -> Result<Vec<bool>> {
    let names = |page: &PageSource| {
        let path = page.source_path.as_deref().map(crate::read::slashed).unwrap_or_default();
        [path.into_owned(), page.name.to_lowercase()]
    };
    let fits = |page: &PageSource, word: &str| {
        names(page).iter().any(|name| name.contains(word) || name.contains(&word.to_lowercase()))
    };
    for word in only {
        if !book.pages.iter().any(|page| fits(page, word)) {
            let known: Vec<String> = book.pages.iter().flat_map(names).collect();
            let help = nearest::did_you_mean(word, known.iter().map(String::as_str));
            bail!(
                "no chapter is called `{word}`{}",
                help.map(|help| format!("; {help}")).unwrap_or_default()
            );
        }
    }
    let is_chosen = |page| only.is_empty() || only.iter().any(|word| fits(page, word));
    Ok(book.pages.iter().map(is_chosen).collect())
}

fn plan(example: &Example, book: &Collected, chosen: &[bool], changed: bool) -> Plan {
    let known = book.lock.examples.get(&example.hash);
    if !chosen.get(example.page).is_some_and(|is_chosen| *is_chosen) {
        return Err(Verdict::NotAsked);
    }
    match examples::read(&example.block) {
        Err(fault) => Err(Verdict::Failed(Failure::Fault(fault))),
        Ok((Wish { skip: Some(why), .. }, _)) => Err(Verdict::Skipped(why)),
        Ok(_) if changed && known.is_some() && known == example.stamp().as_ref() => Err(Verdict::Unchanged),
        Ok(read) => Ok(read),
    }
}

/// The `go` command of every release that is needed.
fn releases(book: &Collected, plans: &[Plan]) -> Result<BTreeMap<String, Go>> {
    let mut found = BTreeMap::new();
    let root = answer::root(&book.config);
    for (example, plan) in book.examples.iter().zip(plans) {
        if plan.is_err() {
            continue;
        }
        let Some(release) = &example.release else {
            bail!(
                "no Go release is known to run examples with: set `go` in [preprocessor.codex] of book.toml"
            );
        };
        if !found.contains_key(release) {
            found.insert(release.clone(), Go::find(release, root.as_deref())?);
        }
    }
    Ok(found)
}

/// The book's other modules that are at hand, for the go.mod of the examples that import from one.
fn modules(book: &Collected, plans: &[Plan]) -> Result<Vec<Require>> {
    let planned = book.examples.iter().zip(plans).filter(|(_, plan)| plan.is_ok());
    let wanted: BTreeSet<&String> = planned.flat_map(|(example, _)| &example.modules).collect();
    let mut found = Vec::new();
    for (name, table) in book.config.sources().iter().filter(|_| !wanted.is_empty()) {
        let SourceTable { module, pin, root, .. } = table;
        let root = root.as_ref().map(|root| book.config.root.join(root));
        match roots::module_tree(module, pin, root.as_deref()) {
            Some(tree) => found.push(Require::new(module, pin, &tree.root)?),
            None if wanted.contains(&format!("{module}@{pin}")) => bail!(
                "examples import {module}, and its {pin} is not at hand: fetch it with `go mod download \
                 {module}@{pin}`, or name its folder with `root` in [preprocessor.codex.source.{name}]"
            ),
            None => {}
        }
    }
    Ok(found)
}

/// What an example is held to. The race detector maps far more memory than it uses, so it has no limit of it.
fn limits(book: &Collected, wish: &Wish) -> Limits {
    let table = &book.config.table.examples;
    let memory = (table.memory_limit > 0 && !wish.race).then(|| table.memory_limit.saturating_mul(1 << 20));
    Limits { time: Duration::from_secs(table.time_limit.max(1)), output: OUTPUT, memory }
}

/// `src/cgo.md:120: skipped: why`.
fn skipped(book: &Collected, verdicts: &[Verdict]) -> Vec<String> {
    let skipped = book.examples.iter().zip(verdicts).filter_map(|(example, verdict)| match verdict {
        Verdict::Skipped(why) => Some((example, why)),
        _ => None,
    });
    with_sources(&book.pages, &book.config, |sources| {
        let mut locator = Locator::new(sources);
        let mut line = |(example, why): (&Example, &String)| {
            let spot = locator.spot(&Problem::on_page("example", example.page, example.span.clone(), ""));
            let place = spot.map(|spot| {
                let line = spot.mark.map(|mark| format!(":{}", mark.line)).unwrap_or_default();
                format!("{}{line}: ", crate::read::slashed(&spot.path))
            });
            format!("{}skipped: {why}", place.unwrap_or_default())
        };
        skipped.map(&mut line).collect()
    })
}

fn problems(book: &Collected, verdicts: &[Verdict]) -> Vec<Problem> {
    with_sources(&book.pages, &book.config, |sources: Sources| {
        let mut locator = Locator::new(sources);
        let mut problems = Vec::new();
        for (example, verdict) in book.examples.iter().zip(verdicts) {
            let (Verdict::Failed(failure), Some(page)) = (verdict, book.pages.get(example.page)) else {
                continue;
            };
            let wish = examples::wish::read(&example.block.info).unwrap_or_default();
            let limits = limits(book, &wish);
            let mut telling = Telling { text: &page.text, limits: &limits, locator: &mut locator };
            problems.push(tell::problem(example, failure, &mut telling));
        }
        problems
    })
}

/// Writes the lock, if it would change.
fn record(root: &Path, book: &Collected, verdicts: &[Verdict]) -> Result<()> {
    let examples = examples::recorded(&book.lock.examples, &book.examples, verdicts);
    if examples == book.lock.examples {
        return Ok(());
    }
    let lock = Lock { examples, ..book.lock.clone() };
    disk::write_inside(root, Path::new(LOCK), lock::write(&lock).as_bytes())
}
