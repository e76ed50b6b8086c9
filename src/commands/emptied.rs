//! The folder that mdBook is about to build HTML into: it empties that folder first, whatever is in it.
use crate::wire::Context;
use anyhow::{Result, bail};
use serde_json::Value;
use std::path::Path;

/// An error where the book itself would be gone: its root, its chapters or its theme in the output folder.
pub fn spares_the_book(context: &Context) -> Result<()> {
    let setting = |pointer: &str| context.config.pointer(pointer).and_then(Value::as_str);
    let mut folder = context.root.join(setting("/build/build-dir").unwrap_or("book"));
    if context.config.get("output").and_then(Value::as_object).is_some_and(|outputs| outputs.len() > 1) {
        folder.push(&context.renderer);
    }
    // What is not there yet holds nothing.
    let Ok(emptied) = folder.canonicalize() else { return Ok(()) };
    let is_in = |own: &Path| own.canonicalize().is_ok_and(|own| own.starts_with(&emptied));
    let own = [".", setting("/book/src").unwrap_or("src"), "theme"];
    if context.renderer == "html" && own.iter().any(|own| is_in(&context.root.join(own))) {
        bail!(
            "mdBook empties `{}` before it builds there, and the book itself is in it: give `build-dir`, or `-d`, a \
             folder of its own",
            folder.display()
        );
    }
    Ok(())
}
