//! Calls that have a constant value: conversions, `len`, `min`, `unsafe.Sizeof` and their like.

use std::cmp::Ordering;

use super::{Constant, Value, convert, eval, operate};
use crate::go::infer;
use crate::go::program::{Entity, Program, Scope};
use crate::go::refuse::{Understood, refuse};
use crate::go::sizes;
use crate::go::syntax::{Expr, Node};
use crate::go::types::{Basic, Type, print, resolve, underlying};

/// The value of `callee(args)`.
pub(super) fn call(program: &Program, scope: &Scope, callee: &Expr, args: &[Expr]) -> Understood<Constant> {
    if let [arg] = args
        && crate::go::types::is_type(program, scope, callee)
    {
        let value = eval(program, scope, arg)?;
        let ty = resolve(program, scope, callee);
        return convert::convert(program, value, &ty, callee.at);
    }
    match (name_of(program, scope, callee).as_deref(), args) {
        (Some("len" | "cap"), [arg]) => length(program, scope, arg),
        (Some("min"), args) => extreme(program, scope, Ordering::Less, args, callee.at),
        (Some("max"), args) => extreme(program, scope, Ordering::Greater, args, callee.at),
        (Some("unsafe.Sizeof"), [arg]) => {
            let ty = infer::type_of(program, scope, arg);
            uintptr(sizes::size_align(program, &ty)?.0)
        }
        (Some("unsafe.Alignof"), [arg]) => {
            let ty = infer::type_of(program, scope, arg);
            uintptr(sizes::size_align(program, &ty)?.1)
        }
        (Some("unsafe.Offsetof"), [arg]) => offset(program, scope, arg),
        _ => refuse(format!("the call of {} in a constant", print(callee)), callee.at),
    }
}

/// The name of a predeclared function or one of package unsafe.
fn name_of(program: &Program, scope: &Scope, callee: &Expr) -> Option<String> {
    match &callee.node {
        Node::Name(name) => matches!(scope.find(program, name), Entity::Universe).then(|| name.clone()),
        Node::Select(of, name) => {
            let path = infer::imported(program, scope, of)?;
            (path == "unsafe").then(|| format!("unsafe.{name}"))
        }
        _ => None,
    }
}

fn uintptr(value: u64) -> Understood<Constant> {
    Ok(Constant { value: Value::Int(value.into()), ty: Type::Basic(Basic::Uintptr) })
}

/// The length of a constant string or of an array.
fn length(program: &Program, scope: &Scope, arg: &Expr) -> Understood<Constant> {
    let int = |length: u64| Constant { value: Value::Int(length.into()), ty: Type::Basic(Basic::Int) };
    if let Ok(Constant { value: Value::Text(text), .. }) = eval(program, scope, arg) {
        return Ok(int(text.len() as u64));
    }
    let ty = infer::type_of(program, scope, arg);
    match underlying(program, underlying(program, &ty).pointed()) {
        Type::Array(length, _) => Ok(int(length)),
        Type::Unknown(refused) => Err(refused.as_ref().clone()),
        _ => refuse(format!("the length of {}", print(arg)), arg.at),
    }
}

fn extreme(
    program: &Program,
    scope: &Scope,
    wanted: Ordering,
    args: &[Expr],
    at: usize,
) -> Understood<Constant> {
    let values: Understood<Vec<Constant>> = args.iter().map(|arg| eval(program, scope, arg)).collect();
    operate::extreme(program, wanted, values?, at)
}

/// The offset of the field that `x.f` selects, in the struct that `x` is.
fn offset(program: &Program, scope: &Scope, arg: &Expr) -> Understood<Constant> {
    let inner = match &arg.node {
        Node::Paren(of) => of,
        _ => arg,
    };
    let Node::Select(of, name) = &inner.node else {
        return refuse(format!("the offset of {}", print(arg)), arg.at);
    };
    let ty = infer::type_of(program, scope, of);
    uintptr(sizes::offset_of(program, &ty, name, arg.at)?)
}
