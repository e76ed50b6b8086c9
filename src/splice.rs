//! Room 5: text + edits → text, and the pages we add hung into the book.
//!
//! In: a page's text and what goes where. Out: the text with exactly that changed; every other byte is the author's own.
use crate::piece::{Piece, SymbolForm};
use crate::render::Fragment;
use crate::resolve::Placed;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use std::ops::Range;
use std::path::PathBuf;

/// One change of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The bytes that go; empty where text is added.
    pub span: Range<usize>,
    /// What comes in their place.
    pub text: String,
    /// How it stands among the text around it.
    pub stand: Stand,
}

/// How new text stands among what is around it.
#[derive(Debug, Clone, PartialEq)]
pub enum Stand {
    /// Within a line.
    Inline,
    /// Between blank lines, each line behind its containers' prefix.
    Block(String),
}

/// The changes that put a fragment in its place.
pub fn edits(placed: Placed, fragment: Fragment) -> Vec<Edit> {
    let Placed { span, prefix, piece } = placed;
    match (fragment, piece) {
        (_, Piece::Verbatim(text)) => vec![Edit { span, text, stand: Stand::Inline }],
        (Fragment::Keep, _) => Vec::new(),
        (Fragment::Block(text), _) if text.is_empty() && span.is_empty() => Vec::new(),
        (Fragment::Block(text), _) => vec![Edit { span, text, stand: Stand::Block(prefix) }],
        (Fragment::Inline(text), _) => vec![Edit { span, text, stand: Stand::Inline }],
        (Fragment::Around { open, close }, Piece::Symbol(symbol)) => {
            let words = match symbol.form {
                SymbolForm::Link(words) | SymbolForm::Code(words) => words,
                SymbolForm::Empty(_) => span.end..span.end,
            };
            let before = Edit { span: span.start..words.start, text: open, stand: Stand::Inline };
            let behind = Edit { span: words.end..span.end, text: close, stand: Stand::Inline };
            vec![before, behind]
        }
        (Fragment::Around { .. }, _) => Vec::new(),
    }
}

/// Applies the edits to a text. An edit that overlaps an earlier one, or that is outside the text, is left out: the
/// author's words stay.
pub fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out =
        String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len() + 4).sum::<usize>());
    let mut done = 0;
    let mut after_block = false;
    for edit in edits {
        let Some(kept) = text.get(done..edit.span.start) else { continue };
        if text.get(edit.span.clone()).is_none() {
            continue;
        }
        keep(&mut out, kept, &mut after_block, eol);
        match &edit.stand {
            Stand::Inline => out.push_str(&edit.text),
            Stand::Block(prefix) => {
                if edit.span.is_empty() && !prefix.is_empty() {
                    // Below another block of the same container a blank line of it comes first.
                    out.push_str(eol);
                    out.push_str(prefix.trim_end());
                }
                block(&mut out, &edit.text, prefix, eol);
                after_block = prefix.is_empty();
            }
        }
        done = edit.span.end;
    }
    keep(&mut out, &text[done..], &mut after_block, eol);
    out
}

/// The author's own text; behind a block of ours it begins a new one.
fn keep(out: &mut String, kept: &str, after_block: &mut bool, eol: &str) {
    if *after_block && !kept.is_empty() {
        let begins_blank = kept.starts_with('\n') || kept.starts_with("\r\n");
        out.push_str(eol);
        if !begins_blank {
            out.push_str(eol);
        }
    }
    *after_block &= kept.is_empty();
    out.push_str(kept);
}

fn block(out: &mut String, text: &str, prefix: &str, eol: &str) {
    if prefix.is_empty() {
        blank_line(out, eol);
        out.push_str(&text.replace('\n', eol));
        return;
    }
    let line = out.rfind('\n').map_or(0, |at| at + 1);
    let begins_item = out[line..].chars().any(|c| !c.is_whitespace() && c != '>');
    if !begins_item {
        out.push_str(eol);
        out.push_str(prefix);
    }
    let between = format!("{eol}{prefix}");
    out.push_str(&text.replace('\n', &between));
    out.push_str(eol);
    out.push_str(prefix.trim_end());
}

/// Ends what stands there and leaves a blank line, unless nothing or a blank line stands there already.
fn blank_line(out: &mut String, eol: &str) {
    if out.trim_start_matches(['\n', '\r']).is_empty() {
        return;
    }
    let ends = out
        .bytes()
        .rev()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|byte| *byte == b'\n')
        .count();
    for _ in ends..2 {
        out.push_str(eol);
    }
}

/// A chapter as we hang it into the book.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPage {
    /// Its title.
    pub title: String,
    /// Its path below `src`.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Puts the new texts and titles in place, in reading order; `None` leaves a page as it is.
pub fn put(book: &mut Book, texts: Vec<Option<String>>, titles: Vec<String>) {
    let mut new = texts.into_iter().zip(titles);
    put_items(&mut book.items, &mut new);
}

fn put_items(items: &mut [BookItem], new: &mut impl Iterator<Item = (Option<String>, String)>) {
    for item in items {
        if let BookItem::Chapter(chapter) = item {
            if let Some((text, title)) = new.next() {
                chapter.content = text.unwrap_or_else(|| std::mem::take(&mut chapter.content));
                chapter.name = title;
            }
            put_items(&mut chapter.sub_items, new);
        }
    }
}

/// Hangs new pages behind all others, under a part title of their own.
pub fn hang(book: &mut Book, part: &str, pages: Vec<NewPage>) {
    if pages.is_empty() {
        return;
    }
    book.items.push(BookItem::PartTitle(part.to_string()));
    book.items.extend(pages.into_iter().map(|page| {
        BookItem::Chapter(Chapter {
            name: page.title,
            content: page.text,
            path: Some(page.path),
            ..Chapter::default()
        })
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(span: Range<usize>, text: &str, stand: Stand) -> Edit {
        Edit { span, text: text.into(), stand }
    }

    fn check(text: &str, old: &str, new: &str, prefix: &str, expected: &str) {
        let start = text.find(old).unwrap();
        let edits = vec![edit(start..start + old.len(), new, Stand::Block(prefix.into()))];
        assert_eq!(apply(text, edits), expected, "{text:?}");
    }

    #[test]
    fn a_block_stands_between_blank_lines() {
        check("a\nX\nb", "X\n", "<div>", "", "a\n\n<div>\n\nb");
        check("a\n\nX\n\nb", "X\n", "<div>", "", "a\n\n<div>\n\nb");
        check("a\r\n\r\nX\r\nb", "X\r\n", "<i>\n<b>", "", "a\r\n\r\n<i>\r\n<b>\r\n\r\nb");
        check("X", "X", "<div>", "", "<div>");
        check("> a\n> X\n> b", "X", "<div>", "> ", "> a\n> \n> <div>\n>\n> b");
        check("- X\n  b", "X", "<div>", "  ", "- <div>\n\n  b");
        let below = vec![edit(5..5, "<div>", Stand::Block("  > ".into()))];
        assert_eq!(apply("- > a\n  > b\n", below), "- > a\n  >\n  > <div>\n  >\n  > b\n");
    }

    #[test]
    fn inline_edits_change_nothing_else() {
        let edits = vec![edit(4..5, "</a>", Stand::Inline), edit(2..2, "<a>", Stand::Inline)];
        assert_eq!(apply("a b c d", edits), "a <a>b </a> d");
    }

    #[test]
    fn what_overlaps_or_lies_outside_is_left_out() {
        let edits = vec![
            edit(0..3, "X", Stand::Inline),
            edit(2..4, "Y", Stand::Inline),
            edit(90..91, "Z", Stand::Inline),
        ];
        assert_eq!(apply("abcd", edits), "Xd");
        let inside_a_letter = vec![edit(1..2, "X", Stand::Inline)];
        assert_eq!(apply("ä", inside_a_letter), "ä");
    }

    #[test]
    fn blocks_at_one_place_keep_their_order() {
        let edits = vec![edit(0..0, "A", Stand::Block("".into())), edit(0..0, "B", Stand::Block("".into()))];
        assert_eq!(apply("text", edits), "A\n\nB\n\ntext");
    }
}
