//! The door to a Go source tree: the only file of this room that reads others.
//!
//! A tree is a Go distribution (`VERSION` and `src`) or the root of another module. Files are named by their path
//! below `src`, or below the module's root; nothing outside is ever read, not through a symlink either.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};

use super::release::{self, Version};

/// A source tree that is there to be read.
#[derive(Debug)]
pub struct Tree {
    /// The folder as it was given.
    pub root: PathBuf,
    /// What its VERSION file says; nothing for other modules and for trees that have none.
    pub version: Option<Version>,
    /// The module's path; nothing for a Go distribution, whose packages have no prefix.
    pub module: Option<String>,
    /// The folder that files are named below, without symlinks.
    base: PathBuf,
    /// When the folder's own entries last changed, as it was opened.
    modified: Option<SystemTime>,
    /// The first file or folder that is there and could not be read, and why.
    fault: OnceLock<String>,
    packages: OnceLock<Vec<String>>,
}

impl Tree {
    /// Opens a Go distribution: a GOROOT, an unpacked archive, a toolchain in the module cache.
    pub fn open(root: &Path) -> Result<Tree> {
        let src = root.join("src");
        let base = src
            .canonicalize()
            .with_context(|| format!("{} is no Go source tree: it has no folder src", root.display()))?;
        let version = match fs::read_to_string(root.join("VERSION")) {
            Ok(text) => Some(release::version(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}/VERSION", root.display()));
            }
        };
        Ok(Tree::new(root, version, None, base))
    }

    /// Opens the root of a module that is no Go distribution, by its module path.
    pub fn open_module(root: &Path, module: &str) -> Result<Tree> {
        let base = root.canonicalize().with_context(|| format!("{} cannot be read", root.display()))?;
        if !base.is_dir() {
            bail!("{} is no folder", root.display());
        }
        Ok(Tree::new(root, None, Some(module.to_owned()), base))
    }

    fn new(root: &Path, version: Option<Version>, module: Option<String>, base: PathBuf) -> Tree {
        let modified = modified(&base);
        let (root, fault, packages) = (root.to_owned(), OnceLock::new(), OnceLock::new());
        Tree { root, version, module, base, modified, fault, packages }
    }

    /// Whether all that was asked of the tree could be read: an error where something is there and cannot be, and where
    /// the tree has gone meanwhile, so that what it seemed to lack may have been there.
    pub fn is_whole(&self) -> Result<()> {
        if let Some(fault) = self.fault.get() {
            bail!("the source tree `{}` cannot be read: {fault}", self.root.display());
        }
        // A release does not change; another module's tree may be one that somebody works in.
        let has_version = self.version.is_none() || self.root.join("VERSION").is_file();
        let is_same = self.module.is_some() || modified(&self.base) == self.modified;
        if !self.base.is_dir() || !has_version || !is_same {
            bail!("the source tree `{}` changed or vanished while it was read", self.root.display());
        }
        Ok(())
    }

    /// Remembers what kept a file or folder from being read, unless it is only not there.
    fn noted<T>(&self, path: &Path, done: io::Result<T>) -> Result<T> {
        if let Err(error) = &done {
            let absent = [
                io::ErrorKind::NotFound,
                io::ErrorKind::NotADirectory,
                io::ErrorKind::InvalidFilename,
                io::ErrorKind::InvalidInput,
            ];
            if !absent.contains(&error.kind()) {
                // The first one counts.
                let _ = self.fault.set(format!("{}: {error}", path.display()));
            }
        }
        done.with_context(|| format!("cannot read {}", path.display()))
    }

    /// The path below the repository's root of a file that is named below `src` or the module's root.
    pub fn repository_path(&self, file: &str) -> String {
        match self.module {
            None => format!("src/{file}"),
            Some(_) => file.to_owned(),
        }
    }

    /// The import path of the package in a folder of the tree.
    pub fn import_path(&self, folder: &str) -> String {
        match &self.module {
            None => folder.to_owned(),
            Some(module) if folder.is_empty() => module.clone(),
            Some(module) => format!("{module}/{folder}"),
        }
    }

    /// The folder of a package, if the tree may have it; empty is the root of a module.
    pub fn folder<'a>(&self, package: &'a str) -> Option<&'a str> {
        match &self.module {
            None => Some(package).filter(|package| !package.is_empty()),
            Some(module) => {
                let rest = package.strip_prefix(module.as_str())?;
                if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
            }
        }
    }

    /// A file as the tree names it: in a module the module's path may stand before it.
    pub fn file_name<'a>(&self, file: &'a str) -> &'a str {
        let module = self.module.as_deref();
        let inner = module.and_then(|module| file.strip_prefix(module)?.strip_prefix('/'));
        inner.unwrap_or(file)
    }

    /// Whether the folder of this package holds Go files that are no tests.
    pub fn has_package(&self, package: &str) -> bool {
        let files = self.folder(package).map(|folder| self.files(folder));
        files.is_some_and(|files| files.is_ok_and(|files| files.iter().any(|file| is_source(file))))
    }

    /// The names of the files in a folder, sorted.
    pub fn files(&self, folder: &str) -> Result<Vec<String>> {
        let path = self.inside(folder)?;
        let mut names = Vec::new();
        for entry in self.noted(&path, fs::read_dir(&path))? {
            let entry = self.noted(&path, entry)?;
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                names.extend(entry.file_name().into_string());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The files of a folder that are wanted by their names, with their bytes, sorted by name.
    pub fn read_folder(&self, folder: &str, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, Vec<u8>)>> {
        let path = self.inside(folder)?;
        let mut files = Vec::new();
        for entry in self.noted(&path, fs::read_dir(&path))? {
            let entry = self.noted(&path, entry)?;
            let Some(name) = entry.file_name().into_string().ok().filter(|name| wanted(name)) else {
                continue;
            };
            let bytes = match entry.file_type() {
                Ok(kind) if kind.is_dir() => continue,
                // The folder is inside the tree, so what is no link is inside as well.
                Ok(kind) if kind.is_file() => self.noted(&entry.path(), fs::read(entry.path()))?,
                _ if folder.is_empty() => self.read(&name)?,
                _ => self.read(&format!("{folder}/{name}"))?,
            };
            files.push((name, bytes));
        }
        files.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Ok(files)
    }

    /// The bytes of a file.
    pub fn read(&self, file: &str) -> Result<Vec<u8>> {
        let path = self.inside(file)?;
        // A device or a pipe may never end.
        if !path.is_file() {
            bail!("{} is no file", path.display());
        }
        self.noted(&path, fs::read(&path))
    }

    /// The import paths of all packages, sorted. The tree is walked once.
    pub fn packages(&self) -> &[String] {
        self.packages.get_or_init(|| {
            let mut packages = Vec::new();
            self.walk(&self.base, String::new(), &mut packages);
            packages.sort_unstable();
            packages
        })
    }

    fn walk(&self, path: &Path, folder: String, packages: &mut Vec<String>) {
        // What cannot be listed holds no package for us; reading one by name says why.
        let Ok(entries) = fs::read_dir(path) else {
            return;
        };
        let mut has_source = false;
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            // A link to a folder is not followed, so the walk ends.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => {
                    if !is_ignored(&name) && !self.is_other_module(&entry.path()) {
                        let inner = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                        self.walk(&entry.path(), inner, packages);
                    }
                }
                _ => has_source |= is_source(&name),
            }
        }
        if has_source {
            packages.push(self.import_path(&folder));
        }
    }

    /// A folder of a module with a go.mod of its own is another module. Go's own `src/cmd` is not, for us.
    fn is_other_module(&self, path: &Path) -> bool {
        self.module.is_some() && path.join("go.mod").exists()
    }

    /// The real path of a file or folder, which has to be inside the tree, letter by letter.
    fn inside(&self, name: &str) -> Result<PathBuf> {
        let relative = Path::new(name);
        let plain = |component| matches!(component, Component::Normal(_));
        if !relative.components().all(plain) || name.contains(['\\', '\0']) {
            bail!("`{name}` is no path inside a source tree");
        }
        let wanted = self.base.join(relative);
        let path = self.noted(&wanted, wanted.canonicalize())?;
        let Ok(inner) = path.strip_prefix(&self.base) else {
            bail!("`{name}` leads out of the source tree");
        };
        // Some file systems take `Runtime` for `runtime`; Go does not.
        if inner != relative && inner.to_string_lossy().replace('\\', "/").eq_ignore_ascii_case(name) {
            bail!("`{name}` differs in case from {}", inner.display());
        }
        Ok(path)
    }
}

fn modified(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder).and_then(|found| found.modified()).ok()
}

/// Whether a file is a Go file of a package: no test, and not hidden from the go command.
pub fn is_source(name: &str) -> bool {
    name.ends_with(".go") && !name.ends_with("_test.go") && !name.starts_with(['_', '.'])
}

/// Whether the go command looks away from a folder.
fn is_ignored(name: &str) -> bool {
    name == "testdata" || name.starts_with(['_', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Tree) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder is made");
            fs::write(path, text).expect("the file is written");
        }
        let tree = Tree::open(folder.path()).expect("the tree opens");
        (folder, tree)
    }

    const FILES: &[(&str, &str)] = &[
        ("VERSION", "go1.27.3\ntime 2026-10-19T22:20:36Z\n"),
        ("src/runtime/proc.go", "package runtime\n"),
        ("src/runtime/proc_test.go", "package runtime\n"),
        ("src/runtime/testdata/a/a.go", "package a\n"),
        ("src/internal/abi/type.go", "package abi\n"),
        ("src/docs/README.md", "# Docs\n"),
        ("secret.go", "package secret\n"),
    ];

    #[test]
    fn a_tree_has_a_version_and_packages() {
        let (_folder, tree) = tree(FILES);
        let release = tree.version.as_ref().and_then(|version| version.release);
        assert_eq!(release.map(|release| release.to_string()).as_deref(), Some("go1.27.3"));
        assert_eq!(tree.packages(), ["internal/abi", "runtime"]);
        assert!(tree.has_package("internal/abi"));
        for none in ["internal", "docs", "", "runtime/proc.go", "Runtime", "../src/runtime"] {
            assert!(!tree.has_package(none), "{none}");
        }
        assert_eq!(tree.files("runtime").expect("the folder is listed"), ["proc.go", "proc_test.go"]);
        // Where the file system takes them for the same, Go still does not.
        for other in ["docs/readme.md", "Docs/README.md"] {
            assert!(tree.read(other).is_err(), "{other}");
        }
    }

    #[test]
    fn nothing_outside_is_read() {
        let (folder, tree) = tree(FILES);
        assert_eq!(tree.read("docs/README.md").expect("the file is read"), b"# Docs\n");
        let absolute = folder.path().join("secret.go");
        for name in
            ["../secret.go", "runtime/../../secret.go", absolute.to_str().expect("a path"), "runtime", "a.go"]
        {
            assert!(tree.read(name).is_err(), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn symlinks_may_not_lead_out() {
        let (folder, tree) = tree(FILES);
        let link = |name: &str, to: &str| {
            std::os::unix::fs::symlink(to, folder.path().join("src").join(name)).expect("the link is made");
        };
        link("runtime/out.go", "../../secret.go");
        link("runtime/in.go", "proc.go");
        link("up", "..");
        assert!(tree.read("runtime/out.go").is_err());
        assert!(tree.read("up/secret.go").is_err());
        assert_eq!(tree.read("runtime/in.go").expect("the file is read"), b"package runtime\n");
        assert_eq!(tree.packages(), ["internal/abi", "runtime"]);
    }

    #[test]
    fn a_module_has_its_path_before_its_packages() {
        let (folder, _) = tree(FILES);
        let tree = Tree::open_module(folder.path(), "example.org/m").expect("the module opens");
        let names = ["", "/src/internal/abi", "/src/runtime"].map(|folder| format!("example.org/m{folder}"));
        assert_eq!(tree.packages(), names);
        assert_eq!(tree.folder("example.org/m"), Some(""));
        assert_eq!(tree.folder("example.org/m/src"), Some("src"));
        assert_eq!(tree.folder("example.org/mm"), None);
        assert!(tree.has_package("example.org/m"));
        assert_eq!(tree.file_name("example.org/m/secret.go"), "secret.go");
        assert!(Tree::open(&folder.path().join("src")).is_err());
    }
}
