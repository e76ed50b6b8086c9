//! Inline Markdown, as elements and as Markdown.
use crate::piece::Phrase;
use crate::render::html::{Element, el};
use crate::render::markdown;
use mdbook_markdown::pulldown_cmark::{Event, Options, Tag, TagEnd};

/// An element with the phrase inside.
pub fn into(outer: Element, phrase: &Phrase) -> Element {
    let mut open = vec![outer];
    for event in phrase.0.iter() {
        match event {
            Event::Start(Tag::Emphasis) => open.push(el("em")),
            Event::Start(Tag::Strong) => open.push(el("strong")),
            Event::Start(Tag::Strikethrough) => open.push(el("del")),
            Event::End(_) if open.len() > 1 => close(&mut open),
            Event::Text(words) => add(&mut open, |top| top.text(words)),
            Event::Code(words) => add(&mut open, |top| top.child(el("code").text(words))),
            Event::SoftBreak | Event::HardBreak => add(&mut open, |top| top.text(" ")),
            _ => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_else(|| el("span"))
}

/// The phrase as Markdown; its words alone where no spelling of it is known.
pub fn to_markdown(phrase: &Phrase) -> String {
    let paragraph = [Event::Start(Tag::Paragraph)].into_iter().chain(phrase.0.iter().map(on_one_line));
    let paragraph = paragraph.chain([Event::End(TagEnd::Paragraph)]);
    let mut out = String::new();
    match pulldown_cmark_to_cmark::cmark(paragraph, &mut out, Options::ENABLE_STRIKETHROUGH) {
        Ok(_) => out.trim().replace('\n', " "),
        Err(_) => markdown::text(&phrase.plain()),
    }
}

/// A line end inside of a phrase could begin a block of its own.
fn on_one_line(event: &Event<'static>) -> Event<'static> {
    let line = |text: &str| text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    match event {
        Event::Text(text) => Event::Text(line(text).into()),
        Event::Code(code) => Event::Code(line(code).into()),
        other => other.clone(),
    }
}

fn add(open: &mut Vec<Element>, put: impl FnOnce(Element) -> Element) {
    if let Some(top) = open.pop() {
        open.push(put(top));
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(done) = open.pop() {
        add(open, |top| top.child(done));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdbook_markdown::pulldown_cmark::Parser;

    fn phrase(text: &str) -> Phrase {
        Phrase::of(Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH))
    }

    #[test]
    fn emphasis_and_code_are_kept() {
        let check = |text: &str, html: &str, markdown: &str| {
            assert_eq!(into(el("p"), &phrase(text)).block(), html);
            assert_eq!(to_markdown(&phrase(text)), markdown);
        };
        check(
            "a *b **c*** `d<`",
            "<p>a <em>b <strong>c</strong></em> <code>d&lt;</code></p>",
            "a *b **c*** `d<`",
        );
        check("1 \\* 2", "<p>1 * 2</p>", "1 \\* 2");
        check("", "<p></p>", "");
    }

    #[test]
    fn a_stray_event_is_no_harm() {
        let stray = Phrase([Event::Start(Tag::Strong), Event::Text("x".into()), Event::Rule].into());
        assert_eq!(into(el("p"), &stray).block(), "<p><strong>x</strong></p>");
        assert_eq!(to_markdown(&stray), "x");
    }
}
