//! Where the code of a function is that Go text declares without a body.
//!
//! In the package's assembly, behind a linkname here ("pulled"), or in a package that gives it away by a linkname or an
//! assembly symbol of its own ("pushed").

use super::package::{Found, Package};
use super::{Body, Index, Kind, Miss};
use crate::go::decls::{Decl, Kind as DeclKind};
use crate::go::target::Context;

/// The packages that hold the code of others. The rest of a tree is not searched.
const HOLDERS: [&str; 9] = [
    "runtime",
    "internal/bytealg",
    "internal/runtime/maps",
    "internal/runtime/atomic",
    "internal/syscall/unix",
    "syscall",
    "reflect",
    "sync",
    "time",
];

/// How many linknames may lead to each other.
const STEPS: usize = 4;

/// Finds the code of a function without a body.
pub fn find(index: &Index, package: &Package, found: Found, context: &Context) -> Result<Option<Body>, Miss> {
    search(index, package, found, context, STEPS)
}

fn search(
    index: &Index,
    package: &Package,
    found: Found,
    context: &Context,
    steps: usize,
) -> Result<Option<Body>, Miss> {
    let path = &found.decl.path;
    if let Some(body) = in_assembly(index, package, &package.path, path, context) {
        return Ok(Some(body));
    }
    let own = format!("{}.{path}", package.path);
    let pulled = found.file.linknames.iter().find(|linkname| linkname.local == *path);
    if let Some(target) = pulled.and_then(|linkname| linkname.target.as_deref()) {
        if target != own && steps > 0 {
            let body = named(index, target, context, steps - 1)?;
            if body.is_some() {
                return Ok(body);
            }
        }
    }
    pushed(index, package, &own, context, steps)
}

/// The function that a linkname's target names: `runtime.gopark`.
fn named(index: &Index, target: &str, context: &Context, steps: usize) -> Result<Option<Body>, Miss> {
    let Some((path, name)) = cut(target) else {
        return Ok(None);
    };
    let Some(package) = index.package(path)? else {
        return Ok(None);
    };
    let (built, _) = package.declared_for(name, context);
    let Some(found) = built.into_iter().find(|found| is_function(found.decl)) else {
        return Ok(in_assembly(index, &package, path, name, context));
    };
    match found.decl.body {
        Some(_) => Ok(Some(go_body(&package, found))),
        None => search(index, &package, found, context, steps),
    }
}

/// Cuts a symbol behind its import path; dots in the path's last element are not known in linknames.
fn cut(target: &str) -> Option<(&str, &str)> {
    let last = target.rfind('/').map_or(0, |slash| slash + 1);
    let dot = last + target[last..].find('.')?;
    Some((&target[..dot], &target[dot + 1..]))
}

/// The function that another package gives the name `own`.
fn pushed(
    index: &Index,
    package: &Package,
    own: &str,
    context: &Context,
    steps: usize,
) -> Result<Option<Body>, Miss> {
    let (home, name) = cut(own).unwrap_or((&package.path, own));
    for holder in HOLDERS.iter().filter(|_| index.tree.module.is_none()) {
        let Some(holder) = index.package(holder)? else {
            continue;
        };
        let assembly = in_assembly(index, &holder, home, name, context);
        let body = match pushed_by(&holder, own, context) {
            _ if assembly.is_some() => assembly,
            Some(found) if found.decl.body.is_some() => Some(go_body(&holder, found)),
            Some(found) if steps > 0 => search(index, &holder, found, context, steps - 1)?,
            _ => None,
        };
        if body.is_some() {
            return Ok(body);
        }
    }
    Ok(None)
}

/// The function of a package that a linkname of its file binds to `symbol`.
fn pushed_by<'a>(package: &'a Package, symbol: &str, context: &Context) -> Option<Found<'a>> {
    let linked = |source: &super::Source| {
        let linknames = source.scan.iter().flat_map(|file| &file.linknames);
        let mut linked = linknames.filter(|linkname| linkname.target.as_deref() == Some(symbol));
        linked.next().map(|linkname| linkname.local.clone())
    };
    let files = package.files.iter().filter(|source| source.is_built(context));
    let local = files.into_iter().find_map(linked)?;
    let own = format!("{}.{local}", package.path);
    let all = package.decls();
    let built = all.filter(|found| found.decl.path == local && found.source.is_built(context));
    let mut functions = built.filter(|found| is_function(found.decl) && own != symbol);
    functions.next()
}

fn is_function(decl: &Decl) -> bool {
    matches!(decl.kind, DeclKind::Func | DeclKind::Method)
}

fn go_body(package: &Package, found: Found) -> Body {
    Body {
        package: package.path.clone(),
        name: found.decl.path.clone(),
        kind: Kind::Decl(found.decl.kind),
        file: found.source.file.clone(),
        start: found.decl.start,
        end: found.decl.end,
        doc: found.decl.doc,
        condition: found.source.condition(),
    }
}

/// The function `home.name` in the assembly files of a package.
fn in_assembly(index: &Index, package: &Package, home: &str, name: &str, context: &Context) -> Option<Body> {
    let files = package.assembly(&index.tree).iter();
    files.filter(|file| file.is_built(context)).find_map(|file| {
        let is_wanted = |text: &&crate::go::asm::Text| {
            let text_home = text.package.as_deref().unwrap_or(&package.path);
            text.is_go && !text.is_local && text.name == name && text_home == home
        };
        let text = file.texts.iter().find(is_wanted)?;
        Some(Body {
            package: package.path.clone(),
            name: text.name.clone(),
            kind: Kind::Asm,
            file: file.file.clone(),
            start: text.start,
            end: text.end,
            doc: text.doc,
            condition: file.condition(),
        })
    })
}
