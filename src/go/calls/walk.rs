//! Expressions of a body: which functions they call, pass or name.

use std::ops::Range;
use std::rc::Rc;

use super::{Call, Key, Kind, Seen};
use crate::go::infer::{self, Callee};
use crate::go::lines::Lines;
use crate::go::parse;
use crate::go::program::{Entity, Local, Package, Program, Scope};
use crate::go::refuse::{NotUnderstood, Understood};
use crate::go::syntax::{Block, Element, Expr, Field, FuncDecl, Node, Signature};
use crate::go::types::{
    Named, Owner, Selected, Type, binding_scope, is_type, method_scope, named, resolve, underlying,
};

/// A walk over one body: where it stands, and what it has met.
pub(super) struct Walk<'a, 'p> {
    pub(super) program: &'a Program<'p>,
    pub(super) scope: Scope,
    lines: Lines,
    calls: Vec<Call>,
    /// The functions that get the closures around, innermost last.
    within: Vec<Key>,
}

/// What the body at `span` mentions.
pub(super) fn walk(
    program: &Program,
    package: &Rc<Package>,
    func: &FuncDecl,
    file: usize,
    span: Range<usize>,
) -> Understood<Vec<Call>> {
    let Some((source, _)) = package.files.get(file) else {
        return Ok(Vec::new());
    };
    let within = |refused: NotUnderstood| refused.within(&source.path);
    let body = parse::body(&source.text, span).map_err(within)?;
    let mut walk = Walk {
        program,
        scope: function_scope(program, package, func, file),
        lines: Lines::new(&source.text),
        calls: Vec::new(),
        within: Vec::new(),
    };
    walk.function(func.receiver.as_slice(), &func.signature, &body);
    Ok(walk.calls)
}

/// The scope of a function's signature: type parameters stand for themselves.
fn function_scope(program: &Program, package: &Rc<Package>, func: &FuncDecl, file: usize) -> Scope {
    let Some(receiver) = &func.receiver else {
        return binding_scope(program, package, file, &func.params, &[]);
    };
    let name = crate::go::program::receiver_name(&receiver.ty);
    let owner = Named {
        package: package.path.clone(),
        name: name.clone(),
        args: type_params(program, &named(&package.path, &name)),
    };
    let scope = method_scope(program, &owner, func, file);
    scope.unwrap_or_else(|| Scope::new(package.clone(), file))
}

/// A declared type's own parameters, as the arguments that its methods see.
fn type_params(program: &Program, ty: &Type) -> Vec<Type> {
    let Type::Named(named) = ty else {
        return Vec::new();
    };
    let Ok(package) = program.package(&named.package) else {
        return Vec::new();
    };
    let Some(crate::go::program::Entry::Type(spec, file)) = package.entries.get(&named.name) else {
        return Vec::new();
    };
    let scope = binding_scope(program, &package, *file, &spec.params, &[]);
    let names = spec.params.iter().filter_map(|param| param.name.as_deref());
    names
        .filter_map(|name| match scope.find(program, name) {
            Entity::Local(Local::Type(ty)) => Some(ty),
            _ => None,
        })
        .collect()
}

impl Walk<'_, '_> {
    /// Walks a function's body with its receiver, parameters and results declared.
    fn function(&mut self, receiver: &[Field], signature: &Signature, body: &Block) {
        let fields = || receiver.iter().chain(&signature.params).chain(&signature.results);
        // In `(url string, data url.Values)` the second `url` is still the package.
        let types: Vec<Type> = fields().map(|field| self.field_type(field)).collect();
        self.scope.open();
        for (field, ty) in fields().zip(types) {
            if let Some(name) = &field.name {
                self.scope.declare(name, Local::Var(ty));
            }
        }
        self.block(body);
        self.scope.close();
    }

    fn field_type(&self, field: &Field) -> Type {
        match &field.ty.node {
            Node::Variadic(of) => Type::Slice(Rc::new(resolve(self.program, &self.scope, of))),
            _ => resolve(self.program, &self.scope, &field.ty),
        }
    }

    pub(super) fn exprs(&mut self, exprs: &[Expr]) {
        exprs.iter().for_each(|expr| self.expr(expr));
    }

    /// Walks an expression that is used as a value.
    pub(super) fn expr(&mut self, expr: &Expr) {
        // Long sums are a long way down on the left: they are walked without going deeper.
        let mut expr = expr;
        let mut rights = Vec::new();
        while let Node::Binary(left, _, right) = &expr.node {
            rights.push(right);
            expr = left;
        }
        self.value(expr, Kind::Refers, None);
        rights.into_iter().rev().for_each(|right| self.expr(right));
    }

    /// Walks a value; if it is a function by name, it is noted as passed or referred to.
    fn value(&mut self, expr: &Expr, kind: Kind, via: Option<&Key>) {
        if is_type(self.program, &self.scope, expr) {
            return;
        }
        match &expr.node {
            Node::Name(_) | Node::Select(..) => {
                let callee = infer::callee(self.program, &self.scope, expr);
                // A variable or field that is read is no function that is meant.
                let is_function = matches!(
                    callee,
                    Callee::Func(..) | Callee::Member(Selected::Method(..) | Selected::Interface(..), _)
                );
                if is_function {
                    self.note(callee, kind, via.cloned(), expr.at);
                }
                self.operand(expr);
            }
            Node::Index(of, args) => {
                self.value(of, kind, via);
                self.exprs(args);
            }
            Node::Paren(of) => self.value(of, kind, via),
            Node::Call(callee, args) => self.call(callee, args, Kind::Calls),
            Node::Closure(signature, body) => {
                self.within.extend(via.cloned());
                self.function(&[], signature, body);
                self.within.truncate(self.within.len() - via.iter().len());
            }
            Node::Composite(ty, elements) => self.composite(ty.as_deref(), elements),
            Node::Slice(of, bounds) => {
                self.expr(of);
                self.exprs(bounds);
            }
            Node::Assert(of, _) | Node::Unary(_, of) | Node::Star(of) => self.expr(of),
            Node::Binary(..) => self.expr(expr),
            _ => {}
        }
    }

    /// Walks what a selector selects from.
    fn operand(&mut self, expr: &Expr) {
        if let Node::Select(of, _) = &expr.node
            && infer::imported(self.program, &self.scope, of).is_none()
        {
            self.expr(of);
        }
    }

    /// Walks a call: its callee, and what is passed to it.
    pub(super) fn call(&mut self, callee: &Expr, args: &[Expr], kind: Kind) {
        let what = infer::callee(self.program, &self.scope, callee);
        let to = self.key(&what);
        match &what {
            Callee::Conversion(_) | Callee::Builtin(_) => {}
            Callee::Value => self.expr(callee),
            _ => {
                self.note(what, kind, self.within.last().cloned(), callee.at);
                self.operand(unindexed(callee));
            }
        }
        for arg in args {
            self.value(arg, Kind::Passes, to.as_ref());
        }
    }

    fn composite(&mut self, ty: Option<&Expr>, elements: &[Element]) {
        let ty = ty.map(|ty| match &ty.node {
            // `[...]T{…}` has indices as keys whatever its length.
            Node::Array(..) => Type::Slice(Rc::new(Type::Basic(crate::go::types::Basic::Int))),
            _ => underlying(self.program, &resolve(self.program, &self.scope, ty)),
        });
        for element in elements {
            // A name before the colon is a field in a struct and a value in a map.
            if let (Some(key), Some(Type::Map(..) | Type::Slice(_))) = (&element.key, &ty) {
                self.expr(key);
            }
            self.expr(&element.value);
        }
    }

    fn note(&mut self, callee: Callee, kind: Kind, via: Option<Key>, at: usize) {
        let seen = match &callee {
            Callee::Member(Selected::Interface(..), _) => Seen::Interface,
            Callee::Unseen(_) => Seen::Name,
            _ => Seen::Type,
        };
        let keys = match &callee {
            Callee::Unseen(name) => self.methods_named(name),
            other => self.key(other).into_iter().collect(),
        };
        let line = self.lines.line(at);
        self.calls.extend(keys.into_iter().map(|callee| Call { callee, kind, seen, line, via: via.clone() }));
    }

    /// The name of what is called, if it has one.
    fn key(&self, callee: &Callee) -> Option<Key> {
        match callee {
            Callee::Func(package, func, _) => Some(Key::new(&package.path, &func.name)),
            Callee::Var(package, name) => Some(Key::new(&package.path, name)),
            Callee::Member(Selected::Method(owner, _, _), name) => Some(member(owner, name)),
            Callee::Member(Selected::Field(owner, _, _) | Selected::Interface(owner, _), name) => {
                self.owned(owner, name)
            }
            _ => None,
        }
    }

    fn owned(&self, owner: &Owner, name: &str) -> Option<Key> {
        owner.as_ref().map(|owner| member(owner, name))
    }

    /// The methods of this name in the caller's package, sorted.
    fn methods_named(&self, name: &str) -> Vec<Key> {
        let package = &self.scope.package;
        let types = package.methods.iter().filter(|(_, methods)| methods.contains_key(name));
        let mut keys: Vec<Key> =
            types.map(|(ty, _)| Key::new(&package.path, &format!("{ty}.{name}"))).collect();
        keys.sort();
        keys
    }
}

fn member(owner: &Named, name: &str) -> Key {
    Key::new(&owner.package, &format!("{}.{name}", owner.name))
}

/// The function without its type arguments and parentheses.
fn unindexed(expr: &Expr) -> &Expr {
    match &expr.node {
        Node::Index(of, _) | Node::Paren(of) => unindexed(of),
        _ => expr,
    }
}
