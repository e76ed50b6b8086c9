//! The book's other modules that a program imports from, and what the lock records of a run: the release and these.
use crate::config::table::SourceTable;
use crate::go::parse;
use std::collections::BTreeMap;

/// The modules among the book's that a program imports from, as `go.etcd.io/bbolt@v1.3.6`, sorted.
pub fn imported(text: &str, sources: &BTreeMap<String, SourceTable>) -> Vec<String> {
    if sources.is_empty() {
        return Vec::new();
    }
    let file = parse::file(text.as_bytes());
    let is_in = |module: &str, path: &str| {
        path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let holder = |path: &str| {
        let modules = sources.values().filter(|source| is_in(&source.module, path));
        modules.max_by_key(|source| source.module.len())
    };
    let holders = file.imports.iter().filter_map(|import| holder(&import.path));
    let mut names: Vec<String> = holders.map(|source| format!("{}@{}", source.module, source.pin)).collect();
    names.sort();
    names.dedup();
    names
}

/// What the lock records: `go1.27.3`, `go1.27.3 go.etcd.io/bbolt@v1.3.6`.
pub fn stamp(release: &str, modules: &[String]) -> String {
    let words = std::iter::once(release).chain(modules.iter().map(String::as_str));
    words.collect::<Vec<_>>().join(" ")
}

/// A stamp as the page says it: `go1.27.3, go.etcd.io/bbolt v1.3.6`.
pub fn words(stamp: &str) -> String {
    stamp.replace(' ', ", ").replace('@', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_tells_what_it_imports() {
        let source = |module: &str, pin: &str| SourceTable {
            module: module.into(),
            pin: pin.into(),
            ..SourceTable::default()
        };
        let all = [("a", source("x.org/a", "v1.0.0")), ("b", source("x.org/a/b", "v0.2.0"))];
        let all = all.map(|(name, source)| (name.to_string(), source)).into();
        let check = |imports: &str, expected: &str| {
            let text = format!("package main\n\nimport ({imports})\n");
            let stamp = stamp("go1.27.3", &imported(&text, &all));
            assert_eq!(words(&stamp), expected);
        };
        check("\"fmt\"; \"x.org/ab\"", "go1.27.3");
        check("\"x.org/a\"; \"x.org/a/c\"", "go1.27.3, x.org/a v1.0.0");
        check("\"x.org/a/b/c\"; x \"x.org/a\"", "go1.27.3, x.org/a/b v0.2.0, x.org/a v1.0.0");
    }
}
