//! The items of a book as they come, their texts not yet read.
use mdbook_preprocessor::book::{BookItem, Chapter, SectionNumber};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::path::PathBuf;

/// An item of a book.
#[derive(Deserialize)]
pub enum ItemIn<'i> {
    /// A chapter.
    #[serde(borrow)]
    Chapter(ChapterIn<'i>),
    /// A line between chapters.
    Separator,
    /// The title of a part.
    PartTitle(String),
}

/// A chapter.
#[derive(Deserialize)]
pub struct ChapterIn<'i> {
    name: String,
    #[serde(borrow)]
    content: &'i RawValue,
    number: Option<SectionNumber>,
    #[serde(borrow)]
    sub_items: Vec<ItemIn<'i>>,
    path: Option<PathBuf>,
    source_path: Option<PathBuf>,
    parent_names: Vec<String>,
}

/// The items as mdBook's own, and what stands for their texts, in reading order.
pub fn without_texts<'i>(items: Vec<ItemIn<'i>>, texts: &mut Vec<&'i RawValue>) -> Vec<BookItem> {
    let mut item = |item| match item {
        ItemIn::Separator => BookItem::Separator,
        ItemIn::PartTitle(title) => BookItem::PartTitle(title),
        ItemIn::Chapter(ChapterIn { name, content, number, sub_items, path, source_path, parent_names }) => {
            texts.push(content);
            let sub_items = without_texts(sub_items, texts);
            let content = String::new();
            BookItem::Chapter(Chapter { name, content, number, sub_items, path, source_path, parent_names })
        }
    };
    items.into_iter().map(&mut item).collect()
}
