//! The packages in which what vanished from some package may be found again.
use crate::go::source::Tree;
use std::collections::BTreeSet;

/// The packages of a tree that are near any of `packages`, themselves included, sorted.
///
/// Near are the packages below, beside and inside: of `runtime` also `internal/runtime/maps`, of `sync` `internal/sync`,
/// of `runtime/internal/atomic` `internal/runtime/atomic` and what stands below it.
pub fn near(tree: &Tree, packages: &BTreeSet<String>) -> Vec<String> {
    let is_near = |other: &&String| packages.iter().any(|package| are_near(package, other));
    tree.packages().iter().filter(is_near).cloned().collect()
}

fn are_near(package: &str, other: &str) -> bool {
    let (bare, other) = (without_internal(package), without_internal(other));
    let (parent, other_parent) = (parent(&bare), parent(&other));
    bare == other
        || is_below(&other, &bare)
        || is_below(&bare, &other)
        || (parent == other_parent && !parent.is_empty())
        || last(&bare) == last(&other)
}

/// `runtime/atomic` for `internal/runtime/atomic` and for `runtime/internal/atomic`.
fn without_internal(package: &str) -> String {
    let elements = package.split('/').filter(|element| *element != "internal");
    elements.collect::<Vec<_>>().join("/")
}

fn is_below(package: &str, above: &str) -> bool {
    package.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

fn parent(package: &str) -> &str {
    package.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn last(package: &str) -> &str {
    package.rsplit('/').next().unwrap_or(package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_near_across_internal() {
        let check = |one: &str, other: &str, expected: bool| {
            assert_eq!((are_near(one, other), are_near(other, one)), (expected, expected), "{one} {other}");
        };
        check("runtime", "runtime", true);
        check("runtime", "internal/runtime/maps", true);
        check("runtime/internal/atomic", "internal/runtime/atomic", true);
        check("runtime/internal/syscall", "internal/runtime/syscall/linux", true);
        check("internal/runtime/sys", "internal/runtime/math", true);
        check("sync", "internal/sync", true);
        check("reflect", "internal/reflectlite", false);
        check("internal/abi", "internal/cpu", false);
        check("runtime", "net/http", false);
    }
}
