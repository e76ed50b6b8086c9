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
    let found = declaration(&package, &caller);
    if let Ok((func, file)) = &found
        && let Some(span) = func.body.clone()
    {
        return walk::walk(program, &package, func, *file, span);
    }
    if let Some((holder, lines)) = assembly::body(program, &package, &caller.path) {
        return Ok(assembly::calls(program, &holder, lines));
    }
    let at = found?.0.at;
    refuse(format!("{caller}, which has no body for this target"), at)
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
fn declaration(package: &Package, key: &Key) -> Understood<(std::rc::Rc<super::syntax::FuncDecl>, usize)> {
    let found = match key.path.split_once('.') {
        Some((ty, method)) => package.methods.get(ty).and_then(|methods| methods.get(method)).cloned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::program::of_texts;

    const Q: &str = "package q\ntype Doer interface { Do() }\ntype Thing struct { Hook func() }\nfunc (t *Thing) Do() {}\nfunc New() *Thing { return nil }\nfunc pushed() { real() }\nfunc real()\n//go:linkname pushed p.missing\n";

    /// What `f` of package `p` mentions.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let files = [("p", "p.go", text), ("q", "q.go", Q), ("p", "p.s", ASSEMBLY)];
        let program = of_texts("amd64", &files);
        let found = match calls(&program, &Key::new("p", "f")) {
            Ok(calls) => calls.iter().map(print).collect::<Vec<_>>().join(", "),
            Err(refused) => refused.to_string(),
        };
        assert_eq!(found, expected, "{text}");
    }

    const ASSEMBLY: &str = "TEXT ·f(SB), NOSPLIT, $0\n\tCALL ·g(SB) // ·h(SB)\n\tMOVQ $p·h<ABIInternal>(SB), AX\n\tJMP part<>(SB)\n\tCALL ·data(SB)\nTEXT other<>(SB)\n\tCALL ·no(SB)\nTEXT part<>(SB)\n\tJMP q·New(SB)\n";

    fn print(call: &Call) -> String {
        let via = call.via.as_ref().map_or(String::new(), |via| format!(" via {via}"));
        let seen = match call.seen {
            Seen::Type => "",
            Seen::Interface => " through an interface",
            Seen::Name => " by name",
        };
        format!("{}:{} {}{via}{seen}", call.line, call.kind.word(), call.callee)
    }

    #[test]
    fn functions_and_methods() {
        check(
            "func f() {\ng()\ng2(g3())\n}\nfunc g() {}\nfunc g2(int) {}\nfunc g3() int { return 0 }",
            "2:calls p.g, 3:calls p.g2, 3:calls p.g3",
        );
        check("import \"q\"\nfunc f() { q.New().Do() }", "2:calls q.Thing.Do, 2:calls q.New");
        check("import r \"q\"\nfunc f(d r.Doer) { d.Do() }", "2:calls q.Doer.Do through an interface");
        check(
            "type T struct { *U }\ntype U struct{}\nfunc (U) m() {}\nfunc f() { t := &T{}; t.m() }",
            "4:calls p.U.m",
        );
        check(
            "import \"q\"\ntype T struct { q.Thing }\nfunc f(all map[string][]*T) { for _, ts := range all { ts[0].Hook() } }",
            "3:calls q.Thing.Hook",
        );
        check(
            "type L[T any] struct { v T }\nfunc (l *L[T]) get() T { return l.v }\ntype U struct{}\nfunc (U) m() {}\nfunc f(l L[U]) { l.get().m() }",
            "5:calls p.U.m, 5:calls p.L.get",
        );
        check(
            "type U struct{}\nfunc (U) m() {}\nfunc id[T any](t T) T { return t }\nfunc f(u U) { id(u).m(); id[int](1) }",
            "4:calls p.U.m, 4:calls p.id, 4:calls p.id",
        );
    }

    #[test]
    fn conversions_and_predeclared_functions_are_no_calls() {
        check(
            "type T int\nfunc g() int { return 0 }\nfunc f() { _ = len([]T{T(g())}); panic(string(rune(g()))) }",
            "3:calls p.g, 3:calls p.g",
        );
        check("func g() {}\nfunc f(g func()) { g() }", "");
        check("func g() {}\nfunc f() { g := 1; _ = g; { g := func() {}; g() } }", "");
        check(
            "type T struct { g int }\nfunc g() {}\nfunc f() { _ = T{g: 1}; _ = map[any]int{g: 1} }",
            "3:names p.g",
        );
    }

    #[test]
    fn statements_and_values() {
        check(
            "func g() {}\nfunc h(func()) {}\nfunc f() { go g(); defer g(); h(g); x := g; x() }",
            "3:starts p.g, 3:defers p.g, 3:calls p.h, 3:passes p.g via p.h, 3:names p.g",
        );
        check(
            "func g() {}\nfunc h(func()) {}\nfunc f() { h(func() { g() }); go func() { g() }() }",
            "3:calls p.h, 3:calls p.g via p.h, 3:calls p.g",
        );
        check(
            "import \"q\"\nfunc h(func()) {}\nfunc f(x any) { switch y := x.(type) { case *q.Thing: h(y.Do) } }",
            "3:calls p.h, 3:passes q.Thing.Do via p.h",
        );
    }

    #[test]
    fn an_unseen_receiver_leaves_the_name() {
        check(
            "import \"gone\"\ntype T struct{}\nfunc (T) m() {}\nfunc f() { gone.X().m() }",
            "4:calls p.T.m by name",
        );
        check("import \"gone\"\nfunc f() { gone.X().m() }", "");
    }

    #[test]
    fn assembly_bodies() {
        check("func f()\nfunc g()\nfunc h()\nvar data int", "2:calls p.g, 3:names p.h, 9:calls q.New");
    }

    #[test]
    fn the_linker_binds() {
        let p = "package p\nfunc f() { missing() }\nfunc missing()\nfunc none()";
        let pull = "package s\nfunc f() { here() }\n//go:linkname here q.pushed\nfunc here()";
        let push = "package runtime\n//go:linkname m p.missing\nfunc m() { g() }\nfunc g() {}";
        let files = [("p", "p.go", p), ("s", "s.go", pull), ("runtime", "r.go", push), ("q", "q.go", Q)];
        let program = of_texts("amd64", &files);
        let holds = |a: (&str, &str), b: (&str, &str)| {
            arrow(&program, &Key::new(a.0, a.1), &Key::new(b.0, b.1)).is_ok()
        };
        assert!(holds(("p", "f"), ("p", "missing")));
        assert!(holds(("p", "f"), ("runtime", "m")));
        assert!(holds(("p", "missing"), ("runtime", "g")));
        assert!(holds(("s", "f"), ("q", "pushed")));
        assert!(holds(("s", "here"), ("q", "real")));
        assert!(!holds(("p", "f"), ("runtime", "g")));
        let refused = calls(&program, &Key::new("p", "none")).map_err(|refused| refused.to_string());
        assert_eq!(
            refused,
            Err("not understood: p.none, which has no body for this target, at byte 53".to_owned())
        );
    }

    #[test]
    fn broken_bodies_are_refused() {
        check(
            "func f() { a b }",
            "not understood: `b` where the end of the statement should be, at byte 13 of p/p.go",
        );
    }
}
