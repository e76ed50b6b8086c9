//! What the source trees, or the lock, answered: plain values by what was asked.
//!
//! The pages are searched for questions first ([`asked`]); who answers them, a tree or `codex.lock`, is not known here.
use crate::config::{AutoLink, Config, Part};
use crate::find::{Findings, Form, What};
use crate::piece::{CallsFigure, Definition, Excerpt, LayoutFigure};
use crate::read::Page;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A reference as an author wrote it, with the page's own release if it has one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ask {
    /// The page's own release.
    pub go: Option<String>,
    /// The reference as written.
    pub reference: String,
}

/// All that the pages ask.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// Symbols that the author wrote as links, shortcuts, blocks.
    pub written: BTreeSet<Ask>,
    /// Code spans that may be symbols.
    pub spans: BTreeSet<Ask>,
    /// Facts, by what they are of.
    pub facts: BTreeSet<(Ask, String)>,
    /// Excerpts.
    pub excerpts: BTreeSet<Ask>,
    /// Layouts.
    pub layouts: BTreeSet<Ask>,
    /// Lines of call paths.
    pub calls: BTreeSet<Ask>,
}

/// What became of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// The answer.
    Known(T),
    /// There is none: what to tell the author.
    Wrong(Refusal),
    /// Neither the lock nor a tree could be asked: the tree that is wanted, by its name, if that is known.
    Absent(Option<String>),
}

/// The tree that a question without an answer wants.
pub fn tree<T>(answer: Option<&Answer<T>>) -> Option<&str> {
    match answer {
        Some(Answer::Absent(tree)) => tree.as_deref(),
        _ => None,
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// Stable and short.
    pub code: &'static str,
    /// One line in lower case.
    pub message: String,
    /// The nearest right names.
    pub help: Option<String>,
}

/// All that was answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    /// The book's release.
    pub pin: Option<String>,
    /// Symbols.
    pub symbols: BTreeMap<Ask, Answer<Definition>>,
    /// Advice on references that resolve but should be written otherwise.
    pub advice: BTreeMap<Ask, Refusal>,
    /// Facts: known where they hold.
    pub facts: BTreeMap<(Ask, String), Answer<()>>,
    /// Excerpts.
    pub excerpts: BTreeMap<Ask, Answer<Excerpt>>,
    /// Layouts.
    pub layouts: BTreeMap<Ask, Answer<LayoutFigure>>,
    /// Lines of call paths.
    pub calls: BTreeMap<Ask, Answer<CallsFigure>>,
    /// Examples that ran: the hash of the text, and the release and modules it ran with.
    pub ran: BTreeMap<String, String>,
}

impl Answers {
    /// The release that a page's references are pinned to.
    pub fn release(&self, own: Option<&str>) -> Option<String> {
        own.map(String::from).or_else(|| self.pin.clone())
    }

    /// The definitions of all symbols that are known.
    pub fn definitions(&self) -> Definitions<'_> {
        let known = self.symbols.iter().filter_map(|(ask, answer)| match answer {
            Answer::Known(definition) => Some(((ask.go.as_deref(), ask.reference.as_str()), definition)),
            _ => None,
        });
        Definitions { known: known.collect() }
    }
}

/// The definitions that are known, by what was asked: a book mentions few symbols many times.
#[derive(Debug, Default)]
pub struct Definitions<'a> {
    known: HashMap<Question<'a>, &'a Definition>,
}

/// A page's own release, and a reference.
type Question<'a> = (Option<&'a str>, &'a str);

impl<'a> Definitions<'a> {
    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The definition that a reference on a page leads to.
    pub fn get(&self, page: &Page, reference: &str) -> Option<&'a Definition> {
        self.known.get(&(page.meta.go.as_deref(), reference.trim())).copied()
    }
}

impl Ask {
    /// A question from a page.
    pub fn on(page: &Page, reference: &str) -> Self {
        Ask { go: page.meta.go.clone(), reference: reference.trim().to_string() }
    }
}

/// The lines of a `codex-calls` block, each a path of functions.
pub fn paths(block: &Ask) -> Vec<Vec<Ask>> {
    let lines =
        block.reference.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let ask = |name: &str| Ask { go: block.go.clone(), reference: name.trim().to_string() };
    lines.map(|line| line.split("->").map(ask).collect()).collect()
}

/// Collects what the pages ask.
pub fn asked(pages: &[Page], findings: &[Findings], cfg: &Config) -> Asked {
    let mut asked = Asked::default();
    let mut spans: HashSet<Question> = HashSet::new();
    for (page, findings) in pages.iter().zip(findings) {
        for found in &findings.found {
            match &found.what {
                // By far the most: each is made a question of its own only once.
                What::Symbol(mention) if mention.form == Form::Code && mention.title.is_empty() => {
                    if spans.insert((page.meta.go.as_deref(), mention.reference.trim())) {
                        asked.add(page, &found.what, cfg);
                    }
                }
                what => asked.add(page, what, cfg),
            }
        }
    }
    asked
}

impl Asked {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// Every question there is, repeats included.
    pub fn all(&self) -> impl Iterator<Item = &Ask> {
        let sets = [&self.written, &self.spans, &self.excerpts, &self.layouts, &self.calls];
        sets.into_iter().flatten()
    }

    /// The functions of all call paths.
    pub fn nodes(&self) -> BTreeSet<Ask> {
        self.calls.iter().flat_map(|block| paths(block).into_iter().flatten()).collect()
    }

    /// The arrows of all call paths.
    pub fn arrows(&self) -> BTreeSet<(Ask, Ask)> {
        let steps = |path: Vec<Ask>| {
            path.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect::<Vec<_>>()
        };
        self.calls.iter().flat_map(|block| paths(block).into_iter().flat_map(steps)).collect()
    }

    fn add(&mut self, page: &Page, what: &What, cfg: &Config) {
        match what {
            What::Symbol(mention) if cfg.runs(Part::Symbols) => {
                let ask = Ask::on(page, &mention.reference);
                if !mention.title.is_empty() {
                    self.facts.insert((ask.clone(), mention.title.to_string()));
                }
                match mention.form {
                    Form::Code if cfg.auto_link == AutoLink::Off => {}
                    Form::Code => drop(self.spans.insert(ask)),
                    _ => drop(self.written.insert(ask)),
                }
            }
            What::Excerpt(excerpt) if cfg.runs(Part::Excerpts) => {
                self.excerpts.insert(Ask::on(page, &excerpt.reference));
            }
            What::Layout(block) if cfg.runs(Part::Layouts) => {
                self.layouts.insert(Ask::on(page, &block.text));
            }
            What::Calls(block) if cfg.runs(Part::Calls) => {
                self.calls.insert(Ask::on(page, &block.text));
            }
            _ => {}
        }
    }
}
