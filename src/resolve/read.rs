//! Read: trail, position, reading time, previous and next.
use super::{Placed, Whole, counts, description, examples, links, sources, tags};
use crate::config::Part;
use crate::config::words::counted;
use crate::find::Heading;
use crate::phrase::SUMMARY_LIMIT;
use crate::piece::{BarFact, Crumb, Foot, Head, Lead, PageLink, Phrase, Piece, Question, Step};
use std::ops::Range;
use std::path::Path;

/// What cards and neighbours say of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Brief {
    /// The author's description, else the page's first paragraph.
    pub description: Option<Phrase>,
    /// Reading time; none for an empty page or where times are off.
    pub minutes: Option<usize>,
}

/// Sums up a page.
pub fn brief(whole: &Whole, page: usize) -> Brief {
    let (shown, shape) = (&whole.pages[page], &whole.findings[page].shape);
    let phrase = |text: &str| counts::phrase(whole, page, text);
    let written = shown.meta.description.as_ref().map(|text| phrase(text));
    let summary = || Some(phrase(&shown.text[shape.summary.clone()?]).shorten(SUMMARY_LIMIT));
    let words = shape.prose + 2 * shape.code;
    let speed = whole.cfg.table.read.words_per_minute.max(1);
    let timed = whole.cfg.runs(Part::Read) && whole.cfg.table.read.time && words > 0;
    Brief {
        description: written.or_else(summary).filter(|phrase| !phrase.is_empty()),
        minutes: timed.then(|| words.div_ceil(speed)),
    }
}

/// What stands above and below the title of a page.
pub fn top(whole: &Whole, page: usize) -> Vec<Placed> {
    if !whole.cfg.runs(Part::Read) || whole.is_done(page) {
        return Vec::new();
    }
    let shown = &whole.pages[page];
    let title = whole.findings[page].shape.title();
    let below = title.map_or(shown.body, |title| title.span.end);
    let above = title.map_or(shown.body, |title| title.span.start);
    let head = Placed::at(above, Piece::Head(Box::new(head(whole, page))));
    let lead = Lead { title: title.is_none().then(|| shown.title.clone()), ..lead(whole, page) };
    std::iter::once(head)
        .chain((lead != Lead::default()).then(|| Placed::at(below, Piece::Lead(Box::new(lead)))))
        .collect()
}

/// What closes a page.
pub fn bottom(whole: &Whole, page: usize) -> Option<Placed> {
    let shown = &whole.pages[page];
    let path = shown.path.filter(|_| !whole.is_done(page))?;
    let reads = whole.cfg.runs(Part::Read);
    let (previous, next) = neighbours(whole, page);
    let foot = Foot {
        sources: sources::foot(whole, page),
        previous: previous.filter(|_| reads).and_then(|to| step(whole, to, path)),
        next: next.filter(|_| reads).and_then(|to| step(whole, to, path)),
    };
    let is_empty = foot.sources.is_empty() && foot.previous.is_none() && foot.next.is_none();
    (!is_empty).then(|| Placed::at(shown.text.len(), Piece::Foot(Box::new(foot))))
}

/// What stands above the first entry of a page that we add.
pub fn added_top(whole: &Whole, title: &str, path: &Path) -> Vec<Piece> {
    let head = Head { trail: trail(whole, title, path, None), ..Head::default() };
    let lead = Lead { title: Some(title.to_string()), ..Lead::default() };
    let head = whole.cfg.runs(Part::Read).then(|| Piece::Head(Box::new(head)));
    head.into_iter().chain([Piece::Lead(Box::new(lead))]).collect()
}

/// What closes a page that we add: the way back to the landing page.
pub fn added_bottom(whole: &Whole, path: &Path) -> Piece {
    let next = whole.landing.filter(|_| whole.cfg.runs(Part::Read)).and_then(|to| step(whole, to, path));
    Piece::Foot(Box::new(Foot { next, ..Foot::default() }))
}

fn head(whole: &Whole, page: usize) -> Head {
    let shown = &whole.pages[page];
    let is_landing = whole.landing == Some(page);
    let words = whole.cfg.words();
    let pin = version(whole, page).map(|release| match is_landing {
        true => words.pinned_to.replace("{release}", &release),
        false => release,
    });
    let own = shown.meta.eyebrow.clone();
    let given = || if is_landing { whole.cfg.table.eyebrow.clone() } else { position(whole, page) };
    let path = shown.path.unwrap_or(Path::new(""));
    Head { trail: trail(whole, &shown.title, path, Some(page)), pin, eyebrow: own.or_else(given) }
}

/// What a page is held to: its own release, else the module that the book is about, else the book's release.
fn version(whole: &Whole, page: usize) -> Option<String> {
    let own = whole.pages[page].meta.go.as_deref();
    let about = || whole.cfg.about().filter(|_| own.is_none());
    about().or_else(|| whole.answers.release(own))
}

/// The words of the configuration, the chapters above, the page itself; on the landing page the words alone.
fn trail(whole: &Whole, title: &str, path: &Path, page: Option<usize>) -> Vec<Crumb> {
    let word = |text: &String| Crumb { text: text.clone(), href: None };
    let mut trail: Vec<Crumb> = whole.cfg.table.trail.iter().map(word).collect();
    if page.is_some() && page == whole.landing {
        return trail;
    }
    if trail.is_empty() && !whole.cfg.title.is_empty() {
        trail.push(word(&whole.cfg.title));
    }
    if let (Some(last), Some(landing)) = (trail.last_mut(), whole.landing) {
        last.href = whole.link(path, landing);
    }
    for above in page.map(|page| parents(whole, page)).unwrap_or_default() {
        trail.push(Crumb { text: whole.pages[above].title.clone(), href: whole.link(path, above) });
    }
    trail.push(Crumb { text: title.to_string(), href: None });
    trail
}

/// The chapters that a page stands below, from the outside in.
fn parents(whole: &Whole, page: usize) -> Vec<usize> {
    let mut parents = Vec::new();
    let mut depth = whole.pages[page].depth;
    for at in (0..page).rev() {
        if depth == 0 {
            break;
        }
        if whole.pages[at].depth < depth {
            depth = whole.pages[at].depth;
            parents.push(at);
        }
    }
    parents.reverse();
    parents
}

/// `Mechanism 03 of 13`; of a chapter inside another only its number.
fn position(whole: &Whole, page: usize) -> Option<String> {
    let shown = &whole.pages[page];
    let number = shown.number?;
    let words = whole.cfg.words();
    if number.len() > 1 {
        return Some(format!("{} {}", words.chapter, shown.label()));
    }
    let named = words.position.replace("{chapter}", &words.chapter);
    Some(named.replace("{number}", &shown.label()).replace("{total}", &whole.top_chapters.to_string()))
}

fn lead(whole: &Whole, page: usize) -> Lead {
    let shown = &whole.pages[page];
    let Some(path) = shown.path.filter(|_| whole.landing != Some(page)) else { return Lead::default() };
    let described = shown.meta.description.is_some();
    Lead {
        title: None,
        description: described.then(|| description(whole, page)).flatten(),
        chips: if whole.cfg.runs(Part::Tags) { tags::chips(whole, page, path) } else { Vec::new() },
        needs: needs(whole, page, path),
        bar: bar(whole, page),
        questions: questions(whole, page),
    }
}

fn needs(whole: &Whole, page: usize, path: &Path) -> Vec<PageLink> {
    let named = whole.pages[page].meta.needs.iter().flatten();
    let found = named.filter_map(|need| whole.page_at(need));
    let link =
        |to: usize| Some(PageLink { text: whole.pages[to].title.clone(), href: whole.link(path, to)? });
    found.filter_map(link).collect()
}

fn bar(whole: &Whole, page: usize) -> Vec<BarFact> {
    let words = whole.cfg.words();
    let fact = |count: usize, form: &str, verified| {
        (count > 0).then(|| BarFact { text: counted(form, count), verified })
    };
    let links = sources::links_on(whole, page);
    let release = version(whole, page).filter(|_| links > 0);
    let verified = release
        .map(|release| BarFact { text: words.verified_with.replace("{release}", &release), verified: false });
    [
        fact(whole.briefs[page].minutes.unwrap_or(0), &words.minutes_read, false),
        fact(links, &words.source_links, true),
        fact(examples::ran_on(whole, page), &words.examples_run, true),
        verified,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The strip of questions: only where the page has every one of the sections.
fn questions(whole: &Whole, page: usize) -> Vec<Question> {
    let headings = &whole.findings[page].shape.headings;
    let asked = &whole.cfg.table.questions;
    let found: Vec<Question> = asked
        .iter()
        .filter_map(|question| {
            let heading = headings.iter().find(|heading| heading.text == question.section)?;
            let label = question.label.clone().unwrap_or_else(|| question.section.clone());
            Some(Question { label, line: first_line(whole, page, heading), href: format!("#{}", heading.id) })
        })
        .collect();
    if found.len() == asked.len() { found } else { Vec::new() }
}

/// The first sentence of the paragraph below a heading.
fn first_line(whole: &Whole, page: usize, heading: &Heading) -> Phrase {
    let text = |span: &Range<usize>| Phrase::parse(&whole.pages[page].text[span.clone()], whole.cfg.markdown);
    heading.first.as_ref().map(text).unwrap_or_default().shorten(1)
}

/// The pages before and after one: drafts are passed over, and the last chapter leads to the landing page.
fn neighbours(whole: &Whole, page: usize) -> (Option<usize>, Option<usize>) {
    let there = |at: &usize| !whole.pages[*at].is_draft();
    let previous = (0..page).rev().find(there);
    let next = (page + 1..whole.pages.len()).find(there);
    (previous, next.or(whole.landing).filter(|next| *next != page))
}

fn step(whole: &Whole, to: usize, from: &Path) -> Option<Step> {
    let shown = &whole.pages[to];
    let href = links::relative(from, shown.path?);
    let is_landing = whole.landing == Some(to);
    let line = if is_landing { None } else { description(whole, to) };
    Some(Step { label: shown.label(), title: shown.title.clone(), line, href })
}

impl Placed {
    /// A piece added at a place where nothing is replaced.
    pub fn at(at: usize, piece: Piece) -> Self {
        Placed { span: at..at, prefix: String::new(), piece }
    }
}
