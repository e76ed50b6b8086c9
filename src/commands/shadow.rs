//! mdBook's HTML renderer for a book in which the theme need not be installed.
//!
//! The renderer reads `additional-css` and `-js` below the book's root and nowhere else. Where a listed file of the
//! theme is not there, it is given another root: a temporary folder that holds the theme and copies of the author's
//! own files, so that hashed names and `<link>` tags come out as for an installed theme. Nothing is written to the book.
use super::{assets, book_toml};
use anyhow::{Context, Result, bail};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The renderer `html`.
pub struct Html;

impl Renderer for Html {
    fn name(&self) -> &str {
        "html"
    }

    fn render(&self, ctx: &RenderContext) -> Result<()> {
        let listed = listed(ctx);
        let missing = |path: &PathBuf| !ctx.root.join(path).exists() && of_theme(path).is_some();
        if !listed.iter().any(missing) {
            return HtmlHandlebars::new().render(ctx);
        }
        let folder = tempfile::Builder::new().prefix("mdbook-codex-").tempdir()?;
        let shadow = shadow(ctx, folder.path(), &listed)?;
        HtmlHandlebars::new().render(&shadow)?;
        if ctx.config.book.src.is_relative() {
            let (src, build) = (ctx.source_dir(), ctx.root.join(&ctx.config.build.build_dir));
            copy_rest(&src, &ctx.destination, &build).context("cannot copy the files beside the chapters")?;
        }
        Ok(())
    }
}

/// The same book with its root in `folder`.
fn shadow(ctx: &RenderContext, folder: &Path, listed: &[PathBuf]) -> Result<RenderContext> {
    let src = &ctx.config.book.src;
    // Paths that climb out of the root shall still end inside the folder.
    let climbs = listed.iter().chain([src]).map(|path| parents(path)).max().unwrap_or_default();
    let root = (0..climbs).fold(folder.to_path_buf(), |path, _| path.join("up")).join("root");
    for path in listed.iter().filter(|path| path.is_relative()) {
        place(&ctx.root, &root, path)?;
    }
    let mut shadow = ctx.clone();
    shadow.root.clone_from(&root);
    shadow.config.build.build_dir = ctx.root.join(&ctx.config.build.build_dir);
    let theme = ctx.config.get::<PathBuf>("output.html.theme").ok().flatten();
    let real_theme = ctx.root.join(theme.clone().unwrap_or_else(|| "theme".into()));
    if theme.is_some() || real_theme.is_dir() {
        shadow.config.set("output.html.theme", real_theme)?;
    }
    if src.is_relative() {
        // `src` stays as it is written, since the links to edit a page are made from it: all that is read
        // there is the page for what is not found, and the rest is copied afterwards.
        fs::create_dir_all(root.join(src))?;
        let page = ctx.config.get::<PathBuf>("output.html.input-404").ok().flatten();
        let page = page.unwrap_or_else(|| "404.md".into());
        copy_if_there(&ctx.source_dir().join(&page), &root.join(src).join(&page))?;
    }
    Ok(shadow)
}

/// Puts a listed file into the shadow: the author's, or else the theme's.
fn place(from: &Path, to: &Path, path: &Path) -> Result<()> {
    if copy_if_there(&from.join(path), &to.join(path))? {
        return Ok(());
    }
    let Some(text) = of_theme(path) else {
        bail!("`{}` is listed in [output.html] of book.toml and does not exist", path.display())
    };
    create(&to.join(path))?;
    fs::write(to.join(path), text)?;
    Ok(())
}

/// The paths of `additional-css` and `-js`.
fn listed(ctx: &RenderContext) -> Vec<PathBuf> {
    let keys = book_toml::ASSETS.iter().map(|(key, _)| format!("output.html.{key}"));
    keys.flat_map(|key| ctx.config.get::<Vec<PathBuf>>(&key).ok().flatten().unwrap_or_default()).collect()
}

fn of_theme(path: &Path) -> Option<&'static str> {
    let files = assets::files();
    let path = path.to_str()?;
    files.iter().find(|(ours, _)| book_toml::same_file(path, ours)).map(|(_, text)| *text)
}

fn copy_if_there(from: &Path, to: &Path) -> Result<bool> {
    if !from.is_file() {
        return Ok(false);
    }
    create(to)?;
    fs::copy(from, to).with_context(|| format!("cannot copy `{}`", from.display()))?;
    Ok(true)
}

fn create(path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))
}

/// Copies what mdBook copies itself: every file below `src` that is no Markdown, except what it builds.
fn copy_rest(from: &Path, to: &Path, build: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("cannot read `{}`", from.display()))? {
        let entry = entry?.path();
        let Some(name) = entry.file_name() else { continue };
        let target = to.join(name);
        let kind = entry.metadata().with_context(|| format!("cannot read `{}`", entry.display()))?;
        if kind.is_dir() && entry != to && entry != build {
            fs::create_dir_all(&target)?;
            copy_rest(&entry, &target, build)?;
        } else if kind.is_file() && entry.extension().is_none_or(|ending| ending != "md") {
            fs::copy(&entry, &target).with_context(|| format!("cannot copy `{}`", entry.display()))?;
        }
    }
    Ok(())
}

/// How many folders a path climbs before it descends.
fn parents(path: &Path) -> usize {
    path.components().filter(|part| *part == Component::ParentDir).count()
}
