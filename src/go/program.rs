//! The packages of one target, read and parsed when a name first asks for them.
//!
//! In: a function that gives the files of an import path. Out: names with what they stand for. Answers are
//! kept, so that a question costs what it adds.

mod entry;
mod scope;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

pub use entry::{Entry, Package, SourceFile};
pub use scope::{Entity, Local, Scope};

pub(in crate::go) use entry::receiver_name;

use super::consts::Constant;
use super::refuse::{NotUnderstood, Understood, refuse};
use super::types::{Named, Type};

/// How deep questions may lead to further questions.
const DEPTH: usize = 160;
/// How many steps one question may take.
const STEPS: usize = 200_000;

/// The sizes of a target's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arch {
    /// Bytes of an `int` and of a pointer.
    pub word: u64,
    /// The largest alignment of a basic type.
    pub max_align: u64,
}

impl Arch {
    /// The sizes of a `GOARCH`, as Go's own compiler has them; none for a name it does not have.
    pub fn of(goarch: &str) -> Option<Arch> {
        let (word, max_align) = match goarch {
            "386" | "arm" | "mips" | "mipsle" => (4, 4),
            "amd64" | "arm64" | "loong64" | "mips64" | "mips64le" | "ppc64" | "ppc64le" | "riscv64"
            | "s390x" | "sparc64" | "wasm" => (8, 8),
            _ => return None,
        };
        Some(Arch { word, max_align })
    }
}

/// Reads the Go and assembly files of an import path which the target builds; none if there is no such package.
pub type Read<'a> = Box<dyn Fn(&str) -> Option<Vec<SourceFile>> + 'a>;

/// An answer that is kept; none while it is being worked out.
type Kept<K, V> = RefCell<HashMap<K, Option<V>>>;

/// The packages of one target.
pub struct Program<'a> {
    /// Its word sizes.
    pub arch: Arch,
    read: Read<'a>,
    packages: RefCell<HashMap<String, Option<Rc<Package>>>>,
    pub(super) constants: Kept<(String, String), Understood<Constant>>,
    pub(super) aliases: Kept<(String, String), Type>,
    pub(super) underlying: Kept<Rc<Named>, Type>,
    pub(super) sizes: Kept<Rc<Named>, Understood<(u64, u64)>>,
    pub(super) variables: Kept<(String, String), Type>,
    depth: Cell<usize>,
    steps: Cell<usize>,
}

impl<'a> Program<'a> {
    /// A program without any package read yet.
    pub fn new(arch: Arch, read: Read<'a>) -> Self {
        Program {
            arch,
            read,
            packages: RefCell::default(),
            constants: RefCell::default(),
            aliases: RefCell::default(),
            underlying: RefCell::default(),
            sizes: RefCell::default(),
            variables: RefCell::default(),
            depth: Cell::new(0),
            steps: Cell::new(0),
        }
    }

    /// The package of an import path.
    pub fn package(&self, path: &str) -> Understood<Rc<Package>> {
        let known = self.packages.borrow().get(path).cloned();
        let package = known.unwrap_or_else(|| {
            let package = (self.read)(path).map(|files| Rc::new(Package::new(path, files)));
            let mut packages = self.packages.borrow_mut();
            packages.insert(path.to_owned(), package.clone());
            package
        });
        match package {
            Some(package) => Ok(package),
            None => refuse(format!("the package {path}, which is in no tree at hand"), 0),
        }
    }

    /// The package that a file of the package `from` imports as `path`: of Go's own tree the copy in the vendor folder
    /// around `from`, if there is one.
    pub fn imported(&self, from: &str, path: &str) -> Understood<Rc<Package>> {
        let vendor = match from.split_once('/').map_or(from, |(first, _)| first) {
            "cmd" => "cmd/vendor/",
            first if first.contains('.') => "",
            _ => "vendor/",
        };
        match path.split('/').next().is_some_and(|first| first.contains('.')) && !vendor.is_empty() {
            true => self.package(&format!("{vendor}{path}")).or_else(|_| self.package(path)),
            false => self.package(path),
        }
    }

    /// Takes one step down, and refuses when a question leads too far.
    pub(super) fn step<T>(&self, at: usize, answer: impl FnOnce() -> Understood<T>) -> Understood<T> {
        let depth = self.depth.get();
        let steps = if depth == 0 { 0 } else { self.steps.get() + 1 };
        self.steps.set(steps);
        if depth >= DEPTH || steps >= STEPS {
            return refuse("a definition that leads too far", at);
        }
        self.depth.set(depth + 1);
        let result = answer();
        self.depth.set(depth);
        result
    }

    /// The kept answer, or a new one; a question that comes back to itself is refused.
    pub(super) fn keep<K: Clone + Eq + std::hash::Hash, V: Clone>(
        kept: &Kept<K, V>,
        key: &K,
        circle: impl FnOnce(NotUnderstood) -> V,
        answer: impl FnOnce() -> V,
    ) -> V {
        let known = kept.borrow().get(key).cloned();
        match known {
            Some(Some(value)) => value,
            Some(None) => circle(NotUnderstood {
                what: "a definition that leads back to itself".to_owned(),
                file: String::new(),
                at: 0,
            }),
            None => {
                kept.borrow_mut().insert(key.clone(), None);
                let value = answer();
                kept.borrow_mut().insert(key.clone(), Some(value.clone()));
                value
            }
        }
    }
}

/// A program of packages as texts: import path, file name and text of each file.
#[cfg(test)]
pub(in crate::go) fn of_texts(goarch: &str, files: &[(&str, &str, &str)]) -> Program<'static> {
    let owned = |(package, name, text): &(&str, &str, &str)| {
        let source = SourceFile { path: format!("{package}/{name}"), text: text.as_bytes().to_vec() };
        (package.to_string(), source)
    };
    let files: Vec<(String, SourceFile)> = files.iter().map(owned).collect();
    let read = move |path: &str| {
        let files = files.iter().filter(|(package, _)| package == path);
        let files: Vec<SourceFile> = files.map(|(_, file)| file.clone()).collect();
        (!files.is_empty()).then_some(files)
    };
    let word = if goarch == "386" { 4 } else { 8 };
    let arch = Arch { word, max_align: word };
    Program::new(arch, Box::new(read))
}
