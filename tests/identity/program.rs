//! The program as mdBook runs it: a book on stdin, a book on stdout.
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Far longer than any of our books takes; what takes longer is taken for one that never ends.
const PATIENCE: Duration = Duration::from_secs(180);

/// The title of a page that has none of its own.
pub const TITLE: &str = "A page of the tests";

/// So many pages make a book.
const PAGES: usize = 1000;

/// The pages as they come back.
pub fn pages(renderer: &str, codex: Value, texts: &[String]) -> Vec<String> {
    texts.chunks(PAGES).flat_map(|texts| book(renderer, codex.clone(), texts)).collect()
}

fn book(renderer: &str, codex: Value, texts: &[String]) -> Vec<String> {
    // The first page is a landing page, which differs from all others.
    let items = std::iter::once("# Start\n").chain(texts.iter().map(String::as_str));
    let items: Vec<Value> = items.enumerate().map(chapter).collect();
    let count = items.len();
    let reply = run(renderer, codex, &Value::Array(items));
    let content = |item: &Value| item["Chapter"]["content"].as_str().expect("a text").to_string();
    reply.as_array().expect("items")[1..count].iter().map(content).collect()
}

/// The items of a book as they come back. The settings beside `codex` are those of any book; the lock is our own's.
pub fn run(renderer: &str, mut codex: Value, items: &Value) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/codex.lock");
    fs::copy(lock, folder.path().join("codex.lock")).expect("the book's lock");
    codex["after"] = json!(["links", "index"]);
    codex["go"] = json!("go1.27.3");
    codex["strict"] = json!("never");
    let config = json!({"book": {"title": "Tests"}, "preprocessor": {"codex": codex}});
    let context = json!({
        "root": folder.path(), "renderer": renderer, "mdbook_version": "0.5.4", "config": config,
    });
    answered(folder.path(), &json!([context, {"items": items}]))["items"].take()
}

/// A chapter of a book.
pub fn chapter((at, text): (usize, &str)) -> Value {
    let path = format!("page-{at}.md");
    json!({"Chapter": {
        "name": TITLE, "content": text, "number": [at + 1], "sub_items": [], "path": path, "source_path": path,
        "parent_names": [],
    }})
}

/// What the program answers. It may use no Go tree, so that the lock alone is asked.
fn answered(folder: &Path, input: &Value) -> Value {
    let file = |name: &str| folder.join(name);
    fs::write(file("in"), serde_json::to_vec(input).expect("JSON")).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mdbook-codex"));
    command.current_dir(folder).env_remove("CI").env_remove("GOROOT").env("PATH", "");
    command.env("RUST_BACKTRACE", "1").stdin(File::open(file("in")).expect("a file"));
    command.stdout(File::create(file("out")).expect("a file"));
    command.stderr(File::create(file("err")).expect("a file"));
    let mut child = command.spawn().expect("the program starts");
    let started = Instant::now();
    let status = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None if started.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            None => {
                child.kill().expect("a child");
                panic!("the program does not end");
            }
        }
    };
    let said = String::from_utf8_lossy(&fs::read(file("err")).expect("a file")).into_owned();
    assert!(status.success(), "{status}: {}", said.lines().rev().take(40).collect::<Vec<_>>().join("\n"));
    serde_json::from_slice(&fs::read(file("out")).expect("a file")).expect("JSON")
}
