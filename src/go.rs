//! Go without mdBook: finding declarations, constants and layouts in a Go source tree.

pub mod consts;
pub mod facts;
pub mod infer;
pub mod layout;
pub mod lex;
pub mod parse;
pub mod program;
pub mod refuse;
pub mod sizes;
pub mod syntax;
pub mod types;
