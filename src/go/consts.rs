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
    let none = Program::new(
        Arch {
            word: 8,
            max_align: 8,
        },
        Box::new(|_| None),
    );
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
        Entity::Member(package, entry @ Entry::Const(..)) => {
            member(program, &package, name, &entry)
        }
        Entity::Universe => predeclared(scope, name, at),
        _ => refuse(format!("{name}, which is no constant"), at),
    }
}

fn predeclared(scope: &Scope, name: &str, at: usize) -> Understood<Constant> {
    let untyped = |value, basic| {
        Ok(Constant {
            value,
            ty: Type::Basic(basic),
        })
    };
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
        && let Entity::Member(package, entry @ Entry::Const(..)) =
            scope.member(program, &path, name)?
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
