//! Recorded outputs: files that a test makes, held against those that stand in the repository.
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Paths below the folder of what is recorded, and their text.
pub type Files = BTreeMap<PathBuf, String>;

/// What differs from the recorded files, missing and stale ones too; `SNAPSHOTS=overwrite` records them anew.
pub fn check(expected: &Path, made: &Files) -> Result<Vec<String>> {
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        overwrite(expected, made)?;
        return Ok(Vec::new());
    }
    compare(expected, made)
}

fn overwrite(expected: &Path, made: &Files) -> Result<()> {
    if expected.exists() {
        fs::remove_dir_all(expected)?;
    }
    for (path, text) in made {
        let path = expected.join(path);
        fs::create_dir_all(path.parent().context("a file has a folder")?)?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn compare(expected: &Path, made: &Files) -> Result<Vec<String>> {
    let mut recorded = Files::new();
    collect(expected, expected, &mut recorded)?;
    let paths: std::collections::BTreeSet<&PathBuf> = recorded.keys().chain(made.keys()).collect();
    let differs = paths.into_iter().filter(|path| recorded.get(*path) != made.get(*path));
    Ok(differs.map(|path| difference(&expected.join(path), recorded.get(path), made.get(path))).collect())
}

fn collect(expected: &Path, folder: &Path, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(expected, &path, files)?;
        } else {
            files.insert(path.strip_prefix(expected)?.to_path_buf(), fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The file, the first line that differs, and what stands around the first letter that does.
fn difference(path: &Path, recorded: Option<&String>, made: Option<&String>) -> String {
    let (recorded, made) = (recorded.map_or("", String::as_str), made.map_or("", String::as_str));
    let line = recorded.lines().zip(made.lines()).take_while(|(old, new)| old == new).count();
    let of = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_string();
    let (old, new) = (of(recorded), of(made));
    let letter = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let around = |text: &str| text.chars().skip(letter.saturating_sub(40)).take(120).collect::<String>();
    format!("{}:{}\n  recorded: {}\n  made:     {}", path.display(), line + 1, around(&old), around(&new))
}
