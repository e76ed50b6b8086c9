//! mdBook's preprocessor protocol: JSON in, JSON out; the only file that knows its shapes.
//!
//! mdBook 0.5 calls the list of a book `items`, 0.4 called it `sections` and wants `__non_exhaustive` back.
//! Everything is read leniently, since each mdBook release may add keys at any level (mdBook's own
//! `parse_input` refuses them). In: the bytes of stdin. Out: [`Sent`]; and back, from it and the new texts, the answer.
use anyhow::{Context as _, Result, bail};
use mdbook_preprocessor::book::{Book, BookItem};
use semver::Version;
use serde::Deserialize;
use serde_json::Value;
use std::mem;
use std::path::PathBuf;
use texts::Apart;

mod answer;
mod texts;

pub use answer::write;

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

/// What mdBook sends.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent<'i> {
    /// Of the run.
    pub context: Context,
    /// The book, its chapters without their texts.
    pub book: Book,
    /// The texts of its chapters, in reading order: parts of the input.
    pub texts: Vec<&'i str>,
    /// The shape of the answer.
    pub dialect: Dialect,
}

/// Reads what mdBook sends: a list of the context and the book. The texts of the chapters stay where they stand in the
/// input, and are made readable there.
pub fn read(input: &mut [u8]) -> Result<Sent<'_>> {
    let (context, behind) = context(input)?;
    let refused = || refusal(Some(&context.mdbook_version));
    let Apart { json, texts } = texts::take(&mut input[behind..]).with_context(refused)?;
    let book = json.trim_ascii().strip_prefix(b",").and_then(|rest| rest.strip_suffix(b"]"));
    let (items, dialect) = match serde_json::from_slice(book.unwrap_or_default()).with_context(refused)? {
        BookIn { items: Some(items), .. } => (items, Dialect::Items),
        BookIn { sections: Some(items), .. } => (items, Dialect::Sections),
        _ => bail!(refused()),
    };
    let (mut book, mut in_order) = (Book { items }, Vec::with_capacity(texts.len()));
    put_in_order(&mut book.items, &texts, &mut in_order).with_context(refused)?;
    Ok(Sent { context, book, texts: in_order, dialect })
}

/// The context, and the byte behind it.
fn context(input: &[u8]) -> Result<(Context, usize)> {
    let list = input.trim_ascii_start().strip_prefix(b"[").unwrap_or_default();
    let mut values = serde_json::Deserializer::from_slice(list).into_iter();
    let refused = || refusal(version(list).as_deref());
    let context = values.next().with_context(refused)?.with_context(refused)?;
    Ok((context, input.len() - list.len() + values.byte_offset()))
}

/// Takes the numbers of the texts out of the chapters, and adds the texts in reading order.
fn put_in_order<'i>(items: &mut [BookItem], texts: &[&'i str], in_order: &mut Vec<&'i str>) -> Option<()> {
    for item in items {
        if let BookItem::Chapter(chapter) = item {
            let number: usize = mem::take(&mut chapter.content).parse().ok()?;
            in_order.push(texts.get(number)?);
            put_in_order(&mut chapter.sub_items, texts, in_order)?;
        }
    }
    Some(())
}

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

/// The caller's version, if the first of some values holds one.
fn version(values: &[u8]) -> Option<String> {
    let context: Value = serde_json::Deserializer::from_slice(values).into_iter().next()?.ok()?;
    Some(context.get("mdbook_version")?.as_str()?.to_string())
}

/// One sentence for input that is not a book we know.
fn refusal(version: Option<&str>) -> String {
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
    use mdbook_preprocessor::book::Chapter;

    const CHAPTER: &str = r##"{"Chapter":{"name":"A","content":"# A\n\"é\"","number":[1],"sub_items":[],
        "path":"a.md","source_path":"a.md","parent_names":[],"later":1}}"##;

    fn input(list: &str, rest: &str) -> Vec<u8> {
        format!(
            r#"[{{"root":"/b","renderer":"html","mdbook_version":"0.5.4","config":{{"new":{{}}}},"x":null}},
            {{"{list}":[{CHAPTER},"Separator",{{"PartTitle":"P"}}]{rest}}}]"#
        )
        .into_bytes()
    }

    fn written(sent: Sent) -> String {
        let mut bytes = Vec::new();
        write(&sent.book, &mut sent.texts.into_iter().map(Into::into), sent.dialect, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn both_dialects_come_back_in_their_own_shape() {
        let mut new = input("items", "");
        let sent = read(&mut new).unwrap();
        assert_eq!((sent.context.renderer.as_str(), sent.book.items.len()), ("html", 3));
        assert_eq!((sent.dialect, sent.texts[0]), (Dialect::Items, "# A\n\"é\""));
        assert!(written(sent).starts_with(r##"{"items":[{"Chapter":{"name":"A","content":"# A\n\"é\"","##));
        let mut old = input("sections", r#","__non_exhaustive":null"#);
        let reply = written(read(&mut old).unwrap());
        assert!(reply.starts_with(r#"{"sections":["#) && reply.ends_with(r#""__non_exhaustive":null}"#));
    }

    #[test]
    fn an_answer_is_what_mdbook_itself_would_write() {
        // A text may stand behind the chapters below its own.
        let mut input = br#"[{"root":"/b","renderer":"html","mdbook_version":"0.5.4"},{"items":[
            {"Chapter":{"sub_items":[{"Chapter":{"name":"B\n","content":"\u0001","sub_items":[],"path":null,
            "parent_names":["A"]}},"Separator"],"name":"A","content":"a\\","number":[2,1],"path":"a.md",
            "source_path":"x/a.md","parent_names":[]}},{"PartTitle":"\"P\""}]}]"#
            .to_vec();
        let whole: (Value, Value) = serde_json::from_slice(&input).unwrap();
        let book: Book = serde_json::from_value(whole.1).unwrap();
        assert_eq!(written(read(&mut input).unwrap()), serde_json::to_string(&book).unwrap());
    }

    #[test]
    fn a_text_is_written_as_serde_json_writes_it() {
        let all: String = (0..=0x180).filter_map(char::from_u32).collect();
        let odd = ['"', '\\', '\n', '\u{1f}', '\u{7f}', 'é', '\u{2028}', '😀', ' ', '!'];
        let shifted = (0..70).flat_map(|by| odd.map(|odd| format!("{}{odd}{odd}x{odd}", "a".repeat(by))));
        for text in shifted.chain([all]) {
            let chapter = Chapter { name: "A".into(), content: text.clone(), ..Chapter::default() };
            let book = Book { items: vec![BookItem::Chapter(chapter)] };
            let mut bytes = Vec::new();
            write(&book, &mut [text.as_str().into()].into_iter(), Dialect::Items, &mut bytes).unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), serde_json::to_string(&book).unwrap(), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_a_book_gets_a_sentence() {
        let said = |bytes: &[u8]| read(&mut bytes.to_vec()).unwrap_err().to_string();
        assert!(said(b"").contains("mdbook-codex build"));
        assert!(said(br#"[{"mdbook_version":"0.3.7"},{}]"#).contains("mdBook 0.3.7"));
        assert!(
            said(br#"[{"root":"","renderer":"x","mdbook_version":"0.9.0"},{}]"#).contains("mdBook 0.9.0")
        );
        let text = String::from_utf8(input("items", "")).unwrap().replace(r##""# A\n\"é\"""##, "7");
        assert!(said(text.as_bytes()).contains("mdBook 0.5.4"));
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
