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
mod bytes;
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
use mdbook_preprocessor::book::Book;
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
    let treated = treat(cfg, places, read::walk(book), false)?;
    Ok(put(book, treated, cfg).0)
}

/// The same, and what the finishing step writes of the book.
pub fn run_to_finish(context: &wire::Context, book: &mut Book) -> anyhow::Result<Finish> {
    let places = Places::of(None);
    let (cfg, _) = config::read_at(context, &places);
    let treated = treat(&cfg, &places, read::walk(book), true)?;
    Ok(put(book, treated, &cfg).1.unwrap_or_default())
}

/// Puts what a run came to into the book, and gives the rest of it.
fn put(book: &mut Book, treated: Treated, cfg: &Config) -> (Report, Option<Finish>) {
    let Treated { titles, placed, added, report, finish } = treated;
    let texts = splice_all(&read::walk(book), placed, cfg);
    splice::put(book, texts);
    splice::name(book, titles);
    splice::hang(book, &cfg.words().browse, added);
    (report, finish)
}

/// What a run comes to, before it is put into the book.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Treated {
    /// The title of each chapter, in reading order.
    pub titles: Vec<String>,
    /// What goes where on each of them.
    pub placed: Vec<Vec<Placed>>,
    /// The pages we add.
    pub added: Vec<NewPage>,
    /// What there is to say.
    pub report: Report,
    /// What the finishing step writes, where it was asked for.
    pub finish: Option<Finish>,
}

/// The run as a list: every room, one after the other.
pub fn treat(cfg: &Config, places: &Places, mut pages: Vec<Page>, finishes: bool) -> anyhow::Result<Treated> {
    let mut problems = read::describe(&mut pages, cfg, places);
    let findings = find_all(&pages, cfg);
    let asked = resolve::asked(&pages, &findings, cfg);
    let answered = answer::answer(&asked, cfg, places)?;
    problems.extend(answered.problems);
    let Resolved { pages: placed, added, problems: told } =
        resolve::resolve(&pages, &findings, cfg, places, &answered.answers);
    problems.extend(told);
    let finish = finishes.then(|| resolve::finish(&pages, &findings, cfg, &answered.answers));
    // Nothing asks what was found any more, and the pages that we add are large.
    drop(findings);
    let on_page = problems.iter().any(|problem| matches!(problem.place, Place::Page { .. }));
    let sources = if on_page { page_sources(&pages) } else { Vec::new() };
    drop_escaped_includes(&mut problems, &sources, cfg);
    let added = added.into_iter().map(|page| new_page(page, cfg)).collect();
    let (lock, trees) = (answered.lock, answered.trees);
    let report = Report { problems, pages: sources, count: pages.len(), lock, trees };
    Ok(Treated { titles: titles(&pages), placed, added, report, finish })
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
    share::map(pages.iter().collect(), read::size(pages), |page| find::find(page, cfg))
}

/// Renders and splices every page; `None` for a page that stays as it is.
pub fn splice_all(pages: &[Page], placed: Vec<Vec<Placed>>, cfg: &Config) -> Vec<Option<String>> {
    let splice = |(page, placed): (&Page, Vec<Placed>)| spliced(page.text, placed, cfg);
    share::map(pages.iter().zip(placed).collect(), read::size(pages), splice)
}

/// A page's text with the pieces rendered and put in place; `None` where it stays as it is.
pub fn spliced(text: &str, placed: Vec<Placed>, cfg: &Config) -> Option<String> {
    let edits: Vec<_> = placed.into_iter().flat_map(|placed| edits(placed, cfg)).collect();
    (!edits.is_empty()).then(|| splice::apply(text, edits))
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

/// The pages as they are, for the places of problems.
pub fn page_sources(pages: &[Page]) -> Vec<PageSource> {
    let source = |page: &Page| PageSource {
        name: page.title.clone(),
        source_path: page.source_path.map(Path::to_path_buf),
        text: page.text.to_string(),
    };
    pages.iter().map(source).collect()
}
