//! `[output.html]` as mdBook takes it: dropped as a whole for one key that it does not know, and without the theme
//! where nobody listed it. mdBook says nothing of either.
use super::book_toml::{self, HTML};
use crate::nearest::did_you_mean;
use crate::problem::{Problem, Severity};
use crate::wire::Context;
use mdbook_preprocessor::config::HtmlConfig;
use serde_json::Value;

/// What is wrong with the table; `text` is book.toml.
pub fn problems(context: &Context, text: Option<&str>) -> Vec<Problem> {
    let outputs = context.config.get("output").and_then(Value::as_object);
    // A book for other renderers alone is checked as if for HTML, and has no pages that a theme is for.
    if outputs.is_some_and(|outputs| !outputs.is_empty() && !outputs.contains_key("html")) {
        return Vec::new();
    }
    let table = context.config.pointer("/output/html").cloned().unwrap_or_default();
    dropped(context, &table, text).into_iter().chain(unlisted(&table)).collect()
}

/// mdBook 0.5 falls back to its defaults for the whole table; 0.4 knew other keys and let unknown ones pass.
fn dropped(context: &Context, table: &Value, text: Option<&str>) -> Option<Problem> {
    let error = serde_json::from_value::<HtmlConfig>(table.clone()).err().filter(|_| table.is_object())?;
    if !context.mdbook_version.starts_with("0.5.") {
        return None;
    }
    let said = error.to_string();
    let mut words = said.split('`').skip(1).step_by(2);
    let key = words.next().filter(|_| said.starts_with("unknown field"));
    let help = key.and_then(|key| did_you_mean(key, words));
    let span = text.and_then(|text| {
        let key = key.and_then(|key| book_toml::place(text, &[HTML[0], HTML[1], key]));
        key.or_else(|| book_toml::place(text, &HTML))
    });
    let said = said.split(", expected one of").next().unwrap_or(&said);
    let message = format!("mdBook drops the whole of [output.html] for this: {said}");
    let problem = Problem::in_file("dropped-table", "book.toml", span, message);
    Some(help.map_or(problem.clone(), |help| problem.help(help)))
}

fn unlisted(table: &Value) -> Option<Problem> {
    let lists = |(key, path): &(&str, &str)| {
        let listed = table.get(*key).and_then(Value::as_array).into_iter().flatten();
        listed.filter_map(Value::as_str).any(|old| book_toml::same_file(old, path))
    };
    if book_toml::ASSETS.iter().all(lists) {
        return None;
    }
    let message = "the theme is not listed in [output.html], so the pages go without it";
    let problem = Problem::in_file("theme-not-listed", "book.toml", None, message);
    Some(problem.severity(Severity::Note).help("run `mdbook-codex install`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Place;

    fn check(toml: &str, expected: &[(&str, &str)]) {
        let config = toml_edit::de::from_str(toml).unwrap();
        let (renderer, mdbook_version) = ("html".to_string(), "0.5.4".to_string());
        let context = Context { root: "/b".into(), renderer, mdbook_version, config };
        let told = problems(&context, Some(toml));
        let told: Vec<(&str, String)> = told
            .iter()
            .map(|problem| match &problem.place {
                Place::File { span: Some(span), .. } => (problem.code, toml[span.clone()].to_string()),
                _ => (problem.code, problem.help.clone().unwrap_or_default()),
            })
            .collect();
        let told: Vec<(&str, &str)> = told.iter().map(|(code, place)| (*code, place.as_str())).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn what_mdbook_swallows_is_told() {
        let theme =
            "additional-css = ['theme/codex/codex.css']\nadditional-js = ['./theme/codex/codex.js']\n";
        let html = format!("[output.html]\n{theme}");
        check(&html, &[]);
        check(&format!("{html}[output.html.search]\nenable = false\n"), &[]);
        check(&format!("{html}themes = 'x'\n"), &[("dropped-table", "themes")]);
        check(&format!("{html}theme = 1\n"), &[("dropped-table", "html")]);
        check("[output.html]\n", &[("theme-not-listed", "run `mdbook-codex install`")]);
        check("[output.markdown]\n", &[]);
        check("[book]\n", &[("theme-not-listed", "run `mdbook-codex install`")]);
    }
}
