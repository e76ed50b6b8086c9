//! A place in a file's tokens, with the comments before it weighed as `go/parser` weighs them.

use super::{Linkname, ScanError};
use crate::go::lex::{Kind, Lexer, Token};
use crate::go::lines::Lines;

/// The token at hand and what came before it.
pub struct Cursor<'a> {
    pub text: &'a [u8],
    pub lines: Lines,
    /// The token at hand, never a comment.
    pub token: Token,
    /// The first line of the doc comment that belongs to the token.
    pub doc: Option<usize>,
    /// The end of the last token that was passed, semicolons aside.
    pub passed: usize,
    pub linknames: Vec<Linkname>,
    lexer: Lexer<'a>,
    /// Where `go/scanner` says the token is; before the first token nowhere.
    mark: Option<usize>,
}

impl<'a> Cursor<'a> {
    /// A cursor at the first token.
    pub fn new(text: &'a [u8]) -> Self {
        let nothing = Token { kind: Kind::Semi, start: 0, end: 0 };
        let mut cursor = Cursor {
            text,
            lines: Lines::new(text),
            token: nothing,
            doc: None,
            passed: 0,
            linknames: Vec::new(),
            lexer: Lexer::new(text),
            mark: None,
        };
        cursor.advance();
        cursor
    }

    /// Goes to the next token.
    pub fn advance(&mut self) {
        if self.token.kind != Kind::Semi {
            self.passed = self.token.end;
        }
        self.doc = None;
        self.token = self.lexer.next_token();
        if self.token.kind == Kind::Comment {
            self.pass_comments();
        } else {
            self.mark = Some(self.token.start);
        }
    }

    /// Goes on if the token is of this kind, and says whether it was.
    pub fn eat(&mut self, kind: Kind) -> bool {
        let found = self.token.kind == kind;
        if found {
            self.advance();
        }
        found
    }

    /// Goes past a token of this kind; another one is an error that says what was wanted.
    pub fn expect(&mut self, kind: Kind, wanted: &str) -> Result<Token, ScanError> {
        let token = self.token;
        match self.eat(kind) {
            true => Ok(token),
            false => Err(self.unexpected(wanted)),
        }
    }

    /// Goes past the brackets that open here and all that is in them.
    pub fn skip_brackets(&mut self) -> Result<(), ScanError> {
        let open = self.token;
        let mut depth = 1_usize;
        while depth > 0 {
            self.token = self.lexer.next_token();
            match self.token.kind {
                Kind::LParen | Kind::LBrack | Kind::LBrace => depth += 1,
                Kind::RParen | Kind::RBrack | Kind::RBrace => depth -= 1,
                Kind::Illegal(_) => return Err(self.unexpected("Go")),
                Kind::Eof => return Err(self.error(open.start, "a bracket that is not closed")),
                _ => {}
            }
        }
        self.mark = Some(self.token.start);
        self.advance();
        Ok(())
    }

    /// Goes to the end of the specification or member at hand: its semicolon, or the bracket that closes around it.
    pub fn skip_spec(&mut self) -> Result<(), ScanError> {
        loop {
            match self.token.kind {
                Kind::LParen | Kind::LBrack | Kind::LBrace => self.skip_brackets()?,
                Kind::Semi | Kind::RParen | Kind::RBrack | Kind::RBrace | Kind::Eof => {
                    return Ok(());
                }
                Kind::Illegal(_) => return Err(self.unexpected("Go")),
                _ => self.advance(),
            }
        }
    }

    /// The tokens behind the one at hand.
    pub fn ahead(&self) -> impl Iterator<Item = Token> + use<'a> {
        self.lexer.clone().filter(|token| token.kind != Kind::Comment)
    }

    /// The line of a token, or of any offset.
    pub fn line(&self, offset: usize) -> usize {
        self.lines.line(offset)
    }

    /// The last line of what ends before the token at hand.
    pub fn passed_line(&self) -> usize {
        self.line(self.passed.saturating_sub(1))
    }

    /// The error that something else was wanted here.
    pub fn unexpected(&self, wanted: &str) -> ScanError {
        let message = match self.token.kind {
            Kind::Illegal(fault) => fault.message().to_owned(),
            Kind::Eof => format!("the file ends where {wanted} should be"),
            _ => format!("expected {wanted}"),
        };
        self.error(self.token.start, &message)
    }

    /// An error at an offset.
    pub fn error(&self, offset: usize, message: &str) -> ScanError {
        ScanError { line: self.line(offset), offset, message: message.to_owned() }
    }

    /// Goes past the comments at hand. The last group of them is the next token's doc comment if it ends on the
    /// line above and no comment of it begins on a line with code.
    fn pass_comments(&mut self) {
        let mut code_line = self.mark.map(|mark| self.line(mark));
        let mut group: Option<(usize, usize)> = None;
        let mut last = self.token;
        while self.token.kind == Kind::Comment {
            last = self.token;
            let first_line = self.line(last.start);
            let last_line = self.line(last.end - 1);
            if code_line == Some(first_line) {
                code_line = Some(last_line);
            } else {
                code_line = None;
                let joined = group.filter(|(_, end)| first_line <= end + 1);
                group = Some((joined.map_or(first_line, |(start, _)| start), last_line));
            }
            self.note_linkname(last, first_line);
            self.token = self.lexer.next_token();
        }
        let line = self.line(self.token.start);
        self.doc = group.filter(|(_, end)| end + 1 == line).map(|(start, _)| start);
        // `go/scanner` puts the semicolon that a comment brings about at the first line's end in the comment.
        let by_comment = self.token.kind == Kind::Semi && self.token.start == self.token.end;
        self.mark = Some(if by_comment { last.start } else { self.token.start });
    }

    fn note_linkname(&mut self, comment: Token, line: usize) {
        let Some(directive) = comment.text(self.text).strip_prefix("//go:linkname") else {
            return;
        };
        let mut words = directive.split_ascii_whitespace();
        if let Some(local) = words.next().filter(|_| directive.starts_with([' ', '\t'])) {
            self.linknames.push(Linkname {
                line,
                local: local.to_owned(),
                target: words.next().map(str::to_owned),
            });
        }
    }
}
