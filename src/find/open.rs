//! A block that nothing but the end of the page closes: what is put below it would become a part of it.
use std::ops::Range;

/// Such a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// Bytes of the page's whole text.
    pub span: Range<usize>,
    /// What would close it.
    pub close: Close,
}

/// What would close a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Close {
    /// This line, behind the prefix of the block's containers.
    Fence(String),
    /// The end of a comment or of an element whose inside is not Markdown, which only the author can place.
    Html(&'static str),
}

/// A fenced block that is left open: its fence, if `rest`, which is what follows its last line of code, has none.
pub fn fence(block: &str, rest: &str) -> Option<String> {
    let sign = block.chars().next().filter(|c| "`~".contains(*c))?;
    let fence: String = block.chars().take_while(|c| *c == sign).collect();
    (!rest.contains(sign)).then_some(fence)
}

/// A block of raw HTML that is left open: one that blank lines do not end.
pub fn html(block: &str) -> Option<&'static str> {
    let text = block.trim_start().to_ascii_lowercase();
    let ends = [("<!--", "-->"), ("<?", "?>"), ("<![cdata[", "]]>"), ("<!", ">")];
    let elements = ["pre", "script", "style", "textarea"];
    if let Some((_, end)) = ends.into_iter().find(|(start, _)| text.starts_with(start)) {
        return (!text.contains(end)).then_some(end);
    }
    let is_one = |name: &str| {
        let rest = text.strip_prefix('<').and_then(|text| text.strip_prefix(name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n', '>']))
    };
    let end = match *elements.iter().find(|name| is_one(name))? {
        "pre" => "</pre>",
        "script" => "</script>",
        "style" => "</style>",
        _ => "</textarea>",
    };
    // Any of the four ends such a block, whichever began it.
    (!elements.iter().any(|name| text.contains(&format!("</{name}>")))).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_closed_by_its_own_signs() {
        assert_eq!(fence("```go\na\n```", "```"), None);
        assert_eq!(fence("````\na", ""), Some("````".into()));
        assert_eq!(fence("~~~ x\n```\n", ""), Some("~~~".into()));
    }

    #[test]
    fn html_that_runs_to_the_end() {
        for (text, end) in [
            ("<!-- a\n\n", Some("-->")),
            ("<!-- a -->", None),
            ("  <SCRIPT>\n", Some("</script>")),
            ("<pre\nclass='a'>\n\n</pre>", None),
            ("<pre></style>", None),
            ("<prefix>", None),
            ("<div>\n", None),
            ("<?php", Some("?>")),
            ("<!DOCTYPE", Some(">")),
            ("<![CDATA[ > ", Some("]]>")),
        ] {
            assert_eq!(html(text), end, "{text}");
        }
    }
}
