//! The texts of chapters, which stand in the input as strings of JSON: their escapes are undone where they stand.
use anyhow::{Context as _, Result};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::mem;
use std::ops::Range;

/// Where a value stands in the input that it was read from.
pub fn place(input: &[u8], value: &RawValue) -> Range<usize> {
    let start = value.get().as_ptr() as usize - input.as_ptr() as usize;
    start..start + value.get().len()
}

/// The strings at these places of the input, none of which overlap.
pub fn unescape(input: &mut [u8], places: Vec<Range<usize>>) -> Result<Vec<Cow<'_, str>>> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_unstable_by_key(|at| places[*at].start);
    let mut texts = vec![Cow::Borrowed(""); places.len()];
    let (mut rest, mut done) = (input, 0);
    for at in order {
        let place = &places[at];
        let (_, from) = mem::take(&mut rest).split_at_mut(place.start - done);
        let (own, behind) = from.split_at_mut(place.len());
        (rest, done) = (behind, place.end);
        texts[at] = string(own)?;
    }
    Ok(texts)
}

/// A string of JSON with its quotes.
fn string(json: &mut [u8]) -> Result<Cow<'_, str>> {
    // mdBook writes these for control characters alone.
    if memchr::memmem::find(json, b"\\u").is_some() {
        let text = serde_json::from_slice::<String>(json).context("a chapter's text cannot be read")?;
        return Ok(Cow::Owned(text));
    }
    let end = json.len() - 1;
    let (mut from, mut to) = (1, 1);
    while let Some(found) = memchr::memchr(b'\\', &json[from..end]) {
        json.copy_within(from..from + found, to);
        to += found;
        from += found;
        json[to] = match json[from + 1] {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'b' => b'\x08',
            b'f' => b'\x0c',
            // A quote, a backslash or a slash; the parser has refused all others.
            sign => sign,
        };
        to += 1;
        from += 2;
    }
    json.copy_within(from..end, to);
    to += end - from;
    Ok(Cow::Borrowed(std::str::from_utf8(&json[1..to]).context("a chapter's text cannot be read")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_in_their_place() {
        let check = |json: &str| {
            let expected: String = serde_json::from_str(json).unwrap();
            assert_eq!(string(&mut json.as_bytes().to_vec()).unwrap(), expected, "{json}");
        };
        for json in [
            r#""""#,
            r#""a""#,
            r#""\n""#,
            r#""a\tb\\n\"c\/\r\n\b\f""#,
            r#""\\""#,
            r#""é\\u0041\n""#,
            r#""\u00e9 \ud83d\ude00""#,
        ] {
            check(json);
        }
        assert!(string(&mut br#""\ud83d""#.to_vec()).is_err());
    }
}
