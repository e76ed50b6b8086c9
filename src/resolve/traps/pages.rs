//! Chapters whose pages come to stand where mdBook writes one, or where their links lead astray.
use super::super::Whole;
use crate::config::Output;
use crate::problem::Problem;
use crate::read::slashed;

/// What is wrong with where the chapters go; only the HTML renderer makes pages of them.
pub fn problems(whole: &Whole) -> Vec<Problem> {
    let is_html = whole.cfg.output == Output::Html;
    let problems = if is_html { [first(whole), sidebar(whole)] } else { [None, None] };
    problems.into_iter().flatten().collect()
}

fn sidebar(whole: &Whole) -> Option<Problem> {
    let mut paths = whole.pages.iter().filter_map(|page| page.path).map(slashed);
    paths.find(|path| path.eq_ignore_ascii_case("toc.md"))?;
    let message =
        "this chapter replaces mdBook's sidebar for browsers without script, which is `toc.html` too";
    Some(Problem::in_file("reserved-path", summary(whole), None, message).help("rename the file `toc.md`"))
}

/// mdBook writes the first chapter to `index.html` once more as it is, so that its links start from another folder.
fn first(whole: &Whole) -> Option<Problem> {
    let path = whole.pages.iter().find_map(|page| page.path).map(slashed)?;
    let (folder, _) = path.rsplit_once('/')?;
    let message = format!(
        "mdBook copies the first chapter to `index.html`, where its links do not start from `{folder}`"
    );
    let problem = Problem::in_file("first-chapter", summary(whole), None, message);
    Some(problem.help("let a chapter of the topmost folder be the first"))
}

fn summary(whole: &Whole) -> String {
    format!("{}/SUMMARY.md", slashed(&whole.cfg.src))
}
