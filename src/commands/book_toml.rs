//! book.toml with Codex in it, and without: text in, text out.
//!
//! The parser tells where things stand and the text is spliced there, so that comments, spacing and line ends stay as
//! the author wrote them. What [`installed`] does to a text, [`uninstalled`] undoes to the byte: each form of insertion
//! is one that shows how the place looked before.
use crate::theme::{CSS_PATH, JS_PATH};
use anyhow::{Context, Result, anyhow, bail};
use std::ops::Range;
use std::path::Path;
use toml_edit::{Document, Item, Key};

mod array;
mod insert;
mod order;
mod remove;
#[cfg(test)]
mod tests;

const CODEX: [&str; 2] = ["preprocessor", "codex"];
/// The table that names the theme.
pub const HTML: [&str; 2] = ["output", "html"];
/// The keys of `[output.html]` that name the theme's files, and the files.
pub const ASSETS: [(&str, &str); 2] = [("additional-css", CSS_PATH), ("additional-js", JS_PATH)];
/// What must run before Codex, for its text to be whole.
pub const AFTER: [&str; 2] = ["links", "index"];

/// The text with Codex in it; the same text where it is already.
pub fn installed(text: &str) -> Result<String> {
    let mut text = preprocessor(text)?;
    if renders_html(&text)? {
        text = assets(&text)?;
    }
    check(&text)
        .context("book.toml is written in a way that cannot be edited; add the two tables by hand")?;
    Ok(text)
}

/// The text without Codex.
pub fn uninstalled(text: &str) -> Result<String> {
    let mut text = text.to_string();
    for (key, path) in ASSETS {
        text = remove::asset(&text, key, path)?;
    }
    text = remove::empty_html(&text)?;
    remove::table(&text, &CODEX)
}

/// The text with the book's release in it; only the value changes where there is one.
pub fn with_release(text: &str, release: &str) -> Result<String> {
    with_value(text, &CODEX, "go", release)
}

/// The text with the version of one of the book's other modules, by its name in `[preprocessor.codex.source]`.
pub fn with_pin(text: &str, module: &str, version: &str) -> Result<String> {
    with_value(text, &[CODEX[0], CODEX[1], "source", module], "pin", version)
}

fn with_value(text: &str, table: &[&str], key: &str, value: &str) -> Result<String> {
    let value = format!("\"{value}\"");
    let document = parse(text)?;
    let path: Vec<&str> = table.iter().copied().chain([key]).collect();
    match at(&document, &path) {
        Some((_, item)) => {
            let place = span(item.span())?;
            Ok(format!("{}{value}{}", &text[..place.start], &text[place.end..]))
        }
        None => insert::pairs(text, table, &[(key, value)]),
    }
}

/// Whether the book has an HTML output: its own table, or no output at all.
pub fn renders_html(text: &str) -> Result<bool> {
    let document = parse(text)?;
    let outputs = at(&document, &["output"]).and_then(|(_, output)| output.as_table_like());
    Ok(outputs.is_none_or(|outputs| outputs.is_empty() || outputs.contains_key("html")))
}

/// Where the key at a path of keys stands.
pub fn place(text: &str, path: &[&str]) -> Option<Range<usize>> {
    at(&parse(text).ok()?, path)?.0.span()
}

/// Whether two paths of `additional-css` or `-js` name the same file.
pub fn same_file(one: &str, other: &str) -> bool {
    let parts = |path: &'_ str| -> Vec<String> {
        let path = path.replace('\\', "/");
        path.split('/').filter(|part| !part.is_empty() && *part != ".").map(str::to_string).collect()
    };
    parts(one) == parts(other) && Path::new(one).is_absolute() == Path::new(other).is_absolute()
}

fn preprocessor(text: &str) -> Result<String> {
    let (earlier, later) = (order::earlier(text)?, order::later(text)?);
    let after: Vec<&str> = AFTER.iter().copied().chain(earlier).collect();
    let mut pairs = vec![("command", "\"mdbook-codex\"".to_string()), ("after", list(&after))];
    if !later.is_empty() {
        pairs.push(("before", list(&later)));
    }
    let document = parse(text)?;
    let has = |key: &str| at(&document, &[CODEX[0], CODEX[1], key]).is_some();
    let (has_after, has_before) = (has("after"), has("before"));
    pairs.retain(|(key, _)| !has(key));
    let mut text = insert::pairs(text, &CODEX, &pairs)?;
    for (key, names, has) in [("after", after, has_after), ("before", later, has_before)] {
        for name in names.iter().filter(|_| has) {
            text = array::push(&text, &[CODEX[0], CODEX[1], key], name, &|old| old == *name)?;
        }
    }
    Ok(text)
}

fn assets(text: &str) -> Result<String> {
    let mut text = text.to_string();
    let document = parse(&text)?;
    let has = |key: &str| at(&document, &[HTML[0], HTML[1], key]).is_some();
    let (there, missing): (Vec<_>, Vec<_>) = ASSETS.into_iter().partition(|(key, _)| has(key));
    let missing: Vec<(&str, String)> = missing.into_iter().map(|(key, path)| (key, list(&[path]))).collect();
    text = insert::pairs(&text, &HTML, &missing)?;
    for (key, path) in there {
        text = array::push(&text, &[HTML[0], HTML[1], key], path, &|old| same_file(old, path))?;
    }
    Ok(text)
}

/// Whether the edits came to stand where they are looked for.
fn check(text: &str) -> Result<()> {
    let document = parse(text)?;
    let html = renders_html(text)?;
    let assets = ASSETS.iter().filter(|_| html).map(|(key, _)| [HTML[0], HTML[1], key]);
    for path in assets.chain([[CODEX[0], CODEX[1], "after"]]) {
        at(&document, &path).ok_or_else(|| anyhow!("`{}` is not where it should be", path.join(".")))?;
    }
    Ok(())
}

fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    format!("[{}]", words.join(", "))
}

fn parse(text: &str) -> Result<Document<&str>> {
    Document::parse(text)
        .map_err(|error| anyhow!("book.toml is no valid TOML: {}", error.to_string().trim_end()))
}

/// The key and the item at a path of keys.
fn at<'a>(document: &'a Document<&str>, path: &[&str]) -> Option<(&'a Key, &'a Item)> {
    let mut found = None;
    let mut item = document.as_item();
    for key in path {
        let (key, next) = item.as_table_like()?.get_key_value(key)?;
        (found, item) = (Some((key, next)), next);
    }
    found
}

/// The line end that a text uses.
fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line of a byte begins.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line after that of a byte begins; the text's end where it is the last.
fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

fn span(item: Option<Range<usize>>) -> Result<Range<usize>> {
    match item {
        Some(span) => Ok(span),
        None => bail!("book.toml is written in a way that cannot be edited"),
    }
}
