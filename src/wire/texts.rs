//! The texts of chapters, by far the most of what mdBook sends. They are taken out before the rest is parsed and made
//! readable where they stand: a large book is gone over once, and no second copy of it is held.
use crate::bytes::Word;
use std::ops::Range;

/// Some JSON without its texts.
pub struct Apart<'i> {
    /// The JSON; each text is a string with its number.
    pub json: Vec<u8>,
    /// The texts.
    pub texts: Vec<&'i str>,
}

/// Takes the strings that stand behind a key `content` out of some JSON; none where a string does not end, or such a one
/// is no text. All else is left for a parser to refuse.
pub fn take(input: &mut [u8]) -> Option<Apart<'_>> {
    let (mut json, mut places) = (Vec::new(), Vec::new());
    let (mut last, mut done) = (0..0, 0);
    while let Some(found) = memchr::memchr(b'"', &input[last.end..]) {
        let open = last.end + found;
        let close = match is_content(input, &last, open) {
            false => end(input, open + 1)?,
            true => {
                json.extend_from_slice(&input[done..=open]);
                json.extend_from_slice(places.len().to_string().as_bytes());
                let (text, close) = unescape(input, open + 1)?;
                places.push(text);
                done = close;
                close
            }
        };
        last = open..close + 1;
    }
    json.extend_from_slice(&input[done..]);
    let input: &[u8] = input;
    let texts = places.into_iter().map(|place| std::str::from_utf8(&input[place]).ok());
    Some(Apart { json, texts: texts.collect::<Option<_>>()? })
}

/// Whether the string that opens at a byte is the value of a key `content`, which the last one would be.
fn is_content(input: &[u8], last: &Range<usize>, open: usize) -> bool {
    let key = &input[last.clone()];
    let is_spelled_out = || serde_json::from_slice(key).is_ok_and(|key: String| key == "content");
    input[last.end..open].trim_ascii() == b":"
        && (key == b"\"content\"" || key.contains(&b'\\') && is_spelled_out())
}

/// The quote that closes a string, whose text begins at a byte.
fn end(json: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let found = from + memchr::memchr2(b'"', b'\\', json.get(from..)?)?;
        match json[found] {
            b'"' => return Some(found),
            _ => from = found + 2,
        }
    }
}

/// What a string says, whose text begins at a byte: where that stands now, and the closing quote.
fn unescape(json: &mut [u8], start: usize) -> Option<(Range<usize>, usize)> {
    let (mut from, mut to) = (start, start);
    loop {
        let plain = move_plain(json, from, to)?;
        (from, to) = (from + plain, to + plain);
        if json[from] == b'"' {
            return Some((start..to, from));
        }
        let sign = *json.get(from + 1)?;
        if sign == b'u' {
            let (c, behind) = character(json, from)?;
            // An escape is longer than what it stands for.
            to += c.encode_utf8(&mut json[to..]).len();
            from = behind;
            continue;
        }
        json[to] = MEANT[usize::from(sign)]?;
        (from, to) = (from + 2, to + 1);
    }
}

/// Moves the bytes before the next quote or backslash down to a place; how many they are.
fn move_plain(json: &mut [u8], from: usize, to: usize) -> Option<usize> {
    let mut moved = 0;
    // Eight at a time where they overwrite nothing that is still to be read; those behind a sign are overwritten.
    while to + 8 <= from
        && let Some(word) = Word::of(&json[from + moved..])
    {
        json[to + moved..to + moved + 8].copy_from_slice(&word.bytes());
        if let Some(sign) = (word.is(b'"') | word.is(b'\\')).first() {
            return Some(moved + sign);
        }
        moved += 8;
    }
    let plain = memchr::memchr2(b'"', b'\\', &json[from + moved..])?;
    json.copy_within(from + moved..from + moved + plain, to + moved);
    Some(moved + plain)
}

/// What the sign behind a backslash stands for.
static MEANT: [Option<u8>; 256] = {
    let mut meant = [None; 256];
    let signs = *b"n\nt\tr\rb\x08f\x0c\"\"\\\\//";
    let mut at = 0;
    while at < signs.len() {
        meant[signs[at] as usize] = Some(signs[at + 1]);
        at += 2;
    }
    meant
};

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

    fn taken(json: &str) -> Option<(String, Vec<String>)> {
        let mut input = json.as_bytes().to_vec();
        let apart = take(&mut input)?;
        let texts = apart.texts.into_iter().map(str::to_string).collect();
        Some((String::from_utf8(apart.json).unwrap(), texts))
    }

    #[test]
    fn escapes_are_undone_in_their_place() {
        let check = |string: &str| {
            let expected: Option<String> = serde_json::from_str(string).ok();
            let rest = || r#"{"content":"0","x":"\"y"}"#.to_string();
            let found = taken(&format!(r#"{{"content":{string},"x":"\"y"}}"#));
            assert_eq!(found, expected.map(|text| (rest(), vec![text])), "{string}");
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
            r#""\q""#,
            r#""\u00g0""#,
        ] {
            check(json);
            let inner = &json[1..json.len() - 1];
            for words in ["", "a", "words of more than eight bytes", "é\\n"] {
                check(&format!("\"{}\"", format!("{words}{inner}").repeat(20)));
            }
        }
    }

    #[test]
    fn only_what_the_key_says_is_taken() {
        let check = |json: &str, rest: &str, texts: &[&str]| {
            let texts = texts.iter().map(|text| text.to_string()).collect();
            assert_eq!(taken(json), Some((rest.to_string(), texts)), "{json}");
        };
        check(
            r#"{"content" : "a\n","b":["content","c"]}"#,
            r#"{"content" : "0","b":["content","c"]}"#,
            &["a\n"],
        );
        check(
            r#"[{"content":"content"},{"content":"b"}]"#,
            r#"[{"content":"0"},{"content":"1"}]"#,
            &["content", "b"],
        );
        check(r#"{"\"content":"a","content":7}"#, r#"{"\"content":"a","content":7}"#, &[]);
        check(
            r#"{"cont\u0065nt":"a","content\u0065":"b"}"#,
            r#"{"cont\u0065nt":"0","content\u0065":"b"}"#,
            &["a"],
        );
        check("[1]", "[1]", &[]);
        for open in [r#"{"content":"a"#, r#"{"content":"a\"#, r#"{"a"#, r#"{"a\"#] {
            assert_eq!(taken(open), None, "{open}");
        }
    }
}
