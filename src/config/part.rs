//! The parts of Codex: their names in book.toml, and which of them run.
use super::choices::Choices;
use super::table::Table;

/// A preprocessor of its own; they share one parse and one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Cards,
    Tags,
    Counts,
    Read,
    Symbols,
    Excerpts,
    Layouts,
    Calls,
    Examples,
    Changes,
    Outline,
    Traps,
    Finish,
}

impl Part {
    /// Every part with its name in book.toml.
    pub const ALL: [(&'static str, Part); 13] = [
        ("cards", Part::Cards),
        ("tags", Part::Tags),
        ("counts", Part::Counts),
        ("read", Part::Read),
        ("symbols", Part::Symbols),
        ("excerpts", Part::Excerpts),
        ("layouts", Part::Layouts),
        ("calls", Part::Calls),
        ("examples", Part::Examples),
        ("changes", Part::Changes),
        ("outline", Part::Outline),
        ("traps", Part::Traps),
        ("finish", Part::Finish),
    ];
}

/// The parts that run: those that `only` names, or all, without those that their own table turns off.
pub(super) fn parts(table: &Table, choices: &mut Choices) -> Vec<Part> {
    let mut parts: Vec<Part> = Part::ALL.iter().map(|(_, part)| *part).collect();
    if let Some(only) = &table.only {
        for name in only {
            if !Part::ALL.iter().any(|(known, _)| known == name) {
                choices.unknown("only", name, Part::ALL.iter().map(|(known, _)| *known));
            }
        }
        parts =
            Part::ALL.iter().filter(|(name, _)| only.iter().any(|o| o == name)).map(|(_, p)| *p).collect();
    }
    parts.retain(|part| enabled(table, *part));
    parts
}

fn enabled(table: &Table, part: Part) -> bool {
    match part {
        Part::Cards => table.cards.enable,
        Part::Tags => table.tags.enable,
        Part::Counts => table.counts.enable,
        Part::Read => table.read.enable,
        Part::Symbols => table.symbols.enable,
        Part::Excerpts => table.excerpts.enable,
        Part::Layouts => table.layouts.enable,
        Part::Calls => table.calls.enable,
        Part::Examples => table.examples.enable,
        Part::Changes => table.changes.enable,
        Part::Outline => table.outline.enable,
        Part::Traps => table.traps.enable,
        Part::Finish => table.finish.enable,
    }
}
