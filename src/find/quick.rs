//! A page of the plain sort, read line by line instead of by the parser.
//!
//! In: a page's Markdown. Out: the events that pulldown-cmark gives for it, without those that [`finder`](super::finder)
//! passes over (words outside of headings, links and code, emphasis, cells, line ends, ends of items). Headings, paragraphs, lists of
//! single lines, tables and fenced code are read here, at a fraction of the parser's time; a block with anything else in
//! it is handed to the parser alone, which may be done where neither reference definitions nor footnotes stand. Where
//! even the ends of blocks are in doubt (raw HTML, definitions, an open fence) the page is given up, and the parser
//! reads all of it. `tests/quick.rs` and the fuzz target `page` hold both to the same findings.
use lines::{Line, Lines};
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use std::ops::Range;

mod inline;
mod lines;

/// An event and the bytes of the page that it stands for.
type Spanned<'b> = (Event<'b>, Range<usize>);

/// Gives the events of `text` from the byte `body` on to `put`; `None` where the page is given up, and what was put by
/// then is to be forgotten.
pub fn read<'b>(
    text: &'b str,
    body: usize,
    options: &MarkdownOptions,
    put: &mut dyn FnMut(Event<'b>, Range<usize>),
) -> Option<()> {
    // Bytes that the parser takes for white space, for line ends or for none of these, all rare.
    let bytes = &text.as_bytes()[body..];
    if bytes.starts_with(b"\xef\xbb\xbf") || memchr::memchr3(0, b'\r', b'\x0c', bytes).is_some() {
        return None;
    }
    if memchr::memchr2(b'\x0b', b'\x1c', bytes).is_some() {
        return None;
    }
    let mut reader = Reader { lines: Lines { text }, options, put, held: Vec::new() };
    let mut at = body;
    while let Some(line) = reader.lines.at(at) {
        at = if line.is_blank() { line.next } else { reader.block(line)? };
    }
    Some(())
}

struct Reader<'b, 'o> {
    lines: Lines<'b>,
    options: &'o MarkdownOptions,
    put: &'o mut dyn FnMut(Event<'b>, Range<usize>),
    /// The events of a block that may yet turn out to be one for the parser.
    held: Vec<Spanned<'b>>,
}

impl<'b> Reader<'b, '_> {
    /// Reads the block that begins with a line, behind a blank line or a block that ends by itself; the byte where the
    /// next one may begin.
    fn block(&mut self, line: Line<'b>) -> Option<usize> {
        match line.first() {
            b'#' if line.heading().is_some() => self.heading(line),
            b'`' | b'~' if line.fence().is_some() => self.fence(line),
            b'-' | b'*' | b'_' if line.is_rule() => Some(line.next),
            b'-' | b'*' | b'+' | b'0'..=b'9' if line.marker().is_some() => self.list(line),
            b'|' => self.table(line),
            b'>' | b' ' | b'\t' => self.region(line.start),
            b':' | b'<' => None,
            _ => self.paragraph(line),
        }
    }

    fn heading(&mut self, line: Line<'b>) -> Option<usize> {
        let level = line.heading()?;
        self.held.clear();
        if !inline::heading(line.text, line.start, level, &mut self.held) {
            self.parse(line.start..line.next)?;
            return Some(line.next);
        }
        let span = line.start..line.next;
        let level = HeadingLevel::try_from(level).ok()?;
        let tag = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
        self.put_block(tag, span);
        Some(line.next)
    }

    fn fence(&mut self, line: Line<'b>) -> Option<usize> {
        let fence = line.fence()?;
        // The parser reads escapes and entities in an info string.
        if fence.info.contains(['\\', '&']) {
            return None;
        }
        let last = self.lines.closing(line.next, &fence)?;
        let tag = Tag::CodeBlock(CodeBlockKind::Fenced(CowStr::Borrowed(fence.info)));
        let code = line.next..last.start;
        self.held.clear();
        if !code.is_empty() {
            self.held.push((Event::Text(CowStr::Borrowed(&self.lines.text[code.clone()])), code));
        }
        self.put_block(tag, line.start..last.end());
        Some(last.next)
    }

    fn paragraph(&mut self, first: Line<'b>) -> Option<usize> {
        self.held.clear();
        let mut end = first.start;
        let mut next = Some(first);
        while let Some(line) =
            next.filter(|line| !line.is_blank() && (line.start == first.start || !line.interrupts()))
        {
            let is_plain = line.start == first.start || line.continues();
            if !is_plain || !inline::line(line.text, line.start, &mut self.held) {
                return self.region(first.start);
            }
            end = line.next;
            next = self.lines.at(line.next);
        }
        self.put_block(Tag::Paragraph, first.start..end);
        Some(end)
    }

    /// A tight list with an item on each line; any other is one for the parser.
    fn list(&mut self, first: Line<'b>) -> Option<usize> {
        self.held.clear();
        let marker = first.marker()?;
        let (mut next, mut end) = (Some(first), first.start);
        while let Some((line, text)) = next.and_then(|line| Some((line, line.item(marker)?))) {
            let at = self.held.len();
            self.held.push((Event::Start(Tag::Item), line.start..line.next));
            if !inline::line(text, line.end() - text.len(), &mut self.held) {
                return self.region(first.start);
            }
            next = self.lines.at(line.next);
            let blank = next.is_some_and(|next| next.is_blank());
            // The last item takes in the blank lines behind it.
            while let Some(line) = next.filter(|line| line.is_blank()) {
                self.held[at].1.end = line.next;
                next = self.lines.at(line.next);
            }
            end = self.held[at].1.end;
            if blank {
                break;
            }
        }
        let is_over = next.is_none_or(|line| match line.first() {
            b' ' | b'\t' => false,
            _ => !line.is_marked() && (line.interrupts() || self.lines.is_behind_blank(line.start)),
        });
        if !is_over || end == first.start {
            return self.region(first.start);
        }
        self.put_block(Tag::List(None), first.start..end);
        Some(end)
    }

    fn table(&mut self, head: Line<'b>) -> Option<usize> {
        self.held.clear();
        let columns = head.columns();
        let rule = self.lines.at(head.next).filter(|rule| rule.is_delimiter());
        let (Some(columns), Some(rule)) = (columns, rule) else { return self.region(head.start) };
        let mut end = head.start;
        let mut next = Some(head);
        while let Some(line) = next.filter(|line| !line.is_blank()) {
            if line.start != rule.start && !self.row(line) || line.columns() != Some(columns) {
                return self.region(head.start);
            }
            end = line.next;
            next = self.lines.at(line.next);
        }
        self.put_block(Tag::Table(Vec::new()), head.start..end);
        Some(end)
    }

    fn row(&mut self, line: Line<'b>) -> bool {
        let Some(mut cells) = line.cells() else { return false };
        cells.all(|cell| {
            let start = line.start + (cell.as_ptr() as usize - line.text.as_ptr() as usize);
            inline::line(cell, start, &mut self.held)
        })
    }

    /// What only the parser can tell: all up to a blank line behind which a line begins at the margin with something
    /// that no list, quote or code could hold.
    fn region(&mut self, start: usize) -> Option<usize> {
        let mut at = start;
        let mut behind_blank = false;
        while let Some(line) = self.lines.at(at) {
            let is_within = matches!(line.first(), b' ' | b'\t') || line.is_marked();
            let is_fence = line.fence().is_some();
            if line.is_blank() {
                behind_blank = true;
            } else if at > start && (is_fence || behind_blank && !is_within) {
                break;
            } else if line.is_doubtful() {
                return None;
            } else {
                behind_blank = false;
            }
            at = line.next;
        }
        self.parse(start..at)?;
        Some(at)
    }

    /// The parser's own events for a part of the page.
    fn parse(&mut self, part: Range<usize>) -> Option<()> {
        let text = &self.lines.text[part.clone()];
        // Of a link's or a footnote's definition, which the rest of the page would have to know of.
        if text.contains("]:") {
            return None;
        }
        for (event, span) in new_cmark_parser(text, self.options).into_offset_iter() {
            if matches!(event, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock)) {
                return None;
            }
            (self.put)(event, part.start + span.start..part.start + span.end);
        }
        Some(())
    }

    /// A block, and in it what is held.
    fn put_block(&mut self, tag: Tag<'b>, span: Range<usize>) {
        let end = tag.to_end();
        (self.put)(Event::Start(tag), span.clone());
        for (event, span) in self.held.drain(..) {
            (self.put)(event, span);
        }
        (self.put)(Event::End(end), span);
    }
}
