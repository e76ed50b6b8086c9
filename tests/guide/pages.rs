//! The guide's pages, with their snippets in place.
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The guide's root.
pub fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Every page by its name, as it is written.
pub fn written() -> BTreeMap<String, String> {
    let files = fs::read_dir(docs().join("src")).expect("docs/src is there");
    let paths = files.map(|file| file.expect("docs/src can be read").path());
    let pages = paths.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    pages.map(|path| (name(&path), read(&path))).collect()
}

/// Every page by its name, with what it includes.
pub fn pages() -> BTreeMap<String, String> {
    let include = Regex::new(r"\{\{#include \.\./(snippets/[^}]+)\}\}").expect("a pattern");
    let fill = |text: String| {
        include.replace_all(&text, |found: &regex::Captures| read(&docs().join(&found[1]))).into_owned()
    };
    written().into_iter().map(|(name, text)| (name, fill(text))).collect()
}

/// A fenced block: its info string and its text.
pub struct Fence {
    pub info: String,
    pub text: String,
}

/// The fenced blocks of a text.
pub fn fences(text: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut is_open = false;
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                fences.push(Fence { info: info.to_string(), text: String::new() });
                is_open = true;
            }
            Event::Text(text) if is_open => fences.last_mut().expect("a block is open").text.push_str(&text),
            Event::End(TagEnd::CodeBlock) => is_open = false,
            _ => {}
        }
    }
    fences
}

/// A section of a text by its heading, up to the next heading of whatever level.
pub fn sections(text: &str) -> BTreeMap<&str, &str> {
    let heading = Regex::new(r"(?m)^#{2,3} (.+)$").expect("a pattern");
    let starts: Vec<_> = heading.captures_iter(text).collect();
    let end = |at: usize| starts.get(at + 1).map_or(text.len(), |next| next.get(0).unwrap().start());
    let section = |(at, found): (usize, &regex::Captures<'_>)| {
        let words = found.get(1).unwrap();
        (words.start()..words.end(), found.get(0).unwrap().end()..end(at))
    };
    starts.iter().enumerate().map(section).map(|(name, body)| (&text[name], &text[body])).collect()
}

pub fn read(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.replace("\r\n", "\n")
}

fn name(path: &Path) -> String {
    path.file_name().expect("a file has a name").to_string_lossy().into_owned()
}
