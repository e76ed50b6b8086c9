//! Statements of a body: what they declare, so that names further on are known.

use super::Kind;
use super::walk::Walk;
use crate::go::consts;
use crate::go::infer::{self, defaulted, nth, type_of};
use crate::go::program::Local;
use crate::go::syntax::{Block, Clause, Decl, Expr, For, If, Node, RangeLoop, Stmt, Switch, TypeSwitch};
use crate::go::types::{Basic, Type, resolve, underlying};

impl Walk<'_, '_> {
    /// Walks statements in a scope of their own.
    pub(super) fn block(&mut self, block: &Block) {
        self.scope.open();
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
        self.scope.close();
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Exprs(exprs) => self.exprs(exprs),
            Stmt::Assign(left, right) => {
                self.exprs(left);
                self.exprs(right);
            }
            Stmt::Define(left, right) => {
                self.exprs(right);
                self.define(left, right);
            }
            Stmt::Go(expr) => self.started(expr, Kind::Goes),
            Stmt::Defer(expr) => self.started(expr, Kind::Defers),
            Stmt::Decls(decls) => decls.iter().for_each(|decl| self.decl(decl)),
            Stmt::Block(block) => self.block(block),
            Stmt::If(stmt) => self.if_stmt(stmt),
            Stmt::For(stmt) => self.for_stmt(stmt),
            Stmt::Range(stmt) => self.range(stmt),
            Stmt::Switch(stmt) => self.switch(stmt),
            Stmt::TypeSwitch(stmt) => self.type_switch(stmt),
        }
    }

    /// The call of a `go` or `defer` statement.
    fn started(&mut self, expr: &Expr, kind: Kind) {
        match &expr.node {
            Node::Call(callee, args) => self.call(callee, args, kind),
            Node::Paren(of) => self.started(of, kind),
            _ => self.expr(expr),
        }
    }

    fn define(&mut self, left: &[Expr], right: &[Expr]) {
        let types: Vec<Type> = match right {
            [one] if left.len() > 1 => {
                let ty = type_of(self.program, &self.scope, one);
                (0..left.len()).map(|index| nth(ty.clone(), index)).collect()
            }
            all => {
                let ty = |value| defaulted(type_of(self.program, &self.scope, value));
                all.iter().map(ty).collect()
            }
        };
        for (name, ty) in left.iter().zip(types) {
            self.declare(name, ty);
        }
    }

    fn declare(&mut self, name: &Expr, ty: Type) {
        if let Node::Name(name) = &name.node {
            self.scope.declare(name, Local::Var(ty));
        }
    }

    fn decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Var(spec) => {
                self.exprs(&spec.values);
                for (index, (name, _)) in spec.names.iter().enumerate() {
                    let ty = infer::declared(self.program, &self.scope, spec, index);
                    self.scope.declare(name, Local::Var(ty));
                }
            }
            Decl::Const(spec) => {
                let mut scope = self.scope.clone();
                scope.iota = Some(spec.iota);
                for (index, (name, _)) in spec.names.iter().enumerate() {
                    let value = consts::spec_value(self.program, &scope, spec, index);
                    self.scope.declare(name, Local::Const(value));
                }
            }
            Decl::Type(spec) => {
                let ty = resolve(self.program, &self.scope, &spec.ty);
                self.scope.declare(&spec.name, Local::Type(ty));
            }
            Decl::Func(_) => {}
        }
    }

    fn if_stmt(&mut self, stmt: &If) {
        self.scope.open();
        stmt.init.iter().for_each(|init| self.stmt(init));
        stmt.cond.iter().for_each(|cond| self.expr(cond));
        self.block(&stmt.then);
        stmt.other.iter().for_each(|other| self.stmt(other));
        self.scope.close();
    }

    fn for_stmt(&mut self, stmt: &For) {
        self.scope.open();
        stmt.init.iter().for_each(|init| self.stmt(init));
        stmt.cond.iter().for_each(|cond| self.expr(cond));
        stmt.post.iter().for_each(|post| self.stmt(post));
        self.block(&stmt.body);
        self.scope.close();
    }

    fn range(&mut self, stmt: &RangeLoop) {
        self.expr(&stmt.over);
        self.scope.open();
        if stmt.define {
            let over = type_of(self.program, &self.scope, &stmt.over);
            for (index, name) in stmt.left.iter().enumerate() {
                self.declare(name, self.ranged(&over, index));
            }
        } else {
            self.exprs(&stmt.left);
        }
        self.block(&stmt.body);
        self.scope.close();
    }

    /// The type of the first or second variable of a loop over a type.
    fn ranged(&self, over: &Type, index: usize) -> Type {
        let below = underlying(self.program, over);
        match (&below, index) {
            (Type::Map(key, _), 0) => key.as_ref().clone(),
            (Type::Func(function), _) => match function.params.first() {
                Some(Type::Func(each)) => each.params.get(index).cloned(),
                _ => None,
            }
            .unwrap_or_else(|| over.clone()),
            (Type::Basic(Basic::String | Basic::UntypedString), 1) => Type::Basic(Basic::Int32),
            (Type::Basic(Basic::String | Basic::UntypedString), _) => Type::Basic(Basic::Int),
            (Type::Basic(_), _) => defaulted(over.clone()),
            (Type::Unknown(_), _) => below,
            (Type::Chan(_), 0) | (_, 1) => infer::element(self.program, over).unwrap_or_else(|| over.clone()),
            _ => Type::Basic(Basic::Int),
        }
    }

    fn switch(&mut self, stmt: &Switch) {
        self.scope.open();
        stmt.init.iter().for_each(|init| self.stmt(init));
        stmt.tag.iter().for_each(|tag| self.expr(tag));
        for clause in &stmt.clauses {
            self.scope.open();
            self.exprs(&clause.cases);
            clause.comm.iter().for_each(|comm| self.stmt(comm));
            self.block(&clause.body);
            self.scope.close();
        }
        self.scope.close();
    }

    fn type_switch(&mut self, stmt: &TypeSwitch) {
        self.scope.open();
        stmt.init.iter().for_each(|init| self.stmt(init));
        self.expr(&stmt.of);
        let of = type_of(self.program, &self.scope, &stmt.of);
        for clause in &stmt.clauses {
            self.scope.open();
            if let Some(name) = &stmt.bind {
                let ty = self.case_type(clause).unwrap_or_else(|| of.clone());
                self.scope.declare(name, Local::Var(ty));
            }
            self.block(&clause.body);
            self.scope.close();
        }
        self.scope.close();
    }

    /// The type of the variable in a clause with a single type; in others it stays what it was.
    fn case_type(&self, clause: &Clause) -> Option<Type> {
        match clause.cases.as_slice() {
            [one] if !matches!(&one.node, Node::Name(name) if name == "nil") => {
                Some(resolve(self.program, &self.scope, one))
            }
            _ => None,
        }
    }
}
