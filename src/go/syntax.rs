//! The syntax tree of Go files: data only, made by `parse`.
//!
//! Types and expressions share one tree, as they do in Go's own grammar: whether `T(x)` is a
//! conversion or a call is known only when the name `T` has been looked up.

use std::ops::Range;
use std::rc::Rc;

use super::refuse::NotUnderstood;

/// An expression or a type, with the byte where it starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Byte offset in the file.
    pub at: usize,
    /// What stands there.
    pub node: Node,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `x`, `T`, `true`.
    Name(String),
    /// A number, a rune or a string, as written.
    Literal(Literal, String),
    /// `x.name`.
    Select(Box<Expr>, String),
    /// `x[i]`, `T[A, B]`.
    Index(Box<Expr>, Vec<Expr>),
    /// `x[a:b:c]`; the bounds that are written.
    Slice(Box<Expr>, Vec<Expr>),
    /// `x.(T)`; `x.(type)` has no type.
    Assert(Box<Expr>, Option<Box<Expr>>),
    /// `f(a, b...)`.
    Call(Box<Expr>, Vec<Expr>),
    /// `-x`, `&x`, `<-x`, `~T`.
    Unary(String, Box<Expr>),
    /// `*x`: a dereference or a pointer type.
    Star(Box<Expr>),
    /// `x + y`.
    Binary(Box<Expr>, String, Box<Expr>),
    /// `(x)`.
    Paren(Box<Expr>),
    /// `T{…}`; inner literals may leave their type out.
    Composite(Option<Box<Expr>>, Vec<Element>),
    /// `func(…) … { … }`.
    Closure(Rc<Signature>, Rc<Block>),
    /// `[N]T`; `[...]T` has no length.
    Array(Option<Box<Expr>>, Box<Expr>),
    /// `[]T`.
    SliceOf(Box<Expr>),
    /// `map[K]V`.
    Map(Box<Expr>, Box<Expr>),
    /// `chan T` in any direction.
    Chan(Box<Expr>),
    /// `func(…) …` as a type.
    Func(Rc<Signature>),
    /// `struct { … }`.
    Struct(Rc<Vec<Field>>),
    /// `interface { … }`.
    Interface(Rc<Vec<InterfaceItem>>),
    /// `...T` of a last parameter.
    Variadic(Box<Expr>),
}

/// The kinds of literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// `12`, `0x_ff`.
    Int,
    /// `1.5`, `0x1p-2`.
    Float,
    /// `2i`.
    Imaginary,
    /// `'a'`.
    Rune,
    /// `"a"` or a raw string.
    Text,
}

/// One element of a composite literal.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// The field name, index or key.
    pub key: Option<Expr>,
    /// The value.
    pub value: Expr,
}

/// A field, parameter, result or type parameter: one name each.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name; an embedded field has the name of its type, an unnamed parameter none.
    pub name: Option<String>,
    /// Its type, shared by the names of a group.
    pub ty: Rc<Expr>,
    /// Whether the field is embedded.
    pub embedded: bool,
    /// The byte where the name (or the embedded type) starts.
    pub at: usize,
}

/// A method or an embedded element of an interface.
#[derive(Debug, Clone, PartialEq)]
pub enum InterfaceItem {
    /// `Name(…) …`.
    Method(String, Rc<Signature>),
    /// A type, or a union of them.
    Element(Expr),
}

/// Parameters and results.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signature {
    /// Parameters in order.
    pub params: Vec<Field>,
    /// Results in order.
    pub results: Vec<Field>,
}

/// Statements between braces.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// The statements.
    pub stmts: Vec<Stmt>,
}

/// One statement, as far as scopes and calls need it told apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Stmt {
    /// An expression, `return` values, `x++`, an operand of a send: expressions that are evaluated.
    Exprs(Vec<Expr>),
    /// `a, b = x, y` and `a += x`.
    Assign(Vec<Expr>, Vec<Expr>),
    /// `a, b := x, y`.
    Define(Vec<Expr>, Vec<Expr>),
    /// `go f(x)`.
    Go(Expr),
    /// `defer f(x)`.
    Defer(Expr),
    /// Constants, types and variables declared in a body.
    Decls(Vec<Decl>),
    /// `{ … }`.
    Block(Block),
    /// `if init; cond { … } else …`.
    If(Box<If>),
    /// `for init; cond; post { … }`.
    For(Box<For>),
    /// `for k, v := range x { … }`.
    Range(Box<RangeLoop>),
    /// `switch init; tag { case …: … }` and `select`.
    Switch(Box<Switch>),
    /// `switch x := y.(type) { … }`.
    TypeSwitch(Box<TypeSwitch>),
}

/// An `if` statement.
#[derive(Debug, Clone, PartialEq)]
pub struct If {
    /// The statement before the condition.
    pub init: Option<Stmt>,
    /// The condition.
    pub cond: Option<Expr>,
    /// The block when it holds.
    pub then: Block,
    /// The block or `if` when it does not.
    pub other: Option<Stmt>,
}

/// A `for` statement without `range`.
#[derive(Debug, Clone, PartialEq)]
pub struct For {
    /// The first statement.
    pub init: Option<Stmt>,
    /// The condition.
    pub cond: Option<Expr>,
    /// The statement after each round.
    pub post: Option<Stmt>,
    /// The body.
    pub body: Block,
}

/// A `for … range` statement.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeLoop {
    /// What is assigned or declared, at most two.
    pub left: Vec<Expr>,
    /// Whether `:=` declares them.
    pub define: bool,
    /// What is ranged over.
    pub over: Expr,
    /// The body.
    pub body: Block,
}

/// A `switch` over values, or a `select`.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// The statement before the tag.
    pub init: Option<Stmt>,
    /// The tag.
    pub tag: Option<Expr>,
    /// The clauses.
    pub clauses: Vec<Clause>,
}

/// A `switch` over types.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeSwitch {
    /// The statement before the guard.
    pub init: Option<Stmt>,
    /// The variable each clause declares.
    pub bind: Option<String>,
    /// The value whose type decides.
    pub of: Expr,
    /// The clauses; their cases are types.
    pub clauses: Vec<Clause>,
}

/// One `case` or `default`.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The values or types of the case.
    pub cases: Vec<Expr>,
    /// The communication of a `select` case.
    pub comm: Option<Stmt>,
    /// What runs.
    pub body: Block,
}

/// A Go file: its package clause, imports and top-level declarations.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    /// The name in the package clause.
    pub package: String,
    /// Its imports.
    pub imports: Vec<Import>,
    /// Its declarations, bodies left unread.
    pub decls: Vec<Decl>,
    /// The declarations that were not understood.
    pub refused: Vec<NotUnderstood>,
}

/// One import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The name it is given here; `.` and `_` included.
    pub name: Option<String>,
    /// The import path.
    pub path: String,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq)]
pub enum Decl {
    /// Constants of one line.
    Const(Rc<ConstSpec>),
    /// A type or an alias.
    Type(Rc<TypeSpec>),
    /// Variables of one line.
    Var(Rc<VarSpec>),
    /// A function or a method.
    Func(Rc<FuncDecl>),
}

/// The constants of one line; what the line leaves out is filled in from the lines above.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstSpec {
    /// The names, with their bytes.
    pub names: Vec<(String, usize)>,
    /// The type, if any.
    pub ty: Option<Rc<Expr>>,
    /// The values.
    pub values: Rc<Vec<Rc<Expr>>>,
    /// The value of `iota` on this line.
    pub iota: usize,
}

/// A type declaration.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeSpec {
    /// Its name.
    pub name: String,
    /// The byte of the name.
    pub at: usize,
    /// Type parameters.
    pub params: Vec<Field>,
    /// Whether it stands for another type (`=`).
    pub alias: bool,
    /// The type.
    pub ty: Expr,
}

/// The variables of one line.
#[derive(Debug, Clone, PartialEq)]
pub struct VarSpec {
    /// The names, with their bytes.
    pub names: Vec<(String, usize)>,
    /// The type, if any.
    pub ty: Option<Expr>,
    /// The values, if any.
    pub values: Vec<Expr>,
}

/// A function or method declaration.
#[derive(Debug, Clone, PartialEq)]
pub struct FuncDecl {
    /// Its name.
    pub name: String,
    /// The byte of the name.
    pub at: usize,
    /// The receiver of a method.
    pub receiver: Option<Field>,
    /// Type parameters.
    pub params: Vec<Field>,
    /// Parameters and results.
    pub signature: Rc<Signature>,
    /// The bytes of the body, braces included.
    pub body: Option<Range<usize>>,
}
