//! Names of functions, and the names that the linker binds to them.

use std::fmt;

use crate::go::program::{Entry, Package, Program};

/// A function by its import path and its path inside the package: `runtime` and `mcache.refill`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The import path.
    pub package: String,
    /// The name, for a method after its type's name.
    pub path: String,
}

impl Key {
    /// A key of its two parts.
    pub fn new(package: &str, path: &str) -> Self {
        Key { package: package.to_owned(), path: path.to_owned() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.package, self.path)
    }
}

/// The packages that give other packages' functions their bodies.
const PUSHERS: [&str; 4] = ["runtime", "internal/runtime/maps", "internal/runtime/atomic", "syscall"];

/// The function that a declaration without a body is bound to; any other function itself.
pub fn linked(program: &Program, key: &Key) -> Key {
    let Ok(package) = program.package(&key.package) else {
        return key.clone();
    };
    if has_body(&package, &key.path) {
        return key.clone();
    }
    if let Some(target) = pulled(&package, &key.path) {
        return split(program, &target).unwrap_or_else(|| key.clone());
    }
    let symbol = key.to_string();
    let pushed = PUSHERS.iter().find_map(|pusher| {
        let package = program.package(pusher).ok()?;
        let local = package.linknames.iter().find(|link| link.target.as_deref() == Some(&symbol))?;
        has_body(&package, &local.local).then(|| Key::new(pusher, &local.local))
    });
    pushed.unwrap_or_else(|| key.clone())
}

/// The target that the package itself binds the name to.
fn pulled(package: &Package, name: &str) -> Option<String> {
    let link = package.linknames.iter().find(|link| link.local == name && link.target.is_some())?;
    link.target.clone()
}

fn has_body(package: &Package, path: &str) -> bool {
    let func = match path.split_once('.') {
        Some((ty, method)) => {
            package.methods.get(ty).and_then(|methods| methods.get(method)).map(|found| &found.0)
        }
        None => match package.entries.get(path) {
            Some(Entry::Func(func, _)) => Some(func),
            _ => None,
        },
    };
    func.is_some_and(|func| func.body.is_some())
}

/// A linker's symbol as a key, if the tree has its package: `internal/sync.runtime_doSpin`, `reflect.(*rtype).Elem`.
fn split(program: &Program, symbol: &str) -> Option<Key> {
    let slash = symbol.rfind('/').map_or(0, |slash| slash + 1);
    let dot = slash + symbol.get(slash..)?.find('.')?;
    let package = &symbol[..dot];
    let path: String = symbol[dot + 1..].chars().filter(|c| !"(*)".contains(*c)).collect();
    program.package(package).is_ok().then(|| Key::new(package, &path))
}
