//! Symbolic links of a book: followed inside of it, refused where they lead out.
use super::{hostile, read, run, write};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use tempfile::TempDir;

/// A book below a folder that is not the book's.
fn book() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("book");
    write(
        &root,
        "book.toml",
        "[book]\ntitle = \"A\"\n\n[preprocessor.codex]\nafter = [\"links\", \"index\"]\n",
    );
    write(&root, "src/SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n");
    write(&root, "src/one.md", "# One\n\nWords.\n");
    write(&root, "src/two.md", "# Two\n\nWords.\n");
    folder
}

/// Every file below a folder, with its text; a link by what it leads to.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        match fs::read_link(&path) {
            Ok(target) => files.push((name, target.display().to_string())),
            Err(_) if path.is_dir() => files.extend(self::files(&path)),
            Err(_) => files.push((name, String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned())),
        }
    }
    files.sort();
    files
}

/// Runs a command in a book where `name` leads out to `target`; all files must be as before.
fn refused(target: &str, text: &str, name: &str, arguments: &[&str]) {
    let folder = book();
    let root = folder.path().join("book");
    if text.is_empty() {
        fs::create_dir_all(folder.path().join(target)).unwrap();
    } else {
        write(folder.path(), target, text);
    }
    let link = root.join(name);
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    let _ = fs::remove_file(&link);
    symlink(folder.path().join(target), &link).unwrap();
    let before = files(folder.path());
    let (code, _, err) = run(&root, arguments);
    assert_eq!(code, 2, "{name} {arguments:?}: {err}");
    let said = err
        .lines()
        .filter(|line| line.starts_with("error: cannot ") && line.contains("leads out of"))
        .count();
    assert_eq!(said, 1, "{name} {arguments:?}: {err}");
    let after = files(folder.path());
    let changed: Vec<&String> =
        after.iter().filter(|file| !before.contains(file)).map(|(path, _)| path).collect();
    assert!(changed.is_empty() && after.len() == before.len(), "{name} {arguments:?}: {changed:?}");
}

#[test]
fn what_leads_out_of_the_book_is_not_written() {
    let toml = "[book]\ntitle = \"Other\"\n";
    refused(
        "theirs.lock",
        "version = 1\n\n[refs]\n\"a b\" = { kind = \"x\", at = \"y\" }\n",
        "codex.lock",
        &["lock"],
    );
    refused("theirs.toml", toml, "book.toml", &["install"]);
    refused("theirs", "", "theme/codex", &["install"]);
    refused("theirs", "", "theme", &["install"]);
    refused("theirs.css", "body {}\n", ".gitattributes", &["install"]);
}

#[test]
fn an_installed_theme_behind_a_link_is_not_removed() {
    let folder = book();
    let root = folder.path().join("book");
    assert_eq!(run(&root, &["install"]).0, 0);
    fs::rename(root.join("theme/codex"), folder.path().join("shared")).unwrap();
    symlink(folder.path().join("shared"), root.join("theme/codex")).unwrap();
    assert_eq!(run(&root, &["install", "--check"]).0, 0, "reading through it is fine");
    let (code, _, err) = run(&root, &["uninstall"]);
    assert_eq!(code, 2, "{err}");
    assert!(folder.path().join("shared/codex.css").exists() && root.join("theme/codex").is_symlink());
}

#[test]
fn what_leads_to_another_place_in_the_book_is_followed() {
    let folder = book();
    let root = folder.path().join("book");
    fs::create_dir_all(root.join("assets/codex")).unwrap();
    fs::create_dir(root.join("theme")).unwrap();
    symlink("../assets/codex", root.join("theme/codex")).unwrap();
    fs::rename(root.join("book.toml"), root.join("assets/book.toml")).unwrap();
    symlink("assets/book.toml", root.join("book.toml")).unwrap();
    let (code, _, err) = run(&root, &["install"]);
    assert_eq!(code, 0, "{err}");
    assert!(root.join("book.toml").is_symlink() && root.join("theme/codex").is_symlink());
    assert!(read(&root, "assets/book.toml").contains("theme/codex/codex.css"));
    assert!(root.join("assets/codex/codex.js").is_file());
    assert_eq!(run(&root, &["uninstall"]).0, 0);
    assert!(!root.join("assets/codex/codex.js").exists());
}

#[test]
fn a_source_tree_is_not_left() {
    let book = hostile();
    let root = book.path();
    let (_, out, _) = run(root, &["check"]);
    let told = |reference: &str, words: &str| {
        let help = format!("`{reference}` and {words} in\n{out}");
        assert!(out.split("\n\n").any(|one| one.contains(reference) && one.contains(words)), "{help}");
    };
    told("../../../../etc/passwd", "is no reference");
    told("/etc/passwd", "is no reference");
    told("runtime/../../../secret.go", "is no reference");
    told("outside/out.go", "leads out of the source tree");
    told("link/secret.go", "no file");
    assert!(!out.contains("pwned"));
    let (_, listed, _) = run(root, &["symbols", "--root", "tree"]);
    assert!(listed.contains("runtime.evil") && !listed.contains("secret"), "{listed}");
}
