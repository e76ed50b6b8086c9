//! mdbook-codex gives a plain mdBook the Codex layout.
#![warn(missing_docs)]
pub mod commands;
pub mod config;
pub mod disk;
pub mod go;
pub mod lenient;
pub mod nearest;
pub mod piece;
pub mod problem;
pub mod theme;
pub mod wire;

use mdbook_preprocessor::book::{Book, BookItem};

/// What a run found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// What the author has to mend.
    pub problems: Vec<problem::Problem>,
    /// The pages as they came, for the places of problems.
    pub pages: Vec<problem::PageSource>,
}

/// Runs Codex over a book.
pub fn run(_ctx: &wire::Context, book: &mut Book) -> anyhow::Result<Report> {
    let mut report = Report::default();
    book.for_each_mut(|item| {
        let BookItem::Chapter(chapter) = item else { return };
        if let Some(at) = chapter.content.find("XXX") {
            report.problems.push(problem::Problem::on_page(
                "todo",
                report.pages.len(),
                at..at + 3,
                "left to do",
            ));
        }
        let (name, text) = (chapter.name.clone(), chapter.content.clone());
        report.pages.push(problem::PageSource { name, source_path: chapter.source_path.clone(), text });
        chapter.content.push_str("\nseen\n");
    });
    Ok(report)
}
