//! mdbook-codex gives a plain mdBook the Codex layout.
#![warn(missing_docs)]
pub mod go;
pub mod piece;
pub mod problem;
