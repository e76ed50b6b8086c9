//! Go without mdBook: finding declarations, constants and layouts in a Go source tree.

pub mod decls;
pub mod lex;
pub mod lines;
