//! Chapters whose pages come to stand where mdBook or another chapter writes one, or where their links lead astray.
use super::super::Whole;
use crate::config::Output;
use crate::problem::Problem;
use crate::read::slashed;
use std::collections::HashMap;

/// What is wrong with where the chapters go; only the HTML renderer makes pages of them.
pub fn problems(whole: &Whole) -> Vec<Problem> {
    if whole.cfg.output != Output::Html {
        return Vec::new();
    }
    let mut problems: Vec<Problem> = first(whole).into_iter().collect();
    let mut written: HashMap<String, String> = HashMap::new();
    for path in whole.pages.iter().filter_map(|page| page.path).map(slashed) {
        if path.eq_ignore_ascii_case("toc.md") {
            let message = "mdBook's sidebar for browsers without script is `toc.html` too, and this chapter replaces it";
            problems.push(told(whole, "reserved-path", message.into(), "rename the file"));
        }
        if let Some(other) = written.insert(path.to_lowercase(), path.clone()) {
            let message = format!("`{other}` and `{path}` are one page where case does not count");
            problems.push(told(whole, "same-path", message, "rename one of the files"));
        }
    }
    problems
}

/// mdBook writes the first chapter to `index.html` once more as it is, so that its links start from another folder.
fn first(whole: &Whole) -> Option<Problem> {
    let path = whole.pages.iter().find_map(|page| page.path).map(slashed)?;
    let (folder, _) = path.rsplit_once('/')?;
    let message = format!(
        "mdBook copies the first chapter to `index.html`, where its links do not start from `{folder}`"
    );
    Some(told(whole, "first-chapter", message, "let a chapter of the topmost folder be the first"))
}

fn told(whole: &Whole, code: &'static str, message: String, help: &str) -> Problem {
    let summary = format!("{}/SUMMARY.md", slashed(&whole.cfg.src));
    Problem::in_file(code, summary, None, message).help(help)
}
