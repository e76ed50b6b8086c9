//! Struct layouts.
use super::Whole;
use super::answers::tree;
use super::answers::{Answer, Ask};
use super::symbols::{not_locked, refused};
use crate::find::{Block, What};
use crate::piece::Piece;
use crate::problem::Problem;
use std::ops::Range;

/// The layout that a block asks for.
pub fn figure(whole: &Whole, page: usize, span: Range<usize>, block: &Block) -> Result<Piece, Problem> {
    let ask = Ask::on(&whole.pages[page], &block.text);
    match whole.answers.layouts.get(&ask) {
        Some(Answer::Known(figure)) => Ok(Piece::Layout(Box::new(figure.clone()))),
        Some(Answer::Wrong(refusal)) => Err(refused(page, &span, refusal)),
        absent => Err(not_locked(page, &span, &ask, tree(absent))),
    }
}

/// How many layouts the book draws.
pub fn drawn(whole: &Whole) -> usize {
    let pages = whole.pages.iter().zip(whole.findings);
    pages
        .map(|(page, findings)| {
            findings.found.iter().filter(|found| is_drawn(whole, page, &found.what)).count()
        })
        .sum()
}

fn is_drawn(whole: &Whole, page: &crate::read::Page, what: &What) -> bool {
    let What::Layout(block) = what else { return false };
    matches!(whole.answers.layouts.get(&Ask::on(page, &block.text)), Some(Answer::Known(_)))
}
