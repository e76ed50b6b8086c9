//! Words, counted for the reading time.

/// Half words as words.
pub fn whole(halves: usize) -> usize {
    halves.div_ceil(2)
}

/// How many half words a text has, which can be added up over its lines: two for each run of what is no white space,
/// and one for each character of Chinese and Japanese, which write none between words. Other bytes beyond ASCII count as
/// letters, which is near enough for a reading time and a good deal quicker than to look each character up.
pub fn halves(text: &str) -> usize {
    if text.is_ascii() {
        return 2 * ascii_words(text.as_bytes());
    }
    let (mut halves, mut in_word) = (0_usize, false);
    for byte in text.bytes() {
        match byte {
            // The first bytes of U+3000 to U+9FFF in UTF-8: kana and the unified ideographs.
            0xE3..=0xE9 => (halves, in_word) = (halves + 1, false),
            // What follows a first byte belongs to its character.
            0x80..=0xBF => {}
            _ if is_white(byte) => in_word = false,
            _ if in_word => {}
            _ => (halves, in_word) = (halves + 2, true),
        }
    }
    halves
}

/// How many bytes are counted at a time: as many as a byte can hold the count of.
const CHUNK: usize = 255;

/// Words begin where white space ends. Without a branch, and with sums of single bytes, many are looked at in one go.
fn ascii_words(bytes: &[u8]) -> usize {
    let Some((first, rest)) = bytes.split_first() else { return 0 };
    let begins = |(before, byte): (&u8, &u8)| u8::from(is_white(*before) & !is_white(*byte));
    let chunks = bytes.chunks(CHUNK).zip(rest.chunks(CHUNK));
    let begun = chunks.map(|(before, bytes)| usize::from(before.iter().zip(bytes).map(begins).sum::<u8>()));
    usize::from(!is_white(*first)) + begun.sum::<usize>()
}

/// A space or one of the control characters, of which a text has no others than tabs and line ends.
fn is_white(byte: u8) -> bool {
    byte <= b' '
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdbook_markdown::pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn words_are_counted() {
        let check = |text: &str, expected| assert_eq!(whole(halves(text)), expected, "{text}");
        check("", 0);
        check("  a bc\n\td ", 3);
        check("größer als ein Wort", 4);
        check("通道是一个指针", 4);
        check("Go 的 channel", 3);
        check("القناة مؤشر", 2);
    }

    #[test]
    fn many_bytes_at_once_are_as_many_words_as_one_by_one() {
        for text in ["", "a", " ", "a b", " a  b ", " a\x0c\r\nb\tc", &"word  or\ttwo\n".repeat(99)] {
            assert_eq!(whole(halves(text)), text.split_ascii_whitespace().count(), "{text:?}");
        }
    }

    /// The parser hands over a block of code in pieces, and no word may stand in two of them.
    #[test]
    fn pieces_of_code_add_up_to_the_block() {
        let page = "```\na b\n\t通道是 x\n```\n\n    one two\n\tthree 通\n\n\
                    > - ```go\n>   func main() {\n>   \tx()\n>   }\n>   ```\n\n~~~\nnever closed";
        for page in [page.to_string(), page.replace('\n', "\r\n"), page.replace('\n', "\r")] {
            let (mut whole, mut added, mut blocks) = (String::new(), 0, 0);
            for event in Parser::new_ext(&page, Options::empty()) {
                match event {
                    Event::Start(Tag::CodeBlock(_)) => {
                        (whole, added, blocks) = (String::new(), 0, blocks + 1)
                    }
                    Event::Text(text) if blocks > 0 => {
                        whole.push_str(&text);
                        added += halves(&text);
                    }
                    Event::End(TagEnd::CodeBlock) => assert_eq!(added, halves(&whole), "{whole:?}"),
                    _ => {}
                }
            }
            assert!(blocks > 0, "{page:?}");
        }
    }
}
