//! Room 5: text + edits → text, and the pages we add hung into the book.
//!
//! In: a page's text and what goes where. Out: the text with exactly that changed; every other byte is the author's own.
use crate::find;
use crate::piece::{Piece, SymbolForm};
use crate::render::Fragment;
use crate::render::html::heading_words;
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
    /// Blocks of their own, behind their containers' prefix if there is one.
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
    // `\r\n` is seldom there, and its first half is looked for faster than the two.
    let has_returns = memchr::memchr(b'\r', text.as_bytes()).is_some();
    let eol = if has_returns && text.contains("\r\n") { "\r\n" } else { "\n" };
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
            // A block of ours would take in what stands on the line below it.
            Stand::Inline if after_block && !edit.text.is_empty() => {
                keep(&mut out, &edit.text, &mut after_block, eol);
            }
            Stand::Inline => out.push_str(&edit.text),
            Stand::Block(prefix) if prefix.is_empty() => {
                blank_line(&mut out, eol);
                match eol {
                    "\n" => out.push_str(&edit.text),
                    _ => out.push_str(&edit.text.replace('\n', eol)),
                }
                after_block = true;
            }
            Stand::Block(prefix) => within(&mut out, &edit.text, prefix, &text[edit.span.clone()], eol),
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

/// A block among the lines of a container: in the place of `old`, or where that is empty above the block that begins
/// there, or below the one that ends there.
fn within(out: &mut String, text: &str, prefix: &str, old: &str, eol: &str) {
    let above = old.is_empty() && find::prefix(out, out.len()) == prefix;
    let below = old.is_empty() && !above;
    if below && !out.ends_with('\n') {
        out.push_str(eol);
    }
    // Such a block ends with its line. It needs no blank lines, which would make a tight list a loose one.
    if text.starts_with('<') && !text.contains('\n') {
        out.push_str(if below { prefix } else { "" });
        out.push_str("<!-- -->");
        out.push_str(text);
    } else {
        out.push_str(if below { prefix.trim_end() } else { "" });
        between_blank_lines(out, text, prefix, eol);
    }
    if above || old.ends_with('\n') {
        out.push_str(eol);
    }
    if above {
        out.push_str(prefix);
    }
}

fn between_blank_lines(out: &mut String, text: &str, prefix: &str, eol: &str) {
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

/// Puts the new texts in place, in reading order; `None` leaves a page as it is.
pub fn put(book: &mut Book, texts: Vec<Option<String>>) {
    let mut texts = texts.into_iter();
    for_each(&mut book.items, &mut |chapter| {
        if let Some(Some(text)) = texts.next() {
            chapter.content = text;
        }
    });
}

/// Gives the chapters their titles, in reading order.
pub fn name(book: &mut Book, titles: Vec<String>) {
    let mut titles = titles.into_iter();
    for_each(&mut book.items, &mut |chapter| {
        if let Some(title) = titles.next() {
            chapter.name = title;
            chapter.parent_names.iter_mut().for_each(|name| *name = heading_words(name));
        }
    });
}

/// Every chapter in reading order; mdBook's own walk comes to a chapter behind those below it.
fn for_each(items: &mut [BookItem], change: &mut dyn FnMut(&mut Chapter)) {
    for item in items {
        if let BookItem::Chapter(chapter) = item {
            change(chapter);
            for_each(&mut chapter.sub_items, change);
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
    }

    #[test]
    fn a_block_in_a_container_keeps_the_lines_around_it() {
        check("> a\n> X\n> b", "X", "<div>", "> ", "> a\n> <!-- --><div>\n> b");
        // Blank lines made the list a loose one.
        check("- X\n  b", "X", "<div>", "  ", "- <!-- --><div>\n  b");
        check("- X\r\n  b", "X\r\n", "<div>", "  ", "- <!-- --><div>\r\n  b");
        check("> a\n> X\n> b", "X", "| t |\n|---|", "> ", "> a\n> \n> | t |\n> |---|\n>\n> b");
        check("- X\n  b", "X", "a\n\nb", "  ", "- a\n  \n  b\n\n  b");
        let below = vec![edit(5..5, "<div>", Stand::Block("  > ".into()))];
        assert_eq!(apply("- > a\n  > b\n", below), "- > a\n  > <!-- --><div>\n  > b\n");
        let above = vec![edit(4..4, "<div>", Stand::Block("  > ".into()))];
        assert_eq!(apply("- > a\n", above), "- > <!-- --><div>\n  > a\n");
    }

    #[test]
    fn a_line_below_a_block_of_ours_is_not_taken_in() {
        // A link that began the first paragraph stood on the line of what was put above it.
        let block = || edit(0..0, "<div>", Stand::Block("".into()));
        let edits = vec![block(), edit(0..1, "<a>", Stand::Inline), edit(2..3, "</a>", Stand::Inline)];
        assert_eq!(apply("[x] y", edits), "<div>\n\n<a>x</a> y");
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
