//! The sections that every chapter must have.
use super::Whole;
use crate::config::Part;
use crate::problem::Problem;

/// The required sections that a numbered chapter lacks.
pub fn problems(whole: &Whole, page: usize) -> Vec<Problem> {
    let shown = &whole.pages[page];
    let held = shown.number.is_some() && shown.meta.outline != Some(false) && whole.cfg.runs(Part::Outline);
    if !held {
        return Vec::new();
    }
    let shape = &whole.findings[page].shape;
    let place = shape.title().map_or(shown.body..shown.body, |title| title.span.clone());
    let has = |section: &&String| shape.headings.iter().any(|heading| heading.text == **section);
    let missing = whole.cfg.table.outline.sections.iter().filter(|section| !has(section));
    missing
        .map(|section| {
            let message = format!("this chapter has no section “{section}”");
            let help = near(whole, page, section).unwrap_or_else(|| {
                "add the heading, or set `outline: false` in the chapter's front matter".to_string()
            });
            Problem::on_page("missing-section", page, place.clone(), message).help(help)
        })
        .collect()
}

fn near(whole: &Whole, page: usize, section: &str) -> Option<String> {
    let headings = whole.findings[page].shape.headings.iter().map(|heading| heading.text.as_str());
    let near = crate::nearest::nearest(section, headings)?;
    Some(format!("there is a section “{near}”: is it meant?"))
}
