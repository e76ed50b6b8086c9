//! Fingerprints of declarations: SHA-256 cut to 128 bits.

use sha2::{Digest, Sha256};

use crate::go::lex;

/// 32 hexadecimal digits for lines of text, the same whichever line ends the tree was unpacked with.
pub fn text(lines: &[u8]) -> String {
    let mut hash = Sha256::new();
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        hash.update(line.strip_suffix(b"\r").unwrap_or(line));
        hash.update(b"\n");
    }
    short(hash)
}

/// 32 hexadecimal digits for tokens: comments and layout do not count.
pub fn tokens(text: &[u8]) -> String {
    let mut hash = Sha256::new();
    for token in lex::tokens(text) {
        match token.kind {
            // However a statement is ended, it is ended.
            lex::Kind::Semi => hash.update(b";"),
            _ => token.bytes(text).split(|byte| *byte == b'\r').for_each(|piece| hash.update(piece)),
        }
        // Go text holds no NUL, so it can stand between tokens.
        hash.update([0]);
    }
    short(hash)
}

fn short(hash: Sha256) -> String {
    let bytes = hash.finalize();
    bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_do_not_count() {
        assert_eq!(text(b"a\r\nb"), text(b"a\nb\n"));
        assert_ne!(text(b"a\n\nb"), text(b"a\nb\n"));
        // The first half of what sha256sum says about "a\n".
        assert_eq!(text(b"a\n"), "87428fc522803d31065e7bce3cf03fe4");
    }

    #[test]
    fn comments_and_layout_do_not_count() {
        assert_eq!(tokens(b"a = 1 // one\nb(2)"), tokens(b"/* x */ a=1; b( 2 )\n"));
        assert_ne!(tokens(b"a + b"), tokens(b"a - b"));
        assert_ne!(tokens(b"ab"), tokens(b"a b"));
    }
}
