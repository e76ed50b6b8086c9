//! Room 3: what was found + all pages + the answers of the source trees → pieces with nothing left to look up.
//!
//! In: pages, findings, configuration, answers. Out: [`Resolved`]: for each page the placed pieces, the pages we add,
//! and the problems. First what spans the book is collected ([`Whole`]), then each page is treated on its own.
use crate::config::{Config, Output, Part, Places};
use crate::find::{Findings, Found, Link, What};
use crate::piece::{Definition, Finish, Phrase, Piece};
use crate::problem::Problem;
use crate::read::Page;
use answers::Answers;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub mod answers;
mod calls;
mod cards;
mod changes;
mod counts;
mod end;
mod epub;
mod examples;
mod excerpts;
mod finish;
mod layouts;
mod links;
mod names;
mod outline;
mod read;
mod sources;
mod symbols;
mod tags;
mod traps;

pub use answers::asked;

/// A piece and where it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The bytes of the page that it replaces; empty where it is added.
    pub span: Range<usize>,
    /// What stands before a block on each of its lines.
    pub prefix: String,
    /// What goes there.
    pub piece: Piece,
}

/// A page that the book did not have.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// Its title.
    pub title: String,
    /// Its path below `src`.
    pub path: PathBuf,
    /// What stands on it, in order.
    pub pieces: Vec<Piece>,
}

/// Everything there is to show.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolved {
    /// For each page, in reading order, what goes where.
    pub pages: Vec<Vec<Placed>>,
    /// The pages we add, in order.
    pub added: Vec<Added>,
    /// What the author has to mend.
    pub problems: Vec<Problem>,
}

/// What spans the book.
pub struct Whole<'w> {
    /// The pages in reading order.
    pub pages: &'w [Page<'w>],
    /// What each holds.
    pub findings: &'w [Findings<'w>],
    /// The choices of the run.
    pub cfg: &'w Config,
    /// What the source trees answered.
    pub answers: &'w Answers,
    /// The book's tags.
    pub tags: tags::Tags,
    /// How many chapters stand at the top level.
    pub top_chapters: usize,
    /// What each page's card and neighbours say of it.
    pub briefs: Vec<read::Brief>,
    /// The page with the grid of all cards, or the first one.
    pub landing: Option<usize>,
    /// Whether any page holds a grid of its own.
    pub has_grid: bool,
    /// Pages by the paths that authors write.
    by_path: HashMap<Cow<'w, str>, usize>,
    /// The ids of each page that was asked for them.
    anchors: Vec<OnceLock<HashSet<&'w str>>>,
    /// For each page and each of its findings, where it leads if it is a mention that becomes a link.
    pub linked: Vec<Vec<Option<&'w Definition>>>,
    /// For each page, the definitions it cites, in the order of the text.
    pub cited: Vec<Vec<&'w Definition>>,
    /// Where the tags page is.
    pub tags_page: Option<PathBuf>,
    /// Where the source index is.
    pub sources_page: Option<PathBuf>,
}

/// Resolves the whole book.
pub fn resolve(
    pages: &[Page],
    findings: &[Findings],
    cfg: &Config,
    places: &Places,
    answers: &Answers,
) -> Resolved {
    let (whole, mut problems) = whole(pages, findings, cfg, answers);
    let mut resolved = Resolved::default();
    for index in 0..pages.len() {
        let (placed, found) = page(&whole, index);
        resolved.pages.push(placed);
        problems.extend(found);
    }
    resolved.added = added(&whole);
    problems.extend(traps::book(&whole, places));
    problems.extend(names::problems(&whole));
    problems.extend(traps::paths::problems(pages, cfg));
    resolved.problems = problems;
    resolved
}

/// What the finishing step writes of the same book.
pub fn finish(pages: &[Page], findings: &[Findings], cfg: &Config, answers: &Answers) -> Finish {
    finish::finish(&whole(pages, findings, cfg, answers).0)
}

/// Collects what spans the book, and the problems with it.
fn whole<'w>(
    pages: &'w [Page<'w>],
    findings: &'w [Findings<'w>],
    cfg: &'w Config,
    answers: &'w Answers,
) -> (Whole<'w>, Vec<Problem>) {
    let (tags, problems) = tags::collect(pages, cfg);
    let definitions = answers.definitions();
    let linked: Vec<Vec<Option<&Definition>>> =
        pages.iter().zip(findings).map(|(p, f)| symbols::linked(p, f, cfg, &definitions)).collect();
    let cited = (0..pages.len()).map(|at| sources::on_page(&pages[at], &findings[at], &linked[at], answers));
    let mut whole = Whole {
        cited: cited.collect(),
        linked,
        pages,
        findings,
        cfg,
        answers,
        tags,
        top_chapters: pages.iter().filter(|page| page.number.is_some_and(|n| n.len() == 1)).count(),
        briefs: Vec::new(),
        landing: cards::landing(pages, findings),
        has_grid: cards::has_grid(findings),
        by_path: by_path(pages),
        anchors: pages.iter().map(|_| OnceLock::new()).collect(),
        tags_page: None,
        sources_page: None,
    };
    whole.briefs = (0..pages.len()).map(|page| read::brief(&whole, page)).collect();
    whole.tags_page = tags_page(&whole);
    whole.sources_page = sources::page(&whole);
    (whole, problems)
}

impl<'w> Whole<'w> {
    /// How many of something there are; `cards` are those on the page that asks.
    pub fn count(&self, of: &str, page: usize) -> Option<usize> {
        Some(match of {
            "chapters" => self.pages.iter().filter(|page| page.has_card()).count(),
            "cards" => cards::on_page(self, page),
            "tags" => self.tags.list.len(),
            "parts" => parts(self.pages),
            "symbols" => sources::distinct(self).len(),
            "examples" => self.all_found(|what| matches!(what, What::Example(_))),
            "layouts" => self.all_found(|what| matches!(what, What::Layout(_))),
            _ => return None,
        })
    }

    /// A page as linked from another; none for a draft.
    pub fn link(&self, from: &Path, to: usize) -> Option<String> {
        let to = self.pages.get(to)?.path?;
        match self.cfg.output {
            Output::Epub => Some(links::relative(from, &to.with_extension("html"))),
            _ => Some(links::relative(from, to)),
        }
    }

    /// Whether an earlier run went over a page.
    pub fn is_done(&self, page: usize) -> bool {
        !self.findings[page].shape.done.is_empty()
    }

    /// The ids that a link to a page may lead to.
    pub fn anchors(&self, page: usize) -> &HashSet<&'w str> {
        self.anchors[page].get_or_init(|| traps::anchors(self, page))
    }

    /// The page that a path below `src` means: an author's own file, or the page that mdBook makes of it.
    pub fn page_at(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    fn all_found(&self, wanted: fn(&What) -> bool) -> usize {
        let found = self.findings.iter().flat_map(|findings| &findings.found);
        found.filter(|found| wanted(&found.what)).count()
    }
}

/// The first page of each path; a page's own file counts before what mdBook makes of it.
fn by_path<'w>(pages: &'w [Page]) -> HashMap<Cow<'w, str>, usize> {
    let mut paths = HashMap::new();
    for (index, page) in pages.iter().enumerate().filter(|(_, page)| !page.is_draft()) {
        for path in [page.source_path, page.path].into_iter().flatten() {
            paths.entry(crate::read::slashed(path)).or_insert(index);
        }
    }
    paths
}

fn parts(pages: &[Page]) -> usize {
    let mut titles: Vec<&str> = pages.iter().filter_map(|page| page.part).collect();
    titles.dedup();
    titles.len()
}

/// Where the tags page is: the page that holds its block, or one that we add.
fn tags_page(whole: &Whole) -> Option<PathBuf> {
    let held = page_with(whole, |what| matches!(what, What::Tags), "codex-tags");
    let wanted = whole.cfg.runs(Part::Tags) && whole.cfg.table.tags.page && !whole.tags.list.is_empty();
    held.or_else(|| wanted.then(|| free_path(whole.pages, "tags")))
}

/// The path of the first page that holds a block, or what an earlier run made of it.
fn page_with(whole: &Whole, wanted: fn(&What) -> bool, class: &str) -> Option<PathBuf> {
    let holds = |findings: &Findings| {
        findings.found.iter().any(|found| wanted(&found.what)) || findings.shape.done.contains(&class)
    };
    let at = whole.findings.iter().position(holds)?;
    whole.pages[at].path.map(PathBuf::from)
}

/// A path that no page has, whatever the file system makes of case.
fn free_path(pages: &[Page], name: &str) -> PathBuf {
    let taken = |path: &str| {
        pages
            .iter()
            .filter_map(|page| page.path)
            .any(|known| known.to_string_lossy().eq_ignore_ascii_case(path))
    };
    let names = std::iter::once(name.to_string()).chain((0..).map(|n| match n {
        0 => format!("codex-{name}"),
        n => format!("codex-{name}-{n}"),
    }));
    let mut paths = names.map(|name| format!("{name}.md"));
    paths.find(|path| !taken(path)).unwrap_or_default().into()
}

/// Everything on one page, in the order of its text.
fn page(whole: &Whole, index: usize) -> (Vec<Placed>, Vec<Problem>) {
    let page = &whole.pages[index];
    let Some(path) = page.path else { return Default::default() };
    let mut placed = Vec::new();
    let mut problems = Vec::new();
    if let Some(found) = &page.front_matter {
        placed.push(Placed {
            span: found.start..found.end,
            prefix: String::new(),
            piece: Piece::Verbatim(String::new()),
        });
    }
    if whole.cfg.output == Output::Epub {
        placed.extend(epub::anchors(whole, index));
    }
    placed.extend(read::top(whole, index));
    placed.extend(cards::above(whole, index));
    for (at, found) in whole.findings[index].found.iter().enumerate() {
        match piece(whole, index, path, at, found) {
            Ok(Piece::Keep) => {}
            Ok(Piece::Example(_)) if whole.is_done(index) => {}
            // A program stays, and its note stands below.
            Ok(piece @ Piece::Example(_)) => {
                let end = found.span.end;
                placed.push(Placed { span: end..end, prefix: found.prefix.clone(), piece });
            }
            Ok(piece) => {
                placed.extend(symbols::apostrophe(whole, index, found));
                placed.push(Placed { span: found.span.clone(), prefix: found.prefix.clone(), piece });
            }
            Err(problem) => {
                problems.push(problem);
                // An address of ours that means nothing is no link on the page.
                if let What::Count(words) = &found.what {
                    let piece = Piece::Count(words.words.clone());
                    placed.push(Placed { span: found.span.clone(), prefix: found.prefix.clone(), piece });
                }
            }
        }
    }
    placed.extend(own_links(whole, index));
    problems.extend(symbols::problems(whole, index));
    problems.extend(outline::problems(whole, index));
    problems.extend(traps::page(whole, index));
    match end::below(whole, index, &placed) {
        Ok(below) => placed.extend(below),
        Err(problem) => problems.push(problem),
    }
    (placed, problems)
}

fn piece(whole: &Whole, page: usize, path: &Path, at: usize, found: &Found) -> Result<Piece, Problem> {
    let (cfg, span) = (whole.cfg, found.span.clone());
    match &found.what {
        What::Cards(block) if cfg.runs(Part::Cards) => cards::grid(whole, page, span, block),
        What::Tags if cfg.runs(Part::Tags) => Ok(tags::entries(whole, path)),
        What::Sources if cfg.runs(Part::Symbols) => Ok(sources::index(whole, path)),
        What::Changes if cfg.runs(Part::Changes) => Ok(changes::releases(whole, path)),
        What::Count(words) if cfg.runs(Part::Counts) => counts::count(whole, page, span, words),
        What::Symbol(mention) if cfg.runs(Part::Symbols) => {
            Ok(symbols::link(whole, page, at, found, mention))
        }
        What::Excerpt(asked) if cfg.runs(Part::Excerpts) => excerpts::excerpt(whole, page, span, asked),
        What::Layout(block) if cfg.runs(Part::Layouts) => layouts::figure(whole, page, span, block),
        What::Calls(block) if cfg.runs(Part::Calls) => calls::figure(whole, page, span, block),
        What::Example(block) if cfg.runs(Part::Examples) => Ok(examples::note(whole, page, block)),
        What::Unknown(name) => Err(unknown_block(page, span, name)),
        What::Drawing => Ok(Piece::Drawing(whole.pages[page].text[span].to_string())),
        _ => Ok(Piece::Keep),
    }
}

/// The links of the author's own that have to be written in another way.
fn own_links(whole: &Whole, page: usize) -> Vec<Placed> {
    let links = &whole.findings[page].links;
    let place = |link: &Link, text| {
        Some(Placed { span: link.span.clone(), prefix: String::new(), piece: Piece::Verbatim(text?) })
    };
    match whole.cfg.output {
        Output::Epub => links.iter().filter_map(|link| place(link, epub::link(whole, page, link))).collect(),
        _ if whole.cfg.runs(Part::Traps) => {
            let links = traps::to_readmes(links);
            links.filter_map(|link| place(link, traps::mended(whole, page, link))).collect()
        }
        _ => Vec::new(),
    }
}

fn unknown_block(page: usize, span: Range<usize>, name: &str) -> Problem {
    let known = crate::find::BLOCKS;
    let help = crate::nearest::did_you_mean(name, known)
        .unwrap_or_else(|| format!("the blocks of Codex are {}", known.join(", ")));
    Problem::on_page("unknown-block", page, span, format!("there is no block `{name}`")).help(help)
}

/// The pages we add: tags, then the source index, where no page of the book holds them.
fn added(whole: &Whole) -> Vec<Added> {
    let fill = |on: Standing| on.added(whole, (on.entries)(whole, on.path));
    standing(whole).into_iter().map(fill).collect()
}

/// The pages we add, before anything stands on them.
fn standing<'w>(whole: &'w Whole) -> Vec<Standing<'w>> {
    let words = whole.cfg.words();
    let is_ours = |path: &&PathBuf| !whole.pages.iter().any(|page| page.path == Some(path));
    let tags = whole.tags_page.as_ref().filter(is_ours);
    let tags = tags.map(|path| Standing { title: &words.tags, path, entries: tags::entries });
    let sources = whole.sources_page.as_ref().filter(is_ours);
    let sources = sources.map(|path| Standing { title: &words.source_index, path, entries: sources::index });
    tags.into_iter().chain(sources).collect()
}

/// A page of ours on its own ground.
struct Standing<'s> {
    title: &'s str,
    path: &'s PathBuf,
    entries: fn(&Whole, &Path) -> Piece,
}

impl Standing<'_> {
    fn added(&self, whole: &Whole, piece: Piece) -> Added {
        let mut pieces = read::added_top(whole, self.title, self.path);
        pieces.push(piece);
        pieces.push(read::added_bottom(whole, self.path));
        Added { title: self.title.to_string(), path: self.path.clone(), pieces }
    }
}

/// A description as a card and a neighbour show it.
fn description(whole: &Whole, page: usize) -> Option<Phrase> {
    whole.briefs.get(page).and_then(|brief| brief.description.clone())
}
