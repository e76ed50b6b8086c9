//! A book of old links over four releases is adopted, and every outcome is the recorded one.
//!
//! `tests/adopt/expected` was written by hand beside the four trees, not printed by the program. `CODEX_ROOTS` names
//! the trees, as a list like `PATH`.
#![cfg(feature = "driver")]
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");
const RELEASES: [&str; 4] = ["go1.21.13", "go1.24.11", "go1.26.6", "go1.27.3"];

/// The list of trees, all four of them there.
fn roots() -> std::ffi::OsString {
    let roots = std::env::var_os("CODEX_ROOTS").unwrap_or_default();
    let version = |root: PathBuf| fs::read_to_string(root.join("VERSION")).unwrap_or_default();
    let versions: Vec<String> = std::env::split_paths(&roots).map(version).collect();
    for release in RELEASES {
        let is_there = versions.iter().any(|text| text.split_whitespace().next() == Some(release));
        assert!(is_there, "CODEX_ROOTS has to name the tree of {release}; tests/run installs it");
    }
    roots
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adopt").join(name)
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let text = |path: PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
    };
    entries.map(text).collect()
}

/// The book in a folder of its own.
fn book() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("src")).unwrap();
    fs::copy(folder("book/book.toml"), copy.path().join("book.toml")).unwrap();
    for (name, text) in texts(&folder("book/src")) {
        fs::write(copy.path().join("src").join(name), text).unwrap();
    }
    copy
}

/// Runs the program; gives its exit code and what it said on both ways.
fn run(root: &Path, words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(PROGRAM);
    command.args(words).current_dir(root).stdin(Stdio::null()).env_remove("CI").env_remove("GOROOT");
    command.env("GOMODCACHE", folder("module/cache"));
    let output = command.env("CODEX_ROOTS", roots()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[track_caller]
fn same_pages(root: &Path, expected: &[&str]) {
    let mut wanted = texts(&folder("book/src"));
    expected.iter().for_each(|name| wanted.extend(texts(&folder(name))));
    for (name, text) in texts(&root.join("src")) {
        for (at, (line, wanted)) in text.split('\n').zip(wanted[&name].split('\n')).enumerate() {
            assert_eq!(line, wanted, "{name}:{}", at + 1);
        }
        assert_eq!(text, wanted[&name], "{name}");
    }
}

#[test]
fn every_link_has_its_recorded_outcome() {
    let book = book();
    let (code, out, said) = run(book.path(), &["adopt"]);
    same_pages(book.path(), &["expected"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(said, fs::read_to_string(folder("left.txt")).unwrap());
    // A second run finds nothing more to change.
    let (code, _, said) = run(book.path(), &["adopt"]);
    assert!(code == 1 && said.contains("0 links adopted in 0 files, 19 left as they are"), "{said}");
    same_pages(book.path(), &["expected"]);
}

#[test]
fn what_is_adopted_resolves() {
    let book = book();
    run(book.path(), &["adopt"]);
    let (_, out, said) = run(book.path(), &["check"]);
    for code in ["unknown-symbol", "not-locked", "reference", "false-fact", "raw-lines", "link-in-heading"] {
        assert!(!out.contains(&format!("[{code}]")), "{out}{said}");
    }
    let adopted = texts(&folder("expected"));
    let count = adopted.values().map(|text| text.matches("go:").count()).sum::<usize>();
    assert!(count >= 60, "{count} references");
    let (code, _, said) = run(book.path(), &["lock"]);
    let written = fs::read_to_string(book.path().join("codex.lock")).unwrap();
    assert!(written.contains("\"go1.21.13 runtime.scanobject\""), "{code} {said}");
}

#[test]
fn guesses_are_made_where_all_is_asked_for() {
    let book = book();
    let (code, _, said) = run(book.path(), &["adopt", "--all"]);
    assert_eq!(code, 1, "{said}");
    let page = fs::read_to_string(book.path().join("src/moving.md")).unwrap();
    assert_eq!(page, fs::read_to_string(folder("expected-all/moving.md")).unwrap());
    let left = fs::read_to_string(book.path().join("src/left.md")).unwrap();
    assert!(left.contains("[The scheduler's design](go:runtime/proc.go:24@go1.21.13)"), "{left}");
}

#[test]
fn a_dry_run_prints_a_patch_and_writes_nothing() {
    let book = book();
    let (code, patch, said) = run(book.path(), &["adopt", "--dry-run"]);
    same_pages(book.path(), &[]);
    assert!(code == 1 && said.contains("would be adopted"), "{said}");
    let lines = |start: &str| patch.lines().filter(|line| line.starts_with(start)).collect::<Vec<_>>();
    assert_eq!(lines("--- a/src/").len(), 4);
    assert_eq!(lines("+++ b/src/")[0], "+++ b/src/channels.md");
    let (old, new) = (texts(&folder("book/src")), texts(&folder("expected")));
    let changed = new.iter().map(|(name, text)| {
        let pairs = text.lines().zip(old[name].lines());
        pairs.filter(|(new, old)| new != old).count()
    });
    let count = changed.sum::<usize>();
    assert_eq!(lines("+").len() - 4, count);
    assert_eq!(lines("-").len() - 4, count);
}

#[test]
fn a_book_without_its_tree_is_told_so() {
    let book = book();
    fs::write(book.path().join("book.toml"), "[preprocessor.codex]\ngo = \"go1.22.0\"\n").unwrap();
    let (code, _, said) = run(book.path(), &["adopt"]);
    assert!(code == 2 && said.contains("no tree of go1.22.0 is at hand"), "{code} {said}");
    same_pages(book.path(), &[]);
    let empty = tempfile::tempdir().unwrap();
    fs::create_dir(empty.path().join("src")).unwrap();
    fs::write(empty.path().join("src/SUMMARY.md"), "# Summary\n").unwrap();
    let (code, _, said) = run(empty.path(), &["adopt"]);
    assert!(code == 0 && said.contains("0 links adopted"), "{code} {said}");
}

/// The book about modules in a folder of its own.
fn about_modules() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for inner in ["src", "tree/internal/page"] {
        fs::create_dir_all(copy.path().join(inner)).unwrap();
    }
    let files = [
        "book.toml",
        "src/SUMMARY.md",
        "src/links.md",
        "tree/go.mod",
        "tree/db.go",
        "tree/internal/page/page.go",
    ];
    for file in files {
        fs::copy(folder("module").join(file), copy.path().join(file)).unwrap();
    }
    copy
}

#[test]
fn links_into_the_books_modules_are_adopted_too() {
    let book = about_modules();
    let (code, out, said) = run(book.path(), &["adopt"]);
    let page = fs::read_to_string(book.path().join("src/links.md")).unwrap();
    assert_eq!(page, fs::read_to_string(folder("module/expected/links.md")).unwrap());
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(said, fs::read_to_string(folder("module/left.txt")).unwrap());
    // What is left is a link to a branch, to something that is not there any more.
    let (code, out, said) = run(book.path(), &["check"]);
    assert!(out.contains("1 warning in 1 chapter") && out.contains("src/links.md:10:1"), "{out}");
    assert!(code == 1 && out.contains("into `go.example.org/bolt` moves with its branch"), "{out}{said}");
    let (_, _, said) = run(book.path(), &["lock"]);
    let lock = fs::read_to_string(book.path().join("codex.lock")).unwrap();
    assert!(lock.contains("\"go.example.org/bolt@v1.3.0 go.example.org/bolt.Sync\""), "{said}{lock}");
}

#[test]
fn a_book_about_a_module_alone_needs_no_release_of_go() {
    let book = about_modules();
    let toml = fs::read_to_string(book.path().join("book.toml")).unwrap();
    fs::write(book.path().join("book.toml"), toml.replace("go = \"go1.27.3\"\n", "")).unwrap();
    let page = "# A\n\n[`Open`](https://github.com/etcd/bolt/blob/v1.4.0/db.go#L12)\n";
    fs::write(book.path().join("src/links.md"), page).unwrap();
    let mut command = Command::new(PROGRAM);
    command
        .arg("adopt")
        .current_dir(book.path())
        .env("PATH", "")
        .env_remove("GOROOT")
        .env_remove("CODEX_ROOTS");
    assert_eq!(command.output().unwrap().status.code(), Some(0));
    let page = fs::read_to_string(book.path().join("src/links.md")).unwrap();
    assert_eq!(page, "# A\n\n[`Open`](go:bolt.Open)\n");
    // Without the tree of the version that it is about nothing can be said.
    fs::remove_dir_all(book.path().join("tree")).unwrap();
    fs::write(
        book.path().join("src/links.md"),
        page.replace("go:bolt.Open", "https://github.com/etcd/bolt/blob/v1.4.0/db.go#L12"),
    )
    .unwrap();
    let (code, _, said) = run(book.path(), &["adopt"]);
    let wanted = "no tree of go.example.org/bolt@v1.4.0 is at hand: set `root` in [preprocessor.codex.source.bolt], or \
                  `go mod download go.example.org/bolt@v1.4.0`";
    assert!(code == 2 && said.contains(wanted), "{code} {said}");
}

/// The files of a book behind a link were named by their real paths, and so were those of every book on Windows, where
/// a real path begins with `\\?\`.
#[cfg(unix)]
#[test]
fn files_are_named_below_the_root_as_it_was_given() {
    let book = book();
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(book.path(), folder.path().join("link")).unwrap();
    let (_, patch, said) = run(folder.path(), &["adopt", "--dry-run", "link"]);
    assert!(patch.starts_with("--- a/src/channels.md\n"), "{patch}");
    assert!(said.starts_with("src/"), "{said}");
}
