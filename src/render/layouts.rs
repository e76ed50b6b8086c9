//! A struct, drawn in rows of words, and the same as a table.
use crate::piece::{LayoutCell, LayoutFigure};
use crate::render::html::{Element, el};
use crate::render::{definition, markdown as md, words};
use rows::{Row, marks_inside, rows};

mod rows;

/// The drawing, which screen readers pass over, the table, which only they read, and the caption.
pub fn html(figure: &LayoutFigure) -> Element {
    let mut drawing = el("div").class("codex-layout__rows").attr("aria-hidden", "true");
    for row in rows(figure) {
        let at = row.cells.first().map_or(0, |cell| cell.offset);
        let line = row.mark.then(|| mark(&format!("{at} — {}", words::CACHE_LINE)));
        drawing = drawing.children(line).child(row_element(&row, figure));
    }
    let hidden = el("div").class("codex-hidden").child(table(figure));
    el("figure").class("codex-layout").child(drawing).child(hidden).child(caption(figure))
}

/// A table with a line above it.
pub fn markdown(figure: &LayoutFigure) -> String {
    let link = definition::markdown_link(&figure.definition);
    let head = format!("Layout of {link} on {}: {}.", md::text(&figure.target), words::bytes(figure.size));
    let row = |cell: &LayoutCell| {
        let name = cell.name.as_deref().map_or(words::PADDING.to_string(), md::cell_code);
        let type_text =
            if cell.type_text.is_empty() { String::new() } else { md::cell_code(&cell.type_text) };
        vec![cell.offset.to_string(), cell.size.to_string(), name, type_text]
    };
    let rows: Vec<Vec<String>> = figure.cells.iter().map(row).collect();
    format!("{head}\n\n{}", md::table(&["Offset", "Size", "Field", "Type"], &rows))
}

fn row_element(row: &Row, figure: &LayoutFigure) -> Element {
    let word = figure.word.max(1);
    let before = row.cells.first().map_or(0, |cell| cell.offset % word);
    let filler = (before > 0).then(|| el("span").class("codex-layout__filler").class(span(before, word)));
    let cells = row.cells.iter().map(|cell| cell_element(cell, figure));
    el("div").class("codex-layout__row").children(filler).children(cells)
}

fn cell_element(cell: &LayoutCell, figure: &LayoutFigure) -> Element {
    let word = figure.word.max(1);
    let outer = el("span").class("codex-layout__cell").class(span(cell.size, word));
    let outer = match height(cell.size, word) {
        Some(class) => outer.class(class),
        None => outer,
    };
    let name = el("span").class("codex-layout__name").text(cell.name.as_deref().unwrap_or(words::PADDING));
    let type_text = el("span").class("codex-layout__type").text(&cell.type_text);
    let type_text = (!cell.type_text.is_empty()).then_some(type_text);
    let bytes = el("span").class("codex-layout__bytes").text(&bytes(cell, word));
    let outer = if cell.name.is_none() { outer.class("codex-layout__cell--padding") } else { outer };
    let field = el("span").class("codex-layout__field").child(name).text(" ").children(type_text);
    outer.child(field).text(" ").child(bytes).children(inner_mark(cell, figure.cache_line))
}

/// `24 · 2`; with its last byte where a field covers more than a word: `64–79 · 16 bytes`.
fn bytes(cell: &LayoutCell, word: u64) -> String {
    if cell.size <= word {
        return format!("{} · {}", cell.offset, cell.size);
    }
    let last = cell.offset.saturating_add(cell.size).saturating_sub(1);
    format!("{}–{last} · {}", cell.offset, words::bytes(cell.size))
}

fn inner_mark(cell: &LayoutCell, cache_line: u64) -> Option<Element> {
    let (first, last, count) = marks_inside(cell, cache_line)?;
    let text = match count {
        1 => format!("{first} — {}", words::CACHE_LINE),
        _ => format!("{first} … {last} — {} × {count}", words::CACHE_LINE),
    };
    Some(mark(&text))
}

fn mark(text: &str) -> Element {
    el("span").class("codex-layout__mark").text(text)
}

/// A cell's share of its word, in eighths.
fn span(size: u64, word: u64) -> &'static str {
    match (size.saturating_mul(8) / word).max(1) {
        1 => "codex-layout__span-1",
        2 => "codex-layout__span-2",
        3 => "codex-layout__span-3",
        4 => "codex-layout__span-4",
        5 => "codex-layout__span-5",
        6 => "codex-layout__span-6",
        7 => "codex-layout__span-7",
        _ => "codex-layout__span-8",
    }
}

/// A field of many words is drawn a little taller, not in proportion: some have thousands.
fn height(size: u64, word: u64) -> Option<&'static str> {
    match size.div_ceil(word) {
        0 => Some("codex-layout__cell--empty"),
        1 => None,
        2 => Some("codex-layout__cell--words-2"),
        3..=8 => Some("codex-layout__cell--words-8"),
        _ => Some("codex-layout__cell--words-many"),
    }
}

fn caption(figure: &LayoutFigure) -> Element {
    let link = definition::anchor(&figure.definition);
    let name = el("b").child(link.text(definition::name(&figure.definition)));
    let text = el("span").text("Layout of ").child(name);
    let text = text.text(&format!(" on {}, computed from source", figure.target));
    let size = el("span").class("codex-layout__size").text(&words::bytes(figure.size));
    el("figcaption").class("codex-layout__caption").child(text).text(" ").child(size)
}

fn table(figure: &LayoutFigure) -> Element {
    let head = ["Offset", "Size", "Field", "Type"].map(|name| el("th").attr("scope", "col").text(name));
    let row = |cell: &LayoutCell| {
        let name = cell.name.as_deref().unwrap_or(words::PADDING);
        let numbers = [cell.offset, cell.size].map(|number| el("td").text(&number.to_string()));
        el("tr").children(numbers).child(el("td").text(name)).child(el("td").text(&cell.type_text))
    };
    let head = el("thead").child(el("tr").children(head));
    el("table").child(head).child(el("tbody").children(figure.cells.iter().map(row)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::piece::Definition;

    fn cell(name: Option<&str>, type_text: &str, offset: u64, size: u64) -> LayoutCell {
        LayoutCell { name: name.map(Into::into), type_text: type_text.into(), offset, size }
    }

    fn figure(cells: Vec<LayoutCell>) -> LayoutFigure {
        let reference = "runtime.hchan".into();
        let definition = Definition { reference, href: "https://x.test/a".into(), ..Default::default() };
        let target = "linux/amd64".into();
        LayoutFigure { definition, target, size: 104, align: 8, cache_line: 64, word: 8, cells }
    }

    #[test]
    fn a_table_says_the_same() {
        let figure = figure(vec![cell(Some("elemsize"), "uint16", 24, 2), cell(None, "", 26, 2)]);
        let expected = "Layout of [`runtime.hchan`](https://x.test/a) on linux/amd64: 104 bytes.\n\n\
            | Offset | Size | Field | Type |\n| --- | --- | --- | --- |\n\
            | 24 | 2 | `elemsize` | `uint16` |\n| 26 | 2 | pad |  |";
        assert_eq!(markdown(&figure), expected);
        let row = "<tr><td>26</td><td>2</td><td>pad</td><td></td></tr>";
        assert!(html(&figure).block().contains(row));
    }

    #[test]
    fn a_cell_takes_its_share() {
        let figure = figure(vec![cell(Some("a"), "T", 68, 2)]);
        let expected = concat!(
            r#"<div class="codex-layout__row"><span class="codex-layout__filler codex-layout__span-4"></span>"#,
            r#"<span class="codex-layout__cell codex-layout__span-2"><span class="codex-layout__field">"#,
            r#"<span class="codex-layout__name">a</span> <span class="codex-layout__type">T</span></span> "#,
            r#"<span class="codex-layout__bytes">68 · 2</span></span></div>"#,
        );
        let row = Row { cells: &figure.cells, mark: false };
        assert_eq!(row_element(&row, &figure).block(), expected);
    }

    #[test]
    fn odd_figures_are_drawn() {
        let mut odd = figure(vec![cell(None, "", u64::MAX, u64::MAX), cell(Some(""), "", 0, 0)]);
        (odd.word, odd.cache_line) = (0, 0);
        assert!(html(&odd).block().starts_with("<figure"));
    }
}
