//! mdBook's preprocessor protocol: JSON in, JSON out; the only file that knows its shapes.
//!
//! mdBook 0.5 calls the list of a book `items`, 0.4 called it `sections` and wants `__non_exhaustive` back.
//! Everything is read leniently, since each mdBook release may add keys at any level (mdBook's own
//! `parse_input` refuses them). In: the bytes of stdin. Out: [`Context`], the book, and the [`Dialect`] to answer in.
use anyhow::{Context as _, Result, bail};
use mdbook_preprocessor::book::{Book, BookItem};
use semver::Version;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// What mdBook says of the run.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Context {
    /// The book's root folder.
    pub root: PathBuf,
    /// `html`, `markdown`, `test`, `epub`, …
    pub renderer: String,
    /// The calling mdBook's version.
    pub mdbook_version: String,
    /// The whole of book.toml.
    #[serde(default)]
    pub config: Value,
}

/// Which mdBook is talking, and so in which shape it wants its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// mdBook 0.5: `items`.
    Items,
    /// mdBook 0.4: `sections`.
    Sections,
}

/// Reads what mdBook sends: a list of the context and the book.
pub fn read(bytes: &[u8]) -> Result<(Context, Book, Dialect)> {
    let parsed: serde_json::Result<(Context, BookIn)> = serde_json::from_slice(bytes);
    let (context, book) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return Err(error).with_context(|| refusal(bytes)),
    };
    match book {
        BookIn { items: Some(items), .. } => Ok((context, Book { items }, Dialect::Items)),
        BookIn { sections: Some(items), .. } => Ok((context, Book { items }, Dialect::Sections)),
        _ => bail!(refusal(bytes)),
    }
}

/// Writes the answer: the book alone, in the shape it came in. Piece by piece, since the whole of it is as large as the
/// book, and a process that runs beside mdBook should not hold both.
pub fn write(book: &Book, dialect: Dialect, out: &mut dyn Write) -> Result<()> {
    let mut out = BufWriter::with_capacity(PIECE, out);
    let items = &book.items;
    let written = match dialect {
        Dialect::Items => serde_json::to_writer(&mut out, &ItemsOut { items }),
        Dialect::Sections => {
            serde_json::to_writer(&mut out, &SectionsOut { sections: items, __non_exhaustive: () })
        }
    };
    written
        .map_err(std::io::Error::from)
        .and_then(|()| out.flush())
        .context("cannot write the answer to mdBook on stdout")
}

/// Bytes that are written at a time: as many as a pipe takes.
const PIECE: usize = 64 * 1024;

/// What to tell the user of an mdBook that was never tried; none for 0.5 and for 0.4.40 and later.
pub fn version_advice(version: &str) -> Option<String> {
    let known = Version::parse(version)
        .is_ok_and(|found| found.major == 0 && (found.minor == 5 || (found.minor == 4 && found.patch >= 40)));
    (!known).then(|| {
        format!("mdbook-codex is made for mdBook 0.5 (and 0.4.40 to 0.4.52); this is mdBook {version}")
    })
}

#[derive(Deserialize)]
struct BookIn {
    items: Option<Vec<BookItem>>,
    sections: Option<Vec<BookItem>>,
}

#[derive(Serialize)]
struct ItemsOut<'a> {
    items: &'a [BookItem],
}

#[derive(Serialize)]
struct SectionsOut<'a> {
    sections: &'a [BookItem],
    __non_exhaustive: (),
}

/// One sentence for input that is not a book we know, with the caller's version if it can be seen.
fn refusal(bytes: &[u8]) -> String {
    let version = serde_json::from_slice::<Value>(bytes)
        .ok()
        .and_then(|value| Some(value.get(0)?.get("mdbook_version")?.as_str()?.to_string()));
    match version {
        Some(version) => format!(
            "cannot read the book that mdBook {version} sent: mdbook-codex needs mdBook 0.5 (or 0.4.40 to 0.4.52)"
        ),
        None => "stdin does not hold a book in mdBook's preprocessor protocol; \
                 to build a book use `mdbook-codex build`"
            .to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAPTER: &str = r##"{"Chapter":{"name":"A","content":"# A","number":[1],"sub_items":[],
        "path":"a.md","source_path":"a.md","parent_names":[],"later":1}}"##;

    fn input(list: &str, rest: &str) -> String {
        format!(
            r#"[{{"root":"/b","renderer":"html","mdbook_version":"0.5.4","config":{{"new":{{}}}},"x":null}},
            {{"{list}":[{CHAPTER},"Separator",{{"PartTitle":"P"}}]{rest}}}]"#
        )
    }

    fn written(book: &Book, dialect: Dialect) -> String {
        let mut bytes = Vec::new();
        write(book, dialect, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn both_dialects_come_back_in_their_own_shape() {
        let (context, book, dialect) = read(input("items", "").as_bytes()).unwrap();
        assert_eq!((context.renderer.as_str(), book.items.len(), dialect), ("html", 3, Dialect::Items));
        assert!(written(&book, dialect).starts_with(r#"{"items":[{"Chapter""#));
        let old = input("sections", r#","__non_exhaustive":null"#);
        let (_, book, dialect) = read(old.as_bytes()).unwrap();
        let reply = written(&book, dialect);
        assert!(reply.starts_with(r#"{"sections":["#) && reply.ends_with(r#""__non_exhaustive":null}"#));
    }

    #[test]
    fn what_is_not_a_book_gets_a_sentence() {
        let said = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(said(b"").contains("mdbook-codex build"));
        assert!(said(br#"[{"mdbook_version":"0.3.7"},{}]"#).contains("mdBook 0.3.7"));
        assert!(
            said(br#"[{"root":"","renderer":"x","mdbook_version":"0.9.0"},{}]"#).contains("mdBook 0.9.0")
        );
    }

    #[test]
    fn only_untried_versions_are_spoken_of() {
        for fine in ["0.5.0", "0.5.4", "0.5.99", "0.4.40", "0.4.52"] {
            assert_eq!(version_advice(fine), None, "{fine}");
        }
        for odd in ["0.4.21", "0.6.0", "1.0.0", "abc"] {
            assert!(version_advice(odd).is_some_and(|advice| advice.contains(odd)), "{odd}");
        }
    }
}
