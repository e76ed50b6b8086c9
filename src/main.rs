//! The door: arguments, stdin, stdout, exit code.
//!
//! 0 is fine, 1 stands for problems that fail the run, 2 for wrong use and for a machine that is broken.
use anyhow::{Context, Result};
use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use mdbook_codex::commands::{self, Console, Exit, Settings};
use mdbook_codex::go::{decls::Kind, index::Index, roots, symbols::Query, target::Target};
use outlet::Outlet;
use std::backtrace::Backtrace;
use std::env;
use std::io::{BufWriter, ErrorKind, IsTerminal, Read, Write, stderr, stdin, stdout};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod arguments;
mod outlet;

/// How many declarations a terminal gets where nothing else is asked for.
const ON_A_TERMINAL: usize = 20;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(tell_fault));
    std::panic::catch_unwind(answer).unwrap_or(ExitCode::from(2))
}

fn answer() -> ExitCode {
    // mdBook puts `supports RENDERER` after whatever words the book's `command` holds; a failure would mean "no".
    let words: Vec<_> = env::args_os().collect();
    if words.len() > 2 && words[words.len() - 2] == "supports" {
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::parse();
    let settings = Settings { only: arguments.only, in_ci: in_ci() };
    // A listing ends where its reader leaves, mdBook must get the whole of its answer, and all else is done to its end.
    let is_listing = matches!(arguments.command, Some(Command::Symbols { .. } | Command::Layout { .. }));
    let plain = is_listing || arguments.command.is_none();
    let out: Box<dyn Write> = if plain { outlet::plain() } else { Box::new(Outlet::new(stdout())) };
    let (mut out, mut err) = (BufWriter::new(out), BufWriter::new(Outlet::new(stderr())));
    let styled = stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut console = Console { out: &mut out, err: &mut err, styled };
    let ended = match arguments.command {
        Some(command) => run(command, &settings, &mut console),
        None => preprocess(&settings, &mut console),
    };
    // What was said comes before what went wrong.
    let flushed = out.flush().context("cannot write to stdout");
    let flushed = err.flush().context("cannot write to stderr").and(flushed);
    match ended.and_then(|exit| flushed.map(|()| exit)) {
        Err(error) if is_listing && is_broken_pipe(&error) => ExitCode::SUCCESS,
        ended => code(ended),
    }
}

#[cfg_attr(not(feature = "driver"), allow(unused_variables))]
fn run(command: Command, settings: &Settings, console: &mut Console) -> Result<Exit> {
    match command {
        Command::Init { book } => commands::init::run(&root(&book.dir)?, settings, console),
        Command::Install { book, check } => commands::install::run(&root(&book.dir)?, check, console),
        Command::Uninstall { book } => commands::uninstall::run(&root(&book.dir)?, console),
        #[cfg(feature = "driver")]
        Command::Build { book, output } => {
            hear_mdbook();
            let options = options(&output)?;
            commands::build::run(&root(&book.dir)?, &options, output.open, settings, console)
        }
        #[cfg(feature = "driver")]
        Command::Serve { book, output, port, hostname } => {
            hear_mdbook();
            let address = commands::serve::Address { host: hostname, port };
            let options = options(&output)?;
            commands::serve::run(&root(&book.dir)?, &address, &options, output.open, settings, console)
        }
        #[cfg(feature = "driver")]
        Command::Finish { out, book } => {
            hear_mdbook();
            commands::finish::run(&root(&book.dir)?, &root(&out)?, settings, console)
        }
        #[cfg(feature = "driver")]
        Command::Check { book, format, watch } => {
            hear_mdbook();
            console.styled = stdout().is_terminal() && console.styled;
            let format = match format {
                arguments::Format::Text => commands::check::Format::Text,
                arguments::Format::Json => commands::check::Format::Json,
            };
            let root = root(&book.dir)?;
            match watch {
                true => {
                    let clears = stdout().is_terminal() && format == commands::check::Format::Text;
                    commands::check::watch(&root, format, clears, settings, console)
                }
                false => commands::check::run(&root, format, settings, console),
            }
        }
        #[cfg(feature = "driver")]
        Command::Lock { book, check } => {
            hear_mdbook();
            commands::lock::run(&root(&book.dir)?, check, settings, console)
        }
        #[cfg(feature = "driver")]
        Command::Adopt { book, dry_run, all } => {
            let options = commands::adopt::Options { dry: dry_run, all };
            commands::adopt::run(&root(&book.dir)?, options, console)
        }
        #[cfg(feature = "driver")]
        Command::Upgrade { release, book, root: tree, dry_run, format, accept } => {
            hear_mdbook();
            let format = match format {
                arguments::ReportFormat::Text => commands::upgrade::Format::Text,
                arguments::ReportFormat::Md => commands::upgrade::Format::Markdown,
                arguments::ReportFormat::Json => commands::upgrade::Format::Json,
            };
            let tree = tree.as_deref().map(root).transpose()?;
            let options = commands::upgrade::Options { release, root: tree, dry_run, format, accept };
            commands::upgrade::run(&root(&book.dir)?, &options, console)
        }
        #[cfg(feature = "driver")]
        Command::Test { book, only, changed, update } => {
            hear_mdbook();
            console.styled = stdout().is_terminal() && console.styled;
            let options = commands::test::Options { only, changed, update };
            commands::test::run(&root(&book.dir)?, &options, settings, console)
        }
        Command::Symbols { pattern, tree, kind, all_targets, limit, json } => {
            let roomy = stdout().is_terminal();
            let limit = limit.or((roomy && !json).then_some(ON_A_TERMINAL)).filter(|limit| *limit > 0);
            let options = commands::symbols::Options { json, limit, roomy, styled: roomy && console.styled };
            let query = Query { pattern, kind: kind.as_deref().and_then(Kind::from_word), all_targets };
            commands::symbols::run(&index(tree)?, &query, &options, console)
        }
        Command::Layout { reference, tree, json } => {
            commands::layout::run(&index(tree)?, &reference, json, console)
        }
        Command::Completions { shell } => commands::completions::run(Arguments::command(), shell, console),
        Command::Schema { which } => commands::schema::run(which, console),
        Command::Man { dir } => commands::man::run(Arguments::command(), dir.as_deref(), console),
        Command::Supports { .. } => Ok(Exit::Fine),
    }
}

/// Everything is read before a word is written: mdBook writes all of its side first.
fn preprocess(settings: &Settings, console: &mut Console) -> Result<Exit> {
    if stdin().is_terminal() {
        write!(console.err, "{}", Arguments::command().render_help())?;
        console.err.flush()?;
        std::process::exit(2);
    }
    // A book of ten thousand chapters fits in without being moved; what it does not need is never touched.
    let mut input = Vec::new();
    let _ = input.try_reserve_exact(256 << 20);
    stdin().lock().read_to_end(&mut input).context("cannot read stdin")?;
    commands::preprocess::run(input, settings, console)
}

fn code(ended: Result<Exit>) -> ExitCode {
    match ended {
        Ok(Exit::Fine) => ExitCode::SUCCESS,
        Ok(Exit::Failed) => ExitCode::from(1),
        Ok(Exit::Broken) => ExitCode::from(2),
        Err(error) => {
            // Where nobody reads stderr the exit code has to do.
            let _ = writeln!(stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// A fault of this program or of mdBook's is told in one line, as every other error is.
fn tell_fault(fault: &PanicHookInfo) {
    let place = fault.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
    let payload = fault.payload();
    let words =
        payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    let words = words.unwrap_or("no reason is given");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(stderr(), "error: a fault of the program: {words}{}", place.unwrap_or_default());
    if env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
        let _ = writeln!(stderr(), "{}", Backtrace::force_capture());
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

fn root(dir: &Path) -> Result<PathBuf> {
    std::path::absolute(dir).with_context(|| format!("cannot use `{}`", dir.display()))
}

fn index(tree: arguments::Tree) -> Result<Index> {
    let target = Target::new(&tree.goos, &tree.goarch);
    Ok(Index::new(roots::tree_at_hand(tree.root.as_deref())?, target))
}

fn in_ci() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

#[cfg(feature = "driver")]
fn options(output: &arguments::Output) -> Result<commands::embedded::Options> {
    let out = output.dest_dir.as_deref().map(root).transpose()?;
    Ok(commands::embedded::Options { out, ..Default::default() })
}

/// Shows mdBook's own warnings and errors.
#[cfg(feature = "driver")]
fn hear_mdbook() {
    let _ = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .with_ansi(stderr().is_terminal())
        .with_target(false)
        .without_time()
        .with_writer(stderr)
        .try_init();
}
