//! How fast a Go tree is read. `CODEX_GO` names the GOROOT to read.
//!
//! Each file is read before the clock starts; `index` reads its files itself, as a book does.

use std::path::PathBuf;

use divan::Bencher;
use divan::counter::BytesCount;
use mdbook_codex::go::index::Index;
use mdbook_codex::go::reference::Reference;
use mdbook_codex::go::source::Tree;
use mdbook_codex::go::target::Target;
use mdbook_codex::go::{decls, lex};

fn main() {
    divan::main();
}

/// The runtime and its helpers, or everything below `src`.
const SETS: [&str; 2] = ["runtime", "all"];

#[divan::bench(args = SETS)]
fn tokens(bencher: Bencher, set: &str) {
    let files = files(set);
    bencher
        .counter(bytes(&files))
        .bench(|| files.iter().map(|text| lex::Lexer::new(text).count()).sum::<usize>());
}

#[divan::bench(args = SETS)]
fn declarations(bencher: Bencher, set: &str) {
    let files = files(set);
    bencher.counter(bytes(&files)).bench(|| {
        let scans = files.iter().filter_map(|text| decls::scan(text).ok());
        scans.map(|file| file.decls.len()).sum::<usize>()
    });
}

/// A first lookup in `runtime`, and then one that finds it read.
#[divan::bench(args = ["runtime.gopark", "runtime.mcall", "runtime.mheap.central.mcentral", "runtime.goPark"])]
fn index(bencher: Bencher, reference: &str) {
    let reference: Reference = reference.parse().expect("a reference");
    bencher
        .with_inputs(|| Index::new(tree(), Target::default()))
        .bench_values(|index| index.lookup(&reference));
}

#[divan::bench]
fn index_again(bencher: Bencher) {
    let index = Index::new(tree(), Target::default());
    let reference: Reference = "runtime.gopark".parse().expect("a reference");
    bencher.bench(|| index.lookup(&reference));
}

fn tree() -> Tree {
    let root = std::env::var_os("CODEX_GO").expect("CODEX_GO names a GOROOT");
    Tree::open(&PathBuf::from(root)).expect("the tree opens")
}

fn files(set: &str) -> Vec<Vec<u8>> {
    let tree = tree();
    let is_wanted =
        |package: &&String| set == "all" || *package == "runtime" || package.starts_with("internal/runtime/");
    let mut files = Vec::new();
    for package in tree.packages().iter().filter(is_wanted) {
        for name in tree.files(package).expect("the folder is listed") {
            if mdbook_codex::go::source::is_source(&name) {
                files.push(tree.read(&format!("{package}/{name}")).expect("the file is read"));
            }
        }
    }
    files
}

fn bytes(files: &[Vec<u8>]) -> BytesCount {
    BytesCount::new(files.iter().map(Vec::len).sum::<usize>())
}
