//! Call paths.
use super::Whole;
use super::answers::tree;
use super::answers::{Answer, Ask};
use super::symbols::{not_locked, refused};
use crate::find::Block;
use crate::piece::Piece;
use crate::problem::Problem;
use std::ops::Range;

/// The call path that a block asks for.
pub fn figure(whole: &Whole, page: usize, span: Range<usize>, block: &Block) -> Result<Piece, Problem> {
    let ask = Ask::on(&whole.pages[page], &block.text);
    match whole.answers.calls.get(&ask) {
        Some(Answer::Known(figure)) => Ok(Piece::Calls(Box::new(figure.clone()))),
        Some(Answer::Wrong(refusal)) => Err(refused(page, &span, refusal)),
        absent => Err(not_locked(page, &span, &ask, tree(absent))),
    }
}
