//! The theme's two files in a book: missing, current, of another version, or edited by the author.
use crate::problem::Problem;
use crate::theme::{CSS_PATH, Installed, JS_PATH};
use crate::{disk, theme};
use anyhow::Result;
use std::path::Path;

/// What a book holds in place of one file of the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No such file.
    Missing,
    /// The very file that this program would write.
    Current,
    /// A file of another version, as that version wrote it.
    Stale,
    /// A file that somebody wrote or changed.
    Edited,
}

/// The files of the theme: path below the book's root, and text.
pub fn files() -> [(&'static str, &'static str); 2] {
    [(CSS_PATH, theme::css()), (JS_PATH, theme::js())]
}

/// How a file of a book stands to the theme's.
pub fn state(installed: Option<&str>, ours: &str) -> State {
    match installed.map(|text| theme::installed(text, ours)) {
        None => State::Missing,
        Some(Installed::Current) => State::Current,
        Some(Installed::Ours(_)) => State::Stale,
        Some(Installed::Edited(_) | Installed::Foreign) => State::Edited,
    }
}

/// Writes the theme's files that are missing or of another version; says whether any changed.
pub fn refresh(root: &Path) -> Result<bool> {
    let mut changed = false;
    for (path, ours) in files() {
        let installed = disk::read_if_there(&root.join(path))?;
        if matches!(state(installed.as_deref(), ours), State::Missing | State::Stale) {
            changed |= disk::write_if_changed(root, Path::new(path), ours.as_bytes())?;
        }
    }
    Ok(changed)
}

/// A problem for each installed file that is of another version.
pub fn problems(root: &Path) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for (path, ours) in files() {
        let installed = disk::read_if_there(&root.join(path))?;
        if state(installed.as_deref(), ours) == State::Stale {
            let message = "this file of the theme is of another version than the program";
            let help = "run `mdbook-codex install`, or set `assets = \"auto\"` in [preprocessor.codex]";
            problems.push(Problem::in_file("stale-theme", path, None, message).help(help));
        }
    }
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_ours_as_long_as_nobody_edits_it() {
        let ours = theme::css();
        let check = |installed: Option<&str>, expected| assert_eq!(state(installed, ours), expected);
        check(None, State::Missing);
        check(Some(ours), State::Current);
        check(Some(&ours.replace('\n', "\r\n")), State::Current);
        check(Some(&format!("{ours}p {{}}\n")), State::Edited);
        check(Some("body {}"), State::Edited);
        check(Some(""), State::Edited);
        // The script in the style's place is ours too, and not the current style.
        check(Some(theme::js()), State::Stale);
    }

    #[test]
    fn a_refresh_leaves_the_authors_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        disk::write(&root.join(CSS_PATH), b"mine").unwrap();
        assert!(refresh(root).unwrap());
        assert!(!refresh(root).unwrap());
        assert_eq!(disk::read(&root.join(CSS_PATH)).unwrap(), "mine");
        assert_eq!(disk::read(&root.join(JS_PATH)).unwrap(), theme::js());
        assert_eq!(problems(root).unwrap(), []);
    }
}
