//! `mdbook-codex symbols`: a search through a tree's declarations.
use super::{Console, Exit};
use crate::go::index::Index;
use crate::go::symbols::{Query, Row, rank, reference, search};
use anyhow::Result;
use std::io::Write;

/// How what is found is printed.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// One JSON object a line.
    pub json: bool,
    /// How many declarations at most; all where absent.
    pub limit: Option<usize>,
    /// Two lines a declaration for reading, rather than one for other programs.
    pub roomy: bool,
    /// Whether there are colours.
    pub styled: bool,
}

/// Prints every declaration that fits, the best fit first; a file that cannot be read is told on stderr and fails the
/// run.
pub fn run(index: &Index, query: &Query, options: &Options, console: &mut Console) -> Result<Exit> {
    let (mut rows, mut exit) = (Vec::new(), Exit::Fine);
    for row in search(index, query) {
        match row {
            Ok(row) => rows.push(row),
            Err(miss) => {
                writeln!(console.err, "error: {miss}")?;
                exit = Exit::Failed;
            }
        }
    }
    if query.pattern.is_some() {
        rank(&mut rows);
    }
    let shown = rows.len().min(options.limit.unwrap_or(usize::MAX));
    for row in rows.iter().take(shown) {
        match (options.json, options.roomy) {
            (true, _) => writeln!(console.out, "{}", serde_json::to_string(row)?)?,
            (false, true) => roomy(console.out, index, row, options.styled)?,
            (false, false) => line(console.out, index, row)?,
        }
    }
    console.out.flush()?;
    if !options.json {
        rest(rows.len(), shown, query, console)?;
    }
    Ok(exit)
}

/// What is not shown, or that there is nothing.
fn rest(found: usize, shown: usize, query: &Query, console: &mut Console) -> Result<()> {
    if found > shown {
        writeln!(console.err, "and {} more; `--limit 0` shows all", found - shown)?;
    }
    if found == 0 {
        let help = if query.all_targets { "" } else { "; `--all-targets` looks into every file" };
        writeln!(console.err, "no declaration fits{help}")?;
    }
    Ok(())
}

/// `func     runtime.gopark  runtime/proc.go:457-475  Puts the current goroutine …`
fn line(out: &mut dyn Write, index: &Index, row: &Row) -> Result<()> {
    let Row { kind, file, start, end, .. } = row;
    write!(out, "{kind:<8} {}  {file}:{start}-{end}", reference(index, row))?;
    if let Some(doc) = doc(index, row) {
        write!(out, "  {doc}")?;
    }
    Ok(writeln!(out)?)
}

/// The reference, kind and place on one line, and what the doc comment begins with on the next.
fn roomy(out: &mut dyn Write, index: &Index, row: &Row, styled: bool) -> Result<()> {
    let (bold, dim, plain) = if styled { ("\x1b[1m", "\x1b[2m", "\x1b[0m") } else { ("", "", "") };
    let Row { kind, file, start, .. } = row;
    let reference = reference(index, row);
    writeln!(out, "{bold}{reference}{plain}  {kind}  {dim}{file}:{start}{plain}")?;
    if let Some(doc) = doc(index, row) {
        writeln!(out, "    {doc}")?;
    }
    Ok(())
}

/// The first line of the doc comment that says something, without its slashes; directives say nothing.
fn doc(index: &Index, row: &Row) -> Option<String> {
    let first = row.doc?;
    let lines = index.lines(&row.file, first, row.start.saturating_sub(1).max(first)).ok()?;
    let is_comment = |line: &&str| !line.starts_with("//go:");
    let words = |line: &str| {
        let line = line.split("*/").next().unwrap_or_default();
        let line = line.trim_start_matches(['/', '*', ' ', '\t']).trim_end();
        line.chars().filter(|c| !c.is_control()).collect::<String>()
    };
    let lines = lines.lines().map(str::trim_start).filter(is_comment).map(words);
    lines.into_iter().find(|line| !line.is_empty())
}
