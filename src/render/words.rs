//! The few words of figures and lists that are the same in every book.
//!
//! Everything an author may want to say differently is in the configuration's table of words and comes with a piece.

/// Names the trail for screen readers.
pub const TRAIL: &str = "Breadcrumb";
/// Names a list of tags for screen readers.
pub const TAGS: &str = "Tags";
/// Names the links to the page's sections for screen readers.
pub const QUESTIONS: &str = "On this page";
/// Names the neighbours for screen readers.
pub const STEPS: &str = "Reading order";
/// Stands in a hole of a layout.
pub const PADDING: &str = "pad";
/// Stands beside an offset that begins a cache line.
pub const CACHE_LINE: &str = "cache line";
/// Between caller and callee, for screen readers.
pub const CALLS: &str = "calls";
/// Beside a source, the author's own editor.
pub const EDIT: &str = "edit";
/// Before a second place of a declaration.
pub const BODY: &str = "body";

/// `8 bytes`.
pub fn bytes(count: u64) -> String {
    if count == 1 { "1 byte".to_string() } else { format!("{count} bytes") }
}

/// `⋯ 12 lines`.
pub fn elided(count: usize) -> String {
    if count == 1 { "⋯ 1 line".to_string() } else { format!("⋯ {count} lines") }
}

/// `line 457`, `lines 457–475`; nothing for a whole file.
pub fn lines((first, last): (usize, usize)) -> String {
    match (first, last) {
        (0, _) => String::new(),
        _ if last <= first => format!("line {first}"),
        _ => format!("lines {first}–{last}"),
    }
}

/// `L457`, `L457–L475`; nothing for a whole file.
pub fn short_lines((first, last): (usize, usize)) -> String {
    match (first, last) {
        (0, _) => String::new(),
        _ if last <= first => format!("L{first}"),
        _ => format!("L{first}–L{last}"),
    }
}
