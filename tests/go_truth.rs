//! What we find in a Go tree against what Go's own packages and tools find there.
//!
//! `CODEX_GO` names the GOROOT of go1.27.3 and `CODEX_GO_OLD` that of go1.24.11; `tests/run` sets both.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mdbook_codex::go::asm;
use mdbook_codex::go::build;
use mdbook_codex::go::index::{Index, Package, Source};
use mdbook_codex::go::source::Tree;
use mdbook_codex::go::symbols::{self, Query};
use mdbook_codex::go::target::{Context, Target};
use serde::Deserialize;

const TARGETS: [(&str, &str); 6] = [
    ("linux", "amd64"),
    ("linux", "arm64"),
    ("darwin", "amd64"),
    ("darwin", "arm64"),
    ("windows", "amd64"),
    ("windows", "arm64"),
];

#[test]
fn a_tree_is_indexed_as_go_does_it() {
    check_tree(&newest(), 340_000);
}

#[test]
fn an_older_tree_is_indexed_as_go_does_it() {
    check_tree(&goroot("CODEX_GO_OLD", "go1.24.11"), 290_000);
}

#[test]
fn assembly_is_named_as_by_the_assembler() {
    let index = index(&newest(), Target::default());
    let packages = [
        "runtime",
        "reflect",
        "sync/atomic",
        "internal/bytealg",
        "internal/cpu",
        "internal/runtime/atomic",
        "internal/runtime/sys",
        "internal/runtime/maps",
        "syscall",
        "internal/abi",
        "math",
        "math/big",
    ];
    for goarch in ["amd64", "arm64"] {
        let target = Target::new("linux", goarch);
        let (mut ours, mut theirs) = (BTreeSet::new(), BTreeSet::new());
        for package in packages {
            check_assembly(&index, package, &target, &mut ours, &mut theirs);
        }
        assert!(theirs.len() > 200, "{goarch}: {} symbols", theirs.len());
        check_equal(goarch, &ours, &theirs);
    }
}

/// The whole truth about a tree: declarations, linknames, and what each target builds.
#[track_caller]
fn check_tree(goroot: &Path, at_least: usize) {
    let records = goindex(goroot);
    let index = index(goroot, Target::default());
    let theirs = declarations(&records, |_| true);
    assert!(theirs.len() > at_least, "goindex printed {} declarations", theirs.len());
    check_equal("declarations", &rows(&index, true), &theirs);
    let ours = packages(&index);
    check_equal("linknames", &ours.linknames, &linknames(&records));
    for (target, built) in &ours.built {
        check_equal(target, built, &files(&records, |record| matches(record, target)));
    }
    let files = files(&records, |record| matches(record, "linux/amd64"));
    let theirs = declarations(&records, |file| files.contains(file));
    check_equal("declarations for linux/amd64", &rows(&index, false), &theirs);
}

/// What is found in one pass over all packages of a tree.
#[derive(Default)]
struct Ours {
    linknames: BTreeSet<String>,
    /// The files that each target builds.
    built: BTreeMap<String, BTreeSet<String>>,
}

fn packages(index: &Index) -> Ours {
    let contexts = TARGETS.map(|(goos, goarch)| index.context_for(Target::new(goos, goarch)));
    let mut ours = Ours::default();
    for path in index.tree.packages() {
        let package = index.scan(path).expect("the package is read");
        for source in &package.files {
            ours.linknames.extend(source_linknames(source));
        }
        let assembly = package.assembly(&index.tree);
        for context in &contexts {
            check_declared_once(&package, context);
            let go = package.files.iter().filter(|source| source.is_built(context));
            let assembly = assembly.iter().filter(|file| file.is_built(context));
            let files = go.map(|source| &source.file).chain(assembly.map(|file| &file.file));
            let built = ours.built.entry(context.target.to_string()).or_default();
            built.extend(files.cloned());
        }
    }
    ours
}

fn source_linknames(source: &Source) -> impl Iterator<Item = String> {
    let file = source.scan.as_ref().expect("the file is Go");
    file.linknames.iter().map(|linkname| {
        let target = linkname.target.as_deref().unwrap_or_default();
        format!("{} {} {} {target}", source.file, linkname.line, linkname.local)
    })
}

/// No target builds two declarations of one name, but for `_` and `init`.
#[track_caller]
fn check_declared_once(package: &Package, context: &Context) {
    let mut seen = BTreeSet::new();
    for source in package.built(context) {
        let file = source.scan.as_ref().expect("the file is Go");
        let named = file.decls.iter().filter(|decl| decl.name() != "_" && decl.path != "init");
        for decl in named {
            let (file, path) = (&source.file, &decl.path);
            assert!(seen.insert(path), "{file}:{}: {path} is declared again", decl.start);
        }
    }
}

/// Adds a package's functions in assembly, as we find them and as the assembler does.
fn check_assembly(
    index: &Index,
    package: &str,
    target: &Target,
    ours: &mut BTreeSet<String>,
    theirs: &mut BTreeSet<String>,
) {
    let context = index.context_for(target.clone());
    let folder = index.tree.root.join("src").join(package);
    let is_built = |name: &String| {
        let text = fs::read(folder.join(name)).expect("the file is readable");
        let header = build::constraint(&text).map(|header| header.expect("a constraint"));
        name.ends_with(".s") && context.takes(name, header.as_ref())
    };
    let mut names = index.tree.files(package).expect("the folder is listed");
    names.retain(is_built);
    for name in &names {
        let texts = asm::texts(&fs::read(folder.join(name)).expect("the file is readable"));
        let texts = texts.iter().filter(|text| !text.is_local);
        ours.extend(texts.map(|text| format!("{package} {}", text.symbol(package))));
    }
    if !names.is_empty() {
        let symbols = gensymabis(&folder, package, target, &names);
        theirs.extend(symbols.iter().map(|symbol| format!("{package} {symbol}")));
    }
}

/// The functions that `go tool asm` says it would define.
fn gensymabis(folder: &Path, package: &str, target: &Target, names: &[String]) -> Vec<String> {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    fs::write(scratch.path().join("go_asm.h"), "").expect("the file is written");
    let out = scratch.path().join("symabis");
    let go = newest();
    let mut command = go_command(&go);
    command.args(["tool", "asm", "-gensymabis", "-p", package, "-o"]).arg(&out);
    command.arg("-I").arg(scratch.path()).arg("-I").arg(go.join("pkg/include"));
    command.arg("-D").arg(format!("GOOS_{}", target.goos)).arg("-D").arg(format!("GOARCH_{}", target.goarch));
    command.env("GOOS", &target.goos).env("GOARCH", &target.goarch);
    let status = command.args(names).current_dir(folder).status();
    assert!(status.expect("go tool asm starts").success(), "go tool asm fails on {package}");
    let text = fs::read_to_string(&out).expect("symabis is written");
    let defined = text.lines().filter_map(|line| line.strip_prefix("def "));
    defined.filter_map(|line| Some(line.split_once(' ')?.0.to_owned())).collect()
}

fn index(goroot: &Path, target: Target) -> Index {
    Index::new(Tree::open(goroot).expect("the tree opens"), target)
}

/// Our declarations, of all files or of what the target builds.
fn rows(index: &Index, all_targets: bool) -> BTreeSet<String> {
    let query = Query { all_targets, ..Query::default() };
    let rows = symbols::search(index, &query).map(|row| row.expect("the package is read"));
    let show = |row: symbols::Row| {
        let doc = row.doc.unwrap_or_default();
        let symbols::Row { package, file, kind, path, start, end, .. } = row;
        format!("{package} {file} {kind} {path} {start}-{end} {doc}")
    };
    rows.map(show).collect()
}

fn declarations(records: &[Record], wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let records = of_kind(records, "decl").filter(|record| wanted(&record.file));
    let show = |record: &Record| {
        let Record { file, kind, path, start, end, doc, .. } = record;
        let (package, _) = file.rsplit_once('/').expect("a package has a folder");
        format!("{package} {file} {kind} {path} {start}-{end} {doc}")
    };
    records.map(show).collect()
}

fn linknames(records: &[Record]) -> BTreeSet<String> {
    let show =
        |record: &Record| format!("{} {} {} {}", record.file, record.start, record.local, record.target);
    of_kind(records, "linkname").map(show).collect()
}

fn files(records: &[Record], wanted: impl Fn(&Record) -> bool) -> BTreeSet<String> {
    let records = of_kind(records, "file").filter(|record| wanted(record));
    records.map(|record| record.file.clone()).collect()
}

fn matches(record: &Record, target: &str) -> bool {
    record.matches.iter().any(|known| known == target)
}

fn of_kind<'a>(records: &'a [Record], kind: &'a str) -> impl Iterator<Item = &'a Record> {
    records.iter().filter(move |record| record.rec == kind)
}

/// A line of goindex; its package comment says what each is. What a line does not have is empty.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Record {
    rec: String,
    file: String,
    matches: Vec<String>,
    kind: String,
    path: String,
    start: usize,
    end: usize,
    doc: usize,
    local: String,
    target: String,
}

/// Fails with the first differences of two sets.
#[track_caller]
fn check_equal(what: &str, ours: &BTreeSet<String>, theirs: &BTreeSet<String>) {
    let extra: Vec<_> = ours.difference(theirs).take(10).collect();
    let missing: Vec<_> = theirs.difference(ours).take(10).collect();
    assert!(extra.is_empty() && missing.is_empty(), "{what}: only ours {extra:#?}, only Go's {missing:#?}");
    assert!(!ours.is_empty(), "{what}: there are none");
}

/// What Go says about a tree, one object a line. The newest Go reads every tree, so it is the one that is asked.
fn goindex(tree: &Path) -> Vec<Record> {
    let targets = TARGETS.map(|(goos, goarch)| format!("{goos}/{goarch}")).join(",");
    let output = go_command(&newest())
        .args(["run", ".", "-targets", &targets])
        .arg(tree)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/go/goindex"))
        .output()
        .expect("go run starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "goindex failed: {errors}");
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let records = lines.filter(|line| !line.is_empty());
    records.map(|line| serde_json::from_slice(line).expect("a line of goindex is JSON")).collect()
}

/// The go command of a tree, whatever the environment says about others.
fn go_command(goroot: &Path) -> Command {
    let mut command = Command::new(goroot.join("bin/go"));
    command.env("GOROOT", goroot).env("GOTOOLCHAIN", "local").env("GOFLAGS", "").env("GOWORK", "off");
    for variable in ["GOOS", "GOARCH", "GOEXPERIMENT"] {
        command.env_remove(variable);
    }
    command
}

fn newest() -> PathBuf {
    goroot("CODEX_GO", "go1.27.3")
}

/// A GOROOT from the environment.
fn goroot(variable: &str, release: &str) -> PathBuf {
    match std::env::var_os(variable) {
        Some(root) => PathBuf::from(root),
        None => panic!("{variable} has to name the GOROOT of {release}; tests/run sets it"),
    }
}
