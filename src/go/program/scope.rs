//! What a name means where it stands.

use std::collections::HashMap;
use std::rc::Rc;

use super::{Entry, Package, Program};
use crate::go::consts::Constant;
use crate::go::refuse::{NotUnderstood, Understood, refuse};
use crate::go::types::Type;

/// A place in a program: a package, a file for its imports, and the names around.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The package.
    pub package: Rc<Package>,
    /// The index of the file in the package.
    pub file: usize,
    /// The value of `iota`, in a constant declaration.
    pub iota: Option<usize>,
    frames: Vec<HashMap<String, Local>>,
}

/// A name declared inside a function, or a type parameter.
#[derive(Debug, Clone)]
pub enum Local {
    /// A variable of this type.
    Var(Type),
    /// A type.
    Type(Type),
    /// A constant.
    Const(Understood<Constant>),
}

/// What a name stands for.
#[derive(Debug, Clone)]
pub enum Entity {
    /// Something declared inside a function.
    Local(Local),
    /// An imported package, by its path.
    Import(String),
    /// A top-level declaration.
    Member(Rc<Package>, Entry),
    /// Nothing that the package declares: a predeclared name, if anything.
    Universe,
}

impl Scope {
    /// The scope of a file.
    pub fn new(package: Rc<Package>, file: usize) -> Self {
        Scope { package, file, iota: None, frames: Vec::new() }
    }

    /// Opens a block.
    pub fn open(&mut self) {
        self.frames.push(HashMap::new());
    }

    /// Closes the block that was opened last.
    pub fn close(&mut self) {
        self.frames.pop();
    }

    /// Adds the names of another scope, as if they were declared further inside.
    pub fn adopt(&mut self, other: Scope) {
        self.frames.extend(other.frames);
    }

    /// Declares a name in the block that was opened last.
    pub fn declare(&mut self, name: &str, local: Local) {
        if self.frames.is_empty() {
            self.open();
        }
        if let (Some(frame), true) = (self.frames.last_mut(), name != "_") {
            frame.insert(name.to_owned(), local);
        }
    }

    /// Looks a name up, from the inside out.
    pub fn find(&self, program: &Program, name: &str) -> Entity {
        if let Some(local) = self.frames.iter().rev().find_map(|frame| frame.get(name)) {
            return Entity::Local(local.clone());
        }
        if let Some(entry) = self.package.entries.get(name) {
            return Entity::Member(self.package.clone(), entry.clone());
        }
        match self.import(program, name) {
            Some(path) => Entity::Import(path),
            None => self.dot_import(program, name).unwrap_or(Entity::Universe),
        }
    }

    /// A member of the package that is imported as `path`.
    pub fn member(&self, program: &Program, path: &str, name: &str) -> Understood<Entity> {
        let package = program.imported(&self.package.path, path)?;
        match package.entries.get(name) {
            Some(entry) => Ok(Entity::Member(package.clone(), entry.clone())),
            None => refuse(format!("{path}.{name}, which the target does not declare"), 0),
        }
    }

    /// A refusal at a byte of this file.
    pub fn refusal(&self, what: impl Into<String>, at: usize) -> NotUnderstood {
        NotUnderstood { what: what.into(), file: self.package.file_path(self.file).to_owned(), at }
    }

    /// The path that a file imports under a name.
    fn import(&self, program: &Program, name: &str) -> Option<String> {
        let (_, file) = self.package.files.get(self.file)?;
        let explicit = |import: &&crate::go::syntax::Import| import.name.as_deref() == Some(name);
        if let Some(import) = file.imports.iter().find(explicit) {
            return Some(import.path.clone());
        }
        let unnamed = || file.imports.iter().filter(|import| import.name.is_none());
        let last = |path: &str| path.rsplit('/').next() == Some(name);
        // A package is nearly always called like the end of its path; if none is, its clause tells.
        let path = unnamed().map(|import| &import.path);
        let called = |path: &&String| {
            let package = program.imported(&self.package.path, path);
            package.is_ok_and(|package| package.name == name)
        };
        path.clone().find(|path| last(path)).or_else(|| path.clone().find(called)).cloned()
    }

    fn dot_import(&self, program: &Program, name: &str) -> Option<Entity> {
        let (_, file) = self.package.files.get(self.file)?;
        let dots = file.imports.iter().filter(|import| import.name.as_deref() == Some("."));
        dots.filter_map(|import| self.member(program, &import.path, name).ok()).next()
    }
}
