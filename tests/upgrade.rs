//! A book is taken from one release of Go to the next: the report, the two files, and what waits after it.
#![cfg(feature = "driver")]
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

const TOML: &str = "[book]\ntitle = \"A\"\n\n[preprocessor.codex] # ours\nafter = [\"links\", \"index\"]\ngo = 'go1.26.6' # the pin\n";
const PAGE: &str = "# One

`runtime.moves`, `runtime.stays`, `runtime.changes` and [gone](go:runtime.gone).
[8 bytes](go:runtime.box \"size = 8\"), [old](go:runtime.old_name).

```codex-calls
runtime.caller -> runtime.stays
```

```go codex=\"runtime.changes\"
```
";

const BEFORE: &str = "package runtime

func moves(n int) int { return n * n }

func stays() {}

func changes(n int) int {
\treturn n + 1
}

func gone() {}

type box struct{ a int64 }

func old_name(n int) int { for n > 0 { n -= step(n) }; return n }

func caller() { stays() }
";

/// Two trees and a book, in one folder.
fn world() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let after = BEFORE
        .replace("func stays() {}\n\n", "")
        .replace("func moves", "func stays() {}\n\nfunc moves")
        .replace("n + 1", "n + 2")
        .replace("func gone() {}\n\n", "")
        .replace("{ a int64 }", "{ a, b int64 }")
        .replace("old_name", "oldName")
        .replace("{ stays() }", "{ moves(1) }");
    for (release, text) in [("go1.26.6", BEFORE), ("go1.27.3", &after)] {
        write(folder.path(), &format!("{release}/VERSION"), &format!("{release}\n"));
        write(folder.path(), &format!("{release}/src/runtime/p.go"), text);
        write(folder.path(), &format!("{release}/src/internal/goarch/a.go"), "package goarch\n");
    }
    write(folder.path(), "book/book.toml", TOML);
    write(folder.path(), "book/src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    write(folder.path(), "book/src/one.md", PAGE);
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(world: &TempDir, path: &str) -> String {
    fs::read_to_string(world.path().join("book").join(path)).unwrap()
}

/// Runs the program in the book, with these trees at hand and no others.
fn run(world: &TempDir, releases: &[&str], arguments: &[&str]) -> (i32, String, String) {
    let root = world.path();
    let roots = std::env::join_paths(releases.iter().map(|release| root.join(release))).unwrap();
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(root.join("book")).env("CODEX_ROOTS", roots);
    // No `go` command, module cache or GOROOT of this machine has a say.
    command.env("GOROOT", root).env("GOMODCACHE", root).env("PATH", "").env_remove("CI");
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const BOTH: [&str; 2] = ["go1.26.6", "go1.27.3"];

fn upgrade(world: &TempDir, releases: &[&str], more: &[&str]) -> (i32, String, String) {
    run(world, releases, &[&["upgrade", "go1.27.3"], more].concat())
}

fn locked() -> TempDir {
    let world = world();
    let (code, _, err) = run(&world, &["go1.26.6"], &["lock"]);
    assert_eq!(code, 0, "{err}");
    world
}

#[test]
fn the_report_lists_what_waits_by_chapter() {
    let world = locked();
    let lock = read(&world, "codex.lock");
    let (code, out, err) = upgrade(&world, &BOTH, &["--dry-run"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let expected = "\
go1.26.6 → go1.27.3: 7 references in 1 chapter
  2 moved, 3 changed, 1 renamed, 1 gone

One (one.md)
  gone              runtime.gone
                      was runtime/p.go:11
  renamed           runtime.old_name
                      now `runtime.oldName`, the same code
  changed           runtime.box
                      runtime/p.go:13 → 11
  changed           runtime.caller
                      runtime/p.go:17 → 15
  changed           runtime.changes
                      runtime/p.go:7-9; shown on the page
  fact              runtime.box \"size = 8\"
                      the size of `runtime.box` is 16 in go1.27.3, not 8
  call              runtime.caller -> runtime.stays
                      `runtime.caller` does not call `runtime.stays`
";
    assert!(out.starts_with(expected), "{out}");
    assert!(out.contains("\n--- src/runtime/p.go:7-9\n+++ src/runtime/p.go:7-9\n"), "{out}");
    assert!(out.contains("\n-\treturn n + 1\n+\treturn n + 2\n"), "{out}");
    assert_eq!((read(&world, "codex.lock"), read(&world, "book.toml")), (lock, TOML.to_string()));
    let (_, out, _) = upgrade(&world, &BOTH, &["--dry-run", "--format", "md"]);
    assert!(out.contains("- [ ] `runtime.gone` **gone**: was runtime/p.go:11\n"), "{out}");
    let (_, out, _) = upgrade(&world, &BOTH, &["--dry-run", "--format", "json"]);
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["counts"]["changed"], 3);
    assert_eq!(value["references"][5]["successor"]["reference"], "runtime.oldName");
}

#[test]
fn the_lock_stands_in_for_the_older_tree() {
    let world = locked();
    let (code, out, _) = upgrade(&world, &["go1.27.3"], &["--dry-run"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("  2 moved, 3 changed, 1 likely successor, 1 gone\n") && !out.contains("+++"),
        "{out}"
    );
    let (code, _, err) = upgrade(&world, &["go1.26.6"], &[]);
    assert_eq!(code, 2);
    assert!(err.contains("no source tree of go1.27.3 is at hand: name one with --root"), "{err}");
    let tree = world.path().join("go1.27.3");
    let (code, _, _) = upgrade(&world, &[], &["--dry-run", "--root", tree.to_str().unwrap()]);
    assert_eq!(code, 1);
}

#[test]
fn what_waits_is_kept_until_it_is_accepted() {
    let world = locked();
    let (code, _, err) = upgrade(&world, &BOTH, &["--accept", "runtime.gone"]);
    assert_eq!(code, 1);
    assert!(err.contains("4 references wait for a review"), "{err}");
    assert_eq!(read(&world, "book.toml"), TOML.replace("'go1.26.6'", "\"go1.27.3\""));
    let lock = read(&world, "codex.lock");
    assert!(!lock.contains("\"go1.26.6 ") && lock.contains("\"go1.27.3 runtime.moves\""), "{lock}");
    let (_, out, _) = upgrade(&world, &BOTH, &["--dry-run"]);
    assert!(out.contains("changed           runtime.changes") && out.contains("+\treturn n + 2"), "{out}");
    assert!(!out.contains("runtime.gone"), "{out}");
    // The lock is written anew without a word lost.
    run(&world, &["go1.27.3"], &["lock"]);
    assert_eq!(read(&world, "codex.lock"), lock);
    let all = ["*runtime.box", "runtime.caller", "runtime.changes()", "runtime.old_name"];
    let accept: Vec<&str> = all.iter().flat_map(|name| ["--accept", *name]).collect();
    let (code, out, _) = upgrade(&world, &BOTH, &accept);
    assert_eq!(code, 0, "{out}");
    assert!(!read(&world, "codex.lock").contains("[reviews]"));
    let (code, _, err) = upgrade(&world, &BOTH, &["--accept", "runtime.nothing"]);
    assert_eq!(code, 2);
    assert!(err.contains("`runtime.nothing` is no reference that the report lists"), "{err}");
}

#[test]
fn a_book_stays_whole_wherever_the_step_ends() {
    use mdbook_codex::commands::upgrade::steps;
    use mdbook_codex::lock;
    let done = locked();
    upgrade(&done, &BOTH, &[]);
    let new = lock::read(&read(&done, "codex.lock")).0;
    for count in 0..=3 {
        let world = locked();
        let old = lock::read(&read(&world, "codex.lock")).0;
        let steps = steps(&old, &new, TOML.replace("'go1.26.6'", "\"go1.27.3\""));
        for (path, text) in steps.iter().take(count) {
            write(world.path(), &format!("book/{path}"), text);
        }
        // With no tree at hand the lock answers alone: what it lacks at the pin on disk would be told.
        let (_, out, _) = run(&world, &[], &["check"]);
        let pin = if count < 2 { "go1.26.6" } else { "go1.27.3" };
        let expected = if count < 2 { 0 } else { 3 };
        assert!(read(&world, "book.toml").contains(pin));
        assert_eq!(out.matches("is not in codex.lock").count(), expected, "{count}: {out}");
        // Whatever was done already, the next run brings it to the same end.
        upgrade(&world, &BOTH, &[]);
        assert_eq!(read(&world, "codex.lock"), read(&done, "codex.lock"), "{count}");
        assert_eq!(read(&world, "book.toml"), read(&done, "book.toml"), "{count}");
    }
}

#[test]
fn a_module_goes_to_another_version_and_go_stays() {
    let world = world();
    for (version, field) in [("v1.0.0", "a"), ("v1.1.0", "a, b")] {
        let text = format!(
            "package db\n\nimport \"runtime\"\n\ntype Row struct{{ {field} runtime.box }}\n\nfunc Get() {{}}\n"
        );
        write(world.path(), &format!("x.org/db@{version}/db.go"), &text);
        write(world.path(), &format!("x.org/db@{version}/go.mod"), "module x.org/db\n");
    }
    let module = "[preprocessor.codex.source.db]\nmodule = \"x.org/db\"\npin = 'v1.0.0' # the module\nurl = \"github:x/db\"\n";
    write(world.path(), "book/book.toml", &format!("{TOML}\n{module}"));
    write(
        world.path(),
        "book/src/one.md",
        "# One\n\n[8 bytes](go:db.Row \"size = 8\"), `db.Get`, `runtime.moves`.\n",
    );
    let (code, out, err) = run(&world, &["go1.26.6"], &["lock"]);
    assert_eq!(code, 0, "{out}{err}");
    let (code, out, err) = run(&world, &["go1.26.6"], &["upgrade", "db@v1.1.0"]);
    let expected = "\
x.org/db@v1.0.0 → x.org/db@v1.1.0: 2 references in 1 chapter
  1 same, 1 changed

One (one.md)
  changed           x.org/db.Row
                      db.go:5
  fact              db.Row \"size = 8\"
                      the size of `db.Row` is 16 in x.org/db@v1.1.0, not 8
";
    assert_eq!(code, 1, "{err}");
    assert!(out.starts_with(expected), "{out}");
    let toml = format!("{TOML}\n{}", module.replace("'v1.0.0'", "\"v1.1.0\""));
    assert_eq!(read(&world, "book.toml"), toml);
    let lock = read(&world, "codex.lock");
    assert!(lock.contains("\"x.org/db@v1.1.0 x.org/db.Row\" = { since = \"x.org/db@v1.0.0\""), "{lock}");
    assert!(lock.contains("\"go1.26.6 runtime.moves\" = ") && !lock.contains("db@v1.0.0 "), "{lock}");
    let (code, _, err) = run(&world, &["go1.26.6"], &["upgrade", "db@v1.1.0", "--accept", "db.Row"]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = run(&world, &["go1.26.6"], &["upgrade", "db@v1.2.0"]);
    assert_eq!(code, 2);
    assert!(err.contains("fetch it with `go mod download x.org/db@v1.2.0`"), "{err}");
}
