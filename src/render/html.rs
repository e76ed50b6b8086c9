//! The only writer of tags: a small tree of elements, escaped once when it becomes text.
//!
//! What it writes is well-formed XML too, stands on one line, and holds nothing that a later preprocessor, a table
//! or a paragraph of Markdown could read as its own.
use std::fmt::Write;

/// An element: its tag, its attributes in order, what is inside.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    inside: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Element(Element),
    Text(String),
}

/// Where a fragment's text stands, which says what in it must be spelled as an entity.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    /// In a block of HTML, which Markdown does not read.
    Block,
    /// In a paragraph, a heading or a table's cell, which Markdown does read.
    Inline,
}

/// An element without attributes.
pub fn el(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), inside: Vec::new() }
}

/// A link, or a `span` where the address is one that no page of ours may lead to.
pub fn link(href: &str) -> Element {
    if is_safe(href) { el("a").attr("href", href) } else { el("span") }
}

/// Whether an address is relative, `http:` or `https:`.
///
/// Browsers drop tabs, line ends and leading blanks from an address before they look for its scheme, so an address
/// with any of these in it is refused outright, and so are a backslash and `//`, which leave the page's own host.
pub fn is_safe(href: &str) -> bool {
    let odd = |c: char| c.is_control() || c == '\\';
    if href.is_empty()
        || href.contains(odd)
        || href.starts_with(char::is_whitespace)
        || href.starts_with("//")
    {
        return false;
    }
    match scheme(href) {
        None => true,
        Some(scheme) => scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"),
    }
}

/// Whether an address opens an editor: any plain scheme but those that run or hold a document.
pub fn is_editor(href: &str) -> bool {
    let refused = ["javascript", "data", "vbscript", "blob", "filesystem", "view-source", "about"];
    let plain = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    };
    let fits = |scheme: &str| plain(scheme) && !refused.iter().any(|word| scheme.eq_ignore_ascii_case(word));
    !href.contains(char::is_control) && scheme(href).is_some_and(fits)
}

/// The text as Markdown reads it back unchanged, wherever in a paragraph, a heading or a cell it stands.
pub fn inline_text(text: &str) -> String {
    let mut out = String::new();
    write_text(text, Place::Inline, &mut out);
    out
}

/// Words of a heading, or of a chapter's name: mdBook's search writes both into its results as if they were HTML.
///
/// A joiner, which takes no room, behind the `<` of what would be a tag makes it words there too.
pub fn heading_words(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        out.push(c);
        let begins_tag = |next: char| next.is_ascii_alphabetic() || "/!?".contains(next);
        if c == '<' && words[at + 1..].starts_with(begins_tag) {
            out.push('\u{2060}');
        }
    }
    out
}

/// What stands before the first `:`, if that is before any `/`, `?` and `#`.
fn scheme(href: &str) -> Option<&str> {
    let end = href.find([':', '/', '?', '#'])?;
    href[end..].starts_with(':').then(|| &href[..end])
}

impl Element {
    /// One more class.
    pub fn class(mut self, name: &str) -> Self {
        match self.attributes.iter_mut().find(|(key, _)| *key == "class") {
            Some((_, value)) => {
                value.push(' ');
                value.push_str(name);
            }
            None => self.attributes.push(("class", name.to_string())),
        }
        self
    }

    /// One more attribute.
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// One more attribute, where there is something to say.
    pub fn attr_some(self, name: &'static str, value: &str) -> Self {
        if value.is_empty() { self } else { self.attr(name, value) }
    }

    /// An element inside, after what is there.
    pub fn child(mut self, child: Element) -> Self {
        self.inside.push(Node::Element(child));
        self
    }

    /// Elements inside, after what is there: an `Option`, a `Vec`, any run of them.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.inside.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Words inside, after what is there.
    pub fn text(mut self, text: &str) -> Self {
        self.inside.push(Node::Text(text.to_string()));
        self
    }

    /// As a block: one line, to stand between blank lines.
    pub fn block(&self) -> String {
        self.write(Place::Block)
    }

    /// As part of a paragraph, a heading or a table's cell.
    pub fn inline(&self) -> String {
        self.write(Place::Inline)
    }

    /// The opening and the closing tag, to stand around words that the author wrote.
    pub fn around(&self) -> (String, String) {
        let mut open = String::new();
        self.write_open(&mut open);
        (open, format!("</{}>", self.tag))
    }

    fn write(&self, place: Place) -> String {
        let mut out = String::new();
        self.write_into(place, &mut out);
        out
    }

    fn write_into(&self, place: Place, out: &mut String) {
        self.write_open(out);
        if is_void(self.tag) {
            out.truncate(out.len() - 1);
            out.push_str("/>");
            return;
        }
        for node in &self.inside {
            match node {
                Node::Element(element) => element.write_into(place, out),
                Node::Text(text) => write_text(text, place, out),
            }
        }
        let _ = write!(out, "</{}>", self.tag);
    }

    fn write_open(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.tag);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"");
            write_attribute(value, out);
            out.push('"');
        }
        out.push('>');
    }
}

fn is_void(tag: &str) -> bool {
    matches!(tag, "br" | "hr" | "img" | "link" | "meta" | "wbr")
}

fn write_text(text: &str, place: Place, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '{' | '\n' | '\r' | '\t' => entity(c, out),
            _ if c.is_ascii_punctuation() && place == Place::Inline => entity(c, out),
            _ => push_char(c, out),
        }
    }
}

fn write_attribute(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' | '{' | '|' | '`' | '\n' | '\r' | '\t' => entity(c, out),
            _ => push_char(c, out),
        }
    }
}

/// XML has no spelling for the other control characters, so they become the replacement character.
fn push_char(c: char, out: &mut String) {
    out.push(if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c });
}

fn entity(c: char, out: &mut String) {
    let _ = write!(out, "&#{};", c as u32);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdbook_markdown::pulldown_cmark::{Event, Options, Parser};

    #[test]
    fn an_element_is_written_once_and_closed() {
        let check = |element: Element, expected: &str| assert_eq!(element.block(), expected);
        check(el("p").text("a < b & c {{#x}}"), "<p>a &lt; b &amp; c &#123;&#123;#x}}</p>");
        check(el("p").child(el("br")).text("x"), "<p><br/>x</p>");
        check(el("p").class("a").attr("id", "i").class("b"), r#"<p class="a b" id="i"></p>"#);
        check(el("pre").text("a\n\n\tb\r\u{1}"), "<pre>a&#10;&#10;&#9;b&#13;\u{fffd}</pre>");
        check(
            el("p").attr("title", "\"'`|\n{<>&\0"),
            "<p title=\"&quot;&#39;&#96;&#124;&#10;&#123;&lt;&gt;&amp;\u{fffd}\"></p>",
        );
        check(el("ul").children([el("li"), el("li")]).children(None), "<ul><li></li><li></li></ul>");
    }

    #[test]
    fn markdown_reads_inline_text_as_text() {
        let odd =
            "a *b* _c_ `d` [e](f) ![g] <h> & \"i\" 'j' -- ... --- ~~k~~ | l \\ m # 1. {n} ^o^ $p$ : q\nr";
        let text = inline_text(odd);
        let mut read = String::new();
        for event in Parser::new_ext(&text, Options::all()) {
            match event {
                Event::Text(text) => read.push_str(&text),
                Event::Start(_) | Event::End(_) => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(read, odd);
    }

    #[test]
    fn a_heading_is_no_tag_to_the_search() {
        let check = |words: &str, expected: &str| assert_eq!(heading_words(words), expected);
        check("a <img> </b> <!-- <?", "a <\u{2060}img> <\u{2060}/b> <\u{2060}!-- <\u{2060}?");
        check("a < b <- c << 3 <é <", "a < b <- c << 3 <é <");
    }

    #[test]
    fn only_plain_addresses_become_links() {
        let check = |href: &str, expected: bool| assert_eq!(is_safe(href), expected, "{href:?}");
        check("channels.md#the-data-structure", true);
        check("../a.md?x=javascript:y", true);
        check("#x:y", true);
        check("https://go.dev/a:b", true);
        check("HTTP://go.dev", true);
        check("", false);
        check("javascript:alert(1)", false);
        check("JaVaScRiPt:alert(1)", false);
        check(" javascript:alert(1)", false);
        check("java\tscript:alert(1)", false);
        check("java\nscript:alert(1)", false);
        check("\u{1}javascript:alert(1)", false);
        check("\u{a0}javascript:alert(1)", false);
        check("data:text/html,x", false);
        check("vbscript:x", false);
        check("file:///etc/passwd", false);
        check("//example.com", false);
        check("\\\\example.com", false);
        check("/\\example.com", false);
        assert_eq!(link("javascript:x").text("w").inline(), "<span>w</span>");
    }

    #[test]
    fn an_editor_has_a_scheme_of_its_own() {
        let check = |href: &str, expected: bool| assert_eq!(is_editor(href), expected, "{href:?}");
        check("vscode://file/a.go:3", true);
        check("x-mine+y:open", true);
        check("javascript:alert(1)", false);
        check("JAVASCRIPT:alert(1)", false);
        check("java\tscript:alert(1)", false);
        check(" javascript:alert(1)", false);
        check("data:text/html,x", false);
        check("a.md", false);
    }
}
