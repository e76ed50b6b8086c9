//! mdbook-codex gives a plain mdBook the Codex layout.
#![warn(missing_docs)]
pub mod config;
pub mod find;
pub mod go;
pub mod lenient;
pub mod nearest;
pub mod phrase;
pub mod piece;
pub mod problem;
pub mod read;
pub mod render;
pub mod theme;
pub mod wire;
