//! The texts of chapters, which stand in the input as strings of JSON: their escapes are undone where they stand.
use crate::share;
use anyhow::{Context as _, Result};
use serde_json::value::RawValue;
use std::mem;
use std::ops::Range;

/// Where a value stands in the input that it was read from.
pub fn place(input: &[u8], value: &RawValue) -> Range<usize> {
    let start = value.get().as_ptr() as usize - input.as_ptr() as usize;
    start..start + value.get().len()
}

/// The strings at these places of the input, none of which overlap.
pub fn unescape(input: &mut [u8], places: Vec<Range<usize>>) -> Result<Vec<&str>> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_unstable_by_key(|at| places[*at].start);
    let (mut rest, mut done) = (input, 0);
    let mut own = |at: &usize| {
        let place = &places[*at];
        let (_, from) = mem::take(&mut rest).split_at_mut(place.start - done);
        let (own, behind) = from.split_at_mut(place.len());
        (rest, done) = (behind, place.end);
        own
    };
    let parts: Vec<&mut [u8]> = order.iter().map(&mut own).collect();
    let size = parts.iter().map(|part| part.len()).sum();
    let mut texts = vec![""; places.len()];
    for (at, text) in order.into_iter().zip(share::map(parts, size, string)) {
        texts[at] = text.context("a chapter's text is no text")?;
    }
    Ok(texts)
}

/// What a string of JSON says, which the parser has passed over; none for half of a character.
fn string(json: &mut [u8]) -> Option<&str> {
    let end = json.len() - 1;
    let (mut from, mut to) = (1, 1);
    while from < end {
        // Eight bytes at a time up to the next escape.
        if let Some(word) = json[from..end].first_chunk::<8>().copied() {
            let plain = plain(&word);
            match plain {
                8 => json[to..to + 8].copy_from_slice(&word),
                _ => json[to..to + plain].copy_from_slice(&word[..plain]),
            }
            (from, to) = (from + plain, to + plain);
            if plain == 8 {
                continue;
            }
        } else if json[from] != b'\\' {
            json[to] = json[from];
            (from, to) = (from + 1, to + 1);
            continue;
        }
        let sign = json[from + 1];
        if sign == b'u' {
            let (c, behind) = character(json, from)?;
            // An escape is longer than what it stands for.
            to += c.encode_utf8(&mut json[to..]).len();
            from = behind;
            continue;
        }
        json[to] = match sign {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'b' => b'\x08',
            b'f' => b'\x0c',
            // A quote, a backslash or a slash.
            sign => sign,
        };
        (from, to) = (from + 2, to + 1);
    }
    std::str::from_utf8(&json[1..to]).ok()
}

/// How many bytes stand before the first backslash; all eight are compared at once.
fn plain(word: &[u8; 8]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    let differing = u64::from_le_bytes(*word) ^ (ONES * u64::from(b'\\'));
    // The lowest bit of this is that of the first byte that does not differ.
    let marks = differing.wrapping_sub(ONES) & !differing & (ONES << 7);
    marks.trailing_zeros() as usize / 8
}

/// The character that `\u1234` at a place stands for, or two such escapes, and the byte behind it.
fn character(json: &[u8], at: usize) -> Option<(char, usize)> {
    let first = unit(json, at)?;
    if let Some(c) = char::from_u32(u32::from(first)) {
        return Some((c, at + 6));
    }
    let units = [first, unit(json, at + 6)?];
    let c = char::decode_utf16(units).next()?.ok()?;
    Some((c, at + 12))
}

fn unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_in_their_place() {
        let check = |json: &str| {
            let expected: Option<String> = serde_json::from_str(json).ok();
            assert_eq!(string(&mut json.as_bytes().to_vec()), expected.as_deref(), "{json}");
        };
        for json in [
            r#""""#,
            r#""a""#,
            r#""\n""#,
            r#""a\tb\\n\"c\/\r\n\b\f""#,
            r#""\\""#,
            r#""é\\u0041\n""#,
            r#""\u00e9 \ud83d\ude00\u0001\uFFFFx""#,
            r#""\ud83d""#,
            r#""\ud83d\u0041""#,
            r#""\ude00\ud83d""#,
            r#""\ud83dx""#,
        ] {
            check(json);
        }
    }
}
