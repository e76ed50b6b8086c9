//! The declarations of some packages, as one target builds them.
use crate::go::decls::Kind;
use crate::go::index::{Index, Miss};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What a declaration is known by: its package and the path inside.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The import path.
    pub package: String,
    /// The path inside the package: `mcache.refill`.
    pub path: String,
}

/// A declaration's kind and text.
#[derive(Debug, Clone)]
pub struct Decl {
    /// What is declared.
    pub kind: Kind,
    /// The text of its file.
    pub text: Arc<[u8]>,
    /// Its bytes in that text.
    pub span: Range<usize>,
    /// The offset of the name itself.
    pub name_at: usize,
}

/// The declarations of some packages.
pub type Side = BTreeMap<Key, Decl>;

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}.{}", self.package, self.path)
    }
}

impl Key {
    /// A key of its two parts.
    pub fn new(package: &str, path: &str) -> Self {
        Key { package: package.to_owned(), path: path.to_owned() }
    }

    /// The last element of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }

    /// What it is a member of: the type of a method or field.
    pub fn holder(&self) -> Option<Key> {
        let (holder, _) = self.path.rsplit_once('.')?;
        Some(Key::new(&self.package, holder))
    }
}

impl Decl {
    /// The bytes of the declaration.
    pub fn bytes(&self) -> &[u8] {
        self.text.get(self.span.clone()).unwrap_or_default()
    }

    /// Whether it stands for itself, rather than inside another declaration's text.
    pub fn is_whole(&self) -> bool {
        !matches!(self.kind, Kind::Field | Kind::Embed | Kind::Imethod | Kind::Iembed)
    }
}

/// Reads the declarations of `packages`; those that the tree does not have are passed over.
pub fn side(index: &Index, packages: &[String]) -> Result<Side, Miss> {
    let mut side = Side::new();
    for path in packages {
        let Some(package) = index.package(path)? else { continue };
        for source in package.built(&index.context) {
            let decls = source.scan.iter().flat_map(|file| &file.decls);
            // These two names may be declared as often as one likes.
            for decl in decls.filter(|decl| !matches!(decl.name(), "_" | "init")) {
                let found = Decl {
                    kind: decl.kind,
                    text: source.text.clone(),
                    span: decl.span.clone(),
                    name_at: decl.name_at,
                };
                side.insert(Key::new(path, &decl.path), found);
            }
        }
    }
    Ok(side)
}
