//! Statements.

use super::Parser;
use crate::go::lex::Kind;
use crate::go::refuse::Understood;
use crate::go::syntax::{Block, Clause, Expr, For, If, Node, RangeLoop, Stmt, Switch, TypeSwitch};

impl Parser<'_> {
    /// Statements between braces.
    pub(super) fn block(&mut self) -> Understood<Block> {
        self.want(Kind::LBrace, "`{`")?;
        let block = self.with_literals(true, |p| p.deeper(|p| p.stmts()))?;
        self.want(Kind::RBrace, "`}`")?;
        Ok(block)
    }

    /// Statements up to a closing brace or the next clause.
    fn stmts(&mut self) -> Understood<Block> {
        use Kind::*;
        let mut stmts = Vec::new();
        while !matches!(self.kind(), RBrace | Case | Default | Eof) {
            if self.take(Semi) {
                continue;
            }
            if let Some(stmt) = self.stmt()? {
                stmts.push(stmt);
            }
            if !matches!(self.kind(), Semi | RBrace | Case | Default | Eof) {
                return self.unexpected("the end of the statement");
            }
        }
        Ok(Block { stmts })
    }

    fn stmt(&mut self) -> Understood<Option<Stmt>> {
        use Kind::*;
        Ok(Some(match self.kind() {
            Const | Type | Var => {
                let mut decls = Vec::new();
                self.decl(&mut decls)?;
                Stmt::Decls(decls)
            }
            LBrace => Stmt::Block(self.block()?),
            If => self.deeper(Self::if_stmt)?,
            For => self.for_stmt()?,
            Switch => self.switch()?,
            Select => {
                self.bump();
                self.clauses(None, None)?
            }
            Go => {
                self.bump();
                Stmt::Go(self.expr()?)
            }
            Defer => {
                self.bump();
                Stmt::Defer(self.expr()?)
            }
            Return => {
                self.bump();
                match self.kind() {
                    Semi | RBrace => return Ok(None),
                    _ => Stmt::Exprs(self.exprs()?),
                }
            }
            Break | Continue | Goto | Fallthrough => {
                self.bump();
                self.take(Ident);
                return Ok(None);
            }
            Ident if self.ahead(1) == Colon => {
                self.next += 2;
                return match self.kind() {
                    RBrace => Ok(None),
                    _ => self.deeper(Self::stmt),
                };
            }
            Semi => return Ok(None),
            _ => self.simple()?,
        }))
    }

    /// Expressions, an assignment, a definition, a send, `x++`, or the head of a range loop.
    fn simple(&mut self) -> Understood<Stmt> {
        use Kind::*;
        let left = self.exprs()?;
        Ok(match self.kind() {
            Define => {
                self.bump();
                Stmt::Define(left, self.exprs()?)
            }
            Inc | Dec => {
                self.bump();
                Stmt::Exprs(left)
            }
            Arrow => {
                self.bump();
                let value = self.expr()?;
                Stmt::Exprs(left.into_iter().chain([value]).collect())
            }
            kind if assigns(kind) => {
                self.bump();
                Stmt::Assign(left, self.exprs()?)
            }
            _ => Stmt::Exprs(left),
        })
    }

    /// The head of an `if`, `for` or `switch`: up to `parts` statements between semicolons.
    fn head(&mut self, parts: usize) -> Understood<Vec<Option<Stmt>>> {
        self.with_literals(false, |p| {
            let mut list = Vec::new();
            loop {
                list.push(match p.kind() {
                    Kind::Semi | Kind::LBrace => None,
                    _ => Some(p.simple()?),
                });
                if list.len() == parts || !p.take(Kind::Semi) {
                    return Ok(list);
                }
            }
        })
    }

    fn if_stmt(&mut self) -> Understood<Stmt> {
        self.bump();
        let mut head = self.head(2)?;
        let cond = head.pop().flatten().and_then(only_expr);
        let init = head.pop().flatten();
        let then = self.block()?;
        let other = match self.take(Kind::Else) {
            false => None,
            true if self.kind() == Kind::If => Some(self.deeper(Self::if_stmt)?),
            true => Some(Stmt::Block(self.block()?)),
        };
        Ok(Stmt::If(Box::new(If { init, cond, then, other })))
    }

    fn for_stmt(&mut self) -> Understood<Stmt> {
        self.bump();
        if let Some(head) = self.range_head()? {
            return self.range_loop(head);
        }
        let mut head = self.head(3)?;
        let (init, cond, post) = match head.len() {
            1 => (None, head.pop().flatten(), None),
            _ => {
                let post = (head.len() == 3).then(|| head.pop().flatten()).flatten();
                let cond = head.pop().flatten();
                (head.pop().flatten(), cond, post)
            }
        };
        Ok(Stmt::For(Box::new(For { init, cond: cond.and_then(only_expr), post, body: self.block()? })))
    }

    /// What a range loop assigns and whether it defines it; the cursor behind `range` if it is one.
    fn range_head(&mut self) -> Understood<Option<(Vec<Expr>, bool)>> {
        let start = self.next;
        if self.take(Kind::Range) {
            return Ok(Some((Vec::new(), false)));
        }
        if matches!(self.kind(), Kind::Semi | Kind::LBrace) {
            return Ok(None);
        }
        let left = self.with_literals(false, Self::exprs)?;
        let define = self.kind() == Kind::Define;
        if matches!(self.kind(), Kind::Define | Kind::Assign) && self.ahead(1) == Kind::Range {
            self.next += 2;
            return Ok(Some((left, define)));
        }
        self.next = start;
        Ok(None)
    }

    fn range_loop(&mut self, (left, define): (Vec<Expr>, bool)) -> Understood<Stmt> {
        let over = self.with_literals(false, Self::expr)?;
        Ok(Stmt::Range(Box::new(RangeLoop { left, define, over, body: self.block()? })))
    }

    fn switch(&mut self) -> Understood<Stmt> {
        self.bump();
        let mut head = self.head(2)?;
        let tag = head.pop().flatten();
        let init = head.pop().flatten();
        match tag {
            Some(Stmt::Define(names, values)) => {
                let bind = names.into_iter().next().and_then(|name| match name.node {
                    Node::Name(name) => Some(name),
                    _ => None,
                });
                match values.into_iter().next().map(|value| value.node) {
                    Some(Node::Assert(of, None)) => self.type_clauses(init, bind, *of),
                    _ => self.unexpected("a type switch"),
                }
            }
            tag => match tag.and_then(only_expr) {
                Some(Expr { node: Node::Assert(of, None), .. }) => self.type_clauses(init, None, *of),
                tag => self.clauses(init, tag),
            },
        }
    }

    fn clauses(&mut self, init: Option<Stmt>, tag: Option<Expr>) -> Understood<Stmt> {
        Ok(Stmt::Switch(Box::new(Switch { init, tag, clauses: self.clause_list()? })))
    }

    fn type_clauses(&mut self, init: Option<Stmt>, bind: Option<String>, of: Expr) -> Understood<Stmt> {
        Ok(Stmt::TypeSwitch(Box::new(TypeSwitch { init, bind, of, clauses: self.clause_list()? })))
    }

    fn clause_list(&mut self) -> Understood<Vec<Clause>> {
        self.want(Kind::LBrace, "`{`")?;
        let mut clauses = Vec::new();
        while !self.take(Kind::RBrace) {
            clauses.push(self.with_literals(true, |p| p.deeper(Self::clause))?);
        }
        Ok(clauses)
    }

    /// A clause of a switch or select: values, types or a communication.
    fn clause(&mut self) -> Understood<Clause> {
        let mut cases = Vec::new();
        let mut comm = None;
        if self.take(Kind::Case) {
            match self.simple()? {
                Stmt::Exprs(exprs) => cases = exprs,
                other => comm = Some(other),
            }
        } else {
            self.want(Kind::Default, "`case` or `default`")?;
        }
        self.want(Kind::Colon, "`:`")?;
        let body = self.stmts()?;
        Ok(Clause { cases, comm, body })
    }
}

fn only_expr(stmt: Stmt) -> Option<Expr> {
    match stmt {
        Stmt::Exprs(exprs) => exprs.into_iter().next(),
        _ => None,
    }
}

fn assigns(kind: Kind) -> bool {
    kind == Kind::Assign || (Kind::AddAssign..=Kind::AndNotAssign).contains(&kind)
}

#[cfg(test)]
mod tests {
    use crate::go::parse;

    /// How many statements the body has, or the byte where it is not understood.
    #[track_caller]
    fn check(body: &str, expected: Result<usize, usize>) {
        let found = parse::body(body.as_bytes(), 0..body.len());
        let found = found.map(|block| block.stmts.len()).map_err(|refused| refused.at);
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn statements() {
        check("{}", Ok(0));
        check("{ a(); b++; c <- d; e, f = g, h; i := <-j; k += 1 }", Ok(6));
        check("{ if x := f(); x == (T{}) { a() } else if y { } else { } }", Ok(1));
        check("{ for {}; for a {}; for ; ; {}; for i := 0; i < 1; i++ {}; for ;a; {} }", Ok(5));
        check("{ for range x {}; for i := range 10 {}; for k, v = range []T{a} { } }", Ok(3));
        check("{ switch { case a, b: c(); fallthrough; default: } }", Ok(1));
        check("{ switch x := f(); y := x.(type) { case nil, *T, []byte: } }", Ok(1));
        check("{ select { case x, ok := <-c: case c <- v: case <-d: default: } }", Ok(1));
        check("{ go func() { }(); defer f(x...); var a, b int; const c = 1; type d int }", Ok(5));
        check("{ L: for { break L }; goto L; return; M: }", Ok(1));
        check("{ f := func(a int) (b T) { return T{a: 1} }; _ = f }", Ok(2));
        check("{ x.(*T).f[int](a[1:2:3])\n y = []struct{ a int }{{1}, {a: 2}} }", Ok(2));
    }

    #[test]
    fn broken_text_is_refused_with_its_byte() {
        check("{ a b }", Err(4));
        check("{ if x { ", Err(9));
        check("{ x := }", Err(7));
        check("{ # }", Err(2));
    }

    #[test]
    fn depth_and_length_are_bounded() {
        for piece in ["(", "{", "-", "a+", "a.", "[]", "func(){", "if x {", "L:", "*", "x[", "f("] {
            let body = format!("{{{}", piece.repeat(20_000));
            assert!(parse::body(body.as_bytes(), 0..body.len()).is_err(), "{piece}");
        }
    }
}
