//! What a function calls, read from its body: the arrows of a call-path figure are checked against it.
//!
//! In: a function of a [`Program`]. Out: its calls in the order of the text. Closures inside the body count as the
//! body; a body in assembly is read by its lines; a function bound by `//go:linkname` is the one behind it.

mod assembly;
mod link;
mod stmts;
mod walk;

use std::fmt;

pub use link::{Key, linked};

use super::program::{Entry, Package, Program};
use super::refuse::{NotUnderstood, Understood, refuse};

/// One mention of a function in another one's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The function, method, or variable or field that holds a function.
    pub callee: Key,
    /// How it is mentioned.
    pub kind: Kind,
    /// How the callee is known.
    pub seen: Seen,
    /// The line in the caller's file.
    pub line: usize,
    /// The function that gets the closure this stands in, or the value that is passed: `runtime.systemstack`.
    pub via: Option<Key>,
}

/// How a function is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is called.
    Calls,
    /// It is called by a `go` statement.
    Goes,
    /// It is called by a `defer` statement.
    Defers,
    /// It is passed to a function as a value.
    Passes,
    /// It is used as a value in any other way.
    Refers,
}

/// How the callee is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// The source shows which one it is.
    Type,
    /// The call goes through an interface that has a method of this name.
    Interface,
    /// The receiver's type does not show; the package has a method of this name.
    Name,
}

/// An arrow that holds: the calls that make it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// The calls, in the order of the text; never empty.
    pub calls: Vec<Call>,
}

/// An arrow that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoArrow {
    /// The caller's body mentions other functions only.
    Other {
        /// What it mentions, sorted, each once.
        does_call: Vec<Key>,
    },
    /// The caller or its body is not understood.
    Refused(NotUnderstood),
}

impl Kind {
    /// The word for it: `calls`, `defers`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Calls => "calls",
            Kind::Goes => "starts",
            Kind::Defers => "defers",
            Kind::Passes => "passes",
            Kind::Refers => "names",
        }
    }
}

impl fmt::Display for NoArrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoArrow::Other { does_call } if does_call.is_empty() => f.write_str("it calls nothing"),
            NoArrow::Other { does_call } => {
                let names: Vec<String> = does_call.iter().map(Key::to_string).collect();
                write!(f, "it calls {}", names.join(", "))
            }
            NoArrow::Refused(refused) => refused.fmt(f),
        }
    }
}

/// What the body of a function mentions, in the order of the text.
pub fn calls(program: &Program, caller: &Key) -> Understood<Vec<Call>> {
    let caller = linked(program, caller);
    let package = program.package(&caller.package)?;
    if let Some(text) = assembly::body(&package, &caller.path) {
        return Ok(assembly::calls(program, &package, text));
    }
    let (func, file) = declaration(&package, &caller)?;
    let Some(span) = func.body.clone() else {
        return refuse(
            format!("{caller}, which has no body for this target"),
            func.at,
        );
    };
    walk::walk(program, &package, &func, file, span)
}

/// Whether the caller's body mentions the callee, under its own name or the one it is linked to.
pub fn arrow(program: &Program, caller: &Key, callee: &Key) -> Result<Arrow, NoArrow> {
    let mut calls = calls(program, caller).map_err(NoArrow::Refused)?;
    let wanted = linked(program, callee);
    let all: Vec<Call> = calls.clone();
    calls.retain(|call| leads_to(program, call, callee, &wanted));
    if !calls.is_empty() {
        return Ok(Arrow { calls });
    }
    let mut does_call: Vec<Key> = all.into_iter().map(|call| call.callee).collect();
    does_call.sort();
    does_call.dedup();
    Err(NoArrow::Other { does_call })
}

fn leads_to(program: &Program, call: &Call, callee: &Key, wanted: &Key) -> bool {
    let last = |key: &Key| key.path.rsplit('.').next().map(str::to_owned);
    call.callee == *callee
        || linked(program, &call.callee) == *wanted
        // Which type's method an interface leads to is the author's knowledge; the name has to agree.
        || (call.seen == Seen::Interface
            && callee.path.contains('.')
            && last(&call.callee) == last(callee))
}

/// The declaration of a function or method, with its file.
fn declaration(
    package: &Package,
    key: &Key,
) -> Understood<(std::rc::Rc<super::syntax::FuncDecl>, usize)> {
    let found = match key.path.split_once('.') {
        Some((ty, method)) => package
            .methods
            .get(ty)
            .and_then(|methods| methods.get(method))
            .cloned(),
        None => match package.entries.get(&key.path) {
            Some(Entry::Func(func, file)) => Some((func.clone(), *file)),
            _ => None,
        },
    };
    match found {
        Some(found) => Ok(found),
        None => refuse(format!("{key}, which is no function of this target"), 0),
    }
}
