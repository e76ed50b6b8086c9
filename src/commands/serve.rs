//! `mdbook-codex serve`: the book in the browser, built again whenever one of its files changes.
use super::embedded::{self, Embedded, Options};
use super::{Console, Exit, Settings, assets};
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::broadcast;

mod http;
mod watch;

use watch::Watch;

/// Where mdBook's page script listens, below the root of the site.
pub const RELOAD: &str = "__livereload";

/// How often files are looked at.
const EVERY: Duration = Duration::from_secs(1);
/// How long a file must keep still: an editor may write one change in several steps.
const STILL: Duration = Duration::from_millis(100);

/// Where the book is served.
#[derive(Debug, Clone)]
pub struct Address {
    /// The host's name.
    pub host: String,
    /// The port; zero for any that is free.
    pub port: u16,
}

/// Builds and serves the book at `root` until the process is ended.
pub fn run(
    root: &Path,
    address: &Address,
    options: &Options,
    open: bool,
    settings: &Settings,
    console: &mut Console,
) -> Result<Exit> {
    let listener = TcpListener::bind((address.host.as_str(), address.port))
        .with_context(|| format!("cannot listen on {}:{}", address.host, address.port))?;
    let options = Options { live: true, ..options.clone() };
    let mut watch = Watch::new(root);
    let embedded = embedded::load(root, &options, settings)?;
    watch.aim(roots(&embedded), build_dir(&embedded));
    embedded.build(settings, console)?;
    console.err.flush()?;
    watch.accept(&own_files(root));
    let (reload, _) = broadcast::channel(16);
    let url = format!("http://{}:{}", address.host, listener.local_addr()?.port());
    let server = http::start(
        listener,
        embedded.book.build_dir_for("html"),
        &embedded::page_404(&embedded.book.config),
        reload.clone(),
    )?;
    writeln!(console.out, "Serving on {url}")?;
    console.out.flush()?;
    if open && let Err(error) = opener::open_browser(&url) {
        writeln!(console.err, "warning: cannot open {url}: {error}")?;
    }
    while !server.is_finished() {
        std::thread::sleep(EVERY);
        let changed = settled(&mut watch);
        if changed.is_empty() {
            continue;
        }
        writeln!(console.err, "{} changed, building", named(root, &changed))?;
        if rebuild(root, &options, settings, &mut watch, console)? {
            // Nobody may be listening.
            let _ = reload.send(());
        }
    }
    bail!("the server stopped")
}

/// Builds again; what goes wrong is said, and the pages stay as they are. Says whether all went well.
fn rebuild(
    root: &Path,
    options: &Options,
    settings: &Settings,
    watch: &mut Watch,
    console: &mut Console,
) -> Result<bool> {
    let built = embedded::load(root, options, settings).and_then(|embedded| {
        watch.aim(roots(&embedded), build_dir(&embedded));
        embedded.build(settings, console)
    });
    watch.accept(&own_files(root));
    if let Err(error) = &built {
        writeln!(console.err, "error: {error:#}")?;
    }
    console.err.flush()?;
    Ok(built.is_ok())
}

/// What changed, once nothing changes any more.
fn settled(watch: &mut Watch) -> Vec<PathBuf> {
    let mut changed = watch.changes();
    while !changed.is_empty() {
        std::thread::sleep(STILL);
        let more = watch.changes();
        if more.is_empty() {
            break;
        }
        changed.extend(more);
    }
    changed.sort();
    changed.dedup();
    changed
}

/// What a build is made from.
fn roots(embedded: &Embedded) -> Vec<PathBuf> {
    let book = &embedded.book;
    let list = |key: &str| book.config.get::<Vec<PathBuf>>(key).ok().flatten().unwrap_or_default();
    let mut below = vec![PathBuf::from("book.toml"), "codex.lock".into()];
    below.extend(book.config.build.extra_watch_dirs.clone());
    below.extend(list("output.html.additional-css"));
    below.extend(list("output.html.additional-js"));
    let below = below.into_iter().map(|path| book.root.join(path));
    [book.source_dir(), book.theme_dir()].into_iter().chain(below).collect()
}

fn build_dir(embedded: &Embedded) -> PathBuf {
    embedded.book.root.join(&embedded.book.config.build.build_dir)
}

/// The files that a build may write itself.
fn own_files(root: &Path) -> Vec<PathBuf> {
    assets::files().iter().map(|(path, _)| root.join(path)).collect()
}

/// `src/a.md`, or `src/a.md and 2 more`.
fn named(root: &Path, changed: &[PathBuf]) -> String {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let first = changed.first().map(|path| path.strip_prefix(&root).unwrap_or(path).display().to_string());
    match changed.len() {
        0 | 1 => first.unwrap_or_default(),
        more => format!("{} and {} more", first.unwrap_or_default(), more - 1),
    }
}
