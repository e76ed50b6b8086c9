//! Searching a tree's declarations: the rows of the `symbols` command.

use serde::Serialize;

use super::decls::Kind;
use super::index::{Index, Miss, Package, Source};

/// What to search for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Letters that stand somewhere in package, dot and path, in whatever case; nothing finds all. Parentheses and
    /// stars, as in `(*mcache).refill`, do not count.
    pub pattern: Option<String>,
    /// Only declarations of this kind.
    pub kind: Option<Kind>,
    /// Each declaration of each file that is no test, rather than what the target builds.
    pub all_targets: bool,
}

/// One declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The kind's word: `func`, `method`, `type`, ….
    pub kind: &'static str,
    /// The import path.
    pub package: String,
    /// The path inside the package.
    pub path: String,
    /// The file below `src`, or below the module's root.
    pub file: String,
    /// The first line.
    pub start: usize,
    /// The last line.
    pub end: usize,
    /// The first line of the doc comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<usize>,
}

/// Finds declarations, in the order of packages, files and lines. Packages are read one by one as the rows are taken,
/// and none is kept.
pub fn search<'a>(index: &'a Index, query: &Query) -> impl Iterator<Item = Result<Row, Miss>> + use<'a> {
    let query = Query {
        pattern: query.pattern.as_ref().map(|pattern| pattern.to_lowercase().replace(['(', ')', '*'], "")),
        ..query.clone()
    };
    let packages = index.tree.packages().iter();
    packages.flat_map(move |path| match index.scan(path) {
        Ok(package) => rows(index, &package, &query),
        Err(miss) => vec![Err(miss)],
    })
}

fn rows(index: &Index, package: &Package, query: &Query) -> Vec<Result<Row, Miss>> {
    let mut rows = Vec::new();
    let wanted = |source: &&Source| {
        query.all_targets || (source.package() == Some(&package.name) && source.is_built(&index.context))
    };
    for source in package.files.iter().filter(wanted) {
        match &source.scan {
            Ok(file) => rows.extend(file.decls.iter().filter_map(|decl| {
                let is_found = query.kind.is_none_or(|kind| kind == decl.kind)
                    && matches(query.pattern.as_deref(), &package.path, &decl.path);
                is_found.then(|| Ok(row(package, source, decl)))
            })),
            Err(error) => {
                rows.push(Err(Miss::Unreadable { file: source.file.clone(), reason: error.to_string() }))
            }
        }
    }
    rows
}

fn matches(pattern: Option<&str>, package: &str, path: &str) -> bool {
    pattern.is_none_or(|pattern| format!("{package}.{path}").to_lowercase().contains(pattern))
}

fn row(package: &Package, source: &Source, decl: &super::decls::Decl) -> Row {
    Row {
        kind: decl.kind.word(),
        package: package.path.clone(),
        path: decl.path.clone(),
        file: source.file.clone(),
        start: decl.start,
        end: decl.end,
        doc: decl.doc,
    }
}
