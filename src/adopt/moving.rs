//! Links at a branch or a commit: what they showed is not known, so only what the words confirm is taken.
use super::place::{self, Around, Span};
use super::{last, names};
use crate::go::asm;
use crate::go::decls;
use crate::go::index::Index;
use crate::go::reference::Reference;

/// The reference of a link at a revision that is no release, in the tree of the book's release.
///
/// Certain are a link to a whole file, and a line at which a declaration begins that the words name. With `all` a
/// declaration of the file that the words name, else what stands around that line now, else the file.
pub fn reference(
    index: &Index,
    (rev, file, lines): (&str, &str, Option<Span>),
    words: &[String],
    all: bool,
) -> Result<Reference, String> {
    let Some(lines) = lines else {
        return place::whole(index, file).map_err(|_| format!("the book's release has no `{file}`"));
    };
    let text = index.text(file).map_err(|_| format!("the book's release has no `{file}`"))?;
    let named = named(&text, file, words);
    let exact: Vec<_> = named.iter().filter(|(_, start)| *start == lines.0).collect();
    if let [(path, start)] = exact.as_slice() {
        return to(index, file, path, *start);
    }
    if !all {
        let line = place::said(lines);
        return Err(format!(
            "what {line} was at `{rev}` is not known, and the words name nothing that begins there now"
        ));
    }
    let guess = match named.as_slice() {
        [(path, start)] => to(index, file, path, *start),
        _ => place::around(index, file, lines, words),
    };
    guess.or_else(|_| place::whole(index, file))
}

/// The declarations of a file that the words name, with their first lines.
fn named(text: &[u8], file: &str, words: &[String]) -> Vec<(String, usize)> {
    let all: Vec<(String, usize)> = match file.ends_with(".go") {
        true => {
            let scan = decls::scan(text).unwrap_or_default();
            scan.decls.into_iter().map(|decl| (decl.path, decl.start)).collect()
        }
        false if file.ends_with(".s") => {
            asm::texts(text).into_iter().map(|text| (text.name, text.start)).collect()
        }
        false => Vec::new(),
    };
    all.into_iter().filter(|(path, _)| names(words, last(path))).collect()
}

fn to(index: &Index, file: &str, path: &str, start: usize) -> Result<Reference, String> {
    let around = Around { path, start, group: false, part: None };
    place::reference(index, file, &around, (start, start))
}
