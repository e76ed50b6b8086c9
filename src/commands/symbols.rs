//! `mdbook-codex symbols`: a search through a tree's declarations.
use super::{Console, Exit};
use crate::go::decls::Kind;
use crate::go::index::Index;
use crate::go::symbols::{Query, Row, search};
use crate::nearest::did_you_mean;
use anyhow::{Result, bail};
use std::io::Write;

/// The kinds of declarations, for `--kind`.
const KINDS: [&str; 10] =
    ["func", "method", "type", "alias", "const", "var", "field", "embed", "imethod", "iembed"];

/// Prints every declaration that fits, one a line; a file that cannot be read is told on stderr and fails the run.
pub fn run(
    index: &Index,
    pattern: Option<String>,
    kind: Option<&str>,
    all_targets: bool,
    json: bool,
    console: &mut Console,
) -> Result<Exit> {
    let query = Query { pattern, kind: kind.map(kind_of).transpose()?, all_targets };
    let mut exit = Exit::Fine;
    for row in search(index, &query) {
        match row {
            Ok(row) if json => writeln!(console.out, "{}", serde_json::to_string(&row)?)?,
            Ok(row) => line(console.out, &row)?,
            Err(miss) => {
                writeln!(console.err, "error: {miss}")?;
                exit = Exit::Failed;
            }
        }
    }
    Ok(exit)
}

fn line(out: &mut dyn Write, row: &Row) -> Result<()> {
    let Row { kind, package, path, file, start, end, .. } = row;
    Ok(writeln!(out, "{kind:<8} {package}.{path}  {file}:{start}-{end}")?)
}

fn kind_of(word: &str) -> Result<Kind> {
    let Some(kind) = Kind::from_word(word) else {
        let known = || format!("the kinds are {}", KINDS.join(", "));
        bail!("there is no kind `{word}`; {}", did_you_mean(word, KINDS).unwrap_or_else(known));
    };
    Ok(kind)
}
