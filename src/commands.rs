//! What a user runs: one file a command. Each says what it does to a writer it is handed, and how it ended.
use std::io::Write;

#[cfg(feature = "driver")]
pub mod adopt;
pub mod assets;
pub mod book_toml;
#[cfg(feature = "driver")]
pub mod build;
#[cfg(feature = "driver")]
pub mod check;
pub mod completions;
#[cfg(feature = "driver")]
pub mod embedded;
mod emptied;
#[cfg(feature = "driver")]
pub mod finish;
pub mod html_table;
pub mod init;
pub mod install;
pub mod layout;
#[cfg(feature = "driver")]
pub mod lock;
pub mod man;
pub mod preprocess;
pub mod schema;
#[cfg(feature = "driver")]
pub mod serve;
#[cfg(feature = "driver")]
pub mod shadow;
#[cfg(feature = "driver")]
mod signals;
pub mod symbols;
#[cfg(feature = "driver")]
pub mod test;
pub mod uninstall;
#[cfg(feature = "driver")]
pub mod upgrade;
#[cfg(feature = "driver")]
mod watch;

/// How a command ended; an error of the machine is an `Err` beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine,
    /// Something is for the author to mend, or would change under `--check`.
    Failed,
    /// An error of the machine, which was told already.
    Broken,
}

/// Where a command speaks.
pub struct Console<'a> {
    /// What was asked for.
    pub out: &'a mut dyn Write,
    /// What is said beside it: problems, what goes on.
    pub err: &'a mut dyn Write,
    /// Whether problems are printed in colours.
    pub styled: bool,
}

/// What holds for a whole run, whichever the command.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Run these parts alone; empty for what the book says.
    pub only: Vec<String>,
    /// Whether this is continuous integration.
    pub in_ci: bool,
}

/// A count with its word: `1 page`, `2 pages`.
#[cfg(feature = "driver")]
fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
