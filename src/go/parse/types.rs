//! Types, fields and parameters.

use std::rc::Rc;

use super::Parser;
use crate::go::lex::Kind;
use crate::go::refuse::Understood;
use crate::go::syntax::{Expr, Field, InterfaceItem, Node, Signature};

impl Parser<'_> {
    /// A type.
    pub(super) fn ty(&mut self) -> Understood<Expr> {
        let at = self.at();
        let node = self.deeper(Self::type_node)?;
        Ok(Expr { at, node })
    }

    fn type_node(&mut self) -> Understood<Node> {
        use Kind::*;
        match self.kind() {
            Ident => self.type_name().map(|name| name.node),
            Mul => {
                self.bump();
                Ok(Node::Star(Box::new(self.ty()?)))
            }
            LParen => {
                self.bump();
                let inner = self.ty()?;
                self.want(RParen, "`)`")?;
                Ok(Node::Paren(Box::new(inner)))
            }
            LBrack => self.array(),
            Map => {
                self.bump();
                self.want(LBrack, "`[`")?;
                let key = self.ty()?;
                self.want(RBrack, "`]`")?;
                Ok(Node::Map(Box::new(key), Box::new(self.ty()?)))
            }
            Chan | Arrow => {
                self.take(Arrow);
                self.want(Chan, "`chan`")?;
                self.take(Arrow);
                Ok(Node::Chan(Box::new(self.ty()?)))
            }
            Func => {
                self.bump();
                Ok(Node::Func(Rc::new(self.signature()?)))
            }
            Struct => self.structure(),
            Interface => self.interface(),
            _ => self.unexpected("a type"),
        }
    }

    /// `T`, `pkg.T`, `T[A, B]`.
    fn type_name(&mut self) -> Understood<Expr> {
        let at = self.at();
        let mut node = Node::Name(self.name()?);
        if self.take(Kind::Period) {
            node = Node::Select(Box::new(Expr { at, node }), self.name()?);
        }
        if self.kind() == Kind::LBrack && self.ahead(1) != Kind::RBrack {
            self.bump();
            let mut args = Vec::new();
            while !self.take(Kind::RBrack) {
                args.push(self.ty()?);
                if !self.take(Kind::Comma) && self.kind() != Kind::RBrack {
                    return self.unexpected("`,` or `]`");
                }
            }
            node = Node::Index(Box::new(Expr { at, node }), args);
        }
        Ok(Expr { at, node })
    }

    fn array(&mut self) -> Understood<Node> {
        self.bump();
        if self.take(Kind::RBrack) {
            return Ok(Node::SliceOf(Box::new(self.ty()?)));
        }
        let length = match self.take(Kind::Ellipsis) {
            true => None,
            false => Some(Box::new(self.with_literals(true, Self::expr)?)),
        };
        self.want(Kind::RBrack, "`]`")?;
        Ok(Node::Array(length, Box::new(self.ty()?)))
    }

    /// Parameters and results, from the opening parenthesis on.
    pub(super) fn signature(&mut self) -> Understood<Signature> {
        use Kind::*;
        let params = self.params()?;
        let at = self.at();
        let results = match self.kind() {
            LParen => self.params()?,
            Ident | Mul | LBrack | Func | Map | Chan | Arrow | Struct | Interface => {
                vec![unnamed(self.ty()?, at)]
            }
            _ => Vec::new(),
        };
        Ok(Signature { params, results })
    }

    /// A parenthesised list of parameters.
    pub(super) fn params(&mut self) -> Understood<Vec<Field>> {
        self.want(Kind::LParen, "`(`")?;
        let mut entries = Vec::new();
        while !self.take(Kind::RParen) {
            entries.push(self.param()?);
            if !self.take(Kind::Comma) && self.kind() != Kind::RParen {
                return self.unexpected("`,` or `)`");
            }
        }
        self.name_params(entries)
    }

    /// One entry of the list: a name with a type, or something that is either.
    fn param(&mut self) -> Understood<Field> {
        let at = self.at();
        let name = match self.kind() == Kind::Ident && self.type_follows_name() {
            true => Some(self.name()?),
            false => None,
        };
        let dots = self.at();
        let mut ty = match self.take(Kind::Ellipsis) {
            true => Expr { at: dots, node: Node::Variadic(Box::new(self.ty()?)) },
            false => self.ty()?,
        };
        // Type sets of a type parameter look like one more type here.
        while self.take(Kind::Or) {
            ty = self.union(ty)?;
        }
        Ok(Field { name, ty: Rc::new(ty), embedded: false, at })
    }

    fn union(&mut self, left: Expr) -> Understood<Expr> {
        self.grow()?;
        let right = self.term()?;
        Ok(Expr { at: left.at, node: Node::Binary(Box::new(left), "|".to_owned(), Box::new(right)) })
    }

    /// Whether the name at the cursor is followed by a type of its own.
    fn type_follows_name(&self) -> bool {
        use Kind::*;
        match self.ahead(1) {
            LBrack => starts_type(self.kind_at(self.behind_bracket(self.next + 1))),
            Ellipsis => true,
            Period => false,
            kind => starts_type(kind),
        }
    }

    fn kind_at(&self, index: usize) -> Kind {
        self.tokens.get(index).map_or(Kind::Eof, |token| token.kind)
    }

    /// In `(a, b int)` what looked like the type `a` is a name; in `(a, b)` it is not.
    fn name_params(&self, entries: Vec<Field>) -> Understood<Vec<Field>> {
        if entries.iter().all(|entry| entry.name.is_none()) {
            return Ok(entries);
        }
        let mut named: Vec<Field> = Vec::with_capacity(entries.len());
        let mut ty: Option<Rc<Expr>> = None;
        for mut entry in entries.into_iter().rev() {
            match (&entry.name, &entry.ty.node, &ty) {
                (Some(_), _, _) => ty = Some(entry.ty.clone()),
                (None, Node::Name(name), Some(ty)) => {
                    entry.name = Some(name.clone());
                    entry.ty = ty.clone();
                }
                _ => return self.unexpected("names for all parameters or for none"),
            }
            named.push(entry);
        }
        named.reverse();
        Ok(named)
    }

    /// Type parameters between brackets: names with constraints.
    pub(super) fn type_params(&mut self) -> Understood<Vec<Field>> {
        self.want(Kind::LBrack, "`[`")?;
        let mut params: Vec<Field> = Vec::new();
        while !self.take(Kind::RBrack) {
            let mut names = vec![(self.at(), self.name()?)];
            while self.take(Kind::Comma) {
                names.push((self.at(), self.name()?));
            }
            let ty = Rc::new(self.constraint()?);
            params.extend(names.into_iter().map(|(at, name)| Field {
                name: Some(name),
                ty: ty.clone(),
                embedded: false,
                at,
            }));
            if !self.take(Kind::Comma) && self.kind() != Kind::RBrack {
                return self.unexpected("`,` or `]`");
            }
        }
        Ok(params)
    }

    /// `~A | B`.
    fn constraint(&mut self) -> Understood<Expr> {
        let mut ty = self.term()?;
        while self.take(Kind::Or) {
            ty = self.union(ty)?;
        }
        Ok(ty)
    }

    fn term(&mut self) -> Understood<Expr> {
        let at = self.at();
        match self.take(Kind::Tilde) {
            false => self.ty(),
            true => Ok(Expr { at, node: Node::Unary("~".to_owned(), Box::new(self.ty()?)) }),
        }
    }

    fn structure(&mut self) -> Understood<Node> {
        self.bump();
        self.want(Kind::LBrace, "`{`")?;
        let mut fields = Vec::new();
        while !self.take(Kind::RBrace) {
            self.field_line(&mut fields)?;
            self.take(Kind::Str);
            if !self.take(Kind::Semi) && self.kind() != Kind::RBrace {
                return self.unexpected("the end of the field");
            }
        }
        Ok(Node::Struct(Rc::new(fields)))
    }

    fn field_line(&mut self, fields: &mut Vec<Field>) -> Understood<()> {
        let at = self.at();
        if self.embeds() {
            let ty = self.ty()?;
            fields.push(Field { name: Some(embedded_name(&ty)), ty: Rc::new(ty), embedded: true, at });
            return Ok(());
        }
        let mut names = vec![(at, self.name()?)];
        while self.take(Kind::Comma) {
            names.push((self.at(), self.name()?));
        }
        let ty = Rc::new(self.ty()?);
        fields.extend(names.into_iter().map(|(at, name)| Field {
            name: Some(name),
            ty: ty.clone(),
            embedded: false,
            at,
        }));
        Ok(())
    }

    fn embeds(&self) -> bool {
        use Kind::*;
        let behind = match (self.kind(), self.ahead(1)) {
            (Ident, LBrack) => self.kind_at(self.behind_bracket(self.next + 1)),
            (Ident, kind) => kind,
            _ => return true,
        };
        matches!(behind, Period | Semi | RBrace | Str)
    }

    fn interface(&mut self) -> Understood<Node> {
        self.bump();
        self.want(Kind::LBrace, "`{`")?;
        let mut items = Vec::new();
        while !self.take(Kind::RBrace) {
            items.push(match (self.kind(), self.ahead(1)) {
                (Kind::Ident, Kind::LParen) => {
                    let name = self.name()?;
                    InterfaceItem::Method(name, Rc::new(self.signature()?))
                }
                _ => InterfaceItem::Element(self.constraint()?),
            });
            if !self.take(Kind::Semi) && self.kind() != Kind::RBrace {
                return self.unexpected("the end of the method");
            }
        }
        Ok(Node::Interface(Rc::new(items)))
    }
}

/// Whether a type can start with this token.
pub(super) fn starts_type(kind: Kind) -> bool {
    use Kind::*;
    matches!(kind, Ident | Mul | LParen | LBrack | Map | Chan | Arrow | Func | Struct | Interface)
}

fn unnamed(ty: Expr, at: usize) -> Field {
    Field { name: None, ty: Rc::new(ty), embedded: false, at }
}

/// An embedded field is called like its type, without package, star and arguments.
fn embedded_name(ty: &Expr) -> String {
    match &ty.node {
        Node::Name(name) | Node::Select(_, name) => name.clone(),
        Node::Star(of) | Node::Paren(of) | Node::Index(of, _) => embedded_name(of),
        _ => String::new(),
    }
}
