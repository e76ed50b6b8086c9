//! A page of the plain sort, read line by line instead of by the parser.
//!
//! In: a page's Markdown. Out: what [`Finder`] is told of it, as it would be told of pulldown-cmark's events. Headings,
//! paragraphs, lists of single lines, tables and fenced code are read here, at a fraction of the parser's time; a block
//! with anything else in it is handed to the parser alone, which may be done where neither reference definitions nor
//! footnotes stand. Where even the ends of blocks are in doubt (raw HTML, definitions, an open fence) the page is given
//! up, and the parser reads all of it. `tests/quick.rs` and the fuzz target `page` hold both to the same findings.
use super::finder::Finder;
use inline::Mark;
use lines::{Line, Lines};
use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use std::ops::Range;

mod inline;
mod lines;

/// Tells the finder what stands in `text` from the byte `body` on; `None` where the page is given up, and what was told
/// by then is to be forgotten.
pub fn read<'b>(
    text: &'b str,
    body: usize,
    options: &MarkdownOptions,
    finder: &mut Finder<'_, 'b>,
) -> Option<()> {
    // Bytes that the parser takes for white space, for line ends or for none of these, all rare.
    let bytes = &text.as_bytes()[body..];
    if bytes.starts_with(b"\xef\xbb\xbf") || memchr::memchr3(0, b'\r', b'\x0c', bytes).is_some() {
        return None;
    }
    if memchr::memchr(b'\x0b', bytes).is_some() {
        return None;
    }
    let mut reader = Reader { lines: Lines { text }, options, finder, held: Vec::new() };
    let mut at = body;
    while let Some(line) = reader.lines.at(at) {
        at = if line.is_blank() { line.next } else { reader.block(line)? };
    }
    Some(())
}

struct Reader<'r, 'p, 'b> {
    lines: Lines<'b>,
    options: &'r MarkdownOptions,
    finder: &'r mut Finder<'p, 'b>,
    /// What stands in a block that may yet turn out to be one for the parser.
    held: Vec<Mark>,
}

impl<'b> Reader<'_, '_, 'b> {
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
        let (level, span) = (line.heading()?, line.start..line.next);
        match inline::heading(line.text, level) {
            Some(words) => self.finder.heading(level, words, span),
            None => self.parse(span)?,
        }
        Some(line.next)
    }

    fn fence(&mut self, line: Line<'b>) -> Option<usize> {
        let fence = line.fence()?;
        // The parser reads escapes and entities in an info string.
        if fence.info.contains(['\\', '&']) {
            return None;
        }
        let last = self.lines.closing(line.next, &fence)?;
        self.finder.fence(fence.info, line.next..last.start, line.start..last.end());
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
        self.finder.paragraph(first.start..end);
        self.put_held();
        Some(end)
    }

    /// A tight list with an item on each line; any other is one for the parser.
    fn list(&mut self, first: Line<'b>) -> Option<usize> {
        self.held.clear();
        let marker = first.marker()?;
        let (mut next, mut end) = (Some(first), first.start);
        while let Some((line, text)) = next.and_then(|line| Some((line, line.item(marker)?))) {
            self.held.push(Mark::Item { start: line.start, end: line.next });
            if !inline::line(text, line.end() - text.len(), &mut self.held) {
                return self.region(first.start);
            }
            end = line.next;
            next = self.lines.at(end);
            if next.is_some_and(|next| next.is_blank()) {
                break;
            }
        }
        while let Some(line) = next.filter(|line| line.is_blank()) {
            next = self.lines.at(line.next);
        }
        let is_over = next.is_none_or(|line| match line.first() {
            b' ' | b'\t' => false,
            _ => !line.is_marked() && (line.interrupts() || self.lines.is_behind_blank(line.start)),
        });
        if !is_over || end == first.start {
            return self.region(first.start);
        }
        self.put_held();
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
            let is_row = line.columns() == Some(columns)
                && (line.start == rule.start || inline::row(line.text, line.start, &mut self.held));
            if !is_row {
                return self.region(head.start);
            }
            end = line.next;
            next = self.lines.at(line.next);
        }
        self.put_held();
        Some(end)
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
            self.finder.event(event, part.start + span.start..part.start + span.end);
        }
        Some(())
    }

    fn put_held(&mut self) {
        let text = self.lines.text;
        for mark in self.held.drain(..) {
            match mark {
                Mark::Item { start, end } => self.finder.item(start..end),
                Mark::Code { start, end } => {
                    self.finder.plain_code(&text[start + 1..end - 1], start..end);
                }
                Mark::Link { start, words_end, end } => self.finder.link(start, words_end, end),
            }
        }
    }
}
