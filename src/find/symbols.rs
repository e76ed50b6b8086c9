//! The spelling of symbols in code spans: what may be a reference, without knowing any tree.
use std::ops::Range;

/// Whether a code span is spelled as a qualified symbol or a source file: `runtime.gopark`,
/// `sync.(*Mutex).Lock()`, `runtime/proc.go`.
pub fn is_qualified(text: &str) -> bool {
    let text = text.strip_suffix("()").unwrap_or(text);
    may_be_qualified(text)
        && !text.ends_with('.')
        && !text.as_bytes().windows(2).any(|pair| pair == b"..")
        && text.chars().all(is_allowed)
        && symbol_of(text)
            .is_some_and(|symbol| symbol.starts_with(|c: char| c.is_alphabetic() || "_(".contains(c)))
}

/// The same at a glance, by which most code spans are told: whether it begins with a small letter and holds a dot.
pub fn may_be_qualified(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && text.bytes().any(|byte| byte == b'.')
}

/// Whether a code span in brackets may be meant as a symbol at all: one word.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_') && text.chars().all(is_allowed)
}

fn is_allowed(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '(' | ')' | '*' | '[' | ']' | '-' | '@' | ':')
}

/// What stands behind the first dot of the last path element.
fn symbol_of(text: &str) -> Option<&str> {
    let before_brackets = text.split(['(', '[']).next().unwrap_or(text);
    let element = before_brackets.rfind('/').map_or(0, |at| at + 1);
    let dot = text[element..].find('.')? + element;
    Some(&text[dot + 1..])
}

/// The brackets around a code span that lead nowhere: ``[`runtime.gopark`]``, not followed by a target.
pub fn brackets(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let before = text[..span.start].strip_suffix('[')?;
    let escapes = before.len() - before.trim_end_matches('\\').len();
    let after = text[span.end..].strip_prefix(']')?;
    let alone = escapes % 2 == 0 && !after.starts_with(['(', '[', ':']) && !before.ends_with(']');
    alone.then(|| span.start - 1..span.end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualified_is_a_matter_of_spelling() {
        for yes in [
            "runtime.gopark",
            "runtime.(*mcache).refill()",
            "internal/runtime/atomic.Pointer[T].Load",
            "runtime/proc.go",
            "go.etcd.io/bbolt.DB",
            "config.yaml",
        ] {
            assert!(is_qualified(yes), "{yes}");
        }
        for no in
            ["gopark", "e.g.", "a b.c", "x := y.z", "1.5", "G.m", "...", "a..b", ".x", "v1.2", "a.1", "-m.x"]
        {
            assert!(!is_qualified(no), "{no}");
        }
    }

    #[test]
    fn brackets_that_lead_nowhere() {
        let check = |text: &str, expected: Option<&str>| {
            let start = text.find('`').unwrap();
            let end = text.rfind('`').unwrap() + 1;
            assert_eq!(brackets(text, start..end).map(|range| &text[range]), expected, "{text}");
        };
        check("a [`x.y`] b", Some("[`x.y`]"));
        check("[`x.y`](z)", None);
        check("[`x.y`][z]", None);
        check("[`x.y`]: z", None);
        check(r"\[`x.y`]", None);
        check("`x.y`", None);
    }
}
