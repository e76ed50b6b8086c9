//! What a reference names in a source tree.
//!
//! A package is read and scanned when it is first asked for, with the files of all targets; a target then picks among
//! them. An index may be asked from several threads.

mod alias;
mod body;
mod file;
mod find;
mod hash;
mod miss;
mod package;
mod parts;
mod split;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

pub use miss::{Lack, Miss};
pub use package::{Assembly, Found, Package, Source};
pub use parts::Excerpt;

use super::decls;
use super::experiments;
use super::lines::Lines;
use super::reference::{Options, Reference};
use super::source::Tree;
use super::target::{Context, Target, feature_tags};

/// A source tree seen from one target.
#[derive(Debug)]
pub struct Index {
    /// The tree.
    pub tree: Tree,
    /// The book's target in that tree.
    pub context: Context,
    /// Short names for packages, chosen by the book.
    pub aliases: BTreeMap<String, String>,
    /// The text that says which experiments are on by default.
    experiments: Option<Arc<[u8]>>,
    packages: Mutex<HashMap<String, Option<Arc<Package>>>>,
    files: Mutex<HashMap<String, Arc<[u8]>>>,
    lines: Mutex<HashMap<String, Arc<Lines>>>,
}

/// What a reference names, with all that can be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: Kind,
    /// The import path of its package, or of the package in whose folder the file is.
    pub package: String,
    /// The path inside the package; empty for packages, files and lines.
    pub path: String,
    /// The file below `src`, or below the module's root.
    pub file: String,
    /// The first line.
    pub start: usize,
    /// The last line.
    pub end: usize,
    /// The first line of the doc comment.
    pub doc: Option<usize>,
    /// The declaration on one line.
    pub signature: String,
    /// What its file is built for; nothing if for every target.
    pub condition: Option<String>,
    /// Whether the index's target builds it; if not, it stands in one file only, for another target.
    pub is_built: bool,
    /// Whether it is a function that Go text here gives no code to.
    pub is_bodyless: bool,
    /// Where such a function's code is.
    pub body: Option<Body>,
    /// The parenthesised declaration around it.
    pub group: Option<decls::Group>,
    /// What an alias stands for: `internal/abi.Type` for `runtime._type`.
    pub alias_of: Option<String>,
    /// The declarations of the same name for other targets.
    pub variants: Vec<Variant>,
    /// The lines that the reference's parts are.
    pub parts: Vec<(usize, usize)>,
    /// 32 hexadecimal digits for the text of the lines.
    pub text_hash: String,
    /// 32 hexadecimal digits for the tokens, which stay the same when comments and layout change.
    pub token_hash: String,
}

/// What a [`Symbol`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A declaration in a Go file.
    Decl(decls::Kind),
    /// A function in assembly.
    Asm,
    /// A function or macro in a file of C.
    C,
    /// A package; the place is the package clause with the package's doc comment.
    Package,
    /// A whole file.
    File,
    /// Lines of a file.
    Lines,
}

impl Kind {
    /// The kind's one word, as in `codex.lock`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Decl(kind) => kind.word(),
            Kind::Asm => "asm",
            Kind::C => "c",
            Kind::Package => "package",
            Kind::File => "file",
            Kind::Lines => "lines",
        }
    }

    /// The kind that a word names.
    pub fn from_word(word: &str) -> Option<Kind> {
        let others = [Kind::Asm, Kind::C, Kind::Package, Kind::File, Kind::Lines];
        let decl = decls::Kind::from_word(word).map(Kind::Decl);
        decl.or_else(|| others.into_iter().find(|kind| kind.word() == word))
    }
}

/// Where the code of a function without a body is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The import path of the package that holds it.
    pub package: String,
    /// The name it has there.
    pub name: String,
    /// What it is: assembly or a function.
    pub kind: Kind,
    /// The file below `src`.
    pub file: String,
    /// The first line.
    pub start: usize,
    /// The last line.
    pub end: usize,
    /// The first line of the doc comment.
    pub doc: Option<usize>,
    /// What its file is built for; nothing if for every target.
    pub condition: Option<String>,
}

/// A declaration of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The file below `src`.
    pub file: String,
    /// The first line.
    pub start: usize,
    /// The last line.
    pub end: usize,
    /// What it is built for; nothing if for every target.
    pub condition: Option<String>,
}

impl Index {
    /// An index over a tree. Nothing but the tree's default experiments is read yet.
    pub fn new(tree: Tree, target: Target) -> Self {
        let text = match tree.module {
            None => tree.read(experiments::FILE).ok().map(Arc::from),
            Some(_) => None,
        };
        let mut index = Index {
            context: Context { target: target.clone(), minor: None, tool_tags: Vec::new() },
            tree,
            aliases: BTreeMap::new(),
            experiments: text,
            packages: Mutex::default(),
            files: Mutex::default(),
            lines: Mutex::default(),
        };
        index.context = index.context_for(target);
        index
    }

    /// The index with short names for packages.
    pub fn with_aliases(self, aliases: BTreeMap<String, String>) -> Self {
        Index { aliases, ..self }
    }

    /// Finds what a reference names. Its release is not looked at: the caller chose this tree by it.
    pub fn lookup(&self, reference: &Reference) -> Result<Symbol, Miss> {
        find::reference(self, reference)
    }

    /// A package by its exact import path; nothing if the tree has none of that path.
    pub fn package(&self, path: &str) -> Result<Option<Arc<Package>>, Miss> {
        // The lock is kept while a package is read, so that each file is read once.
        let mut packages = self.packages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = packages.get(path) {
            return Ok(known.clone());
        }
        let folder = self.tree.folder(path).filter(|_| self.tree.has_package(path));
        let read = folder.map(|folder| package::read(&self.tree, path, folder));
        let found = read.transpose().map_err(|error| Miss::unreadable(path, &error))?;
        let found = found.map(Arc::new);
        packages.insert(path.to_owned(), found.clone());
        Ok(found)
    }

    /// A package that is read anew and not kept, for whoever goes through a whole tree.
    pub fn scan(&self, path: &str) -> Result<Package, Miss> {
        let folder = self.tree.folder(path).unwrap_or_default();
        package::read(&self.tree, path, folder).map_err(|error| Miss::unreadable(path, &error))
    }

    /// The same with the files that the target builds alone.
    pub fn scan_built(&self, path: &str) -> Result<Package, Miss> {
        let folder = self.tree.folder(path).unwrap_or_default();
        let read = package::read_built(&self.tree, path, folder, &self.context);
        read.map_err(|error| Miss::unreadable(path, &error))
    }

    /// The bytes of a file below `src`, or below the module's root.
    pub fn text(&self, file: &str) -> Result<Arc<[u8]>, Miss> {
        // A package that was scanned has its files' text.
        let (folder, _) = file.rsplit_once('/').unwrap_or(("", file));
        let packages = self.packages.lock().unwrap_or_else(PoisonError::into_inner);
        let package = packages.get(&self.tree.import_path(folder)).and_then(Option::as_ref);
        let source = package.and_then(|package| package.files.iter().find(|source| source.file == file));
        if let Some(source) = source {
            return Ok(source.text.clone());
        }
        drop(packages);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = files.get(file) {
            return Ok(known.clone());
        }
        let text: Arc<[u8]> = self.tree.read(file).map_err(|error| Miss::unreadable(file, &error))?.into();
        files.insert(file.to_owned(), text.clone());
        Ok(text)
    }

    /// Where the lines of a file begin; a file that is cited once is often cited again.
    fn line_table(&self, file: &str, text: &[u8]) -> Arc<Lines> {
        let mut tables = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        tables.entry(file.to_owned()).or_insert_with(|| Arc::new(Lines::new(text))).clone()
    }

    /// The lines `first` to `last` of a file, for an excerpt.
    pub fn lines(&self, file: &str, first: usize, last: usize) -> Result<String, Miss> {
        parts::lines(self, file, first, last)
    }

    /// The text of a symbol: each of its parts, or the whole without its doc comment.
    pub fn source_of(&self, symbol: &Symbol) -> Result<Vec<Excerpt>, Miss> {
        parts::source_of(self, symbol)
    }

    /// The context of another target in the same tree.
    pub fn context_for(&self, target: Target) -> Context {
        let features = feature_tags(&target.goarch).iter().map(|tag| (*tag).to_owned());
        let mut tool_tags: Vec<String> = features.collect();
        if let Some(text) = &self.experiments {
            tool_tags.extend(experiments::default_tags(text, &target));
        }
        tool_tags.sort();
        Context { target, minor: self.tree.version.as_ref().and_then(|version| version.minor), tool_tags }
    }

    /// The context that a reference's options ask for.
    pub fn context_with(&self, options: &Options) -> Context {
        let mut target = self.context.target.clone();
        if let Some(goos) = &options.goos {
            target.goos.clone_from(goos);
        }
        if let Some(goarch) = &options.goarch {
            target.goarch.clone_from(goarch);
        }
        target.tags.extend(options.tags.iter().cloned());
        match target == self.context.target {
            true => self.context.clone(),
            false => self.context_for(target),
        }
    }
}
