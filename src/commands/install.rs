//! `mdbook-codex install`: Codex in an existing book.
//!
//! Everything is worked out first and written then, so that a refusal leaves the book as it was.
use super::assets::{self, State};
use super::{Console, Exit, book_toml};
use crate::disk;
use anyhow::{Context, Result, bail};
use similar::TextDiff;
use std::path::Path;

/// What git shall do with the lock.
pub(super) const ATTRIBUTES: &str = "codex.lock merge=union linguist-generated";

/// A file as it shall be.
struct Change {
    path: &'static str,
    new: bool,
    text: String,
}

/// A file that the author edited, and how.
struct Refusal {
    path: &'static str,
    diff: String,
}

/// Installs Codex in the book at `root`; with `check` only says what would change.
pub fn run(root: &Path, check: bool, console: &mut Console) -> Result<Exit> {
    let (changes, refusals) = plan(root)?;
    for refusal in &refusals {
        write!(console.err, "{}", refusal.diff)?;
        writeln!(
            console.err,
            "`{}` was edited: move the changes to a file of your own, delete it and install again",
            refusal.path
        )?;
    }
    if !refusals.is_empty() {
        return Ok(Exit::Failed);
    }
    // A file that cannot be written shall not leave the others half installed.
    for change in changes.iter().filter(|_| !check) {
        disk::inside(root, Path::new(change.path))
            .with_context(|| format!("cannot write `{}`", change.path))?;
    }
    for change in &changes {
        let verb = match (check, change.new) {
            (true, true) => "would write",
            (true, false) => "would update",
            (false, true) => "wrote",
            (false, false) => "updated",
        };
        if !check {
            disk::write_inside(root, Path::new(change.path), change.text.as_bytes())?;
        }
        writeln!(console.out, "{verb} {}", change.path)?;
    }
    if changes.is_empty() {
        writeln!(console.out, "Codex is installed and current")?;
    }
    Ok(if check && !changes.is_empty() { Exit::Failed } else { Exit::Fine })
}

fn plan(root: &Path) -> Result<(Vec<Change>, Vec<Refusal>)> {
    let Some(toml) = disk::read_if_there(&root.join("book.toml"))? else {
        bail!("there is no book.toml in `{}`; `mdbook-codex init` makes a new book", root.display())
    };
    let new_toml = book_toml::installed(&toml).with_context(|| format!("in `{}`", root.display()))?;
    let (mut changes, mut refusals) = (Vec::new(), Vec::new());
    if book_toml::renders_html(&toml)? {
        theme(root, &mut changes, &mut refusals)?;
    }
    changes.extend(change("book.toml", Some(&toml), new_toml));
    let attributes = disk::read_if_there(&root.join(".gitattributes"))?;
    let new_attributes = with_attributes(attributes.as_deref().unwrap_or_default());
    changes.extend(change(".gitattributes", attributes.as_deref(), new_attributes));
    Ok((changes, refusals))
}

fn theme(root: &Path, changes: &mut Vec<Change>, refusals: &mut Vec<Refusal>) -> Result<()> {
    for (path, ours) in assets::files() {
        let installed = disk::read_if_there(&root.join(path))?;
        match (assets::state(installed.as_deref(), ours), installed) {
            (State::Edited, Some(text)) => refusals.push(Refusal { path, diff: diff(path, ours, &text) }),
            (State::Current, _) => {}
            (_, old) => changes.extend(change(path, old.as_deref(), ours.to_string())),
        }
    }
    Ok(())
}

fn change(path: &'static str, old: Option<&str>, text: String) -> Option<Change> {
    (old != Some(text.as_str())).then_some(Change { path, new: old.is_none(), text })
}

fn diff(path: &str, ours: &str, theirs: &str) -> String {
    let theirs = theirs.replace("\r\n", "\n");
    let diff = TextDiff::from_lines(ours, &theirs);
    diff.unified_diff().context_radius(2).header("as installed", path).to_string()
}

/// The line at the end; a text that ends without a line end still does.
fn with_attributes(text: &str) -> String {
    if text.lines().any(|line| line.split_whitespace().next() == Some("codex.lock")) {
        return text.to_string();
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    match text {
        "" => format!("{ATTRIBUTES}\n"),
        text if text.ends_with('\n') => format!("{text}{ATTRIBUTES}{end}"),
        text => format!("{text}{end}{ATTRIBUTES}"),
    }
}

#[cfg(test)]
mod tests {
    use super::with_attributes;
    use crate::commands::uninstall::without_attributes;

    #[test]
    fn the_line_of_gitattributes_comes_and_goes() {
        let line = "codex.lock merge=union linguist-generated";
        let check = |before: &str, after: &str| {
            assert_eq!(with_attributes(before), after);
            assert_eq!(with_attributes(after), after);
            assert_eq!(without_attributes(after), before);
        };
        check("", &format!("{line}\n"));
        check("* text\n", &format!("* text\n{line}\n"));
        check("* text", &format!("* text\n{line}"));
        check("* text\r\n", &format!("* text\r\n{line}\r\n"));
        check("codex.lock text", "codex.lock text");
    }
}
