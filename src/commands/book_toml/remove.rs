//! Takes Codex out of book.toml again.
use super::array::{self, spliced};
use super::insert::last_value;
use super::{CODEX, HTML, at, line_end, line_start, next_line, parse, same_file, span};
use anyhow::Result;
use std::ops::Range;
use toml_edit::{InlineTable, Item, Key, Table, Value};

/// The text without one file of the theme in a list of `[output.html]`.
pub(super) fn asset(text: &str, key: &str, path: &str) -> Result<String> {
    let document = parse(text)?;
    let whole = [HTML[0], HTML[1], key];
    let Some(list) = at(&document, &whole).and_then(|(_, item)| item.as_array()) else {
        return Ok(text.to_string());
    };
    let place = list.iter().position(|value| value.as_str().is_some_and(|old| same_file(old, path)));
    let Some(place) = place else { return Ok(text.to_string()) };
    match array::without(text, list, place)? {
        Some(text) => Ok(text),
        None => entry(text, &whole),
    }
}

/// The text without an `[output.html]` that was made for the theme alone: it stands behind the preprocessor's table.
pub(super) fn empty_html(text: &str) -> Result<String> {
    let document = parse(text)?;
    let start =
        |path: &[&str]| at(&document, path).and_then(|(_, item)| item.as_table()?.span()).map(|s| s.start);
    let empty = at(&document, &HTML).and_then(|(_, item)| item.as_table()).is_some_and(|html| {
        !html.is_implicit() && !html.is_dotted() && html.iter().all(|(_, item)| is_header(item))
    });
    match (start(&CODEX), start(&HTML)) {
        (Some(codex), Some(html)) if empty && codex < html => {
            Ok(block(text, span_of_lines(text, html..html)))
        }
        _ => Ok(text.to_string()),
    }
}

/// The text without a table, whatever is below it, and the blank line before it.
pub(super) fn table(text: &str, path: &[&str]) -> Result<String> {
    let mut text = text.to_string();
    // One header at a time from the end, since each removal moves what follows.
    loop {
        let document = parse(&text)?;
        let Some((_, Item::Table(found))) = at(&document, path) else { return entry(&text, path) };
        let Some(last) = headers(found).into_iter().max_by_key(|lines| lines.start) else {
            return entry(&text, path);
        };
        text = block(&text, span_of_lines(&text, last));
    }
}

/// The text without a key and its value, in lines or in an inline table.
fn entry(text: &str, path: &[&str]) -> Result<String> {
    let document = parse(text)?;
    let Some((key, item)) = at(&document, path) else { return Ok(text.to_string()) };
    let parent = path.len().checked_sub(1).and_then(|depth| at(&document, &path[..depth]));
    if let Some((_, Item::Value(Value::InlineTable(parent)))) = parent {
        return in_inline(text, parent, key, item);
    }
    let mut lines: Vec<Range<usize>> = match item {
        Item::Table(dotted) => values(dotted),
        item => Vec::from_iter([span(key.span())?.start..span(item.span())?.end]),
    };
    lines.sort_by_key(|lines| lines.start);
    let mut text = text.to_string();
    for lines in lines.into_iter().rev() {
        let lines = span_of_lines(&text, lines);
        let at_end = lines.end == text.len() && !text.ends_with('\n');
        let start = if at_end { lines.start - newline_before(&text, lines.start) } else { lines.start };
        text = spliced(&text, start..lines.end, "");
    }
    Ok(text)
}

fn in_inline(text: &str, parent: &InlineTable, key: &Key, item: &Item) -> Result<String> {
    let (start, end) = (span(key.span())?.start, span(item.span())?.end);
    let values = parent.iter().filter_map(|(_, value)| value.span());
    let before = values.filter(|value| value.end <= start).map(|value| value.end).max();
    let place = match before {
        Some(before) => before..end,
        None => match text[end..].find(',').filter(|_| parent.len() > 1) {
            Some(comma) => {
                let next = end + comma + 1;
                start..next + usize::from(text[next..].starts_with(' '))
            }
            // Alone in the table: with the one space on either side that came with it.
            None => {
                start - usize::from(text[..start].ends_with(' '))
                    ..end + usize::from(text[end..].starts_with(' '))
            }
        },
    };
    Ok(spliced(text, place, ""))
}

/// The lines of each header at and below a table, with the keys that follow it.
fn headers(table: &Table) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if let (Some(header), false) = (table.span(), table.is_implicit() || table.is_dotted()) {
        let end = last_value(table).map_or(header.end, |(_, end)| end.max(header.end));
        found.push(header.start..end);
    }
    for (_, item) in table.iter() {
        match item {
            Item::Table(below) => found.extend(headers(below)),
            Item::ArrayOfTables(all) => found.extend(all.iter().flat_map(headers)),
            _ => {}
        }
    }
    found
}

/// The places of all keys with their values in dotted tables.
fn values(table: &Table) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (name, item) in table.iter() {
        let key = table.get_key_value(name).and_then(|(key, _)| key.span());
        match (item, key) {
            (Item::Table(below), _) => found.extend(values(below)),
            (item, Some(key)) => found.extend(item.span().map(|value| key.start..value.end)),
            _ => {}
        }
    }
    found
}

fn is_header(item: &Item) -> bool {
    matches!(item, Item::Table(below) if !below.is_dotted()) || matches!(item, Item::ArrayOfTables(_))
}

fn span_of_lines(text: &str, place: Range<usize>) -> Range<usize> {
    line_start(text, place.start)..next_line(text, place.end)
}

/// Takes lines out with the blank line before them, as they were put in.
fn block(text: &str, lines: Range<usize>) -> String {
    let end = line_end(text);
    let mut start = lines.start;
    let count = if lines.end == text.len() && !text.ends_with('\n') { 2 } else { 1 };
    if text[..start].ends_with(&end.repeat(2)) || text[..start] == *end {
        start -= end.len() * count.min(text[..start].matches('\n').count());
    } else if count == 2 {
        start -= newline_before(text, start);
    }
    spliced(text, start..lines.end, "")
}

fn newline_before(text: &str, at: usize) -> usize {
    let before = &text[..at];
    before.len()
        - before.strip_suffix('\n').map_or(before.len(), |rest| rest.strip_suffix('\r').unwrap_or(rest).len())
}
