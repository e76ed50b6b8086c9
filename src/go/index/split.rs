//! Where the package ends in a dotted place, and the symbol begins.

use std::sync::Arc;

use super::package::Package;
use super::{Index, Miss};
use crate::nearest::several;

/// Splits a place into its package and the path inside: by the longest import path, then by the book's aliases, then
/// by a last element that one package has.
pub fn split<'a>(index: &Index, text: &'a str) -> Result<(Arc<Package>, &'a str), Miss> {
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
    let is_command = |path: &str| path.starts_with("cmd/");
    // Copies of other modules are not called by their last element, and the go command's own packages only where the
    // library has none of that name.
    let is_copy = |path: &str| path.starts_with("vendor/") || path.contains("/vendor/");
    let named = packages.iter().filter(|path| last_element(path) == name && !is_copy(path));
    let (commands, library): (Vec<&String>, Vec<&String>) = named.partition(|path| is_command(path));
    let candidates = if library.is_empty() { commands } else { library };
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
pub fn last_element(path: &str) -> &str {
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
    let near = several(name, packages.iter().map(String::as_str));
    let mut near: Vec<String> = near.into_iter().map(str::to_owned).collect();
    if near.is_empty() && !name.contains('/') {
        let lasts = several(name, packages.iter().map(|path| last_element(path)));
        let ends = |path: &&String| lasts.contains(&last_element(path));
        near = packages.iter().filter(ends).take(3).cloned().collect();
    }
    Miss::Package { package: name.to_owned(), nearest: near }
}
