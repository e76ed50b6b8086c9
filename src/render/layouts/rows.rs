//! Fields and holes → rows of words.
use crate::piece::{LayoutCell, LayoutFigure};

/// One row of a layout's drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'c> {
    /// Cells that share one word, or one cell of any size.
    pub cells: &'c [LayoutCell],
    /// Whether a cache line begins here.
    pub mark: bool,
}

/// The rows, in order of offset.
pub fn rows(figure: &LayoutFigure) -> Vec<Row<'_>> {
    let word = figure.word.max(1);
    let mut rows = Vec::new();
    let mut rest = figure.cells.as_slice();
    while let Some(first) = rest.first() {
        let shares = |cell: &&LayoutCell| fits(cell, word) && cell.offset / word == first.offset / word;
        let count = if fits(first, word) { rest.iter().take_while(shares).count() } else { 1 };
        let (cells, after) = rest.split_at(count.max(1));
        let mark = first.offset > 0 && figure.cache_line > 0 && first.offset % figure.cache_line == 0;
        rows.push(Row { cells, mark });
        rest = after;
    }
    rows
}

/// The offsets inside of a cell at which a cache line begins: the first, the last, how many.
pub fn marks_inside(cell: &LayoutCell, cache_line: u64) -> Option<(u64, u64, u64)> {
    let cache_line = if cache_line == 0 { return None } else { cache_line };
    let first = (cell.offset / cache_line).checked_add(1)?;
    let last = cell.offset.checked_add(cell.size)?.checked_sub(1)? / cache_line;
    (first <= last).then(|| (first * cache_line, last * cache_line, last - first + 1))
}

fn fits(cell: &LayoutCell, word: u64) -> bool {
    cell.size > 0 && cell.size <= word && cell.offset % word + cell.size <= word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sizes: &[u64], expected: &str) {
        let mut offset = 0;
        let mut cells = Vec::new();
        for &size in sizes {
            cells.push(LayoutCell { name: None, type_text: String::new(), offset, size });
            offset += size;
        }
        let definition = Default::default();
        let (size, align, cache_line, word) = (offset, 8, 16, 8);
        let figure = LayoutFigure { definition, target: String::new(), size, align, cache_line, word, cells };
        let row = |row: &Row| {
            let sizes: Vec<String> = row.cells.iter().map(|cell| cell.size.to_string()).collect();
            format!("{}{}", if row.mark { "|" } else { "" }, sizes.join("+"))
        };
        assert_eq!(rows(&figure).iter().map(row).collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn fields_of_one_word_share_its_row() {
        check(&[8, 2, 2, 4, 8], "8 2+2+4 |8");
        check(&[16, 24, 1, 7], "16 |24 1+7");
        check(&[4, 8, 4], "4 8 4");
        check(&[0, 8, 0], "0 8 0");
        check(&[], "");
    }

    #[test]
    fn a_long_field_holds_cache_lines() {
        let check = |offset, size, expected| {
            let cell = LayoutCell { name: None, type_text: String::new(), offset, size };
            assert_eq!(marks_inside(&cell, 64), expected);
        };
        check(0, 64, None);
        check(0, 65, Some((64, 64, 1)));
        check(56, 16, Some((64, 64, 1)));
        check(64, 200, Some((128, 256, 3)));
        check(64, 0, None);
        check(u64::MAX, u64::MAX, None);
    }
}
