//! The finishing step: a built book → the same book with descriptions and addresses in its pages' heads, and the files
//! that other programs read.
//!
//! In: what [`crate::resolve::finish`] sums up, the pages as mdBook wrote them, the chapters as Markdown. Out: new text
//! for pages, of which nothing below the head changes, and [`File`]s. What is finished already comes back the same.
use crate::piece::{Chapter, Finish};
use crate::render::finish as render;
use mdbook_preprocessor::book::{Book, BookItem};
use std::path::{Path, PathBuf};

pub mod head;

/// A file to stand in the output.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Below the output's folder.
    pub path: PathBuf,
    /// All of it.
    pub text: String,
}

/// The names of the files that stand at the output's root.
pub const LISTS: [&str; 3] = ["codex.json", "llms.txt", "sitemap.xml"];

/// The pages of the output that a chapter is on: its own, and of the first chapter the site's own page too.
pub fn pages(chapter: &Chapter, is_first: bool) -> Vec<PathBuf> {
    let own = chapter.path.with_extension("html");
    let index = PathBuf::from("index.html");
    if is_first && own != index { vec![own, index] } else { vec![own] }
}

/// A page with the tags in its head that say what it is; none where it has no head.
pub fn page(html: &str, finish: &Finish, chapter: &Chapter, is_first: bool) -> Option<String> {
    head::splice(html, render::head(&finish.manifest, chapter, is_first))
}

/// The page for what is not found, kept out of search engines; none where it has no head.
pub fn not_found(html: &str, finish: &Finish) -> Option<String> {
    head::splice(html, render::not_found(&finish.manifest))
}

/// The lists of the book, without those that cannot be made.
pub fn lists(finish: &Finish) -> Vec<File> {
    let [manifest, llms, sitemap] = LISTS.map(PathBuf::from);
    // The manifest holds words and numbers, which JSON can always say.
    let json = serde_json::to_string_pretty(&finish.manifest).unwrap_or_default();
    let mut files = vec![
        File { path: manifest, text: format!("{json}\n") },
        File { path: llms, text: render::llms(finish) },
    ];
    files.extend(render::sitemap(&finish.manifest).map(|text| File { path: sitemap, text }));
    files
}

/// Every chapter as Markdown; `book` is the book as the `markdown` renderer gets it.
pub fn copies(book: &Book) -> Vec<File> {
    let copy = |item: &BookItem| match item {
        BookItem::Chapter(chapter) => {
            let path = chapter.path.as_deref().filter(|path| is_markdown(path))?;
            Some(File { path: path.to_path_buf(), text: chapter.content.clone() })
        }
        _ => None,
    };
    book.iter().filter_map(copy).collect()
}

/// A chapter may be a file of any name; a copy must not take the place of the page itself.
fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
}
