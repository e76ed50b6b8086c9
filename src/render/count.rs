//! A count, in the form the author wrote.
use crate::render::html::inline_text;
use crate::render::markdown as md;

/// The count's words.
pub fn html(count: &str) -> String {
    inline_text(count)
}

/// The count's words.
pub fn markdown(count: &str) -> String {
    md::text(count)
}
