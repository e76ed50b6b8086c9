//! The theme's bytes, embedded.

/// The stamp of an installed file of the theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// Which version wrote it.
    pub version: String,
    /// Whether the text is still what was written.
    pub intact: bool,
}

/// The style sheet, stamped.
pub fn css() -> &'static str {
    "/* mdbook-codex 0.1.0 8 */\nbody {}\n"
}

/// The script, stamped.
pub fn js() -> &'static str {
    "/* mdbook-codex 0.1.0 14 */\n\"use strict\";\n"
}

/// Reads the stamp of a text.
pub fn stamp_of(text: &str) -> Option<Stamp> {
    let (first, rest) = text.split_once('\n')?;
    let mut words = first.strip_prefix("/* mdbook-codex ")?.split(' ');
    let version = words.next()?.to_string();
    let intact = words.next()?.parse() == Ok(rest.len());
    Some(Stamp { version, intact })
}
