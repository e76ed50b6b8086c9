//! The troubleshooting page has every problem that the sources can report, in the words of the sources.
use super::pages::{docs, fences, pages, read, sections};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The messages of each code on the page, as patterns with `…` for what differs.
fn on_the_page() -> BTreeMap<String, Vec<String>> {
    let page = pages().remove("troubleshooting.md").expect("the page is there");
    let code = Regex::new(r"^[a-z-]+$").unwrap();
    let listed = sections(&page).into_iter().filter(|(name, _)| code.is_match(name));
    let messages = |section: &str| {
        let fence = fences(section).into_iter().find(|fence| fence.info == "text");
        fence.map(|fence| fence.text.lines().map(String::from).collect()).unwrap_or_default()
    };
    listed.map(|(name, section)| (name.to_string(), messages(section))).collect()
}

/// The sources, without their tests.
fn sources() -> String {
    let mut out = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                out.push_str(read(&path).split("#[cfg(test)]").next().unwrap_or_default());
            }
        }
    }
    out
}

#[test]
fn the_codes_on_the_page_are_those_of_the_sources() {
    let forms = [
        r#"(?:on_page|in_file)\(\s*"([a-z-]+)""#,
        r#"code: "([a-z-]+)""#,
        r#"Miss::\w+ \{ \.\. \} => "([a-z-]+)""#,
        r#", "(example-[a-z]+)", "#,
    ];
    let sources = sources();
    let codes = forms.iter().flat_map(|form| {
        let form = Regex::new(form).unwrap();
        form.captures_iter(&sources).map(|found| found[1].to_string()).collect::<Vec<_>>()
    });
    let codes: BTreeSet<String> = codes.collect();
    let page: BTreeSet<String> = on_the_page().into_keys().collect();
    let (missing, gone): (Vec<_>, Vec<_>) =
        (codes.difference(&page).collect(), page.difference(&codes).collect());
    assert!(
        missing.is_empty(),
        "docs/src/troubleshooting.md wants a section, cause and cure, of {missing:?}"
    );
    assert!(gone.is_empty(), "docs/src/troubleshooting.md has a section of what is not reported: {gone:?}");
}

/// Each piece of a message between what differs stands in the sources; numbers alone would prove nothing.
#[test]
fn the_messages_on_the_page_are_those_of_the_sources() {
    let sources = sources();
    for (code, messages) in on_the_page() {
        assert!(!messages.is_empty(), "`{code}` has no messages");
        for message in messages {
            let pieces: Vec<&str> = message.split('…').filter(|piece| piece.chars().count() > 3).collect();
            assert!(!pieces.is_empty(), "`{code}`: `{message}` says nothing");
            for piece in pieces {
                // Who was stopped is a word of its own there.
                let piece = ["the build", "the example"]
                    .iter()
                    .find_map(|who| piece.strip_prefix(who))
                    .unwrap_or(piece);
                assert!(sources.contains(piece), "`{code}`: `{piece}` is in no message");
            }
        }
    }
}

#[test]
fn what_the_tests_saw_reported_is_on_the_page() {
    let page = on_the_page();
    let line = Regex::new(r"(?m)^(?:error|warning|note)\[([a-z-]+)\]: (.*)$").unwrap();
    let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let books = fs::read_dir(books).unwrap().map(|book| book.unwrap().path().join("expected/stderr.txt"));
    let files = books.filter(|file| file.exists()).chain([docs().join("snippets/check.txt")]);
    let mut count = 0;
    for file in files {
        for found in line.captures_iter(&read(&file)) {
            let (code, message) = (&found[1], &found[2]);
            let fits = |pattern: &String| {
                let pattern = regex::escape(pattern).replace('…', ".*");
                Regex::new(&format!("^{pattern}$")).unwrap().is_match(message)
            };
            let known = page.get(code).unwrap_or_else(|| panic!("`{code}` is not on the page"));
            assert!(known.iter().any(fits), "`{code}` has no message like `{message}`");
            count += 1;
        }
    }
    assert!(count > 20, "{count} messages");
}
