//! Puts missing keys into a table, in the form in which that table is written.
use super::{at, line_end, line_start, next_line, parse, span};
use anyhow::{Result, bail};
use toml_edit::{InlineTable, Item, Table, Value};

/// The text with the pairs in the table at `path`, which is made where it lacks.
pub(super) fn pairs(text: &str, path: &[&str], pairs: &[(&str, String)]) -> Result<String> {
    if pairs.is_empty() {
        return Ok(text.to_string());
    }
    let document = parse(text)?;
    let mut inline = None;
    for depth in 1..=path.len() {
        match (at(&document, &path[..depth]), inline) {
            (None, None) => return Ok(block(text, path, pairs)),
            (None, Some((table, known))) => return in_inline(text, table, &nested(&path[known..], pairs)),
            (Some((_, Item::Table(_))), _) => {}
            (Some((_, Item::Value(Value::InlineTable(table)))), _) => inline = Some((table, depth)),
            (Some(_), _) => bail!("`{}` is no table in book.toml", path[..depth].join(".")),
        }
    }
    if let Some((table, _)) = inline {
        return in_inline(text, table, pairs);
    }
    match at(&document, path) {
        Some((key, Item::Table(table))) if table.is_dotted() => {
            let end = span(key.span())?.end;
            let prefix = &text[line_start(text, end)..end];
            let keys = lines(text, &format!("{prefix}."), pairs);
            in_lines(text, table, &keys)
        }
        Some((_, Item::Table(table))) if !table.is_implicit() => {
            let indent = indent(text, table);
            in_lines(text, table, &lines(text, indent, pairs))
        }
        _ => Ok(block(text, path, pairs)),
    }
}

/// A table of its own at the end, after a blank line; a text that ends without a line end still does.
fn block(text: &str, path: &[&str], pairs: &[(&str, String)]) -> String {
    let end = line_end(text);
    let block = format!("[{}]{end}{}", path.join("."), lines(text, "", pairs));
    match text {
        "" => block,
        text if text.ends_with('\n') => format!("{text}{end}{block}"),
        text => format!("{text}{end}{end}{}", block.trim_end()),
    }
}

fn lines(text: &str, prefix: &str, pairs: &[(&str, String)]) -> String {
    let end = line_end(text);
    pairs.iter().map(|(key, value)| format!("{prefix}{key} = {value}{end}")).collect()
}

/// After the table's last key, or after its header.
fn in_lines(text: &str, table: &Table, lines: &str) -> Result<String> {
    let last = match last_value(table) {
        Some((_, end)) => end,
        None => span(table.span())?.end,
    };
    let after = next_line(text, last);
    if text[..after].ends_with('\n') {
        return Ok(format!("{}{lines}{}", &text[..after], &text[after..]));
    }
    Ok(format!("{text}{}{}", line_end(text), lines.trim_end()))
}

/// After the last value, or for an empty table after its brace.
fn in_inline(text: &str, table: &InlineTable, pairs: &[(&str, String)]) -> Result<String> {
    let words: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    let words = words.join(", ");
    let last = table.iter().filter_map(|(_, value)| value.span()).map(|span| span.end).max();
    let (place, words) = match last {
        Some(end) => (end, format!(", {words}")),
        None => (span(table.span())?.start + 1, format!(" {words} ")),
    };
    Ok(format!("{}{words}{}", &text[..place], &text[place..]))
}

/// Pairs below some keys as pairs of inline tables.
fn nested<'a>(path: &[&'a str], pairs: &[(&'a str, String)]) -> Vec<(&'a str, String)> {
    match path.split_first() {
        None => pairs.to_vec(),
        Some((first, rest)) => {
            let inner = nested(rest, pairs);
            let words: Vec<String> = inner.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            vec![(first, format!("{{ {} }}", words.join(", ")))]
        }
    }
}

/// Where the last key of the table's own body begins and its value ends.
pub(super) fn last_value(table: &Table) -> Option<(usize, usize)> {
    let ends = table.iter().filter_map(|(name, item)| match item {
        Item::Value(value) => Some((table.get_key_value(name)?.0.span()?.start, value.span()?.end)),
        Item::Table(dotted) if dotted.is_dotted() => last_value(dotted),
        _ => None,
    });
    ends.max_by_key(|(_, end)| *end)
}

/// The white space before the table's last key.
fn indent<'a>(text: &'a str, table: &Table) -> &'a str {
    let Some((key, _)) = last_value(table) else { return "" };
    let before = &text[line_start(text, key)..key];
    &before[..before.len() - before.trim_start().len()]
}
