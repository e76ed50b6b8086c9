//! Where what book.toml says stands in its text.
use crate::lenient::Misfit;
use crate::problem::Problem;
use std::ops::Range;

/// Where the keys of `[preprocessor.codex]` stand in book.toml.
pub struct Places {
    document: Option<toml_edit::Document<String>>,
}

impl Places {
    /// Reads the places; without a text, or with one that is no TOML, problems stand on the file as a whole.
    pub fn of(text: Option<&str>) -> Self {
        Places { document: text.and_then(|text| toml_edit::Document::parse(text.to_string()).ok()) }
    }

    /// A misfit below `[preprocessor.codex]` as a problem.
    pub fn problem(&self, misfit: Misfit) -> Problem {
        let span = self.span(misfit.path.iter().map(String::as_str));
        let problem = Problem::in_file("config", "book.toml", span, misfit.message);
        match misfit.help {
            Some(help) => problem.help(help),
            None => problem,
        }
    }

    /// The place of a key: the innermost one that can be found.
    pub fn span<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Option<Range<usize>> {
        let mut item = self.document.as_ref()?.as_item();
        let mut span = None;
        for key in ["preprocessor", "codex"].into_iter().chain(path) {
            if let Some(table) = item.as_table_like() {
                let Some((found, next)) = table.get_key_value(key) else { break };
                span = found.span().or(next.span()).or(span);
                item = next;
            } else {
                let value = key.parse::<usize>().ok().and_then(|at| item.as_array()?.get(at)?.span());
                span = value.or(span);
                break;
            }
        }
        span
    }
}
