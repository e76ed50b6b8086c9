//! The book's examples, as a build would find them: includes expanded, front matter read.
use super::super::Settings;
use super::super::embedded;
use super::Collected;
use crate::answer;
use crate::config::{self, Part, Places};
use crate::find::{Found, What};
use crate::{disk, examples, read};
use anyhow::{Context, Result};
use mdbook_driver::book::Book;
use mdbook_html::HtmlHandlebars;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

/// Loads the book at `root` and collects its examples.
pub fn collect(root: &Path, settings: &Settings) -> Result<Collected> {
    let options = embedded::Options { dry: true, ..embedded::Options::default() };
    let mut embedded = embedded::load(root, &options, settings)?;
    let collected = Rc::default();
    // It takes the place of the preprocessor of that name: the examples are wanted, not the layout.
    embedded.book.with_preprocessor(Collector { collected: Rc::clone(&collected) });
    embedded.book.preprocess_book(&HtmlHandlebars::new())?;
    collected.take().context("the book's preprocessors do not run for HTML")
}

struct Collector {
    collected: Rc<RefCell<Option<Collected>>>,
}

impl Preprocessor for Collector {
    fn name(&self) -> &str {
        "codex"
    }

    fn run(&self, ctx: &PreprocessorContext, book: Book) -> Result<Book> {
        let collected = of_book(ctx, &book)?;
        self.collected.replace(Some(collected));
        Ok(book)
    }
}

fn of_book(ctx: &PreprocessorContext, book: &Book) -> Result<Collected> {
    let context = embedded::context(&ctx.root, &ctx.renderer, &ctx.config)?;
    let book_toml = disk::read_if_there(&context.root.join("book.toml"))?;
    let places = Places::of(book_toml.as_deref());
    let (config, _) = config::read_at(&context, &places);
    let (pages, _) = read::read(book, &config, &places);
    let lock = answer::whole_lock(&context.root)?;
    let findings = crate::find_all(&pages, &config);
    let is_example = |found: &Found| matches!(found.what, What::Example(_));
    let has_examples = findings.iter().any(|findings| findings.found.iter().any(is_example));
    let examples = if has_examples && config.runs(Part::Examples) {
        let release = answer::release(&config, &lock)?;
        examples::collect(&pages, &findings, release.as_deref(), config.sources())
    } else {
        Vec::new()
    };
    Ok(Collected { config, pages: crate::page_sources(&pages), examples, lock })
}
