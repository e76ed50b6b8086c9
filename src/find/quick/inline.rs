//! Code spans and links of a line, where no more than these stands on it.
use super::Spanned;
use mdbook_markdown::pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Adds the code spans and links of a line of words, which begins at the byte `start` of the page; false where there is
/// something that only the parser can read.
pub fn line<'b>(text: &'b str, start: usize, out: &mut Vec<Spanned<'b>>) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = next_sign(bytes, at) {
        at = found;
        let after = bytes.get(at + 1).copied().unwrap_or(0);
        let end = match bytes[at] {
            b'`' => code(text, at, start, out),
            b'[' => link(text, at, start, out),
            b'<' if !begins_tag(after) => Some(at + 1),
            b'!' if after != b'[' => Some(at + 1),
            _ => None,
        };
        let Some(end) = end else { return false };
        at = end;
    }
    true
}

/// Adds the words and code spans of a heading's line; false where there is more than these.
pub fn heading<'b>(line: &'b str, start: usize, level: usize, out: &mut Vec<Spanned<'b>>) -> bool {
    let Some(text) = line[level..].strip_prefix(' ') else { return false };
    let bytes = line.as_bytes();
    let mut at = level + 1;
    if text.is_empty() || text.starts_with(' ') || text.ends_with([' ', '\t']) {
        return false;
    }
    while at < bytes.len() {
        let words = bytes[at..].iter().position(|byte| !is_word(*byte)).map_or(line.len(), |end| at + end);
        if words > at {
            out.push((Event::Text(CowStr::Borrowed(&line[at..words])), start + at..start + words));
        }
        at = match bytes.get(words) {
            None => break,
            Some(b'`') => match code(line, words, start, out) {
                Some(end) => end,
                None => return false,
            },
            Some(_) => return false,
        };
    }
    // Dots become an ellipsis and hyphens a dash.
    !text.contains("..") && !text.contains("--")
}

/// How many bytes are looked at in one go.
const WIDTH: usize = 16;

/// Bytes of a line that may be more than a part of a word.
const SIGNS: [bool; 256] = table(b"`[]<\\!|");
/// What ends the words of a link, or makes more of them.
const IN_WORDS: [bool; 256] = table(b"[]`<\\");
/// What ends a link's address, or makes more of it.
const IN_ADDRESS: [bool; 256] = table(b") \t(<>\\&`");
/// What a heading may hold beside letters and digits, and mean nothing but itself.
const IN_HEADING: [bool; 256] = table(b" ,.;:?/()=+-");

const fn table(signs: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
}

/// The first byte of the table from a place on.
fn next(bytes: &[u8], from: usize, table: &[bool; 256]) -> Option<usize> {
    bytes.get(from..)?.iter().position(|byte| table[usize::from(*byte)]).map(|found| from + found)
}

/// The next byte of a line that may be more than a part of a word.
fn next_sign(bytes: &[u8], from: usize) -> Option<usize> {
    let may_mean = |byte: u8| {
        (byte == b'`')
            | (byte == b'[')
            | (byte == b']')
            | (byte == b'<')
            | (byte == b'\\')
            | (byte == b'!')
            | (byte == b'|')
    };
    // Without a branch a whole chunk is compared at once, and most hold nothing.
    let is_plain = |chunk: &[u8; WIDTH]| !chunk.iter().fold(false, |any, byte| any | may_mean(*byte));
    let (chunks, _) = bytes[from..].as_chunks::<WIDTH>();
    let passed = WIDTH * chunks.iter().take_while(|chunk| is_plain(chunk)).count();
    next(bytes, from + passed, &SIGNS)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || IN_HEADING[usize::from(byte)]
}

fn begins_tag(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?')
}

/// A code span between single backticks; the byte behind it.
fn code<'b>(text: &'b str, at: usize, start: usize, out: &mut Vec<Spanned<'b>>) -> Option<usize> {
    let bytes = text.as_bytes();
    let close = at + 1 + memchr::memchr(b'`', &bytes[at + 1..])?;
    let inner = &text[at + 1..close];
    let is_plain = !inner.is_empty() && !inner.starts_with(' ') && !inner.ends_with(' ');
    if !is_plain || bytes.get(close + 1) == Some(&b'`') {
        return None;
    }
    out.push((Event::Code(CowStr::Borrowed(inner)), start + at..start + close + 1));
    Some(close + 1)
}

/// A link with plain words and an address without a title; the byte behind it.
fn link<'b>(text: &'b str, at: usize, start: usize, out: &mut Vec<Spanned<'b>>) -> Option<usize> {
    let bytes = text.as_bytes();
    let close = next(bytes, at + 1, &IN_WORDS)?;
    let words = at + 1..close;
    let opens = bytes[close..].starts_with(b"](");
    let address = close + 2;
    let end = next(bytes, address, &IN_ADDRESS)?;
    let is_plain = opens && bytes[end] == b')' && end > address && are_plain(&text[words.clone()]);
    let dest = is_plain.then(|| &text[address..end])?;
    // The words of a count are read, and may not hold what the parser makes something else of.
    if dest.starts_with("codex:") && !text[words.clone()].bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let span = start + at..start + end + 1;
    let empty = || CowStr::Borrowed("");
    let dest_url = CowStr::Borrowed(dest);
    let tag = Tag::Link { link_type: LinkType::Inline, dest_url, title: empty(), id: empty() };
    out.push((Event::Start(tag), span.clone()));
    if !words.is_empty() {
        let Range { start: from, end: to } = words;
        out.push((Event::Text(CowStr::Borrowed(&text[from..to])), start + from..start + to));
    }
    out.push((Event::End(TagEnd::Link), span));
    Some(end + 1)
}

/// Whether a link's words are neither a footnote nor a box to tick, and stand without blanks around them.
fn are_plain(words: &str) -> bool {
    !words.starts_with([' ', '\t', '^', '!']) && !words.ends_with([' ', '\t'])
}
