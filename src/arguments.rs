//! What may be written on the command line.
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// mdBook preprocessors for books about Go: numbered cards, tags, Read navigation and source links.
///
/// Without a command it speaks mdBook's preprocessor protocol: `mdbook build` runs it that way.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
pub struct Arguments {
    /// Run these parts alone: cards, tags, counts, read, symbols, excerpts, layouts, calls, examples, outline, traps.
    #[arg(long, global = true, value_name = "PARTS", value_delimiter = ',')]
    pub only: Vec<String>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Write a new book about Go that builds at once.
    Init {
        #[command(flatten)]
        book: Book,
    },
    /// Add Codex to a book: its theme, and two tables of book.toml.
    Install {
        #[command(flatten)]
        book: Book,
        /// Change nothing; fail if anything would change.
        #[arg(long)]
        check: bool,
    },
    /// Take Codex out of a book again.
    Uninstall {
        #[command(flatten)]
        book: Book,
    },
    /// Build a book, with mdBook in this process.
    #[cfg(feature = "driver")]
    Build {
        #[command(flatten)]
        book: Book,
        #[command(flatten)]
        output: Output,
    },
    /// Serve a book, and build it again whenever a file changes.
    #[cfg(feature = "driver")]
    Serve {
        #[command(flatten)]
        book: Book,
        #[command(flatten)]
        output: Output,
        /// The port to serve on; 0 for any that is free.
        #[arg(short, long, default_value_t = 3000)]
        port: u16,
        /// The host to serve on.
        #[arg(short = 'n', long, default_value = "localhost")]
        hostname: String,
    },
    /// Tell every problem of a book; write nothing.
    #[cfg(feature = "driver")]
    Check {
        #[command(flatten)]
        book: Book,
        /// How problems are printed.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Whether a renderer is supported: every one is.
    #[command(hide = true)]
    Supports {
        /// The renderer's name.
        renderer: String,
    },
}

#[derive(clap::Args)]
pub struct Book {
    /// The book's root folder, where book.toml is.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

#[cfg(feature = "driver")]
#[derive(clap::Args)]
pub struct Output {
    /// Where the output goes, from the current folder; else where book.toml says.
    #[arg(short, long, value_name = "OUT")]
    pub dest_dir: Option<PathBuf>,
    /// Show the book in the browser.
    #[arg(short, long)]
    pub open: bool,
}

#[cfg(feature = "driver")]
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Format {
    Text,
    Json,
}
