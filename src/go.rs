//! Go without mdBook: finding declarations, constants and layouts in a Go source tree.

pub mod lex;
pub mod parse;
pub mod refuse;
pub mod syntax;
