//! The declarations of a file: package clause, imports, functions, and what `const`, `var` and `type` declare.

use super::cursor::Cursor;
use super::members;
use super::{Decl, File, Group, Import, Kind, ScanError};
use crate::go::lex::{Kind as Lex, Token};

/// What is being read and what was found.
pub struct Scanner<'a> {
    pub cursor: Cursor<'a>,
    pub file: File,
}

/// Reads a whole file.
pub fn file(text: &[u8]) -> Result<File, ScanError> {
    let mut scanner = Scanner { cursor: Cursor::new(text), file: File::default() };
    package_clause(&mut scanner)?;
    while scanner.cursor.token.kind != Lex::Eof {
        declaration(&mut scanner)?;
        end_of_declaration(&mut scanner)?;
    }
    scanner.file.linknames = scanner.cursor.linknames;
    Ok(scanner.file)
}

impl Scanner<'_> {
    /// Adds a declaration that begins at `first` and whose name is `name`; [`Scanner::close`] gives it its end.
    pub fn open(
        &mut self,
        kind: Kind,
        path: String,
        first: Token,
        name: Token,
        doc: Option<usize>,
    ) -> Result<(), ScanError> {
        let cursor = &self.cursor;
        // Names that share an anonymous struct multiply; no real file declares more than it has bytes.
        if self.file.decls.len() >= cursor.text.len() {
            return Err(cursor.unexpected("fewer members"));
        }
        let line = cursor.line(first.start);
        self.file.decls.push(Decl {
            kind,
            path,
            start: line,
            end: line,
            doc,
            span: first.start..first.end,
            name_at: name.start,
            group: None,
            body: None,
            type_params: None,
        });
        Ok(())
    }

    /// Lets the declarations `from..to` end before the token at hand.
    pub fn close(&mut self, from: usize, to: usize) {
        let line = self.cursor.passed_line();
        for decl in &mut self.file.decls[from..to] {
            decl.end = line;
            decl.span.end = self.cursor.passed;
        }
    }
}

fn package_clause(scanner: &mut Scanner) -> Result<(), ScanError> {
    let cursor = &mut scanner.cursor;
    scanner.file.doc = cursor.doc;
    scanner.file.clause = cursor.line(cursor.token.start);
    cursor.expect(Lex::Package, "`package`")?;
    let name = cursor.expect(Lex::Ident, "the package's name")?;
    scanner.file.package = name.text(cursor.text).to_owned();
    end_of_declaration(scanner)
}

fn end_of_declaration(scanner: &mut Scanner) -> Result<(), ScanError> {
    if scanner.cursor.token.kind != Lex::Eof {
        scanner.cursor.expect(Lex::Semi, "a new line or a semicolon")?;
    }
    Ok(())
}

fn declaration(scanner: &mut Scanner) -> Result<(), ScanError> {
    match scanner.cursor.token.kind {
        Lex::Func => function(scanner),
        Lex::Import => group(scanner, import),
        Lex::Const => group(scanner, |scanner, keyword| values(scanner, Kind::Const, keyword)),
        Lex::Var => group(scanner, |scanner, keyword| values(scanner, Kind::Var, keyword)),
        Lex::Type => group(scanner, type_spec),
        // A semicolon after nothing declares nothing.
        Lex::Semi => Ok(()),
        _ => Err(scanner.cursor.unexpected("a declaration")),
    }
}

/// A keyword that stands alone, and its doc comment.
#[derive(Clone, Copy)]
struct Keyword {
    token: Token,
    doc: Option<usize>,
}

/// One specification, or a group of them in parentheses.
fn group(
    scanner: &mut Scanner,
    spec: fn(&mut Scanner, Option<Keyword>) -> Result<(), ScanError>,
) -> Result<(), ScanError> {
    let keyword = Keyword { token: scanner.cursor.token, doc: scanner.cursor.doc };
    scanner.cursor.advance();
    if !scanner.cursor.eat(Lex::LParen) {
        return spec(scanner, Some(keyword));
    }
    let from = scanner.file.decls.len();
    while scanner.cursor.token.kind != Lex::RParen {
        spec(scanner, None)?;
        if scanner.cursor.token.kind != Lex::RParen {
            scanner.cursor.expect(Lex::Semi, "a new line or `)`")?;
        }
    }
    scanner.cursor.advance();
    close_group(scanner, keyword, from);
    Ok(())
}

fn close_group(scanner: &mut Scanner, keyword: Keyword, from: usize) {
    let index = u32::try_from(scanner.file.groups.len()).ok();
    for decl in &mut scanner.file.decls[from..] {
        if !decl.kind.is_member() {
            decl.group = index;
        }
    }
    scanner.file.groups.push(Group {
        start: scanner.cursor.line(keyword.token.start),
        end: scanner.cursor.passed_line(),
        doc: keyword.doc,
    });
}

fn import(scanner: &mut Scanner, _: Option<Keyword>) -> Result<(), ScanError> {
    let cursor = &mut scanner.cursor;
    let mut name = None;
    if matches!(cursor.token.kind, Lex::Ident | Lex::Period) {
        name = Some(cursor.token.text(cursor.text).to_owned());
        cursor.advance();
    }
    let path = cursor.expect(Lex::Str, "an import path")?;
    let path = path.text(cursor.text).trim_matches(['"', '`']).to_owned();
    scanner.file.imports.push(Import { name, path });
    Ok(())
}

fn function(scanner: &mut Scanner) -> Result<(), ScanError> {
    let (keyword, doc) = (scanner.cursor.token, scanner.cursor.doc);
    scanner.cursor.advance();
    let receiver = match scanner.cursor.token.kind {
        Lex::LParen => Some(receiver(scanner)?),
        _ => None,
    };
    let name = scanner.cursor.expect(Lex::Ident, "a function's name")?;
    let text = name.text(scanner.cursor.text);
    let at = scanner.file.decls.len();
    match receiver {
        None => scanner.open(Kind::Func, text.to_owned(), keyword, name, doc)?,
        Some(base) => {
            let path = format!("{base}.{text}");
            scanner.open(Kind::Method, path, keyword, name, doc)?;
        }
    }
    if scanner.cursor.token.kind == Lex::LBrack {
        scanner.file.decls[at].type_params = Some(brackets(scanner)?);
    }
    if scanner.cursor.token.kind != Lex::LParen {
        return Err(scanner.cursor.unexpected("parameters"));
    }
    scanner.cursor.skip_brackets()?;
    results(scanner)?;
    if scanner.cursor.token.kind == Lex::LBrace {
        scanner.file.decls[at].body = Some(brackets(scanner)?);
    }
    scanner.close(at, at + 1);
    Ok(())
}

/// The name of the receiver's type: the last name outside of type arguments.
fn receiver(scanner: &mut Scanner) -> Result<String, ScanError> {
    let open = scanner.cursor.token;
    let mut squares = 0_usize;
    let mut rounds = 1_usize;
    let mut base = None;
    for token in scanner.cursor.ahead() {
        match token.kind {
            Lex::LBrack => squares += 1,
            Lex::RBrack => squares = squares.saturating_sub(1),
            Lex::LParen => rounds += 1,
            Lex::RParen if rounds == 1 => break,
            Lex::RParen => rounds -= 1,
            Lex::Ident if squares == 0 => base = Some(token),
            Lex::LBrace | Lex::Eof => break,
            _ => {}
        }
    }
    scanner.cursor.skip_brackets()?;
    let base = base.map(|base| base.text(scanner.cursor.text).to_owned());
    base.ok_or_else(|| scanner.cursor.error(open.start, "a receiver without a type"))
}

/// Goes past a function's results, whose types may hold braces, to its body or its end.
fn results(scanner: &mut Scanner) -> Result<(), ScanError> {
    let cursor = &mut scanner.cursor;
    loop {
        match cursor.token.kind {
            Lex::LBrace | Lex::Semi | Lex::Eof => return Ok(()),
            Lex::LParen | Lex::LBrack => cursor.skip_brackets()?,
            Lex::Struct | Lex::Interface => {
                cursor.advance();
                if cursor.token.kind != Lex::LBrace {
                    return Err(cursor.unexpected("`{`"));
                }
                cursor.skip_brackets()?;
            }
            Lex::Ident | Lex::Period | Lex::Mul | Lex::Map | Lex::Chan | Lex::Arrow | Lex::Func => {
                cursor.advance();
            }
            _ => return Err(cursor.unexpected("a function's results or body")),
        }
    }
}

/// Goes past brackets and gives their bytes.
fn brackets(scanner: &mut Scanner) -> Result<std::ops::Range<usize>, ScanError> {
    let start = scanner.cursor.token.start;
    scanner.cursor.skip_brackets()?;
    Ok(start..scanner.cursor.passed)
}

/// Constants or variables: names, a type, values.
fn values(scanner: &mut Scanner, kind: Kind, keyword: Option<Keyword>) -> Result<(), ScanError> {
    let doc = keyword.map_or(scanner.cursor.doc, |keyword| keyword.doc);
    let first = keyword.map_or(scanner.cursor.token, |keyword| keyword.token);
    let from = scanner.file.decls.len();
    let mut paths = Vec::new();
    loop {
        let name = scanner.cursor.expect(Lex::Ident, "a name")?;
        let path = name.text(scanner.cursor.text).to_owned();
        // In a group each name is at its own line, but the text begins with the first one.
        let begin = keyword.map_or(name, |keyword| keyword.token);
        scanner.open(kind, path.clone(), begin, name, doc)?;
        paths.push(path);
        if !scanner.cursor.eat(Lex::Comma) {
            break;
        }
    }
    let to = scanner.file.decls.len();
    for decl in &mut scanner.file.decls[from..to] {
        decl.span.start = first.start;
    }
    members::of_type(scanner, &paths, 0)?;
    scanner.cursor.skip_spec()?;
    scanner.close(from, to);
    Ok(())
}

/// A type's name, its type parameters, and what it is.
fn type_spec(scanner: &mut Scanner, keyword: Option<Keyword>) -> Result<(), ScanError> {
    let doc = keyword.map_or(scanner.cursor.doc, |keyword| keyword.doc);
    let first = keyword.map_or(scanner.cursor.token, |keyword| keyword.token);
    let name = scanner.cursor.expect(Lex::Ident, "a type's name")?;
    let path = name.text(scanner.cursor.text).to_owned();
    let at = scanner.file.decls.len();
    scanner.open(Kind::Type, path.clone(), first, name, doc)?;
    if scanner.cursor.token.kind == Lex::LBrack && begins_type_params(&scanner.cursor) {
        scanner.file.decls[at].type_params = Some(brackets(scanner)?);
    }
    if scanner.cursor.eat(Lex::Assign) {
        scanner.file.decls[at].kind = Kind::Alias;
    }
    if matches!(scanner.cursor.token.kind, Lex::Semi | Lex::RParen) {
        return Err(scanner.cursor.unexpected("a type"));
    }
    members::of_type(scanner, &[path], 0)?;
    scanner.cursor.skip_spec()?;
    scanner.close(at, at + 1);
    Ok(())
}

/// Whether the `[` at hand, behind a type's name, begins type parameters and not an array's length.
///
/// `[P *C]` and `[P (C)]` are lengths unless a comma follows or `C` can only be a type; so says the language.
fn begins_type_params(cursor: &Cursor) -> bool {
    let mut ahead = cursor.ahead();
    if ahead.next().map(|token| token.kind) != Some(Lex::Ident) {
        return false;
    }
    let Some(second) = ahead.next() else {
        return false;
    };
    match second.kind {
        Lex::Mul | Lex::LParen => names_a_type(second, ahead),
        Lex::RBrack | Lex::Period => false,
        kind => kind == Lex::Comma || kind == Lex::Tilde || !kind.is_operator() || kind == Lex::LBrack,
    }
}

/// Whether what follows a first `*` or `(` ends in a comma or holds a token that only types have.
fn names_a_type(second: Token, ahead: impl Iterator<Item = Token>) -> bool {
    let mut rounds = usize::from(second.kind == Lex::LParen);
    let mut before = second.kind;
    for token in ahead {
        match token.kind {
            Lex::Comma if rounds == 0 => return true,
            Lex::Tilde | Lex::Struct | Lex::Interface | Lex::Func | Lex::Map | Lex::Chan => {
                return true;
            }
            Lex::LBrack => return matches!(before, Lex::Mul | Lex::Or | Lex::LParen),
            Lex::LParen => rounds += 1,
            Lex::RParen => rounds = rounds.saturating_sub(1),
            Lex::RBrack | Lex::LBrace | Lex::Semi => return false,
            _ => {}
        }
        before = token.kind;
    }
    false
}
