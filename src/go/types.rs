//! Types as they are once names are looked up.
//!
//! A named type stays a name until its structure is asked for, so that types may lead back to themselves.
//! What is not understood is a type too: it carries the refusal to whoever needs more of it.

mod basic;
mod print;
mod resolve;
mod select;

use std::rc::Rc;

pub use basic::Basic;
pub use print::print;
pub use resolve::{binding_scope, named, resolve, signature, underlying};
pub use select::{Owner, Selected, select};

pub(in crate::go) use resolve::is_type;
pub(in crate::go) use select::method_scope;

use super::refuse::NotUnderstood;

/// A type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// A predeclared type without parts, or the type of an untyped constant.
    Basic(Basic),
    /// A declared type.
    Named(Rc<Named>),
    /// A type parameter: its name and its constraint.
    Param(Rc<str>, Rc<Type>),
    /// `*T`.
    Pointer(Rc<Type>),
    /// `[]T`.
    Slice(Rc<Type>),
    /// `[n]T`.
    Array(u64, Rc<Type>),
    /// `map[K]V`.
    Map(Rc<Type>, Rc<Type>),
    /// `chan T`.
    Chan(Rc<Type>),
    /// A function.
    Func(Rc<Function>),
    /// A struct.
    Struct(Rc<Vec<Member>>),
    /// An interface: its methods, then the types it embeds.
    Interface(Rc<Vec<(String, Rc<Function>)>>, Rc<Vec<Type>>),
    /// The results of a call.
    Tuple(Rc<Vec<Type>>),
    /// What is not understood, and why.
    Unknown(Rc<NotUnderstood>),
}

/// A declared type, perhaps with type arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Named {
    /// The import path; empty for `error` and `comparable`.
    pub package: String,
    /// The name.
    pub name: String,
    /// The type arguments.
    pub args: Vec<Type>,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Member {
    /// The name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Its type as written.
    pub text: String,
    /// Whether it is embedded.
    pub embedded: bool,
}

/// Parameters and results of a function type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Function {
    /// The types of the parameters; of a variadic one the slice.
    pub params: Vec<Type>,
    /// Whether the last parameter is variadic.
    pub variadic: bool,
    /// The types of the results.
    pub results: Vec<Type>,
}

impl Type {
    /// A type that is not understood.
    pub fn unknown(refused: NotUnderstood) -> Type {
        Type::Unknown(Rc::new(refused))
    }

    /// The type that a pointer points to, and any other type itself.
    pub fn pointed(&self) -> &Type {
        match self {
            Type::Pointer(to) => to,
            other => other,
        }
    }
}
