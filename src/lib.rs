//! mdbook-codex gives a plain mdBook the Codex layout.
pub mod go;
