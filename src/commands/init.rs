//! `mdbook-codex init`: a new book about Go that builds at once.
use super::{Console, Exit, install};
use crate::disk;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// The release of a new book where no Go is at hand.
const RELEASE: &str = "go1.27.3";

const FILES: [(&str, &str); 8] = [
    ("book.toml", include_str!("init/book.toml")),
    (".gitignore", "/book\n"),
    (".github/workflows/book.yml", include_str!("init/book.yml")),
    ("src/SUMMARY.md", include_str!("init/SUMMARY.md")),
    ("src/index.md", include_str!("init/index.md")),
    ("src/goroutines.md", include_str!("init/goroutines.md")),
    ("src/channels.md", include_str!("init/channels.md")),
    ("src/memory.md", include_str!("init/memory.md")),
];

/// Writes a new book into `root`; a file that is there already stays as it is.
pub fn run(root: &Path, console: &mut Console) -> Result<Exit> {
    let release = installed_release().unwrap_or_else(|| RELEASE.to_string());
    let mut kept = Vec::new();
    for (path, text) in FILES {
        let place = root.join(path);
        if place.symlink_metadata().is_ok() {
            kept.push(path);
            continue;
        }
        disk::write(&place, text.replace("{release}", &release).as_bytes())?;
        writeln!(console.out, "wrote {path}")?;
    }
    for path in &kept {
        writeln!(console.err, "kept {path}: it is there already")?;
    }
    if kept.contains(&"book.toml") {
        writeln!(console.err, "to add Codex to the book that is here, run `mdbook-codex install`")?;
        return Ok(Exit::Fine);
    }
    install::run(root, false, console)
}

/// The release of the Go that this machine runs, so that the new book's sources are at hand.
fn installed_release() -> Option<String> {
    let output = Command::new("go").args(["env", "GOVERSION"]).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    let release = said.split_whitespace().next()?;
    let number = release.strip_prefix("go")?;
    let plain = number.split('.').count() == 3 && number.split('.').all(|part| part.parse::<u32>().is_ok());
    plain.then(|| release.to_string())
}

#[cfg(test)]
mod tests {
    use super::FILES;
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
}
