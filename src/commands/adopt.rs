//! `mdbook-codex adopt`: old links into Go's repository, and into those of the book's modules, become references.
use super::{Console, Exit, counted, embedded};
use crate::adopt::home::{Home, Module};
use crate::adopt::links::{self, Link};
use crate::adopt::url::Rev;
use crate::adopt::{self, Trees};
use crate::config::{self, Config};
use crate::go::index::Index;
use crate::go::release::Release;
use crate::go::roots;
use crate::go::source::Tree;
use crate::go::target::Target;
use crate::problem::mark::mark;
use crate::read::{front_matter, slashed};
use crate::splice::{Edit, Stand, apply};
use crate::{answer, disk};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How links are adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Print the changes as a diff and write nothing.
    pub dry: bool,
    /// Change links at a branch or a commit too, as well as can be guessed.
    pub all: bool,
}

/// A Markdown file with its links.
struct File {
    path: PathBuf,
    name: String,
    text: String,
    /// The release of Go that the page is about; asked for where a link leads to Go.
    pin: Option<String>,
    links: Vec<Link>,
}

/// Adopts the links of every Markdown file of the book at `root`; what stays as it is is listed, and fails the run.
pub fn run(root: &Path, options: Options, console: &mut Console) -> Result<Exit> {
    let context = embedded::context(root, "html", &embedded::config(root)?)?;
    let book_toml = disk::read_if_there(&root.join("book.toml"))?;
    let (cfg, _) = config::read(&context, book_toml.as_deref());
    let homes = homes(&cfg);
    let files = files(&cfg, &homes)?;
    let trees = trees(&files, &cfg, &homes)?;
    let (mut adopted, mut left, mut changed) = (0, 0, 0);
    for file in &files {
        let trees = Trees { by_name: &trees, homes: &homes, pin: file.pin.as_deref(), all: options.all };
        let mut edits = Vec::new();
        for link in &file.links {
            match adopt::reference(link, &trees) {
                Ok(reference) => edits.push(Edit {
                    span: link.written.span.clone(),
                    text: format!("go:{reference}"),
                    stand: Stand::Inline,
                }),
                Err(reason) => {
                    left += 1;
                    let at = mark(&file.text, &link.written.span);
                    writeln!(
                        console.err,
                        "{}:{}:{}: {reason}: {}",
                        file.name, at.line, at.column, link.written.href
                    )?;
                }
            }
        }
        if !edits.is_empty() {
            (adopted, changed) = (adopted + edits.len(), changed + 1);
            finish(file, &apply(&file.text, edits), options, console)?;
        }
    }
    let would = if options.dry { "would be " } else { "" };
    let (links, files) = (counted(adopted, "link"), counted(changed, "file"));
    writeln!(console.err, "{links} {would}adopted in {files}, {left} left as they are")?;
    Ok(if left == 0 { Exit::Fine } else { Exit::Failed })
}

fn finish(file: &File, new: &str, options: Options, console: &mut Console) -> Result<()> {
    if !options.dry {
        return disk::write(&file.path, new.as_bytes());
    }
    let diff = TextDiff::from_lines(file.text.as_str(), new);
    let (old, new) = (format!("a/{}", file.name), format!("b/{}", file.name));
    Ok(write!(console.out, "{}", diff.unified_diff().header(&old, &new))?)
}

/// The repositories that the book knows.
fn homes(cfg: &Config) -> Vec<Home> {
    let modules = cfg.sources().iter().map(|(name, table)| Home::of_module(name, table));
    std::iter::once(Home::of_go(cfg.table.url.as_deref())).chain(modules).collect()
}

/// The book's Markdown files that hold links into these repositories.
fn files(cfg: &Config, homes: &[Home]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for path in markdown(&cfg.root, &cfg.root.join(&cfg.src))? {
        let text = disk::read(&path)?;
        let front_matter = front_matter::split(&text);
        let body = front_matter.as_ref().map_or(0, |found| found.end);
        let links = links::find(&text, body, &cfg.markdown.options(), homes);
        if links.is_empty() {
            continue;
        }
        let below = path.strip_prefix(cfg.root.join(&cfg.src)).map(slashed).unwrap_or_default();
        let own = front_matter.as_ref().and_then(|found| found.value.get("go"));
        let own = own.or_else(|| cfg.table.chapters.get(&*below)?.get("go")).and_then(Value::as_str);
        let name = path.strip_prefix(&cfg.root).map_or_else(|_| slashed(&path), slashed).into_owned();
        let own = || own.map(|own| own.parse::<Release>().with_context(|| format!("{name}: `go`")));
        let pin = || own().map_or_else(|| pin(cfg), |own| Ok(own?.to_string()));
        let pin = links.iter().any(|link| link.old.module.is_none()).then(pin).transpose()?;
        files.push(File { path, name, text, pin, links });
    }
    Ok(files)
}

/// Every `.md` file below a folder, sorted. Folders behind symlinks, hidden ones and the output are not entered.
fn markdown(root: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for (path, is_folder) in disk::list(folder)? {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        // mdBook puts this file, which is for GitHub Pages, into every HTML output.
        let is_output = path.join(".nojekyll").exists();
        if hidden || is_output {
            continue;
        }
        if is_folder {
            found.extend(markdown(root, &path)?);
        } else if path.extension().is_some_and(|end| end == "md") {
            // Named as it was come by: the real path of the same file may be spelled in another way.
            disk::inside(root, &path)?;
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The release that the book is about: as configured, else the lock's, else that of the tree at hand.
fn pin(cfg: &Config) -> Result<String> {
    if let Some(written) = &cfg.table.go {
        let release = written.parse::<Release>().with_context(|| "book.toml: [preprocessor.codex] go")?;
        return Ok(release.to_string());
    }
    let locked = answer::read_lock(&cfg.root)?.unwrap_or_default().0;
    let releases = locked.sources.keys().filter_map(|name| name.parse::<Release>().ok());
    let root = cfg.table.root.as_ref().map(|root| cfg.root.join(root));
    let release = releases.max().map(|release| release.to_string());
    match release.or_else(|| roots::release_at_hand(root.as_deref())) {
        Some(release) => Ok(release),
        None => bail!("the book names no release of Go: write `go = \"go1.27.3\"` in [preprocessor.codex]"),
    }
}

/// The trees at hand of every release that a page or a link is about; one that the book or a page is about has to be
/// there.
fn trees(files: &[File], cfg: &Config, homes: &[Home]) -> Result<BTreeMap<String, Index>> {
    let mut trees = BTreeMap::new();
    for home in homes {
        let is_there = |link: &&Link| link.old.module.as_deref() == home.path();
        let links =
            || files.iter().flat_map(|file| file.links.iter().filter(is_there).map(move |link| (file, link)));
        let pins: BTreeSet<&str> = links().filter_map(|(file, _)| home.pin(file.pin.as_deref())).collect();
        let named = links().filter_map(|(_, link)| match &link.old.rev {
            Rev::Release(release) => Some(release.as_str()),
            Rev::Other(_) => None,
        });
        for release in pins.iter().copied().chain(named).collect::<BTreeSet<&str>>() {
            let is_own = pins.contains(release);
            match tree(home, release, is_own, cfg) {
                Some(tree) => drop(trees.insert(home.tree(release), Index::new(tree, target(cfg)))),
                None if is_own => {
                    bail!("no tree of {} is at hand: {}", home.tree(release), where_to_name(home))
                }
                None => {}
            }
        }
    }
    Ok(trees)
}

/// A tree, at the place that book.toml names if it is the book's own.
fn tree(home: &Home, release: &str, is_own: bool, cfg: &Config) -> Option<Tree> {
    let at = |root: &Option<String>| root.as_ref().filter(|_| is_own).map(|root| cfg.root.join(root));
    match &home.module {
        None => roots::go_tree(release, at(&cfg.table.root).as_deref()),
        Some(module) => {
            let root = at(&cfg.sources().get(&module.name)?.root);
            roots::module_tree(&module.path, release, root.as_deref())
        }
    }
}

fn where_to_name(home: &Home) -> String {
    match &home.module {
        None => "set GOROOT, CODEX_ROOTS, or `root` in book.toml".to_owned(),
        Some(module) => {
            let Module { name, path, pin } = module;
            format!("set `root` in [preprocessor.codex.source.{name}], or `go mod download {path}@{pin}`")
        }
    }
}

fn target(cfg: &Config) -> Target {
    let written = cfg.table.target.as_deref().and_then(|target| target.split_once('/'));
    written.map(|(goos, goarch)| Target::new(goos, goarch)).unwrap_or_default()
}
