//! `check --watch`: no run while nothing changes, one for a change, and a mistake does not end it.
#![cfg(all(feature = "driver", unix))]
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

/// Longer than files are left unlooked at, and than a check takes.
const QUIET: Duration = Duration::from_millis(2500);
const PATIENCE: Duration = Duration::from_secs(60);

struct Watching {
    child: Child,
    said: Receiver<String>,
}

impl Watching {
    fn start(root: &Path, arguments: &[&str]) -> Watching {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mdbook-codex"));
        command.args(["check", "--watch"]).args(arguments).current_dir(root).env_remove("CI");
        // No tree but the one that the book names.
        command.env_remove("GOROOT").env_remove("CODEX_ROOTS");
        // One pipe for both, so that what is said is heard in its order.
        let (reader, writer) = std::io::pipe().unwrap();
        let child = command.stdout(writer.try_clone().unwrap()).stderr(writer).spawn().unwrap();
        let (sender, said) = mpsc::channel();
        let mut lines = BufReader::new(reader).lines().map_while(Result::ok);
        std::thread::spawn(move || lines.try_for_each(|line| sender.send(line)));
        Watching { child, said }
    }

    #[track_caller]
    fn hear(&self, words: &str) {
        loop {
            let line = self.said.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("`{words}` was not said"));
            if line.contains(words) {
                return;
            }
        }
    }

    /// Hears out what is still being said, and no other run.
    #[track_caller]
    fn is_quiet(&self) {
        loop {
            match self.said.recv_timeout(QUIET) {
                Ok(line) => assert!(!line.contains("changed, checking"), "a run without a change: {line}"),
                Err(error) => return assert_eq!(error, RecvTimeoutError::Timeout, "the watch ended"),
            }
        }
    }

    /// Breaks the watch off as Ctrl-C does; its exit code.
    fn end(mut self) -> i32 {
        kill_process(Pid::from_child(&self.child), Signal::INT).unwrap();
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const TOML: &str = "[preprocessor.codex]\nafter = [\"links\", \"index\"]\nassets = \"auto\"\n";

/// A book of one chapter; `write` writes another file of it.
fn book(toml: &str) -> (tempfile::TempDir, impl Fn(&str, &str)) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_path_buf();
    // Moved there whole, so that a watch never finds a file half written.
    let write = move |path: &str, text: &str| {
        let (path, new) = (root.join(path), root.join("new"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&new, text).unwrap();
        fs::rename(new, path).unwrap();
    };
    write("book.toml", toml);
    write("src/SUMMARY.md", "- [One](one.md)\n");
    write("src/one.md", "# One\n\nWords.\n");
    (folder, write)
}

#[test]
fn a_book_is_checked_once_for_each_change() {
    let (folder, write) = book(TOML);
    let watching = Watching::start(folder.path(), &[]);
    watching.hear("no problems in 1 page");
    watching.is_quiet();
    write("src/one.md", "---\ntitel: Uno\n---\n# One\n");
    watching.hear("src/one.md changed, checking");
    watching.hear("unknown key `titel`");
    watching.hear("1 warning in 1 chapter");
    watching.is_quiet();
    write("book.toml", "[book\n");
    watching.hear("unclosed table");
    watching.is_quiet();
    write("book.toml", TOML);
    watching.hear("book.toml changed, checking");
    watching.hear("1 warning in 1 chapter");
    assert_eq!(watching.end(), 1);
    assert!(!folder.path().join("book").exists(), "a check writes nothing");
}

#[test]
fn a_watch_ends_as_its_last_run_did() {
    let (folder, write) = book("[book\n");
    let watching = Watching::start(folder.path(), &[]);
    watching.hear("error: ");
    write("book.toml", TOML);
    watching.hear("no problems");
    assert_eq!(watching.end(), 0);
    write("book.toml", "[book\n");
    let watching = Watching::start(folder.path(), &[]);
    watching.hear("error: ");
    assert_eq!(watching.end(), 2);
}

#[test]
fn a_change_of_a_cited_go_file_is_a_change() {
    let toml = format!("{TOML}go = \"go1.27.3\"\nroot = \"go\"\n");
    let (folder, write) = book(&toml);
    write("src/one.md", "# One\n\n[Four](go:runtime.four \"= 4\").\n");
    write("go/VERSION", "go1.27.3\n");
    write("go/src/runtime/a.go", "package runtime\n\nconst four = 4\n");
    let watching = Watching::start(folder.path(), &["--format", "json"]);
    watching.hear(r#"{"run":1,"pages":1,"problems":0}"#);
    watching.is_quiet();
    write("go/src/runtime/a.go", "package runtime\n\nconst four = 2 + 3\n");
    watching.hear("\"code\":");
    watching.hear(r#"{"run":2,"pages":1,"problems":1}"#);
    write("book.toml", "[book\n");
    watching.hear(r#"{"run":3,"error":"#);
    assert_eq!(watching.end(), 2);
}
