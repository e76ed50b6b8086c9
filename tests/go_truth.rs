//! What we find in a Go tree against what Go's own packages and tools find there.
//!
//! `CODEX_GO` names the GOROOT of go1.27.3 and `CODEX_GO_OLD` that of go1.24.11; `tests/run` sets both.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use mdbook_codex::go::decls;
use serde_json::Value;

const TARGETS: &str =
    "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64";

/// A GOROOT from the environment.
fn goroot(variable: &str, release: &str) -> PathBuf {
    match std::env::var_os(variable) {
        Some(root) => PathBuf::from(root),
        None => panic!("{variable} has to name the GOROOT of {release}; tests/run sets it"),
    }
}

/// What Go says about a tree, one object a line. The newest Go reads every tree, so it is the one that is asked.
fn goindex(tree: &Path) -> Vec<Value> {
    let go = goroot("CODEX_GO", "go1.27.3");
    let output = Command::new(go.join("bin/go"))
        .args(["run", ".", "-targets", TARGETS])
        .arg(tree)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/go/goindex"))
        .env("GOROOT", &go)
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "")
        .env_remove("GOOS")
        .env_remove("GOARCH")
        .output()
        .expect("go run starts");
    assert!(
        output.status.success(),
        "goindex failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let records = lines.filter(|line| !line.is_empty());
    records
        .map(|line| serde_json::from_slice(line).expect("a line of goindex is JSON"))
        .collect()
}

fn of_kind<'a>(records: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    records.iter().filter(move |record| record["rec"] == kind)
}

fn text<'a>(record: &'a Value, key: &str) -> &'a str {
    record[key].as_str().unwrap_or_default()
}

/// Fails with the first differences of two sets.
#[track_caller]
fn check_equal(what: &str, ours: &BTreeSet<String>, theirs: &BTreeSet<String>) {
    let extra: Vec<_> = ours.difference(theirs).take(10).collect();
    let missing: Vec<_> = theirs.difference(ours).take(10).collect();
    assert!(
        extra.is_empty() && missing.is_empty(),
        "{what}: only ours {extra:#?}, only Go's {missing:#?}"
    );
    assert_eq!(ours.len(), theirs.len());
}

/// Every declaration of every file: kind, path, lines and doc comment.
#[track_caller]
fn check_declarations(tree: &Path, at_least: usize) {
    let records = goindex(tree);
    let files: Vec<&str> = of_kind(&records, "file")
        .map(|record| text(record, "file"))
        .collect();
    let mut ours = BTreeSet::new();
    for file in files.iter().filter(|file| file.ends_with(".go")) {
        let source = std::fs::read(tree.join("src").join(file)).expect("the file is readable");
        let scanned = decls::scan(&source).unwrap_or_else(|error| panic!("{file}: {error}"));
        for decl in &scanned.decls {
            let doc = decl.doc.unwrap_or_default();
            let (kind, path) = (decl.kind.word(), &decl.path);
            ours.insert(format!(
                "{file} {kind} {path} {}-{} {doc}",
                decl.start, decl.end
            ));
        }
        for linkname in &scanned.linknames {
            let target = linkname.target.as_deref().unwrap_or_default();
            ours.insert(format!(
                "{file} linkname {} {} {target}",
                linkname.line, linkname.local
            ));
        }
    }
    let mut theirs = BTreeSet::new();
    for decl in of_kind(&records, "decl") {
        let (file, kind, path) = (text(decl, "file"), text(decl, "kind"), text(decl, "path"));
        let doc = decl["doc"].as_u64().unwrap_or_default();
        theirs.insert(format!(
            "{file} {kind} {path} {}-{} {doc}",
            decl["start"], decl["end"]
        ));
    }
    for linkname in of_kind(&records, "linkname") {
        let (file, local, target) = (
            text(linkname, "file"),
            text(linkname, "local"),
            text(linkname, "target"),
        );
        theirs.insert(format!(
            "{file} linkname {} {local} {target}",
            linkname["start"]
        ));
    }
    assert!(
        theirs.len() > at_least,
        "goindex printed {} records",
        theirs.len()
    );
    check_equal("declarations", &ours, &theirs);
}

#[test]
fn declarations_are_those_of_go_parser() {
    check_declarations(&goroot("CODEX_GO", "go1.27.3"), 340_000);
}

#[test]
fn declarations_of_an_older_tree_are_those_of_go_parser() {
    check_declarations(&goroot("CODEX_GO_OLD", "go1.24.11"), 310_000);
}
