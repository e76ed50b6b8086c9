//! A declaration on one line: what a card or a list shows of it.

use super::{Decl, Kind};
use crate::go::lex::{Kind as Lex, Lexer, Token};

/// How long a signature gets before it is cut with an ellipsis; the longest one of a function stays whole.
const LONGEST: usize = 400;

/// The declaration's header on one line: no body, no members, no comments, single spaces.
///
/// A member that shares its type with others stands alone: of `a, b int` the signature of `b` is `b int`.
pub fn signature(text: &[u8], decl: &Decl) -> String {
    let mut tokens = header(text, decl);
    let mut line = String::new();
    if let Some(keyword) = keyword(decl) {
        line.push_str(keyword);
        line.push(' ');
        tokens.retain(|token| token.start >= name_start(decl) || !token.kind.is_keyword());
    }
    join(text, &tokens, &mut line);
    shorten(line)
}

fn keyword(decl: &Decl) -> Option<&'static str> {
    match decl.kind {
        Kind::Const => Some("const"),
        Kind::Var => Some("var"),
        Kind::Type | Kind::Alias => Some("type"),
        _ => None,
    }
}

fn name_start(decl: &Decl) -> usize {
    decl.name_at
}

/// The tokens up to a body, a list of members, or a composite literal, whose braces are left out.
fn header(text: &[u8], decl: &Decl) -> Vec<Token> {
    let end = decl.body.as_ref().map_or(decl.span.end, |body| body.start);
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    for token in Lexer::at(text, decl.span.start) {
        if token.start >= end {
            break;
        }
        match token.kind {
            Lex::Comment => continue,
            Lex::LBrace if depth == 0 => break,
            Lex::LParen | Lex::LBrack | Lex::LBrace => depth += 1,
            Lex::RParen | Lex::RBrack | Lex::RBrace => depth = depth.saturating_sub(1),
            Lex::Str if decl.kind.is_member() && depth == 0 => break,
            _ => {}
        }
        tokens.push(token);
    }
    if decl.kind == Kind::Field {
        drop_other_names(&mut tokens, decl);
    }
    tokens
}

/// Takes `a,` and `, c` out of `a, b, c int` for `b`.
fn drop_other_names(tokens: &mut Vec<Token>, decl: &Decl) {
    let names =
        tokens.chunks(2).take_while(|pair| matches!(pair, [_, comma] if comma.kind == Lex::Comma)).count();
    let last = 2 * names;
    let mut at = 0;
    tokens.retain(|token| {
        at += 1;
        at > last + 1 || token.start == decl.name_at
    });
}

/// Writes tokens with a space where the text has space, but none inside of brackets.
fn join(text: &[u8], tokens: &[Token], line: &mut String) {
    let mut before: Option<Token> = None;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map(|next| next.kind);
        let closes = matches!(next, Some(Lex::RParen | Lex::RBrack));
        if token.kind == Lex::Comma && closes || token.kind == Lex::Semi && next == Some(Lex::RBrace) {
            continue;
        }
        if token.kind == Lex::Semi {
            line.push(';');
            before = Some(*token);
            continue;
        }
        if before.is_some_and(|before| spaced(text, before, *token)) {
            line.push(' ');
        }
        line.push_str(token.text(text));
        before = Some(*token);
    }
}

fn spaced(text: &[u8], before: Token, token: Token) -> bool {
    let opened = matches!(before.kind, Lex::LParen | Lex::LBrack);
    let closes = matches!(token.kind, Lex::RParen | Lex::RBrack);
    let space = text.get(before.end..token.start).unwrap_or_default();
    before.kind == Lex::Semi || !opened && !closes && !space.is_empty()
}

fn shorten(mut line: String) -> String {
    if line.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|at| line.is_char_boundary(*at));
        line.truncate(cut.unwrap_or_default());
        line.push('…');
    }
    line
}
