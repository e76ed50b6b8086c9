//! Calls: what is called, and the type of what comes back.

use std::collections::HashMap;
use std::rc::Rc;

use super::{imported, type_of, unknown};
use crate::go::program::{Entity, Entry, Package, Program, Scope};
use crate::go::syntax::{Expr, FuncDecl, Node};
use crate::go::types::{
    Basic, Function, Selected, Type, binding_scope, is_type, print, resolve, select, signature, underlying,
};

/// What stands in front of the parentheses of a call.
#[derive(Debug, Clone)]
pub enum Callee {
    /// A top-level function.
    Func(Rc<Package>, Rc<FuncDecl>, usize),
    /// A top-level variable that holds a function.
    Var(Rc<Package>, String),
    /// A method or field of a value.
    Member(Selected, String),
    /// A predeclared function, or one of package unsafe.
    Builtin(String),
    /// A type: the call is a conversion.
    Conversion(Type),
    /// A method or field of a value whose type the source does not show.
    Unseen(String),
    /// A local variable, a closure, the result of another call.
    Value,
}

/// What a call calls.
pub fn callee(program: &Program, scope: &Scope, expr: &Expr) -> Callee {
    if is_type(program, scope, expr) {
        return Callee::Conversion(resolve(program, scope, expr));
    }
    match &expr.node {
        Node::Paren(of) => callee(program, scope, of),
        Node::Index(of, _) => match callee(program, scope, of) {
            func @ Callee::Func(..) => func,
            method @ Callee::Member(Selected::Method(..), _) => method,
            _ => Callee::Value,
        },
        Node::Name(name) => match scope.find(program, name) {
            Entity::Member(package, entry) => entity(package, entry, name),
            Entity::Universe => Callee::Builtin(name.clone()),
            _ => Callee::Value,
        },
        Node::Select(of, name) => match imported(program, scope, of) {
            Some(path) if path == "unsafe" => Callee::Builtin(format!("unsafe.{name}")),
            Some(path) => match scope.member(program, &path, name) {
                Ok(Entity::Member(package, entry)) => entity(package, entry, name),
                _ => Callee::Value,
            },
            None => match select(program, &type_of(program, scope, of), name) {
                Some(selected) => Callee::Member(selected, name.clone()),
                None => Callee::Unseen(name.clone()),
            },
        },
        _ => Callee::Value,
    }
}

/// The results of a function as one type.
pub fn results(function: &Function) -> Type {
    match function.results.as_slice() {
        [one] => one.clone(),
        all => Type::Tuple(Rc::new(all.to_vec())),
    }
}

/// The type of `callee(args)`.
pub(super) fn call_type(program: &Program, scope: &Scope, expr: &Expr, args: &[Expr]) -> Type {
    match callee(program, scope, expr) {
        Callee::Conversion(ty) => ty,
        Callee::Builtin(name) => builtin_type(program, scope, &name, args, expr.at),
        Callee::Func(package, func, file) if !func.params.is_empty() => {
            generic_type(program, scope, (&package, &func, file), expr, args)
        }
        _ => match underlying(program, &type_of(program, scope, expr)) {
            Type::Func(function) => results(&function),
            Type::Unknown(refused) => Type::Unknown(refused),
            _ => unknown(scope, format!("the call of {}", print(expr)), expr.at),
        },
    }
}

/// The type of `of[args]` where `of` is a generic function.
pub(super) fn instance(program: &Program, scope: &Scope, of: &Expr, args: &[Expr]) -> Option<Type> {
    match callee(program, scope, of) {
        Callee::Func(package, func, file) if !func.params.is_empty() => {
            let args: Vec<Type> = args.iter().map(|arg| resolve(program, scope, arg)).collect();
            let scope = binding_scope(program, &package, file, &func.params, &args);
            Some(Type::Func(signature(program, &scope, &func.signature)))
        }
        _ => None,
    }
}

fn entity(package: Rc<Package>, entry: Entry, name: &str) -> Callee {
    match entry {
        Entry::Func(func, file) => Callee::Func(package, func, file),
        Entry::Var(..) => Callee::Var(package, name.to_owned()),
        _ => Callee::Value,
    }
}

fn builtin_type(program: &Program, scope: &Scope, name: &str, args: &[Expr], at: usize) -> Type {
    let first = || match args.first() {
        Some(arg) => type_of(program, scope, arg),
        None => unknown(scope, format!("{name} of nothing"), at),
    };
    match name {
        "len" | "cap" | "copy" => Type::Basic(Basic::Int),
        "new" => Type::Pointer(Rc::new(super::defaulted(first()))),
        "make" | "append" | "min" | "max" => first(),
        "recover" => Type::Interface(Rc::default(), Rc::default()),
        "unsafe.Add" | "unsafe.Pointer" => Type::Basic(Basic::UnsafePointer),
        "unsafe.Sizeof" | "unsafe.Alignof" | "unsafe.Offsetof" => Type::Basic(Basic::Uintptr),
        "unsafe.Slice" => match underlying(program, &first()) {
            Type::Pointer(to) => Type::Slice(to),
            _ => unknown(scope, "unsafe.Slice of no pointer", at),
        },
        "unsafe.String" => Type::Basic(Basic::String),
        "unsafe.StringData" => Type::Pointer(Rc::new(Type::Basic(Basic::Uint8))),
        "unsafe.SliceData" => match super::element(program, &first()) {
            Some(of) => Type::Pointer(Rc::new(of)),
            None => unknown(scope, "unsafe.SliceData of no slice", at),
        },
        _ => unknown(scope, format!("the call of {name}"), at),
    }
}

/// The result of a generic function, its type arguments written or seen from the arguments.
fn generic_type(
    program: &Program,
    scope: &Scope,
    (package, func, file): (&Rc<Package>, &FuncDecl, usize),
    expr: &Expr,
    args: &[Expr],
) -> Type {
    let open = binding_scope(program, package, file, &func.params, &[]);
    let function = signature(program, &open, &func.signature);
    let mut bound: HashMap<String, Type> = HashMap::new();
    if let Node::Index(_, written) = &expr.node {
        for (param, arg) in func.params.iter().zip(written) {
            let name = param.name.clone().unwrap_or_default();
            bound.insert(name, resolve(program, scope, arg));
        }
    }
    for (param, arg) in function.params.iter().zip(args) {
        unify(param, &super::defaulted(type_of(program, scope, arg)), &mut bound);
    }
    let types: Vec<Type> = func
        .params
        .iter()
        .map(|param| {
            let name = param.name.as_deref().unwrap_or_default();
            let seen = bound.get(name).cloned();
            seen.unwrap_or_else(|| unknown(scope, format!("the type argument {name}"), expr.at))
        })
        .collect();
    let scope = binding_scope(program, package, file, &func.params, &types);
    results(&signature(program, &scope, &func.signature))
}

/// Binds the type parameters in `pattern` to what stands in their place in `ty`.
fn unify(pattern: &Type, ty: &Type, bound: &mut HashMap<String, Type>) {
    match (pattern, ty) {
        (Type::Param(name, _), ty) => {
            bound.entry(name.to_string()).or_insert_with(|| ty.clone());
        }
        (Type::Pointer(a), Type::Pointer(b))
        | (Type::Slice(a), Type::Slice(b))
        | (Type::Chan(a), Type::Chan(b))
        | (Type::Array(_, a), Type::Array(_, b)) => unify(a, b, bound),
        (Type::Map(k, a), Type::Map(l, b)) => {
            unify(k, l, bound);
            unify(a, b, bound);
        }
        (Type::Named(a), Type::Named(b)) => {
            for (a, b) in a.args.iter().zip(&b.args) {
                unify(a, b, bound);
            }
        }
        (Type::Func(a), Type::Func(b)) => {
            for (a, b) in a.params.iter().chain(&a.results).zip(b.params.iter().chain(&b.results)) {
                unify(a, b, bound);
            }
        }
        _ => {}
    }
}
