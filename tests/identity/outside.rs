//! What stands on a page outside of our fragments: its bytes, and what mdBook's parser makes of them.
use super::program::TITLE;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use regex::Regex;
use std::sync::LazyLock;

/// A line of ours: an element of a class of ours, or the heading of a page that has no title.
static FRAGMENT: LazyLock<Regex> = LazyLock::new(|| {
    let line = format!(r#"(?m)^[ >\t]*(?:(?:<!-- -->)?<[a-z]+ class="codex-[^\n]*|# {TITLE}\r?)$"#);
    Regex::new(&line).expect("an expression")
});

/// The author's bytes stand in the output in their order, parted by our lines and line ends alone.
pub fn bytes_survive(input: &str, output: &str) -> Result<(), String> {
    let mut rest = input;
    let mut first = true;
    for part in FRAGMENT.split(output) {
        let part = part.trim_matches(['\n', '\r']);
        // Front matter is taken out, and line ends stand where the author's text is parted.
        let at = if first && input.starts_with("---") {
            rest.find(part).ok_or("lost")?
        } else {
            rest.len() - rest.trim_start_matches(['\n', '\r']).len()
        };
        // The last line may be a fence that the page lacked.
        let closed =
            part.rsplit_once('\n').filter(|(_, line)| line.trim_matches(['`', '~', ' ', '>']).is_empty());
        let left = rest[at..].strip_prefix(part);
        let left = left.or_else(|| rest[at..].trim_end().strip_prefix(closed?.0.trim_end()));
        rest = left.ok_or_else(|| format!("lost: {part:?} in {:?}", &rest[at..]))?;
        first = false;
    }
    let rest = rest.trim_matches(['\n', '\r']);
    if rest.is_empty() { Ok(()) } else { Err(format!("lost: {rest:?}")) }
}

/// What mdBook's parser reads, without what is a mark in the input and a fragment in the output.
pub fn events(text: &str) -> Vec<Event<'static>> {
    let text = without_front_matter(text);
    // A page that something follows ends with a line end.
    let text = if text.ends_with('\n') { text.to_string() } else { format!("{text}\n") };
    let parser = new_cmark_parser(&text, &MarkdownOptions::default());
    let mut outside = Outside::default();
    let events: Vec<Event> = parser.collect();
    let mut at = 0;
    while at < events.len() {
        at += outside.event(&events[at..]);
    }
    without_brackets(outside.kept)
}

/// A code span in brackets that lead nowhere becomes a link, and the brackets go.
fn without_brackets(mut events: Vec<Event<'static>>) -> Vec<Event<'static>> {
    for at in 1..events.len().saturating_sub(1) {
        let [Event::Text(before), Event::Code(_), Event::Text(behind)] = &events[at - 1..at + 2] else {
            continue;
        };
        if let Some((before, behind)) = before.strip_suffix('[').zip(behind.strip_prefix(']')) {
            let (before, behind) = (before.to_string(), behind.to_string());
            events[at - 1] = Event::Text(before.into());
            events[at + 1] = Event::Text(behind.into());
        }
    }
    events.retain(|event| !matches!(event, Event::Text(text) if text.is_empty()));
    events
}

/// The text behind a first line `---` and the next one, if keys stand between them.
fn without_front_matter(text: &str) -> &str {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\A\u{feff}?---\s*\n(?:[a-zä_]+:[^\n]*\n(?:[ -][^\n]*\n)*)*---\s*?(?:\n|\z)")
            .expect("an expression")
    });
    HEAD.find(text).map_or(text, |head| &text[head.end()..])
}

#[derive(Default)]
struct Outside {
    kept: Vec<Event<'static>>,
    /// For every open link, in Markdown or in HTML, whether it is a mark or a fragment.
    links: Vec<bool>,
}

impl Outside {
    /// Takes one event, or the events of a whole fragment; says how many.
    fn event(&mut self, events: &[Event]) -> usize {
        if let Some(count) = fragment(events) {
            return count;
        }
        if let Some(count) = nameless(events) {
            return count;
        }
        match &events[0] {
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("go:") => self.links.push(true),
            Event::Start(Tag::Link { .. }) => {
                self.links.push(false);
                self.keep(&events[0]);
            }
            event if is_anchor(event) => self.links.push(true),
            Event::InlineHtml(html) if &**html == "</a>" && self.links.last() == Some(&true) => {
                self.links.pop();
            }
            Event::End(TagEnd::Link) => {
                if self.links.pop() != Some(true) {
                    self.keep(&events[0]);
                }
            }
            event => self.keep(event),
        }
        1
    }

    fn keep(&mut self, event: &Event) {
        match (self.kept.last_mut(), event) {
            (Some(Event::Text(kept)), Event::Text(more)) => {
                // Taken out and put back, so that a long text is not copied for each of its parts.
                let mut text = std::mem::replace(kept, CowStr::Borrowed("")).into_string();
                text.push_str(more);
                *kept = text.into();
            }
            (_, event) => self.kept.push(event.clone().into_static()),
        }
    }
}

/// How many events make up a source link without words, in Markdown or in HTML.
fn nameless(events: &[Event]) -> Option<usize> {
    let end = |is_end: fn(&Event) -> bool| events.iter().position(is_end).map(|at| at + 1);
    match events {
        [Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }), ..]
            if dest_url.starts_with("go:") =>
        {
            end(|event| *event == Event::End(TagEnd::Link))
        }
        [anchor, Event::InlineHtml(code), ..] if is_anchor(anchor) && &**code == "<code>" => {
            end(|event| *event == Event::InlineHtml("</a>".into()))
        }
        _ => None,
    }
}

fn is_anchor(event: &Event) -> bool {
    matches!(event, Event::InlineHtml(html) if html.starts_with("<a ") && html.contains("class=\"codex-symbol\""))
}

/// How many events make up the fragment, or the marked block, that begins here.
fn fragment(events: &[Event]) -> Option<usize> {
    let end = |wanted: TagEnd| events.iter().position(|event| *event == Event::End(wanted)).map(|at| at + 1);
    match &events[..events.len().min(3)] {
        [Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), ..] if is_marked(info) => {
            end(TagEnd::CodeBlock)
        }
        [Event::Start(Tag::HtmlBlock), ..] => {
            let end = end(TagEnd::HtmlBlock)?;
            // The indent before it is text.
            let text = |event: &Event| match event {
                Event::Html(html) | Event::Text(html) => html.to_string(),
                _ => String::new(),
            };
            let html: String = events[..end].iter().map(text).collect();
            (!html.trim().contains('\n') && FRAGMENT.is_match(html.trim_end())).then_some(end)
        }
        [Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), Event::Text(text), Event::End(_)]
            if &**text == TITLE =>
        {
            Some(3)
        }
        _ => None,
    }
}

fn is_marked(info: &str) -> bool {
    info.starts_with("codex-") || info.contains("codex=\"")
}

/// Where two lists part, for the eye.
pub fn difference(input: &[Event], output: &[Event]) -> Option<String> {
    let at = input.iter().zip(output).take_while(|(a, b)| a == b).count();
    let shown = |event: &Event| match event {
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) | Event::Code(text) => {
            text.to_string()
        }
        Event::Start(tag) => format!("{:?}", tag.to_end()),
        event => format!("{event:?}"),
    };
    let around = |events: &[Event]| {
        let some: Vec<String> = events.iter().skip(at.saturating_sub(1)).take(4).map(shown).collect();
        some.join("\n    ").chars().take(1500).collect::<String>()
    };
    (at < input.len() || at < output.len())
        .then(|| format!("  in:\n    {}\n  out:\n    {}", around(input), around(output)))
}
