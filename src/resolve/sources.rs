//! The sources that pages cite: at a chapter's foot, in the index, in counts.
use super::answers::{Answer, Answers, Ask};
use super::{Part, Whole, free_path, page_with};
use crate::find::{Findings, What};
use crate::piece::{Definition, PageLink, Piece, SourceIndex, SourcePackage};
use crate::read::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every definition that a page cites, in the order of the text, repeats included.
pub fn on_page<'w>(
    page: &Page,
    findings: &Findings,
    linked: &[Option<&'w Definition>],
    answers: &'w Answers,
) -> Vec<&'w Definition> {
    let mut cited = Vec::new();
    for (found, linked) in findings.found.iter().zip(linked) {
        match &found.what {
            What::Symbol(_) => cited.extend(linked),
            What::Excerpt(asked) => {
                let excerpt = known(answers.excerpts.get(&Ask::on(page, &asked.reference)));
                cited.extend(excerpt.map(|excerpt| &excerpt.definition));
            }
            What::Layout(block) => {
                let figure = known(answers.layouts.get(&Ask::on(page, &block.text)));
                cited.extend(figure.map(|figure| &figure.definition));
            }
            What::Calls(block) => {
                let figure = known(answers.calls.get(&Ask::on(page, &block.text)));
                cited.extend(figure.into_iter().flat_map(|figure| &figure.nodes));
            }
            _ => {}
        }
    }
    cited
}

fn known<T>(answer: Option<&Answer<T>>) -> Option<&T> {
    match answer {
        Some(Answer::Known(known)) => Some(known),
        _ => None,
    }
}

/// The definitions that a page cites, each once, by package, file and line.
pub fn cited<'w>(whole: &'w Whole, page: usize) -> Vec<&'w Definition> {
    let mut cited: Vec<&Definition> = whole.cited[page].clone();
    cited.sort_by(|a, b| order(a).cmp(&order(b)));
    cited.dedup_by(|a, b| a.reference == b.reference);
    cited
}

fn order(definition: &Definition) -> (&str, usize, &str) {
    (&definition.file, definition.lines.0, &definition.reference)
}

/// What stands at a page's foot.
pub fn foot(whole: &Whole, page: usize) -> Vec<Definition> {
    let wanted = whole.cfg.runs(Part::Symbols) && whole.cfg.table.symbols.cited;
    if wanted { cited(whole, page).into_iter().cloned().collect() } else { Vec::new() }
}

/// How many source links stand on a page.
pub fn links_on(whole: &Whole, page: usize) -> usize {
    whole.cited[page].len()
}

/// How many stand in the book.
pub fn links(whole: &Whole) -> usize {
    whole.cited.iter().map(Vec::len).sum()
}

/// The different symbols that the book cites.
pub fn distinct<'w>(whole: &'w Whole) -> BTreeSet<&'w str> {
    whole.cited.iter().flatten().map(|definition| definition.reference.as_str()).collect()
}

/// Where the source index is: the page that holds its block, or one that we add.
pub fn page(whole: &Whole) -> Option<PathBuf> {
    let held = page_with(whole, |what| matches!(what, What::Sources), "codex-index");
    let wanted = whole.cfg.runs(Part::Symbols) && whole.cfg.table.symbols.page && links(whole) > 0;
    held.or_else(|| wanted.then(|| free_path(whole.pages, "sources")))
}

/// The source index, with links as seen from the page that holds it.
pub fn index(whole: &Whole, from: &Path) -> Piece {
    let link =
        |page: usize| Some(PageLink { text: whole.pages[page].title.clone(), href: whole.link(from, page)? });
    let mut packages: BTreeMap<String, SourcePackage> = BTreeMap::new();
    for (definition, pages) in by_symbol(whole) {
        let links = pages.into_iter().filter_map(link).collect();
        let name = package_of(definition);
        let new = || SourcePackage { name: name.clone(), symbols: Vec::new() };
        packages.entry(name.clone()).or_insert_with(new).symbols.push((definition.clone(), links));
    }
    Piece::Sources(SourceIndex { packages: packages.into_values().collect() })
}

/// Every definition that the book cites, by file and line, with the pages that cite it.
pub fn by_symbol<'w>(whole: &'w Whole) -> Vec<(&'w Definition, Vec<usize>)> {
    let mut by_symbol: BTreeMap<(&str, usize, &str), (&Definition, Vec<usize>)> = BTreeMap::new();
    for page in (0..whole.pages.len()).filter(|page| !whole.pages[*page].is_draft()) {
        for definition in cited(whole, page) {
            by_symbol.entry(order(definition)).or_insert_with(|| (definition, Vec::new())).1.push(page);
        }
    }
    by_symbol.into_values().collect()
}

/// The folder of a definition's file is its import path; a package is its own.
fn package_of(definition: &Definition) -> String {
    let folder = Path::new(&definition.file).parent().map(crate::read::slashed).unwrap_or_default();
    if folder.is_empty() { definition.reference.clone() } else { folder.into_owned() }
}
