//! Excerpts of source.
use super::Whole;
use super::answers::tree;
use super::answers::{Answer, Ask};
use super::symbols::{not_locked, refused};
use crate::find::Asked;
use crate::piece::Piece;
use crate::problem::Problem;
use std::ops::Range;

/// The excerpt that a block asks for.
pub fn excerpt(whole: &Whole, page: usize, span: Range<usize>, asked: &Asked) -> Result<Piece, Problem> {
    let ask = Ask::on(&whole.pages[page], &asked.reference);
    match whole.answers.excerpts.get(&ask) {
        Some(Answer::Known(excerpt)) => {
            let mut excerpt = excerpt.clone();
            if excerpt.parts.is_empty() {
                excerpt.absent = Some(whole.cfg.words().excerpt_absent.clone());
            }
            Ok(Piece::Excerpt(Box::new(excerpt)))
        }
        Some(Answer::Wrong(refusal)) => Err(refused(page, &span, refusal)),
        absent => Err(not_locked(page, &span, &ask, tree(absent))),
    }
}
