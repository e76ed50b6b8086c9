//! From a reference to a symbol.

use std::sync::Arc;

use super::miss::Lack;
use super::package::{Found, Package};
use super::{Body, Index, Kind, Miss, Symbol, Variant, body, file, hash, parts};
use crate::go::decls::{self, signature};
use crate::go::lex::{self, Kind as Lex};
use crate::go::lines::Lines;
use crate::go::nearest::nearest;
use crate::go::reference::{Options, Place, Reference};
use crate::go::target::Context;

/// How many aliases may lead to each other; real ones go two steps.
const ALIASES: usize = 8;

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

/// Splits a place into its package and the path inside: by the longest import path, then by the book's aliases, then
/// by a last element that one package has.
fn split<'a>(index: &Index, text: &'a str) -> Result<(Arc<Package>, &'a str), Miss> {
    let last = text.rfind('/').map_or(0, |slash| slash + 1);
    let dots = text[last..].match_indices('.').map(|(at, _)| last + at);
    let cuts: Vec<usize> = dots.chain([text.len()]).collect();
    let rest = |cut: usize| text.get(cut + 1..).unwrap_or_default();
    for cut in cuts.iter().rev() {
        let exact = index.package(&text[..*cut])?;
        if let Some(package) = exact {
            return Ok((package, rest(*cut)));
        }
    }
    for cut in cuts.iter().rev() {
        let alias = index.aliases.get(&text[..*cut]);
        if let Some(package) = alias.map(|alias| index.package(alias)).transpose()?.flatten() {
            return Ok((package, rest(*cut)));
        }
    }
    let first = cuts.first().copied().unwrap_or(text.len());
    let package = by_last_element(index, &text[..first])?;
    Ok((package, rest(first)))
}

fn by_last_element(index: &Index, name: &str) -> Result<Arc<Package>, Miss> {
    let packages = index.tree.packages();
    // Copies of other modules and the go command's own packages do not take a name from the library.
    let is_library = |path: &&String| !path.starts_with("cmd/") && !path.starts_with("vendor/");
    let named = |path: &&String| last_element(path) == name;
    let library: Vec<&String> = packages.iter().filter(named).filter(is_library).collect();
    let all = || packages.iter().filter(named).collect();
    let candidates: Vec<&String> = if library.is_empty() { all() } else { library };
    match candidates.as_slice() {
        [] => Err(unknown_package(packages, name)),
        [only] => index.package(only)?.ok_or_else(|| unknown_package(packages, name)),
        _ => Err(Miss::AmbiguousPackage {
            package: name.to_owned(),
            candidates: candidates.into_iter().cloned().collect(),
        }),
    }
}

/// What a package is called in code: the last element that is no version.
fn last_element(path: &str) -> &str {
    let is_version = |element: &str| {
        let number = element.strip_prefix('v').unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    match path.rsplit_once('/') {
        Some((head, last)) if is_version(last) => head.rsplit('/').next().unwrap_or(head),
        Some((_, last)) => last,
        None => path,
    }
}

fn unknown_package(packages: &[String], name: &str) -> Miss {
    let mut near = nearest(name, packages.iter().map(String::as_str));
    if near.is_empty() && !name.contains('/') {
        let lasts = nearest(name, packages.iter().map(|path| last_element(path)));
        let ends = |path: &&String| lasts.iter().any(|last| last_element(path) == last);
        near = packages.iter().filter(ends).take(3).cloned().collect();
    }
    Miss::Package { package: name.to_owned(), nearest: near }
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
        ([], []) => through_alias(index, package, path, context, depth),
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

/// A member of the type that an alias stands for: `runtime._type.Size_` is `internal/abi.Type.Size_`.
fn through_alias(
    index: &Index,
    package: &Package,
    path: &str,
    context: &Context,
    depth: usize,
) -> Result<Symbol, Miss> {
    let unknown = || Miss::Symbol {
        holder: package.path.clone(),
        symbol: path.to_owned(),
        nearest: near_paths(package, path, context),
    };
    let Some((holder, member)) = path.split_once('.').filter(|_| depth < ALIASES) else {
        return Err(unknown());
    };
    let (built, _) = package.declared_for(holder, context);
    let target = built.first().and_then(|found| alias_target(*found, package));
    let member = target.map(|target| dotted(index, &format!("{target}.{member}"), context, depth + 1));
    member.and_then(Result::ok).ok_or_else(unknown)
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
    nearest(path, built.into_iter())
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
        alias_of: alias_target(found, package),
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

/// The type an alias stands for, if that has a name: package, dot, name.
fn alias_target(found: Found, package: &Package) -> Option<String> {
    let Found { source, file, decl } = found;
    if decl.kind != decls::Kind::Alias {
        return None;
    }
    let text = source.text.get(decl.span.clone())?;
    let tokens = lex::tokens(text);
    let assign = tokens.iter().position(|token| token.kind == Lex::Assign)?;
    let word = |at: usize| tokens.get(assign + at).map(|token| (token.kind, token.text(text)));
    match (word(1)?, word(2), word(3)) {
        ((Lex::Ident, short), Some((Lex::Period, _)), Some((Lex::Ident, name))) => {
            let imported = file.imports.iter().find(|import| match &import.name {
                Some(given) => given == short,
                None => last_element(&import.path) == short,
            })?;
            Some(format!("{}.{name}", imported.path))
        }
        ((Lex::Ident, name), _, _) => {
            let here = package.declared(name).next();
            here.map(|_| format!("{}.{name}", package.path))
        }
        _ => None,
    }
}

/// How many lines a text has.
pub fn line_count(text: &[u8]) -> usize {
    Lines::new(text).count()
}
