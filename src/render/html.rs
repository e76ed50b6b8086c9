//! The only writer of tags: elements that hold what is inside of them, escaped once when it is put there.
//!
//! What it writes is well-formed XML too, stands on one line, and holds nothing that a later preprocessor, a table
//! or a paragraph of Markdown could read as its own.

use crate::bytes::{Table, first, table, with_controls};

/// An element, as it stands in a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    tag: &'static str,
    /// Its opening tag but for the `>`, then what is inside.
    text: String,
    /// Where the opening tag ends.
    open_end: usize,
    /// Where the value of the `class` attribute ends, once there is one.
    class_end: Option<usize>,
}

/// Where a fragment's text stands, which says what in it must be spelled as an entity.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    /// In a block of HTML, which Markdown does not read.
    Block,
    /// In a paragraph, a heading or a table's cell, which Markdown does read.
    Inline,
    /// In an attribute's value.
    Attribute,
}

/// An element without attributes.
pub fn el(tag: &'static str) -> Element {
    let mut text = String::with_capacity(240);
    text.push('<');
    text.push_str(tag);
    Element { tag, open_end: text.len(), text, class_end: None }
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
    write(text, Place::Inline, &mut out);
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
    /// One more class, which holds nothing to respell.
    pub fn class(mut self, name: &'static str) -> Self {
        match &mut self.class_end {
            Some(end) => {
                self.text.insert(*end, ' ');
                self.text.insert_str(*end + 1, name);
                *end += 1 + name.len();
                self.open_end += 1 + name.len();
            }
            None => {
                self = self.attr_of("class", |text| text.push_str(name));
                self.class_end = Some(self.open_end - 1);
            }
        }
        self
    }

    /// One more attribute.
    pub fn attr(self, name: &'static str, value: &str) -> Self {
        self.attr_of(name, |text| write(value, Place::Attribute, text))
    }

    fn attr_of(mut self, name: &'static str, value: impl FnOnce(&mut String)) -> Self {
        // Seldom anything stands inside before the tag is whole.
        let inside = (self.open_end < self.text.len()).then(|| self.text.split_off(self.open_end));
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        value(&mut self.text);
        self.text.push('"');
        self.open_end = self.text.len();
        self.text.push_str(inside.as_deref().unwrap_or_default());
        self
    }

    /// One more attribute, where there is something to say.
    pub fn attr_some(self, name: &'static str, value: &str) -> Self {
        if value.is_empty() { self } else { self.attr(name, value) }
    }

    /// An element inside, after what is there.
    pub fn child(mut self, child: Element) -> Self {
        child.write_into(&mut self.text);
        self
    }

    /// Elements inside, after what is there: an `Option`, a `Vec`, any run of them.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        let mut children = children.into_iter();
        let Some(first) = children.next() else { return self };
        let before = self.text.len();
        first.write_into(&mut self.text);
        // The others are about as long: a long list is not moved again and again while it grows.
        let (others, _) = children.size_hint();
        self.text.reserve((self.text.len() - before) * others);
        children.for_each(|child| child.write_into(&mut self.text));
        self
    }

    /// Words inside, after what is there.
    pub fn text(mut self, text: &str) -> Self {
        write(text, Place::Block, &mut self.text);
        self
    }

    /// As a block: one line, to stand between blank lines.
    pub fn block(self) -> String {
        let Element { tag, mut text, open_end, .. } = self;
        if is_void(tag) {
            text.truncate(open_end);
            text.push_str("/>");
            return text;
        }
        text.insert(open_end, '>');
        close(tag, &mut text);
        text
    }

    /// As part of a paragraph, a heading or a table's cell.
    pub fn inline(self) -> String {
        inline(&self.block())
    }

    /// The opening and the closing tag, to stand around words that the author wrote.
    pub fn around(&self) -> (String, String) {
        (format!("{}>", &self.text[..self.open_end]), format!("</{}>", self.tag))
    }

    fn write_into(&self, out: &mut String) {
        let (open, inside) = self.text.split_at(self.open_end);
        out.push_str(open);
        if is_void(self.tag) {
            out.push_str("/>");
            return;
        }
        out.push('>');
        out.push_str(inside);
        close(self.tag, out);
    }
}

/// The same elements where Markdown reads their words: whatever is outside of a tag and no entity yet becomes one.
fn inline(block: &str) -> String {
    let mut out = String::with_capacity(block.len() * 2);
    let mut rest = block;
    while let Some(at) = rest.find(|c: char| c.is_ascii_punctuation()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match rest.as_bytes()[0] {
            b'<' => rest.find('>'),
            b'&' => rest.find(';'),
            _ => None,
        };
        let end = end.map_or(1, |end| end + 1);
        match end {
            1 => write(&rest[..1], Place::Inline, &mut out),
            _ => out.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn close(tag: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

fn is_void(tag: &str) -> bool {
    matches!(tag, "br" | "hr" | "img" | "link" | "meta" | "wbr")
}

fn write(text: &str, place: Place, out: &mut String) {
    let respelled = match place {
        Place::Block => &BLOCK,
        Place::Inline => &INLINE,
        Place::Attribute => &ATTRIBUTE,
    };
    let mut rest = text;
    // Most texts hold nothing to respell, and are copied in one go.
    while let Some(at) = first(rest.as_bytes(), respelled) {
        out.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else { return };
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if place == Place::Attribute => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => entity(c, out),
            // XML has no spelling for the other control characters.
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ if c.is_ascii() => entity(c, out),
            _ => out.push(c),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

// Bytes that may be respelled: everywhere those that mean something in HTML and the control characters. `EF` begins the
// two characters beyond ASCII that XML has no spelling for.
static BLOCK: Table = with_controls(table(b"&<>\xef{"));
static INLINE: Table = with_controls(table(b"&<>\xef!\"#$%'()*+,-./:;=?@[\\]^_`{|}~"));
static ATTRIBUTE: Table = with_controls(table(b"&<>\xef\"'{|`"));

fn entity(c: char, out: &mut String) {
    out.push_str(&format!("&#{};", c as u32));
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
