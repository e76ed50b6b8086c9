//! Go without mdBook: finding declarations, constants and layouts in a Go source tree.
//!
//! Two ways lead through a file. The declaration scanner ([`lex`], [`decls`]) skips bodies and is fast enough for a
//! whole tree; [`index`] finds references with it. The parser ([`parse`]) reads expressions, types and bodies of the
//! few packages whose constants, layouts or calls are asked for.

pub mod asm;
pub mod build;
pub mod built;
pub mod calls;
pub mod check;
pub mod consts;
pub mod decls;
pub mod experiments;
pub mod facts;
pub mod group;
pub mod index;
pub mod infer;
pub mod layout;
pub mod lex;
pub mod lines;
pub mod parse;
pub mod program;
pub mod reference;
pub mod refuse;
pub mod release;
pub mod roots;
pub mod run;
pub mod sizes;
pub mod source;
pub mod symbols;
pub mod syntax;
pub mod target;
pub mod types;
