//! The walk over a page's events, and what it remembers on the way.
use super::{
    Findings, Form, Found, Heading, Mention, What, drawings, fences, headings, prefix, raw, symbols, words,
};
use crate::config::{AutoLink, Config, Output};
use crate::read::Page;
use code::OpenCode;
use links::OpenLink;
use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

mod code;
mod links;

/// One walk over one page.
pub struct Finder<'p, 'b> {
    page: &'p Page<'b>,
    cfg: &'p Config,
    out: Findings<'b>,
    ids: headings::Ids,
    /// How many lists, quotes, tables and definitions are open.
    containers: usize,
    heading: Option<OpenHeading>,
    link: Option<OpenLink<'b>>,
    code: Option<OpenCode<'b>>,
    raw: raw::Raw,
    /// Whether a link of raw HTML is open.
    anchor: bool,
    /// For each bracket of the text that is open, how many places were found before it.
    brackets: Vec<usize>,
    /// The code spans of the section that were found, by their places in `out`.
    spans: Vec<usize>,
    /// Half words outside of code and raw HTML.
    prose: usize,
    /// Whether the heading of the section that tells changes has come.
    tells_changes: bool,
}

struct OpenHeading {
    level: u8,
    id: Option<String>,
    text: String,
    span: Range<usize>,
}

impl<'p, 'b> Finder<'p, 'b> {
    /// A finder for a page.
    pub fn new(page: &'p Page<'b>, cfg: &'p Config) -> Self {
        Finder {
            page,
            cfg,
            out: Findings::default(),
            ids: headings::Ids::default(),
            containers: 0,
            heading: None,
            link: None,
            code: None,
            raw: raw::Raw::default(),
            anchor: false,
            brackets: Vec::new(),
            spans: Vec::new(),
            prose: words::halves(&page.text[page.body..]),
            tells_changes: false,
        }
    }

    /// Walks any page, with the parser.
    pub fn run(mut self) -> Findings<'b> {
        let page = self.page;
        let options = self.cfg.markdown.options();
        for (event, span) in new_cmark_parser(&page.text[page.body..], &options).into_offset_iter() {
            let span = page.body + span.start..page.body + span.end;
            self.raw.event(&event, &span);
            self.event(event, span);
        }
        self.finish()
    }

    /// What was found, once all of the page has been told.
    pub fn finish(mut self) -> Findings<'b> {
        let raw = self.raw.finish();
        (self.out.shape.unbalanced, self.out.shape.done) = (raw.unbalanced, raw.done);
        self.out.shape.prose = words::whole(self.prose);
        self.out
    }

    /// Takes the parser's next event.
    pub fn event(&mut self, event: Event<'b>, span: Range<usize>) {
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
                self.prose = self.prose.saturating_sub(words::halves(&self.page.text[span.clone()]));
                self.open_html(span);
            }
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => self.code_span(text, span),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'b>, span: Range<usize>) {
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
                    CodeBlockKind::Fenced(info) => (info, true),
                    CodeBlockKind::Indented => (CowStr::Borrowed(""), false),
                };
                let wanted = fenced && fences::may_be_ours(&info);
                let text = String::new();
                self.code = Some(OpenCode { info, fenced, wanted, span, text, inner: None, halves: 0 });
            }
            // In the words of an image there are no links.
            Tag::Link { .. } if self.link.is_some() => {}
            Tag::Link { dest_url, title, .. } => self.open_link(dest_url, title, false, span),
            Tag::Image { dest_url, title, .. } if self.link.is_none() => {
                self.open_link(dest_url, title, true, span);
            }
            Tag::Item if self.containers == 1 => self.item(span),
            tag if is_container(&tag.to_end()) => self.containers += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some(open) = self.heading.take() {
                    self.close_heading(open);
                }
            }
            TagEnd::CodeBlock => {
                if let Some(open) = self.code.take() {
                    self.close_code(open);
                }
            }
            TagEnd::Link | TagEnd::Image => {
                let is_image = tag == TagEnd::Image;
                if let Some(open) = self.link.take_if(|link| link.image == is_image) {
                    self.close_link(open);
                }
            }
            tag if is_container(&tag) => self.containers = self.containers.saturating_sub(1),
            _ => {}
        }
    }

    /// An item of a list at the top level, where changes are told; it ends with its text, whatever the parser makes of the
    /// blank lines behind it.
    pub fn item(&mut self, span: Range<usize>) {
        if !self.tells_changes {
            return;
        }
        let text = self.page.text[span.clone()].trim_ascii_end();
        self.out.shape.items.push(span.start..span.start + text.len());
    }

    /// A heading of words and code spans alone, at the top level.
    pub fn heading(&mut self, level: usize, text: String, span: Range<usize>) {
        let level = u8::try_from(level).unwrap_or(6);
        self.close_heading(OpenHeading { level, id: None, text, span });
    }

    /// A paragraph at the top level.
    pub fn paragraph(&mut self, span: Range<usize>) {
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
            code.halves += words::halves(text);
            if code.wanted {
                code.text.push_str(text);
            }
        } else {
            self.words(text);
            self.bracket(span);
        }
    }

    /// A link of ours becomes HTML, which does not keep the brackets around it from being a link as a link does.
    fn bracket(&mut self, span: Range<usize>) {
        let (text, bytes) = (self.page.text, &self.page.text.as_bytes()[span.clone()]);
        if !bytes.iter().any(|byte| matches!(byte, b'[' | b']')) {
            return;
        }
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

    /// Words that are part of an open heading or link.
    fn words(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        if let Some(link) = self.link.as_mut().filter(|link| link.dest.starts_with("codex:")) {
            link.words.push_str(text);
        }
    }

    fn inline_html(&mut self, html: &str) {
        let tag = html.trim_start_matches(['<', '/']).to_ascii_lowercase();
        if tag.starts_with('a') && tag[1..].starts_with([' ', '\t', '\n', '>', '/']) {
            self.anchor = !html.starts_with("</");
        }
    }

    /// A code span in plain words; most of them ask for nothing.
    pub fn plain_code(&mut self, text: &'b str, span: Range<usize>) {
        if self.may_be_meant(text, span.start) {
            self.code_span(text.into(), span);
        }
    }

    /// A code span.
    fn code_span(&mut self, text: CowStr<'b>, span: Range<usize>) {
        let words: &str = &text;
        self.words(words);
        if self.link.is_some() || self.anchor || !self.may_be_meant(words, span.start) {
            return;
        }
        let named = self.cfg.table.names.get(words);
        let bracketed = symbols::brackets(&self.page.text[self.page.body..], shift(&span, self.page.body))
            .map(|outer| outer.start + self.page.body..outer.end + self.page.body);
        let is_meant = symbols::is_qualified(words) || (bracketed.is_some() && symbols::is_name(words));
        let reference = match named {
            Some(reference) => reference.clone().into(),
            None if is_meant => text,
            None => return,
        };
        match bracketed {
            Some(outer) => self.mention(outer, reference, "".into(), Form::Shortcut(span)),
            None if self.heading.is_none() && !self.is_repeat(&reference) => {
                self.spans.push(self.out.found.len());
                self.mention(span, reference, "".into(), Form::Code);
            }
            None => {}
        }
    }

    /// Whether a code span may stand for a symbol, by what can be told of it at a glance.
    fn may_be_meant(&self, text: &str, start: usize) -> bool {
        let is_bracketed = self.page.text.as_bytes()[..start].ends_with(b"[");
        is_bracketed
            || self.cfg.table.names.contains_key(text)
            || symbols::may_be_qualified(text) && !self.is_repeat(text)
    }

    /// Whether the section has the same code span already, and only its first one is wanted.
    fn is_repeat(&self, reference: &str) -> bool {
        let is_same = |at: &usize| match &self.out.found[*at].what {
            What::Symbol(mention) => *mention.reference == *reference,
            _ => false,
        };
        self.cfg.auto_link != AutoLink::All && self.heading.is_none() && self.spans.iter().any(is_same)
    }

    fn mention(&mut self, span: Range<usize>, reference: CowStr<'b>, title: CowStr<'b>, form: Form) {
        let section = self.out.shape.headings.len();
        let in_heading = self.heading.is_some();
        let mention = Mention { reference, title, form, section, in_heading, nested: false };
        self.push(span, What::Symbol(mention));
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

    fn close_heading(&mut self, open: OpenHeading) {
        self.spans.clear();
        let id = self.ids.give(open.id, &open.text);
        let OpenHeading { level, text, span, .. } = open;
        self.tells_changes |= text == self.cfg.table.changes.section;
        let top = self.containers == 0;
        self.out.shape.headings.push(Heading { level, text, id, span, top, first: None });
    }

    fn push(&mut self, span: Range<usize>, what: What<'b>) {
        let prefix = if is_block(&what) { prefix(self.page.text, span.start) } else { String::new() };
        self.out.found.push(Found { span, prefix, what });
    }
}

fn nest(found: &mut Found) {
    if let What::Symbol(mention @ Mention { form: Form::Link(_) | Form::Empty, .. }) = &mut found.what {
        mention.nested = true;
    }
}

fn is_block(what: &What) -> bool {
    !matches!(what, What::Count(_) | What::Symbol(_) | What::Drawing)
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
