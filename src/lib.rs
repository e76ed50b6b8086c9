//! mdbook-codex gives a plain mdBook the Codex layout.
#![warn(missing_docs)]
pub mod commands;
pub mod config;
pub mod disk;
pub mod go;
pub mod lenient;
pub mod nearest;
pub mod piece;
pub mod problem;
pub mod theme;
pub mod wire;
