//! The answer: the book alone, in the shape it came in.
use super::Dialect;
use anyhow::{Context as _, Result};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write;

/// Bytes that are written at a time: as many as a pipe takes.
const PIECE: usize = 64 * 1024;

/// Writes the book with these texts, one for each chapter in reading order; chapters behind them have their own. Piece
/// by piece, each text as it comes, since the whole of it is as large as the book, and a process that runs beside mdBook
/// should not hold both.
pub fn write<'t>(
    book: &Book,
    texts: &mut dyn Iterator<Item = Cow<'t, str>>,
    dialect: Dialect,
    out: &mut dyn Write,
) -> Result<()> {
    let mut answer = Answer { json: Vec::with_capacity(2 * PIECE), out };
    answer.book(book, texts, dialect).context("cannot write the answer to mdBook on stdout")
}

struct Answer<'o> {
    /// What is not yet written.
    json: Vec<u8>,
    out: &'o mut dyn Write,
}

impl Answer<'_> {
    fn book<'t>(
        &mut self,
        book: &Book,
        texts: &mut dyn Iterator<Item = Cow<'t, str>>,
        dialect: Dialect,
    ) -> std::io::Result<()> {
        let (open, close): (&[u8], &[u8]) = match dialect {
            Dialect::Items => (br#"{"items":"#, b"}"),
            Dialect::Sections => (br#"{"sections":"#, br#","__non_exhaustive":null}"#),
        };
        self.json.extend_from_slice(open);
        self.items(&book.items, texts)?;
        self.json.extend_from_slice(close);
        self.out.write_all(&self.json)?;
        self.out.flush()
    }

    fn items<'t>(
        &mut self,
        items: &[BookItem],
        texts: &mut dyn Iterator<Item = Cow<'t, str>>,
    ) -> std::io::Result<()> {
        let mut before: &[u8] = b"[";
        for item in items {
            self.json.extend_from_slice(before);
            before = b",";
            match item {
                BookItem::Chapter(chapter) => self.chapter(chapter, texts)?,
                other => self.value(other)?,
            }
        }
        self.json.extend_from_slice(if items.is_empty() { b"[]" } else { b"]" });
        Ok(())
    }

    fn chapter<'t>(
        &mut self,
        chapter: &Chapter,
        texts: &mut dyn Iterator<Item = Cow<'t, str>>,
    ) -> std::io::Result<()> {
        let Chapter { name, content, number, sub_items, path, source_path, parent_names } = chapter;
        self.field(br#"{"Chapter":{"name":"#, name)?;
        self.json.extend_from_slice(br#","content":"#);
        json_escape_simd::escape_into(texts.next().unwrap_or(content.into()), &mut self.json);
        self.field(br#","number":"#, number)?;
        self.json.extend_from_slice(br#","sub_items":"#);
        self.items(sub_items, texts)?;
        self.field(br#","path":"#, path)?;
        self.field(br#","source_path":"#, source_path)?;
        self.field(br#","parent_names":"#, parent_names)?;
        self.json.extend_from_slice(b"}}");
        if self.json.len() > PIECE {
            self.out.write_all(&self.json)?;
            self.json.clear();
        }
        Ok(())
    }

    fn field(&mut self, key: &[u8], value: &(impl Serialize + ?Sized)) -> std::io::Result<()> {
        self.json.extend_from_slice(key);
        self.value(value)
    }

    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> std::io::Result<()> {
        Ok(serde_json::to_writer(&mut self.json, value)?)
    }
}
