//! `mdbook-codex init`: a new book about Go that builds at once.
use super::{Console, Exit, Settings, install};
use crate::answer::LOCK;
use crate::disk;
use crate::go::roots;
use anyhow::Result;
use std::path::Path;

/// The release of a new book where no Go is at hand.
const RELEASE: &str = "go1.27.3";

/// What the new book's references resolve to in that release.
const RELEASE_LOCK: &str = include_str!("init/codex.lock");

const FILES: [(&str, &str); 8] = [
    ("book.toml", include_str!("init/book.toml")),
    (".gitignore", "/book\n"),
    (".github/workflows/book.yml", include_str!("init/book.yml")),
    ("src/SUMMARY.md", include_str!("init/SUMMARY.md")),
    ("src/index.md", include_str!("init/index.md")),
    ("src/builder.md", include_str!("init/builder.md")),
    ("src/buffer.md", include_str!("init/buffer.md")),
    ("src/reader.md", include_str!("init/reader.md")),
];

/// Writes a new book into `root`; a file that is there already stays as it is.
///
/// The book is pinned to the release of the Go tree at hand, so that its lock can be written at once.
pub fn run(root: &Path, settings: &Settings, console: &mut Console) -> Result<Exit> {
    disk::make_folder(root)?;
    let at_hand = release_at_hand();
    let release = at_hand.as_deref().unwrap_or(RELEASE);
    let mut kept = Vec::new();
    for (path, text) in FILES {
        let place = root.join(path);
        if place.symlink_metadata().is_ok() {
            kept.push(path);
            continue;
        }
        let text = text.replace("{release}", release).replace("{codex}", env!("CARGO_PKG_VERSION"));
        disk::write_inside(root, Path::new(path), text.as_bytes())?;
        writeln!(console.out, "wrote {path}")?;
    }
    for path in &kept {
        writeln!(console.err, "kept {path}: it is there already")?;
    }
    if kept.contains(&"book.toml") {
        writeln!(console.err, "to add Codex to the book that is here, run `mdbook-codex install`")?;
        return Ok(Exit::Fine);
    }
    let installed = install::run(root, false, console)?;
    lock(root, at_hand.is_some(), release, settings, console)?;
    Ok(installed)
}

/// Writes the lock: that of the default release is at hand without any tree.
fn lock(
    root: &Path,
    has_tree: bool,
    release: &str,
    settings: &Settings,
    console: &mut Console,
) -> Result<()> {
    let place = root.join(LOCK);
    if release == RELEASE && place.symlink_metadata().is_err() {
        disk::write_inside(root, Path::new(LOCK), RELEASE_LOCK.as_bytes())?;
        writeln!(console.out, "wrote {LOCK}")?;
    }
    #[cfg(feature = "driver")]
    if has_tree {
        super::lock::run(root, false, settings, console)?;
    }
    let _ = (has_tree, settings);
    Ok(())
}

/// The release of the Go tree of this machine; one of development is no release.
fn release_at_hand() -> Option<String> {
    roots::release_at_hand(None).filter(|release| roots::go_tree(release, None).is_some())
}

#[cfg(test)]
mod tests {
    use super::{FILES, RELEASE, RELEASE_LOCK};
    use crate::commands::book_toml;

    #[test]
    fn the_new_book_needs_no_edit_but_the_theme() {
        let (_, toml) = FILES[0];
        let installed = book_toml::installed(toml).unwrap();
        assert_eq!(installed, toml);
    }

    #[test]
    fn every_chapter_of_the_summary_is_written() {
        let summary = FILES.iter().find(|(path, _)| *path == "src/SUMMARY.md").unwrap().1;
        let chapters: Vec<&str> =
            summary.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert_eq!(chapters.len(), 4);
        for chapter in chapters {
            assert!(FILES.iter().any(|(path, _)| *path == format!("src/{chapter}")), "{chapter}");
        }
    }

    #[test]
    fn the_lock_is_of_the_default_release() {
        let (lock, problems) = crate::lock::read(RELEASE_LOCK);
        assert_eq!(problems, []);
        assert_eq!(lock.sources.keys().collect::<Vec<_>>(), [RELEASE]);
    }
}
