//! What references name in a small tree made for it.

use std::fs;
use std::path::Path;

use mdbook_codex::go::index::{Index, Miss, Symbol};
use mdbook_codex::go::reference::Reference;
use mdbook_codex::go::source::Tree;
use mdbook_codex::go::symbols::{self, Query};
use mdbook_codex::go::target::Target;

/// A tree with a case of everything.
fn index() -> Index {
    let tree = Tree::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go/tree"));
    Index::new(tree.expect("the tree opens"), Target::default())
}

fn lookup(index: &Index, text: &str) -> Result<Symbol, Miss> {
    let reference: Reference = text
        .parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    index.lookup(&reference)
}

fn show(symbol: &Symbol) -> String {
    format!(
        "{} {}:{}-{}",
        symbol.kind.word(),
        symbol.file,
        symbol.start,
        symbol.end
    )
}

/// Where a reference leads, or why it does not, with the help in parentheses.
#[track_caller]
fn check(text: &str, expected: &str) {
    let found = match lookup(&index(), text) {
        Ok(symbol) => show(&symbol),
        Err(miss) => match miss.help() {
            Some(help) => format!("{miss} ({help})"),
            None => miss.to_string(),
        },
    };
    assert_eq!(found, expected, "{text}");
}
