//! The guide keeps its word: what its pages show is what the program does.
//!
//! `docs/snippets` holds what the pages include: a snippet `NAME.md` that a page shows as source and, below it, as outcome,
//! and beside it what it comes out as, `NAME.html` and `NAME.markdown`, or what a command says of it, `NAME.txt`. These,
//! and the commands' help, are recorded whole; `SNAPSHOTS=overwrite` renews them.
//!
//! `CODEX_GO` and `CODEX_ROOTS` name the Go trees; `tests/run` installs them.
#![cfg(feature = "driver")]
mod guide {
    pub mod pages;
    mod problems;
    mod recorded;
    mod settings;
    mod snippets;
}
