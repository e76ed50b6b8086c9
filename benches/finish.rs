//! How long the finishing step takes over *Go runtime internals*: with every file new, and with nothing to change.
use divan::Bencher;
use mdbook_codex::commands::embedded::{self, Options};
use mdbook_codex::commands::{Console, Settings, finish};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn main() {
    divan::main();
}

#[divan::bench]
fn first_run(bencher: Bencher) {
    let site = built();
    bencher.with_inputs(|| copy(&site)).bench_refs(|site| finished(site.path()));
}

#[divan::bench]
fn second_run(bencher: Bencher) {
    let site = built();
    finished(site.path());
    bencher.bench(|| finished(site.path()));
}

fn book() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("book")
}

/// The pages as mdBook writes them.
fn built() -> TempDir {
    let site = tempfile::tempdir().expect("a folder can be made");
    let options = Options { out: Some(site.path().to_path_buf()), ..Options::default() };
    let embedded = embedded::load(&book(), &options, &Settings::default()).expect("the book can be read");
    embedded.book.build().expect("the book can be built");
    site
}

/// The pages of a site in a folder of their own.
fn copy(site: &TempDir) -> TempDir {
    let copy = tempfile::tempdir().expect("a folder can be made");
    for entry in fs::read_dir(site.path()).expect("the site can be listed") {
        let path = entry.expect("the site can be listed").path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            fs::copy(&path, copy.path().join(name)).expect("a file can be copied");
        }
    }
    copy
}

fn finished(site: &Path) {
    let (mut out, mut err) = (std::io::sink(), std::io::sink());
    let mut console = Console { out: &mut out, err: &mut err, styled: false };
    finish::run(&book(), site, &Settings::default(), &mut console).expect("the book can be finished");
}
