//! Source links: which mentions become links, and what is wrong with the others.
use super::answers::{Answer, Ask, Definitions, Refusal, tree};
use super::{Part, Placed, Whole};
use crate::config::{AutoLink, Config, Output};
use crate::find::{Findings, Form, Found, Mention, What};
use crate::piece::{Definition, Piece, SymbolForm, SymbolLink};
use crate::problem::Problem;
use crate::read::Page;
use std::collections::HashSet;
use std::ops::Range;

/// For each found place of a page, what it leads to if it is a mention that becomes a link: every written one that
/// resolves, and of the code spans the first in each section.
pub fn linked<'w>(
    page: &Page,
    findings: &Findings,
    cfg: &Config,
    definitions: &Definitions<'w>,
) -> Vec<Option<&'w Definition>> {
    if !cfg.runs(Part::Symbols) || definitions.is_empty() {
        return vec![None; findings.found.len()];
    }
    let mut seen: HashSet<(usize, &str)> = HashSet::new();
    let mut linked = |found: &Found| {
        let What::Symbol(mention) = &found.what else { return None };
        let may_link = !mention.in_heading && !mention.nested;
        let definition = definitions.get(page, &mention.reference).filter(|_| may_link)?;
        let is_linked = match (&mention.form, cfg.auto_link) {
            (Form::Code, AutoLink::Off) => false,
            // The first one of each section is linked already.
            (Form::Code, _) if !findings.shape.done.is_empty() => false,
            // The set is not asked where every mention is linked.
            (Form::Code, AutoLink::First) => seen.insert((mention.section, &definition.reference)),
            _ => {
                seen.insert((mention.section, &definition.reference));
                true
            }
        };
        is_linked.then_some(definition)
    };
    findings.found.iter().map(&mut linked).collect()
}

/// A mention as a link; the author's words where it does not resolve.
pub fn link(whole: &Whole, page: usize, at: usize, found: &Found, mention: &Mention) -> Piece {
    let text = whole.pages[page].text;
    let words = match &mention.form {
        Form::Link(words) | Form::Shortcut(words) => words.clone(),
        Form::Empty | Form::Code => found.span.clone(),
    };
    match whole.linked[page][at] {
        Some(definition) => {
            let form = form(&mention.form, words, definition);
            Piece::Symbol(Box::new(SymbolLink { definition: definition.clone(), form }))
        }
        None if mention.nested => Piece::Keep,
        None => match mention.form {
            // A `go:` link that leads nowhere would be a dead link on the page: its words stay.
            Form::Link(_) => Piece::Verbatim(text[words].to_string()),
            Form::Empty => Piece::Verbatim(format!("`{}`", mention.reference.replace('`', ""))),
            Form::Shortcut(_) | Form::Code => Piece::Keep,
        },
    }
}

/// The apostrophe behind a source link, as Markdown curls it behind any link: behind HTML it would begin a quotation.
pub fn apostrophe(whole: &Whole, page: usize, found: &Found) -> Option<Placed> {
    let (before, behind) = whole.pages[page].text.split_at(found.span.end);
    let is_link = matches!(found.what, What::Symbol(_)) && before.ends_with([')', ']']);
    let curls = is_link && whole.cfg.markdown.smart_punctuation && whole.cfg.output == Output::Html;
    let span = found.span.end..found.span.end + 1;
    let apostrophe = || Placed { span, prefix: String::new(), piece: Piece::Verbatim("’".into()) };
    // Where no letter follows it may close a quotation that began before the link, which a curled one cannot.
    let is_apostrophe = behind.strip_prefix('\'').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    (curls && is_apostrophe).then(apostrophe)
}

fn form(written: &Form, words: Range<usize>, definition: &Definition) -> SymbolForm {
    match written {
        Form::Link(_) => SymbolForm::Link(words),
        Form::Empty => SymbolForm::Empty(short_name(&definition.reference).to_string()),
        Form::Shortcut(_) | Form::Code => SymbolForm::Code(words),
    }
}

/// `runtime.gopark` of `internal/x/runtime.gopark@go1.21.13`.
fn short_name(reference: &str) -> &str {
    let name = reference.split(['@', '?', '#']).next().unwrap_or(reference);
    name.rsplit('/').next().unwrap_or(name)
}

/// What is wrong with a page's mentions.
pub fn problems(whole: &Whole, page: usize) -> Vec<Problem> {
    if !whole.cfg.runs(Part::Symbols) {
        return Vec::new();
    }
    let found = whole.findings[page].found.iter();
    found
        .filter_map(|found| match &found.what {
            What::Symbol(mention) if is_held(mention) => Some((found.span.clone(), mention)),
            _ => None,
        })
        .flat_map(|(span, mention)| of_mention(whole, page, span, mention))
        .collect()
}

/// Whether a mention promises anything: a plain code span does not.
fn is_held(mention: &Mention) -> bool {
    mention.form != Form::Code || !mention.title.is_empty()
}

fn of_mention(whole: &Whole, page: usize, span: Range<usize>, mention: &Mention) -> Vec<Problem> {
    let ask = Ask::on(&whole.pages[page], &mention.reference);
    let written = mention.form != Form::Code;
    let mut problems = Vec::new();
    let symbol = whole.answers.symbols.get(&ask);
    match symbol {
        Some(Answer::Wrong(refusal)) if written => problems.push(refused(page, &span, refusal)),
        absent @ (Some(Answer::Absent(_)) | None) if written => {
            problems.push(not_locked(page, &span, &ask, tree(absent)));
        }
        _ if mention.nested => problems.push(nested(page, &span)),
        Some(Answer::Known(_)) if written && mention.in_heading => problems.push(in_heading(page, &span)),
        _ => {}
    }
    if let Some(advice) = whole.answers.advice.get(&ask).filter(|_| written) {
        problems.push(refused(page, &span, advice));
    }
    match whole.answers.facts.get(&(ask.clone(), mention.title.to_string())) {
        Some(Answer::Wrong(refusal)) => problems.push(refused(page, &span, refusal)),
        // Of a symbol that nobody knows that is told already.
        Some(Answer::Absent(tree)) if matches!(symbol, Some(Answer::Known(_))) => {
            let what = format!("whether `{}` holds", mention.title);
            problems.push(missing(page, &span, &what, tree.as_deref()));
        }
        _ => {}
    }
    problems
}

/// A refusal in its place.
pub fn refused(page: usize, span: &Range<usize>, refusal: &Refusal) -> Problem {
    let problem = Problem::on_page(refusal.code, page, span.clone(), refusal.message.clone());
    match &refusal.help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// A written reference that nobody could answer; `tree` is the one to ask.
pub fn not_locked(page: usize, span: &Range<usize>, ask: &Ask, tree: Option<&str>) -> Problem {
    match ask.reference.lines().count() {
        0 | 1 => missing(page, span, &format!("`{}`", ask.reference), tree),
        _ => missing(page, span, "this call path", tree),
    }
}

/// What the lock lacks, and which tree would have told.
fn missing(page: usize, span: &Range<usize>, what: &str, tree: Option<&str>) -> Problem {
    let (message, help) = match tree {
        None => (
            format!("{what} is not in codex.lock, and the book names no release of Go"),
            "write one as `go = \"go1.27.3\"` in [preprocessor.codex] and run `mdbook-codex lock`"
                .to_string(),
        ),
        Some(tree) => (
            format!("{what} is not in codex.lock, and no source tree of {tree} is at hand"),
            format!("{}; then run `mdbook-codex lock`", at_hand(tree)),
        ),
    };
    Problem::on_page("not-locked", page, span.clone(), message).help(help)
}

/// How a tree comes to be at hand.
fn at_hand(tree: &str) -> String {
    match tree.contains('@') {
        true => {
            format!("set `root` of the module in book.toml, or fetch the tree with `go mod download {tree}`")
        }
        false => format!(
            "set GOROOT or `root` in book.toml to it, or fetch it with `GOTOOLCHAIN={tree} go env GOROOT`"
        ),
    }
}

fn nested(page: usize, span: &Range<usize>) -> Problem {
    let message = "this source link stands between the brackets of another link, and links do not nest";
    Problem::on_page("nested-link", page, span.clone(), message).help("put it before or behind the other one")
}

fn in_heading(page: usize, span: &Range<usize>) -> Problem {
    let message = "a heading is a link of its own and can hold no source link";
    Problem::on_page("link-in-heading", page, span.clone(), message)
        .help("mention the symbol in the first sentence below")
}
