//! Names of chapters that some systems do not take, or take for one another.
use super::Whole;
use crate::config::Part;
use crate::problem::{Problem, Severity};
use crate::read::slashed;
use std::collections::{BTreeMap, BTreeSet};

/// What Windows takes for devices, with whatever ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Notes on the names of the book's chapters; what is wrong with them is so only elsewhere.
pub fn problems(whole: &Whole) -> Vec<Problem> {
    if !whole.cfg.runs(Part::Traps) {
        return Vec::new();
    }
    let paths = whole.pages.iter().filter_map(|page| page.source_path.or(page.path)).map(slashed);
    let paths: BTreeSet<_> = paths.collect();
    let refused = paths.iter().filter_map(|path| Some((path, refused(path)?)));
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let alike = paths.iter().filter_map(|path| {
        let first = *known.entry(path.to_lowercase()).or_insert(path);
        (first != *path).then(|| (path, format!("macOS and Windows take it for `{first}`")))
    });
    refused.chain(alike).map(|(path, why)| elsewhere(whole, path, why)).collect()
}

fn elsewhere(whole: &Whole, path: &str, why: String) -> Problem {
    let summary = format!("{}/SUMMARY.md", slashed(&whole.cfg.src));
    let message = format!("not every system takes the path `{path}`: {why}");
    Problem::in_file("path-elsewhere", summary, None, message)
        .severity(Severity::Note)
        .help("rename the file, so that the book can be checked out and built anywhere")
}

/// Why Windows does not take a path, if it does not.
fn refused(path: &str) -> Option<String> {
    path.split('/').find_map(|name| {
        let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
        if is_device(&stem) {
            return Some(format!("`{stem}` is a device of Windows"));
        }
        match name.chars().find(|c| c.is_control() || "<>:\"|?*".contains(*c)) {
            Some(c) => Some(format!("Windows has no `{}` in names", c.escape_default())),
            None if name.len() > 2 && name.ends_with(['.', ' ']) => {
                Some("on Windows no name ends in a full stop or a space".to_string())
            }
            None => None,
        }
    })
}

fn is_device(stem: &str) -> bool {
    let port =
        |kind: &str| stem.strip_prefix(kind).is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']));
    DEVICES.contains(&stem) || port("com") || port("lpt")
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn names_that_windows_does_not_take() {
        let check = |path: &str, words: &str| {
            let said = refused(path).unwrap_or_default();
            assert_eq!((said.contains(words), said.is_empty()), (true, words.is_empty()), "{path}: {said}");
        };
        for fine in
            ["a.md", "../x/b.md", "console.md", "com10.md", "deep/auxiliary.md", ".hidden.md", "größe.md"]
        {
            check(fine, "");
        }
        for device in ["con.md", "deep/AUX.x.md", "nul", "Com1.md", "lpt9/a.md", "prn .md"] {
            check(device, "is a device");
        }
        check("what?.md", "no `?`");
        check("a:b.md", "no `:`");
        check("deep./a.md", "ends in a full stop");
    }
}
