//! From a type as written to the type it stands for.

use std::rc::Rc;

use super::{Basic, Function, Member, Named, Type, print};
use crate::go::consts;
use crate::go::infer;
use crate::go::program::{Entity, Entry, Local, Package, Program, Scope};
use crate::go::refuse::NotUnderstood;
use crate::go::syntax::{Expr, Field, InterfaceItem, Node, Signature, TypeSpec};

/// How often a constraint that names itself is looked into.
const CONSTRAINT_ROUNDS: usize = 4;

/// The type that an expression names; [`Type::Unknown`] where it names none.
pub fn resolve(program: &Program, scope: &Scope, expr: &Expr) -> Type {
    let resolved = program.step(expr.at, || Ok(resolve_node(program, scope, expr)));
    resolved.unwrap_or_else(|refused| unknown_at(scope, refused))
}

/// The structure behind a type: what a named type is declared as, through all names.
pub fn underlying(program: &Program, ty: &Type) -> Type {
    let Type::Named(named) = ty else {
        return ty.clone();
    };
    Program::keep(&program.underlying, named, Type::unknown, || declared(program, named))
}

/// A declared type without arguments, if the package declares one of that name.
pub fn named(package: &str, name: &str) -> Type {
    Type::Named(Rc::new(Named { package: package.to_owned(), name: name.to_owned(), args: Vec::new() }))
}

/// The scope of a file with type parameters bound to arguments, or to themselves where none are given.
pub fn binding_scope(
    program: &Program,
    package: &Rc<Package>,
    file: usize,
    params: &[Field],
    args: &[Type],
) -> Scope {
    let mut scope = Scope::new(package.clone(), file);
    scope.open();
    let open = params.get(args.len()..).unwrap_or_default();
    for (param, arg) in params.iter().zip(args) {
        declare_param(&mut scope, param, arg.clone());
    }
    for param in open {
        let name = param.name.as_deref().unwrap_or_default();
        let any = Type::Interface(Rc::default(), Rc::default());
        declare_param(&mut scope, param, Type::Param(Rc::from(name), Rc::new(any)));
    }
    // A constraint such as that of `[P Point[P]]` names its own parameter: what a method of it gives back has
    // the same methods again. As many rounds as anyone chains calls.
    let plain = open.iter().all(|param| matches!(param.ty.node, Node::Name(_)));
    for _ in 0..if plain { 1 } else { CONSTRAINT_ROUNDS } {
        for param in open {
            let name = param.name.as_deref().unwrap_or_default();
            let constraint = resolve(program, &scope, &param.ty);
            declare_param(&mut scope, param, Type::Param(Rc::from(name), Rc::new(constraint)));
        }
    }
    scope
}

fn declare_param(scope: &mut Scope, param: &Field, ty: Type) {
    if let Some(name) = &param.name {
        scope.declare(name, Local::Type(ty));
    }
}

/// The types of parameters and results.
pub fn signature(program: &Program, scope: &Scope, signature: &Signature) -> Rc<Function> {
    let types = |fields: &[Field]| -> Vec<Type> {
        let resolve_field = |field: &Field| match &field.ty.node {
            Node::Variadic(of) => Type::Slice(Rc::new(resolve(program, scope, of))),
            _ => resolve(program, scope, &field.ty),
        };
        fields.iter().map(resolve_field).collect()
    };
    let last = signature.params.last();
    Rc::new(Function {
        params: types(&signature.params),
        variadic: last.is_some_and(|last| matches!(last.ty.node, Node::Variadic(_))),
        results: types(&signature.results),
    })
}

fn declared(program: &Program, named: &Rc<Named>) -> Type {
    if named.package.is_empty() {
        return universe_interface(&named.name);
    }
    let answer = program.step(0, || {
        let package = program.package(&named.package)?;
        let Some(Entry::Type(spec, file)) = package.entries.get(&named.name) else {
            let what = format!("{}.{}, which is no type", named.package, named.name);
            return Ok(Type::unknown(Scope::new(package.clone(), 0).refusal(what, 0)));
        };
        let scope = binding_scope(program, &package, *file, &spec.params, &named.args);
        let ty = resolve(program, &scope, &spec.ty);
        Ok(underlying(program, &ty))
    });
    answer.unwrap_or_else(Type::unknown)
}

fn universe_interface(name: &str) -> Type {
    let error = Function { params: Vec::new(), variadic: false, results: vec![Type::Basic(Basic::String)] };
    let methods = match name {
        "error" => vec![("Error".to_owned(), Rc::new(error))],
        _ => Vec::new(),
    };
    Type::Interface(Rc::new(methods), Rc::default())
}

fn resolve_node(program: &Program, scope: &Scope, expr: &Expr) -> Type {
    let resolve = |expr: &Expr| Rc::new(resolve(program, scope, expr));
    match &expr.node {
        Node::Name(name) => resolve_name(program, scope, name, expr.at, Vec::new()),
        Node::Select(of, name) => select_type(program, scope, of, name, Vec::new()),
        Node::Index(of, args) => {
            let args = args.iter().map(|arg| resolve(arg).as_ref().clone()).collect();
            match &of.node {
                Node::Name(name) => resolve_name(program, scope, name, of.at, args),
                Node::Select(of, name) => select_type(program, scope, of, name, args),
                _ => unknown(scope, "type arguments of something without a name", of.at),
            }
        }
        Node::Paren(of) => resolve(of).as_ref().clone(),
        Node::Star(of) => Type::Pointer(resolve(of)),
        Node::SliceOf(of) => Type::Slice(resolve(of)),
        Node::Map(key, of) => Type::Map(resolve(key), resolve(of)),
        Node::Chan(of) => Type::Chan(resolve(of)),
        Node::Func(sig) => Type::Func(signature(program, scope, sig)),
        Node::Array(Some(length), of) => match consts::length(program, scope, length) {
            Ok(length) => Type::Array(length, resolve(of)),
            Err(refused) => unknown_at(scope, refused),
        },
        Node::Struct(fields) => {
            Type::Struct(Rc::new(fields.iter().map(|field| member(program, scope, field)).collect()))
        }
        Node::Interface(items) => interface(program, scope, items),
        // The type set of a constraint: its first type tells what its values can do.
        Node::Binary(left, _, _) => resolve(left).as_ref().clone(),
        Node::Unary(_, of) => resolve(of).as_ref().clone(),
        _ => unknown(scope, format!("`{}` where a type should be", print(expr)), expr.at),
    }
}

fn member(program: &Program, scope: &Scope, field: &Field) -> Member {
    Member {
        name: field.name.clone().unwrap_or_default(),
        ty: resolve(program, scope, &field.ty),
        text: print(&field.ty),
        embedded: field.embedded,
    }
}

fn interface(program: &Program, scope: &Scope, items: &[InterfaceItem]) -> Type {
    let mut methods = Vec::new();
    let mut embedded = Vec::new();
    for item in items {
        match item {
            InterfaceItem::Method(name, sig) => {
                methods.push((name.clone(), signature(program, scope, sig)));
            }
            InterfaceItem::Element(ty) => embedded.push(resolve(program, scope, ty)),
        }
    }
    Type::Interface(Rc::new(methods), Rc::new(embedded))
}

fn resolve_name(program: &Program, scope: &Scope, name: &str, at: usize, args: Vec<Type>) -> Type {
    match scope.find(program, name) {
        Entity::Local(Local::Type(ty)) => ty,
        Entity::Member(package, Entry::Type(spec, file)) => {
            declared_name(program, &package, &spec, file, args)
        }
        Entity::Universe => predeclared(name)
            .unwrap_or_else(|| unknown(scope, format!("the name {name}, which is not declared"), at)),
        _ => unknown(scope, format!("{name}, which is no type"), at),
    }
}

fn select_type(program: &Program, scope: &Scope, of: &Expr, name: &str, args: Vec<Type>) -> Type {
    let Node::Name(package) = &of.node else {
        return unknown(scope, format!("a type selected from `{}`", print(of)), of.at);
    };
    let Entity::Import(path) = scope.find(program, package) else {
        return unknown(scope, format!("{package}, which is no package"), of.at);
    };
    if path == "unsafe" && name == "Pointer" {
        return Type::Basic(Basic::UnsafePointer);
    }
    match scope.member(program, &path, name) {
        Ok(Entity::Member(package, Entry::Type(spec, file))) => {
            declared_name(program, &package, &spec, file, args)
        }
        Ok(_) => unknown(scope, format!("{path}.{name}, which is no type"), of.at),
        Err(refused) => unknown(scope, refused.what, of.at),
    }
}

/// A declared type by name, or what an alias stands for.
fn declared_name(
    program: &Program,
    package: &Rc<Package>,
    spec: &TypeSpec,
    file: usize,
    args: Vec<Type>,
) -> Type {
    if !spec.alias {
        return Type::Named(Rc::new(Named { package: package.path.clone(), name: spec.name.clone(), args }));
    }
    let stands_for = || {
        let scope = binding_scope(program, package, file, &spec.params, &args);
        resolve(program, &scope, &spec.ty)
    };
    if !spec.params.is_empty() {
        return stands_for();
    }
    let key = (package.path.clone(), spec.name.clone());
    Program::keep(&program.aliases, &key, Type::unknown, stands_for)
}

fn predeclared(name: &str) -> Option<Type> {
    if let Some(basic) = Basic::named(name) {
        return Some(Type::Basic(basic));
    }
    match name {
        "error" | "comparable" => Some(named("", name)),
        "any" => Some(Type::Interface(Rc::default(), Rc::default())),
        _ => None,
    }
}

fn unknown(scope: &Scope, what: impl Into<String>, at: usize) -> Type {
    Type::unknown(scope.refusal(what, at))
}

fn unknown_at(scope: &Scope, refused: NotUnderstood) -> Type {
    Type::unknown(refused.within(scope.package.file_path(scope.file)))
}

/// Whether an expression names a type where it stands.
pub(in crate::go) fn is_type(program: &Program, scope: &Scope, expr: &Expr) -> bool {
    match &expr.node {
        Node::Name(name) => match scope.find(program, name) {
            Entity::Local(Local::Type(_)) | Entity::Member(_, Entry::Type(..)) => true,
            Entity::Universe => predeclared(name).is_some(),
            _ => false,
        },
        Node::Select(of, name) => match infer::imported(program, scope, of) {
            Some(path) if path == "unsafe" => name == "Pointer",
            Some(path) => {
                matches!(scope.member(program, &path, name), Ok(Entity::Member(_, Entry::Type(..))))
            }
            None => false,
        },
        Node::Index(of, _) | Node::Paren(of) | Node::Star(of) => is_type(program, scope, of),
        Node::Array(..)
        | Node::SliceOf(_)
        | Node::Map(..)
        | Node::Chan(_)
        | Node::Func(_)
        | Node::Struct(_)
        | Node::Interface(_) => true,
        _ => false,
    }
}
