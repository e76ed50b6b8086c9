//! The door to where source trees may be: the environment, the `go` command, the module cache.
use super::source::Tree;
use super::{check, run};
use std::env;
use std::path::{Path, PathBuf};

/// Finds the tree of a Go release: at `root` if that is given, else in `CODEX_ROOTS` (folders, separated as in
/// `PATH`), `GOROOT`, the module cache's toolchains, and what `go env GOROOT` says.
///
/// A tree counts only if its VERSION file names that release.
pub fn go_tree(release: &str, root: Option<&Path>) -> Option<Tree> {
    candidates(release, root).find_map(|root| opened(&root, release))
}

/// Finds a tree of a Go release that has its `go` command, in the same places.
pub fn go_root(release: &str, root: Option<&Path>) -> Option<PathBuf> {
    let usable = |root: PathBuf| {
        let is_there = root.join(run::COMMAND).is_file() && opened(&root, release).is_some();
        is_there.then_some(root).and_then(|root| std::path::absolute(root).ok())
    };
    candidates(release, root).find_map(usable)
}

/// Where a tree may be, the nearest first; the `go` command is asked last, since it has to be started.
fn candidates(release: &str, root: Option<&Path>) -> impl Iterator<Item = PathBuf> {
    let given = root.map(Path::to_path_buf);
    let many = env::var_os("CODEX_ROOTS").map(|roots| env::split_paths(&roots).collect::<Vec<_>>());
    let goroot = env::var_os("GOROOT").filter(|root| !root.is_empty()).map(PathBuf::from);
    let near = given.into_iter().chain(many.into_iter().flatten()).chain(goroot);
    let asked = std::iter::once_with(|| check::env("GOROOT").map(PathBuf::from)).flatten();
    near.chain(toolchains(release)).chain(asked)
}

/// The release of the tree that is nearest at hand, for a book that names none.
pub fn release_at_hand(root: Option<&Path>) -> Option<String> {
    release_of(&tree_at_hand(root).ok()?)
}

/// The tree at `root`, a Go distribution or another module; without a root that of `GOROOT` or of the `go` command.
pub fn tree_at_hand(root: Option<&Path>) -> anyhow::Result<Tree> {
    let goroot = || env::var_os("GOROOT").filter(|root| !root.is_empty()).map(PathBuf::from);
    let asked = || check::env("GOROOT").map(PathBuf::from);
    let Some(root) = root.map(Path::to_path_buf).or_else(goroot).or_else(asked) else {
        anyhow::bail!("no Go tree is at hand: name one with --root, or set GOROOT");
    };
    let module = std::fs::read_to_string(root.join("go.mod")).ok().filter(|_| !root.join("VERSION").exists());
    match module.as_deref().and_then(module_of) {
        Some(module) => Tree::open_module(&root, module),
        None => Tree::open(&root),
    }
}

/// The module path that a go.mod names.
fn module_of(go_mod: &str) -> Option<&str> {
    let line = go_mod.lines().find_map(|line| line.trim().strip_prefix("module "))?;
    Some(line.split("//").next().unwrap_or(line).trim().trim_matches('"'))
}

/// Finds the tree of another module: at `root` if that is given, else in the module cache.
///
/// A tree whose go.mod names another module does not count; old modules have no go.mod.
pub fn module_tree(module: &str, version: &str, root: Option<&Path>) -> Option<Tree> {
    let cached = || Some(module_cache()?.join(format!("{}@{version}", escaped(module))));
    let root = root.map(Path::to_path_buf).or_else(cached)?;
    let go_mod = std::fs::read_to_string(root.join("go.mod")).ok();
    let is_other = go_mod.as_deref().and_then(module_of).is_some_and(|named| named != module);
    if is_other { None } else { Tree::open_module(&root, module).ok() }
}

fn opened(root: &Path, release: &str) -> Option<Tree> {
    let tree = Tree::open(root).ok()?;
    (release_of(&tree).as_deref() == Some(release)).then_some(tree)
}

fn release_of(tree: &Tree) -> Option<String> {
    tree.version.as_ref().and_then(|version| version.release).map(|release| release.to_string())
}

/// Where the go command keeps the toolchains it fetched.
fn toolchains(release: &str) -> Vec<PathBuf> {
    let Some(folder) = module_cache().map(|cache| cache.join("golang.org")) else { return Vec::new() };
    let prefix = format!("toolchain@v0.0.1-{release}.");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix));
    let mut found: Vec<PathBuf> = named.map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// The folder that the go command keeps modules in.
pub fn module_cache() -> Option<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty());
    let gopath = || set("GOPATH").and_then(|paths| env::split_paths(&paths).next());
    let home = || set("HOME").or_else(|| set("USERPROFILE")).map(|home| PathBuf::from(home).join("go"));
    set("GOMODCACHE").map(PathBuf::from).or_else(|| Some(gopath().or_else(home)?.join("pkg/mod")))
}

/// A module path as the cache writes it: an upper-case letter as `!` and the lower-case one.
fn escaped(module: &str) -> String {
    let mut out = String::new();
    for c in module.chars() {
        if c.is_ascii_uppercase() {
            out.push('!');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upper_case_is_escaped() {
        assert_eq!(escaped("github.com/BurntSushi/toml"), "github.com/!burnt!sushi/toml");
    }

    #[test]
    fn a_module_is_named_by_its_go_mod() {
        assert_eq!(module_of("// x\n\nmodule go.etcd.io/bbolt // y\n\ngo 1.24\n"), Some("go.etcd.io/bbolt"));
        assert_eq!(module_of("go 1.24\n"), None);
    }

    #[test]
    fn a_tree_of_another_release_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("src")).unwrap();
        std::fs::write(folder.path().join("VERSION"), "go1.26.6\n").unwrap();
        assert!(opened(folder.path(), "go1.26.6").is_some());
        assert!(opened(folder.path(), "go1.27.3").is_none());
    }
}
