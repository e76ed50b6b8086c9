//! Physical lines of a text: `//line` directives are comments like any other.

use std::ops::Range;

/// Where each line of a text begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<u32>,
    length: usize,
}

impl Lines {
    /// Finds the lines of `text`. Texts beyond four gigabytes keep their first lines only.
    pub fn new(text: &[u8]) -> Self {
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = ends.map_while(|(at, _)| u32::try_from(at + 1).ok());
        Lines { starts: std::iter::once(0).chain(starts).collect(), length: text.len() }
    }

    /// The line, counted from 1, that the byte at `offset` is on; a line's end belongs to the line.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= offset)
    }

    /// How many lines there are. A last line without a line's end counts, an empty one does not.
    pub fn count(&self) -> usize {
        let last = self.starts.last().copied().unwrap_or_default() as usize;
        self.starts.len() - usize::from(last == self.length)
    }

    /// The bytes of the lines `first` to `last`, both counted from 1 and included, with the last line's end.
    pub fn span(&self, first: usize, last: usize) -> Option<Range<usize>> {
        if first == 0 || first > last || last > self.count() {
            return None;
        }
        let start = *self.starts.get(first - 1)? as usize;
        let end = self.starts.get(last).map(|end| *end as usize);
        Some(start..end.unwrap_or(self.length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lines = Lines::new(text.as_bytes());
        let found: Vec<&str> = (1..=lines.count())
            .map(|line| &text[lines.span(line, line).expect("a line within the count")])
            .collect();
        assert_eq!(found, expected);
        assert_eq!(lines.span(1, lines.count() + 1), None);
        assert_eq!(lines.span(0, 1), None);
    }

    #[test]
    fn lines_include_their_ends() {
        check("", &[]);
        check("a", &["a"]);
        check("a\n", &["a\n"]);
        check("a\n\nb", &["a\n", "\n", "b"]);
    }

    #[test]
    fn offsets_have_lines() {
        let lines = Lines::new(b"a\nbc\n");
        let found: Vec<usize> = (0..=5).map(|offset| lines.line(offset)).collect();
        assert_eq!(found, [1, 1, 2, 2, 2, 3]);
    }
}
