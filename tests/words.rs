//! Every word that Codex writes on a page can be given in book.toml.
use anyhow::{Context, Result, ensure};
use mdbook_codex::config::words::Words;
use mdbook_driver::MDBook;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A word that no page holds by itself.
fn token(key: &str) -> String {
    format!("¤{key}¤")
}

/// What the program answers mdBook for a book under `serve`, each word of the table being its own token.
fn answer(book: &Path, keys: &[String], goroot: Option<&str>) -> Result<String> {
    let loaded = MDBook::load(book)?;
    let mut config = serde_json::to_value(&loaded.config)?;
    for key in keys {
        config["preprocessor"]["codex"]["words"][key.as_str()] = token(key).into();
    }
    config["preprocessor"]["codex"]["editor"] = "vscode://file/{path}:{line}".into();
    config["preprocessor"]["codex"]["strict"] = "never".into();
    config["output"]["html"]["live-reload-endpoint"] = "__livereload".into();
    let context = json!({ "root": book, "config": config, "renderer": "html", "mdbook_version": "0.5.4" });
    let mut program = Command::new(env!("CARGO_BIN_EXE_mdbook-codex"));
    program.env_clear().envs(goroot.map(|root| ("GOROOT", root)));
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let sent = serde_json::to_vec(&(context, json!({ "items": loaded.book.items })))?;
    child.stdin.take().context("stdin is piped")?.write_all(&sent)?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}

/// A key that no page shows would be a promise without a meaning.
#[test]
fn every_word_of_the_table_is_shown() {
    let goroot =
        std::env::var("CODEX_GO").expect("CODEX_GO has to name the GOROOT of go1.27.3; tests/run sets it");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = serde_json::to_value(Words::default()).expect("words are plain data");
    let keys: Vec<String> = table.as_object().expect("a table").keys().cloned().collect();
    let books = [
        ("book", Some(goroot.as_str())),
        ("book", None),
        ("tests/books/examples", None),
        ("tests/books/plain", None),
        ("tests/books/words", None),
    ];
    let shown: String = books
        .map(|(book, goroot)| {
            answer(&root.join(book), &keys, goroot).unwrap_or_else(|error| panic!("{book}: {error:#}"))
        })
        .concat();
    let absent: Vec<&String> = keys.iter().filter(|key| !shown.contains(&token(key))).collect();
    assert!(absent.is_empty(), "no page shows {absent:?}");
}
