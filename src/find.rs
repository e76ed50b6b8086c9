//! Room 2: one pass over one page's Markdown → what stands where.
//!
//! In: a page's text after its front matter. Out: [`Findings`]: the marked places ([`Found`]), and the page's [`Shape`]
//! (headings, first paragraph, words). Spans are bytes of the page's whole text. Nothing is looked up here. The walk is
//! `finder`; what it is told comes from mdBook's parser, or for plain pages from `quick`.
use crate::config::Config;
use crate::read::Page;
use mdbook_markdown::pulldown_cmark::CowStr;
use std::ops::Range;

mod drawings;
mod fences;
mod finder;
pub mod headings;
pub mod open;
mod quick;
pub mod raw;
pub mod symbols;
mod words;

pub use fences::{ENDS, NAMES as BLOCKS};

/// What one page holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings<'b> {
    /// The marked places, in the order of the text.
    pub found: Vec<Found<'b>>,
    /// The links and images that are the author's own, in the order of the text.
    pub links: Vec<Link<'b>>,
    /// The rest of what the book must know of the page.
    pub shape: Shape,
}

/// A marked place.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'b> {
    /// Bytes of the page's whole text.
    pub span: Range<usize>,
    /// What stands before a block on each of its lines: the `>` and indents of its containers.
    pub prefix: String,
    /// What it asks for.
    pub what: What<'b>,
}

/// What a marked place asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum What<'b> {
    /// A `codex-cards` block, with its settings.
    Cards(Block),
    /// A `codex-tags` block.
    Tags,
    /// A `codex-sources` block.
    Sources,
    /// A `codex-changes` block.
    Changes,
    /// `[thirteen](codex:chapters)`: the words, and what is counted.
    Count(Words),
    /// A source link or a code span that may become one.
    Symbol(Mention<'b>),
    /// A `go` block with `codex="…"`.
    Excerpt(Asked),
    /// A `codex-layout` block.
    Layout(Block),
    /// A `codex-calls` block.
    Calls(Block),
    /// A `go` block that is a program with its expected end.
    Example(Block),
    /// A fenced block whose name begins with `codex-` and is none of ours.
    Unknown(String),
    /// A drawing in a block of raw HTML; looked for where the renderer cannot take it as it is.
    Drawing,
}

/// A fenced block of ours.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// The info string.
    pub info: String,
    /// The text between the fences, without its containers' prefixes.
    pub text: String,
    /// Where that text begins.
    pub start: usize,
}

/// A `codex:` link.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The words as the author wrote them.
    pub words: String,
    /// What stands behind `codex:`.
    pub of: String,
}

/// A place that names a symbol.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention<'b> {
    /// The reference as written.
    pub reference: CowStr<'b>,
    /// The link title: a fact to check.
    pub title: CowStr<'b>,
    /// How it is written.
    pub form: Form,
    /// The section it stands in, counted by headings.
    pub section: usize,
    /// Whether it stands in a heading, where no link may be.
    pub in_heading: bool,
    /// Whether it is a link inside of brackets that would be a link without it.
    pub nested: bool,
}

/// How a symbol is named.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// `[words](go:…)`: where the words stand.
    Link(Range<usize>),
    /// `[](go:…)` and `<go:…>`.
    Empty,
    /// A code span in brackets that lead nowhere: where the code span stands.
    Shortcut(Range<usize>),
    /// A qualified code span.
    Code,
}

/// A `go` block that asks for an excerpt.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The reference, as written.
    pub reference: String,
    /// The block.
    pub block: Block,
}

/// An ordinary link or image.
#[derive(Debug, Clone, PartialEq)]
pub struct Link<'b> {
    /// Bytes of the page's whole text.
    pub span: Range<usize>,
    /// The destination as CommonMark reads it.
    pub dest: CowStr<'b>,
    /// Whether the one before it leads to the same: what was found out of that holds for this.
    pub repeats: bool,
    /// Whether it is an image.
    pub image: bool,
    /// Where the words of a link stand that is written with brackets.
    pub words: Option<Range<usize>>,
}

/// What the book must know of a page besides its marks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    /// All headings in order.
    pub headings: Vec<Heading>,
    /// The first paragraph at the top level.
    pub summary: Option<Range<usize>>,
    /// The items of lists at the top level below the heading of the section that tells changes, each with all its text.
    pub items: Vec<Range<usize>>,
    /// The block that only the end of the page closes.
    pub open: Option<open::Open>,
    /// Tags of raw HTML without their other half.
    pub unbalanced: Vec<raw::Unbalanced>,
    /// The classes of fragments that an earlier run added: such a page gets no others.
    pub done: Vec<&'static str>,
    /// Words outside of code and raw HTML, as they stand in the source: signs of Markdown are few among them.
    pub prose: usize,
    /// Words in code blocks.
    pub code: usize,
}

/// A Markdown heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words alone.
    pub text: String,
    /// The id that mdBook gives it.
    pub id: String,
    /// Bytes of the page's whole text.
    pub span: Range<usize>,
    /// Whether it stands outside of lists and quotes.
    pub top: bool,
    /// The paragraph that follows it.
    pub first: Option<Range<usize>>,
}

impl Block {
    /// The bytes of the page that some of the block's text stands for. The page has `\r\n` and the prefixes of
    /// containers where the block's text has neither.
    pub fn span(&self, page: &str, inner: Range<usize>) -> Range<usize> {
        let start = self.place(page, inner.start);
        start..self.place(page, inner.end).max(start)
    }

    fn place(&self, page: &str, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let from = before.rfind('\n').map_or(0, |newline| newline + 1);
        let content = self.text[from..].lines().next().unwrap_or_default();
        let source = page.get(self.start..).unwrap_or_default();
        let mut lines = source.split_inclusive('\n').skip(before.matches('\n').count());
        let Some(line) = lines.next() else { return page.len() };
        // Both are parts of one text, so the distance is the line's place in it.
        let start = self.start + (line.as_ptr() as usize - source.as_ptr() as usize);
        let content_at = line.rfind(content).filter(|_| !content.is_empty());
        let column = content_at.map_or(0, |column| column + before.len() - from);
        start + column.min(line.trim_end_matches(['\n', '\r']).len())
    }
}

impl Shape {
    /// The heading that is the page's title: a first-level one with no other heading before it.
    pub fn title(&self) -> Option<&Heading> {
        self.headings.first().filter(|heading| heading.level == 1 && heading.top)
    }
}

/// What stands before a block at `start` on each of its lines: the `>` of quotes and the indents of list items, a
/// list's marker as the spaces it takes up, a footnote's as the four that its text is indented by.
pub fn prefix(text: &str, start: usize) -> String {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let marker = text[line..start].find("[^").zip(text[line..start].find("]:"));
    let (before, behind) = match marker {
        Some((open, close)) => (line..line + open, line + close + 2..start),
        None => (line..line, line..start),
    };
    let blank = |c: char| if c == '>' || c == '\t' { c } else { ' ' };
    let inner = text[behind].trim_start().chars().map(blank);
    match marker {
        Some(_) => text[before].chars().map(blank).chain("    ".chars()).chain(inner).collect(),
        None => text[line..start].chars().map(blank).collect(),
    }
}

/// Finds what a page holds.
pub fn find<'b>(page: &Page<'b>, cfg: &Config) -> Findings<'b> {
    find_quickly(page, cfg).unwrap_or_else(|| find_thoroughly(page, cfg))
}

/// The same for a page of the plain sort, without the parser where that can be; `None` for any other page.
pub fn find_quickly<'b>(page: &Page<'b>, cfg: &Config) -> Option<Findings<'b>> {
    let mut finder = finder::Finder::new(page, cfg);
    quick::read(page.text, page.body, &cfg.markdown.options(), &mut finder)?;
    Some(finder.finish())
}

/// The same for any page, with the parser.
pub fn find_thoroughly<'b>(page: &Page<'b>, cfg: &Config) -> Findings<'b> {
    finder::Finder::new(page, cfg).run()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `page` marks with `«…»` what the block's text marks.
    #[track_caller]
    fn check(page: &str, text: &str) {
        let plain = |text: &str| text.replace(['«', '»'], "");
        let marked = |text: &str| {
            let (start, end) = (text.find('«').unwrap(), text.replacen('«', "", 1).find('»').unwrap());
            start..end
        };
        let start = plain(page).find("a =").unwrap();
        let block = Block { info: String::new(), text: plain(text), start };
        assert_eq!(block.span(&plain(page), marked(text)), marked(page));
    }

    #[test]
    fn a_place_in_a_block_is_found_on_the_page() {
        check("x\na = 1\n«bé» = 2\n", "a = 1\n«bé» = 2\n");
        // Offsets of the block's text fell behind by a byte a line, and into the middle of letters.
        check("x\r\na = 1\r\né = «b»\r\n", "a = 1\né = «b»\n");
        check("> - a = 1\r\n>   b«b» = 2\r\n", "a = 1\nb«b» = 2\n");
        check("a = 1\r\n«b = 2»\r\n```é", "a = 1\n«b = 2»\n");
        let block = Block { info: String::new(), text: "a = 1\n".into(), start: 0 };
        assert_eq!(block.span("a = 1\r\n", 6..6), 7..7);
        assert_eq!(block.span("a = 1\r\né", 6..99), 7..7);
    }
}
