//! mdbook-codex gives a plain mdBook the Codex layout: numbered cards, tags, Read navigation, and source links that are
//! resolved in a real Go tree.
//!
//! A chapter is text with a few marked places. We read the book, find those places, resolve what they mean, render a
//! fragment for each, splice the fragments into the untouched text, and hand the book back:
//!
//! | room | in | out |
//! |---|---|---|
//! | [`read`] | the book | its pages, in reading order |
//! | [`find`] | one page | what is marked on it |
//! | [`answer`] | what the pages ask | what a Go tree or `codex.lock` says |
//! | [`resolve`] | all of these | pieces with nothing left to look up |
//! | [`render`] | a piece | a fragment of HTML, or of Markdown |
//! | [`splice`] | text and fragments | text |
//!
//! Beside the way stand [`wire`] (mdBook's JSON), [`config`], [`problem`], [`lock`], [`examples`] (what `test` runs),
//! [`drift`] (what `upgrade` tells), [`adopt`] (old links), [`finish`] (what is made of a built book), [`go`] (Go without
//! mdBook) and [`theme`]. The outside world is met only in `main.rs`, [`commands`], [`disk`], [`theme`], [`go::source`],
//! [`go::roots`], [`go::check`] and [`go::run`]; every file of a book is written through [`disk`].
#![warn(missing_docs)]
pub mod adopt;
pub mod answer;
pub mod commands;
pub mod config;
pub mod disk;
pub mod drift;
pub mod examples;
pub mod find;
pub mod finish;
pub mod go;
pub mod lenient;
pub mod lock;
pub mod nearest;
pub mod permalink;
pub mod phrase;
pub mod piece;
pub mod problem;
pub mod read;
pub mod render;
pub mod resolve;
mod share;
pub mod splice;
pub mod theme;
pub mod wire;

use config::{Config, Output, Places};
use find::Findings;
use mdbook_preprocessor::book::{Book, BookItem};
use piece::Finish;
use problem::locate::{Locator, Sources};
use problem::{PageSource, Place, Problem};
use read::Page;
use render::Form;
use resolve::{Added, Placed, Resolved};
use splice::NewPage;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a run has to say, besides the book.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// All problems.
    pub problems: Vec<Problem>,
    /// The pages as they were read, for the places of problems; none where no problem stands on one.
    pub pages: Vec<PageSource>,
    /// How many pages there were, drafts included.
    pub count: usize,
    /// The lock as it should be.
    pub lock: lock::Lock,
    /// The folders of the source trees that were asked, by their names in the lock.
    pub trees: BTreeMap<String, PathBuf>,
}

/// Gives a book the Codex layout.
///
/// Every file that is wanted is read through [`disk`] and [`go::source`]; nothing is written. The error is the
/// machine's: a Go tree or a lock that cannot be read. What the author has to mend stands in the report.
pub fn run(context: &wire::Context, book: &mut Book) -> anyhow::Result<Report> {
    let book_toml = disk::read_if_there(&context.root.join("book.toml"))?;
    let places = Places::of(book_toml.as_deref());
    let (cfg, mut problems) = config::read_at(context, &places);
    let mut report = run_as(&cfg, &places, book)?;
    problems.append(&mut report.problems);
    Ok(Report { problems, ..report })
}

/// The same, where the configuration is read; its own problems are not in the report.
pub fn run_as(cfg: &Config, places: &Places, book: &mut Book) -> anyhow::Result<Report> {
    Ok(run_with(cfg, places, book, false)?.0)
}

/// What the finishing step writes of the book.
pub fn run_to_finish(context: &wire::Context, book: &mut Book) -> anyhow::Result<Finish> {
    let places = Places::of(None);
    let (cfg, _) = config::read_at(context, &places);
    Ok(run_with(&cfg, &places, book, true)?.1.unwrap_or_default())
}

fn run_with(
    cfg: &Config,
    places: &Places,
    book: &mut Book,
    finishes: bool,
) -> anyhow::Result<(Report, Option<Finish>)> {
    let (texts, titles, added, mut report, finish) = {
        let (pages, mut problems) = read::read(book, cfg, places);
        let findings = find_all(&pages, cfg);
        let asked = resolve::asked(&pages, &findings, cfg);
        let answered = answer::answer(&asked, cfg, places)?;
        problems.extend(answered.problems);
        let resolved = resolve::resolve(&pages, &findings, cfg, places, &answered.answers);
        let Resolved { pages: placed, added, problems: told } = resolved;
        problems.extend(told);
        let finish = finishes.then(|| resolve::finish(&pages, &findings, cfg, &answered.answers));
        let (lock, trees) = (answered.lock, answered.trees);
        let report = Report { problems, count: pages.len(), lock, trees, pages: Vec::new() };
        (splice_all(&pages, placed, cfg), titles(&pages), added, report, finish)
    };
    if report.problems.iter().any(|problem| matches!(problem.place, Place::Page { .. })) {
        report.pages = page_sources(book);
    }
    drop_escaped_includes(&mut report.problems, &report.pages, cfg);
    splice::put(book, texts, titles);
    splice::hang(book, &cfg.words().browse, added.into_iter().map(|page| new_page(page, cfg)).collect());
    Ok((report, finish))
}

/// A directive that the author wrote with a backslash is meant to be shown. mdBook takes the backslash away, so only
/// the author's own file tells it from an include that failed.
fn drop_escaped_includes(problems: &mut Vec<Problem>, pages: &[PageSource], cfg: &Config) {
    let read = |path: &Path| disk::read(&cfg.root.join(path)).ok();
    let mut locator = Locator::new(Sources { pages, src: &cfg.src, read: &read });
    problems.retain(|problem| {
        let spot = (problem.code == "failed-include").then(|| locator.spot(problem)).flatten();
        !spot.and_then(|spot| spot.mark).is_some_and(|mark| mark.text[..mark.span.start].ends_with('\\'))
    });
}

/// Finds what every page holds.
pub fn find_all<'b>(pages: &[Page<'b>], cfg: &Config) -> Vec<Findings<'b>> {
    share::map(pages.iter().collect(), size(pages), |page| find::find(page, cfg))
}

/// Renders and splices every page; `None` for a page that stays as it is.
pub fn splice_all(pages: &[Page], placed: Vec<Vec<Placed>>, cfg: &Config) -> Vec<Option<String>> {
    let splice = |(page, placed): (&Page, Vec<Placed>)| {
        let edits: Vec<_> = placed.into_iter().flat_map(|placed| edits(placed, cfg)).collect();
        (!edits.is_empty()).then(|| splice::apply(page.text, edits))
    };
    share::map(pages.iter().zip(placed).collect(), size(pages), splice)
}

/// How many bytes the pages have.
fn size(pages: &[Page]) -> usize {
    pages.iter().map(|page| page.text.len()).sum()
}

fn edits(placed: Placed, cfg: &Config) -> Vec<splice::Edit> {
    let fragment = render::render(&placed.piece, form(cfg), cfg.words());
    splice::edits(placed, fragment)
}

fn form(cfg: &Config) -> Form {
    match cfg.output {
        Output::Html => Form::Html,
        Output::Markdown | Output::Epub | Output::Test => Form::Markdown,
    }
}

/// A page of ours: its pieces rendered one below the other.
fn new_page(added: Added, cfg: &Config) -> NewPage {
    let edits = added.pieces.into_iter().flat_map(|piece| edits(Placed::at(0, piece), cfg)).collect();
    NewPage {
        title: render::html::heading_words(&added.title),
        path: added.path,
        text: splice::apply("", edits),
    }
}

/// The titles as the sidebar and the search take them: a line end in one would break the sidebar's script.
fn titles(pages: &[Page]) -> Vec<String> {
    let on_one_line = |page: &Page| page.title.split_whitespace().collect::<Vec<_>>().join(" ");
    pages.iter().map(|page| render::html::heading_words(&on_one_line(page))).collect()
}

/// The pages of a book as they are, for the places of problems.
pub fn page_sources(book: &Book) -> Vec<PageSource> {
    let source = |item: &BookItem| match item {
        BookItem::Chapter(chapter) => Some(PageSource {
            name: chapter.name.clone(),
            source_path: chapter.source_path.clone(),
            text: chapter.content.clone(),
        }),
        _ => None,
    };
    book.iter().filter_map(source).collect()
}
