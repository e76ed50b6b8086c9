//! What the tests against a real Go tree share: the tree, its packages for a target, and Go's own answers.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::Command;

use mdbook_codex::go::program::{Arch, Program, SourceFile};
use mdbook_codex::go::target::{Context, Target, feature_tags};
use mdbook_codex::go::{build, experiments, release};
use serde::de::DeserializeOwned;

/// The packages whose structs, constants and calls are compared.
pub const PACKAGES: [&str; 7] = [
    "runtime",
    "internal/runtime/...",
    "internal/abi",
    "sync",
    "sync/atomic",
    "internal/sync",
    "reflect",
];

/// The GOROOT of the release that the tests are written for.
pub fn goroot() -> PathBuf {
    match std::env::var_os("CODEX_GO") {
        Some(root) => PathBuf::from(root),
        None => panic!("CODEX_GO has to name the GOROOT of go1.27.3; tests/run sets it"),
    }
}

/// Runs one of our Go programs below `tests/go` with the tree's own toolchain, and reads its JSON values.
pub fn ask_go<T: DeserializeOwned>(program: &str, args: &[&str]) -> Vec<T> {
    let root = goroot();
    let output = Command::new(root.join("bin/go"))
        .args(["run", "."])
        .args(
            args.iter()
                .map(|arg| arg.replace("$GOROOT", &root.display().to_string())),
        )
        .current_dir(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/go")
                .join(program),
        )
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

/// The tree's packages as linux and the architecture build them, without cgo.
pub fn program(goarch: &str) -> Program<'static> {
    let arch = Arch::of(goarch).expect("an architecture of Go's");
    let root = goroot();
    let context = context(&root, goarch);
    Program::new(arch, Box::new(move |path| read(&root, &context, path)))
}

fn context(root: &Path, goarch: &str) -> Context {
    let mut target = Target::new("linux", goarch);
    target.cgo = false;
    let version = std::fs::read_to_string(root.join("VERSION")).expect("a tree has a VERSION");
    let flags = std::fs::read(root.join("src").join(experiments::FILE)).expect("the flags");
    let mut tool_tags = experiments::default_tags(&flags, &target);
    tool_tags.extend(feature_tags(goarch).iter().map(|tag| tag.to_string()));
    Context {
        target,
        minor: release::version(&version).minor,
        tool_tags,
    }
}

fn read(root: &Path, context: &Context, path: &str) -> Option<Vec<SourceFile>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root.join("src").join(path))
        .ok()?
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !(name.ends_with(".go") || name.ends_with(".s")) || name.ends_with("_test.go") {
            continue;
        }
        let text = std::fs::read(entry.path()).ok()?;
        let constraint = build::constraint(&text).and_then(Result::ok);
        if context.takes(&name, constraint.as_ref()) {
            let path = format!("{path}/{name}");
            files.push(SourceFile { path, text });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    (!files.is_empty()).then_some(files)
}
