//! Go's constants, evaluated exactly as the language defines them.
//!
//! In: an expression and the scope it stands in. Out: a value with its type, or the construct which is
//! not understood. A constant which Go itself would reject is refused too.

mod builtin;
mod convert;
mod literal;
mod operate;
mod value;

use std::rc::Rc;

use num_traits::ToPrimitive;

pub use value::Value;

use super::parse;
use super::program::{Arch, Entity, Entry, Local, Program, Scope};
use super::refuse::{Understood, refuse};
use super::syntax::{Expr, Node};
use super::types::{Basic, Type, print, resolve};

/// A constant: its value, and its type, which may be untyped.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// The value.
    pub value: Value,
    /// The type.
    pub ty: Type,
}

/// The value of a declared constant, such as `runtime` and `stackMin`.
pub fn declared(program: &Program, package: &str, name: &str) -> Understood<Constant> {
    let package = program.package(package)?;
    match package.entries.get(name) {
        Some(entry @ Entry::Const(..)) => member(program, &package, name, entry),
        _ => refuse(format!("{}.{name}, which is no constant", package.path), 0),
    }
}

/// The value of an expression of literals alone, as an author writes it: `2 << 10`, `0x40`, `"abc"`.
pub fn literal_value(text: &str) -> Understood<Value> {
    let expr = parse::expr(text.as_bytes())?;
    // No package: every name but the predeclared ones is unknown.
    let none = Program::new(Arch { word: 8, max_align: 8 }, Box::new(|_| None));
    let empty = super::program::Package::new("", Vec::new());
    let constant = eval(&none, &Scope::new(Rc::new(empty), 0), &expr)?;
    Ok(constant.value)
}

/// The value of a constant expression.
pub fn eval(program: &Program, scope: &Scope, expr: &Expr) -> Understood<Constant> {
    let value = program.step(expr.at, || eval_node(program, scope, expr));
    value.map_err(|refused| refused.within(scope.package.file_path(scope.file)))
}

/// The value of an array's length.
pub fn length(program: &Program, scope: &Scope, expr: &Expr) -> Understood<u64> {
    let constant = eval(program, scope, expr)?;
    let int = constant.value.to_int();
    match int.as_ref().and_then(|int| int.to_u64()) {
        Some(length) => Ok(length),
        None => refuse(format!("the length {}", constant.value), expr.at),
    }
}

fn eval_node(program: &Program, scope: &Scope, expr: &Expr) -> Understood<Constant> {
    match &expr.node {
        Node::Literal(kind, text) => literal::value(*kind, text, expr.at),
        Node::Name(name) => eval_name(program, scope, name, expr.at),
        Node::Paren(of) => eval(program, scope, of),
        Node::Select(of, name) => eval_select(program, scope, of, name),
        Node::Unary(operator, of) => {
            let of = eval(program, scope, of)?;
            operate::unary(program, operator, of, expr.at)
        }
        Node::Binary(..) => eval_binary(program, scope, expr),
        Node::Call(callee, args) => builtin::call(program, scope, callee, args),
        _ => refuse(format!("`{}` in a constant", print(expr)), expr.at),
    }
}

/// Operands of one long sum are taken from the left one by one, not one inside the other.
fn eval_binary(program: &Program, scope: &Scope, expr: &Expr) -> Understood<Constant> {
    let mut rights = Vec::new();
    let mut leftmost = expr;
    while let Node::Binary(left, operator, right) = &leftmost.node {
        rights.push((operator, right, leftmost.at));
        leftmost = left;
    }
    let mut value = eval(program, scope, leftmost)?;
    for (operator, right, at) in rights.into_iter().rev() {
        let right = eval(program, scope, right)?;
        value = operate::binary(program, operator, value, right, at)?;
    }
    Ok(value)
}

fn eval_name(program: &Program, scope: &Scope, name: &str, at: usize) -> Understood<Constant> {
    match scope.find(program, name) {
        Entity::Local(Local::Const(value)) => value,
        Entity::Member(package, entry @ Entry::Const(..)) => member(program, &package, name, &entry),
        Entity::Universe => predeclared(scope, name, at),
        _ => refuse(format!("{name}, which is no constant"), at),
    }
}

fn predeclared(scope: &Scope, name: &str, at: usize) -> Understood<Constant> {
    let untyped = |value, basic| Ok(Constant { value, ty: Type::Basic(basic) });
    match (name, scope.iota) {
        ("true", _) => untyped(Value::Bool(true), Basic::UntypedBool),
        ("false", _) => untyped(Value::Bool(false), Basic::UntypedBool),
        ("iota", Some(iota)) => untyped(Value::Int(iota.into()), Basic::UntypedInt),
        _ => refuse(format!("the name {name}, which is not declared"), at),
    }
}

fn eval_select(program: &Program, scope: &Scope, of: &Expr, name: &str) -> Understood<Constant> {
    if let Node::Name(package) = &of.node
        && let Entity::Import(path) = scope.find(program, package)
        && let Entity::Member(package, entry @ Entry::Const(..)) = scope.member(program, &path, name)?
    {
        return member(program, &package, name, &entry);
    }
    refuse(format!("{}.{name}, which is no constant", print(of)), of.at)
}

/// The value of a top-level constant, kept once it is known.
fn member(
    program: &Program,
    package: &Rc<super::program::Package>,
    name: &str,
    entry: &Entry,
) -> Understood<Constant> {
    let Entry::Const(spec, index, file) = entry else {
        return refuse(format!("{name}, which is no constant"), 0);
    };
    let key = (package.path.clone(), name.to_owned());
    Program::keep(&program.constants, &key, Err, || {
        let mut scope = Scope::new(package.clone(), *file);
        scope.iota = Some(spec.iota);
        spec_value(program, &scope, spec, *index)
    })
}

/// The value of one name of a constant's line; the scope has the line's `iota`.
pub(in crate::go) fn spec_value(
    program: &Program,
    scope: &Scope,
    spec: &super::syntax::ConstSpec,
    index: usize,
) -> Understood<Constant> {
    let Some(expr) = spec.values.get(index) else {
        let at = spec.names.get(index).map_or(0, |name| name.1);
        return Err(scope.refusal("a constant without a value", at));
    };
    let value = eval(program, scope, expr)?;
    let converted = match &spec.ty {
        None => Ok(value),
        Some(ty) => {
            let ty = resolve(program, scope, ty);
            convert::assign(program, value, &ty, expr.at)
        }
    };
    converted.map_err(|refused| refused.within(scope.package.file_path(scope.file)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::program::of_texts;

    /// The constants `a`, `b`, `c`, … of a package for amd64, as far as it declares them.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(values("amd64", text), expected, "{text}");
    }

    fn values(goarch: &str, text: &str) -> String {
        let q = "package q\nconst Size int8 = 8\nconst Name = \"q\"";
        let program = of_texts(goarch, &[("p", "p.go", text), ("x/q", "q.go", q)]);
        let value = |name: char| match declared(&program, "p", &name.to_string()) {
            Ok(constant) => constant.value.to_string(),
            Err(refused) => refused.what,
        };
        let package = program.package("p").expect("the package is there");
        let names = ('a'..='z')
            .filter(|name| matches!(package.entries.get(&name.to_string()), Some(Entry::Const(..))));
        names.map(value).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn untyped_constants_are_exact() {
        check("const a = 1 << 500 >> 498", "4");
        check("const a = 1.0 / 3 * 3 == 1", "true");
        check("const a = 7 / 2; const b = 7 / 2.0; const c = -7 / 2; const d = -7 % 3", "3, 3.5, -3, -1");
        check("const a = 'a' + 1; const b = 6 &^ 3; const c = 1.0 << 3", "98, 4, 8");
        check("const a = \"x\" + `y`; const b = len(a); const c = a < \"y\"", "\"xy\", 2, true");
    }

    #[test]
    fn typed_constants_stay_in_their_type() {
        check("const a uint8 = 255; const b = ^a; const c = a &^ 15", "255, 0, 240");
        check("const a uint8 = 255 + 1", "the constant 256 as uint8");
        check("const a int8 = -128; const b = -a", "-128, the constant 128 as int8");
        check("const a = uint16(1) << 15; const b = a << 1", "32768, the constant 65536 as uint16");
        check("const a float32 = 0.1; const b = float64(a)", "0.10000000149011612, 0.10000000149011612");
        check(
            "const a = string(rune(233)); const b = int(2.0); const c = int(2.5)",
            "\"é\", 2, the constant 2.5 as int",
        );
        check("type T uint8\nconst a = T(3); const b = ^a", "3, 252");
    }

    #[test]
    fn lines_repeat_and_iota_counts() {
        check("const (\na = 1 << (10 * iota)\nb\n_\nc\n)", "1, 1024, 1073741824");
        check("const (\na, b = iota, -iota\nc, d\n)", "0, 0, 1, -1");
        check("const (\na uint8 = iota + 254\nb\nc\n)", "254, 255, the constant 256 as uint8");
    }

    #[test]
    fn the_target_decides_about_words() {
        let text = "import \"unsafe\"\nconst a = 4 << (^uintptr(0) >> 63); const b = unsafe.Sizeof(uintptr(0)); const c = unsafe.Alignof(int64(0))";
        assert_eq!(values("amd64", text), "8, 8, 8");
        assert_eq!(values("386", text), "4, 4, 4");
    }

    #[test]
    fn calls_of_predeclared_functions() {
        check(
            "const a = min(3, 2.5, 7); const b = max('a', 1); const c = min(\"b\", \"a\")",
            "2.5, 97, \"a\"",
        );
        check(
            "var x [3]int\nconst a = len(x); const b = len([...]int{5: 1, 2}); const c = cap(x)",
            "3, 7, 3",
        );
        check("import \"x/q\"\nconst a = q.Size * 2; const b = len(q.Name)", "16, 1");
    }

    #[test]
    fn what_go_rejects_is_refused() {
        check(
            "const a = b; const b = a",
            "a definition that leads back to itself, a definition that leads back to itself",
        );
        check("const a = 1 / 0", "the operator / between these constants");
        check("const a = 1 << 1000000000", "1 << 1000000000 in a constant");
        check(
            "const a = 1 << 512",
            "the constant 13407807929942597099574024998205846127479365820592393377723561443721764030073546976801874298166903427690031858186486050853753882811946569946433649006084096 as untyped int",
        );
        check("const a = 1e100000", "the literal 1e100000");
        check("const a = 2i", "the complex number 2i");
        check("const a = f()", "the call of f in a constant");
        check("const a = iota2", "the name iota2, which is not declared");
        check("const a int = \"x\"", "the constant \"x\" as int");
    }

    #[test]
    fn growing_definitions_end() {
        let doubled: Vec<String> = (0..60).map(|n| format!("s{} = s{n} + s{n}\n", n + 1)).collect();
        let text = format!("const (\ns0 = \"x\"\n{})\nconst a = s60", doubled.concat());
        check(&text, "the operator + between these constants");
        let squared: Vec<String> = (0..60).map(|n| format!("s{} = s{n} * s{n}\n", n + 1)).collect();
        let text = format!("const (\ns0 = 1.1\n{})\nconst a = s60 > 1", squared.concat());
        assert!(
            values("amd64", &text).starts_with("the constant inf as untyped float"),
            "{}",
            values("amd64", &text)
        );
        let chained: Vec<String> = (0..5000).map(|n| format!("s{n} = s{} + 1\n", n + 1)).collect();
        let text = format!("const (\n{}s5000 = 1)\nconst a = s0", chained.concat());
        check(&text, "a definition that leads too far");
        let long = format!("const a = 0{}", " + 1".repeat(1400));
        check(&long, "1400");
    }
}
