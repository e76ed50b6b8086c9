//! Code spans and links of a line, where no more than these stands on it.
use crate::bytes::{Table, Word, first, table, with_controls};

/// What stands in a block, by its bytes on the page.
#[derive(Clone, Copy)]
pub enum Mark {
    /// An item of a list.
    Item { start: usize, end: usize },
    /// A code span between single backticks.
    Code { start: usize, end: usize },
    /// A link with plain words, and an address without a title behind them.
    Link { start: usize, words_end: usize, end: usize },
}

/// Adds the code spans and links of a line of words, which begins at the byte `start` of the page; false where there is
/// something that only the parser can read.
pub fn line(text: &str, start: usize, out: &mut Vec<Mark>) -> bool {
    signs(text.as_bytes(), start, false, out)
}

/// The same for a row of a table, whose cells a `|` ends wherever it stands.
pub fn row(text: &str, start: usize, out: &mut Vec<Mark>) -> bool {
    signs(text.as_bytes(), start, true, out)
}

fn signs(bytes: &[u8], start: usize, is_row: bool, out: &mut Vec<Mark>) -> bool {
    let mut at = 0;
    while let Some(found) = next_sign(bytes, at) {
        let after = bytes.get(found + 1).copied().unwrap_or(0);
        let end = match bytes[found] {
            b'`' => code(bytes, found, start, out),
            b'[' => link(bytes, found, start, out),
            b'<' if !begins_tag(after) => Some(found + 1),
            b'!' if after != b'[' => Some(found + 1),
            b'|' if is_row => Some(found + 1),
            _ => None,
        };
        let Some(end) = end else { return false };
        if is_row && end > found + 1 && bytes[found..end].contains(&b'|') {
            return false;
        }
        at = end;
    }
    true
}

/// The words of a heading's line; `None` where there is more than words and code spans.
pub fn heading(line: &str, level: usize) -> Option<String> {
    let text = line[level..].strip_prefix(' ')?;
    if text.is_empty() || text.starts_with(' ') || text.ends_with([' ', '\t']) {
        return None;
    }
    // Dots become an ellipsis and hyphens a dash.
    if text.as_bytes().windows(2).any(|pair| matches!(pair, b".." | b"--")) {
        return None;
    }
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(end) = rest.bytes().position(|byte| !is_word(byte)) {
        let code = code(rest.as_bytes(), end, 0, &mut Vec::new()).filter(|_| rest.as_bytes()[end] == b'`')?;
        words.push_str(&rest[..end]);
        words.push_str(&rest[end + 1..code - 1]);
        rest = &rest[code..];
    }
    words.push_str(rest);
    Some(words)
}

/// Bytes of a line that may be more than a part of a word.
static SIGNS: Table = table(b"`[]<\\!|");
/// What ends the words of a link, or makes more of them.
static IN_WORDS: Table = table(b"[]`<\\");
/// What ends a link's address, or makes more of it; no control character may stand in one.
static IN_ADDRESS: Table = with_controls(table(b") (<>\\&`\x7f"));
/// What a heading may hold beside letters and digits, and mean nothing but itself.
static IN_HEADING: Table = table(b" ,.;:?/()=+-");

/// The first byte of the table from a place on.
fn next(bytes: &[u8], from: usize, table: &Table) -> Option<usize> {
    first(bytes.get(from..)?, table).map(|found| from + found)
}

/// The next byte of a line that may be more than a part of a word.
fn next_sign(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(word) = Word::of(bytes.get(at..)?) {
        // `\`, `<` and `|` agree in five bits, `[` and `]` in six; so do a few that are no signs.
        let signs = word.like(b'\\', 0x1f) | word.like(b'[', 0xf9) | word.is(b'`') | word.is(b'!');
        let Some(first) = signs.first() else {
            at += 8;
            continue;
        };
        at += first;
        if SIGNS[usize::from(bytes[at])] {
            return Some(at);
        }
        at += 1;
    }
    next(bytes, at, &SIGNS)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || IN_HEADING[usize::from(byte)]
}

fn begins_tag(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?')
}

/// A code span; the byte behind it.
fn code(bytes: &[u8], at: usize, start: usize, out: &mut Vec<Mark>) -> Option<usize> {
    let close = at + 1 + memchr::memchr(b'`', &bytes[at + 1..])?;
    let inner = &bytes[at + 1..close];
    let is_plain = !inner.is_empty() && !inner.starts_with(b" ") && !inner.ends_with(b" ");
    if !is_plain || bytes.get(close + 1) == Some(&b'`') {
        return None;
    }
    out.push(Mark::Code { start: start + at, end: start + close + 1 });
    Some(close + 1)
}

/// A link; the byte behind it.
fn link(bytes: &[u8], at: usize, start: usize, out: &mut Vec<Mark>) -> Option<usize> {
    let close = next(bytes, at + 1, &IN_WORDS)?;
    let words = &bytes[at + 1..close];
    let opens = bytes[close..].starts_with(b"](");
    let end = next(bytes, close + 2, &IN_ADDRESS)?;
    let dest = &bytes[close + 2..end];
    if !opens || bytes[end] != b')' || dest.is_empty() || !are_plain(words) {
        return None;
    }
    // The words of a count are read, and may not hold what the parser makes something else of.
    if dest.starts_with(b"codex:") && !words.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    out.push(Mark::Link { start: start + at, words_end: start + close, end: start + end + 1 });
    Some(end + 1)
}

/// Whether a link's words are neither a footnote nor a box to tick, and stand without blanks around them.
fn are_plain(words: &[u8]) -> bool {
    !words.first().is_some_and(|byte| b" \t^!".contains(byte))
        && !words.last().is_some_and(|byte| b" \t".contains(byte))
}
