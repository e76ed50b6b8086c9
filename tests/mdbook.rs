//! The stock programs: mdBook 0.5.4 and 0.4.52 run the preprocessor over a real book.
//!
//! `CODEX_MDBOOK` and `CODEX_MDBOOK_04` name the programs; `tests/run` installs them.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const CODEX: &str = env!("CARGO_BIN_EXE_mdbook-codex");

fn program(variable: &str) -> PathBuf {
    match std::env::var_os(variable) {
        Some(path) => path.into(),
        None => panic!("{variable} has to name a stock mdbook; tests/run installs it and sets the variable"),
    }
}

/// A book of `tests/books` in a folder of its own, with this very program as its preprocessor.
fn book(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(name), folder.path());
    let path = folder.path().join("book.toml");
    let text = fs::read_to_string(&path).unwrap();
    // mdBook reads a command as a shell does, to which a backslash is no separator.
    let codex = std::path::absolute(CODEX).unwrap().display().to_string().replace('\\', "/");
    let table = format!("[preprocessor.codex]\ncommand = '{codex}'\n");
    fs::write(path, text.replace("[preprocessor.codex]\n", &table)).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

fn build(mdbook: &Path, root: &Path) -> Output {
    build_in(mdbook, root).env_remove("CI").output().unwrap()
}

fn build_in(mdbook: &Path, root: &Path) -> Command {
    let mut command = Command::new(mdbook);
    command.arg("build").arg("-d").arg(root.join("out")).arg(root).stdin(Stdio::null());
    command
}

fn page(root: &Path, name: &str) -> String {
    fs::read_to_string(root.join("out").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn both_generations_of_mdbook_build_a_book() {
    for variable in ["CODEX_MDBOOK", "CODEX_MDBOOK_04"] {
        let root = book("cards");
        let output = build(&program(variable), root.path());
        assert!(output.status.success(), "{variable}: {}", said(&output));
        let index = page(root.path(), "index.html");
        assert_eq!(index.matches("class=\"codex-card__title\"").count(), 4, "{variable}");
        assert!(
            index.contains("There are four lessons in Two parts with 6 tags; this page shows 4."),
            "{variable}"
        );
        assert!(page(root.path(), "tags.html").contains("C++"), "{variable}");
    }
}

#[test]
fn our_own_build_gives_the_same_pages() {
    let root = book("cards");
    let run = |words: &[&str]| {
        let output = Command::new(CODEX).args(words).current_dir(root.path()).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", said(&output));
    };
    run(&["install"]);
    let stock = build(&program("CODEX_MDBOOK"), root.path());
    assert!(stock.status.success(), "{}", said(&stock));
    run(&["finish", "out"]);
    run(&["build", "-d", "own"]);
    let (stock, own) = (root.path().join("out"), root.path().join("own"));
    let diff = Command::new("diff").arg("-r").args([stock, own]).output().unwrap();
    assert!(diff.status.success(), "{}", String::from_utf8_lossy(&diff.stdout));
}

#[test]
fn a_problem_fails_the_build_in_ci_and_the_old_site_stays() {
    let root = book("problems");
    let theme = root.path().join("theme/codex");
    fs::create_dir_all(&theme).unwrap();
    fs::write(theme.join("codex.css"), "").unwrap();
    fs::write(theme.join("codex.js"), "").unwrap();
    let mdbook = program("CODEX_MDBOOK");
    let free = build(&mdbook, root.path());
    let old = page(root.path(), "bad.html");
    assert!(free.status.success(), "{}", said(&free));
    let held = build_in(&mdbook, root.path()).env("CI", "true").output().unwrap();
    assert!(!held.status.success());
    assert!(said(&held).contains("src/bad.md:10:3"), "{}", said(&held));
    assert_eq!(page(root.path(), "bad.html"), old);
}

#[test]
fn supports_answers_without_reading_anything() {
    for words in [vec!["supports", "html"], vec!["--only", "cards", "supports", "epub"]] {
        let output = Command::new(CODEX).args(&words).current_dir("/").stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(), "{words:?}");
    }
}
