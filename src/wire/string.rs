//! Long texts as strings of JSON: what serde_json writes, eight bytes at a time.

/// Adds a text with its quotes.
pub fn write(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + bytes.len() / 8);
    out.push(b'"');
    let mut at = 0;
    while let Some(word) = bytes[at..].first_chunk::<8>() {
        // Most words are taken as they are, and of the others what stands before the first mark.
        out.extend_from_slice(word);
        let marks = marks(u64::from_le_bytes(*word));
        if marks == 0 {
            at += 8;
            continue;
        }
        let kept = marks.trailing_zeros() as usize / 8;
        out.truncate(out.len() - 8 + kept);
        escape(word[kept], out);
        at += kept + 1;
    }
    for byte in &bytes[at..] {
        match is_escaped(*byte) {
            true => escape(*byte, out),
            false => out.push(*byte),
        }
    }
    out.push(b'"');
}

/// A word whose lowest mark is the topmost bit of the first byte that is escaped; those above it may be marked wrongly,
/// since what is taken from a byte may be borrowed from the next.
fn marks(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    let below = |limit: u64, word: u64| word.wrapping_sub(ONES * limit) & !word;
    let is = |byte: u8| below(1, word ^ (ONES * u64::from(byte)));
    (below(0x20, word) | is(b'"') | is(b'\\')) & (ONES << 7)
}

fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    let sign = match byte {
        b'\n' => b'n',
        b'\t' => b't',
        b'\r' => b'r',
        0x08 => b'b',
        0x0c => b'f',
        b'"' | b'\\' => byte,
        _ => {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            out.extend_from_slice(b"\\u00");
            out.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
            return;
        }
    };
    out.extend_from_slice(&[b'\\', sign]);
}

#[cfg(test)]
mod tests {
    use super::write;

    #[track_caller]
    fn check(text: &str) {
        let mut out = Vec::new();
        write(text, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(text).unwrap());
    }

    #[test]
    fn a_text_is_written_as_serde_json_writes_it() {
        let all: String = (0..=0x180).filter_map(char::from_u32).collect();
        check(&all);
        for shift in 0..9 {
            for odd in ['"', '\\', '\n', '\u{1f}', '\u{7f}', 'é', '\u{2028}', '😀', ' ', '!'] {
                let text = format!("{}{odd}{odd}x{odd}", "a".repeat(shift));
                check(&text);
                check(&text.repeat(3));
            }
        }
    }
}
