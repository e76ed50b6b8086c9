//! Inline Markdown for titles and descriptions: read from text, or taken from a page's own events.
use crate::config::Markdown;
use crate::piece::Phrase;
use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{CowStr, Event, Tag, TagEnd};

impl Phrase {
    /// A phrase of plain words.
    pub fn words(text: &str) -> Self {
        Phrase([Event::Text(CowStr::from(text.to_string()))].into())
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
        Phrase(phrase.into())
    }

    /// Whole sentences up to a number of characters, at least one; a first sentence that runs on is cut between words.
    pub fn shorten(self, limit: usize) -> Self {
        match cut(&self, limit) {
            Some((at, mark)) => self.until(at, mark),
            None => self,
        }
    }

    /// What stands before a character, with what is open closed again, and a mark at its end.
    fn until(&self, at: usize, mark: &str) -> Self {
        let (mut left, mut open, mut kept) = (at, Vec::new(), Vec::new());
        for event in self.0.iter() {
            match event {
                Event::Text(text) if text.chars().count() > left => {
                    let head: String = text.chars().take(left).collect();
                    kept.push(Event::Text(CowStr::from(format!("{head}{mark}"))));
                    break;
                }
                Event::Text(text) | Event::Code(text) => left = left.saturating_sub(text.chars().count()),
                Event::Start(tag) => open.push(tag.to_end()),
                Event::End(_) => drop(open.pop()),
                _ => {}
            }
            kept.push(event.clone());
        }
        kept.extend(open.into_iter().rev().map(Event::End));
        Phrase(kept.into())
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        self.texts().collect()
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.texts().all(|text| text.trim().is_empty())
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(&**text),
            _ => None,
        })
    }
}

/// How many characters of an automatic description are wanted.
pub const SUMMARY_LIMIT: usize = 200;

/// Beyond this a first sentence is cut between words.
const LONGEST: usize = 320;

/// Where to cut a phrase, and what to put there; nothing where it is short enough.
fn cut(phrase: &Phrase, limit: usize) -> Option<(usize, &'static str)> {
    if phrase.texts().map(str::len).sum::<usize>() <= limit.min(LONGEST) {
        return None;
    }
    let text: Vec<(char, bool)> = phrase.0.iter().flat_map(characters).collect();
    let ends_sentence = |at: &usize| {
        let (c, in_text) = text[*at - 1];
        let followed = text.get(*at).is_some_and(|(c, _)| c.is_whitespace());
        in_text && (matches!(c, '.' | '?' | '!') && followed || matches!(c, '。' | '？' | '！'))
    };
    let ends: Vec<usize> = (1..text.len()).filter(ends_sentence).collect();
    let within = ends.iter().rev().find(|end| **end <= limit);
    let wanted = if text.len() <= limit { None } else { within.or(ends.first()).copied() };
    match wanted {
        Some(end) if end <= LONGEST => Some((end, "")),
        None if text.len() <= LONGEST => None,
        _ => (1..LONGEST).rev().find(|at| text[*at] == (' ', true)).map(|at| (at, "…")),
    }
}

/// The characters of an event, and whether they are words rather than code.
fn characters<'e>(event: &'e Event) -> impl Iterator<Item = (char, bool)> + use<'e> {
    let (text, in_text): (&str, bool) = match event {
        Event::Text(text) => (text, true),
        Event::Code(text) => (text, false),
        _ => ("", false),
    };
    text.chars().map(move |c| (c, in_text))
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
    #[test]
    fn summaries_end_with_a_sentence() {
        let markdown = Markdown { smart_punctuation: true, definition_lists: true, admonitions: true };
        let check = |text: &str, limit: usize, expected: &str| {
            assert_eq!(Phrase::parse(text, markdown).shorten(limit).plain(), expected, "{text}");
        };
        check("One. Two. Three.", 9, "One. Two.");
        check("One. Two. Three.", 1, "One.");
        check("Use `a. b` now. Two.", 1, "Use a. b now.");
        check("Short", 1, "Short");
        check("*Open all. The way* on.", 1, "Open all.");
        let long = "word ".repeat(100);
        assert!(Phrase::parse(&long, markdown).shorten(200).plain().ends_with("word…"));
        let open = Phrase::parse("*Open all. The way* on.", markdown).shorten(1);
        assert_eq!(open.0.len(), 3, "what is open is closed: {open:?}");
    }
}
