//! Inline Markdown for titles and descriptions: read from text, or taken from a page's own events.
use crate::config::Markdown;
use crate::piece::Phrase;
use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{CowStr, Event, Tag, TagEnd};

impl Phrase {
    /// A phrase of plain words.
    pub fn words(text: &str) -> Self {
        Phrase(vec![Event::Text(CowStr::from(text.to_string()))])
    }

    /// A text as one phrase: its blocks run together, its links and images keep their words alone.
    pub fn parse(text: &str, markdown: Markdown) -> Self {
        Phrase::of(new_cmark_parser(text, &markdown.options()))
    }

    /// The inline events of a stream, without links, images, footnotes and HTML.
    pub fn of<'e>(events: impl Iterator<Item = Event<'e>>) -> Self {
        let mut phrase = Vec::new();
        let mut in_footnote = false;
        for event in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => in_footnote = true,
                Event::End(TagEnd::FootnoteDefinition) => in_footnote = false,
                _ if in_footnote => {}
                Event::Text(_) | Event::Code(_) => phrase.push(event.into_static()),
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
                | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                    phrase.push(event.into_static());
                }
                Event::SoftBreak | Event::HardBreak => phrase.push(space()),
                Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => phrase.push(space()),
                _ => {}
            }
        }
        while phrase.last() == Some(&space()) {
            phrase.pop();
        }
        Phrase(phrase)
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        let text = |event: &Event| match event {
            Event::Text(text) | Event::Code(text) => text.to_string(),
            _ => String::new(),
        };
        self.0.iter().map(text).collect()
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.plain().trim().is_empty()
    }
}

fn space() -> Event<'static> {
    Event::Text(CowStr::Borrowed(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_their_words_and_lines_run_together() {
        let markdown = Markdown { smart_punctuation: true, definition_lists: true, admonitions: true };
        let check = |text: &str, expected: &str| assert_eq!(Phrase::parse(text, markdown).plain(), expected);
        check("A [link](go:x) and `code`,\nthen *more*[^1].\n\n[^1]: note", "A link and code, then more.");
        check("# A\n\nB <b>c</b>", "A B c");
        check("", "");
        assert!(Phrase::parse(" \n", markdown).is_empty());
    }
}
