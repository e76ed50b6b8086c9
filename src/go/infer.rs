//! The type of an expression, as far as the source shows it.

mod call;

use std::rc::Rc;

use num_traits::ToPrimitive;

pub use call::{Callee, callee, results};

use super::consts;
use super::program::{Entity, Entry, Local, Package, Program, Scope};
use super::refuse::refuse;
use super::syntax::{Element, Expr, Literal, Node, VarSpec};
use super::types::{
    Basic, Selected, Type, binding_scope, is_type, print, resolve, select, signature, underlying,
};

/// The type of a value; [`Type::Unknown`] where the source does not show it.
pub fn type_of(program: &Program, scope: &Scope, expr: &Expr) -> Type {
    let answer = program.step(expr.at, || Ok(type_of_node(program, scope, expr)));
    answer.unwrap_or_else(Type::unknown)
}

/// The import path, if the expression is the name of an imported package.
pub fn imported(program: &Program, scope: &Scope, expr: &Expr) -> Option<String> {
    match &expr.node {
        Node::Name(name) => match scope.find(program, name) {
            Entity::Import(path) => Some(path),
            _ => None,
        },
        _ => None,
    }
}

/// The type of the elements that an index or a range loop over the type gives.
pub fn element(program: &Program, ty: &Type) -> Option<Type> {
    match underlying(program, ty) {
        Type::Slice(of) | Type::Array(_, of) | Type::Map(_, of) | Type::Chan(of) => Some(of.as_ref().clone()),
        Type::Pointer(to) => match underlying(program, &to) {
            Type::Array(_, of) => Some(of.as_ref().clone()),
            _ => None,
        },
        Type::Basic(Basic::String | Basic::UntypedString) => Some(Type::Basic(Basic::Uint8)),
        Type::Param(_, constraint) => element(program, &constraint),
        Type::Interface(_, types) => types.first().and_then(|ty| element(program, ty)),
        _ => None,
    }
}

/// The type that a variable gets from a value.
pub fn defaulted(ty: Type) -> Type {
    match ty {
        Type::Basic(basic) => Type::Basic(basic.defaulted()),
        other => other,
    }
}

/// The type of a top-level variable.
pub fn variable(program: &Program, package: &Rc<Package>, spec: &VarSpec, index: usize, file: usize) -> Type {
    let name = spec.names.get(index).map(|name| name.0.clone()).unwrap_or_default();
    let key = (package.path.clone(), name);
    Program::keep(&program.variables, &key, Type::unknown, || {
        let scope = Scope::new(package.clone(), file);
        declared(program, &scope, spec, index)
    })
}

/// The type of one variable of a declaration.
pub fn declared(program: &Program, scope: &Scope, spec: &VarSpec, index: usize) -> Type {
    match (&spec.ty, spec.values.get(index), spec.values.first()) {
        (Some(ty), _, _) => resolve(program, scope, ty),
        (None, _, Some(call)) if spec.values.len() == 1 && spec.names.len() > 1 => {
            nth(type_of(program, scope, call), index)
        }
        (None, Some(value), _) => defaulted(type_of(program, scope, value)),
        _ => unknown(scope, "a variable without type and value", 0),
    }
}

/// The type of one of several values; an `ok` beside a single one is a boolean.
pub fn nth(ty: Type, index: usize) -> Type {
    match (ty, index) {
        (Type::Tuple(types), _) => match types.get(index) {
            Some(ty) => ty.clone(),
            None => Type::Basic(Basic::Bool),
        },
        (ty, 0) => defaulted(ty),
        _ => Type::Basic(Basic::Bool),
    }
}

fn type_of_node(program: &Program, scope: &Scope, expr: &Expr) -> Type {
    if is_type(program, scope, expr) {
        return resolve(program, scope, expr);
    }
    match &expr.node {
        Node::Name(name) => name_type(program, scope, name, expr.at),
        Node::Literal(kind, _) => Type::Basic(match kind {
            Literal::Int => Basic::UntypedInt,
            Literal::Float => Basic::UntypedFloat,
            Literal::Imaginary => Basic::Complex128,
            Literal::Rune => Basic::UntypedRune,
            Literal::Text => Basic::UntypedString,
        }),
        Node::Select(of, name) => select_type(program, scope, of, name),
        Node::Index(of, args) => index_type(program, scope, of, args),
        Node::Slice(of, _) => match underlying(program, &type_of(program, scope, of)) {
            Type::Array(_, of) => Type::Slice(of),
            Type::Pointer(to) => match underlying(program, &to) {
                Type::Array(_, of) => Type::Slice(of),
                _ => unknown(scope, "a slice of a pointer", expr.at),
            },
            _ => type_of(program, scope, of),
        },
        Node::Assert(_, Some(ty)) => resolve(program, scope, ty),
        Node::Call(callee, args) => call::call_type(program, scope, callee, args),
        Node::Unary(operator, of) => {
            let ty = type_of(program, scope, of);
            match operator.as_str() {
                "&" => Type::Pointer(Rc::new(ty)),
                "<-" => element(program, &ty)
                    .unwrap_or_else(|| unknown(scope, "a receive from no channel", expr.at)),
                _ => ty,
            }
        }
        Node::Star(of) => match underlying(program, &type_of(program, scope, of)) {
            Type::Pointer(to) => to.as_ref().clone(),
            _ => unknown(scope, format!("what {} points to", print(of)), expr.at),
        },
        Node::Binary(left, operator, right) => binary_type(program, scope, left, operator, right),
        Node::Paren(of) => type_of(program, scope, of),
        Node::Composite(Some(ty), elements) => composite_type(program, scope, ty, elements),
        Node::Closure(sig, _) => Type::Func(signature(program, scope, sig)),
        _ => unknown(scope, format!("the type of `{}`", print(expr)), expr.at),
    }
}

fn name_type(program: &Program, scope: &Scope, name: &str, at: usize) -> Type {
    match scope.find(program, name) {
        Entity::Local(Local::Var(ty) | Local::Type(ty)) => ty,
        Entity::Local(Local::Const(value)) => value.map_or_else(Type::unknown, |value| value.ty),
        Entity::Member(package, entry) => member_type(program, &package, name, &entry),
        Entity::Universe => match name {
            "nil" => Type::Basic(Basic::UntypedNil),
            "true" | "false" => Type::Basic(Basic::UntypedBool),
            "iota" => Type::Basic(Basic::UntypedInt),
            _ => unknown(scope, format!("the name {name}, which is not declared"), at),
        },
        Entity::Import(path) => unknown(scope, format!("the package {path} as a value"), at),
    }
}

fn member_type(program: &Program, package: &Rc<Package>, name: &str, entry: &Entry) -> Type {
    match entry {
        Entry::Const(..) => match consts::declared(program, &package.path, name) {
            Ok(constant) => constant.ty,
            Err(refused) => Type::unknown(refused),
        },
        Entry::Var(spec, index, file) => variable(program, package, spec, *index, *file),
        Entry::Func(func, file) => {
            let scope = binding_scope(program, package, *file, &func.params, &[]);
            Type::Func(signature(program, &scope, &func.signature))
        }
        Entry::Type(spec, _) => super::types::named(&package.path, &spec.name),
    }
}

fn select_type(program: &Program, scope: &Scope, of: &Expr, name: &str) -> Type {
    if let Some(path) = imported(program, scope, of) {
        return match scope.member(program, &path, name) {
            Ok(Entity::Member(package, entry)) => member_type(program, &package, name, &entry),
            Ok(_) => unknown(scope, format!("{path}.{name}"), of.at),
            Err(refused) => Type::unknown(refused),
        };
    }
    let ty = type_of(program, scope, of);
    match select(program, &ty, name) {
        Some(Selected::Field(_, ty, _)) => ty,
        Some(Selected::Method(_, _, function) | Selected::Interface(_, function)) => Type::Func(function),
        None => match ty {
            Type::Unknown(refused) => Type::Unknown(refused),
            _ => unknown(scope, format!("{}.{name}", print(of)), of.at),
        },
    }
}

fn index_type(program: &Program, scope: &Scope, of: &Expr, args: &[Expr]) -> Type {
    if let Some(ty) = call::instance(program, scope, of, args) {
        return ty;
    }
    let ty = type_of(program, scope, of);
    element(program, &ty).unwrap_or_else(|| unknown(scope, format!("an element of {}", print(of)), of.at))
}

fn binary_type(program: &Program, scope: &Scope, left: &Expr, operator: &str, right: &Expr) -> Type {
    match operator {
        "==" | "!=" | "<" | "<=" | ">" | ">=" | "&&" | "||" => Type::Basic(Basic::UntypedBool),
        "<<" | ">>" => type_of(program, scope, left),
        _ => match (type_of(program, scope, left), type_of(program, scope, right)) {
            (Type::Basic(a), Type::Basic(b)) if a.is_untyped() && b.is_untyped() => Type::Basic(a.max(b)),
            (Type::Basic(basic), other) if basic.is_untyped() => other,
            (Type::Unknown(_), other) => other,
            (ty, _) => ty,
        },
    }
}

fn composite_type(program: &Program, scope: &Scope, ty: &Expr, elements: &[Element]) -> Type {
    let Node::Array(None, of) = &ty.node else {
        return resolve(program, scope, ty);
    };
    // `[...]T{…}` is as long as its highest index asks for.
    let mut next: u64 = 0;
    let mut length: u64 = 0;
    for element in elements {
        if let Some(key) = &element.key {
            let index = consts::eval(program, scope, key).and_then(|key| {
                let index = key.value.to_int().and_then(|int| int.to_u64());
                index.map_or_else(|| refuse("an index that is no number", ty.at), Ok)
            });
            match index {
                Ok(index) => next = index,
                Err(refused) => return Type::unknown(refused),
            }
        }
        next = next.saturating_add(1);
        length = length.max(next);
    }
    Type::Array(length, Rc::new(resolve(program, scope, of)))
}

fn unknown(scope: &Scope, what: impl Into<String>, at: usize) -> Type {
    Type::unknown(scope.refusal(what, at))
}
