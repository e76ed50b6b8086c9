//! A package as its declarations by name.

use std::collections::HashMap;
use std::rc::Rc;

use crate::go::decls::{self, Linkname};
use crate::go::parse;
use crate::go::syntax::{ConstSpec, Decl, Expr, File, FuncDecl, Node, TypeSpec, VarSpec};

/// A file of a package as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFile {
    /// Its path, as the tree names it.
    pub path: String,
    /// Its bytes.
    pub text: Vec<u8>,
}

/// A package and what it declares.
#[derive(Debug)]
pub struct Package {
    /// The import path.
    pub path: String,
    /// The name in the package clause.
    pub name: String,
    /// Its Go files, each with its syntax.
    pub files: Vec<(SourceFile, File)>,
    /// Its assembly files.
    pub assembly: Vec<SourceFile>,
    /// What its `//go:linkname` directives bind.
    pub linknames: Vec<Linkname>,
    /// Its top-level declarations.
    pub entries: HashMap<String, Entry>,
    /// Methods by type and name, with their file.
    pub methods: HashMap<String, HashMap<String, (Rc<FuncDecl>, usize)>>,
}

/// A top-level declaration, with the index of its file.
#[derive(Debug, Clone)]
pub enum Entry {
    /// One constant: its line and which of the line's names it is.
    Const(Rc<ConstSpec>, usize, usize),
    /// A type.
    Type(Rc<TypeSpec>, usize),
    /// One variable: its line and which of the line's names it is.
    Var(Rc<VarSpec>, usize, usize),
    /// A function.
    Func(Rc<FuncDecl>, usize),
}

impl Package {
    /// Parses the files of a package.
    pub fn new(path: &str, files: Vec<SourceFile>) -> Self {
        let mut package = Package {
            path: path.to_owned(),
            name: String::new(),
            files: Vec::new(),
            assembly: Vec::new(),
            linknames: Vec::new(),
            entries: HashMap::new(),
            methods: HashMap::new(),
        };
        for source in files {
            if source.path.ends_with(".s") {
                package.assembly.push(source);
                continue;
            }
            let index = package.files.len();
            let file = parse::file(&source.text);
            package.linknames.extend(linknames(&source.text));
            if package.name.is_empty() {
                package.name = file.package.clone();
            }
            for decl in &file.decls {
                package.enter(decl, index);
            }
            package.files.push((source, file));
        }
        // What is declared as `_` cannot be named.
        package.entries.remove("_");
        package
    }

    /// The path of a file, for refusals.
    pub fn file_path(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |(source, _)| &source.path)
    }

    fn enter(&mut self, decl: &Decl, file: usize) {
        match decl {
            Decl::Const(spec) => {
                for (index, (name, _)) in spec.names.iter().enumerate() {
                    let entry = Entry::Const(spec.clone(), index, file);
                    self.entries.insert(name.clone(), entry);
                }
            }
            Decl::Var(spec) => {
                for (index, (name, _)) in spec.names.iter().enumerate() {
                    let entry = Entry::Var(spec.clone(), index, file);
                    self.entries.insert(name.clone(), entry);
                }
            }
            Decl::Type(spec) => {
                let entry = Entry::Type(spec.clone(), file);
                self.entries.insert(spec.name.clone(), entry);
            }
            Decl::Func(func) => match &func.receiver {
                None => {
                    let entry = Entry::Func(func.clone(), file);
                    self.entries.insert(func.name.clone(), entry);
                }
                Some(receiver) => {
                    let methods = self.methods.entry(receiver_name(&receiver.ty)).or_default();
                    methods.insert(func.name.clone(), (func.clone(), file));
                }
            },
        }
    }
}

impl Entry {
    /// The index of the file that declares it.
    pub fn file(&self) -> usize {
        match self {
            Entry::Const(_, _, file)
            | Entry::Type(_, file)
            | Entry::Var(_, _, file)
            | Entry::Func(_, file) => *file,
        }
    }
}

/// The linkname directives of a file; a file without the word needs no second look.
fn linknames(text: &[u8]) -> Vec<Linkname> {
    let word = b"go:linkname";
    match text.windows(word.len()).any(|window| window == word) {
        true => decls::scan(text).map(|file| file.linknames).unwrap_or_default(),
        false => Vec::new(),
    }
}

/// The type of a receiver without star and parameters.
pub(in crate::go) fn receiver_name(ty: &Expr) -> String {
    match &ty.node {
        Node::Name(name) => name.clone(),
        Node::Star(of) | Node::Paren(of) | Node::Index(of, _) => receiver_name(of),
        _ => String::new(),
    }
}
