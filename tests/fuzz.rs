//! Every fuzz target over its corpus, and over some thousand mutations of it which are the same in each run.
//!
//! `FUZZ_ROUNDS` says how many, `FUZZ_SEED` which ones; `tests/fuzz/README.md` tells of longer runs.
#[path = "support/random.rs"]
mod random;
#[path = "fuzz/src/lib.rs"]
mod targets;

use random::Random;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Mutations of each target where nothing else is asked for.
const ROUNDS: usize = 2000;
/// A mutated text may grow to this many bytes.
const LONGEST: usize = 4096;

fn check(name: &str) {
    let (_, target) = targets::TARGETS.into_iter().find(|(known, _)| *known == name).expect("a target");
    let corpus = corpus(name);
    let run = |input: &[u8], what: &str| {
        let ended = catch_unwind(AssertUnwindSafe(|| target(input)));
        assert!(ended.is_ok(), "{name}, {what}: {:?}", String::from_utf8_lossy(input));
    };
    for (file, text) in &corpus {
        run(text, file);
    }
    let texts: Vec<&[u8]> = corpus.iter().map(|(_, text)| text.as_slice()).collect();
    let mut random = Random(number("FUZZ_SEED", 1) as u64 | 1 << 40);
    for round in 0..number("FUZZ_ROUNDS", ROUNDS) {
        run(&random.mutate(&texts), &format!("round {round}"));
    }
}

fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// The files of a target's corpus, by name.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = |path: std::path::PathBuf| {
        (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(path).expect("a file"))
    };
    let mut files: Vec<_> = entries.map(|entry| read(entry.expect("an entry").path())).collect();
    files.sort();
    assert!(files.len() >= 3, "{name} has a corpus");
    files
}

impl Random {
    /// A piece of a text, mostly a short one.
    fn piece<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        let start = self.below(text.len());
        let longest = if self.below(4) == 0 { text.len() } else { 12 };
        &text[start..(start + 1 + self.below(longest)).min(text.len())]
    }

    /// One of the texts with a few changes: bytes taken out, put in, changed, and pieces of it or of another text.
    fn mutate(&mut self, texts: &[&[u8]]) -> Vec<u8> {
        const SIGNS: &[u8] = b"(){}[]<>`'\"/*\n\\\0\xff;:,.=~|#@?!&-+_ \t\r0123456789aA\xc3\xa9";
        let mut bytes = texts[self.below(texts.len())].to_vec();
        for _ in 0..=self.below(8) {
            let (at, other) = (self.below(bytes.len() + 1), self.below(bytes.len() + 1));
            match self.below(6) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, SIGNS[self.below(SIGNS.len())]),
                2 if at < bytes.len() => bytes[at] = SIGNS[self.below(SIGNS.len())],
                3 => drop(bytes.drain(at.min(other)..at.max(other).min(at.min(other) + 20))),
                4 if !bytes.is_empty() => {
                    let piece = self.piece(&bytes).to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => {
                    let text = texts[self.below(texts.len())];
                    let piece = self.piece(text).to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        bytes.truncate(LONGEST);
        bytes
    }
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            check(stringify!($name));
        })*

        #[test]
        fn every_target_has_its_test_and_its_program() {
            let names = [$(stringify!($name)),*];
            assert_eq!(names.to_vec(), targets::TARGETS.map(|(name, _)| name).to_vec());
            let cargo = include_str!("fuzz/Cargo.toml");
            assert!(names.iter().all(|name| cargo.contains(&format!("fuzz_targets/{name}.rs"))));
        }
    };
}

targets!(scanner constraint reference consts lock front_matter wire config page layout);
