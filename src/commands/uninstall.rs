//! `mdbook-codex uninstall`: the book as it was before `install`, where nobody edited what was installed.
use super::assets::{self, State};
use super::install::ATTRIBUTES;
use super::{Console, Exit, book_toml};
use crate::disk;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Takes Codex out of the book at `root`.
pub fn run(root: &Path, console: &mut Console) -> Result<Exit> {
    let Some(toml) = disk::read_if_there(&root.join("book.toml"))? else {
        bail!("there is no book.toml in `{}`", root.display())
    };
    let new_toml = book_toml::uninstalled(&toml).with_context(|| format!("in `{}`", root.display()))?;
    if new_toml != toml {
        disk::write_inside(root, Path::new("book.toml"), new_toml.as_bytes())?;
        writeln!(console.out, "updated book.toml")?;
    }
    for (path, ours) in assets::files() {
        let installed = disk::read_if_there(&root.join(path))?;
        match assets::state(installed.as_deref(), ours) {
            State::Missing => {}
            State::Edited => writeln!(console.err, "kept {path}: it was edited")?,
            State::Current | State::Stale => remove(root, path, console)?,
        }
    }
    attributes(root, console)?;
    disk::remove_empty_folder(root, "theme/codex");
    disk::remove_empty_folder(root, "theme");
    Ok(Exit::Fine)
}

fn attributes(root: &Path, console: &mut Console) -> Result<()> {
    let Some(old) = disk::read_if_there(&root.join(".gitattributes"))? else { return Ok(()) };
    let new = without_attributes(&old);
    if new.is_empty() && !old.is_empty() {
        return remove(root, ".gitattributes", console);
    }
    if disk::write_if_changed(root, Path::new(".gitattributes"), new.as_bytes())? {
        writeln!(console.out, "updated .gitattributes")?;
    }
    Ok(())
}

pub(super) fn without_attributes(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    let kept: String = lines.filter(|line| line.trim_end() != ATTRIBUTES).collect();
    // The line came last and without an end: the one before it had none either.
    if kept.len() < text.len() && !text.ends_with('\n') {
        return kept.trim_end_matches(['\r', '\n']).to_string();
    }
    kept
}

fn remove(root: &Path, path: &str, console: &mut Console) -> Result<()> {
    disk::remove_inside(root, path)?;
    writeln!(console.out, "removed {path}")?;
    Ok(())
}
