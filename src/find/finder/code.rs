//! Blocks that Markdown is not read in: code and raw HTML.
use super::Finder;
use crate::find::{Block, fences, open, prefix, words};
use mdbook_markdown::pulldown_cmark::CowStr;
use std::ops::Range;

/// A block of code whose end has not come yet.
pub(super) struct OpenCode<'b> {
    pub(super) info: CowStr<'b>,
    pub(super) fenced: bool,
    /// Whether it may be a block of ours.
    pub(super) wanted: bool,
    pub(super) span: Range<usize>,
    pub(super) text: String,
    /// Where the text stands, once there is some.
    pub(super) inner: Option<Range<usize>>,
    /// Half words in it.
    pub(super) halves: usize,
}

impl<'b> Finder<'_, 'b> {
    /// A fenced block at the top level, `code` being the bytes between its fences.
    pub fn fence(&mut self, info: &'b str, code: Range<usize>, span: Range<usize>) {
        let inside = &self.page.text[code.clone()];
        let wanted = fences::is_ours(info, inside);
        let text = if wanted { inside.to_string() } else { String::new() };
        let (inner, halves) = (Some(code).filter(|code| !code.is_empty()), words::halves(inside));
        self.close_code(OpenCode { info: info.into(), fenced: true, wanted, span, text, inner, halves });
    }

    pub(super) fn close_code(&mut self, code: OpenCode) {
        let OpenCode { info, fenced, wanted, span, text, inner, halves } = code;
        self.out.shape.code += words::whole(halves);
        self.prose = self.prose.saturating_sub(words::halves(&self.page.text[span.clone()]));
        if fenced && self.is_last(&span) {
            self.open_fence(&span, inner.as_ref());
        }
        if !wanted {
            return;
        }
        let start = inner.map_or(span.end, |inner| inner.start);
        let block = Block { info: info.into_string(), text, start };
        if let Some(what) = fences::what(block) {
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

    pub(super) fn open_html(&mut self, span: Range<usize>) {
        let end =
            open::html(&self.page.text[span.clone()]).filter(|_| self.containers == 0 && self.is_last(&span));
        self.out.shape.open = end.map(|end| open::Open { span, close: open::Close::Html(end) });
    }
}
