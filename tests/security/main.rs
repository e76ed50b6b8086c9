//! Everything that comes from a book, its settings, a source tree or a lock is data: it never becomes markup, a link
//! that runs, another program's argument, or a path that leads out.
//!
//! `tests/hostile` is a book that tries. Each place of it tries under a name of its own, `pwn('name')`, so that the tests
//! can tell that every place was shown, and as words. What examples may use is tested in `tests/examples.rs`: time,
//! output, memory, a clean environment and nothing left behind.
#![cfg(feature = "driver")]
use dom::Page;
use mdbook_codex::examples::hash;
use mdbook_codex::find::Block;
use mdbook_codex::lock::{self, Lock};
use mdbook_markdown::pulldown_cmark::{Event, Options, Parser, Tag};
use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

mod dom;
#[cfg(unix)]
mod links;
mod paths;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

/// Places that no page shows, since nothing of theirs is to be shown: addresses that are refused, titles of references,
/// comments of a source tree, and the word beside a link into an editor, which `serve` alone shows.
const NEVER_SHOWN: [&str; 18] = [
    "codex-link",
    "description-image",
    "description-link",
    "doc",
    "editor",
    "fact",
    "field-tag",
    "link-title",
    "names",
    "needs",
    "option",
    "package-doc",
    "reference",
    "site",
    "source-url",
    "summary-title",
    "tag-link",
    "word-edit",
];

/// Places that are shown of what ran, as the lock knows it, or where there is no tree.
const SHOWN_OF_A_LOCK: [&str; 5] =
    ["word-compiled-with", "word-examples-run", "word-excerpt-absent", "word-ran-with", "word-run-examples"];

/// The hostile book in a folder of its own, with links in its tree that lead out of it.
fn hostile() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile"), folder.path());
    #[cfg(unix)]
    {
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, folder.path().join("tree/src").join(name)).unwrap();
        };
        fs::create_dir(folder.path().join("tree/src/outside")).unwrap();
        link("../../secret.go", "outside/out.go");
        link("..", "link");
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The program in a book, where no Go of this machine is at hand.
fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(root).stdin(Stdio::null());
    for name in ["CI", "CODEX_ROOTS", "GOMODCACHE", "GOPATH"] {
        command.env_remove(name);
    }
    command.env("GOROOT", root.join("nowhere")).env("HOME", root.join("nowhere")).env("PATH", "");
    command
}

fn run(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    ended(command(root, arguments).output().unwrap())
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().expect("no signal ended it"), text(output.stdout), text(output.stderr))
}

/// Every HTML page of a built book, the contents of its sidebar too, by name.
fn pages(out: &Path) -> Vec<(String, Page)> {
    let list = Regex::new(r"(?m)^ *this\.innerHTML = '(.*)';$").unwrap();
    let mut pages = Vec::new();
    for entry in fs::read_dir(out).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".html") {
            pages.push((name, dom::read(&fs::read_to_string(&path).unwrap())));
        } else if name.starts_with("toc-") {
            let script = fs::read_to_string(&path).unwrap();
            let list = list.captures(&script).expect("the sidebar's list is one line")[1].to_string();
            assert!(!list.contains(['\'', '\\']), "the list of {name} leaves its string");
            pages.push((name, dom::read(&list)));
        }
    }
    pages
}

/// Fails for whatever could run; gives the names of all places that are shown.
fn judge(out: &Path) -> BTreeSet<String> {
    let pages = pages(out);
    assert!(pages.len() > 5, "pages and the sidebar were built");
    let faults: Vec<String> = pages
        .iter()
        .flat_map(|(name, page)| page.faults.iter().map(move |fault| format!("{name}: {fault}")))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    pages.into_iter().flat_map(|(_, page)| page.words).collect()
}

#[test]
fn the_hostile_book_sets_every_word() {
    let words = serde_json::to_value(mdbook_codex::config::words::Words::default()).unwrap();
    let toml =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/book.toml")).unwrap();
    let absent =
        |word: &&String| !toml.contains(&format!("{word} = \"\\\"'><img src=x onerror=pwn('word-{word}')"));
    let absent: Vec<&String> = words.as_object().unwrap().keys().filter(absent).collect();
    assert!(absent.is_empty(), "{absent:?}");
}

/// What a place of the hostile book says.
fn payload(name: &str) -> String {
    format!("\"'><img src=x onerror=pwn('{name}')><script>pwn('{name}')</script>")
}

/// The names of all places of the hostile book.
fn places(root: &Path) -> BTreeSet<String> {
    let files = ["book.toml", "src/SUMMARY.md", "src/index.md", "src/one.md", "src/two.md", "src/below.md"];
    let files = files.into_iter().chain(["tree/src/runtime/evil.go"]);
    files.flat_map(|file| dom::marks(&read(root, file).replace('\\', "")).collect::<Vec<_>>()).collect()
}

#[test]
fn nothing_of_a_book_becomes_markup() {
    let book = hostile();
    let root = book.path();
    let (code, _, err) = run(root, &["build", "-d", "out"]);
    assert_eq!(code, 0, "{err}");
    let shown = judge(&root.join("out"));
    let places = places(root);
    let absent: Vec<&str> = places.difference(&shown).map(String::as_str).collect();
    let mut expected = [&NEVER_SHOWN[..], &SHOWN_OF_A_LOCK].concat();
    expected.sort_unstable();
    assert_eq!(absent, expected, "of {} places", places.len());
    let (no, tree) = (read(root, "out/one.html"), read(root, "tree/secret.go"));
    assert!(tree.contains("pwned") && !no.contains("pwned"));
}

#[test]
fn nothing_of_a_lock_becomes_markup() {
    let book = hostile();
    let root = book.path();
    let (_, _, err) = run(root, &["lock"]);
    let (mut lock, problems) = lock::read(&read(root, "codex.lock"));
    assert!(problems.is_empty() && lock.refs.contains_key("go1.27.3 runtime.evil"), "{err}");
    worsen(&mut lock);
    for block in examples(&read(root, "src/one.md")) {
        lock.examples.insert(hash(&block), "go1.27.3".to_string());
    }
    write(root, "codex.lock", &lock::write(&lock));
    fs::remove_dir_all(root.join("tree")).unwrap();
    fs::remove_dir_all(root.join("other")).unwrap();
    let (code, _, err) = run(root, &["build", "-d", "out"]);
    assert_eq!(code, 0, "{err}");
    let shown = judge(&root.join("out"));
    for key in ["at", "sig", "kind", "body", "value", "variant", "field", "type", "note"] {
        assert!(shown.contains(&format!("lock-{key}")), "{key} of the lock is not shown: {shown:?}");
    }
    for place in SHOWN_OF_A_LOCK {
        assert!(shown.contains(place), "{place} is not shown: {shown:?}");
    }
}

/// The programs of a page.
fn examples(text: &str) -> impl Iterator<Item = Block> {
    let fence = Regex::new(r"(?ms)^```(go[^\n]*)\n(package main\n.*?)^```$").unwrap();
    let blocks: Vec<Block> = fence
        .captures_iter(text)
        .map(|found| Block { info: found[1].to_string(), text: found[2].to_string(), ..Block::default() })
        .collect();
    assert_eq!(blocks.len(), 3);
    blocks.into_iter()
}

/// Whatever the tree said, the lock says something worse.
fn worsen(lock: &mut Lock) {
    let evil =
        |name: &str| format!("\"'><img src=x onerror=pwn('lock-{name}')><script>pwn('lock-{name}')</script>");
    lock.sources.values_mut().for_each(|source| source.rev = evil("rev"));
    lock.calls.values_mut().for_each(|call| call.note = evil("note"));
    for entry in lock.refs.values_mut() {
        (entry.kind, entry.sig) = (evil("kind"), evil("sig"));
        (entry.at, entry.body) = (format!("{}:1-2", evil("at")), format!("{}:3-4", evil("body")));
        (entry.value, entry.variants) = (Some(evil("value")), vec![format!("{}:7 x", evil("variant"))]);
        if !entry.layout.is_empty() {
            entry.layout = format!("16/8: {} {}@0+1/1", evil("field").replace(' ', "/"), evil("type"));
        }
    }
}

#[test]
fn other_renderers_get_markdown_without_markup() {
    let book = hostile();
    let root = book.path();
    let toml = read(root, "book.toml").replace("[output.html]\n", "[output.markdown]\n[output.html]\n");
    write(root, "book.toml", &toml);
    let (code, _, err) = run(root, &["build", "-d", "out"]);
    assert_eq!(code, 0, "{err}");
    let mut read = 0;
    for entry in fs::read_dir(root.join("out/markdown")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "md") || path.ends_with("SUMMARY.md") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        read += 1;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => panic!("{}: {html}", path.display()),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    assert!(dom::is_plain(&dest_url), "{}: {dest_url}", path.display());
                }
                _ => {}
            }
        }
    }
    assert!(read > 4, "the markdown renderer wrote {read} pages");
}

#[test]
fn the_search_index_is_data() {
    let book = hostile();
    let root = book.path();
    assert_eq!(run(root, &["build", "-d", "out"]).0, 0);
    let entries = fs::read_dir(root.join("out")).unwrap().map(|entry| entry.unwrap().path());
    let is_index =
        |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("searchindex");
    let script =
        fs::read_to_string(entries.into_iter().find(is_index).expect("there is a search index")).unwrap();
    let whole = Regex::new(
        r"^window\.search = Object\.assign\(window\.search, JSON\.parse\('((?:[^'\\]|\\.)*)'\)\);$",
    );
    let json = whole.unwrap().captures(script.trim()).expect("the index is one string")[1].to_string();
    let json = json.replace("\\'", "'").replace("\\\\", "\\");
    let index: serde_json::Value = serde_json::from_str(&json).expect("the string is JSON");
    let pages = index["index"]["documentStore"]["docs"].as_object().expect("the index has pages");
    assert!(
        pages.values().any(|page| page["body"].to_string().contains("pwn(")),
        "what the book says is found"
    );
    // mdBook's searcher writes these as HTML; the author's own headings are left to the theme's script.
    for page in pages.values().filter_map(|page| page["breadcrumbs"].as_str()) {
        let ours = page.replace(&format!(" » Two {}", payload("heading")), "");
        assert_eq!(dom::read(&ours).faults, [""; 0], "{ours}");
        assert!(!page.contains(&payload("front-title")), "{page}");
    }
}

#[test]
fn no_setting_makes_an_address_that_runs() {
    let urls = [
        "javascript://{path}",
        "JavaScript:alert(1)//{path}",
        " javascript://{path}",
        "java\\tscript://{path}",
        "java\\nscript://{path}",
        "\\u0001javascript://{path}",
        "data:text/html,{path}",
        "data://{path}",
        "vbscript://{path}",
        "gitea:javascript:alert(1)//",
        "https://x.org/\\\"><script>alert(1)</script>{path}",
        "https:javascript:alert(1)//{path}",
        "&#106;avascript://{path}",
    ];
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut toml = "[preprocessor.codex]\nafter = [\"links\", \"index\"]\nstrict = \"never\"\n\
        editor = \" Java\\tScript:alert(1)//{path}:{line}\"\n"
        .to_string();
    let mut page = "# One\n".to_string();
    for (at, url) in urls.iter().enumerate() {
        let module =
            format!("module = \"example.org/m{at}\"\npin = \"v1.0.0\"\nroot = \"m\"\nurl = \"{url}\"\n");
        toml.push_str(&format!("\n[preprocessor.codex.source.m{at}]\n{module}"));
        page.push_str(&format!("\n[m{at}](go:example.org/m{at}.Evil) and [](go:example.org/m{at}.Evil)\n"));
    }
    write(root, "book.toml", &toml);
    write(root, "m/evil.go", "package m\n\nfunc Evil() {}\n");
    write(root, "src/SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n- [Three](three.md)\n");
    write(root, "src/one.md", &page);
    // `serve` is what puts links into the author's editor on the pages.
    let mut live = command(root, &["build", "-d", "out"]);
    live.env("MDBOOK_OUTPUT__HTML__LIVE_RELOAD_ENDPOINT", "__livereload");
    let (code, _, err) = ended(live.output().unwrap());
    assert_eq!(code, 0, "{err}");
    judge(&root.join("out"));
    let links = read(root, "out/one.html").matches("class=\"codex-symbol\"").count();
    assert!(links >= 3 * urls.len(), "{links} source links for {} settings: {err}", urls.len());
}

#[test]
fn a_fence_cannot_steer_the_build() {
    let wishes = [
        "flags=\"-toolexec=/bin/sh\"",
        "flags=\"-exec=/bin/sh\"",
        "flags=\"-o=/tmp/pwned\"",
        "flags=\"-C=/\"",
        "flags=\"-modfile=/tmp/x\"",
        "flags=\"-overlay=/tmp/x\"",
        "flags=\"-gcflags=-o=/tmp/pwned\"",
        "flags=\"-gcflags=-cpuprofile=/tmp/pwned\"",
        "flags=\"-ldflags=-extld=/bin/sh\"",
        "flags=\"-ldflags='-linkmode=external -extldflags=-fplugin=/tmp/x'\"",
        "flags=\"-pgo=/etc/passwd\"",
        "flags=\"--toolexec=/bin/sh\"",
        "flags=\"/etc/passwd\"",
        "env=\"PATH=/tmp\"",
        "env=\"GOFLAGS=-toolexec=/bin/sh\"",
        "env=\"CC=/bin/sh\"",
        "env=\"CGO_CFLAGS=-fplugin=/tmp/x\"",
        "env=\"GOROOT=/tmp\"",
        "env=\"GOTOOLCHAIN=go1.1\"",
        "env=\"LD_PRELOAD=/tmp/x.so\"",
    ];
    let program = "package main\n\nfunc main() {}\n\n// Output:\n";
    let fences: String = wishes.iter().map(|wish| format!("```go {wish}\n{program}```\n\n")).collect();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "book.toml", "[preprocessor.codex]\nafter = [\"links\", \"index\"]\ngo = \"go1.27.3\"\n");
    write(root, "src/SUMMARY.md", "- [One](one.md)\n");
    write(root, "src/one.md", &format!("# One\n\n{fences}"));
    // No Go is at hand: nothing may be started for any of these.
    let (code, out, err) = run(root, &["test"]);
    assert_eq!((code, err.as_str()), (1, ""), "{out}");
    let told = out.matches("error[example]: an example cannot ").count();
    assert_eq!(told, wishes.len(), "{out}");
    assert!(out.contains(&format!("{} examples: {} failed", wishes.len(), wishes.len())), "{out}");
}
