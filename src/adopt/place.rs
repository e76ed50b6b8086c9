//! The declaration around a line, as a reference in the tree of the line's own release.
use super::{assembly, last, names};
use crate::go::decls::{self, Decl, File, Group};
use crate::go::index::Index;
use crate::go::lines::Lines;
use crate::go::reference::{Part, Place, Reference};

/// Lines of a file, the first and the last.
pub type Span = (usize, usize);

/// A declaration, and what of it is meant.
#[derive(Debug, Clone, Copy)]
pub struct Around<'s> {
    /// The path inside the package.
    pub path: &'s str,
    /// The first line of the declaration, or of its group.
    pub start: usize,
    /// Whether the group around it is meant.
    pub group: bool,
    /// The lines that are meant, where it is not the whole.
    pub part: Option<Span>,
}

/// A whole file or the package of a folder.
pub fn whole(index: &Index, path: &str) -> Result<Reference, String> {
    let package = index.tree.import_path(path);
    if index.tree.has_package(&package) {
        return checked(index, Reference::to(Place::Dotted(package)), path, None);
    }
    index.text(path).map_err(|_| format!("there is no file `{path}`"))?;
    let reference = Reference::to(Place::File(named(index, path)));
    checked(index, reference, path, None).map_err(|_| format!("no reference can name the file `{path}`"))
}

/// A file as references name it: in a module its path stands before it, as before a package.
pub fn named(index: &Index, file: &str) -> String {
    index.tree.import_path(file)
}

/// Raw lines of a file, for links that must not stay.
pub fn raw(index: &Index, file: &str, (first, last): Span) -> Result<Reference, String> {
    let reference = Reference::to(Place::Lines { file: named(index, file), first, last });
    checked(index, reference, file, Some((first, last)))
}

/// What stands at or around the lines of a file.
pub fn around(index: &Index, file: &str, lines: Span, words: &[String]) -> Result<Reference, String> {
    let text = index.text(file).map_err(|_| format!("there is no file `{file}`"))?;
    let table = Lines::new(&text);
    if lines.1 > table.count() {
        return Err(format!("`{file}` has {} lines", table.count()));
    }
    let lines = trimmed(&table, &text, lines);
    match file.rsplit('.').next() {
        Some("go") => go(index, file, &text, lines, words),
        Some("s" | "S") => assembly::around(index, file, &text, lines),
        Some("h" | "c") => assembly::defined(index, file, &text, &table, lines),
        _ => Err(format!("no declaration can stand at line {} of `{file}`", lines.0)),
    }
}

/// Lines without the blank ones at their end.
fn trimmed(table: &Lines, text: &[u8], (first, mut last): Span) -> Span {
    let blank = |line: usize| {
        let bytes = table.span(line, line).and_then(|span| text.get(span));
        bytes.is_some_and(|bytes| bytes.iter().all(u8::is_ascii_whitespace))
    };
    while last > first && blank(last) {
        last -= 1;
    }
    (first, last)
}

fn go(index: &Index, file: &str, text: &[u8], lines: Span, words: &[String]) -> Result<Reference, String> {
    let scan = decls::scan(text).map_err(|error| format!("`{file}` cannot be read: {error}"))?;
    let found = declared(&scan, lines, words);
    if let Some(around) = found {
        return reference(index, file, &around, lines);
    }
    let in_clause = scan.doc.unwrap_or(scan.clause) <= lines.0 && lines.1 <= scan.clause;
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let package = Reference::to(Place::Dotted(index.tree.import_path(folder)));
    let clause = in_clause.then(|| checked(index, package, file, Some(lines)).ok()).flatten();
    clause.ok_or_else(|| format!("no declaration stands at {} of `{file}`", said(lines)))
}

/// The declaration that lines are about.
pub fn declared<'s>(scan: &'s File, lines: Span, words: &[String]) -> Option<Around<'s>> {
    let decls = || scan.decls.iter().filter(|decl| has_name(decl));
    let heads: Vec<&Decl> = decls().filter(|decl| is_head(decl.doc, (decl.start, decl.end), lines)).collect();
    if let Some(decl) = named_first(&heads, words) {
        return Some(Around { path: &decl.path, start: decl.start, group: false, part: None });
    }
    let member = |group: u32| decls().find(|decl| decl.group == Some(group));
    let groups = || (0..).zip(&scan.groups).filter_map(|(at, group)| Some((group, member(at)?)));
    let of_group = |(group, decl): (&Group, &'s Decl), part| Around {
        path: &decl.path,
        start: group.start,
        group: true,
        part,
    };
    let head = groups().find(|(group, _)| is_head(group.doc, (group.start, group.end), lines));
    if let Some(found) = head {
        return Some(of_group(found, None));
    }
    let holds = |start: usize, end: usize| start <= lines.0 && lines.1 <= end;
    let inside = decls().filter(|decl| holds(decl.start, decl.end));
    if let Some(decl) = inside.min_by_key(|decl| (decl.end - decl.start, decl.path.len())) {
        return Some(Around { path: &decl.path, start: decl.start, group: false, part: Some(lines) });
    }
    let found = groups().find(|(group, _)| holds(group.start, group.end));
    found.map(|found| of_group(found, Some(lines)))
}

/// Whether lines mean a declaration as a whole: they begin in its comment or at its first line and are one line, or
/// end in its first line or at its end. Lines that begin in the comment mean the whole wherever they end in it.
fn is_head(doc: Option<usize>, (start, end): Span, (first, last): Span) -> bool {
    let begins = doc.unwrap_or(start) <= first && first <= start;
    begins && (last <= start || last == end || (first < start && last < end))
}

/// Of declarations that begin on one line the only one that the words name, else the outermost.
fn named_first<'s>(heads: &[&'s Decl], words: &[String]) -> Option<&'s Decl> {
    let named: Vec<_> = heads.iter().filter(|decl| names(words, last(&decl.path))).collect();
    match named.as_slice() {
        [only] => Some(only),
        _ => heads.iter().min_by_key(|decl| decl.path.matches('.').count()).copied(),
    }
}

/// Whether a declaration's path names it alone: `_` names none, and a package may have many `init`.
fn has_name(decl: &Decl) -> bool {
    decl.path.split('.').all(|name| name != "_") && !(decl.path == "init" && decl.kind == decls::Kind::Func)
}

/// A declaration as the shortest reference that leads to this very place.
pub fn reference(index: &Index, file: &str, around: &Around, lines: Span) -> Result<Reference, String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let package = index.tree.import_path(folder);
    let dotted = Place::Dotted(format!("{package}.{}", around.path));
    let in_file = Place::Symbol { file: named(index, file), symbol: around.path.to_owned() };
    let mut reason = String::new();
    for place in [dotted, in_file] {
        let mut reference = Reference::to(place);
        reference.options.group = around.group;
        let relative = |line: usize| line + 1 - around.start.min(line);
        reference.parts =
            around.part.map(|(a, b)| Part::Lines(relative(a), relative(b))).into_iter().collect();
        match checked(index, reference, file, Some(lines)) {
            Ok(reference) => return Ok(reference),
            Err(why) => reason = why,
        }
    }
    Err(reason)
}

/// The reference, if the tree says that it leads to these lines of this file.
pub fn checked(
    index: &Index,
    reference: Reference,
    file: &str,
    lines: Option<Span>,
) -> Result<Reference, String> {
    let symbol = index.lookup(&reference).map_err(|_| format!("`{reference}` is not there"))?;
    let place = match symbol.parts.first() {
        Some(part) => *part,
        None => (symbol.doc.unwrap_or(symbol.start), symbol.end),
    };
    let leads = match lines {
        Some((first, _)) => symbol.file == file && place.0 <= first && first <= place.1,
        None => symbol.file == file || symbol.file.rsplit_once('/').is_some_and(|(folder, _)| folder == file),
    };
    // Spelled out and read again it has to be the same: what is written into the page is text.
    let spelled = reference.to_string().parse() == Ok(reference.clone());
    let why = || format!("`{reference}` leads to another place");
    (leads && spelled).then_some(reference.clone()).ok_or_else(why)
}

/// Lines in words.
pub fn said((first, last): Span) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
}
