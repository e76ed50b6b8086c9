//! What the finishing step makes of a built book: its files are recorded whole, and so is what stands in each head.
//! The rest of every page is held against the page as mdBook wrote it. `SNAPSHOTS=overwrite` renews what is recorded.
#![cfg(feature = "driver")]
use mdbook_codex::commands::embedded::{self, Options};
use mdbook_codex::commands::{Console, Settings, build, finish};
use record::Files;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "support/record.rs"]
mod record;

const OPEN: &str = "<!-- Codex -->\n";
const CLOSE: &str = "        <!-- /Codex -->";

/// The book as mdBook builds it, not finished.
fn built(root: &Path, out: &Path) {
    let options = Options { out: Some(out.to_path_buf()), ..Options::default() };
    embedded::load(root, &options, &Settings::default()).unwrap().book.build().unwrap();
}

/// What the finishing step says.
fn finished(root: &Path, out: &Path) -> Result<String, String> {
    let (mut said, mut none) = (Vec::new(), Vec::new());
    let mut console = Console { out: &mut none, err: &mut said, styled: false };
    let run = finish::run(root, out, &Settings::default(), &mut console);
    run.map_err(|error| format!("{error:#}"))?;
    Ok(String::from_utf8(said).unwrap().replace(&out.display().to_string(), "OUT"))
}

fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            found.insert(path.strip_prefix(folder).unwrap().to_path_buf(), text);
        }
    }
    found
}

/// The tags that were put into a page, and the page without them.
fn taken_apart(page: &str) -> Option<(String, String)> {
    let (before, behind) = page.split_once(OPEN)?;
    let (tags, behind) = behind.split_once(CLOSE)?;
    Some((tags.to_string(), format!("{before}{behind}")))
}

/// A page without the description that mdBook gives to every page alike.
fn without_description(page: &str) -> String {
    let start = page.rfind("<meta name=\"description\"").unwrap();
    let end = start + page[start..].find('>').unwrap() + 1;
    format!("{}{}", &page[..start], &page[end..])
}

fn book() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/finish/book")
}

#[test]
fn a_book_is_finished_as_recorded() {
    let outer = tempfile::tempdir().unwrap();
    let out = outer.path().join("out");
    built(&book(), &out);
    let before = files(&out);
    let said = finished(&book(), &out).unwrap();
    let after = files(&out);
    let mut made = Files::new();
    for (path, text) in &after {
        let name = path.display();
        match before.get(path) {
            Some(old) if old == text => {}
            Some(old) => {
                let (tags, rest) = taken_apart(text).unwrap_or_else(|| panic!("{name} has no tags of ours"));
                assert!(rest == without_description(old), "{name} changed outside of its tags");
                made.insert(Path::new("heads").join(path), tags);
            }
            None => drop(made.insert(path.clone(), text.clone())),
        }
    }
    assert!(before.keys().all(|path| after.contains_key(path)));
    made.insert("stderr.txt".into(), said);
    let stale = record::check(&book().with_file_name("expected"), &made).unwrap();
    assert!(stale.is_empty(), "stale (SNAPSHOTS=overwrite renews them):\n{}", stale.join("\n"));

    assert_eq!(finished(&book(), &out).unwrap(), "finished OUT: 0 files changed\n");
    assert!(files(&out) == after);
}

/// A book of one's own, with the table of the finishing step as given.
fn small(folder: &Path, table: &str) -> PathBuf {
    let root = folder.join("book-root");
    fs::create_dir_all(root.join("src")).unwrap();
    let toml = format!("[book]\ntitle = \"A\"\n[preprocessor.codex.finish]\n{table}\n");
    fs::write(root.join("book.toml"), toml).unwrap();
    fs::write(root.join("src/SUMMARY.md"), "- [One](one.md)\n- [Two](two.md)\n").unwrap();
    fs::write(root.join("src/one.md"), "# One\n\nThe *first*.\n").unwrap();
    fs::write(root.join("src/two.md"), "# Two\n\nSee [one](one.md).\n").unwrap();
    root
}

/// Builds a book with our own `build`, which finishes it unless told not to.
fn ours(root: &Path, out: &Path) -> Files {
    let (mut said, mut none) = (Vec::new(), Vec::new());
    let mut console = Console { out: &mut none, err: &mut said, styled: false };
    let options = Options { out: Some(out.to_path_buf()), ..Options::default() };
    build::run(root, &options, false, &Settings::default(), &mut console).unwrap();
    files(out)
}

#[test]
fn a_build_is_finished_unless_the_book_says_no() {
    let outer = tempfile::tempdir().unwrap();
    let root = small(outer.path(), "");
    let stock = outer.path().join("stock");
    built(&root, &stock);
    let plain = files(&stock);
    finished(&root, &stock).unwrap();
    assert!(ours(&root, &outer.path().join("ours")) == files(&stock));
    small(outer.path(), "enable = false");
    assert!(ours(&root, &outer.path().join("off")) == plain);
    // Without a site there is nothing that needs its address, and all else is there.
    let names = ["codex.json", "llms.txt", "one.md", "two.md"];
    let new: Vec<_> = files(&stock).into_keys().filter(|path| !plain.contains_key(path)).collect();
    assert_eq!(new, names.map(PathBuf::from));
}

#[test]
fn what_changed_in_the_book_changes_the_tags() {
    let outer = tempfile::tempdir().unwrap();
    let root = small(outer.path(), "site = \"https://a.example.org\"");
    let out = outer.path().join("out");
    built(&root, &out);
    finished(&root, &out).unwrap();
    small(outer.path(), "site = \"https://b.example.org\"");
    assert_eq!(finished(&root, &out).unwrap(), "finished OUT: 6 files changed\n");
    let page = fs::read_to_string(out.join("two.html")).unwrap();
    assert_eq!(page.matches("rel=\"canonical\"").count(), 1);
    assert!(page.contains("https://b.example.org/two.html") && !page.contains("a.example.org"));
}

#[test]
fn the_authors_own_files_stay() {
    let outer = tempfile::tempdir().unwrap();
    let root = small(outer.path(), "site = \"https://a.example.org\"");
    fs::write(root.join("src/llms.txt"), "my own\n").unwrap();
    let built = ours(&root, &outer.path().join("out"));
    assert_eq!(built[Path::new("llms.txt")], "my own\n");
    assert!(built.contains_key(Path::new("sitemap.xml")));
}

#[test]
fn a_folder_that_holds_no_book_is_refused() {
    let outer = tempfile::tempdir().unwrap();
    let root = small(outer.path(), "");
    let said = finished(&root, outer.path()).unwrap_err();
    assert!(said.ends_with("holds no book: build it first"), "{said}");
    fs::write(root.join("src/index.html"), "<html><head></head><body></body></html>").unwrap();
    let before = files(&root);
    let said = finished(&root, &root.join("src")).unwrap_err();
    assert!(said.ends_with("is where the book's chapters are, not where it is built"), "{said}");
    assert!(files(&root) == before);
}

#[test]
fn pages_that_are_not_there_are_told_of() {
    let outer = tempfile::tempdir().unwrap();
    let root = small(outer.path(), "");
    let out = outer.path().join("out");
    built(&root, &out);
    fs::remove_file(out.join("two.html")).unwrap();
    fs::write(out.join("one.html"), "no page at all").unwrap();
    let said = finished(&root, &out).unwrap();
    let expected = "warning: `one.html` has no head\nwarning: `two.html` is not among the pages built\n";
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(fs::read_to_string(out.join("one.html")).unwrap(), "no page at all");
}
