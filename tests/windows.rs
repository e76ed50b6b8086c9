//! What Windows does to a book, wherever the tests run: every line end a `\r\n`, every separator a `\`.
#![cfg(feature = "driver")]
use mdbook_codex::commands::embedded::{self, Options};
use mdbook_codex::commands::{Settings, preprocess};
use mdbook_codex::go::index::Index;
use mdbook_codex::go::source::Tree;
use mdbook_codex::go::symbols::{self, Query};
use mdbook_codex::go::target::Target;
use mdbook_codex::read::slashed;
use mdbook_codex::splice;
use mdbook_codex::wire::{self, Sent};
use mdbook_driver::book::{Book, BookItem, Chapter};
use mdbook_driver::builtin_renderers::MarkdownRenderer;
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::Renderer;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

/// Pages by their path, with `/` and `\n` whatever they had.
type Pages = BTreeMap<String, String>;

#[test]
fn a_book_with_other_line_ends_has_the_same_pages() {
    for book in golden_books() {
        let converted = with_crlf(&book);
        for (name, renderer) in
            [("html", &HtmlHandlebars::new() as &dyn Renderer), ("markdown", &MarkdownRenderer::new())]
        {
            let (made, said) = run(converted.path(), renderer);
            same(&made, &expected(&book, name), &book);
            assert_eq!(mixed(&made, converted.path()), Vec::<&String>::new(), "{}", book.display());
            if name == "html" {
                assert_eq!(said, recorded(&book.join("expected/stderr.txt")), "{}", book.display());
            }
        }
    }
}

#[test]
fn paths_with_backslashes_lead_to_the_same_pages() {
    let mut nested = 0;
    for book in golden_books() {
        let (context, plain) = embedded::read(&book).unwrap();
        let native = over_the_wire(&context, &plain, |path| path.replace('/', "\\"));
        nested += chapters(&native.0).filter(|chapter| has_backslash(chapter)).count();
        let (mut native, context) = native;
        let problems = mdbook_codex::run(&context, &mut native).unwrap().problems;
        same(&pages(&native), &expected(&book, "html"), &book);
        let (mut plain, context) = over_the_wire(&context, &plain, str::to_string);
        let of_plain = mdbook_codex::run(&context, &mut plain).unwrap().problems;
        assert_eq!(problems, of_plain, "{}", book.display());
    }
    assert!(nested > 1, "some chapters stand in folders");
}

#[test]
fn a_checkout_with_other_line_ends_is_current() {
    let folder = copied(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/module"), &str::to_string);
    let root = folder.path();
    let page = fs::read_to_string(root.join("src/a.md")).unwrap();
    let mended = page.replace("size = 33", "size = 32").replace("bolt.Opn", "bolt.Open");
    fs::write(root.join("src/a.md"), mended).unwrap();
    check(root, &["install"], 0, "");
    check(root, &["lock"], 0, "codex.lock written");
    let lock = fs::read_to_string(root.join("codex.lock")).unwrap();
    assert!(!lock.contains('\r'));
    let checkout = with_crlf(root);
    let root = checkout.path();
    assert!(fs::read_to_string(root.join("codex.lock")).unwrap().contains("\r\n"));
    check(root, &["install", "--check"], 0, "installed and current");
    check(root, &["lock", "--check"], 0, "codex.lock is current");
    check(root, &["build", "-d", "out"], 0, "");
    // Without the tree the lock alone answers.
    fs::remove_dir_all(root.join("tree")).unwrap();
    let toml = fs::read_to_string(root.join("book.toml")).unwrap();
    fs::write(root.join("book.toml"), toml.replace("root = \"tree\"\r\n", "")).unwrap();
    check(root, &["check"], 0, "");
    check(root, &["uninstall"], 0, "removed theme/codex/codex.css");
    assert!(!root.join("theme").exists() && !root.join(".gitattributes").exists());
}

#[test]
fn names_that_not_every_system_takes_are_noted() {
    let chapter = |path: &str| {
        serde_json::json!({"Chapter": {"name": "A", "content": "# A\n", "number": [1], "sub_items": [],
            "path": path, "source_path": path, "parent_names": []}})
    };
    let paths = ["fine.md", "deep/aux.md", "Deep\\A.md", "deep/a.md", "deep/a.md"];
    let sent = serde_json::json!([
        {"root": "/nowhere", "renderer": "html", "mdbook_version": "0.5.4",
            "config": {"preprocessor": {"codex": {"after": ["links", "index"]}}}},
        {"items": paths.map(chapter)}
    ]);
    let (context, mut book) = received(sent);
    let problems = mdbook_codex::run(&context, &mut book).unwrap().problems;
    let noted = problems.iter().filter(|problem| problem.code == "path-elsewhere");
    let said: Vec<&str> = noted.map(|problem| problem.message.as_str()).collect();
    let expected = [
        "not every system takes the path `deep/aux.md`: `aux` is a device of Windows",
        "not every system takes the path `deep/a.md`: macOS and Windows take it for `Deep/A.md`",
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_tree_with_other_line_ends_says_the_same() {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go/tree");
    let converted = with_crlf(&tree);
    let said = |root: &Path| -> Vec<String> {
        let index = Index::new(Tree::open(root).unwrap(), Target::default());
        let query = Query { all_targets: true, ..Query::default() };
        symbols::search(&index, &query).map(|row| format!("{:?}", row.unwrap())).collect()
    };
    let plain = said(&tree);
    assert!(plain.len() > 40, "{} symbols", plain.len());
    assert_eq!(said(converted.path()), plain);
}

fn golden_books() -> Vec<PathBuf> {
    let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let folders = fs::read_dir(books).unwrap().map(|entry| entry.unwrap().path());
    let mut books: Vec<PathBuf> = folders.filter(|folder| folder.join("book.toml").exists()).collect();
    books.sort();
    assert!(!books.is_empty());
    books
}

/// A copy of a folder in which every text has `\r\n`.
fn with_crlf(from: &Path) -> TempDir {
    copied(from, &|text| text.replace("\r\n", "\n").replace('\n', "\r\n"))
}

fn copied(from: &Path, change: &dyn Fn(&str) -> String) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(from, folder.path(), change);
    folder
}

fn copy(from: &Path, to: &Path, change: &dyn Fn(&str) -> String) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to, change);
        } else {
            fs::write(to, change(&fs::read_to_string(&path).unwrap())).unwrap();
        }
    }
}

/// The pages as the renderer gets them, and what is said on the way.
fn run(root: &Path, renderer: &dyn Renderer) -> (Pages, String) {
    let options = Options { dry: true, ..Options::default() };
    let loaded = embedded::load(root, &options, &Settings::default()).unwrap();
    let (book, _) = loaded.book.preprocess_book(renderer).unwrap();
    let done = loaded.take();
    let said = done.iter().map(|done| preprocess::text(done, &done.report.problems, false));
    (pages(&book), said.collect())
}

/// What arrives of a book after JSON, with every path changed.
fn over_the_wire(
    context: &wire::Context,
    book: &Book,
    change: impl Fn(&str) -> String,
) -> (Book, wire::Context) {
    let mut items = serde_json::to_value(book).unwrap();
    for_each_path(&mut items, &change);
    let sent = serde_json::json!([
        {"root": context.root, "renderer": context.renderer, "mdbook_version": context.mdbook_version,
            "config": context.config},
        items
    ]);
    let (context, book) = received(sent);
    (book, context)
}

/// A book that was sent, with its texts.
fn received(sent: Value) -> (wire::Context, Book) {
    let mut input = sent.to_string().into_bytes();
    let Sent { context, mut book, texts, .. } = wire::read(&mut input).unwrap();
    splice::put(&mut book, texts.into_iter().map(|text| Some(text.to_string())).collect());
    (context, book)
}

fn for_each_path(value: &mut Value, change: &impl Fn(&str) -> String) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(path) if key == "path" || key == "source_path" => *path = change(path),
                    value => for_each_path(value, change),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| for_each_path(item, change)),
        _ => {}
    }
}

fn chapters(book: &Book) -> impl Iterator<Item = &Chapter> {
    book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) => Some(chapter),
        _ => None,
    })
}

fn has_backslash(chapter: &Chapter) -> bool {
    chapter.path.as_ref().is_some_and(|path| path.to_string_lossy().contains('\\'))
}

fn pages(book: &Book) -> Pages {
    let page =
        |chapter: &Chapter| Some((slashed(chapter.path.as_ref()?).into_owned(), chapter.content.clone()));
    chapters(book).filter_map(page).collect()
}

fn expected(book: &Path, name: &str) -> Pages {
    let folder = book.join("expected").join(name);
    let mut found = Pages::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            found.insert(slashed(path.strip_prefix(&folder).unwrap()).into_owned(), recorded(&path));
        }
    }
    found
}

fn recorded(path: &Path) -> String {
    fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

#[track_caller]
fn same(made: &Pages, expected: &Pages, book: &Path) {
    let paths = |pages: &Pages| pages.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(made), paths(expected), "{}", book.display());
    for (path, text) in made {
        assert_eq!(text.replace("\r\n", "\n"), expected[path], "{}: {path}", book.display());
    }
}

/// The pages with line ends of both kinds, apart from those that include a file: mdBook ends its lines with `\n`.
fn mixed<'p>(made: &'p Pages, root: &Path) -> Vec<&'p String> {
    let includes = |path: &str| {
        let source = fs::read_to_string(root.join("src").join(path));
        source.is_ok_and(|text| text.contains("{{#include"))
    };
    let has_both = |text: &str| text.contains("\r\n") && text.replace("\r\n", "").contains('\n');
    made.iter().filter(|(path, text)| has_both(text) && !includes(path)).map(|(path, _)| path).collect()
}

#[track_caller]
fn check(root: &Path, arguments: &[&str], code: i32, words: &str) {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(root).env_remove("CI").stdin(Stdio::null());
    let output = command.output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(said.contains(words), "{arguments:?}: {said}");
}
