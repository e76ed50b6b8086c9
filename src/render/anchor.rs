//! A place that links lead to, for a renderer that gives its headings no ids.
use crate::render::html::{Element, el};

/// An empty block, since a heading may be written in more than one way.
pub fn html(id: &str) -> Element {
    el("div").attr("id", id)
}
