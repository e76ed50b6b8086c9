//! Lines of a symbol: its parts, their text, and its fingerprints.

use regex::Regex;

use super::miss::Lack;
use super::{Index, Miss, Symbol, hash};
use crate::go::lex::{Kind as Lex, Lexer};
use crate::go::lines::Lines;
use crate::go::reference::Part;

/// Lines of a file with their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The first line.
    pub first: usize,
    /// The last line.
    pub last: usize,
    /// The text, each line with its end.
    pub text: String,
}

/// The text of each part of a symbol, or of the whole symbol.
pub fn source_of(index: &Index, symbol: &Symbol) -> Result<Vec<Excerpt>, Miss> {
    let whole = [(symbol.start, symbol.end)];
    let parts = if symbol.parts.is_empty() { &whole[..] } else { &symbol.parts };
    let excerpt = |(first, last): &(usize, usize)| {
        Ok(Excerpt { first: *first, last: *last, text: lines(index, &symbol.file, *first, *last)? })
    };
    parts.iter().map(excerpt).collect()
}

/// Lines of a file, as text with `\n` at each end.
pub fn lines(index: &Index, file: &str, first: usize, last: usize) -> Result<String, Miss> {
    let text = index.text(file)?;
    let table = index.line_table(file, &text);
    let Some(span) = table.span(first, last) else {
        return Err(Miss::Line { holder: file.to_owned(), line: last, lines: table.count() });
    };
    let mut lines = String::from_utf8_lossy(&text[span]).replace("\r\n", "\n");
    if !lines.ends_with('\n') {
        lines.push('\n');
    }
    Ok(lines)
}

/// Gives a symbol its fingerprints and the lines of the parts that were asked for.
pub fn measure(index: &Index, symbol: &mut Symbol, parts: &[Part]) -> Result<(), Miss> {
    let text = index.text(&symbol.file)?;
    let table = index.line_table(&symbol.file, &text);
    let whole = table.span(symbol.start, symbol.end).and_then(|span| text.get(span));
    let whole = whole.unwrap_or_default();
    symbol.text_hash = hash::text(whole);
    if symbol.token_hash.is_empty() {
        symbol.token_hash = hash::tokens(whole);
    }
    let lines = parts.iter().map(|part| part_lines(symbol, part, &table, &text));
    symbol.parts = lines.collect::<Result<_, _>>()?;
    Ok(())
}

fn part_lines(symbol: &Symbol, part: &Part, table: &Lines, text: &[u8]) -> Result<(usize, usize), Miss> {
    let lacks = |what| Miss::Lacks { symbol: symbol.dotted(), what };
    match part {
        Part::Doc => match symbol.doc {
            Some(doc) => Ok((doc, symbol.start.saturating_sub(1).max(doc))),
            None => Err(lacks(Lack::Doc)),
        },
        Part::Lines(first, last) => {
            let count = symbol.end + 1 - symbol.start;
            match *last <= count {
                true => Ok((symbol.start + first - 1, symbol.start + last - 1)),
                false => Err(Miss::Line { holder: symbol.dotted(), line: *last, lines: count }),
            }
        }
        Part::Pattern(pattern) => {
            let found = matching(symbol, pattern, table, text);
            found.ok_or_else(|| lacks(Lack::Match(pattern.clone())))
        }
    }
}

/// The first line that matches, together with the brackets that it opens.
fn matching(symbol: &Symbol, pattern: &str, table: &Lines, text: &[u8]) -> Option<(usize, usize)> {
    let pattern = Regex::new(pattern).ok()?;
    let line_text = |line: usize| table.span(line, line).and_then(|span| text.get(span));
    let matches = |line: &usize| {
        let line = line_text(*line).map(String::from_utf8_lossy).unwrap_or_default();
        pattern.is_match(line.trim_end_matches(['\n', '\r']))
    };
    let first = (symbol.start..=symbol.end).find(matches)?;
    let span = table.span(first, symbol.end)?;
    let line_end = table.span(first, first)?.end;
    let mut depth = 0_usize;
    for token in Lexer::at(text, span.start).take_while(|token| token.start < span.end) {
        if token.start >= line_end && depth == 0 {
            break;
        }
        match token.kind {
            Lex::LParen | Lex::LBrack | Lex::LBrace => depth += 1,
            // `} else {` closes what is not ours before it opens what is.
            Lex::RParen | Lex::RBrack | Lex::RBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && token.start >= line_end {
            return Some((first, table.line(token.start)));
        }
    }
    Some((first, first))
}
