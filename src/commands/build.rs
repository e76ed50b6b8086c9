//! `mdbook-codex build`: the book in one process, every page as `mdbook build` makes it.
use super::embedded::{self, Embedded, Options};
use super::{Console, Exit, Settings, finish, preprocess};
use crate::config::{self, Part};
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
    let mut embedded = embedded::load(root, options, settings)?;
    let exit = embedded.build(settings, console)?;
    let out = embedded.book.build_dir_for("html");
    let page = out.join("index.html");
    // A book without a chapter has no first page, and nothing to finish.
    if page.is_file() && finishes(&embedded, settings)? {
        finish::finish(&mut embedded.book, &out, settings, console)?;
    }
    let folder = root.join(&embedded.book.config.build.build_dir);
    writeln!(console.err, "built {}", folder.strip_prefix(root).unwrap_or(&folder).display())?;
    if open
        && page.exists()
        && let Err(error) = opener::open(&page)
    {
        writeln!(console.err, "warning: cannot open `{}`: {error}", page.display())?;
    }
    Ok(exit)
}

/// Whether there are pages, and the book wants them finished.
fn finishes(embedded: &Embedded, settings: &Settings) -> Result<bool> {
    let config = &embedded.book.config;
    let mut context = embedded::context(&embedded.book.root, "html", config)?;
    preprocess::only(&mut context, &settings.only);
    Ok(embedded::renders_html(config)? && config::read(&context, None).0.runs(Part::Finish))
}
