//! What a machine does to a run: it is killed, the disk is full, a file cannot be read or written, the reader of the
//! output leaves, the source tree vanishes. One clear report, exit code 2, and nothing is lost.
#![cfg(all(unix, feature = "driver"))]
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;
use world::{
    as_user, book, command, copy, ended, ends_within, files, on_full_disk, open_folder, refused, run, write,
};

mod kill;
mod world;

/// The commands that write into a book, and the file that each writes first.
const WRITERS: [(&[&str], &str); 7] = [
    (&["install"], "theme/codex/codex.css"),
    (&["build"], "theme/codex/codex.css"),
    (&["lock"], "codex.lock"),
    (&["upgrade", "go1.27.3"], "codex.lock"),
    (&["adopt"], "one.md"),
    (&["test"], "codex.lock"),
    (&["uninstall"], "book.toml"),
];

/// A book in which a command has something to write.
fn book_for(arguments: &[&str]) -> tempfile::TempDir {
    let book = book();
    if arguments[0] == "uninstall" {
        assert_eq!(run(book.path(), &["install"]).0, 0);
    }
    book
}

#[test]
fn on_a_full_disk_every_file_stays() {
    for (arguments, first) in WRITERS {
        let book = book_for(arguments);
        let before = files(book.path());
        // `test` needs a disk for the examples themselves: what it cannot write first is one of those.
        let first = if arguments == ["test"] { "" } else { first };
        refused(ended(on_full_disk(book.path(), arguments).output().unwrap()), &[first, "too large"]);
        assert_eq!(files(book.path()), before, "{arguments:?}");
    }
    let empty = open_folder();
    refused(ended(on_full_disk(empty.path(), &["init"]).output().unwrap()), &["cannot write `", "book.toml"]);
    assert_eq!(files(empty.path()).len(), 0);
}

/// Takes or gives the right to write a book's files and folders.
fn writable(folder: &Path, may: bool) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            writable(&path, may);
        } else {
            fs::set_permissions(&path, fs::Permissions::from_mode(if may { 0o666 } else { 0o444 })).unwrap();
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(if may { 0o777 } else { 0o555 })).unwrap();
}

#[test]
fn in_a_folder_that_is_read_only_every_file_stays() {
    for (arguments, first) in WRITERS {
        let book = book_for(arguments);
        let before = files(book.path());
        writable(book.path(), false);
        let said = ended(as_user(book.path(), arguments).output().unwrap());
        writable(book.path(), true);
        refused(said, &[first, "ermission denied"]);
        assert_eq!(files(book.path()), before, "{arguments:?}");
    }
    let folder = open_folder();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    refused(ended(as_user(folder.path(), &["init", "new"]).output().unwrap()), &["new", "ermission denied"]);
}

#[test]
fn what_cannot_be_read_is_named() {
    let every: [&[&str]; 6] =
        [&["build"], &["check"], &["lock"], &["upgrade", "go1.27.3"], &["adopt"], &["test"]];
    let all = |file: &'static str, commands: &[&[&str]]| {
        for arguments in commands {
            let book = book();
            assert_eq!(run(book.path(), &["lock"]).0, 0);
            writable(book.path(), true);
            let before = files(book.path());
            fs::set_permissions(book.path().join(file), fs::Permissions::from_mode(0o000)).unwrap();
            let said = ended(as_user(book.path(), arguments).output().unwrap());
            fs::set_permissions(book.path().join(file), fs::Permissions::from_mode(0o666)).unwrap();
            refused(said, &[file.rsplit('/').next().unwrap(), "ermission denied"]);
            assert_eq!(files(book.path()), before, "{arguments:?} {file}");
        }
    };
    all("book.toml", &[&every[..], &[&["install"], &["uninstall"]]].concat());
    all("codex.lock", &every[..4]);
    all("codex.lock", &[&["test"]]);
    all("src/SUMMARY.md", &every[..4]);
    all("src/one.md", &every);
}

#[test]
fn what_is_no_text_is_named() {
    let commands: [&[&str]; 8] = [
        &["build"],
        &["check"],
        &["lock"],
        &["upgrade", "go1.27.3"],
        &["adopt"],
        &["test"],
        &["install"],
        &["uninstall"],
    ];
    for arguments in commands {
        let book = book();
        fs::write(book.path().join("book.toml"), b"[book]\ntitle = \"\xff\xfe\"\n").unwrap();
        refused(run(book.path(), arguments), &["book.toml"]);
        fs::write(book.path().join("book.toml"), "[book\n").unwrap();
        refused(run(book.path(), arguments), &[]);
        fs::remove_file(book.path().join("book.toml")).unwrap();
        fs::create_dir(book.path().join("book.toml")).unwrap();
        refused(run(book.path(), arguments), &["book.toml"]);
    }
    for arguments in &commands[..6] {
        // Without a pin in book.toml `adopt` takes it from the lock.
        let book = book();
        let toml = String::from_utf8(files(book.path())["book.toml"].clone()).unwrap();
        write(book.path(), "book.toml", &toml.replace("go = \"go1.26.6\" # the pin\n", ""));
        fs::write(book.path().join("codex.lock"), b"version = 1\n\xff\n").unwrap();
        let before = files(book.path());
        refused(run(book.path(), arguments), &["codex.lock` is not UTF-8 text (byte 12)"]);
        write(book.path(), "codex.lock", "version = 2\n\n[later]\nx = 1\n");
        refused(run(book.path(), arguments), &["codex.lock: this lock has version 2", "update mdbook-codex"]);
        assert_eq!(files(book.path()).len(), before.len(), "{arguments:?}");
    }
}

#[test]
fn a_lock_of_a_later_version_is_kept() {
    let book = book();
    write(book.path(), "codex.lock", "version = 9\n\n[refs]\n\"go1.26.6 runtime.stays\" = { later = 1 }\n");
    let before = files(book.path());
    for arguments in [&["lock"][..], &["lock", "--check"], &["upgrade", "go1.27.3"], &["test"], &["build"]] {
        refused(run(book.path(), arguments), &["version 9"]);
        assert_eq!(files(book.path()), before, "{arguments:?}");
    }
}

#[test]
fn a_damaged_lock_loses_nothing() {
    let book = book();
    assert_eq!(run(book.path(), &["lock"]).0, 0);
    let whole = String::from_utf8(files(book.path())["codex.lock"].clone()).unwrap();
    let damaged = whole.replacen("\"go1.26.6 runtime.moves\" = {", "\"go1.26.6 runtime.moves = {", 1);
    assert_ne!(damaged, whole);
    write(book.path(), "codex.lock", &damaged);
    let before = files(book.path());
    refused(run(book.path(), &["upgrade", "go1.27.3"]), &["codex.lock cannot be read"]);
    refused(run(book.path(), &["test"]), &["codex.lock cannot be read"]);
    let bare = |arguments: &[&str]| {
        let mut command = command(book.path(), arguments);
        ended(command.env("CODEX_ROOTS", "/nowhere").output().unwrap())
    };
    let (code, out, _) = bare(&["check"]);
    assert_eq!((code, out.contains("error[lock]: this line is no entry of a lock")), (1, true), "{out}");
    refused(bare(&["lock"]), &["codex.lock is damaged", "it stays as it is"]);
    assert_eq!(files(book.path()), before);
    let (code, _, err) = run(book.path(), &["lock"]);
    assert_eq!((code, err.contains("error[lock]")), (1, true), "the damage is told once: {err}");
    assert_eq!(String::from_utf8(files(book.path())["codex.lock"].clone()).unwrap(), whole);
}

#[test]
fn a_file_of_the_tree_that_cannot_be_read_is_named() {
    let trees = open_folder();
    world::tree(&trees.path().join("go1.26.6"), "go1.26.6", 0);
    let file = trees.path().join("go1.26.6/src/runtime/f7.go");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    let book = book();
    assert_eq!(run(book.path(), &["lock"]).0, 0);
    write(book.path(), "src/two.md", "# Two\n\n`runtime.f7_1`.\n");
    writable(book.path(), true);
    let before = files(book.path());
    for arguments in [&["lock"][..], &["check"], &["build"]] {
        let mut command = as_user(book.path(), arguments);
        command.env("CODEX_ROOTS", trees.path().join("go1.26.6"));
        refused(ended(command.output().unwrap()), &["runtime/f7.go", "ermission denied"]);
        let after = files(book.path());
        assert_eq!(
            (&after["codex.lock"], &after["src/two.md"]),
            (&before["codex.lock"], &before["src/two.md"])
        );
    }
}

#[test]
fn a_tree_that_vanishes_takes_nothing_with_it() {
    let book = book();
    assert_eq!(run(book.path(), &["lock"]).0, 0);
    write(book.path(), "src/two.md", "# Two\n\n`runtime.moves`, `runtime.f0_1`, [f](go:runtime.f19_149).\n");
    let old = files(book.path());
    let whole = copy(book.path());
    let began = Instant::now();
    assert_eq!(run(whole.path(), &["lock"]).0, 0);
    let mut time = began.elapsed();
    let new = files(whole.path());
    // Twelve moments of a run, and others between them until one is found at which the tree is read.
    let (mut at, mut reported) = (0_u32, 0);
    while at < 12 || reported == 0 {
        assert!(at < 240, "the tree never vanished while it was read");
        let part = (f64::from(at % 12) + f64::from(at / 12) / 20.0) / 12.0;
        at += 1;
        let (book, trees) = (copy(book.path()), open_folder());
        let tree = trees.path().join("go1.26.6");
        world::tree(&tree, "go1.26.6", 0);
        let mut command = command(book.path(), &["lock"]);
        command.env("CODEX_ROOTS", &tree).stdout(Stdio::piped()).stderr(Stdio::piped());
        let began = Instant::now();
        let mut child = command.spawn().unwrap();
        if ends_within(&mut child, began + time.mul_f64(part)) {
            // A busy machine is not busy evenly.
            time = began.elapsed();
        }
        fs::rename(&tree, trees.path().join("gone")).unwrap();
        let said = ended(child.wait_with_output().unwrap());
        let left = files(book.path());
        assert!(left == old || left == new, "after {part} of the time: {said:?}");
        if said.0 == 2 {
            reported += 1;
            refused(said, &["the source tree", "vanished"]);
        }
    }
}

/// Runs a command whose stdout or stderr nobody reads any more.
fn unread(book: &Path, arguments: &[&str], stdout: bool) -> (i32, String, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = command(book, arguments);
    let (out, err) = match stdout {
        true => (Stdio::from(writer), Stdio::piped()),
        false => (Stdio::piped(), Stdio::from(writer)),
    };
    ended(command.stdout(out).stderr(err).output().unwrap())
}

#[test]
fn a_reader_that_leaves_stops_no_work() {
    let commands: [&[&str]; 8] = [
        &["install"],
        &["build"],
        &["check"],
        &["lock"],
        &["upgrade", "go1.27.3"],
        &["adopt"],
        &["test"],
        &["layout", "runtime.none"],
    ];
    for arguments in commands {
        let (whole, book) = (book(), book());
        let expected = run(whole.path(), arguments);
        for stdout in [true, false] {
            let book = copy(book.path());
            let (code, _, err) = unread(book.path(), arguments, stdout);
            assert_eq!(code, expected.0, "{arguments:?}: {err}");
            assert_eq!(files(book.path()), files(whole.path()), "{arguments:?}");
        }
    }
    let (book, root) = (book(), world::trees().join("go1.27.3"));
    let (code, _, err) = unread(book.path(), &["symbols", "--root", root.to_str().unwrap()], true);
    assert_eq!((code, err.as_str()), (0, ""), "who lists for `head` has done enough");
}

#[test]
fn an_answer_that_mdbook_does_not_read_is_an_error() {
    use std::io::Write;
    let book = book();
    let input = serde_json::json!([
        {"root": book.path(), "renderer": "html", "mdbook_version": "0.5.4", "config": {}}, {"items": []}
    ]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = command(book.path(), &[]);
    let mut child = command.stdin(Stdio::piped()).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    drop(command);
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    refused(ended(child.wait_with_output().unwrap()), &["stdout", "roken pipe"]);
}

#[cfg(target_os = "linux")]
#[test]
fn output_on_a_full_disk_is_an_error() {
    let root = world::trees().join("go1.27.3");
    let symbols = ["symbols", "--root", root.to_str().unwrap()];
    let commands: [&[&str]; 4] = [&symbols, &["install"], &["upgrade", "go1.27.3", "--dry-run"], &["test"]];
    for arguments in commands {
        let book = book();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = command(book.path(), arguments);
        refused(ended(command.stdout(full).output().unwrap()), &["No space left on device"]);
    }
}
