//! What may be written on the command line.
use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueHint};
use mdbook_codex::commands::schema::Which;
use mdbook_codex::config::Part;
use mdbook_codex::go::decls::Kind;
use std::path::PathBuf;

/// mdBook preprocessors for books about Go: numbered cards, tags, Read navigation and source links.
///
/// Without a command it speaks mdBook's preprocessor protocol: `mdbook build` runs it that way.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
pub struct Arguments {
    /// Run these parts alone: cards, tags, counts, read, symbols, excerpts, layouts, calls, examples, changes, outline, traps, finish.
    #[arg(long, global = true, value_name = "PARTS", value_delimiter = ',', value_parser = parts(), hide_possible_values = true)]
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
    /// Give a built book what search engines and other programs read: descriptions, addresses, a sitemap, Markdown.
    ///
    /// `build` does so by itself; this is for a book that `mdbook build` built. A second run changes nothing.
    #[cfg(feature = "driver")]
    Finish {
        /// The folder with the built pages.
        #[arg(value_name = "OUT", value_hint = ValueHint::DirPath)]
        out: PathBuf,
        #[command(flatten)]
        book: Book,
    },
    /// Tell every problem of a book; write nothing.
    #[cfg(feature = "driver")]
    Check {
        #[command(flatten)]
        book: Book,
        /// How problems are printed.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Check again whenever a file that the book is made from changes, until Ctrl-C.
        ///
        /// Such files are book.toml, codex.lock, the chapters, the theme, and the Go files that are cited. The exit code
        /// is that of the last run. With `--format json` one more line ends each run: `{"run":1,"pages":13,"problems":0}`,
        /// or `{"run":2,"error":"…"}`.
        #[arg(long)]
        watch: bool,
    },
    /// Resolve every reference in the Go tree at hand, and write codex.lock.
    #[cfg(feature = "driver")]
    Lock {
        #[command(flatten)]
        book: Book,
        /// Change nothing; fail if the lock would change.
        #[arg(long)]
        check: bool,
    },
    /// Turn links into Go's repository, such as `…/blob/go1.21.13/src/runtime/proc.go#L381`, or into that of a module
    /// of the book, into references.
    #[cfg(feature = "driver")]
    Adopt {
        #[command(flatten)]
        book: Book,
        /// Print the changes as a diff; write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Change links at a branch or a commit too, as well as can be guessed.
        #[arg(long)]
        all: bool,
    },
    /// Tell what another release of Go, or another version of a module, does to a book, and take the book there.
    ///
    /// Links to what is the same or only moved follow by themselves; the rest is listed until it is accepted. The exit
    /// code is 1 where something is listed.
    #[cfg(feature = "driver")]
    Upgrade {
        /// The release to go to: `go1.27.3`; or a module of the book and its version: `bbolt@v1.4.0`.
        release: String,
        #[command(flatten)]
        book: Book,
        /// The source tree of that release or version; else the one that is found by itself.
        #[arg(long, value_name = "TREE", value_hint = ValueHint::DirPath)]
        root: Option<PathBuf>,
        /// Change nothing.
        #[arg(long)]
        dry_run: bool,
        /// How the report is printed.
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
        /// A reference that is reviewed and shall not be listed again; may be given several times.
        #[arg(long, value_name = "REF")]
        accept: Vec<String>,
    },
    /// Compile and run the book's Go examples with the book's release, and record what passes in codex.lock.
    #[cfg(feature = "driver")]
    Test {
        #[command(flatten)]
        book: Book,
        /// Only chapters whose path or title holds these words; may be given more than once.
        #[arg(long, value_name = "CHAPTER")]
        only: Vec<String>,
        /// Only examples that codex.lock does not record yet.
        #[arg(long)]
        changed: bool,
        /// Write what an example prints over what its page promises, and show the difference.
        #[arg(long)]
        update: bool,
    },
    /// Search a source tree's declarations.
    ///
    /// What is called so comes first, then what begins so, and at last names that hold the letters apart: `goprk` finds
    /// `runtime.gopark`, `mcref` finds `runtime.mcache.refill`. Each is printed as a book refers to it.
    Symbols {
        /// Letters of a name, with or without its package: `gopark`, `sync.Mu`, `(*mcache).refill`.
        pattern: Option<String>,
        #[command(flatten)]
        tree: Tree,
        /// Only declarations of this kind.
        #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::word)))]
        kind: Option<String>,
        /// Every declaration of every file that is no test, whatever the target.
        #[arg(long)]
        all_targets: bool,
        /// How many at most, 0 for all; 20 on a terminal, else all.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Show the layout of a struct: `runtime.hchan`.
    Layout {
        /// The struct, written as in a book.
        reference: String,
        #[command(flatten)]
        tree: Tree,
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Print a shell's script that completes these commands and their options.
    ///
    /// For bash: `mdbook-codex completions bash > ~/.local/share/bash-completion/completions/mdbook-codex`.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command.
    Man {
        /// The folder to write a page for each command to, such as `~/.local/share/man/man1`.
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        dir: Option<PathBuf>,
    },
    /// Print a JSON Schema, for editors that check and complete what is written.
    ///
    /// With `mdbook-codex schema > book.schema.json` and a first line `#:schema ./book.schema.json` in book.toml an
    /// editor with Taplo knows every key of `[preprocessor.codex]`; the keys of others are left alone.
    Schema {
        /// What is described.
        #[arg(value_enum, default_value_t = Which::Book)]
        which: Which,
    },
    /// Whether a renderer is supported: every one is.
    #[command(hide = true)]
    Supports {
        /// The renderer's name.
        renderer: String,
    },
}

#[derive(clap::Args)]
pub struct Tree {
    /// The source tree: a GOROOT, or the root of another module; else GOROOT or what `go env GOROOT` says.
    #[arg(long, value_name = "TREE", value_hint = ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// The operating system that is meant.
    #[arg(long, default_value = "linux")]
    pub goos: String,
    /// The processor that is meant.
    #[arg(long, default_value = "amd64")]
    pub goarch: String,
}

#[derive(clap::Args)]
pub struct Book {
    /// The book's root folder, where book.toml is.
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
}

#[cfg(feature = "driver")]
#[derive(clap::Args)]
pub struct Output {
    /// Where the output goes, from the current folder; else where book.toml says.
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::DirPath)]
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

#[cfg(feature = "driver")]
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum ReportFormat {
    Text,
    Md,
    Json,
}

fn parts() -> PossibleValuesParser {
    PossibleValuesParser::new(Part::ALL.map(|(name, _)| name))
}
