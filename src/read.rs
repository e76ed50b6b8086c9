//! Room 1: the book → its pages, in reading order.
//!
//! In: the book as mdBook sends it and the configuration. Out: one [`Page`] for each chapter, drafts included, with its
//! number, part, metadata and text; the pages borrow the book's text. Problems: front matter and chapter tables that do
//! not fit.
use crate::config::table::MetaTable;
use crate::config::{Config, Places};
use crate::lenient::{self, Misfit};
use crate::problem::Problem;
use front_matter::FrontMatter;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

pub mod front_matter;
mod meta;

/// One chapter of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<'b> {
    /// The title: the front matter's, or SUMMARY.md's.
    pub title: String,
    /// The section number from SUMMARY.md; none for prefix and suffix chapters.
    pub number: Option<&'b [u32]>,
    /// The title of the part it stands in.
    pub part: Option<&'b str>,
    /// How many chapters stand above it.
    pub depth: usize,
    /// Where mdBook writes it, with `index.md` for a README; none for a draft.
    pub path: Option<&'b Path>,
    /// The author's own file; none for a draft or a page that another preprocessor added.
    pub source_path: Option<&'b Path>,
    /// The whole text, front matter included.
    pub text: &'b str,
    /// Where the text begins after the front matter.
    pub body: usize,
    /// What the author says of it.
    pub meta: MetaTable,
    /// Where the author says it.
    pub front_matter: Option<FrontMatter>,
}

impl Page<'_> {
    /// `03`, `02.1`; empty for a page without a number.
    pub fn label(&self) -> String {
        let mut label = String::new();
        for (at, number) in self.number.unwrap_or_default().iter().enumerate() {
            // A string takes whatever is written to it.
            let _ = match at {
                0 => write!(label, "{number:02}"),
                _ => write!(label, ".{number}"),
            };
        }
        label
    }

    /// Whether it is listed in SUMMARY.md with no file behind it.
    pub fn is_draft(&self) -> bool {
        self.path.is_none()
    }

    /// Whether a grid of all chapters shows it.
    pub fn has_card(&self) -> bool {
        self.number.is_some() && self.meta.card != Some(false)
    }
}

/// Reads the pages; `book_toml` gives the places of its chapters table.
pub fn read<'b>(book: &'b Book, cfg: &Config, book_toml: &Places) -> (Vec<Page<'b>>, Vec<Problem>) {
    let mut pages = walk(book);
    let problems = describe(&mut pages, cfg, book_toml);
    (pages, problems)
}

/// The pages of a book that is kept apart from its texts.
pub fn with_texts<'b>(book: &'b Book, texts: &[&'b str]) -> Vec<Page<'b>> {
    let mut pages = walk(book);
    pages.iter_mut().zip(texts).for_each(|(page, text)| page.text = text);
    pages
}

/// The pages of a book as SUMMARY.md has them.
pub fn walk(book: &Book) -> Vec<Page<'_>> {
    let mut walk = Walk { pages: Vec::new(), part: None };
    walk.items(&book.items, 0);
    walk.pages
}

/// How many bytes of text pages have.
pub fn size(pages: &[Page]) -> usize {
    pages.iter().map(|page| page.text.len()).sum()
}

/// Adds what the author says of each page, in its front matter and in book.toml.
pub fn describe(pages: &mut [Page], cfg: &Config, book_toml: &Places) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, page) in pages.iter_mut().enumerate() {
        let mut written = from_book_toml(page, cfg, book_toml, &mut problems);
        if let Some(found) = front_matter::split(page.text) {
            written = over(from_front_matter(&found, index, &mut problems), written);
            page.body = found.end;
            page.front_matter = Some(found);
        }
        page.title = written.title.clone().unwrap_or_else(|| std::mem::take(&mut page.title));
        page.meta = written;
    }
    problems.extend(meta::settle(pages, cfg, book_toml));
    problems.extend(unknown_chapters(pages, cfg, book_toml));
    problems
}

struct Walk<'b> {
    pages: Vec<Page<'b>>,
    part: Option<&'b str>,
}

impl<'b> Walk<'b> {
    fn items(&mut self, items: &'b [BookItem], depth: usize) {
        for item in items {
            match item {
                BookItem::Chapter(chapter) => {
                    self.pages.push(page(chapter, self.part, depth));
                    self.items(&chapter.sub_items, depth + 1);
                }
                BookItem::PartTitle(title) => self.part = Some(title),
                BookItem::Separator => {}
            }
        }
    }
}

fn page<'b>(chapter: &'b Chapter, part: Option<&'b str>, depth: usize) -> Page<'b> {
    Page {
        title: chapter.name.clone(),
        number: chapter.number.as_ref().map(|number| number.as_slice()),
        part: part.filter(|_| chapter.number.is_some()),
        depth,
        path: chapter.path.as_deref(),
        source_path: chapter.source_path.as_deref(),
        text: &chapter.content,
        body: 0,
        meta: MetaTable::default(),
        front_matter: None,
    }
}

fn from_front_matter(found: &FrontMatter, page: usize, problems: &mut Vec<Problem>) -> MetaTable {
    if let Some((span, fault)) = &found.fault {
        let message = format!("the front matter is not YAML: {fault}");
        problems.push(Problem::on_page("front-matter", page, span.clone(), message));
    }
    let (table, misfits) = lenient::take::<MetaTable>(found.value.clone());
    problems.extend(misfits.into_iter().map(|Misfit { path, message, help }| {
        let problem = Problem::on_page("front-matter", page, found.span(&path), message);
        help.map_or(problem.clone(), |help| problem.help(help))
    }));
    table
}

fn from_book_toml(page: &Page, cfg: &Config, places: &Places, problems: &mut Vec<Problem>) -> MetaTable {
    let Some((key, value)) = chapter_keys(page).find_map(|key| cfg.table.chapters.get_key_value(&key)) else {
        return MetaTable::default();
    };
    let (table, misfits) = lenient::take::<MetaTable>(value.clone());
    problems.extend(misfits.into_iter().map(|mut misfit| {
        misfit.path.splice(0..0, ["chapters".to_string(), key.clone()]);
        places.problem(misfit)
    }));
    table
}

/// The paths by which book.toml may name a page.
fn chapter_keys(page: &Page) -> impl Iterator<Item = String> {
    let paths = [page.source_path, page.path].into_iter().flatten();
    paths.map(|path| slashed(path).into_owned()).collect::<Vec<_>>().into_iter()
}

/// A path as it is written in links, whatever the system.
pub fn slashed(path: &Path) -> Cow<'_, str> {
    match path.to_string_lossy() {
        path if path.contains('\\') => path.replace('\\', "/").into(),
        path => path,
    }
}

fn unknown_chapters(pages: &[Page], cfg: &Config, places: &Places) -> Vec<Problem> {
    if cfg.table.chapters.is_empty() {
        return Vec::new();
    }
    let known: Vec<String> = pages.iter().flat_map(chapter_keys).collect();
    let unknown = cfg.table.chapters.keys().filter(|key| !known.contains(key));
    unknown
        .map(|key| {
            let span = places.span(["chapters", key.as_str()]);
            let problem =
                Problem::in_file("config", "book.toml", span, format!("no chapter has the path `{key}`"));
            match crate::nearest::did_you_mean(key, known.iter().map(String::as_str)) {
                Some(help) => problem.help(help),
                None => problem,
            }
        })
        .collect()
}

/// The upper table's words, and the lower one's where the upper says nothing.
fn over(upper: MetaTable, lower: MetaTable) -> MetaTable {
    MetaTable {
        title: upper.title.or(lower.title),
        description: upper.description.or(lower.description),
        tags: upper.tags.or(lower.tags),
        needs: upper.needs.or(lower.needs),
        card: upper.card.or(lower.card),
        eyebrow: upper.eyebrow.or(lower.eyebrow),
        go: upper.go.or(lower.go),
        outline: upper.outline.or(lower.outline),
    }
}
