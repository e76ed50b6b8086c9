//! What `x.name` selects: a field or a method, through embedded fields.

use std::collections::HashSet;
use std::rc::Rc;

use super::{Function, Named, Type, binding_scope, signature, underlying};
use crate::go::program::{Program, Scope};
use crate::go::syntax::{Expr, Field, FuncDecl, Node};

/// What a selector leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Selected {
    /// A field: where it is declared, its type, and the embedded fields on the way to it.
    Field(Owner, Type, Vec<String>),
    /// A method with a body of its own.
    Method(Rc<Named>, Rc<FuncDecl>, Rc<Function>),
    /// A method of an interface.
    Interface(Owner, Rc<Function>),
}

/// The named type that declares a member; none below a type without a name.
pub type Owner = Option<Rc<Named>>;

/// What `name` selects from a value of the type, looking at each depth of embedding in turn.
pub fn select(program: &Program, ty: &Type, name: &str) -> Option<Selected> {
    let mut level: Vec<(Type, Vec<String>)> = vec![(ty.pointed().clone(), Vec::new())];
    let mut seen: HashSet<Type> = HashSet::new();
    while !level.is_empty() {
        let mut next = Vec::new();
        for (ty, way) in level {
            if !seen.insert(ty.clone()) {
                continue;
            }
            if let Some(selected) = select_here(program, &ty, name, &way) {
                return Some(selected);
            }
            next.extend(embedded(program, &ty, &way));
        }
        level = next;
    }
    None
}

/// The parameters that a receiver such as `(p *Pointer[T])` gives its type's arguments.
fn receiver_params(ty: &Expr) -> Vec<Field> {
    match &ty.node {
        Node::Star(of) | Node::Paren(of) => receiver_params(of),
        Node::Index(_, names) => names.iter().map(receiver_param).collect(),
        _ => Vec::new(),
    }
}

fn receiver_param(name: &Expr) -> Field {
    let text = match &name.node {
        Node::Name(name) => name.clone(),
        _ => "_".to_owned(),
    };
    let any = Node::Interface(Rc::default());
    Field { name: Some(text), ty: Rc::new(Expr { at: name.at, node: any }), embedded: false, at: name.at }
}

/// The scope in which a method is declared, its receiver's parameters bound to the type's arguments.
pub(in crate::go) fn method_scope(
    program: &Program,
    named: &Named,
    method: &FuncDecl,
    file: usize,
) -> Option<Scope> {
    let package = program.package(&named.package).ok()?;
    let params = method.receiver.as_ref().map(|receiver| receiver_params(&receiver.ty));
    let mut scope = binding_scope(program, &package, file, &params.unwrap_or_default(), &named.args);
    // A method may have type parameters of its own, which stand for themselves.
    let own = binding_scope(program, &package, file, &method.params, &[]);
    scope.adopt(own);
    Some(scope)
}

fn select_here(program: &Program, ty: &Type, name: &str, way: &[String]) -> Option<Selected> {
    let owner = match ty {
        Type::Named(named) => Some(named.clone()),
        _ => None,
    };
    if let Some(named) = &owner
        && let Ok(package) = program.package(&named.package)
        && let Some((method, file)) = package.methods.get(&named.name).and_then(|all| all.get(name))
    {
        let scope = method_scope(program, named, method, *file)?;
        let function = signature(program, &scope, &method.signature);
        return Some(Selected::Method(named.clone(), method.clone(), function));
    }
    match underlying(program, ty) {
        Type::Struct(members) => {
            let member = members.iter().find(|member| member.name == name)?;
            Some(Selected::Field(owner, member.ty.clone(), way.to_vec()))
        }
        Type::Interface(methods, _) => {
            let (_, function) = methods.iter().find(|(method, _)| method == name)?;
            Some(Selected::Interface(owner, function.clone()))
        }
        // A type parameter can do what its constraint can.
        _ => None,
    }
}

/// The types that a type embeds, one level down.
fn embedded(program: &Program, ty: &Type, way: &[String]) -> Vec<(Type, Vec<String>)> {
    let below = |name: &str| way.iter().cloned().chain([name.to_owned()]).collect();
    match underlying(program, ty) {
        Type::Struct(members) => members
            .iter()
            .filter(|member| member.embedded)
            .map(|member| (member.ty.pointed().clone(), below(&member.name)))
            .collect(),
        Type::Interface(_, types) => types.iter().map(|ty| (ty.clone(), way.to_vec())).collect(),
        Type::Pointer(to) => vec![(to.as_ref().clone(), way.to_vec())],
        Type::Param(_, constraint) => vec![(constraint.as_ref().clone(), way.to_vec())],
        _ => Vec::new(),
    }
}
