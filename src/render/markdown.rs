//! Plain Markdown for renderers that are not HTML: text, code, links and tables, each escaped here and nowhere else.
use crate::render::html::is_safe;
use std::fmt::Write;

/// Words that Markdown reads back as words.
pub fn text(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            _ if c.is_control() => {}
            _ => {
                if "\\`*_[]<>|#~&{}^$".contains(c) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

/// A code span around any text.
pub fn code(words: &str) -> String {
    let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let ticks = "`".repeat(longest_run(&words, '`') + 1);
    let edge = if words.starts_with(['`', ' ']) || words.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{edge}{words}{edge}{ticks}")
}

/// A code span in a table, where a bar would end the cell even inside of code.
pub fn cell_code(words: &str) -> String {
    code(words).replace('|', "\\|")
}

/// A link around Markdown; the words alone where the address is one we do not lead to.
pub fn link(inside: &str, href: &str) -> String {
    if is_safe(href) { format!("[{inside}]({})", destination(href)) } else { inside.to_string() }
}

/// An address as a link's destination.
pub fn destination(href: &str) -> String {
    let mut out = String::new();
    for c in href.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '|' | '`' | '{' | '}' | '"' => {
                let _ = write!(out, "%{:02X}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out
}

/// A fenced block around any text.
pub fn fence(language: &str, body: &str) -> String {
    let ticks = "`".repeat(longest_run(body, '`').max(2) + 1);
    format!("{ticks}{language}\n{}\n{ticks}", body.trim_end_matches('\n'))
}

/// A table, of cells that are Markdown already.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("| {} |\n|{}", head.join(" | "), " --- |".repeat(head.len()));
    for row in rows {
        let _ = write!(out, "\n| {} |", row.join(" | "));
    }
    out
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(text("a*b_c [d] <e> runtime.hchan"), "a\\*b\\_c \\[d\\] \\<e\\> runtime.hchan");
        assert_eq!(text("a\n\nb\0"), "a  b");
    }

    #[test]
    fn code_holds_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code("a|b\nc"), "`a|b c`");
        assert_eq!(cell_code("a|b"), "`a\\|b`");
        assert_eq!(fence("go", "x := ```\n"), "````go\nx := ```\n````");
    }

    #[test]
    fn a_link_leads_nowhere_it_should_not() {
        assert_eq!(link("a", "b (c).md"), "[a](b%20%28c%29.md)");
        assert_eq!(link("a", "javascript:x"), "a");
    }

    #[test]
    fn a_table_has_a_head() {
        assert_eq!(
            table(&["a", "b"], &[vec!["1".into(), "2".into()]]),
            "| a | b |\n| --- | --- |\n| 1 | 2 |"
        );
    }
}
