//! Go without mdBook: finding declarations, constants and layouts in a Go source tree.

pub mod asm;
pub mod build;
pub mod calls;
pub mod consts;
pub mod decls;
pub mod experiments;
pub mod facts;
pub mod index;
pub mod infer;
pub mod layout;
pub mod lex;
pub mod lines;
pub mod nearest;
pub mod parse;
pub mod program;
pub mod reference;
pub mod refuse;
pub mod release;
pub mod sizes;
pub mod source;
pub mod symbols;
pub mod syntax;
pub mod target;
pub mod types;
