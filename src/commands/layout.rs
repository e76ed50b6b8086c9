//! `mdbook-codex layout`: one struct's layout in the terminal.
use super::{Console, Exit};
use crate::go::built;
use crate::go::index::Index;
use crate::go::layout::{self, Layout, Row};
use crate::go::reference::Reference;
use crate::go::roots;
use anyhow::{Context, Result, anyhow};
use std::io::Write;

/// Prints the layout of the struct that a reference names.
pub fn run(index: &Index, reference: &str, json: bool, console: &mut Console) -> Result<Exit> {
    let parsed: Reference = reference.parse().with_context(|| format!("`{reference}` is no reference"))?;
    let symbol = index.lookup(&parsed).map_err(|miss| match miss.help() {
        Some(help) => anyhow!("{miss}; {help}"),
        None => anyhow!("{miss}"),
    })?;
    let options = crate::go::reference::Options { body: false, group: false, alias: false, ..parsed.options };
    // What a module declares is made of types of Go's own.
    let go = index.tree.module.as_ref().and_then(|_| roots::tree_at_hand(None).ok());
    let go = go.map(|tree| Index::new(tree, index.context.target.clone()));
    let beside: Vec<&Index> = go.iter().collect();
    let program = built::program(index, &beside, &options).context("Go has no such processor")?;
    let found = layout::layout(&program, &symbol.package, &symbol.path)?;
    if json {
        writeln!(console.out, "{}", serde_json::to_string(&found)?)?;
    } else {
        table(console.out, &found)?;
    }
    Ok(Exit::Fine)
}

fn table(out: &mut dyn Write, found: &Layout) -> Result<()> {
    writeln!(out, "{}: {} bytes, aligned to {}\n", found.name, found.size, found.align)?;
    let width = found.fields.iter().map(|field| field.name.chars().count()).max().unwrap_or(0).max(4);
    for row in layout::rows(found) {
        match row {
            Row::Field { index, offset, size } => {
                let Some(field) = found.fields.get(index) else { continue };
                writeln!(out, "{offset:>8} {size:>8}  {:<width$}  {}", field.name, field.ty)?;
            }
            Row::Padding { offset, size } => {
                writeln!(out, "{offset:>8} {size:>8}  {:<width$}  padding", "-")?
            }
        }
    }
    Ok(())
}
