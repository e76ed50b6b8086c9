//! The links of a Markdown text, each with the bytes of its destination.
//!
//! What stands in code is no link; what stands in HTML is one that no reference can take the place of.
use super::home::Home;
use super::url::Old;
use mdbook_markdown::pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A link into a repository that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What its address names.
    pub old: Old,
    /// How it stands in the text.
    pub written: Written,
}

/// A link as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The bytes of the destination, or of the whole link where those are not known.
    pub span: Range<usize>,
    /// The destination as CommonMark reads it.
    pub href: String,
    /// The words of every link that leads there; a definition may have several.
    pub words: Vec<String>,
    /// Why the destination cannot be changed where it stands.
    pub bar: Option<&'static str>,
}

const ESCAPED: &str = "its address is written with escapes";
const IN_HEADING: &str = "a heading is a link of its own and can hold no source link";
const IN_HTML: &str = "it stands in HTML";
const STATES_FACT: &str = "its title would be read as a fact to check";

/// Finds the links into the repositories, in the order of the text; `body` is where the front matter ends.
pub fn find(text: &str, body: usize, options: &MarkdownOptions, homes: &[Home]) -> Vec<Link> {
    let page = text.get(body..).unwrap_or_default();
    let mut events = new_cmark_parser(page, options).into_offset_iter();
    let definitions = events.reference_definitions().iter();
    let definitions = definitions.map(|(_, known)| {
        let bar = known.title.as_deref().and_then(bar);
        (known.span.start, definition(page, known.span.clone(), &known.dest, bar))
    });
    let definitions = definitions.collect();
    let mut walk = Walk { page, definitions, links: Vec::new(), open: None, in_heading: false };
    while let Some((event, span)) = events.next() {
        let definition = match &event {
            Event::Start(Tag::Link { id, .. }) => {
                events.reference_definitions().get(id).map(|known| known.span.start)
            }
            _ => None,
        };
        walk.event(event, span, definition);
    }
    let mut links = walk.links;
    links.extend(walk.definitions.into_values());
    links.sort_by_key(|link| link.span.start);
    let known = links.into_iter().filter_map(|mut written| {
        let old = homes.iter().find_map(|home| home.read(&written.href))?;
        written.span = written.span.start + body..written.span.end + body;
        Some(Link { old, written })
    });
    known.collect()
}

struct Walk<'p> {
    page: &'p str,
    /// By the byte where they begin.
    definitions: BTreeMap<usize, Written>,
    links: Vec<Written>,
    open: Option<Open>,
    in_heading: bool,
}

struct Open {
    kind: LinkType,
    /// Where its definition begins, if it has one.
    definition: Option<usize>,
    link: Written,
    /// The end of what stands inside.
    inner: usize,
}

impl Walk<'_> {
    fn event(&mut self, event: Event, span: Range<usize>, definition: Option<usize>) {
        if let (Some(open), false) = (&mut self.open, matches!(event, Event::End(TagEnd::Link))) {
            open.inner = open.inner.max(span.end);
        }
        match event {
            Event::Start(Tag::Heading { .. }) => self.in_heading = true,
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            Event::Start(Tag::Link { link_type: kind, dest_url, title, .. }) => {
                let inner = span.start + 1;
                let bar = self.in_heading.then_some(IN_HEADING).or_else(|| bar(&title));
                let link = Written { span, href: dest_url.to_string(), words: vec![String::new()], bar };
                self.open = Some(Open { kind, definition, link, inner });
            }
            Event::End(TagEnd::Link) => self.close(),
            Event::Text(words) | Event::Code(words) => self.words(&words),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, span),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(said) = self.open.as_mut().and_then(|open| open.link.words.last_mut()) {
            said.push_str(words);
        }
    }

    fn close(&mut self) {
        let Some(Open { kind, definition, mut link, inner }) = self.open.take() else { return };
        match kind {
            LinkType::Inline => {
                let bracket = self.page.get(inner..link.span.end).and_then(|rest| rest.find("]("));
                let from = bracket.map(|at| inner + at + 2);
                self.links.push(with_destination(self.page, link, from));
            }
            LinkType::Autolink => {
                // Its words are the address, which names no symbol.
                link.words.clear();
                let from = Some(link.span.start + 1);
                self.links.push(with_destination(self.page, link, from));
            }
            _ => {
                if let Some(known) = definition.and_then(|at| self.definitions.get_mut(&at)) {
                    known.words.extend(link.words);
                    known.bar = known.bar.or(link.bar);
                }
            }
        }
    }

    fn html(&mut self, html: &str, span: Range<usize>) {
        static HREF: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r#"(?i)\shref\s*=\s*["']?([^"'\s>]+)"#).ok());
        for found in HREF.iter().flat_map(|href| href.captures_iter(html)) {
            let Some(href) = found.get(1) else { continue };
            let span = span.start + href.start()..span.start + href.end();
            let link =
                Written { span, href: href.as_str().to_owned(), words: Vec::new(), bar: Some(IN_HTML) };
            self.links.push(link);
        }
    }
}

/// A definition as a link that has no words yet.
fn definition(page: &str, span: Range<usize>, dest: &str, bar: Option<&'static str>) -> Written {
    let from = page.get(span.clone()).and_then(label_end).map(|at| span.start + at);
    with_destination(page, Written { span, href: dest.to_owned(), words: Vec::new(), bar }, from)
}

/// Where a definition's label and its colon end.
fn label_end(text: &str) -> Option<usize> {
    let closes = |at: &usize| !text[..*at].ends_with('\\');
    text.match_indices("]:").map(|(at, _)| at).find(closes).map(|at| at + 2)
}

fn bar(title: &str) -> Option<&'static str> {
    crate::go::facts::states(title).then_some(STATES_FACT)
}

/// The link with the bytes of its destination, which begins behind the white space at `from`, within `<…>` or not.
fn with_destination(page: &str, link: Written, from: Option<usize>) -> Written {
    let start = from.and_then(|from| {
        let rest = page.get(from..link.span.end)?;
        let trimmed = rest.trim_start().strip_prefix('<').unwrap_or(rest.trim_start());
        Some(from + rest.len() - trimmed.len())
    });
    match start.filter(|start| page[*start..link.span.end].starts_with(&link.href)) {
        Some(start) => Written { span: start..start + link.href.len(), ..link },
        None => Written { bar: link.bar.or(Some(ESCAPED)), ..link },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` has a line for each link: its destination's bytes, its words, and why it cannot be changed.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let text = text.replace("@", "https://github.com/golang/go/blob/go1.20/src/");
        let body = crate::read::front_matter::split(&text).map_or(0, |found| found.end);
        let found = find(&text, body, &MarkdownOptions::default(), &[Home::of_go(None)]);
        let show = |link: &Link| {
            let link = &link.written;
            let dest = text[link.span.clone()].replace("https://github.com/golang/go/blob/go1.20/src/", "@");
            format!(
                "{dest} {}{}\n",
                link.words.join("|"),
                link.bar.map(|bar| format!(": {bar}")).unwrap_or_default()
            )
        };
        assert_eq!(found.iter().map(show).collect::<String>(), expected);
    }

    #[test]
    fn every_way_to_write_a_link() {
        check("a [w](@a.go#L1) b", "@a.go#L1 w\n");
        check("[`w` *and* **x [y]**]( <@a.go> 'title')", "@a.go w and x [y]\n");
        check("[](@a.go)", "@a.go \n");
        check("<@a.go>", "@a.go \n");
        check("[![x](y.png)](@a.go)", "@a.go x\n");
        check("[a]: @a.go 'title'\n\n[a], [A][] and [b c][a]", "@a.go a|A|b c\n");
        check("> [a\\]:]: <@a.go>\n\n[a\\]:]", "@a.go a]:\n");
        check("---\ntitle: x\n---\n[w](@a.go)", "@a.go w\n");
        check("| a |\n|---|\n| [w \\| v](@a.go) |", "@a.go w | v\n");
        check("[a\nb](\n@a.go)", "@a.go a b\n");
    }

    #[test]
    fn what_is_no_link_or_cannot_be_changed() {
        check("`[w](@a.go)`\n\n    [w](@a.go)\n\n[w](b.md) ![w](@a.png) @a.go", "");
        check("# [w](@a.go)\n", &format!("@a.go w: {IN_HEADING}\n"));
        check("a <a class=b href=\"@a.go\">w</a>", &format!("@a.go : {IN_HTML}\n"));
        check("[w](@a.go '= 5')", &format!("@a.go w: {STATES_FACT}\n"));
        check("[w](@a\\_b.go)", &format!("[w](@a\\_b.go) w: {ESCAPED}\n"));
        check("[w](@a.go)[v](@b.go", "@a.go w\n");
    }
}
