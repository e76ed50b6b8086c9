//! A struct, drawn in rows of words, and the same as a table.
use crate::config::words::Words;
use crate::piece::{LayoutCell, LayoutFigure};
use crate::render::html::{Element, el};
use crate::render::{definition, markdown as md};
use rows::{Row, marks_inside, rows};

mod rows;

/// The drawing, which screen readers pass over, the table, which only they read, and the caption.
pub fn html(figure: &LayoutFigure, words: &Words) -> Element {
    let mut drawing = el("div").class("codex-layout__rows").attr("aria-hidden", "true");
    for row in rows(figure) {
        let at = row.cells.first().map_or(0, |cell| cell.offset);
        let line = row.mark.then(|| mark(&format!("{at} — {}", words.cache_line)));
        drawing = drawing.children(line).child(row_element(&row, figure, words));
    }
    let hidden = el("div").class("codex-hidden").child(table(figure, words));
    el("figure").class("codex-layout").child(drawing).child(hidden).child(caption(figure, words))
}

/// A table with a line above it.
pub fn markdown(figure: &LayoutFigure, words: &Words) -> String {
    let link = definition::markdown_link(&figure.definition);
    let (before, after) = around_name(figure, words);
    let size = md::text(&words.bytes(figure.size));
    let head = format!("{}{link}{}: {size}.", md::text(&before), md::text(&after));
    let row = |cell: &LayoutCell| {
        let name = cell.name.as_deref().map_or(md::text(&words.padding), md::cell_code);
        let type_text =
            if cell.type_text.is_empty() { String::new() } else { md::cell_code(&cell.type_text) };
        vec![cell.offset.to_string(), cell.size.to_string(), name, type_text]
    };
    let rows: Vec<Vec<String>> = figure.cells.iter().map(row).collect();
    format!("{head}\n\n{}", md::table(&columns(words).map(md::text).each_ref().map(String::as_str), &rows))
}

fn row_element(row: &Row, figure: &LayoutFigure, words: &Words) -> Element {
    let word = figure.word.max(1);
    let before = row.cells.first().map_or(0, |cell| cell.offset % word);
    let filler = (before > 0).then(|| el("span").class("codex-layout__filler").class(span(before, word)));
    let cells = row.cells.iter().map(|cell| cell_element(cell, figure, words));
    el("div").class("codex-layout__row").children(filler).children(cells)
}

fn cell_element(cell: &LayoutCell, figure: &LayoutFigure, words: &Words) -> Element {
    let word = figure.word.max(1);
    let outer = el("span").class("codex-layout__cell").class(span(cell.size, word));
    let outer = match height(cell.size, word) {
        Some(class) => outer.class(class),
        None => outer,
    };
    let name =
        breakable(el("span").class("codex-layout__name"), cell.name.as_deref().unwrap_or(&words.padding));
    let type_text = el("span").class("codex-layout__type").text(&cell.type_text);
    let type_text = (!cell.type_text.is_empty()).then_some(type_text);
    let bytes = el("span").class("codex-layout__bytes").text(&bytes(cell, word, words));
    let outer = if cell.name.is_none() { outer.class("codex-layout__cell--padding") } else { outer };
    let field = el("span").class("codex-layout__field").child(name).text(" ").children(type_text);
    outer.child(field).text(" ").child(bytes).children(inner_mark(cell, figure.cache_line, words))
}

/// A narrow cell breaks a long name where a new word begins in it.
fn breakable(outer: Element, name: &str) -> Element {
    let mut outer = outer;
    let mut rest = name;
    while let Some(at) = rest.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map(|(at, _)| at) {
        let (word, after) = rest.split_at(at);
        outer = outer.text(word).child(el("wbr"));
        rest = after;
    }
    outer.text(rest)
}

/// `24 · 2`; with its last byte where a field covers more than a word: `64–79 · 16 bytes`.
fn bytes(cell: &LayoutCell, word: u64, words: &Words) -> String {
    if cell.offset == 0 && (1..=word).contains(&cell.size) {
        return format!("0 · {}", words.bytes(cell.size));
    }
    if cell.size <= word {
        return format!("{} · {}", cell.offset, cell.size);
    }
    let last = cell.offset.saturating_add(cell.size).saturating_sub(1);
    format!("{}–{last} · {}", cell.offset, words.bytes(cell.size))
}

fn inner_mark(cell: &LayoutCell, cache_line: u64, words: &Words) -> Option<Element> {
    let (first, last, count) = marks_inside(cell, cache_line)?;
    let text = match count {
        1 => format!("{first} — {}", words.cache_line),
        _ => format!("{first} … {last} — {} × {count}", words.cache_line),
    };
    Some(mark(&text))
}

fn mark(text: &str) -> Element {
    el("span").class("codex-layout__mark").text(text)
}

/// A cell's share of its word, in eighths; a field without a size has a line of its own.
fn span(size: u64, word: u64) -> &'static str {
    match size.saturating_mul(8) / word {
        0 if size > 0 => "codex-layout__span-1",
        0 => "codex-layout__span-8",
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

/// The caption's words before and behind the name.
fn around_name(figure: &LayoutFigure, words: &Words) -> (String, String) {
    let said = words.layout_of.replace("{target}", &figure.target);
    let (before, after) = said.split_once("{name}").unwrap_or((&said, ""));
    (before.to_string(), after.to_string())
}

fn columns(words: &Words) -> [&str; 4] {
    [&words.offset, &words.size, &words.field, &words.field_type]
}

fn caption(figure: &LayoutFigure, words: &Words) -> Element {
    let link = definition::anchor(&figure.definition, words);
    let name = el("b").child(link.text(definition::name(&figure.definition)));
    let (before, after) = around_name(figure, words);
    let text = el("span").text(&before).child(name).text(&after);
    let size = el("span").class("codex-layout__size").text(&words.bytes(figure.size));
    el("figcaption").class("codex-layout__caption").child(text).text(" ").child(size)
}

fn table(figure: &LayoutFigure, words: &Words) -> Element {
    let head = columns(words).map(|name| el("th").attr("scope", "col").text(name));
    let row = |cell: &LayoutCell| {
        let name = cell.name.as_deref().unwrap_or(&words.padding);
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
    fn a_name_breaks_at_its_words() {
        let name = |name: &str| breakable(el("b"), name).block();
        assert_eq!(name("activeStackChans"), "<b>active<wbr/>Stack<wbr/>Chans</b>");
        assert_eq!(name("GOMAX"), "<b>G<wbr/>O<wbr/>M<wbr/>A<wbr/>X</b>");
        assert_eq!(name(""), "<b></b>");
    }

    #[test]
    fn a_table_says_the_same() {
        let figure = figure(vec![cell(Some("elemsize"), "uint16", 24, 2), cell(None, "", 26, 2)]);
        let expected = "Layout of [`runtime.hchan`](https://x.test/a) on linux/amd64, computed from source: 104 bytes.\n\n\
            | Offset | Size | Field | Type |\n| --- | --- | --- | --- |\n\
            | 24 | 2 | `elemsize` | `uint16` |\n| 26 | 2 | pad |  |";
        assert_eq!(markdown(&figure, &Words::default()), expected);
        let row = "<tr><td>26</td><td>2</td><td>pad</td><td></td></tr>";
        assert!(html(&figure, &Words::default()).block().contains(row));
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
        assert_eq!(row_element(&row, &figure, &Words::default()).block(), expected);
    }

    #[test]
    fn odd_figures_are_drawn() {
        let mut odd = figure(vec![cell(None, "", u64::MAX, u64::MAX), cell(Some(""), "", 0, 0)]);
        (odd.word, odd.cache_line) = (0, 0);
        assert!(html(&odd, &Words::default()).block().starts_with("<figure"));
    }
}
