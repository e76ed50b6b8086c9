//! A place in a text as people count: lines and columns.
use std::ops::Range;

/// A place in a text: lines and columns count from one, columns are characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The first line.
    pub line: usize,
    /// The first character's column.
    pub column: usize,
    /// The line on which it ends.
    pub end_line: usize,
    /// The column after its last character.
    pub end_column: usize,
    /// The first line's text, without its end.
    pub text: String,
    /// The bytes of `text` that are marked.
    pub span: Range<usize>,
}

/// Where the lines of a text begin, found once for all of its marks.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    pub fn of(text: &str) -> Self {
        let behind = without_mark(text).match_indices('\n').map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(behind).collect() }
    }

    /// The mark of a span of that text; a span that reaches over lines is marked to the end of its first.
    pub fn mark(&self, text: &str, span: &Range<usize>) -> Mark {
        let rest = without_mark(text);
        let (bom, text) = (text.len() - rest.len(), rest);
        let start = floor(text, span.start.saturating_sub(bom));
        let end = floor(text, span.end.saturating_sub(bom)).max(start);
        let (line, line_start) = self.line_at(start);
        let (end_line, end_line_start) = self.line_at(end);
        let line_end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let line_text = &text[line_start..line_end];
        let line_text = line_text.strip_suffix('\r').unwrap_or(line_text);
        let first = (start - line_start).min(line_text.len());
        let last = (end - line_start).min(line_text.len());
        let last = first + line_text[first..last].trim_end().len();
        Mark {
            line,
            column: chars_before(line_text, first),
            end_line,
            end_column: chars_before(&text[end_line_start..], end - end_line_start),
            text: line_text.to_string(),
            span: first..last,
        }
    }

    /// The line of a byte, from one, and where it begins.
    fn line_at(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at);
        (line, self.starts[line - 1])
    }
}

/// The mark of a span of a text that has no other.
pub fn mark(text: &str, span: &Range<usize>) -> Mark {
    Lines::of(text).mark(text, span)
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The column, from one, of a byte of a line.
pub fn chars_before(text: &str, at: usize) -> usize {
    text[..floor(text, at)].chars().count() + 1
}

/// The nearest place at or before `at` that is no middle of a character.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}
