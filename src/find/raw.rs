//! Raw HTML of a page: tags that are out of balance, and fragments of ours from an earlier run.
//!
//! In: a page's events. Out: [`Unbalanced`] tags, which mdBook takes out or closes early and warns of without saying
//! where, by its own rule: what is opened between two Markdown tags is closed between them. And the classes of the
//! fragments that a run adds unasked: what was added once is not added again.
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// A tag without its other half.
#[derive(Debug, Clone, PartialEq)]
pub struct Unbalanced {
    /// Bytes of the page's whole text.
    pub span: Range<usize>,
    /// Its name, in lower case.
    pub name: String,
    /// Whether it closes what is not open.
    pub stray: bool,
}

/// The tags that are open while a page is walked.
#[derive(Default)]
pub struct Raw {
    /// Of Markdown nothing is known but that it is open.
    open: Vec<Option<Unbalanced>>,
    /// The block of HTML, and where its parts stand on the page.
    block: Option<(String, Vec<(usize, usize)>)>,
    /// How many pictures are open: their words are plain text.
    pictures: usize,
    /// What is out of balance, in the order of the text once all is closed.
    pub unbalanced: Vec<Unbalanced>,
    /// The classes of fragments from an earlier run.
    pub done: Vec<&'static str>,
}

/// The classes of what a run adds without a block that asks for it.
const ADDED: [&str; 9] = [
    "codex-head",
    "codex-lead",
    "codex-facts",
    "codex-cards",
    "codex-example",
    "codex-foot",
    "codex-tags",
    "codex-index",
    "codex-symbol",
];

impl Raw {
    /// Takes the next event.
    pub fn event(&mut self, event: &Event, span: &Range<usize>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures -= 1,
            _ if self.pictures > 0 => {}
            Event::Start(Tag::HtmlBlock) => self.block = Some(Default::default()),
            Event::End(TagEnd::HtmlBlock) => {
                let (html, parts) = self.block.take().unwrap_or_default();
                self.html(&html, &parts);
            }
            Event::Start(_) => self.open.push(None),
            Event::End(_) => self.close_markdown(),
            Event::InlineHtml(html) => self.html(html, &[(0, span.start)]),
            Event::Html(html) | Event::Text(html) => {
                if let Some((block, parts)) = &mut self.block {
                    parts.push((block.len(), span.start));
                    block.push_str(html);
                }
            }
            _ => {}
        }
    }

    /// Closes what is open at the end of the page.
    pub fn finish(mut self) -> Self {
        self.unbalanced.extend(self.open.drain(..).flatten());
        self.unbalanced.sort_by_key(|tag| tag.span.start);
        self
    }

    fn close_markdown(&mut self) {
        while let Some(Some(tag)) = self.open.pop() {
            self.unbalanced.push(tag);
        }
    }

    fn html(&mut self, html: &str, parts: &[(usize, usize)]) {
        self.done.extend(added(html));
        let place = |at: usize| {
            let part = parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            parts.get(part).map_or(0, |(start, source)| source + at - start)
        };
        for Found { span, name, closes, closed } in tags(html) {
            let span = place(span.start)..place(span.end - 1) + 1;
            let matches = |open: &Option<Unbalanced>| open.as_ref().is_some_and(|open| open.name == name);
            if closes && self.open.last().is_some_and(matches) {
                self.open.pop();
            } else if closes {
                self.unbalanced.push(Unbalanced { span, name, stray: true });
            } else if !closed && !VOID.contains(&name.as_str()) {
                self.open.push(Some(Unbalanced { span, name, stray: false }));
            }
        }
    }
}

/// The class of a fragment that was added by an earlier run.
fn added(html: &str) -> Option<&'static str> {
    let html = html.trim_start();
    let element = html.strip_prefix("<!-- -->").unwrap_or(html);
    let class = match element.strip_prefix("<a ") {
        Some(link) => link.split_once(" class=\"").filter(|(_, rest)| rest.contains("data-codex-ref="))?.1,
        None => ["<div class=\"", "<p class=\""].iter().find_map(|tag| element.strip_prefix(tag))?,
    };
    ADDED.into_iter().find(|known| class.strip_prefix(known).is_some_and(|rest| rest.starts_with('"')))
}

/// Elements that have no end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

struct Found {
    span: Range<usize>,
    name: String,
    closes: bool,
    closed: bool,
}

/// The tags of a piece of HTML; comments, and what scripts and styles hold, are passed over.
fn tags(html: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|sign| at + sign) {
        let rest = &html[start..];
        let end = match rest.strip_prefix("<!--") {
            Some(comment) => comment.find("-->").map(|end| end + 7),
            None => tag_end(rest),
        };
        // Where a tag or a comment does not end, nothing behind it is one.
        let Some(end) = end else { break };
        at = start + end;
        let Some(tag) = tag(&html[start..at], start) else { continue };
        if !tag.closes && ["script", "style"].contains(&tag.name.as_str()) {
            at = end_tag(html, at, &tag.name);
        }
        found.push(tag);
    }
    found
}

/// Where the end tag of an element begins whose inside is no HTML.
fn end_tag(html: &str, from: usize, name: &str) -> usize {
    let is_end = |at: &usize| {
        html.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    let ends = html[from..].match_indices("</").map(|(at, _)| from + at);
    ends.into_iter().find(is_end).unwrap_or(html.len())
}

/// The byte behind a tag, whose values in quotes may hold a `>`; one byte for a `<` that begins none.
fn tag_end(text: &str) -> Option<usize> {
    if !text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
        return Some(1);
    }
    let mut quote = None;
    let end = text.bytes().position(|byte| match (byte, quote) {
        (b'>', None) => true,
        (b'"' | b'\'', None) => {
            quote = Some(byte);
            false
        }
        (byte, Some(open)) if byte == open => {
            quote = None;
            false
        }
        _ => false,
    });
    end.map(|end| end + 1)
}

fn tag(text: &str, start: usize) -> Option<Found> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name = inner.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default().to_ascii_lowercase();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let closed = inner.ends_with('/');
    is_name.then_some(Found { span: start..start + text.len(), name, closes, closed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut raw = Raw::default();
        for (event, span) in new_cmark_parser(text, &MarkdownOptions::default()).into_offset_iter() {
            raw.event(&event, &span);
        }
        let found = raw.finish().unbalanced;
        let shown: Vec<&str> = found.iter().map(|tag| &text[tag.span.clone()]).collect();
        assert_eq!(shown, expected, "{text:?}");
        assert!(found.iter().all(|tag| tag.stray == text[tag.span.clone()].starts_with("</")));
    }

    #[test]
    fn balanced_html_is_nothing_to_tell_of() {
        check("<div>\n\n*a* <b class='>'>x</b><br>\n\n</div>\n", &[]);
        check("<!-- <div> -->\n\n<script>if (a</b>) \"<i>\"</script>\n\n<p/>\n", &[]);
        check("a < b, <3, `<div>`, \\<div>, <https://x.test>\n\n![<b>](a.png)\n", &[]);
        check("> <p\n> class=\"a\">x</p>\n", &[]);
    }

    #[test]
    fn what_is_out_of_balance_has_its_place() {
        check("<div>\n\na\n", &["<div>"]);
        check("a <b>c\n\nd</b>\n", &["<b>", "</b>"]);
        check("<P>a\n</div>\n", &["<P>", "</div>"]);
        check("- <details>\n- a\n\n</details>\n", &["<details>", "</details>"]);
        check("> <div\n> class=\"é\">\n", &["<div\n> class=\"é\">"]);
        check("<div><span></div>\n", &["<div>", "<span>", "</div>"]);
        check("<div <div <div", &[]);
    }

    #[test]
    fn fragments_of_an_earlier_run_are_known() {
        assert_eq!(added("<div class=\"codex-head\"><div>"), Some("codex-head"));
        assert_eq!(added("  <!-- --><p class=\"codex-example\">ran"), Some("codex-example"));
        assert_eq!(
            added("<a href=\"x\" class=\"codex-symbol\" data-codex-ref=\"a.b\">"),
            Some("codex-symbol")
        );
        for own in [
            "<div class=\"codex-heading\">",
            "<a href=\"x\" class=\"codex-symbol\">",
            "<div id=\"codex-head\">",
        ] {
            assert_eq!(added(own), None, "{own}");
        }
    }
}
