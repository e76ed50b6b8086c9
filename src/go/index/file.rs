//! Files, lines of files, and symbols that a file is given for.

use super::find::{declaration, line_count};
use super::package::{self, Found, base_name, condition};
use super::{Index, Kind, Miss, Symbol};
use crate::go::asm::{self, Text};
use crate::go::build;
use crate::go::nearest::nearest;
use crate::go::source::is_source;
use crate::go::target::Context;

/// A whole file.
pub fn whole(index: &Index, file: &str, context: &Context) -> Result<Symbol, Miss> {
    let text = read(index, file)?;
    let count = line_count(&text).max(1);
    Ok(at(index, Kind::File, "", file, (1, count), &text, context))
}

/// Lines of a file.
pub fn lines(index: &Index, file: &str, lines: (usize, usize), context: &Context) -> Result<Symbol, Miss> {
    let text = read(index, file)?;
    let count = line_count(&text);
    match lines.1 <= count {
        true => Ok(at(index, Kind::Lines, "", file, lines, &text, context)),
        false => Err(Miss::Line { holder: file.to_owned(), line: lines.1, lines: count }),
    }
}

/// A symbol in a certain file.
pub fn symbol(index: &Index, file: &str, path: &str, context: &Context) -> Result<Symbol, Miss> {
    let text = read(index, file)?;
    let file = index.tree.file_name(file);
    match file.rsplit('.').next() {
        Some("go") => go(index, file, path, context),
        Some("s" | "S") => assembly(index, file, path, &text, context),
        Some("h" | "c") => c(index, file, path, &text, context),
        _ => Err(unknown(file, path, [].into_iter())),
    }
}

/// The bytes of a file; one that is not there is a miss with the nearest names of its folder.
fn read(index: &Index, file: &str) -> Result<std::sync::Arc<[u8]>, Miss> {
    let inner = index.tree.file_name(file);
    let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
    let names = index.tree.files(folder).unwrap_or_default();
    if names.iter().any(|known| known == name) {
        return index.text(inner);
    }
    let near = nearest(name, names.iter().map(String::as_str));
    Err(Miss::File {
        file: file.to_owned(),
        nearest: near.iter().map(|name| package::join(folder, name)).collect(),
    })
}

fn at(
    index: &Index,
    kind: Kind,
    path: &str,
    file: &str,
    lines: (usize, usize),
    text: &[u8],
    context: &Context,
) -> Symbol {
    let file = index.tree.file_name(file);
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let header = build::constraint(text);
    let fits = header.as_ref().map(Result::as_ref).transpose();
    Symbol {
        condition: condition(file, header.as_ref()),
        is_built: fits.is_ok_and(|expr| context.takes(name, expr)),
        ..Symbol::at(kind, &index.tree.import_path(folder), path, file, lines)
    }
}

/// A declaration in a Go file, tests and generators included.
fn go(index: &Index, file: &str, path: &str, context: &Context) -> Result<Symbol, Miss> {
    let (folder, _) = file.rsplit_once('/').unwrap_or(("", file));
    let home = index.tree.import_path(folder);
    let package = match index.package(&home)? {
        Some(package) if is_source(base_name(file)) => package,
        _ => {
            let source = package::source(file.to_owned(), index.text(file)?);
            package::Package::new(&home, vec![source]).into()
        }
    };
    let source = package.files.iter().find(|source| source.file == file);
    let scan = source.map(|source| (source, &source.scan));
    let Some((source, Ok(scan))) = scan else {
        let reason = scan.and_then(|(_, scan)| scan.as_ref().err()).map(ToString::to_string);
        return Err(Miss::Unreadable { file: file.to_owned(), reason: reason.unwrap_or_default() });
    };
    let Some(decl) = scan.decls.iter().find(|decl| decl.path == path) else {
        return Err(unknown(file, path, scan.decls.iter().map(|decl| decl.path.as_str())));
    };
    let found = Found { source, file: scan, decl };
    let others = package.declared(path).filter(|other| other.source.file != file);
    let symbol = declaration(index, &package, found, context)?;
    Ok(Symbol {
        is_built: source.is_built(context),
        variants: others.map(|other| super::find::variant(&other)).collect(),
        ..symbol
    })
}

/// A function of an assembly file, by its name or by package and name.
fn assembly(index: &Index, file: &str, path: &str, text: &[u8], context: &Context) -> Result<Symbol, Miss> {
    let (folder, _) = file.rsplit_once('/').unwrap_or(("", file));
    let home = index.tree.import_path(folder);
    let texts = asm::texts(text);
    let is_named = |text: &&Text| text.name == path || text.symbol(&home) == path;
    let Some(text_at) = texts.iter().find(is_named) else {
        return Err(unknown(file, path, texts.iter().map(|text| text.name.as_str())));
    };
    let line = text.split(|byte| *byte == b'\n').nth(text_at.start - 1).unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    Ok(Symbol {
        doc: text_at.doc,
        signature: line.split("//").next().unwrap_or_default().trim().to_owned(),
        ..at(index, Kind::Asm, &text_at.name, file, (text_at.start, text_at.end), text, context)
    })
}

/// A macro, or a function that begins at a line's start and ends with `}` at one.
fn c(index: &Index, file: &str, path: &str, text: &[u8], context: &Context) -> Result<Symbol, Miss> {
    let whole = String::from_utf8_lossy(text);
    let lines: Vec<&str> = whole.lines().collect();
    let defines = |line: &&str| defined(line) == Some(path);
    let Some(first) = lines.iter().position(defines) else {
        return Err(unknown(file, path, lines.iter().filter_map(|line| defined(line))));
    };
    let tail = &lines[first..];
    let is_macro = lines[first].starts_with('#');
    let length = match is_macro {
        true => tail.iter().take_while(|line| line.trim_end().ends_with('\\')).count(),
        false => tail.iter().position(|line| line.starts_with('}')).unwrap_or_default(),
    };
    let span = (first + 1, (first + 1 + length).min(lines.len()));
    Ok(Symbol {
        signature: lines[first].trim_end_matches(['\\', '{', ' ', '\t']).to_owned(),
        ..at(index, Kind::C, path, file, span, text, context)
    })
}

/// The name that a line of C defines.
fn defined(line: &str) -> Option<&str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let word_end = |text: &str| text.find(|c| !is_name(c)).unwrap_or(text.len());
    let rest = line.strip_prefix("#define ").map(str::trim_start);
    let name = match rest {
        Some(rest) => &rest[..word_end(rest)],
        None if line.starts_with(is_name) && !line.trim_end().ends_with(';') => {
            let head = line.split_once('(')?.0.trim_end();
            &head[head.rfind(|c| !is_name(c)).map_or(0, |at| at + 1)..]
        }
        None => return None,
    };
    (!name.is_empty()).then_some(name)
}

fn unknown<'a>(file: &str, path: &str, names: impl Iterator<Item = &'a str>) -> Miss {
    Miss::Symbol { holder: file.to_owned(), symbol: path.to_owned(), nearest: nearest(path, names) }
}
