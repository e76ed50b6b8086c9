//! `mdbook-codex test`, with a real Go: every kind of example, what is said of it, and what stays behind.
//!
//! `CODEX_GO` names the GOROOT of go1.27.3; `tests/run` installs it. Under the race detector cgo needs a C compiler.
//! The lock of the book is recorded; `SNAPSHOTS=overwrite` renews it.
#![cfg(feature = "driver")]
mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

/// Place and first line of every report on `tests/books/examples/src/failing.md`, and the words that help.
const REPORTS: [(&str, &str, &str); 14] = [
    (
        "src/failing.md:5:1",
        "[example-output]: the example prints something else in line 2",
        "expected `zwei`",
    ),
    ("src/failing.md:18:1", "[example-output]: the example prints other lines", "missing:"),
    (
        "src/failing.md:34:2",
        "[example-build]: the example does not compile: declared and not used: x",
        "src/failing.md:35: undefined: y",
    ),
    ("src/programs/wrong.go:4:10", "[example-build]: the example does not compile: undefined: undefined", ""),
    ("src/failing.md:48:1", "[example-stopped]: the example did not end within 10 s", "`time-limit`"),
    ("src/failing.md:74:1", "[example-stopped]: the example printed more than 1024 KiB", ""),
    (
        "src/failing.md:95:1",
        "[example-stopped]: the example needs more than 256 MiB of memory",
        "`memory-limit`",
    ),
    (
        "src/failing.md:112:1",
        "[example-panic]: the example panics: runtime error: index out of range [3] with length 0",
        "at src/failing.md:117",
    ),
    (
        "src/failing.md:124:1",
        "[example-panic]: the example does not panic with `that`",
        "it panics with `this`",
    ),
    (
        "src/failing.md:134:1",
        "[example-race]: the race detector found a race in the example",
        "at src/failing.md:143",
    ),
    (
        "src/failing.md:153:1",
        "[example-exit]: the example ends with exit code 4 in place of 3",
        "its last words are `words`",
    ),
    (
        "src/failing.md:168:1",
        "[example-diagnostics]: the compiler does not say `main.go:4:2: moved to heap: x` there",
        "main.go:3:6: can inline main",
    ),
    ("src/failing.md:182:1", "[example]: an example knows no `rase`", "did you mean `race`?"),
    ("src/failing.md:195:1", "[example]: `// Exit: soon` names no exit code", "from 0 to 255"),
];

/// The book of that name in a folder of its own.
fn book() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/examples"), folder.path());
    fs::remove_file(folder.path().join("codex.lock")).unwrap();
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

fn command(root: &Path, arguments: &[&str]) -> Command {
    let temporary = root.join("tmp");
    fs::create_dir_all(&temporary).unwrap();
    let mut command = Command::new(PROGRAM);
    command.arg("test").args(arguments).current_dir(root).stdin(Stdio::null());
    command.env("GOROOT", support::goroot()).env("TMPDIR", temporary).env("CODEX_SECRET", "seen");
    command.env("GOFLAGS", "-nonsense").env_remove("CI");
    command
}

fn run(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    ended(command(root, arguments).output().unwrap())
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn write(root: &Path, path: &str, text: &str) {
    fs::write(root.join(path), text).unwrap();
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A book of one chapter.
fn chapter(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    write(folder.path(), "book.toml", "[preprocessor.codex]\nafter = [\"links\"]\ngo = \"go1.27.3\"\n");
    write(folder.path(), "src/SUMMARY.md", "- [One](one.md)\n");
    write(folder.path(), "src/one.md", text);
    folder
}

fn left_behind(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root.join("tmp")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_kind_of_example_is_judged_and_told() {
    let book = book();
    let root = book.path();
    let (code, out, err) = run(root, &[]);
    assert_eq!((code, err.as_str()), (1, ""), "{out}");
    let mut rest = out.as_str();
    let skipped = "src/passing.md:159: skipped: needs a network\n";
    assert!(rest.starts_with(skipped), "{out}");
    for (place, message, help) in REPORTS {
        let (head, tail) = rest.split_once("\n\n").unwrap_or((rest, ""));
        let is_told = head.contains(&format!("error{message}\n"))
            && head.contains(&format!("--> {place}\n"))
            && head.contains(help);
        assert!(is_told, "expected at {place}: {message}; {help}\nfound:\n{head}");
        rest = tail;
    }
    assert_eq!(
        rest,
        "error: 14 errors in 1 chapter\n27 examples: 12 passed, 14 failed, 1 skipped (go1.27.3)\n"
    );
    assert_eq!(left_behind(root), [""; 0]);
    let recorded = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/examples/codex.lock");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::copy(root.join("codex.lock"), &recorded).unwrap();
    }
    assert_eq!(read(root, "codex.lock"), fs::read_to_string(recorded).unwrap());
}

#[test]
fn the_lock_knows_what_passed_and_only_what_is_there() {
    let program = |word: &str| {
        format!("```go\npackage main\n\nfunc main() {{ print(\"{word}\") }}\n\n// Exit: 0\n```\n\n")
    };
    let book = chapter(&format!("# One\n\n{}{}", program("a"), program("b")));
    let root = book.path();
    write(root, "codex.lock", "version = 1\n\n[refs]\n\"go1.27.3 a.b\" = { kind = \"func\", at = \"x\" }\n");
    let (code, out, _) = run(root, &[]);
    assert_eq!((code, out.as_str()), (0, "2 examples: 2 passed (go1.27.3)\n"));
    let lock = read(root, "codex.lock");
    assert!(lock.contains("\"go1.27.3 a.b\"") && lock.matches("\" = \"go1.27.3\"\n").count() == 2, "{lock}");
    let modified = |path: &str| fs::metadata(root.join(path)).unwrap().modified().unwrap();
    let before = modified("codex.lock");
    assert_eq!(run(root, &["--changed"]).1, "2 examples: 2 unchanged (go1.27.3)\n");
    assert_eq!(modified("codex.lock"), before, "a lock that says the same is not touched");

    write(root, "src/one.md", &format!("# One\n\n{}{}", program("c"), program("b")));
    assert_eq!(run(root, &["--changed"]).1, "2 examples: 1 passed, 1 unchanged (go1.27.3)\n");
    let new = read(root, "codex.lock");
    let gone = lock.lines().filter(|line| !new.lines().any(|other| other == *line)).count();
    assert_eq!((gone, new.matches("\" = \"go1.27.3\"\n").count()), (1, 2), "{new}");
    assert_eq!(left_behind(root), [""; 0]);
}

#[test]
fn chapters_are_chosen_by_path_or_title() {
    let book = book();
    let root = book.path();
    let summary = "13 examples: 12 passed, 1 skipped (go1.27.3)\n";
    let (code, out, _) = run(root, &["--only", "passing.md"]);
    assert_eq!((code, out.ends_with(summary)), (0, true), "{out}");
    let (_, out, _) = run(root, &["--changed", "--only", "Pass"]);
    assert!(out.ends_with("13 examples: 1 skipped, 12 unchanged (go1.27.3)\n"), "{out}");
    let (code, out, err) = run(root, &["--only", "pasing.md"]);
    let said = "error: no chapter is called `pasing.md`; did you mean `passing.md`?\n";
    assert_eq!((code, out.as_str(), err.as_str()), (2, "", said));
}

#[test]
fn what_is_printed_is_written_into_the_page() {
    let program = |info: &str, promise: &str| {
        format!("```go{info}\npackage main\n\nfunc main() {{ println(); print() }}\n\n{promise}```\n")
    };
    let wrong = "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(\"b\\na\\n\") }\n\n// Output:\n// x\n";
    let text = |output: &str, unordered: &str, said: &str| {
        let flags = " flags=\"-gcflags=-m\"";
        format!(
            "# One\n\n```go\n{}```\n\n```go\n{}```\n\n{}\n```go\n{{{{#include wrong.go}}}}\n```\n",
            wrong.replace("// Output:\n// x\n", output),
            wrong.replace("// Output:\n// x\n", unordered),
            program(flags, said),
        )
    };
    let book = chapter(&text(
        "// Output: x\n",
        "// Unordered output:\n// a\n",
        "// Diagnostics:\n// main.go:1:1: x\n",
    ));
    let root = book.path();
    write(root, "src/wrong.go", wrong);
    let (code, out, err) = run(root, &["--update"]);
    let expected = text(
        "// Output:\n// b\n// a\n",
        "// Unordered output:\n// b\n// a\n",
        "// Diagnostics:\n// main.go:3:6: can inline main\n",
    );
    assert_eq!(read(root, "src/one.md"), expected, "{out}");
    assert!(
        out.contains("--- src/one.md\n") && out.contains("\n-// Output: x\n+// Output:\n+// b\n"),
        "{out}"
    );
    assert!(out.ends_with("4 examples: 1 failed, 3 updated (go1.27.3)\n"), "{out}");
    assert_eq!((code, err.as_str()), (1, "not updated: src/one.md includes the example from src/wrong.go\n"));
    assert_eq!(read(root, "src/wrong.go"), wrong);
    assert!(!root.join("codex.lock").exists(), "nothing has passed");
    assert!(run(root, &[]).1.ends_with("4 examples: 3 passed, 1 failed (go1.27.3)\n"));
}

#[test]
fn a_machine_without_that_go_is_told_in_one_sentence() {
    let book = chapter("```go\npackage main\n\nfunc main() {}\n\n// Output:\n```\n");
    let root = book.path();
    write(root, "book.toml", "[preprocessor.codex]\ngo = \"go1.27.99\"\n");
    let (code, out, err) = run(root, &[]);
    let said = "error: examples are built by go1.27.99 itself, and its `bin/go` is not at hand: set GOROOT to where it is\n";
    assert_eq!((code, out.as_str(), err.as_str()), (2, "", said));
    write(root, "src/one.md", "# One\n");
    assert_eq!(run(root, &[]), (0, "no examples\n".to_string(), String::new()));
    assert!(!root.join("codex.lock").exists());
}

#[cfg(unix)]
#[test]
fn a_run_that_is_broken_off_leaves_nothing_behind() {
    // The program says that it runs by a file outside of its folders, whose number of lines is that of its children.
    let book = tempfile::tempdir().unwrap();
    let mark = book.path().join("mark");
    let text = format!(
        "```go env=\"MARK='{}'\"\npackage main\n\nimport \"os\"\n\nfunc main() {{\n\tos.WriteFile(os.Getenv(\"MARK\"), \
         []byte(os.TempDir()), 0o666)\n\tfor {{\n\t}}\n}}\n\n// Output:\n```\n",
        mark.display()
    );
    let book = chapter(&text);
    let root = book.path();
    let mut child = command(root, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let folder = loop {
        match fs::read_to_string(&mark) {
            Ok(folder) if !folder.is_empty() => break folder,
            _ => assert_eq!(child.try_wait().unwrap(), None, "the example runs until it is stopped"),
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    let (code, _, err) = ended(child.wait_with_output().unwrap());
    assert_eq!((code, err.as_str()), (2, "error: the run was broken off\n"));
    assert!(!Path::new(&folder).exists() && left_behind(root).is_empty(), "{folder}");
}

/// The lock that `init` writes where no Go is at hand is the one that the tree gives, the results of the examples
/// included; `SNAPSHOTS=overwrite` renews it.
#[test]
fn a_new_book_passes_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for words in [vec!["init"], vec!["build"], vec!["check"], vec!["lock", "--check"], vec!["test"]] {
        let mut command = Command::new(PROGRAM);
        command.args(&words).current_dir(root).env("GOROOT", support::goroot()).env("CI", "true");
        let (code, out, err) =
            ended(command.env_remove("CODEX_ROOTS").stdin(Stdio::null()).output().unwrap());
        assert_eq!((code, err.contains("warning")), (0, false), "{words:?}: {out}{err}");
    }
    let recorded = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands/init/codex.lock");
    if std::env::var_os("SNAPSHOTS").is_some_and(|how| how == "overwrite") {
        fs::write(&recorded, read(root, "codex.lock")).unwrap();
    }
    assert_eq!(read(root, "codex.lock"), fs::read_to_string(recorded).unwrap());
}
