//! Room 4: a [`Piece`] → a [`Fragment`] of HTML, or of plain Markdown for renderers that are not HTML.
//!
//! Nothing is looked up here, and nothing is written but through [`html`] and [`markdown`], which escape. A block of
//! HTML is one line that begins with a block-level tag, so that Markdown takes all of it and nothing else.
use crate::piece::Piece;

pub mod html;
pub mod markdown;

mod calls;
mod cards;
mod changes;
mod chips;
mod count;
mod definition;
mod examples;
mod excerpts;
mod facts;
mod foot;
mod head;
mod layouts;
mod lead;
mod phrases;
mod sources;
mod symbols;
mod tags;
mod words;

/// What a renderer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// HTML inside of Markdown.
    Html,
    /// Markdown alone.
    Markdown,
}

/// What stands in a piece's place.
#[derive(Debug, Clone, PartialEq)]
pub enum Fragment {
    /// Blocks, to stand between blank lines and behind the prefix of their container; nothing if empty.
    Block(String),
    /// Part of a paragraph, a heading or a table's cell; it replaces what was there.
    Inline(String),
    /// Two insertions around the author's own words, which the piece's form names.
    Around {
        /// Stands in place of what comes before the words.
        open: String,
        /// Stands in place of what comes after them.
        close: String,
    },
    /// The author's words stay as they are.
    Keep,
}

/// The fragment for a piece.
pub fn render(piece: &Piece, form: Form) -> Fragment {
    match (piece, form) {
        (Piece::Head(head), Form::Html) => block(head::html(head)),
        (Piece::Lead(lead), Form::Html) => Fragment::Block(lead::html(lead)),
        (Piece::Lead(lead), Form::Markdown) => Fragment::Block(lead::markdown(lead)),
        (Piece::Foot(foot), Form::Html) => block(foot::html(foot)),
        (Piece::Head(_) | Piece::Foot(_), Form::Markdown) => Fragment::Block(String::new()),
        (Piece::Facts(facts), Form::Html) => block(facts::html(facts)),
        (Piece::Facts(facts), Form::Markdown) => Fragment::Block(facts::markdown(facts)),
        (Piece::Cards(cards), Form::Html) => block(Some(cards::html(cards))),
        (Piece::Cards(cards), Form::Markdown) => Fragment::Block(cards::markdown(cards)),
        (Piece::Count(count), Form::Html) => Fragment::Inline(count::html(count)),
        (Piece::Count(count), Form::Markdown) => Fragment::Inline(count::markdown(count)),
        (Piece::Tags(entries), Form::Html) => block(Some(tags::html(entries))),
        (Piece::Tags(entries), Form::Markdown) => Fragment::Block(tags::markdown(entries)),
        (Piece::Sources(index), Form::Html) => block(Some(sources::html(index))),
        (Piece::Sources(index), Form::Markdown) => Fragment::Block(sources::markdown(index)),
        (Piece::Changes(releases), Form::Html) => Fragment::Block(changes::html(releases)),
        (Piece::Changes(releases), Form::Markdown) => Fragment::Block(changes::markdown(releases)),
        (Piece::Symbol(symbol), Form::Html) => symbols::html(symbol),
        (Piece::Symbol(symbol), Form::Markdown) => symbols::markdown(symbol),
        (Piece::Excerpt(excerpt), Form::Html) => block(Some(excerpts::html(excerpt))),
        (Piece::Excerpt(excerpt), Form::Markdown) => Fragment::Block(excerpts::markdown(excerpt)),
        (Piece::Layout(figure), Form::Html) => block(Some(layouts::html(figure))),
        (Piece::Layout(figure), Form::Markdown) => Fragment::Block(layouts::markdown(figure)),
        (Piece::Calls(figure), Form::Html) => block(Some(calls::html(figure))),
        (Piece::Calls(figure), Form::Markdown) => Fragment::Block(calls::markdown(figure)),
        (Piece::Example(note), Form::Html) => block(examples::html(note)),
        (Piece::Example(note), Form::Markdown) => Fragment::Block(examples::markdown(note)),
        (Piece::Keep | Piece::Verbatim(_), _) => Fragment::Keep,
    }
}

fn block(element: Option<html::Element>) -> Fragment {
    Fragment::Block(element.map(|element| element.block()).unwrap_or_default())
}
