//! `mdbook-codex adopt`: old links into Go's repository become references.
use super::{Console, Exit, embedded};
use crate::adopt::links::{self, Link};
use crate::adopt::url::{self, Rev};
use crate::adopt::{self, Trees};
use crate::config::{self, Config};
use crate::go::index::Index;
use crate::go::release::Release;
use crate::go::roots;
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
    pin: String,
    links: Vec<Link>,
}

/// Adopts the links of every Markdown file of the book at `root`; what stays as it is is listed, and fails the run.
pub fn run(root: &Path, options: Options, console: &mut Console) -> Result<Exit> {
    let context = embedded::context(root, "html", &embedded::config(root)?)?;
    let book_toml = disk::read_if_there(&root.join("book.toml"))?;
    let (cfg, _) = config::read(&context, book_toml.as_deref());
    let files = files(&cfg)?;
    let trees = trees(&files, &cfg)?;
    let (mut adopted, mut left, mut changed) = (0, 0, 0);
    for file in &files {
        let trees = Trees { by_release: &trees, pin: &file.pin, all: options.all };
        let mut edits = Vec::new();
        for link in &file.links {
            match adopt::reference(link, &trees) {
                Ok(reference) => edits.push(Edit {
                    span: link.span.clone(),
                    text: format!("go:{reference}"),
                    stand: Stand::Inline,
                }),
                Err(reason) => {
                    left += 1;
                    let at = mark(&file.text, &link.span);
                    writeln!(
                        console.err,
                        "{}:{}:{}: {reason}: {}",
                        file.name, at.line, at.column, link.href
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
    let counted = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
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

/// The book's Markdown files that hold links into Go's repository.
fn files(cfg: &Config) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for path in markdown(&cfg.root, &cfg.root.join(&cfg.src))? {
        let text = disk::read(&path)?;
        let front_matter = front_matter::split(&text);
        let body = front_matter.as_ref().map_or(0, |found| found.end);
        let links = links::find(&text, body, &cfg.markdown.options());
        if links.is_empty() {
            continue;
        }
        let below = path.strip_prefix(cfg.root.join(&cfg.src)).map(slashed).unwrap_or_default();
        let own = front_matter.as_ref().and_then(|found| found.value.get("go"));
        let own = own.or_else(|| cfg.table.chapters.get(&below)?.get("go")).and_then(Value::as_str);
        let pin = own.map_or_else(|| pin(cfg), |own| Ok(own.to_owned()))?;
        let name = path.strip_prefix(&cfg.root).map_or_else(|_| slashed(&path), slashed);
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

/// The trees at hand of every release that a page or a link is about; a page's own has to be there.
fn trees(files: &[File], cfg: &Config) -> Result<BTreeMap<String, Index>> {
    let pins: BTreeSet<&str> = files.iter().map(|file| file.pin.as_str()).collect();
    let links = files.iter().flat_map(|file| &file.links);
    let named = links.filter_map(|link| match url::read(&link.href)?.rev {
        Rev::Release(release) => Some(release),
        Rev::Other(_) => None,
    });
    let all: BTreeSet<String> = pins.iter().map(|pin| (*pin).to_owned()).chain(named).collect();
    let mut trees = BTreeMap::new();
    for release in all {
        let own = pins.contains(release.as_str());
        let root = cfg.table.root.as_ref().filter(|_| own).map(|root| cfg.root.join(root));
        match roots::go_tree(&release, root.as_deref()) {
            Some(tree) => {
                trees.insert(release, Index::new(tree, target(cfg)));
            }
            None if own => {
                bail!("no tree of {release} is at hand: set GOROOT, CODEX_ROOTS, or `root` in book.toml")
            }
            None => {}
        }
    }
    Ok(trees)
}

fn target(cfg: &Config) -> Target {
    let written = cfg.table.target.as_deref().and_then(|target| target.split_once('/'));
    written.map(|(goos, goarch)| Target::new(goos, goarch)).unwrap_or_default()
}
