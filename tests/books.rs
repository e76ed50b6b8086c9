//! Every folder of `tests/books` is a real book: what Codex makes of it is recorded whole, and so is what it says.
//!
//! `expected/html` and `expected/markdown` hold each chapter as the renderer of that kind gets it, `expected/epub` that
//! of mdbook-epub for a book with such an output, `expected/summary.txt`
//! the chapters in order, `expected/stderr.txt` the problems. A stale file fails; `SNAPSHOTS=overwrite` renews them all.
#![cfg(feature = "driver")]
use anyhow::{Result, bail};
use mdbook_codex::commands::embedded::{self, Options};
use mdbook_codex::commands::{Settings, preprocess};
use mdbook_codex::read::slashed;
use mdbook_driver::book::{Book, BookItem};
use mdbook_preprocessor::book::Chapter;
use mdbook_renderer::{RenderContext, Renderer};
use record::Files;
use std::fs;
use std::path::Path;

#[path = "support/record.rs"]
mod record;

#[test]
fn every_book_comes_out_as_expected() {
    let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let mut stale = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(&books).expect("tests/books is there") {
        let root = entry.expect("tests/books can be read").path();
        if root.join("book.toml").exists() {
            count += 1;
            stale.extend(check(&root).unwrap_or_else(|error| panic!("{}: {error:#}", root.display())));
        }
    }
    assert!(count > 0, "tests/books holds books");
    assert!(stale.is_empty(), "stale (SNAPSHOTS=overwrite renews them):\n{}", stale.join("\n"));
}

/// Runs one book; says what differs from the recorded files.
fn check(root: &Path) -> Result<Vec<String>> {
    let mut made = Files::new();
    let epub = fs::read_to_string(root.join("book.toml"))?.contains("[output.epub]");
    for name in ["html", "markdown"].into_iter().chain(epub.then_some("epub")) {
        let (book, said) = run(root, name)?;
        let chapters = book.iter().filter_map(|item| match item {
            BookItem::Chapter(chapter) => Some(chapter),
            _ => None,
        });
        for chapter in chapters {
            if let Some(path) = &chapter.path {
                made.insert(Path::new(name).join(path), chapter.content.clone());
            }
        }
        if name == "html" {
            made.insert("stderr.txt".into(), said);
            made.insert("summary.txt".into(), book.items.iter().map(|item| listed(item, 0)).collect());
        }
    }
    record::check(&root.join("expected"), &made)
}

/// The book as a renderer gets it, and what was said on the way.
fn run(root: &Path, renderer: &str) -> Result<(Book, String)> {
    let settings = Settings::default();
    let loaded = embedded::load(root, &Options { dry: true, ..Options::default() }, &settings)?;
    let (book, _) = loaded.book.preprocess_book(&Named(renderer.to_string()))?;
    let done = loaded.take();
    let said = done.iter().map(|done| preprocess::text(done, &done.report.problems, false));
    Ok((book, said.collect()))
}

struct Named(String);

impl Renderer for Named {
    fn name(&self) -> &str {
        &self.0
    }

    fn render(&self, _: &RenderContext) -> Result<()> {
        bail!("only the preprocessors are wanted")
    }
}

fn listed(item: &BookItem, depth: usize) -> String {
    match item {
        BookItem::PartTitle(title) => format!("# {title}\n"),
        BookItem::Separator => "---\n".to_string(),
        BookItem::Chapter(chapter) => {
            let inner: String = chapter.sub_items.iter().map(|item| listed(item, depth + 1)).collect();
            format!("{}{}\n{inner}", "  ".repeat(depth), line(chapter))
        }
    }
}

fn line(chapter: &Chapter) -> String {
    let path = chapter.path.as_ref().map_or("draft".into(), |path| slashed(path));
    let number = chapter.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
    format!("{number}{} ({path})", chapter.name)
}
