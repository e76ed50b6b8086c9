//! Searching a tree's declarations: the rows of the `symbols` command.

use serde::Serialize;

use super::decls::{Decl, Kind};
use super::index::{Index, Miss, Package, Source};
use super::reference::Place;
use fit::{Fit, Pattern};

pub mod fit;

/// What to search for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Letters that stand in package, dot and path, together or apart as [`Pattern::fit`] says; nothing finds all.
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
    /// Whether the target builds it.
    #[serde(skip)]
    pub is_built: bool,
    /// How well it fits the pattern, if there is one.
    #[serde(skip)]
    pub fit: Option<Fit>,
}

/// Finds declarations, in the order of packages, files and lines. Packages are read one by one as the rows are taken,
/// and none is kept.
pub fn search<'a>(index: &'a Index, query: &Query) -> impl Iterator<Item = Result<Row, Miss>> + use<'a> {
    let pattern = query.pattern.as_deref().map(Pattern::new);
    let query = query.clone();
    let packages = index.tree.packages().iter();
    packages.flat_map(move |path| {
        let package = if query.all_targets { index.scan(path) } else { index.scan_built(path) };
        match package {
            Ok(package) => rows(index, &package, &query, pattern.as_ref()),
            Err(miss) => vec![Err(miss)],
        }
    })
}

/// Puts the rows that fit best first; of equals what is no member, what Go's own libraries declare, the same case, the
/// shorter name, and at last the order in which they were found.
pub fn rank(rows: &mut [Row]) {
    rows.sort_by_cached_key(|row| {
        let fit = row.fit.map(|fit| (fit.manner, fit.cost, fit.against));
        let depth = row.path.matches('.').count();
        let is_aside = row.package.starts_with("cmd/") || row.package.split('/').any(is_vendor);
        let folded = row.fit.is_some_and(|fit| fit.folded);
        (fit, depth, is_aside, folded, row.path.len(), row.package.len())
    });
}

fn is_vendor(element: &str) -> bool {
    element == "vendor"
}

/// A declaration as a book refers to it: `runtime.mcache.refill`; with its file where the name alone would not lead
/// here, and by its lines where it has no name of its own.
pub fn reference(index: &Index, row: &Row) -> String {
    let file = match &index.tree.module {
        Some(module) => format!("{module}/{}", row.file),
        None => row.file.clone(),
    };
    let has_name = !row.path.split('.').any(|name| name == "_") && row.path != "init";
    let place = match (has_name, row.is_built) {
        (true, true) => Place::Dotted(format!("{}.{}", row.package, row.path)),
        (true, false) => Place::Symbol { file, symbol: row.path.clone() },
        (false, _) => Place::Lines { file, first: row.start, last: row.end },
    };
    place.to_string()
}

fn rows(
    index: &Index,
    package: &Package,
    query: &Query,
    pattern: Option<&Pattern>,
) -> Vec<Result<Row, Miss>> {
    let mut rows = Vec::new();
    for source in &package.files {
        let is_built = source.package() == Some(&package.name) && source.is_built(&index.context);
        if !is_built && !query.all_targets {
            continue;
        }
        match &source.scan {
            Ok(file) => rows.extend(file.decls.iter().filter_map(|decl| {
                let fit = pattern.map(|pattern| pattern.fit(&package.path, &decl.path));
                let is_found = query.kind.is_none_or(|kind| kind == decl.kind) && fit != Some(None);
                is_found.then(|| Ok(row(package, source, decl, is_built, fit.flatten())))
            })),
            Err(error) => {
                rows.push(Err(Miss::Unreadable { file: source.file.clone(), reason: error.to_string() }))
            }
        }
    }
    rows
}

fn row(package: &Package, source: &Source, decl: &Decl, is_built: bool, fit: Option<Fit>) -> Row {
    Row {
        kind: decl.kind.word(),
        package: package.path.clone(),
        path: decl.path.clone(),
        file: source.file.clone(),
        start: decl.start,
        end: decl.end,
        doc: decl.doc,
        is_built,
        fit,
    }
}
