//! Go without mdBook: finding declarations, constants and layouts in a Go source tree.

pub mod asm;
pub mod build;
pub mod decls;
pub mod experiments;
pub mod index;
pub mod lex;
pub mod lines;
pub mod nearest;
pub mod reference;
pub mod release;
pub mod source;
pub mod symbols;
pub mod target;
