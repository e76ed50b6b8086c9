//! Killed at any moment: every file is the old one or the new one, and the next run ends as if nothing had been.
//!
//! Each command is killed `CODEX_KILLS` times, 20 where that is not set, spread over the time that it takes.
use crate::world::{self, Files, book, command, copy, ends_within, files, run, write};
use mdbook_codex::lock;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn kills() -> u32 {
    std::env::var("CODEX_KILLS").ok().map_or(20, |value| value.parse().expect("CODEX_KILLS is a number"))
}

/// Kills the command again and again in copies of a book; `between` are further bytes that a file may have.
///
/// Afterwards it is run until nothing changes any more, and so is one that was never killed.
fn killed(arguments: &[&str], before: &TempDir, between: &dyn Fn(&Files, &Files) -> Files) {
    let old = files(before.path());
    let whole = copy(before.path());
    let began = Instant::now();
    let (code, _, err) = run(whole.path(), arguments);
    let mut time = began.elapsed();
    assert_ne!(code, 2, "{err}");
    let first = files(whole.path());
    let (code, ..) = run(whole.path(), arguments);
    let new = files(whole.path());
    let between = between(&old, &new);
    let mut broken_off = 0;
    for at in 0..kills() {
        let book = copy(before.path());
        match kill(book.path(), arguments, moment(at, time)) {
            None => broken_off += 1,
            // A busy machine is not busy evenly.
            Some(took) => time = took,
        }
        judge(&files(book.path()), &[&old, &first, &new, &between], arguments);
        run(book.path(), arguments);
        let (again, _, err) = run(book.path(), arguments);
        let ended = without_litter(&files(book.path()));
        assert!(again == code && ended == new, "{arguments:?} does not end as it does without a kill: {err}");
    }
    assert!(broken_off > kills() / 4, "{arguments:?}: only {broken_off} runs were broken off");
}

/// Moments spread over the time and a little more, none of them the same in two runs.
fn moment(at: u32, time: Duration) -> Duration {
    let jitter = f64::from(Instant::now().elapsed().subsec_nanos() % 100) / 100.0;
    time.mul_f64(1.1 * (f64::from(at) + jitter) / f64::from(kills()))
}

/// Kills the command at a moment; says how long it took where it had ended before.
fn kill(book: &Path, arguments: &[&str], moment: Duration) -> Option<Duration> {
    let mut command = command(book, arguments);
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let ended = ends_within(&mut child, began + moment).then(|| began.elapsed());
    child.kill().unwrap();
    child.wait().unwrap();
    ended
}

/// Every file is one of those it may be; what is left beside them is hidden.
fn judge(left: &Files, allowed: &[&Files], arguments: &[&str]) {
    for (path, bytes) in &without_litter(left) {
        let is_whole = allowed.iter().any(|files| files.get(path) == Some(bytes));
        assert!(is_whole, "{arguments:?} leaves {path} half: {}", String::from_utf8_lossy(bytes));
    }
    let kept = |path: &&String| allowed[..3].iter().all(|files| files.contains_key(*path));
    for path in allowed[0].keys().filter(kept) {
        assert!(left.contains_key(path), "{arguments:?} loses {path}");
    }
}

fn without_litter(files: &Files) -> Files {
    let is_litter = |path: &str| path.rsplit('/').next().is_some_and(|name| name.starts_with(".codex-"));
    files.iter().filter(|(path, _)| !is_litter(path)).map(|(a, b)| (a.clone(), b.clone())).collect()
}

fn nothing(_: &Files, _: &Files) -> Files {
    Files::new()
}

#[test]
fn while_it_installs_and_uninstalls() {
    let book = book();
    killed(&["install"], &book, &nothing);
    assert_eq!(run(book.path(), &["install"]).0, 0);
    killed(&["uninstall"], &book, &nothing);
}

#[test]
fn while_it_builds() {
    // With a theme of an older version, which a build brings up to date.
    killed(&["build"], &book(), &nothing);
}

#[test]
fn while_it_locks() {
    let book = book();
    assert_eq!(run(book.path(), &["lock"]).0, 0);
    write(book.path(), "src/two.md", "# Two\n\n`runtime.f0_1`, `runtime.f19_149`.\n");
    killed(&["lock"], &book, &nothing);
}

#[test]
fn while_it_upgrades() {
    let book = book();
    assert_eq!(run(book.path(), &["lock"]).0, 0);
    // Between two releases stands a lock that answers for both.
    let both = |old: &Files, new: &Files| {
        let lock = |files: &Files| lock::read(&String::from_utf8_lossy(&files["codex.lock"])).0;
        Files::from([("codex.lock".to_string(), lock::write(&lock(old).with(&lock(new))).into_bytes())])
    };
    killed(&["upgrade", "go1.27.3"], &book, &both);
}

#[test]
fn while_it_adopts() {
    killed(&["adopt"], &book(), &nothing);
}

#[test]
fn while_it_tests() {
    killed(&["test"], &book(), &nothing);
    let book = world::book();
    let page = String::from_utf8(files(book.path())["src/one.md"].clone()).unwrap();
    write(book.path(), "src/one.md", &page.replace("// hi", "// something else"));
    killed(&["test", "--update"], &book, &nothing);
}
