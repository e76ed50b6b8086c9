//! Expressions: operands, what follows them, and operators by precedence.

use std::rc::Rc;

use super::Parser;
use crate::go::lex::Kind;
use crate::go::refuse::Understood;
use crate::go::syntax::{Element, Expr, Literal, Node};

impl Parser<'_> {
    /// An expression or, where Go allows it, a type.
    pub(super) fn expr(&mut self) -> Understood<Expr> {
        self.deeper(|p| p.binary(1))
    }

    /// Expressions between commas.
    pub(super) fn exprs(&mut self) -> Understood<Vec<Expr>> {
        let mut list = vec![self.expr()?];
        while self.take(Kind::Comma) {
            list.push(self.expr()?);
        }
        Ok(list)
    }

    fn binary(&mut self, lowest: u8) -> Understood<Expr> {
        let mut left = self.unary()?;
        loop {
            let precedence = precedence(self.kind());
            if precedence < lowest {
                return Ok(left);
            }
            let operator = self.bump().to_owned();
            let right = self.deeper(|p| p.binary(precedence + 1))?;
            self.grow()?;
            let node = Node::Binary(Box::new(left), operator, Box::new(right));
            left = Expr { at: leftmost(&node), node };
        }
    }

    fn unary(&mut self) -> Understood<Expr> {
        use Kind::*;
        let at = self.at();
        match self.kind() {
            Arrow if self.ahead(1) == Chan => self.postfix(),
            Mul => {
                self.bump();
                let of = self.deeper(Self::unary)?;
                Ok(Expr { at, node: Node::Star(Box::new(of)) })
            }
            Add | Sub | Not | Xor | And | Arrow | Tilde => {
                let operator = self.bump().to_owned();
                let of = self.deeper(Self::unary)?;
                Ok(Expr { at, node: Node::Unary(operator, Box::new(of)) })
            }
            _ => self.postfix(),
        }
    }

    /// An operand with its selectors, indices, calls and braces.
    fn postfix(&mut self) -> Understood<Expr> {
        let at = self.at();
        let mut expr = self.operand()?;
        loop {
            let node = match self.kind() {
                Kind::Period => self.selector(expr)?,
                Kind::LBrack => self.index(expr)?,
                Kind::LParen => {
                    let args = self.with_literals(true, Self::arguments)?;
                    Node::Call(Box::new(expr), args)
                }
                Kind::LBrace if self.literal_type(&expr) => self.composite(Some(expr))?,
                _ => return Ok(expr),
            };
            self.grow()?;
            expr = Expr { at, node };
        }
    }

    fn selector(&mut self, of: Expr) -> Understood<Node> {
        self.bump();
        if !self.take(Kind::LParen) {
            return Ok(Node::Select(Box::new(of), self.name()?));
        }
        let to = match self.take(Kind::Type) {
            true => None,
            false => Some(Box::new(self.ty()?)),
        };
        self.want(Kind::RParen, "`)`")?;
        Ok(Node::Assert(Box::new(of), to))
    }

    fn index(&mut self, of: Expr) -> Understood<Node> {
        self.bump();
        self.with_literals(true, |p| {
            let mut parts = Vec::new();
            let mut slice = false;
            while p.kind() != Kind::RBrack {
                match p.kind() {
                    Kind::Colon => {
                        slice = true;
                        p.bump();
                    }
                    Kind::Comma => {
                        p.bump();
                    }
                    _ => parts.push(p.expr()?),
                }
            }
            p.bump();
            Ok(match slice {
                true => Node::Slice(Box::new(of), parts),
                false => Node::Index(Box::new(of), parts),
            })
        })
    }

    fn arguments(&mut self) -> Understood<Vec<Expr>> {
        self.want(Kind::LParen, "`(`")?;
        let mut args = Vec::new();
        while !self.take(Kind::RParen) {
            args.push(self.expr()?);
            self.take(Kind::Ellipsis);
            if !self.take(Kind::Comma) && self.kind() != Kind::RParen {
                return self.unexpected("`,` or `)`");
            }
        }
        Ok(args)
    }

    /// Whether braces behind the expression make a composite literal of it.
    fn literal_type(&self, expr: &Expr) -> bool {
        match &expr.node {
            Node::Array(..) | Node::SliceOf(_) | Node::Map(..) | Node::Struct(_) => true,
            node => self.literals && names_type(node),
        }
    }

    fn composite(&mut self, ty: Option<Expr>) -> Understood<Node> {
        self.want(Kind::LBrace, "`{`")?;
        self.with_literals(true, |p| {
            let mut elements = Vec::new();
            while !p.take(Kind::RBrace) {
                elements.push(p.element()?);
                if !p.take(Kind::Comma) && p.kind() != Kind::RBrace {
                    return p.unexpected("`,` or `}`");
                }
            }
            Ok(Node::Composite(ty.map(Box::new), elements))
        })
    }

    fn element(&mut self) -> Understood<Element> {
        let value = self.element_value()?;
        if !self.take(Kind::Colon) {
            return Ok(Element { key: None, value });
        }
        Ok(Element { key: Some(value), value: self.element_value()? })
    }

    fn element_value(&mut self) -> Understood<Expr> {
        let at = self.at();
        if self.kind() != Kind::LBrace {
            return self.expr();
        }
        let node = self.deeper(|p| p.composite(None))?;
        Ok(Expr { at, node })
    }

    fn operand(&mut self) -> Understood<Expr> {
        use Kind::*;
        let at = self.at();
        let node = match self.kind() {
            Ident => Node::Name(self.bump().to_owned()),
            Int => self.literal(Literal::Int),
            Float => self.literal(Literal::Float),
            Imag => self.literal(Literal::Imaginary),
            Char => self.literal(Literal::Rune),
            Str => self.literal(Literal::Text),
            LParen => {
                self.bump();
                let inner = self.with_literals(true, Self::expr)?;
                self.want(RParen, "`)`")?;
                Node::Paren(Box::new(inner))
            }
            Func => self.closure()?,
            LBrack | Struct | Map | Chan | Interface | Arrow => return self.ty(),
            _ => return self.unexpected("an expression"),
        };
        Ok(Expr { at, node })
    }

    fn literal(&mut self, literal: Literal) -> Node {
        Node::Literal(literal, self.bump().to_owned())
    }

    fn closure(&mut self) -> Understood<Node> {
        self.bump();
        let signature = Rc::new(self.deeper(Self::signature)?);
        if self.kind() != Kind::LBrace {
            return Ok(Node::Func(signature));
        }
        let block = self.with_literals(true, |p| p.deeper(Self::block))?;
        Ok(Node::Closure(signature, Rc::new(block)))
    }
}

/// Go's precedence of a binary operator; 0 for what is none.
fn precedence(kind: Kind) -> u8 {
    use Kind::*;
    match kind {
        LOr => 1,
        LAnd => 2,
        Eql | Neq | Lss | Leq | Gtr | Geq => 3,
        Add | Sub | Or | Xor => 4,
        Mul | Quo | Rem | Shl | Shr | And | AndNot => 5,
        _ => 0,
    }
}

fn leftmost(node: &Node) -> usize {
    match node {
        Node::Binary(left, _, _) => left.at,
        _ => 0,
    }
}

/// Whether the expression can be the name of a type, with its package and arguments.
fn names_type(node: &Node) -> bool {
    match node {
        Node::Name(_) => true,
        Node::Select(of, _) => matches!(of.node, Node::Name(_)),
        Node::Index(of, _) => !matches!(of.node, Node::Index(..)) && names_type(&of.node),
        _ => false,
    }
}
