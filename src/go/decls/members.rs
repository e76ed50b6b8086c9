//! What a type holds: a struct's fields and an interface's elements, however deep anonymous types are nested.

use super::specs::Scanner;
use super::{Kind, ScanError};
use crate::go::lex::{Kind as Lex, Token};

/// How deep anonymous types may stand in each other; real code knows four levels.
const DEPTH: usize = 100;

impl Kind {
    /// Whether it is part of a type's declaration rather than a declaration itself.
    pub fn is_member(self) -> bool {
        matches!(self, Kind::Field | Kind::Embed | Kind::Imethod | Kind::Iembed)
    }
}

/// Reads the members of the type that begins here, if it has any, as members of each of `holders`.
///
/// Arrays, slices, pointers, maps and channels are looked through. What stands behind the members, or is no such
/// type at all, is left to the caller.
pub fn of_type(scanner: &mut Scanner, holders: &[String], depth: usize) -> Result<(), ScanError> {
    let mut rounds = 0;
    loop {
        match scanner.cursor.token.kind {
            Lex::LBrack => scanner.cursor.skip_brackets()?,
            Lex::Mul | Lex::Map | Lex::Chan | Lex::Arrow => scanner.cursor.advance(),
            Lex::LParen => {
                rounds += 1;
                scanner.cursor.advance();
            }
            Lex::Struct => {
                list(scanner, holders, depth, field)?;
                break;
            }
            Lex::Interface => {
                list(scanner, holders, depth, element)?;
                break;
            }
            _ => break,
        }
    }
    for _ in 0..rounds {
        scanner.cursor.skip_spec()?;
        scanner.cursor.expect(Lex::RParen, "`)`")?;
    }
    Ok(())
}

type Member = fn(&mut Scanner, &[String], usize) -> Result<(), ScanError>;

/// The members in braces behind `struct` or `interface`.
fn list(scanner: &mut Scanner, holders: &[String], depth: usize, member: Member) -> Result<(), ScanError> {
    if depth > DEPTH {
        return Err(scanner.cursor.unexpected("types less deep in each other"));
    }
    scanner.cursor.advance();
    scanner.cursor.expect(Lex::LBrace, "`{`")?;
    while scanner.cursor.token.kind != Lex::RBrace {
        member(scanner, holders, depth + 1)?;
        if scanner.cursor.token.kind != Lex::RBrace {
            scanner.cursor.expect(Lex::Semi, "a new line or `}`")?;
        }
    }
    scanner.cursor.advance();
    Ok(())
}

/// A struct's field, or several with one type.
fn field(scanner: &mut Scanner, holders: &[String], depth: usize) -> Result<(), ScanError> {
    if embeds(scanner)? {
        return embedded(scanner, holders, Kind::Embed);
    }
    let doc = scanner.cursor.doc;
    let first = scanner.cursor.token;
    let from = scanner.file.decls.len();
    let mut paths = Vec::new();
    loop {
        let name = scanner.cursor.expect(Lex::Ident, "a field's name")?;
        for path in members_of(scanner, holders, name) {
            scanner.open(Kind::Field, path.clone(), name, name, doc)?;
            paths.push(path);
        }
        if !scanner.cursor.eat(Lex::Comma) {
            break;
        }
    }
    let to = scanner.file.decls.len();
    for decl in &mut scanner.file.decls[from..to] {
        decl.span.start = first.start;
    }
    of_type(scanner, &paths, depth)?;
    scanner.cursor.skip_spec()?;
    scanner.close(from, to);
    Ok(())
}

/// Whether the field at hand is an embedded type and not a name with a type.
///
/// `T[P]` is embedded, `t [P]E` is an array: what follows the bracket tells.
fn embeds(scanner: &Scanner) -> Result<bool, ScanError> {
    match scanner.cursor.token.kind {
        Lex::Mul | Lex::LParen => return Ok(true),
        Lex::Ident => {}
        _ => return Err(scanner.cursor.unexpected("a field")),
    }
    let ends = |kind| matches!(kind, None | Some(Lex::Semi | Lex::Str | Lex::RBrace));
    let mut ahead = scanner.cursor.ahead().map(|token| token.kind);
    let next = ahead.next();
    if next != Some(Lex::LBrack) {
        return Ok(next == Some(Lex::Period) || ends(next));
    }
    let mut depth = 1_usize;
    let mut length = 0_usize;
    while depth > 0 {
        match ahead.next() {
            Some(Lex::LParen | Lex::LBrack | Lex::LBrace) => depth += 1,
            Some(Lex::RParen | Lex::RBrack | Lex::RBrace) => depth -= 1,
            Some(_) => {}
            None => return Ok(false),
        }
        length += 1;
    }
    Ok(length > 1 && ends(ahead.next()))
}

/// An interface's element: a method, or the name of an embedded type, or something without a name.
fn element(scanner: &mut Scanner, holders: &[String], _: usize) -> Result<(), ScanError> {
    let first = scanner.cursor.token;
    let next = scanner.cursor.ahead().next().map(|token| token.kind);
    if first.kind != Lex::Ident || next != Some(Lex::LParen) {
        return embedded(scanner, holders, Kind::Iembed);
    }
    let from = scanner.file.decls.len();
    for path in members_of(scanner, holders, first) {
        scanner.open(Kind::Imethod, path, first, first, scanner.cursor.doc)?;
    }
    finish(scanner, from)
}

/// An embedded type, named by the last part of its name.
fn embedded(scanner: &mut Scanner, holders: &[String], kind: Kind) -> Result<(), ScanError> {
    let first = scanner.cursor.token;
    // `go/parser` gives an interface's nameless elements no doc comment.
    let named = kind == Kind::Embed || first.kind == Lex::Ident;
    let doc = scanner.cursor.doc.filter(|_| named);
    let from = scanner.file.decls.len();
    let name = type_name(scanner, kind);
    for holder in holders {
        let text = name.map_or("_", |name| name.text(scanner.cursor.text));
        let path = format!("{holder}.{text}");
        scanner.open(kind, path, first, name.unwrap_or(first), doc)?;
    }
    if scanner.cursor.token.kind == Lex::Semi {
        return Err(scanner.cursor.unexpected("a member"));
    }
    finish(scanner, from)
}

/// The name in an embedded type; nothing where an element is a union or a type without a name.
fn type_name(scanner: &Scanner, kind: Kind) -> Option<Token> {
    let mut name = None;
    let mut squares = 0_usize;
    let tokens = std::iter::once(scanner.cursor.token).chain(scanner.cursor.ahead());
    for token in tokens {
        match token.kind {
            Lex::LBrack if name.is_some() => squares += 1,
            Lex::RBrack => squares = squares.saturating_sub(1),
            Lex::Semi | Lex::Str | Lex::RBrace if squares == 0 => break,
            _ if squares > 0 => {}
            Lex::Ident => name = Some(token),
            Lex::Period => {}
            Lex::Mul | Lex::LParen | Lex::RParen if kind == Kind::Embed => {}
            _ => return None,
        }
    }
    name
}

fn members_of(scanner: &Scanner, holders: &[String], name: Token) -> Vec<String> {
    let name = name.text(scanner.cursor.text);
    let path = |holder: &String| format!("{holder}.{name}");
    holders.iter().map(path).collect()
}

fn finish(scanner: &mut Scanner, from: usize) -> Result<(), ScanError> {
    let to = scanner.file.decls.len();
    scanner.cursor.skip_spec()?;
    scanner.close(from, to);
    Ok(())
}
