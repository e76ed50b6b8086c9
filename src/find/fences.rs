//! What a fenced block asks for, by its info string and, for programs, by its text.
use super::{Asked, Block, What};

/// What the block asks for; nothing for a block that is the author's own.
pub fn what(block: Block) -> Option<What<'static>> {
    match language(&block.info) {
        "codex-cards" => Some(What::Cards(block)),
        "codex-tags" => Some(What::Tags),
        "codex-sources" => Some(What::Sources),
        "codex-changes" => Some(What::Changes),
        "codex-layout" => Some(What::Layout(block)),
        "codex-calls" => Some(What::Calls(block)),
        "go" => go(block),
        name if name.starts_with("codex-") => Some(What::Unknown(name.to_string())),
        _ => None,
    }
}

/// The names of our blocks, for the nearest one.
pub const NAMES: [&str; 6] =
    ["codex-cards", "codex-tags", "codex-sources", "codex-changes", "codex-layout", "codex-calls"];

/// The comments that say how an example ends.
pub const ENDS: [&str; 5] =
    ["// Output:", "// Unordered output:", "// Diagnostics:", "// Panics:", "// Exit:"];

fn go(block: Block) -> Option<What<'static>> {
    if let Some(reference) = attribute(&block.info, "codex") {
        return Some(What::Excerpt(Asked { reference, block }));
    }
    let is_asked = has_word(&block.info, "norun") || attribute(&block.info, "skip").is_some();
    let is_example = (is_asked || has_end(&block.text)) && is_program(&block.text);
    is_example.then_some(What::Example(block))
}

fn has_end(text: &str) -> bool {
    let comments = text.lines().map(str::trim_start).filter(|line| line.starts_with("//"));
    text.contains("//") && comments.into_iter().any(|line| ENDS.iter().any(|end| line.starts_with(end)))
}

fn is_program(text: &str) -> bool {
    text.lines().any(|line| line.trim() == "package main")
}

/// Whether a block in this language may be one of ours, so that its text is wanted.
pub fn may_be_ours(info: &str) -> bool {
    let language = language(info);
    language == "go" || language.starts_with("codex-")
}

/// The same for a block whose text is known: most programs ask for nothing.
pub fn is_ours(info: &str, text: &str) -> bool {
    may_be_ours(info) && (info != "go" || has_end(text))
}

fn has_word(info: &str, word: &str) -> bool {
    info.split([' ', '\t', ',']).any(|known| known == word)
}

/// The first word of an info string, as mdBook reads it.
pub fn language(info: &str) -> &str {
    info.split([' ', '\t', ',', '{']).next().unwrap_or_default()
}

/// The value of `key="value"` in an info string.
pub fn attribute(info: &str, key: &str) -> Option<String> {
    if !info.as_bytes().contains(&b'=') {
        return None;
    }
    let (_, rest) = info.split_once(&format!("{key}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_strings_say_what_is_asked() {
        let check = |info: &str, text: &str, expected: &str| {
            let block = Block { info: info.into(), text: text.into(), start: 0 };
            let found = what(block).map_or("None".into(), |what| format!("{what:?}"));
            assert!(found.starts_with(expected), "{info}: {found}");
        };
        check("codex-cards", "", "Cards");
        check("codex-layot", "", "Unknown(\"codex-layot\")");
        check("go codex=\"runtime.gopark#L3-L9\"", "", "Excerpt(Asked { reference: \"runtime.gopark#L3-L9\"");
        check("go", "package main\n\n// Output:\n// x\n", "Example");
        check("go norun", "package main\nfunc main() {}\n", "Example");
        check("go skip=\"why\"", "package main\nfunc main() {}\n", "Example");
        check("go,ignore", "package main\nfunc main() {}\n", "None");
        check("rust", "", "None");
        check("", "", "None");
    }
}
