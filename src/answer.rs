//! Who answers what the pages ask: a Go tree of the pinned release, or `codex.lock`.
//!
//! In: what the pages ask, the configuration, the lock on disk and the trees at hand. Out: [`Answers`], and the lock as
//! it should be. A tree's answers are first brought into the form of the lock's entries (`ask`), so that a page comes
//! out the same whoever answered; `tell` makes of entries what the pages show. Where the lock has every entry and the
//! files it names are unchanged, no tree is scanned.
use crate::config::{Config, Places};
use crate::disk;
use crate::go::release::Release;
use crate::lock::{self, Lock};
use crate::problem::{Place, Problem, Severity};
use crate::resolve::answers::{Answer, Answers, Ask, Asked};
use anyhow::{Context, Result, bail};
use ask::Fresh;
use origins::{Origin, Origins};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub mod ask;
mod hashes;
pub mod origins;
mod tell;

pub use origins::root;

/// The lock's file below the book's root.
pub const LOCK: &str = "codex.lock";

/// What came of asking.
#[derive(Debug, Default)]
pub struct Answered {
    /// The answers, for the pages.
    pub answers: Answers,
    /// What the author has to mend.
    pub problems: Vec<Problem>,
    /// The lock as it should be: of what no tree at hand could answer, the old entries.
    pub lock: Lock,
    /// Whether the lock on disk says something else of what a tree was asked.
    pub is_stale: bool,
    /// The folders of the trees at hand, by their names in the lock.
    pub trees: BTreeMap<String, PathBuf>,
}

/// Answers what the pages ask.
pub fn answer(asked: &Asked, cfg: &Config, places: &Places) -> Result<Answered> {
    let locked = read_lock(&cfg.root)?;
    let is_there = locked.is_some();
    let (known, mut problems) = locked.unwrap_or_default();
    let Told { origins, fresh: lock, answers, problems: told } = told(asked, cfg, places, &known)?;
    problems.extend(told);
    if asked.is_empty() {
        let ran = known.examples.clone();
        let lock = Lock { examples: ran.clone(), ..Lock::default() };
        let answers = Answers { pin: origins.pin.clone(), ran, ..Answers::default() };
        return Ok(Answered { answers, problems, lock, is_stale: false, trees: BTreeMap::new() });
    }
    // A lock with results of examples alone was never asked about references.
    let only_examples = Lock { examples: known.examples.clone(), ..Lock::default() } == known;
    let is_stale = is_there && !only_examples && lock.written() != known;
    problems.extend(stale(is_stale, cfg));
    problems.extend(not_asked(asked, &answers));
    let tree =
        |(name, origin): (&String, &Origin)| Some((name.clone(), origin.index.as_ref()?.tree.root.clone()));
    let trees = origins.by_name.iter().filter_map(tree).collect();
    Ok(Answered { answers, problems, is_stale, lock: lock.written(), trees })
}

/// The lock of the book at `root`, if there is one, and what is wrong with its lines.
///
/// One that a newer version of this program wrote is an error: what it holds could only be lost here.
pub fn read_lock(root: &Path) -> Result<Option<(Lock, Vec<Problem>)>> {
    let read = disk::read_if_there(&root.join(LOCK))?.map(|text| lock::read(&text));
    if let Some(newer) = read.iter().flat_map(|(_, problems)| problems).find(|one| one.code == lock::NEWER) {
        bail!("{LOCK}: {}; {}", newer.message, newer.help.as_deref().unwrap_or_default());
    }
    Ok(read)
}

/// The lock of the book at `root`, for what goes on from it; an error where a line of it cannot be read.
pub fn whole_lock(root: &Path) -> Result<Lock> {
    let (known, problems) = read_lock(root)?.unwrap_or_default();
    match problems.first() {
        Some(problem) => {
            bail!("{LOCK} cannot be read: {}; `mdbook-codex check` shows where", problem.message)
        }
        None => Ok(known),
    }
}

/// What the trees and a lock say, and who said it.
#[derive(Debug)]
pub struct Told {
    /// The trees.
    pub origins: Origins,
    /// The lock as it should be, and what is refused.
    pub fresh: Fresh,
    /// The answers, for the pages.
    pub answers: Answers,
    /// Settings that do not fit.
    pub problems: Vec<Problem>,
}

/// Asks the trees at hand, and of what they cannot say the lock.
pub fn told(asked: &Asked, cfg: &Config, places: &Places, known: &Lock) -> Result<Told> {
    let (origins, problems) = Origins::of(asked, cfg, places, known);
    let fresh = ask::ask(asked, &origins, known)?;
    let mut answers = tell::tell(asked, cfg, &origins, &fresh);
    answers.ran = known.examples.clone();
    Ok(Told { origins, fresh, answers, problems })
}

/// The release that a book's examples are run with: as configured, else as locked, else that of the tree at hand.
pub fn release(cfg: &Config, known: &Lock) -> Result<Option<String>> {
    let written = cfg.table.go.as_ref().map(|written| written.parse::<Release>());
    let written = written.transpose().context("`go` of book.toml cannot be used")?;
    let locked = || origins::locked(known);
    Ok(written.map(|release| release.to_string()).or_else(locked).or_else(|| origins::at_hand(cfg)))
}

/// Code spans that neither a tree nor the lock could be asked about simply stay code; one note says how many.
fn not_asked(asked: &Asked, answers: &Answers) -> Option<Problem> {
    let absent = |ask: &&Ask| matches!(answers.symbols.get(ask), Some(Answer::Absent(_)));
    let count = asked.spans.iter().filter(absent).count();
    let spans = if count == 1 { "1 code span" } else { &format!("{count} code spans") };
    let message = format!("{spans} may name symbols, and no tree of that release is at hand to ask");
    let note =
        Problem { severity: Severity::Note, place: Place::Book, message, code: "not-asked", help: None };
    (count > 0).then(|| note.help("run `mdbook-codex lock` where such a tree is"))
}

/// A lock that says something else than the tree is worth a word, and with `locked` it fails.
fn stale(is_stale: bool, cfg: &Config) -> Option<Problem> {
    let severity = if cfg.table.locked { Severity::Error } else { Severity::Note };
    let message = "codex.lock does not say what the Go tree at hand says";
    let problem = Problem::in_file("stale-lock", LOCK, None, message).help("run `mdbook-codex lock`");
    is_stale.then(|| problem.severity(severity))
}
