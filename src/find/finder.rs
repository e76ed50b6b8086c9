//! The walk over a page's events, and what it remembers on the way.
use super::{
    Block, Findings, Form, Found, Heading, Mention, Target, What, Words, drawings, fences, headings, open,
    prefix, symbols,
};
use crate::config::{Config, Output};
use crate::read::Page;
use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// One walk over one page.
pub struct Finder<'p> {
    page: &'p Page<'p>,
    cfg: &'p Config,
    out: Findings,
    ids: headings::Ids,
    /// How many lists, quotes, tables and definitions are open.
    containers: usize,
    heading: Option<OpenHeading>,
    link: Option<OpenLink>,
    code: Option<OpenCode>,
    /// Whether a link of raw HTML is open.
    anchor: bool,
    /// For each bracket of the text that is open, how many places were found before it.
    brackets: Vec<usize>,
}

struct OpenHeading {
    level: u8,
    id: Option<String>,
    text: String,
    span: Range<usize>,
}

struct OpenLink {
    dest: String,
    title: String,
    image: bool,
    span: Range<usize>,
    /// The bytes of what stands inside, once there is something.
    inner: Option<Range<usize>>,
    words: String,
}

struct OpenCode {
    info: String,
    fenced: bool,
    span: Range<usize>,
    text: String,
    /// Where the text stands, once there is some.
    inner: Option<Range<usize>>,
}

impl<'p> Finder<'p> {
    /// A finder for a page.
    pub fn new(page: &'p Page<'p>, cfg: &'p Config) -> Self {
        Finder {
            page,
            cfg,
            out: Findings::default(),
            ids: headings::Ids::default(),
            containers: 0,
            heading: None,
            link: None,
            code: None,
            anchor: false,
            brackets: Vec::new(),
        }
    }

    /// Walks the whole page.
    pub fn run(mut self) -> Findings {
        let page = self.page;
        let options = self.cfg.markdown.options();
        for (event, span) in new_cmark_parser(&page.text[page.body..], &options).into_offset_iter() {
            self.event(event, page.body + span.start..page.body + span.end);
        }
        self.out
    }

    fn event(&mut self, event: Event, span: Range<usize>) {
        if let (Some(link), false) =
            (&mut self.link, matches!(event, Event::End(TagEnd::Link | TagEnd::Image)))
        {
            let start = link.inner.as_ref().map_or(span.start, |inner| inner.start.min(span.start));
            let end = link.inner.as_ref().map_or(span.end, |inner| inner.end.max(span.end));
            link.inner = Some(start..end);
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(TagEnd::HtmlBlock) => {
                self.end(TagEnd::HtmlBlock);
                self.drawings(span.clone());
                self.open_html(span);
            }
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => self.code_span(&text, span),
            Event::InlineHtml(html) => self.raw(&html),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, span: Range<usize>) {
        if matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell) {
            self.brackets.clear();
            self.anchor = false;
        }
        match tag {
            Tag::Heading { level, id, .. } => {
                let id = id.map(|id| id.to_string());
                self.heading = Some(OpenHeading { level: number(level), id, text: String::new(), span });
            }
            Tag::Paragraph if self.containers == 0 => self.paragraph(span),
            Tag::CodeBlock(kind) => {
                let (info, fenced) = match kind {
                    CodeBlockKind::Fenced(info) => (info.to_string(), true),
                    CodeBlockKind::Indented => (String::new(), false),
                };
                self.code = Some(OpenCode { info, fenced, span, text: String::new(), inner: None });
            }
            // In the words of an image there are no links.
            Tag::Link { .. } if self.link.is_some() => {}
            Tag::Link { dest_url, title, .. } => self.open_link(&dest_url, &title, false, span),
            Tag::Image { dest_url, title, .. } if self.link.is_none() => {
                self.open_link(&dest_url, &title, true, span);
            }
            Tag::Item if self.containers == 1 => self.out.shape.items.push(span),
            tag if is_container(&tag.to_end()) => self.containers += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::Link if self.link.as_ref().is_some_and(|link| !link.image) => self.close_link(),
            TagEnd::Image if self.link.as_ref().is_some_and(|link| link.image) => self.close_link(),
            tag if is_container(&tag) => self.containers = self.containers.saturating_sub(1),
            _ => {}
        }
    }

    fn paragraph(&mut self, span: Range<usize>) {
        let shape = &mut self.out.shape;
        match shape.headings.last_mut() {
            Some(heading) if heading.first.is_none() => heading.first = Some(span.clone()),
            _ => {}
        }
        shape.summary.get_or_insert(span);
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.inner.get_or_insert(span.clone()).end = span.end;
            code.text.push_str(text);
        } else {
            self.words(text);
            self.bracket(span);
        }
    }

    /// A link of ours becomes HTML, which does not keep the brackets around it from being a link as a link does.
    fn bracket(&mut self, span: Range<usize>) {
        let text = self.page.text;
        if self.link.is_some() || text[..span.start].ends_with('\\') {
            return;
        }
        for (at, sign) in text[span.clone()].match_indices(['[', ']']) {
            let Some(before) = (if sign == "[" { None } else { self.brackets.pop() }) else {
                self.brackets.extend((sign == "[").then_some(self.out.found.len()));
                continue;
            };
            if text[span.start + at + 1..].starts_with(['(', '[', ':']) {
                self.out.found[before..].iter_mut().for_each(nest);
            }
        }
    }

    /// Words that a reader reads: prose, and part of an open heading or link.
    fn words(&mut self, text: &str) {
        self.out.shape.prose += words(text);
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        if let Some(link) = &mut self.link {
            link.words.push_str(text);
        }
    }

    fn raw(&mut self, html: &str) {
        let tag = html.trim_start_matches(['<', '/']).to_ascii_lowercase();
        if tag.starts_with('a') && tag[1..].starts_with([' ', '\t', '\n', '>', '/']) {
            self.anchor = !html.starts_with("</");
        }
    }

    fn code_span(&mut self, text: &str, span: Range<usize>) {
        self.words(text);
        if self.link.is_some() || self.anchor {
            return;
        }
        let bracketed = symbols::brackets(&self.page.text[self.page.body..], shift(&span, self.page.body))
            .map(|outer| outer.start + self.page.body..outer.end + self.page.body);
        let in_heading = self.heading.is_some();
        let reference = match self.cfg.table.names.get(text) {
            Some(reference) => reference.clone(),
            None if symbols::is_qualified(text) || (bracketed.is_some() && symbols::is_name(text)) => {
                text.into()
            }
            None => return,
        };
        match bracketed {
            Some(outer) => self.mention(outer, reference, String::new(), Form::Shortcut(span)),
            None if !in_heading => self.mention(span, reference, String::new(), Form::Code),
            None => {}
        }
    }

    fn mention(&mut self, span: Range<usize>, reference: String, title: String, form: Form) {
        let section = self.out.shape.headings.len();
        let in_heading = self.heading.is_some();
        let mention = Mention { reference, title, form, section, in_heading, nested: false };
        self.push(span, What::Symbol(mention));
    }

    fn open_link(&mut self, dest: &str, title: &str, image: bool, span: Range<usize>) {
        let (dest, title) = (dest.to_string(), title.to_string());
        self.link = Some(OpenLink { dest, title, image, span, inner: None, words: String::new() });
    }

    fn close_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        match link.dest.split_once(':') {
            Some(("go", reference)) if !link.image => {
                let form = self.link_form(&link);
                self.mention(link.span, reference.to_string(), link.title, form);
            }
            Some(("codex", of)) if !link.image => {
                let words = Words { words: link.words, of: of.to_string() };
                self.push(link.span, What::Count(words));
            }
            _ => {
                let words = match self.link_form(&link) {
                    Form::Link(words) if !link.image => Some(words),
                    _ => None,
                };
                self.push(link.span, What::Link(Target { dest: link.dest, image: link.image, words }));
            }
        }
    }

    /// Where the words of a link stand: behind its first bracket, up to the one that closes them.
    fn link_form(&self, link: &OpenLink) -> Form {
        let text = self.page.text;
        let inner = link.inner.clone().filter(|_| text[link.span.clone()].starts_with('['));
        let Some(inner) = inner else { return Form::Empty };
        let rest = &text[inner.end..link.span.end];
        let close = rest.find(']').map_or(inner.end, |at| inner.end + at);
        Form::Link(link.span.start + 1..close)
    }

    fn drawings(&mut self, block: Range<usize>) {
        let drawings = match self.cfg.output {
            Output::Epub => drawings::spans(&self.page.text[block.clone()]),
            _ => Vec::new(),
        };
        for span in drawings {
            self.push(block.start + span.start..block.start + span.end, What::Drawing);
        }
    }

    fn close_heading(&mut self) {
        let Some(open) = self.heading.take() else { return };
        let id = self.ids.give(open.id, &open.text);
        let OpenHeading { level, text, span, .. } = open;
        let top = self.containers == 0;
        self.out.shape.headings.push(Heading { level, text, id, span, top, first: None });
    }

    fn close_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let OpenCode { info, fenced, span, text, inner } = code;
        self.out.shape.code += words(&text);
        if fenced && self.is_last(&span) {
            self.open_fence(&span, inner.as_ref());
        }
        let block = Block { info, text, start: inner.map_or(span.end, |inner| inner.start) };
        if let Some(what) = fenced.then(|| fences::what(block)).flatten() {
            self.push(span, what);
        }
    }

    fn is_last(&self, span: &Range<usize>) -> bool {
        self.page.text[span.end..].trim_ascii().is_empty()
    }

    fn open_fence(&mut self, span: &Range<usize>, inner: Option<&Range<usize>>) {
        let (text, block) = (self.page.text, &self.page.text[span.clone()]);
        let first = block.find('\n').map_or(span.end, |at| span.start + at);
        let rest = &text[inner.map_or(first, |inner| inner.end.min(span.end))..span.end];
        let fence = open::fence(block, rest);
        let close = fence.map(|fence| open::Close::Fence(prefix(text, span.start) + &fence));
        self.out.shape.open = close.map(|close| open::Open { span: span.clone(), close });
    }

    fn open_html(&mut self, span: Range<usize>) {
        let end =
            open::html(&self.page.text[span.clone()]).filter(|_| self.containers == 0 && self.is_last(&span));
        self.out.shape.open = end.map(|end| open::Open { span, close: open::Close::Html(end) });
    }

    fn push(&mut self, span: Range<usize>, what: What) {
        let prefix = if is_block(&what) { prefix(self.page.text, span.start) } else { String::new() };
        self.out.found.push(Found { span, prefix, what });
    }
}

/// How many words a text has: runs of what is no white space, and every two characters of Chinese and Japanese, which
/// write none between words. Other bytes beyond ASCII count as letters, which is near enough for a reading time and a
/// good deal quicker than to look each character up.
fn words(text: &str) -> usize {
    let (mut halves, mut in_word) = (0_usize, false);
    for byte in text.bytes() {
        match byte {
            // The first bytes of U+3000 to U+9FFF in UTF-8: kana and the unified ideographs.
            0xE3..=0xE9 => (halves, in_word) = (halves + 1, false),
            // What follows a first byte belongs to its character.
            0x80..=0xBF => {}
            _ if byte.is_ascii_whitespace() => in_word = false,
            _ if in_word => {}
            _ => (halves, in_word) = (halves + 2, true),
        }
    }
    halves.div_ceil(2)
}

fn nest(found: &mut Found) {
    if let What::Symbol(mention @ Mention { form: Form::Link(_) | Form::Empty, .. }) = &mut found.what {
        mention.nested = true;
    }
}

fn is_block(what: &What) -> bool {
    !matches!(what, What::Count(_) | What::Symbol(_) | What::Link(_) | What::Drawing)
}

fn is_container(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::List(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::HtmlBlock
    )
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}

fn shift(span: &Range<usize>, by: usize) -> Range<usize> {
    span.start - by..span.end - by
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_counted() {
        let check = |text: &str, expected| assert_eq!(words(text), expected, "{text}");
        check("", 0);
        check("  a bc\n\td ", 3);
        check("größer als ein Wort", 4);
        check("通道是一个指针", 4);
        check("Go 的 channel", 3);
        check("القناة مؤشر", 2);
    }
}
