//! The grid of cards: which chapters it shows, and what stands above it.
use super::{Placed, Whole, description, sources, tags};
use crate::config::Part;
use crate::config::words::counted;
use crate::find::{Block, Findings, Found, Heading, What};
use crate::lenient;
use crate::nearest::did_you_mean;
use crate::piece::{Card, Cards, Facts, Figure, PageLink, Piece};
use crate::problem::Problem;
use crate::read::{Page, slashed};
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// The settings inside a `codex-cards` block.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Selection {
    /// The chapters of one part.
    part: Option<String>,
    /// The chapters below this one.
    children: bool,
    /// The chapters with a tag.
    tag: Option<String>,
    /// These chapters, in this order.
    chapters: Option<Vec<String>>,
}

/// The page with the grid of all chapters; the first page where none holds one.
pub fn landing(pages: &[Page], findings: &[Findings]) -> Option<usize> {
    let holds = |at: &usize| findings[*at].found.iter().any(|found| is_whole_grid(&found.what));
    (0..pages.len()).find(holds).or_else(|| pages.iter().position(|page| !page.is_draft()))
}

/// Whether any page holds a block of cards.
pub fn has_grid(findings: &[Findings]) -> bool {
    findings.iter().flat_map(|findings| &findings.found).any(|found| matches!(found.what, What::Cards(_)))
}

fn is_whole_grid(what: &What) -> bool {
    matches!(what, What::Cards(block) if block.text.trim().is_empty())
}

/// The grid that a block asks for.
pub fn grid(whole: &Whole, page: usize, span: Range<usize>, block: &Block) -> Result<Piece, Problem> {
    let selection = selection(whole, page, block)?;
    let chosen = choose(whole, page, span.clone(), &selection)?;
    let level = heading_before(whole, page, span.start).map_or(2, |heading| (heading.level + 1).clamp(2, 6));
    let mut cards = cards(whole, page, &chosen, level, selection == Selection::default());
    let is_before = |found: &&Found| found.span.start < span.start && matches!(found.what, What::Cards(_));
    number(&mut cards.cards, whole.findings[page].found.iter().filter(is_before).count());
    Ok(Piece::Cards(Box::new(cards)))
}

/// Ids are told apart: a chapter may have a card in several grids of a page, and `a/b` and `a-b` give one id.
fn number(cards: &mut [Card], grids_before: usize) {
    let mut given: HashMap<String, usize> = HashMap::new();
    for card in cards {
        if card.key.is_empty() {
            card.key.clone_from(&card.label);
        }
        let count =
            given.entry(card.key.replace(|c: char| !c.is_alphanumeric(), "-")).or_insert(grids_before);
        *count += 1;
        if *count > 1 {
            card.key = format!("{}-{count}", card.key);
        }
    }
}

/// What stands above the heading of a grid of all chapters: figures and the section's label.
pub fn above(whole: &Whole, page: usize) -> Option<Placed> {
    let grids = whole.findings[page].found.iter().filter(|_| whole.cfg.runs(Part::Cards));
    let found = grids.into_iter().find(|found| is_whole_grid(&found.what))?;
    let heading = heading_before(whole, page, found.span.start).filter(|heading| {
        let between = &whole.pages[page].text[heading.span.end..found.span.start];
        heading.level > 1 && between.trim().is_empty()
    });
    let at = heading.map_or(found.span.start, |heading| heading.span.start);
    let label = label(whole).filter(|label| heading.is_none_or(|heading| heading.text != *label));
    let facts = Facts { figures: figures(whole), label };
    let prefix = crate::find::prefix(whole.pages[page].text, at);
    Some(Placed { span: at..at, prefix, piece: Piece::Facts(facts) })
}

/// The grid at the end of the first page, where no page holds one.
pub fn at_end(whole: &Whole, page: usize) -> Vec<Placed> {
    let wanted = !whole.has_grid && whole.landing == Some(page) && whole.cfg.runs(Part::Cards);
    if !wanted || whole.is_done(page) || all(whole).all(|other| other == page) {
        return Vec::new();
    }
    let end = whole.pages[page].text.len();
    let place = |piece| Placed { span: end..end, prefix: String::new(), piece };
    let facts = Facts { figures: figures(whole), label: label(whole) };
    let all: Vec<usize> = all(whole).collect();
    let mut cards = cards(whole, page, &all, 2, true);
    number(&mut cards.cards, 0);
    vec![place(Piece::Facts(facts)), place(Piece::Cards(Box::new(cards)))]
}

/// How many cards stand on a page.
pub fn on_page(whole: &Whole, page: usize) -> usize {
    let blocks = whole.findings[page].found.iter().filter_map(|found| match &found.what {
        What::Cards(block) => Some((found.span.clone(), block)),
        _ => None,
    });
    let chosen = blocks
        .filter_map(|(span, block)| choose(whole, page, span, &selection(whole, page, block).ok()?).ok());
    chosen.map(|chosen| chosen.len()).sum()
}

/// One chapter as a card, seen from the page that shows it.
pub fn card(whole: &Whole, page: usize, from: &Path) -> Card {
    let (shown, words) = (&whole.pages[page], whole.cfg.words());
    let minutes = whole.briefs[page].minutes.map(|minutes| counted(&words.minutes, minutes));
    let cited = sources::cited(whole, page).len();
    let cited = (cited > 0).then(|| counted(&words.sources, cited));
    Card {
        label: shown.label(),
        title: shown.title.clone(),
        description: description(whole, page),
        tags: if whole.cfg.runs(Part::Tags) { tags::chips(whole, page, from) } else { Vec::new() },
        href: whole.link(from, page),
        facts: minutes.into_iter().chain(cited).collect(),
        key: shown.path.map(|path| slashed(&path.with_extension("")).into_owned()).unwrap_or_default(),
    }
}

fn cards(whole: &Whole, page: usize, chosen: &[usize], level: u8, with_filter: bool) -> Cards {
    let from = whole.pages[page].path.unwrap_or(Path::new(""));
    let words = whole.cfg.words();
    let filter = if with_filter { filter(whole, from) } else { Vec::new() };
    let shown = filter.len();
    let all_tags = whole.tags_page.as_deref().filter(|_| shown > 0 && shown < whole.tags.list.len());
    Cards {
        cards: chosen.iter().map(|page| card(whole, *page, from)).collect(),
        filter,
        level,
        all_tags: all_tags.map(|path| PageLink {
            text: counted(&words.all_tags, whole.tags.list.len()),
            href: super::links::relative(from, path),
        }),
    }
}

/// The chips of the filter: the tags that most chapters share, then in book order.
fn filter(whole: &Whole, from: &Path) -> Vec<crate::piece::Chip> {
    if !whole.cfg.runs(Part::Tags) {
        return Vec::new();
    }
    let mut order: Vec<&tags::Tag> = whole.tags.list.iter().collect();
    order.sort_by_key(|tag| std::cmp::Reverse(tag.pages.len()));
    let most = whole.cfg.table.cards.filter;
    order.into_iter().take(most).map(|tag| tags::chip(whole, tag, from)).collect()
}

/// Figures that this build counted; those of zero are left out.
fn figures(whole: &Whole) -> Vec<Figure> {
    let words = whole.cfg.words();
    let ran = super::examples::ran(whole);
    let counts = [
        (all(whole).count(), &words.chapters),
        (sources::links(whole), &words.verified_source_links),
        (ran, &words.run_examples),
        (super::layouts::drawn(whole), &words.layouts_drawn),
    ];
    let figure = |(count, form): (usize, &String)| Figure { count, words: counted(form, count) };
    counts.into_iter().filter(|(count, _)| *count > 0).map(figure).collect()
}

/// The part's title, where all chapters stand in one part.
fn label(whole: &Whole) -> Option<String> {
    let mut parts: Vec<_> = all(whole).map(|page| whole.pages[page].part).collect();
    parts.dedup();
    match parts[..] {
        [part] => part.map(String::from),
        _ => None,
    }
}

fn all<'w>(whole: &'w Whole) -> impl Iterator<Item = usize> + use<'w> {
    (0..whole.pages.len()).filter(|page| whole.pages[*page].has_card())
}

fn heading_before<'w>(whole: &'w Whole, page: usize, at: usize) -> Option<&'w Heading> {
    whole.findings[page].shape.headings.iter().rev().find(|heading| heading.span.end <= at)
}

fn selection(whole: &Whole, page: usize, block: &Block) -> Result<Selection, Problem> {
    let on_page = |span| block.span(whole.pages[page].text, span);
    let at = on_page(0..block.text.lines().next().unwrap_or_default().len());
    let document = toml_edit::Document::parse(block.text.as_str());
    let value = toml_edit::de::from_str::<serde_json::Value>(&block.text).map_err(|error| {
        let span = error.span().map_or(at.clone(), on_page);
        Problem::on_page("cards", page, span, "the settings of these cards are not TOML")
            .help(error.message().to_string())
    })?;
    let (selection, misfits) = lenient::take::<Selection>(value);
    let Some(misfit) = misfits.into_iter().next() else { return Ok(selection) };
    let key = misfit.path.first().and_then(|key| Some(document.ok()?.get_key_value(key)?.0.span()));
    let span = key.flatten().map_or(at, on_page);
    let problem = Problem::on_page("cards", page, span, misfit.message);
    Err(misfit.help.map_or(problem.clone(), |help| problem.help(help)))
}

fn choose(
    whole: &Whole,
    page: usize,
    span: Range<usize>,
    selection: &Selection,
) -> Result<Vec<usize>, Problem> {
    let mut chosen: Vec<usize> = match &selection.chapters {
        Some(paths) => named(whole, page, &span, paths)?,
        None => all(whole).collect(),
    };
    if selection.children {
        let below: Vec<usize> = below(whole.pages, page).collect();
        chosen.retain(|at| below.contains(at));
    }
    if let Some(part) = &selection.part {
        chosen.retain(|at| whole.pages[*at].part == Some(part));
    }
    if let Some(word) = &selection.tag {
        let tagged = whole.tags.get(word).map(|tag| tag.pages.as_slice()).unwrap_or_default();
        chosen.retain(|at| tagged.contains(at));
    }
    if chosen.is_empty() {
        return Err(nothing(whole, page, span, selection));
    }
    Ok(chosen)
}

/// The chapters below one in the tree of the book.
fn below<'p>(pages: &'p [Page], page: usize) -> impl Iterator<Item = usize> + use<'p> {
    let depth = pages[page].depth;
    (page + 1..pages.len()).take_while(move |at| pages[*at].depth > depth)
}

fn named(whole: &Whole, page: usize, span: &Range<usize>, paths: &[String]) -> Result<Vec<usize>, Problem> {
    paths.iter().map(|path| named_page(whole, page, span, path)).collect()
}

fn named_page(whole: &Whole, page: usize, span: &Range<usize>, path: &str) -> Result<usize, Problem> {
    whole.page_at(path).ok_or_else(|| {
        let message = format!("no chapter has the path `{path}`");
        let known: Vec<_> = whole.pages.iter().filter_map(|page| page.source_path).map(slashed).collect();
        let problem = Problem::on_page("cards", page, span.clone(), message);
        match did_you_mean(path, known.iter().map(|path| &**path)) {
            Some(help) => problem.help(help),
            None => problem,
        }
    })
}

fn nothing(whole: &Whole, page: usize, span: Range<usize>, selection: &Selection) -> Problem {
    let problem = Problem::on_page("cards", page, span, "these settings choose no chapter");
    let parts = whole.pages.iter().filter_map(|page| page.part);
    let labels = whole.tags.list.iter().map(|tag| tag.label.as_str());
    let help = match (&selection.part, &selection.tag) {
        (Some(part), _) => did_you_mean(part, parts),
        (_, Some(tag)) => did_you_mean(tag, labels),
        _ => None,
    };
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}
