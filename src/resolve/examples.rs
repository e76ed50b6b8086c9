//! Runnable examples: which of them ran, and what stands below one.
use super::Whole;
use crate::find::{Block, What};
use crate::piece::{ExampleNote, Piece};
use sha2::{Digest, Sha256};

/// What stands below an example; nothing where that very text has not run.
pub fn note(whole: &Whole, block: &Block) -> Piece {
    match release(whole, block) {
        Some(release) => {
            let ran = whole.cfg.words().ran_with.replace("{release}", release);
            Piece::Example(Box::new(ExampleNote { ran: Some(ran), ..ExampleNote::default() }))
        }
        None => Piece::Keep,
    }
}

/// How many examples of the book ran.
pub fn ran(whole: &Whole) -> usize {
    (0..whole.pages.len()).map(|page| ran_on(whole, page)).sum()
}

/// How many examples of a page ran.
pub fn ran_on(whole: &Whole, page: usize) -> usize {
    let blocks = whole.findings[page].found.iter().filter_map(|found| match &found.what {
        What::Example(block) => Some(block),
        _ => None,
    });
    blocks.filter(|block| release(whole, block).is_some()).count()
}

fn release<'w>(whole: &'w Whole, block: &Block) -> Option<&'w String> {
    whole.answers.ran.get(&hash(block))
}

/// The name of a program's text and of how it is asked to run, in the lock: SHA-256 cut to 128 bits, in hex.
pub fn hash(block: &Block) -> String {
    let digest = Sha256::digest(format!("{}\n{}", block.info, block.text.replace("\r\n", "\n")).as_bytes());
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
