//! What the tests against a real Go tree share: the tree, its packages for a target, and Go's own answers.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::Command;

use mdbook_codex::go::built;
use mdbook_codex::go::index::Index;
use mdbook_codex::go::program::Program;
use mdbook_codex::go::reference::Options;
use mdbook_codex::go::source::Tree;
use mdbook_codex::go::target::Target;
use serde::de::DeserializeOwned;

/// The packages whose structs, constants and calls are compared.
pub const PACKAGES: [&str; 7] =
    ["runtime", "internal/runtime/...", "internal/abi", "sync", "sync/atomic", "internal/sync", "reflect"];

/// The GOROOT of the release that the tests are written for.
pub fn goroot() -> PathBuf {
    match std::env::var_os("CODEX_GO") {
        // The go command knows its own packages by the real path alone.
        Some(root) => std::fs::canonicalize(root).expect("CODEX_GO names a folder"),
        None => panic!("CODEX_GO has to name the GOROOT of go1.27.3; tests/run sets it"),
    }
}

/// Runs one of our Go programs below `tests/go` with the tree's own toolchain, and reads its JSON values.
pub fn ask_go<T: DeserializeOwned>(program: &str, args: &[&str]) -> Vec<T> {
    let root = goroot();
    let output = Command::new(root.join("bin/go"))
        .args(["run", "."])
        .args(args.iter().map(|arg| arg.replace("$GOROOT", &root.display().to_string())))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go").join(program))
        .env("GOROOT", &root)
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "")
        .env_remove("GOOS")
        .env_remove("GOARCH")
        .output()
        .expect("the tree's go command starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} failed: {errors}");
    serde_json::Deserializer::from_slice(&output.stdout)
        .into_iter()
        .collect::<Result<_, _>>()
        .expect("our Go programs print JSON")
}

/// The tree as linux and the architecture build it, without cgo, as our Go programs look at it.
pub fn index(goarch: &str) -> Index {
    let tree = Tree::open(&goroot()).expect("CODEX_GO is a Go tree");
    let mut target = Target::new("linux", goarch);
    target.cgo = false;
    Index::new(tree, target)
}

/// The packages of the index.
pub fn program(index: &Index) -> Program<'_> {
    built::program(index, &[], &Options::default()).expect("an architecture of Go's")
}
