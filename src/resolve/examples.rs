//! Runnable examples: which of them ran, and what stands below one.
use super::Whole;
use crate::examples::{self, modules};
use crate::find::{Block, What};
use crate::piece::Piece;

/// What stands below an example; nothing where that very text was not tried with the page's release.
pub fn note(whole: &Whole, page: usize, block: &Block) -> Piece {
    let Some(stamp) = stamp(whole, page, block) else { return Piece::Keep };
    let words = whole.cfg.words();
    let said = if examples::is_run(block) { &words.ran_with } else { &words.compiled_with };
    Piece::Example(said.replace("{release}", &modules::words(stamp)))
}

/// How many examples of the book ran.
pub fn ran(whole: &Whole) -> usize {
    (0..whole.pages.len()).map(|page| ran_on(whole, page)).sum()
}

/// How many examples of a page ran.
pub fn ran_on(whole: &Whole, page: usize) -> usize {
    if whole.answers.ran.is_empty() {
        return 0;
    }
    let blocks = whole.findings[page].found.iter().filter_map(|found| match &found.what {
        What::Example(block) if examples::is_run(block) => Some(block),
        _ => None,
    });
    blocks.filter(|block| stamp(whole, page, block).is_some()).count()
}

/// What an example passed with, if that is the page's release and the book's modules.
fn stamp<'w>(whole: &'w Whole, page: usize, block: &Block) -> Option<&'w String> {
    let ran = Some(&whole.answers.ran).filter(|ran| !ran.is_empty())?;
    let passed = ran.get(&examples::hash(block))?;
    let modules = || modules::imported(&block.text, whole.cfg.sources());
    let meant = whole.answers.release(whole.pages[page].meta.go.as_deref());
    let meant = meant.map(|release| modules::stamp(&release, &modules()));
    meant.is_none_or(|meant| meant == *passed).then_some(passed)
}
