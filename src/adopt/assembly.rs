//! The function around a line of assembly, and what a line of C defines.
use super::place::{Around, Span, named, reference, said};
use crate::go::asm;
use crate::go::index::Index;
use crate::go::lines::Lines;
use crate::go::reference::{Place, Reference};

/// The function that lines of an assembly file are about.
pub fn around(index: &Index, file: &str, text: &[u8], lines: Span) -> Result<Reference, String> {
    let texts = asm::texts(text);
    let holds = |text: &&asm::Text| text.doc.unwrap_or(text.start) <= lines.0 && lines.1 <= text.end;
    let found = texts.iter().find(holds);
    let found = found.ok_or_else(|| format!("no function stands at {} of `{file}`", said(lines)))?;
    let is_head = lines.0 <= found.start && lines.1 <= found.start || lines == (found.start, found.end);
    let part = (!is_head && lines.0 >= found.start).then_some(lines);
    in_file(index, file, &Around { path: &found.name, start: found.start, group: false, part }, lines)
}

/// What a line of C or of a header defines; lines inside of it are not told apart.
pub fn defined(
    index: &Index,
    file: &str,
    text: &[u8],
    table: &Lines,
    lines: Span,
) -> Result<Reference, String> {
    let line = table.span(lines.0, lines.0).and_then(|span| text.get(span)).unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let starts_here = |reference: &Reference| {
        index
            .lookup(reference)
            .is_ok_and(|symbol| symbol.start == lines.0 && (lines.0 == lines.1 || symbol.end == lines.1))
    };
    let place = |word: &str| Place::Symbol { file: named(index, file), symbol: word.to_owned() };
    let mut found = words.map(|word| Reference::to(place(word))).filter(starts_here);
    found.next().ok_or_else(|| format!("nothing is defined at {} of `{file}`", said(lines)))
}

/// Assembly is always named by its file: `runtime.mcall` alone is the declaration in Go.
fn in_file(index: &Index, file: &str, around: &Around, lines: Span) -> Result<Reference, String> {
    let found = reference(index, file, around, lines)?;
    match found.place {
        Place::Symbol { .. } => Ok(found),
        _ => Err(format!("`{}` is not to be told from another function", around.path)),
    }
}
