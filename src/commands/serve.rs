//! `mdbook-codex serve`: the book in the browser, built again whenever one of its files changes.
use super::embedded::{self, Embedded, Options};
use super::watch::{EVERY, Watch, named, roots};
use super::{Console, Exit, Settings, assets};
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use tokio::sync::broadcast;

mod http;

/// Where mdBook's page script listens, below the root of the site.
pub const RELOAD: &str = "__livereload";

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
    aim(&mut watch, root, &embedded);
    embedded.build(settings, console)?;
    aim(&mut watch, root, &embedded);
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
        let changed = watch.settled();
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
        aim(watch, root, &embedded);
        let built = embedded.build(settings, console);
        aim(watch, root, &embedded);
        built
    });
    watch.accept(&own_files(root));
    if let Err(error) = &built {
        writeln!(console.err, "error: {error:#}")?;
    }
    console.err.flush()?;
    Ok(built.is_ok())
}

/// Watches what a build is made from; which Go files that are is known once it was made.
fn aim(watch: &mut Watch, root: &Path, embedded: &Embedded) {
    let config = &embedded.book.config;
    let roots = roots(root, config).into_iter().chain(embedded.sources()).collect();
    watch.aim(roots, root.join(&config.build.build_dir));
}

/// The files that a build may write itself.
fn own_files(root: &Path) -> Vec<PathBuf> {
    assets::files().iter().map(|(path, _)| root.join(path)).collect()
}
