//! Files and declarations.

use std::rc::Rc;

use super::Parser;
use crate::go::lex::Kind;
use crate::go::refuse::Understood;
use crate::go::syntax::{ConstSpec, Decl, Expr, Field, File, FuncDecl, Import, TypeSpec, VarSpec};

impl Parser<'_> {
    pub(super) fn file(mut self) -> File {
        let mut file = File::default();
        if self.take(Kind::Package) {
            file.package = self.bump().to_owned();
        }
        while self.kind() != Kind::Eof {
            if self.take(Kind::Semi) {
                continue;
            }
            let start = self.next;
            let read = match self.kind() {
                Kind::Import => self.imports(&mut file.imports),
                _ => self.decl(&mut file.decls),
            };
            if let Err(refused) = read {
                file.refused.push(refused);
                self.skip_decl(start);
            }
        }
        file
    }

    /// Goes to where the declaration behind the one at `start` can begin.
    fn skip_decl(&mut self, start: usize) {
        use Kind::*;
        self.depth = 0;
        self.height = 0;
        self.literals = true;
        self.next = start + 1;
        loop {
            match self.kind() {
                Eof => return,
                LParen | LBrack | LBrace => self.next = self.behind_bracket(self.next),
                Semi if matches!(self.ahead(1), Const | Func | Type | Var) => return,
                _ => self.next += 1,
            }
        }
    }

    fn imports(&mut self, imports: &mut Vec<Import>) -> Understood<()> {
        self.group(|p, _| {
            let name = match p.kind() {
                Kind::Ident | Kind::Period => Some(p.bump().to_owned()),
                _ => None,
            };
            if p.kind() != Kind::Str {
                return p.unexpected("an import path");
            }
            let path = p.bump().trim_matches(['"', '`']).to_owned();
            imports.push(Import { name, path });
            Ok(())
        })
    }

    /// The declarations of one keyword.
    pub(super) fn decl(&mut self, decls: &mut Vec<Decl>) -> Understood<()> {
        match self.kind() {
            Kind::Const => self.consts(decls),
            Kind::Type => self.group(|p, _| {
                let spec = p.type_spec()?;
                decls.push(Decl::Type(Rc::new(spec)));
                Ok(())
            }),
            Kind::Var => self.group(|p, _| {
                let spec = p.var_spec()?;
                decls.push(Decl::Var(Rc::new(spec)));
                Ok(())
            }),
            Kind::Func => {
                let func = self.func()?;
                decls.push(Decl::Func(Rc::new(func)));
                Ok(())
            }
            _ => self.unexpected("a declaration"),
        }
    }

    /// `keyword spec` or `keyword ( spec; spec )`, with the index of each.
    fn group(&mut self, mut spec: impl FnMut(&mut Self, usize) -> Understood<()>) -> Understood<()> {
        self.bump();
        if !self.take(Kind::LParen) {
            return spec(self, 0);
        }
        let mut index = 0;
        while !self.take(Kind::RParen) {
            spec(self, index)?;
            index += 1;
            if !self.take(Kind::Semi) && self.kind() != Kind::RParen {
                return self.unexpected("the end of the line");
            }
        }
        Ok(())
    }

    fn consts(&mut self, decls: &mut Vec<Decl>) -> Understood<()> {
        let mut ty: Option<Rc<Expr>> = None;
        let mut values: Rc<Vec<Rc<Expr>>> = Rc::default();
        self.group(|p, iota| {
            let names = p.names()?;
            let written = match p.kind() {
                Kind::Semi | Kind::RParen | Kind::Assign => None,
                _ => Some(Rc::new(p.ty()?)),
            };
            // A line without values repeats type and values of the line above.
            if p.take(Kind::Assign) {
                values = Rc::new(p.exprs()?.into_iter().map(Rc::new).collect());
                ty = written;
            }
            decls.push(Decl::Const(Rc::new(ConstSpec {
                names,
                ty: ty.clone(),
                values: values.clone(),
                iota,
            })));
            Ok(())
        })
    }

    fn names(&mut self) -> Understood<Vec<(String, usize)>> {
        let mut names = Vec::new();
        loop {
            let at = self.at();
            names.push((self.name()?, at));
            if !self.take(Kind::Comma) {
                return Ok(names);
            }
        }
    }

    fn var_spec(&mut self) -> Understood<VarSpec> {
        let names = self.names()?;
        let ty = match self.kind() {
            Kind::Assign => None,
            _ => Some(self.ty()?),
        };
        let values = match self.take(Kind::Assign) {
            true => self.exprs()?,
            false => Vec::new(),
        };
        Ok(VarSpec { names, ty, values })
    }

    fn type_spec(&mut self) -> Understood<TypeSpec> {
        let at = self.at();
        let name = self.name()?;
        let params = match self.type_params_follow() {
            true => self.type_params()?,
            false => Vec::new(),
        };
        let alias = self.take(Kind::Assign);
        Ok(TypeSpec { name, at, params, alias, ty: self.ty()? })
    }

    /// Whether `[` behind a type's name opens type parameters and not an array's length.
    fn type_params_follow(&self) -> bool {
        use Kind::*;
        if (self.kind(), self.ahead(1)) != (LBrack, Ident) {
            return false;
        }
        match self.ahead(2) {
            Ident | Comma | Interface | LBrack | Func | Map | Chan | Tilde | Struct => true,
            // `[P *T]` is an array length unless a comma or an interface says otherwise.
            Mul => {
                let end = self.behind_bracket(self.next).saturating_sub(1);
                let inside = self.tokens.get(self.next..end).unwrap_or_default();
                inside.iter().any(|token| matches!(token.kind, Comma | Interface | Tilde))
            }
            _ => false,
        }
    }

    fn func(&mut self) -> Understood<FuncDecl> {
        self.bump();
        let receiver = match self.kind() {
            Kind::LParen => self.params()?.into_iter().next(),
            _ => None,
        };
        let at = self.at();
        let name = self.name()?;
        let params: Vec<Field> = match self.kind() {
            Kind::LBrack => self.type_params()?,
            _ => Vec::new(),
        };
        let signature = Rc::new(self.signature()?);
        let body = (self.kind() == Kind::LBrace).then(|| {
            let start = self.at();
            self.next = self.behind_bracket(self.next);
            let last = self.tokens.get(self.next.saturating_sub(1));
            start..last.map_or(self.text.len(), |token| token.end)
        });
        Ok(FuncDecl { name, at, receiver, params, signature, body })
    }
}

#[cfg(test)]
mod tests {
    use crate::go::parse;
    use crate::go::syntax::{Decl, Node};

    /// The declared names, with what kind of type a type has.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let file = parse::file(text.as_bytes());
        let mut words = Vec::new();
        for decl in &file.decls {
            words.push(match decl {
                Decl::Const(spec) => {
                    let names: Vec<&str> = spec.names.iter().map(|name| name.0.as_str()).collect();
                    format!("{}={}:{}", names.join(","), spec.iota, spec.values.len())
                }
                Decl::Type(spec) => {
                    let array = matches!(spec.ty.node, Node::Array(..));
                    format!("{}/{}{}", spec.name, spec.params.len(), if array { "[]" } else { "" })
                }
                Decl::Var(spec) => format!("var {}", spec.names.len()),
                Decl::Func(func) => format!(
                    "{}({}){}{}",
                    func.name,
                    func.signature.params.len(),
                    func.signature.results.len(),
                    if func.body.is_some() { "{}" } else { "" }
                ),
            });
        }
        words.extend(file.refused.iter().map(|refused| format!("!{}", refused.at)));
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn constants_repeat_the_line_above() {
        check("const (\na = iota\nb\n_, c = 1, 2\nd, e\n)\nconst f = 1", "a=0:1 b=1:1 _,c=2:2 d,e=3:2 f=0:1");
    }

    #[test]
    fn brackets_behind_a_type_name_are_parameters_or_a_length() {
        check("type T [N]int", "T/0[]");
        check("type T [N * 2]int", "T/0[]");
        check("type T [pkg.N]int", "T/0[]");
        check("type T [4]int", "T/0[]");
        check("type T []int", "T/0");
        check("type T[P any] struct{ x P }", "T/1");
        check("type T[P *C, Q any] []P", "T/2");
        check("type T[P interface{ *int }] []P", "T/1");
        check("type T[K comparable, V ~[]int | string] = map[K]V", "T/2");
    }

    #[test]
    fn functions_have_parameters_and_results() {
        check("func f()", "f(0)0");
        check("func f(a, b int, c ...string) (n int, err error) { return }", "f(3)2{}");
        check("func f(int, []string, Map[K]) *T", "f(3)1");
        check("func f(a [4]byte, m Map[K, V])", "f(2)0");
        check("func (t *T[K]) f(func(int) bool) func() (int, error)", "f(1)1");
        check("func (r *R) N[Int intType](n Int) Int { { } }", "N(1)1{}");
    }

    #[test]
    fn what_is_not_understood_stands_alone() {
        check("type A = = int\nvar b int\ntype C struct{ d e f }\nfunc g()", "var 1 g(0)0 !9 !44");
    }
}
