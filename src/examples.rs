//! Runnable examples: the programs on the pages, what each asks for and promises, and whether it kept that.
//!
//! In: what was found on the pages. Out: [`Example`]s. A fence's info string says how one is built and run ([`wish`]),
//! its comments how it ends ([`promise`]). What came of a run is held against that ([`judge`]) and told ([`tell`]), or
//! written into the page ([`update`]). Nothing runs here: that is [`crate::go::run`]'s.
use crate::config::table::SourceTable;
use crate::find::{Block, Findings, What};
use crate::go::run::{Ended, Limits};
use crate::nearest::did_you_mean;
use crate::read::Page;
use judge::Failure;
use promise::Promise;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;
use wish::Wish;

pub mod judge;
pub mod modules;
pub mod promise;
pub mod said;
pub mod tell;
pub mod update;
pub mod wish;

/// A program on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The page, by its place in reading order.
    pub page: usize,
    /// Bytes of the page's whole text: the fence and all between.
    pub span: Range<usize>,
    /// The fence.
    pub block: Block,
    /// The page's release.
    pub release: Option<String>,
    /// The book's other modules that it imports from, as `go.etcd.io/bbolt@v1.3.6`.
    pub modules: Vec<String>,
    /// Its name in the lock.
    pub hash: String,
}

impl Example {
    /// What the lock records when it passes; nothing where no release is known.
    pub fn stamp(&self) -> Option<String> {
        self.release.as_ref().map(|release| modules::stamp(release, &self.modules))
    }
}

/// What a fence says that it should not, and where: the line of its text counts from zero, none for the fence itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The line of the program.
    pub line: Option<usize>,
    /// One line in lower case.
    pub message: String,
    /// What is right.
    pub help: Option<String>,
}

impl Fault {
    fn new(line: Option<usize>, message: impl Into<String>, help: impl Into<Option<String>>) -> Self {
        Fault { line, message: message.into(), help: help.into() }
    }
}

/// The examples of a book, in page order; `pin` is the book's release, `sources` are its other modules.
pub fn collect(
    pages: &[Page],
    findings: &[Findings],
    pin: Option<&str>,
    sources: &BTreeMap<String, SourceTable>,
) -> Vec<Example> {
    let mut examples = Vec::new();
    for (index, (page, findings)) in pages.iter().zip(findings).enumerate() {
        let release = page.meta.go.as_deref().or(pin);
        for found in &findings.found {
            let What::Example(block) = &found.what else { continue };
            examples.push(Example {
                page: index,
                span: found.span.clone(),
                block: block.clone(),
                release: release.map(String::from),
                modules: modules::imported(&block.text, sources),
                hash: hash(block),
            });
        }
    }
    examples
}

/// The name of a program's text and of how it is asked to run, in the lock: SHA-256 cut to 128 bits, in hex.
pub fn hash(block: &Block) -> String {
    let digest = Sha256::digest(format!("{}\n{}", block.info, block.text.replace("\r\n", "\n")).as_bytes());
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a fence asks to be run, and not only to be compiled.
pub fn is_run(block: &Block) -> bool {
    wish::read(&block.info).is_ok_and(|wish| !wish.no_run)
}

/// What a fence asks for and what it promises.
pub fn read(block: &Block) -> Result<(Wish, Promise), Fault> {
    Ok((wish::read(&block.info)?, promise::read(&block.text)?))
}

/// What became of an example.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It kept its promise.
    Passed,
    /// It did not.
    Failed(Failure),
    /// Its author said why it is not to run.
    Skipped(String),
    /// What it prints was written into its page.
    Updated,
    /// The lock says that this very text passed, and only what changed was asked for.
    Unchanged,
    /// Another chapter was asked for.
    NotAsked,
}

/// Takes an example to its verdict; `build` and `run` do as they are named.
pub fn verdict<E>(
    wish: &Wish,
    promise: &Promise,
    limits: &Limits,
    build: impl FnOnce() -> Result<Ended, E>,
    run: impl FnOnce() -> Result<Ended, E>,
) -> Result<Verdict, E> {
    if let Err(failure) = judge::built(wish, promise, &build()?) {
        return Ok(Verdict::Failed(failure));
    }
    if wish.no_run {
        return Ok(Verdict::Passed);
    }
    let kept = judge::ran(promise, &run()?, limits);
    Ok(kept.map_or_else(Verdict::Failed, |()| Verdict::Passed))
}

/// What the lock records after a run: what passed, and of what was not run the old entries, if the text still exists.
pub fn recorded(
    old: &BTreeMap<String, String>,
    examples: &[Example],
    verdicts: &[Verdict],
) -> BTreeMap<String, String> {
    let mut new = BTreeMap::new();
    for (example, verdict) in examples.iter().zip(verdicts) {
        let stamp = match verdict {
            Verdict::Passed => example.stamp(),
            Verdict::Unchanged | Verdict::NotAsked => old.get(&example.hash).cloned(),
            Verdict::Failed(_) | Verdict::Skipped(_) | Verdict::Updated => None,
        };
        if let Some(stamp) = stamp {
            new.insert(example.hash.clone(), stamp);
        }
    }
    // The same text may stand on two pages; one that failed on either has not passed.
    for (example, verdict) in examples.iter().zip(verdicts) {
        if matches!(verdict, Verdict::Failed(_)) {
            new.remove(&example.hash);
        }
    }
    new
}

/// How a run of many went: `57 examples: 55 passed, 1 failed, 1 skipped (go1.27.3)`.
pub fn summary(examples: &[Example], verdicts: &[Verdict]) -> String {
    let of = |wanted: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| wanted(verdict)).count();
    let counts = [
        (of(|verdict| matches!(verdict, Verdict::Passed)), "passed"),
        (of(|verdict| matches!(verdict, Verdict::Failed(_))), "failed"),
        (of(|verdict| matches!(verdict, Verdict::Updated)), "updated"),
        (of(|verdict| matches!(verdict, Verdict::Skipped(_))), "skipped"),
        (of(|verdict| matches!(verdict, Verdict::Unchanged)), "unchanged"),
    ];
    let total: usize = counts.iter().map(|(count, _)| count).sum();
    let said = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let said: Vec<String> = said.collect();
    let mut releases: Vec<&str> = examples.iter().filter_map(|example| example.release.as_deref()).collect();
    releases.sort_unstable();
    releases.dedup();
    match total {
        0 => "no examples".to_string(),
        1 => format!("1 example: {} ({})", said.join(", "), releases.join(", ")),
        _ => format!("{total} examples: {} ({})", said.join(", "), releases.join(", ")),
    }
}

/// A word and the nearest of those known, as help.
fn meant<'k>(word: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> String {
    let list = || format!("known are {}", known.clone().into_iter().collect::<Vec<_>>().join(", "));
    did_you_mean(word, known.clone()).unwrap_or_else(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(hash: &str) -> Example {
        let block = Block::default();
        let release = Some("go1.27.3".into());
        Example { page: 0, span: 0..0, block, release, modules: Vec::new(), hash: hash.into() }
    }

    fn failed() -> Verdict {
        Verdict::Failed(Failure::Race { lines: Vec::new() })
    }

    #[test]
    fn only_what_passed_and_still_exists_is_recorded() {
        let old = ["same", "gone", "other", "broke"].map(|hash| (hash.to_string(), "go1.26.6".to_string()));
        let examples = ["new", "same", "other", "broke", "twice", "twice"].map(example);
        let verdicts =
            [Verdict::Passed, Verdict::Passed, Verdict::NotAsked, failed(), failed(), Verdict::Passed];
        let new = recorded(&old.into(), &examples, &verdicts);
        let expected = [("new", "go1.27.3"), ("other", "go1.26.6"), ("same", "go1.27.3")];
        assert_eq!(new.iter().map(|(hash, on)| (hash.as_str(), on.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_summary_counts_what_was_asked() {
        let check = |verdicts: &[Verdict], expected: &str| {
            let examples: Vec<Example> = verdicts.iter().map(|_| example("x")).collect();
            assert_eq!(summary(&examples, verdicts), expected);
        };
        check(&[], "no examples");
        check(&[Verdict::NotAsked], "no examples");
        check(&[Verdict::Passed], "1 example: 1 passed (go1.27.3)");
        let skipped = Verdict::Skipped("why".into());
        check(
            &[Verdict::Passed, failed(), skipped, Verdict::Unchanged, Verdict::Passed],
            "5 examples: 2 passed, 1 failed, 1 skipped, 1 unchanged (go1.27.3)",
        );
    }

    #[test]
    fn the_lock_names_text_and_how_it_runs() {
        let block = |info: &str, text: &str| Block { info: info.into(), text: text.into(), start: 7 };
        assert_eq!(hash(&block("go", "a\r\nb\n")), hash(&Block { start: 0, ..block("go", "a\nb\n") }));
        assert_ne!(hash(&block("go", "a\n")), hash(&block("go race", "a\n")));
    }
}
