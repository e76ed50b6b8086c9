//! Go source text in, tokens out.
//!
//! The lexer is total: any bytes give tokens that lie in order and inside the text, and [`Kind::Eof`] at the end.
//! Bytes that are no Go come out as [`Kind::Illegal`]; comments come out too, for whoever asks.

mod kind;

pub use kind::{Fault, Kind};

/// One token and where its bytes stand.
///
/// A semicolon that the end of a line stands for is an empty range at that end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What the token is.
    pub kind: Kind,
    /// The offset of its first byte.
    pub start: usize,
    /// The offset behind its last byte.
    pub end: usize,
}

impl Token {
    /// The token's bytes in the text it was read from.
    pub fn bytes<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The token's bytes as text; empty where they are not UTF-8.
    pub fn text<'a>(&self, text: &'a [u8]) -> &'a str {
        std::str::from_utf8(self.bytes(text)).unwrap_or_default()
    }
}

/// Reads tokens one by one; as an iterator it ends before [`Kind::Eof`].
#[derive(Debug, Clone)]
pub struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    /// The last token allows a line's end to stand for a semicolon.
    statement: bool,
    /// A comment with a line's end inside went by.
    line_ended: bool,
}

/// All tokens of `text` but the comments, without [`Kind::Eof`].
pub fn tokens(text: &[u8]) -> Vec<Token> {
    Lexer::new(text).filter(|token| token.kind != Kind::Comment).collect()
}

impl<'a> Lexer<'a> {
    /// A lexer at the start of `text`.
    pub fn new(text: &'a [u8]) -> Self {
        // A byte order mark is allowed there and only there.
        let at = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        Lexer::at(text, at)
    }

    /// A lexer that begins at an offset, which has to be between two tokens.
    pub fn at(text: &'a [u8], at: usize) -> Self {
        Lexer { text, at: at.min(text.len()), statement: false, line_ended: false }
    }

    /// The next token; from the end of the text on always [`Kind::Eof`].
    pub fn next_token(&mut self) -> Token {
        if let Some(semi) = self.skip_space() {
            return semi;
        }
        let start = self.at;
        let (kind, length) = scan(&self.text[start..]);
        self.at = start + length;
        let token = Token { kind, start, end: self.at };
        if kind == Kind::Comment {
            self.line_ended = self.statement && token.bytes(self.text).contains(&b'\n');
        } else {
            self.statement = kind.ends_statement();
        }
        token
    }

    /// Goes to the next token; a line's end on the way may be a semicolon.
    fn skip_space(&mut self) -> Option<Token> {
        loop {
            let next = self.text.get(self.at);
            if self.statement && (self.line_ended || matches!(next, None | Some(b'\n'))) {
                self.statement = false;
                self.line_ended = false;
                return Some(Token { kind: Kind::Semi, start: self.at, end: self.at });
            }
            match next {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                _ => return None,
            }
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let token = self.next_token();
        (token.kind != Kind::Eof).then_some(token)
    }
}

/// The token at the start of `rest`, and its length, which is 0 only at the end of the text.
fn scan(rest: &[u8]) -> (Kind, usize) {
    match rest {
        [] => (Kind::Eof, 0),
        [b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.., ..] => scan_word(rest),
        [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..] => scan_number(rest),
        [b'/', b'/', ..] => (Kind::Comment, find(rest, b'\n').unwrap_or(rest.len())),
        [b'/', b'*', ..] => match rest[2..].windows(2).position(|pair| pair == b"*/") {
            Some(length) => (Kind::Comment, length + 4),
            None => (Kind::Illegal(Fault::Comment), rest.len()),
        },
        [b'`', ..] => match find(&rest[1..], b'`') {
            Some(length) => (Kind::Str, length + 2),
            None => (Kind::Illegal(Fault::RawStr), rest.len()),
        },
        [b'"', ..] => scan_quoted(rest, Kind::Str, Fault::Str),
        [b'\'', ..] => scan_quoted(rest, Kind::Char, Fault::Rune),
        _ => kind::operator(rest).unwrap_or((Kind::Illegal(Fault::Character), 1)),
    }
}

/// An identifier or keyword.
fn scan_word(rest: &[u8]) -> (Kind, usize) {
    let mut length = 0;
    loop {
        length += ascii_word(&rest[length..]);
        match wide_char(&rest[length..]) {
            Some(c) if c.is_alphabetic() || (length > 0 && c.is_numeric()) => {
                length += c.len_utf8();
            }
            Some(c) if length == 0 => return (Kind::Illegal(Fault::Character), c.len_utf8()),
            None if length == 0 => return (Kind::Illegal(Fault::Character), 1),
            _ => return (kind::word(&rest[..length]), length),
        }
    }
}

fn ascii_word(rest: &[u8]) -> usize {
    rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_').unwrap_or(rest.len())
}

/// The character at the start of `rest` if it is a whole one beyond ASCII.
///
/// Go wants the categories L and Nd in names. The sets of Rust's standard library are a little wider, which
/// only accepts names that no compiler has let through.
fn wide_char(rest: &[u8]) -> Option<char> {
    if *rest.first()? < 0x80 {
        return None;
    }
    let head = &rest[..rest.len().min(4)];
    head.utf8_chunks().next()?.valid().chars().next()
}

/// A number: digits with `_` between them, point, exponent, and `i` behind.
fn scan_number(rest: &[u8]) -> (Kind, usize) {
    let hexadecimal = matches!(rest, [b'0', b'x' | b'X', ..]);
    let prefixed = matches!(rest, [b'0', b'x' | b'X' | b'b' | b'B' | b'o' | b'O', ..]);
    let digits = |from: usize| {
        let digit =
            |byte: &&u8| **byte == b'_' || byte.is_ascii_digit() || (hexadecimal && byte.is_ascii_hexdigit());
        from + rest[from..].iter().take_while(digit).count()
    };
    let mut kind = Kind::Int;
    let mut end = digits(if prefixed { 2 } else { 0 });
    if rest.get(end) == Some(&b'.') {
        kind = Kind::Float;
        end = digits(end + 1);
    }
    if matches!(rest.get(end), Some(b'e' | b'E' | b'p' | b'P')) {
        kind = Kind::Float;
        let sign = matches!(rest.get(end + 1), Some(b'+' | b'-'));
        end = digits(end + 1 + usize::from(sign));
    }
    match rest.get(end) {
        Some(b'i') => (Kind::Imag, end + 1),
        _ => (kind, end),
    }
}

/// A string or rune literal: up to its quote on the same line, a backslash hiding what follows it.
fn scan_quoted(rest: &[u8], kind: Kind, fault: Fault) -> (Kind, usize) {
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\n' => return (Kind::Illegal(fault), at),
            b'\\' if rest.get(at + 1).is_some_and(|next| *next != b'\n') => at += 2,
            _ if byte == rest[0] => return (kind, at + 1),
            _ => at += 1,
        }
    }
    (Kind::Illegal(fault), rest.len())
}

fn find(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens as words: their text, `\n` for a semicolon that a line's end stands for, `!` before what is no Go.
    #[track_caller]
    fn check(input: impl AsRef<[u8]>, expected: &[&str]) {
        let text = input.as_ref();
        let words: Vec<String> = Lexer::new(text)
            .map(|token| match token.kind {
                Kind::Semi if token.start == token.end => "\n".to_owned(),
                Kind::Illegal(_) => format!("!{}", String::from_utf8_lossy(token.bytes(text))),
                _ => token.text(text).to_owned(),
            })
            .collect();
        assert_eq!(words, expected);
    }

    #[track_caller]
    fn check_kind(input: &str, expected: Kind) {
        let token = Lexer::new(input.as_bytes()).next_token();
        assert_eq!((token.kind, token.end), (expected, input.len()), "{input}");
    }

    #[test]
    fn lines_end_statements() {
        check("a\nb", &["a", "\n", "b", "\n"]);
        check("f(\n)", &["f", "(", ")", "\n"]);
        check("a; b", &["a", ";", "b", "\n"]);
        check("return\nx++\n\n", &["return", "\n", "x", "++", "\n"]);
        check("a // b\nc", &["a", "// b", "\n", "c", "\n"]);
        check("a /* b */ c", &["a", "/* b */", "c", "\n"]);
        check("a /* b\n */ c", &["a", "/* b\n */", "\n", "c", "\n"]);
        check("if /* b\n */ c", &["if", "/* b\n */", "c", "\n"]);
        check("a /* b\n */ // c\nd", &["a", "/* b\n */", "\n", "// c", "d", "\n"]);
    }

    #[test]
    fn operators_are_as_long_as_they_can_be() {
        check("a&^=b<<=c", &["a", "&^=", "b", "<<=", "c", "\n"]);
        check("x...,<-y|~z", &["x", "...", ",", "<-", "y", "|", "~", "z", "\n"]);
        check("a.b..c", &["a", ".", "b", ".", ".", "c", "\n"]);
    }

    #[test]
    fn literals_have_their_kinds() {
        for int in ["0", "1_000", "0x_Fe", "0b1", "0o17", "017"] {
            check_kind(int, Kind::Int);
        }
        for float in ["1.", ".5", "1e9", "1E-9", "0x1p-2", "0x1.8p+1", "1_0.2_5e1"] {
            check_kind(float, Kind::Float);
        }
        for imaginary in ["1i", "0x1i", "1.5e3i"] {
            check_kind(imaginary, Kind::Imag);
        }
        for rune in ["'a'", r"'\''", r"'\\'", "'é'", r"'\u00e9'"] {
            check_kind(rune, Kind::Char);
        }
        for string in [r#""a\"b""#, "`a\n\\`", r#""\\""#, "\"\""] {
            check_kind(string, Kind::Str);
        }
    }

    #[test]
    fn words_may_hold_any_letters() {
        check_kind("größe2", Kind::Ident);
        check_kind("_", Kind::Ident);
        check_kind("fallthrough", Kind::Fallthrough);
        check_kind("functions", Kind::Ident);
        check("runtime·x", &["runtime", "!·", "x", "\n"]);
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        check("\u{feff}a", &["a", "\n"]);
    }

    #[test]
    fn what_is_no_go_is_said_so() {
        check("a # b", &["a", "!#", "b", "\n"]);
        check("\"a\nb", &["!\"a", "b", "\n"]);
        check("'a\nb", &["!'a", "b", "\n"]);
        check("`a\nb", &["!`a\nb"]);
        check("/* a", &["!/* a"]);
        check(b"a \xff b", &["a", "!\u{fffd}", "b", "\n"]);
        check("\"\\", &["!\"\\"]);
    }
}
