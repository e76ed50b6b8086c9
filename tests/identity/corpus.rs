//! The texts: what pulldown-cmark is tested with (among it every example of the CommonMark specification and those of
//! GitHub's extensions), and our own books.
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A text and what to call it.
#[derive(Clone)]
pub struct Text {
    pub name: String,
    pub text: String,
}

/// Every text of the corpora.
pub fn all() -> Vec<Text> {
    let mut texts = suite();
    texts.extend(books());
    texts
}

/// The texts between raw quotes in pulldown-cmark's tests, both the Markdown and the HTML that is expected of it.
pub fn suite() -> Vec<Text> {
    let mut texts = Vec::new();
    for file in files(&pulldown_cmark().join("tests"), "rs") {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let source = fs::read_to_string(&file).expect("a test of pulldown-cmark");
        let found = raw_strings(&source);
        texts.extend(found.enumerate().map(|(at, text)| Text { name: format!("{name} {at}"), text }));
    }
    // The words of front matter go to places of their own.
    texts.retain(|text| !text.text.starts_with("---"));
    assert!(texts.len() > 2000, "only {} texts in pulldown-cmark's tests", texts.len());
    texts
}

/// The chapters of our books, and of the books below `tests/books`.
pub fn books() -> Vec<Text> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["book/src", "docs/src", "tests/books"];
    let files = folders.iter().flat_map(|folder| files(&root.join(folder), "md"));
    let read = |file: PathBuf| Text {
        name: file.strip_prefix(root).expect("a path of ours").display().to_string(),
        text: fs::read_to_string(&file).expect("a chapter"),
    };
    files.map(read).collect()
}

/// Where cargo keeps the source of the pulldown-cmark that mdBook's parser comes from.
fn pulldown_cmark() -> PathBuf {
    let host = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    // Other systems' packages need not be there.
    cargo.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &triple(&host)]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = told["packages"].as_array().expect("packages");
    let found = packages.iter().find(|package| package["name"] == "pulldown-cmark").expect("pulldown-cmark");
    let manifest = Path::new(found["manifest_path"].as_str().expect("a path"));
    manifest.parent().expect("a folder").to_path_buf()
}

/// rustc's own word for this machine.
fn triple(host: &str) -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let output = Command::new(rustc).arg("-vV").output().expect("rustc starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = said.lines().find_map(|line| line.strip_prefix("host: "));
    line.unwrap_or_else(|| panic!("rustc does not name {host}")).to_string()
}

/// The files below a folder whose names end so, sorted; none where there is no such folder.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() && path.file_name().is_none_or(|name| name != "expected") {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What stands in `r"…"`, `r#"…"#` and so on.
fn raw_strings(source: &str) -> impl Iterator<Item = String> {
    let mut rest = source;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find(" r#").into_iter().chain(rest.find(" r\"")).min()?;
            rest = &rest[at + 2..];
            let signs = rest.len() - rest.trim_start_matches('#').len();
            let Some(inner) = rest[signs..].strip_prefix('"') else { continue };
            let end = inner.find(&format!("\"{}", "#".repeat(signs)))?;
            rest = &inner[end..];
            return Some(inner[..end].to_string());
        }
    })
}
