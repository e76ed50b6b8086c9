//! The kinds of token, named as in `go/token`.

/// What a [`Token`](super::Token) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[rustfmt::skip]
#[allow(missing_docs, reason = "the variants carry the names of go/token")]
pub enum Kind {
    // Trivia and marks.
    Eof, Comment, Semi,
    // Words and literals.
    Ident, Int, Float, Imag, Char, Str,
    // Keywords.
    Break, Case, Chan, Const, Continue, Default, Defer, Else, Fallthrough, For, Func, Go, Goto, If,
    Import, Interface, Map, Package, Range, Return, Select, Struct, Switch, Type, Var,
    // Operators.
    Add, Sub, Mul, Quo, Rem, And, Or, Xor, Shl, Shr, AndNot,
    AddAssign, SubAssign, MulAssign, QuoAssign, RemAssign, AndAssign, OrAssign, XorAssign,
    ShlAssign, ShrAssign, AndNotAssign,
    LAnd, LOr, Arrow, Inc, Dec, Eql, Lss, Gtr, Assign, Not, Tilde, Neq, Leq, Geq, Define, Ellipsis,
    LParen, LBrack, LBrace, Comma, Period, RParen, RBrack, RBrace, Colon,
    /// Bytes which are no Go token, with what is wrong about them.
    Illegal(Fault),
}

/// What is wrong with the bytes of an [`Kind::Illegal`] token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// A character that begins no token, or a byte that is not UTF-8.
    Character,
    /// A `/*` comment without its end.
    Comment,
    /// A `'` literal without its end on the same line.
    Rune,
    /// A `"` literal without its end on the same line.
    Str,
    /// A raw string without its end.
    RawStr,
}

impl Fault {
    /// The fault in words, without a full stop.
    pub fn message(self) -> &'static str {
        match self {
            Fault::Character => "a character that begins no Go token",
            Fault::Comment => "a comment that is not closed",
            Fault::Rune => "a rune literal that is not closed",
            Fault::Str => "a string literal that is not closed",
            Fault::RawStr => "a raw string literal that is not closed",
        }
    }
}

impl Kind {
    /// Whether the token is a word with a fixed meaning, such as `func`.
    pub fn is_keyword(self) -> bool {
        (Kind::Break..=Kind::Var).contains(&self)
    }

    /// Whether the token is an operator or a bracket, such as `&^=` or `(`.
    pub fn is_operator(self) -> bool {
        (Kind::Add..=Kind::Colon).contains(&self)
    }

    /// Whether the token is a number, rune or string literal.
    pub fn is_literal(self) -> bool {
        (Kind::Int..=Kind::Str).contains(&self)
    }

    /// Whether a line that ends after this token ends a statement too.
    pub fn ends_statement(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Ident
                | Int
                | Float
                | Imag
                | Char
                | Str
                | Break
                | Continue
                | Fallthrough
                | Return
                | Inc
                | Dec
                | RParen
                | RBrack
                | RBrace
        )
    }
}

/// The keyword that `word` is, or an identifier.
pub(super) fn word(word: &[u8]) -> Kind {
    // Most words of a program are none, and their first letter or length tells.
    if !(2..=11).contains(&word.len()) || !word[0].is_ascii_lowercase() {
        return Kind::Ident;
    }
    match word {
        b"break" => Kind::Break,
        b"case" => Kind::Case,
        b"chan" => Kind::Chan,
        b"const" => Kind::Const,
        b"continue" => Kind::Continue,
        b"default" => Kind::Default,
        b"defer" => Kind::Defer,
        b"else" => Kind::Else,
        b"fallthrough" => Kind::Fallthrough,
        b"for" => Kind::For,
        b"func" => Kind::Func,
        b"go" => Kind::Go,
        b"goto" => Kind::Goto,
        b"if" => Kind::If,
        b"import" => Kind::Import,
        b"interface" => Kind::Interface,
        b"map" => Kind::Map,
        b"package" => Kind::Package,
        b"range" => Kind::Range,
        b"return" => Kind::Return,
        b"select" => Kind::Select,
        b"struct" => Kind::Struct,
        b"switch" => Kind::Switch,
        b"type" => Kind::Type,
        b"var" => Kind::Var,
        _ => Kind::Ident,
    }
}

/// The longest operator at the start of `rest`, and its length.
#[rustfmt::skip]
pub(super) fn operator(rest: &[u8]) -> Option<(Kind, usize)> {
    use Kind::*;
    Some(match rest {
        [b'&', b'^', b'=', ..] => (AndNotAssign, 3),
        [b'<', b'<', b'=', ..] => (ShlAssign, 3),
        [b'>', b'>', b'=', ..] => (ShrAssign, 3),
        [b'.', b'.', b'.', ..] => (Ellipsis, 3),
        [b'&', b'&', ..] => (LAnd, 2), [b'&', b'^', ..] => (AndNot, 2), [b'&', b'=', ..] => (AndAssign, 2),
        [b'|', b'|', ..] => (LOr, 2), [b'|', b'=', ..] => (OrAssign, 2),
        [b'<', b'<', ..] => (Shl, 2), [b'<', b'-', ..] => (Arrow, 2), [b'<', b'=', ..] => (Leq, 2),
        [b'>', b'>', ..] => (Shr, 2), [b'>', b'=', ..] => (Geq, 2),
        [b'+', b'+', ..] => (Inc, 2), [b'+', b'=', ..] => (AddAssign, 2),
        [b'-', b'-', ..] => (Dec, 2), [b'-', b'=', ..] => (SubAssign, 2),
        [b'*', b'=', ..] => (MulAssign, 2), [b'/', b'=', ..] => (QuoAssign, 2),
        [b'%', b'=', ..] => (RemAssign, 2), [b'^', b'=', ..] => (XorAssign, 2),
        [b'=', b'=', ..] => (Eql, 2), [b'!', b'=', ..] => (Neq, 2), [b':', b'=', ..] => (Define, 2),
        [b'(', ..] => (LParen, 1), [b')', ..] => (RParen, 1),
        [b'[', ..] => (LBrack, 1), [b']', ..] => (RBrack, 1),
        [b'{', ..] => (LBrace, 1), [b'}', ..] => (RBrace, 1),
        [b',', ..] => (Comma, 1), [b'.', ..] => (Period, 1),
        [b';', ..] => (Semi, 1), [b':', ..] => (Colon, 1),
        [b'+', ..] => (Add, 1), [b'-', ..] => (Sub, 1), [b'*', ..] => (Mul, 1), [b'/', ..] => (Quo, 1),
        [b'%', ..] => (Rem, 1), [b'&', ..] => (And, 1), [b'|', ..] => (Or, 1), [b'^', ..] => (Xor, 1),
        [b'<', ..] => (Lss, 1), [b'>', ..] => (Gtr, 1), [b'=', ..] => (Assign, 1),
        [b'!', ..] => (Not, 1), [b'~', ..] => (Tilde, 1),
        _ => return None,
    })
}
