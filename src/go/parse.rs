//! Go tokens in, syntax trees out.
//!
//! The parser is total: what it does not understand is a [`NotUnderstood`](super::refuse::NotUnderstood)
//! with its byte. Depth and height of trees are bounded, so that no text can exhaust the stack, here or in
//! whoever walks the trees.

mod decls;
mod exprs;
mod stmts;
mod types;

use std::ops::Range;

use super::lex::{Kind, Lexer, Token, tokens};
use super::refuse::{Understood, refuse};
use super::syntax::{Block, Expr, File};

/// How deep constructs may nest in each other.
const DEPTH: usize = 100;
/// How high a tree may grow, chains such as `a + b + c` included.
const HEIGHT: usize = 1500;

/// Reads a whole file, bodies of functions left for [`body`].
///
/// A declaration that is not understood is left out and named in the file's `refused`.
pub fn file(text: &[u8]) -> File {
    Parser::new(text, tokens(text)).file()
}

/// Reads the body of a function, which stands between braces at `span`.
pub fn body(text: &[u8], span: Range<usize>) -> Understood<Block> {
    let inside = Lexer::at(text.get(..span.end).unwrap_or(text), span.start);
    let tokens = inside.filter(|token| token.kind != Kind::Comment).collect();
    Parser::new(text, tokens).block()
}

/// Reads one expression, which has to be all of the text.
pub fn expr(text: &[u8]) -> Understood<Expr> {
    let mut parser = Parser::new(text, tokens(text));
    let expr = parser.expr()?;
    parser.take(Kind::Semi);
    match parser.kind() {
        Kind::Eof => Ok(expr),
        _ => parser.unexpected("the end of the expression"),
    }
}

/// A cursor over the tokens of one file.
pub(super) struct Parser<'a> {
    text: &'a [u8],
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    /// The height of the highest tree made at this depth.
    height: usize,
    /// Whether `T {` starts a composite literal; in the head of an `if` it does not.
    literals: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a [u8], tokens: Vec<Token>) -> Self {
        Parser { text, tokens, next: 0, depth: 0, height: 0, literals: true }
    }

    fn kind(&self) -> Kind {
        self.ahead(0)
    }

    fn ahead(&self, count: usize) -> Kind {
        self.tokens.get(self.next + count).map_or(Kind::Eof, |token| token.kind)
    }

    /// The byte where the next token starts.
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |token| token.start)
    }

    /// The next token's text.
    fn word(&self) -> &'a str {
        self.tokens.get(self.next).map_or("", |token| token.text(self.text))
    }

    fn bump(&mut self) -> &'a str {
        let word = self.word();
        self.next += 1;
        word
    }

    fn take(&mut self, kind: Kind) -> bool {
        let there = self.kind() == kind;
        self.next += usize::from(there);
        there
    }

    fn want(&mut self, kind: Kind, words: &str) -> Understood<()> {
        match self.take(kind) {
            true => Ok(()),
            false => self.unexpected(words),
        }
    }

    fn name(&mut self) -> Understood<String> {
        match self.kind() {
            Kind::Ident => Ok(self.bump().to_owned()),
            _ => self.unexpected("a name"),
        }
    }

    fn unexpected<T>(&self, wanted: &str) -> Understood<T> {
        let found = match self.kind() {
            Kind::Eof => "the end of the text".to_owned(),
            Kind::Semi if self.word().is_empty() => "the end of the line".to_owned(),
            Kind::Illegal(fault) => fault.message().to_owned(),
            _ => format!("`{}`", self.word().chars().take(40).collect::<String>()),
        };
        refuse(format!("{found} where {wanted} should be"), self.at())
    }

    /// Reads a construct one level down.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Understood<T>) -> Understood<T> {
        if self.depth >= DEPTH {
            return refuse("a construct nested too deeply", self.at());
        }
        let beside = std::mem::take(&mut self.height);
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        self.height = beside.max(self.height + 1);
        self.check_height()?;
        result
    }

    /// Notes that the tree at hand is put below one more node.
    fn grow(&mut self) -> Understood<()> {
        self.height += 1;
        self.check_height()
    }

    fn check_height(&self) -> Understood<()> {
        match self.height > HEIGHT {
            true => refuse("an expression of too many parts", self.at()),
            false => Ok(()),
        }
    }

    /// Reads something with composite literals allowed or not, and sets that back.
    fn with_literals<T>(&mut self, literals: bool, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.literals, literals);
        let result = read(self);
        self.literals = before;
        result
    }

    /// The index of the token behind the bracket that closes the one at `open`.
    fn behind_bracket(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for (index, token) in self.tokens.iter().enumerate().skip(open) {
            match token.kind {
                Kind::LParen | Kind::LBrack | Kind::LBrace => depth += 1,
                Kind::RParen | Kind::RBrack | Kind::RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return index + 1;
            }
        }
        self.tokens.len()
    }
}
