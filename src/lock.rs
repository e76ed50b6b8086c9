//! `codex.lock`: what the book's references resolved to, so that it builds where no Go tree is.
//!
//! TOML with one sorted line an entry, written whole by `mdbook-codex lock`. It is read line by line, so that what a
//! union merge makes of two branches still reads: a section may come twice, and of an entry that comes twice the last
//! one counts. It holds no times, no absolute paths, and of Go's text nothing beyond a signature.
use crate::drift::Class;
use crate::problem::{Problem, Severity};
use serde::de::IntoDeserializer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;
use toml_edit::DocumentMut;

/// The version of the format that this program reads and writes.
pub const VERSION: i64 = 1;

/// The code of the one problem with a lock that a later version of the format is.
pub const NEWER: &str = "newer-lock";

/// The whole lock.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lock {
    /// Source trees by name: `go1.27.3`, `go.etcd.io/bbolt@v1.4.0`.
    pub sources: BTreeMap<String, Source>,
    /// References whose spelling is not the canonical one: as written, and what they mean.
    pub spellings: BTreeMap<String, String>,
    /// Code spans that name no symbol, and why: what keeps a build without a tree from asking again.
    pub code: BTreeMap<String, String>,
    /// Hashes of the files referred to, by `source path`.
    pub files: BTreeMap<String, String>,
    /// What each reference resolved to, by `source reference`.
    pub refs: BTreeMap<String, Entry>,
    /// Call arrows that hold, by `source caller -> callee`.
    pub calls: BTreeMap<String, Call>,
    /// What each example ran with, its release and the other modules it imports, by the hash of its text.
    pub examples: BTreeMap<String, String>,
    /// References that changed when the book's release did and wait for their author, by `source reference`.
    pub reviews: BTreeMap<String, Review>,
}

/// A source tree.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// The tag or commit that permalinks name.
    pub rev: String,
    /// `linux/amd64`.
    pub target: String,
    /// Build tags that hold besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The trees beside a module's that its sizes and calls may rest on: Go's own, and the book's other modules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
}

/// What a reference resolved to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// `func`, `type`, `field`, `package`, `file`, `lines`, …
    pub kind: String,
    /// `src/runtime/proc.go:457-475`; a folder or file alone where there are no lines.
    pub at: String,
    /// The first line of the doc comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<usize>,
    /// One line of declaration.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sig: String,
    /// The lines of an excerpt's parts, `3-9,12-14`, counted in the file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parts: String,
    /// Where the body is, if it is elsewhere.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Other targets' declarations: `src/runtime/netpoll_kqueue.go:12 darwin || freebsd`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// A constant's value, as Go prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// A field's offset in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// A type's or a field's size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// A type's or a field's alignment in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<u64>,
    /// A struct's layout in one line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub layout: String,
    /// The hash of its lines.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The hash of its tokens, without comments.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tokens: String,
}

/// A call arrow that holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Call {
    /// `go`, `defer`, `passed`, …; empty for a plain call.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The line of the call in the caller's file.
    pub line: usize,
}

/// A reference that waits for a review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The release that the author last knew it at.
    pub since: String,
    /// What became of it.
    pub class: Class,
    /// What took its place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub now: String,
}

impl Lock {
    /// This lock with what another one has besides; where both have an entry the other's counts.
    pub fn with(mut self, other: &Lock) -> Self {
        self.sources.extend(other.sources.clone());
        self.spellings.extend(other.spellings.clone());
        self.code.extend(other.code.clone());
        self.files.extend(other.files.clone());
        self.refs.extend(other.refs.clone());
        self.calls.extend(other.calls.clone());
        self.examples.extend(other.examples.clone());
        self.reviews.extend(other.reviews.clone());
        self
    }

    /// The canonical key of one as written.
    pub fn canonical<'l>(&'l self, spelled: &'l str) -> &'l str {
        self.spellings.get(spelled).map_or(spelled, String::as_str)
    }
}

impl Entry {
    /// The files it speaks of, from the repository's root: the declaration's and the body's.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let places = [self.at.as_str(), self.body.as_str()].into_iter().filter(|place| !place.is_empty());
        places.map(|place| place.rsplit_once(':').map_or(place, |(file, _)| file))
    }
}

/// Reads a lock; each line that does not fit is a problem in its place, and the others count.
pub fn read(text: &str) -> (Lock, Vec<Problem>) {
    let mut reader = Reader { lock: Lock::default(), section: String::new(), problems: Vec::new() };
    // What some editors put before the first byte.
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    for line in text[at..].split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') {
            let start = at + line.find(content).unwrap_or(0);
            if let Err(problem) = reader.line(content) {
                let span = start..start + content.len();
                reader.problems.push(problem.into_problem(span));
            }
        }
        at += line.len();
    }
    (reader.lock, reader.problems)
}

struct Reader {
    lock: Lock,
    section: String,
    problems: Vec<Problem>,
}

/// What is wrong with a line.
enum Fault {
    NotAnEntry(String),
    Newer(i64),
}

impl Fault {
    fn into_problem(self, span: std::ops::Range<usize>) -> Problem {
        let place = |message: String| {
            Problem::in_file("lock", "codex.lock", Some(span.clone()), message).severity(Severity::Error)
        };
        match self {
            Fault::NotAnEntry(error) => place(format!("this line is no entry of a lock: {error}"))
                .help("run `mdbook-codex lock` to write it anew"),
            Fault::Newer(version) => Problem {
                code: NEWER,
                ..place(format!("this lock has version {version}, and version {VERSION} is read here"))
                    .help("a newer mdbook-codex wrote it: update mdbook-codex")
            },
        }
    }
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Fault> {
        let not_an_entry = |error: toml_edit::TomlError| Fault::NotAnEntry(error.message().to_string());
        let document: DocumentMut = line.parse().map_err(not_an_entry)?;
        let Some((key, item)) = document.iter().next() else { return Ok(()) };
        if line.starts_with('[') {
            self.section = key.to_string();
            return Ok(());
        }
        let value = item.clone().into_value().map_err(|_| Fault::NotAnEntry("no value".to_string()))?;
        self.entry(key, value)
    }

    fn entry(&mut self, key: &str, value: toml_edit::Value) -> Result<(), Fault> {
        let lock = &mut self.lock;
        match self.section.as_str() {
            "" if key == "version" => match value.as_integer() {
                Some(version) if version > VERSION => return Err(Fault::Newer(version)),
                _ => {}
            },
            "sources" => drop(lock.sources.insert(key.to_string(), typed(value)?)),
            "spellings" => drop(lock.spellings.insert(key.to_string(), typed(value)?)),
            "code" => drop(lock.code.insert(key.to_string(), typed(value)?)),
            "files" => drop(lock.files.insert(key.to_string(), typed(value)?)),
            "refs" => drop(lock.refs.insert(key.to_string(), typed(value)?)),
            "calls" => drop(lock.calls.insert(key.to_string(), typed(value)?)),
            "examples" => drop(lock.examples.insert(key.to_string(), typed(value)?)),
            "reviews" => drop(lock.reviews.insert(key.to_string(), typed(value)?)),
            // A section that a later minor version may add is not ours to judge.
            _ => {}
        }
        Ok(())
    }
}

fn typed<T: serde::de::DeserializeOwned>(value: toml_edit::Value) -> Result<T, Fault> {
    T::deserialize(value.into_deserializer()).map_err(|error| Fault::NotAnEntry(error.message().to_string()))
}

/// The lock as text: the same value gives the same bytes on any machine.
pub fn write(lock: &Lock) -> String {
    let mut out =
        String::from("# What the references of this book resolved to. Written by `mdbook-codex lock`.\n");
    let _ = writeln!(out, "version = {VERSION}");
    section(&mut out, "sources", &lock.sources);
    section(&mut out, "spellings", &lock.spellings);
    section(&mut out, "code", &lock.code);
    section(&mut out, "files", &lock.files);
    section(&mut out, "refs", &lock.refs);
    section(&mut out, "calls", &lock.calls);
    section(&mut out, "examples", &lock.examples);
    section(&mut out, "reviews", &lock.reviews);
    out
}

fn section<T: Serialize>(out: &mut String, name: &str, entries: &BTreeMap<String, T>) {
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n[{name}]");
    for (key, entry) in entries {
        let key = quoted(key);
        // Every entry is a table of words and numbers, which TOML can always hold.
        if let Ok(value) = entry.serialize(toml_edit::ser::ValueSerializer::new()) {
            let _ = writeln!(out, "{key} = {}", on_one_line(&value));
        }
    }
}

/// A key as TOML, which knows no triple quotes there.
fn quoted(key: &str) -> String {
    let plain = on_one_line(&toml_edit::Value::from(key));
    if plain.starts_with("\"\"\"") || plain.starts_with("'''") { basic_string(key) } else { plain }
}

/// A value as TOML. A text of several lines, which TOML would write on as many, keeps to one: so a lock is merged.
fn on_one_line(value: &toml_edit::Value) -> String {
    let plain = value.to_string();
    if !plain.contains('\n') {
        return plain.trim().to_string();
    }
    match value {
        toml_edit::Value::String(text) => basic_string(text.value()),
        toml_edit::Value::Array(items) => {
            format!("[{}]", items.iter().map(on_one_line).collect::<Vec<_>>().join(", "))
        }
        toml_edit::Value::InlineTable(table) => {
            let entries = table.iter().map(|(key, value)| format!("{key} = {}", on_one_line(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        _ => plain.trim().to_string(),
    }
}

fn basic_string(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        let entry = Entry {
            kind: "func".into(),
            at: "src/runtime/proc.go:457-475".into(),
            sig: "func gopark(unlockf func(*g, unsafe.Pointer) bool)".into(),
            variants: vec!["src/a.go:3 darwin || \"x\"".into()],
            ..Entry::default()
        };
        let mut lock = Lock::default();
        lock.refs.insert("go1.27.3 runtime.gopark".into(), entry);
        lock.examples.insert("00ff".into(), "go1.27.3".into());
        let review = Review { since: "go1.26.6".into(), class: Class::MovedPackage, now: "a.b".into() };
        lock.reviews.insert("go1.27.3 runtime.x".into(), review);
        lock.calls.insert("go1.27.3 a.b -> c.d".into(), Call { note: "go".into(), line: 7 });
        lock
    }

    #[test]
    fn a_lock_comes_back_as_it_was_written() {
        let text = write(&lock());
        assert_eq!(read(&text), (lock(), Vec::new()));
        assert_eq!(write(&read(&text).0), text);
        assert!(text.lines().all(|line| line.len() < 300), "one line an entry: {text}");
    }

    #[test]
    fn a_text_of_several_lines_keeps_to_one() {
        let mut lock = lock();
        let odd = "a\n\"b\"\\\r\t\u{7f}\u{85}é".to_string();
        lock.code.insert(odd.clone(), odd.clone());
        lock.code.insert("\"quotes\" of 'both' kinds".into(), "\"quotes\" of 'both' kinds".into());
        lock.refs.insert(
            odd.clone(),
            Entry { at: "x".into(), sig: odd.clone(), variants: vec![odd], ..Entry::default() },
        );
        let text = write(&lock);
        assert_eq!(read(&text), (lock, Vec::new()), "{text}");
    }

    #[test]
    fn a_union_merge_still_reads() {
        let text = write(&lock());
        let merged =
            format!("{text}\n[refs]\n\"go1.27.3 runtime.gopark\" = {{ kind = \"method\", at = \"x\" }}\n");
        let (read, problems) = read(&merged);
        assert_eq!(problems, []);
        assert_eq!(read.refs["go1.27.3 runtime.gopark"].kind, "method");
        assert_eq!(read.examples.len(), 1);
    }

    #[test]
    fn damage_is_told_in_its_place() {
        let text = write(&lock()).replace("\"go1.27.3 runtime.gopark\" = {", "\"go1.27.3 runtime.gopark = {");
        let (read_lock, problems) = read(&text);
        assert_eq!((read_lock.refs.len(), read_lock.examples.len(), problems.len()), (0, 1, 1));
        let (_, problems) = read("version = 2\n");
        assert!(problems[0].message.contains("version 2"));
        let (_, problems) = read("<<<<<<< ours\n[refs]\n\"a b\" = 3\n=======\n");
        assert_eq!(problems.len(), 3);
    }
}
