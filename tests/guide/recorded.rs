//! Files that are compared whole with what is made now.
use super::pages::{docs, read};
use std::fs;

/// What differs from the recorded files, in the order of the calls.
#[derive(Default)]
pub struct Recorded {
    stale: Vec<String>,
}

impl Recorded {
    /// Compares a file below `docs/snippets` with what is made now; writes it where that is asked for.
    pub fn check(&mut self, path: &str, made: &str) {
        let file = docs().join("snippets").join(path);
        if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
            fs::write(&file, made).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        }
        let known = if file.exists() { read(&file) } else { String::new() };
        if known != made {
            let at = known.lines().zip(made.lines()).take_while(|(old, new)| old == new).count();
            let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_string();
            let (known, made) = beside(&line(&known), &line(made));
            self.stale
                .push(format!("docs/snippets/{path}:{}\n  recorded: {known}\n  made:     {made}", at + 1));
        }
    }

    /// Fails where anything differs.
    #[track_caller]
    pub fn finish(self) {
        assert!(self.stale.is_empty(), "stale (SNAPSHOTS=overwrite renews them):\n{}", self.stale.join("\n"));
    }
}

/// Two lines around the first letter in which they differ: a fragment of HTML is one long line.
fn beside(known: &str, made: &str) -> (String, String) {
    let same = known.chars().zip(made.chars()).take_while(|(old, new)| old == new).count();
    let around = |line: &str| line.chars().skip(same.saturating_sub(60)).take(160).collect();
    (around(known), around(made))
}
