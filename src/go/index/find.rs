//! From a reference to a symbol.

use super::miss::Lack;
use super::package::{Found, Package};
use super::split::split;
use super::{Body, Index, Kind, Miss, Symbol, Variant, alias, body, file, hash, parts};
use crate::go::decls::{self, signature};
use crate::go::lines::Lines;
use crate::go::reference::{Options, Place, Reference};
use crate::go::target::Context;
use crate::nearest::several;

/// Finds what a reference names.
pub fn reference(index: &Index, reference: &Reference) -> Result<Symbol, Miss> {
    let context = index.context_with(&reference.options);
    let found = place(index, &reference.place, &context)?;
    let mut symbol = follow(index, found, &reference.options, &context)?;
    parts::measure(index, &mut symbol, &reference.parts)?;
    Ok(symbol)
}

fn place(index: &Index, place: &Place, context: &Context) -> Result<Symbol, Miss> {
    match place {
        Place::Dotted(text) => match dotted(index, text, context, 0) {
            // `README.md` is spelled like a package and a symbol.
            Err(miss @ Miss::Package { .. }) => file::whole(index, text, context).map_err(|_| miss),
            found => found,
        },
        Place::File(name) => match file::whole(index, name, context) {
            // `internal/abi.s` is spelled like a file.
            Err(miss @ Miss::File { .. }) => dotted(index, name, context, 0).map_err(|_| miss),
            found => found,
        },
        Place::Symbol { file, symbol } => file::symbol(index, file, symbol, context),
        Place::Lines { file, first, last } => file::lines(index, file, (*first, *last), context),
    }
}

/// Goes where the options lead: along an alias, to a function's code, to the group around.
fn follow(index: &Index, mut symbol: Symbol, options: &Options, context: &Context) -> Result<Symbol, Miss> {
    let lacks = |symbol: &Symbol, what| Miss::Lacks { symbol: symbol.dotted(), what };
    if options.alias {
        let Some(target) = &symbol.alias_of else {
            return Err(lacks(&symbol, Lack::Alias));
        };
        symbol = dotted(index, target, context, 0)?;
    }
    if options.group {
        let Some(group) = &symbol.group else {
            return Err(lacks(&symbol, Lack::Group));
        };
        (symbol.start, symbol.end, symbol.doc) = (group.start, group.end, group.doc);
        symbol.token_hash.clear();
    }
    if options.body {
        match symbol.body.clone() {
            Some(body) => go_to_body(&mut symbol, body),
            None if symbol.is_bodyless || !symbol.kind.is_function() => {
                return Err(lacks(&symbol, Lack::Body));
            }
            None => {}
        }
    }
    Ok(symbol)
}

/// Lets a symbol's place be that of its code.
fn go_to_body(symbol: &mut Symbol, body: Body) {
    symbol.kind = body.kind;
    symbol.file = body.file;
    (symbol.start, symbol.end, symbol.doc) = (body.start, body.end, body.doc);
    symbol.condition = body.condition;
    symbol.group = None;
    symbol.variants.clear();
    symbol.token_hash.clear();
}

impl Kind {
    fn is_function(self) -> bool {
        matches!(self, Kind::Decl(decls::Kind::Func | decls::Kind::Method) | Kind::Asm | Kind::C)
    }
}

impl Symbol {
    /// The canonical name: package and path, or the file.
    pub fn dotted(&self) -> String {
        match self.kind {
            Kind::Package => self.package.clone(),
            Kind::File | Kind::Lines => self.file.clone(),
            _ => format!("{}.{}", self.package, self.path),
        }
    }
}

/// A package, or a symbol in one.
pub fn dotted(index: &Index, text: &str, context: &Context, depth: usize) -> Result<Symbol, Miss> {
    let (package, path) = split(index, text)?;
    match path {
        "" => Ok(whole_package(&package, context)),
        path => symbol(index, &package, path, context, depth),
    }
}

/// The package clause with the package's doc comment.
fn whole_package(package: &Package, context: &Context) -> Symbol {
    let built = || package.built(context).filter_map(|source| Some((source, source.scan.as_ref().ok()?)));
    let documented = built().find(|(_, file)| file.doc.is_some());
    let all = package.files.iter().find_map(|source| Some((source, source.scan.as_ref().ok()?)));
    let place = documented.or_else(|| built().next()).or(all);
    let (file, line, doc) = match place {
        Some((source, file)) => (source.file.clone(), file.clause, file.doc),
        None => (String::new(), 1, None),
    };
    Symbol {
        signature: format!("package {}", package.name),
        doc,
        ..Symbol::at(Kind::Package, &package.path, "", &file, (line, line))
    }
}

/// A declaration of a package.
fn symbol(
    index: &Index,
    package: &Package,
    path: &str,
    context: &Context,
    depth: usize,
) -> Result<Symbol, Miss> {
    let (built, others) = package.declared_for(path, context);
    let variants = |list: &[Found]| list.iter().map(variant).collect::<Vec<_>>();
    match (built.as_slice(), others.as_slice()) {
        ([only], others) => {
            let symbol = declaration(index, package, *only, context)?;
            Ok(Symbol { variants: variants(others), ..symbol })
        }
        ([], []) => {
            let member = alias::member(index, package, path, context, depth);
            member.ok_or_else(|| unknown(package, path, context))
        }
        ([], [only]) => {
            let symbol = declaration(index, package, *only, context)?;
            Ok(Symbol { is_built: false, ..symbol })
        }
        ([], others) => Err(Miss::OtherTargets {
            package: package.path.clone(),
            symbol: path.to_owned(),
            target: context.target.to_string(),
            candidates: variants(others),
        }),
        (several, _) => Err(Miss::AmbiguousSymbol {
            package: package.path.clone(),
            symbol: path.to_owned(),
            candidates: variants(several),
        }),
    }
}

/// A symbol that no file declares, or that stands in a file which cannot be read.
fn unknown(package: &Package, path: &str, context: &Context) -> Miss {
    let built = package.files.iter().filter(|source| source.is_built(context));
    let broken = built.into_iter().find_map(|source| Some((source, source.scan.as_ref().err()?)));
    match broken {
        Some((source, error)) => Miss::Unreadable { file: source.file.clone(), reason: error.to_string() },
        None => Miss::Symbol {
            holder: package.path.clone(),
            symbol: path.to_owned(),
            nearest: near_paths(package, path, context),
        },
    }
}

/// Paths that were probably meant: those that differ in case, else members of that name, else those a few letters
/// away.
fn near_paths(package: &Package, path: &str, context: &Context) -> Vec<String> {
    let files = package.built(context).filter_map(|source| source.scan.as_ref().ok());
    let built: Vec<&str> = files.flat_map(|file| &file.decls).map(|decl| decl.path.as_str()).collect();
    let pick = |wanted: &dyn Fn(&str) -> bool| {
        let found = built.iter().filter(|known| wanted(known));
        found.take(3).map(|known| (*known).to_owned()).collect::<Vec<_>>()
    };
    let same = pick(&|known| known.eq_ignore_ascii_case(path));
    if !same.is_empty() {
        return same;
    }
    let members = pick(&|known| known.rsplit_once('.').is_some_and(|(_, name)| name == path));
    if !members.is_empty() {
        return members;
    }
    several(path, built).into_iter().map(str::to_owned).collect()
}

/// A declaration as another place of the same name.
pub fn variant(found: &Found) -> Variant {
    Variant {
        file: found.source.file.clone(),
        start: found.decl.start,
        end: found.decl.end,
        condition: found.source.condition(),
    }
}

/// A symbol for a declaration in a file.
pub fn declaration(
    index: &Index,
    package: &Package,
    found: Found,
    context: &Context,
) -> Result<Symbol, Miss> {
    let Found { source, file, decl } = found;
    let body = match decl.is_bodyless() {
        true => body::find(index, package, found, context)?,
        false => None,
    };
    let lines = (decl.start, decl.end);
    let kind = Kind::Decl(decl.kind);
    Ok(Symbol {
        doc: decl.doc,
        signature: signature(&source.text, decl),
        condition: source.condition(),
        is_bodyless: decl.is_bodyless(),
        body,
        group: decl.group.and_then(|group| file.groups.get(group as usize)).cloned(),
        alias_of: alias::target(found, package),
        token_hash: hash::tokens(source.text.get(decl.span.clone()).unwrap_or_default()),
        ..Symbol::at(kind, &package.path, &decl.path, &source.file, lines)
    })
}

impl Symbol {
    /// A symbol that nothing but its place is known of.
    pub(super) fn at(
        kind: Kind,
        package: &str,
        path: &str,
        file: &str,
        (start, end): (usize, usize),
    ) -> Self {
        Symbol {
            kind,
            package: package.to_owned(),
            path: path.to_owned(),
            file: file.to_owned(),
            start,
            end,
            doc: None,
            signature: String::new(),
            condition: None,
            is_built: true,
            is_bodyless: false,
            body: None,
            group: None,
            alias_of: None,
            variants: Vec::new(),
            parts: Vec::new(),
            text_hash: String::new(),
            token_hash: String::new(),
        }
    }
}

/// How many lines a text has.
pub fn line_count(text: &[u8]) -> usize {
    Lines::new(text).count()
}
