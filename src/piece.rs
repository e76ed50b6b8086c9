//! What `resolve` hands to `render`: plain values, nothing left to look up.
//!
//! One [`Piece`] stands for one place on a page. Every path in it is already relative to the page that holds it,
//! every number counted, every word chosen; text is still raw and is escaped once, by the writer.
use mdbook_markdown::pulldown_cmark::Event;
use std::sync::Arc;

mod finish;
mod source;

pub use finish::{Chapter, Finish, Manifest, Symbol, TagLine};
pub use source::{
    CallArrow, CallsFigure, Definition, Excerpt, ExcerptPart, LayoutCell, LayoutFigure, SymbolForm,
    SymbolLink, Variant,
};

/// One thing to show, of one feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// What stands above a page's title: trail, pin, eyebrow.
    Head(Box<Head>),
    /// What stands below a page's title: description, chips, bar and questions.
    Lead(Box<Lead>),
    /// What closes a page: the sources cited, previous and next.
    Foot(Box<Foot>),
    /// What stands above the heading of a grid: counted figures and the section's label.
    Facts(Facts),
    /// A grid of cards with its filter.
    Cards(Box<Cards>),
    /// A count, in the form the author wrote.
    Count(String),
    /// The entries of the tags page.
    Tags(Vec<TagEntry>),
    /// The entries of the source index.
    Sources(SourceIndex),
    /// The changes that all chapters tell of, by release.
    Changes(Vec<Release>),
    /// A link into a source tree.
    Symbol(Box<SymbolLink>),
    /// Lines of a source tree.
    Excerpt(Box<Excerpt>),
    /// A struct, drawn.
    Layout(Box<LayoutFigure>),
    /// A call path, drawn.
    Calls(Box<CallsFigure>),
    /// What follows an example on the page: `ran with go1.27.3`.
    Example(String),
    /// A drawing of the author's, as its source, for a renderer that takes pictures alone.
    Drawing(String),
    /// A place that links lead to: the id of the heading that follows.
    Anchor(String),
    /// The author's own Markdown, mended; written as it is.
    Verbatim(String),
    /// Nothing: the author's words stay as they are.
    Keep,
}

/// Inline Markdown without links, images and footnotes: a title, a description, a first paragraph. Shared, since a
/// page's description stands on its card, at its neighbours' feet and on the tags page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Phrase(pub Arc<[Event<'static>]>);

/// A link to another page of the book, relative to the page that holds it; `.md`, as mdBook wants it.
#[derive(Debug, Clone, PartialEq)]
pub struct PageLink {
    /// What the reader sees.
    pub text: String,
    /// Where it leads, percent-encoded.
    pub href: String,
}

/// A tag on a card or a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    /// The label the reader sees.
    pub label: String,
    /// Its stable name in ids and URL fragments.
    pub slug: String,
    /// Its entry on the tags page, relative to the page that holds the chip; none where there is no such page.
    pub href: Option<String>,
    /// How many chapters carry it.
    pub count: usize,
}

impl Chip {
    /// The id of a tag's entry on the tags page: what chips lead to, and what the entry carries.
    pub fn anchor(slug: &str) -> String {
        format!("tag-{slug}")
    }
}

/// What stands above a page's title.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Head {
    /// `Codex · Go · Internals · Channels`: the last one is the page itself and has no link.
    pub trail: Vec<Crumb>,
    /// The release this page's references are pinned to, in words: `pinned to go1.27.3`.
    pub pin: Option<String>,
    /// `Mechanism 03 of 13`.
    pub eyebrow: Option<String>,
}

/// What stands below a page's title.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lead {
    /// A title, as a Markdown heading, for a page that has none of its own.
    pub title: Option<String>,
    /// One or two sentences below the title.
    pub description: Option<Phrase>,
    /// The page's tags.
    pub chips: Vec<Chip>,
    /// What to read first.
    pub needs: Vec<PageLink>,
    /// Reading time, source links, examples: counted, absent where zero.
    pub bar: Vec<BarFact>,
    /// The strip of questions the page answers.
    pub questions: Vec<Question>,
}

/// One step of the trail.
#[derive(Debug, Clone, PartialEq)]
pub struct Crumb {
    /// What the reader sees.
    pub text: String,
    /// Where it leads; none for words of the configuration and for the page itself.
    pub href: Option<String>,
}

/// One counted figure of a page's bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BarFact {
    /// `17 min read`, `52 source links`, already in words.
    pub text: String,
    /// Whether the build proved it (a tick stands beside it).
    pub verified: bool,
}

/// One of the questions a chapter answers, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// `Data structure`.
    pub label: String,
    /// The first line of the section.
    pub line: Phrase,
    /// `#the-data-structure`.
    pub href: String,
}

/// What closes a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Foot {
    /// Every symbol the page cites, sorted; the definition cards are made from these.
    pub sources: Vec<Definition>,
    /// The page before, in reading order.
    pub previous: Option<Step>,
    /// The page after.
    pub next: Option<Step>,
}

/// A neighbour in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// `02`; empty where the page has no number.
    pub label: String,
    /// The page's title.
    pub title: String,
    /// Its description.
    pub line: Option<Phrase>,
    /// Where it is.
    pub href: String,
}

/// What stands above the heading of a grid.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// Counted in this build; a figure of zero is left out.
    pub figures: Vec<Figure>,
    /// `Deep dives`.
    pub label: Option<String>,
}

/// A grid of cards with its filter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cards {
    /// The cards, in reading order.
    pub cards: Vec<Card>,
    /// The chips of the tag filter; empty where there is nothing to filter.
    pub filter: Vec<Chip>,
    /// The heading level of a card's title.
    pub level: u8,
    /// The tags page, for a filter that has more chips than it shows.
    pub all_tags: Option<PageLink>,
}

/// One chapter as a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// `03`, `02.1`.
    pub label: String,
    /// The chapter's title.
    pub title: String,
    /// One or two sentences.
    pub description: Option<Phrase>,
    /// Its tags.
    pub tags: Vec<Chip>,
    /// Where it is; none for a draft.
    pub href: Option<String>,
    /// `17 min`, `52 sources`: counted.
    pub facts: Vec<String>,
    /// The page's path without ending: how the browser's storage knows it.
    pub key: String,
}

/// A counted figure of the landing page.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// `13`.
    pub count: usize,
    /// `mechanisms`.
    pub words: String,
}

/// One tag on the tags page.
#[derive(Debug, Clone, PartialEq)]
pub struct TagEntry {
    /// The tag.
    pub chip: Chip,
    /// What the vocabulary says of it.
    pub description: Option<Phrase>,
    /// The chapters that carry it, in book order.
    pub cards: Vec<Card>,
    /// `3 chapters`.
    pub count: String,
}

/// What changed with one release.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// `Go 1.27`, as the chapters write it.
    pub name: String,
    /// The chapters that tell of it, in book order, and what each says.
    pub changes: Vec<(PageLink, Phrase)>,
}

/// The source index: every symbol cited, by package.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SourceIndex {
    /// Packages in order.
    pub packages: Vec<SourcePackage>,
}

/// One package of the source index.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcePackage {
    /// Import path.
    pub name: String,
    /// Its symbols, by file and line.
    pub symbols: Vec<(Definition, Vec<PageLink>)>,
}
