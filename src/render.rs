//! Room 4: a [`Piece`] → a [`Fragment`] of HTML, or of plain Markdown for renderers that are not HTML.
//!
//! Nothing is looked up here, and nothing is written but through [`html`] and [`markdown`], which escape. A block of
//! HTML is one line that begins with a block-level tag, so that Markdown takes all of it and nothing else.
use crate::config::words::Words;
use crate::piece::Piece;

pub mod html;
pub mod markdown;

mod anchor;
mod calls;
mod cards;
mod changes;
mod chips;
mod count;
mod definition;
mod drawings;
mod examples;
mod excerpts;
mod facts;
pub mod finish;
mod foot;
mod head;
mod layouts;
mod lead;
mod phrases;
mod sources;
mod symbols;
mod tags;

/// What a renderer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// HTML inside of Markdown.
    Html,
    /// Markdown alone.
    Markdown,
}

/// What stands in a piece's place.
#[derive(Debug, Clone, PartialEq)]
pub enum Fragment {
    /// Blocks, to stand between blank lines and behind the prefix of their container; nothing if empty.
    Block(String),
    /// Part of a paragraph, a heading or a table's cell; it replaces what was there.
    Inline(String),
    /// Two insertions around the author's own words, which the piece's form names.
    Around {
        /// Stands in place of what comes before the words.
        open: String,
        /// Stands in place of what comes after them.
        close: String,
    },
    /// The author's words stay as they are.
    Keep,
}

/// The fragment for a piece, in the words of the book.
pub fn render(piece: &Piece, form: Form, words: &Words) -> Fragment {
    match (piece, form) {
        (Piece::Head(head), Form::Html) => block(head::html(head, words)),
        (Piece::Lead(lead), Form::Html) => Fragment::Block(lead::html(lead, words)),
        (Piece::Lead(lead), Form::Markdown) => Fragment::Block(lead::markdown(lead)),
        (Piece::Foot(foot), Form::Html) => block(foot::html(foot, words)),
        (Piece::Head(_) | Piece::Foot(_), Form::Markdown) => Fragment::Block(String::new()),
        (Piece::Facts(facts), Form::Html) => block(facts::html(facts)),
        (Piece::Facts(facts), Form::Markdown) => Fragment::Block(facts::markdown(facts)),
        (Piece::Cards(cards), Form::Html) => block(Some(cards::html(cards, words))),
        (Piece::Cards(cards), Form::Markdown) => Fragment::Block(cards::markdown(cards, words)),
        (Piece::Count(count), Form::Html) => Fragment::Inline(count::html(count)),
        (Piece::Count(count), Form::Markdown) => Fragment::Inline(count::markdown(count)),
        (Piece::Tags(entries), Form::Html) => block(Some(tags::html(entries, words))),
        (Piece::Tags(entries), Form::Markdown) => Fragment::Block(tags::markdown(entries)),
        (Piece::Sources(index), Form::Html) => block(Some(sources::html(index, words))),
        (Piece::Sources(index), Form::Markdown) => Fragment::Block(sources::markdown(index, words)),
        (Piece::Changes(releases), Form::Html) => Fragment::Block(changes::html(releases)),
        (Piece::Changes(releases), Form::Markdown) => Fragment::Block(changes::markdown(releases)),
        (Piece::Symbol(symbol), Form::Html) => symbols::html(symbol, words),
        (Piece::Symbol(symbol), Form::Markdown) => symbols::markdown(symbol),
        (Piece::Excerpt(excerpt), Form::Html) => block(Some(excerpts::html(excerpt, words))),
        (Piece::Excerpt(excerpt), Form::Markdown) => Fragment::Block(excerpts::markdown(excerpt, words)),
        (Piece::Layout(figure), Form::Html) => block(Some(layouts::html(figure, words))),
        (Piece::Layout(figure), Form::Markdown) => Fragment::Block(layouts::markdown(figure, words)),
        (Piece::Calls(figure), Form::Html) => block(Some(calls::html(figure, words))),
        (Piece::Calls(figure), Form::Markdown) => Fragment::Block(calls::markdown(figure)),
        (Piece::Example(note), Form::Html) => block(Some(examples::html(note))),
        (Piece::Example(note), Form::Markdown) => Fragment::Block(examples::markdown(note)),
        (Piece::Drawing(source), _) => Fragment::Inline(drawings::html(source).block()),
        (Piece::Anchor(id), _) => block(Some(anchor::html(id))),
        (Piece::Keep | Piece::Verbatim(_), _) => Fragment::Keep,
    }
}

fn block(element: Option<html::Element>) -> Fragment {
    Fragment::Block(element.map(|element| element.block()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::piece::*;
    use mdbook_markdown::pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    use regex::Regex;

    /// What no author means well, in every text of every piece.
    const ODD: &str =
        "a\n\n    b</pre>-->\r\n\r\n<script>x</script>\" onload='y' {{#include z}} `|` \u{1}*&amp;_";

    fn odd() -> String {
        ODD.to_string()
    }

    /// Words are data as well: an author may write anything there.
    fn words() -> Words {
        let mut words = serde_json::to_value(Words::default()).unwrap();
        words.as_object_mut().unwrap().values_mut().for_each(|word| *word = odd().into());
        serde_json::from_value(words).unwrap()
    }

    fn phrase() -> Phrase {
        Phrase([Event::Text(ODD.into()), Event::Code(ODD.into())].into())
    }

    fn chip() -> Chip {
        Chip { label: odd(), slug: odd(), href: Some(odd()), count: 1 }
    }

    fn page() -> PageLink {
        PageLink { text: odd(), href: "javascript:x".into() }
    }

    fn definition() -> Definition {
        Definition {
            reference: odd(),
            kind: odd(),
            signature: odd(),
            file: odd(),
            lines: (1, 2),
            release: odd(),
            href: "https://x.test/\"><script>".into(),
            editor: Some(odd()),
            body: Some((odd(), (1, 2), odd())),
            variants: vec![Variant { file: odd(), line: 1, constraint: odd() }],
            value: Some(odd()),
        }
    }

    fn card() -> Card {
        let (title, key, label) = (odd(), odd(), odd());
        let (description, tags) = (Some(phrase()), vec![chip()]);
        Card { label, title, description, tags, href: Some("a (b).md".into()), facts: vec![odd()], key }
    }

    fn blocks() -> Vec<Piece> {
        let crumb = Crumb { text: odd(), href: Some(odd()) };
        let cards = Cards { cards: vec![card()], filter: vec![chip()], level: 3, all_tags: Some(page()) };
        let step = Step { label: odd(), title: odd(), line: Some(phrase()), href: odd() };
        let entry = TagEntry { chip: chip(), description: Some(phrase()), cards: vec![card()], count: odd() };
        let package = SourcePackage { name: odd(), symbols: vec![(definition(), vec![page()])] };
        let part = ExcerptPart { first: 1, lines: ODD.split('\n').map(String::from).collect() };
        let cell = LayoutCell { name: Some(odd()), type_text: odd(), offset: 0, size: 8 };
        vec![
            Piece::Head(Box::new(Head { trail: vec![crumb], pin: Some(odd()), eyebrow: Some(odd()) })),
            Piece::Lead(Box::new(Lead {
                description: Some(phrase()),
                chips: vec![chip()],
                needs: vec![page()],
                bar: vec![BarFact { text: odd(), verified: true }],
                questions: vec![Question { label: odd(), line: phrase(), href: odd() }],
                ..Default::default()
            })),
            Piece::Foot(Box::new(Foot {
                sources: vec![definition()],
                next: Some(step),
                ..Default::default()
            })),
            Piece::Facts(Facts { figures: vec![Figure { count: 1, words: odd() }], label: Some(odd()) }),
            Piece::Cards(Box::new(cards)),
            Piece::Tags(vec![entry]),
            Piece::Sources(SourceIndex { packages: vec![package] }),
            Piece::Excerpt(Box::new(Excerpt {
                definition: definition(),
                parts: vec![part],
                language: odd(),
                absent: None,
            })),
            Piece::Layout(Box::new(LayoutFigure {
                definition: definition(),
                target: odd(),
                size: 8,
                align: 8,
                cache_line: 64,
                word: 8,
                cells: vec![cell],
            })),
            Piece::Calls(Box::new(CallsFigure {
                nodes: vec![definition()],
                arrows: vec![CallArrow { from: 0, to: 0, note: odd(), line: 1 }],
            })),
            Piece::Example(odd()),
        ]
    }

    #[test]
    fn a_block_is_one_block_of_html_to_markdown() {
        for piece in blocks() {
            let Fragment::Block(html) = render(&piece, Form::Html, &words()) else { panic!("{piece:?}") };
            let events: Vec<Event> = Parser::new_ext(&html, Options::all()).collect();
            let whole = [
                Event::Start(Tag::HtmlBlock),
                Event::Html(html.as_str().into()),
                Event::End(TagEnd::HtmlBlock),
            ];
            assert_eq!(events, whole);
            assert!(!html.contains(['\n', '\r', '\u{1}']), "{html}");
            assert_eq!(unclosed(&html), Vec::<String>::new(), "{html}");
            for odd in ["<script", "{{", "javascript:"] {
                assert!(!html.contains(odd), "{odd} in {html}");
            }
        }
    }

    /// The elements of an XML text that are open at its end; every `<` and `>` of it must belong to a tag.
    fn unclosed(html: &str) -> Vec<String> {
        let tag = Regex::new(r#"<(/?)([a-z0-9]+)(?: [a-z-]+="[^"<>]*")*(/?)>"#).unwrap();
        assert!(!tag.replace_all(html, "").contains(['<', '>']), "{html}");
        let mut open = Vec::new();
        for found in tag.captures_iter(html) {
            match (&found[1], &found[3]) {
                ("/", _) => assert_eq!(open.pop().as_deref(), Some(&found[2])),
                (_, "/") => {}
                _ => open.push(found[2].to_string()),
            }
        }
        open
    }

    #[test]
    fn markdown_has_no_html_in_it() {
        for piece in blocks() {
            let Fragment::Block(text) = render(&piece, Form::Markdown, &words()) else { panic!("{piece:?}") };
            for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
                assert!(!matches!(event, Event::Html(_) | Event::InlineHtml(_)), "{event:?} in {text}");
            }
        }
    }

    #[test]
    fn an_inline_fragment_stays_in_its_cell() {
        let symbol = SymbolLink { definition: definition(), form: SymbolForm::Empty(odd()) };
        let inline = [Piece::Symbol(Box::new(symbol)), Piece::Count(odd())];
        for piece in inline {
            let Fragment::Inline(html) = render(&piece, Form::Html, &words()) else { panic!("{piece:?}") };
            let table = format!("| a | b |\n|---|---|\n| {html} | *c* |\n");
            let events: Vec<Event> = Parser::new_ext(&table, Options::all()).collect();
            let cells = events.iter().filter(|event| **event == Event::Start(Tag::TableCell)).count();
            assert_eq!(cells, 4, "{html}");
            let read: String = events
                .iter()
                .filter_map(|event| match event {
                    Event::Text(text) => Some(text.as_ref()),
                    _ => None,
                })
                .collect();
            assert_eq!(read, format!("ab{}c", ODD.replace('\u{1}', "\u{fffd}")));
        }
    }
}
