//! One package of a tree: all its files, whatever target they are for.

use std::sync::{Arc, OnceLock};

use anyhow::Result;

use crate::go::asm::{self, Text};
use crate::go::build::{self, Expr, whole};
use crate::go::decls::{self, Decl, File, ScanError};
use crate::go::source::{Tree, is_source};
use crate::go::target::{Context, name_constraint};

/// A package as its folder has it.
#[derive(Debug)]
pub struct Package {
    /// The import path.
    pub path: String,
    /// The Go files that are no tests, in the order of their names.
    pub files: Vec<Source>,
    /// The name in the package clause. Files with another one do not belong to the package.
    pub name: String,
    /// Where each path is declared: file and declaration, sorted by path.
    names: Vec<(u32, u32)>,
    assembly: OnceLock<Vec<Assembly>>,
}

/// An assembly file.
#[derive(Debug)]
pub struct Assembly {
    /// The path below `src`, or below the module's root.
    pub file: String,
    /// The constraint in its header.
    pub constraint: Option<Result<Expr, String>>,
    /// Its functions.
    pub texts: Vec<Text>,
}

/// A Go file.
#[derive(Debug)]
pub struct Source {
    /// The path below `src`, or below the module's root.
    pub file: String,
    /// Its bytes.
    pub text: Arc<[u8]>,
    /// The constraint in its header; an error where it cannot be read, and then the file is for no target.
    pub constraint: Option<Result<Expr, String>>,
    /// What it declares.
    pub scan: Result<File, ScanError>,
}

/// One declaration of a package.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The file it stands in.
    pub source: &'a Source,
    /// What that file declares.
    pub file: &'a File,
    /// The declaration.
    pub decl: &'a Decl,
}

/// Reads and scans a package's files.
pub fn read(tree: &Tree, package: &str, folder: &str) -> Result<Package> {
    let files = tree.read_folder(folder, is_source)?.into_iter();
    let files = files.map(|(name, text)| source(join(folder, &name), text.into()));
    Ok(Package::new(package, files.collect()))
}

/// Reads and scans those of a package's files that a target builds: less than half of a Go tree.
pub fn read_built(tree: &Tree, package: &str, folder: &str, context: &Context) -> Result<Package> {
    let wanted = |name: &str| is_source(name) && is_built(name, None, context);
    let files = tree.read_folder(folder, wanted)?.into_iter();
    let files = files.filter_map(|(name, text)| {
        let constraint = build::constraint(&text);
        is_built(&name, constraint.as_ref(), context).then(|| {
            let (file, scan) = (join(folder, &name), decls::scan(&text));
            Source { file, text: text.into(), constraint, scan }
        })
    });
    Ok(Package::new(package, files.collect()))
}

/// The path of a file in a folder.
pub fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Scans one file.
pub fn source(file: String, text: Arc<[u8]>) -> Source {
    Source { constraint: build::constraint(&text), scan: decls::scan(&text), file, text }
}

impl Package {
    /// A package of files that were scanned.
    pub fn new(path: &str, files: Vec<Source>) -> Self {
        let mut names = Vec::new();
        for (at, source) in (0_u32..).zip(&files) {
            let decls = source.scan.as_ref().map_or(0, |file| file.decls.len());
            names.extend((0_u32..).take(decls).map(|decl| (at, decl)));
        }
        let mut package = Package {
            path: path.to_owned(),
            name: name(&files),
            files,
            names: Vec::new(),
            assembly: OnceLock::new(),
        };
        names.sort_by_key(|name| package.found(*name).map(|found| found.decl.path.as_str()));
        package.names = names;
        package
    }

    fn found(&self, (file, decl): (u32, u32)) -> Option<Found<'_>> {
        let source = self.files.get(file as usize)?;
        let file = source.scan.as_ref().ok()?;
        let decl = file.decls.get(decl as usize)?;
        Some(Found { source, file, decl })
    }

    /// All declarations, sorted by path and then by file.
    pub fn decls(&self) -> impl Iterator<Item = Found<'_>> {
        self.names.iter().filter_map(|name| self.found(*name))
    }

    /// The declarations of one path, in all files.
    pub fn declared<'a>(&'a self, path: &'a str) -> impl Iterator<Item = Found<'a>> {
        let key = |name: &(u32, u32)| self.found(*name).map_or("", |found| found.decl.path.as_str());
        let first = self.names.partition_point(|name| key(name) < path);
        let found = self.names[first..].iter().filter_map(|name| self.found(*name));
        found.take_while(move |found| found.decl.path == path)
    }

    /// The declarations of one path in the files that belong to the package, split by whether a target builds them.
    pub fn declared_for<'a>(&'a self, path: &'a str, context: &Context) -> (Vec<Found<'a>>, Vec<Found<'a>>) {
        let found = self.declared(path).filter(|found| found.file.package == self.name);
        found.partition(|found| found.source.is_built(context))
    }

    /// The files that a target builds the package from.
    pub fn built<'a>(&'a self, context: &'a Context) -> impl Iterator<Item = &'a Source> {
        let files = self.files.iter();
        files.filter(|source| source.package() == Some(&self.name) && source.is_built(context))
    }

    /// The assembly files of the package's folder, read when first asked for.
    pub fn assembly(&self, tree: &Tree) -> &[Assembly] {
        self.assembly.get_or_init(|| {
            let folder = tree.folder(&self.path).unwrap_or_default();
            let names = tree.files(folder).unwrap_or_default();
            let names = names.iter().filter(|name| name.ends_with(".s"));
            names.filter_map(|name| assembly(tree, join(folder, name))).collect()
        })
    }
}

fn assembly(tree: &Tree, file: String) -> Option<Assembly> {
    let text = tree.read(&file).ok()?;
    Some(Assembly { constraint: build::constraint(&text), texts: asm::texts(&text), file })
}

/// The name in most package clauses, of files that somebody builds.
///
/// Programs that write a package's files stand in its folder as package main with the constraint `ignore`, and
/// go/build never takes files of a package called documentation.
fn name(files: &[Source]) -> String {
    let votes = |source: &&Source| match &source.constraint {
        Some(constraint) => constraint.as_ref().is_ok_and(|expr| expr.eval(&|tag| tag != "ignore")),
        None => true,
    };
    let name = most_common(files.iter().filter(votes).filter_map(Source::package));
    let name = name.or_else(|| most_common(files.iter().filter_map(Source::package)));
    name.unwrap_or_default().to_owned()
}

fn most_common<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for name in names.filter(|name| *name != "documentation") {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    // Of equals the first one, so the order is turned around.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| name)
}

impl Source {
    /// The name in its package clause.
    pub fn package(&self) -> Option<&str> {
        self.scan.as_ref().ok().map(|file| file.package.as_str())
    }

    /// Whether a target builds the file.
    pub fn is_built(&self, context: &Context) -> bool {
        let imports = || self.scan.iter().flat_map(|file| &file.imports);
        let takes = is_built(&self.file, self.constraint.as_ref(), context);
        takes && (context.target.cgo || imports().all(|import| import.path != "C"))
    }

    /// Name and header as one constraint, in words; nothing for a file that every target builds.
    pub fn condition(&self) -> Option<String> {
        condition(&self.file, self.constraint.as_ref())
    }
}

impl Assembly {
    /// Whether a target builds the file.
    pub fn is_built(&self, context: &Context) -> bool {
        is_built(&self.file, self.constraint.as_ref(), context)
    }

    /// Name and header as one constraint, in words; nothing for a file that every target builds.
    pub fn condition(&self) -> Option<String> {
        condition(&self.file, self.constraint.as_ref())
    }
}

fn is_built(file: &str, header: Option<&Result<Expr, String>>, context: &Context) -> bool {
    let header = header.map(Result::as_ref).transpose();
    header.is_ok_and(|expr| context.takes(base_name(file), expr))
}

/// The constraint that a file's name and header are together.
pub fn condition(file: &str, header: Option<&Result<Expr, String>>) -> Option<String> {
    let header = header.and_then(|header| header.as_ref().ok()).cloned();
    // `os_aix.go` often says `//go:build aix` as well.
    let name = name_constraint(base_name(file)).filter(|name| Some(name) != header.as_ref());
    let both: Vec<Expr> = name.into_iter().chain(header).collect();
    (!both.is_empty()).then(|| whole(both.into_iter(), Expr::And).to_string())
}

/// The last element of a path.
pub fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
