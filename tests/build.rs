//! Both ways to build a book give the same bytes: mdBook with the program as its preprocessor and then `finish`, and
//! mdBook inside of it.
#![cfg(feature = "driver")]
use mdbook_driver::MDBook;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

/// A book in a folder of its own below `outer`, so that it may name files beside it.
fn write_book(outer: &Path, toml: &str, src: &str) {
    let write = |path: &str, text: &str| {
        let path = outer.join("book-root").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("book.toml", toml);
    write("own.css", "main { color: red }\n");
    write("own.js", "\"use strict\";\n");
    write("looks/head.hbs", "<meta name=\"looks\" content=\"own\">\n");
    let pages = [
        (
            "SUMMARY.md",
            "# S\n\n[Start](README.md)\n\n# Part\n\n- [One](deep/one.md)\n  - [Two](two.md)\n- [Draft]()\n",
        ),
        ("README.md", "# Start\n\nSee [one](deep/one.md).\n"),
        ("deep/one.md", "# One\n\n{{#include ../shared.txt}}\n\n```go\nfunc main() {}\n```\n"),
        ("two.md", "# Two\n\n![](pictures/p.png) and <b>html</b>\n"),
        ("404.md", "# Nothing here\n"),
        ("shared.txt", "shared words\n"),
        ("pictures/p.png", "no picture"),
    ];
    for (path, text) in pages {
        write(&format!("{src}/{path}"), text);
    }
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            found.insert(name, String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
        }
    }
    found
}

fn program(root: &Path, arguments: &[&str]) {
    let mut command = Command::new(PROGRAM);
    let output = command.args(arguments).current_dir(root).env_remove("CI").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Builds a book that has no theme installed, then installs it and lets mdBook build.
fn check(toml: &str, src: &str) {
    let outer = tempfile::tempdir().unwrap();
    write_book(outer.path(), toml, src);
    let root = outer.path().join("book-root");
    let out = outer.path().join("ours");
    program(&root, &["build", "--dest-dir", &out.to_string_lossy()]);
    assert!(!root.join("theme").exists());
    program(&root, &["install"]);
    let installed = fs::read_to_string(root.join("book.toml")).unwrap();
    // mdBook reads a command as a shell does, to which a backslash is no separator.
    let path = std::path::absolute(PROGRAM).unwrap();
    let command = format!("command = '{}'", path.display().to_string().replace('\\', "/"));
    fs::write(root.join("book.toml"), installed.replace("command = \"mdbook-codex\"", &command)).unwrap();
    let mut stock = MDBook::load(&root).unwrap();
    stock.config.build.build_dir = outer.path().join("stock");
    stock.build().unwrap();
    program(&root, &["finish", &outer.path().join("stock").to_string_lossy()]);
    same(&files(&out), &files(&outer.path().join("stock")), src == ".");
}

#[track_caller]
fn same(ours: &BTreeMap<String, String>, stock: &BTreeMap<String, String>, src_is_root: bool) {
    // Where the root itself is the source folder, what `install` wrote is copied like any other file.
    let installed = |name: &str| {
        name.starts_with("theme/codex/codex.") || name == ".gitattributes" || name == "book.toml"
    };
    let names = |files: &BTreeMap<String, String>| -> Vec<String> {
        files.keys().filter(|name| !(src_is_root && installed(name))).cloned().collect()
    };
    assert_eq!(names(ours), names(stock));
    for name in names(ours) {
        assert!(ours[&name] == stock[&name], "{name} differs");
    }
    assert!(ours.keys().any(|name| name.starts_with("theme/codex/codex-") && name.ends_with(".css")));
    assert!(ours["index.html"].contains("theme/codex/codex-"));
}

#[test]
fn a_plain_book() {
    check("[book]\ntitle = \"A\"\n", "src");
}

#[test]
fn a_book_with_files_and_links_of_its_own() {
    check(
        "[book]\ntitle = \"A\"\n[build]\nbuild-dir = \"out\"\n[output.html]\ntheme = \"looks\"\n\
         git-repository-url = \"https://example.org\"\nedit-url-template = \"https://example.org/{path}\"\n\
         additional-css = [\"own.css\"]\nadditional-js = [\"./own.js\"]\ninput-404 = \"404.md\"\n",
        "src",
    );
}

#[test]
fn a_book_whose_text_is_elsewhere() {
    check("book.src = \"../text\"\n[output.html]\nedit-url-template = \"x/{path}\"\n", "../text");
    check("book.src = \".\"\n", ".");
}

#[test]
fn several_outputs() {
    let outer = tempfile::tempdir().unwrap();
    write_book(outer.path(), "[output.markdown]\n[output.html]\n", "src");
    let root = outer.path().join("book-root");
    program(&root, &["build"]);
    let built = files(&root.join("book"));
    assert!(built.contains_key("html/deep/one.html") && built.contains_key("markdown/deep/one.md"));
    let plain = tempfile::tempdir().unwrap();
    write_book(plain.path(), "[output.markdown]\n", "src");
    program(&plain.path().join("book-root"), &["build"]);
    assert!(files(&plain.path().join("book-root/book")).keys().all(|name| !name.ends_with(".css")));
}
