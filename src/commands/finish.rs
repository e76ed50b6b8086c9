//! `mdbook-codex finish`: a built book gets descriptions and addresses in its pages' heads, and the files that other
//! programs read. `build` does the same with what it built.
use super::embedded::{self, Options};
use super::preprocess::only;
use super::{Console, Exit, Settings, counted};
use crate::finish::{self, File};
use crate::piece::Finish;
use crate::{disk, run_to_finish};
use anyhow::{Context, Result, bail};
use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_renderer::{RenderContext, Renderer};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Finishes the book at `root`, whose pages were built into `out`.
pub fn run(root: &Path, out: &Path, settings: &Settings, console: &mut Console) -> Result<Exit> {
    let options = Options { dry: true, ..Options::default() };
    let mut embedded = embedded::load(root, &options, settings)?;
    let changed = finish(&mut embedded.book, out, settings, console)?;
    writeln!(console.err, "finished {}: {} changed", out.display(), counted(changed, "file"))?;
    Ok(Exit::Fine)
}

/// Finishes a loaded book that was built into `out`; says how many files changed.
pub(super) fn finish(
    book: &mut MDBook,
    out: &Path,
    settings: &Settings,
    console: &mut Console,
) -> Result<usize> {
    if !out.join("index.html").is_file() {
        bail!("`{}` holds no book: build it first", out.display());
    }
    let src = book.source_dir();
    if out.canonicalize()? == src.canonicalize()? {
        bail!("`{}` is where the book's chapters are, not where it is built", out.display());
    }
    let page_404 = embedded::page_404(&book.config);
    let (finish, copies) = read(book, settings)?;
    let mut files = pages(&finish, out, &page_404, console)?;
    // What the author has a file of, mdBook has copied.
    let lists = finish::lists(&finish).into_iter().filter(|file| !src.join(&file.path).exists());
    // SUMMARY.md may send a page out of the output, and mdBook writes it there; we do not.
    let stays = |file: &File| disk::inside(out, &file.path).is_ok();
    files.extend(lists.chain(finish::copies(&copies).into_iter().filter(stays)));
    let mut changed = 0;
    for File { path, text } in files {
        changed += usize::from(disk::put(out, &path, text.as_bytes())?);
    }
    Ok(changed)
}

/// The pages with what their heads say. One that is not there is told of: the output may be of an older book.
fn pages(finish: &Finish, out: &Path, page_404: &Path, console: &mut Console) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut add = |path: PathBuf, change: &dyn Fn(&str) -> Option<String>| -> Result<()> {
        let Ok(place) = disk::inside(out, &path) else { return Ok(()) };
        let Some(html) = disk::read_if_there(&place)? else {
            writeln!(console.err, "warning: `{}` is not among the pages built", path.display())?;
            return Ok(());
        };
        match change(&html) {
            Some(text) => files.push(File { path, text }),
            None => writeln!(console.err, "warning: `{}` has no head", path.display())?,
        }
        Ok(())
    };
    for (at, chapter) in finish.manifest.chapters.iter().enumerate() {
        for path in finish::pages(chapter, at == 0) {
            add(path, &|html| finish::page(html, finish, chapter, at == 0))?;
        }
    }
    add(page_404.to_path_buf(), &|html| finish::not_found(html, finish))?;
    Ok(files)
}

/// What is to be written of a book, and the book as the `markdown` renderer gets it.
fn read(book: &mut MDBook, settings: &Settings) -> Result<(Finish, Book)> {
    if book.config.contains_key("preprocessor.codex.renderers") {
        book.config.set("preprocessor.codex.renderers", ["markdown"])?;
    }
    let taken = Rc::default();
    // Of two preprocessors with one name the later one runs.
    book.with_preprocessor(Take { taken: Rc::clone(&taken), settings: settings.clone() });
    let (copies, _) = book.preprocess_book(&Markdown)?;
    Ok((taken.take().context("mdBook did not run Codex")?, copies))
}

/// Codex as it runs for Markdown, which keeps what is to be written of the book.
struct Take {
    taken: Rc<RefCell<Option<Finish>>>,
    settings: Settings,
}

impl Preprocessor for Take {
    fn name(&self) -> &str {
        "codex"
    }

    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut context = embedded::context(&ctx.root, &ctx.renderer, &ctx.config)?;
        only(&mut context, &self.settings.only);
        self.taken.replace(Some(run_to_finish(&context, &mut book)?));
        Ok(book)
    }
}

/// The name of mdBook's `markdown` renderer; nothing is rendered with it.
struct Markdown;

impl Renderer for Markdown {
    fn name(&self) -> &str {
        "markdown"
    }

    fn render(&self, _: &RenderContext) -> Result<()> {
        bail!("only the preprocessors are wanted")
    }
}
