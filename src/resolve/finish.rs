//! What the finishing step writes of a book: its chapters, tags and symbols, with addresses below the site's root.
use super::{Standing, Whole, links, sources, standing, tags};
use crate::config::Part;
use crate::config::words::counted;
use crate::piece::{Chapter, Definition, Finish, Manifest, Phrase, Symbol, TagLine};
use crate::read::slashed;
use std::path::Path;

/// The form of `codex.json`.
const SCHEMA: u32 = 1;

/// Sums up the whole book.
pub fn finish(whole: &Whole) -> Finish {
    let cfg = whole.cfg;
    let written = (0..whole.pages.len()).filter_map(|page| chapter(whole, page));
    let mut chapters: Vec<Chapter> = written.chain(standing(whole).iter().map(added)).collect();
    for (at, chapter) in chapters.iter_mut().enumerate() {
        // mdBook writes the first page a second time, as the one that the site's address leads to.
        let path = if at == 0 { "" } else { chapter.page.as_str() };
        chapter.url = cfg.site.as_ref().map(|site| format!("{site}{path}"));
    }
    let manifest = Manifest {
        schema: SCHEMA,
        title: cfg.title.clone(),
        description: cfg.description.as_deref().and_then(one_line),
        language: cfg.language_tag.clone(),
        site: cfg.site.clone(),
        release: whole.answers.pin.clone(),
        chapters,
        tags: if cfg.runs(Part::Tags) {
            whole.tags.list.iter().map(|tag| tag_line(whole, tag)).collect()
        } else {
            Vec::new()
        },
        symbols: sources::by_symbol(whole)
            .into_iter()
            .map(|(definition, pages)| symbol(whole, definition, &pages))
            .collect(),
    };
    Finish { manifest, chapters: capitalised(&counted(&cfg.words().chapters, 2)) }
}

fn chapter(whole: &Whole, page: usize) -> Option<Chapter> {
    let shown = &whole.pages[page];
    let path = shown.path?;
    let needs = shown.meta.needs.iter().flatten().filter_map(|need| whole.page_at(need));
    let chips = if whole.cfg.runs(Part::Tags) { tags::chips(whole, page, path) } else { Vec::new() };
    Some(Chapter {
        number: Some(shown.label()).filter(|label| !label.is_empty()),
        part: shown.part.map(String::from),
        source: shown.source_path.map(|path| slashed(path).into_owned()),
        description: description(whole, page),
        tags: chips.into_iter().map(|chip| chip.label).collect(),
        needs: needs.filter_map(|need| href(whole, need)).collect(),
        minutes: whole.briefs[page].minutes,
        release: shown.meta.go.clone(),
        symbols: sources::cited(whole, page).into_iter().map(|cited| cited.reference.clone()).collect(),
        ..at(&shown.title, path)
    })
}

/// A page of ours.
fn added(on: &Standing) -> Chapter {
    at(on.title, on.path)
}

fn at(title: &str, path: &Path) -> Chapter {
    Chapter {
        title: one_line(title).unwrap_or_default(),
        page: below_root(&path.with_extension("html")),
        markdown: below_root(path),
        path: path.to_path_buf(),
        ..Chapter::default()
    }
}

/// The page's own description; of the landing page that of the book; else the page's first paragraph.
fn description(whole: &Whole, page: usize) -> Option<String> {
    let own = whole.pages[page].meta.description.is_some();
    let of_book = whole.cfg.description.as_deref().filter(|_| whole.landing == Some(page) && !own);
    let of_page = || plain(super::description(whole, page).as_ref()?);
    of_book.and_then(one_line).or_else(of_page)
}

fn tag_line(whole: &Whole, tag: &tags::Tag) -> TagLine {
    TagLine {
        label: tag.label.clone(),
        slug: tag.slug.clone(),
        description: tag.description.as_ref().and_then(plain),
        chapters: tag.pages.iter().filter_map(|page| href(whole, *page)).collect(),
    }
}

fn symbol(whole: &Whole, definition: &Definition, pages: &[usize]) -> Symbol {
    let line = |line: usize| Some(line).filter(|line| *line > 0);
    Symbol {
        reference: definition.reference.clone(),
        kind: definition.kind.clone(),
        file: definition.file.clone(),
        start: line(definition.lines.0),
        end: line(definition.lines.1),
        release: definition.release.clone(),
        href: definition.href.clone(),
        chapters: pages.iter().filter_map(|page| href(whole, *page)).collect(),
    }
}

/// The address of a page below the site's root; none for a draft.
fn href(whole: &Whole, page: usize) -> Option<String> {
    Some(below_root(&whole.pages[page].path?.with_extension("html")))
}

fn below_root(path: &Path) -> String {
    links::relative(Path::new("index.html"), path)
}

fn plain(phrase: &Phrase) -> Option<String> {
    one_line(&phrase.plain())
}

fn one_line(text: &str) -> Option<String> {
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
