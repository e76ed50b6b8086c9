//! A preprocessor that changes nothing: what `benches/compare` holds Codex against.
use mdbook_preprocessor::book::Book;
use serde_json::value::RawValue;
use std::io::{Read, Write};

fn main() -> anyhow::Result<()> {
    if std::env::args().nth(1).as_deref() == Some("supports") {
        return Ok(());
    }
    let mut input = Vec::new();
    std::io::stdin().lock().read_to_end(&mut input)?;
    let (_context, book): (&RawValue, Book) = serde_json::from_slice(&input)?;
    std::io::stdout().lock().write_all(&serde_json::to_vec(&book)?)?;
    Ok(())
}
