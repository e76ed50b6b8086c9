//! A declaration on one line: what a card or a list shows of it.

use super::{Decl, Kind};
use crate::go::lex::{Kind as Lex, Lexer, Token};

/// How many bytes of a signature are shown; those of functions stay well below.
const LONGEST: usize = 400;

/// The declaration's header on one line: no body, no members, no comments, no tag, single spaces.
///
/// A field that shares its type with others stands alone: of `a, b int` the signature of `b` is `b int`.
pub fn signature(text: &[u8], decl: &Decl) -> String {
    let end = decl.body.as_ref().map_or(decl.span.end, |body| body.start);
    let tokens = Lexer::at(text, decl.span.start).take_while(|token| token.start < end);
    let mut tokens: Vec<Token> = tokens.filter(|token| token.kind != Lex::Comment).collect();
    let mut line = String::new();
    if let Some((kind, word)) = keyword(decl.kind) {
        line = format!("{word} ");
        tokens.drain(..usize::from(tokens.first().is_some_and(|first| first.kind == kind)));
    }
    if decl.kind == Kind::Field {
        drop_other_names(&mut tokens, decl.name_at);
    }
    let cut = cut(decl.kind, &mut tokens);
    join(text, &tokens, &mut line);
    line.push_str(cut);
    shorten(line)
}

/// The keyword that stands before the name, or before the group around.
fn keyword(kind: Kind) -> Option<(Lex, &'static str)> {
    match kind {
        Kind::Const => Some((Lex::Const, "const")),
        Kind::Var => Some((Lex::Var, "var")),
        Kind::Type | Kind::Alias => Some((Lex::Type, "type")),
        _ => None,
    }
}

/// Takes `a,` and `, c` out of `a, b, c int` for `b`.
fn drop_other_names(tokens: &mut Vec<Token>, name_at: usize) {
    let pairs = tokens.chunks(2);
    let others = pairs.take_while(|pair| matches!(pair, [_, comma] if comma.kind == Lex::Comma));
    let last_name = 2 * others.count();
    let mut at = 0;
    tokens.retain(|token| {
        at += 1;
        at > last_name + 1 || token.start == name_at
    });
}

/// Ends the tokens before members, a value in braces, or a tag, and gives what to write for them.
fn cut(kind: Kind, tokens: &mut Vec<Token>) -> &'static str {
    if matches!(
        kind,
        Kind::Func | Kind::Method | Kind::Imethod | Kind::Iembed
    ) {
        return "";
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1).map(|next| next.kind);
        match token.kind {
            // `struct{}` and `interface{}` are short and whole.
            Lex::LBrace if depth == 0 && next == Some(Lex::RBrace) => at += 1,
            Lex::LBrace if depth == 0 => {
                tokens.truncate(at);
                let is_func = tokens.last().is_some_and(|last| last.kind == Lex::RParen);
                return match kind {
                    Kind::Var if is_func => " {…}",
                    Kind::Var => "{…}",
                    _ => "",
                };
            }
            Lex::Str if depth == 0 && kind.is_member() => tokens.truncate(at),
            Lex::LParen | Lex::LBrack | Lex::LBrace => depth += 1,
            Lex::RParen | Lex::RBrack | Lex::RBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    ""
}

/// Writes tokens with a space where the text has space, but none at the inside of brackets.
fn join(text: &[u8], tokens: &[Token], line: &mut String) {
    let mut before: Option<Token> = None;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map(|next| next.kind);
        match (token.kind, next) {
            // What only the layout of a list over several lines asks for.
            (Lex::Comma, Some(Lex::RParen | Lex::RBrack))
            | (Lex::Semi, Some(Lex::RBrace) | None) => continue,
            (Lex::Semi, _) => line.push(';'),
            _ => {
                if before.is_some_and(|before| is_spaced(text, before, *token)) {
                    line.push(' ');
                }
                line.push_str(token.text(text));
            }
        }
        before = Some(*token);
    }
}

fn is_spaced(text: &[u8], before: Token, token: Token) -> bool {
    let opened = matches!(before.kind, Lex::LParen | Lex::LBrack);
    let closes = matches!(token.kind, Lex::RParen | Lex::RBrack);
    let between = text.get(before.end..token.start).unwrap_or_default();
    before.kind == Lex::Semi || (!opened && !closes && !between.is_empty())
}

fn shorten(mut line: String) -> String {
    if line.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|at| line.is_char_boundary(*at));
        line.truncate(cut.unwrap_or_default());
        line.push('…');
    }
    // A raw string may hold lines.
    line.replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::decls::scan;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let text = format!("package p\n{text}\n");
        let file = scan(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        let found = file
            .decls
            .iter()
            .map(|decl| signature(text.as_bytes(), decl));
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn functions_have_headers() {
        check(
            "func f(a, b int) (x T, err error) { return }",
            &["func f(a, b int) (x T, err error)"],
        );
        check(
            "func (p *P[T]) m(\n\ta int, // first\n\tb ...T,\n) (\n\tok bool,\n) {\n}",
            &["func (p *P[T]) m(a int, b ...T) (ok bool)"],
        );
        check(
            "func f() interface{} { return nil }",
            &["func f() interface{}"],
        );
        check(
            "func f(s struct {\n\ta int\n\tb int\n})",
            &["func f(s struct { a int; b int })"],
        );
        check(
            "func f[K comparable, V any](m map[K]V)",
            &["func f[K comparable, V any](m map[K]V)"],
        );
    }

    #[test]
    fn types_end_at_their_members() {
        check(
            "type t struct {\n\tbuf unsafe.Pointer `tag`\n\ta, b [2]int\n\t*q\n}",
            &[
                "type t struct",
                "buf unsafe.Pointer",
                "a [2]int",
                "b [2]int",
                "*q",
            ],
        );
        check(
            "type (\n\te struct{}\n\ta = b.C\n)",
            &["type e struct{}", "type a = b.C"],
        );
        check(
            "type i interface {\n\tRead(p []byte) (n int, err error)\n\t~int | ~uint\n}",
            &[
                "type i interface",
                "Read(p []byte) (n int, err error)",
                "~int | ~uint",
            ],
        );
        check(
            "type m map[string]func(a struct{ b int }) error",
            &["type m map[string]func(a struct{ b int }) error"],
        );
        check(
            "type g[T any] struct{ list []struct{ t T } }",
            &["type g[T any] struct", "list []struct", "t T"],
        );
    }

    #[test]
    fn values_are_shown_while_short() {
        check("const stackMin = 2048", &["const stackMin = 2048"]);
        check(
            "const (\n\ta, b T = iota, 1 << iota // two\n\tc, d\n)",
            &[
                "const a, b T = iota, 1 << iota",
                "const a, b T = iota, 1 << iota",
                "const c, d",
                "const c, d",
            ],
        );
        check("var x = []T{\n\t{1},\n}", &["var x = []T{…}"]);
        check(
            "var f = func(a int) { return }",
            &["var f = func(a int) {…}"],
        );
        check("var s = `a\nb`", &["var s = `a b`"]);
        let long = format!("var s = {:?}", "é".repeat(LONGEST));
        let signature = "var s = \"".len();
        check(
            &long,
            &[&format!(
                "var s = \"{}…",
                "é".repeat((LONGEST - signature) / 2)
            )],
        );
    }
}
