//! The texts of chapters, which stand in the input as strings of JSON: their escapes are undone where they stand.
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
    let mut texts = vec![""; places.len()];
    for at in order {
        let place = &places[at];
        let (_, from) = mem::take(&mut rest).split_at_mut(place.start - done);
        let (own, behind) = from.split_at_mut(place.len());
        (rest, done) = (behind, place.end);
        texts[at] = string(own).context("a chapter's text is no text")?;
    }
    Ok(texts)
}

/// What a string of JSON says, which the parser has passed over; none for half of a character.
fn string(json: &mut [u8]) -> Option<&str> {
    let end = json.len() - 1;
    let (mut from, mut to) = (1, 1);
    loop {
        let plain = move_plain(json, from..end, to);
        (from, to) = (from + plain, to + plain);
        if from == end {
            break;
        }
        let sign = json[from + 1];
        if sign == b'u' {
            let (c, behind) = character(json, from)?;
            // An escape is longer than what it stands for.
            to += c.encode_utf8(&mut json[to..]).len();
            from = behind;
            continue;
        }
        json[to] = MEANT[usize::from(sign)];
        (from, to) = (from + 2, to + 1);
    }
    std::str::from_utf8(&json[1..to]).ok()
}

/// Moves the bytes before the next backslash down to a place; how many they are.
fn move_plain(json: &mut [u8], from: Range<usize>, to: usize) -> usize {
    let mut moved = 0;
    // Eight at a time where they overwrite nothing that is still to be read; those behind a backslash are overwritten.
    while to + 8 <= from.start
        && let Some(word) = json[from.start + moved..from.end].first_chunk::<8>().copied()
    {
        json[to + moved..to + moved + 8].copy_from_slice(&word);
        let marks = marks(&word);
        if marks != 0 {
            return moved + marks.trailing_zeros() as usize / 8;
        }
        moved += 8;
    }
    let rest = from.start + moved..from.end;
    let plain = memchr::memchr(b'\\', &json[rest.clone()]).unwrap_or(rest.len());
    json.copy_within(rest.start..rest.start + plain, to + moved);
    moved + plain
}

/// What the sign behind a backslash stands for: itself, if it is a quote, a backslash or a slash.
static MEANT: [u8; 256] = {
    let mut meant = [0; 256];
    let signs = *b"n\nt\tr\rb\x08f\x0c\"\"\\\\//";
    let mut at = 0;
    while at < signs.len() {
        meant[signs[at] as usize] = signs[at + 1];
        at += 2;
    }
    meant
};

/// A word whose lowest mark is the topmost bit of the first backslash; all eight bytes are compared at once.
fn marks(word: &[u8; 8]) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    let differing = u64::from_le_bytes(*word) ^ (ONES * u64::from(b'\\'));
    differing.wrapping_sub(ONES) & !differing & (ONES << 7)
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
            let inner = &json[1..json.len() - 1];
            for words in ["", "a", "words of more than eight bytes", "é\\n"] {
                check(&format!("\"{}\"", format!("{words}{inner}").repeat(20)));
            }
        }
    }
}
