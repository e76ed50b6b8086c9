//! Looks at files from time to time and tells which of them changed.
//!
//! Looking beats being told: notifications differ from system to system, and some are raised by reading.
use super::preprocess::Done;
use ignore::WalkBuilder;
use ignore::gitignore::Gitignore;
use mdbook_driver::config::Config;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often files are looked at.
pub(super) const EVERY: Duration = Duration::from_secs(1);
/// How long a file must keep still: an editor may write one change in several steps.
const STILL: Duration = Duration::from_millis(100);

/// The files of a book, as they were when last looked at.
pub(super) struct Watch {
    root: PathBuf,
    roots: Vec<PathBuf>,
    build_dir: PathBuf,
    seen: BTreeMap<PathBuf, Seen>,
}

/// What tells one state of a file from the next.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Seen {
    modified: SystemTime,
    size: u64,
}

impl Watch {
    /// A watch over the book at `root` that looks at nothing yet.
    pub(super) fn new(root: &Path) -> Self {
        Watch {
            root: root.to_path_buf(),
            roots: Vec::new(),
            build_dir: PathBuf::new(),
            seen: BTreeMap::new(),
        }
    }

    /// Looks at other files and folders from now on; what came or went with that counts as known.
    pub(super) fn aim(&mut self, roots: Vec<PathBuf>, build_dir: PathBuf) {
        self.roots = roots;
        self.build_dir = build_dir.canonicalize().unwrap_or(build_dir);
        let now = self.look();
        self.seen.retain(|path, _| now.contains_key(path));
        for (path, seen) in now {
            self.seen.entry(path).or_insert(seen);
        }
    }

    /// The files that came, went or changed since the last call.
    pub(super) fn changes(&mut self) -> Vec<PathBuf> {
        let now = self.look();
        let changed =
            now.iter().filter(|(path, seen)| self.seen.get(*path) != Some(seen)).map(|(path, _)| path);
        let gone = self.seen.keys().filter(|path| !now.contains_key(*path));
        let changes = changed.chain(gone).cloned().collect();
        self.seen = now;
        changes
    }

    /// What changed, once nothing changes any more.
    pub(super) fn settled(&mut self) -> Vec<PathBuf> {
        let mut changed = self.changes();
        while !changed.is_empty() {
            std::thread::sleep(STILL);
            let more = self.changes();
            if more.is_empty() {
                break;
            }
            changed.extend(more);
        }
        changed.sort();
        changed.dedup();
        changed
    }

    /// Takes these files as known, whatever they are now.
    pub(super) fn accept(&mut self, paths: &[PathBuf]) {
        let now = self.look();
        for path in paths.iter().filter_map(|path| path.canonicalize().ok()) {
            match now.get(&path) {
                Some(seen) => self.seen.insert(path, *seen),
                None => self.seen.remove(&path),
            };
        }
    }

    fn look(&self) -> BTreeMap<PathBuf, Seen> {
        let ignored = nearest_gitignore(&self.root);
        let mut found = BTreeMap::new();
        for root in self.roots.iter().filter_map(|root| root.canonicalize().ok()) {
            let (ignored, build_dir) = (ignored.clone(), self.build_dir.clone());
            let mut walk = WalkBuilder::new(root);
            walk.standard_filters(false).follow_links(true).filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                entry.path() != build_dir && !is_ignored(ignored.as_ref(), entry.path(), is_folder)
            });
            for entry in walk.build().filter_map(Result::ok) {
                let seen = entry.metadata().ok().filter(Metadata::is_file).map(|metadata| Seen {
                    modified: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                    size: metadata.len(),
                });
                found.extend(seen.map(|seen| (entry.into_path(), seen)));
            }
        }
        found
    }
}

/// What a book is made from, Go's own files aside.
pub(super) fn roots(root: &Path, config: &Config) -> Vec<PathBuf> {
    let list = |key: &str| config.get::<Vec<PathBuf>>(key).ok().flatten().unwrap_or_default();
    let mut below = vec![PathBuf::from("book.toml"), "codex.lock".into(), config.book.src.clone()];
    below.extend(config.build.extra_watch_dirs.clone());
    below.extend(list("output.html.additional-css"));
    below.extend(list("output.html.additional-js"));
    let below = below.into_iter().map(|path| root.join(path));
    let theme = config.html_config().unwrap_or_default().theme_dir(root);
    below.chain([theme]).collect()
}

/// The Go files that a run cited, and what says which release a tree is.
pub(super) fn sources(done: &Done) -> Vec<PathBuf> {
    let table = &done.config.table;
    let named = table.root.iter().chain(table.source.values().filter_map(|source| source.root.as_ref()));
    let named = named.map(|root| done.config.root.join(root));
    let trees = named.chain(done.report.trees.values().cloned());
    let marks = trees.flat_map(|tree| ["VERSION", "go.mod"].map(|mark| tree.join(mark)));
    let cited = done.report.lock.files.keys().filter_map(|key| {
        let (name, file) = key.split_once(' ')?;
        Some(done.report.trees.get(name)?.join(file))
    });
    marks.chain(cited).collect()
}

/// `src/a.md`, or `src/a.md and 2 more`.
pub(super) fn named(root: &Path, changed: &[PathBuf]) -> String {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let first = changed.first().map(|path| path.strip_prefix(&root).unwrap_or(path).display().to_string());
    match changed.len() {
        0 | 1 => first.unwrap_or_default(),
        more => format!("{} and {} more", first.unwrap_or_default(), more - 1),
    }
}

fn nearest_gitignore(root: &Path) -> Option<Gitignore> {
    let root = root.canonicalize().ok()?;
    let path = root.ancestors().map(|folder| folder.join(".gitignore")).find(|path| path.is_file())?;
    Some(Gitignore::new(path).0)
}

fn is_ignored(ignored: Option<&Gitignore>, path: &Path, is_folder: bool) -> bool {
    ignored.is_some_and(|ignored| {
        // The matcher panics for paths that are not below its own folder.
        let below = path.strip_prefix(ignored.path());
        below.is_ok_and(|below| ignored.matched_path_or_any_parents(below, is_folder).is_ignore())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_changes_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.join("book").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        fs::write(root.join(".gitignore"), "*.tmp\n/book/src/gen/\n").unwrap();
        write("src/a.md", "a");
        write("src/gen/b.md", "b");
        write("src/out/index.html", "o");
        let mut watch = Watch::new(&root.join("book"));
        let roots = ["src", "codex.lock", "../outside"].map(|path| root.join("book").join(path));
        watch.aim(roots.to_vec(), root.join("book/src/out"));
        let mut check = |expected: &[&str]| {
            let changes = watch.changes();
            let changed: Vec<String> = changes
                .iter()
                .map(|path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"))
                .collect();
            assert_eq!(changed, expected);
        };
        check(&[]);
        write("src/a.md", "longer");
        write("src/gen/b.md", "longer");
        write("src/x.tmp", "new");
        write("src/out/index.html", "longer");
        check(&["book/src/a.md"]);
        check(&[]);
        write("codex.lock", "new");
        write("../outside/deep/new", "new");
        check(&["book/codex.lock", "outside/deep/new"]);
        fs::remove_file(root.join("book/codex.lock")).unwrap();
        check(&["book/codex.lock"]);
        write("src/own.css", "new");
        watch.accept(&[root.join("book/src/own.css")]);
        assert_eq!(watch.changes(), Vec::<PathBuf>::new());
    }
}
