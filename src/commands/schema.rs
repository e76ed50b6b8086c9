//! `mdbook-codex schema`: a JSON Schema, for editors.
use super::{Console, Exit};
use crate::config::schema;
use anyhow::Result;
use clap::ValueEnum;

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// A whole book.toml, of which `[preprocessor.codex]` alone is held to anything.
    Book,
    /// The table `[preprocessor.codex]` by itself.
    Config,
    /// The front matter of a chapter.
    FrontMatter,
}

/// Prints the schema.
pub fn run(which: Which, console: &mut Console) -> Result<Exit> {
    let schema = match which {
        Which::Book => schema::book(),
        Which::Config => schema::config(),
        Which::FrontMatter => schema::front_matter(),
    };
    writeln!(console.out, "{}", serde_json::to_string_pretty(&schema)?)?;
    Ok(Exit::Fine)
}
