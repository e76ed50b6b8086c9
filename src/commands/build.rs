//! `mdbook-codex build`: the book in one process, every page as `mdbook build` makes it.
use super::embedded::{self, Options};
use super::{Console, Exit, Settings};
use anyhow::Result;
use std::path::Path;

/// Builds the book at `root`; `open` shows it in the browser.
pub fn run(
    root: &Path,
    options: &Options,
    open: bool,
    settings: &Settings,
    console: &mut Console,
) -> Result<Exit> {
    let embedded = embedded::load(root, options, settings)?;
    let exit = embedded.build(settings, console)?;
    let page = embedded.book.build_dir_for("html").join("index.html");
    if open
        && page.exists()
        && let Err(error) = opener::open(&page)
    {
        writeln!(console.err, "warning: cannot open `{}`: {error}", page.display())?;
    }
    Ok(exit)
}
