//! Links: ours, which ask for something, and the author's own.
use super::Finder;
use crate::find::{Form, Link, What, Words};
use mdbook_markdown::pulldown_cmark::CowStr;
use std::ops::Range;

/// A link or an image whose end has not come yet.
pub(super) struct OpenLink<'b> {
    pub(super) dest: CowStr<'b>,
    pub(super) title: CowStr<'b>,
    pub(super) image: bool,
    pub(super) span: Range<usize>,
    /// The bytes of what stands inside, once there is something.
    pub(super) inner: Option<Range<usize>>,
    /// Its words, which only a count is asked for.
    pub(super) words: String,
}

impl<'b> Finder<'_, 'b> {
    /// A link of plain words in brackets and an address in parentheses.
    pub fn link(&mut self, start: usize, words_end: usize, end: usize) {
        let text = self.page.text;
        let (words, dest) = (start + 1..words_end, &text[words_end + 2..end - 1]);
        if !dest.as_bytes().contains(&b':') {
            let words = Some(words).filter(|words| !words.is_empty());
            return self.own_link(start..end, dest.into(), false, words);
        }
        self.close_link(OpenLink {
            dest: dest.into(),
            title: "".into(),
            image: false,
            span: start..end,
            words: if dest.starts_with("codex:") { text[words.clone()].to_string() } else { String::new() },
            inner: Some(words).filter(|words| !words.is_empty()),
        });
    }

    pub(super) fn open_link(&mut self, dest: CowStr<'b>, title: CowStr<'b>, image: bool, span: Range<usize>) {
        self.link = Some(OpenLink { dest, title, image, span, inner: None, words: String::new() });
    }

    pub(super) fn close_link(&mut self, link: OpenLink<'b>) {
        match link.dest.split_once(':') {
            Some(("go", reference)) if !link.image => {
                let form = self.link_form(&link);
                self.mention(link.span, reference.to_string().into(), link.title, form);
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
                self.own_link(link.span, link.dest, link.image, words);
            }
        }
    }

    fn own_link(&mut self, span: Range<usize>, dest: CowStr<'b>, image: bool, words: Option<Range<usize>>) {
        let repeats = self.out.links.last().is_some_and(|last| *last.dest == *dest);
        self.out.links.push(Link { span, dest, repeats, image, words });
    }

    /// Where the words of a link stand: behind its first bracket, up to the one that closes them.
    fn link_form(&self, link: &OpenLink<'b>) -> Form {
        let text = self.page.text;
        let inner = link.inner.clone().filter(|_| text[link.span.clone()].starts_with('['));
        let Some(inner) = inner else { return Form::Empty };
        let rest = &text[inner.end..link.span.end];
        let close = rest.find(']').map_or(inner.end, |at| inner.end + at);
        Form::Link(link.span.start + 1..close)
    }
}
