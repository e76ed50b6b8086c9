//! Reads a reference's text.

use std::ops::Range;

use super::{Options, Part, Place, Reference, ReferenceError};
use crate::go::release::Release;
use crate::go::target::{PROCESSORS, SYSTEMS};
use crate::nearest::nearest;

/// The endings of files that a reference may name. A field may well be called `s`, `h` or `c`.
const ENDINGS: [&str; 6] = [".go", ".s", ".S", ".h", ".c", ".md"];

/// A piece of the text and where it begins there.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Piece<'a> {
    /// What is before and behind a separator; nothing behind it if it is not there.
    fn split(self, separator: char) -> (Piece<'a>, Option<Piece<'a>>) {
        match self.text.split_once(separator) {
            None => (self, None),
            Some((head, tail)) => {
                let at = self.at + head.len() + separator.len_utf8();
                (Piece { text: head, ..self }, Some(Piece { text: tail, at }))
            }
        }
    }

    fn from(self, start: usize) -> Piece<'a> {
        Piece { text: &self.text[start..], at: self.at + start }
    }

    fn span(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    fn error<T>(self, message: &str) -> Result<T, ReferenceError> {
        error(self.span(), message)
    }
}

fn error<T>(span: Range<usize>, message: &str) -> Result<T, ReferenceError> {
    Err(ReferenceError { span, message: message.to_owned(), help: None })
}

fn did_you_mean(mut error: ReferenceError, meant: Option<&str>) -> ReferenceError {
    error.help = meant.map(|meant| format!("did you mean `{meant}`?"));
    error
}

/// Reads a whole reference.
pub fn reference(text: &str) -> Result<Reference, ReferenceError> {
    let at = text.len() - text.trim_start().len();
    let whole = Piece { text: text.trim(), at };
    let (head, part) = whole.split('#');
    let (head, option) = head.split('?');
    let (head, release) = head.split('@');
    Ok(Reference {
        place: place(head)?,
        release: release.map(self::release).transpose()?,
        options: option.map(options).transpose()?.unwrap_or_default(),
        parts: part.map(parts).transpose()?.unwrap_or_default(),
    })
}

fn place(piece: Piece) -> Result<Place, ReferenceError> {
    let (head, tail) = piece.split(':');
    let Some(tail) = tail else {
        return match is_file(head.text) {
            true => Ok(Place::File(file(head)?)),
            false => Ok(Place::Dotted(names(head, "a reference names a package, a symbol or a file")?)),
        };
    };
    if head.text == "go" {
        let message = "`go:` stands before a reference in the address of a link alone".to_owned();
        let help = Some(format!("write `{}`", tail.text));
        return Err(ReferenceError { span: head.at..tail.at, message, help });
    }
    if !ENDINGS.iter().any(|ending| head.text.ends_with(ending)) {
        let message = format!("`{}` is no file; only a file has lines or symbols behind `:`", head.text);
        return head.error(&message);
    }
    let file = file(head)?;
    if tail.text.starts_with(|c: char| c.is_ascii_digit()) {
        let (first, last) = lines(tail, "")?;
        return Ok(Place::Lines { file, first, last });
    }
    let symbol = names(tail, "a symbol or a line is missing behind this `:`")?;
    if symbol.starts_with(|c: char| c.is_ascii_digit()) {
        return tail.error("a symbol's name does not begin with a digit");
    }
    Ok(Place::Symbol { file, symbol })
}

/// Whether a place without `:` is a file: by its ending, and in doubt by having one dot behind a folder.
fn is_file(text: &str) -> bool {
    let name = text.rsplit('/').next().unwrap_or_default();
    let folder = name.len() < text.len();
    let ends = ENDINGS.iter().any(|ending| name.ends_with(ending));
    name.ends_with(".go") || (ends && folder && name.matches('.').count() == 1)
}

fn file(piece: Piece) -> Result<String, ReferenceError> {
    let segments = piece.text.split('/');
    let leaves = |segment: &str| matches!(segment, "" | "." | "..");
    if piece.text.contains('\\') || segments.into_iter().any(leaves) {
        return piece.error("a file is named by its path below `src`, with `/` between folders");
    }
    Ok(piece.text.to_owned())
}

/// Reads `3-9`, or `L3-L9` where `mark` is `L`.
fn lines(piece: Piece, mark: &str) -> Result<(usize, usize), ReferenceError> {
    let (first, last) = piece.split('-');
    let number = |piece: Piece| {
        let digits = piece.text.strip_prefix(mark).unwrap_or(piece.text);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        match digits.parse::<usize>() {
            Ok(0) => piece.error("lines are counted from 1"),
            Ok(line) if plain => Ok(line),
            _ => piece.error("a line is a number"),
        }
    };
    let start = number(first)?;
    let end = last.map_or(Ok(start), number)?;
    match start <= end {
        true => Ok((start, end)),
        false => piece.error("the last line is before the first"),
    }
}

/// Reads dotted names and drops what carries no information.
fn names(piece: Piece, nothing: &str) -> Result<String, ReferenceError> {
    let skipped = usize::from(piece.text.starts_with('*'));
    let mut rest = piece.from(skipped);
    if rest.text.is_empty() {
        return piece.error(nothing);
    }
    let mut out = String::new();
    while let Some(c) = rest.text.chars().next() {
        let length = match c {
            '[' if ends_in_name(&out) => brackets(rest)?,
            '(' if out.is_empty() || out.ends_with('.') => receiver(rest, &mut out)?,
            '(' if rest.text == "()" => 2,
            '(' => return rest.error("only an empty `()` may stand behind a name"),
            '.' | '·' | '/' | '∕' => separator(rest, c, &mut out)?,
            c if c.is_alphanumeric() || "_-~+".contains(c) => {
                out.push(c);
                c.len_utf8()
            }
            c => {
                let span = rest.at..rest.at + c.len_utf8();
                return error(span, &format!("`{c}` cannot stand in a reference"));
            }
        };
        rest = rest.from(length);
    }
    Ok(out)
}

fn ends_in_name(out: &str) -> bool {
    out.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Writes a dot or a slash. Assembly has letters of its own for both.
fn separator(rest: Piece, c: char, out: &mut String) -> Result<usize, ReferenceError> {
    let (sign, word) = match c {
        '.' | '·' => ('.', "dot"),
        _ => ('/', "slash"),
    };
    let next = rest.text[c.len_utf8()..].chars().next();
    let goes_on = |next: char| next.is_alphanumeric() || next == '_' || (next == '(' && sign == '.');
    let goes_on = next.is_some_and(goes_on);
    if !goes_on || out.is_empty() {
        let side = if goes_on { "before" } else { "behind" };
        let span = rest.at..rest.at + c.len_utf8();
        return error(span, &format!("a name is missing {side} this {word}"));
    }
    out.push(sign);
    Ok(c.len_utf8())
}

/// The length of `[...]`.
fn brackets(rest: Piece) -> Result<usize, ReferenceError> {
    let mut depth = 0_usize;
    for (at, c) in rest.text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return Ok(at + 1),
            ']' => depth -= 1,
            _ => {}
        }
    }
    error(rest.at..rest.at + 1, "this bracket is not closed")
}

/// The length of `(*Name[...])`, whose name is written.
fn receiver(rest: Piece, out: &mut String) -> Result<usize, ReferenceError> {
    let Some(end) = rest.text.find(')') else {
        return error(rest.at..rest.at + 1, "this parenthesis is not closed");
    };
    let inner = rest.text[1..end].trim_start_matches('*');
    let name = inner.split('[').next().unwrap_or_default();
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !named || (name.len() < inner.len() && !inner.ends_with(']')) {
        return error(rest.at..rest.at + end + 1, "a type's name stands in these parentheses");
    }
    if !rest.text[end + 1..].starts_with('.') {
        return error(rest.at..rest.at + end + 1, "a method stands behind a receiver: `(*T).Name`");
    }
    out.push_str(name);
    Ok(end + 1)
}

fn release(piece: Piece) -> Result<String, ReferenceError> {
    let text = piece.text;
    if text.is_empty() {
        return piece.error("a release is missing behind this `@`");
    }
    if text.starts_with("go") {
        let known = text.parse::<Release>();
        return known.map(|release| release.to_string()).map_err(|error| {
            let wrong = ReferenceError { span: piece.span(), message: error.message, help: None };
            did_you_mean(wrong, error.meant.as_deref())
        });
    }
    // Other modules have versions, and books may pin a commit.
    match text.chars().all(|c| c.is_ascii_alphanumeric() || ".-+_".contains(c)) {
        true => Ok(text.to_owned()),
        false => piece.error("this is no release and no version"),
    }
}

fn options(piece: Piece) -> Result<Options, ReferenceError> {
    let mut options = Options::default();
    let mut seen: Vec<&str> = Vec::new();
    let mut rest = Some(piece);
    while let Some(list) = rest {
        let (option, tail) = list.split('&');
        rest = tail;
        let (name, value) = option.split('=');
        if seen.contains(&name.text) {
            return name.error(&format!("`{}` is given twice", name.text));
        }
        seen.push(name.text);
        set(&mut options, option, name, value)?;
    }
    Ok(options)
}

fn set(
    options: &mut Options,
    option: Piece,
    name: Piece,
    value: Option<Piece>,
) -> Result<(), ReferenceError> {
    const NAMES: [&str; 6] = ["goos", "goarch", "tags", "body", "group", "alias"];
    let flag = |field: &mut bool| match value {
        Some(_) => option.error(&format!("`{}` takes no value", name.text)),
        None => {
            *field = true;
            Ok(())
        }
    };
    match name.text {
        "body" => return flag(&mut options.body),
        "group" => return flag(&mut options.group),
        "alias" => return flag(&mut options.alias),
        "goos" | "goarch" | "tags" => {}
        other => {
            let wrong = name.error(&format!("`{other}` is no option"));
            let meant = nearest(other, NAMES);
            return wrong.map_err(|error| did_you_mean(error, meant));
        }
    }
    let Some(value) = value.filter(|value| !value.text.is_empty()) else {
        return option.error(&format!("`{}` wants a value", name.text));
    };
    match name.text {
        "goos" => options.goos = Some(known(value, &SYSTEMS, "operating system")?),
        "goarch" => options.goarch = Some(known(value, &PROCESSORS, "processor")?),
        _ => options.tags = tags(value)?,
    }
    Ok(())
}

fn known(value: Piece, names: &[&str], what: &str) -> Result<String, ReferenceError> {
    if names.contains(&value.text) {
        return Ok(value.text.to_owned());
    }
    let wrong = value.error(&format!("`{}` is no {what} Go knows", value.text));
    let meant = nearest(value.text, names.iter().copied());
    wrong.map_err(|error| did_you_mean(error, meant))
}

fn tags(value: Piece) -> Result<Vec<String>, ReferenceError> {
    let tag = |tag: &str| {
        let name = tag.strip_prefix('!').unwrap_or(tag);
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
    };
    let tags = value.text.split(',');
    match tags.clone().all(tag) {
        true => Ok(tags.map(str::to_owned).collect()),
        false => value.error("tags are names with commas between them"),
    }
}

fn parts(piece: Piece) -> Result<Vec<Part>, ReferenceError> {
    let mut parts = Vec::new();
    let mut rest = Some(piece);
    while let Some(list) = rest {
        let (part, tail) = match list.text.starts_with('/') {
            true => pattern(list)?,
            false => {
                let (part, tail) = list.split(',');
                (simple_part(part)?, tail)
            }
        };
        parts.push(part);
        rest = tail;
    }
    Ok(parts)
}

fn simple_part(piece: Piece) -> Result<Part, ReferenceError> {
    let line = piece.text.strip_prefix('L');
    match piece.text {
        "doc" => Ok(Part::Doc),
        _ if line.is_some_and(|line| line.starts_with(|c: char| c.is_ascii_digit())) => {
            let (first, last) = lines(piece, "L")?;
            Ok(Part::Lines(first, last))
        }
        other => {
            piece.error(&format!("`{other}` is no part; a part is doc, lines such as L3-L9, or a /pattern/"))
        }
    }
}

/// Reads `/pattern/`, which ends at the first slash that a comma or the end follows.
fn pattern(list: Piece) -> Result<(Part, Option<Piece>), ReferenceError> {
    let end = match list.text[1..].find("/,") {
        Some(at) => at + 1,
        None if list.text.len() > 1 && list.text.ends_with('/') => list.text.len() - 1,
        None => return list.error("the pattern is not closed by a `/`"),
    };
    let pattern = &list.text[1..end];
    if pattern.is_empty() || regex::Regex::new(pattern).is_err() {
        return error(list.at..list.at + end + 1, "the pattern is no regular expression");
    }
    let tail = (end + 1 < list.text.len()).then(|| list.from(end + 2));
    Ok((Part::Pattern(pattern.to_owned()), tail))
}
