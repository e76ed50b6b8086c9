//! What an alias stands for.

use super::package::{Found, Package};
use super::split::last_element;
use super::{Index, Symbol, find};
use crate::go::decls::Kind;
use crate::go::lex::{self, Kind as Lex};
use crate::go::target::Context;

/// How many aliases may lead to each other; real ones go two steps.
const STEPS: usize = 8;

/// A member of the type that an alias stands for: `runtime._type.Size_` is `internal/abi.Type.Size_`.
pub fn member(
    index: &Index,
    package: &Package,
    path: &str,
    context: &Context,
    depth: usize,
) -> Option<Symbol> {
    let (holder, member) = path.split_once('.').filter(|_| depth < STEPS)?;
    let (built, _) = package.declared_for(holder, context);
    let target = target(*built.first()?, package)?;
    find::dotted(index, &format!("{target}.{member}"), context, depth + 1).ok()
}

/// The type an alias stands for, if that has a name: package, dot, name.
pub fn target(found: Found, package: &Package) -> Option<String> {
    let Found { source, file, decl } = found;
    if decl.kind != Kind::Alias {
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
