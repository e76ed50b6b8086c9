//! The theme keeps its promise: it styles what is rendered and nothing else, and names its colours in one place.
use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn classes_rendered_are_the_classes_styled() {
    // In the sources a class is a string of its own; a data attribute begins otherwise.
    let literal = Regex::new(r#"["'](codex-[a-z0-9_-]+)["']"#).unwrap();
    let mut rendered = found(&literal, &files("src/render", "rs"));
    rendered.extend(found(&literal, &files("theme", "js")));
    // Names of the browser's storage and of an element, not classes.
    rendered.remove("codex-read");

    let selector = Regex::new(r"\.(codex-[a-z0-9_-]+)").unwrap();
    let mut styled = found(&selector, &files("theme", "css"));
    // Authors write these classes in their own figures; the figure itself is rendered as a picture too.
    styled.retain(|class| !class.starts_with("codex-fig-"));

    let unstyled: Vec<_> = rendered.difference(&styled).collect();
    let unused: Vec<_> = styled.difference(&rendered).collect();
    assert!(
        unstyled.is_empty() && unused.is_empty(),
        "without a style: {unstyled:?}\nwithout a use: {unused:?}"
    );
}

#[test]
fn colours_stand_in_tokens_alone() {
    let colour = Regex::new(
        r"(?i)#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(|:\s*(white|black|red|gray|grey)\b",
    )
    .unwrap();
    for (path, text) in files("theme", "css") {
        let is_tokens = path.ends_with("tokens.css");
        assert_eq!(colour.is_match(&without_comments(&text)), is_tokens, "{}", path.display());
    }
}

#[test]
fn purposes_are_defined_before_they_are_used() {
    let used = Regex::new(r"var\((--codex-[a-z-]+)\)").unwrap();
    let defined = Regex::new(r"(--codex-[a-z-]+):").unwrap();
    let tokens = files("theme", "css")
        .into_iter()
        .filter(|(path, _)| path.ends_with("tokens.css"))
        .collect::<Vec<_>>();
    let unknown: Vec<_> =
        found(&used, &files("theme", "css")).difference(&found(&defined, &tokens)).cloned().collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn no_rule_shouts_and_none_is_bound_to_a_side() {
    let physical =
        Regex::new(r"\b(margin|padding|border)-(left|right|top|bottom)\b|text-align: (left|right)").unwrap();
    for (path, text) in files("theme", "css") {
        let text = without_comments(&text);
        assert!(!text.contains("!important"), "{}", path.display());
        assert!(!physical.is_match(&text), "{}: {:?}", path.display(), physical.find(&text));
        assert!(
            !text.contains("@import") && !text.contains("url("),
            "{} asks for another file",
            path.display()
        );
        assert!(!text.contains("{{"), "{} holds what mdBook takes for a template", path.display());
    }
}

#[test]
fn every_sheet_is_joined() {
    let joined = mdbook_codex::theme::css();
    for (path, text) in files("theme", "css") {
        assert!(joined.contains(&text), "{} is not in the joined sheet", path.display());
    }
}

#[test]
fn the_theme_stays_small() {
    let script = mdbook_codex::theme::js();
    assert!(script.len() < 12_000, "the script has {} bytes", script.len());
    assert!(mdbook_codex::theme::css().len() < 64_000);
    for refused in
        ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write", "http:", "https:"]
    {
        assert!(!script.contains(refused), "the script uses {refused}");
    }
}

fn found(pattern: &Regex, files: &[(PathBuf, String)]) -> BTreeSet<String> {
    let names =
        |text: &str| pattern.captures_iter(text).map(|found| found[1].to_string()).collect::<Vec<_>>();
    files.iter().flat_map(|(_, text)| names(text)).collect()
}

/// The files below a folder with an ending, with their text up to their own tests.
fn files(below: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(below)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
                let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_string();
                files.push((path, text));
            }
        }
    }
    assert!(!files.is_empty(), "no .{ending} below {below}");
    files
}

fn without_comments(text: &str) -> String {
    Regex::new(r"(?s)/\*.*?\*/").unwrap().replace_all(text, "").into_owned()
}
