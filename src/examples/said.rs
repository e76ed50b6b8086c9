//! What the compiler and the runtime say on stderr, read.
//!
//! The name of the file is the last part of its path: `main.go:6:11: …`.
use super::promise::lines;

/// The program's file, as the compiler names it.
pub const FILE: &str = "main.go";

/// One line of the compiler's.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Line and column of the program, from one; none where it speaks of something else.
    pub at: Option<(usize, usize)>,
    /// The rest of the line.
    pub message: String,
}

/// The compiler's lines, without the headings of packages.
pub fn diagnostics(stderr: &str) -> Vec<String> {
    lines(stderr).iter().filter(|line| !line.starts_with("# ")).map(|line| normal(line)).collect()
}

/// A line of the compiler's with the file's name alone in place of its path.
pub fn normal(line: &str) -> String {
    let line = line.trim_end();
    match line.find(&format!("{FILE}:")) {
        Some(at) if !line[..at].contains(char::is_whitespace) => line[at..].to_string(),
        _ => line.to_string(),
    }
}

/// Takes a line apart into its place and its message.
pub fn read(line: &str) -> Said {
    let place = || {
        let rest = line.strip_prefix(FILE)?.strip_prefix(':')?;
        let (row, rest) = rest.split_once(':')?;
        let (column, message) = rest.split_once(':')?;
        Some((row.parse().ok()?, column.parse().ok()?, message.trim()))
    };
    match place() {
        Some((row, column, message)) => Said { at: Some((row, column)), message: message.to_string() },
        None => Said { at: None, message: line.trim().to_string() },
    }
}

/// What a program panicked with, to the blank line that follows; a fatal error of the runtime counts as one.
pub fn panic_text(stderr: &str) -> Option<String> {
    let begins = |line: &str| {
        Some(line.trim_start())
            .and_then(|line| ["panic: ", "fatal error: "].iter().find_map(|head| line.strip_prefix(head)))
            .map(String::from)
    };
    let mut rest = stderr.lines();
    let first = rest.by_ref().find_map(begins)?;
    let more = rest.take_while(|line| !line.trim().is_empty());
    Some(std::iter::once(first).chain(more.map(String::from)).collect::<Vec<_>>().join("\n"))
}

/// Whether a program panicked for want of memory: the runtime has several sentences for it.
pub fn is_out_of_memory(text: &str) -> bool {
    ["out of memory", "cannot allocate"].iter().any(|words| first_line(text).contains(words))
}

/// The first line of what a program panicked with.
pub fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_string()
}

/// The first two different lines of the program that a trace names.
pub fn frames(stderr: &str) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for line in stderr.lines() {
        let named = line.split_once(&format!("/{FILE}:")).map(|(_, rest)| rest);
        let number = named.and_then(|rest| rest.split([' ', ':']).next()?.parse().ok());
        found.extend(number.filter(|number| !found.contains(number)));
    }
    found.truncate(2);
    found
}
