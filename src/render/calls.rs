//! A call path: nodes one below the other, branches set in, every node a source link.
use crate::config::words::Words;
use crate::piece::{CallArrow, CallsFigure, Definition};
use crate::render::html::{Element, el};
use crate::render::{definition, markdown as md};
use std::collections::BTreeSet;

/// A path per node that nothing calls; what no such path reaches begins one of its own.
pub fn html(figure: &CallsFigure, words: &Words) -> Element {
    let mut seen = BTreeSet::new();
    let mut outer = el("figure").class("codex-calls");
    let called = |node: usize| figure.arrows.iter().any(|arrow| arrow.to == node);
    let (roots, others): (Vec<usize>, Vec<usize>) = (0..figure.nodes.len()).partition(|&node| !called(node));
    for node in roots.into_iter().chain(others) {
        if !seen.contains(&node) {
            outer = outer.child(path(node, None, &Drawn { figure, words }, &mut seen, 0));
        }
    }
    outer
}

/// A list of arrows.
pub fn markdown(figure: &CallsFigure) -> String {
    let arrow = |arrow: &CallArrow| {
        let from = definition::markdown_link(figure.nodes.get(arrow.from)?);
        let to = definition::markdown_link(figure.nodes.get(arrow.to)?);
        let note =
            if arrow.note.is_empty() { String::new() } else { format!(" ({})", md::text(&arrow.note)) };
        Some(format!("- {from} → {to}{note}"))
    };
    let lone = figure.nodes.iter().map(|node| format!("- {}", definition::markdown_link(node)));
    let arrows: Vec<String> = figure.arrows.iter().filter_map(arrow).collect();
    if arrows.is_empty() { lone.collect::<Vec<_>>().join("\n") } else { arrows.join("\n") }
}

/// What every step of a path looks at.
struct Drawn<'f> {
    figure: &'f CallsFigure,
    words: &'f Words,
}

/// Branches are set in, and a page is only so wide: deeper ones begin a path of their own.
const DEEPEST: usize = 6;

/// A node and, while there is only one way on, what follows it.
fn path(
    start: usize,
    arrow: Option<&CallArrow>,
    drawn: &Drawn,
    seen: &mut BTreeSet<usize>,
    depth: usize,
) -> Element {
    let figure = drawn.figure;
    let mut list = el("ol").class("codex-calls__path").attr("role", "list");
    let mut at = (start, arrow);
    while let Some(node) = figure.nodes.get(at.0) {
        let again = !seen.insert(at.0);
        let onward: Vec<&CallArrow> = match again || depth >= DEEPEST {
            true => Vec::new(),
            false => figure.arrows.iter().filter(|arrow| arrow.from == at.0).collect(),
        };
        let item = step(node, at.1, again, drawn.words);
        match onward.as_slice() {
            [] => return list.child(item),
            [only] => at = (only.to, Some(only)),
            several => {
                let branch = |arrow: &&CallArrow| {
                    el("li").class("codex-calls__branch").child(path(
                        arrow.to,
                        Some(arrow),
                        drawn,
                        seen,
                        depth + 1,
                    ))
                };
                let branches: Vec<Element> = several.iter().map(branch).collect();
                let branches =
                    el("ul").class("codex-calls__branches").attr("role", "list").children(branches);
                return list.child(item.child(branches));
            }
        }
        list = list.child(item);
    }
    list
}

fn step(node: &Definition, arrow: Option<&CallArrow>, again: bool, words: &Words) -> Element {
    let place = el("span").class("codex-calls__place").text(&definition::short_place_and_release(node));
    let node =
        el("div").class("codex-calls__node").child(definition::named(node, words)).text(" ").child(place);
    let node = if again { node.class("codex-calls__node--again") } else { node };
    el("li").class("codex-calls__step").children(arrow.map(|arrow| arrow_element(arrow, words))).child(node)
}

fn arrow_element(arrow: &CallArrow, words: &Words) -> Element {
    let hidden = el("span").class("codex-hidden").text(&words.calls);
    let note = el("span").class("codex-calls__note").text(&arrow.note);
    let note = (!arrow.note.is_empty()).then_some(note);
    let line = el("span").class("codex-calls__line").text(&definition::short_lines((arrow.line, arrow.line)));
    let line = (arrow.line > 0).then_some(line);
    el("div").class("codex-calls__arrow").child(hidden).text(" ").children(note).text(" ").children(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(count: usize, arrows: &[(usize, usize, &str)]) -> CallsFigure {
        let node = |at: usize| Definition {
            reference: format!("p.f{at}"),
            href: format!("#{at}"),
            ..Default::default()
        };
        let arrow =
            |&(from, to, note): &(usize, usize, &str)| CallArrow { from, to, note: note.into(), line: 0 };
        CallsFigure { nodes: (0..count).map(node).collect(), arrows: arrows.iter().map(arrow).collect() }
    }

    /// `f0 f1 [f2][f3]`: steps of a path, its branches in brackets.
    fn check(count: usize, arrows: &[(usize, usize)], expected: &str) {
        let arrows: Vec<_> = arrows.iter().map(|&(from, to)| (from, to, "")).collect();
        let html = html(&figure(count, &arrows), &Words::default()).block();
        let mut shape = String::new();
        for tag in html.split('<') {
            match tag {
                _ if tag.starts_with("code>") => shape.push_str(&tag["code>p.".len()..]),
                _ if tag.starts_with("ol") => shape.push('['),
                _ if tag.starts_with("/ol") => shape.push(']'),
                _ => {}
            }
        }
        assert_eq!(shape, expected);
    }

    #[test]
    fn a_path_goes_on_until_it_branches() {
        check(3, &[(0, 1), (1, 2)], "[f0f1f2]");
        check(4, &[(0, 1), (0, 2), (2, 3)], "[f0[f1][f2f3]]");
        check(3, &[(0, 2), (1, 2)], "[f0f2][f1f2]");
        check(2, &[(0, 1), (1, 0)], "[f0f1f0]");
        check(1, &[(0, 0)], "[f0f0]");
        check(1, &[(0, 9)], "[f0]");
        check(2, &[], "[f0][f1]");
        check(0, &[], "");
    }

    #[test]
    fn a_long_path_is_no_deeper() {
        let arrows: Vec<_> = (0..999).map(|at| (at, at + 1, "")).collect();
        assert_eq!(html(&figure(1000, &arrows), &Words::default()).block().matches("<ol").count(), 1);
        let arrows: Vec<_> = (0..998).flat_map(|at| [(at, at + 1, ""), (at, 999, "")]).collect();
        assert!(html(&figure(1000, &arrows), &Words::default()).block().matches("<ol").count() > 999);
    }

    #[test]
    fn a_list_says_the_same() {
        let noted = figure(2, &[(0, 1, "go")]);
        assert_eq!(markdown(&noted), "- [`p.f0`](#0) → [`p.f1`](#1) (go)");
        assert_eq!(markdown(&figure(1, &[])), "- [`p.f0`](#0)");
    }
}
